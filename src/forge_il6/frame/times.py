"""Columns of times: of the draw as far as the clock is asked about, and of birth as far as the age is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import narwhals as nw
import numpy as np

from .. import fields
from ..errors import CaseError, TimeError
from ..times import Draw, whole_day, zone
from .cells import KNOWN, UNKNOWN, Cells, Key, Lines, blocks, named, overlaid, place, reached
from .engines import nulls

__all__ = ["Births", "Times"]

_MINUTES: Final = 24 * 60
_MICROSECONDS: Final = 60_000_000
_PER_DAY: Final = _MINUTES * _MICROSECONDS
_PER_SECOND: Final = 1_000_000
_SECONDS: Final = _PER_DAY // _PER_SECOND
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY: Final = (date(1900, 1, 1) - date(1970, 1, 1)).days
_MOST_DAYS: Final = 40_000
"""So many different days of one column are looked up in the calendar of a zone."""
_ASKED_AT_ONCE: Final = 1 << 10
"""Days about whose clocks a zone is asked together, so that the next batch finds them known."""
_SEPARATOR: Final = " "
_MICROSECOND: Final = timedelta(microseconds=1)
IN_UTC: Final = ("utc",)
BY_THE_CLOCK: Final = "clock"


@attrs.frozen(eq=False)
class Times:
    """A column of times of the draw."""

    known: Any
    local: Any
    """Microseconds of the local clock since 1970."""
    has_clock: Any
    """Whether the local clock is known: a time in UTC alone does not say it."""
    apart: Any
    """What the calendar has to be asked about: days on which clocks change, years out of range."""
    instants: Any
    """What tells two times apart."""

    @classmethod
    def of(cls, series: nw.Series[Any], time_zone: str | None) -> Times:
        """Read a column of datetimes; without offsets they are of the *time_zone*."""
        unknown = nulls(series)
        known = np.ones(len(series), dtype=bool) if unknown is None else ~unknown
        stated = _microseconds(series)
        own_zone = series.dtype.time_zone  # type: ignore[attr-defined]  # it is a column of datetimes
        if own_zone is None:
            local, has_clock = stated, np.ones(len(known), dtype=bool)
            apart = _on_changing_days(local, known, time_zone)
        else:
            local = _local_clock(series, stated, known, time_zone)
            has_clock = np.full(len(known), fill_value=True) if time_zone is not None else local != stated
            apart = np.zeros(len(known), dtype=bool)
        return cls(known, local, has_clock, apart | (local < _FIRST_DAY * _PER_DAY), stated)

    @classmethod
    def of_words(cls, codes: Any, values: Iterable[Any], time_zone: str | None) -> Times:
        """
        Read a column of anything else, each different value once.

        Args:
            codes: for each row the place of its value; −1 where there is none.
            values: the values; one that is no time, or no single instant, is a matter for the calendar.
            time_zone: for times without an offset.
        """
        local = None if time_zone is None else zone(time_zone)
        read = np.array([*(_read(value, local) for value in values), (0, 0, 0, 0, 0)], dtype=np.int64)[codes]
        known, clock, has_clock, apart, instants = read.T
        return cls(known > 0, clock, has_clock > 0, apart > 0, instants)

    @property
    def days(self) -> Any:
        """The local day of each row, counted from 1970; of a time in UTC the day there."""
        return self.local // _PER_DAY

    def cells(self, lines: Lines, exactly: Any = None) -> Cells:
        """Return the cell of the local clock, without *lines* only whether it is known."""
        edges, keys = _clock(lines)
        ids = np.empty(len(self.known), dtype=np.uint8)
        for rows in blocks(len(ids)):
            by_clock = reached(_times_of_day(self.local[rows]), edges) + np.uint8(2) if len(edges) else np.uint8(2)
            ids[rows] = np.where(self.has_clock[rows], by_clock, np.uint8(1)) * self.known[rows]
        apart = self.known & (self.apart if exactly is None else self.apart | exactly)
        return overlaid(ids, list(keys), self.instants, np.flatnonzero(apart))


def _read(value: Any, local: ZoneInfo | None) -> tuple[int, int, int, int, int]:
    """Read one time: whether it is one, its local clock, whether that is known, whether it is open, its instant."""
    try:
        at = fields.instant(value, "drawn_at") if not isinstance(value, str) or value.strip() else None
        if at is None:
            return 0, 0, 0, 0, 0
        draw = Draw.of(at, local, "drawn_at")
    except CaseError:
        return 1, 0, 0, 1, 0
    instant = (draw.first - _EPOCH) // _MICROSECOND
    clock = (datetime(draw.day.year, draw.day.month, draw.day.day, tzinfo=UTC) - _EPOCH) // _MICROSECOND
    return 1, clock, draw.hour_of_day is not None, not draw.is_exact, instant


def _times_of_day(local: Any) -> Any:
    """Return the microseconds since midnight of times by the local clock."""
    midnight = local // _PER_DAY
    midnight *= _PER_DAY
    return np.subtract(local, midnight, out=midnight)  # many times as fast as the remainder


def _microseconds(series: nw.Series[Any]) -> Any:
    stamps = series.dt.timestamp("us")
    return np.asarray((stamps.fill_null(0) if stamps.null_count() else stamps).to_numpy()).astype(np.int64, copy=False)


def _local_clock(series: nw.Series[Any], instants: Any, known: Any, time_zone: str | None) -> Any:
    """Return what the clocks of a zone showed at some instants, asked of the zone as a single case asks it."""
    zone_of_column = series.dtype.time_zone  # type: ignore[attr-defined]  # it is a column of datetimes
    found = instants if known.all() else instants[known]
    ends = (int(found.min()), int(found.max())) if len(found) else (0, 0)
    try:
        edges, offsets = _offsets_between(time_zone or zone_of_column, *ends)
    except (TimeError, OverflowError):
        at = series if time_zone is None else series.dt.convert_time_zone(time_zone)
        return _microseconds(at.dt.replace_time_zone(None))
    return instants + (offsets.take(reached(instants, edges)) if len(edges) else offsets[0])


def _offsets_between(key: str, first: int, last: int) -> tuple[Any, Any]:
    """
    Return when the clocks of a zone change between two instants, and how far they are ahead of UTC before and after.

    Raises:
        TimeError: the zone is not known by its name.
        OverflowError: so many days are not asked about.
    """
    days = (max(first // _PER_DAY, _FIRST_DAY - 1) // _ASKED_AT_ONCE, last // _PER_DAY // _ASKED_AT_ONCE + 1)
    edges, offsets = _offsets(key, *(each * _ASKED_AT_ONCE for each in days))
    start, stop = np.searchsorted(edges, (first, last), side="right")
    return edges[start:stop], offsets[start : stop + 1]


@lru_cache(maxsize=64)
def _offsets(key: str, first: int, last: int) -> tuple[Any, Any]:
    """Return the same between two days, by looking at each day."""
    if last - first > _MOST_DAYS:
        raise OverflowError
    at = zone(key)
    edges: list[int] = []
    offsets = [_ahead(at, first * _SECONDS)]
    for day in range(first, last):
        low, high = day * _SECONDS, (day + 1) * _SECONDS
        if _ahead(at, high) != offsets[-1]:
            edges.append(_change(at, low, high))
            offsets.append(_ahead(at, high))
    return np.array(edges, dtype=np.int64) * _PER_SECOND, np.array(offsets, dtype=np.int64)


def _change(at: tzinfo, low: int, high: int) -> int:
    """Return the first second at which the clocks of a zone are as far ahead as at the later of two."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _ahead(at, middle) != _ahead(at, low) else (middle, high)
    return high


