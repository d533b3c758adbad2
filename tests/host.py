"""
A host that carries copies of the package, and of the tests, by the steps of docs/vendoring.md.

``python tests/host.py FOLDER`` makes one in a folder that is cleared first. The whole suite runs
there, with the folder on PYTHONPATH: ``python dev.py test --vendored`` does both.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "vendoring.md"
VENDOR = "bigplatform._vendor"
COPY, COPY_LIBRARIES = "Copy the library", "Copy attrs and pint too"
LIBRARIES = ("attrs", "pint", "flexcache", "flexparser", "platformdirs", "typing_extensions")

SUITE = ("README.md", "docs", "examples", "tests", "pyproject.toml")
ABOUT_THE_CHECKOUT = ("test_vendored.py", "test_distributions.py", "test_dev.py")
"""Tests of how copies, distributions and environments are made; a copy makes none."""

MOVED = {
    r"\bfrom forge_il6(?=[. ])": f"from {VENDOR}.forge_il6",
    r"\bimport forge_il6\b(?!\.)": f"from {VENDOR} import forge_il6",
    r"^forge_il6(?=\.\w+\.\w+: )": f"{VENDOR}.forge_il6",  # the last line of a traceback
}
"""How a test or an example names the package, and how it names the copy."""
EXAMPLES_MOVED = {rf"^( *>>> .*){pattern}": rf"\1{replacement}" for pattern, replacement in list(MOVED.items())[:2]}
"""The same in the docstrings of the package, of which nothing else is touched."""
ATTRS_MOVED = {r"^import attrs$": f"from {VENDOR} import attrs"}
"""The tests look inside the package with its own attrs; their pint is the caller's."""

GUARD = '''\
"""Nothing here may reach for the original, and no copy for an installed library that is copied too."""

import builtins
import sys

HOST, COPIED = "bigplatform.", frozenset({copied!r})
usual = builtins.__import__


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    importer = str((globals or {{}}).get("__name__", ""))
    if level == 0 and importer.startswith(HOST) and name.partition(".")[0] in COPIED:
        raise AssertionError(f"{{importer}} reached for the installed {{name}}")
    return usual(name, globals, locals, fromlist, level)


class NoOriginal:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "forge_il6":
            raise AssertionError(f"something reached for {{name}}")


builtins.__import__ = __import__
sys.meta_path.insert(0, NoOriginal())
'''


def steps(section: str) -> Iterator[tuple[str, str]]:
    """Every block of a section of the guide: the name of the file to save, or nothing for commands, and its text."""
    part = re.split(rf"^## {section}$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1].split("\n## ")[0]
    block = re.compile(r'^( *)```(?:console|python title="([\w.]+)")\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)
    yield from ((match[2] or "", textwrap.dedent(match[3])) for match in block.finditer(part))


def follow(root: Path, section: str, *, offline: bool = False) -> None:
    """Do what a section of the guide says; where there is no network, what pip would fetch is copied from here."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    settings: dict[str, Any] = {"cwd": root, "env": {**os.environ, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}}
    (root / "forge_il6").symlink_to(ROOT, target_is_directory=True)
    for name, text in steps(section):
        if name:
            (root / name).write_text(text, encoding="utf-8")
        elif offline and " pip install " in text:
            copy_installed(root / VENDOR.replace(".", "/"))
        else:
            subprocess.run(["sh", "-euc", text], check=True, **settings)  # noqa: S607  (the shell of whoever follows it)
    (root / "forge_il6").unlink()


def copy_installed(folder: Path) -> None:
    """Copy the libraries as they are installed beside this Python."""
    for name in LIBRARIES:
        for file in metadata.files(name) or ():
            if file.suffix != ".pyc" and ".." not in file.parts and not file.match("*/testsuite/*"):
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), folder / file)


def guard(root: Path, *, libraries: bool) -> None:
    """Make every Python that has this folder on its path refuse what the copies must not need."""
    copied = ("forge_il6", "attr", *LIBRARIES) if libraries else ("forge_il6",)
    (root / "sitecustomize.py").write_text(GUARD.format(copied=copied), encoding="utf-8")


def move_suite(root: Path) -> None:
    """Copy documentation, examples and tests, and let them name the copy."""
    for name in SUITE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", *ABOUT_THE_CHECKOUT)
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, root / name)
    package = root / VENDOR.replace(".", "/") / "forge_il6"
    for folder, changes in (
        (root / "docs", MOVED),
        (root / "examples", MOVED),
        (root / "tests", MOVED | ATTRS_MOVED),
        (package, EXAMPLES_MOVED),
    ):
        for file in (each for form in ("*.py", "*.md", "*.ipynb") for each in folder.rglob(form)):
            rewrite(file, changes)
    rewrite(root / "README.md", MOVED)
    rewrite(root / "pyproject.toml", {r'(?<=testpaths = )(.*)"src"': rf'\1"{package.relative_to(root).as_posix()}"'})


def rewrite(file: Path, changes: dict[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in changes.items():
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")


def make(root: Path, *, libraries: bool = True, offline: bool = False) -> None:
    """Make the host in an empty folder."""
    root.mkdir(parents=True, exist_ok=True)
    follow(root, COPY)
    if libraries:
        follow(root, COPY_LIBRARIES, offline=offline)
    guard(root, libraries=libraries)
    move_suite(root)


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    shutil.rmtree(place, ignore_errors=True)
    make(place)
