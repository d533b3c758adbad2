"""What draw would settle what is open: when, and under which circumstances."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .answered import Answered, Asked
from .codes import Band, Firmness, Persistence, StandingCode
from .conclusions import NextDraw, Reason
from .knowledge.words import NEXT_DRAW

__all__ = ["next_draw"]

_NOW: Final = Fraction(0)
_DAYS_EACH: Final = {"day": Fraction(1), "hour": Fraction(1, 24)}


def next_draw(case: Answered) -> NextDraw | None:
    """Say what draw would settle what is open; nothing where nothing is, or nothing is judged."""
    if _is_settled(case):
        return None
    known = case.known({"method": case.reading.method or ""})
    same = "same_method" if case.reading.method else "same_laboratory"
    conditions = ("fasted", "rested", "morning", "spun", same)
    return NextDraw(_earliest(case), tuple(NEXT_DRAW[code].format_map(known) for code in conditions))


def _is_settled(case: Answered) -> bool:
    standing = case.standings.il6
    if standing is None or standing.code is StandingCode.NOT_APPLICABLE:
        return True
    is_firm = case.given.get("firmness") is Firmness.FIRM
    return standing.counts and is_firm and case.given.get("persistence") is not Persistence.NOT_ASSESSABLE


def _earliest(case: Answered) -> str:
    """Return the first day on which a draw helps, where that can be told."""
    drawn_at = case.reading.drawn_at
    if drawn_at is None:
        return ""
    drawn = drawn_at.date() if isinstance(drawn_at, datetime) else drawn_at
    return (drawn + timedelta(days=math.ceil(max(_waits(case), default=_NOW)))).isoformat()


def _waits(case: Answered) -> Iterator[Fraction]:
    """Yield for how many days each thing still speaks against a draw."""
    yield from (_remaining_days(each) for each in case.asked if isinstance(each.answer, Reason))
    if case.standings.il6 is not None and case.standings.il6.counts:
        gap = "referral_gap" if case.given.get("band") is Band.HIGH else "persistence_gap"
        yield Fraction(case.numbers[gap].value)


def _remaining_days(asked: Asked) -> Fraction:
    """Return how many days a condition still disturbs samples; none where that is no matter of time."""
    for unit, days in _DAYS_EACH.items():
        since = next((value for name, value in asked.facts.items() if name.startswith(f"{unit}s_since_")), None)
        holds = [threshold.value for threshold in asked.rule.numbers.values() if threshold.unit == unit]
        if isinstance(since, (int, Decimal)) and holds:
            return max(_NOW, (Fraction(max(holds)) - Fraction(since)) * days)
    return _NOW
