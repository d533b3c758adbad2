"""One record a code: every code that a rule can answer has one, and no record is there for nothing."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from forge_il6 import STANDARD, Context, Note, Reading, Severity, interpret, rule
from forge_il6.codes import Code, VitaminD
from forge_il6.conclusions import CareReason, Reason
from forge_il6.knowledge import record_of
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.words import ACTIONS, CARE_ACTIONS

NEVER_A_FINDING = {"none", "vitamin_d_unknown"}
"""What is answered by default, where nothing was asked with."""


def constants() -> set[str]:
    """Return the code of every reason and note of the rules."""
    from forge_il6 import rules  # noqa: PLC0415  (the package of all rule modules)

    found: set[str] = set()
    for module in vars(rules).values():
        for value in vars(module).values() if hasattr(module, "RULES") else ():
            several = value.values() if isinstance(value, dict) else [value]
            found |= {each.code for each in several if isinstance(each, (Reason, CareReason, Note))}
    return found


def plain_codes() -> set[str]:
    """Return every code of the kinds of code that a rule of the set may answer with, as a finding."""
    kinds = {
        kind
        for each in STANDARD
        if not each.works_out
        for kind in get_args(get_type_hints(each.function)["return"]) or (get_type_hints(each.function)["return"],)
        if isinstance(kind, type) and issubclass(kind, Code)
    }
    return {f"vitamin_d_{code}" if kind is VitaminD else code.value for kind in kinds for code in kind}


def answers() -> set[str]:
    """Return every code that a rule can answer and that becomes a finding; what ended later shares its kind's code."""
    return (constants() | plain_codes() | {"ended_after_the_draw"}) - NEVER_A_FINDING


def test_the_codes_of_the_rules_are_found() -> None:
    assert len(constants()) > 60
    assert {"optimal", "firm", "both_low", "grip_stable", "stable", "vitamin_d_deficient"} <= plain_codes()


def test_every_answer_of_a_rule_has_its_record() -> None:
    assert set() == answers() - set(FINDINGS)


def test_every_record_is_of_an_answer() -> None:
    assert set() == set(FINDINGS) - answers()


def test_a_code_has_one_record() -> None:
    from forge_il6.knowledge import findings  # noqa: PLC0415

    assert len(findings._RECORDS) == len(FINDINGS)


def test_every_action_that_follows_is_an_action_and_each_follows_from_something() -> None:
    follows = {record.action for record in FINDINGS.values() if record.action} | set(CARE_ACTIONS.values())

    assert follows == set(ACTIONS)


def test_what_comforts_asks_for_nothing() -> None:
    comforting = [record for record in FINDINGS.values() if record.is_reassuring]

    assert comforting
    assert [] == [record.code for record in comforting if record.action or record.severity.rank > Severity.CAUTION.rank]


def test_a_level_of_vitamin_d_and_a_band_of_one_code_are_told_apart_by_the_facts() -> None:
    assert record_of("above_target") is FINDINGS["above_target"]
    assert record_of("above_target", {"vitamin_d": "70 ng/mL"}) is FINDINGS["vitamin_d_above_target"]
    assert record_of("vitamin_d_very_high", {"vitamin_d": "120 ng/mL"}) is FINDINGS["vitamin_d_very_high"]
    assert record_of("minor_infection", {"later_events": ()}) is FINDINGS["ended_after_the_draw"]
    assert record_of("of_a_host") is None


@pytest.mark.parametrize(
    "given, expected",
    [(Severity.INFO, Severity.WARNING), (Severity.CAUTION, Severity.WARNING), (Severity.URGENT, Severity.URGENT)],
)
def test_a_host_makes_a_known_note_louder_and_never_quieter(given, expected) -> None:
    @rule("X1", asks="Is the unit odd?")
    def odd(age: int) -> Note | None:
        """Somebody has to look."""
        return Note("check_unit", given)

    found = interpret(Reading("2.4 pg/mL"), Context(age=57), rules=STANDARD + odd).findings

    assert [expected] == [each.severity for each in found if each.code == "check_unit"]
