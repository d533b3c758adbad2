// The page: case in, verdict out. Nothing is stored, and nothing leaves the browser.

import { addRow, clear, fill, find, read } from "./form.js";
import { interpret, isStarted, stop } from "./engine.js";

const LONGEST_LINK = 16_000; // characters; what every browser and most mail programs carry
const LONGEST_CASE = 1_000_000; // characters
const SHARED = "#case=";

const id = (name) => document.getElementById(name);
const root = id("play");
const form = id("case");
const source = id("source");
const result = id("result");
const examples = JSON.parse(id("examples").textContent);

// --- the case, as form or as text ------------------------------------------------------------------

const asText = () => root.dataset.mode === "text";

/** Read JSON and keep every number as it was written. */
function parse(text) {
  return JSON.parse(text, (_name, value, { source: written } = {}) =>
    typeof value === "number" ? (written ?? String(value)) : value,
  );
}

/** The case as the text that is interpreted, downloaded and shared. */
const caseText = () => (asText() ? source.value.trim() || "{}" : JSON.stringify(read(form), null, 2));

function mode(name) {
  root.dataset.mode = name;
  form.hidden = name === "text";
  id("text").hidden = name !== "text";
  id("as-form").setAttribute("aria-pressed", String(name === "form"));
  id("as-text").setAttribute("aria-pressed", String(name === "text"));
}

function toText() {
  if (!asText()) source.value = JSON.stringify(read(form), null, 2);
  mode("text");
}

/** Show the text in the form, where the form can say all of it. */
function toForm() {
  if (!asText()) return;
  let fits = false;
  try {
    fits = fill(form, parse(source.value.trim() || "{}"));
  } catch {
    return complain("This is not JSON, so it cannot be shown as a form.", source);
  }
  if (!fits) return complain("The form cannot show all of this case, so it stays as text.", source);
  forgive();
  mode("form");
}

/** Begin an empty case, in the time zone of the browser. */
function anew() {
  clear(form);
  source.value = "";
  id("case-context-time_zone").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  id("brought").hidden = true;
}

/** Take a case from outside: into the form where it fits, as text where it does not. */
function take(text) {
  forgive();
  forget();
  let fits = false;
  try {
    fits = fill(form, parse(text));
  } catch {
    /* the library will say what is wrong with it */
  }
  if (!fits) {
    clear(form);
    source.value = text;
  }
  mode(fits ? "form" : "text");
}

// --- errors ----------------------------------------------------------------------------------------

const FOCUSABLE = "input:not([hidden]), select, textarea, button";

/** The hint of a control, by its id. */
const described = (control) => (control.getAttribute("aria-describedby") ?? "").replace(/^problem /, "");

function forgive() {
  id("wrong").textContent = "";
  for (const each of root.querySelectorAll(".problem")) each.remove();
  for (const each of root.querySelectorAll("[aria-invalid]")) {
    each.removeAttribute("aria-invalid");
    each.setAttribute("aria-describedby", described(each));
  }
}

/** Say what is wrong, beside the control it is about. */
function complain(message, control = null) {
  forgive();
  const beside = control !== null && control !== source && control !== id("ask");
  id("wrong").textContent = message;
  id("wrong").classList.toggle("unseen", beside); // heard either way
  const focus = control?.matches(FOCUSABLE) ? control : control?.querySelector(FOCUSABLE);
  if (beside) {
    const problem = Object.assign(document.createElement("span"), { className: "problem", id: "problem", textContent: message });
    (control.closest(".fact") ?? control).append(problem);
    focus?.setAttribute("aria-describedby", `problem ${described(focus)}`);
    control.closest("details")?.setAttribute("open", "");
  }
  focus?.setAttribute("aria-invalid", "true");
  (focus ?? id("wrong")).focus();
}

// --- asking ----------------------------------------------------------------------------------------

const bar = id("progress");
let toFetch = 0;

function progress({ fetched, toFetch: all, loaded }) {
  if (all) toFetch = all;
  if (fetched && toFetch) bar.value = Math.min(fetched / toFetch, 1);
  if (loaded) id("doing").textContent = "Interpreting …";
}

function busy(on) {
  root.setAttribute("aria-busy", String(on));
  id("busy").hidden = !on;
  id("ask").disabled = on;
  id("doing").textContent = !on ? "" : isStarted() ? "Interpreting …" : "Loading Python into this page …";
  bar.hidden = isStarted();
  bar.value = 0;
}

async function ask() {
  const text = caseText();
  if (text.length > LONGEST_CASE) return complain("This is longer than any case. Leave out what does not matter.", source);
  forgive();
  forget();
  busy(true);
  let answer;
  try {
    answer = await interpret(text, progress);
  } catch (error) {
    return complain(error.message, id("ask"));
  } finally {
    busy(false);
  }
  if (answer.error) complain(answer.error, asText() ? source : answer.field && find(form, answer.field));
  else tell(answer, text);
}

// --- the verdict -----------------------------------------------------------------------------------

let told = null;

/** Nobody can unfold paper: what is folded in the card is printed open. */
function unfold() {
  for (const each of id("card").shadowRoot?.querySelectorAll("details") ?? []) each.open = true;
}

/** Take the verdict away: it does not belong to what the form says now. */
function forget() {
  told = null;
  result.hidden = true;
  id("stale").hidden = true;
  id("heard").textContent = "";
}

