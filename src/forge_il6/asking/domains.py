"""
What a rule can be asked with, written out: every value of a fact that its numbers can tell apart.

A rule sees a number only through the thresholds that its signature declares. So the number is
taken at each of them, just below, just above, half-way between two, and beyond the last: no other
value can lead to another answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from typing import Any, Final, get_type_hints

from ..codes import BAND_ORDER, Band, Confounder, CrpLevel, Direction, Il6Side, RedFlag, StandingCode
from ..conclusions import CrpRead, Reason, Standing
from ..knowledge.thresholds import IL6_BANDS
from ..threshold import Scale, Threshold
from ..times import Draw
from ..units import Amount
from .facts import CrpsNearby, LaterEvent, OfOneDraw
from .rule import AnyRule

__all__ = ["STANDINGS", "beyond", "domains_of", "drawn", "points", "standing_of"]

_NEAR: Final = Decimal("0.001")
_ONE: Final = Decimal(1)
_MANY: Final = 30_000
_MOST: Final = 250_000
"""Combinations of one rule that are tried; a rule that has more is named as not tried."""
_NOON: Final = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""When a sample is drawn: any moment would do."""


def beyond(cut: Decimal) -> Decimal:
    """Return a number just above a cut."""
    return cut + _NEAR * max(cut, _ONE)


def points(cuts: Iterable[Decimal]) -> list[Decimal]:
    """Return the cuts, a last digit on either side, the middle between two, and a point beyond either end."""
    sorted_cuts = sorted(set(cuts))
    if not sorted_cuts:
        return [Decimal(0), Decimal(1)]
    middles = [(low + high) / 2 for low, high in pairwise(sorted_cuts)]
    near = [each for cut in sorted_cuts for each in (2 * cut - beyond(cut), beyond(cut))]
    ends = [sorted_cuts[0] / 2, sorted_cuts[-1] * 2 + 1]
    return sorted({point for point in [*sorted_cuts, *middles, *near, *ends] if point >= 0})


@lru_cache(maxsize=4096)
def drawn(days_before: int = 0) -> Draw:
    """Return a draw so many days before the one that a rule is asked about."""
    return Draw.of(_NOON - timedelta(days=days_before), None, "drawn_at")


def domains_of(each: AnyRule, standings: tuple[Standing, ...]) -> list[tuple[Any, ...]] | None:
    """
    Return what each fact of a rule can be; none where that cannot be written out.

    Args:
        each: the rule.
        standings: what a standing can be; where the combinations become many, one of every code and direction.
    """
    try:
        kinds = get_type_hints(each.function)
    except (NameError, TypeError):
        return None
    for can_be in (standings, STANDINGS):
        found = [can_be if kinds.get(fact) is Standing else _domain(kinds.get(fact), each) for fact in each.facts]
        size = prod(len(domain or ()) for domain in found)
        if size <= _MANY:
            break
    return None if size == 0 or size > _MOST else [domain for domain in found if domain is not None]


def _domain(kind: object, each: AnyRule) -> tuple[Any, ...] | None:
    """Return every value of a kind that a rule can tell apart."""
    if kind is bool:
        return (False, True)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    if kind in _OF_NUMBERS:
        return _OF_NUMBERS[kind](tuple(each.numbers.values()))
    return _KINDS[kind]() if kind in _KINDS else None


# --- by the numbers of the rule --------------------------------------------------------------------


def _numbers(numbers: tuple[Threshold, ...]) -> tuple[Decimal, ...]:
    return tuple(points(number.value for number in numbers))


def _amounts(numbers: tuple[Threshold, ...]) -> tuple[Amount, ...]:
    """Return points and intervals around numbers that share the unit of a measurand."""
    of_measurand = [each for each in numbers if "/" in each.unit and not each.unit.endswith("year")]
    units = {each.unit for each in of_measurand} or {"pg/mL"}
    values = [point for point in points(each.value for each in of_measurand) if point > 0]
    return tuple(Amount(point, unit, sign) for unit in sorted(units) for point in values for sign in ("", "<", ">"))


def _crps_of_draw(numbers: tuple[Threshold, ...]) -> tuple[OfOneDraw, ...]:
    """Return a result of the same tube, and one of a draw that lies so many hours before: of one date, and of two."""
    amounts, draw = _amounts(numbers), drawn()
    hours = points(number.value for number in numbers if number.unit == "hour")
    apart = [Draw.of(_NOON - timedelta(hours=float(each)), None, "drawn_at") for each in hours]
    dated = [other._replace(day=day) for other in apart for day in {other.day, draw.day}]
    same_tube = [OfOneDraw(draw, (amount,), None) for amount in amounts]
    nearby = [OfOneDraw(draw, (), CrpsNearby([(other, amount)])) for other in dated for amount in amounts]
    return (OfOneDraw(draw, (), None), *same_tube, *nearby)


def _later_events(numbers: tuple[Threshold, ...]) -> tuple[tuple[LaterEvent, ...], ...]:
    """Return each kind of event alone, so many days after a draw."""
    days = points(number.value for number in numbers if number.unit == "day")
    return ((), *((LaterEvent(*each),) for each in product(Confounder, days, (False, True))))


_OF_NUMBERS: Final[Mapping[object, Callable[[tuple[Threshold, ...]], tuple[Any, ...]]]] = {
    Decimal: _numbers,
    Amount: _amounts,
    OfOneDraw: _crps_of_draw,
    tuple[LaterEvent, ...]: _later_events,
}


# --- of whatever rule ------------------------------------------------------------------------------


def _runs(codes: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(codes[low:high] for low in range(len(codes)) for high in range(low + 1, len(codes) + 1))


def standing_of(code: StandingCode, direction: Direction = Direction.UP) -> Standing:
    """Return a standing with one reason of a code and a direction."""
    return Standing.weigh((Reason("tried", code, direction),))


STANDINGS: Final = (
    Standing.weigh(()),
    standing_of(StandingCode.TENTATIVE),
    standing_of(StandingCode.UNVERIFIED),
    *(standing_of(StandingCode.VOID, direction) for direction in Direction),
    standing_of(StandingCode.NOT_APPLICABLE),
)
"""A standing of every code and direction."""
_LEVELS: Final = _runs(tuple(CrpLevel))


def _crp_reads() -> tuple[CrpRead, ...]:
    amount = Amount(Decimal(1), "mg/L")
    read = product(_LEVELS, STANDINGS, (False, True))
    return tuple(CrpRead(amount, levels, standing, conventional) for levels, standing, conventional in read)


_KINDS: Final[Mapping[object, Callable[[], tuple[Any, ...]]]] = {
    CrpRead: _crp_reads,
    Scale[Band]: lambda: (IL6_BANDS,),
    tuple[Band, ...]: lambda: _runs(BAND_ORDER),
    tuple[Il6Side, ...]: lambda: _runs(tuple(Il6Side)),
    tuple[CrpLevel, ...]: lambda: _LEVELS,
    tuple[RedFlag, ...]: lambda: ((), *((flag,) for flag in RedFlag)),
}
