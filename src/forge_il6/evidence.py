"""Who says so: sources, citations of a figure in a source, and conventions of our own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import attrs

from .errors import ThresholdError

__all__ = ["Basis", "Citation", "Convention", "Figure", "Source", "verified"]


@attrs.frozen(kw_only=True, cache_hash=True)
class Figure:
    """
    One number as its source prints it, with its uncertainty.

    A risk figure describes a cohort and never the person whose sample was drawn.
    """

    what: str
    """What the number is about: outcome and comparison."""
    value: str
    """The number as printed."""
    measure: str = ""
    """HR, RR, SMD, %, pg/mL …"""
    interval: str = ""
    """The 95 % confidence interval as printed; empty where the source gives none."""

    def __str__(self) -> str:
        number = f"{self.measure} {self.value}".strip()
        return f"{self.what}: {number}" + (f" (95 % CI {self.interval})" if self.interval else "")


@attrs.frozen(kw_only=True, cache_hash=True)
class Source:
    """One publication, once. Where the article cites it wrongly, both versions are kept."""

    key: str
    """A short stable name, such as ``khan_2024``."""
    authors: str
    year: int
    title: str
    published_in: str
    """Journal, volume and pages, or the publisher."""
    doi: str = ""
    design: str = ""
    """What kind of study it is."""
    n: int | None = None
    population: str = ""
    figures: tuple[Figure, ...] = ()
    cannot_support: str = ""
    """What may not be concluded from it."""
    article_says: str = ""
    """How the article cites it, where that differs from the record."""
    correction: str = ""
    """What is wrong with the article's version, in one sentence."""
    confidence: Literal["seen", "remembered"] = "seen"
    """Whether the record was checked against a page or rests on memory."""
    remembered: tuple[Figure, ...] = ()
    """Figures of a record that was seen which themselves were seen in no page."""

    @property
    def is_verified(self) -> bool:
        """Whether the record was seen in a page; only then may anything that a person reads name it."""
        return self.confidence == "seen"

    @property
    def short(self) -> str:
        """Author and year, as a sentence can carry them."""
        return f"{self.authors.split(',')[0].split(' et al')[0].strip()} {self.year}"

    @property
    def url(self) -> str:
        """The address behind the DOI, or nothing."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def __str__(self) -> str:
        doi = f" doi {self.doi}" if self.doi else ""
        return f"{self.authors}. {self.title}. {self.published_in} ({self.year}).{doi}"


def verified(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the records that were seen in a page; the only place where the others are kept out."""
    return tuple(source for source in sources if source.is_verified)


def _refuse_remembered(_: object, __: object, source: Any) -> None:
    """Let no number rest on a record that nobody has seen."""
    if isinstance(source, Source) and not verified((source,)):
        msg = "basis: this record rests on memory; check it against a page, or give a Convention without a source"
        raise ThresholdError(msg)


@attrs.frozen(cache_hash=True)
class Citation:
    """
    A number or statement of a source, repeated as the source prints it.

    Raises:
        ThresholdError: the record rests on memory.
    """

    source: Source = attrs.field(validator=_refuse_remembered)
    figure: str
    """The figure as printed, unit included where the source prints one."""
    note: str = ""

    @property
    def letter(self) -> str:
        """``A`` for the article, ``L`` for the literature."""
        return "A" if self.source.key == "article" else "L"

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        return f"{self.source.short}: {self.figure}{note}"


@attrs.frozen(cache_hash=True)
class Convention:
    """
    A choice of our own, or of a host, with its reason.

    Examples:
        >>> Convention("clinic protocol 4.2").letter
        'C'

    Raises:
        ThresholdError: there is no reason in words, or the record rests on memory.
    """

    reason: str
    source: Source | None = attrs.field(default=None, validator=_refuse_remembered)
    """The record that moved us, which does not print the number itself."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.reason, str) or not self.reason.strip():
            msg = "a Convention needs a reason in words, such as Convention('clinic protocol 4.2')"
            raise ThresholdError(msg)

    @property
    def letter(self) -> str:
        """``C``, always."""
        return "C"

    def __str__(self) -> str:
        moved_by = f" ({self.source.short})" if self.source is not None else ""
        return f"convention: {self.reason}{moved_by}"


Basis = Citation | Convention
"""What a number rests on."""
