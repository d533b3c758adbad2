"""
A verdict as a card for a notebook: the answer first, then what to do, the scale, why, and what would change it.

Written from the document of the verdict alone, so that a verdict read back from a file shows the same.
The card is one piece of HTML that needs nothing else, and stays readable when every style is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Final

from ..codes import Analyte, Severity
from ..document import VerdictDocument
from ..knowledge.words import LABELS, SEVERITY
from ..markup import Markup, element, list_of, table
from .brief import Brief, brief
from .card_scale import scale_of
from .card_style import CARD
from .report import authority
from .sections import Entry, Section, Sections, care_of, sections

__all__ = ["as_html", "not_shown"]

_BANNER: Final = "margin:0 0 8px;padding:6px 10px;border-radius:4px"
_CARE_STYLE: Final = MappingProxyType({
    Severity.URGENT: f"{_BANNER};border:3px solid #d32f2f;background-color:rgba(211,47,47,0.2);font-size:115%",
    Severity.WARNING: f"{_BANNER};border:3px solid #b26a00;background-color:rgba(178,106,0,0.2)",
    Severity.CAUTION: "margin:0 0 8px",
    Severity.INFO: "margin:0 0 8px",
})  # fmt: skip
"""Frames that stand on light and dark paper and in print; the words are in the colour of the text."""
_APART: Final = "margin:14px 0 0"
_LINE: Final = "margin:0 0 8px"
_VALUE: Final = "font-size:170%;line-height:1.2"


def as_html(document: VerdictDocument) -> str:
    """Write what a verdict says as HTML: answer, action, scale and reasons open, everything else folded."""
    said, parts = brief(document), sections(document)
    if said.where:
        content = [_answer(document, said), _folded(LABELS["for_clinician"], *_folds(said, parts))]
    else:
        content = [_answer(document, said), *_rest_of_answer(document, said, parts), *_folds(said, parts)]
        content += [element("p", element("small", text), style=_APART) for text in _foot(document, said)]
    return element("div", *content, lang="en", dir="ltr", role="region", aria_label="IL-6", style=CARD)


def not_shown(error: Exception) -> str:
    """Say that a verdict cannot be shown, by the kind of the error alone: its text may be private."""
    return element("p", LABELS["not_shown"].format(error=type(error).__name__), lang="en", dir="ltr")


# --- what is open ----------------------------------------------------------------------------------


def _answer(document: VerdictDocument, said: Brief) -> Markup:
    """Show the answer with its value large, framed where somebody should look; then where to go, or what it means."""
    severity = next((care.severity for care in care_of(document)), Severity.INFO)
    answer = element("p", _with_value_large(document, said.answer), style=_CARE_STYLE[severity])
    more = (element("p", text, style=_LINE) for text in (said.where, said.meaning) if text)
    return element("div", answer, *more)


def _with_value_large(document: VerdictDocument, answer: str) -> Markup:
    il6 = document.result(Analyte.IL6)
    before, value, after = answer.partition(il6.text) if il6 is not None and il6.text else (answer, "", "")
    stop = after[:1] if after[:1] in (".", ",", ";") else ""
    large = element("span", value, stop, style=_VALUE) if value else Markup()
    return element("strong", before, large, after.removeprefix(stop))


def _rest_of_answer(document: VerdictDocument, said: Brief, parts: Sections) -> Iterator[Markup]:
    """Yield what to do, the scale, why, what would change it, and what is planned."""
    yield _open("ol" if len(said.steps) > 1 else "ul", Section(LABELS["next"], tuple(map(Entry, said.steps))), _words)
    yield scale_of(document, parts.results)
    yield _open("ul", Section(LABELS["why"], said.reasons), _reason)
    yield _open("ul", Section(LABELS["missing"], said.questions), _words)
    yield _open("ul", parts.plans, _planned)


def _foot(document: VerdictDocument, said: Brief) -> Iterator[str]:
    """Yield who is cited, and what every verdict says once."""
    yield from filter(None, (authority(said), document.caveat))


# --- what is folded --------------------------------------------------------------------------------


def _folds(said: Brief, parts: Sections) -> Iterator[Markup]:
    """Yield everything else that a verdict says, folded under titles."""
    yield _folded(LABELS["findings"], _list(parts.why.entries, _reason))
    yield _course(parts.course)
    yield _folded(LABELS["numbers"], _standing(parts))
    yield _folded(LABELS["next"], _list(_not_in(said.steps, parts.next), _words))
    yield _folded(parts.next_draw.title, _list(parts.next_draw.entries, _words))
    yield _folded(parts.tried.title, _list(parts.tried.entries, _tried))
    yield _folded(parts.not_advised.title, _list(parts.not_advised.entries, _tried))
    asked = tuple(each.text for each in said.questions)
    yield _folded(LABELS["more_missing"], _list(_not_in(asked, parts.missing), _words))
    of_authority = (parts.authority, parts.citations, *([parts.caveat] if said.where else ()))
    yield _folded(parts.authority.title, *(_list(each.entries, _words) for each in of_authority))


def _not_in(shown: tuple[str, ...], section: Section) -> tuple[Entry, ...]:
    """Return the entries of a part that do not stand open above."""
    return tuple(entry for entry in section.entries if entry.text not in shown)


def _standing(parts: Sections) -> Markup:
    """Say who should look, and of each result what it is and what its sample is worth."""
    rows = [(each.label, each.value, each.text) for each in (*parts.care.entries, *parts.results.entries)]
    return table("", (), rows) if rows else Markup()


# --- parts with a title ----------------------------------------------------------------------------


def _open(kind: str, section: Section, shown: Callable[[Entry], Markup]) -> Markup:
    """Show a part as a list under its title; nothing where it says nothing."""
    if not section.entries:
        return Markup()
    title = element("p", element("strong", section.title), role="heading", aria_level="4", style=_APART)
    return element("div", title, list_of(kind, map(shown, section.entries)))


def _course(section: Section) -> Markup:
    """Show the readings."""
    heads = (LABELS["date"], "IL-6", LABELS["band_or_standing"])
    rows = [(entry.label, entry.value, entry.text) for entry in section.entries]
    return _folded(section.title, table("", heads, rows)) if rows else Markup()


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


def _planned(entry: Entry) -> Markup:
    """Say what holds for a plan, and for which dose."""
    return element("span", entry.text, element("small", f" ({entry.value})")) if entry.value else _words(entry)


def _reason(entry: Entry) -> Markup:
    """Say how severe a finding is in a word, and which rule found it."""
    word = element("strong", SEVERITY[entry.severity], " ") if SEVERITY[entry.severity] else ""
    return element("span", word, entry.text, " ", element("small", f"[{entry.label}]"))


def _tried(entry: Entry) -> Markup:
    grades = element("small", f"({entry.value})")
    return element("span", f"{LABELS['tier']} {entry.label}: {entry.text} ", grades)
