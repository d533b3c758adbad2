from __future__ import annotations

import math
from datetime import date

import pytest

from forge_il6 import ForgeError, interpret_case
from properties.promise_strategies import codes, day, judged, rested

STATES = ("hrv_not_assessed", "hrv_stable", "hrv_improving", "hrv_declining", "hrv_marked_decline")
ANSWERS = ("hrv_il6_loop", "hrv_alone", "hrv_preserved")
MEAN, SPREAD = math.log(50), 0.1
"""The baseline swings by SPREAD around MEAN on the log scale."""
SD = SPREAD * math.sqrt(28 / 27)
"""The sample SD of 28 such days."""


def milliseconds(log):
    return f"{math.exp(log):.9f} ms"


def days_of(level, ago, measure="rmssd", **facts):
    """Return one day for each number of days before the draw, all at one log level."""
    return [{"on": day(n), measure: milliseconds(level)} | facts for n in ago]


def baseline(ago=range(14, 42), measure="rmssd", **facts):
    """Return an even number of days that swing around the mean."""
    swing = enumerate(sorted(ago, reverse=True))
    return [{"on": day(n), measure: milliseconds(MEAN + (SPREAD if i % 2 else -SPREAD))} | facts for i, n in swing]


def series(sds_before, sds_now, **facts):
    """Return a full baseline and two full weeks, so many SDs from it."""
    return (
        baseline(**facts)
        + days_of(MEAN + sds_before * SD, range(7, 14), **facts)
        + days_of(MEAN + sds_now * SD, range(7), **facts)
    )


def checks(verdict):
    return [check.code for check in verdict.cross_checks]


def state(hrv, **context):
    """Return the one state of heart rate variability."""
    (found,) = (code for code in checks(judged(hrv=hrv, **context)) if code in STATES)
    return found


# --- how far ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before, now, wanted",
    [
        (-0.499, -0.499, "hrv_stable"),
        (-0.501, -0.501, "hrv_declining"),
        (-0.501, -0.499, "hrv_stable"),
        (-0.499, -0.501, "hrv_stable"),
        (-0.999, -0.999, "hrv_declining"),
        (-1.001, -1.001, "hrv_marked_decline"),
        (-1.001, -0.999, "hrv_declining"),
        (-0.999, -1.001, "hrv_declining"),
        (-3, 0, "hrv_stable"),
        (0, -3, "hrv_stable"),
        (0, 0, "hrv_stable"),
        (2, 2, "hrv_stable"),
    ],
)
def test_two_weeks_below_half_an_sd_are_a_decline(before, now, wanted):
    """Both weeks have to lie below the line; marked asks for a whole SD in both."""
    assert wanted == state(series(before, now))


def test_a_bad_night_is_no_decline():
    """One day far below the rest moves the mean of its week only a little."""
    hrv = series(0, 0)
    hrv[-3] = {"on": hrv[-3]["on"], "rmssd": milliseconds(MEAN - 3 * SD)}

    assert "hrv_stable" == state(hrv)


def test_a_rise_is_judged_by_no_line():
    """Improving is only ever stated."""
    assert "hrv_stable" == state(series(4, 4))


# --- how many days ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kept, wanted", [(12, "hrv_not_assessed"), (14, "hrv_declining"), (16, "hrv_declining")])
def test_a_baseline_needs_fourteen_days(kept, wanted):
    """Half of the four weeks before the two weeks judged."""
    hrv = baseline(range(14, 14 + kept)) + days_of(MEAN - 0.8 * SD, range(14))

    assert wanted == state(hrv)


def test_thirteen_days_of_baseline_are_too_few():
    """One day less than fourteen is no baseline, wherever it lies."""
    enough = baseline(range(14, 28)) + days_of(MEAN - 0.8 * SD, range(14))

    assert "hrv_declining" == state(enough)
    for left_out in range(14):
        assert "hrv_not_assessed" == state(enough[:left_out] + enough[left_out + 1 :])


def test_days_before_the_four_weeks_are_no_baseline():
    """The baseline ends 42 days back."""
    week = days_of(MEAN - 0.8 * SD, range(14))

    assert "hrv_declining" == state(baseline(range(28, 42)) + week)
    assert "hrv_not_assessed" == state(baseline(range(29, 43)) + week)


