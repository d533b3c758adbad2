"""A verdict as one flat row: the columns are fixed, documented, and say what the verdict says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forge_il6 import STANDARD, Verdict, interpret_case
from forge_il6.shown.row import COLUMNS, columns_table
from place import ROOT

REST: dict[str, Any] = {"fasting": True, "exercise": "none"}
CASES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "rested": {"reading": {"il6": "2.4 pg/mL", **REST}, "context": {"hs_crp": "0.6 mg/L"}},
    "after sport": {"reading": {"il6": "8 pg/mL", "exercise": "resistance", "hours_since_exercise": 2}},
    "course": {
        "reading": {"il6": "2.6 pg/mL", "drawn_at": "2026-11-20", **REST},
        "context": {
            "vitamin_d": "18 ng/mL",
            "history": [{"il6": "2.3 pg/mL", "drawn_at": f"2026-{month:02}-20", **REST} for month in (8, 9, 10)],
        },
    },
    "hs-CRP alone": {"context": {"hs_crp": "12 mg/L"}},
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_every_verdict_has_every_column_in_one_order(case):
    """A table has one header, whatever its rows hold."""
    assert [column.name for column in COLUMNS] == list(interpret_case(case).to_row())


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_row_holds_what_the_verdict_document_holds(case):
    """The row decides nothing of its own."""
    document, row = interpret_case(case).to_dict(), interpret_case(case).to_row()
    standing, level = document["standing"], document["set_point"] or {}
    expected = {
        "il6": document["measured"].get("il6"),
        "hs_crp": document["measured"].get("hs_crp"),
        "drawn_at": document["measured"].get("drawn_at"),
        "standing_il6": standing["il6"] and standing["il6"]["code"],
        "standing_hs_crp": standing["hs_crp"] and standing["hs_crp"]["code"],
        "band": document["band"],
        "possible_bands": ";".join(document["possible_bands"]),
        "firmness": document["firmness"],
        "care": document["care"],
        "pattern": document["pattern"] and document["pattern"]["code"],
        "pattern_tentative": document["pattern"] and document["pattern"]["tentative"],
        "persistence": document["persistence"]["code"],
        "trend": document["trend"]["code"],
        "change": document["change"]["code"],
        "set_point": level.get("estimate"),
        "low": level.get("low"),
        "high": level.get("high"),
        "vitamin_d": document["vitamin_d"]["code"],
        "missing": ";".join(document["missing"]),
        "summary": document["summary"],
    }
    assert expected == {name: row[name] for name in expected}


def test_the_reasons_of_either_sample_stand_apart():
    """What voids IL-6 need not void hs-CRP."""
    row = interpret_case(CASES["after sport"]).to_row()
    assert "void" == row["standing_il6"]
    assert "myokine_window" in str(row["reasons"]).split(";")
    assert (None, "") == (row["standing_hs_crp"], row["reasons_hs_crp"])


def test_a_row_says_whether_the_rules_were_changed():
    """Rows by other rules must not be pooled unseen."""
    usual = str(interpret_case({}).to_row()["policy"])
    assert f"{usual} changed" == interpret_case({}, rules=STANDARD.without("T1")).to_row()["policy"]


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_row_is_plain_json_and_outlives_the_document(case):
    """A verdict that was read back gives the same row, and any writer takes it."""
    verdict = interpret_case(case)
    row = verdict.to_row()
    assert row == Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))).to_row()
    assert {type(each) for each in row.values()} <= {str, bool, type(None)}
    assert row == json.loads(json.dumps(row))


def test_the_documentation_shows_these_columns():
    """Printed from the one list."""
    page = ROOT / "docs" / "command-line.md"
    if not page.is_file():
        pytest.skip("the documentation is not beside the package")
    assert columns_table() in page.read_text(encoding="utf-8")


def test_a_row_is_the_same_whether_or_not_the_questions_were_asked():
    """It holds none of them, and a study does not wait for them."""
    fresh, looked = interpret_case(CASES["rested"]), interpret_case(CASES["rested"])
    assert looked.questions
    assert fresh.to_row() == looked.to_row()
