"""Which column of a table holds what: stated by the caller, guessed from the header, or known of a public layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, get_args

import attrs

from ...errors import AmbiguousUnitError, CaseError, UnitError, UnknownKeyError, discreet, excerpt, suggestion
from ...times import zone
from ...units import Measurand
from ..cases import CELLS
from ..loinc import KIND_OF
from ..remarks import Remark
from .cells import DateOrder, Decimals

__all__ = ["MEASURANDS", "CsvMapping", "Results", "is_unit"]

FACTS: Final = tuple(CELLS)
MEASURANDS: Final = {fact: cell.measurand for fact, cell in CELLS.items() if cell.measurand is not None}
_TELL_NOTHING: Final = frozenset({"drawn_at", "age", "birth_date", "sex", "time_zone"})
"""Facts of when and of whom, which alone are no case."""


@attrs.frozen(kw_only=True)
class Results:
    """
    The columns of a table that has one result a row.

    Raises:
        CaseError: no column of a name or a code, or none of a value; a fact that is not read here.
    """

    name: str | None = None
    """The column of the name: interleukin 6, hs-CRP."""
    code: str | None = None
    """The column of the code: LOINC, the number of an OMOP concept, or one of *codes*."""
    value: str | None = None
    """The column of the value: a number, or text with a comparator or a unit."""
    text: str | None = None
    """The column of the value as it was sent; what it says of a comparator goes before the number."""
    unit: str | None = None
    unit_concept: str | None = None
    """The column of the unit as the number of an OMOP concept."""
    comparator: str | None = None
    """The column of the comparator: a sign, a word of PCORnet (LT, GE …) or the number of an OMOP concept."""
    upper: str | None = None
    """The column of the laboratory's upper limit, in the unit of the result."""
    limits: str | None = None
    """The column of the laboratory's range as text: <7, 0-7."""
    names: Mapping[str, str] = attrs.field(factory=dict)
    """Names of your own to facts."""
    codes: Mapping[str, str] = attrs.field(factory=dict)
    """Codes of your own to facts."""
    units: Mapping[str, str] = attrs.field(factory=dict)
    """Facts to the unit of their bare numbers."""

    def __attrs_post_init__(self) -> None:
        if not (self.name or self.code) or not (self.value or self.text):
            msg = "results: name a column of the name or the code, and one of the value"
            raise CaseError(msg)
        for part, facts in (("names", self.names.values()), ("codes", self.codes.values()), ("units", self.units)):
            for fact in facts:
                if fact not in KIND_OF:
                    msg = f"results: {part}: {discreet(fact, KIND_OF)} is not read here; facts are {', '.join(KIND_OF)}"
                    raise UnknownKeyError(msg)
        for fact, unit in self.units.items():
            _check_unit(unit, KIND_OF[fact].measurand)

    def columns(self) -> Iterator[tuple[str, str]]:
        """Yield each column with its part."""
        for part in ("name", "code", "value", "text", "unit", "unit_concept", "comparator", "upper", "limits"):
            if (column := getattr(self, part)) is not None:
                yield column, part.replace("_", " ")


