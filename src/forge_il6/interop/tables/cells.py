"""What stands in the cells of a table: unknowns, numbers, comparators, days and hours, as a mapping states them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType
from typing import Final, Literal

from ...errors import TimeError, UnitError, ValueFormatError, discreet, excerpt
from ...times import moment
from ...units import Measurand
from ..midnight import says_midnight
from ..spellings import CAPITALS, is_capitals, plain_unit

__all__ = [
    "COMPARATORS",
    "DateOrder",
    "Decimals",
    "OrderError",
    "amount_text",
    "is_number",
    "moment_text",
    "plain_number",
    "text_of",
    "without_mark",
]

Decimals = Literal[".", ","]
DateOrder = Literal["ymd", "dmy", "mdy"]

_UNKNOWN: Final = frozenset({
    "", "-", "--", ".", "?", "#n/a", "<na>", "n/a", "na", "nan", "nat", "null", "unk", "unknown",
})  # fmt: skip
_NO_RESULT: Final[Mapping[str, str]] = MappingProxyType({
    "qns": "the quantity was not sufficient",
    "tnp": "the test was not performed",
    "not done": "it was not done",
    "nd": "it was not done or not detected",
    "n.d.": "it was not done or not detected",
    "pending": "it is not yet known",
    "not detected": "it has no number; write the limit that the laboratory reported, such as '<1.5 pg/mL'",
    "cancelled": "it was cancelled",
    "canceled": "it was cancelled",
    "hemolyzed": "the sample was haemolysed",
    "haemolysed": "the sample was haemolysed",
    "clotted": "the sample was clotted",
    "see note": "it stands elsewhere",
    "see below": "it stands elsewhere",
    "___": "it was taken out of the data",
} | dict.fromkeys(
    ("lod", "<lod", "< lod", "lloq", "<lloq", "< lloq", "loq", "<loq", "< loq", "bdl", "blq"),
    "it lies below a limit that is not stated; write the limit that the laboratory reported, such as '<1.5 pg/mL'",
) | dict.fromkeys(
    ("#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!"), "the spreadsheet has an error there"
))  # fmt: skip
"""What laboratories write where there is no result."""

COMPARATORS: Final[Mapping[str, str]] = MappingProxyType(
    {each: each for each in ("<", "<=", "≤", ">", ">=", "≥")}
    | {"": "", "=": "", "eq": "", "ni": "", "un": "", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
    | {"0": "", "4172703": "", "4171756": "<", "4171754": "<=", "4172704": ">", "4171755": ">="}
)
"""
What stands in a column of comparators: signs, the words of PCORnet (EQ, LT …; code system pcornet-result-modifier of
HL7 CDMH), the concepts of OMOP (OHDSI vocabularies, domain Meas Value Operator).
"""

_FIGURE: Final = re.compile(r"(?P<before>[<>=≤≥ ]*)(?P<figure>[0-9][0-9.,' ]*)(?P<after>.*)", re.DOTALL)
_WITH_UNIT: Final = re.compile(r"([<>=≤≥ ]*[0-9]+(?:\.[0-9]+)?) ?([^0-9 .,<>=-].*)", re.DOTALL)
_MARK: Final = r"[(\[]?(?:H{1,2}|L{1,2}|N|(?i:high|low|normal)|\*{1,3}|↑{1,2}|↓{1,2}|!{1,2})[)\]]?"
_MARKED: Final = re.compile(
    rf"(?:({_MARK}) ?)?([<>=≤≥]{{0,2}} ?[0-9][0-9.,' ]*?) ?({_MARK})?((?: ?[^ ]{{1,6}}/[^ ]{{1,4}})?)(?: ?({_MARK}))?"
)
"""A figure with what laboratories mark it with: H and L for high and low, N for normal, stars, arrows."""
_HOLDS_UNIT: Final = re.compile(r"[]A-Za-zµμ] ?/")
_NAMED_DAY: Final = re.compile(
    r"(?:([0-9]{1,2})\.?[ -]([A-Za-z]{3,9})|([A-Za-z]{3,9})\.? ([0-9]{1,2})),?[ -]([0-9]{4})"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERED_DAY: Final = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})")
_CLOCK: Final = re.compile(
    r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:\.[0-9]+)?)?(?: ?([ap])\.?m\.?)?(?: ?(?:Uhr|h))?", re.IGNORECASE
)
_YEAR_DIGITS: Final = 4
_DAY_DIGITS: Final = 10
_NOON: Final = 12


class OrderError(TimeError):
    """A day of figures in an order that nobody stated: a matter of the mapping, and of every row."""


def text_of(value: object) -> str:
    """Return what a cell says, whatever object holds it: nothing where it is unknown."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, (date, time)) else str(value)
    plain = text.strip()
    return "" if plain.casefold() in _UNKNOWN else plain


