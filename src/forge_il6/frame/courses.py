"""
Courses of persons, decided together where no rule can tell them apart.

A row of a person is asked about with its earlier rows. What the rules about a course can hear of those is worked out
over arrays, and each of them is asked about one row for all of which it would hear the same. Rows that the answers of
those and their own facts do not tell apart share a verdict, which one of them is asked for. What arrays do not hold
(two draws of a day, illnesses, sessions, results of an earlier draw) is asked about row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
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
from ..conclusions import CareReason, Level
from ..errors import CaseError
from .answers import Answer, answer_of, failed
from .beside import NOTHING_BESIDE, Beside
from .cells import Cells, Key, combined, keys_of, representatives
from .draws import DECIDED, SAID, Draws, Part, columns_of, parted, remembered
from .encoded import Batch
from .engines import Coded, factorized
from .levels import SET_POINT, Kind, written
from .lines import Asking, LinesOf, asking_to_say
from .past import (
    ABOUT_COURSES,
    ABOUT_LEVELS,
    BEYOND_TWICE,
    BY_DAYS,
    COUNTING,
    CRP_TWICE,
    IN_UTC,
    Drawn,
    Numbers,
    Past,
    Seen,
    bits_of_standing,
    past_of,
)
from .persons import Stated, all_cases, case_of
from .plan import ERROR
from .rows import Row, rows_at
from .times import Times
from .watched import LookedAtError, may_share

__all__ = ["Courses", "answers_of_persons"]

_LONGEST: Final = 60
"""So many rows of one person are looked back on; of more each row is asked about."""
_HOUR: Final = 60 * 60 * 1_000_000
_DAY: Final = 24 * _HOUR
_OF_RESULT: Final = ("il6", "method", "specimen", "lab_upper_limit")
"""The facts by which it is told on which side of a line an IL-6 lies, and with which others it compares."""
_OF_HISTORY: Final = frozenset({"samples", "counting", "index_sample", "crp_results"})
"""The names under which rules ask for what came before a row."""
_CRP: Final = "hs_crp"
_CONVENTIONAL: Final = "conventional_crp"
_DRAWN: Final = "drawn_at"
_OF_CRP: Final = (_CRP, "hs_crp_molar_mass", _CONVENTIONAL)
_OF_IL6: Final = frozenset({"il6", "il6_standing", "lab_upper_limit", "samples", "index_sample"})
"""The names under which rules ask for nothing but IL-6."""
_UNREAD: Final = "unread"
_SUMMARY: Final = "summary"


class _Memory:
    """What was found before about cells and courses; it holds no exact value of anybody."""

    def __init__(self, _rules: RuleSet) -> None:
        self.results: dict[Any, Seen] = {}
        self.of_rules: dict[Any, tuple[Any]] = {}
        self.levels: dict[Any, tuple[Kind | None]] = {}


class Courses:
    """The courses of one batch."""

    def __init__(self, batch: Batch, whose: Any, persons: tuple[Hashable, ...], beside: Beside | None) -> None:
        self._draws = Draws(batch)
        self._earlier = self._draws if _CONVENTIONAL not in batch.columns else Draws(batch.without(_CONVENTIONAL))
        """The same draws as history of others, which a conventional CRP never is."""
        self._batch = batch
        self._rules = batch.plan.rules
        self._memory = self._rules.once(_Memory)
        self._numbers = self._rules.once(_numbers)
        self._whose = whose
        self._persons = persons
        self._beside = beside
        self._times = batch.times
        self._read: dict[int, Row] = {}
        self._facts: dict[int, dict[str, Any]] = {}
        self._answers: dict[tuple[tuple[str, ...], int], dict[str, str | bool | None] | None] = {}
        self._rows, self._before = self._held()

    # --- which rows are held -----------------------------------------------------------------------

    def _held(self) -> tuple[Any, Any]:
        """
        Return the rows of persons whose courses arrays can hold, and how many of its person came before each.

        They stand person by person and oldest first, persons with few draws before those with more.
        """
        people, times = len(self._persons), self._times
        if times is None or not people or self._numbers is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        ordered = _in_order(self._whose, times.instants)
        who, at, day = (each[ordered] for each in (self._whose, times.instants, self._days))
        is_next = who[1:] == who[:-1]
        bad = ~times.known | times.apart | ~self._batch.is_plain | self._not_judged()
        bad[ordered[1:][is_next & ((at[1:] - at[:-1] < _DAY) | (day[1:] <= day[:-1]))]] = True
        is_known = self._whose >= 0
        lengths = np.bincount(self._whose[is_known], minlength=people)
        left_out = (lengths > _LONGEST) | (np.bincount(self._whose[is_known & bad], minlength=people) > 0)
        if self._beside is not None:
            more = (self._beside.person(each) is not NOTHING_BESIDE for each in self._persons)
            left_out |= np.fromiter(more, dtype=bool, count=people)
        lengths = np.where(left_out, 0, np.minimum(lengths, _LONGEST)).astype(np.uint8)
        of_row = np.where(who >= 0, lengths[who], 0)
        rows = ordered[np.argsort(of_row, kind="stable")][np.count_nonzero(of_row == 0) :]
        return rows, _places_among(self._whose[rows])

    def _not_judged(self) -> Any:
        """Return which rows have no sample that can be judged, or are of somebody whose samples none is."""
        judged: tuple[Any, ...] = self._draws.samples.keys
        is_none = [each is None or not each.person.counts for each in judged]
        return np.array(is_none, dtype=bool)[self._draws.samples.ids]

    @cached_property
    def _is_whole(self) -> bool:
        """Whether every row is held, and stands where it stands in the frame."""
        return len(self._rows) == self._batch.size and bool((np.diff(self._rows) == 1).all())

    def _of_rows(self, values: Any) -> Any:
        """Return what a column says of the rows that are held, in their order."""
        return values if self._is_whole else values[self._rows]

    @cached_property
    def _days(self) -> Any:
        return self._when.days.astype(np.int32)

    @property
    def _when(self) -> Times:
        return cast("Times", self._times)  # rows are held only where there are times

    @property
    def _of_rules(self) -> Numbers:
        return cast("Numbers", self._numbers)  # and where the rules are known

    # --- answers -----------------------------------------------------------------------------------

    def decide(self, parts: Sequence[Part]) -> None:
        """Answer every row that is held; −1 is the place of those that have to be asked about by themselves."""
        decided = tuple(name for part in parts if part.rests_on != SAID for name in part.give)
        for part in parts:
            self._decide(part, part.give if part.rests_on == SAID else decided)

    def _decide(self, part: Part, at_once: tuple[str, ...]) -> None:
        part.places[:] = -1
        if not len(self._rows):
            return
        rules = _asked_for(self._rules, part.rests_on)
        columns = self._telling_apart(rules, says=part.rests_on == SAID)
        what, work_out = (*self._draws.where, part.give), partial(self._answer, part.give, at_once)
        answers, ids = self._remembered(self._draws.memory.answers, what, columns, work_out)
        told = np.array([-1 if each is None else part.found.add(each) for each in answers], dtype=np.int64)
        part.places[slice(None) if self._is_whole else self._rows] = told[ids]

    def unsure(self) -> Any:
        """Return the rows that no array tells of: too near to a line, or read with results of two draws."""
        return self._rows[self._is_unsure] if len(self._rows) else self._rows

    @cached_property
    def _is_unsure(self) -> Any:
        unsure = self._past.near | self._past.lacks_il6
        if _CONVENTIONAL in self._batch.columns:
            unsure = unsure | (self._borrows & (self._of_rows(self._batch.presence(_CONVENTIONAL).ids) > 0))
        return unsure

    def _telling_apart(self, rules: tuple[AnyRule, ...], *, says: bool) -> list[Cells]:
        """Return what tells rows apart to some rules; a row that no array tells of never answers for another."""
        return [*self._own(rules, says=says), *self._heard(rules, says=says), self._unsure]

    @property
    def _unsure(self) -> Cells:
        return Cells(self._is_unsure.astype(np.int8), (False, True))

    def tell(self, part: Part, wanted: Any) -> Any:
        """Answer with what rows state, or with their level; return which have to be asked about by themselves."""
        unsure = np.zeros(self._batch.size, dtype=bool)
        if not wanted.any():
            return unsure
        if part.rests_on != SET_POINT:
            self._draws.by_value(part, wanted)
            if part.rests_on == _CRP:
                unsure[self._rows[self._borrows]] = True
            return unsure & wanted
        part.places[wanted] = part.found.add((None,))
        kinds, ids = self._levels
        wanted, logs = self._of_rows(wanted), self._of_rows(self._batch.logs("il6"))
        for at, kind in enumerate(kinds):
            here = np.flatnonzero(wanted & (ids == at))
            if kind is not None and len(here):
                own, n = (self._past.level, self._past.points) if kind.is_of_course else (logs, np.ones_like(logs))
                places, texts, near = written(
                    part.give[0], own[here], n[here].astype(np.int64), kind.lines, self._rules
                )
                part.places[self._rows[here]] = np.array([part.found.add((text,)) for text in texts])[places]
                unsure[self._rows[here[near]]] = True
        return unsure

    @cached_property
    def _levels(self) -> tuple[list[Kind | None], Any]:
        """Return which kinds of levels there are, and which each row has."""
        rules = _asked_for(self._rules, _LEVEL)
        columns = self._telling_apart(rules, says=False)
        told, ids = self._remembered(self._memory.levels, self._draws.where, columns, self._kind)
        kinds = dict.fromkeys(None if each is None else each[0] for each in told)
        places = {kind: at for at, kind in enumerate(kinds)}
        return list(kinds), np.array([places[None if each is None else each[0]] for each in told])[ids]

    def _kind(self, place: int) -> tuple[Kind | None]:
        """Say of one row what kind of level it has."""
        known = self._known(place)
        level = answer(self._rules, _LEVEL, known) if known else None
        if level is None:
            return (None,)
        counting, scale = (answer(self._rules, name, known) for name in ("counting", "bands"))
        days = () if counting is None else counting.point_days
        is_of_course = bool(days) and level == Level.of(tuple(day.log for day in days))
        return (Kind(is_of_course, tuple(float(cut.at.value) for cut in scale.cuts)),)

    def _own(self, rules: tuple[AnyRule, ...], *, says: bool) -> Iterator[Cells]:
        """Yield what rules ask of the rows themselves; nothing of a row where they ask for its course alone."""
        asked = {fact for each in rules if each.id not in (*BY_DAYS, COUNTING) for fact in each.facts}
        asked -= {each.name_given for each in rules}
        if rules and not asked:
            return
        samples, is_of_il6 = self._draws.samples, bool(rules) and asked <= _OF_IL6
        yield self._il6_standings if is_of_il6 else Cells(self._of_rows(samples.ids), samples.keys)
        asking = self._rules.once(asking_to_say) if says else Asking.of(rules)
        if rules:
            batch = self._draws.batch.without(*_OF_CRP) if is_of_il6 else self._draws.batch
            for each in columns_of(batch, asking, says=says):
                yield Cells(self._of_rows(each.ids), each.keys)
        if not is_of_il6 and self._borrows.any():
            yield from self._borrowed(asking if rules else None)

    @cached_property
    def _il6_standings(self) -> Cells:
        """How the IL-6 of each row stands, whatever else its sample says."""
        judged: tuple[Any, ...] = self._draws.samples.keys
        standings = [None if each is None else each.standings.il6 for each in judged]
        places = {each: at for at, each in enumerate(dict.fromkeys(standings))}
        ids = np.array([places[each] for each in standings], dtype=np.int32)[self._draws.samples.ids]
        return Cells(self._of_rows(ids), tuple(("il6", each) for each in places))

    @cached_property
    def _borrows(self) -> Any:
        """Whether a row is read with the hs-CRP of an earlier draw, having none of its own."""
        return self._past.crp_ago > 0

    def _borrowed(self, asking: Asking | None) -> Iterator[Cells]:
        """Yield what rules can hear of the hs-CRP of an earlier draw that is read with a row, or how it stands."""
        here = np.flatnonzero(self._borrows)
        own, lenders = self._rows[here], self._rows[here - self._past.crp_ago[here]]
        samples = self._earlier.samples
        yield self._only(here, samples.ids[lenders], samples.keys)
        if asking is None:
            return
        for each in (self._batch.cells(_CRP, asking.lines), self._batch.presence(_DRAWN)):
            yield self._only(here, each.ids[lenders], each.keys)
        for unit, since in (("hour", self._when.instants / _HOUR), ("day", self._days)):
            lines = asking.lines.in_unit(unit)
            apart, edges = since[own] - since[lenders], np.array(lines, dtype=np.float64)
            cells = np.searchsorted(edges, apart, side="left") + np.searchsorted(edges, apart, side="right")
            yield self._only(here, cells, [(unit, str(lines), at) for at in range(2 * len(lines) + 1)])

    def _only(self, here: Any, ids: Any, keys: Iterable[Key]) -> Cells:
        """Return cells of some rows; the others have none."""
        of_all = np.zeros(len(self._rows), dtype=np.int32)
        of_all[here] = ids + 1
        return Cells(of_all, (None, *keys))

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
        answers, ids = self._remembered(self._memory.of_rules, rule.id, [heard, self._unsure], ask)
        found: dict[Any, int] = {}
        places = np.array([found.setdefault(each, len(found)) for each in answers], dtype=np.int32)
        return Cells(places[ids], tuple(found))

    @cached_property
    def _past(self) -> Past:
        """What came before each row, as far as rules about a course hear of it."""
        numbers = self._of_rules
        of_il6, methods = self._seen("il6", _OF_RESULT, numbers.seen_of_il6)
        of_crp, _ = self._seen(_CRP, (_CRP,), numbers.seen_of_crp)
        said = of_il6 | of_crp
        bits = [_with_standing(said, each.samples) for each in (self._draws, self._earlier)]
        bits = [each | np.where(self._when.has_clock, 0, IN_UTC).astype(np.int32) for each in bits]
        drawn = map(self._of_rows, (self._days, self._batch.logs("il6"), *bits, methods))
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

    def _answer(self, give: tuple[str, ...], at_once: tuple[str, ...], place: int) -> Answer | None:
        """Interpret one row for all that are like it, for every part *at once*; none where it cannot be read."""
        if (at_once, place) not in self._answers:
            self._answers[at_once, place] = self._interpreted(at_once, place)
        said = self._answers[at_once, place]
        return None if said is None else tuple(said[name] for name in give)

    def _interpreted(self, give: tuple[str, ...], place: int) -> dict[str, str | bool | None] | None:
        stated = self._case(place)
        if stated.error is not None:
            return None
        try:
            *said, error = answer_of(stated.reading, stated.context, self._draws.watching, (*give, ERROR))
        except LookedAtError:
            return None
        return dict(zip(give, said, strict=True)) if error is None else None


def _numbers(rules: RuleSet) -> Numbers | None:
    """Return what the rules about a course compare with; none where others than those ask, or ask otherwise."""
    about = [each for each in rules.case_rules if not _OF_HISTORY.isdisjoint(each.facts)]
    if {each.id for each in about} - ABOUT_LEVELS != ABOUT_COURSES or not all(each.is_ours for each in about):
        return None
    numbers = Numbers.of_rules(rules)
    return numbers if all(numbers.at_least(each, "twice_gap") > 0 for each in (BEYOND_TWICE, CRP_TWICE)) else None


def _in_order(who: Any, at: Any) -> Any:
    """Return the rows person by person and oldest first."""
    is_next = who[1:] == who[:-1]
    if ((who[1:] > who[:-1]) | (is_next & (at[1:] >= at[:-1]))).all():
        return np.arange(len(who))
    return np.lexsort((at, who))


def _places_among(who: Any) -> Any:
    """Return how many rows of the same person stand before each."""
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]][: len(who)])
    return np.arange(len(who)) - np.repeat(starts, np.diff(np.r_[starts, len(who)]))


def _with_standing(bits: Any, samples: Cells) -> Any:
    """Return what is seen of each draw, as far as its sample leaves it, and how that stands."""
    judged: tuple[Any, ...] = samples.keys
    stands = [(0, 0) if each is None else bits_of_standing(each.standings) for each in judged]
    says, leaves = np.array(stands, dtype=np.int32).T[:, samples.ids]
    return bits & leaves | says


def _lines_of_courses(rules: RuleSet) -> LinesOf:
    return LinesOf(each for each in rules if each.id in ABOUT_COURSES)


def _asked_for(rules: RuleSet, what: str) -> tuple[AnyRule, ...]:
    """Return the rules that lead to some columns, in their order."""
    if what == SAID:
        return rules.case_rules
    names, kept = set(_NAMES.get(what, (what,))), []
    for each in reversed(rules.case_rules if what == _LEVEL else deciding(rules.case_rules)):
        is_care = what == _CARE and (each.answers is None or CareReason in each.answers)
        if is_care or each.name_given in names:
            names.update(each.facts)
            kept.append(each)
    return tuple(reversed(kept))


# --- every person ----------------------------------------------------------------------------------

_CARE: Final = "care"
_LEVEL: Final = "level"
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
    """Put columns together that the same rules lead to; last those that repeat numbers of a row."""
    held: dict[str, list[str]] = {}
    alone: list[Part] = []
    for rests_on, names in parted(give).items():
        if rests_on == DECIDED:
            for name in names:
                held.setdefault(_LED_TO.get(name, name), []).append(name)
        elif rests_on == SAID:
            held[SAID] = list(names)
        else:
            alone += [Part.of(rests_on, (name,), size) for name in names]
    return [Part.of(what, tuple(names), size) for what, names in held.items()], alone


def answers_of_persons(
    batch: Batch, person: nw.Series[Any], give: tuple[str, ...], beside: Beside | None
) -> dict[str, Coded]:
    """Answer for every row of a batch of whole persons."""
    whose, persons = factorized(person)
    held, numbers = _parts(give, batch.size)
    parts = [*held, *numbers]

    def ask_by_itself(rows: Any, parts: list[Part]) -> None:
        if parts and rows.any():
            _row_by_row(batch, whose, persons, beside, np.flatnonzero(rows), parts)

    alone = np.ones(batch.size, dtype=bool)
    if _SUMMARY not in give and batch.plan.rules.once(may_share):
        courses = Courses(batch, whose, persons, beside)
        courses.decide(held)
        alone = np.any([part.places < 0 for part in held], axis=0)
        alone[courses.unsure()] = True
        for part in numbers:
            ask_by_itself(courses.tell(part, ~alone), [part])
    ask_by_itself(alone, parts)
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
