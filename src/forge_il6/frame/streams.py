"""
Files of rows as a stream of whole persons: their draws, and what other files say of them.

Each file has to be in the order of persons, so that they go past side by side, and nothing is held but those that are
asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from ..errors import CaseError, excerpt
from .batches import arrow, whole_persons
from .beside import Beside
from .sources import WRONG, Source, readable

__all__ = ["Persons", "Stream"]

_NUMBER = "forge_il6_row"
"""The column that says the place of a row in its file."""


class Persons(NamedTuple):
    """Draws of whole persons, where persons are told apart, and what the other files say of them."""

    draws: Any
    others: Mapping[str, Any]
    numbers: Mapping[str, Sequence[int]]
    """The places of the rows of the others in their files, counted from 0."""

    def beside(self, person: str | None, units: Mapping[str, str]) -> Beside | None:
        """Read what the other files say."""
        return Beside.of(self.others, person, units, self.numbers.__getitem__)


@attrs.frozen
class Stream:
    """A file of draws, with other files of the same persons beside it."""

    draws: Source
    others: Mapping[str, Source]
    """By the names of the arguments for the frames that they hold."""
    person: str | None
    units: Mapping[str, str]

    def check(self) -> None:
        """
        Check the other files before any row is read.

        Raises:
            CaseError: they have no column of persons, or one of another type, or a column that is nearly a fact.
        """
        Beside.of({name: _facts_of(each.empty) for name, each in self.others.items()}, self.person, self.units)
        for name, each in self.others.items():
            ours, theirs = (_kind(source.empty, self.person or "") for source in (self.draws, each))
            if ours != theirs:
                msg = (
                    f"{name}: its column {excerpt(self.person)} holds {theirs} and that of the draws {ours}; "
                    "write both as one type"
                )
                raise CaseError(msg)

    def parts(self, start: int) -> Iterator[Persons]:
        """Yield the draws from one on, with what stands beside them."""
        tables = self.draws.tables(start)
        if self.person is None:
            yield from (Persons(table, {}, {}) for table in tables)
            return
        others = {name: _Alongside(each, self.person) for name, each in self.others.items()}
        for table in whole_persons(_in_order(tables, self.person, self.draws.path), self.person):
            persons = _keys(table, self.person).drop_null()
            rows = {name: each.rows_of(persons) for name, each in others.items()}
            yield Persons(
                table,
                {name: _facts_of(each) for name, each in rows.items()},
                {name: each[_NUMBER].to_pylist() for name, each in rows.items()},
            )


class _Alongside:
    """A file that goes past beside the draws."""

    def __init__(self, source: Source, person: str) -> None:
        self._person = person
        self._tables = _in_order(_whole(source), person, source.path)
        self._left = self._numbered(source.empty, 0)
        self._read = 0

    def rows_of(self, persons: Any) -> Any:
        """Read on to some persons, in their order, past whoever comes before them; return their rows."""
        pc = arrow().compute
        if not len(persons):
            return self._left.slice(0, 0)
        read = [self._left]
        while not self._is_beyond(read[-1], persons[-1]) and (table := next(self._tables, None)) is not None:
            read.append(self._numbered(table, self._read))
            self._read += table.num_rows
        rows = arrow().concat_tables(read)
        keys = _keys(rows, self._person)
        self._left = rows.filter(pc.greater(keys, persons[-1]))
        return rows.filter(pc.and_(pc.greater_equal(keys, persons[0]), pc.less_equal(keys, persons[-1])))

    def _is_beyond(self, table: Any, person: Any) -> bool:
        keys = _keys(table, self._person).drop_null()
        return bool(len(keys)) and arrow().compute.greater(keys[-1], person).as_py()

    @staticmethod
    def _numbered(table: Any, start: int) -> Any:
        return table.append_column(_NUMBER, arrow().array(range(start, start + table.num_rows), "int64"))


def _facts_of(table: Any) -> Any:
    return table.drop_columns([name for name in (WRONG, _NUMBER) if name in table.column_names])


def _whole(source: Source) -> Iterator[Any]:
    """
    Yield the rows of a file, each of which could be taken apart.

    Raises:
        CaseError: one could not, and nobody can tell whose it is.
    """
    start = 0
    with readable(source.path):
        for table in source.tables(0):
            if WRONG in table.column_names and table[WRONG].null_count < table.num_rows:
                wrong = table[WRONG].to_pylist()
                number = next(at for at, each in enumerate(wrong) if each is not None)
                msg = f"{source.path}, row {start + number}: {wrong[number]}; it may be anybody's, so mend it first"
                raise CaseError(msg)
            start += table.num_rows
            yield table


def _keys(table: Any, person: str) -> Any:
    """Return whose the rows of a table are."""
    keys = table[person]
    return keys.cast(keys.type.value_type) if arrow().types.is_dictionary(keys.type) else keys


def _kind(table: Any, person: str) -> str:
    return str(_keys(table, person).type)


def _in_order(tables: Iterable[Any], person: str, path: Path) -> Iterator[Any]:
    """
    Check that nobody comes back, by the order in which persons stand; rows of nobody stand anywhere.

    Raises:
        CaseError: somebody might.
    """
    pa = arrow()
    last: list[Any] = []
    for table in tables:
        keys = _keys(table, person).drop_null()
        keys = pa.chunked_array([*last, *keys.chunks], keys.type)
        if pa.compute.any(pa.compute.greater(keys[:-1], keys[1:])).as_py():
            msg = (
                f"{path}: its rows are not in the order of {excerpt(person)}, so a person might come back; sort it by "
                "that column first, such as with ORDER BY of DuckDB, or interpret it as a frame"
            )
            raise CaseError(msg)
        last = [keys[-1:].combine_chunks()] if len(keys) else []
        yield table
