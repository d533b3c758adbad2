"""
What was measured: an IL-6 result, and a hs-CRP beside it, with the circumstances of the draw.

Every fact may be absent; absent means unknown, never fine. The names are those of the case document.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import attrs

from . import fields
from .codes import Exercise, Specimen
from .errors import ContradictionError, ValueFormatError, discreet
from .fields import NumberLike, ResultLike
from .knowledge import measurands, thresholds
from .record import Record, facts, settle
from .units import Amount, decimal_text

__all__ = ["Drawn", "HsCrp", "Reading"]


def _exercise(value: Exercise | str | None, name: str = "exercise") -> Exercise | None:
    return fields.code(Exercise, value, name)


def _specimen(value: Specimen | str | None, name: str = "specimen") -> Specimen | None:
    return fields.code(Specimen, value, name)


# Results whose unit may need a factor are read once all factors are: the checkers take the types, the result waits.


def _result_or_number(value: ResultLike | NumberLike | None, _name: str = "il6", **_limits: object) -> Any:
    return value


def _result(value: ResultLike | None, _name: str = "lab_upper_limit", **_limits: object) -> Any:
    return value


def _crp(value: ResultLike, _name: str = "value", **_limits: object) -> Any:
    return value


def _unit(value: object, _name: str = "unit") -> Any:
    return None if fields.is_missing(value) else value


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class Drawn(Record):
    """What can be said of any draw of blood, beside its time."""

    fasting: bool | None = attrs.field(default=None, kw_only=True, converter=fields.flag)
    """Whether nothing was eaten before the draw."""
    fasting_hours: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.number)
    """Since how many hours nothing was eaten; this or `fasting` is enough."""
    exercise: Exercise | None = attrs.field(default=None, kw_only=True, converter=_exercise)
    """The kind of the last session before the draw."""
    hours_since_exercise: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.number)
    """Hours from the end of the last session to the draw."""
    specimen: Specimen | None = attrs.field(default=None, kw_only=True, converter=_specimen)
    """`serum`, `heparin_plasma`, `edta_plasma`, `citrate_plasma`, or `plasma` where nobody knows which."""
    hours_to_centrifugation: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.number)
    """How many hours the tube stood before it was spun."""
    at_rest: bool | None = attrs.field(default=None, kw_only=True, converter=fields.flag)
    """Whether the person was at rest while the blood was drawn."""
    indwelling_line: bool | None = attrs.field(default=None, kw_only=True, converter=fields.flag)
    """Whether the blood was drawn from a line."""
    haemolysed: bool | None = attrs.field(default=None, kw_only=True, converter=fields.flag)
    """Whether the sample was haemolysed."""
    molar_mass: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.factor)
    """The molar mass in g/mol; only for a result in moles."""

    def check_agreement(self) -> None:  # noqa: D102  (inherited)
        if self.fasting is not None and self.fasting_hours is not None:
            _fasting_agrees(self.fasting, self.fasting_hours)


def _fasting_agrees(fasting: bool, hours: Decimal) -> None:
    shortest = thresholds.FASTING_SHORT.value
    if fasting is not (hours >= shortest):
        msg = (
            f"fasting: {str(fasting).lower()} contradicts fasting_hours {decimal_text(hours)} "
            f"(fasting means {shortest} hours or more); correct one or leave it out"
        )
        raise ContradictionError(msg)


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class HsCrp(Drawn):
    """A hs-CRP with the facts of its own draw; without `drawn_at` it is of the same draw as the IL-6."""

    value: Amount = attrs.field(converter=_crp, metadata={"measurand": measurands.CRP})
    """The result with its unit, such as `0.6 mg/L`."""
    drawn_at: datetime | date | None = attrs.field(default=None, converter=fields.instant)
    """When the blood was drawn, where it is another draw than that of the IL-6."""
    waiting = frozenset({"value", "molar_mass"})

    def read_waiting(self) -> None:  # noqa: D102  (inherited)
        factors = {"measurand": measurands.CRP, "molar_mass": self.molar_mass}
        settle(self, "value", fields.guarded(fields.measured, self.value, "value", **factors))


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class Reading(Drawn):
    """
    One serum or plasma IL-6 result with its unit and the circumstances of the draw.

    Examples:
        >>> Reading("2.4 pg/mL", fasting_hours=11, exercise="none")
        Reading(il6='2.4 pg/mL', fasting_hours=11, exercise='none')

    Args:
        il6: text with a unit, a pint quantity of any registry, or a number with *unit*.
        unit: the unit of a bare number; read and then emptied.
        drawn_at: ISO 8601 text or datetime with an offset; a date alone where the time is unknown.
        hours_since_exercise: from the end of the last session to the draw.
        lab_upper_limit: the laboratory's own upper reference limit.
        molar_mass: g/mol, only where a molar unit is given.
        pg_per_iu: only where IU are given.

    Raises:
        CaseError: a value that cannot be read, or facts that contradict each other.
    """

    il6: Amount | None = attrs.field(default=None, converter=_result_or_number, metadata={"measurand": measurands.IL6})
    """The result as reported, with its unit and its `<` or `>`, such as `2.4 pg/mL`."""
    unit: str | None = attrs.field(default=None, eq=False, converter=_unit)
    drawn_at: datetime | date | None = attrs.field(default=None, kw_only=True, converter=fields.instant)
    """When the blood was drawn: ISO 8601 with an offset, or with `time_zone`; a date alone where no hour is known."""
    method: str | None = attrs.field(default=None, kw_only=True, converter=fields.text)
    """The laboratory's method, such as `R&D Quantikine HS`."""
    lab_upper_limit: Amount | None = attrs.field(
        default=None, kw_only=True, converter=_result, metadata={"measurand": measurands.IL6, "comparators": "<≤"}
    )
    """The laboratory's own upper limit, with its unit, such as `7 pg/mL`."""
    pg_per_iu: Decimal | None = attrs.field(default=None, kw_only=True, converter=fields.factor)
    """How many pg one international unit is; only for a result in IU."""
    waiting = frozenset({"il6", "unit", "lab_upper_limit", "molar_mass", "pg_per_iu"})

    def read_waiting(self) -> None:  # noqa: D102  (inherited)
        settle(self, "il6", self._amount(self.il6, "il6", self.unit))
        settle(self, "unit", None)
        limit = self._amount(self.lab_upper_limit, "lab_upper_limit")
        settle(self, "lab_upper_limit", limit)
        if limit is not None and limit.comparator in (">", "≥"):
            msg = f"lab_upper_limit: got {discreet(limit.text)}; give the upper limit, such as '7 pg/mL'"
            raise ValueFormatError(msg)

    def _amount(self, waiting: Any, name: str, unit: object = None) -> Amount | None:
        factors = {"molar_mass": self.molar_mass, "mass_per_activity": self.pg_per_iu}
        return fields.guarded(fields.result, waiting, name, measurand=measurands.IL6, unit=unit, **factors)


def __getattr__(name: str) -> Any:
    """Offer what stands in `context` under this path as well, where it stood before, for one release."""
    if name.startswith("_"):
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(".context", __package__), name)
