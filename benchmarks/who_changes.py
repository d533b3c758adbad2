"""
Tell what these rules decide otherwise than those of another commit: the clinical part of a changelog.

`python benchmarks/who_changes.py COMMIT [--persons N] [--seed N]`: the same synthetic persons are decided by the
package as it was and as it is, each in a process of its own.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from forge_il6.comparison import Codes, counted
from forge_il6.conclusions import Policy
from forge_il6.testing import cohort

ROOT = Path(__file__).resolve().parent.parent
SEED, PERSONS = 20_261_120, 2_000
DECIDE = """
import json, sys
from forge_il6 import STANDARD, ForgeError, interpret_case
print(json.dumps([STANDARD.name, STANDARD.version]))
for line in sys.stdin:
    try:
        verdict = interpret_case(json.loads(line))
    except ForgeError:
        print("null")
        continue
    standing, pattern = verdict.standing, verdict.pattern
    codes = {
        "care": verdict.care,
        "standing_il6": standing.il6 and standing.il6.code,
        "standing_hs_crp": standing.hs_crp and standing.hs_crp.code,
        "band": verdict.band,
        "firmness": verdict.firmness,
        "pattern": getattr(pattern, "code", pattern),
        "persistence": verdict.persistence.code,
        "trend": verdict.trend.code,
        "change": verdict.change.code,
    }
    print(json.dumps({name: None if code is None else str(code) for name, code in codes.items()}))
"""
"""Run where an older package is imported, so by public names alone."""


def decided(source: Path, cases: str) -> tuple[Policy, list[Codes | None]]:
    """Return the rules of a package and what they decide of each case."""
    done = subprocess.run(  # noqa: S603  (this Python, with the text above)
        [sys.executable, "-c", DECIDE],
        input=cases,
        env=os.environ | {"PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the package in {source} cannot decide these cases:\n{done.stderr[-2000:]}")
    policy, *lines = map(json.loads, done.stdout.splitlines())
    return Policy(*policy), lines


def at(commit: str, folder: Path) -> Path:
    """Write the source of a commit into a folder; git says why where it cannot."""
    command = ["git", "archive", commit, "src"]
    archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603  (git as it is found)
    if archive.returncode:
        raise SystemExit(archive.stderr.decode())
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder / "src"


def case_lines(cases: Iterator[Mapping[str, Any]]) -> str:
    """Write cases as one document a line."""
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def main() -> int:
    """Compare, and print what changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", help="whose rules these are compared with")
    parser.add_argument("--persons", type=int, default=PERSONS, help="how many synthetic persons are decided")
    parser.add_argument("--seed", type=int, default=SEED, help="where the random numbers begin")
    options = parser.parse_args()
    cases = case_lines(cohort(options.persons, seed=options.seed).cases())
    with tempfile.TemporaryDirectory() as folder:
        before, first = decided(at(options.commit, Path(folder)), cases)
    after, second = decided(ROOT / "src", cases)
    pairs = (None if old is None or new is None else (old, new) for old, new in zip(first, second, strict=True))
    print(counted(before, after, pairs))
    print(f"\n{options.persons:,} synthetic persons with five draws each, seed {options.seed}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
