"""Who made a verdict, by which rules and of which facts; and whether this version would decide it the same way."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import (
    STANDARD,
    Context,
    Convention,
    Note,
    Reading,
    RuleSet,
    RuleSetError,
    Threshold,
    Verdict,
    VerdictFormatError,
    __version__,
    interpret,
    interpret_case,
    rule,
    verify,
)
from forge_il6.__main__ import main
from forge_il6.document import SCHEMA_VERSION
from golden_documents import FOLDER
from hostility import FULL_CASE, places, replaced

CASE: dict[str, Any] = {
    "reading": {"il6": "3.4 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", "fasting_hours": 11, "exercise": "none"},
    "context": {"age": 57, "hs_crp": "1.6 mg/L"},
}
CLINIC = Convention("clinic protocol 4.2")
FIRST = json.loads(min((FOLDER / "verdict-1").glob("*.json")).read_text(encoding="utf-8"))
"""A case with the document that version 0.1.0 wrote of it."""


def digest_of(case: dict[str, Any]) -> str:
    return interpret_case(case).case_digest


# --- what a document says of itself ----------------------------------------------------------------


def test_every_document_says_who_made_it_by_which_rules_and_of_which_facts():
    """17 kB of JSON did not say which version of rules decided."""
    document = interpret_case(CASE).to_dict()
    assert {"name": "forge_il6", "version": __version__} == document["made_by"]
    assert STANDARD.digest == document["policy"]["digest"]
    assert 64 == len(document["case_digest"])
    assert SCHEMA_VERSION == document["schema_version"]


def test_the_digest_of_the_rules_is_that_of_the_set_that_decided():
    rules = STANDARD.override(washout=Threshold(36, "hour", CLINIC))
    verdict = interpret_case(CASE, rules=rules)
    assert rules.digest == verdict.policy.digest == verdict.to_dict()["policy"]["digest"]
    assert rules.digest != STANDARD.digest


def test_a_verdict_that_was_read_back_keeps_its_origin():
    verdict = interpret_case(CASE)
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))
    assert again == verdict
    assert (verdict.made_by, verdict.policy, verdict.case_digest) == (again.made_by, again.policy, again.case_digest)
    assert verdict.policy.digest == again.policy.digest


@pytest.mark.parametrize("key", ["made_by", "case_digest"])
def test_a_document_that_hides_its_origin_is_refused(key: str):
    document = interpret_case(CASE).to_dict()
    del document[key]
    with pytest.raises(VerdictFormatError, match=key):
        Verdict.from_dict(document)


# --- the facts -------------------------------------------------------------------------------------


def test_equal_facts_have_one_digest_however_they_were_given():
    reading = Reading(
        Decimal("3.4"), "pg/mL", drawn_at="2026-11-20T08:10:00+01:00", fasting_hours="11", exercise="None"
    )
    assert digest_of(CASE) == interpret(reading, Context(hs_crp="1.6 mg/L", age=57.0)).case_digest
    nulls = {"reading": {**CASE["reading"], "method": None}, "context": {**CASE["context"], "sex": None}}
    assert digest_of(CASE) == digest_of(nulls)


def test_earlier_readings_count_in_any_order_and_place():
    draws = [Reading(f"{n} pg/mL", drawn_at=f"2026-0{n}-01T08:00+00:00") for n in (1, 2, 3)]
    together = interpret(draws)
    assert together.case_digest == interpret(draws[::-1]).case_digest
    assert together.case_digest == interpret(draws[2], Context(history=draws[:2])).case_digest
    assert together.case_digest != interpret(draws[1:]).case_digest


@pytest.mark.parametrize("path", [path for path in places(FULL_CASE) if len(path) == 2], ids=lambda path: path[1])
def test_every_fact_counts(path: tuple[str, str]):
    """A fact that is no longer stated makes another case of it."""
    changed = replaced(FULL_CASE, path, None)
    if path[1] in ("molar_mass", "pg_per_iu", "birth_date", "time_zone", "drawn_at", "age"):
        changed = replaced(replaced(changed, ("context", "birth_date"), None), ("context", "age"), None)
    before = digest_of(FULL_CASE)
    assert before != digest_of(changed)


# --- a document of version 1 -----------------------------------------------------------------------


def test_a_document_of_version_1_is_read_and_says_that_it_does_not_know_its_origin():
    verdict = Verdict.from_dict(FIRST["verdicts"]["0.1.0"])
    assert (None, "", "") == (verdict.made_by, verdict.case_digest, verdict.policy.digest)
    assert SCHEMA_VERSION == verdict.to_dict()["schema_version"]
    assert verdict == Verdict.from_dict(verdict.to_dict())


@pytest.mark.parametrize("key, value", [("made_by", None), ("case_digest", "0" * 64)])
def test_a_document_of_version_1_cannot_hold_an_origin(key: str, value: object):
    """Nobody wrote such a document; somebody altered one."""
    with pytest.raises(VerdictFormatError, match="unknown key"):
        Verdict.from_dict(FIRST["verdicts"]["0.1.0"] | {key: value})


# --- verify ----------------------------------------------------------------------------------------


def test_the_same_case_by_the_same_rules_is_the_same():
    found = verify(interpret_case(CASE).to_dict(), CASE)
    assert found
    assert (True, True, True, ()) == (found.same_version, found.same_rules, found.same_case, found.differences)


def test_without_the_case_the_same_version_and_rules_are_enough():
    found = verify(interpret_case(CASE).to_dict())
    assert found
    assert found.differences is None


def test_another_version_is_not_trusted_without_the_case():
    """The digest holds for rules and numbers, and not for what asks them."""
    document = interpret_case(CASE).to_dict() | {"made_by": {"name": "forge_il6", "version": "0.0.1"}}
    assert not verify(document)
    assert verify(document, CASE)


def test_another_case_is_told():
    other = replaced(CASE, ("context", "age"), 58)
    found = verify(interpret_case(CASE).to_dict(), other)
    assert not found
    assert (False, ()) == (found.same_case, found.differences)


def test_what_is_decided_otherwise_is_told_with_both_answers():
    """As if an older release had found a band that this one does not."""
    document = interpret_case(CASE).to_dict()
    altered = document | {"band": "optimal", "care": "urgent"}
    found = verify(altered, CASE)
    assert not found
    assert found.differences is not None
    told = {each.what: (each.then, each.now) for each in found.differences}
    assert {"band": ("optimal", document["band"]), "care": ("urgent", document["care"])} == told
    assert "differs: band: optimal, now" in str(found)


def test_a_finding_that_is_no_longer_said_is_told():
    document = interpret_case(CASE).to_dict()
    found = verify(document | {"findings": document["findings"][1:]}, CASE)
    assert found.differences is not None
    assert ["findings"] == [each.what for each in found.differences]


@pytest.mark.parametrize(
    "rules", [STANDARD.override(washout=Threshold(36, "hour", CLINIC)), STANDARD.without("C13")], ids=repr
)
def test_numbers_of_a_clinic_and_rules_that_were_taken_away_are_those_of_the_document(rules: RuleSet):
    found = verify(interpret_case(CASE, rules=rules).to_dict(), CASE)
    assert found
    assert found.same_rules


@rule("X1", asks="Is this one of ours?")
def of_the_house(age: Decimal) -> Note | None:
    return Note("of_the_house") if age > 50 else None


def test_rules_of_a_host_are_asked_for():
    rules = STANDARD + of_the_house
    document = interpret_case(CASE, rules=rules).to_dict()
    with pytest.raises(RuleSetError, match="X1"):
        verify(document, CASE)
    assert verify(document, CASE, rules=rules)


def test_a_document_of_version_1_is_verified_by_its_case():
    found = verify(FIRST["verdicts"]["0.1.0"], FIRST["case"])
    assert (None, None, None) == (found.same_version, found.same_rules, found.same_case)
    assert found.differences is not None
    assert not verify(FIRST["verdicts"]["0.1.0"])


# --- the command -----------------------------------------------------------------------------------


def saved(folder: Path, name: str, document: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "change, given, status, said",
    [
        ({}, True, 0, "decision: the same"),
        ({}, False, 0, "decision: the same rules decide the same"),
        ({"band": "optimal"}, True, 1, "differs: band: optimal, now"),
        ({"made_by": None, "case_digest": ""}, False, 1, "give the case"),
        ({"schema_version": 9}, True, 2, ""),
    ],
)
def test_the_command_says_whether_it_is_the_same(
    change: dict[str, Any], given: bool, status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    verdict = saved(tmp_path, "verdict.json", interpret_case(CASE).to_dict() | change)
    case = [saved(tmp_path, "case.json", CASE)] if given else []
    assert status == main(["verify", verdict, *case])
    assert said in capsys.readouterr().out


def test_a_file_that_is_not_there_is_an_error_of_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert 2 == main(["verify", str(tmp_path / "none.json")])
    assert "none.json" in capsys.readouterr().err
