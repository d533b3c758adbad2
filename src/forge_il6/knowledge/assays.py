"""Which assay can see what: measuring ranges, and the words by which a method is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import attrs

from ..evidence import Basis, Citation, Convention
from ..threshold import Threshold
from . import sources as s

__all__ = ["ASSAYS", "Assay", "assay_of", "default_assay"]


@attrs.frozen
class Assay:
    """One family of assays and the range in which it reports."""

    name: str
    words: tuple[str, ...]
    """Lower-case words, any of which in a method's name means this assay."""
    starts_at: Threshold
    ends_at: Threshold


_USUAL = Convention("the range that this assay is usually given; no page that prints it was seen")


def _range(low: str, high: str, basis: Basis = _USUAL) -> tuple[Threshold, Threshold]:
    return Threshold(low, "pg/mL", basis), Threshold(high, "pg/mL", basis)


ASSAYS: Mapping[str, Assay] = MappingProxyType({
    assay.name: assay
    for assay in (
        Assay(
            "Roche Elecsys", ("elecsys", "roche", "cobas"),
            *_range("1.5", "5000", Citation(s.ROCHE_ELECSYS, "1.5–5000 pg/mL")),
        ),
        Assay(
            "Beckman Access", ("beckman", "access", "dxi"),
            *_range("2", "1500", Citation(s.BECKMAN_ACCESS, "2–1500 pg/mL")),
        ),
        Assay("Siemens Immulite", ("immulite",), *_range("2", "1000")),
        Assay(
            "Siemens Centaur", ("centaur", "atellica", "siemens"),
            *_range("3.0", "5500", Citation(s.SIEMENS_CENTAUR, "3.0–5500 pg/mL")),
        ),
        Assay("R&D Quantikine HS", ("quantikine", "hs600"), *_range("0.16", "10")),
        Assay("Meso Scale V-PLEX", ("meso scale", "mesoscale", "msd", "v-plex"), *_range("0.6", "490")),
        Assay(
            "Simoa", ("simoa", "quanterix"),
            *_range("0.01", "30", Citation(s.RIVNAK_2015, "0.01–0.03 pg/mL", "the near end; the upper end is ours")),
        ),
    )
})  # fmt: skip


@lru_cache(maxsize=1024)
def assay_of(method: str) -> Assay | None:
    """Return the assay that a method's name speaks of; none where it is not known here."""
    folded = method.casefold()
    return next((assay for assay in ASSAYS.values() if any(word in folded for word in assay.words)), None)


def default_assay() -> Assay:
    """Return the assay to suspect where the method is not known: the most widespread one."""
    return ASSAYS["Roche Elecsys"]
