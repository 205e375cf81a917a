// 빠른 나가기: empties the page at once and replaces it, so that "back" does not return here.
const link = document.querySelector("[data-kw-exit]");
let presses = [];

function leave() {
  document.body.classList.add("kw-leaving");
  document.title = " ";
  location.replace(link.href);
}
link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift") return (presses = []);
  presses = [...presses, Date.now()].slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
});
