"""Small cases on which two readers of the protocol once differed, each with the reading that holds."""

from __future__ import annotations

from typing import Any

import pytest

from forge_il6 import interpret, interpret_case

BERLIN = "Europe/Berlin"
NOW, BEFORE, LONG_BEFORE = "2026-11-16T08:00:00+01:00", "2026-10-01T08:00:00+02:00", "2026-08-10T08:00:00+02:00"
FALLING_GRIP = [
    {"on": "2026-01-01", "value": "46 kg"},
    {"on": "2026-06-01", "value": "40 kg"},
    {"on": "2026-07-01", "value": "40 kg"},
]
SIGNS = {"grip": FALLING_GRIP, "consistent_training": True, "adequate_protein": True, "hrv_trend": "declining"}


def drawn(il6: str, at: str = NOW, **facts: Any) -> dict[str, Any]:
    """Return a rested reading; a fact given as None is left out."""
    stated = {"il6": il6, "drawn_at": at, "fasting": True, "exercise": "none"} | facts
    return {name: value for name, value in stated.items() if value is not None}


def decided(reading: dict[str, Any] | None = None, **context: Any) -> dict[str, Any]:
    """Return the verdict document of a case."""
    return interpret_case({"reading": reading or {}, "context": context}).to_dict()


def reasons(document: dict[str, Any]) -> set[str]:
    """Return the codes of what stands against IL-6."""
    return {reason["code"] for reason in document["standing"]["il6"]["reasons"]}


@pytest.mark.parametrize("methods", ["AB", "BA"])
def test_of_two_methods_of_one_tube_the_one_that_compares_counts_in_any_order(methods):
    """A tube measured twice, listed either way round."""
    history = [drawn("2.4 pg/mL", BEFORE, method=method) for method in methods]
    document = decided(drawn("2.4 pg/mL", method="B"), history=history)

    assert ("consistent_above_2", "firm") == (document["persistence"]["code"], document["firmness"])


def test_two_methods_of_one_tube_do_not_conflict():
    """They are two measurements, whatever their numbers."""
    history = [drawn("1.9 pg/mL", method="R&D Quantikine HS")]

    assert "conflict" not in reasons(decided(drawn("2.4 pg/mL", method="Roche Elecsys"), history=history))


@pytest.mark.parametrize("fasting, others", [(True, set()), (False, {"not_fasting"})])
def test_an_unclear_session_excuses_nothing_whatever_else_is_wrong(fasting, others):
    """A session of yesterday by its date alone, beside a meal or none."""
    log = [{"kind": "hiit", "ended_at": "2026-11-15"}]
    document = decided(drawn("38 pg/mL", exercise=None, fasting=fasting), exercise_log=log, time_zone=BERLIN)

    assert "same_day" == document["care"]
    assert {"exercise_timing_unclear", *others} == reasons(document)


@pytest.mark.parametrize("haemolysed", [None, True])
def test_haemolysis_makes_no_unclear_sample_count(haemolysed):
    """Zone 2 of yesterday by its date alone."""
    log = [{"kind": "moderate", "ended_at": "2026-11-15"}]
    reading = drawn("2.4 pg/mL", exercise=None, haemolysed=haemolysed)

    assert "unverified" == decided(reading, exercise_log=log, time_zone=BERLIN)["standing"]["il6"]["code"]


@pytest.mark.parametrize("when", [{"hours_since": 12}, {"ended_on": "2026-11-15"}])
def test_biotin_of_yesterday_voids_downward(when):
    """By the hour or by the latest end of its date."""
    document = decided(drawn("0.9 pg/mL"), confounders=[{"kind": "biotin", **when}], time_zone=BERLIN)
    found = [(each["code"], each["direction"]) for each in document["standing"]["il6"]["reasons"]]

    assert ("void", [("biotin", "down")]) == (document["standing"]["il6"]["code"], found)


