"""Why a finding is said: for every code, for both audiences, and nothing that the sources do not carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from forge_il6 import STANDARD, Context, ForgeError, Note, Reading, interpret, rule
from forge_il6.conclusions import (
    ThresholdUsed,
)
from forge_il6.knowledge import mechanisms
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.mechanisms import Mechanism
from forge_il6.knowledge.sources import SOURCES
from forge_il6.shown.audience import AUDIENCES, explanation
from place import ROOT

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "reference" / "article.txt"
WINDOW = 8
"""So many words in a row would be the article's and no longer ours."""

JARGON = re.compile(
    r"cytokine|acute.phase|jak|stat3|sasp|cv_i|log-normal|trans-signalling|myokine|hepatic|autonomic|vagal|cholinergic"
    r"|sarcopeni|catabol|senescen|inflammasome|nf-κb|hazard ratio|confidence interval|meta-analys|mendelian|tercile"
    r"|quartile|analyte|confounder|pre-analytic|matrix|censored|baseline|cohort|median|allele|receptor|immunoassay"
    r"|postprandial|systemic|\bHR\b|\bRR\b|\bCI\b|\bSD\b|\bCV\b|RMSSD|SDNN|WMD|MACE|MESA|CANTOS",
    re.IGNORECASE,
)
DOSE = re.compile(
    r"\d[\d.,]*\s*(?:mg|mcg|µg|ug|g|iu|ml|tablets?|pills?|capsules?)\b(?!\s*/\s*(?:l|ml|dl)\b)", re.IGNORECASE
)
DIAGNOSIS = re.compile(
    r"diagnos|\byou (?:have|suffer|are)\b|\bth(?:is|e) person has\b|\bconfirms?\b|\bproves\b|\bis due to\b"
    r"|\b(?:indicates|means|shows) (?:an? )?(?:disease|cancer|infection|sepsis|autoimmun)",
    re.IGNORECASE,
)
COMFORT = re.compile(
    r"\bharmless\b|\bnothing to worry\b|\breassur|\bno danger\b|\bsafe to\b|\bis fine\b", re.IGNORECASE
)

MECHANISMS = {record.mechanism.code: record.mechanism for record in FINDINGS.values()}
NAMES = re.compile(r"IL-?\d+|COVID-19|25-OH|358Ala|95 % CI|\b[A-Z][a-z]+ (?:19|20)\d\d\b|the 2024 guideline")
NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
STRENGTHS = ("Strong", "Moderate", "Weak", "None", "Convention")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text)


def texts(code: str) -> tuple[str, str, str]:
    return (MECHANISMS[code].patient, MECHANISMS[code].clinician, MECHANISMS[code].strength)


def verdict():
    return interpret(
        Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="none"),
        Context(age=57, hs_crp="0.6 mg/L"),
    )


# --- every finding ---------------------------------------------------------------------------------


@attrs.frozen
class Stated:
    """The least that an explanation asks of a finding."""

    code: str
    sentence: str = "This was found."
    facts: Mapping[str, str] = {}
    asked: str = "Was it found?"
    thresholds: tuple[ThresholdUsed, ...] = ()
    citations: tuple[str, ...] = ()


def test_no_mechanism_is_without_a_finding() -> None:
    written = [each for each in vars(mechanisms).values() if isinstance(each, Mechanism)]

    assert {each.code: each for each in written} == MECHANISMS
    assert len(written) == len(MECHANISMS)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_is_explained_to_both_audiences(code, audience) -> None:
    mechanism = FINDINGS[code].mechanism
    said = explanation(Stated(code), audience)

    assert said.startswith("This was found. ")
    assert (mechanism.patient in said) is (audience == "patient")
    assert (mechanism.clinician in said) is (audience == "clinician")
    assert f"Evidence: {mechanism.strength}" in said


def test_a_patient_is_addressed_when_nobody_is_named() -> None:
    finding = verdict().findings[0]

    assert explanation(finding) == explanation(finding, "patient")


