from __future__ import annotations

import pytest

from forge_il6 import STANDARD, Convention, Threshold, interpret_case
from forge_il6.codes import Pattern
from forge_il6.rules.links import not_while_suspended
from properties.promise_strategies import codes, day, judged, rested

STATES = ("grip_not_assessed", "grip_stable", "grip_improving", "grip_possible_decline", "grip_confirmed_decline")
ANSWERS = ("grip_il6_suspect", "grip_look_elsewhere", "grip_explained_by_training")


def sessions(*values_and_days, **facts):
    """Return sessions of one hand and device, oldest first, each with how many days before the draw."""
    return [{"on": day(ago), "value": value} | facts for value, ago in values_and_days]


def checks(verdict):
    return [check.code for check in verdict.cross_checks]


def state(grip, **context):
    """Return the one state of grip."""
    (found,) = (code for code in checks(judged(grip=grip, **context)) if code in STATES)
    return found


def twice(baseline, later, gap=14):
    """Return a baseline session and two equal later ones."""
    return sessions((f"{baseline} kg", 200), (f"{later} kg", 20 + gap), (f"{later} kg", 20))


# --- confirmed -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "baseline, later, wanted",
    [
        ("40.0", "35.1", "grip_possible_decline"),
        ("40.0", "35.0", "grip_confirmed_decline"),
        ("40.0", "34.9", "grip_confirmed_decline"),
        ("25.0", "20.0", "grip_confirmed_decline"),
        ("25.0", "20.1", "grip_possible_decline"),  # 19.6 %, and no low baseline
        ("24.9", "19.93", "grip_possible_decline"),  # 19.96 %
        ("24.9", "19.92", "grip_confirmed_decline"),  # exactly 20 %
        ("24.9", "19.91", "grip_confirmed_decline"),
        ("25.0", "20.01", "grip_possible_decline"),
        ("24.99", "19.992", "grip_confirmed_decline"),
        ("10.0", "8.1", "grip_stable"),  # 19 %, and less than 2.5 kg
        ("10.0", "8.0", "grip_confirmed_decline"),  # 20 % of a low baseline is enough, however few kilograms
    ],
)
def test_a_decline_is_five_kilograms_or_a_fifth_of_a_low_baseline(baseline, later, wanted):
    """The cut itself belongs to the decline; 25 kg is no low baseline."""
    assert wanted == state(twice(baseline, later))


@pytest.mark.parametrize(
    "baseline, later, wanted",
    [
        ("25.0", "20.0", "grip_possible_decline"),
        ("24.9", "19.92", "grip_confirmed_decline"),
        ("40.0", "34.1", "grip_possible_decline"),
        ("40.0", "34.0", "grip_confirmed_decline"),
    ],
)
def test_a_fifth_is_enough_only_of_a_low_baseline(baseline, later, wanted):
    """With the usual numbers a fifth of any other is five kilograms; a clinic that asks for six sees the difference."""
    rules = STANDARD.override(grip_decline=Threshold(6, "kg", Convention("test")))
    verdict = interpret_case({"reading": rested(), "context": {"grip": twice(baseline, later)}}, rules=rules)

    assert wanted in checks(verdict)


@pytest.mark.parametrize(
    "gap, wanted", [(13, "grip_possible_decline"), (14, "grip_confirmed_decline"), (15, "grip_confirmed_decline")]
)
def test_a_decline_is_seen_twice_two_weeks_apart(gap, wanted):
    """Two sessions of one bad fortnight are one witness."""
    assert wanted == state(twice("40", "34", gap))


@pytest.mark.parametrize(
    "values, wanted",
    [
        (("40 kg", "34 kg", "39 kg"), "grip_stable"),  # a single outlier that recovers
        (("40 kg", "39 kg", "34 kg"), "grip_possible_decline"),  # seen once
        (("40 kg", "34 kg", "39 kg", "34 kg"), "grip_confirmed_decline"),
        (("40 kg", "45 kg", "39 kg"), "grip_stable"),  # the baseline is the first session, not the best
        (("34 kg", "40 kg", "41 kg"), "grip_stable"),
    ],
)
def test_the_newest_session_and_an_earlier_one_decide(values, wanted):
    """A fall that recovers is none, and one bad day is at most possible."""
    ago = [30 * number for number in range(len(values), 0, -1)]

    assert wanted == state(sessions(*zip(values, ago, strict=True)))


