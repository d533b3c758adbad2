"""The one door for quantities: however a result is written, it is the same result, or it is refused."""

from __future__ import annotations

import copy
import decimal
import pickle
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import (
    AmbiguousUnitError,
    Amount,
    CaseError,
    Context,
    Reading,
    UnitError,
    ValueFormatError,
    interpret,
    units,
)
from forge_il6.knowledge.measurands import BODY_FORCE, CRP, DOSE, HRV, IL6, IL10, VITAMIN_D
from forge_il6.sizes import factor_of
from forge_il6.units import Measurand, decimal_text, exact_number
from profiles import usual
from strategies import (
    COMPARATORS,
    CRP_UNITS,
    DOSE_UNITS,
    GRIP_UNITS,
    HRV_UNITS,
    IL6_UNITS,
    IL6_UNITS_TO_CHECK,
    THRESHOLD_NUMBERS,
    VITAMIN_D_UNITS,
    at_every_threshold,
    brief,
    digits,
    il6_values,
    numbers,
    spellings,
)

THOUSANDTHS = [Decimal((0, tuple(map(int, str(k))), -3)) for k in range(1, 10_001)]
"""Every IL-6 from 0.001 to 10.000 pg/mL in steps of 0.001."""
STEP = 1 if usual() > 100 else 7
"""The long run reads them all."""

ONE_UNIT_PER_FACTOR = [
    (unit, shift)
    for shift, unit in {shift: unit for unit, shift in {**IL6_UNITS, **IL6_UNITS_TO_CHECK}.items()}.items()
]

HOSTILE_CONTEXT = decimal.Context(
    prec=2,
    rounding=decimal.ROUND_UP,
    Emin=-3,
    Emax=3,
    traps=[
        decimal.Clamped, decimal.DivisionByZero, decimal.FloatOperation, decimal.Inexact, decimal.InvalidOperation,
        decimal.Overflow, decimal.Rounded, decimal.Subnormal, decimal.Underflow,
    ],
)  # fmt: skip


def il6(value: Any, unit: Any = None, **given_by_caller: Any) -> Amount:
    return IL6.read(value, unit, name="il6", **given_by_caller)


def pg_per_ml(number: Decimal | Fraction, sign: Any = "") -> Amount:
    return Amount(number, "pg/mL", sign)


def differing(read: Callable[[Decimal], Amount]) -> list[Decimal]:
    """Return the thousandths that a way of writing does not read exactly."""
    return [number for number in THOUSANDTHS[::STEP] if read(number) != pg_per_ml(number)]


# --- the same reading, however it is written -------------------------------------------------------


@pytest.mark.parametrize("unit, shift", [*IL6_UNITS.items(), *IL6_UNITS_TO_CHECK.items()])
def test_every_thousandth_reads_exactly_as_text_in_every_unit(unit, shift):
    """A unit change never changes a verdict: exactly."""
    assert [] == differing(lambda number: il6(f"{number.scaleb(shift):f} {unit}"))


@pytest.mark.parametrize("unit, shift", ONE_UNIT_PER_FACTOR)
def test_every_thousandth_reads_exactly_as_a_decimal_beside_its_unit(unit, shift):
    assert [] == differing(lambda number: il6(number.scaleb(shift), unit))


@pytest.mark.parametrize("unit, shift", ONE_UNIT_PER_FACTOR)
def test_every_thousandth_reads_exactly_as_a_float_beside_its_unit(unit, shift):
    """A float stands for its shortest text."""
    assert [] == differing(lambda number: il6(float(number.scaleb(shift)), unit))


@pytest.mark.parametrize(
    "unit, scale", [("ng/L", 1.0), ("ng/mL", 1e-3), ("fg/mL", 1e3), ("mg/L", 1e-6), ("mg/dL", 1e-7)]
)
def test_every_thousandth_survives_a_multiplication_in_binary(unit, scale):
    """A float is rounded to 12 significant digits, which heals what a host's conversion did to it."""
    assert [] == differing(lambda number: il6(float(number) * scale, unit))


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.array])
def test_every_thousandth_reads_exactly_as_a_numpy_number(kind):
    assert [] == differing(lambda number: il6(kind(float(number)), "ng/L"))


def test_every_thousandth_reads_exactly_from_a_float_registry(float_registry):
    assert [] == differing(lambda number: il6(float_registry.Quantity(float(number), "ng/L")))


def test_every_thousandth_reads_exactly_from_a_decimal_registry(decimal_registry):
    assert [] == differing(lambda number: il6(decimal_registry.Quantity(number.scaleb(-3), "ng/mL")))


def test_every_thousandth_survives_a_conversion_by_the_host(float_registry):
    """Pint turns 2.0 ng/L into 2.0000000000000004 pg/mL."""
    ng_per_l = float_registry.Unit("ng/L")
    assert [] == differing(lambda number: il6(float_registry.Quantity(float(number), ng_per_l).to("pg/mL")))


def test_every_thousandth_survives_a_conversion_by_a_decimal_host(decimal_registry):
    ng_per_l = decimal_registry.Unit("ng/L")
    assert [] == differing(lambda number: il6(decimal_registry.Quantity(number, ng_per_l).to("mg/dL")))


@given(number=il6_values)
@at_every_threshold("number")
def test_every_spelling_of_a_number_and_a_unit_is_the_same_amount(number):
    read = {il6(text) for text in spellings(number, {**IL6_UNITS, **IL6_UNITS_TO_CHECK})}
    assert {pg_per_ml(number)} == read


UNITS_OF = {CRP: CRP_UNITS, VITAMIN_D: VITAMIN_D_UNITS, BODY_FORCE: GRIP_UNITS, HRV: HRV_UNITS, DOSE: DOSE_UNITS,
            IL10: IL6_UNITS}  # fmt: skip
MEASURANDS = {each.name: each for each in UNITS_OF}


