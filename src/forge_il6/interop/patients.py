"""
What a feed says of one person, put together once for every format.

A reader turns its syntax into `Found` results; which of them are of one draw, which contradict each
other, which hs-CRP is read with the newest IL-6 and what is history of it is decided here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import attrs

from ..codes import Sex
from ..context import ConfounderEvent, Context, GripSession, HrvDay
from ..errors import CaseError
from ..fields import MOST_RESULTS
from ..knowledge.thresholds import ONE_DRAW, PAIR_GAP
from ..reading import HsCrp, Reading
from ..times import Draw, hours_between, on_date, zone
from ..units import Amount
from .loinc import Kind
from .midnight import MIDNIGHT
from .remarks import Ledger
from .specimens import Sample

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["LEFT_OUT", "NOTED", "Beside", "Found", "Gathered", "HsCrps", "Patient", "Person", "Taken", "gather"]

LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType({
    "value": "It is not one plain, positive number of sensible size, or its comparator cannot be used here.",
    "undated": "It has no time, so it cannot be placed beside the other results.",
    "duplicate": "The same result stands there once more, and is read from that place.",
    "conflict": "Another result of the same time says something else.",
    "later_hs_crp": (
        "It was drawn after the newest IL-6 and its hs-CRP, and is no history of them; to judge it, give it as hs_crp."
    ),
    "too_many": "A case holds no more results and events than the newer ones.",
    "older": "A newer vitamin D is read instead; the context holds one.",
    "named_otherwise": "Its code, {loinc}, is that of {measured}, and the words beside it name something else.",
    "another_draw": "An ordinary CRP serves only the draw of the newest IL-6; this one is of another.",
})  # fmt: skip
"""What every format says of a result that is left out for the sake of the person's other results."""

NOTED: Final[Mapping[str, str]] = MappingProxyType({
    "midnight": MIDNIGHT,
    "birth_date_late": "The date of birth lies after a result, and is not read.",
})  # fmt: skip

_FARTHEST_DAYS: Final = timedelta(days=2)
"""No two offsets give instants that are that close local dates farther apart."""

T = TypeVar("T")
LeaveOut = Callable[["Found", str], None]
"""Takes a result that is not used, and the code of why."""


# --- results ---------------------------------------------------------------------------------------


class Taken(NamedTuple):
    """One taking of blood, as far as a feed tells of it."""

    draw: Draw | None = None
    """When, as placed on the calendar."""
    shared: frozenset[Hashable] = frozenset()
    """What its results have in common: a specimen, an order, a report, a record or row."""

    def is_with(self, other: Taken) -> bool | None:
        """Whether two are of one draw; none where neither their times nor what they share can tell."""
        shares = not self.shared.isdisjoint(other.shared)
        if self.draw is None or other.draw is None:
            return shares or None
        is_one_day = self.draw.day == other.draw.day
        if self.draw.is_exact and other.draw.is_exact:
            apart = self.hours_from(other)
            return apart <= ONE_DRAW.value or (is_one_day and apart <= PAIR_GAP.value)
        return (shares or None) if is_one_day else False

    def is_timed_with(self, other: Taken) -> bool:
        """Whether both times are known, so that they tell."""
        return all(draw is not None and draw.is_exact for draw in (self.draw, other.draw))

    def hours_from(self, other: Taken) -> Any:
        """Return the hours between two; nought where they are not both known, and something else has to tell."""
        mine, theirs = self.draw, other.draw
        if mine is None or theirs is None or not (mine.is_exact and theirs.is_exact):
            return 0
        return abs(hours_between(mine.first, theirs.first))


