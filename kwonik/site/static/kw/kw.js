// What scripts add to pages that already work without them. No eval, no inline handlers: the CSP stays strict.
const root = document.documentElement;
root.classList.add("kw-js");

// After a partial update focus would fall back to <body>: take it to what went wrong in it, if anything did. An update
// elsewhere on the page (a draft kept, somebody found) leaves the cursor where it is; a job that is over takes its link
// away, and the cursor stays in its box.
function focusAlert(within) {
  const alert = within.querySelector?.("[data-kw-focus], [role=alert][tabindex]");
  alert?.focus();
  return Boolean(alert);
}
focusAlert(document);
let leaving = null;
document.addEventListener("htmx:before:swap", (event) => {
  const job = event.detail.ctx?.target?.closest?.(".kw-progress");
  leaving = job?.contains(document.activeElement) ? job.parentElement : null;
});
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  if (focusAlert(target?.isConnected ? target : (document.querySelector("main") ?? document))) return;
  leaving?.querySelector(".kw-progress")?.focus();
});

// An error link puts the cursor into its field, with the label in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".kw-error-summary a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".kw-field") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});

// Ctrl+Enter saves: it presses the button of the form the cursor is in, so the server sees an ordinary submit.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form") ?? document.querySelector("form:has([data-kw-save])");
  const button = form?.querySelector("[data-kw-save]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// A second press while the first is under way does nothing. The server keeps its own guard.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-kw-once]")) return;
  if (form.dataset.kwSent) return event.preventDefault();
  form.dataset.kwSent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 8000);
});
function release(form) {
  delete form.dataset.kwSent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}
addEventListener("pageshow", () => document.querySelectorAll("[data-kw-sent]").forEach(release));

// A resident registration number in free text is noticed while typing; the server refuses it on saving and knows more
// shapes (kwonik/kernel/resident_numbers.py). Run together it must pass its check digit, for accounts look the same.
const RESIDENT = /(?<!\d)(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))([\s.·\p{Pd}]{0,3})([1-8]\d{6})(?!\d)/gu;
function hasResidentNumber(text) {
  return [...text.normalize("NFKC").matchAll(RESIDENT)].some(([, day, gap, serial]) => {
    const digits = [...(day + serial)].map(Number);
    const sum = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5].reduce((total, weight, at) => total + weight * digits[at], 0);
    return gap || serial[0] > "4" || (11 - (sum % 11)) % 10 === digits[12];
  });
}
document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-kw-resident-number]")) return;
  const warning = area.parentElement.querySelector(".kw-resident-warning");
  const text = hasResidentNumber(area.value) ? "주민등록번호로 보이는 숫자가 있습니다. 저장하기 전에 지우세요." : "";
  if (warning && warning.textContent !== text) warning.textContent = text;
});

// "달력": the browser's own date picker fills the typed field.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".kw-date-open");
  if (!button) return;
  const typed = button.parentElement.querySelector("[data-kw-date]");
  let native = button.parentElement.querySelector(".kw-date-native");
  if (!native) {
    native = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1, className: "kw-date-native" });
    native.setAttribute("aria-hidden", "true");
    native.addEventListener("change", () => {
      if (!native.value) return;
      typed.value = native.value.split("-").map(Number).join(". ") + ".";
      typed.dispatchEvent(new Event("input", { bubbles: true }));
      typed.focus();
    });
    button.after(native);
  }
  const parts = typed.value.match(/\d+/g);
  if (parts?.length === 3) native.value = `${parts[0]}-${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}`;
  native.showPicker?.();
});

// A file held over its zone is shown; dropping on the input is the browser's own doing.
for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.classList?.contains("kw-drop") && event.target.classList.toggle("kw-over", over));
}
