"""HL7 v2 text as messages and segments, by the separators that each message declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...errors import CaseError, ValueFormatError, plain_text
from ..remarks import Ledger

__all__ = ["Segment", "messages"]

_LONGEST: Final = 50_000_000
_NAME: Final = re.compile("[A-Z][A-Z0-9]{2}")
_MARKS: Final = "FSRET"
"""The escape sequences of the separators, in the order in which a message declares them."""
_ENVELOPES: Final = ("FHS", "BHS")


class _Syntax(NamedTuple):
    """The separators of one message, as MSH-1 and MSH-2 declare them; empty where one of the last three is not used."""

    field: str
    component: str
    repetition: str = ""
    escape: str = ""
    subcomponent: str = ""

    def text(self, raw: str) -> str:
        """Turn one part into its text: a null is nothing, and escape sequences are what they stand for."""
        if raw == '""' or not self.escape or self.escape not in raw:
            return "" if raw == '""' else raw.strip()
        mark = re.escape(self.escape)
        return re.sub(f"{mark}([^{mark}]*){mark}", self._meant, raw).strip()

    def _meant(self, match: re.Match[str]) -> str:
        code = match[1]
        if len(code) == 1 and code in _MARKS:
            return self[_MARKS.index(code)]
        if code.startswith("X") and re.fullmatch("X(?:[0-9A-Fa-f]{2})+", code):
            return bytes.fromhex(code[1:]).decode("utf-8", "replace")
        return match[0]  # an unknown sequence stays, and no number will be read from it


class Segment(NamedTuple):
    """One line of a message."""

    name: str
    fields: list[str]
    syntax: _Syntax
    where: str
    is_whole: bool = True

    def repetitions(self, number: int) -> list[str]:
        """Return the repetitions of a field, as sent."""
        raw = self.fields[number].strip() if number < len(self.fields) else ""
        return raw.split(self.syntax.repetition) if self.syntax.repetition else [raw]

    def components(self, raw: str, length: int = 1) -> list[str]:
        """Return the components of one repetition as text, at least *length* of them."""
        sent = raw.split(self.syntax.component)
        return [self.syntax.text(part) for part in sent] + [""] * (length - len(sent))

    def parts(self, number: int, length: int = 1) -> list[str]:
        """Return the components of the first repetition of a field."""
        return self.components(self.repetitions(number)[0], length)

    def within(self, number: int, component: int, length: int) -> list[str]:
        """Return the subcomponents of one component, counted from nought, of the first repetition of a field."""
        raw = self.repetitions(number)[0]
        sent = [*raw.split(self.syntax.component), *[""] * component][component]
        parts = sent.split(self.syntax.subcomponent) if self.syntax.subcomponent else [sent]
        return [self.syntax.text(part) for part in parts] + [""] * (length - len(parts))


def messages(text: object, ledger: Ledger) -> Iterator[tuple[str, list[Segment]]]:
    """
    Yield each message with its place; what stands before the first is reported.

    Raises:
        CaseError: no text, or no message in it.
    """
    if (sent := plain_text(text)) is None or len(sent) > _LONGEST:
        raise ValueFormatError(f"HL7: give text, decoded, of at most {_LONGEST} characters")
    lines = [line for line in re.split("[\r\n\x0b\x1c]+", sent.lstrip("\ufeff")) if line.strip()]
    starts = [number for number, line in enumerate(lines) if line.startswith("MSH")]
    if not starts:
        raise CaseError("HL7: no segment begins with MSH; give whole messages, such as 'MSH|^~\\&|...'")
    for number, line in enumerate(lines[: starts[0]], start=1):
        if line[:3] not in _ENVELOPES:
            ledger.omit(f"line {number}", "before_first")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        if segments := list(_segments(lines[start:end], f"message {number}", ledger)):
            yield f"message {number}", segments


def _segments(lines: list[str], where: str, ledger: Ledger) -> Iterator[Segment]:
    syntax = _syntax(lines[0])
    if syntax is None:
        ledger.omit(where, "separators")
        return
    names = [line.split(syntax.field, 1)[0] for line in lines] + ["END"]
    for number, (name, line) in enumerate(zip(names, lines, strict=False), start=1):
        if _NAME.fullmatch(name):
            fields = line.split(syntax.field)
            whole = _NAME.fullmatch(names[number]) is not None and names[number] != "ADD"  # ADD goes on with this one
            place = f"{where}, segment {number} ({name})"
            yield Segment(name, ["MSH", *fields] if number == 1 else fields, syntax, place, whole)
        else:
            ledger.omit(f"{where}, line {number}", "no_segment")


def _syntax(header: str) -> _Syntax | None:
    """Read MSH-1 and MSH-2."""
    field = header[3:4]
    marks = header[4:].split(field, 1)[0][:4] if field else ""
    used = field + marks
    usable = marks and len(set(used)) == len(used) and used.isprintable()
    return _Syntax(field, *marks) if usable and not any(c.isalnum() or c.isspace() for c in used) else None
