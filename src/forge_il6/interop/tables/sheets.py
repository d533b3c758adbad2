"""A sheet of an Excel workbook as the lines of a table; it needs openpyxl, the extra ``xlsx``."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from ...errors import CaseError, discreet
from .cells import Decimals

__all__ = ["is_workbook", "sheet_lines"]

_LARGEST: Final = 500_000_000
"""Bytes that a workbook may take when it is unpacked."""
_START: Final = b"PK\x03\x04"


def is_workbook(path: Path) -> bool:
    """Whether a file is called a workbook and begins as one."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return False
    with path.open("rb") as file:
        return file.read(len(_START)) == _START


def sheet_lines(source: Path | str | IO[bytes], sheet: str | None = None, *, decimal: Decimals = ".") -> Iterator[str]:
    """
    Yield the rows of a sheet as lines of CSV, header first, for every reader of tables.

    A number stands there as exactly as the workbook holds it, a day as ISO 8601 writes it; of a formula its last
    result. A cell that holds an error is text such as ``#REF!``, which is left out by name.

    Args:
        source: the path of the workbook, or the workbook opened in binary.
        sheet: the name of the sheet; else the first one.
        decimal: what parts the decimals where the mapping says so for text; numbers are written alike.

    Raises:
        CaseError: it is no workbook, is larger than any table of results, or has no such sheet, or openpyxl is missing.
    """
    book = _opened(source)
    try:
        if sheet is not None and sheet not in book.sheetnames:
            msg = f"sheet: {discreet(sheet, book.sheetnames)} is none of the workbook's {len(book.sheetnames)} sheets"
            raise CaseError(msg)
        name = book.sheetnames[0] if sheet is None else sheet
        yield from _lines(book[name].iter_rows(values_only=True), decimal)
    finally:
        book.close()


def _opened(source: Path | str | IO[bytes]) -> Any:
    try:
        openpyxl = import_module("openpyxl")  # an optional extra
    except ImportError:
        msg = "workbook: reading it needs openpyxl; install forge-il6[xlsx], or save the sheet as CSV"
        raise CaseError(msg) from None
    try:
        with zipfile.ZipFile(source) as archive:
            size = sum(each.file_size for each in archive.infolist())
        if size <= _LARGEST:
            return openpyxl.load_workbook(source, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError):  # how openpyxl meets another archive
        msg = "workbook: this is no Excel workbook (.xlsx); save the sheet as CSV"
        raise CaseError(msg) from None
    msg = f"workbook: it unpacks to more than {_LARGEST} bytes; save the sheet as CSV"
    raise CaseError(msg)


def _lines(rows: Iterator[Sequence[Any]], decimal: Decimals) -> Iterator[str]:
    """Yield each row; what stands beyond the header stays, so that it is told and not lost."""
    header = _without_end([_text(value, ".") for value in next(rows, ())])
    if not header:
        msg = "workbook: the first row of the sheet is empty; it must name the columns"
        raise CaseError(msg)
    yield _line(header)
    for row in rows:
        cells = _without_end([_text(value, decimal) for value in row])
        yield _line(cells + [""] * (len(header) - len(cells))) if cells else "\n"


def _without_end(cells: list[str]) -> list[str]:
    """Leave out the empty cells at the end, of which a sheet may have any number."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _line(cells: list[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow(cells)
    return held.getvalue()


def _text(value: object, decimal: Decimals) -> str:
    """Return what a cell says; a day whose hour is midnight is how a workbook holds a date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").replace(".", decimal)
    return str(value).strip()
