"""
What the rules may ask for: the facts of one draw and the facts of one case.

A fact that is unknown is None. Derived facts (hours since the last session of a kind, days since
an infection ended) are worked out here, per draw, from what the caller stated or from dates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import MAX_EMAX, MIN_EMIN, Decimal
from decimal import Context as DecimalContext
from typing import Any, Final, NamedTuple

from ..codes import Confounder, Direction, RedFlag, Specimen
from ..conclusions import Standing
from ..context import ConfounderEvent, Context, Lifestyle
from ..errors import ContradictionError, TimeError
from ..knowledge import thresholds
from ..knowledge.assays import Assay
from ..reading import HsCrp, Reading
from ..times import Draw, completed_years, hours_between, whole_day, zone
from ..units import Amount
from .course import CrpResult, Sample
from .training import ExerciseFacts, ExerciseLog

__all__ = [
    "CONTEXT_FACTS",
    "DOCUMENT_NAMES",
    "EXERCISE_FACTS",
    "LASTING_DRUGS",
    "STATED_FACTS",
    "TIME_ARITHMETIC",
    "CaseFacts",
    "CrpsNearby",
    "LaterEvent",
    "OfOneDraw",
    "Person",
    "SampleFacts",
    "drug_lasts",
    "sample_facts",
    "still_lasts",
    "with_exercise",
    "with_unclear_phase",
    "with_unclear_timing",
]

_HOURS_PER_DAY: Final = Decimal(24)
TIME_ARITHMETIC: Final = DecimalContext(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])

_COUNTED_IN_HOURS: Final = frozenset({
    Confounder.COLD_IMMERSION, Confounder.BIOTIN, Confounder.BIOTIN_HIGH, Confounder.POOR_SLEEP,
    Confounder.ACUTE_STRESS, Confounder.BINGE_ALCOHOL, Confounder.NIGHT_SHIFT,
})  # fmt: skip
"""Kinds of which a day is too coarse: they count from the hour, and a date from its latest possible end."""


LASTING_DRUGS: Final = frozenset({
    Confounder.IL6_RECEPTOR_BLOCKER, Confounder.ANTI_IL6, Confounder.OTHER_IMMUNOMODULATOR, Confounder.CHRONIC_STEROIDS,
})  # fmt: skip
"""Drugs under which the sample cannot be read while they are taken."""


class LaterEvent(NamedTuple):
    """Something that ended only after a draw, and may have been going on at it."""

    kind: Confounder
    days: Decimal
    """From the draw to its end, or to the draw at which it still lasted."""
    lasts: bool
    """Whether it had no end at the index draw, so that nobody knows since when it lasted."""


class CrpsNearby:
    """Every hs-CRP and CRP of a person, asked which of them belong to the draw of one reading."""

    def __init__(self, dated: Iterable[tuple[Draw, Amount]]) -> None:
        self._dated = tuple(dated)
        self._beyond: dict[Decimal, _ByDay] = {}

    def any_above(self, line: Decimal, draw: Draw, gap: Decimal, one_draw: Decimal) -> bool:
        """Whether any that pairs with a draw certainly lies above a line: the nearest of all and of its day tell."""
        if line not in self._beyond:
            self._beyond[line] = _by_day(at for at, amount in self._dated if amount.above(line))
        return any(_is_paired(at, draw, gap, one_draw) for at in _nearest(self._beyond[line], draw))


_ByDay = dict[date | None, dict[timedelta, list[Draw]]]


def _by_day(draws: Iterable[Draw]) -> _ByDay:
    """Put draws of one width in order, those of each local day, and all: times in other offsets mix the days."""
    found: _ByDay = {None: {}}
    for each in sorted(draws, key=_first):
        for day in (None, each.day):
            found.setdefault(day, {}).setdefault(each.last - each.first, []).append(each)
    return found


def _first(draw: Draw) -> datetime:
    return draw.first


def _nearest(draws: _ByDay, to: Draw) -> Iterator[Draw]:
    """Yield of each width the nearest on either side, of all and of the local day."""
    for day in (None, to.day):
        for width, each in draws.get(day, {}).items():
            place = bisect_left(each, to.first + (to.last - to.first - width) / 2, key=_first)
            yield from each[max(0, place - 1) : place + 1]


def _is_paired(draw: Draw, other: Draw, gap: Decimal, one_draw: Decimal) -> bool:
    """Whether two draws are one, or of one local date and near enough; *gap* and *one_draw* are in hours."""
    apart = max(hours_between(draw.first, other.last), hours_between(other.first, draw.last))
    return apart <= one_draw or (draw.day == other.day and apart <= gap)


class OfOneDraw(NamedTuple):
    """The CRP results that may be of the draw of one reading."""

    draw: Draw | None
    same_tube: tuple[Amount, ...]
    nearby: CrpsNearby | None
    """Those with a time of their own, where there are any."""

    def any_above(self, line: Decimal, gap: Decimal, one_draw: Decimal) -> bool:
        """Whether any of them certainly lies above a line; *gap* and *one_draw* are in hours."""
        for amount in self.same_tube:
            if amount.above(line):
                return True
        if self.nearby is None or self.draw is None:
            return False
        return self.nearby.any_above(line, self.draw, gap, one_draw)


class SampleFacts(NamedTuple):
    """The facts of one draw; the name of a field is the name by which a rule asks for it."""

    age: Decimal | None
    pregnant: bool | None
    conflict: bool
    il6: Amount | None
    hs_crp: Amount | None
    crps_of_draw: OfOneDraw | None
    exercise_reported: bool
    exercise_clear: bool
    exercise_phase_clear: bool
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
    days_since_glp1_agonist: Decimal | None = None
    days_since_oral_oestrogen: Decimal | None = None
    days_since_postpartum: Decimal | None = None
    hours_since_cold_immersion: Decimal | None = None
    days_since_poor_sleep: Decimal | None = None
    days_since_acute_stress: Decimal | None = None
    days_since_binge_alcohol: Decimal | None = None
    days_since_night_shift: Decimal | None = None
    days_since_biotin: Decimal | None = None
    days_since_biotin_high: Decimal | None = None
    later_events: tuple[LaterEvent, ...] | None = None


class CaseFacts(NamedTuple):
    """The facts of one case; the name of a field is the name by which a rule asks for it."""

    applicable: bool
    """Whether the person is one whom the numbers were made for, whatever was measured."""
    il6: Amount | None
    hs_crp: Amount | None
    il6_standing: Standing | None
    hs_crp_standing: Standing | None
    il6_measured: bool | None
    crp_measured: bool | None
    hours_apart: Decimal | None
    least_hours_apart: Decimal | None
    may_share_date: bool | None
    stated_il6: Amount | None
    lab_upper_limit: Amount | None
    newest_day: tuple[Sample, ...] | None
    drug_lasts: bool
    red_flags: tuple[RedFlag, ...] | None
    red_flag_stated: bool
    conventional_crp: Amount | None
    conventional_crp_standing: Standing | None
    assay: Assay | None
    likely_assay: Assay | None
    method_unknown: bool
    il10: Amount | None
    secondary_disease: bool | None
    all_confounders: tuple[ConfounderEvent, ...] | None
    samples: tuple[Sample, ...] | None
    index_sample: Sample | None
    crp_results: tuple[CrpResult, ...] | None
    age_at_draw: Decimal | None
    draw_day: date | None


_FACT_OF: Final[Mapping[Confounder, str]] = {
    kind: f"{'hours' if kind is Confounder.COLD_IMMERSION else 'days'}_since_{kind.value}"
    for kind in Confounder
    if kind is not Confounder.SECONDARY_DISEASE
}
"""The fact that counts from the end of each kind of event; a known disease has no end."""
EXERCISE_FACTS: Final = (
    "exercise_reported", "exercise_clear", "exercise_phase_clear", "hours_since_intense", "hours_since_eccentric",
    "hours_since_race", "hours_since_moderate",
)  # fmt: skip
"""What a draw says of training: its answer is weighed before any other fact."""

CONTEXT_FACTS: Final = frozenset(Context.keys()) - {"history", "hs_crp_history"}
STATED_FACTS: Final = (CONTEXT_FACTS | set(Reading.keys())) - set(CaseFacts._fields)
"""Facts that a rule may ask for exactly as the caller stated them."""

DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(EXERCISE_FACTS, "exercise"),
    **dict.fromkeys(_FACT_OF.values(), "confounders"),
    "later_events": "confounders",
    "all_confounders": "confounders",
    "hour_of_day": "drawn_at",
    **dict.fromkeys(Lifestyle.keys(), "lifestyle"),
}
"""Facts that go by another name in the case document."""


# --- the person ------------------------------------------------------------------------------------


class Person:
    """What a context says of every draw of one person."""

    def __init__(self, context: Context, log: ExerciseLog | None = None) -> None:
        self.zone = zone(context.time_zone) if context.time_zone is not None else None
        self.age = context.age
        self.birth_date = context.birth_date
        self.age_at_draw = context.age
        self.pregnant = context.pregnant
        self.events = context.confounders or ()
        self.log = log
        if log is None and context.exercise_log is not None:
            self.log = ExerciseLog(context.exercise_log, self.zone)

    def draw(self, value: datetime | date | None, name: str) -> Draw | None:
        """Place a draw in the person's own time."""
        return None if value is None else Draw.of(value, self.zone, name)

    def grow(self, day: date | None) -> None:
        """
        Settle the age at the index draw by the calendar: it is the age of the whole case.

        Raises:
            ContradictionError: a stated age that the date of birth contradicts.
        """
        if self.birth_date is None or day is None:
            return
        self.check_born(day)
        years = self.age_at_draw = Decimal(completed_years(self.birth_date, day))
        if self.age is not None and abs(TIME_ARITHMETIC.subtract(years, self.age)) > 1:
            msg = f"age: {self.age} contradicts birth_date, which gives {years} at the draw; correct one of the two"
            raise ContradictionError(msg)

    def check_born(self, day: date) -> None:
        """
        Check that the person was born on the day of a draw.

        Raises:
            TimeError: the draw lies before the date of birth.
        """
        if self.birth_date is not None and self.birth_date > day:
            msg = f"birth_date: it lies after the draw of {day}; correct one of the two"
            raise TimeError(msg)

    def events_around(self, draw: Draw | None, index: Draw | None) -> dict[str, Any]:
        """Return the time since each kind of event that ended before one draw, and the events that ended later."""
        since: dict[str, Any] = {}
        later: list[LaterEvent] = []
        for event in self.events:
            name = _FACT_OF.get(event.kind)
            if name is None:
                continue
            hours = self._hours_since(event, draw, index)
            days = TIME_ARITHMETIC.divide(hours, _HOURS_PER_DAY)
            if hours < 0:
                later.append(LaterEvent(event.kind, days.copy_abs(), still_lasts(event)))
            else:
                passed = hours if name.startswith("hours") else days
                since[name] = min(since.get(name, passed), passed)
        if later:
            since["later_events"] = tuple(sorted(later, key=lambda each: (each.kind.value, each.days)))
        return since

    def _hours_since(self, event: ConfounderEvent, draw: Draw | None, index: Draw | None) -> Decimal:
        """Return how long before a draw an event ended; negative where that came after it."""
        if event.ended_on is not None:
            return self._hours_since_date(event.kind, event.ended_on, draw)
        days = event.days_since or Decimal(0)
        stated = TIME_ARITHMETIC.multiply(days, _HOURS_PER_DAY) if event.hours_since is None else event.hours_since
        if draw is None or index is None:
            return stated
        by_the_hour = event.hours_since is not None or event.kind in _COUNTED_IN_HOURS
        gap = _hours_until(draw, index) if by_the_hour else _days_until(draw.day, index.day)
        if still_lasts(event) and gap <= thresholds.ONE_DRAW.value:  # of whole days, only none lies within it
            return Decimal(0)
        return TIME_ARITHMETIC.subtract(stated, gap)

    def _hours_since_date(self, kind: Confounder, ended: date, draw: Draw | None) -> Decimal:
        """Count from a date to a draw: whole days, or from the latest end of the day where hours matter."""
        if draw is None:
            return Decimal(0)
        days = _days_until(ended, draw.day)
        if days <= 0 or kind not in _COUNTED_IN_HOURS:
            return days
        if self.zone is not None:
            return hours_between(whole_day(ended, self.zone)[1], draw.first)
        return hours_between(whole_day(ended, UTC)[1], draw.by_the_clock.first)


