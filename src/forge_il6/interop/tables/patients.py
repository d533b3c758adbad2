"""The rows of one patient put together: one IL-6 with its history, and the hs-CRP that is read with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import accumulate
from typing import Any, Final, Generic, TypeVar

import attrs

from ...case import Case
from ...context import Context
from ...errors import CaseError
from ...fields import MOST_RESULTS, MOST_STATED
from ...knowledge import measurands
from ...reading import HsCrp, Reading
from ...rules import STANDARD
from ...times import Draw, zone
from ..loinc import KIND_OF
from ..patients import LEFT_OUT, Beside, Found, HsCrps, Taken
from ..remarks import Ledger, Remark
from .mapping import CsvMapping
from .rows import CsvRow, check_facts, read_csv, without_birth

__all__ = ["CsvPatient", "read_patients", "waiting_cases"]

T = TypeVar("T")
_Facts = dict[str, Any]
"""Facts by their names in a case document."""

_DRAW_FACTS: Final = frozenset(HsCrp.keys()) - {"value", "molar_mass"}
_OF_THE_PERSON: Final = ("sex", "birth_date")
_TAKEN_OVER: Final = frozenset({*_OF_THE_PERSON, "time_zone", "hs_crp", "confounders", "pregnant"})
"""Facts of a row beside its reading that a case of another row holds as well."""
_MOST_DAYS: Final = timedelta(days=2)
"""How far local dates can run against the order of the instants, by their offsets."""

_LEFT_OUT: Final = dict(LEFT_OUT) | {
    "unreadable": "{why}",
    "in_pregnancy": "It was drawn in pregnancy, which no history can say.",
    "not_used": "It adds nothing to this case.",
    "not_taken": "What it says of {facts} holds for its own day, and is not taken over.",
}


Making = Callable[[], "CsvPatient"]
"""Makes one case when it is asked for."""


@attrs.frozen
class CsvPatient:
    """One case of one patient: a row's IL-6, what came before it, and the hs-CRP of its draw, or else the newest."""

    line: int
    """The line of the IL-6; of the first row where there is none."""
    document: dict[str, Any] | None = attrs.field(default=None, repr=False)
    error: CaseError | None = None
    lines: tuple[int, ...] = ()
    """The lines that the document was made from."""
    left_out: tuple[Remark, ...] = ()
    """Each line of this patient that could not be used, wholly or in part, and why."""
    patient: str | None = attrs.field(default=None, repr=False)
    notes: tuple[Remark, ...] = ()
    """What was read with a reservation."""


def read_patients(lines: Iterable[str], mapping: CsvMapping, *, every_result: bool = False) -> Iterator[CsvPatient]:
    """
    Put the rows of each patient together: the newest IL-6 with its history, or every IL-6 in its turn.

    Rows are told apart by the column `CsvMapping.patient`, and a row without one is never joined
    with another. A confounder of an earlier row is kept, as ended on the day of that row; what else
    an earlier row says of the person, but for sex and date of birth, is not taken over.

    Args:
        lines: the lines of the file, header first, or its whole text.
        mapping: with the column that tells patients apart.
        every_result: yield a case for each IL-6, with what came before it as history.

    Raises:
        CaseError: the mapping names no column for the patient.
    """
    for make in waiting_cases(lines, mapping, every_result=every_result).values():
        yield make()


def waiting_cases(lines: Iterable[str], mapping: CsvMapping, *, every_result: bool) -> dict[int, Making]:
    """
    Return what makes each case of `read_patients`, by its line: the cases of one long course are large together.

    Raises:
        CaseError: as `read_patients`.
    """
    if mapping.patient is None:
        msg = "mapping: name the column that tells patients apart, such as patient='patient_id'"
        raise CaseError(msg)
    groups: dict[str | tuple[str, int], list[CsvRow]] = {}
    for row in read_csv(lines, mapping):
        groups.setdefault(("", row.line) if row.patient is None else row.patient, []).append(row)
    return {line: make for rows in groups.values() for line, make in _cases(rows, every_result=every_result)}


