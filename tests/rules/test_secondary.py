from __future__ import annotations

import itertools

import pytest

from forge_il6 import Care
from properties.promise_strategies import at, codes, course, judged, rested

HABITS = ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep")
GOOD = dict.fromkeys(HABITS, True)
LIFESTYLES = [{}, {"lifestyle": {}}, {"lifestyle": GOOD}, {"lifestyle": dict.fromkeys(HABITS, False)}]


def high(**context):
    """Two readings above three, a month apart."""
    return course(("3.4 pg/mL", 30), ("3.2 pg/mL", 0), **context)


def actions(verdict):
    return [action.code for action in verdict.actions]


@pytest.mark.parametrize("context", LIFESTYLES, ids=["not stated", "nothing stated", "all good", "all bad"])
def test_the_referral_is_never_gated_on_lifestyle(context):
    """Whatever the habits, a clinician looks for a cause."""
    verdict = high(**context)

    assert "persistent_above_3" == verdict.persistence.code
    assert verdict.care is Care.CLINICIAN_EVALUATION
    assert {"clinician_evaluation", "exclude_secondary_causes"} <= set(actions(verdict))
    assert {"persistently_high", "exclude_secondary_causes"} <= set(codes(verdict))


@pytest.mark.parametrize("left_out", HABITS)
@pytest.mark.parametrize("instead", [None, False])
def test_only_all_five_habits_change_the_wording(left_out, instead):
    """A habit that is unknown is not kept."""
    some = {name: True for name in HABITS if name != left_out} | ({} if instead is None else {left_out: instead})

    assert "high_despite_lifestyle" in codes(high(lifestyle=GOOD))
    assert "high_despite_lifestyle" not in codes(high(lifestyle=some))


@pytest.mark.parametrize(
    "earlier, days, newest, wanted",
    [
        ("3.01", 28, "3.01", True),
        ("3.01", 27, "3.01", False),
        ("3.0", 28, "3.01", False),
        ("3.01", 28, "3.0", False),
        ("3.01", 183, "3.01", True),
        ("3.01", 184, "3.01", False),
    ],
)
def test_persistently_above_three_asks_for_causes(earlier, days, newest, wanted):
    """The line, four weeks and half a year, each at the cut."""
    verdict = course((f"{earlier} pg/mL", days), (f"{newest} pg/mL", 0), lifestyle=GOOD)
    found = {"persistently_high", "exclude_secondary_causes", "high_despite_lifestyle"} & set(codes(verdict))

    assert (3 if wanted else 0) == len(found)
    assert wanted is (verdict.care is Care.CLINICIAN_EVALUATION)


@pytest.mark.parametrize(
    "pair, wanted",
    [
        (("2.01", "2.01"), True),
        (("2.0", "2.01"), False),
        (("2.01", "2.0"), False),
        (("3.4", "3.2"), True),
        (("1.5", "1.5"), False),
        (("7.0", "7.0"), True),
        (("7.0", "7.01"), False),
    ],
)
def test_the_lasting_signal_is_the_articles_verdict_line(pair, wanted):
    """Above two throughout, and nothing beyond the range now."""
    earlier, newest = pair

    assert wanted is ("pro_ageing_signal" in codes(course((f"{earlier} pg/mL", 30), (f"{newest} pg/mL", 0))))


@pytest.mark.parametrize(
    "pair, context, begins",
    [
        (("2.4", "2.5"), {}, True),
        (("2.4", "2.5"), {"confounders": ["secondary_disease"]}, False),
        (("3.4", "3.2"), {}, False),
        (("1.5", "1.6"), {}, False),
    ],
)
def test_a_signal_that_lasts_asks_for_a_beginning(pair, context, begins):
    """With habits, unless the search for a cause comes first or a disease is known."""
    earlier, newest = pair
    verdict = course((f"{earlier} pg/mL", 30), (f"{newest} pg/mL", 0), **context)

    assert begins is ("begin_with_first_tier" in codes(verdict)) is ("begin_with_first_tier" in actions(verdict))


