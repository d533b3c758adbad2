"""
Who changes? What another rule set would decide otherwise, counted over many cases.

Each case is read once and decided by both sets; the codes that differ are counted by what they were
and what they become, with a few examples of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import attrs

from .asking.ruleset import RuleSet
from .case import Case
from .codes import Band, Care, Firmness, Ordered, StandingCode
from .conclusions import Decision, Overridden, Policy, Standing
from .context import Context
from .deciding import decided
from .errors import CaseError, RuleSetError, discreet, excerpt, shown_key
from .interop.cases import CaseText
from .interpretation import read_case
from .markup import element, table
from .reading import Reading

__all__ = ["COMPARED", "Codes", "Comparison", "Move", "codes_of", "compare", "counted"]

Codes = Mapping[str, str | None]
"""What was decided of one case, by the names of the columns of `Verdict.to_row`."""
Readings = Reading | Sequence[Reading] | None

COMPARED: Final = (
    "care", "standing_il6", "standing_hs_crp", "band", "firmness", "pattern", "persistence", "trend", "change",
)  # fmt: skip
"""What is compared, in the order in which it is told."""
_ORDERED: Final[Mapping[str, type[Ordered]]] = MappingProxyType({
    "care": Care, "standing_il6": StandingCode, "standing_hs_crp": StandingCode, "band": Band, "firmness": Firmness,
})  # fmt: skip
_RISES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "care": ("more urgent", "less urgent"),
    "standing_il6": ("worse", "better"),
    "standing_hs_crp": ("worse", "better"),
    "band": ("higher", "lower"),
    "firmness": ("firmer", "less firm"),
})  # fmt: skip
"""What it means that a code rises, and that it falls."""
_EXAMPLES: Final = 5
_NOTHING: Final = "none"


@attrs.frozen
class Move:
    """From one code to another: of what, how often, and in which cases."""

    of: str
    """Which code, by its column in `Verdict.to_row`."""
    before: str | None
    after: str | None
    count: int
    examples: tuple[int, ...]
    """The first of these cases, by their place from 0."""

    @property
    def rises(self) -> bool | None:
        """Whether the code rises in its order; none where it has no order, or nothing stands on one side."""
        order = _ORDERED.get(self.of)
        if order is None or self.before is None or self.after is None:
            return None
        return order(self.after) > order(self.before)

    def __str__(self) -> str:
        return f"{self.before or _NOTHING} → {self.after or _NOTHING}"


@attrs.frozen(repr=False)
class Comparison:
    """What another rule set decides otherwise; ``print(comparison)`` gives a report, `to_dict` the same as data."""

    before: Policy
    after: Policy
    cases: int
    """How many cases both sets decided."""
    changed: int
    """In how many of them anything differs."""
    moves: tuple[Move, ...]
    """Every change of a code, care first, the most frequent first."""
    unread: tuple[int, ...] = ()
    """The cases that could not be read, by their place from 0; they are in none of the counts."""

    def of(self, code: str) -> tuple[Move, ...]:
        """
        Return the moves of one code, such as ``"care"``.

        Raises:
            CaseError: no such code is compared.
        """
        if code not in COMPARED:
            msg = f"comparison: got {discreet(code, COMPARED)}; compared are {', '.join(COMPARED)}"
            raise CaseError(msg)
        return tuple(each for each in self.moves if each.of == code)

    def to_dict(self) -> dict[str, Any]:
        """Write the comparison as JSON-ready data."""
        return {
            "before": attrs.asdict(self.before),
            "after": attrs.asdict(self.after),
            "cases": self.cases,
            "changed": self.changed,
            "moves": [attrs.asdict(each) for each in self.moves],
            "unread": list(self.unread),
        }

    def __str__(self) -> str:
        lines = [*self._heads(), ""]
        for code in filter(self.of, COMPARED):
            moves = self.of(code)
            width = max(len(f"{each.count:,}") for each in moves)
            lines.append(f"{code}: {_told(code, moves)}")
            lines += [f"  {each.count:>{width},}  {each}  ({_where(each)})" for each in moves]
        return "\n".join(lines).rstrip()

    def __repr__(self) -> str:
        return f"<Comparison: {self._count()}>"

    def _repr_html_(self) -> str:
        heads = ("Code", "Before", "After", "Cases", "Such as")
        rows = [
            (each.of, each.before or _NOTHING, each.after or _NOTHING, f"{each.count:,}", _where(each))
            for each in self.moves
        ]
        head = (element("p", line) for line in self._heads())
        return element("div", *head, table("", heads, rows) if rows else "", lang="en", dir="ltr")

    def _heads(self) -> Iterator[str]:
        """Yield what is compared, what is different about it, and how many cases change."""
        before, after = _named(self.before), _named(self.after)
        is_changed = before == after and self.before != self.after
        yield f"{before} → {after}{' changed' if is_changed else ''}: {self._count()}"
        yield from _differences(self.before, self.after)
        if self.unread:
            yield f"not read: {_count(len(self.unread))}, such as {_places(self.unread[:_EXAMPLES])}"

    def _count(self) -> str:
        share = f" ({100 * self.changed / self.cases:.1f} %)" if self.cases else ""
        return f"{self.changed:,} of {_count(self.cases)} decided otherwise{share}"


def compare(
    before: RuleSet,
    after: RuleSet,
    cases: Any,
    *,
    examples: int = _EXAMPLES,
    **reading: Any,
) -> Comparison:
    """
    Decide each case by both rule sets and count what differs; see `RuleSet.compare`.

    Raises:
        RuleSetError: *after* is no rule set.
        CaseError: an entry of *cases* is of no kind that can be decided.
    """
    for rules in (before, after):
        if not isinstance(rules, RuleSet):
            msg = f"compare: got {excerpt(rules)}; give a RuleSet, such as STANDARD.override(...)"
            raise RuleSetError(msg)
    if hasattr(type(cases), "columns"):  # asked of the type: a lazy frame would begin to work
        pairs = _of_frame(before, after, cases, reading)
    elif reading:
        msg = f"compare: {shown_key(next(iter(reading)))} says how a frame is read, and the cases are no frame"
        raise CaseError(msg)
    else:
        pairs = (_both(before, after, given, number) for number, given in enumerate(cases))
    return counted(before.policy, after.policy, pairs, examples=examples)


def counted(
    before: Policy,
    after: Policy,
    pairs: Iterable[tuple[Codes, Codes] | None],
    *,
    examples: int = _EXAMPLES,
) -> Comparison:
    """
    Count what differs between two decisions of each case.

    Args:
        before: by what the first of each pair was decided.
        after: by what the second was.
        pairs: the codes of both decisions of each case; none where the case could not be read.
        examples: how many cases of each move are named.
    """
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    first: dict[tuple[str, str | None, str | None], list[int]] = {}
    unread: list[int] = []
    cases = changed = 0
    for number, pair in enumerate(pairs):
        if pair is None:
            unread.append(number)
            continue
        cases += 1
        moved = [(code, pair[0][code], pair[1][code]) for code in COMPARED if pair[0][code] != pair[1][code]]
        changed += bool(moved)
        counts.update(moved)
        for move in moved:
            if counts[move] <= examples:
                first.setdefault(move, []).append(number)
    moves = [Move(*move, count, tuple(first.get(move, ()))) for move, count in counts.items()]
    moves.sort(key=lambda each: (COMPARED.index(each.of), -each.count, str(each)))
    return Comparison(before, after, cases, changed, tuple(moves), tuple(unread))


def codes_of(decision: Decision) -> Codes:
    """Return what a decision says in codes, by the names of the columns of `Verdict.to_row`."""
    return {
        "care": decision.care.value,
        "standing_il6": _code(decision.standing.il6),
        "standing_hs_crp": _code(decision.standing.hs_crp),
        "band": decision.band and decision.band.value,
        "firmness": decision.firmness.value,
        "pattern": None if decision.pattern is None else decision.pattern.code.value,
        "persistence": decision.persistence.value,
        "trend": decision.trend.value,
        "change": decision.change.value,
    }


def _code(standing: Standing | None) -> str | None:
    return None if standing is None else standing.code.value


def _both(before: RuleSet, after: RuleSet, given: Any, number: int) -> tuple[Codes, Codes] | None:
    """Decide a case by both sets; none where it is a case and cannot be read."""
    try:
        reading, context = _parts(given)
        first, second = (codes_of(decided(Case.of(reading, context, rules))) for rules in (before, after))
    except CaseError:
        if isinstance(given, (Mapping, Reading, list, tuple)):
            return None
        msg = (
            f"cases[{number}]: got {discreet(given)}; give a case document, a Reading, or a pair of reading and Context"
        )
        raise CaseError(msg) from None
    return first, second


def _of_frame(
    before: RuleSet, after: RuleSet, frame: Any, reading: dict[str, Any]
) -> Iterator[tuple[Codes, Codes] | None]:
    """Decide every row of a frame by both sets."""
    from .frame.lists import answers  # noqa: PLC0415  (only who has a frame has what it needs)

    person = reading.pop("person", None)
    first, second = (answers(frame, person, COMPARED, rules=rules, **reading) for rules in (before, after))
    for number, (error, other) in enumerate(zip(first["error"], second["error"], strict=True)):
        if error is not None or other is not None:
            yield None
        else:
            yield {name: first[name][number] for name in COMPARED}, {name: second[name][number] for name in COMPARED}


def _parts(given: Any) -> tuple[Readings, Context | None]:
    """Tell reading and context of a case in any of its forms."""
    if isinstance(given, CaseText):
        if given.error is not None:
            raise given.error
        return read_case(given.document)
    if isinstance(given, Mapping):
        return read_case(given)
    if isinstance(given, tuple) and len(given) == len(("reading", "context")):
        reading, context = given
        if context is None or isinstance(context, Context):
            return reading, context
    return given, None


# --- in words --------------------------------------------------------------------------------------


def _named(policy: Policy) -> str:
    return f"{policy.name} {policy.version}".strip()


def _count(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"


def _places(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _where(move: Move) -> str:
    more = ", …" if move.count > len(move.examples) else ""
    noun = "case" if move.count == 1 else "cases"
    return f"{noun} {_places(move.examples)}{more}" if move.examples else noun


def _told(code: str, moves: Sequence[Move]) -> str:
    """Say how many cases move, and in which direction where there is one."""
    total = f"{sum(each.count for each in moves):,}"
    if code not in _RISES:
        return total
    ways = [sum(each.count for each in moves if each.rises is way) for way in (True, False)]
    said = [f"{count:,} {name}" for count, name in zip(ways, _RISES[code], strict=True) if count]
    return f"{total} ({', '.join(said)})" if said else total


def _differences(before: Policy, after: Policy) -> Iterator[str]:
    """Yield what the second policy has otherwise than the first."""
    for new in after.overridden:
        if new not in before.overridden:
            old = next((each.value for each in before.overridden if each.name == new.name), new.standard)
            yield f"{new.name}: {old} → {_number(new)}"
    for old_number in before.overridden:
        if old_number.name not in {each.name for each in after.overridden}:
            yield f"{old_number.name}: {old_number.value} → {old_number.standard} {old_number.unit}"
    for what, mine, its in (("without", before.without, after.without), ("with", before.added, after.added)):
        if new_ids := [each for each in its if each not in mine]:
            yield f"{what} {', '.join(new_ids)}"


def _number(overridden: Overridden) -> str:
    return f"{overridden.value} {overridden.unit} ({overridden.source})"
