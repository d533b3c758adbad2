"""What HL7 v2 tells of a sample: SPM segments, and OBR-13 and OBR-15 of the order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import attrs

from ...codes import Specimen
from ..remarks import Ledger, Refusal
from ..specimens import Sample, is_other, says_blood, specimen_named, words_of
from .segments import Segment
from .times import When, collected, outermost, when

__all__ = ["Order", "is_other_fluid", "sample_of"]

_SYSTEMS: Final = {
    "HL70487": "0487", "HL70070": "0487", "HL70371": "0371", "HL70490": "0490", "HL70493": "0493", "HL70916": "0916",
    "SCT": "sct", "SNM": "sct", "SNOMED": "sct", "SNOMED-CT": "sct",
}  # fmt: skip
"""Names of coding systems in a message; table 0070 is the elder of 0487."""
_TYPED: Final = frozenset({"0487", "sct"})
"""The systems that name types of specimens."""
_REJECTED: Final = {
    "EX": "expired", "QS": "quantity not sufficient", "RB": "broken container", "RC": "clotting", "RH": "haemolysis",
    "RI": "identification problem", "RM": "labelling", "RN": "contamination", "RR": "improper storage",
}  # fmt: skip
_CANCELLED: Final = {"1": frozenset({"CA", "CR", "OC"}), "5": frozenset({"CA"}), "25": frozenset({"X", "Y"})}
"""
Orders that were cancelled, or never given, in tables 0119, 0038 and 0123.

