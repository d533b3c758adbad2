"""The rows of HL7 v2 messages: what each OBX measures, whose it is, when it was drawn, and whether it still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..loinc import Codes, Kind
from ..remarks import Ledger, Refusal
from .people import People, Person
from .segments import Segment
from .specimens import Order, is_other_fluid
from .times import When, sent_at, when
from .values import kind_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Cancellation", "Row", "rows_of", "standing"]


@attrs.frozen(eq=False)
class Cancellation:
    """A cancelled order that brings no results: it takes those with it that came before."""

    person: Person
    order: Order
    where: str

    def is_of(self, order: Order) -> bool:
        """Whether an order is the cancelled one: by the laboratory's number, else the sender's, and what it asked."""
        theirs, services = (self.order.filler, order.filler), {self.order.service, order.service} - {""}
        same = theirs[0] & theirs[1] if all(theirs) else self.order.placer & order.placer
        return bool(same) and len(services) <= 1


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
    key: tuple[Person, Kind, str]
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

    @property
    def numbers(self) -> list[Any]:
        """What a cancellation of its order can find the row by: the laboratory's numbers, and the sender's."""
        filled = [(self.person, "filler", each) for each in self.order.filler]
        kind = "placer" if filled else "placer alone"
        return [*filled, *((self.person, kind, each) for each in self.order.placer)]


def rows_of(
    segments: list[Segment], where: str, people: People, ledger: Ledger, own: Codes, local: ZoneInfo | None
) -> Iterator[Row | Cancellation]:
    """
    Yield the rows of one message that are known here, and the orders that it cancels.

    *local* is the zone of the people, where the caller knows it.
    """
    header = segments[0]
    kind, event = header.parts(9, 2)[:2]
    if kind != "ORU" or event not in ("R01", ""):
        ledger.omit(where, "not_oru")
        return
    if header.parts(11)[0].upper() in ("D", "T"):
        ledger.note(where, "not_production")
    reader = _RowReader(sent_at(header), own, local)
    found = _grouped(segments, people, ledger)
    for segment, person, order in found:
        with ledger.noting(segment.where):
            yield reader.row(segment, person, order)
    yield from _cancelled(segments, header, people, {order for _, _, order in found})


def _cancelled(
    segments: list[Segment], header: Segment, people: People, with_results: set[Order]
) -> Iterator[Cancellation]:
    """Yield the cancelled orders of a message that bring no results."""
    answered = {each.where for order in with_results for each in (order.segment, order.common) if each is not None}
    pid: Segment | None = None
    commons = _commons(segments)
    taken = {each.where for each in commons.values()}
    for segment in segments:
        if segment.name == "PID":
            pid = segment
        is_order = segment.name == "OBR" or (segment.name == "ORC" and segment.where not in taken)
        if not is_order or segment.where in answered:
            continue
        own = segment if segment.name == "OBR" else None
        order = Order(own, common=segment if own is None else commons.get(segment.where))
        if order.is_cancelled and pid is not None and (person := people.known(pid, header)) is not None:
            yield Cancellation(person, order, segment.where)


def _grouped(segments: list[Segment], people: People, ledger: Ledger) -> list[tuple[Segment, Person, Order]]:
    """Return each OBX with its patient and its order; the specimens of an order follow its results."""
    header, person, order = segments[0], None, None
    commons = _commons(segments)
    found: list[tuple[Segment, Person, Order]] = []
    orders: list[Order] = []
    is_misplaced = False
    for segment in segments[1:]:
        if segment.name == "PID":
            person, order = people.of(segment, header, segment.where), None
        elif segment.name == "OBR" or (segment.name == "OBX" and order is None):
            order = Order(segment if segment.name == "OBR" else None, common=commons.get(segment.where))
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
    if is_misplaced:
        _put_aside(segments, orders)
    return found


def _commons(segments: list[Segment]) -> dict[str, Segment]:
    """Return the ORC segment that precedes each OBR, by the place of the OBR."""
    found: dict[str, Segment] = {}
    common: Segment | None = None
    for segment in segments:
        if segment.name == "OBR" and common is not None:
            found[segment.where] = common
        if segment.name in ("ORC", "OBR", "PID"):
            common = segment if segment.name == "ORC" else None
    return found


def _put_aside(segments: list[Segment], orders: list[Order]) -> None:
    """Take the specimens from orders to which they may not belong; where none of them is blood, neither is any's."""
    specimens = [segment for segment in segments if segment.name == "SPM"]
    is_of_other_fluid = all(is_other_fluid(each) for each in specimens)
    for order in orders:
        order.specimens.clear()
        order.is_of_other_fluid = is_of_other_fluid


