from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6.rules import exercise
from properties.promise_strategies import at, day, judged, possible, reasons, rested, standing

INTENSE = ["vigorous", "hiit", "resistance", "unknown", "none", None]
STRAINING = ["eccentric", "endurance"]

IL6_TABLE = [
    *[
        (kind, hours, wanted, phase)
        for kind in INTENSE
        for hours, wanted, phase in [
            ("0", "void", "myokine_window"),
            ("5.99", "void", "myokine_window"),
            ("6", "void", "post_exercise_hold"),
            ("23.99", "void", "post_exercise_hold"),
            ("24", "valid", None),
            ("24.0", "valid", None),
            ("24.01", "valid", None),
        ]
    ],
    *[
        (kind, hours, wanted, phase)
        for kind in STRAINING
        for hours, wanted, phase in [
            ("5.99", "void", "myokine_window"),
            ("23.99", "void", "post_exercise_hold"),
            ("24", "tentative", None),
            ("47.99", "tentative", None),
            ("48", "valid", None),
            ("48.01", "valid", None),
        ]
    ],
    ("race", "5.99", "void", "myokine_window"),
    ("race", "6", "void", "post_exercise_hold"),
    ("race", "23.99", "void", "post_exercise_hold"),
    ("race", "24", "void", "race_hold"),
    ("race", "71.99", "void", "race_hold"),
    ("race", "72", "tentative", None),
    ("race", "167.99", "tentative", None),
    ("race", "168", "valid", None),
    ("moderate", "0", "void", "myokine_window"),
    ("moderate", "5.99", "void", "myokine_window"),
    ("moderate", "6", "tentative", None),
    ("moderate", "23.99", "tentative", None),
    ("moderate", "24", "valid", None),
    ("light", "0", "valid", None),
    ("light", None, "valid", None),
    ("none", None, "valid", None),
]

CRP_TABLE = [
    *[
        (kind, hours, wanted)
        for kind in INTENSE
        for hours, wanted in [
            ("0", "void"), ("47.99", "void"), ("48", "tentative"), ("71.99", "tentative"), ("72", "valid"),
        ]
    ],
    *[
        (kind, hours, wanted)
        for kind in STRAINING
        for hours, wanted in [("0", "void"), ("71.99", "void"), ("72", "valid")]
    ],
    ("race", "0", "void"),
    ("race", "24", "void"),
    ("race", "167.99", "void"),
    ("race", "168", "valid"),
    ("moderate", "0", "tentative"),
    ("moderate", "23.99", "tentative"),
    ("moderate", "24", "valid"),
    ("light", "0", "valid"),
    ("none", None, "valid"),
]  # fmt: skip


@pytest.mark.parametrize("kind, hours, wanted, phase", IL6_TABLE)
def test_il6_after_exercise(kind, hours, wanted, phase):
    """Each kind of session holds IL-6 for its own hours, and within a void says which phase it is."""
    verdict = judged(rested(exercise=kind, hours_since_exercise=hours))

    assert wanted == standing(verdict)
    assert ([phase] if phase else []) == [code for code in reasons(verdict) if code != "recent_exercise"]


@pytest.mark.parametrize("kind, hours, wanted", CRP_TABLE)
def test_hs_crp_after_exercise(kind, hours, wanted):
    """The same session holds hs-CRP longer than IL-6."""
    verdict = judged(rested(exercise=kind, hours_since_exercise=hours), hs_crp="2 mg/L")

    assert wanted == standing(verdict, "hs_crp")


def test_one_tube_may_serve_il6_and_not_hs_crp():
    """Between 24 and 48 h after hard training IL-6 is valid and hs-CRP void."""
    verdict = judged(rested(exercise="hiit", hours_since_exercise=30), hs_crp="2 mg/L")

    assert (standing(verdict), standing(verdict, "hs_crp")) == ("valid", "void")


def test_exercise_bounds_the_baseline_from_above():
    """A sample that exercise voids still says that the baseline is at most its value."""
    verdict = judged(rested("2.5 pg/mL", exercise="hiit", hours_since_exercise=5))

    assert verdict.band is None
    assert possible(verdict) == ["optimal", "above_target", "elevated"]


