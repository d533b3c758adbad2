"""
What a file of a wearable says, put together once for every format: which values and sessions stand.

A reader of a syntax tells a `Log` of nights and bouts; what repeats, contradicts or has no room is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...context import HrvDay, Session
from ...errors import CaseError, TimeError
from ...fields import MOST_RESULTS
from ...times import Draw, zone
from ..remarks import Ledger, Remark
from .activities import at_least, meant
from .sentences import NOTES, OMITTED
from .times import day_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Bout", "Log", "Night"]

_MOST_REMARKS: Final = 200
"""Of one code; a phone holds years of samples, and one that repeats is one fact."""
_ONCE: Final = frozenset({"meaning", "apps_differ", "local_time", "utc_by_others"})
"""What is true of a whole file and said once."""


class Night(NamedTuple):
    """One value of heart rate variability as it stands in a file."""

    where: str
    provider: str
    measure: str
    text: str
    """The value with its unit."""
    at: datetime | date | None
    notes: tuple[str, ...] = ()


class Bout(NamedTuple):
    """One activity as it stands in a file."""

    where: str
    name: Any
    """What the provider calls it."""
    started: datetime | date | None
    ended: datetime | date | None
    length: timedelta | None = None
    """As stated beside a start, where no end is."""
    intensity: Any = None
    notes: tuple[str, ...] = ()


class _Remarks(Ledger):
    """Remarks of which only so many of one code are kept, and the rest counted."""

    def __init__(self) -> None:
        super().__init__(OMITTED, NOTES)
        self._said: Counter[tuple[bool, str]] = Counter()

    def omit(self, where: str, code: str, **facts: str) -> None:
        if self._has_room(code, is_note=False):
            super().omit(where, code, **facts)

    def note(self, where: str, code: str, **facts: str) -> None:
        if self._has_room(code, is_note=True):
            super().note(where, code, **facts)

    def _has_room(self, code: str, *, is_note: bool) -> bool:
        self._said[is_note, code] += 1
        return self._said[is_note, code] <= (1 if code in _ONCE else _MOST_REMARKS)

    def told(self, *, notes: bool) -> tuple[Remark, ...]:
        """Return the remarks, and for each code how many more there were."""
        more = [
            Remark("further places", code, f"{count - _MOST_REMARKS} more: {(OMITTED, NOTES)[is_note][code]}")
            for (is_note, code), count in self._said.items()
            if is_note is notes and code not in _ONCE and count > _MOST_REMARKS
        ]
        return (*(self.notes if notes else self.omitted), *more)


class Log:
    """The values and activities of one file, in the order in which they stand."""

    def __init__(self, time_zone: str | None) -> None:
        self.remarks = _Remarks()
        self._local: ZoneInfo | None = None if time_zone is None else zone(time_zone)
        self._nights: dict[Hashable, list[Night]] = {}
        self._bouts: dict[Hashable, tuple[str, Session]] = {}

    # --- heart rate variability --------------------------------------------------------------------

    def add_night(self, night: Night) -> None:
        """Keep a value with everything that stands at its time."""
        if night.at is None:
            self.remarks.omit(night.where, "undated")
            return
        self._nights.setdefault((night.provider, night.measure, night.at), []).append(night)

    def days(self) -> tuple[HrvDay, ...]:
        """Return the newest days that a case has room for, oldest first."""
        read = [(self._day(night), night) for nights in self._nights.values() for night in self._agreeing(nights)]
        found = [(day, night) for day, night in read if day is not None]
        found.sort(key=lambda pair: pair[0].on)
        for _, night in found[:-MOST_RESULTS]:
            self.remarks.omit(night.where, "too_many")
        return tuple(day for day, _ in found[-MOST_RESULTS:])

    def _agreeing(self, nights: list[Night]) -> list[Night]:
        """Return the first of equal values of one time; of values that differ none, as nothing says which is right."""
        first, *others = nights
        is_same = all(other.text == first.text for other in others)
        for each in others if is_same else nights:
            self.remarks.omit(each.where, "duplicate" if is_same else "conflict")
        return [first] if is_same else []

    def _day(self, night: Night) -> HrvDay | None:
        on = night.at
        notes = night.notes
        if isinstance(on, datetime) and on.tzinfo is not None and self._local is not None:
            on, notes = on.astimezone(self._local), tuple(each for each in notes if each != "day_in_utc")
        if on is None:
            return None
        try:
            day = HrvDay(day_of(on), device=night.provider, **{night.measure: night.text})
        except CaseError:
            self.remarks.omit(night.where, "value")
            return None
        for note in notes:
            self.remarks.note(night.where, note)
        return day

    # --- sessions ----------------------------------------------------------------------------------

    def add_bout(self, bout: Bout) -> None:
        """Keep an activity as a session; one whose time cannot be read stands without it."""
        started, ended, notes = self._span(bout)
        length = _length(bout, started, ended)
        kind, about_kind = meant(bout.name, length)
        kind = at_least(kind, bout.intensity)
        if kind is None:
            self.remarks.omit(bout.where, "not_training")
            return
        try:
            session = Session(kind, ended_at=ended, started_at=started)
        except CaseError:  # an end that its length puts outside the calendar
            started, ended, notes = None, None, ("no_time",)
            session = Session(kind)
        key = (kind, started, ended)
        if ended is not None and key in self._bouts:
            self.remarks.omit(bout.where, "duplicate")
            return
        self._bouts[bout.where if ended is None else key] = (bout.where, session)
        for note in (*bout.notes, *notes, *about_kind):
            self.remarks.note(bout.where, note)

    def _span(self, bout: Bout) -> tuple[datetime | date | None, datetime | date | None, tuple[str, ...]]:
        """Return the start and end as a case can hold them, and what is worth knowing of them."""
        started, ended, notes = _stated(bout)
        if ended is None:
            return None, None, ("no_time",)
        if self._is_unclear(started) or self._is_unclear(ended) or _is_reversed(started, ended):
            last = max(day_of(each) for each in (started, ended) if each is not None)
            return None, last, (*notes, "clock_unclear")
        is_local = self._local is None and any(map(_has_no_offset, (started, ended)))
        return started, ended, (*notes, "local_time") if is_local else notes

    def _is_unclear(self, value: datetime | date | None) -> bool:
        """Whether a local time does not exist in the time zone given: clocks went forward."""
        if value is None or self._local is None or not _has_no_offset(value):
            return False
        try:
            Draw.of(value, self._local, "time")
        except TimeError:
            return True
        return False

    def sessions(self) -> tuple[Session, ...]:
        """Return the newest sessions that a case has room for, oldest first; those without a time are the last."""
        found = sorted(self._bouts.values(), key=lambda each: _order(each[1]))
        for where, _ in found[:-MOST_RESULTS]:
            self.remarks.omit(where, "too_many")
        return tuple(session for _, session in found[-MOST_RESULTS:])


def _stated(bout: Bout) -> tuple[datetime | date | None, datetime | date | None, tuple[str, ...]]:
    """Return the start and the end of an activity; the end by its length where none is stated, else by its day."""
    started, ended = bout.started, bout.ended
    if ended is None and isinstance(started, datetime) and bout.length is not None:
        return started, started + bout.length, ()
    if ended is None and started is not None:
        return started, day_of(started), ("no_length",)
    return started, ended, ()


def _has_no_offset(value: datetime | date | None) -> bool:
    return isinstance(value, datetime) and value.tzinfo is None


def _length(bout: Bout, started: datetime | date | None, ended: datetime | date | None) -> timedelta | None:
    """Return how long an activity took from its start to its end; else what is stated."""
    both = [each for each in (started, ended) if isinstance(each, datetime)]
    is_clear = len(both) == len((started, ended)) and (both[0].tzinfo is None) == (both[1].tzinfo is None)
    return both[1] - both[0] if is_clear else bout.length


def _is_reversed(started: datetime | date | None, ended: datetime | date) -> bool:
    if not (isinstance(started, datetime) and isinstance(ended, datetime)):
        return False
    return (started.tzinfo is None) == (ended.tzinfo is None) and started > ended


def _order(session: Session) -> tuple[bool, datetime]:
    """Return what to order sessions by; local times and days stand as if they were UTC."""
    ended = session.ended_at
    if ended is None:
        return (True, datetime.max.replace(tzinfo=UTC))
    if not isinstance(ended, datetime):
        ended = datetime.combine(ended, datetime.min.time())
    return (False, ended if ended.tzinfo is not None else ended.replace(tzinfo=UTC))