@pytest.mark.parametrize("stated, said", [(True, True), (False, False), (None, False)])
def test_excluded_causes_are_repeated_as_stated(stated, said):
    """The library cannot check it, and the referral stands."""
    verdict = high(**({} if stated is None else {"secondary_causes_excluded": stated}))

    assert said is ("secondary_causes_excluded" in codes(verdict))
    assert verdict.care is Care.CLINICIAN_EVALUATION


# --- a known disease -------------------------------------------------------------------------------

LABELS = {"pro_ageing_signal", "high_despite_lifestyle"}


@pytest.mark.parametrize("pair", [("2.4", "2.6"), ("3.4", "3.6"), ("1.5", "1.6"), ("0.9", "0.8"), ("1.0", "2.4")])
@pytest.mark.parametrize("event", ["secondary_disease", {"kind": "secondary_disease", "days_since": 500}])
def test_a_known_disease_keeps_the_band_and_takes_the_label(pair, event):
    """The number is reported, no label is given, and the way is the treating clinician."""
    earlier, newest = pair
    readings = ((f"{earlier} pg/mL", 30), (f"{newest} pg/mL", 0))
    free, ill = (course(*readings, lifestyle=GOOD, confounders=events) for events in ([], [event]))

    assert (free.band, free.standing, free.persistence, free.firmness) == (
        ill.band,
        ill.standing,
        ill.persistence,
        ill.firmness,
    )
    assert set() == LABELS & set(codes(ill))
    assert "secondary_disease" in codes(ill)
    assert "secondary_disease" not in codes(free)
    assert "talk_to_treating_clinician" in actions(ill)
    assert {"withheld"} == {advice.status.value for advice in ill.interventions}


@pytest.mark.parametrize(
    "flags, history", list(itertools.product([[], ["fever"]], [[], [rested("3.4 pg/mL", at(30))]]))
)
def test_a_known_disease_takes_no_care_away(flags, history):
    """What sends a person to a clinician does so with a disease as well."""
    free, ill = (
        judged(rested("3.6 pg/mL"), red_flags=flags, history=history, confounders=events)
        for events in ([], ["secondary_disease"])
    )

    assert free.care is ill.care


BACKGROUND = {"il6_sources", "cohort_figures"}


@pytest.mark.parametrize(
    "il6, context, wanted",
    [
        ("2.0", {}, set()),
        ("2.01", {}, BACKGROUND),
        ("3.01", {}, BACKGROUND),
        ("7.1", {}, set()),
        ("2.01", {"confounders": ["secondary_disease"]}, set()),
        ("2.01", {"red_flags": ["fever"]}, set()),
        ("2.01", {"hs_crp": "20 mg/L"}, set()),
        ("2.01", {"confounders": ["minor_infection"]}, set()),
    ],
)
def test_background_is_told_only_of_a_raised_il6_that_counts(il6, context, wanted):
    """Where it comes from, and what is known of groups, after nothing else comes first."""
    verdict = judged(rested(f"{il6} pg/mL"), **context)

    assert wanted == BACKGROUND & set(codes(verdict))


@pytest.mark.parametrize(
    "il6, context, wanted",
    [
        ("2.0", {}, False),
        ("2.01", {}, True),
        ("3.01", {}, True),
        ("2.01", {"red_flags": []}, True),
        ("2.01", {"red_flags": ["night_sweats"]}, False),
        ("2.01", {"confounders": ["secondary_disease"]}, False),
    ],
)
def test_the_two_ways_are_told_of_a_lasting_il6(il6, context, wanted):
    """Two readings above the article's line, a month apart; a symptom or a known disease comes first."""
    verdict = course((f"{il6} pg/mL", 30), (f"{il6} pg/mL", 0), **context)

    assert wanted is ("trans_signalling" in codes(verdict))


def test_a_figure_of_a_cohort_comes_with_its_interval_and_people_and_never_as_a_persons():
    """Protocol 10: facts of cohorts, shown with interval and population."""
    verdict = judged(rested("2.4 pg/mL"))
    (finding,) = [each for each in verdict.findings if each.code == "cohort_figures"]
    told = verdict.explain(finding, "clinician")

    for part in ("1.98 (95 % CI 1.67–2.36)", "1.49 (95 % CI 1.33–1.67)", "0.85 (95 % CI 0.74–0.98)", "45 to 84", "60"):
        assert part in told
    assert "not this person" in verdict.explain(finding)
