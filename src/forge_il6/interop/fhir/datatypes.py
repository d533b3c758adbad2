"""The parts of which FHIR resources are written: references, times, codings, quantities and narrative."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from ...document import JudgedResult
from ...errors import CaseError, TimeError, ValueFormatError, VerdictFormatError
from ...times import Draw, moment
from ...units import ARITHMETIC, Amount, Measurand, folded

__all__ = [
    "Part",
    "checked",
    "code_system",
    "concept",
    "date_time",
    "instant",
    "instant_text",
    "name_of",
    "narrative",
    "reference",
    "value_of",
]

Part = dict[str, Any]

# --- names -----------------------------------------------------------------------------------------

_NAMESPACE: Final = UUID("21096039-9970-4565-ab72-ece9d39c23cb")


def name_of(key: str) -> str:
    """Return the name that belongs to a key: the same text always has the same name."""
    return uuid5(_NAMESPACE, key).urn


def code_system(name: str) -> str:
    """Return the name of a code system of this package; it owns no web address, and needs none."""
    return name_of(f"code system {name}")


def concept(system: str, code: str, display: str) -> Part:
    """Write a CodeableConcept of one coding, with its display as text."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


# --- references ------------------------------------------------------------------------------------

_LONGEST_REFERENCE: Final = 2000
_REFERENCE: Final = re.compile(
    r"(?:https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~%-]+)*/)?(?P<type>[A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}"
    r"(?:/_history/[A-Za-z0-9.-]{1,64})?"
    r"|urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|urn:oid:[012](?:\.(?:0|[1-9][0-9]*))+"
)


def reference(value: object, name: str, kind: str = "") -> Part:
    """
    Write a Reference to a resource of *kind*; the message of an error never repeats it, for it names a patient.

    Raises:
        ValueFormatError: no reference that stands outside a resource, or one to another kind of resource.
    """
    match = _REFERENCE.fullmatch(value) if isinstance(value, str) and len(value) <= _LONGEST_REFERENCE else None
    wanted = kind or "Observation"
    if match is None:
        msg = f"{name}: no FHIR reference; write {wanted}/<id>, its whole web address, or urn:uuid:<uuid>"
        raise ValueFormatError(msg)
    if kind and match["type"] not in (None, kind):
        msg = f"{name}: refers to another type of resource; refer to {wanted}/<id>"
        raise ValueFormatError(msg)
    return {"reference": str.__str__(match[0])}


# --- times -----------------------------------------------------------------------------------------

_WIDEST_OFFSET: Final = timedelta(hours=14)


def instant(value: object, name: str) -> datetime:
    """
    Read an instant that can be written to FHIR.

    Raises:
        TimeError: no ISO 8601 time, or one without an offset.
    """
    read = moment(value, name)
    if not isinstance(read, datetime) or read.utcoffset() is None:
        msg = f"{name}: FHIR wants an instant; write a time with its offset, such as 2026-11-20T08:10:00+01:00"
        raise TimeError(msg)
    return read


def instant_text(value: datetime) -> str:
    """Write an instant; an offset that FHIR cannot hold becomes UTC."""
    offset = value.utcoffset() or timedelta()
    if offset % timedelta(minutes=1) or abs(offset) > _WIDEST_OFFSET:
        value = value - offset
        return f"{value.replace(tzinfo=None).isoformat()}Z"
    return value.isoformat()


def date_time(text: str, zone: ZoneInfo | None, recorded: datetime, name: str) -> str:
    """
    Write when a sample was drawn; without an offset and a zone to place it in, the day alone.

    Raises:
        TimeError: the draw lies after *recorded*, or the clock time does not exist in the zone.
    """
    read = moment(text, name)
    is_local = isinstance(read, datetime) and read.utcoffset() is None
    shown: date = read.date() if isinstance(read, datetime) and is_local and zone is None else read
    draw = Draw.of(shown, zone, name)
    if draw.first > recorded:
        msg = f"recorded: lies before the draw ({name}); check both times"
        raise TimeError(msg)
    if not isinstance(shown, datetime) or not draw.is_exact:
        return draw.day.isoformat()
    return instant_text(draw.first.astimezone(zone) if is_local else shown)


# --- quantities ------------------------------------------------------------------------------------

_UCUM: Final = "http://unitsofmeasure.org"
_UNIT: Final = re.compile(r"[a-df-zµμ].*")  # an e belongs to the number
_FLOAT_DIGITS: Final = 12
_LARGEST_WHOLE: Final = Decimal(10) ** 15
_COMPARATORS: Final = {"≤": "<=", "≥": ">="}


def value_of(result: JudgedResult, measurand: Measurand) -> Part:
    """
    Write value[x] of a result of a verdict, in the unit as reported where that can be read alone.

    Raises:
        VerdictFormatError: the document holds a text that is no result.
    """
    amount = _amount(result, measurand)
    spelling = _UNIT.search(amount.text)
    unit = measurand.unit if spelling is None else spelling[0]
    exact = Fraction(amount.value) / Fraction(amount.factor)
    number = ARITHMETIC.divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize(ARITHMETIC)
    if len(number.as_tuple().digits) > _FLOAT_DIGITS:
        return {"valueString": amount.text}  # a JSON number would not keep every digit
    is_whole = number == number.to_integral_value() and number < _LARGEST_WHOLE
    quantity: Part = {"value": int(number) if is_whole else float(number)}
    if amount.comparator:
        quantity["comparator"] = _COMPARATORS.get(amount.comparator, amount.comparator)
    return {"valueQuantity": quantity | {"unit": unit, "system": _UCUM, "code": folded(unit)}}


def _amount(result: JudgedResult, measurand: Measurand) -> Amount:
    """Read a result as reported; where it needs a factor to be read, or says something else, as it was judged."""
    name = f"verdict.measured.{result.analyte}"
    try:
        judged = measurand.read(result.text, name=name)
    except CaseError as error:
        raise VerdictFormatError(str(error)) from None
    try:
        reported = measurand.read(result.as_reported, name=name)
    except CaseError:
        return judged
    return reported if reported == judged else judged


# --- text ------------------------------------------------------------------------------------------

_CODE: Final = re.compile(r"[^\s]+( [^\s]+)*")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def narrative(text: str) -> Part:
    """Write text as the narrative of a resource: laid out as it is, and escaped."""
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><pre>{escape(text)}</pre></div>'}


def checked(part: Part, path: str) -> Part:
    """
    Return a copy of a part, which is the caller's own, whose every text FHIR can hold.

    Raises:
        VerdictFormatError: an empty text, an unprintable character or a code with loose blanks; only the rule of
            a host or a damaged document can hold them.
    """
    return {key: _checked(value, f"{path}.{key}") for key, value in part.items()}


def _checked(value: object, path: str) -> object:
    if isinstance(value, dict):
        return checked(value, path)
    if isinstance(value, list):
        return [_checked(each, f"{path}[{number}]") for number, each in enumerate(value)]
    if isinstance(value, str):
        is_code = path.rpartition(".")[2] in ("code", "valueCode")
        if not value.strip() or _UNPRINTABLE.search(value) or (is_code and not _CODE.fullmatch(value)):
            msg = f"{path}: the verdict holds a text that FHIR cannot: empty, unprintable, or a code with loose blanks"
            raise VerdictFormatError(msg)
    return value
