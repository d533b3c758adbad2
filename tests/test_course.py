from __future__ import annotations

import inspect
import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from forge_il6 import STANDARD, Reading, interpret, interpret_case
from forge_il6.asking import course as course_module
from forge_il6.asking.course import (
    Counting,
    Day,
    Sample,
    as_cv,
    band_probabilities,
    chi_square_quantile,
    fitted,
    fold_between,
    noise_limit,
    out_of_log,
    sigma,
)
from forge_il6.asking.domains import standing_of
from forge_il6.codes import StandingCode
from forge_il6.conclusions import Level, Reach, Standing
from forge_il6.knowledge.thresholds import IL6_BANDS
from forge_il6.knowledge.words import ASSUMES
from forge_il6.rules.level import lines_near
from forge_il6.times import Draw
from forge_il6.units import Amount
from properties.promise_strategies import at, course, judged, rested

START = date(2026, 1, 1)
CV = Decimal(30), Decimal(8)
SIGMA = math.sqrt(math.log1p(0.30**2) + math.log1p(0.08**2))

values = st.decimals("0.1", "50", places=3)
points = st.lists(st.tuples(st.integers(0, 183), values), min_size=2, max_size=12, unique_by=lambda each: each[0]).map(
    sorted
)


def days(series):
    return tuple(Day(START + timedelta(days=n), (Amount(Decimal(value), "pg/mL"),)) for n, value in series)


def one_day(*results):
    return Day(
        START, tuple(Amount(Decimal(r.lstrip("<>≤≥")), "pg/mL", r[0] if r[0] in "<>≤≥" else "") for r in results)
    )


@given(points)
def test_the_fit_is_least_squares(series):
    """Fold and scatter are those of numpy's straight line through ln x."""
    times, logs = [n for n, _ in series], [math.log(value) for _, value in series]
    slope, start = np.polyfit(times, logs, 1)
    fit, off = fitted(days(series)), np.array(logs) - start - slope * np.array(times)

    assert math.exp(slope * (times[-1] - times[0])) == pytest.approx(fit.fold, rel=1e-9)
    assert math.sqrt(sum(off**2) / max(len(series) - 2, 1)) == pytest.approx(fit.scatter, abs=1e-9)
    assert len(series) - 2 == fit.free


@pytest.mark.parametrize("probability", [0.01, 0.5, 0.9, 0.95, 0.975, 0.999])
@pytest.mark.parametrize("degrees", [1, 2, 3, 5, 8, 30, 182])
def test_chi_square_quantile_is_that_of_scipy(probability, degrees):
    """The quantile by bisection is scipy's."""
    assert stats.chi2.ppf(probability, degrees) == pytest.approx(chi_square_quantile(probability, degrees), rel=1e-9)


def test_out_of_a_logarithm_come_twelve_digits():
    """As many as its arithmetic keeps: what is 2 on paper is 2, and what differs in the twelfth digit still does."""
    assert 2 == out_of_log(math.log(2))
    assert 1.23456789012 == out_of_log(math.log(1.2345678901234))
    assert out_of_log(math.log(1.23456789011)) < out_of_log(math.log(1.23456789012))


@pytest.mark.parametrize("n", range(3, 12))
def test_noise_limit(n):
    """The limit is sigma·√(χ²/(n − 2)); of two readings there is none."""
    wanted = SIGMA * math.sqrt(stats.chi2.ppf(0.95, n - 2) / (n - 2))

    assert wanted == pytest.approx(noise_limit(sigma(*CV), n - 2, Decimal(95)), rel=1e-9)
    assert math.inf == noise_limit(sigma(*CV), 0, Decimal(95))


def test_sigma_is_about_0_304():
    """Both coefficients of variation add on the log scale."""
    assert pytest.approx(sigma(*CV), rel=1e-12) == SIGMA
    assert pytest.approx(sigma(*CV), abs=5e-4) == 0.304


