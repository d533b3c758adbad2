"""
From a reading and a context to a verdict.

Read from the top: `interpret` prepares the case, asks the rules about each sample, then about the
case, and lets the answers decide. What a decision says of its case is derived by the next module,
`explain`, when somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .asking.evaluate import Answers
from .asking.ruleset import RuleSet
from .case import Case
from .codes import BAND_ORDER, Care, Change, Firmness, Persistence, Trend
from .conclusions import CareReason, Decision, PatternResult, Standings
from .context import Context
from .errors import CaseError, UnknownKeyError, discreet, unknown_key
from .reading import Reading
from .rules import STANDARD
from .verdict import Verdict

__all__ = ["interpret", "interpret_case"]


def interpret(
    reading: Reading | Sequence[Reading] | None,
    context: Context | None = None,
    *,
    rules: RuleSet = STANDARD,
) -> Verdict:
    """
    Interpret an IL-6 reading in the context of the person it belongs to.

    Args:
        reading: one reading; several, of which the newest is the index and the rest is history;
            or None, where the verdict says what an IL-6 would settle.
        context: what is known of the person; nothing, when left out.
        rules: the rule set; ``STANDARD + my_rule`` adds to it.

    Raises:
        CaseError: facts that cannot be placed in time or contradict each other.
    """
    case = Case.of(reading, context, rules)
    answers = rules.ask_case(case.facts())
    asked = (case.standings, case.applicable, answers)
    decision = rules.decision(asked, lambda: _decide(rules, *asked))
    return Verdict(decision, case)


def interpret_case(document: Mapping[str, Any], *, rules: RuleSet = STANDARD) -> Verdict:
    """
    Interpret one case document: ``{"reading": {...}, "context": {...}}``.

    Raises:
        CaseError: an unknown key, by name, or a value that its field cannot take.
    """
    if not isinstance(document, Mapping):
        msg = f"case: got {discreet(document)}; give an object with the keys 'reading' and 'context'"
        raise CaseError(msg)
    for key in document:
        if key not in ("reading", "context"):
            raise UnknownKeyError(unknown_key("case", key, ("reading", "context")))
    reading, context = document.get("reading"), document.get("context")
    return interpret(
        None if reading is None else Reading.from_dict(reading, "reading"),
        None if context is None else Context.from_dict(context, "context"),
        rules=rules,
    )


def _decide(rules: RuleSet, standings: Standings, applicable: bool, answers: Answers) -> Decision:  # noqa: FBT001  (a part of what was asked)
    """Weigh the answers about a case: the last answer to each question holds, the most urgent care wins."""
    given: dict[str, Any] = {}
    care = Care.NONE
    for each, answer in zip(rules.decisive_rules, answers, strict=True):
        if each.gives and answer is not None:
            given[each.gives] = answer
        if isinstance(answer, CareReason) and answer.care.rank > care.rank:
            care = answer.care
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
