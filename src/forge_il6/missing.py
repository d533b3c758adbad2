"""What would sharpen a verdict: the facts that its rules asked for and did not get, the most useful first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from .answered import Answered
from .asking.facts import DOCUMENT_NAMES, STATED_FACTS, CaseFacts
from .asking.ruleset import RuleSet
from .codes import Sex
from .conclusions import Advice
from .knowledge.words import MISSING, OPTIONAL
from .reading import HsCrp

__all__ = ["missing"]

_ASKED_OF_EVERYONE: Final = (
    "il6", "hs_crp", "at_rest", "method", "hours_to_centrifugation", "specimen", "indwelling_line", "haemolysed",
    "confounders", "red_flags",
)  # fmt: skip
_NAMED: Final = STATED_FACTS | set(DOCUMENT_NAMES)


def missing(case: Answered) -> tuple[str, ...]:
    """Name what would sharpen the verdict, as the case document names it."""
    asked_for = {*_about_the_draw(case), *_by_rules(case), *_by_advice(case)}
    if case.context.grip is not None and case.context.sex is None:
        asked_for.add("sex")
    ordered = [name for name in MISSING if name in asked_for]
    return (*ordered, *sorted(asked_for - set(ordered)))


def _by_rules(case: Answered) -> Iterator[str]:
    """Name what rules asked for that only the caller can state."""
    given = case.given.keys()
    unknown = {name for name in STATED_FACTS if _stated(name, case) is None}
    for each in case.rules.once(_questions):
        if each.rests_on <= given:
            yield from each.stated & unknown


class _Question(NamedTuple):
    """What one rule asks of whoever states the case."""

    stated: frozenset[str]
    """Facts that only the caller can state."""
    rests_on: frozenset[str]
    """Answers of other rules without which those facts would not help."""


def _questions(rules: RuleSet) -> tuple[_Question, ...]:
    asked = (
        _Question(
            STATED_FACTS.intersection(each.facts) - (OPTIONAL if each.is_ours else frozenset()),
            frozenset(each.facts).difference(STATED_FACTS, CaseFacts._fields),
        )
        for each in rules.case_rules
    )
    return tuple(question for question in asked if question.stated)


def _by_advice(case: Answered) -> Iterator[str]:
    """Name the conditions of what may be tried that are not known."""
    for each in case.asked:
        if isinstance(each.answer, Advice):
            yield from (DOCUMENT_NAMES.get(name, name) for name in each.answer.unknown if name in _NAMED)


def _stated(name: str, case: Answered) -> Any:
    return getattr(case.context if hasattr(case.context, name) else case.reading, name, None)


def _about_the_draw(case: Answered) -> Iterator[str]:
    """Name what everybody is asked about a draw."""
    stated = case.reading.stated() | case.context.stated()
    if case.context.all_confounders is None:
        stated -= {"confounders"}
    yield from (name for name in _ASKED_OF_EVERYONE if name not in stated)
    yield from _about_exercise(case, stated)
    if not {"fasting", "fasting_hours"} & stated:
        yield "fasting"
    if not {"age", "birth_date"} & stated:
        yield "age"
    if case.context.pregnant is None and case.context.sex is not Sex.MALE:
        yield "pregnant"
    if not isinstance(case.reading.drawn_at, datetime):
        yield "drawn_at"
    if case.context.time_zone is None and any(map(_is_in_utc, _times(case))):
        yield "time_zone"


def _times(case: Answered) -> Iterator[datetime | date | None]:
    """Yield when each sample was drawn."""
    own = case.context.hs_crp
    yield from (each.drawn_at for each in (case.reading, *(case.context.history or ())))
    yield own.drawn_at if isinstance(own, HsCrp) else None


def _is_in_utc(at: datetime | date | None) -> bool:
    """Whether a time says nothing of the local clock."""
    return isinstance(at, datetime) and at.utcoffset() == timedelta(0)


def _about_exercise(case: Answered, stated: set[str]) -> Iterator[str]:
    judged = (case.standings.il6, case.standings.hs_crp)
    reasons = {reason.code for standing in judged if standing is not None for reason in standing.reasons}
    if "exercise_not_reported" in reasons or not {"exercise", "exercise_log"} & stated:
        yield from ("exercise", *({"hours_since_exercise"} - stated))
    if "exercise_timing_unclear" in reasons:
        yield "hours_since_exercise"