@attrs.frozen(eq=False, repr=False)
class Found:
    """One result of a feed, free of the syntax in which it stood."""

    where: str
    """Its place, as remarks name it."""
    kind: Kind
    amount: Amount
    at: datetime | date | None = None
    """Its time, as the case states it."""
    taken: Taken = attrs.field(factory=Taken)
    sample: Sample = attrs.field(factory=Sample)
    method: str | None = None
    upper_limit: Amount | None = None

    @property
    def draw(self) -> Draw | None:
        """When it was drawn, as placed on the calendar."""
        return self.taken.draw

    @property
    def order(self) -> tuple[Any, ...]:
        """What to order results by, as `interpret` does: the newest IL-6 of both must be the same."""
        placed = () if self.draw is None else (self.draw.first, self.draw.last)
        result = (self.amount.value, self.amount.comparator, self.method or "", self.sample.specimen or "")
        return (self.draw is None, *placed, *result)

    def reading(self) -> Reading:
        """Return an IL-6 as a reading."""
        return Reading(self.amount, method=self.method, lab_upper_limit=self.upper_limit, **self._facts())

    def hs_crp(self) -> HsCrp:
        """Return a hs-CRP with its own draw."""
        return HsCrp(self.amount, **self._facts())

    def grip(self) -> GripSession:
        """Return a grip session."""
        return GripSession(on_date(self.at, "on"), self.amount, self.kind.hand)

    def hrv(self) -> HrvDay:
        """Return a day of heart rate variability."""
        return HrvDay(on_date(self.at, "on"), sdnn=self.amount)

    def _facts(self) -> dict[str, Any]:
        facts = attrs.asdict(self.sample, recurse=False) | {"drawn_at": self.at}
        return {name: value for name, value in facts.items() if value is not None}


# --- the person ------------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Patient:
    """The results of one patient; no printed form shows whose they are."""

    readings: tuple[Reading, ...] = ()
    """Every IL-6."""
    hs_crp: HsCrp | None = None
    """The hs-CRP of the draw of the newest reading; else the newest one."""
    hs_crp_history: tuple[HsCrp, ...] = ()
    """Every other hs-CRP, but for those drawn after both the newest reading and `hs_crp`."""
    conventional_crp: Amount | None = None
    """An ordinary CRP of the draw of the newest reading."""
    vitamin_d: Amount | None = None
    """The newest 25-OH-vitamin D."""
    grip: tuple[GripSession, ...] = ()
    hrv: tuple[HrvDay, ...] = ()
    birth_date: date | None = None
    sex: Sex | None = None
    time_zone: str | None = None
    confounders: tuple[ConfounderEvent, ...] = ()
    """Drugs that move the markers, where the feed tells of them; the question about all others stays open."""

    def context(self, **facts: Any) -> Context:
        """
        Return what was read as a context; *facts* add to it, or replace parts of it.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        known = {name: value for name in _OF_CONTEXT if (value := getattr(self, name))}
        if "confounders" in known and "confounders" not in facts:
            known["confounders_asked"] = False  # a feed tells of drugs, and of nothing else that there may be
        return Context(**(known | facts))

    def case(self, **facts: Any) -> dict[str, Any]:
        """
        Return the case document: the newest reading, and everything else as its context.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        key = facts.get("time_zone", self.time_zone)
        index = _newest(self.readings, None if key is None else zone(key))
        others = [each for each in self.readings if each is not index]
        if others:
            facts = {"history": others} | facts
        case = {} if index is None else {"reading": index.to_dict()}
        context = self.context(**facts).to_dict()
        return case | ({"context": context} if context else {})

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self.readings)} readings of IL-6>"


_OF_CONTEXT: Final = tuple(each.name for each in attrs.fields(Patient) if each.name in Context.keys())


def _newest(readings: Sequence[Reading], local: ZoneInfo | None) -> Reading | None:
    """Return the reading that `interpret` would take as the index reading."""

    def order(reading: Reading) -> tuple[Any, ...]:
        draw = None if reading.drawn_at is None else Draw.of(reading.drawn_at, local, "drawn_at")
        placed = () if draw is None else (draw.first, draw.last)
        result = () if reading.il6 is None else (reading.il6.value, reading.il6.comparator)
        return (draw is not None, *placed, *result, reading.method or "", reading.specimen or "")

    return max(readings, key=order, default=None)


class Person(NamedTuple):
    """What a feed says of whom the results are, and where it says so."""

    where: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    time_zone: str | None = None


