"""One record a code: every code that a rule can answer has one, and no record is there for nothing."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from forge_il6 import STANDARD, Care, Context, Note, Reading, Severity, interpret, interpret_case, rule
from forge_il6.codes import Code, VitaminD
from forge_il6.conclusions import CareReason, Reason
from forge_il6.knowledge import record_of
from forge_il6.knowledge.findings import FINDINGS, FOR_THE_WELL, REASSURING
from forge_il6.knowledge.words import ACTIONS, CARE_ACTIONS

NEVER_A_FINDING = {"none", "vitamin_d_unknown"}
"""What is answered by default, where nothing was asked with."""


def test_what_could_soothe_is_written_out_a_second_time() -> None:
    """Each stays unsaid while somebody should see a doctor at once: good news, and calm of a course, grip or HRV."""
    of_the_course = {"optimal", "within_noise", "stable", "fall", "declining", "not_persistent"}
    of_the_pair = {"both_low", "crp_average"}
    of_the_body = {"grip_improving", "grip_stable", "hrv_improving", "hrv_preserved", "hrv_stable"}

    assert of_the_course | of_the_pair | of_the_body == REASSURING


def test_what_asks_for_a_repeat_by_somebody_well_is_written_out_a_second_time() -> None:
    """Each stays unsaid where a clinician is asked for anyway."""
    assert {"beyond_range_once", "crp_acute_once", "exercise_explains_value"} == FOR_THE_WELL


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


# --- how loud each code is ---------------------------------------------------------------------------

LOUD = {
    Severity.CAUTION: {
        "elevated", "methods_pooled", "pro_ageing_signal", "begin_with_first_tier", "rising", "volatile",
        "assay_cannot_see_target", "comparator_probably_lost", "lines_from_another_method", "sample_unverified",
        "grip_trend_contradicted", "hrv_trend_contradicted",
    },
    Severity.WARNING: {
        "high", "beyond_range", "check_unit", "exclude_secondary_causes", "high_despite_lifestyle",
        "vitamin_d_very_high", "self_administration_refused", "secondary_disease",
    },
}  # fmt: skip
"""What a clinician would have be seen; every other record is for the record."""

CARE = {
    Care.URGENT: {"red_flag_urgent", "il6_urgent", "il6_acute_with_red_flag"},
    Care.SAME_DAY: {"il6_acute", "red_flag_with_il6_beyond_range", "red_flag_with_acute_crp"},
    Care.CLINICIAN_EVALUATION: {
        "red_flag", "beyond_range_twice", "crp_acute_twice", "possible_interference", "persistently_high",
    },
    Care.REPEAT: {"beyond_range_once", "crp_acute_once", "exercise_explains_value", "sample_void"},
}  # fmt: skip
"""Protocol section 4: who should look, and how soon."""


def test_every_record_is_as_loud_as_it_should_be() -> None:
    found = {level: {c for c, record in FINDINGS.items() if record.severity is level} for level in Severity}

    assert {**LOUD, Severity.INFO: set(FINDINGS) - set().union(*LOUD.values()), Severity.URGENT: set()} == found


def test_every_reason_for_care_asks_for_the_care_of_the_protocol() -> None:
    from forge_il6 import rules  # noqa: PLC0415  (the package of all rule modules)

    modules = [module for module in vars(rules).values() if hasattr(module, "RULES")]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, CareReason)}

    assert CARE == {care: {each.code for each in found if each.care is care} for care in CARE}
    assert {care for care in Care if care is not Care.NONE} == {each.care for each in found}


@pytest.mark.parametrize(
    "document, code, expected",
    [
        ({"reading": {"il6": "2.4 pg/mL", "fasting": False}}, "not_fasting", Severity.WARNING),
        ({"reading": {"il6": "2.4 pg/mL"}, "context": {"age": 17}}, "under_age", Severity.WARNING),
        ({"reading": {"il6": "2.4 pg/mL"}}, "fasting_not_reported", Severity.CAUTION),
        ({"reading": {"il6": "2.4 pg/mL", "fasting_hours": 9}}, "short_fast", Severity.CAUTION),
        ({"reading": {"il6": "2.4 pg/mL", "fasting": False}}, "sample_void", Severity.CAUTION),
        ({"context": {"red_flags": ["fever"]}}, "red_flag", Severity.WARNING),
        ({"reading": {"il6": "35 pg/mL"}}, "il6_acute", Severity.URGENT),
        ({"reading": {"il6": "100 pg/mL"}}, "il6_urgent", Severity.URGENT),
    ],
)
def test_a_reason_is_as_loud_as_what_it_decides(document, code, expected) -> None:
    assert [expected] == [each.severity for each in interpret_case(document).findings if each.code == code]
