"""
Judging the samples of a case: every draw placed in time, and the rules asked about each.

The index draw, every reading of the history and every hs-CRP are judged by the same rules, each by
what it states of itself and by what it inherits of its draw. Accounts of one result are taken
together here, and an uncertain time is taken at both of its ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter, is_
from typing import Any, Final, NamedTuple

import attrs

from .asking.course import CrpResult, Sample
from .asking.evaluate import Answers
from .asking.facts import (
    EXERCISE_FACTS,
    TIME_ARITHMETIC,
    CrpsNearby,
    OfOneDraw,
    Person,
    SampleFacts,
    sample_facts,
    with_exercise,
    with_unclear_phase,
    with_unclear_timing,
)
from .asking.rule import AnyRule
from .asking.ruleset import RuleSet
from .asking.training import ExerciseFacts, ExerciseLog, exercise_before, stated_exercise
from .codes import Analyte, Exercise, StandingCode
from .conclusions import Reason, Standing, Standings
from .context import Context
from .errors import TimeError
from .knowledge import thresholds
from .reading import HsCrp, Reading
from .times import Draw, hours_between
from .units import Amount

__all__ = ["Apart", "BothEnds", "Judge", "check_not_after", "in_time", "twin_key"]

_NEVER: Final = Decimal("Infinity")
NOTHING_AGAINST: Final = Standing.weigh(())
_NOT_YET: Final = Standings(NOTHING_AGAINST, NOTHING_AGAINST)


class Apart(NamedTuple):
    """How far apart IL-6 and hs-CRP were drawn."""

    hours: Decimal
    """At most; endless where either time is not known at all."""
    least: Decimal
    may_share_date: bool

    @classmethod
    def between(cls, draw: Draw | None, other: Draw | None) -> Apart:
        """Measure two draws, each of them an instant or a span of instants."""
        if draw is None or other is None:
            return cls(_NEVER, _NO_HOURS, may_share_date=True)
        ends = hours_between(draw.first, other.last), hours_between(other.first, draw.last)
        return cls(max(ends), max(_NO_HOURS, -min(ends)), draw.day == other.day)


_NO_HOURS: Final = Decimal(0)
_SAME_TUBE: Final = Apart(_NO_HOURS, _NO_HOURS, may_share_date=True)


def _days_before(earlier: date | None, later: date | None) -> int | None:
    return None if earlier is None or later is None else (later - earlier).days


def in_time(draw: Draw | None, reading: Reading) -> tuple[Any, ...]:
    """Order samples by time, and those of one time in a way that does not depend on their order."""
    placed = () if draw is None else (draw.first, draw.last)
    result = (False,) if reading.il6 is None else (True, reading.il6.value, reading.il6.comparator)
    specimen = "" if reading.specimen is None else reading.specimen.value
    return (draw is None, *placed, *result, reading.method or "", specimen)


def check_not_after(context: Context, person: Person, draw: Draw | None, name: str) -> None:
    """
    Check that a draw does not lie after the asking.

    Raises:
        TimeError: it does.
    """
    as_of = context.as_of
    if as_of is None or draw is None:
        return
    limit = Draw.of(as_of, person.zone, "as_of")
    late = draw.first > limit.last if limit.is_exact else draw.day > limit.day
    if late:
        msg = f"{name}: {draw.day} lies after as_of {as_of.isoformat()}; a draw cannot be in the future, correct one"
        raise TimeError(msg)


BothEnds = tuple[SampleFacts, SampleFacts]
"""The facts of a sample, with every uncertain time taken as near and as far as it can have been."""


class Earlier:
    """How the earlier readings of one person were judged, for whoever asks about that person again."""

    def __init__(self, index: Reading, context: Context, age: Decimal | None, day: date | None) -> None:
        self._told = (index.drawn_at, *_OF_PERSON(context))
        self._counted = age, day
        self._stated = context
        self._log = Person(context).log
        self.judged: dict[int, tuple[Reading, Standing | None]] = {}
        """By the identity of a reading, which is kept beside its standing so that no other takes its place."""

    def holds_for(self, index: Reading, context: Context, age: Decimal | None, day: date | None) -> bool:
        """Whether everything that an earlier reading is judged by, beside itself, is the same."""
        told = (index.drawn_at, *_OF_PERSON(context))
        return self._counted == (age, day) and all(map(is_, self._told, told))

    def log_of(self, context: Context) -> ExerciseLog | None:
        """Return the sessions of a context, sorted, where they are those of before."""
        stated = self._stated
        is_same = context.exercise_log is stated.exercise_log and context.time_zone == stated.time_zone
        return self._log if is_same else None


_OF_PERSON: Final = attrgetter(
    "time_zone", "birth_date", "pregnant", "confounders", "exercise_log", "hs_crp", "hs_crp_history",
    "conventional_crp",
)  # fmt: skip
"""Whatever of a person an earlier reading is judged by, beside the age."""


class Judge:
    """Asks the rules about each sample of one person."""

    def __init__(
        self,
        rules: RuleSet,
        person: Person,
        context: Context,
        index: Reading,
        index_draw: Draw | None,
        day: date | None,
        before: Earlier | None = None,
    ) -> None:
        is_same = before is not None and before.holds_for(index, context, person.age_at_draw, day)
        self.before = before if is_same else None
        self.rules = rules
        self.person = person
        self.context = context
        self.index = index
        self.index_draw = index_draw
        self.counted_from = index_draw if index_draw or day is None else Draw.of(day, person.zone, "drawn_at")
        """What events are counted to: the index draw; without one, the day of the newest."""
        self.other_account = _other_account(context.hs_crp)
        self.index_facts: BothEnds | None = None
        self.of_index = _NOT_YET
        """What the index draw alone says of either analyte: a conventional CRP is of that draw."""
        self.person_standing = NOTHING_AGAINST
        own = isinstance(context.hs_crp, HsCrp) and context.hs_crp.drawn_at is not None
        of_index = (None if own else context.hs_crp_amount, context.conventional_crp)
        self.same_tube = tuple(amount for amount in of_index if amount is not None)
        self.has_dated_crps = own or bool(context.hs_crp_history)

    @cached_property
    def crps(self) -> CrpsNearby:
        """Every CRP of the case that can be placed in time."""
        dated: list[tuple[Amount, datetime | date | None, str]] = [
            (each.value, each.drawn_at, f"hs_crp_history[{number}].drawn_at")
            for number, each in enumerate(self.context.hs_crp_history or ())
        ]
        if isinstance(self.context.hs_crp, HsCrp):
            dated.append((self.context.hs_crp.value, self.context.hs_crp.drawn_at, "hs_crp.drawn_at"))
        placed = [(self.person.draw(at, name), value) for value, at, name in dated]
        placed += [(self.index_draw, amount) for amount in self.same_tube]
        return CrpsNearby((draw, amount) for draw, amount in placed if draw is not None)

    def everything(self, history: list[Reading]) -> tuple[Standings, tuple[Sample, ...] | None, Apart | None]:
        """Judge the index draw, every sample of the history and the hs-CRP; say how far apart the two markers are."""
        stated = self.of_index = self.standings(self.index, self.index_draw)
        self.person_standing = _of_person(stated)
        samples = self.samples(history) if history else None
        il6 = stated.il6
        if self.index.il6 is None:
            il6 = None
        elif samples is not None:
            il6 = next(sample.standing for sample in samples if sample.is_index)
        hs_crp, apart = self.hs_crp(stated.hs_crp)
        as_it_is = il6 is stated.il6 and hs_crp is stated.hs_crp
        return stated if as_it_is else Standings(il6, hs_crp), samples, apart

    def standings(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> Standings:
        """Judge one sample by what it states of itself."""
        return self._weighed(self.facts(source, draw, conflict=conflict))

    def facts(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> BothEnds:
        """Return the facts of one sample, for either end of what is uncertain about its time."""
        stated = stated_exercise(source.exercise, source.hours_since_exercise)
        if source is self.index and self.other_account is not None:
            stated = stated.worse(self.other_account)
        near, far = exercise_before(stated, self.person.log, draw)
        placed = self._placed(source, draw, near, far, conflict=conflict)
        if source is self.index:
            self.index_facts = placed
        return placed

    def _results(self, source: Reading | HsCrp) -> tuple[Amount | None, Amount | None]:
        """Return the IL-6 and the hs-CRP that are judged by the facts of one draw."""
        if isinstance(source, HsCrp):
            return None, source.value
        plain = self.context.hs_crp if source is self.index and isinstance(self.context.hs_crp, Amount) else None
        return source.il6, plain

    def _crps_of(self, source: Reading | HsCrp, draw: Draw | None) -> OfOneDraw | None:
        """Return the CRP results that may be of the draw of a reading."""
        if isinstance(source, HsCrp) or not (self.same_tube or self.has_dated_crps):
            return None
        if source is self.index:
            return OfOneDraw(draw, self.same_tube, self.crps if self.has_dated_crps else None)
        return OfOneDraw(draw, (), self.crps)

    def _placed(
        self, source: Reading | HsCrp, draw: Draw | None, near: ExerciseFacts, far: ExerciseFacts, *, conflict: bool
    ) -> BothEnds:
        if draw is not None:
            self.person.check_born(draw.day)
        il6, hs_crp = self._results(source)
        crps = self._crps_of(source, draw)
        nearest = sample_facts(
            source, draw, self.counted_from, self.person, near, conflict=conflict, il6=il6, hs_crp=hs_crp, crps=crps
        )
        return nearest, nearest if near is far or near == far else with_exercise(nearest, far)

    def _weighed(self, facts: BothEnds) -> Standings:
        """Ask the rules; where an uncertain time matters, the exercise answer holds only if both ends agree."""
        rules, (near, far) = self.rules, facts
        answers = rules.ask_sample(near)
        if near is far:
            return rules.standings(answers)
        at_far_end = rules.ask_sample(far)
        if answers == at_far_end:
            return rules.standings(answers)
        doubts = {
            "exercise_clear": rules.ask_sample(with_unclear_timing(near)),
            "exercise_phase_clear": rules.ask_sample(with_unclear_phase(near)),
        }
        il6, hs_crp = (
            Standing.weigh(tuple(_agreed(analyte, rules.sample_rules, answers, at_far_end, doubts)))
            for analyte in (Analyte.IL6, Analyte.HS_CRP)
        )
        return Standings(il6, hs_crp)

    def hs_crp(self, same: Standing | None) -> tuple[Standing | None, Apart | None]:
        """Judge the hs-CRP, and say how many hours apart from the IL-6 it was drawn."""
        crp = self.context.hs_crp
        if crp is None:
            return None, None
        if type(crp) is not HsCrp and not self.context.hs_crp_history:
            return same, _SAME_TUBE
        conflict = self._crp_conflicts(crp)
        accounts = [crp, *(() if conflict else self.crp_twins(crp))]
        standing = _joined([self._weighed(self.crp_facts(each, conflict=conflict)).hs_crp for each in accounts])
        if type(crp) is not HsCrp or crp.drawn_at is None:
            return standing, _SAME_TUBE
        draw = self.person.draw(crp.drawn_at, "hs_crp.drawn_at")
        check_not_after(self.context, self.person, draw, "hs_crp.drawn_at")
        return standing, Apart.between(draw, self.index_draw)

    def crp_facts(self, crp: HsCrp | Amount, *, conflict: bool = False) -> BothEnds:
        """Return the facts of the hs-CRP's draw: its own, and of the same draw or day what it does not state."""
        index_draw = self.index_draw
        if not isinstance(crp, HsCrp):
            return self.facts(self.index, index_draw, conflict=conflict)
        same_tube = crp.drawn_at is None
        draw = index_draw if same_tube else self.person.draw(crp.drawn_at, "hs_crp.drawn_at")
        one_day = draw is not None and index_draw is not None and _is_one_day_or_draw(draw, index_draw)
        kind, hours = crp.exercise, crp.hours_since_exercise
        if same_tube or one_day:
            if hours is None and kind is not Exercise.NONE:
                hours = _shifted(self.index.hours_since_exercise, draw, index_draw)
            kind = self.index.exercise if kind is None else kind
        stated = stated_exercise(kind, hours)
        if same_tube and self.other_account is not None:
            stated = stated.worse(stated_exercise(self.index.exercise, self.index.hours_since_exercise))
        near, far = exercise_before(stated, self.person.log, draw)
        return self._placed(_inheriting(crp, self.index) if same_tube else crp, draw, near, far, conflict=conflict)

    def crp_twins(self, crp: HsCrp | Amount) -> Iterator[HsCrp]:
        """Yield every other account of the hs-CRP: of its instant and its matrix."""
        own = crp if isinstance(crp, HsCrp) else None
        at = own.drawn_at if own else None
        draw = self.index_draw if at is None else self.person.draw(at, "hs_crp.drawn_at")
        if draw is None or not draw.is_exact:
            return
        matrix = (own and own.specimen) or (self.index.specimen if at is None else None)
        for number, result in enumerate(self.context.hs_crp_history or ()):
            other = self.person.draw(result.drawn_at, f"hs_crp_history[{number}].drawn_at")
            if other is not None and other.is_exact and other.first == draw.first and result.specimen == matrix:
                yield result

    def _crp_conflicts(self, crp: HsCrp | Amount) -> bool:
        """Whether the history holds another value of the same hs-CRP."""
        return any(twin.value != self.context.hs_crp_amount for twin in self.crp_twins(crp))

    def samples(self, history: list[Reading]) -> tuple[Sample, ...]:
        """Judge every reading of a history by the same rules, oldest first."""
        earlier = sorted(self._placed_in_time(history), key=lambda pair: in_time(pair[1], pair[0]))
        placed = [(self.index, self.index_draw), *earlier]
        conflicts, same = _conflicts_and_duplicates(placed)
        judged = [
            self._earlier(reading, draw, self.before)
            if self.before is not None and number and number not in conflicts
            else self.standings(reading, draw, conflict=number in conflicts).il6
            for number, (reading, draw) in enumerate(placed)
        ]
        for numbers in same:  # one result told twice is as good as its worse account
            worst = _joined([judged[number] for number in numbers])
            for number in numbers:
                judged[number] = worst
        told_again = {number for numbers in same for number in numbers[1:]}
        samples = [
            Sample(reading, draw, standing, is_index=number == 0, duplicate=number in told_again)  # type: ignore[arg-type]
            for number, ((reading, draw), standing) in enumerate(zip(placed, judged, strict=True))
            if reading.il6 is not None
        ]
        return tuple(sorted(samples, key=lambda sample: (sample.is_index, *in_time(sample.draw, sample.reading))))

    def _earlier(self, reading: Reading, draw: Draw | None, before: Earlier) -> Standing | None:
        """Judge an earlier reading, unless that was done with the same facts."""
        if id(reading) not in before.judged:
            before.judged[id(reading)] = reading, self.standings(reading, draw).il6
        return before.judged[id(reading)][1]

    def newest_day(self, samples: tuple[Sample, ...] | None, il6: Standing | None) -> tuple[Sample, ...] | None:
        """Return the newest IL-6 of the case, then every other of its local day, each told once."""
        if samples is None:
            if il6 is None:
                return None
            return (self._with_exertion([Sample(self.index, self.index_draw, il6, is_index=True)]),)
        newest = samples[-1] if samples else None
        if newest is None:
            return None
        twins: dict[tuple[object, ...], list[Sample]] = {}
        for each in reversed(samples):
            if each is newest or (each.draw and newest.draw and each.draw.day == newest.draw.day):
                twins.setdefault((each.draw, each.method, each.amount), []).append(each)
        return tuple(self._with_exertion(accounts) for accounts in twins.values())

    def crp_results(self, hs_crp: Standing | None, day: date | None) -> tuple[CrpResult, ...] | None:
        """Return every CRP result; one without a time of its own is of the index draw."""
        context = self.context
        crp, conventional = context.hs_crp, context.conventional_crp
        if crp is None and conventional is None and not context.hs_crp_history:
            return None
        found: list[CrpResult] = []
        own = self.person.draw(crp.drawn_at, "hs_crp.drawn_at") if isinstance(crp, HsCrp) else None
        if crp is not None:
            amount: Amount = context.hs_crp_amount  # type: ignore[assignment]  # there is an hs-CRP
            found.append(CrpResult(amount, hs_crp, _days_before(own.day if own else day, day)))
        if conventional is not None:
            found.append(CrpResult(conventional, self.of_index.hs_crp, _days_before(day, day)))
        if context.hs_crp_history:
            newest = max((draw.last for draw in (self.index_draw, own) if draw is not None), default=None)
            found += self._earlier_crp_results(newest, day)
        return tuple(found) or None

    def _earlier_crp_results(self, newest: datetime | None, day: date | None) -> Iterator[CrpResult]:
        """Yield every hs-CRP of the history; one that is newer than the index draws is refused."""
        history = self.context.hs_crp_history or ()
        placed = [(each, self._placed_crp(each, number)) for number, each in enumerate(history)]
        reference = day or max((draw.day for _, draw in placed), default=None)
        for number, (result, draw) in enumerate(placed):
            if newest is not None and draw.first > newest:
                name = f"hs_crp_history[{number}].drawn_at"
                msg = f"{name}: {draw.day} is newer than the index draw; give the newest hs-CRP as hs_crp"
                raise TimeError(msg)
            standing = self._weighed(self.crp_facts(result)).hs_crp
            yield CrpResult(result.value, standing, _days_before(draw.day, reference))

    def _placed_crp(self, result: HsCrp, number: int) -> Draw:
        """Place one hs-CRP of the history in time."""
        name = f"hs_crp_history[{number}].drawn_at"
        draw = self.person.draw(result.drawn_at, name)
        if draw is None:
            msg = f"{name}: every result of a history needs its time"
            raise TimeError(msg)
        check_not_after(self.context, self.person, draw, name)
        return draw

    def _with_exertion(self, accounts: list[Sample]) -> Sample:
        """Say how long before a draw exercise ended that may explain its value, by any account, at its earliest end."""
        far = [self._far(each) for each in accounts]
        race = _least([each.hours_since_race for each in far])
        hard = _least([hours for each in far for hours in (each.hours_since_intense, each.hours_since_eccentric)])
        if hard is None and race is None:
            return accounts[0]
        return accounts[0]._replace(hours_since_hard=hard, hours_since_race=race)

    def _far(self, sample: Sample) -> SampleFacts:
        """Return the facts of a sample with every uncertain time as far from it as it can have been."""
        known = self.index_facts if sample.is_index else None
        return (known or self.facts(sample.reading, sample.draw))[1]

    def _placed_in_time(self, history: list[Reading]) -> Iterator[tuple[Reading, Draw | None]]:
        """Place every reading of a history in time; one newer than the index is refused."""
        for number, each in enumerate(history):
            name = f"history[{number}].drawn_at"
            draw = self.person.draw(each.drawn_at, name)
            if draw is None:
                msg = f"{name}: every reading of a history needs its time"
                raise TimeError(msg)
            if self.index_draw is not None and draw.first > self.index_draw.last:
                msg = f"{name}: {draw.day} is newer than the index reading of {self.index_draw.day}; swap them"
                raise TimeError(msg)
            check_not_after(self.context, self.person, draw, name)
            yield each, draw


