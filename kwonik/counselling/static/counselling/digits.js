// In a group of boxes the keys 1 to 9 choose, so that a whole consultation is written without leaving the number row.
document.addEventListener("keydown", (event) => {
  if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const group = event.target.matches?.("input[type=radio], input[type=checkbox]") && event.target.closest(".kw-choices.counselling-digits");
  const chosen = group && group.querySelectorAll("input")[Number(event.key) - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.focus();
  chosen.click();
});
