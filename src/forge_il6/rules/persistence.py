"""What several counting readings say together: which count, and whether IL-6 is persistently raised."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from ..asking.course import Counting, Day, Sample
from ..asking.rule import rule
from ..codes import LineState, Persistence
from ..conclusions import Lines, Note
from ..knowledge import thresholds
from ..threshold import Threshold

METHODS_POOLED = Note("methods_pooled")
NONE_ASSESSABLE = Lines(LineState.OPEN, LineState.OPEN, LineState.OPEN)


@rule("H1", asks="Which readings count?", works_out="counting")
def counting(samples: tuple[Sample, ...], *, window: Threshold = thresholds.WINDOW) -> Counting:
    """Valid or tentative, of one method and matrix, within half a year of the newest one that counts."""
    return Counting.of(samples, window.value)


@rule("H3", asks="Which lines does the course lie beyond?", works_out="lines")
def lines_of_course(
    counting: Counting,
    *,
    target: Threshold = thresholds.TARGET,
    verdict_line: Threshold = thresholds.VERDICT_LINE,
    high_line: Threshold = thresholds.HIGH_LINE,
    persistence_readings: Threshold = thresholds.PERSISTENCE_READINGS,
    persistence_gap: Threshold = thresholds.PERSISTENCE_GAP,
    persistence_exception: Threshold = thresholds.PERSISTENCE_EXCEPTION,
    referral_gap: Threshold = thresholds.REFERRAL_GAP,
) -> Lines:
    """The newest readings, weeks apart, and most of all say that IL-6 lasts; a referral asks the newest alone."""
    if len(counting.days) < persistence_readings.value:
        return NONE_ASSESSABLE
    of_target, of_verdict, of_high = sides_of_lines(target, verdict_line, high_line)
    referral = _line(counting, of_high, referral_gap)
    above_2 = _line(counting, of_verdict, persistence_gap, persistence_exception)
    above_target = _line(counting, of_target, persistence_gap, persistence_exception)
    above_2 = _including(above_2, referral)
    return Lines(_including(above_target, above_2), above_2, referral)


def _including(line: LineState, higher: LineState) -> LineState:
    """What lies beyond a line lies beyond the lines below it."""
    return higher if higher is LineState.YES else line


class Sides(NamedTuple):
    """The two sides of a line: certainly beyond it, and certainly not."""

    beyond: Callable[[Day], bool]
    not_beyond: Callable[[Day], bool]


def sides_of_lines(target: Threshold, verdict_line: Threshold, high_line: Threshold) -> tuple[Sides, Sides, Sides]:
    """Return the sides of the three lines: who lies at the target is beyond it, who lies at another line is not."""
    return _from(target), _above(verdict_line), _above(high_line)


def _above(line: Threshold) -> Sides:
    at = line.value

    def above(day: Day) -> bool:
        return day.above(at)

    def at_most(day: Day) -> bool:
        return day.at_most(at)

    return Sides(above, at_most)


def _from(line: Threshold) -> Sides:
    at = line.value

    def at_least(day: Day) -> bool:
        return day.at_least(at)

    def below(day: Day) -> bool:
        return day.below(at)

    return Sides(at_least, below)


def _line(counting: Counting, sides: Sides, gap: Threshold, exception: Threshold | None = None) -> LineState:
    """Ask the newest day, the nearest one far enough before it and all between them; then the share of all."""
    days = counting.days
    *_, newest = (None, *days)
    if newest is None:
        return LineState.OPEN
    partner = next((day for day in reversed(days) if (newest.day - day.day).days >= gap.value), None)
    since = (partner or newest).day
    beyond = [(day.day, sides.beyond(day)) for day in days]
    not_beyond = [(day.day, sides.not_beyond(day)) for day in days]
    if any(it_is for day, it_is in not_beyond if day >= since) or _too_many([it for _, it in not_beyond], exception):
        return LineState.NO
    holds = partner is not None and all(it_is for day, it_is in beyond if day >= since)
    if not holds or _too_many([not it for _, it in beyond], exception):
        return LineState.OPEN
    return LineState.YES if all(map(sides.beyond, counting.unverified)) else LineState.OPEN


def _too_many(others: list[bool], exception: Threshold | None) -> bool:
    """Whether more than one in so many are exceptions; counted and not divided, so that two thirds are exact."""
    return exception is not None and sum(others) * exception.value > len(others)


@rule(
    "H4", asks="Is IL-6 persistently raised over the course?", gives="persistence", otherwise=Persistence.NOT_ASSESSABLE
)
def persistence(lines: Lines) -> Persistence:
    """The highest line that the course lies beyond; open where a line is open."""
    for state, code in (
        (lines.above_3, Persistence.PERSISTENT_ABOVE_3),
        (lines.above_2, Persistence.CONSISTENT_ABOVE_2),
        (lines.above_target, Persistence.PERSISTENT_ABOVE_TARGET),
    ):
        if state is LineState.YES:
            return code
    states = (lines.above_target, lines.above_2, lines.above_3)
    return Persistence.NOT_ASSESSABLE if LineState.OPEN in states else Persistence.NOT_PERSISTENT


@rule("H11", asks="Were readings of unknown method or matrix pooled?")
def methods_pooled(counting: Counting, samples: tuple[Sample, ...]) -> Note | None:
    """Without the method, readings are compared on trust; in the ill, methods differed threefold."""
    counted = [s for s, why in zip(samples, counting.excluded, strict=True) if not why]
    unnamed = any(None in s.method for s in counted)
    return METHODS_POOLED if unnamed and any(pairwise(counted)) else None


RULES = (
    counting,
    lines_of_course,
    persistence,
    methods_pooled,
)
