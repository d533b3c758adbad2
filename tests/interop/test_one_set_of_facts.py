"""One set of facts gives one answer: whatever format carries it, the same readings, the same pair, the same remarks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pytest

from forge_il6.interop.fhir import read_fhir

from .one_set import Fact, Made, as_of_cells, by_hl7, by_long, by_r4, by_stu3, by_wide, crp, il6, plain_crp

FORMATS: Final[dict[str, Callable[..., Made]]] = {
    "FHIR R4": by_r4, "FHIR STU3": by_stu3, "HL7 v2": by_hl7, "wide table": by_wide, "one result a row": by_long,
}  # fmt: skip
MESSAGES: Final = ("FHIR R4", "FHIR STU3", "HL7 v2")
CODED: Final = (*MESSAGES, "one result a row")
TABLES: Final = ("wide table", "one result a row")
ALL: Final = tuple(FORMATS)
BERLIN: Final = {"time_zone": "Europe/Berlin"}
CAPITALS: Final = {"ucum_case_insensitive": True}

MORNING: Final = "2026-11-20 08:10:00+01:00"


class Case(NamedTuple):
    """Facts, and what they mean in every format that can carry them."""

    name: str
    facts: list[Fact]
    readings: tuple[str, ...]
    pattern: str = "crp_missing"
    hs_crp: str = ""
    conventional_crp: str = ""
    sample: str = "None None None"
    left_out: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    wishes: dict[str, Any] = {}  # noqa: RUF012  (never changed)
    formats: tuple[str, ...] = ALL


def at(number: str = "2.4", time: str = MORNING, limit: str = "") -> str:
    return f"{number} at {time}, limit {limit}"


def day(text: str) -> dict[str, str]:
    return {"at": text}


CASES: Final = [
    # draws
    Case("one draw, one time", [il6(), crp()], (at(),), "il6_only", f"0.6 at {MORNING}"),
    Case(
        "one instant in two offsets",
        [il6(at="2026-11-20T20:30:00-05:00"), crp(at="2026-11-21T01:30:00Z")],
        (at(time="2026-11-20 20:30:00-05:00"),),
        "il6_only",
        "0.6 at 2026-11-21 01:30:00+00:00",
    ),
    Case(
        "days alone, one order",
        [il6(at="2026-11-20", order="7"), crp(at="2026-11-20", order="7")],
        (at(time="2026-11-20"),),
        "il6_only",
        "0.6 at None",
    ),
    Case(
        "days alone, two orders",
        [il6(at="2026-11-20", order="7"), crp(at="2026-11-20", order="8")],
        (at(time="2026-11-20"),),
        "not_paired",
        "0.6 at 2026-11-20",
    ),
    Case(
        "a hs-CRP without a time, of the order of the IL-6",
        [il6(order="7"), crp(at="", order="7")],
        (at(),),
        "il6_only",
        "0.6 at None",
    ),
    Case(
        "a hs-CRP without a time, of another order",
        [il6(order="7"), crp(at="", order="8")],
        (at(),),
        left_out=("undated",),
    ),
    Case(
        "an earlier IL-6 is history",
        [il6(), il6("2.2", at="2026-09-01T08:00:00+02:00")],
        (at("2.2", "2026-09-01 08:00:00+02:00"), at()),
        sample="None None None",
    ),
    Case(
        "a hs-CRP after the IL-6 and its pair",
        [il6(), crp(), crp("14", at="2026-11-25T08:10:00+01:00")],
        (at(),),
        "il6_only",
        f"0.6 at {MORNING}",
        left_out=("later_hs_crp",),
    ),
    Case("one result twice", [il6(), crp(), crp()], (at(),), "il6_only", f"0.6 at {MORNING}", left_out=("duplicate",),
         formats=("FHIR R4", "FHIR STU3", *TABLES)),
    Case("two results of one time", [il6(), crp(), crp("6")], (at(),), left_out=("conflict", "conflict")),
    # the ordinary CRP
    Case("an ordinary CRP of the draw", [il6(), plain_crp()], (at(),), "suspended", conventional_crp="24"),
    Case(
        "an ordinary CRP of another day",
        [il6(), plain_crp(at="2026-11-18T08:10:00+01:00")],
        (at(),),
        left_out=("another_draw",),
    ),
    Case(
        "an ordinary CRP of capillary blood",
        [il6(), plain_crp(code="48421-2")],
        (at(),),
        "suspended",
        conventional_crp="24",
        noted=("capillary",),
        formats=CODED,
    ),
    # times
    Case("midnight", [il6(at="2026-11-20T00:00:00+01:00")], (at(time="2026-11-20"),), noted=("midnight",)),
    Case(
        "midnight of the person, written in UTC",
        [il6(at="2026-11-19T23:00:00Z")],
        (at(time="2026-11-20"),),
        noted=("midnight",),
        wishes=BERLIN,
    ),
    Case("a clock with its zone", [il6(at="2026-11-20T08:10:00")], (at(time="2026-11-20 08:10:00"),), wishes=BERLIN),
    Case(
        "a clock of nobody's",  # HL7 keeps it for a zone that is given later
        [il6(at="2026-11-20T08:10:00")],
        (at(time="2026-11-20"),),
        noted=("time_without_offset",),
        formats=("FHIR R4", "FHIR STU3", *TABLES),
    ),
    Case("a lone IL-6 without a time", [il6(at="")], (at(time="None"),)),
    # the value
    Case("below a limit", [il6("1.5", comparator="<")], (at("<1.5"),)),
    Case("a flag that says off the scale", [il6("1.5", flag="<")], (at("<1.5"),), noted=("off_scale",),
         formats=MESSAGES),
    Case("a limit", [il6(limit="<7")], (at(limit="7"),), formats=CODED),
    Case("a range", [il6(limit="0-7")], (at(limit="7"),), formats=CODED),
    Case("a range without an upper limit", [il6(limit="negative")], (at(),), noted=("reference_range",), formats=CODED),
    Case("no value", [il6(), crp("")], (at(),), left_out=("no_value",), formats=CODED),
    # units
    Case("ng/L", [il6(unit="ng/L"), crp("0.06", "mg/dL")], (at(),), "il6_only", f"0.6 at {MORNING}"),
    Case("a negative power", [il6(unit="pg.mL-1")], (at(),)),
    Case("full width", [il6(unit="ｐｇ／ｍＬ")], (at(),)),
    Case("a unit in words", [il6(unit="picograms per milliliter")], (at(),)),
    Case("an annotation", [il6(unit="pg/mL{serum}")], (at(),)),
    Case("capitals", [il6(unit="PG/ML")], (), "", left_out=("unit_capitals",)),
    Case("capitals where case does not matter", [il6(unit="PG/ML")], (at(),), wishes=CAPITALS),
    Case("another case where it does not matter", [il6(unit="Pg/mL"), crp(unit="MG/L")], (at(),), "il6_only",
         f"0.6 at {MORNING}", wishes=CAPITALS),
    Case("a unit of something else", [il6(unit="Pg/mL")], (), "", left_out=("unit",)),
    Case("no unit", [il6(unit="")], (), "", left_out=("no_unit",)),
    # the sample
    Case("serum", [il6(specimen="Serum")], (at(),), sample="serum None None"),
    Case("EDTA plasma", [il6(specimen="EDTA plasma")], (at(),), sample="edta_plasma None None"),
    Case("whole blood", [il6(specimen="Blood")], (at(),)),
    *(
        Case(f"not this person's blood: {words}", [il6("900", specimen=words), crp()], (), "",
             hs_crp=f"0.6 at {MORNING}", left_out=("specimen_other",))
        for words in ("Peritoneal fluid", "Joint aspirate", "Cord blood", "Seminal plasma", "Serum pool", "CSF")
    ),
    Case("haemolysed", [il6(haemolysed=True)], (at(),), sample="None True None"),
    Case("fasting", [il6(fasting=True)], (at(),), sample="None None True"),
    Case("not fasting", [il6(fasting=False)], (at(),), sample="None None False"),
    # the words beside the code
    *(
        Case(f"a code of hs-CRP beside the words {words}", [il6(), crp("850", "pg/mL", name=words)], (at(),),
             left_out=("named_otherwise",), formats=CODED)
        for words in ("BNP", "Procalcitonin", "IL-6 receptor", "SARS-CoV-2 PCR")
    ),
    *(
        Case(f"IL-6 as {words}", [il6(name=words)], (at(),), formats=CODED)
        for words in ("İnterlökin-6", "Интерлейкин-6", "白介素-6", "IL-6 (ECLIA), Serum")
    ),
    Case("moles of hs-CRP", [il6(), crp(code="76486-0")], (at(),), left_out=("another_measurement",), formats=CODED),
    # statuses and comments
    Case("preliminary", [il6(status="preliminary")], (at(),), noted=("preliminary",), formats=MESSAGES),
    Case("preliminary, then final", [il6("24", status="preliminary"), il6()], (at(),), left_out=("replaced",),
         formats=MESSAGES),
    Case("final, then corrected", [il6("24"), il6(status="corrected")], (at(),), left_out=("replaced",),
         formats=MESSAGES),
    Case("preliminary by one code, final by another of the same measurement",
         [il6(), crp("6", status="preliminary"), crp(code="71426-1")], (at(),), "il6_only", f"0.6 at {MORNING}",
         left_out=("replaced",), formats=MESSAGES),
    Case("cancelled", [il6(), crp("6", status="cancelled")], (at(),), left_out=("cancelled",), formats=MESSAGES),
    Case("entered in error", [il6(), crp("6", status="entered-in-error", at="2026-11-19")], (at(),),
         left_out=("withdrawn",), formats=MESSAGES),
    Case("a comment", [il6(comment="Grossly haemolysed")], (at(),), noted=("comment",), formats=MESSAGES),
]  # fmt: skip


@pytest.mark.parametrize(
    "case, form", [pytest.param(case, form, id=f"{case.name}-{form}") for case in CASES for form in case.formats]
)
def test_a_fact_means_the_same_in_every_format_that_can_carry_it(case: Case, form: str) -> None:
    wanted = Made(
        readings=case.readings,
        hs_crp=case.hs_crp,
        conventional_crp=case.conventional_crp,
        pattern=case.pattern,
        sample=tuple(case.sample for _ in case.readings),
        left_out=case.left_out,
        noted=case.noted,
    )
    assert (as_of_cells(wanted) if form in TABLES else wanted) == FORMATS[form](case.facts, **case.wishes)


RECEPTOR: Final = {"coding": [{"system": "http://www.whocc.no/atc", "code": "L04AC07"}]}


@pytest.mark.parametrize(
    "written, read",
    [
        ({"resourceType": "MedicationStatement"}, ["il6_receptor_blocker"]),
        ({"resourceType": "MedicationStatement", "taken": "y"}, ["il6_receptor_blocker"]),  # STU3
        ({"resourceType": "MedicationStatement", "taken": "n"}, []),
        ({"resourceType": "MedicationStatement", "wasNotTaken": True}, []),  # DSTU2
        ({"resourceType": "MedicationOrder", "dateWritten": "2026-10-01"}, ["il6_receptor_blocker"]),  # DSTU2
        ({"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-10-01"},
         ["il6_receptor_blocker"]),
        ({"resourceType": "MedicationStatement", "status": "recorded", "medication": {"concept": RECEPTOR},
          "adherence": {"code": {"coding": [{"code": "not-taking"}]}}}, []),  # R5
    ],
)  # fmt: skip
def test_a_drug_means_the_same_in_every_version_of_fhir(written: dict[str, Any], read: list[str]) -> None:
    """One that is not taken is left out by name."""
    drug = {"status": "active", "subject": {"reference": "Patient/1"}, "medicationCodeableConcept": RECEPTOR} | written
    result = {
        "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/1"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "26881-3"}]},
        "effectiveDateTime": "2026-11-20", "valueQuantity": {"value": 48, "unit": "pg/mL"},
    }  # fmt: skip
    report = read_fhir([result, drug])

    assert read == [each.kind.value for each in report.patients[0].confounders]
    assert ([] if read else ["drug_not_taken"]) == [each.code for each in report.omitted]
