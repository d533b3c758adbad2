"""
The colours of the bands, once for card, scale, course and page.

From blue over neutral to orange and brown: the two ends differ for every kind of colour blindness, and
lightness falls on paper as the band rises. Every band is named where it is drawn, so nothing rests on
colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..codes import Band

__all__ = ["BAND_COLOURS", "BandColour"]


class BandColour(NamedTuple):
    """The colour of one band in each place."""

    light: str
    """As a ground behind marks, on a light page."""
    dark: str
    """The same on a dark page."""
    solid: tuple[int, int, int]
    """As a box of its own, on a page of either kind."""


BAND_COLOURS: Final[Mapping[Band, BandColour]] = MappingProxyType({
    Band.OPTIMAL: BandColour("#d5e7f7", "#14304a", (86, 160, 211)),
    Band.ABOVE_TARGET: BandColour("#f0f1ec", "#23292d", (208, 213, 206)),
    Band.ELEVATED: BandColour("#f9e0a8", "#3d3213", (230, 182, 76)),
    Band.HIGH: BandColour("#f5c98f", "#573c11", (213, 124, 38)),
    Band.BEYOND_RANGE: BandColour("#e5ab78", "#6e3510", (150, 72, 24)),
})  # fmt: skip
"""The colours, lowest band first."""
