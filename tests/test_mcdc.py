"""What the script for compound conditions sees, and when it calls a part shown."""

import ast
import builtins
import itertools
import re

import pytest

import mcdc

WRITTEN = {
    "a and b": ("a", "b"),
    "a or b or c": ("a", "b", "c"),
    "a and (b or c)": ("a", "b", "c"),
    "a and not (b or not c)": ("a", "b", "not c"),
    "not (a and b)": ("a", "b"),
    "c < 1 or (a if b else c) and b": ("c < 1", "a if b else c", "b"),
    "any(x and b for x in (a, c)) or b": ("any((x and b for x in (a, c)))", "b"),
}
"""Conditions, and the parts of the outermost of each."""


ROW = re.compile(r"^\| `([a-z/_]+\.py)` \| ([0-9 |]+) \|$", re.MULTILINE)
"""A row of the table in the documentation: a file and its counts."""


@pytest.fixture
def recorder(monkeypatch):
    found = mcdc.Recorder()
    monkeypatch.setattr(builtins, mcdc.RECORDER, found, raising=False)
    return found


def watched(text):
    """Return a condition as a function, watched."""
    tree = mcdc.Watched("f.py").visit(ast.parse(f"def f(a, b, c):\n    return {text}"))
    names = {}
    exec(compile(ast.fix_missing_locations(tree), "f.py", "exec"), names)  # noqa: S102  (text of this file)
    return names["f"]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_condition_that_is_watched_says_the_same_and_tells_its_parts(text, recorder):
    f, plain = watched(text), eval(f"lambda a, b, c: {text}")  # noqa: S307  (text of this file)
    tree = mcdc.Watched("f.py")
    tree.visit(ast.parse(text))

    for facts in itertools.product((False, True), repeat=3):
        assert plain(*facts) is f(*facts)
    assert WRITTEN[text] == tree.found[0].parts
    assert set(recorder.seen) == {("f.py", number) for number in range(len(tree.found))}


@pytest.mark.parametrize("text", list(WRITTEN)[:5])
def test_every_part_of_a_condition_that_saw_everything_is_shown(text, recorder):
    f, count = watched(text), len(WRITTEN[text])
    for facts in itertools.product((False, True), repeat=3):
        f(*facts)

    assert [True] * count == mcdc.shown(recorder.seen["f.py", 0], count)


@pytest.mark.parametrize(
    "asked, expected",
    [
        ([], [False, False]),
        ([(True, True)], [False, False]),
        ([(True, True), (False, True)], [True, False]),
        ([(True, True), (True, False)], [False, True]),
        ([(False, True), (True, False)], [False, False]),
        ([(False, False), (False, True)], [False, False]),
        ([(True, True), (False, False)], [True, False]),
        ([(True, True), (True, False), (False, True)], [True, True]),
    ],
)
def test_a_part_is_shown_by_two_evaluations_that_differ_in_it_alone(asked, expected, recorder):
    """In what came of them, too; a part that was not looked at is no difference."""
    f = watched("a and b")
    for a, b in asked:
        f(a, b, None)

    assert expected == mcdc.shown(recorder.seen.get(("f.py", 0), ()), 2)


def test_what_raised_is_forgotten(recorder):
    f = watched("a and (b / c)")
    with pytest.raises(ZeroDivisionError):
        f(1, 1, 0)

    assert f(1, 1, 1)
    assert {("f.py", 0): {((True, True), True)}} == recorder.seen


@pytest.mark.parametrize(
    "text, is_test",
    [("a or b", False), ("1 if a or b else 2", True), ("not (a or b)", True), ("[x for x in c if a and x]", True)],
)
def test_a_condition_stands_where_true_or_false_is_asked_for(text, is_test):
    tree = mcdc.Watched("f.py")
    tree.visit(ast.parse(text))

    assert [is_test] == [each.is_test for each in tree.found]


def test_an_or_that_picks_a_value_is_no_condition(recorder):
    watched("a or ()")([1], None, None)
    assert not recorder.true_or_false

    watched("a or ()")(True, None, None)
    assert {("f.py", 0)} == recorder.true_or_false


@pytest.mark.parametrize("place", mcdc.FILES)
def test_every_file_that_is_watched_can_be_read_so(place):
    compile(ast.fix_missing_locations(mcdc.Watched(place).visit(ast.parse((mcdc.PACKAGE / place).read_bytes()))),
            place, "exec")  # fmt: skip


def test_each_part_that_is_named_as_coupled_stands_in_a_condition():
    every = [each for place in mcdc.FILES for each in mcdc.decisions(place)]

    assert mcdc.COUPLED.keys() == {mcdc.coupled(each, part) for each in every for part in each.parts} - {None}


def test_without_a_run_nothing_is_shown_and_nothing_is_named_in_vain(recorder):
    found = mcdc.Shown(recorder)

    assert found.open
    assert found.needless == []


@pytest.mark.skipif(not (mcdc.ROOT / "docs" / mcdc.PAGE).is_file(), reason="a copy has no pages")
def test_the_page_counts_the_conditions_of_every_file_and_leaves_none_open():
    """What a run showed is not repeated here; a condition that came or went since is noticed."""
    page = (mcdc.ROOT / "docs" / mcdc.PAGE).read_text(encoding="utf-8")
    table = page.split(mcdc.BEGINS)[1].split(mcdc.ENDS)[0]
    rows = {name: [int(each) for each in counts.split(" | ")] for name, counts in ROW.findall(table)}

    assert rows.keys() == {place for place in mcdc.FILES if mcdc.decisions(place)}
    for place, (conditions, _, parts, shown, coupled) in rows.items():
        assert len(mcdc.decisions(place)) == conditions, "python tests/mcdc.py docs"
        assert parts == shown + coupled
