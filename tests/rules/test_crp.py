from __future__ import annotations

import pytest

from properties.promise_strategies import at, codes, day, judged, reasons, rested, standing

INDEX_DAY = day(0)
LATER = at(0, -4)
"""Noon of the day of the index draw."""


def paired(il6, hs_crp, **context):
    return judged(rested(f"{il6} pg/mL"), hs_crp=f"{hs_crp} mg/L", **context)


@pytest.mark.parametrize(
    "il6, hs_crp, wanted",
    [
        ("2.0", "0.99", "both_low"),
        ("2.0", "1.0", "crp_average"),
        ("2.0", "3.0", "crp_average"),
        ("2.0", "3.01", "crp_only"),
        ("2.0", "10", "crp_only"),
        ("2.0", "10.01", "suspended"),
        ("2.01", "0.99", "il6_only"),
        ("2.01", "1.0", "il6_leading"),
        ("2.01", "3.0", "il6_leading"),
        ("2.01", "3.01", "both_raised"),
        ("2.01", "10", "both_raised"),
        ("2.01", "10.01", "suspended"),
        ("0.3", "0.1", "both_low"),
        ("50", "0.1", "il6_only"),
    ],
)
def test_the_table(il6, hs_crp, wanted):
    """Two sides of IL-6 and four levels of hs-CRP give eight patterns."""
    verdict = paired(il6, hs_crp)

    assert (wanted, False) == (verdict.pattern, verdict.pattern_is_tentative)


@pytest.mark.parametrize("unit, value", [("mg/dL", "0.301"), ("µg/mL", "3.01"), ("ng/mL", "3010"), ("g/L", "0.00301")])
def test_the_unit_of_hs_crp_changes_nothing(unit, value):
    """The same hs-CRP in another unit is the same pattern."""
    assert judged(rested("2.0 pg/mL"), hs_crp=f"{value} {unit}").pattern == "crp_only"


@pytest.mark.parametrize(
    "il6, hs_crp, wanted",
    [
        ("1.5", ">5", "undetermined"),
        ("1.5", ">3", "undetermined"),
        ("1.5", ">12", "suspended"),
        ("1.5", ">10", "suspended"),
        ("1.5", "≥10", "undetermined"),
        ("1.5", "<5", "undetermined"),
        ("1.5", "<1", "both_low"),
        ("1.5", "≤1", "undetermined"),
        ("1.5", "<0.3", "both_low"),
        ("<1.5", "0.5", "both_low"),
        ("<2", "0.5", "both_low"),
        ("≤2", "0.5", "both_low"),
        ("<2.01", "0.5", "undetermined"),
        (">2", "0.5", "il6_only"),
        ("≥2", "0.5", "undetermined"),
        ("<2.01", ">12", "suspended"),
    ],
)
def test_an_interval_speaks_only_where_it_lies_in_one_cell(il6, hs_crp, wanted):
    """A censored value that spans a line leaves the pattern undetermined."""
    assert wanted == paired(il6, hs_crp).pattern


VOID_CRP = {"value": "2 mg/L", "at_rest": False}
VOID_ACUTE = {"value": "20 mg/L", "at_rest": False}
OTHER_DAY = {"value": "20 mg/L", "drawn_at": at(3), "exercise": "none"}


@pytest.mark.parametrize(
    "reading, hs_crp, wanted",
    [
        (rested(None), None, "il6_missing"),
        (rested(None), "20 mg/L", "il6_missing"),
        (rested(None), OTHER_DAY, "il6_missing"),
        (rested(fasting_hours=2), None, "crp_missing"),
        (rested(), None, "crp_missing"),
        (rested(fasting_hours=2), OTHER_DAY, "not_paired"),
        (rested(), OTHER_DAY, "not_paired"),
        (rested(fasting_hours=2), VOID_ACUTE, "suspended"),
        (rested(fasting_hours=2), "20 mg/L", "suspended"),
        (rested(), VOID_ACUTE, "suspended"),
        (rested(fasting_hours=2), VOID_CRP, "il6_void"),
        (rested(fasting_hours=2), ">5 mg/L", "il6_void"),
        (rested(), VOID_CRP, "crp_void"),
        (rested("<2.01 pg/mL"), VOID_CRP, "crp_void"),
        (rested("<2.01 pg/mL"), "2 mg/L", "undetermined"),
    ],
)
def test_precedence(reading, hs_crp, wanted):
    """Of several obstacles the first in order names the pattern."""
    context = {} if hs_crp is None else {"hs_crp": hs_crp}

    assert wanted == judged(reading, **context).pattern


