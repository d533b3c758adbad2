"""
Draws without a history, decided a combination of cells at a time.

First the samples: rows whose draws no rule can tell apart are judged once. Then the cases: what a draw states enters
them only through its standing, so rows of one standing whose other facts no rule can tell apart are interpreted once.
Both ask the very rules of a single case, about one row for all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, TypeVar, cast

import attrs
import numpy as np

from ..asking.ruleset import RuleSet
from ..case import Case
from ..conclusions import Standing, Standings
from ..errors import CaseError
from .answers import Answer, Columns, answer_of_row
from .cells import Cells, Key, combined, is_exact, keys_of, place, representatives, taken
from .encoded import Batch
from .engines import Coded
from .facts import Fact
from .lines import Asking, asking_to_decide, asking_to_say, lines_of_samples
from .numbering import Memory, told
from .plan import ERROR
from .rows import Row, rows_at
from .watched import LookedAtError, may_share, watching

__all__ = ["DECIDED", "SAID", "Draws", "Part", "answers_of_draws", "columns_of", "parted", "remembered"]

Kept = TypeVar("Kept")

_OF_THE_PERSON: Final = frozenset({
    "age", "birth_date", "pregnant", "time_zone", "as_of", "exercise_log", "hs_crp", "hs_crp_history",
    "conventional_crp", "history", "confounders",
})  # fmt: skip
"""What of a context a sample is judged by."""
_OF_THE_RESULT: Final = frozenset({"il6", "lab_upper_limit", "method", "molar_mass", "pg_per_iu"})
"""What of a reading a case is judged by beside the standing of its sample."""
_MOST_KEPT: Final = 200_000
_SUMMARY, _LEVEL, _DRAWN = "summary", "set_point", "drawn_at"
DECIDED, SAID = "decided", "said"
_IL6: Final = ("il6", "method", "molar_mass", "pg_per_iu")
_RESTS_ON: Final = {
    "il6": _IL6,
    "hs_crp": ("hs_crp", "hs_crp_molar_mass"),
    "drawn_at": ("drawn_at", "time_zone"),
    _LEVEL: (*_IL6, "lab_upper_limit"),
}  # fmt: skip
"""The facts whose exact values an answer repeats, by the first column of that answer."""
_PART_OF: Final[Mapping[str, str]] = {
    **{name: name for name in _RESTS_ON}, "low": _LEVEL, "high": _LEVEL, "missing": SAID, "vitamin_d": SAID,
}  # fmt: skip
"""The answers that do not follow from the decision alone."""


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
        self.told: Memory = {}


@attrs.frozen(eq=False)
class Part:
    """Some columns of answers that rest on the same facts."""

    rests_on: str
    found: Columns
    places: Any

    @classmethod
    def of(cls, rests_on: str, give: tuple[str, ...], size: int) -> Part:
        """Begin a part for so many rows."""
        return cls(rests_on, Columns(give), np.zeros(size, dtype=np.int64))

    @property
    def give(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.found.give


class Draws:
    """The draws of one batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.rules = batch.plan.rules
        self.watching = self.rules.once(watching)
        """The rules as they are asked about one row for all like it."""
        self.memory = self.rules.once(_Memory)
        self.where = (batch.plan.time_zone, *batch.columns)
        self._all = batch.plan.columns

    def _rows(self, rows: Any, columns: Any = None) -> Iterator[Callable[[], Row]]:
        """Yield what reads each of some rows, when it is wanted."""
        return rows_at(self.batch.frame, rows, self._all if columns is None else columns, self.batch.plan.time_zone)

    # --- samples -----------------------------------------------------------------------------------

    @cached_property
    def samples(self) -> Cells:
        """For each row its sample; none is one that cannot be judged."""
        batch, lines = self.batch, self.rules.once(lines_of_samples)
        names = [name for name, each in batch.columns.items() if _is_of_sample(each.fact)]
        columns = [batch.cells(name, lines) for name in names] or [_one(batch.size)]
        read = [batch.columns[name].column for name in names]

        def judged(keys: list[tuple[Key, ...]], rows: Any) -> list[_Sample | None]:
            own = [(*self.where, ("sample", *key)) for key in keys]
            return self._remembered(self.memory.samples, own, rows, read, self._judged)

        return told(self.memory.told, self.where, columns, judged)

    def _judged(self, row: Row) -> _Sample | None:
        """Judge the sample of one row."""
        if row.error is not None:
            return None
        try:
            case = Case.of(row.reading, row.context, self.watching)
        except (CaseError, LookedAtError):
            return None
        hours = [(each.hours_since_hard, each.hours_since_race) for each in (case.newest_day or ())[:1]]
        lines = self.rules.once(asking_to_say).lines.in_unit("hour")
        exertion = tuple(None if each is None else place(each, lines) for both in hours for each in both)
        return _Sample(case.standings, case.person, case.conventional, exertion)

    # --- cases -------------------------------------------------------------------------------------

    def own(self, asking: Asking, *, says: bool) -> Cells:
        """Return for each row what is asked about it, whatever came before it."""
        columns = [self.samples, *self.columns(asking, says=says)]
        ids, count = combined(columns)
        return Cells(ids, tuple(keys_of(columns, representatives(ids, count))))

    def answers(self, give: tuple[str, ...]) -> dict[str, Coded]:
        """Answer every row."""
        parts = {rests_on: Part.of(rests_on, names, self.batch.size) for rests_on, names in parted(give).items()}
        if _SUMMARY in give or not self.rules.once(may_share):
            self._plainly(np.arange(self.batch.size), parts.values())
        else:
            alone = self._by_cells(parts)
            for each in parts.values():
                if each.rests_on in _RESTS_ON:
                    self.by_value(each, self._with_level(~alone) if each.rests_on == _LEVEL else ~alone)
            self._plainly(np.flatnonzero(alone), parts.values())
        columns = {name: column for each in parts.values() for name, column in each.found.columns(each.places).items()}
        return {name: columns[name] for name in give}

    def _by_cells(self, parts: Mapping[str, Part]) -> Any:
        """Answer in codes; return which rows have to be answered by themselves."""
        decided, said = parts[DECIDED], parts.get(SAID)
        decided.places[:] = self._decided(decided.give, decided.found, self.rules.once(asking_to_decide), says=False)
        alone = decided.places < 0
        if said is not None:
            said.places[:] = self._decided(said.give, said.found, self.rules.once(asking_to_say), says=True)
            alone |= said.places < 0
        return alone

    def _with_level(self, wanted: Any) -> Any:
        """Return which of the wanted rows have a level to tell."""
        found = Columns((_LEVEL,))
        nothing = found.add((None,))
        places = self._decided(found.give, found, self.rules.once(asking_to_say), says=True)
        return wanted & (places != nothing)

    def _decided(self, give: tuple[str, ...], found: Columns, asking: Asking, *, says: bool) -> Any:
        """Return the place of the answer of each row, one row answering for all like it; −1 where there is none."""
        where = (*self.where, give)

        def said(keys: list[tuple[Key, ...]], rows: Any) -> list[Answer | None]:
            own = [(*where, key) for key in keys]
            return self._remembered(self.memory.answers, own, rows, self._all, partial(self._said, give))

        answers = told(self.memory.told, where, [self.samples, *self.columns(asking, says=says)], said)
        places = [-1 if each is None else found.add(cast("Answer", each)) for each in answers.keys]
        return taken(np.array(places, dtype=np.int64), answers.ids)

    def columns(self, asking: Asking, *, says: bool) -> Iterator[Cells]:
        """Yield what tells the cases of the batch apart, beside their samples."""
        return columns_of(self.batch, asking, says=says)

    def _remembered(
        self, memory: dict[Any, Kept], keys: list[Any], rows: Any, columns: Any, work_out: Callable[[Row], Kept | None]
    ) -> list[Kept | None]:
        """Return what is remembered under each key, or work it out of its row."""

        def answers(missing: list[int]) -> Iterator[Kept | None]:
            return (work_out(read()) for read in self._rows(rows[missing], columns))

        return remembered(memory, keys, answers)

    def _said(self, give: tuple[str, ...], row: Row) -> Answer | None:
        """Interpret one row for all that are like it; none where it cannot be read, which each says of itself."""
        try:
            *answer, error = answer_of_row(row, self.watching, (*give, ERROR))
        except LookedAtError:
            return None
        return tuple(answer) if error is None else None

    def by_value(self, part: Part, wanted: Any) -> None:
        """Answer with what a value itself says, once for each."""
        rows, nothing = np.flatnonzero(wanted), part.found.add((None,) * len(part.give))
        part.places[:] = nothing
        names = [name for name in _RESTS_ON[part.rests_on] if name in self.batch.columns]
        exact = [_taken(self.batch.exact(name), rows) for name in names]
        if len(rows) and exact:
            ids, count = combined(exact)
            cases = self._rows(rows[representatives(ids, count)])
            said = [part.found.add(answer_of_row(read(), self.rules, part.give)) for read in cases]
            part.places[rows] = np.array(said, dtype=np.int64)[ids]

    def _plainly(self, rows: Any, parts: Collection[Part]) -> None:
        """Interpret rows by themselves: each different one once."""
        if not len(rows):
            return
        exact = [_taken(self.batch.exact(name), rows) for name in self.batch.columns] or [_one(len(rows))]
        ids, count = combined(exact)
        give = tuple(name for part in parts for name in part.give)
        said = np.empty((count, len(parts)), dtype=np.int64)
        for at, read in enumerate(self._rows(rows[representatives(ids, count)])):
            answer = iter(answer_of_row(read(), self.rules, give))
            said[at] = [part.found.add(tuple(next(answer) for _ in part.give)) for part in parts]
        for number, part in enumerate(parts):
            part.places[rows] = said[ids, number]


