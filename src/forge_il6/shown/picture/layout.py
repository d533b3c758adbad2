"""
The course of a person as a picture: readings over time on the bands, and what else was measured beside them.

Here every place is settled, of marks and of words; the writers of SVG and matplotlib only draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

import attrs

from ...codes import Analyte, CrpLevel, GripState, HrvState, StandingCode
from ...context import Context
from ...document import VerdictDocument
from ...knowledge.thresholds import CRP_LEVELS, IL6_BANDS
from ...knowledge.words import BANDS, PICTURE
from ...units import decimal_text
from ..scale import bands_of, cuts_of, number_of
from ..sections import care_of, is_acute, is_said, is_urgent
from .axes import TimeAxis, ValueAxis, ticks_of_dates, ticks_of_values
from .parts import Anchor, Area, Box, Line, Mark, Room, Shape, Text, legible, shortened, text_width, wrapped
from .series import (
    Drawn,
    DrawnLevel,
    Value,
    change_of,
    clock_of,
    level_of,
    other_series,
    point_days,
    readings_of,
    trend_of,
)

__all__ = ["CoursePicture", "Panel", "course_picture"]

_WIDTH: Final = 500.0
"""Little more than the screen of a telephone is wide, so that words keep their size there."""
_SMALL: Final = 12.5
_LINE: Final = 18.0
_MARGIN: Final = 14.0
_LEFT, _RIGHT = 62.0, 391.0
_PAD: Final = 20.0
_AROUND: Final = 15.0
_SLOT: Final = 62.0
_HEIGHTS: Final = {"il6": 280.0, "hs_crp": 130.0}
_HEIGHT: Final = 100.0
_MOST_LABELS: Final = 40
_MOST_VALUES: Final = 12
_MOST_NOTES: Final = 6
_MOST_TOLD: Final = 40
_SHAPES: Final[tuple[tuple[Shape, bool], ...]] = (
    ("circle", True), ("square", False), ("diamond", True), ("triangle", False), ("square", True), ("diamond", False),
)  # fmt: skip
_KINDS: Final[Mapping[str, tuple[Shape, bool, str]]] = {
    "valid": ("circle", True, "counts"),
    "tentative": ("square", True, "counts"),
    "unverified": ("diamond", False, "apart"),
    "void": ("circle", False, "apart"),
    "not_applicable": ("square", False, "apart"),
    "apart": ("cross", True, "apart"),
    "earlier": ("triangle", False, "apart"),
}
"""How each kind of reading is drawn."""


@attrs.frozen
class Panel:
    """One measurand over time, on axes of its own."""

    name: str
    frame: Box
    times: TimeAxis | None
    values: ValueAxis
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


@attrs.frozen
class CoursePicture:
    """A picture with every place settled: panels, and the words, lines and marks around them."""

    width: float
    height: float
    title: str
    description: str
    panels: tuple[Panel, ...]
    texts: tuple[Text, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]


def course_picture(document: VerdictDocument, context: Context | None = None) -> CoursePicture:
    """
    Lay out the course of a verdict.

    Args:
        document: what the verdict says.
        context: the person, where known; it brings hs-CRP, grip and heart rate variability.

    Raises:
        VerdictFormatError: a time or a result in the document that nobody can draw.
    """
    clock = clock_of(document, context)
    readings = tuple(readings_of(document, clock))
    series = [("il6", readings), *other_series(document, context, clock)]
    page = _Page(document, readings)
    page.head()
    if is_urgent(document):  # the care, its reason and the number, and nothing else
        page.caveat()
        return page.picture([])
    page.draw(series)
    page.foot()
    return page.picture(series)


class _Page:
    """A page that fills from top to bottom; what is placed takes its room."""

    def __init__(self, document: VerdictDocument, readings: tuple[Value, ...]) -> None:
        self.document = document
        self.readings = readings
        self.days = point_days(readings)
        self.trend, self.change = trend_of(document, self.days), change_of(document, self.days)
        self.level = level_of(document)
        self.room = Room()
        self.y = _MARGIN
        self.texts: list[Text] = []
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self.panels: list[Panel] = []
        self.unlabelled: list[Value] = []
        self.used: set[str] = set()

    def write(self, text: Text) -> None:
        """Put words where they were placed."""
        self.texts.append(text)
        self.room.take(text.box)

    def paragraph(self, words: str, size: float, most: int, *, role: str = "ink", bold: bool = False) -> None:
        """Write words in at most so many lines across the page."""
        for line in wrapped(legible(words), size, _WIDTH - 2 * _MARGIN, most, bold=bold):
            self.y += 1.35 * size
            self.write(Text(_MARGIN, self.y, line, role, size, bold=bold))

    def head(self) -> None:
        """Write the verdict in one line, and under it who should look at this."""
        role = "urgent" if is_acute(self.document) else "ink"
        self.paragraph(self.document.summary, 14, 3, role=role, bold=True)
        for care in care_of(self.document):
            self.paragraph(care.line, 12, 1, role=role, bold=is_acute(self.document))

    def draw(self, series: list[tuple[str, tuple[Value, ...]]]) -> None:
        """Draw each series in a panel of its own, all on one time axis."""
        right = _RIGHT - (_SLOT if self.level else 0)
        undated = any(value.at is None for _, values in series for value in values)
        dated = [value.at for _, values in series for value in values if value.at is not None]
        self.undated = (right - _SLOT / 2 if dated else (_LEFT + right) / 2) if undated else None
        right -= _SLOT if undated else 0
        self.times = TimeAxis.around(dated, _LEFT + _PAD, right - _PAD)
        for name, values in series:
            self.panel(name, values)
        if self.times is not None:
            for tick in ticks_of_dates(self.times):
                text = Text(tick.at, self.y + 17, tick.words, "muted", _SMALL, "middle")
                if text.box.left >= _LEFT - _AROUND and self.room.is_free(text.box):
                    self.write(text)
        self.y += 22

    def panel(self, name: str, values: tuple[Value, ...]) -> None:
        """Draw one series."""
        self.y += 36
        self.heading(name, values)
        frame = Box(_LEFT, self.y + 8, _RIGHT, self.y + 8 + _HEIGHTS.get(name, _HEIGHT))
        self.y = frame.bottom
        cuts = tuple(_cuts(self.document, name))
        numbers = [value.number for value in values if value.number > 0] + [float(cut) for cut in cuts]
        if name == "il6":
            numbers += [end for part in (self.trend, self.change) if part for end in part.values]
            numbers += self.level[:3] if self.level else ()
        axis = ValueAxis.around(numbers or [1.0], (frame.top, frame.bottom), 22, is_log=name != "grip")
        parts = _PanelParts(self, name, frame, axis, cuts)
        parts.scale()
        if name == "il6":
            parts.course()
        marks = parts.values(values)
        parts.ticks()
        parts.labels(values, marks)
        self.panels.append(parts.panel())

    def heading(self, name: str, values: tuple[Value, ...]) -> None:
        """Name a panel; a series of the body with its hands and devices, and with what the rules say of it."""
        heading = Text(_LEFT, self.y, PICTURE[name], "ink", 14, bold=True)
        self.write(heading)
        if name in _STATES:
            self.key(heading.box.right + 18, list(dict.fromkeys(value.kind for value in values)))
        if name == "il6" and not values:
            self.y += _LINE
            self.write(Text(_LEFT, self.y, PICTURE["no_il6"], "muted"))
        for check in self.document.cross_checks:
            if check.code in _STATES.get(name, ()) and is_said(self.document, check.code):
                self.y += _LINE
                words = shortened(legible(check.sentence), _SMALL, _WIDTH - _MARGIN - _LEFT)
                self.write(Text(_LEFT, self.y, words, "muted", _SMALL))

    def key(self, x: float, kinds: list[str]) -> None:
        """Name the hands and devices of a series beside its heading, as far as there is room."""
        if kinds == [""]:
            return
        for number, kind in enumerate(kinds):
            more = PICTURE["more"].format(count=len(kinds) - number)
            words = shortened(kind or "–", _SMALL, 200)
            room = _WIDTH - _MARGIN - (0 if number == len(kinds) - 1 else text_width(more, _SMALL) + 12)
            if x + 12 + text_width(words, _SMALL) > room:
                self.write(Text(x, self.y, more, "muted", _SMALL))
                return
            self.marks.append(_body_mark(x, self.y - 4, number, ""))
            self.write(Text(x + 9, self.y, words, "muted", _SMALL))
            x += 9 + text_width(words, _SMALL) + 16

    # --- beneath the panels ---

    def foot(self) -> None:
        """Say what the signs mean, what could not be labelled, and what every verdict says."""
        self.legend()
        self.notes()
        self.caveat()

    def caveat(self) -> None:
        """Say what every verdict says."""
        self.y += 4
        self.paragraph(self.document.caveat, 12, 5, role="muted")
        self.y += _MARGIN

    def legend(self) -> None:
        """Say what each sign means that stands on this page."""
        x = _LEFT
        self.y += 14
        for sign, words in self.signs():
            width = 26 + text_width(words, _SMALL)
            if x > _LEFT and x + width > _WIDTH - _MARGIN:
                x, self.y = _LEFT, self.y + _LINE
            self.sign(sign, x, self.y - 4)
            self.write(Text(x + 20, self.y, words, "muted", _SMALL))
            x += width + 18
        self.y += 6

    def signs(self) -> Iterator[tuple[str, str]]:
        """Yield each sign of this page with its meaning."""
        yield from ((kind, PICTURE[kind]) for kind in _KINDS if kind in self.used)
        if "comparator" in self.used:
            yield "comparator", PICTURE["comparator"]
        if self.trend is not None:
            trend = self.document.trend
            yield "trend", PICTURE["trend"].format(fold=legible(trend.fold), days=trend.span_days)
        if self.change is not None:
            low, high = (decimal_text(number_of(self.document, f"change_{end}")) for end in ("fall", "rise"))
            yield "change", PICTURE["change"].format(low=low, high=high)
        if self.level is not None:
            yield "level", self.level.words

    def sign(self, sign: str, x: float, y: float) -> None:
        """Draw a sign of the legend."""
        if sign in _KINDS:
            shape, filled, role = _KINDS[sign]
            self.marks.append(Mark(x + 8, y, shape, role, filled))
        elif sign == "comparator":
            self.lines.extend(_arrow(x + 8, y - 8, "<", "apart"))
        elif sign == "trend":
            self.lines.append(Line(x, y, x + 16, y, "trend"))
        elif sign == "change":
            self.lines.extend(_outline(Box(x, y - 5, x + 16, y + 5), "change"))
        else:
            self.lines.append(Line(x + 8, y - 7, x + 8, y + 7, "level"))
            self.marks.append(Mark(x + 8, y, "diamond", "level", radius=4))

    def notes(self) -> None:
        """Name the readings that do not count and found no room for their label, by their reason."""
        reasons: dict[str, list[str]] = {}
        for value in self.unlabelled:
            reasons.setdefault(value.why, []).append(f"{value.day} {value.text}")
        if not reasons:
            return
        self.paragraph(f"{PICTURE['unlabelled']}:", _SMALL, 1, role="muted", bold=True)
        for number, (why, told) in enumerate(reasons.items()):
            if number == _MOST_NOTES - 1 and len(reasons) > _MOST_NOTES:
                rest = sum(len(each) for each in list(reasons.values())[number:])
                self.paragraph(PICTURE["more"].format(count=rest), _SMALL, 1, role="muted")
                return
            listed = (
                told if len(told) <= _MOST_NOTES else [*told[: _MOST_NOTES - 1], _more(len(told) - _MOST_NOTES + 1)]
            )
            self.paragraph(f"{why}: {', '.join(listed)}", _SMALL, 2, role="muted")

    def picture(self, series: list[tuple[str, tuple[Value, ...]]]) -> CoursePicture:
        """Return the page as it stands."""
        return CoursePicture(
            width=_WIDTH,
            height=round(self.y, 2),
            title=legible(self.document.summary),
            description=_description(self.document, series),
            panels=tuple(self.panels),
            texts=tuple(self.texts),
            lines=tuple(self.lines),
            marks=tuple(self.marks),
        )


class _PanelParts:
    """One panel while it fills."""

    def __init__(self, page: _Page, name: str, frame: Box, axis: ValueAxis, cuts: tuple[Decimal, ...]) -> None:
        self.page, self.name, self.frame, self.axis, self.cuts = page, name, frame, axis, cuts
        self.areas: list[Area] = []
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self.ruled = Room()

    def panel(self) -> Panel:
        """Return the panel as it stands."""
        parts = tuple(self.areas), tuple(self.lines), tuple(self.marks)
        return Panel(self.name, self.frame, self.page.times, self.axis, *parts)

    def scale(self) -> None:
        """Draw the steps of the scale with their names, and the frame."""
        frame, steps = self.frame, _steps(self.page.document, self.name)
        ends = [frame.bottom, *(self.axis.y(float(cut)) for cut in self.cuts), frame.top]
        for (role, _), (below, above) in zip(steps, pairwise(ends), strict=False):
            self.areas.append(Area(Box(frame.left, above, frame.right, below), role))
        for y in ends[1:-1]:
            line = Line(frame.left, y, frame.right, y, "cut")
            self.lines.append(line)
            self.ruled.take_line(line)
        self.lines += _outline(frame, "axis")
        middles = [(below + above) / 2 for below, above in pairwise(ends)]
        named = zip(steps, middles, _spread(middles, 16, frame.top + 8, frame.bottom - 8), strict=False)
        for (_, words), middle, y in named:
            self.page.lines.append(Line(frame.right, middle, frame.right + 9, y, "axis"))
            self.page.write(Text(frame.right + 12, y + 4, words, "muted", _SMALL))

    def course(self) -> None:
        """Draw the trend, the room of the last change, and the level."""
        page = self.page
        if page.times is not None:
            if page.change is not None:
                self.change(page.times, page.change)
            if page.trend is not None:
                self.trend(page.times, page.trend)
        if page.level is not None:
            self.level(page.level)

    def trend(self, times: TimeAxis, trend: Drawn) -> None:
        """Draw the fitted line."""
        x1, x2 = map(times.at, (trend.first, trend.last))
        y1, y2 = map(self.axis.y, trend.values)
        line = Line(x1, y1, x2, y2, "trend")
        self.lines.append(line)
        self.page.room.take_line(line)

    def change(self, times: TimeAxis, change: Drawn) -> None:
        """Outline the values that the last reading may take by chance alone."""
        x1, x2 = map(times.at, (change.first, change.last))
        low, high = map(self.axis.y, change.values)
        outline = _outline(Box(x1 - _AROUND, high, x2 + _AROUND, low), "change")
        self.lines += outline
        for line in outline:
            self.ruled.take_line(line)

    def level(self, level: DrawnLevel) -> None:
        """Draw the level with its range, in a slot of its own at the right."""
        low, middle, high = map(self.axis.y, (level.low, level.estimate, level.high))
        x = self.frame.right - _SLOT / 2
        self.lines += [Line(x, low, x, high, "level"), *(Line(x - 5, y, x + 5, y, "level") for y in (low, high))]
        self.marks.append(Mark(x, middle, "diamond", "level", says=level.words))
        self.page.room.take(Box(x - _SLOT / 2, self.frame.top, x + _SLOT / 2, self.frame.bottom))
        self.page.write(Text(x, self.frame.bottom + 17, PICTURE["level_slot"], "muted", _SMALL, "middle"))

    def values(self, values: tuple[Value, ...]) -> list[Mark]:
        """Place a mark for each value: the hollow ones above the filled ones, the newest above all."""
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(value.kind for value in values))}
        placed = [self.mark(value, kinds[value.kind]) for value in values]
        newest = placed[-1:]
        self.marks += sorted(placed[:-1], key=lambda mark: not mark.filled) + newest
        for mark in placed:
            self.page.room.take(mark.box)
        return placed

    def mark(self, value: Value, number: int) -> Mark:
        """Place the mark of a value, and the arrow of a result that was reported as below or above."""
        page = self.page
        x = page.undated or 0.0
        if value.at is not None and page.times is not None:
            x = page.times.x(value.at)
        y = self.axis.y(value.number) if value.number > 0 or not self.axis.is_log else self.frame.bottom
        if self.name in _STATES:
            return _body_mark(x, y, number, value.says)
        shape, filled, role = _KINDS[value.kind]
        page.used.add(value.kind)
        if value.comparator:
            page.used.add("comparator")
            arrow = _arrow(x, y, value.comparator, role)
            self.lines += arrow
            for line in arrow:
                page.room.take_line(line)
        return Mark(x, y, shape, role, filled, says=value.says)

    def ticks(self) -> None:
        """Label the values at the left, and draw where each date begins."""
        frame, page = self.frame, self.page
        for tick in ticks_of_values(self.axis, self.cuts):
            text = Text(frame.left - 8, tick.at + 4, tick.words, "muted", _SMALL, "end")
            if frame.top <= tick.at <= frame.bottom and page.room.is_free(text.box):
                page.write(text)
                page.lines.append(Line(frame.left - 4, tick.at, frame.left, tick.at, "axis"))
        for tick in ticks_of_dates(page.times) if page.times is not None else ():
            self.lines.append(Line(tick.at, frame.top, tick.at, frame.bottom, "grid"))
        if page.undated is not None:
            text = Text(page.undated, frame.bottom + 17, PICTURE["undated"], "muted", _SMALL, "middle")
            page.write(text)

    def labels(self, values: tuple[Value, ...], marks: list[Mark]) -> None:
        """Label the newest value, then those that do not count with their reason, then the others."""
        if self.name in _STATES and len(values) > _MOST_VALUES:
            return
        last = len(values) - 1
        order = sorted(range(len(values)), key=lambda n: (n != last, not values[n].why, values[n].kind == "apart", -n))
        for rank, number in enumerate(order):
            value, is_newest = values[number], number == last
            if not (is_newest or value.why or len(values) <= _MOST_VALUES):
                continue
            words = f"{value.text}, {value.brief}" if value.brief else value.text
            placed = rank < _MOST_LABELS and self.label(words, marks[number], is_bold=is_newest)
            if value.why and not placed:
                self.page.unlabelled.append(value)

    def label(self, words: str, mark: Mark, *, is_bold: bool) -> bool:
        """Write words beside a mark, or farther off with a line to it; say whether there was room."""
        for avoids_lines in (True, False):
            for text, leader in _places(words, mark, is_bold=is_bold):
                if self.has_room(text, leader, avoids_lines=avoids_lines):
                    self.page.write(text)
                    if leader is not None:
                        self.lines.append(leader)
                        self.page.room.take_line(leader)
                    return True
        return False

    def has_room(self, text: Text, leader: Line | None, *, avoids_lines: bool) -> bool:
        """Whether words fit at a place: inside the frame, on nothing else, and if possible on no line of the scale."""
        room, box = self.page.room, text.box
        inside = Box(self.frame.left + 3, self.frame.top + 3, self.frame.right - 3, self.frame.bottom - 3)
        struck = avoids_lines and not self.ruled.is_free(box)
        clear = leader is None or room.is_free_along(leader)
        return inside.holds(box) and not struck and room.is_free(box) and clear


# --- places ----------------------------------------------------------------------------------------


def _places(words: str, mark: Mark, *, is_bold: bool) -> Iterator[tuple[Text, Line | None]]:
    """Yield where the label of a mark may stand, the nearest first, and the line that leads to it."""
    for ring, away in enumerate((12, 24, 40, 58, 80)):
        for dx, dy, anchor in _beside(away):
            text = Text(mark.x + dx, mark.y + dy, words, "ink", _SMALL, anchor, is_bold)
            yield text, _leader(mark, text) if ring else None  # the first ring touches its mark


def _beside(away: float) -> tuple[tuple[float, float, Anchor], ...]:
    """Return where a label may stand so far from its mark: how far to the right, how far down, and by which end."""
    slant = 0.72 * away
    return (
        (away, 4, "start"), (-away, 4, "end"), (0, -away, "middle"), (0, away + 8, "middle"),
        (slant, -slant, "start"), (slant, slant + 6, "start"), (-slant, -slant, "end"), (-slant, slant + 6, "end"),
    )  # fmt: skip


def _leader(mark: Mark, text: Text) -> Line:
    """Return the line from a mark to the nearest point of its label, touching neither."""
    box = text.box
    x = min(max(mark.x, box.left), box.right)
    y = min(max(mark.y, box.top), box.bottom)
    away = ((x - mark.x) ** 2 + (y - mark.y) ** 2) ** 0.5
    start, end = (mark.radius + 4) / away, 1 - 4 / away
    dx, dy = x - mark.x, y - mark.y
    return Line(mark.x + start * dx, mark.y + start * dy, mark.x + end * dx, mark.y + end * dy, "axis")


def _spread(middles: list[float], gap: float, top: float, bottom: float) -> list[float]:
    """Move places apart that stand too close, lowest first, and keep them between two ends."""
    placed: list[float] = []
    for number, y in enumerate(middles):
        highest = placed[-1] - gap if placed else bottom
        lowest_for_rest = top + gap * (len(middles) - 1 - number)
        placed.append(max(min(y, highest), lowest_for_rest))
    return placed


def _arrow(x: float, y: float, comparator: str, role: str) -> list[Line]:
    """Return an arrow from a mark toward where the value lies."""
    down = 1 if comparator in ("<", "≤") else -1
    start, end = y + down * 5, y + down * 16
    return [
        Line(x, start, x, end, role),
        Line(x - 3.5, end - down * 5, x, end, role),
        Line(x + 3.5, end - down * 5, x, end, role),
    ]


def _outline(box: Box, role: str) -> list[Line]:
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return [Line(*start, *end, role) for start, end in pairwise(corners)]


def _body_mark(x: float, y: float, number: int, says: str) -> Mark:
    shape, filled = _SHAPES[min(number, len(_SHAPES) - 1)]
    return Mark(x, y, shape, "counts", filled, 3, says)


# --- words and numbers -----------------------------------------------------------------------------

_STATES: Final = {
    "grip": frozenset(GripState),
    "rmssd": frozenset(HrvState),
    "sdnn": frozenset(HrvState),
}


def _has_bands(document: VerdictDocument, name: str) -> bool:
    """Whether a measurand has bands, and this person is judged by them: there are none for a child."""
    if name not in tuple(Analyte):
        return False
    judged = document.result(Analyte(name)) or next(iter(document.results()), None)
    return judged is None or judged.standing.code is not StandingCode.NOT_APPLICABLE


def _cuts(document: VerdictDocument, name: str) -> Iterator[Decimal]:
    if _has_bands(document, name):
        yield from cuts_of(document, (IL6_BANDS if name == Analyte.IL6 else CRP_LEVELS).cuts)


def _steps(document: VerdictDocument, name: str) -> list[tuple[str, str]]:
    """Return the steps of a scale, lowest first: how each is drawn, and its name."""
    if not _has_bands(document, name):
        return []
    if name == "il6":
        return [(f"step{number}", BANDS[each.band]) for number, each in enumerate(bands_of(document))]
    return list(zip(("step0", "step1", "step3", "step4"), (level.value for level in CrpLevel), strict=True))


def _more(count: int) -> str:
    return PICTURE["more"].format(count=count)


def _description(document: VerdictDocument, series: Iterable[tuple[str, tuple[Value, ...]]]) -> str:
    """Tell the picture in words, for those who do not see it: care first, then every value."""
    told = [document.summary, *(f"{care.line}." for care in care_of(document))]
    for name, values in series:
        listed = [value.says for value in values[-_MOST_TOLD:]]
        if len(values) > _MOST_TOLD:
            listed.append(_more(len(values) - _MOST_TOLD))
        told.append(f"{PICTURE[name]}: {'; '.join(listed) or PICTURE['no_il6']}.")
    level = None if is_urgent(document) else level_of(document)
    told += [] if level is None else [f"{level.words}."]
    return legible(" ".join((*told, document.caveat)))
