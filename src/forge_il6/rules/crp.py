"""
IL-6 and hs-CRP of one draw, read together.

First which CRP is read beside IL-6, then the table, and after it the exceptions, each of which
replaces the answer before.
"""

from __future__ import annotations

import math
from decimal import Decimal

from ..asking.course import normal_quantile, sigma
from ..asking.rule import rule
from ..codes import CommonCause, Confounder, CrpLevel, Direction, Il6Side, Pattern, Persistence, Specimen, StandingCode
from ..conclusions import CrpRead, Note, Standing
from ..context import ConfounderEvent
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount

IL10_NOT_COMPUTED = Note("il10_ratio_not_computed")
HS_CRP_IS_READ = Note("conventional_crp_not_paired")
CONVENTIONAL_IS_READ = Note("conventional_crp_read")
NOT_ACUTE = Note("not_acute")
CANNOT_BE_TOLD = Note("one_draw_not_known")
NEVER_CANCELLED = Note("crp_never_cancels_il6")
RARELY_TESTED = Note("il6_rarely_tested")

TABLE: dict[tuple[tuple[Il6Side, ...], tuple[CrpLevel, ...]], Pattern] = {
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.LOW,)): Pattern.BOTH_LOW,
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.AVERAGE,)): Pattern.CRP_AVERAGE,
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.RAISED,)): Pattern.CRP_ONLY,
    ((Il6Side.RAISED,), (CrpLevel.LOW,)): Pattern.IL6_ONLY,
    ((Il6Side.RAISED,), (CrpLevel.AVERAGE,)): Pattern.IL6_LEADING,
    ((Il6Side.RAISED,), (CrpLevel.RAISED,)): Pattern.BOTH_RAISED,
}
PAIRED = frozenset(TABLE.values())
ORDINARY = (CrpLevel.LOW, CrpLevel.AVERAGE)
"""The levels of somebody without inflammation; a conventional test does not tell them apart."""
_SHAKY = (StandingCode.TENTATIVE, StandingCode.UNVERIFIED)


# --- what is read beside IL-6 ----------------------------------------------------------------------


@rule("P1", asks="On which side of the verdict line does IL-6 lie?", works_out="il6_sides")
def il6_sides(il6: Amount, *, sides: Scale[Il6Side] = thresholds.IL6_SIDES) -> tuple[Il6Side, ...]:
    """Raised is above the verdict line; an interval may lie on both sides."""
    return sides.within(il6)


@rule("P2", asks="Where does hs-CRP lie?", works_out="crp_levels")
def crp_levels(hs_crp: Amount, *, levels: Scale[CrpLevel] = thresholds.CRP_LEVELS) -> tuple[CrpLevel, ...]:
    """Low, average, raised or acute by the AHA/CDC lines; an interval may span several."""
    return levels.within(hs_crp)


@rule("P2a", asks="Are IL-6 and hs-CRP of one draw?", works_out="same_draw", otherwise=False)
def same_draw(
    hours_apart: Decimal,
    may_share_date: bool,
    *,
    one_draw: Threshold = thresholds.ONE_DRAW,
    pair_gap: Threshold = thresholds.PAIR_GAP,
) -> bool:
    """So close together they are one draw whatever date an offset gives; else within one date and half a day."""
    return hours_apart <= one_draw.value or (may_share_date and hours_apart <= pair_gap.value)


@rule("P2b", asks="Which CRP is read beside IL-6?", works_out="crp_read")
def hs_crp_read(
    hs_crp: Amount, hs_crp_standing: Standing, crp_levels: tuple[CrpLevel, ...], same_draw: bool
) -> CrpRead | None:
    """The hs-CRP of the same draw."""
    return CrpRead(hs_crp, crp_levels, hs_crp_standing, conventional=False) if same_draw else None


