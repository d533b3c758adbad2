"""
HL7 v2 result messages (ORU^R01) into readings, one patient at a time.

Read from the top: `read_hl7` splits the text, finds the rows it knows by their LOINC code, lets
corrections replace what they correct, reads what still stands, and sorts it by patient. What is
left out is reported with its place and its reason; neither ever repeats what a patient is known by.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs

from ...codes import Sex
from ...context import Context
from ...reading import HsCrp, Reading
from ...times import Draw, zone
from ...units import Amount
from ..agreement import agreeing, earlier_hs_crp
from ..remarks import Ledger, Refusal, Remark
from ..specimens import Sample
from .people import PatientId, People, Person
from .rows import Row, rows_of, standing
from .segments import messages
from .sentences import NOTES, OMITTED
from .specimens import Order, sample_of
from .times import placed
from .values import amount_of, upper_limit

__all__ = ["Hl7Patient", "Hl7Report", "PatientId", "Remark", "read_hl7"]

_FAR: Final = datetime.max.replace(tzinfo=UTC)


# --- what the caller gets --------------------------------------------------------------------------


@attrs.frozen
class Hl7Patient:
    """What the messages say of one patient; no printed form shows identifiers or the date of birth."""

    readings: tuple[Reading, ...]
    """The IL-6 results, oldest first."""
    hs_crp: HsCrp | None = None
    """The hs-CRP nearest to the newest IL-6, of the same local day where there is one."""
    hs_crp_history: tuple[HsCrp, ...] = ()
    """Every other hs-CRP, but for those drawn after both the newest IL-6 and `hs_crp`; oldest first."""
    conventional_crp: Amount | None = None
    vitamin_d: Amount | None = None
    sex: Sex | None = None
    time_zone: str | None = None
    birth_date: date | None = attrs.field(default=None, repr=False)
    identifiers: tuple[PatientId, ...] = attrs.field(default=(), repr=False)

    def context(self, **facts: Any) -> Context:
        """
        Return what was read as a context; *facts* adds to it or replaces parts of it.

        Raises:
            CaseError: a fact that the context cannot take.
        """
        names = ("hs_crp", "hs_crp_history", "conventional_crp", "vitamin_d", "sex", "time_zone", "birth_date")
        read = {name: getattr(self, name) or None for name in names}
        return Context(**(read | facts))


@attrs.frozen
class Hl7Report:
    """What was read, what was left out, and what deserves a look."""

    patients: tuple[Hl7Patient, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def read_hl7(message: str, *, time_zone: str | None = None) -> Hl7Report:
    """
    Read one or several ORU^R01 messages, with or without MLLP framing.

    Args:
        message: the text, already decoded; lines may end in CR, LF or both.
        time_zone: IANA name for times without an offset; `Hl7Patient.context` takes it as well.

    Raises:
        CaseError: the text is no HL7 v2 message at all, or the time zone is unknown.
    """
    reader = _Reader(None if time_zone is None else zone(time_zone))
    people = People(reader.ledger)
    rows: list[Row] = []
    for where, segments in messages(message, reader.ledger):
        rows += rows_of(segments, where, people, reader.ledger, is_local=time_zone is not None)
    results: defaultdict[Person, list[_Result]] = defaultdict(list)
    for row in standing(rows, reader.ledger):
        with reader.ledger.noting(row.where):
            results[row.person].append(reader.result(row))
    patients = [reader.patient(each, results[each], time_zone) for each in people.everybody if results[each]]
    return Hl7Report(tuple(patients), tuple(reader.ledger.omitted), tuple(reader.ledger.notes))


# --- one result ------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Result:
    """A row that was read, and placed on the calendar as far as its time is known."""

    row: Row
    amount: Amount
    at: Draw | None
    upper_limit: Amount | None
    method: str | None
    sample: Sample

    @property
    def day(self) -> date | None:
        return None if self.at is None else self.at.day

    @property
    def order(self) -> tuple[datetime, datetime]:
        """What to order results by, as `interpret` does: the newest IL-6 of both must be the same."""
        return (_FAR, _FAR) if self.at is None else (self.at.first, self.at.last)

    def gap(self, other: _Result) -> tuple[bool, Any]:
        """How far another result lies away; one of the same local day is nearer than any other."""
        if self.at is None or other.at is None:
            return True, _FAR - _FAR
        return self.at.day != other.at.day, abs(self.at.first - other.at.first)

    def draw(self) -> dict[str, Any]:
        """Return the facts of the draw by their names in a case."""
        facts = attrs.asdict(self.sample, recurse=False) | {"drawn_at": self.row.when.given}
        return {name: value for name, value in facts.items() if value is not None}


class _Reader:
    """Reads the rows that stand, and puts together what they say of each patient."""

    def __init__(self, local: Any) -> None:
        self.ledger = Ledger(OMITTED, NOTES)
        self._local = local
        self._samples: dict[Order, Sample | Refusal] = {}

    def result(self, row: Row) -> _Result:
        """
        Read one row.

        Raises:
            Refusal: it is no result that can be used.
        """
        if row.when.problem:
            raise Refusal(row.when.problem)
        sample = self._sample(row.order)
        amount, unit = amount_of(row.segment, row.kind.measurand, self.ledger)
        at = placed(row.when.given, self._local)
        self._remark(row)
        limit = None
        if row.kind.fact == "il6":
            beside = unit or amount.text.lstrip("<>=≤≥ .0123456789")
            limit = upper_limit(row.segment, row.kind.measurand, beside, self.ledger)
        code, text = row.segment.parts(17, 2)[:2]
        method = "".join(c if c.isprintable() else " " for c in text or code)[:200]
        return _Result(row, amount, at, limit, method or None, sample)

    def _remark(self, row: Row) -> None:
        """Note what a careful reader would ask about."""
        codes = [*row.when.notes, *([] if row.status else ["no_status"])]
        codes += [row.kind.remark] if row.kind.remark else []
        codes += ["times_differ"] if any(each.differs_from(row.when) for each in row.order.collected_outermost) else []
        codes += ["received_early"] if any(each.is_before(row.when) for each in row.order.received_outermost) else []
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

    # --- one patient -------------------------------------------------------------------------------

    def patient(self, person: Person, results: list[_Result], time_zone: str | None) -> Hl7Patient:
        """Put together what stands of one patient."""
        of: defaultdict[str, list[_Result]] = defaultdict(list)
        for result in results:
            of[result.row.kind.fact].append(result)
        il6 = self._dated(of["il6"], None)
        index = il6[-1] if il6 else None
        hs_crp = self._certain(self._dated(of["hs_crp"], index)[::-1])
        if index is not None:
            hs_crp.sort(key=index.gap)
        return Hl7Patient(
            readings=tuple(
                Reading(each.amount, method=each.method, lab_upper_limit=each.upper_limit, **each.draw())
                for each in il6
            ),
            hs_crp=_hs_crp(hs_crp[0], index) if hs_crp else None,
            hs_crp_history=self._history(hs_crp, index),
            conventional_crp=self._conventional(of["conventional_crp"], index),
            vitamin_d=self._vitamin_d(of["vitamin_d"]),
            sex=person.sex,
            time_zone=time_zone,
            birth_date=self._birth_date(person, results),
            identifiers=tuple(person.identifiers),
        )

    def _dated(self, results: list[_Result], index: _Result | None) -> list[_Result]:
        """Return the results that can be placed, oldest first: by time, or a single one as of the order of the IL-6."""
        kept = []
        for result in results:
            same_order = index is None or (index.at is None and index.row.order is result.row.order)
            if result.at is not None or (len(results) == 1 and same_order):
                kept.append(result)
            else:
                self.ledger.omit(result.row.where, "undated")
        return sorted(kept, key=lambda each: each.order)

    def _history(self, hs_crp: list[_Result], index: _Result | None) -> tuple[HsCrp, ...]:
        """Return every hs-CRP but the first, which is the one of the case, as far as it is a history of the case."""
        case = [None if each is None else each.at for each in (index, *hs_crp[:1])]
        known = earlier_hs_crp(
            sorted(hs_crp[1:], key=lambda each: each.order),
            lambda each: each.at,
            case,
            lambda each, code: self.ledger.omit(each.row.where, code),
        )
        return tuple(_hs_crp(each, None) for each in known)

    def _certain(self, results: list[_Result]) -> list[_Result]:
        """Leave out what is told twice, and results of one time that contradict each other."""
        return agreeing(
            results,
            lambda each: each.row.when.given,
            lambda each: each.amount,
            lambda each, code: self.ledger.omit(each.row.where, code),
        )

    def _conventional(self, results: list[_Result], index: _Result | None) -> Amount | None:
        """Take an ordinary CRP of the day of the newest IL-6; without any IL-6 the newest."""
        found = self._certain(self._dated(results, index)[::-1])
        if index is not None:
            found.sort(key=index.gap)
        best = found[0] if found and (index is None or found[0].day == index.day) else None
        return self._single(found, best, "another_draw")

    def _vitamin_d(self, results: list[_Result]) -> Amount | None:
        """Take the newest vitamin D."""
        found = self._certain(self._dated(results, None))
        return self._single(found, found[-1] if found else None, "older")

    def _single(self, found: list[_Result], best: _Result | None, code: str) -> Amount | None:
        for each in found:
            if each is not best:
                self.ledger.omit(each.row.where, code)
        return None if best is None else best.amount

    def _birth_date(self, person: Person, results: list[_Result]) -> date | None:
        """Return the date of birth, unless a result is older."""
        days = [result.day for result in results if result.day is not None]
        if person.birth_date is not None and days and min(days) < person.birth_date:
            self.ledger.note(person.where, "birth_date_late")
            return None
        return person.birth_date


def _hs_crp(result: _Result, index: _Result | None) -> HsCrp:
    """Return a hs-CRP with its draw; at the time of the IL-6, to the minute or in its order, it is of the same draw."""
    given = result.row.when.given
    if index is None or given != index.row.when.given or result.sample != index.sample:
        return HsCrp(result.amount, **result.draw())
    is_same_draw = isinstance(given, datetime) or result.row.order is index.row.order
    return HsCrp(result.amount) if is_same_draw else HsCrp(result.amount, **result.draw())
