"""
A verdict as a report for a person: the most urgent line first, then what was decided and why.

Written from the document of the verdict alone, so that a verdict read back from a file prints the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ..codes import Severity
from ..document import VerdictDocument
from .sections import Entry, Section, sections

__all__ = ["NARROWEST", "WIDTH", "as_text"]

WIDTH: Final = 88
"""The columns of a report, where nobody says how many there are."""
NARROWEST: Final = 40
"""In fewer columns nothing can be laid out, so a report takes these."""

_MARKS: Final = {Severity.URGENT: "!! ", Severity.WARNING: "! ", Severity.CAUTION: "- ", Severity.INFO: "- "}

_BOLD, _FAINT, _ALARM = "1", "2", "1;31"
_CARE: Final = {Severity.URGENT: "1;97;41", Severity.WARNING: "1;30;43", Severity.CAUTION: _BOLD}
"""The care, with a ground of its own, so that it can be read on a light terminal and on a dark one."""
_PAINT: Final = {Severity.URGENT: _ALARM, Severity.WARNING: _BOLD}
_OF_KIND: Final[Mapping[str, str]] = MappingProxyType({"summary": _BOLD, "citations": _FAINT, "caveat": _FAINT})

Line = tuple[str, str]
"""What a line begins with, and its text."""


def as_text(document: VerdictDocument, width: int = WIDTH, *, colour: bool = False) -> str:
    """
    Write a verdict document as text.

    Args:
        document: what the verdict says.
        width: the columns that a line may take, at least `NARROWEST`.
        colour: whether to mark what is urgent with the SGR sequences of a terminal. Nothing is said
            by colour alone.
    """
    width = max(width, NARROWEST)
    said = sections(document)
    parts = zip(said._fields, said, strict=True)
    lines = [line for kind, section in parts for line in _section(kind, section, width, colour=colour)]
    return "\n".join(lines).strip("\n")


def _section(kind: str, section: Section, width: int, *, colour: bool) -> Iterator[str]:
    """Yield the lines of a part, with an empty one before it where it stands apart."""
    if (section.title and section.entries) or kind in ("results", "caveat"):
        yield ""
    if not section.entries:
        return
    if section.title:
        yield from _painted([section.title], _BOLD if colour else "")
    for entry in section.entries:
        lines = _wrapped(_LINES[kind](entry), width)
        yield from _painted(lines, _paint(kind, entry) if colour else "")


def _paint(kind: str, entry: Entry) -> str:
    severities = _CARE if kind == "care" else _PAINT
    return severities.get(entry.severity, _OF_KIND.get(kind, ""))


def _painted(lines: list[str], paint: str) -> list[str]:
    """Put every line between its sequence and the reset; the blanks before it stay as they are."""
    if not paint:
        return lines
    texts = [line.lstrip() for line in lines]
    return [
        f"{line[: len(line) - len(text)]}\x1b[{paint}m{text}\x1b[0m" for line, text in zip(lines, texts, strict=True)
    ]


def _wrapped(part: Line, width: int) -> list[str]:
    lead, text = part
    if not text.isprintable():  # a document from elsewhere must not command a terminal
        text = "".join(each if each.isprintable() else " " for each in text)
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead)) or [lead]


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
    "care": lambda entry: ("", entry.line),
    "results": _result,
    "why": lambda entry: (f"  {_MARKS[entry.severity]}", f"{entry.text} [{entry.label}]"),
    "course": lambda entry: (f"  {entry.label:10}  {entry.value:>14}  ", entry.text),
    "next": lambda entry: ("  * ", entry.text),
    "next_draw": _listed,
    "tried": _intervention,
    "plans": lambda entry: (f"  {_MARKS[entry.severity]}", f"{entry.text}{f' ({entry.value})' if entry.value else ''}"),
    "not_advised": _intervention,
    "missing": _listed,
    "authority": lambda entry: ("  ", entry.text),
    "citations": _listed,
    "caveat": _plain,
})  # fmt: skip
"""How an entry of each part is written."""
