"""FHIR out: every verdict becomes resources that FHIR accepts, and says there what it says, no more and no less."""

from __future__ import annotations

import copy
import importlib
import json
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import forge_il6
from forge_il6 import (
    STANDARD,
    CaseError,
    Context,
    Convention,
    ForgeError,
    HsCrp,
    Note,
    Reading,
    Severity,
    Threshold,
    TimeError,
    ValueFormatError,
    Verdict,
    VerdictFormatError,
    interpret,
    interpret_case,
    rule,
)
from forge_il6.interop.fhir import out as fhir_out
from forge_il6.interop.fhir import read_fhir, write_fhir
from forge_il6.interop.loinc import KINDS
from forge_il6.knowledge.findings import REASSURING
from forge_il6.knowledge.words import MISSING
from forge_il6.shown.sections import steps
from strategies import CRP_UNITS, IL6_UNITS, IL6_UNITS_TO_CHECK, case_documents, crp_values, il6_values, results

Resource = dict[str, Any]

VIGNETTES = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent.parent / "vignettes").glob("*.json"))
]
CONFORMANCE = Path(__file__).parents[3] / "shared" / "conformance" / "cases.json"
VERSIONS = ("R4", "R4B", "R5")
RECORDED = "2027-06-01T12:00:00+02:00"
MORNING = "2026-11-20T08:10:00+01:00"
RESTED: dict[str, Any] = {"drawn_at": MORNING, "fasting": True, "exercise": "none", "at_rest": True}
LOINC_IL6, LOINC_HS_CRP = "26881-3", "30522-7"


def verdict_of(il6: str | None = "2.4 pg/mL", hs_crp: Any = None, /, **facts: Any) -> Verdict:
    """Interpret one rested reading; facts of a context go to it, all others to the reading."""
    context = {name: facts.pop(name) for name in set(facts) & set(Context.keys())}
    reading = None if il6 is None else Reading(il6, **{**RESTED, **facts})
    return interpret(reading, Context(hs_crp=hs_crp, **context))


def written(verdict: Verdict, **options: Any) -> Resource:
    """Write a verdict, and take it through JSON as a receiver would."""
    return json.loads(json.dumps(write_fhir(verdict, **{"recorded": RECORDED, **options}), allow_nan=False))


def of_type(bundle: Resource, kind: str) -> list[Resource]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def one(bundle: Resource, kind: str) -> Resource:
    (found,) = of_type(bundle, kind)
    return found


def result(bundle: Resource, loinc: str) -> Resource:
    (found,) = (each for each in of_type(bundle, "Observation") if each["code"]["coding"][0]["code"] == loinc)
    return found


def codes(concepts: list[Resource]) -> list[str]:
    return [coding["code"] for each in concepts for coding in each.get("coding", [])]


# --- what FHIR accepts -----------------------------------------------------------------------------

OBSERVATION_STATUS = frozenset({
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
})  # fmt: skip
REQUIRED: Mapping[str, Container[str]] = {
    "Bundle.type": {
        "document", "message", "transaction", "transaction-response", "batch", "batch-response", "history",
        "searchset", "collection",
    },
    "GuidanceResponse.status": {
        "success", "data-requested", "data-required", "in-progress", "failure", "entered-in-error",
    },
    "GuidanceResponse.dataRequirement.type": {"Observation", "Patient", "Specimen"},
    "DetectedIssue.severity": {"high", "moderate", "low"},
    "Observation.status": OBSERVATION_STATUS,
    "Observation.valueQuantity.comparator": {"<", "<=", ">=", ">"},
    "CommunicationRequest.status": {
        "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown",
    },
    "CommunicationRequest.priority": {"routine", "urgent", "asap", "stat"},
    "text.status": {"generated", "extensions", "additional", "empty"},
}  # fmt: skip
REQUIRED_BY_R4: Mapping[str, Container[str]] = {
    **REQUIRED,
    "DetectedIssue.status": OBSERVATION_STATUS,
    "CommunicationRequest.intent": frozenset[str](),
    "Provenance.entity.role": {"derivation", "revision", "quotation", "source", "removal"},
}
REQUIRED_BY_R5: Mapping[str, Container[str]] = {
    **REQUIRED,
    "DetectedIssue.status": {"preliminary", "final", "entered-in-error", "mitigated"},
    "CommunicationRequest.intent": {
        "proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order",
        "option",
    },
    "Provenance.entity.role": {"revision", "quotation", "source", "instantiates", "removal"},
}  # fmt: skip
"""The codes of the value sets whose binding is required, as the specification lists them."""
BACKBONES = ("CommunicationRequestPayload", "DetectedIssueEvidence", "ProvenanceAgent", "ProvenanceEntity")
XHTML = "{http://www.w3.org/1999/xhtml}"


def model(kind: str, version: str) -> Any:
    """The class that stands for a resource of one version of FHIR."""
    release = "" if version == "R5" else ".R4B"
    name = next(
        (each for each in ("CommunicationRequest", "DetectedIssue", "Provenance") if kind.startswith(each)), kind
    )
    return getattr(importlib.import_module(f"fhir.resources{release}.{name.lower()}"), kind)


