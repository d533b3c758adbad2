from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from forge_il6 import Context, ContradictionError
from forge_il6.asking.facts import Person
from forge_il6.codes import Confounder
from forge_il6.rules import confounders
from properties.promise_strategies import BANDS, at, day, judged, possible, reasons, rested, standing

VOID, WARN, FINE, MAYBE = "void", "tentative", "valid", "unverified"
UP, DOWN, BOTH = BANDS[:3], BANDS[2:], BANDS
"""What 2.5 pg/mL leaves open, by the direction of what voids it."""


def stated(event, **facts):
    """Interpret an elevated IL-6 and an average hs-CRP beside one event."""
    return judged(rested("2.5 pg/mL", **facts), hs_crp="2 mg/L", confounders=[event])


def window(kind, hold, caution=None, *, unit="days_since", below="0.99"):
    """List one event at its limits: at the limit, one last digit before it, and one after."""
    after = WARN if caution else FINE
    found = [(kind, {}, VOID), (kind, {unit: 0}, VOID)]
    found += [
        (kind, {unit: f"{hold - 1}{below[1:]}"}, VOID),
        (kind, {unit: hold}, after),
        (kind, {unit: f"{hold}.01"}, after),
    ]
    if caution:
        found += [(kind, {unit: f"{caution - 1}{below[1:]}"}, WARN), (kind, {unit: caution}, FINE)]
    return found


BOTH_ANALYTES = [
    *window("minor_infection", 14),
    *window("febrile_infection", 28),
    *window("covid19", 28, 90),
    *window("vaccination", 7, 14),
    *window("minor_surgery", 14),
    *window("major_surgery", 28),
    *window("il6_receptor_blocker", 84),
    *window("anti_il6", 168),
    *window("systemic_steroids", 14),
    *window("postpartum", 90, 365),
    ("minor_infection", {"days_since": 13}, VOID),
    ("other_immunomodulator", {}, VOID),
    ("other_immunomodulator", {"days_since": 0}, VOID),
    ("other_immunomodulator", {"days_since": 1}, FINE),
    ("chronic_steroids", {}, WARN),
    ("nsaid", {}, WARN),
    ("statin", {}, WARN),
    *[
        (kind, time, wanted)
        for kind in ("poor_sleep", "acute_stress", "binge_alcohol", "night_shift")
        for time, wanted in [
            ({}, WARN), ({"days_since": "0.99"}, WARN), ({"days_since": 1}, FINE), ({"hours_since": "23.99"}, WARN),
            ({"hours_since": 24}, FINE),
        ]
    ],
]  # fmt: skip


@pytest.mark.parametrize("kind, time, wanted", BOTH_ANALYTES)
def test_windows_of_both_analytes(kind, time, wanted):
    """Each event holds both analytes for its own time, and lasts when no time is given."""
    verdict = stated({"kind": kind, **time})

    assert (wanted, wanted) == (standing(verdict), standing(verdict, "hs_crp"))
    assert ([kind] if wanted != FINE else []) == reasons(verdict)


@pytest.mark.parametrize(
    "kind, time, il6, hs_crp",
    [
        ("oral_oestrogen", {}, FINE, WARN),
        ("cold_immersion", {}, VOID, FINE),
        ("cold_immersion", {"hours_since": "5.99"}, VOID, FINE),
        ("cold_immersion", {"hours_since": 6}, WARN, FINE),
        ("cold_immersion", {"hours_since": "23.99"}, WARN, FINE),
        ("cold_immersion", {"hours_since": 24}, FINE, FINE),
        ("cold_immersion", {"days_since": 1}, FINE, FINE),
        ("cold_immersion", {"days_since": "0.99"}, WARN, FINE),
    ],
)
def test_windows_of_one_analyte(kind, time, il6, hs_crp):
    """Oestrogen concerns hs-CRP alone, cold IL-6 alone."""
    verdict = stated({"kind": kind, **time})

    assert (il6, hs_crp) == (standing(verdict), standing(verdict, "hs_crp"))


@pytest.mark.parametrize(
    "kind, time, wanted",
    [
        ("biotin", {}, VOID),
        ("biotin", {"hours_since": "23.99"}, VOID),
        ("biotin", {"hours_since": "24.01"}, FINE),
        ("biotin_high", {}, VOID),
        ("biotin_high", {"hours_since": "71.99"}, VOID),
        ("biotin_high", {"hours_since": "72.01"}, FINE),
    ],
)
def test_biotin(kind, time, wanted):
    """Biotin voids for a day, a large amount for three, and can only have lowered the value."""
    verdict = stated({"kind": kind, **time})

    assert wanted == standing(verdict)
    assert (DOWN if wanted == VOID else ["elevated"]) == possible(verdict)


