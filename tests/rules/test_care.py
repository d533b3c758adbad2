from __future__ import annotations

import pytest

from forge_il6 import TimeError
from properties.promise_strategies import at, course, day, judged, rested

FEVER = {"red_flags": ["fever"]}
FRESH = {"exercise": "hiit", "hours_since_exercise": 2}

FLAGS = [
    "fever", "night_sweats", "unintended_weight_loss", "blood_in_stool", "persistent_joint_swelling",
    "new_breathlessness", "chest_pain", "confusion",
]  # fmt: skip


@pytest.mark.parametrize(
    "il6, calm, flagged",
    [
        ("1.0", "none", "clinician_evaluation"),
        ("7.0", "none", "clinician_evaluation"),
        ("7.01", "repeat", "same_day"),
        ("34.99", "repeat", "same_day"),
        ("35", "same_day", "urgent"),
        ("35.01", "same_day", "urgent"),
        ("99.99", "same_day", "urgent"),
        ("100", "urgent", "urgent"),
        ("100.01", "urgent", "urgent"),
        (">7", "repeat", "same_day"),
        ("≥7", "none", "clinician_evaluation"),
        (">34.99", "repeat", "same_day"),
        (">35", "same_day", "urgent"),
        ("≥35", "same_day", "urgent"),
        (">99.99", "same_day", "urgent"),
        (">100", "urgent", "urgent"),
        ("<200", "none", "clinician_evaluation"),
        ("≤35", "none", "clinician_evaluation"),
    ],
)
def test_care_by_value_and_red_flag(il6, calm, flagged):
    """The value and the red flags decide; of a comparator result the lower bound counts."""
    reading = rested(f"{il6} pg/mL")

    assert (calm, flagged) == (judged(reading).care, judged(reading, **FEVER).care)


@pytest.mark.parametrize("flag", FLAGS)
def test_every_red_flag_outranks_the_band(flag):
    """Any red flag asks for a clinician, whatever the band."""
    verdict = judged(rested("0.8 pg/mL"), red_flags=[flag])

    assert (verdict.band, verdict.care) == ("optimal", "clinician_evaluation")


def test_no_red_flag_is_not_the_same_as_none_asked():
    """An empty list is an answer, silence is asked for."""
    assert "red_flags" not in judged(red_flags=[]).missing
    assert "red_flags" in judged().missing


@pytest.mark.parametrize(
    "limit, il6, wanted", [("13 pg/mL", "13", "none"), ("13 pg/mL", "13.1", "repeat"), ("5 pg/mL", "5.01", "repeat")]
)
def test_the_laboratory_limit_counts_for_care(limit, il6, wanted):
    """Beyond the range is beyond the laboratory's own limit."""
    assert wanted == judged(rested(f"{il6} pg/mL", lab_upper_limit=limit)).care


@pytest.mark.parametrize(
    "facts, wanted",
    [
        ({"fasting_hours": 2}, "repeat"),
        ({"exercise": None}, "repeat"),
        ({"fasting_hours": None}, "repeat"),
        ({"exercise": "hiit"}, "repeat"),
        ({"haemolysed": True}, "none"),
        ({}, "none"),
    ],
)
def test_an_unusable_sample_is_repeated(facts, wanted):
    """A void or unverified IL-6 is repeated, a tentative one is not."""
    assert wanted == judged(rested(**facts)).care


@pytest.mark.parametrize(
    "facts",
    [{"fasting_hours": 2}, {"exercise": None}, {"indwelling_line": True}, {"haemolysed": True}],
)
@pytest.mark.parametrize(
    "il6, flags, wanted", [("35", [], "same_day"), ("35", ["fever"], "urgent"), ("100", [], "urgent")]
)
def test_care_is_judged_whatever_the_standing(facts, il6, flags, wanted):
    """A void or unverified sample takes nothing away from the value."""
    assert wanted == judged(rested(f"{il6} pg/mL", **facts), red_flags=flags).care


@pytest.mark.parametrize(
    "il6, flags, wanted", [("34", [], "repeat"), ("35", [], "same_day"), ("1", ["fever"], "clinician_evaluation")]
)
@pytest.mark.parametrize("person", [{"age": 10}, {"pregnant": True}])
def test_care_is_judged_also_where_nothing_else_is(person, il6, flags, wanted):
    """Value and red flags count for children and in pregnancy too."""
    assert wanted == judged(rested(f"{il6} pg/mL"), red_flags=flags, **person).care


