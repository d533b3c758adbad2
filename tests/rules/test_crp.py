from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forge_il6 import STANDARD, Convention, Threshold, interpret_case
from forge_il6.asking.facts import CrpsNearby
from forge_il6.codes import CommonCause, Pattern, StandingCode
from forge_il6.conclusions import Reason, Standing
from forge_il6.knowledge.measurands import CRP, IL6
from forge_il6.rules import crp
from forge_il6.times import Draw
from properties.promise_strategies import at, codes, course, day, judged, reasons, rested, standing

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


@pytest.mark.parametrize(
    "same_draw, measured, wanted",
    [(False, True, Pattern.NOT_PAIRED), (False, False, None), (True, True, None), (True, False, None)],
)
def test_what_was_measured_apart_is_not_paired(same_draw, measured, wanted):
    """And nothing else is said to be, whatever other rules say of it."""
    assert wanted is crp.not_paired(same_draw, measured)


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
    reading = rested(drawn_at="2026-11-20T22:30:00+00:00")
    crp = {"value": "2 mg/L", "drawn_at": "2026-11-21T01:30:00+00:00"}

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
        (rested(exercise="hiit", hours_since_exercise=30), {"exercise": "none"}, ["crp_exercise_hold"]),
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


CONVENTIONAL = [
    ("2.0", "2.9", "undetermined"),
    ("2.0", "3.0", "undetermined"),
    ("2.0", "3.01", "crp_only"),
    ("2.01", "3.01", "both_raised"),
    ("2.01", "10", "both_raised"),
    ("2.0", "10.01", "suspended"),
    ("2.0", ">10", "suspended"),
    ("2.0", "<5", "undetermined"),
    ("2.0", "<1", "undetermined"),
    ("2.0", "0.5", "undetermined"),
    ("2.0", ">3", "undetermined"),
    ("2.0", "≥10", "undetermined"),
]


@pytest.mark.parametrize("il6, value, wanted", CONVENTIONAL)
def test_a_conventional_crp_is_read_for_what_it_can_say(il6, value, wanted):
    """Above 3 raised, above 10 acute, below undetermined, and never firmly."""
    verdict = judged(rested(f"{il6} pg/mL"), conventional_crp=f"{value} mg/L")

    assert (wanted, wanted in {"crp_only", "both_raised"}) == (verdict.pattern, verdict.pattern_is_tentative)
    assert "conventional_crp_read" in codes(verdict)


@pytest.mark.parametrize(
    "value, said",
    [("0.5", True), ("3.0", True), ("3.01", False), ("<5", True), ("<10", True), ("≤10", True), ("<10.1", False)],
)
def test_a_conventional_crp_below_its_lines_excludes_what_is_acute(value, said):
    """That is all it says; what it calls raised is no such finding, and beside an hs-CRP nothing needs to be said."""
    assert said is ("not_acute" in codes(judged(conventional_crp=f"{value} mg/L")))
    assert "not_acute" not in codes(judged(hs_crp="2 mg/L", conventional_crp=f"{value} mg/L"))


def test_a_conventional_crp_is_read_where_the_hs_crp_is_of_another_draw():
    """Of the draw only the conventional one is known."""
    verdict = judged(hs_crp=OTHER_DAY, conventional_crp="5 mg/L")

    assert ("crp_only", True) == (verdict.pattern, verdict.pattern_is_tentative)


@pytest.mark.parametrize("value, wanted", [("10", "crp_average"), ("10.01", "suspended")])
def test_beside_a_hs_crp_only_an_acute_conventional_crp_is_heard(value, wanted):
    """What is acute suspends whoever measured it."""
    verdict = judged(hs_crp="2 mg/L", conventional_crp=f"{value} mg/L")

    assert (wanted, False) == (verdict.pattern, verdict.pattern_is_tentative)
    assert "conventional_crp_not_paired" in codes(verdict)


def test_a_void_conventional_crp_pairs_with_nothing():
    """Below its lines nothing is low, so nothing survives as low."""
    reading = rested(exercise="resistance", hours_since_exercise=30)

    assert "crp_void" == judged(reading, conventional_crp="5 mg/L").pattern
    assert "crp_void" == judged(reading, conventional_crp="0.5 mg/L").pattern
    assert "il6_void" == judged(rested(at_rest=False), conventional_crp="5 mg/L").pattern
    assert "il6_missing" == judged(rested(None), conventional_crp="5 mg/L").pattern


