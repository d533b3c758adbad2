"""
FHIR R4, R4B and R5 in: Observations, DiagnosticReports and Bundles to readings and parts of a context.

A document is untrusted: what is not certain is left out and reported, by position and type only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import attrs

from ...codes import Sex
from ...context import ConfounderEvent
from ...errors import CaseError
from ...fields import looked_at
from ...times import zone
from ..cases import read_json
from ..loinc import Codes
from ..patients import Found, Patient, Person, gather
from ..remarks import Refusal, Remark
from .documents import Document, Node
from .exports import Export
from .medications import Taken, taken
from .parts import checked_object, is_haemolysed, text_at
from .results import Results
from .times import day_of, time_of

__all__ = ["FhirPatient", "FhirReport", "Remark", "read_fhir", "read_fhir_ndjson"]

_TYPES: Final = ("Observation", "DiagnosticReport", "Bundle", "Parameters")


@attrs.frozen(repr=False)
class FhirPatient(Patient):
    """The results of one patient, IL-6 in the order of the document."""

    reference: str | None = attrs.field(default=None, kw_only=True)
    """The reference to the patient or the fullUrl, for the caller to tell whose results these are; never printed."""


@attrs.frozen(repr=False)
class FhirReport:
    """What was read from a FHIR document, what was left out, and what is worth knowing of what was read."""

    patients: tuple[FhirPatient, ...] = ()
    read: tuple[Remark, ...] = ()
    """Where each result stood that was read, with the fact that it became."""
    omitted: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    def __repr__(self) -> str:
        counts = f"{len(self.patients)} patients, {len(self.read)} results read"
        return f"<FhirReport, {counts}, {len(self.omitted)} omissions, {len(self.notes)} notes>"


def read_fhir(
    document: Mapping[str, Any] | Sequence[Any] | str,
    *,
    time_zone: str | None = None,
    codes: Mapping[tuple[str, str], str] | None = None,
    names: Mapping[str, str] | None = None,
    ucum_case_insensitive: bool = False,
) -> FhirReport:
    """
    Read an Observation, a DiagnosticReport or a Bundle of FHIR R4, R4B or R5.

    Examples:
        >>> report = read_fhir('''{"resourceType": "Observation", "status": "final",
        ...     "code": {"coding": [{"system": "http://loinc.org", "code": "26881-3"}]},
        ...     "effectiveDateTime": "2026-11-20T08:10:00+01:00",
        ...     "valueQuantity": {"value": 2.4, "unit": "pg/mL"}}''')
        >>> report.patients[0].readings[0].il6
        <2.4 pg/mL>
        >>> report.omitted
        ()

    Args:
        document: JSON text, or what a JSON parser made of it; a list holds resources.
        time_zone: IANA name of where the patients live: for times without an offset, and for the clock of those that
            are written in UTC; `FhirPatient.context` takes it as well.
        codes: codes that are not LOINC's, each with its system, and the fact that a result of them is, such as
            ``{("https://lab.example", "IL6"): "il6"}``.
        names: the same for the words beside the codes; spelling is not looked at.
        ucum_case_insensitive: whether units are written as UCUM does where case does not matter (``PG/ML``).

    Raises:
        CaseError: text that is no JSON, a document of another type, or a time zone or fact that is not known.
    """
    own = Codes(codes, names)
    with looked_at(document, "FHIR"):
        return _Reader(_document_of(document), time_zone, own, is_caseless=ucum_case_insensitive).report()


def _document_of(given: Mapping[str, Any] | Sequence[Any] | str) -> Document:
    """Return a document of one resource, or of a list of them."""
    root: Any = read_json(given, "FHIR") if isinstance(given, str) else given
    if isinstance(root, Mapping):
        kind = root.get("resourceType")
        if not isinstance(kind, str) or kind not in _TYPES:
            msg = f"FHIR: resourceType is not one of those that are read here: {', '.join(_TYPES)}"
            raise CaseError(msg)
        return Document(root)
    if not isinstance(root, (list, tuple)) or not root:
        msg = f"FHIR: got {type(root).__name__}; give one resource as an object or as JSON text, or a list of them"
        raise CaseError(msg)
    document = Document()
    for number, each in enumerate(root):
        with document.ledger.noting(f"[{number}]"):
            document.add(checked_object(each), f"[{number}]")
    return document


def read_fhir_ndjson(
    lines: Iterable[str],
    *,
    time_zone: str | None = None,
    codes: Mapping[tuple[str, str], str] | None = None,
    names: Mapping[str, str] | None = None,
    ucum_case_insensitive: bool = False,
) -> FhirReport:
    """
    Read resources of FHIR one a line, as a bulk export writes them; the files of an export may follow each other.

    Lines are taken one at a time. Kept are the results that may be read, whole, and of each person, specimen, report
    and panel what is read of it; everything else is counted, and told as one remark for each code.

    Args:
        lines: an open file, or any lines of text.
        time_zone: as `read_fhir`.
        codes: as `read_fhir`.
        names: as `read_fhir`.
        ucum_case_insensitive: as `read_fhir`.

    Raises:
        CaseError: a time zone or a fact that is not known.
    """
    own = Codes(codes, names)
    export = Export(own)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        with export.document.ledger.noting(f"line {number}"):
            try:
                resource = read_json(line, "FHIR")
            except CaseError:
                raise Refusal("no_json") from None
            if not isinstance(resource, Mapping):
                raise Refusal("no_json")
            export.take(resource, f"line {number}")
    return _Reader(export.finish(), time_zone, own, is_caseless=ucum_case_insensitive).report()


# --- patients --------------------------------------------------------------------------------------


class _Reader:
    """Gathers the results of a document by patient."""

    def __init__(self, document: Document, time_zone: str | None, own: Codes, *, is_caseless: bool) -> None:
        self.document = document
        self.time_zone = time_zone
        self.results = Results(document, None if time_zone is None else zone(time_zone), own, is_caseless=is_caseless)
        self.read: list[Remark] = []
        self._keys: tuple[Hashable, ...] = ()
        self.drugs: defaultdict[Hashable, list[Taken]] = defaultdict(list)

    def report(self) -> FhirReport:
        by_patient: defaultdict[Hashable, list[Found]] = defaultdict(list)
        resources: defaultdict[Hashable, list[Node]] = defaultdict(list)
        for node in self.document.of_type("Patient"):
            resources[node.identity].append(node)
        for patient, found in self.results.found:
            by_patient[patient].append(found)
        for each in taken(self.document):
            self.drugs[each.patient].append(each)
        keys = dict.fromkeys([key for key in resources if resources[key][0].container is None] + list(by_patient))
        if not self.document.is_whole:  # of an export of everybody, those of whom it tells something
            keys = {key: None for key in keys if by_patient[key] or key in self.drugs}
        self._keys = tuple(keys)
        patients = tuple(self._patient(key, by_patient[key], resources[key]) for key in keys)
        for each in (each for drugs in self.drugs.values() for each in drugs):
            self.document.ledger.omit(each.where, "drug_of_another")
        ledger = self.document.ledger
        return FhirReport(patients, tuple(self.read), tuple(ledger.omitted), tuple(ledger.notes))

    def _patient(self, key: Hashable, found: list[Found], resources: list[Node]) -> FhirPatient:
        person = Person(resources[0].where, *self._person(resources)) if resources else Person()
        person = person._replace(time_zone=self.time_zone)
        patient, read = gather(found, self.document.ledger, person)
        self.read += [Remark(each.where, each.kind.fact, each.kind.read) for each in read]
        patient = attrs.evolve(patient, confounders=self._confounders(key, read))
        return FhirPatient(**attrs.asdict(patient, recurse=False), reference=_reference(key, resources))

    def _confounders(self, key: Hashable, read: tuple[Found, ...]) -> tuple[ConfounderEvent, ...]:
        """Return the drugs of a patient that were begun before the newest result."""
        last = max((day_of(each.at) for each in read if each.at is not None), default=None)
        events: dict[tuple[Any, ...], ConfounderEvent] = {}
        nobodys = self.drugs.pop(None, []) if len(self._keys) == 1 else []
        for each in (*self.drugs.pop(key, ()), *nobodys):
            if each.start is not None and last is not None and each.start > last:
                self.document.ledger.omit(each.where, "drug_later")
            else:
                self.document.ledger.note(each.where, "drug", kind=each.kind.value)
                events[each.kind, each.end] = each.event()
        return tuple(events.values())

    def _person(self, resources: list[Node]) -> tuple[date | None, Sex | None]:
        """Read birth date and sex, as far as all versions of the patient agree."""
        facts = [self._facts(node) for node in resources]
        born, sexes = {born for born, _ in facts}, {sex for _, sex in facts}
        if len(born) > 1 or len(sexes) > 1:
            self.document.ledger.note(resources[0].where, "patient_disagrees")
        return born.pop() if len(born) == 1 else None, sexes.pop() if len(sexes) == 1 else None

    def _facts(self, node: Node) -> tuple[date | None, Sex | None]:
        """Read birth date and sex of one version of a patient."""
        resource = node.resource
        try:
            if resource.get("implicitRules") is not None:
                raise Refusal("implicit_rules")
            is_haemolysed(resource, known=False)
            sex = {"female": Sex.FEMALE, "male": Sex.MALE}.get(text_at(resource, "gender") or "")
            born = None if resource.get("birthDate") is None else time_of(resource["birthDate"], ".birthDate")
        except Refusal:
            self.document.ledger.note(node.where, "patient_unreadable")
            return None, None
        if born is None or isinstance(born, datetime) or sex is None:
            self.document.ledger.note(node.where, "patient_unreadable")
        return None if isinstance(born, datetime) else born, sex


def _reference(key: Hashable, resources: list[Node]) -> str | None:
    """Return what a caller knows the patient by."""
    if resources:
        return resources[0].url or resources[0].name
    return "|".join(str(part) for part in key[1:]).removeprefix("/") or None if isinstance(key, tuple) else None
