from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6 import STANDARD, Convention, Reading, Severity, Threshold, TimeError, interpret_case
from forge_il6.asking.course import CrpResult, Sample
from forge_il6.codes import StandingCode
from forge_il6.conclusions import Reason, Standing
from forge_il6.knowledge.measurands import CRP
from forge_il6.knowledge.words import BANDS, LABELS, REPEATS
from forge_il6.rules import care
from forge_il6.shown.sections import sections
from forge_il6.units import Amount
from properties.promise_strategies import at, codes, course, day, judged, rested

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
    """Any red flag asks for a clinician and three for urgent care, whatever the band; the sentence names it."""
    verdict = judged(rested("0.8 pg/mL"), red_flags=[flag])
    wanted = "urgent" if flag in ("new_breathlessness", "chest_pain", "confusion") else "clinician_evaluation"

    assert (verdict.band, verdict.care) == ("optimal", wanted)
    assert flag.replace("_", " ") in str(verdict).splitlines()[0].lower()
    assert flag.replace("_", " ") in " ".join(each.sentence for each in verdict.findings)


@pytest.mark.parametrize(
    "flags, wanted",
    [
        (["fever"], "fever"),
        (["night_sweats", "fever"], "fever and night sweats"),
        (["blood_in_stool", "night_sweats", "fever"], "fever, night sweats and blood in stool"),
        (["persistent_joint_swelling", "blood_in_stool", "night_sweats", "fever"], "fever, night sweats and 2 more"),
    ],
)
def test_symptoms_are_named_the_most_urgent_first(flags, wanted):
    """In whatever order they were stated; of many the sentence says how many more there are."""
    verdict = judged(rested("0.8 pg/mL"), red_flags=flags)
    (finding,) = [each for each in verdict.findings if each.code == "red_flag"]

    assert f"with {wanted} should" in verdict.summary
    assert f"Stated: {wanted}." in finding.sentence
    assert set(flags) == set(finding.facts["red_flags"].split(", "))


@pytest.mark.parametrize(
    "reading, context",
    [
        (rested("0.8 pg/mL"), {"red_flags": ["chest_pain"]}),
        (rested("0.8 pg/mL", exercise=None), {"red_flags": ["confusion", "fever"], "hs_crp": "0.5 mg/L"}),
        (rested(">1000 pg/mL"), {"history": [rested("2.4 pg/mL", at(30))]}),
        (rested("40 pg/mL"), FEVER),
        (None, {"red_flags": ["new_breathlessness"]}),
    ],
)
def test_urgent_care_stands_alone(reading, context):
    """The care, its reason and the number: no scale, no level, nothing missing, no next draw, nothing to try."""
    verdict = judged(reading, **context)
    said = sections(verdict.document)

    assert ("urgent", (), None) == (verdict.care, verdict.missing, verdict.next_draw)
    assert {"withheld"} == {each.status for each in verdict.interventions}
    assert ["seek_urgent_care"] == [action.code for action in verdict.actions]
    assert () == said.course.entries + said.missing.entries + said.next_draw.entries + said.tried.entries
    assert {Severity.URGENT} == {entry.severity for entry in said.why.entries}
    assert [] == [word for word in BANDS.values() if f"{word}," in str(verdict) or f"{word} or" in str(verdict)]
    assert LABELS["scale"] not in verdict.to_html()


def test_urgent_care_leaves_the_question_about_the_unit():
    """A result in mg/L may be another analyte: that is asked beside the care."""
    verdict = judged(rested("2.4 mg/L"))

    assert ["seek_urgent_care", "ask_laboratory"] == [action.code for action in verdict.actions]
    assert "B6" in [entry.label for entry in sections(verdict.document).why.entries] or "check_unit" in codes(verdict)


def test_no_red_flag_is_not_the_same_as_none_asked():
    """An empty list is an answer, silence is asked for."""
    assert "red_flags" not in judged(red_flags=[]).missing
    assert "red_flags" in judged().missing