def _ahead(at: tzinfo, second: int) -> int:
    """Return by how many microseconds the clocks of a zone are ahead of UTC at a second since 1970."""
    ahead = (_EPOCH + timedelta(seconds=second)).astimezone(at).utcoffset()
    return 0 if ahead is None else ahead // _MICROSECOND


def _clock(lines: Lines) -> tuple[Any, tuple[Key, ...]]:
    """Return at which times of a day another cell begins, and what the cells are."""
    return _clock_of(_SEPARATOR.join(map(str, lines)))


@lru_cache(maxsize=64)
def _clock_of(written: str) -> tuple[Any, tuple[Key, ...]]:
    lines = tuple(map(Decimal, filter(None, written.split(_SEPARATOR))))
    start = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    keys: list[Key] = []
    edges: list[int] = []
    for minute in range(_MINUTES):
        hour = Draw.of(start + timedelta(minutes=minute), None, "drawn_at").hour_of_day
        key = (BY_THE_CLOCK, named(place(hour, lines), lines) if hour is not None else None)
        if key not in keys[-1:]:
            keys.append(key)
            edges.append(minute * _MICROSECONDS)
    return np.array(edges[1:], dtype=np.int64), (UNKNOWN, IN_UTC, *keys)


def _on_changing_days(local: Any, known: Any, time_zone: str | None) -> Any:
    """Whether a local time lies on a day on which the clocks of a zone change, or beside one."""
    days = local // _PER_DAY
    first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    if time_zone is None or first < _FIRST_DAY or last - first >= _MOST_DAYS:
        return known.copy()
    changing = np.zeros(last - first + 1, dtype=bool)
    changing[days - first] = True
    for day in np.flatnonzero(changing).tolist():
        changing[day] = _changes(first + day, time_zone)
    return changing.take(days - first)