def is_number(text: str) -> bool:
    """Whether a cell is a figure or a date alone: no name of a column."""
    return re.fullmatch(r"[<>]?[0-9]+(?:[.,/:-][0-9]+)*(?:[ T][0-9:]+)?", text) is not None


# --- results ---------------------------------------------------------------------------------------


def plain_number(text: str, decimal: Decimals, name: str) -> str:
    """
    Return a figure with a decimal point, out of one that is written as the mapping states.

    Raises:
        ValueFormatError: under a decimal comma, a figure that holds a point or several commas.
    """
    match = _FIGURE.fullmatch(text) if decimal == "," else None
    if match is None:
        return text
    figure = match["figure"]
    if "." in figure or "'" in figure or figure.count(",") > 1:
        msg = f"{name}: got {discreet(text)}; under a decimal comma write '2,4', without a point or marks of thousands"
        raise ValueFormatError(msg)
    return match["before"] + figure.replace(",", ".") + match["after"]


def amount_text(
    text: str, unit: str | None, measurand: Measurand, name: str, decimal: Decimals = ".", *, is_caseless: bool = False
) -> str:
    """
    Return a result with its unit, as a case document states it; the unit of the cell must be that of its column.

    Raises:
        CaseError: it is no result, or has no unit, or two.
    """
    if (why := _NO_RESULT.get(text.casefold())) is not None:
        msg = f"{name}: {excerpt(text)} stands for no result: {why}"
        raise ValueFormatError(msg)
    number = _plain(plain_number(text, decimal, name), is_caseless=is_caseless)
    unit = None if unit is None else plain_unit(unit, is_caseless=is_caseless)
    if unit is None:
        return _read(number, None, measurand, name)
    if _HOLDS_UNIT.search(number) is None:
        _read(number, unit, measurand, name)
        return f"{number} {unit}"
    if measurand.read(number, name=name).factor != measurand.read("1", unit, name=name).factor:
        msg = f"{name}: the unit in the cell is not the {excerpt(unit)[1:-1]} of its column; correct one"
        raise UnitError(msg)
    return number


def _plain(text: str, *, is_caseless: bool) -> str:
    """Return a cell whose unit, where it holds one, is spelt as the grammar does."""
    match = _WITH_UNIT.fullmatch(text)
    if match is None or (unit := plain_unit(match[2], is_caseless=is_caseless)) == match[2]:
        return text
    return f"{match[1]} {unit}"


def without_mark(text: str) -> tuple[str, str]:
    """
    Return a result of a laboratory without the mark that stands beside its figure, and the mark.

    Examples:
        >>> without_mark("5.2 H"), without_mark("<1.5* pg/mL")
        (('5.2', 'H'), ('<1.5 pg/mL', '*'))
    """
    match = _MARKED.fullmatch(text)
    marks = [] if match is None else [each for each in (match[1], match[3], match[5]) if each]
    if match is None or len(marks) != 1:
        return text, ""
    return f"{match[2]} {match[4].strip()}".rstrip(), marks[0]


def _read(text: str, unit: str | None, measurand: Measurand, name: str) -> str:
    try:
        measurand.read(text, unit, name=name)
    except UnitError as error:
        if is_capitals(unit or text.lstrip("<>=≤≥ .0123456789")):
            msg = f"{name}: {CAPITALS}"
            raise UnitError(msg) from None
        raise error from None
    except ValueFormatError as error:
        # a comma that was stated to be decimal is a point by now
        if re.fullmatch("[<>=≤≥ ]*[0-9]+,[0-9]+[^0-9]*", text):
            msg = f"{name}: got {discreet(text)}; a comma is ambiguous; where it is decimal, say so with decimal=','"
            raise ValueFormatError(msg) from None
        raise error from None
    return text


