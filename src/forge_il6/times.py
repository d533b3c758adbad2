"""Instants, local dates and spans: the one door for times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from .errors import TimeError, discreet, excerpt, plain_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "LONGEST_TIME",
    "Draw",
    "completed_years",
    "hours_between",
    "moment",
    "on_date",
    "whole_day",
    "years_before",
    "zone",
]

LONGEST_TIME = 40
_DATE_LENGTH = 10
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_DIVISION = Context(prec=28, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_MICROSECONDS_PER_HOUR = Decimal(3_600_000_000)
_MINUTES_PER_HOUR = Decimal(60)
_DAY = timedelta(days=1)
_TIME_LIKE = re.compile(r"(?=.*20[0-9]{2}) *[0-9]{1,4}[-./][0-9W]{1,4}[-./]?[0-9]{0,4}(?:[T ][0-9:.,+Z -]*)?")
"""What a time of this century looks like, however wrong; a name does not, nor most dates of birth."""


def _calendar(value: date, name: str) -> None:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        msg = f"{name}: the year {value.year} is outside {_FIRST_YEAR} to {_LAST_YEAR}; check the date"
        raise TimeError(msg)


def moment(value: object, name: str) -> datetime | date:
    """
    Read an instant, or a date where the time is unknown; the text is ISO 8601.

    Raises:
        TimeError: text that is no ISO 8601 time, another type, or a year outside the calendar.
    """
    if type(value) is str and _DATE_LENGTH < len(value) <= LONGEST_TIME and value.isprintable():
        try:
            read: datetime | date = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if _FIRST_YEAR <= read.year <= _LAST_YEAR:
                return read
    if (text := plain_text(value)) is not None:
        read = _from_text(text, name)
    elif isinstance(value, datetime):
        read = value if type(value) is datetime else _from_subclass(value, name)
    elif isinstance(value, date):
        read = date.fromordinal(date.toordinal(value))  # of a subclass, which may say anything of itself
    else:
        msg = f"{name}: got {discreet(value)}; give ISO 8601 text such as 2026-11-20T08:10+01:00, or a datetime"
        raise TimeError(msg)
    _calendar(read, name)
    return _fixed(read, name) if isinstance(read, datetime) else read


def _from_text(value: str, name: str) -> datetime | date:
    try:
        text = value.strip()
        if len(value) > LONGEST_TIME or not text.isprintable():
            raise ValueError
        return date.fromisoformat(text) if len(text) <= _DATE_LENGTH else datetime.fromisoformat(text)
    except ValueError:
        shown = excerpt(value) if _TIME_LIKE.fullmatch(value[:LONGEST_TIME]) else discreet(value)
        msg = f"{name}: got {shown}; write an ISO 8601 time with its offset, such as 2026-11-20T08:10+01:00"
        raise TimeError(msg) from None


def _from_subclass(value: datetime, name: str) -> datetime:
    """Read what a data frame makes of a datetime, by the text that its base class writes."""
    try:
        return datetime.fromisoformat(datetime.isoformat(value))
    except (ValueError, TypeError, AttributeError):
        msg = f"{name}: got {discreet(value)}; give a datetime, or ISO 8601 text"
        raise TimeError(msg) from None


def _fixed(value: datetime, name: str) -> datetime:
    """Replace a zone by the offset it has at that instant, so that no later arithmetic is by wall clock."""
    try:
        offset = value.utcoffset()
        return value.replace(tzinfo=None if offset is None else _offset(offset), fold=0)
    except Exception:  # noqa: BLE001  (a foreign tzinfo may raise anything)
        msg = f"{name}: its time zone has no usable offset; give ISO 8601 text with an offset"
        raise TimeError(msg) from None


@lru_cache(maxsize=1024)
def _offset(offset: timedelta) -> timezone:
    """Share the fixed offsets: a feed repeats a few."""
    return timezone(offset)


def on_date(value: object, name: str) -> date:
    """
    Read a calendar date; the date of an instant is taken as written.

    Raises:
        TimeError: as `moment`.
    """
    read = moment(value, name)
    return read.date() if isinstance(read, datetime) else read


@lru_cache(maxsize=256)
def zone(key: str) -> ZoneInfo:
    """
    Return the IANA zone *key*.

    Raises:
        TimeError: the name is unknown here.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (only a context with a time zone needs it)

    try:
        if len(key) > LONGEST_TIME:
            raise ValueError
        return ZoneInfo(key)
    except Exception:  # noqa: BLE001  (a missing file, a bad name and a bad file raise different errors)
        msg = (
            f"time_zone: {discreet(key)} is not known here; give an IANA name such as Europe/Berlin "
            "(where the system has no zones, install tzdata)"
        )
        raise TimeError(msg) from None


