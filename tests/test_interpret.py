from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

import pytest

from forge_il6 import (
    STANDARD,
    CareReason,
    CaseError,
    Context,
    Convention,
    ForgeError,
    Note,
    Reading,
    Reason,
    RuleSetError,
    Threshold,
    TimeError,
    UnknownKeyError,
    Verdict,
    interpret,
    interpret_case,
    rule,
)
from forge_il6.codes import Analyte
from forge_il6.units import Amount
from properties.promise_strategies import at, codes, course, day, judged, possible, reasons, rested, standing

CONFORMANCE = Path(__file__).parents[2] / "shared" / "conformance" / "cases.json"


# --- what is a case --------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [{}, {"reading": {}}, {"reading": None, "context": None}, {"context": {}}])
def test_an_empty_case_is_legal(document):
    """A case without any fact has a verdict, which asks for an IL-6 first."""
    verdict = interpret_case(document)

    assert (verdict.band, verdict.firmness, verdict.care, verdict.pattern) == (None, "none", "none", "il6_missing")
    assert verdict.missing[0] == "il6"


@pytest.mark.parametrize(
    "document, names",
    [
        ({"readin": {}}, "reading"),
        ({"reading": {"fastng": True}}, "fasting"),
        ({"context": {"agee": 3}}, "age"),
        ({"context": {"history": [{"il-6": "2 pg/mL"}]}}, "il6"),
    ],
)
def test_an_unknown_key_is_refused_by_name(document, names):
    """A key that no case document has is refused, with the one that was meant."""
    with pytest.raises(UnknownKeyError, match=f"did you mean '{names}'"):
        interpret_case(document)


@pytest.mark.parametrize("document", [None, [], "2 pg/mL", 3, {"reading": 3}, {"context": []}, {5: {}}])
def test_what_is_no_case_is_refused(document):
    """Anything but an object is refused as a case error."""
    with pytest.raises(CaseError):
        interpret_case(document)


@pytest.mark.parametrize(
    "call",
    [
        lambda: interpret(3),
        lambda: interpret("2 pg/mL"),
        lambda: interpret([3]),
        lambda: interpret(Reading("2 pg/mL"), {"age": 3}),
        lambda: interpret(Reading("2 pg/mL"), rules=[]),
    ],
)
def test_what_is_no_reading_is_refused(call):
    """Objects of another type are refused with the way out."""
    with pytest.raises(CaseError):
        call()


def test_several_readings_are_an_index_and_its_history():
    """Of several readings the newest is the index, whatever their order."""
    readings = [Reading.from_dict(rested(f"{n}.5 pg/mL", at(40 * n))) for n in range(3)]
    verdicts = [interpret(list(order)) for order in itertools.permutations(readings)]

    assert [verdicts[0]] * 6 == verdicts
    assert (
        judged(rested("0.5 pg/mL"), history=[rested("1.5 pg/mL", at(40)), rested("2.5 pg/mL", at(80))]) == verdicts[0]
    )


def test_a_list_may_join_a_history():
    """A list of readings and the history of the context are one history."""
    readings = [Reading.from_dict(rested("2.5 pg/mL", time)) for time in (at(), at(40))]
    history = [rested("2.5 pg/mL", at(80))]

    assert interpret(readings, Context(history=history)).persistence.n == 3


def test_a_list_of_one_or_none_is_a_case():
    """A list of one is that reading, an empty one is no reading."""
    reading = Reading.from_dict(rested(drawn_at=None))

    assert interpret(reading) == interpret([reading])
    assert interpret(None) == interpret([])


def test_one_of_several_readings_without_a_time_is_refused():
    """The newest of several readings can only be told by their times."""
    with pytest.raises(TimeError, match=r"reading\[1\]"):
        interpret([Reading("2 pg/mL", drawn_at=at()), Reading("2 pg/mL")])


