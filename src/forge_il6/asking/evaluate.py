"""
Asking rules in order, by one straight-line function: fast, or traced.

The two stand side by side because they must answer alike: the fast one decides, the traced one
keeps what each rule was asked with and answered, for whoever wants to know why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from .rule import AnyRule

__all__ = ["Answers", "Asker", "Entry", "Kept", "Tracer", "asker", "deciding", "tracer"]

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


Kept = dict[int, tuple[tuple[object, ...], Any]]
"""What rules were asked with the last time and answered, by their number."""


def asker(
    rules: tuple[AnyRule, ...],
    facts: Iterable[str],
    left: Mapping[str, object],
    keeping: Callable[[AnyRule], bool] | None = None,
) -> Callable[..., Answers]:
    """
    Write the function that asks these rules in order: no loop, no lookup, nothing else.

    A fact that is unknown (None) means the rule is not asked. Only names that `RuleSet` has
    checked against its list of facts are written. The answers of our own rules are held to their
    declarations by the type checker, those of a host as they come.

    Args:
        rules: in the order of asking.
        facts: the names of what is passed, in its order.
        left: what names hold from the beginning.
        keeping: of which rules the last answer is kept, in a second argument that the function then takes.
    """
    lines = _beginning(facts, left, "" if keeping is None else ", memory")
    given = set(left)
    namespace: dict[str, Any] = {"left": dict(left), "kept": _kept}
    for number, each in enumerate(rules):
        is_kept = keeping is not None and keeping(each)
        lines += _asked(number, each, replaces=each.name_given in given, is_kept=is_kept)
        given.add(each.name_given)
        namespace[f"rule_{number}"] = each.function if each.is_ours else each.ask
        namespace[f"otherwise_{number}"] = each.otherwise
        if not each.facts:  # it always answers alike, and is asked once, here
            answer = each.ask()
            namespace[f"answer_{number}"] = each.otherwise if answer is None else answer
    answers = "".join(f"answer_{number}, " for number, each in enumerate(rules) if not each.works_out)
    return _written([*lines, f" return ({answers})"], namespace)


def _kept(memory: Kept, number: int, ask: Callable[..., Any], *facts: object) -> Any:
    """Return what a rule answered the last time, if it is asked with equal facts."""
    before = memory.get(number)
    if before is not None and before[0] == facts:
        return before[1]
    answer = ask(*facts)
    memory[number] = facts, answer
    return answer


def _asked(number: int, each: AnyRule, *, replaces: bool, is_kept: bool) -> Iterable[str]:
    """Write the lines that ask one rule and keep its answer under its name."""
    answer = f"answer_{number}"
    if each.facts:
        known = " and ".join(f"{fact} is not None" for fact in each.facts)
        ask = f"kept(memory, {number}, rule_{number}, " if is_kept else f"rule_{number}("
        yield f" {answer} = {ask}{', '.join(each.facts)}) if {known} else None"
        if each.otherwise is not None:
            yield f" if {answer} is None: {answer} = otherwise_{number}"
    if each.name_given:
        yield (
            f" if {answer} is not None: {each.name_given} = {answer}" if replaces else f" {each.name_given} = {answer}"
        )


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
    name = f"{each.name_given} = " if each.name_given else ""
    if name and not replaces:
        yield f" {name}None"
    yield f" answer = rule_{number}({with_}) if {known} else None"
    yield " if answer is not None:"
    yield f"  check_{number}(answer)"
    yield f"  kept.append(({number}, {{{kept}}}, answer))"
    if name:
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