@rule("P2c", asks="Where does the conventional CRP of the draw lie?", works_out="conventional_levels")
def conventional_levels(
    conventional_crp: Amount, *, levels: Scale[CrpLevel] = thresholds.CRP_LEVELS
) -> tuple[CrpLevel, ...]:
    """Raised or acute as by hs-CRP; below that the test is too coarse to tell low from average."""
    found = levels.within(conventional_crp)
    return found if set(found).isdisjoint(ORDINARY) else tuple(dict.fromkeys((*ORDINARY, *found)))


@rule("P2d", asks="Is the conventional CRP read beside IL-6?", works_out="crp_read")
def conventional_crp_read(
    conventional_crp: Amount,
    conventional_crp_standing: Standing,
    conventional_levels: tuple[CrpLevel, ...],
    same_draw: bool,
) -> CrpRead | None:
    """Where no hs-CRP of the draw is known; and what is acute is heard whoever measured it."""
    if same_draw and conventional_levels != (CrpLevel.ACUTE,):
        return None
    return CrpRead(conventional_crp, conventional_levels, conventional_crp_standing, conventional=True)


@rule("P2e", asks="Is any CRP known?", works_out="crp_known")
def hs_crp_known(crp_measured: bool) -> bool:
    """An hs-CRP of whichever draw."""
    return crp_measured


@rule("P2f", asks="Is a conventional CRP known?", works_out="crp_known")
def conventional_crp_known(conventional_crp: Amount, crp_measured: bool) -> bool:
    """It is of the draw of the IL-6, having no time of its own."""
    return True


# --- the pattern -----------------------------------------------------------------------------------


@rule("P7", asks="Are the two of one draw?", gives="pattern")
def not_paired(same_draw: bool, crp_measured: bool) -> Pattern | None:
    """The two markers rise and fall at different speeds; only one draw compares them."""
    return Pattern.NOT_PAIRED if crp_measured and not same_draw else None


@rule("P3", asks="What do IL-6 and hs-CRP say together?", gives="pattern")
def paired(il6_sides: tuple[Il6Side, ...], crp_read: CrpRead) -> Pattern:
    """Each marker says what the other cannot; where a result spans a line, neither speaks."""
    return TABLE.get((il6_sides, crp_read.levels), Pattern.UNDETERMINED)


@rule("P4", asks="Is the hs-CRP void?", gives="pattern")
def crp_void(crp_read: CrpRead) -> Pattern | None:
    """A void hs-CRP pairs with nothing, except a low one: what only pushes up cannot have made it low."""
    if crp_read.standing.code is not StandingCode.VOID or _kept_low(crp_read):
        return None
    return Pattern.CRP_VOID


def _kept_low(crp: CrpRead) -> bool:
    return crp.standing.void_direction is Direction.UP and crp.levels == (CrpLevel.LOW,)


@rule("P5", asks="Is the IL-6 void?", gives="pattern")
def il6_void(il6_standing: Standing, crp_read: CrpRead) -> Pattern | None:
    """A void IL-6 pairs with nothing; on a receptor blocker the discordant pair means the drug."""
    return Pattern.IL6_VOID if il6_standing.code is StandingCode.VOID else None


@rule("P6", asks="Does an acute CRP suspend the pair?", gives="pattern")
def suspended(crp_read: CrpRead) -> Pattern | None:
    """Something acute is going on, and no baseline can be read."""
    return Pattern.SUSPENDED if crp_read.levels == (CrpLevel.ACUTE,) else None


@rule("P8", asks="Was hs-CRP measured?", gives="pattern")
def crp_missing(crp_known: bool) -> Pattern | None:
    """The article's advice: test both."""
    return None if crp_known else Pattern.CRP_MISSING


@rule("P9", asks="Was IL-6 measured?", gives="pattern")
def il6_missing(il6_measured: bool) -> Pattern | None:
    """Alone, hs-CRP cannot say whether the IL-6 pathway drives it."""
    return None if il6_measured else Pattern.IL6_MISSING


