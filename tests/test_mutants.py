"""What the script for changes changes, and that it leaves nothing out that it says it changes."""

import ast

import pytest

import mutants

TEXT = """
__all__ = ["LINE", "TABLE", "worse"]
TABLE: dict[str, int] = {"a": 1, "b": 2}
LINE = Threshold("1.20", "pg/mL", starts_next=True)

def worse(x):
    return Direction.UP if not x < 3 and x else None
"""


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("data", {"1 -> 2", "1 -> 0", "2 -> 3", "2 -> 1", "3 -> 4", "3 -> 2", "1.20 -> 1.21", "1.20 -> 1.19",
                  "starts_next=False", "without 'a'", "without 'b'", "Direction.UP -> DOWN"}),
        ("code", {"Lt swapped in x < 3", "And swapped in not x < 3 and x", "without not in not x < 3",
                  "if not x < 3 and x: always", "if not x < 3 and x: never"}),
    ],
)  # fmt: skip
def test_a_change_says_what_it_changes(kind, expected):
    """And nothing that decides nothing: the public names of a module, and types."""
    assert expected == {each.says for each in mutants.changes(kind, ast.parse(TEXT))}


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
    tests = (*mutants.DATA.get(place, ()), *mutants.CODE.get(place, ()), *mutants.AFTER)
    assert [each for each in tests if not (mutants.ROOT / each).exists()] == []


@pytest.mark.parametrize("place, says", mutants.SAME)
def test_a_change_that_means_the_same_can_still_be_made(place, says):
    """And has its reason; one that is gone would hide another by its name."""
    tree = ast.parse((mutants.PACKAGE / place).read_bytes())

    assert says in {each.says for kind in mutants.KINDS for each in mutants.changes(kind, tree)}
    assert mutants.SAME[place, says]
