"""
What a rule is: a plain function whose signature is its whole declaration.

Positional parameters are the facts it asks for, by name; keyword-only parameters are the
thresholds it uses or leaves to its sentence, each default carrying number, unit and basis. The
return annotation says what it may answer, and an answer is held to it.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import (
    Any,
    Final,
    Generic,
    ParamSpec,
    Self,
    TypeGuard,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from ..codes import Analyte, Code, CrossCheckCode, GripState, HrvState, VitaminD
from ..conclusions import Advice, CareReason, Note, Reason
from ..errors import RuleSetError, excerpt
from ..threshold import Scale, Threshold

__all__ = ["AnyRule", "Rule", "rule"]

P = ParamSpec("P")
R = TypeVar("R")
_PACKAGE: Final = __name__.rpartition(".")[0].rpartition(".")[0]
_NOTHING: Final = type(None)
_FINDINGS: Final = (CareReason, Note, Advice, Code)
"""What a rule may answer that gives its answer no name: anything else would go nowhere."""
_ADDITIONS: Final = frozenset({_NOTHING, Note, Advice, CrossCheckCode, GripState, HrvState, VitaminD})
"""Answers that add to a decision without changing it."""

Kinds = tuple[type, ...]


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
    otherwise: object = None
    """What the name holds where the rule is not asked, or has nothing to say."""
    looks_exactly: bool = False
    """Whether it says of itself that it looks at numbers otherwise than through its thresholds."""
    facts: tuple[str, ...] = attrs.field(init=False)
    """The names of what it asks for, in the order in which they are passed."""
    parameters: Mapping[str, Threshold | Scale[Any]] = attrs.field(init=False)
    answers: Kinds | None = attrs.field(init=False)
    """The types that its return annotation declares; none where it declares nothing that can be checked."""
    is_ours: bool = attrs.field(init=False)
    """Whether the rule is one of this package, and not a host's."""
    numbers: Mapping[str, Threshold] = attrs.field(init=False)
    """Every number it uses, those inside a scale included, by override name."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.function, types.FunctionType):
            msg = f"rule {excerpt(self.id)}: a rule is a plain function; wrap a callable object in one"
            raise RuleSetError(msg)
        facts, parameters = _declared(self.id, self.function)
        object.__setattr__(self, "facts", facts)
        object.__setattr__(self, "parameters", MappingProxyType(parameters))
        object.__setattr__(self, "answers", _promised(self.function))
        object.__setattr__(self, "is_ours", (self.function.__module__ or "").startswith(f"{_PACKAGE}.rules."))
        object.__setattr__(self, "numbers", MappingProxyType(_numbers_in(parameters)))
        if self.otherwise is not None and not self.name_given:
            msg = f"rule {self.id}: 'otherwise' is the value of a name; say which one it gives or works out"
            raise RuleSetError(msg)
        for kind in self.answers or ():
            if kind is not _NOTHING and not self._has_room_for(kind):
                raise RuleSetError(self._refusal(kind.__name__))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function, as if it had never become a rule."""
        return self.function(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def name_given(self) -> str:
        """The name under which later rules may ask for its answer, shown or not; empty without one."""
        return self.gives or self.works_out

    @property
    def reason(self) -> str:
        """The docstring: why the rule exists."""
        return inspect.getdoc(self.function) or ""

    @property
    def decides(self) -> bool:
        """Whether its answer can change the decision; what only adds to it waits for a reader."""
        return self.answers is None or not _ADDITIONS.issuperset(self.answers)

    def fits(self, first: AnyRule) -> bool:
        """Whether its answers, by their declarations, are of the kind that the *first* rule of its name gives."""
        if self.answers is None or first.answers is None:
            return True
        return all(issubclass(kind, (_NOTHING, *first.answers)) for kind in self.answers)

    def ask(self, *facts: object) -> object:
        """
        Call the rule with its facts, and hold the answer to what the rule declares.

        Raises:
            RuleSetError: an answer of a type that the return annotation does not name, or that
                would go nowhere.
        """
        function = cast("Callable[..., object]", self.function)  # the engine passes facts by their names
        answer = function(*facts)
        if answer is not None:
            self.check(answer)
        return answer

    def check(self, answer: object) -> None:
        """
        Hold an answer to what the rule declares.

        Raises:
            RuleSetError: as `ask`.
        """
        if self.is_ours and type(answer) in (self.answers or ()):
            return  # when it became a rule, its declaration was found to have room for this
        if not self._has_room_for(type(answer)) or not isinstance(answer, self.answers or object):
            raise RuleSetError(self._refusal(type(answer).__name__))  # the answer itself may speak of a person
        if not self.works_out:
            self._compared(answer)

    def _has_room_for(self, kind: type) -> bool:
        """Whether an answer of a type can have an effect: plain text would be taken for a code and is none."""
        if self.judges:
            return issubclass(kind, Reason)
        return bool(self.works_out) or (kind is not str if self.gives else issubclass(kind, _FINDINGS))

    def _refusal(self, kind: str) -> str:
        """Say what is wrong with an answer of a kind, and what to answer instead."""
        if self.judges:
            return f"rule {self.id} judges a sample and must answer with a Reason, not {kind}"
        declared = ", ".join(kind.__name__ for kind in self.answers or () if kind is not _NOTHING)
        instead = f"its declaration says {declared}" if declared else "answer with a code, a CareReason or a Note"
        return f"rule {self.id} must not answer with {kind}: {instead}"

    def _compared(self, answer: object) -> None:
        try:
            hash(answer)
        except TypeError:
            msg = (
                f"rule {self.id} answered with something that cannot be compared; "
                "answer with a code, a Reason or a Note"
            )
            raise RuleSetError(msg) from None

    def thresholds(self) -> dict[str, Threshold]:
        """Return every number the rule uses, those inside a scale included, by override name."""
        return dict(self.numbers)

    def with_thresholds(self, changed: Mapping[str, Threshold]) -> Rule[P, R]:
        """Return the rule with some of its numbers replaced; a rule that uses none of them as it is."""
        if not changed.keys() & self.numbers.keys():
            return self
        defaults = {}
        for name, value in self.parameters.items():
            defaults[name] = value.with_cuts(changed) if isinstance(value, Scale) else changed.get(name, value)
        old = self.function
        new = types.FunctionType(old.__code__, old.__globals__, old.__name__, old.__defaults__, old.__closure__)
        new.__doc__, new.__module__, new.__annotations__ = old.__doc__, old.__module__, old.__annotations__
        new.__kwdefaults__ = defaults
        return attrs.evolve(self, function=new)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Callable[..., AnyRule], tuple[object, ...]]:
        """Travel to another process as an import name, and the numbers that differ from those found there."""
        home = _home(self)
        changed = {name: number for name, number in self.numbers.items() if number != home.numbers[name]}
        return fetched, (self.function.__module__, self.function.__qualname__, changed)

    def __repr__(self) -> str:
        return f"<Rule {self.id} {self.name}: {self.asks}>"


