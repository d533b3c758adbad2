"""
What a rule is: a plain function whose signature is its whole declaration.

Positional parameters are the facts it asks for, by name; keyword-only parameters are the
thresholds it uses, each default carrying number, unit and basis. A rule set reads the signatures
once and writes one straight-line function that asks every rule in order.
"""

from __future__ import annotations

import inspect
import keyword
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Generic, ParamSpec, TypeVar

import attrs

from ..codes import Analyte
from ..conclusions import Overridden, Policy, Reason, Standing, Standings
from ..errors import RuleSetError, ThresholdError, excerpt, suggestion
from ..threshold import Scale, Threshold
from .facts import CASE_FACTS, SAMPLE_FACTS, STATED_FACTS

__all__ = ["Rule", "RuleSet", "rule"]

P = ParamSpec("P")
R = TypeVar("R")
_NAME: Final = re.compile(r"(?!(?:rule|answer)_[0-9]|facts$|ask$)[a-z][a-z0-9_]*")
_PACKAGE: Final = __name__.rpartition(".")[0].rpartition(".")[0]
_MOST_REMEMBERED: Final = 20_000
_NOT_COMPARABLE: Final = (
    "a rule answered with something that cannot be compared; answer with a code, a Reason or a Note"
)
_ADDITIONS: Final = frozenset({"Note", "Advice", "CrossCheckCode", "GripState", "HrvState", "VitaminD"})
"""Return annotations of rules that add to a decision without changing it."""


@attrs.frozen(eq=False, repr=False)
class Rule(Generic[P, R]):
    """
    A rule: still a function, called alone like any other, and known by its id.

    A rule that judges an analyte answers with a `Reason` against that sample, or nothing; its
    facts are those of one draw. Any other rule is asked once per case.
    """

    id: str
    asks: str
    """The question it answers, as a sentence."""
    function: Callable[P, R]
    judges: tuple[Analyte, ...] = ()
    gives: str = ""
    """The name under which later rules may ask for its answer."""
    works_out: str = ""
    """The same for a working value, which is no answer of its own and never shown."""
    facts: tuple[str, ...] = attrs.field(init=False)
    decides: bool = attrs.field(init=False)
    """Whether its answer can change the decision; what only adds to it waits for a reader."""
    parameters: Mapping[str, Threshold | Scale[Any]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.function, types.FunctionType):
            msg = f"rule {excerpt(self.id)}: a rule is a plain function; wrap a callable object in one"
            raise RuleSetError(msg)
        facts, parameters = [], {}
        for name, parameter in inspect.signature(self.function).parameters.items():
            if parameter.kind is parameter.KEYWORD_ONLY:
                if not isinstance(parameter.default, (Threshold, Scale)):
                    msg = f"rule {self.id}: the keyword '{name}' needs a Threshold or a Scale as its default"
                    raise RuleSetError(msg)
                parameters[name] = parameter.default
            elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.default is parameter.empty:
                facts.append(name)
            else:
                msg = f"rule {self.id}: '{name}' is neither a fact (positional) nor a threshold (keyword-only)"
                raise RuleSetError(msg)
        answers = str(inspect.signature(self.function).return_annotation).replace(" ", "").split("|")
        object.__setattr__(self, "decides", not set(answers) - {"None"} <= _ADDITIONS)
        object.__setattr__(self, "facts", tuple(facts))
        object.__setattr__(self, "parameters", MappingProxyType(parameters))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function, as if it had never become a rule."""
        return self.function(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def is_ours(self) -> bool:
        """Whether the rule is one of this package, and not a host's."""
        return self.function.__module__.startswith(f"{_PACKAGE}.rules.")

    @property
    def reason(self) -> str:
        """The docstring: why the rule exists."""
        return inspect.getdoc(self.function) or ""

    def thresholds(self) -> dict[str, Threshold]:
        """Return every number the rule uses, those inside a scale included, by override name."""
        found: dict[str, Threshold] = {}
        for name, value in self.parameters.items():
            if isinstance(value, Scale):
                found.update({cut.name: cut.at for cut in value.cuts})
            else:
                found[name] = value
        return found

    def with_thresholds(self, changed: Mapping[str, Threshold]) -> Rule[P, R]:
        """Return the rule with some of its numbers replaced; a rule that uses none of them as it is."""
        if not changed.keys() & self.thresholds().keys():
            return self
        defaults = {}
        for name, value in self.parameters.items():
            defaults[name] = value.with_cuts(changed) if isinstance(value, Scale) else changed.get(name, value)
        old = self.function
        new = types.FunctionType(old.__code__, old.__globals__, old.__name__, old.__defaults__, old.__closure__)
        new.__doc__, new.__module__, new.__annotations__ = old.__doc__, old.__module__, old.__annotations__
        new.__kwdefaults__ = defaults
        return attrs.evolve(self, function=new)

    def __repr__(self) -> str:
        return f"<Rule {self.id} {self.name}: {self.asks}>"


