"""
Whether a set of rules has exactly one answer everywhere: its numbers tried at every cut and between.

A rule sees a number only through the thresholds that its signature declares. So the number is
tried at each of them, just below, just above, half-way between two, and beyond the last: no other
value can lead to another answer. What cannot be written out so, a whole course or the text of a
plan, is named in the proof as not tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from itertools import chain, pairwise, product
from typing import Any, Final, NamedTuple, Protocol, get_type_hints

import attrs

from ..codes import BAND_ORDER, Band, CrpLevel, Direction, Il6Side, Pattern, RedFlag, StandingCode
from ..conclusions import CareReason, CrpRead, Reason, Standing
from ..errors import ForgeError
from ..knowledge.thresholds import IL6_BANDS, RISING_NUMBERS
from ..reading import Reading
from ..threshold import Scale, Threshold
from ..units import Amount
from .course import CrpResult, Sample
from .evaluate import Asker, Entry
from .facts import CaseFacts
from .rule import AnyRule

__all__ = ["Problem", "Proof", "prove"]

_NEAR: Final = Decimal("0.001")
_ONE: Final = Decimal(1)
_MOST: Final = 250_000
"""Combinations of one rule that are tried; a rule that has more is named as not tried."""
_NO_FACTS: Final[dict[str, Any]] = dict.fromkeys(CaseFacts._fields) | {
    "applicable": True, "drug_lasts": False, "red_flag_stated": False, "method_unknown": True,
}  # fmt: skip


class Asked(Protocol):
    """What a proof needs of a rule set."""

    @property
    def rules(self) -> tuple[AnyRule, ...]: ...
    @property
    def decisive_rules(self) -> tuple[AnyRule, ...]: ...
    @property
    def stated_facts(self) -> tuple[str, ...]: ...
    @property
    def traced_facts(self) -> tuple[str, ...]: ...
    @property
    def ask_case(self) -> Asker: ...
    def thresholds(self) -> dict[str, Threshold]: ...
    def trace(self, facts: tuple[object, ...]) -> list[Entry]: ...


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
    """Rules that rest on a whole course, on a plan, or on another kind of value that cannot be written out."""

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
    together = _Together(rules)
    found = (
        *_out_of_order(rules.thresholds()),
        *chain.from_iterable(map(_scales, rules.rules)),
        *chain.from_iterable(each.problems() for each in alone),
        *together.problems(),
    )
    not_tried = (each.rule.id for each in alone if each.domains is None and each.rule.id not in together.answered)
    count = sum(each.combinations for each in alone) + together.combinations
    return Proof(len(rules.rules), count, found, tuple(not_tried))


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
        for point in _points(cut.at.value for cut in scale.cuts):
            steps = scale.within(Amount(point, unit))
            if len(steps) != 1 or scale.codes.index(steps[0]) < last:
                yield Problem(each.id, f"scale {name} has no one rising step", f"{point} {unit}: {_shown(steps)}")
            last = scale.codes.index(steps[0]) if steps else last


def _points(cuts: Iterable[Decimal]) -> list[Decimal]:
    """Return the cuts, a last digit on either side, the middle between two, and a point beyond either end."""
    sorted_cuts = sorted(set(cuts))
    if not sorted_cuts:
        return [Decimal(0), Decimal(1)]
    middles = [(low + high) / 2 for low, high in pairwise(sorted_cuts)]
    near = [cut + step for cut in sorted_cuts for step in (-_NEAR * max(cut, _ONE), _NEAR * max(cut, _ONE))]
    ends = [sorted_cuts[0] / 2, sorted_cuts[-1] * 2 + 1]
    return sorted({point for point in [*sorted_cuts, *middles, *near, *ends] if point >= 0})


# --- a rule alone ----------------------------------------------------------------------------------


_FAILURES: Final = (ForgeError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


class _Alone:
    """One rule, asked with every combination of what its facts can be."""

    def __init__(self, each: AnyRule, standings: tuple[Standing, ...]) -> None:
        self.rule = each
        self.combinations = 0
        self.domains = _domains(each, standings)

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


def _domains(each: AnyRule, standings: tuple[Standing, ...]) -> list[tuple[Any, ...]] | None:
    """Return what each fact of a rule can be; none where that cannot be written out."""
    try:
        kinds = get_type_hints(each.function)
    except (NameError, TypeError):
        return None
    found = [standings if kinds.get(fact) is Standing else _domain(kinds.get(fact), each) for fact in each.facts]
    size = 1
    for domain in found:
        size *= len(domain or ())
    return None if size == 0 or size > _MOST else [domain for domain in found if domain is not None]


def _domain(kind: object, each: AnyRule) -> tuple[Any, ...] | None:
    """Return every value of a kind that a rule can tell apart."""
    if kind is bool:
        return (False, True)
    if kind is Decimal:
        return tuple(_points(number.value for number in each.numbers.values()))
    if kind is Amount:
        return _amounts(each.numbers.values())
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    return _KINDS[kind]() if kind in _KINDS else None


def _amounts(numbers: Iterable[Threshold]) -> tuple[Amount, ...]:
    """Return points and intervals around numbers that share the unit of a measurand."""
    of_measurand = [each for each in numbers if "/" in each.unit and not each.unit.endswith("year")]
    units = {each.unit for each in of_measurand} or {"pg/mL"}
    points = [point for point in _points(each.value for each in of_measurand) if point > 0]
    return tuple(Amount(point, unit, sign) for unit in sorted(units) for point in points for sign in ("", "<", ">"))


def _void(direction: Direction) -> Standing:
    return _standing(StandingCode.VOID, direction)


def _runs(codes: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(codes[low:high] for low in range(len(codes)) for high in range(low + 1, len(codes) + 1))


def _standing(code: StandingCode, direction: Direction = Direction.UP) -> Standing:
    return Standing.weigh((Reason("tried", code, direction),))


def _standings(rules: Iterable[AnyRule]) -> tuple[Standing, ...]:
    """Return a standing of every code and direction, and one for each reason that the rules about a sample give."""
    given: dict[Reason, None] = {}
    for each in rules:
        if each.judges:
            given |= dict.fromkeys(_Alone(each, ()).reasons())
    return (*_STANDINGS, *(Standing.weigh((reason,)) for reason in given))


_STANDINGS: Final = (
    Standing.weigh(()),
    _standing(StandingCode.TENTATIVE),
    _standing(StandingCode.UNVERIFIED),
    *(_standing(StandingCode.VOID, direction) for direction in Direction),
    _standing(StandingCode.NOT_APPLICABLE),
)
_LEVELS: Final = _runs(tuple(CrpLevel))


def _crp_reads() -> tuple[CrpRead, ...]:
    amount = Amount(Decimal(1), "mg/L")
    read = product(_LEVELS, _STANDINGS, (False, True))
    return tuple(CrpRead(amount, levels, standing, conventional) for levels, standing, conventional in read)


_KINDS: Final[Mapping[object, Callable[[], tuple[Any, ...]]]] = {
    CrpRead: _crp_reads,
    Scale[Band]: lambda: (IL6_BANDS,),
    tuple[Band, ...]: lambda: _runs(BAND_ORDER),
    tuple[Il6Side, ...]: lambda: _runs(tuple(Il6Side)),
    tuple[CrpLevel, ...]: lambda: _LEVELS,
    tuple[RedFlag, ...]: lambda: ((), *((flag,) for flag in RedFlag)),
}


# --- the rules together ----------------------------------------------------------------------------


class _Held(NamedTuple):
    """What was said of one combination of facts: the answer that holds under each name, by which rule, and the care."""

    answers: Mapping[str, tuple[str, Any]]
    care: int

    @classmethod
    def of(cls, entries: list[Entry]) -> _Held:
        answers = {each.rule.name_given: (each.rule.id, each.answer) for each in entries if each.rule.name_given}
        return cls(answers, max((e.answer.care.rank for e in entries if isinstance(e.answer, CareReason)), default=0))

    def answer(self, name: str) -> Any:
        return self.answers.get(name, ("", None))[1]


class _Together:
    """The rules of a case, asked about IL-6 and hs-CRP at every line, for every standing and beside what outranks."""

    def __init__(self, rules: Asked) -> None:
        self.rules = rules
        self.combinations = 0
        numbers = rules.thresholds()
        self.il6 = [Amount(each, "pg/mL") for each in _lines(numbers, "pg/mL")]
        self.crp = [Amount(each, "mg/L") for each in _lines(numbers, "mg/L")]
        self.held: dict[str, set[str]] = defaultdict(set)
        self.answered: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        """Yield more IL-6 that means less, a case with no answer or two, and an answer that never holds."""
        for rest in self._beside_crp():
            yield from self._rising((None, *self.il6), rest, self._asked)
        for rest in self._beside_care():
            yield from self._rising(self.il6, rest, self._traced)
        yield from self._never_holding()

    def _rising(
        self, il6: Iterable[Amount | None], rest: Mapping[str, Any], ask: Callable[[Mapping[str, Any]], list[Entry]]
    ) -> Iterator[Problem]:
        """Ask with ever more IL-6 beside the same facts."""
        lower: _Held | None = None
        for each in il6:
            facts = _facts(each, rest)
            self.combinations += 1
            try:
                held = _Held.of(ask(facts))
            except ForgeError as error:
                yield Problem("together", str(error), _witness(facts))
                return
            for name, (rule, _) in held.answers.items():
                self.held[name].add(rule)
            yield from _ambiguous(held, facts)
            yield from _less(lower, held, facts)
            lower = held if each is not None else None

    def _asked(self, facts: Mapping[str, Any]) -> list[Entry]:
        """Ask by the fast path: what is decided."""
        answers = self.rules.ask_case(tuple(map(facts.get, (*CaseFacts._fields, *self.rules.stated_facts))))
        decided = zip(self.rules.decisive_rules, answers, strict=True)
        return [Entry(each, {}, answer) for each, answer in decided if answer is not None]

    def _traced(self, facts: Mapping[str, Any]) -> list[Entry]:
        """Ask by the path that keeps everything: also what only adds to a decision."""
        entries = self.rules.trace(tuple(map(facts.get, (*CaseFacts._fields, *self.rules.traced_facts))))
        self.answered.update(each.rule.id for each in entries)
        return entries

    def _beside_crp(self) -> Iterator[dict[str, Any]]:
        """Yield what stands beside an IL-6 when it is paired: every hs-CRP, standing and distance."""
        some = (_STANDINGS[0], _standing(StandingCode.UNVERIFIED), *map(_void, (Direction.UP, Direction.DOWN)))
        for standing, crp, crp_standing, together in product(_STANDINGS, self.crp, some, (True, False)):
            yield {
                "il6_standing": standing, "hs_crp": crp, "hs_crp_standing": crp_standing, "crp_measured": True,
                "hours_apart": Decimal(0 if together else 1000), "may_share_date": together,
                "crp_results": (CrpResult(crp, crp_standing, 0),),
            }  # fmt: skip
        for standing, crp, crp_standing in product(_STANDINGS, self.crp, some):
            yield {"il6_standing": standing, "conventional_crp": crp, "conventional_crp_standing": crp_standing}

    @staticmethod
    def _beside_care() -> Iterator[dict[str, Any]]:
        """Yield what outranks a band: symptoms, a disease, a person whom the numbers are not for, a drug."""
        flags = (None, (), (RedFlag.CHEST_PAIN,), (RedFlag.FEVER,))
        for standing, red_flags, disease, applicable, lasts in product(
            _STANDINGS, flags, (None, True), (True, False), (False, True)
        ):
            yield {
                "il6_standing": standing, "red_flags": red_flags, "red_flag_stated": bool(red_flags),
                "secondary_disease": disease, "applicable": applicable, "drug_lasts": lasts, "crp_measured": False,
            }  # fmt: skip

    def _never_holding(self) -> Iterator[Problem]:
        """Yield a rule of a table whose every answer another rule of its name replaces."""
        for name in ("band", "possible_bands", "pattern"):
            for each in self.rules.rules:
                known = set(each.facts) <= self._known()
                if each.name_given == name and known and each.id not in self.held[name]:
                    yield Problem(each.id, f"never decides what '{name}' is", f"{self.combinations} combinations")

    def _known(self) -> set[str]:
        """Return the facts that were stated in some combination, and what the rules work out of them."""
        stated = {"il6", "il6_standing", "il6_measured", "hs_crp", "hs_crp_standing", "crp_measured", "hours_apart",
                  "may_share_date", "newest_day", "red_flags", "conventional_crp"}  # fmt: skip
        return stated | {each.name_given for each in self.rules.rules}


def _lines(numbers: Mapping[str, Threshold], unit: str) -> list[Decimal]:
    """Return every line in a unit and a last digit above it: below it, what holds above the line before."""
    lines = sorted({each.value for each in numbers.values() if each.unit == unit})
    beyond = [line + _NEAR * max(line, _ONE) for line in lines]
    return sorted({lines[0] / 2, *lines, *beyond}) if lines else []


def _facts(il6: Amount | None, rest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a case whose index draw is its only one."""
    if il6 is None:
        return {**_NO_FACTS, **rest, "il6_measured": False, "il6_standing": None}
    sample = Sample(Reading(str(il6)), None, rest["il6_standing"], is_index=True)
    own = {"il6": il6, "stated_il6": il6, "il6_measured": True, "newest_day": (sample,), "samples": (sample,)}
    return {**_NO_FACTS, **own, "index_sample": sample, **rest}