@pytest.mark.parametrize(
    "facts, context",
    [
        ({"exercise": None}, {}),
        ({"exercise": "hiit"}, {}),
        ({"exercise": "hiit"}, {"exercise_log": []}),
        ({"exercise": None}, {"exercise_log": [{"kind": "hiit"}]}),
        ({"exercise": "none"}, {"exercise_log": [{"kind": "hiit"}]}),
        ({"exercise": None}, {"exercise_log": [{"kind": "hiit", "started_at": at(0, 3)}]}),
        ({"exercise": None, "drawn_at": None}, {"exercise_log": [{"kind": "hiit", "ended_at": at(9)}]}),
        ({"exercise": None, "drawn_at": "2026-11-20"}, {"exercise_log": [{"kind": "hiit", "ended_at": at(90)}]}),
        ({"exercise": "none", "drawn_at": None}, {"exercise_log": [{"kind": "hiit", "ended_at": at(9)}]}),
        ({"exercise": None}, {"exercise_log": [{"kind": "hiit", "ended_at": at(0, -24)}]}),
        ({"exercise": None}, {"exercise_log": [{"kind": "hiit", "ended_at": at(0, -0.5)}]}),
    ],
)
def test_what_cannot_be_told_is_unverified(facts, context):
    """Silence, a kind without hours, a session without end or a draw without time verify nothing."""
    verdict = judged(rested("2.5 pg/mL", **facts), hs_crp="2 mg/L", **context)

    assert (standing(verdict), standing(verdict, "hs_crp")) == ("unverified", "unverified")
    assert (verdict.band, verdict.firmness, verdict.care) == ("elevated", "unverified", "none")


@pytest.mark.parametrize(
    "facts, wanted, codes",
    [
        ({}, "unverified", ["exercise_timing_unclear"]),
        ({"haemolysed": True}, "unverified", ["haemolysis", "exercise_timing_unclear"]),
        ({"fasting_hours": 2}, "void", ["not_fasting", "exercise_timing_unclear"]),
    ],
)
def test_the_exercise_answer_is_compared_before_other_facts(facts, wanted, codes):
    """No other fact turns an unclear time into an excuse, or makes the sample count."""
    log = [{"kind": "hiit", "ended_at": day(1)}]
    verdict = judged(rested("2.5 pg/mL", exercise=None, **facts), exercise_log=log, time_zone="Europe/Berlin")

    assert (wanted, codes) == (standing(verdict), reasons(verdict))


def test_a_phase_is_told_only_where_both_ends_agree_on_it():
    """Drawn at 05:00 after yesterday's race: 5 to 29 hours, so too soon, and in no certain phase."""
    reading = rested(exercise=None, drawn_at="2026-11-20T05:00:00+01:00")
    verdict = judged(reading, exercise_log=[{"kind": "race", "ended_at": "2026-11-19"}], time_zone="Europe/Berlin")

    assert "void" == standing(verdict)
    assert ["not_morning", "exercise_hold"] == reasons(verdict)
    assert ["optimal", "above_target"] == possible(verdict)
    assert verdict.next_draw.on_or_after == "2026-11-23"


@pytest.mark.parametrize("zone", [{}, {"time_zone": "Europe/Berlin"}])
def test_a_date_alone_is_a_day_of_the_clock_of_the_draw(zone):
    """Without a time zone the offset that the draw states says which day is meant."""
    log = [{"kind": "hiit", "ended_at": day(2)}]

    assert standing(judged(rested(exercise=None, drawn_at=at()), exercise_log=log, **zone)) == "valid"


@pytest.mark.parametrize(
    "kind, logged, wanted",
    [
        ("race", "moderate", "unverified"),
        ("race", "race", "valid"),
        ("hiit", "race", "unverified"),
        ("hiit", "resistance", "valid"),
        ("endurance", "eccentric", "valid"),
        ("moderate", "moderate", "valid"),
    ],
)
def test_a_kind_without_hours_is_looked_up_among_its_like(kind, logged, wanted):
    """A ride of last month does not say when the race was."""
    log = [{"kind": logged, "ended_at": at(30)}]

    assert wanted == standing(judged(rested(exercise=kind), exercise_log=log))