# --- possible --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "later, wanted", [("37.6", "grip_stable"), ("37.5", "grip_stable"), ("37.4", "grip_possible_decline")]
)
def test_a_possible_decline_is_more_than_half_of_what_can_be_measured(later, wanted):
    """Exactly 2.5 kg is not yet more."""
    assert wanted == state(sessions(("40 kg", 100), (f"{later} kg", 5)))


@pytest.mark.parametrize(
    "who, years, loss",
    [
        ({"sex": "male"}, 2.9, 3.422),
        ({"sex": "male", "age": 84}, 2.9, 3.422),
        ({"sex": "male", "age": 85}, 2, 4.52),
        ({"sex": "male", "age": 86}, 2, 4.52),
    ],
)
@pytest.mark.parametrize("off, wanted", [(-0.01, "grip_stable"), (0.01, "grip_possible_decline")])
def test_ageing_explains_twice_its_usual_loss(who, years, loss, off, wanted):
    """Men lose more than women, and the oldest men most."""
    then = int(years * 365.25)
    allowed = loss * then / (years * 365.25)
    grip = sessions(("40 kg", then), (f"{40 - allowed - off:.5f} kg", 0))

    assert wanted == state(grip, **who)


@pytest.mark.parametrize("later, wanted", [("36", "grip_stable"), ("35.99", "grip_possible_decline")])
def test_what_ageing_explains_to_the_last_gram_is_explained(later, wanted):
    """Sixteen months at twice 1.5 kg a year are 4 kg, exactly."""
    rules = STANDARD.override(grip_loss_men=Threshold("1.5", "kg/year", Convention("test")))
    grip = sessions(("40 kg", 487), (f"{later} kg", 0))
    verdict = interpret_case({"reading": rested(), "context": {"grip": grip, "sex": "male"}}, rules=rules)

    assert wanted in checks(verdict)


@pytest.mark.parametrize("who", [{"sex": "female"}, {}, {"age": 90}, {"sex": "female", "age": 90}])
def test_the_smaller_loss_explains_less_than_can_be_measured(who):
    """Of women, and where the sex is unknown, what three years take away is less than half of a real change."""
    grip = sessions(("40 kg", 1059), ("37.4 kg", 0))

    assert "grip_possible_decline" == state(grip, **who)
    assert "grip_stable" == state(grip, sex="male")


def test_the_sex_is_asked_for_where_grip_was_measured():
    """It settles which loss is expected, and is of no use without a series."""
    grip = sessions(("40 kg", 100), ("38 kg", 5))

    assert "sex" in judged(grip=grip).missing
    assert "sex" not in judged(grip=grip, sex="male").missing
    assert "sex" not in judged().missing


# --- what compares ---------------------------------------------------------------------------------


def test_hands_are_kept_apart():
    """The weaker hand measured later is no decline of the stronger one."""
    right = sessions(("40 kg", 100), hand="right")
    left = sessions(("33 kg", 40), ("33 kg", 10), hand="left")

    assert "grip_stable" == state(right + left)
    assert "grip_not_assessed" == state(right + left[:1])


def test_devices_are_kept_apart():
    """Another dynamometer starts a series of its own."""
    old = sessions(("40 kg", 100), device="Jamar")
    new = sessions(("33 kg", 40), ("33 kg", 10), device="a spring one")

    assert "grip_stable" == state(old + new)


@pytest.mark.parametrize("key, names", [("hand", ("right", "Right")), ("device", ("Jamar  Plus", "jamar plus"))])
def test_a_name_in_other_letters_is_the_same_name(key, names):
    """Case and spaces of a name keep nothing apart."""
    first, second = names
    grip = sessions(("40 kg", 100), **{key: first}) + sessions(("33 kg", 40), ("33 kg", 10), **{key: second})

    assert "grip_confirmed_decline" == state(grip)


def test_the_worse_hand_is_named():
    """A decline of one hand is no less one for the other hand's strength."""
    right = sessions(("40 kg", 100), ("41 kg", 10), hand="right")
    left = sessions(("38 kg", 100), ("31 kg", 40), ("31 kg", 10), hand="left")

    assert "grip_confirmed_decline" == state(right + left)
    assert "grip_confirmed_decline" == state(left + right)


