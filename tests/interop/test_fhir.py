"""FHIR in: every surprise of a real feed is read as what it is, or left out with a reason, and never guessed."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_UP, Decimal, localcontext
from decimal import Context as DecimalContext
from pathlib import Path
from time import process_time
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forge_il6 import (
    CaseError,
    ForgeError,
    GripSession,
    HrvDay,
    HsCrp,
    Reading,
    Sex,
    Specimen,
    interpret,
    interpret_case,
)
from forge_il6.interop.fhir import FhirPatient, FhirReport, read_fhir, read_fhir_ndjson
from forge_il6.interop.fhir.sentences import NOTES, OMITTED
from forge_il6.interop.hl7.sentences import NOTES as HL7_NOTES
from forge_il6.interop.loinc import KINDS, REFUSED

Resource = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
MII = (
    "https://www.medizininformatik-initiative.de/fhir/core/modul-labor/StructureDefinition/"
    "InterpretationsbeeinflussendeEigenschaft"
)
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
MORNING = "2026-11-20T08:10:00+01:00"
CET = timezone(timedelta(hours=1))


# --- documents -------------------------------------------------------------------------------------


def concept(code: str, system: str | None = LOINC, **more: Any) -> Resource:
    return {"coding": [{"code": code} | ({} if system is None else {"system": system})], **more}


def quantity(value: Any, unit: str | None = "pg/mL", code: str | None = None, **more: Any) -> Resource:
    found = {"value": value, "unit": unit, "code": code, "system": UCUM if code else None, **more}
    return {key: each for key, each in found.items() if each is not None}


def observation(code: str | Resource = "26881-3", value: Any = 2.4, unit: str = "pg/mL", **more: Any) -> Resource:
    found = {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(code) if isinstance(code, str) else code,
        "effectiveDateTime": MORNING,
        "valueQuantity": quantity(value, unit),
        **more,
    }
    return {key: each for key, each in found.items() if each is not None}


def without_value(**more: Any) -> Resource:
    return observation(**{"valueQuantity": None} | more)


def of(patient: str, *args: Any, **more: Any) -> Resource:
    return observation(*args, subject={"reference": f"Patient/{patient}"}, **more)


def bundle(*resources: Resource, **more: Any) -> Resource:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": each} if "resourceType" in each else each for each in resources],
        **more,
    }


def one(document: Resource | str) -> FhirPatient:
    """Return the one patient of a document that is read without any omission."""
    report = read_fhir(document)
    assert () == report.omitted
    assert 1 == len(report.patients)
    return report.patients[0]


def reading(document: Resource) -> Reading:
    (found,) = one(document).readings
    return found


def why(document: Resource | str) -> list[str]:
    """Return the codes of what was left out of a document of which nothing was read."""
    report = read_fhir(document)
    assert () == report.read
    return [each.code for each in report.omitted]


def left_out(report: FhirReport) -> list[tuple[str, str]]:
    return [(each.where, each.code) for each in report.omitted]


def noted(report: FhirReport) -> list[str]:
    return [each.code for each in report.notes]


# --- what is read ----------------------------------------------------------------------------------


def test_an_observation_as_text_is_a_reading_to_the_last_digit() -> None:
    """Numbers of JSON are read as Decimal: 2.40 is not a binary fraction."""
    patient = one(json.dumps(observation()).replace("2.4", "2.4000000000000001"))

    assert Decimal("2.4000000000000001") == patient.readings[0].il6.value
    assert datetime(2026, 11, 20, 8, 10, tzinfo=CET) == patient.readings[0].drawn_at


@pytest.mark.parametrize("value", [2.4, Decimal("2.4"), 2.4000000000000004])
def test_a_number_of_a_parser_may_be_float_or_decimal(value: Any) -> None:
    assert Decimal("2.4") == reading(observation(value=value)).il6.value


def test_the_host_may_have_any_decimal_context() -> None:
    with localcontext(DecimalContext(prec=2, rounding=ROUND_UP)):
        assert Decimal("2.9951") == reading(observation(value=Decimal("2.9951"))).il6.value


@pytest.mark.parametrize(
    "comparator, text", [("<", "<1.5 pg/mL"), ("<=", "≤1.5 pg/mL"), (">", ">1.5 pg/mL"), (">=", "≥1.5 pg/mL")]
)
def test_a_comparator_makes_an_interval(comparator: str, text: str) -> None:
    """A comparator thrown away turns everything below the range of the assay into a number."""
    assert text == str(reading(observation(valueQuantity=quantity(1.5, comparator=comparator))).il6)


@pytest.mark.parametrize("text", ["<1.5 pg/mL", "2.4 ng/L"])
def test_a_value_string_is_read_by_the_grammar(text: str) -> None:
    assert text == reading(without_value(valueString=text)).il6.text


@pytest.mark.parametrize(
    "given",
    [
        quantity(2.4, "pg/mL", "pg/mL"),
        quantity(2.4, "pg/ml", "pg/mL"),
        quantity(2.4, "ng/L", "pg/mL"),
        quantity(2.4, "picogram per milliliter", "pg/mL"),
        quantity(2.4, "Picograms/Millilitre", None),
        quantity(2.4, None, "pg/mL"),
        quantity(2.4, "pg/mL", None),
        {"value": 2.4, "code": "pg/mL"},
        {"value": 2.4, "unit": "pg/mL", "code": "258806002", "system": SNOMED},
    ],
)
def test_unit_and_code_may_stand_alone_or_agree(given: Resource) -> None:
    assert "2.4 pg/mL" == str(reading(observation(valueQuantity=given)).il6)


def test_every_fact_has_its_code() -> None:
    patient = one(
        bundle(
            observation(),
            observation("30522-7", 0.6, "mg/L"),
            observation("71426-1", 0.9, "mg/L", effectiveDateTime="2026-05-20T08:10:00+02:00"),
            observation("1988-5", 0.1, "mg/dL"),
            observation("62292-8", 80, "nmol/L"),
            observation("83174-3", 41, "kg"),
            observation("83173-5", 88, "[lbf_av]"),
            observation("80404-7", 42, "ms"),
        )
    )

    assert "0.6 mg/L" == patient.hs_crp.value.text
    assert ["0.9 mg/L"] == [each.value.text for each in patient.hs_crp_history]
    assert "0.1 mg/dL" == patient.conventional_crp.text
    assert "80 nmol/L" == patient.vitamin_d.text
    assert (GripSession("2026-11-20", "41 kg", "right"), GripSession("2026-11-20", "88 lb", "left")) == patient.grip
    assert (HrvDay("2026-11-20", sdnn="42 ms"),) == patient.hrv
    assert "both_low" != interpret(list(patient.readings), patient.context(age=57)).pattern.value


def test_vitamin_d3_alone_is_said_to_be_that() -> None:
    report = read_fhir(observation("1989-3", 30, "ng/mL"))

    assert ["d3_only"] == noted(report)
    assert "30 ng/mL" == report.patients[0].vitamin_d.text


def test_the_report_says_where_each_result_stood() -> None:
    report = read_fhir(bundle(observation(), observation("30522-7", 0.6, "mg/L")))

    assert [("Bundle.entry[0].resource", "il6"), ("Bundle.entry[1].resource", "hs_crp")] == [
        (each.where, each.code) for each in report.read
    ]


def test_readings_and_context_are_ready_to_interpret() -> None:
    earlier = "2026-08-20T08:10:00+02:00"
    patient = one(
        bundle(
            observation(value=2.2, effectiveDateTime=earlier),
            observation(),
            observation("30522-7", 0.7, "mg/L", effectiveDateTime=earlier),
            observation("30522-7", 0.6, "mg/L"),
            {"resourceType": "Patient", "birthDate": "1969-02-01", "gender": "female"},
        )
    )
    verdict = interpret(list(patient.readings), patient.context())

    assert "0.6 mg/L" == patient.hs_crp.value.text
    assert date(1969, 2, 1) == patient.birth_date
    assert Sex.FEMALE is patient.sex
    assert verdict.to_dict() == interpret_case(json.loads(json.dumps(patient.case()))).to_dict()
    assert "2.4 pg/mL" == patient.case()["reading"]["il6"]


def test_what_the_caller_adds_replaces_what_the_document_says() -> None:
    patient = one(bundle(observation(), {"resourceType": "Patient", "birthDate": "1969-02-01", "gender": "male"}))

    assert Sex.FEMALE is patient.context(sex="female", age=57).sex
    assert "female" == patient.case(sex="female")["context"]["sex"]
    with pytest.raises(CaseError):
        patient.context(age=-1)


def test_a_document_without_results_is_a_report_without_patients() -> None:
    assert FhirReport() == read_fhir({"resourceType": "Bundle"})
    assert {} == FhirPatient().case()
    assert interpret([], FhirPatient().context()).band is None


# --- codes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code, named",
    [("49919-4", "cerebrospinal"), ("49732-1", "body fluid"), ("44322-6", "presence"), ("108730-3", "orders")],
)
def test_other_measurements_of_il6_are_refused_by_name(code: str, named: str) -> None:
    (omission,) = read_fhir(observation(code)).omitted

    assert "another_measurement" == omission.code
    assert code in omission.reason
    assert named in omission.reason


@pytest.mark.parametrize(
    "code, expected",
    [
        (concept("59826-8"), "not_read"),
        ({"text": "Interleukin 6"}, "own_code"),
        (concept("26881-3", None), "code_without_system"),
        (concept("26881-3", "LOINK"), "code_without_system"),
        (concept("26881-3", text="Procalcitonin"), "named_otherwise"),
        ({"coding": [{"system": LOINC, "code": "30522-7", "display": "BNP"}]}, "named_otherwise"),
        (concept("26881-3", text="Soluble IL-6 receptor"), "named_otherwise"),
        ({"coding": [*concept("26881-3")["coding"], *concept("30522-7")["coding"]]}, "codes_disagree"),
        ({"coding": [*concept("26881-3")["coding"], *concept("33959-8")["coding"]]}, "codes_disagree"),
        ({"coding": [*concept("26881-3")["coding"], *concept("49919-4")["coding"]]}, "another_measurement"),
        ({"coding": [*concept("83174-3")["coding"], *concept("83173-5")["coding"]]}, "codes_disagree"),
        (concept("80404-7", text="RMSSD overnight"), "rmssd"),
        ({"coding": [{"system": LOINC, "code": "80404-7", "display": "HRV rMSSD"}]}, "rmssd"),
    ],
)
def test_a_code_that_is_not_certain_is_left_out(code: Resource, expected: str) -> None:
    assert [expected] == why(observation(code=code))


def test_a_local_code_beside_loinc_is_no_contradiction() -> None:
    local = {"system": "https://lab.example/codes", "code": "IL6"}

    assert reading(observation(code={"coding": [local, *concept("26881-3")["coding"]]}))


# --- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, expected",
    [
        ({}, "no_value"),
        ({"valueQuantity": {"unit": "pg/mL"}}, "no_value"),
        ({"valueQuantity": quantity(2.4), "valueString": "2.4 pg/mL"}, "several_values"),
        ({"valueRange": {"low": quantity(2), "high": quantity(5)}}, "range"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "ratio"),
        ({"valueInteger": 2}, "integer"),
        ({"valueSampledData": {"data": "2 4"}}, "sampled"),
        ({"valueCodeableConcept": concept("260415000", SNOMED)}, "coded"),
        ({"valueBoolean": True}, "coded"),
        ({"valueDateTime": "2026-11-20"}, "coded"),
        ({"valueAttachment": {}}, "coded"),
        ({"valueUnheardOf": 3}, "coded"),
        ({"valueString": "2.4"}, "unit"),
        ({"valueString": "1,5 pg/mL"}, "value"),
        ({"valueString": "positive"}, "value"),
        ({"valueString": "2.4 pg/mL (Erika Mustermann)"}, "unit"),
        ({"valueString": ""}, "value"),
        ({"valueQuantity": quantity(2.4), "dataAbsentReason": concept("unknown", "x")}, "data_absent"),
        ({"dataAbsentReason": concept("unknown", "x")}, "data_absent"),
        ({"valueQuantity": quantity(2.4, comparator="ad")}, "comparator"),
        ({"valueQuantity": quantity(2.4, comparator="~")}, "comparator"),
        ({"valueQuantity": quantity(2.4, _comparator={"extension": []})}, "comparator"),
        ({"valueQuantity": quantity("2.4")}, "malformed"),
        ({"valueQuantity": quantity(True)}, "malformed"),
        ({"valueQuantity": quantity(-1)}, "value"),
        ({"valueQuantity": quantity(0)}, "value"),
        ({"valueQuantity": quantity(float("nan"))}, "value"),
        ({"valueQuantity": quantity(float("inf"))}, "value"),
        ({"valueQuantity": quantity(10**400)}, "value"),
        ({"valueQuantity": quantity(Decimal("1e999999"))}, "value"),
        ({"valueQuantity": quantity(2.4, None)}, "no_unit"),
        ({"valueQuantity": quantity(2.4, None, "258806002", system=SNOMED)}, "no_unit"),
        ({"valueQuantity": quantity(2.4, "Pg/mL")}, "unit"),
        ({"valueQuantity": quantity(2.4, "pg/mL", "{arb}/mL")}, "unit"),
        ({"valueQuantity": quantity(2.4, "mg", "pg/mL")}, "units_disagree"),
        ({"valueQuantity": quantity(2.4, "ng/mL", "pg/mL")}, "units_disagree"),
        ({"valueQuantity": quantity(2.4, "pmol/L", "pg/mL")}, "unit_ambiguous"),
        ({"valueQuantity": quantity(0.1, "pmol/L", "pmol/L")}, "unit_ambiguous"),
        ({"valueQuantity": quantity(24, "[IU]/mL")}, "unit_ambiguous"),
    ],
)
def test_a_value_that_is_no_certain_result_is_left_out(value: Resource, expected: str) -> None:
    assert [expected] == why(without_value(**value))


def flags(*codes: str) -> list[Resource]:
    return [concept(code, "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation") for code in codes]


@pytest.mark.parametrize(
    "value, codes, expected, notes",
    [
        (quantity(1.5), "<", "<1.5 pg/mL", ["off_scale"]),
        (quantity(5000), "H>", ">5000 pg/mL", ["off_scale"]),
        (quantity(1.5, comparator="<"), "<", "<1.5 pg/mL", []),
        (quantity(1.5, comparator="<="), "<", "≤1.5 pg/mL", []),
        (quantity(9), "H", "9 pg/mL", []),
    ],
)
def test_a_flag_for_off_the_scale_is_a_comparator(value: Resource, codes: str, expected: str, notes: list[str]) -> None:
    """An analyser that reports 1.5 with the flag '<' has thrown its comparator away; 1.5 was not measured."""
    report = read_fhir(observation(valueQuantity=value, interpretation=flags(*codes)))

    assert expected == str(report.patients[0].readings[0].il6)
    assert notes == noted(report)


@pytest.mark.parametrize("comparator, codes", [("<", ">"), (">=", "<"), ("<", "<>"), (None, "<>")])
def test_a_flag_that_contradicts_the_value_leaves_it_out(comparator: str | None, codes: str) -> None:
    """Two statements about one number that cannot both be true."""
    value = quantity(1.5) if comparator is None else quantity(1.5, comparator=comparator)

    assert ["flag"] == why(observation(valueQuantity=value, interpretation=flags(*codes)))


def test_the_flag_of_one_component_does_not_concern_its_neighbour() -> None:
    """The interpretation of a component is its own."""
    parts = [
        {"code": concept("26881-3"), "valueQuantity": quantity(1.5), "interpretation": flags("<")},
        {"code": concept("30522-7"), "valueQuantity": quantity(0.6, "mg/L")},
    ]
    patient = read_fhir(without_value(code=concept("82335-1"), component=parts)).patients[0]

    assert "<1.5 pg/mL" == str(patient.readings[0].il6)
    assert patient.hs_crp is not None
    assert "0.6 mg/L" == str(patient.hs_crp.value)


# --- status and modifiers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status, expected",
    [
        ("entered-in-error", "entered_in_error"),
        ("cancelled", "cancelled"),
        ("unknown", "status_unknown"),
        ("registered", "registered"),
        ("partial", "status"),
        ("Final", "status"),
        (None, "status"),
    ],
)
def test_a_status_without_a_result_is_left_out(status: str | None, expected: str) -> None:
    assert [expected] == why(observation(status=status))


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_a_final_amended_or_corrected_result_is_read(status: str) -> None:
    report = read_fhir(observation(status=status))

    assert 1 == len(report.read)
    assert () == report.notes


def test_a_preliminary_result_is_read_and_remarked_on() -> None:
    report = read_fhir(observation(status="preliminary"))

    assert 1 == len(report.read)
    assert ["preliminary"] == noted(report)


def test_an_unknown_modifier_stops_the_reading() -> None:
    assert ["modifier"] == why(observation(modifierExtension=[{"url": "https://x.example/not", "valueBoolean": True}]))
    assert ["modifier"] == why(observation(modifierExtension=[{}]))
    assert ["malformed"] == why(observation(modifierExtension={"url": MII}))
    assert ["implicit_rules"] == why(observation(implicitRules="https://x.example/rules"))
    assert ["implicit_rules"] == why(bundle(observation(), implicitRules="https://x.example/rules"))
    assert ["modifier"] == why(bundle({"resource": observation(), "modifierExtension": [{"url": "x"}]}))


def test_the_modifier_for_haemolysis_is_known() -> None:
    known = {"url": MII, "valueCoding": {"system": SNOMED, "code": "118128002"}}
    lipaemic = {"url": MII, "valueCoding": {"system": SNOMED, "code": "118129005"}}

    assert reading(observation(modifierExtension=[known])).haemolysed is True
    assert reading(observation()).haemolysed is None
    assert ["modifier"] == why(observation(modifierExtension=[known, lipaemic]))


def test_a_result_about_something_else_than_its_subject_is_left_out() -> None:
    assert ["focus"] == why(observation(focus=[{"reference": "Patient/2"}]))


# --- versions --------------------------------------------------------------------------------------


def version(number: int, value: float, status: str = "final", **more: Any) -> Resource:
    return observation(value=value, id="a", status=status, meta={"versionId": str(number)}, **more)


def values(document: Resource) -> list[str]:
    return [str(each.il6) for patient in read_fhir(document).patients for each in patient.readings]


@pytest.mark.parametrize(
    "older, newer",
    [
        (version(9, 240), version(10, 2.4)),
        (observation(value=240, id="a"), observation(id="a", status="corrected")),
        (observation(value=240, id="a", status="preliminary"), observation(id="a")),
        (
            observation(value=240, id="a", meta={"lastUpdated": "2026-11-21T00:30:00+01:00"}),
            observation(id="a", meta={"lastUpdated": "2026-11-20T23:45:00Z"}),
        ),
        (
            observation(value=240, id="a", issued="2026-11-20T09:00:00+01:00"),
            observation(id="a", issued="2026-11-20T10:00:00+01:00"),
        ),
    ],
)
def test_a_newer_version_of_the_same_id_supersedes(older: Resource, newer: Resource) -> None:
    assert ["2.4 pg/mL"] == values(bundle(older, newer)) == values(bundle(newer, older))
    assert ["superseded"] == [each.code for each in read_fhir(bundle(older, newer)).omitted]


def test_a_newer_version_that_withdraws_takes_the_result_with_it() -> None:
    assert ["superseded", "entered_in_error"] == why(bundle(version(1, 2.4), version(2, 2.4, "entered-in-error")))


def test_versions_that_cannot_be_ordered_are_both_left_out() -> None:
    assert ["versions_unclear"] * 2 == why(bundle(observation(id="a"), observation(value=240, id="a")))


def test_the_same_resource_twice_is_read_once() -> None:
    report = read_fhir(bundle(observation(id="a"), observation(id="a")))

    assert 1 == len(report.read)
    assert [("Bundle.entry[1].resource", "duplicate")] == left_out(report)


def test_the_same_id_on_two_servers_is_two_results() -> None:
    entries = [
        {"fullUrl": f"https://{server}.example/Observation/a", "resource": observation(value=value, id="a")}
        for server, value in (("x", 2.4), ("y", 2.5))
    ]

    assert ["2.4 pg/mL", "2.5 pg/mL"] == values(bundle(*entries))


@pytest.mark.parametrize("status", ["amended", "corrected"])
def test_a_correction_replaces_the_result_of_the_same_identifier(status: str) -> None:
    identifier = [{"system": "https://lab.example/results", "value": "4711"}]
    first = observation(value=240, id="a", identifier=identifier)
    corrected = observation(id="b", identifier=identifier, status=status)
    other = observation("30522-7", 0.6, "mg/L", id="c", identifier=identifier)
    report = read_fhir(bundle(first, corrected, other))

    assert [("Bundle.entry[0].resource", "replaced")] == left_out(report)
    assert {"il6", "hs_crp"} == {each.code for each in report.read}


def test_two_final_results_of_one_order_number_are_two_results() -> None:
    identifier = [{"system": "https://lab.example/orders", "value": "4711"}]
    later = observation(value=2.5, identifier=identifier, effectiveDateTime="2026-11-21T08:10:00+01:00")

    assert 2 == len(values(bundle(observation(identifier=identifier), later)))


def test_what_the_bundle_deletes_is_left_out() -> None:
    deletion = {"request": {"method": "DELETE", "url": "Observation/a"}}

    assert {"deleted"} == set(why(bundle(observation(id="a"), deletion, type="history")))


# --- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"effectiveDateTime": MORNING}, datetime(2026, 11, 20, 8, 10, tzinfo=CET)),
        ({"effectiveDateTime": "2026-11-20T08:10Z"}, datetime(2026, 11, 20, 8, 10, tzinfo=UTC)),
        ({"effectiveInstant": "2026-11-20T08:10:00.123456789Z"}, datetime(2026, 11, 20, 8, 10, 0, 123456, tzinfo=UTC)),
        ({"effectiveDateTime": "2026-11-20"}, date(2026, 11, 20)),
        ({"effectiveDateTime": date(2026, 11, 20)}, date(2026, 11, 20)),
        ({"effectiveDateTime": datetime(2026, 11, 20, 8, 10, tzinfo=CET)}, datetime(2026, 11, 20, 8, 10, tzinfo=CET)),
        ({"effectivePeriod": {"start": MORNING, "end": MORNING}}, datetime(2026, 11, 20, 8, 10, tzinfo=CET)),
        ({"effectivePeriod": {"start": MORNING, "end": "2026-11-20T08:20:00+01:00"}}, date(2026, 11, 20)),
        ({"effectivePeriod": {"start": "2026-11-20", "end": "2026-11-20"}}, date(2026, 11, 20)),
        ({}, None),
    ],
)
def test_the_time_of_the_draw(given: Resource, expected: Any) -> None:
    found = reading(observation(**{"effectiveDateTime": None} | given)).drawn_at

    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"effectiveDateTime": "2026"}, "time_imprecise"),
        ({"effectiveDateTime": "2026-11"}, "time_imprecise"),
        ({"effectiveDateTime": "2026-13-20"}, "time"),
        ({"effectiveDateTime": "2026-02-30T08:10:00Z"}, "time"),
        ({"effectiveDateTime": "0001-01-01"}, "time"),
        ({"effectiveDateTime": "20261120"}, "time"),
        ({"effectiveDateTime": "2026-W47-5"}, "time"),
        ({"effectiveDateTime": "20.11.2026"}, "time"),
        ({"effectiveDateTime": ""}, "time"),
        ({"effectiveDateTime": "2026-11-20T08:10:00+99:99"}, "time"),
        ({"effectiveDateTime": "2026-11-20\n"}, "time"),
        ({"effectiveDateTime": 20261120}, "malformed"),
        ({"effectiveTiming": {"event": [MORNING]}}, "timing"),
        ({"effectivePeriod": {"start": MORNING}}, "period"),
        ({"effectivePeriod": {}}, "period"),
        ({"effectivePeriod": {"start": MORNING, "end": "2026-11-21T08:10:00+01:00"}}, "period"),
        ({"effectivePeriod": {"start": MORNING, "end": "2026-11-20T08:00:00+01:00"}}, "period"),
        ({"effectiveDateTime": MORNING, "effectiveInstant": MORNING}, "several_times"),
        ({"effectiveUnheardOf": MORNING}, "malformed"),
    ],
)
def test_a_time_that_is_not_certain_leaves_the_result_out(given: Resource, expected: str) -> None:
    assert [expected] == why(observation(**{"effectiveDateTime": None} | given))


def test_a_recording_over_night_belongs_to_the_day_on_which_it_ended() -> None:
    night = {
        "effectiveDateTime": None,
        "effectivePeriod": {"start": "2026-11-20T22:00:00Z", "end": "2026-11-21T06:00:00Z"},
    }
    month = {"effectiveDateTime": None, "effectivePeriod": {"start": "2026-11-01", "end": "2026-11-30"}}

    assert (HrvDay("2026-11-21", sdnn="42 ms"),) == one(observation("80404-7", 42, "ms", **night)).hrv
    assert ["period"] == why(observation("80404-7", 42, "ms", **month))


@pytest.mark.parametrize("code, unit", [("30522-7", "mg/L"), ("1988-5", "mg/L"), ("83174-3", "kg"), ("80404-7", "ms")])
def test_a_result_that_needs_its_time_is_left_out_without_one(code: str, unit: str) -> None:
    """An undated hs-CRP would pass as one of the same draw."""
    assert ["undated"] == why(observation(code, 2, unit, effectiveDateTime=None))


def test_an_undated_reading_among_others_is_left_out() -> None:
    report = read_fhir(bundle(observation(), observation(value=2.5, effectiveDateTime=None)))

    assert [("Bundle.entry[1].resource", "undated")] == left_out(report)
    assert interpret(list(report.patients[0].readings), report.patients[0].context())


@pytest.mark.parametrize("effective", [MORNING, "2026-11-20"])
def test_a_result_that_was_issued_before_its_draw_is_remarked_on(effective: str) -> None:
    early = observation(issued="2018-03-11T10:28:00+01:00", effectiveDateTime=effective)

    assert ["issued_early"] == noted(read_fhir(early))
    assert [] == noted(read_fhir(observation(issued="2026-11-21T10:28:00+01:00", effectiveDateTime=effective)))


def test_a_moment_without_an_offset_is_not_certainly_before_a_draw() -> None:
    """FHIR wants an instant there; what is none is not placed."""
    assert [] == noted(read_fhir(of("1", issued="2026-11-19T08:10:00")))


def test_a_specimen_that_was_received_before_its_draw_is_remarked_on() -> None:
    """One of the two times is wrong."""
    received = {"type": {"text": "Serum"}, "receivedTime": "2026-11-20T07:00:00+01:00"}
    assert ["received_early"] == noted(read_fhir(with_specimen(received)))


# --- the sample ------------------------------------------------------------------------------------


def with_specimen(specimen: Resource, **more: Any) -> Resource:
    contained = {"resourceType": "Specimen", "id": "s", **specimen}
    return observation(contained=[contained], specimen={"reference": "#s"}, **more)


TABLE = "http://terminology.hl7.org/CodeSystem/v2-"


@pytest.mark.parametrize(
    "kind, expected",
    [
        (concept("119364003", SNOMED), Specimen.SERUM),
        (concept("119361006", SNOMED), Specimen.PLASMA),
        (concept("708049000", SNOMED, text="Plasma"), Specimen.EDTA_PLASMA),
        (concept("258958007", SNOMED), Specimen.PLASMA),
        (concept("SER", TABLE + "0487"), Specimen.SERUM),
        (concept("PLAS", "http://hl7.org/fhir/v2/0487"), Specimen.PLASMA),
        ({"text": "Lithium-Heparin Plasma"}, Specimen.HEPARIN_PLASMA),
        ({"text": "Citrate plasma"}, Specimen.CITRATE_PLASMA),
    ],
)
def test_a_certain_specimen_is_read(kind: Resource, expected: Specimen) -> None:
    assert expected is reading(with_specimen({"type": kind})).specimen


@pytest.mark.parametrize(
    "kind, additive, expected",
    [
        (concept("PLAS", TABLE + "0487"), concept("HEPL", TABLE + "0371"), Specimen.HEPARIN_PLASMA),
        (concept("119361006", SNOMED), concept("50045009", SNOMED), Specimen.HEPARIN_PLASMA),
        ({"text": "Plasma"}, concept("EDTK", TABLE + "0371"), Specimen.EDTA_PLASMA),
        (concept("PLAS", TABLE + "0487"), concept("412546005", SNOMED), Specimen.CITRATE_PLASMA),
        (concept("SER", TABLE + "0487"), concept("SST", TABLE + "0371"), Specimen.SERUM),
        (concept("SER", TABLE + "0487"), concept("HEPL", TABLE + "0371"), None),
        (concept("708049000", SNOMED), concept("HEPL", TABLE + "0371"), None),
        (concept("119297000", SNOMED), concept("HEPL", TABLE + "0371"), None),
    ],
)
def test_the_additive_says_what_kind_of_plasma_it_is(kind: Resource, additive: Resource, expected: Any) -> None:
    """A late spin lifts the result in heparin and lowers it in EDTA, and matrices are never compared."""
    report = read_fhir(with_specimen({"type": kind, "container": [{"additiveCodeableConcept": additive}]}))

    assert expected is report.patients[0].readings[0].specimen
    assert (["specimen"] if expected is None else []) == noted(report)


@pytest.mark.parametrize(
    "kind",
    [
        {"text": "blood"},
        {"text": "Serum (not CSF)"},
        {"text": "Blood from a tissue bank"},
        concept("119297000", SNOMED),
        concept("SER", "x"),
        concept("119364003", SNOMED, text="plasma"),
        {},
    ],
)
def test_an_uncertain_specimen_is_left_open(kind: Resource) -> None:
    report = read_fhir(with_specimen({"type": kind}))

    assert report.patients[0].readings[0].specimen is None
    assert ["specimen"] == noted(report)


@pytest.mark.parametrize(
    "kind",
    [
        concept("258450006", SNOMED),
        {"text": "Urine"},
        {"text": "Urine, clean-catch"},
        {"text": "Cerebrospinal fluid (CSF)"},
        concept("CSF", TABLE + "0487"),
    ],
)
def test_a_result_of_another_fluid_is_left_out(kind: Resource) -> None:
    assert ["specimen_other"] == why(with_specimen({"type": kind}))


def test_the_display_of_a_specimen_elsewhere_may_name_it() -> None:
    assert Specimen.SERUM is reading(observation(specimen={"display": "Serum"})).specimen
    assert reading(observation(specimen={"reference": "Specimen/9", "display": "tube 3"})).specimen is None


def test_the_state_of_a_specimen() -> None:
    serum = {"type": {"text": "serum"}}
    hours = {"fastingStatusDuration": {"value": 11, "code": "h", "system": UCUM}}

    assert ["specimen_unsatisfactory"] == why(with_specimen({**serum, "status": "unsatisfactory"}))
    assert reading(with_specimen({**serum, "status": "entered-in-error"})).specimen is None
    assert ["modifier"] == why(with_specimen({**serum, "modifierExtension": [{"url": "x"}]}))
    assert reading(with_specimen({**serum, "condition": [concept("HEM", TABLE + "0493")]})).haemolysed is True
    assert 11 == reading(with_specimen({**serum, "collection": hours})).fasting_hours
    for code, expected in (("F", True), ("NF", False), ("NG", None)):
        fasting = {"fastingStatusCodeableConcept": concept(code, TABLE + "0916")}
        assert expected is reading(with_specimen({**serum, "collection": fasting})).fasting


def test_the_specimen_of_another_patient_is_a_mix_up() -> None:
    specimen = {"type": {"text": "serum"}, "subject": {"reference": "Patient/2"}}

    assert ["another_patient"] == why(with_specimen(specimen, subject={"reference": "Patient/1"}))


def test_the_method_is_read_by_its_text_or_display() -> None:
    assert "Roche Elecsys" == reading(observation(method={"text": "Roche Elecsys"})).method
    assert "ECLIA" == reading(observation(method={"coding": [{"display": "ECLIA"}]})).method
    for bad in ({"text": "x" * 201}, {"text": "a\x00b"}, {"text": 3}, "ECLIA"):
        assert ["method"] == noted(read_fhir(observation(method=bad)))


NORMAL = concept("normal", "http://terminology.hl7.org/CodeSystem/referencerange-meaning")


@pytest.mark.parametrize(
    "ranges, expected",
    [
        ([{"high": quantity(7)}], "7 pg/mL"),
        ([{"high": quantity(7, "ng/L"), "type": NORMAL}], "7 pg/mL"),
        ([{"high": quantity(7)}, {"high": quantity(35), "type": concept("treatment", "x")}], "7 pg/mL"),
        ([], "None"),
    ],
)
def test_the_upper_limit_of_the_laboratory(ranges: list[Resource], expected: str) -> None:
    report = read_fhir(observation(referenceRange=ranges))

    assert expected == str(report.patients[0].readings[0].lab_upper_limit)
    assert () == report.notes


@pytest.mark.parametrize(
    "ranges",
    [
        [{"high": quantity(7, "pmol/L")}],
        [{"high": quantity(7, comparator="<")}],
        [{"high": quantity(7)}, {"high": quantity(9)}],
        [{"high": quantity(7), "appliesTo": [concept("248153007", SNOMED)]}],
        [{"high": quantity(7), "meaning": concept("therapeutic", "x")}],
        [{"high": quantity(7), "age": {}}],
        [{"high": quantity(7), "modifierExtension": []}],
        [{"text": "< 7 ng/mL"}],
        [{"text": "see leaflet"}],
        [{"text": "< 7 pg/mL", "low": quantity(1)}],
        [{"low": quantity(1)}],
        [{"high": quantity(-7)}],
        [{"high": quantity(1), "low": quantity(5)}],
        ["7 pg/mL"],
        {"high": quantity(7)},
    ],
)
def test_a_reference_range_that_is_not_certain_is_remarked_on(ranges: Any) -> None:
    report = read_fhir(observation(referenceRange=ranges))

    assert report.patients[0].readings[0].lab_upper_limit is None
    assert ["reference_range"] == noted(report)


# --- panels and reports ----------------------------------------------------------------------------


def panel(**more: Any) -> Resource:
    return observation("82335-1", valueQuantity=None, **more)


def component(code: str, value: Any, unit: str = "pg/mL", **more: Any) -> Resource:
    return {"code": concept(code), "valueQuantity": quantity(value, unit), **more}


def test_a_panel_gives_its_components() -> None:
    report = read_fhir(
        panel(
            component=[
                component("26881-3", 2.4, referenceRange=[{"high": quantity(7)}]),
                component("26848-2", 1.1),
                component("30522-7", 0.6, "mg/L", modifierExtension=[{"url": "x"}]),
                component("49919-4", 900),
                "x",
            ],
            method={"text": "Elecsys"},
        )
    )
    (found,) = report.patients[0].readings

    assert ("2.4 pg/mL", "7 pg/mL", "Elecsys") == (str(found.il6), str(found.lab_upper_limit), found.method)
    assert [
        ("Observation.component[1]", "not_read"),
        ("Observation.component[2].modifierExtension[0]", "modifier"),
        ("Observation.component[3]", "another_measurement"),
        ("Observation.component[4]", "malformed"),
    ] == left_out(report)


def test_a_panel_gives_its_members() -> None:
    report = read_fhir(
        bundle(panel(hasMember=[{"reference": "Observation/a"}, {"reference": "Observation/b"}]), observation(id="a"))
    )

    assert [("Bundle.entry[0].resource.hasMember[1]", "unresolved")] == left_out(report)


@pytest.mark.parametrize("kind", ["Patient", "Specimen"])
def test_a_member_that_is_no_result_is_said(kind: str) -> None:
    """What else a panel refers to takes nothing from the results that it gives."""
    report = read_fhir(
        bundle(
            panel(hasMember=[{"reference": "Observation/a"}, {"reference": f"{kind}/b"}]),
            observation(id="a"),
            {"resourceType": kind, "id": "b"},
        )
    )

    assert ("Bundle.entry[0].resource.hasMember[1]", "other_member") in left_out(report)
    assert 1 == len(report.read)
    assert [("Bundle.entry[1].resource", "il6")] == [(each.where, each.code) for each in report.read]


@pytest.mark.parametrize(
    "url, reference",
    [
        ("https://x.example/fhir/Observation/a", "Observation/a"),
        ("https://x.example/fhir/Observation/a", "https://x.example/fhir/Observation/a"),
        ("https://x.example/fhir/Observation/a", "Observation/a/_history/3"),
        ("urn:uuid:2a9c0d6e-0000-4000-8000-000000000001", "urn:uuid:2a9c0d6e-0000-4000-8000-000000000001"),
    ],
)
def test_references_of_every_kind_resolve(url: str, reference: str) -> None:
    report = {"resourceType": "DiagnosticReport", "status": "final", "result": [{"reference": reference}]}
    document = bundle(
        {"fullUrl": "https://x.example/fhir/DiagnosticReport/r", "resource": report},
        {"fullUrl": url, "resource": observation(id="a")},
    )

    assert 1 == len(one(document).readings)


def test_a_report_gives_what_it_contains() -> None:
    document = {
        "resourceType": "DiagnosticReport",
        "status": "partial",
        "subject": {"reference": "Patient/1"},
        "contained": [observation(id="a"), observation(id="b", value=9)],
        "result": [{"reference": "#a"}],
    }
    report = read_fhir(document)

    assert ["2.4 pg/mL"] == values(document)
    assert [("DiagnosticReport.contained[1]", "unreferenced")] == left_out(report)
    assert ["report_preliminary"] == noted(report)
    assert {"entered_in_error", "withdrawn", "container"} == set(why({**document, "status": "entered-in-error"}))
    assert ["no_results"] == why({**document, "contained": [], "result": []})


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "nonsense"])
def test_a_withdrawn_report_takes_its_results_with_it(status: str) -> None:
    report = {"resourceType": "DiagnosticReport", "status": status, "result": [{"reference": "Observation/p"}]}
    group = panel(id="p", hasMember=[{"reference": "Observation/a"}])
    standing = {**report, "status": "corrected"}

    assert "withdrawn" in why(bundle(report, group, observation(id="a")))
    assert ["2.4 pg/mL"] == values(bundle(report, standing, group, observation(id="a")))


def test_members_that_contain_each_other_are_read_once() -> None:
    first = panel(id="p", hasMember=[{"reference": "Observation/q"}, {"reference": "Observation/p"}])
    second = panel(id="q", hasMember=[{"reference": "Observation/p"}, {"reference": "Observation/a"}])

    assert ["2.4 pg/mL"] == values(bundle(first, second, observation(id="a")))


# --- what a result takes over ----------------------------------------------------------------------

SERUM = {"resourceType": "Specimen", "id": "s", "type": concept("119364003", SNOMED)}
TAKEN = {**SERUM, "collection": {"collectedDateTime": MORNING}}


def giving(*members: str, **more: Any) -> Resource:
    """Return a report of results by their ids."""
    result = [{"reference": f"Observation/{member}"} for member in members]
    return {"resourceType": "DiagnosticReport", "status": "final", "result": result, **more}


def bare(**more: Any) -> Resource:
    """Return an IL-6 that states neither time nor sample nor subject."""
    return observation(**{"id": "a", "effectiveDateTime": None} | more)


def grouping(**more: Any) -> Resource:
    return panel(**{"id": "p", "effectiveDateTime": None, "hasMember": [{"reference": "Observation/a"}]} | more)


@pytest.mark.parametrize(
    "groups",
    [
        [giving("a", effectiveDateTime=MORNING)],
        [grouping(effectiveDateTime=MORNING)],
        [giving("p", effectiveDateTime=MORNING), grouping()],
        [giving("p", effectiveDateTime="2026-11-01"), grouping(effectiveDateTime=MORNING)],
        [giving("a", effectiveDateTime=MORNING), giving("a", effectiveDateTime="2026-11-20T07:10:00Z")],
        [giving("a", effectiveDateTime=MORNING), giving("a")],
        [giving("a"), giving("a", effectiveDateTime=MORNING)],
        [giving("a", effectiveDateTime=MORNING), giving("a", effectiveDateTime="2026-01-01", status="cancelled")],
    ],
    ids=range(8),
)
def test_a_result_without_a_time_takes_that_of_its_report_or_panel(groups: list[Resource]) -> None:
    """FHIR: the effective time of a report is the time that the observed values are related to; the nearest counts."""
    report = read_fhir(bundle(*groups, bare()))

    assert [datetime(2026, 11, 20, 8, 10, tzinfo=CET)] == [each.drawn_at for each in report.patients[0].readings]
    assert ["subject_assumed", "time_of_group"] == noted(report)


@pytest.mark.parametrize(
    "groups",
    [
        [giving("a", effectiveDateTime=MORNING), giving("a", effectiveDateTime="2026-11-21")],
        [giving("a", effectiveDateTime="2026")],
        [giving("a", effectiveDateTime="2026-11-20T25:10:00")],
        [giving("a", effectivePeriod={"start": "2026-11-01", "end": "2026-11-20"})],
        [giving("a", effectiveTiming={})],
    ],
    ids=range(5),
)
def test_groups_that_state_no_one_time_hand_none_down(groups: list[Resource]) -> None:
    """Two times are none, and a time that could not be its own cannot be taken over."""
    report = read_fhir(bundle(*groups, bare()))

    assert [None] == [each.drawn_at for each in report.patients[0].readings]
    assert ["subject_assumed", "group_unclear"] == noted(report)


def test_the_own_time_of_a_result_goes_before_that_of_its_report() -> None:
    """What a result says of itself is never overruled, and a wrong time of its own is not mended."""
    own = read_fhir(bundle(giving("a", effectiveDateTime="2026-01-01"), observation(id="a")))

    assert datetime(2026, 11, 20, 8, 10, tzinfo=CET) == own.patients[0].readings[0].drawn_at
    assert ["time_imprecise"] == why(bundle(giving("a", effectiveDateTime=MORNING), bare(effectiveDateTime="2026")))


def test_a_result_takes_over_no_status() -> None:
    """Observation.status is required: a final report makes no result final."""
    assert ["status"] == why(bundle(giving("a"), observation(id="a", status=None)))
    assert ["registered"] == why(bundle(giving("a"), observation(id="a", status="registered")))
    assert "report_preliminary" in noted(read_fhir(bundle(grouping(status="preliminary"), observation(id="a"))))


def test_a_result_takes_the_one_specimen_of_its_report() -> None:
    """Several specimens of a report may be of any of its results."""
    one_specimen, other = [{"reference": "Specimen/s"}], {**SERUM, "id": "t"}
    single = read_fhir(bundle(giving("a", specimen=one_specimen), observation(id="a"), SERUM))
    several = giving("a", specimen=[*one_specimen, {"reference": "Specimen/t"}])
    both = read_fhir(bundle(several, observation(id="a"), SERUM, other))
    panelled = read_fhir(bundle(grouping(specimen=one_specimen[0]), observation(id="a"), SERUM))

    assert [Specimen.SERUM, None, Specimen.SERUM] == [
        report.patients[0].readings[0].specimen for report in (single, both, panelled)
    ]
    assert [["specimen_of_group"], ["group_unclear"], ["specimen_of_group"]] == [
        noted(report)[1:] for report in (single, both, panelled)
    ]
    urine = {**SERUM, "type": {"text": "urine"}}
    assert ["specimen_other"] == why(bundle(giving("a", specimen=one_specimen), observation(id="a"), urine))


def test_a_report_whose_specimen_cannot_be_read_hands_none_down() -> None:
    report = read_fhir(bundle(giving("a", specimen=["Erika"]), observation(id="a"), SERUM))
    assert None is report.patients[0].readings[0].specimen
    assert ["group_unclear"] == noted(report)[1:]


def test_a_reference_leads_to_the_newest_version_of_a_specimen() -> None:
    older = {**SERUM, "type": {"text": "urine"}, "meta": {"versionId": "1"}}
    newer = {**SERUM, "meta": {"versionId": "2"}}
    for versions in ((older, newer), (newer, older)):
        (found,) = one(bundle(observation(specimen={"reference": "Specimen/s"}), *versions)).readings
        assert Specimen.SERUM is found.specimen


def test_a_specimen_under_rules_that_are_not_known_leaves_the_result_out() -> None:
    assert ["implicit_rules"] == why(with_specimen({**SERUM, "implicitRules": "x"}))


@pytest.mark.parametrize(
    "duration, hours",
    [
        ({"value": 9, "unit": "h"}, 9),
        ({"value": 9, "unit": "hours", "code": "h"}, 9),
        ({"value": 9}, None),
        ({"value": 9, "unit": "min"}, None),
        ({"value": 9, "unit": "h", "code": "min"}, None),
        ({"value": 9, "unit": "h", "comparator": ">"}, None),
        ({"unit": "h"}, None),
    ],
)
def test_hours_of_fasting_are_plain_hours_or_noted(duration: Resource, hours: int | None) -> None:
    report = read_fhir(with_specimen({**SERUM, "collection": {"fastingStatusDuration": duration}}))
    assert hours == report.patients[0].readings[0].fasting_hours
    assert ([] if hours else ["fasting"]) == noted(report)


def test_a_result_without_a_time_takes_that_of_its_specimen_last() -> None:
    """FHIR: the relevant time can be derived from the specimen, where nothing nearer is stated."""
    of_specimen = read_fhir(bundle(bare(specimen={"reference": "Specimen/s"}), TAKEN))
    through = read_fhir(bundle(giving("a", specimen=[{"reference": "Specimen/s"}]), bare(), TAKEN))
    before = giving("a", effectiveDateTime="2026-11-20", specimen=[{"reference": "Specimen/s"}])

    assert [datetime(2026, 11, 20, 8, 10, tzinfo=CET)] * 2 == [
        report.patients[0].readings[0].drawn_at for report in (of_specimen, through)
    ]
    assert "time_of_specimen" in noted(of_specimen)
    assert date(2026, 11, 20) == read_fhir(bundle(before, bare(), TAKEN)).patients[0].readings[0].drawn_at


@pytest.mark.parametrize(
    "collection, expected",
    [
        ({"collectedDateTime": "2026-11-19"}, ["times_differ"]),
        ({"collectedDateTime": "2026-11-20T08:11:00+01:00"}, ["times_differ"]),
        ({"collectedDateTime": "2026-11-20"}, []),
        ({"collectedPeriod": {"start": "2026-11-20T08:00:00+01:00", "end": "2026-11-20T08:15:00+01:00"}}, []),
        ({"collectedDateTime": "Erika"}, ["collected"]),
    ],
    ids=range(5),
)
def test_a_specimen_of_another_time_is_remarked_on(collection: Resource, expected: list[str]) -> None:
    """The effective time may be that of the analysis; only a person can tell."""
    report = read_fhir(with_specimen({**SERUM, "collection": collection}))

    assert expected == noted(report)
    assert datetime(2026, 11, 20, 8, 10, tzinfo=CET) == report.patients[0].readings[0].drawn_at


def test_a_result_without_a_subject_takes_that_of_its_report() -> None:
    """The report is the context that tells whose it is, also where the Bundle is about several."""
    people = [{"resourceType": "Patient", "id": each} for each in "12"]
    mine = giving("a", subject={"reference": "Patient/1"})
    report = read_fhir(bundle(*people, mine, observation(id="a"), of("2", value=9)))
    torn = bundle(*people, mine, giving("a", subject={"reference": "Patient/2"}), observation(id="a"))

    assert [["2.4 pg/mL"], ["9 pg/mL"]] == [[str(each.il6) for each in one.readings] for one in report.patients]
    assert "subject_of_group" in noted(report)
    assert ["no_subject"] == why(torn)


# --- patients --------------------------------------------------------------------------------------


def test_the_patients_of_a_bundle_are_never_mixed() -> None:
    report = read_fhir(
        bundle(
            of("1"),
            of("2", value=80),
            of("2", "30522-7", 60, "mg/L"),
            observation(value=3),
            {"resourceType": "Patient", "id": "1", "gender": "male", "birthDate": "1969-02-01"},
        )
    )
    first, second = report.patients

    assert ["2.4 pg/mL"] == [str(each.il6) for each in first.readings]
    assert (None, Sex.MALE, "Patient/1") == (first.hs_crp, first.sex, first.reference)
    assert ["80 pg/mL"] == [str(each.il6) for each in second.readings]
    assert ("60 mg/L", None) == (second.hs_crp.value.text, second.sex)
    assert [("Bundle.entry[3].resource", "no_subject")] == left_out(report)


def test_a_result_without_subject_belongs_to_the_only_patient() -> None:
    report = read_fhir(bundle(observation(), {"resourceType": "Patient", "gender": "male", "birthDate": "1969-02-01"}))

    assert ["subject_assumed"] == noted(report)
    assert Sex.MALE is report.patients[0].sex


def test_one_patient_by_several_references_is_one() -> None:
    url = "https://x.example/fhir/Patient/1"
    entries = [
        {
            "fullUrl": url,
            "resource": {"resourceType": "Patient", "id": "1", "gender": "male", "birthDate": "1969-02-01"},
        },
        {"fullUrl": "https://x.example/fhir/Observation/a", "resource": of("1")},
        {"fullUrl": "https://x.example/fhir/Observation/b", "resource": observation(subject={"reference": url})},
    ]

    assert 2 == len(one(bundle(*entries)).readings)


def test_the_same_patient_id_on_two_servers_is_two_patients() -> None:
    entries = [
        {"fullUrl": f"https://{server}.example/fhir/{kind}/1", "resource": {**resource, "id": "1"}}
        for server in "xy"
        for kind, resource in (("Patient", {"resourceType": "Patient"}), ("Observation", of("1")))
    ]
    report = read_fhir(bundle(*entries))

    assert [1, 1] == [len(patient.readings) for patient in report.patients]
    assert ["ambiguous"] == [each.code for each in read_fhir(bundle(*entries, of("1", value=3))).omitted]


@pytest.mark.parametrize(
    "subject, expected",
    [
        ({"reference": "Group/1"}, "subject_not_patient"),
        ({"reference": "Patient/1", "type": "Device"}, "subject_not_patient"),
        ({"reference": "#nobody"}, "unresolved"),
        ({"display": "Erika Mustermann"}, "subject_unclear"),
        ({"identifier": {"value": "4711"}}, "subject_unclear"),
        ({"reference": 1}, "malformed"),
        ("Patient/1", "malformed"),
        ([], "malformed"),
    ],
)
def test_a_subject_that_is_not_certain_leaves_the_result_out(subject: Any, expected: str) -> None:
    assert [expected] == why(bundle(observation(subject=subject)))


def test_a_subject_by_identifier_is_told_by_it() -> None:
    first, second = (
        observation(subject={"identifier": {"system": "https://x.example", "value": value}}) for value in "12"
    )

    assert [2, 1] == [len(each.readings) for each in read_fhir(bundle(first, second, first)).patients]


def test_a_report_and_its_result_must_name_one_patient() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "subject": {"reference": "Patient/2"},
        "result": [{"reference": "Observation/a"}],
    }

    assert ["another_patient"] == why(bundle(report, of("1", id="a")))


@pytest.mark.parametrize(
    "patient, expected",
    [
        ({"birthDate": "1969", "gender": "female"}, (None, None)),
        ({"birthDate": "1969-02-01", "gender": "other"}, (date(1969, 2, 1), None)),
        ({"birthDate": 1969, "gender": "female"}, (None, None)),
        ({"gender": "female"}, (None, Sex.FEMALE)),
        ({"birthDate": "1969-02-01", "gender": "female", "modifierExtension": [{"url": "x"}]}, (None, None)),
    ],
)
def test_what_is_not_certain_of_a_patient_is_left_open(patient: Resource, expected: Any) -> None:
    report = read_fhir(bundle({"resourceType": "Patient", **patient}))

    assert expected == (report.patients[0].birth_date, report.patients[0].sex)
    assert ["patient_unreadable"] == noted(report)


def test_a_person_under_rules_that_are_not_known_is_left_open() -> None:
    person = {"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1970-01-01", "implicitRules": "x"}
    report = read_fhir(bundle(of("1"), person))
    assert (None, None) == (report.patients[0].sex, report.patients[0].birth_date)
    assert "patient_unreadable" in noted(report)


def test_a_birth_date_after_a_result_is_left_open() -> None:
    report = read_fhir(bundle(observation(), {"resourceType": "Patient", "birthDate": "2026-12-01", "gender": "male"}))

    assert report.patients[0].birth_date is None
    assert "birth_date_late" in noted(report)


def test_versions_of_a_patient_that_differ_are_left_open() -> None:
    first, second = (
        {"resourceType": "Patient", "id": "1", "birthDate": born, "gender": "male"}
        for born in ("1969-02-01", "1996-02-01")
    )
    (patient,) = (report := read_fhir(bundle(first, second, of("1")))).patients

    assert (None, Sex.MALE) == (patient.birth_date, patient.sex)
    assert ["patient_disagrees"] == noted(report)


# --- among the results of one patient --------------------------------------------------------------


def test_two_results_of_one_time_that_differ_are_both_left_out() -> None:
    crp = [observation("30522-7", value, "mg/L") for value in (0.6, 6)]
    same_instant = observation("30522-7", 0.6, "mg/L", effectiveDateTime="2026-11-20T07:10:00Z")

    assert ["conflict"] * 2 == why(bundle(*crp))
    assert HsCrp("0.6 mg/L", MORNING) == read_fhir(bundle(crp[0], same_instant)).patients[0].hs_crp


def test_the_newest_vitamin_d_is_read() -> None:
    older = observation("62292-8", 12, "ng/mL", effectiveDateTime="2019-11-20")
    report = read_fhir(
        bundle(observation("62292-8", 32, "ng/mL"), older, observation("62292-8", 9, "ng/mL", effectiveDateTime=None))
    )

    assert "32 ng/mL" == report.patients[0].vitamin_d.text
    assert ["older", "older"] == [each.code for each in report.omitted]


def test_an_ordinary_crp_serves_its_own_draw_only() -> None:
    report = read_fhir(bundle(observation(), observation("1988-5", 80, "mg/L", effectiveDateTime="2020-01-01")))

    assert report.patients[0].conventional_crp is None
    assert ["another_draw"] == [each.code for each in report.omitted]
    assert "80 mg/L" == one(observation("1988-5", 80, "mg/L")).conventional_crp.text


def test_the_hs_crp_of_the_draw_goes_before_a_newer_one() -> None:
    newer = observation("30522-7", 9, "mg/L", effectiveDateTime="2026-11-25T08:00:00+01:00")
    report = read_fhir(bundle(observation(), newer, observation("30522-7", 0.6, "mg/L")))
    (patient,) = report.patients

    assert ("0.6 mg/L", ()) == (patient.hs_crp.value.text, patient.hs_crp_history)
    assert [("Bundle.entry[1].resource", "later_hs_crp")] == left_out(report)
    assert ["Bundle.entry[0].resource", "Bundle.entry[2].resource"] == [each.where for each in report.read]
    assert "9 mg/L" == one(newer).hs_crp.value.text


DAY = {"effectiveDateTime": "2026-11-20"}


def of_one_day(**facts: Any) -> list[dict[str, Any]]:
    return [observation(**DAY, **facts, id="a"), observation("30522-7", 0.6, "mg/L", **DAY, **facts, id="b")]


def report_of(*ids: str, **facts: Any) -> dict[str, Any]:
    results = [{"reference": f"Observation/{each}"} for each in ids]
    return {"resourceType": "DiagnosticReport", "status": "final", "result": results} | facts


def panel_of(*ids: str) -> dict[str, Any]:
    members = [{"reference": f"Observation/{each}"} for each in ids]
    return without_value(code="82335-1", hasMember=members, id="p", **DAY)


@pytest.mark.parametrize(
    "resources",
    [
        [*of_one_day(), report_of("a", "b")],
        [*of_one_day(), panel_of("a", "b")],
        [*of_one_day(), panel_of("b"), report_of("a", "p")],
        [*of_one_day(specimen={"reference": "Specimen/7"})],
        [*of_one_day(specimen={"reference": "Specimen/7"}), {"resourceType": "Specimen", "id": "7"}],
        [*of_one_day(basedOn=[{"reference": "ServiceRequest/7"}])],
    ],
)
def test_results_of_one_day_that_share_something_are_of_one_draw(resources: list[dict[str, Any]]) -> None:
    """A specimen, an order, a report or a panel says what dates alone cannot."""
    (patient,) = read_fhir(bundle(*resources)).patients

    assert "il6_only" == interpret(list(patient.readings), patient.context(time_zone="UTC")).pattern


@pytest.mark.parametrize(
    "resources",
    [
        of_one_day(),
        [*of_one_day(), report_of("a"), report_of("b")],
        [observation(id="a"), observation("30522-7", 0.6, "mg/L", id="b", effectiveDateTime="2026-11-19"),
         report_of("a", "b")],
        [observation(id="a"), observation("30522-7", 0.6, "mg/L", id="b", effectiveDateTime="2026-11-20T22:10+01:00"),
         report_of("a", "b")],
    ],
)  # fmt: skip
def test_results_that_share_nothing_or_contradict_it_by_their_times_are_not(resources: list[dict[str, Any]]) -> None:
    """Dates alone do not tell, and what is shared yields to times that part the results."""
    (patient,) = read_fhir(bundle(*resources)).patients

    assert "not_paired" == interpret(list(patient.readings), patient.context(time_zone="UTC")).pattern


def test_an_undated_hs_crp_is_read_in_the_report_of_its_il6_only() -> None:
    """Of one report and without a time that contradicts it, it is of the draw."""
    undated = observation("30522-7", 0.6, "mg/L", effectiveDateTime=None, id="b")
    within = bundle(observation(id="a"), undated, report_of("a", "b"))

    assert HsCrp("0.6 mg/L") == read_fhir(within).patients[0].hs_crp
    assert [("Bundle.entry[1].resource", "undated")] == left_out(read_fhir(bundle(observation(id="a"), undated)))


# --- what is no FHIR document ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        "",
        "null",
        "[]",
        "{",
        '{"resourceType": "Bundle", "resourceType": "Bundle"}',
        '{"resourceType": "Bundle", "a": NaN}',
        '{"resourceType": "Bundle", "a": ' + "1" * 10_000 + "}",
        '{"resourceType": "Bundle", "a": ' + "[" * 200_000 + "]" * 200_000 + "}",
        '{"resourceType": "Patient"}',
        '{"resourceType": ["Bundle"]}',
        "{}",
        "<Bundle/>",
        None,
        b"{}",
        3,
    ],
    ids=lambda document: str(document)[:30],
)
def test_what_is_no_document_is_one_clear_error(document: Any) -> None:
    with pytest.raises(CaseError) as caught:
        read_fhir(document)

    assert str(caught.value).startswith("FHIR: ")
    assert len(str(caught.value)) <= 300


def test_entries_that_hold_nothing_to_read_are_reported() -> None:
    report = read_fhir(bundle({}, {"resource": {}}, {"resource": "x"}, {"resourceType": "Encounter"}, bundle()))

    assert [
        ("Bundle.entry[0]", "no_resource"),
        ("Bundle.entry[1].resource.resourceType", "malformed"),
        ("Bundle.entry[2].resource", "malformed"),
        ("Bundle.entry[3].resource", "not_a_result"),
    ] == left_out(report)
    assert [("Bundle.entry", "malformed")] == left_out(read_fhir({"resourceType": "Bundle", "entry": {}}))


# --- damage ----------------------------------------------------------------------------------------

SECRETS = ("Mustermann", "Erika", "pat-4711", "obs-4712", "lab-4713", "spec-4714", "urn:uuid:4715", "secret-4716")


def full_document() -> Resource:
    """Return a document with every part that is read, and a name or number in every place that may hold one."""
    serum = {"resourceType": "Specimen", "id": "spec-4714", "status": "available", "type": concept("119364003", SNOMED)}
    serum["collection"] = {"fastingStatusCodeableConcept": concept("F", TABLE + "0916")}
    serum["collection"]["collectedDateTime"] = MORNING
    serum["container"] = [{"additiveCodeableConcept": concept("SST", TABLE + "0371")}]
    serum["condition"] = [concept("HEM", TABLE + "0493")]
    subject = {"reference": "Patient/pat-4711", "display": "Erika Mustermann"}
    shared = {"subject": subject, "specimen": {"reference": "Specimen/spec-4714"}}
    reading_ = observation(
        id="obs-4712",
        meta={"versionId": "1", "lastUpdated": MORNING},
        identifier=[{"system": "https://lab.example", "value": "lab-4713"}],
        issued="2026-11-20T18:00:00+01:00",
        valueQuantity=quantity(2.4, "pg/mL", "pg/mL", comparator="<"),
        referenceRange=[{"low": quantity(0.1), "high": quantity(7), "type": NORMAL}],
        method={"text": "Elecsys", "coding": [{"display": "ECLIA"}]},
        interpretation=[concept("N", "x")],
        modifierExtension=[{"url": MII, "valueCoding": {"system": SNOMED, "code": "118128002"}}],
        note=[{"text": "Erika Mustermann, secret-4716"}],
        **shared,
    )
    crp = component("30522-7", 0.6, "mg/L", interpretation=[concept("N", "x")])
    group = panel(id="p", component=[crp], hasMember=[{"reference": "Observation/obs-4712"}], **shared)
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "status": "final",
        "subject": subject,
        "effectiveDateTime": MORNING,
        "specimen": [{"reference": "Specimen/spec-4714", "display": "Erika Mustermann"}],
        "contained": [
            observation("62292-8", 32, "ng/mL", id="d", effectiveDateTime=None),
            {"resourceType": "Patient", "id": "c"},
        ],
        "result": [{"reference": "#d"}, {"reference": "Observation/p"}],
    }
    night = {
        "effectiveDateTime": None,
        "effectivePeriod": {"start": "2026-11-20T22:00:00Z", "end": "2026-11-21T06:00:00Z"},
    }
    return bundle(
        {
            "fullUrl": "https://x.example/fhir/Patient/pat-4711",
            "resource": {
                "resourceType": "Patient",
                "id": "pat-4711",
                "name": [{"family": "Mustermann"}],
                "birthDate": "1969-02-01",
                "gender": "female",
            },
        },
        {"fullUrl": "https://x.example/fhir/Specimen/spec-4714", "resource": serum},
        {"fullUrl": "https://x.example/fhir/Observation/obs-4712", "resource": reading_},
        {"fullUrl": "https://x.example/fhir/Observation/p", "resource": group},
        {"fullUrl": "https://x.example/fhir/DiagnosticReport/r", "resource": report},
        {"fullUrl": "https://x.example/fhir/Observation/h", "resource": of("pat-4711", "80404-7", 42, "ms", **night)},
        {"fullUrl": "https://x.example/fhir/Observation/g", "resource": of("pat-4711", "83174-3", 41, "kg")},
    )


def nested(depth: int) -> Any:
    found: Any = {}
    for _ in range(depth):
        found = {"contained": [found], "component": [found]}
    return found


WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 0.5, float("nan"), float("inf"), Decimal("sNaN"), Decimal("1e999999"), "", "x", "\x00",
    "secret-4716", "9" * 5000, b"x", [], [None], [[]], ["x"], {}, {"": None}, {"coding": 1}, object(), nested(3000),
)  # fmt: skip


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in a document."""
    pairs = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, each in pairs:
        yield (*path, key)
        yield from places(each, (*path, key))