@pytest.mark.parametrize(
    "limit, il6, wanted",
    [
        ("13 pg/mL", "10", "none"),
        ("13 pg/mL", "10.01", "repeat"),
        ("60 pg/mL", "34", "repeat"),
        ("60 pg/mL", "35", "same_day"),
        ("5 pg/mL", "5.01", "repeat"),
    ],
)
def test_the_laboratory_limit_counts_for_care(limit, il6, wanted):
    """Beyond the range is beyond the laboratory's own limit."""
    assert wanted == judged(rested(f"{il6} pg/mL", lab_upper_limit=limit)).care


@pytest.mark.parametrize(
    "facts, wanted",
    [
        ({"fasting_hours": 2}, "repeat"),
        ({"exercise": None}, "none"),
        ({"fasting_hours": None}, "none"),
        ({"exercise": "hiit"}, "none"),
        ({"haemolysed": True}, "none"),
        ({}, "none"),
    ],
)
def test_a_void_sample_is_repeated(facts, wanted):
    """A void IL-6 is repeated; a tentative one is not, and an unverified one asks for answers."""
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
        ({"exercise": "hiit", "hours_since_exercise": "5.99"}, "50", "repeat"),
        ({"exercise": "hiit", "hours_since_exercise": "6"}, "50", "same_day"),
        ({"exercise": "hiit", "hours_since_exercise": "23"}, "80", "same_day"),
        ({"exercise": "unknown", "hours_since_exercise": "5"}, "50", "repeat"),
        ({"exercise": "vigorous", "hours_since_exercise": "5"}, "50", "repeat"),
        ({"exercise": "resistance", "hours_since_exercise": "5"}, "50", "repeat"),
        ({"exercise": "endurance", "hours_since_exercise": "5.99"}, "50", "repeat"),
        ({"exercise": "endurance", "hours_since_exercise": "6"}, "50", "same_day"),
        ({"exercise": "eccentric", "hours_since_exercise": "5.99"}, "50", "repeat"),
        ({"exercise": "eccentric", "hours_since_exercise": "6"}, "50", "same_day"),
        ({"exercise": None, "hours_since_exercise": "2"}, "50", "repeat"),
        ({"exercise": "race", "hours_since_exercise": "23.99"}, "50", "repeat"),
        ({"exercise": "race", "hours_since_exercise": "24"}, "50", "same_day"),
        ({"exercise": "race", "hours_since_exercise": "46"}, "60", "same_day"),
        ({"exercise": "moderate", "hours_since_exercise": "5"}, "90", "same_day"),
        ({"exercise": "light", "hours_since_exercise": "1"}, "50", "same_day"),
        ({"exercise": "none"}, "50", "same_day"),
        ({"exercise": "hiit"}, "50", "same_day"),
        ({"exercise": None}, "50", "same_day"),
        ({**FRESH, "fasting_hours": 1, "at_rest": False}, "50", "repeat"),
    ],
)
def test_exercise_explains_a_high_value(facts, il6, wanted):
    """Hard exercise within six hours, or a race within a day, explains a value below 100; nothing else does."""
    assert wanted == judged(rested(f"{il6} pg/mL", **facts)).care


def test_a_clinic_that_calls_such_a_sample_usable_has_nothing_to_excuse_it_with():
    """Exercise explains a value only where it also voids the sample."""
    rules = STANDARD.override(washout=Threshold(2, "hour", Convention("test")))
    document = {"reading": rested("50 pg/mL", exercise="hiit", hours_since_exercise=3)}

    assert ("repeat", "same_day") == (interpret_case(document).care, interpret_case(document, rules=rules).care)