def test_a_clinician_gets_thresholds_with_their_basis_and_every_citation_once() -> None:
    (finding,) = [each for each in verdict().findings if each.code == "elevated"]
    said = explanation(finding, "clinician")

    assert finding.thresholds
    for each in finding.thresholds:
        assert f"{each.name} {each.value} {each.unit} [{each.basis}, {each.source}]" in said
    cited = [each.rstrip(".") for each in finding.citations]
    for each in {*cited, *(str(source).rstrip(".") for source in FINDINGS["elevated"].mechanism.sources)}:
        assert said.count(each) == 1
    assert "Thresholds" not in explanation(finding, "patient")
    assert "Sources:" not in explanation(finding, "patient")


def test_a_finding_read_back_from_a_document_is_explained_alike() -> None:
    made = verdict()
    read = type(made).from_dict(made.to_dict())

    for audience in AUDIENCES:
        assert [explanation(each, audience) for each in made.findings] == [
            explanation(each, audience) for each in read.findings
        ]


def test_a_level_of_vitamin_d_is_not_explained_by_the_band_of_the_same_code() -> None:
    said = interpret(Reading("1.5 pg/mL"), Context(age=57, vitamin_d="70 ng/mL")).findings
    told = {explanation(each) for each in said if each.code == "above_target"}

    assert {True, False} == {FINDINGS["vitamin_d_above_target"].mechanism.patient in each for each in told}
    assert {True, False} == {FINDINGS["above_target"].mechanism.patient in each for each in told}


def test_the_note_of_a_host_falls_back_to_the_question_of_its_rule() -> None:
    @rule("X1", asks="Does the clinic want a call?")
    def call(age: int) -> Note | None:
        """Somebody has to call."""
        return Note("clinic_call", sentence="The clinic wants a call.")

    said = interpret(Reading("2.4 pg/mL"), Context(age=57), rules=STANDARD + call).findings
    (note,) = [each for each in said if each.code == "clinic_call"]

    assert explanation(note) == "The clinic wants a call. The rule asked: Does the clinic want a call?"
    assert explanation(note, "clinician").startswith(explanation(note))


def test_an_unknown_code_still_brings_its_own_thresholds_and_citations() -> None:
    used = ThresholdUsed("clinic_line", "4", "pg/mL", "C", "convention: the clinic's")
    said = explanation(Stated("clinic", thresholds=(used,), citations=("Clinic protocol 4.2.",)), "clinician")

    assert "clinic_line 4 pg/mL [C, convention: the clinic's]" in said
    assert said.endswith("Sources: Clinic protocol 4.2.")


@pytest.mark.parametrize("audience", ["doctor", "Patient", "", None, 3, ["patient"], "x" * 10_000])
def test_another_audience_is_refused_with_what_is_accepted(audience) -> None:
    with pytest.raises(ForgeError, match=r"^audience: got .*; give 'patient' or 'clinician'$"):
        explanation(Stated("high"), audience)


# --- what is said ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(MECHANISMS))
def test_a_patient_can_follow_it(code) -> None:
    patient, _, strength = texts(code)

    assert 1 <= len(sentences(patient)) <= 3
    for sentence in [*sentences(patient), *sentences(strength)]:
        assert len(sentence.split()) <= 30, sentence
    assert not JARGON.search(patient), JARGON.search(patient)
    assert not JARGON.search(strength), JARGON.search(strength)
    assert not NUMBER.search(NAMES.sub("", patient)), patient


@pytest.mark.parametrize("code", sorted(MECHANISMS))
def test_no_explanation_gives_a_dose_a_diagnosis_or_comfort(code) -> None:
    for text in texts(code):
        assert not DOSE.search(text), DOSE.search(text)
        assert not DIAGNOSIS.search(text), DIAGNOSIS.search(text)
        assert not COMFORT.search(text), COMFORT.search(text)
    for source in MECHANISMS[code].sources:
        assert not DOSE.search(str(source)), source


@pytest.mark.parametrize("code", sorted(MECHANISMS))
def test_a_clinician_gets_at_most_three_sentences_and_a_strength_with_its_reason(code) -> None:
    _, clinician, strength = texts(code)

    assert 1 <= len(sentences(clinician)) <= 3
    assert strength.split(maxsplit=1)[0].rstrip(":") in STRENGTHS
    assert len(strength.split()) > 3


