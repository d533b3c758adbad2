"""
A case, ready to be asked about: every sample placed in time and judged by the rules.

A context with a history makes one sample of every reading; each is judged by the same rules, with
its own hours since exercise and its own days since an infection.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import starmap
from operator import attrgetter, is_
from typing import Any, Final, NamedTuple

import attrs

from .answered import Answered, Asked
from .asking.course import CrpResult, Sample
from .asking.evaluate import Answers
from .asking.facts import (
    CONTEXT_FACTS,
    EXERCISE_FACTS,
    TIME_ARITHMETIC,
    CaseFacts,
    CrpsNearby,
    OfOneDraw,
    Person,
    SampleFacts,
    drug_lasts,
    sample_facts,
    with_exercise,
    with_unclear_phase,
    with_unclear_timing,
)
from .asking.rule import AnyRule
from .asking.ruleset import RuleSet
from .asking.training import ExerciseFacts, exercise_before, stated_exercise
from .codes import Analyte, Confounder, Exercise, RedFlag, StandingCode
from .conclusions import Decision, Reason, Standing, Standings
from .context import Context
from .document import VerdictDocument
from .errors import CaseError, TimeError, discreet, excerpt
from .explain import Explained
from .knowledge import thresholds
from .knowledge.assays import assay_of, default_assay
from .reading import HsCrp, Reading
from .record import settle
from .times import Draw, hours_between
from .units import Amount

__all__ = ["Case"]

_NOBODY: Final = Context()
_NO_READING: Final = Reading()
_NEVER: Final = Decimal("Infinity")
_NOTHING_AGAINST: Final = Standing.weigh(())


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


@attrs.frozen(eq=False)
class Case:
    """One reading, one context and the standing of each sample: what the rules are asked about."""

    reading: Reading
    context: Context
    rules: RuleSet
    standings: Standings
    samples: tuple[Sample, ...] | None
    """Every sample with an IL-6, oldest first; none where there is no history."""
    newest_day: tuple[Sample, ...] | None
    """The newest IL-6 of the case, then every other of its local day; none where there is no IL-6."""
    day: date | None
    """The local day of the index draw; without one, the newest day on which anything was drawn."""
    crp_results: tuple[CrpResult, ...] | None
    """Every hs-CRP and CRP of the case; none where there is none."""
    stated_il6: Amount | None
    """The IL-6 of the index reading as it was given, before it was read by its method's range."""
    age: Decimal | None
    """At the index draw."""
    apart: Apart | None
    """IL-6 and hs-CRP; none where there is no hs-CRP."""
    conventional: Standing | None
    """Of a conventional CRP, which is of the index draw."""
    person: Standing
    """What speaks against judging this person at all, whatever was measured."""

    @classmethod
    def of(
        cls,
        reading: Reading | Sequence[Reading] | None,
        context: Context | None,
        rules: RuleSet,
        before: Earlier | None = None,
    ) -> Case:
        """
        Check and prepare a case.

        Args:
            reading: see `interpret`.
            context: see `interpret`.
            rules: see `interpret`.
            before: what was judged of the same earlier readings, where that was asked before.

        Raises:
            CaseError: see `interpret`.
        """
        known: Context = _NOBODY if context is None else _checked(Context, context, "context")
        if not isinstance(rules, RuleSet):
            msg = f"rules: got {excerpt(rules)}; give a RuleSet, such as STANDARD + my_rule"
            raise CaseError(msg)
        person = Person(known)
        given, earlier = _index_and_history(reading, known, person)
        index, history = _read_by_range(given), [_read_by_range(each) for each in earlier]
        draw = person.draw(index.drawn_at, "drawn_at")
        _not_after_as_of(known, person, draw, "drawn_at")
        day = _day_of_case(person, draw, history, known)
        person.grow(day)
        judge = _Judge(rules, person, known, index, draw, before)
        standings, samples, apart = judge.everything(history, known)
        newest_day = judge.newest_day(samples, standings.il6)
        return cls(
            reading=index,
            context=known,
            rules=rules,
            standings=standings,
            samples=samples,
            newest_day=newest_day,
            day=day,
            crp_results=judge.crp_results(known, standings.hs_crp, day),
            stated_il6=given.il6,
            age=person.age_at_draw,
            apart=apart,
            conventional=None if known.conventional_crp is None else judge.standings(index, draw).hs_crp,
            person=judge.person_standing,
        )

    @property
    def applicable(self) -> bool:
        """Whether the person is one whom the numbers were made for at the index draw, whatever was measured."""
        return self.person.code is not StandingCode.NOT_APPLICABLE

    def facts(self, *, traced: bool = False) -> tuple[object, ...]:
        """Return the facts of the case in the order of `CaseFacts`, then those that rules ask for as stated."""
        applicable = self.applicable
        stated = self.rules.traced_facts if traced else self.rules.stated_facts
        given = self._derived(applicable=applicable)
        if not stated:
            return given
        return given + tuple(_stated(name, self.reading, self.context, applicable) for name in stated)

    def _derived(self, *, applicable: bool) -> CaseFacts:
        """Work out the facts of the case; nothing is measured where nothing may be judged."""
        reading, context, samples = self.reading, self.context, self.samples
        assay = None if reading.method is None else assay_of(reading.method)
        apart = self.apart if applicable else None
        return CaseFacts(
            applicable=applicable,
            il6=reading.il6,
            hs_crp=context.hs_crp_amount,
            il6_standing=self.standings.il6,
            hs_crp_standing=self.standings.hs_crp,
            il6_measured=self.standings.il6 is not None if applicable else None,
            crp_measured=self.standings.hs_crp is not None if applicable else None,
            hours_apart=apart and apart.hours,
            least_hours_apart=apart and apart.least,
            may_share_date=apart and apart.may_share_date,
            stated_il6=self.stated_il6,
            lab_upper_limit=reading.lab_upper_limit,
            newest_day=self.newest_day,
            drug_lasts=drug_lasts(context),
            red_flags=_in_order(context.red_flags),
            red_flag_stated=bool(context.red_flags),
            conventional_crp=context.conventional_crp,
            conventional_crp_standing=self.conventional if applicable else None,
            assay=assay,
            likely_assay=assay or default_assay(),
            method_unknown=assay is None,
            il10=context.il10,
            secondary_disease=None if context.confounders is None else _has_secondary_disease(context),
            samples=samples,
            index_sample=None if samples is None else next((each for each in samples if each.is_index), None),
            crp_results=self.crp_results,
            age_at_draw=self.age,
            draw_day=self.day,
        )

    def document(self, decision: Decision, if_it_counts: str = "") -> VerdictDocument:
        """Work out everything that a decision says of this case, from asking once; see `Explained`."""
        asked = [*self._asked_of_samples(), *starmap(Asked, self.rules.trace(self.facts(traced=True)))]
        answered = Answered(self.rules, self.reading, self.context, self.standings, self.samples, asked)
        return VerdictDocument.of(Explained(decision, answered, if_it_counts))

    def _asked_of_samples(self) -> Iterator[Asked]:
        """Ask about each draw once, and keep what each rule was asked with."""
        person = Person(self.context)
        index, draw = self.reading, person.draw(self.reading.drawn_at, "drawn_at")
        person.age_at_draw = self.age
        judge = _Judge(self.rules, person, self.context, index, draw)
        il6, hs_crp, crp = self.standings.il6, self.standings.hs_crp, self.context.hs_crp
        facts: _BothEnds | None = None
        askings: list[list[Asked]] = []
        if il6 is not None:
            facts = judge.facts(index, draw, conflict="conflict" in il6.codes)
            askings = self._traced(facts)
            told_again = (asked for each in self._told_again() for asked in self._traced(judge.facts(each, draw)))
            yield from Asked.of_sample([*askings, *told_again], Analyte.IL6, il6)
        elif not self.applicable:
            yield from Asked.of_sample(self._traced(judge.facts(index, draw)), Analyte.IL6, self.person)
        if hs_crp is not None and crp is not None:
            own = judge.crp_facts(crp, conflict="conflict" in hs_crp.codes)
            told_again = (asked for each in judge.crp_twins(crp) for asked in self._traced(judge.crp_facts(each)))
            mine = askings if own == facts else self._traced(own)
            yield from Asked.of_sample([*mine, *told_again], Analyte.HS_CRP, hs_crp)

    def _told_again(self) -> Iterator[Reading]:
        """Yield every further account of the index result."""
        index = next((each for each in self.samples or () if each.is_index), None)
        if index is not None and index.draw is not None and index.draw.is_exact:
            twins = (each for each in self.samples or () if each is not index and _twin_key(each) == _twin_key(index))
            yield from (each.reading for each in twins)

    def _traced(self, facts: _BothEnds) -> list[list[Asked]]:
        """Ask about both ends of what is uncertain about a draw, and about timing that cannot be told."""
        near, far = facts
        given = (near,) if near == far else (near, with_unclear_timing(near), with_unclear_phase(near), far)
        return [list(starmap(Asked, self.rules.trace_sample(each))) for each in given]