# --- exercise --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, il6, wanted",
    [
        (FRESH, "35", "repeat"),
        (FRESH, "99.99", "repeat"),
        (FRESH, ">99.99", "repeat"),
        (FRESH, "100", "urgent"),
        (FRESH, ">100", "urgent"),
        ({"exercise": "hiit", "hours_since_exercise": "23.99"}, "50", "repeat"),
        ({"exercise": "hiit", "hours_since_exercise": "24"}, "50", "same_day"),
        ({"exercise": None, "hours_since_exercise": "2"}, "50", "repeat"),
        ({"exercise": "race", "hours_since_exercise": "71.99"}, "50", "repeat"),
        ({"exercise": "race", "hours_since_exercise": "72"}, "50", "same_day"),
        ({"exercise": "eccentric", "hours_since_exercise": "24"}, "50", "same_day"),
        ({"exercise": "moderate", "hours_since_exercise": "5.99"}, "50", "repeat"),
        ({"exercise": "moderate", "hours_since_exercise": "23.99"}, "50", "repeat"),
        ({"exercise": "moderate", "hours_since_exercise": "24"}, "50", "same_day"),
        ({"exercise": "light", "hours_since_exercise": "1"}, "50", "same_day"),
        ({"exercise": "none"}, "50", "same_day"),
        ({"exercise": "hiit"}, "50", "same_day"),
        ({"exercise": None}, "50", "same_day"),
        ({**FRESH, "fasting_hours": 1, "at_rest": False}, "50", "repeat"),
    ],
)
def test_exercise_explains_a_high_value(facts, il6, wanted):
    """While exercise voids the sample, or within a day of it, a value below 100 does not reach same_day."""
    assert wanted == judged(rested(f"{il6} pg/mL", **facts)).care


@pytest.mark.parametrize(
    "il6, context, wanted",
    [
        ("34.99", FEVER, "same_day"),
        ("35", FEVER, "urgent"),
        ("5", FEVER, "clinician_evaluation"),
        ("50", {"hs_crp": "12 mg/L"}, "repeat"),
        ("50", {"hs_crp": "12 mg/L", **FEVER}, "urgent"),
        ("50", {"history": [rested("50 pg/mL", at(20)), rested("50 pg/mL", at(40))]}, "clinician_evaluation"),
    ],
)
def test_exercise_takes_nothing_else_away(il6, context, wanted):
    """A red flag, or what else the table asks for, stands beside any exercise."""
    assert wanted == judged(rested(f"{il6} pg/mL", **FRESH), **context).care


@pytest.mark.parametrize(
    "log, wanted",
    [
        ([{"kind": "hiit", "ended_at": at(0, 20)}], "repeat"),
        ([{"kind": "hiit", "ended_at": at(0, 24)}], "same_day"),
        ([{"kind": "hiit", "started_at": at(0, 1), "ended_at": at(0, -1)}], "repeat"),
        ([{"kind": "hiit"}], "same_day"),
        ([{"kind": "moderate", "ended_at": at(0, 20)}, {"kind": "hiit"}], "repeat"),
        ([], "same_day"),
    ],
)
def test_exercise_of_the_log_explains_too(log, wanted):
    """What the log says of the last day counts like what the reading says."""
    assert wanted == judged(rested("50 pg/mL", exercise=None), exercise_log=log).care


def test_a_date_explains_only_what_it_certainly_explains():
    """A session on a date explains a value only if its whole day lies within a day of the draw."""
    log = [{"kind": "hiit", "ended_at": day(1)}]

    assert judged(rested("50 pg/mL", exercise=None), exercise_log=log, time_zone="UTC").care == "same_day"


# --- hs-CRP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hs_crp, calm, flagged",
    [
        ("10", "none", "clinician_evaluation"),
        ("10.01", "repeat", "same_day"),
        (">10", "repeat", "same_day"),
        (">5", "none", "clinician_evaluation"),
        ("≥10", "none", "clinician_evaluation"),
    ],
)
@pytest.mark.parametrize("name", ["hs_crp", "conventional_crp"])
def test_crp_above_ten(name, hs_crp, calm, flagged):
    """Above 10 mg/L once is repeated, and with a red flag seen the same day; conventional CRP trips the line too."""
    context = {name: f"{hs_crp} mg/L"}

    assert (calm, flagged) == (judged(**context).care, judged(**context, **FEVER).care)


