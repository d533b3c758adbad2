"""
Each part of a compound condition of the engine decides on its own: where the tests of the rules show it of none.

`tests/mcdc.py` watches these beside the tests of the rules. A part that cannot differ alone from the part beside it is
named there, with the reason.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from forge_il6 import STANDARD, CaseError, Context, Note, Reading, Standing, TimeError, rule
from forge_il6.asking.course import Counting, Sample
from forge_il6.asking.evaluate import deciding
from forge_il6.asking.training import ExerciseFacts
from forge_il6.case import Case
from forge_il6.judging import Earlier
from forge_il6.record import restated
from forge_il6.times import Draw
from forge_il6.units import Amount

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
MONTH_AGO = NOW - timedelta(days=30)
RESTED: dict[str, Any] = {"fasting": True, "exercise": "none"}


def drawn(il6: str = "2.4 pg/mL", at: datetime | date | None = NOW, **facts: Any) -> Reading:
    return Reading(il6, drawn_at=at, **RESTED, **facts)


def crp(value: str, at: datetime | date | None = NOW, **facts: Any) -> dict[str, Any]:
    return {"value": value, "drawn_at": at, **RESTED, **facts}


def case(reading: Any = None, before: Earlier | None = None, **context: Any) -> Case:
    return Case.of(reading, Context(**context), STANDARD, before)


# --- the person ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "birth_date, at, age", [(None, NOW, None), ("1970-01-01", None, None), ("1970-01-01", NOW, 56)]
)
def test_an_age_is_counted_where_birth_and_day_are_known(birth_date, at, age):
    assert age == case(drawn(at=at), birth_date=birth_date).age


@pytest.mark.parametrize("age", [None, 55, 57])
def test_an_age_may_be_stated_beside_a_birth_date_that_gives_about_the_same(age):
    assert case(drawn(), birth_date="1970-01-01", age=age).age == 56


def test_an_age_that_a_birth_date_contradicts_is_refused():
    with pytest.raises(CaseError, match="birth_date"):
        case(drawn(), birth_date="1970-01-01", age=54)


def test_nobody_is_drawn_before_birth():
    with pytest.raises(TimeError, match="birth_date"):
        case(drawn(), birth_date="2026-11-17")

    assert 0 == case(drawn(), birth_date="2026-11-16").age


@pytest.mark.parametrize("birth_date, applies", [(None, True), ("2020-01-01", False), ("2026-12-01", True)])
def test_without_a_draw_the_age_is_that_of_the_asking_where_the_person_was_born_by_then(birth_date, applies):
    """A birth after the asking says nothing of an age."""
    assert applies is case(as_of=NOW, birth_date=birth_date).applicable


@pytest.mark.parametrize("kind", ["minor_infection", "biotin"])
def test_an_event_is_counted_as_stated_where_no_day_of_the_case_is_known(kind):
    """An earlier hs-CRP has a time, and nothing else has."""
    found = case(hs_crp_history=[crp("2 mg/L")], confounders=[{"kind": kind, "days_since": 0}])

    assert found.crp_results is not None
    assert [{kind}] == [set(each.standing.codes) for each in found.crp_results if each.standing]


# --- training --------------------------------------------------------------------------------------


@pytest.mark.parametrize("one, other", [(False, False), (False, True), (True, False), (True, True)])
def test_training_was_reported_where_either_account_reports_it(one, other):
    both = ExerciseFacts(reported=one, clear=True).worse(ExerciseFacts(reported=other, clear=True))

    assert both.reported is (one or other)


# --- which readings there are ----------------------------------------------------------------------


def test_several_readings_are_told_apart_by_their_times():
    assert case([drawn("2.4 pg/mL"), drawn("3.4 pg/mL", MONTH_AGO)]).reading.il6 == Amount(Decimal("2.4"), "pg/mL")


@pytest.mark.parametrize("several", [[drawn(at=None)], []])
def test_a_single_reading_of_a_list_needs_no_time(several):
    assert len(several) == (case(several).reading.il6 is not None)


def test_of_several_readings_each_needs_its_time():
    with pytest.raises(TimeError, match="drawn_at"):
        case([drawn(), drawn(at=None)])


@pytest.mark.parametrize("text", ["2.4 pg/mL", 2.4])
def test_a_text_is_no_list_of_readings(text):
    with pytest.raises(CaseError, match="Reading"):
        case(text)


@pytest.mark.parametrize(
    "at, other, accounts",
    [(NOW, NOW, 2), (NOW, MONTH_AGO, 1), (None, MONTH_AGO, 1), (date(2026, 11, 16), date(2026, 11, 16), 1)],
)
def test_a_further_account_of_the_index_result_is_one_of_its_instant(at, other, accounts):
    """What it says against the sample is said with the rest."""
    found = case(drawn(at=at), history=[Reading("2.4 pg/mL", drawn_at=other, fasting=False)])

    assert accounts == 1 + len(list(found._told_again()))


def test_a_duplicate_is_never_the_newest_that_counts():
    """It is an account of a reading that stands among the samples already."""
    valid = Standing.weigh(())
    first = Sample(drawn(at=MONTH_AGO), Draw.of(MONTH_AGO, None, "drawn_at"), valid)
    again = Sample(drawn(method="Elecsys"), Draw.of(NOW, None, "drawn_at"), valid, duplicate=True)
    counting = Counting.of((first, again), Decimal(183))

    assert counting.excluded == ("", "duplicate")


@pytest.mark.parametrize("index_at", [None, NOW])
def test_an_earlier_reading_is_older_than_the_index(index_at):
    assert case(drawn(at=index_at), history=[drawn(at=MONTH_AGO)]).samples is not None


def test_a_history_newer_than_the_index_is_refused():
    with pytest.raises(TimeError, match="newer"):
        case(drawn(at=MONTH_AGO), history=[drawn()])


# --- hs-CRP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("hs_crp, refused", [(None, False), (crp("2 mg/L"), False), (crp("2 mg/L", MONTH_AGO), True)])
def test_an_earlier_hs_crp_is_older_than_the_newest(hs_crp, refused):
    def asked():
        return case(hs_crp=hs_crp, hs_crp_history=[crp("3 mg/L", NOW - timedelta(days=10))])

    if refused:
        with pytest.raises(TimeError, match="hs_crp_history"):
            asked()
    else:
        assert asked().crp_results


@pytest.mark.parametrize("index_at, may", [(None, True), (MONTH_AGO, False), (NOW, True)])
def test_an_il6_without_a_time_may_be_of_the_date_of_the_hs_crp(index_at, may):
    apart = case(drawn(at=index_at), hs_crp=crp("2 mg/L")).apart

    assert apart is not None
    assert apart.may_share_date is may


@pytest.mark.parametrize(
    "other, disagrees",
    [
        (crp("3 mg/L", specimen="serum"), True),
        (crp("3 mg/L", specimen="edta_plasma"), False),
        (crp("3 mg/L", MONTH_AGO, specimen="serum"), False),
        (crp("3 mg/L", date(2026, 11, 16), specimen="serum"), False),
    ],
)
def test_two_hs_crp_disagree_where_instant_and_matrix_are_the_same(other, disagrees):
    standing = case(drawn(), hs_crp=crp("2 mg/L", specimen="serum"), hs_crp_history=[other]).standings.hs_crp

    assert standing is not None
    assert ("conflict" in standing.codes) is disagrees


@pytest.mark.parametrize(
    "index_at, crp_at, held",
    [
        (None, None, True),
        (NOW, None, True),
        (NOW, NOW + timedelta(hours=1), True),
        (NOW, NOW + timedelta(hours=9), False),
    ],
)
def test_an_hs_crp_of_the_same_day_counts_the_hours_since_exercise_from_its_own_time(index_at, crp_at, held):
    """A draw without a time has one tube, and so has its hs-CRP."""
    trained = Reading("2.4 pg/mL", drawn_at=index_at, fasting=True, exercise="hiit", hours_since_exercise=40)
    standing = case(trained, hs_crp={"value": "2 mg/L", "drawn_at": crp_at, "at_rest": True}).standings.hs_crp

    assert standing is not None
    assert ("crp_exercise_hold" in standing.codes) is held


def test_an_earlier_hs_crp_without_a_time_is_refused():
    with pytest.raises(TimeError, match="hs_crp_history"):
        case(drawn(), hs_crp=crp("2 mg/L"), hs_crp_history=[crp("3 mg/L", None)])


# --- asked again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [{}, {"time_zone": "Europe/Paris"}, {"exercise_log": ()}])
def test_sessions_are_sorted_once_where_log_and_clock_are_the_same(other):
    """In another zone a session known by its date alone is another day."""
    stated = Context(exercise_log=[{"kind": "hiit", "ended_at": "2026-11-15"}], time_zone="Europe/Berlin")
    before = Earlier(drawn(), stated, None, None)

    assert (before.log_of(restated(stated, other)) is not None) is (not other)


@pytest.mark.parametrize("history", [[drawn(at=MONTH_AGO)], [drawn(at=MONTH_AGO), drawn("5 pg/mL", MONTH_AGO)]])
def test_asked_again_an_earlier_reading_stands_as_before(history):
    """Two results of one instant that disagree are judged beside each other, however often they are asked about."""
    context = Context(history=history)
    first = Case.of(drawn(), context, STANDARD)
    before = Earlier(first.reading, context, first.age, first.day)
    again = [Case.of(first.reading, context, STANDARD, before) for _ in range(2)]

    assert [first.samples] * 2 == [each.samples for each in again]
    assert len(before.judged) == (len(history) == 1)


def test_a_host_hears_of_what_only_adds_where_ours_waits_for_a_reader():
    @rule("X1", asks="Is it worth a word?")
    def note(il6: Amount) -> Note | None:
        return Note("worth_a_word", sentence="A word.")

    ours = STANDARD["B8"]

    assert not ours.decides
    assert not note.decides
    assert deciding((ours, note)) == (note,)
