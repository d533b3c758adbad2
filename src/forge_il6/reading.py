"""
What the caller knows: a reading, and the person it belongs to.

Every fact may be absent; absent means unknown, never fine. The names are those of the case
document. All checks stand in ``__attrs_post_init__``, which no global switch can turn off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from . import fields
from .codes import Code, Confounder, Exercise, Intervention, RedFlag, Sex, Specimen, TrendStated
from .display import Displayed
from .errors import CaseError, ContradictionError, TimeError, UnknownKeyError, ValueFormatError, discreet, unknown_key
from .knowledge import measurands, thresholds
from .times import on_date, zone
from .units import Amount, HasUnits, Measurand, decimal_text

__all__ = [
    "OLDEST_AGE",
    "ConfounderEvent",
    "Considered",
    "Context",
    "GripSession",
    "HrvDay",
    "HsCrp",
    "Lifestyle",
    "Reading",
    "Session",
]

OLDEST_AGE = 150
_set = object.__setattr__

NumberLike = int | float | Decimal | str
TimeLike = datetime | date | str
ResultLike = Amount | HasUnits | str
Entry = TypeVar("Entry", bound="_Document")


if TYPE_CHECKING:
    Listed = TypeVar("Listed")
    Entries = Iterable[Listed | Mapping[str, Any]] | None


def _amount(measurand: Measurand, value: Any, name: str, **factors: Any) -> Amount:
    return measurand.read(value, name=name, **factors)


def _written(value: Any) -> Any:
    """Turn a fact back into what a case document holds."""
    if isinstance(value, _Document):
        return value.to_dict()
    if isinstance(value, Amount):
        return value.text or str(value)
    if isinstance(value, Code):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else decimal_text(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return [_written(entry) for entry in value] if isinstance(value, tuple) else value


# --- documents -------------------------------------------------------------------------------------


class _Document(Displayed):
    """A frozen record that reads from and writes to its part of the case document."""

    __slots__ = ()

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys of this part of the document, in order."""
        return tuple(field.name for field in attrs.fields(cls) if field.init and field.name != "unit")  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], name: str = "") -> Self:
        """
        Read this part of a case document.

        Raises:
            UnknownKeyError: a key that is not one of `keys`, by name.
            CaseError: a value that its field cannot take.
        """
        name = name or cls.__name__.lower()
        if not isinstance(document, Mapping):
            msg = f"{name}: got {discreet(document)}; give an object with the keys of the case document"
            raise CaseError(msg)
        known = cls.keys()
        for key in document:
            if key not in known:
                raise UnknownKeyError(unknown_key(name, key, known))
        for field in attrs.fields(cls):  # type: ignore[arg-type]
            if field.init and field.default is attrs.NOTHING and document.get(field.name) is None:
                msg = f"{name}: needs its {field.name}"
                raise CaseError(msg)
        return cls(**document)

    @classmethod
    def of(cls, value: Any, name: str) -> Self:
        """Read an entry of a list: a record of this class or its document."""
        if type(value) is cls:
            return value
        if isinstance(value, cls):
            return cls(**{key: getattr(value, key) for key in cls.keys()})
        try:
            return cls.from_dict(value, name)
        except UnknownKeyError:
            raise
        except CaseError as error:
            text = str(error)
            raise (error if text.startswith(name) else type(error)(f"{name}.{text}")) from None

    def to_dict(self) -> dict[str, Any]:
        """Write this part of a case document: known facts only, JSON-ready."""
        return {key: _written(value) for key in self.keys() if (value := getattr(self, key)) is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), {key: getattr(self, key) for key in self.keys() if getattr(self, key) is not None})

    def __repr__(self) -> str:
        known = ((key, getattr(self, key)) for key in self.keys())
        return f"{type(self).__name__}({', '.join(f'{k}={_shown(v)}' for k, v in known if v is not None)})"


def _shown(value: Any) -> str:
    if isinstance(value, tuple) and len(value) > 3:  # noqa: PLR2004  (a history is counted, not listed)
        return f"<{len(value)} entries>"
    if isinstance(value, (Amount, Decimal, Code)):
        return repr(_written(value))
    return repr(value)


