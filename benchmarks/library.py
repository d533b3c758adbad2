"""
What else forge_il6 is measured on: readings, documents, long histories, import time, memory.

Nothing here imports forge_il6 before a function is called, so the module loads where the package is missing.
"""

# ruff: noqa: PLC0415  (the package is imported where it is measured)

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from operator import attrgetter
from typing import Any, NamedTuple

from contenders import ZEN_ACCOUNT, forge_inputs, forge_prebuilt, texts, zen_account
from stopwatch import Arguments, Job, rounds
from work_item import Case, cases

Document = dict[str, Any]

TYPICAL, FULLEST = "`interpret`, typical", "`interpret`, fullest"
READING, READING_FACTS, READING_PINT = "reading, text", "reading, text and its facts", "reading, pint"
CASE, CASE_FULLEST = "Case document to verdict, typical", "Case document to verdict, fullest"
FINDINGS, FINDINGS_FULLEST = "`Verdict.findings`, first look, typical", "`Verdict.findings`, first look, fullest"
TO_DICT, TO_DICT_FULLEST = "`Verdict.to_dict`, typical", "`Verdict.to_dict`, fullest"
TO_JSON, TO_JSON_FULLEST = "`Verdict.to_json`, typical", "`Verdict.to_json`, fullest"
FROM_DICT, FROM_DICT_FULLEST = "`Verdict.from_dict`, typical", "`Verdict.from_dict`, fullest"
ACCOUNT, ACCOUNT_FULLEST = "Case JSON to verdict JSON, typical", "Case JSON to verdict JSON, fullest"
IN_TURN = "`findings`, `actions`, `missing`, `summary` in turn, typical"
QUESTIONS, QUESTIONS_FULLEST = "`Verdict.questions` after them, typical", "`Verdict.questions` after findings, fullest"
CARD = "`Verdict.to_html`, typical"
READ_FHIR, READ_HL7 = "`read_fhir`, IL-6 and hs-CRP of one draw", "`read_hl7`, IL-6 and hs-CRP of one draw"
WRITE_FHIR, CARDS = "`write_fhir`, typical", "CDS Hooks `cards`, typical"
TO_TEXT, TO_HTML = "`Verdict.to_text`, fullest", "`Verdict.to_html`, fullest"
COURSE_SVG = "`Verdict.course_svg`, fullest"
EXCHANGE_ROWS = (READ_FHIR, READ_HL7, WRITE_FHIR, CARDS, TO_TEXT, TO_HTML, COURSE_SVG)
DOCUMENT_ROWS = (
    ZEN_ACCOUNT,
    ACCOUNT,
    ACCOUNT_FULLEST,
    CASE,
    CASE_FULLEST,
    FINDINGS,
    FINDINGS_FULLEST,
    IN_TURN,
    QUESTIONS,
    QUESTIONS_FULLEST,
    TO_DICT,
    TO_DICT_FULLEST,
    TO_JSON,
    TO_JSON_FULLEST,
    FROM_DICT,
    FROM_DICT_FULLEST,
    CARD,
)


class Beside(NamedTuple):
    """What a row is compared with, instead of plain Python."""

    row: str
    name: str
    at_most: float


COMPARED = {
    ACCOUNT: Beside(ZEN_ACCOUNT, "zen-engine", 1.2),
    IN_TURN: Beside(FINDINGS, "findings", 1.2),
    QUESTIONS: Beside(TYPICAL, "interpret", 5),
    QUESTIONS_FULLEST: Beside(FULLEST, "interpret", 8),
    TO_DICT: Beside(TYPICAL, "interpret", 5),
    TO_DICT_FULLEST: Beside(FULLEST, "interpret", 8),
    CARD: Beside(TO_DICT, "to_dict", 3),
}
"""The aims of what is read, as ratios within one run."""


