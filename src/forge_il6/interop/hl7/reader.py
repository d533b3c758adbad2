"""
HL7 v2 result messages (ORU^R01) into readings, one patient at a time.

Read from the top: `read_hl7` splits the text, finds the rows it knows by their LOINC code, lets
corrections replace what they correct, reads what still stands, and sorts it by patient; what the
results of a patient say together is worked out as for every format. What is left out is reported
with its place and its reason; neither ever repeats what a patient is known by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from ...times import zone
from ...units import Amount
from .. import patients
from ..loinc import Codes
from ..patients import Found, Patient, Taken, gather
from ..remarks import Ledger, Refusal, Remark
from ..specimens import Sample
from ..spellings import unit_of
from .people import PatientId, People, Person
from .rows import Cancellation, Row, rows_of, standing
from .segments import messages
from .sentences import NOTES, OMITTED
from .specimens import Order, sample_of
from .times import placed
from .values import amount_of, upper_limit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Hl7Patient", "Hl7Report", "PatientId", "Remark", "read_hl7"]


# --- what the caller gets --------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Hl7Patient(Patient):
    """What the messages say of one patient, IL-6 oldest first; no printed form shows identifiers or the birth date."""

    identifiers: tuple[PatientId, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Hl7Report:
    """What was read, what was left out, and what deserves a look."""

    patients: tuple[Hl7Patient, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def read_hl7(
    message: str,
    *,
    time_zone: str | None = None,
    codes: Mapping[tuple[str, str], str] | None = None,
    names: Mapping[str, str] | None = None,
    ucum_case_insensitive: bool = False,
) -> Hl7Report:
    """
    Read one or several ORU^R01 messages, with or without MLLP framing.

    Args:
        message: the text, already decoded; lines may end in CR, LF or both.
        time_zone: IANA name for times without an offset; `Hl7Patient.context` takes it as well.
        codes: codes that are not LOINC's, each with its system, and the fact that a row of them is, such as
            ``{("99LAB", "IL6"): "il6"}``.
        names: the same for the words of OBX-3, whatever the code; spelling is not looked at.
        ucum_case_insensitive: whether the sender writes units as UCUM does where case does not matter (``PG/ML``).

    Raises:
        CaseError: the text is no HL7 v2 message at all, or the time zone or a fact is unknown.
    """
    local = None if time_zone is None else zone(time_zone)
    reader = _Reader(local, is_caseless=ucum_case_insensitive)
    own = Codes(codes, names)
    people = People(reader.ledger)
    rows: list[Row | Cancellation] = []
    for where, segments in messages(message, reader.ledger):
        rows += rows_of(segments, where, people, reader.ledger, own, local)
    results: defaultdict[Person, list[Found]] = defaultdict(list)
    for row in standing(rows, reader.ledger):
        with reader.ledger.noting(row.where):
            results[row.person].append(reader.result(row))
    read = [reader.patient(each, results[each], time_zone) for each in people.everybody if results[each]]
    return Hl7Report(tuple(read), tuple(reader.ledger.omitted), tuple(reader.ledger.notes))


# --- results ---------------------------------------------------------------------------------------


class _Reader:
    """Reads the rows that stand."""

    def __init__(self, local: ZoneInfo | None, *, is_caseless: bool) -> None:
        self._is_caseless = is_caseless
        self.ledger = Ledger(OMITTED, NOTES)
        self._local = local
        self._samples: dict[Order, Sample | Refusal] = {}

    def patient(self, person: Person, results: list[Found], time_zone: str | None) -> Hl7Patient:
        """Put together what stands of one patient."""
        said = patients.Person(person.where, person.birth_date, person.sex, time_zone)
        patient, _ = gather(sorted(results, key=lambda each: each.order), self.ledger, said)
        return Hl7Patient(**attrs.asdict(patient, recurse=False), identifiers=tuple(person.identifiers))

    def result(self, row: Row) -> Found:
        """
        Read one row.

        Raises:
            Refusal: it is no result that can be used.
        """
        if row.when.problem:
            raise Refusal(row.when.problem)
        sample = self._sample(row.order)
        amount, unit = amount_of(row.segment, row.kind.measurand, self.ledger, is_caseless=self._is_caseless)
        taken = Taken(placed(row.when.given, self._local), frozenset(_shared(row.order)))
        self._remark(row)
        limit = self._limit(row, amount, unit) if row.kind.fact == "il6" else None
        return Found(row.where, row.kind, amount, row.when.given, taken, sample, _method(row), limit)

    def _limit(self, row: Row, amount: Amount, unit: str | None) -> Amount | None:
        beside = unit or unit_of(amount)
        return upper_limit(row.segment, row.kind.measurand, beside, self.ledger, is_caseless=self._is_caseless)

    def _remark(self, row: Row) -> None:
        """Note what a careful reader would ask about."""
        codes = [*row.when.notes, *([] if row.status else ["no_status"])]
        codes += [row.kind.remark] if row.kind.remark else []
        codes += ["times_differ"] if any(each.differs_from(row.when) for each in row.order.collected_outermost) else []
        codes += ["sent_early"] if row.sent.is_before(row.when) else []
        for code in dict.fromkeys(codes):
            self.ledger.note(row.where, code)

    def _sample(self, order: Order) -> Sample:
        """Return the sample of an order, read once."""
        if order not in self._samples:
            try:
                self._samples[order] = sample_of(order, self.ledger)
            except Refusal as refusal:
                self._samples[order] = refusal
        found = self._samples[order]
        if isinstance(found, Refusal):
            raise Refusal(found.code, **found.facts)
        return found


def _shared(order: Order) -> Iterator[Hashable]:
    """Yield what the results of one draw have in common: the order, by its numbers and group, and its one specimen."""
    yield order
    yield from (("placer", raw) for raw in order.placer)
    yield from (("filler", raw) for raw in order.filler)
    if order.common is not None:
        yield from (("group", raw) for raw in order.common.repetitions(4) if raw)
    if len(order.specimens) == 1 and (name := order.specimens[0].repetitions(2)[0]):
        yield "specimen", name


def _method(row: Row) -> str:
    code, text = row.segment.parts(17, 2)[:2]
    return "".join(c if c.isprintable() else " " for c in text or code)[:200]
