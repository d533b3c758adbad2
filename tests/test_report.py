from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from forge_il6 import STANDARD, Care, Convention, Threshold, Verdict, VerdictFormatError, interpret_case
from forge_il6.knowledge.findings import REASSURING as UNSAID_WHEN_ACUTE
from forge_il6.shown.brief import brief
from forge_il6.shown.report import as_text
from forge_il6.shown.sections import is_acute, steps
from properties.promise_strategies import at, course, documents, judged, rested

REASSURING = (
    "healthy response", "nothing here asks", "not persistently", "is near normal, and", "is stable", "at least halved",
    "no more than a steady person", "below the article's target", "optimal (",
)  # fmt: skip

CASES = {
    "rested": judged(rested("1.0 pg/mL"), hs_crp="0.5 mg/L"),
    "trained": judged(rested("38 pg/mL", exercise="hiit", hours_since_exercise=2)),
    "urgent": judged(rested("120 pg/mL")),
    "acute": judged(rested("40 pg/mL")),
    "flagged": judged(rested("1.0 pg/mL"), red_flags=["fever"], hs_crp="0.5 mg/L"),
    "child": judged(rested("2.5 pg/mL"), age=10),
    "empty": interpret_case({}),
    "open": judged(rested("<1.5 pg/mL")),
    "converted": judged(rested("0.0025 ng/mL"), hs_crp="0.05 mg/dL"),
    "course": course(("3.4 pg/mL", 120), ("<1.5 pg/mL", 60), ("3.6 pg/mL", 0)),
}


def parts(text):
    """Split a report into its titles and what stands below each."""
    return text.split("\n\n")


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_the_answer_comes_first(name, full):
    """A report begins with the verdict in one line, which names what to do where somebody should look."""
    verdict = CASES[name]

    assert " ".join(verdict.to_text(full=full).split()).startswith(verdict.summary)


@pytest.mark.parametrize("name", ["urgent", "acute"])
def test_while_care_cannot_wait_nothing_follows_but_where_to_go(name):
    """Who has to go now should not have to read on."""
    verdict = CASES[name]
    said = brief(verdict.document)

    assert f"{said.answer} {said.where}" == " ".join(str(verdict).split())
    assert verdict.document.measured["il6"] in said.answer


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("name", sorted(CASES.keys() - {"urgent", "acute"}))
def test_the_caveat_stands_once_at_the_end(name, full):
    """Every report says exactly once that IL-6 alone is no diagnosis."""
    text = " ".join(CASES[name].to_text(full=full).split())

    assert text.count(CASES[name].caveat) == 1
    assert text.endswith(CASES[name].caveat)


@pytest.mark.parametrize("width", [60, 72, 88, 120])
@pytest.mark.parametrize("name", CASES)
def test_no_line_is_longer_than_the_width(name, width):
    """Every line fits, and no text is lost to make it fit."""
    narrow, wide = as_text(CASES[name].document, width), as_text(CASES[name].document, 10_000)

    assert all(len(line) <= width for line in narrow.splitlines())
    assert "".join(wide.split()) == "".join(narrow.split())


@pytest.mark.parametrize("name", CASES)
def test_a_verdict_read_back_prints_the_same(name):
    """A report is written from the document, so one read back from a file is the same."""
    verdict = CASES[name]
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))

    assert str(verdict) == str(again) == as_text(verdict.document)


@pytest.mark.parametrize("name", CASES)
def test_every_finding_and_action_is_printed(name):
    """What was found stands in the report with the id of its rule, and what to do; comfort stays out where it must."""
    verdict = CASES[name]
    text = " ".join(verdict.to_text(full=True).split())
    is_grave = verdict.care.rank >= Care.SAME_DAY.rank or "red_flag" in [found.code for found in verdict.findings]
    unsaid = UNSAID_WHEN_ACUTE if is_grave else frozenset()
    said = [finding for finding in verdict.findings if finding.code not in unsaid]
    said = [finding for finding in said if verdict.care != "urgent" or finding.severity == "urgent"]

    assert all(finding.sentence in text and f"[{finding.rule}]" in text for finding in said)
    assert all(step in text for step in steps(verdict.document))


