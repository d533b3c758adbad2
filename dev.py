"""
Everything one does in a checkout, with nothing but Python 3.11 or newer, pip and venv.

Each command makes the environment it needs, once, in a folder beside this file that git ignores.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PYPROJECT = ROOT / "pyproject.toml"
PYTHON = Path("Scripts" if os.name == "nt" else "bin") / "python"
QUIET = {
    "NO_MKDOCS_2_WARNING": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
}


def run(*command: str | Path, where: Path = ROOT, **settings: str) -> int:
    """Run one command, at the root of the checkout unless told otherwise, and return its exit status."""
    return subprocess.run(command, cwd=where, env=QUIET | os.environ | settings, check=False).returncode


def say(what: str) -> None:
    """Print a line of progress before the output of what it announces."""
    print(f"· {what}", flush=True)


def project() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    import tomllib  # noqa: PLC0415  (an older Python gets as far as pip, which names the version needed)

    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def lowest_dependencies() -> list[str]:
    """Return every dependency at the lowest version that pyproject.toml allows."""
    return [dependency.replace(">=", "==") for dependency in project()["project"]["dependencies"]]


def needed(names: str) -> list[str]:
    """Return what pip installs for extras of the package and groups of the checkout; an older pip knows no groups."""
    groups = project()["dependency-groups"]
    extras = ",".join(name for name in names.split(",") if name not in groups)
    tools = [tool for name in names.split(",") for tool in groups.get(name, ())]
    return ["-e", f".[{extras}]" if extras else ".", *tools]


def environment(extras: str, base: str = sys.executable, *, name: str = ".venv", lowest: bool = False) -> Path:
    """
    Return the Python of an environment that has the package, editable, with these extras and groups.

    The environment is made anew when the interpreter, pyproject.toml or the place of the checkout
    has changed; its stamp file says what it was made from and which extras it has.
    """
    folder, stamp = ROOT / name, ROOT / name / "made-from"
    python = folder / PYTHON
    version = subprocess.run([base, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    made_from = hashlib.sha256(f"{version} {ROOT} {PYPROJECT.read_text(encoding='utf-8')}".encode()).hexdigest()
    has = stamp.read_text().split() if stamp.exists() else []
    if has[:1] != [made_from]:
        say(f"making {name} with {version}")
        if run(base, "-m", "venv", "--clear", folder):
            sys.exit("the environment could not be made; is Python's venv module installed?")
        has = [made_from]
    if extras not in has:
        say(f"installing the package and what '{extras}' needs into {name}")
        exact = lowest_dependencies() if lowest else []
        if run(python, "-m", "pip", "install", "-qq", "--no-input", *needed(extras), *exact):
            sys.exit(f"'{extras}' could not be installed; pip says why above")
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
    "frame", "fuzz", "playground", "test_architecture", "test_authority", "test_claims", "test_cohort",
    "test_comparison", "test_describe", "test_documentation", "test_evidence", "test_explanations", "test_hazards",
    "test_interventions_knowledge", "test_mcdc", "test_mutants", "test_people", "test_proof", "test_statuses",
    "test_summary", "test_traceability",
)  # fmt: skip
"""Tests of source text, printed pages, words and populations, of which no interpreter or place changes anything."""


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the tests; arguments that are not listed here go to pytest."""
    variant = [Path(options.python).name] if options.python else []
    variant += ["lowest"] if options.lowest else []
    name = "-".join([".venv", *variant])
    python = environment("test", options.python or sys.executable, name=name, lowest=options.lowest)
    where, settings = ROOT, {}
    if options.again:
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
    python = environment("test,lint,browser")
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


def docs(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Build the documentation into site/; a warning fails."""
    return run(environment("docs"), "-m", "mkdocs", "build", "--strict")


def browser(_options: argparse.Namespace, rest: list[str]) -> int:
    """Build the documentation and test its playground in Chromium; arguments go to pytest."""
    python = environment("docs,browser")
    if run(python, "-m", "mkdocs", "build", "--strict"):
        return 1
    os.environ["FORGE_IL6_SITE"] = str(ROOT / "site")
    return run(python, "-m", "pytest", "tests/browser", *rest)


def clusters(_options: argparse.Namespace, rest: list[str]) -> int:
    """Test Spark (with Java 17 or newer), Ray, Dask and Daft on this machine; arguments go to pytest."""
    python = environment("test,clusters", name=".venv-clusters")  # what Ray and Spark need is nobody else's
    os.environ["FORGE_IL6_CLUSTERS"] = "1"
    return run(python, "-m", "pytest", "tests/clusters", *rest)


def dist(options: argparse.Namespace, _rest: list[str]) -> int:
    """Build both distributions into dist/, install the wheel in an empty environment and run README.md there."""
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    if run(environment("dist"), "-m", "build", "--outdir", folder):
        return 1
    (wheel,) = folder.glob("*.whl")
    failed = False
    for base in options.python or [sys.executable]:
        failed |= tried(wheel, base) != 0
    return int(failed)


def tried(wheel: Path, base: str) -> int:
    """Try a wheel in an environment that holds it and what it needs, and nothing else."""
    empty = ROOT / "build" / "installed"
    python = empty / PYTHON
    say(f"installing the wheel and what it needs with {base}, and running the examples of README.md")
    return (
        run(base, "-m", "venv", "--clear", empty)
        or run(python, "-m", "pip", "install", "-qq", "--no-input", wheel)
        or run(python, "-W", "error", "-m", "doctest", "README.md")
        or run(python.with_name("forge-il6"), "--version")
    )


def bench(_options: argparse.Namespace, rest: list[str]) -> int:
    """Measure speed and memory; arguments go to benchmarks/run.py."""
    return run(environment("bench"), "benchmarks/run.py", *rest)


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
    """Fuzz what takes text from outside; takes --seconds, --target, --seed, and --atheris with a target."""
    python = environment("test")
    if "--atheris" in rest and run(python, "-m", "pip", "install", "-qq", "--no-input", "atheris"):
        sys.exit("Atheris has nothing to install for this Python; leave --atheris out")
    return run(python, "tests/fuzz/run.py", *rest)


def main() -> int:
    """Read the command line and run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in (demo, test, lint, docs, browser, clusters, dist, bench, house, changes, differential, fuzz):
        summary = command.__doc__
        sub = commands.add_parser(command.__name__, help=summary, description=summary, allow_abbrev=False)
        sub.set_defaults(command=command)
        if command is dist:
            sub.add_argument("--python", metavar="PATH", action="append", help="an interpreter to try the wheel with")
        if command is test:
            sub.add_argument("--python", metavar="PATH", help="the interpreter to use, in an environment of its own")
            sub.add_argument("--again", action="store_true", help="without what does not depend on Python or place")
            sub.add_argument("--lowest", action="store_true", help="use the lowest supported attrs and pint, likewise")
            sub.add_argument("--vendored", action="store_true", help="test a copy, beside copies of attrs and pint")
            sub.add_argument("--optimized", action="store_true", help="without asserts and docstrings (python -OO)")
    options, rest = parser.parse_known_args()
    if rest and options.command not in (test, browser, clusters, bench, house, changes, differential, fuzz):
        parser.error(f"{options.command.__name__} takes no arguments: {' '.join(rest)}")
    return options.command(options, rest)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