def damaged(path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Resource:
    document = copy.deepcopy(full_document())
    part: Any = document
    for key in path[:-1]:
        part = part[key]
    change(part, path[-1])
    return document


def said(report: FhirReport) -> str:
    return repr(report) + repr(report.patients) + repr((report.read, report.omitted, report.notes))


def read_or_refused(document: Any) -> FhirReport | None:
    """Read a damaged document and interpret it; only our own errors may come, and none may tell a name."""
    try:
        report = read_fhir(document)
    except ForgeError as error:
        told = str(error)
        report = None
    else:
        told = said(report)
        for patient in report.patients:  # what was read is ready to interpret
            interpret(list(patient.readings), patient.context())
            interpret_case(patient.case())
    assert [] == [secret for secret in SECRETS if secret in told]
    assert report is not None or len(told) <= 300
    return report


def entry_of(where: str) -> str:
    return where.partition("]")[0].removesuffix(".entry")


def results(report: FhirReport) -> set[str]:
    """Return every number that was read, in its unit."""
    found: set[str] = set()
    for patient in report.patients:
        crps = [*patient.hs_crp_history, *([patient.hs_crp] if patient.hs_crp else [])]
        found |= {f"il6 {each.il6}" for each in patient.readings} | {f"crp {each.value}" for each in crps}
        found |= {f"grip {each.value}" for each in patient.grip} | {f"hrv {each.sdnn}" for each in patient.hrv}
        found |= {f"{name} {value}" for name in ("vitamin_d", "conventional_crp") if (value := getattr(patient, name))}
    return found


def test_the_document_to_damage_is_whole() -> None:
    report = read_fhir(full_document())
    (patient,) = report.patients

    assert 5 == len(report.read)
    assert [] == left_out(report)
    assert (Specimen.SERUM, True, True) == (
        patient.readings[0].specimen,
        patient.readings[0].haemolysed,
        patient.readings[0].fasting,
    )
    assert {"il6 <2.4 pg/mL", "crp 0.6 mg/L", "vitamin_d 32 ng/mL", "hrv 42 ms", "grip 41 kg"} == results(report)


PLACES = tuple(places(full_document()))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path))[-60:])
def test_a_wrong_type_at_any_place_is_no_wrong_number_and_no_other_error(path: tuple[Any, ...]) -> None:
    """What it must show: mutate good documents field by field."""
    whole = read_fhir(full_document())
    for wrong in WRONG:
        report = read_or_refused(damaged(path, lambda part, key, wrong=wrong: part.__setitem__(key, wrong)))
        if report is None or isinstance(wrong, (int, float)):
            continue
        gone = {each.where for each in whole.read} - {each.where for each in report.read}
        if path[-1] != "comparator":
            assert results(report) <= results(whole), wrong
        if wrong is not None and type(wrong) not in (list, dict):
            said_of = {entry_of(each.where) for each in report.omitted}
            assert set() == {place for place in gone if not {entry_of(place), "Bundle"} & said_of}, wrong


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path))[-60:])
def test_a_part_that_is_missing_or_told_twice_is_no_wrong_number(path: tuple[Any, ...]) -> None:
    def double(part: Any, key: Any) -> None:
        if isinstance(part, list):
            part.append(copy.deepcopy(part[key]))

    for change in (lambda part, key: part.__delitem__(key), double):
        report = read_or_refused(damaged(path, change))
        if report is not None and path[-1] != "comparator":
            assert results(report) <= results(read_fhir(full_document()))


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_that_is_said_tells_who_it_is(secret: str) -> None:
    for text in (json.dumps(full_document())[:-9], f'{{"{secret}": 1, "{secret}": 2}}', f'"{secret}"'):
        with pytest.raises(CaseError) as caught:
            read_fhir(text)
        assert secret not in str(caught.value)