# --- one draw ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("apart, wanted", [(1.99, "crp_average"), (2, "crp_average"), (2.01, "not_paired")])
def test_two_hours_apart_is_one_draw_whatever_the_date(apart, wanted):
    """Midnight, or an offset, makes no second draw of one visit."""
    reading = rested(drawn_at="2026-11-21T01:00:00+01:00")
    instant = datetime(2026, 11, 21, 0, tzinfo=UTC) - timedelta(hours=apart)
    crp = {"value": "2 mg/L", "drawn_at": instant.isoformat()}

    assert wanted == judged(reading, hs_crp=crp).pattern


def test_one_instant_in_two_offsets_is_one_draw():
    """The same moment written for two places has two dates and is one moment."""
    reading = rested(drawn_at="2026-11-20T23:30:00+00:00")

    verdict = judged(reading, hs_crp={"value": "2 mg/L", "drawn_at": "2026-11-21T00:30:00+01:00", "exercise": "none"})

    assert "crp_average" == verdict.pattern


@pytest.mark.parametrize(
    "index_at, crp_at, told",
    [
        (INDEX_DAY, INDEX_DAY, False),
        (at(), INDEX_DAY, False),
        (INDEX_DAY, at(), False),
        (None, at(), False),
        (INDEX_DAY, day(1), True),
        (at(), at(0, -12.01), True),
        (at(), at(3), True),
    ],
)
def test_dates_alone_that_agree_cannot_tell_one_draw(index_at, crp_at, told):
    """They are not paired, and it is not said that they are of two draws."""
    verdict = judged(rested(drawn_at=index_at), hs_crp={"value": "2 mg/L", "drawn_at": crp_at}, time_zone="UTC")

    assert "not_paired" == verdict.pattern
    assert told is ("one_draw_not_known" not in codes(verdict))


@pytest.mark.parametrize(
    "pattern, hours, may_share_date, said",
    [
        ("not_paired", "12", True, True),
        ("not_paired", "12.01", True, False),
        ("not_paired", "12", False, False),
        ("undetermined", "12", True, False),
    ],
)
def test_whether_it_is_one_draw_is_open_while_half_a_day_is_possible(pattern, hours, may_share_date, said):
    """The last hour that makes a pair leaves it open as well."""
    assert said is (crp.one_draw_not_known(Pattern(pattern), Decimal(hours), may_share_date) is not None)


@pytest.mark.parametrize(
    "il6, crp, il6_standing, crp_standing",
    [
        ({"exercise": "race", "hours_since_exercise": 5}, {"exercise": "none"}, "void", "void"),
        ({"exercise": "none"}, {"exercise": "race", "hours_since_exercise": 5}, "void", "void"),
        ({"exercise": "none"}, {"exercise": "light"}, "valid", "valid"),
        ({"exercise": "none"}, {"exercise": "hiit"}, "unverified", "unverified"),
        ({"exercise": None}, {"exercise": "race", "hours_since_exercise": 5}, "void", "void"),
        (
            {"exercise": "hiit", "hours_since_exercise": 80},
            {"exercise": "hiit", "hours_since_exercise": 60},
            "valid",
            "tentative",
        ),
    ],
)
def test_of_two_accounts_of_one_tube_the_worse_counts(il6, crp, il6_standing, crp_standing):
    """One tube was drawn after one session, whichever result states it."""
    verdict = judged(rested(**il6), hs_crp={"value": "3.9 mg/L", **crp})

    assert (il6_standing, crp_standing) == (standing(verdict), standing(verdict, "hs_crp"))


def test_a_hs_crp_with_its_own_time_speaks_for_itself():
    """Of another tube the account of exercise is its own."""
    crp = {"value": "2 mg/L", "drawn_at": at(0, 1), "exercise": "race", "hours_since_exercise": 5}

    assert ("valid", "void") == (standing(verdict := judged(hs_crp=crp)), standing(verdict, "hs_crp"))


# --- what is said beside it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "il6, hs_crp, said",
    [
        ("2.01", "0.5", True),
        ("2.01", "3.0", True),
        ("2.01", "<2", True),
        ("2.01", "3.01", False),
        ("2.0", "0.5", False),
        ("<2.5", "0.5", False),
        ("4", "18", False),
    ],
)
def test_a_normal_hs_crp_never_cancels_a_raised_il6(il6, hs_crp, said):
    """Every raised IL-6 beside a low or average hs-CRP says so."""
    assert said is ("crp_never_cancels_il6" in codes(paired(il6, hs_crp)))


