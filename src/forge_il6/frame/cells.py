"""
Columns as cells: values that no rule can tell apart share one.

A rule sees a number through the thresholds that its signature declares. Between two neighbouring lines
every number is asked about alike, and one on a line is told apart from both sides. What is no number, cannot be read,
or is looked at otherwise is told apart by its exact value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

import attrs
import numpy as np

from ..asking.facts import TIME_ARITHMETIC
from ..errors import CaseError
from ..knowledge import measurands
from ..units import Measurand, Number, exact_number

__all__ = [
    "EXACTLY",
    "KNOWN",
    "SAID",
    "UNKNOWN",
    "Cells",
    "Key",
    "Lines",
    "Mixed",
    "Numbers",
    "Reader",
    "Words",
    "blocks",
    "combined",
    "is_exact",
    "keys_of",
    "kind_of",
    "named",
    "overlaid",
    "place",
    "reached",
    "representatives",
    "taken",
    "told_apart",
]

Key = Hashable
Lines = tuple[Decimal, ...]
_DENSE: Final = 1 << 21
"""So many combinations are renumbered through a table; of more the occurring ones are sorted."""
_LARGEST: Final = 2**31 - 1
_SURE: Final = (1e-24, 1e24)
"""Numbers between these are read as they are in every unit; others one by one."""
_NEAR: Final = {8: 1e-11, 4: 1e-5}
"""How far a float of so many bytes can lie from a line and still be read as that line."""
_BLOCK: Final = 1 << 16
"""So many rows of a column stay in the cache while they are compared with line after line."""
_SEPARATOR: Final = " "
_MEASURANDS: Final = {each.name: each for each in vars(measurands).values() if isinstance(each, Measurand)}
UNKNOWN: Final = ("unknown",)
KNOWN: Final = ("known",)
NOUGHT: Final = ("nought",)
EXACTLY: Final = "exactly"
"""What begins the key of an exact value, which may be somebody's own."""
SAID: Final = "said"
"""What begins the key of a word that many say: a code, a flag, the name of a method."""


class Cells(NamedTuple):
    """For each row its cell, and what each cell is."""

    ids: Any
    keys: tuple[Key, ...]


# --- lines -----------------------------------------------------------------------------------------


def place(value: Number, lines: Lines) -> int:
    """Return the cell of a number among rising lines: even between two, odd on one."""
    return bisect_left(lines, value) + bisect_right(lines, value)


