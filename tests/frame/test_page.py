"""The page on frames shows the columns as the code has them."""

from __future__ import annotations

import pytest

from place import ROOT

pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")

from forge_il6.frame.facts import FACTS, facts_table
from forge_il6.interop.cases import CELLS


def test_the_page_shows_the_names_of_nested_facts() -> None:
    """It is printed by `python -c "from forge_il6.frame.facts import facts_table; print(facts_table())"`."""
    assert facts_table() in (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")


def test_every_fact_of_a_table_of_text_is_one_of_a_frame() -> None:
    assert set(CELLS) <= set(FACTS)
