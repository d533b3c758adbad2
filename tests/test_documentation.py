"""The pages for users, held against what the package takes."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from facts_page import COMMAND, printed
from forge_il6 import case_schema
from place import PACKAGE, ROOT, needs_docstrings

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


@needs_docstrings
def test_the_tables_of_facts_are_what_the_fields_say():
    """A fact is stated once, as a field; the page prints it."""
    assert printed(FACTS) == FACTS, f"the page is not what the fields say: run {COMMAND}"


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


# --- the files beside the package ------------------------------------------------------------------

BESIDE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md") if (ROOT / name).is_file()]
DEV = ROOT / "dev.py"
needs_checkout = pytest.mark.skipif(not DEV.is_file(), reason="a copy is developed elsewhere")


@needs_checkout
@pytest.mark.parametrize("page", BESIDE, ids=lambda page: page.name)
def test_every_link_of_a_page_beside_the_package_leads_to_a_file(page):
    """The build of the documentation checks its own pages and none of these."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (ROOT / link).exists()]


@needs_checkout
def test_the_table_of_commands_is_that_of_the_program():
    """CONTRIBUTING.md is where a contributor looks; a command that is missing there does not exist."""
    help_text = subprocess.run([sys.executable, DEV, "--help"], capture_output=True, text=True, check=True).stdout
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (\w+)\b", help_text, re.MULTILINE)

    assert "demo" in commands
    assert sorted(commands) == sorted(set(re.findall(r"^\| `python3 dev\.py (\w+)", table, re.MULTILINE)))


@needs_checkout
@pytest.mark.parametrize("page", [*BESIDE, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page):
    """Whoever types what the page says must not be refused."""
    named = set(re.findall(r"dev\.py (\w+)", page.read_text(encoding="utf-8")))
    program = DEV.read_text(encoding="utf-8")

    assert [] == [name for name in sorted(named) if f"\ndef {name}(" not in program]


def test_an_example_in_a_docstring_stands_under_its_heading():
    """The reference takes what stands under `Examples:` for code; anywhere else >>> is Markdown for a quotation."""
    lines = [line.strip() for file in PACKAGE.rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()]
    before = [lines[at - 1] for at, line in enumerate(lines) if line.startswith(">>> ")]

    assert "Examples:" in before
    assert "" not in before
