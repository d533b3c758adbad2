"""The levels that persons live at, over arrays: the same numbers as of a single case, each text written once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from ..asking.answer import answer
from ..asking.ruleset import RuleSet
from ..conclusions import Level, Reach
from ..wording import number_text

__all__ = ["SET_POINT", "Kind", "numerals", "written"]

SET_POINT: Final = "set_point"
_DIGITS: Final = 3
_CLOSE: Final = 1e-9
"""What lies so near to where it would be written otherwise is not told of: arrays end in other digits."""
_ROUNDED_AWAY: Final = 1e-13
"""What lies so near to a number of twelve digits is that number in the estimate of a single case."""
_END: Final = {SET_POINT: 0, "low": -1, "high": 1}


class Kind(NamedTuple):
    """What rules say of the level of rows that they cannot tell apart."""

    is_of_course: bool
    """Whether it is the mean of the days that count, and not the row's own result."""
    lines: tuple[float, ...]
    """On whose sides the numbers have to be written."""


def written(name: str, logs: Any, n: Any, lines: tuple[float, ...], rules: RuleSet) -> tuple[Any, list[str], Any]:
    """
    Write the level of each row, or an end of its interval, as `numerals` does.

    Args:
        name: the column: the estimate, or the end.
        logs: the logarithm of each level.
        n: of how many days it is the mean.
        lines: on whose sides the texts have to lie.
        rules: the rule set, which says how far a level reaches.
    """
    values = np.exp(logs + _END[name] * _reach(n, rules))
    for line in lines if name == SET_POINT else ():
        values[np.abs(values / line - 1) < _ROUNDED_AWAY] = line  # as a single case rounds its estimate
    return numerals(values, lines)


def _reach(n: Any, rules: RuleSet) -> Any:
    """Return how far a level reaches to either side, by the rules, for numbers of days."""
    own, places = np.unique(n, return_inverse=True)
    reaches: list[Reach] = [answer(rules, "reach", {"level": Level(0.0, days)}) for days in own.tolist()]
    return np.array([reach.half for reach in reaches])[places]


def numerals(values: Any, lines: tuple[float, ...]) -> tuple[Any, list[str], Any]:
    """
    Write numbers as `number_text` does, each different text once.

    Args:
        values: positive.
        lines: on whose sides the texts have to lie.

    Returns:
        For each number the place of its text, the texts, and which numbers lie too near to another text.
    """
    unit = 10.0 ** (np.floor(np.log10(values)) - _DIGITS + 1)
    scaled = values / unit
    rounded = np.rint(scaled) * unit
    near = np.abs(np.abs(scaled - np.rint(scaled)) - 1 / 2) < _CLOSE * scaled
    crosses = np.zeros(len(values), dtype=bool)
    for line in lines:
        near |= (np.abs(values / line - 1) < _CLOSE) & (values != line)
        is_rounded_to = np.abs(rounded / line - 1) < _CLOSE
        crosses |= (is_rounded_to != (values == line)) | ((rounded > line) != (values > line)) & ~is_rounded_to
    _, first, places = np.unique(np.where(crosses, values, rounded), return_index=True, return_inverse=True)
    return places, [number_text(value, lines) for value in values[first].tolist()], near