def _stated(name: str, reading: Reading, context: Context, applicable: bool) -> object:  # noqa: FBT001
    """Return a fact exactly as the caller stated it; nothing is inferred where nothing may be judged."""
    if not applicable:
        return None
    return getattr(context if name in CONTEXT_FACTS else reading, name)


def _days_before(earlier: date | None, later: date | None) -> int | None:
    return None if earlier is None or later is None else (later - earlier).days


def _in_order(flags: tuple[RedFlag, ...] | None) -> tuple[RedFlag, ...] | None:
    """Tell symptoms in one order, however they were stated."""
    return tuple(flag for flag in RedFlag if flag in flags) if flags else flags


def _read_by_range(reading: Reading) -> Reading:
    """Read a plain number at an end of its known method's range as what it was: below it, or above it."""
    assay = None if reading.il6 is None or reading.method is None else assay_of(reading.method)
    if assay is None or reading.il6 is None:
        return reading
    amount = assay.read(reading.il6)
    if amount is reading.il6:
        return reading
    read = attrs.evolve(reading, il6=amount)
    settle(read, "il6", amount)  # with its text and unit as reported
    return read


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


def _day_of_case(person: Person, draw: Draw | None, history: list[Reading], context: Context) -> date | None:
    """Return the local date of the index draw; where there is none, of the newest draw, or of the asking."""
    if draw is not None:
        return draw.day
    crp = context.hs_crp.drawn_at if isinstance(context.hs_crp, HsCrp) else None
    stated = [(each.drawn_at, f"history[{number}].drawn_at") for number, each in enumerate(history)]
    draws = [person.draw(at, name) for at, name in (*stated, (crp, "hs_crp.drawn_at"))]
    newest = max((each.day for each in draws if each is not None), default=None)
    if newest is not None or context.as_of is None:
        return newest
    asked_on = Draw.of(context.as_of, person.zone, "as_of").day
    return None if person.birth_date is not None and person.birth_date > asked_on else asked_on