@pytest.mark.parametrize(
    "kind, il6, hs_crp",
    [
        ("minor_infection", UP, "up"),
        ("febrile_infection", UP, "up"),
        ("covid19", UP, "up"),
        ("vaccination", UP, "up"),
        ("minor_surgery", UP, "up"),
        ("major_surgery", UP, "up"),
        ("il6_receptor_blocker", UP, "down"),
        ("anti_il6", BOTH, "unknown"),
        ("other_immunomodulator", BOTH, "unknown"),
        ("systemic_steroids", DOWN, "down"),
        ("postpartum", UP, "up"),
        ("cold_immersion", UP, None),
    ],
)
def test_direction(kind, il6, hs_crp):
    """What pushes up leaves an upper bound, what pushes down a lower one, anything else no bound."""
    verdict = stated(kind)

    assert il6 == possible(verdict)
    assert ([hs_crp] if hs_crp else []) == [reason.direction.value for reason in verdict.standing.hs_crp.reasons]


@pytest.mark.parametrize(
    "il6, kinds, wanted",
    [
        ("0.9 pg/mL", ["vaccination"], ["optimal"]),
        ("<1.5 pg/mL", ["vaccination"], ["optimal", "above_target"]),
        (">2 pg/mL", ["vaccination"], BANDS),
        (">2 pg/mL", ["biotin"], BANDS[2:]),
        ("<1.5 pg/mL", ["biotin"], BANDS),
        ("8 pg/mL", ["biotin"], ["beyond_range"]),
        ("2.5 pg/mL", ["vaccination", "covid19"], UP),
        ("2.5 pg/mL", ["vaccination", "biotin"], BANDS),
        ("2.5 pg/mL", ["vaccination", "statin"], UP),
        ("2.5 pg/mL", ["vaccination", "anti_il6"], BANDS),
        ("2.5 pg/mL", ["statin"], ["elevated"]),
    ],
)
def test_possible_bands(il6, kinds, wanted):
    """Possible bands come from the value and from the void reasons alone."""
    verdict = judged(rested(il6), confounders=kinds)

    assert wanted == possible(verdict)


def test_receptor_blocker_is_never_read_as_a_pattern():
    """On a receptor blocker a high IL-6 with a low hs-CRP means the drug."""
    verdict = judged(rested("20 pg/mL"), hs_crp="0.2 mg/L", confounders=["il6_receptor_blocker"])

    assert verdict.pattern == "il6_void"


@pytest.mark.parametrize(
    "event, gap, wanted",
    [
        ({"kind": "minor_infection", "days_since": 20}, 6, FINE),
        ({"kind": "minor_infection", "days_since": 20}, 7, VOID),
        ({"kind": "minor_infection", "days_since": 20}, 20, VOID),
        ({"kind": "minor_infection", "days_since": 20}, 21, MAYBE),
        ({"kind": "minor_infection", "days_since": 20}, 33, MAYBE),
        ({"kind": "minor_infection", "days_since": 20}, 34, FINE),
        ({"kind": "minor_infection", "hours_since": 480}, 7, VOID),
        ({"kind": "minor_infection", "hours_since": 480}, 21, MAYBE),
        ({"kind": "minor_infection", "ended_on": day(20)}, 6, FINE),
        ({"kind": "minor_infection", "ended_on": day(20)}, 7, VOID),
        ({"kind": "minor_infection", "ended_on": day(20)}, 20, VOID),
        ({"kind": "minor_infection", "ended_on": day(20)}, 21, MAYBE),
        ({"kind": "minor_infection"}, 5, MAYBE),
        ({"kind": "minor_infection"}, 14, FINE),
        ({"kind": "vaccination", "days_since": 20}, 21, FINE),
        ({"kind": "il6_receptor_blocker"}, 150, MAYBE),
        ({"kind": "il6_receptor_blocker", "days_since": 10}, 93, MAYBE),
        ({"kind": "il6_receptor_blocker", "days_since": 10}, 94, FINE),
        ({"kind": "chronic_steroids"}, 150, MAYBE),
        ({"kind": "other_immunomodulator", "days_since": 1}, 2, FINE),
        ({"kind": "statin"}, 30, FINE),
        ({"kind": "cold_immersion", "hours_since": "29.99"}, 1, VOID),
        ({"kind": "cold_immersion", "hours_since": 30}, 1, WARN),
        ({"kind": "cold_immersion", "hours_since": 50}, 1, FINE),
    ],
)
def test_an_earlier_reading_is_judged_by_its_own_distance(event, gap, wanted):
    """The time is shifted by the gap, and an event that came after a reading has no effect on it."""
    verdict = judged(rested(), history=[rested(drawn_at=at(gap))], confounders=[event])

    assert wanted == verdict.course.readings[0].standing.code


