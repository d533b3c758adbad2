"""What a picture consists of: marks, lines, areas and words, each where it stands, and how much room words take."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from ..palette import BAND_COLOURS

__all__ = [
    "STYLES",
    "Anchor",
    "Area",
    "Box",
    "Line",
    "Mark",
    "Room",
    "Shape",
    "Style",
    "Text",
    "is_certain",
    "legible",
    "shortened",
    "text_width",
    "wrapped",
]

Shape = Literal["circle", "square", "diamond", "triangle", "cross"]
Anchor = Literal["start", "middle", "end"]


# --- colours ---------------------------------------------------------------------------------------


class Style(NamedTuple):
    """How everything of one role is drawn, on a light page and on a dark one."""

    light: str
    dark: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


STYLES: Final = {
    "page": Style("#ffffff", "#16191d"),
    "ink": Style("#1a1a1a", "#ececec", 1.4),
    "muted": Style("#464646", "#c8c8c8", 1.0),
    "urgent": Style("#9b1c1c", "#ffb4a8"),
    "axis": Style("#6b6b6b", "#8d8d8d", 1.0),
    "grid": Style("#d2d2d2", "#3d434a", 0.8),
    "cut": Style("#8a8a8a", "#7d7d7d", 0.8),
    **{f"step{number}": Style(colour.light, colour.dark) for number, colour in enumerate(BAND_COLOURS.values())},
    "counts": Style("#0b3d75", "#8cc4ff", 1.4),
    "apart": Style("#464646", "#c8c8c8", 1.4),
    "trend": Style("#8b1f66", "#f0a3d8", 1.6, (6, 3)),
    "change": Style("#464646", "#c8c8c8", 1.1, (2, 2)),
    "level": Style("#1a1a1a", "#ececec", 1.8),
}
"""
The roles. The steps of a scale go from blue through neutral to orange, ever darker on a light page,
and each is named beside it; what a mark means is told by its shape, so nothing rests on colour.
"""


# --- parts -----------------------------------------------------------------------------------------


class Box(NamedTuple):
    """A rectangle; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: Box) -> bool:
        """Whether the other lies wholly inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


class Area(NamedTuple):
    """A filled rectangle, or the outline of one."""

    box: Box
    role: str
    filled: bool = True


class Line(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str


class Mark(NamedTuple):
    """One value."""

    x: float
    y: float
    shape: Shape
    role: str
    filled: bool = True
    radius: float = 4.5
    says: str = ""
    """What the mark stands for, in words."""

    @property
    def box(self) -> Box:
        """What the mark covers."""
        reach = self.radius + 1
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


class Text(NamedTuple):
    """Words on one line; y is the line they stand on."""

    x: float
    y: float
    words: str
    role: str = "ink"
    size: float = 11
    anchor: Anchor = "start"
    bold: bool = False

    @property
    def box(self) -> Box:
        """What the words cover at most."""
        width = text_width(self.words, self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - 0.95 * self.size, left + width, self.y + 0.27 * self.size)


# --- words -----------------------------------------------------------------------------------------

_WIDTHS: Final = (
    (frozenset(" .,'ijlI"), 0.40),
    (frozenset('()[]/\\!|:;-ftr"'), 0.53),
    (frozenset("mMwW%@…—"), 1.13),
    (frozenset("×<>≤≥=+~^#±–−°·&"), 0.95),
    (frozenset("QOGDHNU"), 0.88),
)
_KNOWN: Final = {character: width for characters, width in _WIDTHS for character in characters}
_CAPITAL, _SMALL, _FOREIGN = 0.83, 0.73, 1.15
_REGULAR: Final = 0.9
"""How much narrower than bold."""


def _em(character: str) -> float:
    """Return at most how wide a character of a usual typeface is when it is bold."""
    if character in _KNOWN:
        return _KNOWN[character]
    if not character.isascii():
        return _FOREIGN
    return _CAPITAL if character.isupper() else _SMALL


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide words are at most, in whatever usual typeface they are set."""
    return size * math.fsum(map(_em, words)) * (1 if bold else _REGULAR)


def is_certain(words: str) -> bool:
    """Whether the width of the words can be told; foreign scripts may be wider than any estimate."""
    return all(character.isascii() or character in _KNOWN for character in words)


def legible(words: str) -> str:
    """Replace what cannot be printed, so that no control character reaches a picture."""
    return "".join(character if character.isprintable() else "?" for character in words)


def shortened(words: str, size: float, width: float, *, bold: bool = False) -> str:
    """Cut words to a width, and show that they were cut."""
    if text_width(words, size, bold=bold) <= width:
        return words
    room, kept = width - text_width("…", size, bold=bold), 0
    while (room := room - text_width(words[kept], size, bold=bold)) >= 0:
        kept += 1
    return words[:kept].rstrip() + "…"


def wrapped(words: str, size: float, width: float, most: int, *, bold: bool = False) -> Iterator[str]:
    """Yield words in at most so many lines of a width; the last one shows what was cut."""
    waiting = words.split()
    for number in range(most):
        if not waiting:
            return
        line = waiting.pop(0)
        if number == most - 1:
            yield shortened(" ".join([line, *waiting]), size, width, bold=bold)
            return
        while waiting and text_width(f"{line} {waiting[0]}", size, bold=bold) <= width:
            line += f" {waiting.pop(0)}"
        yield shortened(line, size, width, bold=bold)


# --- room ------------------------------------------------------------------------------------------

_CELL: Final = 3.0


class Room:
    """What of a picture is taken: words never go where something stands already."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()

    def take(self, box: Box) -> None:
        """Mark a rectangle as taken."""
        self._taken.update(_cells(box))

    def take_line(self, line: Line) -> None:
        """Mark what lies under a line as taken."""
        for point in _points(line):
            self.take(point)

    def is_free(self, box: Box) -> bool:
        """Whether nothing stands in a rectangle."""
        return self._taken.isdisjoint(_cells(box))

    def is_free_along(self, line: Line) -> bool:
        """Whether a line crosses nothing."""
        return all(self.is_free(point) for point in _points(line))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    columns = range(math.floor(box.left / _CELL), math.ceil(box.right / _CELL))
    rows = range(math.floor(box.top / _CELL), math.ceil(box.bottom / _CELL))
    yield from ((column, row) for column in columns for row in rows)


def _points(line: Line) -> Iterator[Box]:
    steps = max(1, math.ceil(math.hypot(line.x2 - line.x1, line.y2 - line.y1) / _CELL))
    for step in range(steps + 1):
        x, y = (a + (b - a) * step / steps for a, b in ((line.x1, line.x2), (line.y1, line.y2)))
        yield Box(x - 1, y - 1, x + 1, y + 1)
