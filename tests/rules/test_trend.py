from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from forge_il6 import STANDARD, Convention, Threshold, interpret_case
from forge_il6.knowledge.words import SUMMARY
from properties.promise_strategies import at, codes, course, day, judged, rested

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
        (("0.5", "5.0", "1.0"), "volatile"),  # before rising
        (("1.0", "5.0", "0.5"), "volatile"),  # before declining
        (("1.0", "5.0", "1.7"), "volatile"),  # before possible_rise
        (("0.9", "4.1", "1.0", "3.9"), "volatile"),  # no rise, although the line through them doubles
        (("1.0", "4.0", "1.0"), "volatile"),
        (("4.0", "1.0", "4.0"), "volatile"),
    ],
)
def test_the_first_match_names_the_trend(values, wanted):
    """With three equidistant readings the fitted fold is that of the ends."""
    assert wanted == course(*readings(*values)).trend.code


def limit_of(n):
    """Return the 95th percentile of the scatter about a line through n readings of a steady person."""
    return SIGMA * math.sqrt(stats.chi2.ppf(0.95, n - 2) / (n - 2))


@pytest.mark.parametrize("fold", [1.0, 3.0, 1 / 3])
@pytest.mark.parametrize("n", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("factor, is_volatile", [(0.999, False), (1.001, True)])
def test_volatile_begins_above_what_noise_alone_shows(n, factor, is_volatile, fold):
    """The scatter about the line decides, whatever the slope of the line."""
    days = [40 * (n - 1 - i) * 4 // n for i in range(n)]
    shape = [float(i in {(n - 1) // 2, n // 2}) for i in range(n)]
    times = [days[0] - each for each in days]
    line: Any = stats.linregress(times, shape)
    off = [y - line.intercept - line.slope * t for y, t in zip(shape, times, strict=True)]
    scale = limit_of(n) * factor / math.sqrt(sum(each**2 for each in off) / (n - 2))
    values = [
        f"{2 * math.exp(each * scale + math.log(fold) * t / times[-1]):.9f}" for each, t in zip(off, times, strict=True)
    ]

    assert is_volatile == (course(*readings(*values, days=days)).trend.code == "volatile")


@pytest.mark.parametrize("n, wanted", [(3, 65), (4, 56), (5, 52), (6, 49)])
def test_the_limits_as_coefficients_of_variation(n, wanted):
    """As a CV about the line the limits are about 65, 56, 52 and 49 per cent."""
    assert wanted == pytest.approx(100 * math.sqrt(math.expm1(limit_of(n) ** 2)), abs=0.6)


@pytest.mark.parametrize("values", [("1", "1", "1"), ("1", "2", "4"), ("3", "3", "3", "3")])
def test_values_on_a_line_do_not_scatter_even_without_noise(values):
    """Where a host takes all variation away the last digits of the arithmetic make nobody volatile."""
    none = {name: Threshold(0, "%", Convention("ours")) for name in ("within_person_cv", "analytical_cv")}
    *history, index = [rested(il6, at(days)) for il6, days in readings(*values)]
    verdict = interpret_case({"reading": index, "context": {"history": history}}, rules=STANDARD.override(**none))

    assert verdict.trend.code in ("stable", "rising")
    assert verdict.trend.cv == "0.0"


def test_two_readings_on_the_word_of_a_host_leave_no_scatter():
    """A line goes through two readings wherever they lie; nothing is left that could be volatile."""
    rules = STANDARD.override(trend_readings=Threshold(2, "reading", Convention("ours")))
    case = {"reading": rested("9 pg/mL"), "context": {"history": [rested("1 pg/mL", at(120))]}}

    assert interpret_case(case, rules=rules).trend.code == "rising"


@pytest.mark.parametrize(
    "reading, history, wanted",
    [
        ({}, [], 1),
        ({}, [rested("2 pg/mL", at(40), at_rest=False)], 1),
        ({"exercise": None}, [], 0),
        ({"il6": "<1.5 pg/mL"}, [], 0),
        ({}, [rested("2 pg/mL", at(40))], 2),
        ({}, [rested("2 pg/mL", at(40)), rested("2 pg/mL", at(40, 1))], 2),
    ],
)
def test_n_counts_the_readings_that_the_trend_rests_on(reading, history, wanted):
    """One reading alone is one, whatever void ones stand beside it; without a history as with one."""
    context = {"history": history} if history else {}

    assert wanted == judged(rested(**reading), **context).trend.n


@pytest.mark.parametrize("values", [("1.0", "1.5", "2.1"), ("2.1", "1.5", "1.0"), ("0.9", "4.1", "1.0", "3.9")])
def test_a_level_that_moves_is_nobodys(values):
    """Rising, declining and volatile courses have no set point, and no line is near it."""
    verdict = course(*readings(*values))

    assert verdict.set_point is None
    assert "near_boundary" not in codes(verdict)


@pytest.mark.parametrize(
    "values, code, days",
    [
        (("1.0", "1.5", "2.1"), "rising", 14),
        (("0.9", "4.1", "1.0", "2.9"), "volatile", 14),
        (("0.9", "4.1", "1.0", "3.9"), "volatile", 28),  # above 3.0 the referral waits four weeks
    ],
)
def test_a_course_that_moves_stands_in_the_summary_and_asks_for_its_cause(values, code, days):
    """There is one thing to do about it, and one time for the next draw."""
    verdict = course(*readings(*values))
    actions = [each.code for each in verdict.actions]

    assert SUMMARY[code].split("{")[0].split(":")[0] in verdict.summary
    assert "look_for_cause_of_course" in actions
    assert "repeat_to_confirm" not in actions
    assert day(-days) == verdict.next_draw.on_or_after


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
    assert "stable_and_high" in codes(verdict)
    assert SUMMARY["stable_and_high"] in verdict.summary


@pytest.mark.parametrize("il6", ["3.0", "2.0", "7.01"])
def test_stable_elsewhere_is_not_called_high(il6):
    """Up to 3.0 it is not high, and beyond the range another cause is looked for."""
    verdict = course(*readings(il6, il6, il6))

    assert "stable_and_high" not in codes(verdict)


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
