"""A set of rules in the order in which they are asked: a value, with numbers and policy of its own."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import attrs

from ..codes import Analyte
from ..conclusions import Decision, Overridden, Policy, Reason, Standing, Standings
from ..errors import RuleSetError, ThresholdError, excerpt, suggestion
from ..threshold import Threshold
from .evaluate import Answers, Asker, Before, Entry, Tracer, asker, asker_again, deciding, tracer
from .facts import STATED_FACTS, CaseFacts, SampleFacts
from .rule import AnyRule, Rule

if TYPE_CHECKING:
    from ..comparison import Comparison
    from .proof import Proof

__all__ = ["RuleSet", "remembered"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_NAME: Final = re.compile(r"(?!(?:rule|answer|otherwise)_[0-9]|facts$|ask$|left$)[a-z][a-z0-9_]*")
_MOST_REMEMBERED: Final = 20_000
_GIVEN: Final = ("rules", "name", "version", "overridden", "removed", "added", "left")
"""What a set is made of; all else follows from it."""


@attrs.frozen(eq=False, repr=False)
class RuleSet:
    """
    Rules in the order in which they are asked: a value, never changed in place.

    ``STANDARD + my_rule`` adds, `without` takes away, `override` replaces numbers.

    Raises:
        RuleSetError: an id used twice, or a rule that asks for something nobody provides.
    """

    rules: tuple[AnyRule, ...]
    name: str = "unnamed"
    version: str = ""
    overridden: tuple[Overridden, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    left: Mapping[str, object] = MappingProxyType({})
    """What names hold whose first rule was taken away: its `otherwise` stays behind."""
    policy: Policy = attrs.field(init=False)
    sample_rules: tuple[AnyRule, ...] = attrs.field(init=False)
    case_rules: tuple[AnyRule, ...] = attrs.field(init=False)
    decisive_rules: tuple[AnyRule, ...] = attrs.field(init=False)
    """The rules whose answers `ask_case` returns: no working values, and none of ours that decide nothing."""
    stated_facts: tuple[str, ...] = attrs.field(init=False)
    """Which facts the deciding rules ask for exactly as stated, beyond `CaseFacts`."""
    traced_facts: tuple[str, ...] = attrs.field(init=False)
    """The same for all rules, those that only add included: what `trace` needs."""
    ask_sample: Asker = attrs.field(init=False)
    ask_case: Asker = attrs.field(init=False)
    _thresholds: Mapping[str, Threshold] = attrs.field(init=False)
    _kept: dict[Callable[[RuleSet], Any], Any] = attrs.field(init=False, factory=dict)
    _standings: dict[Answers, Standings] = attrs.field(init=False, factory=dict)
    _decisions: dict[Hashable, Decision] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        sample = tuple(each for each in self.rules if each.judges)
        case = tuple(each for each in self.rules if not each.judges)
        self._check_ids()
        self._check_units()
        self._check_names(sample, SampleFacts._fields)
        self._check_names(case, (*CaseFacts._fields, *sorted(STATED_FACTS)))
        asked = deciding(case)
        stated = _asked_as_stated(asked)
        numbers = {name: value for each in self.rules for name, value in each.thresholds().items()}
        worked_out: dict[str, object] = {
            "sample_rules": sample,
            "case_rules": case,
            "decisive_rules": tuple(each for each in asked if not each.works_out),
            "policy": Policy(self.name, self.version, self.overridden, self.removed, self.added),
            "ask_sample": asker(sample, SampleFacts._fields, {}),
            "ask_case": asker(asked, (*CaseFacts._fields, *stated), self.left),
            "stated_facts": stated,
            "traced_facts": _asked_as_stated(case),
            "_thresholds": MappingProxyType(numbers),
        }
        for name, value in worked_out.items():
            object.__setattr__(self, name, value)

    def _check_units(self) -> None:
        units: dict[str, str] = {}
        for each in self.rules:
            for name, threshold in each.thresholds().items():
                if units.setdefault(name, threshold.unit) != threshold.unit:
                    msg = f"rule {each.id}: '{name}' is in '{units[name]}' elsewhere; give your threshold another name"
                    raise RuleSetError(msg)

    def _check_ids(self) -> None:
        seen: set[str] = set()
        for each in self.rules:
            if each.id in seen:
                msg = f"rule {each.id}: the id is used twice; give each rule its own"
                raise RuleSetError(msg)
            seen.add(each.id)
            if each.judges and each.name_given:
                msg = f"rule {each.id} judges a sample, so it gives a Reason and nothing else"
                raise RuleSetError(msg)

    def _check_names(self, rules: tuple[AnyRule, ...], provided: tuple[str, ...]) -> None:
        """Check that what each rule asks for comes before it, and that no answer takes the name of a fact."""
        known = [*provided, *self.left]
        first: dict[str, AnyRule] = {}
        for each in rules:
            for fact in each.facts:
                if fact not in known:
                    msg = f"rule {each.id} asks for '{fact}', which nobody before it provides{suggestion(fact, known)}"
                    raise RuleSetError(msg)
            if each.name_given:
                _check_name(each, provided, first.setdefault(each.name_given, each))
                known.append(each.name_given)

    def __iter__(self) -> Iterator[AnyRule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, rule_id: str) -> AnyRule:
        for each in self.rules:
            if each.id == rule_id:
                return each
        msg = f"no rule has the id {excerpt(rule_id)}{suggestion(str(rule_id), [r.id for r in self.rules])}"
        raise RuleSetError(msg)

    def __add__(self, other: AnyRule | RuleSet) -> RuleSet:
        """Ask these rules, then those of *other*."""
        if isinstance(other, Rule):
            more: Iterable[AnyRule] = (other,)
        elif isinstance(other, RuleSet):
            more = other.rules
        else:
            msg = f"a rule set takes a rule or a rule set, not {excerpt(other)}; decorate the function with @rule"
            raise RuleSetError(msg)
        more = tuple(more)
        return self._with(rules=(*self.rules, *more), added=(*self.added, *(each.id for each in more)))

    def without(self, *ids: str) -> RuleSet:
        """
        Return the set without some rules; the policy names them.

        Raises:
            RuleSetError: an id that no rule has.
        """
        gone = [self[rule_id] for rule_id in ids]
        left = {each.name_given: each.otherwise for each in gone if each.otherwise is not None}
        kept = tuple(each for each in self.rules if each not in gone)
        return self._with(rules=kept, removed=(*self.removed, *ids), left=MappingProxyType({**self.left, **left}))

    def override(self, **changed: Threshold) -> RuleSet:
        """
        Return the set with some numbers replaced, each with a basis of its own.

        A number that was replaced before is shown once: the new one, and the one of the standard.

        Raises:
            RuleSetError: a name that no rule uses.
            ThresholdError: no threshold, another unit, or a scale whose cuts would no longer rise.
        """
        standing = self.thresholds()
        shown = {each.name: each for each in self.overridden}
        for name, new in changed.items():
            if name not in standing:
                msg = f"override: no rule uses {excerpt(name)}{suggestion(name, standing)}"
                raise RuleSetError(msg)
            old = standing[name]
            if not isinstance(new, Threshold) or new.unit != old.unit:
                msg = f"override {name}: give a Threshold in '{old.unit}' with its basis, not {excerpt(str(new))}"
                raise ThresholdError(msg)
            first = shown[name].standard if name in shown else str(old.value)
            shown[name] = Overridden(name, str(new.value), new.unit, first, new.basis.letter, str(new.basis))
        rules = tuple(each.with_thresholds(changed) for each in self.rules)
        return self._with(rules=rules, overridden=tuple(shown.values()))

    def thresholds(self) -> dict[str, Threshold]:
        """Return every number in use by its override name."""
        return dict(self._thresholds)

    def compare(self, other: RuleSet, cases: Any, *, examples: int = 5, **reading: Any) -> Comparison:
        """
        Tell what another rule set would decide otherwise, before it is in force.

        Args:
            other: the rule set in question, such as ``STANDARD.override(...)``.
            cases: case documents, readings, pairs of a reading (or several, or None) and a `Context`,
                or what `read_cases` finds in a feed; or a frame, as `interpret_frame` takes it.
            examples: how many cases are named for each change.
            reading: how a frame is read: `person`, `units` and whatever else `interpret_frame` takes.

        Raises:
            RuleSetError: *other* is no rule set.
            CaseError: an entry of *cases* is of no kind that can be decided.
        """
        from ..comparison import compare  # noqa: PLC0415  (it decides cases, and deciding rests on this module)

        return compare(self, other, cases, examples=examples, **reading)

    def check(self) -> Proof:
        """
        Prove that the set has exactly one answer everywhere that its numbers can tell apart.

        Every scale at every cut, every rule with every combination of its facts, and the rules together at
        every line beside what outranks them, and over canonical courses, series and plans: one band or an
        honest set, more IL-6 never less care, a lower band or a course that lasts less, more time never a
        worse sample, no rule that never answers, no number beyond one that has to lie above it. The proof
        is true where nothing was found; printed, it shows each problem with the facts that lead to it. It
        takes seconds.

        Examples:
            >>> from forge_il6 import STANDARD, Convention, Threshold
            >>> hasty = STANDARD.override(washout=Threshold(5, "hour", Convention("clinic protocol 4.2")))
            >>> print(hasty.check().problems[0])
            myokine_window: must not lie above washout (myokine_window 6 hour, washout 5 hour)
        """
        from .proof import prove  # noqa: PLC0415  (who only interprets needs no proof)

        return prove(self)

    @property
    def digest(self) -> str:
        """
        Sixty-four hexadecimal digits over the source of every rule and over every number.

        Equal in every process and on every platform; sets of equal digest decide alike.
        """
        return self.once(_digest)

    @property
    def signed_policy(self) -> Policy:
        """The policy with its digest, which is worked out when it is first wanted."""
        return self.once(_signed_policy)

    def _with(self, **changes: Any) -> RuleSet:
        return RuleSet(**({name: getattr(self, name) for name in _GIVEN} | changes))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Callable[..., RuleSet], tuple[object, ...]]:
        """Travel to another process: the rules by their import names, their numbers, and the digest to compare."""
        given = {name: getattr(self, name) for name in _GIVEN}
        return arrived, (self.digest, given | {"left": dict(self.left)})

    # --- asking, remembered ------------------------------------------------------------------------

    def standings(self, answers: Answers) -> Standings:
        """Weigh the answers about one sample; equal answers share one object."""
        return remembered(self._standings, answers, lambda: self._weighed(answers))

    def _weighed(self, answers: tuple[Reason | None, ...]) -> Standings:
        judged = [(each, answer) for each, answer in zip(self.sample_rules, answers, strict=True) if answer is not None]
        il6, hs_crp = (
            Standing.weigh(tuple(reason for each, reason in judged if analyte in each.judges))
            for analyte in (Analyte.IL6, Analyte.HS_CRP)
        )
        return Standings(il6, hs_crp)

    def decision(self, asked: Hashable, decide: Callable[[], Decision]) -> Decision:
        """Return what was decided for equal standings and answers before, or decide."""
        return remembered(self._decisions, asked, decide)

    def before(self, facts: tuple[object, ...]) -> Before:
        """Ask about a case, and keep everything that was answered for `ask_case_again`."""
        return Before(facts, self.once(_asker_of_everything)(facts))

    def ask_case_again(self, facts: tuple[object, ...], before: Before) -> Answers:
        """Answer as `ask_case` does; a rule whose facts are those of *before* is not asked again."""
        return self.once(_asker_again)(facts, before)

    def trace_sample(self, facts: SampleFacts) -> list[Entry]:
        """Ask the rules about a sample once more, and keep what each was asked with and answered."""
        return self.once(_sample_tracer)(facts)

    def trace(self, facts: tuple[object, ...]) -> list[Entry]:
        """
        Ask the rules about a case once more, and keep what each was asked with and answered.

        An answer that a later exception replaced is left out.
        """
        return self.once(_case_tracer)(facts)

    def once(self, work_out: Callable[[RuleSet], V]) -> V:
        """Return what a function works out of this set alone, worked out when it is first wanted."""
        if work_out not in self._kept:
            self._kept[work_out] = work_out(self)
        found: V = self._kept[work_out]
        return found

    def _repr_html_(self) -> str:
        """Show every rule in the order of asking: its question, and its numbers with what they replace."""
        from ..markup import element, table  # noqa: PLC0415  (only a notebook needs it)

        replaced = {each.name: each.standard for each in reversed(self.overridden)}
        rows = ((each.id, each.asks, _numbers_shown(each, replaced)) for each in self.rules)
        whole = table("", ("Rule", "Question", "Numbers"), rows)
        return element("details", element("summary", repr(self).strip("<>")), whole, lang="en", dir="ltr")

    def __repr__(self) -> str:
        changed = f", {len(self.overridden)} overridden" if self.overridden else ""
        removed = f", without {', '.join(self.removed)}" if self.removed else ""
        added = f", with {', '.join(self.added)}" if self.added else ""
        return f"<RuleSet {self.name} {self.version}: {len(self.rules)} rules{changed}{removed}{added}>"


def arrived(digest: str, given: dict[str, Any]) -> RuleSet:
    """
    Return a set that came from another process, if its rules are the same here.

    Raises:
        RuleSetError: they are not.
    """
    fields: dict[str, Any] = given | {"left": MappingProxyType(given["left"])}
    rules = RuleSet(**fields)
    if rules.digest != digest:
        msg = (
            f"the rules of {rules!r} are not the same here as where they came from (digest {rules.digest[:12]}, "
            f"there {digest[:12]}); install the same version of the package and of your own rules on both sides"
        )
        raise RuleSetError(msg)
    return rules


def _digest(rules: RuleSet) -> str:
    from .digest import digest  # noqa: PLC0415  (it reads the source of the rules, which most callers never ask for)

    return digest(rules.rules, rules.left)


def _signed_policy(rules: RuleSet) -> Policy:
    return attrs.evolve(rules.policy, digest=rules.digest)


def _sample_tracer(rules: RuleSet) -> Tracer:
    return tracer(rules.sample_rules, SampleFacts._fields, {})


def _case_tracer(rules: RuleSet) -> Tracer:
    return tracer(rules.case_rules, (*CaseFacts._fields, *rules.traced_facts), rules.left)


def _asker_of_everything(rules: RuleSet) -> Asker:
    asked, facts = deciding(rules.case_rules), (*CaseFacts._fields, *rules.stated_facts)
    return asker(asked, facts, rules.left, everything=True)


def _asker_again(rules: RuleSet) -> Callable[[tuple[object, ...], Before], Answers]:
    return asker_again(deciding(rules.case_rules), (*CaseFacts._fields, *rules.stated_facts), rules.left)


def _numbers_shown(each: AnyRule, replaced: Mapping[str, str]) -> str:
    numbers = each.thresholds().items()
    return ", ".join(
        f"{name} {value}" + (f" (instead of {replaced[name]})" if name in replaced else "") for name, value in numbers
    )


def _asked_as_stated(rules: Iterable[AnyRule]) -> tuple[str, ...]:
    return tuple(sorted({fact for each in rules for fact in each.facts} & STATED_FACTS))


def _check_name(each: AnyRule, provided: tuple[str, ...], first: AnyRule) -> None:
    """Check the name that an answer takes against the facts, and against the first rule of that name."""
    name = each.name_given
    if name in provided or not _NAME.fullmatch(name) or keyword.iskeyword(name):
        msg = f"rule {each.id} gives '{name}', which is a fact already or no name; choose another"
        raise RuleSetError(msg)
    if bool(first.works_out) is not bool(each.works_out):
        msg = f"rule {each.id}: '{name}' is both an answer and a working value; choose another name"
        raise RuleSetError(msg)
    if not each.fits(first):
        msg = f"rule {each.id}: '{name}' holds another kind of answer, that of rule {first.id}; choose another name"
        raise RuleSetError(msg)
    if first is not each and each.otherwise is not None:
        msg = f"rule {each.id}: what '{name}' is otherwise is said by the first rule that gives it, {first.id}"
        raise RuleSetError(msg)


def remembered(memory: dict[K, V], key: K, build: Callable[[], V]) -> V:
    """Return what was built for an equal key, or build it; start afresh when a hostile feed has filled the memory."""
    found = memory.get(key)
    if found is None:
        found = build()
        if len(memory) >= _MOST_REMEMBERED:
            memory.clear()
        memory[key] = found
    return found
