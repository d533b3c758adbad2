"""
The one door for quantities: text, numbers or pint in, an exact amount in one stated unit out.

Text is read by one closed grammar. A closed table says which spelling means which unit, and `sizes`
how large that is, so no result written as text loads pint. pint is met where a quantity comes in,
whose registry must agree with that table, and where one goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal, Protocol
from weakref import WeakKeyDictionary

import attrs

from .errors import AmbiguousUnitError, CaseError, UnitError, ValueFormatError, discreet, plain_text
from .sizes import factor_of

__all__ = [
    "ARITHMETIC",
    "LONGEST_RESULT",
    "NUMBER",
    "Amount",
    "HasUnits",
    "Measurand",
    "Number",
    "decimal_text",
    "exact_number",
    "folded",
    "is_number",
    "mass_per_volume",
    "molar_per_volume",
]

Number = Decimal | Fraction
Comparator = Literal["", "<", "≤", ">", "≥"]
Dimension = Literal["mass", "molar", "activity", "force", "time"]

LONGEST_RESULT: Final = 64
_FLOAT_DIGITS: Final = 12
_LARGEST_EXPONENT: Final = 30
_COMMON: Final = 1000
_MOST_SPELLINGS: Final = 1000
_MOST_DIGITS: Final = 50

# Arithmetic never uses the host's decimal context: a host may round to two digits.
ARITHMETIC: Final = Context(
    prec=400, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, capitals=1, clamp=0, flags=[], traps=[]
)
_FLOAT_ROUNDING: Final = Context(
    prec=_FLOAT_DIGITS, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, capitals=1, clamp=0, flags=[], traps=[]
)

_TEXT_DIVISION: Final = Context(prec=LONGEST_RESULT, Emin=MIN_EMIN, Emax=MAX_EMAX, flags=[], traps=[])

NUMBER: Final = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_PLAIN_NUMBER: Final = re.compile(NUMBER)
_RESULT: Final = re.compile(rf"(<=|>=|[<>≤≥])? *({NUMBER}) *(.*)")
_PLAIN_RESULT: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([A-Za-z/]{1,6})")
"""What nearly every result looks like; anything else takes the whole grammar."""
_BLANKS: Final = " \t\r\n"
_SIGNS: Final[Mapping[str | None, Comparator]] = {
    None: "", "<": "<", "<=": "≤", "≤": "≤", ">": ">", ">=": "≥", "≥": "≥",
}  # fmt: skip


class HasUnits(Protocol):
    """A quantity of any pint registry, vendored or not."""

    @property
    def magnitude(self) -> Any:
        """The number."""

    @property
    def units(self) -> Any:
        """The unit."""


def exact_number(value: Any, name: str) -> Decimal:
    """
    Return a bare number as an exact Decimal.

    A float stands for its shortest text, rounded to 12 significant digits, which heals what a
    binary conversion did to it; text and Decimal are never rounded.

    Raises:
        ValueFormatError: booleans, NaN, infinities, negatives, text that is no plain number,
            and numbers of absurd size.
    """
    kind = type(value)
    if kind is float:
        text = repr(value)
        number = Decimal(text)
        if len(text) > _FLOAT_DIGITS and number.is_finite():
            number = _FLOAT_ROUNDING.plus(number)
    elif kind is Decimal:
        number = value
    elif kind is int:
        if value.bit_length() > 4 * _LARGEST_EXPONENT:
            msg = f"{name}: the number is far too large; check the value and its unit"
            raise ValueFormatError(msg)
        return _whole(value) if 0 <= value < _COMMON else _checked_size(Decimal(value), name)
    else:
        number = _foreign_number(value, name)
    return _checked_size(number, name)


@lru_cache(maxsize=1024)
def _whole(value: int) -> Decimal:
    """Share the Decimals of small whole numbers: ages and hours repeat."""
    return Decimal(value)


def _checked_size(number: Decimal, name: str) -> Decimal:
    if not number.is_finite() or number.is_signed():
        if number.is_zero():
            return Decimal(0)
        msg = f"{name}: got {discreet(str(number))}; give a finite number that is not negative"
        raise ValueFormatError(msg)
    is_long = len(str(number)) > _MOST_DIGITS and len(number.as_tuple().digits) > _MOST_DIGITS
    if is_long or (number and abs(number.adjusted()) > _LARGEST_EXPONENT):
        msg = f"{name}: the number is far too large, far too small or far too long; check the value and its unit"
        raise ValueFormatError(msg)
    return number


def _foreign_number(value: Any, name: str) -> Decimal:
    """Read text, numpy scalars and subclasses of the number types."""
    if (text := plain_text(value)) is not None:
        return _number_in(text, name)
    if (own := _own_number(value)) is not None:
        return exact_number(own, name)
    if type(value) is Fraction:
        return exact_number(_from_fraction(value), name)
    if hasattr(value, "dtype"):
        return _scalar(value, name)
    msg = f"{name}: got {discreet(value)}; give a number or its text"
    raise ValueFormatError(msg)


def _number_in(text: str, name: str) -> Decimal:
    """Read text that is one plain number."""
    if len(text) <= LONGEST_RESULT and _PLAIN_NUMBER.fullmatch(plain := text.strip(_BLANKS)):
        return Decimal(plain)
    msg = f"{name}: got {discreet(text)}; give one plain number with a decimal point, such as 2.4"
    raise ValueFormatError(msg)


def _own_number(value: Any) -> int | float | Decimal | None:
    """
    Return a number of a subclass as a number of its base; nothing where it is none.

    The base class reads it, since a subclass may say anything of itself.
    """
    kind = type(value)
    if issubclass(kind, bool):
        return None
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, float):
        return float.__float__(value)
    return Decimal(value) if issubclass(kind, Decimal) else None


def is_number(value: float | Decimal) -> bool:
    """Whether a number is one, and not the NaN of its type."""
    own = value if type(value) in (int, float, Decimal) else _own_number(value)
    return not own.is_nan() if isinstance(own, Decimal) else own == own  # noqa: PLR0124  (only NaN differs from itself)


def _scalar(value: Any, name: str) -> Decimal:
    """Read a scalar of numpy at its own precision: float32 2.4 is 2.4."""
    if getattr(value, "ndim", None) != 0:
        msg = f"{name}: got {discreet(value)}; give one number and no array"
        raise ValueFormatError(msg)
    scalar = value[()]
    if (own := _own_number(scalar)) is not None:
        return exact_number(own, name)
    if getattr(getattr(scalar, "dtype", None), "kind", "") not in ("i", "u", "f"):
        msg = f"{name}: got {discreet(value)}; give a number or its text"
        raise ValueFormatError(msg)
    text = str(scalar)
    return exact_number(float(text) if "." in text or "e" in text or "n" in text else int(text), name)


def _short(number: Decimal) -> str:
    """Write a number as the grammar reads it: plainly, or with an exponent where that would be long."""
    plain = decimal_text(number)
    return plain if len(plain) <= _MOST_DIGITS else str(number)


def _from_fraction(value: Fraction) -> Decimal:
    """Write a rational as a Decimal: exact where it has a short decimal form, else like a float."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 4 * LONGEST_RESULT:
        return Decimal("NaN")
    exact = _TEXT_DIVISION.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact if Fraction(exact) == value else _FLOAT_ROUNDING.plus(exact)


