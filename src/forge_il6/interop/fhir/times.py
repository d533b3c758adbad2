"""The times of FHIR: a day, an instant or a period; anything coarser or without an offset is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from ...errors import TimeError
from ...times import moment
from ..remarks import Refusal
from .parts import Resource, Say, choices, object_at

__all__ = ["Moment", "Period", "day_of", "period_of", "time_of"]

Moment = datetime | date

_LONGEST_RECORDING: Final = timedelta(days=2)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COARSE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


class Period(NamedTuple):
    """When something was observed: a moment twice, or from when to when."""

    start: Moment
    end: Moment

    def draw(self, say: Say) -> Moment:
        """Return when blood was drawn: the moment, or the day within which the period lies."""
        if self.start == self.end:
            return self.start
        if day_of(self.start) == day_of(self.end):
            say("period_day")
            return day_of(self.end)
        raise Refusal("period", ".effectivePeriod")

    def is_apart_from(self, other: Period) -> bool:
        """Whether two periods certainly have no moment in common."""
        return _is_backwards(self.start, other.end) or _is_backwards(other.start, self.end)

    def day(self) -> date:
        """Return the day on which a recording ended."""
        if day_of(self.end) - day_of(self.start) > _LONGEST_RECORDING:
            raise Refusal("period", ".effectivePeriod")
        return day_of(self.end)


def day_of(value: Moment) -> date:
    """Return the calendar day of a moment, as written."""
    return value.date() if isinstance(value, datetime) else value


def time_of(value: object, path: str) -> Moment:
    """Read a FHIR date, dateTime or instant; a whole day stays a date."""
    if isinstance(value, str):
        if _COARSE.fullmatch(value):
            raise Refusal("time_imprecise", path)
        if not _TIME.fullmatch(value) and not _DAY.fullmatch(value):
            raise Refusal("time", path)
    elif not isinstance(value, date):
        raise Refusal("malformed", path)
    try:
        read = moment(value, "time")
        if isinstance(read, datetime) and read.utcoffset() is None:
            raise Refusal("time_without_offset", path)
    except TimeError:
        raise Refusal("time", path) from None
    return read


def period_of(part: Resource, stem: str = "effective") -> Period | None:
    """Read effective[x] or another choice of time; none where there is none."""
    given = choices(part, stem)
    if not given:
        return None
    if len(given) > 1:
        raise Refusal("several_times")
    key = given[0]
    if key in (f"{stem}DateTime", f"{stem}Instant"):
        read = time_of(part[key], f".{key}")
        return Period(read, read)
    if key == f"{stem}Timing":
        raise Refusal("timing", f".{key}")
    if key != f"{stem}Period":
        raise Refusal("malformed")
    period = object_at(part, key) or {}
    if period.get("start") is None or period.get("end") is None:
        raise Refusal("period", f".{key}")
    start, end = (time_of(period[name], f".{key}.{name}") for name in ("start", "end"))
    if _is_backwards(start, end):
        raise Refusal("period", f".{key}")
    return Period(start, end)


def _is_backwards(start: Moment, end: Moment) -> bool:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start > end
    return day_of(start) > day_of(end)
