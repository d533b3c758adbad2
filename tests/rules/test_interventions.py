from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import STANDARD, ForgeError, interpret_case
from forge_il6.codes import Band, Intervention, LineState, Persistence, RedFlag, Status
from forge_il6.rules.interventions import (
    UNKNOWN_HABITS,
    heart_symptoms,
    newest_above_high_line,
    persistently_above_high_line,
    within_range,
    zone2_aerobic,
)
from forge_il6.shown.sections import sections
from profiles import of_the_usual
from properties.promise_strategies import at, codes, course, day, documents, judged, rested

HABITS = ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep")
GOOD = dict.fromkeys(HABITS, True)
ALL = [each.value for each in Intervention]
ENCOURAGED = (Status.IN_PLACE, Status.FIRST_LINE, Status.SUPPORTED)
FIRST, SENOLYTIC = ALL[:3], ("dasatinib_quercetin", "fisetin")


def advice(verdict, code):
    (found,) = (each for each in verdict.interventions if each.code == code)
    return found


def status(code, reading=None, **context):
    return advice(judged(reading, **context), code).status.value


def statuses(verdict):
    return {each.code.value: each.status.value for each in verdict.interventions}


def considering(code, dose=None):
    return [{"intervention": code} | ({} if dose is None else {"dose": dose})]


# --- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, tier, article, evidence",
    [
        ("visceral_fat_loss", 1, "first-order", "A−/B"),
        ("gut_barrier", 1, "first-order", "C"),
        ("zone2_aerobic", 1, "first-order", "B"),
        ("vitamin_d3_k2", 2, "yes, if deficient", "D"),
        ("melatonin_low_dose", 2, "0.5–1.0 mg, 30–60 min before sleep", "D"),
        ("cold_exposure", 3, "directionally promising", "D"),
        ("dasatinib_quercetin", 4, "C", "C−"),
        ("quercetin_alone", 4, "weak", "D/C−"),
        ("fisetin", 4, "C", "D"),
    ],
)
@pytest.mark.parametrize("reading", [rested(), rested("0.8 pg/mL"), rested("9 pg/mL"), {}])
def test_both_grades_stand_beside_every_status(code, tier, article, evidence, reading):
    """The article's grade and the evidence's, whatever is advised."""
    found = advice(judged(reading), code)

    assert (tier, article, evidence) == (found.tier, found.article_grade, found.evidence_grade.value)


SUPPORTING = {"medications": [], "vitamin_d": "12 ng/mL"}


@pytest.mark.parametrize(
    "il6, tier1, vitamin_d, melatonin, cold, quercetin",
    [
        ("1.19", "not_indicated", "supported", "not_indicated", "not_indicated", "not_indicated"),
        ("1.2", "first_line", "supported", "supported", "not_supported", "not_supported"),
        ("7.0", "first_line", "supported", "supported", "not_supported", "not_supported"),
        ("7.01", "withheld", "withheld", "withheld", "withheld", "withheld"),
        ("<1.5", "conditional", "supported", "conditional", "not_supported", "not_supported"),
        (">2", "conditional", "supported", "conditional", "not_supported", "not_supported"),
    ],
)
def test_the_band_decides_what_may_be_said(il6, tier1, vitamin_d, melatonin, cold, quercetin):
    """Optimal needs nothing, beyond the range nothing is said, and without a band all is open."""
    found = statuses(judged(rested(f"{il6} pg/mL"), **SUPPORTING))
    named = ("vitamin_d3_k2", "melatonin_low_dose", "cold_exposure", "quercetin_alone")

    assert [tier1] * 3 == [found[code] for code in FIRST]
    assert [vitamin_d, melatonin, cold, quercetin] == [found[code] for code in named]


@pytest.mark.parametrize("facts", [{"exercise": None}, {"fasting_hours": 1}, {"il6": None}])
def test_without_a_counting_il6_the_first_tier_is_conditional(facts):
    """An unverified, void or absent IL-6 indicates nothing yet, and is named as what is unknown."""
    found = judged(rested(**facts) if "il6" not in facts else rested(None))

    for code in FIRST:
        assert ("conditional", ("il6",)) == (advice(found, code).status, advice(found, code).unknown)


def test_a_number_certainly_beyond_the_range_is_withheld_also_from_a_void_sample():
    """Biotin only lowers: the baseline is beyond the range, and no habit reaches it."""
    verdict = judged(rested("8 pg/mL"), confounders=["biotin"])

    assert ["beyond_range"] == [band.value for band in verdict.possible_bands]
    assert {"withheld"} == set(statuses(verdict).values())


@pytest.mark.parametrize(
    "reading, context, wanted",
    [
        (rested("2.4 pg/mL"), {"hs_crp": {"value": "12 mg/L", "drawn_at": at(3)}}, "conditional"),
        (rested("2.4 pg/mL"), {"hs_crp": {"value": "10 mg/L", "drawn_at": at(3)}}, "first_line"),
        (rested("8 pg/mL", fasting_hours=2), {}, "conditional"),
        (rested("8 pg/mL", fasting_hours=2), {"red_flags": ["fever"]}, "withheld"),
        (rested("2.4 pg/mL"), {"history": [rested("8 pg/mL", at(0, 1))], "red_flags": ["fever"]}, "withheld"),
        (rested("2.4 pg/mL"), {"history": [rested("8 pg/mL", at(0, 1))]}, "first_line"),
        (rested("8 pg/mL", exercise=None), {}, "withheld"),
        (rested(">7 pg/mL"), {}, "withheld"),
        (rested("≥7 pg/mL"), {}, "conditional"),
    ],
)
def test_what_else_is_going_on_comes_before_any_habit(reading, context, wanted):
    """An acute CRP of these weeks leaves the baseline open, whenever it was drawn; a symptom beside a number hushes."""
    assert wanted == status("gut_barrier", reading, **context)


@pytest.mark.parametrize("facts", [{}, {"exercise": None}])
def test_a_band_beyond_the_range_withholds_by_itself(facts):
    """A rule set that leaves out what is said of void samples opens no way beyond the range."""
    document = {"reading": rested("8 pg/mL", **facts)}
    verdict = interpret_case(document, rules=STANDARD.without("I2a"))

    assert {"withheld"} == set(statuses(verdict).values())


