"""What a digest of rules rests on, and what it does not: one kind of value a line."""

from __future__ import annotations

import importlib.util
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest

from forge_il6 import STANDARD, Amount, Band, Care, Convention, Cut, Note, Rule, Scale, Threshold, rule
from forge_il6.asking.digest import _lines, digest


class Plain(Enum):
    ONE = 1
    OTHER = 2


@attrs.frozen
class Held:
    what: object


class Foreign:
    """What a host may hold; where it lies in memory is told by nobody."""


def line(value: object, basis: str = "clinic protocol 4.2") -> Threshold:
    return Threshold(value, "hour", Convention(basis))  # type: ignore[arg-type]


def scale(value: object, basis: str = "clinic protocol 4.2", *, starts_next: bool = False) -> Scale[Band]:
    return Scale((Band.OPTIMAL, Band.HIGH), (Cut("cut", line(value, basis), starts_next),))


def bound(value: object) -> str:
    """The digest of a rule that looks at a value from around it."""

    @rule("X1", asks="Is it worth a word?")
    def closed(il6: Amount) -> Note | None:
        return Note("word") if value else None

    return digest((closed,), {})


def stepping(steps: Scale[Band]) -> str:
    """The digest of a rule that asks a scale."""

    @rule("X2", asks="Which step is it?")
    def step(il6: Amount, *, steps: Scale[Band] = steps) -> Note | None:
        return Note("step") if steps.within(il6) else None

    return digest((step,), {})


DIFFERENT: tuple[object, ...] = (
    None, 1, 2, "1", b"1", 1.5, (), (1,), ((1,),), (1, 2), {1}, {1, 2}, {}, {"a": 1}, {"a": 2}, {"b": 1},
    MappingProxyType({"c": 1}), Plain.ONE, Plain.OTHER, Care.URGENT, Care.NONE, line(3), line(4), scale(3), scale(4),
    scale(3, starts_next=True), Held(1), Held(2), Held({1}), Foreign(),
)  # fmt: skip


def test_values_that_differ_make_rules_that_differ() -> None:
    assert len(DIFFERENT) == len({bound(each) for each in DIFFERENT})


@pytest.mark.parametrize(
    "one, other",
    [
        (line(3), line(3, "another page")),
        (scale(3), scale(3, "another page")),
        ({"one", "two", "three", "four"}, {"four", "three", "two", "one"}),
        (Foreign(), Foreign()),
        (Held(Foreign()), Held(Foreign())),
        ({"a": 1}, MappingProxyType({"a": 1})),
        ([1, 2], (1, 2)),
    ],
)
def test_values_that_decide_alike_make_one_rule(one: object, other: object) -> None:
    """Who says so, and where in memory something lies, decides nothing."""
    assert bound(one) == bound(other)


def test_a_name_without_a_value_yet_is_no_name_that_holds_nothing() -> None:
    @rule("X1", asks="Is it worth a word?")
    def closed(il6: Amount) -> Note | None:
        return Note("word") if later else None

    without = digest((closed,), {})
    later = None

    assert without != digest((closed,), {})


def test_the_cuts_of_a_scale_count_and_what_they_rest_on_does_not() -> None:
    assert stepping(scale(3)) == stepping(scale(3, "another page"))
    assert 3 == len({stepping(scale(3)), stepping(scale(4)), stepping(scale(3, starts_next=True))})


# --- source ----------------------------------------------------------------------------------------

MODULE = """from __future__ import annotations
{imports}
from forge_il6 import Amount, Note, rule

def _most(values):
    return {helper}(values)

@rule("X1", asks="Is it worth a word?")
def first(il6: Amount) -> Note | None:
    return Note("word") if _most([il6.value]) > 3 else None

@rule("X2", asks="Is it worth another?")
def second(il6: Amount) -> Note | None:
    return Note("other") if _most([il6.value]) > 4 else None
"""


def written(
    folder: Path, name: str, *, helper: str = "max", imports: str = "import math"
) -> tuple[Rule[..., Any], ...]:
    """The rules of a module as a host writes it."""
    path = folder / f"{name}.py"
    path.write_text(MODULE.format(helper=helper, imports=imports), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("rules_of_a_clinic", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.first, module.second


def from_text(text: str) -> str:
    """The digest of a rule that was typed at a prompt, where nobody keeps the source."""
    names: dict[str, Any] = {"Note": Note, "__name__": "__main__"}
    exec(f"def typed(il6):\n    return {text}", names)  # noqa: S102  (our own text)
    return digest((rule("X1", asks="Is it worth a word?")(names["typed"]),), {})


def test_a_rule_rests_on_the_functions_beside_it_and_not_on_where_they_are_imported_from(tmp_path: Path) -> None:
    one, alike, moved = (
        digest(written(tmp_path, name, **said), {})
        for name, said in (("one", {}), ("alike", {"imports": "import statistics"}), ("moved", {"helper": "min"}))
    )

    assert one == alike
    assert one != moved


def test_the_source_of_a_module_is_read_once_however_many_rules_stand_in_it() -> None:
    """Sets of a hundred rules are compared before every journey."""
    files = {each.function.__code__.co_filename for each in STANDARD}

    assert len(files) == sum("\n" in each for each in _lines(STANDARD))
    assert 3 < len(files) < len(STANDARD)


def test_where_nobody_keeps_the_source_what_was_compiled_counts() -> None:
    """Of the functions inside as well."""
    texts = ("None", "Note('word')", "Note('other')", "any(each > 1 for each in il6)", "any(each > 2 for each in il6)")

    assert len(texts) == len({from_text(each) for each in texts})
    assert from_text(texts[-1]) == from_text(texts[-1])