@pytest.mark.parametrize(
    "reading, hs_crp, pattern",
    [
        ({"fasting_hours": 2}, "0.5 mg/L", "il6_void"),
        ({}, VOID_CRP, "crp_void"),
        ({}, {"value": "2 mg/L", "drawn_at": at(3), "exercise": "none"}, "not_paired"),
    ],
)
def test_what_pairs_with_nothing_cancels_nothing(reading, hs_crp, pattern):
    """Beside a void sample, or one of another day, nobody needs to hear that a raised IL-6 stands."""
    verdict = judged(rested("2.8 pg/mL", **reading), hs_crp=hs_crp)

    assert pattern == verdict.pattern
    assert "crp_never_cancels_il6" not in codes(verdict)


def sentence(verdict, code):
    (found,) = (finding.sentence for finding in verdict.findings if finding.code == code)
    return found


@pytest.mark.parametrize(
    "reading, confounders, named",
    [
        ({"fasting_hours": None, "exercise": None}, None, {"meal", "exercise", "late spin", "IL-6R blocker"}),
        ({"fasting_hours": 9}, None, {"meal", "late spin", "IL-6R blocker"}),
        ({"exercise": "eccentric", "hours_since_exercise": 30}, None, {"exercise", "late spin", "IL-6R blocker"}),
        ({}, None, {"late spin", "IL-6R blocker"}),
        ({"hours_to_centrifugation": 2}, None, {"IL-6R blocker"}),
        ({"hours_to_centrifugation": 2.1}, None, {"late spin", "IL-6R blocker"}),
        ({"specimen": "edta_plasma"}, None, {"IL-6R blocker"}),
        ({"specimen": "serum"}, None, {"late spin", "IL-6R blocker"}),
        ({}, [], {"late spin"}),
        ({}, ["nsaid"], {"late spin"}),
        ({}, [{"kind": "il6_receptor_blocker", "days_since": 100}], {"late spin", "IL-6R blocker"}),
    ],
)
def test_what_is_likelier_comes_first_and_what_is_excluded_is_left_out(reading, confounders, named):
    """The article's reading of a raised IL-6 alone is speculative and stands last, in the same finding."""
    verdict = judged(rested("2.8 pg/mL", **reading), hs_crp="0.5 mg/L", confounders=confounders)
    likelier, _, speculative = sentence(verdict, "il6_only").partition("Speculative")

    assert {"noise", "IL-6R genes", "liver synthesis"} | named == set(
        likelier.removeprefix("Likelier: ").rstrip(". ").split(", ")
    )
    assert "compartmentalised" in speculative


@pytest.mark.parametrize(
    "il6, is_chance",
    [("2.1", True), ("3.6", True), ("3.7", False), ("6.9", False)],
)
def test_chance_is_no_cause_of_what_lies_too_far_above_the_line(il6, is_chance):
    """One draw fits levels down to 0.55 of its value: from 3.7 on, even the lowest lies above 2.0."""
    assert is_chance is ("noise" in sentence(paired(il6, "0.5"), "il6_only"))


@pytest.mark.parametrize(
    "pattern, il6, spread, is_chance",
    [
        ("il6_only", "2", 30, True),
        ("il6_only", "2", 0, True),
        ("il6_only", "2.01", 0, False),
        ("il6_leading", "9", 30, True),
        ("undetermined", "<50", 30, True),
    ],
)
def test_chance_is_left_out_only_of_what_certainly_lies_above_the_line(pattern, il6, spread, is_chance):
    """At the line itself it is a cause, and where IL-6 is not raised alone it is not looked for."""
    spreads = dict.fromkeys(("within_person_cv", "analytical_cv"), Threshold(spread, "%", Convention("test")))
    left = crp.too_high_for_chance(
        tuple(CommonCause), Pattern(pattern), IL6.read(f"{il6} pg/mL", name="il6"), **spreads
    )

    assert is_chance is (left is None)
    assert left is None or {CommonCause.NOISE} == set(CommonCause) - set(left)


