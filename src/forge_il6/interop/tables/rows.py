"""The rows of a table as case documents, each with its line or with what was wrong with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

import attrs

from ...context import Context
from ...errors import CaseError, UnitError, excerpt, suggestion
from ...reading import Reading
from ...times import Draw, zone
from ..cases import CELLS
from .mapping import MEASURANDS, CsvMapping

__all__ = ["CsvRow", "read_csv"]

_UNKNOWN: Final = frozenset({"", "na", "n/a", "nan", "null"})


@attrs.frozen
class CsvRow:
    """One row: where it stood, and its case document or what was wrong with it."""

    line: int
    document: dict[str, Any] | None = attrs.field(default=None, repr=False)
    error: CaseError | None = None
    patient: str | None = attrs.field(default=None, repr=False)


def read_csv(lines: Iterable[str], mapping: CsvMapping) -> Iterator[CsvRow]:
    """
    Yield each row as a case document, or with its error, which names the line and the column.

    Empty cells and NA are unknown; numbers have a decimal point; the unit of a number stands in its
    cell or in the mapping.

    Args:
        lines: the lines of the file, header first, or its whole text.
        mapping: which column holds what.
    """
    if isinstance(lines, str):
        lines = StringIO(lines, newline="")  # its characters would pass for lines
    rows = csv.reader(_without_mark(lines), strict=True, delimiter=mapping.delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header, mapping)
    except (CaseError, csv.Error) as error:
        yield CsvRow(1, error=CaseError(f"line 1: {error}"))
        return
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            swallowed = f"; a quote is not closed, and lines to {rows.line_num} went with it"
            yield CsvRow(line, error=CaseError(f"line {line}: {error}{swallowed if rows.line_num > line else ''}"))
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _row(line, header, row, mapping)


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    """Leave out the byte order mark that some programs put before the first line."""
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix("\ufeff")


def _check_header(header: list[str], mapping: CsvMapping) -> None:
    wanted = [*mapping.columns, *([mapping.patient] if mapping.patient else [])]
    for column in wanted:
        if header.count(column) != 1:
            state = "is not in the header" if column not in header else "stands twice in the header"
            msg = f"the column {excerpt(column)} {state}{suggestion(column, header) if column not in header else ''}"
            raise CaseError(msg)


def _row(line: int, header: list[str], row: list[str], mapping: CsvMapping) -> CsvRow:
    if len(row) != len(header):
        msg = f"line {line}: {len(row)} cells under {len(header)} columns; quote a cell that holds the separator"
        return CsvRow(line, error=CaseError(msg))
    cells = {
        name: text for name, cell in zip(header, row, strict=True) if (text := cell.strip()).lower() not in _UNKNOWN
    }
    patient = cells.get(mapping.patient) if mapping.patient else None
    document: dict[str, dict[str, Any]] = {"reading": {}, "context": {}}
    if mapping.time_zone is not None:
        document["context"]["time_zone"] = mapping.time_zone
    for column, fact in mapping.columns.items():
        if column not in cells:
            continue
        try:
            document[CELLS[fact].part][fact] = _fact(fact, cells[column], mapping.units.get(column))
        except CaseError as error:
            return CsvRow(line, error=type(error)(f"line {line}, column {excerpt(column)}: {error}"), patient=patient)
    try:
        _check(document)
    except CaseError as error:
        return CsvRow(line, error=type(error)(f"line {line}: {_discreet(document, error)}"), patient=patient)
    return CsvRow(line, {part: facts for part, facts in document.items() if facts}, patient=patient)


def _discreet(document: dict[str, dict[str, Any]], error: CaseError) -> str:
    """Return what an error says, but for a date of birth: it is shown to nobody."""
    born = str(document["context"].get("birth_date", ""))
    text = str(error)
    if born and (born in text or excerpt(born) in text):
        return "birth_date: it is no date before the draw that fits the age; write it as year-month-day"
    return text


def _fact(fact: str, text: str, unit: str | None) -> Any:
    """Turn a cell into what the case document holds."""
    if fact not in MEASURANDS or unit is None:
        return CELLS[fact].read(text)
    measurand = MEASURANDS[fact]
    if re.search(r"[]A-Za-zµμ] ?/", text) is None:
        return f"{text} {unit}"
    try:
        same = measurand.read(text, name=fact).factor == measurand.read("1", unit, name=fact).factor
    except UnitError:
        return text  # the checks of the reading say why it is refused
    if not same:
        msg = f"{fact}: the unit in the cell is not the {unit} of its column; correct one"
        raise UnitError(msg)
    return text


def _check(document: dict[str, dict[str, Any]]) -> None:
    """Read the facts once, so that an error names its line."""
    reading = Reading.from_dict(document["reading"], "reading")
    context = Context.from_dict(document["context"], "context")
    if reading.drawn_at is not None:
        Draw.of(reading.drawn_at, None if context.time_zone is None else zone(context.time_zone), "drawn_at")
