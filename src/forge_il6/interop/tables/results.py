"""One result a row: which measurement a name or a code is, and its value with comparator and unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ...errors import ContradictionError, TimeError, UnitError, UnknownKeyError, ValueFormatError, discreet
from ..cases import CELLS
from ..loinc import KIND_OF, KINDS, OMOP, REFUSED, Kind
from ..names import fact_named, names_another
from ..spellings import plain_unit
from .cells import COMPARATORS, Decimals, amount_text, plain_number, without_mark
from .mapping import Results

__all__ = ["Result", "compared", "result_in"]

_LOINC: Final = re.compile("[0-9]{1,7}-[0-9]")
_FIGURE: Final = re.compile(r"([<>≤≥]?=?) ?([0-9]+(?:\.[0-9]+)?)(?: ?([A-Za-zµμ]{1,5} ?/ ?[A-Za-z]{1,3}))?")
_RANGE: Final = re.compile(
    r"(?:([0-9]{1,9}(?:\.[0-9]{1,9})?) ?(?:-|–|to|bis|à) ?|(?:<=?|≤) ?)?([0-9]{1,9}(?:\.[0-9]{1,9})?)( ?[^0-9 ]{2,8})?"
)
_WITH_UNIT: Final = re.compile(r"(.*[^ ,]),? ?[\[(]([A-Za-zµμ]{1,5} ?/ ?[A-Za-z]{1,3})[\])]")
_DAY_DIGITS: Final = 10
_OMOP_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {"8845": "pg/mL", "8751": "mg/L", "8840": "mg/dL", "8842": "ng/mL", "8736": "nmol/L"}
)
"""
Standard units of OMOP, by their numbers in the OHDSI vocabularies, as the N3C's table of canonical units has them
(IL-6 in 8845, CRP in 8751, 8840, 8842); 8736 as published OMOP conversions of laboratories have it.
"""


class Result(NamedTuple):
    """A result that was read."""

    kind: Kind
    text: str
    """Comparator, number and unit, as a case document states them."""

    upper_limit: str | None = None
    """The laboratory's own upper limit of IL-6, with its unit."""
    is_limit_unread: bool = False
    mark: str = ""
    """What the laboratory marked the value with."""

    def document(self, at: str | None) -> dict[str, dict[str, Any]]:
        """
        Return it as a part of a case document; *at* is when it was taken.

        Raises:
            TimeError: it is one of a day that is not known.
        """
        fact = self.kind.fact
        if fact in CELLS:
            limit = {} if self.upper_limit is None else {"lab_upper_limit": self.upper_limit}
            return {CELLS[fact].part: {fact: self.text} | limit}
        if at is None:
            msg = f"{fact}: it has no day; map the column of the day to drawn_at"
            raise TimeError(msg)
        entry = {"on": at[:_DAY_DIGITS], ("value" if fact == "grip" else "sdnn"): self.text}
        return {"context": {fact: [entry | ({"hand": self.kind.hand} if self.kind.hand else {})]}}


def result_in(cells: Mapping[str, str], columns: Results, decimal: Decimals, *, is_caseless: bool = False) -> Result:
    """
    Read the result of a row.

    Raises:
        UnknownKeyError: it is another measurement.
        CaseError: it cannot be read, or its parts contradict each other.
    """

    def cell(column: str | None) -> str:
        return "" if column is None else cells.get(column, "")

    kind = _kind(cell(columns.code), cell(columns.name), columns)
    number, sent = cell(columns.value), cell(columns.text)
    mark = ""
    if kind.is_blood:
        (number, mark), (sent, marked) = without_mark(number), without_mark(sent)
        mark = mark or marked
    number, sent = (plain_number(each, decimal, kind.fact) for each in (number, sent))
    text = _as_sent(number, sent, kind.fact)
    told = _FIGURE.fullmatch(sent) if number else None
    stated = {
        "its column": cell(columns.unit),
        "its concept": _OMOP_UNITS.get(cell(columns.unit_concept), ""),
        "its name": _name_and_unit(cell(columns.name))[1],
        "the value as sent": told[3] if told else "",
    }
    unit = _one_unit(kind, stated, is_caseless=is_caseless) or columns.units.get(kind.fact, "")
    text = compared(text, cell(columns.comparator), kind.fact)
    read = amount_text(text, unit or None, kind.measurand, kind.fact, is_caseless=is_caseless)
    if kind.fact != "il6":
        return Result(kind, read, mark=mark)
    ends = plain_number(cell(columns.upper), decimal, "lab_upper_limit") or cell(columns.limits)
    limit = _upper(ends if decimal == "." else ends.replace(",", "."), unit, kind)
    return Result(kind, read, limit, bool(ends) and limit is None, mark)