AnyRule = Rule[..., Any]
"""A rule of whatever signature."""


def rule(
    id: str,  # noqa: A002  (the word of the field)
    *,
    asks: str,
    judges: Analyte | tuple[Analyte, ...] = (),
    gives: str = "",
    works_out: str = "",
    otherwise: object = None,
    looks_exactly: bool = False,
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """
    Make a function a rule.

    Args:
        id: short and unique, such as ``T2``.
        asks: the question, as a sentence.
        judges: the analytes whose standing the answer weighs on.
        gives: the name under which later rules ask for the answer. Where several rules give one
            name, a later answer replaces an earlier one: the usual first, then its exceptions.
        works_out: the same for a working value that decides nothing by itself.
        otherwise: what the name holds where the rule is not asked or has nothing to say; it
            belongs to the first rule of that name.
        looks_exactly: whether it looks at exact numbers, and not only through the thresholds of its
            signature. A frame then asks it about every different row. Without a word it is watched.

    Raises:
        RuleSetError: a parameter that is neither a fact nor a threshold, or an answer that would
            go nowhere.
    """
    analytes = (judges,) if isinstance(judges, Analyte) else judges

    def decorate(function: Callable[P, R]) -> Rule[P, R]:
        return Rule(id, asks, function, analytes, gives, works_out, otherwise, looks_exactly)

    return decorate


# --- travelling to another process -----------------------------------------------------------------


def fetched(module: str, name: str, changed: Mapping[str, Threshold]) -> AnyRule:
    """
    Return the rule of an import name, with the numbers that it had where it came from.

    Raises:
        RuleSetError: there is no such rule here.
    """
    found = _imported(module, name)
    if found is None:
        msg = f"no rule {name} can be imported from {module} here; install the module with the rules on every machine"
        raise RuleSetError(msg)
    return found.with_thresholds(changed)


def _imported(module: str, name: str) -> AnyRule | None:
    from pkgutil import resolve_name  # noqa: PLC0415  (only a rule that travels needs it)

    try:
        found = resolve_name(f"{module}:{name}")
    except (ImportError, AttributeError, ValueError):
        return None
    return found if isinstance(found, Rule) else None


_SAME: Final = attrgetter("id", "asks", "judges", "gives", "works_out", "otherwise", "facts", "function.__code__")


def _home(each: AnyRule) -> AnyRule:
    """Return what another process would find under the import name of a rule, which has to be that rule."""
    function = each.function
    found = None if function.__module__ == "__main__" else _imported(function.__module__, function.__qualname__)
    if found is None or _SAME(found) != _SAME(each):
        msg = (
            f"rule {each.id} cannot travel to another process, which would not find it under its name; "
            "define it with @rule at the top of a module that can be imported there, not in a script, "
            "a notebook or a function"
        )
        raise RuleSetError(msg)
    return found


# --- reading a signature ---------------------------------------------------------------------------


def _declared(rule_id: str, function: types.FunctionType) -> tuple[tuple[str, ...], dict[str, Threshold | Scale[Any]]]:
    """Return the facts and the numbers that a function names as its parameters."""
    facts, numbers = [], {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            if not isinstance(parameter.default, (Threshold, Scale)):
                msg = f"rule {rule_id}: the keyword '{name}' needs a Threshold or a Scale as its default"
                raise RuleSetError(msg)
            numbers[name] = parameter.default
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.default is parameter.empty:
            facts.append(name)
        else:
            msg = f"rule {rule_id}: '{name}' is neither a fact (positional) nor a threshold (keyword-only)"
            raise RuleSetError(msg)
    return tuple(facts), numbers


def _numbers_in(parameters: Mapping[str, Threshold | Scale[Any]]) -> dict[str, Threshold]:
    found: dict[str, Threshold] = {}
    for name, value in parameters.items():
        found |= {cut.name: cut.at for cut in value.cuts} if isinstance(value, Scale) else {name: value}
    return found


def _promised(function: types.FunctionType) -> Kinds | None:
    """
    Return the types that a return annotation names, as Python reads it and not as it is spelt.

    None where it names none: no annotation, ``Any``, or names that do not exist at run time.
    """
    try:
        written = types.SimpleNamespace(__annotations__={"return": function.__annotations__["return"]})
        return _kinds(get_type_hints(written, function.__globals__)["return"])
    except (KeyError, NameError, AttributeError, TypeError, SyntaxError):
        return None


def _kinds(annotation: object) -> Kinds | None:
    """Return the classes behind an annotation; none where it cannot be told by a class."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        members = [_kinds(member) for member in get_args(annotation)]
        told = [member for member in members if member is not None]
        return tuple(chain.from_iterable(told)) if told == members else None
    kind = annotation if origin is None else origin
    return (float, int) if kind is float else (kind,) if _tells_answers_apart(kind) else None


def _tells_answers_apart(kind: object) -> TypeGuard[type]:
    """Whether a class can be asked about an answer; `Any`, a protocol or a typed dictionary cannot."""
    if not isinstance(kind, type) or kind in (Any, object):
        return False
    try:
        isinstance(None, kind)
    except TypeError:
        return False
    return True
