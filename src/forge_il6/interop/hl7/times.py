"""The times of HL7 v2: an instant, or a day where the time is not known to the minute."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...errors import TimeError
from ...times import Draw, moment
from ..midnight import is_midnight, without_midnight
from ..remarks import Refusal
from .segments import Segment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["When", "collected", "outermost", "placed", "sent_at", "when"]

_TIME: Final = re.compile(
    r"([0-9]{4})(?:([0-9]{2})([0-9]{2})?)?(?:([0-9]{2})(?:([0-9]{2})([0-9]{2})?)?)?(\.[0-9]{1,6})?"
    r"([+-](?:0[0-9]|1[0-4])[0-5][0-9])?"
)


class When(NamedTuple):
    """A time as read: what was given, or the code of why it cannot be used."""

    given: datetime | date | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether there was anything to read."""
        return self.given is not None or bool(self.problem)

    @property
    def day(self) -> date | None:
        """The calendar day, as written."""
        return self.given.date() if isinstance(self.given, datetime) else self.given

    def is_before(self, other: When) -> bool:
        """Whether a time is certainly before another, as far as both are known."""
        mine, theirs = self.given, other.given
        if (
            isinstance(mine, datetime)
            and isinstance(theirs, datetime)
            and (mine.tzinfo is None) == (theirs.tzinfo is None)
        ):
            return mine < theirs
        return self.day is not None and other.day is not None and self.day < other.day

    def differs_from(self, other: When) -> bool:
        """Whether two times certainly differ, as far as both are known."""
        return self.is_before(other) or other.is_before(self)

    def is_same_instant(self, other: When) -> bool:
        """Whether two are certainly one time of day, and not one day only."""
        are_exact = isinstance(self.given, datetime) and isinstance(other.given, datetime)
        return are_exact and not self.differs_from(other) and self.has_offset == other.has_offset

    @property
    def has_offset(self) -> bool:
        """Whether the instant is known."""
        return isinstance(self.given, datetime) and self.given.tzinfo is not None

    def by_the_clock_of(self, local: ZoneInfo) -> When:
        """Return the day where a time in UTC is midnight exactly on the clock of the person."""
        if self.given is None or not is_midnight(self.given, local):
            return self
        return When(without_midnight(self.given, local), notes=(*self.notes, "midnight"))

    def at_offset_of(self, header: When) -> When:
        """Give a time without an offset that of the message, which MSH-7 states for all of its times."""
        zone = header.given.tzinfo if isinstance(header.given, datetime) else None
        if zone is None or not isinstance(self.given, datetime) or self.given.tzinfo is not None:
            return self
        return When(self.given.replace(tzinfo=zone), notes=(*self.notes, "offset_of_message"))


def when(text: str, precision: str = "") -> When:
    """Read an HL7 time with its precision; an hour without minutes is that day, and so is midnight exactly."""
    at = _exactly(text, precision)
    if at.given is None or not is_midnight(at.given):
        return at
    return When(without_midnight(at.given), notes=(*at.notes, "midnight"))


def sent_at(header: Segment) -> When:
    """Read when a message was sent (MSH-7); a machine does so at midnight as well."""
    return _exactly(header.parts(7)[0])


def _exactly(text: str, precision: str = "") -> When:
    match = _TIME.fullmatch(text)
    if match is None:
        return When(problem="time") if text else When()
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    if day is None or precision in ("Y", "L"):
        return When(problem="time_imprecise")
    iso = f"{year}-{month}-{day}"
    notes: tuple[str, ...] = ()
    if minute is not None and precision not in ("D", "H"):
        iso += f"T{hour}:{minute}:{second or '00'}{fraction or ''}" + (f"{offset[:3]}:{offset[3:]}" if offset else "")
    elif hour is not None:
        notes = ("day_only",)
    try:
        return When(moment(iso, "time"), notes=notes)
    except TimeError:
        return When(problem="time_calendar")


def collected(specimen: Segment) -> When:
    """Read when a specimen was collected (SPM-17): one time, or the day of a range within it."""
    start, end = (when(specimen.within(17, part, 2)[0]) for part in (0, 1))
    if start.problem or not end.is_stated or start.given == end.given:
        return start
    if end.problem or start.given is None:
        return When(problem=end.problem or "time")
    return When(start.day, notes=("day_only",)) if start.day == end.day else When(problem="period")


def outermost(times: Iterable[When]) -> tuple[When, ...]:
    """
    Return the first and the last of the times that can be used, of each kind, by instant and by day.

    Where any of the times is before or after another time, one of these is.
    """
    kinds: defaultdict[Any, list[When]] = defaultdict(list)
    for each in times:
        if each.given is not None:
            kinds[type(each.given), isinstance(each.given, datetime) and each.given.tzinfo is None].append(each)
    orders = attrgetter("given"), attrgetter("day")
    return tuple(end(kind, key=order) for kind in kinds.values() for order in orders for end in (min, max))


def placed(given: datetime | date | None, local: Any) -> Draw | None:
    """Place a time as `interpret` will; without a zone, a time of day without an offset stands as written."""
    if given is None:
        return None
    around: Any = local or (UTC if isinstance(given, datetime) and given.tzinfo is None else None)
    try:
        return Draw.of(given, around, "time")
    except TimeError:
        raise Refusal("time_skipped") from None
