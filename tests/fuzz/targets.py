"""
What is fuzzed: every door that takes text from outside, each as one function of bytes.

A target is quiet where the door keeps its promises: a result, or an error of ours; the same answer the second time;
what is written is read back; no message is long. Anything else is raised, and is a finding.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from forge_il6 import CaseError, ForgeError, Verdict, interpret_case
from forge_il6.interop.cases import cases_in, read_json
from forge_il6.interop.cds import respond
from forge_il6.interop.csv_mapping import guess_mapping, read_patients, read_rows
from forge_il6.interop.fhir import read_fhir
from forge_il6.interop.hl7 import read_hl7
from forge_il6.knowledge.measurands import BODY_FORCE, CRP, DOSE, HRV, IL6, IL10, VITAMIN_D

__all__ = ["TARGETS", "BrokenPromiseError"]

_LONGEST_MESSAGE: Final = 300
_MEASURANDS: Final = (IL6, IL10, CRP, VITAMIN_D, BODY_FORCE, HRV, DOSE)
_TODAY: Final = date(2026, 11, 21)


class BrokenPromiseError(Exception):
    """A door answered, and not as it promises."""


def _promised(kept: bool, what: str) -> None:
    if not kept:
        raise BrokenPromiseError(what)


def _read(read: Callable[[], Any]) -> Any:
    """Return what a door reads, or nothing after an error of ours, whose message is short and in one line."""
    try:
        return read()
    except ForgeError as error:
        said = str(error)
        _promised(len(said) <= _LONGEST_MESSAGE, f"a message of {len(said)} characters")
        _promised("\x1b" not in said, "a message that commands a terminal")
        return None


def quantity(data: bytes) -> None:
    """Read the text of a result, of whatever is measured; what was read is read from its own text again."""
    text = data.decode("utf-8", "surrogateescape")
    for measurand in _MEASURANDS:
        amount = _read(lambda measurand=measurand: measurand.read(text, name="x"))
        if amount is not None and isinstance(amount.value, Decimal):  # no text holds every rational
            again = _read(lambda amount=amount, measurand=measurand: measurand.read(str(amount), name="x"))
            _promised(again in (None, amount), f"{measurand.name}: another amount the second time")


def case(data: bytes) -> None:
    """Interpret the JSON text of a case."""
    text = data.decode("utf-8", "replace")
    _interpreted(_read(lambda: read_json(text, "case")))


def _interpreted(document: Any) -> None:
    verdict = _read(lambda: interpret_case(document))
    if verdict is not None:
        _kept(verdict)
        _promised(interpret_case(document).to_dict() == verdict.to_dict(), "another verdict the second time")


def _kept(verdict: Verdict) -> None:
    """Write a verdict in every form, and read it back."""
    written = verdict.to_dict()
    again = Verdict.from_dict(json.loads(json.dumps(written)))
    _promised(again.to_dict() == written, "another document after it was read back")
    for shown in (str(verdict), verdict.for_patient(), verdict.for_clinician(), repr(verdict)):
        _promised(all(c.isprintable() or c == "\n" for c in shown), "a report that commands a terminal")
    _promised("<script" not in verdict.to_html().lower(), "a card with a script")


def verdict(data: bytes) -> None:
    """Read the JSON text of a verdict document; what is read is written as it was."""
    text = data.decode("utf-8", "replace")
    document = _read(lambda: read_json(text, "verdict"))
    found = _read(lambda: Verdict.from_dict(document))
    if found is not None:
        _kept(found)


def fhir(data: bytes) -> None:
    """Read FHIR, and interpret whom it holds; who has times without an offset is no case by himself."""
    text = data.decode("utf-8", "replace")
    report = _read(lambda: read_fhir(text))
    for patient in () if report is None else report.patients:
        _interpreted(_read(patient.case))


def hl7(data: bytes) -> None:
    """Read HL7 version 2, and interpret whom it holds."""
    text = data.decode("utf-8", "replace")
    report = _read(lambda: read_hl7(text))
    for patient in () if report is None else report.patients:
        _interpreted(_read(patient.case))


def table(data: bytes) -> None:
    """Read a table as cases of ours, and as a table of somebody else."""
    text = data.decode("utf-8", "replace")
    for each in cases_in(iter(text.splitlines(keepends=True)), "csv", "table"):
        if each.error is None:
            _read(lambda each=each: interpret_case(each.document))
    mapping = _read(lambda: guess_mapping(text.split("\n")[0]))
    if mapping is not None:
        _read(lambda: read_rows(text, mapping))
        for each in _read(lambda: list(read_patients(text, mapping))) or ():
            if each.error is None:
                _accepted(each.document)


def _accepted(document: Any) -> None:
    """Interpret a case that a reader has made: it must be one."""
    try:
        interpret_case(document)
    except CaseError as error:
        msg = f"a reader made a case that is refused: {error}"
        raise BrokenPromiseError(msg) from None


def cds(data: bytes) -> None:
    """Answer the body of a CDS Hooks call."""
    answer = _read(lambda: respond(data, as_of=_TODAY))
    if answer is not None:
        _promised(json.loads(json.dumps(answer)) == answer, "an answer that is no JSON")
        _promised(respond(data, as_of=_TODAY) == answer, "another answer the second time")


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {each.__name__: each for each in (quantity, case, verdict, fhir, hl7, table, cds)}
)
"""Every target by its name, which is also the name of its corpus."""
