"""What holds for every reading."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forge_il6 import STANDARD, Band, Care, ForgeError, Reading, Verdict, interpret_case
from forge_il6.codes import StandingCode
from forge_il6.knowledge.assays import assay_of
from profiles import of_the_usual
from properties.promise_strategies import (
    BANDS,
    CUTS,
    EVENTS,
    EXERCISE,
    INDEX_AT,
    RED_FLAGS,
    adverse_events,
    at,
    crp_results,
    documents,
    hours,
    judged,
    points,
    possible,
    rested,
    results,
    sessions,
    supported,
    times,
)

SUPPORTING = ["exercise", "fasting_hours", "at_rest"]
RULES = {each.id for each in STANDARD}
STEPS = sorted({*CUTS, "0.5", "1.5", "5", "20", "34.99", "35.01", "99.99", "100.01", "500"}, key=float)


# --- total -----------------------------------------------------------------------------------------


@of_the_usual(2)
@given(documents())
def test_total(document):
    """Any case that can be read has a verdict that can be written and printed."""
    verdict = interpret_case(document)

    assert json.dumps(verdict.to_dict())
    assert str(verdict)


@given(documents(), st.sampled_from(["as_of", "birth_date", "time_zone"]), times)
def test_refused_only_by_our_own_errors(document, name, value):
    """A case that contradicts itself is refused with an error of this package, or has a verdict."""
    document["context"][name] = value if name != "time_zone" else "Nowhere/Land"
    try:
        found = str(interpret_case(document))
    except ForgeError as error:
        found = str(error)

    assert found


@given(documents())
def test_exactly_one_band_or_an_honest_set(document):
    """A band is the only possible one, and without a band there is a set that says what remains."""
    verdict = interpret_case(document)
    found = possible(verdict)

    assert found == [band for band in BANDS if band in found]
    if verdict.band is not None:
        assert [verdict.band] == found
    assert (verdict.band is None) == (verdict.firmness == "none")
    il6 = verdict.standing.il6
    if il6 is not None:
        assert (il6.code is StandingCode.NOT_APPLICABLE) == (found == [])
        assert il6.code.rank < StandingCode.VOID.rank or verdict.band is None


# --- monotone --------------------------------------------------------------------------------------


@given(documents(), st.sampled_from(STEPS), st.sampled_from(STEPS))
def test_more_il6_never_gives_a_lower_band_or_less_care(document, one, other):
    """With everything else the same a higher value has no lower band and no less care."""
    index_at = document["reading"].get("drawn_at")
    assume(all(each["drawn_at"] != index_at for each in document["context"].get("history", [])))
    assay = assay_of(document["reading"].get("method") or "")  # a number at an end of its range is another result
    ends = () if assay is None else [end.value for end in (assay.starts_at, assay.ends_at) if end is not None]
    assume(not {Decimal(one), Decimal(other)} & set(ends))
    verdicts = []
    for value in sorted((one, other), key=float):
        document["reading"]["il6"] = f"{value} pg/mL"
        verdicts.append(interpret_case(document))
    less, more = verdicts

    assert less.care.rank <= more.care.rank
    assert less.standing == more.standing
    if less.possible_bands:
        assert less.possible_bands[0].rank <= more.possible_bands[0].rank
        assert less.possible_bands[-1].rank <= more.possible_bands[-1].rank


@given(supported(), st.sampled_from(STEPS), st.sampled_from(STEPS), st.sampled_from(["", "<", ">"]))
def test_more_il6_never_gives_a_lower_line(case, one, other, sign):
    """A higher index reading never turns a line from yes to no, nor from open to no."""
    order = {"no": 0, "open": 1, "yes": 2}
    index, history = case
    less, more = (
        judged({**index, "il6": f"{sign}{value} pg/mL"}, history=history).persistence.lines
        for value in sorted((one, other), key=float)
    )

    assert all(
        order[getattr(less, name)] <= order[getattr(more, name)] for name in ("above_target", "above_2", "above_3")
    )


# --- unit-blind ------------------------------------------------------------------------------------

UNITS = {"ng/L": 0, "ng/mL": 3, "ug/L": 3, "µg/L": 3, "fg/mL": -3, "mg/L": 6, "pg/ml": 0, "mg/dL": 7}
LARGE_UNITS = {"mg/L", "mg/dL"}


def in_unit(result, unit):
    """Write a result in pg/mL in another unit, exactly."""
    number = result.removesuffix(" pg/mL")
    return f"{number}E{-UNITS[unit]} {unit}"


def decided(verdict):
    """Return what a verdict decided, without the text as reported."""
    document = verdict.to_dict()
    document["measured"] = {k: v for k, v in document["measured"].items() if not k.endswith("_as_reported")}
    document["findings"] = [each for each in document["findings"] if each["code"] != "check_unit"]
    document["actions"] = [each for each in document["actions"] if each["code"] != "ask_laboratory"]
    return document


@given(documents(), st.sampled_from(sorted(set(UNITS) - LARGE_UNITS)))
def test_a_unit_changes_nothing(document, unit):
    """The same readings in another unit that IL-6 is reported in have the same verdict, but for the text."""
    before = interpret_case(document)
    for reading in (document["reading"], *document["context"].get("history", [])):
        if "il6" in reading:
            reading["il6"] = in_unit(reading["il6"], unit)
    after = interpret_case(document)

    assert decided(before) == decided(after)


@given(documents(), st.sampled_from(sorted(LARGE_UNITS)))
def test_a_unit_that_no_il6_is_reported_in_keeps_the_care_and_loses_the_band(document, unit):
    """A unit of mg/L or larger is a question; what the number asks for by its size stands."""
    document["context"].pop("history", None)
    document["reading"] = {"il6": "120 pg/mL"} | document["reading"]
    before = interpret_case(document)
    document["reading"]["il6"] = in_unit(document["reading"]["il6"], unit)
    after = interpret_case(document)

    if before.care >= Care.SAME_DAY:
        assert before.care is after.care
    assert after.band is None
    assert (not after.applicable) or "check_unit" in after.standing.il6.codes


# --- knowing less ----------------------------------------------------------------------------------


def persistence_of(verdict):
    found = verdict.persistence.lines
    return [found.above_target.value, found.above_2.value, found.above_3.value]


def no_firmer(known, less):
    """Assert that a verdict on fewer facts is no firmer in any respect."""
    assert less.firmness.rank <= known.firmness.rank
    assert known.standing.il6.code.rank <= less.standing.il6.code.rank
    for before, after in zip(persistence_of(known), persistence_of(less), strict=True):
        assert before == "yes" or after != "yes"
    assert known.trend.code != "insufficient_data" or less.trend.code == "insufficient_data"
    assert known.change.code != "not_comparable" or less.change.code == "not_comparable"


@of_the_usual(2)
@given(supported(of=points), st.data())  # intervals: see test_persistence
def test_knowing_less_is_never_firmer(case, data):
    """Supporting facts taken away from any readings never make the verdict firmer."""
    index, history = case
    known = judged(index, history=history, age=50)
    less = [dict(reading) for reading in (index, *history)]
    for reading in less:
        for name in data.draw(st.lists(st.sampled_from(SUPPORTING), max_size=3)):
            reading.pop(name, None)
    age = {"age": 50} if data.draw(st.booleans()) else {}

    no_firmer(known, judged(less[0], history=less[1:], **age))


@given(results, st.sampled_from([*SUPPORTING, "drawn_at", "age"]), adverse_events, crp_results)
def test_knowing_less_of_one_draw_is_never_better(il6, name, events, hs_crp):
    """One supporting fact taken away from one draw never makes its standing better, beside any events."""
    reading, context = rested(il6), {"age": 50, "confounders": events, "hs_crp": hs_crp}
    known = judged(reading, **context)
    (reading if name in reading else context).pop(name)
    less = judged(reading, **context)

    no_firmer(known, less)
    assert known.standing.hs_crp.code.rank <= less.standing.hs_crp.code.rank
    assert set(known.possible_bands) <= set(less.possible_bands)


@given(supported(), st.data())
def test_knowing_only_the_day_is_never_firmer(case, data):
    """A draw of which only the date is known is no better than one of which the time is known."""
    index, history = case
    known = judged(index, history=history)
    less = [dict(reading) for reading in (index, *history)]
    for reading in less:
        if data.draw(st.booleans()):
            reading["drawn_at"] = reading["drawn_at"][:10]

    no_firmer(known, judged(less[0], history=less[1:]))


@given(results, st.lists(st.tuples(st.sampled_from(EXERCISE), st.integers(0, 200)), max_size=4), st.data())
def test_a_log_that_says_less_never_clears_a_sample(il6, ended, data):
    """An end forgotten, or known by its date alone, never makes a standing better than unverified."""
    full = [{"kind": kind, "ended_at": at(0, ago)} for kind, ago in ended]
    vague = [
        {"kind": each["kind"], "ended_at": each["ended_at"][:10]}
        if data.draw(st.booleans())
        else {"kind": each["kind"]}
        for each in full
    ]
    known = judged(rested(il6, exercise=None), exercise_log=full, time_zone="Europe/Berlin")
    less = judged(rested(il6, exercise=None), exercise_log=vague, time_zone="Europe/Berlin")

    assert less.standing.il6.code.rank >= min(known.standing.il6.code.rank, StandingCode.UNVERIFIED.rank)


ADVERSE = [
    {"haemolysed": True}, {"at_rest": False}, {"indwelling_line": True}, {"fasting_hours": 2}, {"fasting_hours": 9},
    {"hours_to_centrifugation": 5},
]  # fmt: skip
"""Facts that speak against a sample."""


@given(results, sessions, st.sampled_from(ADVERSE), adverse_events, st.sampled_from(["Europe/Berlin", None]))
def test_an_adverse_fact_never_makes_a_standing_better(il6, log, fact, events, zone):
    """No meal, haemolysis or event turns an unclear time into an excuse, or makes a sample count."""
    context = {"exercise_log": log, "time_zone": zone}
    before = judged(rested(il6, exercise=None), **context)
    after = judged(rested(il6, exercise=None, **fact), confounders=events, **context)

    assert before.standing.il6.code.rank <= after.standing.il6.code.rank


# --- order -----------------------------------------------------------------------------------------


@given(documents(), st.randoms(use_true_random=False))
def test_order_does_not_matter(document, random):
    """The order of history, confounders, sessions, red flags and hs-CRP results changes nothing decided."""
    history = document["context"].get("history", [])
    instants = [each["drawn_at"] for each in [*history, document["reading"]] if "drawn_at" in each]
    assume(len(set(instants)) == len(instants))  # duplicates: see test_interpret
    before = interpret_case(document)
    for name in ("history", "confounders", "exercise_log", "red_flags", "hs_crp_history"):
        random.shuffle(document["context"].get(name, []))
    after = interpret_case(document)

    assert before.decision == after.decision
    assert before.course == after.course
    assert before == after


# --- the course ------------------------------------------------------------------------------------


def course_of(verdict):
    return verdict.persistence, verdict.trend, verdict.change


@given(
    supported(least=1),
    results,
    st.integers(0, 183),
    st.sampled_from([{"fasting_hours": 1}, {"at_rest": False}, {"indwelling_line": True}]),
)
def test_a_void_reading_changes_nothing_about_the_course(case, il6, days, facts):
    """A void sample added to a history changes neither persistence nor trend nor change."""
    index, history = case
    before = judged(index, history=history)
    after = judged(index, history=[*history, rested(il6, at(days, 0.5), **facts)])

    assert course_of(before) == course_of(after)
    assert before.firmness == after.firmness


@given(supported(least=1), results, st.sampled_from([{"fasting_hours": 1}, {"at_rest": False}]))
def test_a_void_index_changes_nothing_about_the_course(case, il6, facts):
    """A void sample drawn after all others changes nothing either."""
    index, history = case
    later = (INDEX_AT + timedelta(days=30)).isoformat()
    before = judged(index, history=history)
    after = judged(rested(il6, later, **facts), history=[*history, index])

    assert course_of(before)[1:] == course_of(after)[1:]
    assert before.persistence == after.persistence


@given(
    st.lists(st.tuples(points, st.integers(1, 183)), min_size=1, max_size=6, unique_by=lambda e: e[1]),
    points,
    st.sampled_from([2, 3, 10, 40]),
)
def test_a_constant_factor_changes_no_fold(history, index, factor):
    """All readings times a constant, which leaves each a number that IL-6 can be, have the same trend and change."""

    def scaled(result):
        number = Reading(result).il6.value * factor
        return f"{number} pg/mL"

    before = judged(rested(index), history=[rested(il6, at(n)) for il6, n in history])
    after = judged(rested(scaled(index)), history=[rested(scaled(il6), at(n)) for il6, n in history])

    assert before.trend == after.trend
    assert before.change == after.change


# --- accountable -----------------------------------------------------------------------------------


@of_the_usual(2)
@given(documents())
def test_every_finding_is_accountable(document):
    """Every finding names its rule and question, and says what it found in one finished sentence."""
    verdict = interpret_case(document)

    for finding in verdict.findings:
        assert finding.rule in RULES
        assert finding.code
        assert finding.asked.endswith("?")
        assert 0 < len(finding.sentence) <= 140
        assert finding.sentence[-1] in ".!"
        assert "unknown" not in finding.sentence
        assert "{" not in finding.sentence
        assert all(used.basis in "ALC" and used.source for used in finding.thresholds)
    assert all("unknown" not in action.sentence and "{" not in action.sentence for action in verdict.actions)
    assert len(set(verdict.missing)) == len(verdict.missing)


@given(documents())
def test_what_decides_is_found(document):
    """Band, firmness, pattern, care and every reason of a standing have a finding."""
    verdict = interpret_case(document)
    found = {finding.code for finding in verdict.findings}
    wanted = {verdict.band, verdict.pattern, None if verdict.band is None else verdict.firmness} - {None}
    for standing in (verdict.standing.il6, verdict.standing.hs_crp):
        wanted |= set() if standing is None else {reason.code for reason in standing.reasons}

    assert wanted <= found


@given(documents())
def test_findings_and_care_agree(document):
    """Care above none has a reason that is told."""
    verdict = interpret_case(document)

    assert verdict.care is Care.NONE or any(finding.rule.startswith("E") for finding in verdict.findings)


# --- values ----------------------------------------------------------------------------------------


@given(documents())
def test_round_trip(document):
    """A verdict document read back is the verdict, and a case document read back is the case."""
    verdict = interpret_case(document)
    written = json.loads(json.dumps(verdict.to_dict()))
    again = Verdict.from_dict(written)

    assert verdict == again
    assert written == again.to_dict()
    assert verdict.decision == again.decision


@given(documents())
def test_a_case_reads_back(document):
    """What was read of a case, written and read again, has the same verdict."""
    verdict = interpret_case(document)
    case: Any = verdict._case
    again = interpret_case({"reading": case.reading.to_dict(), "context": case.context.to_dict()})

    assert verdict == again


@given(documents())
def test_equal_input_equal_verdict(document):
    """Asking twice gives one answer, and the document is left as it was."""
    before = json.dumps(document)

    assert interpret_case(document) == interpret_case(json.loads(before))
    assert before == json.dumps(document)


@given(documents(), st.lists(st.sampled_from(RED_FLAGS), min_size=1, max_size=3))
def test_a_red_flag_never_means_less_care(document, flags):
    """A stated red flag asks for at least a clinician, whatever else is known."""
    calm = interpret_case({**document, "context": {**document["context"], "red_flags": []}})
    flagged = interpret_case({**document, "context": {**document["context"], "red_flags": flags}})

    assert max(calm.care.rank, Care.CLINICIAN_EVALUATION.rank) <= flagged.care.rank
    assert calm.band == flagged.band


@given(
    st.sampled_from(STEPS),
    st.sampled_from(STEPS),
    st.sampled_from(EXERCISE),
    hours,
    st.sampled_from(EVENTS),
    st.sampled_from([{}, {"days_since": 1}]),
    st.sampled_from(RED_FLAGS),
    st.sampled_from([None, "0.6 mg/L", "12 mg/L"]),
)
def test_whatever_disturbs_a_sample_neither_more_il6_nor_a_red_flag_means_less_care(
    one, other, kind, since, event, ended, flag, hs_crp
):
    """Every kind of exercise and every confounder: none of them turns a danger into comfort."""
    context = {"confounders": [{"kind": event, **ended}], **({"hs_crp": hs_crp} if hs_crp else {})}

    def care(value, flags):
        reading = rested(f"{value} pg/mL", exercise=kind, hours_since_exercise=since)
        return judged(reading, red_flags=flags, **context).care

    low, high = sorted((one, other), key=float)
    assert care(low, []).rank <= care(high, []).rank
    assert care(low, []).rank <= care(low, [flag]).rank <= care(high, [flag]).rank


@pytest.mark.parametrize("value", STEPS)
def test_every_cut_has_one_band(value):
    """At each cut and one last digit either side there is exactly one band."""
    assert judged(rested(f"{value} pg/mL")).band in set(Band)
