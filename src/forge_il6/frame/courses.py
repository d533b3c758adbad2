"""
Courses of persons, decided together where no rule can tell them apart.

A row of a person is asked about with its earlier rows. What the rules about a course can hear of those is worked out
over arrays, and each of them is asked about one row for all of which it would hear the same. Rows that the answers of
those and their own facts do not tell apart share a verdict, which one of them is asked for. What arrays do not hold
(two draws of a day, illnesses, sessions, results of an earlier draw) is asked about row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Final, cast

import narwhals as nw
import numpy as np

from ..asking.answer import answer
from ..asking.evaluate import deciding
from ..asking.facts import CaseFacts
from ..asking.rule import AnyRule
from ..asking.ruleset import RuleSet
from ..case import Case
from ..conclusions import CareReason
from ..errors import CaseError
from .answers import Answer, answer_of, failed
from .beside import NOTHING_BESIDE, Beside
from .cells import Cells, combined, keys_of, representatives
from .draws import DECIDED, SAID, Draws, Part, parted, remembered
from .encoded import Batch
from .engines import Coded, factorized
from .lines import Asking, LinesOf, asking_to_say
from .past import ABOUT_COURSES, BY_DAYS, IN_UTC, Drawn, Numbers, Past, Seen, bits_of_standing, past_of
from .persons import Stated, all_cases, case_of
from .plan import ERROR
from .rows import Row, rows_at
from .times import Times

__all__ = ["Courses", "answers_of_persons"]

_LONGEST: Final = 60
"""So many rows of one person are looked back on; of more each row is asked about."""
_DAY: Final = 24 * 60 * 60 * 1_000_000
_OF_RESULT: Final = ("il6", "method", "specimen", "lab_upper_limit")
"""The facts by which it is told on which side of a line an IL-6 lies, and with which others it compares."""
_OF_HISTORY: Final = frozenset({"samples", "counting", "index_sample", "crp_results"})
"""The names under which rules ask for what came before a row."""
_UNREAD: Final = "unread"


class _Memory:
    """What was found before about cells and courses; it holds no exact value of anybody."""

    def __init__(self, _rules: RuleSet) -> None:
        self.results: dict[Any, Seen] = {}
        self.of_rules: dict[Any, tuple[Any]] = {}


class Courses:
    """The courses of one batch."""

    def __init__(self, batch: Batch, whose: Any, persons: tuple[Hashable, ...], beside: Beside | None) -> None:
        self._draws = Draws(batch)
        self._batch = batch
        self._rules = batch.plan.rules
        self._memory = self._rules.once(_Memory)
        self._numbers = self._rules.once(_numbers)
        self._whose = whose
        self._persons = persons
        self._beside = beside
        drawn = batch.columns.get("drawn_at")
        self._times = drawn.data if drawn is not None and isinstance(drawn.data, Times) else None
        self.fits = self._fitting()
        self._read: dict[int, Row] = {}
        self._facts: dict[int, dict[str, Any]] = {}
        if self.fits.any():
            self._rows, self._before = self._ordered()
            self._place = np.zeros(batch.size, dtype=np.int64)
            self._place[self._rows] = np.arange(len(self._rows))

    # --- which rows fit ----------------------------------------------------------------------------

    def _fitting(self) -> Any:
        """Return which rows are of persons whose courses are held by arrays."""
        size, people = self._batch.size, len(self._persons)
        if self._times is None or not people or self._numbers is None:
            return np.zeros(size, dtype=bool)
        samples = self._draws.samples
        is_judged = np.array([each is not None and each.person.counts for each in samples.keys])
        bad = (self._whose < 0) | ~self._times.known | self._times.apart | ~self._batch.is_plain
        bad |= ~is_judged[samples.ids]
        ordered = np.lexsort((self._times.instants, self._whose))
        who, at, day = (each[ordered] for each in (self._whose, self._times.instants, self._times.days))
        too_close = (who[1:] == who[:-1]) & ((at[1:] - at[:-1] < _DAY) | (day[1:] <= day[:-1]))
        bad[ordered[1:][too_close]] = True
        known = self._whose >= 0
        of_persons = np.bincount(self._whose[bad & known], minlength=people) > 0
        of_persons |= np.bincount(self._whose[known], minlength=people) > _LONGEST
        if self._beside is not None:
            more = (self._beside.person(each) is not NOTHING_BESIDE for each in self._persons)
            of_persons |= np.fromiter(more, dtype=bool, count=people)
        return known & ~of_persons[np.maximum(self._whose, 0)]

    def _ordered(self) -> tuple[Any, Any]:
        """Return the rows that fit, person by person and oldest first, and how many of its person came before each."""
        fitting = np.flatnonzero(self.fits)
        lengths = np.bincount(self._whose[fitting], minlength=len(self._persons))
        who = self._whose[fitting]
        rows = fitting[np.lexsort((self._when.instants[fitting], who, lengths[who]))]
        who = self._whose[rows]
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        return rows, np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))

    @property
    def _when(self) -> Times:
        return cast("Times", self._times)  # rows fit only where there are times

    @property
    def _of_rules(self) -> Numbers:
        return cast("Numbers", self._numbers)  # and where the rules are known

    # --- answers -----------------------------------------------------------------------------------

    def decide(self, part: Part) -> None:
        """Answer every row that fits; −1 is the place of those that have to be asked about by themselves."""
        part.places[:] = -1
        if not self.fits.any():
            return
        rules = _asked_for(self._rules, part.rests_on)
        says = part.rests_on == SAID
        asking = self._rules.once(asking_to_say) if says else Asking.of(rules)
        own = [self._draws.samples, *self._draws.columns(asking, says=says)]
        columns = [*map(self._of_rows, own), *self._heard(rules, says=says)]
        work_out = partial(self._answer, part.give)
        answers, ids = self._remembered(self._draws.memory.answers, (*self._draws.where, part.give), columns, work_out)
        told = np.array([-1 if each is None else part.found.add(each) for each in answers], dtype=np.int64)
        part.places[self._rows] = np.where(self._past.near | self._past.borrows, -1, told[ids])

    def _of_rows(self, cells: Cells) -> Cells:
        return Cells(cells.ids[self._rows], cells.keys)

    def _remembered(
        self, memory: dict[Any, Any], what: Any, columns: list[Cells], work_out: Callable[[int], Any]
    ) -> tuple[list[Any], Any]:
        """Return what is remembered of each combination, or work it out of one row of it, and which each row has."""
        ids, count = combined(columns)
        first = representatives(ids, count)
        keys = [(what, key) for key in keys_of(columns, first)]

        def worked_out(missing: list[int]) -> Iterator[Any]:
            self._read_all(first[missing])
            return map(work_out, first[missing].tolist())

        return remembered(memory, keys, worked_out), ids

    # --- what came before --------------------------------------------------------------------------

    def _heard(self, rules: tuple[AnyRule, ...], *, says: bool) -> Iterator[Cells]:
        """Yield what the rules about a course say of each row, or what they hear of it beside other facts."""
        for each in rules:
            heard = self._past.heard.get(each.id)
            if heard is not None:
                cells = Cells(heard, tuple(range(int(heard.max(initial=0)) + 1)))
                yield self._said(each, cells) if each.id in BY_DAYS else cells
        if says:
            yield Cells(self._past.in_utc, (False, True))

    def _said(self, rule: AnyRule, heard: Cells) -> Cells:
        """Return what a rule answers each row, asked about one of those of which it hears the same."""
        ask = partial(self._answer_of_rule, rule)
        answers, ids = self._remembered(self._memory.of_rules, rule.id, [heard], ask)
        found: dict[Any, int] = {}
        places = np.array([found.setdefault(each, len(found)) for each in answers], dtype=np.int32)
        return Cells(places[ids], tuple(found))

    @cached_property
    def _past(self) -> Past:
        """What came before each row, as far as rules about a course hear of it."""
        rows, when, numbers = self._rows, self._when, self._of_rules
        of_il6, methods = self._seen("il6", _OF_RESULT, numbers.seen_of_il6)
        of_crp, _ = self._seen("hs_crp", ("hs_crp",), numbers.seen_of_crp)
        samples = self._draws.samples
        stands = [(0, 0) if each is None else bits_of_standing(each.standings) for each in samples.keys]
        says, leaves = (np.array(each, dtype=np.int32)[samples.ids] for each in zip(*stands, strict=True))
        bits = ((of_il6 | of_crp) & leaves) | says | np.where(when.has_clock, 0, IN_UTC)
        logs = self._batch.logs("il6")
        drawn = (each[rows] for each in (when.days.astype(np.int32), logs, bits.astype(np.int32), methods))
        return past_of(Drawn(self._before, *drawn), numbers)

    def _seen(self, result: str, names: Iterable[str], see: Callable[[Row], Seen]) -> tuple[Any, Any]:
        """Return what is seen of a result of each row, and with which other results it compares."""
        batch = self._batch
        if result not in batch.columns:
            return np.zeros(batch.size, dtype=np.int32), np.zeros(batch.size, dtype=np.int32)
        lines = self._rules.once(_lines_of_courses)
        columns = [batch.cells(name, lines) for name in names if name in batch.columns]
        ids, count = combined(columns)
        first = representatives(ids, count)
        keys = [(self._draws.where, result, key) for key in keys_of(columns, first)]

        def seen(missing: list[int]) -> Iterator[Seen]:
            return (see(read()) for read in self._rows_at(first[missing]))

        found = remembered(self._memory.results, keys, seen)
        methods: dict[Hashable, int] = {}
        bits = np.array([0 if each is None else each.bits for each in found], dtype=np.int32)
        compare = [methods.setdefault(None if each is None else each.compares, len(methods)) for each in found]
        return bits[ids], np.array(compare, dtype=np.int32)[ids]

    # --- one row for all ---------------------------------------------------------------------------

    def _rows_at(self, rows: Any) -> Iterator[Callable[[], Row]]:
        plan = self._batch.plan
        return rows_at(self._batch.frame, rows, plan.columns, plan.time_zone)

    def _read_all(self, places: Any) -> None:
        """Read the rows at some places, and those before them."""
        wanted = {row for place in places.tolist() for row in self._with_earlier(place)}
        rows = np.array(sorted(wanted - self._read.keys()), dtype=np.int64)
        self._read |= {row: read() for row, read in zip(rows.tolist(), self._rows_at(rows), strict=True)}

    def _with_earlier(self, place: int) -> list[int]:
        """Return the row at a place and those before it, the newest first."""
        found: list[int] = self._rows[place - int(self._before[place]) : place + 1][::-1].tolist()
        return found

    def _case(self, place: int) -> Stated:
        """Make the case of a row with those before it."""
        rows = [self._read[number] for number in self._with_earlier(place)]
        return case_of(rows[0], rows, NOTHING_BESIDE)

    def _known(self, place: int) -> dict[str, Any]:
        """Return the facts of the case of a row, and which readings count; nothing where it cannot be read."""
        if place not in self._facts:
            self._facts[place] = self._facts_of(self._case(place))
        return self._facts[place]

    def _facts_of(self, stated: Stated) -> dict[str, Any]:
        if stated.error is not None:
            return {}
        try:
            case = Case.of(stated.reading, stated.context, self._rules)
        except CaseError:
            return {}
        known = dict(zip((*CaseFacts._fields, *self._rules.stated_facts), case.facts(), strict=True))
        return known | {"counting": answer(self._rules, "counting", known)}

    def _answer_of_rule(self, rule: AnyRule, place: int) -> tuple[Any]:
        """Ask a rule about a row."""
        known = self._known(place)
        if not known:
            return (_UNREAD,)
        facts = [known.get(name) for name in rule.facts]
        return (None if any(each is None for each in facts) else rule.ask(*facts),)

    def _answer(self, give: tuple[str, ...], place: int) -> Answer | None:
        """Interpret one row for all that are like it; none where it cannot be read."""
        stated = self._case(place)
        if stated.error is not None:
            return None
        *said, error = answer_of(stated.reading, stated.context, self._rules, (*give, ERROR))
        return tuple(said) if error is None else None


def _numbers(rules: RuleSet) -> Numbers | None:
    """Return what the rules about a course compare with; none where others than those ask about one."""
    asked = deciding(rules.case_rules)
    about = {each.id for each in asked if not _OF_HISTORY.isdisjoint(each.facts)}
    return Numbers.of_rules(rules) if about == ABOUT_COURSES else None


def _lines_of_courses(rules: RuleSet) -> LinesOf:
    return LinesOf(each for each in rules if each.id in ABOUT_COURSES)


def _asked_for(rules: RuleSet, what: str) -> tuple[AnyRule, ...]:
    """Return the rules that lead to some columns, in their order."""
    if what == SAID:
        return rules.case_rules
    names, kept = set(_NAMES.get(what, (what,))), []
    for each in reversed(deciding(rules.case_rules)):
        is_care = what == _CARE and CareReason in (each.answers or ())
        if is_care or each.name_given in names:
            names.update(each.facts)
            kept.append(each)
    return tuple(reversed(kept))


# --- every person ----------------------------------------------------------------------------------

_CARE: Final = "care"
_SAMPLE: Final = "standing"
_LED_TO: Final[Mapping[str, str]] = {
    **dict.fromkeys(("standing_il6", "standing_hs_crp", "reasons", "reasons_hs_crp", "policy", ERROR), _SAMPLE),
    "possible_bands": "band", "pattern_tentative": "pattern",
}  # fmt: skip
"""The columns that go together, since the same rules lead to them; any other goes alone."""
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    _SAMPLE: (), _CARE: (), "band": ("band", "possible_bands"), "pattern": ("pattern", "pattern_tentative"),
}  # fmt: skip
"""Under which names rules give what is led to, where not under its own."""


def _parts(give: tuple[str, ...], size: int) -> tuple[list[Part], list[Part]]:
    """Put columns together that the same rules lead to; last those that only a row itself can tell."""
    held: dict[str, list[str]] = {}
    alone: list[Part] = []
    for rests_on, names in parted(give).items():
        if rests_on == DECIDED:
            for name in names:
                held.setdefault(_LED_TO.get(name, name), []).append(name)
        elif rests_on == SAID:
            held[SAID] = list(names)
        else:
            alone.append(Part.of(rests_on, names, size))
    return [Part.of(what, tuple(names), size) for what, names in held.items()], alone


def answers_of_persons(
    batch: Batch, person: nw.Series[Any], give: tuple[str, ...], beside: Beside | None
) -> dict[str, Coded]:
    """Answer for every row of a batch of whole persons."""
    whose, persons = factorized(person)
    held, by_itself = _parts(give, batch.size)
    alone = np.ones(batch.size, dtype=bool)
    if held and all(each.is_ours for each in batch.plan.rules):
        courses = Courses(batch, whose, persons, beside)
        for part in held:
            courses.decide(part)
        alone = np.any([part.places < 0 for part in held], axis=0)
    _row_by_row(batch, whose, persons, beside, np.flatnonzero(alone), [*held, *by_itself])
    if by_itself:
        _row_by_row(batch, whose, persons, beside, np.flatnonzero(~alone), by_itself)
    columns = {name: column for part in (*held, *by_itself) for name, column in part.found.columns(part.places).items()}
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
