"""Which Observations of a FHIR document stand: the newest version, not withdrawn, and given by a report that stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Any, Final

from ..loinc import KINDS, Codes, is_loinc
from ..remarks import Refusal
from .documents import STATUS_ORDER, Document, Node, latest, newest, same
from .parts import (
    checked_object,
    codings,
    has_comment,
    is_haemolysed,
    members_of,
    object_at,
    objects_at,
    replaced_by,
    text_at,
    words_at,
)
from .times import period_of

__all__ = ["Standing"]

_STANDS: Final = frozenset({"preliminary", "final", "amended", "corrected"})
_STOPS: Final = {
    "entered-in-error": "entered_in_error",
    "cancelled": "cancelled",
    "unknown": "status_unknown",
    "registered": "registered",
}
_REPORT_STANDS: Final = {
    "final": "", "amended": "", "corrected": "", "modified": "", "appended": "", "registered": "report_preliminary",
    "partial": "report_preliminary", "preliminary": "report_preliminary", "unknown": "report_status_unknown",
}  # fmt: skip
_WITHDRAWS: Final = frozenset({
    "entered_in_error", "cancelled", "modifier", "implicit_rules", "status", "malformed", "deleted", "withdrawn",
})  # fmt: skip
"""Stops of a report or panel that reach what it gives."""
_TIMED: Final = "timed"
"""Marks the group of results that one code and one time make."""
_REVISED: Final = STATUS_ORDER["corrected"]

Subject = Hashable | Refusal


class Standing:
    """Judges every Observation and DiagnosticReport of a document; what is stopped is noted there."""

    def __init__(self, document: Document, own: Codes | None = None) -> None:
        self.document = document
        self._own = Codes() if own is None else own
        nodes = [node for node in document.nodes if node.type in ("Observation", "DiagnosticReport")]
        self.subjects: dict[Node, Subject] = {node: self._subject(node) for node in nodes}
        self._stops: dict[Node, Refusal] = {}
        self._live: dict[Node, Node] = {}
        self._parents: defaultdict[Node, list[Node]] = defaultdict(list)
        self._children: defaultdict[Node, list[Node]] = defaultdict(list)
        self._choose_versions(nodes)
        current = [node for node in nodes if self._live.get(node) is node]
        for node in current:
            self._judge(node)
        for node in current:
            self._follow(node)
        self._withdraw()
        for node in current:
            self._belong(node)
        self.observations = [node for node in current if node.type == "Observation" and node not in self._stops]
        self._replace_as_told()
        self._replace()
        self.observations = [node for node in self.observations if node not in self._stops]
        for node in nodes:
            if node in self._stops:
                document.ledger.refuse(node.where, self._stops[node])

    def members(self) -> dict[Node, list[Node]]:
        """Return what each report and panel that stands gives."""
        return {node: members for node, members in self._children.items() if node not in self._stops}

    def _subject(self, node: Node) -> Subject:
        try:
            return self.document.subject(node)
        except Refusal as refusal:
            return refusal

    def _choose_versions(self, nodes: list[Node]) -> None:
        """Keep the newest of several versions of one resource."""
        groups: defaultdict[Hashable, list[Node]] = defaultdict(list)
        for node in nodes:
            owner = self.subjects[node] if node.base is None else None
            groups[node.type, node.identity, owner].append(node)
        for versions in groups.values():
            best = versions[0] if len(versions) == 1 else newest(versions)
            for node in versions:
                self._live[node] = best or node
                if self.document.is_deleted(node):
                    self._stops[node] = Refusal("deleted")
                elif best is None:
                    self._stops[node] = Refusal("versions_unclear")
                elif node is not best:
                    is_same = same(node.resource, best.resource)
                    self._stops[node] = Refusal("duplicate" if is_same else "superseded")

    def _judge(self, node: Node) -> None:
        """Stop a resource by its status and by what modifies its meaning."""
        try:
            if node.resource.get("implicitRules") is not None:
                raise Refusal("implicit_rules")
            is_lone = node.type == "Observation" and not members_of(node.resource)
            is_haemolysed(node.resource, known=is_lone)
            status = text_at(node.resource, "status") or ""
            if node.type == "Observation":
                if status not in _STANDS:
                    raise Refusal(_STOPS.get(status, "status"))
                if status == "preliminary" and not is_lone:
                    self.document.ledger.note(node.where, "report_preliminary")
            elif status not in _REPORT_STANDS:
                raise Refusal(_STOPS.get(status, "status"))
            else:
                remarks = [_REPORT_STANDS[status], "comment" if has_comment(node.resource) else ""]
                for remark in filter(None, remarks):
                    self.document.ledger.note(node.where, remark)
        except Refusal as refusal:
            self._stops.setdefault(node, refusal)

    def _follow(self, node: Node) -> None:
        """Find what a report or panel gives."""
        found: dict[Node, None] = {}
        try:
            references = members_of(node.resource)
            if not references and node.type == "DiagnosticReport":
                raise Refusal("no_results")
        except Refusal as refusal:
            self._stops.setdefault(node, refusal)
            return
        for place, each in references:
            with self.document.ledger.noting(f"{node.where}.{place}"):
                target = text_at(checked_object(each), "reference")
                member = None if target is None else self.document.find(target, node)
                if member is None and not self.document.is_whole:
                    continue  # most members of a report are of what is not read here
                if member is None:
                    raise Refusal("unresolved")
                if member.type not in ("Observation", "DiagnosticReport"):
                    raise Refusal("other_member")
                if (live := self._live[member]) is not node:
                    found[live] = None
        for member in found:
            self._children[node].append(member)
            self._parents[member].append(node)

    def _withdraw(self) -> None:
        """Stop what only withdrawn reports and panels give."""
        standing = {node: len(parents) for node, parents in self._parents.items()}
        waiting = [node for node, refusal in self._stops.items() if refusal.code in _WITHDRAWS]
        withdrawn = set(waiting)
        while waiting:
            for member in self._children.get(waiting.pop(), ()):
                standing[member] -= 1
                if not standing[member] and member not in withdrawn:
                    withdrawn.add(member)
                    waiting.append(member)
                    self._stops.setdefault(member, Refusal("withdrawn"))

    def _belong(self, node: Node) -> None:
        """Stop what its container does not stand for, and what names another patient than its report."""
        if node in self._stops:
            return
        subject = self.subjects[node]
        parents = [self.subjects[parent] for parent in self._parents.get(node, ())]
        known = {parent for parent in parents if parent is not None and not isinstance(parent, Refusal)}
        if node.container is not None and (node.container in self._stops or node.container not in self._live):
            self._stops[node] = Refusal("container")
        elif node.container is not None and not parents:
            self._stops[node] = Refusal("unreferenced")
        elif subject is not None and not isinstance(subject, Refusal) and known - {subject}:
            self._stops[node] = Refusal("another_patient")

    def _replace(self) -> None:
        """Stop a result where a more final one of the same patient and code stands, by its identifier or its time."""
        groups: defaultdict[tuple[Hashable, tuple[Any, ...]], list[Node]] = defaultdict(list)
        for node in self.observations:
            subject = self.subjects[node]
            if isinstance(subject, Refusal):
                continue
            for key in (*_business_keys(node), *_time_keys(node, self._own)):
                groups[subject, key].append(node)
        for key, nodes in groups.items():
            for each in _of_one_tube(nodes) if key[1][0] == _TIMED else [nodes]:
                self._keep_the_final(each)

    def _keep_the_final(self, nodes: list[Node]) -> None:
        """Stop what is less final; two that stand alike contradict or repeat each other, unless both are revised."""
        ranks = [STATUS_ORDER[node.resource["status"]] for node in nodes]
        best = max(ranks)
        final = [node for node, rank in zip(nodes, ranks, strict=True) if rank == best]
        last = latest(final) if best == _REVISED else None
        kept = set(final) if last is None else {last}
        for node in nodes:
            if node not in kept:
                self._stops.setdefault(node, Refusal("replaced"))

    def _replace_as_told(self) -> None:
        """Stop each result of which another one of the same patient says that it replaces it."""
        for node in self.observations:
            references: list[str] = []
            with self.document.ledger.noting(node.where):
                references = replaced_by(node.resource)
            for reference in references:
                with self.document.ledger.noting(node.where):
                    target = self.document.find(reference, node)
                    live = None if target is None else self._live.get(target)
                    if live is None or live is node or self.subjects[live] != self.subjects[node]:
                        continue
                    self._stops.setdefault(live, Refusal("replaced_by", by=node.where))


def _time_keys(node: Node, own: Codes) -> set[tuple[Any, ...]]:
    """Return what an Observation measures at its time, as far as both are plain."""
    try:
        concept, period = object_at(node.resource, "code") or {}, period_of(node.resource)
        if period is None:
            return set()
        pairs = codings(concept)
        kinds = {KINDS[code] for system, code in pairs if is_loinc(system) and code in KINDS}
        if not kinds and (kind := own.of(pairs, words_at(concept))) is not None:
            kinds.add(kind)
    except Refusal:
        return set()
    return {(_TIMED, kind, period) for kind in kinds}


def _of_one_tube(nodes: list[Node]) -> list[list[Node]]:
    """Part results of one time by specimen and device; those that name none are with the others where these agree."""
    tubes: defaultdict[tuple[str | None, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        tubes[tuple(_reference_at(node, key) for key in ("specimen", "device"))].append(node)
    nameless = (None, None)
    return [nodes] if nameless in tubes and len(tubes) == 2 else list(tubes.values())  # noqa: PLR2004  (it and one more)


def _reference_at(node: Node, key: str) -> str | None:
    try:
        return text_at(object_at(node.resource, key) or {}, "reference")
    except Refusal:
        return None


def _business_keys(node: Node) -> set[tuple[Any, ...]]:
    """Return each business identifier of an Observation, together with what it measures."""
    try:
        concept = object_at(node.resource, "code") or {}
        code = frozenset(codings(concept))
        pairs = {(text_at(each, "system"), text_at(each, "value")) for each in objects_at(node.resource, "identifier")}
    except Refusal:
        return set()
    return {(system, value, code) for system, value in pairs if system and value} if code else set()
