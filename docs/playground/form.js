// The form as a case document, and a case document as the form. The names stand in the form itself.

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::00(?:\.0+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const NONE = "none";

/** The facts and lists right inside a part of the form: not those of its rows. */
function inside(part) {
  const list = part.closest("[data-list]");
  return [...part.querySelectorAll("[data-fact], [data-list]")].filter(
    (each) => each.parentElement.closest("[data-list]") === list,
  );
}

const rowsOf = (list) => [...list.querySelectorAll(":scope > ol > li")];
const noneOf = (part) => part.querySelector("[data-none]");
const boxesOf = (part) => [...part.querySelectorAll("input[type=checkbox]:not([data-none])")];
const part = (fact, name) => fact.querySelector(`[data-part=${name}]`);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// --- reading ---------------------------------------------------------------------------------------

/** What a control states; undefined where nothing is. */
function stated(control) {
  if (control.dataset.list) return entriesOf(control);
  const { kind } = control.dataset;
  if (kind === "codes") {
    const codes = boxesOf(control).filter((box) => box.checked).map((box) => box.value);
    return codes.length || noneOf(control).checked ? codes : undefined;
  }
  if (kind === "instant") {
    const [day, time, offset] = ["day", "time", "offset"].map((name) => part(control, name).value.trim());
    if (!day && !time) return undefined;
    return time ? `${day}T${time}${offset}` : day;
  }
  const text = control.value.trim();
  if (!text) return undefined;
  if (kind === "flag") return text === "true";
  if (kind === "number") return String(Number(text)) === text ? Number(text) : text;
  if (kind === "words") return text === NONE ? [] : text.split(",").map((word) => word.trim()).filter(Boolean);
  return text;
}

function entriesOf(list) {
  const entries = filledRows(list).map(read);
  return entries.length || noneOf(list)?.checked ? entries : undefined;
}

const filledRows = (list) => rowsOf(list).filter((row) => Object.keys(read(row)).length);

/** Read what a part of the form states: the case document, or one entry of a list. */
export function read(root) {
  const document = {};
  for (const control of inside(root)) {
    const value = stated(control);
    if (value === undefined) continue;
    const names = (control.dataset.fact ?? control.dataset.list).split(".");
    const last = names.pop();
    names.reduce((at, name) => (at[name] ??= {}), document)[last] = value;
  }
  return document;
}

// --- writing ---------------------------------------------------------------------------------------

let made = 0;

/** Add a row to a list, with ids of its own. */
export function addRow(list) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  made += 1;
  for (const name of ["id", "for", "aria-describedby"]) {
    for (const each of row.querySelectorAll(`[${name}]`)) each.setAttribute(name, `${each.getAttribute(name)}-${made}`);
  }
  list.querySelector("ol").append(row);
  if (noneOf(list)) noneOf(list).checked = false;
  return row;
}

function show(control, value) {
  const { kind, list } = control.dataset;
  if (list) {
    const entries = Array.isArray(value) ? value : [];
    for (const entry of entries) write(addRow(control), entry);
    if (noneOf(control)) noneOf(control).checked = Array.isArray(value) && !entries.length;
  } else if (kind === "codes") {
    const codes = Array.isArray(value) ? value : [];
    for (const box of boxesOf(control)) box.checked = codes.includes(box.value);
    noneOf(control).checked = Array.isArray(value) && !codes.length;
  } else if (kind === "instant") {
    const [, day = "", time = "", offset = ""] = INSTANT.exec(value) ?? [];
    part(control, "day").value = day;
    part(control, "time").value = time;
    part(control, "offset").value = offset;
    part(control, "offset").hidden = !offset;
  } else if (kind === "words" && Array.isArray(value)) {
    control.value = value.length ? value.join(", ") : NONE;
  } else {
    control.value = value === undefined ? "" : String(value);
  }
}

function write(root, document) {
  for (const control of inside(root)) {
    const names = (control.dataset.fact ?? control.dataset.list).split(".");
    show(control, names.reduce((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), document));
  }
}

/** Bring what means the same into one shape: no unknowns, numbers as text, minutes without idle seconds. */
function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (isObject(value)) {
    const known = Object.entries(value).map(([name, each]) => [name, canonical(each)]);
    const told = known.filter(([, each]) => each !== null && !(isObject(each) && !Object.keys(each).length));
    return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (typeof value === "number") return String(value);
  const [, day, time, offset = ""] = (typeof value === "string" && INSTANT.exec(value)) || [];
  return time ? `${day}T${time}${offset}` : value;
}

/** Give the entries that are a lone text, such as "statin", the name of their first fact. */
function named(root, document) {
  const copy = structuredClone(document);
  for (const list of root.querySelectorAll("[data-list]")) {
    const names = list.dataset.list.split(".");
    const last = names.pop();
    const owner = names.reduce((at, name) => (isObject(at) ? at[name] : undefined), copy);
    if (!isObject(owner) || !Array.isArray(owner[last])) continue;
    const first = list.querySelector("template").content.querySelector("[data-fact]").dataset.fact;
    owner[last] = owner[last].map((entry) => (typeof entry === "string" ? { [first]: entry } : entry));
  }
  return copy;
}

/** Show a case document in the form; false where the form cannot say all of it, or says it otherwise. */
export function fill(form, document) {
  clear(form);
  if (!isObject(document)) return false;
  const whole = named(form, document);
  write(form, whole);
  for (const group of form.querySelectorAll("details")) group.open = Object.keys(read(group)).length > 0;
  return JSON.stringify(canonical(read(form))) === JSON.stringify(canonical(whole));
}

/** Empty the form. */
export function clear(form) {
  for (const row of form.querySelectorAll("[data-list] > ol > li")) row.remove();
  write(form, {});
}

/** Find the control that a name of the case document means, such as il6 or history[0].drawn_at. */
export function find(form, field) {
  const steps = [...field.matchAll(/([a-z_0-9]+)(?:\[(\d+)\])?/g)];
  for (const prefix of ["", "reading.", "context."]) {
    const [[, name, index], ...rest] = steps;
    const path = prefix + [name, ...rest.map(([, step]) => step)].join(".");
    const fact = inside(form).find((each) => `${each.dataset.fact}.`.startsWith(`${path}.`));
    if (fact) return fact;
    const list = form.querySelector(`[data-list="${prefix}${name}"]`);
    if (!list) continue;
    const row = index === undefined ? null : filledRows(list)[Number(index)];
    const inner = row && rest.length ? inside(row).find((each) => each.dataset.fact === rest[0][1]) : null;
    return inner ?? row ?? list;
  }
  return null;
}
