from __future__ import annotations

import pytest

from forge_il6 import STANDARD, Context, Convention, Reading, Threshold, interpret_case
from forge_il6.case import Case
from forge_il6.rules.persistence import counting
from forge_il6.rules.trend import may_scatter
from properties.promise_strategies import at, codes, course, day, judged, rested


def lines(verdict):
    found = verdict.persistence.lines
    return found.above_target.value, found.above_2.value, found.above_3.value


def drawn(*il6_and_times, **context):
    """Interpret readings given with the facts that differ from a rested draw."""
    *history, index = [rested(il6, time, **facts) for il6, time, facts in il6_and_times]
    return judged(index, history=history, **context)


@pytest.mark.parametrize(
    "earlier, newest, days, wanted",
    [
        ("1.2", "1.2", 14, ("yes", "no", "no")),
        ("1.19", "1.2", 14, ("no", "no", "no")),
        ("1.2", "1.19", 14, ("no", "no", "no")),
        ("1.2", "1.2", 13, ("open", "no", "no")),
        ("2.01", "2.01", 14, ("yes", "yes", "no")),
        ("2.0", "2.01", 14, ("yes", "no", "no")),
        ("2.01", "2.0", 14, ("yes", "no", "no")),
        ("2.01", "2.01", 13, ("open", "open", "no")),
        ("3.01", "3.01", 28, ("yes", "yes", "yes")),
        ("3.01", "3.01", 27, ("yes", "yes", "open")),
        ("3.0", "3.01", 28, ("yes", "yes", "no")),
        ("3.01", "3.0", 28, ("yes", "yes", "no")),
        ("3.01", "3.0", 27, ("yes", "yes", "no")),
        ("3.01", "3.01", 183, ("yes", "yes", "yes")),
        ("3.01", "3.01", 184, ("open", "open", "open")),
        ("1.0", "3.01", 13, ("no", "no", "open")),
    ],
)
def test_lines_of_two_readings(earlier, newest, days, wanted):
    """Each line has its own cut, gap and window."""
    assert wanted == lines(course((f"{earlier} pg/mL", days), (f"{newest} pg/mL", 0)))


@pytest.mark.parametrize(
    "earlier, newest, wanted",
    [
        ("<1.5", "2.5", ("open", "no", "no")),
        ("<1.2", "2.5", ("no", "no", "no")),
        ("≤2", "2.5", ("open", "no", "no")),
        ("<2.01", "2.5", ("open", "open", "no")),
        (">2", "2.5", ("yes", "yes", "no")),
        ("≥2", "2.5", ("yes", "open", "no")),
        (">1.19", "2.5", ("open", "open", "no")),
        (">3", ">3", ("yes", "yes", "yes")),
        ("≥3", ">3", ("yes", "yes", "open")),
        (">3", "<3", ("open", "open", "no")),
        (">3", "<3.01", ("open", "open", "open")),
        (">2", "3.5", ("yes", "yes", "open")),
    ],
)
def test_a_censored_reading_settles_only_what_is_certain(earlier, newest, wanted):
    """A result with a comparator is beyond a line, or not, or leaves it open."""
    assert wanted == lines(course((f"{earlier} pg/mL", 40), (f"{newest} pg/mL", 0)))