@pytest.mark.parametrize("ended, wanted", [(13, VOID), (14, FINE), (0, VOID)])
def test_a_date_counts_to_the_index_draw(ended, wanted):
    """`ended_on` gives calendar days between local dates."""
    assert wanted == standing(judged(confounders=[{"kind": "minor_infection", "ended_on": day(ended)}]))


def test_the_most_recent_of_several_events_counts():
    """Of two infections the later one decides."""
    events = [{"kind": "minor_infection", "days_since": 40}, {"kind": "minor_infection", "days_since": 3}]

    assert standing(judged(confounders=events)) == VOID


@pytest.mark.parametrize("wanted", ["minor_infection", "systemic_steroids"])
def test_what_has_not_ended_lasts(wanted):
    """An event that ends after the draw lasts at it."""
    verdict = judged(confounders=[{"kind": wanted, "ended_on": day(-3)}])

    assert [wanted] == reasons(verdict)


def test_what_came_after_the_draw_has_no_effect():
    """A vaccination after the draw cannot have moved it."""
    assert standing(judged(confounders=[{"kind": "vaccination", "ended_on": day(-3)}])) == FINE


@pytest.mark.parametrize(
    "kind, ended, wanted",
    [("cold_immersion", 0, VOID), ("cold_immersion", 1, WARN), ("cold_immersion", 2, FINE), ("poor_sleep", 0, WARN)],
)
def test_a_date_where_hours_matter_is_taken_as_near_as_it_can_be(kind, ended, wanted):
    """Cold immersion on a date may have ended as late as that day ended."""
    assert wanted == standing(judged(confounders=[{"kind": kind, "ended_on": day(ended)}]))


@pytest.mark.parametrize("event", [{"ended_on": day(3)}, {"hours_since": 72}, {"days_since": 3}])
def test_a_draw_without_a_date(event):
    """Where the draw has no date, what was counted to it still counts."""
    verdict = judged(rested(drawn_at=None), confounders=[{"kind": "minor_infection", **event}])

    assert standing(verdict) == VOID


def test_what_has_not_ended_lasts_for_the_hs_crp_too():
    """A hs-CRP drawn an hour later lies in the same infection."""
    crp = {"value": "0.5 mg/L", "drawn_at": at(0, -1)}
    lasting = judged(hs_crp=crp, confounders=["minor_infection"])
    later = judged(hs_crp=crp, confounders=[{"kind": "minor_infection", "ended_on": day(-5)}])

    assert (standing(lasting), standing(lasting, "hs_crp")) == (VOID, VOID)
    assert (standing(later), standing(later, "hs_crp")) == (MAYBE, MAYBE)


@pytest.mark.parametrize(
    "kind, hours, ended_on, by_date",
    [
        ("biotin", "24", day(1), VOID),
        ("biotin", "24", day(2), FINE),
        ("biotin_high", "72", day(3), VOID),
        ("biotin_high", "72", day(4), FINE),
        ("poor_sleep", "24", day(1), WARN),
        ("night_shift", "24", day(2), FINE),
    ],
)
def test_limits_in_hours_take_the_latest_end_of_a_date(kind, hours, ended_on, by_date):
    """Biotin yesterday, by its date, may have been taken at midnight; at exactly its hours it has passed."""
    assert by_date == standing(judged(confounders=[{"kind": kind, "ended_on": ended_on}]))
    assert standing(judged(confounders=[{"kind": kind, "hours_since": hours}])) == FINE
    just_before = standing(judged(confounders=[{"kind": kind, "hours_since": str(Decimal(hours) - Decimal("0.01"))}]))
    assert just_before == (WARN if kind in ("poor_sleep", "night_shift") else VOID)


def test_in_a_night_of_a_clock_change_a_day_is_counted_as_long_as_it_was():
    """From the midnight of 28 to 23:30 of 29 March 2026 in Berlin there are 22.5 hours and not 23.5."""
    reading = rested(drawn_at="2026-03-29T23:30:00", fasting_hours=12)
    cold = {"kind": "cold_immersion", "ended_on": "2026-03-28"}
    verdict = judged(reading, time_zone="Europe/Berlin", confounders=[cold])
    hours = next(each.facts["hours_since_cold_immersion"] for each in verdict.findings if each.code == "cold_immersion")

    assert hours == "22.5"


@pytest.mark.parametrize("kind", ["statin", "nsaid", "chronic_steroids", "glp1_agonist"])
@pytest.mark.parametrize("event, wanted", [({}, WARN), ({"days_since": 0}, WARN), ({"days_since": "0.01"}, FINE)])
def test_a_mild_drug_warns_while_it_is_taken(kind, event, wanted):
    """A statin that was stopped has no effect, however lately."""
    assert wanted == standing(judged(confounders=[{"kind": kind, **event}]))


