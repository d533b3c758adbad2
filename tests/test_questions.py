"""What would change a verdict: questions, their answers, and the line of a sample that may yet count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import attrs
import pytest
from hypothesis import given

from forge_il6 import STANDARD, Care, Convention, Firmness, StandingCode, Threshold, Verdict, interpret, interpret_case
from forge_il6 import questions as asking_again
from forge_il6.codes import Band, Persistence
from forge_il6.conclusions import PossibleAnswer, Question
from forge_il6.context import Context
from forge_il6.knowledge import STANDARD_NUMBERS
from forge_il6.knowledge.questions import LASTING, LINES, QUESTIONS, WHERE, Between
from forge_il6.reading import Reading
from profiles import of_the_usual
from strategies import case_documents

STATED: dict[str, Any] = {
    "reading": {
        "il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10+01:00", "fasting_hours": 11, "exercise": "none",
        "at_rest": True, "indwelling_line": False, "haemolysed": False, "hours_to_centrifugation": 1,
        "specimen": "serum", "method": "R&D Quantikine HS",
    },
    "context": {
        "age": 57, "sex": "male", "hs_crp": "0.6 mg/L", "confounders": [], "red_flags": [],
        "history": [{"il6": "2.5 pg/mL", "drawn_at": "2026-09-20T08:10+01:00", "fasting_hours": 11, "exercise": "none",
                     "specimen": "serum", "method": "R&D Quantikine HS"}],
    },
}  # fmt: skip
"""A case in which nothing is open."""
LONE = {"reading": {"il6": "2.4 pg/mL"}}


def without(*facts: str, **stated: Any) -> dict[str, Any]:
    """Return the full case without some facts, and with other values in its reading."""
    parts = {part: {k: v for k, v in known.items() if k not in facts} for part, known in deepcopy(STATED).items()}
    return {"reading": parts["reading"] | stated, "context": parts["context"]}


def question(verdict: Verdict, fact: str) -> Question:
    """Return the one question that asks for a fact."""
    (found,) = [each for each in verdict.questions if each.fact == fact]
    return found


def answers(verdict: Verdict, fact: str) -> dict[str, PossibleAnswer]:
    """Return the answers to the question for a fact, by their codes."""
    return {each.code: each for each in question(verdict, fact).answers}


def facts(verdict: Verdict) -> list[str]:
    """Return what is asked for, in order."""
    return [each.fact for each in verdict.questions]


def applied(document: Mapping[str, Any], answer: PossibleAnswer) -> dict[str, Any]:
    """State the facts of an answer in a case document, as anybody would who reads it."""
    stated = json.loads(answer.states)
    parts = {part: dict(document.get(part) or {}) | stated.get(part, {}) for part in ("reading", "context")}
    shared = stated.get("every_reading", {})
    history = parts["context"].get("history")
    if shared and history:
        parts["context"]["history"] = [
            shared | {name: value for name, value in each.items() if value is not None} for each in history
        ]
    return parts


def led_to(verdict: Verdict) -> tuple[Any, ...]:
    """Return what a verdict decides of all that an answer names."""
    judged = (verdict.standing.il6, verdict.standing.hs_crp)
    return (
        *(each and each.code for each in judged),
        verdict.band, verdict.firmness, verdict.care, verdict.pattern, verdict.decision.persistence,
    )  # fmt: skip


def said_of(answer: PossibleAnswer) -> tuple[Any, ...]:
    """Return the same of an answer."""
    return (
        answer.standing.il6, answer.standing.hs_crp, answer.band, answer.firmness, answer.care, answer.pattern,
        answer.persistence,
    )  # fmt: skip


# --- a question's answer leads where stating it leads ------------------------------------------------


@given(case_documents)
@of_the_usual(0.6)
def test_an_answer_leads_where_stating_it_leads(document: dict[str, Any]) -> None:
    """Design 7: every answer of every question, applied to the document and interpreted, gives the same decision."""
    verdict = interpret_case(document)
    for each in verdict.questions:
        for answer in each.answers:
            assert said_of(answer) == led_to(interpret_case(applied(document, answer))), (each.fact, answer.code)


@pytest.mark.parametrize("document", [LONE, without("fasting_hours"), without("exercise", "red_flags"), {}])
def test_the_level_of_an_answer_is_the_level_of_the_case_that_states_it(document: dict[str, Any]) -> None:
    """The level that an answer promises is the set point that stating it gives."""
    before = interpret_case(document)
    for answer in (answer for each in before.questions for answer in each.answers):
        after = interpret_case(applied(document, answer))
        counts = after.standing.il6 is not None and after.standing.il6.counts
        did_not = before.standing.il6 is None or not before.standing.il6.counts
        level = after.set_point if counts and did_not else None
        assert ((answer.low, answer.high) == ("", "")) is (level is None)
        assert level is None or (answer.low, answer.high) == (level.low, level.high)


@given(case_documents)
@of_the_usual(0.6)
def test_no_question_is_without_a_change_and_none_changes_what_it_does_not_name(document: dict[str, Any]) -> None:
    """Protocol 12: a fact no answer to which changes anything is not asked; `changes` names what differs."""
    for each in interpret_case(document).questions:
        names = ("standing", "band", "firmness", "care", "pattern", "persistence")
        differ = [name for name in names if len({getattr(answer, name) for answer in each.answers}) > 1]
        assert differ
        assert differ == list(each.changes)


@given(case_documents)
@of_the_usual(0.6)
def test_an_answer_never_talks_somebody_out_of_being_seen(document: dict[str, Any]) -> None:
    """Protocol 12: care is never lowered by a question."""
    verdict = interpret_case(document)
    if verdict.care >= Care.CLINICIAN_EVALUATION:
        assert all(answer.care >= verdict.care for each in verdict.questions for answer in each.answers)


@given(case_documents)
@of_the_usual(0.6)
def test_questions_come_in_the_order_of_what_they_can_change(document: dict[str, Any]) -> None:
    """Protocol 12: care, then what lets the sample count, then band, firmness and pattern, then persistence."""
    verdict = interpret_case(document)
    il6 = verdict.standing.il6
    counts = il6 is not None and il6.counts

    def place(each: Question) -> int:
        urgent = max(answer.care for answer in each.answers)
        if urgent > verdict.care and urgent >= Care.CLINICIAN_EVALUATION:
            return 0
        if not counts and {StandingCode.VALID, StandingCode.TENTATIVE} & {a.standing.il6 for a in each.answers}:
            return 1
        return 2 if {"band", "firmness", "pattern"} & set(each.changes) else 3 if "persistence" in each.changes else 4

    places = [place(each) for each in verdict.questions]
    assert sorted(places) == places


# --- what is asked -----------------------------------------------------------------------------------


def test_where_nothing_is_open_nothing_is_asked() -> None:
    """Protocol 12: questions are for what is not known."""
    assert () == interpret_case(STATED).questions


def test_with_urgent_care_nothing_is_asked() -> None:
    """Protocol 4: an urgent verdict shows its care, its reason and its number, and nothing else."""
    verdict = interpret_case({"reading": {"il6": "120 pg/mL"}})

    assert (Care.URGENT, ()) == (verdict.care, verdict.questions)


def test_symptoms_come_first_then_what_lets_the_sample_count() -> None:
    """Protocol 12: of a lone number care is asked first, then all of the draw at once."""
    assert ["red_flags", "reading"] == facts(interpret_case(LONE))[:2]


def test_a_stated_fact_is_not_asked() -> None:
    """An empty list means asked and none."""
    asked = facts(interpret_case(without("hs_crp")))

    assert ["hs_crp"] == asked


def test_a_man_is_not_asked_whether_he_is_pregnant() -> None:
    """A question that has no sense is no question."""
    assert "pregnant" not in facts(interpret_case(LONE | {"context": {"sex": "male"}}))
    assert "pregnant" in facts(interpret_case(LONE | {"context": {"sex": "female"}}))


def test_training_that_voids_names_its_standing() -> None:
    """Protocol 12: trained within 6 h, within 24 h, not."""
    found = answers(interpret_case(without("exercise")), "exercise")

    assert {"within_myokine_window": "void", "within_washout": "void", "none": "valid"} == {
        code: answer.standing.il6
        for code, answer in found.items()
        if code not in {"within_crp_washout", "before_crp_washout"}
    }


def test_the_hours_of_a_session_that_was_named_are_asked_for() -> None:
    """A kind without hours leaves the timing open; its hours are the question, and not the kind."""
    verdict = interpret_case(without(exercise="resistance"))

    assert ["hours_since_exercise"] == facts(verdict)
    assert "valid" == answers(verdict, "hours_since_exercise")["long_ago"].standing.il6


def test_where_one_fact_is_enough_there_is_no_joint_question() -> None:
    """Only fasting is open, so that fasting alone lets the sample count."""
    verdict = interpret_case(without("fasting_hours"))

    assert ["fasting"] == facts(verdict)
    assert StandingCode.VALID is answers(verdict, "fasting")["full"].standing.il6


def test_where_two_facts_are_open_neither_alone_lets_the_sample_count() -> None:
    """Each answer is judged with the others unknown; one joint question asks for all of them."""
    verdict = interpret_case(without("fasting_hours", "exercise"))

    assert "reading" == facts(verdict)[0]
    assert {True} == {a.standing.il6 >= StandingCode.UNVERIFIED for a in answers(verdict, "fasting").values()}  # type: ignore[operator]  # it was measured
    assert {"all": "valid", "not_known": "unverified"} == {
        code: answer.standing.il6 for code, answer in answers(verdict, "reading").items()
    }


def test_an_acute_hs_crp_is_one_of_the_answers() -> None:
    """Protocol 12: hs-CRP low, raised, acute."""
    found = answers(interpret_case(without("hs_crp")), "hs_crp")

    assert ["il6_only", "il6_leading", "both_raised", "suspended"] == [answer.pattern for answer in found.values()]


def test_an_earlier_reading_is_asked_for_and_can_make_a_band_firm() -> None:
    """Protocol 12: an earlier reading below or above the lines."""
    verdict = interpret_case(without("history"))
    found = answers(verdict, "history")

    assert ["history"] == facts(verdict)
    assert Firmness.FIRM is found["elevated"].firmness
    assert Persistence.CONSISTENT_ABOVE_2 is found["elevated"].persistence
    assert Persistence.NOT_ASSESSABLE is found["none"].persistence


def test_a_method_is_stated_of_every_reading_that_states_none() -> None:
    """One laboratory measured them all, as far as is known; the answer must not tear a course apart."""
    case = without("method")
    del case["context"]["history"][0]["method"]
    verdict = interpret_case(case)

    assert Persistence.CONSISTENT_ABOVE_2 is verdict.persistence.code
    assert "method" not in facts(verdict)


def test_several_readings_are_a_history_that_is_not_asked_for() -> None:
    """A list of readings and a stated history are one thing; something acute takes the firmness from any of them."""
    of_both = [Reading.from_dict(STATED["reading"]), Reading.from_dict(STATED["context"]["history"][0])]
    person = Context.from_dict({k: v for k, v in STATED["context"].items() if k not in ("history", "hs_crp")})
    verdict = interpret(of_both, person)

    assert ["hs_crp"] == facts(verdict)
    assert {"acute"} == {code for code, each in answers(verdict, "hs_crp").items() if each.firmness != Firmness.FIRM}


def test_of_a_day_in_a_known_zone_the_hour_is_asked_for() -> None:
    """Afternoon is a warning, and an unknown hour is none."""
    case = without(drawn_at="2026-11-20")
    case["context"]["time_zone"] = "Europe/Berlin"
    found = answers(interpret_case(case), "drawn_at")

    assert {"morning": "valid", "other": "tentative"} == {code: each.standing.il6 for code, each in found.items()}


def test_the_hour_of_an_instant_that_shows_its_clock_is_not_asked_for() -> None:
    """An offset says what the clock showed."""
    assert not {"drawn_at", "time_zone"} & set(facts(interpret_case(STATED)))


def test_an_excuse_is_no_question_where_somebody_should_be_seen() -> None:
    """Training may explain 60 pg/mL, and the question must not lead there."""
    verdict = interpret_case({"reading": {"il6": "60 pg/mL"}})

    assert Care.SAME_DAY is verdict.care
    assert "exercise" not in facts(verdict)
    assert "red_flags" in facts(verdict)


# --- numbers -----------------------------------------------------------------------------------------


def test_an_override_moves_the_question_too() -> None:
    """A clinic that waits 36 hours asks for 36 hours."""
    clinic = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol")))
    verdict = interpret_case(without("exercise"), rules=clinic)
    found = answers(verdict, "exercise")["within_washout"]

    assert "36 hours" in found.says
    assert {"exercise": "vigorous", "hours_since_exercise": "21"} == json.loads(found.states)["reading"]


def test_an_answer_for_which_the_numbers_leave_no_room_is_not_given() -> None:
    """Nothing lies between six hours and a washout of five."""
    clinic = STANDARD.override(washout=Threshold(5, "hour", Convention("clinic protocol")))

    assert "within_washout" not in answers(interpret_case(without("exercise"), rules=clinic), "exercise")


@pytest.mark.parametrize(
    "place, text",
    [
        (Between(below="target"), "0.6 pg/mL"),
        (Between("target", "verdict_line"), "1.6 pg/mL"),
        (Between("crp_acute"), "20 mg/L"),
        (Between("fasting_full", exactly=True), "10"),
        (Between("verdict_line", "target"), None),
    ],
)
def test_a_number_lies_between_its_lines(place: Between, text: str | None) -> None:
    """No number is written down twice."""
    assert text == place.text(STANDARD_NUMBERS)


def test_every_line_of_an_answer_has_its_words() -> None:
    """Two tables that must agree are compared."""
    assert {band.value for band in Band} == set(WHERE)
    assert set(LASTING) <= {each.value for each in Persistence}
    assert {each.value for each in (*StandingCode, *Care) if each is not Care.NONE} <= set(LINES)


def test_every_question_has_answers_with_codes_of_their_own() -> None:
    """Whoever stores an answer stores its code."""
    for each in QUESTIONS:
        assert len({answer.code for answer in each.answers}) == len(each.answers) >= 2, each.fact


# --- the line of a sample that may yet count ---------------------------------------------------------


def test_the_summary_of_an_unverified_sample_is_conditional_and_names_the_level() -> None:
    """Protocol 12: above the article's 2.0 if you had fasted and had not trained; then it fits a level."""
    verdict = interpret_case(LONE)
    level = answers(verdict, "reading")["all"]

    assert " if you " in verdict.summary
    assert "the article's" in verdict.summary
    assert f"{level.low} to {level.high}" in verdict.summary


