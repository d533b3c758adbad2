"""Heart rate variability over time, and what it says together with IL-6."""

from __future__ import annotations

from ..asking.body import weeks
from ..asking.rule import rule
from ..codes import CrossCheckCode, HrvState, Il6Side, TrendStated
from ..conclusions import Note
from ..context import HrvDay
from ..knowledge import thresholds
from ..threshold import Threshold

CONTRADICTED = Note("hrv_trend_contradicted")
DECLINES = (HrvState.DECLINING, HrvState.MARKED_DECLINE)
_WORST_FIRST = (HrvState.MARKED_DECLINE, HrvState.DECLINING, HrvState.STABLE)
_STATED = {
    TrendStated.DECLINING: HrvState.DECLINING,
    TrendStated.STABLE: HrvState.STABLE,
    TrendStated.RISING: HrvState.IMPROVING,
}


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
    hrv: tuple[HrvDay, ...],
    *,
    hrv_week_days: Threshold = thresholds.HRV_WEEK_DAYS,
    hrv_week_valid: Threshold = thresholds.HRV_WEEK_VALID,
    hrv_baseline_days: Threshold = thresholds.HRV_BASELINE_DAYS,
    hrv_baseline_valid: Threshold = thresholds.HRV_BASELINE_VALID,
    hrv_decline: Threshold = thresholds.HRV_DECLINE,
    hrv_marked_decline: Threshold = thresholds.HRV_MARKED_DECLINE,
) -> HrvState | None:
    """Weeks in a row below the person's own range are a decline; a bad night is none."""
    found = weeks(
        hrv,
        week_days=int(hrv_week_days.value),
        week_valid=int(hrv_week_valid.value),
        baseline_days=int(hrv_baseline_days.value),
        baseline_valid=int(hrv_baseline_valid.value),
    )
    states = set()
    for pair in found:
        marked = all(week.below(float(hrv_marked_decline.value)) for week in pair)
        declining = all(week.below(float(hrv_decline.value)) for week in pair)
        states.add(HrvState.MARKED_DECLINE if marked else HrvState.DECLINING if declining else HrvState.STABLE)
    return next((code for code in _WORST_FIRST if code in states), None)


@rule("V4", asks="Does the stated course of heart rate variability contradict its days?")
def hrv_contradicted(hrv_trend: TrendStated, hrv_state: HrvState) -> Note | None:
    """The days are judged here; a different account is reported, not hidden."""
    said_to_fall = hrv_trend is TrendStated.DECLINING
    return CONTRADICTED if said_to_fall is not (hrv_state in DECLINES) else None


@rule("V5", asks="What do heart rate variability and IL-6 say together?")
def hrv_with_il6(hrv_state: HrvState, resting_side: Il6Side) -> CrossCheckCode | None:
    """The vagus nerve restrains inflammation and is restrained by it; neither shows which came first."""
    if hrv_state is HrvState.NOT_ASSESSED:
        return None
    if hrv_state in DECLINES:
        raised = resting_side is Il6Side.RAISED
        return CrossCheckCode.HRV_IL6_LOOP if raised else CrossCheckCode.HRV_ALONE
    return CrossCheckCode.HRV_PRESERVED if resting_side is Il6Side.RAISED else None


RULES = (
    hrv_stated,
    hrv_series,
    hrv_contradicted,
    hrv_with_il6,
)