# --- agreement -------------------------------------------------------------------------------------


def _agreeing(found: Iterable[Found], leave_out: LeaveOut) -> list[Found]:
    """
    Return the first result of each time, with what all of that time share; *leave_out* is told of every other one.

    The code is ``duplicate`` where the results of a time say the same; else it is ``conflict``, and none is kept:
    nothing says which one is right.
    """
    of_time: dict[Hashable, list[Found]] = {}
    for each in found:
        of_time.setdefault(each.at if each.draw is None else each.draw[1:3], []).append(each)
    kept: list[Found] = []
    for first, *others in of_time.values():
        is_same = all(other.amount == first.amount for other in others)
        for each in others if is_same else (first, *others):
            leave_out(each, "duplicate" if is_same else "conflict")
        if is_same:
            shared = first.taken.shared.union(*(other.taken.shared for other in others))
            kept.append(attrs.evolve(first, taken=first.taken._replace(shared=shared)) if others else first)
    return kept


def _is_later(draw: Draw, other: Draw) -> bool:
    """Whether a draw came after another: by the clock, or by the day where one is known to the day only."""
    if draw.first > other.last:
        return True
    return draw.day > other.day and not (draw.is_exact and other.is_exact)


def _shares_draw(taken: Taken, index: Taken) -> bool:
    return taken.is_with(index) is True and not taken.is_timed_with(index)


# --- the hs-CRP of an IL-6 -------------------------------------------------------------------------


class Beside(NamedTuple):
    """Which hs-CRP is read with an IL-6, and which are its history; by their positions in `HsCrps.found`."""

    end: int
    """Behind the last one that was known by then."""
    chosen: int | None = None
    is_of_draw: bool = False
    """Whether what it shares, and not its time, tells that it is of the draw: it stands there without its time."""
    later: tuple[int, ...] = ()
    """Those drawn after both the IL-6 and the chosen one: newer than the case, which `interpret` refuses."""

    def history(self, of: Sequence[T], start: int = 0) -> list[T]:
        """Return the history, out of a list that runs beside `HsCrps.found`, from a position on."""
        kept: list[T] = []
        for skipped in sorted({*self.later, *(() if self.chosen is None else (self.chosen,))}):
            kept += of[start:skipped]
            start = max(start, skipped + 1)
        return kept + list(of[start : self.end])


class HsCrps:
    """Every hs-CRP of one person that nothing contradicts, in the order of their days: sorted once, asked often."""

    def __init__(self, found: Iterable[Found], leave_out: LeaveOut) -> None:
        dated = [(each.draw, each) for each in _agreeing(found, leave_out) if each.draw is not None]
        self.found = [each for _, each in sorted(dated, key=lambda pair: pair[0][:3])]
        self._days = [draw.day for draw, _ in sorted(dated, key=lambda pair: pair[0][:3])]

    def beside(self, index: Taken | None, by: date | None = None, *, chooses: bool = True) -> Beside:
        """
        Choose the hs-CRP that is read with an IL-6: the nearest of its draw, or of its day; else the newest.

        *by* is the last day of which anything was known; where *chooses* is false the IL-6 has one that is not here.
        """
        end = len(self.found) if by is None else bisect_right(self._days, by)
        if not end:
            return Beside(end)
        chosen = self._of_draw(index, end) if index is not None and chooses else None
        if chosen is None and chooses:
            chosen = self._newest(end)
        is_of_draw = chosen is not None and index is not None and _shares_draw(self.found[chosen].taken, index)
        return Beside(end, chosen, is_of_draw, self._later(end, index, None if is_of_draw else chosen))

    def _later(self, end: int, index: Taken | None, chosen: int | None) -> tuple[int, ...]:
        """Return what was drawn after both the IL-6 and the chosen one, as far as their times stand in the case."""
        draws = (None if index is None else index.draw, None if chosen is None else self._draw(chosen))
        limits = [each for each in draws if each is not None]
        if not limits:
            return ()
        first = bisect_left(self._days, max(limit.day for limit in limits) - _FARTHEST_DAYS)
        return tuple(at for at in range(first, end) if all(_is_later(self._draw(at), limit) for limit in limits))

    def _of_draw(self, index: Taken, end: int) -> int | None:
        """Return the nearest that is certainly of the draw of an IL-6; else one that can be, by its day."""
        first = 0
        if index.draw is not None:
            first = bisect_left(self._days, index.draw.day - _FARTHEST_DAYS)
            end = min(end, bisect_right(self._days, index.draw.day + _FARTHEST_DAYS))
        ranked = []
        for at in range(first, end):
            taken = self.found[at].taken
            is_with = taken.is_with(index)
            if is_with or (is_with is None and index.draw is not None):
                shares = not taken.shared.isdisjoint(index.shared)
                ranked.append((not is_with, taken.hours_from(index), not shares, at))
        return min(ranked)[-1] if ranked else None

    def _newest(self, end: int) -> int:
        """Return the newest: of two days that touch, local dates may say otherwise."""
        first = bisect_left(self._days, self._days[end - 1] - _FARTHEST_DAYS)
        return max(range(first, end), key=lambda at: self._draw(at)[1:3])

    def _draw(self, at: int) -> Draw:
        draw = self.found[at].draw
        if draw is None:
            raise LookupError  # none such is kept
        return draw