def test_under_an_override_the_conditional_summary_names_no_article() -> None:
    """Words never claim more authority than the number has."""
    clinic = STANDARD.override(verdict_line=Threshold("2.2", "pg/mL", Convention("clinic protocol")))
    verdict = interpret_case(LONE, rules=clinic)

    assert " if you " in verdict.summary
    assert "article" not in verdict.summary


@pytest.mark.parametrize("document", [STATED, {"reading": {"il6": "60 pg/mL"}}, {}, without(at_rest=False)])
def test_no_other_summary_is_conditional(document: dict[str, Any]) -> None:
    """Neither a sample that counts, nor a void one, nor care, waits for an answer."""
    assert " if you " not in interpret_case(document).summary


# --- the document ------------------------------------------------------------------------------------


def test_questions_survive_the_document() -> None:
    """A stored verdict asks what it asked."""
    verdict = interpret_case(LONE)

    assert verdict.questions == Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))).questions


def test_a_document_from_before_there_were_questions_is_read() -> None:
    """A key that comes later breaks no stored document, and nothing is asked of a case that is not there."""
    document = interpret_case(LONE).to_dict()
    del document["questions"]

    assert () == Verdict.from_dict(document).questions


def test_a_verdict_whose_questions_nobody_reads_does_not_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deciding, and what is said of a verified sample, cost nothing more."""
    verdict = interpret_case(STATED | {"context": {}})
    monkeypatch.setattr(asking_again, "decided", lambda _: pytest.fail("the rules were asked again"))

    assert verdict.summary
    assert verdict.findings
    assert verdict.actions
    assert verdict.missing


def test_questions_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks, in whatever order."""
    verdict = interpret_case(LONE)
    asked = verdict.questions
    monkeypatch.setattr(asking_again, "decided", lambda _: pytest.fail("the rules were asked again"))

    assert asked is verdict.questions
    assert verdict.to_dict()["questions"]