# --- tier 1 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bmi, wanted",
    [
        ("18.4", "not_supported"),
        ("18.49", "not_supported"),
        ("18.5", "first_line"),
        ("18.51", "first_line"),
        (None, "first_line"),
    ],
)
def test_underweight_people_lose_no_weight(bmi, wanted):
    """The usual line of underweight, at the cut and one digit either side."""
    known = {} if bmi is None else {"bmi": bmi}

    assert wanted == status("visceral_fat_loss", **known)


@pytest.mark.parametrize(
    "context, unmet",
    [
        ({"contraindications": ["eating disorder in 2015"]}, "eating_disorder"),
        ({"contraindications": ["Anorexia nervosa"]}, "eating_disorder"),
        ({"red_flags": ["unintended_weight_loss"]}, "weight_loss_barred"),
        ({"bmi": 17}, "weight_loss_barred"),
    ],
)
def test_what_bars_weight_loss(context, unmet):
    """Each is named, with a sentence among the safety notes; the other two of the tier stay."""
    verdict = judged(**context)
    found = advice(verdict, "visceral_fat_loss")

    assert ("not_supported", (unmet,)) == (found.status, found.unmet)
    assert len(found.safety) > len(advice(judged(), "visceral_fat_loss").safety)
    assert "first_line" == advice(verdict, "gut_barrier").status


@pytest.mark.parametrize(
    "context, wanted",
    [
        ({"contraindications": ["coronary disease"]}, ("heart_disease",)),
        ({"red_flags": ["night_sweats"]}, ()),
    ],
)
def test_symptoms_of_the_heart_come_before_training(context, wanted):
    """Have them cleared first."""
    found = advice(judged(**context), "zone2_aerobic")

    assert wanted == found.unmet
    assert ("conditional" if wanted else "first_line") == found.status


HABIT_OF = {
    "visceral_fat_loss": "low_visceral_fat",
    "gut_barrier": "gut_barrier",
    "zone2_aerobic": "regular_aerobic",
}


@pytest.mark.parametrize("code, habit", HABIT_OF.items())
@pytest.mark.parametrize("reading", [rested(), rested("0.8 pg/mL"), rested(exercise=None), rested(None)])
def test_a_habit_that_is_kept_is_in_place(code, habit, reading):
    """Whatever the IL-6, as long as something may be advised; kept by no other habit, nor by a false one."""
    others = {name: True for name in HABITS if name != habit}

    assert "in_place" == status(code, reading, lifestyle={habit: True})
    assert "in_place" != status(code, reading, lifestyle={**others, habit: False})
    assert "in_place" != status(code, reading, lifestyle=others)


def test_a_kept_habit_is_withheld_where_something_else_comes_first():
    """Beyond the range nothing is said of habits."""
    assert "withheld" == status("gut_barrier", rested("8 pg/mL"), lifestyle=GOOD)


def test_what_bars_a_kept_habit_is_said_with_it():
    """Somebody underweight who has little visceral fat is told to lose no more."""
    found = advice(judged(bmi=17, lifestyle={"low_visceral_fat": True}), "visceral_fat_loss")

    assert "in_place" == found.status
    assert any("losing more" in note for note in found.safety)


# --- every status says why -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, context, named",
    [
        ("visceral_fat_loss", {"bmi": 17}, "underweight"),
        ("visceral_fat_loss", {"lifestyle": {"low_visceral_fat": True}}, "habit was stated"),
        ("gut_barrier", {}, "not below the target of 1.2 pg/mL"),
        ("gut_barrier", {"medications": ["tacrolimus"]}, "immunosuppressant"),
        ("zone2_aerobic", {"contraindications": ["angina"]}, "heart disease"),
        ("vitamin_d3_k2", {"vitamin_d": "12 ng/mL"}, "below 20 ng/mL"),
        ("vitamin_d3_k2", {"vitamin_d": "50 ng/mL"}, "in range"),
        ("vitamin_d3_k2", {"vitamin_d": "70 ng/mL"}, "above 60 ng/mL"),
        ("vitamin_d3_k2", {"vitamin_d": "30 ng/mL"}, "deficiency, below 20 ng/mL"),
        ("vitamin_d3_k2", {}, "tested first"),
        ("melatonin_low_dose", {}, "medications"),
        ("melatonin_low_dose", {"medications": ["fluvoxamine"]}, "fluvoxamine"),
        ("cold_exposure", {}, "not shown to lower IL-6"),
        ("cold_exposure", {"contraindications": ["raynaud"]}, "raynaud"),
        ("quercetin_alone", {}, "not shown to lower IL-6"),
        ("fisetin", {"age": 40}, "an age of 51 years or more"),
        ("dasatinib_quercetin", {"age": 60}, "good sleep"),
        ("dasatinib_quercetin", {"red_flags": ["night_sweats"]}, "warning symptom"),
    ],
)
def test_a_status_says_its_reason_by_name(code, context, named):
    """The condition that is false, that forbids, or that is not known."""
    assert named in advice(judged(**context), code).sentences[0]


@pytest.mark.parametrize(
    "context, named",
    [
        ({"reading": rested("8 pg/mL")}, "cause"),
        ({"reading": rested("120 pg/mL")}, "doctor"),
        ({"age": 16}, "reference values"),
        ({"confounders": ["secondary_disease"]}, "known disease"),
    ],
    ids=["beyond range", "urgent", "child", "disease"],
)
def test_what_is_withheld_says_why(context, named):
    """Each of the four reasons, and never the name of what is withheld."""
    assert all(named in each.sentences[0] for each in judged(**context).interventions)


