"""
Whether a set of rules has exactly one answer everywhere: its numbers tried at every cut and between.

Each rule is asked alone with every combination of what its facts can be, and all together about canonical cases: at
every line, for every standing, beside what outranks them, and over courses, series and plans. What cannot be written
out so, such as a kind of value of a host, is named in the proof as not tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from itertools import chain, pairwise, product
from typing import Any, Final, NamedTuple, Protocol

import attrs

from ..codes import BAND_ORDER, Care, GripState, HrvState, Pattern, Persistence, StandingCode
from ..conclusions import CareReason, CrpRead, Reason, Standing
from ..errors import ForgeError
from ..knowledge.thresholds import RISING_NUMBERS
from ..threshold import Scale, Threshold
from ..units import Amount
from . import canonical
from .canonical import Facts, Grid, Lines
from .course import CrpResult, Sample
from .domains import STANDINGS, domains_of, drawn, points
from .evaluate import Before, Entry, Tracer, deciding, tracer
from .facts import CaseFacts
from .rule import AnyRule

__all__ = ["Problem", "Proof", "prove"]

_NO_FACTS: Final[Facts] = dict.fromkeys(CaseFacts._fields) | {
    "applicable": True, "drug_lasts": False, "red_flag_stated": False, "method_unknown": True,
}  # fmt: skip
_WEEK: Final = 7
_PAIRED: Final = ("il6", "hs_crp", "conventional_crp", "hours_apart")
_PLANNED: Final = ("considering", "medications", "contraindications")


class Asked(Protocol):
    """What a proof needs of a rule set."""

    @property
    def rules(self) -> tuple[AnyRule, ...]: ...
    @property
    def case_rules(self) -> tuple[AnyRule, ...]: ...
    @property
    def left(self) -> Mapping[str, object]: ...
    @property
    def stated_facts(self) -> tuple[str, ...]: ...
    @property
    def traced_facts(self) -> tuple[str, ...]: ...
    def before(self, facts: tuple[object, ...]) -> Before: ...
    def thresholds(self) -> dict[str, Threshold]: ...


@attrs.frozen
class Problem:
    """Something that a set of rules must not do, and the facts with which it does it."""

    rule: str
    """The rule by its id, or the number by its name."""
    says: str
    witness: str
    """The facts, as the rule was asked with them."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.says} ({self.witness})"


