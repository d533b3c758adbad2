from __future__ import annotations

import math

import pytest
from scipy import stats

from properties.promise_strategies import at, codes, course, judged, rested

SIGMA = math.sqrt(math.log1p(0.30**2) + math.log1p(0.08**2))


def readings(*il6, days=None):
    """Return readings of equal distance over half a year, or on the days given."""
    days = days or [180 - 180 * number // (len(il6) - 1) for number in range(len(il6))]
    return [(f"{value} pg/mL", day) for value, day in zip(il6, days, strict=True)]


@pytest.mark.parametrize(
    "values, wanted",
    [
        (("1.0", "1.5", "2.0"), "rising"),
        (("1.0", "1.5", "2.01"), "rising"),
        (("1.0", "1.5", "1.99"), "possible_rise"),
        (("2.0", "1.5", "1.0"), "declining"),
        (("2.0", "1.5", "0.99"), "declining"),
        (("2.0", "1.5", "1.01"), "stable"),
        (("1.0", "1.3", "1.6"), "possible_rise"),
        (("1.0", "1.3", "1.59"), "stable"),
        (("1.0", "1.0", "1.0"), "stable"),
        (("3.5", "3.5", "3.5"), "stable"),
        (("0.5", "5.0", "1.0"), "rising"),  # before volatile
        (("1.0", "5.0", "0.5"), "declining"),  # before volatile
        (("1.0", "5.0", "1.7"), "volatile"),  # before possible_rise
        (("1.0", "4.0", "1.0"), "volatile"),
        (("4.0", "1.0", "4.0"), "volatile"),
    ],
)
def test_the_first_match_names_the_trend(values, wanted):
    """With three equidistant readings the fitted fold is that of the ends."""
    assert wanted == course(*readings(*values)).trend.code


@pytest.mark.parametrize("n", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("factor, wanted", [(0.999, "stable"), (1.001, "volatile")])
def test_volatile_begins_above_what_noise_alone_shows(n, factor, wanted):
    """The limit is the 95th percentile of the log-scale SD of a steady person."""
    limit = SIGMA * math.sqrt(stats.chi2.ppf(0.95, n - 1) / (n - 1))
    # one peak in the middle of an odd course, two equal ones of an even course: no slope
    shape = [0.0] * n
    for place in {(n - 1) // 2, n // 2}:
        shape[place] = 1.0
    spread = stats.tstd(shape)
    values = [f"{2 * math.exp(each * limit * factor / spread):.9f}" for each in shape]

    assert wanted == course(*readings(*values, days=[40 * (n - 1 - i) * 4 // n for i in range(n)])).trend.code


@pytest.mark.parametrize("n, wanted", [(3, 57), (4, 52), (5, 50), (6, 48)])
def test_the_limits_are_those_of_the_literature(n, wanted):
    """As a CV the limits are about 57, 52, 50 and 48 per cent."""
    limit = SIGMA * math.sqrt(stats.chi2.ppf(0.95, n - 1) / (n - 1))

    assert wanted == pytest.approx(100 * math.sqrt(math.expm1(limit**2)), abs=0.6)


@pytest.mark.parametrize(
    "days, wanted",
    [
        ([90, 45, 0], "stable"),
        ([89, 45, 0], "insufficient_data"),
        ([183, 45, 0], "stable"),
        ([184, 45, 0], "insufficient_data"),
        ([184, 100, 45, 0], "stable"),
    ],
)
def test_a_trend_takes_three_readings_and_ninety_days(days, wanted):
    """Three days of readings that span 90 days within 183 are needed."""
    assert wanted == course(*readings(*["2"] * len(days), days=days)).trend.code


def test_two_draws_of_one_day_are_one_reading():
    """Draws of one local day do not make up the number that is needed."""
    assert course(*readings("2", "2", "2", days=[120, 120 - 1 / 24, 0])).trend.code == "insufficient_data"


@pytest.mark.parametrize("il6", ["<1.5", ">2", "≤2"])
def test_a_censored_reading_is_no_point(il6):
    """An interval has no place on a line."""
    verdict = course(*readings("2", il6, "2"))

    assert (verdict.trend.code, verdict.trend.n) == ("insufficient_data", 2)


@pytest.mark.parametrize(
    "facts",
    [{"method": "another"}, {"specimen": "serum"}, {"fasting_hours": 2}, {"exercise": None}],
)
def test_only_counting_readings_of_one_method_make_a_trend(facts):
    """A reading that does not count has no part in the trend."""
    history = [rested("2 pg/mL", at(120)), rested("9 pg/mL", at(60), **facts)]

    assert judged(rested("2 pg/mL"), history=history).trend.code == "insufficient_data"


def test_band_outranks_trend():
    """Stable above 3.0 is high all the same, and says so first."""
    verdict = course(*readings("3.5", "3.6", "3.5"))

    assert (verdict.trend.code, verdict.band, verdict.firmness) == ("stable", "high", "firm")
    assert codes(verdict).index("high") < codes(verdict).index("stable")
    assert "stable" not in verdict.summary


@pytest.mark.parametrize(
    "before, last, wanted",
    [
        ("1.00", "2.03", "rise"),
        ("1.00", "2.04", "rise"),
        ("1.00", "2.0299999999999999", "within_noise"),
        ("1.00", "0.49", "fall"),
        ("1.00", "0.48", "fall"),
        ("1.00", "0.4900000000000001", "within_noise"),
        ("3", "6.09", "rise"),
        ("7", "3.43", "fall"),
        ("2", "2", "within_noise"),
        ("<1.5", "2", "not_comparable"),
        ("2", ">5", "not_comparable"),
    ],
)
def test_change(before, last, wanted):
    """Only a change beyond the reference change value is one, compared exactly."""
    assert wanted == course(*readings(before, last, days=[40, 0])).change.code


@pytest.mark.parametrize(
    "days, facts, wanted",
    [
        (183, {}, "rise"),
        (184, {}, "not_comparable"),
        (40, {"method": "another"}, "not_comparable"),
        (40, {"specimen": "serum"}, "not_comparable"),
        (40, {"fasting_hours": 2}, "not_comparable"),
        (40, {"exercise": None}, "not_comparable"),
        (1, {}, "rise"),
    ],
)
def test_what_may_be_compared(days, facts, wanted):
    """Two counting readings of one method and matrix within the window compare."""
    history = [rested("1 pg/mL", at(days), **facts)]

    assert wanted == judged(rested("3 pg/mL"), history=history).change.code


def test_one_reading_has_no_course():
    """Without a history there is neither trend nor change."""
    verdict = judged()

    assert (verdict.trend.code, verdict.change.code) == ("insufficient_data", "not_comparable")


def test_change_compares_days():
    """Draws of one day stand for their geometric mean."""
    verdict = course(*readings("0.5", "2", "2.03", days=[40 + 1 / 24, 40, 0]))

    assert (verdict.change.code, verdict.change.fold) == ("rise", "2.03")


@pytest.mark.parametrize(
    "verdict, line",
    [
        (lambda: course(*readings("1", "2.02999", days=[40, 0])).change, 2.03),
        (lambda: course(*readings("1", "1.5", "1.99999")).trend, 2.0),
    ],
    ids=["change", "trend"],
)
def test_no_fold_rounds_across_a_line(verdict, line):
    """A fold below a line is shown below it."""
    assert float(verdict().fold) < line