def test_a_subclass_is_read_as_the_record_itself():
    """A host's subclass brings no facts that were not checked."""

    class Own(Reading):
        pass

    assert interpret(Reading.from_dict(rested())) == interpret(Own(**rested()))


# --- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "as_of, drawn_at, refused",
    [
        ("2026-11-20", "2026-11-20T23:59:00+00:00", False),
        ("2026-11-19", "2026-11-20T00:00:00+00:00", True),
        ("2026-11-20", "2026-11-20", False),
        ("2026-11-20", "2026-11-21", True),
        ("2026-11-20T08:00:00+00:00", "2026-11-20T08:00:00+00:00", False),
        ("2026-11-20T08:00:00+00:00", "2026-11-20T09:00:00+01:00", False),
        ("2026-11-20T08:00:00+00:00", "2026-11-20T08:00:01+00:00", True),
        ("2026-11-20T08:00:00+00:00", "2026-11-20", False),
        ("2026-11-20T08:00:00+00:00", "2026-11-22", True),
    ],
)
@pytest.mark.parametrize("of", ["reading", "hs_crp"])
def test_a_draw_after_as_of_is_refused(as_of, drawn_at, refused, of):
    """A draw cannot be in the future of the day or instant of asking."""
    reading = rested(drawn_at=drawn_at if of == "reading" else None)
    context = {"as_of": as_of, "hs_crp": {"value": "2 mg/L", "drawn_at": drawn_at if of == "hs_crp" else None}}
    if refused:
        with pytest.raises(TimeError, match="as_of"):
            judged(reading, **context)
    else:
        assert standing(judged(reading, **context)) in {"valid", "tentative"}


def test_a_history_after_as_of_is_refused():
    """A history in the future is refused also where the index has no time."""
    with pytest.raises(TimeError, match="as_of"):
        judged(rested(drawn_at=None), as_of="2026-11-20", history=[rested(drawn_at="2027-03-01T08:00:00+00:00")])


@pytest.mark.parametrize("drawn_at, refused", [(at(), False), (at(0, -0.001), True), (day(0), False), (day(-2), True)])
def test_a_history_newer_than_the_index_is_refused(drawn_at, refused):
    """A history may be as old as the index, and no newer."""
    if refused:
        with pytest.raises(TimeError, match="newer"):
            judged(history=[rested(drawn_at=drawn_at)])
    else:
        assert len(judged(history=[rested(drawn_at=drawn_at)]).course.readings) == 2


def test_a_history_without_a_time_is_refused():
    """Every reading of a history has its time."""
    with pytest.raises(TimeError, match=r"history\[0\]\.drawn_at"):
        judged(history=[rested(drawn_at=None)])


@pytest.mark.parametrize(
    "context",
    [
        {"birth_date": "2026-11-21"},
        {"birth_date": "1970-01-01", "age": 40},
        {"birth_date": "2026-10-01", "history": [rested(drawn_at=at(80))]},
    ],
)
def test_a_birth_date_that_does_not_fit_is_refused(context):
    """A birth after a draw, or one that contradicts the age, is refused."""
    with pytest.raises(CaseError, match="birth_date"):
        judged(**context)


@pytest.mark.parametrize("age", [55, 56, 57])
def test_an_age_may_be_a_year_off(age):
    """The age may have been asked before or after the birthday."""
    assert judged(birth_date="1970-01-01", age=age).applicable


def test_a_time_without_an_offset_needs_a_time_zone():
    """A local time is refused with the way out, and read with it."""
    with pytest.raises(TimeError, match="time_zone"):
        judged(rested(drawn_at="2026-11-20T08:00:00"))

    assert standing(judged(rested(drawn_at="2026-11-20T08:00:00"), time_zone="Europe/Berlin")) == "valid"


# --- one instant -----------------------------------------------------------------------------------