def test_a_quantile_below_every_number_is_as_good_as_none():
    """A probability may be so small that half of what it is the quantile of is no number any more."""
    assert 0 < chi_square_quantile(1e-300, 1) < 1e-300


def test_half_of_a_set_point_on_a_line_lies_beyond_it():
    """A set point at 2 lies as probably above that line as below it, and the more rarely the farther away."""
    optimal, above_target, *upper = band_probabilities(math.log(2), 0.3, IL6_BANDS)

    assert pytest.approx(0.5) == optimal + above_target
    assert pytest.approx(0.5) == sum(upper)
    assert pytest.approx(stats.norm.cdf(math.log(1.2 / 2) / 0.3)) == optimal


@given(st.floats(0.1, 50), st.floats(0.05, 1))
def test_band_probabilities_are_those_of_a_normal_distribution(level, spread):
    """The set point is normal on the log scale, and some band holds it."""
    edges = [-math.inf, *(math.log(cut) for cut in (1.2, 2.0, 3.0, 7.0)), math.inf]
    wanted = np.diff(stats.norm.cdf(edges, math.log(level), spread))
    found = band_probabilities(math.log(level), spread, IL6_BANDS)

    assert list(wanted) == pytest.approx(list(found), abs=1e-12)
    assert pytest.approx(sum(found)) == 1


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_the_set_point(n):
    """The estimate is the geometric mean, its interval sigma/√n on the log scale."""
    il6 = ["1.9", "2.3", "1.7", "2.6", "2.9"][:n]
    verdict = course(*[(f"{value} pg/mL", 160 - 40 * place) for place, value in enumerate(il6)])
    point = verdict.set_point
    mean = stats.gmean([float(value) for value in il6])
    reach = math.exp(stats.norm.ppf(0.975) * SIGMA / math.sqrt(n))

    assert [mean, mean / reach, mean * reach] == pytest.approx(
        [float(point.estimate), float(point.low), float(point.high)], rel=5e-3
    )
    assert n == point.n
    assert pytest.approx(sum(map(float, point.probabilities.values())), abs=3e-3) == 1


@pytest.mark.parametrize(
    "il6, wanted",
    [("0.5", ()), ("0.65", ()), ("0.67", ("1.2",)), ("1.5", ("1.2", "2")), ("2.4", ("2", "3"))],
)
def test_near_boundary(il6, wanted):
    """A line is near when the 95 % interval of 0.55 to 1.82 times the reading crosses it."""
    verdict = judged(rested(f"{il6} pg/mL"))

    assert wanted == verdict.set_point.near_boundary
    assert bool(wanted) == ("near_boundary" in [finding.code for finding in verdict.findings])


@pytest.mark.parametrize("il6", ["7", "3", "2", "1.2", "2.00000001"])
def test_the_level_of_one_reading_is_that_reading(il6):
    """The way through logarithms leaves no trace: a person at 7 pg/mL does not live at 6.999999999999999."""
    assert il6 == judged(rested(f"{il6} pg/mL")).set_point.estimate


@pytest.mark.parametrize(
    "facts",
    [
        {"fasting_hours": 2},
        {"exercise": None},
        {"il6": "<1.5 pg/mL"},
        {"il6": "7.01 pg/mL"},
        {"il6": "5.01 pg/mL", "lab_upper_limit": "5 pg/mL"},
    ],
)
def test_there_is_no_set_point_without_a_counting_number(facts):
    """A void or unverified sample, an interval, or a number beyond the range places nobody."""
    assert judged(rested(**facts)).set_point is None


def test_a_course_that_has_left_the_range_has_no_set_point():
    """The newest reading that counts decides it, by the limit of its own laboratory."""
    earlier = ("2.4 pg/mL", 40)

    assert course(earlier, ("7.01 pg/mL", 0)).set_point is None
    assert course(earlier, ("7.0 pg/mL", 0)).set_point.n == 2
    assert course(("7.01 pg/mL", 40), ("2.4 pg/mL", 0)).set_point.n == 2