@pytest.mark.parametrize("kind", ["il6_receptor_blocker", "anti_il6", "other_immunomodulator", "chronic_steroids"])
def test_while_a_drug_lasts_no_date_is_given(kind):
    """A date would ask somebody to stop a medicine."""
    verdict = judged(rested("2.5 pg/mL"), confounders=[kind])
    codes = [each.code for each in verdict.actions]

    assert verdict.next_draw is None
    assert "talk_to_treating_clinician" in codes
    assert not [code for code in codes if code.startswith("repeat")]
    assert "do not stop or delay a medicine" in next(
        each.sentence for each in verdict.actions if each.code == "talk_to_treating_clinician"
    )


def test_a_date_is_given_where_the_end_of_a_drug_was_stated():
    """Twelve weeks after the last dose the next draw makes sense."""
    blocker = {"kind": "il6_receptor_blocker", "ended_on": day(10)}

    assert judged(rested("2.5 pg/mL"), confounders=[blocker]).next_draw is not None


def test_an_event_has_one_time():
    """Two times of one event may contradict each other and are refused."""
    with pytest.raises(ContradictionError, match="one of days_since"):
        judged(confounders=[{"kind": "covid19", "days_since": 3, "ended_on": day(3)}])


def test_secondary_disease_leaves_the_band():
    """With a known disease the band is reported and the sample stands as it is."""
    verdict = stated("secondary_disease")

    assert (standing(verdict), standing(verdict, "hs_crp"), verdict.band) == (FINE, FINE, "elevated")


def test_secondary_disease_leads_to_the_treating_clinician():
    """With a known disease the way is the clinician who treats it."""
    assert "talk_to_treating_clinician" in [action.code for action in stated("secondary_disease").actions]


def test_an_empty_list_means_none():
    """Asked and none is known, silence is asked for."""
    assert "confounders" not in judged(confounders=[]).missing
    assert "confounders" in judged().missing


@pytest.mark.parametrize("days, wanted", [("27.99", VOID), ("28", WARN), ("90", None)])
def test_the_rule_alone(days, wanted):
    """The rule is a plain function of its fact."""
    answer = confounders.after_covid19(Decimal(days))

    assert wanted == (answer and answer.standing)


BY_THE_HOUR = {"cold_immersion", "biotin", "biotin_high", "poor_sleep", "acute_stress", "binge_alcohol", "night_shift"}
"""Kinds of which a day is too coarse."""


def since(event, *, draw_at, index_at):
    """Return how many days before a draw an event ended; hours are told of cold alone."""
    person = Person(Context(time_zone="Europe/Berlin", confounders=[event]))
    draw, index = (
        person.draw(datetime.fromisoformat(each) if "T" in each else date.fromisoformat(each), "drawn_at")
        for each in (draw_at, index_at)
    )
    ((name, found),) = person.events_around(draw, draw if draw_at == index_at else index).items()
    if name == "later_events":
        return -found[0].days
    return found / 24 if name.startswith("hours") else found


@pytest.mark.parametrize("kind", [kind.value for kind in Confounder if kind is not Confounder.SECONDARY_DISEASE])
def test_only_what_passes_within_days_is_counted_by_the_hour(kind):
    """From a date to a draw, from an earlier draw to the index, and while it lasts at that."""
    index, earlier = "2026-11-20T06:00", "2026-11-19T18:00"
    by_the_hour = kind in BY_THE_HOUR
    dated = since({"kind": kind, "ended_on": "2026-11-18"}, draw_at=index, index_at=index)
    counted = since({"kind": kind, "days_since": 3}, draw_at=earlier, index_at=index)
    lasting = since({"kind": kind}, draw_at="2026-11-20T03:00", index_at=index)
    of_one_draw = since({"kind": kind}, draw_at="2026-11-20T04:00", index_at=index)

    assert (Decimal("1.25") if by_the_hour else 2) == dated
    assert (Decimal("2.5") if by_the_hour else 2) == counted
    assert (-Decimal("0.125") if by_the_hour else 0) == lasting
    assert of_one_draw == 0


@pytest.mark.parametrize("kind", ["minor_infection", "biotin"])
@pytest.mark.parametrize(
    "draw_at, index_at, wanted",
    [
        ("2026-11-19T18:00", "2026-11-20T06:00", "2.5"),
        ("2026-11-19", "2026-11-20T06:00", "2"),
        ("2026-11-19T18:00", "2026-11-20", "2"),
        ("2026-11-19", "2026-11-20", "2"),
        ("2026-11-20", "2026-11-20", "3"),
    ],
)
def test_hours_that_were_stated_are_shifted_by_hours_where_both_times_are_known(kind, draw_at, index_at, wanted):
    """Of any kind; where either draw has a date alone, by whole days."""
    assert Decimal(wanted) == since({"kind": kind, "hours_since": 72}, draw_at=draw_at, index_at=index_at)