@pytest.mark.parametrize("name", MEASURANDS)
@given(number=numbers("0.01", "200"))
@at_every_threshold("number")
def test_every_measurand_reads_all_its_spellings_alike(number, name):
    measurand = MEASURANDS[name]
    read = {measurand.read(text, name="x") for text in spellings(number, UNITS_OF[measurand])}
    assert {Amount(number, measurand.unit)} == read


# --- the same verdict ------------------------------------------------------------------------------


def verdict_of(*result: Any) -> dict[str, Any]:
    reading = Reading(*result, drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="none")
    return interpret(reading, Context(age=57, hs_crp="0.6 mg/L")).to_dict()


def as_reported_apart(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out the text as reported; a question about the unit repeats it in the summary."""
    measured = {name: text for name, text in document["measured"].items() if not name.endswith("_as_reported")}
    asks = "check_unit" in [reason["code"] for reason in document["standing"]["il6"]["reasons"]]
    return document | {"measured": measured} | ({"summary": ""} if asks else {})


def forms(number: Decimal, float_registry: Any, decimal_registry: Any) -> Iterator[tuple[Any, ...]]:
    """Every kind of value that stands for one IL-6 in pg/mL."""
    inexact = float(number)
    yield from ((f"{number.scaleb(IL6_UNITS[unit]):f} {unit}",) for unit in ("ng/L", "µg / l", "fg/mL", "ng/dL"))
    yield from ((text, "ng/L") for text in digits(number))
    yield from ((number.scaleb(-3), "µg/L"), (inexact, "pg/ml"), (np.float64(inexact), "ng/L"), (pg_per_ml(number),))
    yield (float_registry.Quantity(inexact, "ng/L"),)
    yield (float_registry.Quantity(inexact, "ng/L").to("pg/mL"),)
    yield (decimal_registry.Quantity(number, "ng/L"),)


@pytest.mark.parametrize("number", [*THOUSANDTHS[::211], *(n for n in THRESHOLD_NUMBERS if n)], ids=str)
def test_every_form_of_a_result_gives_the_identical_verdict(number, float_registry, decimal_registry):
    """The same verdict but for the text as reported."""
    expected = as_reported_apart(verdict_of(number, "pg/mL"))
    for form in forms(number, float_registry, decimal_registry):
        assert expected == as_reported_apart(verdict_of(*form)), form


@pytest.mark.parametrize("number", [*THOUSANDTHS[::971], Decimal("1.2"), Decimal(2), Decimal(3), Decimal(7)], ids=str)
def test_a_unit_unlike_il6_is_a_question_and_keeps_its_number(number):
    """Protocol 2.2: the sample is void, without a band; the number is kept as given."""
    expected = verdict_of(number, "pg/mL")
    for unit, shift in IL6_UNITS_TO_CHECK.items():
        found = verdict_of(number.scaleb(shift), unit)
        assert "check_unit" in [reason["code"] for reason in found["standing"]["il6"]["reasons"]], unit
        assert ("void", None) == (found["standing"]["il6"]["code"], found["band"])
        assert expected["measured"]["il6"] == found["measured"]["il6"], unit


@pytest.mark.parametrize("unit", IL6_UNITS)
def test_a_usual_unit_is_not_questioned(unit):
    codes = [finding["code"] for finding in verdict_of(Decimal("2.4").scaleb(IL6_UNITS[unit]), unit)["findings"]]
    assert "check_unit" not in codes


@pytest.mark.parametrize(
    "text, band",
    [("1.1", "optimal"), ("1.2", "above_target"), ("1.3", "above_target"), ("1.9", "above_target"),
     ("2.0", "above_target"), ("2.1", "elevated"), ("2.9", "elevated"), ("3.0", "elevated"), ("3.1", "high"),
     ("6.9", "high"), ("7.0", "high"), ("7.1", "beyond_range"), ("1.19999999999999999999", "optimal"),
     ("2.00000000000000000001", "elevated"), ("3.00000000000000000001", "high")],
)  # fmt: skip
@pytest.mark.parametrize("unit, shift", [("pg/mL", 0), ("µg/l", -3), ("fg/mL", 3), ("ng/dL", -1)])
def test_a_result_beside_a_cut_stays_on_its_side_in_every_unit(text, band, unit, shift):
    """Round nothing first."""
    assert band == verdict_of(f"{Decimal(text).scaleb(shift):f} {unit}")["band"]


def test_no_display_rounds_across_a_line():
    """The text as reported is kept for display: 3.04 is not shown as 3.0."""
    measured = verdict_of(" 0.00304  µg / l")["measured"]
    assert ("3.04 pg/mL", "0.00304  µg / l") == (measured["il6"], measured["il6_as_reported"])


# --- comparators -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign, meant", [("<", "<"), ("<=", "≤"), ("≤", "≤"), (">", ">"), (">=", "≥"), ("≥", "≥")])
@pytest.mark.parametrize("text", ["1.5 pg/mL", " 1.5 ng/L", "0.0015ng/mL", "1500 fg/mL"])
def test_a_comparator_is_part_of_the_value(sign, meant, text):
    """A result is an interval; a plain number is a point."""
    assert pg_per_ml(Decimal("1.5"), meant) == il6(f"{sign}{text}")


@pytest.mark.parametrize("sign", [sign for sign in COMPARATORS if sign])
def test_an_interval_equals_no_point(sign):
    assert il6(f"{sign}1.5 pg/mL") != il6("1.5 pg/mL")
    assert not il6(f"{sign}1.5 pg/mL").is_point


@pytest.mark.parametrize(
    "text, above, at_least, below, at_most",
    [
        ("1.9 pg/mL", False, False, True, True),
        ("2.0 pg/mL", False, True, False, True),
        ("2.1 pg/mL", True, True, False, False),
        ("<1.9 pg/mL", False, False, True, True),
        ("<2.0 pg/mL", False, False, True, True),
        ("<2.1 pg/mL", False, False, False, False),
        ("≤1.9 pg/mL", False, False, True, True),
        ("≤2.0 pg/mL", False, False, False, True),
        ("≤2.1 pg/mL", False, False, False, False),
        (">1.9 pg/mL", False, False, False, False),
        (">2.0 pg/mL", True, True, False, False),
        (">2.1 pg/mL", True, True, False, False),
        ("≥1.9 pg/mL", False, False, False, False),
        ("≥2.0 pg/mL", False, True, False, False),
        ("≥2.1 pg/mL", True, True, False, False),
    ],
)
def test_an_amount_says_of_a_line_only_what_is_certain(text, above, at_least, below, at_most):
    amount, line = il6(text), Decimal(2)
    said = (amount.above(line), amount.at_least(line), amount.below(line), amount.at_most(line))
    assert (above, at_least, below, at_most) == said


@pytest.mark.parametrize("measurand, text", [(BODY_FORCE, "<41 kg"), (HRV, ">42 ms"), (DOSE, "≤5 mg")])
def test_what_nobody_reports_as_an_interval_is_refused_as_one(measurand, text):
    with pytest.raises(ValueFormatError, match=r"^x: .*give one number without"):
        measurand.read(text, name="x")


# --- factors that are no power of ten --------------------------------------------------------------


@pytest.mark.parametrize(
    "measurand, text, exact",
    [
        (VITAMIN_D, "80 nmol/L", Fraction(80_000, 2496)),
        (VITAMIN_D, "49.92 nmol/L", Decimal(20)),
        (VITAMIN_D, "99.84 nmol/L", Decimal(40)),
        (BODY_FORCE, "100 lb", Decimal("45.359237")),
        (BODY_FORCE, "100 [lbf_av]", Decimal("45.359237")),
        (BODY_FORCE, "9.80665 N", Decimal(1)),
        (BODY_FORCE, "402.5 N", Fraction(40_250_000, 980_665)),
    ],
)
def test_a_factor_that_is_no_power_of_ten_is_exact(measurand, text, exact):
    """The value is an exact rational, and comparisons are exact."""
    assert Amount(exact, measurand.unit) == measurand.read(text, name="x")


@pytest.mark.parametrize("kind", [float, Decimal])
@pytest.mark.parametrize("unit, text", [("lbf", "90.25 lb"), ("pound", "90.25 lb"), ("newton", "90.25 N")])
def test_pint_and_text_agree_on_a_factor_that_is_no_power_of_ten(kind, unit, text, float_registry, decimal_registry):
    registry = {float: float_registry, Decimal: decimal_registry}[kind]
    assert BODY_FORCE.read(text, name="x") == BODY_FORCE.read(registry.Quantity(kind("90.25"), unit), name="x")


@pytest.mark.parametrize("unit, shift", [("pmol/L", 0), ("fmol/mL", 0), ("fmol/L", 3), ("pmol/mL", -3), ("nmol/l", -3)])
def test_moles_are_read_with_the_molar_mass_that_the_caller_gives(unit, shift):
    number = Decimal("0.1").scaleb(shift)
    assert pg_per_ml(Decimal("2.1")) == il6(f"{number:f} {unit}", molar_mass=Decimal(21_000))


@pytest.mark.parametrize("unit, shift", [("IU/mL", 0), ("[IU]/mL", 0), ("IU/L", 3), ("mIU/mL", 3), ("kIU/L", 0)])
def test_units_of_activity_are_read_with_the_factor_that_the_caller_gives(unit, shift):
    number = Decimal("0.24").scaleb(shift)
    assert pg_per_ml(Decimal("2.4")) == il6(f"{number:f} {unit}", mass_per_activity=Decimal(10))


def test_moles_and_activity_of_a_host_are_read_with_the_factor_that_the_caller_gives(float_registry):
    moles, activity = float_registry.Quantity(0.1, "pmol/L"), float_registry.Quantity(0.24, "count/mL")
    assert pg_per_ml(Decimal("2.1")) == il6(moles, molar_mass=Decimal(21_000))
    assert pg_per_ml(Decimal("2.4")) == il6(activity, mass_per_activity=Decimal(10))


# --- what is refused -------------------------------------------------------------------------------

FORMAT_REFUSED = (
    "1,2 pg/mL", "1.200,5 pg/mL", "1,200.5 pg/mL", "1 200 pg/mL", "1'200 pg/mL", "1_200 pg/mL", "1.2 1.3 pg/mL",
    "1.2-1.4 pg/mL", "1.2 - pg/mL", "1.2 ± 0.1 pg/mL", "1.2.3 pg/mL", "1.2 pg/mL 3", "nan pg/mL", "inf pg/mL",
    "-inf pg/mL", "-1.2 pg/mL", "−1.2 pg/mL", "+1.2 pg/mL", "True", "true pg/mL", "0 pg/mL", "0.000 pg/mL",
    "0e5 pg/mL", "<0 pg/mL", "≤0.0 pg/mL", "<<1.2 pg/mL", "=1.2 pg/mL", "1.2 e3 pg/mL", "1. pg/mL", "pg/mL", "Pg/mL",
    "", "   ", "<", "\0", "9**9**9 pg/mL",
    "2.4*2 pg/mL", "(2.4) pg/mL", "0x10 pg/mL", '"3.5" pg/mL', "'\"'3.5\"' pg/mL", "١.٢ pg/mL",
    "１.２ pg/mL", "1.2\n3.4 pg/mL", "1e999999 pg/mL", "1e-999999 pg/mL", "1e31 pg/mL", "1e-31 pg/mL", "1e100 pg/mL",
    "__import__('os') pg/mL", "{0.__class__} pg/mL", "9" * 65, "9" * 60 + " pg/mL", "1.2 pg/mL" + " " * 60,
)  # fmt: skip
UNIT_REFUSED = (
    "1.2", "<0", "<1.5", "1.2 Pg/mL", "1.2 PG/ML", "1.2 pG/mL", "1.2 pg/ML", "1.2 Mg/L", "1.2 Ng/L", "1.2 pg", "1.2 mL",
    "1.2 kg", "1.2 mmHg", "1.2 %", "1.2 pg/mL/h", "1.2 pg//mL", "1.2 pg·mL", "1.2 pg/mL or so", "1.2 pg/mL\0",
    "1.2\0 pg/mL", "1.2\u00a0pg/mL", "1.2\tpg/mL", "1.2 uug/L", "1.2 рg/mL",
)  # fmt: skip
AMBIGUOUS_REFUSED = ("1.2 pmol/L", "1.2 fmol/mL", "1.2 nmol/L", "1.2 IU/mL", "1.2 [IU]/mL", "1.2 U/mL", "1.2 kIU/L")


def refusal(value: Any, unit: Any = None, kind: type[CaseError] | None = None) -> str:
    with pytest.raises(CaseError) as caught:
        Reading(value, unit)
    assert kind in (caught.type, None)
    return str(caught.value)


def assert_clear(message: str, value: Any) -> None:
    """Name the field and the way out in at most 300 characters, without the input at length."""
    assert message.startswith("il6: ")
    assert len(message) <= 300
    assert message.isprintable()
    assert "pg/mL" in message or "give" in message or "check" in message
    if isinstance(value, str) and len(value) > 40:
        assert value[:41] not in message


@pytest.mark.parametrize("text", FORMAT_REFUSED, ids=brief)
def test_what_is_no_measured_number_is_refused(text):
    """Text is parsed by one closed grammar, never by a general expression evaluator."""
    assert_clear(refusal(text, kind=ValueFormatError), text)


@pytest.mark.parametrize("text, unit", [("2.4{} pg/mL", None), ("2.4{}", "pg/mL")])
def test_a_result_has_at_most_sixty_four_characters(text, unit):
    """One more is no result any longer, though it were blanks."""
    longest = text.format(" " * (64 - len(text.format(""))))

    assert (64, Decimal("2.4")) == (len(longest), Reading(longest, unit).il6.value)
    assert_clear(refusal(longest.replace("2.4", "2.4 "), unit, ValueFormatError), "")
    assert Decimal("2.4") == exact_number("2.4".ljust(64), "age")
    with pytest.raises(ValueFormatError):
        exact_number("2.4".ljust(65), "age")


def test_a_whole_number_has_at_most_thirty_powers_of_ten():
    """As a number of any other type has."""
    assert Decimal("9e30") == exact_number(9 * 10**30, "age")
    with pytest.raises(ValueFormatError):
        exact_number(10**31, "age")


@pytest.mark.parametrize("longest", [Fraction(2**255, 3**150), Fraction(3**150, 2**255)])
def test_the_parts_of_a_fraction_have_at_most_256_bits(longest):
    """What is longer is no number that anybody measured."""
    assert exact_number(longest, "age") == pytest.approx(Decimal(longest.numerator) / longest.denominator)
    with pytest.raises(ValueFormatError):
        exact_number(longest * 2 if longest > 1 else longest / 2, "age")


@pytest.mark.parametrize(
    "text, hints",
    [("1,2 pg/mL", ["comma"]), ("-1,2 pg/mL", ["comma"]), ("-1.2 pg/mL", ["negative"]), ("<−1.2 pg/mL", ["negative"]),
     ("nan pg/mL", []), ("1.2.3 pg/mL", [])],
)  # fmt: skip
@pytest.mark.parametrize("is_beside", [False, True])
def test_a_comma_and_a_minus_are_said_where_they_are_what_is_wrong(text, hints, is_beside):
    given = text.split(" ") if is_beside else [text]
    message = refusal(*given, kind=ValueFormatError)
    assert hints == [hint for hint in ("comma", "negative") if hint in message]


@pytest.mark.parametrize("text", UNIT_REFUSED, ids=brief)
def test_an_unknown_a_wrong_or_a_missing_unit_is_refused(text):
    """Spelling of the unit is forgiving, its meaning is not."""
    assert_clear(refusal(text, kind=UnitError), text)


@pytest.mark.parametrize("text", AMBIGUOUS_REFUSED)
def test_a_unit_that_needs_a_factor_is_refused_without_it(text):
    """Mass depends on glycosylation, and IU on the assay, unless the caller gives a factor."""
    message = refusal(text, kind=AmbiguousUnitError)
    assert_clear(message, text)
    assert "molar_mass" in message or "pg_per_iu" in message


@pytest.mark.parametrize(
    "number",
    [
        True, False, np.bool_(1), np.array(True), float("inf"), float("-inf"), -1, -0.5,
        Decimal("-Infinity"), Decimal("-2.4"), np.float64("inf"), 0, 0.0, -0.0,
        Decimal("0.000"), 10**40, 10**10_000, Decimal("1e31"), Decimal("1e-31"), Decimal("1e999999"), 1e300, 5e-324,
        "nan", "1,2", "", "2.4 pg/mL", "9" * 10_000_000, "9**9**9", b"2.4", [2.4], (2.4, 2.5), {"value": 2.4}, {2.4},
        2j, object(), np.array([2.4]), np.array([2.4, 2.5]), np.array("2.4"), np.datetime64("2026-11-20"),
        np.timedelta64(24, "h"), np.complex64(2), np.array(object()),
    ],
    ids=brief,
)  # fmt: skip
def test_what_is_no_number_is_refused_beside_a_unit_too(number):
    """Refuse infinities, negatives and booleans; zero is refused for IL-6."""
    assert_clear(refusal(number, "pg/mL", ValueFormatError), number)


@pytest.mark.parametrize("number", [2.4, 2, Decimal("2.4"), np.float32(2.4), np.int64(2), "2.4"])
def test_a_bare_number_is_refused(number):
    """Refuse bare numbers without a unit."""
    assert_clear(refusal(number, kind=UnitError), number)


class Magnitude:
    """What has a magnitude and no unit: of a star, say."""

    magnitude = 2.4


@pytest.mark.parametrize("value", [True, b"2.4 pg/mL", {}, [], object(), np.array([1.0, 2.0]), Magnitude()], ids=brief)
def test_what_is_no_result_at_all_is_refused(value):
    assert_clear(refusal(value, kind=ValueFormatError), value)


@pytest.mark.parametrize("unit", ["", "pg", "Pg/mL", "x" * 10_000_000, 5, b"pg/mL", object(), "pg/mL".ljust(65),
                                  "pg/mL".ljust(65) + "per day", "pg".ljust(31) + "/" + "mL".rjust(32) + " per day"],
                         ids=brief)  # fmt: skip
def test_a_wrong_unit_beside_a_number_is_refused(unit):
    assert_clear(refusal(2.4, unit, UnitError), unit)


def test_a_unit_beside_a_number_has_at_most_sixty_four_characters():
    assert pg_per_ml(Decimal("2.4")) == il6(2.4, "pg/mL".ljust(64))


def test_a_unit_in_capitals_is_refused_with_the_spelling_that_is_meant():
    """`Pg/mL` must never be read as petagrams."""
    assert "did you mean 'pg/m" in refusal("2.4 Pg/mL")


def is_accepted(measurand: Measurand, unit: str) -> bool:
    try:
        measurand.read(f"2.4 {unit}", name="x")
    except UnitError:
        return False
    return True


@pytest.mark.parametrize("measurand", [IL6, CRP, VITAMIN_D, BODY_FORCE, HRV, DOSE], ids=lambda each: each.name)
def test_the_units_that_a_refusal_offers_are_accepted(measurand):
    with pytest.raises(UnitError) as caught:
        measurand.read("2.4 parsec", name="x")
    offered = str(caught.value).partition("Accepted: ")[2].split(", ")
    assert [] == [unit for unit in offered if not is_accepted(measurand, unit)]


@pytest.mark.parametrize(
    "measurand, text, given, way_out",
    [
        (IL6, "80 nmol/L", {}, "molar_mass"), (IL6, "80 IU/L", {}, "pg_per_iu"), (CRP, "80 nmol/L", {}, "molar_mass"),
        (CRP, "80 IU/L", {}, "reported as a mass"), (CRP, "80 IU/L", {"mass_per_activity": 2}, "reported as a mass"),
        (VITAMIN_D, "800 IU/mL", {}, "a dose"), (IL10, "1.1 pmol/L", {}, "mass concentration"),
        (IL10, "1.1 pmol/L", {"molar_mass": 21_000}, "mass concentration"),
        (IL10, "1.1 IU/mL", {}, "mass concentration"),
    ],
)  # fmt: skip
def test_every_measurand_refuses_what_it_cannot_convert_with_a_reason(measurand, text, given, way_out):
    """The reason is that of the measurand and of the kind of unit, and it tells the way out, whatever is given."""
    with pytest.raises(AmbiguousUnitError, match=rf"^x: the unit '.*' is refused: .*{way_out}.*{measurand.unit}"):
        measurand.read(text, name="x", **given)


@pytest.mark.parametrize("measurand, text", [(IL6, "0 pg/mL"), (HRV, "0 ms"), (DOSE, "0 mg")])
def test_zero_is_refused_where_it_is_no_result(measurand, text):
    with pytest.raises(ValueFormatError, match=r"^x: got '0 "):
        measurand.read(text, name="x")


@pytest.mark.parametrize("measurand, text", [(CRP, "0 mg/L"), (IL10, "0.0 pg/mL"), (BODY_FORCE, "0 kg")])
def test_zero_is_read_where_it_is_a_result(measurand, text):
    assert Amount(Decimal(0), measurand.unit) == measurand.read(text, name="x")


@pytest.mark.parametrize(
    "text",
    [*FORMAT_REFUSED, *UNIT_REFUSED, *AMBIGUOUS_REFUSED, "9" * 10_000_000, " " * 10_000_000, "<" * 10_000_000,
     "1.2 " * 2_500_000, "1e" + "9" * 10_000_000 + " pg/mL", "'\"" * 5_000_000, "2.4 " + "p" * 10_000_000],
    ids=brief,
)  # fmt: skip
def test_a_refusal_takes_no_time(text):
    """A clear error within 10 ms; the test is generous to a busy machine."""
    took: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        refusal(text)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.05


@given(st.text(max_size=80))
def test_text_is_read_exactly_or_refused_clearly(text):
    try:
        amount = il6(text)
    except CaseError as error:
        assert_clear(str(error), text)
    else:
        assert amount == il6(str(amount))


@given(st.text("0123456789.eE+-<>= pngfum/LlµμcdIU[]mol", max_size=24))
def test_text_made_of_the_grammar_is_read_exactly_or_refused_clearly(text):
    try:
        amount = il6(text)
    except CaseError as error:
        assert_clear(str(error), text)
    else:
        assert amount == il6(str(amount))


# --- numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, expected",
    [
        (2.4, "2.4"), (2.0000000000000004, "2"), (1.1999999999999997, "1.2"), (0.1 + 0.2, "0.3"), (1e-7, "1E-7"),
        (123456789012.4, "123456789012"), (2.99999999999, "2.99999999999"), (2.999999999999, "3"), (24, "24"),
        ("2.0000000000000004", "2.0000000000000004"), (Decimal("2.0000000000000004"), "2.0000000000000004"),
        ("1e3", "1000"), (" 2.4 ", "2.4"), (".5", "0.5"), (-0.0, "0"), (Decimal("-0"), "0"),
        (np.float64(2.4), "2.4"), (np.float32(2.4), "2.4"), (np.float16(2.4), "2.4"), (np.longdouble("2.4"), "2.4"),
        (np.float32(1e-5), "0.00001"), (np.float32(1e20), "1E20"), (np.int64(24), "24"), (np.uint8(24), "24"),
        (np.array(Decimal("2.4"), dtype=object), "2.4"), (np.array(24, dtype=object), "24"),
        (np.array(2.4), "2.4"), (np.array(24), "24"), (np.array(2.4, dtype="float32"), "2.4"), (np.str_("2.4"), "2.4"),
    ],
    ids=lambda each: f"{type(each).__name__} {each}",
)  # fmt: skip
def test_a_number_of_any_type_is_exact(number, expected):
    """A float is rounded to 12 significant digits; text and Decimal are never rounded."""
    assert Decimal(expected) == exact_number(number, "x")


@given(st.decimals("0", "1e12", allow_nan=False))
def test_text_and_decimals_are_never_rounded(number):
    for written in (number, str(number)):
        try:
            assert number == exact_number(written, "x")
        except ValueFormatError:
            assert len(str(number)) > 28 or number.adjusted() < -28


@given(st.integers(0, 10**12).map(lambda whole: Decimal(whole).scaleb(-6)))
def test_a_float_of_twelve_digits_is_its_shortest_text(number):
    assert number == exact_number(float(number), "x")


@pytest.mark.parametrize(
    "number, text",
    [
        ("2.40", "2.4"),
        ("1E+3", "1000"),
        ("1E-7", "0.0000001"),
        ("0", "0"),
        ("100", "100"),
        ("0.0", "0"),
        ("3.04", "3.04"),
    ],
)
def test_a_number_is_written_without_exponent_and_trailing_zeros(number, text):
    assert text == decimal_text(Decimal(number))


@pytest.mark.parametrize(
    "number, text",
    [
        ("2.40", "2.4 ng/L"),
        ("1E+3", "1000 ng/L"),
        ("1E-30", f"0.{'0' * 29}1 ng/L"),
        (f"1.{'0' * 49}", "1 ng/L"),
        ("123456789012345678.9E-30", f"0.{'0' * 12}1234567890123456789 ng/L"),
        (f"{'123456789' * 4}E-48", f"0.{'0' * 12}{'123456789' * 4} ng/L"),
        (f"{'123456789' * 4}E-49", "1.23456789123456789123456789123456789E-14 ng/L"),
    ],
)
def test_a_number_beside_its_unit_is_shown_plainly_up_to_fifty_characters(number, text):
    assert text == il6(Decimal(number), "ng/L").text
    assert il6(text) == il6(Decimal(number), "ng/L")


@pytest.mark.parametrize("number, digits_kept, text", [(Fraction(1, 3), 4, "0.3333"), (Fraction(1, 4), 28, "0.25")])
def test_a_rational_is_written_to_the_digits_asked_for(number, digits_kept, text):
    assert text == decimal_text(number, digits_kept)


# --- pint ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vendored_pint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A copy of pint under another name, as a host may carry one."""
    folder = tmp_path_factory.mktemp("vendored")
    shutil.copytree(Path(pint.__file__).parent, folder / "host_pint", ignore=shutil.ignore_patterns("testsuite"))
    sys.path.insert(0, str(folder))
    yield import_module("host_pint")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "host_pint"]:
        del sys.modules[name]


