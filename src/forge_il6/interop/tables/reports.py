"""Rows of one result or of many, put together person by person, as every other format is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from ...context import Context
from ...errors import CaseError, excerpt
from ...reading import Reading
from ...times import Draw, zone
from ..loinc import KIND_OF
from ..patients import LEFT_OUT, NOTED, Found, Patient, Person, Taken, gather
from ..remarks import Ledger, Remark
from ..specimens import Sample
from .mapping import CsvMapping
from .rows import CsvRow, rows_of

__all__ = ["RowPatient", "RowReport", "read_rows"]

_OMITTED: Final = dict(LEFT_OUT) | {
    "unreadable": "{why}",
    "no_patient": "It names no patient, so it is joined with no other.",
    "not_taken": "What it says of {facts} is not taken over; read_patients reads tables of facts beside results.",
    "person": "It states another {fact} than a row of this patient before it; are they one person?",
}
_SAMPLE: Final = frozenset(each.name for each in attrs.fields(Sample))
_OF_THE_PERSON: Final = ("birth_date", "sex")
_READ: Final = _SAMPLE | {"drawn_at", "method", "lab_upper_limit", "time_zone", *_OF_THE_PERSON, *KIND_OF}


@attrs.frozen(repr=False)
class RowPatient(Patient):
    """What the rows say of one patient; no printed form shows who it is."""

    patient: str | None = attrs.field(default=None, kw_only=True)
    """What stands in the column of the patient."""
    line: int = attrs.field(default=0, kw_only=True)
    """The first line that is this patient's."""


@attrs.frozen
class RowReport:
    """What was read, what was left out, and what deserves a look."""

    patients: tuple[RowPatient, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def read_rows(rows: Iterable[str] | Iterable[Mapping[str, Any]], columns: CsvMapping) -> RowReport:
    """
    Read the rows of a table person by person: one result a row, or a column for each.

    Args:
        rows: the lines of a file, header first, its whole text, or records that name their columns.
        columns: which column holds what; without a column of the patient everything is one person's.

    Raises:
        CaseError: no column holds anything that is read here, or one that is mapped is missing.
    """
    who = next((each.where for each in columns.ignored if each.code == "may_be_patient"), None)
    if columns.patient is None and who is not None:
        msg = (
            f"mapping: the column {excerpt(who)} may tell patients apart; name it as patient, or take it out of ignored"
        )
        raise CaseError(msg)
    ledger = Ledger(_OMITTED, NOTED)
    of: dict[str | None, list[CsvRow]] = {}
    for row in rows_of(rows, columns):
        if row.is_header and row.error is not None:
            raise row.error
        ledger.notes += row.notes
        ledger.omitted += row.left_out
        if row.error is not None and not row.left_out:
            ledger.omit(row.where, "unreadable", why=str(row.error).removeprefix(f"{row.where}: "))
        elif row.error is None and columns.patient is not None and row.patient is None:
            ledger.omit(row.where, "no_patient")
        elif row.error is None:
            of.setdefault(row.patient, []).append(row)
    patients = [_patient(name, found, ledger, columns.time_zone) for name, found in of.items()]
    return RowReport(tuple(patients), tuple(ledger.omitted), tuple(ledger.notes))


def _patient(name: str | None, rows: list[CsvRow], ledger: Ledger, time_zone: str | None) -> RowPatient:
    person: dict[str, Any] = {}
    found: list[Found] = []
    for row in rows:
        context = (row.document or {}).get("context", {})
        stated = Context(**{fact: context[fact] for fact in _OF_THE_PERSON if fact in context})
        own = {fact: value for fact in _OF_THE_PERSON if (value := getattr(stated, fact)) is not None}
        other = next((fact for fact, value in own.items() if person.get(fact, value) != value), None)
        if other is not None:
            ledger.omit(row.where, "person", fact=other)
            continue
        person |= own
        found += _found(row, ledger)
    said = Person(rows[0].where, person.get("birth_date"), person.get("sex"), time_zone)
    patient, _ = gather(sorted(found, key=lambda each: each.order), ledger, said)
    return RowPatient(**attrs.asdict(patient, recurse=False), patient=name, line=rows[0].line)


def _found(row: CsvRow, ledger: Ledger) -> Iterator[Found]:
    """Yield each result of a row."""
    document = row.document or {}
    facts = document.get("reading", {}) | document.get("context", {})
    others = [fact for fact in facts if fact not in _READ]
    if others:
        ledger.omit(row.where, "not_taken", facts=", ".join(others))
    reading = Reading.from_dict({name: value for name, value in document.get("reading", {}).items() if name in _READ})
    key = facts.get("time_zone")
    draw = (
        None if reading.drawn_at is None else Draw.of(reading.drawn_at, None if key is None else zone(key), "drawn_at")
    )
    shared: Hashable = ("draw", row.draw) if row.draw else row.line
    sample = Sample(**{name: getattr(reading, name) for name in _SAMPLE})
    for fact, kind in KIND_OF.items():
        for text, hand in _texts(facts.get(fact)):
            amount = kind.measurand.read(text, name=fact)
            own = kind._replace(hand=hand)
            taken = Taken(draw, frozenset({shared}))
            limit = reading.lab_upper_limit if fact == "il6" else None
            yield Found(row.where, own, amount, reading.drawn_at, taken, sample, reading.method, limit)


def _texts(value: Any) -> list[tuple[str, str]]:
    """Return the results that a fact holds, each with its hand."""
    if isinstance(value, list):
        return [(each.get("value") or each["sdnn"], each.get("hand", "")) for each in value]
    return [] if value is None else [(value, "")]