@pytest.mark.parametrize(
    "name, kind, hours, phase",
    [
        ("explained_window", "hiit", 23, "post_exercise_hold"),
        ("race_explained_window", "race", 5, "myokine_window"),
        ("race_explained_window", "race", 23, "post_exercise_hold"),
        ("race_explained_window", "race", 47, "race_hold"),
    ],
)
def test_a_clinic_may_excuse_a_value_in_every_phase_that_voids_it(name, kind, hours, phase):
    """As long as the clinic says, and not an hour longer; which phase it is decides nothing."""
    document = {"reading": rested("50 pg/mL", exercise=kind, hours_since_exercise=hours)}
    longer, to_then = (
        interpret_case(document, rules=STANDARD.override(**{name: Threshold(limit, "hour", Convention("test"))}))
        for limit in (hours + 1, hours)
    )

    assert [phase] == [each.code for each in longer.standing.il6.reasons]
    assert ("repeat", "same_day") == (longer.care, to_then.care)


@pytest.mark.parametrize(
    "il6_and_hours, wanted",
    [
        ([], None),
        ([("34.99", 2)], None),
        ([("<36", 2)], None),
        ([("35", 2)], True),
        ([("35", 6)], None),
        ([("35", 2), ("34.99", 6)], True),
        ([("35", 2), ("36", 6)], None),
    ],
)
def test_exercise_explains_only_a_value_that_asks_for_it(il6_and_hours, wanted):
    """Of a day without an acute value nothing is to be explained, however hard its exercise was."""
    too_soon = Standing.weigh((Reason("myokine_window", StandingCode.VOID),))
    samples = [
        Sample(Reading(f"{il6} pg/mL"), None, too_soon, hours_since_hard=Decimal(hours)) for il6, hours in il6_and_hours
    ]

    assert wanted is care.exercise_explains(tuple(samples))


@pytest.mark.parametrize(
    "il6, explains, flagged, wanted",
    [
        ("34.99", True, False, None),
        ("35", True, False, care.EXPLAINED),
        ("99.99", True, False, care.EXPLAINED),
        ("100", True, False, None),
        ("35", False, False, None),
        ("35", True, True, None),
    ],
)
def test_the_excuse_holds_its_own_limits(il6, explains, flagged, wanted):
    """Whatever else of a rule set says so too, which a clinic may leave out."""
    assert wanted is care.explained_value(Amount(Decimal(il6), "pg/mL"), explains, flagged)


def test_what_may_be_exercise_may_be_illness():
    """It asks for a rested draw within a week, and says so once."""
    verdict = judged(rested("80 pg/mL", **FRESH))
    asked = [action for action in verdict.actions if action.code.startswith("repeat")]

    assert "exercise_explains_value" in codes(verdict)
    assert ["repeat_explained"] == [action.code for action in asked]


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
        ([{"kind": "hiit", "ended_at": at(0, 5)}], "repeat"),
        ([{"kind": "hiit", "ended_at": at(0, 6)}], "same_day"),
        ([{"kind": "race", "ended_at": at(0, 23)}], "repeat"),
        ([{"kind": "hiit", "started_at": at(0, 1), "ended_at": at(0, -1)}], "repeat"),
        ([{"kind": "hiit"}], "same_day"),
        ([{"kind": "moderate", "ended_at": at(0, 3)}], "same_day"),
        ([{"kind": "moderate", "ended_at": at(0, 3)}, {"kind": "hiit", "ended_at": at(0, 5)}], "repeat"),
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


def test_a_race_of_today_explains_also_where_its_phase_cannot_be_told():
    """Begun in the night and ended at some time of the day of the draw: too soon, and within a day, at either end."""
    race = {"kind": "race", "started_at": at(0, 7.5), "ended_at": day(0)}
    verdict = judged(rested("50 pg/mL", exercise=None), exercise_log=[race], time_zone="Europe/Berlin")

    assert (["exercise_hold"], "repeat") == ([each.code for each in verdict.standing.il6.reasons], verdict.care)


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


@pytest.mark.parametrize("days, wanted", [(27, "repeat"), (28, "repeat"), (29, "none")])
def test_a_crp_speaks_within_four_weeks_of_the_draw(days, wanted):
    """The newest known counts; one of another month says nothing of today."""
    assert wanted == judged(hs_crp={"value": "12 mg/L", "drawn_at": at(days)}).care
    assert wanted == judged(hs_crp_history=[{"value": "12 mg/L", "drawn_at": at(days)}]).care