def test_a_quantity_of_a_vendored_pint_is_read(vendored_pint):
    """Any registry: the host's own, a vendored pint."""
    quantity = vendored_pint.UnitRegistry().Quantity(2.4, "µg/L")
    assert not isinstance(quantity, pint.Quantity)
    assert pg_per_ml(Decimal(2400)) == il6(quantity)


def test_a_vendored_pint_refuses_the_wrong_dimension_by_our_error(vendored_pint):
    assert_clear(refusal(vendored_pint.UnitRegistry().Quantity(2.4, "mmHg"), kind=UnitError), None)


@pytest.mark.parametrize(
    "options",
    [{"force_ndarray": True}, {"case_sensitive": False}, {"autoconvert_offset_to_baseunit": True},
     {"non_int_type": Fraction}, {"cache_folder": None}],
    ids=str,
)  # fmt: skip
def test_a_registry_of_any_make_is_read(options):
    registry: Any = pint.UnitRegistry(**options)
    magnitude = Fraction(24, 10) if "non_int_type" in options else 2.4
    assert pg_per_ml(Decimal(24_000)) == il6(registry.Quantity(magnitude, "microgram / deciliter"))


@pytest.fixture(scope="module", params=("D", "~D", "P", "~P", "H", "L", "Lx"))
def printing_registry(request: pytest.FixtureRequest, new_registry: Callable[..., Any]) -> Any:
    registry = new_registry()
    registry.formatter.default_format = request.param
    return registry


