"""Where several rules answer one question the later one that answers wins; this is who outranks whom."""

from __future__ import annotations

import pytest

from forge_il6 import STANDARD

RISING = {
    "bands": ["usual_scale", "laboratory_scale"],
    "crp_read": ["hs_crp_read", "conventional_crp_read"],
    "crp_known": ["hs_crp_known", "conventional_crp_known"],
    "pattern": [
        "not_paired", "paired", "crp_void", "il6_void", "suspended", "crp_missing", "il6_missing",
    ],
    "common_causes": [
        "common_causes", "spun_in_time", "does_not_rise_by_waiting", "no_receptor_blocker", "lasts_beyond_chance",
        "too_high_for_chance",
    ],
    "level": ["level_of_one", "level_of_course"],
    "acute_care": ["acute_value", "acute_value_with_red_flag"],
    "outlook": [
        "banded_outlook", "with_acute_crp", "certainly_beyond_range", "with_known_disease", "not_applicable",
        "with_urgent_value", "with_urgent_red_flag", "with_acute_value", "with_red_flag_and_il6",
        "with_red_flag_and_crp",
    ],
    "il6_may_explain": ["il6_may_explain", "not_beyond_range", "not_with_known_disease", "not_while_suspended"],
    "expected_grip_loss": ["smallest_expected_loss", "expected_loss_of_men", "expected_loss_of_oldest_men"],
    "grip_sessions": ["every_session", "sessions_before_draw"],
    "grip_compared": ["comparable_sessions", "recent_sessions"],
    "grip_state": ["grip_stated", "grip_series"],
    "hrv_days": ["every_day", "days_before_draw"],
    "hrv_compared": ["comparable_days", "recent_days"],
    "hrv_state": ["hrv_stated", "hrv_series"],
    "stated_classes": ["stated_medications", "stated_contraindications"],
    "weight_loss_barred": ["underweight", "losing_already"],
    "above_high_line": ["persistently_above_high_line", "newest_above_high_line"],
    "causes_condition": ["causes_to_exclude", "causes_stated"],
}  # fmt: skip
"""From what is said where nothing else speaks to what is said whatever else speaks."""


def answering():
    """Return the rules behind each name that more than one rule answers for, in the order of asking."""
    found = {}
    for rule in STANDARD:
        if name := rule.works_out or rule.gives:
            found.setdefault(name, []).append(rule.name)
    return {name: rules for name, rules in found.items() if len(rules) > 1}


def test_every_question_with_several_rules_is_written_out_here():
    assert set(RISING) == set(answering())


@pytest.mark.parametrize("name", RISING)
def test_the_rules_of_one_question_stand_in_the_order_of_their_rank(name):
    assert RISING[name] == answering()[name]
