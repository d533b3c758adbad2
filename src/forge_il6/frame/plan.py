"""What is asked of a frame: which column holds which fact in which unit, whose rows they are, by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from ..asking.ruleset import RuleSet
from ..errors import CaseError, UnitError, UnknownKeyError, discreet, excerpt, shown_key, suggestion
from ..rules import STANDARD
from ..shown.row import COLUMNS
from ..times import zone
from .facts import FACTS, named_like

__all__ = ["ALL", "ERROR", "Column", "Plan", "check_units"]

ERROR: Final = "error"
ALL: Final = (*(column.name for column in COLUMNS), ERROR)
"""What comes out, in its order."""
_TAKEN: Final = "verdict_"
_BESIDE: Final = frozenset({"grip", "hrv", "sessions", "hs_crp"})
"""What other frames hold, each with a unit of its own."""


@attrs.frozen
class Column:
    """One column that is read: its name, its fact, and where its unit stands."""

    name: str
    fact: str
    unit: str | None = None
    """The unit of its bare numbers."""
    unit_in: str | None = None
    """The column that holds the unit of each."""


@attrs.frozen
class Plan:
    """
    How frames of one shape are read and what is asked about them; it can be sent to another process.

    Raises:
        CaseError: a column, a fact or an answer that does not exist, or a unit that is none.
    """

    columns: tuple[Column, ...]
    person: str | None = None
    rules: RuleSet = STANDARD
    time_zone: str | None = None
    give: tuple[str, ...] = ALL
    keep: bool = True

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        person: str | None,
        units: Mapping[str, str] | None,
        columns: Mapping[str, str | None] | None,
        rules: RuleSet,
        time_zone: str | None,
        give: Iterable[str] | None,
        *,
        keep: bool,
    ) -> Plan:
        """Make a plan for a frame with columns of these *names*; the rest is as `interpret_frame` takes it."""
        if not isinstance(rules, RuleSet):
            msg = f"rules: got {excerpt(rules)}; give a RuleSet, such as STANDARD + my_rule"
            raise CaseError(msg)
        if person is not None and person not in names:
            raise _no_column("person", person, names)
        if time_zone is not None:
            zone(time_zone)
        read = tuple(_columns(names, person, units or {}, columns or {}))
        return cls(read, person, rules, time_zone, _given(give), keep)

    def named(self, taken: Iterable[str]) -> dict[str, str]:
        """
        Return the name under which each answer stands beside columns that are kept.

        Raises:
            CaseError: both names of an answer are taken.
        """
        held = set(taken) if self.keep else set[str]()
        names = {answer: f"{_TAKEN}{answer}" if answer in held else answer for answer in self.give}
        twice = next((name for name in names.values() if name in held), None)
        if twice is not None:
            msg = f"the frame has a column {twice!r} already; rename it, or take the answers alone with keep=False"
            raise CaseError(msg)
        return names


def _given(give: Iterable[str] | None) -> tuple[str, ...]:
    """Return the answers that are asked for, in the order of the caller; the error always comes along."""
    if give is None:
        return ALL
    asked = (give,) if isinstance(give, str) else tuple(give)
    for name in asked:
        if name not in ALL:
            msg = f"give: {shown_key(name, ALL)} is no column of a verdict{suggestion(str(name), ALL)}"
            raise UnknownKeyError(msg)
    return tuple(dict.fromkeys((*asked, ERROR)))


def _columns(
    names: Sequence[str], person: str | None, units: Mapping[str, str], columns: Mapping[str, str | None]
) -> Iterator[Column]:
    """Yield the columns that are read: by their own names, or as the caller says."""
    for name in columns:
        if name not in names:
            raise _no_column("columns", name, names)
    seen: dict[str, str] = {}
    of_units = {unit for unit in units.values() if unit in names}
    for name in names:
        fact = columns[name] if name in columns else _fact_of(name, person, of_units)
        if fact is None:
            continue
        if fact not in FACTS:
            msg = f"columns: {shown_key(fact, FACTS)} is no fact that a column can hold{suggestion(str(fact), FACTS)}"
            raise UnknownKeyError(msg)
        if fact in seen:
            msg = f"columns: {excerpt(seen[fact])} and {excerpt(name)} both hold {fact}; leave one out with None"
            raise CaseError(msg)
        seen[fact] = name
        yield _with_unit(Column(name, fact), names, units)
    stray = next((name for name in units if name not in {*seen, *seen.values(), *_BESIDE}), None)
    if stray is not None:
        raise _no_column("units", stray, [*seen.values()])


def _fact_of(name: str, person: str | None, of_units: set[str]) -> str | None:
    """Return the fact that a column is named after; none where it is another thing."""
    return None if name == person or name in of_units else named_like(name, FACTS)


def _with_unit(column: Column, names: Sequence[str], units: Mapping[str, str]) -> Column:
    """Add the unit of a result: a column of that name holds it row by row, else it is the unit itself."""
    unit = units.get(column.name, units.get(column.fact))
    if unit is None:
        return column
    measurand = FACTS[column.fact].measurand
    if measurand is None:
        msg = f"units: {column.fact} is no measured result and has no unit"
        raise UnitError(msg)
    if unit in names:
        return attrs.evolve(column, unit_in=unit)
    if not isinstance(unit, str):
        msg = f"units: got {discreet(unit)} for {column.fact}; give a unit, or the name of the column that holds it"
        raise UnitError(msg)
    try:
        measurand.read("1", unit, name=column.fact)
    except UnitError as error:
        if not _is_of_row(unit):
            msg = f"units: {error}"
            raise type(error)(msg) from None
    return attrs.evolve(column, unit=unit)


def _is_of_row(unit: str) -> bool:
    """Whether a unit can be read only beside what a row states: its molar mass, its pg per unit."""
    return "mol" in unit or "U" in unit


def _no_column(where: str, name: object, names: Sequence[str]) -> CaseError:
    return CaseError(f"{where}: the frame has no column {shown_key(name, names)}{suggestion(str(name), names)}")


def check_units(columns: Iterable[Column], are_numbers: Mapping[str, bool]) -> None:
    """
    Check that no column of plain numbers stands for results without a unit.

    Raises:
        UnitError: one does.
    """
    for each in columns:
        measurand = FACTS[each.fact].measurand
        if measurand is not None and are_numbers[each.name] and each.unit is None and each.unit_in is None:
            msg = (
                f"units: {each.name} holds plain numbers; say in which unit, such as "
                f"units={{{each.name!r}: {measurand.unit!r}}}, or name the column that holds it"
            )
            raise UnitError(msg)
