"""
A verdict as a report for a person: the most urgent line first, then what was decided and why.

Written from the verdict document, so that a verdict read back from a file prints the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from .codes import Severity
from .sections import Document, Entry, Kind, Section, sections

__all__ = ["as_text"]

_WIDTH: Final = 88
_MARKS: Final = {Severity.URGENT: "!! ", Severity.WARNING: "! ", Severity.CAUTION: "- ", Severity.INFO: "- "}

Line = tuple[str, str]
"""What a line begins with, and its text."""


def as_text(document: Document, width: int = _WIDTH) -> str:
    """Write a verdict document as plain text of at most *width* columns."""
    lines = [line for section in sections(document) for part in _lines(section) for line in _wrapped(part, width)]
    return "\n".join(lines).strip("\n")


def _wrapped(part: Line, width: int) -> list[str]:
    lead, text = part
    if not text:
        return [lead]
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead)) or [lead]


def _lines(section: Section) -> Iterator[Line]:
    """Yield the lines of a part, with an empty one before it where it stands apart."""
    if section.title or section.kind in ("results", "caveat"):
        yield "", ""
    if section.title:
        yield section.title, ""
    yield from map(_LINES[section.kind], section.entries)


def _plain(entry: Entry) -> Line:
    return "", entry.text


def _listed(entry: Entry) -> Line:
    return "  - ", entry.text


def _result(entry: Entry) -> Line:
    return f"{entry.label:8}", f"{entry.value}: {entry.text}" if entry.value else entry.text


_LINES: Final[Mapping[Kind, Callable[[Entry], Line]]] = MappingProxyType({
    "summary": _plain,
    "care": lambda entry: ("", f"{entry.label}: {entry.text}"),
    "results": _result,
    "why": lambda entry: (f"  {_MARKS[entry.severity]}", f"{entry.text} [{entry.label}]"),
    "course": lambda entry: (f"  {entry.label:10}  {entry.value:>14}  ", entry.text),
    "next": lambda entry: ("  * ", entry.text),
    "next_draw": _listed,
    "tried": lambda entry: (f"  {entry.label} ", f"{entry.text} ({entry.value})"),
    "missing": _listed,
    "authority": lambda entry: ("  ", entry.text),
    "citations": _listed,
    "caveat": _plain,
})  # fmt: skip
"""How an entry of each part is written."""
