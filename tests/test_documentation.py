"""The pages for users, held against what the package takes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forge_il6 import case_schema
from place import ROOT

DEFINITIONS: dict[str, Any] = case_schema()["$defs"]
KEYS = sorted({key for part in DEFINITIONS.values() for key in part.get("properties", ())})
CODES = sorted({code for part in DEFINITIONS.values() for way in part.get("anyOf", ()) for code in way.get("enum", ())})
FACTS = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
ROWS = [line for line in FACTS.splitlines() if line.startswith("| `")]
NAMED = [name for row in ROWS for name in re.findall(r"`([a-z0-9_]+)`", row)]
TAKEN_ELSEWHERE = ("days_since", "hours_since", "ended_on")
"""Keys of an entry of confounders, which the page names in the sentence before its table."""


def section(title: str) -> str:
    """The part of the page under one heading."""
    return FACTS.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The names in the first column of a table."""
    cells = re.findall(r"^\| (`[^|]*)\|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([a-z0-9_]+)`", cell)]


def test_the_sets_that_are_compared_are_not_empty():
    """A comparison with nothing would pass for ever."""
    assert {"il6", "red_flags", "dose"} <= set(KEYS)
    assert {"hiit", "biotin_high", "chest_pain", "fisetin"} <= set(CODES)


@pytest.mark.parametrize("name", KEYS + CODES)
def test_every_fact_and_every_code_stands_on_the_page_of_facts(name):
    """An error that says what is accepted, and docs that do not, leave a user with nothing to write."""
    assert name in NAMED or (name in TAKEN_ELSEWHERE and f"`{name}`" in FACTS)


def test_an_hs_crp_takes_the_facts_of_a_draw_that_the_page_says():
    """The page tells them by what they are not."""
    of_its_own = set(DEFINITIONS["HsCrp"]["properties"]) - {"value"}

    assert {"il6", "method", "lab_upper_limit", "pg_per_iu"} == DEFINITIONS["Reading"]["properties"].keys() - of_its_own


def test_the_page_of_facts_names_nothing_that_is_refused():
    """A name that no case document has would be refused where somebody copies it."""
    assert [] == sorted(set(NAMED) - set(KEYS) - set(CODES))


@pytest.mark.parametrize(
    "title, part",
    [("The sample: `Reading`", "Reading"), ("The person: `Context`", "Context")],
    ids=["reading", "context"],
)
def test_each_fact_stands_under_the_object_that_takes_it(title, part):
    """A fact of the draw that stands under the person would be refused there."""
    assert sorted(DEFINITIONS[part]["properties"]) == sorted(first_cells(section(title)))


@pytest.mark.parametrize(
    "title, code",
    [
        ("Kinds of exercise", "Exercise"),
        ("What else may have moved the result", "Confounder"),
        ("Interventions", "Intervention"),
    ],
)
def test_each_table_of_codes_is_whole_and_in_no_other(title, code):
    """A code in the wrong table would be refused in its field."""
    assert sorted(DEFINITIONS[code]["anyOf"][0]["enum"]) == sorted(first_cells(section(title)))
