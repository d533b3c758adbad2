"""The hazard log names the tests that verify each control, and every one of them exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from place import ROOT

LOG = ROOT / "docs" / "hazards.md"
PARTS = ("Hazard", "Severity", "Sequence", "Harm", "Control", "Verified by", "Left")
FEWEST = 15


def hazards():
    _, *found = re.split(r"^## ", LOG.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return found


@cache
def named_in(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_log_lists_as_many_hazards_as_it_numbers():
    assert [f"H{number}" for number in range(1, len(hazards()) + 1)] == [each.split()[0] for each in hazards()]
    assert len(hazards()) >= FEWEST


@pytest.mark.parametrize("hazard", hazards(), ids=lambda hazard: hazard.split()[0])
def test_a_hazard_has_every_part_and_its_control_is_verified_by_tests_that_exist(hazard):
    assert [part for part in PARTS if f"**{part}:**" not in hazard] == []

    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", hazard)

    assert named
    assert [name for path, name in named if name not in named_in(ROOT / path)] == []