def _ambiguous(held: _Held, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a case with no band, no honest set and no reason for that, or with a band outside of its set."""
    if facts["il6"] is None:
        return
    band, bands = held.answer("band"), held.answer("possible_bands") or ()
    applies = facts["il6_standing"].code is not StandingCode.NOT_APPLICABLE
    if applies and not bands:
        yield Problem("possible_bands", "no band is possible", _witness(facts))
    if band is not None and band not in bands:
        yield Problem("band", f"is {_shown(band)}, which is not possible", _witness(facts))
    if list(bands) != [each for each in BAND_ORDER if bands and bands[0].rank <= each.rank <= bands[-1].rank]:
        yield Problem("possible_bands", "have a gap or an order of their own", _witness(facts))
    if facts["hs_crp"] is not None and not isinstance(held.answer("pattern"), Pattern):
        yield Problem("pattern", "two markers were measured, and nothing is said of them", _witness(facts))


def _less(lower: _Held | None, held: _Held, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a case in which more IL-6 means less care or a lower band."""
    if lower is None:
        return
    if held.care < lower.care:
        yield Problem("care", "is less than for less IL-6", _witness(facts))
    before, band = lower.answer("band"), held.answer("band")
    if before is not None and band is not None and band.rank < before.rank:
        yield Problem("band", "is lower than for less IL-6", _witness(facts))


def _witness(facts: Mapping[str, Any]) -> str:
    shown = ("il6", "il6_standing", "hs_crp", "hs_crp_standing", "conventional_crp", "red_flags", "secondary_disease")
    return ", ".join(f"{name} {_shown(facts[name])}" for name in shown if facts[name] is not None)


def _shown(fact: object) -> str:
    if isinstance(fact, Enum):
        return str(fact.value)
    if isinstance(fact, Standing):
        return f"{fact.code.value} {fact.void_direction.value}" if fact.reasons else fact.code.value
    if isinstance(fact, CrpRead):
        return f"{_shown(fact.levels)} {_shown(fact.standing)}"
    if isinstance(fact, tuple):
        return f"({', '.join(map(_shown, fact))})"
    return str(fact)
