"""What a FHIR Observation measures, and its value: codes, quantities and reference ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ...errors import AmbiguousUnitError, CaseError, UnitError
from ...units import Amount, Measurand, decimal_text, exact_number
from ..loinc import KINDS, REFUSED, Codes, Kind, check_words, is_loinc, other_code
from ..remarks import Refusal
from ..spellings import is_capitals, limit_in, plain_unit, unit_of
from .parts import Resource, Say, below, choices, codings, list_at, object_at, objects_at, text_at, words_at

__all__ = ["amount_of", "measured", "number_of", "upper_limit"]

_UCUM: Final = "http://unitsofmeasure.org"


# --- codes -----------------------------------------------------------------------------------------


def measured(part: Resource, own: Codes) -> Kind | None:
    """Return what an Observation or a component measures; none where that is nothing known here."""
    concept = object_at(part, "code")
    if concept is None:
        raise Refusal("malformed", ".code")
    with below(".code"):
        pairs, words = codings(concept), words_at(concept)
    loinc = {code for system, code in pairs if is_loinc(system)}
    for code in sorted(loinc & REFUSED.keys()):
        raise Refusal("another_measurement", loinc=code, measured=REFUSED[code])
    if (kind := own.of(pairs, words)) is not None:
        return kind
    known = {code: KINDS[code] for code in sorted(loinc) if code in KINDS}
    if not known:
        if any(code in KINDS or code in REFUSED for system, code in pairs if not is_loinc(system)):
            raise Refusal("code_without_system", ".code")
        if not loinc and other_code(words) == "own_code":
            raise Refusal("own_code", ".code")
        return None
    if len(known) < len(loinc) or len({(kind.fact, kind.hand) for kind in known.values()}) > 1:
        raise Refusal("codes_disagree", ".code")
    code, kind = next(iter(known.items()))
    if kind.fact == "hrv" and (_speaks_of_rmssd(concept) or _speaks_of_rmssd(object_at(part, "method"))):
        raise Refusal("rmssd", ".code")
    check_words(kind, code, words)
    return next((kind for kind in known.values() if kind.remark), kind)


def _speaks_of_rmssd(concept: Resource | None) -> bool:
    if concept is None:
        return False
    return any("rmssd" in text.casefold() for text in words_at(concept) if text)


# --- quantities -----------------------------------------------------------------------------------

_VALUE_REFUSALS: Final[Mapping[str, str]] = {
    "valueRange": "range",
    "valueRatio": "ratio",
    "valueInteger": "integer",
    "valueSampledData": "sampled",
}
_COMPARATORS: Final = frozenset({"", "<", "<=", ">", ">="})
_OF_SOMETHING_ELSE: Final = re.compile("[kcdmunpfµμ]?(?:g|mol|l|L|IU|U|s|m)|%")
"""Units that can be compared, and are of a mass, an amount or a share and of no concentration."""


def amount_of(part: Resource, measurand: Measurand, say: Say, *, is_caseless: bool = False) -> Amount:
    """Read the one value of an Observation or a component."""
    given = choices(part, "value")
    if part.get("dataAbsentReason") is not None:
        raise Refusal("data_absent")
    if not given:
        raise Refusal("no_value")
    if len(given) > 1:
        raise Refusal("several_values")
    if given == ["valueQuantity"]:
        quantity = object_at(part, "valueQuantity") or {}
        with below(".valueQuantity"):
            return _quantity(quantity, measurand, say, is_caseless=is_caseless)
    if given == ["valueString"]:
        return _read(measurand, text_at(part, "valueString") or "", None)
    raise Refusal(_VALUE_REFUSALS.get(given[0], "coded"))


def _read(measurand: Measurand, value: Decimal | str, unit: str | None) -> Amount:
    """Read a result by the grammar of the library; the reason for a refusal repeats nothing of it."""
    try:
        return measurand.read(value, unit, name="value")
    except AmbiguousUnitError:
        raise Refusal("unit_ambiguous") from None
    except UnitError:
        raise Refusal("unit_capitals" if unit and is_capitals(unit) else "unit") from None
    except CaseError:
        raise Refusal("value") from None


def number_of(value: object) -> Decimal:
    """Read a number of JSON: no text, no flag."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise Refusal("malformed", ".value")
    try:
        return exact_number(value, "value")
    except CaseError:
        raise Refusal("value") from None


