"""
What a picture of a course has to show: readings with their place in time, other series, the trend and the last change.

Everything about IL-6 is taken from the document of the verdict: one that was read back from a file shows the same.
Series that no document holds (hs-CRP, grip, heart rate variability) come from the context, where it is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from ...codes import Analyte
from ...conclusions import CourseReading, Standing
from ...context import Context
from ...document import VerdictDocument
from ...errors import VerdictFormatError, excerpt
from ...knowledge.words import PICTURE
from ...reading import HsCrp
from ...times import moment, zone
from ...units import Amount
from ..scale import number_of
from ..sections import is_said
from .axes import EPOCH
from .parts import legible

__all__ = [
    "Drawn",
    "DrawnLevel",
    "Value",
    "change_of",
    "clock_of",
    "level_of",
    "number_in",
    "other_series",
    "point_days",
    "readings_of",
    "trend_of",
]

_LONGEST_VALUE: Final = 10
_LONGEST_WHY: Final = 44


class Value(NamedTuple):
    """One value as the picture sees it."""

    at: datetime | None
    """On the person's own clock; none where nobody knows when it was drawn."""
    number: float
    comparator: str
    kind: str
    text: str
    """The value in words."""
    says: str
    """Everything about it in one line."""
    why: str = ""
    """Why it does not count, with every reason that decided."""
    brief: str = ""
    """The same in a few words."""
    day: str = ""


def clock_of(document: VerdictDocument, context: Context | None) -> tzinfo:
    """Return the clock of the picture: the person's own, or else that of the newest reading."""
    if context is not None and context.time_zone is not None:
        return zone(context.time_zone)
    written = [document.drawn_at, *(each.drawn_at for each in reversed(document.course))]
    for text in filter(None, written):
        at = moment(text, "drawn_at")
        if isinstance(at, datetime) and at.tzinfo is not None:
            return at.tzinfo
    return UTC


def _on_clock(at: datetime | date, clock: tzinfo) -> datetime:
    """Place a time on the clock of the picture; a date alone stands in the middle of its day."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(12))
    return at.replace(tzinfo=None) if at.tzinfo is None else at.astimezone(clock).replace(tzinfo=None)


def _entries(document: VerdictDocument) -> Iterator[tuple[str, CourseReading]]:
    """Yield every reading of the course with its name; without a history the one reading there is."""
    result = document.result(Analyte.IL6)
    if document.course:
        yield from ((f"course[{number}]", entry) for number, entry in enumerate(document.course))
    elif result is not None:
        counts, code = result.standing.counts, result.standing.code
        excluded = "" if counts else code.value
        yield "measured", CourseReading(result.drawn_at, result.text, result.standing, None, counts, excluded)


def readings_of(document: VerdictDocument, clock: tzinfo) -> Iterator[Value]:
    """Yield the readings of IL-6 as the document has them, oldest first."""
    for name, entry in _entries(document):
        code = entry.standing.code
        comparator, number = _result(entry.il6, f"{name}.il6")
        at, day = _placed(moment(entry.drawn_at, f"{name}.drawn_at") if entry.drawn_at else None, clock)
        told = PICTURE["counted"] if entry.counted else _words(entry.excluded)
        yield Value(
            at=at,
            number=number,
            comparator=comparator,
            kind=code.value if entry.counted or entry.excluded == code else "apart",
            text=_cut(entry.il6.partition(" ")[0]),
            says=legible(f"{day}  {entry.il6}: {told}{_because(entry.standing)}"),
            why="" if entry.counted else _why(entry.excluded, entry.standing),
            brief="" if entry.counted else _brief(entry.excluded, entry.standing),
            day=day,
        )


def _placed(drawn: datetime | date | None, clock: tzinfo) -> tuple[datetime | None, str]:
    """Place a draw on the clock of the picture, and name its day."""
    if drawn is None:
        return None, PICTURE["undated"]
    at = _on_clock(drawn, clock)
    return at, at.date().isoformat()


def _because(standing: Standing) -> str:
    """Name every reason against a sample."""
    reasons = ", ".join(_words(reason.code) for reason in standing.reasons)
    return f" ({reasons})" if reasons else ""


def _deciding(excluded: str, standing: Standing) -> list[str]:
    """Return the reasons by which a reading does not count."""
    if excluded != standing.code:
        return []
    return [legible(_words(reason.code)) for reason in standing.reasons if reason.standing == excluded]


def _why(excluded: str, standing: Standing) -> str:
    """Say why a reading does not count, with the reasons that decided."""
    deciding = _deciding(excluded, standing)
    return legible(_words(excluded)) + (f": {', '.join(deciding)}" if deciding else "")


def _brief(excluded: str, standing: Standing) -> str:
    """Say the same in a few words."""
    whole, deciding = _why(excluded, standing), _deciding(excluded, standing)
    if not deciding or len(whole) <= _LONGEST_WHY:
        return whole
    first, *more = deciding
    return f"{legible(_words(excluded))}: {first}{f' +{len(more)}' if more else ''}"


def _cut(number: str) -> str:
    """Show a long number by its beginning: no display rounds across a line."""
    return number if len(number) <= _LONGEST_VALUE else number[:_LONGEST_VALUE] + "…"


def _words(code: str) -> str:
    return code.replace("_", " ")


def number_in(text: str, name: str) -> float:
    """
    Read a number above zero as a document writes it.

    Raises:
        VerdictFormatError: anything else.
    """
    try:
        number = float(Decimal(text))
    except (InvalidOperation, OverflowError):
        number = math.nan
    if not 0 < number < math.inf:
        msg = f"{name}: got {excerpt(text)}; a verdict document writes a number above zero, such as '2.4'"
        raise VerdictFormatError(msg)
    return number


def _result(text: str, name: str) -> tuple[str, float]:
    """Read a result as a document writes it."""
    comparator = text[:1] if text[:1] in ("<", "≤", ">", "≥") else ""
    return comparator, number_in(text[len(comparator) :].partition(" ")[0], name)


def other_series(
    document: VerdictDocument, context: Context | None, clock: tzinfo
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield what the context holds beside IL-6."""
    if context is None:
        return
    crp = tuple(_crp_values(document, context, clock))
    if crp:
        yield "hs_crp", crp
    if context.grip:
        yield "grip", _body_values((each.on, each.value, (each.hand, each.device)) for each in context.grip)
    days = context.hrv or ()
    rmssd = [(each.on, each.rmssd, (each.device,)) for each in days if each.rmssd is not None]
    sdnn = [(each.on, each.sdnn, (each.device,)) for each in days if each.sdnn is not None]
    yield from ((name, _body_values(known)) for name, known in (("rmssd", rmssd), ("sdnn", sdnn)) if known)