def test_the_way_a_host_prints_units_does_not_change_its_quantities(printing_registry):
    newtons = BODY_FORCE.read(printing_registry.Quantity(402.5, "N"), name="x")
    assert BODY_FORCE.read("402.5 N", name="x") == newtons
    assert pg_per_ml(Decimal(2400)) == il6(printing_registry.Quantity(2.4, "ug/L"))


def test_the_way_a_host_prints_units_does_not_change_its_units(printing_registry):
    assert pg_per_ml(Decimal(2400)) == il6(2.4, printing_registry.Unit("ug/L"))


def test_a_unit_that_only_the_host_defines_is_converted_by_the_host(new_registry):
    registry = new_registry()
    registry.define("house_unit = 2.5 picogram / milliliter")
    assert pg_per_ml(Decimal(6)) == il6(registry.Quantity(2.4, "house_unit"))


@pytest.mark.parametrize("unit", ["pg", "mmHg", "dimensionless", "mL", "degC", "pg/mL/hour", "mol"])
def test_a_quantity_of_the_wrong_dimension_is_refused(unit, float_registry):
    assert_clear(refusal(float_registry.Quantity(2.4, unit), kind=UnitError), None)


@pytest.mark.parametrize(
    "magnitude", [float("inf"), -1.0, 0.0, np.array([1.0, 2.0]), np.array([1.0]), np.array([])], ids=str
)
def test_a_quantity_without_one_positive_number_is_refused(magnitude, float_registry):
    assert_clear(refusal(float_registry.Quantity(magnitude, "pg/mL"), kind=ValueFormatError), None)