def leaves(part: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value with its path, without the numbers of lists."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(part, list):
        for value in part:
            yield from leaves(value, path)
    else:
        yield path, part


def references(kind: str, part: Resource, version: str) -> Iterator[tuple[str, str, list[str]]]:
    """Every reference of a resource with the types that its element may refer to."""
    for name, field in model(kind, version).model_fields.items():
        key = field.alias or name
        given = part.get(key)
        for value in given if isinstance(given, list) else [given]:
            if isinstance(value, dict) and (allowed := (field.json_schema_extra or {}).get("enum_reference_types")):
                yield f"{kind}.{key}", value.get("reference", ""), allowed
            elif isinstance(value, dict) and (inner := f"{kind}{key[0].upper()}{key[1:]}") in BACKBONES:
                yield from references(inner, value, version)


def binding_problems(resource: Resource, version: str) -> Iterator[str]:
    """What breaks a required binding."""
    kind, required = resource["resourceType"], REQUIRED_BY_R5 if version == "R5" else REQUIRED_BY_R4
    for path, value in leaves({key: each for key, each in resource.items() if key != "entry"}, kind):
        wanted = required.get("text.status" if path.endswith(".text.status") else path)
        if wanted is not None and value not in wanted:
            yield f"{path}: {value}"
        if isinstance(value, str) and not value.strip():
            yield f"{path}: empty"


def narrative_problems(resource: Resource) -> Iterator[str]:
    """What no narrative may hold, and a resource without one."""
    if resource["resourceType"] == "Parameters":
        return
    root = ET.fromstring(resource["text"]["div"])  # noqa: S314  (text of our own; that it parses is the test)
    tags = {element.tag for element in root.iter()}
    if root.tag != f"{XHTML}div" or tags - {f"{XHTML}div", f"{XHTML}pre"} or not "".join(root.itertext()).strip():
        yield f"{resource['resourceType']}.text: {tags}"
    if any(element.attrib for element in root.iter()):
        yield f"{resource['resourceType']}.text: attributes"


def reference_problems(bundle: Resource, version: str) -> Iterator[str]:
    """What refers to nothing in the Bundle, or to a type that its element may not refer to."""
    types = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    for entry in bundle["entry"]:
        kind = entry["resource"]["resourceType"]
        for path, target, allowed in references(kind, entry["resource"], version):
            if target.startswith("urn:") and types.get(target) not in allowed and "Resource" not in allowed:
                yield f"{path}: {target} is {types.get(target)}"
            if target.startswith("urn:") and target not in types:
                yield f"{path}: {target} is nothing"
    if len(types) != len(bundle["entry"]):
        yield "Bundle.entry.fullUrl: twice the same"


def invariant_problems(resource: Resource) -> Iterator[str]:
    """The constraints of the specification that these resources could break."""
    kind = resource["resourceType"]
    if kind == "Observation" and {"dataAbsentReason", "component"} & resource.keys():
        yield "obs-6, obs-7"
    for each in resource.get("dataRequirement", []):
        if any(("path" in filtered) == ("searchParam" in filtered) for filtered in each.get("codeFilter", [])):
            yield "drq-1"


def problems(bundle: Resource, version: str) -> list[str]:
    """Everything in which a Bundle is not what FHIR wants."""
    model("Bundle", version).model_validate(bundle)
    found = list(reference_problems(bundle, version))
    for resource in [bundle, *(entry["resource"] for entry in bundle["entry"])]:
        found += binding_problems(resource, version)
        found += invariant_problems(resource)
        found += narrative_problems(resource) if resource is not bundle else ()
    return found


@pytest.mark.parametrize("version", ["R4B", "R5"])
@pytest.mark.parametrize("vignette", VIGNETTES, ids=[each["name"] for each in VIGNETTES])
def test_every_patient_becomes_valid_fhir(vignette: Resource, version: str) -> None:
    """Structure, required codes, references and narrative hold for each patient in each version."""
    verdict = interpret_case(vignette["case"])
    sources = {f"{key}_result": "Observation/9" for key in ("il6", "hs_crp") if key in verdict.to_dict()["measured"]}

    bundle = written(verdict, subject="Patient/1", inputs=["Observation/8"], fhir_version=version, **sources)

    assert [] == problems(bundle, version)


@pytest.mark.skipif(not CONFORMANCE.exists(), reason="the conformance cases are not beside the repository")
@pytest.mark.parametrize("version", ["R4B", "R5"])
def test_every_conformance_case_becomes_valid_fhir(version: str) -> None:
    """The same for every case of the protocol."""
    cases = json.loads(CONFORMANCE.read_text(encoding="utf-8"))["cases"]
    found = {
        each["name"]: problems(written(interpret_case(each["case"]), fhir_version=version), version)
        for each in cases
        if "expect" in each
    }

    assert found
    assert {} == {name: listed for name, listed in found.items() if listed}


@given(case=case_documents, version=st.sampled_from(VERSIONS), has_subject=st.booleans())
def test_every_verdict_becomes_valid_fhir(case: Resource, version: str, has_subject: bool) -> None:
    """Whatever a caller may ask, the answer can be written."""
    subject = {"subject": "Patient/1"} if has_subject else {}

    assert [] == problems(written(interpret_case(case), fhir_version=version, **subject), version)


@pytest.mark.parametrize(
    "damage, problem",
    [
        (lambda b: one(b, "GuidanceResponse").update(status="done"), "GuidanceResponse.status: done"),
        (lambda b: one(b, "DetectedIssue").update(status="registered"), "DetectedIssue.status: registered"),
        (lambda b: one(b, "DetectedIssue").update(severity="grave"), "DetectedIssue.severity: grave"),
        (lambda b: one(b, "CommunicationRequest").update(priority="now"), "CommunicationRequest.priority: now"),
        (lambda b: one(b, "GuidanceResponse")["outputParameters"].update(reference="urn:x"), "is nothing"),
        (lambda b: b["entry"].append(b["entry"][0]), "twice the same"),
        (lambda b: one(b, "Provenance")["text"].update(div=f'<div xmlns="{XHTML[1:-1]}"><b>x</b></div>'), "text"),
        (lambda b: result(b, LOINC_IL6).update(dataAbsentReason={"text": "x"}), "obs-6"),
        (lambda b: one(b, "GuidanceResponse")["dataRequirement"][0]["codeFilter"][0].pop("path"), "drq-1"),
        (lambda b: one(b, "GuidanceResponse")["note"][0].update(text=" "), "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_check_finds_what_fhir_refuses(damage: Any, problem: str) -> None:
    """A check that finds nothing would pass for ever."""
    bundle = written(verdict_of(fasting=False), fhir_version="R5")
    damage(bundle)

    assert [problem] == [problem for each in problems(bundle, "R5") if problem in each][:1]


@pytest.mark.parametrize("version", ["R4B", "R5"])
@pytest.mark.parametrize("kind", ["DetectedIssue", "GuidanceResponse", "Observation", "CommunicationRequest"])
def test_the_check_knows_the_elements_of_each_resource(kind: str, version: str) -> None:
    """An element that FHIR has not is refused, and so are those of the other version."""
    bundle = written(verdict_of(fasting=False), subject="Patient/1", fhir_version=version)
    of_type(bundle, kind)[0]["colour"] = "red"

    with pytest.raises(ValueError, match="colour"):
        problems(bundle, version)


def test_r4_is_written_as_r4b() -> None:
    """R4B changed none of these resources."""
    verdict = verdict_of(fasting=False)

    assert written(verdict, fhir_version="R4") == written(verdict, fhir_version="R4B")


def test_r5_differs_where_r5_renamed_or_demands() -> None:
    """R5 calls the patient of a DetectedIssue its subject, wants an intent, and lets the answer name its result."""
    verdict = verdict_of(fasting=False)
    old, new = (written(verdict, subject="Patient/1", fhir_version=version) for version in ("R4", "R5"))
    keys = {
        kind: (set(of_type(old, kind)[0]), set(of_type(new, kind)[0]))
        for kind in {entry["resource"]["resourceType"] for entry in old["entry"]}
    }
    changed = {kind: (before - after, after - before) for kind, (before, after) in keys.items() if before != after}

    assert {
        "DetectedIssue": ({"patient"}, {"subject"}),
        "CommunicationRequest": (set(), {"intent"}),
        "GuidanceResponse": (set(), {"result"}),
    } == changed


# --- the most urgent first -------------------------------------------------------------------------

CARE = [
    ("none", None, verdict_of("1.0 pg/mL")),
    ("repeat", "routine", verdict_of(fasting=False)),
    ("clinician_evaluation", "urgent", verdict_of(red_flags=["night_sweats"])),
    ("same_day", "asap", verdict_of("60 pg/mL")),
    ("urgent", "stat", verdict_of("120 pg/mL")),
]


@pytest.mark.parametrize("care, priority, verdict", CARE, ids=[care for care, *_ in CARE])
def test_the_care_leads_with_its_priority(care: str, priority: str | None, verdict: Verdict) -> None:
    """Urgent things first; and where nothing is urgent, nothing says that all is well."""
    bundle = written(verdict)
    first = bundle["entry"][0]["resource"]

    assert care == verdict.care.value == one(bundle, "Parameters")["parameter"][0]["valueCode"]
    assert priority == first.get("priority")
    assert ("GuidanceResponse" if priority is None else "CommunicationRequest") == first["resourceType"]
    assert int(priority is not None) == len(of_type(bundle, "CommunicationRequest"))


def test_every_care_has_a_priority_and_more_care_never_a_lower_one() -> None:
    """FHIR: stat is the highest, asap is higher than urgent, urgent higher than routine."""
    order = ["routine", "urgent", "asap", "stat"]

    assert [each.value for each in forge_il6.Care][1:] == list(fhir_out._PRIORITY)
    assert order == list(fhir_out._PRIORITY.values())


def test_a_request_says_what_it_is_about_and_to_whom_it_may_be_brought() -> None:
    """It proposes that somebody be told: who that is, only the host knows."""
    bundle = written(verdict_of("120 pg/mL"), subject="Patient/1")
    urls = {entry["resource"]["resourceType"]: entry["fullUrl"] for entry in bundle["entry"]}
    request = one(bundle, "CommunicationRequest")

    assert "active" == request["status"]
    assert ["alert"] == codes(request["category"])
    assert [{"contentReference": {"reference": urls["GuidanceResponse"]}}] == request["payload"]
    assert [{"reference": urls["Observation"]}] == request["about"]
    assert {"reference": "Patient/1"} == request["subject"]
    assert "recipient" not in request
    assert verdict_of("120 pg/mL").actions[0].sentence in [note["text"] for note in request["note"]]


def test_a_repeat_is_no_alert() -> None:
    """An alarm for everything is an alarm for nothing."""
    assert ["notification"] == codes(one(written(verdict_of(fasting=False)), "CommunicationRequest")["category"])


# --- the answer ------------------------------------------------------------------------------------

COMPLETE: dict[str, Any] = {
    "hs_crp": "0.4 mg/L", "age": 57, "sex": "male", "red_flags": [], "confounders": [], "medications": [],
    "contraindications": [], "lifestyle": dict.fromkeys(
        ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep"), True
    ),
    "vitamin_d": "50 ng/mL", "bmi": 24, "secondary_causes_excluded": True,
}  # fmt: skip
COMPLETE_DRAW: dict[str, Any] = {
    "fasting_hours": 11, "specimen": "serum", "method": "R&D Quantikine HS", "hours_to_centrifugation": 1,
    "indwelling_line": False, "haemolysed": False,
}  # fmt: skip
COMPLETE_VERDICT = interpret(Reading("1.0 pg/mL", **RESTED, **COMPLETE_DRAW), Context(**COMPLETE))


@pytest.mark.parametrize(
    "verdict, status",
    [
        (COMPLETE_VERDICT, "success"),
        (verdict_of(), "data-requested"),
        (verdict_of(fasting=False), "data-requested"),
        (verdict_of(age=12), "data-requested"),
        (verdict_of(exercise=None), "data-required"),
        (verdict_of(None, "0.6 mg/L"), "data-required"),
        (verdict_of(None), "data-required"),
    ],
    ids=["nothing missing", "band given", "void", "not applicable", "unverified", "no IL-6", "nothing"],
)
def test_the_status_tells_what_would_help_from_what_is_required(verdict: Verdict, status: str) -> None:
    """FHIR: data-required where the evaluation could not be completed, data-requested where more data would help."""
    answer = one(written(verdict), "GuidanceResponse")

    assert status == answer["status"]
    assert bool(verdict.missing) is ("dataRequirement" in answer) is (status != "success")


@given(case=case_documents)
def test_what_is_missing_is_asked_for_by_name_and_in_order(case: Resource) -> None:
    """Protocol 11: missing names facts as the case document does, the most useful first."""
    verdict = interpret_case(case)
    asked = one(written(verdict), "GuidanceResponse").get("dataRequirement", [])

    assert list(verdict.missing) == [each["id"] for each in asked]


def test_what_the_reader_of_fhir_takes_from_a_place_is_asked_for_there() -> None:
    """What is delivered as it was asked for can be read."""
    native = fhir_out._NATIVE
    asked = {
        name: {KINDS[coding["code"]].fact for coding in part["codeFilter"][0]["code"]}
        for name, part in native.items()
        if "codeFilter" in part
    }
    facts = {"il6": "il6", "hs_crp": "hs_crp", "vitamin_d": "vitamin_d", "drawn_at": "il6", "method": "il6"}

    assert set() == native.keys() - MISSING.keys()
    assert {name: {fact} for name, fact in facts.items()} == asked


def test_a_fact_without_a_place_in_fhir_is_asked_for_by_its_sentence() -> None:
    """No code of anybody else is bent to mean it."""
    answer = one(written(verdict_of(exercise=None)), "GuidanceResponse")
    asked = {each["id"]: each for each in answer["dataRequirement"]}
    (coding,) = asked["exercise"]["codeFilter"][0]["code"]

    assert {"system": fhir_out.FACT_SYSTEM, "code": "exercise", "display": MISSING["exercise"]} == coding


def test_the_answer_repeats_the_report_and_its_caveat() -> None:
    """What a person reads is the same text everywhere."""
    verdict = verdict_of("2.4 pg/mL", "0.6 mg/L")
    answer = one(written(verdict), "GuidanceResponse")
    (text,) = ET.fromstring(answer["text"]["div"]).itertext()  # noqa: S314  (text of our own)

    assert verdict.to_text(full=True) == text
    assert [verdict.summary, *steps(verdict.document), verdict.caveat] == [note["text"] for note in answer["note"]]


def test_the_outputs_hold_the_codes_of_the_document() -> None:
    """A program needs no prose."""
    document = verdict_of("<1.5 pg/mL", "0.6 mg/L").to_dict()
    outputs = one(written(Verdict.from_dict(document)), "Parameters")["parameter"]
    values = {each["name"]: each.get("valueCode", each.get("valueBoolean")) for each in outputs}

    assert document["possible_bands"] == [each["valueCode"] for each in outputs if each["name"] == "possible_bands"]
    assert document["band"] is None
    assert "band" not in values
    assert ("il6" in document["measured"], document["applicable"]) == (True, values["applicable"])
    assert document["standing"]["il6"]["code"] == values["standing.il6"]
    assert document["standing"]["hs_crp"]["code"] == values["standing.hs_crp"]
    assert {name: document[name]["code"] for name in ("pattern", "persistence", "trend", "change")} == {
        name: values[name] for name in ("pattern", "persistence", "trend", "change")
    }
    assert (document["care"], document["firmness"]) == (values["care"], values["firmness"])


# --- void samples ----------------------------------------------------------------------------------

UP, DOWN = {"fasting": False}, {"specimen": "edta_plasma", "hours_to_centrifugation": 6}
UNKNOWN = {"at_rest": False, "specimen": "citrate_plasma", "hours_to_centrifugation": 6}


@given(case=case_documents)
def test_each_void_analyte_and_nothing_else_is_an_issue(case: Resource) -> None:
    """One problem per void analyte, with every void reason as evidence and the result as what it is about."""
    bundle = written(interpret_case(case))
    standing = interpret_case(case).to_dict()["standing"]
    void = [each for each in standing.values() if each and each["code"] == "void"]
    found = of_type(bundle, "DetectedIssue")
    observations = {entry["fullUrl"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Observation"}

    assert [[r["code"] for r in each["reasons"] if r["standing"] == "void"] for each in void] == [
        [code for evidence in problem["evidence"] for code in codes(evidence["code"])] for problem in found
    ]
    assert all(problem["implicated"][0]["reference"] in observations for problem in found)


@pytest.mark.parametrize(
    "verdict, severity",
    [
        (verdict_of(**UP), "low"),
        (verdict_of(**DOWN), "moderate"),
        (verdict_of(**UNKNOWN), "moderate"),
        (verdict_of(**UP, red_flags=["fever"]), "moderate"),
        (verdict_of("60 pg/mL", **UP), "high"),
        (verdict_of("120 pg/mL", **UP), "high"),
    ],
    ids=["can only be too high", "too low", "unknown", "clinician", "same day", "urgent"],
)
def test_the_severity_of_a_void_sample_follows_care_and_what_it_can_hide(verdict: Verdict, severity: str) -> None:
    """FHIR: high may be life-threatening, moderate has noticeable consequences, low has hardly any."""
    assert severity == one(written(verdict), "DetectedIssue")["severity"]


def test_an_issue_says_why_and_what_follows_the_care_first() -> None:
    """Urgent things first, in every resource."""
    verdict = verdict_of("120 pg/mL", fasting=False)
    problem = one(written(verdict), "DetectedIssue")
    lines = problem["detail"].split("\n")

    assert ["not_fasting"] == codes(problem["evidence"][0]["code"])
    assert verdict.findings[0].sentence == problem["evidence"][0]["code"][0]["text"] == lines[2]
    assert 0 == next(number for number, line in enumerate(lines) if "seek medical care now" in line)


def test_each_analyte_has_the_sentences_of_its_own_sample() -> None:
    """The same reason is told of IL-6 and of hs-CRP in words of their own."""
    verdict = verdict_of("2.4 pg/mL", "0.6 mg/L", exercise="hiit", hours_since_exercise=3)
    il6, hs_crp = (each["evidence"][0]["code"][0]["text"] for each in of_type(written(verdict), "DetectedIssue"))

    assert (False, True) == ("for hs-CRP" in il6, "for hs-CRP" in hs_crp)


def test_the_care_leads_beside_each_result() -> None:
    """A receiver may keep nothing but the Observation."""
    bundle = written(verdict_of("120 pg/mL", "0.6 mg/L", fasting=False))
    notes = [each["note"][0]["text"] for each in of_type(bundle, "Observation")]

    assert 2 == len(notes)
    assert all("seek medical care now" in note for note in notes)


def test_an_issue_names_no_mitigation() -> None:
    """FHIR: a mitigation was done or observed; of what was done nothing is known here."""
    assert "mitigation" not in one(written(verdict_of(fasting=False)), "DetectedIssue")


@pytest.mark.parametrize(
    "facts, code",
    [({"exercise": "hiit", "hours_since_exercise": 3}, "repeat_rested"), ({"fasting": False}, "repeat_cleared")],
    ids=["by its reason", "as of any void sample"],
)
def test_what_to_do_about_the_draw_stands_in_its_issue(facts: Resource, code: str) -> None:
    """The way out belongs beside what is wrong."""
    verdict = verdict_of(**facts)
    (action,) = (each.sentence for each in verdict.actions if each.code == code)

    assert action in one(written(verdict), "DetectedIssue")["detail"]


# --- interpretations -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "verdict, wanted",
    [
        (verdict_of("1.0 pg/mL"), ["optimal"]),
        (verdict_of("2.4 pg/mL"), ["elevated"]),
        (verdict_of("2.4 pg/mL", confounders=[{"kind": "vaccination", "days_since": 9}]), ["elevated"]),
        (verdict_of("9 pg/mL"), ["H", "beyond_range"]),
        (verdict_of("6 pg/mL", lab_upper_limit="5 pg/mL"), ["H", "beyond_range"]),
        (verdict_of("120 pg/mL"), ["HH", "beyond_range"]),
        (verdict_of("120 pg/mL", fasting=False), ["HH"]),
        (verdict_of("40 pg/mL", red_flags=["fever"]), ["HH", "beyond_range"]),
        (verdict_of("2.4 pg/mL", fasting=False), []),
        (verdict_of("9 pg/mL", fasting=False), []),
        (verdict_of("2.4 pg/mL", exercise=None), []),
        (verdict_of("9 pg/mL", exercise=None), ["H"]),
        (verdict_of("<1.5 pg/mL"), []),
        (verdict_of("2.4 pg/mL", age=12), []),
        (verdict_of("2.4 pg/mL", "14 mg/L"), []),
    ],
    ids=[
        "optimal", "elevated", "with a warning", "beyond range", "beyond the laboratory's limit", "severe",
        "void and severe", "acute with a red flag", "void", "void and beyond range", "unverified",
        "unverified beyond range", "open", "not applicable", "suspended",
    ],
)  # fmt: skip
def test_an_interpretation_is_coded_only_where_it_may_be_relied_upon(verdict: Verdict, wanted: list[str]) -> None:
    """A code travels without its caveat, so a band that is not settled gets none; a danger is never left out."""
    assert wanted == codes(result(written(verdict), LOINC_IL6).get("interpretation", []))


@pytest.mark.parametrize(
    "verdict",
    [verdict_of("2.4 pg/mL", exercise=None), verdict_of("2.4 pg/mL", "14 mg/L")],
    ids=["unverified", "suspended"],
)
def test_a_band_that_is_not_settled_is_said_in_words(verdict: Verdict) -> None:
    """Words carry the reservation that a code would lose."""
    (interpretation,) = result(written(verdict), LOINC_IL6)["interpretation"]

    assert {"text"} == interpretation.keys()
    assert interpretation["text"].startswith("elevated, ")


@pytest.mark.parametrize("crp", [{"hs_crp": "14 mg/L"}, {"conventional_crp": "40 mg/L"}], ids=["hs-CRP", "CRP"])
def test_a_band_that_would_reassure_is_not_said_in_acute_care(crp: Resource) -> None:
    """The same as in the report: urgent things first, and nothing that takes them back."""
    verdict = interpret(Reading("1.0 pg/mL", **RESTED), Context(red_flags=["fever"], **crp))

    assert ("same_day", "optimal") == (verdict.care, verdict.band)
    assert "interpretation" not in result(written(verdict), LOINC_IL6)


@given(case=case_documents)
def test_no_interpretation_says_more_than_the_verdict(case: Resource) -> None:
    """No band but the verdict's, none for a void sample, nothing normal, nothing reassuring in acute care."""
    verdict = interpret_case(case)
    found = [codes(each.get("interpretation", [])) for each in of_type(written(verdict), "Observation")]
    said = [code for each in found for code in each]
    standing = verdict.standing.il6

    assert set(said) <= {"H", "HH", verdict.band}
    assert standing is None or standing.code != "void" or set(said) <= {"HH"}
    assert verdict.care not in ("same_day", "urgent") or not set(said) & REASSURING
    assert Counter(said).most_common(1)[0][1] == 1 if said else True


def test_hs_crp_has_no_interpretation() -> None:
    """The verdict names no band of it."""
    assert "interpretation" not in result(written(verdict_of("2.4 pg/mL", "0.6 mg/L")), LOINC_HS_CRP)


def test_a_void_result_keeps_its_value_and_says_that_it_is_void() -> None:
    """The number was measured; what it cannot do is speak of the baseline."""
    observation = result(written(verdict_of(fasting=False)), LOINC_IL6)

    assert 2.4 == observation["valueQuantity"]["value"]
    assert "dataAbsentReason" not in observation
    assert "void" in observation["note"][0]["text"]


# --- results, there and back -----------------------------------------------------------------------


def back(verdict: Verdict, **options: Any) -> tuple[Any, Any]:
    """What the reader makes of what was written."""
    (patient,) = read_fhir(json.dumps(written(verdict, subject="Patient/1", **options))).patients
    return patient.readings, patient.hs_crp


@given(il6=results(il6_values, {**IL6_UNITS, **IL6_UNITS_TO_CHECK}, ("", "<", "≤", ">", "≥")))
def test_a_result_can_be_read_again_exactly(il6: str) -> None:
    """To the last digit, with its comparator and in its unit, whatever the laboratory wrote."""
    reading = Reading(il6, **RESTED)
    ((again,), _) = back(interpret(reading))

    assert (reading.il6, reading.drawn_at) == (again.il6, again.drawn_at)
    assert interpret(Reading(again.il6)).findings[-1] == interpret(Reading(il6)).findings[-1]


@given(value=results(crp_values, CRP_UNITS, ("", "<", ">")))
def test_an_hs_crp_can_be_read_again_exactly(value: str) -> None:
    """The same for hs-CRP, which is of the draw of the IL-6 unless it says otherwise."""
    _, again = back(verdict_of("2.4 pg/mL", value))

    assert HsCrp(value, drawn_at=MORNING) == again


@pytest.mark.parametrize(
    "il6, value",
    [
        ("2.4 pg/mL", {"value": 2.4, "unit": "pg/mL", "code": "pg/mL"}),
        ("2 ng/L", {"value": 2, "unit": "ng/L", "code": "ng/L"}),
        ("0.0024µg / l", {"value": 0.0024, "unit": "µg / l", "code": "ug/l"}),
        ("≤ 1.5e0 pg/ml", {"value": 1.5, "comparator": "<=", "unit": "pg/ml", "code": "pg/ml"}),
        (">1000 pg/mL", {"value": 1000, "comparator": ">", "unit": "pg/mL", "code": "pg/mL"}),
        ("2.4e-6 mg/L", {"value": 0.0000024, "unit": "mg/L", "code": "mg/L"}),
        ("2.00000000001 pg/mL", {"value": 2.00000000001, "unit": "pg/mL", "code": "pg/mL"}),
    ],
)
def test_a_result_is_written_in_the_unit_as_reported(il6: str, value: Resource) -> None:
    """A unit unlike IL-6 is a finding, and must not be healed away; the code is UCUM's."""
    quantity = {"system": "http://unitsofmeasure.org", **value}

    assert quantity == result(written(verdict_of(il6)), LOINC_IL6)["valueQuantity"]


@pytest.mark.parametrize("il6", ["2.000000000001 pg/mL", "2.00000000000000001 pg/mL"])
def test_a_result_with_more_digits_than_a_json_number_keeps_is_text(il6: str) -> None:
    """Protocol 1: text and Decimal are never rounded."""
    observation = result(written(verdict_of(il6)), LOINC_IL6)

    assert il6 == observation["valueString"]
    assert "valueQuantity" not in observation
    assert Reading(il6).il6 == back(verdict_of(il6))[0][0].il6


@pytest.mark.parametrize(
    "reading",
    [Reading("0.1 pmol/L", molar_mass=24000, **RESTED), Reading("0.24 IU/mL", pg_per_iu=10, **RESTED)],
    ids=["moles", "units of activity"],
)
def test_a_result_whose_factor_fhir_cannot_carry_is_written_as_judged(reading: Reading) -> None:
    """Protocol 1: moles and IU say nothing without a factor."""
    quantity = result(written(interpret(reading)), LOINC_IL6)["valueQuantity"]

    assert (2.4, "pg/mL") == (quantity["value"], quantity["code"])


@pytest.mark.parametrize("status", ["preliminary", "final", "amended", "corrected"])
def test_the_status_of_a_result_is_the_laboratory_s(status: str) -> None:
    """A preliminary result must not become a final one on its way through."""
    bundle = written(verdict_of("2.4 pg/mL", "0.6 mg/L"), result_status=status)

    assert [status, status] == [each["status"] for each in of_type(bundle, "Observation")]


def test_a_result_names_the_one_it_repeats() -> None:
    """Nobody should count one measurement twice."""
    verdict = verdict_of("2.4 pg/mL", "0.6 mg/L")
    bundle = written(verdict, il6_result="Observation/9")

    assert [{"reference": "Observation/9"}] == result(bundle, LOINC_IL6)["derivedFrom"]
    assert "derivedFrom" not in result(bundle, LOINC_HS_CRP)


def test_without_results_nothing_is_observed() -> None:
    """A verdict on symptoms alone has no Observation."""
    bundle = written(interpret(None, Context(red_flags=["fever"])))

    assert [] == of_type(bundle, "Observation")
    assert "about" not in one(bundle, "CommunicationRequest")


# --- times -----------------------------------------------------------------------------------------


def effective(verdict: Verdict, loinc: str = LOINC_IL6, **options: Any) -> str | None:
    return result(written(verdict, **options), loinc).get("effectiveDateTime")


@pytest.mark.parametrize(
    "drawn_at, time_zone, wanted",
    [
        (MORNING, None, MORNING),
        (MORNING, "America/New_York", MORNING),
        ("2026-11-20T07:10:00Z", None, "2026-11-20T07:10:00+00:00"),
        ("2026-11-20", None, "2026-11-20"),
        ("2026-11-20", "Europe/Berlin", "2026-11-20"),
        ("2026-11-20T08:10:00", None, "2026-11-20"),
        ("2026-11-20T08:10:00", "Europe/Berlin", MORNING),
        ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25"),
        (datetime(1901, 1, 1, 8, tzinfo=timezone(timedelta(minutes=53, seconds=28))), None, "1901-01-01T07:06:32Z"),
        (datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=15))), None, "2025-12-31T17:00:00Z"),
    ],
    ids=[
        "as given", "the zone changes no offset", "UTC", "a day", "a day in a zone", "no offset: the day",
        "no offset and a zone", "an hour that comes twice: the day", "an offset with seconds", "an offset too wide",
    ],
)  # fmt: skip
def test_the_time_of_the_draw_is_written_as_far_as_it_is_known(
    drawn_at: Any, time_zone: str | None, wanted: str
) -> None:
    """FHIR: a dateTime with a time has an offset; what is not known is not made up."""
    context = {"time_zone": "Europe/Berlin"}

    assert wanted == effective(verdict_of(drawn_at=drawn_at, **context), time_zone=time_zone)


def test_without_a_time_of_the_draw_none_is_written() -> None:
    """Unknown is an answer."""
    assert effective(verdict_of(drawn_at=None)) is None


def test_an_hs_crp_of_another_draw_keeps_its_own_time() -> None:
    """Its result would pass as one of the draw of the IL-6."""
    own = "2026-11-18T07:00:00+01:00"
    verdict = verdict_of("2.4 pg/mL", {"value": "0.6 mg/L", "drawn_at": own})

    assert (MORNING, own) == (effective(verdict), effective(verdict, LOINC_HS_CRP))
    assert own == effective(verdict_of(None, {"value": "0.6 mg/L", "drawn_at": own}), LOINC_HS_CRP)
    assert effective(verdict_of(None, "0.6 mg/L"), LOINC_HS_CRP) is None


def test_everything_carries_the_time_of_the_caller() -> None:
    """There is no clock in the library."""
    bundle = written(verdict_of("120 pg/mL", fasting=False))
    times = {
        value
        for path, value in leaves(bundle, "")
        if re.search(r"recorded|authored|timestamp|occur|ident\w+Date", path)
    }

    assert {RECORDED} == times
    assert written(verdict_of(), recorded=datetime(2027, 6, 1, 10, tzinfo=UTC)) == written(
        verdict_of(), recorded="2027-06-01T10:00:00Z"
    )


# --- names -----------------------------------------------------------------------------------------


def test_equal_input_gives_equal_resources() -> None:
    """Protocol 11: deterministic, no clock, no randomness."""
    options = {"subject": "Patient/1", "il6_result": "Observation/9", "inputs": ["Observation/8"]}

    assert written(verdict_of(), **options) == written(verdict_of(), **options)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Patient/2"}, {"recorded": "2027-06-01T12:00:01+02:00"}, {"il6_result": "Observation/1"},
        {"inputs": ["Observation/1"]}, {"fhir_version": "R5"}, {"result_status": "amended"}, {"time_zone": "UTC"},
    ],
    ids=lambda value: next(iter(value)),
)  # fmt: skip
def test_what_differs_has_another_name(changed: Resource) -> None:
    """Two patients with equal results must not share a resource."""
    names = [
        {entry["fullUrl"] for entry in written(verdict_of(), **{"subject": "Patient/1", **each})["entry"]}
        for each in ({}, changed)
    ]

    assert set() == names[0] & names[1]