@pytest.mark.parametrize(
    "drawn_at, wanted",
    [
        (at(), "crp_average"),
        (at(0, -12), "crp_average"),
        (at(0, -12.01), "not_paired"),
        (at(0, 7.99), "crp_average"),
        (at(0, 8.01), "not_paired"),  # the day before
        (at(1), "not_paired"),
        (at(0, -24), "not_paired"),
    ],
)
def test_a_pair_is_of_one_local_date_and_half_a_day(drawn_at, wanted):
    """Draws pair on one local date and at most 12 h apart."""
    assert wanted == judged(hs_crp={"value": "2 mg/L", "drawn_at": drawn_at}).pattern


def test_the_local_date_is_that_of_the_time_zone():
    """Two draws around midnight of UTC are of one date in New York."""
    reading = rested(drawn_at="2026-11-20T23:30:00+00:00")
    crp = {"value": "2 mg/L", "drawn_at": "2026-11-21T00:30:00+00:00"}

    assert judged(reading, hs_crp=crp, time_zone="America/New_York").pattern == "crp_average"
    assert judged(reading, hs_crp=crp).pattern == "not_paired"


@pytest.mark.parametrize("facts", [{"age": 17}, {"pregnant": True}])
def test_what_is_not_applicable_has_no_pattern(facts):
    """No pattern is read from samples that are not judged."""
    assert judged(hs_crp="2 mg/L", **facts).pattern is None


@pytest.mark.parametrize(
    "facts, hs_crp, wanted",
    [
        ({"fasting_hours": 9}, "2 mg/L", True),
        ({"fasting_hours": None}, "2 mg/L", True),
        ({"exercise": None}, "2 mg/L", True),
        ({"haemolysed": True}, "2 mg/L", True),
        ({}, {"value": "2 mg/L", "haemolysed": True}, True),
        ({}, {"value": "2 mg/L", "exercise": "hiit", "hours_since_exercise": 50}, True),
        ({}, {"value": "2 mg/L", "fasting_hours": 3}, False),
        ({}, "2 mg/L", False),
    ],
)
def test_a_warning_travels_along(facts, hs_crp, wanted):
    """A pattern is tentative when either standing is tentative or unverified."""
    verdict = judged(rested(**facts), hs_crp=hs_crp)

    assert ("crp_average", wanted) == (verdict.pattern, verdict.pattern_is_tentative)


@pytest.mark.parametrize(
    "hs_crp, confounders, wanted",
    [
        ({"value": "0.99 mg/L", "exercise": "hiit", "hours_since_exercise": 30}, [], "both_low"),
        ({"value": "<0.3 mg/L", "exercise": "hiit", "hours_since_exercise": 30}, [], "both_low"),
        ({"value": "1.0 mg/L", "exercise": "hiit", "hours_since_exercise": 30}, [], "crp_void"),
        ({"value": "<5 mg/L", "exercise": "hiit", "hours_since_exercise": 30}, [], "crp_void"),
        ({"value": "0.5 mg/L", "specimen": "edta_plasma", "hours_to_centrifugation": 5}, [], "crp_void"),
        (
            {"value": "0.5 mg/L", "specimen": "edta_plasma", "hours_to_centrifugation": 5, "at_rest": False},
            [],
            "crp_void",
        ),
        ({"value": "0.5 mg/L", "at_rest": False}, ["statin"], "both_low"),
    ],
)
def test_a_low_hs_crp_survives_what_only_pushes_up(hs_crp, confounders, wanted):
    """A hs-CRP void only for upward reasons and still below 1.0 counts as low, tentative."""
    verdict = judged(rested(), hs_crp=hs_crp, confounders=confounders)

    assert standing(verdict, "hs_crp") == "void"
    assert (wanted, wanted == "both_low") == (verdict.pattern, verdict.pattern_is_tentative)


