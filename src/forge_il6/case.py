"""
A case, ready to be asked about: every sample placed in time and judged by the rules.

A context with a history makes one sample of every reading; each is judged by the same rules, with
its own hours since exercise and its own days since an infection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import starmap
from typing import Any, Final

import attrs

from .answered import Answered, Asked
from .asking.course import Sample
from .asking.facts import (
    CONTEXT_FACTS,
    TIME_ARITHMETIC,
    CaseFacts,
    Person,
    SampleFacts,
    sample_facts,
    with_unclear_timing,
)
from .asking.ruleset import RuleSet
from .asking.training import ExerciseFacts, exercise_before, stated_exercise
from .codes import Analyte, Confounder, Exercise, StandingCode
from .conclusions import Decision, Standing, Standings
from .context import Context
from .document import VerdictDocument
from .errors import CaseError, TimeError, discreet, excerpt
from .explain import Explained
from .knowledge.assays import assay_of, default_assay
from .reading import HsCrp, Reading
from .times import Draw, hours_between
from .units import Amount

__all__ = ["Case"]

_NOBODY: Final = Context()
_NO_READING: Final = Reading()
_SAME_TUBE: Final = Decimal(0)
_NEVER: Final = Decimal("Infinity")


@attrs.frozen(eq=False)
class Case:
    """One reading, one context and the standing of each sample: what the rules are asked about."""

    reading: Reading
    context: Context
    rules: RuleSet
    standings: Standings
    samples: tuple[Sample, ...] | None
    """Every sample with an IL-6, oldest first; none where there is no history."""
    exertion: Decimal | None
    age: Decimal | None
    """At the index draw."""
    hours_apart: Decimal | None
    """Between IL-6 and hs-CRP; endless where they are not of one local date."""

    @classmethod
    def of(cls, reading: Reading | Sequence[Reading] | None, context: Context | None, rules: RuleSet) -> Case:
        """
        Check and prepare a case.

        Raises:
            CaseError: see `interpret`.
        """
        known: Context = _NOBODY if context is None else _checked(Context, context, "context")
        if not isinstance(rules, RuleSet):
            msg = f"rules: got {excerpt(rules)}; give a RuleSet, such as STANDARD + my_rule"
            raise CaseError(msg)
        person = Person(known)
        index, history = _index_and_history(reading, known, person)
        draw = person.draw(index.drawn_at, "drawn_at")
        _not_after_as_of(known, person, draw, "drawn_at")
        judge = _Judge(rules, person, index, draw)
        standings, samples, hours_apart = judge.everything(history, known)
        return cls(
            reading=index,
            context=known,
            rules=rules,
            standings=standings,
            samples=samples,
            exertion=judge.exertion,
            age=known.age if known.birth_date is None else person.age_at_index(draw and draw.day),
            hours_apart=hours_apart,
        )

    def facts(self, *, traced: bool = False) -> tuple[object, ...]:
        """Return the facts of the case in the order of `CaseFacts`, then those that rules ask for as stated."""
        il6, hs_crp = self.standings.il6, self.standings.hs_crp
        judged = il6 or hs_crp
        applicable = judged is None or judged.code is not StandingCode.NOT_APPLICABLE
        stated = self.rules.traced_facts if traced else self.rules.stated_facts
        given = self._derived(applicable=applicable)
        if not stated:
            return given
        return given + tuple(_stated(name, self.reading, self.context, applicable) for name in stated)

    def _derived(self, *, applicable: bool) -> CaseFacts:
        """Work out the facts of the case; nothing is measured where nothing may be judged."""
        reading, context, samples = self.reading, self.context, self.samples
        assay = None if reading.method is None else assay_of(reading.method)
        return CaseFacts(  # by position, in the order of its fields: twice as quick, for each case
            reading.il6,
            context.hs_crp_amount,
            self.standings.il6,
            self.standings.hs_crp,
            self.standings.il6 is not None if applicable else None,
            self.standings.hs_crp is not None if applicable else None,
            self.hours_apart if applicable else None,
            reading.lab_upper_limit,
            self.exertion,
            bool(context.red_flags),
            context.conventional_crp,
            assay,
            default_assay() if reading.method is None else assay,
            assay is None,
            context.il10,
            None if context.confounders is None else _has_secondary_disease(context),
            samples,
            None if samples is None else next((each for each in samples if each.is_index), None),
            None if context.hs_crp_history is None else tuple(self._crp_results()),
            self.age,
        )

    def _crp_results(self) -> Iterator[tuple[date, Amount]]:
        """Yield every CRP result that has a date; one of the history newer than the index draws is refused."""
        person, context, crp = Person(self.context), self.context, self.context.hs_crp
        index = person.draw(self.reading.drawn_at, "drawn_at")
        own = person.draw(crp.drawn_at, "hs_crp.drawn_at") if isinstance(crp, HsCrp) else None
        newest = max((draw.last for draw in (index, own) if draw is not None), default=None)
        for number, result in enumerate(context.hs_crp_history or ()):
            name = f"hs_crp_history[{number}].drawn_at"
            draw = person.draw(result.drawn_at, name)
            if draw is None:
                msg = f"{name}: every result of a history needs its time"
                raise TimeError(msg)
            _not_after_as_of(context, person, draw, name)
            if newest is not None and draw.first > newest:
                msg = f"{name}: {draw.day} is newer than the index draw; give the newest hs-CRP as hs_crp"
                raise TimeError(msg)
            yield draw.day, result.value
        at = own or index
        if at is not None and context.hs_crp_amount is not None:
            yield at.day, context.hs_crp_amount
        if context.conventional_crp is not None and index is not None:
            yield index.day, context.conventional_crp

    def document(self, decision: Decision) -> VerdictDocument:
        """Work out everything that a decision says of this case, from asking once."""
        asked = [*self._asked_of_samples(), *starmap(Asked, self.rules.trace(self.facts(traced=True)))]
        answered = Answered(self.rules, self.reading, self.context, self.standings, self.samples, asked)
        return VerdictDocument.of(decision, Explained(answered))

    def _asked_of_samples(self) -> Iterator[Asked]:
        """Ask about each draw once, and keep what each rule was asked with."""
        person = Person(self.context)
        index, draw = self.reading, person.draw(self.reading.drawn_at, "drawn_at")
        judge = _Judge(self.rules, person, index, draw)
        il6, hs_crp, crp = self.standings.il6, self.standings.hs_crp, self.context.hs_crp
        facts: _BothEnds | None = None
        askings: list[list[Asked]] = []
        if il6 is not None:
            facts = judge.facts(index, draw, conflict="conflict" in il6.codes)
            askings = self._traced(facts)
            yield from Asked.of_sample(askings, Analyte.IL6, il6)
        if hs_crp is not None and crp is not None:
            own = judge.crp_facts(self.context, crp)
            yield from Asked.of_sample(askings if own == facts else self._traced(own), Analyte.HS_CRP, hs_crp)

    def _traced(self, facts: _BothEnds) -> list[list[Asked]]:
        """Ask about both ends of what is uncertain about a draw, and about timing that cannot be told."""
        near, far = facts
        given = (near,) if near == far else (near, with_unclear_timing(near), far)
        return [list(starmap(Asked, self.rules.trace_sample(each))) for each in given]


def _stated(name: str, reading: Reading, context: Context, applicable: bool) -> object:  # noqa: FBT001
    """Return a fact exactly as the caller stated it; nothing is inferred where nothing may be judged."""
    if not applicable:
        return None
    return getattr(context if name in CONTEXT_FACTS else reading, name)


def _has_secondary_disease(context: Context) -> bool:
    return any(event.kind is Confounder.SECONDARY_DISEASE for event in context.confounders or ())


def _checked(kind: Any, value: Any, name: str) -> Any:
    """Trust no object that was not checked: a subclass is built anew as the class itself."""
    if type(value) is kind:
        return value
    if isinstance(value, kind):
        return kind.of(value, name)
    msg = f"{name}: got {discreet(value)}; give a {kind.__name__} (or interpret_case for a document)"
    raise CaseError(msg)


def _index_and_history(
    reading: Reading | Sequence[Reading] | None, context: Context, person: Person
) -> tuple[Reading, list[Reading]]:
    """Tell the index reading from its history."""
    history = list(context.history or ())
    if type(reading) is Reading:
        index = reading
    elif reading is None:
        index = _NO_READING
    elif isinstance(reading, Sequence) and not isinstance(reading, str):
        several = [_checked(Reading, each, f"reading[{number}]") for number, each in enumerate(reading)]
        undated = next((number for number, each in enumerate(several) if each.drawn_at is None), None)
        if undated is not None and len(several) > 1:
            msg = f"reading[{undated}]: give drawn_at, so that the newest of several readings can be told"
            raise TimeError(msg)
        placed = [(person.draw(each.drawn_at, f"reading[{n}].drawn_at"), n) for n, each in enumerate(several)]
        newest = max(range(len(several)), key=lambda n: _order(placed[n][0], several[n]), default=None)
        index = _NO_READING if newest is None else several[newest]
        history = [each for n, each in enumerate(several) if n != newest] + history
    else:
        index = _checked(Reading, reading, "reading")
    return index, history


def _order(draw: Draw | None, reading: Reading) -> tuple[Any, ...]:
    """Order samples by time, and those of one time in a way that does not depend on their order."""
    placed = () if draw is None else (draw.first, draw.last)
    result = (False,) if reading.il6 is None else (True, reading.il6.value, reading.il6.comparator)
    specimen = "" if reading.specimen is None else reading.specimen.value
    return (draw is None, *placed, *result, reading.method or "", specimen)


def _not_after_as_of(context: Context, person: Person, draw: Draw | None, name: str) -> None:
    as_of = context.as_of
    if as_of is None or draw is None:
        return
    limit = Draw.of(as_of, person.zone, "as_of")
    late = draw.first > limit.last if limit.is_exact else draw.day > limit.day
    if late:
        msg = f"{name}: {draw.day} lies after as_of {as_of.isoformat()}; a draw cannot be in the future, correct one"
        raise TimeError(msg)


_BothEnds = tuple[SampleFacts, SampleFacts]
"""The facts of a sample, with every uncertain time taken as near and as far as it can have been."""


class _Judge:
    """Asks the rules about each sample of one person."""

    def __init__(self, rules: RuleSet, person: Person, index: Reading, index_draw: Draw | None) -> None:
        self.rules = rules
        self.person = person
        self.index = index
        self.index_draw = index_draw
        self.exertion: Decimal | None = None

    def everything(
        self, history: list[Reading], context: Context
    ) -> tuple[Standings, tuple[Sample, ...] | None, Decimal | None]:
        """Judge the index draw, every sample of the history and the hs-CRP; say how far apart the two markers are."""
        stated = self.standings(self.index, self.index_draw)
        samples = self.samples(history, context) if history else None
        il6 = stated.il6
        if self.index.il6 is None:
            il6 = None
        elif samples is not None:
            il6 = next(sample.standing for sample in samples if sample.is_index)
        hs_crp, hours_apart = self.hs_crp(context, stated.hs_crp)
        as_it_is = il6 is stated.il6 and hs_crp is stated.hs_crp
        return stated if as_it_is else Standings(il6, hs_crp), samples, None if il6 is None else hours_apart

    def standings(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> Standings:
        """Judge one sample by what it states of itself."""
        return self._weighed(self.facts(source, draw, conflict=conflict))

    def facts(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> _BothEnds:
        """Return the facts of one sample, for either end of what is uncertain about its time."""
        stated = stated_exercise(source.exercise, source.hours_since_exercise)
        near, far = exercise_before(stated, self.person.log, draw)
        if source is self.index:
            self.exertion = far.least
        return self._placed(source, draw, near, far, conflict=conflict)

    def _placed(
        self, source: Reading | HsCrp, draw: Draw | None, near: ExerciseFacts, far: ExerciseFacts, *, conflict: bool
    ) -> _BothEnds:
        nearest = sample_facts(source, draw, self.index_draw, self.person, near, conflict=conflict)
        if near is far or near == far:
            return nearest, nearest
        return nearest, sample_facts(source, draw, self.index_draw, self.person, far, conflict=conflict)

    def _weighed(self, facts: _BothEnds) -> Standings:
        """Ask the rules; where an uncertain time matters, a statement holds only if both ends agree."""
        rules, (near, far) = self.rules, facts
        nearest = rules.standings(rules.ask_sample(near))
        if near is far:
            return nearest
        farthest = rules.standings(rules.ask_sample(far))
        if nearest is farthest:
            return nearest
        unclear = rules.standings(rules.ask_sample(with_unclear_timing(near)))
        return Standings(
            _agreed(nearest.il6, farthest.il6, unclear.il6),
            _agreed(nearest.hs_crp, farthest.hs_crp, unclear.hs_crp),
        )

    def hs_crp(self, context: Context, same: Standing | None) -> tuple[Standing | None, Decimal | None]:
        """Judge the hs-CRP, and say how many hours apart from the IL-6 it was drawn."""
        crp = context.hs_crp
        if crp is None:
            return None, None
        if type(crp) is not HsCrp and not self._crp_conflicts(context, self.index_draw):
            return same, _SAME_TUBE
        standing = self._weighed(self.crp_facts(context, crp)).hs_crp
        if type(crp) is not HsCrp or crp.drawn_at is None:
            return standing, _SAME_TUBE
        draw = self.person.draw(crp.drawn_at, "hs_crp.drawn_at")
        _not_after_as_of(context, self.person, draw, "hs_crp.drawn_at")
        return standing, _hours_apart(draw, self.index_draw)

    def crp_facts(self, context: Context, crp: HsCrp | Amount) -> _BothEnds:
        """Return the facts of the hs-CRP's draw: its own, and of the same draw or day what it does not state."""
        index_draw = self.index_draw
        if not isinstance(crp, HsCrp):
            return self.facts(self.index, index_draw, conflict=self._crp_conflicts(context, index_draw))
        same_tube = crp.drawn_at is None
        draw = index_draw if same_tube else self.person.draw(crp.drawn_at, "hs_crp.drawn_at")
        conflict = self._crp_conflicts(context, draw)
        one_day = draw is not None and index_draw is not None and draw.day == index_draw.day
        kind, hours = crp.exercise, crp.hours_since_exercise
        if same_tube or one_day:
            if hours is None and kind is not Exercise.NONE:
                hours = _shifted(self.index.hours_since_exercise, draw, index_draw)
            kind = self.index.exercise if kind is None else kind
        near, far = exercise_before(stated_exercise(kind, hours), self.person.log, draw)
        return self._placed(_inheriting(crp, self.index) if same_tube else crp, draw, near, far, conflict=conflict)

    def _crp_conflicts(self, context: Context, draw: Draw | None) -> bool:
        """Whether the history holds another hs-CRP of the instant of the draw."""
        if draw is None or not draw.is_exact:
            return False
        for number, result in enumerate(context.hs_crp_history or ()):
            other = self.person.draw(result.drawn_at, f"hs_crp_history[{number}].drawn_at")
            same_instant = other is not None and other.is_exact and other.first == draw.first
            if same_instant and result.value != context.hs_crp_amount:
                return True
        return False

    def samples(self, history: list[Reading], context: Context) -> tuple[Sample, ...]:
        """Judge every reading of a history by the same rules, oldest first."""
        placed = [(self.index, self.index_draw), *self._placed_in_time(history, context)]
        conflicts, same = _conflicts_and_duplicates(placed)
        judged = [
            self.standings(reading, draw, conflict=number in conflicts).il6
            for number, (reading, draw) in enumerate(placed)
        ]
        for numbers in same:  # one result told twice is as good as its worse account
            worst = max((judged[number] for number in numbers), key=lambda s: (s.code.rank, str(s)))  # type: ignore[union-attr]
            for number in numbers:
                judged[number] = worst
        told_again = {number for numbers in same for number in numbers[1:]}
        samples = [
            Sample(reading, draw, standing, is_index=number == 0, duplicate=number in told_again)  # type: ignore[arg-type]
            for number, ((reading, draw), standing) in enumerate(zip(placed, judged, strict=True))
            if reading.il6 is not None
        ]
        return tuple(sorted(samples, key=lambda sample: (sample.is_index, *_order(sample.draw, sample.reading))))

    def _placed_in_time(self, history: list[Reading], context: Context) -> Iterator[tuple[Reading, Draw | None]]:
        """Place every reading of a history in time; one newer than the index is refused."""
        for number, each in enumerate(history):
            name = f"history[{number}].drawn_at"
            draw = self.person.draw(_checked(Reading, each, "history").drawn_at, name)
            if draw is None:
                msg = f"{name}: every reading of a history needs its time"
                raise TimeError(msg)
            if self.index_draw is not None and draw.first > self.index_draw.last:
                msg = f"{name}: {draw.day} is newer than the index reading of {self.index_draw.day}; swap them"
                raise TimeError(msg)
            _not_after_as_of(context, self.person, draw, name)
            yield each, draw


