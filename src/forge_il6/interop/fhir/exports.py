"""
An export of FHIR, one resource a line: what of it is kept until the last line is read.

A result can be told only when its patient, specimen and report are known, which stand in other files. Kept is every
result that may be read here, whole; of each person, specimen, report and panel the few elements that are read; each
drug that is known here. Everything else is counted and forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from ..drugs import drug_named
from ..loinc import KINDS, REFUSED, Codes
from ..names import is_called_so
from ..remarks import Refusal, Remark
from .documents import Document
from .medications import TYPES as DRUGS
from .parts import Resource, codings, has_comment, object_at, text_at, words_at
from .sentences import OMITTED

__all__ = ["Export"]

_OF_ALL: Final = ("resourceType", "id", "meta", "implicitRules", "modifierExtension", "contained")
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "Patient": ("birthDate", "gender"),
    "Specimen": ("status", "type", "subject", "collection", "container", "condition", "note"),
    "DiagnosticReport": (
        "status", "subject", "specimen", "result", "effectiveDateTime", "effectivePeriod", "issued", "basedOn",
    ),
    "Medication": ("code",),
}  # fmt: skip
"""What is kept of a resource of which there is one for each person, tube or report."""
_IN_PARTS: Final = ("component", "hasMember", "related", "contained")
_WITHDRAWN: Final = frozenset({"entered-in-error", "cancelled"})


class Export:
    """Takes one resource after the other, and keeps what may matter."""

    def __init__(self, own: Codes) -> None:
        self.document = Document(is_whole=False)
        self._own = own
        self._forgotten: Counter[str] = Counter()

    def take(self, resource: Resource, where: str) -> None:
        """Keep a resource, the part of it that is read, or nothing but its number."""
        kind = resource.get("resourceType")
        if kind in _KEPT:
            self.document.add(_part(resource, _KEPT[str(kind)]), where)
        elif kind == "Observation":
            self._keep(resource, where, "not_read", keeps=self._may_be_read(resource))
        elif kind in DRUGS:
            self._keep(resource, where, "not_a_result", keeps=_may_be_known(resource))
        else:
            is_container = kind in ("Bundle", "Parameters") or not isinstance(kind, str)
            self._keep(resource, where, "not_a_result", keeps=is_container)

    def finish(self) -> Document:
        """Return what was kept, and remark on the rest."""
        for code, count in self._forgotten.items():
            self.document.ledger.omitted.append(Remark("all lines", code, f"{count} resources: {OMITTED[code]}"))
        return self.document

    def _keep(self, resource: Resource, where: str, code: str, *, keeps: bool) -> None:
        if keeps:
            self.document.add(resource, where)
        else:
            self._forgotten[code] += 1

    def _may_be_read(self, resource: Resource) -> bool:
        """Whether an Observation is of what is read here, holds others, or tells of one that was kept before."""
        if resource.get("status") in _WITHDRAWN or any(resource.get(key) for key in _IN_PARTS):
            return True
        try:
            concept = object_at(resource, "code")
            if concept is None or self.document.holds("Observation", text_at(resource, "id")):
                return True
            pairs, words = codings(concept), words_at(concept)
        except Refusal:
            return True
        is_coded = any(code in KINDS or code in REFUSED for _, code in pairs)
        return is_coded or is_called_so(words) or self._own.of(pairs, words) is not None


def _may_be_known(resource: Resource) -> bool:
    """Whether a drug is known here, or stands in a resource of its own."""
    try:
        concept = object_at(resource, "medicationCodeableConcept")
        if concept is None:
            return True
        return drug_named(codings(concept), words_at(concept)) is not None
    except Refusal:
        return True


def _part(resource: Resource, keys: tuple[str, ...]) -> Resource:
    part = {key: resource[key] for key in (*_OF_ALL, *keys) if key in resource}
    return part | ({"conclusion": True} if has_comment(resource) and "note" not in part else {})
