"""The results of a FHIR document: whose each is, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..loinc import BLOOD, Codes, Kind
from ..off_scale import bounded
from ..patients import Found, Taken
from ..remarks import Refusal
from ..specimens import Sample
from .documents import Document, Node
from .groups import Unclear, handed_down, specimen_stated, time_stated
from .parts import (
    Resource,
    Say,
    checked_object,
    codings,
    concepts_at,
    has_comment,
    has_value,
    is_haemolysed,
    is_of_older_fhir,
    is_qualified,
    list_at,
    members_of,
    object_at,
)
from .specimens import collected, method_of, sample_of, specimen_at
from .standing import Standing
from .times import Moment, Period, period_of, placed, time_of
from .values import amount_of, measured, upper_limit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Results"]

_NOBODY: Final = ("nobody",)


@attrs.frozen(eq=False, repr=False)
class _Target:
    """A value to read: of an Observation, or of one of its components."""

    where: str
    part: Resource
    kind: Kind


@attrs.frozen(eq=False, repr=False)
class _Circumstances:
    """What every value of one Observation shares."""

    patient: Hashable
    period: Period | None
    shared: frozenset[Hashable] = frozenset()
    method: str | None = None
    sample: Sample = attrs.field(factory=Sample)


class Results:
    """Reads every Observation that stands; what is left out is noted in the document."""

    def __init__(
        self,
        document: Document,
        local: ZoneInfo | None = None,
        own: Codes | None = None,
        *,
        is_caseless: bool = False,
    ) -> None:
        self.document = document
        self._local = local
        self._own = Codes() if own is None else own
        self._is_caseless = is_caseless
        standing = Standing(document, self._own)
        self._subjects = standing.subjects
        self._patients: set[Hashable] = {
            node.identity for node in document.of_type("Patient") if node.container is None
        }
        self._patients |= {
            id(subject) if isinstance(subject, Refusal) else subject
            for subject in standing.subjects.values()
            if subject is not None
        }
        members = standing.members()
        self._times = handed_down(members, time_stated)
        self._specimens = handed_down(members, lambda node: specimen_stated(document, node))
        self._of_groups = handed_down(members, self._subject_stated)
        self._groups: defaultdict[Node, list[Node]] = defaultdict(list)
        for group, given in members.items():
            for member in given:
                self._groups[member].append(group)
        self.found: list[tuple[Hashable, Found]] = []
        for node in standing.observations:
            with document.ledger.noting(node.where):
                self._observation(node)
        self._remark_on_version()

    def _remark_on_version(self) -> None:
        """Say once that the document is of FHIR before R4, by the first result that is."""
        for node in self.document.of_type("Observation"):
            if is_of_older_fhir(node.resource):
                self.document.ledger.note(node.where, "older_fhir")
                return

    def _observation(self, node: Node) -> None:
        if list_at(node.resource, "focus"):
            raise Refusal("focus")
        targets = self._targets(node)
        if not targets:
            return
        said: list[str] = []
        shared = self._circumstances(node, targets, said.append)
        before = len(self.found)
        for target in targets:
            with self.document.ledger.noting(target.where):
                self.found.append((shared.patient, self._found(target, shared, said.append)))
        if len(self.found) > before:
            _remark_on(node.resource, shared.period, said.append)
            for code in dict.fromkeys(said):
                self.document.ledger.note(node.where, code)

    def _targets(self, node: Node) -> list[_Target]:
        """Return the values of an Observation that are known here; the others are noted as left out."""
        resource, where = node.resource, node.where
        components = list_at(resource, "component")
        kind = measured(resource, self._own)
        is_group = bool(components) or bool(members_of(resource))
        says_something = has_value(resource) or resource.get("dataAbsentReason") is not None
        targets: list[_Target] = []
        if kind is not None and (says_something or not is_group):
            targets.append(_Target(where, resource, kind))
        elif has_value(resource) or not is_group:
            with self.document.ledger.noting(where):
                raise Refusal("not_read")
        for number, each in enumerate(components):
            place = f"{where}.component[{number}]"
            with self.document.ledger.noting(place):
                targets.append(_component(checked_object(each), place, self._own))
        return targets

    def _circumstances(self, node: Node, targets: list[_Target], say: Say) -> _Circumstances:
        """Read what an Observation, or else the group that gives it, says of person, time and sample."""
        patient = self._patient(node, say)
        period = self._period(node, say)
        if not any(target.kind.fact in BLOOD for target in targets):
            return _Circumstances(patient, period)
        specimen = self._specimen(node, say)
        sample = Sample() if specimen is None else sample_of(self.document, node, specimen, say)
        if is_haemolysed(node.resource):
            sample = attrs.evolve(sample, haemolysed=True)
        taken = collected(specimen, say)
        if period is None and taken is not None:
            period = taken
            say("time_of_specimen")
        elif period is not None and taken is not None and period.is_apart_from(taken):
            say("times_differ")
        received = specimen.resource.get("receivedTime") if isinstance(specimen, Node) else None
        if period is not None and _is_before(received, period):
            say("received_early")
        shared = frozenset(self._shared(node, specimen))
        return _Circumstances(patient, period, shared, method_of(node.resource, say), sample)

    def _shared(self, node: Node, specimen: Node | str | None) -> Iterator[Hashable]:
        """Yield what the results of one draw have in common: record, panel and its report, specimen, and order."""
        yield node
        for group in self._groups[node]:
            yield group
            yield from self._groups[group]
        if isinstance(specimen, Node):
            yield specimen
        elif (reference := _reference(object_at(node.resource, "specimen"))) is not None:
            yield "specimen", node.base, reference
        for order in list_at(node.resource, "basedOn") if isinstance(node.resource.get("basedOn"), list) else ():
            if isinstance(order, Mapping) and (reference := _reference(order)) is not None:
                yield "order", node.base, reference

    def _period(self, node: Node, say: Say) -> Period | None:
        """Return the time of a result: its own, else that of the report or panel that gives it."""
        own = period_of(node.resource)
        taken: Period | None = None if own is not None else _taken(self._times.get(node), "time_of_group", say)
        return own or taken

    def _specimen(self, node: Node, say: Say) -> Node | str | None:
        """Return the specimen of a result: its own, else that of the report or panel that gives it."""
        reference = object_at(node.resource, "specimen")
        if reference is not None:
            return specimen_at(self.document, node, reference)
        taken: Node | str | None = _taken(self._specimens.get(node), "specimen_of_group", say)
        return taken

    def _subject_stated(self, node: Node) -> Hashable:
        """Return the subject that a group names."""
        subject = self._subjects.get(node)
        return None if isinstance(subject, Refusal) else subject

    def _patient(self, node: Node, say: Say) -> Hashable:
        """Return whose result it is; the patients of one document are never mixed."""
        subject = self._subjects[node]
        if isinstance(subject, Refusal):
            raise Refusal(subject.code, subject.below)
        if subject is not None:
            return subject
        of_group: Hashable = self._of_groups.get(node)
        if of_group is not None and of_group is not Unclear:
            say("subject_of_group")
            return of_group
        if len(self._patients) > 1:
            raise Refusal("no_subject")
        if self.document.is_bundle:
            say("subject_assumed")
        return next(iter(self._patients), _NOBODY)

    def _found(self, target: _Target, shared: _Circumstances, say: Say) -> Found:
        """Read one value."""
        kind = target.kind
        sent = amount_of(target.part, kind.measurand, say, is_caseless=self._is_caseless)
        amount = bounded(sent, _flags(target.part))
        at = _time(kind, shared.period, say, self._local)
        if kind.remark:
            say(kind.remark)
        if amount is not sent:
            say("off_scale")
        upper = None
        if kind.fact == "il6":
            upper = upper_limit(target.part, kind.measurand, amount, say, is_caseless=self._is_caseless)
        taken = Taken(placed(at, self._local), shared.shared)
        return Found(target.where, kind, amount, at, taken, shared.sample, shared.method, upper)


def _time(kind: Kind, period: Period | None, say: Say, local: ZoneInfo | None) -> Moment | None:
    if period is not None:
        return period.draw(say, local) if kind.is_blood else period.day()
    if not kind.is_blood:
        raise Refusal("undated")
    return None


def _reference(part: Resource | None) -> str | None:
    """Return where a reference leads, as written."""
    reference = None if part is None else part.get("reference")
    return reference if isinstance(reference, str) and reference else None


def _taken(value: Any, code: str, say: Say) -> Any:
    """Return what a group hands down, and say so."""
    if value is not None:
        say("group_unclear" if value is Unclear else code)
    return None if value is Unclear else value


def _component(component: Resource, where: str, own: Codes) -> _Target:
    is_haemolysed(component, known=False)
    kind = measured(component, own)
    if kind is None:
        raise Refusal("not_read")
    return _Target(where, component, kind)


def _remark_on(resource: Resource, period: Period | None, say: Say) -> None:
    """Remark on what a careful reader would ask about."""
    if resource.get("status") == "preliminary":
        say("preliminary")
    if has_comment(resource):
        say("comment")
    if is_qualified(resource):
        say("qualified")
    if period is not None and _is_before(resource.get("issued"), period):
        say("issued_early")


def _is_before(stated: Any, period: Period) -> bool:
    """Whether a moment that is stated is certainly before the draw; none, and one that cannot be read, is not."""
    try:
        at = time_of(stated, "")
    except Refusal:
        return False
    return isinstance(at, datetime) and Period(at, at).is_before(period)


def _flags(part: Resource) -> set[str]:
    """Return the codes of the interpretation, which may say that the value is off the scale of the assay."""
    return {code for each in concepts_at(part, "interpretation") for _, code in codings(each)}
