"""Midnight in a feed: systems that know the day alone write it as 00:00:00, and hardly anybody draws blood then."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["MIDNIGHT", "is_midnight", "says_midnight", "without_midnight"]

MIDNIGHT: Final = "Its time is midnight exactly, by which systems write a day without its hour; the day is read."
"""What every format says of it."""

_CLOCK: Final = re.compile(r"00:00(?::00(?:\.0+)?)?")


def says_midnight(clock: str) -> bool:
    """Whether a clock without its day, as written, is midnight to the last digit."""
    return _CLOCK.fullmatch(clock) is not None


def is_midnight(at: datetime | date | None, local: ZoneInfo | None = None) -> bool:
    """Whether a time is midnight to the last digit: as written or, of one in UTC, on the clock of the person."""
    return isinstance(at, datetime) and time() in (at.time(), _on_the_wall(at, local).time())


def without_midnight(at: datetime | date, local: ZoneInfo | None = None) -> datetime | date:
    """Return the day where a time is midnight exactly; else the time."""
    if not isinstance(at, datetime) or not is_midnight(at, local):
        return at
    return at.date() if at.time() == time() else _on_the_wall(at, local).date()


def _on_the_wall(at: datetime, local: ZoneInfo | None) -> datetime:
    """Return a time in UTC, which says nothing of a clock, by that of the person; any other one as written."""
    return at.astimezone(local) if local is not None and at.utcoffset() == timedelta() else at
