"""Whose results HL7 v2 messages bring: patients told apart by PID, and never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import attrs

from ...codes import Sex
from ..remarks import Ledger
from .segments import Segment
from .times import when

__all__ = ["PatientId", "People", "Person"]


class PatientId(NamedTuple):
    """One identifier of a patient, as PID-3 gives it."""

    value: str
    authority: str
    kind: str


@attrs.define(eq=False, repr=False)
class Person:
    """A patient while the messages are read."""

    where: str
    identifiers: dict[PatientId, None] = attrs.field(factory=dict)
    birth_date: date | None = None
    sex: Sex | None = None

    def can_be(self, other: Person) -> bool:
        """Whether nothing that is known of both contradicts that they are one."""
        pairs = ((self.birth_date, other.birth_date), (self.sex, other.sex))
        return all(None in pair or len(set(pair)) == 1 for pair in pairs)


class People:
    """Tells patients apart; two are one only when an identifier says so and nothing contradicts it."""

    def __init__(self, ledger: Ledger) -> None:
        self.everybody: list[Person] = []
        self._known: dict[PatientId, Person | None] = {}
        self._ledger = ledger

    def of(self, pid: Segment | None, header: Segment, where: str) -> Person:
        """Return the patient of a PID segment; without one, somebody who is nobody else."""
        person = Person(where) if pid is None else self._read(pid, header)
        found = {self._known[each] for each in person.identifiers if each in self._known}
        same = next(iter(found), None)
        if len(found) == 1 and same is not None and same.can_be(person):
            same.birth_date, same.sex = same.birth_date or person.birth_date, same.sex or person.sex
            same.identifiers.update(person.identifiers)
            self._known.update(dict.fromkeys(person.identifiers, same))
            return same
        if found or not person.identifiers:
            self._ledger.note(where, "patient_shared" if found else "patient_unknown")
        for each in person.identifiers:  # what two have shared joins nobody any more
            self._known[each] = None if each in self._known else person
        self.everybody.append(person)
        return person

    def known(self, pid: Segment, header: Segment) -> Person | None:
        """Return the one patient of before whom a PID segment names; nothing is learnt of it."""
        found = {self._known.get(each) for each in _identifiers(pid, header)}
        return found.pop() if len(found) == 1 else None

    def _read(self, pid: Segment, header: Segment) -> Person:
        born, sex = when(*pid.parts(7, 2)[:2]), pid.parts(8)[0].upper()
        if born.problem:
            self._ledger.note(pid.where, "birth_date")
        if sex not in ("F", "M", ""):
            self._ledger.note(pid.where, "sex")
        identifiers = dict.fromkeys(_identifiers(pid, header))
        return Person(pid.where, identifiers, born.day, {"F": Sex.FEMALE, "M": Sex.MALE}.get(sex))


def _identifiers(pid: Segment, header: Segment) -> Iterator[PatientId]:
    """Yield the identifiers of PID-3 (PID-2 in old messages) that can tell patients apart."""
    sender = " ".join(header.repetitions(3) + header.repetitions(4))
    for raw in pid.repetitions(3) if pid.parts(3)[0] else pid.repetitions(2):
        value, _, _, authority, kind = pid.components(raw, 5)[:5]
        is_filler = value == value[:1] * len(value) and value not in tuple("123456789")  # 000000, 999999
        if any(c.isdigit() for c in value) and not is_filler:
            yield PatientId(value, authority or sender, kind)
