"""
Measure how the package is built and print the table: `python benchmarks/house.py`; `--write` puts it into the docs.

Each figure stands beside what the same ruler said of EARLIER, so that a change of the structure shows what it changed.
"""

from __future__ import annotations

import argparse
import ast
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import table

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "forge_il6"
PAGE = ROOT / "docs" / "design.md"
EARLIER = "e887998"
MOST_LINES = 25
"""Beyond them a function is long."""

BEFORE = {
    "lines": "21,914", "files": "88", "functions": "5 / 15 / 35", "long": "17", "any": "292", "ignored": "34",
    "noqa": "53", "getattr": "40", "keys": "420", "interpret": "17", "print": "27", "read_fhir": "17",
    "asked": "1 / 2 / 2",
}  # fmt: skip
"""What this script printed on the files of EARLIER."""

MEASURED = {
    "lines": "lines",
    "files": "files",
    "functions": "lines of a function without its docstring: median / 90 % / longest",
    "long": f"functions over {MOST_LINES} lines",
    "any": "`Any`",
    "ignored": "`type: ignore`",
    "noqa": "`noqa`",
    "getattr": "`getattr(...)`",
    "keys": 'subscripts with a key in quotes, `document["band"]`',
    "interpret": "files in which a function runs: `interpret(reading, context)`",
    "print": "the same: `print(verdict)`, for the first time",
    "read_fhir": "the same: `read_fhir(bundle)`",
    "asked": "how often one rule is asked of one draw: `interpret` / `print(verdict)` / once more",
}


def main() -> int:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/design.md")
    options = parser.parse_args()
    today = figures(PACKAGE) | journeys()
    block = "\n".join([
        f"| measured | at {EARLIER} | today |",
        "|---|---:|---:|",
        *(f"| {MEASURED[name]} | {BEFORE[name]} | {today[name]} |" for name in MEASURED),
    ])  # fmt: skip
    print(block)
    if options.write:
        print(f"written to docs/{table.write(block, PAGE, 'house').name}", file=sys.stderr)
    return 0


def figures(package: Path) -> dict[str, str]:
    """What the text of the package says."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py"))]
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    lengths = sorted(length(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    median, ninth = statistics.median_low(lengths), lengths[len(lengths) * 9 // 10]
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    counted = {
        "lines": sum(text.count("\n") for text in texts),
        "files": len(texts),
        "long": sum(each > MOST_LINES for each in lengths),
        "any": names.count("Any"),
        "ignored": sum(text.count("type: ignore") for text in texts),
        "noqa": sum(text.count("noqa") for text in texts),
        "getattr": names.count("getattr"),
        "keys": sum(1 for _ in quoted_keys(nodes)),
    }
    return {name: f"{number:,}" for name, number in counted.items()} | {
        "functions": f"{median} / {ninth} / {lengths[-1]}"
    }


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from its `def`, without its docstring."""
    first, last = function.body[0], function.end_lineno or function.lineno
    lines = last - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def quoted_keys(nodes: list[ast.AST]) -> Iterator[ast.Subscript]:
    """The places where a key of a document is written as text, which no type checker guards."""
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and type(node.slice.value) is str:
            yield node


def journeys() -> dict[str, str]:
    """What running it says: each call in a process that has done nothing else."""
    opened = {name: str(len(json.loads(run(name)))) for name in ("interpret", "print", "read_fhir")}
    return opened | {"asked": " / ".join(map(str, json.loads(run("asked"))))}


def run(journey: str) -> str:
    """The answer of journeys.py, in a fresh process."""
    script = Path(__file__).with_name("journeys.py")
    command = [sys.executable, script, journey]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  (a file beside this)


if __name__ == "__main__":
    sys.exit(main())