@pytest.mark.parametrize(
    "grip",
    [
        sessions(("88.2 lb", 100), ("75 lb", 40), ("75 lb", 10)),
        sessions(("88.2 [lbf_av]", 100), ("75 [lbf_av]", 40), ("75 [lbf_av]", 10)),
        sessions(("392.266 N", 100), ("333.4261 N", 40), ("34 kgf", 10)),
        sessions(("40 kg", 100), ("343.23275 N", 40), ("343.23275 N", 10)),  # 35 kg
    ],
)
def test_the_unit_does_not_matter(grip):
    """Pounds and newtons are the same strength as kilograms."""
    assert "grip_confirmed_decline" == state(grip)


def test_newtons_are_exact_at_the_cut():
    """A fall that is a last digit short of 5 kg in newtons is not confirmed."""
    assert "grip_possible_decline" == state(sessions(("40 kg", 100), ("343.23276 N", 40), ("343.23276 N", 10)))


def test_the_best_of_a_day_counts():
    """Sessions of one day are one session, and never two witnesses."""
    one_day = sessions(("40 kg", 100), ("34 kg", 10), ("33 kg", 10))

    assert "grip_possible_decline" == state(one_day)
    assert "grip_stable" == state([*one_day, *sessions(("39 kg", 10))])
    assert "grip_not_assessed" == state(sessions(("40 kg", 10), ("34 kg", 10)))


@pytest.mark.parametrize(
    "grip, why", [([], []), (sessions(("40 kg", -1)), []), (sessions(("40 kg", 10)), ["grip_without_baseline"])]
)
def test_one_session_is_no_course(grip, why):
    """Nothing is known of grip until it is measured twice; where no session is of before the draw, none is blamed."""
    assert "grip_not_assessed" == state(grip)
    assert why == [code for code in codes(judged(grip=grip)) if code in {"grip_too_old", "grip_without_baseline"}]


def test_a_gap_and_any_order_change_nothing():
    """The sessions are put in order by their dates."""
    grip = sessions(("40 kg", 900), ("33 kg", 40), ("33 kg", 10))

    assert "grip_confirmed_decline" == state(grip)
    assert judged(grip=grip).cross_checks == judged(grip=grip[::-1]).cross_checks


@pytest.mark.parametrize("ago, assessed", [(364, True), (365, True), (366, False)])
def test_a_session_speaks_for_a_year(ago, assessed):
    """What the hand did more than 365 days before the draw says nothing of it, and that is said."""
    grip = sessions(("40 kg", 700), ("34 kg", 400), ("34 kg", ago))
    verdict = judged(grip=grip)

    assert ("grip_confirmed_decline" if assessed else "grip_not_assessed") in checks(verdict)
    assert ("grip_too_old" in codes(verdict)) is not assessed


def test_a_session_after_the_draw_does_not_speak():
    """A hand that fell after the blood was drawn says nothing of that blood."""
    assert "grip_stable" == state(sessions(("40 kg", 100), ("40 kg", 10), ("33 kg", -1)))
    assert "grip_possible_decline" == state(sessions(("40 kg", 100), ("40 kg", 10), ("33 kg", 0)))
    assert "grip_not_assessed" == state(sessions(("40 kg", -1), ("33 kg", -20)))


def test_without_a_draw_every_session_speaks():
    """Windows are counted from a draw; where nothing was drawn, the newest session speaks for itself."""
    verdict = interpret_case({"context": {"grip": sessions(("40 kg", 900), ("33 kg", 840), ("33 kg", 800))}})

    assert "grip_confirmed_decline" in checks(verdict)


@pytest.mark.parametrize("oldest, wanted", [("2023-11-20", "grip_possible_decline"), ("2023-11-19", "grip_stable")])
def test_a_baseline_is_at_most_three_years_older(oldest, wanted):
    """An older session is the baseline of another body."""
    grip = [
        {"on": oldest, "value": "45 kg"},
        {"on": "2025-11-20", "value": "41 kg"},
        {"on": "2026-11-20", "value": "40 kg"},
    ]

    assert wanted == state(grip)


def test_without_a_baseline_grip_is_not_assessed_and_the_reason_is_said():
    """Two sessions more than three years apart are two beginnings."""
    verdict = judged(grip=sessions(("40 kg", 1200), ("33 kg", 10)))

    assert "grip_not_assessed" in checks(verdict)
    assert "grip_without_baseline" in codes(verdict)


