"""Grip and heart rate variability as series: what may be compared with what."""

from __future__ import annotations

import math
import statistics
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import GripSession, HrvDay
from forge_il6.asking.body import Fall, Week, falls, grip_courses, hrv_courses, last_weeks
from forge_il6.knowledge.thresholds import GRIP_LOSS_MEN, GRIP_LOSS_MULTIPLE

START = date(2024, 2, 28)
STANDARD = {"week_days": 7, "week_valid": 3, "baseline_days": 28, "baseline_valid": 14}


def all_falls(sessions, years=200):
    """Return the falls of every hand and device that can be compared."""
    return [series for series in (falls(course, years) for course in grip_courses(sessions)) if series]


def weeks(days):
    """Return the last two weeks of every measure and device that can be compared."""
    return [pair for pair in (last_weeks(logs, **STANDARD) for logs in hrv_courses(days)) if pair]


def session(days, kilograms, **facts):
    return GripSession(START + timedelta(days=days), f"{kilograms} kg", **facts)


def hrv(days, milliseconds, measure="rmssd", **facts):
    return HrvDay(START + timedelta(days=days), **{measure: f"{milliseconds} ms"}, **facts)


def test_a_fall_is_counted_from_the_first_session():
    """Kilograms, share and years are exact, also over a leap day."""
    ((fall,),) = all_falls([session(0, "40"), session(2, "34.5")])

    assert Fall(date(2024, 3, 1), Fraction(11, 2), Fraction(40), Fraction(2 * 100, 36525)) == fall
    assert Fraction(55, 4) == fall.percent


def test_ageing_explains_its_yearly_loss_so_many_times():
    """Over 36,525 days a century of it is expected."""
    ((fall,),) = all_falls([session(0, "60"), session(36525, "1")])

    assert 100 == fall.years
    assert Fraction(118) == fall.expected(GRIP_LOSS_MEN.value, GRIP_LOSS_MULTIPLE.value)


def test_a_baseline_of_nothing_has_no_share():
    """A hand that could not press has nothing to lose."""
    ((fall,),) = all_falls([session(0, "0"), session(20, "10")])

    assert (0, -10) == (fall.percent, fall.kilograms)


def test_each_hand_and_device_is_a_series():
    """A hand not named is not the hand that is."""
    series = [
        session(0, "40", hand="left"), session(9, "39", hand="left"),
        session(0, "50", hand="right"), session(9, "48", hand="right"), session(20, "47", hand="right"),
        session(0, "30", hand="right", device="other"),
        session(0, "20"),
    ]  # fmt: skip

    assert [[1], [2, 3]] == [[fall.kilograms for fall in each] for each in all_falls(series)]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), max_size=12), st.randoms())
def test_the_order_of_sessions_changes_nothing(pairs, random):
    """One day has one value, the best, and a series is as long as its days after the first."""
    sessions = [session(days, kilograms) for days, kilograms in pairs]
    shuffled = random.sample(sessions, len(sessions))
    best = {}
    for days, kilograms in pairs:
        best[days] = max(kilograms, best.get(days, 0))
    wanted = [best[min(best)] - best[days] for days in sorted(best)[1:]] if best else []

    assert all_falls(sessions) == all_falls(shuffled)
    assert ([wanted] if wanted else []) == [[fall.kilograms for fall in each] for each in all_falls(sessions)]


@given(st.lists(st.integers(20, 90), min_size=42, max_size=42))
def test_weeks_are_compared_with_the_baseline_before_both(values):
    """The mean and sample SD of the logs of the 28 days before, and the means of the last two weeks."""
    logs = [math.log(value) for value in values]
    ((this_week, week_before),) = weeks([hrv(n, value) for n, value in enumerate(values)])

    assert statistics.fmean(logs[35:]) == pytest.approx(this_week.mean)
    assert statistics.fmean(logs[28:35]) == pytest.approx(week_before.mean)
    assert this_week[1:] == week_before[1:]
    assert (statistics.fmean(logs[:28]), statistics.stdev(logs[:28])) == pytest.approx(this_week[1:])


@given(st.lists(st.integers(0, 60), max_size=60, unique=True))
def test_too_few_days_are_no_comparison(present):
    """Three days in each week and fourteen in the baseline, counted back from the newest day."""
    back = [max(present) - n for n in present] if present else []
    counts = [sum(low <= n < high for n in back) for low, high in ((0, 7), (7, 14), (14, 42))]
    enough = all(count >= least for count, least in zip(counts, (3, 3, 14), strict=True))

    assert enough is bool(weeks([hrv(n, 40 + n % 5) for n in present]))


def test_values_of_one_day_are_their_mean():
    """The geometric mean of a day, so that a second measurement is no second day."""
    single = [hrv(n, 40) for n in range(42)]
    ((week, _),) = weeks([*single[:-1], hrv(41, 20), hrv(41, 80)])

    assert math.log(40) == pytest.approx(week.mean)


def test_measures_and_devices_are_series_of_their_own():
    """Two full series are two comparisons; a third with too few days is none."""
    days = [hrv(n, 40, measure) for n in range(42) for measure in ("rmssd", "sdnn")]
    short = [hrv(n, 40, device="new") for n in range(20)]

    assert 2 == len(weeks(days + short))


@pytest.mark.parametrize("mean, below", [(3.399, True), (3.4, False), (3.401, False)])
def test_below_is_strictly_below(mean, below):
    """A week exactly at the line is not below it."""
    assert below is Week(mean, 3.9, 1.0).below(0.5)


@pytest.mark.parametrize("newest, found", [(date(2027, 2, 27), 1), (date(2027, 2, 28), 1), (date(2027, 3, 1), 0)])
def test_a_baseline_reaches_back_so_many_calendar_years(newest, found):
    """The same day three years before is still within them, one day more is not."""
    (course,) = grip_courses([session(0, "40"), GripSession(newest, "39 kg")])

    assert found == len(falls(course, 3))


def test_of_a_leap_day_the_years_end_the_day_before():
    """29 February 2028 reaches back to 28 February of a year that has no other."""
    newest = GripSession(date(2028, 2, 29), "30 kg")
    (within,) = grip_courses([GripSession(date(2025, 2, 28), "40 kg"), newest])
    (before,) = grip_courses([GripSession(date(2025, 2, 27), "40 kg"), newest])

    assert (1, 0) == (len(falls(within, 3)), len(falls(before, 3)))


def test_what_comes_after_the_last_day_is_left_out():
    """A series ends with the day up to which it is asked for."""
    grips = [session(0, "40"), session(5, "39"), session(6, "38")]
    days = [hrv(n, 40) for n in range(7)]

    assert [2] == [len(course) for course in grip_courses(grips, START + timedelta(days=5))]
    assert [6] == [len(logs) for logs in hrv_courses(days, START + timedelta(days=5))]
    assert () == grip_courses(grips, START - timedelta(days=1)) == hrv_courses(days, START - timedelta(days=1))


@pytest.mark.parametrize("asked_for", [0, 1, 2])
def test_a_baseline_of_two_days_is_the_least_that_has_a_spread(asked_for):
    """However few days a host asks for: of one day alone there is no deviation."""
    weeks_of_it = {**STANDARD, "baseline_valid": asked_for}
    last = [hrv(n, 40) for n in range(28, 42)]
    ((two,), (one,)) = (hrv_courses([hrv(n, 40 + n) for n in range(count)] + last) for count in (2, 1))

    assert last_weeks(two, **weeks_of_it)
    assert last_weeks(one, **weeks_of_it) is None