def jobs() -> list[Job]:
    """Everything that takes microseconds, to be timed in turns."""
    from forge_il6 import Context, Reading, Verdict, interpret, interpret_case

    def inputs(document: Document) -> Arguments:
        return Reading.from_dict(document["reading"]), Context.from_dict(document["context"])

    def each(make: Callable[[Case], Any]) -> Callable[[Sequence[Case]], list[Arguments]]:
        return lambda chunk: [(make(case),) for case in chunk]

    def with_facts(il6: str, case: Case) -> Reading:
        return Reading(
            il6,
            drawn_at=case.drawn_at,
            fasting_hours=case.fasting_hours,
            exercise=case.kind,
            hours_since_exercise=case.hours,
            at_rest=True,
        )

    found = [
        forge_prebuilt()._replace(name=TYPICAL),
        Job(FULLEST, lambda chunk: [inputs(fullest(case)) for case in chunk], interpret),
        Job(READING, each(lambda case: f"{case.il6} pg/mL"), Reading),
        Job(READING_FACTS, lambda chunk: [(f"{case.il6} pg/mL", case) for case in chunk], with_facts),
        Job(CASE, each(typical), interpret_case),
        Job(CASE_FULLEST, each(fullest), interpret_case),
        Job(FINDINGS, each(lambda case: interpret_case(typical(case))), attrgetter("findings")),
        Job(FINDINGS_FULLEST, each(lambda case: interpret_case(fullest(case))), attrgetter("findings")),
        Job(TO_DICT, each(lambda case: interpret_case(typical(case))), Verdict.to_dict),
        Job(TO_DICT_FULLEST, each(lambda case: interpret_case(fullest(case))), Verdict.to_dict),
        *_reading_jobs(each),
        Job(FROM_DICT, each(lambda case: interpret_case(typical(case)).to_dict()), Verdict.from_dict),
        Job(FROM_DICT_FULLEST, each(lambda case: interpret_case(fullest(case)).to_dict()), Verdict.from_dict),
    ]
    found += _exchange_jobs(each)
    try:
        import pint
    except ImportError:
        return found
    registry: Any = pint.UnitRegistry()
    Reading(registry.Quantity(2.4, "pg/mL"))  # the first quantity of a unit may ask pint for the factor; not timed
    quantities = each(lambda case: registry.Quantity(float(case.il6), "pg/mL"))
    return [*found, Job(READING_PINT, quantities, Reading)]


def _reading_jobs(each: Callable[[Callable[[Case], Any]], Callable[[Sequence[Case]], list[Arguments]]]) -> list[Job]:
    """What is read of a verdict, in the order in which somebody reads it."""
    from forge_il6 import Verdict, interpret_case

    def explained(document: Document) -> Verdict:
        verdict = interpret_case(document)
        _ = verdict.findings
        return verdict

    def account(text: str) -> bytes:
        return interpret_case(json.loads(text)).to_json()

    found = [
        Job(ACCOUNT, each(lambda case: json.dumps(typical(case))), account),
        Job(ACCOUNT_FULLEST, each(lambda case: json.dumps(fullest(case))), account),
        Job(
            IN_TURN,
            each(lambda case: interpret_case(typical(case))),
            attrgetter("findings", "actions", "missing", "summary"),
        ),
        Job(QUESTIONS, each(lambda case: explained(typical(case))), attrgetter("questions")),
        Job(QUESTIONS_FULLEST, each(lambda case: explained(fullest(case))), attrgetter("questions")),
        Job(TO_JSON, each(lambda case: interpret_case(typical(case))), Verdict.to_json),
        Job(TO_JSON_FULLEST, each(lambda case: interpret_case(fullest(case))), Verdict.to_json),
        Job(CARD, each(lambda case: interpret_case(typical(case))), Verdict.to_html),
    ]
    try:
        return [zen_account(), *found]
    except ImportError:
        return found


def _exchange_jobs(each: Callable[[Callable[[Case], Any]], Callable[[Sequence[Case]], list[Arguments]]]) -> list[Job]:
    """What systems exchange and what people look at; every verdict is looked at for the first time."""
    from forge_il6 import Verdict, interpret_case
    from forge_il6.interop.cds import cards
    from forge_il6.interop.fhir import read_fhir, write_fhir
    from forge_il6.interop.hl7 import read_hl7

    def written(verdict: Verdict) -> Any:
        return write_fhir(verdict, recorded="2027-01-01T00:00:00Z")

    typically, fully = (each(lambda case, of=of: interpret_case(of(case))) for of in (typical, fullest))  # type: ignore[misc]
    return [
        Job(READ_FHIR, each(fhir_bundle), read_fhir),
        Job(READ_HL7, each(hl7_message), read_hl7),
        Job(WRITE_FHIR, typically, written),
        Job(CARDS, typically, cards),
        Job(TO_TEXT, fully, Verdict.to_text),
        Job(TO_HTML, fully, Verdict.to_html),
        Job(COURSE_SVG, fully, Verdict.course_svg),
    ]