def test_another_version_of_the_software_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes may differ."""
    before = {entry["fullUrl"] for entry in written(verdict_of())["entry"]}
    monkeypatch.setattr(fhir_out, "__version__", "99")

    assert set() == before & {entry["fullUrl"] for entry in written(verdict_of())["entry"]}


def test_another_verdict_has_another_name() -> None:
    """The same for one patient's two verdicts."""
    names = [{entry["fullUrl"] for entry in written(verdict_of(il6))["entry"]} for il6 in ("2.4 pg/mL", "2.5 pg/mL")]

    assert set() == names[0] & names[1]


def test_the_code_systems_keep_their_names() -> None:
    """Public strings are never renamed."""
    assert {
        "BAND_SYSTEM": "urn:uuid:b463233c-cafe-56be-9659-c8fb92063788",
        "REASON_SYSTEM": "urn:uuid:39ba96a3-f38f-5430-92f7-fba690c980ca",
        "PROBLEM_SYSTEM": "urn:uuid:5fdcd0e6-b46e-58d7-9650-a59e6930cbf2",
        "FACT_SYSTEM": "urn:uuid:b18191b8-b574-5b16-93d5-cd6b35111d53",
    } == {name: getattr(fhir_out, name) for name in fhir_out.__all__ if name.endswith("_SYSTEM")}


