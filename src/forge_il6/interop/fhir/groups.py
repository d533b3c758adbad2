"""What a result without a time, a subject or a specimen takes over from the report or panel that gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..remarks import Refusal
from .documents import Document, Node
from .parts import list_at, object_at
from .specimens import specimen_at
from .times import Period, period_of

__all__ = ["Unclear", "handed_down", "specimen_stated", "time_stated"]


class Unclear:
    """Stands for what several groups state differently, or one in a way that cannot be used."""


def handed_down(members: Mapping[Node, list[Node]], stated: Callable[[Node], Any]) -> dict[Node, Any]:
    """
    Return what each member takes over from the groups above it, the nearest that state something.

    Where they differ, it is `Unclear`. A member is looked at again only when it has learnt something,
    which can happen twice, so that groups of any shape come to an end.
    """
    own = {node: stated(node) for node in members}
    taken: dict[Node, Any] = {}
    waiting = list(members)
    while waiting:
        node = waiting.pop()
        value = taken.get(node) if own.get(node) is None else own[node]
        for member in members.get(node, ()) if value is not None else ():
            before = taken.get(member)
            after = value if before is None or before == value else Unclear
            if before != after:
                taken[member] = after
                waiting.append(member)
    return taken


def time_stated(node: Node) -> Period | type[Unclear] | None:
    """Return the time that a group states: one moment or one day, to which all of its results are related."""
    try:
        period = period_of(node.resource)
        if period is not None:
            period.draw(_silent)
    except Refusal:
        return Unclear
    return period


def _silent(_code: str) -> None:
    """Say nothing: a remark is made where the time is used."""


def specimen_stated(document: Document, node: Node) -> Node | str | type[Unclear] | None:
    """Return the one specimen that a group states."""
    try:
        if node.type == "Observation":
            reference = object_at(node.resource, "specimen")
            return None if reference is None else specimen_at(document, node, reference)
        references = list_at(node.resource, "specimen")
        if len(references) == 1:
            with_one = {"specimen": references[0]}
            return specimen_at(document, node, object_at(with_one, "specimen") or {})
    except Refusal:
        return Unclear
    return Unclear if references else None