@pytest.mark.parametrize("unit", ["pmol/L", "count/mL"])
def test_a_quantity_that_needs_a_factor_is_refused_without_it(unit, float_registry):
    assert_clear(refusal(float_registry.Quantity(2.4, unit), kind=AmbiguousUnitError), None)


def test_petagrams_that_a_host_parsed_out_of_capitals_are_refused(float_registry):
    """`Pg/mL` must never be read as petagrams."""
    assert_clear(refusal(float_registry.Quantity("2.4 Pg/mL"), kind=UnitError), None)


def test_a_molar_mass_that_a_host_keeps_in_a_context_is_not_used(new_registry):
    """Mass depends on glycosylation, unless the caller gives a molar mass: here, and not elsewhere."""
    registry = new_registry()
    moles = registry.Quantity(2.4, "pmol/L")
    with registry.context("chemistry", mw=registry.Quantity(21_000, "g/mol")):
        refusal(moles, kind=AmbiguousUnitError)
    refusal(moles, kind=AmbiguousUnitError)


class NoRegistry:
    """Looks like a quantity and belongs to no registry."""

    magnitude = 2.4
    units = "pg/mL"


class BrokenQuantity(NoRegistry):
    """A quantity whose registry is none."""

    _REGISTRY = 5


class BrokenUnit:
    """A unit that cannot say its name."""

    dimensionality = "[mass] / [length] ** 3"

    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    "value, unit", [(NoRegistry(), None), (BrokenQuantity(), None), (2.4, BrokenUnit())], ids=brief
)
def test_what_only_looks_like_pint_is_refused_by_our_error(value, unit):
    assert_clear(refusal(value, unit, kind=UnitError), None)