# --- vitamin D -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, level, wanted",
    [
        ("19.99 ng/mL", "deficient", "supported"),
        ("20 ng/mL", "below_target", "conditional"),
        ("20.01 ng/mL", "below_target", "conditional"),
        ("39.99 ng/mL", "below_target", "conditional"),
        ("40 ng/mL", "within_target", "not_indicated"),
        ("60 ng/mL", "within_target", "not_indicated"),
        ("60.01 ng/mL", "above_target", "not_indicated"),
        ("49.91 nmol/L", "deficient", "supported"),
        ("49.92 nmol/L", "below_target", "conditional"),
        ("99.83 nmol/L", "below_target", "conditional"),
        ("99.84 nmol/L", "within_target", "not_indicated"),
        ("149.76 nmol/L", "within_target", "not_indicated"),
        ("149.77 nmol/L", "above_target", "not_indicated"),
        ("20 µg/L", "below_target", "conditional"),
        ("<20 ng/mL", "deficient", "supported"),
        ("<30 ng/mL", "unknown", "conditional"),
        (">60 ng/mL", "above_target", "not_indicated"),
        ("≤20 ng/mL", "unknown", "conditional"),
    ],
)
def test_the_level_of_vitamin_d_decides(value, level, wanted):
    """Each cut and one digit either side, in either unit; an interval over a cut is unknown."""
    verdict = judged(vitamin_d=value)

    assert (level, wanted) == (verdict.vitamin_d.code, advice(verdict, "vitamin_d3_k2").status)


@pytest.mark.parametrize(
    "value, warned",
    [
        ("99.99 ng/mL", False),
        ("100 ng/mL", True),
        ("249.59 nmol/L", False),
        ("249.6 nmol/L", True),
        (">60 ng/mL", False),
    ],
)
def test_very_much_vitamin_d_draws_a_caution(value, warned):
    """From 100 ng/mL on more can harm."""
    verdict = judged(vitamin_d=value)

    assert warned is ("vitamin_d_very_high" in codes(verdict))
    assert warned is ("take_no_more_vitamin_d" in [action.code for action in verdict.actions])


def test_vitamin_d_is_tested_first():
    """Unknown is a reason to measure, and the plan without a test is told so."""
    verdict = judged(considering=considering("vitamin_d3_k2"))
    found = advice(verdict, "vitamin_d3_k2")

    assert ("unknown", "conditional", ("vitamin_d",)) == (verdict.vitamin_d.code, found.status, found.unknown)
    assert "vitamin_d_not_tested" in codes(verdict)
    assert "measure_vitamin_d" in [action.code for action in verdict.actions]
    assert "vitamin_d" in verdict.missing
    assert "vitamin_d_not_tested" not in codes(judged(considering=considering("vitamin_d3_k2"), vitamin_d="12 ng/mL"))
    assert "vitamin_d_not_tested" not in codes(judged())


def test_trials_do_not_support_the_claim_on_vitamin_d():
    """It is said wherever vitamin D may be spoken of."""
    for value in ("12 ng/mL", "30 ng/mL", "50 ng/mL"):
        sentences = " ".join(advice(judged(vitamin_d=value), "vitamin_d3_k2").sentences)
        assert re.search(r"pooled .*trials do not support", sentences)


@pytest.mark.parametrize(
    "dose, wanted",
    [
        ("3999 IU", "dose_within_upper_limit"),
        ("4000 IU", "dose_within_upper_limit"),
        ("4001 IU", "dose_above_upper_limit"),
        ("4000 IU/day", "dose_within_upper_limit"),
        ("100 ug", "dose_within_upper_limit"),
        ("100.01 µg/day", "dose_above_upper_limit"),
        ("0.1 mg", "dose_within_upper_limit"),
        ("0.11 mg", "dose_above_upper_limit"),
        (None, ""),
    ],
)
def test_the_upper_limit_of_vitamin_d(dose, wanted):
    """4,000 IU a day, which is 100 µg, and not one more."""
    for level in ("12 ng/mL", "30 ng/mL", "50 ng/mL"):
        verdict = judged(considering=considering("vitamin_d3_k2", dose), vitamin_d=level)
        assert wanted == advice(verdict, "vitamin_d3_k2").dose_status


# --- melatonin -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dose, wanted, warned",
    [
        ("0.49 mg", "dose_below_range", False),
        ("0.5 mg", "dose_within_range", False),
        ("0.51 mg", "dose_within_range", False),
        ("0.99 mg", "dose_within_range", False),
        ("1.0 mg", "dose_within_range", False),
        ("1.01 mg", "dose_above_range", False),
        ("4.99 mg", "dose_above_range", False),
        ("5 mg", "dose_above_range", True),
        ("5.01 mg", "dose_above_range", True),
        ("500 µg", "dose_within_range", False),
        ("499 ug", "dose_below_range", False),
        ("1 mg/day", "dose_within_range", False),
        (None, "", False),
    ],
)
def test_the_dose_of_melatonin(dose, wanted, warned):
    """The article's range with both ends, and its caution from five milligrams on."""
    verdict = judged(considering=considering("melatonin_low_dose", dose), medications=[])
    found = advice(verdict, "melatonin_low_dose")

    assert wanted == found.dose_status
    assert warned is any("the body's own melatonin" in note for note in found.safety)
    assert bool(dose) is any("planned dose" in sentence for sentence in found.sentences)


@pytest.mark.parametrize(
    "medications, wanted", [(None, "conditional"), ([], "supported"), (["warfarin"], "discuss_with_physician")]
)
def test_medications_come_before_melatonin(medications, wanted):
    """Not stated is a question, none is none, and a match is a physician's matter."""
    known = {} if medications is None else {"medications": medications}
    verdict = judged(**known)

    assert wanted == advice(verdict, "melatonin_low_dose").status
    assert ("medications" in verdict.missing) is (medications is None)


@pytest.mark.parametrize("dose", ["five", "5", "0 mg", "-1 mg", "5 IU"])
def test_a_dose_that_cannot_be_read_is_refused(dose):
    """Nothing is guessed of a dose."""
    with pytest.raises(ForgeError):
        judged(considering=considering("melatonin_low_dose", dose))


# --- plans -----------------------------------------------------------------------------------------


def planned(code, dose=None, reading=None, **context):
    """Return what is said of a single plan."""
    (found,) = judged(reading, considering=considering(code, dose), **context).plans
    return found


