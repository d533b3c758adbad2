"""
Rules asked about every number at once: what they answer, and under which condition, for z3 to prove claims about.

The rules themselves run, not a copy of them. They are handed a number of which only its name is known; wherever
Python has to know how it compares, the run takes one side, and another run the other. So every run ends with an answer
and the condition under which it holds. A rule that wants more of a number than to compare it cannot be asked so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

z3: Any = pytest.importorskip("z3", reason="z3 is not installed; it comes with the group 'test'")


class Number:
    """A number of which only its name is known; to compare it is all that can be done with it."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str, runs: Runs) -> None:
        self.formula = z3.Real(name)
        self._runs = runs

    def __lt__(self, other: object) -> bool:
        return self._runs.decide(self.formula < written(other))

    def __le__(self, other: object) -> bool:
        return self._runs.decide(self.formula <= written(other))

    def __gt__(self, other: object) -> bool:
        return self._runs.decide(self.formula > written(other))

    def __ge__(self, other: object) -> bool:
        return self._runs.decide(self.formula >= written(other))

    def __eq__(self, other: object) -> bool:
        return self._runs.decide(self.formula == written(other))

    def __ne__(self, other: object) -> bool:
        return not self == other


def written(value: Any) -> Any:
    """Write a number, known or not, as z3 does."""
    return value.formula if isinstance(value, Number) else z3.RealVal(str(Fraction(value)))


class Answer(NamedTuple):
    """What was answered, and under which condition."""

    says: Any
    where: Any


class Runs:
    """Every run of a function about some numbers, each of them at least nought."""

    def __init__(self, *names: str) -> None:
        self.numbers = [Number(name, self) for name in names]
        self._solver = z3.Solver()
        self._solver.add(*self.possible)
        self._planned: list[bool] = []
        self._taken: list[bool] = []
        self._waiting: list[list[bool]] = []
        self._known: dict[int, tuple[Any, bool]] = {}

    @property
    def possible(self) -> list[Any]:
        """What holds of the numbers before anything is asked."""
        return [number.formula >= 0 for number in self.numbers]

    def answers(self, ask: Callable[..., Any]) -> list[Answer]:
        """Run a function until no side is left that was not taken."""
        found = []
        self._waiting = [[]]
        while self._waiting:
            self._planned, self._taken, self._known = self._waiting.pop(), [], {}
            self._solver.push()
            says = ask(*self.numbers)
            found.append(Answer(says, z3.And([z3.BoolVal(True), *self._conditions()])))
            self._solver.pop()
        return found

    def _conditions(self) -> Iterable[Any]:
        return (formula if holds else z3.Not(formula) for formula, holds in self._known.values())

    def decide(self, formula: Any) -> bool:
        """Take a side: the one that is planned, or one that is possible, and leave the other for a later run."""
        known = self._known.get(formula.get_id())
        if known is not None:
            return known[1]
        place = len(self._taken)
        holds = self._planned[place] if place < len(self._planned) else self._first_side(formula)
        self._taken.append(holds)
        self._known[formula.get_id()] = formula, holds
        self._solver.add(formula if holds else z3.Not(formula))
        return holds

    def _first_side(self, formula: Any) -> bool:
        can_hold, can_fail = (self._solver.check(side) == z3.sat for side in (formula, z3.Not(formula)))
        if can_hold and can_fail:
            self._waiting.append([*self._taken, False])
        return can_hold


def region(answers: Iterable[Answer], says: Callable[[Any], bool]) -> Any:
    """Return the condition under which something is answered."""
    return z3.Or([z3.BoolVal(False), *(each.where for each in answers if says(each.says))])


def refuted(*claims: Any, given: Iterable[Any] = ()) -> str:
    """Return numbers with which claims do not hold, or nothing where there are none."""
    solver = z3.Solver()
    solver.add(*given, z3.Not(z3.And(*claims)))
    return "" if solver.check() == z3.unsat else str(solver.model())


def once_everywhere(answers: list[Answer], possible: list[Any]) -> str:
    """Return numbers about which there is no answer, or more than one."""
    count = z3.Sum([z3.If(each.where, 1, 0) for each in answers])
    return refuted(count == 1, given=possible)


def rises(answers: list[Answer], rank: Callable[[Any], int | None], number: Number, possible: list[Any]) -> str:
    """Return numbers of which the larger, all else equal, has the lower rank; what has no rank is left out."""
    more = z3.Real(f"more_{number.formula}")
    ranks = sorted({found for each in answers if (found := rank(each.says)) is not None})
    regions = {found: region(answers, lambda says, at=found: rank(says) == at) for found in ranks}
    for low, high in ((low, high) for low in ranks for high in ranks if low < high):
        below = z3.substitute(regions[low], (number.formula, more))
        witness = refuted(z3.Not(z3.And(regions[high], below)), given=[*possible, number.formula <= more])
        if witness:
            return witness
    return ""


def line(value: Decimal) -> Any:
    """Write a line as z3 does."""
    return written(value)
