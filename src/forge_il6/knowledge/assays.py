"""Which assay can see what: measuring ranges, and the words by which a method is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import attrs

from ..evidence import Basis, Citation, Convention
from ..threshold import Threshold
from ..units import Amount
from . import sources as s

__all__ = ["ASSAYS", "Assay", "assay_of", "default_assay"]


@attrs.frozen
class Assay:
    """One family of assays and the range in which it reports."""

    name: str
    words: tuple[str, ...]
    """Lower-case words, any of which in a method's name means this assay."""
    starts_at: Threshold
    ends_at: Threshold | None
    """None where no upper end is known."""
    drew_the_lines: bool = False
    """Whether the cohorts behind the lines were measured with it."""

    def read(self, amount: Amount) -> Amount:
        """Read a plain number exactly at an end of the range as the ``<`` or ``>`` of that end that it was."""
        if amount.comparator:
            return amount
        if amount.value == self.starts_at.value:
            return attrs.evolve(amount, comparator="<")
        at_the_end = self.ends_at is not None and amount.value == self.ends_at.value
        return attrs.evolve(amount, comparator=">") if at_the_end else amount


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
        Assay("R&D Quantikine HS", ("quantikine", "hs600"), *_range("0.16", "10"), drew_the_lines=True),
        Assay("Meso Scale V-PLEX", ("meso scale", "mesoscale", "msd", "v-plex"), *_range("0.6", "490")),
        Assay(
            "Simoa", ("simoa", "quanterix"),
            Threshold("0.01", "pg/mL", Citation(s.RIVNAK_2015, "0.01–0.03 pg/mL", "the near end")), None,
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
