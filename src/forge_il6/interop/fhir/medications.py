"""The drugs of a FHIR document that move IL-6 or CRP, as confounders of the patient who takes them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Final, NamedTuple

from ...codes import Confounder
from ...context import ConfounderEvent
from ..drugs import Drug, drug_named
from ..remarks import Refusal
from .documents import Document, Node, newest
from .parts import Resource, choices, codings, object_at, text_at, words_at
from .times import day_of, time_of

__all__ = ["TYPES", "Taken", "taken"]

TYPES: Final = frozenset({
    "MedicationStatement", "MedicationUsage", "MedicationRequest", "MedicationOrder", "MedicationAdministration",
    "MedicationDispense",
})  # fmt: skip

_GOES_ON: Final = frozenset({"active", "in-progress", "recorded"})
_IS_OVER: Final = frozenset({"completed", "stopped", "ended"})
_STEMS: Final = ("effective", "occurence", "occurrence")
"""The choice of time: R5 spelt that of an administration with one r at first."""
_BEGINS: Final = ("whenHandedOver", "whenPrepared", "authoredOn", "dateWritten")
"""When a drug was handed out or ordered: it is taken from then on at the earliest."""


class Taken(NamedTuple):
    """One drug of one patient: from when, and until when where it is over."""

    where: str
    patient: Hashable
    drug: Drug
    start: date | None
    end: date | None

    def event(self) -> ConfounderEvent:
        """Return it as a confounder: while it is taken, or since its end."""
        if self.end is None:
            return ConfounderEvent(self.drug.taken)
        return ConfounderEvent(self.drug.once, ended_on=self.end)

    @property
    def kind(self) -> Confounder:
        """What it is as a confounder."""
        return self.event().kind


def taken(document: Document) -> Iterator[Taken]:
    """Yield each drug that is known here and was taken; the others are noted as left out."""
    of_identity: dict[Hashable, list[Node]] = {}
    for node in document.nodes:
        if node.type in TYPES:
            of_identity.setdefault((node.type, node.identity), []).append(node)
    for versions in of_identity.values():
        with document.ledger.noting(versions[0].where):
            last = newest(versions)
            if last is None:
                raise Refusal("versions_unclear")
            if document.is_deleted(last):
                raise Refusal("deleted")
            yield _taken(document, last)


def _taken(document: Document, node: Node) -> Taken:
    drug = _drug(document, node)
    if drug is None:
        raise Refusal("not_a_result")
    status = text_at(node.resource, "status")
    if status not in _GOES_ON | _IS_OVER or _is_not_taken(node.resource):
        raise Refusal("drug_not_taken")
    is_given = node.type == "MedicationAdministration"
    is_over = is_given or (status in _IS_OVER and node.type != "MedicationDispense")  # handed out, it is begun
    start, end = _span(node.resource, is_over=is_over)
    return Taken(node.where, document.subject(node), drug, start, end)


def _is_not_taken(resource: Resource) -> bool:
    """Whether it says that the drug is not taken: R5, R4, STU3 and DSTU2 each in a way of its own."""
    adherence = object_at(object_at(resource, "adherence") or {}, "code") or {}
    said = {code for _, code in codings(adherence)}
    flags = (resource.get(key) is True for key in ("doNotPerform", "notGiven", "wasNotTaken", "wasNotGiven"))
    return any(flags) or resource.get("taken") == "n" or bool(said & {"not-taking", "stopped"})


def _drug(document: Document, node: Node) -> Drug | None:
    """Find the drug: as a code, or in a resource of its own."""
    concept, reference = object_at(node.resource, "medicationCodeableConcept"), None
    if concept is None:
        both = object_at(node.resource, "medication") or {}  # R5 holds one of the two in it
        concept = object_at(both, "concept")
        reference = object_at(both, "reference") or object_at(node.resource, "medicationReference")
    if reference is not None:
        target = text_at(reference, "reference")
        found = None if target is None else document.find(target, node)
        if found is None:
            return drug_named((), [text_at(reference, "display")])
        concept = object_at(found.resource, "code")
    return None if concept is None else drug_named(codings(concept), words_at(concept))


def _span(resource: Resource, *, is_over: bool) -> tuple[date | None, date | None]:
    """Return from when to when a drug was taken; of one that is over the end must be known."""
    start = end = None
    for key in (key for stem in _STEMS for key in choices(resource, stem)):
        if key.endswith("Period"):
            period = object_at(resource, key) or {}
            start, end = _day(period, "start"), _day(period, "end")
        else:
            start = _day(resource, key)
            end = start if is_over else None
    if start is None:
        start = next((day for key in _BEGINS if (day := _day(resource, key)) is not None), None)
    if is_over and end is None:
        raise Refusal("drug_undated")
    return start, end


def _day(part: Resource, key: str) -> date | None:
    return None if part.get(key) is None else day_of(time_of(part[key], f".{key}", needs_offset=False))
