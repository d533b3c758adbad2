"""Spellings of units and of limits that feeds use and that can mean one thing only."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..errors import CaseError
from ..units import Amount, Measurand

__all__ = ["CAPITALS", "is_capitals", "limit_in", "plain_unit", "unit_of"]

CAPITALS: Final = (
    "The unit is in capitals throughout, as UCUM writes it where case does not matter; here it does, so give it as in "
    "pg/mL."
)
"""What every format says of such a unit."""

_PER: Final = re.compile(r"([^ .·*⋅/]+) ?[.·*⋅ ] ?([a-zA-Z]{1,2})\^?\(?[-−–]1\)?")
"""A unit with a negative power, as in ``pg.mL-1``."""
_CAPITALS: Final = re.compile("[PNUMK]?G/[MD]?L")


def plain_unit(unit: str) -> str:
    """Return a unit in narrow letters, and as a quotient."""
    narrow = " ".join(unicodedata.normalize("NFKC", unit).split()) if len(unit) <= 40 else unit  # noqa: PLR2004
    match = _PER.fullmatch(narrow)
    return narrow if match is None else f"{match[1]}/{match[2]}"


def is_capitals(unit: str) -> bool:
    """Whether a unit is a mass per volume in capitals alone."""
    return _CAPITALS.fullmatch(plain_unit(unit)) is not None


def unit_of(amount: Amount) -> str:
    """Return the unit in which a result was reported."""
    return amount.text.lstrip("<>=≤≥ .0123456789")


_NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_RANGE: Final = re.compile(
    rf"(?:({_NUMBER}) ?(?:-|–|to|bis) ?|(?:<=?|≤|up to|bis|less than) ?)({_NUMBER}) ?([^0-9 ].{{0,30}})?", re.IGNORECASE
)


def limit_in(text: str, measurand: Measurand, unit: str) -> Amount | None:
    """Return the upper end of a range in words, such as ``0-7`` or ``<7 pg/mL``; *unit* is that of the result."""
    match = _RANGE.fullmatch(" ".join(text.split()))
    if match is None or not float(match[1] or 0) < float(match[2]):
        return None
    try:
        limit = measurand.read(match[2], unit, name="limit")
        stated = limit if match[3] is None else measurand.read(match[2], plain_unit(match[3]), name="limit")
    except CaseError:
        return None
    return limit if stated.factor == limit.factor else None
