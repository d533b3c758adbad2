"""
What the rules may ask for: the facts of one draw and the facts of one case.

A fact that is unknown is None. Derived facts (hours since the last session of a kind, days since
an infection ended) are worked out here, per draw, from what the caller stated or from dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import MAX_EMAX, MIN_EMIN, Decimal
from decimal import Context as DecimalContext
from typing import Final, NamedTuple

from ..codes import Confounder, Direction, Specimen
from ..conclusions import Standing
from ..context import ConfounderEvent, Context, Lifestyle
from ..errors import ContradictionError, TimeError
from ..knowledge.assays import Assay
from ..reading import HsCrp, Reading
from ..times import Draw, completed_years, hours_between, zone
from ..units import Amount
from .course import Sample
from .training import ExerciseFacts, ExerciseLog

__all__ = [
    "CONTEXT_FACTS",
    "DOCUMENT_NAMES",
    "STATED_FACTS",
    "TIME_ARITHMETIC",
    "CaseFacts",
    "Person",
    "SampleFacts",
    "sample_facts",
    "with_unclear_timing",
]

_HOURS_PER_DAY: Final = Decimal(24)
TIME_ARITHMETIC: Final = DecimalContext(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])

_MOMENTARY: Final = frozenset({
    Confounder.VACCINATION, Confounder.MINOR_SURGERY, Confounder.MAJOR_SURGERY, Confounder.POSTPARTUM,
    Confounder.COLD_IMMERSION, Confounder.POOR_SLEEP, Confounder.ACUTE_STRESS, Confounder.BINGE_ALCOHOL,
    Confounder.NIGHT_SHIFT,
})  # fmt: skip


class SampleFacts(NamedTuple):
    """The facts of one draw; the name of a field is the name by which a rule asks for it."""

    age: Decimal | None
    pregnant: bool | None
    conflict: bool
    exercise_reported: bool
    exercise_clear: bool
    hours_since_intense: Decimal | None
    hours_since_eccentric: Decimal | None
    hours_since_race: Decimal | None
    hours_since_moderate: Decimal | None
    fasting_reported: bool
    fasting: bool | None
    fasting_hours: Decimal | None
    at_rest: bool | None
    hour_of_day: Decimal | None
    hours_to_centrifugation: Decimal | None
    spin_direction: Direction
    indwelling_line: bool | None
    haemolysed: bool | None
    days_since_minor_infection: Decimal | None = None
    days_since_febrile_infection: Decimal | None = None
    days_since_covid19: Decimal | None = None
    days_since_vaccination: Decimal | None = None
    days_since_minor_surgery: Decimal | None = None
    days_since_major_surgery: Decimal | None = None
    days_since_il6_receptor_blocker: Decimal | None = None
    days_since_anti_il6: Decimal | None = None
    days_since_other_immunomodulator: Decimal | None = None
    days_since_systemic_steroids: Decimal | None = None
    days_since_chronic_steroids: Decimal | None = None
    days_since_nsaid: Decimal | None = None
    days_since_statin: Decimal | None = None
    days_since_oral_oestrogen: Decimal | None = None
    days_since_postpartum: Decimal | None = None
    hours_since_cold_immersion: Decimal | None = None
    days_since_poor_sleep: Decimal | None = None
    days_since_acute_stress: Decimal | None = None
    days_since_binge_alcohol: Decimal | None = None
    days_since_night_shift: Decimal | None = None
    days_since_biotin: Decimal | None = None
    days_since_biotin_high: Decimal | None = None


class CaseFacts(NamedTuple):
    """The facts of one case; the name of a field is the name by which a rule asks for it."""

    il6: Amount | None
    hs_crp: Amount | None
    il6_standing: Standing | None
    hs_crp_standing: Standing | None
    il6_measured: bool | None
    crp_measured: bool | None
    hours_apart: Decimal | None
    lab_upper_limit: Amount | None
    hours_since_exertion: Decimal | None
    red_flag_stated: bool
    conventional_crp: Amount | None
    assay: Assay | None
    likely_assay: Assay | None
    method_unknown: bool
    il10: Amount | None
    secondary_disease: bool | None
    samples: tuple[Sample, ...] | None
    index_sample: Sample | None
    crp_results: tuple[tuple[date, Amount], ...] | None
    age_at_draw: Decimal | None


_FACT_OF: Final[Mapping[Confounder, str]] = {
    kind: f"{'hours' if kind is Confounder.COLD_IMMERSION else 'days'}_since_{kind.value}"
    for kind in Confounder
    if kind is not Confounder.SECONDARY_DISEASE
}
"""The fact that counts from the end of each kind of event; a known disease has no end."""
_EXERCISE_FACTS: Final = (
    "exercise_reported", "exercise_clear", "hours_since_intense", "hours_since_eccentric", "hours_since_race",
    "hours_since_moderate",
)  # fmt: skip

CONTEXT_FACTS: Final = frozenset(Context.keys()) - {"history", "hs_crp_history"}
STATED_FACTS: Final = (CONTEXT_FACTS | set(Reading.keys())) - set(CaseFacts._fields)
"""Facts that a rule may ask for exactly as the caller stated them."""

DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_EXERCISE_FACTS, "exercise"),
    **dict.fromkeys(_FACT_OF.values(), "confounders"),
    "hour_of_day": "drawn_at",
    **dict.fromkeys(Lifestyle.keys(), "lifestyle"),
}
"""Facts that go by another name in the case document."""


# --- the person ------------------------------------------------------------------------------------


class Person:
    """What a context says of every draw of one person."""

    def __init__(self, context: Context) -> None:
        self.zone = zone(context.time_zone) if context.time_zone is not None else None
        self.age = context.age
        self.birth_date = context.birth_date
        self.pregnant = context.pregnant
        self.events = context.confounders or ()
        self.log = None if context.exercise_log is None else ExerciseLog(context.exercise_log, self.zone)

    def draw(self, value: datetime | date | None, name: str) -> Draw | None:
        """Place a draw in the person's own time."""
        return None if value is None else Draw.of(value, self.zone, name)

    def age_on(self, day: date | None) -> Decimal | None:
        """Return the age at a draw by the calendar; the stated age where no birth date is known."""
        if self.birth_date is None or day is None:
            return self.age
        if self.birth_date > day:
            msg = f"birth_date: it lies after the draw of {day}; correct one of the two"
            raise TimeError(msg)
        return Decimal(completed_years(self.birth_date, day))

    def age_at_index(self, day: date | None) -> Decimal | None:
        """Return the age at the index draw, which the stated age must not contradict."""
        years = self.age_on(day)
        if years is not None and self.age is not None and abs(TIME_ARITHMETIC.subtract(years, self.age)) > 1:
            msg = f"age: {self.age} contradicts birth_date, which gives {years} at the draw; correct one of the two"
            raise ContradictionError(msg)
        return years

    def events_before(self, draw: Draw | None, index: Draw | None) -> dict[str, Decimal]:
        """Return days (or hours) since each kind of event that counts for one draw, by the name of the fact."""
        since: dict[str, Decimal] = {}
        for event in self.events:
            name = _FACT_OF.get(event.kind)
            passed = None if name is None else _since(event, draw, index)
            if name is not None and passed is not None:
                since[name] = min(since.get(name, passed), passed)
        return since


