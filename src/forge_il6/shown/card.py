"""
A verdict as a card for a notebook: who should look and what the sample is worth first, then the result.

Written from the verdict document, so that a verdict read back from a file shows the same. The card is
one piece of HTML that needs nothing else, and stays readable when every style is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ..codes import Severity
from ..knowledge.words import LABELS, SEVERITY
from ..markup import Markup, element, list_of, table
from .card_scale import scale_of
from .sections import Document, Entry, Kind, Section, sections

__all__ = ["as_html", "not_shown"]

_CARD: Final = (
    "max-width:46em;padding:12px 16px;border:1px solid rgba(128,128,128,0.5);border-radius:8px;line-height:1.45;"
    "text-align:left;white-space:normal;overflow-wrap:break-word"
)
_BANNER: Final = "margin:0 0 8px;padding:6px 10px;border-radius:4px"
_CARE_STYLE: Final = MappingProxyType({
    Severity.URGENT: f"{_BANNER};border:3px solid #d32f2f;background-color:rgba(211,47,47,0.2);font-size:115%",
    Severity.WARNING: f"{_BANNER};border:3px solid #b26a00;background-color:rgba(178,106,0,0.2)",
    Severity.CAUTION: f"{_BANNER};border-left:6px solid;background-color:rgba(128,128,128,0.15)",
})  # fmt: skip
"""Frames that stand on light and dark paper and in print; the words are in the colour of the text."""
_APART: Final = "margin:14px 0 0"
_SUMMARY: Final = "margin:0 0 8px;font-size:115%"
_MOST_READINGS: Final = 12


def as_html(document: Document) -> str:
    """Write a verdict document as HTML: care and standing, summary, results, scale, then everything else."""
    parts: dict[Kind, Section] = {section.kind: section for section in sections(document)}
    results = parts["results"]
    content = [
        _care(parts["care"]) if "care" in parts else "",
        _standing(results),
        element("p", element("strong", parts["summary"].entries[0].text), style=_SUMMARY),
        table("", (), _measured(results)) if results.entries else "",
        scale_of(document, results),
        *(_SHOWN[kind](section) for kind, section in parts.items() if kind in _SHOWN),
        _folded(parts["authority"], parts["citations"]),
        element("p", element("small", parts["caveat"].entries[0].text), style=_APART),
    ]
    return element("div", *content, lang="en", dir="ltr", role="region", aria_label="IL-6", style=_CARD)


def not_shown(error: Exception) -> str:
    """Say that a verdict cannot be shown, by the kind of the error alone: its text may be private."""
    return element("p", LABELS["not_shown"].format(error=type(error).__name__), lang="en", dir="ltr")


def _care(section: Section) -> Markup:
    care = section.entries[0]
    return element("p", element("strong", f"{care.label}: {care.text}"), style=_CARE_STYLE[care.severity])


def _standing(results: Section) -> Markup:
    """Say of each sample what it is worth; one that is worth less than a usable one stands out."""
    lines = (
        element(
            "div",
            element("strong" if each.severity.rank >= Severity.WARNING.rank else "span", f"{each.label}: {each.text}"),
        )
        for each in results.entries
        if each.value
    )
    return element("div", *lines, style="margin:0 0 8px")


def _measured(results: Section) -> Iterator[tuple[str, str]]:
    return ((each.label, each.value or each.text) for each in results.entries)


# --- parts with a title ----------------------------------------------------------------------------


def _titled(section: Section, content: Markup) -> Markup:
    title = element("p", element("strong", section.title), role="heading", aria_level="4", style=_APART)
    return element("div", title, content)


def _why(section: Section) -> Markup:
    return _titled(section, list_of("ul", map(_finding, section.entries)))


def _finding(entry: Entry) -> Markup:
    """Say how severe a finding is in a word, and which rule found it."""
    word = element("strong", SEVERITY[entry.severity], " ") if SEVERITY[entry.severity] else ""
    return element("span", word, entry.text, " ", element("small", f"[{entry.label}]"))


def _course(section: Section) -> Markup:
    """Show the readings; so many of them fold that what to do next is not lost below them."""
    heads = (LABELS["date"], "IL-6", LABELS["band_or_standing"])
    rows = ((entry.label, entry.value, entry.text) for entry in section.entries)
    if len(section.entries) > _MOST_READINGS:
        return _details(section.title, table("", heads, rows))
    return element("div", table(section.title, heads, rows), style=_APART)


def _steps(section: Section) -> Markup:
    return _titled(section, list_of("ol", _texts(section)))


def _listed(section: Section) -> Markup:
    return _titled(section, list_of("ul", _texts(section)))


def _texts(section: Section) -> Iterator[Markup]:
    return (element("span", entry.text) for entry in section.entries)


# --- parts that are folded -------------------------------------------------------------------------


def _tried(section: Section) -> Markup:
    entries = (
        element("span", f"{LABELS['tier']} {entry.label}: {entry.text} ", element("small", f"({entry.value})"))
        for entry in section.entries
    )
    return _details(section.title, list_of("ul", entries))


def _folded(section: Section, more: Section | None = None) -> Markup:
    lists = [list_of("ul", _texts(each)) for each in (section, more) if each is not None and each.entries]
    return _details(section.title, *lists)


def _details(title: str, *content: Markup) -> Markup:
    summary = element("summary", element("strong", title), style="cursor:pointer")
    return element("details", summary, *content, style=_APART)


_SHOWN: Final[Mapping[Kind, Callable[[Section], Markup]]] = MappingProxyType({
    "why": _why,
    "course": _course,
    "next": _steps,
    "next_draw": _listed,
    "tried": _tried,
    "missing": _folded,
})  # fmt: skip
"""How each part with a title is shown, in the order of the report."""
