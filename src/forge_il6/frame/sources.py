"""Files of draws as Arrow tables, one after the other: Parquet as it is, CSV and NDJSON as text, digit for digit."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO

from ..errors import CaseError, discreet
from .batches import arrow

__all__ = ["FORMS", "ROWS", "WRONG", "Source", "form_of", "opened_file", "readable"]

ROWS: Final = 50_000
"""So many rows are held at a time."""
WRONG: Final = "forge_il6_wrong"
"""The column that says of a row of text why it could not even be taken apart."""
FORMS: Final[Mapping[str, str]] = {
    ".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson",
}  # fmt: skip
"""What is read and written, by the ending of a name."""

Cells = list[str | None]


@contextmanager
def readable(path: Path) -> Generator[None]:
    """
    Say of a file that cannot be read or written which one it is, and why.

    Raises:
        CaseError: it cannot.
    """
    try:
        yield
    except CaseError:
        raise
    except OSError as error:
        msg = f"{path}: {error.strerror or 'is damaged, or of another form than its name says'}"
    except UnicodeDecodeError:
        msg = f"{path}: is not UTF-8 text"
    except ValueError as error:
        if not isinstance(error, arrow().ArrowInvalid):
            raise
        msg = f"{path}: is damaged, or of another form than its name says"
    else:
        return
    raise CaseError(msg)


def form_of(path: Path) -> str:
    """
    Return the form of a file by its name.

    Raises:
        CaseError: it is none of those that are read and written.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        msg = f"{path}: the name of a file of rows ends in {', '.join(FORMS)}"
        raise CaseError(msg)
    return form


class Source(ABC):
    """A file of draws."""

    total: int | None = None
    """How many rows it has, where it says so."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def columns(self) -> list[str]:
        """
        Return the names of its columns.

        Raises:
            CaseError: two have one name.
        """
        names = list(self.empty.column_names)
        if len(set(names)) < len(names):
            msg = f"{self.path}: two columns have one name; rename one"
            raise CaseError(msg)
        return [name for name in names if name != WRONG]

    @property
    def are_numbers(self) -> dict[str, bool]:
        """Return of each column whether it holds plain numbers."""
        types = arrow().types
        kinds = (types.is_integer, types.is_floating, types.is_decimal)
        return {field.name: any(each(field.type) for each in kinds) for field in self.empty.schema}

    @property
    @abstractmethod
    def empty(self) -> Any:
        """Its columns, without a row."""

    @abstractmethod
    def tables(self, start: int) -> Iterator[Any]:
        """Yield its rows from one on, counted from 0."""


class _Parquet(Source):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        arrow()
        self._file: Any = import_module("pyarrow.parquet").ParquetFile(path)
        self.total = self._file.metadata.num_rows

    @property
    def empty(self) -> Any:
        return self._file.schema_arrow.empty_table()

    def tables(self, start: int) -> Iterator[Any]:
        """Begin at the row group that holds the row; those before it are not read."""
        sizes = [self._file.metadata.row_group(number).num_rows for number in range(self._file.num_row_groups)]
        first = 0
        while first < len(sizes) and start >= sizes[first]:
            start -= sizes[first]
            first += 1
        groups = list(range(first, len(sizes)))
        for batch in self._file.iter_batches(ROWS, row_groups=groups) if groups else ():
            table = arrow().Table.from_batches([batch])
            yield table.slice(start)
            start = max(0, start - table.num_rows)


class _Text(Source):
    """Rows of text, each of which is taken apart alone: one that cannot be is told, and costs no other."""

    def tables(self, start: int) -> Iterator[Any]:
        """Read the rows before as well, since only the text knows where they end."""
        with self._text() as text:
            rows = islice(self._rows(text), start, None)
            while chunk := list(islice(rows, ROWS)):
                yield self._table(chunk)

    @property
    def empty(self) -> Any:
        return self._table([])

    def _table(self, rows: list[tuple[Cells, str | None]]) -> Any:
        lists: list[Any] = [*zip(*(cells for cells, _ in rows), strict=True)] or [()] * len(self._names)
        text = arrow().string()
        arrays = [arrow().array(each, text) for each in (*lists, [wrong for _, wrong in rows])]
        return arrow().Table.from_arrays(arrays, names=[*self._names, WRONG])

    def _text(self) -> TextIO:
        return self.path.open(encoding="utf-8-sig", newline="")

    @cached_property
    @abstractmethod
    def _names(self) -> list[str]: ...

    @abstractmethod
    def _rows(self, text: TextIO) -> Iterator[tuple[Cells, str | None]]: ...


class _Csv(_Text):
    @cached_property
    def _names(self) -> list[str]:
        with self._text() as text:
            return next(self._lines(text), [])

    def _lines(self, text: TextIO) -> Iterator[list[str]]:
        separator = max(",;\t", key=text.readline().count)
        text.seek(0)
        lines = csv.reader(text, delimiter=separator, strict=True)
        try:
            yield from lines
        except csv.Error:
            msg = f"{self.path}, line {lines.line_num}: a quotation mark is not closed, or a cell is endless"
            raise CaseError(msg) from None

    def _rows(self, text: TextIO) -> Iterator[tuple[Cells, str | None]]:
        lines, wanted = self._lines(text), len(self._names)
        next(lines, None)
        for cells in lines:
            if len(cells) == wanted:
                yield [cell or None for cell in cells], None
            elif cells:
                yield [None] * wanted, f"the row has {len(cells)} cells and the header {wanted}"


class _Ndjson(_Text):
    @cached_property
    def _names(self) -> list[str]:
        """Return every key of the first rows."""
        with self._text() as text:
            objects = (row for line in islice(text, ROWS) if isinstance(row := _object(line), dict))
            return list(dict.fromkeys(key for row in objects for key in row))

    def _rows(self, text: TextIO) -> Iterator[tuple[Cells, str | None]]:
        names = self._names
        for line in text:
            if not line.strip():
                continue
            row = _object(line)
            wrong = row if isinstance(row, str) else self._stray(row)
            if isinstance(row, str) or wrong:
                yield [None] * len(names), wrong
            else:
                yield [_cell(row.get(name)) for name in names], None

    def _stray(self, row: Mapping[str, Any]) -> str | None:
        unknown = row.keys() - set(self._names)
        if unknown:
            return f"the row has a key that none of the first {ROWS} rows has: {discreet(min(unknown), self._names)}"
        if any(isinstance(value, dict) or _is_nested(value) for value in row.values()):
            return "a value of the row is an object; give flat rows, or case documents without --to FILE"
        return None


def _object(line: str) -> dict[str, Any] | str:
    """Return the object of a line with its numbers as they are written, or what is wrong with it."""
    try:
        row = json.loads(line, parse_float=str, parse_int=str, parse_constant=lambda _: None, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return "the row is no JSON, or has a key twice"
    return row if isinstance(row, dict) else "the row is no JSON object"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError
    return row


def _is_nested(value: Any) -> bool:
    return isinstance(value, list) and not all(isinstance(each, (str, type(None))) for each in value)


def _cell(value: Any) -> str | None:
    """Write a value as the cell of a table holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(each for each in value if each)
    return value or None


def opened_file(path: Path) -> Source:
    """
    Open a file of draws.

    Raises:
        CaseError: its name tells no form, or it cannot be read.
    """
    kinds: Mapping[str, Callable[[Path], Source]] = {"parquet": _Parquet, "csv": _Csv, "ndjson": _Ndjson}
    with readable(path):
        source = kinds[form_of(path)](path)
        source.columns  # noqa: B018  (reads the header)
        return source
