"""Heart rate variability over time, and what it says together with IL-6."""

from __future__ import annotations

from datetime import date

from ..asking.body import Logs, hrv_courses, last_weeks, recent
from ..asking.rule import rule
from ..codes import CrossCheckCode, HrvState, Il6Side, TrendStated
from ..conclusions import Note
from ..context import HrvDay
from ..knowledge import thresholds
from ..threshold import Threshold

CONTRADICTED = Note("hrv_trend_contradicted")
TOO_OLD = Note("hrv_too_old")
TOO_FEW = Note("hrv_too_few_days")
DECLINES = (HrvState.DECLINING, HrvState.MARKED_DECLINE)
_WORST_FIRST = (HrvState.MARKED_DECLINE, HrvState.DECLINING, HrvState.STABLE)
_STATED = {
    TrendStated.DECLINING: HrvState.DECLINING,
    TrendStated.STABLE: HrvState.STABLE,
    TrendStated.RISING: HrvState.IMPROVING,
}


@rule("V1", asks="Which days of heart rate variability are there?", works_out="hrv_days")
def every_day(hrv: tuple[HrvDay, ...]) -> tuple[Logs, ...]:
    """All of them, where the day of the draw is not known."""
    return hrv_courses(hrv)


@rule("V1a", asks="Which days of heart rate variability came before the draw?", works_out="hrv_days")
def days_before_draw(hrv: tuple[HrvDay, ...], draw_day: date) -> tuple[Logs, ...]:
    """What came after the draw does not speak of it."""
    return hrv_courses(hrv, draw_day)


@rule("V1b", asks="Which of them may be compared?", works_out="hrv_compared")
def comparable_days(hrv_days: tuple[Logs, ...]) -> tuple[Logs, ...]:
    """Each measure and device for itself."""
    return hrv_days


@rule("V1c", asks="Which of them end close enough to the draw?", works_out="hrv_compared")
def recent_days(
    hrv_days: tuple[Logs, ...], draw_day: date, *, hrv_recent: Threshold = thresholds.HRV_RECENT
) -> tuple[Logs, ...]:
    """A last week that ended long before the draw says nothing of it."""
    return recent(hrv_days, draw_day, hrv_recent.value)


@rule(
    "V2",
    asks="How does heart rate variability go, by the caller's account?",
    gives="hrv_state",
    otherwise=HrvState.NOT_ASSESSED,
)
def hrv_stated(hrv_trend: TrendStated) -> HrvState:
    """A course judged elsewhere is taken as stated, and not as more."""
    return _STATED[hrv_trend]


@rule("V3", asks="How does heart rate variability go over its days?", gives="hrv_state")
def hrv_series(
    hrv_compared: tuple[Logs, ...],
    *,
    hrv_week_days: Threshold = thresholds.HRV_WEEK_DAYS,
    hrv_week_valid: Threshold = thresholds.HRV_WEEK_VALID,
    hrv_baseline_days: Threshold = thresholds.HRV_BASELINE_DAYS,
    hrv_baseline_valid: Threshold = thresholds.HRV_BASELINE_VALID,
    hrv_decline: Threshold = thresholds.HRV_DECLINE,
    hrv_marked_decline: Threshold = thresholds.HRV_MARKED_DECLINE,
) -> HrvState | None:
    """Weeks in a row below the person's own range are a decline; a bad night is none."""
    whole = _layout(hrv_week_days, hrv_week_valid, hrv_baseline_days, hrv_baseline_valid)
    states = set()
    for pair in filter(None, (last_weeks(logs, **whole) for logs in hrv_compared)):
        marked = all(week.below(float(hrv_marked_decline.value)) for week in pair)
        declining = all(week.below(float(hrv_decline.value)) for week in pair)
        states.add(HrvState.MARKED_DECLINE if marked else HrvState.DECLINING if declining else HrvState.STABLE)
    return next((code for code in _WORST_FIRST if code in states), None)


def _layout(*numbers: Threshold) -> dict[str, int]:
    names = ("week_days", "week_valid", "baseline_days", "baseline_valid")
    return {name: int(number.value) for name, number in zip(names, numbers, strict=True)}


@rule("V3a", asks="Do the days of heart rate variability end too long before the draw?")
def hrv_too_old(
    hrv_days: tuple[Logs, ...], draw_day: date, *, hrv_recent: Threshold = thresholds.HRV_RECENT
) -> Note | None:
    """Why days were given and heart rate variability was not assessed."""
    return TOO_OLD if hrv_days and not recent(hrv_days, draw_day, hrv_recent.value) else None


@rule("V3b", asks="Are there too few days of heart rate variability?")
def hrv_too_few(
    hrv_compared: tuple[Logs, ...],
    *,
    hrv_week_days: Threshold = thresholds.HRV_WEEK_DAYS,
    hrv_week_valid: Threshold = thresholds.HRV_WEEK_VALID,
    hrv_baseline_days: Threshold = thresholds.HRV_BASELINE_DAYS,
    hrv_baseline_valid: Threshold = thresholds.HRV_BASELINE_VALID,
) -> Note | None:
    """Why recent days were given and heart rate variability was not assessed."""
    whole = _layout(hrv_week_days, hrv_week_valid, hrv_baseline_days, hrv_baseline_valid)
    return TOO_FEW if hrv_compared and not any(last_weeks(logs, **whole) for logs in hrv_compared) else None


@rule("V4", asks="Does the stated course of heart rate variability contradict its days?")
def hrv_contradicted(hrv_trend: TrendStated, hrv_state: HrvState) -> Note | None:
    """The days are judged here; a different account is reported, not hidden."""
    said_to_fall = hrv_trend is TrendStated.DECLINING
    return CONTRADICTED if said_to_fall is not (hrv_state in DECLINES) else None


@rule("V5", asks="What do heart rate variability and IL-6 say together?")
def hrv_with_il6(hrv_state: HrvState, resting_side: Il6Side, il6_may_explain: bool) -> CrossCheckCode | None:
    """The vagus nerve restrains inflammation and is restrained by it; neither shows which came first."""
    if hrv_state is HrvState.NOT_ASSESSED:
        return None
    if resting_side is Il6Side.NEAR_NORMAL:
        return CrossCheckCode.HRV_ALONE if hrv_state in DECLINES else None
    if not il6_may_explain:
        return None
    return CrossCheckCode.HRV_IL6_LOOP if hrv_state in DECLINES else CrossCheckCode.HRV_PRESERVED


RULES = (
    every_day,
    days_before_draw,
    comparable_days,
    recent_days,
    hrv_stated,
    hrv_series,
    hrv_too_old,
    hrv_too_few,
    hrv_contradicted,
    hrv_with_il6,
)