@pytest.mark.parametrize(
    "dose, dose_status, is_outside",
    [
        ("0.49 mg", "dose_below_range", True),
        ("0.5 mg", "dose_within_range", False),
        ("1.0 mg", "dose_within_range", False),
        ("1.01 mg", "dose_above_range", True),
        ("5 mg", "dose_above_range", True),
        (None, "", False),
    ],
)
@pytest.mark.parametrize("reading", [rested(), rested("0.8 pg/mL"), rested(exercise=None)])
def test_a_dose_outside_its_range_is_not_supported(dose, dose_status, is_outside, reading):
    """Whatever the IL-6; the plan and the intervention say the same."""
    verdict = judged(reading, considering=considering("melatonin_low_dose", dose), medications=[])
    (plan,) = verdict.plans

    assert (dose_status, dose or "") == (plan.dose_status, plan.dose)
    assert plan.status == advice(verdict, "melatonin_low_dose").status
    assert is_outside is (plan.status == "not_supported")
    assert bool(dose) is bool(plan.on_dose)
    assert plan.safety


@pytest.mark.parametrize("dose, warned", [("4.99 mg", False), ("5 mg", True), ("5.01 mg", True), ("0.3 mg", False)])
def test_the_caution_on_feedback_stands_with_the_dose(dose, warned):
    """From five milligrams on, and with the verdict on the dose."""
    assert warned is ("the body's own melatonin" in planned("melatonin_low_dose", dose, medications=[]).on_dose)


def test_two_plans_of_one_thing_are_told_apart():
    """Each by its own dose; the intervention by the one that fails."""
    both = [*considering("melatonin_low_dose", "0.5 mg"), *considering("melatonin_low_dose", "5 mg")]
    verdict = judged(considering=both, medications=[])

    assert ["supported", "not_supported"] == [plan.status for plan in verdict.plans]
    assert "not_supported" == advice(verdict, "melatonin_low_dose").status


@pytest.mark.parametrize(
    "code, stated, wanted",
    [
        ("melatonin_low_dose", "fluvoxamine", "discuss_with_physician"),
        ("vitamin_d3_k2", "warfarin", "discuss_with_physician"),
        ("gut_barrier", "tacrolimus", "discuss_with_physician"),
        ("zone2_aerobic", "angina", "discuss_with_physician"),
        ("visceral_fat_loss", "anorexia", "not_supported"),
        ("cold_exposure", "raynaud", "not_supported"),
        ("quercetin_alone", "warfarin", "not_supported"),
    ],
)
@pytest.mark.parametrize("place", ["medications", "contraindications"])
def test_a_plan_names_what_it_must_not_meet(code, stated, wanted, place):
    """A physician's question, unless it is not advised anyway."""
    plan = planned(code, **{place: [stated]})

    assert wanted == plan.status
    assert plan.interactions


@pytest.mark.parametrize("level", ["12 ng/mL", "30 ng/mL", "50 ng/mL"])
def test_too_much_vitamin_d_is_not_supported(level):
    """Above the upper limit nobody begins without a doctor, however deficient."""
    assert "not_supported" == planned("vitamin_d3_k2", "4001 IU", vitamin_d=level).status
    assert "not_supported" != planned("vitamin_d3_k2", "4000 IU", vitamin_d=level).status


@pytest.mark.parametrize(
    "stated, unmet",
    [
        ({"vitamin_d": "30 ng/mL"}, ("dose",)),
        ({"vitamin_d": "30 ng/mL", "medications": ["warfarin"]}, ("dose", "warfarin")),
        ({"vitamin_d": "50 ng/mL", "medications": ["warfarin"]}, ("dose", "warfarin")),
    ],
)
def test_a_dose_that_fails_names_itself_and_what_it_must_not_meet(stated, unmet):
    """A level that is no deficiency is not what stands in its way, and a drug that was stated is."""
    verdict = judged(considering=considering("vitamin_d3_k2", "4001 IU"), **stated)

    assert unmet == advice(verdict, "vitamin_d3_k2").unmet


@pytest.mark.parametrize("context", [{}, {"age": 60, "lifestyle": GOOD}, {"age": 40}])
def test_a_plan_of_dasatinib_is_refused_without_a_dose(context):
    """The reason comes first, and the dose nowhere."""
    plan = planned("dasatinib_quercetin", "123 mg", **context)

    assert "refused" in plan.reason
    assert ("", "", "") == (plan.dose, plan.dose_status, plan.on_dose)


@pytest.mark.parametrize("code", [*SENOLYTIC, "quercetin_alone"])
def test_an_interaction_never_opens_a_way_to_senolytics(code):
    """Only the conditions do."""
    assert "discuss_with_physician" != planned(code, medications=["warfarin", "ritonavir"]).status


@pytest.mark.parametrize("il6", ["8 pg/mL", "120 pg/mL"])
def test_a_plan_is_withheld_where_something_else_comes_first(il6):
    """Nothing is said of dose, drug or risk."""
    plan = planned("melatonin_low_dose", "5 mg", rested(il6), medications=["fluvoxamine"])

    assert ("withheld", "", "", "", ()) == (plan.status, plan.dose, plan.dose_status, plan.on_dose, plan.interactions)
    assert "What is planned" not in str(judged(rested(il6), considering=considering("melatonin_low_dose", "5 mg")))


def test_without_a_plan_there_is_none():
    """Not stated, and stated that there is none."""
    assert () == judged().plans == judged(considering=[]).plans


@pytest.mark.parametrize(
    "code, plan, reading, context, said",
    [
        ("vitamin_d_not_tested", "vitamin_d3_k2", rested(), {}, True),
        ("vitamin_d_not_tested", "vitamin_d3_k2", rested(), {"vitamin_d": "30 ng/mL"}, False),
        ("vitamin_d_not_tested", "vitamin_d3_k2", rested("8 pg/mL"), {}, False),
        ("vitamin_d_not_tested", "melatonin_low_dose", rested(), {}, False),
        ("self_administration_refused", "dasatinib_quercetin", rested(), {}, True),
        ("self_administration_refused", "dasatinib_quercetin", rested("8 pg/mL"), {}, False),
        ("self_administration_refused", "fisetin", rested(), {}, False),
    ],
)
def test_what_is_said_of_a_plan_is_said_of_that_plan_alone(code, plan, reading, context, said):
    """And of none where something else comes first."""
    assert said is (code in codes(judged(reading, considering=considering(plan), **context)))


