"""
A verdict as a report for a person: the answer first, then what to do, why, and what would change it.

Written from the document of the verdict alone, so that a verdict read back from a file prints the same.
The full report goes on with every finding, the course, what may be tried, the numbers and the authority.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ..codes import Severity
from ..document import VerdictDocument
from ..errors import visible
from ..knowledge.words import LABELS, MEANING
from .brief import Brief, brief
from .sections import Entry, Section, care_of, sections

__all__ = ["NARROWEST", "WIDTH", "as_text", "authority", "fitted"]

WIDTH: Final = 88
"""The columns of a report, where nobody says how many there are."""
NARROWEST: Final = 40
"""In fewer columns nothing can be laid out, so a report takes these."""

_MARKS: Final = {Severity.URGENT: "!! ", Severity.WARNING: "! ", Severity.CAUTION: "- ", Severity.INFO: "- "}

_BOLD, _FAINT, _ALARM = "1", "2", "1;31"
_CARE: Final = {Severity.URGENT: "1;97;41", Severity.WARNING: "1;30;43", Severity.CAUTION: _BOLD}
"""The answer by its care, with a ground of its own, so that it can be read on a light terminal and on a dark one."""
_PAINT: Final = {Severity.URGENT: _ALARM, Severity.WARNING: _BOLD}
_OF_KIND: Final[Mapping[str, str]] = MappingProxyType({"where": _BOLD, "citations": _FAINT, "caveat": _FAINT})

Line = tuple[str, str]
"""What a line begins with, and its text."""


def as_text(document: VerdictDocument, width: int = WIDTH, *, colour: bool = False, full: bool = False) -> str:
    """
    Write a verdict document as text.

    Args:
        document: what the verdict says.
        width: the columns that a line may take, at least `NARROWEST`.
        colour: whether to mark what is urgent with the SGR sequences of a terminal. Nothing is said
            by colour alone.
        full: whether to go on after the answer, with everything that the verdict says.
    """
    parts = _everything(document) if full else _first(document)
    lines = [line for kind, part in parts for line in _section(kind, part, max(width, NARROWEST), colour=colour)]
    return "\n".join(lines).strip("\n")


# --- which parts, in which order -------------------------------------------------------------------


def _first(document: VerdictDocument) -> Iterator[tuple[str, Section]]:
    """Yield what is read first; while care cannot wait, the answer and where to go."""
    said = brief(document)
    yield from _answer(document, said)
    if said.where:
        return
    yield "next", Section(LABELS["next"], tuple(map(Entry, said.steps)))
    yield "why", Section(LABELS["why"], said.reasons)
    yield "missing", Section(LABELS["missing"], said.questions)
    yield "plans", Section(LABELS["plans"], said.plans)
    yield "caveat", Section("", tuple(map(Entry, filter(None, (authority(said), document.caveat)))))


def _answer(document: VerdictDocument, said: Brief) -> Iterator[tuple[str, Section]]:
    severity = next((care.severity for care in care_of(document)), Severity.INFO)
    yield "summary", Section("", (Entry(said.answer, severity=severity),))
    yield "where", Section("", tuple(map(Entry, filter(None, (said.where,)))))
    yield "meaning", Section("", tuple(map(Entry, filter(None, (said.meaning,)))))


def authority(said: Brief) -> str:
    """Say in one line who is cited, and which rules are a host's own."""
    sources = MEANING["sources"].format(sources=", ".join(said.sources)) if said.sources else ""
    rules = MEANING["rules"].format(rules=said.rules) if said.rules else ""
    return " ".join(filter(None, (sources, rules)))


_LAST: Final = ("authority", "citations", "caveat")


def _everything(document: VerdictDocument) -> Iterator[tuple[str, Section]]:
    """Yield the answer, then every part of the verdict."""
    parts = sections(document)._asdict()
    yield from _answer(document, brief(document)._replace(answer=document.summary))
    order = ("care", "results", "next", "next_draw", "why", "missing", "plans", "course")
    rest = (kind for kind in parts if kind not in (*order, *_LAST, "summary"))
    for kind in (*order, *rest, *_LAST):
        if kind in parts:
            yield kind, parts[kind]


# --- how they are written --------------------------------------------------------------------------


def _section(kind: str, section: Section, width: int, *, colour: bool) -> Iterator[str]:
    """Yield the lines of a part, with an empty one before it where it stands apart."""
    if not section.entries:
        return
    if section.title or kind in ("results", "caveat"):
        yield ""
    if section.title:
        yield from _painted([section.title], _BOLD if colour else "")
    for entry in section.entries:
        lines = fitted(*_LINES.get(kind, _listed)(entry), width)
        yield from _painted(lines, _paint(kind, entry) if colour else "")


def _paint(kind: str, entry: Entry) -> str:
    if kind == "summary":
        return _CARE.get(entry.severity, _BOLD)
    return _PAINT.get(entry.severity, _OF_KIND.get(kind, ""))


def _painted(lines: list[str], paint: str) -> list[str]:
    """Put every line between its sequence and the reset; the blanks before it stay as they are."""
    if not paint:
        return lines
    texts = [line.lstrip() for line in lines]
    return [
        f"{line[: len(line) - len(text)]}\x1b[{paint}m{text}\x1b[0m" for line, text in zip(lines, texts, strict=True)
    ]


def fitted(lead: str, text: str, width: int) -> list[str]:
    """Return a text in lines of a width behind what they begin with; no character of either commands a terminal."""
    lead, text = visible(lead), visible(text)
    indent = " " * len(lead)
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False) or [lead]


def _plain(entry: Entry) -> Line:
    return "", entry.text


def _listed(entry: Entry) -> Line:
    return "  - ", entry.text


def _result(entry: Entry) -> Line:
    return f"{entry.label:8}", f"{entry.value}: {entry.text}" if entry.value else entry.text


def _intervention(entry: Entry) -> Line:
    return f"  {entry.label} ", f"{entry.text} ({entry.value})"


_LINES: Final[Mapping[str, Callable[[Entry], Line]]] = MappingProxyType({
    "summary": _plain,
    "where": _plain,
    "meaning": _plain,
    "care": lambda entry: ("", entry.line),
    "results": _result,
    "why": lambda entry: (f"  {_MARKS[entry.severity]}", f"{entry.text} [{entry.label}]"),
    "course": lambda entry: (f"  {entry.label:10}  {entry.value:>14}  ", entry.text),
    "next": lambda entry: ("  * ", entry.text),
    "tried": _intervention,
    "not_advised": _intervention,
    "plans": lambda entry: (f"  {_MARKS[entry.severity]}", f"{entry.text}{f' ({entry.value})' if entry.value else ''}"),
    "authority": lambda entry: ("  ", entry.text),
    "caveat": _plain,
})  # fmt: skip
"""How an entry of each part is written; of any other, as one of a list."""