@attrs.frozen
class Proof:
    """What was tried of a set of rules, and what was found wrong; it is true where nothing was."""

    rules: int
    combinations: int
    problems: tuple[Problem, ...]
    not_tried: tuple[str, ...]
    """Rules that were never asked, since a fact of theirs is of a kind that cannot be written out."""

    def __bool__(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        tried = f"{self.rules - len(self.not_tried)} of {self.rules} rules, {self.combinations:,} combinations"
        head = f"{len(self.problems)} problems" if self.problems else "Exactly one answer everywhere"
        rest = f"Not tried: {', '.join(self.not_tried)}." if self.not_tried else ""
        return "\n".join([f"{head}: {tried}.", *map(str, self.problems), *filter(None, [rest])])


def prove(rules: Asked) -> Proof:
    """Try a set of rules: its numbers, its scales, each rule alone, and the rules together."""
    standings = _standings(rules.rules)
    alone = [_Alone(each, standings) for each in rules.rules]
    together = _Together(rules, standings)
    found = [
        *_out_of_order(rules.thresholds()),
        *chain.from_iterable(map(_scales, rules.rules)),
        *chain.from_iterable(each.problems() for each in alone),
        *together.problems(),
    ]
    untold = [each.rule for each in alone if each.domains is None and each.rule.id not in together.answered]
    found += together.silent(each for each in untold if each.id in together.asked)
    not_tried = tuple(each.id for each in untold if each.id not in together.asked)
    count = sum(each.combinations for each in alone) + together.combinations
    return Proof(len(rules.rules), count, _once(found), not_tried)


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what was said of a rule already, with the first facts that lead to it."""
    told: dict[tuple[str, str], Problem] = {}
    for each in problems:
        told.setdefault((each.rule, each.says), each)
    return tuple(told.values())


# --- numbers ---------------------------------------------------------------------------------------


def _out_of_order(numbers: Mapping[str, Threshold]) -> Iterator[Problem]:
    """Yield every two numbers of which the smaller by its meaning is the larger."""
    for names in RISING_NUMBERS:
        for lower, upper in pairwise(name for name in names if name in numbers):
            if numbers[lower].value > numbers[upper].value:
                witness = f"{lower} {numbers[lower]}, {upper} {numbers[upper]}"
                yield Problem(lower, f"must not lie above {upper}", witness)


def _scales(each: AnyRule) -> Iterator[Problem]:
    """Yield every point of a scale that lies in no step, in two, or below the step of a smaller one."""
    for name, scale in each.parameters.items():
        if not isinstance(scale, Scale):
            continue
        unit, last = scale.cuts[0].at.unit, 0
        for point in points(cut.at.value for cut in scale.cuts):
            steps = scale.within(Amount(point, unit))
            if len(steps) != 1 or scale.codes.index(steps[0]) < last:
                yield Problem(each.id, f"scale {name} has no one rising step", f"{point} {unit}: {_shown(steps)}")
            last = scale.codes.index(steps[0]) if steps else last


# --- a rule alone ----------------------------------------------------------------------------------


_FAILURES: Final = (ForgeError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


class _Alone:
    """One rule, asked with every combination of what its facts can be."""

    def __init__(self, each: AnyRule, standings: tuple[Standing, ...]) -> None:
        self.rule = each
        self.combinations = 0
        self.domains = domains_of(each, standings)

    def problems(self) -> Iterator[Problem]:
        """Yield what goes wrong; a rule that is silent in every combination can be left out of the set."""
        if self.domains is None:
            return
        answered = False
        last: dict[tuple[object, ...], tuple[Decimal, int]] = {}
        for facts in product(*self.domains):
            self.combinations += 1
            try:
                answer = self.rule.ask(*facts)
            except _FAILURES as error:
                yield Problem(self.rule.id, f"fails with {type(error).__name__}", self._witness(facts))
                return
            answered = answered or answer is not None
            if self.rule.judges:
                yield from self._worse_later(facts, answer, last)
        if not answered:
            yield Problem(self.rule.id, "never answers", f"{self.combinations} combinations")

    def reasons(self) -> Iterator[Reason]:
        """Yield every reason that the rule gives, as long as it does not fail."""
        with suppress(*_FAILURES):
            for facts in product(*(self.domains or ())):
                answer = self.rule.ask(*facts)
                if isinstance(answer, Reason):
                    yield answer

    def _worse_later(
        self, facts: tuple[Any, ...], answer: object, last: dict[tuple[object, ...], tuple[Decimal, int]]
    ) -> Iterator[Problem]:
        """Yield a reason that weighs more although more time has passed."""
        name = self.rule.facts[0]
        if not name.startswith(("hours_since_", "days_since_")):
            return
        rank = answer.standing.rank if isinstance(answer, Reason) else StandingCode.VALID.rank
        before = last.get(facts[1:])
        if before is not None and rank > before[1]:
            yield Problem(self.rule.id, f"weighs more than at {before[0]}", self._witness(facts))
        last[facts[1:]] = facts[0], rank

    def _witness(self, facts: tuple[object, ...]) -> str:
        return ", ".join(f"{name} {_shown(fact)}" for name, fact in zip(self.rule.facts, facts, strict=True))


def _standings(rules: Iterable[AnyRule]) -> tuple[Standing, ...]:
    """Return a standing of every code and direction, and one for each reason that the rules about a sample give."""
    given: dict[Reason, None] = {}
    for each in rules:
        if each.judges:
            given |= dict.fromkeys(_Alone(each, ()).reasons())
    return (*STANDINGS, *(Standing.weigh((reason,)) for reason in given))


# --- the rules together ----------------------------------------------------------------------------


_RISING: Final[Mapping[str, Sequence[Any]]] = {
    "band": BAND_ORDER,
    "persistence": (
        Persistence.NOT_PERSISTENT, Persistence.NOT_ASSESSABLE, Persistence.PERSISTENT_ABOVE_TARGET,
        Persistence.CONSISTENT_ABOVE_2, Persistence.PERSISTENT_ABOVE_3,
    ),
    "grip_state": (GripState.STABLE, GripState.POSSIBLE_DECLINE, GripState.CONFIRMED_DECLINE),
    "hrv_state": (HrvState.STABLE, HrvState.DECLINING, HrvState.MARKED_DECLINE),
}  # fmt: skip
"""Answers that must not fall while IL-6 rises, or grip or heart rate variability fall further; nor must care."""


class _Held(NamedTuple):
    """What was said of one combination of facts: the answer that holds under each name, and the care."""

    answers: Mapping[str, Any]
    care: int

    @classmethod
    def of(cls, names: Iterable[tuple[str, Any]], cares: Iterable[Any]) -> _Held:
        """Take what rules say under their names, and what may be care; none where a rule is silent."""
        ranks = [each.care.rank for each in cares if isinstance(each, CareReason)]
        return cls({name: said for name, said in names if said is not None}, max(ranks, default=Care.NONE.rank))

    def less_than(self, other: _Held) -> Iterator[str]:
        """Yield what is less than it was elsewhere."""
        if self.care < other.care:
            yield "care"
        for name, order in _RISING.items():
            before, now = other.answers.get(name), self.answers.get(name)
            if before is not now and before in order and now in order and order.index(now) < order.index(before):
                yield name


def _may_be_care(each: AnyRule) -> bool:
    return each.answers is None or any(issubclass(kind, CareReason) for kind in each.answers)


class _Together:
    """
    The rules of a case, asked about canonical cases by the fast path, which decides.

    Of cases that are answered alike one is asked about again by the path that keeps everything.
    """

    def __init__(self, rules: Asked, standings: tuple[Standing, ...]) -> None:
        self.rules = rules
        self.standings = standings
        self.combinations = 0
        self.answered: set[str] = set()
        self.asked: set[str] = set()
        """Rules all of whose facts were known in some case."""
        self._held: defaultdict[str, set[str]] = defaultdict(set)
        self._seen: set[object] = set()
        asked = deciding(rules.case_rules)
        self._names = [(each.name_given, at) for at, each in enumerate(asked) if each.name_given in _COMPARED]
        self._cares = [at for at, each in enumerate(asked) if _may_be_care(each)]
        self._facts = (*CaseFacts._fields, *rules.stated_facts)
        self._waiting = list(rules.case_rules)
        """Rules that have not been asked yet."""

    def problems(self) -> Iterator[Problem]:
        """Yield more IL-6 that means less, a case with no answer or two, and an answer that never holds."""
        lines, every = self._lines_of, self._lines_of(())
        decided = (
            canonical.pairs(every, lines(_PAIRED)), canonical.outranking(every),
            canonical.one_draw(every, self.standings, lines(("newest_day",))),
            canonical.courses(lines(("samples", "counting"))), canonical.crp_courses(lines(("crp_results",))),
        )  # fmt: skip
        trace = self._tracer(self.rules.case_rules)
        for grid in chain.from_iterable(decided):
            yield from self._over(grid, trace, fast=True)
        for grid in canonical.details(every, lines(("hours_to_centrifugation",))):
            yield from self._over(grid, trace)
        yield from self._beside()
        yield from self._never_holding()

    def _lines_of(self, facts: Iterable[str]) -> Lines:
        return Lines(self.rules.rules, facts)

    def _beside(self) -> Iterator[Problem]:
        """Yield the same of what only adds to a decision: the body, and plans."""
        numbers = self.rules.thresholds()
        grip, hrv = (self._lines_of(_resting_on(self.rules, (name,))) for name in ("grip", "hrv"))
        week = int(numbers["hrv_week_days"].value) if "hrv_week_days" in numbers else _WEEK
        for facts, grids in (
            (("grip",), canonical.grip_series(grip)),
            (("hrv",), canonical.hrv_series(hrv, week)),
            (_PLANNED, canonical.plans(numbers.values(), self._lines_of(("newest_day",)))),
        ):
            trace = self._tracer(_leading_to(self.rules, facts))
            for grid in grids:
                yield from self._over(grid, trace)

    def _tracer(self, rules: tuple[AnyRule, ...]) -> Tracer:
        return tracer(rules, (*CaseFacts._fields, *self.rules.traced_facts), self.rules.left)

    def _over(self, grid: Grid, trace: Tracer, *, fast: bool = False) -> Iterator[Problem]:
        """Ask over a grid, and compare each case with those that lie one step below it along an axis."""
        below: dict[tuple[int, ...], _Held] = {}
        for at in product(*(range(len(axis)) for axis in grid.axes)):
            facts = _NO_FACTS | grid.facts(tuple(axis[place] for axis, place in zip(grid.axes, at, strict=True)))
            self.combinations += 1
            try:
                held = self._ask(facts, trace, fast)
            except (ForgeError, *_FAILURES) as error:
                yield Problem("together", f"fails with {type(error).__name__}: {error}", _witness(facts))
                return
            if fast:
                yield from _ambiguous(held, facts)
            for lower in (below[step] for step in _steps_below(at)):
                for name in held.less_than(lower):
                    yield Problem(name, _LESS.get(name, "is less than for less IL-6"), _witness(facts))
            below[at] = held

    def _ask(self, facts: Facts, trace: Tracer, fast: bool) -> _Held:  # noqa: FBT001  (which of the two paths)
        if not fast:
            kept = self._kept(facts, trace)
            return _Held.of(((each.rule.name_given, each.answer) for each in kept), (each.answer for each in kept))
        answers = self.rules.before(tuple(map(facts.get, self._facts))).answers
        told = facts["il6_standing"], tuple([each if isinstance(each, _TOLD) else each is None for each in answers])
        if told not in self._seen:
            self._seen.add(told)
            self._kept(facts, trace)
        return _Held.of([(name, answers[at]) for name, at in self._names], [answers[at] for at in self._cares])

    def _kept(self, facts: Facts, trace: Tracer) -> list[Entry]:
        """Ask by the path that keeps everything, and remember who was asked, who answered, and whose answer holds."""
        entries = trace(tuple(map(facts.get, (*CaseFacts._fields, *self.rules.traced_facts))))
        self.answered.update(each.rule.id for each in entries if each.facts or not each.rule.facts)
        holds = {each.rule.name_given: each.rule.id for each in entries}
        for name, rule_id in holds.items():
            self._held[name].add(rule_id)
        known = {*holds, *self.rules.left, *(name for name, fact in facts.items() if fact is not None)}
        asked = [each for each in self._waiting if known.issuperset(each.facts)]
        if asked:
            self.asked.update(each.id for each in asked)
            self._waiting = [each for each in self._waiting if each.id not in self.asked]
        return entries

    def _never_holding(self) -> Iterator[Problem]:
        """Yield a rule whose every answer another rule of its name replaces."""
        for each in self.rules.case_rules:
            tried = self.asked if each.gives else self.answered
            if each.name_given and each.id in tried and each.id not in self._held[each.name_given]:
                yield Problem(each.id, f"never decides what '{each.name_given}' is", self._tried)

    def silent(self, rules: Iterable[AnyRule]) -> Iterator[Problem]:
        """Yield rules that were asked and had nothing to say in any case."""
        for each in rules:
            yield Problem(each.id, "never answers", self._tried)

    @property
    def _tried(self) -> str:
        return f"{self.combinations:,} canonical cases"


_TOLD: Final = (bool, Enum)
"""What of an answer tells two cases apart, beside whether there is one."""
_COMPARED: Final = frozenset({*_RISING, "possible_bands", "pattern"})
_LESS: Final = {
    "band": "is lower than for less IL-6",
    "grip_state": "is better than for more grip",
    "hrv_state": "is better than for more variability",
}


def _resting_on(rules: Asked, facts: Iterable[str]) -> set[str]:
    """Return some facts and every name that rules work out of them."""
    names = set(facts)
    for each in rules.case_rules:
        if not names.isdisjoint(each.facts):
            names.add(each.name_given)
    return names - {""}


def _leading_to(rules: Asked, facts: Iterable[str]) -> tuple[AnyRule, ...]:
    """Return the rules that rest on some facts, and those whose answers they need beside them."""
    resting, needed, kept = _resting_on(rules, facts), set[str](), list[AnyRule]()
    for each in reversed(rules.case_rules):
        if not resting.isdisjoint(each.facts) or each.name_given in needed:
            needed.update(each.facts)
            kept.append(each)
    return tuple(reversed(kept))


def _steps_below(at: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the neighbours of a place that lie one step lower along one axis."""
    for axis, place in enumerate(at):
        if place:
            yield (*at[:axis], place - 1, *at[axis + 1 :])


def _ambiguous(held: _Held, facts: Facts) -> Iterator[Problem]:
    """Yield a case with no band, no honest set and no reason for that, or with a band outside of its set."""
    if facts["il6"] is None:
        return
    band, bands = held.answers.get("band"), held.answers.get("possible_bands", ())
    applies = facts["il6_standing"].code is not StandingCode.NOT_APPLICABLE
    if applies and not bands:
        yield Problem("possible_bands", "no band is possible", _witness(facts))
    if band is not None and band not in bands:
        yield Problem("band", f"is {_shown(band)}, which is not possible", _witness(facts))
    if list(bands) != [each for each in BAND_ORDER if bands and bands[0].rank <= each.rank <= bands[-1].rank]:
        yield Problem("possible_bands", "have a gap or an order of their own", _witness(facts))
    if facts["hs_crp"] is not None and not isinstance(held.answers.get("pattern"), Pattern):
        yield Problem("pattern", "two markers were measured, and nothing is said of them", _witness(facts))


_SHOWN: Final = (
    "il6", "il6_standing", "lab_upper_limit", "hs_crp", "hs_crp_standing", "conventional_crp", "crp_results",
    "red_flags", "secondary_disease", "grip", "hrv", "considering", "medications", "contraindications",
)  # fmt: skip


def _witness(facts: Facts) -> str:
    """Tell the facts of a canonical case; of a course its samples, where there are several."""
    told = [f"{name} {_shown(facts[name])}" for name in _SHOWN if facts.get(name) is not None]
    samples = facts["samples"] or ()
    return ", ".join([*told, f"samples {_shown(samples)}"] if len(samples) > 1 else told)


def _shown(fact: Any) -> str:
    for kind, show in _SHOWS:
        if isinstance(fact, kind):
            return show(fact)
    return str(fact)


def _shown_standing(standing: Standing) -> str:
    return f"{standing.code} {standing.void_direction}" if standing.reasons else standing.code.value


def _shown_sample(sample: Sample) -> str:
    days = 0 if sample.draw is None else (drawn().day - sample.draw.day).days
    return f"{sample.amount} {_shown(sample.standing)} {days} days before"


_SHOWS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (Enum, lambda fact: str(fact.value)),
    (Standing, _shown_standing),
    (CrpRead, lambda fact: f"{_shown(fact.levels)} {_shown(fact.standing)}"),
    (Sample, _shown_sample),
    (CrpResult, lambda fact: f"{fact.amount} {_shown(fact.standing)} {fact.days_before} days before"),
    (tuple, lambda fact: f"({', '.join(map(_shown, fact))})"),
)
