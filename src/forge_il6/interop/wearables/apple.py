"""
Apple Health's export.xml, element by element.

The file can be larger than memory, so nothing of it is kept but what is read. A file that declares an entity is
refused: no export does, and entities are how a small file becomes a large one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.parsers import expat

from ...errors import CaseError
from .gathered import Bout, Log, Night
from .times import at, length_of
from .variability import APPLE, APPLE_TYPES, SCORES, sounds_like_hrv

__all__ = ["read_export"]

_LONGEST_ELEMENT: Final = 1_000_000
"""Bytes without a new element: no record of an export is that long."""
_MINUTES: Final = 60


def read_export(pieces: Iterable[str | bytes], log: Log, *, sessions: bool) -> None:
    """
    Tell *log* what an export says, of sessions or of heart rate variability.

    Raises:
        CaseError: it is no well-formed XML, is no export of Apple Health, declares an entity, or holds an
            element beyond all measure.
    """
    _Export(log, _workout if sessions else _record).read(pieces)


class _Export:
    def __init__(self, log: Log, read: Callable[[str, str, Mapping[str, str], Log], None]) -> None:
        self._log = log
        self._read = read
        self._count = 0
        self._since = 0

    def read(self, pieces: Iterable[str | bytes]) -> None:
        parser = expat.ParserCreate()
        parser.specified_attributes = True  # a default of the file's own making could be long, and is copied each time
        parser.StartElementHandler = self._start
        parser.EntityDeclHandler = _no_entity
        try:
            for piece in pieces:
                self._since += len(piece)
                parser.Parse(piece, False)  # noqa: FBT003  (the parser takes it by position only)
                if self._since > _LONGEST_ELEMENT + len(piece):
                    msg = "export.xml: an element is longer than any of an export of Apple Health"
                    raise CaseError(msg)
            parser.Parse(b"", True)  # noqa: FBT003  (the same)
        except expat.ExpatError as error:
            msg = f"export.xml: no well-formed XML at line {error.lineno}; the file may be broken off"
            raise CaseError(msg) from None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._count and name != "HealthData":
            msg = "export.xml: this is XML, but no export of Apple Health, which begins with HealthData"
            raise CaseError(msg)
        self._count += 1
        self._since = 0
        self._read(
            f"element {self._count} ({name})" if name in ("Record", "Workout") else "", name, attributes, self._log
        )


def _no_entity(*_declared: object) -> None:
    msg = "export.xml: it declares an entity, which no export of Apple Health does; it is not read"
    raise CaseError(msg)


def _record(where: str, name: str, attributes: Mapping[str, str], log: Log) -> None:
    """Read a sample of heart rate variability."""
    if name != "Record":
        return
    kind = attributes.get("type", "")
    measure = APPLE_TYPES.get(kind)
    if measure is None:
        if sounds_like_hrv(kind) and kind not in SCORES:
            log.remarks.omit(where, "undocumented")
        return
    if "manufacturer:Apple" not in attributes.get("device", ""):
        log.remarks.omit(where, "other_app")
        return
    text = f"{attributes.get('value', '')} {attributes.get('unit', '')}"
    log.add_night(Night(where, APPLE, measure, text, at(attributes.get("startDate"))))


def _workout(where: str, name: str, attributes: Mapping[str, str], log: Log) -> None:
    if name != "Workout":
        return
    length = None
    if attributes.get("durationUnit") == "min":
        try:
            length = length_of(float(attributes.get("duration", "")) * _MINUTES)
        except ValueError:
            length = None
    started, ended = at(attributes.get("startDate")), at(attributes.get("endDate"))
    log.add_bout(Bout(where, attributes.get("workoutActivityType"), started, ended, length))
