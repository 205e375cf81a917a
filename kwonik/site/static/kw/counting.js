// Counting people with one thumb. Without this script each button posts the form and the page comes again; with it a press
// is kept on the telephone first and sent when it can be: a lost connection, a closed lid, a reload lose nothing, and the
// token of a press makes the server count it once however often it is sent.
//
//   <form method="post" data-kw-counting="who:what">          a name of its own for what waits to be sent
//     <input type="hidden" name="token"> <output data-kw-counting-sum>12</output>
//     <button name="people" value="1"> <button name="undo" value="1"> <p role="status" data-kw-counting-status>
//
// The server answers a POST with "Accept: application/json" by {"sum": 13, "said": ""}: 200, or 422 with why it refused.
const AGAIN = 10_000;

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on a local network has no randomUUID
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function count(form) {
  const key = `kw-counting:${form.dataset.kwCounting}`;
  const output = form.querySelector("[data-kw-counting-sum]");
  const status = form.querySelector("[data-kw-counting-status]");
  const format = new Intl.NumberFormat("ko-KR");
  let sum = Number(output.textContent.replace(/[^0-9-]/g, ""));
  let sending = false;

  const waiting = () => JSON.parse(localStorage.getItem(key) ?? "[]");
  const keep = (presses) => (presses.length ? localStorage.setItem(key, JSON.stringify(presses)) : localStorage.removeItem(key));
  const show = (said) => {
    const presses = waiting();
    const value = presses.reduce((total, press) => Math.max(0, total + press.change), sum);
    output.textContent = format.format(value);
    if (said !== undefined) status.textContent = said;
    else status.textContent = presses.length && !navigator.onLine ? `연결을 기다립니다. 누른 ${presses.length}번을 이 전화기에 두었습니다.` : "";
  };

  // What a "take back" will take back, as far as this page knows: the server has the last word.
  const undoes = (presses) => {
    const stack = [];
    for (const press of [...done, ...presses]) press.name === "undo" ? stack.pop() : stack.push(press.change);
    return -(stack.at(-1) ?? 0);
  };
  const done = [];

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    const presses = waiting();
    const change = button.name === "undo" ? undoes(presses) : Number(button.value);
    keep([...presses, { name: button.name, value: button.value, change, token: uuid(), at: new Date().toISOString() }]);
    show();
    send();
  });

  async function post(press) {
    const body = new FormData(form);
    body.set("token", press.token);
    body.set("pressed_at", press.at);
    body.set(press.name, press.value);
    return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (let press; (press = waiting()[0]); ) {
        const answer = await post(press);
        if (answer.status !== 200 && answer.status !== 422) {
          const signedOut = answer.type === "opaqueredirect" || answer.status === 403;
          show(signedOut ? "로그인이 끝났습니다. 화면을 새로 열고 로그인하세요. 누른 것은 이 전화기에 있습니다." : "서버가 답하지 않습니다. 누른 것은 이 전화기에 있고 곧 다시 보냅니다.");
          break;
        }
        const { sum: now, said } = await answer.json();
        keep(waiting().filter((one) => one.token !== press.token));
        if (answer.status === 200) done.push(press);
        sum = now;
        show(said || undefined);
      }
    } catch {
      show(`연결되지 않았습니다. 누른 ${waiting().length}번을 이 전화기에 두고 다시 보냅니다.`);
    } finally {
      sending = false;
    }
  }

  addEventListener("online", send);
  setInterval(send, AGAIN);
  show();
  send();
}

document.querySelectorAll("[data-kw-counting]").forEach(count);
