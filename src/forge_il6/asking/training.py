"""
The exercise log: how long before a draw the last session of each weight ended.

Every uncertain time is taken at both of its ends, as near to the draw as it can have been and as
far. A log is sorted once; a draw is then found in it by bisection, however long both are. Days
without a clock are local days: where no time zone is known they are compared with the local clock
of the draw.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from ..codes import Exercise
from ..context import Session
from ..times import Draw, hours_between, whole_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["ExerciseFacts", "ExerciseLog", "exercise_before", "stated_exercise"]

_UNDER_WAY: Final = Decimal(0)
_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
"""The start of a session that has none."""
_UNCLEAR_AFTER: Final = timedelta(hours=24)
"""How long after a draw a session without a start may end and still have been under way at it."""

_WEIGHTS: Final[Mapping[Exercise, str]] = {
    Exercise.VIGOROUS: "intense", Exercise.HIIT: "intense", Exercise.RESISTANCE: "intense",
    Exercise.UNKNOWN: "intense", Exercise.ECCENTRIC: "eccentric", Exercise.ENDURANCE: "eccentric",
    Exercise.RACE: "race", Exercise.MODERATE: "moderate",
}  # fmt: skip
"""The weight of every kind of session that is not light."""


class ExerciseFacts(NamedTuple):
    """What is known of training before one draw: hours since the last session, by its weight."""

    reported: bool
    clear: bool
    intense: Decimal | None = None
    eccentric: Decimal | None = None
    race: Decimal | None = None
    moderate: Decimal | None = None
    wanted: tuple[str, ...] = ()
    """The weights of sessions that were stated without hours: only a logged one of its weight tells them."""

    @property
    def least(self) -> Decimal | None:
        """Hours since the last session of any but light exercise."""
        return min((h for h in (self.intense, self.eccentric, self.race, self.moderate) if h is not None), default=None)

    def worse(self, other: ExerciseFacts) -> ExerciseFacts:
        """Combine two accounts; the shorter time counts."""
        return ExerciseFacts(
            reported=self.reported or other.reported,
            clear=self.clear and other.clear,
            intense=_shorter(self.intense, other.intense),
            eccentric=_shorter(self.eccentric, other.eccentric),
            race=_shorter(self.race, other.race),
            moderate=_shorter(self.moderate, other.moderate),
            wanted=self.wanted + other.wanted,
        )

    def answers(self, stated: ExerciseFacts) -> bool:
        """Whether a log tells the hours of every session that was stated without them."""
        return all(getattr(self, weight) is not None for weight in stated.wanted)


def _shorter(hours: Decimal | None, others: Decimal | None) -> Decimal | None:
    if hours is None or others is None:
        return others if hours is None else hours
    return min(hours, others)


_NOT_REPORTED: Final = ExerciseFacts(reported=False, clear=True)
_UNCLEAR: Final = ExerciseFacts(reported=True, clear=False)
_NO_EXERCISE: Final = ExerciseFacts(reported=True, clear=True)


def stated_exercise(kind: Exercise | None, hours: Decimal | None) -> ExerciseFacts:
    """Return what a draw states of its own last session."""
    if kind is None and hours is None:
        return _NOT_REPORTED
    if kind is Exercise.LIGHT or (kind is Exercise.NONE and hours is None):
        return _NO_EXERCISE
    weight = _WEIGHTS[Exercise.UNKNOWN if kind is None or kind is Exercise.NONE else kind]
    if hours is None:
        return _UNCLEAR._replace(wanted=(weight,))
    return ExerciseFacts(
        reported=True,
        clear=True,
        intense=hours if weight == "intense" else None,
        eccentric=hours if weight == "eccentric" else None,
        race=hours if weight == "race" else None,
        moderate=hours if weight == "moderate" else None,
    )


def exercise_before(
    stated: ExerciseFacts, log: ExerciseLog | None, draw: Draw | None
) -> tuple[ExerciseFacts, ExerciseFacts]:
    """Return the nearest and the farthest account of training before a draw; mostly the same."""
    if log is None:
        return stated, stated
    if log.has_sessions and draw is not None and not draw.is_whole_day:
        return _both(stated, log.nearest(draw)), _both(stated, log.farthest(draw))
    both = _both(stated, _UNCLEAR if log.has_sessions else _NO_EXERCISE)
    return both, both


def _both(stated: ExerciseFacts, logged: ExerciseFacts) -> ExerciseFacts:
    """Combine what the draw states with the log; a kind without hours is looked up there, among its like."""
    return (stated._replace(clear=True) if logged.answers(stated) else stated).worse(logged)


class ExerciseLog:
    """The sessions of a log, ready to be asked for any draw."""

    def __init__(self, sessions: tuple[Session, ...], local_zone: ZoneInfo | None) -> None:
        spans: defaultdict[str, list[_Span]] = defaultdict(list)
        local_days: defaultdict[str, list[_Span]] = defaultdict(list)
        for each in sessions:
            if each.kind in _WEIGHTS:
                kept = local_days if local_zone is None and _has_no_clock(each) else spans
                kept[_WEIGHTS[each.kind]].append(_Span.of(each, local_zone))
        self._weights = {weight: _Sessions(found) for weight, found in spans.items()}
        self._by_the_clock = {weight: _Sessions(found) for weight, found in local_days.items()}
        self.has_sessions = bool(spans or local_days)

    def nearest(self, draw: Draw) -> ExerciseFacts:
        """Return what the log says of a draw, every uncertain time taken as close to it as it can have been."""
        return self._account(_Sessions.nearest, draw)

    def farthest(self, draw: Draw) -> ExerciseFacts:
        """Return what the log says of a draw, every uncertain time taken as far from it as it can have been."""
        return self._account(_Sessions.farthest, draw)

    def _account(self, ask: Callable[[_Sessions, Draw], _Account], draw: Draw) -> ExerciseFacts:
        """Ask the sessions that are placed in time about the draw, and local days about what its clock showed."""
        known, by_the_clock = (
            self._facts({weight: ask(found, at) for weight, found in sessions.items()})
            for sessions, at in ((self._weights, draw), (self._by_the_clock, draw.by_the_clock))
        )
        return known.worse(by_the_clock)

    @staticmethod
    def _facts(accounts: Mapping[str, _Account]) -> ExerciseFacts:
        clear = all(account.clear for account in accounts.values())
        hours = {weight: account.hours for weight, account in accounts.items()}
        return ExerciseFacts(
            reported=True,
            clear=clear,
            intense=hours.get("intense"),
            eccentric=hours.get("eccentric"),
            race=hours.get("race"),
            moderate=hours.get("moderate"),
        )


def _has_no_clock(session: Session) -> bool:
    """Whether a session has dates alone, which say nothing of any offset."""
    return not any(isinstance(at, datetime) for at in (session.started_at, session.ended_at))


class _Account(NamedTuple):
    """The hours since the last session of one weight, and whether the timing of every session can be told."""

    hours: Decimal | None
    clear: bool


_Within = tuple[datetime, datetime]
"""The earliest and the latest instant that something can have been."""


class _Span(NamedTuple):
    """When the start and the end of a session can have been; none where that is not stated."""

    start: _Within | None
    end: _Within | None

    @classmethod
    def of(cls, session: Session, local_zone: ZoneInfo | None) -> _Span:
        days_in = local_zone or _stated_offset(session)
        ends: list[_Within | None] = []
        for value, name in ((session.started_at, "started_at"), (session.ended_at, "ended_at")):
            if value is None:
                ends.append(None)
            elif isinstance(value, datetime):
                at = Draw.of(value, local_zone, f"exercise_log: {name}")
                ends.append((at.first, at.last))
            else:
                ends.append(whole_day(value, days_in))
        return cls(*ends)


def _stated_offset(session: Session) -> tzinfo:
    """Return the offset in which a session states one of its two times; where it states none, that of any clock."""
    stated = (at.tzinfo for at in (session.started_at, session.ended_at) if isinstance(at, datetime))
    return next((offset for offset in stated if offset is not None), UTC)


class _Sessions:
    """
    The sessions of one weight, sorted by what a draw is compared with.

    A session is told by its end. Whether it was under way at the draw its start says; one without
    a start may have been, if it ended on the day after. One without an end cannot be placed at
    all, unless it began after the draw.
    """

    def __init__(self, spans: Iterable[_Span]) -> None:
        whole: list[tuple[datetime, datetime, datetime, datetime]] = []
        ended: list[_Within] = []
        endless: list[_Within] = []
        for start, end in spans:
            if end is None:
                endless.append(start or (_ALWAYS, _ALWAYS))
            elif start is None:
                ended.append(end)
            else:
                whole.append((*start, end[0], max(start[0], end[1])))
        self.starts = sorted(start for start, _, _, _ in whole)
        self.whole_by_end = _Latest((end_last, end_last) for _, _, _, end_last in whole)
        self.whole_by_start = _Latest((start_last, end_first) for _, start_last, end_first, _ in whole)
        self.ended_first = sorted(end_first for end_first, _ in ended)
        self.ended_by_end = _Latest((end_last, end_last) for _, end_last in ended)
        self.ended_by_first = _Latest((end_last, end_first) for end_first, end_last in ended)
        self.endless_first = min((first for first, _ in endless), default=None)
        self.endless_last = min((last for _, last in endless), default=None)

    def nearest(self, draw: Draw) -> _Account:
        over = self.whole_by_end.up_to(draw.first), self.ended_by_end.up_to(draw.first)
        begun = bisect_right(self.starts, draw.last), bisect_right(self.ended_first, draw.last)
        endings = [end for _, end in over if end is not None]
        hours = hours_between(max(endings), draw.first) if endings else None
        if any(began > ended for began, (ended, _) in zip(begun, over, strict=True)):
            hours = _UNDER_WAY
        may_be_under_way = bisect_right(self.ended_first, draw.last + _UNCLEAR_AFTER) > begun[1]
        return _Account(hours, not may_be_under_way and not _is_open(self.endless_first, draw.last))

    def farthest(self, draw: Draw) -> _Account:
        _, whole = self.whole_by_start.up_to(draw.first)
        over, ended = self.ended_by_first.up_to(draw.first)
        endings = [end for end in (whole, ended) if end is not None]
        hours = max(_UNDER_WAY, hours_between(max(endings), draw.last)) if endings else None
        may_be_under_way = self.ended_by_first.up_to(draw.first + _UNCLEAR_AFTER)[0] > over
        return _Account(hours, not may_be_under_way and not _is_open(self.endless_last, draw.first))


class _Latest:
    """Pairs of a key and an instant, asked how many keys lie up to a point, and for the latest instant of those."""

    def __init__(self, pairs: Iterable[tuple[datetime, datetime]]) -> None:
        ordered = sorted(pairs)
        self._keys = [key for key, _ in ordered]
        self._latest = list(accumulate((at for _, at in ordered), max))

    def up_to(self, point: datetime) -> tuple[int, datetime | None]:
        n = bisect_right(self._keys, point)
        return n, self._latest[n - 1] if n else None


def _is_open(start: datetime | None, at: datetime) -> bool:
    """Whether a session without an end began, or may have begun, by a point."""
    return start is not None and start <= at