# --- size ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        nested(20_000) | {"resourceType": "Observation"},
        panel(hasMember=nested(20_000)),
        bundle(observation(id="a", note=nested(20_000)), observation(id="a", note=nested(20_000))),
        bundle(observation(id="a", note=nested(60)), observation(id="a", note=nested(60))),
        observation(valueQuantity=quantity(2.4, "pg/mL" * 1_000_000)),
        without_value(valueString="1" * 5_000_000),
        observation(effectiveDateTime="2026-11-20T08:10:00." + "1" * 5_000_000 + "Z"),
        bundle(*(panel(id="p", hasMember=[{"reference": "Observation/p"}] * 20) for _ in range(1000))),
        bundle(
            *(observation(id="a", value=n + 1) for n in range(3000)),
            panel(hasMember=[{"reference": "Observation/a"}] * 30_000),
        ),
        bundle(*(panel(id=f"{n}", hasMember=[{"reference": f"Observation/{n + 1}"}]) for n in range(5000))),
        bundle(
            *(
                panel(id=f"{n}", effectiveDateTime=None, hasMember=[{"reference": f"Observation/{n + 1}"}])
                for n in range(5000)
            ),
            giving("0", effectiveDateTime=MORNING, subject={"reference": "Patient/1"}),
        ),
        bundle(
            *(
                grouping(
                    id=f"p{n}",
                    effectiveDateTime=f"2026-01-{n % 28 + 1:02}",
                    hasMember=[{"reference": f"Observation/p{m}"} for m in range(60)],
                )
                for n in range(60)
            ),
        ),
        bundle(
            *(
                observation(
                    id=each, status="corrected", identifier=[{"system": "x", "value": f"{n}"} for n in range(20_000)]
                )
                for each in "abc"
            )
        ),
        observation(code={"coding": [{"system": LOINC, "code": f"{n}"} for n in range(100_000)]}),
        observation(subject={"reference": "/" * 1_000_000}),
    ],
    ids=range(15),
)
def test_a_document_of_any_size_and_depth_comes_to_an_end(document: Resource) -> None:
    started = process_time()  # what a busy machine does besides is not counted
    read_fhir(document)

    assert process_time() - started < 20