def hours_between(earlier: datetime, later: datetime) -> Decimal:
    """Return the hours from one aware instant to another, taken in UTC; negative when reversed."""
    span = later - earlier  # both in UTC already
    microseconds = (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    return _DIVISION.divide(Decimal(microseconds), _MICROSECONDS_PER_HOUR)


def years_before(day: date, years: int) -> date:
    """Return the same day so many calendar years before, within the calendar; of a leap day the day before it."""
    year = min(max(day.year - years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=day.day - 1)


def completed_years(born: date, on: date) -> int:
    """Return the age in completed years by the calendar; a leap-day birthday falls on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@lru_cache(maxsize=24 * 60)
def _hour_of_day(minute: int) -> Decimal:
    return _DIVISION.divide(Decimal(minute), _MINUTES_PER_HOUR)


class Draw(NamedTuple):
    """
    When blood was drawn: a local date and, where the time is known, the instant.

    A date alone, or a local time that a clock change made twice, is a span of instants; a
    statement about it holds only if it holds at both ends.
    """

    day: date
    """The local date."""
    first: datetime
    """The earliest instant it can have been, in UTC."""
    last: datetime
    """The latest instant it can have been, in UTC."""
    hour_of_day: Decimal | None
    """The local clock in hours, where it is known: a time in UTC alone does not say it."""
    offset: timedelta | None = None
    """How far the local clock is ahead of UTC, as the time itself states it."""

    @classmethod
    def of(cls, value: datetime | date, local_zone: ZoneInfo | None, name: str) -> Self:
        """
        Place a time as read; *local_zone* is the person's, where given.

        Raises:
            TimeError: a time without an offset and no zone to place it in, or a local time that a
                clock change skipped.
        """
        if not isinstance(value, datetime):
            first, last = whole_day(value, local_zone)
            return cls(value, first, last, None)
        if value.tzinfo is None:
            if local_zone is None:
                msg = (
                    f"{name}: {value.isoformat()} has no offset; write it with one, such as "
                    f"{value.isoformat()}+01:00, or give the context's time_zone"
                )
                raise TimeError(msg)
            ends = tuple(_placed(value, local_zone, name))
            return cls(value.date(), ends[0], ends[-1], _hour_of_day(value.hour * 60 + value.minute))
        instant = value.astimezone(UTC)
        local = value if local_zone is None else value.astimezone(local_zone)
        offset = value.utcoffset()
        hour = _hour_of_day(local.hour * 60 + local.minute) if local_zone is not None or offset else None
        return cls(local.date(), instant, instant, hour, offset)

    @property
    def is_exact(self) -> bool:
        """Whether the instant is known."""
        return self.first == self.last

    @property
    def is_whole_day(self) -> bool:
        """Whether only the date is known."""
        return self.hour_of_day is None and not self.is_exact

    @property
    def by_the_clock(self) -> Draw:
        """The same draw as the local clock showed it, written as if that were UTC: to compare it with local days."""
        if self.offset is None:
            first, last = whole_day(self.day, UTC)
            return self._replace(first=first, last=last)
        return self._replace(first=self.first + self.offset, last=self.last + self.offset)


def _placed(value: datetime, local_zone: tzinfo, name: str) -> Iterator[datetime]:
    """Yield the instants that a local time can mean: one, or two in the hour that comes twice."""
    for fold in (0, 1):
        instant = value.replace(tzinfo=local_zone, fold=fold).astimezone(UTC)
        if instant.astimezone(local_zone).replace(tzinfo=None) != value:
            msg = f"{name}: {value.isoformat()} does not exist in the time zone given (clocks went forward); check it"
            raise TimeError(msg)
        yield instant


def whole_day(day: date, local_zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Return the first and last instant of a local day; without a zone, of that day anywhere on Earth."""
    start = datetime.combine(day, time.min)
    if local_zone is None:
        widest = timedelta(hours=14)
        return (start - widest).replace(tzinfo=UTC), (start + _DAY + widest).replace(tzinfo=UTC)
    return (
        start.replace(tzinfo=local_zone).astimezone(UTC),
        (start + _DAY).replace(tzinfo=local_zone).astimezone(UTC),
    )
