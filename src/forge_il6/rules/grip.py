"""Grip strength over time, and what it says together with IL-6."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..asking.body import Fall, Sessions, falls, grip_courses, recent
from ..asking.rule import rule
from ..codes import CrossCheckCode, GripState, Il6Side, Sex, TrendStated
from ..conclusions import Note
from ..context import GripSession
from ..knowledge import thresholds
from ..threshold import Threshold

CONTRADICTED = Note("grip_trend_contradicted")
TOO_OLD = Note("grip_too_old")
NO_BASELINE = Note("grip_without_baseline")
MEASURE_BOTH = Note("measure_both_before_training_change")
DECLINES = (GripState.POSSIBLE_DECLINE, GripState.CONFIRMED_DECLINE)
_WORST_FIRST = (GripState.CONFIRMED_DECLINE, GripState.POSSIBLE_DECLINE, GripState.STABLE)
_STATED = {
    TrendStated.DECLINING: GripState.POSSIBLE_DECLINE,
    TrendStated.STABLE: GripState.STABLE,
    TrendStated.RISING: GripState.IMPROVING,
}


@rule("G1", asks="Which grip loss a year is to be expected?", works_out="expected_grip_loss")
def smallest_expected_loss(*, grip_loss_women: Threshold = thresholds.GRIP_LOSS_WOMEN) -> Decimal:
    """Without sex the smaller loss is expected, so that a fall is not explained away."""
    return grip_loss_women.value


@rule("G2", asks="Which grip loss a year is to be expected of a man?", works_out="expected_grip_loss")
def expected_loss_of_men(sex: Sex, *, grip_loss_men: Threshold = thresholds.GRIP_LOSS_MEN) -> Decimal | None:
    """Men lose more than women, having more to lose."""
    return grip_loss_men.value if sex is Sex.MALE else None


@rule("G3", asks="Which grip loss a year is to be expected of the oldest men?", works_out="expected_grip_loss")
def expected_loss_of_oldest_men(
    sex: Sex,
    age_at_draw: Decimal,
    *,
    grip_loss_oldest_men: Threshold = thresholds.GRIP_LOSS_OLDEST_MEN,
    oldest_age: Threshold = thresholds.OLDEST_AGE,
) -> Decimal | None:
    """From the middle of the ninth decade on the loss is faster."""
    return grip_loss_oldest_men.value if sex is Sex.MALE and age_at_draw >= oldest_age.value else None


@rule("G4", asks="Which grip sessions are there?", works_out="grip_sessions")
def every_session(grip: tuple[GripSession, ...]) -> tuple[Sessions, ...]:
    """All of them, where the day of the draw is not known."""
    return grip_courses(grip)


@rule("G4a", asks="Which grip sessions came before the draw?", works_out="grip_sessions")
def sessions_before_draw(grip: tuple[GripSession, ...], draw_day: date) -> tuple[Sessions, ...]:
    """What came after the draw does not speak of it."""
    return grip_courses(grip, draw_day)


@rule("G4b", asks="Which of them may be compared?", works_out="grip_compared")
def comparable_sessions(grip_sessions: tuple[Sessions, ...]) -> tuple[Sessions, ...]:
    """Each hand and device for itself."""
    return grip_sessions


@rule("G4c", asks="Which of them are recent enough?", works_out="grip_compared")
def recent_sessions(
    grip_sessions: tuple[Sessions, ...],
    draw_day: date,
    *,
    grip_recent: Threshold = thresholds.GRIP_RECENT,
) -> tuple[Sessions, ...]:
    """A hand that was last measured long ago says nothing of this draw."""
    return recent(grip_sessions, draw_day, grip_recent.value)


@rule(
    "G5",
    asks="How does grip strength go, by the caller's account?",
    gives="grip_state",
    otherwise=GripState.NOT_ASSESSED,
)
def grip_stated(grip_trend: TrendStated) -> GripState:
    """A course judged elsewhere is taken as stated, and not as more."""
    return _STATED[grip_trend]


@rule("G6", asks="How does grip strength go over its sessions?", gives="grip_state")
def grip_series(
    grip_compared: tuple[Sessions, ...],
    expected_grip_loss: Decimal,
    *,
    grip_baseline_reach: Threshold = thresholds.GRIP_BASELINE_REACH,
    grip_decline: Threshold = thresholds.GRIP_DECLINE,
    grip_decline_share: Threshold = thresholds.GRIP_DECLINE_SHARE,
    grip_low_baseline: Threshold = thresholds.GRIP_LOW_BASELINE,
    grip_possible: Threshold = thresholds.GRIP_POSSIBLE,
    grip_loss_multiple: Threshold = thresholds.GRIP_LOSS_MULTIPLE,
    grip_gap: Threshold = thresholds.GRIP_GAP,
) -> GripState | None:
    """A fall counts when it exceeds what a repeated measurement varies by, and is seen twice."""

    def is_decline(fall: Fall) -> bool:
        low_baseline = fall.baseline < grip_low_baseline.value
        return fall.kilograms >= grip_decline.value or (low_baseline and fall.percent >= grip_decline_share.value)

    def state(series: list[Fall]) -> GripState:
        *earlier, last = series
        witnesses = (fall for fall in earlier if is_decline(fall) and (last.on - fall.on).days >= grip_gap.value)
        if is_decline(last) and any(True for _ in witnesses):
            return GripState.CONFIRMED_DECLINE
        beyond = last.kilograms > last.expected(expected_grip_loss, grip_loss_multiple.value)
        return GripState.POSSIBLE_DECLINE if beyond and last.kilograms > grip_possible.value else GripState.STABLE

    reach = int(grip_baseline_reach.value)
    courses = (falls(course, reach) for course in grip_compared)
    return min((state(series) for series in courses if series), key=_WORST_FIRST.index, default=None)


@rule("G6a", asks="Is every grip session too old?")
def grip_too_old(
    grip_sessions: tuple[Sessions, ...],
    draw_day: date,
    *,
    grip_recent: Threshold = thresholds.GRIP_RECENT,
) -> Note | None:
    """Why sessions were given and grip was not assessed."""
    return TOO_OLD if grip_sessions and not recent(grip_sessions, draw_day, grip_recent.value) else None


@rule("G6b", asks="Is there no session to compare the newest with?")
def grip_without_baseline(
    grip_compared: tuple[Sessions, ...],
    *,
    grip_baseline_reach: Threshold = thresholds.GRIP_BASELINE_REACH,
) -> Note | None:
    """Why recent sessions were given and grip was not assessed."""
    reach = int(grip_baseline_reach.value)
    return NO_BASELINE if grip_compared and not any(falls(course, reach) for course in grip_compared) else None


@rule("G7", asks="Does the stated course of grip contradict its sessions?")
def grip_contradicted(grip_trend: TrendStated, grip_state: GripState) -> Note | None:
    """The sessions are judged here; a different account is reported, not hidden."""
    said_to_fall = grip_trend is TrendStated.DECLINING
    return CONTRADICTED if said_to_fall is not (grip_state in DECLINES) else None


@rule("G8", asks="Is there a falling grip to explain?", works_out="grip_falls")
def grip_falls(grip_state: GripState) -> bool | None:
    """A possible or confirmed decline asks for an explanation."""
    return True if grip_state in DECLINES else None


@rule("G9", asks="Does training or protein explain the falling grip?")
def explained_by_training(grip_falls: bool, consistent_training: bool) -> CrossCheckCode | None:
    """Without training strength is lost whatever IL-6 does."""
    return None if consistent_training else CrossCheckCode.GRIP_EXPLAINED_BY_TRAINING


@rule("G10", asks="Does too little protein explain the falling grip?")
def explained_by_protein(grip_falls: bool, adequate_protein: bool) -> CrossCheckCode | None:
    """Training without protein does not hold muscle either."""
    return None if adequate_protein else CrossCheckCode.GRIP_EXPLAINED_BY_TRAINING


@rule("G11", asks="Is IL-6 a suspect for the falling grip?")
def il6_suspect(
    grip_falls: bool,
    consistent_training: bool,
    adequate_protein: bool,
    resting_side: Il6Side,
    il6_may_explain: bool,
) -> CrossCheckCode | None:
    """Strength lost despite training and protein: a raised IL-6 is one of several explanations."""
    if not (consistent_training and adequate_protein):
        return None
    if resting_side is Il6Side.NEAR_NORMAL:
        return CrossCheckCode.GRIP_LOOK_ELSEWHERE
    return CrossCheckCode.GRIP_IL6_SUSPECT if il6_may_explain else None


@rule("G12", asks="Must IL-6 and hs-CRP be measured before the training is changed?")
def measure_first(grip_falls: bool, il6_measured: bool, crp_measured: bool) -> Note | None:
    """The article: check both before adjusting the training."""
    return None if il6_measured and crp_measured else MEASURE_BOTH


RULES = (
    smallest_expected_loss,
    expected_loss_of_men,
    expected_loss_of_oldest_men,
    every_session,
    sessions_before_draw,
    comparable_sessions,
    recent_sessions,
    grip_stated,
    grip_series,
    grip_too_old,
    grip_without_baseline,
    grip_contradicted,
    grip_falls,
    explained_by_training,
    explained_by_protein,
    il6_suspect,
    measure_first,
)
