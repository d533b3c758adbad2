"""A set of rules is tried where its numbers can tell cases apart, and what it must not do is shown with the facts."""

from decimal import Decimal
from typing import Any

import attrs
import pytest

from forge_il6 import (
    STANDARD,
    Analyte,
    Band,
    Convention,
    Note,
    Pattern,
    Persistence,
    Reason,
    RuleSet,
    Scale,
    Standing,
    StandingCode,
    Threshold,
    rule,
)
from forge_il6.asking.canonical import courses, crp_courses, details, grip_series, hrv_series, pairs
from forge_il6.asking.course import Counting, Sample
from forge_il6.asking.domains import standing_of
from forge_il6.asking.proof import (
    _NO_FACTS,
    Problem,
    Proof,
    _Alone,
    _ambiguous,
    _Held,
    _leading_to,
    _once,
    _out_of_order,
    _scales,
    _steps_below,
    _Together,
)
from forge_il6.codes import GripState
from forge_il6.knowledge import thresholds
from forge_il6.knowledge.thresholds import IL6_BANDS, RISING_NUMBERS
from forge_il6.rules import bands
from forge_il6.units import Amount

CLINIC = Convention("clinic protocol 4.2")
LATE = Threshold(100, "hour", CLINIC)
HIGHEST = Threshold(30, "pg/mL", CLINIC)


def number(value, unit="hour"):
    return Threshold(value, unit, CLINIC)


def alone(rule) -> list[Problem]:
    return list(_Alone(rule, ()).problems())


def over(rules, make, *facts, more=(), fast=True) -> list[Problem]:
    """What is found over one kind of canonical cases, rules that were asked and said nothing among it."""
    together = _Together(rules, ())
    leading = rules.case_rules if fast else _leading_to(rules, facts)
    trace = together._tracer(leading)
    found = [each for grid in make(together._lines_of(facts), *more) for each in together._over(grid, trace, fast=fast)]
    silent = (each for each in rules.rules if each.id in together.asked - together.answered)
    return [*found, *(each for each in together.silent(silent) if each.rule[0] == "X")]


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
    return (RuleSet(bands.RULES) + upside_down + of_the_host).check()


# --- a scale, a case, a name: each of the looks alone ----------------------------------------------


class Gapped(Scale):
    """A scale of a host that has a hole."""

    def within(self, measured: Any):
        return super().within(measured) if measured.value < 3 else ()


class Overlapping(Scale):
    """A scale of a host of which two steps hold one number."""

    def within(self, measured: Any):
        return self.codes[:2] if measured.value == 2 else super().within(measured)


class Falling(Scale):
    """A scale of a host that runs down."""

    def within(self, measured: Any):
        return (self.codes[-1 - super().within(measured)[0].rank],)


@pytest.mark.parametrize(
    "kind, first", [(Scale, None), (Gapped, "3.0 pg/mL: ()"), (Overlapping, "2.0 pg/mL"), (Falling, "1.2 pg/mL")]
)
def test_a_scale_without_one_rising_step_is_found_where_that_begins(kind, first):
    steps = kind(IL6_BANDS.codes, IL6_BANDS.cuts)

    @rule("X6", asks="Which step is it?")
    def step(il6: Amount, *, line: Threshold = HIGHEST, steps: Scale[Band] = steps) -> Note | None:
        return None

    found = list(_scales(step))

    assert bool(found) is (first is not None)
    assert {("X6", "scale steps has no one rising step")} >= {(each.rule, each.says) for each in found}
    assert first is None or found[0].witness.startswith(first)


def test_numbers_that_a_set_does_not_have_lie_in_no_order():
    """Its own lie in order beside one another, whatever stood between them."""
    numbers = STANDARD.thresholds()
    names = next(names for names in RISING_NUMBERS if len(names) > 2)
    outer = {
        names[0]: attrs.evolve(numbers[names[-1]], value=numbers[names[-1]].value + 1),
        names[-1]: numbers[names[-1]],
    }

    assert [(names[0], f"must not lie above {names[-1]}")] == [(each.rule, each.says) for each in _out_of_order(outer)]
    assert [] == list(_out_of_order({names[0]: numbers[names[0]]}))
    assert [] == list(_out_of_order({}))


CHILD = standing_of(StandingCode.NOT_APPLICABLE)
TWO = Amount(Decimal(2), "pg/mL")


