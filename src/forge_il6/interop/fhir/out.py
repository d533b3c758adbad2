"""
FHIR R4, R4B and R5 out: a verdict as a Bundle of plain dictionaries, the most urgent resource first.

Written from the document of the verdict, so that a verdict read back from a file gives the same. There is
no clock and no chance: the time is the caller's, and the names of the resources follow from what
they hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

import attrs

from ... import __version__
from ...codes import Analyte, Band, Care, Code, Direction, Pattern, StandingCode
from ...conclusions import Policy, Reason
from ...document import JudgedResult, VerdictDocument, write
from ...errors import CaseError, TimeError, excerpt
from ...knowledge import measurands
from ...knowledge.findings import FINDINGS
from ...knowledge.words import BANDS, LABELS, MISSING, STANDING
from ...shown.report import as_text
from ...shown.sections import NAMES, Sections, band_of, is_said, sections
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
class _Named:
    """How an analyte is named in FHIR, and how its results are read."""

    measurand: Measurand
    loinc: str
    display: str


_IL6: Final = _Named(measurands.IL6, "26881-3", "Interleukin 6 [Mass/volume] in Serum or Plasma")
_HS_CRP: Final = _Named(
    measurands.CRP, "30522-7", "C reactive protein [Mass/volume] in Serum or Plasma by High sensitivity method"
)
_NAMED: Final[Mapping[Analyte, _Named]] = {Analyte.IL6: _IL6, Analyte.HS_CRP: _HS_CRP}


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
    document = _document_of(verdict)
    writer = _Writer(
        document=document,
        at=instant(recorded, "recorded"),
        subject=None if subject is None else reference(subject, "subject", "Patient"),
        sources=_sources(document, {Analyte.IL6: il6_result, Analyte.HS_CRP: hs_crp_result}),
        inputs=_inputs(inputs),
        time_zone=_checked_zone(time_zone),
        result_status=_choice(result_status, _STATUSES, "result_status"),
        is_r5=_choice(fhir_version, _VERSIONS, "fhir_version") == "R5",
    )
    return writer.bundle()


def _document_of(verdict: Verdict) -> VerdictDocument:
    """Return what a verdict says; a document that nobody checked could say anything."""
    if not isinstance(verdict, Verdict):
        msg = f"verdict: got {excerpt(verdict)}; give a Verdict, or Verdict.from_dict(document)"
        raise CaseError(msg)
    return verdict.document


def _choice(value: str, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        msg = f"{name}: got {excerpt(value)}; choose one of {', '.join(choices)}"
        raise CaseError(msg)
    return value


def _sources(document: VerdictDocument, given: Mapping[Analyte, str | None]) -> dict[str, Part]:
    """Return the reference to each result that the verdict holds."""
    stated = {analyte: value for analyte, value in given.items() if value is not None}
    for analyte in stated:
        if document.result(analyte) is None:
            msg = f"{analyte}_result: the verdict holds no such result; leave the reference out"
            raise CaseError(msg)
    return {each.value: reference(value, f"{each}_result", "Observation") for each, value in stated.items()}


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

_PRIORITY: Final[Mapping[Care, str]] = {
    Care.REPEAT: "routine", Care.CLINICIAN_EVALUATION: "urgent", Care.SAME_DAY: "asap", Care.URGENT: "stat",
}  # fmt: skip
"""FHIR's priorities in FHIR's words: stat is at once, asap above urgent, urgent above routine."""
_CRITICAL: Final = frozenset({"il6_urgent", "il6_acute_with_red_flag"})
"""Findings by which the value itself asks for immediate action."""


def _asks_for_clinician(care: Care) -> bool:
    return care.rank >= Care.CLINICIAN_EVALUATION.rank


def _lines(said: Sections) -> list[str]:
    """Say the verdict in a few lines: what it is, who should look at it, what to do."""
    return [*said.summary.texts, *_care_lines(said), *said.next.texts]


def _care_lines(said: Sections) -> list[str]:
    return [care.line for care in said.care.entries]


def _severity(care: Care, directions: Iterable[Direction]) -> str:
    """Return how much harm a void sample can do: by the care that is needed, and by what it can hide."""
    if care.rank >= Care.SAME_DAY.rank:
        return "high"
    hides = any(direction is not Direction.UP for direction in directions)
    return "moderate" if hides or _asks_for_clinician(care) else "low"


def _status(document: VerdictDocument) -> str:
    """Return the status of the answer: what is missing is required, would help, or nothing is."""
    if not document.missing:
        return "success"
    il6 = document.result(Analyte.IL6)
    is_open = il6 is None or il6.standing.code is StandingCode.UNVERIFIED
    return "data-required" if is_open else "data-requested"


def _interpretation(document: VerdictDocument, il6: JudgedResult) -> list[Part]:
    """Write what the verdict says of IL-6, and no more; a code only where the band may be relied upon."""
    band = document.band
    found = []
    if any(finding.code in _CRITICAL for finding in document.findings):
        found = [concept(_INTERPRETATION, "HH", "Critical high")]
    elif band is Band.BEYOND_RANGE:
        found = [concept(_INTERPRETATION, "H", "High")]
    if band is None or not is_said(document, band):
        return found
    is_suspended = document.pattern is not None and document.pattern.code is Pattern.SUSPENDED
    text = f"{band_of(document)}{FINDINGS['suspended'].in_summary if is_suspended else ''}"
    if is_suspended or not il6.standing.counts:
        return [*found, {"text": text}]
    return [*found, concept(BAND_SYSTEM, band.value, BANDS[band]) | {"text": text}]


def _reasons(document: VerdictDocument, result: JudgedResult) -> dict[str, str]:
    """Return the code of every reason against a sample with its sentence, where it has one."""
    sentences = {
        finding.code: finding.sentence
        for finding in document.findings
        if finding.facts.get("analyte") == result.analyte
    }
    codes = (reason.code for reason in result.standing.reasons)
    return {code: sentences.get(code) or code.replace("_", " ") for code in codes}


def _reason(code: str, sentence: str) -> Part:
    return concept(REASON_SYSTEM, code, code.replace("_", " ")) | {"text": sentence}


def _rule_set(policy: Policy) -> str:
    """Name the rule set, and say in which parts it is no longer the one of that name."""
    changes = (
        (LABELS["overridden"], [change.name for change in policy.overridden]),
        (LABELS["without"], policy.without),
        (LABELS["added"], policy.added),
    )
    return "; ".join(
        [f"{policy.name} {policy.version}", *(f"{label} {', '.join(names)}" for label, names in changes if names)]
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

    document: VerdictDocument
    at: datetime
    subject: Part | None
    sources: Mapping[str, Part]
    inputs: list[Part]
    time_zone: str | None
    result_status: str
    is_r5: bool

    @cached_property
    def said(self) -> Sections:
        """What the verdict says, part by part."""
        return sections(self.document)

    @cached_property
    def seed(self) -> str:
        """A name of everything that this Bundle is written from: equal input, equal names."""
        given = [self.subject, self.sources, self.inputs, self.time_zone, self.result_status, self.is_r5]
        return name_of(json.dumps([__version__, write(self.document), self.recorded, *given], sort_keys=True))

    @property
    def recorded(self) -> str:
        """When this is written, as FHIR writes it."""
        return instant_text(self.at)

    def bundle(self) -> Part:
        """Put the resources together: what has to be done first, then what is known, then how it came about."""
        results = {self._id(each.analyte): self._observation(each) for each in self.document.results()}
        resources = {**self._judgements(), **results}
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
        if self.document.care is not Care.NONE:
            found[self._id("care")] = self._communication_request()
        found[self._id("guidance")] = self._guidance_response()
        for result in self.document.results():
            if result.standing.code is StandingCode.VOID:
                found[self._id(f"void {result.analyte}")] = self._detected_issue(result)
        return found

    def _id(self, part: str) -> str:
        """Name a part of this Bundle."""
        return name_of(f"{self.seed} {part}")

    def _link(self, part: str) -> Part:
        return {"reference": self._id(part)}

    def _links(self) -> list[Part]:
        return [self._link(each.analyte) for each in self.document.results()]

    def _of_patient(self, key: str = "subject") -> Part:
        return {key: self.subject} if self.subject else {}

    def _communication_request(self) -> Part:
        """Propose that somebody be told, as soon as the care asks for it."""
        care, lines, about = self.document.care, _lines(self.said), self._links()
        kind = ("alert", "Alert") if _asks_for_clinician(care) else ("notification", "Notification")
        return {
            "resourceType": "CommunicationRequest",
            "text": narrative("\n".join(lines)),
            "status": "active",
            **({"intent": "proposal"} if self.is_r5 else {}),
            "category": [concept("http://terminology.hl7.org/CodeSystem/communication-category", *kind)],
            "priority": _PRIORITY[care],
            **self._of_patient(),
            **({"about": about} if about else {}),
            "payload": [{"contentReference": self._link("guidance")}],
            "authoredOn": self.recorded,
            "requester": _SOFTWARE,
            "note": _notes(lines),
        }

    def _guidance_response(self) -> Part:
        """Say what was decided, by which rules, and what is missing."""
        document = self.document
        required = [_data_requirement(fact) for fact in dict.fromkeys(document.missing)]
        has_result = self.is_r5 and document.care is not Care.NONE
        return {
            "resourceType": "GuidanceResponse",
            "text": narrative(as_text(document, full=True)),
            "moduleCodeableConcept": {"text": _rule_set(document.policy)},
            "status": _status(document),
            **self._of_patient(),
            "occurrenceDateTime": self.recorded,
            "performer": _SOFTWARE,
            "note": _notes([*_lines(self.said), document.caveat]),
            "outputParameters": self._link("outputs"),
            **({"result": [self._link("care")]} if has_result else {}),
            **({"dataRequirement": required} if required else {}),
        }

    def _detected_issue(self, result: JudgedResult) -> Part:
        """Say that a sample is void, why, and what follows."""
        sentences = _reasons(self.document, result)
        void = [reason for reason in result.standing.reasons if reason.standing is StandingCode.VOID]
        text = f"{NAMES[result.analyte]}: {STANDING[StandingCode.VOID]}"
        lines = [*self._alarm(), text, *(sentences[reason.code] for reason in void), *self._actions_for(void)]
        implicated = [self._link(result.analyte)]
        return {
            "resourceType": "DetectedIssue",
            "text": narrative("\n".join(lines)),
            "status": "final",
            "code": concept(PROBLEM_SYSTEM, "void_sample", "void sample") | {"text": text},
            "severity": _severity(self.document.care, (reason.direction for reason in void)),
            **self._of_patient("subject" if self.is_r5 else "patient"),
            "identifiedDateTime": self.recorded,
            "author": _SOFTWARE,
            "implicated": implicated,
            "evidence": [{"code": [_reason(each.code, sentences[each.code])], "detail": implicated} for each in void],
            "detail": "\n".join(lines),
        }

    def _alarm(self) -> list[str]:
        """Say that a clinician is asked for: it goes before anything that is said of a sample."""
        return _care_lines(self.said) if _asks_for_clinician(self.document.care) else []

    def _actions_for(self, void: Iterable[Reason]) -> list[str]:
        """Return what follows from a void sample."""
        codes = ("sample_void", *(reason.code for reason in void))
        wanted = {FINDINGS[code].action for code in codes if code in FINDINGS}
        return [action.sentence for action in self.document.actions if action.code in wanted]

    def _observation(self, result: JudgedResult) -> Part:
        """Repeat a result beside what the verdict makes of it."""
        name, named = NAMES[result.analyte], _NAMED[result.analyte]
        reasons = _reasons(self.document, result).values()
        lines = [*self._alarm(), f"{name}: {STANDING[result.standing.code]}", *reasons]
        source = self.sources.get(result.analyte)
        interpretation = _interpretation(self.document, result) if result.analyte is Analyte.IL6 else []
        return {
            "resourceType": "Observation",
            "text": narrative("\n".join([f"{name} {result.as_reported}", *lines])),
            "status": self.result_status,
            "category": [
                concept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")
            ],
            "code": concept(_LOINC, named.loinc, named.display),
            **self._of_patient(),
            **self._effective(result),
            **value_of(result, named.measurand),
            **({"interpretation": interpretation} if interpretation else {}),
            "note": _notes(lines),
            **({"derivedFrom": [source]} if source else {}),
        }

    def _effective(self, result: JudgedResult) -> Part:
        """Say when a sample was drawn; an hs-CRP without a time of its own is of the draw of the IL-6."""
        is_own = bool(result.drawn_at) and result.analyte is not Analyte.IL6
        drawn_at = result.drawn_at or self.document.drawn_at
        if not drawn_at:
            return {}
        local = None if self.time_zone is None else zone(self.time_zone)
        name = f"verdict.measured.{f'{result.analyte}_' if is_own else ''}drawn_at"
        return {"effectiveDateTime": date_time(drawn_at, local, self.at, name)}

    def _outputs(self) -> Part:
        """Give the codes of the verdict to programs, each by its path in the verdict document."""
        document = self.document
        codes: dict[str, Code | None] = {
            "care": document.care,
            **{f"standing.{each.analyte}": each.standing.code for each in document.results()},
            "band": document.band,
            "firmness": document.firmness,
            "pattern": None if document.pattern is None else document.pattern.code,
            "persistence": document.persistence.code,
            "trend": document.trend.code,
            "change": document.change.code,
        }
        parameters: list[Part] = [
            {"name": name, "valueCode": code.value} for name, code in codes.items() if code is not None
        ]
        parameters += [{"name": "possible_bands", "valueCode": band.value} for band in document.possible_bands]
        parameters.append({"name": "applicable", "valueBoolean": document.applicable})
        parameters.append({"name": "policy", "part": _policy_parts(document.policy)})
        return {"resourceType": "Parameters", "parameter": parameters}

    def _provenance(self, resources: Mapping[str, Part]) -> Part:
        """Say what was written by which version of the software, by which rules, and from what."""
        rules = _rule_set(self.document.policy)
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


def _notes(lines: Iterable[str]) -> list[Part]:
    return [{"text": line} for line in lines]


def _policy_parts(policy: Policy) -> list[Part]:
    """Write the rule set with every number that was changed, its old value and the basis of the new one."""
    overridden = [
        f"{each.name} {each.value} {each.unit} {LABELS['instead_of']} {each.standard} ({each.source})"
        for each in policy.overridden
    ]
    texts = [
        ("name", policy.name),
        ("version", policy.version),
        *(("overridden", text) for text in overridden),
        *(("without", rule) for rule in policy.without),
        *(("added", rule) for rule in policy.added),
    ]
    return [{"name": name, "valueString": value} for name, value in texts]