def test_a_sentence_is_printed_once():
    """Two findings with one sentence share its line."""
    text = " ".join(judged(rested(exercise=None), hs_crp="2 mg/L").to_text(full=True).split())

    assert text.count("Training before the draw was not reported") == 1


@pytest.mark.parametrize(
    "reading, context",
    [
        (rested("40 pg/mL"), {}),
        (rested("120 pg/mL"), {}),
        pytest.param(
            rested("120 pg/mL"),
            {"history": [rested("130 pg/mL", at(60)), rested("125 pg/mL", at(120))], "red_flags": ["fever"]}),
        (rested("8 pg/mL"), {"red_flags": ["chest_pain"]}),
        (rested("40 pg/mL", exercise=None), {"hs_crp": "0.5 mg/L"}),
        pytest.param(
            rested("120 pg/mL", exercise="hiit", hours_since_exercise=2), {}),
        pytest.param(
            rested("38 pg/mL", exercise="hiit", hours_since_exercise=2), {"red_flags": ["fever"]}),
        pytest.param(
            rested("40 pg/mL"), {"history": [rested("1.0 pg/mL", at(60)), rested("1.1 pg/mL", at(40))]}),
        pytest.param(
            rested("40 pg/mL"), {"history": [rested("60 pg/mL", at(60))]}),
        pytest.param(
            rested("1.0 pg/mL"), {"red_flags": ["fever"], "conventional_crp": "40 mg/L", "hs_crp": "0.5 mg/L"}),
    ],
)  # fmt: skip
def test_nothing_reassures_where_care_is_acute(reading, context):
    """Where somebody should look the same day, no line of the report soothes."""
    verdict = judged(reading, **context)

    assert verdict.care in {"same_day", "urgent"}
    texts = (verdict.to_text(full=True), verdict.for_patient(), verdict.for_clinician())
    assert [line for line in REASSURING if line in " ".join(" ".join(texts).split())] == []


@pytest.mark.parametrize(
    "name, wanted",
    [
        ("rested", "Band    optimal, provisional"),
        ("trained", "(still possible)"),
        ("child", "Band    none"),
        ("open", "Band    optimal or above target (still possible)"),
        ("converted", "2.5 pg/mL (reported as 0.0025 ng/mL)"),
        ("converted", "0.5 mg/L (reported as 0.05 mg/dL)"),
        ("rested", "95 % range from one reading"),
        ("course", "2 days of readings, 95 % range"),
        ("course", "The course, oldest first"),
        ("empty", "What would sharpen this"),
        ("rested", "On whose authority"),
    ],
)
def test_what_a_report_holds(name, wanted):
    """Band, level, course, what is missing and the authority are shown where there are any."""
    assert wanted in CASES[name].to_text(full=True)


@pytest.mark.parametrize(
    "name, absent", [("child", "Level"), ("empty", "Band"), ("rested", "The course"), ("rested", "Care:")]
)
def test_what_there_is_not_is_not_shown(name, absent):
    """A part without content has no title."""
    assert absent not in CASES[name].to_text(full=True)


def test_a_reading_that_does_not_count_says_why():
    """The course names the reason why a reading was left out."""
    verdict = judged(rested("2.5 pg/mL", method="a"), history=[rested("2.5 pg/mL", at(30), method="b")])

    assert "(not counted: other method)" in verdict.to_text(full=True)


def test_the_policy_is_printed():
    """Overridden numbers and rules that were taken away stand in the report."""
    own = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol"))).without("B8")
    verdict = interpret_case({"reading": rested()}, rules=own)
    text, first = (" ".join(verdict.to_text(full=full).split()) for full in (True, False))

    assert "washout 36 hour" in first
    assert "without the rules B8" in first
    assert "overridden washout: 36 hour (instead of 24; convention: clinic protocol)" in text
    assert "without the rules B8" in text