@pytest.mark.parametrize("time", [at(), at(40)])
def test_two_values_of_one_instant_are_void(time):
    """Two different values for one instant are void with reason conflict, both."""
    history = [rested("2.4 pg/mL", time), rested("2.5 pg/mL", at(80))]
    history += [rested("2.6 pg/mL", "2026-10-11T09:00:00+02:00")] if time == at(40) else []
    verdict = judged(rested("2.6 pg/mL"), history=history)
    found = {each.drawn_at: [r.code for r in each.standing.reasons] for each in verdict.course.readings}

    assert found[time] == ["conflict"]
    assert [r.code for each in verdict.course.readings for r in each.standing.reasons] == ["conflict"] * 2
    assert (["conflict"] if time == at() else []) == reasons(verdict)


@pytest.mark.parametrize("result", ["<2.5 pg/mL", "2.51 pg/mL", "25 ng/L"])
def test_what_conflicts(result):
    """Another number and another comparator are another value."""
    assert reasons(judged(rested("2.5 pg/mL"), history=[rested(result)])) == ["conflict"]


@pytest.mark.parametrize("crp", ["0.6 mg/L", {"value": "0.6 mg/L"}, {"value": "0.6 mg/L", "drawn_at": at()}])
@pytest.mark.parametrize("other", ["0.7 mg/L", "<0.6 mg/L"])
def test_two_hs_crp_of_one_instant_are_void(crp, other):
    """Judged per analyte: two different values for one instant are void with reason conflict."""
    same_instant = datetime.fromisoformat(at()).astimezone(timezone(timedelta(hours=-9))).isoformat()
    verdict = judged(hs_crp=crp, hs_crp_history=[{"value": other, "drawn_at": same_instant}])
    finding = next(each for each in verdict.findings if each.rule == "D3")

    assert ["conflict"] == [reason.code for reason in verdict.standing.hs_crp.reasons]
    assert ("void", "valid", "crp_void") == (verdict.standing.hs_crp.code, verdict.standing.il6.code, verdict.pattern)
    assert "conflict" == finding.code
    assert "ask_laboratory" in [action.code for action in verdict.actions]


@pytest.mark.parametrize(
    "result, time", [("0.60 mg/L", at()), ("600 ng/mL", at()), ("0.7 mg/L", at(0, 1)), ("0.7 mg/L", day(0))]
)
def test_what_is_no_conflict_of_hs_crp(result, time):
    """The same value, another hour of that day, and a day alone contradict nothing."""
    verdict = judged(hs_crp="0.6 mg/L", hs_crp_history=[{"value": result, "drawn_at": time}])

    assert ("valid", "both_low") == (verdict.standing.hs_crp.code, verdict.pattern)


def test_a_conflict_concerns_its_own_analyte_alone():
    """Two IL-6 of one instant say nothing against the hs-CRP of that draw."""
    verdict = judged(rested("2.5 pg/mL"), history=[rested("2.6 pg/mL")], hs_crp="0.6 mg/L")

    assert (["conflict"], "valid") == (reasons(verdict), verdict.standing.hs_crp.code)


def test_an_acute_hs_crp_keeps_its_care_where_it_is_contradicted():
    """Care by the value is judged for a void sample too."""
    other = [{"value": "1 mg/L", "drawn_at": at()}]
    verdict = judged(hs_crp="12 mg/L", hs_crp_history=other, red_flags=["fever"])

    assert ("void", "same_day") == (verdict.standing.hs_crp.code, verdict.care)


@pytest.mark.parametrize("result", ["2.5 pg/mL", "2.50 ng/L", "0.0025 ng/mL"])
def test_one_value_twice_is_one_reading(result):
    """The same value at the same instant, in whatever unit, is a duplicate and counts once."""
    verdict = judged(rested("2.5 pg/mL"), history=[rested(result), rested("2.5 pg/mL", at(40))])

    assert (verdict.persistence.n, verdict.persistence.code) == (2, "consistent_above_2")
    assert sorted(each.excluded for each in verdict.course.readings)[::2] == ["", "duplicate"]


