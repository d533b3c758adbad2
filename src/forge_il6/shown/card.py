"""
A verdict as a card for a notebook: who should look and what the sample is worth first, then the result.

Written from the document of the verdict alone, so that a verdict read back from a file shows the same.
The card is one piece of HTML that needs nothing else, and stays readable when every style is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Final

from ..codes import Severity
from ..document import VerdictDocument
from ..knowledge.words import LABELS, SEVERITY
from ..markup import Markup, element, list_of, table
from .card_scale import scale_of
from .sections import Entry, Section, is_urgent, sections

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


def as_html(document: VerdictDocument) -> str:
    """Write what a verdict says as HTML: care and standing, summary, results, scale, then everything else."""
    said = sections(document)
    content = [
        *map(_care, said.care.entries),
        _standing(said.results),
        *(element("p", element("strong", text), style=_SUMMARY) for text in said.summary.texts),
        table("", (), _measured(said.results)) if said.results.entries else "",
        Markup() if is_urgent(document) else scale_of(document, said.results),
        _open("ul", said.why, _reason),
        _course(said.course),
        _open("ol", said.next, _words),
        _open("ul", said.next_draw, _words),
        _folded(said.tried.title, _list(said.tried.entries, _tried)),
        _open("ul", said.plans, _words),
        _folded(said.not_advised.title, _list(said.not_advised.entries, _tried)),
        _folded(said.missing.title, _list(said.missing.entries, _words)),
        _folded(said.authority.title, *(_list(each.entries, _words) for each in (said.authority, said.citations))),
        *(element("p", element("small", text), style=_APART) for text in said.caveat.texts),
    ]
    return element("div", *content, lang="en", dir="ltr", role="region", aria_label="IL-6", style=_CARD)


def not_shown(error: Exception) -> str:
    """Say that a verdict cannot be shown, by the kind of the error alone: its text may be private."""
    return element("p", LABELS["not_shown"].format(error=type(error).__name__), lang="en", dir="ltr")


def _care(care: Entry) -> Markup:
    return element("p", element("strong", care.line), style=_CARE_STYLE[care.severity])


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


def _open(kind: str, section: Section, shown: Callable[[Entry], Markup]) -> Markup:
    """Show a part as a list under its title; nothing where it says nothing."""
    if not section.entries:
        return Markup()
    title = element("p", element("strong", section.title), role="heading", aria_level="4", style=_APART)
    return element("div", title, list_of(kind, map(shown, section.entries)))


def _course(section: Section) -> Markup:
    """Show the readings; so many of them fold that what to do next is not lost below them."""
    if not section.entries:
        return Markup()
    heads = (LABELS["date"], "IL-6", LABELS["band_or_standing"])
    rows = ((entry.label, entry.value, entry.text) for entry in section.entries)
    if len(section.entries) > _MOST_READINGS:
        return _folded(section.title, table("", heads, rows))
    return element("div", table(section.title, heads, rows), style=_APART)


def _folded(title: str, *content: Markup) -> Markup:
    """Fold content under a title; nothing where there is none."""
    if not any(content):
        return Markup()
    summary = element("summary", element("strong", title), style="cursor:pointer")
    return element("details", summary, *content, style=_APART)


def _list(entries: Iterable[Entry], shown: Callable[[Entry], Markup]) -> Markup:
    items = [shown(entry) for entry in entries]
    return list_of("ul", items) if items else Markup()


# --- one entry -------------------------------------------------------------------------------------


def _words(entry: Entry) -> Markup:
    return element("span", entry.text)


def _reason(entry: Entry) -> Markup:
    """Say how severe a finding is in a word, and which rule found it."""
    word = element("strong", SEVERITY[entry.severity], " ") if SEVERITY[entry.severity] else ""
    return element("span", word, entry.text, " ", element("small", f"[{entry.label}]"))


def _tried(entry: Entry) -> Markup:
    grades = element("small", f"({entry.value})")
    return element("span", f"{LABELS['tier']} {entry.label}: {entry.text} ", grades)
