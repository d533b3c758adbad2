"""
Everything one does in a checkout, with nothing but Python 3.11 or newer, pip and venv.

Each command makes the environment it needs, once, in a folder beside this file that git ignores.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "locked.txt"
VERSION = ROOT / "src" / "forge_il6" / "version.py"
PYTHON = Path("Scripts" if os.name == "nt" else "bin") / "python"
QUIET = {
    "NO_MKDOCS_2_WARNING": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
}


def run(*command: str | Path, where: Path = ROOT, **settings: str) -> int:
    """Run one command, at the root of the checkout unless told otherwise, and return its exit status."""
    return subprocess.run(command, cwd=where, env=QUIET | os.environ | settings, check=False).returncode


def unheard(*command: str | Path) -> tuple[bool, str]:
    """Run one command without a word; return whether it went well, and what it said."""
    done = subprocess.run(command, cwd=ROOT, env=QUIET | os.environ, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def say(what: str) -> None:
    """Print a line of progress before the output of what it announces."""
    print(f"· {what}", flush=True)


def project() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    import tomllib  # noqa: PLC0415  (an older Python gets as far as pip, which names the version needed)

    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def locked() -> dict[str, str]:
    """Return what locked.txt says of each package: its version for each Python, and the hashes of its files."""
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found: dict[str, str] = {}
    for block in blocks:
        name = block.partition("==")[0]
        found[name] = found.get(name, "") + block
    return found


def constraints(*, lowest: bool = False, newest: bool = False) -> str:
    """Return which versions an environment gets: those locked, the newest, or the lowest attrs and pint beside them."""
    if newest:
        return ""
    chosen = locked()
    if lowest:
        for dependency in project()["project"]["dependencies"]:
            name, version = dependency.split(">=")
            chosen[name] = f"{name}=={version}\n"
    return "".join(chosen.values())


def needed(names: str) -> list[str]:
    """Return what is installed for extras of the package and groups of the checkout; an older pip knows no groups."""
    groups = project()["dependency-groups"]
    extras = ",".join(name for name in names.split(",") if name not in groups)
    tools = [tool for name in names.split(",") for tool in groups.get(name, ())]
    return ["-e", f".[{extras}]" if extras else ".", *groups["base"], *tools]


def fast_installer() -> Path | None:
    """Return uv, which installs in seconds what takes pip minutes; nothing where pip cannot get the version locked."""
    pinned = locked()["uv"]
    folder = ROOT / "build" / f"uv-{hashlib.sha256(pinned.encode()).hexdigest()[:12]}"
    uv = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            wanted, unfinished = Path(scratch) / "uv.txt", Path(scratch) / "uv"
            wanted.write_text(pinned, encoding="utf-8")
            pip = (sys.executable, "-m", "pip", "install", "-qq", "--no-input", "--no-deps", "--require-hashes")
            if run(*pip, "--target", unfinished, "-r", wanted) == 0 and not folder.exists():
                unfinished.rename(folder)
    return uv if uv.exists() else None


def install(python: Path, what: list[str], exactly: str) -> bool:
    """
    Install into an environment without pip: by uv, which checks every hash, or else by pip, which looks at versions.

    What uv cannot install, such as from an index that only pip was told of, pip is asked for as well.
    """
    pins = python.parent.parent / "constraints.txt"
    pins.write_text(exactly, encoding="utf-8")
    uv, said = fast_installer(), ""
    if uv:
        done, said = unheard(uv, "pip", "install", "-q", "--python", python, "-c", pins, "-b", pins, *what)
        if done:
            return True
    say("installing by pip, which takes longer")
    pins.write_text(re.sub(r" \\\n +--hash=\S+", "", exactly), encoding="utf-8")  # pip hashes all or nothing
    pip = (python, "-m", "pip", "install", "-qq", "--no-input", "--no-compile", "-c", pins)
    has_pip, why = unheard(python, "-m", "ensurepip")
    if has_pip and run(*pip, *what) == 0:
        return True
    print(said, why, sep="\n", file=sys.stderr)
    return False


def environment(
    extras: str, base: str = sys.executable, *, name: str = ".venv", lowest: bool = False, newest: bool = False
) -> Path:
    """
    Return the Python of an environment that has the package, editable, with these extras and groups.

    The environment is made anew when the interpreter, pyproject.toml, locked.txt or the place of the checkout
    has changed; its stamp file says what it was made from and which extras it has.
    """
    folder, stamp = ROOT / name, ROOT / name / "made-from"
    python = folder / PYTHON
    version = subprocess.run([base, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    exactly = constraints(lowest=lowest, newest=newest)
    made_of = f"{version} {ROOT} {PYPROJECT.read_text(encoding='utf-8')} {exactly}"
    made_from = hashlib.sha256(made_of.encode()).hexdigest()
    has = stamp.read_text().split() if stamp.exists() else []
    if has[:1] != [made_from]:
        say(f"making {name} with {version}")
        if run(base, "-m", "venv", "--clear", "--without-pip", folder):
            sys.exit("the environment could not be made; is Python's venv module installed?")
        has = [made_from]
    if extras not in has:
        say(f"installing the package and what '{extras}' needs into {name}")
        if not install(python, needed(extras), exactly):
            sys.exit(f"'{extras}' could not be installed; what was tried says why above")
        stamp.write_text("\n".join([*has, extras]))
    return python


def demo(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Interpret every case in examples/ and print the reports."""
    python = environment("cli")
    failed = False
    for case in sorted((ROOT / "examples").glob("*.json")):
        say(f"{case.relative_to(ROOT)}\n")
        failed |= run(python, "-m", "forge_il6", case) != 0
        print()
    return int(failed)


