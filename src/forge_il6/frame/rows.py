"""The rows of a frame, one by one, as the facts of case documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import narwhals as nw

from ..context import Context
from ..errors import CaseError
from ..reading import Reading
from .facts import FACTS, Document, document_of, stated
from .plan import Column

__all__ = ["Row", "cells_of", "rows_of"]


@attrs.frozen(eq=False)
class Row:
    """One row: its document as read, or what is wrong with it."""

    number: int
    reading: Reading | None = None
    context: Context | None = None
    error: CaseError | None = None

    @classmethod
    def of(cls, number: int, cells: Mapping[str, Any], columns: Iterable[Column], time_zone: str | None) -> Row:
        """Read the cells of a row; what is wrong with it is its own affair."""
        try:
            document = _document(cells, columns, time_zone)
            reading, context = document.get("reading"), document.get("context")
            return cls(
                number,
                None if reading is None else Reading.from_dict(reading, "reading"),
                Context() if context is None else Context.from_dict(context, "context"),
            )
        except CaseError as error:
            return cls(number, error=error)


def _document(cells: Mapping[str, Any], columns: Iterable[Column], time_zone: str | None) -> Document:
    """
    Return what a row states.

    Raises:
        CaseError: a cell that cannot be read.
    """
    facts: dict[str, Any] = {}
    for each in columns:
        unit = each.unit if each.unit_in is None else _unit(cells[each.unit_in])
        facts[each.fact] = stated(FACTS[each.fact], each.fact, cells[each.name], unit)
    document = document_of(facts)
    context = document.get("context", {})
    if time_zone is not None and "time_zone" not in context:
        document["context"] = context | {"time_zone": time_zone}
    return document


def _unit(value: Any) -> Any:
    """Return the unit of one row; none where the cell is empty."""
    return value.strip() or None if isinstance(value, str) else None if value is None or value != value else value  # noqa: PLR0124  (only NaN differs from itself)


def cells_of(frame: nw.DataFrame[Any], columns: Iterable[Column]) -> Iterator[dict[str, Any]]:
    """Yield the cells of each row that are read, by the names of their columns."""
    names = dict.fromkeys(name for each in columns for name in (each.name, each.unit_in) if name is not None)
    lists = [frame[name].to_list() for name in names]
    if not lists:
        yield from ({} for _ in range(len(frame)))
    for cells in zip(*lists, strict=True):
        yield dict(zip(names, cells, strict=True))


def rows_of(frame: nw.DataFrame[Any], columns: tuple[Column, ...], time_zone: str | None) -> Iterator[Row]:
    """Yield every row as it is read."""
    for number, cells in enumerate(cells_of(frame, columns)):
        yield Row.of(number, cells, columns, time_zone)
