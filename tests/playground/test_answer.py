"""What the playground computes: everything a page shows of a case, or which field is wrong and why."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from forge_il6 import Verdict, interpret_case, units

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
    full = verdict.to_text(full=True)
    assert (full, verdict.summary, verdict.care.value) == (said["report"], said["summary"], said["care"])
    assert (verdict.for_patient(html=True), verdict.for_clinician(html=True)) == (said["patient"], said["clinician"])
    assert list(verdict.missing) == [name for name, _ in said["missing"]]


def test_every_missing_fact_has_its_words(ask):
    """A name of the case document is no sentence for a visitor."""
    assert [] == [name for name, words in ask({})["missing"] if name == words and name not in ("age", "sex")]


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


def test_a_package_that_is_not_here_yet_is_asked_for(ask, monkeypatch):
    monkeypatch.setattr(units, "_own_registry", None)
    monkeypatch.setitem(sys.modules, "pint", None)
    units._factor.cache_clear()

    assert {"needs": "pint"} == ask({"context": {"vitamin_d": "80 nmol/L"}})
    assert "document" in ask(AT_REST)


def test_a_package_that_will_never_come_is_an_error(ask, script, monkeypatch):
    """Asking for it again and again would hide the fault."""
    monkeypatch.setattr(script, "interpret_case", lambda _: __import__("no_such_package"))

    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        ask(AT_REST)