def answers_of_draws(batch: Batch, give: tuple[str, ...]) -> dict[str, Coded]:
    """Answer for every row of a batch, each a case of its own."""
    return Draws(batch).answers(give)


def columns_of(batch: Batch, asking: Asking, *, says: bool) -> Iterator[Cells]:
    """Yield what tells cases apart, beside their samples: what rules ask for, and for words also what is stated."""
    for name, each in batch.columns.items():
        if _is_of_draw(each.fact) and each.fact.key not in asking.facts:
            if says or name == _DRAWN:
                yield batch.presence(name)
        elif asking.asks(each.fact):
            yield batch.cells(name, asking.lines)
        elif says:
            yield batch.presence(name)


def parted(give: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Put answers together that rest on the same facts; the error is always among what is decided."""
    parts: dict[str, list[str]] = {DECIDED: []}
    for name in give:
        parts.setdefault(_PART_OF.get(name, DECIDED), []).append(name)
    return {rests_on: tuple(names) for rests_on, names in parts.items()}


def _is_of_sample(fact: Fact) -> bool:
    """Whether a sample is judged by a fact."""
    return fact.key in _OF_THE_PERSON if fact.part == "context" else fact.key != "lab_upper_limit"


def _is_of_draw(fact: Fact) -> bool:
    """Whether a fact is only of a draw, so that a case is told of it by the standing of the sample."""
    is_of_reading = fact.part == "reading" and fact.key not in _OF_THE_RESULT
    return is_of_reading or (fact.key == "hs_crp" and bool(fact.within))


def _one(size: int) -> Cells:
    return Cells(np.zeros(size, dtype=np.int32), ((),))


def _taken(cells: Cells, rows: Any) -> Cells:
    return Cells(cells.ids[rows], cells.keys)


def remembered(
    memory: dict[Any, Kept], keys: list[Any], work_out: Callable[[list[int]], Iterable[Kept | None]]
) -> list[Kept | None]:
    """Return what is remembered under each key, or work out what is missing; under exact values nothing is kept."""
    found = [memory.get(key) for key in keys]
    missing = [at for at, each in enumerate(found) if each is None and keys[at][-1][0] is not None]
    if len(memory) + len(missing) > _MOST_KEPT:
        memory.clear()
    for at, answer in zip(missing, work_out(missing), strict=True):
        found[at] = answer
        if answer is not None and not any(map(is_exact, keys[at][-1])):
            memory[keys[at]] = answer
    return found