# --- medications and conditions --------------------------------------------------------------------

SURFACED = [
    ("vitamin_d3_k2", "Warfarin 5 mg", "warfarin"),
    ("vitamin_d3_k2", "hydrochlorothiazide", "thiazide"),
    ("vitamin_d3_k2", "digoxin", "digoxin"),
    ("vitamin_d3_k2", "chronic kidney disease", "kidney_disease"),
    ("vitamin_d3_k2", "kidney stones", "kidney_disease"),
    ("vitamin_d3_k2", "sarcoidosis", "sarcoidosis"),
    ("melatonin_low_dose", "fluvoxamine", "fluvoxamine"),
    ("melatonin_low_dose", "Warfarin", "warfarin"),
    ("melatonin_low_dose", "clopidogrel 75", "antiplatelet"),
    ("melatonin_low_dose", "tacrolimus", "immunosuppressant"),
    ("melatonin_low_dose", "carbamazepine", "anticonvulsant"),
    ("melatonin_low_dose", "zolpidem", "sedative"),
    ("cold_exposure", "Raynaud's disease", "raynaud"),
    ("cold_exposure", "coronary artery disease", "heart_disease"),
    ("cold_exposure", "arrhythmia", "heart_disease"),
    ("cold_exposure", "high blood pressure", "hypertension"),
    ("gut_barrier", "immunosuppressant", "immunosuppressant"),
    ("zone2_aerobic", "angina", "heart_disease"),
    ("dasatinib_quercetin", "St John's wort", "cyp3a4"),
    ("dasatinib_quercetin", "omeprazole", "acid_blocker"),
    ("dasatinib_quercetin", "famotidine", "acid_blocker"),
    ("dasatinib_quercetin", "aspirin", "antiplatelet"),
    ("quercetin_alone", "ciclosporin", "immunosuppressant"),
    ("quercetin_alone", "warfarin", "anticoagulant"),
    ("fisetin", "warfarin", "anticoagulant"),
]
NAMED_BY_THE_LITERATURE = [
    ("fisetin", "apixaban"),
    ("quercetin_alone", "rivaroxaban"),
    ("melatonin_low_dose", "edoxaban"),
    ("melatonin_low_dose", "dabigatran"),
    ("vitamin_d3_k2", "hypercalcaemia"),
]


def notes(code, **context):
    """Return what is said of safety beyond what is said to everybody."""
    everybody = set(advice(judged(vitamin_d="12 ng/mL", medications=[]), code).safety)
    return [note for note in advice(judged(vitamin_d="12 ng/mL", **context), code).safety if note not in everybody]


@pytest.mark.parametrize("place", ["medications", "contraindications"])
@pytest.mark.parametrize("code, text, name", SURFACED)
def test_a_match_is_surfaced_with_the_intervention(place, code, text, name):
    """Free text is recognised in either list and any letters, and so is the name of the class itself."""
    for written in (text, text.upper(), name):
        assert notes(code, **{place: [written]})


@pytest.mark.parametrize("code, text", NAMED_BY_THE_LITERATURE)
def test_what_the_literature_names_is_surfaced(code, text):
    """Interactions that the literature names with an intervention appear with it."""
    assert notes(code, medications=[text])


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("text", ["paracetamol", "levothyroxine", "hay fever"])
def test_other_texts_surface_nothing(code, text):
    """A drug of no known class is no caution."""
    assert [] == notes(code, medications=[text])


def test_a_word_is_no_part_of_another():
    """An adrenaline pen is no disease of the kidney."""
    assert [] == notes("vitamin_d3_k2", medications=["adrenaline"])


def test_several_matches_are_all_named():
    """None hides another."""
    found = advice(
        judged(medications=["warfarin"], contraindications=["sarcoidosis"], vitamin_d="12 ng/mL"), "vitamin_d3_k2"
    )

    assert {"warfarin", "sarcoidosis"} == set(found.unmet)
    assert "discuss_with_physician" == found.status


# --- senolytics ------------------------------------------------------------------------------------

MET = {"age": 51, "lifestyle": GOOD, "red_flags": [], "secondary_causes_excluded": True}


def senolytics(pair=("2.4", "2.5"), days=30, **context):
    """Judge two readings so many days apart, with every condition met but for what is given."""
    earlier, newest = pair
    return course((f"{earlier} pg/mL", days), (f"{newest} pg/mL", 0), **{**MET, **context})


def without(name):
    """Return the context that meets every condition but one, which is not stated."""
    return {key: value for key, value in MET.items() if key != name}


def both(verdict):
    """Return the one status, and what is unmet and unknown, of both senolytics."""
    (found,) = {(each.status.value, each.unmet, each.unknown) for each in (advice(verdict, code) for code in SENOLYTIC)}
    return found


DISCUSS = ("discuss_with_physician", (), ())


@pytest.mark.parametrize("pair", [("1.2", "1.2"), ("1.5", "2.5"), ("2.01", "2.4"), ("3.01", "3.5"), ("6.9", "7.0")])
def test_with_every_condition_met_a_physician_may_be_asked(pair):
    """From the target to the ceiling, each end in it; quercetin alone never."""
    verdict = senolytics(pair)

    assert both(verdict) == DISCUSS
    assert any("Persistently" in sentence for sentence in advice(verdict, "fisetin").sentences)
    assert any("middle value of a cohort" in sentence for sentence in advice(verdict, "fisetin").sentences)
    assert "not_supported" == advice(verdict, "quercetin_alone").status


@pytest.mark.parametrize("habit", HABITS)
def test_each_habit_is_needed(habit):
    """Unknown makes it conditional, false not supported."""
    assert ("conditional", (), (habit,)) == both(senolytics(lifestyle={k: v for k, v in GOOD.items() if k != habit}))
    assert ("not_supported", (habit,), ()) == both(senolytics(lifestyle={**GOOD, habit: False}))


def test_habits_not_stated_are_all_unknown():
    """The five of them, and lifestyle is asked for."""
    verdict = course(("2.4 pg/mL", 30), ("2.5 pg/mL", 0), **without("lifestyle"))

    assert ("conditional", (), HABITS) == both(verdict)
    assert "lifestyle" in verdict.missing