@pytest.mark.parametrize(
    "this_week, week_before, wanted",
    [
        ((0, 3, 6), (7, 10, 13), "hrv_declining"),
        ((0, 1, 2), (11, 12, 13), "hrv_declining"),
        ((0, 6), (7, 10, 13), "hrv_not_assessed"),
        ((0, 3, 6), (7, 13), "hrv_not_assessed"),
        ((0, 3, 7), (8, 10, 13), "hrv_not_assessed"),  # seven days back belongs to the week before
        ((0, 3, 6), (7, 10, 14), "hrv_not_assessed"),  # fourteen days back belongs to the baseline
        (range(7), (), "hrv_not_assessed"),
    ],
)
def test_a_week_needs_three_days(this_week, week_before, wanted):
    """Weeks are counted back from the newest day."""
    hrv = baseline(range(15, 41)) + days_of(MEAN - 0.8 * SD, [*this_week, *week_before])

    assert wanted == state(hrv)


def test_several_values_of_one_day_are_one_day():
    """Measuring twice a day makes no baseline out of a week."""
    week = days_of(MEAN - 0.8 * SD, range(14))

    assert "hrv_not_assessed" == state(baseline(range(14, 26)) * 2 + week)


# --- what compares ---------------------------------------------------------------------------------


def test_rmssd_and_sdnn_are_never_mixed():
    """A baseline of one measure says nothing of weeks of the other."""
    low = days_of(MEAN - 0.8 * SD, range(14), "sdnn")

    assert "hrv_not_assessed" == state(baseline(range(14, 28)) + low)
    assert "hrv_declining" == state(baseline(range(14, 28), measure="sdnn") + low)


def test_devices_are_never_mixed():
    """A new ring that reads lower is no decline."""
    low = days_of(MEAN - 0.8 * SD, range(14), device="ring")

    assert "hrv_not_assessed" == state(baseline(range(14, 28), device="strap") + low)
    assert "hrv_declining" == state(baseline(range(14, 28), device="Ring") + low)


def test_the_worse_series_is_named():
    """A decline seen by one device is no less one for what another shows."""
    strap, ring = series(0, 0, device="strap"), series(-0.8, -0.8, device="ring")

    assert "hrv_declining" == state(strap + ring)
    assert "hrv_declining" == state(ring + strap)


def test_a_day_has_one_measure():
    """Both measures, or neither, on one day are refused."""
    with pytest.raises(ForgeError, match="rmssd or sdnn"):
        judged(hrv=[{"on": day(1), "rmssd": "40 ms", "sdnn": "50 ms"}])
    with pytest.raises(ForgeError, match="rmssd or sdnn"):
        judged(hrv=[{"on": day(1)}])


def test_seconds_are_milliseconds():
    """The unit changes nothing."""
    hrv = series(-0.8, -0.8)
    seconds = [{"on": each["on"], "rmssd": f"{float(each['rmssd'][:-3]) / 1000:.12f} s"} for each in hrv]

    assert "hrv_declining" == state(seconds)


def test_the_order_changes_nothing():
    """The days are put in order by their dates."""
    hrv = series(-0.8, -1.5)

    assert judged(hrv=hrv).cross_checks == judged(hrv=hrv[::-1]).cross_checks


# --- as stated -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated, wanted", [("declining", "hrv_declining"), ("stable", "hrv_stable"), ("rising", "hrv_improving")]
)
def test_a_stated_course_is_taken_as_stated(stated, wanted):
    """A statement is never a marked decline; too few days do not outrank it."""
    assert wanted == state([], hrv_trend=stated)
    assert wanted == state(days_of(MEAN, range(5)), hrv_trend=stated)


@pytest.mark.parametrize(
    "stated, sds, contradicted",
    [
        ("stable", -0.8, True),
        ("rising", -2, True),
        ("declining", -0.8, False),
        ("declining", 0, True),
        ("stable", 0, False),
    ],
)
def test_days_outrank_a_statement_that_contradicts_them(stated, sds, contradicted):
    """The series is judged, and the contradiction is reported."""
    verdict = judged(hrv=series(sds, sds), hrv_trend=stated)
    wanted = {-0.8: "hrv_declining", -2: "hrv_marked_decline", 0: "hrv_stable"}[sds]

    assert wanted in checks(verdict)
    assert ("hrv_trend_contradicted" in codes(verdict)) is contradicted


# --- with IL-6 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trend, il6, wanted",
    [
        ("declining", "2.01", ["hrv_il6_loop"]),
        ("declining", "2.0", ["hrv_alone"]),
        ("declining", "<3", []),
        ("stable", "2.01", ["hrv_preserved"]),
        ("stable", "2.0", []),
        ("rising", "2.01", ["hrv_preserved"]),
        ("rising", "2.0", []),
        ("rising", ">2", ["hrv_preserved"]),
        ("stable", "≥2", []),
    ],
)
def test_what_it_says_with_il6(trend, il6, wanted):
    """Falling with a raised IL-6 is a loop, falling alone asks for another reason."""
    assert wanted == [c for c in checks(judged(rested(f"{il6} pg/mL"), hrv_trend=trend)) if c in ANSWERS]


