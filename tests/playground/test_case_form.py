"""The form asks for every fact of a case document, once, under its name, and for nothing else."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from case_form import FORM, Fact, Facts, Listed, as_html, word

from forge_il6 import Confounder, Context, Exercise, Intervention, Reading
from forge_il6.codes import Code
from forge_il6.reading import ConfounderEvent, Considered, GripSession, HrvDay, HsCrp, Lifestyle, Session

ASKED = [fact for group in FORM for fact in group.facts]
LISTS = {fact.name: fact for fact in ASKED if isinstance(fact, Listed)}
EVERY_FACT = [fact for fact in ASKED if isinstance(fact, Fact)] + [
    fact for each in LISTS.values() for fact in each.facts
]
ROWS = {
    "context.history": Reading,
    "context.hs_crp_history": HsCrp,
    "context.confounders": ConfounderEvent,
    "context.exercise_log": Session,
    "context.grip": GripSession,
    "context.hrv": HrvDay,
    "context.considering": Considered,
}


class Markup(HTMLParser):
    """Every element with its attributes, and every text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        self.texts.append(data)


WRITTEN = Markup(as_html())


OF_FEEDS = "confounders_asked"
"""What a reader of feeds says of a list that nobody was asked for; a form asks for all of it."""


def test_every_fact_of_a_case_document_is_asked_for_once():
    """A new field of Reading or Context has to find its place in the form."""
    known = [f"reading.{name}" for name in Reading.keys()]
    known += [f"context.{name}" for name in Context.keys() if name not in {"lifestyle", OF_FEEDS}]
    known += [f"context.lifestyle.{name}" for name in Lifestyle.keys()]

    assert sorted(known) == sorted(fact.name for fact in ASKED)


@pytest.mark.parametrize("name", ROWS)
def test_every_fact_of_an_entry_is_asked_for_once(name):
    assert sorted(ROWS[name].keys()) == sorted(fact.name for fact in LISTS[name].facts)


def test_every_list_of_records_has_its_rows():
    assert ROWS.keys() == LISTS.keys()


def test_every_code_can_be_chosen_and_no_other():
    chosen = Counter(attributes["value"] for tag, attributes in WRITTEN.elements if tag == "option")
    for kind in (Confounder, Exercise, Intervention):
        assert set() == {code.value for code in kind} - chosen.keys()
    assert {""} == {value for value in chosen if value not in code_values() | {"true", "false"}}


def code_values() -> set[str]:
    return {code.value for kind in Code.__subclasses__() for code in kind}


def test_codes_of_one_kind_read_differently():
    """Two choices that read the same could not be told apart."""
    for kind in {fact.codes for fact in EVERY_FACT if fact.codes}:
        words = [word(code) for code in kind]
        assert len(words) == len(set(words))
        assert not any("_" in each for each in words)


def test_codes_are_asked_for_where_the_facts_are_codes():
    assert [] == [fact.name for fact in EVERY_FACT if (fact.kind in ("code", "codes")) != (fact.codes is not None)]


def test_every_control_has_a_label_and_every_id_is_one():
    ids = Counter(attributes["id"] for _, attributes in WRITTEN.elements if "id" in attributes)
    labelled = {attributes["for"] for tag, attributes in WRITTEN.elements if tag == "label" and "for" in attributes}
    named = {attributes[name] for _, attributes in WRITTEN.elements for name in attributes if name in (
        "aria-describedby", "aria-labelledby")}  # fmt: skip

    assert [] == [name for name, times in ids.items() if times > 1]
    assert set() == (labelled | named) - ids.keys()
    assert [] == [
        attributes
        for tag, attributes in WRITTEN.elements
        if tag in ("input", "select")
        and attributes.get("type") != "checkbox"
        and "aria-label" not in attributes
        and attributes["id"] not in labelled
    ]
    assert [] == WRITTEN.open


def test_what_is_shown_is_escaped():
    hostile = "<script>x</script> & \"y\" 'z'"
    fact = Fact("reading.il6", hostile, hint=hostile)
    listed = Listed("context.history", hostile, hostile, (fact,), hostile, hostile)
    boxes, instant = Fact("a", hostile, "codes", codes=Exercise), Fact("b", hostile, "instant", hostile)

    read = Markup(as_html([Facts(hostile, (fact, listed, boxes, instant), hostile, folded=True)]))

    assert "script" not in {tag for tag, _ in read.elements}
    assert 10 <= sum(hostile in text for text in read.texts)