@pytest.mark.parametrize(
    "age, wanted",
    [
        ({"age": 50}, ("not_supported", ("age",), ())),
        ({"age": "50.99"}, ("not_supported", ("age",), ())),
        ({"age": 51}, DISCUSS),
        ({"birth_date": "1975-11-20"}, DISCUSS),  # 51 on the day of the draw
        ({"birth_date": "1975-11-21"}, ("not_supported", ("age",), ())),
        ({}, ("conditional", (), ("age",))),
    ],
)
def test_the_51st_birthday_is_reached(age, wanted):
    """Over 50 means completed years, by the calendar."""
    assert wanted == both(course(("2.4 pg/mL", 30), ("2.5 pg/mL", 0), **without("age"), **age))


@pytest.mark.parametrize(
    "pair, days, wanted",
    [
        (("1.19", "1.2"), 30, ("not_supported", ("persistence",), ())),
        (("1.2", "1.2"), 14, DISCUSS),
        (("1.2", "1.2"), 13, ("conditional", (), ("persistence",))),
        (("2.4", "2.5"), 184, ("conditional", (), ("persistence",))),
        (("<1.5", "2.5"), 30, ("conditional", (), ("persistence",))),
    ],
)
def test_it_has_to_be_persistent(pair, days, wanted):
    """A course that is still open is unknown, one that is not persistent is false."""
    assert wanted == both(senolytics(pair, days))


def test_one_reading_is_never_persistent():
    """Everything else met, one reading is conditional."""
    assert ("conditional", (), ("persistence",)) == both(judged(rested("2.5 pg/mL"), **MET))


@pytest.mark.parametrize(
    "pair, excluded, wanted",
    [
        (("2.4", "3.0"), None, DISCUSS),
        (("2.4", "3.01"), None, ("conditional", (), ("secondary_causes_excluded",))),
        (("2.4", "3.01"), False, ("not_supported", ("secondary_causes_excluded",), ())),
        (("3.4", "3.5"), None, ("conditional", (), ("secondary_causes_excluded",))),
        (("3.4", "3.5"), False, ("not_supported", ("secondary_causes_excluded",), ())),
        (("3.4", "3.5"), True, DISCUSS),
        (("2.4", "2.5"), False, DISCUSS),
    ],
)
def test_above_three_causes_are_excluded_first(pair, excluded, wanted):
    """At or below three nobody has to."""
    known = {} if excluded is None else {"secondary_causes_excluded": excluded}
    verdict = course(
        *zip((f"{v} pg/mL" for v in pair), (30, 0), strict=True), **without("secondary_causes_excluded"), **known
    )

    assert wanted == both(verdict)
    assert ("secondary_causes_excluded" in verdict.missing) is bool(wanted[2])


@pytest.mark.parametrize(
    "possible, state",
    [
        (["elevated", "high"], LineState.YES),
        (["high", "beyond_range"], LineState.OPEN),
        (["beyond_range"], LineState.NO),
    ],
)
def test_the_range_is_a_condition_of_its_own(possible, state):
    """Also in a rule set that withholds nothing beyond it."""
    assert state is within_range.ask(tuple(map(Band, possible)))


@pytest.mark.parametrize(
    "persistence, possible, wanted",
    [
        ("persistent_above_3", ["elevated"], LineState.YES),
        ("persistent_above_3", ["high", "beyond_range"], LineState.YES),
        ("consistent_above_2", ["elevated"], LineState.NO),
        ("consistent_above_2", ["elevated", "high"], LineState.OPEN),
        ("not_assessable", ["high"], LineState.YES),
    ],
)
def test_above_three_is_who_lies_there_by_the_course_or_by_the_newest_reading(persistence, possible, wanted):
    """An open newest reading takes nothing from a course that is certain."""
    by_course = persistently_above_high_line.ask(Persistence(persistence))
    by_newest = newest_above_high_line.ask(tuple(map(Band, possible)), by_course)

    assert wanted is (by_newest or by_course)


@pytest.mark.parametrize("flag", ["night_sweats", "blood_in_stool"])
def test_no_red_flag_is_stated(flag):
    """A stated one bars it; where nobody asked, none is stated."""
    assert ("not_supported", ("red_flags",), ()) == both(senolytics(red_flags=[flag]))
    assert both(course(("2.4 pg/mL", 30), ("2.5 pg/mL", 0), **without("red_flags"))) == DISCUSS


@pytest.mark.parametrize("pair", [("2.5", "7.01"), ("8", "9")])
def test_beyond_the_ceiling_nothing_is_said_of_it(pair):
    """Another cause comes first."""
    assert ("withheld", (), ()) == both(senolytics(pair))


@pytest.mark.parametrize("reading", [rested("0.9 pg/mL"), rested("1.19 pg/mL")])
def test_an_optimal_reading_needs_no_senolytic(reading):
    """Whatever was before."""
    assert (
        "not_indicated"
        == both(judged(reading, history=[rested("2.4 pg/mL", at(30)), rested("2.4 pg/mL", at(60))], **MET))[0]
    )


def test_no_routine_test_shows_the_burden():
    """It is said with the senolytic that the article speaks of."""
    assert any("No routine test" in sentence for sentence in advice(senolytics(), "dasatinib_quercetin").sentences)


@pytest.mark.parametrize("context", [{}, MET])
def test_dasatinib_on_ones_own_is_refused_with_the_reason(context):
    """Also where a physician may be asked."""
    verdict = course(("2.4 pg/mL", 30), ("2.5 pg/mL", 0), considering=considering("dasatinib_quercetin"), **context)
    (finding,) = (each for each in verdict.findings if each.code == "self_administration_refused")

    assert "prescription" in finding.sentence
    assert "no_self_administration" in [action.code for action in verdict.actions]
    assert "self_administration_refused" not in codes(judged(considering=considering("fisetin")))


def test_a_dose_of_a_prescription_drug_is_repeated_nowhere():
    """What the person plans to take is refused, and not written down."""
    verdict = judged(considering=considering("dasatinib_quercetin", "8123.4 mg + 987.6 mg"))

    assert "8123.4" not in str(verdict.to_dict())
    assert "987.6" not in str(verdict)


