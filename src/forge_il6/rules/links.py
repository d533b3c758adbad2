"""
What IL-6 says beside other signs of the body: its resting side, and the links that the article draws.

Muscle mass, speed of thought and the pace of ageing are markers of their own; none of them is
judged here, and each is named only beside a raised IL-6.
"""

from __future__ import annotations

from decimal import Decimal

from ..asking.rule import rule
from ..codes import Band, CrossCheckCode, Il6Side, Pattern
from ..conclusions import Standing
from ..knowledge import thresholds
from ..threshold import Threshold


@rule("L1", asks="Is a resting IL-6 raised, or near normal?", works_out="resting_side")
def resting_side(il6_sides: tuple[Il6Side, ...], il6_standing: Standing) -> Il6Side | None:
    """The body is compared only with an IL-6 that counts and lies on one side of the line."""
    return _ONLY.get(il6_sides) if il6_standing.counts else None


_ONLY: dict[tuple[Il6Side, ...], Il6Side] = {(side,): side for side in Il6Side}


@rule("L1a", asks="May IL-6 explain a sign of the body?", works_out="il6_may_explain")
def il6_may_explain(resting_side: Il6Side) -> bool:
    """An IL-6 that counts may, unless something else explains the number itself."""
    return True


@rule("L1b", asks="Does it lie beyond the range of background inflammation?", works_out="il6_may_explain")
def not_beyond_range(value_bands: tuple[Band, ...]) -> bool | None:
    """Such a number asks for a cause of its own."""
    return False if value_bands == (Band.BEYOND_RANGE,) else None


@rule("L1c", asks="Is a disease known that raises it?", works_out="il6_may_explain")
def not_with_known_disease(secondary_disease: bool) -> bool | None:
    """A known disease explains both, and its clinician is the one to ask."""
    return False if secondary_disease else None


@rule("L1d", asks="Does an acute CRP suspend it?", works_out="il6_may_explain")
def not_while_suspended(pattern: Pattern) -> bool | None:
    """While something acute is going on, no resting IL-6 is known."""
    return False if pattern is Pattern.SUSPENDED else None


@rule("L1e", asks="Is IL-6 raised, and may it explain a sign of the body?", works_out="raised_il6")
def raised_il6(resting_side: Il6Side, il6_may_explain: bool) -> bool | None:
    """Only beside such an IL-6 are the article's links worth naming."""
    return True if resting_side is Il6Side.RAISED and il6_may_explain else None


@rule("L2", asks="Does falling muscle mass go with a raised IL-6?")
def muscle_link(muscle_mass_falling: bool, raised_il6: bool) -> CrossCheckCode | None:
    """The article links IL-6 to muscle breakdown (JAK/STAT3); in people the link is weak."""
    return CrossCheckCode.MUSCLE_CATABOLISM_LINK if muscle_mass_falling else None


@rule("L3", asks="Does slowing thought go with a raised IL-6?")
def cognition_link(processing_speed_slowing: bool, raised_il6: bool) -> CrossCheckCode | None:
    """The article links IL-6 to slower processing; in people this is an association."""
    return CrossCheckCode.COGNITION_LINK if processing_speed_slowing else None


@rule("L4", asks="Does a fast pace of ageing go with a raised IL-6?")
def pace_link(
    dunedin_pace: Decimal, raised_il6: bool, *, pace_of_one: Threshold = thresholds.PACE_OF_ONE
) -> CrossCheckCode | None:
    """The article links IL-6 to the pace of ageing; neither measures the other."""
    return CrossCheckCode.PACE_LINK if dunedin_pace > pace_of_one.value else None


SIDE = (
    resting_side,
    il6_may_explain,
    not_beyond_range,
    not_with_known_disease,
    not_while_suspended,
    raised_il6,
)
RULES = (muscle_link, cognition_link, pace_link)