@pytest.mark.parametrize(
    "measurand, text",
    [(IL6, "0.0024 µg/L"), (CRP, "0.06 mg/dL"), (BODY_FORCE, "100 lb"), (HRV, "0.042 s"), (DOSE, "5 mg")],
)
def test_an_amount_goes_out_as_a_quantity_and_comes_back_the_same(measurand, text, float_registry, decimal_registry):
    amount = measurand.read(text, name="x")
    for quantity in (amount.quantity, amount.quantity_in(float_registry), amount.quantity_in(decimal_registry)):
        assert amount == measurand.read(quantity, name="x")


def test_a_quantity_belongs_to_the_registry_asked_for(decimal_registry):
    quantity = il6("2.4 ng/L").quantity_in(decimal_registry)
    assert decimal_registry.Quantity(Decimal("2.4"), "pg/mL") == quantity
    assert Decimal is type(quantity.magnitude)


def test_an_interval_is_no_quantity():
    with pytest.raises(UnitError, match="interval"):
        _ = il6("<1.5 pg/mL").quantity


# --- a hostile decimal context ---------------------------------------------------------------------

HOSTILE = pytest.mark.parametrize("context", [decimal.Context(prec=2), HOSTILE_CONTEXT], ids=["rounds", "traps"])
READERS: dict[str, Callable[[], Amount]] = {
    "text": lambda: il6("2.9951 pg/mL"),
    "text in another unit": lambda: il6("2.9951234 pg/dL"),
    "float": lambda: il6(2.9951, "pg/mL"),
    "long float": lambda: il6(2.9951000000000003, "pg/mL"),
    "numpy": lambda: il6(np.float32(2.9951), "ng/mL"),
    "moles": lambda: il6("2.99512 pmol/L", molar_mass=Decimal("21456.78")),
    "moles of vitamin D": lambda: VITAMIN_D.read("80.25 nmol/L", name="x"),
    "pounds": lambda: BODY_FORCE.read("90.25 lb", name="x"),
    "newtons": lambda: BODY_FORCE.read("402.5 N", name="x"),
}


