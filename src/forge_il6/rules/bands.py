"""Where a resting IL-6 lies, how much that rests on, and what the assay can see."""

from __future__ import annotations

from ..asking.rule import rule
from ..codes import BAND_ORDER, Band, Direction, StandingCode
from ..conclusions import Note, Standing
from ..evidence import Convention
from ..knowledge import thresholds
from ..knowledge.assays import Assay
from ..threshold import Scale, Threshold
from ..units import Amount

ASSAY_BLIND = Note("assay_cannot_see_target")
ASSAY_UNKNOWN = Note("assay_unknown")
COMPARATOR_LOST = Note("comparator_probably_lost")
OTHER_METHOD = Note("lines_from_another_method")

OWN_LIMIT = Convention("the laboratory's own upper limit")


@rule("B1", asks="Which scale holds?", works_out="bands")
def usual_scale(*, il6_bands: Scale[Band] = thresholds.IL6_BANDS) -> Scale[Band]:
    """Three lines, and above them a ceiling beyond which IL-6 is no background inflammation."""
    return il6_bands


@rule("B2", asks="Does the laboratory's own upper limit move the ceiling?", works_out="bands")
def laboratory_scale(
    lab_upper_limit: Amount,
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
) -> Scale[Band] | None:
    """The laboratory knows its method's range best, between the high line and where no baseline lies."""
    return scale_with_ceiling(il6_bands, lab_upper_limit, highest_ceiling)


def scale_with_ceiling(scale: Scale[Band], limit: Amount, highest: Threshold) -> Scale[Band] | None:
    """Return the scale with its ceiling at *limit*, at most *highest*; none where that is not above the high line."""
    *_, high_line, ceiling = scale.cuts
    if min(limit.value, highest.value) <= high_line.at.value:
        return None
    own = highest if limit.value > highest.value else Threshold(limit.value, high_line.at.unit, OWN_LIMIT)
    return scale.with_cuts({ceiling.name: own})


def is_beyond_range(il6: Amount, limit: Amount | None, scale: Scale[Band], highest: Threshold) -> bool:
    """Whether a result certainly lies beyond the range, by the limit of the laboratory that measured it."""
    *_, high_line, ceiling = scale.cuts
    if limit is None:
        return il6.above(ceiling.at.value)
    own = min(limit.value, highest.value)
    return il6.above(own if own > high_line.at.value else ceiling.at.value)


@rule("B3", asks="Which bands does the value itself leave open?", works_out="value_bands")
def bands_of_value(il6: Amount, bands: Scale[Band]) -> tuple[Band, ...]:
    """A plain number lies in one band; a result with a comparator is an interval and may span several."""
    return bands.within(il6)


@rule("B4", asks="Which bands can the baseline lie in?", gives="possible_bands")
def possible_bands(value_bands: tuple[Band, ...], il6_standing: Standing) -> tuple[Band, ...]:
    """A void sample still bounds the baseline, on the side its reasons push away from."""
    if il6_standing.code is StandingCode.NOT_APPLICABLE:
        return ()
    if il6_standing.code is not StandingCode.VOID:
        return value_bands
    return _BOUNDED[il6_standing.void_direction](value_bands)


def _up_to(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(band for band in BAND_ORDER if band.rank <= max(b.rank for b in bands))


def _from(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(band for band in BAND_ORDER if band.rank >= min(b.rank for b in bands))


def _any(_: tuple[Band, ...]) -> tuple[Band, ...]:
    return BAND_ORDER


_ONLY: dict[tuple[Band, ...], Band] = {(band,): band for band in BAND_ORDER}
_BOUNDED = {Direction.UP: _up_to, Direction.DOWN: _from, Direction.UNKNOWN: _any}


@rule("B5", asks="Which band is it?", gives="band")
def band(value_bands: tuple[Band, ...], il6_standing: Standing) -> Band | None:
    """A band is named only when the whole result lies in one and the sample is not void."""
    return None if il6_standing.code.rank > StandingCode.UNVERIFIED.rank else _ONLY.get(value_bands)


@rule("B7", asks="Can this assay see the target?")
def assay_cannot_see_target(assay: Assay, *, target: Threshold = thresholds.TARGET) -> Note | None:
    """Routine automated assays begin to measure above the target."""
    return ASSAY_BLIND if assay.starts_at.value > target.value else None


@rule("B8", asks="Is the assay known?")
def assay_unknown(il6: Amount, method_unknown: bool) -> Note | None:
    """In the ill, methods differed threefold, and many cannot see the target at all."""
    return ASSAY_UNKNOWN if method_unknown else None


@rule("B9", asks="Was a comparator lost on the way?")
def comparator_lost(stated_il6: Amount, likely_assay: Assay, il6: Amount) -> Note | None:
    """A number exactly at the end of a range was < or > of it; it is read so where the method is known."""
    return COMPARATOR_LOST if likely_assay.read(stated_il6) != stated_il6 else None


@rule("B10", asks="Were the lines drawn with another method?")
def lines_from_another_method(il6: Amount, assay: Assay) -> Note | None:
    """The cohorts were measured with one high-sensitivity method, and methods differ up to threefold."""
    return None if assay.drew_the_lines else OTHER_METHOD


RULES = (
    usual_scale,
    laboratory_scale,
    bands_of_value,
    possible_bands,
    band,
    assay_cannot_see_target,
    assay_unknown,
    comparator_lost,
    lines_from_another_method,
)