def test_what_is_returned_is_the_caller_s_own() -> None:
    """A host that adds to a Bundle changes no later one."""
    verdict = verdict_of(fasting=False)
    first = write_fhir(verdict, recorded=RECORDED)
    kept = copy.deepcopy(first)
    for entry in first["entry"]:
        for value in entry["resource"].values():
            if isinstance(value, dict):
                value.clear()
            elif isinstance(value, list):
                value[0].clear()

    assert kept == write_fhir(verdict, recorded=RECORDED)


# --- who, by which rules, from what ----------------------------------------------------------------


def test_the_provenance_names_software_rules_and_sources() -> None:
    """Whoever doubts a verdict can find what made it."""
    bundle = written(
        verdict_of("2.4 pg/mL", "0.6 mg/L"),
        il6_result="Observation/9",
        hs_crp_result="https://example.org/fhir/Observation/7",
        inputs=["urn:uuid:c757873d-ec9a-4326-a141-556f43239520"],
    )
    provenance = one(bundle, "Provenance")

    assert f"forge_il6 {forge_il6.__version__}" == provenance["agent"][0]["who"]["display"]
    assert [
        "Observation/9",
        "https://example.org/fhir/Observation/7",
        "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
        "forge_il6 standard 2",
    ] == [next(iter(each["what"].values())) for each in provenance["entity"]]
    assert [entry["fullUrl"] for entry in bundle["entry"][:-1]] == [each["reference"] for each in provenance["target"]]


