"""The times of FHIR: a day, an instant or a period; anything coarser or without an offset is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from ...errors import TimeError
from ...times import Draw, moment
from ..midnight import is_midnight, without_midnight
from ..remarks import Refusal
from .parts import Resource, Say, choices, object_at

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Moment", "Period", "day_of", "period_of", "placed", "time_of"]

Moment = datetime | date

_LONGEST_RECORDING: Final = timedelta(days=2)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COARSE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


class Period(NamedTuple):
    """When something was observed: a moment twice, or from when to when."""

    start: Moment
    end: Moment

    @property
    def is_midnight(self) -> bool:
        """Whether it is midnight exactly, as systems write a day without its hour."""
        return is_midnight(self.start) and self.start == self.end

    def draw(self, say: Say, local: ZoneInfo | None = None) -> Moment:
        """
        Return when blood was drawn: the moment, or the day within which the period lies.

        *local* is the zone of the person, where the caller knows it.
        """
        if self.start == self.end and is_midnight(self.start, local):
            say("midnight")
            return without_midnight(self.start, local)
        if self.start == self.end:
            return self._placed(say, is_local=local is not None)
        if day_of(self.start) == day_of(self.end):
            say("period_day")
            return day_of(self.end)
        raise Refusal("period", ".effectivePeriod")

    def _placed(self, say: Say, *, is_local: bool) -> Moment:
        """Return the moment, or the day of a clock time of which nobody knows where it was read."""
        if is_local or not isinstance(self.start, datetime) or self.start.tzinfo is not None:
            return self.start
        say("time_without_offset")
        return day_of(self.start)

    def is_apart_from(self, other: Period) -> bool:
        """Whether two periods certainly have no moment in common."""
        if self.is_midnight or other.is_midnight:
            return day_of(self.end) < day_of(other.start) or day_of(other.end) < day_of(self.start)
        return _is_backwards(self.start, other.end) or _is_backwards(other.start, self.end)

    def is_before(self, other: Period) -> bool:
        """Whether a period certainly ended before another one did."""
        return _is_backwards(other.end, self.end)

    def day(self) -> date:
        """Return the day on which a recording ended."""
        if day_of(self.end) - day_of(self.start) > _LONGEST_RECORDING:
            raise Refusal("period", ".effectivePeriod")
        return day_of(self.end)


def day_of(value: Moment) -> date:
    """Return the calendar day of a moment, as written."""
    return value.date() if isinstance(value, datetime) else value


def time_of(value: object, path: str, *, needs_offset: bool = True) -> Moment:
    """Read a FHIR date, dateTime or instant; a whole day stays a date."""
    if isinstance(value, str):
        if _COARSE.fullmatch(value):
            raise Refusal("time_imprecise", path)
        if not _TIME.fullmatch(value) and not _DAY.fullmatch(value):
            raise Refusal("time", path)
    elif not isinstance(value, date):
        raise Refusal("malformed", path)
    try:
        read = moment(value.upper() if isinstance(value, str) else value, "time")
        if needs_offset and isinstance(read, datetime) and read.utcoffset() is None:
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
        read = time_of(part[key], f".{key}", needs_offset=False)
        return Period(read, read)
    if key == f"{stem}Timing":
        raise Refusal("timing", f".{key}")
    if key != f"{stem}Period":
        raise Refusal("malformed")
    period = object_at(part, key) or {}
    if period.get("start") is None or period.get("end") is None:
        raise Refusal("period", f".{key}")
    start, end = (time_of(period[name], f".{key}.{name}", needs_offset=False) for name in ("start", "end"))
    if _is_backwards(start, end):
        raise Refusal("period", f".{key}")
    return Period(start, end)


def _is_backwards(start: Moment, end: Moment) -> bool:
    if isinstance(start, datetime) and isinstance(end, datetime) and (start.tzinfo is None) == (end.tzinfo is None):
        return start > end
    return day_of(start) > day_of(end)


def placed(at: Moment | None, local: ZoneInfo | None) -> Draw | None:
    """Place a time on the calendar; *local* is the zone of the person, where the caller knows it."""
    try:
        return None if at is None else Draw.of(at, local, "time")
    except TimeError:
        raise Refusal("time_skipped") from None