def test_a_series_that_cannot_be_judged_leaves_the_stated_course():
    """What was judged elsewhere stands, and why the sessions were not used is said."""
    verdict = judged(grip=sessions(("40 kg", 900), ("33 kg", 400)), grip_trend="declining")

    assert "grip_possible_decline" in checks(verdict)
    assert "grip_too_old" in codes(verdict)
    assert "grip_trend_contradicted" not in codes(verdict)


# --- as stated -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated, wanted",
    [("declining", "grip_possible_decline"), ("stable", "grip_stable"), ("rising", "grip_improving")],
)
def test_a_stated_course_is_taken_as_stated(stated, wanted):
    """A statement without sessions is never a confirmed decline."""
    assert wanted == state([], grip_trend=stated)
    assert wanted == state(sessions(("40 kg", 10)), grip_trend=stated)


@pytest.mark.parametrize(
    "stated, later, contradicted",
    [
        ("stable", "33 kg", True),
        ("rising", "33 kg", True),
        ("declining", "33 kg", False),
        ("declining", "40 kg", True),
        ("stable", "40 kg", False),
    ],
)
def test_sessions_outrank_a_statement_that_contradicts_them(stated, later, contradicted):
    """The series is judged, and the contradiction is reported."""
    verdict = judged(grip=sessions(("40 kg", 100), (later, 40), (later, 10)), grip_trend=stated)

    assert ("grip_confirmed_decline" in checks(verdict)) is (later == "33 kg")
    assert ("grip_trend_contradicted" in codes(verdict)) is contradicted


# --- with IL-6 -------------------------------------------------------------------------------------

FALLING = {"grip_trend": "declining"}
TRAINED = {"consistent_training": True, "adequate_protein": True}


def answer(reading=None, **context):
    """Return what grip and IL-6 say together; nothing where they say nothing."""
    found = [code for code in checks(judged(reading, **context)) if code in ANSWERS]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    "il6, wanted",
    [
        ("1.99", "grip_look_elsewhere"),
        ("2.0", "grip_look_elsewhere"),
        ("2.01", "grip_il6_suspect"),
        ("<1.5", "grip_look_elsewhere"),
        (">2", "grip_il6_suspect"),
        ("≥2", None),
        ("<3", None),
    ],
)
def test_il6_is_a_suspect_only_when_it_is_certainly_raised(il6, wanted):
    """The line is the article's 2.0; a result that spans it says nothing."""
    assert wanted == answer(rested(f"{il6} pg/mL"), **FALLING, **TRAINED)


@pytest.mark.parametrize(
    "facts", [{"fasting_hours": 2}, {"fasting_hours": None}, {"exercise": None}, {"at_rest": False}]
)
@pytest.mark.parametrize("il6", ["1.0 pg/mL", "2.6 pg/mL"])
def test_only_a_counting_il6_is_compared(il6, facts):
    """A void or unverified sample is neither a suspect nor an alibi."""
    assert answer(rested(il6, **facts), **FALLING, **TRAINED) is None


def test_a_tentative_il6_counts():
    """A warning does not take a sample out of the comparison."""
    assert "grip_il6_suspect" == answer(rested("2.6 pg/mL", fasting_hours=9), **FALLING, **TRAINED)