@attrs.frozen
class CsvMapping:
    """
    Which column holds which fact of the case document.

    Examples:
        >>> CsvMapping({"IL-6": "il6", "taken": "drawn_at"}, units={"IL-6": "pg/mL"}).columns["taken"]
        'drawn_at'

    Raises:
        CaseError: a fact that cannot stand in a cell, two columns for one fact, a unit that is none.
    """

    columns: Mapping[str, str]
    """Name of the column to name of the fact; other columns are not read."""
    units: Mapping[str, str] = attrs.field(factory=dict)
    """Name of the column to the unit of its bare numbers."""
    time_zone: str | None = None
    """IANA name, for times without an offset."""
    patient: str | None = attrs.field(default=None, kw_only=True)
    """The column that tells patients apart."""
    delimiter: str = attrs.field(default=",", kw_only=True)
    """What separates cells."""
    results: Results | None = attrs.field(default=None, kw_only=True)
    """Where the table has one result a row: its columns."""
    unit_in: Mapping[str, str] = attrs.field(factory=dict, kw_only=True)
    """Name of the column to the column that holds its unit."""
    comparator_in: Mapping[str, str] = attrs.field(factory=dict, kw_only=True)
    """Name of the column to the column that holds its comparator."""
    clock: str | None = attrs.field(default=None, kw_only=True)
    """The column of the time of day, where the day stands apart."""
    draw: str | None = attrs.field(default=None, kw_only=True)
    """The column that tells draws apart: the number of a specimen or an order."""
    decimal: Decimals = attrs.field(default=".", kw_only=True)
    """What parts the decimals of a number."""
    dates: DateOrder = attrs.field(default="ymd", kw_only=True)
    """The order of day, month and year in days of figures."""
    any_of: bool = attrs.field(default=False, kw_only=True)
    """Whether a table may lack columns, and write them in capitals: so of layouts that many fill in part."""
    ucum_case_insensitive: bool = attrs.field(default=False, kw_only=True)
    """Whether the units in its cells are UCUM's where case does not matter, such as ``PG/ML``."""
    guessed: tuple[Remark, ...] = attrs.field(default=(), kw_only=True)
    """Each guess: where the column is named, the fact as the code, and why."""
    ignored: tuple[Remark, ...] = attrs.field(default=(), kw_only=True)
    """Each column that no guess was made for, and why."""

    def __attrs_post_init__(self) -> None:
        if len(self.delimiter) != 1:
            msg = f"delimiter: got {excerpt(self.delimiter)}; give the one character that separates cells"
            raise CaseError(msg)
        for name, value, words in (("decimal", self.decimal, Decimals), ("dates", self.dates, DateOrder)):
            if value not in get_args(words):
                msg = f"{name}: got {discreet(value)}; give one of {', '.join(map(repr, get_args(words)))}"
                raise CaseError(msg)
        self._check_columns()
        for column, unit in self.units.items():
            _check_unit(unit, self._amount_in(column, "units"))
        for name in ("unit_in", "comparator_in"):
            for column in getattr(self, name):
                self._amount_in(column, name)
        if self.time_zone is not None:
            zone(self.time_zone)

    def _check_columns(self) -> None:
        facts = list(self.columns.values())
        for column, fact in self.columns.items():
            if fact not in FACTS:
                msg = f"columns: {excerpt(fact)} is no fact of a cell{suggestion(str(fact), FACTS)}"
                raise UnknownKeyError(msg)
            if facts.count(fact) > 1:
                msg = f"columns: two columns are given for {fact}, one of them {excerpt(column)}; keep one"
                raise CaseError(msg)

    def _amount_in(self, column: str, name: str) -> Measurand:
        measurand = MEASURANDS.get(self.columns.get(column, ""))
        if measurand is None:
            msg = f"{name}: {excerpt(column)} is no column of an amount; name the column as the header does"
            raise UnknownKeyError(msg)
        return measurand

    @property
    def tells_something(self) -> bool:
        """Whether it names a column of more than when and whom."""
        return self.results is not None or not _TELL_NOTHING.issuperset(self.columns.values())

    def read_columns(self) -> list[str]:
        """Return every column that is read."""
        others = [self.patient, self.clock, self.draw, *self.unit_in.values(), *self.comparator_in.values()]
        of_results = [] if self.results is None else [column for column, _ in self.results.columns()]
        return list(dict.fromkeys([*self.columns, *of_results, *(each for each in others if each is not None)]))

    def __str__(self) -> str:
        lines = [f"{column} -> {fact}{self._unit_shown(column)}" for column, fact in self.columns.items()]
        lines += [] if self.results is None else [f"{column} -> the {part}" for column, part in self.results.columns()]
        lines += [f"{self.clock} -> the time of day"] if self.clock else []
        lines += [f"{self.draw} -> tells draws apart"] if self.draw else []
        lines += [f"{self.patient} -> tells patients apart"] if self.patient else []
        return "\n".join([*lines, *(f"{each.where} is not read: {each.reason}" for each in self.ignored)])

    def _unit_shown(self, column: str) -> str:
        if column in self.unit_in:
            return f", its unit in {self.unit_in[column]}"
        return f" in {self.units[column]}" if column in self.units else ""


def _check_unit(unit: object, measurand: Measurand) -> None:
    if not is_unit(unit, measurand):
        msg = f"units: {excerpt(unit)} is no unit of {measurand.name}; write it like '{measurand.unit}'"
        raise UnitError(msg)


def is_unit(text: object, measurand: Measurand) -> bool:
    """Whether text is a unit of a measurand, also one that needs more to be read."""
    try:
        measurand.read("1", text, name="unit")
    except AmbiguousUnitError:
        return True  # the rows say what it needs
    except CaseError:
        return False
    return True