def test_a_key_that_stands_twice_at_the_end_of_many_is_found_at_once() -> None:
    keys = ", ".join(f'"{n}": 0' for n in range(200_000))
    with pytest.raises(CaseError, match="twice"):
        read_fhir(f'{{"resourceType": "Bundle", {keys}, "199999": 1}}')


KEYS = st.sampled_from(
    sorted({key for path in PLACES for key in path if isinstance(key, str)} | {"valueString", "extension"})
)
TEXTS = st.sampled_from(sorted({
    "Observation", "Bundle", "Patient", "Specimen", "DiagnosticReport", "final", "corrected", "26881-3", LOINC, "pg/mL",
    MORNING, "2026-11-20", "#a", "a", "Observation/a", "Patient/a", "<", "82335-1", "30522-7", "mg/L",
    "entered-in-error",
}))  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | TEXTS | st.text(max_size=5)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@pytest.mark.parametrize("extension", [False, "x", {"url": "x"}])
def test_extensions_that_are_no_list_are_left_out_and_the_result_is_read(extension):
    """What it replaces stands there, and cannot be told; its own number can."""
    report = read_fhir(observation(extension=extension))

    assert [("malformed", "Observation.extension")] == [(each.code, each.where) for each in report.omitted]
    assert [1] == [len(each.readings) for each in report.patients]