def seen(amount: Amount) -> tuple[Any, ...]:
    return amount, amount.text, amount.factor, str(amount), repr(amount), hash(amount)


@HOSTILE
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_the_decimal_context_of_a_host_has_no_influence(read, context):
    """A host set its decimal context to two digits and 2.9951 became 3.0."""
    expected = seen(read())
    with decimal.localcontext(context):
        assert expected == seen(read())


@HOSTILE
@pytest.mark.parametrize("kind", [float, Decimal])
@pytest.mark.parametrize("unit", ["lb", "N"])
def test_the_decimal_context_of_a_host_does_not_bend_its_factors(kind, unit, context, new_registry):
    """The host's decimal context has no influence, not on what is remembered of its registry either."""
    registry = new_registry(kind)
    quantity = registry.Quantity(kind("90.25"), unit)
    expected = BODY_FORCE.read(f"90.25 {unit}", name="x")
    with decimal.localcontext(context):
        assert expected == BODY_FORCE.read(quantity, name="x")
    assert expected == BODY_FORCE.read(quantity, name="x")


def test_a_verdict_is_the_same_in_a_hostile_decimal_context():
    with decimal.localcontext(HOSTILE_CONTEXT):
        found = verdict_of(2.9951, "pg/mL")
    assert verdict_of(2.9951, "pg/mL") == found


# --- the amount itself -----------------------------------------------------------------------------


def test_an_amount_says_what_it_is_and_what_was_reported():
    assert ("2.4 pg/mL", "<2.4 pg/mL, reported as 0.0024 µg/L>") == (str(il6("0.0024 µg/L")), repr(il6("0.0024 µg/L")))


