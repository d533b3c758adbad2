"""
What one call opens, in a process of its own: `python benchmarks/journeys.py interpret` (or print, read_fhir, asked).

It names the files of the package in which a function ran, which are the files that a reader opens who follows the
call. `asked` counts how often a rule is asked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import forge_il6
from forge_il6 import STANDARD, Analyte, Context, Reading, Reason, Verdict, interpret, rule
from forge_il6.interop.fhir import read_fhir

PACKAGE = Path(forge_il6.__file__).resolve().parent
READING = Reading(
    "2.4 pg/mL",
    drawn_at="2026-11-20T08:10+01:00",
    fasting_hours=11,
    exercise="resistance",
    hours_since_exercise=36,
)
CONTEXT = Context(age=57, hs_crp="0.6 mg/L")


def _result(code: str, value: float, unit: str) -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "id": f"result-{code}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": "Patient/p"},
        "specimen": {"reference": "Specimen/s"},
        "effectiveDateTime": "2026-11-20T08:10:00+01:00",
        "valueQuantity": {"value": value, "unit": unit},
    }


BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1969-03-01", "gender": "male"}},
        {"resource": {"resourceType": "Specimen", "id": "s", "subject": {"reference": "Patient/p"}}},
        {"resource": _result("26881-3", 2.4, "pg/mL")},
        {"resource": _result("30522-7", 0.6, "mg/L")},
    ],
}
"""One draw of one person, with IL-6 and hs-CRP."""


def opened(call: Callable[[], object]) -> list[str]:
    """The files of the package in which a function runs; the body of a module is no function."""
    files: set[str] = set()

    def see(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>":
            files.add(code.co_filename)

    sys.setprofile(see)
    try:
        call()
    finally:
        sys.setprofile(None)
    return sorted(path.relative_to(PACKAGE).as_posix() for path in map(Path, files) if PACKAGE in path.parents)


def asked() -> list[int]:
    """How often a rule is asked of one draw: by `interpret`, by the first `print` of the verdict, by the second."""
    times = 0

    @rule("X1", asks="How often is this asked?", judges=Analyte.IL6)
    def counted(fasting_hours: object) -> Reason | None:
        """Nothing is wrong with the sample."""
        nonlocal times
        times += fasting_hours is not None
        return None

    verdict: Verdict | None = None
    counts = []

    def first() -> None:
        nonlocal verdict
        verdict = interpret(READING, CONTEXT, rules=STANDARD + counted)

    for step in (first, lambda: str(verdict), lambda: str(verdict)):
        before = times
        step()
        counts.append(times - before)
    return counts


def journey(name: str) -> list[str] | list[int]:
    """What one of the journeys saw."""
    if name == "asked":
        return asked()
    verdict = interpret(READING, CONTEXT) if name == "print" else None
    calls: dict[str, Callable[[], object]] = {
        "interpret": lambda: interpret(READING, CONTEXT),
        "print": lambda: str(verdict),
        "read_fhir": lambda: read_fhir(BUNDLE),
    }
    return opened(calls[name])


if __name__ == "__main__":
    print(json.dumps(journey(sys.argv[1])))
