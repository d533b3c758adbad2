"""Who was drawn, and how: age and pregnancy, fasting, rest, time of day, line and tube; and what the result is like."""

from __future__ import annotations

from decimal import Decimal

from ..asking.facts import OfOneDraw
from ..asking.rule import rule
from ..codes import Analyte, Direction, StandingCode
from ..conclusions import Reason
from ..knowledge import thresholds
from ..threshold import Threshold
from ..units import Amount

IL6, HS_CRP, BOTH = Analyte.IL6, Analyte.HS_CRP, (Analyte.IL6, Analyte.HS_CRP)

UNDER_AGE = Reason("under_age", StandingCode.NOT_APPLICABLE)
PREGNANCY = Reason("pregnancy", StandingCode.NOT_APPLICABLE)
CONFLICT = Reason("conflict", StandingCode.VOID)
CHECK_UNIT = Reason("check_unit", StandingCode.VOID)
ACUTE_PHASE = Reason("acute_phase", StandingCode.UNVERIFIED, Direction.UP)
FASTING_NOT_REPORTED = Reason("fasting_not_reported", StandingCode.UNVERIFIED, Direction.UP)
NOT_FASTING = Reason("not_fasting", StandingCode.VOID, Direction.UP)
SHORT_FAST = Reason("short_fast", StandingCode.TENTATIVE, Direction.UP)
NOT_AT_REST = Reason("not_at_rest", StandingCode.VOID, Direction.UP)
NOT_MORNING = Reason("not_morning", StandingCode.TENTATIVE)
INDWELLING_LINE = Reason("indwelling_line", StandingCode.VOID, Direction.UP)
HAEMOLYSIS = Reason("haemolysis", StandingCode.TENTATIVE)
SLOW_SPIN = {way: Reason("slow_centrifugation", StandingCode.TENTATIVE, way) for way in Direction}
LATE_SPIN = {way: Reason("late_centrifugation", StandingCode.VOID, way) for way in Direction}


@rule("D1", asks="Is this person an adult?", judges=BOTH)
def under_age(age: Decimal, *, adult_age: Threshold = thresholds.ADULT_AGE) -> Reason | None:
    """No bands exist for children."""
    return UNDER_AGE if age < adult_age.value else None


@rule("D2", asks="Was this person pregnant at the draw?", judges=BOTH)
def pregnancy(pregnant: bool) -> Reason | None:
    """IL-6 and hs-CRP rise through a healthy pregnancy."""
    return PREGNANCY if pregnant else None


@rule("D3", asks="Do two results of one instant disagree?", judges=BOTH)
def conflicting_results(conflict: bool) -> Reason | None:
    """Two different values for one instant cannot both be right, and nothing says which is."""
    return CONFLICT if conflict else None


@rule("D4", asks="Was fasting reported at all?", judges=IL6)
def fasting_not_reported(fasting_reported: bool) -> Reason | None:
    """A meal alone can carry IL-6 across every band, so silence cannot verify the sample."""
    return None if fasting_reported else FASTING_NOT_REPORTED


@rule("D5", asks="Was the person fasting?", judges=IL6)
def not_fasting(fasting: bool) -> Reason | None:
    """IL-6 about doubles in the hours after a rich meal; hs-CRP does not move."""
    return None if fasting else NOT_FASTING


@rule("D6", asks="Was the fast long enough?", judges=IL6)
def short_fast(
    fasting_hours: Decimal,
    *,
    fasting_full: Threshold = thresholds.FASTING_FULL,
    fasting_short: Threshold = thresholds.FASTING_SHORT,
) -> Reason | None:
    """The rise after a meal outlasts a working morning."""
    if fasting_hours < fasting_short.value:
        return NOT_FASTING
    return SHORT_FAST if fasting_hours < fasting_full.value else None


@rule("D7", asks="Was the person at rest?", judges=BOTH)
def not_at_rest(at_rest: bool) -> Reason | None:
    """A baseline is measured at rest."""
    return None if at_rest else NOT_AT_REST