# --- the case --------------------------------------------------------------------------------------


class Gathered(NamedTuple):
    """A patient, and the results that were read."""

    patient: Patient
    read: tuple[Found, ...]


def gather(found: Iterable[Found], ledger: Ledger, person: Person = Person()) -> Gathered:  # noqa: B008  (frozen)
    """Put together what a feed says of one person; what is left out is written into *ledger*."""
    of: defaultdict[str, list[Found]] = defaultdict(list)
    for each in found:
        of[each.kind.fact].append(each)
    case = _Case(of, ledger)
    readings, grip, hrv = case.readings(), case.made("grip", Found.grip), case.made("hrv", Found.hrv)
    hs_crp, history = case.hs_crps()
    patient = Patient(
        readings=tuple(readings.values()),
        hs_crp=hs_crp,
        hs_crp_history=history,
        conventional_crp=case.conventional_crp(),
        vitamin_d=case.vitamin_d(),
        grip=tuple(grip.values()),
        hrv=tuple(hrv.values()),
        birth_date=_birth_date(person, of, ledger),
        sex=person.sex,
        time_zone=person.time_zone,
    )
    return Gathered(patient, (*readings, *case.read, *grip, *hrv))


def _birth_date(person: Person, of: Mapping[str, list[Found]], ledger: Ledger) -> date | None:
    """Return the date of birth, unless a result is older."""
    days = [on_date(each.at, "at") for found in of.values() for each in found if each.at is not None]
    if person.birth_date is not None and days and min(days) < person.birth_date:
        ledger.note(person.where, "birth_date_late")
        return None
    return person.birth_date


