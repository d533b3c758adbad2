"""
A rule of a host in a frame: asked about one row for all like it only where it cannot tell them apart.

Every planted rule looks at numbers in a way of its own, and a frame says of each row what the row alone says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engines import rows_of
from forge_il6 import (
    STANDARD,
    Analyte,
    Band,
    Care,
    CareReason,
    Context,
    Convention,
    Reading,
    Reason,
    Standing,
    StandingCode,
    Threshold,
    interpret,
    rule,
)
from forge_il6.asking.rule import AnyRule
from forge_il6.codes import Code
from forge_il6.conclusions import Note
from forge_il6.frame import interpret_frame
from forge_il6.threshold import Cut, Scale
from forge_il6.units import Amount

pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
pl = pytest.importorskip("polars", reason="the frames of these tests are of Polars")

CLINIC = Convention("clinic protocol 4.2")
HEAVY = Threshold(30, "kg/m²", CLINIC)
RAISED = Threshold("2.4", "pg/mL", CLINIC)
EARLY = Threshold(9, "o'clock", CLINIC)
TIRED = Threshold(20, "hour", CLINIC)
OLD = Threshold("64.5", "year", CLINIC)
GIVE = ("care", "band", "standing_il6", "reasons", "firmness", "pattern", "missing")
ASKED: list[str] = []
"""The ids of the rules that were asked, each time they were."""


class Weight(Code):
    LIGHT = "light"
    HEAVY = "heavy"


WEIGHTS = Scale((Weight.LIGHT, Weight.HEAVY), (Cut("heavy", HEAVY, starts_next=True),))


def seen(wanted: object) -> CareReason | None:
    return CareReason("seen_by_us", Care.CLINICIAN_EVALUATION) if wanted else None


# --- rules that see numbers through their thresholds -------------------------------------------------


@rule("Y1", asks="Is the person heavy?")
def heavy(bmi: Decimal, *, heavy_line: Threshold = HEAVY) -> CareReason | None:
    ASKED.append("Y1")
    return seen(bmi >= heavy_line.value)


@rule("Y2", asks="Is it raised, by whichever way of asking?")
def raised(il6: Amount, il6_standing: Standing, band: Band, *, raised_line: Threshold = RAISED) -> CareReason | None:
    ASKED.append("Y2")
    above = il6.above(raised_line.value) if il6.is_point else il6.at_least(raised_line.value)
    return seen(
        above and raised_line.value < il6.value and "conflict" not in il6_standing.codes and band is not Band.HIGH
    )


@rule("Y3", asks="Was it drawn early?", judges=Analyte.IL6)
def early(hour_of_day: Decimal, *, early_line: Threshold = EARLY) -> Reason | None:
    ASKED.append("Y3")
    return Reason("early", StandingCode.TENTATIVE) if hour_of_day < early_line.value else None


@rule("Y4", asks="On which step is the weight?", works_out="weight", otherwise=Weight.LIGHT)
def weight(bmi: Decimal, il6: Amount, *, heavy_line: Threshold = HEAVY) -> Weight | None:
    ASKED.append("Y4")
    return Weight.HEAVY if max(bmi, heavy_line.value) > heavy_line.value else None


@rule("Y5", asks="Is a raised value left without weight?")
def unexplained(weight: Weight, band: Band) -> CareReason | None:
    ASKED.append("Y5")
    return seen(weight is Weight.LIGHT and band is not Band.OPTIMAL)


@rule("Y6", asks="Where on a scale of ours does it lie?")
def on_a_scale(il6: Amount, *, steps: Scale[Any] = Scale(tuple(Weight), (Cut("raised", RAISED),))) -> CareReason | None:  # noqa: B008  (a value that never changes)
    ASKED.append("Y6")
    return seen(steps.within(il6) == (Weight.HEAVY,))


@rule("Y7", asks="Is the person of an age?")
def old(age_at_draw: Decimal, *, old_line: Threshold = OLD) -> CareReason | None:
    ASKED.append("Y7")
    return seen(age_at_draw > old_line.value)


@rule("Y8", asks="Was the training long ago, as it was stated?")
def rested(hours_since_exercise: Decimal, fasting: bool, *, tired_line: Threshold = TIRED) -> CareReason | None:
    ASKED.append("Y8")
    return seen(fasting and hours_since_exercise >= tired_line.value)


BY_LINES = (heavy, raised, early, weight, unexplained, on_a_scale, old, rested)


# --- rules that do not -----------------------------------------------------------------------------


@rule("X1", asks="Is it beyond a number that nobody declares?")
def undeclared(bmi: Decimal, *, heavy_line: Threshold = HEAVY) -> CareReason | None:
    ASKED.append("X1")
    return seen(bmi > heavy_line.value and bmi > 33)


@rule("X2", asks="What is the ratio?")
def ratio(il6: Amount, hs_crp: Amount) -> CareReason | None:
    ASKED.append("X2")
    return seen(Decimal(il6.value) / Decimal(hs_crp.value) > 3)


@rule("X3", asks="How is it printed?")
def printed(il6: Amount) -> Note | None:
    ASKED.append("X3")
    return Note("printed", sentence=f"It is {il6}.")


@rule("X4", asks="What is its logarithm?")
def logarithm(il6: Amount) -> CareReason | None:
    ASKED.append("X4")
    return seen(math.log(il6.value) > 1)


@rule("X5", asks="Does it swallow what tells on it?")
def swallowing(bmi: Decimal) -> CareReason | None:
    ASKED.append("X5")
    with suppress(Exception):
        return seen(float(bmi) > 33)
    return None


@rule("X6", asks="Is it exactly this result?")
def equal(il6: Amount) -> CareReason | None:
    ASKED.append("X6")
    return seen(il6 == Amount(Decimal("3.1"), "pg/mL") or hash(il6) == hash(Amount(Decimal("2.9"), "pg/mL")))


@rule("X7", asks="How was it reported?")
def reported(il6: Amount) -> CareReason | None:
    ASKED.append("X7")
    return seen(il6.text.startswith("2.4"))


@rule("X8", asks="Was it drawn on an even day?")
def even_day(draw_day: date) -> CareReason | None:
    ASKED.append("X8")
    return seen(draw_day.day % 2)


@rule("X9", asks="Is the ratio worked out for another rule?", works_out="quotient")
def quotient(il6: Amount, bmi: Decimal) -> Decimal | None:
    ASKED.append("X9")
    return bmi / Decimal(il6.value)


@rule("X10", asks="Which of two results is larger?")
def larger(il6: Amount, hs_crp: Amount, *, raised_line: Threshold = RAISED) -> CareReason | None:
    ASKED.append("X10")
    return seen(il6.value > hs_crp.value)


@rule("X11", asks="Is the number handed on as it is?", works_out="handed_on")
def handing_on(bmi: Decimal) -> Decimal | None:
    ASKED.append("X11")
    return bmi


@rule("X12", asks="Is what was handed on beyond a number?")
def handed(handed_on: Decimal) -> CareReason | None:
    ASKED.append("X12")
    return seen(handed_on > 33)


@rule("X13", asks="Was it drawn at half past eight or before?", judges=Analyte.IL6)
def by_half_past(hour_of_day: Decimal, *, early_line: Threshold = EARLY) -> Reason | None:
    ASKED.append("X13")
    return Reason("half", StandingCode.TENTATIVE) if hour_of_day * 2 < early_line.value * 2 - 1 else None


@rule("X14", asks="Is it so, as it says itself?", looks_exactly=True)
def says_so(bmi: Decimal, *, heavy_line: Threshold = HEAVY) -> CareReason | None:
    ASKED.append("X14")
    return seen(bmi >= heavy_line.value)


@rule("X15", asks="Does weight decide the band?", gives="band")
def band_by_weight(bmi: Decimal, band: Band, *, heavy_line: Threshold = HEAVY) -> Band | None:
    ASKED.append("X15")
    return Band.OPTIMAL if bmi < heavy_line.value and band is Band.ABOVE_TARGET else None


EXACTLY: tuple[tuple[AnyRule, ...], ...] = (
    (undeclared,), (ratio,), (printed,), (logarithm,), (swallowing,), (equal,), (reported,), (even_day,),
    (quotient, undeclared), (larger,), (handing_on, handed), (by_half_past,), (says_so,), (band_by_weight,),
)  # fmt: skip


def _rows() -> Iterator[dict[str, Any]]:
    """Rows of which several share every cell, and lie on both sides of the numbers that nobody declares."""
    at = datetime(2026, 11, 20, 8, 10)
    for number, bmi in enumerate((18.0, 30.0, 31.5, 32.0, 33.5, 34.0)):
        for place, il6 in enumerate((2.3, 2.4, 2.41, 2.9, 3.1)):
            yield {
                "il6": il6, "bmi": bmi, "hs_crp": 0.5 + number * 0.6, "age": 60.0 + place, "fasting": True,
                "drawn_at": at + timedelta(days=number, minutes=place * 17), "exercise": "hiit",
                "hours_since_exercise": 19.0 + number,
            }  # fmt: skip


ROWS = list(_rows())
ASKED_OF = {"units": {"il6": "pg/mL", "hs_crp": "mg/L"}, "time_zone": "Europe/Berlin", "keep": False}


def _alone(row: dict[str, Any], rules: Any) -> dict[str, Any]:
    facts = {name: row[name] for name in ("fasting", "exercise", "hours_since_exercise", "drawn_at")}
    reading = Reading(row["il6"], "pg/mL", **facts)
    crp = f"{round(row['hs_crp'], 2)} mg/L"
    context = Context(bmi=row["bmi"], age=row["age"], hs_crp=crp, time_zone="Europe/Berlin")
    said = interpret(reading, context, rules=rules).to_row()
    return {name: said[name] for name in GIVE} | {"error": None}


def _frame() -> Any:
    return pl.DataFrame([row | {"hs_crp": round(row["hs_crp"], 2)} for row in ROWS])


@pytest.mark.parametrize("own", [BY_LINES, *EXACTLY], ids=lambda own: "+".join(each.id for each in own))
def test_a_frame_with_rules_of_a_host_says_of_each_row_what_it_says_alone(own: tuple[AnyRule, ...]) -> None:
    rules = STANDARD
    for each in own:
        rules += each

    out = rows_of(interpret_frame(_frame(), rules=rules, give=GIVE, **ASKED_OF))

    alone = [_alone(row, rules) for row in ROWS]
    assert alone == out
    assert any(each["care"] != alone[0]["care"] or each["reasons"] != alone[0]["reasons"] for each in alone) or (
        own == (printed,)
    )


MANY = [
    {"il6": round(0.6 + number * 0.013, 3), "bmi": 18 + number % 23, "hour": number % 3, "fasting": True}
    for number in range(300)
]


@pytest.mark.parametrize("own", [heavy, raised, on_a_scale, (weight, unexplained)], ids=str)
def test_a_rule_that_only_compares_with_its_thresholds_is_asked_once_for_all_like_it(own: Any) -> None:
    ASKED.clear()
    rules = STANDARD
    for each in own if isinstance(own, tuple) else (own,):
        rules += each

    interpret_frame(pl.DataFrame(MANY), units={"il6": "pg/mL"}, rules=rules, give=["care"])

    assert 0 < len(ASKED) < len(MANY) / 5


@pytest.mark.parametrize("own", [printed, swallowing, equal, says_so], ids=lambda own: own.id)
def test_a_rule_that_looks_otherwise_is_asked_about_every_different_row(own: AnyRule) -> None:
    ASKED.clear()

    interpret_frame(pl.DataFrame(MANY), units={"il6": "pg/mL"}, rules=STANDARD + own, give=["care"])

    assert len(ASKED) >= len(MANY)


def test_only_the_rows_about_which_it_looks_otherwise_are_asked_about_by_themselves() -> None:
    """A rule that stops at its own line looks no further below it."""

    ASKED.clear()
    heavier = sum(row["bmi"] > 30 for row in MANY)

    interpret_frame(pl.DataFrame(MANY), units={"il6": "pg/mL"}, rules=STANDARD + undeclared, give=["care"])

    assert heavier <= len(ASKED) < len(MANY) * 2 / 3


@pytest.mark.parametrize("own", [heavy, raised, early, undeclared, even_day, by_half_past], ids=lambda own: own.id)
def test_courses_with_a_rule_of_a_host_say_what_each_row_says_alone(own: AnyRule) -> None:
    """Who asks for `summary` has every row interpreted by itself."""
    frame = _frame().with_columns(who=pl.Series(["a", "b", "c", "d", "e"] * 6))
    asked = ASKED_OF | {"rules": STANDARD + own}
    codes = (*GIVE, "persistence", "trend")

    together = rows_of(interpret_frame(frame, "who", give=codes, **asked))
    alone = rows_of(interpret_frame(frame, "who", give=(*codes, "summary"), **asked))

    assert [{name: row[name] for name in (*codes, "error")} for row in alone] == together
