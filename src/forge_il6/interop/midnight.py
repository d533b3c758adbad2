"""Midnight in a feed: systems that know the day alone write it as 00:00:00, and hardly anybody draws blood then."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

__all__ = ["MIDNIGHT", "is_midnight", "without_midnight"]

MIDNIGHT: Final = "Its time is midnight exactly, by which systems write a day without its hour; the day is read."
"""What every format says of it."""


def is_midnight(at: datetime | date | None) -> bool:
    """Whether a time is midnight to the last digit, as written."""
    return isinstance(at, datetime) and at.time() == time()


def without_midnight(at: datetime | date) -> datetime | date:
    """Return the day, as written, where a time is midnight exactly; else the time."""
    return at.date() if isinstance(at, datetime) and is_midnight(at) else at