The status is looked for in OBR-24 as well: senders that leave out a field before it shift it there, and table 0074,
of which OBR-24 is, knows none of these.
"""
_ONE_PATIENT: Final = ("", "P")


@attrs.define(eq=False, repr=False, slots=False)
class Order:
    """An OBR segment with the specimens that follow it; no OBR where the results stand before any."""

    segment: Segment | None = None
    specimens: list[Segment] = attrs.field(factory=list)
    common: Segment | None = None
    """The ORC segment before it."""
    is_of_other_fluid: bool = False
    """Whether no specimen of the message is blood, wherever they stand."""

    @cached_property
    def collected(self) -> tuple[When, ...]:
        """Each time that is stated for the collection of a specimen, once."""
        times = (collected(specimen) for specimen in self.specimens)
        return tuple({each.given: each for each in times if each.is_stated}.values())

    @cached_property
    def collected_at(self) -> When:
        """When the specimens were collected: the one time that they state, or the day of several."""
        if len(self.collected) < 2:  # noqa: PLR2004  (several)
            return next(iter(self.collected), When())
        days = {each.day for each in self.collected}
        is_one_day = len(days) == 1 and not any(each.problem for each in self.collected)
        return When(days.pop(), notes=("day_only",)) if is_one_day else When()

    @cached_property
    def collected_outermost(self) -> tuple[When, ...]:
        """The first and the last of these times."""
        return outermost(self.collected)

    @cached_property
    def received_outermost(self) -> tuple[When, ...]:
        """The first and the last time at which a specimen was received."""
        stated = [when(specimen.parts(18)[0]) for specimen in self.specimens]
        if self.segment is not None:
            stated.append(when(*self.segment.parts(14, 2)[:2]))
        return outermost(stated)

    @cached_property
    def filler(self) -> frozenset[str]:
        """The numbers that the laboratory gave the order (OBR-3, ORC-3)."""
        return self._numbers(3)

    @cached_property
    def placer(self) -> frozenset[str]:
        """The numbers that the sender of the order gave it (OBR-2, ORC-2)."""
        return self._numbers(2)

    @property
    def service(self) -> str:
        """What was ordered (OBR-4), as a code."""
        return "" if self.segment is None else self.segment.parts(4)[0]

    def _numbers(self, field: int) -> frozenset[str]:
        stated = [each for each in (self.segment, self.common) if each is not None]
        return frozenset(raw for each in stated for raw in each.repetitions(field) if raw)

    @property
    def is_cancelled(self) -> bool:
        """Whether the order was cancelled: by ORC-1 or ORC-5, or by its status (OBR-25)."""
        said = [] if self.common is None else [("1", self.common.parts(1)[0]), ("5", self.common.parts(5)[0])]
        said += [] if self.segment is None else [("25", self.segment.parts(number)[0]) for number in (24, 25)]
        return any(code.upper() in _CANCELLED[field] for field, code in said)


def sample_of(order: Order, ledger: Ledger) -> Sample:
    """
    Read the sample of an order, as far as it is certain; several specimens must agree.

    Raises:
        Refusal: one of them is no serum and no plasma, not one patient's, or was rejected.
    """
    if order.is_of_other_fluid:
        raise Refusal("specimen_other")
    for specimen in order.specimens:
        _check(specimen, ledger)
    named = {_type(each) for each in order.specimens}
    if order.segment is not None and order.segment.parts(15)[0]:
        named.add(_source(order.segment))
    where = order.specimens[0].where if order.specimens else "" if order.segment is None else order.segment.where
    if len(named) > 1 or None in named:
        ledger.note(where, "specimen")
        named = {None}
    conditions = [code for each in order.specimens for code in _codes(each, 24, "0493")]
    return Sample(
        specimen=next(iter(named), None),
        haemolysed=("0493", "HEM") in conditions or None,
        fasting=None if order.segment is None else _fasting(order.segment),
    )


def is_other_fluid(specimen: Segment) -> bool:
    """Whether a specimen is certainly no blood."""
    try:
        _type(specimen)
    except Refusal:
        return True
    return False


def _check(specimen: Segment, ledger: Ledger) -> None:
    """Refuse what is no sample of one patient, and note what speaks against the others."""
    roles = {specimen.components(raw)[0].upper() for raw in specimen.repetitions(11)}
    if not roles <= {*_ONE_PATIENT}:
        raise Refusal("specimen_role")
    if any(part for raw in specimen.repetitions(21) for part in specimen.components(raw)):
        reasons = [_REJECTED[code] for _, code in _codes(specimen, 21, "0490") if code in _REJECTED]
        raise Refusal("specimen_rejected", why=f": {', '.join(reasons)}" if reasons else "")
    stated = [raw for raw in specimen.repetitions(24) if any(specimen.components(raw))]
    if len(stated) > len([code for code in _codes(specimen, 24, "0493") if code == ("0493", "HEM")]):
        ledger.note(specimen.where, "specimen_condition")
    if specimen.parts(22)[0].upper() == "P" or specimen.parts(23)[0].upper() == "I":
        ledger.note(specimen.where, "specimen_quality")


def _type(specimen: Segment) -> Specimen | None:
    """Return the type of a specimen (SPM-4), with the additive that makes plasma what it is (SPM-6)."""
    parts = specimen.parts(4, 12)
    return _named(parts, (code for code in _codes(specimen, 6, "0371")))


def _source(order: Segment) -> Specimen | None:
    """Return the specimen source that messages before version 2.7 give with the order (OBR-15)."""
    additive = order.within(15, 1, 6)
    return _named(order.within(15, 0, 12), _coded(additive, "0371"))


def _named(parts: list[str], additives: Iterable[tuple[str, str]]) -> Specimen | None:
    words = {words_of(each) for each in (parts[1], parts[4]) if each}
    codes = set(_coded(parts, "0487"))
    words |= {word for _, code in codes if says_blood(word := words_of(code))}  # a word where a code should be
    if is_other(words, {code for code in codes if code[0] in _TYPED}):
        raise Refusal("specimen_other")
    return specimen_named(words, codes, additives)


def _codes(segment: Segment, number: int, table: str) -> list[tuple[str, str]]:
    """Return the codes of every repetition of a field with their systems; one without a system is of the table."""
    return [code for raw in segment.repetitions(number) for code in _coded(segment.components(raw, 6), table)]


def _coded(parts: list[str], table: str) -> list[tuple[str, str]]:
    stated = [(parts[at], parts[at + 2].upper()) for at in (0, 3)]
    return [(_SYSTEMS.get(system, system) if system else table, code) for code, system in stated if code]


def _fasting(order: Segment) -> bool | None:
    """Read whether the patient fasted, where OBR-13 says so in the code of table 0916."""
    found = {code for system, code in _codes(order, 13, "") if system == "0916"} & {"F", "NF"}
    return found == {"F"} if len(found) == 1 else None