@pytest.mark.parametrize("code", sorted(MECHANISMS))
def test_every_source_is_a_record_and_a_mechanism_without_one_says_so(code) -> None:
    mechanism = MECHANISMS[code]

    assert all(SOURCES[source.key] is source for source in mechanism.sources)
    assert len(set(mechanism.sources)) == len(mechanism.sources)
    assert mechanism.sources or re.search(r"\bno source\b", mechanism.strength)


@pytest.mark.parametrize("code", sorted(MECHANISMS))
def test_every_number_for_clinicians_is_printed_by_a_source_beside_it(code) -> None:
    mechanism = MECHANISMS[code]
    printed = " ".join(
        f"{s} {s.design} {s.population} {s.cannot_support} {s.correction} {s.n} {' '.join(map(str, s.figures))}"
        for s in mechanism.sources
    )
    named = re.findall(r"\b([A-Z][a-z]+ (?:19|20)\d\d)\b", mechanism.clinician)

    assert set(NUMBER.findall(NAMES.sub("", mechanism.clinician))) <= set(NUMBER.findall(printed))
    assert set(named) <= {f"{s.authors.split()[0].rstrip(',')} {s.year}" for s in mechanism.sources}
    for interval in re.findall(r"95 % CI ([^;)]+?)(?=[;) ])", mechanism.clinician):
        assert interval in {figure.interval for s in mechanism.sources for figure in s.figures}


def test_every_risk_figure_comes_with_its_interval() -> None:
    for mechanism in MECHANISMS.values():
        for figure in re.findall(r"\b(?:HR|RR) \d\.\d+(.{0,10})", mechanism.clinician):
            assert re.match(r",? \(?95 % CI", figure), mechanism.code


# --- corrected facts only --------------------------------------------------------------------------

ALL = {code: " ".join(texts(code)) for code in MECHANISMS}


def test_cantos_is_told_as_its_composite() -> None:
    telling = [text for text in ALL.values() if "0.85" in text]

    assert telling
    for text in telling:
        assert "composite of infarction, stroke and cardiovascular death" in text
        assert "death was not significantly reduced" in text
        assert "IL-1 beta" in text


def test_the_target_is_told_as_the_median() -> None:
    telling = [text for text in ALL.values() if re.search(r"(?<![\d.])1\.2 pg", text)]

    assert telling
    assert all("1.2 pg/mL is the MESA median" in text for text in telling)
    assert not [
        text for text in ALL.values() if "lowest-tercile threshold" in text or "lowest tercile threshold" in text
    ]


def test_kaptoge_is_cited_from_its_own_journal() -> None:
    said = explanation(Stated("optimal"), "clinician")

    assert "RR 1.25, 95 % CI 1.19–1.32 per SD; Kaptoge 2014" in said
    assert "Eur Heart J" in said
    assert "Lancet" not in said


def test_vitamin_d_is_not_said_to_lower_il6() -> None:
    for code in [each for each in FINDINGS if each.startswith("vitamin_d_")]:
        mechanism = FINDINGS[code].mechanism
        assert re.search(r"do not support an effect on IL-6|No benefit for IL-6", mechanism.clinician)
    assert "do not show that it lowers IL-6" in MECHANISMS["vitamin_d"].patient


def test_the_figures_that_the_article_got_wrong_are_nowhere() -> None:
    for wrong in ("2.28", "1.18", "1.17", "Xia", "Kirkland 2019", "s0140-6736(13)"):
        assert not [code for code, text in ALL.items() if wrong in text], wrong


def test_no_text_repeats_the_article() -> None:
    if not ARTICLE.exists():
        pytest.skip("the article is not beside the repository")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z]+|\d+(?:\.\d+)*", text.lower())
        return {tuple(words[n : n + WINDOW]) for n in range(len(words) - WINDOW + 1)}

    article = runs(ARTICLE.read_text(encoding="utf-8"))
    docs = ROOT / "docs" / "explanations.md"
    found = {text: runs(text) & article for code in MECHANISMS for text in texts(code)}
    found[docs.name] = runs(docs.read_text(encoding="utf-8")) & article if docs.exists() else set()

    assert {} == {text: shared for text, shared in found.items() if shared}