@rule("P10", asks="Does a warning travel along with the pattern?", gives="pattern_tentative")
def pattern_tentative(pattern: Pattern, il6_standing: Standing, crp_read: CrpRead) -> bool:
    """A pattern is no firmer than the weaker of its two samples, and never firm by the coarser test."""
    if pattern not in PAIRED:
        return False
    weak = il6_standing.code in _SHAKY or crp_read.standing.code in _SHAKY
    return weak or crp_read.conventional or crp_read.standing.code is StandingCode.VOID


# --- what is said beside it ------------------------------------------------------------------------


@rule("P11", asks="Why is there no IL-6 to IL-10 ratio?")
def il10_ratio(il10: Amount) -> Note:
    """The article removed the ratio: no routine IL-10 assay exists, so no line can be drawn."""
    return IL10_NOT_COMPUTED


@rule("P12", asks="How is a conventional CRP read?")
def conventional_crp_given(
    conventional_crp: Amount,
    conventional_crp_standing: Standing,
    same_draw: bool,
    *,
    crp_raised: Threshold = thresholds.CRP_RAISED,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
) -> Note:
    """It is another test: beside an hs-CRP only its acute line counts, alone it is read coarsely."""
    return HS_CRP_IS_READ if same_draw else CONVENTIONAL_IS_READ


@rule("P13", asks="What does a conventional CRP below its lines say?")
def not_acute(
    pattern: Pattern,
    crp_read: CrpRead,
    conventional_crp: Amount,
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
) -> Note | None:
    """It excludes what is acute, and tells nothing finer."""
    ordinary = crp_read.conventional and not set(crp_read.levels).isdisjoint(ORDINARY)
    return NOT_ACUTE if ordinary and conventional_crp.at_most(crp_acute.value) else None


@rule("P14", asks="Can it be told whether the two are of one draw?")
def one_draw_not_known(
    pattern: Pattern,
    least_hours_apart: Decimal,
    may_share_date: bool,
    *,
    pair_gap: Threshold = thresholds.PAIR_GAP,
) -> Note | None:
    """Dates alone that agree do not say that the two were drawn apart, nor that they were not."""
    open_question = pattern is Pattern.NOT_PAIRED and may_share_date
    return CANNOT_BE_TOLD if open_question and least_hours_apart <= pair_gap.value else None


@rule("P15", asks="Does a low or average hs-CRP cancel a raised IL-6?")
def never_cancelled(pattern: Pattern, il6_sides: tuple[Il6Side, ...], crp_read: CrpRead) -> Note | None:
    """IL-6 carries information of its own, independent of hs-CRP."""
    read = pattern in PAIRED or pattern is Pattern.UNDETERMINED
    ordinary = set(crp_read.levels) <= set(ORDINARY)
    return NEVER_CANCELLED if read and il6_sides == (Il6Side.RAISED,) and ordinary else None


# --- what is likelier than biology where IL-6 alone is raised -----------------------------------------

_MEAL_UNCLEAR = frozenset({"fasting_not_reported", "not_fasting", "short_fast"})
_EXERCISE_UNCLEAR = frozenset({"exercise_not_reported", "exercise_timing_unclear", "recent_exercise"})
_LASTS = (Persistence.CONSISTENT_ABOVE_2, Persistence.PERSISTENT_ABOVE_3)


@rule("P16", asks="What commonly raises IL-6 without hs-CRP?", works_out="common_causes")
def common_causes(il6_standing: Standing) -> tuple[CommonCause, ...]:
    """Chance, circumstances and heredity come before biology; a cleared meal or session is left out."""
    excluded = set()
    if not il6_standing.codes & _MEAL_UNCLEAR:
        excluded.add(CommonCause.MEAL)
    if not il6_standing.codes & _EXERCISE_UNCLEAR:
        excluded.add(CommonCause.EXERCISE)
    return tuple(cause for cause in CommonCause if cause not in excluded)