def _least(hours: list[Decimal | None]) -> Decimal | None:
    known = [each for each in hours if each is not None]
    return min(known) if known else None


def _conflicts_and_duplicates(
    placed: list[tuple[Reading, Draw | None]],
) -> tuple[set[int], list[list[int]]]:
    """Find readings of one instant, method and matrix: two values conflict, one value twice is a duplicate."""
    at: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, (reading, draw) in enumerate(placed):
        if draw is not None and draw.is_exact and reading.il6 is not None:
            at[twin_key(Sample(reading, draw, NOTHING_AGAINST))].append(number)
    shared = [numbers for numbers in at.values() if len(numbers) > 1]
    conflicting = [numbers for numbers in shared if len({placed[number][0].il6 for number in numbers}) > 1]
    return {number for numbers in conflicting for number in numbers}, [n for n in shared if n not in conflicting]


def twin_key(sample: Sample) -> tuple[Any, ...]:
    """What two accounts of one result share: the instant, the method and the matrix."""
    return (sample.draw and sample.draw.first, *sample.method)


def _of_person(standings: Standings) -> Standing:
    """Keep what speaks against judging the person, whatever was measured."""
    il6, hs_crp = standings.il6 or NOTHING_AGAINST, standings.hs_crp or NOTHING_AGAINST
    if StandingCode.NOT_APPLICABLE not in (il6.code, hs_crp.code):
        return NOTHING_AGAINST
    reasons = (*il6.reasons, *hs_crp.reasons)
    personal = dict.fromkeys(reason for reason in reasons if reason.standing is StandingCode.NOT_APPLICABLE)
    return Standing.weigh(tuple(personal))


