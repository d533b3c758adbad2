"""
The results of one patient beside each other.

Those of one time count once where they agree, and not at all where they contradict each other; a
hs-CRP that is newer than the draws of its case is no history of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Final, TypeVar

from ..times import Draw

__all__ = ["LATER_HS_CRP", "agreeing", "earlier_hs_crp"]

LATER_HS_CRP: Final = (
    "It was drawn after the newest IL-6 and its hs-CRP, and is no history of them; to judge it, give it as hs_crp."
)
"""What every format says of the code ``later_hs_crp``."""

Found = TypeVar("Found")


def agreeing(
    found: Iterable[Found],
    at: Callable[[Found], Hashable],
    value: Callable[[Found], object],
    leave_out: Callable[[Found, str], None],
) -> list[Found]:
    """
    Return the first result of each time; *leave_out* is told of every other one, and why.

    The code is ``duplicate`` where the results of a time say the same; else it is ``conflict``, and none is kept:
    nothing says which one is right.
    """
    of_time: dict[Hashable, list[Found]] = {}
    for each in found:
        of_time.setdefault(at(each), []).append(each)
    kept: list[Found] = []
    for first, *others in of_time.values():
        is_same = all(value(other) == value(first) for other in others)
        for each in others if is_same else (first, *others):
            leave_out(each, "duplicate" if is_same else "conflict")
        kept += [first] if is_same else []
    return kept


def earlier_hs_crp(
    found: Iterable[Found],
    at: Callable[[Found], Draw | None],
    case: Iterable[Draw | None],
    leave_out: Callable[[Found, str], None],
) -> list[Found]:
    """
    Return what can be a history of *case*, the draws of the newest IL-6 and of the hs-CRP read with it.

    A result that was drawn after both is newer than the case, which `interpret` refuses; *leave_out*
    is told of it with the code ``later_hs_crp``.
    """
    limits = [draw for draw in case if draw is not None]
    kept: list[Found] = []
    for each in found:
        draw = at(each)
        if draw is not None and limits and all(_is_later(draw, limit) for limit in limits):
            leave_out(each, "later_hs_crp")
        else:
            kept.append(each)
    return kept


def _is_later(draw: Draw, other: Draw) -> bool:
    """Whether a draw came after another: by the clock, or by the day where one is known to the day only."""
    if draw.first > other.last:
        return True
    return draw.day > other.day and not (draw.is_exact and other.is_exact)
