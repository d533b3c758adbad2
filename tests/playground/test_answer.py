"""What the playground computes: everything a page shows of a case, or which field is wrong and why."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from forge_il6 import Verdict, interpret_case

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "playground" / "answer.py"
AT_REST = {"reading": {"il6": "3.4 pg/mL", "fasting_hours": 12, "exercise": "none"}}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The file that the browser runs."""
    spec = importlib.util.spec_from_file_location("playground_answer", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ask(script):
    return lambda case: json.loads(script.answer(case if isinstance(case, str) else json.dumps(case)))


def test_a_case_gets_all_that_is_shown_of_its_verdict(ask):
    verdict = interpret_case(AT_REST)
    said = ask(AT_REST)

    assert verdict == Verdict.from_dict(json.loads(said["document"]))
    assert (verdict.summary, verdict.care.value, verdict.to_html()) == (said["summary"], said["care"], said["card"])
    assert said["report"].startswith(verdict.summary[:40])
    assert {finding.rule for finding in verdict.findings} == set(said["rules"])


def test_a_library_that_writes_pages_for_readers_has_them_shown(script):
    """The person and the clinician read the same verdict, each in their own words."""
    said = script.pages(WithPages())

    assert {"patient": "patient as HTML", "clinician": "clinician as HTML", "report": "everything"} == said


class WithPages:
    """A verdict of a library that has a page for each reader."""

    def for_patient(self, *, html: bool) -> str:
        return f"patient{' as HTML' * html}"

    def for_clinician(self, *, html: bool) -> str:
        return f"clinician{' as HTML' * html}"

    def to_text(self, *, full: bool) -> str:
        return "everything" * full


def test_what_would_help_most_is_asked_first(ask):
    """A warning symptom can raise care, so it is asked for before anything else."""
    first, *others = ask({"reading": {"il6": "3.4 pg/mL"}})["questions"]

    assert "red_flags" == first["fact"]
    assert others
    assert all(question["asks"].endswith("?") for question in (first, *others))


def test_nothing_is_asked_of_somebody_who_needs_care_now(ask):
    """A question would be a reason to stay at the screen."""
    assert [] == ask({"reading": {"il6": "38 pg/mL"}, "context": {"red_flags": ["chest_pain"]}})["questions"]


def test_an_answer_brings_what_it_states_and_where_it_leads(script):
    """The page puts the facts into the case as they stand, and asks the library again."""
    answer = SimpleNamespace(says="Yes.", states='{"reading": {"fasting_hours": "10"}}', summary="It counts.")
    question = SimpleNamespace(fact="fasting", asks="Had you fasted?", answers=(answer,))
    verdict = SimpleNamespace(document=SimpleNamespace(questions=(question,)))

    (asked,) = script.questions(verdict)

    assert {"fact": "fasting", "asks": "Had you fasted?"}.items() <= asked.items()
    assert [{"says": "Yes.", "states": {"reading": {"fasting_hours": "10"}}, "summary": "It counts."}] == asked[
        "answers"
    ]


def test_a_history_is_drawn_and_a_lone_reading_is_not(ask):
    earlier = {"il6": "3.1 pg/mL", "drawn_at": "2026-09-01"}
    now = {"il6": "3.4 pg/mL", "drawn_at": "2026-11-20"}

    assert "<svg" in ask({"reading": now, "context": {"history": [earlier]}})["course"]
    assert "" == ask({"reading": now})["course"]


def test_every_missing_fact_has_its_words(ask):
    """A name of the case document is no sentence for a visitor."""
    asked = ask({})["questions"]

    assert asked
    assert [] == [each for each in asked if "_" in each["asks"]]


@pytest.mark.parametrize(
    "case, field",
    [
        ({"reading": {"il6": "2.4"}}, "il6"),
        ({"reading": {"ilsix": "2.4 pg/mL"}}, "reading"),
        ({"context": {"history": [{"il6": "2 pg/mL", "drawn_at": "soon"}]}}, "history[0].drawn_at"),
        ({"context": {"hs_crp": {"value": "1 mg/L", "drawn_at": "soon"}}}, "hs_crp.drawn_at"),
        ({"context": {"confounders": ["a cold"]}}, "confounders[0].kind"),
        ({"context": {"red_flags": ["panic"]}}, "red_flags[0]"),
        ({"context": {"lifestyle": {"good_sleep": 3}}}, "lifestyle.good_sleep"),
        ("{", "case"),
    ],
)
def test_an_error_names_its_field(ask, case, field):
    """The page brings the visitor to the field that an error is about."""
    said = ask(case)

    assert field == said["field"]
    assert said["error"].startswith(f"{field}: ")


@pytest.mark.parametrize("text", ["[" * 21, '{"a":' * 100_000, '{"reading": ' + "[" * 30 + "]" * 30 + "}"])
def test_text_that_is_nested_deeply_is_refused_before_it_is_read(ask, text):
    """Deep recursion would end Python in a browser, and not only the case."""
    assert "case: nested too deeply; a case document has few levels" == ask(text)["error"]


def test_brackets_inside_a_text_are_no_nesting(ask):
    assert "document" in ask({"reading": {"il6": "3.4 pg/mL", "method": r'[[[[[[[[[[[[[[[[[[[[[[ "\" {{{{{'}})


@pytest.mark.parametrize("text", ['"' * 300_000, '\\"' * 300_000, '"' + "\\" * 600_001])
def test_no_text_keeps_the_page_busy(ask, text):
    """Every text is looked at once: time grows with its length and no faster."""
    assert "error" in ask(text)


def test_no_unit_needs_another_package(ask, monkeypatch):
    """The page brings attrs and this package, and nothing else."""
    monkeypatch.setitem(sys.modules, "pint", None)

    assert "document" in ask({"context": {"vitamin_d": "80 nmol/L"}})