def test_the_text_as_reported_makes_no_difference():
    assert il6("2.4 pg/mL") == il6("0.0024 µg/L")
    assert hash(il6("2.4 pg/mL")) == hash(il6("0.0024 µg/L"))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda amount: pickle.loads(pickle.dumps(amount))])
def test_a_copied_amount_is_the_same_amount(again):
    amount = il6("<0.0015 µg/L")
    found = again(amount)
    assert (amount, amount.text, amount.factor) == (found, found.text, found.factor)


def test_an_amount_cannot_be_changed():
    with pytest.raises(AttributeError):
        il6("2.4 pg/mL").value = Decimal(1)  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    "forged",
    [
        {"value": Decimal(-1)}, {"value": Decimal(0)}, {"value": Decimal("1e999")}, {"value": Fraction(10**50)},
        {"value": Fraction(-1, 3)}, {"value": 2.4}, {"value": True}, {"value": "2.4"}, {"unit": "ng/mL"},
        {"comparator": "~"},
    ],
    ids=lambda forged: str(forged)[:40],
)  # fmt: skip
def test_an_amount_that_no_door_made_is_checked(forged):
    """`interpret` trusts no object it did not check."""
    said: dict[str, Any] = {"value": Decimal("2.4"), "unit": "pg/mL", **forged}
    with pytest.raises(CaseError, match=r"^il6: "):
        Reading(Amount(**said))


@pytest.mark.parametrize(
    "forged",
    [{"text": 5}, {"text": "x" * 1000}, {"text": "9 pg/mL"}, {"factor": Decimal("NaN")}, {"factor": 0.5}],
    ids=lambda forged: str(forged)[:20],
)
def test_a_forged_text_or_factor_is_refused_or_harmless(forged):
    """`interpret` trusts no object it did not check."""
    try:
        reading = Reading(Amount(Decimal("2.4"), "pg/mL", **forged))
    except CaseError:
        return
    assert verdict_of("2.4 pg/mL")["summary"] == verdict_of(reading.il6)["summary"]
    assert reading == Reading.from_dict(reading.to_dict())


# --- what a unit means, for everybody --------------------------------------------------------------


def every_unit(measurand: Measurand) -> Iterator[tuple[str, str]]:
    """Every unit that a spelling of a measurand means, with the base of its dimension."""
    for dimension, unit in set(measurand.spellings.values()):
        if dimension in measurand.bases:
            yield unit, measurand.bases[dimension]


@pytest.mark.parametrize("measurand", [IL6, IL10, CRP, VITAMIN_D, BODY_FORCE, HRV, DOSE], ids=lambda each: each.name)
def test_the_table_of_units_agrees_with_pint(measurand, new_registry):
    """A hand-written unit factor was off by 10⁴: each of ours is compared with a registry of another author."""
    registry = new_registry(Fraction)
    for unit, base in every_unit(measurand):
        theirs = registry.Quantity(Fraction(1), unit).to(base).magnitude
        assert Fraction(factor_of(unit, base)) == Fraction(theirs), unit


def test_no_unit_of_a_result_is_asked_of_pint(monkeypatch):
    """What a unit means must not depend on what anybody has made of pint."""
    monkeypatch.setitem(sys.modules, "pint", None)
    assert pg_per_ml(Decimal("2.4")) == il6("0.0024 ug/L")
    assert CRP.read("0.06 mg/dL", name="x") == CRP.read("0.6 mg/L", name="x")
    assert BODY_FORCE.read("100 lb", name="x").value == Decimal("45.359237")


def test_a_unit_that_is_defined_anew_in_the_registry_that_is_handed_out_changes_no_result():
    """0.0024 µg/L became 0.00048 pg/mL, optimal, for every later patient of the process."""
    registry = il6("2.4 pg/mL").quantity._REGISTRY
    try:
        registry.define("picogram = 5e-9 gram")
        assert pg_per_ml(Decimal("2.4")) == il6("0.0024 ug/L")
        assert_clear(refusal(registry.Quantity(Decimal("2.4"), "microgram / liter"), kind=UnitError), None)
    finally:
        units._own_registry.clear()


def test_a_class_of_registries_that_was_patched_changes_no_result(monkeypatch):
    class Patched(pint.UnitRegistry):  # type: ignore[type-arg]
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.define("picogram = 5e-9 gram")

    monkeypatch.setattr(pint, "UnitRegistry", Patched)
    monkeypatch.setattr(units, "_own_registry", {})
    assert pg_per_ml(Decimal("2.4")) == il6("0.0024 ng/mL")
    assert il6("2.4 ng/mL") == il6(il6("2.4 ng/mL").quantity)


@pytest.mark.parametrize("definition", ["picogram = 5e-9 gram", "gram = 2 kilogram", "milliliter = 3 liter"])
def test_a_quantity_in_a_unit_that_its_registry_made_another_of_is_refused(definition):
    """Nobody can say which of the two is meant."""
    registry: Any = pint.UnitRegistry()
    registry.define(definition)
    assert_clear(refusal(registry.Quantity(2.4, "nanogram / liter"), kind=UnitError), None)


def test_a_registry_that_was_built_is_not_built_again(monkeypatch):
    """It takes a second."""
    kept = object()
    monkeypatch.setattr(units, "_own_registry", {"pint": kept})
    monkeypatch.setitem(sys.modules, "pint", None)
    assert units._registry() is kept


def test_a_registry_is_built_once_though_many_threads_ask_for_it(monkeypatch):
    """Quantities of two registries cannot be compared."""
    monkeypatch.setattr(units, "_own_registry", {})
    with ThreadPoolExecutor(4) as pool:
        registries = list(pool.map(lambda _: units._registry(), range(4)))
    assert 1 == len({id(each) for each in registries})
