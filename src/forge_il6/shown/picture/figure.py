"""
A drawn course as a matplotlib figure: the same places as in SVG, on axes that a host can draw on.

Each panel is an axes object with dates across and its values upward, so that ``figure.axes[0]`` takes
further lines and marks in data coordinates. pyplot is not used, so nothing global is touched.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

from ...errors import MissingLibraryError
from .axes import EPOCH
from .layout import CoursePicture, Panel
from .parts import STYLES, Area, Mark, Text

__all__ = ["as_figure"]

_Figure = Any  # of matplotlib, which is imported only where somebody draws
_Axes = Any

_DPI = 100
_POINTS = 72 / _DPI
"""One unit of the picture in points."""
_FONT = "DejaVu Sans"  # comes with matplotlib, so the picture is the same everywhere
_MARKERS = {"circle": "o", "square": "s", "diamond": "D", "triangle": "^", "cross": "x"}


def as_figure(picture: CoursePicture, *, dark: bool = False) -> _Figure:
    """
    Draw a picture as a figure of matplotlib.

    Raises:
        MissingLibraryError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415  (the extra `plot` brings it)
    except ImportError as error:
        msg = "plot: needs matplotlib, which is not installed; install the extra 'plot', or use course_svg()"
        raise MissingLibraryError(msg) from error

    class CourseFigure(Figure):
        """A figure that a notebook shows without pyplot."""

        def _repr_png_(self) -> bytes:
            written = BytesIO()
            self.savefig(written, format="png", facecolor=self.get_facecolor())
            return written.getvalue()

    size = (picture.width / _DPI, picture.height / _DPI)
    figure = CourseFigure(figsize=size, dpi=_DPI, facecolor=_colour("page", dark=dark))
    figure.set_layout_engine("none")
    for panel in picture.panels:
        _Pen(_axes(figure, picture, panel), panel, dark=dark).draw()
    _around(figure, picture, dark=dark)
    return figure


def _colour(role: str, *, dark: bool) -> str:
    return STYLES[role].dark if dark else STYLES[role].light


def _axes(figure: _Figure, picture: CoursePicture, panel: Panel) -> _Axes:
    """Return the axes of a panel: its frame in the figure, its own scales."""
    from matplotlib.dates import date2num  # noqa: PLC0415

    frame, times, values = panel.frame, panel.times, panel.values
    place = (
        frame.left / picture.width,
        1 - frame.bottom / picture.height,
        (frame.right - frame.left) / picture.width,
        (frame.bottom - frame.top) / picture.height,
    )
    axes = figure.add_axes(place, label=panel.name, facecolor="none")
    axes.set_yscale("log" if values.is_log else "linear")
    axes.set_ylim(values.low, values.high)
    axes.autoscale(enable=False)
    if times is not None:
        axes.xaxis_date()
        start: float = date2num(EPOCH)  # type: ignore[no-untyped-call]
        axes.set_xlim(start + times.days(frame.left), start + times.days(frame.right))
    axes.set_axis_off()
    return axes


class _Pen:
    """Draws what stands in a panel, in the data coordinates of its axes."""

    def __init__(self, axes: _Axes, panel: Panel, *, dark: bool) -> None:
        self.axes, self.panel, self.dark = axes, panel, dark
        self.left, self.right = axes.get_xlim()

    def draw(self) -> None:
        """Draw areas, lines and marks, in this order."""
        for order, area in enumerate(self.panel.areas):
            self.area(area, order / 100)
        for line in self.panel.lines:
            xs, ys = map(self.x, (line.x1, line.x2)), map(self.y, (line.y1, line.y2))
            _line(self.axes, [*xs], [*ys], line.role, dark=self.dark)
        for order, marks in enumerate(_alike(self.panel.marks)):
            _marks(
                self.axes,
                [self.x(mark.x) for mark in marks],
                [self.y(mark.y) for mark in marks],
                marks[0],
                order,
                dark=self.dark,
            )

    def x(self, x: float) -> float:
        """Return the date at a place, as matplotlib counts them."""
        frame = self.panel.frame
        return float(self.left + (x - frame.left) / (frame.right - frame.left) * (self.right - self.left))

    def y(self, y: float) -> float:
        """Return the value at a place."""
        return self.panel.values.value(y)

    def area(self, area: Area, order: float) -> None:
        """Fill a step of the scale."""
        left, top, right, bottom = area.box
        self.axes.fill_between(
            [self.x(left), self.x(right)],
            self.y(bottom),
            self.y(top),
            color=_colour(area.role, dark=self.dark),
            linewidth=0,
            zorder=order,
        )


def _around(figure: _Figure, picture: CoursePicture, *, dark: bool) -> None:
    """Write the words around the panels, with the lines and marks that belong to them."""
    page = figure.add_axes((0, 0, 1, 1), label="page", facecolor="none", zorder=5)
    page.set_xlim(0, picture.width)
    page.set_ylim(picture.height, 0)
    page.set_axis_off()
    for line in picture.lines:
        _line(page, [line.x1, line.x2], [line.y1, line.y2], line.role, dark=dark)
    for order, marks in enumerate(_alike(picture.marks)):
        _marks(page, [mark.x for mark in marks], [mark.y for mark in marks], marks[0], order, dark=dark)
    known = _known_characters()
    for text in picture.texts:
        _text(page, text, known, dark=dark)


def _known_characters() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    return frozenset(get_font(findfont(FontProperties(family=_FONT))).get_charmap())


def _line(axes: _Axes, xs: list[float], ys: list[float], role: str, *, dark: bool) -> None:
    style = STYLES[role]
    width = style.width * _POINTS
    axes.plot(
        xs,
        ys,
        color=_colour(role, dark=dark),
        linewidth=width,
        linestyle=(0, [dash / style.width for dash in style.dash]) if style.dash else "-",
        marker="",
        clip_on=False,
        zorder=2,
        scalex=False,
        scaley=False,
    )


def _alike(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Yield marks that follow each other and look alike together: matplotlib draws them at once."""
    for _, group in groupby(marks, key=lambda mark: (mark.shape, mark.filled, mark.role, mark.radius)):
        yield list(group)


def _marks(axes: _Axes, xs: list[float], ys: list[float], mark: Mark, order: int, *, dark: bool) -> None:
    colour = _colour(mark.role, dark=dark)
    shrink = {"square": 0.9, "diamond": 1.2 / math.sqrt(2)}.get(mark.shape, 1.0)
    axes.plot(
        xs,
        ys,
        linestyle="",
        marker=_MARKERS[mark.shape],
        markersize=2 * mark.radius * shrink * _POINTS,
        markerfacecolor=colour if mark.filled else "none",
        markeredgecolor=colour,
        markeredgewidth=STYLES[mark.role].width * _POINTS,
        clip_on=False,
        zorder=3 + order / 1e4,
        scalex=False,
        scaley=False,
    )


def _text(axes: _Axes, text: Text, known: frozenset[int], *, dark: bool) -> None:
    axes.text(
        text.x,
        text.y,
        "".join(character if ord(character) in known else "?" for character in text.words),
        color=_colour(text.role, dark=dark),
        fontfamily=_FONT,
        fontsize=text.size * _POINTS,
        fontweight="bold" if text.bold else "normal",
        fontstyle="normal",
        horizontalalignment={"start": "left", "middle": "center", "end": "right"}[text.anchor],
        verticalalignment="baseline",
        parse_math=False,
        usetex=False,
        clip_on=False,
    )
