"""
What would change a verdict, and how: the same rules, asked again with each possible answer.

Each answer is put in the place of one unknown fact while the others stay unknown. Where a sample
counts only if several facts are as they should be, one joint question asks for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import cached_property
from itertools import chain, starmap
from math import exp
from typing import Any, Final, NamedTuple

from .answered import numbers_of
from .asking.answer import answer
from .asking.evaluate import Before
from .asking.facts import CaseFacts
from .asking.ruleset import RuleSet
from .case import Case
from .codes import Band, Care, Code, Pattern, StandingCode
from .conclusions import Decision, Level, PossibleAnswer, Question, Reach, StandingCodes
from .context import Context
from .deciding import decided
from .errors import CaseError
from .judging import Earlier
from .knowledge.questions import (
    BESIDE_CRP,
    JOINT,
    LASTING,
    LINES,
    QUESTIONS,
    WHERE,
    Asks,
    Between,
    ClockReads,
    DaysBefore,
    Possible,
    Same,
)
from .knowledge.thresholds import IL6_BANDS
from .knowledge.words import BANDS
from .reading import Reading
from .record import Record, read_facts, restated
from .threshold import Scale, Threshold
from .times import Draw, zone
from .wording import Known, number_text, shown

__all__ = ["if_it_counts", "questions"]

Facts = Mapping[str, Mapping[str, Any]]
"""Facts by the part of the case document in which they stand."""

_KINDS: Final[Mapping[str, type[Record]]] = {"reading": Reading, "context": Context, "every_reading": Reading}
_OF_THE_CASE: Final = (Same, DaysBefore, ClockReads)
_COMPARED: Final = ("standing", "band", "firmness", "care", "pattern", "persistence")
_FEWEST: Final = 2


def questions(case: Case, decision: Decision) -> tuple[Question, ...]:
    """Ask for every unknown fact whose answers lead to different decisions, what matters most first."""
    if decision.care is Care.URGENT:
        return ()
    again = _Again(case, decision)
    asked = [*again.joint(), *chain.from_iterable(map(again.question, again.open))]
    return tuple(sorted(asked, key=again.place))


def if_it_counts(case: Case, decision: Decision) -> str:
    """Say in one line of a sample that is not verified where it lies if the answers let it count, and its level."""
    if not _waits_for_answers(decision):
        return ""
    again = _Again(case, decision)
    found = again.all_that_counts()
    if found is None:
        return ""
    line = LINES["open_if" if found.decision.band is None else "if"]
    where = "" if found.decision.band is None else WHERE[found.decision.band].format_map(again.words)
    low, high = again.level(found.case)
    ending = LINES["then_level"].format(low=low, high=high) if low else "."
    return line.format(il6=again.il6, where=where, conditions=again.conditions) + ending


def _waits_for_answers(decision: Decision) -> bool:
    il6 = decision.standing.il6
    is_calm = decision.care.rank < Care.CLINICIAN_EVALUATION.rank
    return il6 is not None and il6.code is StandingCode.UNVERIFIED and is_calm


class _Prepared(NamedTuple):
    """An answer with the numbers in force: its words, and the facts that it states, as read."""

    possible: Possible
    says: str
    states: Facts
    """As a case document holds them."""
    text: str
    """The same as JSON text."""
    read: Facts
    asks_the_case: bool
    """Whether some facts are asked of the case itself; they are left out of what holds for every case."""

    @classmethod
    def of(cls, possible: Possible, says: str, states: Facts) -> _Prepared:
        """
        Read the facts that an answer states.

        Raises:
            CaseError: a value that its field cannot take.
        """
        read = {part: read_facts(_KINDS[part], facts) for part, facts in states.items()}
        asks_the_case = _asks_the_case((possible.reading, possible.context))
        return cls(possible, says, states, _as_text(states), read, asks_the_case)


class _Found(NamedTuple):
    """A case in which an answer was stated, and what was decided of it."""

    answer: _Prepared
    case: Case
    decision: Decision


class _Again:
    """Asks the rules about one case again, with one answer or another in the place of what is not known."""

    def __init__(self, case: Case, decision: Decision) -> None:
        self.case = case
        self.decision = decision
        self.numbers = numbers_of(case.rules)
        self.words = Known({}, self.numbers)
        self.history = _history(case)
        self.kept: dict[str, _Prepared | None] = case.rules.once(_kept)
        self.open = [each for each in QUESTIONS if _is_open(each, case)]
        self.letting_count = [(each, answer) for each in self.open for answer in each.answers if answer.counts_if]

    @cached_property
    def before(self) -> Earlier:
        """How the earlier readings were judged."""
        return Earlier(self.case.reading, self.case.context, self.case.age, self.case.day)

    @cached_property
    def answers(self) -> Before:
        """What the rules answered about the case as it is; asked only where there is something to ask."""
        return self.case.rules.before(self.case.facts())

    @property
    def il6(self) -> str:
        """The result as measured; no number where an answer only says between which lines it lies."""
        il6 = self.case.reading.il6
        return LINES["il6"] if il6 is None else f"{LINES['il6']} {shown(il6)}"

    @property
    def conditions(self) -> str:
        """All that would let the sample count, in words."""
        return LINES["and"].join(each.counts_if.format_map(self.words) for _, each in reversed(self.letting_count))

    @property
    def stated(self) -> str:
        """All that the joint answer puts into the case, in words: it may be more than IL-6 alone asks for."""
        said = (each.states or each.counts_if for _, each in reversed(self.letting_count))
        return LINES["and"].join(each.format_map(self.words) for each in said)

    def question(self, each: Asks) -> Iterator[Question]:
        """Yield the question, unless no two answers differ or one would talk somebody out of being seen."""
        found = [there for possible in each.answers if (there := self._found(self._prepared(each, possible)))]
        if not any(self._calms(there.decision) for there in found):
            yield from self._worth_asking(each.fact, each.asks.format_map(self.words), found)

    def joint(self) -> Iterator[Question]:
        """Yield the question for several facts at once, where only all of them together let the sample count."""
        found = self.all_that_counts() if len(self.letting_count) >= _FEWEST else None
        if found is not None:
            nothing = _Prepared.of(JOINT.answers[1], JOINT.answers[1].says, {part: {} for part in _KINDS})
            as_it_is = _Found(nothing, self.case, self.decision)
            yield from self._worth_asking(JOINT.fact, JOINT.asks.format(conditions=self.stated), [found, as_it_is])

    def all_that_counts(self) -> _Found | None:
        """Return the case in which everything is stated that lets its sample count, if that is enough."""
        if self._counts(self.decision) or not self.letting_count:
            return None
        states: dict[str, dict[str, Any]] = {part: {} for part in _KINDS}
        for each, possible in self.letting_count:
            prepared = self._prepared(each, possible)
            for part, facts in ({} if prepared is None else prepared.states).items():
                states[part] |= facts
        found = self._found(_Prepared.of(JOINT.answers[0], JOINT.answers[0].says, states))
        return found if found is not None and self._counts(found.decision) else None

    def place(self, question: Question) -> tuple[int, int]:
        """Return the place of a question: care first, then what lets the sample count, then what it would say."""
        urgent = max(answer.care.rank for answer in question.answers)
        if urgent > self.decision.care.rank and urgent >= Care.CLINICIAN_EVALUATION.rank:
            return 0, -urgent
        counting = (StandingCode.VALID, StandingCode.TENTATIVE)
        if not self._counts(self.decision) and any(each.standing.il6 in counting for each in question.answers):
            return 1, 0
        if {"band", "firmness", "pattern"} & set(question.changes):
            return 2, 0
        return (3, 0) if "persistence" in question.changes else (4, 0)

    def level(self, case: Case) -> tuple[str, str]:
        """Return both ends of the level that a case fits, where its rules know one."""
        facts = dict(zip((*CaseFacts._fields, *case.rules.stated_facts), case.facts(), strict=True))
        level: Level | None = answer(case.rules, "level", facts)
        reach: Reach | None = answer(case.rules, "reach", facts)
        if level is None or reach is None:
            return "", ""
        bands: Scale[Band] = answer(case.rules, "bands", facts) or IL6_BANDS
        lines = [float(cut.at.value) for cut in bands.cuts]
        low, high = (number_text(exp(level.log + end), lines) for end in (-reach.half, reach.half))
        return low, high

    def _worth_asking(self, fact: str, asks: str, found: list[_Found]) -> Iterator[Question]:
        """Yield the question where its answers lead to different decisions."""
        led_to = zip(*(_compared(there.decision) for there in found), strict=True)
        changes = tuple(name for name, each in zip(_COMPARED, led_to, strict=False) if len(set(each)) > 1)
        if changes:
            yield Question(fact, asks, tuple(map(self._answer, found)), changes)

    # --- one answer --------------------------------------------------------------------------------

    def _prepared(self, each: Asks, possible: Possible) -> _Prepared | None:
        """Prepare an answer, once for each rule set unless it joins what is known, with what it asks of this case."""
        if self._knows_some(possible):
            prepared = self._made(each, possible)
        else:
            name = f"{each.asks}/{possible.code}"
            if name not in self.kept:
                self.kept[name] = self._made(each, possible)
            prepared = self.kept[name]
        return self._completed(prepared) if prepared is not None and prepared.asks_the_case else prepared

    def _made(self, each: Asks, possible: Possible) -> _Prepared | None:
        """Read the facts that an answer states in every case; nothing where the numbers leave no room for it."""
        try:
            states = {"reading": self._written(possible.reading), "context": self._written(possible.context)}
            if self._knows_some(possible):
                known = [event.to_dict() for event in self.case.context.confounders or ()]
                states["context"]["confounders"] = [*known, *states["context"]["confounders"]]
                states["context"]["confounders_asked"] = True
            states["every_reading"] = states["reading"] if each.of_every_reading else {}
            return _Prepared.of(possible, possible.says.format_map(self.words), states)
        except (_NoSuchNumberError, CaseError):
            return None

    def _completed(self, prepared: _Prepared) -> _Prepared | None:
        """State what an answer asks of this case as well; nothing where the case leaves no room for it."""
        possible, read = prepared.possible, dict(prepared.read)
        entries = possible.context.get("history", ())
        try:
            read["reading"] = {**read["reading"], **read_facts(Reading, self._of_case(possible.reading))}
            if entries:
                own = (read_facts(Reading, self._of_case(entry)) for entry in entries)
                earlier = starmap(restated, zip(read["context"]["history"], own, strict=True))
                read["context"] = {**read["context"], "history": tuple(earlier)}
        except (_NoSuchNumberError, CaseError):
            return None
        return prepared._replace(read=read)

    def _of_case(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Write the facts that are asked of this case, where it knows them."""
        asked = ((name, self._asked(value)) for name, value in facts.items() if isinstance(value, _OF_THE_CASE))
        return {name: value for name, value in asked if value is not None}

    def _text(self, prepared: _Prepared) -> str:
        """Write all that an answer states as a case document."""
        if not prepared.asks_the_case:
            return prepared.text
        of_both = (("reading", prepared.possible.reading), ("context", prepared.possible.context))
        return _as_text({part: self._written(facts, self._asked) for part, facts in of_both})

    def _knows_some(self, possible: Possible) -> bool:
        """Whether an answer is about confounders of which some are known, and stay so beside it."""
        return "confounders" in possible.context and self.case.context.confounders is not None

    def _written(self, value: Any, asked: Callable[[Any], str | None] = lambda _: None) -> Any:
        """Write what an answer states as a case document holds it; what it asks of the case as *asked* says."""
        if isinstance(value, Between):
            if (text := value.text(self.numbers)) is None:
                raise _NoSuchNumberError
            return text
        if isinstance(value, _OF_THE_CASE):
            return asked(value)
        if isinstance(value, Mapping):
            entries = ((name, self._written(each, asked)) for name, each in value.items())
            return {name: each for name, each in entries if each is not None}
        return [self._written(each, asked) for each in value] if isinstance(value, tuple) else value

    def _asked(self, value: Same | DaysBefore | ClockReads) -> Any:
        """Ask this case for a fact, as a case document holds it."""
        if isinstance(value, ClockReads):
            if (at := self._by_the_clock(morning=value.morning)) is None:
                raise _NoSuchNumberError
            return at
        if isinstance(value, DaysBefore):
            return self._before(self.numbers[value.number])
        return _plain(getattr(self.case.reading, value.fact))

    def _before(self, days: Threshold) -> str | None:
        """Write the time that lies so many days before the index draw."""
        at = self.case.reading.drawn_at
        return None if at is None else (at - timedelta(days=int(days.value))).isoformat()

    def _by_the_clock(self, *, morning: bool) -> str | None:
        """Write the time of the index draw by a local clock that reads so."""
        start, end = (Fraction(self.numbers[name].value) for name in ("morning_start", "morning_end"))
        at = self.case.reading.drawn_at
        if not isinstance(at, datetime):
            hours = start if morning else end
            return None if at is None else datetime.combine(at, _clock_time(hours)).isoformat()
        shown_as = (at.astimezone(timezone(timedelta(hours=hours))) for hours in _OFFSETS)
        fits = (each for each in shown_as if (start <= _hours(each) < end) is morning)
        return next((each.isoformat() for each in fits), None)

    def _found(self, prepared: _Prepared | None) -> _Found | None:
        """Ask the rules again; nothing where the answer contradicts what is stated."""
        if prepared is None:
            return None
        try:
            case = self._with(prepared.read)
        except CaseError:
            return None
        return _Found(prepared, case, decided(case, self.answers))

    def _with(self, read: Facts) -> Case:
        """Make the case anew with more facts stated."""
        context, shared, earlier = read["context"], read["every_reading"], self.history
        if shared and earlier:
            earlier = tuple(_filled(each, shared) for each in earlier)
        if earlier and earlier is not self.case.context.history:
            context = {**context, "history": earlier}
        case, rules = self.case, self.case.rules
        return Case.of(restated(case.reading, read["reading"]), restated(case.context, context), rules, self.before)

    def _answer(self, found: _Found) -> PossibleAnswer:
        decision = found.decision
        makes_it_count = self._counts(decision) and not self._counts(self.decision)
        low, high = self.level(found.case) if makes_it_count else ("", "")
        return PossibleAnswer(
            code=found.answer.possible.code,
            says=found.answer.says,
            states=self._text(found.answer),
            standing=_codes(decision),
            band=decision.band,
            firmness=decision.firmness,
            care=decision.care,
            pattern=_pattern(decision),
            persistence=decision.persistence,
            summary=self._line(found) + (LINES["level"].format(low=low, high=high) if low else ""),
            low=low,
            high=high,
        )

    def _line(self, found: _Found) -> str:
        """Say in one line where an answer leads."""
        decision, il6 = found.decision, found.decision.standing.il6
        if decision.care.rank >= Care.CLINICIAN_EVALUATION.rank:
            return LINES[decision.care.value]
        known = {
            "il6": self.il6,
            "band": LINES["open"] if decision.band is None else BANDS[decision.band],
            "beside": "" if decision.pattern is None else BESIDE_CRP.get(decision.pattern.code, ""),
            "lasting": LASTING.get(decision.persistence, "").format_map(self.words),
        }
        line = LINES["no_il6" if il6 is None else il6.code.value].format_map(known)
        is_said = il6 is not None and not il6.counts
        return line + LINES["repeat"] if decision.care is Care.REPEAT and not is_said else line

    def _calms(self, decision: Decision) -> bool:
        """Whether an answer would talk somebody out of being seen."""
        care = self.decision.care
        return care.rank >= Care.CLINICIAN_EVALUATION.rank and decision.care.rank < care.rank

    @staticmethod
    def _counts(decision: Decision) -> bool:
        return decision.standing.il6 is not None and decision.standing.il6.counts


