"""What a FHIR resource tells of a sample besides its result: the specimen, its state, and the method."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

import attrs

from ..codes import Specimen
from ..units import Number
from .fhir_documents import Document, Node
from .fhir_parts import Resource, Say, below, checked_object, codings, is_haemolysed, list_at, object_at, text_at
from .fhir_sentences import Refusal
from .fhir_values import number_of

__all__ = ["Sample", "method_of", "sample_of"]

_SNOMED: Final = "http://snomed.info/sct"
_TYPE_TABLES: Final = frozenset({"http://terminology.hl7.org/CodeSystem/v2-0487", "http://hl7.org/fhir/v2/0487"})
_CONDITION_TABLES: Final = frozenset({"http://terminology.hl7.org/CodeSystem/v2-0493", "http://hl7.org/fhir/v2/0493"})
_FASTING_TABLES: Final = frozenset({"http://terminology.hl7.org/CodeSystem/v2-0916", "http://hl7.org/fhir/v2/0916"})
_LONGEST_METHOD: Final = 200

_SNOMED_TYPES: Final[Mapping[str, Specimen]] = {
    "119364003": Specimen.SERUM,
    "119361006": Specimen.PLASMA,
    "708049000": Specimen.EDTA_PLASMA,
    "708048008": Specimen.CITRATE_PLASMA,
}
_TABLE_TYPES: Final[Mapping[str, Specimen]] = {"SER": Specimen.SERUM, "PLAS": Specimen.PLASMA}
_WORDS: Final[Mapping[str, Specimen]] = {
    "serum": Specimen.SERUM,
    "serum specimen": Specimen.SERUM,
    "blood serum": Specimen.SERUM,
    "plasma": Specimen.PLASMA,
    "plasma specimen": Specimen.PLASMA,
    "edta plasma": Specimen.EDTA_PLASMA,
    "plasma edta": Specimen.EDTA_PLASMA,
    "k2 edta plasma": Specimen.EDTA_PLASMA,
    "k3 edta plasma": Specimen.EDTA_PLASMA,
    "heparin plasma": Specimen.HEPARIN_PLASMA,
    "plasma heparin": Specimen.HEPARIN_PLASMA,
    "lithium heparin plasma": Specimen.HEPARIN_PLASMA,
    "li heparin plasma": Specimen.HEPARIN_PLASMA,
    "sodium heparin plasma": Specimen.HEPARIN_PLASMA,
    "citrate plasma": Specimen.CITRATE_PLASMA,
    "plasma citrate": Specimen.CITRATE_PLASMA,
    "sodium citrate plasma": Specimen.CITRATE_PLASMA,
}
_OTHER_CODES: Final = frozenset({
    (_SNOMED, "258450006"), (_SNOMED, "122575003"), (_SNOMED, "119342007"), (_SNOMED, "119339001"),
    (_SNOMED, "119332005"), (_SNOMED, "258441009"),
    *((table, code) for table in _TYPE_TABLES for code in ("CSF", "UR", "SAL", "STL")),
})  # fmt: skip
_OTHER_WORDS: Final = frozenset({
    "csf", "cerebrospinal fluid", "cerebral spinal fluid", "spinal fluid", "liquor", "urine", "saliva", "stool",
    "synovial fluid", "ascites", "ascitic fluid", "body fluid", "pleural fluid", "bronchoalveolar lavage", "sweat",
    "amniotic fluid", "breast milk", "tissue",
})  # fmt: skip


@attrs.frozen
class Sample:
    """What is known of the sample of a result."""

    specimen: Specimen | None = None
    haemolysed: bool | None = None
    fasting: bool | None = None
    fasting_hours: Number | None = None


def method_of(resource: Resource, say: Say) -> str | None:
    """Return the method by its text, or by the first display of its codings."""
    try:
        concept = object_at(resource, "method") or {}
        texts = [text_at(concept, "text")]
        texts += [text_at(checked_object(coding), "display") for coding in list_at(concept, "coding")]
    except Refusal:
        say("method")
        return None
    text = next((text for text in texts if text), None)
    if text is None or (len(text) <= _LONGEST_METHOD and " ".join(text.split()).isprintable()):
        return text
    say("method")
    return None


def sample_of(document: Document, node: Node, say: Say) -> Sample:
    """
    Read the specimen of an Observation, as far as it is certain.

    Raises:
        Refusal: the specimen is no serum and no plasma, is unsatisfactory, or is another patient's.
    """
    reference = object_at(node.resource, "specimen")
    if reference is None:
        return Sample()
    target = text_at(reference, "reference")
    found = None if target is None else document.find(target, node)
    if found is None:
        display = text_at(reference, "display")
        return Sample(_named(set() if display is None else {_folded(display)}, set(), say))
    if found.type != "Specimen":
        raise Refusal("malformed", ".specimen")
    own, theirs = document.subject(node), _subject(document, found)
    if theirs is not None and own is not None and theirs != own:
        raise Refusal("another_patient", ".specimen")
    with below(".specimen"):
        return _sample(found.resource, say)


def _subject(document: Document, specimen: Node) -> Hashable:
    try:
        return document.subject(specimen)
    except Refusal:
        return None


def _sample(specimen: Resource, say: Say) -> Sample:
    status = text_at(specimen, "status")
    if status == "unsatisfactory":
        raise Refusal("specimen_unsatisfactory")
    is_haemolysed(specimen, known=False)
    if specimen.get("implicitRules") is not None:
        raise Refusal("implicit_rules")
    if status == "entered-in-error":
        say("specimen")
        return Sample()
    concept = object_at(specimen, "type") or {}
    text = text_at(concept, "text")
    named = _named(set() if text is None else {_folded(text)}, set(codings(concept)), say)
    fasting, hours = _fasting(object_at(specimen, "collection") or {}, say)
    return Sample(named, _condition(specimen, say), fasting, hours)


def _folded(text: str) -> str:
    return " ".join(text[:_LONGEST_METHOD].casefold().replace("-", " ").replace(",", " ").split())


def _named(words: set[str], codes: set[tuple[str | None, str]], say: Say) -> Specimen | None:
    """Return the one specimen that words and codes name; the kind of plasma, where one of them tells it."""
    if words & _OTHER_WORDS or codes & _OTHER_CODES:
        raise Refusal("specimen_other")
    found = {_WORDS[word] for word in words if word in _WORDS}
    found |= {_SNOMED_TYPES[code] for system, code in codes if system == _SNOMED and code in _SNOMED_TYPES}
    found |= {_TABLE_TYPES[code] for system, code in codes if system in _TYPE_TABLES and code in _TABLE_TYPES}
    if Specimen.SERUM not in found:
        found = found - {Specimen.PLASMA} or found
    if len(found) == 1:
        return found.pop()
    say("specimen")
    return None


def _condition(specimen: Resource, say: Say) -> bool | None:
    """Return true where a condition of the specimen is haemolysis; any other one is remarked on."""
    haemolysed = None
    for each in list_at(specimen, "condition"):
        pairs = codings(checked_object(each))
        if any(system in _CONDITION_TABLES and code == "HEM" for system, code in pairs):
            haemolysed = True
        else:
            say("specimen_condition")
    return haemolysed


def _fasting(collection: Resource, say: Say) -> tuple[bool | None, Number | None]:
    """Read fastingStatus: fasting or not, or for how many hours."""
    is_haemolysed(collection, known=False)
    concept = object_at(collection, "fastingStatusCodeableConcept")
    duration = object_at(collection, "fastingStatusDuration")
    if concept is not None and duration is None:
        codes = {code for system, code in codings(concept) if system in _FASTING_TABLES} & {"F", "NF"}
        if len(codes) == 1:
            return codes == {"F"}, None
    if concept is None and duration is not None:
        spellings = {text_at(duration, "code"), text_at(duration, "unit")} - {None}
        is_plain = duration.get("value") is not None and duration.get("comparator") is None
        if is_plain and spellings and spellings <= {"h", "hour", "hours"}:
            return None, number_of(duration["value"])
    if concept is not None or duration is not None:
        say("fasting")
    return None, None
