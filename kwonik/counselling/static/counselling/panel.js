// What the calculator gives goes to the end of the note as it stands now: nothing typed meanwhile is lost. In the panel
// Enter computes; elsewhere it does what it always does.
const panel = document.getElementById("panel");
const memo = document.getElementById("id_memo");

if (panel && memo) {
  new MutationObserver(() => {
    const given = panel.querySelector("[data-counselling-note]");
    if (!given) return;
    given.remove();
    memo.value = [memo.value.trimEnd(), given.value].filter(Boolean).join("\n\n");
    memo.dispatchEvent(new Event("input", { bubbles: true }));
  }).observe(panel, { childList: true, subtree: true });

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (!event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    panel.querySelector("[data-counselling-default]")?.click();
  });
}
