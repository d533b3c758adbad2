"""What is known: sources, numbers, measurands, assays and sentences; no logic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..threshold import Threshold
from . import thresholds

__all__ = ["STANDARD_NUMBERS"]

STANDARD_NUMBERS: Mapping[str, Threshold] = MappingProxyType(
    {name.lower(): value for name, value in vars(thresholds).items() if isinstance(value, Threshold)}
)
"""Every number of `thresholds` by its override name."""
