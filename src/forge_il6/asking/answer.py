"""One answer, asked of the rules about facts of one's own: what another reading of the same person would get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .ruleset import RuleSet

__all__ = ["answer"]


def answer(rules: RuleSet, name: str, facts: Mapping[str, object]) -> Any:
    """
    Return what the rules give under a name, asked with these facts and nothing else.

    Only the rules that lead there are asked; a fact that is not given, or None, is unknown.

    Args:
        rules: the rule set of the case.
        name: what a rule gives or works out, such as ``band``.
        facts: names of `CaseFacts` and what is known under them.
    """
    known = {**rules.left, **facts}
    leading = _leading_to(rules, name)
    for each in rules.case_rules:
        if each.name_given in leading:
            arguments = [known.get(fact) for fact in each.facts]
            said = each.ask(*arguments) if all(argument is not None for argument in arguments) else None
            before = known.get(each.name_given, each.otherwise)
            known[each.name_given] = before if said is None else said
    return known.get(name)


def _leading_to(rules: RuleSet, name: str) -> set[str]:
    """Return every name that the answer rests on, its own included."""
    leading = {name}
    for each in reversed(rules.case_rules):
        if each.name_given in leading:
            leading.update(each.facts)
    return leading
