"""
Every reason against a sample, written out a second time: whose it is, how much it weighs, which way it pushes.

The rules are asked alone, at each end of each window and one last digit to either side. What a verdict makes of their
answers stands in the other files of this folder.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6 import STANDARD
from forge_il6.asking.facts import LaterEvent, OfOneDraw
from forge_il6.codes import Analyte, Confounder, Direction, StandingCode
from forge_il6.conclusions import Reason
from forge_il6.knowledge.measurands import CRP, IL6
from forge_il6.rules import confounders, draw, exercise

BOTH, OF_IL6, OF_CRP = ("il6", "hs_crp"), ("il6",), ("hs_crp",)
ANALYTES = {each.name: tuple(analyte.value for analyte in each.judges) for each in STANDARD if each.judges}
LATEST = Decimal("0.01")
"""The last digit in which these tests count days and hours."""
STANDINGS = {each.value: each for each in StandingCode}
DIRECTIONS = {each.value: each for each in Direction}


def reason(said):
    """Read 'code standing direction'; none where nothing is said."""
    if said is None:
        return None
    code, standing, direction = said.split()
    return Reason(code, STANDINGS[standing], DIRECTIONS[direction])


# --- windows ---------------------------------------------------------------------------------------

MYOKINE, HOLD = (6, "myokine_window void up"), (24, "post_exercise_hold void up")
SOON = "recent_exercise tentative up"
TOO_SOON = "crp_exercise_hold void up"

WINDOWS = {
    exercise.after_exercise: (OF_IL6, MYOKINE, HOLD),
    exercise.after_eccentric_exercise: (OF_IL6, MYOKINE, HOLD, (48, SOON)),
    exercise.after_race: (OF_IL6, MYOKINE, HOLD, (72, "race_hold void up"), (7 * 24, SOON)),
    exercise.after_moderate_exercise: (OF_IL6, MYOKINE, (24, SOON)),
    exercise.crp_after_exercise: (OF_CRP, (48, TOO_SOON), (72, SOON)),
    exercise.crp_after_eccentric_exercise: (OF_CRP, (72, TOO_SOON)),
    exercise.crp_after_race: (OF_CRP, (7 * 24, TOO_SOON)),
    exercise.crp_after_moderate_exercise: (OF_CRP, (24, SOON)),
    draw.under_age: (BOTH, (18, "under_age not_applicable unknown")),
    draw.short_fast: (OF_IL6, (8, "not_fasting void up"), (10, "short_fast tentative up")),
    confounders.after_minor_infection: (BOTH, (14, "minor_infection void up")),
    confounders.after_febrile_infection: (BOTH, (28, "febrile_infection void up")),
    confounders.after_covid19: (BOTH, (28, "covid19 void up"), (90, "covid19 tentative up")),
    confounders.after_vaccination: (BOTH, (7, "vaccination void up"), (14, "vaccination tentative up")),
    confounders.after_minor_surgery: (BOTH, (14, "minor_surgery void up")),
    confounders.after_major_surgery: (BOTH, (28, "major_surgery void up")),
    confounders.on_il6_receptor_blocker: (OF_IL6, (84, "il6_receptor_blocker void up")),
    confounders.crp_on_il6_receptor_blocker: (OF_CRP, (84, "il6_receptor_blocker void down")),
    confounders.on_anti_il6: (BOTH, (168, "anti_il6 void unknown")),
    confounders.after_systemic_steroids: (BOTH, (14, "systemic_steroids void down")),
    confounders.after_birth: (BOTH, (90, "postpartum void up"), (365, "postpartum tentative up")),
    confounders.after_cold_immersion: (OF_IL6, (6, "cold_immersion void up"), (24, "cold_immersion tentative up")),
    confounders.after_poor_sleep: (BOTH, (1, "poor_sleep tentative up")),
    confounders.after_acute_stress: (BOTH, (1, "acute_stress tentative up")),
    confounders.after_binge_alcohol: (BOTH, (1, "binge_alcohol tentative up")),
    confounders.after_night_shift: (BOTH, (1, "night_shift tentative up")),
    confounders.on_biotin: (BOTH, (1, "biotin void down")),
    confounders.on_high_biotin: (BOTH, (3, "biotin_high void down")),
}
"""For each rule whose sample it judges, and what it says below each line, the first line that holds."""

WHILE_TAKEN = {
    confounders.on_other_immunomodulator: (BOTH, "other_immunomodulator void unknown"),
    confounders.on_chronic_steroids: (BOTH, "chronic_steroids tentative down"),
    confounders.on_nsaid: (BOTH, "nsaid tentative down"),
    confounders.on_statin: (BOTH, "statin tentative down"),
    confounders.on_glp1_agonist: (BOTH, "glp1_agonist tentative down"),
    confounders.on_oral_oestrogen: (OF_CRP, "oral_oestrogen tentative up"),
}
"""What is said while it is taken, which is day 0, and not a moment longer."""


@pytest.mark.parametrize("rule", WINDOWS, ids=lambda rule: rule.name)
def test_a_reason_holds_to_the_end_of_its_window_and_not_at_it(rule):
    analytes, *windows = WINDOWS[rule]
    after = [said for _, said in windows[1:]] + [None]

    assert analytes == ANALYTES[rule.name]
    assert reason(windows[0][1]) == rule(Decimal(0))
    for (end, said), later in zip(windows, after, strict=True):
        assert [reason(said), reason(later), reason(later)] == [
            rule(Decimal(end) - LATEST), rule(Decimal(end)), rule(Decimal(end) + LATEST),
        ]  # fmt: skip


@pytest.mark.parametrize("rule", WHILE_TAKEN, ids=lambda rule: rule.name)
def test_a_drug_is_a_reason_while_it_is_taken(rule):
    analytes, said = WHILE_TAKEN[rule]

    assert analytes == ANALYTES[rule.name]
    assert [reason(said), None] == [rule(Decimal(0)), rule(LATEST)]


# --- facts that are true or false, and lines of value ----------------------------------------------

UP, DOWN, UNKNOWN = Direction.UP, Direction.DOWN, Direction.UNKNOWN


def il6(text):
    return (IL6.read(text, name="il6"),)


def crp(text):
    return (CRP.read(text, name="hs_crp"),)


def tube(*texts):
    return (OfOneDraw(None, tuple(CRP.read(text, name="hs_crp") for text in texts), None),)


def hours(*facts):
    return (Decimal(facts[0]), *facts[1:])


UNLIKE = "check_unit void unknown"
STATED = {
    exercise.exercise_not_reported: (
        OF_IL6 + OF_CRP, [((True,), None), ((False,), "exercise_not_reported unverified unknown")],
    ),
    exercise.exercise_timing_unclear: (
        BOTH, [((True,), None), ((False,), "exercise_timing_unclear unverified unknown")],
    ),
    exercise.exercise_phase_unclear: (OF_IL6, [((True,), None), ((False,), "exercise_hold void up")]),
    draw.pregnancy: (BOTH, [((False,), None), ((True,), "pregnancy not_applicable unknown")]),
    draw.conflicting_results: (BOTH, [((False,), None), ((True,), "conflict void unknown")]),
    draw.fasting_not_reported: (OF_IL6, [((True,), None), ((False,), "fasting_not_reported unverified up")]),
    draw.not_fasting: (OF_IL6, [((True,), None), ((False,), "not_fasting void up")]),
    draw.not_at_rest: (BOTH, [((True,), None), ((False,), "not_at_rest void up")]),
    draw.not_morning: (BOTH, [
        (hours("5.99"), "not_morning tentative unknown"), (hours(6), None), (hours("10.99"), None),
        (hours(11), "not_morning tentative unknown"),
    ]),
    draw.late_centrifugation: (BOTH, [
        *[(hours(2, way), None) for way in Direction],
        *[(hours("2.01", way), f"slow_centrifugation tentative {way.value}") for way in Direction],
        *[(hours(4, way), f"slow_centrifugation tentative {way.value}") for way in Direction],
        *[(hours("4.01", way), f"late_centrifugation void {way.value}") for way in Direction],
    ]),
    draw.indwelling_line_draw: (BOTH, [((False,), None), ((True,), "indwelling_line void up")]),
    draw.haemolysis: (BOTH, [((False,), None), ((True,), "haemolysis tentative unknown")]),
    draw.unlike_il6: (OF_IL6, [
        (il6("10000 pg/mL"), None), (il6("10000.01 pg/mL"), UNLIKE), (il6(">10000 pg/mL"), UNLIKE),
        (il6("0.05 pg/mL"), None), (il6("0.049 pg/mL"), UNLIKE), (il6("<0.049 pg/mL"), None),
        (il6("0.000002 mg/L"), UNLIKE), (il6("0.002 ug/mL"), UNLIKE), (il6("0.002 ug/L"), None),
        (il6("0.0002 ug/dL"), None),
    ]),
    draw.unlike_hs_crp: (OF_CRP, [
        (crp("0.02 mg/L"), None), (crp("0.019 mg/L"), UNLIKE), (crp("<0.019 mg/L"), None),
    ]),
    draw.acute_phase: (OF_IL6, [
        (tube(), None), (tube("10 mg/L"), None), (tube("10.01 mg/L"), "acute_phase unverified up"),
        (tube("1 mg/L", ">10 mg/L"), "acute_phase unverified up"), (tube(">9.99 mg/L"), None),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("rule", STATED, ids=lambda rule: rule.name)
def test_a_reason_follows_what_is_stated(rule):
    analytes, answers = STATED[rule]

    assert analytes == ANALYTES[rule.name]
    assert [reason(said) for _, said in answers] == [rule(*facts) for facts, _ in answers]


# --- what ended only after a draw ------------------------------------------------------------------

MAY_HAVE_LASTED = {
    "minor_infection": 14, "febrile_infection": 28, "covid19": 28, "il6_receptor_blocker": 84, "anti_il6": 168,
    "systemic_steroids": 14, "biotin": 1, "biotin_high": 3,
}  # fmt: skip
"""Kinds that last, and for how many days before their end they may have been there."""
OF_UNKNOWN_START = {"il6_receptor_blocker", "anti_il6", "other_immunomodulator", "chronic_steroids"}
"""Drugs that may have been taken at any earlier draw, where they have no end."""


def later(kind, days, *, lasts):
    return confounders.ended_after_the_draw((LaterEvent(kind, Decimal(days), lasts),))


@pytest.mark.parametrize("kind", list(Confounder), ids=lambda kind: kind.value)
def test_what_lasts_and_ended_after_a_draw_may_have_been_there(kind):
    maybe = reason(f"{kind.value} unverified unknown")
    hold = MAY_HAVE_LASTED.get(kind.value)
    always = maybe if kind.value in OF_UNKNOWN_START else None

    assert ANALYTES["ended_after_the_draw"] == BOTH
    assert always == later(kind, 4000, lasts=True)
    assert [maybe if hold else None, None, None] == [
        later(kind, Decimal(hold or 1) - LATEST, lasts=False),
        later(kind, hold or 1, lasts=False),
        later(kind, 4000, lasts=False),
    ]


# --- the whole -------------------------------------------------------------------------------------


def test_every_rule_that_judges_a_sample_is_written_out_here():
    written = {rule.name for table in (WINDOWS, WHILE_TAKEN, STATED) for rule in table} | {"ended_after_the_draw"}

    assert written == set(ANALYTES)
    assert set(Analyte) == {Analyte(each) for analytes in ANALYTES.values() for each in analytes}