@rule("X1", asks="Is it this clinic?")
def in_this_clinic(il6: Any) -> Note:
    """This is the clinic."""
    return Note("in_this_clinic", Severity.INFO, "Drawn <b>here</b> & nowhere else.")


def test_a_changed_rule_set_is_named_as_changed() -> None:
    """A verdict by other numbers must not pass as one by the standard."""
    washout = Threshold(36, "hour", Convention("clinic protocol 4.2"))
    rules = (STANDARD + in_this_clinic).without("T4").override(washout=washout)
    bundle = written(interpret(Reading("2.4 pg/mL", **RESTED), rules=rules))
    module = one(bundle, "GuidanceResponse")["moduleCodeableConcept"]["text"]
    (policy,) = (each["part"] for each in one(bundle, "Parameters")["parameter"] if each["name"] == "policy")
    changes = {part["name"]: part["valueString"] for part in policy}

    assert "forge_il6 standard 2" != module
    assert all(name in module for name in ("washout", "T4", "X1"))
    assert ("T4", "X1") == (changes["without"], changes["added"])
    assert all(part in changes["overridden"] for part in ("36 hour", "24", "clinic protocol 4.2"))


@given(case=case_documents)
def test_a_verdict_read_back_is_written_the_same(case: Resource) -> None:
    """Everything is written from the document."""
    verdict = interpret_case(case)
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))

    assert written(verdict, subject="Patient/1") == written(again, subject="Patient/1")


