"""
The band scale of the notebook card: boxes on a logarithmic axis, with the reading and the level on it.

Drawn with positions in per cent and with borders, which take the colour of the text: that works on
light and dark paper, and survives where a notebook takes away drawings (SVG) and named colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

from ..codes import Analyte, Band, StandingCode
from ..document import VerdictDocument
from ..knowledge.thresholds import IL6_BANDS
from ..knowledge.words import BANDS, LABELS, SPANS, STANDING
from ..markup import Markup, element
from ..units import decimal_text
from .brief import is_in_doubt
from .palette import BAND_COLOURS
from .scale import DrawnBand, DrawnReading, LogAxis, bands_of, drawable, reading_of
from .sections import Section, says_no_comfort

__all__ = ["scale_of"]

_MARGIN: Final = 2.0
"""How far the axis goes beyond what is on it: a factor, as lines of this scale are about one apart."""
_ROOM_PER_LETTER: Final = 0.03
"""How much of a scale on the narrowest screen (320 pixels) one letter of a line's label needs."""
_EDGE: Final = 0.3
"""Nearer than this to an end, the label of the reading begins or ends at its mark, and is not centred on it."""
_APART: Final = "margin:14px 0 0"
_SMALL: Final = "font-size:12px;line-height:18px"
_BOX: Final = "position:relative;height:84px;margin:8px 10px 4px;font-size:12px;line-height:16px"


class _Level(NamedTuple):
    """The range of the level: its ends, and how they are written."""

    ends: tuple[float, float]
    text: str

    @classmethod
    def of(cls, document: VerdictDocument) -> Self | None:
        """Return the range of a verdict; none where there is none that can be drawn."""
        point = document.set_point
        if point is None:
            return None
        low, high = drawable(point.low), drawable(point.high)
        if low is None or high is None:
            return None
        return cls((float(low), float(high)), f"{point.low} – {point.high}")


class _Drawing(NamedTuple):
    """Everything that is drawn, where it is drawn."""

    bands: tuple[DrawnBand, ...]
    axis: LogAxis
    reading: DrawnReading
    text: str
    level: _Level | None
    marked: frozenset[Band]
    """The bands that are underlined."""
    is_settled: bool
    """Whether the underlined band is the one of the result."""
    standing: StandingCode


def scale_of(document: VerdictDocument, results: Section) -> Markup:
    """Return the scale with its key; nothing where there is no number to draw, or where no band applies."""
    drawing = _drawing(document)
    if drawing is None:
        return Markup()
    said = ". ".join(each.line for each in results.entries)
    picture = element("div", *_picture(drawing), role="img", aria_label=f"{LABELS['scale']}. {said}.", style=_BOX)
    return element("div", element("strong", LABELS["scale"]), picture, _names(drawing), _key(drawing), style=_APART)


def _drawing(document: VerdictDocument) -> _Drawing | None:
    result, reading, bands = document.result(Analyte.IL6), reading_of(document), bands_of(document)
    is_judged = result is not None and result.standing.code is not StandingCode.NOT_APPLICABLE
    if result is None or reading is None or not is_judged or says_no_comfort(document) or is_in_doubt(document):
        return None
    level = _Level.of(document)
    lines = tuple(float(each.high) for each in bands if each.high is not None)
    return _Drawing(
        bands=bands,
        axis=LogAxis.around((*lines, float(reading.value), *(level.ends if level else ())), margin=_MARGIN),
        reading=reading,
        text=result.text,
        level=level,
        marked=frozenset(document.possible_bands if document.band is None else [document.band]),
        is_settled=document.band is not None,
        standing=result.standing.code,
    )


# --- the picture -----------------------------------------------------------------------------------


def _picture(drawing: _Drawing) -> Iterator[Markup]:
    yield from _lines(drawing)
    yield _label(drawing)
    yield _at(0, 1, "top:35px;height:14px;border:1px solid rgba(128,128,128,0.7)")
    for band in drawing.bands:
        yield from _band(drawing, band)
    yield from _mark(drawing)
    if drawing.level is not None:
        low, high = map(drawing.axis.share, drawing.level.ends)
        yield _at(low, high, "top:57px;height:5px;border:solid;border-width:0 2px")
        yield _at(low, high, "top:59px;border-top:2px solid")


def _at(low: float, high: float, style: str, *content: object, name: str = "div") -> Markup:
    """Return a box between two shares of the axis."""
    place = f"position:absolute;left:{100 * low:.2f}%;width:{100 * (high - low):.2f}%"
    return element(name, *content, style=f"{place};box-sizing:border-box;{style}")


def _on(share: float, half: float, style: str) -> Markup:
    """Return a mark whose middle, *half* its width in pixels away from its edge, is at a share of the axis."""
    return element("div", style=f"position:absolute;left:{100 * share:.2f}%;margin-left:-{half:g}px;{style}")


def _ends(drawing: _Drawing, band: DrawnBand) -> tuple[float, float]:
    share = drawing.axis.share
    return share(float(band.low)) if band.low else 0.0, share(float(band.high)) if band.high else 1.0