# --- one patient -----------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Row:
    """A row that was read, with its time."""

    line: int
    reading: _Facts
    context: _Facts
    draw: Draw | None
    number: str | None
    """What the table calls the draw."""
    patient: str | None

    @property
    def where(self) -> str:
        return f"line {self.line}"

    @property
    def order(self) -> tuple[datetime, ...]:
        return (self.draw.first, self.draw.last) if self.draw else ()

    @property
    def day(self) -> date | None:
        return None if self.draw is None else self.draw.day

    @property
    def taken(self) -> Taken:
        return Taken(self.draw, frozenset({self.line, *((("draw", self.number),) if self.number else ())}))

    @property
    def is_il6(self) -> bool:
        return "il6" in self.reading

    @property
    def is_pregnant(self) -> bool:
        return bool(self.context.get("pregnant"))

    def hs_crp(self) -> Found:
        """Return its hs-CRP as a result of a feed."""
        amount = measurands.CRP.read(self.context["hs_crp"], name="hs_crp")
        return Found(self.where, KIND_OF["hs_crp"], amount, taken=self.taken)

    def hs_crp_document(self) -> _Facts:
        facts = {name: value for name, value in self.reading.items() if name in _DRAW_FACTS}
        return {"value": self.context["hs_crp"], **facts}

    def events(self) -> list[_Facts]:
        """Return the confounders as those of an earlier row, dated by it."""
        day = None if self.day is None else self.day.isoformat()
        return [{"kind": kind, "ended_on": day} for kind in dict.fromkeys(self.context.get("confounders", ()))]


def _cases(rows: list[CsvRow], *, every_result: bool) -> Iterator[tuple[int, Making]]:
    """Yield what makes each case of one patient, with its line."""
    first, patient = rows[0], rows[0].patient
    ledger = Ledger(_LEFT_OUT, {})
    try:
        placed = _placed(rows, ledger)
        course = _Course(placed, ledger)
    except CaseError as error:
        yield first.line, partial(CsvPatient, first.line, error=error, left_out=tuple(ledger.omitted), patient=patient)
        return
    notes = tuple(ledger.notes)
    results = [at for at, row in enumerate(placed) if row.is_il6] or [len(placed) - 1]
    for at in results if every_result else results[-1:]:
        by = placed[at].day if every_result else None
        yield placed[at].line, partial(course.case, at, by, notes, is_last=at == results[-1])


def _placed(rows: list[CsvRow], ledger: Ledger) -> list[_Row]:
    """
    Return the rows that can be used, oldest first; of several only those with a time.

    Raises:
        CaseError: no patient is named, or no row can be used.
    """
    first = rows[0]
    if first.patient is None:
        nobody = CaseError(f"line {first.line}: no patient is named, so the row is joined with no other")
        raise first.error or nobody
    for row in rows:
        if row.error is not None:
            ledger.omitted += row.left_out
            if not row.left_out:
                ledger.omit(row.where, "unreadable", why=str(row.error).removeprefix(f"{row.where}: "))
        else:
            ledger.omitted += row.left_out
            ledger.notes += row.notes
    placed = [_row(row) for row in rows if row.error is None]
    if len(placed) == 1:
        return placed
    for each in placed:
        if each.draw is None:
            ledger.omit(each.where, "undated")
    dated = sorted((each for each in placed if each.draw is not None), key=lambda each: each.order)
    if not dated:
        unread = next((row.error for row in rows if row.error is not None), None)
        raise unread or CaseError(f"line {first.line}: of several rows of this patient none has a time")
    return dated


def _row(row: CsvRow) -> _Row:
    document = row.document or {}
    reading, context = document.get("reading", {}), document.get("context", {})
    drawn_at = Reading(drawn_at=reading.get("drawn_at")).drawn_at
    key = context.get("time_zone")
    draw = None if drawn_at is None else Draw.of(drawn_at, None if key is None else zone(key), "drawn_at")
    return _Row(row.line, reading, context, draw, row.draw, row.patient)


def _person(rows: list[_Row]) -> _Facts:
    """Return what holds for every row of a patient; rows that disagree are not of one person."""
    person: _Facts = {}
    for row in rows:
        read = Context(**{name: row.context[name] for name in _OF_THE_PERSON if name in row.context}).to_dict()
        for name, value in read.items():
            if person.setdefault(name, value) != value:
                msg = f"line {row.line}: {name} differs from another row of this patient; are they one person?"
                raise CaseError(msg)
    born = person.get("birth_date")
    early = next((row for row in rows if born and row.day is not None and row.day.isoformat() < born), None)
    if early is not None:
        msg = f"line {early.line}: it was drawn before the birth_date that this patient's rows state; correct one"
        raise CaseError(msg)
    return person


# --- one course, and a case for each of its rows ---------------------------------------------------