def test_a_question_reads_as_a_record() -> None:
    """Typed and frozen, like every other part of a verdict."""
    assert attrs.has(type(interpret_case(LONE).questions[0]))


# --- confounders that are known in part ------------------------------------------------------------


def told_in_part(*events: str) -> dict[str, Any]:
    """Return the full case with some confounders, of which nobody says that they are all."""
    case = without()
    case["context"] |= {"confounders": list(events), "confounders_asked": False}
    return case


def test_confounders_that_are_known_in_part_are_asked_for_all_the_same() -> None:
    """Not knowing of others is no word that there were none."""
    case = told_in_part("statin")
    part = interpret_case(case)
    case["context"]["confounders_asked"] = True
    whole = interpret_case(case)

    assert ("confounders" in part.missing, "confounders" in whole.missing) == (True, False)
    assert ("confounders" in facts(part), "confounders" in facts(whole)) == (True, False)
    assert part.standing == whole.standing


def test_an_answer_keeps_the_confounders_that_are_known() -> None:
    """Stating it leads where it says, and "none" is none besides."""
    case = told_in_part("statin")
    for code, answer in answers(interpret_case(case), "confounders").items():
        stated = json.loads(answer.states)["context"]
        assert {"kind": "statin"} == stated["confounders"][0], code
        led = interpret_case({"reading": case["reading"], "context": case["context"] | stated})
        assert (answer.standing.il6, answer.care) == (led.standing.il6 and led.standing.il6.code, led.care), code
        assert "confounders" not in led.missing


def test_what_is_named_counts_from_a_list_that_is_not_whole() -> None:
    """An adverse fact is never lost for want of the others."""
    verdict = interpret_case(told_in_part("secondary_disease", "il6_receptor_blocker"))
    assert {"secondary_disease", "il6_receptor_blocker"} <= {each.code for each in verdict.findings}