# --- times -----------------------------------------------------------------------------------------


def moment_text(text: str, order: DateOrder, clock: str = "", name: str = "drawn_at") -> str:
    """
    Return a time in the form of ISO 8601; a day of figures is read in the stated order alone.

    Raises:
        TimeError: it is no time in that order, or the clock beside it is none.
    """
    day, own = _day_and_clock(text, order, name)
    if not clock or (own and not says_midnight(own)):
        return f"{day}T{own}" if own else day
    whole = moment_or_none(clock, order, name)
    if not whole:
        return f"{day}T{_hours(clock, name)}"
    if whole[: len(day)] != day:
        msg = f"{name}: the day and the time beside it are not of one day; correct one"
        raise TimeError(msg)
    return whole


def moment_or_none(text: str, order: DateOrder, name: str) -> str:
    """Return a whole time out of a cell that may hold the clock alone."""
    try:
        return moment_text(text, order, name=name)
    except TimeError:
        return ""


def _day_and_clock(text: str, order: DateOrder, name: str) -> tuple[str, str]:
    """Split a time into its day, as ISO writes it, and the rest."""
    if match := _NAMED_DAY.match(text):
        word = (match[2] or match[3])[:3].casefold()
        if word not in _MONTHS:
            raise _no_time(text, order, name)
        named = _iso(int(match[5]), _MONTHS.index(word) + 1, int(match[1] or match[4]), name)
        return named, _rest(text[match.end() :], name)
    match = _NUMBERED_DAY.match(text)
    if match is None:
        return _iso_parts(text, name)
    first, mark, second, third = match.groups()
    if len(first) == _YEAR_DIGITS:
        if mark == "-" and len(second) == len(third) == 2:  # noqa: PLR2004  (digits of a month and a day)
            return _iso_parts(text, name)
        return _iso(int(first), int(second), int(third), name), _rest(text[match.end() :], name)
    if len(third) != _YEAR_DIGITS or order not in ("dmy", "mdy"):
        raise _no_time(text, order, name)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _iso(int(third), int(month), int(day), name), _rest(text[match.end() :], name)


def _iso_parts(text: str, name: str) -> tuple[str, str]:
    moment(text, name)  # raises what the reading would
    return text[:_DAY_DIGITS], text[_DAY_DIGITS + 1 :]


def _iso(year: int, month: int, day: int, name: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        msg = f"{name}: there is no such day; check the order of day and month, dates='dmy' or dates='mdy'"
        raise TimeError(msg) from None


def _rest(text: str, name: str) -> str:
    """Return the clock behind a day."""
    clock = text.lstrip("T,").strip()
    return _hours(clock, name) if clock else ""


def _hours(clock: str, name: str) -> str:
    """Return hours and minutes as ISO writes them, with the offset that stands behind them."""
    match = _CLOCK.fullmatch(clock)
    if match is None:
        moment(f"2000-01-01T{clock}", name)  # raises what the reading would; an offset is allowed
        return clock
    hour, minute, second, half = int(match[1]), match[2], match[3] or "00", (match[4] or "").casefold()
    if half and not 1 <= hour <= _NOON:
        msg = f"{name}: the hour before a.m. or p.m. is 1 to 12; write the clock as 08:10"
        raise TimeError(msg)
    hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
    return f"{hour:02}:{minute}:{second}"


def _no_time(text: str, order: DateOrder, name: str) -> OrderError:
    shown = excerpt(text) if re.fullmatch("[0-9./-]{6,10}.*", text) and name == "drawn_at" else discreet(text)
    stated = (
        f"the mapping states {order}" if order != "ymd" else "say which comes first with dates='dmy' or dates='mdy'"
    )
    return OrderError(f"{name}: got {shown}; {stated}; a year has four digits")
