"""A FHIR document as a set of resources: where each stands, what refers to what, which version is the newest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from ..remarks import Ledger, Refusal
from .parts import Resource, checked_object, is_haemolysed, list_at, object_at, text_at
from .sentences import NOTES, OMITTED
from .times import time_of

__all__ = ["STATUS_ORDER", "Document", "Node", "latest", "newest", "same"]

_READ: Final = frozenset({
    "Observation", "DiagnosticReport", "Patient", "Specimen", "Medication", "MedicationStatement", "MedicationUsage",
    "MedicationRequest", "MedicationAdministration", "MedicationDispense", "MedicationOrder",
})  # fmt: skip
_DEEPEST: Final = 8
"""Bundles within Bundles: a batch of searches has two."""
_VERSION: Final = re.compile(r"[0-9]{1,18}")
_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:.+", re.DOTALL)
_TYPED: Final = re.compile(r"(?:.*/)?([A-Z][A-Za-z]{0,63})/[^/]+", re.DOTALL)
STATUS_ORDER: Final[Mapping[str, int]] = {
    "registered": 0, "partial": 1, "preliminary": 1, "final": 2, "modified": 3, "appended": 3, "amended": 3,
    "corrected": 3, "cancelled": 4, "entered-in-error": 4,
}  # fmt: skip


_EMPTY: Final[Resource] = {"resourceType": "Bundle"}


@attrs.frozen(eq=False, repr=False)
class Node:
    """One resource and where it stands; two nodes are never equal."""

    where: str
    resource: Resource
    type: str
    id: str | None
    url: str | None = None
    """The fullUrl of its entry, without a version."""
    container: Node | None = None
    contained: dict[str, list[Node]] = attrs.field(factory=dict)
    """The resources that it contains, by id."""

    @property
    def name(self) -> str | None:
        """Type and id, as a relative reference writes them."""
        return None if self.id is None else f"{self.type}/{self.id}"

    @property
    def base(self) -> str | None:
        """The server that the resource lives on, where its entry tells."""
        if self.container is not None:
            return self.container.base
        if self.url is None or not self.url.startswith("http"):
            return None
        head, _, _ = self.url.rpartition("/")
        return head.rpartition("/")[0] or None

    @property
    def identity(self) -> Hashable:
        """What versions of one resource have in common."""
        if self.container is not None:
            return id(self)
        if self.type == "Patient" or self.base is not None:
            return self.url or self.name or id(self)
        return self.name or self.url or id(self)


class Document:
    """The resources of a document, found by reference."""

    def __init__(self, root: Resource = _EMPTY, *, is_whole: bool = True) -> None:
        """Take the resources of *root*; where the document is not whole, a reference may lead to what was not kept."""
        self.is_whole = is_whole
        self.ledger = Ledger(OMITTED, NOTES)
        self.nodes: list[Node] = []
        self.is_bundle = root.get("resourceType") == "Bundle"
        self._by_url: defaultdict[str, list[Node]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Node]] = defaultdict(list)
        self._by_bare_name: defaultdict[str, list[Node]] = defaultdict(list)
        self._single: dict[int, Node | None] = {}
        self.deleted: set[str] = set()
        self._hold(root, str(root.get("resourceType")))

    def add(self, resource: Resource, where: str) -> None:
        """Take one more resource, which stands on its own beside the others."""
        self.is_bundle = True
        self._hold(resource, where)

    def _hold(self, resource: Resource, where: str, url: str | None = None, depth: int = 0) -> None:
        """Take a resource, and each one that it holds where it is a container."""
        with self.ledger.noting(where):
            if resource.get("resourceType") == "Bundle":
                self._take_entries(resource, where, depth)
            elif resource.get("resourceType") == "Parameters":
                self.is_bundle = True
                self._take_parameters(resource, where, "parameter", depth)
            else:
                self._take(resource, where, url)

    def _take_parameters(self, holder: Resource, where: str, key: str, depth: int) -> None:
        """Take the resources of Parameters, which is what an operation answers with."""
        if depth > _DEEPEST:
            raise Refusal("malformed")
        for number, each in enumerate(list_at(holder, key)):
            place = f"{where}.{key}[{number}]"
            with self.ledger.noting(place):
                parameter = checked_object(each)
                if (resource := object_at(parameter, "resource")) is not None:
                    self._hold(resource, f"{place}.resource", None, depth + 1)
                if parameter.get("part") is not None:
                    self._take_parameters(parameter, place, "part", depth + 1)

    def _take_entries(self, bundle: Resource, where: str, depth: int) -> None:
        if bundle.get("implicitRules") is not None:
            raise Refusal("implicit_rules")
        if depth > _DEEPEST:
            raise Refusal("malformed")
        for number, entry in enumerate(list_at(bundle, "entry")):
            with self.ledger.noting(f"{where}.entry[{number}]"):
                self._take_entry(checked_object(entry), f"{where}.entry[{number}].resource", depth)
        for number, link in enumerate(list_at(bundle, "link")):
            with self.ledger.noting(f"{where}.link[{number}]"):
                if text_at(checked_object(link), "relation") == "next":
                    self.ledger.note(f"{where}.link[{number}]", "more_pages")

    def _take_entry(self, entry: Resource, where: str, depth: int) -> None:
        is_haemolysed(entry, known=False)
        resource, request = object_at(entry, "resource"), object_at(entry, "request")
        url = text_at(entry, "fullUrl")
        if request is not None and text_at(request, "method") == "DELETE":
            self.deleted |= {_unversioned(each) for each in (url, text_at(request, "url")) if each}
            raise Refusal("deleted")
        if resource is None:
            raise Refusal("no_resource")
        self._hold(resource, where, None if url is None else _unversioned(url), depth + 1)

    def _take(self, resource: Resource, where: str, url: str | None, container: Node | None = None) -> None:
        """Make a node of a resource and of those that it contains."""
        kind = text_at(resource, "resourceType")
        if kind is None:
            raise Refusal("malformed", ".resourceType")
        if kind not in _READ:
            raise Refusal("not_a_result")
        node = Node(where, resource, kind, text_at(resource, "id"), url, container)
        self.nodes.append(node)
        if container is not None:
            container.contained.setdefault(node.id or "", []).append(node)
            if resource.get("contained") is not None:
                raise Refusal("malformed", ".contained")
            return
        if url is not None:
            self._by_url[url].append(node)
        if node.name is not None:
            self._by_name[node.name].append(node)
            if url is None:
                self._by_bare_name[node.name].append(node)
        for number, each in enumerate(list_at(resource, "contained")):
            place = f"{where}.contained[{number}]"
            with self.ledger.noting(place):
                self._take(checked_object(each), place, None, node)

    def holds(self, kind: str, name: str | None) -> bool:
        """Whether a resource of a type and id is here, in whichever version."""
        return name is not None and f"{kind}/{name}" in self._by_name

    def of_type(self, kind: str) -> Iterator[Node]:
        """Yield the resources of a type in the order of the document."""
        return (node for node in self.nodes if node.type == kind)

    def is_deleted(self, node: Node) -> bool:
        """Whether an entry of the Bundle deletes the resource."""
        return node.url in self.deleted or node.name in self.deleted

    # --- references --------------------------------------------------------------------------------

    def find(self, reference: str, origin: Node) -> Node | None:
        """
        Return the resource, in whichever version, that a reference leads to; none where it is not here.

        Raises:
            Refusal: several resources fit.
        """
        if reference.startswith("#"):
            owner = origin.container or origin
            return self._only(owner.contained.get(reference[1:])) if len(reference) > 1 else owner
        reference = _unversioned(reference)
        if _ABSOLUTE.fullmatch(reference):
            return self._only(self._by_url.get(reference))
        base = origin.base
        if base is not None and (found := self._by_url.get(f"{base}/{reference}")):
            return self._only(found)
        return self._only((self._by_name if base is None else self._by_bare_name).get(reference))

    def _only(self, nodes: list[Node] | None) -> Node | None:
        """Return the one resource that nodes of one name are, of which versions are one; worked out once."""
        if not nodes:
            return None
        if id(nodes) not in self._single:
            is_one = len({(node.type, node.identity) for node in nodes}) == 1
            self._single[id(nodes)] = _current(nodes) if is_one else None
        if (found := self._single[id(nodes)]) is None:
            raise Refusal("ambiguous")
        return found

    def subject(self, node: Node) -> Hashable:
        """
        Return what stands for the patient of a resource; None where it names none.

        Raises:
            Refusal: the subject is no patient, or cannot be told from another.
        """
        subject = object_at(node.resource, "subject") or object_at(node.resource, "patient")
        if subject is None:
            return None if node.container is None else self.subject(node.container)
        kind, reference = text_at(subject, "type"), text_at(subject, "reference")
        if kind not in (None, "Patient"):
            raise Refusal("subject_not_patient")
        if reference is not None:
            return self._patient(reference, node)
        identifier = object_at(subject, "identifier") or {}
        system, value = text_at(identifier, "system"), text_at(identifier, "value")
        if system is not None and value is not None:
            return "identifier", system, value
        if self.is_bundle:
            raise Refusal("subject_unclear", ".subject")
        return None

    def _patient(self, reference: str, node: Node) -> Hashable:
        found = self.find(reference, node)
        if found is not None:
            if found.type != "Patient":
                raise Refusal("subject_not_patient")
            return found.identity
        if reference.startswith("#"):
            raise Refusal("unresolved", ".subject")
        reference = _unversioned(reference)
        typed = _TYPED.fullmatch(reference)
        if typed is not None and typed[1] != "Patient":
            raise Refusal("subject_not_patient")
        return "reference", reference if _ABSOLUTE.fullmatch(reference) else f"{node.base or ''}/{reference}"


def _unversioned(reference: str) -> str:
    return reference.partition("/_history/")[0]


# --- versions --------------------------------------------------------------------------------------


def _meta(resource: Resource) -> Mapping[str, Any]:
    return object_at(resource, "meta") or {}


def _version(resource: Resource) -> int | None:
    version = text_at(_meta(resource), "versionId")
    return int(version) if version is not None and _VERSION.fullmatch(version) else None


def _instant(value: object) -> datetime | None:
    read = None if value is None else time_of(value, "")
    return read if isinstance(read, datetime) else None


_RANKS: Final[tuple[Callable[[Resource], Any], ...]] = (
    _version,
    lambda resource: _instant(_meta(resource).get("lastUpdated")),
    lambda resource: _instant(resource.get("issued")),
    lambda resource: STATUS_ORDER.get(text_at(resource, "status") or ""),
)


def _current(versions: list[Node]) -> Node:
    """Return the newest of several versions, or the first where that cannot be told."""
    return versions[0] if len(versions) == 1 else newest(versions) or versions[0]


def newest(versions: list[Node]) -> Node | None:
    """Return the newest of several versions of one resource; none where that cannot be told."""
    first, *others = _leading(versions, _RANKS)
    return first if all(same(first.resource, other.resource) for other in others) else None


def latest(results: list[Node]) -> Node | None:
    """Return the latest of several resources by their times; none where that cannot be told."""
    first, *others = _leading(results, _RANKS[1:3])
    return None if others else first


def _leading(nodes: list[Node], ranks: tuple[Callable[[Resource], Any], ...]) -> list[Node]:
    for rank in ranks:
        if len(nodes) == 1:
            break
        ranked = [_ranked(rank, node.resource) for node in nodes]
        if None not in ranked:
            best = max(ranked)
            nodes = [node for node, each in zip(nodes, ranked, strict=True) if each == best]
    return nodes


def _ranked(rank: Callable[[Resource], Any], resource: Resource) -> Any:
    try:
        return rank(resource)
    except Refusal:
        return None


def same(resource: Resource, other: Resource) -> bool:
    """Whether two resources hold the same."""
    try:
        return _hold_the_same(resource, other)
    except Exception:  # noqa: BLE001  (objects that do not compare)
        return False


def _hold_the_same(one: Any, another: Any) -> bool:
    """Compare each two parts once: what is no text may hold one part in more places than can ever be looked at."""
    compared: set[tuple[int, int]] = set()
    pairs = [(one, another)]
    while pairs:
        one, another = pairs.pop()
        if one is another or (id(one), id(another)) in compared:
            continue
        compared.add((id(one), id(another)))
        if isinstance(one, dict) and isinstance(another, dict):
            if one.keys() != another.keys():
                return False
            pairs += [(one[key], another[key]) for key in one]
        elif isinstance(one, list) and isinstance(another, list):
            if len(one) != len(another):
                return False
            pairs += zip(one, another, strict=True)
        elif one != another:
            return False
    return True
