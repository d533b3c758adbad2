"""Which lines tell the numbers of a fact apart: the thresholds that the rules declare, by their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, Self

import attrs

from .. import fields
from ..asking.evaluate import deciding
from ..asking.rule import AnyRule
from ..asking.ruleset import RuleSet
from ..context import Context
from ..knowledge import thresholds
from ..knowledge.assays import ASSAYS
from ..reading import Drawn
from ..record import reader_of
from .cells import Lines
from .facts import Fact

__all__ = [
    "CLOCK",
    "Asking",
    "LinesOf",
    "asking_to_decide",
    "asking_to_say",
    "elapses",
    "ends_of_assays",
    "is_number",
    "lines_of_all",
    "lines_of_samples",
    "unit_asked",
]

CLOCK: Final = "o'clock"
_HOUR, _DAY, _YEAR = "hour", "day", "year"
_UNIT_OF: Final = {
    "age": _YEAR, "age_at_draw": _YEAR, "bmi": thresholds.LOWEST_BMI.unit, "dunedin_pace": thresholds.PACE_OF_ONE.unit,
}  # fmt: skip
_HOURS_PER_DAY: Final = Decimal(24)
_NUMBERS: Final = {
    field.name
    for kind in (Drawn, Context)
    for field in attrs.fields(kind)
    if reader_of(field) in (fields.number, fields.factor)
}
_IN_HOURS: Final = frozenset({"fasting_hours", "hours_since_exercise", "hours_to_centrifugation"})


def is_number(fact: Fact) -> bool:
    """Whether a fact is a number, or a result that is one."""
    return fact.measurand is not None or (fact.within or fact.key) in _NUMBERS or elapses(fact)


def elapses(fact: Fact) -> bool:
    """Whether a fact counts from the end of an event."""
    return fact.within in ("days_since", "hours_since")


def unit_asked(name: str) -> str:
    """Return the unit in which a rule is told of a number that it asks for by this name; empty where it has none."""
    if name == "hour_of_day":
        return CLOCK
    if name.startswith("days_"):
        return _DAY
    return _HOUR if "hours" in name else _UNIT_OF.get(name, "")


class LinesOf:
    """The lines of some rules."""

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        found: defaultdict[str, set[Decimal]] = defaultdict(set)
        for each in rules:
            for number in each.numbers.values():
                found[number.unit.replace("²", "2")].add(number.value)  # a host may write kg/m² as it is printed
        found[_YEAR].add(Decimal(fields_most("age")))
        found[_HOUR].add(thresholds.FASTING_SHORT.value)  # which a draw compares with before any rule is asked
        self._lines: Mapping[str, frozenset[Decimal]] = {unit: frozenset(lines) for unit, lines in found.items()}

    def in_unit(self, unit: str, more: Iterable[Decimal] = ()) -> Lines:
        """Return the lines in a unit, rising."""
        return tuple(sorted({*self._lines.get(unit, ()), *more}))

    def of(self, fact: Fact, more: Iterable[Decimal] = ()) -> Lines:
        """Return the lines that a fact is compared with, and *more* that are known to the caller."""
        if elapses(fact):
            return self.in_unit(_HOUR, (day * _HOURS_PER_DAY for day in self.in_unit(_DAY)))
        name = fact.within or fact.key
        if fact.measurand is not None:
            return self.in_unit(fact.measurand.unit, more)
        if name in _IN_HOURS:
            return self.in_unit(_HOUR)
        return self.in_unit(_UNIT_OF.get(name, ""))


def fields_most(name: str) -> int:
    """Return the largest number that a field of the context takes."""
    most: int = attrs.fields_dict(Context)[name].metadata["most"]
    return most


def ends_of_assays() -> tuple[Decimal, ...]:
    """Return where the ranges of the known methods begin and end: a number there is read as an interval."""
    ends = (end for assay in ASSAYS.values() for end in (assay.starts_at, assay.ends_at))
    return tuple(end.value for end in ends if end is not None)


def lines_of_samples(rules: RuleSet) -> LinesOf:
    """Return the lines by which a sample is judged."""
    return LinesOf(rules.sample_rules)


def lines_of_all(rules: RuleSet) -> LinesOf:
    """Return every line of a rule set."""
    return LinesOf(rules)


class Asking(NamedTuple):
    """What rules about a case ask for, and the lines that they compare with."""

    facts: frozenset[str]
    lines: LinesOf

    @classmethod
    def of(cls, rules: Iterable[AnyRule]) -> Self:
        """Look at some rules."""
        asked = tuple(rules)
        return cls(frozenset(fact for each in asked for fact in each.facts), LinesOf(asked))

    def asks(self, fact: Fact) -> bool:
        """Whether a fact that a case states can reach any of them."""
        return fact.key in _OF_EVERY_CASE or not self.facts.isdisjoint(_REACHES.get(fact.key, (fact.key,)))


_OF_EVERY_CASE: Final = frozenset({
    "il6", "hs_crp", "hs_crp_history", "conventional_crp", "history", "method", "lab_upper_limit", "molar_mass",
    "pg_per_iu", "time_zone", "as_of", "drawn_at", "exercise_log",
})  # fmt: skip
"""Facts of which several others are made, so that they reach every rule set."""
_REACHES: Final[Mapping[str, tuple[str, ...]]] = {
    "age": ("age", "age_at_draw"),
    "birth_date": ("birth_date", "age_at_draw"),
    "confounders": ("confounders", "drug_lasts", "secondary_disease"),
}
"""Under which names rules ask for a fact of the document, where not under its own alone."""


def asking_to_decide(rules: RuleSet) -> Asking:
    """Return what is asked to decide a case."""
    return Asking.of(deciding(rules.case_rules))


def asking_to_say(rules: RuleSet) -> Asking:
    """Return what is asked to say everything of a case."""
    return Asking.of(rules.case_rules)
