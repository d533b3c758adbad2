"""
Puts into the built documentation what is made from the library: the playground, the cards of the front page, the names.

MkDocs calls these functions by their names. What is fetched goes into the built site and never into
the repository.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))  # the form is the one of this checkout

import fates  # noqa: E402  (MkDocs lends this folder to the import)
import llms  # noqa: E402  (the same)
import reference  # noqa: E402  (the same)
from case_form import as_html  # noqa: E402  (the same)
from downloads import PYODIDE, DownloadError, as_bytecode, files, merged, own_wheel, wheels  # noqa: E402

PAGE, FRONT = "playground.md", "index.md"
FOLDER = "playground"
LIBRARY, LOCK, PACKAGES, ANSWER = "python_stdlib.zip", "pyodide-lock.json", "packages.zip", "answer.py"
PYTHON = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", LIBRARY, LOCK)
IMPORTED = ("pyodide.mjs", "pyodide.asm.mjs")
"""What the browser imports as a module; the rest is fetched, and its progress can be shown."""

FORM, EXAMPLES, SIZE = "<!-- form -->", "<!-- examples -->", "<!-- size -->"
CARDS, NAMES = "<!-- fates -->", "<!-- names -->"
SEARCH = 'data-md-component="search" role="dialog"'
"""How the theme writes its search: a dialog without a name."""
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",  # a drawn card brings its own style
    "worker-src 'self' blob:",  # a worker made from a blob is held by this policy too
    "script-src 'self' 'wasm-unsafe-eval'",
)


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001  (as MkDocs calls it)
    """List every public name in the reference."""
    return markdown.replace(NAMES, reference.as_markdown()) if page.file.src_uri == "reference.md" else markdown


def on_page_content(html: str, *, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001  (as MkDocs calls it)
    """Write the form and the examples into the page of the playground, and the verdicts into the front page."""
    if page.file.src_uri == FRONT:
        return html.replace(CARDS, fates.as_html())
    if page.file.src_uri != PAGE:
        return html
    return html.replace(FORM, as_html()).replace(EXAMPLES, _examples())


def _examples() -> str:
    """Every case of `examples/` under its sentence; what it holds can end no script element."""
    cases = {
        path.stem.replace("-", " "): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "examples").glob("*.json"))
    }
    text = json.dumps(cases, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="examples">{text}</script>'


def on_post_page(output: str, *, page: Any, config: Any) -> str:  # noqa: ARG001  (as MkDocs calls it)
    """Name the search; say in the playground what it may load and run: its own files and the theme's scripts."""
    output = _named(output)
    if page.file.src_uri != PAGE:
        return output
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(output))
    hashes = (f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = "; ".join(POLICY) + "".join(hashes)
    return output.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def on_post_template(output: str, *, template_name: str, config: Any) -> str:  # noqa: ARG001  (as MkDocs calls it)
    """Do the same for the page that says that there is none."""
    return _named(output)


def _named(output: str) -> str:
    """Name the dialog of the search, so that a screen reader can tell it."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"', 1)


def on_post_build(*, config: Any) -> None:
    """Lay Python, the packages and the list of them beside the page, and the pages for programs that read."""
    site = Path(config.site_dir)
    llms.write(site, config.site_name, config.site_description, config.nav, Path(config.docs_dir))
    try:
        size = lay_out(site / FOLDER)
    except DownloadError as error:
        sys.exit(f"docs: {error}")
    page = site / Path(PAGE).with_suffix(".html")
    page.write_text(page.read_text(encoding="utf-8").replace(SIZE, size), encoding="utf-8")


def lay_out(folder: Path) -> str:
    """Fill the folder of the playground and return how much the first start loads, in words."""
    (folder / "python").mkdir(parents=True, exist_ok=True)
    loaded = _loaded(files(PYODIDE, PYTHON))
    for name, content in loaded.items():
        (folder / name).write_bytes(content)
    listed = {"bytes": sum(len(content) for name, content in loaded.items() if Path(name).name not in IMPORTED)}
    (folder / "assets.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return _in_words(list(loaded.values()))


def _loaded(python: dict[str, bytes]) -> dict[str, bytes]:
    """Return what the first start loads: Python, and every module as bytecode, in two archives."""
    answer = (ROOT / "docs" / FOLDER / ANSWER).read_bytes()
    with tempfile.TemporaryDirectory() as scratch:
        own = own_wheel(Path(scratch))
        packages = merged([*wheels(ROOT / "playground" / "always.txt"), own, (ANSWER, answer)])
    compiled = as_bytecode({LIBRARY: python[LIBRARY], PACKAGES: packages}, python)
    lock = json.loads(python[LOCK]) | {"packages": {}}  # none of its packages is loaded
    python |= {LIBRARY: compiled[LIBRARY], LOCK: json.dumps(lock).encode()}
    return {f"python/{name}": content for name, content in python.items()} | {PACKAGES: compiled[PACKAGES]}


def _in_words(contents: list[bytes]) -> str:
    """Say how much is loaded, and how much where the web server compresses it."""
    whole, packed = sum(map(len, contents)), sum(len(gzip.compress(content, 6)) for content in contents)
    return f"{whole / 1e6:.0f} MB, or {packed / 1e6:.0f} MB from a web server that compresses"