def _crp_values(document: VerdictDocument, context: Context, clock: tzinfo) -> Iterator[Value]:
    for each in context.hs_crp_history or ():
        yield _earlier(each.value, each.drawn_at, clock)
    amount, result = context.hs_crp_amount, document.result(Analyte.HS_CRP)
    if amount is None or result is None:
        return
    own = context.hs_crp.drawn_at if isinstance(context.hs_crp, HsCrp) else None
    drawn = own or (moment(document.drawn_at, "drawn_at") if document.drawn_at else None)
    yield _judged(amount, drawn, result.standing, clock)


def _earlier(amount: Amount, drawn: datetime | date | None, clock: tzinfo) -> Value:
    """Return an earlier hs-CRP, which nobody judges."""
    at, day = _placed(drawn, clock)
    text = _cut(str(amount).partition(" ")[0])
    return Value(at, float(amount.value), amount.comparator, "earlier", text, f"{day}  {amount}", day=day)


def _judged(amount: Amount, drawn: datetime | date | None, standing: Standing, clock: tzinfo) -> Value:
    """Return the hs-CRP that was judged."""
    at, day = _placed(drawn, clock)
    kind = standing.code.value
    return Value(
        at=at,
        number=float(amount.value),
        comparator=amount.comparator,
        kind=kind,
        text=_cut(str(amount).partition(" ")[0]),
        says=legible(f"{day}  {amount}: {PICTURE[kind]}{_because(standing)}"),
        why="" if standing.counts else _why(kind, standing),
        brief="" if standing.counts else _brief(kind, standing),
        day=day,
    )


def _body_values(known: Iterable[tuple[date, Amount, tuple[str | None, ...]]]) -> tuple[Value, ...]:
    """Return a series of the body, oldest first, each value of the kind of its hand and device."""
    found = []
    for on, amount, parts in known:
        name = legible(", ".join(part for part in parts if part))
        number = float(amount.value)
        says = f"{on.isoformat()}  {number:.4g} {amount.unit}{f', {name}' if name else ''}"
        found.append(Value(_on_clock(on, UTC), number, amount.comparator, name, f"{number:.4g}", says))
    return tuple(sorted(found))


def point_days(readings: Iterable[Value]) -> list[tuple[float, float]]:
    """Return the days of counting readings that are plain numbers: when, in days, and the mean of the logs."""
    days: defaultdict[date, list[tuple[float, float]]] = defaultdict(list)
    for each in readings:
        if each.at is not None and not each.comparator and not each.why:
            days[each.at.date()].append(((each.at - EPOCH) / timedelta(days=1), math.log(each.number)))
    return [(_mean(day for day, _ in known), _mean(log for _, log in known)) for _, known in sorted(days.items())]


def _mean(numbers: Iterable[float]) -> float:
    known = tuple(numbers)
    return math.fsum(known) / len(known)


class Drawn(NamedTuple):
    """A part of the course between two times, in days, and two values at each."""

    first: float
    last: float
    values: tuple[float, float]


class DrawnLevel(NamedTuple):
    """The level as it is drawn: its range, the level itself, and the three in words."""

    low: float
    estimate: float
    high: float
    words: str


def level_of(document: VerdictDocument) -> DrawnLevel | None:
    """Return the level; none without a counting reading."""
    point = document.set_point
    if point is None:
        return None
    texts = {"low": point.low, "estimate": point.estimate, "high": point.high}
    low, estimate, high = (number_in(text, f"set_point.{name}") for name, text in texts.items())
    return DrawnLevel(low, estimate, high, PICTURE["level"].format(**texts))


def trend_of(document: VerdictDocument, days: list[tuple[float, float]]) -> Drawn | None:
    """Return the fitted line: through the mean of the logs, with the fold and the span of the document."""
    trend = document.trend
    if not trend.fold or not days[1:] or not is_said(document, trend.code):
        return None
    slope = math.log(number_in(trend.fold, "trend.fold")) / max(1, trend.span_days)
    middle, mean = _mean(day for day, _ in days), _mean(log for _, log in days)
    first, last = days[0][0], days[-1][0]
    return Drawn(first, last, (math.exp(mean + slope * (first - middle)), math.exp(mean + slope * (last - middle))))


def change_of(document: VerdictDocument, days: list[tuple[float, float]]) -> Drawn | None:
    """Return the values that the last reading may take by chance alone, given the one before it."""
    if not days[1:] or not document.change.fold or not is_said(document, document.change.code):
        return None
    (first, log), (last, _) = days[-2:]
    low, high = (float(number_of(document, name)) for name in ("change_fall", "change_rise"))
    return Drawn(first, last, (low * math.exp(log), high * math.exp(log)))