def _joined(accounts: list[Standing | None]) -> Standing | None:
    """Take several accounts of one result together: every reason of each stands against it."""
    if len(set(accounts)) == 1:
        return accounts[0]
    reasons = dict.fromkeys(reason for each in accounts if each is not None for reason in each.reasons)
    return Standing.weigh(tuple(sorted(reasons, key=lambda reason: (reason.code, reason.standing.rank))))


def _agreed(
    analyte: Analyte, rules: tuple[AnyRule, ...], near: Answers, far: Answers, doubts: Mapping[str, Answers]
) -> Iterator[Reason]:
    """
    Yield what stands against one analyte, of a sample that an uncertain time lets be near exercise or far from it.

    The exercise answer alone is compared, before any other fact is weighed: where its two ends
    differ the timing is unclear, and where both are too soon but share no phase, the phase is.
    """
    judging = [number for number, each in enumerate(rules) if analyte in each.judges]
    exercise = [number for number in judging if not set(EXERCISE_FACTS).isdisjoint(rules[number].facts)]
    at_near, at_far = ({answers[number] for number in exercise} - {None} for answers in (near, far))
    yield from (near[number] for number in judging if number not in exercise and near[number] is not None)
    worst, worst_far = (Standing.weigh(tuple(reasons)).code for reasons in (at_near, at_far))
    shared = at_near & at_far
    if worst is worst_far and (not at_near or any(reason.standing is worst for reason in shared)):
        kept = shared
    else:
        open_fact = "exercise_phase_clear" if worst is worst_far else "exercise_clear"
        asking = (number for number in exercise if open_fact in rules[number].facts)
        doubt = {doubts[open_fact][number] for number in asking} - {None}
        worse_end = at_near if worst.rank >= worst_far.rank else at_far
        kept = shared | doubt if doubt else worse_end
    yield from sorted(kept, key=lambda reason: reason.code)


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


def _other_account(crp: HsCrp | Amount | None) -> ExerciseFacts | None:
    """Return what a hs-CRP of the same draw states of exercise; it is the other account of one tube."""
    if not isinstance(crp, HsCrp) or crp.drawn_at is not None:
        return None
    account = stated_exercise(crp.exercise, crp.hours_since_exercise)
    return account if account.reported else None


def _is_one_day_or_draw(draw: Draw, other: Draw) -> bool:
    """Whether what was stated of one draw of exercise and food holds for the other as well."""
    return draw.day == other.day or Apart.between(draw, other).hours <= thresholds.ONE_DRAW.value