def _since(event: ConfounderEvent, draw: Draw | None, index: Draw | None) -> Decimal | None:
    """Return how long before a draw an event ended, in its unit; none where it came after it."""
    in_hours = event.kind is Confounder.COLD_IMMERSION
    if event.ended_on is not None:
        return _since_date(event, draw, index, in_hours=in_hours)
    if event.hours_since is not None:
        passed = event.hours_since
        gap = Decimal(0) if draw is None or index is None or draw is index else hours_between(draw.last, index.first)
        passed = TIME_ARITHMETIC.subtract(passed, gap)
        passed = passed if in_hours else TIME_ARITHMETIC.divide(passed, _HOURS_PER_DAY)
    else:
        lasting = event.days_since is None or not event.days_since
        days = event.days_since or Decimal(0)
        gap_days = 0 if draw is None or index is None else (index.day - draw.day).days
        if lasting and gap_days < 0:
            gap_days = 0
        passed = TIME_ARITHMETIC.subtract(days, Decimal(gap_days))
        passed = TIME_ARITHMETIC.multiply(passed, _HOURS_PER_DAY) if in_hours else passed
    return None if passed < 0 else passed


def _since_date(event: ConfounderEvent, draw: Draw | None, index: Draw | None, *, in_hours: bool) -> Decimal | None:
    """Count from a date to a draw; something that lasts beyond the index draw counts as lasting at it."""
    ended: date = event.ended_on  # type: ignore[assignment]
    if draw is None:
        return Decimal(0)
    days = (draw.day - ended).days
    if days < 0:
        lasting = (index is None or draw.day >= index.day) and event.kind not in _MOMENTARY
        return Decimal(0) if lasting else None
    if not in_hours:
        return Decimal(days)
    whole_days = Decimal(max(days - 1, 0))
    clock = draw.hour_of_day if days and draw.hour_of_day else Decimal(0)
    return TIME_ARITHMETIC.fma(whole_days, _HOURS_PER_DAY, clock)


_SPIN_DIRECTIONS: Final[Mapping[Specimen | None, Direction]] = {
    Specimen.SERUM: Direction.UP, Specimen.HEPARIN_PLASMA: Direction.UP, Specimen.EDTA_PLASMA: Direction.DOWN,
}  # fmt: skip


# --- one draw --------------------------------------------------------------------------------------


def sample_facts(
    source: Reading | HsCrp,
    draw: Draw | None,
    index: Draw | None,
    person: Person,
    exercise: ExerciseFacts,
    *,
    conflict: bool,
) -> SampleFacts:
    """Return the facts of one draw."""
    known = SampleFacts(  # by position, which is twice as quick, for each draw of each case
        person.age if person.birth_date is None else person.age_on(draw and draw.day),
        person.pregnant,
        conflict,
        *exercise,
        source.fasting is not None or source.fasting_hours is not None,  # fasting_reported
        source.fasting if source.fasting_hours is None else None,
        source.fasting_hours,
        source.at_rest,
        None if draw is None else draw.hour_of_day,
        source.hours_to_centrifugation,
        _SPIN_DIRECTIONS.get(source.specimen, Direction.UNKNOWN),
        source.indwelling_line,
        source.haemolysed,
    )
    events = person.events_before(draw, index)
    return known._replace(**events) if events else known  # type: ignore[arg-type]  # their fields hold decimals


def with_unclear_timing(facts: SampleFacts) -> SampleFacts:
    """Return the facts of a draw whose uncertain time would decide: the time since exercise cannot be told."""
    return facts._replace(exercise_clear=False)
