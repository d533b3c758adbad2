"""How firmly a band holds, and at what level the readings place this person."""

from __future__ import annotations

import math
from decimal import Decimal

from ..asking.course import Counting, Day, Sample, normal_quantile, sigma
from ..asking.rule import rule
from ..codes import Band, Firmness, Trend
from ..conclusions import Level, Note, Reach, Standing
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount
from .bands import scale_with_ceiling

NEAR_BOUNDARY = Note("near_boundary")
BEYOND = (Band.BEYOND_RANGE,)
MOVING = frozenset({Trend.RISING, Trend.DECLINING, Trend.VOLATILE})


def bands_of_day(day: Day, scale: Scale[Band], highest: Threshold) -> tuple[Band, ...]:
    """Return the bands that a day can lie in, by the limit of its own laboratory."""
    limit = day.lab_upper_limit
    own = None if limit is None else scale_with_ceiling(scale, limit, highest)
    return (own or scale).within(day)


@rule("H6", asks="Does another counting reading lie in the same band?", works_out="corroborated", otherwise=False)
def corroborated(
    band: Band,
    counting: Counting,
    index_sample: Sample,
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
) -> bool | None:
    """Another day, the same method and matrix, certainly the same band, and no doubtful draw that day."""
    if index_sample.draw is None:
        return None
    doubtful = {day.day for day in counting.unverified if bands_of_day(day, il6_bands, highest_ceiling) != (band,)}
    others = (day for day in counting.days if day.day not in (index_sample.draw.day, *doubtful))
    return True if any(bands_of_day(day, il6_bands, highest_ceiling) == (band,) for day in others) else None


@rule("H7", asks="How much does the band rest on?", gives="firmness")
def firmness(band: Band, il6_standing: Standing, corroborated: bool, trend: Trend, may_scatter: bool) -> Firmness:
    """One reading cannot place a person in a band; a second one in it can, but not in a course that scatters."""
    if not il6_standing.counts:
        return Firmness.UNVERIFIED
    steady = trend is not Trend.VOLATILE and not may_scatter
    return Firmness.FIRM if corroborated and steady else Firmness.PROVISIONAL


@rule("H7a", asks="Does the newest counting day lie beyond the range?", works_out="newest_beyond", otherwise=False)
def newest_beyond(
    counting: Counting,
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
) -> bool | None:
    """Several draws of a day are judged by their mean."""
    *_, newest = (None, *counting.days)
    if newest is None:
        return None
    return True if bands_of_day(newest, il6_bands, highest_ceiling) == BEYOND else None


@rule("H8", asks="At what level does one reading place this person?", works_out="level")
def level_of_one(
    il6: Amount, il6_standing: Standing, value_bands: tuple[Band, ...], trend: Trend, newest_beyond: bool
) -> Level | None:
    """A counting number is the best estimate there is; an interval, one beyond the range or on its way is none."""
    within = value_bands != BEYOND and not newest_beyond
    places = il6.is_point and il6_standing.counts and within and trend not in MOVING
    return Level.of((math.log(il6.value),)) if places else None


@rule("H9", asks="At what level do all counting readings place this person?", works_out="level")
def level_of_course(counting: Counting, trend: Trend, newest_beyond: bool) -> Level | None:
    """The geometric mean of the counting days; of a level that moves, or has left the range, there is none."""
    logs = tuple(day.log for day in counting.point_days)
    return Level.of(logs) if logs and trend not in MOVING and not newest_beyond else None


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
def near_boundary(lines_near: tuple[Decimal, ...]) -> Note:
    """A reading near a line says little about sides."""
    return NEAR_BOUNDARY


RULES = (
    corroborated,
    firmness,
    newest_beyond,
    level_of_one,
    level_of_course,
    reach_of_level,
    lines_near,
    near_boundary,
)
