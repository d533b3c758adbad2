"""What draw would settle what is open: when, and under which circumstances."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .answered import Answered, Asked
from .asking.facts import drug_lasts
from .codes import Band, Firmness, Persistence, StandingCode, Trend
from .conclusions import NextDraw, Reason
from .knowledge.words import NEXT_DRAW

__all__ = ["next_draw", "next_gap"]

_NOW: Final = Fraction(0)
_DAYS_EACH: Final = {"day": Fraction(1), "hour": Fraction(1, 24)}


def next_draw(case: Answered) -> NextDraw | None:
    """Say what draw would settle what is open; nothing where nothing is, nothing is judged, or answers would do."""
    if _is_settled(case) or drug_lasts(case.context):
        return None
    known = case.known({"method": case.reading.method or ""})
    same = "same_method" if case.reading.method else "same_laboratory"
    conditions = ("fasted", "rested", "morning", "spun", same)
    return NextDraw(_earliest(case), tuple(NEXT_DRAW[code].format_map(known) for code in conditions))


def _is_settled(case: Answered) -> bool:
    standing = case.standings.il6
    if standing is None or standing.code is StandingCode.NOT_APPLICABLE:
        return True
    if "sample_unverified" in case.codes:
        return True
    if _is_moving(case) or _has_begun(case):
        return False
    is_firm = case.given.get("firmness") is Firmness.FIRM
    return standing.counts and is_firm and case.given.get("persistence") is not Persistence.NOT_ASSESSABLE


def _is_moving(case: Answered) -> bool:
    return case.given.get("trend") in (Trend.RISING, Trend.VOLATILE)


def _has_begun(case: Answered) -> bool:
    """Whether habits are to be changed now, and the next draw is to show what that did."""
    return "begin_with_first_tier" in case.codes


def next_gap(case: Answered) -> str:
    """Name the number of days after which another counting reading says more."""
    if _has_begun(case) and not _is_moving(case):
        return "course_repeat"
    return "referral_gap" if case.given.get("band") is Band.HIGH else "persistence_gap"


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
    if case.standings.il6 is not None and "exercise_hold" in case.standings.il6.codes:  # how long ago is not known
        yield Fraction(case.numbers["race_hold"].value) * _DAYS_EACH["hour"]
    records = (each.record for each in case.asked if each.code)
    wanted = {record.action for record in records if record is not None}
    if wanted & {"repeat_when_acute_has_passed", "repeat_beyond_range"}:
        yield Fraction(case.numbers["repeat_from"].value)
    if case.standings.il6 is not None and case.standings.il6.counts:
        yield Fraction(case.numbers[next_gap(case)].value)


def _remaining_days(asked: Asked) -> Fraction:
    """Return how many days a condition still disturbs samples; none where that is no matter of time."""
    for unit, days in _DAYS_EACH.items():
        since = next((value for name, value in asked.facts.items() if name.startswith(f"{unit}s_since_")), None)
        holds = [threshold.value for threshold in asked.rule.numbers.values() if threshold.unit == unit]
        if isinstance(since, (int, Decimal)) and holds:
            return max(_NOW, (Fraction(max(holds)) - Fraction(since)) * days)
    return _NOW