@pytest.mark.parametrize("newest, wanted", [("9 mg/L", "none"), ("12 mg/L", "repeat")])
def test_of_crp_the_newest_counts(newest, wanted):
    """What has passed is no matter of today, unless it came twice."""
    past = [{"value": "15 mg/L", "drawn_at": at(10)}]

    assert wanted == judged(hs_crp=newest, hs_crp_history=past).care


@pytest.mark.parametrize(
    "values_and_days, wanted",
    [
        ([("12", None)], "12 mg/L"),
        ([("12", None), ("9", 0)], "12 mg/L"),
        ([("9", None), ("12", 0)], None),
        ([("12", 28), ("15", 30)], "12 mg/L"),
        ([("12", 29)], None),
        ([("12", -28)], "12 mg/L"),
        ([("12", -29)], None),
        ([("12", 3), ("15", 3)], "15 mg/L"),
    ],
)
def test_a_crp_of_the_draw_is_the_newest_and_one_without_a_day_is_of_the_draw(values_and_days, wanted):
    """Of several of one day the highest speaks, and one of another month, before or after, does not."""
    results = tuple(CrpResult(CRP.read(f"{value} mg/L", name="hs_crp"), None, days) for value, days in values_and_days)
    found = care.newest_crp_acute(results)

    assert wanted == (None if found is None else str(found))


@pytest.mark.parametrize(
    "facts, wanted",
    [
        ({}, "clinician_evaluation"),
        ({"indwelling_line": True}, "repeat"),
        ({"exercise": "race", "hours_since_exercise": 20}, "repeat"),
    ],
)
def test_a_crp_that_was_pushed_up_is_no_second_witness(facts, wanted):
    """A void result counts only where everything that voids it pushes down."""
    past = [{"value": "12 mg/L", "drawn_at": at(30), **facts}]

    assert wanted == judged(hs_crp="12 mg/L", hs_crp_history=past).care


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


@pytest.mark.parametrize(
    "days, wanted",
    [
        ([20, 203], care.CRP_TWICE),
        ([20, 204], None),
        ([-20, 163], care.CRP_TWICE),
        ([-20, 164], None),
        ([20, 33], None),
        ([20, 34], care.CRP_TWICE),
    ],
)
def test_the_half_year_of_crp_ends_with_its_newest(days, wanted):
    """Which may have been drawn before the IL-6, or after it."""
    results = tuple(CrpResult(CRP.read("12 mg/L", name="hs_crp"), None, each) for each in days)

    assert wanted is care.crp_acute_twice(results)


def test_crp_acute_twice_in_the_past():
    """Two acute results of the last half year count although the newest is calm."""
    past = [{"value": "11 mg/L", "drawn_at": at(days)} for days in (100, 60)]

    assert judged(hs_crp="1 mg/L", hs_crp_history=past).care == "clinician_evaluation"


def test_conventional_crp_counts_toward_twice():
    """Conventional CRP is a result above the same line."""
    past = [{"value": "11 mg/L", "drawn_at": at(30)}]

    assert judged(conventional_crp="12 mg/L", hs_crp_history=past).care == "clinician_evaluation"


@pytest.mark.parametrize(
    "days, wanted",
    [
        ([None], None),
        ([None, None], None),
        ([None, 0], None),
        ([0, None, 20], care.CRP_TWICE),
        ([None, 20, 0], care.CRP_TWICE),
        ([30, None, 50], care.CRP_TWICE),
    ],
)
def test_an_acute_crp_without_a_day_is_no_second_one_and_hides_none(days, wanted):
    """Two that are two weeks apart count, whatever stands beside them; one that nobody can place does not."""
    results = tuple(CrpResult(CRP.read("12 mg/L", name="hs_crp"), None, each) for each in days)

    assert wanted == care.crp_acute_twice(results)


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