@given(JSON, st.sampled_from(["Observation", "DiagnosticReport", "Bundle"]))
def test_any_json_is_a_report_or_one_of_our_errors(document: Any, kind: str) -> None:
    read_or_refused(document)
    if isinstance(document, dict):
        read_or_refused(document | {"resourceType": kind})
        read_or_refused(observation(**{key: each for key, each in document.items() if key != "status"}))


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=4))
def test_a_document_damaged_in_several_places_is_a_report_or_one_of_our_errors(changes: list[tuple[Any, Any]]) -> None:
    document = full_document()
    for path, value in changes:
        part: Any = document
        with contextlib.suppress(LookupError, TypeError):  # an earlier change may have removed the place
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = value
    read_or_refused(document)


@given(st.text() | JSON.map(lambda value: json.dumps(value, default=str)))
def test_any_text_is_a_report_or_one_of_our_errors(text: str) -> None:
    read_or_refused(text)


# --- samples of real feeds -------------------------------------------------------------------------


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of real feeds are not beside the repository")
@pytest.mark.parametrize("name", ["", "-range", "-data-absent-reason"])
def test_a_real_result_of_another_kind_is_left_out(name: str) -> None:
    text = (SAMPLES / f"mii-observation-laborwert{name}.json").read_text(encoding="utf-8")

    assert [("Observation", "not_read")] == left_out(read_fhir(text))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of real feeds are not beside the repository")