def fhir_bundle(case: Case) -> Document:
    """The two results of the work item as FHIR Observations."""
    results = (("26881-3", case.il6, "pg/mL"), ("30522-7", case.hs_crp, "mg/L"))
    observations = [
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "subject": {"reference": "Patient/1"},
            "effectiveDateTime": case.drawn_at,
            "valueQuantity": {"value": float(value), "unit": unit},
        }
        for code, value, unit in results
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in observations]}


def hl7_message(case: Case) -> str:
    """The two results of the work item as an ORU^R01 message."""
    drawn = datetime.fromisoformat(case.drawn_at).strftime("%Y%m%d%H%M%z")
    return "\r".join(
        (
            f"MSH|^~\\&|LAB|||HOST|{drawn}||ORU^R01|1|P|2.5.1",
            "PID|1||1",
            f"OBR|1|||26881-3^IL-6^LN|||{drawn}",
            f"OBX|1|NM|26881-3^IL-6^LN||{case.il6}|pg/mL|||||F",
            f"OBX|2|NM|30522-7^hs-CRP^LN||{case.hs_crp}|mg/L|||||F",
        )
    )


# --- documents --------------------------------------------------------------------------------------------------------


def typical(case: Case) -> Document:
    """The work item as a case document."""
    return {
        "reading": {
            "il6": f"{case.il6} pg/mL",
            "drawn_at": case.drawn_at,
            "fasting_hours": case.fasting_hours,
            "exercise": case.kind,
            "hours_since_exercise": case.hours,
            "at_rest": True,
        },
        "context": {
            "age": case.age,
            "hs_crp": f"{case.hs_crp} mg/L",
            "red_flags": ["fever"] if case.fever else [],
        },
    }


