"""What a rule may ask for, and by which name of the case document its absence is told."""

from __future__ import annotations

from forge_il6 import Confounder
from forge_il6.asking.facts import CONTEXT_FACTS, DOCUMENT_NAMES, EXERCISE_FACTS, STATED_FACTS, CaseFacts, Person
from forge_il6.context import Context, Lifestyle
from forge_il6.reading import Reading


def test_a_fact_that_is_worked_out_is_missed_by_the_name_that_a_caller_knows() -> None:
    """Written out a second time: training, events, the hour of the draw, and habits."""
    of_training = {
        "exercise_reported", "exercise_clear", "exercise_phase_clear", "hours_since_intense",
        "hours_since_eccentric", "hours_since_race", "hours_since_moderate",
    }  # fmt: skip
    of_events = {"later_events", "all_confounders", "hours_since_cold_immersion"} | {
        f"days_since_{kind}" for kind in Confounder if kind not in ("secondary_disease", "cold_immersion")
    }
    expected = {
        **dict.fromkeys(of_training, "exercise"),
        **dict.fromkeys(of_events, "confounders"),
        "hour_of_day": "drawn_at",
        **dict.fromkeys(Lifestyle.keys(), "lifestyle"),
    }

    assert expected == DOCUMENT_NAMES
    assert of_training == set(EXERCISE_FACTS)


def test_a_rule_asks_for_a_course_and_not_for_the_readings_as_they_were_stated() -> None:
    """Two accounts of one draw, or one that does not count, would be taken twice."""
    assert {"history", "hs_crp_history"} == set(Context.keys()) - CONTEXT_FACTS
    assert set() == STATED_FACTS & {"history", "hs_crp_history", *CaseFacts._fields}
    assert set() == STATED_FACTS - set(Context.keys()) - set(Reading.keys())


def test_before_a_draw_without_a_day_an_event_of_any_day_has_only_just_ended() -> None:
    """The nearest that it can have been: it holds for as long as it may."""
    person = Person(Context(confounders=[{"kind": "vaccination", "ended_on": "2026-10-02"}]))

    assert {"days_since_vaccination": 0} == person.events_around(None, None)
