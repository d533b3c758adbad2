"""A set of rules is tried where its numbers can tell cases apart, and what it must not do is shown with the facts."""

from decimal import Decimal

import pytest

from forge_il6 import STANDARD, Analyte, Band, Convention, Pattern, Reason, Standing, StandingCode, Threshold, rule
from forge_il6.asking.proof import Problem, Proof, _Alone, _out_of_order
from forge_il6.knowledge.thresholds import RISING_NUMBERS
from forge_il6.units import Amount

CLINIC = Convention("clinic protocol 4.2")
LATE = Threshold(100, "hour", CLINIC)
HIGHEST = Threshold(30, "pg/mL", CLINIC)


def number(value, unit="hour"):
    return Threshold(value, unit, CLINIC)


def alone(rule) -> list[Problem]:
    return list(_Alone(rule, ()).problems())


@pytest.fixture(scope="module")
def proof() -> Proof:
    return STANDARD.check()


@rule("X1", asks="Is it so high that it must be fine?", gives="band")
def upside_down(il6: Amount, il6_standing: Standing, *, highest: Threshold = HIGHEST) -> Band | None:
    return Band.OPTIMAL if il6.above(highest.value) else None


@rule("X4", asks="Is there a pattern?", gives="pattern")
def always(il6: Amount) -> Pattern:
    return Pattern.UNDETERMINED


@rule("X5", asks="What does the host know?", judges=Analyte.IL6)
def of_the_host(il6: object) -> Reason | None:
    return None


@pytest.fixture(scope="module")
def found() -> Proof:
    return (STANDARD + upside_down + always + of_the_host).check()


def test_the_standard_rules_have_exactly_one_answer_everywhere(proof):
    assert proof.problems == ()
    assert proof
    assert proof.rules == len(STANDARD)
    assert str(proof).startswith("Exactly one answer everywhere")


def test_what_is_not_tried_rests_on_a_course_a_series_or_a_plan_and_is_named(proof):
    """What a person's whole course decides is held by the properties and by the second implementation."""
    whole = {"samples", "counting", "crps_of_draw", "crp_results", "later_events", "considering", "lifestyle", "grip",
             "grip_sessions", "grip_compared", "hrv", "hrv_days", "hrv_compared", "assay", "likely_assay", "level",
             "common_causes", "contraindications", "same_draw", "red_flag_crp_care"}  # fmt: skip

    assert [each for each in proof.not_tried if whole.isdisjoint(STANDARD[each].facts)] == []
    assert len(proof.not_tried) < len(STANDARD) / 5


def test_more_il6_that_means_a_lower_band_is_found(found):
    assert not found
    said = {(each.rule, each.says) for each in found.problems}

    assert ("band", "is lower than for less IL-6") in said
    assert ("band", "is optimal, which is not possible") in said


def test_a_table_that_nobody_reads_any_more_is_found(found):
    assert ("P3", "never decides what 'pattern' is") in {(each.rule, each.says) for each in found.problems}


def test_a_rule_of_a_host_that_cannot_be_written_out_is_named(found):
    assert "X5" in found.not_tried


def test_a_number_beyond_one_that_has_to_lie_above_it_is_found():
    hasty = STANDARD.override(washout=number(5))

    (found,) = _out_of_order(hasty.thresholds())

    assert (found.rule, found.witness) == ("myokine_window", "myokine_window 6 hour, washout 5 hour")


def test_numbers_that_must_rise_are_numbers_of_the_standard():
    assert {name for names in RISING_NUMBERS for name in names} <= STANDARD.thresholds().keys()
    assert list(_out_of_order(STANDARD.thresholds())) == []


def test_a_rule_that_cannot_answer_any_more_is_found():
    never = STANDARD.override(moderate_caution=number(0), moderate_hold=number(0))

    assert [each.says for each in alone(never["T5"])] == ["never answers"]


def test_a_sample_that_gets_worse_with_time_is_found():
    @rule("X2", asks="Was it long ago?", judges=Analyte.IL6)
    def too_late(hours_since_intense: Decimal, *, late: Threshold = LATE) -> Reason | None:
        return Reason("too_late", StandingCode.VOID) if hours_since_intense > late.value else None

    assert [each.says for each in alone(too_late)] == ["weighs more than at 100"]


def test_a_rule_that_fails_is_found_with_its_facts():
    @rule("X3", asks="Does it divide?", judges=Analyte.IL6)
    def divides(at_rest: bool) -> Reason | None:
        return Reason("divided", StandingCode.VOID) if 1 / at_rest else None

    (found,) = alone(divides)

    assert str(found) == "X3: fails with ZeroDivisionError (at_rest False)"
