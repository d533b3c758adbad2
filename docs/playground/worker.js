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

async function install(python, wheels) {
  for (const wheel of await Promise.all(wheels.map(async (path) => (await fetch(here(path))).arrayBuffer()))) {
    python.unpackArchive(wheel, "wheel");
  }
  python.pyimport("importlib").invalidate_caches();
}

async function start() {
  const assets = await (await fetchPlainly(here("assets.json"))).json();
  say({ toFetch: assets.bytes });
  const source = (await fetch(here("answer.py"))).text();
  const python = await loadPyodide({ indexURL: here("python/") });
  await install(python, assets.always);
  python.FS.writeFile("answer.py", await source);
  const { answer } = python.pyimport("answer");
  say({ loaded: true });
  return async (text) => {
    let said = JSON.parse(answer(text));
    if (said.needs) {
      await install(python, assets[said.needs]);
      said = JSON.parse(answer(text));
    }
    return said;
  };
}

const started = start();
started.catch(() => {}); // told with the first case

self.onmessage = async ({ data }) => {
  try {
    const interpret = await started;
    say({ answer: await interpret(data) });
  } catch (error) {
    say({ failed: broken ?? String(error.message ?? error).trim().split("\n").at(-1) });
  }
};
