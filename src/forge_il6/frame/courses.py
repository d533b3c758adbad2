"""
Courses of persons, decided a pattern at a time.

A row of a person is asked about with its earlier rows. Rows whose own facts, whose earlier samples one by one, whose
days between them and whose statistics no rule can tell apart share one pattern, and the rules are asked about one of
them. What such a pattern cannot hold (two draws of a day, illnesses, sessions, long histories) is asked about row by row.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Final, NamedTuple

import narwhals as nw
import numpy as np

from ..asking.answer import answer
from ..asking.course import Counting, noise_limit, sigma
from ..asking.ruleset import RuleSet
from ..case import Case
from ..errors import CaseError
from .answers import Answer, Columns, answer_of, failed
from .beside import NOTHING_BESIDE, Beside
from .cells import Cells, combined, keys_of, named, place, representatives
from .draws import DECIDED, SAID, Draws, Part, parted, remembered
from .encoded import Batch
from .engines import Coded, factorized
from .lines import Asking, asking_to_decide, asking_to_say
from .persons import Stated, all_cases, case_of
from .plan import ERROR
from .rows import Row, rows_at
from .times import Times

__all__ = ["Courses", "answers_of_persons", "change_of_many", "fitted_many"]

_LONGEST: Final = 12
"""So many rows of one person make a pattern; of more each row is asked about."""
_DAY: Final = 24 * 60 * 60 * 1_000_000
_CLOSE: Final = 1e-9
"""What lies so near to a line, relative to it, is asked about by itself: the arithmetic of arrays ends in other digits."""
_OF_HISTORY: Final = ("il6", "method", "specimen", "lab_upper_limit", "hs_crp", "pregnant", "drawn_at")
"""The facts of an earlier row that a later one is asked about with, beside the standing of its samples."""
_OUT, _DOUBTFUL, _COUNTS = 0, 1, 2
_OF_A_LINE: Final = 2
"""So many days are used up by the line itself."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_NUMBERS: Final = ("within_person_cv", "analytical_cv", "noise_percentile")


class _Order(NamedTuple):
    """Rows by person and time."""

    rows: Any
    """Row numbers, person by person, oldest first."""
    place: Any
    """For each row its place in that order."""
    before: Any
    """For each row how many rows of its person came before it."""