@pytest.mark.parametrize(
    "facts, wanted",
    [
        ({}, "clinician_evaluation"),
        ({"exercise": None}, "clinician_evaluation"),
        ({"fasting_hours": 2}, "repeat"),
        ({"exercise": "hiit", "hours_since_exercise": 3}, "repeat"),
        ({"specimen": "edta_plasma", "hours_to_centrifugation": 5}, "clinician_evaluation"),
        ({"specimen": "edta_plasma", "hours_to_centrifugation": 5, "fasting_hours": 2}, "repeat"),
    ],
)
def test_a_reading_that_was_pushed_up_is_no_second_witness(facts, wanted):
    """A void result counts only where everything that voids it pushes down."""
    assert wanted == judged(rested("20 pg/mL", **facts), history=[rested("25 pg/mL", at(40))]).care


@pytest.mark.parametrize("person", [{"age": 16}, {"pregnant": True}])
def test_twice_counts_also_where_nothing_else_is_judged(person):
    """A number of this size asks for a cause in everybody."""
    assert "clinician_evaluation" == judged(rested("20 pg/mL"), history=[rested("25 pg/mL", at(40))], **person).care


@pytest.mark.parametrize(
    "newest, others, wanted",
    [
        ("2.4 pg/mL", [("120 pg/mL", 0, 2)], "urgent"),
        ("2.4 pg/mL", [("50 pg/mL", 0, 2)], "same_day"),
        ("2.4 pg/mL", [("120 pg/mL", 1, 0)], "none"),
        ("2.4 pg/mL", [("8 pg/mL", 0, 2)], "none"),
        ("8 pg/mL", [("2.4 pg/mL", 0, 2)], "repeat"),
    ],
)
def test_lines_of_value_hold_for_every_reading_of_the_newest_day(newest, others, wanted):
    """Two hours earlier the same person was gravely ill; a day earlier is another question."""
    history = [rested(value, at(days, hours)) for value, days, hours in others]

    assert wanted == judged(rested(newest), history=history).care


def test_a_symptom_beside_an_earlier_number_of_the_day_does_not_wait():
    """Beyond the range means any reading of that day, each by its own laboratory's limit."""
    history = [rested("6 pg/mL", at(0, 2), lab_upper_limit="5 pg/mL")]

    assert ("same_day", "clinician_evaluation") == (
        judged(rested("2 pg/mL"), history=history, **FEVER).care,
        judged(rested("2 pg/mL"), history=[rested("6 pg/mL", at(0, 2))], **FEVER).care,
    )


@pytest.mark.parametrize(
    "values, wanted",
    [
        (["120"], "urgent"),
        (["36"], "same_day"),
        (["8"], "repeat"),
        (["8", "9"], "clinician_evaluation"),
        (["120", "2"], "none"),
    ],
)
def test_a_history_alone_is_judged_by_its_newest_reading(values, wanted):
    """Nobody has to name an index for a dangerous number to be seen; nothing says that none was measured."""
    history = [rested(f"{value} pg/mL", at(-20 * place)) for place, value in enumerate(values)]
    verdict = interpret_case({"context": {"history": history}})

    assert wanted == verdict.care
    assert f"{values[-1]} pg/mL" in verdict.summary
    assert "No IL-6 was measured" not in str(verdict)
    assert "IL-6 was not measured" not in str(verdict)


@pytest.mark.parametrize("kind", ["il6_receptor_blocker", "anti_il6", "other_immunomodulator", "chronic_steroids"])
@pytest.mark.parametrize(
    "since, wanted",
    [
        ({}, "none"),
        ({"days_since": 0}, "none"),
        ({"hours_since": 0}, "none"),
        ({"days_since": 1}, "repeat"),
        ({"hours_since": 24}, "repeat"),
    ],
)
def test_while_a_drug_lasts_nothing_is_repeated(kind, since, wanted):
    """Another sample would settle as little, and a date would ask somebody to stop a medicine."""
    drug = {"confounders": [{"kind": kind, **since}]}

    assert wanted == judged(rested("20 pg/mL"), **drug).care
    assert wanted == judged(rested("2.4 pg/mL"), **drug, hs_crp="12 mg/L").care