@pytest.mark.parametrize(
    "earlier, value, wanted",
    [
        (13, "11", "repeat"),
        (14, "11", "clinician_evaluation"),
        (14, "10", "repeat"),
        (14, ">5", "repeat"),
        (183, "11", "clinician_evaluation"),
        (184, "11", "repeat"),
    ],
)
def test_crp_acute_twice(earlier, value, wanted):
    """Twice means at least 14 days apart within 183 days."""
    past = [{"value": f"{value} mg/L", "drawn_at": at(earlier)}]

    assert wanted == judged(hs_crp="12 mg/L", hs_crp_history=past).care


def test_crp_acute_twice_in_the_past():
    """Two acute results of the last half year count although the newest is calm."""
    past = [{"value": "11 mg/L", "drawn_at": at(days)} for days in (100, 60)]

    assert judged(hs_crp="1 mg/L", hs_crp_history=past).care == "clinician_evaluation"


def test_conventional_crp_counts_toward_twice():
    """Conventional CRP is a result above the same line."""
    past = [{"value": "11 mg/L", "drawn_at": at(30)}]

    assert judged(conventional_crp="12 mg/L", hs_crp_history=past).care == "clinician_evaluation"


@pytest.mark.parametrize(
    "context",
    [
        {"hs_crp_history": [{"value": "15 mg/L"}]},
        {"hs_crp_history": [{"value": "15 mg/L", "drawn_at": "2027-01-20T08:00:00+00:00"}], "as_of": "2026-11-21"},
    ],
)
def test_the_history_of_hs_crp_has_its_times_checked(context):
    """Every history entry has its time, and none lies in the future."""
    with pytest.raises(ValueError, match="drawn_at"):
        judged(hs_crp="12 mg/L", **context)


# --- the course ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "earlier, value, wanted",
    [
        (13, "8", "repeat"),
        (14, "8", "clinician_evaluation"),
        (14, "7.0", "repeat"),
        (14, "≥7", "repeat"),
        (14, ">7", "clinician_evaluation"),
        (183, "8", "clinician_evaluation"),
        (184, "8", "repeat"),
    ],
)
def test_beyond_range_twice(earlier, value, wanted):
    """Beyond the range twice, at least 14 days apart within 183 days, asks for a clinician."""
    assert wanted == course((f"{value} pg/mL", earlier), (">7 pg/mL", 0)).care


def test_each_reading_has_the_limit_of_its_own_laboratory():
    """Beyond the range is beyond the limit of the laboratory that measured."""
    within = rested("8 pg/mL", at(20), lab_upper_limit="10 pg/mL")

    assert judged(rested("8 pg/mL"), history=[within]).care == "repeat"


@pytest.mark.parametrize("context", [{}, {"lifestyle": {"good_sleep": False}}])
def test_persistently_above_three_asks_for_a_clinician(context):
    """The referral is not gated on lifestyle, and says which causes to exclude."""
    verdict = course(("3.4 pg/mL", 28), ("3.6 pg/mL", 0), **context)

    assert verdict.care == "clinician_evaluation"
    assert "exclude_secondary_causes" in [action.code for action in verdict.actions]


def test_every_verdict_says_once_that_il6_is_no_diagnosis():
    """The caveat is part of every verdict."""
    for verdict in (judged(), judged(rested("200 pg/mL")), judged(rested(None)), judged(age=3)):
        text = verdict.to_text(full=True).replace("\n", " ")
        assert text.count("IL-6 alone neither makes nor excludes a diagnosis") == 1


def test_a_newer_hs_crp_is_no_history():
    """A history newer than the index reading is refused, by its field."""
    newer = [{"value": "2 mg/L", "drawn_at": "2026-12-20T08:00:00+00:00"}]

    with pytest.raises(TimeError, match=r"hs_crp_history\[0\]"):
        judged(rested(), hs_crp="1 mg/L", hs_crp_history=newer)


def test_a_dose_above_the_upper_limit_is_a_question_for_a_physician():
    """A deficiency does not excuse a dose above the upper limit."""
    plan = [{"intervention": "vitamin_d3_k2", "dose": "10000 IU"}]
    verdict = judged(rested("1.5 pg/mL"), vitamin_d="15 ng/mL", considering=plan)
    advice = next(each for each in verdict.interventions if each.code == "vitamin_d3_k2")

    assert ("discuss_with_physician", ("dose",)) == (advice.status, advice.unmet)
