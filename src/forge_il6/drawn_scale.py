"""The band scale as a picture needs it: each band with its ends, by the numbers with which the verdict was made."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from .codes import Band
from .knowledge.thresholds import IL6_BANDS
from .threshold import Scale

__all__ = ["DrawnBand", "LogAxis", "bands_of", "cuts_of", "number_of"]


class DrawnBand(NamedTuple):
    """One band and where it lies; the lowest has no lower end and the highest no upper one."""

    band: Band
    low: Decimal | None
    high: Decimal | None


def bands_of(document: Mapping[str, Any]) -> tuple[DrawnBand, ...]:
    """Return the bands of a verdict document, lowest first, with the cuts that decided."""
    cuts = [*cuts_of(document, IL6_BANDS)]
    ends = pairwise([None, *cuts, None])
    return tuple(DrawnBand(band, low, high) for band, (low, high) in zip(IL6_BANDS.codes, ends, strict=True))


def cuts_of(document: Mapping[str, Any], scale: Scale[Any]) -> Iterator[Decimal]:
    """Yield the cuts of a scale as a verdict document used them."""
    yield from (number_of(document, cut.name, cut.at.value) for cut in scale.cuts)


def number_of(document: Mapping[str, Any], name: str, standard: Decimal) -> Decimal:
    """
    Return a number of a rule set as a verdict document used it.

    It has moved where the policy overrode it, and where a finding says so: the ceiling may be the laboratory's own.
    """
    for finding in document["findings"]:
        for threshold in finding["thresholds"]:
            if threshold["name"] == name:
                return Decimal(threshold["value"])
    changed = (each["value"] for each in document["policy"]["overridden"] if each["name"] == name)
    return Decimal(next(changed, standard))


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