def fullest(case: Case) -> Document:
    """A case document with every fact stated: five earlier readings, grip, three weeks of HRV, all the rest."""
    drawn = datetime.fromisoformat(case.drawn_at)
    day = drawn.date()
    document = typical(case)
    document["reading"] |= _tube() | {"fasting": True, "lab_upper_limit": "7 pg/mL"}
    document["context"] |= {
        "sex": "female",
        "pregnant": False,
        "time_zone": "Europe/Berlin",
        "as_of": (drawn + timedelta(days=1)).isoformat(),
        "exercise_log": [{"kind": "resistance", "ended_at": (drawn - timedelta(hours=80)).isoformat()}],
        "history": [_earlier(case, drawn, months) for months in range(1, 6)],
        "hs_crp_history": [{"value": "1.4 mg/L", "drawn_at": (drawn - timedelta(days=30)).isoformat()}],
        "confounders": [
            {"kind": "minor_infection", "days_since": 5 + case.age % 20},
            {"kind": "vaccination", "ended_on": _on(day, 49)},
        ],
        "grip": [{"on": _on(day, 200 - 60 * number), "value": f"{41 - number} kg"} for number in range(4)],
        "hrv": [{"on": _on(day, 2 * number), "rmssd": f"{42 - number % 5} ms"} for number in range(21)],
        "consistent_training": True,
        "adequate_protein": True,
        "lifestyle": {
            "low_visceral_fat": True,
            "gut_barrier": True,
            "regular_aerobic": True,
            "adequate_vitamin_d": True,
            "good_sleep": True,
        },
        "conventional_crp": "2 mg/L",
        "bmi": 23.5,
        "medications": ["levothyroxine"],
        "contraindications": [],
        "vitamin_d": "32 ng/mL",
        "secondary_causes_excluded": False,
        "il10": "1.1 pg/mL",
        "muscle_mass_falling": True,
        "processing_speed_slowing": False,
        "dunedin_pace": 1.05,
        "considering": [{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
    }
    return document


def _earlier(case: Case, drawn: datetime, months: int) -> Document:
    return _tube() | {
        "il6": f"{float(case.il6) + months / 10:.2f} pg/mL",
        "drawn_at": (drawn - timedelta(days=30 * months)).isoformat(),
        "fasting_hours": 12,
        "exercise": "resistance",
        "hours_since_exercise": 24 + 12 * months,
        "at_rest": True,
    }


def _tube() -> Document:
    return {
        "specimen": "serum",
        "method": "R&D Quantikine HS",
        "hours_to_centrifugation": 1,
        "indwelling_line": False,
        "haemolysed": False,
    }


def _on(day: date, days_before: int) -> str:
    return (day - timedelta(days=days_before)).isoformat()


# --- histories --------------------------------------------------------------------------------------------------------

HISTORY_LENGTHS = (10, 100, 1_000, 10_000)
_LEAST = 1_000


def history_microseconds(repeats: int) -> dict[int, float]:
    """Microseconds per reading, best of the repeats, for each length; all readings lie within half a year and count."""
    lengths = {f"{length}": length for length in HISTORY_LENGTHS}
    chunks = [list(cases(max(HISTORY_LENGTHS), seed)) for seed in range(repeats)]
    best: dict[int, float] = {}
    for done in rounds([_history(name, length) for name, length in lengths.items()], chunks):
        length = lengths[done.job]
        best[length] = min(best.get(length, float("inf")), done.microseconds / length)
    return best


def _history(name: str, length: int) -> Job:
    from forge_il6 import Context, Reading, Verdict, interpret

    newest = datetime.fromisoformat("2026-11-20T08:10+01:00")
    step = timedelta(days=180) / length
    person = Context(age=57, hs_crp="0.6 mg/L")

    def reading(number: int, case: Case) -> Reading:
        drawn_at = newest - number * step
        return Reading(f"{case.il6} pg/mL", drawn_at=drawn_at, fasting_hours=12, exercise="none", at_rest=True)

    def prepare(chunk: Sequence[Case]) -> list[Arguments]:
        starts = range(0, max(length, _LEAST), length)  # several short histories, so that the clock sees enough
        return [([reading(*each) for each in enumerate(chunk[start : start + length])],) for start in starts]

    def act(readings: list[Reading]) -> Verdict:
        verdict = interpret(readings, person)
        _ = verdict.persistence.code, verdict.trend.code
        return verdict

    return Job(name, prepare, act)


# --- fresh processes --------------------------------------------------------------------------------------------------

_IMPORT = """
import sys, time
start = time.perf_counter()
import {module}
print(time.perf_counter() - start)
"""
_FIRST_CALL = """
import time
from forge_il6 import Context, Reading, interpret
start = time.perf_counter()
interpret(Reading("2.4 pg/mL", fasting_hours=11), Context(age=57, hs_crp="0.6 mg/L")).band
print(time.perf_counter() - start)
"""
_PINT = """
import sys
import forge_il6
forge_il6.interpret(forge_il6.Reading("2.4 pg/mL"), forge_il6.Context(hs_crp="0.6 mg/L")).care
print("pint" in sys.modules)
"""


def import_milliseconds(modules: Sequence[str], repeats: int) -> dict[str, float]:
    """The least time that a fresh interpreter takes to import each module, measured inside it, in turns."""
    programs = {module: _IMPORT.format(module=module) for module in modules}
    for program in programs.values():
        _run(program)  # compiles to bytecode, which no later run pays for
    best = dict.fromkeys(modules, float("inf"))
    for _ in range(repeats):
        for module, program in programs.items():
            best[module] = min(best[module], 1000 * float(_run(program)))
    return best


def first_call_milliseconds(repeats: int) -> float:
    """The first verdict of a fresh interpreter, in which the rules are compiled."""
    return min(1000 * float(_run(_FIRST_CALL)) for _ in range(repeats))


def loads_pint() -> bool:
    """Whether pint is loaded after importing the package and interpreting a reading in pg/mL."""
    return _run(_PINT) == "True"


def _run(program: str) -> str:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (one of the above)
    return done.stdout.strip()


def retained_bytes(count: int, *, looked_at: bool = False) -> float:
    """Bytes that a verdict keeps alive, its inputs and every cache included, in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(_retained_bytes, count, looked_at=looked_at).result()


def _retained_bytes(count: int, *, looked_at: bool) -> float:
    from forge_il6 import Verdict, interpret

    inputs = forge_inputs()

    def verdict_of(case: Case) -> Verdict:
        (given,) = texts([case])
        verdict = interpret(*inputs(*given))
        _ = verdict.standing.il6.code, verdict.band, verdict.pattern, verdict.care
        if looked_at:
            _ = verdict.findings
        return verdict

    given = cases(count + 1)
    verdict_of(next(given))  # what is made once for all is no part of a verdict
    kept: list[Verdict | None] = [None] * count
    tracemalloc.start()
    for number, case in enumerate(given):
        kept[number] = verdict_of(case)
    allocated, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return allocated / count
