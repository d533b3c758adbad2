"""
Asking rules in order, by one straight-line function: fast, or traced.

The two stand side by side because they must answer alike: the fast one decides, the traced one
keeps what each rule was asked with and answered, for whoever wants to know why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from .rule import AnyRule

__all__ = ["Answers", "Asker", "Before", "Entry", "Tracer", "asker", "asker_again", "deciding", "tracer"]

Answers = tuple[Any, ...]
Asker = Callable[[tuple[object, ...]], Answers]


class Entry(NamedTuple):
    """A rule, what it was asked with, and what it answered."""

    rule: AnyRule
    facts: dict[str, Any]
    answer: Any


Tracer = Callable[[tuple[object, ...]], list[Entry]]


def deciding(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """
    Leave out our rules that only add to a decision, and what is worked out for those alone.

    A rule of a host is always asked, so that an answer it must not give is heard of at once.
    """
    needed: set[str] = set()
    kept = []
    for each in reversed(tuple(rules)):
        adds_only = not each.decides and each.is_ours
        if each.name_given not in needed and (adds_only or each.works_out):
            continue
        needed.update(each.facts)
        kept.append(each)
    return tuple(reversed(kept))


class Before(NamedTuple):
    """What rules were asked with before, and everything that they answered: working values as well."""

    facts: tuple[object, ...]
    answers: Answers


def asker(
    rules: tuple[AnyRule, ...], facts: Iterable[str], left: Mapping[str, object], *, everything: bool = False
) -> Asker:
    """
    Write the function that asks these rules in order: no loop, no lookup, nothing else.

    A fact that is unknown (None) means the rule is not asked. Only names that `RuleSet` has
    checked against its list of facts are written. The answers of our own rules are held to their
    declarations by the type checker, those of a host as they come.

    Args:
        rules: in the order of asking.
        facts: the names of what is passed, in its order.
        left: what names hold from the beginning.
        everything: whether working values are returned as well.
    """
    lines, given = _beginning(facts, left), set(left)
    for number, each in enumerate(rules):
        lines += _asked(number, each)
        lines += _named(each.name_given, f"answer_{number}", replaces=each.name_given in given)
        given.add(each.name_given)
    return _written([*lines, _returned(rules, everything=everything)], _namespace(rules, left))


def asker_again(
    rules: tuple[AnyRule, ...], facts: Iterable[str], left: Mapping[str, object]
) -> Callable[[tuple[object, ...], Before], Answers]:
    """
    Write the function that answers as that of `asker` does, where the same rules were asked before.

    A rule whose facts are all as they were is not asked again: its answer is that of before. What
    a rule of a host works out may be of any kind, and counts as the same only where it is the same object.
    """
    facts = tuple(facts)
    used = {fact for each in rules for fact in each.facts}
    foreign = {each.name_given for each in rules if not each.is_ours}
    lines, given = _beginning(facts, left, ", _before"), set(left)
    lines += [
        f" ({', '.join(f'_was_{fact}' for fact in facts)},), _old = _before",
        f" ({''.join(f'_old_{number}, ' for number in range(len(rules)))}) = _old",
        *(f" _was_{name} = {name}; _new_{name} = False" for name in left),
        *(_compared(fact, is_foreign=False) for fact in facts if fact in used),
    ]
    for number, each in enumerate(rules):
        answer, name, replaces = f"answer_{number}", each.name_given, each.name_given in given
        lines.append(f" {answer} = _old_{number}")
        if each.facts:
            lines.append(f" if {' or '.join(f'_new_{fact}' for fact in each.facts)}:")
            lines += (f" {line}" for line in _asked(number, each))
        if name:
            lines += _named(name, answer, replaces=replaces)
            lines += _named(f"_was_{name}", f"_old_{number}", replaces=replaces)
            lines.append(_compared(name, is_foreign=name in foreign))
            given.add(name)
    return _written([*lines, _returned(rules)], _namespace(rules, left))


def _compared(name: str, *, is_foreign: bool) -> str:
    """Write the line that tells whether a name holds something else than before."""
    is_other = f"{name} is not _was_{name}"
    return f" _new_{name} = {is_other}" if is_foreign else f" _new_{name} = {is_other} and {name} != _was_{name}"


def _namespace(rules: tuple[AnyRule, ...], left: Mapping[str, object]) -> dict[str, Any]:
    """Return what the written lines name; a rule that asks for nothing always answers alike, and is asked here."""
    namespace: dict[str, Any] = {"left": dict(left)}
    for number, each in enumerate(rules):
        namespace[f"rule_{number}"] = each.function if each.is_ours else each.ask
        namespace[f"otherwise_{number}"] = each.otherwise
        if not each.facts:
            answer = each.ask()
            namespace[f"answer_{number}"] = each.otherwise if answer is None else answer
    return namespace


def _asked(number: int, each: AnyRule) -> Iterable[str]:
    """Write the lines that ask one rule."""
    answer = f"answer_{number}"
    if each.facts:
        known = " and ".join(f"{fact} is not None" for fact in each.facts)
        yield f" {answer} = rule_{number}({', '.join(each.facts)}) if {known} else None"
        if each.otherwise is not None:
            yield f" if {answer} is None: {answer} = otherwise_{number}"


def _named(name: str, answer: str, *, replaces: bool) -> Iterable[str]:
    """Write the line that keeps an answer under its name, if it has one."""
    if name:
        yield f" if {answer} is not None: {name} = {answer}" if replaces else f" {name} = {answer}"


def _returned(rules: tuple[AnyRule, ...], *, everything: bool = False) -> str:
    answers = (f"answer_{number}, " for number, each in enumerate(rules) if everything or not each.works_out)
    return f" return ({''.join(answers)})"


def tracer(rules: tuple[AnyRule, ...], facts: Iterable[str], left: Mapping[str, object]) -> Tracer:
    """
    Write the function that asks as `asker` does, and keeps what each rule was asked with and answered.

    Under a name that several rules give only the answer that holds is kept. A rule that had
    nothing to say is kept with what its name holds otherwise, and with no facts. Every answer is
    held to the declaration of its rule.
    """
    lines = _beginning(facts, left)
    lines.append(" kept = []")
    gives = [each.gives for each in rules]
    given = set(left)
    namespace: dict[str, Any] = {"left": dict(left)}
    for number, each in enumerate(rules):
        lines += _traced(number, each, replaces=each.name_given in given)
        given.add(each.name_given)
        namespace |= {f"rule_{number}": each.function, f"check_{number}": each.check}
        namespace[f"otherwise_{number}"] = each.otherwise
    ask = _written([*lines, " return kept"], namespace)

    def trace(facts: tuple[object, ...]) -> list[Entry]:
        asked: list[tuple[int, dict[str, Any], Any]] = ask(facts)  # type: ignore[assignment]  # not the answers alone
        holds = {gives[number]: number for number, _, _ in asked}
        return [
            Entry(rules[number], with_, answer)
            for number, with_, answer in asked
            if not gives[number] or holds[gives[number]] == number
        ]

    return trace


def _traced(number: int, each: AnyRule, *, replaces: bool) -> Iterable[str]:
    """Write the lines that ask one rule, check its answer and keep it with the facts; no facts where it is silent."""
    with_ = ", ".join(each.facts)
    kept = ", ".join(f"{fact!r}: {fact}" for fact in each.facts)
    known = " and ".join(f"{fact} is not None" for fact in each.facts) or "True"
    name = f"{each.name_given} = " if each.name_given else ""  # without one the lines below name what they hold
    if not replaces:
        yield f" {name}None"
    yield f" answer = rule_{number}({with_}) if {known} else None"
    yield " if answer is not None:"
    yield f"  check_{number}(answer)"
    yield f"  kept.append(({number}, {{{kept}}}, answer))"
    yield f"  {name}answer"
    if each.otherwise is not None:
        yield " else:"
        yield f"  kept.append(({number}, {{}}, otherwise_{number}))"
        yield f"  {name}otherwise_{number}"


def _beginning(facts: Iterable[str], left: Mapping[str, object], more: str = "") -> list[str]:
    return [
        f"def ask(facts{more}):",
        f" ({', '.join(facts)},) = facts",
        *(f" {name} = left[{name!r}]" for name in left),
    ]


def _written(lines: list[str], namespace: dict[str, Any]) -> Callable[..., Answers]:
    exec("\n".join(lines), namespace)  # noqa: S102  (our own text, from names checked before)
    return namespace["ask"]  # type: ignore[no-any-return]
