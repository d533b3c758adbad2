"""Of the results of a person every reader makes the same case, and one that `interpret` takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forge_il6 import Verdict, interpret, interpret_case
from forge_il6.interop.fhir import read_fhir
from forge_il6.interop.hl7 import read_hl7
from forge_il6.interop.tables import CsvMapping, read_patients

BERLIN = timezone(timedelta(hours=1))
"""The offset of Berlin on every day that is drawn here."""
FAR_AWAY = (UTC, BERLIN, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11)))
LOINC = {"il6": "26881-3", "hs_crp": "30522-7"}
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L"}
FORMATS = ("fhir", "hl7", "csv")


class Result(NamedTuple):
    """One result of a feed."""

    fact: str
    number: str
    at: datetime | date


class Case(NamedTuple):
    """What a reader made of the results: the verdict, and the codes of what was left out."""

    verdict: Verdict
    omitted: list[str]


def il6(at: str, number: str = "2.4") -> Result:
    return Result("il6", number, moment(at))


def crp(at: str, number: str) -> Result:
    return Result("hs_crp", number, moment(at))


def moment(text: str) -> datetime | date:
    """Read a day of November, with or without the clock of Berlin."""
    day, _, clock = text.partition(" ")
    on = date(2026, 11, int(day))
    return on if not clock else datetime.combine(on, datetime.strptime(clock, "%H:%M").time(), BERLIN)


# --- one list of results in three formats ----------------------------------------------------------


def read(results: list[Result], feed: str, zone: str | None = None, **facts: Any) -> Case:
    """Write the results in a format, read them, and interpret what was read beside what is known besides."""
    return {"fhir": by_fhir, "hl7": by_hl7, "csv": by_csv}[feed](results, zone, facts)


def by_fhir(results: list[Result], zone: str | None, facts: dict[str, Any]) -> Case:
    entries = [
        {
            "resource": {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [{"system": "http://loinc.org", "code": LOINC[each.fact]}]},
                "effectiveDateTime": each.at.isoformat(),
                "valueQuantity": {"value": float(each.number), "unit": UNITS[each.fact]},
            }
        }
        for each in results
    ]
    report = read_fhir({"resourceType": "Bundle", "type": "collection", "entry": entries})
    (patient,) = report.patients
    assert len(results) == len(report.read) + len(report.omitted)
    verdict = interpret(list(patient.readings), patient.context(time_zone=zone, **facts))
    assert verdict.decision == interpret_case(patient.case(time_zone=zone, **facts)).decision
    return Case(verdict, [each.code for each in report.omitted])


def by_hl7(results: list[Result], zone: str | None, facts: dict[str, Any]) -> Case:
    lines = [r"MSH|^~\&|LAB|HOSP|APP|FAC|20261201||ORU^R01|1|P|2.5.1", "PID|1||7^^^HOSP^MR", "OBR|1"]
    for number, each in enumerate(results):
        is_exact = isinstance(each.at, datetime)
        at = each.at.strftime("%Y%m%d%H%M%z" if is_exact else "%Y%m%d")
        lines.append(f"OBX|1|NM|{LOINC[each.fact]}^^LN|{number}|{each.number}|{UNITS[each.fact]}|||||F|||{at}")
    report = read_hl7("\r".join(lines))
    (patient,) = report.patients
    held = len(patient.readings) + (patient.hs_crp is not None) + len(patient.hs_crp_history)
    assert len(results) == held + len(report.omitted)
    verdict = interpret(list(patient.readings), patient.context(time_zone=zone, **facts))
    return Case(verdict, [each.code for each in report.omitted])


def by_csv(results: list[Result], zone: str | None, facts: dict[str, Any]) -> Case:
    columns = {"il6": "il6", "hs_crp": "hs_crp", "at": "drawn_at"}
    mapping = CsvMapping(columns, UNITS, zone, patient="who")
    lines = ["who,il6,hs_crp,at\n"]
    for each in results:
        cells = ",".join(each.number if fact == each.fact else "" for fact in UNITS)
        lines.append(f"7,{cells},{each.at.isoformat()}\n")
    for each in read_patients(lines, mapping, every_result=True):
        assert each.error is None
        interpret_case(each.document)
    (patient,) = read_patients(lines, mapping)
    assert len(results) == len(set(patient.lines) | {int(each.where.split()[1]) for each in patient.left_out})
    assert patient.document is not None
    document = patient.document | {"context": patient.document.get("context", {}) | facts}
    return Case(interpret_case(document), [each.code for each in patient.left_out])


# --- a hs-CRP of a later draw ----------------------------------------------------------------------


@pytest.mark.parametrize("feed", FORMATS)
@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
@pytest.mark.parametrize("at", ["21", "21 08:00", "25 08:00", "20 09:00"])
def test_a_hs_crp_drawn_after_the_newest_il6_and_its_pair_is_told_and_costs_nothing(feed, zone, at):
    """A history newer than the index reading is refused; what a ward measured later must not cost the case."""
    pair = [il6("20 08:00"), crp("20 08:00", "0.6")]
    with_it = read([*pair, crp(at, "9")], feed, zone)

    assert ["later_hs_crp"] == with_it.omitted
    assert read(pair, feed, zone).verdict.decision == with_it.verdict.decision


@pytest.mark.parametrize("feed", FORMATS)
@pytest.mark.parametrize("later", ["21", "22 00:10"])
def test_of_draws_known_to_the_day_a_later_day_is_later(feed, later):
    """Without a zone a day is as wide as anywhere on Earth; the zone that the caller adds must not refuse the case."""
    results = [il6("20"), crp("20", "0.6"), crp(later, "9")]

    assert ["later_hs_crp"] == read(results, feed, "Europe/Berlin").omitted
    assert ["later_hs_crp"] == read(results, feed).omitted


@pytest.mark.parametrize("feed", FORMATS)
def test_a_lone_later_hs_crp_is_the_one_of_the_case(feed):
    """Without a hs-CRP of the draw the nearest other one is given, and what lies between is its history."""
    alone = read([il6("20 08:00"), crp("22 08:00", "9")], feed)
    several = read([il6("20 08:00"), crp("10 08:00", "12"), crp("18 08:00", "9"), crp("19 08:00", "8")], feed)

    assert ([], "not_paired") == (alone.omitted, alone.verdict.pattern)
    assert [] == several.omitted


@pytest.mark.parametrize("feed", FORMATS)
def test_an_earlier_acute_hs_crp_still_counts_as_the_first_of_two(feed):
    """Only what is later is left out: twice above the line, two weeks apart, is for a clinician."""
    results = [il6("20 08:00"), crp("20 08:00", "12"), crp("2 08:00", "15"), crp("25 08:00", "40")]
    case = read(results, feed)

    assert (["later_hs_crp"], "clinician_evaluation") == (case.omitted, case.verdict.care)


# --- which hs-CRP is read with an IL-6 -------------------------------------------------------------


@pytest.mark.parametrize("feed", FORMATS)
def test_the_hs_crp_of_the_needle_is_read_whatever_date_the_clock_gives_it(feed):
    """Two hours over midnight are one draw, fifteen hours of one date are not; the answer decides the care."""
    results = [il6("20 23:00"), crp("20 08:00", "0.6"), crp("21 01:00", "15")]
    case = read(results, feed, red_flags=["fever"])
    measured = case.verdict.to_dict()["measured"]

    assert ([], "same_day") == (case.omitted, case.verdict.care)
    assert ("15 mg/L", "2026-11-21T01:00:00+01:00") == (measured["hs_crp"], measured["hs_crp_drawn_at"])


@pytest.mark.parametrize("feed", FORMATS)
@pytest.mark.parametrize(
    "others, chosen",
    [
        (["20 20:00", "20 06:00"], "20 06:00"),  # half a day of one date
        (["19 22:00", "20 20:01"], "20 20:01"),  # neither is a pair: the newest
        (["18 08:00", "24 08:00"], "24 08:00"),  # nor here, though the older one is nearer
        (["19 08:00", "20"], "20"),  # a day that can be that of the draw
    ],
)
def test_the_hs_crp_of_a_case_is_the_nearest_of_its_draw_or_of_its_day_or_else_the_newest(feed, others, chosen):
    """Where there is no pair the newest decides the care, and nothing has to be left out for it."""
    results = [il6("20 08:00"), *(crp(at, f"0.{number}") for number, at in enumerate(others, 1))]

    assert f"0.{others.index(chosen) + 1} mg/L" == read(results, feed).verdict.to_dict()["measured"]["hs_crp"]


@pytest.mark.parametrize("feed", FORMATS)
def test_of_two_hs_crp_that_say_the_same_one_is_read(feed):
    """A result that two systems send is one result."""
    results = [il6("20 08:00"), crp("20 08:00", "0.6"), crp("20 08:00", "0.60")]

    assert "il6_only" == read(results, feed).verdict.pattern


# --- any feed --------------------------------------------------------------------------------------


def feeds(*offsets: timezone) -> st.SearchStrategy[list[Result]]:
    """Draw the results of a few days that lie close together, with and without the time of day."""
    days = st.dates(date(2026, 11, 18), date(2026, 11, 23))
    clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
    instants = st.builds(datetime.combine, days, clocks, st.sampled_from(offsets))
    results = st.builds(Result, st.sampled_from(["il6", "hs_crp", "hs_crp"]), st.sampled_from("123"), instants | days)
    return st.lists(results, min_size=1, max_size=7)


MIDNIGHT = [
    Result("il6", "2", datetime(2026, 11, 19, 23, 30, tzinfo=BERLIN)), Result("il6", "3", date(2026, 11, 20)),
    Result("hs_crp", "1", datetime(2026, 11, 20, 6, tzinfo=BERLIN)),
    Result("hs_crp", "2", datetime(2026, 11, 20, 8, tzinfo=BERLIN)),
]  # fmt: skip
"""Without a zone the day may have begun before the evening reading: the reader and `interpret` must agree on it."""


@example(MIDNIGHT)
@given(feeds(*FAR_AWAY))
def test_what_a_reader_makes_of_any_results_is_a_case(results):
    """What it left out is told; what is left is never refused for the order of its times, or for anything else."""
    for feed in FORMATS:
        if has_a_case(results):
            read(results, feed)


@example(MIDNIGHT)
@given(feeds(BERLIN))
def test_the_zone_of_the_results_may_be_given_later(results):
    """A zone makes days narrower, and nothing that was kept becomes newer than the case."""
    for feed in FORMATS:
        if has_a_case(results):
            read(results, feed, "Europe/Berlin")


def has_a_case(results: list[Result]) -> bool:
    """Whether an IL-6 is there: of hs-CRP alone that contradict each other, a reader may keep none."""
    return any(each.fact == "il6" for each in results)
