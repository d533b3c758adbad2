"""
Facts that tell how a rule looks at them, so that one row may answer for all whose cells are the same.

Our own rules see a number only through the thresholds that their signatures declare, and tests prove it. A rule of a
host is watched while it is asked about the one row: as long as it only compares its numbers with the thresholds that it
declares, it would have answered the same about every other row of those cells. Anything else that it does with a
number, or a fact that cannot be watched, is noticed, and each row is then asked about by its exact values.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NoReturn

import attrs

from ..asking.rule import AnyRule, Rule
from ..asking.ruleset import RuleSet
from ..conclusions import Standing
from ..context import Lifestyle
from ..knowledge.assays import Assay
from ..threshold import Scale
from ..units import Amount
from .lines import LinesOf, unit_asked

__all__ = ["LookedAtError", "may_share", "watching"]

_WHOLE: Final = (bool, str, Standing, Assay, Scale, Lifestyle)
"""Kinds of facts of which all is told apart by the cells of a row, so that a rule may do with them what it likes."""
_NUMBERS: Final = (Decimal, Fraction, int, float)
_UNSEEN: Final = frozenset(dir(object)) - {
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__repr__", "__str__", "__format__",
    "__reduce__", "__reduce_ex__", "__getstate__", "__sizeof__",
}  # fmt: skip
"""What Python itself asks of every object, and what says nothing of a number."""


class LookedAtError(Exception):
    """A rule looked at what rows of the same cells do not share."""


class _Fact:
    """A fact in front of a rule; whatever its class does not show is noticed."""

    def __init__(self, stands_for: Any, noticed: list[str]) -> None:
        self._stands_for = stands_for
        self._noticed = noticed

    def looked(self, *_: Any, **__: Any) -> NoReturn:
        self._noticed.append("looked")  # a rule may swallow the error, and this it cannot
        raise LookedAtError

    def __getattr__(self, _name: str) -> NoReturn:
        self.looked()

    def __getattribute__(self, name: str) -> Any:
        """Say of which class it is as the fact itself does: a rule may ask."""
        return type(self._stands_for) if name == "__class__" else object.__getattribute__(self, name)


def _compared(compare: Callable[[Any, Any], bool]) -> Callable[[_Number, Any], bool]:
    """Return a comparison that sees lines alone."""

    def compared(self: _Number, other: Any) -> bool:
        return compare(self.number, self.line(other))

    return compared


class _Number(_Fact):
    """A number that may be compared with lines."""

    def __init__(self, number: Any, lines: frozenset[Decimal], noticed: list[str]) -> None:
        super().__init__(number, noticed)
        self.number = number
        self.lines = lines

    def line(self, other: Any) -> Any:
        """Return a number, which has to be one of the lines."""
        if type(other) not in _NUMBERS or other not in self.lines:
            self.looked()
        return other


class _Result(_Fact):
    """A result whose number may be compared with lines; its comparator and its unit are those of its cell."""

    above, at_least, below, at_most = Amount.above, Amount.at_least, Amount.below, Amount.at_most
    is_point = Amount.is_point

    def __init__(self, amount: Amount, lines: frozenset[Decimal], noticed: list[str]) -> None:
        super().__init__(amount, noticed)
        self.value = _Number(amount.value, lines, noticed)
        self.unit, self.comparator = amount.unit, amount.comparator


def _implied(kind: type) -> set[str]:
    """Return the methods of a class that Python calls by itself; every other name goes through `__getattr__`."""
    return {name for name in dir(kind) if name.startswith("__") and callable(getattr(kind, name))} - _UNSEEN


for _kind, _of in ((_Number, (Decimal, Fraction)), (_Result, (Amount,))):
    for _name in set[str]().union(*map(_implied, _of)) - set(vars(_kind)):
        setattr(_kind, _name, _Fact.looked)
for _compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
    setattr(_Number, f"__{_compare.__name__}__", _compared(_compare))


class _Watching(Rule[..., Any]):
    """A rule that is told of numbers in such a way that it can only compare them with its own."""

    __slots__ = ()

    def ask(self, *facts: object) -> object:
        """
        Ask the rule, and notice how it looks.

        Raises:
            LookedAtError: otherwise than through its thresholds.
        """
        noticed: list[str] = []
        shown = [self._shown(name, fact, noticed) for name, fact in zip(self.facts, facts, strict=True)]
        try:
            answer = super().ask(*shown)
        except Exception:  # noqa: BLE001  (whatever it is, the rule is asked again with the facts themselves)
            raise LookedAtError from None
        if noticed:
            raise LookedAtError
        return answer

    def _shown(self, name: str, fact: object, noticed: list[str]) -> object:
        if isinstance(fact, _Fact) or _is_whole(fact):
            return fact
        if type(fact) is Amount:
            return _Result(fact, self._lines(fact.unit), noticed)
        if type(fact) in (Decimal, Fraction):
            return _Number(fact, self._lines(unit_asked(name)), noticed)
        raise LookedAtError

    def _lines(self, unit: str) -> frozenset[Decimal]:
        return frozenset(LinesOf((self,)).in_unit(unit))


def _is_whole(fact: object) -> bool:
    return isinstance(fact, _WHOLE) or (isinstance(fact, (tuple, frozenset)) and all(map(_is_whole, fact)))


def _watched(each: AnyRule) -> AnyRule:
    if each.is_ours:
        return each
    given = (each.id, each.asks, each.function, each.judges, each.gives, each.works_out, each.otherwise)
    return _Watching(*given)


def watching(rules: RuleSet) -> RuleSet:
    """Return the set with its rules of a host watched; who asks it has to expect a `LookedAtError`."""
    return rules if all(each.is_ours for each in rules) else attrs.evolve(rules, rules=tuple(map(_watched, rules)))


def may_share(rules: RuleSet) -> bool:
    """
    Whether one row may answer for others, as far as can be told before the rules are asked.

    A rule of a host may say that it looks at exact values, and what it gives must not be what our own rules ask for.
    """
    ours = {name for each in rules if each.is_ours for name in (each.name_given, *each.facts)} - {""}
    return not any(each.looks_exactly or each.name_given in ours for each in _of_hosts(rules))


def _of_hosts(rules: RuleSet) -> Iterable[AnyRule]:
    return (each for each in rules if not each.is_ours)
