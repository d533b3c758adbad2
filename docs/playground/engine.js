// Hands a case to Python and brings the answer back; starts Python when asked, stops it when asked.

const PATIENCE_MS = 60_000; // without any sign of life
const WORKER = new URL("worker.js", import.meta.url).href;

let worker = null;
let loaded = false;
let toFetch = null; // what the worker has said of its size, before anybody listened
let refuse = null;
let listen = () => {};

/** The visitor, or patience, has stopped Python. */
export class Stopped extends Error {}

/** Start the worker from a blob: such a worker is held by the content policy of this page. */
function startWorker() {
  const blob = new Blob([`import ${JSON.stringify(WORKER)};`], { type: "text/javascript" });
  const url = URL.createObjectURL(blob);
  const started = new Worker(url, { type: "module" });
  started.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  started.onerror = () => stop("Python could not be started in this browser.");
  started.onmessage = ({ data }) => {
    loaded ||= data.loaded ?? false;
    toFetch ??= data.toFetch ?? null;
    listen(data);
  };
  return started;
}

/** Begin to load Python, so that it is there when a case is. */
export function prepare() {
  worker ??= startWorker();
}

/** Whether Python is there. */
export const isLoaded = () => loaded;

/** End Python; whoever waits for an answer is told why. */
export function stop(why = "Stopped.") {
  worker?.terminate();
  worker = null;
  loaded = false;
  toFetch = null;
  refuse?.(new Stopped(why));
  refuse = null;
}

/**
 * Interpret the text of a case document.
 *
 * @param {string} text
 * @param {(message: {fetched?: number, toFetch?: number, loaded?: boolean}) => void} progress
 * @returns {Promise<object>} what answer.py says
 */
export function interpret(text, progress = () => {}) {
  if (refuse) stop("Another case was asked about.");
  prepare();
  if (toFetch) progress({ toFetch });
  return new Promise((resolve, reject) => {
    let patience;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => stop("Nothing has happened for a minute, so it was stopped. Try again."), PATIENCE_MS);
    };
    const end = (settle, value) => {
      clearTimeout(patience);
      refuse = null;
      listen = () => {};
      settle(value);
    };
    refuse = (error) => end(reject, error);
    listen = (data) => {
      wait();
      if (data.answer) end(resolve, data.answer);
      else if (data.failed) stop(`Python failed: ${data.failed}`);
      else progress(data);
    };
    wait();
    worker.postMessage(text);
  });
}
