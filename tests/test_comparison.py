"""Who changes: what another rule set decides otherwise, counted over cases."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from forge_il6 import (
    STANDARD,
    Band,
    Care,
    CareReason,
    CaseError,
    Context,
    Convention,
    Note,
    Reading,
    RuleSetError,
    Severity,
    Threshold,
    interpret,
    interpret_case,
    rule,
)
from forge_il6.comparison import COMPARED, codes_of
from forge_il6.interop.cases import cases_in
from forge_il6.shown.row import COLUMNS
from place import NAME, ROOT, environment

WHO_CHANGES = ROOT / "benchmarks" / "who_changes.py"

CLINIC = Convention("clinic protocol 4.2")
STRICTER = STANDARD.override(washout=Threshold(36, "hour", CLINIC))


def rested(il6: str = "2.4 pg/mL", hours: float = 48, day: str = "2026-11-20") -> Reading:
    return Reading(
        il6, drawn_at=f"{day}T08:10+01:00", fasting_hours=11, at_rest=True, exercise="resistance",
        hours_since_exercise=hours, specimen="serum", method="R&D Quantikine HS",
    )  # fmt: skip


def moves(comparison: object, code: str) -> list[tuple[str | None, str | None, int, tuple[int, ...]]]:
    return [(each.before, each.after, each.count, each.examples) for each in comparison.of(code)]  # type: ignore[attr-defined]


def test_an_override_moves_the_cases_between_the_old_number_and_the_new_one() -> None:
    """Who trained 30 hours before counts by 24 hours and not by 36; nobody else changes."""
    found = STANDARD.compare(STRICTER, [rested(hours=hours) for hours in (20, 30, 35.9, 36, 48)])

    assert (5, 2) == (found.cases, found.changed)
    assert [("valid", "void", 2, (1, 2))] == moves(found, "standing_il6")
    assert [("elevated", None, 2, (1, 2))] == moves(found, "band")
    assert [("none", "repeat", 2, (1, 2))] == moves(found, "care")
    assert () == found.of("trend")


def test_the_same_rules_change_nothing() -> None:
    found = STANDARD.compare(STANDARD, [rested(), rested(hours=3)])

    assert (2, 0, ()) == (found.cases, found.changed, found.moves)
    assert "0 of 2 cases" in str(found)


def test_no_cases_are_no_error() -> None:
    assert (0, 0) == ((found := STANDARD.compare(STRICTER, [])).cases, found.changed)
    assert str(found)


def test_a_case_comes_as_document_reading_pair_or_history() -> None:
    """Every form of one case is decided alike."""
    document = {"reading": rested(hours=30).to_dict(), "context": {"age": 57}}
    forms = [document, rested(hours=30), (rested(hours=30), Context(age=57)), (rested(hours=30), None)]
    history = [rested("2.2 pg/mL", day="2026-10-20"), rested(hours=30)]

    found = STANDARD.compare(STRICTER, iter([*forms, history, (history, Context(age=57))]))

    assert [("valid", "void", 6, (0, 1, 2, 3, 4))] == moves(found, "standing_il6")
    assert [("firm", "none", 2, (4, 5))] == [each for each in moves(found, "firmness") if each[0] == "firm"]


def test_a_case_that_cannot_be_read_costs_no_other_and_is_named() -> None:
    found = STANDARD.compare(STRICTER, [{"reading": {"il6": "-1 pg/mL"}}, {"nobody": 1}, rested(hours=30)])

    assert (1, 1, (0, 1)) == (found.cases, found.changed, found.unread)
    assert "not read: 2 cases" in str(found)


def test_the_cases_of_a_feed_are_compared_as_they_are_read() -> None:
    """A line that no reader could read is a case that could not be read."""
    lines = [json.dumps({"reading": rested(hours=30).to_dict()}), "{", json.dumps({"reading": {"il6": "?"}})]

    found = STANDARD.compare(STRICTER, cases_in((f"{line}\n" for line in lines), "ndjson", "feed"))

    assert (1, 1, (1, 2)) == (found.cases, found.changed, found.unread)


def test_something_that_is_no_case_is_refused_by_its_place() -> None:
    """A file name or a row that nobody read is a mistake of the caller, not of a patient."""
    with pytest.raises(CaseError, match=r"cases\[1\].*case document"):
        STANDARD.compare(STRICTER, [rested(), "cases.csv"])


def test_what_is_compared_with_must_be_a_rule_set() -> None:
    with pytest.raises(RuleSetError, match="give a RuleSet"):
        STANDARD.compare("mine", [rested()])  # type: ignore[arg-type]


def test_an_error_of_a_rule_is_not_taken_for_an_unreadable_case() -> None:
    """A rule of a host that answers what it did not declare must be heard."""

    @rule("X0", asks="Does our clinic want to see this person today?")
    def mistaken(band: Band) -> Note | None:
        """It declares a note and calls for a doctor."""
        return CareReason("seen_today", Care.SAME_DAY)  # type: ignore[return-value]

    with pytest.raises(RuleSetError, match="X0"):
        STANDARD.compare(STANDARD + mistaken, [rested()])


def test_the_report_tells_the_direction_where_a_code_has_one() -> None:
    """More care and less are different news."""
    found = STANDARD.compare(STRICTER, [rested(hours=30)])
    back = STRICTER.compare(STANDARD, [rested(hours=30)])

    assert [True] == [each.rises for each in found.of("care")]
    assert [False] == [each.rises for each in back.of("care")]
    assert [None] == [each.rises for each in found.of("band")]
    assert "1 more urgent" in str(found)
    assert "1 less urgent" in str(back)


def test_the_report_names_what_is_different_about_the_rules() -> None:
    """A comparison that does not say of what is worth nothing a week later."""

    @rule("X1", asks="Is it worth saying?")
    def worth(band: Band) -> Note | None:
        """It is."""
        return Note("worth", Severity.INFO, "It is.") if band else None

    mine = (STRICTER + worth).without("B8")
    text = str(STANDARD.compare(mine, [rested()]))

    assert "washout: 24 → 36 hour (convention: clinic protocol 4.2)" in text
    assert "without B8" in text
    assert "with X1" in text
    assert "washout: 36 → 24 hour" in str(STRICTER.compare(STANDARD, []))


def test_all_cases_are_counted_and_only_the_first_are_named() -> None:
    found = STANDARD.compare(STRICTER, (rested(hours=30) for _ in range(9)), examples=2)

    assert [("valid", "void", 9, (0, 1))] == moves(found, "standing_il6")


def test_a_code_that_is_not_compared_is_refused_with_those_that_are() -> None:
    with pytest.raises(CaseError, match="standing_il6"):
        STANDARD.compare(STRICTER, []).of("summary")


def test_as_data_it_goes_through_json() -> None:
    found = STANDARD.compare(STRICTER, [rested(hours=30), {"reading": {"il6": "?"}}])
    data = json.loads(json.dumps(found.to_dict()))

    assert (1, 1, [1]) == (data["cases"], data["changed"], data["unread"])
    assert {"of": "care", "before": "none", "after": "repeat", "count": 1, "examples": [0]} in data["moves"]
    assert "36" == data["after"]["overridden"][0]["value"]


def test_a_notebook_shows_it_escaped() -> None:
    """The basis of an override is text of the host."""
    mine = STANDARD.override(washout=Threshold(36, "hour", Convention("<b>bold</b>")))
    html = STANDARD.compare(mine, [rested(hours=30)])._repr_html_()

    assert "&lt;b&gt;" in html
    assert "<b>" not in html


@pytest.mark.parametrize("context", [None, Context(hs_crp="0.6 mg/L"), Context(age=12), Context(red_flags=["fever"])])
def test_the_codes_are_those_of_the_flat_row(context: Context | None) -> None:
    """If two places must agree, they are compared: a comparison and a row name one thing alike."""
    verdict = interpret([rested("3.2 pg/mL", day="2026-10-01"), rested("3.4 pg/mL")], context)
    row = verdict.to_row()

    assert {name: row[name] for name in COMPARED} == codes_of(verdict.decision)
    assert set(COMPARED) <= {column.name for column in COLUMNS}


@pytest.mark.skipif(not WHO_CHANGES.is_file(), reason="a copy has no benchmarks")
def test_an_older_package_is_asked_for_the_same_codes() -> None:
    """The script for the changelog runs where nothing of this version is imported, so it names the codes once more."""
    (script,) = re.findall(
        r'^DECIDE = """\n(.*?)"""', WHO_CHANGES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    cases = [{"reading": rested("3.2 pg/mL").to_dict(), "context": {"hs_crp": "0.6 mg/L"}}, {"reading": {"il6": "?"}}]
    done = subprocess.run(
        [sys.executable, "-c", script.replace("forge_il6", NAME)],
        input="".join(json.dumps(case) + "\n" for case in cases),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    policy, found, unread = map(json.loads, done.stdout.splitlines())

    assert [STANDARD.name, STANDARD.version] == policy
    assert codes_of(interpret_case(cases[0]).decision) == found
    assert unread is None
