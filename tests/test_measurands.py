"""Every unit of every measurand, written out a second time with what one of it is in the canonical unit."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from forge_il6 import AmbiguousUnitError, Amount, UnitError, ValueFormatError, units
from forge_il6.knowledge.measurands import (
    BODY_FORCE,
    CRP,
    DOSE,
    HRV,
    IL6,
    IL10,
    VITAMIN_D,
    vitamin_d_units,
)
from forge_il6.units import decimal_text, exact_number

SIZES = {"kg": 3, "g": 0, "mg": -3, "ug": -6, "ng": -9, "pg": -12, "fg": -15}
SUBSTANCES = {"mol": 0, "mmol": -3, "umol": -6, "nmol": -9, "pmol": -12, "fmol": -15, "amol": -18}
ACTIVITIES = {"IU": 0, "[IU]": 0, "[iU]": 0, "U": 0, "mIU": -3, "m[IU]": -3, "kIU": 3, "k[IU]": 3}
VOLUMES = {"L": 0, "dL": -1, "cL": -2, "mL": -3, "uL": -6, "l": 0, "dl": -1, "cl": -2, "ml": -3, "ul": -6}
"""Powers of ten of a gram, a mole, an international unit and a litre."""


def per_volume(tops, canonical):
    """Return each of the *tops* per volume as a number of what lies so many powers of ten from one of them a litre."""
    pairs = itertools.product(tops.items(), VOLUMES.items())
    return {f"{top}/{low}": Fraction(10) ** (up - down - canonical) for (top, up), (low, down) in pairs}


POUND, NEWTON = Fraction("0.45359237"), Fraction(100_000, 980_665)
UNITS = {
    IL6: per_volume(SIZES, -9),
    IL10: per_volume(SIZES, -9),
    CRP: per_volume(SIZES, -3),
    VITAMIN_D: {
        **per_volume(SIZES, -6),
        **{unit: one / Fraction("2.496") for unit, one in per_volume(SUBSTANCES, -9).items()},
    },
    BODY_FORCE: {
        "kg": 1, "kgf": 1, "lb": POUND, "lbs": POUND, "lbf": POUND, "[lbf_av]": POUND, "[lb_av]": POUND, "N": NEWTON,
    },
    HRV: {"ms": 1, "s": 1000, "sec": 1000, "us": Fraction(1, 1000)},
    DOSE: {"mg": 1, "ug": Fraction(1, 1000), "ng": Fraction(1, 10**6), "g": 1000, "kg": 10**6},
}  # fmt: skip
CANONICAL = {
    IL6: ["pg/mL", "ng/L", "pg/ml", "ng/l"],
    IL10: ["pg/mL", "ng/L", "pg/ml", "ng/l"],
    CRP: ["mg/L", "mg/l", "ug/mL", "ug/ml"],
    VITAMIN_D: ["ng/mL", "ng/ml", "ug/L", "ug/l"],
    BODY_FORCE: ["kg", "kgf"],
    HRV: ["ms"],
    DOSE: ["mg"],
}
"""What equals the canonical unit, so that no factor is asked for."""
NAMED = pytest.mark.parametrize("measurand", UNITS, ids=lambda each: each.name)


def value(measurand, text, **given):
    return Fraction(measurand.read(text, name="x", **given).value)


@NAMED
def test_one_of_every_unit_is_so_many_of_the_canonical_one(measurand):
    assert UNITS[measurand] == {unit: value(measurand, f"1 {unit}") for unit in UNITS[measurand]}


@NAMED
def test_a_measurand_accepts_no_other_unit(measurand):
    spelled = {*measurand.identities, *measurand.spellings} - set(UNITS[measurand])

    for unit in spelled:
        with pytest.raises(AmbiguousUnitError):
            measurand.read(f"1 {unit}", name="x")


@NAMED
def test_the_canonical_unit_by_any_of_its_names_asks_nobody(measurand, monkeypatch):
    monkeypatch.setattr(units, "factor_of", None)
    new = attrs.evolve(measurand)

    for unit in CANONICAL[measurand]:
        assert Fraction(5, 2) == value(new, f"2.5 {unit}") == Fraction(new.read(2.5, unit, name="x").value), unit


@pytest.mark.parametrize(
    "measurand, tops, given, canonical",
    [(IL6, SUBSTANCES, {"molar_mass": 21_000}, -9), (IL6, ACTIVITIES, {"mass_per_activity": 10}, 3),
     (CRP, SUBSTANCES, {"molar_mass": 21_000}, -3)],
)  # fmt: skip
def test_a_factor_of_the_caller_opens_every_unit_that_needs_one(measurand, tops, given, canonical):
    """In pg/mL a mole a litre of 21 kg/mol is 21E12, and a unit a millilitre of 10 pg is 10."""
    for unit, one in per_volume(tops, canonical).items():
        assert one * next(iter(given.values())) == value(measurand, f"1 {unit}", **given), unit
        with pytest.raises(AmbiguousUnitError):
            measurand.read(f"1 {unit}", name="x")


def test_a_dose_of_vitamin_d_is_counted_in_units_of_a_fortieth_of_a_microgram():
    for written in ("1000 IU", "1000 [IU]", "1000 iu", "1000 IE", "1000 UI", "25 ug", "0.025 mg"):
        assert Decimal(1000) == vitamin_d_units(written, name="x"), written


# --- how large and how long a number may be --------------------------------------------------------


@pytest.mark.parametrize("number", ["1e30", "9.99e30", "1e-30", "9" * 31, "0." + "0" * 29 + "1", "1." + "1" * 49])
def test_a_number_of_thirty_powers_of_ten_and_fifty_digits_is_read(number):
    assert Decimal(number) == exact_number(number, "x")


@pytest.mark.parametrize("number", ["1e31", "1e-31", "9.9e-31", "9" * 32, "1." + "1" * 50])
def test_a_number_beyond_that_is_refused(number):
    for written in (number, Decimal(number)):
        with pytest.raises(ValueFormatError, match=r"^x: "):
            exact_number(written, "x")


@pytest.mark.parametrize(
    "size, is_read",
    [(0, True), (10**30, True), (10**30 + 1, False), (Fraction(1, 10**30), True), (Fraction(1, 10**30 + 1), False)],
)
def test_an_amount_that_no_door_made_has_the_same_limits(size, is_read):
    made = Amount(Fraction(size), "mg/L")
    if is_read:
        assert made == CRP.read(made, name="x")
    else:
        with pytest.raises(ValueFormatError):
            CRP.read(made, name="x")


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), 2.4, "2.4"], ids=repr)
def test_an_amount_that_no_door_made_and_that_is_no_number_is_none_of_ours(number):
    with pytest.raises(UnitError, match=r"^x: "):
        CRP.read(Amount(number, "mg/L"), name="x")


@pytest.mark.parametrize(
    "apart, is_ours", [("7E-10", True), ("-7E-10", True), ("2E-9", False), ("-2E-9", False), ("-1", False)]
)
def test_a_factor_of_a_host_within_a_billionth_is_our_exact_one(apart, is_ours, float_registry, monkeypatch):
    """A float registry rounds, and is right; one that is further off, or nothing, means something else by the name."""
    theirs = Decimal("0.45359237") * (1 + Decimal(apart))
    monkeypatch.setattr(units, "_convert", lambda *_: theirs)
    quantity = float_registry.Quantity(1, "pound")

    if is_ours:
        assert ("mass", Decimal("0.45359237")) == BODY_FORCE._ask_foreign(quantity, "pound", "x")
    else:
        with pytest.raises(UnitError):
            BODY_FORCE._ask_foreign(quantity, "pound", "x")


def test_a_unit_of_a_host_denser_than_water_is_a_misreading(float_registry):
    """Petagrams a millilitre are what a parser makes of capitals."""
    with pytest.raises(UnitError):
        IL6.read(float_registry.Quantity(1, "petagram / milliliter"), name="x")


def test_two_amounts_are_equal_where_they_say_the_same_however_it_was_reported():
    """The text and the size of its unit are for display."""
    reported, made = IL6.read("0.0024 ng/mL", name="x"), Amount(Decimal("2.4"), "pg/mL")

    assert (reported, hash(reported)) == (made, hash(made))
    assert (1000, 1) == (reported.factor, made.factor)
    assert "<2.4 pg/mL, reported as 0.0024 ng/mL>" == repr(reported)


def test_a_rational_is_written_to_28_digits_as_decimals_are_by_default():
    assert f"0.{'3' * 28}" == decimal_text(Fraction(1, 3))


@pytest.mark.parametrize("density, is_read", [("1", True), ("1.000001", False)])
def test_a_unit_that_only_a_host_knows_is_at_most_as_dense_as_water(new_registry, density, is_read):
    """A kilogram a litre is 10^12 pg/mL; serum holds nothing denser."""
    registry = new_registry()
    registry.define(f"house_density = {density} * kilogram / liter")
    with nullcontext() if is_read else pytest.raises(UnitError):
        assert 2 == IL6.read(registry.Quantity("2e-12 house_density"), name="x").value


def test_a_mass_of_the_molecule_is_told_where_moles_are_refused():
    """Between 21 and 28 kDa, by the sugars attached to it."""
    with pytest.raises(AmbiguousUnitError, match=r"\(21–28 kDa\)"):
        IL6.read("2 pmol/L", name="il6")


def test_the_usual_reading_of_an_international_unit_is_said_where_it_is_refused():
    """About 10 pg by the standard WHO 89/548 (Gaines Das 1993); a reader is told, and nothing is converted by it."""
    with pytest.raises(AmbiguousUnitError, match="about 10 pg per IU"):
        IL6.read("2 IU/mL", name="il6")


OF_DIMENSION = {"mass": "gram", "molar": "mole", "activity": "count", "force": "kilogram_force", "time": "second"}


@pytest.mark.parametrize("measurand", [IL6, IL10, CRP, VITAMIN_D, BODY_FORCE, HRV, DOSE], ids=lambda each: each.name)
def test_each_base_is_of_the_dimension_under_which_it_stands(measurand):
    """By the table of sizes a gram and a mole are both one, so only a foreign quantity would show them exchanged."""
    bases = {dimension: base.partition(" / ")[0] for dimension, base in measurand.bases.items()}

    assert {} == {each: base for each, base in bases.items() if not base.endswith(OF_DIMENSION[each])}