def _again(kind: Callable[..., Any], facts: dict[str, Any]) -> Any:
    """Build a record anew after unpickling, so that its checks run again."""
    try:
        return kind(**facts)
    except TypeError:
        msg = f"{kind.__name__}: the pickled facts are not those of this class; make the record anew"
        raise CaseError(msg) from None


def _instants_in_order(started: datetime | date | None, ended: datetime | date | None, name: str) -> None:
    both = isinstance(started, datetime) and isinstance(ended, datetime)
    if both and (started.tzinfo is None) == (ended.tzinfo is None) and started > ended:  # type: ignore[union-attr,operator]
        msg = f"{name}: started_at lies after ended_at; check the two times"
        raise TimeError(msg)


_record = attrs.frozen(repr=False, hash=True)
"""Type checkers take the constructors that stand under TYPE_CHECKING, not the ones attrs would give."""


@_record
class Session(_Document):
    """One training session of an exercise log."""

    kind: Exercise = Exercise.UNKNOWN
    ended_at: datetime | date | None = None
    """The end; a date alone is that whole local day."""
    started_at: datetime | date | None = None

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            kind: Exercise | str | None = ...,
            ended_at: TimeLike | None = None,
            started_at: TimeLike | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        kind = None if self.kind is None else fields.code(Exercise, self.kind, "kind")
        _set(self, "kind", kind or Exercise.UNKNOWN)
        for name in ("ended_at", "started_at"):
            if getattr(self, name) is not None:
                _set(self, name, fields.instant(getattr(self, name), name))
        _instants_in_order(self.started_at, self.ended_at, "exercise_log")


@_record
class ConfounderEvent(_Document):
    """
    Something else that may have moved the result, and when it ended.

    Without a time it lasts at the index draw. `days_since` and `hours_since` count to the index
    draw; `ended_on` serves every reading of the history.
    """

    kind: Confounder
    days_since: Decimal | None = None
    hours_since: Decimal | None = None
    ended_on: date | None = None

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            kind: Confounder | str,
            days_since: NumberLike | None = None,
            hours_since: NumberLike | None = None,
            ended_on: TimeLike | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        kind = fields.code(Confounder, self.kind, "kind")
        if kind is None:
            msg = "confounders: an entry needs its kind"
            raise ValueFormatError(msg)
        _set(self, "kind", kind)
        for name in ("days_since", "hours_since"):
            if getattr(self, name) is not None:
                _set(self, name, fields.number(getattr(self, name), name))
        if self.ended_on is not None:
            _set(self, "ended_on", fields.day(self.ended_on, "ended_on"))
        if sum(x is not None for x in (self.days_since, self.hours_since, self.ended_on)) > 1:
            msg = f"confounders: {self.kind} has more than one of days_since, hours_since and ended_on; give one"
            raise ContradictionError(msg)

    @classmethod
    def of(cls, value: Any, name: str) -> ConfounderEvent:  # noqa: D102  (inherited)
        return super().of({"kind": value} if isinstance(value, str) else value, name)


@_record
class GripSession(_Document):
    """The best grip of one session; hand and device are kept apart."""

    on: date
    value: Amount
    hand: str | None = None
    device: str | None = None

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            on: TimeLike,
            value: ResultLike,
            hand: str | None = None,
            device: str | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        _set(self, "on", on_date(self.on, "on"))
        _set(self, "value", _amount(measurands.BODY_FORCE, self.value, "value"))
        for name in ("hand", "device"):
            if getattr(self, name) is not None:
                _set(self, name, fields.text(getattr(self, name), name))


@_record
class HrvDay(_Document):
    """Heart rate variability of one day: RMSSD or SDNN, which are never mixed."""

    on: date
    rmssd: Amount | None = None
    sdnn: Amount | None = None
    device: str | None = None

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            on: TimeLike,
            rmssd: ResultLike | None = None,
            sdnn: ResultLike | None = None,
            device: str | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        _set(self, "on", on_date(self.on, "on"))
        for name in ("rmssd", "sdnn"):
            value = getattr(self, name)
            if value is not None:
                _set(self, name, None if fields.is_missing(value) else _amount(measurands.HRV, value, name))
        if self.device is not None:
            _set(self, "device", fields.text(self.device, "device"))
        if self.rmssd is None and self.sdnn is None:
            msg = "hrv: a day without a value; give rmssd or sdnn, or leave the day out"
            raise ValueFormatError(msg)
        if self.rmssd is not None and self.sdnn is not None:
            msg = "hrv: a day has either rmssd or sdnn; give them as two entries"
            raise ContradictionError(msg)


