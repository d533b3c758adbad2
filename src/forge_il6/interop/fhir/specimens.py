"""What a FHIR resource tells of a sample besides its result: the specimen, its state, and the method."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from ...codes import Specimen
from ...units import Number
from ..remarks import Refusal
from ..specimens import Sample, is_other, specimen_named, words_of
from .documents import Document, Node
from .parts import (
    Resource,
    Say,
    below,
    checked_object,
    codings,
    has_comment,
    is_haemolysed,
    list_at,
    object_at,
    objects_at,
    text_at,
    words_at,
)
from .times import Period, period_of
from .values import number_of

__all__ = ["collected", "method_of", "sample_of", "specimen_at"]

_LONGEST_METHOD: Final = 200
_SYSTEMS: Final = {"http://snomed.info/sct": "sct"} | {
    f"http://{place}{table}": table
    for table in ("0371", "0487", "0493", "0916")
    for place in ("terminology.hl7.org/CodeSystem/v2-", "hl7.org/fhir/v2/")
}


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


def specimen_at(document: Document, node: Node, reference: Resource) -> Node | str:
    """
    Return the specimen that a reference leads to, or the words that stand for one that is not here.

    Raises:
        Refusal: it leads to several, or to something else.
    """
    target = text_at(reference, "reference")
    found = None if target is None else document.find(target, node)
    if found is None:
        return words_of(text_at(reference, "display") or "")
    if found.type != "Specimen":
        raise Refusal("malformed", ".specimen")
    return found


def sample_of(document: Document, node: Node, specimen: Node | str, say: Say) -> Sample:
    """
    Read the specimen of an Observation, as far as it is certain.

    Raises:
        Refusal: the specimen is no serum and no plasma, is unsatisfactory, or is another patient's.
    """
    if isinstance(specimen, str):
        return Sample(_named({specimen}, set(), set(), say))
    own, theirs = document.subject(node), _subject(document, specimen)
    if theirs is not None and own is not None and theirs != own:
        raise Refusal("another_patient", ".specimen")
    with below(".specimen"):
        return _sample(specimen.resource, say)


def collected(specimen: Node | str | None, say: Say) -> Period | None:
    """Return when a specimen was collected, where that is known."""
    if isinstance(specimen, Node):
        try:
            return period_of(object_at(specimen.resource, "collection") or {}, "collected")
        except Refusal:
            say("collected")
    return None


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
    if has_comment(specimen):
        say("comment")
    concept = object_at(specimen, "type") or {}
    words = {words_of(text) for text in words_at(concept) if text}
    named = _named(words, _coded(concept), _additives(specimen), say)
    fasting, hours = _fasting(object_at(specimen, "collection") or {}, say)
    return Sample(named, _condition(specimen, say), fasting, hours)


def _coded(concept: Resource) -> set[tuple[str, str]]:
    """Return the codes of a concept under the names of their systems that are known here."""
    return {(_SYSTEMS[system], code) for system, code in codings(concept) if system in _SYSTEMS}


def _additives(specimen: Resource) -> set[tuple[str, str]]:
    """Return the codes of what was added to the containers."""
    concepts = [object_at(each, "additiveCodeableConcept") or {} for each in objects_at(specimen, "container")]
    return {code for concept in concepts for code in _coded(concept)}


def _named(words: set[str], codes: set[tuple[str, str]], additives: set[tuple[str, str]], say: Say) -> Specimen | None:
    """Return the one specimen that is named."""
    if is_other(words - {""}, codes):
        raise Refusal("specimen_other")
    named = specimen_named(words, codes, additives)
    if named is None:
        say("specimen")
    return named


def _condition(specimen: Resource, say: Say) -> bool | None:
    """Return true where a condition of the specimen is haemolysis; any other one is remarked on."""
    haemolysed = None
    for each in list_at(specimen, "condition"):
        if ("0493", "HEM") in _coded(checked_object(each)):
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
        codes = {code for system, code in _coded(concept) if system == "0916"} & {"F", "NF"}
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
