"""A case is asked about, and the answers decide: codes only."""

from __future__ import annotations

from typing import Any

from .asking.evaluate import Answers, Before
from .asking.ruleset import RuleSet
from .case import Case
from .codes import BAND_ORDER, Care, Change, Firmness, Persistence, Trend
from .conclusions import CareReason, Decision, PatternResult, Standings

__all__ = ["decided"]


def decided(case: Case, before: Before | None = None) -> Decision:
    """
    Ask the rules about a case, by the fast path; equal answers share one decision.

    Args:
        case: what is asked about.
        before: how the same rules answered about the same person, where somebody asks again.
    """
    rules, facts = case.rules, case.facts()
    answers = rules.ask_case(facts) if before is None else rules.ask_case_again(facts, before)
    asked = (case.standings, case.applicable, answers)
    return rules.decision(asked, lambda: _decide(rules, *asked))


def _decide(rules: RuleSet, standings: Standings, applicable: bool, answers: Answers) -> Decision:  # noqa: FBT001  (a part of what was asked)
    """Weigh the answers about a case: the last answer to each question holds, the most urgent care wins."""
    given: dict[str, Any] = {}
    care = Care.NONE
    for each, answer in zip(rules.decisive_rules, answers, strict=True):
        if answer is not None:
            given[each.gives] = answer
        if isinstance(answer, CareReason):
            care = max(care, answer.care)
    pattern = given.get("pattern")
    return Decision(
        applicable=applicable,
        standing=standings,
        band=given.get("band"),
        possible_bands=given.get("possible_bands", BAND_ORDER if applicable else ()),
        firmness=given.get("firmness", Firmness.NONE),
        care=care,
        pattern=None if pattern is None else PatternResult(pattern, given.get("pattern_tentative", False)),
        persistence=given.get("persistence", Persistence.NOT_ASSESSABLE),
        trend=given.get("trend", Trend.INSUFFICIENT_DATA),
        change=given.get("change", Change.NOT_COMPARABLE),
        policy=rules.policy,
    )
