"""
What the rules may ask for: the facts of one draw and the facts of one case.

A fact that is unknown is None. Derived facts (hours since the last session of a kind, days since
an infection ended) are worked out here, per draw, from what the caller stated or from dates.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import MAX_EMAX, MIN_EMIN, Decimal
from decimal import Context as DecimalContext
from typing import TYPE_CHECKING, Final, NamedTuple

from ..codes import Confounder, Direction, Exercise, Specimen
from ..context import ConfounderEvent, Context, Lifestyle, Session
from ..errors import ContradictionError, TimeError
from ..reading import HsCrp, Reading
from ..times import Draw, completed_years, hours_between, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "ARITHMETIC",
    "CASE_FACTS",
    "CONTEXT_FACTS",
    "DOCUMENT_NAMES",
    "SAMPLE_FACTS",
    "STATED_FACTS",
    "ExerciseFacts",
    "Person",
    "sample_facts",
    "stated_exercise",
]

_HOURS_PER_DAY: Final = Decimal(24)
_UNDER_WAY: Final = Decimal(0)
_UNCLEAR_AFTER: Final = timedelta(hours=24)
ARITHMETIC: Final = DecimalContext(prec=40, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])

_EVENTS: Final = tuple(kind for kind in Confounder if kind is not Confounder.SECONDARY_DISEASE)
_EVENT_PLACE: Final[Mapping[Confounder, int]] = {kind: place for place, kind in enumerate(_EVENTS)}
_NO_EVENTS: Final[tuple[Decimal | None, ...]] = (None,) * len(_EVENTS)
_MOMENTARY: Final = frozenset({
    Confounder.VACCINATION, Confounder.MINOR_SURGERY, Confounder.MAJOR_SURGERY, Confounder.POSTPARTUM,
    Confounder.COLD_IMMERSION, Confounder.POOR_SLEEP, Confounder.ACUTE_STRESS, Confounder.BINGE_ALCOHOL,
    Confounder.NIGHT_SHIFT,
})  # fmt: skip


def _event_fact(kind: Confounder) -> str:
    unit = "hours" if kind is Confounder.COLD_IMMERSION else "days"
    return f"{unit}_since_{kind.value}"


EXERCISE_FACTS: Final = (
    "exercise_reported", "exercise_clear", "hours_since_intense", "hours_since_eccentric", "hours_since_race",
    "hours_since_moderate",
)  # fmt: skip

SAMPLE_FACTS: Final = (
    "age", "pregnant", "conflict", *EXERCISE_FACTS, "fasting_reported", "fasting", "fasting_hours", "at_rest",
    "hour_of_day", "hours_to_centrifugation", "spin_direction", "indwelling_line", "haemolysed",
    *(_event_fact(kind) for kind in _EVENTS),
)  # fmt: skip
"""The facts of one draw, in the order in which `sample_facts` gives them."""

CASE_FACTS: Final = (
    "il6", "hs_crp", "il6_standing", "hs_crp_standing", "il6_measured", "crp_measured", "hours_apart",
    "lab_upper_limit", "hours_since_exertion", "red_flag_stated", "conventional_crp", "assay", "likely_assay",
    "method_unknown", "il10", "secondary_disease", "samples", "index_sample", "crp_results", "age_at_draw",
)  # fmt: skip
"""The facts of one case."""

CONTEXT_FACTS: Final = frozenset(Context.keys()) - {"history", "hs_crp_history"}
STATED_FACTS: Final = (CONTEXT_FACTS | set(Reading.keys())) - set(CASE_FACTS)
"""Facts that a rule may ask for exactly as the caller stated them."""

DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(EXERCISE_FACTS, "exercise"),
    **{_event_fact(kind): "confounders" for kind in _EVENTS},
    "hour_of_day": "drawn_at",
    **dict.fromkeys(Lifestyle.keys(), "lifestyle"),
}
"""Facts that go by another name in the case document."""


# --- exercise --------------------------------------------------------------------------------------


class ExerciseFacts(NamedTuple):
    """What is known of training before one draw: hours since the last session, by its weight."""

    reported: bool
    clear: bool
    intense: Decimal | None = None
    eccentric: Decimal | None = None
    race: Decimal | None = None
    moderate: Decimal | None = None

    @property
    def least(self) -> Decimal | None:
        """Hours since the last session of any but light exercise."""
        return min((h for h in self[2:] if h is not None), default=None)

    def worse(self, other: ExerciseFacts) -> ExerciseFacts:
        """Combine two accounts; the shorter time counts."""
        hours = (
            min((h for h in pair if h is not None), default=None) for pair in zip(self[2:], other[2:], strict=True)
        )
        return ExerciseFacts(self.reported or other.reported, self.clear and other.clear, *hours)


_WEIGHTS: Final[Mapping[Exercise, str]] = {
    Exercise.VIGOROUS: "intense", Exercise.HIIT: "intense", Exercise.RESISTANCE: "intense",
    Exercise.UNKNOWN: "intense", Exercise.ECCENTRIC: "eccentric", Exercise.ENDURANCE: "eccentric",
    Exercise.RACE: "race", Exercise.MODERATE: "moderate",
}  # fmt: skip
_NOT_REPORTED: Final = ExerciseFacts(reported=False, clear=True)
_UNCLEAR: Final = ExerciseFacts(reported=True, clear=False)
_NO_EXERCISE: Final = ExerciseFacts(reported=True, clear=True)
_PLACES: Final = {weight: place for place, weight in enumerate(("intense", "eccentric", "race", "moderate"))}
_Hours = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def stated_exercise(kind: Exercise | None, hours: Decimal | None) -> ExerciseFacts:
    """Return what a draw states of its own last session."""
    if kind is None and hours is None:
        return _NOT_REPORTED
    if kind is Exercise.LIGHT or (kind is Exercise.NONE and hours is None):
        return _NO_EXERCISE
    if hours is None:
        return _UNCLEAR
    place = _PLACES["intense" if kind is None or kind is Exercise.NONE else _WEIGHTS[kind]]
    known: _Hours = (*_NO_HOURS[:place], hours, *_NO_HOURS[place + 1 :])  # type: ignore[assignment]
    return ExerciseFacts(True, True, *known)  # noqa: FBT003  (reported and clear)


_NO_HOURS: Final[_Hours] = (None, None, None, None)


class _Span(NamedTuple):
    """A session with the earliest and latest instants its start and end can have been."""

    weight: str
    start_first: datetime | None
    start_last: datetime | None
    end_first: datetime | None
    end_last: datetime | None

    @property
    def is_exact(self) -> bool:
        return self.end_first is not None and self.end_first == self.end_last and self.start_first == self.start_last

    def nearest(self, draw: Draw) -> tuple[Decimal | None, bool]:
        """Return the fewest hours from its end to the draw, and whether its timing can be told."""
        if self.start_first is not None and self.start_first > draw.last:
            return None, True
        if self.end_last is None or self.end_first is None:
            return None, False
        if self.end_last <= draw.first:
            return hours_between(self.end_last, draw.first), True
        if self.end_first <= draw.last or self.start_first is not None:
            return _UNDER_WAY, True
        return None, self.end_first > draw.last + _UNCLEAR_AFTER

    def farthest(self, draw: Draw) -> tuple[Decimal | None, bool]:
        """Return the most hours from its end to the draw, and whether its timing can be told."""
        if self.start_last is not None and self.start_last > draw.first:
            return None, True
        if self.end_last is None or self.end_first is None:
            return None, False
        if self.start_last is None and self.end_last > draw.first:
            return None, self.end_last > draw.first + _UNCLEAR_AFTER
        return (hours_between(self.end_first, draw.last) if self.end_first <= draw.last else _UNDER_WAY), True


class ExerciseLog:
    """The sessions of a log, ready to be asked for any draw."""

    def __init__(self, sessions: tuple[Session, ...], local_zone: ZoneInfo | None) -> None:
        spans = [self._span(each, local_zone) for each in sessions if each.kind in _WEIGHTS]
        self._vague = [span for span in spans if not span.is_exact]
        self._long = [
            s
            for s in spans
            if s.is_exact and s.start_first and s.end_first and s.end_first - s.start_first > _UNCLEAR_AFTER
        ]
        self._exact = {
            weight: sorted((s for s in spans if s.is_exact and s.weight == weight), key=lambda s: s.end_first)  # type: ignore[arg-type,return-value]
            for weight in _PLACES
        }
        self._ends = {weight: [s.end_first for s in found] for weight, found in self._exact.items()}
        self.has_sessions = bool(spans)

    @staticmethod
    def _span(session: Session, local_zone: ZoneInfo | None) -> _Span:
        ends: list[datetime | None] = []
        for value, name in ((session.started_at, "started_at"), (session.ended_at, "ended_at")):
            if value is None:
                ends += [None, None]
            else:
                at = Draw.of(value, local_zone, f"exercise_log: {name}")
                ends += [at.first, at.last]
        return _Span(_WEIGHTS[session.kind], *ends)

    def before(self, draw: Draw, *, nearest: bool) -> ExerciseFacts:
        """
        Return what the log says of a draw.

        Args:
            draw: when the blood was taken.
            nearest: take every uncertain time as close to the draw as it can have been, or as far.
        """
        hours: list[Decimal | None] = [None, None, None, None]
        clear = True
        for span in self._relevant(draw):
            passed, told = span.nearest(draw) if nearest else span.farthest(draw)
            clear = clear and told
            place = _PLACES[span.weight]
            if passed is not None and (hours[place] is None or passed < hours[place]):  # type: ignore[operator]
                hours[place] = passed
        return ExerciseFacts(True, clear, *hours)  # noqa: FBT003  (reported)

    def _relevant(self, draw: Draw) -> Iterator[_Span]:
        """Yield, of each weight, the last session before the draw and those that end around it or cannot be placed."""
        yield from self._vague
        yield from self._long
        for weight, ends in self._ends.items():
            first = max(bisect_right(ends, draw.first) - 1, 0)  # type: ignore[type-var]
            yield from self._exact[weight][first : bisect_right(ends, draw.last + _UNCLEAR_AFTER)]  # type: ignore[type-var]


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
        if years is not None and self.age is not None and abs(ARITHMETIC.subtract(years, self.age)) > 1:
            msg = f"age: {self.age} contradicts birth_date, which gives {years} at the draw; correct one of the two"
            raise ContradictionError(msg)
        return years

    def exercise(self, stated: ExerciseFacts, draw: Draw | None) -> tuple[ExerciseFacts, ExerciseFacts]:
        """Return the nearest and the farthest account of training before a draw; mostly the same."""
        if self.log is None:
            return stated, stated
        if not self.log.has_sessions:
            logged = _NO_EXERCISE
        elif draw is None:
            logged = _UNCLEAR
        else:
            near = self.log.before(draw, nearest=True)
            far = self.log.before(draw, nearest=False)
            return self._both(stated, near), self._both(stated, far)
        both = self._both(stated, logged)
        return both, both

    @staticmethod
    def _both(stated: ExerciseFacts, logged: ExerciseFacts) -> ExerciseFacts:
        """Combine what the draw states with the log; a kind without hours is looked up in the log."""
        if not stated.clear and logged.least is not None:
            return logged
        return logged if not stated.reported else stated.worse(logged)

    def events_before(self, draw: Draw | None, index: Draw | None) -> tuple[Decimal | None, ...]:
        """Return days (or hours) since each kind of event, counted to one draw."""
        if not self.events:
            return _NO_EVENTS
        since: list[Decimal | None] = [None] * len(_EVENTS)
        for event in self.events:
            place = _EVENT_PLACE.get(event.kind)
            if place is None:
                continue
            passed = _since(event, draw, index)
            known = since[place]
            if passed is not None and (known is None or passed < known):
                since[place] = passed
        return tuple(since)


def _since(event: ConfounderEvent, draw: Draw | None, index: Draw | None) -> Decimal | None:
    """Return how long before a draw an event ended, in its unit; none where it came after it."""
    in_hours = event.kind is Confounder.COLD_IMMERSION
    if event.ended_on is not None:
        return _since_date(event, draw, index, in_hours=in_hours)
    if event.hours_since is not None:
        passed = event.hours_since
        gap = Decimal(0) if draw is None or index is None or draw is index else hours_between(draw.last, index.first)
        passed = ARITHMETIC.subtract(passed, gap)
        passed = passed if in_hours else ARITHMETIC.divide(passed, _HOURS_PER_DAY)
    else:
        lasting = event.days_since is None or not event.days_since
        days = event.days_since or Decimal(0)
        gap_days = 0 if draw is None or index is None else (index.day - draw.day).days
        if lasting and gap_days < 0:
            gap_days = 0
        passed = ARITHMETIC.subtract(days, Decimal(gap_days))
        passed = ARITHMETIC.multiply(passed, _HOURS_PER_DAY) if in_hours else passed
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
    return ARITHMETIC.fma(whole_days, _HOURS_PER_DAY, clock)


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
) -> tuple[object, ...]:
    """Return the facts of one draw in the order of `SAMPLE_FACTS`."""
    fasting, hours = source.fasting, source.fasting_hours
    return (
        person.age if person.birth_date is None else person.age_on(draw and draw.day),
        person.pregnant,
        conflict,
        *exercise,
        fasting is not None or hours is not None,
        fasting if hours is None else None,
        hours,
        source.at_rest,
        None if draw is None else draw.hour_of_day,
        source.hours_to_centrifugation,
        _SPIN_DIRECTIONS.get(source.specimen, Direction.UNKNOWN),
        source.indwelling_line,
        source.haemolysed,
        *person.events_before(draw, index),
    )
