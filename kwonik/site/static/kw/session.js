// Warns two minutes before an idle session ends. The server ends it; this only counts, on the wall clock, because
// a closed laptop stops timers. Typing counts as work and is reported at most every five minutes; a polled job does not.
const box = document.querySelector("[data-kw-session]");
const form = box.querySelector("form");
const left = box.querySelector(".kw-session-left");
const [WARN, REPORT] = [120, 300];
let toldAt = Date.now();
let before = null;

async function extend() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.ok) restart();
  return answer.ok;
}

function restart() {
  toldAt = Date.now();
  if (box.hidden) return;
  box.hidden = true;
  before?.focus();
}

const timer = setInterval(() => {
  const seconds = Math.round(Number(box.dataset.kwSession) - (Date.now() - toldAt) / 1000);
  if (seconds > WARN) return;
  left.textContent = seconds >= 60 ? `${Math.ceil(seconds / 60)}분` : `${Math.max(0, seconds)}초`;
  if (box.hidden) {
    before = document.activeElement;
    box.hidden = false;
    box.querySelector(".kw-session-title").focus();
  }
  if (seconds <= 0) {
    clearInterval(timer);
    location.reload();
  }
}, 1000);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    if (!(await extend())) location.reload();
  } catch {
    left.closest("p").textContent = "서버에 연결되지 않았습니다. 적은 내용을 복사해 두고 잠시 뒤 다시 누르세요.";
  }
});
document.addEventListener("input", () => {
  if (Date.now() - toldAt > REPORT * 1000) {
    toldAt = Date.now();
    extend().catch(() => {});
  }
});
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.request.method !== "GET") restart();
});
