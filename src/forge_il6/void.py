"""What a void sample still says: what its number is, what it bounds, and whether it is this test at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .answered import Answered
from .asking.facts import drug_lasts
from .codes import Direction, StandingCode
from .conclusions import Decision, Reason
from .knowledge.words import AFTER_TRAINING, BOUNDS, FLOORS, SUMMARY
from .rules.care import EXERCISE_VOIDS
from .units import Amount
from .wording import shown, since

__all__ = ["foreword", "is_large", "summary_of_void"]

_ENDS: Final = {Direction.UP: BOUNDS, Direction.DOWN: FLOORS}


def is_large(case: Answered) -> bool:
    """Whether IL-6 may lie where a value speaks of illness, so that nothing may be called healthy."""
    il6 = case.reading.il6
    return il6 is not None and not il6.below(case.numbers["acute_il6"].value)


def foreword(case: Answered, decision: Decision) -> Iterator[str]:
    """Say what stands before everything else: whom the numbers are not for, and which number is unlike its test."""
    if not decision.applicable and case.standings.il6 is None:
        yield SUMMARY["nobody"]
    results = (
        ("IL-6", case.standings.il6, case.reading.il6),
        ("hs-CRP", case.standings.hs_crp, case.context.hs_crp_amount),
    )
    for name, standing, amount in results:
        if amount is not None and standing is not None and "check_unit" in standing.codes:
            yield SUMMARY["check_unit"].format(as_reported=f"{name} {amount.text or amount}")


def summary_of_void(case: Answered) -> str:
    """Say of a void IL-6 what it is, and what it still bounds."""
    il6, standing = case.reading.il6, case.standings.il6
    if il6 is None or standing is None:
        return ""
    void = {reason.code for reason in standing.reasons if reason.standing is StandingCode.VOID}
    bound = _bound(il6, standing.void_direction)
    code = _kind(case, il6, void, is_bounded=bool(bound))
    return SUMMARY[code].format(il6=f"IL-6 {shown(il6)}", bound=bound, after=_after_training(case))


def _kind(case: Answered, il6: Amount, void: set[str], *, is_bounded: bool) -> str:
    """Choose what is said of a void sample."""
    if drug_lasts(case.context):
        return "on_drug"
    if "check_unit" in void:
        return "unit_open"
    if not is_bounded or not void <= EXERCISE_VOIDS:
        return "void_bounded" if is_bounded else "void"
    if il6.at_most(case.numbers["verdict_line"].value):
        return "not_raised"
    return "training_or_more" if is_large(case) else "training"


def _bound(il6: Amount, direction: Direction) -> str:
    """Say where the baseline ends, on the side that every void reason pushes away from."""
    end = _ENDS.get(direction, {}).get(il6.comparator, "")
    return end.format(value=shown(Amount(il6.value, il6.unit)))


def _after_training(case: Answered) -> str:
    """Say how long after training the sample was drawn, where that can be told."""
    hours = [
        value
        for asked in case.asked
        if isinstance(asked.answer, Reason) and asked.answer.code in EXERCISE_VOIDS
        for name, value in asked.facts.items()
        if name.startswith("hours_since_")
    ]
    return AFTER_TRAINING["hours"].format_map(since(shown(hours[0]))) if hours else AFTER_TRAINING[""]
