"""
Draws without a history, decided a combination of cells at a time.

First the samples: rows whose draws no rule can tell apart are judged once. Then the cases: what a draw states enters
them only through its standing, so rows of one standing whose other facts no rule can tell apart are interpreted once.
Both ask the very rules of a single case, about one row for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

import attrs
import numpy as np

from ..asking.ruleset import RuleSet
from ..case import Case
from ..conclusions import Standing, Standings
from ..errors import CaseError
from .answers import TEXTS, Answer, Columns, answer_of, answer_of_row
from .cells import Cells, Key, combined, keys_of, place, representatives
from .encoded import Batch
from .engines import Coded
from .facts import Fact
from .lines import lines_of_cases, lines_of_samples
from .plan import ERROR
from .rows import Row, rows_at

__all__ = ["answers_of_draws"]

Kept = TypeVar("Kept")

_OF_THE_PERSON: Final = frozenset({
    "age", "birth_date", "pregnant", "time_zone", "as_of", "exercise_log", "hs_crp", "hs_crp_history",
    "conventional_crp", "history", "confounders",
})  # fmt: skip
"""What of a context a sample is judged by."""
_OF_THE_RESULT: Final = frozenset({"il6", "lab_upper_limit", "method", "molar_mass", "pg_per_iu"})
"""What of a reading a case is judged by beside the standing of its sample."""
_MOST_KEPT: Final = 200_000
_SUMMARY, _LEVEL = "summary", "set_point"
_IL6: Final = ("il6", "method", "molar_mass", "pg_per_iu")
_RESTS_ON: Final = {
    "il6": _IL6,
    "hs_crp": ("hs_crp", "hs_crp_molar_mass"),
    "drawn_at": ("drawn_at", "time_zone"),
    _LEVEL: (*_IL6, "lab_upper_limit"),
}  # fmt: skip
"""The facts whose exact values an answer repeats, by the first column of that answer."""
_OF_LEVEL: Final = (_LEVEL, "low", "high")


class _Sample(NamedTuple):
    """What the case is told of a sample."""

    standings: Standings
    person: Standing
    conventional: Standing | None
    exertion: tuple[int | None, ...]
    """How long before the draw hard exercise and a race ended, by the lines of the case rules."""


class _Memory:
    """What was answered about cells before; it holds no exact value of anybody."""

    def __init__(self, _rules: RuleSet) -> None:
        self.samples: dict[Any, _Sample] = {}
        self.answers: dict[Any, Answer] = {}


@attrs.frozen(eq=False)
class _Part:
    """Some columns of answers that rest on the same facts."""

    rests_on: str
    found: Columns
    places: Any

    @classmethod
    def of(cls, rests_on: str, give: tuple[str, ...], size: int) -> _Part:
        return cls(rests_on, Columns(give), np.zeros(size, dtype=np.int64))

    @property
    def give(self) -> tuple[str, ...]:
        return self.found.give


class _Draws:
    """The draws of one batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._rules = batch.plan.rules
        self._memory = self._rules.once(_Memory)
        self._where = (batch.plan.time_zone, *batch.columns)
        self._all = batch.plan.columns

    def _rows(self, rows: Any, columns: Any = None) -> Iterator[Callable[[], Row]]:
        """Yield what reads each of some rows, when it is wanted."""
        return rows_at(
            self._batch.frame, rows, self._all if columns is None else columns, self._batch.plan.time_zone
        )

    # --- samples -----------------------------------------------------------------------------------

    def samples(self) -> Cells:
        """Return for each row its sample; none is one that cannot be judged."""
        batch, lines = self._batch, self._rules.once(lines_of_samples)
        names = [name for name, each in batch.columns.items() if _is_of_sample(each.fact)]
        columns = [batch.cells(name, lines) for name in names] or [_one(batch.size)]
        ids, count = combined(columns)
        rows = representatives(ids, count)
        found: dict[_Sample | None, int] = {}
        places = np.empty(count, dtype=np.int64)
        cases = self._rows(rows, [batch.columns[name].column for name in names])
        for at, (key, row) in enumerate(zip(keys_of(columns, rows), cases, strict=True)):
            sample = _kept(self._memory.samples, (*self._where, key), partial(self._judged, row))
            places[at] = found.setdefault(sample, len(found))
        return Cells(places[ids], tuple(found))

    def _judged(self, read: Callable[[], Row]) -> _Sample | None:
        """Judge the sample of one row."""
        row = read()
        if row.error is not None:
            return None
        try:
            case = Case.of(row.reading, row.context, self._rules)
        except CaseError:
            return None
        hours = [(each.hours_since_hard, each.hours_since_race) for each in (case.newest_day or ())[:1]]
        lines = self._rules.once(lines_of_cases).in_unit("hour")
        exertion = tuple(None if each is None else place(each, lines) for both in hours for each in both)
        return _Sample(case.standings, case.person, case.conventional, exertion)

    # --- cases -------------------------------------------------------------------------------------

    def answers(self, give: tuple[str, ...]) -> dict[str, Coded]:
        """Answer every row."""
        parts = [_Part.of(rests_on, names, self._batch.size) for rests_on, names in _parted(give).items()]
        if _SUMMARY in give or not all(each.is_ours for each in self._rules):
            self._plainly(np.arange(self._batch.size), parts)
        else:
            codes, *others = parts
            alone, has_level = self._by_cells(codes, asks_level=any(each.rests_on == _LEVEL for each in others))
            for each in others:
                self._by_value(each, has_level if each.rests_on == _LEVEL else ~alone)
            self._plainly(np.flatnonzero(alone), parts)
        columns = {name: column for each in parts for name, column in each.found.columns(each.places).items()}
        return {name: columns[name] for name in give}

    def _by_cells(self, part: _Part, *, asks_level: bool) -> tuple[Any, Any]:
        """Answer in codes; return which rows have to be answered by themselves, and which have a level."""
        columns = self._columns()
        ids, count = combined(columns)
        rows = representatives(ids, count)
        ask = (*part.give, _LEVEL) if asks_level else part.give
        places, has_level = np.full(count, -1, dtype=np.int64), np.zeros(count, dtype=bool)
        for at, (key, row) in enumerate(zip(keys_of(columns, rows), self._rows(rows), strict=True)):
            if key[0] is None:
                continue
            answer = _kept(self._memory.answers, (*self._where, ask, key), partial(self._said, row, ask))
            if answer is not None:
                places[at] = part.found.add(answer[: len(part.give)])
                has_level[at] = asks_level and answer[-1] is not None
        part.places[:] = places[ids]
        return part.places < 0, has_level[ids]

    def _columns(self) -> list[Cells]:
        """Return what tells cases apart: their samples, and of what a draw states only whether it is stated."""
        batch, lines, asked = self._batch, self._rules.once(lines_of_cases), set(self._rules.traced_facts)
        columns = [self.samples()]
        for name, each in batch.columns.items():
            is_of_draw = _is_of_draw(each.fact) and each.fact.key not in asked
            columns.append(batch.presence(name) if is_of_draw else batch.cells(name, lines))
        return columns

    def _said(self, read: Callable[[], Row], ask: tuple[str, ...]) -> Answer | None:
        """Interpret one row for all that are like it; none where it cannot be read, which each says of itself."""
        answer = answer_of_row(read(), self._rules, ask)
        return answer if answer[ask.index(ERROR)] is None else None

    def _by_value(self, part: _Part, wanted: Any) -> None:
        """Answer with what a value itself says, once for each."""
        rows, nothing = np.flatnonzero(wanted), part.found.add((None,) * len(part.give))
        part.places[:] = nothing
        exact = [_taken(self._batch.exact(name), rows) for name in _RESTS_ON[part.rests_on] if name in self._batch.columns]
        if len(rows) and exact:
            ids, count = combined(exact)
            cases = self._rows(rows[representatives(ids, count)])
            said = [part.found.add(answer_of_row(read(), self._rules, part.give)) for read in cases]
            part.places[rows] = np.array(said, dtype=np.int64)[ids]

    def _plainly(self, rows: Any, parts: list[_Part]) -> None:
        """Interpret rows by themselves: each different one once."""
        if not len(rows):
            return
        exact = [_taken(self._batch.exact(name), rows) for name in self._batch.columns] or [_one(len(rows))]
        ids, count = combined(exact)
        give = tuple(name for part in parts for name in part.give)
        said = np.empty((count, len(parts)), dtype=np.int64)
        for at, read in enumerate(self._rows(rows[representatives(ids, count)])):
            answer = iter(answer_of_row(read(), self._rules, give))
            said[at] = [part.found.add(tuple(next(answer) for _ in part.give)) for part in parts]
        for number, part in enumerate(parts):
            part.places[rows] = said[ids, number]


