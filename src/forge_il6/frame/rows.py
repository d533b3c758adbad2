"""The rows of a frame, one by one, as the facts of case documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any

import attrs
import narwhals as nw
import numpy as np

from ..context import Context
from ..errors import CaseError
from ..reading import Reading
from .facts import FACTS, Document, document_of, stated
from .plan import Column

__all__ = ["Row", "rows_at", "rows_of"]


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


def rows_at(
    frame: nw.DataFrame[Any], rows: Any, columns: Sequence[Column], time_zone: str | None
) -> Iterator[Callable[[], Row]]:
    """Yield for each of some rows what reads it: some are never asked for."""
    names = dict.fromkeys(name for each in columns for name in (each.name, each.unit_in) if name is not None)
    lists = [_values(frame[name][rows]) for name in names]
    cells = zip(*lists, strict=True) if lists else repeat((), len(rows))
    for number, stated_cells in zip(rows.tolist(), cells, strict=True):
        yield partial(Row.of, number, dict(zip(names, stated_cells, strict=True)), columns, time_zone)


def _values(series: nw.Series[Any]) -> list[Any]:
    """Return the values of a column; a short float stays one, since 2.4 is another number in a long one."""
    if isinstance(series.dtype, nw.Float32):
        return list(series.to_numpy())
    return series.to_list()


def rows_of(frame: nw.DataFrame[Any], columns: Sequence[Column], time_zone: str | None) -> Iterator[Row]:
    """Yield every row as it is read."""
    return (read() for read in rows_at(frame, np.arange(len(frame)), columns, time_zone))
