// The page: case in, verdict out. Nothing is stored, and nothing leaves the browser.

import { answered, parse, TwiceError } from "./cases.js";
import { advice } from "./checks.js";
import { interpret, isLoaded, prepare, stop } from "./engine.js";
import { addRow, clear, fill, find, read } from "./form.js";

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
  } catch (error) {
    const twice = error instanceof TwiceError;
    const why = twice ? "names a key twice, and a form holds it once. Take one away." : "is not JSON, so it cannot be shown as a form.";
    return complain(`This ${why}`, source);
  }
  if (!fits) return complain("The form cannot show all of this case, so it stays as text.", source);
  forgive();
  mode("form");
}

/** Begin an empty case, in the time zone of the browser. */
function anew() {
  id("taken").hidden = true;
  clear(form);
  source.value = "";
  id("case-context-time_zone").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  id("brought").hidden = true;
  skipped.clear();
  warn();
}

/** Forget the case of a link: the address names it no longer once the visitor has another. */
function leaveLink() {
  id("brought").hidden = true;
  if (location.hash.startsWith(SHARED)) history.replaceState(null, "", location.pathname + location.search);
}

/** Take a case from outside: into the form where it fits, as text where it does not. */
function take(text) {
  forgive();
  forget();
  skipped.clear();
  id("brought").hidden = true;
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
  warn();
}

/** An example is a case that nobody has to look at first: it is interpreted at once. */
function tryExample(name) {
  if (!name) return;
  leaveLink();
  take(JSON.stringify(examples[name], null, 2));
  ask();
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

// --- before Python is there ------------------------------------------------------------------------

/** Say of a field what can be said at once; the library has the last word. */
function advise(control) {
  const fact = control.closest(".fact");
  if (!fact) return;
  fact.querySelector(".advice")?.remove();
  const text = advice(control.dataset.kind, control.value ?? "");
  if (!text) return;
  fact.append(Object.assign(document.createElement("span"), { className: "advice", textContent: text }));
  id("heard").textContent = text;
}

/** A warning symptom needs no Python: what to do is said the moment it is marked. */
function warn() {
  const marked = form.querySelector("[data-fact='context.red_flags'] input:checked:not([data-none])") !== null;
  id("now").textContent = marked ? "A warning symptom is a reason to ask a doctor now, whatever the number says." : "";
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
  id("doing").textContent = !on ? "" : isLoaded() ? "Interpreting …" : "Loading Python into this page …";
  bar.hidden = isLoaded();
  bar.value = 0;
}

async function ask() {
  const text = caseText();
  id("taken").hidden = true;
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
  id("course-part").hidden = !answer.course;
  inside(id("course"), answer.course);
  askNext(answer.questions);
  lead(answer.rules);
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
  for (const each of root.querySelectorAll("[data-for]")) {
    each.setAttribute("aria-pressed", String(each.dataset.for === name));
    each.hidden = !told?.patient;
  }
  if (told) inside(id("card"), told[name] ?? told.card);
}

/** What brings a style of its own is shown where that style ends. */
function inside(place, html) {
  (place.shadowRoot ?? place.attachShadow({ mode: "open" })).innerHTML = html;
}

// --- the next question -----------------------------------------------------------------------------

/** The facts that the visitor does not know, or does not want to say: not asked for again in this case. */
const skipped = new Set();

function button(text, does) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", does);
  return made;
}

/** Ask the most useful question that is left; one at a time, each with what its answer would say. */
function askNext(questions, focus = false) {
  const next = questions.find(({ fact }) => !skipped.has(fact));
  id("next-part").hidden = !next;
  if (!next) return focus && id("verdict").focus();
  id("next-asks").textContent = next.asks;
  const skip = () => (skipped.add(next.fact), askNext(questions, true));
  id("next").replaceChildren(...choices(next, skip));
  if (focus) id("next-asks").focus();
}

function choices({ fact, answers }, skip) {
  const given = answers.filter(({ states }) => Object.keys(states).length);
  const made = given.map(({ says, states, summary }) => {
    const names = states.context?.red_flags?.length && find(form, fact);
    const choice = button(says, () => (names && !asText() ? mark(names) : takeAnswer(fact, states)));
    choice.append(Object.assign(document.createElement("small"), { textContent: summary }));
    return choice;
  });
  const control = asText() ? null : find(form, fact);
  if (control && fact !== "red_flags") made.push(button(given.length ? "I will enter it myself" : "Enter it", () => goTo(control)));
  return [...made, button("I do not know: ask the next", skip)];
}

/** A warning symptom goes by its own name: the visitor marks which it is. */
function mark(control) {
  goTo(control);
  id("taken").textContent = "Mark which one, then press Interpret.";
  id("taken").hidden = false;
}

/** Put an answer into the case and ask again; a number that it stands for is the visitor's to correct. */
function takeAnswer(fact, states) {
  skipped.add(fact);
  const isSpan = /\d/.test(JSON.stringify(states));
  const whole = answered(asText() ? parse(source.value.trim() || "{}") : read(form), states);
  const open = [...form.querySelectorAll(":scope > details")].map((each) => each.open);
  if (asText() || !fill(form, whole)) {
    source.value = JSON.stringify(whole, null, 2);
    mode("text");
  }
  form.querySelectorAll(":scope > details").forEach((each, place) => (each.open = open[place]));
  warn();
  id("taken").textContent = "Your answer is entered with a number from its span. Correct it if you know it better.";
  ask();
  id("taken").hidden = !isSpan;
}

function goTo(control) {
  control.closest("details")?.setAttribute("open", "");
  (control.matches(FOCUSABLE) ? control : control.querySelector(FOCUSABLE)).focus();
}

/** Lead from each rule that has answered to its place on the page of the rules. */
function lead(rules) {
  id("rules").replaceChildren(
    ...Object.entries(rules).map(([rule, asked]) => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: `rules.html#${rule.toLowerCase()}`, textContent: asked });
      item.append(link, ` ${rule}`);
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
    leaveLink();
    anew();
  });
  id("as-form").addEventListener("click", toForm);
  id("as-text").addEventListener("click", toText);
  id("example").addEventListener("change", ({ target }) => tryExample(target.value));
  root.addEventListener("focusin", prepare, { once: true });
  root.addEventListener("focusout", ({ target }) => target.dataset?.kind && advise(target));
  form.addEventListener("change", warn);
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

// A policy in the page itself cannot forbid a frame: what is private is not shown where another site looks on.
if (window.top !== window.self) {
  const alone = Object.assign(document.createElement("a"), { href: location.pathname, target: "_blank", rel: "noopener" });
  alone.textContent = "Open the playground in a window of its own.";
  id("no-script").replaceChildren("This page shows no case inside another page. ", alone);
} else if (location.protocol === "file:") {
  id("no-script").textContent =
    "A browser runs no Python from a folder. Serve the pages with python3 -m http.server -d site, and open them from there.";
} else {
  begin();
}
