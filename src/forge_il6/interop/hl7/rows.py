"""The rows of HL7 v2 messages: what each OBX measures, whose it is, when it was drawn, and whether it still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import attrs

from ..loinc import Kind
from ..remarks import Ledger
from .people import People, Person
from .segments import Segment
from .specimens import Order
from .times import When, when
from .values import code_of, kind_of

__all__ = ["Row", "rows_of", "standing"]


@attrs.frozen(eq=False)
class Row:
    """An OBX whose code is known here."""

    segment: Segment
    kind: Kind
    person: Person
    order: Order
    when: When
    sent: When
    """When the message was sent."""
    status: str
    key: tuple[Person, str, str]
    """What tells one result from another, but for its time."""
    content: tuple[str, ...]

    @property
    def where(self) -> str:
        """The place of the segment."""
        return self.segment.where

    @property
    def places(self) -> tuple[Any, ...]:
        """What a correction can find the row by: its time, its day, its order, or nothing but what it measures."""
        order = self.order.segment
        filed = "" if order is None else "".join(order.repetitions(3)) or "".join(order.repetitions(2))
        return (self.key, self.when.given), (self.key, "day", self.when.day), (self.key, "order", filed), (self.key,)


def rows_of(segments: list[Segment], where: str, people: People, ledger: Ledger, *, is_local: bool) -> Iterator[Row]:
    """Yield the rows of one message that are known here; *is_local* says that the caller knows the time zone."""
    header = segments[0]
    kind, event = header.parts(9, 2)[:2]
    if kind != "ORU" or event not in ("R01", ""):
        ledger.omit(where, "not_oru")
        return
    if header.parts(11)[0].upper() in ("D", "T"):
        ledger.note(where, "not_production")
    sent = when(header.parts(7)[0])
    for segment, person, order in _grouped(segments, people, ledger):
        with ledger.noting(segment.where):
            yield _row(segment, person, order, sent, is_local=is_local)


def _grouped(segments: list[Segment], people: People, ledger: Ledger) -> list[tuple[Segment, Person, Order]]:
    """Return each OBX with its patient and its order; the specimens of an order follow its results."""
    header, person, order = segments[0], None, None
    found: list[tuple[Segment, Person, Order]] = []
    orders: list[Order] = []
    is_misplaced = False
    for segment in segments[1:]:
        if segment.name == "PID":
            person, order = people.of(segment, header, segment.where), None
        elif segment.name == "OBR" or (segment.name == "OBX" and order is None):
            order = Order(segment if segment.name == "OBR" else None)
            orders.append(order)
        if segment.name == "OBX" and order is not None:
            person = person or people.of(None, header, segment.where)
            found.append((segment, person, order))
        elif segment.name == "SPM":
            is_misplaced |= order is None
            if order is not None:
                order.specimens.append(segment)
            if is_misplaced:
                ledger.note(segment.where, "specimen_misplaced")
        elif segment.name == "NTE":
            ledger.note(segment.where, "comment")
    for each in orders if is_misplaced else ():
        each.specimens.clear()
    return found


def _row(segment: Segment, person: Person, order: Order, sent: When, *, is_local: bool) -> Row:
    code = code_of(segment)
    status = segment.parts(11)[0].upper() or ("" if order.segment is None else order.segment.parts(25)[0].upper())
    key = (person, code, segment.parts(4)[0])
    content = tuple(each for number in (2, 5, 6, 8) for each in (*segment.repetitions(number), ""))
    at = _drawn(segment, order) if is_local else _drawn(segment, order).at_offset_of(sent)
    return Row(segment, kind_of(code), person, order, at, sent, status, key, content)


def _drawn(segment: Segment, order: Order) -> When:
    """Return the time of the draw: that of the row, else of its order, else of its specimen."""
    at = when(*segment.parts(14, 2)[:2])
    if not at.is_stated and order.segment is not None:
        at = when(*order.segment.parts(7, 2)[:2])
    if not at.is_stated and len(order.collected) == 1:
        at = order.collected[0]
        at = at._replace(notes=(*at.notes, "time_of_specimen"))
    return at


# --- statuses --------------------------------------------------------------------------------------

_REPLACING: Final = frozenset("CABDWX")
_RESULT: Final = frozenset({"F", "C", "A", "B", "V", "P", ""})
_NO_RESULT: Final = {
    "D": "deleted", "I": "still in the laboratory", "N": "not asked", "O": "an order and no result",
    "R": "not verified yet", "S": "a partial result", "U": "a change of status without its result",
    "W": "posted as wrong", "X": "a result that cannot be obtained",
}  # fmt: skip


def standing(rows: Iterable[Row], ledger: Ledger) -> list[Row]:
    """Return the rows that still stand after every correction, deletion and repetition of this text."""
    final, preliminary = _Register(), _Register()
    for row in rows:
        replaced = preliminary.take(row) if row.status in _REPLACING | _RESULT - {"P"} else []
        replaced += final.take(row) if row.status in _REPLACING else []
        for each in replaced:
            ledger.omit(each.where, "replaced", by=row.where)
        if row.status in _REPLACING and not replaced:
            ledger.note(row.where, "nothing_to_replace", status=row.status)
        if not row.segment.is_whole:
            ledger.omit(row.where, "broken_off")
        elif row.status in _NO_RESULT:
            ledger.omit(row.where, "status", state=_NO_RESULT[row.status], status=row.status)
        elif row.status not in _RESULT:
            ledger.omit(row.where, "status_unknown")
        elif (earlier := final.same(row) or preliminary.same(row)) is not None:
            ledger.omit(row.where, "repeated", earlier=earlier.where)
        elif row.status == "P" and (earlier := final.at(row)) is not None:
            ledger.omit(row.where, "late", earlier=earlier.where)
        else:
            (preliminary if row.status == "P" else final).add(row)
    for row in preliminary.rows:
        ledger.note(row.where, "preliminary")
    return [*final.rows, *preliminary.rows]


class _Register:
    """The rows that stand, to be found by what they measure and when."""

    def __init__(self) -> None:
        self.rows: dict[Row, None] = {}
        self._at: defaultdict[Any, dict[Row, None]] = defaultdict(dict)
        self._sent: dict[Any, Row] = {}

    def add(self, row: Row) -> None:
        for place in row.places:
            self._at[place][row] = None
        self._sent[row.key, row.when.given, row.content] = row
        self.rows[row] = None

    def take(self, row: Row) -> list[Row]:
        """Take out what a row replaces."""
        found = self._found(row)
        for each in found:
            del self.rows[each]
            for place in each.places:
                self._at[place].pop(each, None)
        return found

    def _found(self, row: Row) -> list[Row]:
        """Find the same measurement at the same time, at a time that can be the same, or as the one of its order."""
        at, day, order, everywhere = row.places
        if row.when.problem:
            return list(self._at[everywhere])  # it cannot be told which, so none of them stands
        places = (at, (row.key, row.when.day)) if isinstance(row.when.given, datetime) else (day,)
        found = [each for place in places for each in self._at[place]]
        if not found and order[-1] and len(self._at[order]) == 1:
            found = list(self._at[order])  # its time was corrected
        return found

    def at(self, row: Row) -> Row | None:
        """Return a row of the same measurement and the same time."""
        return next(iter(self._at[row.places[0]]), None)

    def same(self, row: Row) -> Row | None:
        """Return the row that said the same before: a message may come twice."""
        earlier = self._sent.get((row.key, row.when.given, row.content))
        return earlier if earlier in self.rows else None