@_record
class Lifestyle(_Document):
    """The article's five conditions; each true, false or unknown."""

    low_visceral_fat: bool | None = None
    gut_barrier: bool | None = None
    regular_aerobic: bool | None = None
    adequate_vitamin_d: bool | None = None
    good_sleep: bool | None = None

    if TYPE_CHECKING:

        def __init__(
            self,
            low_visceral_fat: bool | None = None,
            gut_barrier: bool | None = None,
            regular_aerobic: bool | None = None,
            adequate_vitamin_d: bool | None = None,
            good_sleep: bool | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        for name in self.keys():
            if getattr(self, name) is not None:
                _set(self, name, fields.flag(getattr(self, name), name))

    @property
    def is_optimised(self) -> bool:
        """Whether all five are stated true."""
        return all(getattr(self, name) for name in self.keys())


@_record
class Considered(_Document):
    """What the person plans: an intervention and, where known, the dose as text."""

    intervention: Intervention
    dose: str | None = None
    amount: Amount | None = attrs.field(init=False, default=None, eq=False)
    """The dose of melatonin, read."""
    units: Decimal | None = attrs.field(init=False, default=None, eq=False)
    """The dose of vitamin D in international units, read."""

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            intervention: Intervention | str,
            dose: str | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        kind = fields.code(Intervention, self.intervention, "intervention")
        if kind is None:
            msg = "considering: an entry needs its intervention"
            raise ValueFormatError(msg)
        _set(self, "intervention", kind)
        if self.dose is not None:
            _set(self, "dose", fields.text(self.dose, "dose"))
        if self.dose is not None and kind is Intervention.MELATONIN_LOW_DOSE:
            _set(self, "amount", measurands.DOSE.read(_per_day(self.dose), name="dose"))
        if self.dose is not None and kind is Intervention.VITAMIN_D3_K2:
            _set(self, "units", measurands.vitamin_d_units(_per_day(self.dose), name="dose"))

    @classmethod
    def of(cls, value: Any, name: str) -> Considered:  # noqa: D102  (inherited)
        return super().of({"intervention": value} if isinstance(value, str) else value, name)


def _per_day(dose: str) -> str:
    """Leave out the day that a dose is taken per."""
    head, slash, rest = dose.rpartition("/")
    return head if slash and rest.strip().lower() in ("d", "day") else dose


@_record
class HsCrp(_Document):
    """A hs-CRP with the facts of its own draw; without `drawn_at` it is of the same draw as the IL-6."""

    value: Amount
    drawn_at: datetime | date | None = None
    exercise: Exercise | None = None
    hours_since_exercise: Decimal | None = None
    fasting: bool | None = None
    fasting_hours: Decimal | None = None
    specimen: Specimen | None = None
    hours_to_centrifugation: Decimal | None = None
    at_rest: bool | None = None
    indwelling_line: bool | None = None
    haemolysed: bool | None = None
    molar_mass: Decimal | None = None

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            value: ResultLike,
            drawn_at: TimeLike | None = None,
            exercise: Exercise | str | None = None,
            hours_since_exercise: NumberLike | None = None,
            fasting: bool | None = None,
            fasting_hours: NumberLike | None = None,
            specimen: Specimen | str | None = None,
            hours_to_centrifugation: NumberLike | None = None,
            at_rest: bool | None = None,
            indwelling_line: bool | None = None,
            haemolysed: bool | None = None,
            molar_mass: NumberLike | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        _read_draw_facts(self)
        if self.molar_mass is not None:
            _set(self, "molar_mass", fields.number(self.molar_mass, "molar_mass"))
        _set(self, "value", _amount(measurands.CRP, self.value, "hs_crp", molar_mass=self.molar_mass))


def _read_draw_facts(draw: Reading | HsCrp) -> None:
    """Check the facts that every draw has."""
    value: Any = draw.drawn_at
    if value is not None:
        _set(draw, "drawn_at", fields.instant(value, "drawn_at"))
    value = draw.exercise
    if value is not None and type(value) is not Exercise:
        _set(draw, "exercise", fields.code(Exercise, value, "exercise"))
    value = draw.specimen
    if value is not None:
        _set(draw, "specimen", fields.code(Specimen, value, "specimen"))
    if draw.hours_since_exercise is not None:
        _set(draw, "hours_since_exercise", fields.number(draw.hours_since_exercise, "hours_since_exercise"))
    if draw.fasting_hours is not None:
        _set(draw, "fasting_hours", fields.number(draw.fasting_hours, "fasting_hours"))
    if draw.hours_to_centrifugation is not None:
        _set(draw, "hours_to_centrifugation", fields.number(draw.hours_to_centrifugation, "hours_to_centrifugation"))
    for name in ("fasting", "at_rest", "indwelling_line", "haemolysed"):
        value = getattr(draw, name)
        if value is not None and value is not True and value is not False:
            _set(draw, name, fields.flag(value, name))
    if draw.fasting is not None and draw.fasting_hours is not None:
        _fasting_agrees(draw.fasting, draw.fasting_hours)


def _fasting_agrees(fasting: bool, hours: Decimal) -> None:
    shortest = thresholds.FASTING_SHORT.value
    if fasting is not (hours >= shortest):
        msg = (
            f"fasting: {str(fasting).lower()} contradicts fasting_hours {decimal_text(hours)} "
            f"(fasting means {shortest} hours or more); correct one or leave it out"
        )
        raise ContradictionError(msg)


@_record
class Reading(_Document):
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

    il6: Amount | None = None
    unit: str | None = attrs.field(default=None, eq=False)
    drawn_at: datetime | date | None = attrs.field(default=None, kw_only=True)
    fasting: bool | None = attrs.field(default=None, kw_only=True)
    fasting_hours: Decimal | None = attrs.field(default=None, kw_only=True)
    exercise: Exercise | None = attrs.field(default=None, kw_only=True)
    hours_since_exercise: Decimal | None = attrs.field(default=None, kw_only=True)
    specimen: Specimen | None = attrs.field(default=None, kw_only=True)
    method: str | None = attrs.field(default=None, kw_only=True)
    hours_to_centrifugation: Decimal | None = attrs.field(default=None, kw_only=True)
    at_rest: bool | None = attrs.field(default=None, kw_only=True)
    indwelling_line: bool | None = attrs.field(default=None, kw_only=True)
    haemolysed: bool | None = attrs.field(default=None, kw_only=True)
    lab_upper_limit: Amount | None = attrs.field(default=None, kw_only=True)
    molar_mass: Decimal | None = attrs.field(default=None, kw_only=True)
    pg_per_iu: Decimal | None = attrs.field(default=None, kw_only=True)

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            il6: ResultLike | NumberLike | None = None,
            unit: object = None,
            *,
            drawn_at: TimeLike | None = None,
            fasting: bool | None = None,
            fasting_hours: NumberLike | None = None,
            exercise: Exercise | str | None = None,
            hours_since_exercise: NumberLike | None = None,
            specimen: Specimen | str | None = None,
            method: str | None = None,
            hours_to_centrifugation: NumberLike | None = None,
            at_rest: bool | None = None,
            indwelling_line: bool | None = None,
            haemolysed: bool | None = None,
            lab_upper_limit: ResultLike | None = None,
            molar_mass: NumberLike | None = None,
            pg_per_iu: NumberLike | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        if self.molar_mass is not None or self.pg_per_iu is not None:
            for name in ("molar_mass", "pg_per_iu"):
                if getattr(self, name) is not None:
                    _set(self, name, fields.number(getattr(self, name), name) or None)
        if self.il6 is not None:
            _set(self, "il6", self._read_amount(self.il6, "il6", self.unit))
        if self.unit is not None:
            _set(self, "unit", None)
        _read_draw_facts(self)
        if self.method is not None:
            _set(self, "method", fields.text(self.method, "method"))
        if self.lab_upper_limit is not None:
            _set(self, "lab_upper_limit", self._read_amount(self.lab_upper_limit, "lab_upper_limit", None))
            if self.lab_upper_limit.comparator in (">", "≥"):
                got = discreet(self.lab_upper_limit.text)
                msg = f"lab_upper_limit: got {got}; give the upper limit, such as '7 pg/mL'"
                raise ValueFormatError(msg)

    def _read_amount(self, value: Any, name: str, unit: Any) -> Amount:
        return measurands.IL6.read(value, unit, name=name, molar_mass=self.molar_mass, mass_per_activity=self.pg_per_iu)


@_record
class Context(_Document):
    """
    The person a reading belongs to.

    Args:
        hs_crp: a result of the same draw, or `HsCrp` with draw facts of its own.
        history: earlier readings, each with its `drawn_at`.
        confounders: what else may have moved the result; an empty list means asked and none.
        red_flags: warning symptoms; an empty list means asked and none.
        exercise_log: training sessions; an empty list means none.
        time_zone: IANA name, for times without an offset and for local dates.
        as_of: the day or instant of asking; a draw after it is refused.

    Raises:
        CaseError: a value that cannot be read, or facts that contradict each other.
    """

    age: Decimal | None = attrs.field(default=None, kw_only=True)
    birth_date: date | None = attrs.field(default=None, kw_only=True)
    sex: Sex | None = attrs.field(default=None, kw_only=True)
    pregnant: bool | None = attrs.field(default=None, kw_only=True)
    time_zone: str | None = attrs.field(default=None, kw_only=True)
    as_of: datetime | date | None = attrs.field(default=None, kw_only=True)
    exercise_log: tuple[Session, ...] | None = attrs.field(default=None, kw_only=True)
    hs_crp: Amount | HsCrp | None = attrs.field(default=None, kw_only=True)
    hs_crp_history: tuple[HsCrp, ...] | None = attrs.field(default=None, kw_only=True)
    conventional_crp: Amount | None = attrs.field(default=None, kw_only=True)
    history: tuple[Reading, ...] | None = attrs.field(default=None, kw_only=True)
    confounders: tuple[ConfounderEvent, ...] | None = attrs.field(default=None, kw_only=True)
    red_flags: tuple[RedFlag, ...] | None = attrs.field(default=None, kw_only=True)
    grip: tuple[GripSession, ...] | None = attrs.field(default=None, kw_only=True)
    grip_trend: TrendStated | None = attrs.field(default=None, kw_only=True)
    consistent_training: bool | None = attrs.field(default=None, kw_only=True)
    adequate_protein: bool | None = attrs.field(default=None, kw_only=True)
    hrv: tuple[HrvDay, ...] | None = attrs.field(default=None, kw_only=True)
    hrv_trend: TrendStated | None = attrs.field(default=None, kw_only=True)
    lifestyle: Lifestyle | None = attrs.field(default=None, kw_only=True)
    vitamin_d: Amount | None = attrs.field(default=None, kw_only=True)
    secondary_causes_excluded: bool | None = attrs.field(default=None, kw_only=True)
    il10: Amount | None = attrs.field(default=None, kw_only=True)
    muscle_mass_falling: bool | None = attrs.field(default=None, kw_only=True)
    processing_speed_slowing: bool | None = attrs.field(default=None, kw_only=True)
    dunedin_pace: Decimal | None = attrs.field(default=None, kw_only=True)
    bmi: Decimal | None = attrs.field(default=None, kw_only=True)
    medications: tuple[str, ...] | None = attrs.field(default=None, kw_only=True)
    contraindications: tuple[str, ...] | None = attrs.field(default=None, kw_only=True)
    considering: tuple[Considered, ...] | None = attrs.field(default=None, kw_only=True)

    if TYPE_CHECKING:  # what the constructor takes; the fields say what it makes of it

        def __init__(
            self,
            *,
            age: NumberLike | None = None,
            birth_date: TimeLike | None = None,
            sex: Sex | str | None = None,
            pregnant: bool | None = None,
            time_zone: str | tzinfo | None = None,
            as_of: TimeLike | None = None,
            exercise_log: Entries[Session] = None,
            hs_crp: ResultLike | HsCrp | Mapping[str, Any] | None = None,
            hs_crp_history: Entries[HsCrp] = None,
            conventional_crp: ResultLike | None = None,
            history: Entries[Reading] = None,
            confounders: Iterable[ConfounderEvent | Confounder | Mapping[str, Any] | str] | None = None,
            red_flags: Iterable[RedFlag | str] | None = None,
            grip: Entries[GripSession] = None,
            grip_trend: TrendStated | str | None = None,
            consistent_training: bool | None = None,
            adequate_protein: bool | None = None,
            hrv: Entries[HrvDay] = None,
            hrv_trend: TrendStated | str | None = None,
            lifestyle: Lifestyle | Mapping[str, Any] | None = None,
            vitamin_d: ResultLike | None = None,
            secondary_causes_excluded: bool | None = None,
            il10: ResultLike | None = None,
            muscle_mass_falling: bool | None = None,
            processing_speed_slowing: bool | None = None,
            dunedin_pace: NumberLike | None = None,
            bmi: NumberLike | None = None,
            medications: Iterable[str] | None = None,
            contraindications: Iterable[str] | None = None,
            considering: Iterable[Considered | Intervention | Mapping[str, Any] | str] | None = None,
        ) -> None: ...

    def __attrs_post_init__(self) -> None:
        for value, (name, read) in zip(_context_values(self), _CONTEXT_READERS, strict=True):
            if value is not None:
                _set(self, name, read(value, name))
        if self.time_zone is not None:
            zone(self.time_zone)

    @property
    def hs_crp_amount(self) -> Amount | None:
        """The hs-CRP itself, of whichever draw."""
        return self.hs_crp.value if isinstance(self.hs_crp, HsCrp) else self.hs_crp


def _crp(value: Any, name: str) -> Amount | HsCrp | None:
    if type(value) is str:
        return measurands.CRP.read(value, name=name)
    if isinstance(value, (HsCrp, Mapping)):
        return HsCrp.of(value, name)
    return None if fields.is_missing(value) else measurands.CRP.read(value, name=name)


def _list_of(kind: type[Entry], most: int = fields.MOST_RESULTS) -> Callable[[Any, str], Any]:
    return lambda value, name: fields.many(value, name, kind.of, most)


def _red_flag(value: Any, name: str) -> RedFlag:
    code = None if value is None else fields.code(RedFlag, value, name)
    if code is None:
        msg = f"{name}: got no value; name the symptom, or leave the entry out"
        raise ValueFormatError(msg)
    return code


def _texts(value: Any, name: str) -> Any:
    entries = fields.many(value, name, fields.text)
    return None if entries is None else tuple(entry for entry in entries if entry)


def _zone_name(value: Any, name: str) -> str | None:
    return fields.text(getattr(value, "key", value), name)


def _optional_amount(measurand: Measurand) -> Callable[[Any, str], Any]:
    return lambda value, name: None if fields.is_missing(value) else measurand.read(value, name=name)


_CONTEXT_READERS: tuple[tuple[str, Callable[[Any, str], Any]], ...] = (
    ("age", lambda value, name: fields.number(value, name, OLDEST_AGE)),
    ("birth_date", fields.birth_date),
    ("sex", lambda value, name: fields.code(Sex, value, name)),
    ("pregnant", fields.flag),
    ("time_zone", _zone_name),
    ("as_of", fields.instant),
    ("exercise_log", _list_of(Session)),
    ("hs_crp", _crp),
    ("hs_crp_history", _list_of(HsCrp)),
    ("conventional_crp", _optional_amount(measurands.CRP)),
    ("history", _list_of(Reading)),
    ("confounders", _list_of(ConfounderEvent, fields.MOST_STATED)),
    ("red_flags", lambda value, name: fields.many(value, name, _red_flag)),
    ("grip", _list_of(GripSession)),
    ("grip_trend", lambda value, name: fields.code(TrendStated, value, name)),
    ("consistent_training", fields.flag),
    ("adequate_protein", fields.flag),
    ("hrv", _list_of(HrvDay)),
    ("hrv_trend", lambda value, name: fields.code(TrendStated, value, name)),
    ("lifestyle", lambda value, name: None if fields.is_missing(value) else Lifestyle.of(value, name)),
    ("vitamin_d", _optional_amount(measurands.VITAMIN_D)),
    ("secondary_causes_excluded", fields.flag),
    ("il10", _optional_amount(measurands.IL10)),
    ("muscle_mass_falling", fields.flag),
    ("processing_speed_slowing", fields.flag),
    ("dunedin_pace", fields.number),
    ("bmi", fields.number),
    ("medications", _texts),
    ("contraindications", _texts),
    ("considering", _list_of(Considered, fields.MOST_STATED)),
)

_context_values = attrgetter(*(name for name, _ in _CONTEXT_READERS))
