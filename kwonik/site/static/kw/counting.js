// Counting with one thumb. Without this script each button posts its form and the page comes again; with it a press is kept
// on the telephone first and sent when it can be: a lost connection, a closed lid, a reload lose nothing, and the token of a
// press makes the server count it once however often it is sent.
//
//   <div data-kw-counting="who:what">                 a name of its own for what waits to be sent
//     <form method="post" data-kw-counter="which">    one counter; its name says place and day too, where there are such
//       <input type="hidden" name="token">            and whatever else tells what is counted: it is kept with the press
//       <output data-kw-counting-sum>12</output>
//       <button name="step" value="1"> <button name="step" value="-1"> <button name="undo" value="1">
//     </form>
//     <output data-kw-counting-total>12</output>      all counters together; may be missing
//     <p role="status" data-kw-counting-status></p>
//   </div>
//
// A press is posted with a token and `pressed_at` of its own and "Accept: application/json". The server answers
// {"sum": 13, "said": ""}, how that counter stands now: 200, or 422 with why it refused (without a sum if it knows none).
const AGAIN = 5_000;
const format = new Intl.NumberFormat("ko-KR");

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on a local network has no randomUUID
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function counting(region) {
  const key = `kw-counting:${region.dataset.kwCounting}`;
  const total = region.querySelector("[data-kw-counting-total]");
  const status = region.querySelector("[data-kw-counting-status]");
  const counters = new Map();
  for (const form of region.querySelectorAll("form[data-kw-counter]")) {
    const output = form.querySelector("[data-kw-counting-sum]");
    counters.set(form.dataset.kwCounter, { form, output, sum: Number(output.textContent.replace(/[^0-9-]/g, "")), done: [] });
  }
  let sending = false;

  const waiting = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (presses) => (presses.length ? localStorage.setItem(key, JSON.stringify(presses)) : localStorage.removeItem(key));
  const of = (name) => waiting().filter((press) => press.counter === name);
  const shown = (name) => of(name).reduce((sum, press) => Math.max(0, sum + press.change), counters.get(name).sum);
  const kept = () => `연결되지 않았습니다. 누른 ${waiting().length}번을 이 전화기에 두고 다시 보냅니다.`;

  function show(said = waiting().length && !navigator.onLine ? kept() : "") {
    let sum = 0;
    for (const [name, { output }] of counters) {
      sum += shown(name);
      output.textContent = format.format(shown(name));
    }
    if (total) total.textContent = format.format(sum);
    if (status.textContent !== said) status.textContent = said;
  }

  // What a "take back" will take back, as far as this page knows: the server has the last word.
  function undoes(name) {
    const stack = [];
    for (const press of [...counters.get(name).done, ...of(name)]) press.undo ? stack.pop() : stack.push(press.change);
    return -(stack.at(-1) ?? 0);
  }

  region.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    const name = form.dataset.kwCounter;
    if (name === undefined || !button?.name) return;
    event.preventDefault();
    const undo = button.name === "undo";
    const change = undo ? undoes(name) : Number(button.value);
    if (!undo && shown(name) + change < 0) return show("센 것이 없어 뺄 수 없습니다.");
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrfmiddlewaretoken; // another one by the time it is sent
    Object.assign(fields, { [button.name]: button.value, token: uuid(), pressed_at: new Date().toISOString() });
    keep([...waiting(), { counter: name, action: form.action, fields, undo, change }]);
    show();
    send();
  });

  function post({ action, fields }) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", region.querySelector("[name=csrfmiddlewaretoken]").value);
    return fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  }

  async function send() {
    if (sending || !counters.size) return;
    sending = true;
    try {
      for (let press; (press = waiting()[0]); ) {
        const answer = await post(press);
        if (answer.status !== 200 && answer.status !== 422) {
          const signedOut = answer.type === "opaqueredirect" || answer.status === 403;
          show(signedOut ? "로그인이 끝났습니다. 화면을 새로 열고 로그인하세요. 누른 것은 이 전화기에 있습니다." : "서버가 답하지 않습니다. 누른 것은 이 전화기에 있고 곧 다시 보냅니다.");
          break;
        }
        const { sum, said } = await answer.json();
        keep(waiting().filter((one) => one.fields.token !== press.fields.token));
        const counter = counters.get(press.counter); // none for a press of yesterday's page
        if (counter && answer.status === 200) counter.done.push(press);
        if (counter && sum !== undefined) counter.sum = sum;
        show(said || undefined);
      }
    } catch {
      show(kept());
    } finally {
      sending = false;
    }
  }

  addEventListener("online", send);
  setInterval(send, AGAIN);
  show();
  send();
}

document.querySelectorAll("[data-kw-counting]").forEach(counting);