ONCE = (
    "frame", "fuzz", "playground", "second", "test_architecture", "test_authority", "test_card", "test_claims",
    "test_cohort", "test_comparison", "test_course_picture", "test_describe", "test_dev", "test_documentation",
    "test_evidence", "test_explanations", "test_hazards", "test_interventions_knowledge", "test_mcdc",
    "test_mutants", "test_no_name", "test_notebook", "test_people", "test_proof", "test_report", "test_schema",
    "test_sections", "test_statuses", "test_summary", "test_traceability",
)  # fmt: skip
"""Tests of source text, printed pages, words and populations, of which no interpreter or place changes anything."""


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the tests; arguments that are not listed here go to pytest."""
    variant = [Path(options.python).name] if options.python else []
    variant += [which for which in ("lowest", "newest") if getattr(options, which)]
    name = "-".join([".venv", *variant])
    base = options.python or sys.executable
    python = environment("test", base, name=name, lowest=options.lowest, newest=options.newest)
    where, settings = ROOT, {}
    if options.again:
        settings["HYPOTHESIS_PROFILE"] = os.environ.get("HYPOTHESIS_PROFILE", "again")
        rest = [*(f"--ignore-glob=tests/{name}*" for name in ONCE), *rest]
    if options.vendored:
        where = ROOT / "build" / "host"
        settings["PYTHONPATH"] = str(where)
        say(f"copying the package, attrs and pint into {where.relative_to(ROOT)}, by the steps of docs/vendoring.md")
        if run(python, "tests/host.py", where):
            return 1
    if options.optimized:
        settings["PYTHONOPTIMIZE"] = "2"
        rest = ["-W", "ignore::pytest.PytestConfigWarning", *rest]  # it warns of asserts outside of tests
    return run(python, "-m", "pytest", *rest, where=where, **settings)


def lint(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Check style and types: ruff, mypy strict and pyright."""
    python = environment("test,lint,browser", name=".venv-lint")
    failed = False
    for tool, *arguments in (
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        ("mypy", "src"),
        ("pyright", f"--pythonpath={python}"),
    ):
        say(" ".join([tool, *arguments]))
        failed |= run(python, "-m", tool, *arguments) != 0
    return int(failed)


