"""
The person a reading belongs to, with everything that has entries of its own: sessions, events, plans.

Every fact may be absent; absent means unknown, never fine. The names are those of the case document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from . import fields
from .codes import Confounder, Exercise, Intervention, RedFlag, Sex, TrendStated
from .errors import ContradictionError, TimeError, ValueFormatError
from .fields import MOST_RESULTS, ResultLike, TimeLike
from .knowledge import measurands
from .reading import HsCrp, Reading
from .record import ONE_WORD, Record, facts, settle
from .times import on_date, zone
from .units import Amount

__all__ = [
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

_MOST_YEARS = 150
"""An age beyond every age that was ever reached is a mistake."""

Listed = TypeVar("Listed")
Entries = Iterable[Listed | Mapping[str, Any]] | None


def _on(value: TimeLike, name: str = "on") -> date:
    return on_date(value, name)


# --- what moved the result -------------------------------------------------------------------------


def _kind_of_session(value: Exercise | str | None, name: str = "kind") -> Exercise:
    return (None if value is None else fields.code(Exercise, value, name)) or Exercise.UNKNOWN


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class Session(Record):
    """One training session of an exercise log."""

    kind: Exercise = attrs.field(default=Exercise.UNKNOWN, converter=_kind_of_session)
    """What was done."""
    ended_at: datetime | date | None = attrs.field(default=None, converter=fields.instant)
    """The end; a date alone is that whole local day."""
    started_at: datetime | date | None = attrs.field(default=None, converter=fields.instant)
    """The start."""

    def check_agreement(self) -> None:  # noqa: D102  (inherited)
        _instants_in_order(self.started_at, self.ended_at, "exercise_log")


def _instants_in_order(started: datetime | date | None, ended: datetime | date | None, name: str) -> None:
    if not (isinstance(started, datetime) and isinstance(ended, datetime)):
        return
    if (started.tzinfo is None) == (ended.tzinfo is None) and started > ended:
        msg = f"{name}: started_at lies after ended_at; check the two times"
        raise TimeError(msg)


def _confounder(value: Confounder | str, name: str = "kind") -> Confounder:
    return fields.needed(fields.code(Confounder, value, name), name)


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class ConfounderEvent(Record):
    """
    Something else that may have moved the result, and when it ended.

    Without a time it lasts at the index draw. `days_since` and `hours_since` count to the index
    draw; `ended_on` serves every reading of the history.
    """

    kind: Confounder = attrs.field(converter=_confounder)
    """What it was."""
    days_since: Decimal | None = attrs.field(default=None, converter=fields.number)
    """Days from its end to the index draw."""
    hours_since: Decimal | None = attrs.field(default=None, converter=fields.number)
    """Hours from its end to the index draw."""
    ended_on: date | None = attrs.field(default=None, converter=fields.day)
    """The day on which it ended."""

    def check_agreement(self) -> None:  # noqa: D102  (inherited)
        if sum(x is not None for x in (self.days_since, self.hours_since, self.ended_on)) > 1:
            msg = f"confounders: {self.kind} has more than one of days_since, hours_since and ended_on; give one"
            raise ContradictionError(msg)

    @classmethod
    def of(cls, value: Any, name: str) -> ConfounderEvent:  # noqa: D102  (inherited)
        return super().of({"kind": value} if issubclass(type(value), str) else value, name)


# --- the body --------------------------------------------------------------------------------------


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class GripSession(Record):
    """The best grip of one session; hand and device are kept apart."""

    on: date = attrs.field(converter=_on)
    """The day."""
    value: Amount = attrs.field(converter=fields.measured, metadata={"measurand": measurands.BODY_FORCE})
    """The best result with its unit, such as `41 kg`."""
    hand: str | None = attrs.field(default=None, converter=fields.text)
    """Which hand."""
    device: str | None = attrs.field(default=None, converter=fields.text)
    """By which device."""


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class HrvDay(Record):
    """Heart rate variability of one day: RMSSD or SDNN, which are never mixed."""

    on: date = attrs.field(converter=_on)
    """The day."""
    rmssd: Amount | None = attrs.field(default=None, converter=fields.result, metadata={"measurand": measurands.HRV})
    """RMSSD with its unit, such as `42 ms`."""
    sdnn: Amount | None = attrs.field(default=None, converter=fields.result, metadata={"measurand": measurands.HRV})
    """SDNN with its unit, such as `42 ms`."""
    device: str | None = attrs.field(default=None, converter=fields.text)
    """By which device."""

    def check_agreement(self) -> None:  # noqa: D102  (inherited)
        if self.rmssd is None and self.sdnn is None:
            msg = "hrv: a day without a value; give rmssd or sdnn, or leave the day out"
            raise ValueFormatError(msg)
        if self.rmssd is not None and self.sdnn is not None:
            msg = "hrv: a day has either rmssd or sdnn; give them as two entries"
            raise ContradictionError(msg)


# --- habits and plans ------------------------------------------------------------------------------


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class Lifestyle(Record):
    """The article's five conditions; each true, false or unknown."""

    low_visceral_fat: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether there is little fat around the organs."""
    gut_barrier: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether the gut is cared for: fibre, little that harms its barrier."""
    regular_aerobic: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether aerobic exercise is regular."""
    adequate_vitamin_d: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether vitamin D is adequate."""
    good_sleep: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether sleep is good."""

    @property
    def is_optimised(self) -> bool:
        """Whether all five are stated true."""
        return all(getattr(self, name) for name in self.keys())


def _intervention(value: Intervention | str, name: str = "intervention") -> Intervention:
    return fields.needed(fields.code(Intervention, value, name), name)


@attrs.frozen(repr=False, field_transformer=facts, getstate_setstate=False)
class Considered(Record):
    """What the person plans: an intervention and, where known, the dose as text."""

    intervention: Intervention = attrs.field(converter=_intervention)
    """What is planned."""
    dose: str | None = attrs.field(default=None, converter=fields.text)
    """The dose with its unit."""
    amount: Amount | None = attrs.field(init=False, default=None, eq=False)
    """The dose of melatonin, read."""
    units: Decimal | None = attrs.field(init=False, default=None, eq=False)
    """The dose of vitamin D in international units, read."""
    waiting = frozenset({"intervention", "dose"})

    def read_waiting(self) -> None:  # noqa: D102  (inherited)
        if self.dose is not None and self.intervention is Intervention.MELATONIN_LOW_DOSE:
            settle(self, "amount", measurands.DOSE.read(_per_day(self.dose), name="dose"))
        if self.dose is not None and self.intervention is Intervention.VITAMIN_D3_K2:
            settle(self, "units", measurands.vitamin_d_units(_per_day(self.dose), name="dose"))

    @classmethod
    def of(cls, value: Any, name: str) -> Considered:  # noqa: D102  (inherited)
        return super().of({"intervention": value} if issubclass(type(value), str) else value, name)


def _per_day(dose: str) -> str:
    """Leave out the day that a dose is taken per."""
    head, _, rest = dose.rpartition("/")
    return head if rest.strip().lower() in ("d", "day") else dose


# --- the person ------------------------------------------------------------------------------------


def _sex(value: Sex | str | None, name: str = "sex") -> Sex | None:
    return fields.code(Sex, value, name)


def _trend(value: TrendStated | str | None, name: str = "trend") -> TrendStated | None:
    return fields.code(TrendStated, value, name)


def _zone_name(value: str | tzinfo | None, name: str = "time_zone") -> str | None:
    named: Any = value if isinstance(value, str) else getattr(value, "key", value)
    key = fields.text(named, name)
    if key is not None:
        zone(key)
    return key


def _crp(
    value: ResultLike | HsCrp | Mapping[str, Any] | None, name: str = "hs_crp", **limits: Any
) -> Amount | HsCrp | None:
    if type(value) is not str and isinstance(value, (HsCrp, Mapping)):
        return HsCrp.of(value, name)
    return fields.result(value, name, **limits)


def _lifestyle(value: Lifestyle | Mapping[str, Any] | None, name: str = "lifestyle") -> Lifestyle | None:
    return None if fields.is_missing(value) else Lifestyle.of(value, name)


def _sessions(value: Entries[Session], name: str = "exercise_log", **limits: int) -> tuple[Session, ...] | None:
    return fields.many(value, name, Session.of, **limits)


def _crps(value: Entries[HsCrp], name: str = "hs_crp_history", **limits: int) -> tuple[HsCrp, ...] | None:
    return fields.many(value, name, HsCrp.of, **limits)


def _readings(value: Entries[Reading], name: str = "history", **limits: int) -> tuple[Reading, ...] | None:
    return fields.many(value, name, Reading.of, **limits)


def _grips(value: Entries[GripSession], name: str = "grip", **limits: int) -> tuple[GripSession, ...] | None:
    return fields.many(value, name, GripSession.of, **limits)


def _hrv_days(value: Entries[HrvDay], name: str = "hrv", **limits: int) -> tuple[HrvDay, ...] | None:
    return fields.many(value, name, HrvDay.of, **limits)


def _confounders(
    value: Iterable[ConfounderEvent | Confounder | Mapping[str, Any] | str] | None, name: str = "confounders"
) -> tuple[ConfounderEvent, ...] | None:
    return fields.many(value, name, ConfounderEvent.of)


def _plans(
    value: Iterable[Considered | Intervention | Mapping[str, Any] | str] | None, name: str = "considering"
) -> tuple[Considered, ...] | None:
    return fields.many(value, name, Considered.of)


def _red_flags(value: Iterable[RedFlag | str] | None, name: str = "red_flags") -> tuple[RedFlag, ...] | None:
    return fields.many(value, name, _red_flag)


def _red_flag(value: Any, name: str) -> RedFlag:
    return fields.needed(fields.code(RedFlag, value, name), name)


@attrs.frozen(repr=False, kw_only=True, field_transformer=facts, getstate_setstate=False)
class Context(Record):
    """
    The person a reading belongs to.

    Args:
        hs_crp: a result of the same draw, or `HsCrp` with draw facts of its own.
        history: earlier readings, each with its `drawn_at`.
        confounders: what else may have moved the result; an empty list means asked and none.
        confounders_asked: false where the list is known in part only, such as drugs alone.
        red_flags: warning symptoms; an empty list means asked and none.
        exercise_log: training sessions; an empty list means none.
        time_zone: IANA name, for times without an offset and for local dates.
        as_of: the day or instant of asking; a draw after it is refused.

    Raises:
        CaseError: a value that cannot be read, or facts that contradict each other.
    """

    age: Decimal | None = attrs.field(default=None, converter=fields.number, metadata={"most": _MOST_YEARS})
    """The age in years at the newest draw."""
    birth_date: date | None = attrs.field(default=None, converter=fields.birth_date)
    """The date of birth; this or `age` is enough."""
    sex: Sex | None = attrs.field(default=None, converter=_sex)
    """The sex, `female` or `male`; it is asked for the grip that is lost with age."""
    pregnant: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether the person is pregnant."""
    time_zone: str | None = attrs.field(default=None, converter=_zone_name)
    """Such as `Europe/Berlin`, for times without an offset and for local dates."""
    as_of: datetime | date | None = attrs.field(default=None, converter=fields.instant)
    """The day or instant of asking; a draw after it is refused."""
    exercise_log: tuple[Session, ...] | None = attrs.field(
        default=None, converter=_sessions, metadata={"most": MOST_RESULTS}
    )
    """Sessions, each with `kind`, `ended_at` and `started_at`; they serve a history better than hours."""
    hs_crp: Amount | HsCrp | None = attrs.field(default=None, converter=_crp, metadata={"measurand": measurands.CRP})
    """hs-CRP of the same draw with its unit, such as `0.6 mg/L`; else an object with `value` and its own draw."""
    hs_crp_history: tuple[HsCrp, ...] | None = attrs.field(
        default=None, converter=_crps, metadata={"most": MOST_RESULTS}
    )
    """Earlier hs-CRP, as such objects."""
    conventional_crp: Amount | None = attrs.field(
        default=None, converter=fields.result, metadata={"measurand": measurands.CRP}
    )
    """A CRP that was not measured by a high-sensitivity test, with its unit."""
    history: tuple[Reading, ...] | None = attrs.field(
        default=None, converter=_readings, metadata={"most": MOST_RESULTS}
    )
    """Earlier readings, each with its `drawn_at`."""
    confounders: tuple[ConfounderEvent, ...] | None = attrs.field(
        default=None, converter=_confounders, metadata={ONE_WORD: True}
    )
    """What else may have moved the result: infections, vaccinations, drugs; an empty list means asked and none."""
    confounders_asked: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether `confounders` are all there are; false where only some are known, so that the others are asked for."""
    red_flags: tuple[RedFlag, ...] | None = attrs.field(default=None, converter=_red_flags)
    """Warning symptoms (fever, night sweats, weight loss …); an empty list means asked and none."""
    grip: tuple[GripSession, ...] | None = attrs.field(default=None, converter=_grips, metadata={"most": MOST_RESULTS})
    """Grip strength: entries with `on`, `value`, `hand`, `device`."""
    grip_trend: TrendStated | None = attrs.field(default=None, converter=_trend)
    """The course of grip as judged elsewhere: `declining`, `stable`, `rising`."""
    consistent_training: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether resistance training was consistent, where grip falls."""
    adequate_protein: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether protein was enough, where grip falls."""
    hrv: tuple[HrvDay, ...] | None = attrs.field(default=None, converter=_hrv_days, metadata={"most": MOST_RESULTS})
    """Heart rate variability: entries with `on`, `rmssd` or `sdnn`, `device`."""
    hrv_trend: TrendStated | None = attrs.field(default=None, converter=_trend)
    """The course of heart rate variability as judged elsewhere."""
    lifestyle: Lifestyle | None = attrs.field(default=None, converter=_lifestyle)
    """The five habits, each true or false: visceral fat, gut, aerobic exercise, vitamin D, sleep."""
    vitamin_d: Amount | None = attrs.field(
        default=None, converter=fields.result, metadata={"measurand": measurands.VITAMIN_D}
    )
    """25-OH-vitamin D with its unit, such as `32 ng/mL`."""
    secondary_causes_excluded: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether a clinician has excluded other causes of a lasting high IL-6."""
    il10: Amount | None = attrs.field(default=None, converter=fields.result, metadata={"measurand": measurands.IL10})
    """IL-10 with its unit, such as `1.1 pg/mL`; it is accepted, and no ratio is computed."""
    muscle_mass_falling: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether muscle mass falls."""
    processing_speed_slowing: bool | None = attrs.field(default=None, converter=fields.flag)
    """Whether thinking slows."""
    dunedin_pace: Decimal | None = attrs.field(default=None, converter=fields.number)
    """The pace of ageing by DunedinPACE; 1 is one year a year."""
    bmi: Decimal | None = attrs.field(default=None, converter=fields.number)
    """The body mass index, kg/m²."""
    medications: tuple[str, ...] | None = attrs.field(default=None, converter=fields.texts)
    """What is taken, as text, for what the interventions must not meet; an empty list means nothing."""
    contraindications: tuple[str, ...] | None = attrs.field(default=None, converter=fields.texts)
    """Other conditions that matter, as text, for the same; an empty list means none."""
    considering: tuple[Considered, ...] | None = attrs.field(default=None, converter=_plans)
    """Interventions the person plans, as codes or as objects with `intervention` and `dose`."""

    @property
    def all_confounders(self) -> tuple[ConfounderEvent, ...] | None:
        """The confounders, where these are all; unknown where only some were told."""
        return None if self.confounders_asked is False else self.confounders

    @property
    def hs_crp_amount(self) -> Amount | None:
        """The hs-CRP itself, of whichever draw."""
        return self.hs_crp.value if isinstance(self.hs_crp, HsCrp) else self.hs_crp
