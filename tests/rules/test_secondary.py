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
