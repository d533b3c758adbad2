"""How a case is made ready: its day, its samples and both markers, and the facts that rules are asked with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from forge_il6 import STANDARD, Context, HsCrp, Reading, Reason, RuleSet, Standing, StandingCode
from forge_il6.asking.facts import CaseFacts
from forge_il6.case import Case
from forge_il6.conclusions import Standings
from forge_il6.judging import Earlier, _of_person, in_time
from forge_il6.knowledge.assays import assay_of, default_assay
from forge_il6.times import Draw

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
MONTH_AGO = NOW - timedelta(days=30)
RESTED: dict[str, Any] = {"fasting": True, "exercise": "none", "at_rest": True}


def drawn(il6: str | None = "2.4 pg/mL", at: datetime | date | None = NOW, **facts: Any) -> Reading:
    return Reading(il6, drawn_at=at, **(RESTED | facts))


def case(reading: Reading | None = None, rules: RuleSet = STANDARD, **context: Any) -> Case:
    return Case.of(reading, Context(**context), rules)


def facts(reading: Reading | None = None, **context: Any) -> CaseFacts:
    found = case(reading, **context).facts()
    return CaseFacts(*found[: len(CaseFacts._fields)])


def reasons(standing: Standing | None) -> list[str]:
    assert standing is not None
    return [reason.code for reason in standing.reasons]


# --- the case --------------------------------------------------------------------------------------


def test_what_was_checked_is_taken_as_it_is() -> None:
    """A context is read once; whoever asks again about it finds what was worked out of the same object."""
    context, reading = Context(age=57), drawn()
    found = Case.of(reading, context, STANDARD)

    assert found.context is context
    assert found.reading is reading


def test_what_a_host_has_made_of_a_reading_is_read_as_a_reading() -> None:
    """It brings no facts that were not checked."""

    class Own(Reading):
        pass

    own = Own("2.4 pg/mL", drawn_at=NOW)

    for several in (own, [own]):
        found = Case.of(several, None, STANDARD).reading
        assert Reading is type(found)
        assert Reading("2.4 pg/mL", drawn_at=NOW) == found


@pytest.mark.parametrize(
    "reading, context, day",
    [
        (drawn(at=NOW), {"as_of": NOW + timedelta(days=3)}, NOW.date()),
        (drawn(at=None), {"history": [drawn(at=MONTH_AGO)], "as_of": NOW}, MONTH_AGO.date()),
        (None, {"hs_crp": {"value": "2 mg/L", "drawn_at": MONTH_AGO}, "as_of": NOW}, MONTH_AGO.date()),
        (drawn(at=None), {"as_of": NOW}, NOW.date()),
        (drawn(at=None), {"as_of": NOW, "birth_date": "1970-01-01"}, NOW.date()),
        (drawn(at=None), {"as_of": NOW, "birth_date": NOW.date()}, NOW.date()),
        (drawn(at=None), {"as_of": NOW, "birth_date": "2026-12-01"}, None),
        (drawn(at=None), {"birth_date": "1970-01-01"}, None),
    ],
)
def test_the_day_of_a_case_is_that_of_its_newest_draw_or_else_of_the_asking(
    reading: Reading | None, context: dict[str, Any], day: date | None
) -> None:
    """Unless the person was born after it."""
    assert day == case(reading, **context).day


@pytest.mark.parametrize(
    "il6, method, read",
    [
        ("1.5 pg/mL", "Roche cobas", "<1.5 pg/mL"),
        ("5000 pg/mL", "Roche cobas", ">5000 pg/mL"),
        ("1.6 pg/mL", "Roche cobas", "1.6 pg/mL"),
        ("1.5 pg/mL", "something else", "1.5 pg/mL"),
        ("1.5 pg/mL", None, "1.5 pg/mL"),
    ],
)
def test_a_plain_number_at_an_end_of_its_methods_range_is_read_as_that_end(
    il6: str, method: str | None, read: str
) -> None:
    """And what it was stated as is kept beside it."""
    found = case(drawn(il6, method=method))

    assert read == str(found.reading.il6)
    assert il6 == str(found.stated_il6)


def test_a_case_has_one_digest_however_its_hs_crp_was_written() -> None:
    """A value alone is that value; what is stated of its draw is another fact."""
    plain, record, stated = (
        case(hs_crp=crp).digest for crp in ("2 mg/L", HsCrp("2 mg/L"), HsCrp("2 mg/L", fasting=True))
    )

    assert plain == record
    assert plain != stated


# --- its facts -------------------------------------------------------------------------------------

MEASURED = (
    "il6_measured", "crp_measured", "hours_apart", "least_hours_apart", "may_share_date", "conventional_crp_standing",
    "all_confounders",
)  # fmt: skip


def measured(**person: Any) -> list[object]:
    """What is told of two tubes and a conventional CRP, of a person."""
    found = facts(
        drawn(at=NOW.date()), hs_crp={"value": "2 mg/L", "drawn_at": NOW}, conventional_crp="3 mg/L", confounders=[],
        **person,
    )  # fmt: skip
    return [getattr(found, name) for name in MEASURED]


def test_nothing_is_measured_where_nothing_may_be_judged() -> None:
    """How far apart two markers were drawn is told at most and at least, of an adult."""
    assert [None] * len(MEASURED) == measured(age=12)
    *times, standing, confounders = measured(age=57)
    assert [True, True, 30, 0, True] == times
    assert isinstance(standing, Standing)
    assert () == confounders


@pytest.mark.parametrize(
    "confounders, wanted",
    [
        (None, None),
        ([], False),
        ([{"kind": "biotin"}], False),
        ([{"kind": "secondary_disease"}], True),
        ([{"kind": "biotin"}, {"kind": "secondary_disease"}], True),
    ],
)
def test_a_disease_is_ruled_out_where_confounders_were_asked_for(confounders: Any, wanted: bool | None) -> None:
    """And silence rules nothing out."""
    assert wanted is facts(confounders=confounders).secondary_disease


@pytest.mark.parametrize("method", ["R&D Quantikine HS", "something else", None])
def test_a_method_that_nobody_knows_is_taken_for_the_usual_one(method: str | None) -> None:
    """Which method it is, is told apart from which it may be."""
    found, known = facts(drawn(method=method)), None if method in (None, "something else") else assay_of(method)

    assert (known, known or default_assay(), known is None) == (
        found.assay, found.likely_assay, found.method_unknown,
    )  # fmt: skip
    assert known != default_assay()


# --- its samples -----------------------------------------------------------------------------------


def test_samples_of_one_time_stand_in_one_order() -> None:
    """Whichever came first, and whether or not each names its method."""
    draw = Draw.of(NOW, None, "drawn_at")
    several = [drawn(method=method) for method in (None, "Roche", "Simoa")]
    keys = [in_time(draw, each) for each in several]

    assert 3 == len(set(keys))
    assert 1 == len({tuple(sorted(each)) for each in permutations(keys)})


def test_what_is_stated_of_one_tube_is_no_account_of_another() -> None:
    """An hs-CRP of the index tube tells of training before it, and nothing of a draw a month ago."""
    found = case(
        drawn(), hs_crp=HsCrp("2 mg/L", exercise="hiit", hours_since_exercise=3), history=[drawn(at=MONTH_AGO)]
    )

    assert found.samples is not None
    assert [[], ["myokine_window"]] == [reasons(each.standing) for each in found.samples]


def test_a_plain_hs_crp_is_judged_with_the_index_draw() -> None:
    """What its size says stands against itself alone."""
    found = case(drawn(), hs_crp="0.0001 mg/L", history=[drawn(at=MONTH_AGO)])

    assert "check_unit" in reasons(found.standings.hs_crp)
    assert [] == reasons(found.standings.il6)


def test_asked_again_of_somebody_who_tells_more_every_reading_is_judged_anew() -> None:
    """A confounder of then was not known of before."""
    index, history = drawn(), [drawn(at=MONTH_AGO)]
    silent, told = (
        Context(history=history, confounders=events)
        for events in ([], [{"kind": "febrile_infection", "ended_on": MONTH_AGO.date()}])
    )
    first = Case.of(index, silent, STANDARD)
    before = Earlier(index, silent, first.age, first.day)
    Case.of(index, silent, STANDARD, before)
    again = Case.of(index, told, STANDARD, before)

    assert Case.of(index, told, STANDARD).samples == again.samples
    assert first.samples != again.samples


def test_an_uncertain_time_that_decides_nothing_leaves_the_reasons_in_their_order() -> None:
    """They stand as the rules are asked, whether the hour of a race is known or its day."""
    hour, day = (
        case(
            drawn(fasting=False), hs_crp="2 mg/L", time_zone="UTC",
            confounders=[{"kind": "vaccination", "days_since": 5}],
            exercise_log=[{"kind": "race", "ended_at": at}],
        ).standings
        for at in (NOW - timedelta(days=5), (NOW - timedelta(days=5)).date())
    )  # fmt: skip

    assert 3 <= len(reasons(hour.il6))
    assert hour == day


# --- its hs-CRP ------------------------------------------------------------------------------------


def test_another_value_of_the_same_hs_crp_contradicts_it_and_says_nothing_else_of_it() -> None:
    """What is stated of the other value is stated of the other value."""
    other = {"value": "3 mg/L", "drawn_at": NOW, **RESTED, "haemolysed": True}
    one, alike = ({"value": value, "drawn_at": NOW, **RESTED} for value in ("2 mg/L", "3 mg/L"))
    found, same = (case(drawn(), hs_crp=each, hs_crp_history=[other]).standings.hs_crp for each in (one, alike))

    assert ["conflict"] == reasons(found)
    assert ["haemolysis"] == reasons(same)


@pytest.mark.parametrize("minutes, of_one_visit", [(119, True), (120, True), (121, False)])
def test_an_hs_crp_drawn_within_one_visit_shares_what_was_stated_of_training(minutes: int, of_one_visit: bool) -> None:
    """Across midnight as well."""
    evening = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    trained = drawn(at=evening, exercise="hiit", hours_since_exercise=30)
    hs_crp = {"value": "2 mg/L", "drawn_at": evening + timedelta(minutes=minutes), "fasting": True, "at_rest": True}
    found = case(trained, hs_crp=hs_crp).standings.hs_crp

    assert of_one_visit is ("crp_exercise_hold" in reasons(found))


@pytest.mark.parametrize("hs_crp", [StandingCode.VALID, StandingCode.VOID, StandingCode.NOT_APPLICABLE, None])
@pytest.mark.parametrize("il6", [StandingCode.VALID, StandingCode.VOID, StandingCode.NOT_APPLICABLE, None])
def test_what_speaks_against_judging_a_person_is_what_either_marker_says(
    il6: StandingCode | None, hs_crp: StandingCode | None
) -> None:
    """And nothing that speaks against a sample."""
    stated = (None if code is None else Standing.weigh((Reason("said", code),)) for code in (il6, hs_crp))
    wanted = StandingCode.NOT_APPLICABLE if StandingCode.NOT_APPLICABLE in (il6, hs_crp) else StandingCode.VALID

    assert wanted is _of_person(Standings(*stated)).code