@pytest.mark.parametrize(
    "reading, context, care",
    [
        (drawn("20 pg/mL"), {"age": 16, "history": [drawn("25 pg/mL", BEFORE)]}, "clinician_evaluation"),
        (
            drawn("9 pg/mL", specimen="edta_plasma", hours_to_centrifugation=5),
            {"history": [drawn("9 pg/mL", BEFORE, specimen="edta_plasma")]},
            "clinician_evaluation",
        ),
        (drawn("20 pg/mL", fasting=False), {"history": [drawn("25 pg/mL", BEFORE)]}, "repeat"),
    ],
    ids=["of a child", "pushed down only", "after a meal"],
)
def test_twice_beyond_the_range_counts_what_nothing_pushed_up(reading, context, care):
    """A reading that a meal may have raised is no second witness; one that lost signal is."""
    assert care == decided(reading, **context)["care"]


@pytest.mark.parametrize("log", [[], [{"kind": "moderate", "ended_at": "2026-10-16T08:00:00+02:00"}]])
def test_a_race_without_hours_stays_open_in_a_log_without_a_race(log):
    """An empty log, or one of lighter sessions, does not tell when it was."""
    assert "unverified" == decided(drawn("2.4 pg/mL", exercise="race"), exercise_log=log)["standing"]["il6"]["code"]


def test_a_race_by_its_date_has_a_phase_only_where_both_ends_share_it():
    """Five to twenty-nine hours before."""
    log = [{"kind": "race", "ended_at": "2026-11-15"}]
    reading = drawn("2.4 pg/mL", "2026-11-16T05:00:00+01:00", exercise=None)
    document = decided(reading, exercise_log=log, time_zone=BERLIN)

    assert "void" == document["standing"]["il6"]["code"]
    assert not reasons(document) & {"myokine_window", "post_exercise_hold", "race_hold"}


def test_a_history_without_an_index_is_cared_for():
    """By its newest reading."""
    assert "urgent" == decided(history=[drawn("120 pg/mL")])["care"]


@pytest.mark.parametrize("context", [{"pregnant": True}, {"age": 9, "history": [drawn("2.4 pg/mL")]}])
def test_whom_the_numbers_are_not_for_needs_no_index_reading(context):
    """Not applicable is a property of the person."""
    document = decided(vitamin_d="15 ng/mL", **context)

    assert document["applicable"] is False
    assert {"withheld"} == {each["status"] for each in document["interventions"]}


def test_of_two_accounts_of_one_tube_the_worse_counts_for_both():
    """A race for IL-6, nothing for hs-CRP."""
    reading = drawn("2.4 pg/mL", exercise="race", hours_since_exercise=5)
    document = decided(reading, hs_crp={"value": "3.9 mg/L", "exercise": "none"})

    assert ["void", "void"] == [document["standing"][analyte]["code"] for analyte in ("il6", "hs_crp")]


@pytest.mark.parametrize("log, standing", [([{"ended_at": "2026-10-18"}], "valid"), ([], "unverified")])
def test_a_kind_that_the_hs_crp_of_one_tube_states_is_looked_up_in_the_log(log, standing):
    """Both accounts are of one draw, and so is what the log tells of them."""
    document = decided(
        drawn("2.4 pg/mL", exercise=None), hs_crp={"value": "1.8 mg/L", "exercise": "resistance"}, exercise_log=log
    )

    assert [standing, standing] == [document["standing"][analyte]["code"] for analyte in ("il6", "hs_crp")]


@pytest.mark.parametrize("reading, context", [(drawn("8 pg/mL"), {}), (drawn("4 pg/mL"), {"hs_crp": "18 mg/L"})])
def test_neither_grip_nor_heart_is_blamed_on_a_number_that_is_explained(reading, context):
    """Beyond the range, and while the pair is suspended."""
    checks = {each["code"] for each in decided(reading, **SIGNS, **context)["cross_checks"]}

    assert {"grip_confirmed_decline", "hrv_declining"} == checks