def named(cell: int, lines: Lines, unit: str | None = None) -> Key:
    """Name a cell by the line on or below which it lies, and its unit."""
    return ("at" if cell % 2 else "above", str(lines[(cell - 1) // 2]), unit) if cell else ("below", unit)


class Reader(NamedTuple):
    """How a plain number of one column is read: as what, and in which unit."""

    measurand: Measurand | None
    unit: str | None
    times: Decimal = Decimal(1)
    """What a number is multiplied by before it is compared, where no unit says it."""

    def read(self, value: Any) -> Number:
        """
        Read one number exactly as a single case does.

        Raises:
            CaseError: it cannot be read.
        """
        if self.measurand is None:
            return TIME_ARITHMETIC.multiply(exact_number(value, "value"), self.times)
        return self.measurand.read(value, self.unit, name="value").value


def _edges(reader: Reader, lines: Lines, kind: str) -> Any:
    """Return for each line the first float that is read as it or more, and the first that is read as more."""
    measurand = "" if reader.measurand is None else reader.measurand.name
    return _edges_of(measurand, reader.unit or "", str(reader.times), _SEPARATOR.join(map(str, lines)), kind)


@lru_cache(maxsize=1024)
def _edges_of(measurand: str, unit: str, times: str, lines: str, kind: str) -> Any:
    """Find them once for all columns that are read alike; told by text, since 5 equals 5.00."""
    reader = Reader(_MEASURANDS.get(measurand), unit or None, Decimal(times))
    found: list[Any] = []
    for line in map(Decimal, filter(None, lines.split(_SEPARATOR))):
        found += (_first(reader, kind, line, beyond=False), _first(reader, kind, line, beyond=True))
    return np.array(found, dtype=kind)


def _first(reader: Reader, kind: str, line: Decimal, *, beyond: bool) -> Any:
    """Return the least float that reaches a line; floats of one sign are ordered as their bits are."""
    of = np.dtype(kind)
    bits = f"i{of.itemsize}"
    unit = reader.read(1.0)
    start = float(Fraction(line) / Fraction(unit))
    near = _NEAR[of.itemsize]
    low, high = (int(of.type(start * (1 + way)).view(bits)) for way in (-near, near))
    while low < high:
        middle = (low + high) // 2
        value = reader.read(np.array(middle, dtype=bits).view(of)[()])
        low, high = (low, middle) if (value > line if beyond else value >= line) else (middle + 1, high)
    return np.array(low, dtype=bits).view(of)[()]


# --- columns ---------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Numbers:
    """A column of plain numbers, all in one unit."""

    values: Any
    """Floats; what is unknown is nought or no number."""
    known: Any
    """Whether there is a number."""
    reader: Reader | None
    """None where numbers cannot be read without what their rows state; each is then told apart."""
    _placed: dict[Lines, tuple[Any, Any]] = attrs.field(init=False, factory=dict)
    """Rows as they were placed among lines before: several rules may share them."""

    def cells(self, lines: Lines, exactly: Any = None) -> Cells:
        """
        Return the cell of each row; what cannot be compared, and rows to be told *exactly*, by their own values.

        Args:
            lines: rising.
            exactly: rows whose values are told apart.
        """
        if self.reader is None:
            ids = np.zeros(len(self.values), dtype=np.uint8)
            return overlaid(ids, [UNKNOWN], self.values, np.flatnonzero(self.known))
        lines = tuple(line for line in lines if line > 0)
        keys = [UNKNOWN, *(named(cell, lines, self.reader.unit) for cell in range(2 * len(lines) + 1)), NOUGHT]
        ids, apart = self._among(lines, self.reader)
        if exactly is not None:
            apart = np.union1d(apart, np.flatnonzero(self.known & exactly & (self.values != 0)))
        return overlaid(ids, keys, self.values, apart)

    def _among(self, lines: Lines, reader: Reader) -> tuple[Any, Any]:
        """Place every row among lines, nought behind them; return also which rows are no numbers to compare."""
        if lines not in self._placed:
            edges = _edges(reader, lines, self.values.dtype.str)
            ids = np.empty(len(self.values), dtype=kind_of(len(edges) + 3))
            odd = np.empty(len(ids), dtype=bool)
            for rows in blocks(len(ids)):
                values, known = self.values[rows], self.known[rows]
                np.add(reached(values, edges), known, out=ids[rows])
                odd[rows] = known & ~((values > _SURE[0]) & (values < _SURE[1]))
            apart = np.flatnonzero(odd)
            is_nought = self.values[apart] == 0
            ids[apart[is_nought]] = len(edges) + 2
            self._placed[lines] = ids, apart[~is_nought]
        return self._placed[lines]

    def presence(self) -> Cells:
        """Tell only whether there is a number."""
        return Cells(self.known.view(np.uint8), (UNKNOWN, KNOWN))


def reached(values: Any, edges: Any) -> Any:
    """
    Count for each value how many of the edges it reaches; no number reaches none.

    To compare with every edge costs less than to search among them, as long as the values stay in the cache.
    """
    count = np.zeros(len(values), dtype=kind_of(len(edges) + 1))
    for edge in edges:
        count += (values >= edge).view(np.uint8)
    return count


def kind_of(places: int) -> Any:
    """Return the smallest kind of integer that tells so many places apart."""
    return next(kind for kind in (np.uint8, np.uint16, np.int32) if places - 1 <= np.iinfo(kind).max)


def taken(table: Any, places: Any) -> Any:
    """Return what stands at each place of a table; −1 is the last."""
    found = np.empty(len(places), dtype=table.dtype)
    for rows in blocks(len(places)):
        found[rows] = table.take(places[rows])
    return found


def blocks(size: int) -> Iterator[slice]:
    """Yield slices of so many rows that what is worked out of them one after the other stays in the cache."""
    return (slice(start, start + _BLOCK) for start in range(0, size, _BLOCK))


def overlaid(ids: Any, keys: list[Key], values: Any, apart: Any) -> Cells:
    """Give rows that are told *apart* a cell for each of their values."""
    if len(apart):
        ids = ids.astype(np.int32)
        own, places = np.unique(values[apart], return_inverse=True)
        ids[apart] = places + len(keys)
        keys += [(EXACTLY, repr(value)) for value in own.tolist()]
    return Cells(ids, tuple(keys))


@attrs.frozen(eq=False)
class Mixed:
    """A column of plain numbers, each in the unit of its row."""

    rows: int
    parts: tuple[tuple[Any, Numbers], ...]
    """The places of the rows of each unit, and their numbers."""

    def cells(self, lines: Lines, exactly: Any = None) -> Cells:
        """Return the cell of each row, as `Numbers.cells` does."""
        return self._put([part.cells(lines, None if exactly is None else exactly[at]) for at, part in self.parts])

    def presence(self) -> Cells:
        """Tell only whether there is a number."""
        return self._put([part.presence() for _, part in self.parts])

    def _put(self, parts: list[Cells]) -> Cells:
        ids, keys = np.zeros(self.rows, dtype=np.int32), dict[Key, int]({UNKNOWN: 0})
        for (at, _), each in zip(self.parts, parts, strict=True):
            places = np.array([keys.setdefault(key, len(keys)) for key in each.keys], dtype=np.int32)
            ids[at] = places[each.ids]
        return Cells(ids, tuple(keys))


@attrs.frozen(eq=False)
class Words:
    """A column of anything else, its different values told once."""

    codes: Any
    """For each row the place of its value; −1 where there is none."""
    values: tuple[Any, ...]
    key: Callable[[Any, Lines], Key | None]
    """What a value is among lines; none where it says nothing. It raises a CaseError for what cannot be read."""

    def cells(self, lines: Lines, exactly: Any = None) -> Cells:
        """Return the cell of each row, as `Numbers.cells` does."""
        own = [self._key(value, lines) for value in self.values]
        keys = dict.fromkeys((UNKNOWN, *own))
        apart = () if exactly is None else np.flatnonzero(exactly & (self.codes >= 0))
        return overlaid(taken(_placed(own, keys), self.codes), list(keys), self.codes, apart)

    def _key(self, value: Any, lines: Lines) -> Key:
        try:
            found = self.key(value, lines)
        except CaseError:
            return told_apart(value)
        return UNKNOWN if found is None else found

    def presence(self) -> Cells:
        """Tell only whether something is said."""
        is_said = [UNKNOWN if self._key(value, ()) is UNKNOWN else KNOWN for value in self.values]
        return Cells(taken(_placed(is_said, (UNKNOWN, KNOWN)), self.codes), (UNKNOWN, KNOWN))


def _placed(own: Iterable[Key], keys: Iterable[Key]) -> Any:
    """Return the place of the key of each value, and of an unknown one behind them."""
    places = {key: at for at, key in enumerate(keys)}
    return np.array([*(places[key] for key in own), places[UNKNOWN]], dtype=kind_of(len(places)))


def told_apart(value: Any, how: str = EXACTLY) -> Key:
    """Return the key of a value that is told apart: by its type and all of its text, and never by equality."""
    return (how, type(value).__name__, repr(value))


def is_exact(key: Key) -> bool:
    """Whether a key holds an exact value."""
    return isinstance(key, tuple) and (key[:1] == (EXACTLY,) or any(map(is_exact, key)))


# --- rows ------------------------------------------------------------------------------------------


def combined(columns: Sequence[Cells]) -> tuple[Any, int]:
    """Return for each row the number of its combination of cells, and how many combinations there are."""
    first, *others = columns
    ids: Any = first.ids.astype(np.int32)
    radix = len(first.keys)
    for each in others:
        size = len(each.keys)
        if radix * size > _DENSE:
            ids, radix = _renumbered(ids, radix)
        if radix * size > _LARGEST:
            ids = ids.astype(np.int64)
        if size > 1:
            ids = ids * size
            ids += each.ids
            radix *= size
    return _renumbered(ids, radix)


def _renumbered(ids: Any, radix: int) -> tuple[Any, int]:
    """Number what occurs from nought on."""
    if radix <= max(_DENSE, 4 * len(ids)):
        occurs = np.zeros(radix + 1, dtype=bool)
        occurs[ids] = True
        numbers = np.cumsum(occurs, dtype=np.int32) - 1
        return numbers[ids], int(numbers[-1]) + 1
    own, places = np.unique(ids, return_inverse=True)
    return places.astype(np.int32), len(own)


def representatives(ids: Any, count: int) -> Any:
    """Return the first row of each combination."""
    first = np.empty(count, dtype=np.int64)
    first[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
    return first


def keys_of(columns: Sequence[Cells], rows: Any) -> Iterator[tuple[Key, ...]]:
    """Yield what the cells of some rows are."""
    lists = [[each.keys[cell] for cell in each.ids[rows].tolist()] for each in columns]
    return zip(*lists, strict=True) if lists else iter([()] * len(rows))