@rule("P17", asks="Was the tube spun in time?", works_out="common_causes")
def spun_in_time(
    common_causes: tuple[CommonCause, ...],
    hours_to_centrifugation: Decimal,
    *,
    spin_caution: Threshold = thresholds.SPIN_CAUTION,
) -> tuple[CommonCause, ...] | None:
    """A tube that was spun at once has not waited."""
    in_time = hours_to_centrifugation <= spin_caution.value
    return _without(CommonCause.LATE_SPIN, common_causes) if in_time else None


@rule("P18", asks="Would this tube read high by waiting?", works_out="common_causes")
def does_not_rise_by_waiting(
    common_causes: tuple[CommonCause, ...], specimen: Specimen
) -> tuple[CommonCause, ...] | None:
    """EDTA plasma that waited reads falsely low."""
    return _without(CommonCause.LATE_SPIN, common_causes) if specimen is Specimen.EDTA_PLASMA else None


@rule("P19", asks="Was a receptor blocker excluded?", works_out="common_causes")
def no_receptor_blocker(
    common_causes: tuple[CommonCause, ...], all_confounders: tuple[ConfounderEvent, ...]
) -> tuple[CommonCause, ...] | None:
    """Who was asked and named none takes none."""
    named = any(event.kind is Confounder.IL6_RECEPTOR_BLOCKER for event in all_confounders)
    return None if named else _without(CommonCause.RECEPTOR_BLOCKER, common_causes)


@rule("P21", asks="Does the course outweigh chance?", works_out="common_causes")
def lasts_beyond_chance(
    common_causes: tuple[CommonCause, ...], persistence: Persistence
) -> tuple[CommonCause, ...] | None:
    """What lies above the line again and again is no noise."""
    return _without(CommonCause.NOISE, common_causes) if persistence in _LASTS else None


@rule("P22", asks="Is this number too far above the line for chance?", works_out="common_causes")
def too_high_for_chance(
    common_causes: tuple[CommonCause, ...],
    pattern: Pattern,
    il6: Amount,
    *,
    verdict_line: Threshold = thresholds.VERDICT_LINE,
    within_person_cv: Threshold = thresholds.WITHIN_PERSON_CV,
    analytical_cv: Threshold = thresholds.ANALYTICAL_CV,
    set_point_percentile: Threshold = thresholds.SET_POINT_PERCENTILE,
) -> tuple[CommonCause, ...] | None:
    """Where even the lowest level that one draw fits lies above the line, noise does not explain it."""
    if pattern is not Pattern.IL6_ONLY:
        return None
    reach = normal_quantile(set_point_percentile.value) * sigma(within_person_cv.value, analytical_cv.value)
    beyond = math.log(il6.value) - reach > math.log(verdict_line.value)
    return _without(CommonCause.NOISE, common_causes) if beyond else None


def _without(cause: CommonCause, causes: tuple[CommonCause, ...]) -> tuple[CommonCause, ...]:
    return tuple(each for each in causes if each is not cause)


@rule("P20", asks="Why may IL-6 be missing?")
def rarely_tested(pattern: Pattern) -> Note | None:
    """Laboratories rarely test IL-6 in routine, so it has to be asked for by name."""
    return RARELY_TESTED if pattern is Pattern.IL6_MISSING else None


RULES = (
    il6_sides,
    crp_levels,
    same_draw,
    hs_crp_read,
    conventional_levels,
    conventional_crp_read,
    hs_crp_known,
    conventional_crp_known,
    not_paired,
    paired,
    crp_void,
    il6_void,
    suspended,
    crp_missing,
    il6_missing,
    pattern_tentative,
    il10_ratio,
    conventional_crp_given,
    not_acute,
    one_draw_not_known,
    never_cancelled,
    common_causes,
    spun_in_time,
    does_not_rise_by_waiting,
    no_receptor_blocker,
    lasts_beyond_chance,
    too_high_for_chance,
    rarely_tested,
)