class _Part(Generic[T]):
    """Something that rows bring, in their order, so that what came before a row is a slice and no search."""

    def __init__(self, of_rows: Iterable[Sequence[T]]) -> None:
        self._all: list[T] = []
        self._starts = [0]
        for each in of_rows:
            self._all += each
            self._starts.append(len(self._all))

    def between(self, first: int, end: int) -> list[T]:
        """Return what the rows from *first* up to *end* bring."""
        return self._all[self._starts[first] : self._starts[end]]

    def around(self, first: int, at: int, end: int) -> list[T]:
        """Return the same, but for one row."""
        return self.between(first, at) + self.between(at + 1, end)

    def first_of(self, most: int, at: int, end: int) -> int:
        """Return the first row from which on those up to *end*, but for one, bring at most so many together."""
        own = self._starts[at + 1] - self._starts[at]
        return min(at, bisect_left(self._starts, self._starts[end] - own - most))


class _Course:
    """The rows of one patient, oldest first: judged once, so that each case only takes its part of them."""

    def __init__(self, rows: list[_Row], ledger: Ledger) -> None:
        self._rows = rows
        self._person = _person(rows)
        self._is_of_zones = len({row.context.get("time_zone") for row in rows}) > 1
        self._before = ledger.omitted
        self._contradicted: set[str] = set()
        self._crps = self._hs_crps()
        place = {row.where: at for at, row in enumerate(rows)}
        self._crp_rows = [place[each.where] for each in self._crps.found]
        self._crp_documents = [rows[at].hs_crp_document() for at in self._crp_rows]
        self._reached = list(accumulate(self._crp_rows, max))
        self._with_crp = set(self._crp_rows)
        self._orders = [row.order for row in rows]
        earlier = [row for row in rows if not row.is_pregnant]
        self._il6 = _Part([row.reading] if row.is_il6 and not row.is_pregnant else () for row in rows)
        once = _once(earlier)
        self._events = _Part(once.get(row.line, ()) for row in rows)
        self._lines = _Part([row.line] if self._is_read(at) else () for at, row in enumerate(rows))
        self._remarks = _Part(self._said_of(at) for at in range(len(rows)))
        self._too_many = _Part([_remark(row, "too_many")] for row in rows)

    # --- judged once -------------------------------------------------------------------------------

    def _hs_crps(self) -> HsCrps:
        """Judge every hs-CRP; of two that say the same the one beside an IL-6 is read."""

        def leave_out(each: Found, code: str) -> None:
            if code == "conflict":
                self._contradicted.add(each.where)

        rows = sorted(self._rows, key=lambda row: not row.is_il6)
        return HsCrps((row.hs_crp() for row in rows if "hs_crp" in row.context and not row.is_pregnant), leave_out)

    def _is_read(self, at: int) -> bool:
        """Whether a row adds to the case of a later one."""
        row = self._rows[at]
        return at in self._with_crp or (not row.is_pregnant and (row.is_il6 or bool(row.events())))

    def _said_of(self, at: int) -> list[Remark]:
        """Return what is said of a row of which the case of a later one is made."""
        row = self._rows[at]
        if row.is_pregnant:
            return [_remark(row, "in_pregnancy")]
        said = self._conflict(row)
        if not self._is_read(at):
            return said or [_remark(row, "not_used")]
        facts = ", ".join(name for name in row.context if name not in _TAKEN_OVER)
        return [*said, *([_remark(row, "not_taken", facts=facts)] if facts else [])]

    def _conflict(self, row: _Row) -> list[Remark]:
        return [_remark(row, "conflict")] if row.where in self._contradicted else []

    # --- one case ----------------------------------------------------------------------------------

    def case(self, at: int, by: date | None, notes: tuple[Remark, ...], *, is_last: bool) -> CsvPatient:
        """
        Make one document: the row whole, earlier IL-6 as history, each hs-CRP with its own draw.

        *by* is the last day of which anything was known; what came later is told with the last case.
        """
        row, end = self._rows[at], bisect_right(self._orders, self._rows[at].order)
        has_own = "hs_crp" in row.context and row.where not in self._contradicted
        beside = self._crps.beside(row.taken, by, chooses=not (has_own and row.is_pregnant))
        first = self._first(at, end, beside)
        after, said_after = self._after(end, by, beside, is_last=is_last)
        chosen = None if beside.chosen is None else self._crp_rows[beside.chosen]
        own = {name: value for name, value in row.context.items() if name != "hs_crp"}
        crps = self._hs_crp_facts(row if has_own else None, beside, first)
        alone = self._person | own | {name: value for name, value in crps.items() if name == "hs_crp"}
        context = alone | crps | self._lists(own, at, first, end)
        document = {part: facts for part, facts in (("reading", row.reading), ("context", context)) if facts}
        wrong = self._refused(row, alone, document)
        lines = {row.line, *self._lines.around(first, at, end), *after}
        lines |= set() if chosen is None or has_own else {self._rows[chosen].line}
        said = [*self._before, *self._too_many.between(0, first)]
        said += [*self._remarks.between(first, at), *self._conflict(row), *self._remarks.between(at + 1, end)]
        left_out = (*said, *said_after)
        if wrong is not None:
            return CsvPatient(row.line, error=wrong, left_out=left_out, patient=row.patient, notes=notes)
        read = tuple(sorted(lines))
        return CsvPatient(row.line, document, lines=read, left_out=left_out, patient=row.patient, notes=notes)

    def _refused(self, row: _Row, alone: _Facts, document: dict[str, Any]) -> CaseError | None:
        """
        Return why `interpret_case` would refuse a case.

        Each row was checked as it was read, so what is left are the facts of several rows together; where times
        are of several zones everything is checked, as each may lie elsewhere in that of the case.
        """
        try:
            check_facts({"reading": row.reading, "context": alone})
            if self._is_of_zones:
                Case.of(Reading.from_dict(row.reading), Context.from_dict(document.get("context", {})), STANDARD)
        except CaseError as error:
            return type(error)(f"{row.where}: {without_birth(str(error), alone.get('birth_date'))}")
        return None

    def _first(self, at: int, end: int, beside: Beside) -> int:
        """Return the first row that still has room in the case; older ones are left out whole, with what they know."""
        room = MOST_STATED - len(self._rows[at].context.get("confounders", ()))
        too_many = beside.end - MOST_RESULTS - (beside.chosen is not None)
        of_crps = self._reached[too_many - 1] + 1 if too_many > 0 else 0
        return max(self._events.first_of(room, at, end), self._il6.first_of(MOST_RESULTS, at, end), min(at, of_crps))

    def _hs_crp_facts(self, own: _Row | None, beside: Beside, first: int) -> _Facts:
        """Return the hs-CRP of the row itself, or else the one read with it; the other ones are its history."""
        if own is None and beside.chosen is None:
            return {}
        history = beside.history(self._crp_documents, bisect_left(self._reached, first))[-MOST_RESULTS:]
        value = own.context["hs_crp"] if own is not None else self._crp_beside(beside)
        return {"hs_crp": value} | ({"hs_crp_history": history} if history else {})

    def _crp_beside(self, beside: Beside) -> _Facts:
        """Return the chosen hs-CRP: without its time where only the number of the draw tells that it is of it."""
        document = self._crp_documents[beside.chosen or 0]
        return {name: value for name, value in document.items() if name != "drawn_at" or not beside.is_of_draw}

    def _lists(self, own: _Facts, at: int, first: int, end: int) -> _Facts:
        """Return what earlier rows bring besides: their confounders and their IL-6."""
        events, history = self._events.around(first, at, end), self._il6.around(first, at, end)
        lists = {"confounders": [*own.get("confounders", ()), *events]} if events else {}
        return lists | ({"history": history} if history else {})

    def _after(self, end: int, by: date | None, beside: Beside, *, is_last: bool) -> tuple[list[int], list[Remark]]:
        """Return which lines after the row of a case are read all the same, and what is said of the others."""
        later = {self._crp_rows[each] for each in beside.later}
        lines: list[int] = []
        said: list[Remark] = []
        for at in range(end, len(self._rows)):
            row = self._rows[at]
            is_known = by is None or row.day is None or row.day <= by
            if not is_known and not is_last and row.day is not None and by is not None and row.day > by + _MOST_DAYS:
                break
            if is_known and at in self._with_crp and at not in later:
                lines.append(row.line)
                said += self._remarks.between(at, at + 1)
            elif is_known and (row.is_pregnant or row.where in self._contradicted):
                said += self._remarks.between(at, at + 1)
            elif is_known or is_last:
                said.append(_remark(row, "later_hs_crp" if at in later else "not_used"))
        return lines, said


def _once(rows: list[_Row]) -> dict[int, list[_Facts]]:
    """Return the confounders of each line, but for those that another row of its day has stated."""
    seen: set[tuple[str, str | None]] = set()
    found: dict[int, list[_Facts]] = {}
    for row in rows:
        new = [event for event in row.events() if (event["kind"], event["ended_on"]) not in seen]
        seen |= {(event["kind"], event["ended_on"]) for event in new}
        found[row.line] = new
    return found


def _remark(row: _Row, code: str, **facts: str) -> Remark:
    return Remark(row.where, code, _LEFT_OUT[code].format(**facts))
