"""What the script for changes changes, that it leaves nothing out that it says it changes, and what it keeps."""

import ast

import pytest

import mutants

TEXT = """
__all__ = ["LINE", "TABLE", "worse"]
Pairs = dict[str, int]
TABLE: dict[str, int] = {"a": 1, "b": 2}
LINE = Threshold("1.20", "pg/mL", starts_next=True)

def worse(x):
    return Direction.UP if not x < 3 and x else None

@rule("A1", judges=BOTH, gives="answer")
def first(x):
    return UP

@rule("A2", gives="other")
def second(x):
    return False

@rule("A3", gives="answer")
def third(x):
    return 2 if x else 1

RULES = (first, second, third)
"""
CHANGES = {
    "data": {
        "TABLE: 1 -> 2", "TABLE: 1 -> 0", "TABLE: 2 -> 3", "TABLE: 2 -> 1", "TABLE: exchanged 1 and 2",
        "TABLE: without 'a': 1", "TABLE: without 'b': 2", "LINE: 1.20 -> 1.21", "LINE: 1.20 -> 1.19",
        "LINE: starts_next=False", "worse: 3 -> 4", "worse: 3 -> 2", "worse: Direction.UP -> DOWN",
        "first: judges=BOTH -> IL6", "first: UP -> DOWN",
        "third: 2 -> 3", "third: 2 -> 1", "third: 1 -> 2", "third: 1 -> 0",
        "RULES: without first", "RULES: without second", "RULES: without third", "RULES: exchanged first and third",
    },
    "code": {
        "worse: Lt swapped in x < 3", "worse: And swapped in not x < 3 and x", "worse: without not in not x < 3",
        "worse: without not x < 3 in not x < 3 and x", "worse: without x in not x < 3 and x",
        "worse: if not x < 3 and x: always", "worse: if not x < 3 and x: never",
        "worse: return None instead of Direction.UP if not x < 3 and x else None", "first: return None instead of UP",
        "second: return True instead of False", "third: return None instead of 2 if x else 1", "third: if x: always",
        "third: if x: never",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_says_where_it_stands_and_what_it_changes(kind):
    """And nothing that decides nothing: public names, types, the order of rules that answer different questions."""
    assert CHANGES[kind] == {each.says for each in mutants.changes(kind, ast.parse(TEXT))}


@pytest.mark.parametrize("kind", sorted(mutants.KINDS))
def test_each_change_makes_another_program_that_can_be_compiled(kind):
    plain = ast.unparse(ast.parse(TEXT))
    made = set()
    for number in range(len(mutants.changes(kind, ast.parse(TEXT)))):
        tree = ast.parse(TEXT)
        mutants.changes(kind, tree)[number].make()
        compile(ast.fix_missing_locations(tree), "changed", "exec")
        made.add(ast.unparse(tree))

    assert plain not in made
    assert len(made) == len(mutants.changes(kind, ast.parse(TEXT)))


@pytest.mark.parametrize("place", sorted(mutants.DATA | mutants.CODE))
def test_every_file_and_every_test_that_is_named_exists(place):
    assert (mutants.PACKAGE / place).is_file()
    tests = (*mutants.DATA.get(place, ()), *mutants.CODE.get(place, ()))
    assert [each for each in tests if not (mutants.ROOT / each).exists()] == []


@pytest.mark.parametrize("place", sorted({place for place, _ in mutants.SAME}))
def test_a_change_that_means_the_same_can_still_be_made(place):
    """And has its reason; one that is gone, or whose words fit several, would hide another by its name."""
    tree = ast.parse((mutants.PACKAGE / place).read_bytes())
    said = [each.says for kind in mutants.KINDS for each in mutants.changes(kind, tree)]
    named = {says: reason for (file, says), reason in mutants.SAME.items() if file == place}

    assert dict.fromkeys(named, 1) == {says: said.count(says) for says in named}
    assert all(named.values())


def test_a_lot_draws_the_same_changes_for_the_same_seed_and_others_for_another():
    drawn = [mutants.lot("code", "units.py", 20, seed)[1] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert 20 == len(set(drawn[0]))


def test_the_page_keeps_what_it_holds_and_takes_what_is_new():
    before = mutants.Row("rules/care.py", "data", 60, 1, 59, 58)
    text = mutants.page(f"# Title\n\n{mutants.MARKS[0]}\n{mutants.MARKS[1]}\n\nThe end.\n", [before])
    now, other = before._replace(noticed=59), mutants.Row("units.py", "code", 300, 2, 90, 88)
    text = mutants.page(text, [now, other])

    assert {("rules/care.py", "data"): now, ("units.py", "code"): other} == mutants.kept(text)
    assert text.startswith("# Title\n\n")
    assert text.endswith("\n\nThe end.\n")
    assert "| **together** | data | 60 | 1 | 59 | 59 |" in text
    assert text == mutants.page(text, [])