class _RowReader:
    """Makes a row of each OBX of one message."""

    def __init__(self, sent: When, codes: Codes, local: ZoneInfo | None) -> None:
        self._sent = sent
        self._codes = codes
        self._local = local

    def row(self, segment: Segment, person: Person, order: Order) -> Row:
        """Read a row as far as it is needed to tell whether it stands."""
        kind = kind_of(segment, self._codes)
        stated = segment.parts(11)[0].upper() or ("" if order.segment is None else order.segment.parts(25)[0].upper())
        content = tuple(each for number in (2, 5, 6, 8) for each in (*segment.repetitions(number), ""))
        return Row(
            segment=segment,
            kind=kind,
            person=person,
            order=order,
            when=self._drawn(segment, order),
            sent=self._sent,
            status=CANCELLED if order.is_cancelled else stated,
            key=(person, kind, segment.parts(4)[0]),
            content=content,
        )

    def _when(self, segment: Segment, number: int) -> When:
        return self._placed(when(*segment.parts(number, 2)[:2]))

    def _placed(self, at: When) -> When:
        return at.at_offset_of(self._sent) if self._local is None else at.by_the_clock_of(self._local)

    def _drawn(self, segment: Segment, order: Order) -> When:
        """
        Return the time of the draw: that of the order, else of its specimen, else of the row.

        The time of the row (OBX-14) is that of the result in many feeds. What lies after the receipt or the analysis
        of a specimen, or is the time of the report, is no draw where another time can be it.
        """
        doubts = self._doubts_of(segment, order)
        row = self._when(segment, 14)
        stated = self._stated(order)
        if not stated:
            return When(notes=("time_of_result",)) if row.given is not None and doubts(row) else row
        at = next((each for each in stated if not each.problem and not doubts(each)), stated[0])
        differs = row.differs_from(at) or (isinstance(row.given, datetime) and row.given != at.given)
        return at._replace(notes=(*at.notes, *(["row_time"] if differs else []), *doubts(at)))

    def _stated(self, order: Order) -> list[When]:
        """Return the times that are stated for the draw, the first first."""
        of_order = When() if order.segment is None else self._when(order.segment, 7)
        of_specimen = self._placed(order.collected_at)
        of_specimen = of_specimen._replace(notes=(*of_specimen.notes, "time_of_specimen"))
        return [each for each in (of_order, of_specimen) if each.is_stated]

    def _doubts_of(self, segment: Segment, order: Order) -> Callable[[When], list[str]]:
        """Return what tells why a time can be no draw: the tube was there, or the result was, by then."""
        received = [self._placed(each) for each in order.received_outermost]
        analysed = self._when(segment, 19)
        reported = When() if order.segment is None else self._when(order.segment, 22)

        def doubts(at: When) -> list[str]:
            found = ["received_early"] if any(each.is_before(at) for each in received) else []
            found += ["analysed_early"] if analysed.is_before(at) else []
            return found + (["reported_then"] if reported.is_same_instant(at) else [])

        return doubts


# --- statuses --------------------------------------------------------------------------------------

CANCELLED: Final = "cancelled"
"""Stands for the status of a row whose order was cancelled."""

_REPLACING: Final = frozenset({*"CABDWX", CANCELLED})
_RESULT: Final = frozenset({"F", "C", "A", "B", "V", "P", ""})
_NO_RESULT: Final = {
    "D": "deleted", "I": "still in the laboratory", "N": "not asked", "O": "an order and no result",
    "R": "not verified yet", "S": "a partial result", "U": "a change of status without its result",
    "W": "posted as wrong", "X": "a result that cannot be obtained",
}  # fmt: skip


def standing(rows: Iterable[Row | Cancellation], ledger: Ledger) -> list[Row]:
    """Return the rows that still stand after every correction, deletion, cancellation and repetition of this text."""
    final, preliminary = _Register(), _Register()
    for row in rows:
        if isinstance(row, Cancellation):
            for each in (*preliminary.cancel(row), *final.cancel(row)):
                ledger.omit(each.where, "order_cancelled")
            continue
        replaced = preliminary.take(row) if row.status in _REPLACING | _RESULT - {"P"} else []
        replaced += final.take(row) if row.status in _REPLACING else []
        for each in replaced:
            ledger.omit(each.where, "replaced", by=row.where)
        if row.status in _REPLACING - {CANCELLED} and not replaced:
            ledger.note(row.where, "nothing_to_replace", status=row.status)
        if (refusal := _no_result(row)) is not None:
            ledger.refuse(row.where, refusal)
        elif (earlier := final.same(row) or preliminary.same(row)) is not None:
            ledger.omit(row.where, "repeated", earlier=earlier.where)
        elif row.status == "P" and (earlier := final.at(row)) is not None:
            ledger.omit(row.where, "late", earlier=earlier.where)
        else:
            (preliminary if row.status == "P" else final).add(row)
    for row in preliminary.rows:
        ledger.note(row.where, "preliminary")
    return [*final.rows, *preliminary.rows]


def _no_result(row: Row) -> Refusal | None:
    """Return why a row is no result by its own status; none where it is one."""
    if not row.segment.is_whole:
        return Refusal("broken_off")
    if row.status == CANCELLED:
        return Refusal("order_cancelled")
    if row.status in _NO_RESULT:
        return Refusal("status", state=_NO_RESULT[row.status], status=row.status)
    return None if row.status in _RESULT else Refusal("status_unknown")


class _Register:
    """The rows that stand, to be found by what they measure and when."""

    def __init__(self) -> None:
        self.rows: dict[Row, None] = {}
        self._at: defaultdict[Any, dict[Row, None]] = defaultdict(dict)
        self._sent: dict[Any, Row] = {}

    def add(self, row: Row) -> None:
        for place in (*row.places, *row.numbers):
            self._at[place][row] = None
        self._sent[row.key, row.when.given, row.content] = row
        self.rows[row] = None

    def take(self, row: Row) -> list[Row]:
        """Take out what a row replaces."""
        return self._without(self._found(row))

    def cancel(self, cancelled: Cancellation) -> list[Row]:
        """Take out what a cancelled order brought before."""
        filler, placer = cancelled.order.filler, cancelled.order.placer
        places = [("filler", each) for each in filler] + [("placer alone", each) for each in placer]
        places += [] if filler else [("placer", each) for each in placer]
        near = {row: None for place in places for row in self._at[(cancelled.person, *place)]}
        return self._without([row for row in near if cancelled.is_of(row.order)])

    def _without(self, found: list[Row]) -> list[Row]:
        for each in found:
            del self.rows[each]
            for place in (*each.places, *each.numbers):
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