class Courses:
    """The courses of one batch."""

    def __init__(self, batch: Batch, whose: Any, persons: tuple[Hashable, ...], beside: Beside | None) -> None:
        self._draws = Draws(batch)
        self._batch = batch
        self._rules = batch.plan.rules
        self._whose = whose
        self._persons = persons
        self._beside = beside
        drawn = batch.columns.get("drawn_at")
        self._times = drawn.data if drawn is not None and isinstance(drawn.data, Times) else None
        self.fits = self._fitting()
        self._order = self._ordered()
        self._read: dict[int, Row] = {}

    # --- which rows fit ----------------------------------------------------------------------------

    def _fitting(self) -> Any:
        """Return which rows are of persons whose courses make patterns."""
        size = self._batch.size
        if self._times is None or not {*_NUMBERS} <= self._rules.thresholds().keys():
            return np.zeros(size, dtype=bool)
        bad = (self._whose < 0) | ~self._times.known | self._times.apart | ~self._batch.is_plain
        bad |= np.array([each is None for each in self._draws.samples.keys])[self._draws.samples.ids]
        ordered = np.lexsort((self._times.instants, self._whose))
        who, at, day = self._whose[ordered], self._times.instants[ordered], self._times.days[ordered]
        is_same = who[1:] == who[:-1]
        too_close = is_same & ((at[1:] - at[:-1] < _DAY) | (day[1:] <= day[:-1]))
        bad[ordered[1:][too_close]] = True
        of_persons = np.bincount(self._whose[bad & (self._whose >= 0)], minlength=len(self._persons)) > 0
        of_persons |= np.bincount(self._whose[self._whose >= 0], minlength=len(self._persons)) > _LONGEST
        if self._beside is not None:
            of_persons |= np.array([self._beside.person(each) is not NOTHING_BESIDE for each in self._persons], dtype=bool)
        return (self._whose >= 0) & ~of_persons[np.maximum(self._whose, 0)]

    def _ordered(self) -> _Order:
        fitting = np.flatnonzero(self.fits)
        if self._times is None or not len(fitting):
            return _Order(fitting, fitting, fitting)
        rows = fitting[np.lexsort((self._times.instants[fitting], self._whose[fitting]))]
        who = self._whose[rows]
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        lengths = np.diff(np.r_[starts, len(rows)])
        before = np.arange(len(rows)) - np.repeat(starts, lengths)
        place = np.zeros(self._batch.size, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        return _Order(rows, place, before)

    # --- patterns ----------------------------------------------------------------------------------

    def decide(self, found: Columns, *, says: bool) -> Any:
        """Return the place of the answer of every row; −1 for what has to be asked about by itself."""
        places = np.full(self._batch.size, -1, dtype=np.int64)
        asking = self._rules.once(asking_to_say if says else asking_to_decide)
        own, history = self._draws.own(asking, says=says), self._history(asking)
        for before in np.unique(self._order.before).tolist():
            rows = self._order.rows[self._order.before == before]
            index = self._order.rows[self._order.place[rows][:, None] - np.arange(before + 1)]
            places[rows] = self._of_length(index, own, history, asking, found)
        return places

    def _history(self, asking: Asking) -> Cells:
        """Return for each row what a later one is asked about with."""
        columns = [self._draws.samples]
        for name in _OF_HISTORY:
            if name in self._batch.columns:
                is_time = name == "drawn_at"
                columns.append(self._batch.presence(name) if is_time else self._batch.cells(name, asking.lines))
        ids, count = combined(columns)
        return Cells(ids, tuple(keys_of(columns, representatives(ids, count))))

    def _of_length(self, index: Any, own: Cells, history: Cells, asking: Asking, found: Columns) -> Any:
        """Answer rows that have equally many before them; *index* holds each row, then those before it, newest first."""
        columns = [Cells(own.ids[index[:, 0]], own.keys)]
        columns += [Cells(history.ids[index[:, at]], history.keys) for at in range(1, index.shape[1])]
        columns += self._apart(index, asking)
        where = (*self._draws.where, found.give)
        is_near = np.zeros(len(index), dtype=bool)
        if index.shape[1] > 1:
            ids, count = combined(columns)
            first = representatives(ids, count)
            patterns = list(keys_of(columns, first))
            masks = remembered(
                self._draws.memory.masks,
                [(*where, key) for key in patterns],
                lambda missing: map(self._mask, index[first[missing]]),
            )
            statistics, is_near = self._statistics(index, np.array(masks)[ids], asking)
            columns = [Cells(ids, tuple(patterns)), *statistics]
        ids, count = combined(columns)
        first = representatives(ids, count)
        answers = remembered(
            self._draws.memory.answers,
            [(*where, key) for key in keys_of(columns, first)],
            lambda missing: map(partial(self._answer, found.give), index[first[missing]]),
        )
        places = np.array([-1 if each is None else found.add(each) for each in answers], dtype=np.int64)
        return np.where(is_near, -1, places[ids])

    def _apart(self, index: Any, asking: Asking) -> Iterator[Cells]:
        """Yield for each pair of draws how many days lie between them, by the lines of the rules."""
        if self._times is None or index.shape[1] == 1:
            return
        lines = asking.lines.in_unit("day")
        table = np.array([place(Decimal(day), lines) for day in range(int(max(lines)) + 2)], dtype=np.int16)
        keys = tuple(named(cell, lines) for cell in range(2 * len(lines) + 1))
        days = self._times.days[index]
        for later, earlier in combinations(range(index.shape[1]), 2):
            yield Cells(table[np.minimum(days[:, later] - days[:, earlier], len(table) - 1)], keys)

    # --- one row for all ---------------------------------------------------------------------------

    def _case(self, numbers: Any) -> Stated:
        """Make the case of a row with those before it."""
        missing = [number for number in numbers.tolist() if number not in self._read]
        plan = self._batch.plan
        for number, read in zip(
            missing, rows_at(self._batch.frame, np.array(missing, dtype=np.int64), plan.columns, plan.time_zone), strict=True
        ):
            self._read[number] = read()
        rows = [self._read[number] for number in numbers.tolist()]
        return case_of(rows[0], rows, NOTHING_BESIDE)

    def _mask(self, numbers: Any) -> tuple[int, ...]:
        """Return which of the draws count, and which would if they were verified, as the rules themselves choose."""
        stated, nothing = self._case(numbers), (_OUT,) * len(numbers)
        if stated.error is not None or self._times is None:
            return nothing
        try:
            samples = Case.of(stated.reading, stated.context, self._rules).samples
        except CaseError:
            return nothing
        counting: Counting | None = answer(self._rules, "counting", {"samples": samples})
        if counting is None:
            return nothing
        counts = {day.day.toordinal() - _EPOCH for day in counting.point_days}
        doubtful = {day.day.toordinal() - _EPOCH for day in counting.possible_point_days} - counts
        days = self._times.days[numbers].tolist()
        return tuple(_COUNTS if day in counts else _DOUBTFUL if day in doubtful else _OUT for day in days)

    def _answer(self, give: tuple[str, ...], numbers: Any) -> Answer | None:
        """Interpret one row for all that are like it; none where it cannot be read."""
        stated = self._case(numbers)
        if stated.error is not None:
            return None
        *said, error = answer_of(stated.reading, stated.context, self._rules, (*give, ERROR))
        return tuple(said) if error is None else None

    # --- statistics --------------------------------------------------------------------------------

    def _statistics(self, index: Any, masks: Any, asking: Asking) -> tuple[list[Cells], Any]:
        """Return the cells of trend, scatter and change, and which rows lie too near to a line to be told of."""
        days, logs = self._days(index), self._logs[index]
        numbers = self._rules.thresholds()
        within, analytical, percentile = (numbers[name].value for name in _NUMBERS)
        most = index.shape[1]
        limits = np.array([noise_limit(sigma(within, analytical), n - 2, percentile) for n in range(most + 1)])
        counting, possible = masks == _COUNTS, masks >= _DOUBTFUL
        lines = np.array([float(line) for line in asking.lines.in_unit("fold")])
        fold, scatter = fitted_many(days, logs, counting)
        _, doubtful = fitted_many(days, logs, possible)
        ratios = scatter / limits[counting.sum(axis=1)], doubtful / limits[possible.sum(axis=1)]
        folds = fold, change_of_many(logs, counting)
        near = [np.abs(each - 1) < _CLOSE for each in ratios]
        near += [np.abs(each / line - 1) < _CLOSE for each in folds for line in lines]
        cells = [Cells((each > 1).astype(np.int8), (("noise",), ("scatter",))) for each in ratios]
        keys = tuple(("fold", at) for at in range(len(lines) + 1))
        cells += [Cells(np.searchsorted(lines, each).astype(np.int8), keys) for each in folds]
        return cells, np.logical_or.reduce(near)

    def _days(self, index: Any) -> Any:
        return index * 0 if self._times is None else self._times.days[index]

    @cached_property
    def _logs(self) -> Any:
        return self._batch.logs("il6")


# --- every person ----------------------------------------------------------------------------------


def answers_of_persons(
    batch: Batch, person: nw.Series[Any], give: tuple[str, ...], beside: Beside | None
) -> dict[str, Coded]:
    """Answer for every row of a batch of whole persons."""
    whose, persons = factorized(person)
    parts = [Part.of(rests_on, names, batch.size) for rests_on, names in parted(give).items()]
    alone = np.ones(batch.size, dtype=bool)
    if {part.rests_on for part in parts} <= {DECIDED, SAID} and "summary" not in give and all(each.is_ours for each in batch.plan.rules):
        courses = Courses(batch, whose, persons, beside)
        alone = ~courses.fits
        for part in parts:
            part.places[:] = courses.decide(part.found, says=part.rests_on == SAID)
            alone |= part.places < 0
    _row_by_row(batch, whose, persons, beside, np.flatnonzero(alone), parts)
    columns = {name: column for part in parts for name, column in part.found.columns(part.places).items()}
    return {name: columns[name] for name in give}


def _row_by_row(
    batch: Batch, whose: Any, persons: tuple[Hashable, ...], beside: Beside | None, alone: Any, parts: list[Part]
) -> None:
    """Ask about some rows by themselves, each with the rows of its person."""
    wanted = np.zeros(batch.size, dtype=bool)
    wanted[alone] = True
    theirs = np.zeros(len(persons) + 1, dtype=bool)
    theirs[whose[alone]] = True
    theirs[-1] = False
    rows = np.flatnonzero(theirs[whose] | wanted)
    read = (each() for each in rows_at(batch.frame, rows, batch.plan.columns, batch.plan.time_zone))
    give = tuple(name for part in parts for name in part.give)
    names = [*persons, None]
    for each in all_cases(read, lambda number: names[whose[number]], beside):
        if wanted[each.number]:
            said = iter(_said(each, batch.plan.rules, give))
            for part in parts:
                part.places[each.number] = part.found.add(tuple(next(said) for _ in part.give))


def _said(each: Stated, rules: RuleSet, give: tuple[str, ...]) -> Answer:
    return failed(each.error, give) if each.error else answer_of(each.reading, each.context, rules, give)


# --- arrays of days --------------------------------------------------------------------------------


def fitted_many(days: Any, logs: Any, counting: Any) -> tuple[Any, Any]:
    """Return for each row of days fold and scatter as `fitted` does, of those that count; the newest day comes first."""
    n = np.maximum(counting.sum(axis=1), 1)
    oldest = np.where(counting, days, np.iinfo(np.int64).max).min(axis=1)
    newest = np.where(counting, days, np.iinfo(np.int64).min).max(axis=1)
    times = np.where(counting, days - oldest[:, None], 0).astype(np.float64)
    levels = np.where(counting, logs, 0.0)
    off = np.where(counting, times - (times.sum(axis=1) / n)[:, None], 0.0)
    about = np.where(counting, levels - (levels.sum(axis=1) / n)[:, None], 0.0)
    spread = (off**2).sum(axis=1)
    slope = (off * about).sum(axis=1) / np.where(spread > 0, spread, 1.0)
    squares = (np.where(counting, about - slope[:, None] * off, 0.0) ** 2).sum(axis=1)
    span = np.where(n > 1, newest - oldest, 0)
    scatter = np.where(n > _OF_A_LINE, np.sqrt(squares / np.maximum(n - _OF_A_LINE, 1)), 0.0)
    return np.exp(slope * span), scatter


def change_of_many(logs: Any, counting: Any) -> Any:
    """Return for each row of days the fold between the last two that count; one where there are fewer."""
    last = counting.argmax(axis=1)
    rows = np.arange(len(logs))
    others = counting.copy()
    others[rows, last] = False
    before = others.argmax(axis=1)
    return np.where(others.any(axis=1), np.exp(logs[rows, last] - logs[rows, before]), 1.0)
