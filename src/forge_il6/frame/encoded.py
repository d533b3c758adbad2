"""The columns of a frame that are read, as cells by the lines of some rules."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import narwhals as nw
import numpy as np

from .. import fields
from ..asking.facts import TIME_ARITHMETIC
from ..errors import CaseError
from ..times import Draw, zone
from ..units import Measurand, Number
from .cells import EXACTLY, SAID, Cells, Key, Lines, Mixed, Numbers, Reader, Words, named, place, told_apart
from .engines import factorized, nulls
from .facts import FACTS, Fact, stated
from .lines import CLOCK, LinesOf, ends_of_assays, is_number
from .plan import Column, Plan
from .times import BY_THE_CLOCK, IN_UTC, Births, Times

__all__ = ["Batch"]

_EXACT: Final = frozenset({"lab_upper_limit", "molar_mass", "pg_per_iu", "hs_crp_molar_mass"})
"""Numbers that move a line or a result, and so are told apart by their value."""
_FACTORS: Final = {"il6": ("molar_mass", "pg_per_iu"), "hs_crp": ("hs_crp_molar_mass",)}
_DATED: Final = frozenset({"as_of", "exercise_log", "history", "hs_crp_history", "hs_crp_drawn_at"})
"""Facts beside which it matters when exactly a draw was."""
_PERSONAL: Final = frozenset({"birth_date", "drawn_at", "as_of", "medications", "contraindications"})
_LASTING: Final = _DATED | {"confounders", "grip", "hrv", "grip_trend", "hrv_trend"}
"""Facts that concern more than the draw of their row."""
_LEAST, _MOST = 1e-30, 1e30
_MOST_LIMITS: Final = 64
"""So many limits of laboratories become lines; among more each result is told apart."""
_HOURS_PER_DAY: Final = Decimal(24)
_EPOCH: Final = date(1970, 1, 1).toordinal()

Data = Numbers | Mixed | Words | Times | Births


class Encoded(NamedTuple):
    """One column that is read, and how its rows are told apart."""

    column: Column
    fact: Fact
    data: Data


class Batch:
    """Rows of a frame, each column read once."""

    def __init__(self, frame: nw.DataFrame[Any], plan: Plan) -> None:
        self.frame = frame
        self.plan = plan
        self.size = len(frame)
        of = {each.fact: each for each in plan.columns}
        self.columns = {name: Encoded(each, FACTS[name], self._data(each)) for name, each in of.items()}
        if "birth_date" in self.columns:
            self._count_years()
        self.limits: tuple[Decimal, ...] | None = ()
        self.limits = self._limits()
        self._exactly = self._told_exactly()

    def without(self, *facts: str) -> Batch:
        """Return the same rows as if some facts were not stated."""
        other = copy(self)
        other.columns = {name: each for name, each in self.columns.items() if name not in facts}
        return other

    # --- reading -----------------------------------------------------------------------------------

    def _data(self, column: Column) -> Data:
        """Read a column as numbers or times where it holds them, and as different values otherwise."""
        series, fact = self.frame[column.name], FACTS[column.fact]
        kind = series.dtype
        if kind.is_numeric() and not isinstance(kind, nw.Decimal) and is_number(fact):
            return self._numbers(series, column, fact)
        is_local = "time_zone" in (each.fact for each in self.plan.columns)
        if column.fact == "drawn_at" and isinstance(kind, nw.Datetime) and not is_local:
            return Times.of(series, self.plan.time_zone)
        return self._words(series, column, fact)

    def _numbers(self, series: nw.Series[Any], column: Column, fact: Fact) -> Data:
        values, known = _floats(series)
        if column.unit_in is None or fact.measurand is None:
            return Numbers(values, known, _reader(fact, column.unit))
        codes, units = factorized(self.frame[column.unit_in])
        parts = []
        for at, unit in enumerate((*units, None)):
            rows = np.flatnonzero(codes == (at if unit is not None else -1))
            parts.append((rows, Numbers(values[rows], known[rows], _reader(fact, unit))))
        return Mixed(self.size, tuple(parts))

    def _words(self, series: nw.Series[Any], column: Column, fact: Fact) -> Words:
        is_local = "time_zone" in (each.fact for each in self.plan.columns)
        if column.fact == "drawn_at" and not is_local:
            return Words(*factorized(series), _key_of_time(self.plan.time_zone))
        if column.unit_in is None:
            return Words(*factorized(series), _key_of(column.fact, fact, column.unit))
        codes, values = factorized(series)
        of_units, units = factorized(self.frame[column.unit_in])
        both = (codes + 1) * (len(units) + 1) + of_units + 1
        own, places = np.unique(both, return_inverse=True)
        pairs = [
            (values[code - 1] if code else None, units[unit - 1] if unit else None)
            for code, unit in (divmod(each, len(units) + 1) for each in own.tolist())
        ]
        return Words(places, tuple(pairs), _key_beside(column.fact, fact))

    def _count_years(self) -> None:
        """Tell dates of birth apart by the age that they give, where the day of the draw is known."""
        birth, drawn = self.columns["birth_date"], self.columns.get("drawn_at")
        days = None if drawn is None else _days_of(drawn.data, self.plan.time_zone)
        if days is None or not isinstance(birth.data, Words):
            return
        born = [_day_of(value) for value in birth.data.values]
        if None in born:
            return
        codes = birth.data.codes
        known = codes >= 0
        table = np.array([*born, 0], dtype=np.int64)
        self.columns["birth_date"] = birth._replace(data=Births(table[codes], known, *days))

    @cached_property
    def times(self) -> Times | None:
        """When each row was drawn, where the clocks of one zone, or of the times themselves, tell."""
        drawn = self.columns.get("drawn_at")
        if drawn is None or "time_zone" in self.columns:
            return None
        data = drawn.data
        if isinstance(data, Words):
            return Times.of_words(data.codes, data.values, self.plan.time_zone)
        return data if isinstance(data, Times) else None

    # --- what is told apart exactly ----------------------------------------------------------------

    def _limits(self) -> tuple[Decimal, ...] | None:
        """Return the limits of laboratories as lines of IL-6; none where there are too many."""
        limit = self.columns.get("lab_upper_limit")
        if limit is None:
            return ()
        column = limit.column
        cells = self.exact(column.fact)
        if len(cells.keys) > _MOST_LIMITS:
            return None
        found: set[Number] = set()
        for row in _first_rows(cells):
            value, unit = self.frame[column.name][int(row)], self._unit(column, int(row))
            try:
                said = stated(limit.fact, column.fact, value, unit)
                if said is not None and limit.fact.measurand is not None:
                    found.add(limit.fact.measurand.read(said, name=column.fact).value)
            except CaseError:
                return None
        lines = [line for line in found if isinstance(line, Decimal)]
        return tuple(sorted(lines)) if len(lines) == len(found) else None

    def _unit(self, column: Column, row: int) -> Any:
        return column.unit if column.unit_in is None else self.frame[column.unit_in][row]

    def _told_exactly(self) -> dict[str, Any]:
        """Return for each fact the rows in which its exact value matters."""
        exactly: dict[str, Any] = {}
        for name, factors in _FACTORS.items():
            given = [self._is_known(each) for each in factors if each in self.columns]
            if given:
                exactly[name] = np.any(given, axis=0)
        if self.limits is None:
            exactly["il6"] = self._is_known("lab_upper_limit") | exactly.get("il6", False)
        dated = [self._is_known(name) for name in self.columns if self._is_dated(name)]
        dated += [_holds_parts(each.data) for each in self.columns.values() if isinstance(each.data, Words)]
        if dated:
            exactly["drawn_at"] = np.any(dated, axis=0)
        if {"age", "birth_date"} <= self.columns.keys():
            both = self._is_known("age") & self._is_known("birth_date")
            exactly |= {"age": both, "birth_date": both}
        return exactly

    def _is_dated(self, name: str) -> bool:
        birth = self.columns.get("birth_date")
        is_open = name == "birth_date" and birth is not None and not isinstance(birth.data, Births)
        return is_open or name in _DATED or self.columns[name].fact.within == "ended_on"

    def _is_known(self, name: str) -> Any:
        data = self.columns[name].data
        return data.codes >= 0 if isinstance(data, Words) else data.cells(()).ids > 0

    def _is_filled(self, name: str) -> Any:
        """Whether a row states more with a fact than that there is none."""
        column, fact, data = self.columns[name]
        if fact.cell is None or not fact.cell.is_list or column.unit_in is not None or not isinstance(data, Words):
            return self._is_known(name)
        filled = np.array([*(not _is_empty_list(fact, name, value) for value in data.values), False])
        return filled[data.codes]

    @property
    def is_plain(self) -> Any:
        """Whether a row states nothing that reaches another draw but its own results."""
        open_rows = [self._is_filled(name) for name, each in self.columns.items() if _reaches_others(each.fact)]
        return ~np.any([np.zeros(self.size, dtype=bool), *self._exactly.values(), *open_rows], axis=0)

    def logs(self, name: str) -> Any:
        """Return the logarithms of the results of a column; of what is none, nought."""
        if name not in self.columns:
            return np.zeros(self.size)
        column, fact, data = self.columns[name]
        if isinstance(data, Numbers):
            return _logs(data)
        if isinstance(data, Words):
            table = np.array([*(_log(column, fact, value) for value in data.values), 0.0])
            return table[data.codes]
        logs = np.zeros(self.size)
        for at, part in data.parts if isinstance(data, Mixed) else ():
            logs[at] = _logs(part)
        return logs

    # --- cells -------------------------------------------------------------------------------------

    def cells(self, name: str, lines: LinesOf) -> Cells:
        """Return the cells of a column by the lines of some rules."""
        each = self.columns[name]
        if name in _EXACT:
            return self.exact(name)
        return each.data.cells(self._lines(each, lines), self._exactly.get(name))

    def _lines(self, each: Encoded, lines: LinesOf) -> Lines:
        name = each.column.fact
        if name == "drawn_at":
            return lines.in_unit(CLOCK)
        if name == "birth_date":
            return lines.in_unit("year")
        more: Iterable[Decimal] = ()
        if name == "il6":
            more = {*(self.limits or ()), *(ends_of_assays() if "method" in self.columns else ())}
        return lines.of(each.fact, more)

    def presence(self, name: str) -> Cells:
        """Return whether a fact is stated; of a draw also whether its clock is known."""
        data = self.columns[name].data
        if name == "drawn_at":
            return data.cells((), self._exactly.get(name))
        return data.presence() if not isinstance(data, Times) else data.cells(())

    def exact(self, name: str) -> Cells:
        """Return the cells of a column in which every value has its own."""
        return self.columns[name].data.cells((), np.ones(self.size, dtype=bool))


# --- helpers of reading ----------------------------------------------------------------------------


def _floats(series: nw.Series[Any]) -> tuple[Any, Any]:
    """Return numbers as floats, and which of them are known."""
    unknown = nulls(series)
    values = np.asarray((series if unknown is None else series.fill_null(0)).to_numpy())
    if values.dtype.kind != "f" or values.dtype.itemsize not in (4, 8):
        values = values.astype(np.float64)
    known = ~np.isnan(values)
    return values, known if unknown is None else known & ~unknown


def _reader(fact: Fact, unit: str | None) -> Reader | None:
    """Return how the numbers of a column are read; none where that cannot be said of all of them."""
    times = _HOURS_PER_DAY if fact.within == "days_since" else Decimal(1)
    reader = Reader(fact.measurand, unit, times)
    try:
        reader.read(1.0)
    except CaseError:
        return None
    return reader


def _key_of(name: str, fact: Fact, unit: str | None) -> Any:
    def key(value: Any, lines: Lines) -> Key | None:
        return _said(name, fact, value, unit, lines)

    return key


def _key_beside(name: str, fact: Fact) -> Any:
    def key(value: Any, lines: Lines) -> Key | None:
        cell, unit = value
        return _said(name, fact, cell, unit, lines)

    return key


def _said(name: str, fact: Fact, value: Any, unit: Any, lines: Lines) -> Key | None:
    """Return what a value is among lines."""
    said = stated(fact, name, value, unit)
    if said is None or fields.is_missing(said):
        return None
    if name in _EXACT or not is_number(fact):
        return told_apart(said, SAID if _is_common(fact, said) else EXACTLY)
    if fact.measurand is not None:
        return _result(fact.measurand, said, lines, name)
    number = fields.number(said, name)
    if number is None:
        return None
    times = _HOURS_PER_DAY if fact.within == "days_since" else Decimal(1)
    return named(place(TIME_ARITHMETIC.multiply(number, times), lines), lines) if number else told_apart(number)


def _is_common(fact: Fact, said: Any) -> bool:
    """Whether many say the same: a flag, a code, a list of codes, a method; and no date and no free text."""
    is_list = isinstance(said, list) and all(isinstance(each, str) for each in said)
    return fact.key not in _PERSONAL and (isinstance(said, (bool, str)) or is_list)


def _result(measurand: Measurand, said: Any, lines: Lines, name: str) -> Key:
    amount = measurand.read(said, name=name)
    return (amount.comparator, str(amount.factor), named(place(amount.value, lines), lines))


def _key_of_time(time_zone: str | None) -> Any:
    local = None if time_zone is None else zone(time_zone)

    def read(value: Any) -> Draw | None:
        at = fields.instant(value, "drawn_at") if not isinstance(value, str) or value.strip() else None
        return None if at is None else Draw.of(at, local, "drawn_at")

    read_text = cache(read)  # asked for with the lines of each rule; other values are one where they only compare equal

    def key(value: Any, lines: Lines) -> Key | None:
        draw = read_text(value) if type(value) is str else read(value)
        if draw is None:
            return None
        if draw.is_whole_day:
            return ("day",)
        if not draw.is_exact:
            return told_apart(value)
        hour = draw.hour_of_day
        return IN_UTC if hour is None else (BY_THE_CLOCK, named(place(hour, lines), lines))

    return key


def _days_of(data: Data, time_zone: str | None) -> tuple[Any, Any] | None:
    """Return the local days of the draws, counted from 1970, and which are known for certain."""
    if isinstance(data, Times):
        return data.days, data.known & ~data.apart
    if not isinstance(data, Words):
        return None
    local = None if time_zone is None else zone(time_zone)
    days = [_draw_day(value, local) for value in data.values]
    table = np.array([*(0 if day is None else day for day in days), 0], dtype=np.int64)
    known = np.array([*(day is not None for day in days), False])
    return table[data.codes], known[data.codes]


def _draw_day(value: Any, local: Any) -> int | None:
    try:
        at = fields.instant(value, "drawn_at") if not isinstance(value, str) or value.strip() else None
        return None if at is None else Draw.of(at, local, "drawn_at").day.toordinal() - _EPOCH
    except CaseError:
        return None


def _day_of(value: Any) -> int | None:
    try:
        day = fields.birth_date(value, "birth_date")
    except CaseError:
        return None
    return None if day is None else day.toordinal() - _EPOCH


def _holds_parts(data: Words) -> Any:
    """Whether a row holds objects: a part of the case document that may hold times of its own."""
    parts = np.array([*(_is_part(value) for value in data.values), False])
    return parts[data.codes] if parts.any() else np.zeros(len(data.codes), dtype=bool)


def _is_part(value: Any) -> bool:
    if isinstance(value, (str, bool, int, float)):
        return False
    return isinstance(value, dict) or (hasattr(value, "__iter__") and any(isinstance(each, dict) for each in value))


def _is_empty_list(fact: Fact, name: str, value: Any) -> bool:
    try:
        return bool(stated(fact, name, value) == [])
    except CaseError:
        return False


def _reaches_others(fact: Fact) -> bool:
    """Whether what a row states with a fact reaches its other draws, or is a history already."""
    return fact.key in _LASTING or (fact.key == "hs_crp" and bool(fact.within))


def _logs(numbers: Numbers) -> Any:
    if numbers.reader is None:
        return np.zeros(len(numbers.values))
    factor = float(numbers.reader.read(1.0))
    is_result = numbers.known & (numbers.values > _LEAST) & (numbers.values < _MOST)
    return np.log(np.where(is_result, numbers.values.astype(np.float64) * factor, 1.0))


def _log(column: Column, fact: Fact, value: Any) -> float:
    """Return the logarithm of a result; nought where it cannot be read."""
    cell, unit = value if column.unit_in is not None else (value, column.unit)
    try:
        said = stated(fact, column.fact, cell, unit)
        if said is None or fact.measurand is None:
            return 0.0
        return math.log(fact.measurand.read(said, name=column.fact).value)
    except (CaseError, ValueError):
        return 0.0


def _first_rows(cells: Cells) -> Any:
    return np.unique(cells.ids, return_index=True)[1]