@lru_cache(maxsize=_MOST_DAYS)
def _changes(day: int, time_zone: str) -> bool:
    on = date(1970, 1, 1) + timedelta(days=day)
    first, last = whole_day(on, zone(time_zone))
    return last - first != timedelta(days=1)


@attrs.frozen(eq=False)
class Births:
    """Dates of birth as the years that were completed at the draw."""

    born: Any
    """Days since 1970."""
    known: Any
    days: Any
    """The local day of the draw."""
    is_drawn: Any
    """Whether that day is known for certain."""

    def cells(self, lines: Lines, exactly: Any = None) -> Cells:
        """Return the cell of the age; where the day of the draw is not known, the dates themselves."""
        years = _completed_years(self.born, self.days)
        table = np.array([_place_of(year, lines) for year in range(int(max(years.max(initial=0), 0)) + 1)])
        keys: list[Key] = [UNKNOWN, *(("born", named(cell, lines)) for cell in range(2 * len(lines) + 1))]
        ids = np.where(self.known, table[np.maximum(years, 0)] + 1, 0).astype(np.int32)
        apart = self.known & (~self.is_drawn | (years < 0) | (self.born < _FIRST_DAY))
        if exactly is not None:
            apart |= self.known & exactly
        return overlaid(ids, keys, self.born, np.flatnonzero(apart))

    def presence(self) -> Cells:
        """Tell only whether there is a date."""
        return Cells(self.known.view(np.uint8), (UNKNOWN, KNOWN))


def _place_of(year: int, lines: Lines) -> int:
    """Return the cell of a whole number of years."""
    return place(Decimal(year), lines)


def _completed_years(born: Any, days: Any) -> Any:
    """Return the ages in completed years by the calendar; a leap-day birthday falls on 1 March."""
    (year, date_), (born_year, born_date) = (_calendar(each) for each in (days, born))
    return year - born_year - (date_ < born_date)


def _calendar(days: Any) -> tuple[Any, Any]:
    """Return the year of each day, and its month and day as one number."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64)
    return month // 12 + 1970, (month % 12) * 32 + (dates - months).astype(np.int64)
