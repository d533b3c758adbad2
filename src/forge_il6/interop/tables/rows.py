"""The rows of a table as case documents, each with its line or with what was wrong with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from typing import Any, Final

import attrs

from ...asking.facts import Person
from ...context import Context
from ...errors import CaseError, UnknownKeyError, excerpt, suggestion
from ...judging import check_not_after
from ...reading import HsCrp, Reading
from ...times import moment, zone
from ..cases import CELLS
from ..midnight import MIDNIGHT, without_midnight
from ..remarks import Remark
from ..specimens import is_other, specimen_named, words_of
from .cells import OrderError, amount_text, is_number, moment_text, plain_number, text_of, without_mark
from .mapping import MEASURANDS, CsvMapping, Results
from .results import compared, result_in

__all__ = ["CsvRow", "check_facts", "read_csv", "rows_of", "without_birth"]

_OBJECTIONS: Final = frozenset(fact for fact, cell in CELLS.items() if cell.is_list) | {
    "haemolysed", "indwelling_line", "pregnant", "specimen",
}  # fmt: skip
"""What can speak against a result: a cell of these that cannot be read costs the row, lest the result look better."""
_OF_NO_CONTENT: Final = frozenset({"drawn_at", "birth_date", "sex", "time_zone"})
_MOST_NAMED: Final = 180
_OF_BIRTH: Final = "birth_date: it is no date before the draw that fits the age; write it as year-month-day"

_BLOOD: Final = frozenset({
    "bld", "blood", "blut", "or", "plas", "plasma", "sample", "sang", "ser", "serum", "specimen", "venous", "vollblut",
    "whole",
})  # fmt: skip
"""What a column of specimens says of blood without saying which part of it."""

NOTES: Final = {
    "midnight": MIDNIGHT,
    "reference_range": "Its reference range states no upper limit that could be read.",
    "mark": "The laboratory marked its value with {mark}; the value is read, and the mark is not.",
    "no_offset": "Its time has no offset, so the day alone is read; give time_zone.",
}
"""What is said of a cell that is read with a reservation."""


@attrs.frozen
class CsvRow:
    """One row: where it stood, and its case document or what was wrong with it."""

    line: int
    document: dict[str, Any] | None = attrs.field(default=None, repr=False)
    error: CaseError | None = None
    patient: str | None = attrs.field(default=None, repr=False)
    left_out: tuple[Remark, ...] = ()
    """Each cell that could not be read, and why."""
    notes: tuple[Remark, ...] = ()
    """Each cell that was read with a reservation."""
    draw: str | None = attrs.field(default=None, repr=False)
    """What the table calls the draw."""

    is_header: bool = attrs.field(default=False, repr=False)
    """Whether it is the header, of which only an error is told."""

    @property
    def where(self) -> str:
        """Its place, as remarks name it."""
        return f"line {self.line}"


def read_csv(lines: Iterable[str], mapping: CsvMapping) -> Iterator[CsvRow]:
    """
    Yield each row as a case document, or with its error, which names the line and the column.

    Empty cells and NA are unknown; the mapping says how numbers and days are written. A cell that cannot be
    read is left out and told, and costs the row only where nothing else stands in it or where it could speak
    against the result: an illness, a drug, another specimen.

    Args:
        lines: the lines of the file, header first, or its whole text.
        mapping: which column holds what.
    """
    return rows_of(lines, mapping)


def rows_of(table: Iterable[str] | Iterable[Mapping[str, Any]], mapping: CsvMapping) -> Iterator[CsvRow]:
    """Yield the rows of lines of text, or of records that name their columns."""
    if isinstance(table, str):
        table = StringIO(table, newline="")  # its characters would pass for lines
    rows = iter(table)
    first = next(rows, "")
    if isinstance(first, Mapping):
        yield from _records(first, rows, mapping)
    else:
        yield from _lines(str(first), rows, mapping)


# --- the table -------------------------------------------------------------------------------------


def _records(first: Mapping[str, Any], rest: Iterator[Any], mapping: CsvMapping) -> Iterator[CsvRow]:
    names = {str(name): str(name).strip() for name in first}
    try:
        held = _held([*names.values()], mapping)
    except CaseError as error:
        yield CsvRow(1, error=CaseError(f"line 1: {error}"), is_header=True)
        return
    yield _row(1, _named(first, names, held), mapping, "line 1")
    for number, record in enumerate(rest, start=2):
        if isinstance(record, Mapping):
            yield _row(number, _named(record, names, held), mapping, f"line {number}")
        else:
            yield CsvRow(number, error=CaseError(f"line {number}: it does not name its columns, as the first one does"))


def _named(record: Mapping[str, Any], names: Mapping[str, str], held: Mapping[str, str]) -> dict[str, str]:
    texts = {names.get(str(name), str(name)): text_of(value) for name, value in record.items()}
    return {held.get(name, name): text for name, text in texts.items() if text}


def _lines(first: str, rest: Iterator[Any], mapping: CsvMapping) -> Iterator[CsvRow]:
    rows = csv.reader(_joined(first, rest), strict=True, delimiter=mapping.delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        held = _held(header, mapping)
    except (CaseError, csv.Error) as error:
        yield CsvRow(1, error=CaseError(f"line 1: {error}"), is_header=True)
        return
    header = [held.get(name, name) for name in header]
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
            yield _line(line, header, row, mapping)


def _joined(first: str, rest: Iterator[Any]) -> Iterator[str]:
    """Put the first line back, without the byte order mark that some programs write before it."""
    yield first.removeprefix("\ufeff")
    yield from rest


def _held(header: list[str], mapping: CsvMapping) -> dict[str, str]:
    """
    Check the header, and return how the mapping calls the columns that are written otherwise.

    Raises:
        CaseError: a column is missing or stands twice, or none holds anything that a case could be made of.
    """
    written = {name.casefold(): name for name in reversed(header)}
    held: dict[str, str] = {}
    for column in mapping.read_columns():
        name = column if column in header or not mapping.any_of else written.get(column.casefold())
        if name is None:
            continue
        if header.count(name) != 1:
            state = "is not in the header" if name not in header else "stands twice in the header"
            msg = f"the column {excerpt(name)} {state}{suggestion(name, header) if name not in header else ''}"
            raise CaseError(msg)
        held[name] = column
    if not mapping.tells_something or (mapping.any_of and not _has_results(set(held.values()), mapping)):
        raise UnknownKeyError(_nothing(header))
    return held


def _has_results(columns: set[str], mapping: CsvMapping) -> bool:
    parts = () if mapping.results is None else mapping.results.columns()
    there = {part for column, part in parts if column in columns}
    return not there.isdisjoint({"name", "code"}) and not there.isdisjoint({"value", "text"})


def _nothing(header: list[str]) -> str:
    """Say that no column holds a result, and which columns there are; a first line of data is not repeated."""
    said = "no column holds a fact that is read here; map the columns by their names"
    if any(is_number(name) for name in header):
        return f"{said}; the first line must name them, and one of it is a number"
    listed = ", ".join(excerpt(name) for name in header if name)
    return f"{said}: {listed if len(listed) <= _MOST_NAMED else listed[:_MOST_NAMED] + ' …'}"


def _line(line: int, header: list[str], row: list[str], mapping: CsvMapping) -> CsvRow:
    if len(row) != len(header):
        msg = f"line {line}: {len(row)} cells under {len(header)} columns; quote a cell that holds the separator"
        return CsvRow(line, error=CaseError(msg))
    cells = {name: text for name, cell in zip(header, row, strict=True) if (text := text_of(cell))}
    return _row(line, cells, mapping, f"line {line}")


# --- one row ---------------------------------------------------------------------------------------


class _Reader:
    """Reads the cells of one row, and writes down what is wrong with each."""

    def __init__(self, cells: Mapping[str, str], mapping: CsvMapping, where: str, *, checks_each: bool) -> None:
        self.left_out: list[Remark] = []
        self.notes: list[Remark] = []
        self.errors: list[CaseError] = []
        self.document: dict[str, dict[str, Any]] = {"reading": {}, "context": {}}
        self._cells, self._mapping, self._where = cells, mapping, where
        self._checks_each = checks_each
        if mapping.time_zone is not None:
            self.document["context"]["time_zone"] = mapping.time_zone

    def read(self) -> None:
        """
        Read every cell.

        Raises:
            CaseError: one that could speak against the result cannot be read.
        """
        for column, fact in self._mapping.columns.items():
            if column in self._cells:
                self._try(column, fact)
        if self._mapping.results is not None:
            self._read_result(self._mapping.results)

    def _try(self, column: str, fact: str) -> None:
        try:
            value = self._fact(column, fact)
            if value is not None:
                if self._checks_each:
                    check_facts({CELLS[fact].part: {fact: value}} | self._zone(fact))
                self.document[CELLS[fact].part][fact] = value
        except CaseError as error:
            shown = type(error)(f"{self._where}: {_OF_BIRTH if fact == 'birth_date' else error}")
            if fact in _OBJECTIONS or isinstance(error, OrderError):
                raise shown from None
            self._leave_out(f"{self._where}, column {excerpt(column)}", "unreadable", shown)

    def _zone(self, fact: str) -> dict[str, Any]:
        return {} if fact != "drawn_at" else {"context": {"time_zone": self._mapping.time_zone}}

    def _leave_out(self, where: str, code: str, error: CaseError) -> None:
        self.errors.append(error)
        self.left_out.append(Remark(where, code, str(error).removeprefix(f"{self._where}: ")))

    def _note(self, code: str, **facts: str) -> None:
        self.notes.append(Remark(self._where, code, NOTES[code].format(**facts)))

    # --- cells -------------------------------------------------------------------------------------

    def _fact(self, column: str, fact: str) -> Any:
        """Turn a cell into what the case document holds."""
        text = self._cells[column]
        if fact in MEASURANDS:
            return self._amount(column, fact, text)
        if fact == "drawn_at":
            return self._moment(text)
        if fact == "birth_date":
            return moment_text(text, self._mapping.dates, name=fact)
        if fact == "specimen":
            return _specimen(text)
        is_list = CELLS[fact].is_list
        return CELLS[fact].read(text if is_list else plain_number(text, self._mapping.decimal, fact))

    def _amount(self, column: str, fact: str, text: str) -> str:
        beside = self._mapping.unit_in.get(column)
        unit = self._mapping.units.get(column) if beside is None else self._cells.get(beside)
        sign = self._cells.get(self._mapping.comparator_in.get(column, ""), "")
        text, mark = without_mark(text)
        text = compared(text, sign, fact)
        if mark:
            self._note("mark", mark=excerpt(mark))
        caseless = self._mapping.ucum_case_insensitive
        return amount_text(text, unit, MEASURANDS[fact], fact, self._mapping.decimal, is_caseless=caseless)

    def _moment(self, text: str) -> str:
        """Read the time of the draw; of a midnight and of a time that cannot be placed only the day."""
        clock = "" if self._mapping.clock is None else self._cells.get(self._mapping.clock, "")
        at = moment_text(text, self._mapping.dates, clock)
        stated = moment(at, "drawn_at")
        local = None if self._mapping.time_zone is None else zone(self._mapping.time_zone)
        read = without_midnight(stated, local)
        code = "" if read == stated else "midnight"
        if not code and isinstance(read, datetime) and local is None and read.tzinfo is None:
            code, read = "no_offset", read.date()
        if code:
            self._note(code)
        return read.isoformat() if code else at

    # --- one result a row --------------------------------------------------------------------------

    def _read_result(self, columns: Results) -> None:
        try:
            caseless = self._mapping.ucum_case_insensitive
            result = result_in(self._cells, columns, self._mapping.decimal, is_caseless=caseless)
            document = result.document(self.document["reading"].get("drawn_at"))
        except CaseError as error:
            code = "not_read" if isinstance(error, UnknownKeyError) else "unreadable"
            self._leave_out(self._where, code, type(error)(f"{self._where}: {error}"))
            return
        for part, facts in document.items():
            self.document[part] |= facts
        if result.is_limit_unread:
            self._note("reference_range")
        if result.mark:
            self._note("mark", mark=excerpt(result.mark))
        if result.kind.remark:
            self.notes.append(Remark(self._where, result.kind.remark, result.kind.noted))


def _row(line: int, cells: dict[str, str], mapping: CsvMapping, where: str) -> CsvRow:
    patient = cells.get(mapping.patient) if mapping.patient else None
    try:
        reader = _read(cells, mapping, where)
    except CaseError as error:
        return CsvRow(line, error=error, patient=patient)
    left_out, notes = tuple(reader.left_out), tuple(reader.notes)
    known = {fact for facts in reader.document.values() for fact in facts}
    if reader.errors and known <= _OF_NO_CONTENT:
        return CsvRow(line, error=reader.errors[0], patient=patient, left_out=left_out, notes=notes)
    document = {part: facts for part, facts in reader.document.items() if facts}
    draw = cells.get(mapping.draw) if mapping.draw else None
    return CsvRow(line, document, patient=patient, left_out=left_out, notes=notes, draw=draw)


def _read(cells: dict[str, str], mapping: CsvMapping, where: str) -> _Reader:
    """
    Read a row: whole, and cell by cell only where the whole cannot be right.

    Raises:
        CaseError: a cell that could speak against the result, or cells that contradict each other.
    """
    for checks_each in (False, True):
        reader = _Reader(cells, mapping, where, checks_each=checks_each)
        reader.read()
        try:
            check_facts(reader.document)
        except CaseError as error:
            said = without_birth(str(error), reader.document["context"].get("birth_date"))
            failed = type(error)(f"{where}: {said}")
        else:
            return reader
    raise failed


def without_birth(said: str, born: str | None) -> str:
    """Return what an error says, but for a date of birth: it is shown to nobody."""
    return _OF_BIRTH if born and (born in said or excerpt(born) in said) else said


def _specimen(text: str) -> str | None:
    """Return the code of a specimen that the record takes; nothing for blood that is not told more of."""
    words = words_of(text)
    if (named := specimen_named({words}, set())) is not None:
        return named.value
    is_blood = _BLOOD.issuperset(re.findall("[^\\W_]+", words)) and not is_other({words}, set())
    return None if is_blood else text


def check_facts(document: Mapping[str, Mapping[str, Any]]) -> None:
    """
    Read the facts of a document once, and place its draw in the life of the person.

    Raises:
        CaseError: what `interpret_case` would refuse of them; the readings of a history are not looked at.
    """
    reading = Reading.from_dict(document.get("reading", {}), "reading")
    context = Context.from_dict(document.get("context", {}), "context")
    person = Person(context)
    draw = person.draw(reading.drawn_at, "drawn_at")
    check_not_after(context, person, draw, "drawn_at")
    crp = person.draw(context.hs_crp.drawn_at, "hs_crp.drawn_at") if isinstance(context.hs_crp, HsCrp) else None
    check_not_after(context, person, crp, "hs_crp.drawn_at")
    asked = person.draw(context.as_of, "as_of")
    is_born = asked is None or context.birth_date is None or context.birth_date <= asked.day
    day = draw or crp or (asked if is_born else None)
    person.grow(None if day is None else day.day)
