"""Readings, contexts, rule sets and the parts of a verdict as a notebook and a terminal show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from rich.pretty import pretty_repr

from forge_il6 import STANDARD, Context, Convention, Reading, Threshold, interpret
from marked_up import parsed
from strategies import contexts, readings

READING = Reading("0.0024 ng/mL", drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="none")
CONTEXT = Context(
    age=57,
    hs_crp="0.6 mg/L",
    red_flags=[],
    confounders=["nsaid"],
    lifestyle={"good_sleep": True},
    history=[{"il6": f"2.{month} pg/mL", "drawn_at": f"2026-0{month}-20T08:00+02:00"} for month in range(4, 9)],
)


def rows(record):
    """Return the table of a record: each fact by its name."""
    top = parsed(record._repr_html_())
    (body,) = top.all("tbody")
    return {row.all("th")[0].text: row.all("td")[0].text for row in body.all("tr")}


def test_a_reading_is_a_table_of_its_known_facts():
    """What is not known is not shown, for an empty cell could be taken for an answer."""
    expected = {
        "il6": "0.0024 ng/mL", "drawn at": "2026-11-20T08:10:00+01:00", "fasting hours": "11", "exercise": "none",
    }  # fmt: skip

    assert expected == rows(READING)


def test_a_context_tells_asked_and_none_from_not_asked():
    """An empty list means asked and none; a list that was not given is left out."""
    found = rows(CONTEXT)

    assert "none" == found["red flags"]
    assert "medications" not in found


def test_a_context_shows_short_lists_and_counts_long_ones():
    """A history of years does not push everything else off the screen."""
    found = rows(CONTEXT)

    assert "kind nsaid" == found["confounders"]
    assert "good sleep true" == found["lifestyle"]
    assert found["history"].startswith("5 entries il6 2.4 pg/mL")
    assert ["5 entries"] == [node.text for node in parsed(CONTEXT._repr_html_()).all("summary")]


@given(readings, contexts)
def test_every_record_shows_itself(reading, context):
    """A notebook shows whatever stands in the last line of a cell."""
    for record in (reading, context):
        assert len(record.to_dict()) == len(rows(record))
        assert pretty_repr(record).startswith(type(record).__name__)


def test_foreign_text_in_a_record_stays_text():
    """The name of a method comes from a laboratory's file."""
    assert "<b>" == rows(Reading("2 pg/mL", method="<b>"))["method"]


def test_a_rich_terminal_shows_a_reading_as_it_would_be_written():
    """The same names and values as in the case document."""
    expected = "Reading(il6='0.0024 ng/mL', drawn_at='2026-11-20T08:10:00+01:00', fasting_hours=11, exercise='none')"

    assert expected == pretty_repr(READING, max_width=200)


@pytest.mark.parametrize("shown, expected", [
    (READING.il6, "Amount('2.4 pg/mL', reported_as='0.0024 ng/mL')"),
    (Reading("2.4 pg/mL").il6, "Amount('2.4 pg/mL')"),
    (Threshold(36, "hour", Convention("clinic")), "Threshold('36 hour', basis='convention: clinic')"),
])  # fmt: skip
def test_a_rich_terminal_shows_numbers_with_their_unit(shown, expected):
    """A number without its unit, or a threshold without its basis, would be half of it."""
    assert expected == pretty_repr(shown, max_width=200)


def test_a_rich_terminal_shows_a_verdict_by_its_codes():
    """Enough to compare two verdicts, and none of the sentences."""
    text = pretty_repr(interpret(READING, CONTEXT), max_width=60)

    assert "band='elevated'" in text
    assert "firmness='" in text
    assert "Standing('tentative', reasons=['nsaid'])" in text


def test_the_parts_of_a_verdict_have_short_reprs():
    """What a list of findings shows has to fit on a screen."""
    verdict = interpret(READING, CONTEXT)
    finding = next(each for each in verdict.findings if each.code == "nsaid")

    assert "<Standing tentative: nsaid (tentative, down)>" == repr(verdict.standing.il6)
    assert "<Standing valid>" == repr(interpret(READING).standing.il6)
    assert f"<Finding nsaid [C13], caution: {finding.sentence}>" == repr(finding)
    assert repr(verdict.course).startswith("<Course of 6 readings: ")
    assert "<InterventionAdvice visceral_fat_loss, tier 1: first_line>" == repr(verdict.interventions[0])


def test_a_rule_set_is_a_table_of_questions_and_numbers():
    """A clinician reads the rules without opening the code."""
    top = parsed(STANDARD._repr_html_())
    (body,) = top.all("tbody")
    shown = [row.all("th")[0].text for row in body.all("tr")]

    assert [rule.id for rule in STANDARD] == shown
    assert all(rule.asks in top.text for rule in STANDARD)
    assert "washout 24 hour" in top.text


def test_a_rule_set_shows_what_a_number_replaces():
    """An override that cannot be seen is one that nobody can question."""
    once = STANDARD.override(washout=Threshold(36, "hour", Convention("<clinic>")))
    twice = once.override(washout=Threshold(48, "hour", Convention("<clinic>")))

    assert "washout 36 hour (instead of 24)" in parsed(once._repr_html_()).text
    assert "washout 48 hour (instead of 24)" in parsed(twice._repr_html_()).text