@pytest.mark.parametrize("name, expected", [("", None), ("-range", "range"), ("-data-absent-reason", "data_absent")])
def test_a_real_result_as_if_it_were_of_il6(name: str, expected: str | None) -> None:
    resource = json.loads((SAMPLES / f"mii-observation-laborwert{name}.json").read_text(encoding="utf-8"))
    resource["code"] = concept("26881-3")
    if expected is not None:
        assert [expected] == why(resource)
        return
    assert ["unit_ambiguous"] == why(resource)
    resource["valueQuantity"] |= quantity(2.4, "pg/ml", "pg/mL")
    report = read_fhir(resource)

    assert report.patients[0].readings[0].haemolysed is True
    assert "127 pg/mL" == report.patients[0].readings[0].lab_upper_limit.text
    assert ["issued_early"] == noted(report)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of real feeds are not beside the repository")
def test_a_panel_as_a_generator_of_patients_writes_it() -> None:
    written = json.loads((SAMPLES / "synthea-covid19-il6-module-slice.json").read_text(encoding="utf-8"))
    group = written["from_measurements_frequent"]["Interleukin_6_Rarely_Used_Clinical_Trial_Patients_Only"]
    (inner,) = group["observations"]
    report = {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": concept(group["codes"][0]["code"]),
        "subject": {"reference": "urn:uuid:patient"},
        "result": [{"reference": "urn:uuid:result"}],
    }
    result = observation(inner["codes"][0]["code"], 5.2, inner["unit"], subject={"reference": "urn:uuid:patient"})

    assert ["5.2 pg/mL"] == values(bundle(report, {"fullUrl": "urn:uuid:result", "resource": result}))
    with pytest.raises(CaseError):
        read_fhir(written)


# --- the sentences ---------------------------------------------------------------------------------


def test_every_measurement_brings_the_sentences_that_a_report_says_of_it() -> None:
    """A row of the table is one record: nothing else has to know a new code."""
    for kind in KINDS.values():
        assert kind.read.endswith(".")
        assert bool(kind.remark) == bool(kind.noted)
        assert not kind.remark or kind.noted == NOTES[kind.remark] == HL7_NOTES[kind.remark]


@pytest.mark.parametrize("code", [*OMITTED, *NOTES])
def test_every_code_has_one_sentence(code: str) -> None:
    sentence = (OMITTED.get(code) or NOTES[code]).strip()

    assert sentence.endswith(".")
    assert len(sentence) <= 120


def test_a_page_of_a_search_says_that_more_follow() -> None:
    """Nothing disappears silently: the newest result may stand on the next page."""
    pages = [{"relation": "self", "url": "x"}, {"relation": "next", "url": "y"}]
    report = read_fhir(bundle(observation(subject={"reference": "Patient/1"}), link=pages))

    assert [("Bundle.link[1]", "more_pages")] == [(each.where, each.code) for each in report.notes]
    assert [] == noted(read_fhir(bundle(observation(subject={"reference": "Patient/1"}), link=pages[:1])))


@pytest.mark.parametrize("link", ["next", [7], [{"relation": 7}]])
def test_a_link_that_is_none_costs_no_result(link: Any) -> None:
    report = read_fhir(bundle(observation(subject={"reference": "Patient/1"}), link=link))

    assert ["malformed"] == [each.code for each in report.omitted]
    assert 1 == len(report.read)


def test_every_code_is_used() -> None:
    folder = Path(__import__(read_fhir.__module__, fromlist=["x"]).__file__).parent
    readers = [*folder.glob("*.py"), *(folder.parent / name for name in ("loinc.py", "patients.py", "off_scale.py"))]
    source = "".join(path.read_text(encoding="utf-8") for path in readers if "sentences" not in path.name)

    assert [] == [code for code in [*OMITTED, *NOTES] if f'"{code}"' not in source]


# --- there and back --------------------------------------------------------------------------------


