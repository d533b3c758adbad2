"""
What the rules answered about one case, kept with what they were asked.

Everything that a verdict says is read from here, so that no part of it has to ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import attrs

from .asking.course import Sample
from .asking.rule import Rule
from .asking.ruleset import RuleSet
from .codes import Analyte, Band, Code
from .conclusions import CareReason, Note, Reason, Standing, Standings
from .context import Context
from .knowledge import STANDARD_NUMBERS, record_of
from .knowledge.findings import FindingRecord
from .knowledge.thresholds import IL6_BANDS
from .reading import Reading
from .threshold import Scale, Threshold
from .wording import Known

__all__ = ["Answered", "Asked", "numbers_of"]


class Asked(NamedTuple):
    """A rule, what it was asked with, and what it answered."""

    rule: Rule[..., Any]
    facts: Mapping[str, object]
    answer: object
    analyte: Analyte | None = None

    @classmethod
    def of_sample(cls, askings: list[list[Self]], analyte: Analyte, standing: Standing) -> list[Self]:
        """Keep what the standing of one analyte rests on: of each reason the first asking that gave it."""
        mine: list[Self] = []
        for entries in askings:
            wanted = set(standing.reasons) - {each.answer for each in mine}
            heard = (each for each in entries if analyte in each.rule.judges and each.answer in wanted)
            mine += [each._replace(analyte=analyte) for each in heard]
        return mine

    @property
    def name(self) -> str:
        """The name under which later rules ask for the answer."""
        return self.rule.gives or self.rule.works_out

    @property
    def code(self) -> str:
        """The public code of the answer; working values have none."""
        return _code_of(self.answer.__class__)(self.answer)  # type: ignore[arg-type]  # a class is hashable

    @property
    def record(self) -> FindingRecord | None:
        """What is known of the code of the answer; nothing of a host's own."""
        return record_of(self.code, self.facts)


@cache
def _code_of(kind: type[Any]) -> Callable[[Any], str]:
    """Return what tells the code of an answer of a type."""
    if issubclass(kind, (Reason, CareReason, Note)):
        return attrgetter("code")
    return attrgetter("_value_") if issubclass(kind, Code) else lambda _: ""


@attrs.frozen(eq=False)
class Answered:
    """One case with everything that was asked about it."""

    rules: RuleSet
    reading: Reading
    context: Context
    standings: Standings
    samples: tuple[Sample, ...] | None
    asked: list[Asked]
    given: Mapping[str, Any] = attrs.field(init=False)
    """The answer that holds under each name."""
    codes: frozenset[str] = attrs.field(init=False)
    """The codes of all answers."""
    usual: Mapping[str, Threshold] = attrs.field(init=False)
    """Every number by its override name, as the rule set has it."""
    numbers: Mapping[str, Threshold] = attrs.field(init=False)
    """The same as it holds for this case: the lines of its own scale included."""
    texts: dict[str, str] = attrs.field(init=False)
    """How numbers were written into sentences: of the rule set, or of this case where its own lines hold."""

    def __attrs_post_init__(self) -> None:
        usual = numbers_of(self.rules)
        object.__setattr__(self, "given", {each.name: each.answer for each in self.asked if each.name})
        object.__setattr__(self, "codes", frozenset(each.code for each in self.asked))
        object.__setattr__(self, "usual", usual)
        own = {cut.name: cut.at for cut in self.bands.cuts if cut.at is not usual.get(cut.name)}
        object.__setattr__(self, "numbers", {**usual, **own} if own else usual)
        object.__setattr__(self, "texts", {} if own else self.rules.once(_texts))

    @property
    def is_usual(self) -> bool:
        """Whether every number that holds here is the rule set's, so that what rests on numbers alone is shared."""
        return self.numbers is self.usual

    @property
    def bands(self) -> Scale[Band]:
        """The scale that holds for the index reading."""
        scale: Scale[Band] = self.given.get("bands", IL6_BANDS)
        return scale

    def known(self, facts: Mapping[str, str]) -> Known:
        """Return what a sentence is filled with: facts of the case, and its numbers."""
        return Known(facts, self.numbers, self.texts)


def numbers_of(rules: RuleSet) -> Mapping[str, Threshold]:
    """Return every number by its override name: a rule set's own, and of the standard what it has none of."""
    return rules.once(_numbers)


def _numbers(rules: RuleSet) -> Mapping[str, Threshold]:
    return MappingProxyType({**STANDARD_NUMBERS, **rules.thresholds()})


def _texts(_: RuleSet) -> dict[str, str]:
    return {}
