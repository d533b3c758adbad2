"""What several counting readings say together: persistence, firmness and the set point."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

from ..asking.course import Counting, Day, Sample, normal_quantile, sigma
from ..asking.rule import rule
from ..codes import Band, Firmness, LineState, Persistence
from ..conclusions import Level, Lines, Note, Reach, Standing
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount

NEAR_BOUNDARY = Note("near_boundary")
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
    referral_gap: Threshold = thresholds.REFERRAL_GAP,
) -> Lines:
    """Persistent is what every counting reading says, weeks apart; a referral asks only the newest ones."""
    days = counting.days
    if len(days) < persistence_readings.value:
        return NONE_ASSESSABLE
    oldest, *_, newest = days
    apart = _gap(oldest, newest) >= persistence_gap.value
    doubts = counting.unverified
    at_target = ([day.at_least(target.value) for day in days], [day.below(target.value) for day in days])
    above_2 = ([day.above(verdict_line.value) for day in days], [day.at_most(verdict_line.value) for day in days])
    return Lines(
        _line(*at_target, apart=apart, doubted=not all(d.at_least(target.value) for d in doubts)),
        _line(*above_2, apart=apart, doubted=not all(d.above(verdict_line.value) for d in doubts)),
        _referral_line(counting, high_line, referral_gap),
    )


def _gap(earlier: Day, later: Day) -> int:
    return (later.day - earlier.day).days


def _line(beyond: list[bool], not_beyond: list[bool], *, apart: bool, doubted: bool) -> LineState:
    if any(not_beyond):
        return LineState.NO
    return LineState.YES if all(beyond) and apart and not doubted else LineState.OPEN


def _referral_line(counting: Counting, high_line: Threshold, referral_gap: Threshold) -> LineState:
    """Ask the newest reading, the nearest one far enough before it, and all between them."""
    days = counting.days
    line, (*_, newest) = high_line.value, days
    if newest.at_most(line):
        return LineState.NO
    partner = next((day for day in reversed(days) if _gap(day, newest) >= referral_gap.value), None)
    if partner is None:
        return LineState.OPEN
    asked = [day for day in days if day.day >= partner.day]
    doubted = not all(d.above(line) for d in counting.unverified if d.day >= partner.day)
    return _line([day.above(line) for day in asked], [day.at_most(line) for day in asked], apart=True, doubted=doubted)


@rule(
    "H4", asks="Is IL-6 persistently raised over the course?", gives="persistence", otherwise=Persistence.NOT_ASSESSABLE
)
def persistence(lines: Lines) -> Persistence:
    """The highest line that the whole course lies beyond; open where a line is open."""
    for state, code in (
        (lines.above_3, Persistence.PERSISTENT_ABOVE_3),
        (lines.above_2, Persistence.CONSISTENT_ABOVE_2),
        (lines.above_target, Persistence.PERSISTENT_ABOVE_TARGET),
    ):
        if state is LineState.YES:
            return code
    states = (lines.above_target, lines.above_2, lines.above_3)
    return Persistence.NOT_ASSESSABLE if LineState.OPEN in states else Persistence.NOT_PERSISTENT


@rule("H6", asks="Does another counting reading lie in the same band?", works_out="corroborated", otherwise=False)
def corroborated(
    band: Band,
    counting: Counting,
    index_sample: Sample,
    bands: Scale[Band],
) -> bool | None:
    """Another day, the same method and matrix, certainly the same band, and no doubtful draw that day."""
    if index_sample.draw is None:
        return None
    doubtful = {day.day for day in counting.unverified if bands.within(day) != (band,)}
    others = (day for day in counting.days if day.day not in (index_sample.draw.day, *doubtful))
    return True if any(bands.within(day) == (band,) for day in others) else None


@rule("H7", asks="How much does the band rest on?", gives="firmness")
def firmness(band: Band, il6_standing: Standing, corroborated: bool) -> Firmness:
    """One reading cannot place a person in a band; a second one in the same band makes it firm."""
    if not il6_standing.counts:
        return Firmness.UNVERIFIED
    return Firmness.FIRM if corroborated else Firmness.PROVISIONAL


@rule("H8", asks="At what level does one reading place this person?", works_out="level")
def level_of_one(il6: Amount, il6_standing: Standing) -> Level | None:
    """A counting number is the best estimate there is; an interval or an uncounted sample is none."""
    return Level.of((math.log(il6.value),)) if il6.is_point and il6_standing.counts else None


@rule("H9", asks="At what level do all counting readings place this person?", works_out="level")
def level_of_course(counting: Counting) -> Level | None:
    """The geometric mean of the counting days."""
    logs = tuple(day.log for day in counting.point_days)
    return Level.of(logs) if logs else None


@rule("H12", asks="How far from that level may the person's own lie?", works_out="reach")
def reach_of_level(
    level: Level,
    *,
    within_person_cv: Threshold = thresholds.WITHIN_PERSON_CV,
    analytical_cv: Threshold = thresholds.ANALYTICAL_CV,
    set_point_percentile: Threshold = thresholds.SET_POINT_PERCENTILE,
) -> Reach:
    """People vary by nearly a third from draw to draw, and the more draws the less their mean does."""
    sd = sigma(within_person_cv.value, analytical_cv.value) / math.sqrt(level.n)
    return Reach(sd, normal_quantile(set_point_percentile.value) * sd)


@rule("H13", asks="Which lines lie within that reach?", works_out="lines_near")
def lines_near(reach: Reach, level: Level, bands: Scale[Band]) -> tuple[Decimal, ...] | None:
    """A line within reach may lie on either side of the person's own level."""
    logs = zip(bands.cuts, bands.logs, strict=True)
    return tuple(cut.at.value for cut, log in logs if abs(log - level.log) < reach.half) or None


@rule("H10", asks="Could the person's own level lie on the other side of a line?")
def near_boundary(lines_near: tuple[Decimal, ...]) -> Note | None:
    """A reading near a line says little about sides."""
    return NEAR_BOUNDARY if lines_near else None


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
    corroborated,
    firmness,
    level_of_one,
    level_of_course,
    reach_of_level,
    lines_near,
    near_boundary,
    methods_pooled,
)