def test_hs_crp_after_exercise_is_no_myokine():
    """The liver makes it: it is too soon, in no phase of the muscle."""
    verdict = judged(rested(exercise="hiit", hours_since_exercise=3), hs_crp="2 mg/L")
    sentence = next(each.sentence for each in verdict.findings if each.code == "crp_exercise_hold")

    assert ["crp_exercise_hold"] == reasons(verdict, "hs_crp")
    assert sentence.startswith("Too soon for hs-CRP")


@pytest.mark.parametrize(
    "il6, facts, wanted",
    [
        ("3.4 pg/mL", {}, "IL-6 3.4 pg/mL is training's own rise, not a baseline; at rest it is at most 3.4 pg/mL"),
        ("<3 pg/mL", {}, "at rest it is below 3 pg/mL"),
        ("1.5 pg/mL", {}, "Not raised even 3 h after training: IL-6 1.5 pg/mL; at rest at most 1.5 pg/mL."),
        ("<1.5 pg/mL", {}, "Not raised even 3 h after training: IL-6 <1.5 pg/mL; at rest below 1.5 pg/mL."),
        ("2.0 pg/mL", {}, "Not raised even"),
        ("2.01 pg/mL", {}, "training's own rise"),
        ("34.9 pg/mL", {}, "training's own rise"),
        ("3.4 pg/mL", {"fasting_hours": 2}, "the baseline is at most 3.4 pg/mL"),
    ],
)
def test_a_void_reading_says_first_what_its_number_is_and_still_bounds(il6, facts, wanted):
    """A void sample still says that the baseline is no higher."""
    assert wanted in judged(rested(il6, exercise="hiit", hours_since_exercise=3, **facts)).summary


@pytest.mark.parametrize("il6", ["35 pg/mL", "80 pg/mL", ">20 pg/mL"])
def test_from_35_on_nothing_is_called_healthy(il6):
    """The same words would comfort somebody with sepsis."""
    verdict = judged(rested(il6, exercise="hiit", hours_since_exercise=3))

    assert "healthy" not in " ".join([verdict.summary, *(each.sentence for each in verdict.findings)])
    assert "own rise" not in verdict.summary


@pytest.mark.parametrize(
    "log, wanted",
    [
        ([], "valid"),
        ([{"kind": "light"}], "valid"),
        ([{"kind": "light", "ended_at": at(0, 0.5)}], "valid"),
        ([{"kind": "hiit", "ended_at": at(0, 24)}], "valid"),
        ([{"kind": "hiit", "ended_at": at(0, 23.99)}], "void"),
        ([{"kind": "hiit", "ended_at": at(0, 0)}], "void"),
        ([{"kind": "race", "ended_at": at(0, 80)}, {"kind": "moderate", "ended_at": at(0, 30)}], "tentative"),
        ([{"kind": "moderate", "ended_at": at(0, 7)}, {"kind": "hiit", "ended_at": at(0, 20)}], "void"),
        ([{"kind": "hiit", "ended_at": at(0, 200)}, {"kind": "hiit", "ended_at": at(0, 20)}], "void"),
        ([{"kind": "hiit", "started_at": at(0, -1), "ended_at": at(0, -2)}], "valid"),
        ([{"kind": "hiit", "started_at": at(0, -1)}], "valid"),
        ([{"kind": "hiit", "started_at": at(0, 1), "ended_at": at(0, -1)}], "void"),
        ([{"kind": "hiit", "started_at": at(0, 0), "ended_at": at(0, -1)}], "void"),
        ([{"kind": "moderate", "started_at": at(0, 1), "ended_at": at(0, 0)}], "void"),
        ([{"kind": "race", "started_at": at(0, 30), "ended_at": at(0, -6)}], "void"),
        ([{"kind": "race", "started_at": at(0, 6), "ended_at": at(0, -30)}], "void"),
        ([{"kind": "hiit", "ended_at": at(0, -24.01)}], "valid"),
    ],
)
def test_the_log_decides(log, wanted):
    """The log gives the hours of every draw, and the session with the worst consequence counts."""
    assert wanted == standing(judged(rested(exercise=None), exercise_log=log))


def test_a_session_under_way_is_hour_zero():
    """A draw during a session lies in the myokine window."""
    log = [{"kind": "resistance", "started_at": at(0, 30), "ended_at": at(0, -30)}]

    assert reasons(judged(rested(exercise=None), exercise_log=log)) == ["myokine_window"]