@given(
    st.sampled_from(["", "<", "<=", ">", ">="]),
    st.decimals(min_value="0.001", max_value=9000, places=3),
    st.sampled_from(["pg/mL", "ng/L", "ng/mL", "ug/L"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.sampled_from([UTC, CET])),
    st.sampled_from([*Specimen]),
    st.none() | st.decimals(min_value=4, max_value=50, places=1),
)
def test_a_reading_written_as_an_observation_is_the_same_reading(
    sign: str, number: Decimal, unit: str, at: datetime, specimen: Specimen, upper: Decimal | None
) -> None:
    """Reading, Observation, Reading: to the last digit, as numbers of a parser and as text."""
    assume(at.time() != time())
    limit = None if upper is None else f"{upper} {unit}"
    wanted = Reading(f"{sign}{number} {unit}", drawn_at=at, specimen=specimen, lab_upper_limit=limit)
    written = with_specimen(
        {"type": {"text": specimen.value.replace("_", "-")}},
        effectiveDateTime=at.isoformat(),
        valueQuantity=quantity(number, unit, unit, **({"comparator": sign} if sign else {})),
        referenceRange=[] if upper is None else [{"high": quantity(upper, unit)}],
    )

    assert wanted == reading(written)
    text = json.dumps(written, default=float)
    assert wanted.il6 == one(text).readings[0].il6


# --- what real feeds fill differently --------------------------------------------------------------


def dated(at: str | None, **more: Any) -> Resource:
    return observation(**{"effectiveDateTime": at} | more)


@pytest.mark.parametrize(
    "words", ["IL-6", "Interleukine 6", "インターロイキン6", "Interleucina-6 (suero)", "result", "Zytokine"]
)
def test_words_that_name_il6_or_nothing_do_not_contradict_its_code(words: str) -> None:
    assert reading(observation(code=concept("26881-3", text=words))).il6


@pytest.mark.parametrize(
    "kind",
    [
        concept("258607008", SNOMED, text="BAL"),
        {"coding": [{"system": SNOMED, "code": "9", "display": "Synovial fluid specimen"}]},
        {"coding": [{"system": SNOMED, "code": "119364003", "display": "Ascites"}]},
        concept("309051001", SNOMED),
        concept("PRT", TABLE + "0487"),
        {"text": "Gelenkpunktat"},
    ],
)
def test_only_blood_serum_and_plasma_are_read(kind: Resource) -> None:
    """Codes and displays: what is none of these is another fluid, whether it is known or not."""
    assert ["specimen_other"] == why(with_specimen({"type": kind}))


@pytest.mark.parametrize("at", ["2026-11-20T00:00:00+01:00", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00.000-05:00"])
def test_midnight_exactly_is_the_day(at: str) -> None:
    """Systems that know the day alone write it so."""
    report = read_fhir(dated(at))

    assert date(2026, 11, 20) == report.patients[0].readings[0].drawn_at
    assert ["midnight"] == noted(report)


def test_a_time_without_offset_is_the_day_or_is_placed_by_the_caller() -> None:
    """A clock time of nobody knows where is no instant, and its day is a day."""
    local = dated("2026-11-20T08:10:00")
    report = read_fhir(local)
    placed = read_fhir(local, time_zone="Europe/Berlin")

    assert date(2026, 11, 20) == report.patients[0].readings[0].drawn_at
    assert ["time_without_offset"] == noted(report)
    assert datetime(2026, 11, 20, 8, 10) == placed.patients[0].readings[0].drawn_at
    assert ("Europe/Berlin", ()) == (placed.patients[0].time_zone, placed.notes)


def test_an_offset_may_lack_its_colon() -> None:
    assert datetime(2026, 11, 20, 8, 10, tzinfo=CET) == reading(dated("2026-11-20T08:10:00+0100")).drawn_at


def test_a_time_in_utc_is_the_clock_of_the_time_zone() -> None:
    """15:10 in UTC is 07:10 in California: a morning draw, where the caller says so."""
    utc = dated("2026-11-20T15:10:00Z")
    found = []
    for zone in (None, "America/Los_Angeles", "Europe/Berlin"):
        patient = read_fhir(utc, time_zone=zone).patients[0]
        found.append("not_morning" in {each.code for each in interpret(patient.readings, patient.context()).findings})

    assert [False, False, True] == found


def test_a_time_that_clocks_skipped_is_left_out() -> None:
    report = read_fhir(dated("2026-03-29T02:30:00"), time_zone="Europe/Berlin")
    assert ["time_skipped"] == [each.code for each in report.omitted]


@pytest.mark.parametrize(
    "statuses", [("preliminary", "final"), ("final", "corrected"), ("preliminary", "amended"), ("corrected", "final")]
)
def test_of_two_statuses_of_one_time_the_more_final_stands(statuses: tuple[str, str]) -> None:
    """No business identifier ties them, and the code and the time do; one instant may be written in two offsets."""
    values = dict(zip(statuses, (24, 2.4), strict=True))
    last = "2.4 pg/mL" if statuses[0] != "corrected" else "24 pg/mL"
    first, second = (observation(status=status, value=values[status], id=status) for status in statuses)
    report = read_fhir(bundle(first, second | {"effectiveDateTime": "2026-11-20T07:10:00Z"}))

    assert [last] == [str(each.il6) for each in report.patients[0].readings]
    assert ["replaced"] == [each.code for each in report.omitted]


def test_two_finals_of_one_time_do_not_replace_each_other() -> None:
    report = read_fhir(bundle(observation(id="a"), observation(value=24, id="b")))
    assert (2, ()) == (len(report.patients[0].readings), report.omitted)


@pytest.mark.parametrize("unit", ["pg.mL-1", "ｐｇ／ｍＬ", "pg·ml-1", "pg mL^-1"])
def test_a_unit_that_can_mean_one_thing_only_is_read(unit: str) -> None:
    assert "2.4 pg/mL" == str(reading(observation(unit=unit)).il6)


@pytest.mark.parametrize("text", ["PG/ML", "pikogramm pro ml", "picog./ml"])
def test_the_code_is_the_unit_and_the_text_is_for_people(text: str) -> None:
    report = read_fhir(without_value(valueQuantity=quantity(2.4, text, "pg/mL")))

    assert "2.4 pg/mL" == str(report.patients[0].readings[0].il6)
    assert ["unit_part"] == noted(report)


def test_capitals_throughout_are_refused_by_a_reason_of_their_own() -> None:
    assert ["unit_capitals"] == why(observation(unit="PG/ML"))


@pytest.mark.parametrize(
    "limits", [{"high": {"value": 7}}, {"text": "0-7"}, {"text": "<7"}, {"text": "< 7 pg/mL"}, {"text": "0 - 7 ng/L"}]
)
def test_a_limit_takes_the_unit_of_the_result(limits: Resource) -> None:
    assert "7 pg/mL" == str(reading(observation(referenceRange=[limits])).lab_upper_limit)


@pytest.mark.parametrize("key", ["note", "comment", "comments"])
def test_a_comment_is_remarked_on(key: str) -> None:
    """Under the name that R4, STU3 and DSTU2 give it; nothing of it is repeated."""
    said = [{"text": "Erika, haemolysed"}] if key == "note" else "Erika, haemolysed"
    report = read_fhir(observation(**{key: said}))

    assert (["comment"] if key == "note" else ["comment", "older_fhir"]) == noted(report)
    assert "Erika" not in str(report.notes)


def test_the_conclusion_of_a_report_is_remarked_on() -> None:
    report = read_fhir(bundle(giving("a", conclusion="haemolysed"), observation(id="a")))
    assert "comment" in noted(report)


def test_results_of_an_older_fhir_are_read() -> None:
    """Before R4 an interpretation was one object, and a panel had its members under ``related``."""
    members = [{"type": "has-member", "target": {"reference": "Observation/a"}}]
    panel = grouping(related=members, effectiveDateTime=MORNING)
    panel.pop("hasMember")
    above = {"coding": [{"system": "http://hl7.org/fhir/v2/0078", "code": ">"}]}
    (found,) = read_fhir(bundle(panel, bare(interpretation=above))).patients[0].readings

    assert (">2.4 pg/mL", datetime(2026, 11, 20, 8, 10, tzinfo=CET)) == (str(found.il6), found.drawn_at)


def test_a_caller_says_what_its_own_codes_and_names_are() -> None:
    """Local codes are not guessed, and need not be."""
    local = concept("IL6", "https://lab.example")
    codes = {("https://lab.example", "IL6"): "il6"}

    assert ["not_read"] == why(observation(code=local))
    assert read_fhir(observation(code=local), codes=codes).patients[0].readings
    assert read_fhir(observation(code={"text": "Entz. 6"}), names={"entz 6": "il6"}).patients[0].readings
    with pytest.raises(CaseError, match="names"):
        read_fhir(observation(), names={"x": "interleukin"})


# --- drugs -----------------------------------------------------------------------------------------

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"


def statement(concept_or_text: Resource | str, **more: Any) -> Resource:
    drug = {"text": concept_or_text} if isinstance(concept_or_text, str) else concept_or_text
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": drug,
        "subject": {"reference": "Patient/1"},
        **more,
    }


def confounders(*resources: Resource) -> list[tuple[str, date | None]]:
    (patient,) = read_fhir(bundle(of("1"), *resources)).patients
    return [(each.kind.value, each.ended_on) for each in patient.context().confounders or ()]


@pytest.mark.parametrize(
    "drug, expected",
    [
        ("Tocilizumab 162 mg/0.9 mL", "il6_receptor_blocker"),
        (concept("L04AC14", ATC), "il6_receptor_blocker"),
        (concept("612865", RXNORM), "il6_receptor_blocker"),
        ("Siltuximab", "anti_il6"),
        (concept("L04AB04", ATC), "other_immunomodulator"),
        ("Baricitinib 4 mg", "other_immunomodulator"),
        ("Prednisolon 5 mg Tbl.", "chronic_steroids"),
        (concept("H02AB06", "http://fhir.de/CodeSystem/bfarm/atc"), "chronic_steroids"),
    ],
)
def test_a_drug_that_is_taken_is_a_confounder(drug: Resource | str, expected: str) -> None:
    """By ATC, RxNorm or name: IL-6 rises tenfold under a receptor blocker, and CRP falls."""
    report = read_fhir(bundle(of("1"), statement(drug)))

    assert [(expected, None)] == confounders(statement(drug))
    assert ["drug"] == noted(report)


def test_a_drug_that_was_given_counts_from_its_end() -> None:
    given = statement("sarilumab", resourceType="MedicationAdministration", status="completed")
    ended = statement("prednisone", status="completed", effectivePeriod={"start": "2026-11-01", "end": "2026-11-08"})
    event = ("il6_receptor_blocker", date(2026, 11, 10))

    assert [event] == confounders(given | {"effectiveDateTime": "2026-11-10T10:00:00+01:00"})
    assert [event] == confounders(given | {"occurenceDateTime": "2026-11-10"})
    assert [("systemic_steroids", date(2026, 11, 8))] == confounders(ended)


@pytest.mark.parametrize(
    "resource, expected",
    [
        (statement("tocilizumab", status="entered-in-error"), "drug_not_taken"),
        (statement("tocilizumab", status="not-taken"), "drug_not_taken"),
        (statement("tocilizumab", status="stopped"), "drug_undated"),
        (statement("tocilizumab", effectiveDateTime="2026-11-25"), "drug_later"),
        (statement("tocilizumab", resourceType="MedicationRequest", intent="proposal"), "drug_not_taken"),
        (statement("no tocilizumab"), "drug_unclear"),
        (statement("Prednison abgesetzt"), "drug_unclear"),
        (statement(concept("L04AC07", ATC, text="never had tocilizumab")), "drug_unclear"),
        (statement("Metformin"), "not_a_result"),
        (statement("Prednisolone eye drops"), "not_a_result"),
        (statement(concept("L04AC07", "https://x.example")), "not_a_result"),
    ],
)
def test_a_drug_that_cannot_have_moved_the_result_is_left_out(resource: Resource, expected: str) -> None:
    report = read_fhir(bundle(of("1"), resource))

    assert () == report.patients[0].confounders
    assert [expected] == [each.code for each in report.omitted]


def test_a_drug_stands_in_a_resource_of_its_own_or_in_that_of_r5() -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Kevzara"}}
    referring = statement("", medicationReference={"reference": "Medication/m"}, medicationCodeableConcept=None)
    of_r5 = statement("", medication={"concept": {"text": "RoActemra"}}, medicationCodeableConcept=None)

    assert [("il6_receptor_blocker", None)] == confounders(medication, referring) == confounders(of_r5)


@pytest.mark.parametrize(
    "ingredient", [{"itemCodeableConcept": {"text": "Sarilumab"}}, {"item": {"concept": {"text": "Sarilumab"}}}]
)
def test_a_drug_is_known_by_what_it_is_made_of(ingredient: Resource) -> None:
    """A brand that nobody knows here still names its substance: R4 and R5 in two ways, and in an export too."""
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Pen X"}, "ingredient": [ingredient]}
    referring = statement("", medicationReference={"reference": "Medication/m"}, medicationCodeableConcept=None)
    export = [json.dumps(each) for each in (of("1"), medication, referring)]

    assert [("il6_receptor_blocker", None)] == confounders(medication, referring)
    assert 1 == len(read_fhir_ndjson(export).patients[0].confounders)


def test_a_drug_that_is_ordered_or_named_by_a_reference_alone_is_taken() -> None:
    ordered = statement("tocilizumab", resourceType="MedicationRequest", intent="order")
    named = statement("", medicationReference={"display": "tocilizumab"}, medicationCodeableConcept=None)
    assert [("il6_receptor_blocker", None)] == confounders(ordered) == confounders(named)


def test_a_drug_that_the_bundle_deletes_is_left_out() -> None:
    deletion = {"request": {"method": "DELETE", "url": "MedicationStatement/m"}}
    report = read_fhir(bundle(of("1"), statement("tocilizumab", id="m"), deletion, type="history"))
    assert ((), {"deleted"}) == (report.patients[0].confounders, {each.code for each in report.omitted})


def test_the_drugs_of_two_patients_are_not_mixed() -> None:
    report = read_fhir(bundle(of("1"), of("2"), statement("tocilizumab")))
    assert [1, 0] == [len(patient.confounders) for patient in report.patients]


# --- containers ------------------------------------------------------------------------------------


def test_a_bundle_in_a_bundle_is_read() -> None:
    """A batch of searches answers so; what is left out is named by its whole path."""
    report = read_fhir(bundle(bundle(observation(), {"resourceType": "Basic"}), type="batch-response"))

    assert 1 == len(report.patients[0].readings)
    assert ["Bundle.entry[0].resource.entry[1].resource"] == [each.where for each in report.omitted]


def test_the_rules_and_the_pages_of_an_inner_bundle_count() -> None:
    assert ["implicit_rules"] == why(bundle(bundle(observation(), implicitRules="x")))
    report = read_fhir(bundle(bundle(observation(), link=[{"relation": "next", "url": "x"}])))
    assert "more_pages" in noted(report)


def test_bundles_nested_without_end_are_refused() -> None:
    nested = observation()
    for _ in range(40):
        nested = bundle(nested)
    assert ["malformed"] == why(nested)


@pytest.mark.parametrize("wrap", [lambda each: {"resource": each}, lambda each: {"part": [{"resource": each}]}])
def test_parameters_nested_without_end_are_refused(wrap: Callable[[Any], Any]) -> None:
    nested = observation()
    for _ in range(40):
        nested = {"resourceType": "Parameters", "parameter": [wrap(nested)]}
    assert ["malformed"] == why(nested)


def test_parts_of_parameters_nested_without_end_are_refused() -> None:
    nested: Resource = {"resource": observation()}
    for _ in range(40):
        nested = {"part": [nested]}
    assert ["malformed"] == why({"resourceType": "Parameters", "parameter": [nested]})


def test_what_is_no_text_is_no_type_of_a_document() -> None:
    """Even where it claims to be equal to every text."""
    with pytest.raises(CaseError, match="resourceType"):
        read_fhir({"resourceType": mock.ANY})


def test_resources_one_a_line_are_read_as_one_document() -> None:
    """A bulk export gives patients and results in files of their own; a broken line costs itself only."""
    lines = [json.dumps(each) for each in (of("1", id="a"), of("2", value=3.1, id="b"))]
    person = json.dumps({"resourceType": "Patient", "id": "2", "gender": "female", "birthDate": "1969-03-12"})
    report = read_fhir_ndjson(iter([lines[0], "", "{Erika", "[]", lines[1], person]))

    assert {"2.4 pg/mL": None, "3.1 pg/mL": Sex.FEMALE} == {
        str(patient.readings[0].il6): patient.sex for patient in report.patients
    }
    assert [("line 3", "no_json"), ("line 4", "no_json")] == [(each.where, each.code) for each in report.omitted]
    assert "Erika" not in str(report.omitted)


# --- what replaces what ----------------------------------------------------------------------------


REPLACES = "http://hl7.org/fhir/StructureDefinition/observation-replaces"


@pytest.mark.parametrize(
    "told",
    [
        {"related": [{"type": "replaces", "target": {"reference": "Observation/a"}}]},
        {"extension": [{"url": REPLACES, "valueReference": {"reference": "Observation/a"}}]},
    ],
)
def test_a_result_that_says_it_replaces_another_one_does(told: Resource) -> None:
    report = read_fhir(bundle(of("1", value=24, id="a"), of("1", id="b", **told)))

    assert ["2.4 pg/mL"] == [str(each.il6) for each in report.patients[0].readings]
    assert ["replaced_by"] == [each.code for each in report.omitted]


def test_one_order_number_is_one_result_whichever_tube_it_names() -> None:
    """A preliminary and a final result of one number, of other tubes and times."""
    identifier = [{"system": "urn:lab", "value": "7"}]
    first = of("1", value=24, status="preliminary", identifier=identifier, specimen={"reference": "Specimen/1"})
    final = of("1", identifier=identifier, specimen={"reference": "Specimen/2"}, effectiveDateTime="2026-11-21")
    assert ["replaced"] == [each.code for each in read_fhir(bundle(first, final)).omitted]


def test_a_final_result_replaces_the_preliminary_one_under_a_code_of_the_caller() -> None:
    code = concept("IL6", "urn:lab")
    both = bundle(of("1", code, value=24, status="preliminary"), of("1", code))
    assert ["replaced"] == [each.code for each in read_fhir(both, codes={("urn:lab", "IL6"): "il6"}).omitted]


def test_a_report_of_which_no_version_is_the_newest_still_speaks_against_the_result_of_another() -> None:
    versions = [giving("a", id="r", subject={"reference": "Patient/2"}, conclusion=said) for said in "xy"]
    assert "another_patient" in why(bundle(*versions, of("1", id="a")))


def test_nothing_replaces_the_result_of_another_patient_or_by_a_withdrawn_one() -> None:
    told = {"related": [{"type": "replaces", "target": {"reference": "Observation/a"}}]}
    for other in (of("2", id="b", **told), of("1", id="b", status="entered-in-error", **told)):
        report = read_fhir(bundle(of("1", value=24, id="a"), other))
        assert "24 pg/mL" in [str(each.il6) for patient in report.patients for each in patient.readings]


def test_what_qualifies_a_result_is_noted_and_older_fhir_once() -> None:
    qualified = {"related": [{"type": "qualified-by", "target": {"reference": "Observation/9"}}]}
    report = read_fhir(bundle(of("1", **qualified), of("1", "30522-7", 0.6, "mg/L", comment="seen")))
    assert ["comment", "older_fhir", "qualified"] == sorted(noted(report))


def test_of_one_time_a_tube_that_is_named_and_none_are_one_and_two_named_are_not() -> None:
    """A preliminary result names its specimen, the final one does not."""
    tube, other = ({"specimen": {"reference": f"Specimen/{name}"}} for name in "12")
    first = of("1", value=24, status="preliminary", **tube)
    assert ["replaced"] == [each.code for each in read_fhir(bundle(first, of("1"))).omitted]
    assert [] == [each.code for each in read_fhir(bundle(first, of("1", **other))).omitted]


def test_of_two_corrections_the_later_one_stands() -> None:
    """Where both say when they were issued; else nothing tells."""
    times = [{"issued": f"2026-11-2{day}T10:00:00Z"} for day in (1, 2)]
    first, second = (
        of("1", value=value, status="corrected", **time) for value, time in zip((24, 2.4), times, strict=True)
    )
    assert ["2.4 pg/mL"] == [str(each.il6) for each in read_fhir(bundle(second, first)).patients[0].readings]


# --- containers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document, where",
    [
        ([observation()], "[0]"),
        ({"resourceType": "Parameters", "parameter": [{"name": "return", "resource": observation()}]},
         "Parameters.parameter[0].resource"),
        ({"resourceType": "Parameters", "parameter": [{"part": [{"resource": bundle(observation())}]}]},
         "Parameters.parameter[0].part[0].resource.entry[0].resource"),
    ],
)  # fmt: skip
def test_results_are_found_in_every_container(document: Any, where: str) -> None:
    report = read_fhir(document)
    assert ((where,), ()) == (tuple(each.where for each in report.read), report.omitted)


def test_a_list_that_holds_no_resource_is_told() -> None:
    assert ["malformed", "malformed"] == why(["Erika", 1])


def test_an_export_keeps_what_may_be_read_and_counts_the_rest() -> None:
    """However many results of other kinds it has, and wherever the person stands."""
    other = [json.dumps(of("1", "2345-7", id=f"g{number}")) for number in range(50)]
    report = {
        "resourceType": "DiagnosticReport", "id": "r", "status": "final", "subject": {"reference": "Patient/1"},
        "presentedForm": [{"data": "x"}], "result": [{"reference": "Observation/g1"}, {"reference": "Observation/i"}],
        "effectiveDateTime": MORNING,
    }  # fmt: skip
    person = {"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1970-01-01"}
    nobody = {"resourceType": "Patient", "id": "2"}
    drug = {
        "resourceType": "MedicationStatement", "status": "active", "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": "tocilizumab"},
    }  # fmt: skip
    mine = of("1", id="i", effectiveDateTime=None)
    told = read_fhir_ndjson([*other, *map(json.dumps, (mine, report, drug, person, nobody))])

    (patient,) = told.patients
    assert (Sex.FEMALE, datetime.fromisoformat(MORNING)) == (patient.sex, patient.readings[0].drawn_at)
    assert ["il6_receptor_blocker"] == [each.kind.value for each in patient.confounders]
    assert [("all lines", "not_read")] == [(each.where, each.code) for each in told.omitted]
    assert told.omitted[0].reason.startswith("50 ")
    assert "comment" not in noted(told)