# --- what holds for every case ---------------------------------------------------------------------

context_facts = st.fixed_dictionaries(
    {},
    optional={
        "age": st.sampled_from([17, 50, 51, 70]),
        "lifestyle": st.fixed_dictionaries({}, optional=dict.fromkeys(HABITS, st.booleans())) | st.just(GOOD),
        "secondary_causes_excluded": st.booleans(),
        "vitamin_d": st.sampled_from(["12 ng/mL", "30 ng/mL", "50 ng/mL", "110 ng/mL", "<30 ng/mL"]),
        "bmi": st.sampled_from(["17", "18.5", "30"]),
        "medications": st.lists(st.sampled_from(["warfarin", "omeprazole", "tacrolimus", "paracetamol"]), max_size=2),
        "contraindications": st.lists(st.sampled_from(["anorexia", "raynaud", "angina", "hay fever"]), max_size=2),
        "considering": st.lists(
            st.sampled_from([
                {"intervention": "melatonin_low_dose", "dose": "5 mg"},
                {"intervention": "vitamin_d3_k2", "dose": "5000 IU"},
                {"intervention": "vitamin_d3_k2"},
                {"intervention": "dasatinib_quercetin", "dose": "5 pills"},
                {"intervention": "fisetin"},
            ]),
            max_size=2,
        ),
        "grip_trend": st.sampled_from(["declining", "stable", "rising"]),
        "hrv_trend": st.sampled_from(["declining", "stable", "rising"]),
        "consistent_training": st.booleans(),
        "adequate_protein": st.booleans(),
        "muscle_mass_falling": st.booleans(),
        "processing_speed_slowing": st.booleans(),
        "dunedin_pace": st.sampled_from(["0.9", "1.1"]),
    },
)  # fmt: skip


@st.composite
def full_documents(draw):
    """Draw any case, with what a person does, takes and plans."""
    document = draw(documents())
    document["context"] |= draw(context_facts)
    return document


@of_the_usual(0.6)
@given(full_documents())
def test_the_first_tier_always_precedes(document):
    """Every intervention once, in the order of the tiers."""
    found = interpret_case(document).interventions

    assert ALL == [each.code.value for each in found]
    assert sorted(each.tier for each in found) == [each.tier for each in found]


@of_the_usual(0.6)
@given(full_documents())
def test_the_first_tier_precedes_in_the_report(document):
    """What is printed keeps the order; a red flag prints none, and no sample that counts none that waits for it."""
    verdict = interpret_case(document)
    printed = [int(n) for n in re.findall(r"^  ([1-4]) \w", verdict.to_text(full=True), re.MULTILINE)]
    unsettled = any("il6" in each.unknown for each in verdict.interventions)
    red_flag = "red_flag" in [finding.code for finding in verdict.findings]
    planned = {plan.code for plan in verdict.plans}
    said = [each for each in verdict.interventions if each.status is not Status.WITHHELD and each.code not in planned]
    tried = [each.tier for each in said if each.status in ENCOURAGED]
    not_advised = [each.tier for each in said if each.status not in ENCOURAGED]

    assert ([] if red_flag else tried + ([] if unsettled else not_advised)) == printed


@of_the_usual(0.6)
@given(full_documents())
def test_no_status_goes_without_its_reason(document):
    """Something is named, and nothing is called unsupported for this person."""
    for each in interpret_case(document).interventions:
        reason = each.sentences[0]
        assert re.search(r"\(.{4,}\)\.$|: .{4,}\.$", reason)
        assert "for this person" not in reason
        if each.status in ("conditional", "not_supported", "discuss_with_physician"):
            assert each.unmet or each.unknown or "not shown" in reason or "every condition" in reason


@of_the_usual(0.6)
@given(full_documents())
def test_no_list_of_things_to_try_holds_a_prescription_drug(document):
    """Whatever is met or planned; and every plan has its answer."""
    verdict = interpret_case(document)

    assert [] == [text for text in sections(verdict.document).tried.texts if "asatinib" in text]
    assert len(verdict.plans) == len(document["context"].get("considering", []))


SPOKEN_OF = re.compile(
    r"visceral|losing weight|fermented|fibre|zone 2|aerobic|vitamin d3|\bk2\b|melatonin|cold exposure|dasatinib"
    r"|quercetin|fisetin|senolytic|senescen|supplement|lifestyle|five habits|taking vitamin|good habits|pro-ageing",
    re.IGNORECASE,
)
HUSHED = ("same_day", "urgent")


def is_hushed(verdict, document):
    events = document["context"].get("confounders", [])
    ill = any("secondary_disease" in (each, each["kind"] if isinstance(each, dict) else each) for each in events)
    return verdict.care in HUSHED or verdict.band == "beyond_range" or not verdict.applicable or ill


def everything_said(verdict):
    """Return the report, and every sentence of findings, actions and interventions."""
    yield str(verdict)
    yield from (finding.sentence for finding in verdict.findings)
    yield from (action.sentence for action in verdict.actions)
    for each in verdict.interventions:
        yield from (*each.sentences, *each.safety, *each.citations, each.measure_first)


@of_the_usual(1.5)
@given(full_documents())
def test_nothing_is_tried_where_something_else_comes_first(document):
    """Acute care, beyond the range, no reference values or a known disease: all is withheld, in silence."""
    verdict = interpret_case(document)
    said = [text for text in everything_said(verdict) if SPOKEN_OF.search(text)]

    if is_hushed(verdict, document):
        assert {"withheld"} == set(statuses(verdict).values())
        assert [] == said
    else:
        assert "withheld" not in statuses(verdict).values()


HUSHED_CASES = {
    "urgent": {"reading": rested("120 pg/mL")},
    "same day": {"reading": rested("38 pg/mL")},
    "beyond range": {"reading": rested("8 pg/mL")},
    "known disease": {"reading": rested("2.6 pg/mL"), "confounders": ["secondary_disease"]},
    "suspended": {"reading": rested("2.6 pg/mL"), "hs_crp": "14 mg/L"},
}
ASCRIBED_TO_IL6 = re.compile(r"despite training|look elsewhere", re.IGNORECASE)
BEFORE_TRAINING = re.compile(r"training is changed", re.IGNORECASE)