class _Case:
    """The results of one person by what they measure, while they are put together."""

    def __init__(self, of: defaultdict[str, list[Found]], ledger: Ledger) -> None:
        self.read: list[Found] = []
        self._of = of
        self._ledger = ledger
        self._index: Found | None = None
        self._anchor: Found | None = None

    def _leave_out(self, each: Found, code: str) -> None:
        self._ledger.omit(each.where, code)

    def made(self, fact: str, make: Callable[[Found], T]) -> dict[Found, T]:
        """Make a record of each result; what the library refuses is left out."""
        made: dict[Found, T] = {}
        for each in self._of[fact]:
            try:
                made[each] = make(each)
            except CaseError:
                self._leave_out(each, "value")
        return made

    def readings(self) -> dict[Found, Reading]:
        """Return every IL-6; of several those with a time, since the newest could not be told."""
        il6 = self._of["il6"]
        if len(il6) > 1:
            self._of["il6"] = [each for each in il6 if each.draw is not None]
            for each in il6:
                if each.draw is None:
                    self._leave_out(each, "undated")
        self._of["il6"] = self._newest_of(self._of["il6"], MOST_RESULTS + 1)  # the newest is no history
        made = self.made("il6", Found.reading)
        self._index = self._anchor = max(made, key=lambda each: each.order, default=None)
        return made

    def hs_crps(self) -> tuple[HsCrp | None, tuple[HsCrp, ...]]:
        """Return the hs-CRP beside the newest IL-6, and its history."""
        made = self.made("hs_crp", Found.hs_crp)
        undated = self._undated(list(made))
        crps = HsCrps([each for each in self._by_sharing(made) if each.draw is not None], self._leave_out)
        beside = crps.beside(None if self._index is None else self._index.taken)
        chosen = None if beside.chosen is None else crps.found[beside.chosen]
        if undated is not None:
            chosen, beside = undated, crps.beside(self._index.taken if self._index else None, chooses=False)
        for at in beside.later:
            self._leave_out(crps.found[at], "later_hs_crp")
        history = self._newest_of(beside.history(crps.found))
        self.read += ([] if chosen is None else [chosen]) + history
        self._anchor = self._anchor or chosen
        return self._paired(chosen), tuple(each.hs_crp() for each in history)

    def _newest_of(self, found: list[Found], most: int = MOST_RESULTS) -> list[Found]:
        """Return as many as a case holds, in their order."""
        if len(found) <= most:
            return found
        oldest = sorted(found, key=lambda each: each.order)[:-most]
        for each in oldest:
            self._leave_out(each, "too_many")
        left_out = set(oldest)
        return [each for each in found if each not in left_out]

    def _by_sharing(self, found: Iterable[Found]) -> list[Found]:
        """Put those first that share something with an IL-6: of two that say the same they are the ones to read."""
        shared = frozenset[Hashable]().union(*(each.taken.shared for each in self._of["il6"]))
        return sorted(found, key=lambda each: each.taken.shared.isdisjoint(shared))

    def _undated(self, found: list[Found]) -> Found | None:
        """Return the one result without a time that shares the draw of the newest IL-6; any other is left out."""
        undated = [each for each in found if each.draw is None]
        index = self._index
        mine = [each for each in undated if index is not None and each.taken.is_with(index.taken)]
        kept = _agreeing(mine, self._leave_out)
        for each in undated:
            if each not in mine:
                self._leave_out(each, "undated")
        return kept[0] if kept else None

    def _paired(self, chosen: Found | None) -> HsCrp | None:
        """Return the hs-CRP of the case: without its time where only what it shares tells that it is of the draw."""
        if chosen is None or self._index is None or not _shares_draw(chosen.taken, self._index.taken):
            return None if chosen is None else chosen.hs_crp()
        return attrs.evolve(chosen, at=None).hs_crp()

    def conventional_crp(self) -> Amount | None:
        """Take an ordinary CRP that can be of the draw of the newest IL-6 or, without any, of the hs-CRP."""
        undated = self._undated(self._of["conventional_crp"])
        crps = HsCrps([each for each in self._of["conventional_crp"] if each.draw is not None], self._leave_out)
        chosen = undated
        beside = crps.beside(None if self._anchor is None else self._anchor.taken)
        if chosen is None and beside.chosen is not None:
            near = crps.found[beside.chosen]
            is_apart = self._anchor is not None and near.taken.is_with(self._anchor.taken) is False
            chosen = None if is_apart else near
        return self._single([*crps.found, *([] if undated is None else [undated])], chosen, "another_draw")

    def vitamin_d(self) -> Amount | None:
        """Take the newest vitamin D."""
        found = _agreeing(self._of["vitamin_d"], self._leave_out)
        dated = [each for each in found if each.draw is not None]
        newest = max(dated, key=lambda each: each.order, default=next(iter(found), None))
        return self._single(found, newest, "older")

    def _single(self, found: list[Found], chosen: Found | None, code: str) -> Amount | None:
        for each in found:
            if each is not chosen:
                self._leave_out(each, code)
        if chosen is None:
            return None
        self.read.append(chosen)
        return chosen.amount
