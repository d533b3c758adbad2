"""
What a column of a frame may hold: every fact of the case document by a flat name.

A fact that is one value or a list of words goes by its own name. A nested one goes by the name of its part and
its own (``lifestyle_good_sleep``, ``hs_crp_drawn_at``), the time of an event by its kind (``vaccination_ended_on``) and
a planned dose by its intervention (``melatonin_low_dose_dose``). Where an engine holds lists and objects, a part of
the case document may stand in one column as it is.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import attrs

from ..codes import Confounder, Intervention
from ..context import Context, Lifestyle
from ..errors import UnknownKeyError, shown_key
from ..interop.cases import CELLS, Cell
from ..interop.tables.cells import amount_text
from ..reading import Drawn, HsCrp, Reading
from ..units import Measurand, decimal_text, exact_number

__all__ = ["FACTS", "Document", "Fact", "document_of", "facts_table", "named_like", "pruned", "stated"]

Document = dict[str, Any]
_LONGEST_PLAIN: Final = 50
_NEARLY: Final = 0.85
"""From this likeness on a name is taken for a slip of another."""
_ENDS: Final = ("days_since", "hours_since", "ended_on")


class Fact(NamedTuple):
    """What one column says: where it stands in the case document."""

    part: str
    """The part of the document: the reading or the context."""
    key: str
    """The key of that part."""
    within: str = ""
    """Of a nested fact, the key inside; of an event or a plan, what is said of it."""
    kind: str = ""
    """Of an event or a plan, its code."""
    cell: Cell | None = None
    """How a word is read that is no plain value: a flag, a list."""
    measurand: Measurand | None = None
    """What is measured, where it is a result."""


def _facts() -> Iterator[tuple[str, Fact]]:
    for name, cell in CELLS.items():
        yield name, Fact(cell.part, name, cell=cell, measurand=cell.measurand)
    for part, kind in (("reading", Reading), ("context", Context)):
        yield from ((name, Fact(part, name)) for name in kind.keys() if name not in CELLS)
    for name in Lifestyle.keys():
        yield f"lifestyle_{name}", Fact("context", "lifestyle", name, cell=_FLAG)
    for name in HsCrp.keys():
        if name != "value":
            is_flag = name in CELLS and CELLS[name].is_flag
            yield f"hs_crp_{name}", Fact("context", "hs_crp", name, cell=_FLAG if is_flag else None)
    for event in Confounder:
        yield from ((f"{event}_{end}", Fact("context", "confounders", end, event.value)) for end in _ENDS)
    for plan in Intervention:
        yield f"{plan}_dose", Fact("context", "considering", "dose", plan.value)


_FLAG: Final = Cell("context", is_flag=True, is_list=False, measurand=None)
_WORDS: Final = Cell("context", is_flag=False, is_list=True, measurand=None)
FACTS: Final[Mapping[str, Fact]] = MappingProxyType(
    dict(_facts()) | {"considering": Fact("context", "considering", cell=_WORDS)}
)
"""Every name that a column may have."""


def facts_table() -> str:
    """Print the names of nested facts as the table of the documentation; all other names are those of the facts."""
    draw = ", ".join(f"`{name}`" for name in attrs.fields_dict(Drawn))
    rows = (
        (", ".join(f"`lifestyle_{name}`" for name in Lifestyle.keys()), "the five habits: true or false"),
        ("`hs_crp_drawn_at`", "when the hs-CRP was drawn, where that was another draw than the row's"),
        ("`hs_crp_` and a fact of a draw", f"what is known of that draw: {draw}"),
        ("a confounder and `_days_since`", "days from its end to the draw: `minor_infection_days_since`"),
        ("a confounder and `_hours_since`", "hours from its end to the draw: `cold_immersion_hours_since`"),
        ("a confounder and `_ended_on`", "the day on which it ended: `vaccination_ended_on`"),
        ("an intervention and `_dose`", "it is planned, with this dose: `melatonin_low_dose_dose`"),
    )
    return "\n".join(["| column | what it says |", "|---|---|", *(f"| {name} | {says} |" for name, says in rows)])


def named_like(name: str, known: Collection[str]) -> str | None:
    """
    Return the name that a column has, of those that are known; none where it is another thing.

    Raises:
        UnknownKeyError: it is nearly one, which is more likely a slip than another thing.
    """
    if name in known:
        return name
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_NEARLY)
    if near:
        msg = (
            f"the column {shown_key(name, known)} is nearly '{near[0]}'; say what it holds with "
            f"columns={{{shown_key(name, known)}: '{near[0]}'}}, or None where it is another thing"
        )
        raise UnknownKeyError(msg)
    return None


# --- one cell --------------------------------------------------------------------------------------


def stated(fact: Fact, name: str, value: Any, unit: Any = None) -> Any:
    """
    Turn a cell into what the case document holds; none where it is unknown.

    Raises:
        CaseError: a number without its unit, or a result that cannot be read.
    """
    if isinstance(value, str):
        return _of_text(fact, name, value, unit)
    if isinstance(value, (bool, type(None))):
        return value
    if isinstance(value, (list, tuple, dict)):
        return pruned(value)
    if _is_array(value):
        return pruned(value.tolist())
    if fact.measurand is not None and unit is not None and not _is_nan(value) and not hasattr(value, "units"):
        number = exact_number(value, name)
        plain = decimal_text(number)
        return f"{plain if len(plain) <= _LONGEST_PLAIN else number} {unit}"
    return None if _is_nan(value) else value


def _of_text(fact: Fact, name: str, value: str, unit: Any) -> Any:
    text = value.strip()
    if not text:
        return None
    if fact.measurand is not None and unit is not None:
        return amount_text(text, unit, fact.measurand, name)
    return value if fact.cell is None else fact.cell.read(text)


def _is_nan(value: Any) -> bool:
    """Whether a number or a time is the unknown one; anything stranger is for the field that reads it."""
    try:
        return bool(value != value)  # noqa: PLR0124  (only NaN and NaT differ from themselves)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _is_array(value: Any) -> bool:
    """Whether this is how a library hands out a list."""
    return hasattr(value, "tolist") and getattr(value, "ndim", None) not in (None, 0)


def pruned(value: Any) -> Any:
    """Leave out what an object does not state: a table gives every entry every key."""
    if _is_array(value):
        value = value.tolist()
    if isinstance(value, dict):
        known = {key: pruned(entry) for key, entry in value.items()}
        return {key: entry for key, entry in known.items() if entry is not None} or None
    if isinstance(value, (list, tuple)):
        return [entry for each in value if (entry := pruned(each)) is not None]
    return None if not isinstance(value, str) and _is_nan(value) else value


# --- one row ---------------------------------------------------------------------------------------


def document_of(cells: Mapping[str, Any]) -> Document:
    """
    Put the facts of a row together as a case document.

    Args:
        cells: the names of facts, each with what `stated` made of its cell.

    Raises:
        CaseError: a fact of an hs-CRP without its result, or a part that is said twice.
    """
    document: Document = {"reading": {}, "context": {}}
    nested: dict[str, list[tuple[Fact, Any]]] = {}
    for name, value in cells.items():
        fact = FACTS[name]
        if value is None:
            continue
        if fact.within:
            nested.setdefault(fact.key, []).append((fact, value))
        else:
            document[fact.part][fact.key] = value
    context = document["context"]
    for key, found in nested.items():
        context[key] = _BUILD[key](context.get(key), found)
    return {part: facts for part, facts in document.items() if facts}


def _with_draw(whole: Any, found: list[tuple[Fact, Any]]) -> Any:
    """Give a hs-CRP the facts of its own draw; without a result there is nothing to give them to."""
    if whole is None:
        return None
    if isinstance(whole, dict):
        return whole | {fact.within: value for fact, value in found}
    return {"value": whole} | {fact.within: value for fact, value in found}


def _with_habits(whole: Any, found: list[tuple[Fact, Any]]) -> Any:
    return (whole if isinstance(whole, dict) else {}) | {fact.within: value for fact, value in found}


def _with_ends(whole: Any, found: list[tuple[Fact, Any]]) -> Any:
    """Give events their times: what a list names without one is the same event."""
    return _with_entries(whole, found, "kind")


def _with_doses(whole: Any, found: list[tuple[Fact, Any]]) -> Any:
    return _with_entries(whole, found, "intervention")


def _with_entries(whole: Any, found: list[tuple[Fact, Any]], key: str) -> list[Any]:
    listed = whole if isinstance(whole, list) else [] if whole is None else [whole]
    entries: dict[str, dict[str, Any]] = {}
    for fact, value in found:
        entries.setdefault(fact.kind, {key: fact.kind})[fact.within] = value
    others = [each for each in listed if not (isinstance(each, str) and _folded(each) in entries)]
    return [*others, *entries.values()]


def _folded(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


_BUILD: Final = {
    "hs_crp": _with_draw, "lifestyle": _with_habits, "confounders": _with_ends, "considering": _with_doses,
}  # fmt: skip
