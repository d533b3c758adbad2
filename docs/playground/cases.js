// Case documents as text and as values: read without losing a digit or a key, and with an answer put in.

const TEXTS = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

/** A document names a key twice; which of the two is meant, nobody can know. */
export class TwiceError extends Error {}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function keys(value) {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + keys(each), 0);
  return isObject(value) ? Object.values(value).reduce((sum, each) => sum + keys(each), Object.keys(value).length) : 0;
}

/** Read JSON and keep every number as it was written; a key that stands twice is refused, as the library does. */
export function parse(text) {
  const read = JSON.parse(text, (_name, value, { source: written } = {}) =>
    typeof value === "number" ? (written ?? String(value)) : value,
  );
  let named = 0;
  for (const [, colon] of text.matchAll(TEXTS)) named += colon === undefined ? 0 : 1;
  if (named !== keys(read)) throw new TwiceError();
  return read;
}

/** The case with what an answer states; a reading of the history takes what it does not state itself. */
export function answered(document, { every_reading: everywhere, ...states }) {
  const whole = merged(document, states);
  const history = whole.context?.history;
  if (everywhere && Array.isArray(history)) whole.context.history = history.map((each) => ({ ...everywhere, ...each }));
  return whole;
}

function merged(old, fresh) {
  if (!isObject(old) || !isObject(fresh)) return structuredClone(fresh);
  const whole = { ...old };
  for (const [name, value] of Object.entries(fresh)) whole[name] = merged(old[name], value);
  return whole;
}
