"""
A case, ready to be asked about: every sample placed in time and judged by the rules.

A context with a history makes one sample of every reading; each is judged by the same rules, with
its own hours since exercise and its own days since an infection.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any, Final

import attrs

from .answered import Answered, Asked
from .asking.course import CrpResult, Sample
from .asking.facts import (
    CONTEXT_FACTS,
    CaseFacts,
    Person,
    drug_lasts,
    with_unclear_phase,
    with_unclear_timing,
)
from .asking.ruleset import RuleSet
from .codes import Analyte, Confounder, RedFlag, StandingCode
from .conclusions import Decision, Standing, Standings
from .context import Context
from .document import VerdictDocument
from .errors import CaseError, TimeError, discreet, excerpt
from .explain import Explained
from .judging import Apart, BothEnds, Earlier, Judge, check_not_after, in_time, twin_key
from .knowledge.assays import assay_of, default_assay
from .reading import HsCrp, Reading
from .record import Record, settle
from .times import Draw
from .units import Amount, decimal_text

__all__ = ["Case", "read_by_range"]

_NOBODY: Final = Context()
_NO_READING: Final = Reading()


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
    history: Sequence[Reading]
    """Every earlier reading, however it was given."""

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
        person = Person(known, None if before is None else before.log_of(known))
        given, earlier = _index_and_history(reading, known, person)
        index, history = read_by_range(given), [read_by_range(each) for each in earlier]
        draw = person.draw(index.drawn_at, "drawn_at")
        check_not_after(known, person, draw, "drawn_at")
        day = _day_of_case(person, draw, history, known)
        person.grow(day)
        judge = Judge(rules, person, known, index, draw, day, before)
        standings, samples, apart = judge.everything(history)
        newest_day = judge.newest_day(samples, standings.il6)
        return cls(
            reading=index,
            context=known,
            rules=rules,
            standings=standings,
            samples=samples,
            newest_day=newest_day,
            day=day,
            crp_results=judge.crp_results(standings.hs_crp, day),
            stated_il6=given.il6,
            age=person.age_at_draw,
            apart=apart,
            conventional=None if known.conventional_crp is None else judge.of_index.hs_crp,
            person=judge.person_standing,
            history=history,
        )

    @property
    def digest(self) -> str:
        """
        Sixty-four hexadecimal digits over every fact that was stated.

        Equal for equal cases in every process: an amount counts as what it is in its usual unit, and lists and
        earlier readings count in whichever order and place they were stated.
        """
        from hashlib import sha256  # noqa: PLC0415  (only who looks at a verdict needs it)

        whole = [_plain(self.reading), {**_plain(self.context), "history": None}, _plain(tuple(self.history))]
        return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    @property
    def applicable(self) -> bool:
        """Whether the person is one whom the numbers were made for at the index draw, whatever was measured."""
        return self.person.code is not StandingCode.NOT_APPLICABLE

    def facts(self, *, traced: bool = False) -> tuple[object, ...]:
        """Return the facts of the case in the order of `CaseFacts`, then those that rules ask for as stated."""
        applicable = self.applicable
        stated = self.rules.traced_facts if traced else self.rules.stated_facts
        return self._derived(applicable=applicable) + tuple(
            _stated(name, self.reading, self.context, applicable) for name in stated
        )

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
            secondary_disease=_has_secondary_disease(context),
            all_confounders=context.all_confounders if applicable else None,
            samples=samples,
            index_sample=None if samples is None else next((each for each in samples if each.is_index), None),
            crp_results=self.crp_results,
            age_at_draw=self.age,
            draw_day=self.day,
        )

    def document(self, decision: Decision, if_it_counts: str = "") -> VerdictDocument:
        """Work out everything that a decision says of this case, from asking once; see `Explained`."""
        return VerdictDocument.of(Explained(decision, self.answered(), if_it_counts), self.digest)

    def answered(self) -> Answered:
        """Ask the rules once more, and keep what each was asked with and answered."""
        asked = [*self._asked_of_samples(), *starmap(Asked, self.rules.trace(self.facts(traced=True)))]
        return Answered(self.rules, self.reading, self.context, self.standings, self.samples, asked)

    def _asked_of_samples(self) -> Iterator[Asked]:
        """Ask about each draw once, and keep what each rule was asked with."""
        person = Person(self.context)
        index, draw = self.reading, person.draw(self.reading.drawn_at, "drawn_at")
        person.age_at_draw = self.age
        judge = Judge(self.rules, person, self.context, index, draw, self.day)
        il6, hs_crp, crp = self.standings.il6, self.standings.hs_crp, self.context.hs_crp
        facts: BothEnds | None = None
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
            twins = (each for each in self.samples or () if each is not index and twin_key(each) == twin_key(index))
            yield from (each.reading for each in twins)

    def _traced(self, facts: BothEnds) -> list[list[Asked]]:
        """Ask about both ends of what is uncertain about a draw, and about timing that cannot be told."""
        near, far = facts
        given = (near,) if near == far else (near, with_unclear_timing(near), with_unclear_phase(near), far)
        return [list(starmap(Asked, self.rules.trace_sample(each))) for each in given]


def _stated(name: str, reading: Reading, context: Context, applicable: bool) -> object:  # noqa: FBT001
    """Return a fact exactly as the caller stated it; nothing is inferred where nothing may be judged."""
    if not applicable:
        return None
    return getattr(context if name in CONTEXT_FACTS else reading, name)


def _plain(value: Any) -> Any:
    """Return what was stated as JSON holds it, alike for what compares equal."""
    if isinstance(value, Record):
        stated = {name: _plain(fact) for name in value.keys() if (fact := getattr(value, name)) is not None}
        return stated["value"] if isinstance(value, HsCrp) and len(stated) == 1 else stated
    if isinstance(value, tuple):
        return sorted(map(_plain, value), key=lambda each: json.dumps(each, sort_keys=True))
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value if isinstance(value, (bool, str)) else str(value)


def _in_order(flags: tuple[RedFlag, ...] | None) -> tuple[RedFlag, ...] | None:
    """Tell symptoms in one order, however they were stated."""
    return tuple(flag for flag in RedFlag if flag in flags) if flags else flags


def read_by_range(reading: Reading) -> Reading:
    """Read a plain number at an end of its known method's range as what it was: below it, or above it."""
    if reading.il6 is None or reading.method is None:
        return reading
    assay = assay_of(reading.method)
    amount = reading.il6 if assay is None else assay.read(reading.il6)
    if amount is reading.il6:
        return reading
    read = attrs.evolve(reading, il6=amount)
    settle(read, "il6", amount)  # with its text and unit as reported
    return read


def _has_secondary_disease(context: Context) -> bool | None:
    """Whether a disease is named; unknown where none is and nobody was asked for all confounders."""
    if any(event.kind is Confounder.SECONDARY_DISEASE for event in context.confounders or ()):
        return True
    return None if context.all_confounders is None else False


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
    history = [_checked(Reading, each, "history") for each in context.history or ()]
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
        newest = max(range(len(several)), key=lambda n: in_time(placed[n][0], several[n]), default=None)
        index = _NO_READING if newest is None else several[newest]
        history = [each for n, each in enumerate(several) if n != newest] + history
    else:
        index = _checked(Reading, reading, "reading")
    return index, history


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
