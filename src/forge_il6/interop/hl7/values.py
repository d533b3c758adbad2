"""The value of an OBX row: its code, its number, its unit, its flags and the range beside it."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from ...errors import AmbiguousUnitError, CaseError, UnitError
from ...units import Amount, Measurand, Number
from ..loinc import BLOOD, KINDS, REFUSED, Codes, Kind, check_words, is_loinc, other_code
from ..off_scale import bounded
from ..remarks import Ledger, Refusal
from ..spellings import is_capitals, limit_in, plain_unit
from .segments import Segment

__all__ = ["amount_of", "kind_of", "upper_limit"]

# --- codes -----------------------------------------------------------------------------------------


def kind_of(row: Segment, own: Codes) -> Kind:
    """Return what a row measures: by LOINC, else by the caller's own codes."""
    parts = row.parts(3, 12)
    stated = [(parts[at + 2], parts[at]) for at in (0, 3, 9) if parts[at]]
    texts = [parts[at] for at in (1, 4, 8)]
    codes = list(dict.fromkeys(code for system, code in stated if is_loinc(system)))
    refused = next((code for code in codes if code in REFUSED), None)
    if refused:
        raise Refusal("another_measurement", loinc=refused, measured=REFUSED[refused])
    kind = own.of(stated, texts)
    if kind is not None:
        return kind
    if len(codes) > 1:
        raise Refusal("codes_disagree")
    if not codes:
        raise Refusal(other_code(texts))
    if codes[0] not in KINDS or KINDS[codes[0]].fact not in BLOOD:
        shape = re.fullmatch("[0-9]{1,7}-[0-9]", codes[0])
        raise Refusal("not_read", named=f"LOINC {codes[0]}" if shape else "The code in OBX-3")
    check_words(KINDS[codes[0]], codes[0], texts)
    return KINDS[codes[0]]


# --- numbers ---------------------------------------------------------------------------------------

_SHAPES: Final = {"-": "a range", ":": "a ratio", "/": "a ratio"}


def amount_of(
    row: Segment, measurand: Measurand, ledger: Ledger, *, is_caseless: bool = False
) -> tuple[Amount, str | None]:
    """Return the result of a row, and its unit as far as OBX-6 states one."""
    unit = _unit(row, measurand, ledger, is_caseless=is_caseless)
    return _flagged(row, _amount(row, measurand, unit), ledger), unit


def _amount(row: Segment, measurand: Measurand, unit: str | None) -> Amount:
    kind, sent = row.parts(2)[0].upper(), row.repetitions(5)
    parts = row.components(sent[0])
    if len(sent) > 1:
        raise Refusal("several_values")
    if not any(parts):
        raise Refusal("no_value")
    if kind == "SN":
        return _number(_structured(parts), measurand, unit)
    if kind not in ("NM", "ST", "TX", "FT") or len(parts) > 1:
        raise Refusal("value_type")
    return _number(parts[0].removeprefix("+") if kind == "NM" else parts[0], measurand, unit)


def _structured(parts: list[str]) -> str:
    """Turn a structured number into text: a comparator and one number."""
    comparator, number, separator, second = [*parts, "", "", ""][:4]
    if comparator not in ("", "=", "<", "<=", ">", ">="):
        raise Refusal("comparator")
    if separator or second:
        raise Refusal("structured", shape=_SHAPES.get(separator, "more than one number"))
    if not number.removeprefix("+")[:1].isdigit():
        _refuse(number)
    return comparator.removeprefix("=") + number.removeprefix("+")


def _number(text: str, measurand: Measurand, unit: str | None) -> Amount:
    """Read a value by the grammar of the library, with the unit in it or beside it."""
    holds_unit = unit is None or re.search(r"[]A-Za-z] ?/", text) is not None
    try:
        amount = measurand.read(text, None if holds_unit else unit, name="OBX-5")
    except AmbiguousUnitError:
        raise Refusal("unit_ambiguous") from None
    except UnitError:
        raise Refusal("no_unit", measurand=measurand.name) from None
    except CaseError:
        _refuse(text, measurand.zero_refused)
    if unit is not None and amount.factor != _meaning(measurand, unit):
        raise Refusal("units_disagree")
    return amount


def _refuse(text: str, zero: str = "") -> NoReturn:
    """Say why a value is no result, without repeating it: free text may hold anything."""
    digits = {c for c in text if c.isdigit()}
    if not digits:
        raise Refusal("text")
    if "," in text:
        raise Refusal("comma")
    if text.startswith(("-", "−", "–")):
        raise Refusal("negative")
    raise Refusal("zero", why=zero) if zero and digits == {"0"} else Refusal("value")


def _flagged(row: Segment, amount: Amount, ledger: Ledger) -> Amount:
    """Apply the abnormal flags < and >, by which an analyser says that a value is the end of its range."""
    read = bounded(amount, {row.components(raw)[0] for raw in row.repetitions(8)})
    if read is not amount:
        ledger.note(row.where, "flag", flag=read.comparator)
    return read


# --- units -----------------------------------------------------------------------------------------

_UNIT_CODES: Final = ("", "UCUM", "ISO+", "ANS+")
_SHOWN: Final = re.compile(r"[A-Za-zµμ\[\]]{1,6}/[A-Za-z]{1,3}")


def _unit(row: Segment, measurand: Measurand, ledger: Ledger, *, is_caseless: bool) -> str | None:
    """Return the unit of OBX-6; identifier, text and alternates must mean the same."""
    identifier, text, system, *alternate = (plain_unit(part, is_caseless=is_caseless) for part in row.parts(6, 5)[:5])
    stated = [each for each in (identifier, text, *alternate) if each]
    if not stated:
        return None
    meanings = {each: _meaning(measurand, each) for each in stated}
    readable = [each for each in stated if meanings[each] is not None]
    if not readable or (identifier and meanings[identifier] is None and system.upper() in _UNIT_CODES):
        if is_capitals(stated[0]):
            raise Refusal("unit_capitals")
        shown = f" {stated[0]}" if _SHOWN.fullmatch(stated[0]) else ""
        raise Refusal("unit", unit=shown, measurand=measurand.name)
    if len({meanings[each] for each in readable}) > 1:
        raise Refusal("units_disagree")
    if any(meanings[each] is None and each.lower() != readable[0].lower() for each in stated):
        ledger.note(row.where, "unit_part", unit=readable[0])
    return readable[0]


def _meaning(measurand: Measurand, spelling: str) -> Number | None:
    """Return the factor that a unit stands for; none where it is not known."""
    try:
        return measurand.read("1", spelling, name="OBX-6").factor
    except AmbiguousUnitError:
        raise Refusal("unit_ambiguous") from None
    except CaseError:
        return None


# --- the reference range ---------------------------------------------------------------------------


def upper_limit(
    row: Segment, measurand: Measurand, unit: str, ledger: Ledger, *, is_caseless: bool = False
) -> Amount | None:
    """Return the upper end of the reference range (OBX-7), in the unit of the result."""
    text = row.parts(7)[0]
    if not text:
        return None
    limit = limit_in(text, measurand, unit, is_caseless=is_caseless) if len(row.repetitions(7)) == 1 else None
    if limit is None:
        ledger.note(row.where, "reference_range")
    return limit