@pytest.mark.parametrize("newest, n", [("3.1", None), ("1.5", 3), ("0.74", None)])
def test_a_course_that_moves_has_no_set_point(newest, n):
    """Neither of all its readings nor of the newest alone."""
    point = course(("1.5 pg/mL", 180), ("1.5 pg/mL", 90), (f"{newest} pg/mL", 0)).set_point

    assert n == (None if point is None else point.n)


@pytest.mark.parametrize("other, n", [("9", 1), ("10", None)])
def test_a_day_whose_mean_has_left_the_range_has_no_set_point(other, n):
    """Whatever the last of its draws says by itself."""
    point = judged(rested("5 pg/mL"), history=[rested(f"{other} pg/mL", at(0, 1))]).set_point

    assert n == (None if point is None else point.n)


@pytest.mark.parametrize("factor, near", [("1.499", [2]), ("1.5", [2]), ("1.501", [2, 3])])
def test_a_line_at_the_very_end_of_the_reach_is_not_near(factor, near):
    """At 2 the line of 3 lies half as much again above."""
    reach = math.log(Decimal(factor) * 2) - math.log(2)
    found = lines_near.ask(Reach(reach, reach), Level.of((math.log(2),)), IL6_BANDS)

    assert near == list(found or ())


def test_a_set_point_says_what_it_assumes():
    """Its interval and its probabilities know nothing of how common each level is."""
    assert ASSUMES == judged().set_point.assumes


def test_a_scatter_beyond_all_measure_is_a_number():
    """Three readings 1e29 apart must not overflow a document."""
    assert math.isfinite(as_cv(fitted(days([(0, "1"), (60, "1e29"), (120, "1")])).scatter))


def test_the_reference_change_value_is_one_sided():
    """The cuts of a change are exp(±1.645·√2·sigma), to two digits."""
    reach = stats.norm.ppf(0.95) * math.sqrt(2) * SIGMA

    assert (round(math.exp(reach), 2), round(math.exp(-reach), 2)) == (2.03, 0.49)


@given(st.lists(values, min_size=1, max_size=5), values)
def test_the_mean_of_a_day_is_compared_exactly(amounts, line):
    """The product is compared with the line to the power n, so equality is equality."""
    found = Day(START, tuple(Amount(value, "pg/mL") for value in amounts))
    product, power = math.prod(map(Fraction, amounts)), Fraction(line) ** len(amounts)

    assert (product > power, product >= power, product < power, product <= power) == (
        found.above(line), found.at_least(line), found.below(line), found.at_most(line),
    )  # fmt: skip


@pytest.mark.parametrize(
    "results, line, wanted",
    [
        (("1.0", "4.0"), "2", (False, True, False, True)),
        ((">1", "4"), "2", (True, True, False, False)),
        (("≥1", "4"), "2", (False, True, False, False)),
        (("<1", "4"), "2", (False, False, True, True)),
        (("≤1", "4"), "2", (False, False, False, True)),
        (("<1", "≤4"), "2", (False, False, True, True)),
        ((">1", "≥4"), "2", (True, True, False, False)),
        (("<1", ">4"), "2", (False, False, False, False)),
        (("<9", "4"), "2", (False, False, False, False)),
        (("<2",), "2", (False, False, True, True)),
        ((">2",), "2", (True, True, False, False)),
    ],
)
def test_an_interval_among_the_draws_of_a_day(results, line, wanted):
    """The mean of intervals is an interval, open where one of them is."""
    found, at = one_day(*results), Decimal(line)

    assert wanted == (found.above(at), found.at_least(at), found.below(at), found.at_most(at))


@pytest.mark.parametrize(
    "result", ["2", ">2", "≥2", "<2", "≤2", "1", ">1", "≥1", "<1", "≤1", "3", ">3", "≥3", "<3", "≤3"]
)
def test_a_draw_told_twice_lies_where_it_lies_alone(result):
    """The mean of equal draws is that draw, so the short way of a single draw answers as the mean would."""
    alone, twice, at = one_day(result), one_day(result, result), Decimal(2)

    assert (twice.above(at), twice.at_least(at), twice.below(at), twice.at_most(at)) == (
        alone.above(at), alone.at_least(at), alone.below(at), alone.at_most(at),
    )  # fmt: skip


