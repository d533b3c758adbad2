"""A verdict in the order in which it is read, as every form of the report takes it."""

from __future__ import annotations

import pytest
from hypothesis import given

from forge_il6 import Severity, interpret_case
from forge_il6.knowledge.findings import REASSURING
from forge_il6.knowledge.words import CARE
from forge_il6.shown.report import as_text
from forge_il6.shown.sections import Sections, sections
from properties.promise_strategies import documents, judged, rested


def parts(verdict):
    return sections(verdict.document)


def test_the_summary_is_read_first_and_the_caveat_last():
    """Whoever stops reading early has read what matters."""
    assert ("summary", "caveat") == (Sections._fields[0], Sections._fields[-1])


@given(documents())
def test_every_verdict_has_a_summary_and_a_caveat_and_no_empty_entry(document):
    """A part that has nothing to say has no entries, rather than an empty one."""
    said = parts(interpret_case(document))

    assert (1, 1) == (len(said.summary.entries), len(said.caveat.entries))
    assert all(entry.text for section in said for entry in section.entries)


@given(documents())
def test_the_report_says_every_entry(document):
    """What a part holds is said in full."""
    verdict = interpret_case(document)
    text = " ".join(as_text(verdict.document, 10_000, full=True).split())

    assert all(" ".join(entry.text.split()) in text for section in parts(verdict) for entry in section.entries)


@pytest.mark.parametrize("il6, context, severity", [
    ("120 pg/mL", {}, Severity.URGENT), ("40 pg/mL", {}, Severity.URGENT),
    ("2 pg/mL", {"red_flags": ["fever"]}, Severity.WARNING), ("8 pg/mL", {}, Severity.CAUTION),
])  # fmt: skip
def test_care_is_as_severe_as_it_is_urgent(il6, context, severity):
    """A form of the report may stress what is urgent, and needs no list of its own for that."""
    (care,) = parts(judged(rested(il6), **context)).care.entries

    assert severity is care.severity
    assert care.text in CARE.values()


@pytest.mark.parametrize("reading, severity", [
    (rested(), Severity.INFO), (rested(haemolysed=True), Severity.CAUTION), (rested(exercise=None), Severity.WARNING),
    (rested(fasting_hours=2), Severity.WARNING),
])  # fmt: skip
def test_a_result_is_as_severe_as_what_stands_against_its_sample(reading, severity):
    """A void sample must not look like one that counts."""
    assert severity is parts(judged(reading)).results.entries[0].severity


def test_findings_come_by_severity():
    """The most severe finding is the one that is read."""
    ranks = [entry.severity.rank for entry in parts(judged(rested("40 pg/mL"), hs_crp="0.5 mg/L")).why.entries]

    assert len(set(ranks)) > 1
    assert sorted(ranks, reverse=True) == ranks


def test_comfort_is_left_out_beside_acute_care():
    """A line that soothes costs somebody the hours that matter."""
    verdict = judged(rested("8 pg/mL"), red_flags=["fever"], grip_trend="stable")
    unsaid = [finding.sentence for finding in verdict.findings if finding.code in REASSURING]

    assert unsaid
    assert [] == [entry for entry in parts(verdict).why.entries if entry.text in unsaid]
