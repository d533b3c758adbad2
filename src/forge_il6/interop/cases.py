"""
Case documents from text: JSON, NDJSON and CSV, one case at a time.

Numbers are read as Decimal, a key that stands twice is refused, and an error says where it was.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, NoReturn, get_args, get_origin, get_type_hints

import attrs

from .. import fields
from ..context import Context
from ..errors import CaseError, UnknownKeyError, ValueFormatError, discreet, plain_text, shown_key, suggestion
from ..reading import Reading
from ..record import ONE_WORD, Record, reader_of
from ..units import Measurand

__all__ = ["CELLS", "CaseText", "Cell", "Format", "cases_in", "read_json"]

Format = Literal["json", "ndjson", "csv"]

_LONGEST_LINE: Final = 20_000_000
_TRUE, _FALSE = frozenset({"true", "yes", "1", "y"}), frozenset({"false", "no", "0", "n"})


class Cell(NamedTuple):
    """How a fact stands in one cell of a table."""

    part: str
    """The part of the case document that holds the fact."""
    is_flag: bool
    """Whether it is true or false, written as a word."""
    is_list: bool
    """Whether it is a list of words, separated by semicolons."""
    measurand: Measurand | None
    """What is measured, where it is a result."""

    def read(self, text: str) -> Any:
        """Turn what stands in the cell into what the case document holds: of lists, "none" is an empty one."""
        if self.is_flag and text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        if self.is_list:
            return [] if text.lower() == "none" else [part.strip() for part in text.split(";") if part.strip()]
        return text


def _cells(part: str, kind: type[Record]) -> Iterator[tuple[str, Cell]]:
    """Yield the facts of a record that are one value or a list of words, by what their fields hold."""
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        held = [each for each in get_args(hints[field.name]) if each is not type(None)]
        entries = [entry for each in held if get_origin(each) is tuple for entry in get_args(each)[:1]]
        is_nested = all(issubclass(each, Record) for each in entries or held) and not field.metadata.get(ONE_WORD)
        if field.name in kind.keys() and not is_nested:
            measurand = field.metadata.get("measurand")
            yield field.name, Cell(part, reader_of(field) is fields.flag, bool(entries), measurand)


CELLS: Final[Mapping[str, Cell]] = MappingProxyType(dict((*_cells("reading", Reading), *_cells("context", Context))))
"""The facts that a table can hold, by name."""


_KEYS: Final = ("reading", "context", *CELLS)


class CaseText(NamedTuple):
    """One case of a feed: where it stood, and its document or what was wrong with it."""

    where: str
    document: Any = None
    error: CaseError | None = None
    patient: str | None = None
    """Whose it is, where the feed says so; never printed unless the caller asks for it."""
    remarks: tuple[str, ...] = ()
    """What was left out or read with a reservation on the way to it."""


def read_json(text: str, name: str = "JSON") -> Any:
    """
    Read JSON text: numbers as Decimal, duplicate keys refused.

    Raises:
        CaseError: text that is no JSON, or JSON that is nested or numbered beyond all measure.
    """
    if (written := plain_text(text)) is None:
        msg = f"{name}: got {discreet(text)}; give JSON text"
        raise CaseError(msg)
    try:
        return json.loads(
            written.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as error:
        msg = f"{name}: no JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise CaseError(msg) from None
    except RecursionError:
        msg = f"{name}: nested too deeply; a case document has few levels"
        raise CaseError(msg) from None
    except CaseError as error:
        raise type(error)(f"{name}: {error}") from None
    except (ValueError, ArithmeticError):
        msg = f"{name}: holds a number that cannot be read; write results as text, such as '2.4 pg/mL'"
        raise CaseError(msg) from None


def _no_constant(constant: str) -> NoReturn:
    msg = f"{constant} is no number; leave an unknown fact out, or write null"
    raise ValueFormatError(msg)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        msg = f"the key {shown_key(twice, _KEYS)} stands twice; keep one"
        raise ValueFormatError(msg)
    return document


def cases_in(lines: Iterable[str], form: Format, name: str) -> Iterator[CaseText]:
    """Yield the cases of a text, one by one; a case that cannot be read carries its error."""
    read = {"json": _from_json, "ndjson": _from_ndjson, "csv": _from_csv}[form]
    yield from read(lines, name)


def _from_json(lines: Iterable[str], name: str) -> Iterator[CaseText]:
    """Read one document, or a list of them."""
    try:
        document = read_json("".join(lines), name)
    except CaseError as error:
        yield CaseText(name, error=error)
        return
    if isinstance(document, list):
        yield from (CaseText(f"{name}[{number}]", each) for number, each in enumerate(document))
    else:
        yield CaseText(name, document)


def _from_ndjson(lines: Iterable[str], name: str) -> Iterator[CaseText]:
    """Read one document a line; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        where = f"{name}:{number}"
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            yield CaseText(where, error=CaseError(f"{where}: the line is longer than any case document"))
            continue
        try:
            yield CaseText(where, read_json(line, where))
        except CaseError as error:
            yield CaseText(where, error=error)


def _from_csv(lines: Iterable[str], name: str) -> Iterator[CaseText]:
    """Read one case a row; the header names facts as the case document does."""
    rows = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        _check_header(header, name)
    except (CaseError, csv.Error) as error:
        yield CaseText(name, error=error if isinstance(error, CaseError) else CaseError(f"{name}: {error}"))
        return
    while True:
        where = f"{name}:{rows.line_num + 1}"
        try:
            row = next(rows, None)
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield CaseText(where, _row_case(header, row, where))
        except (CaseError, csv.Error) as error:
            yield CaseText(where, error=error if isinstance(error, CaseError) else CaseError(f"{where}: {error}"))


def _check_header(header: list[str], name: str) -> None:
    known = list(CELLS)
    if not any(header):
        msg = f"{name}: the first row must name the columns, such as il6,drawn_at,fasting,hs_crp"
        raise CaseError(msg)
    for number, column in enumerate(header, start=1):
        if column not in known:
            near = suggestion(column, known)
            msg = f"{name}: unknown column {shown_key(column, known)}{near} (column {number})"
            raise UnknownKeyError(msg)
    twice = next((column for column in header if header.count(column) > 1), None)
    if twice is not None:
        msg = f"{name}: the column {shown_key(twice, known)} stands twice; keep one"
        raise CaseError(msg)


def _row_case(header: list[str], row: list[str], where: str) -> dict[str, Any]:
    if len(row) != len(header):
        msg = f"{where}: {len(row)} cells under {len(header)} columns; quote a cell that holds a comma"
        raise CaseError(msg)
    parts: dict[str, dict[str, Any]] = {"reading": {}, "context": {}}
    for column, cell in zip(header, row, strict=True):
        text = cell.strip()
        if text:
            parts[CELLS[column].part][column] = CELLS[column].read(text)
    return {part: facts for part, facts in parts.items() if facts}