def decimal_text(number: Number, digits: int = 28) -> str:
    """
    Write a number without exponent and without trailing zeros, exactly where that is possible.

    A rational that has no finite decimal form is written to *digits* significant digits.
    """
    if isinstance(number, Fraction):
        context = Context(prec=digits, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
        number = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@attrs.frozen(repr=False)
class Amount:
    """
    A measured result in one stated unit: a point, or an interval where a comparator was reported.

    Two amounts are equal when they say the same; the text as reported is kept for display only.
    """

    value: Number
    """The number, exact, in *unit*."""
    unit: str
    comparator: Comparator = ""
    """Empty for a point; ``<``, ``≤``, ``>`` or ``≥`` for an open-ended interval."""
    text: str = attrs.field(default="", eq=False)
    """The result as reported."""
    factor: Number = attrs.field(default=Decimal(1), eq=False)
    """How many *unit* one unit as reported is."""

    @property
    def is_point(self) -> bool:
        """Whether the result is one number and no interval."""
        return not self.comparator

    def above(self, line: Number) -> bool:
        """Whether the result certainly lies above *line* (``x > line``)."""
        if not self.comparator:
            return self.value > line
        return self.value >= line if self.comparator == ">" else self.comparator == "≥" and self.value > line

    def at_least(self, line: Number) -> bool:
        """Whether the result certainly lies at or above *line* (``x ≥ line``)."""
        return self.comparator in ("", ">", "≥") and self.value >= line

    def below(self, line: Number) -> bool:
        """Whether the result certainly lies below *line* (``x < line``)."""
        if not self.comparator:
            return self.value < line
        return self.value <= line if self.comparator == "<" else self.comparator == "≤" and self.value < line

    def at_most(self, line: Number) -> bool:
        """Whether the result certainly lies at or below *line* (``x ≤ line``)."""
        return self.comparator in ("", "<", "≤") and self.value <= line

    def __str__(self) -> str:
        return f"{self.comparator}{decimal_text(self.value)} {self.unit}"

    def __repr__(self) -> str:
        return f"<{self}>" if self.text in ("", str(self)) else f"<{self}, reported as {self.text}>"

    def __rich_repr__(self) -> Iterator[Any]:
        yield str(self)
        yield "reported_as", self.text, str(self)

    @property
    def quantity(self) -> Any:
        """
        The amount as a pint quantity, of a Decimal registry that this package keeps for itself.

        Raises:
            UnitError: the amount is an interval, which no single quantity can stand for.
        """
        return self.quantity_in(_registry())

    def quantity_in(self, registry: Any) -> Any:
        """
        Return the amount as a quantity of the caller's own pint *registry*.

        Raises:
            UnitError: the amount is an interval, which no single quantity can stand for.
        """
        if self.comparator:
            msg = f"quantity: {self} is an interval and no single quantity; use .value and .comparator"
            raise UnitError(msg)
        number_type = getattr(registry, "non_int_type", float)
        text = decimal_text(self.value)
        return registry.Quantity(number_type(text), _PINT_NAMES[self.unit])


# --- spellings -----------------------------------------------------------------------------------

_MASS: Final = {
    "kg": "kilogram", "g": "gram", "mg": "milligram", "ug": "microgram", "ng": "nanogram",
    "pg": "picogram", "fg": "femtogram",
}  # fmt: skip
_SUBSTANCE: Final = {
    "mol": "mole", "mmol": "millimole", "umol": "micromole", "nmol": "nanomole", "pmol": "picomole",
    "fmol": "femtomole", "amol": "attomole",
}  # fmt: skip
_ACTIVITY: Final = {
    "IU": "count", "[IU]": "count", "[iU]": "count", "U": "count", "mIU": "millicount", "m[IU]": "millicount",
    "kIU": "kilocount", "k[IU]": "kilocount",
}  # fmt: skip
_VOLUME: Final = {"L": "liter", "dL": "deciliter", "cL": "centiliter", "mL": "milliliter", "uL": "microliter"}
_VOLUME_ENDS: Final = {f"{head[:-1]}{litre}": name for head, name in _VOLUME.items() for litre in "Ll"}
_PINT_NAMES: Final = {
    "pg/mL": "picogram / milliliter", "mg/L": "milligram / liter", "ng/mL": "nanogram / milliliter",
    "kg": "kilogram", "ms": "millisecond", "mg": "milligram",
}  # fmt: skip


def _per_volume(tops: Mapping[str, str], dimension: Dimension) -> dict[str, tuple[Dimension, str]]:
    return {
        f"{top}/{bottom}": (dimension, f"{name} / {volume}")
        for top, name in tops.items()
        for bottom, volume in _VOLUME_ENDS.items()
    }


def mass_per_volume() -> dict[str, tuple[Dimension, str]]:
    """Every accepted spelling of a mass per volume, with the pint unit it means."""
    return _per_volume(_MASS, "mass")


def molar_per_volume() -> dict[str, tuple[Dimension, str]]:
    """Every known spelling of a substance or activity per volume; readable only with a factor."""
    return _per_volume(_SUBSTANCE, "molar") | _per_volume(_ACTIVITY, "activity")


_MICRO: Final = re.compile(r"mc(?=g|L|l|mol)|[µμ]")
_STROKE: Final = re.compile(" */ *")


def folded(spelling: str) -> str:
    """Bring a unit to the spelling of the table, which is UCUM's: no spaces around the stroke, one letter for micro."""
    return _MICRO.sub("u", _STROKE.sub("/", spelling))


# --- pint ----------------------------------------------------------------------------------------

_own_registry: Final[dict[str, Any]] = {}
_foreign_factors: WeakKeyDictionary[Any, dict[Any, tuple[Dimension, Number, str, bool]]] = WeakKeyDictionary()


def _registry() -> Any:
    """Return the Decimal registry for quantities that go out: one, however many threads ask at once."""
    if "pint" not in _own_registry:
        import pint  # noqa: PLC0415  (only a quantity needs it)

        made: Any = pint.UnitRegistry  # whose own annotation knows no Decimal
        with localcontext(ARITHMETIC):
            return _own_registry.setdefault("pint", made(non_int_type=Decimal))
    return _own_registry["pint"]


def _convert(registry: Any, source: str, target: str) -> Decimal:
    """Ask a registry how many *target* one *source* is; the host's decimal context has no say."""
    with localcontext(ARITHMETIC):
        return Decimal(str(registry.Quantity(1, source).to(target).magnitude))


def _unit_name(units: Any) -> str:
    """Spell a unit of any registry by its parts, whatever format the host prints units in."""
    parts = sorted(dict(getattr(units, "_units", units)).items(), key=lambda part: -part[1])
    first, *rest = (f"{name} ** {abs(power)}" if abs(power) != 1 else str(name) for name, power in parts)
    signs = ["*" if power > 0 else "/" for _, power in parts[1:]]
    lead = "" if parts[0][1] > 0 else "1 / "
    return lead + first + "".join(f" {sign} {part}" for sign, part in zip(signs, rest, strict=True))


def _product(left: Number, right: Number) -> Number:
    """Multiply exactly."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return ARITHMETIC.multiply(left, right)
    return Fraction(left) * Fraction(right)


# --- measurands ----------------------------------------------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class Measurand:
    """What is measured: its canonical unit, the spellings it accepts and the reasons it refuses."""

    name: str
    unit: str
    """The canonical unit, as text."""
    spellings: Mapping[str, tuple[Dimension, str]]
    """Folded spelling to the pint unit it means."""
    identities: frozenset[str] = frozenset()
    """Spellings that equal the canonical unit and need no asking."""
    bases: Mapping[Dimension, str]
    """Per dimension, the pint unit in which one is one canonical unit (times molar mass or factor)."""
    refusals: Mapping[Dimension, str] = attrs.field(factory=dict)
    """Why a dimension is refused when its factor is not given."""
    molar_mass: Number | None = None
    """A molar mass in g/mol that holds for every sample."""
    zero_refused: str = ""
    """Why zero is no result, where it is none."""
    comparators: str = "<≤>≥"
    densest: Decimal = Decimal("Infinity")
    """The largest unit, in canonical units, that a host's own unit can be; larger ones are a misreading."""
    _factors: dict[str, Number] = attrs.field(init=False, factory=dict)
    """Factors asked of pint before, by spelling."""

    def read(
        self,
        value: object,
        unit: object = None,
        *,
        name: str,
        molar_mass: Number | None = None,
        mass_per_activity: Number | None = None,
    ) -> Amount:
        """
        Read one result into an exact amount.

        Args:
            value: text with a unit, a number (then *unit* is needed), a pint quantity of any
                registry, or an amount read before.
            unit: the unit of a bare number, as text.
            name: the field, for messages.
            molar_mass: g/mol, where a molar unit may come.
            mass_per_activity: pg per IU, where an activity may come.

        Raises:
            ValueFormatError: no number can be read, or one that cannot be a result.
            UnitError: the unit is missing, unknown or of another dimension.
        """
        if type(value) is str and unit is None and (plain := self._plain(value)):
            return Amount(plain, self.unit, "", value)
        value = plain_text(value) or value
        if type(value) is Amount:
            if unit is not None:
                msg = f"{name}: {discreet(str(value))} has its unit already; leave the unit beside it out"
                raise UnitError(msg)
            return self._again(value, name, molar_mass, mass_per_activity)
        if unit is None and not isinstance(value, str):
            if hasattr(value, "magnitude") and hasattr(value, "units"):
                return self._from_pint(value, name, molar_mass, mass_per_activity)
            raise self._no_unit(value, name)
        number, sign, spelling, text = self._from_text(value, name) if unit is None else self._beside(value, unit, name)
        factor = self._known_factor(spelling, name, molar_mass, mass_per_activity)
        return self._amount(number, sign, text, factor, name)

    def _plain(self, text: str) -> Decimal | None:
        """Return the number of a result in the canonical unit, as most print it; none for any other text."""
        match = _PLAIN_RESULT.fullmatch(text)
        return Decimal(match[1]) if match and match[2] in self.identities else None

    def _no_unit(self, value: object, name: str) -> CaseError:
        """Say what a value without a unit lacks."""
        if isinstance(value, (bool, type(None))):
            return ValueFormatError(f"{name}: got {discreet(value)}; give a result such as '2.4 {self.unit}'")
        exact_number(value, name)
        return UnitError(
            f"{name}: a number without a unit; write '{self._example(value)} {self.unit}' or give the unit"
        )

    def _beside(self, value: object, unit: object, name: str) -> tuple[Decimal, Comparator, str, str]:
        """Read a number that has its unit beside it."""
        spelling = self._unit_text(unit, name)
        if isinstance(value, str):
            number, sign = self._bare(value, name)
            text = f"{value.strip(_BLANKS)} {spelling}"
            return number, sign, spelling, text if len(text) <= LONGEST_RESULT else f"{sign}{_short(number)} {spelling}"
        number = exact_number(value, name)
        return number, "", spelling, f"{_short(number)} {spelling}"

    def _amount(self, number: Number, sign: Comparator, text: str, factor: Number, name: str) -> Amount:
        if not number and self.zero_refused:
            msg = f"{name}: got {discreet(text)}; {self.zero_refused}"
            raise ValueFormatError(msg)
        if sign and sign not in self.comparators:
            msg = f"{name}: got {discreet(text)}; give one number without '{sign}'"
            raise ValueFormatError(msg)
        value = number if factor is _ONE else _product(number, factor)
        return Amount(value, self.unit, sign, text, factor)

    def _from_text(self, value: Any, name: str) -> tuple[Decimal, Comparator, str, str]:
        """Split text into number, comparator and spelling of the unit; refuse everything else."""
        if len(value) > LONGEST_RESULT:
            msg = f"{name}: {len(value)} characters; a result has at most {LONGEST_RESULT}, such as '2.4 {self.unit}'"
            raise ValueFormatError(msg)
        text = value.strip(_BLANKS)
        match = _RESULT.fullmatch(text)
        if match is None:
            raise ValueFormatError(f"{name}: got {discreet(value)}; {self._way_out(value)}")
        sign, digits, spelling = match.groups()
        if spelling not in self.identities and folded(spelling) not in self.spellings:
            self._refuse_unit(value, spelling, name)
        number = Decimal(digits)
        if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
            msg = f"{name}: got {discreet(value)}; the number is far too large or too small, check it"
            raise ValueFormatError(msg)
        return number, _SIGNS[sign], spelling, text

    def _bare(self, value: str, name: str) -> tuple[Decimal, Comparator]:
        """Read text that carries no unit because the unit came beside it."""
        match = _RESULT.fullmatch(value.strip(_BLANKS)) if len(value) <= LONGEST_RESULT else None
        if match is None or match[3]:
            raise ValueFormatError(f"{name}: got {discreet(value)}; {self._way_out(value)}")
        return exact_number(match[2], name), _SIGNS[match[1]]

    def _way_out(self, value: str) -> str:
        accepted = (
            f"write one number with a decimal point and its unit, such as '2.4 {self.unit}' or '<1.5 {self.unit}'"
        )
        if "," in value:
            return f"a comma is ambiguous (decimal or thousands); {accepted}"
        if value.lstrip(" <>=≤≥").startswith(("-", "−", "–")):
            return f"a result cannot be negative; {accepted}"
        return accepted

    def _refuse_unit(self, value: str, spelling: str, name: str) -> None:
        """Say why what follows the number is no unit of this measurand."""
        if not spelling:
            msg = f"{name}: got {discreet(value)} without a unit; write the unit, such as '2.4 {self.unit}'"
            raise UnitError(msg)
        if spelling.startswith("-") or any(c in "0123456789.,*+^'" for c in spelling):
            raise ValueFormatError(f"{name}: got {discreet(value)}; {self._way_out(value)}")
        raise UnitError(self._unknown(spelling, name))

    def _unknown(self, spelling: str, name: str) -> str:
        lowered = {s.lower(): s for s in sorted((*self.identities, *self.spellings), reverse=True)}
        near = lowered.get(folded(spelling).lower(), self.unit)
        return (
            f"{name}: the unit {discreet(spelling)} is not one of {self.name}'s "
            f"(case matters, except in the litre); did you mean '{near}'? Accepted: {', '.join(self._accepted())}"
        )

    def _accepted(self) -> Iterator[str]:
        preferred = ("pg/mL", "ng/L", "ng/mL", "mg/L", "ug/mL", "mg/dL", "ug/L", "kg", "lb", "N", "ms", "s", "mg", "ug")
        return (
            s
            for s in preferred
            if s in self.identities or self.spellings.get(s, ("none",))[0] in ("mass", "force", "time")
        )

    def _unit_text(self, unit: object, name: str) -> str:
        """Read the unit given beside a number: text, or the unit object of a pint registry."""
        written = plain_text(unit)
        if written is None:
            written = self._spelling_of(self._long_name(unit, name))
        if len(written) > LONGEST_RESULT:
            msg = f"{name}: a unit of {len(written)} characters; write it as '{self.unit}'"
            raise UnitError(msg)
        spelling = written.strip(_BLANKS)
        if spelling not in self.identities and folded(spelling) not in self.spellings:
            raise UnitError(self._unknown(spelling, name))
        return spelling

    def _long_name(self, units: object, name: str) -> str:
        try:
            return _unit_name(units)
        except Exception:  # noqa: BLE001  (whatever an object that only looks like a unit raises)
            msg = f"{name}: the unit is {discreet(units)}; give it as text, such as '{self.unit}'"
            raise UnitError(msg) from None

    def _example(self, value: object) -> str:
        shown = discreet(value)
        return shown if shown[0].isdigit() else "2.4"

    def _known_factor(
        self, spelling: str, name: str, molar_mass: Number | None, mass_per_activity: Number | None
    ) -> Number:
        if spelling in self.identities:
            return _ONE
        if (known := self._factors.get(spelling)) is not None:
            return known
        dimension, source = self.spellings[folded(spelling)]
        factor = self._scaled(dimension, source, spelling, name, molar_mass, mass_per_activity)
        if dimension == "mass" and len(self._factors) < _MOST_SPELLINGS:
            self._factors[spelling] = factor
        return factor

    def _scaled(
        self,
        dimension: Dimension,
        source: str | Number,
        spelling: str,
        name: str,
        molar_mass: Number | None,
        mass_per_activity: Number | None,
    ) -> Number:
        """Return the factor to the canonical unit; *source* is a pint unit, or its factor to the base."""
        extra: Number | None = _ONE
        if dimension == "molar":
            extra = molar_mass or self.molar_mass
        elif dimension == "activity":
            extra = mass_per_activity
        if dimension not in self.bases or extra is None:
            reason = self.refusals.get(dimension, f"it is no unit of {self.name}; write it in {self.unit}")
            msg = f"{name}: the unit {discreet(spelling, (spelling,))} is refused: {reason}"
            raise AmbiguousUnitError(msg)
        factor = factor_of(source, self.bases[dimension]) if isinstance(source, str) else source
        return factor if extra is _ONE else _product(factor, extra)

    def _again(self, amount: Amount, name: str, molar_mass: Number | None, mass_per_activity: Number | None) -> Amount:
        """Accept an amount read before, as far as its own text says the same."""
        value = amount.value
        is_number = type(value) is Fraction or (type(value) is Decimal and value.is_finite())
        if amount.unit != self.unit or not is_number or amount.comparator not in ("", "<", "≤", ">", "≥"):
            msg = f"{name}: got {discreet(amount)} that is no amount of {self.name} in {self.unit}"
            raise UnitError(msg)
        if not _SMALLEST <= value <= _LARGEST and value != 0:
            msg = f"{name}: the number is negative, far too large or far too small; check the value and its unit"
            raise ValueFormatError(msg)
        plain = self._amount(value, amount.comparator, "", _ONE, name)
        try:
            again = self.read(amount.text, name=name, molar_mass=molar_mass, mass_per_activity=mass_per_activity)
        except CaseError:
            return plain
        return again if again == amount else plain

    def _from_pint(self, value: Any, name: str, molar_mass: Number | None, mass_per_activity: Number | None) -> Amount:
        """Read a quantity of any registry, with the factor that registry agrees to."""
        number = self._magnitude(value, name)
        try:
            known = _foreign_factors.setdefault(value._REGISTRY, {})  # noqa: SLF001  (pint's name for it)
            found = known.get((self.unit, value._units))  # noqa: SLF001
        except (AttributeError, TypeError):
            msg = f"{name}: {discreet(value)} looks like a quantity and is none; give text such as '2.4 {self.unit}'"
            raise UnitError(msg) from None
        if found is None:
            long_name = self._long_name(value, name)
            asked = self._ask_foreign(value, long_name, name)
            spelling = self._spelling_of(long_name)
            is_listed = spelling in self.identities or folded(spelling) in self.spellings
            found = known[self.unit, value._units] = (*asked, spelling, is_listed)  # noqa: SLF001
        dimension, factor, spelling, is_listed = found
        factor = self._scaled(dimension, factor, spelling, name, molar_mass, mass_per_activity)
        amount = self._amount(number, "", f"{_short(number)} {spelling}", factor, name)
        if is_listed:
            return amount
        value_as_written = Decimal(decimal_text(amount.value))  # no spelling stands for the host's own unit
        return attrs.evolve(amount, value=value_as_written, text="")

    def _magnitude(self, value: Any, name: str) -> Decimal:
        try:
            return exact_number(value.magnitude, name)
        except CaseError:
            raise
        except Exception:  # noqa: BLE001  (whatever an object that only looks like a quantity raises)
            msg = f"{name}: {discreet(value)} looks like a quantity and is none; give text such as '2.4 {self.unit}'"
            raise UnitError(msg) from None

    def _spelling_of(self, pint_name: str) -> str:
        """Return the spelling that means a pint unit, or its long name where there is none."""
        if pint_name == _PINT_NAMES[self.unit]:
            return self.unit
        return next((s for s, (_, name) in self.spellings.items() if name == pint_name), pint_name)

    def _ask_foreign(self, value: Any, spelling: str, name: str) -> tuple[Dimension, Number]:
        """
        Ask a host's registry for a factor; of a unit of our table it must be the same.

        Raises:
            UnitError: a unit of another dimension, or one that the registry has made another of.
        """
        registry = value._REGISTRY  # noqa: SLF001
        for dimension, base in self.bases.items():
            try:
                if registry.Quantity(1, base).dimensionality != value.dimensionality:
                    continue  # a context that the host has enabled could convert it all the same
                theirs = _FLOAT_ROUNDING.plus(_convert(registry, spelling, base))
            except Exception:  # noqa: BLE001, S112  (each pint raises errors of its own module)
                continue
            try:
                ours = factor_of(spelling, base)
            except KeyError:  # a unit that only the host's registry knows
                ours = theirs
            if not theirs or abs(Fraction(ours) / Fraction(theirs) - 1) > _AGREEMENT:
                raise UnitError(self._redefined(name))
            is_listed = any(long_name == spelling for _, long_name in self.spellings.values())
            if is_listed or spelling == _PINT_NAMES[self.unit] or ours <= self.densest:
                return dimension, ours
        raise UnitError(self._unknown(spelling, name))

    def _redefined(self, name: str) -> str:
        return (
            f"{name}: the registry of this quantity gives its unit, or {self.unit}, another size than it has; "
            f"undo what was defined there, or give text such as '2.4 {self.unit}'"
        )


_ONE: Final = Decimal(1)
_LARGEST: Final = Decimal(10) ** _LARGEST_EXPONENT
_SMALLEST: Final = 1 / Fraction(_LARGEST)
_AGREEMENT: Final = Fraction(1, 10**9)