@pytest.mark.parametrize(
    "answers, facts, wanted",
    [
        ({"band": Band.HIGH, "possible_bands": (Band.HIGH,)}, {}, []),
        ({"possible_bands": (Band.OPTIMAL, Band.ABOVE_TARGET)}, {}, []),
        ({}, {}, ["possible_bands"]),
        ({}, {"il6": None}, []),
        ({}, {"il6_standing": CHILD}, []),
        ({"band": Band.HIGH, "possible_bands": (Band.OPTIMAL,)}, {}, ["band"]),
        ({"band": Band.HIGH}, {"il6_standing": CHILD}, ["band"]),
        ({"possible_bands": (Band.OPTIMAL, Band.ELEVATED)}, {}, ["possible_bands"]),
        ({"possible_bands": (Band.ABOVE_TARGET, Band.OPTIMAL)}, {}, ["possible_bands"]),
        ({"possible_bands": (Band.HIGH,)}, {"hs_crp": TWO}, ["pattern"]),
        ({"possible_bands": (Band.HIGH,), "pattern": Band.HIGH}, {"hs_crp": TWO}, ["pattern"]),
        ({"possible_bands": (Band.HIGH,), "pattern": Pattern.UNDETERMINED}, {"hs_crp": TWO}, []),
    ],
)
def test_a_case_without_one_answer_is_found_by_what_it_lacks(answers, facts, wanted):
    known = _NO_FACTS | {"il6": TWO, "il6_standing": standing_of(StandingCode.TENTATIVE)} | facts

    assert wanted == [each.rule for each in _ambiguous(_Held(answers, 0), known)]


@pytest.mark.parametrize(
    "now, before, less",
    [
        (({}, 0), ({}, 0), []),
        (({}, 0), ({}, 1), ["care"]),
        (({}, 1), ({}, 0), []),
        (({"band": Band.HIGH}, 0), ({"band": Band.ELEVATED}, 0), []),
        (({"band": Band.ELEVATED}, 0), ({"band": Band.HIGH}, 0), ["band"]),
        (({"band": Band.ELEVATED}, 0), ({"band": Band.ELEVATED}, 0), []),
        (({}, 0), ({"band": Band.HIGH}, 0), []),
        (({"band": Band.ELEVATED}, 0), ({}, 0), []),
        (
            ({"grip_state": GripState.STABLE}, 0),
            ({"grip_state": GripState.CONFIRMED_DECLINE}, 1),
            ["care", "grip_state"],
        ),
    ],
)
def test_what_is_less_than_a_step_below_is_named(now, before, less):
    """A band that cannot be told is not a lower one."""
    assert less == list(_Held(*now).less_than(_Held(*before)))


def test_the_neighbours_below_a_place_lie_one_step_along_one_axis():
    assert [(0, 0, 2), (1, 0, 1)] == list(_steps_below((1, 0, 2)))
    assert [] == list(_steps_below((0, 0)))


def test_a_problem_is_told_once_with_the_first_facts_that_lead_to_it():
    first, again, other = Problem("X", "fails", "here"), Problem("X", "fails", "there"), Problem("X", "lies", "there")

    assert (first, other) == _once([first, again, other])


def test_a_proof_says_what_was_found_and_what_was_not_tried():
    clear, full = Proof(3, 1200, (), ()), Proof(3, 1200, (Problem("X", "fails", "here"),), ("X5",))

    assert clear
    assert not full
    assert "Exactly one answer everywhere: 3 of 3 rules, 1,200 combinations." == str(clear)
    assert ["1 problems: 2 of 3 rules, 1,200 combinations.", "X: fails (here)", "Not tried: X5."] == str(full).split(
        "\n"
    )


# --- a whole set -----------------------------------------------------------------------------------


def test_the_standard_rules_have_exactly_one_answer_everywhere(proof):
    assert proof.problems == ()
    assert proof
    assert proof.rules == len(STANDARD)
    assert str(proof).startswith("Exactly one answer everywhere")


def test_every_standard_rule_is_tried_alone_or_about_canonical_cases(proof):
    assert proof.not_tried == ()


def test_more_il6_that_means_a_lower_band_is_found(found):
    assert not found
    said = {(each.rule, each.says) for each in found.problems}

    assert ("band", "is lower than for less IL-6") in said
    assert ("band", "is optimal, which is not possible") in said


def test_a_table_that_nobody_reads_any_more_is_found():
    together = _Together(STANDARD + always, ())
    trace = together._tracer((STANDARD + always).case_rules)
    for grid in pairs(together._lines_of(("hs_crp",)), together._lines_of(("hs_crp", "hours_apart"))):
        assert list(together._over(grid, trace, fast=True)) == []

    assert ("P3", "never decides what 'pattern' is") in {(e.rule, e.says) for e in together._never_holding()}


def test_a_rule_of_a_host_that_cannot_be_written_out_is_named(found):
    assert "X5" in found.not_tried


def test_a_number_beyond_one_that_has_to_lie_above_it_is_found():
    hasty = STANDARD.override(washout=number(5))

    (found,) = _out_of_order(hasty.thresholds())

    assert (found.rule, found.witness) == ("myokine_window", "myokine_window 6 hour, washout 5 hour")


