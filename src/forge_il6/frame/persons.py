"""
Rows of one person as cases: each with what came before it.

An earlier IL-6 is history of a later one, an hs-CRP goes to the IL-6 of its draw, a confounder of an earlier row has
ended on its day at the latest. A row that cannot be read, or has no time, is no history of any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

import attrs

from ..context import ConfounderEvent, Context
from ..errors import CaseError
from ..fields import MOST_RESULTS, MOST_STATED
from ..interop.loinc import KIND_OF
from ..interop.patients import Found, HsCrps, Taken
from ..reading import HsCrp, Reading
from ..record import restated
from ..times import Draw, zone
from ..units import Amount
from .beside import NOTHING_BESIDE, Beside, Entries
from .rows import Row

__all__ = ["Stated", "all_cases", "case_of"]

_HOURS_PER_DAY: Final = 24
_DRAW_FACTS: Final = tuple(name for name in HsCrp.keys() if name not in ("value", "drawn_at", "molar_mass"))


class Stated(NamedTuple):
    """One row as a case is made of it: with everything that other rows and frames add, or what is wrong with it."""

    number: int
    reading: Reading | None
    context: Context | None
    error: CaseError | None = None


def by_person(rows: Iterable[Row], whose: Callable[[int], Hashable]) -> Iterator[tuple[Hashable, list[Row]]]:
    """Put the rows of each person together; a row of nobody stands alone."""
    persons: dict[Hashable, list[Row]] = {}
    for row in rows:
        key = whose(row.number)
        if key is None or key != key:  # noqa: PLR0124  (only NaN and NaT differ from themselves)
            yield None, [row]
        else:
            persons.setdefault(key, []).append(row)
    yield from persons.items()


def cases_of(rows: list[Row], entries: Entries) -> Iterator[Stated]:
    """Make a case of each row of one person."""
    if entries.error is not None:
        yield from (Stated(row.number, None, None, row.error or entries.error) for row in rows)
        return
    if len(rows) == 1 and not entries.of:
        yield from (Stated(row.number, row.reading, row.context, row.error) for row in rows)
        return
    try:
        course = _Course([placed for row in rows if (placed := _placed(row)) is not None], entries)
    except CaseError as error:
        yield from (Stated(row.number, None, None, row.error or error) for row in rows)
        return
    for row in rows:
        yield course.case(row)


def case_of(row: Row, rows: list[Row], entries: Entries) -> Stated:
    """Make the case of one row of a person, who has these rows."""
    if len(rows) == 1 and not entries.of:
        return Stated(row.number, row.reading, row.context, row.error)
    return _Course([placed for each in rows if (placed := _placed(each)) is not None], entries).case(row)


class _Placed(NamedTuple):
    """A row that was read and has its place in time."""

    row: Row
    reading: Reading
    context: Context
    draw: Draw

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.draw.first, self.draw.last)


def _placed(row: Row) -> _Placed | None:
    """Place a row in time, where that can be done."""
    reading, context = row.reading, row.context
    if reading is None or context is None or reading.drawn_at is None:
        return None
    try:
        return _Placed(row, reading, context, _draw(reading.drawn_at, context.time_zone))
    except CaseError:
        return None  # the row's own case says what is wrong


def _draw(at: Any, key: str | None) -> Draw:
    return Draw.of(at, None if key is None else zone(key), "drawn_at")


class _Course:
    """The rows of one person in time, and what goes with each of them."""

    def __init__(self, placed: list[_Placed], entries: Entries) -> None:
        self._placed = sorted(placed, key=lambda each: each.order)
        self._orders = [each.order for each in self._placed]
        self._at = {each.row.number: at for at, each in enumerate(self._placed)}
        self._lists: dict[str, Any] = {
            name: each[-MOST_RESULTS:] for key, name in _LISTS.items() if (each := entries.of.get(key))
        }
        self._documents: dict[str, HsCrp] = {}
        self._contradicted: set[str] = set()
        self._crps = HsCrps(self._found(entries.of.get("hs_crp", ())), self._leave_out)
        self._events = _events(self._placed)

    def _leave_out(self, each: Found, code: str) -> None:
        if code == "conflict":
            self._contradicted.add(each.where)

    def _found(self, results: Iterable[HsCrp]) -> Iterator[Found]:
        """Yield every hs-CRP of the person: of the rows, those beside an IL-6 first, and of the other frame."""
        for each in sorted(self._placed, key=lambda each: each.reading.il6 is None):
            crp = each.context.hs_crp
            if crp is not None and not each.context.pregnant:
                yield self._as_found(str(each.row.number), *_of_row(each, crp), each)
        key = self._placed[0].context.time_zone if self._placed else None
        for number, result in enumerate(results):
            yield self._as_found(f"beside {number}", result, _draw(result.drawn_at, key))

    def _as_found(self, where: str, result: HsCrp, draw: Draw, row: _Placed | None = None) -> Found:
        self._documents[where] = result
        shared: frozenset[Hashable] = frozenset() if row is None else frozenset({row.row.number})
        return Found(where, KIND_OF["hs_crp"], result.value, result.drawn_at, Taken(draw, shared))

    def case(self, row: Row) -> Stated:
        """Make the case of one row."""
        if row.error is not None or row.context is None:
            return Stated(row.number, None, None, row.error)
        at = self._at.get(row.number)
        try:
            added = self._lists if at is None else self._lists | self._before(self._placed[at], at)
            return Stated(row.number, row.reading, restated(row.context, _added(row.context, added)))
        except CaseError as error:
            return Stated(row.number, None, None, error)

    def _before(self, placed: _Placed, at: int) -> dict[str, Any]:
        """Return what came before a row, or with it."""
        end = bisect_right(self._orders, placed.order)
        others = [each for number, each in enumerate(self._placed[:end]) if number != at]
        history = [each.reading for each in others if each.reading.il6 is not None and not each.context.pregnant]
        return {
            "history": tuple(history[-MOST_RESULTS:]),
            "confounders": tuple(event for number in range(end) if number != at for event in self._events[number]),
            **self._hs_crp(placed),
        }

    def _hs_crp(self, placed: _Placed) -> dict[str, Any]:
        """Return the hs-CRP that is read with a row, its own before any other, and those of other draws."""
        where, own = str(placed.row.number), placed.context.hs_crp
        if own is not None and where in self._contradicted:
            own = None
        taken = Taken(placed.draw, frozenset({placed.row.number}))
        beside = self._crps.beside(taken, placed.draw.day, chooses=not (own is not None and placed.context.pregnant))
        chosen = None if beside.chosen is None else self._documents[self._crps.found[beside.chosen].where]
        documents = [self._documents[each.where] for each in self._crps.found]
        history = beside.history(documents)[-MOST_RESULTS:]
        return {"hs_crp": chosen if own is None else own, "hs_crp_history": tuple(history)}


_LISTS: Final = {"grip": "grip", "hrv": "hrv", "sessions": "exercise_log"}


def _of_row(placed: _Placed, crp: Amount | HsCrp) -> tuple[HsCrp, Draw]:
    """Return the hs-CRP of a row with the facts of its draw, as another row is told of it."""
    reading = placed.reading
    facts = {name: getattr(reading, name) for name in _DRAW_FACTS}
    if isinstance(crp, Amount):
        return HsCrp(crp, drawn_at=reading.drawn_at, **facts), placed.draw
    if crp.drawn_at is not None:
        return crp, _draw(crp.drawn_at, placed.context.time_zone)
    own = {name: getattr(crp, name) for name in _DRAW_FACTS if getattr(crp, name) is not None}
    if {"fasting", "fasting_hours"} & own.keys():
        facts |= {"fasting": None, "fasting_hours": None}
    return attrs.evolve(crp, drawn_at=reading.drawn_at, **(facts | own)), placed.draw


def _events(placed: list[_Placed]) -> list[list[ConfounderEvent]]:
    """Return what each row says had been going on, as ended on its day at the latest; of one day once."""
    seen: set[tuple[Any, date]] = set()
    found: list[list[ConfounderEvent]] = []
    for each in placed:
        stated = () if each.context.pregnant else each.context.confounders or ()
        dated = {(event.kind, _ended(event, each.draw.day)) for event in stated} - seen
        seen |= dated
        found.append([ConfounderEvent(kind, ended_on=on) for kind, on in sorted(dated, key=str)])
    return found


def _ended(event: ConfounderEvent, day: date) -> date:
    """Return the latest day on which an event can have ended, by a row of that day."""
    if event.ended_on is not None:
        return event.ended_on
    hours = event.hours_since or Decimal(0)
    return day - timedelta(days=int(event.days_since or 0) + int(hours // _HOURS_PER_DAY))


def _added(context: Context, added: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a context with what is added to them, as far as a case has room."""
    facts: dict[str, Any] = {}
    for name, value in added.items():
        if name == "hs_crp":
            facts[name] = value
        elif value:
            own, most = getattr(context, name) or (), MOST_STATED if name == "confounders" else MOST_RESULTS
            facts[name] = (*own, *value[max(0, len(value) - most + len(own)) :])
    return facts


def all_cases(rows: Iterable[Row], whose: Callable[[int], Hashable], beside: Beside | None) -> Iterator[Stated]:
    """Make a case of every row; *whose* says of the number of a row which person's it is."""
    for key, mine in by_person(rows, whose):
        yield from cases_of(mine, NOTHING_BESIDE if beside is None or key is None else beside.person(key))
