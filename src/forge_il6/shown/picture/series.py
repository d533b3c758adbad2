"""
What a picture of a course has to show: readings with their place in time, other series, the trend and the last change.

Everything about IL-6 is taken from the verdict document, so a verdict that was read back from a file shows the same.
Series that no document holds (hs-CRP, grip, heart rate variability) come from the context, where it is known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from ...codes import Care, StandingCode
from ...errors import VerdictFormatError, excerpt
from ...knowledge import STANDARD_NUMBERS
from ...knowledge.findings import REASSURING
from ...knowledge.words import PICTURE
from ...reading import Context, HsCrp
from ...times import moment, zone
from ...units import Amount
from ..scale import number_of
from ..sections import says_no_comfort
from .axes import EPOCH
from .parts import legible

__all__ = [
    "Drawn",
    "Value",
    "change_of",
    "clock_of",
    "is_acute",
    "is_said",
    "number_in",
    "other_series",
    "point_days",
    "readings_of",
    "trend_of",
]

Document = Mapping[str, Any]

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


def clock_of(document: Document, context: Context | None) -> tzinfo:
    """Return the clock of the picture: the person's own, or else that of the newest reading."""
    if context is not None and context.time_zone is not None:
        return zone(context.time_zone)
    written = [document["measured"].get("drawn_at", ""), *(each["drawn_at"] for each in reversed(document["course"]))]
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