def docs(options: argparse.Namespace, _rest: list[str]) -> int:
    """Build the documentation into site/; a warning fails."""
    build = (environment("docs", name=".venv-docs"), "-m", "mkdocs", "build", "--strict")
    if options.beside is None:
        return run(*build)
    releases = options.beside.resolve()
    (version,) = re.findall(r'^__version__ = "(.+)"$', VERSION.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if run(*build, "-f", "mkdocs-versions.yml", "-d", releases / version):
        return 1
    list_releases(releases)
    return 0


def list_releases(folder: Path) -> None:
    """Write down which releases stand beside each other, as the theme reads it, and lead to the newest."""
    built = [each.name for each in folder.iterdir() if re.fullmatch(r"\d+(\.\d+)*", each.name)]
    built.sort(key=lambda version: [int(part) for part in version.split(".")], reverse=True)
    listed = [{"version": name, "title": name, "aliases": ["latest"] * (name == built[0])} for name in built]
    (folder / "versions.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    page = f'<!doctype html><meta http-equiv="refresh" content="0; url={built[0]}/index.html"><title>forge_il6</title>'
    (folder / "index.html").write_text(page, encoding="utf-8")


def browser(_options: argparse.Namespace, rest: list[str]) -> int:
    """Build the documentation and test its playground in Chromium; arguments go to pytest."""
    python = environment("docs,browser", name=".venv-docs")
    if run(python, "-m", "mkdocs", "build", "--strict"):
        return 1
    os.environ["FORGE_IL6_SITE"] = str(ROOT / "site")
    return run(python, "-m", "pytest", "tests/browser", *rest)


def clusters(_options: argparse.Namespace, rest: list[str]) -> int:
    """Test Spark (with Java 17 or newer), Ray, Dask and Daft on this machine; arguments go to pytest."""
    python = environment("test,clusters", name=".venv-clusters")
    os.environ["FORGE_IL6_CLUSTERS"] = "1"
    return run(python, "-m", "pytest", "tests/clusters", *rest)


def dist(options: argparse.Namespace, _rest: list[str]) -> int:
    """Build both distributions into dist/, install the wheel in an empty environment and run README.md there."""
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    tools = environment("dist", name=".venv-dist")
    if run(tools, "-m", "build", "--no-isolation", "--outdir", folder):  # by the locked backend, for the same bytes
        return 1
    (wheel,) = folder.glob("*.whl")
    failed = False
    for base in options.python or [sys.executable]:
        failed |= tried(wheel, base, tools) != 0
    return int(failed)


def tried(wheel: Path, base: str, tools: Path) -> int:
    """Try a wheel in an environment that holds it and what it needs, in the newest versions, and nothing else."""
    empty = ROOT / "build" / "installed"
    python = empty / PYTHON
    say(f"installing the wheel and what it needs with {base}, and running the examples of README.md")
    return (
        run(base, "-m", "venv", "--clear", "--without-pip", empty)
        or run(tools, "-m", "pip", "--python", python, "install", "-qq", "--no-input", wheel)
        or run(python, "-W", "error", "-m", "doctest", "README.md")
        or run(python.with_name("forge-il6"), "--version")
    )


def bench(_options: argparse.Namespace, rest: list[str]) -> int:
    """Measure speed and memory; arguments go to benchmarks/run.py."""
    return run(environment("bench", name=".venv-bench"), "benchmarks/run.py", *rest)


def house(_options: argparse.Namespace, rest: list[str]) -> int:
    """Measure how the package is built; arguments go to benchmarks/house.py."""
    return run(environment("cli"), "benchmarks/house.py", *rest)


def changes(_options: argparse.Namespace, rest: list[str]) -> int:
    """Tell what the rules decide otherwise than those of another commit; arguments go to benchmarks/who_changes.py."""
    return run(environment("test"), "benchmarks/who_changes.py", *rest)


def differential(_options: argparse.Namespace, rest: list[str]) -> int:
    """Compare the package with the second implementation in tests/second; takes --cases and --seed."""
    return run(environment("test"), "tests/second/run.py", *rest)


def fuzz(_options: argparse.Namespace, rest: list[str]) -> int:
    """Fuzz what takes text from outside; takes --seconds, --target, --seed, and --atheris."""
    python = environment("test,fuzz", name=".venv-fuzz") if "--atheris" in rest else environment("test")
    return run(python, "tests/fuzz/run.py", *rest)


SOAK: dict[str, list[list[str]]] = {
    "properties": [["-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", "--cov", "--cov-fail-under", "100"]],
    "differential": [["tests/second/run.py", "--cases", "100000"]],
    "fuzz": [["tests/fuzz/run.py", "--atheris", "--seconds", "420"], ["tests/fuzz/run.py", "--seconds", "3600"]],
    "mcdc": [["tests/mcdc.py"]],
    "mutants": [["tests/mutants.py", "data"], ["tests/mutants.py", "code"]],
}
"""What takes too long for every change, by part; CONTRIBUTING.md says how long."""


def soak(_options: argparse.Namespace, rest: list[str]) -> int:
    """Run the long checks before a release, with the newest of every package; takes the names of parts."""
    unknown = [name for name in rest if name not in SOAK]
    if unknown:
        sys.exit(f"no part is called {', '.join(unknown)}; there are {', '.join(SOAK)}")
    python = environment("test,fuzz", name=".venv-soak", newest=True)
    failed = []
    for part in rest or SOAK:
        for arguments in SOAK[part]:
            say(f"{part}: {' '.join(arguments)}")
            began = time.monotonic()
            if run(python, *arguments, HYPOTHESIS_PROFILE="soak"):
                failed.append(part)
            say(f"{part}: {(time.monotonic() - began) / 60:.0f} minutes")
    if failed:
        say(f"failed: {', '.join(dict.fromkeys(failed))}")
    return int(bool(failed))


def lock(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Write locked.txt anew: all that any command installs, in its newest version, with the hashes of its files."""
    uv = fast_installer()
    if uv is None:
        sys.exit("uv, which writes the lock, could not be installed; pip says why above")
    groups = [f"--group={name}" for name in project()["dependency-groups"]]
    oldest = project()["project"]["requires-python"].removeprefix(">=")
    what = (PYPROJECT.name, "--all-extras", *groups, "--universal", f"--python-version={oldest}", "--upgrade")
    how = ("--generate-hashes", "--no-annotate", "--custom-compile-command=python3 dev.py lock", "-o", LOCK.name)
    return run(uv, "pip", "compile", "-q", *what, *how)


PLAIN = (demo, lint, docs, dist, lock)
PASSING_ON = (test, browser, clusters, bench, house, changes, differential, fuzz, soak)
"""Commands by whether arguments that are not listed here are handed on."""


def main() -> int:
    """Read the command line and run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in (*PLAIN, *PASSING_ON):
        summary = command.__doc__
        sub = commands.add_parser(command.__name__, help=summary, description=summary, allow_abbrev=False)
        sub.set_defaults(command=command)
        if command is dist:
            sub.add_argument("--python", metavar="PATH", action="append", help="an interpreter to try the wheel with")
        if command is docs:
            sub.add_argument("--beside", metavar="FOLDER", type=Path, help="build into FOLDER, beside other releases")
        if command is test:
            sub.add_argument("--python", metavar="PATH", help="the interpreter to use, in an environment of its own")
            sub.add_argument("--again", action="store_true", help="without what does not depend on Python or place")
            sub.add_argument("--lowest", action="store_true", help="use the lowest supported attrs and pint, likewise")
            sub.add_argument("--newest", action="store_true", help="use the newest of every package, likewise")
            sub.add_argument("--vendored", action="store_true", help="test a copy, beside copies of attrs and pint")
            sub.add_argument("--optimized", action="store_true", help="without asserts and docstrings (python -OO)")
    options, rest = parser.parse_known_args()
    if rest and options.command not in PASSING_ON:
        parser.error(f"{options.command.__name__} takes no arguments: {' '.join(rest)}")
    return options.command(options, rest)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
