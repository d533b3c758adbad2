"""
How large each unit is, exactly.

A closed table of powers of ten and two definitions: what a unit means rests on nothing that another
program could define anew, and a test compares every entry with pint.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final

__all__ = ["factor_of"]

_DIVISION: Final = Context(prec=64, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])

_PREFIXES: Final = {
    "": 0, "kilo": 3, "deci": -1, "centi": -2, "milli": -3, "micro": -6, "nano": -9, "pico": -12, "femto": -15,
    "atto": -18,
}  # fmt: skip
"""The prefixes of the SI, as powers of ten."""
_SIZES: Final[Mapping[str, Fraction]] = MappingProxyType(
    {
        **{
            f"{prefix}{unit}": Fraction(10) ** power
            for prefix, power in _PREFIXES.items()
            for unit in ("gram", "liter", "mole", "count", "newton", "second")
        },
        "pound": Fraction("453.59237"),  # by the agreement of 1959 (NIST SP 811, appendix B)
        "kilogram_force": Fraction("9.80665"),  # by the standard acceleration of gravity (3rd CGPM, 1901)
    }
)
"""Every unit that a spelling can mean, by the names of pint, as so many gram, litre, mole, count, newton or second."""


@lru_cache(maxsize=512)
def factor_of(source: str, target: str) -> Decimal | Fraction:
    """
    Return how many *target* one *source* is, exactly.

    Raises:
        KeyError: a unit that the table does not hold.
    """
    ratio = _size(source) / _size(target)
    decimal = _DIVISION.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return decimal if Fraction(decimal) == ratio else ratio


def _size(unit: str) -> Fraction:
    """Return how large a unit is, or one of them per another."""
    top, _, bottom = unit.partition(" / ")
    return _SIZES[top] / _SIZES[bottom] if bottom else _SIZES[top]
