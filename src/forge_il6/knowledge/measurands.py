"""What is measured: canonical units, accepted spellings, and the reasons for what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ..evidence import Citation, Convention
from ..threshold import Threshold
from ..units import ARITHMETIC, Measurand, exact_number, mass_per_volume, molar_per_volume
from . import sources as s

__all__ = ["BODY_FORCE", "CRP", "DOSE", "HRV", "IL6", "IL10", "VITAMIN_D", "vitamin_d_units"]

VITAMIN_D_FACTOR = Threshold("2.496", "nmol/L per ng/mL", Citation(s.UCSF_VITAMIN_D, "1 ng/mL is 2.496 nmol/L"))
INTERNATIONAL_UNIT = Threshold(
    10,
    "pg per IU",
    Convention("the usual reading of the standard WHO 89/548; nothing is converted by it", s.GAINES_DAS_1993),
)
VITAMIN_D_UNITS = Threshold(
    40, "IU per ug", Convention("the definition of the international unit of vitamin D, 0.025 ug")
)
_SUGARS = Convention("the mass of IL-6 is not one number: it grows with the sugars attached to it")
LIGHTEST, HEAVIEST = Threshold(21, "kDa", _SUGARS), Threshold(28, "kDa", _SUGARS)

_MICROGRAMS = Decimal(1000)
_ONE_KILOGRAM_PER_LITRE = Decimal(10**12)  # in pg/mL: as dense as water
_CONCENTRATIONS = mass_per_volume() | molar_per_volume()
_IL6_BASES = {"mass": "picogram / milliliter", "molar": "picomole / milliliter", "activity": "count / milliliter"}

IL6 = Measurand(
    name="IL-6",
    unit="pg/mL",
    spellings=_CONCENTRATIONS,
    identities=frozenset({"pg/mL", "ng/L", "pg/ml", "ng/l"}),
    bases=_IL6_BASES,  # type: ignore[arg-type]
    refusals={
        "molar": f"moles need a molar mass, which depends on glycosylation ({LIGHTEST.value}–{HEAVIEST}); "
        "give molar_mass in g/mol, or the result in pg/mL",
        "activity": f"IU depend on the assay's standard (about {INTERNATIONAL_UNIT} for WHO 89/548); "
        "give pg_per_iu, or the result in pg/mL",
    },
    densest=_ONE_KILOGRAM_PER_LITRE,
    zero_refused="no assay measures zero; write the comparator the laboratory reported, such as '<1.5 pg/mL'",
)

IL10 = Measurand(
    name="IL-10",
    unit="pg/mL",
    spellings=_CONCENTRATIONS,
    identities=IL6.identities,
    bases={"mass": "picogram / milliliter"},
    refusals={"molar": "give the mass concentration in pg/mL", "activity": "give the mass concentration in pg/mL"},
)

CRP = Measurand(
    name="CRP",
    unit="mg/L",
    spellings=_CONCENTRATIONS,
    identities=frozenset({"mg/L", "mg/l", "ug/mL", "ug/ml"}),
    bases={"mass": "milligram / liter", "molar": "millimole / liter"},
    refusals={
        "molar": "moles need a molar mass; give molar_mass in g/mol, or the result in mg/L",
        "activity": "CRP is reported as a mass; give the result in mg/L",
    },
)

VITAMIN_D = Measurand(
    name="25-OH-vitamin D",
    unit="ng/mL",
    spellings=_CONCENTRATIONS,
    identities=frozenset({"ng/mL", "ng/ml", "ug/L", "ug/l"}),
    bases={"mass": "nanogram / milliliter", "molar": "nanomole / milliliter"},
    refusals={"activity": "IU are a dose and no serum level; give ng/mL or nmol/L"},
    molar_mass=Fraction(1000) / Fraction(VITAMIN_D_FACTOR.value),
)

BODY_FORCE = Measurand(
    name="grip strength",
    unit="kg",
    spellings={
        "lb": ("mass", "pound"),
        "lbs": ("mass", "pound"),
        "lbf": ("mass", "pound"),
        "[lbf_av]": ("mass", "pound"),
        "[lb_av]": ("mass", "pound"),
        "N": ("force", "newton"),
    },
    identities=frozenset({"kg", "kgf"}),
    bases={"mass": "kilogram", "force": "kilogram_force"},
    comparators="",
)

HRV = Measurand(
    name="heart rate variability",
    unit="ms",
    spellings={"s": ("time", "second"), "sec": ("time", "second"), "us": ("time", "microsecond")},
    identities=frozenset({"ms"}),
    bases={"time": "millisecond"},
    zero_refused="an interval that never varies is a failed recording; leave the day out",
    comparators="",
)

DOSE = Measurand(
    name="dose",
    unit="mg",
    spellings={
        "ug": ("mass", "microgram"),
        "g": ("mass", "gram"),
        "kg": ("mass", "kilogram"),
        "ng": ("mass", "nanogram"),
    },
    identities=frozenset({"mg"}),
    bases={"mass": "milligram"},
    zero_refused="a dose of zero is none; leave it out",
    comparators="",
)


def vitamin_d_units(text: str, *, name: str) -> Decimal:
    """
    Read a dose of vitamin D, in IU or as a mass, into IU.

    Raises:
        ValueFormatError, UnitError: no dose can be read.
    """
    number, _, unit = text.strip().partition(" ")
    if unit.strip() in ("IU", "[IU]", "iu", "IE", "UI"):
        return exact_number(number, name)
    milligrams = Decimal(DOSE.read(text, name=name).value)  # type: ignore[arg-type]  # powers of ten
    return ARITHMETIC.multiply(ARITHMETIC.multiply(milligrams, _MICROGRAMS), VITAMIN_D_UNITS.value)
