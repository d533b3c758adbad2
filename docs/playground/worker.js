// Python in a thread of its own: loads it once, then answers one case after the other.

import { loadPyodide } from "./python/pyodide.mjs";

const here = (path) => new URL(path, import.meta.url).href;
const say = (message) => self.postMessage(message);

const fetchPlainly = self.fetch.bind(self);
let fetched = 0;
let broken = null;

/** Fetch as ever, and say how many bytes have come. */
self.fetch = async (...request) => {
  const response = await fetchPlainly(...request);
  if (!response.ok) {
    broken = `a part of the playground is missing on this server (${response.status})`;
    throw new Error(broken);
  }
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, out) {
        fetched += chunk.length;
        say({ fetched });
        out.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { status: response.status, headers: response.headers });
};

/** Python imports our modules out of their archive, compiled as they are there. */
async function start() {
  const packages = fetch(here("packages.zip")).then((response) => response.arrayBuffer());
  const assets = fetchPlainly(here("assets.json")).then((response) => response.json());
  assets.then(({ bytes }) => say({ toFetch: bytes }));
  packages.catch(() => {}); // told where it is waited for
  const python = await loadPyodide({ indexURL: here("python/") });
  python.FS.writeFile("/packages.zip", new Uint8Array(await packages));
  python.pyimport("sys").path.append("/packages.zip");
  const { answer } = python.pyimport("answer");
  answer("{}"); // what is worked out once is worked out now
  say({ loaded: true });
  return (text) => JSON.parse(answer(text));
}

const started = start();
started.catch(() => {}); // told with the first case

self.onmessage = async ({ data }) => {
  try {
    const interpret = await started;
    say({ answer: interpret(data) });
  } catch (error) {
    say({ failed: broken ?? String(error.message ?? error).trim().split("\n").at(-1) });
  }
};
