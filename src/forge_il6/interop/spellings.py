"""Spellings of units and of limits that feeds use and that can mean one thing only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..errors import CaseError
from ..units import Amount, Measurand

__all__ = ["CAPITALS", "is_capitals", "limit_in", "plain_unit", "unit_of"]

CAPITALS: Final = "The unit is in capitals, and case matters: give it as in pg/mL, or state ucum_case_insensitive=True."
"""What every format says of such a unit."""

_PER: Final = re.compile(r"([^ .·*⋅/]+) ?[.·*⋅ ] ?([a-zA-Z]{1,2})\^?\(?[-−–]1\)?")
"""A unit with a negative power, as in ``pg.mL-1``."""
_CAPITALS: Final = re.compile(r"[PNUMKF]?(?:G|MOL)/[MDUC]?L")
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}")
"""What UCUM lets people write beside a unit, without meaning."""
_PREFIXES: Final = {
    "": "", "kilo": "k", "deci": "d", "centi": "c", "milli": "m", "micro": "u", "nano": "n", "pico": "p", "femto": "f",
}  # fmt: skip
_LONG_UNIT: Final = re.compile(r"([a-z]{0,5}?)(gram|mole)s? ?(?:per|/) ?([a-z]{0,5}?)lit(?:er|re)s?")
_LONG_NAMES: Final = {
    "kilogram": "kg", "kilograms": "kg", "millisecond": "ms", "milliseconds": "ms", "pg per ml": "pg/mL",
    "mg per l": "mg/L", "pg/cc": "pg/mL",
}  # fmt: skip
_LONGEST: Final = 40
"""Longer than any unit, in words too."""


def plain_unit(unit: str, *, is_caseless: bool = False) -> str:
    """
    Return a unit in narrow letters, as a quotient of short names; one that is not known is returned as it is.

    *is_caseless* says that the feed writes UCUM where case does not matter: in it PG is a picogram, and peta is PT.
    """
    short = _plain(unit) if len(unit) <= _LONGEST else unit
    return short.lower() if is_caseless and _CAPITALS.fullmatch(short.upper()) else short


@lru_cache(maxsize=1024)
def _plain(unit: str) -> str:
    narrow = " ".join(_ANNOTATION.sub("", unicodedata.normalize("NFKC", unit)).split()).removesuffix(".")
    match = _PER.fullmatch(narrow)
    return _short(narrow) if match is None else f"{match[1]}/{match[2]}"


def _short(unit: str) -> str:
    """Spell a unit that is written in words as the grammar does."""
    words = unit.casefold()
    match = _LONG_UNIT.fullmatch(words)
    if match is None or not {match[1], match[3]} <= _PREFIXES.keys():
        return _LONG_NAMES.get(words, unit)
    top = "g" if match[2] == "gram" else "mol"
    return f"{_PREFIXES[match[1]]}{top}/{_PREFIXES[match[3]]}L"


def is_capitals(unit: str) -> bool:
    """Whether a unit is a quantity per volume in capitals alone."""
    return _CAPITALS.fullmatch(plain_unit(unit)) is not None


def unit_of(amount: Amount) -> str:
    """Return the unit in which a result was reported."""
    return amount.text.lstrip("<>=≤≥ .0123456789")


_NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_RANGE: Final = re.compile(
    rf"(?:(?:normal|norm|ref(?:erence|erenz)?) ?:? ?)?[\[(]?"
    rf"(?:({_NUMBER}) ?(?:-|–|;|to|bis) ?|(?:<=?|≤|up to|bis|less than) ?)({_NUMBER})[\])]? ?([^0-9 \])].{{0,30}})?",
    re.IGNORECASE,
)


def limit_in(text: str, measurand: Measurand, unit: str, *, is_caseless: bool = False) -> Amount | None:
    """Return the upper end of a range in words, such as ``0-7`` or ``<7 pg/mL``; *unit* is that of the result."""
    match = _RANGE.fullmatch(" ".join(text.split()))
    if match is None or not float(match[1] or 0) < float(match[2]):
        return None
    try:
        limit = measurand.read(match[2], unit, name="limit")
        own = unit if match[3] is None else plain_unit(match[3], is_caseless=is_caseless)
        stated = measurand.read(match[2], own, name="limit")
    except CaseError:
        return None
    return limit if stated.factor == limit.factor else None
