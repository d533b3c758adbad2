"""
What IL-6 says beside other signs of the body: its resting side, and the links that the article draws.

Muscle mass, speed of thought and the pace of ageing are markers of their own; none of them is
judged here, and each is named only beside a raised IL-6.
"""

from __future__ import annotations

from decimal import Decimal

from ..asking.rule import rule
from ..codes import CrossCheckCode, Il6Side
from ..conclusions import Standing
from ..knowledge import thresholds
from ..threshold import Threshold


@rule("L1", asks="Is a resting IL-6 raised, or near normal?", works_out="resting_side")
def resting_side(il6_sides: tuple[Il6Side, ...], il6_standing: Standing) -> Il6Side | None:
    """The body is compared only with an IL-6 that counts and lies on one side of the line."""
    return _ONLY.get(il6_sides) if il6_standing.counts else None


_ONLY: dict[tuple[Il6Side, ...], Il6Side] = {(side,): side for side in Il6Side}


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


SIDE = (resting_side,)
RULES = (muscle_link, cognition_link, pace_link)