@pytest.mark.parametrize(
    "readings, wanted",
    [
        ([("2.9", 60), ("3.1", 28), ("3.1", 0)], ("yes", "yes", "yes")),  # old readings need not age out
        ([("1.0", 60), ("3.1", 28), ("3.1", 0)], ("yes", "yes", "yes")),  # a yes includes the lines below it
        ([("1.0", 99), ("1.0", 60), ("3.1", 28), ("3.1", 0)], ("yes", "yes", "yes")),
        ([("3.1", 60), ("2.9", 28), ("3.1", 0)], ("yes", "yes", "no")),  # the nearest one far enough
        ([("3.1", 60), ("2.9", 27), ("3.1", 0)], ("yes", "yes", "no")),  # one between them
        ([("3.1", 29), ("2.9", 28), ("3.1", 0)], ("yes", "yes", "no")),
        ([("2.9", 29), ("3.1", 28), ("3.1", 0)], ("yes", "yes", "yes")),
        ([("3.1", 40), ("3.1", 10), ("3.1", 0)], ("yes", "yes", "yes")),
        ([("2.9", 20), ("3.1", 0)], ("yes", "yes", "open")),  # nothing is far enough yet
        ([("3.1", 40), ("≥3", 10), ("3.1", 0)], ("yes", "yes", "open")),
    ],
)
def test_the_referral_line_asks_the_newest_readings(readings, wanted):
    """The newest, the nearest at least 28 days before it, and all between decide the line of 3.0."""
    assert wanted == lines(course(*[(f"{il6} pg/mL", days) for il6, days in readings]))


@pytest.mark.parametrize(
    "readings, wanted",
    [
        ([("3.1", 30), ("3.1", 0)], "persistent_above_3"),
        ([("1.0", 60), ("3.1", 30), ("3.1", 0)], "persistent_above_3"),
        ([("2.1", 30), ("2.1", 0)], "consistent_above_2"),
        ([("3.1", 20), ("3.1", 0)], "consistent_above_2"),  # a line is open, an earlier code holds
        ([("1.2", 30), ("1.2", 0)], "persistent_above_target"),
        ([("1.0", 30), ("1.2", 0)], "not_persistent"),
        ([("1.2", 13), ("1.2", 0)], "not_assessable"),
        ([("1.2", 0)], "not_assessable"),
        ([("1.0", 20), ("3.1", 0)], "not_assessable"),  # the line of 3.0 is still open
        ([("1.0", 13), ("1.1", 0)], "not_persistent"),
    ],
)
def test_the_code_is_the_first_that_holds(readings, wanted):
    """A line that holds names the code before one that is open."""
    assert wanted == course(*[(f"{il6} pg/mL", days) for il6, days in readings]).persistence.code


SHARES = [
    # two thirds of all, the newest pair among them
    (("1.9", "2.1", "2.1"), "yes"),
    (("2.0", "2.01", "2.01"), "yes"),
    (("1.9", "1.9", "2.1", "2.1"), "no"),
    (("1.9", "2.1", "2.1", "2.1"), "yes"),
    (("1.9", "1.9", "2.1", "2.1", "2.1"), "no"),
    (("1.9", "1.9", "2.1", "2.1", "2.1", "2.1"), "yes"),  # four of six are exactly two thirds
    (("1.9", "1.9", "1.9", "2.1", "2.1", "2.1", "2.1"), "no"),
    # what is open counts for neither side
    (("<2.5", "2.1", "2.1"), "yes"),
    (("<2.5", "<2.5", "2.1", "2.1"), "open"),
    (("<2.5", "1.9", "2.1", "2.1"), "open"),
    (("1.9", "1.9", "<2.5", "2.1", "2.1"), "no"),
    # the newest pair decides whatever the share
    (("2.1", "2.1", "2.1", "2.1", "1.9"), "no"),
    (("2.1", "2.1", "2.1", "1.9", "2.1"), "no"),
    (("2.1", "2.1", "2.1", "<2.5", "2.1"), "open"),
    (("2.1", "2.1", "2.1", "2.1", "<2.5"), "open"),
]


@pytest.mark.parametrize("il6, wanted", SHARES)
def test_two_thirds_of_all_readings_and_the_newest_pair_make_a_line_yes(il6, wanted):
    """Exactly two thirds are enough; an older reading below the line does not end what the newest ones say."""
    verdict = course(*[(f"{value} pg/mL", 20 * place) for place, value in zip(range(len(il6))[::-1], il6, strict=True)])

    assert wanted == verdict.persistence.lines.above_2