def test_the_order_of_duplicates_does_not_matter():
    """Of two copies of one result it does not matter which comes first."""
    copies = [rested("2.5 pg/mL", at(40)), rested("2.5 pg/mL", at(40), fasting_hours=None)]
    one, other = (judged(rested("2.5 pg/mL"), history=list(order)) for order in (copies, copies[::-1]))

    assert one.persistence == other.persistence
    assert one.firmness == other.firmness


def test_the_order_of_the_history_does_not_matter():
    """Every order of a history gives one verdict."""
    history = [
        rested("2.5 pg/mL", at(40)), rested("<3 pg/mL", at(40, 2)), rested("2.2 pg/mL", day(80)),
        rested("3.4 pg/mL", day(80), fasting_hours=3), rested("1.4 pg/mL", at(120), exercise=None),
    ]  # fmt: skip
    verdicts = [judged(rested("2.5 pg/mL"), history=list(order)) for order in itertools.permutations(history)]

    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_an_entry_of_the_history_without_il6_is_no_reading():
    """An earlier draw without an IL-6 has no part in the course."""
    assert len(judged(history=[rested(None, at(30))]).course.readings) == 1


@pytest.mark.parametrize(
    "excluded, facts",
    [
        ("void", {"at_rest": False}),
        ("unverified", {"exercise": None}),
        ("other_method", {"method": "x"}),
        ("other_matrix", {"specimen": "serum"}),
        ("outside_window", {"drawn_at": at(184)}),
    ],
)
def test_the_course_says_why_a_reading_does_not_count(excluded, facts):
    """Every reading of the course is shown with the reason why it does not count."""
    (first, _) = judged(history=[rested(**{"drawn_at": at(30), **facts})]).course.readings

    assert (False, excluded) == (first.counted, first.excluded)


# --- the rule set ----------------------------------------------------------------------------------


def test_an_override_changes_only_what_names_it():
    """An override moves its cut, and the policy and the finding name it."""
    own = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))
    document = {"reading": rested(exercise="hiit", hours_since_exercise=30)}
    usual, changed = interpret_case(document), interpret_case(document, rules=own)

    assert (standing(usual), standing(changed)) == ("valid", "void")
    assert [each.name for each in changed.policy.overridden] == ["washout"]
    assert "clinic protocol 4.2" in str(changed)


def test_a_rule_of_the_host_speaks():
    """A rule that a host adds has its finding, with its own sentence."""

    @rule("X1", asks="Is this a test?")
    def own(il6):
        """A test has a word to say."""
        return Note("own_word", sentence="This is a test.")

    verdict = interpret_case({"reading": rested()}, rules=STANDARD + own)

    assert "own_word" in codes(verdict)
    assert "This is a test. [X1]" in str(verdict)


def test_a_rule_that_answers_with_something_else_is_refused():
    """A rule that judges a sample answers with a Reason, and a code can be compared."""
    judging = rule("X2", asks="?", judges=STANDARD["D2"].judges)(lambda age: 3)
    hashless = rule("X3", asks="?", gives="x")(lambda il6: [])

    with pytest.raises(RuleSetError, match="Reason"):
        interpret_case({"reading": rested(), "context": {"age": 30}}, rules=STANDARD + judging)
    with pytest.raises(RuleSetError, match="compared"):
        interpret_case({"reading": rested()}, rules=STANDARD + hashless)


def test_a_verdict_without_a_rule_explains_itself():
    """A rule set without the rule on unclear timing still has a verdict that can be written."""
    log = [{"kind": "hiit", "ended_at": day(1)}]
    document = {"reading": rested(exercise=None), "context": {"time_zone": "UTC", "exercise_log": log}}

    assert interpret_case(document, rules=STANDARD.without("T1")).to_dict()


# --- what is missing -------------------------------------------------------------------------------