@pytest.mark.parametrize("n", range(1, 10))
def test_every_draw_of_a_day_is_multiplied_once(n):
    """In pairs, of pairs, and whatever is left over."""
    assert math.factorial(n) == course_module._product(list(range(1, n + 1)))


def test_what_a_day_remembers_is_no_part_of_it():
    """Whoever asked first: the days of two verdicts are the same days, and say the same of themselves."""
    asked, fresh = one_day("1", "4"), one_day("1", "4")
    assert asked.at_least(Decimal(2))

    assert fresh == asked
    assert repr(fresh) == repr(asked)
    assert ["day", "amounts", "lab_upper_limit"] == list(inspect.signature(Day).parameters)


def test_the_points_of_a_day_are_its_numbers():
    """Only numbers, not intervals, have a logarithm."""
    found = one_day("<9", "1", "4")

    assert math.log(2) == pytest.approx(found.log)
    assert len(found.points) == 2


@given(values, values)
def test_a_fold_of_two_numbers_is_exact(before, after):
    """Between single draws the fold is the exact ratio."""
    earlier, later = days([(0, before), (9, after)])

    assert Fraction(after) / Fraction(before) == fold_between(earlier, later)


def test_a_fold_of_means_is_rounded_to_what_is_known():
    """Between means the fold is a number of twelve digits, so that 2 on paper is 2."""
    assert fold_between(one_day("1", "4"), one_day("2", "8")) == 2
    assert fold_between(one_day("2"), one_day("2", "8")) == 2


def test_the_product_of_a_day_is_worked_out_once(monkeypatch):
    """Every line of a scale asks for the mean of a day; a day of many draws must not be multiplied for each."""
    multiplied = []
    once = course_module._product
    monkeypatch.setattr(course_module, "_product", lambda numbers: multiplied.append(len(numbers)) or once(numbers))
    busy = one_day(*(f"{value}.5" for value in range(1, 40)))

    IL6_BANDS.within(busy)
    IL6_BANDS.within(busy)

    assert [39, 39] == multiplied  # numerators and denominators


def test_the_newest_of_two_readings_of_one_instant_is_the_one_with_a_result():
    """A reading without IL-6 beside one with it is no other result, and must not be in its way."""
    one, other = Reading("2.4 pg/mL", drawn_at="2026-11-20T08:00Z"), Reading(drawn_at="2026-11-20T08:00Z")

    for several in ([one, other], [other, one]):
        assert interpret(several).to_dict()["measured"]["il6"] == "2.4 pg/mL"


def test_the_text_of_one_limit_never_stands_in_another_verdict():
    """Numbers that compare equal are not the same text: what is remembered must not be found by what only compares."""
    ceilings = [
        interpret(Reading("2.4 pg/mL", lab_upper_limit=limit)).to_dict()["measured"]["ceiling"]
        for limit in ("5 pg/mL", "5.00 pg/mL", "5 pg/mL")
    ]

    assert ["5 pg/mL", "5.00 pg/mL", "5 pg/mL"] == ceilings


# --- who counts, and who can only raise doubt ------------------------------------------------------


def drawn(il6, days_before, code=None, **facts):
    """A sample of so many days before the newest, with a standing of a code; without a day one of no time."""
    draw = None if days_before is None else Draw.of(at_day(days_before), None, "drawn_at")
    return Sample(Reading(il6, **facts), draw, standing_of(code) if code else Standing.weigh(()))


def at_day(days_before):
    return START + timedelta(days=200 - days_before)


