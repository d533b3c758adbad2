"""The times and lengths of wearables: an instant, a local time, or a day where the time is not known."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from ...errors import CaseError
from ...times import moment

__all__ = ["ahead_of_utc", "at", "day_of", "epoch", "in_offset", "length_of", "number"]

_CLOCK: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[ T](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?\s?(?P<half>[AaPp])?(?(half)\.?[Mm]\.?)\s?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
"""ISO 8601, and as phones write it: a space before the offset, twelve hours, one digit of an hour."""
_NAMED: Final = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}), ([0-9]{1,2}):([0-9]{2})")
_AMERICAN: Final = re.compile(r"([A-Z][a-z]{2}) ([0-9]{1,2}), ([0-9]{4}), (.{5,20})")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_LENGTH: Final = re.compile(r"PT(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})(?:\.[0-9]{1,9})?S)?")
_CLOCK_LENGTH: Final = re.compile(r"([0-9]{1,3}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,3})?")
_WORDS_LENGTH: Final = re.compile(
    r"(?:([0-9]{1,3}) ?h(?:r|ours?)?)? ?(?:([0-9]{1,4}) ?m(?:in)?)? ?(?:([0-9]{1,5}) ?s)?"
)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?(?:(?P<zero>Z)|(?P<sign>[+-])(?P<hours>[01][0-9]):?(?P<minutes>[0-5][0-9]))")
_NOON: Final = 12
_LONGEST: Final = timedelta(days=2)
"""No session is longer; a length beyond it is in another unit."""
_FARTHEST: Final = timedelta(hours=14)


def at(value: Any) -> datetime | date | None:
    """Return the time that a text states, as exactly as it does; none where it states none that can be read."""
    if not isinstance(value, str) or len(text := " ".join(value.split())) > 40:  # noqa: PLR2004  (no time is longer)
        return None
    try:
        if found := _CLOCK.fullmatch(text):
            return moment(f"{found['day']}T{_hour(found):02}:{found['minute']}:{found['second'] or '00'}"
                          f"{found['offset'] or ''}", "time")  # fmt: skip
        if (named := _NAMED.fullmatch(text)) and named[2] in _MONTHS:
            month = _MONTHS.index(named[2]) + 1
            return moment(f"{named[3]}-{month:02}-{int(named[1]):02}T{int(named[4]):02}:{named[5]}", "time")
        if (named := _AMERICAN.fullmatch(text)) and named[1] in _MONTHS:
            return at(f"{named[3]}-{_MONTHS.index(named[1]) + 1:02}-{int(named[2]):02} {named[4]}")
        return moment(date.fromisoformat(text), "time")
    except (ValueError, CaseError):
        return None


def _hour(found: re.Match[str]) -> int:
    """Return the hour of a day; a clock of twelve hours names its half."""
    hour = int(found["hour"])
    if not found["half"]:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError
    return hour % _NOON + (_NOON if found["half"] in "Pp" else 0)


def number(value: Any) -> float | None:
    """Return a number that is one; none for anything else, and for what is not finite."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except (OverflowError, ValueError):
        return None


def epoch(seconds: Any) -> datetime | None:
    """Return the instant so many seconds after 1970 in UTC."""
    stated = number(seconds)
    if stated is None:
        return None
    try:
        read = moment(datetime.fromtimestamp(stated, UTC), "time")
    except (ValueError, OverflowError, OSError):
        return None
    return read if isinstance(read, datetime) else None


def day_of(value: datetime | date) -> date:
    """Return the day, as written."""
    return value.date() if isinstance(value, datetime) else value


def ahead_of_utc(value: Any) -> timedelta | None:
    """Return how far a clock is ahead of UTC: minutes as a number, or text such as +01:00, UTC-05:00, UTCZ."""
    if isinstance(value, str) and (found := _OFFSET.fullmatch(value.strip())):
        if found["zero"]:
            return timedelta()
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        return -ahead if found["sign"] == "-" else ahead
    minutes = number(value)
    return None if minutes is None or abs(minutes) > _FARTHEST / timedelta(minutes=1) else timedelta(minutes=minutes)


def in_offset(value: datetime | date | None, ahead: timedelta | None) -> datetime | date | None:
    """Give a local time its offset, and an instant the clock of that offset."""
    if not isinstance(value, datetime) or ahead is None or abs(ahead) > _FARTHEST:
        return value
    local = timezone(ahead)
    return value.replace(tzinfo=local) if value.tzinfo is None else value.astimezone(local)


def length_of(value: Any) -> timedelta | None:
    """Return a length: seconds as a number, or text such as PT1H5M, 01:05:00, 1h 5m; none where it is not clear."""
    if (seconds := number(value)) is not None:
        return timedelta(seconds=seconds) if 0 < seconds <= _LONGEST.total_seconds() else None
    text = " ".join(value.split()) if isinstance(value, str) else ""
    for form in (_ISO_LENGTH, _CLOCK_LENGTH, _WORDS_LENGTH):
        if (found := form.fullmatch(text)) and any(found.groups()):
            parts = [int(part or 0) for part in found.groups()]
            length = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])
            return length if timedelta() < length <= _LONGEST else None
    return None