@rule("D8", asks="Was the sample drawn in the morning?", judges=BOTH)
def not_morning(
    hour_of_day: Decimal,
    *,
    morning_start: Threshold = thresholds.MORNING_START,
    morning_end: Threshold = thresholds.MORNING_END,
) -> Reason | None:
    """IL-6 follows the clock; readings compare best at its morning trough."""
    return None if morning_start.value <= hour_of_day < morning_end.value else NOT_MORNING


@rule("D9", asks="Did the tube wait too long before it was spun?", judges=BOTH)
def late_centrifugation(
    hours_to_centrifugation: Decimal,
    spin_direction: Direction,
    *,
    spin_caution: Threshold = thresholds.SPIN_CAUTION,
    spin_limit: Threshold = thresholds.SPIN_LIMIT,
) -> Reason | None:
    """Blood cells go on releasing IL-6 in serum and heparin tubes; in EDTA the signal fades."""
    if hours_to_centrifugation > spin_limit.value:
        return LATE_SPIN[spin_direction]
    return SLOW_SPIN[spin_direction] if hours_to_centrifugation > spin_caution.value else None


@rule("D10", asks="Was the blood taken from a line that had been in place?", judges=BOTH)
def indwelling_line_draw(indwelling_line: bool) -> Reason | None:
    """The tissue around a line makes IL-6 of its own within hours."""
    return INDWELLING_LINE if indwelling_line else None


@rule("D11", asks="Was the sample haemolysed?", judges=BOTH)
def haemolysis(haemolysed: bool) -> Reason | None:
    """Methods differ in how they bear haemolysis; the laboratory's verdict wins."""
    return HAEMOLYSIS if haemolysed else None


@rule("D12", asks="Is this unlike any IL-6, by its unit or its size?", judges=IL6)
def unlike_il6(
    il6: Amount,
    *,
    implausible_value: Threshold = thresholds.IMPLAUSIBLE_VALUE,
    implausibly_small: Threshold = thresholds.IMPLAUSIBLY_SMALL,
    implausible_unit: Threshold = thresholds.IMPLAUSIBLE_UNIT,
) -> Reason | None:
    """In another unit, or of another analyte, the number says nothing of a level; it is kept as given."""
    odd = il6.factor >= implausible_unit.value or il6.above(implausible_value.value)
    return CHECK_UNIT if odd or (il6.is_point and il6.below(implausibly_small.value)) else None


@rule("D13", asks="Is this unlike any hs-CRP, by its size?", judges=HS_CRP)
def unlike_hs_crp(
    hs_crp: Amount, *, crp_implausibly_small: Threshold = thresholds.CRP_IMPLAUSIBLY_SMALL
) -> Reason | None:
    """A number that no test can see was written in another unit, or is another analyte."""
    return CHECK_UNIT if hs_crp.is_point and hs_crp.below(crp_implausibly_small.value) else None


@rule("D14", asks="Does hs-CRP, or CRP, of the same draw speak of something acute?", judges=IL6)
def acute_phase(
    crps_of_draw: OfOneDraw,
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
    pair_gap: Threshold = thresholds.PAIR_GAP,
    one_draw: Threshold = thresholds.ONE_DRAW,
) -> Reason | None:
    """While something acute is going on no baseline can be read, whatever the hs-CRP sample itself is worth."""
    acute = crps_of_draw.any_above(crp_acute.value, pair_gap.value, one_draw.value)
    return ACUTE_PHASE if acute else None


RULES = (
    under_age,
    pregnancy,
    conflicting_results,
    fasting_not_reported,
    not_fasting,
    short_fast,
    not_at_rest,
    not_morning,
    late_centrifugation,
    indwelling_line_draw,
    haemolysis,
    unlike_il6,
    unlike_hs_crp,
    acute_phase,
)