def _kept(_: RuleSet) -> dict[str, _Prepared | None]:
    """Return the answers that were prepared for a rule set: as many as its tables hold, whatever the cases."""
    return {}


class _NoSuchNumberError(Exception):
    """The numbers in force leave no room for an answer."""


def _is_open(each: Asks, case: Case) -> bool:
    """Whether the fact is not known, and the question has a sense in this case."""
    if each.of_unknown:
        return each.of_unknown == _unknown_of_clock(case)
    if any(_stated(name, case) for name in (each.fact, *each.unknown)):
        return False
    if any(_value(name, case) == value for name, value in each.unless.items()):
        return False
    return all(_value(name, case) is not None for name in each.known)


_OFFSETS: Final = tuple(sorted({*range(-12, 15)} - {0}, key=abs))
"""The whole hours by which clocks differ from UTC, the nearest first; none at all says nothing of the clock."""


def _unknown_of_clock(case: Case) -> str:
    """Say what is not known of the local clock at the index draw: the hour of its day, or the zone of its instant."""
    at, name = case.reading.drawn_at, case.context.time_zone
    if isinstance(at, datetime):
        return "zone" if Draw.of(at, name and zone(name), "drawn_at").hour_of_day is None else ""  # type: ignore[arg-type]  # a name is never empty
    return "hour" if isinstance(at, date) and name is not None else ""


