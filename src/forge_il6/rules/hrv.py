"""Heart rate variability over time, the body's other signs, and what they say together with IL-6."""

from __future__ import annotations

from decimal import Decimal

from ..asking.body import weeks
from ..asking.ruleset import rule
from ..codes import CrossCheckCode, HrvState, Il6Side, TrendStated
from ..conclusions import Note, Standing
from ..knowledge import thresholds
from ..reading import HrvDay
from ..threshold import Threshold

CONTRADICTED = Note("hrv_trend_contradicted")
DECLINES = (HrvState.DECLINING, HrvState.MARKED_DECLINE)
_WORST_FIRST = (HrvState.MARKED_DECLINE, HrvState.DECLINING, HrvState.STABLE)
_STATED = {
    TrendStated.DECLINING: HrvState.DECLINING,
    TrendStated.STABLE: HrvState.STABLE,
    TrendStated.RISING: HrvState.IMPROVING,
}


@rule("L1", asks="Is a resting IL-6 raised, or near normal?", works_out="resting_side")
def resting_side(il6_sides: tuple[Il6Side, ...], il6_standing: Standing) -> Il6Side | None:
    """The body is compared only with an IL-6 that counts and lies on one side of the line."""
    return _ONLY.get(il6_sides) if il6_standing.counts else None


_ONLY: dict[tuple[Il6Side, ...], Il6Side] = {(side,): side for side in Il6Side}


@rule("V1", asks="How does heart rate variability go?", gives="hrv_state")
def hrv_not_assessed() -> HrvState:
    """Nothing is known until there are weeks of it."""
    return HrvState.NOT_ASSESSED


@rule("V2", asks="How does heart rate variability go, by the caller's account?", gives="hrv_state")
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


@rule("L2", asks="Does falling muscle mass go with a raised IL-6?")
def muscle_link(muscle_mass_falling: bool, resting_side: Il6Side) -> CrossCheckCode | None:
    """The article links IL-6 to muscle breakdown (JAK/STAT3); in people the link is weak."""
    linked = muscle_mass_falling and resting_side is Il6Side.RAISED
    return CrossCheckCode.MUSCLE_CATABOLISM_LINK if linked else None


@rule("L3", asks="Does slowing thought go with a raised IL-6?")
def cognition_link(processing_speed_slowing: bool, resting_side: Il6Side) -> CrossCheckCode | None:
    """The article links IL-6 to slower processing; in people this is an association."""
    linked = processing_speed_slowing and resting_side is Il6Side.RAISED
    return CrossCheckCode.COGNITION_LINK if linked else None


@rule("L4", asks="Does a fast pace of ageing go with a raised IL-6?")
def pace_link(
    dunedin_pace: Decimal, resting_side: Il6Side, *, pace_of_one: Threshold = thresholds.PACE_OF_ONE
) -> CrossCheckCode | None:
    """The article links IL-6 to the pace of ageing; neither measures the other."""
    fast = dunedin_pace > pace_of_one.value and resting_side is Il6Side.RAISED
    return CrossCheckCode.PACE_LINK if fast else None


LINKS = (resting_side,)
RULES = (
    hrv_not_assessed,
    hrv_stated,
    hrv_series,
    hrv_contradicted,
    hrv_with_il6,
    muscle_link,
    cognition_link,
    pace_link,
)
