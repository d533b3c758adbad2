"""
Patients as files: a sentence, a case, and what the verdict must say.

`expect` names paths into the verdict document. A step into a list is the code of an entry; a path
that ends in `includes` or `excludes` asks a list for one code or several. All else is equality.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import interpret_case, rules
from forge_il6.codes import (
    Band,
    Care,
    Change,
    CrossCheckCode,
    DoseStatus,
    Firmness,
    GripState,
    HrvState,
    Intervention,
    LineState,
    Pattern,
    Persistence,
    StandingCode,
    Status,
    Trend,
    VitaminD,
)
from forge_il6.conclusions import (
    Reason,
)

FILES = sorted(Path(__file__).parent.glob("*.json"))
VIGNETTES: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
SECTIONS = {"2", "2.1", "2.2", "2.3", "3", "4", "5", "6", "7", "8", "9"}
NOT_EXPECTED: dict[str, str] = {
    "secondary_disease": "a known disease voids no sample: it is a finding, and no reason against a draw",
}
"""Public codes that appear in no expectation, each with the reason."""

PLACES = {
    StandingCode: "standing.il6.code", Band: "band", Firmness: "firmness", Care: "care", Pattern: "pattern.code",
    Persistence: "persistence.code", LineState: "persistence.lines", Trend: "trend.code", Change: "change.code",
    GripState: "cross_checks", HrvState: "cross_checks", CrossCheckCode: "cross_checks", VitaminD: "vitamin_d.code",
    Status: "interventions", DoseStatus: "interventions",
}  # fmt: skip
"""Where in a verdict document each kind of code stands."""


def standing_reasons() -> set[str]:
    """Return the code of every reason that any rule can give against a sample."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            several = value.values() if isinstance(value, dict) else [value]
            found |= {each.code for each in several if isinstance(each, Reason)}
    return found


def at(document, path):
    """Follow a path into a verdict document; an entry that is not there is a mistake of the vignette."""
    for step in path.split("."):
        if isinstance(document, list):
            (document,) = (entry for entry in document if entry["code"] == step)
        else:
            document = document[step]
    return document


def problems(document, expect):
    """Say of each expectation that does not hold what was wanted and what was found."""
    for path, wanted in expect.items():
        where, _, how = path.partition(" ")
        found = at(document, where)
        if not how:
            if wanted != found:
                yield f"{where}: wanted {wanted}, found {found}"
            continue
        codes = [entry["code"] if isinstance(entry, dict) else entry for entry in found]
        for code in [wanted] if isinstance(wanted, str) else wanted:
            if (code in codes) is not {"includes": True, "excludes": False}[how]:
                yield f"{path}: {code}, found {codes}"


@pytest.mark.parametrize("vignette", VIGNETTES, ids=[each["name"] for each in VIGNETTES])
def test_vignette(vignette):
    """The verdict on this patient says what the file expects."""
    document = json.loads(json.dumps(interpret_case(vignette["case"]).to_dict()))

    assert [] == list(problems(document, vignette["expect"]))


@pytest.mark.parametrize(
    "path, wanted", [("care", "none"), ("findings includes", "fever"), ("actions excludes", "rest")]
)
def test_an_expectation_that_does_not_hold_is_told(path, wanted):
    """Each of the three ways to expect something can fail."""
    document = {"care": "urgent", "findings": [{"code": "red_flag"}], "actions": [{"code": "rest"}]}

    assert 1 == len(list(problems(document, {path: wanted})))


def test_there_are_enough_patients_with_a_sentence_each():
    """Names are unique sentences and not labels, and each file expects something."""
    names = [each["name"] for each in VIGNETTES]

    assert 40 <= len(names) == len(set(names))
    assert [] == [name for name in names if len(name.split()) < 3]
    assert [] == [each["name"] for each in VIGNETTES if not each["expect"]]


def test_every_section_has_a_patient():
    """Each section of the protocol that decides something is exercised."""
    named = {section for each in VIGNETTES for section in each["section"].split(", ")}

    assert set() == SECTIONS - named


def expected(place):
    """Return every text that some vignette expects to find at a place or below it."""
    found: set[str] = set()
    for vignette in VIGNETTES:
        for path, wanted in vignette["expect"].items():
            if f"{path.replace(' includes', '')}.".startswith(f"{place}.") and not path.endswith(" excludes"):
                found.update(
                    each for each in (wanted if isinstance(wanted, list) else [wanted]) if isinstance(each, str)
                )
    return found


def test_every_public_code_is_expected_of_some_patient():
    """A code that no patient shows is either not needed or not tested."""
    unseen = {code for kind, place in PLACES.items() for code in {member.value for member in kind} - expected(place)}
    unseen |= standing_reasons() - expected("standing.il6.reasons") - expected("standing.hs_crp.reasons")

    assert sorted(NOT_EXPECTED) == sorted(unseen)


def test_every_intervention_has_a_patient():
    """The status of every intervention is expected of somebody."""
    named = {path.split(".")[1] for each in VIGNETTES for path in each["expect"] if path.startswith("interventions.")}

    assert set() == {each.value for each in Intervention} - named
