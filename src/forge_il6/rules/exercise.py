"""
What exercise did to the sample.

Working muscle releases IL-6 as part of a healthy response. The same number that is a danger sign
at rest is, in the hours after training, that response; so such a sample says nothing of the
baseline, and only bounds it from above.
"""

from __future__ import annotations

from decimal import Decimal

from ..asking.rule import rule
from ..codes import Analyte, Direction, StandingCode
from ..conclusions import Reason
from ..knowledge import thresholds
from ..threshold import Threshold

IL6, HS_CRP = Analyte.IL6, Analyte.HS_CRP

MYOKINE = Reason("myokine_window", StandingCode.VOID, Direction.UP)
HOLD = Reason("post_exercise_hold", StandingCode.VOID, Direction.UP)
RACE = Reason("race_hold", StandingCode.VOID, Direction.UP)
EXERCISE_HOLD = Reason("exercise_hold", StandingCode.VOID, Direction.UP)
CRP_HOLD = Reason("crp_exercise_hold", StandingCode.VOID, Direction.UP)
RECENT = Reason("recent_exercise", StandingCode.TENTATIVE, Direction.UP)
NOT_REPORTED = Reason("exercise_not_reported", StandingCode.UNVERIFIED)
UNCLEAR = Reason("exercise_timing_unclear", StandingCode.UNVERIFIED)


def _phase(hours: Decimal, window: Threshold) -> Reason:
    return MYOKINE if hours < window.value else HOLD


@rule("T0", asks="Was training before the draw reported at all?", judges=(IL6, HS_CRP))
def exercise_not_reported(exercise_reported: bool) -> Reason | None:
    """Silence is no clearance: without a word on training the sample cannot be verified."""
    return None if exercise_reported else NOT_REPORTED


@rule("T1", asks="Can the time since the last session be told?", judges=(IL6, HS_CRP))
def exercise_timing_unclear(exercise_clear: bool) -> Reason | None:
    """A session without hours or without an end leaves open whether the sample was drawn too soon."""
    return None if exercise_clear else UNCLEAR


@rule("T1a", asks="Can it be told in which phase after exercise the sample was drawn?", judges=IL6)
def exercise_phase_unclear(exercise_phase_clear: bool) -> Reason | None:
    """Where an end is known by its date alone, the sample can be too soon for certain and its phase not told."""
    return None if exercise_phase_clear else EXERCISE_HOLD


@rule("T2", asks="Was the sample drawn too soon after hard exercise?", judges=IL6)
def after_exercise(
    hours_since_intense: Decimal,
    *,
    washout: Threshold = thresholds.WASHOUT,
    myokine_window: Threshold = thresholds.MYOKINE_WINDOW,
) -> Reason | None:
    """Muscle releases IL-6 during exercise, so an early sample is not a baseline."""
    return _phase(hours_since_intense, myokine_window) if hours_since_intense < washout.value else None


@rule("T3", asks="Was the sample drawn too soon after eccentric, unaccustomed or long exercise?", judges=IL6)
def after_eccentric_exercise(
    hours_since_eccentric: Decimal,
    *,
    washout: Threshold = thresholds.WASHOUT,
    eccentric_caution: Threshold = thresholds.ECCENTRIC_CAUTION,
    myokine_window: Threshold = thresholds.MYOKINE_WINDOW,
) -> Reason | None:
    """Muscle that was strained keeps IL-6 up longer than muscle that only worked."""
    if hours_since_eccentric < washout.value:
        return _phase(hours_since_eccentric, myokine_window)
    return RECENT if hours_since_eccentric < eccentric_caution.value else None


@rule("T4", asks="Was the sample drawn too soon after a race?", judges=IL6)
def after_race(
    hours_since_race: Decimal,
    *,
    race_hold: Threshold = thresholds.RACE_HOLD,
    race_caution: Threshold = thresholds.RACE_CAUTION,
    myokine_window: Threshold = thresholds.MYOKINE_WINDOW,
    washout: Threshold = thresholds.WASHOUT,
) -> Reason | None:
    """A race inflames for days, not hours."""
    if hours_since_race < min(washout.value, race_hold.value):
        return _phase(hours_since_race, myokine_window)
    if hours_since_race < race_hold.value:
        return RACE
    return RECENT if hours_since_race < race_caution.value else None


@rule("T5", asks="Was the sample drawn too soon after moderate exercise?", judges=IL6)
def after_moderate_exercise(
    hours_since_moderate: Decimal,
    *,
    moderate_hold: Threshold = thresholds.MODERATE_HOLD,
    moderate_caution: Threshold = thresholds.MODERATE_CAUTION,
    myokine_window: Threshold = thresholds.MYOKINE_WINDOW,
) -> Reason | None:
    """Zone 2 raises IL-6 little and briefly."""
    if hours_since_moderate < moderate_hold.value:
        return _phase(hours_since_moderate, myokine_window)
    return RECENT if hours_since_moderate < moderate_caution.value else None


@rule("T6", asks="Was the hs-CRP drawn too soon after hard exercise?", judges=HS_CRP)
def crp_after_exercise(
    hours_since_intense: Decimal,
    *,
    crp_washout: Threshold = thresholds.CRP_WASHOUT,
    crp_caution: Threshold = thresholds.CRP_CAUTION,
    paired_washout: Threshold = thresholds.PAIRED_WASHOUT,
) -> Reason | None:
    """The liver answers later than the muscle: hs-CRP stays up after IL-6 has cleared."""
    if hours_since_intense < crp_washout.value:
        return CRP_HOLD
    return RECENT if hours_since_intense < crp_caution.value else None


@rule("T7", asks="Was the hs-CRP drawn too soon after eccentric, unaccustomed or long exercise?", judges=HS_CRP)
def crp_after_eccentric_exercise(
    hours_since_eccentric: Decimal,
    *,
    crp_eccentric_hold: Threshold = thresholds.CRP_ECCENTRIC_HOLD,
) -> Reason | None:
    """Strained muscle keeps hs-CRP up for days."""
    return CRP_HOLD if hours_since_eccentric < crp_eccentric_hold.value else None


@rule("T8", asks="Was the hs-CRP drawn too soon after a race?", judges=HS_CRP)
def crp_after_race(hours_since_race: Decimal, *, crp_race_hold: Threshold = thresholds.CRP_RACE_HOLD) -> Reason | None:
    """After a marathon hs-CRP peaks a day later and is still raised on the third."""
    return CRP_HOLD if hours_since_race < crp_race_hold.value else None


@rule("T9", asks="Was the hs-CRP drawn soon after moderate exercise?", judges=HS_CRP)
def crp_after_moderate_exercise(
    hours_since_moderate: Decimal, *, crp_moderate_caution: Threshold = thresholds.CRP_MODERATE_CAUTION
) -> Reason | None:
    """Zone 2 moves hs-CRP little; the first day is watched."""
    return RECENT if hours_since_moderate < crp_moderate_caution.value else None


RULES = (
    exercise_not_reported,
    exercise_timing_unclear,
    exercise_phase_unclear,
    after_exercise,
    after_eccentric_exercise,
    after_race,
    after_moderate_exercise,
    crp_after_exercise,
    crp_after_eccentric_exercise,
    crp_after_race,
    crp_after_moderate_exercise,
)
