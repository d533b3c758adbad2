// Lets Pyodide compile what it will import: node bytecode.mjs <folder of Pyodide> <bytecode.py> <folder of archives>

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, script, archives] = process.argv.slice(2).map((each) => path.resolve(each));
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: pyodide + path.sep });

python.FS.writeFile("bytecode.py", fs.readFileSync(script, "utf8"));
const { as_bytecode } = python.pyimport("bytecode");
for (const name of fs.readdirSync(archives)) {
  const place = path.join(archives, name);
  python.FS.writeFile("in.zip", new Uint8Array(fs.readFileSync(place)));
  as_bytecode("in.zip", "out.zip");
  fs.writeFileSync(place, python.FS.readFile("out.zip"));
}