@pytest.mark.parametrize(
    "stated, logged, wanted",
    [(30, 5, "void"), (5, 30, "void"), (30, 26, "valid"), (24, 24, "valid"), (24, 23.99, "void")],
)
def test_the_worse_of_stated_and_logged_counts(stated, logged, wanted):
    """Where the reading states its hours and a log exists, the worse counts."""
    reading = rested(exercise="hiit", hours_since_exercise=stated)

    assert wanted == standing(judged(reading, exercise_log=[{"kind": "hiit", "ended_at": at(0, logged)}]))


@pytest.mark.parametrize(
    "kind, ended, wanted",
    [
        ("hiit", 0, "unverified"),
        ("hiit", 1, "unverified"),  # ended 8 to 32 hours before
        ("hiit", 2, "valid"),  # 32 to 56
        ("moderate", 1, "unverified"),  # 8 to 32: a warning or nothing
        ("moderate", 2, "valid"),
        ("race", 1, "void"),  # 8 to 32: held at both ends
        ("race", 3, "unverified"),  # 56 to 80: held or a warning
        ("race", 4, "tentative"),
        ("eccentric", 2, "unverified"),  # 32 to 56: a warning or nothing
        ("light", 0, "valid"),
    ],
)
def test_a_date_decides_only_if_both_ends_agree(kind, ended, wanted):
    """An end given as a date is that whole local day."""
    log = [{"kind": kind, "ended_at": day(ended)}]

    assert wanted == standing(judged(rested(exercise=None), exercise_log=log, time_zone="UTC"))


@pytest.mark.parametrize("hour", [10, 12])
def test_a_date_without_a_zone_never_clears_a_draw_of_that_day(hour):
    """A session that may have ended an hour before the draw leaves its timing unverified."""
    reading = rested(drawn_at=f"2026-11-20T{hour}:00:00+00:00", exercise=None)

    assert standing(judged(reading, exercise_log=[{"kind": "hiit", "ended_at": "2026-11-20"}])) == "unverified"


@pytest.mark.parametrize("kind", ["hiit", "moderate"])
def test_a_draw_without_a_time_is_never_cleared_of_a_session_of_its_day(kind):
    """A draw of which only the date is known may have followed any session of that day."""
    log = [{"kind": kind, "started_at": "2026-11-20T09:00:00+00:00", "ended_at": "2026-11-20T10:00:00+00:00"}]

    assert standing(judged(rested(drawn_at="2026-11-20", exercise=None), exercise_log=log)) == "unverified"


def test_every_session_that_ends_24_hours_later_is_looked_at():
    """A session without a start that ends 24 h after the draw leaves it open, whatever else ends then."""
    end = at(0, -24)
    log = [{"kind": "hiit", "started_at": at(0, -23), "ended_at": end}, {"kind": "hiit", "ended_at": end}]

    assert standing(judged(rested(exercise=None), exercise_log=log)) == "unverified"


@pytest.mark.parametrize("zone, wanted", [("Europe/Berlin", "void"), ("UTC", "valid")])
def test_a_spring_night_is_23_hours(zone, wanted):
    """Hours are taken in UTC, so the clock change does not lengthen them."""
    reading = rested(drawn_at="2026-03-29T08:00:00", exercise=None)
    log = [{"kind": "hiit", "ended_at": "2026-03-28T08:00:00"}]

    assert wanted == standing(judged(reading, exercise_log=log, time_zone=zone))


@pytest.mark.parametrize("days, wanted", [(0, "valid"), (30, "void")])
def test_the_log_serves_every_reading_of_the_history(days, wanted):
    """Each earlier reading is judged by its own hours since the last session."""
    earlier = rested(drawn_at=at(30), exercise=None)
    log = [{"kind": "hiit", "ended_at": at(days, 20) if days else at(60)}]
    verdict = judged(rested(exercise=None), history=[earlier], exercise_log=log)

    assert wanted == verdict.course.readings[0].standing.code


@pytest.mark.parametrize("hours, wanted", [("23.99", "post_exercise_hold"), ("24", None)])
def test_the_rule_alone(hours, wanted):
    """The rule is a plain function of its fact."""
    answer = exercise.after_exercise(Decimal(hours))

    assert wanted == (answer and answer.code)
