"""Results of one time: counted once where they agree, and not at all where they contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

__all__ = ["agreeing"]

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