def _band(drawing: _Drawing, band: DrawnBand) -> Iterator[Markup]:
    low, high = _ends(drawing, band)
    colour = "#{:02x}{:02x}{:02x}".format(*BAND_COLOURS[band.band].solid)
    edge = "border-left:1px solid" if low else "border-left:0"
    yield _at(low, high, f"top:36px;height:12px;background-color:{colour};{edge}")
    if band.band in drawing.marked:
        yield _at(low, high, f"top:50px;border-top:3px {'solid' if drawing.is_settled else 'dashed'}")


def _lines(drawing: _Drawing) -> Iterator[Markup]:
    """Write each line below the scale where there is room, first those at the ends of the marked bands."""
    ends = [end for band in drawing.bands if band.band in drawing.marked for end in (band.low, band.high)]
    lines = dict.fromkeys(line for line in (*ends, *(band.high for band in drawing.bands)) if line is not None)
    taken: list[tuple[float, float, str]] = []
    for line in lines:
        text, share = decimal_text(line), drawing.axis.share(float(line))
        room = (len(text) + 1) * _ROOM_PER_LETTER / 2
        low, high = share - room, share + room
        if low >= 0 and all(high <= begin or end <= low for begin, end, _ in taken):
            taken.append((low, high, text))
    for low, high, text in sorted(taken):
        yield _at(low, high, "top:65px;text-align:center", text, " ", name="span")


def _label(drawing: _Drawing) -> Markup:
    """Write the result above its mark."""
    share = drawing.axis.share(float(drawing.reading.value))
    is_void = drawing.standing is StandingCode.VOID
    text = [element("s", drawing.text), f" {LABELS['struck']}"] if is_void else [element("strong", drawing.text)]
    low, high, side = 0.0, 1.0, "center"
    if share < _EDGE:
        low, side = share, "left"
    elif share > 1 - _EDGE:
        high, side = share, "right"
    else:
        reach = min(share, 1 - share)
        low, high = share - reach, share + reach
    return _at(low, high, f"top:0;text-align:{side};white-space:nowrap", *text)


def _mark(drawing: _Drawing) -> Iterator[Markup]:
    """Draw a dot with a stem; hollow where the sample does not count, struck through where it is void."""
    share = drawing.axis.share(float(drawing.reading.value))
    is_void = drawing.standing is StandingCode.VOID
    is_hollow = is_void or drawing.standing is StandingCode.UNVERIFIED or drawing.reading.comparator in ("<", ">")
    yield _on(share, 1, f"top:30px;height:18px;border-left:2px {'dotted' if is_void else 'solid'}")
    yield _on(
        share, 6, f"top:18px;{'width:8px;height:8px;border:2px' if is_hollow else 'border:6px'} solid;border-radius:50%"
    )
    if is_void:
        yield _on(share, 11, "top:23px;width:22px;border-top:2px solid")
    if drawing.reading.comparator in ("<", "≤"):
        yield _at(0, share, "top:23px;border-top:2px solid;border-right:6px solid transparent")
        yield _on(0, 4, "top:18px;border:6px solid transparent;border-left-width:0;border-right:9px solid")
    elif drawing.reading.comparator:
        yield _at(share, 1, "top:23px;border-top:2px solid;border-left:6px solid transparent")
        yield _on(1, 5, "top:18px;border:6px solid transparent;border-right-width:0;border-left:9px solid")


# --- its key ---------------------------------------------------------------------------------------


def _names(drawing: _Drawing) -> Markup:
    """Name every band with its ends, in their order; those that are marked stand out."""
    cuts = IL6_BANDS.cuts
    parts: list[object] = []
    for index, band in enumerate(drawing.bands):
        ends = []
        if band.low is not None:
            ends.append(SPANS["from" if cuts[index - 1].starts_next else "above"].format(line=decimal_text(band.low)))
        if band.high is not None:
            ends.append(SPANS["below" if cuts[index].starts_next else "up_to"].format(line=decimal_text(band.high)))
        name = "strong" if band.band in drawing.marked else "span"
        parts += [" · "] * bool(parts)
        parts.append(element(name, f"{BANDS[band.band]} {' '.join(ends)}", style="white-space:nowrap"))
    return element("div", *parts, style=_SMALL)


def _key(drawing: _Drawing) -> Markup:
    """Say what the lines below the scale are."""
    lines = []
    if drawing.marked:
        named = ", ".join(BANDS[each.band] for each in drawing.bands if each.band in drawing.marked)
        line, label = ("solid", "band") if drawing.is_settled else ("dashed", "possible")
        open_still = f", {STANDING[drawing.standing]}" if drawing.standing is StandingCode.UNVERIFIED else ""
        lines.append((f"border-top:3px {line}", f"{LABELS[label]}: {named}{open_still}"))
    if drawing.level is not None:
        lines.append(("border:2px solid;border-width:2px 2px 0", f"{LABELS['level_range']}: {drawing.level.text}"))
    swatch = "display:inline-block;width:22px;height:0;vertical-align:middle;margin-right:5px"
    entries = (element("div", element("span", style=f"{swatch};{line}"), text) for line, text in lines)
    return element("div", *entries, style=_SMALL)
