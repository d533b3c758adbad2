"""
What the protocol claims where several facts meet, proved for every number and not for some, by z3.

The formulas are what the rules themselves answer (`symbolic`), and the scales, tables and thresholds that they use. A
limit of a laboratory becomes a number of a scale, which has to be known: bands are proved for every IL-6 at each of
some limits, and care for every limit. Statuses of interventions rest on no number of their own beside the outlook,
which is proved here; the rest of them is finite and written out elsewhere.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from forge_il6 import STANDARD, Band, Care, CareReason, Pattern, Reason, StandingCode, rule
from forge_il6.asking.answer import answer
from forge_il6.asking.course import CrpResult, Sample
from forge_il6.asking.domains import STANDINGS, drawn
from forge_il6.asking.evaluate import asker
from forge_il6.asking.facts import CaseFacts
from forge_il6.asking.ruleset import RuleSet
from forge_il6.codes import BAND_ORDER, RedFlag, Status
from forge_il6.conclusions import Standing
from forge_il6.knowledge import thresholds
from forge_il6.rules.bands import is_beyond_range
from forge_il6.rules.crp import PAIRED, TABLE, same_draw
from forge_il6.threshold import Scale
from forge_il6.units import Amount
from symbolic import Number, Runs, line, once_everywhere, refuted, region, rises, z3

VALID, TENTATIVE, UNVERIFIED, UP, DOWN, EITHER, NOT_APPLICABLE = STANDINGS
EXERCISED, ODD = (Standing.weigh((Reason(code, StandingCode.VOID),)) for code in ("myokine_window", "check_unit"))
ONE_DRAW = {"hours_apart": Decimal(0), "may_share_date": True}
LIMITS = [None, *(Decimal(each) / 10 for each in (5, 30, 31, 69, 70, 71, 99, 100, 101, 600))]
"""Limits of laboratories on each line that they are compared with, and beside it."""


def il6(number: Any) -> Amount:
    return Amount(number, "pg/mL")


def crp(number: Any) -> Amount:
    return Amount(number, "mg/L")


def step(scale: Scale[Any], code: Any, number: Number) -> Any:
    """Where a scale has a code: from the cut below it to the cut above, each on the side that it says."""
    at = scale.codes.index(code)
    above = [
        number.formula >= line(c.at.value) if c.starts_next else number.formula > line(c.at.value) for c in scale.cuts
    ]
    return z3.And([*above[:at], *map(z3.Not, above[at:])])


def said(name: str, **facts: Any) -> Any:
    return answer(STANDARD, name, {"applicable": True, "drug_lasts": False, "red_flag_stated": False, **facts})


# --- bands -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", LIMITS)
def test_every_il6_has_one_band_and_more_never_a_lower_one(limit):
    """By the limit of each laboratory; the set of possible bands holds that one alone."""
    own = None if limit is None else il6(limit)
    runs = Runs("il6")
    found = runs.answers(
        lambda x: (
            said("band", il6=il6(x), il6_standing=VALID, lab_upper_limit=own),
            said("possible_bands", il6=il6(x), il6_standing=VALID, lab_upper_limit=own),
        )
    )

    assert once_everywhere(found, runs.possible) == ""
    assert {each.says for each in found} == {(band, (band,)) for band in BAND_ORDER}
    assert rises(found, lambda says: says[0].rank, runs.numbers[0], runs.possible) == ""


def test_the_bands_are_the_steps_of_their_scale():
    """No gap at a line, and each line on its side."""
    runs = Runs("il6")
    found = runs.answers(lambda x: said("band", il6=il6(x), il6_standing=VALID))
    scale, (number,) = thresholds.IL6_BANDS, runs.numbers

    for band in Band:
        assert (
            refuted(step(scale, band, number) == region(found, lambda says, b=band: says is b), given=runs.possible)
            == ""
        )


@pytest.mark.parametrize("standing", [UP, DOWN, EITHER, NOT_APPLICABLE, EXERCISED, ODD])
def test_a_void_sample_never_has_a_band(standing):
    found = Runs("il6").answers(lambda x: said("band", il6=il6(x), il6_standing=standing))

    assert {each.says for each in found} == {None}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("sign", ["<", "≤", ">", "≥"])
def test_an_interval_has_an_honest_set_of_bands(sign, standing):
    """One run of bands; of a larger number neither end of it lies lower."""
    runs = Runs("il6")
    found = runs.answers(lambda x: said("possible_bands", il6=Amount(x, "pg/mL", sign), il6_standing=standing))

    assert once_everywhere(found, runs.possible) == ""
    for end in (0, -1):
        assert rises(found, lambda says, e=end: says[e].rank if says else None, runs.numbers[0], runs.possible) == ""


def test_beyond_the_range_is_told_by_the_limit_of_the_laboratory_and_never_above_the_highest():
    """For every IL-6 and every limit: the limit where it lies above the high line, ten where it is larger."""
    runs = Runs("il6", "limit")
    scale, highest = thresholds.IL6_BANDS, thresholds.HIGHEST_CEILING
    found = runs.answers(lambda x, limit: is_beyond_range(il6(x), il6(limit), scale, highest))
    x, limit = (number.formula for number in runs.numbers)
    high, usual, most = map(line, (thresholds.HIGH_LINE.value, thresholds.CEILING.value, highest.value))
    ceiling = z3.If(limit <= high, usual, z3.If(limit > most, most, limit))

    assert once_everywhere(found, runs.possible) == ""
    assert refuted(region(found, bool) == (x > ceiling), given=runs.possible) == ""


@pytest.mark.parametrize("limit", LIMITS)
def test_band_and_care_have_one_ceiling(limit):
    """Two rules work it out, each in its own way."""
    own = None if limit is None else il6(limit)
    found = Runs("il6").answers(
        lambda x: (
            said("band", il6=il6(x), il6_standing=VALID, lab_upper_limit=own) is Band.BEYOND_RANGE,
            is_beyond_range(il6(x), own, thresholds.IL6_BANDS, thresholds.HIGHEST_CEILING),
        )
    )

    assert {each.says for each in found} == {(True, True), (False, False)}


# --- IL-6 and hs-CRP -------------------------------------------------------------------------------


def pattern_of(standing: Standing, crp_standing: Standing, x: Any, y: Any, **pairing: Any) -> Pattern:
    facts = {"il6": il6(x), "il6_standing": standing, "il6_measured": True, "hs_crp": crp(y), "crp_measured": True}
    found: Pattern = said("pattern", **facts, hs_crp_standing=crp_standing, **(pairing or ONE_DRAW))
    return found


@pytest.mark.parametrize("standing, crp_standing", list(product(STANDINGS[:-1], STANDINGS[:-1])))
def test_two_markers_of_one_draw_have_one_pattern_at_every_pair_of_numbers(standing, crp_standing):
    """And it is that of the table wherever both samples count; a void one pairs with nothing, but for a low hs-CRP."""
    runs = Runs("il6", "hs_crp")
    found = runs.answers(lambda x, y: pattern_of(standing, crp_standing, x, y))
    x, y = runs.numbers
    is_void = StandingCode.VOID in (standing.code, crp_standing.code)

    assert once_everywhere(found, runs.possible) == ""
    assert all(isinstance(each.says, Pattern) for each in found)
    for (sides, levels), pattern in TABLE.items():
        cell = z3.And(
            *(step(thresholds.IL6_SIDES, side, x) for side in sides),
            *(step(thresholds.CRP_LEVELS, level, y) for level in levels),
        )
        here = region(found, lambda says, p=pattern: says is p)
        assert refuted(z3.Implies(here, cell) if is_void else here == cell, given=runs.possible) == ""
    paired = region(found, PAIRED.__contains__)
    if standing.code is StandingCode.VOID:
        assert refuted(z3.Not(paired), given=runs.possible) == ""
    elif crp_standing.code is StandingCode.VOID:
        low = y.formula < line(thresholds.CRP_LOW.value) if crp_standing is UP else z3.BoolVal(False)
        assert refuted(paired == low, given=runs.possible) == ""


@pytest.mark.parametrize("shares", [True, False])
def test_only_markers_near_enough_are_paired_and_nearer_ones_never_less(shares):
    runs = Runs("hours_apart")
    found = runs.answers(
        lambda hours: pattern_of(VALID, VALID, Decimal(1), Decimal(2), hours_apart=hours, may_share_date=shares)
    )
    paired = region(found, lambda says: says is not Pattern.NOT_PAIRED)
    most = thresholds.PAIR_GAP if shares else thresholds.ONE_DRAW

    assert once_everywhere(found, runs.possible) == ""
    assert refuted(paired == (runs.numbers[0].formula <= line(most.value)), given=runs.possible) == ""
    assert rises(found, lambda says: int(says is Pattern.NOT_PAIRED), runs.numbers[0], runs.possible) == ""


def test_to_share_a_date_never_takes_two_markers_apart():
    runs = Runs("hours_apart")
    apart, together = (runs.answers(lambda hours, s=shares: same_draw(hours, s)) for shares in (False, True))

    assert refuted(z3.Implies(region(apart, bool), region(together, bool)), given=runs.possible) == ""


# --- care ------------------------------------------------------------------------------------------


def _leading_to_care(rules: RuleSet) -> tuple[Any, ...]:
    """Return the rules about care and the outlook, and those whose answers they need."""
    needed, kept = {"outlook", "band"}, []
    for each in reversed(rules.case_rules):
        if each.name_given in needed or CareReason in (each.answers or ()):
            needed.update(each.facts)
            kept.append(each)
    return tuple(reversed(kept))


OF_CARE = _leading_to_care(STANDARD)
FACTS = (*CaseFacts._fields, *STANDARD.stated_facts)
ask_care = asker(OF_CARE, FACTS, STANDARD.left, everything=True)
FLAGS = [None, (), (RedFlag.FEVER,), (RedFlag.CHEST_PAIN,), (RedFlag.FEVER, RedFlag.CONFUSION)]


def care_of(
    facts: dict[str, Any], rules: tuple[Any, ...] = OF_CARE, ask: Any = ask_care
) -> tuple[Care, Status, Band | None]:
    """Return the most urgent care, the outlook and the band, as the compiled rules answer them."""
    answers = ask(tuple(map(facts.get, FACTS)))
    names = {each.name_given: said for each, said in zip(rules, answers, strict=True) if said is not None}
    cares = [said.care for said in answers if isinstance(said, CareReason)]
    return max(cares, key=lambda care: care.rank, default=Care.NONE), names["outlook"], names.get("band")


def case(standing: Standing, flags: Any, x: Any, hours: Any, y: Any) -> dict[str, Any]:
    reading = SimpleNamespace(il6=il6(x), lab_upper_limit=None)
    sample: Any = Sample(reading, drawn(), standing, hours_since_hard=hours, hours_since_race=hours)  # type: ignore[arg-type]
    return {
        "applicable": True, "drug_lasts": False, "il6": il6(x), "il6_standing": standing, "il6_measured": True,
        "newest_day": (sample,), "red_flags": flags, "red_flag_stated": bool(flags), "hs_crp": crp(y),
        "hs_crp_standing": VALID, "crp_measured": True, "crp_results": (CrpResult(crp(y), VALID, 0),), **ONE_DRAW,
    }  # fmt: skip


@pytest.fixture(scope="module", params=[VALID, UNVERIFIED, DOWN, EXERCISED, ODD], ids=lambda each: each.code.value)
def cared(request):
    """What care is answered for every IL-6, time since exercise and hs-CRP, by the red flags that were stated."""
    runs = Runs("il6", "hours", "hs_crp")
    return runs, {flags: runs.answers(lambda *n, f=flags: care_of(case(request.param, f, *n))) for flags in FLAGS}


def rank(says: tuple[Care, Status, Band | None]) -> int:
    return says[0].rank


def test_more_il6_is_never_less_care_and_care_has_no_gap(cared):
    runs, by_flags = cared
    for found in by_flags.values():
        assert once_everywhere(found, runs.possible) == ""
        assert rises(found, rank, runs.numbers[0], runs.possible) == ""


def test_another_red_flag_is_never_less_care(cared):
    """From none known to none, to one, to one that cannot wait, to one more beside it."""
    runs, by_flags = cared
    steps = [
        ((), (RedFlag.FEVER,)),
        ((), (RedFlag.CHEST_PAIN,)),
        ((RedFlag.FEVER,), FLAGS[-1]),
        (None, (RedFlag.FEVER,)),
    ]
    for fewer, more in steps:
        for care in Care:
            before = region(by_flags[fewer], lambda says, c=care: says[0].rank >= c.rank)
            after = region(by_flags[more], lambda says, c=care: says[0].rank >= c.rank)
            assert refuted(z3.Implies(before, after), given=runs.possible) == "", (fewer, more, care)


def test_acute_care_and_a_band_beyond_the_range_leave_no_room_for_interventions(cared):
    _, by_flags = cared
    for care, outlook, band in (each.says for found in by_flags.values() for each in found):
        assert outlook is Status.WITHHELD or (care.rank < Care.SAME_DAY.rank and band is not Band.BEYOND_RANGE)


def test_exercise_takes_no_care_away_from_100_on_and_none_after_its_window(cared):
    runs, by_flags = cared
    x, hours, _ = (number.formula for number in runs.numbers)
    acute, urgent = line(thresholds.ACUTE_IL6.value), line(thresholds.URGENT_IL6.value)
    seen = region(by_flags[()], lambda says: says[0].rank >= Care.SAME_DAY.rank)
    late = hours >= line(thresholds.RACE_EXPLAINED_WINDOW.value)

    assert refuted(z3.Implies(x >= urgent, seen), z3.Implies(z3.And(x >= acute, late), seen), given=runs.possible) == ""


def test_a_rule_that_answers_less_to_more_is_found():
    """What z3 gives back are the numbers with which the claim does not hold."""

    @rule("X1", asks="Is it so high that it must be an error?", gives="band")
    def too_high(il6: Amount, il6_standing: Standing) -> Band | None:
        return Band.OPTIMAL if il6.above(thresholds.URGENT_IL6.value) else None

    runs = Runs("il6")
    found = runs.answers(lambda x: answer(STANDARD + too_high, "band", {"il6": il6(x), "il6_standing": VALID}))

    assert "il6" in rises(found, lambda says: says.rank, runs.numbers[0], runs.possible)


# --- one sample ------------------------------------------------------------------------------------

SINCE = [each for each in STANDARD.sample_rules if len(each.facts) == 1 and "_since_" in each.facts[0]]


@pytest.mark.parametrize("each", SINCE, ids=lambda each: each.id)
def test_more_time_since_something_never_weighs_more(each):
    def weight(says: Any) -> int:
        return -(StandingCode.VALID if says is None else says.standing).rank

    runs = Runs("since")
    found = runs.answers(each.ask)

    assert once_everywhere(found, runs.possible) == ""
    assert len(found) > 1
    assert rises(found, weight, runs.numbers[0], runs.possible) == ""