@pytest.mark.parametrize("case", HUSHED_CASES.values(), ids=list(HUSHED_CASES))
@pytest.mark.parametrize("trained", [True, False])
def test_no_fall_of_grip_is_ascribed_where_something_else_comes_first(case, trained):
    """What explains the number is no suspect for anything; that training is lacking blames nothing on IL-6."""
    verdict = judged(**case, grip_trend="declining", consistent_training=trained, adequate_protein=True)

    assert [] == [text for text in everything_said(verdict) if ASCRIBED_TO_IL6.search(text)]


@pytest.mark.parametrize("case", HUSHED_CASES.values(), ids=list(HUSHED_CASES))
def test_both_markers_are_asked_for_only_where_one_is_missing_and_nobody_must_be_seen_today(case):
    """An errand for the training plan has time until somebody was seen."""
    falling = {"grip_trend": "declining", "consistent_training": True, "adequate_protein": True}
    both = judged(**{"hs_crp": "0.6 mg/L", **case, **falling})
    as_given = judged(**case, **falling)
    asked = [text for text in everything_said(as_given) if BEFORE_TRAINING.search(text)]

    assert [] == [text for text in everything_said(both) if BEFORE_TRAINING.search(text)]
    assert bool(asked) is (as_given.care not in HUSHED and "hs_crp" not in case)


@pytest.mark.parametrize(
    "verdict",
    [
        judged(rested("38 pg/mL"), red_flags=["fever"]),
        judged(rested("120 pg/mL")),
        course(("8 pg/mL", 30), ("9 pg/mL", 0)),
    ],
    ids=["with a red flag", "urgent", "twice"],
)
def test_beyond_the_range_once_and_well_is_said_only_of_that(verdict):
    """Nobody who should see a doctor reads that the test is repeated before anything is made of it."""
    assert "beyond_range_once" not in codes(verdict)


def test_a_case_that_may_be_spoken_of_is_spoken_of():
    """The words that are looked for do occur where nothing else comes first."""
    verdict = senolytics(considering=considering("dasatinib_quercetin"), grip_trend="declining")

    assert 20 < len([text for text in everything_said(verdict) if SPOKEN_OF.search(text)])
    assert [text for text in everything_said(verdict) if BEFORE_TRAINING.search(text)]


@given(full_documents())
def test_a_physician_is_asked_only_when_every_condition_is_met(document):
    """Judged from the document alone, without the rules."""
    context, verdict = document["context"], interpret_case(document)
    met = (
        str(verdict.persistence.code) in {"persistent_above_target", "consistent_above_2", "persistent_above_3"}
        and context.get("age", 0) > 50
        and context.get("lifestyle", {}) == GOOD
        and not context.get("red_flags")
        and "beyond_range" not in verdict.possible_bands
        and (context.get("secondary_causes_excluded") is True or "high" not in verdict.possible_bands)
    )
    asked = {code for code in SENOLYTIC if statuses(verdict)[code] == "discuss_with_physician"}

    assert met or not asked
    assert "discuss_with_physician" != statuses(verdict)["quercetin_alone"]


FIRM = {
    "grip_il6_suspect", "grip_look_elsewhere", "grip_explained_by_training", "hrv_il6_loop", "hrv_alone",
    "hrv_preserved", "muscle_catabolism_link", "cognition_link", "pace_link", "grip_confirmed_decline",
    "grip_possible_decline", "hrv_declining", "hrv_marked_decline",
}  # fmt: skip
SUPPORTS = ("exercise", "fasting_hours", "at_rest")


@given(
    st.sampled_from(["1.2 pg/mL", "2.0 pg/mL", "2.01 pg/mL", "5 pg/mL", "<3 pg/mL"]),
    context_facts.filter(lambda facts: facts.get("age") != 17),
    st.booleans(),
)
def test_knowing_less_never_makes_a_cross_check_firmer(il6, context, series):
    """Take away each supporting fact, or session, in turn: no cross-check appears that was not there."""
    if series:
        context = {name: fact for name, fact in context.items() if name != "grip_trend"}
        context |= {"grip": [{"on": day(n), "value": f"{kg} kg"} for n, kg in ((100, 40), (40, 34), (20, 34))]}
    full = {check.code for check in judged(rested(il6), **context).cross_checks} & FIRM
    fewer = [judged(rested(il6, **{name: None}), **context) for name in SUPPORTS]
    supports = [name for name in ("consistent_training", "adequate_protein") if context.get(name) is True]
    fewer += [judged(rested(il6), **{k: v for k, v in context.items() if k != name}) for name in supports]
    fewer += [judged(rested(None), **context)]
    if series:
        fewer += [judged(rested(il6), **{**context, "grip": context["grip"][:n]}) for n in (1, 2)]

    weaker = {"grip_possible_decline"} if "grip_confirmed_decline" in full else set[str]()

    for verdict in fewer:
        assert {check.code for check in verdict.cross_checks} & FIRM <= full | weaker


@pytest.mark.parametrize(
    "symptoms, classes, wanted, unmet",
    [
        (False, [], Status.FIRST_LINE, ()),
        (True, [], Status.CONDITIONAL, ("heart_symptoms",)),
        (True, ["heart_disease"], Status.CONDITIONAL, ("heart_disease", "heart_symptoms")),
    ],
)
def test_training_waits_until_the_heart_is_cleared(symptoms, classes, wanted, unmet):
    """In every rule set, also where such symptoms withhold nothing else."""
    found = zone2_aerobic(Status.SUPPORTED, UNKNOWN_HABITS, symptoms, frozenset(classes), frozenset())

    assert (wanted, unmet) == (found.status, found.unmet)


@pytest.mark.parametrize("flag", RedFlag)
def test_pain_of_the_chest_and_new_breathlessness_are_of_the_heart(flag):
    """Training asks for them by itself: another rule set may hold them for less urgent than ours does."""
    assert (flag in {"chest_pain", "new_breathlessness"}) is heart_symptoms.ask((flag,))