@pytest.mark.parametrize(
    "readings, wanted",
    [
        ([("2.1", 40), ("2.1", 14), ("1.9", 13), ("2.1", 0)], "no"),  # one between the pair
        ([("2.1", 40), ("1.9", 15), ("2.1", 14), ("2.1", 0)], "yes"),  # one before it
        ([("2.1", 13), ("2.1", 7), ("2.1", 0)], "open"),  # no pair yet
        ([("1.9", 13), ("2.1", 7), ("2.1", 0)], "open"),  # no pair yet, and a third of all is no more than a third
        ([("1.9", 13), ("1.9", 7), ("2.1", 0)], "no"),  # more than a third of all
    ],
)
def test_the_pair_is_the_newest_and_the_nearest_one_two_weeks_before_it(readings, wanted):
    """All readings between the two are asked as well; without a pair a line is open, or refuted by the share."""
    assert wanted == course(*[(f"{il6} pg/mL", days) for il6, days in readings]).persistence.lines.above_2


@pytest.mark.parametrize("exception, wanted", [(2, "yes"), (3, "no")])
def test_the_share_is_a_number_that_a_host_may_replace(exception, wanted):
    """With one in two allowed, two of four are enough."""
    rules = STANDARD.override(persistence_exception=Threshold(exception, "reading", Convention("ours")))
    history = [rested(f"{il6} pg/mL", at(days)) for il6, days in (("1.9", 60), ("1.9", 40), ("2.1", 20))]
    case = {"reading": rested("2.1 pg/mL"), "context": {"history": history}}

    assert wanted == interpret_case(case, rules=rules).persistence.lines.above_2


@pytest.mark.parametrize("line, code", [("3.01", "persistent_above_3"), ("2.01", "consistent_above_2")])
def test_a_line_counts_its_readings_and_says_since_when(line, code):
    """Beside the code stand how many of how many readings lie beyond its line, and the oldest day of them all."""
    found = course(("1.0 pg/mL", 90), (f"{line} pg/mL", 60), (f"{line} pg/mL", 28), (f"{line} pg/mL", 0)).persistence

    assert (code, 3, 4, day(90)) == (found.code, found.beyond, found.n, found.since)


def test_where_no_line_holds_nothing_is_counted():
    """A code that names no line has no readings beyond it and no first day."""
    found = course(("1.0 pg/mL", 30), ("1.0 pg/mL", 0)).persistence

    assert ("not_persistent", 0, "") == (found.code, found.beyond, found.since)


# --- one day ---------------------------------------------------------------------------------------

TOGETHER = [
    (["1.0", "4.0"], ("yes", "no", "no")),  # exactly 2.0
    (["1.0", "4.0000000000000000001"], ("yes", "yes", "no")),
    (["0.9", "1.6"], ("yes", "no", "no")),  # exactly 1.2
    (["0.9", "1.5999999999999999999"], ("no", "no", "no")),
    (["0.9", "1.6", "1.2"], ("yes", "no", "no")),  # exactly 1.2 of three
    (["0.9", "1.6", "1.1999999999999"], ("no", "no", "no")),
    (["2.25", "4.0"], ("yes", "yes", "no")),  # exactly 3.0
    (["2.26", "4.0"], ("yes", "yes", "yes")),
    (["1", "2", "4"], ("yes", "no", "no")),  # exactly 2.0 of three
    ([">1", "4"], ("yes", "yes", "open")),
    (["≥1", "4"], ("yes", "open", "open")),
    (["<1", "4"], ("open", "no", "no")),
    (["≤1", "4"], ("open", "no", "no")),
    (["<1", "1.44"], ("no", "no", "no")),
    (["≤1", "1.44"], ("open", "no", "no")),
    (["<1", ">4"], ("open", "open", "open")),
    (["≤1", "9"], ("open", "open", "no")),
    ([">2.25", "4"], ("yes", "yes", "yes")),
    (["≥2.25", "4"], ("yes", "yes", "open")),
    (["<2.25", "4"], ("open", "open", "no")),
]