@pytest.mark.parametrize("kind", ["nsaid", "statin", "minor_infection"])
def test_what_else_lasts_keeps_nobody_from_another_draw(kind):
    """An infection passes, and a mild drug leaves a sample that counts."""
    assert "repeat" == judged(rested("20 pg/mL"), confounders=[kind]).care


@pytest.mark.parametrize("il6, wanted", [("35", "same_day"), ("100", "urgent")])
def test_a_drug_takes_nothing_else_away(il6, wanted):
    """The number is judged all the same, and so is what came twice."""
    drug = {"confounders": ["other_immunomodulator"]}

    assert wanted == judged(rested(f"{il6} pg/mL"), **drug).care
    assert (
        "clinician_evaluation"
        == judged(
            hs_crp="12 mg/L",
            hs_crp_history=[{"value": "12 mg/L", "drawn_at": at(30)}],
            confounders=["chronic_steroids"],
        ).care
    )


@pytest.mark.parametrize(
    "il6, hs_crp, wanted",
    [
        ("20", "0.6", False),
        ("20.01", "0.6", True),
        ("20.01", "0.99", True),
        ("20.01", "1.0", False),
        ("20.01", "<1.0", True),
        (">20", "0.6", True),
        ("≥20", "0.6", False),
        ("20.01", "<1.1", False),
    ],
)
def test_possible_interference(il6, hs_crp, wanted):
    """So high an IL-6 makes the liver answer; where it does not, the assay is asked about."""
    verdict = judged(rested(f"{il6} pg/mL"), hs_crp=f"{hs_crp} mg/L")

    assert wanted == ("possible_interference" in codes(verdict))
    assert ("clinician_evaluation" if wanted else "repeat") == verdict.care


@pytest.mark.parametrize(
    "crp", [{"indwelling_line": True}, {"exercise": "race", "hours_since_exercise": 50}, {"drawn_at": at(3)}]
)
def test_interference_needs_an_hs_crp_that_counts_and_is_of_the_draw(crp):
    """A void hs-CRP, or one of another day, contradicts nothing."""
    assert "possible_interference" not in codes(judged(rested("22 pg/mL"), hs_crp={"value": "0.6 mg/L", **crp}))


@pytest.mark.parametrize(
    "reading, context, wanted",
    [
        (rested("8 pg/mL"), {}, ["repeat_beyond_range"]),
        (rested("8 pg/mL"), {"hs_crp": "12 mg/L"}, ["repeat_when_acute_has_passed"]),
        (rested("2.4 pg/mL", fasting_hours=2), {"hs_crp": "12 mg/L"}, ["repeat_when_acute_has_passed"]),
        (rested("2.4 pg/mL", fasting_hours=2, exercise="hiit", hours_since_exercise=3), {}, ["repeat_rested"]),
        (rested("2.4 pg/mL", fasting_hours=2), {}, ["repeat_cleared"]),
        (rested("2.4 pg/mL", fasting_hours=None), {}, ["verify_or_repeat"]),
        (rested("2.4 pg/mL"), {}, ["repeat_to_confirm"]),
    ],
)
def test_one_draw_has_one_date(reading, context, wanted):
    """Two times for one draw are none: the first that follows stands, and the date of the next draw fits it."""
    verdict = judged(reading, **context)

    assert wanted == [action.code for action in verdict.actions if action.code in REPEATS]
    waits = {"repeat_beyond_range": at(-14), "repeat_when_acute_has_passed": at(-14)}
    assert verdict.next_draw is None or verdict.next_draw.on_or_after >= waits.get(wanted[0], at(0))[:10]


