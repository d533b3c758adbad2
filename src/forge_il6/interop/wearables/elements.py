"""
XML of wearables, element by element.

A file can be larger than memory, so nothing of it is kept but what is read. A file that declares an entity is
refused: no export does, and entities are how a small file becomes a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final
from xml.parsers import expat

from ...errors import CaseError

__all__ = ["Listener", "place_of", "read_elements"]

_LONGEST_ELEMENT: Final = 1_000_000
"""Bytes without a new element: no record of an export is that long."""
_LONGEST_TEXT: Final = 200
_DEEPEST: Final = 100


class Listener:
    """What reads the elements of one kind of file."""

    is_flat: ClassVar[bool] = False
    """Whether all stands in the attributes of single elements; then no end is heard, and a path is one name."""

    def start(self, path: list[str], attributes: Mapping[str, str], number: int) -> None:
        """Hear that an element begins; *path* are the names of those around it, and its own last."""

    def end(self, path: list[str], text: str) -> None:
        """Hear that an element ends, with the beginning of its text."""


def place_of(number: int, name: str) -> str:
    """Return how remarks call an element."""
    return f"element {number} ({name})"


def read_elements(pieces: Iterable[str | bytes], listeners: Mapping[str, Listener], refused: Mapping[str, str]) -> None:
    """
    Tell a file to the listener that its outermost element asks for.

    Args:
        pieces: the file.
        listeners: who listens to which outermost element.
        refused: what is said of an outermost element that is known and holds nothing of what is asked for.

    Raises:
        CaseError: it is no well-formed XML, is of no kind that is known, declares an entity, or holds an element
            beyond all measure.
    """
    _Elements(listeners, refused).read(pieces)


class _Elements:
    def __init__(self, listeners: Mapping[str, Listener], refused: Mapping[str, str]) -> None:
        self._listeners = listeners
        self._refused = refused
        self._listener: Listener
        self._parser = expat.ParserCreate()
        self._path: list[str] = []
        self._text = ""
        self._count = 0
        self._since = 0

    def read(self, pieces: Iterable[str | bytes]) -> None:
        parser = self._parser
        parser.specified_attributes = True  # a default of the file's own making could be long, and is copied each time
        parser.StartElementHandler = self._first
        parser.EntityDeclHandler = _no_entity
        try:
            for piece in pieces:
                self._since += len(piece)
                parser.Parse(piece, False)  # noqa: FBT003  (the parser takes it by position only)
                if self._since > _LONGEST_ELEMENT + len(piece):
                    msg = "wearable: an element of this XML is longer than any of an export"
                    raise CaseError(msg)
            parser.Parse(b"", True)  # noqa: FBT003  (the same)
        except CaseError:
            raise
        except (expat.ExpatError, ValueError, LookupError):  # the last two of an encoding that is unknown or wrong
            msg = f"wearable: no well-formed XML at line {parser.CurrentLineNumber}; the file may be broken off"
            raise CaseError(msg) from None

    def _first(self, name: str, attributes: Mapping[str, str]) -> None:
        """Hear the outermost element, which tells who listens to the others."""
        listener = self._listeners.get(_plain(name))
        if listener is None:
            known = ", ".join((*self._listeners, *self._refused))
            unknown = f"wearable: this XML is no export that is known; one begins with one of {known}"
            raise CaseError(self._refused.get(_plain(name), unknown))
        self._listener = listener
        self._parser.StartElementHandler = self._flat if listener.is_flat else self._start
        if not listener.is_flat:
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._characters
        self._parser.StartElementHandler(name, attributes)

    def _flat(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        self._since = 0
        self._listener.start([name], attributes, self._count)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self._path) >= _DEEPEST:
            msg = "wearable: the elements of this XML are nested deeper than those of any export"
            raise CaseError(msg)
        self._count += 1
        self._since, self._text = 0, ""
        self._path.append(_plain(name))
        self._listener.start(self._path, attributes, self._count)

    def _characters(self, text: str) -> None:
        if len(self._text) < _LONGEST_TEXT:
            self._text += text[:_LONGEST_TEXT]

    def _end(self, _name: str) -> None:
        self._listener.end(self._path, self._text)
        self._path.pop()
        self._text = ""


def _plain(name: str) -> str:
    """Return a name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _no_entity(*_declared: object) -> None:
    msg = "wearable: this XML declares an entity, which no export does; it is not read"
    raise CaseError(msg)