_BothEnds = tuple[SampleFacts, SampleFacts]
"""The facts of a sample, with every uncertain time taken as near and as far as it can have been."""


class Earlier:
    """How the earlier readings of one person were judged, for whoever asks about that person again."""

    def __init__(self, case: Case) -> None:
        self._told = _told_of_earlier(case.reading, case.context)
        self._age = case.age
        self.judged: dict[int, tuple[Reading, Standing | None]] = {}
        """By the identity of a reading, which is kept beside its standing so that no other takes its place."""

    def holds_for(self, index: Reading, context: Context, age: Decimal | None) -> bool:
        """Whether everything that an earlier reading is judged by, beside itself, is the same."""
        return self._age == age and all(map(is_, self._told, _told_of_earlier(index, context)))


def _told_of_earlier(index: Reading, context: Context) -> tuple[object, ...]:
    """Return everything of a case by which its earlier readings are judged."""
    return (index.drawn_at, *_OF_PERSON(context))


_OF_PERSON: Final = attrgetter(
    "time_zone", "birth_date", "pregnant", "confounders", "exercise_log", "hs_crp", "hs_crp_history",
    "conventional_crp",
)  # fmt: skip


class _Judge:
    """Asks the rules about each sample of one person."""

    def __init__(
        self,
        rules: RuleSet,
        person: Person,
        context: Context,
        index: Reading,
        index_draw: Draw | None,
        before: Earlier | None = None,
    ) -> None:
        self.before = before if before is not None and before.holds_for(index, context, person.age_at_draw) else None
        self.rules = rules
        self.person = person
        self.context = context
        self.index = index
        self.index_draw = index_draw
        self.other_account = _other_account(context.hs_crp)
        self.index_facts: _BothEnds | None = None
        self.person_standing = _NOTHING_AGAINST
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

    def everything(
        self, history: list[Reading], context: Context
    ) -> tuple[Standings, tuple[Sample, ...] | None, Apart | None]:
        """Judge the index draw, every sample of the history and the hs-CRP; say how far apart the two markers are."""
        stated = self.standings(self.index, self.index_draw)
        self.person_standing = _of_person(stated)
        samples = self.samples(history, context) if history else None
        il6 = stated.il6
        if self.index.il6 is None:
            il6 = None
        elif samples is not None:
            il6 = next(sample.standing for sample in samples if sample.is_index)
        hs_crp, apart = self.hs_crp(context, stated.hs_crp)
        as_it_is = il6 is stated.il6 and hs_crp is stated.hs_crp
        return stated if as_it_is else Standings(il6, hs_crp), samples, apart

    def standings(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> Standings:
        """Judge one sample by what it states of itself."""
        return self._weighed(self.facts(source, draw, conflict=conflict))

    def facts(self, source: Reading | HsCrp, draw: Draw | None, *, conflict: bool = False) -> _BothEnds:
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
    ) -> _BothEnds:
        if draw is not None:
            self.person.check_born(draw.day)
        il6, hs_crp = self._results(source)
        crps = self._crps_of(source, draw)
        nearest = sample_facts(
            source, draw, self.index_draw, self.person, near, conflict=conflict, il6=il6, hs_crp=hs_crp, crps=crps
        )
        return nearest, nearest if near is far or near == far else with_exercise(nearest, far)

    def _weighed(self, facts: _BothEnds) -> Standings:
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

    def hs_crp(self, context: Context, same: Standing | None) -> tuple[Standing | None, Apart | None]:
        """Judge the hs-CRP, and say how many hours apart from the IL-6 it was drawn."""
        crp = context.hs_crp
        if crp is None:
            return None, None
        if type(crp) is not HsCrp and not context.hs_crp_history:
            return same, _SAME_TUBE
        conflict = self._crp_conflicts(crp)
        accounts = [crp, *(() if conflict else self.crp_twins(crp))]
        standing = _joined([self._weighed(self.crp_facts(each, conflict=conflict)).hs_crp for each in accounts])
        if type(crp) is not HsCrp or crp.drawn_at is None:
            return standing, _SAME_TUBE
        draw = self.person.draw(crp.drawn_at, "hs_crp.drawn_at")
        _not_after_as_of(context, self.person, draw, "hs_crp.drawn_at")
        return standing, Apart.between(draw, self.index_draw)

    def crp_facts(self, crp: HsCrp | Amount, *, conflict: bool = False) -> _BothEnds:
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
        same_tube = own is None or own.drawn_at is None
        draw = self.index_draw if same_tube else self.person.draw(own.drawn_at if own else None, "hs_crp.drawn_at")
        if draw is None or not draw.is_exact:
            return
        matrix = (own and own.specimen) or (self.index.specimen if same_tube else None)
        for number, result in enumerate(self.context.hs_crp_history or ()):
            other = self.person.draw(result.drawn_at, f"hs_crp_history[{number}].drawn_at")
            if other is not None and other.is_exact and other.first == draw.first and result.specimen == matrix:
                yield result

    def _crp_conflicts(self, crp: HsCrp | Amount) -> bool:
        """Whether the history holds another value of the same hs-CRP."""
        return any(twin.value != self.context.hs_crp_amount for twin in self.crp_twins(crp))

    def samples(self, history: list[Reading], context: Context) -> tuple[Sample, ...]:
        """Judge every reading of a history by the same rules, oldest first."""
        earlier = sorted(self._placed_in_time(history, context), key=lambda pair: _order(pair[1], pair[0]))
        placed = [(self.index, self.index_draw), *earlier]
        conflicts, same = _conflicts_and_duplicates(placed)
        judged = [
            self._earlier(reading, draw)
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
        return tuple(sorted(samples, key=lambda sample: (sample.is_index, *_order(sample.draw, sample.reading))))

    def _earlier(self, reading: Reading, draw: Draw | None) -> Standing | None:
        """Judge an earlier reading, unless that was done with the same facts."""
        judged: dict[int, tuple[Reading, Standing | None]] = self.before.judged  # type: ignore[union-attr]
        if id(reading) not in judged:
            judged[id(reading)] = reading, self.standings(reading, draw).il6
        return judged[id(reading)][1]

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

    def crp_results(self, context: Context, hs_crp: Standing | None, day: date | None) -> tuple[CrpResult, ...] | None:
        """Return every CRP result; one without a time of its own is of the index draw."""
        crp, conventional = context.hs_crp, context.conventional_crp
        found: list[CrpResult] = []
        own = self.person.draw(crp.drawn_at, "hs_crp.drawn_at") if isinstance(crp, HsCrp) else None
        if crp is not None:
            amount: Amount = context.hs_crp_amount  # type: ignore[assignment]  # there is an hs-CRP
            found.append(CrpResult(amount, hs_crp, _days_before(own.day if own else day, day)))
        if conventional is not None:
            standing = self.standings(self.index, self.index_draw).hs_crp
            found.append(CrpResult(conventional, standing, _days_before(day, day)))
        if context.hs_crp_history:
            newest = max((draw.last for draw in (self.index_draw, own) if draw is not None), default=None)
            found += self._earlier_crp_results(context, newest, day)
        return tuple(found) or None

    def _earlier_crp_results(self, context: Context, newest: datetime | None, day: date | None) -> Iterator[CrpResult]:
        """Yield every hs-CRP of the history; one that is newer than the index draws is refused."""
        history = context.hs_crp_history or ()
        placed = [(each, self._placed_crp(context, number)) for number, each in enumerate(history)]
        reference = day or max((draw.day for _, draw in placed), default=None)
        for number, (result, draw) in enumerate(placed):
            if newest is not None and draw.first > newest:
                name = f"hs_crp_history[{number}].drawn_at"
                msg = f"{name}: {draw.day} is newer than the index draw; give the newest hs-CRP as hs_crp"
                raise TimeError(msg)
            yield CrpResult(result.value, self.standings(result, draw).hs_crp, _days_before(draw.day, reference))

    def _placed_crp(self, context: Context, number: int) -> Draw:
        """Place one hs-CRP of the history in time."""
        name = f"hs_crp_history[{number}].drawn_at"
        draw = self.person.draw((context.hs_crp_history or ())[number].drawn_at, name)
        if draw is None:
            msg = f"{name}: every result of a history needs its time"
            raise TimeError(msg)
        _not_after_as_of(context, self.person, draw, name)
        return draw

    def _with_exertion(self, accounts: list[Sample]) -> Sample:
        """Say how long before a draw exercise ended that may explain its value, by any account, at its earliest end."""
        far = [self._far(each) for each in accounts]
        hard = _least([hours for each in far for hours in (each.hours_since_intense, each.hours_since_eccentric)])
        race = _least([each.hours_since_race for each in far])
        if hard is None and race is None:
            return accounts[0]
        return accounts[0]._replace(hours_since_hard=hard, hours_since_race=race)

    def _far(self, sample: Sample) -> SampleFacts:
        """Return the facts of a sample with every uncertain time as far from it as it can have been."""
        known = self.index_facts if sample.is_index else None
        return (known or self.facts(sample.reading, sample.draw))[1]

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
            at[_twin_key(Sample(reading, draw, _NOTHING_AGAINST))].append(number)
    shared = [numbers for numbers in at.values() if len(numbers) > 1]
    conflicting = [numbers for numbers in shared if len({placed[number][0].il6 for number in numbers}) > 1]
    return {number for numbers in conflicting for number in numbers}, [n for n in shared if n not in conflicting]


def _twin_key(sample: Sample) -> tuple[Any, ...]:
    """What two accounts of one result share: the instant, the method and the matrix."""
    return (sample.draw and sample.draw.first, *sample.method)


def _of_person(standings: Standings) -> Standing:
    """Keep what speaks against judging the person, whatever was measured."""
    il6, hs_crp = standings.il6 or _NOTHING_AGAINST, standings.hs_crp or _NOTHING_AGAINST
    if StandingCode.NOT_APPLICABLE not in (il6.code, hs_crp.code):
        return _NOTHING_AGAINST
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
