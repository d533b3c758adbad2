"""A number that a host replaced is never put in the article's mouth, wherever a verdict is shown."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import STANDARD, Convention, RuleSet, Threshold, interpret_case
from forge_il6.evidence import Citation
from forge_il6.interop.cds import cards
from forge_il6.interop.fhir import write_fhir
from forge_il6.knowledge import words
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.interventions import INTERVENTIONS
from forge_il6.shown.audience import AUDIENCES
from forge_il6.wording import LONGEST_BASIS, Known

CASES: dict[str, Any] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))["case"]
    for path in sorted((Path(__file__).parent / "vignettes").glob("*.json"))
}
NUMBERS = STANDARD.thresholds()
CLINIC = Convention("clinic protocol 4.2")
ARTICLE = re.compile(r"\barticle\b", re.IGNORECASE)
ASCRIBED = re.compile(
    r"\barticle(?:'s)?\b[^.;]*\b(?:lines?|targets?|ranges?|limits?|cautions?|hours|days|\d[\d.,]* ?(?:pg|mg|ng|h)\b)",
    re.IGNORECASE,
)
CLAIMS = {text for record in INTERVENTIONS.values() for text in (*record.says, record.article_grade)}
"""What the article claims or grades without a number that decides."""


def moved(*names: str) -> RuleSet:
    """Return the standard with a clinic's own basis under some of its numbers, whose values stay."""
    return STANDARD.override(**{name: Threshold(NUMBERS[name].value, NUMBERS[name].unit, CLINIC) for name in names})


ALL_MOVED = moved(*NUMBERS)


def texts(value: Any) -> list[str]:
    """Return every text of plain JSON values."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def without_claims(text: str) -> str:
    """Leave out what the article claims, how it grades, and the legend of the letters."""
    text = " ".join(text.split())
    for claim in CLAIMS:
        text = text.replace(claim, "")
    return text.replace(f"({words.LABELS['article']}: ", "(").replace("A the article", "")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_verdict_by_other_numbers_never_names_the_article_for_them(case):
    """Document, report, card, CDS card and FHIR: no text names it once each number has another basis."""
    verdict = interpret_case(case, rules=ALL_MOVED)
    at = datetime(2027, 12, 1, 12, tzinfo=UTC)
    shown = [str(verdict), verdict._repr_html_(), *texts(verdict.to_dict()), *texts(cards(verdict))]
    shown += texts(write_fhir(verdict, recorded=at))

    assert [] == [text for text in map(without_claims, shown) if ARTICLE.search(text)]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_explanation_ascribes_a_line_to_the_article_that_it_does_not_draw(audience):
    """Mechanisms tell what the article claims, and leave lines, targets and spans to the finding."""
    verdicts = [interpret_case(case, rules=ALL_MOVED) for case in CASES.values()]
    told = {without_claims(verdict.explain(each, audience)) for verdict in verdicts for each in verdict.findings}

    assert [] == [text for text in told if ASCRIBED.search(text)]


@cache
def numbers_of_cases() -> dict[str, set[str]]:
    """Return the numbers that the findings of each case rest on."""
    verdicts = {name: interpret_case(case) for name, case in CASES.items()}
    return {name: {used.name for each in v.findings for used in each.thresholds} for name, v in verdicts.items()}


def cases_with(number: str) -> list[Any]:
    """Return the cases whose findings rest on a number, and those with plans, whose doses do."""
    found = (name for name, numbers in numbers_of_cases().items() if number in numbers)
    planned = (name for name, case in CASES.items() if "considering" in case.get("context", {}))
    return [CASES[name] for name in {*found, *planned}]


OF_THE_ARTICLE = sorted(name for name, each in NUMBERS.items() if each.basis.letter == "A")


@pytest.mark.parametrize("name", OF_THE_ARTICLE)
def test_a_sentence_asks_the_number_that_it_tells_for_its_authority(name):
    """One number moved: what tells it names the clinic, or nobody."""
    rules = moved(name)
    verdicts = [interpret_case(case, rules=rules) for case in cases_with(name)]
    sentences = {each.sentence for verdict in verdicts for each in verdict.findings}
    sentences |= {text for verdict in verdicts for plan in verdict.plans for text in (plan.reason, plan.on_dose)}
    number = re.escape(Known({})[name])
    beside = [text for text in sentences if re.search(rf"the article's [\w -]*(?:of|from|to) {number}", text)]

    assert [] == beside


@pytest.mark.parametrize(
    "text", [each for record in FINDINGS.values() for each in (record.sentence, record.when_acute, record.in_summary)]
)
def test_no_finding_names_the_article_by_itself(text):
    """Its authority is asked for, so that it cannot outlive an override."""
    assert not ARTICLE.search(text)


@pytest.mark.parametrize(
    "table",
    ["ABOVE", "ACTIONS", "BECAUSE", "CAUTIONS", "CONDITIONS", "DOSES", "NEXT_DRAW", "PLANS", "STATUS", "SUMMARY"],
)
def test_no_word_around_the_findings_names_the_article_by_itself(table):
    """Actions, summaries, statuses, doses and plans ask as well."""
    assert [] == [text for text in getattr(words, table).values() if ARTICLE.search(text)]


def test_no_rule_asks_in_the_name_of_the_article():
    """What was asked stands in the finding, and a host may have moved the number."""
    assert [] == [each.id for each in STANDARD if ARTICLE.search(each.asks)]


# --- how an authority is named ---------------------------------------------------------------------


def test_the_article_is_named_while_every_number_is_its_own():
    """Two numbers that decide together are asked together."""
    both, name = "vitamin_d_target_low,vitamin_d_target_high_whose", "vitamin_d_target_high"
    one_moved = {**NUMBERS, name: Threshold(70, "ng/mL", CLINIC)}

    assert "the article's" == Known({}, NUMBERS)[both]
    assert "this rule set's (clinic protocol 4.2)" == Known({}, one_moved)[both]


@pytest.mark.parametrize("basis", [
    Convention("a protocol of the clinic whose name is far too long for a sentence"),
    Convention("x" * 80),
    next(each.basis for each in NUMBERS.values() if isinstance(each.basis, Citation) and each.basis.letter == "L"),
])  # fmt: skip
def test_a_long_basis_is_told_in_a_few_words(basis):
    """The report names it in full."""
    named = Known({}, {"target": Threshold("1.5", "pg/mL", basis)})["target_whose"]

    assert not ARTICLE.search(named)
    assert len(named) <= len(words.AUTHORITIES[""].format(basis="")) + LONGEST_BASIS


def test_what_is_known_of_the_usual_target_is_said_of_no_other():
    """Half of a cohort lies above the usual target, and nobody knows how many above a clinic's."""
    case = {"reading": {"il6": "1.9 pg/mL"}}
    other = STANDARD.override(target=Threshold("1.5", "pg/mL", CLINIC))

    def said(rules):
        return next(each.sentence for each in interpret_case(case, rules=rules).findings if each.code == "above_target")

    assert "cohort" in said(STANDARD)
    assert "cohort" not in said(other)
    assert "clinic protocol 4.2" in said(other)
