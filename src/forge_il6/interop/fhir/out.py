"""
FHIR R4, R4B and R5 out: a verdict as a Bundle of plain dictionaries, the most urgent resource first.

Written from the verdict document, so that a verdict read back from a file gives the same. There is
no clock and no chance: the time is the caller's, and the names of the resources follow from what
they hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal

import attrs

from ... import __version__
from ...codes import Care, Direction, StandingCode
from ...errors import CaseError, TimeError, VerdictFormatError, excerpt
from ...knowledge import measurands
from ...knowledge.findings import FINDINGS, REASSURING
from ...knowledge.words import BANDS, CARE, FIRMNESS, LABELS, MISSING, STANDING
from ...shown.report import as_text
from ...shown.sections import says_no_comfort
from ...times import zone
from ...units import Measurand
from ...verdict import Verdict
from .datatypes import (
    Part,
    checked,
    code_system,
    concept,
    date_time,
    instant,
    instant_text,
    name_of,
    narrative,
    reference,
    value_of,
)

__all__ = ["BAND_SYSTEM", "FACT_SYSTEM", "PROBLEM_SYSTEM", "REASON_SYSTEM", "FhirVersion", "ResultStatus", "write_fhir"]

FhirVersion = Literal["R4", "R4B", "R5"]
ResultStatus = Literal["preliminary", "final", "amended", "corrected"]

BAND_SYSTEM: Final = code_system("band")
"""The bands, as codes of Observation.interpretation."""
REASON_SYSTEM: Final = code_system("reason")
"""Why a sample is void, as codes of DetectedIssue.evidence."""
PROBLEM_SYSTEM: Final = code_system("problem")
"""What a DetectedIssue is about."""
FACT_SYSTEM: Final = code_system("fact")
"""Facts by their names in a case document, as codes of what is asked for."""

_VERSIONS: Final = ("R4", "R4B", "R5")
_STATUSES: Final = ("preliminary", "final", "amended", "corrected")
_LOINC: Final = "http://loinc.org"
_INTERPRETATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_SOFTWARE: Final[Part] = {"type": "Device", "display": f"forge_il6 {__version__}"}


@attrs.frozen
class _Analyte:
    """How an analyte is named in a verdict and in FHIR."""

    key: str
    name: str
    drawn_at: str
    measurand: Measurand
    loinc: str
    display: str


_IL6: Final = _Analyte(
    "il6", "IL-6", "drawn_at", measurands.IL6, "26881-3", "Interleukin 6 [Mass/volume] in Serum or Plasma"
)
_HS_CRP: Final = _Analyte(
    "hs_crp",
    "hs-CRP",
    "hs_crp_drawn_at",
    measurands.CRP,
    "30522-7",
    "C reactive protein [Mass/volume] in Serum or Plasma by High sensitivity method",
)


def write_fhir(
    verdict: Verdict,
    *,
    recorded: datetime | str,
    subject: str | None = None,
    il6_result: str | None = None,
    hs_crp_result: str | None = None,
    inputs: Iterable[str] = (),
    time_zone: str | None = None,
    result_status: ResultStatus = "final",
    fhir_version: FhirVersion = "R4",
) -> Part:
    """
    Write a verdict as a FHIR Bundle of type ``collection``.

    Examples:
        >>> from forge_il6 import Reading, interpret
        >>> bundle = write_fhir(interpret(Reading("120 pg/mL")), recorded="2026-11-20T12:00:00+01:00")
        >>> bundle["entry"][0]["resource"]["priority"]
        'stat'

    Args:
        verdict: made here or read back.
        recorded: when this is written, with an offset.
        subject: the reference to the patient.
        il6_result: the reference to the Observation from which the IL-6 came.
        hs_crp_result: the same for hs-CRP.
        inputs: references to whatever else the verdict was made from, such as earlier results.
        time_zone: the IANA zone of times that were given without an offset; without it their day is written.
        result_status: the status of the results, as the laboratory gave it.
        fhir_version: ``"R4"``, ``"R4B"`` (the same as R4) or ``"R5"``.

    Raises:
        CaseError: no FHIR reference, or one to another type of resource or to a result that the verdict does not
            hold; no instant, or one before the draw; an unknown time zone, version or status.
        VerdictFormatError: the verdict holds texts that FHIR cannot hold, or its parts do not belong together.
    """
    document, report = _read(verdict)
    writer = _Writer(
        document=document,
        report=report,
        at=instant(recorded, "recorded"),
        subject=None if subject is None else reference(subject, "subject", "Patient"),
        sources=_sources(document, {"il6": il6_result, "hs_crp": hs_crp_result}),
        inputs=_inputs(inputs),
        time_zone=_checked_zone(time_zone),
        result_status=_choice(result_status, _STATUSES, "result_status"),
        is_r5=_choice(fhir_version, _VERSIONS, "fhir_version") == "R5",
    )
    return writer.bundle()


def _read(verdict: Verdict) -> tuple[dict[str, Any], str]:
    """Return the document of a verdict and its report."""
    if not isinstance(verdict, Verdict):
        msg = f"verdict: got {excerpt(verdict)}; give a Verdict, or Verdict.from_dict(document)"
        raise CaseError(msg)
    document = verdict.to_dict()
    try:
        return document, as_text(document)
    except (LookupError, TypeError):
        msg = "verdict: its parts do not belong together; read it back from an undamaged document"
        raise VerdictFormatError(msg) from None


def _choice(value: str, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        msg = f"{name}: got {excerpt(value)}; choose one of {', '.join(choices)}"
        raise CaseError(msg)
    return value


def _sources(document: Mapping[str, Any], given: Mapping[str, str | None]) -> dict[str, Part]:
    """Return the reference to each result that the verdict holds."""
    for key, value in given.items():
        if value is not None and key not in document["measured"]:
            msg = f"{key}_result: the verdict holds no such result; leave the reference out"
            raise CaseError(msg)
    return {key: reference(value, f"{key}_result", "Observation") for key, value in given.items() if value is not None}


def _inputs(values: Iterable[str]) -> list[Part]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        msg = "inputs: give a list of references, such as ['Observation/1']"
        raise CaseError(msg)
    return [reference(value, f"inputs[{number}]") for number, value in enumerate(values)]


def _checked_zone(name: str | None) -> str | None:
    if name is not None and not isinstance(name, str):
        msg = f"time_zone: got {excerpt(name)}; give an IANA name such as Europe/Berlin"
        raise TimeError(msg)
    if name is not None:
        zone(name)
    return name


# --- what a verdict says ---------------------------------------------------------------------------

_PRIORITY: Final[Mapping[str, str]] = {
    "repeat": "routine", "clinician_evaluation": "urgent", "same_day": "asap", "urgent": "stat",
}  # fmt: skip
"""FHIR's priorities in FHIR's words: stat is at once, asap above urgent, urgent above routine."""
_ACUTE: Final = frozenset({"same_day", "urgent"})
_ASKS_FOR_CLINICIAN: Final = frozenset({"clinician_evaluation", *_ACUTE})
_CRITICAL: Final = frozenset({"il6_urgent", "il6_acute_with_red_flag"})
"""Findings by which the value itself asks for immediate action."""


def _lines(document: Mapping[str, Any]) -> list[str]:
    """Say the verdict in a few lines: what it is, who should look at it, what to do."""
    return [document["summary"], *_care_lines(document), *(each["sentence"] for each in document["actions"])]


def _care_lines(document: Mapping[str, Any]) -> list[str]:
    """Say who should look at this person; nothing where nobody has to, for that would reassure."""
    return [f"{LABELS['care']}: {CARE[document['care']]}"] if document["care"] != "none" else []


def _alarm(document: Mapping[str, Any]) -> list[str]:
    """Say that a clinician is asked for: it goes before anything that is said of a sample."""
    return _care_lines(document) if document["care"] in _ASKS_FOR_CLINICIAN else []


def _severity(care: str, directions: Iterable[str]) -> str:
    """Return how much harm a void sample can do: by the care that is needed, and by what it can hide."""
    if care in _ACUTE:
        return "high"
    hides = any(direction != Direction.UP for direction in directions)
    return "moderate" if hides or care in _ASKS_FOR_CLINICIAN else "low"


def _status(document: Mapping[str, Any]) -> str:
    """Return the status of the answer: what is missing is required, would help, or nothing is."""
    if not document["missing"]:
        return "success"
    standing = document["standing"]["il6"]
    is_open = standing is None or standing["code"] == StandingCode.UNVERIFIED
    return "data-required" if is_open else "data-requested"


def _interpretation(document: Mapping[str, Any]) -> list[Part]:
    """Write what the verdict says of IL-6, and no more; a code only where the band may be relied upon."""
    band = document["band"]
    if any(finding["code"] in _CRITICAL for finding in document["findings"]):
        found = [concept(_INTERPRETATION, "HH", "Critical high")]
    else:
        found = [concept(_INTERPRETATION, "H", "High")] if band == "beyond_range" else []
    if band is None or (says_no_comfort(document) and band in REASSURING):
        return found
    is_suspended = bool(document["pattern"]) and document["pattern"]["code"] == "suspended"
    text = f"{BANDS[band]}, {FIRMNESS[document['firmness']]}{FINDINGS['suspended'].in_summary if is_suspended else ''}"
    if is_suspended or document["standing"]["il6"]["code"] not in (StandingCode.VALID, StandingCode.TENTATIVE):
        return [*found, {"text": text}]
    return [*found, concept(BAND_SYSTEM, band, BANDS[band]) | {"text": text}]


def _reasons(document: Mapping[str, Any], analyte: _Analyte) -> dict[str, str]:
    """Return the code of every reason against a sample with its sentence, where it has one."""
    sentences = {
        finding["code"]: finding["sentence"]
        for finding in document["findings"]
        if finding["facts"].get("analyte") == analyte.key
    }
    reasons = (reason["code"] for reason in document["standing"][analyte.key]["reasons"])
    return {code: sentences.get(code) or code.replace("_", " ") for code in reasons}


def _reason(code: str, sentences: Mapping[str, str]) -> Part:
    return concept(REASON_SYSTEM, code, code.replace("_", " ")) | {"text": sentences[code]}


def _rule_set(policy: Mapping[str, Any]) -> str:
    """Name the rule set, and say in which parts it is no longer the one of that name."""
    changes = (
        (LABELS["overridden"], [change["name"] for change in policy["overridden"]]),
        (LABELS["without"], policy["without"]),
        (LABELS["added"], policy["added"]),
    )
    return "; ".join(
        [f"{policy['name']} {policy['version']}", *(f"{label} {', '.join(names)}" for label, names in changes if names)]
    )


# --- what is asked for -----------------------------------------------------------------------------


def _result_of(*codings: tuple[str, str], with_its: str = "") -> Part:
    """Ask for a result by any of its LOINC codes, and for one of its elements."""
    named = [{"system": _LOINC, "code": code, "display": display} for code, display in codings]
    found: Part = {"type": "Observation", "codeFilter": [{"path": "code", "code": named}]}
    return found | ({"mustSupport": [with_its]} if with_its else {})


_IL6_CODE: Final = (_IL6.loinc, _IL6.display)
_NATIVE: Final[Mapping[str, Part]] = {
    "il6": _result_of(_IL6_CODE),
    "hs_crp": _result_of(
        (_HS_CRP.loinc, _HS_CRP.display),
        ("71426-1", "C reactive protein [Mass/volume] in Blood by High sensitivity method"),
    ),
    "vitamin_d": _result_of(("62292-8", "25-Hydroxyvitamin D2+25-Hydroxyvitamin D3 [Mass/volume] in Serum or Plasma")),
    "drawn_at": _result_of(_IL6_CODE, with_its="effective"),
    "method": _result_of(_IL6_CODE, with_its="method"),
    "specimen": {"type": "Specimen", "mustSupport": ["type"]},
    "haemolysed": {"type": "Specimen", "mustSupport": ["condition"]},
    "fasting": {"type": "Specimen", "mustSupport": ["collection.fastingStatus"]},
    "age": {"type": "Patient", "mustSupport": ["birthDate"]},
    "sex": {"type": "Patient", "mustSupport": ["gender"]},
}
"""What the reader of FHIR takes from its own place; everything else has no place in FHIR."""


def _data_requirement(fact: str) -> Part:
    """Ask for a fact where FHIR has a place for it, else by its name in a case document."""
    native = _NATIVE.get(fact)
    if native is not None:
        return {"id": fact, **native}
    named = {"system": FACT_SYSTEM, "code": fact, "display": MISSING.get(fact, fact)}
    return {"id": fact, "type": "Observation", "codeFilter": [{"path": "code", "code": [named]}]}


# --- resources -------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True, slots=False)
class _Writer:
    """Writes the resources of one verdict."""

    document: Mapping[str, Any]
    report: str
    at: datetime
    subject: Part | None
    sources: Mapping[str, Part]
    inputs: list[Part]
    time_zone: str | None
    result_status: str
    is_r5: bool

    @cached_property
    def seed(self) -> str:
        """A name of everything that this Bundle is written from: equal input, equal names."""
        given = [self.subject, self.sources, self.inputs, self.time_zone, self.result_status, self.is_r5]
        return name_of(json.dumps([__version__, self.document, self.recorded, *given], sort_keys=True))

    @property
    def recorded(self) -> str:
        """When this is written, as FHIR writes it."""
        return instant_text(self.at)

    def bundle(self) -> Part:
        """Put the resources together: what has to be done first, then what is known, then how it came about."""
        resources = {**self._judgements(), **{self._id(a.key): self._observation(a) for a in self._measured()}}
        resources[self._id("outputs")] = self._outputs()
        resources[self._id("provenance")] = self._provenance(resources)
        bundle: Part = {
            "resourceType": "Bundle",
            "identifier": {"system": "urn:ietf:rfc:3986", "value": self._id("bundle")},
            "type": "collection",
            "timestamp": self.recorded,
            "entry": [{"fullUrl": url, "resource": resource} for url, resource in resources.items()],
        }
        return checked(bundle, "Bundle")

    def _judgements(self) -> dict[str, Part]:
        found = {}
        if self.document["care"] != Care.NONE:
            found[self._id("care")] = self._communication_request()
        found[self._id("guidance")] = self._guidance_response()
        for analyte in self._measured():
            if self.document["standing"][analyte.key]["code"] == StandingCode.VOID:
                found[self._id(f"void {analyte.key}")] = self._detected_issue(analyte)
        return found

    def _measured(self) -> Iterator[_Analyte]:
        """Yield what was measured and judged."""
        for analyte in (_IL6, _HS_CRP):
            if analyte.key in self.document["measured"] and self.document["standing"][analyte.key]:
                yield analyte

    def _id(self, part: str) -> str:
        """Name a part of this Bundle."""
        return name_of(f"{self.seed} {part}")

    def _link(self, part: str) -> Part:
        return {"reference": self._id(part)}

    def _links(self) -> list[Part]:
        return [self._link(analyte.key) for analyte in self._measured()]

    def _of_patient(self, key: str = "subject") -> Part:
        return {key: self.subject} if self.subject else {}

    def _communication_request(self) -> Part:
        """Propose that somebody be told, as soon as the care asks for it."""
        document = self.document
        kind = ("alert", "Alert") if document["care"] in _ASKS_FOR_CLINICIAN else ("notification", "Notification")
        lines = _lines(document)
        about = self._links()
        return {
            "resourceType": "CommunicationRequest",
            "text": narrative("\n".join(lines)),
            "status": "active",
            **({"intent": "proposal"} if self.is_r5 else {}),
            "category": [concept("http://terminology.hl7.org/CodeSystem/communication-category", *kind)],
            "priority": _PRIORITY[document["care"]],
            **self._of_patient(),
            **({"about": about} if about else {}),
            "payload": [{"contentReference": self._link("guidance")}],
            "authoredOn": self.recorded,
            "requester": _SOFTWARE,
            "note": [{"text": line} for line in lines],
        }

    def _guidance_response(self) -> Part:
        """Say what was decided, by which rules, and what is missing."""
        document = self.document
        required = [_data_requirement(fact) for fact in dict.fromkeys(document["missing"])]
        has_result = self.is_r5 and document["care"] != Care.NONE
        return {
            "resourceType": "GuidanceResponse",
            "text": narrative(self.report),
            "moduleCodeableConcept": {"text": _rule_set(document["policy"])},
            "status": _status(document),
            **self._of_patient(),
            "occurrenceDateTime": self.recorded,
            "performer": _SOFTWARE,
            "note": [{"text": line} for line in (*_lines(document), document["caveat"])],
            "outputParameters": self._link("outputs"),
            **({"result": [self._link("care")]} if has_result else {}),
            **({"dataRequirement": required} if required else {}),
        }

    def _detected_issue(self, analyte: _Analyte) -> Part:
        """Say that a sample is void, why, and what follows."""
        document, sentences = self.document, _reasons(self.document, analyte)
        standing = document["standing"][analyte.key]
        void = [reason for reason in standing["reasons"] if reason["standing"] == StandingCode.VOID]
        records = [
            FINDINGS["sample_void"],
            *(FINDINGS[reason["code"]] for reason in void if reason["code"] in FINDINGS),
        ]
        wanted = {record.action for record in records}
        actions = [each["sentence"] for each in document["actions"] if each["code"] in wanted]
        text = f"{analyte.name}: {STANDING['void']}"
        lines = [*_alarm(document), text, *(sentences[reason["code"]] for reason in void), *actions]
        return {
            "resourceType": "DetectedIssue",
            "text": narrative("\n".join(lines)),
            "status": "final",
            "code": concept(PROBLEM_SYSTEM, "void_sample", "void sample") | {"text": text},
            "severity": _severity(document["care"], (reason["direction"] for reason in void)),
            **self._of_patient("subject" if self.is_r5 else "patient"),
            "identifiedDateTime": self.recorded,
            "author": _SOFTWARE,
            "implicated": [self._link(analyte.key)],
            "evidence": [
                {
                    "code": [_reason(each["code"], sentences)],
                    "detail": [self._link(analyte.key)],
                }
                for each in void
            ],
            "detail": "\n".join(lines),
        }

    def _observation(self, analyte: _Analyte) -> Part:
        """Repeat a result beside what the verdict makes of it."""
        document = self.document
        standing = document["standing"][analyte.key]["code"]
        measured = f"{analyte.name} {document['measured'][f'{analyte.key}_as_reported']}"
        reasons = _reasons(document, analyte).values()
        lines = [*_alarm(document), f"{analyte.name}: {STANDING[standing]}", *reasons]
        source = self.sources.get(analyte.key)
        interpretation = _interpretation(document) if analyte is _IL6 else []
        return {
            "resourceType": "Observation",
            "text": narrative("\n".join([measured, *lines])),
            "status": self.result_status,
            "category": [
                concept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")
            ],
            "code": concept(_LOINC, analyte.loinc, analyte.display),
            **self._of_patient(),
            **self._effective(analyte),
            **value_of(document["measured"], analyte.key, analyte.measurand),
            **({"interpretation": interpretation} if interpretation else {}),
            "note": [{"text": line} for line in lines],
            **({"derivedFrom": [source]} if source else {}),
        }

    def _effective(self, analyte: _Analyte) -> Part:
        """Say when a sample was drawn; an hs-CRP without a time of its own is of the draw of the IL-6."""
        measured = self.document["measured"]
        local = None if self.time_zone is None else zone(self.time_zone)
        name = analyte.drawn_at if analyte.drawn_at in measured else _IL6.drawn_at
        if name not in measured:
            return {}
        return {"effectiveDateTime": date_time(measured[name], local, self.at, f"verdict.measured.{name}")}

    def _outputs(self) -> Part:
        """Give the codes of the verdict to programs, each by its path in the verdict document."""
        document = self.document
        standing = {f"standing.{key}": each and each["code"] for key, each in document["standing"].items()}
        codes = {
            "care": document["care"],
            **standing,
            "band": document["band"],
            "firmness": document["firmness"],
            "pattern": document["pattern"] and document["pattern"]["code"],
            **{name: document[name]["code"] for name in ("persistence", "trend", "change")},
        }
        parameters: list[Part] = [{"name": name, "valueCode": code} for name, code in codes.items() if code]
        parameters += [{"name": "possible_bands", "valueCode": band} for band in document["possible_bands"]]
        parameters.append({"name": "applicable", "valueBoolean": document["applicable"]})
        parameters.append({"name": "policy", "part": _policy_parts(document["policy"])})
        return {"resourceType": "Parameters", "parameter": parameters}

    def _provenance(self, resources: Mapping[str, Part]) -> Part:
        """Say what was written by which version of the software, by which rules, and from what."""
        rules = _rule_set(self.document["policy"])
        sources: list[Part] = [*self.sources.values(), *self.inputs, {"display": rules}]
        return {
            "resourceType": "Provenance",
            "text": narrative(f"{_SOFTWARE['display']}\n{rules}"),
            "target": [{"reference": url} for url in resources],
            "occurredDateTime": self.recorded,
            "recorded": self.recorded,
            "activity": concept("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create"),
            "agent": [
                {
                    "type": concept(
                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler", "Assembler"
                    ),
                    "who": _SOFTWARE,
                }
            ],
            "entity": [{"role": "source", "what": source} for source in sources],
        }


def _policy_parts(policy: Mapping[str, Any]) -> list[Part]:
    """Write the rule set with every number that was changed, its old value and the basis of the new one."""
    overridden = [
        f"{each['name']} {each['value']} {each['unit']} {LABELS['instead_of']} {each['standard']} ({each['source']})"
        for each in policy["overridden"]
    ]
    named = {"overridden": overridden, "without": policy["without"], "added": policy["added"]}
    texts = [("name", policy["name"]), ("version", policy["version"])]
    texts += [(name, value) for name, values in named.items() for value in values]
    return [{"name": name, "valueString": value} for name, value in texts]