def _clock_time(hours: Fraction) -> time:
    minutes = int(hours * 60)
    return time(minutes // 60 % 24, minutes % 60)


def _hours(at: datetime) -> Fraction:
    return at.hour + Fraction(at.minute, 60)


def _stated(name: str, case: Case) -> bool:
    """Whether a fact is stated: a history also as several readings, confounders only where these are all."""
    if name == "confounders":
        return case.context.all_confounders is not None
    return bool(case.samples) or bool(case.context.history) if name == "history" else _value(name, case) is not None


def _value(name: str, case: Case) -> Any:
    return getattr(case.context if hasattr(case.context, name) else case.reading, name)


def _plain(value: object) -> object:
    """Write a code or a text as a case document holds it."""
    return value.value if isinstance(value, Code) else value


def _compared(decision: Decision) -> tuple[object, ...]:
    """Return what is compared of a decision, in the order of its names."""
    pattern, persistence = _pattern(decision), decision.persistence
    return (_codes(decision), decision.band, decision.firmness, decision.care, pattern, persistence)


def _codes(decision: Decision) -> StandingCodes:
    il6, hs_crp = decision.standing.il6, decision.standing.hs_crp
    return StandingCodes(None if il6 is None else il6.code, None if hs_crp is None else hs_crp.code)


def _pattern(decision: Decision) -> Pattern | None:
    return None if decision.pattern is None else decision.pattern.code


def _as_text(states: Facts) -> str:
    return json.dumps({part: facts for part, facts in states.items() if facts}, ensure_ascii=False)


def _asks_the_case(value: object) -> bool:
    """Whether a fact of an answer depends on the case, and cannot be kept for another."""
    if isinstance(value, Mapping):
        return any(map(_asks_the_case, value.values()))
    return any(map(_asks_the_case, value)) if isinstance(value, tuple) else isinstance(value, _OF_THE_CASE)


def _history(case: Case) -> tuple[Reading, ...]:
    """Return the earlier readings, however they were given."""
    placed = tuple(sample.reading for sample in case.samples or () if not sample.is_index)
    stated = case.context.history or ()
    return stated if len(stated) >= len(placed) else placed


def _filled(reading: Reading, read: Mapping[str, Any]) -> Reading:
    """State facts of an earlier reading where it does not state them itself."""
    return restated(reading, {name: value for name, value in read.items() if getattr(reading, name) is None})