@pytest.mark.parametrize("together, wanted", TOGETHER)
def test_several_draws_of_one_day_stand_for_their_geometric_mean(together, wanted):
    """A mean is compared exactly, through the product and never through logarithms."""
    day = [(f"{il6} pg/mL", 30 - number / 24) for number, il6 in enumerate(together)]

    assert wanted == lines(course(*day, ("5 pg/mL", 0)))


def test_two_draws_of_one_day_are_one_reading():
    """Draws of one local day are no two witnesses."""
    verdict = course(("3.5 pg/mL", 1 / 24), ("3.5 pg/mL", 0))

    assert (verdict.persistence.code, verdict.persistence.n, verdict.firmness) == ("not_assessable", 1, "provisional")


def test_days_are_local():
    """Two draws around midnight are of two local dates in UTC and of one in New York."""
    early, late = "2026-11-19T23:30:00+00:00", "2026-11-20T00:30:00+00:00"
    context = {"history": [rested("2.5 pg/mL", early)]}

    assert judged(rested("2.5 pg/mL", late), **context).persistence.n == 2
    assert judged(rested("2.5 pg/mL", late), **context, time_zone="America/New_York").persistence.n == 1


# --- who counts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, counts",
    [
        ({}, True),
        ({"haemolysed": True}, True),
        ({"fasting_hours": 9}, True),
        ({"fasting_hours": 7}, False),
        ({"fasting_hours": None}, False),
        ({"exercise": None}, False),
        ({"method": "another"}, False),
        ({"specimen": "serum"}, False),
    ],
)
def test_who_counts(facts, counts):
    """Valid and tentative readings of the newest one's method and matrix count."""
    verdict = drawn(("2.5 pg/mL", at(30), facts), ("2.5 pg/mL", at(), {}))

    assert ("consistent_above_2" if counts else "not_assessable") == verdict.persistence.code
    assert ("firm" if counts else "provisional") == verdict.firmness
    assert [counts, True] == [reading.counted for reading in verdict.course.readings]


@pytest.mark.parametrize(
    "method, other, together",
    [
        ("Roche Elecsys", "Roche Elecsys", True),
        ("Roche Elecsys", "  roche   elecsys ", True),
        ("Roche Elecsys", "Roche", False),
        ("Roche Elecsys", None, False),
        (None, None, True),
    ],
)
def test_methods_are_never_mixed(method, other, together):
    """One method compares with itself, and unknown only with unknown, which is noted."""
    verdict = drawn(("2.5 pg/mL", at(30), {"method": other}), ("2.5 pg/mL", at(), {"method": method}))

    assert together == (verdict.persistence.n == 2)
    assert together == ("methods_pooled" in codes(verdict))  # the matrix is unknown everywhere


def test_named_method_and_matrix_are_not_pooled():
    """Where method and matrix are named nothing is compared on trust."""
    facts = {"method": "Roche Elecsys", "specimen": "serum"}
    verdict = drawn(("2.5 pg/mL", at(30), facts), ("2.5 pg/mL", at(), facts))

    assert (verdict.persistence.code, "methods_pooled" in codes(verdict)) == ("consistent_above_2", False)


def test_the_newest_counting_reading_sets_method_and_window():
    """A void sample changes nothing: the newest counting reading need not be the index."""
    verdict = drawn(
        ("2.5 pg/mL", at(190), {}),
        ("2.5 pg/mL", at(150), {}),
        ("2.5 pg/mL", at(10), {}),
        ("9 pg/mL", at(), {"fasting_hours": 1, "method": "another"}),
    )

    assert (verdict.persistence.code, verdict.persistence.n) == ("consistent_above_2", 3)
    assert (verdict.firmness, verdict.care) == ("none", "repeat")