function tell(answer, text) {
  told = { ...answer, text };
  show(audience);
  id("report").textContent = answer.report;
  id("document").textContent = answer.document;
  id("link").value = "";
  id("link-part").hidden = true;
  result.dataset.care = answer.care;
  offer(answer.missing);
  result.hidden = false;
  id("heard").textContent = answer.summary;
  id("verdict").focus();
  id("verdict").scrollIntoView({ block: "start" });
}

/** For whom the verdict is shown: nobody in particular, the person, or a clinician. */
let audience = "card";

/** Show the verdict for one reader. */
function show(name) {
  audience = name;
  for (const each of root.querySelectorAll("[data-for]")) each.setAttribute("aria-pressed", String(each.dataset.for === name));
  const card = id("card");
  if (told) (card.shadowRoot ?? card.attachShadow({ mode: "open" })).innerHTML = told[name];
}

/** Offer the way to each fact that would sharpen the verdict. */
function offer(missing) {
  const ways = missing.map(([name, words]) => [words, find(form, name)]).filter(([, control]) => control && !asText());
  id("missing-part").hidden = !ways.length;
  id("missing").replaceChildren(
    ...ways.map(([words, control]) => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      button.addEventListener("click", () => {
        control.closest("details")?.setAttribute("open", "");
        (control.matches(FOCUSABLE) ? control : control.querySelector(FOCUSABLE)).focus();
      });
      item.append(button);
      return item;
    }),
  );
}

/** A verdict stands beside the case it was made of, or says that it no longer does. */
function changed() {
  if (told) id("stale").hidden = caseText() === told.text;
}

// --- taking it along -------------------------------------------------------------------------------

async function copy(text, button) {
  const was = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy";
  }
  id("heard").textContent = button.textContent;
  setTimeout(() => (button.textContent = was), 2000);
}

function download(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}

function encode(text) {
  const bytes = new TextEncoder().encode(text);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decode(letters) {
  const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function shareLink() {
  const compact = asText() ? told.text : JSON.stringify(JSON.parse(told.text));
  const link = `${location.href.split("#")[0]}${SHARED}${encode(compact)}`;
  const fits = link.length <= LONGEST_LINK;
  id("link-part").hidden = !fits;
  if (!fits) return (id("heard").textContent = id("share-note").textContent = "This case is too long for a link. Download it instead.");
  id("link").value = link;
  id("link").select();
  copy(link, id("share"));
}

/** A link may bring a case: it is shown, and interpreted when the visitor says so. */
function fromLink() {
  if (!location.hash.startsWith(SHARED)) return;
  try {
    if (location.hash.length > LONGEST_LINK || location.hash === SHARED) throw new RangeError();
    take(decode(location.hash.slice(SHARED.length)));
    id("brought").hidden = false;
  } catch {
    complain("The case in this link is damaged or too long. Ask for the link again.");
  }
}

// --- wiring ----------------------------------------------------------------------------------------

function onClick(event) {
  const button = event.target.closest("button");
  if (button?.matches("[data-add]")) addRow(button.closest("[data-list]")).querySelector(FOCUSABLE).focus();
  if (button?.matches("[data-remove]")) {
    const list = button.closest("[data-list]");
    button.closest("li").remove();
    list.querySelector("[data-add]").focus();
  }
  if (button) changed();
}

/** "None of these" and what it denies cannot both be said. */
function onChange({ target }) {
  const part = target.type === "checkbox" && target.checked && target.closest("[data-kind=codes], [data-list]");
  if (part && !(target.dataset.none !== undefined && part.dataset.list)) {
    for (const box of part.querySelectorAll("input[type=checkbox]")) {
      if ((box.dataset.none !== undefined) !== (target.dataset.none !== undefined)) box.checked = false;
    }
  } else if (part) {
    for (const row of part.querySelectorAll(":scope > ol > li")) row.remove();
  }
}

function begin() {
  for (const name of Object.keys(examples)) id("example").append(new Option(name, name));
  anew();
  form.addEventListener("submit", (event) => (event.preventDefault(), ask()));
  id("ask").addEventListener("click", ask);
  id("stop").addEventListener("click", () => stop());
  id("empty").addEventListener("click", () => {
    forgive();
    forget();
    anew();
  });
  id("as-form").addEventListener("click", toForm);
  id("as-text").addEventListener("click", toText);
  id("example").addEventListener("change", ({ target }) => target.value && take(JSON.stringify(examples[target.value], null, 2)));
  root.addEventListener("click", onClick);
  root.addEventListener("change", onChange);
  root.addEventListener("input", changed);
  root.addEventListener("change", changed);
  for (const each of root.querySelectorAll("[data-for]")) each.addEventListener("click", () => show(each.dataset.for));
  id("copy-report").addEventListener("click", ({ target }) => copy(told.report, target));
  id("copy-document").addEventListener("click", ({ target }) => copy(told.document, target));
  id("save-document").addEventListener("click", () => download(told.document, "verdict.json", "application/json"));
  id("save-case").addEventListener("click", () => download(told.text, "case.json", "application/json"));
  id("share").addEventListener("click", shareLink);
  id("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("hashchange", fromLink);
  window.addEventListener("pagehide", () => stop());
  mode("form");
  root.hidden = false;
  id("no-script").hidden = true;
  fromLink();
}

if (location.protocol === "file:") {
  id("no-script").textContent =
    "A browser runs no Python from a folder. Serve the pages with python3 -m http.server -d site, and open them from there.";
} else {
  begin();
}