# --- what is refused -------------------------------------------------------------------------------

PERSON = "4711-Mustermann"


@pytest.mark.parametrize(
    "value",
    [
        PERSON, f"Patient/{PERSON}?x=1", f"Patient/{PERSON}/../2", f"Patient/ {PERSON}", f"#{PERSON}",
        f"patient/{PERSON}", f"javascript:{PERSON}", f"http:/x/Patient/{PERSON}", f"Patient/{PERSON}\n",
        f"Patient/{PERSON}{'x' * 60}", f"http://x/{'a' * 3000}/Patient/{PERSON}", f"urn:uuid:{PERSON}",
        f"urn:UUID:C757873D-EC9A-4326-A141-556F43239520-{PERSON}", "", " ", 4711, {"reference": PERSON}, ["Patient/1"],
        f"Patient/{PERSON}\u202e", f"Patient/{PERSON}<script>",
    ],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_what_is_no_reference_is_refused_and_not_repeated(value: Any) -> None:
    """An error names the field and the way out, never the patient."""
    for name in ("subject", "il6_result"):
        with pytest.raises(ValueFormatError, match=f"^{name}: no FHIR reference; write ") as caught:
            write_fhir(verdict_of(), recorded=RECORDED, **{name: value})
        assert PERSON not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "Patient/1", "Patient/a.b-C", "Patient/1/_history/2", "https://example.org/fhir/r4/Patient/1",
        "http://localhost:8080/Patient/1/_history/3", "http://[::1]:8080/Patient/1",
        "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "urn:oid:1.2.840.0.7",
    ],
)  # fmt: skip
def test_every_form_of_reference_is_accepted_as_it_is(value: str) -> None:
    """Relative, absolute, of a version, by UUID and by OID."""
    bundle = written(verdict_of(), subject=value)

    assert {"reference": value} == one(bundle, "GuidanceResponse")["subject"]
    assert model("Bundle", "R4").model_validate(bundle)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"subject": "Observation/1"}, "subject: refers to another type"),
        ({"il6_result": "Patient/1"}, "il6_result: refers to another type"),
        ({"hs_crp_result": "Observation/1"}, "hs_crp_result: the verdict holds no such result"),
        ({"inputs": "Observation/1"}, "inputs: give a list"),
        ({"inputs": None}, "inputs: give a list"),
        ({"inputs": ["Observation/1", PERSON]}, r"inputs\[1\]: no FHIR reference"),
        ({"fhir_version": "STU3"}, "fhir_version: got 'STU3'; choose one of R4, R4B, R5"),
        ({"fhir_version": None}, "fhir_version: got None"),
        ({"fhir_version": ["R4"]}, "fhir_version: got a value of type list"),
        ({"result_status": "entered-in-error"}, "result_status: got 'entered-in-error'; choose one of preliminary"),
        ({"time_zone": "Mars/Olympus"}, "time_zone: text of 12 characters is not known"),
        ({"time_zone": ["UTC"]}, "time_zone: got a value of type list"),
        ({"recorded": "2027-06-01"}, "recorded: FHIR wants an instant"),
        ({"recorded": "2027-06-01T12:00"}, "recorded: FHIR wants an instant"),
        ({"recorded": "now"}, "recorded: got text"),
        ({"recorded": "<script>"}, "recorded: got text"),
        ({"recorded": None}, "recorded: got None"),
        ({"recorded": "2026-11-20T08:09:59+01:00"}, "recorded: lies before the draw"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused_by_name(options: Resource, message: str) -> None:
    """A wrong argument is a mistake to correct: the message names it and what is accepted."""
    with pytest.raises(CaseError, match=f"^{message}") as caught:
        write_fhir(verdict_of(), **{"recorded": RECORDED, **options})
    assert PERSON not in str(caught.value)


def test_a_clock_time_that_did_not_exist_is_refused() -> None:
    """The zone of the caller must be the one in which the draw was told."""
    verdict = verdict_of(drawn_at="2026-03-29T02:30:00", time_zone="UTC")

    with pytest.raises(TimeError, match="does not exist"):
        write_fhir(verdict, recorded=RECORDED, time_zone="Europe/Berlin")


def test_a_document_is_read_before_it_is_written() -> None:
    """A document that nobody checked could say anything."""
    with pytest.raises(CaseError, match="from_dict"):
        write_fhir(verdict_of().to_dict(), recorded=RECORDED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "damage",
    [
        {"summary": ""}, {"summary": "\x00"}, {"summary": "\ud800"}, {"caveat": "", "summary": " "},
        {"missing": [" x"]}, {"missing": [""]}, {"measured": {"il6": "2.4 pg/mL"}},
        {"measured": {"il6": "two", "il6_as_reported": "2.4 pg/mL"}}, {"measured": {"hs_crp": "1 mg/L"}},
        {"standing": {"il6": None, "hs_crp": None}}, {"actions": [{"code": "x", "sentence": ""}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_damaged_verdict_is_refused(damage: Resource) -> None:
    """What FHIR cannot hold, or what does not fit together, is an error of ours and no half a Bundle."""
    with pytest.raises(VerdictFormatError):
        write_fhir(Verdict.from_dict(verdict_of().to_dict() | damage), recorded=RECORDED)


def test_a_report_that_contradicts_what_was_judged_is_not_repeated() -> None:
    """The number that was judged is the one that is written."""
    document = verdict_of().to_dict()
    document["measured"]["il6_as_reported"] = "900 pg/mL"

    assert 2.4 == result(written(Verdict.from_dict(document)), LOINC_IL6)["valueQuantity"]["value"]


def test_text_from_outside_is_escaped_in_every_narrative() -> None:
    """Everything shown in HTML is escaped."""
    reading = Reading("2.4 pg/mL", **RESTED | {"fasting": False, "method": "<script>alert('x')</script> & co"})
    bundle = written(interpret(reading, rules=STANDARD + in_this_clinic))
    narratives = [entry["resource"]["text"]["div"] for entry in bundle["entry"] if "text" in entry["resource"]]

    assert any("&lt;script&gt;" in each for each in narratives)
    assert any("&lt;b&gt;here&lt;/b&gt; &amp; nowhere" in each for each in narratives)
    assert [] == problems(bundle, "R4")


@given(options=st.fixed_dictionaries({}, optional={
    name: st.text() | st.none() | st.integers() | st.just("Patient/1")
    for name in ("subject", "il6_result", "recorded", "time_zone", "fhir_version", "result_status")
}))  # fmt: skip
def test_whatever_comes_it_is_written_or_refused(options: Resource) -> None:
    """Untrusted input: a clear error of ours, never anything else."""
    try:
        bundle = written(verdict_of(), **options)
    except ForgeError:
        return
    assert [] == problems(bundle, options.get("fhir_version", "R4"))