@pytest.mark.parametrize(
    "training, protein, wanted",
    [
        (False, True, "grip_explained_by_training"),
        (True, False, "grip_explained_by_training"),
        (False, False, "grip_explained_by_training"),
        (False, None, "grip_explained_by_training"),
        pytest.param(
            None, False, "grip_explained_by_training"),
        (None, True, None),
        (True, None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_a_lack_of_training_or_protein_explains_first(training, protein, wanted):
    """Either one stated false explains; unknown is a question and no finding."""
    known = {
        name: value
        for name, value in (("consistent_training", training), ("adequate_protein", protein))
        if value is not None
    }

    assert wanted == answer(rested("2.6 pg/mL"), **FALLING, **known)


@pytest.mark.parametrize(
    "known, asked",
    [
        ({}, {"consistent_training"}),
        ({"consistent_training": True}, {"adequate_protein"}),
        ({"adequate_protein": True}, {"consistent_training"}),
        (TRAINED, set()),
        ({"consistent_training": False}, set()),
    ],
)
def test_what_is_unknown_of_training_is_asked_for(known, asked):
    """The question stands only where grip falls and the answer matters."""
    names = {"consistent_training", "adequate_protein"}

    assert asked <= names & set(judged(rested("2.6 pg/mL"), **FALLING, **known).missing)
    assert not asked or not names & set(judged(rested("2.6 pg/mL"), grip_trend="stable", **known).missing)


@pytest.mark.parametrize("trend", ["stable", "rising"])
def test_without_a_fall_nothing_is_explained(trend):
    """A raised IL-6 is no suspect where nothing is missing."""
    assert answer(rested("2.6 pg/mL"), grip_trend=trend, **TRAINED) is None
    assert answer(rested("2.6 pg/mL"), grip_trend=trend, consistent_training=False) is None


@pytest.mark.parametrize(
    "il6, crp, asked",
    [("2.6 pg/mL", None, True), (None, "1 mg/L", True), (None, None, True), ("2.6 pg/mL", "1 mg/L", False)],
)
def test_both_markers_come_before_a_change_of_training(il6, crp, asked):
    """The article: check IL-6 and hs-CRP before the training is adjusted."""
    measured = {} if crp is None else {"hs_crp": crp}
    action = "measure_both_before_training_change"

    assert asked is (action in [a.code for a in judged(rested(il6), **FALLING, **measured).actions])
    assert action not in [a.code for a in judged(rested(il6), grip_trend="stable", **measured).actions]


NOT_ITS_OWN = [
    ("8 pg/mL", {}),
    (">7 pg/mL", {}),
    ("4 pg/mL", {"confounders": ["secondary_disease"]}),
    ("4 pg/mL", {"hs_crp": "10.1 mg/L"}),
    ("4 pg/mL", {"conventional_crp": "10.1 mg/L"}),
    ("4 pg/mL", {"hs_crp": "2 mg/L", "conventional_crp": "18 mg/L"}),
]
"""Numbers that something else explains: beyond the range, with a known disease, or while the pair is suspended."""


@pytest.mark.parametrize("il6, context", NOT_ITS_OWN)
def test_nothing_of_the_body_is_ascribed_to_a_number_that_something_else_explains(il6, context):
    """Neither grip nor heart rate variability nor muscle, thought or pace is blamed on IL-6."""
    signs = {"muscle_mass_falling": True, "processing_speed_slowing": True, "dunedin_pace": "1.2"}
    lived = {"consistent_training": True, "adequate_protein": True}
    for trend in ("declining", "rising"):
        verdict = judged(rested(il6), grip=twice("40", "34"), hrv_trend=trend, **lived, **signs, **context)

        assert {"grip_confirmed_decline", f"hrv_{'declining' if trend == 'declining' else 'improving'}"} == set(
            checks(verdict)
        )


@pytest.mark.parametrize("pattern", Pattern)
def test_while_the_pair_is_suspended_il6_explains_nothing(pattern):
    """In every rule set, also where such a sample counts; no other pattern stands in its way."""
    assert (False if pattern is Pattern.SUSPENDED else None) is not_while_suspended.ask(pattern)


@pytest.mark.parametrize(
    "il6, context", [("7 pg/mL", {}), ("4 pg/mL", {"confounders": []}), ("4 pg/mL", {"hs_crp": "10 mg/L"})]
)
def test_up_to_the_line_il6_may_explain(il6, context):
    """At the ceiling, asked about disease and at the last raised hs-CRP the links are named."""
    lived = {"consistent_training": True, "adequate_protein": True}
    verdict = judged(rested(il6), grip=twice("40", "34"), hrv_trend="declining", **lived, **context)

    assert {"grip_il6_suspect", "hrv_il6_loop"} <= set(checks(verdict))


@pytest.mark.parametrize("context", [{"confounders": ["secondary_disease"]}, {}])
@pytest.mark.parametrize("il6", ["1.6 pg/mL", "8 pg/mL"])
def test_what_training_explains_needs_no_il6(il6, context):
    """It blames nothing on IL-6, so it is said beside any number."""
    verdict = judged(rested(il6), grip=twice("40", "34"), consistent_training=False, **context)

    assert "grip_explained_by_training" in checks(verdict)