def still_lasts(event: ConfounderEvent) -> bool:
    """Whether something had no end at the index draw: none was stated, or no time had passed since."""
    return event.ended_on is None and not event.days_since and not event.hours_since


def drug_lasts(context: Context) -> bool:
    """Whether a drug is taken under which the sample cannot be read, so that waiting settles nothing."""
    return any(event.kind in LASTING_DRUGS and still_lasts(event) for event in context.confounders or ())


def _hours_until(draw: Draw, index: Draw) -> Decimal:
    """Return the hours from a draw to the index draw; whole days where the time of either is not known."""
    if draw.is_exact and index.is_exact:
        return hours_between(draw.first, index.first)
    return _days_until(draw.day, index.day)


def _days_until(day: date, later: date) -> Decimal:
    """Return the whole days from one date to another, in hours."""
    return Decimal((later - day).days * 24)


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
    conflict: bool = False,
    il6: Amount | None = None,
    hs_crp: Amount | None = None,
    crps: OfOneDraw | None = None,
) -> SampleFacts:
    """Return the facts of one draw, and of the results that were made from it."""
    fasting, hours = source.fasting, source.fasting_hours
    known = SampleFacts(
        age=person.age_at_draw,
        pregnant=person.pregnant,
        conflict=conflict,
        il6=il6,
        hs_crp=hs_crp,
        crps_of_draw=crps,
        exercise_reported=exercise.reported,
        exercise_clear=exercise.clear,
        exercise_phase_clear=True,
        hours_since_intense=exercise.intense,
        hours_since_eccentric=exercise.eccentric,
        hours_since_race=exercise.race,
        hours_since_moderate=exercise.moderate,
        fasting_reported=fasting is not None or hours is not None,
        fasting=fasting if hours is None else None,
        fasting_hours=hours,
        at_rest=source.at_rest,
        hour_of_day=None if draw is None else draw.hour_of_day,
        hours_to_centrifugation=source.hours_to_centrifugation,
        spin_direction=_SPIN_DIRECTIONS.get(source.specimen, Direction.UNKNOWN),
        indwelling_line=source.indwelling_line,
        haemolysed=source.haemolysed,
    )
    if not person.events:
        return known
    return known._replace(**person.events_around(draw, index))


def with_exercise(facts: SampleFacts, exercise: ExerciseFacts) -> SampleFacts:
    """Return the facts of a draw with another account of the training before it."""
    return facts._replace(
        exercise_reported=exercise.reported,
        exercise_clear=exercise.clear,
        hours_since_intense=exercise.intense,
        hours_since_eccentric=exercise.eccentric,
        hours_since_race=exercise.race,
        hours_since_moderate=exercise.moderate,
    )


def with_unclear_timing(facts: SampleFacts) -> SampleFacts:
    """Return the facts of a draw whose uncertain time would decide: the time since exercise cannot be told."""
    return facts._replace(exercise_clear=False)


def with_unclear_phase(facts: SampleFacts) -> SampleFacts:
    """Return the facts of a draw that was too soon after exercise at either end, though not in one phase."""
    return facts._replace(exercise_phase_clear=False)