def _quantity(
    quantity: Resource, measurand: Measurand, say: Say, beside: str | None = None, *, is_caseless: bool = False
) -> Amount:
    """
    Read a Quantity: the UCUM code is its unit, and the text for people must not contradict it.

    *beside* is the unit of one that has none of its own.
    """
    comparator = text_at(quantity, "comparator") or ""
    if comparator not in _COMPARATORS or (not comparator and quantity.get("_comparator") is not None):
        raise Refusal("comparator")
    if quantity.get("value") is None:
        raise Refusal("no_value")
    number = number_of(quantity["value"])
    result: Decimal | str = f"{comparator}{decimal_text(number)}" if comparator else number
    unit, code, system = (text_at(quantity, key) for key in ("unit", "code", "system"))
    if system not in (None, _UCUM):
        code = None
    if code is None and unit is None and beside is None:
        raise Refusal("no_unit")
    stated, text = (None if each is None else plain_unit(each, is_caseless=is_caseless) for each in (code, unit))
    amount = _read(measurand, result, stated or text or beside)
    if text and not _agree(measurand, amount, text):
        say("unit_part")
    return amount


def _agree(measurand: Measurand, amount: Amount, text: str) -> bool:
    """Whether the unit text says what the code says; false where it cannot be compared."""
    try:
        compared = measurand.read("1", text, name="unit")
    except AmbiguousUnitError:
        raise Refusal("unit_ambiguous") from None
    except CaseError:
        if _OF_SOMETHING_ELSE.fullmatch(text):
            raise Refusal("units_disagree") from None
        return False
    if Fraction(compared.factor) != Fraction(amount.factor):
        raise Refusal("units_disagree")
    return True


def upper_limit(
    part: Resource, measurand: Measurand, amount: Amount, say: Say, *, is_caseless: bool = False
) -> Amount | None:
    """Return the one plain upper reference limit; ranges for other purposes or for some people only are not it."""
    try:
        if not list_at(part, "referenceRange"):
            return None
        ranges = objects_at(part, "referenceRange")
        found = [_limit(each, measurand, amount, is_caseless=is_caseless) for each in ranges]
        limits = [limit for limit in found if limit is not None]
    except Refusal:
        limits = []
    if len({(limit.value, limit.comparator) for limit in limits}) == 1:
        return limits[0]
    say("reference_range")
    return None


def _limit(each: Resource, measurand: Measurand, amount: Amount, *, is_caseless: bool) -> Amount | None:
    """Return the upper limit of a range that is normal and for everybody; without a unit it has that of the result."""
    purpose, high = object_at(each, "type") or object_at(each, "meaning"), object_at(each, "high")
    is_normal = purpose is None or "normal" in {code for _, code in codings(purpose)}
    applies_to_some = any(each.get(key) is not None for key in ("appliesTo", "age", "modifierExtension"))
    if not is_normal or applies_to_some:
        return None
    if high is None:
        text = text_at(each, "text") if object_at(each, "low") is None else None
        return None if text is None else limit_in(text, measurand, unit_of(amount), is_caseless=is_caseless)
    limit = _quantity(high, measurand, _silent, unit_of(amount), is_caseless=is_caseless)
    low = object_at(each, "low")
    lowest = None if low is None else _quantity(low, measurand, _silent, unit_of(amount), is_caseless=is_caseless)
    is_range = lowest is None or lowest.value < limit.value
    return limit if limit.is_point and is_range else None


def _silent(_code: str) -> None:
    """Say nothing: what matters of a limit is whether it is read."""
