"""Columns of times: of the draw as far as the clock is asked about, and of birth as far as the age is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import narwhals as nw
import numpy as np

from .. import fields
from ..errors import CaseError
from ..times import Draw, whole_day, zone
from .cells import KNOWN, UNKNOWN, Cells, Key, Lines, named, overlaid, place

__all__ = ["Births", "Times"]

_MINUTES: Final = 24 * 60
_MICROSECONDS: Final = 60_000_000
_PER_DAY: Final = _MINUTES * _MICROSECONDS
_FIRST_DAY: Final = (date(1900, 1, 1) - date(1970, 1, 1)).days
_MOST_DAYS: Final = 40_000
"""So many different days of one column are looked up in the calendar of a zone."""
_SEPARATOR: Final = " "
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
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
        known = ~np.asarray(series.is_null().to_numpy(), dtype=bool)
        stated = _microseconds(series, known)
        is_aware = series.dtype.time_zone is not None  # type: ignore[attr-defined]  # it is a column of datetimes
        if not is_aware:
            local, has_clock = stated, np.ones(len(known), dtype=bool)
            apart = _on_changing_days(local, known, time_zone)
        else:
            own = _microseconds(series.dt.replace_time_zone(None), known)
            at = series if time_zone is None else series.dt.convert_time_zone(time_zone)
            local = own if time_zone is None else _microseconds(at.dt.replace_time_zone(None), known)
            has_clock = np.ones(len(known), dtype=bool) if time_zone is not None else own != stated
            apart = np.zeros(len(known), dtype=bool)
        return cls(known, local, has_clock, apart | (local // _PER_DAY < _FIRST_DAY), stated)

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

    def cells(self, lines: Lines, exactly: Any = None, of: Lines = ()) -> Cells:  # noqa: ARG002  (as of numbers)
        """Return the cell of the local clock, without *lines* only whether it is known."""
        table, keys = _clock(lines)
        ids = table[(self.local // _MICROSECONDS) % _MINUTES]
        ids = np.where(self.known, np.where(self.has_clock, ids, 1), 0)
        apart = self.known & (self.apart if exactly is None else self.apart | exactly)
        return overlaid(ids, list(keys), self.instants, apart)


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


def _microseconds(series: nw.Series[Any], known: Any) -> Any:
    stamps = series.dt.timestamp("us")
    whole = stamps if known.all() else stamps.fill_null(0)
    return np.asarray(whole.to_numpy()).astype(np.int64)


def _clock(lines: Lines) -> tuple[Any, tuple[Key, ...]]:
    """Return for each minute of the day its cell, and what the cells are."""
    return _clock_of(_SEPARATOR.join(map(str, lines)))


@lru_cache(maxsize=64)
def _clock_of(written: str) -> tuple[Any, tuple[Key, ...]]:
    lines = tuple(map(Decimal, filter(None, written.split(_SEPARATOR))))
    keys: dict[Key, int] = {UNKNOWN: 0, IN_UTC: 1}
    start = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    table = np.empty(_MINUTES, dtype=np.int16)
    for minute in range(_MINUTES):
        at = start + timedelta(minutes=minute)
        hour = Draw.of(at, None, "drawn_at").hour_of_day
        key = (BY_THE_CLOCK, named(place(hour, lines), lines) if hour is not None else None)
        table[minute] = keys.setdefault(key, len(keys))
    return table, tuple(keys)


def _on_changing_days(local: Any, known: Any, time_zone: str | None) -> Any:
    """Whether a local time lies on a day on which the clocks of a zone change, or beside one."""
    if time_zone is None:
        return known.copy()
    days = np.unique(local[known] // _PER_DAY)
    if len(days) > _MOST_DAYS or (len(days) and days[0] < _FIRST_DAY):
        return known.copy()
    changing = [day for day in days.tolist() if _changes(day, time_zone)]
    return np.isin(local // _PER_DAY, changing)


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

    def cells(self, lines: Lines, exactly: Any = None, of: Lines = ()) -> Cells:  # noqa: ARG002  (as of numbers)
        """Return the cell of the age; where the day of the draw is not known, the dates themselves."""
        years = _completed_years(self.born, self.days)
        table = np.array([_place_of(year, lines) for year in range(int(max(years.max(initial=0), 0)) + 1)])
        keys: list[Key] = [UNKNOWN, *(("born", named(cell, lines)) for cell in range(2 * len(lines) + 1))]
        ids = np.where(self.known, table[np.maximum(years, 0)] + 1, 0).astype(np.int32)
        apart = self.known & (~self.is_drawn | (years < 0) | (self.born < _FIRST_DAY))
        return overlaid(ids, keys, self.born, apart if exactly is None else apart | (self.known & exactly))

    def presence(self) -> Cells:
        """Tell only whether there is a date."""
        return Cells(self.known.astype(np.int32), (UNKNOWN, KNOWN))


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
