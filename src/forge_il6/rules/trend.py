"""Where the course is going over six months, and what the last two readings say."""

from __future__ import annotations

from itertools import pairwise

from ..asking.course import Counting, Fit, fitted, fold_between, noise_limit, sigma, span_days
from ..asking.rule import rule
from ..codes import Band, Change, Trend
from ..conclusions import Note
from ..knowledge import thresholds
from ..threshold import Threshold

STABLE_AND_HIGH = Note("stable_and_high")


@rule("R2", asks="Where is the course going over the window?", gives="trend", otherwise=Trend.INSUFFICIENT_DATA)
def trend(
    counting: Counting,
    *,
    trend_readings: Threshold = thresholds.TREND_READINGS,
    trend_span: Threshold = thresholds.TREND_SPAN,
    rising: Threshold = thresholds.RISING,
    declining: Threshold = thresholds.DECLINING,
    possible_rise: Threshold = thresholds.POSSIBLE_RISE,
    within_person_cv: Threshold = thresholds.WITHIN_PERSON_CV,
    analytical_cv: Threshold = thresholds.ANALYTICAL_CV,
    noise_percentile: Threshold = thresholds.NOISE_PERCENTILE,
    course_repeat: Threshold = thresholds.COURSE_REPEAT,
) -> Trend | None:
    """A line through values that jump is no direction, and neither is less than a doubling or a halving."""
    days = counting.point_days
    if len(days) < trend_readings.value or span_days(days) < trend_span.value:
        return None
    fit = fitted(days)
    if _scatters(fit, within_person_cv, analytical_cv, noise_percentile):
        return Trend.VOLATILE
    if fit.fold >= float(rising.value):
        return Trend.RISING
    if fit.fold <= float(declining.value):
        return Trend.DECLINING
    return Trend.POSSIBLE_RISE if fit.fold >= float(possible_rise.value) else Trend.STABLE


def _scatters(fit: Fit, within_person_cv: Threshold, analytical_cv: Threshold, percentile: Threshold) -> bool:
    """Whether days lie further off their line than noise alone explains."""
    noise = sigma(within_person_cv.value, analytical_cv.value)
    return fit.scatter > noise_limit(noise, fit.free, percentile.value)


@rule("R3", asks="Would it scatter if its unverified readings counted?", works_out="may_scatter", otherwise=False)
def may_scatter(
    counting: Counting,
    *,
    trend_readings: Threshold = thresholds.TREND_READINGS,
    trend_span: Threshold = thresholds.TREND_SPAN,
    within_person_cv: Threshold = thresholds.WITHIN_PERSON_CV,
    analytical_cv: Threshold = thresholds.ANALYTICAL_CV,
    noise_percentile: Threshold = thresholds.NOISE_PERCENTILE,
) -> bool | None:
    """Not to know of a reading whether it counts must not make a course steady."""
    days = counting.possible_point_days
    if not counting.unverified or len(days) < trend_readings.value or span_days(days) < trend_span.value:
        return None
    return True if _scatters(fitted(days), within_person_cv, analytical_cv, noise_percentile) else None


@rule(
    "R4", asks="What changed between the last two comparable readings?", gives="change", otherwise=Change.NOT_COMPARABLE
)
def change(
    counting: Counting,
    *,
    change_rise: Threshold = thresholds.CHANGE_RISE,
    change_fall: Threshold = thresholds.CHANGE_FALL,
) -> Change | None:
    """Only a change beyond the reference change value is one."""
    *_, newest = (None, *pairwise(counting.point_days))
    if newest is None:
        return None
    fold = fold_between(*newest)
    if fold >= change_rise.value:
        return Change.RISE
    return Change.FALL if fold <= change_fall.value else Change.WITHIN_NOISE


@rule("R5", asks="Is a stable course high?")
def stable_and_high(trend: Trend, band: Band) -> Note | None:
    """The band outranks the trend: a steady level is no good sign where it is a high one."""
    return STABLE_AND_HIGH if trend is Trend.STABLE and band is Band.HIGH else None


RULES = (trend, may_scatter, change, stable_and_high)
