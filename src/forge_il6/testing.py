"""
A cohort to work on: synthetic persons whose true levels are known, for tests, benchmarks and documentation.

Every number of the simulation stands with its basis in `knowledge/populations.py`. All draws are made
at once, as arrays; this module and `frame` are the only ones that need NumPy and narwhals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from .codes import Confounder, Exercise, RedFlag, Sex
from .errors import CaseError, MissingLibraryError, discreet
from .knowledge import populations as p
from .knowledge.thresholds import (
    ANALYTICAL_CV,
    FASTING_FULL,
    FASTING_SHORT,
    MINOR_INFECTION_HOLD,
    MORNING_END,
    MORNING_START,
    WINDOW,
    WITHIN_PERSON_CV,
)
from .threshold import Threshold
from .wording import Known

try:
    import narwhals as nw
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    msg = "forge_il6.testing needs NumPy and narwhals; they come with the extra 'frame': pip install 'forge-il6[frame]'"
    raise MissingLibraryError(msg) from error

__all__ = ["Cohort", "cohort", "numbers_table"]

Floats = NDArray[np.float64]
Columns = Mapping[str, list[Any]]
Engine = Literal["pandas", "polars", "pyarrow"]

_BEGIN: Final = np.datetime64("2026-01-05T00:00")
_OFFSET: Final = "+01:00"
_DAYS_OF_A_YEAR, _YEARS_OF_A_DECADE, _WHOLE = 365, 10, 100
_READING: Final = (
    "il6", "drawn_at", "fasting_hours", "exercise", "hours_since_exercise", "specimen", "method", "lab_upper_limit",
    "at_rest",
)  # fmt: skip
_CRP: Final = ("drawn_at", "fasting_hours", "exercise", "hours_since_exercise", "specimen", "at_rest")
_PERSON: Final = ("age", "sex", "hs_crp")
_INFECTION: Final = "minor_infection_ended_on"
_NOTHING: Final = "none"


@attrs.frozen(eq=False, repr=False)
class Cohort:
    """What a laboratory would hold of synthetic persons, and what nobody but the simulation knows."""

    draws: Any
    """One row a draw, the oldest of a person first, in the columns that `interpret_frame` reads."""
    truth: Any
    """The same rows: the person's `level` at that draw (pg/mL, by the method that drew the lines), the `course` and
    the `fold` that the level changes by within half a year, and by what fold `exercise`, `meal` and `infection` moved
    this draw; `reads` is what its laboratory makes of 1 pg/mL."""
    _columns: Columns

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len(set(self._columns["person"]))

    def cases(self, *, held_back: int = 0) -> Iterator[dict[str, Any]]:
        """
        Yield one case document a person: the newest draw, with the others as its history.

        Args:
            held_back: so many of the newest draws are left out, such as to see how well they are foreseen.

        Examples:
            >>> from forge_il6 import interpret_case
            >>> first = next(cohort(3, seed=1).cases())
            >>> sorted(first), len(first["context"]["history"])
            (['context', 'reading'], 4)
            >>> interpret_case(first).applicable
            True
        """
        person = self._columns["person"]
        starts = [row for row in range(len(person)) if row == 0 or person[row] != person[row - 1]]
        for start, end in zip(starts, [*starts[1:], len(person)], strict=True):
            if (newest := end - 1 - held_back) >= start:
                yield {"reading": self._facts(_READING, newest), "context": self._context(start, newest)}

    def _context(self, start: int, end: int) -> dict[str, Any]:
        """Return what is known of a person at the last of their draws."""
        columns = self._columns
        context = self._facts(_PERSON, end)
        context["history"] = [self._facts(_READING, row) for row in range(start, end)]
        context["hs_crp_history"] = [
            {"value": columns["hs_crp"][row]} | self._facts(_CRP, row)
            for row in range(start, end)
            if columns["hs_crp"][row] is not None
        ]
        if "hs_crp" not in context and context["hs_crp_history"]:
            context["hs_crp"] = context["hs_crp_history"].pop()
        ended = [on for on in columns[_INFECTION][start : end + 1] if on is not None]
        if ended or columns["confounders"][end] is not None:
            context["confounders"] = [{"kind": Confounder.MINOR_INFECTION.value, "ended_on": on} for on in ended]
        flags = columns["red_flags"][end]
        if flags is not None:
            context["red_flags"] = [] if flags == _NOTHING else [flags]
        return context

    def _facts(self, names: Sequence[str], row: int) -> dict[str, Any]:
        return {name: value for name in names if (value := self._columns[name][row]) is not None}

    def __repr__(self) -> str:
        return f"<Cohort: {self.persons} persons, {len(self._columns['person'])} draws>"


def cohort(
    persons: int,
    *,
    seed: int,
    draws: int = 5,
    unknown: float | None = None,
    engine: Engine = "pandas",
) -> Cohort:
    """
    Make synthetic persons with several draws each.

    Set points are log-normal and rise with age; each draw varies by biology and by the assay, and by exercise, meals
    and infections where these were. Several laboratories report it, each by its method, unit, limits and range. Facts
    are missing at random. The same seed gives the same cohort on the same version of NumPy.

    Args:
        persons: how many.
        seed: where the random numbers begin.
        draws: how many draws each person has.
        unknown: the share of facts that nobody recorded, from 0 to 1; a quarter, when left out.
        engine: the library that the frames belong to, which must be installed.

    Raises:
        CaseError: a number of persons or draws below 1, or a share that is none.
    """
    for name, count in (("persons", persons), ("draws", draws)):
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            msg = f"{name}: got {discreet(count)}; give a whole number from 1 up"
            raise CaseError(msg)
    share = _share(p.UNKNOWN_SHARE) if unknown is None else unknown
    if not 0 <= share <= 1:
        msg = f"unknown: got {discreet(unknown)}; give a share from 0 to 1"
        raise CaseError(msg)
    made = _Simulation(np.random.default_rng(seed), persons, draws, share)
    columns = made.draws()
    return Cohort(_frame(columns, engine), _frame(made.truth(), engine), columns)


def _frame(columns: Columns, engine: Engine) -> Any:
    """Make a frame; pandas finds its types itself, since its own for true and false makes false of the unknown."""
    kinds = None if engine == "pandas" else {name: _kind(values) for name, values in columns.items()}
    return nw.from_dict(dict(columns), schema=kinds, backend=engine).to_native()


def _kind(values: Sequence[Any]) -> Any:
    known = next((value for value in values if value is not None), "")
    return nw.Boolean if isinstance(known, bool) else nw.Float64 if isinstance(known, float) else nw.String


def numbers_table() -> str:
    """Print every number of the simulation with what it rests on, as the table of the documentation."""
    numbers = list(_numbers())
    words = Known({}, {f"number_{place}": number for place, (_, number) in enumerate(numbers)})
    rows = (
        f"| {name.replace('_', ' ')} | {words[f'number_{place}']} | {number.basis} |"
        for place, (name, number) in enumerate(numbers)
    )
    return "\n".join(["| number | value | rests on |", "|---|---|---|", *rows, *map(_reports, p.LABORATORIES)])


def _reports(lab: p.Laboratory) -> str:
    il6, crp = f"IL-6 in {lab.il6_unit} to {lab.digits} decimals", f"hs-CRP in {lab.crp_unit}"
    what = f"{il6} and {crp}, from `{lab.specimen}`"
    return f"| {lab.assay.name}, how it reports | {what} | convention: units and tubes as mixed as in real feeds |"


def _numbers() -> Iterator[tuple[str, Threshold]]:
    """Yield every number by a name of its own."""
    yield from (
        (name.lower(), each) for name, each in vars(p).items() if isinstance(each, Threshold) and name[0] != "_"
    )
    for kind, each in p.KINDS.items():
        yield f"{kind}, share of last sessions", each.share
        if each.peak.value > 1:
            yield from ((f"{kind}, {name}", getattr(each, name)) for name in ("peak", "peak_at", "gone_at"))
    for lab in p.LABORATORIES:
        yield f"{lab.assay.name}, share of persons", lab.share
        yield f"{lab.assay.name}, what it makes of 1 pg/mL", lab.reads
        if lab.upper_limit is not None:
            yield f"{lab.assay.name}, upper_limit", lab.upper_limit


# --- how it is made --------------------------------------------------------------------------------


class _Simulation:
    """The arrays of a cohort: one entry a draw, the draws of a person side by side, the oldest first."""

    def __init__(self, random: np.random.Generator, persons: int, draws: int, unknown: float) -> None:
        self.random, self.unknown = random, unknown
        self.persons, self.number = persons, persons * draws
        self.of = np.repeat(np.arange(persons), draws)
        self.age = random.integers(int(p.YOUNGEST.value), int(p.OLDEST.value), persons, endpoint=True)[self.of]
        self.day = self._days(draws)
        self.fold = self._folds()
        within, assay, il6, crp = self._levels()
        self.level = il6 * self.fold ** (self.day / float(WINDOW.value))
        self.kind, self.hours, self.exercise = self._exercise()
        self.fasted, self.meal = self._meal()
        self.ended, self.infected = self._infection()
        self.laboratory = self._laboratory()
        self.clock = self._clock()
        self.ended_on = self._ended_on()
        self.il6 = self.level * within * self.exercise * self.meal * _grown(p.INFECTION_IL6, self.infected)
        self.il6 = self.il6 * assay
        self.crp = crp * _grown(p.INFECTION_CRP, self.infected)

    def _noise(self, *spreads: Threshold, size: int | None = None) -> Floats:
        """Return factors of a log-normal variation with these coefficients of variation."""
        number = self.number if size is None else size
        return np.exp(sum((_sd(cv) * self.random.standard_normal(number) for cv in spreads), np.zeros(number)))

    def _days(self, draws: int) -> Floats:
        """Return the days from the first draw of each person."""
        gaps = self.random.integers(
            int(p.SHORTEST_GAP.value), int(p.LONGEST_GAP.value), (self.persons, draws), endpoint=True
        )
        gaps[:, 0] = 0
        return gaps.cumsum(axis=1).ravel().astype(np.float64)

    def _folds(self) -> Floats:
        """Return by what the level of each person changes within half a year."""
        moves = self.random.random(self.persons) < _share(p.CHANGING_SHARE)
        low, high = (math.log(float(each.value)) for each in (p.LEAST_CHANGE, p.MOST_CHANGE))
        size = self.random.uniform(low, high, self.persons) * self.random.choice((-1, 1), self.persons)
        return np.exp(np.where(moves, size, 0))[self.of]

    def _levels(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the variation of IL-6 in the body and by the assay, its first level, and hs-CRP as it varies."""
        within, assay = self._noise(WITHIN_PERSON_CV), self._noise(ANALYTICAL_CV)
        first, second = self.random.standard_normal((2, self.persons))
        linked = _linked()
        decades = (self.age - float(p.MEDIAN_AGE.value)) / _YEARS_OF_A_DECADE
        il6 = float(p.IL6_MEDIAN.value) * np.exp(_sd(p.IL6_BETWEEN_CV) * first)[self.of]
        il6 = il6 * float(p.IL6_PER_DECADE.value) ** decades
        shared = linked * first + math.sqrt(1 - linked**2) * second
        crp = float(p.CRP_MEDIAN.value) * np.exp(_sd(p.CRP_BETWEEN_CV) * shared)[self.of]
        return within, assay, il6, crp * self._noise(p.CRP_WITHIN_CV, p.CRP_ANALYTICAL_CV)

    def _exercise(self) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Return the kind of the last session, the hours since, and by what it moves IL-6."""
        kinds = tuple(p.KINDS.values())
        kind = self.random.choice(len(kinds), self.number, p=[_share(each.share) for each in kinds])
        hours = self._between(p.JUST_TRAINED, p.LONGEST_AGO).round(1)
        moved = np.ones(self.number)
        for place, each in enumerate(kinds):
            moved = np.where(kind == place, _wave(hours, each.peak, each.peak_at, each.gone_at), moved)
        return kind, hours, moved

    def _meal(self) -> tuple[Floats, Floats]:
        """Return the hours since the last meal, and by what it moves IL-6."""
        fasted = self.random.random(self.number) < _share(p.FASTED_SHARE)
        hours = np.where(
            fasted, self._between(FASTING_FULL, p.LONGEST_FAST), self._between(p.JUST_EATEN, FASTING_SHORT)
        ).round(1)
        return hours, _wave(hours, p.MEAL_PEAK, p.MEAL_PEAK_AT, FASTING_FULL)

    def _infection(self) -> tuple[Floats, Floats]:
        """Return how many days ago an infection ended, and how much of it is left: 1 while it lasts, then less."""
        hold = int(MINOR_INFECTION_HOLD.value)
        chance = float(p.INFECTIONS.value) * hold / _DAYS_OF_A_YEAR
        is_met = self.random.random(self.number) < chance
        days = self.random.integers(0, hold, self.number).astype(np.float64)
        return np.where(is_met, days, np.nan), np.where(is_met, 1 - days / hold, 0)

    def _laboratory(self) -> NDArray[np.int64]:
        """Return where each draw is measured: at the usual laboratory of the person, as a rule."""
        shares = [_share(each.share) for each in p.LABORATORIES]
        usual = self.random.choice(len(shares), self.persons, p=shares)[self.of]
        other = self.random.choice(len(shares), self.number, p=shares)
        switches = self.random.random(self.number) < _share(p.SWITCH_SHARE)
        return np.where(switches, other, usual)

    def _clock(self) -> NDArray[np.datetime64]:
        """Return when each draw was, by the clock of the place."""
        is_morning = self.random.random(self.number) < _share(p.MORNING_SHARE)
        hours = np.where(is_morning, self._between(MORNING_START, MORNING_END), self._between(MORNING_END, p.LAST_DRAW))
        begun = self.random.integers(0, int(WINDOW.value), self.persons)[self.of]
        minutes = np.round(hours * 60).astype("timedelta64[m]")
        at: NDArray[np.datetime64] = _BEGIN + (begun + self.day).astype("timedelta64[D]") + minutes
        return at

    def _between(self, low: Threshold, high: Threshold) -> Floats:
        return self.random.uniform(float(low.value), float(high.value), self.number)

    def _ended_on(self) -> list[str | None]:
        """Return the day on which the infection of each draw ended, where one was and is recorded."""
        ago = np.nan_to_num(self.ended).astype("timedelta64[D]")
        days = np.datetime_as_string(self.clock.astype("datetime64[D]") - ago)
        is_known = ~np.isnan(self.ended) & ~self._unknown()
        return [str(day) if known else None for day, known in zip(days, is_known, strict=True)]

    def _unknown(self) -> NDArray[np.bool_]:
        """Tell of which draws nobody recorded a fact."""
        return self.random.random(self.number) < self.unknown

    def _never(self) -> NDArray[np.bool_]:
        """Tell of which persons nobody recorded a fact, whichever the draw."""
        return (self.random.random(self.persons) < self.unknown)[self.of]

    # --- as a laboratory holds it ------------------------------------------------------------------

    def draws(self) -> dict[str, list[Any]]:
        """Return the columns of the draws."""
        no_session = self.kind == list(p.KINDS).index(Exercise.NONE)
        says_exercise = ~self._unknown()
        kinds = np.array([kind.value for kind in p.KINDS], object)[self.kind]
        words = np.array([_NOTHING, RedFlag.FEVER.value], object)
        fever = (self.random.random(self.number) < _share(p.FEVER_SHARE)).astype(np.int64)
        sexes = np.array([sex.value for sex in Sex], object)[self.random.integers(0, len(Sex), self.persons)]
        return {
            "person": [f"P{number + 1:07d}" for number in self.of.tolist()],
            "drawn_at": [f"{at}{_OFFSET}" for at in np.datetime_as_string(self.clock, unit="m").tolist()],
            "il6": self._il6(),
            "hs_crp": self._crp(),
            "fasting_hours": _or_none(self.fasted, ~self._unknown()),
            "exercise": _or_none(kinds, says_exercise),
            "hours_since_exercise": _or_none(self.hours, says_exercise & ~no_session),
            "at_rest": _or_none(np.ones(self.number, np.bool_), ~self._never()),
            "specimen": _or_none(_each(lambda lab: lab.specimen.value)[self.laboratory], ~self._never()),
            "method": _or_none(_each(lambda lab: lab.assay.name)[self.laboratory], ~self._never()),
            "lab_upper_limit": _each(_limit)[self.laboratory].tolist(),
            "age": _or_none(self.age.astype(np.float64), ~self._never()),
            "sex": _or_none(sexes[self.of], ~self._never()),
            "confounders": self._confounders(),
            _INFECTION: self.ended_on,
            "red_flags": _or_none(words[fever], ~self._unknown()),
        }

    def _il6(self) -> list[Any]:
        """Return IL-6 as each laboratory reports it: its unit, its digits, its range."""
        reported = np.empty(self.number, object)
        for place, lab in enumerate(p.LABORATORIES):
            here = self.laboratory == place
            reported[here] = _as_reported(self.il6[here] * float(lab.reads.value), lab)
        return reported.tolist()

    def _crp(self) -> list[Any]:
        """Return hs-CRP as text with its unit; none where it was not ordered."""
        least = float(p.CRP_STARTS_AT.value)
        reported = np.empty(self.number, object)
        for place, lab in enumerate(p.LABORATORIES):
            here, digits = self.laboratory == place, len(str(lab.crp_per_mg))
            numbers = np.char.mod(f"%.{digits}f", np.maximum(self.crp[here], least) / lab.crp_per_mg)
            low = f"<{least / lab.crp_per_mg:.{digits}f} {lab.crp_unit}"
            texts = np.char.add(numbers.astype(str), f" {lab.crp_unit}")  # of none NumPy 1 makes numbers
            reported[here] = np.where(self.crp[here] < least, low, texts).astype(object)
        return _or_none(reported, self.random.random(self.number) < _share(p.CRP_SHARE))

    def _confounders(self) -> list[Any]:
        """Return that nothing is known of where it was asked for; an infection stands in a column of its own."""
        is_asked = ~self._unknown()
        return [_NOTHING if asked and on is None else None for on, asked in zip(self.ended_on, is_asked, strict=True)]

    def truth(self) -> dict[str, list[Any]]:
        """Return what nobody but the simulation knows."""
        course = np.where(self.fold > 1, "rising", np.where(self.fold < 1, "declining", "steady"))
        return {
            "person": [f"P{number + 1:07d}" for number in self.of.tolist()],
            "level": self.level.tolist(),
            "course": course.tolist(),
            "fold": self.fold.tolist(),
            "exercise": self.exercise.tolist(),
            "meal": self.meal.tolist(),
            "infection": _grown(p.INFECTION_IL6, self.infected).tolist(),
            "reads": _each(lambda lab: float(lab.reads.value))[self.laboratory].tolist(),
        }


def _as_reported(values: Floats, lab: p.Laboratory) -> NDArray[Any]:
    """Write numbers in pg/mL as a laboratory does; what lies outside its range with the comparator of that end."""
    start, end = lab.assay.starts_at, lab.assay.ends_at
    numbers = np.char.mod(f"%.{lab.digits}f", np.maximum(values, float(start.value)) / lab.per_pg)
    texts = np.char.add(numbers.astype(str), f" {lab.il6_unit}")
    texts = np.where(values < float(start.value), f"<{start.value / lab.per_pg} {lab.il6_unit}", texts)
    if end is not None:
        texts = np.where(values > float(end.value), f">{end.value / lab.per_pg} {lab.il6_unit}", texts)
    return texts.astype(object)


def _each(read: Callable[[p.Laboratory], Any]) -> NDArray[Any]:
    """Return one value for every laboratory."""
    return np.array([read(lab) for lab in p.LABORATORIES], object)


def _limit(lab: p.Laboratory) -> str | None:
    return None if lab.upper_limit is None else str(lab.upper_limit)


def _or_none(values: NDArray[Any], is_known: NDArray[np.bool_]) -> list[Any]:
    """Return the values as a list in which nothing stands where nothing is known."""
    return [value if known else None for value, known in zip(values.tolist(), is_known.tolist(), strict=True)]


def _share(percent: Threshold) -> float:
    return float(percent.value) / _WHOLE


def _sd(cv: Threshold) -> float:
    """Return the standard deviation on the log scale that a coefficient of variation means."""
    return math.sqrt(math.log1p(_share(cv) ** 2))


def _linked() -> float:
    """Return the correlation of the logs of both levels that leaves measured ones with the rank correlation known."""
    measured = 2 * math.sin(math.pi * float(p.IL6_WITH_CRP.value) / 6)
    il6 = _sd(p.IL6_BETWEEN_CV) / math.hypot(*map(_sd, (p.IL6_BETWEEN_CV, WITHIN_PERSON_CV, ANALYTICAL_CV)))
    crp = _sd(p.CRP_BETWEEN_CV) / math.hypot(*map(_sd, (p.CRP_BETWEEN_CV, p.CRP_WITHIN_CV, p.CRP_ANALYTICAL_CV)))
    return measured / (il6 * crp)


def _wave(hours: Floats, peak: Threshold, peak_at: Threshold, gone_at: Threshold) -> Floats:
    """Return the fold of something that rises to its peak and is gone again, evenly on the log scale."""
    top, end = float(peak_at.value), float(gone_at.value)
    rising = np.minimum(hours / top, 1) if top else np.ones_like(hours)
    left = np.clip((end - hours) / (end - top), 0, 1)
    return float(peak.value) ** np.minimum(rising, left)


def _grown(by: Threshold, share: Floats) -> Floats:
    """Return the fold of something of which a share is left, on the log scale."""
    return float(by.value) ** share
