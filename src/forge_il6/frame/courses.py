"""
Courses of persons, decided a pattern at a time.

A row of a person is asked about with its earlier rows. Rows whose own facts, whose earlier samples one by one, whose
days between them and whose statistics no rule can tell apart share one pattern, and the rules are asked about one of
them. What no pattern holds (two draws of a day, illnesses, sessions, long histories) is asked about row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from itertools import combinations
from typing import Any, Final, NamedTuple

import narwhals as nw
import numpy as np

from ..asking.answer import answer
from ..asking.course import Counting, noise_limit, sigma
from ..asking.evaluate import deciding
from ..asking.facts import CaseFacts
from ..asking.rule import AnyRule
from ..asking.ruleset import RuleSet
from ..case import Case
from ..errors import CaseError
from .answers import Answer, Columns, answer_of, failed
from .beside import NOTHING_BESIDE, Beside
from .cells import Cells, combined, keys_of, named, place, representatives
from .draws import DECIDED, SAID, Draws, Part, parted, remembered
from .encoded import Batch
from .engines import Coded, factorized
from .lines import LinesOf, asking_to_decide, asking_to_say
from .persons import Stated, all_cases, case_of
from .plan import ERROR
from .rows import Row, rows_at
from .times import Times
from .watched import LookedAtError, asked_of_hosts, may_share

__all__ = ["Courses", "answers_of_persons", "change_of_many", "fitted_many"]

_LONGEST: Final = 12
"""So many rows of one person make a pattern; of more each row is asked about."""
_DAY: Final = 24 * 60 * 60 * 1_000_000
_CLOSE: Final = 1e-9
"""What lies so near to a line, relative to it, is asked about by itself: arrays end in other digits."""
_OF_COUNTING: Final = ("il6", "method", "specimen", "pregnant")
"""The facts by which it is told which rows count, beside the standing of their samples."""
_OF_RESULTS: Final = ("il6", "method", "lab_upper_limit", "hs_crp", "pregnant")
"""The facts by which the lines of a rule tell results apart."""
_OF_HISTORY: Final = frozenset({"samples", "counting", "index_sample", "crp_results", "draw_day"})
"""The names under which rules ask for what came before a row."""
_RESULTS: Final = frozenset({"pg/mL", "mg/L"})
_STATISTICS: Final = frozenset({"fold", "%"})
_NO_LINES: Final = LinesOf(())
_UNREAD: Final = "unread"
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
        self._facts: dict[tuple[int, ...], dict[str, Any]] = {}
        self._courses: dict[int, list[Cells]] = {}
        self._near: dict[int, Any] = {}
        self._fits: Any = None

    # --- which rows fit ----------------------------------------------------------------------------

    def _fitting(self) -> Any:
        """Return which rows are of persons whose courses make patterns."""
        size = self._batch.size
        if self._times is None or not len(self._persons) or not {*_NUMBERS} <= self._rules.thresholds().keys():
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
            of_persons |= np.array(
                [self._beside.person(each) is not NOTHING_BESIDE for each in self._persons], dtype=bool
            )
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
        own = self._draws.own(self._rules.once(asking_to_say if says else asking_to_decide), says=says)
        for before in np.unique(self._order.before).tolist():
            rows = self._order.rows[self._order.before == before]
            index = self._order.rows[self._order.place[rows][:, None] - np.arange(before + 1)]
            columns = [Cells(own.ids[index[:, 0]], own.keys), *self._course(index)]
            if says and "drawn_at" in self._batch.columns:
                columns += self._each(self._symbols(("drawn_at",), None), index)
            work_out = partial(self._answer, found.give)
            answers, ids = self._remembered(self._draws.memory.answers, found.give, columns, index, work_out)
            told = np.array([-1 if each is None else found.add(each) for each in answers], dtype=np.int64)
            places[rows] = np.where(self._is_near(index) | self._borrows(index), -1, told[ids])
        return places

    def _remembered(
        self, memory: dict[Any, Any], what: Any, columns: list[Cells], index: Any, work_out: Callable[[Any], Any]
    ) -> tuple[list[Any], Any]:
        """Return what is remembered of each combination, or work it out of one row of it, and which each row has."""
        ids, count = combined(columns)
        first = representatives(ids, count)
        where = (*self._draws.where, index.shape[1], what)
        keys = [(*where, key) for key in keys_of(columns, first)]
        return remembered(memory, keys, lambda missing: map(work_out, index[first[missing]])), ids

    # --- what the rules say of a course ------------------------------------------------------------

    def _course(self, index: Any) -> list[Cells]:
        """Return for each row what the rules that ask about its history answer, asked one by one."""
        length = index.shape[1]
        if length > 1 and length not in self._courses:
            masks = self._masks(index)
            self._fits = self._fitted(index, masks)
            self._near[length] = self._too_near()
            self._courses[length] = [self._asked(each, index, masks) for each in self._rules.once(_rules_of_history)]
        return self._courses.get(length, [])

    def _is_near(self, index: Any) -> Any:
        return self._near.get(index.shape[1], np.zeros(len(index), dtype=bool))

    def _borrows(self, index: Any) -> Any:
        """Return which rows are asked about with a result of an earlier one, having none: no pattern holds that."""
        borrowed = np.zeros(len(index), dtype=bool)
        for name in ("il6", "hs_crp"):
            if name in self._batch.columns:
                known = self._batch.presence(name).ids > 0
                borrowed |= ~known[index[:, 0]] & known[index[:, 1:]].any(axis=1)
        return borrowed

    def _masks(self, index: Any) -> Any:
        """Return which draws count, and which would if they were verified."""
        lines = LinesOf(each for each in self._rules if each.works_out == "counting")
        columns = [*self._each(self._draws.samples, index), *self._each(self._symbols(_OF_COUNTING, _NO_LINES), index)]
        columns += self._apart(index, lines)
        masks, ids = self._remembered(self._draws.memory.masks, "masks", columns, index, self._mask)
        return np.array(masks, dtype=np.int8)[ids]

    def _asked(self, rule: AnyRule, index: Any, masks: Any) -> Cells:
        """Return for each row what one rule answers, told apart by the lines of that rule alone."""
        lines, units = LinesOf((rule,)), {number.unit for number in rule.numbers.values()}
        columns = [Cells(masks[:, at], (_OUT, _DOUBTFUL, _COUNTS)) for at in range(index.shape[1])]
        if not {"samples", "crp_results"}.isdisjoint(rule.facts):
            columns += self._each(self._draws.samples, index)
        if units & _RESULTS:
            columns += self._each(self._symbols(_OF_RESULTS, lines), index)
        if set(rule.facts) - _OF_HISTORY:
            own = self._symbols(_OF_RESULTS, self._rules.once(asking_to_decide).lines)
            columns += [Cells(each.ids[index[:, 0]], each.keys) for each in (own, self._draws.samples)]
        columns += self._apart(index, lines)
        if units & _STATISTICS:
            columns += self._statistics(tuple(float(line) for line in lines.in_unit("fold")))
        ask = partial(self._answer_of_rule, rule)
        answers, ids = self._remembered(self._draws.memory.of_rules, rule.id, columns, index, ask)
        found: dict[Any, int] = {}
        places = np.array([found.setdefault(each, len(found)) for each in answers], dtype=np.int32)
        return Cells(places[ids], tuple(found))

    def _each(self, cells: Cells, index: Any) -> list[Cells]:
        """Return the cells of each row and of those before it."""
        return [Cells(cells.ids[index[:, at]], cells.keys) for at in range(index.shape[1])]

    def _symbols(self, names: tuple[str, ...], lines: LinesOf | None) -> Cells:
        """Return for each row some of its facts together, by lines; without lines only whether they are stated."""
        batch = self._batch
        stated = [name for name in names if name in batch.columns]
        columns = [batch.presence(name) if lines is None else batch.cells(name, lines) for name in stated]
        if not columns:
            return Cells(np.zeros(batch.size, dtype=np.int8), ((),))
        ids, count = combined(columns)
        return Cells(ids, tuple(keys_of(columns, representatives(ids, count))))

    def _apart(self, index: Any, of: LinesOf) -> Iterator[Cells]:
        """Yield for each pair of draws how many days lie between them, by the lines of a rule."""
        lines = of.in_unit("day")
        if self._times is None or not lines:
            return
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
            missing,
            rows_at(self._batch.frame, np.array(missing, dtype=np.int64), plan.columns, plan.time_zone),
            strict=True,
        ):
            self._read[number] = read()
        rows = [self._read[number] for number in numbers.tolist()]
        return case_of(rows[0], rows, NOTHING_BESIDE)

    def _known(self, numbers: Any) -> dict[str, Any]:
        """Return the facts of the case of a row, and which readings count; nothing where it cannot be read."""
        of = tuple(numbers.tolist())
        if of not in self._facts:
            self._facts[of] = self._facts_of(numbers)
        return self._facts[of]

    def _facts_of(self, numbers: Any) -> dict[str, Any]:
        stated = self._case(numbers)
        if stated.error is not None:
            return {}
        try:
            case = Case.of(stated.reading, stated.context, self._rules)
        except CaseError:
            return {}
        known = dict(zip((*CaseFacts._fields, *self._rules.stated_facts), case.facts(), strict=True))
        return known | {"counting": answer(self._rules, "counting", known)}

    def _mask(self, numbers: Any) -> tuple[int, ...]:
        """Return which of the draws count, and which would if they were verified, as the rules themselves choose."""
        counting: Counting | None = self._known(numbers).get("counting")
        if counting is None or self._times is None:
            return (_OUT,) * len(numbers)
        counts = {day.day.toordinal() - _EPOCH for day in counting.point_days}
        doubtful = {day.day.toordinal() - _EPOCH for day in counting.possible_point_days} - counts
        days = self._times.days[numbers].tolist()
        return tuple(_COUNTS if day in counts else _DOUBTFUL if day in doubtful else _OUT for day in days)

    def _answer_of_rule(self, rule: AnyRule, numbers: Any) -> tuple[Any]:
        """Ask one rule about a row; what it is asked with and is no fact of the case other rules work out."""
        known = self._known(numbers)
        if not known:
            return (_UNREAD,)
        facts = [known[name] if name in known else answer(self._rules, name, known) for name in rule.facts]
        return (None if any(each is None for each in facts) else rule.ask(*facts),)

    def _answer(self, give: tuple[str, ...], numbers: Any) -> Answer | None:
        """Interpret one row for all that are like it; none where it cannot be read."""
        stated = self._case(numbers)
        if stated.error is not None:
            return None
        try:
            *said, error = answer_of(stated.reading, stated.context, self._draws.watching, (*give, ERROR))
        except LookedAtError:
            return None
        return tuple(said) if error is None else None

    # --- statistics --------------------------------------------------------------------------------

    def _fitted(self, index: Any, masks: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """Return scatter against noise of the counting and of the possible days, and the folds of trend and change."""
        days, logs = self._days(index), self._logs[index]
        numbers = self._rules.thresholds()
        within, analytical, percentile = (numbers[name].value for name in _NUMBERS)
        noise = sigma(within, analytical)
        limits = np.array([noise_limit(noise, n - _OF_A_LINE, percentile) for n in range(index.shape[1] + 1)])
        counting, possible = masks == _COUNTS, masks >= _DOUBTFUL
        fold, scatter = fitted_many(days, logs, counting)
        _, doubtful = fitted_many(days, logs, possible)
        ratios = scatter / limits[counting.sum(axis=1)], doubtful / limits[possible.sum(axis=1)]
        return ratios, (fold, change_of_many(logs, counting))

    def _too_near(self) -> Any:
        """Return which rows lie too near to a line to be told of by arrays."""
        ratios, folds = self._fits
        lines = [float(line) for line in self._rules.once(asking_to_decide).lines.in_unit("fold")]
        near = [np.abs(each - 1) < _CLOSE for each in ratios]
        return np.any([*near, *(np.abs(each / line - 1) < _CLOSE for each in folds for line in lines)], axis=0)

    def _statistics(self, lines: tuple[float, ...]) -> list[Cells]:
        """Return the cells of scatter, trend and change, by lines."""
        ratios, folds = self._fits
        cells = [Cells((each > 1).astype(np.int8), (("noise",), ("scatter",))) for each in ratios]
        keys = tuple(("fold", at, lines) for at in range(len(lines) + 1))
        return cells + [Cells(np.searchsorted(np.array(lines), each).astype(np.int8), keys) for each in folds]

    def _days(self, index: Any) -> Any:
        return index * 0 if self._times is None else self._times.days[index]

    @cached_property
    def _logs(self) -> Any:
        return self._batch.logs("il6")


def _rules_of_history(rules: RuleSet) -> tuple[AnyRule, ...]:
    """Return the rules that decide and ask for what came before a row, but for the one that says which rows count."""
    asked = (each for each in deciding(rules.case_rules) if each.works_out != "counting")
    return tuple(each for each in asked if not (_OF_HISTORY - {"draw_day"}).isdisjoint(each.facts))


# --- every person ----------------------------------------------------------------------------------


def answers_of_persons(
    batch: Batch, person: nw.Series[Any], give: tuple[str, ...], beside: Beside | None
) -> dict[str, Coded]:
    """Answer for every row of a batch of whole persons."""
    whose, persons = factorized(person)
    parts = [Part.of(rests_on, names, batch.size) for rests_on, names in parted(give).items()]
    alone = np.ones(batch.size, dtype=bool)
    if (
        {part.rests_on for part in parts} <= {DECIDED, SAID}
        and "summary" not in give
        and batch.plan.rules.once(may_share)
        and _OF_HISTORY.isdisjoint(batch.plan.rules.once(asked_of_hosts))
    ):
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
    names: list[Hashable] = [*persons, None]

    def person_of(number: int) -> Hashable:
        return names[int(whose[number])]

    for each in all_cases(read, person_of, beside):
        if wanted[each.number]:
            said = iter(_said(each, batch.plan.rules, give))
            for part in parts:
                part.places[each.number] = part.found.add(tuple(next(said) for _ in part.give))


def _said(each: Stated, rules: RuleSet, give: tuple[str, ...]) -> Answer:
    return failed(each.error, give) if each.error else answer_of(each.reading, each.context, rules, give)


# --- arrays of days --------------------------------------------------------------------------------


def fitted_many(days: Any, logs: Any, counting: Any) -> tuple[Any, Any]:
    """Return fold and scatter of each row of days, as `fitted` does, of those that count; the newest comes first."""
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