@pytest.mark.parametrize(
    "earlier, newest, lasts", [("2.6", "2.8", "consistent_above_2"), ("3.2", "3.4", "persistent_above_3")]
)
def test_chance_is_no_cause_of_what_lasts(earlier, newest, lasts):
    """Two readings above a line, apart and of one method, are no noise; heredity still is likelier than biology."""
    verdict = course((f"{earlier} pg/mL", 30), (f"{newest} pg/mL", 0), hs_crp="0.5 mg/L")

    assert lasts == verdict.persistence.code
    assert "noise" not in sentence(verdict, "il6_only")
    assert "IL-6R genes" in sentence(verdict, "il6_only")


def test_an_override_moves_the_line_that_chance_may_cross():
    """Who reads raised from another line asks chance about that one."""
    line = Threshold("2.5", "pg/mL", Convention("clinic protocol"))
    case = {"reading": rested("4 pg/mL"), "context": {"hs_crp": "0.5 mg/L"}}
    moved = interpret_case(case, rules=STANDARD.override(verdict_line=line))

    assert "noise" not in sentence(interpret_case(case), "il6_only")
    assert "noise" in sentence(moved, "il6_only")


def test_beyond_the_range_a_low_hs_crp_is_no_sign_of_early_ageing():
    """So high an IL-6 is no number of background inflammation: it asks for its own cause."""
    said = sentence(paired("16", "0.5"), "il6_only")

    assert [] == [word for word in ("noise", "Speculative", "compartmentalised") if word in said]
    assert "0.5 mg/L" in said


@pytest.mark.parametrize("asked, excluded", [(None, True), (True, True), (False, False)])
def test_a_receptor_blocker_is_excluded_only_where_all_confounders_are_known(asked, excluded):
    """A list of some drugs says nothing of the others."""
    facts = {"confounders": ["nsaid"], "confounders_asked": asked}
    likelier, _, _ = sentence(judged(rested("2.8 pg/mL"), hs_crp="0.5 mg/L", **facts), "il6_only").partition("Spec")
    assert excluded is ("IL-6R blocker" not in likelier)


@pytest.mark.parametrize("il6, hs_crp", [("1.9", "0.5"), ("1.9", "2"), ("1.9", "5"), ("2.8", "5"), ("2.8", "0.5")])
def test_no_near_normal_il6_is_called_low(il6, hs_crp):
    """IL-6 up to 2.0 is near normal, and the hs-CRP is named with its number."""
    verdict = paired(il6, hs_crp)

    assert f"hs-CRP {hs_crp} mg/L" in verdict.summary
    assert "low too" not in verdict.summary + sentence(verdict, verdict.pattern)
    assert ("near" in sentence(verdict, verdict.pattern)) is (il6 == "1.9")


def test_a_case_without_il6():
    """hs-CRP alone is a legal case; IL-6 is the first thing that is missing."""
    verdict = judged(rested(None), hs_crp="2 mg/L")

    assert (verdict.band, verdict.firmness, verdict.missing[0]) == (None, "none", "il6")
    assert verdict.standing.il6 is None


def test_nothing_is_possible_where_nothing_is_judged():
    """Not applicable leaves no possible band, with or without an IL-6."""
    verdict = judged(rested(None), hs_crp="2 mg/L", pregnant=True)

    assert (verdict.possible_bands, verdict.applicable) == ((), False)


def test_without_il6_it_is_said_that_it_is_rarely_tested():
    """It has to be asked for by name; where it was measured nobody needs to hear that."""
    assert "il6_rarely_tested" in codes(judged(rested(None), hs_crp="2 mg/L"))
    assert "il6_rarely_tested" not in codes(judged(rested("2.4 pg/mL"), hs_crp="2 mg/L"))


@pytest.mark.parametrize(
    "code, unclear",
    [
        ("fasting_not_reported", CommonCause.MEAL),
        ("not_fasting", CommonCause.MEAL),
        ("short_fast", CommonCause.MEAL),
        ("exercise_not_reported", CommonCause.EXERCISE),
        ("exercise_timing_unclear", CommonCause.EXERCISE),
        ("recent_exercise", CommonCause.EXERCISE),
        ("not_morning", None),
    ],
)
def test_a_meal_and_a_session_are_causes_until_they_are_cleared(code, unclear):
    """Each by its own reasons; what only circumstances speak against is never left out here."""
    named = crp.common_causes(Standing.weigh((Reason(code, StandingCode.TENTATIVE),)))

    assert {unclear} - {None} == {CommonCause.MEAL, CommonCause.EXERCISE} & set(named)
    assert set(CommonCause) - {CommonCause.MEAL, CommonCause.EXERCISE} <= set(named)


