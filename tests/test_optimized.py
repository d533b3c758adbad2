"""The package under ``python -OO``, which drops every assert and every docstring."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import describe_sources, describe_thresholds, interpret_case
from place import NAME, ROOT, environment

VIGNETTES = sorted((ROOT / "tests" / "vignettes").glob("*.json"))
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
CASES: list[Any] = [
    *(json.loads(path.read_text(encoding="utf-8"))["case"] for path in VIGNETTES),
    *(json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES),
]
SCRIPT = f"""
import json, sys
from importlib import import_module
package = import_module({NAME!r})
verdicts = [package.interpret_case(case) for case in json.load(sys.stdin)]
print(json.dumps([
    __debug__, package.interpret_case.__doc__, [(verdict.to_dict(), str(verdict)) for verdict in verdicts],
    package.describe_thresholds(), package.describe_sources(),
]))
"""


def test_every_patient_gets_the_same_verdict_without_asserts_and_docstrings() -> None:
    """repo-review lost its messages under -OO, and asserts go under -O; ours must not."""
    done = subprocess.run(
        [sys.executable, "-OO", "-W", "error", "-c", SCRIPT],
        input=json.dumps(CASES),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(PYTHONIOENCODING="utf-8"),
        timeout=300,
        check=False,
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    debug, docstring, bare, thresholds, sources = json.loads(done.stdout)
    usual = [interpret_case(case) for case in CASES]

    assert VIGNETTES
    assert EXAMPLES
    assert (False, None) == (debug, docstring)
    assert [[verdict.to_dict(), str(verdict)] for verdict in usual] == bare
    assert (describe_thresholds(), describe_sources()) == (thresholds, sources)


def test_an_assert_of_a_test_fails_under_optimisation_too(tmp_path: Path) -> None:
    """The whole suite runs under -OO as well, which would prove nothing if its own asserts were dropped."""
    (tmp_path / "test_canary.py").write_text("def test_canary():\n    assert 1 == 2\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    settings = environment(PYTHONOPTIMIZE="2", PYTEST_ADDOPTS="")
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=settings, timeout=300, check=False)

    assert 1 == done.returncode
    assert "1 failed" in done.stdout


def test_an_assert_of_this_test_is_not_dropped() -> None:
    """The same, of the process that runs now."""
    with pytest.raises(AssertionError):
        assert [] == [1]


HELPERS = sorted(path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_"))


@pytest.mark.parametrize("path", HELPERS, ids=lambda path: path.name)
def test_only_tests_assert(path: Path) -> None:
    """pytest keeps the asserts of test files alive under -OO, and of no others."""
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [] == [number for number, line in enumerate(lines, 1) if line.lstrip().startswith("assert ")]
