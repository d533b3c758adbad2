"""
IL-6 and hs-CRP of one draw, read together.

The table comes first; each rule after it is an exception that replaces the answer before.
"""

from __future__ import annotations

from decimal import Decimal

from ..asking.rule import rule
from ..codes import CrpLevel, Direction, Il6Side, Pattern, StandingCode
from ..conclusions import Note, Standing
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount

IL10_NOT_COMPUTED = Note("il10_ratio_not_computed")
CONVENTIONAL_CRP = Note("conventional_crp_not_paired")

TABLE: dict[tuple[tuple[Il6Side, ...], tuple[CrpLevel, ...]], Pattern] = {
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.LOW,)): Pattern.BOTH_LOW,
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.AVERAGE,)): Pattern.CRP_AVERAGE,
    ((Il6Side.NEAR_NORMAL,), (CrpLevel.RAISED,)): Pattern.CRP_ONLY,
    ((Il6Side.RAISED,), (CrpLevel.LOW,)): Pattern.IL6_ONLY,
    ((Il6Side.RAISED,), (CrpLevel.AVERAGE,)): Pattern.IL6_LEADING,
    ((Il6Side.RAISED,), (CrpLevel.RAISED,)): Pattern.BOTH_RAISED,
}
PAIRED = frozenset(TABLE.values())
_SHAKY = (StandingCode.TENTATIVE, StandingCode.UNVERIFIED)


@rule("P1", asks="On which side of the verdict line does IL-6 lie?", works_out="il6_sides")
def il6_sides(il6: Amount, *, sides: Scale[Il6Side] = thresholds.IL6_SIDES) -> tuple[Il6Side, ...]:
    """Raised is above the verdict line; an interval may lie on both sides."""
    return sides.within(il6)


@rule("P2", asks="Where does hs-CRP lie?", works_out="crp_levels")
def crp_levels(hs_crp: Amount, *, levels: Scale[CrpLevel] = thresholds.CRP_LEVELS) -> tuple[CrpLevel, ...]:
    """Low, average, raised or acute by the AHA/CDC lines; an interval may span several."""
    return levels.within(hs_crp)


@rule("P2a", asks="Are IL-6 and hs-CRP of one draw?", works_out="same_draw")
def same_draw(hours_apart: Decimal, *, pair_gap: Threshold = thresholds.PAIR_GAP) -> bool:
    """The two compare only within one local date and half a day."""
    return hours_apart <= pair_gap.value


@rule("P3", asks="What do IL-6 and hs-CRP say together?", gives="pattern")
def paired(
    il6_sides: tuple[Il6Side, ...],
    crp_levels: tuple[CrpLevel, ...],
    same_draw: bool,
) -> Pattern:
    """Each marker says what the other cannot; where a result spans a line, neither speaks."""
    return TABLE.get((il6_sides, crp_levels), Pattern.UNDETERMINED)


@rule("P4", asks="Is the hs-CRP void?", gives="pattern")
def crp_void(
    hs_crp_standing: Standing,
    crp_levels: tuple[CrpLevel, ...],
    same_draw: bool,
) -> Pattern | None:
    """A void hs-CRP pairs with nothing, except a low one: what only pushes up cannot have made it low."""
    if hs_crp_standing.code is not StandingCode.VOID or _kept_low(hs_crp_standing, crp_levels):
        return None
    return Pattern.CRP_VOID


def _kept_low(standing: Standing, levels: tuple[CrpLevel, ...]) -> bool:
    return standing.void_direction is Direction.UP and levels == (CrpLevel.LOW,)


@rule("P5", asks="Is the IL-6 void?", gives="pattern")
def il6_void(il6_standing: Standing, same_draw: bool) -> Pattern | None:
    """A void IL-6 pairs with nothing; on a receptor blocker the discordant pair means the drug."""
    return Pattern.IL6_VOID if il6_standing.code is StandingCode.VOID else None


@rule("P6", asks="Does an acute hs-CRP suspend the pair?", gives="pattern")
def suspended(crp_levels: tuple[CrpLevel, ...], same_draw: bool) -> Pattern | None:
    """Something acute is going on, and no baseline can be read."""
    return Pattern.SUSPENDED if crp_levels == (CrpLevel.ACUTE,) else None


@rule("P7", asks="Are the two of one draw?", gives="pattern")
def not_paired(same_draw: bool) -> Pattern | None:
    """The two markers rise and fall at different speeds; only one draw compares them."""
    return None if same_draw else Pattern.NOT_PAIRED


@rule("P8", asks="Was hs-CRP measured?", gives="pattern")
def crp_missing(crp_measured: bool) -> Pattern | None:
    """The article's advice: test both."""
    return None if crp_measured else Pattern.CRP_MISSING


@rule("P9", asks="Was IL-6 measured?", gives="pattern")
def il6_missing(il6_measured: bool) -> Pattern | None:
    """Alone, hs-CRP cannot say whether the IL-6 pathway drives it."""
    return None if il6_measured else Pattern.IL6_MISSING


@rule("P10", asks="Does a warning travel along with the pattern?", gives="pattern_tentative")
def pattern_tentative(pattern: Pattern, il6_standing: Standing, hs_crp_standing: Standing) -> bool:
    """A pattern is no firmer than the weaker of its two samples."""
    if pattern not in PAIRED:
        return False
    weak = il6_standing.code in _SHAKY or hs_crp_standing.code in _SHAKY
    return weak or hs_crp_standing.code is StandingCode.VOID


@rule("P11", asks="Why is there no IL-6 to IL-10 ratio?")
def il10_ratio(il10: Amount) -> Note:
    """The article removed the ratio: no routine IL-10 assay exists, so no line can be drawn."""
    return IL10_NOT_COMPUTED


@rule("P12", asks="Why is conventional CRP not paired?")
def conventional_crp_given(
    conventional_crp: Amount,
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
) -> Note:
    """It is another test, too coarse below its acute line; only that line is judged."""
    return CONVENTIONAL_CRP


RULES = (
    il6_sides,
    crp_levels,
    same_draw,
    paired,
    crp_void,
    il6_void,
    suspended,
    not_paired,
    crp_missing,
    il6_missing,
    pattern_tentative,
    il10_ratio,
    conventional_crp_given,
)