def test_only_what_may_count_after_all_raises_doubt():
    """A void draw says nothing of the course; one that nobody verified might, on its day or on none."""
    counting = Counting.of(
        (
            drawn("9 pg/mL", 90, StandingCode.VOID),
            drawn("8 pg/mL", 80, StandingCode.NOT_APPLICABLE),
            drawn("7 pg/mL", 70, StandingCode.UNVERIFIED),
            drawn("6 pg/mL", 60, StandingCode.TENTATIVE),
            drawn("5 pg/mL", 184),
            drawn("4 pg/mL", None),
            drawn("2 pg/mL", 0),
        ),
        Decimal(183),
    )

    assert [at_day(60), at_day(0)] == [day.day for day in counting.days]
    assert [at_day(70), date.max] == [day.day for day in counting.unverified]
    assert ["void", "not_applicable", "unverified", "", "outside_window", "no_draw_time", ""] == [*counting.excluded]


def test_a_doubtful_draw_of_a_known_day_may_be_a_day_of_the_course():
    """One without a day, or without a number, is no point of any line."""
    counting = Counting.of(
        (
            drawn("<9 pg/mL", 90, StandingCode.UNVERIFIED),
            drawn("7 pg/mL", 70, StandingCode.UNVERIFIED),
            drawn("2 pg/mL", 60),
            drawn("8 pg/mL", 60, StandingCode.UNVERIFIED),
            drawn("4 pg/mL", None),
            drawn("<3 pg/mL", 30),
            drawn("2 pg/mL", 0),
        ),
        Decimal(183),
    )

    assert [(at_day(60), 2), (at_day(0), 2)] == [
        (day.day, pytest.approx(math.exp(day.log))) for day in counting.point_days
    ]
    assert [(at_day(70), 7), (at_day(60), 4), (at_day(0), 2)] == [
        (day.day, pytest.approx(math.exp(day.log))) for day in counting.possible_point_days
    ]


def test_a_day_of_several_draws_has_the_limit_of_the_last():
    """The newest result was printed with the limit that its laboratory holds to now."""
    first, last = (drawn("2 pg/mL", 0, lab_upper_limit=limit) for limit in ("5 pg/mL", "4 pg/mL"))
    (found,) = Counting.of((first, last), Decimal(183)).days

    assert Amount(Decimal(4), "pg/mL") == found.lab_upper_limit


# --- what is decided is a rule's answer ------------------------------------------------------------


def bands_of_course(*il6_and_limits, rules=STANDARD):
    """Interpret rested readings of one person, oldest first, each with the limit that its laboratory printed."""
    drawn = [
        rested(il6, at(20 * number), lab_upper_limit=limit)
        for number, (il6, limit) in enumerate(reversed(il6_and_limits))
    ]
    index, *history = drawn
    verdict = interpret_case({"reading": index, "context": {"age": 57, "history": history}}, rules=rules)
    return [each.band for each in verdict.course.readings]


def test_a_reading_of_the_course_is_banded_on_the_scale_of_its_own_laboratory():
    """A 6 with its own limit of 5 is beyond range for care, so it is beyond range in the course as well."""
    assert ["beyond_range", "high", "high"] == bands_of_course(
        ("6 pg/mL", "5 pg/mL"), ("6 pg/mL", None), ("6 pg/mL", None)
    )


def test_the_limit_of_the_index_says_nothing_of_another_laboratory():
    assert ["high", "beyond_range"] == bands_of_course(("6 pg/mL", None), ("6 pg/mL", "5 pg/mL"))


def test_the_bands_of_the_course_are_asked_of_the_rules_of_the_host():
    """Rules that ask for no limit of a laboratory band no reading by one."""
    readings = (("6 pg/mL", "5 pg/mL"), ("6 pg/mL", "5 pg/mL"))

    assert ["high", "high"] == bands_of_course(*readings, rules=STANDARD.without("B2"))


def test_the_lines_near_the_level_are_the_answer_of_a_rule():
    case = {"reading": rested("2.1 pg/mL"), "context": {"age": 57}}

    assert "2" in interpret_case(case).set_point.near_boundary
    assert () == interpret_case(case, rules=STANDARD.without("H13", "H10")).set_point.near_boundary