@pytest.mark.parametrize("history", [None, [drawn("2.4 pg/mL", BEFORE, at_rest=False)]])
def test_a_trend_counts_what_it_rests_on(history):
    """One reading, with a void one beside it or alone."""
    assert 1 == decided(drawn("2.4 pg/mL"), history=history)["trend"]["n"]


def test_an_unverified_reading_that_may_lie_below_keeps_a_line_open():
    """At most 2.0 may be 1.0."""
    history = [drawn("<=2 pg/mL", "2026-08-16T08:00:00+02:00", exercise=None), drawn("3.1 pg/mL", BEFORE)]

    assert "open" == decided(drawn("3.5 pg/mL"), history=history)["persistence"]["lines"]["above_target"]


def test_a_statin_of_last_year_is_nothing():
    """A mild effect ends with the drug."""
    document = decided(drawn("2.4 pg/mL"), confounders=[{"kind": "statin", "days_since": 400}])

    assert "valid" == document["standing"]["il6"]["code"]


def test_under_a_drug_without_a_known_start_no_earlier_reading_counts():
    """Nobody knows whether it was taken then."""
    history = [drawn("2.9 pg/mL", BEFORE), drawn("2.9 pg/mL", LONG_BEFORE)]

    assert 0 == decided(drawn("2.4 pg/mL"), confounders=["il6_receptor_blocker"], history=history)["persistence"]["n"]


@pytest.mark.parametrize("il6, change", [("0.4925 pg/mL", "within_noise"), ("0.49 pg/mL", "fall")])
def test_the_printed_number_decides_what_a_fall_is(il6, change):
    """And not the limit with all its digits."""
    assert change == decided(drawn(il6), history=[drawn("1 pg/mL", BEFORE)])["change"]["code"]


def test_events_of_a_history_without_an_index_count_to_its_newest_reading():
    """Three months after a birth the newest counts, and one of three weeks before it does not."""
    history = [drawn("2.4 pg/mL", NOW), drawn("2.6 pg/mL", "2026-10-27T08:00:00+01:00")]

    assert 1 == decided(history=history, confounders=[{"kind": "postpartum", "days_since": 91}])["persistence"]["n"]


def test_several_draws_of_a_day_that_together_lie_beyond_the_range_have_no_level():
    """The mean of 5 and 20 lies beyond, and a set point would rest on it."""
    history = [drawn("20 pg/mL", "2026-11-16T07:30:00+01:00")]

    assert decided(drawn("5 pg/mL"), history=history)["set_point"] is None


def test_a_reading_that_may_count_keeps_a_scattered_course_from_being_firm():
    """To forget how it was taken must not make the band firmer."""
    known, forgotten = (
        decided(
            drawn("1.1 pg/mL"),
            history=[
                drawn("1.1 pg/mL", "2026-08-18T08:00:00+02:00"),
                drawn("2.9 pg/mL", "2026-11-14T08:00:00+01:00", exercise=exercise),
                drawn("1.1 pg/mL", "2026-11-15T08:00:00+01:00"),
            ],
        )
        for exercise in ("none", None)
    )

    assert "volatile" == known["trend"]["code"] != forgotten["trend"]["code"]
    assert "provisional" == known["firmness"] == forgotten["firmness"]


def test_two_readings_of_one_instant_of_which_one_has_no_il6_are_read():
    """What has no number comes before what has one."""
    both = [drawn("2.4 pg/mL"), {"drawn_at": NOW}]
    cases = [interpret_case({"reading": each}) for each in both]

    assert cases[0].to_dict()["measured"]["il6"] == interpret([*map(_reading, both)]).to_dict()["measured"]["il6"]


def _reading(document: dict[str, Any]) -> Any:
    from forge_il6 import Reading  # noqa: PLC0415

    return Reading.from_dict(document)