def rule(
    id: str,  # noqa: A002  (the word of the field)
    *,
    asks: str,
    judges: Analyte | tuple[Analyte, ...] = (),
    gives: str = "",
    works_out: str = "",
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """
    Make a function a rule.

    Args:
        id: short and unique, such as ``T2``.
        asks: the question, as a sentence.
        judges: the analytes whose standing the answer weighs on.
        gives: the name under which later rules ask for the answer. Where several rules give one
            name, a later answer replaces an earlier one: the default first, then its exceptions.
        works_out: the same for a working value that decides nothing by itself.

    Raises:
        RuleSetError: a parameter that is neither a fact nor a threshold.
    """
    analytes = (judges,) if isinstance(judges, Analyte) else judges

    def decorate(function: Callable[P, R]) -> Rule[P, R]:
        return Rule(id, asks, function, analytes, gives, works_out)

    return decorate


Answers = tuple[Any, ...]
Asker = Callable[[tuple[Any, ...]], Answers]


def _deciding(rules: tuple[Rule[..., Any], ...]) -> tuple[Rule[..., Any], ...]:
    """Leave out the rules that only add to a decision, and what is worked out for those alone."""
    needed: set[str] = set()
    kept = []
    for each in reversed(rules):
        name = each.gives or each.works_out
        if name not in needed and (not each.decides or each.works_out):
            continue
        needed.update(each.facts)
        kept.append(each)
    return tuple(reversed(kept))


def _compiled(rules: tuple[Rule[..., Any], ...], facts: tuple[str, ...]) -> Asker:
    """
    Write the function that asks these rules in order: no loop, no lookup, nothing else.

    A fact that is unknown (None) means the rule is not asked. Only names that `RuleSet` has
    checked against its list of facts are written.
    """
    lines = ["def ask(facts):", f" ({', '.join(facts)},) = facts"]
    given: set[str] = set()
    for number, each in enumerate(rules):
        call = f"rule_{number}({', '.join(each.facts)})"
        known = " and ".join(f"{fact} is not None" for fact in each.facts)
        if known:  # a rule that asks for nothing always answers alike, and is asked once, below
            lines.append(f" answer_{number} = {call} if {known} else None")
        name = each.gives or each.works_out
        if name in given:
            lines.append(f" if answer_{number} is not None: {name} = answer_{number}")
        elif name:
            lines.append(f" {name} = answer_{number}")
            given.add(name)
    answers = "".join(f"answer_{number}, " for number, each in enumerate(rules) if not each.works_out)
    lines.append(f" return ({answers})")
    namespace: dict[str, Any] = {f"rule_{number}": each.function for number, each in enumerate(rules)}
    namespace |= {f"answer_{number}": each.function() for number, each in enumerate(rules) if not each.facts}
    exec("\n".join(lines), namespace)  # noqa: S102  (our own text, from names checked before)
    return namespace["ask"]  # type: ignore[no-any-return]


@attrs.frozen(eq=False, repr=False)
class RuleSet:
    """
    Rules in the order in which they are asked: a value, never changed in place.

    ``STANDARD + my_rule`` adds, `without` takes away, `override` replaces numbers.

    Raises:
        RuleSetError: an id used twice, or a rule that asks for something nobody provides.
    """

    rules: tuple[Rule[..., Any], ...]
    name: str = "unnamed"
    version: str = ""
    overridden: tuple[Overridden, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    policy: Policy = attrs.field(init=False)
    sample_rules: tuple[Rule[..., Any], ...] = attrs.field(init=False)
    case_rules: tuple[Rule[..., Any], ...] = attrs.field(init=False)
    decisive_rules: tuple[Rule[..., Any], ...] = attrs.field(init=False)
    """The rules whose answers `ask_case` returns: no working values, and no notes, which decide nothing."""
    stated_facts: tuple[str, ...] = attrs.field(init=False)
    """Which facts the deciding rules ask for exactly as stated, beyond `CASE_FACTS`."""
    traced_facts: tuple[str, ...] = attrs.field(init=False)
    """The same for all rules, those that only add included: what `trace` needs."""
    ask_sample: Asker = attrs.field(init=False)
    ask_case: Asker = attrs.field(init=False)
    _thresholds: Mapping[str, Threshold] = attrs.field(init=False)
    _standings: dict[Answers, Standings] = attrs.field(init=False, factory=dict)
    _decisions: dict[Any, Any] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        sample = tuple(each for each in self.rules if each.judges)
        case = tuple(each for each in self.rules if not each.judges)
        for each in sample:
            if each.gives or each.works_out:
                msg = f"rule {each.id} judges a sample, so it gives a Reason and nothing else"
                raise RuleSetError(msg)
        self._check_units()
        self._check(sample, SAMPLE_FACTS)
        self._check(case, (*CASE_FACTS, *sorted(STATED_FACTS)))
        deciding = _deciding(case)
        stated = tuple(sorted({fact for each in deciding for fact in each.facts} & STATED_FACTS))
        traced = tuple(sorted({fact for each in case for fact in each.facts} & STATED_FACTS))
        policy = Policy(self.name, self.version, self.overridden, self.removed, self.added)
        for name, value in (
            ("sample_rules", sample),
            ("case_rules", case),
            ("decisive_rules", tuple(each for each in deciding if not each.works_out)),
            ("policy", policy),
            ("ask_sample", _compiled(sample, SAMPLE_FACTS)),
            (
                "_thresholds",
                MappingProxyType({n: value for each in self.rules for n, value in each.thresholds().items()}),
            ),
            ("stated_facts", stated),
            ("traced_facts", traced),
            ("ask_case", _compiled(deciding, (*CASE_FACTS, *stated))),
        ):
            object.__setattr__(self, name, value)

    def _check_units(self) -> None:
        units: dict[str, str] = {}
        for each in self.rules:
            for name, threshold in each.thresholds().items():
                if units.setdefault(name, threshold.unit) != threshold.unit:
                    msg = f"rule {each.id}: '{name}' is in '{units[name]}' elsewhere; give your threshold another name"
                    raise RuleSetError(msg)

    def _check(self, rules: tuple[Rule[..., Any], ...], provided: tuple[str, ...]) -> None:
        known = list(provided)
        kinds: dict[str, bool] = {}
        ids = [each.id for each in self.rules]
        for each in rules:
            if ids.count(each.id) > 1:
                msg = f"rule {each.id}: the id is used twice; give each rule its own"
                raise RuleSetError(msg)
            for fact in each.facts:
                if fact not in known:
                    msg = f"rule {each.id} asks for '{fact}', which nobody before it provides{suggestion(fact, known)}"
                    raise RuleSetError(msg)
            given = each.gives or each.works_out
            if given and (given in provided or not _NAME.fullmatch(given) or keyword.iskeyword(given)):
                msg = f"rule {each.id} gives '{given}', which is a fact already or no name; choose another"
                raise RuleSetError(msg)
            if kinds.setdefault(given, bool(each.works_out)) is not bool(each.works_out):
                msg = f"rule {each.id}: '{given}' is both an answer and a working value; choose another name"
                raise RuleSetError(msg)
            if given:
                known.append(given)

    def __iter__(self) -> Iterator[Rule[..., Any]]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, rule_id: str) -> Rule[..., Any]:
        for each in self.rules:
            if each.id == rule_id:
                return each
        msg = f"no rule has the id {excerpt(rule_id)}{suggestion(str(rule_id), [r.id for r in self.rules])}"
        raise RuleSetError(msg)

    def __add__(self, other: Rule[..., Any] | RuleSet) -> RuleSet:
        """Ask these rules, then those of *other*."""
        if isinstance(other, Rule):
            more: Iterable[Rule[..., Any]] = (other,)
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
        for rule_id in ids:
            self[rule_id]
        return self._with(rules=tuple(each for each in self.rules if each.id not in ids), removed=(*self.removed, *ids))

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

    def _with(self, **changes: Any) -> RuleSet:
        fields = ("rules", "name", "version", "overridden", "removed", "added")
        return RuleSet(**({name: getattr(self, name) for name in fields} | changes))

    # --- asking, remembered ------------------------------------------------------------------------

    def standings(self, answers: Answers) -> Standings:
        """Weigh the answers about one sample; equal answers share one object."""
        try:
            found = self._standings.get(answers)
        except TypeError:
            found = None
            self._weighed(Analyte.IL6, answers)  # names the rule
            raise RuleSetError(_NOT_COMPARABLE) from None
        if found is None:
            found = Standings(self._weighed(Analyte.IL6, answers), self._weighed(Analyte.HS_CRP, answers))
            _remember(self._standings, answers, found)
        return found

    def _weighed(self, analyte: Analyte, answers: Answers) -> Standing:
        reasons: list[Reason] = []
        for each, answer in zip(self.sample_rules, answers, strict=True):
            if answer is not None and not isinstance(answer, Reason):
                msg = f"rule {each.id} judges a sample and must answer with a Reason, not {excerpt(answer)}"
                raise RuleSetError(msg)
            if answer is not None and analyte in each.judges:
                reasons.append(answer)
        return Standing.weigh(tuple(reasons))

    def trace_sample(self, facts: tuple[Any, ...]) -> list[tuple[Rule[..., Any], dict[str, Any], Any]]:
        """Ask the rules about a sample once more, and keep what each was asked with and answered."""
        known = dict(zip(SAMPLE_FACTS, facts, strict=True))
        answers = self.ask_sample(facts)
        asked = zip(self.sample_rules, answers, strict=True)
        return [
            (each, {name: known[name] for name in each.facts}, answer) for each, answer in asked if answer is not None
        ]

    def trace(self, facts: tuple[Any, ...]) -> list[tuple[Rule[..., Any], dict[str, Any], Any]]:
        """
        Ask the rules about a case once more, and keep what each was asked with and answered.

        An answer that a later exception replaced is left out.
        """
        known = dict(zip((*CASE_FACTS, *self.traced_facts), facts, strict=True))
        asked: list[tuple[Rule[..., Any], dict[str, Any], Any]] = []
        last: dict[str, Rule[..., Any]] = {}
        for each in self.case_rules:
            arguments = {name: known.get(name) for name in each.facts}
            if any(value is None for value in arguments.values()):
                continue
            answer = each.function(*arguments.values())
            if answer is not None:
                asked.append((each, arguments, answer))
                name = each.gives or each.works_out
                known[name], last[name] = answer, each
        return [
            entry for entry in asked if last[entry[0].gives or entry[0].works_out] is entry[0] or not entry[0].gives
        ]

    def remembered(self, key: Any, build: Callable[[], Any]) -> Any:
        """Return what was built for equal answers before, or build it."""
        try:
            found = self._decisions.get(key)
        except TypeError:
            raise RuleSetError(_NOT_COMPARABLE) from None
        if found is None:
            found = build()
            _remember(self._decisions, key, found)
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


def _numbers_shown(each: Rule[..., Any], replaced: Mapping[str, str]) -> str:
    numbers = each.thresholds().items()
    return ", ".join(
        f"{name} {value}" + (f" (instead of {replaced[name]})" if name in replaced else "") for name, value in numbers
    )


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep a value, and start afresh when a hostile feed has filled the memory."""
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value