def _conflicts_and_duplicates(
    placed: list[tuple[Reading, Draw | None]],
) -> tuple[set[int], list[list[int]]]:
    """Find readings of one instant: two values conflict, one value twice is a duplicate."""
    at: defaultdict[datetime, list[int]] = defaultdict(list)
    for number, (reading, draw) in enumerate(placed):
        if draw is not None and draw.is_exact and reading.il6 is not None:
            at[draw.first].append(number)
    shared = [numbers for numbers in at.values() if len(numbers) > 1]
    conflicting = [numbers for numbers in shared if len({placed[number][0].il6 for number in numbers}) > 1]
    return {number for numbers in conflicting for number in numbers}, [n for n in shared if n not in conflicting]


def _agreed(near: Standing | None, far: Standing | None, unclear: Standing | None) -> Standing | None:
    """
    Keep what holds at both ends of an uncertain time, and what the rules say of unclear timing.

    Where they say nothing of it, the worse end holds.
    """
    if near is None or far is None or unclear is None or near.code is far.code:
        return near
    shared = tuple(reason for reason in near.reasons if reason in far.reasons)
    doubt = tuple(reason for reason in unclear.reasons if reason not in near.reasons)
    return Standing.weigh((*shared, *doubt)) if doubt else max(near, far, key=lambda end: end.code.rank)


def _shifted(hours: Decimal | None, draw: Draw | None, index_draw: Draw | None) -> Decimal | None:
    """Count the hours since exercise to another draw of the same day; unknown where that cannot be told."""
    if hours is None or draw is None or index_draw is None or draw == index_draw:
        return hours
    if not (draw.is_exact and index_draw.is_exact):
        return None
    counted = TIME_ARITHMETIC.add(hours, hours_between(index_draw.first, draw.first))
    return None if counted < 0 else counted


def _inheriting(crp: HsCrp, index: Reading) -> HsCrp:
    """Fill what a hs-CRP of the same draw does not state from the reading of that draw."""
    names = ("specimen", "hours_to_centrifugation", "at_rest", "indwelling_line", "haemolysed")
    missing = {name: getattr(index, name) for name in names if getattr(crp, name) is None}
    return attrs.evolve(crp, **missing)


def _hours_apart(draw: Draw | None, other: Draw | None) -> Decimal:
    """Return the most hours that two draws of one local date can lie apart; endless for any others."""
    if draw is None or other is None or draw.day != other.day:
        return _NEVER
    return max(hours_between(draw.first, other.last), hours_between(other.first, draw.last))