@pytest.mark.parametrize(
    "hours, expected", [([-3], True), ([3], True), ([-9, 3], True), ([-3, 9], True), ([-7, 7], False)]
)
def test_a_crp_beyond_a_line_is_found_on_either_side_of_the_draw(hours, expected):
    """The nearest before and the nearest after tell, in whatever order they are given; six hours make a pair here."""
    drawn = datetime(2026, 11, 20, 12, tzinfo=UTC)
    dated = [
        (Draw.of(drawn + timedelta(hours=each), None, "drawn_at"), CRP.read("12 mg/L", name="crp")) for each in hours
    ]

    for order in (dated, dated[::-1]):
        nearby = CrpsNearby(order)
        assert expected == nearby.any_above(Decimal(10), Draw.of(drawn, None, "drawn_at"), Decimal(6), Decimal(1))


@pytest.mark.parametrize("apart, expected", [(1, True), (1.01, False)])
def test_an_acute_crp_of_one_visit_is_of_the_draw_whatever_the_date(apart, expected):
    """At exactly so many hours apart they are one draw; here nothing else makes a pair."""
    drawn = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    other = Draw.of(drawn - timedelta(hours=apart), None, "drawn_at")
    nearby = CrpsNearby([(other, CRP.read("12 mg/L", name="crp"))])

    assert expected is nearby.any_above(Decimal(10), Draw.of(drawn, None, "drawn_at"), Decimal(0), Decimal(1))


def test_crps_of_two_ends_of_the_world_are_ordered_by_the_instant():
    """A local date may be earlier although the instant is later."""
    places = (
        "2026-11-20T23:00:00-11:00",
        "2026-11-21T01:00:00+13:00",
    )  # 10:00 on the 21st and 12:00 on the 20th in UTC
    dated = [
        (Draw.of(datetime.fromisoformat(each), None, "drawn_at"), CRP.read("12 mg/L", name="crp")) for each in places
    ]
    draw = Draw.of(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), None, "drawn_at")

    assert CrpsNearby(dated).any_above(Decimal(10), draw, Decimal(6), Decimal(1))


_OFFSETS = st.sampled_from([-11, -5, 0, 1, 13])
_HOURS = st.integers(0, 40)
_TIMES = st.builds(
    lambda hour, offset: (datetime(2026, 11, 19, tzinfo=UTC) + timedelta(hours=hour)).astimezone(
        timezone(timedelta(hours=offset))
    ),
    _HOURS,
    _OFFSETS,
)
_DRAWS = st.one_of(_TIMES, _HOURS.map(lambda hour: date(2026, 11, 19) + timedelta(days=hour // 24)))


@example(  # the second is nearer, and of the day before where it was drawn
    others=[datetime(2026, 11, 20, 8, tzinfo=UTC), datetime.fromisoformat("2026-11-19T23:30:00-11:00")],
    own=datetime(2026, 11, 20, 12, tzinfo=UTC),
    within=(6, 1),
)
@example(  # of a day alone the middle tells: only noon lies within 26 hours of both its ends
    others=[datetime(2026, 11, 20, hour, 30, tzinfo=UTC) for hour in (0, 8, 15, 23)]
    + [datetime(2026, 11, 20, 12, tzinfo=UTC)],
    own=date(2026, 11, 20),
    within=(26, 1),
)
@example(  # of days alone as well: noon of the first of them is of the next day far east
    others=[date(2026, 11, day) for day in (20, 21, 22, 23)],
    own=datetime(2026, 11, 21, 1, 0, tzinfo=timezone(timedelta(hours=13))),
    within=(30, 26),
)
@given(st.lists(_DRAWS, max_size=6), _DRAWS, st.sampled_from([(6, 1), (26, 1), (30, 1), (30, 25), (0, 0)]))
def test_no_further_acute_crp_hides_the_one_that_makes_a_pair(others, own, within):
    """As each of them tells when it is asked about alone, whatever local day its offset gives it."""
    gap, one_draw = map(Decimal, within)
    draw, *dated = (Draw.of(each, None, "drawn_at") for each in (own, *others))
    acute = CRP.read("12 mg/L", name="crp")

    alone = [CrpsNearby([(each, acute)]).any_above(Decimal(10), draw, gap, one_draw) for each in dated]

    assert any(alone) == CrpsNearby([(each, acute) for each in dated]).any_above(Decimal(10), draw, gap, one_draw)