def test_a_conclusion_that_an_export_forgets_is_remarked_on_all_the_same() -> None:
    lines = map(json.dumps, (of("1", id="a"), giving("a", conclusion="Erika is well")))
    report = read_fhir_ndjson(lines)
    assert ["comment"] == noted(report)


@pytest.mark.parametrize(
    "resource",
    [
        {"id": "x"},
        of("1", next(iter(REFUSED))),
        panel(subject={"reference": "Patient/1"}, component=[{"code": concept("26881-3"), "valueBoolean": True}]),
        statement("", medicationCodeableConcept="tocilizumab"),
    ],
    ids=["no type", "refused", "panel", "broken drug"],
)
def test_what_a_document_would_tell_of_by_itself_an_export_does_not_only_count(resource: Resource) -> None:
    whole, export = read_fhir([resource]), read_fhir_ndjson([json.dumps(resource)])
    assert [each.code for each in whole.omitted] == [each.code for each in export.omitted]
    assert export.omitted[0].where.startswith("line 1")


def test_a_result_that_an_export_withdraws_later_is_withdrawn() -> None:
    """Also where the newer version has another code, or none."""
    newer = {"meta": {"versionId": "2"}}
    first, nameless = (
        of("1", id="i", meta={"versionId": "1"}),
        of("1", id="i", status="entered-in-error", code={}, **newer),
    )
    for order in ((first, of("1", "2345-7", id="i", **newer)), (first, nameless), (nameless, first)):
        assert () == read_fhir_ndjson(map(json.dumps, order)).read


# --- drugs and what else there may be --------------------------------------------------------------


def test_a_drug_is_stated_and_the_question_about_all_others_stays_open() -> None:
    """That a feed tells of one drug does not say that nothing else was there."""
    patient = read_fhir(bundle(of("1"), statement("prednisolone"))).patients[0]
    verdict = interpret(list(patient.readings), patient.context())
    asked = interpret(list(patient.readings), patient.context(confounders=patient.confounders))

    assert "chronic_steroids" in [finding.code for finding in verdict.findings]
    assert ("confounders" in verdict.missing, "confounders" in asked.missing) == (True, False)
    assert "confounders" in [question.fact for question in verdict.questions]


def test_a_drug_of_a_person_without_results_is_read_and_of_somebody_unknown_told() -> None:
    """The result may be known from elsewhere; nothing disappears."""
    person = {"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1970-01-01"}
    known = read_fhir(bundle(person, statement("tocilizumab")))
    unknown = read_fhir(bundle(of("2"), statement("tocilizumab")))

    assert ["il6_receptor_blocker"] == [each.kind.value for each in known.patients[0].confounders]
    assert ["drug_of_another"] == [each.code for each in unknown.omitted]


@pytest.mark.parametrize("text", ["2026-11-20 08:10:00+01:00", "2026-11-20T08:10:00+01", "2026-11-20t07:10:00z"])
def test_a_time_that_can_mean_one_thing_only_is_read(text: str) -> None:
    assert datetime.fromisoformat(MORNING) == reading(observation(effectiveDateTime=text)).drawn_at


def test_what_people_wrote_to_a_specimen_or_in_a_narrative_is_noted() -> None:
    specimen = {
        "contained": [{"resourceType": "Specimen", "id": "s", "type": {"text": "Serum"}, "note": [{"text": "x"}]}]
    }
    for written in ({"text": {"status": "additional", "div": "<div/>"}}, specimen | {"specimen": {"reference": "#s"}}):
        assert ["comment"] == noted(read_fhir(observation(**written)))