RISES = """
    acute_il6 < urgent_il6; ceiling < highest_ceiling; change_fall < change_rise; cold_hold < cold_caution;
    covid19_hold < covid19_caution; crp_caution < paired_washout; crp_eccentric_hold < crp_race_hold;
    crp_implausibly_small < crp_low; crp_low < crp_raised; crp_raised < crp_acute; crp_washout < crp_caution;
    declining < possible_rise; explained_window < race_explained_window; fasting_short < fasting_full; grip_loss_men
    < grip_loss_oldest_men; grip_loss_women < grip_loss_men; grip_possible < grip_decline; high_line < ceiling;
    highest_ceiling < acute_il6; highest_ceiling < interference_il6; hrv_baseline_valid < hrv_baseline_days;
    hrv_decline < hrv_marked_decline; hrv_week_days < hrv_baseline_days; hrv_week_valid < hrv_week_days;
    implausible_value < implausible_unit; implausibly_small < target; melatonin_high < melatonin_warning;
    melatonin_low < melatonin_high; moderate_hold < moderate_caution; morning_start < morning_end; myokine_window <
    washout; one_draw < pair_gap; persistence_gap < referral_gap; persistence_readings < persistence_exception;
    possible_rise < rising; postpartum_hold < postpartum_caution; race_hold < race_caution; referral_gap < window;
    repeat_from < repeat_until; spin_caution < spin_limit; target < verdict_line; trend_span < window; twice_gap <
    window; urgent_il6 < implausible_value; vaccination_hold < vaccination_caution; verdict_line < high_line;
    vitamin_d_deficient < vitamin_d_target_low; vitamin_d_target_high < vitamin_d_caution; vitamin_d_target_low <
    vitamin_d_target_high; washout < eccentric_caution; washout < race_hold
"""
"""What lies in order by its meaning, written down a second time: a row that is lost there is missed here."""


@pytest.mark.parametrize("pair", [" ".join(each.split()) for each in RISES.split(";")])
def test_a_number_that_changes_places_with_the_next_is_found(pair):
    lower, upper = pair.split(" < ")
    numbers = STANDARD.thresholds()
    above = attrs.evolve(numbers[lower], value=numbers[upper].value + 1)

    assert (lower, f"must not lie above {upper}") in {
        (each.rule, each.says) for each in _out_of_order(numbers | {lower: above})
    }


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


@rule("X6", asks="Is it too high to last?", gives="persistence")
def forgetful(counting: Counting, *, high_line: Threshold = thresholds.HIGH_LINE) -> Persistence | None:
    return Persistence.NOT_PERSISTENT if all(day.above(high_line.value) for day in counting.days) else None


def test_a_course_that_lasts_less_with_more_il6_is_found_with_its_samples():
    found = over(STANDARD + forgetful, courses, "counting")

    assert {("persistence", "is less than for less IL-6")} == {(each.rule, each.says) for each in found}
    assert " days before" in found[0].witness


def test_a_rule_that_no_course_lets_answer_is_found():
    @rule("X7", asks="Were there two in one hour, long apart?")
    def impossible(samples: tuple[Sample, ...], *, window: Threshold = thresholds.WINDOW) -> Note | None:
        first, *_, last = samples
        return (
            Note("never")
            if first.draw == last.draw and len(samples) > len({each.draw for each in samples}) + 1
            else None
        )

    assert ("X7", "never answers") in {
        (each.rule, each.says) for each in over(STANDARD + impossible, courses, "samples")
    }


def test_courses_are_as_long_as_a_rule_of_a_host_counts():
    @rule("X8", asks="Are there five?")
    def five(counting: Counting, *, readings: Threshold = number(5, "reading")) -> Note | None:  # noqa: B008
        return Note("five", sentence="Five.") if len(counting.days) >= readings.value else None

    assert over(STANDARD + five, courses, "counting") == []


def test_a_canonical_course_of_crp_shows_nothing_wrong():
    assert over(STANDARD, crp_courses, "crp_results") == []


def test_grip_that_seems_better_the_further_it_falls_is_found():
    @rule("X9", asks="Can so much be lost at all?", gives="grip_state")
    def too_much(
        grip_compared: tuple[dict[object, object], ...], *, grip_decline: Threshold = thresholds.GRIP_DECLINE
    ) -> GripState | None:
        losses = [max(each.values()) - min(each.values()) for each in grip_compared]
        return GripState.STABLE if any(each > grip_decline.value for each in losses) else None

    rules = STANDARD + too_much
    facts = ("grip", "grip_sessions", "grip_compared")

    assert over(STANDARD, grip_series, *facts, fast=False) == []
    assert {"grip_state"} == {each.rule for each in over(rules, grip_series, *facts, fast=False)}


@pytest.mark.parametrize("week", [5, 7, 9])
def test_heart_rate_variability_that_falls_further_never_seems_better(week):
    rules = STANDARD.override(hrv_week_days=number(week, "day"))

    assert over(rules, hrv_series, "hrv", "hrv_days", "hrv_compared", more=(week,), fast=False) == []


def test_a_number_at_the_end_of_a_range_is_met():
    together = _Together(STANDARD, ())
    trace = together._tracer(STANDARD.case_rules)
    for grid in details(together._lines_of(()), together._lines_of(("hours_to_centrifugation",))):
        assert list(together._over(grid, trace)) == []

    assert {"B7", "B9", "B10", "P17", "P18", "P19"} <= together.answered
