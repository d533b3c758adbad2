"""
Combinations of cells by number: one that was met before is found by look-ups, whatever it is made of.

Columns are taken in groups, and each group is looked up beside the number of what stands before it. So a table grows
with the combinations that occur, and never with those that there could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np

from .cells import Cells, Key, blocks, combined, is_exact, keys_of, kind_of, representatives

__all__ = ["NEVER_MET", "Memory", "Numbering", "Told", "told"]

NEVER_MET: Final = 0
_MOST_OF_A_GROUP: Final = (1 << 12, 1 << 6)
"""So many combinations of one group are looked up at once; fewer, where the tables would grow too large."""
_MOST_PLACES: Final = 1 << 23
"""So many places may the tables of one numbering have."""
_MOST_KEPT: Final = 8
"""So many numberings are kept for the next batch."""


class _Group(NamedTuple):
    """Columns that are looked up together."""

    columns: slice
    sizes: tuple[int, ...]
    """How many cells each of them has."""
    size: int
    """How many combinations they have."""

    def places(self, columns: Sequence[Cells], rows: slice) -> Any:
        """Return for some rows which combination of this group they are."""
        first, *others = columns[self.columns]
        if not others:
            return first.ids[rows]
        places = first.ids[rows].astype(kind_of(self.size + 1))
        for each, size in zip(others, self.sizes[1:], strict=True):
            places *= places.dtype.type(size)
            places += each.ids[rows].astype(places.dtype)
        return places


class Numbering:
    """Numbers of the combinations that were met, from one on; it is never changed, so that threads may share it."""

    def __init__(self, groups: tuple[_Group, ...], tables: tuple[Any, ...], counts: tuple[int, ...]) -> None:
        self._groups = groups
        self._tables = tables
        """For each group the number of what stands before it and of it together, by both."""
        self._counts = counts
        """How many numbers each group has given, with the one for what was never met."""

    @classmethod
    def of(cls, columns: Sequence[Cells], most: int) -> Self:
        """Begin one that has met nothing, for columns with such cells; no group has more than *most* combinations."""
        groups = tuple(_grouped([len(each.keys) for each in columns], most))
        return cls(groups, tuple(np.zeros(each.size, dtype=np.int32) for each in groups), (1,) * len(groups))

    def with_answers(self, places: Any) -> Any:
        """Return the last table with what stands at each number in its place; a look-up then ends there."""
        return places.take(self._tables[-1])

    def look_up(self, columns: Sequence[Cells], last: Any) -> Any:
        """Return for each row what the *last* table holds of its combination."""
        tables = (*self._tables[:-1], last)
        found = np.empty(len(columns[0].ids), dtype=last.dtype)
        for rows in blocks(len(found)):
            number: Any = NEVER_MET
            for group, table in zip(self._groups, tables, strict=True):
                number = table.take(_beside(number, group, columns, rows))
            found[rows] = number
        return found

    def grown(self, columns: Sequence[Cells]) -> tuple[Numbering, Any, Any] | None:
        """
        Return a numbering that knows all of these, their numbers, and the first row of each that is new.

        There is none where its tables would be too large.
        """
        tables, counts = list[Any](), list[int]()
        number, new, before = np.zeros(len(columns[0].ids), dtype=np.int32), np.empty(0, dtype=np.int64), 1
        for group, table, count in zip(self._groups, self._tables, self._counts, strict=True):
            if before * group.size + sum(len(each) for each in tables) > _MOST_PLACES:
                return None
            larger = np.zeros(before * group.size, dtype=np.int32)
            larger[: len(table)] = table
            places = _beside(number, group, columns, slice(None))
            new, own = _unmet(larger, places)
            before = count + len(own)
            larger[own] = np.arange(count, before)
            number = larger.take(places)
            tables.append(larger)
            counts.append(before)
        return Numbering(self._groups, tuple(tables), tuple(counts)), number, new


def _beside(number: Any, group: _Group, columns: Sequence[Cells], rows: slice) -> Any:
    """Return the place of a group beside the number of what stands before it."""
    return number * group.size + group.places(columns, rows)


def _unmet(table: Any, places: Any) -> tuple[Any, Any]:
    """Return the first row of each place that has no number in a table, and these places."""
    rows = np.flatnonzero(table.take(places) == NEVER_MET)[::-1]
    first = np.full(len(table), -1, dtype=np.int64)
    first[places[rows]] = rows  # of rows with one place the last that is written, and so the first, stays
    own = np.flatnonzero(first >= 0)
    return first[own], own


def _grouped(sizes: Sequence[int], most: int) -> Iterator[_Group]:
    """Yield columns together that have at most so many combinations."""
    start = 0
    for stop in range(1, len(sizes) + 1):
        product = int(np.prod(sizes[start:stop]))
        if stop == len(sizes) or product * sizes[stop] > most:
            yield _Group(slice(start, stop), tuple(sizes[start:stop]), product)
            start = stop


# --- what is said of them --------------------------------------------------------------------------


class Told(NamedTuple):
    """What was said of the combinations of some columns; it is never changed either."""

    numbering: Numbering
    values: dict[Any, int]
    """Each value once, and its place, from one on."""
    places: Any
    """For each number of a combination the place of what was said of it; nought for what was never met."""
    table: Any
    """The same, where the look-up of a combination ends."""


Memory = dict[Any, Told]
"""What was said, by what was asked and the cells of the columns."""
Answering = Callable[[list[tuple[Key, ...]], Any], Iterable[Any]]
"""Says something of combinations, by the keys of their cells and one row of each."""


def told(memory: Memory, asked: Any, columns: Sequence[Cells], answer: Answering) -> Cells:
    """
    Return what is said of each row, one answering for all whose cells are the same.

    Args:
        memory: what was said before; it grows by what is not of somebody's own.
        asked: what is asked.
        columns: what tells rows apart, at least one.
        answer: is asked about what was never met.
    """
    where = (asked, tuple(each.keys for each in columns))
    known = memory.get(where)
    places = None if known is None else known.numbering.look_up(columns, known.table)
    if known is not None and places is not None and places.all():
        return _cells(places, known.values)
    if not is_exact(where):
        for start in _starts(known, columns):
            grown = start.numbering.grown(columns)
            if grown is not None:
                return _kept(memory, where, start, grown, columns, answer)
    numbers, count = combined(columns)
    rows = representatives(numbers, count)
    values, own = _placed({}, answer(list(keys_of(columns, rows)), rows))
    return _cells(own.take(numbers), values)


def _starts(known: Told | None, columns: Sequence[Cells]) -> Iterator[Told]:
    """Yield what can be gone on with: what is known, or a beginning."""
    if known is not None:
        yield known
    for most in _MOST_OF_A_GROUP:
        yield Told(Numbering.of(columns, most), {}, np.zeros(1, dtype=np.uint8), None)


def _kept(
    memory: Memory, where: Any, known: Told, grown: tuple[Numbering, Any, Any], columns: Sequence[Cells],
    answer: Answering,
) -> Cells:  # fmt: skip
    """Ask about what was never met, and keep what is said of it."""
    numbering, numbers, rows = grown
    values, more = _placed(known.values, answer(list(keys_of(columns, rows)), rows))
    places = np.concatenate([known.places, more]).astype(kind_of(len(values) + 1))
    if len(memory) >= _MOST_KEPT:
        memory.clear()
    memory[where] = Told(numbering, values, places, numbering.with_answers(places))
    return _cells(places.take(numbers), values)


def _placed(known: dict[Any, int], answers: Iterable[Any]) -> tuple[dict[Any, int], Any]:
    """Return each value once, those that are known first, and the places of the answers among them."""
    values = dict(known)
    return values, np.array([values.setdefault(each, len(values) + 1) for each in answers], dtype=np.int64)


def _cells(places: Any, values: dict[Any, int]) -> Cells:
    """Return what is said of each row; nothing stands at the first place."""
    return Cells(places, (None, *values))