@pytest.mark.parametrize(
    "il6, wanted",
    [
        ("1.19", ("open", "open", "open")),
        ("1.99", ("yes", "open", "open")),
        ("2.5", ("yes", "yes", "open")),
        ("3.5", ("yes", "yes", "yes")),
        ("<1.2", ("open", "open", "open")),
        pytest.param(
            "<1.5", ("open", "open", "open")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("when", [10, 0])
def test_an_unverified_reading_can_only_cast_doubt(il6, wanted, when):
    """Where an unverified reading does not lie beyond a line, that line is not yes; it never supports one."""
    days = [(f"{il6} pg/mL", at(when), {"fasting_hours": None}), ("3.5 pg/mL", at(40), {}), ("3.5 pg/mL", at(5), {})]
    ordered = sorted(days, key=lambda each: each[1])

    assert wanted == lines(drawn(*ordered))


def test_an_old_unverified_reading_holds_back_the_referral_too():
    """It lies before the pair, and still no line that it does not lie beyond is yes: those below would be yes too."""
    verdict = drawn(("≤2 pg/mL", at(90), {"exercise": None}), ("3.1 pg/mL", at(45), {}), ("3.5 pg/mL", at(), {}))

    assert ("open", "open", "open") == lines(verdict)


@pytest.mark.parametrize("days, wanted", [(183, "open"), (184, "yes")])
def test_an_unverified_reading_older_than_the_window_casts_no_doubt(days, wanted):
    """What would not count casts no doubt either."""
    verdict = drawn(("1 pg/mL", at(days), {"exercise": None}), ("3.5 pg/mL", at(40), {}), ("3.5 pg/mL", at(), {}))

    assert wanted == verdict.persistence.lines.above_3


def test_a_late_unverified_reading_always_casts_doubt():
    """Had it counted, the window would have moved with it."""
    verdict = drawn(("3.5 pg/mL", at(300), {}), ("3.5 pg/mL", at(250), {}), ("1 pg/mL", at(), {"exercise": None}))

    assert ("open", "open", "open") == lines(verdict)


def test_an_unverified_reading_never_supports_a_yes():
    """One counting and one unverified reading are no two."""
    verdict = drawn(("3.5 pg/mL", at(40), {"exercise": None}), ("3.5 pg/mL", at(), {}))

    assert lines(verdict) == ("open", "open", "open")


@pytest.mark.parametrize("facts", [{"method": "another"}, {"specimen": "serum"}])
def test_an_unverified_reading_of_another_method_casts_no_doubt(facts):
    """Across methods nothing is compared, not even to doubt."""
    verdict = drawn(
        ("3.5 pg/mL", at(40), {}), ("1 pg/mL", at(20), {"fasting_hours": None, **facts}), ("3.5 pg/mL", at(), {})
    )

    assert lines(verdict) == ("yes", "yes", "yes")


# --- firmness --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts, index_facts, wanted",
    [
        ({}, {}, "firm"),
        ({"haemolysed": True}, {"haemolysed": True}, "firm"),
        ({"exercise": None}, {}, "provisional"),
        ({"fasting_hours": 3}, {}, "provisional"),
        ({}, {"exercise": None}, "unverified"),
        ({}, {"fasting_hours": 3}, "none"),
    ],
)
def test_firmness(facts, index_facts, wanted):
    """Firm is the index and another counting reading in one band; void has none."""
    verdict = drawn(("2.4 pg/mL", at(30), facts), ("2.6 pg/mL", at(), index_facts))

    assert wanted == verdict.firmness


@pytest.mark.parametrize("days, wanted", [(183, "firm"), (184, "provisional")])
def test_a_reading_outside_the_window_makes_nothing_firm(days, wanted):
    """Only readings that count make a band firm."""
    assert wanted == course(("2.4 pg/mL", days), ("2.6 pg/mL", 0)).firmness


@pytest.mark.parametrize(
    "limit, earlier, index, wanted",
    [
        ("10 pg/mL", "8.5", "8", "firm"),
        ("5 pg/mL", "6.5", "6", "firm"),
    ],
)
def test_firm_goes_by_the_limit_of_the_laboratory(limit, earlier, index, wanted):
    """Both readings are placed by the limit that their laboratory gave."""
    facts = {"lab_upper_limit": limit}
    verdict = drawn((f"{earlier} pg/mL", at(30), facts), (f"{index} pg/mL", at(), facts))

    assert wanted == verdict.firmness


@pytest.mark.parametrize("earlier, wanted", [("6", "provisional"), ("4.9", "firm")])
def test_each_reading_is_placed_by_its_own_limit(earlier, wanted):
    """A 6 beyond the limit of its own laboratory does not confirm a 6 that another one calls high."""
    verdict = drawn((f"{earlier} pg/mL", at(30), {"lab_upper_limit": "5 pg/mL"}), ("6 pg/mL", at(), {}))

    assert (wanted, "high") == (verdict.firmness, verdict.band)


def test_a_volatile_course_makes_no_band_firm():
    """A second reading in the band proves nothing where the readings jump."""
    verdict = course(("0.9 pg/mL", 160), ("4.1 pg/mL", 110), ("1.0 pg/mL", 60), ("3.9 pg/mL", 0))

    assert ("volatile", "high", "provisional") == (verdict.trend.code, verdict.band, verdict.firmness)


DOUBTED = [
    ([120, 60, 0], "30", 3, "provisional"),
    ([120, 60, 0], "2.6", 3, "firm"),  # nor would it scatter
    ([90, 45, 0], "30", 3, "provisional"),
    ([89, 45, 0], "30", 3, "firm"),  # too short a time for any trend
    ([120, 60, 0], "<30", 3, "firm"),  # no number that could lie off the line
    ([120, 60, 0], "30", 4, "firm"),  # too few for a clinic that asks for four
]


@pytest.mark.parametrize("ago, il6, readings, wanted", DOUBTED)
def test_a_course_that_an_unverified_reading_may_make_volatile_is_not_firm(ago, il6, readings, wanted):
    """Not to know of a reading whether it counts makes nothing firmer than to know that it does."""
    rules = STANDARD.override(trend_readings=Threshold(readings, "reading", Convention("test")))
    first, between, now = ago
    history = [rested("2.4 pg/mL", at(first)), rested(f"{il6} pg/mL", at(between), fasting_hours=None)]
    verdict = interpret_case({"reading": rested("2.4 pg/mL", at(now)), "context": {"history": history}}, rules=rules)

    assert (wanted, "elevated") == (verdict.firmness, verdict.band)


@pytest.mark.parametrize("exercise, wanted", [("none", None), (None, True)])
def test_what_is_settled_raises_no_such_doubt(exercise, wanted):
    """Where every reading is known to count, whether they scatter is a matter of the trend."""
    readings = [(f"{il6} pg/mL", days) for il6, days in (("0.9", 160), ("4.1", 110), ("1.0", 60), ("3.9", 0))]
    case = Case.of([Reading.of(rested(il6, at(days), exercise=exercise if days == 60 else "none"), "reading")
                    for il6, days in readings], Context(), STANDARD)  # fmt: skip

    assert wanted is may_scatter.ask(counting.ask(case.samples))


def test_knowing_less_of_another_reading_makes_nothing_firmer():
    """A fact taken away from one of two draws of another day never makes the band firmer."""
    index, other = ("2.5 pg/mL", at(), {}), ("2.5 pg/mL", at(30), {})
    known = drawn(("1.0 pg/mL", at(30, 1), {}), other, index)
    less = drawn(("1.0 pg/mL", at(30, 1), {"exercise": None}), other, index)

    assert less.firmness.rank <= known.firmness.rank


def test_a_reading_of_another_method_makes_nothing_firm():
    """A band is not made firm by readings of a method that the index was not measured with."""
    other = {"method": "MSD V-PLEX"}
    verdict = drawn(
        ("2.6 pg/mL", at(40), other), ("2.6 pg/mL", "2026-11-20", other), ("2.5 pg/mL", at(), {"method": "Roche"})
    )

    assert verdict.firmness == "provisional"


def test_forgetting_the_time_of_the_index_makes_no_line_yes():
    """The draw time taken away never makes persistence firmer."""
    history = [rested("3.5 pg/mL", at(80)), rested("3.5 pg/mL", at(40))]

    assert lines(judged(rested("2.5 pg/mL"), history=history))[2] == "no"
    assert lines(judged(rested("2.5 pg/mL", None), history=history))[2] != "yes"


VOIDED = {"fasting": False, "fasting_hours": None}


@pytest.mark.parametrize("days", [0, 1, 30, 60, 100])
@pytest.mark.parametrize("il6", ["0.4 pg/mL", "6.8 pg/mL"])
def test_a_void_sample_added_to_a_history_changes_nothing(days, il6):
    """Neither how firm a band is, nor which line the course lies beyond, nor how it goes."""
    history = [("2.5 pg/mL", at(60), {}), ("2.6 pg/mL", at(30), {})]
    index = ("2.4 pg/mL", at(), {})
    plain, beside = drawn(*history, index), drawn((il6, at(days, 1), VOIDED), *history, index)

    assert "firm" == plain.firmness == beside.firmness
    assert plain.set_point == beside.set_point
    assert (lines(plain), plain.persistence.code) == (lines(beside), beside.persistence.code)
    assert (plain.trend.code, plain.trend.fold) == (beside.trend.code, beside.trend.fold)


@pytest.mark.parametrize("il6", ["0.4 pg/mL", "6.8 pg/mL"])
def test_an_unverified_sample_of_the_same_day_casts_doubt_on_it(il6):
    """Where a void one is out of the question, one that answers may make count is not."""
    unverified = (il6, at(30, 1), {"fasting_hours": None})
    verdict = drawn(unverified, ("2.6 pg/mL", at(30), {}), ("2.4 pg/mL", at(), {}))

    assert "provisional" == verdict.firmness


@pytest.mark.parametrize("il6", ["1.0", "1.6", "2.4", "3.4"])
def test_fewer_readings_than_persistence_takes_leave_every_line_open(il6):
    """One reading says nothing of what lasts, not even a low one; a clinic may ask for three."""
    three = STANDARD.override(persistence_readings=Threshold(3, "reading", Convention("clinic protocol")))
    index, earlier = rested(f"{il6} pg/mL"), [rested(f"{il6} pg/mL", at(60))]
    two = {"reading": index, "context": {"history": earlier}}

    for verdict in (judged(index), interpret_case(two, rules=three)):
        assert (("open",) * 3, "not_assessable") == (lines(verdict), verdict.persistence.code)
    assert "not_assessable" != interpret_case(two).persistence.code
    assert ("not_assessable" in codes(judged(index)), "not_assessable" in codes(verdict)) == (False, True)


def test_a_reading_without_a_day_has_a_level_as_one_of_a_day_has():
    """It is no course, and still the best estimate there is."""
    undated, dated = (judged(rested("2.4 pg/mL", drawn_at=each)) for each in (None, at()))

    assert ("2.4", 1) == (undated.set_point.estimate, undated.set_point.n)
    assert dated.set_point == undated.set_point


def test_a_course_in_which_nothing_counts_leaves_every_line_open():
    """However few readings a clinic asks for."""
    none = STANDARD.override(persistence_readings=Threshold(0, "reading", Convention("clinic protocol")))
    void = {"exercise": "hiit", "hours_since_exercise": 2}
    case = {
        "reading": rested("2.4 pg/mL") | void,
        "context": {"history": [rested("2.6 pg/mL", at(60)) | void]},
    }

    verdict = interpret_case(case, rules=none)

    assert (("open",) * 3, "not_assessable") == (lines(verdict), verdict.persistence.code)