@pytest.mark.parametrize(
    "reading, crp, wanted",
    [
        # of the same draw: everything is inherited
        (rested(haemolysed=True), {}, ["haemolysis"]),
        (rested(haemolysed=True), {"exercise": "none"}, ["haemolysis"]),
        (rested(at_rest=False), {"haemolysed": False}, ["not_at_rest"]),
        (rested(haemolysed=True), {"haemolysed": False}, []),
        (rested(specimen="serum", hours_to_centrifugation=3), {"at_rest": True}, ["slow_centrifugation"]),
        (rested(exercise="hiit", hours_since_exercise=30), {"haemolysed": False}, ["crp_exercise_hold"]),
        (rested(exercise="hiit", hours_since_exercise=30), {"exercise": "none"}, []),
        # of the same local date: exercise and fasting, counted to its own time
        (rested(), {"drawn_at": at(0, -2)}, []),
        (rested(exercise="hiit", hours_since_exercise=71), {"drawn_at": at(0, -1)}, []),
        (rested(exercise="hiit", hours_since_exercise=71), {"drawn_at": at(0, -0.99)}, ["recent_exercise"]),
        (rested(exercise="hiit", hours_since_exercise=72), {"drawn_at": at(0, 0.01)}, ["recent_exercise"]),
        (rested(exercise="hiit", hours_since_exercise=1), {"drawn_at": at(0, 2)}, ["exercise_timing_unclear"]),
        (rested(haemolysed=True), {"drawn_at": at(0, -2)}, []),
        (rested(exercise="hiit", hours_since_exercise=30), {"drawn_at": at(0, -2), "exercise": "none"}, []),
        # of another date: unknown
        (rested(), {"drawn_at": at(1)}, ["exercise_not_reported"]),
        (rested(exercise=None), {"drawn_at": at(0, -2)}, ["exercise_not_reported"]),
    ],
)
def test_what_a_hs_crp_inherits(reading, crp, wanted):
    """Of the same draw it inherits all facts, of the same date those of exercise and fasting, else none."""
    assert wanted == reasons(judged(reading, hs_crp={"value": "2 mg/L", **crp}), "hs_crp")


@pytest.mark.parametrize(
    "reading, crp",
    [
        (rested(exercise="hiit", hours_since_exercise=80), {"drawn_at": at(), "exercise": "hiit"}),
        (rested(exercise="moderate", hours_since_exercise=30), {"drawn_at": at(), "hours_since_exercise": 30}),
    ],
)
def test_each_fact_that_it_does_not_state_is_inherited(reading, crp):
    """A hs-CRP of the same date that states the kind inherits the hours, and the other way round."""
    assert standing(judged(reading, hs_crp={"value": "2 mg/L", **crp}), "hs_crp") == "valid"


@pytest.mark.parametrize("index_at, crp_at", [(INDEX_DAY, LATER), (at(), INDEX_DAY)])
def test_hours_cannot_be_counted_to_a_draw_without_a_time(index_at, crp_at):
    """Where either draw has a date alone, hours stated of one cannot be counted to the other."""
    reading = rested(drawn_at=index_at, exercise="hiit", hours_since_exercise=80)
    verdict = judged(reading, hs_crp={"value": "2 mg/L", "drawn_at": crp_at})

    assert [r for r in reasons(verdict, "hs_crp") if r != "not_morning"] == ["exercise_timing_unclear"]


def test_the_log_serves_the_hs_crp():
    """A hs-CRP of another day is judged from the log by its own time."""
    log = [{"kind": "hiit", "ended_at": at(3)}]
    verdict = judged(rested(exercise=None), exercise_log=log, hs_crp={"value": "2 mg/L", "drawn_at": at(2)})

    assert (standing(verdict), standing(verdict, "hs_crp")) == ("valid", "void")


def test_il10_is_never_made_into_a_ratio():
    """Supplied IL-10 is answered with the reason why no ratio is computed."""
    verdict = judged(il10="3 pg/mL")

    assert "il10_ratio_not_computed" in codes(verdict)
    assert "il10_ratio_not_computed" not in codes(judged())
    assert "ratio" not in verdict.to_dict()


@pytest.mark.parametrize(
    "value, pattern, care",
    [
        ("9", "crp_missing", "none"),
        ("10", "crp_missing", "none"),
        ("10.1", "crp_missing", "repeat"),
        (">10", "crp_missing", "repeat"),
    ],
)
def test_conventional_crp_only_trips_its_line(value, pattern, care):
    """Conventional CRP is no hs-CRP: it pairs with nothing and trips the line of 10 mg/L."""
    verdict = judged(conventional_crp=f"{value} mg/L")

    assert (pattern, care) == (verdict.pattern, verdict.care)
    assert "conventional_crp_not_paired" in codes(verdict)


def test_a_case_without_il6():
    """hs-CRP alone is a legal case; IL-6 is the first thing that is missing."""
    verdict = judged(rested(None), hs_crp="2 mg/L")

    assert (verdict.band, verdict.firmness, verdict.missing[0]) == (None, "none", "il6")
    assert verdict.standing.il6 is None


def test_nothing_is_possible_where_nothing_is_judged():
    """Not applicable leaves no possible band, with or without an IL-6."""
    verdict = judged(rested(None), hs_crp="2 mg/L", pregnant=True)

    assert (verdict.possible_bands, verdict.applicable) == ((), False)