def _name_and_unit(name: str) -> tuple[str, str]:
    """Return the name of a result, and the unit that stands in brackets behind it, as in ``IL-6 (pg/mL)``."""
    match = _WITH_UNIT.fullmatch(name)
    return (name, "") if match is None else (match[1], match[2])


def _one_unit(kind: Kind, stated: Mapping[str, str], *, is_caseless: bool) -> str:
    """
    Return the unit of a result, of which several places may speak: the first that does.

    Raises:
        UnitError: two of them say different things.
    """
    units = {place: plain_unit(unit, is_caseless=is_caseless) for place, unit in stated.items() if unit}
    first = next(iter(units), "")
    for place, unit in units.items():
        if place != first and _factor(kind, unit) != _factor(kind, units[first]):
            msg = f"{kind.fact}: the units of {first} and of {place} are not the same; correct one"
            raise UnitError(msg)
    return units.get(first, "")


def _upper(limits: str, unit: str, kind: Kind) -> str | None:
    """Return the upper end of a range with the unit of the result; none where it cannot be told."""
    match = _RANGE.fullmatch(limits)
    if match is None or not unit or Decimal(match[1] or 0) >= Decimal(match[2]):
        return None
    if match[3] and match[3].strip().casefold() != unit.casefold():
        return None
    return amount_text(match[2], unit, kind.measurand, "lab_upper_limit")


def _factor(kind: Kind, unit: str) -> Any:
    return kind.measurand.read("1", unit, name=kind.fact).factor


def _kind(code: str, name: str, columns: Results) -> Kind:
    """Return what was measured: by a code or a name of the caller's, by a code of ours, else by a name."""
    own = columns.codes.get(code) or next(
        (f for n, f in columns.names.items() if n.casefold() == name.casefold()), None
    )
    if own is not None:
        return KIND_OF[own]
    loinc, name = OMOP.get(code, code), _name_and_unit(name)[0]
    if loinc in REFUSED:
        msg = f"LOINC {loinc} is {REFUSED[loinc]}"
        raise UnknownKeyError(msg)
    fact = fact_named(name)
    kind = KINDS.get(loinc)
    if kind is not None and name and names_another(kind.fact, [name]):
        msg = f"its code, {loinc}, means {kind.measurand.name}, and its name something else; correct one"
        raise ContradictionError(msg)
    if kind is None and fact is not None and fact in KIND_OF and _LOINC.fullmatch(code) is None:
        return KIND_OF[fact]
    if kind is None:
        msg = "it is another measurement; where it is none, map its name or its code"
        raise UnknownKeyError(msg)
    return kind


def _as_sent(number: str, sent: str, fact: str) -> str:
    """Return a value as it was sent, where it stands there as a number too: a number alone has lost its comparator."""
    if not number or not sent or number == sent:
        if not number and not sent:
            msg = f"{fact}: there is no value"
            raise ValueFormatError(msg)
        return number or sent
    told, sign = _FIGURE.fullmatch(sent), _FIGURE.fullmatch(number)
    if told is None or sign is None or Decimal(told[2]) != Decimal(sign[2]) or (sign[1] and sign[1] != told[1]):
        msg = f"{fact}: the value as a number and the value as sent, {discreet(sent)}, are not the same; correct one"
        raise ContradictionError(msg)
    return told[1] + number.removeprefix(sign[1]).lstrip()


def compared(text: str, word: str, fact: str) -> str:
    """
    Put a comparator that stands in a column of its own before a value.

    Raises:
        CaseError: no comparator that is known, or another one than stands in the value.
    """
    sign = COMPARATORS.get(word.casefold())
    if sign is None:
        msg = f"{fact}: the comparator {discreet(word, COMPARATORS)} is not known; write <, <=, >, >= or nothing"
        raise ValueFormatError(msg)
    if not sign or not text:
        return text
    own = re.match("[<>]=?|[≤≥]", text)
    same = {"≤": "<=", "≥": ">="}
    if own is not None and same.get(own[0], own[0]) != same.get(sign, sign):
        msg = f"{fact}: the value and its column of comparators say two different things; correct one"
        raise ContradictionError(msg)
    return text if own is not None else f"{sign}{text}"
