"""
A drawn course as SVG: one self-contained text that scales, and that a screen reader can tell.

Colours for a light page stand in the elements themselves; a short style sheet changes them where
the page is dark. The picture brings its own background, so it is readable on any page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from typing import Final
from zlib import crc32

from .layout import CoursePicture
from .parts import STYLES, Area, Line, Mark, Text, is_certain, text_width

__all__ = ["as_svg"]

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_CLASS: Final = "forge-il6-course"
_DARK: Final = "".join(
    f".{_CLASS} .{kind}-{role}{{{kind}:{style.dark}}}" for role, style in STYLES.items() for kind in ("fill", "stroke")
)


def as_svg(picture: CoursePicture) -> str:
    """Write a picture as SVG; equal pictures give equal text."""
    body = "\n".join(_body(picture))
    name = f"{_CLASS}-{crc32((picture.description + body).encode()):08x}"
    width, height = _number(picture.width), _number(picture.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{_CLASS}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{_FONT}" style="max-width:100%;height:auto">\n'
        f'<title id="{name}-title">{_words(picture.title)}</title>\n'
        f'<desc id="{name}-desc">{_words(picture.description)}</desc>\n'
        f"<style>@media (prefers-color-scheme:dark){{{_DARK}}}</style>\n"
        f'<rect width="{width}" height="{height}" {_paint("fill", "page")}/>\n'
        f"{body}\n</svg>\n"
    )


def _body(picture: CoursePicture) -> Iterator[str]:
    for panel in picture.panels:
        yield f'<g data-panel="{panel.name}">'
        yield from map(_area, panel.areas)
        yield from map(_line, panel.lines)
        yield from map(_mark, panel.marks)
        yield "</g>"
    yield from map(_line, picture.lines)
    yield from map(_mark, picture.marks)
    yield from map(_text, picture.texts)


def _words(words: str) -> str:
    return escape(words)


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _paint(kind: str, role: str) -> str:
    return f'class="{kind}-{role}" {kind}="{STYLES[role].light}"'


def _area(area: Area) -> str:
    left, top, right, bottom = area.box
    return (
        f'<rect x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" '
        f'height="{_number(bottom - top)}" {_paint("fill", area.role)}/>'
    )


def _line(line: Line) -> str:
    style = STYLES[line.role]
    x1, y1, x2, y2 = map(_number, line[:4])
    dash = f' stroke-dasharray="{" ".join(map(_number, style.dash))}"' if style.dash else ""
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {_paint("stroke", line.role)} '
        f'stroke-width="{_number(style.width)}"{dash}/>'
    )


def _mark(mark: Mark) -> str:
    is_open = mark.shape == "cross" or not mark.filled
    fill = 'fill="none"' if is_open else f'fill="{STYLES[mark.role].light}"'
    kinds = f"stroke-{mark.role}" if is_open else f"fill-{mark.role} stroke-{mark.role}"
    told = f"<title>{_words(mark.says)}</title>" if mark.says else ""
    style = STYLES[mark.role]
    return (
        f'<path d="{_outline(mark)}" class="{kinds}" {fill} stroke="{style.light}" '
        f'stroke-width="{_number(style.width)}">{told}</path>'
    )


def _outline(mark: Mark) -> str:
    x, y, r = mark.x, mark.y, mark.radius
    if mark.shape == "circle":
        arc = f"a{_number(r)} {_number(r)} 0 1 0"
        return f"M{_number(x - r)} {_number(y)}{arc} {_number(2 * r)} 0{arc} {_number(-2 * r)} 0z"
    if mark.shape == "cross":
        return f"{_path(((x - r, y - r), (x + r, y + r)))}{_path(((x - r, y + r), (x + r, y - r)))}"
    return f"{_path([(x + r * dx, y + r * dy) for dx, dy in _CORNERS[mark.shape]])}z"


_HALF: Final = math.sqrt(3) / 2
_CORNERS: Final = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle": ((0, -1.1), (1.1 * _HALF, 0.8), (-1.1 * _HALF, 0.8)),
}
"""The corners of each shape, in radii."""


def _path(points: list[tuple[float, float]] | tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _text(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    weight = ' font-weight="bold"' if text.bold else ""
    held = ""
    if not is_certain(text.words):  # a foreign script may be wider than any estimate, and is set to fit
        width = text_width(text.words, text.size, bold=text.bold)
        held = f' textLength="{_number(width)}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<text x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}"{anchor}{weight}{held} '
        f"{_paint('fill', text.role)}>{_words(text.words)}</text>"
    )
