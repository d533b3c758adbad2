"""One set of facts in every format that is read: FHIR R4 and STU3, HL7 v2, a wide table, one result a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import attrs

from forge_il6 import interpret
from forge_il6.interop.fhir import read_fhir
from forge_il6.interop.hl7 import read_hl7
from forge_il6.interop.patients import Patient
from forge_il6.interop.remarks import Remark
from forge_il6.interop.tables import CsvMapping, Results, read_rows

LOINC: Final = {"il6": "26881-3", "hs_crp": "30522-7", "conventional_crp": "1988-5"}
NAMES: Final = {"il6": "Interleukin 6", "hs_crp": "hs-CRP", "conventional_crp": "C-reactive protein"}


@attrs.frozen(kw_only=True)
class Fact:
    """One result, and all that a laboratory says of it."""

    fact: str = "il6"
    value: str = "2.4"
    unit: str = "pg/mL"
    comparator: str = ""
    at: str = "2026-11-20T08:10:00+01:00"
    """As ISO 8601 writes it; empty where it has no time."""
    order: str = ""
    """The order that it shares with others."""
    code: str = ""
    """A LOINC code other than the usual one."""
    name: str = ""
    """The words beside the code."""
    status: str = "final"
    specimen: str = ""
    limit: str = ""
    flag: str = ""
    comment: str = ""
    haemolysed: bool = False
    fasting: bool | None = None

    @property
    def loinc(self) -> str:
        return self.code or LOINC[self.fact]

    @property
    def words(self) -> str:
        return self.name or NAMES[self.fact]


def il6(value: str = "2.4", **more: Any) -> Fact:
    return Fact(value=value, **more)


def crp(value: str = "0.6", unit: str = "mg/L", **more: Any) -> Fact:
    return Fact(fact="hs_crp", value=value, unit=unit, **more)


def plain_crp(value: str = "24", **more: Any) -> Fact:
    return Fact(fact="conventional_crp", value=value, unit="mg/L", **more)


class Made(NamedTuple):
    """What a reader made of the facts, in words that every format shares."""

    readings: tuple[str, ...]
    hs_crp: str
    conventional_crp: str
    pattern: str
    sample: tuple[str, ...]
    """What is known of the sample of each reading."""
    left_out: tuple[str, ...]
    noted: tuple[str, ...]


_ONE_WORD: Final[Mapping[str, str]] = {
    "entered_in_error": "withdrawn", "status": "withdrawn", "order_cancelled": "cancelled",
    "no_offset": "time_without_offset", "flag": "off_scale", "not_read": "another_measurement",
}  # fmt: skip
"""The same remark under the names that the formats have for it."""
_OF_A_CELL: Final = frozenset({"specimen_other", "named_otherwise", "unit", "unit_capitals", "no_unit", "no_value"})
"""What a table says of each as of any cell that cannot be read."""
_UNSAID: Final = frozenset({"specimen", "patient_unreadable", "nothing_to_replace"})
"""Remarks on what the facts do not tell: which part of blood it was, and what a withdrawal of HL7 withdraws."""


def _made(patients: tuple[Patient, ...], left_out: tuple[Remark, ...], noted: tuple[Remark, ...]) -> Made:
    patient = patients[0] if patients else Patient()
    pattern = "" if not patient.readings else interpret(list(patient.readings), patient.context()).pattern.value
    crp_at = None if patient.hs_crp is None else patient.hs_crp.drawn_at
    return Made(
        readings=tuple(
            sorted(
                f"{_amount(each.il6)} at {each.drawn_at}, limit {_amount(each.lab_upper_limit)}"
                for each in patient.readings
            )
        ),
        hs_crp="" if patient.hs_crp is None else f"{_amount(patient.hs_crp.value)} at {crp_at}",
        conventional_crp=_amount(patient.conventional_crp),
        pattern=pattern,
        sample=tuple(f"{each.specimen} {each.haemolysed} {each.fasting}" for each in patient.readings),
        left_out=_codes(left_out),
        noted=_codes(noted),
    )


def _amount(amount: Any) -> str:
    return "" if amount is None else f"{amount.comparator}{amount.value.normalize():f}"


def _codes(remarks: tuple[Remark, ...]) -> tuple[str, ...]:
    return tuple(sorted(_ONE_WORD.get(each.code, each.code) for each in remarks if each.code not in _UNSAID))


def as_of_cells(made: Made) -> Made:
    """Return what a table says where the others name the reason."""
    return made._replace(left_out=tuple(sorted("unreadable" if each in _OF_A_CELL else each for each in made.left_out)))


# --- FHIR ------------------------------------------------------------------------------------------

_SPECIMENS: Final = "http://terminology.hl7.org/CodeSystem/v2-"


def by_r4(facts: list[Fact], **wishes: Any) -> Made:
    report = read_fhir(_bundle(facts, _r4), **wishes)
    return _made(report.patients, report.omitted, report.notes)


def by_stu3(facts: list[Fact], **wishes: Any) -> Made:
    """Write the elements that STU3 had, so far as the facts have them; the remark on it is no remark on a fact."""
    report = read_fhir(_bundle(facts, _stu3), **wishes)
    noted = tuple(each for each in report.notes if each.code != "older_fhir")
    if len(noted) == len(report.notes):
        msg = "what STU3 alone has was not told as such"
        raise AssertionError(msg)
    return _made(report.patients, report.omitted, noted)


def _bundle(facts: list[Fact], write: Callable[[Fact, str], dict[str, Any]]) -> dict[str, Any]:
    resources = [write(each, str(number)) for number, each in enumerate(facts)]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def _r4(fact: Fact, name: str) -> dict[str, Any]:
    quantity = {"value": float(fact.value) if fact.value else None, "unit": fact.unit, "comparator": fact.comparator}
    coding = {"system": "http://loinc.org", "code": fact.loinc, "display": fact.words}
    written = {
        "resourceType": "Observation",
        "id": name,
        "status": fact.status,
        "code": {"coding": [coding]},
        "subject": {"reference": "Patient/1"},
        "effectiveDateTime": fact.at,
        "valueQuantity": _told(quantity) if fact.value else None,
        "basedOn": [{"reference": f"ServiceRequest/{fact.order}"}] if fact.order else None,
        "referenceRange": [{"text": fact.limit}] if fact.limit else None,
        "interpretation": [{"coding": [{"code": fact.flag}]}] if fact.flag else None,
        "note": [{"text": fact.comment}] if fact.comment else None,
    }
    return _told(written | _with_specimen(fact))


def _stu3(fact: Fact, name: str) -> dict[str, Any]:
    written = _r4(fact, name)
    flags, notes = written.pop("interpretation", [None])[0], written.pop("note", None)
    older = {"category": {"coding": [{"code": "laboratory"}]}, "interpretation": flags}
    return _told(written | older | {"comment": notes and notes[0]["text"]})


def _with_specimen(fact: Fact) -> dict[str, Any]:
    if not (fact.specimen or fact.haemolysed or fact.fasting is not None):
        return {}
    fasting = {"coding": [{"system": f"{_SPECIMENS}0916", "code": "F" if fact.fasting else "NF"}]}
    specimen = {
        "resourceType": "Specimen",
        "id": "s",
        "type": {"text": fact.specimen} if fact.specimen else None,
        "condition": [{"coding": [{"system": f"{_SPECIMENS}0493", "code": "HEM"}]}] if fact.haemolysed else None,
        "collection": {"fastingStatusCodeableConcept": fasting} if fact.fasting is not None else None,
    }
    return {"contained": [_told(specimen)], "specimen": {"reference": "#s"}}


def _told(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in (None, "")}


# --- HL7 v2 ----------------------------------------------------------------------------------------

_STATUS: Final = {"final": "F", "preliminary": "P", "corrected": "C", "entered-in-error": "W", "cancelled": "F"}


def by_hl7(facts: list[Fact], **wishes: Any) -> Made:
    lines = [r"MSH|^~\&|LAB|HOSP|APP|FAC|20261231||ORU^R01|1|P|2.5.1", "PID|1||4711^^^HOSP^MR"]
    for number, fact in enumerate(facts, start=1):
        lines += _order(fact, number)
    report = read_hl7("\r".join(lines), **wishes)
    return _made(report.patients, report.omitted, report.notes)


def _order(fact: Fact, number: int) -> list[str]:
    order = ["OBR", str(number), "", fact.order, "PANEL", "", "", _hl7_time(fact.at), *[""] * 18]
    if fact.fasting is not None:
        order[13] = f"{'F' if fact.fasting else 'NF'}^^HL70916"
    if fact.status == "cancelled":
        order[25] = "X"
    kind, value = ("SN", f"{fact.comparator}^{fact.value}") if fact.comparator else ("NM", fact.value)
    code = f"{fact.loinc}^{fact.words}^LN"
    row = ["OBX", "1", kind, code, "", value, fact.unit, fact.limit, fact.flag, "", "", _STATUS[fact.status]]
    lines = ["|".join(order), "|".join(row)]
    lines += [f"NTE|1||{fact.comment}"] if fact.comment else []
    if fact.specimen or fact.haemolysed:
        specimen = ["SPM", "1", "", "", f"^{fact.specimen}", *[""] * 20]
        specimen[24] = "HEM^^HL70493" if fact.haemolysed else ""
        lines.append("|".join(specimen))
    return lines


def _hl7_time(at: str) -> str:
    return at.replace("Z", "+00:00").translate(str.maketrans("", "", "-:T"))[:14] + _offset(at) if at else ""


def _offset(at: str) -> str:
    written = at.replace("Z", "+00:00")[19:]
    return written.replace(":", "")


# --- tables ----------------------------------------------------------------------------------------

_WIDE: Final = CsvMapping(
    {
        "IL-6": "il6", "hs-CRP": "hs_crp", "CRP": "conventional_crp", "taken": "drawn_at", "sample": "specimen",
        "hemolysed": "haemolysed", "fasted": "fasting", "limit": "lab_upper_limit",
    },
    draw="order",
)  # fmt: skip
_LONG: Final = CsvMapping(
    {"taken": "drawn_at", "sample": "specimen", "hemolysed": "haemolysed", "fasted": "fasting"},
    results=Results(code="code", name="name", value="value", unit="unit", comparator="sign", limits="range"),
    draw="order",
)
_COLUMNS: Final = {"il6": "IL-6", "hs_crp": "hs-CRP", "conventional_crp": "CRP"}


def by_wide(facts: list[Fact], **wishes: Any) -> Made:
    """Write each result into the column of its measurement."""
    return _by_rows([_common(each) | {_COLUMNS[each.fact]: _cell(each)} for each in facts], _WIDE, wishes)


def _cell(fact: Fact) -> str:
    return f"{fact.comparator}{fact.value} {fact.unit}".strip() if fact.value else ""


def by_long(facts: list[Fact], **wishes: Any) -> Made:
    """Write one result a row, and everything of it in a column of its own."""
    rows = [
        _common(each)
        | {
            "code": each.loinc, "name": each.words, "value": each.value, "unit": each.unit, "sign": each.comparator,
            "range": each.limit,
        }
        for each in facts
    ]  # fmt: skip
    return _by_rows(rows, _LONG, wishes)


def _common(fact: Fact) -> dict[str, str]:
    fasted = {True: "yes", False: "no", None: ""}[fact.fasting]
    return {
        "taken": fact.at, "order": fact.order, "sample": fact.specimen, "fasted": fasted,
        "hemolysed": "yes" if fact.haemolysed else "",
    }  # fmt: skip


def _by_rows(rows: list[dict[str, str]], mapping: CsvMapping, wishes: dict[str, Any]) -> Made:
    columns = dict.fromkeys([*mapping.read_columns(), *rows[0]], "")
    report = read_rows([columns | each for each in rows], attrs.evolve(mapping, **wishes))
    return _made(report.patients, report.omitted, report.notes)
