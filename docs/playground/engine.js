// Hands a case to Python and brings the answer back; starts Python with the first case, stops it when asked.

const PATIENCE_MS = 60_000; // without any sign of life
const WORKER = new URL("worker.js", import.meta.url).href;

let worker = null;
let refuse = null;

/** The visitor, or patience, has stopped Python. */
export class Stopped extends Error {}

/** Start the worker from a blob: such a worker is held by the content policy of this page. */
function startWorker() {
  const blob = new Blob([`import ${JSON.stringify(WORKER)};`], { type: "text/javascript" });
  const url = URL.createObjectURL(blob);
  const started = new Worker(url, { type: "module" });
  started.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  return started;
}

/** Whether Python has been started. */
export const isStarted = () => worker !== null;

/** End Python; whoever waits for an answer is told why. */
export function stop(why = "Stopped.") {
  worker?.terminate();
  worker = null;
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
  worker ??= startWorker();
  const asked = worker;
  return new Promise((resolve, reject) => {
    let patience;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => stop("Nothing has happened for a minute, so it was stopped. Try again."), PATIENCE_MS);
    };
    const end = (settle, value) => {
      clearTimeout(patience);
      refuse = null;
      settle(value);
    };
    refuse = (error) => end(reject, error);
    asked.onerror = () => stop("Python could not be started in this browser.");
    asked.onmessage = ({ data }) => {
      wait();
      if (data.answer) end(resolve, data.answer);
      else if (data.failed) stop(`Python failed: ${data.failed}`);
      else progress(data);
    };
    wait();
    asked.postMessage(text);
  });
}