@pytest.mark.parametrize(
    "facts, context, said",
    [
        ({"exercise": None}, {}, True),
        ({"exercise": "hiit"}, {}, True),
        ({"fasting_hours": None}, {}, True),
        ({"fasting_hours": None, "exercise": None}, {}, True),
        ({}, {"hs_crp": "12 mg/L"}, False),
        ({"fasting_hours": None}, {"hs_crp": "12 mg/L"}, False),
        ({}, {}, False),
        ({"fasting": False, "fasting_hours": None, "exercise": None}, {}, False),
    ],
)
def test_an_answer_is_asked_for_only_where_answers_settle_it(facts, context, said):
    """What was acute in the tube no answer takes away."""
    assert said == ("sample_unverified" in codes(judged(rested(**facts), **context)))


@pytest.mark.parametrize(
    "reasons, said",
    [
        (["fasting_not_reported", "exercise_not_reported"], True),
        (["fasting_not_reported", "exercise_timing_unclear", "exercise_not_reported"], True),
        (["fasting_not_reported", "exercise_timing_unclear", "exercise_not_reported", "acute_phase"], False),
        (["acute_phase"], False),
    ],
)
def test_everything_that_answers_settle_may_be_open_at_once(reasons, said):
    """Two accounts of one tube may each leave another question."""
    standing = Standing.weigh(tuple(Reason(code, StandingCode.UNVERIFIED) for code in reasons))

    assert said is (care.sample_unverified(standing) is not None)


def test_interference_takes_one_draw_and_a_unit_of_il6():
    """What was drawn days apart, or may be another analyte, is no pair that an assay could have made unlike."""
    apart = {"value": "0.5 mg/L", "drawn_at": at(3), "exercise": "none", "at_rest": True}
    found = [
        "possible_interference" in codes(verdict)
        for verdict in (
            judged(rested("25 pg/mL"), hs_crp="0.5 mg/L"),
            judged(rested("25 pg/mL"), hs_crp=apart),
            judged(rested("0.000000025 g/L"), hs_crp="0.5 mg/L"),
        )
    ]

    assert [True, False, False] == found


@pytest.mark.parametrize(
    "facts, said",
    [
        ({}, ["beyond_range_once"]),
        ({"fasting_hours": 9}, ["beyond_range_once"]),
        ({"fasting_hours": None}, ["sample_unverified"]),
        ({"fasting_hours": None, "fasting": False}, ["sample_void"]),
    ],
)
def test_a_sample_beyond_the_range_is_drawn_again_for_one_reason(facts, said):
    """For its value where it counts, for its draw where it is void, and not at all where answers come first."""
    reasons = {"beyond_range_once", "sample_void", "sample_unverified"}

    assert said == [code for code in codes(judged(rested("8 pg/mL", **facts))) if code in reasons]


def test_an_unverified_sample_asks_for_answers_and_not_for_blood():
    """The answers may make it count today, so no draw is described."""
    assert judged(rested("2.4 pg/mL", exercise=None)).next_draw is None
    assert judged(rested("2.4 pg/mL")).next_draw is not None


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


def test_a_dose_above_the_upper_limit_is_not_supported():
    """A deficiency does not excuse a dose above the upper limit."""
    plan = [{"intervention": "vitamin_d3_k2", "dose": "10000 IU"}]
    verdict = judged(rested("1.5 pg/mL"), vitamin_d="15 ng/mL", considering=plan)
    advice = next(each for each in verdict.interventions if each.code == "vitamin_d3_k2")

    assert ("not_supported", ("dose",)) == (advice.status, advice.unmet)


@pytest.mark.parametrize(
    "il6, context, wanted",
    [
        ("1.6", {}, "none"),
        ("8", {}, "repeat"),
        ("35", {}, "same_day"),
        ("1.6", {"hs_crp": "12 mg/L"}, "repeat"),
    ],
)
def test_an_empty_list_of_symptoms_is_no_symptom(il6, context, wanted):
    assert wanted == judged(rested(f"{il6} pg/mL"), red_flags=[], **context).care


@pytest.mark.parametrize("il6, said", [("34.9", False), ("35", True), ("99.9", True), ("100", False)])
def test_an_urgent_value_is_never_said_to_be_exercise(il6, said):
    verdict = judged(rested(f"{il6} pg/mL", **FRESH))

    assert said == ("exercise_explains_value" in codes(verdict))
