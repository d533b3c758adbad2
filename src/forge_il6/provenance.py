"""
Whether this version would decide a stored verdict the same way, and what differs.

A document says who made it, by which rules and of which facts. Digests tell whether rules and facts
are the same; with the facts at hand the rules are asked again, and the two decisions compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from .asking.ruleset import RuleSet
from .conclusions import Decision, Overridden, Policy
from .document import write
from .errors import RuleSetError
from .evidence import Convention
from .interpretation import interpret_case
from .rules import STANDARD
from .threshold import Threshold
from .verdict import Verdict
from .version import __version__

__all__ = ["Difference", "Verification", "verify"]


@attrs.frozen
class Difference:
    """One part of a decision that is another today."""

    what: str
    then: str
    now: str

    def __str__(self) -> str:
        return f"{self.what}: {self.then}, now {self.now}"


@attrs.frozen
class Verification:
    """
    What came of verifying a verdict: true where this version decides the same.

    Printed, it says in lines what was compared and what differs.
    """

    made_by: str
    """Name and version of the software that made the verdict; empty where the document does not say."""
    same_version: bool | None
    """Whether that is this version; none where the document does not say."""
    same_rules: bool | None
    """Whether rules and numbers are those of this version; none where the document does not say."""
    same_case: bool | None
    """Whether the case that was given is the one that was decided; none without a case, or where nobody says."""
    differences: tuple[Difference, ...] | None
    """What is decided otherwise today; none without a case."""

    def __bool__(self) -> bool:
        if self.differences is None:
            return bool(self.same_version and self.same_rules)
        return self.same_case is not False and not self.differences

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"made by: {self.made_by or 'the document does not say'}; this is {__version__}"
        yield f"rules: {_SAID[self.same_rules]}"
        if self.differences is None:
            yield "decision: not tried; give the case" if not self else "decision: the same rules decide the same"
            return
        yield f"case: {_SAID[self.same_case]}"
        yield from (f"differs: {each}" for each in self.differences)
        if not self.differences:
            yield "decision: the same"


_SAID: Mapping[bool | None, str] = {True: "the same", False: "another", None: "the document does not say"}


def verify(
    verdict: Verdict | Mapping[str, Any], case: Mapping[str, Any] | None = None, *, rules: RuleSet | None = None
) -> Verification:
    """
    Say whether this version would decide the same, and what differs.

    Args:
        verdict: a verdict that was read back, or its document.
        case: the case document that was decided; without it only version and rules are compared.
        rules: the rules by which it was decided; left out, the standard ones with the numbers and without
            the rules that its policy names.

    Raises:
        VerdictFormatError: the document cannot be read.
        CaseError: the case cannot be read.
        RuleSetError: the policy names rules of a host, or a number that no rule uses any more.

    Examples:
        >>> from forge_il6 import interpret_case, verify
        >>> case = {"reading": {"il6": "2.4 pg/mL"}}
        >>> bool(verify(interpret_case(case).to_dict(), case))
        True
    """
    stored = verdict if isinstance(verdict, Verdict) else Verdict.from_dict(verdict)
    document = stored.document
    known = _rules_of(document.policy) if rules is None else rules
    made_by, policy = document.made_by, document.policy
    again = None if case is None else interpret_case(case, rules=known)
    return Verification(
        made_by="" if made_by is None else f"{made_by.name} {made_by.version}",
        same_version=None if made_by is None else made_by.version == __version__,
        same_rules=policy.digest == known.digest if policy.digest else None,
        same_case=again.case_digest == document.case_digest if again and document.case_digest else None,
        differences=None if again is None else tuple(_differences(stored, again)),
    )


def _rules_of(policy: Policy) -> RuleSet:
    """Return the standard rules with what a policy says was changed about them."""
    if policy.added:
        msg = f"verify: rules of a host decided ({', '.join(policy.added)}); give the rule set as rules="
        raise RuleSetError(msg)
    rules = STANDARD.without(*policy.without) if policy.without else STANDARD
    return rules.override(**{each.name: _number(each) for each in policy.overridden})


def _number(changed: Overridden) -> Threshold:
    return Threshold(changed.value, changed.unit, Convention(changed.source))


def _differences(stored: Verdict, again: Verdict) -> Iterator[Difference]:
    """Yield what was decided otherwise, then which findings are said otherwise."""
    for (what, then), (_, now) in zip(_parts(stored.decision), _parts(again.decision), strict=True):
        if then != now:
            yield Difference(what, _shown(then), _shown(now))
    before, today = ({f"{each.code} [{each.rule}]" for each in verdict.findings} for verdict in (stored, again))
    if before != today:
        yield Difference("findings", _shown(sorted(before - today)), _shown(sorted(today - before)))


def _parts(decision: Decision) -> Iterator[tuple[str, Any]]:
    """Yield every part of a decision but the policy, whose digest says more."""
    for field in attrs.fields(Decision):
        if field.name != "policy":
            yield field.name, write(getattr(decision, field.name))


def _shown(value: Any) -> str:
    """Write a part of a decision in one line."""
    if isinstance(value, dict):
        return " ".join(f"{key} {_shown(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
