"""The band scale as a picture needs it: each band with its ends, by the numbers with which the verdict was made."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final, NamedTuple

from ..codes import Analyte, Band
from ..document import VerdictDocument
from ..knowledge import STANDARD_NUMBERS
from ..knowledge.thresholds import IL6_BANDS
from ..threshold import Cut

__all__ = ["DrawnBand", "DrawnReading", "LogAxis", "bands_of", "cuts_of", "drawable", "number_of", "reading_of"]

_RESULT: Final = re.compile(r"([<≤>≥]?)(\S+) pg/mL")


class DrawnBand(NamedTuple):
    """One band and where it lies; the lowest has no lower end and the highest no upper one."""

    band: Band
    low: Decimal | None
    high: Decimal | None


def bands_of(document: VerdictDocument) -> tuple[DrawnBand, ...]:
    """Return the bands of a verdict document, lowest first, with the cuts that decided."""
    ends = pairwise([None, *cuts_of(document, IL6_BANDS.cuts), None])
    return tuple(DrawnBand(band, low, high) for band, (low, high) in zip(IL6_BANDS.codes, ends, strict=True))


def cuts_of(document: VerdictDocument, cuts: Iterable[Cut]) -> Iterator[Decimal]:
    """Yield the cuts of a scale as a verdict document used them."""
    yield from (number_of(document, cut.name) for cut in cuts)


def number_of(document: VerdictDocument, name: str) -> Decimal:
    """
    Return a number of a rule set as a verdict document used it.

    The laboratory may have moved a line for this result alone, or the policy for every one.
    """
    own = _drawn(document.measured.get(name, ""))
    changed = (each.value for each in document.policy.overridden if each.name == name)
    return own.value if own else Decimal(next(changed, STANDARD_NUMBERS[name].value))


class DrawnReading(NamedTuple):
    """A result as it is drawn: a point, or with a comparator everything on one side of its value."""

    comparator: str
    value: Decimal


def reading_of(document: VerdictDocument) -> DrawnReading | None:
    """Return the IL-6 of a verdict document; none where there is no number above zero to draw."""
    result = document.result(Analyte.IL6)
    return None if result is None else _drawn(result.text)


def _drawn(text: str) -> DrawnReading | None:
    found = _RESULT.fullmatch(text)
    value = drawable(found[2]) if found else None
    return DrawnReading(found[1], value) if found and value else None


def drawable(text: str) -> Decimal | None:
    """Read a number that a logarithmic axis can show; none where it is not one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < float(value) < math.inf else None


class LogAxis(NamedTuple):
    """A logarithmic axis between two values above zero."""

    low: float
    high: float

    @classmethod
    def around(cls, values: tuple[float, ...], *, margin: float = 1.25) -> LogAxis:
        """Return an axis that holds every value, with a margin as a factor at both ends."""
        return cls(min(values) / margin, max(values) * margin)

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies: 0 at its low end, 1 at its high one, never outside."""
        span = math.log(self.high / self.low)
        return min(1.0, max(0.0, math.log(value / self.low) / span))
