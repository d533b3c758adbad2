"""What is known: sources, numbers, measurands, assays, findings and words; no logic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from ..threshold import Threshold
from . import thresholds
from .findings import FINDINGS, FindingRecord

__all__ = ["STANDARD_NUMBERS", "record_of"]

STANDARD_NUMBERS: Mapping[str, Threshold] = MappingProxyType(
    {name.lower(): value for name, value in vars(thresholds).items() if isinstance(value, Threshold)}
)
"""Every number of `thresholds` by its override name."""


def record_of(code: str, facts: Collection[str] = ()) -> FindingRecord | None:
    """
    Return the record behind a finding; none where the code is a host's.

    Bands and levels of vitamin D share a code, and so do an event before a draw and one that ended
    after it, so that the *facts* of the finding tell them apart.
    """
    if "later_events" in facts:
        return FINDINGS["ended_after_the_draw"]
    of_vitamin_d = FINDINGS.get(f"vitamin_d_{code}") if "vitamin_d" in facts else None
    return of_vitamin_d or FINDINGS.get(code)