def answers_of_draws(batch: Batch, give: tuple[str, ...]) -> dict[str, Coded]:
    """Answer for every row of a batch, each a case of its own."""
    return _Draws(batch).answers(give)


def _parted(give: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Put answers together that rest on the same facts: the codes first, the error among them."""
    parts: dict[str, list[str]] = {ERROR: []}
    for name in give:
        rests_on = ERROR if name not in TEXTS or name in (ERROR, _SUMMARY) else _LEVEL if name in _OF_LEVEL else name
        parts.setdefault(rests_on, []).append(name)
    return {rests_on: tuple(names) for rests_on, names in parts.items()}


def _is_of_sample(fact: Fact) -> bool:
    """Whether a sample is judged by a fact."""
    return fact.key in _OF_THE_PERSON if fact.part == "context" else fact.key != "lab_upper_limit"


def _is_of_draw(fact: Fact) -> bool:
    """Whether a fact is only of a draw, so that a case is told of it by the standing of the sample."""
    return fact.part == "reading" and fact.key not in _OF_THE_RESULT or (fact.key == "hs_crp" and bool(fact.within))


def _one(size: int) -> Cells:
    return Cells(np.zeros(size, dtype=np.int32), ((),))


def _taken(cells: Cells, rows: Any) -> Cells:
    return Cells(cells.ids[rows], cells.keys)


def _kept(memory: dict[Any, Kept], key: Any, work_out: Callable[[], Kept | None]) -> Kept | None:
    """Return what is remembered under a key, or work it out; what holds an exact value is not kept."""
    found = memory.get(key)
    if found is None:
        found = work_out()
        if found is not None and not any(_is_exact(each) for each in key[-1]):
            if len(memory) >= _MOST_KEPT:
                memory.clear()
            memory[key] = found
    return found


def _is_exact(key: Key) -> bool:
    return isinstance(key, tuple) and key[:1] == ("exactly",)