def _entries(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield every reading of the course with its name; without a history the one reading there is."""
    if document["course"]:
        yield from ((f"course[{number}]", entry) for number, entry in enumerate(document["course"]))
    elif "il6" in document["measured"] and document["standing"]["il6"]:
        standing, measured = document["standing"]["il6"], document["measured"]
        counts = standing["code"] in (StandingCode.VALID, StandingCode.TENTATIVE)
        yield (
            "measured",
            {
                "il6": measured["il6"],
                "drawn_at": measured.get("drawn_at", ""),
                "standing": standing,
                "counted": counts,
                "excluded": "" if counts else standing["code"],
            },
        )


def readings_of(document: Document, clock: tzinfo) -> Iterator[Value]:
    """Yield the readings of IL-6 as the document has them, oldest first."""
    for name, entry in _entries(document):
        text, code = entry["il6"], entry["standing"]["code"]
        comparator, number = _result(text, f"{name}.il6")
        drawn = moment(entry["drawn_at"], f"{name}.drawn_at") if entry["drawn_at"] else None
        compares = entry["counted"] or entry["excluded"] == code
        why, brief = ("", "") if entry["counted"] else _why(entry)
        at = None if drawn is None else _on_clock(drawn, clock)
        day = PICTURE["undated"] if at is None else at.date().isoformat()
        reasons = ", ".join(_words(reason["code"]) for reason in entry["standing"]["reasons"])
        told = PICTURE["counted"] if entry["counted"] else _words(entry["excluded"])
        says = f"{day}  {text}: {told}{f' ({reasons})' if reasons else ''}"
        value = _cut(text.partition(" ")[0])
        yield Value(at, number, comparator, code if compares else "apart", value, legible(says), why, brief, day)


def _why(entry: Document) -> tuple[str, str]:
    """Say why a reading does not count, by the reasons that decided; and the same in a few words."""
    excluded, standing = entry["excluded"], entry["standing"]
    deciding = [_words(reason["code"]) for reason in standing["reasons"] if reason["standing"] == excluded]
    said = legible(_words(excluded))
    if excluded != standing["code"] or not deciding:
        return said, said
    first, *more = map(legible, deciding)
    whole = f"{said}: {', '.join((first, *more))}"
    return whole, whole if len(whole) <= _LONGEST_WHY else f"{said}: {first}{f' +{len(more)}' if more else ''}"


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


def other_series(document: Document, context: Context | None, clock: tzinfo) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield what the context holds beside IL-6."""
    if context is None:
        return
    crp = tuple(_crp_values(document, context, clock))
    if crp:
        yield "hs_crp", crp
    if context.grip:
        yield "grip", _body_values((each.on, each.value, (each.hand, each.device)) for each in context.grip)
    for measure in ("rmssd", "sdnn"):
        days = [(each.on, getattr(each, measure), (each.device,)) for each in context.hrv or ()]
        known = [(on, amount, group) for on, amount, group in days if amount is not None]
        if known:
            yield measure, _body_values(known)


def _crp_values(document: Document, context: Context, clock: tzinfo) -> Iterator[Value]:
    for each in context.hs_crp_history or ():
        yield _crp_value(each.value, each.drawn_at, "earlier", clock)
    amount, standing = context.hs_crp_amount, document["standing"]["hs_crp"]
    if amount is None or standing is None:
        return
    own = context.hs_crp.drawn_at if isinstance(context.hs_crp, HsCrp) else None
    written = document["measured"].get("drawn_at")
    yield _crp_value(amount, own or (moment(written, "drawn_at") if written else None), standing, clock)


def _crp_value(amount: Amount, drawn: datetime | date | None, standing: Any, clock: tzinfo) -> Value:
    at = None if drawn is None else _on_clock(drawn, clock)
    day = PICTURE["undated"] if at is None else at.date().isoformat()
    text = _cut(str(amount).partition(" ")[0])
    if standing == "earlier":
        return Value(at, float(amount.value), amount.comparator, standing, text, f"{day}  {amount}", day=day)
    reasons = ", ".join(_words(reason["code"]) for reason in standing["reasons"])
    kind = standing["code"]
    says = f"{day}  {amount}: {PICTURE[kind]}{f' ({reasons})' if reasons else ''}"
    counts = kind in (StandingCode.VALID, StandingCode.TENTATIVE)
    why, brief = ("", "") if counts else _why({"excluded": kind, "standing": standing})
    return Value(at, float(amount.value), amount.comparator, kind, text, legible(says), why, brief, day)


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
    return [tuple(math.fsum(each) / len(each) for each in zip(*day, strict=True)) for _, day in sorted(days.items())]  # type: ignore[misc]


class Drawn(NamedTuple):
    """A part of the course between two times, in days, and two values at each."""

    first: float
    last: float
    values: tuple[float, float]


def is_said(document: Document, code: str) -> bool:
    """Whether a code may be drawn: a picture is silent about what the report leaves unsaid."""
    return not (says_no_comfort(document) and code in REASSURING)


def is_acute(document: Document) -> bool:
    """Whether somebody should see a doctor at once."""
    return document["care"] in (Care.SAME_DAY, Care.URGENT)


def trend_of(document: Document, days: list[tuple[float, float]]) -> Drawn | None:
    """Return the fitted line: through the mean of the logs, with the fold and the span of the document."""
    trend = document["trend"]
    if not trend["fold"] or len(days) < 2 or not is_said(document, trend["code"]):  # noqa: PLR2004  (a line has two ends)
        return None
    slope = math.log(number_in(trend["fold"], "trend.fold")) / max(1, trend["span_days"])
    middle = math.fsum(day for day, _ in days) / len(days)
    mean = math.fsum(log for _, log in days) / len(days)
    first, last = days[0][0], days[-1][0]
    return Drawn(first, last, (math.exp(mean + slope * (first - middle)), math.exp(mean + slope * (last - middle))))


def change_of(document: Document, days: list[tuple[float, float]]) -> Drawn | None:
    """Return the values that the last reading may take by chance alone, given the one before it."""
    if len(days) < 2 or not document["change"]["fold"] or not is_said(document, document["change"]["code"]):  # noqa: PLR2004
        return None
    (first, log), (last, _) = days[-2:]
    low, high = (
        float(number_of(document, name, STANDARD_NUMBERS[name].value)) for name in ("change_fall", "change_rise")
    )
    return Drawn(first, last, (low * math.exp(log), high * math.exp(log)))