@given(documents())
def test_every_report_fits_and_says_its_caveat(document):
    """The promises of the report hold for any case."""
    verdict = interpret_case(document)
    again = Verdict.from_dict(verdict.to_dict())

    for full in (False, True):
        text = verdict.to_text(full=full)

        assert " ".join(text.split()).count(verdict.caveat) == (full or not is_acute(verdict.document))
        assert all(len(line) <= 88 for line in text.splitlines())
        assert text == again.to_text(full=full)
        assert "{" not in text


@pytest.mark.parametrize("symptom", ["chest_pain", "confusion", "new_breathlessness"])
def test_beside_a_warning_symptom_no_comfort_is_given(symptom):
    """A red flag outranks every band: a perfect number beside chest pain must not calm anybody."""
    calm = {"hs_crp": "0.5 mg/L", "grip_trend": "rising", "hrv_trend": "rising"}
    text = " ".join(judged(rested("1.0 pg/mL"), red_flags=[symptom], **calm).to_text(full=True).split())
    usual = " ".join(judged(rested("1.0 pg/mL"), red_flags=[], **calm).to_text(full=True).split())

    assert "hs-CRP 0.5 mg/L is low" in usual
    assert [] == [comfort for comfort in REASSURING if comfort in text]
    assert "What may be tried" not in text


@pytest.mark.parametrize("width", [-3, 0, 1, 39])
def test_a_width_in_which_nothing_fits_is_widened(width):
    """Forty columns are the narrowest that a report can be laid out in."""
    assert CASES["course"].to_text(40) == CASES["course"].to_text(width)


# --- colour ----------------------------------------------------------------------------------------

SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")


@pytest.mark.parametrize("width", [40, 88])
@pytest.mark.parametrize("name", CASES)
def test_colour_adds_nothing_but_itself(name, width):
    """Nothing is said by colour alone, and a report without its sequences is the plain one."""
    plain, coloured = (CASES[name].to_text(width, colour=each) for each in (False, True))

    assert "\x1b" not in plain
    assert plain == SEQUENCE.sub("", coloured)


@pytest.mark.parametrize("name", CASES)
def test_colour_ends_on_the_line_on_which_it_begins(name):
    """A pager cuts anywhere, and what follows must not be painted too."""
    for line in CASES[name].to_text(colour=True).splitlines():
        assert SEQUENCE.findall(line)[1::2] == ["0"] * (len(SEQUENCE.findall(line)) // 2)
        assert len(SEQUENCE.findall(line)) in (0, 2)


@pytest.mark.parametrize("name, paint", [("urgent", "1;97;41"), ("flagged", "1;30;43"), ("open", "1")])
def test_care_stands_out_by_how_soon_it_is(name, paint):
    """Urgent things first, and seen first."""
    first = CASES[name].to_text(colour=True).splitlines()[0]

    assert [paint, "0"] == SEQUENCE.findall(first)


def test_a_document_from_elsewhere_cannot_command_a_terminal():
    """A verdict document is untrusted too: no control character is read, and none that turns a line round is shown."""
    document = CASES["open"].to_dict()
    with pytest.raises(VerdictFormatError, match=r"^verdict\.summary: "):
        Verdict.from_dict(document | {"summary": "\x1b[2J\x1b]0;owned\x07 gone\x9b1m"})
    text = Verdict.from_dict(document | {"summary": "\u202egone\u2066"}).to_text(full=True)

    assert "\\u202egone" in text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_a_question_that_says_nothing_known_of_what_it_changes_is_still_asked():
    """A document of another release, or one that was damaged, ended in a RuntimeError."""
    document = interpret_case({"reading": {"il6": "3.4 pg/mL"}}).to_dict()
    for changes in ([], ["car"]):
        altered = document | {"questions": [each | {"changes": changes} for each in document["questions"]]}
        assert Verdict.from_dict(altered).to_text()