def test_the_most_useful_is_missing_first():
    """What is asked for has the names of the case document, the most useful first."""
    missing = interpret_case({"reading": {"il6": "2.5 pg/mL"}}).missing
    wanted = [
        "red_flags",
        "drawn_at",
        "exercise",
        "hours_since_exercise",
        "fasting",
        "at_rest",
        "confounders",
        "hs_crp",
        "age",
    ]

    assert wanted == [name for name in missing if name in wanted]


@pytest.mark.parametrize(
    "reading, name, wanted",
    [
        ({"exercise": "hiit"}, "hours_since_exercise", True),
        ({"exercise": "hiit"}, "exercise", False),
        ({"exercise": "none"}, "hours_since_exercise", False),
        ({"exercise": None}, "exercise", True),
        ({"exercise": None, "hours_since_exercise": 30}, "exercise", True),
        pytest.param(
            {"exercise": None, "hours_since_exercise": 30}, "hours_since_exercise", False),
        ({"fasting_hours": None}, "fasting", True),
        ({"fasting_hours": None, "fasting": False}, "fasting", False),
    ],
)  # fmt: skip
def test_what_is_stated_is_not_asked_for(reading, name, wanted):
    """Only what is unknown is missing."""
    assert wanted == (name in judged(rested(**reading)).missing)


@pytest.mark.parametrize(
    "context, wanted", [({"sex": "male"}, False), ({"pregnant": False}, False), ({"sex": "female"}, True), ({}, True)]
)
def test_pregnancy_is_not_asked_of_men(context, wanted):
    """Whether the person is pregnant is asked where it can be."""
    assert wanted == ("pregnant" in judged(**context).missing)


# --- what is said ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reading, context, action",
    [
        (rested("100 pg/mL"), {}, "seek_urgent_care"),
        (rested("35 pg/mL"), {}, "see_clinician_same_day"),
        (rested(), {"red_flags": ["fever"]}, "clinician_evaluation"),
        (rested("8 pg/mL"), {}, "repeat_beyond_range"),
        (rested(), {"hs_crp": "12 mg/L"}, "repeat_when_acute_has_passed"),
        (rested(exercise="hiit", hours_since_exercise=3), {}, "repeat_rested"),
        (rested(fasting_hours=2), {}, "repeat_cleared"),
        (rested(exercise=None), {}, "verify_or_repeat"),
        (rested(None), {"hs_crp": "2 mg/L"}, "measure_il6"),
        (rested(), {}, "measure_hs_crp"),
    ],
)
def test_the_first_action_is_the_most_urgent(reading, context, action):
    """Actions are ordered, the most urgent first."""
    assert action == judged(reading, **context).actions[0].code


def test_a_paired_draw_waits_72_hours():
    """The advice after training names 24 hours, and 72 for a pair."""
    verdict = judged(rested(exercise="hiit", hours_since_exercise=3))

    assert "24 hours" in verdict.actions[0].sentence
    assert "72 hours" in verdict.actions[0].sentence


@pytest.mark.parametrize(
    "facts, context, on_or_after",
    [
        ({"exercise": "hiit", "hours_since_exercise": 3}, {}, "2026-11-21"),
        ({"exercise": "race", "hours_since_exercise": 30}, {}, "2026-11-26"),
        ({"exercise": "hiit", "hours_since_exercise": 50}, {"hs_crp": "1 mg/L"}, "2026-12-04"),
        ({}, {"confounders": [{"kind": "minor_infection", "days_since": 5}]}, "2026-11-29"),
        ({}, {}, "2026-12-04"),
        ({"il6": "3.4 pg/mL"}, {}, "2026-12-18"),
        ({"drawn_at": None}, {}, ""),
    ],
)
def test_the_next_draw_waits_for_what_disturbed_this_one(facts, context, on_or_after):
    """Hours count as days do: a draw before the washout has passed would be void again."""
    reading = rested(**{"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10+01:00"} | facts)
    draw = judged(reading, **context).next_draw

    assert on_or_after == draw.on_or_after