def test_a_marked_decline_is_a_decline():
    """It answers with IL-6 as any decline does."""
    assert "hrv_il6_loop" in checks(judged(rested("2.6 pg/mL"), hrv=series(-2, -2)))
    assert "hrv_alone" in checks(judged(rested("1.6 pg/mL"), hrv=series(-2, -2)))


def test_nothing_known_says_nothing():
    """Without days or a statement a raised IL-6 is not said to be well borne."""
    assert [] == [c for c in checks(judged(rested("2.6 pg/mL"))) if c in ANSWERS]


@pytest.mark.parametrize("facts", [{"fasting_hours": 2}, {"exercise": None}])
@pytest.mark.parametrize("trend", ["declining", "stable"])
def test_only_a_counting_il6_is_compared(facts, trend):
    """A void or unverified IL-6 says nothing of heart rate variability."""
    assert [] == [c for c in checks(judged(rested("2.6 pg/mL", **facts), hrv_trend=trend)) if c in ANSWERS]


# --- other signs of the body -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign, code",
    [
        ({"muscle_mass_falling": True}, "muscle_catabolism_link"),
        ({"processing_speed_slowing": True}, "cognition_link"),
        ({"dunedin_pace": "1.01"}, "pace_link"),
    ],
)
@pytest.mark.parametrize(
    "il6, facts, linked",
    [
        ("2.01", {}, True),
        ("2.0", {}, False),
        ("2.6", {"fasting_hours": 2}, False),
        ("2.6", {"fasting_hours": None}, False),
    ],
)
def test_a_sign_is_context_only_to_a_raised_il6_that_counts(sign, code, il6, facts, linked):
    """The article's links are no findings of their own."""
    assert linked is (code in checks(judged(rested(f"{il6} pg/mL", **facts), **sign)))


@pytest.mark.parametrize(
    "sign",
    [
        {},
        {"muscle_mass_falling": False},
        {"processing_speed_slowing": False},
        {"dunedin_pace": "1"},
        {"dunedin_pace": "0.99"},
    ],
)
def test_a_sign_that_is_absent_links_nothing(sign):
    """A pace of exactly one is not fast."""
    assert [] == [code for code in checks(judged(rested("2.6 pg/mL"), **sign)) if code.endswith("_link")]


@pytest.mark.parametrize("ago, assessed", [(0, True), (14, True), (15, False)])
def test_the_last_week_ends_at_most_two_weeks_before_the_draw(ago, assessed):
    """Older days say nothing of this draw, and that is said."""
    hrv = series(-0.8, -0.8)
    newest = max(date.fromisoformat(each["on"]) for each in hrv)
    shift = date.fromisoformat(day(ago)) - newest
    hrv = [{**each, "on": (date.fromisoformat(each["on"]) + shift).isoformat()} for each in hrv]
    verdict = judged(hrv=hrv)

    assert ("hrv_declining" if assessed else "hrv_not_assessed") in checks(verdict)
    assert ("hrv_too_old" in codes(verdict)) is not assessed


def test_without_a_draw_every_day_speaks():
    """Windows are counted from a draw; where nothing was drawn, the newest day speaks for itself."""
    assert "hrv_declining" in checks(interpret_case({"context": {"hrv": series(-0.8, -0.8)}}))


@pytest.mark.parametrize(
    "hrv, why",
    [
        ([], []),
        (days_of(MEAN, range(-5, 0)), []),
        (days_of(MEAN, range(5)), ["hrv_too_few_days"]),
        (days_of(MEAN, range(20, 25)), ["hrv_too_old"]),
        (series(0, 0), []),
        (days_of(MEAN, range(5), device="ring") + series(0, 0, device="strap"), []),
    ],
)
def test_days_are_blamed_only_where_there_are_some_and_none_of_them_serve(hrv, why):
    """What came after the draw is none, and one series that can be judged is enough."""
    assert why == [code for code in codes(judged(hrv=hrv)) if code in {"hrv_too_old", "hrv_too_few_days"}]


def test_too_few_days_are_said():
    """Recent days that make no two weeks and no baseline are not assessed, with the reason."""
    verdict = judged(hrv=days_of(MEAN, range(5)))

    assert "hrv_not_assessed" in checks(verdict)
    assert "hrv_too_few_days" in codes(verdict)


def test_days_after_the_draw_do_not_speak():
    """A collapse after the blood was drawn says nothing of that blood."""
    hrv = series(0, 0)
    later = [{**each, "on": day(-1 - number), "rmssd": "9 ms"} for number, each in enumerate(hrv[-10:])]

    assert "hrv_stable" == state(hrv + later)
