// Counting without a connection: every press goes into a queue on this telephone first and is sent from there. Each has a
// token of its own, so a press whose answer got lost and that is sent again is counted once. Without scripts every press
// is an ordinary form.
const list = document.querySelector("[data-count-queue]");
const state = document.querySelector("[data-count-state]");
const total = document.querySelector("[data-count-total]");
const KEY = list.dataset.countQueue;
const AGAIN = 5000;
let sending = false;

function queued() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}
function keep(presses) {
  localStorage.setItem(KEY, JSON.stringify(presses));
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// What the server said of each counter, and on top of it what still waits here for this place and day.
const numbers = new Map();
for (const box of list.querySelectorAll("[data-count-kind]")) {
  numbers.set(box.dataset.countKind, { shown: box.querySelector("[data-count-number]"), server: Number(box.querySelector("[data-count-number]").textContent) });
}
const here = list.querySelector("form[data-count]");
const place = here ? new FormData(here) : new FormData();
function belongs(press) {
  return press.site === place.get("site") && press.day === place.get("day");
}
function show() {
  const waiting = queued();
  let sum = 0;
  for (const [kind, number] of numbers) {
    const more = waiting.filter((press) => press.kind === kind && belongs(press)).reduce((all, press) => all + Number(press.step), 0);
    number.shown.textContent = Math.max(0, number.server + more);
    sum += Math.max(0, number.server + more);
  }
  total.textContent = sum;
  list.dataset.countWaiting = waiting.length;
}
function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

async function send(press) {
  const data = new FormData();
  for (const [name, value] of Object.entries(press)) data.append(name, value);
  data.append("csrfmiddlewaretoken", here.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch(here.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
}

async function flush() {
  if (sending) return;
  sending = true;
  try {
    for (let presses = queued(); presses.length; presses = queued()) {
      const [press] = presses;
      const answer = await send(press);
      if (answer.ok || answer.status === 422) {
        const said = await answer.json();
        keep(queued().filter((one) => one.token !== press.token));
        if (answer.ok && belongs(press)) numbers.get(said.kind).server = said.count;
        const left = queued().length;
        say(answer.ok ? (left && state.textContent ? `누른 것을 보내는 중입니다. ${left}번 남았습니다.` : "") : said.refused);
        show();
      } else {
        say(`누른 것 ${presses.length}번을 아직 보내지 못했습니다. 다시 로그인하면 이어서 보냅니다.`);
        break;
      }
    }
  } catch {
    say(`연결이 끊겼습니다. 누른 것 ${queued().length}번은 이 전화기에 남아 있고, 이어지면 보냅니다.`);
  } finally {
    sending = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-count]")) return;
  event.preventDefault();
  const press = Object.fromEntries(["kind", "site", "day", "step"].map((name) => [name, form.elements[name].value]));
  const kind = numbers.get(press.kind);
  if (press.step === "-1" && Number(kind.shown.textContent) === 0) return say("오늘 센 것이 없어 뺄 수 없습니다.");
  keep([...queued(), { ...press, token: token() }]);
  show();
  flush();
});
addEventListener("online", flush);
setInterval(() => queued().length && flush(), AGAIN);
show();
flush();