@pytest.mark.parametrize(
    "il6",
    [
        "40 pg/mL",
        pytest.param("120 pg/mL"),
    ],
)
def test_acute_care_leaves_out_everything_else(il6):
    """Where care is acute no advice on better samples stands beside it."""
    verdict = judged(rested(il6, exercise=None, fasting_hours=None))

    assert [verdict.actions[0].code] == [action.code for action in verdict.actions]


@pytest.mark.parametrize(
    "reading, context, word",
    [
        (rested("100 pg/mL"), {}, "Urgent"),
        (rested("35 pg/mL"), {}, "clinician"),
        (rested(), {"red_flags": ["fever"]}, "clinician"),
        (rested(None), {}, "No IL-6"),
        (rested(), {"age": 3}, "not judged"),
        (rested(exercise="hiit", hours_since_exercise=3), {}, "Not raised even 3 h after training"),
        (rested("3.4 pg/mL", exercise="hiit", hours_since_exercise=3), {}, "at rest it is at most 3.4 pg/mL"),
        (rested(fasting_hours=2), {}, "void"),
        (rested("<1.5 pg/mL"), {}, "optimal or above target"),
        (rested("2.5 pg/mL"), {}, "elevated"),
        (rested("2.5 pg/mL"), {"hs_crp": "0.5 mg/L"}, "hs-CRP 0.5 mg/L is low"),
        (rested(None), {"red_flags": ["fever"]}, "Fever"),
        (rested("0.8 pg/mL"), {"red_flags": ["fever", "chest_pain"]}, "because of chest pain (IL-6 0.8 pg/mL)"),
        (rested(None), {"history": [rested("2.4 pg/mL")]}, "2.4 pg/mL"),
    ],
)
def test_the_summary_says_the_most_urgent_thing(reading, context, word):
    """One line sums the verdict up."""
    verdict = judged(reading, **context)

    assert word in verdict.summary
    assert "\n" not in verdict.summary


# --- a value ---------------------------------------------------------------------------------------


def test_an_hs_crp_of_its_own_draw_keeps_its_time_in_the_document():
    """Without it a receiver would take it for one of the draw of the IL-6."""
    reading = Reading.from_dict(rested("2.4 pg/mL"))
    apart = Context(hs_crp={"value": "0.6 mg/L", "drawn_at": "2026-11-10T08:00:00+01:00"})

    assert "2026-11-10T08:00:00+01:00" == interpret(reading, apart).to_dict()["measured"]["hs_crp_drawn_at"]
    assert "hs_crp_drawn_at" not in interpret(reading, Context(hs_crp="0.6 mg/L")).to_dict()["measured"]


def test_verdicts_are_values():
    """Equal input gives equal verdicts, other input others, and neither equals anything else."""
    one, same, other = judged(), judged(), judged(rested("1.7 pg/mL"))

    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "verdict"


def test_facts_as_objects_and_as_text_are_one_case():
    """Datetimes, Decimals and codes say what their texts say."""
    time = datetime(2026, 11, 20, 8, tzinfo=timezone(timedelta(hours=1)))
    reading = Reading("1.6 pg/mL", drawn_at=time, fasting_hours=Decimal(12), at_rest=True, exercise="none")

    assert judged() == interpret(reading)
    assert judged() == interpret_case({"reading": reading.to_dict()})


def _at(document, path):
    for step in path.split("."):
        if isinstance(document, list):
            document = next((entry for entry in document if entry.get("code") == step), None)
        else:
            document = None if document is None else document.get(step)
    return document


def _vectors():
    if not CONFORMANCE.is_file():
        return []
    return json.loads(CONFORMANCE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.skipif(not CONFORMANCE.is_file(), reason="no conformance vectors beside the repository")
def test_conformance():
    """Every public vector of the protocol holds."""
    wrong = []
    for vector in _vectors():
        try:
            found = interpret_case(vector["case"]).to_dict()
        except ForgeError as error:
            if vector.get("error_mentions", "\0").lower() not in str(error).lower():
                wrong.append((vector["name"], str(error)))
            continue
        if "error_mentions" in vector:
            wrong.append((vector["name"], "was accepted"))
        for path, wanted in vector.get("expect", {}).items():
            value = _at(found, path.removesuffix(" includes"))
            if path.endswith(" includes"):
                held = wanted in [entry.get("code") if isinstance(entry, dict) else entry for entry in value or []]
            else:
                held = value == wanted
            if not held:
                wrong.append((vector["name"], f"{path}: wanted {wanted}, found {value}"))

    assert wrong == []


@pytest.mark.parametrize("il6", ["2.5 pg/mL", "<1.5 pg/mL"])
def test_a_case_of_one_reading_has_an_empty_course(il6):
    """Without a history there is no course to show."""
    assert judged(rested(il6)).course.readings == ()
    assert possible(judged(rested(il6))) == possible(course((il6, 0)))


# --- equal input, equal verdict, whatever was interpreted before -----------------------------------


@pytest.mark.parametrize("key, texts", [("lab_upper_limit", ("5 pg/mL", "5.00 pg/mL", "5.0 pg/mL"))])
def test_the_text_of_one_person_never_stands_in_the_document_of_another(key, texts) -> None:
    """5 equals 5.00, and yet each document repeats what its own laboratory printed."""

    def ceiling(text: str) -> str:
        reading = {"il6": "6 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", key: text}
        return interpret_case({"reading": reading, "context": {"age": 57}}).to_dict()["measured"]["ceiling"]

    assert list(texts) == [ceiling(text) for text in texts]
    assert list(reversed(texts)) == [ceiling(text) for text in reversed(texts)]


def test_a_number_of_one_rule_set_never_stands_in_the_findings_of_another() -> None:
    """Two clinics write one number differently; each finds its own spelling."""

    def used(text: str) -> set[str]:
        rules = STANDARD.override(washout=Threshold(text, "hour", Convention("clinic protocol 4.2")))
        trained = Reading("2.4 pg/mL", exercise="resistance", hours_since_exercise=20)
        findings = interpret(trained, Context(age=57), rules=rules).findings
        return {each.value for finding in findings for each in finding.thresholds if each.name == "washout"}

    assert [{"36"}, {"36.0"}, {"36"}] == [used(text) for text in ("36", "36.0", "36")]


# --- how often the rules are asked -----------------------------------------------------------------


def test_the_rules_are_asked_once_to_decide_and_once_to_explain() -> None:
    """Whatever is looked at, and however often: all that is said comes from one asking, and the questions are kept."""
    calls = {"sample": 0, "case": 0, "note": 0}

    @rule("X1", asks="Is the sample asked about?", judges=(Analyte.IL6, Analyte.HS_CRP))
    def of_sample(at_rest: bool) -> Reason | None:
        """Count."""
        calls["sample"] += 1

    @rule("X2", asks="Is the case asked about?")
    def of_case(il6: Amount) -> CareReason | None:
        """Count."""
        calls["case"] += 1

    @rule("X3", asks="Is there a note?")
    def of_note(il6: Amount) -> Note | None:
        """Count."""
        calls["note"] += 1

    at = "2026-11-20T08:10+01:00"
    reading = Reading("2.4 pg/mL", drawn_at=at, exercise="none", fasting_hours=11, at_rest=True)
    verdict = interpret(reading, Context(age=57, hs_crp="0.6 mg/L"), rules=STANDARD + of_sample + of_case + of_note)

    assert {"sample": 1, "case": 1, "note": 1} == calls  # what a host promises is checked at once
    for look in (repr, attrgetter("findings", "actions", "missing"), Verdict.course_svg, hash):
        look(verdict)
    assert {"sample": 2, "case": 2, "note": 2} == calls
    asked_again = verdict.questions and dict(calls)
    for look in (str, repr, Verdict.to_html, Verdict.to_dict, attrgetter("findings", "questions"), hash):
        look(verdict)
    assert asked_again == calls
