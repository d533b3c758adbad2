"""
A report on a whole frame: its rows are interpreted, and interpreted again with what was not recorded stated.

What each missing fact costs is found by the same rules: its answer is put into every row that lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import narwhals as nw

from ..asking.ruleset import RuleSet
from ..errors import CaseError, shown_key, suggestion
from ..rules import STANDARD
from ..summary import ALL, Ask, Seen, Summary, Tally, method_of
from .engines import eager
from .lists import answers, known
from .plan import ERROR, Plan

__all__ = ["check_row_id", "count", "describe"]

_GIVEN: Final = ("standing_il6", "reasons", "band", "care", "missing")
_COUNTING: Final = frozenset({"valid", "tentative"})
_BESIDE: Final[Mapping[str, str]] = {"sessions": "exercise_log"}
"""What another frame states in the place of a column."""
_STATED: Final = "stated_here_"


def describe(
    frame: Any,
    person: str | None = None,
    *,
    row_id: str | None = None,
    units: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    rules: RuleSet = STANDARD,
    time_zone: str | None = None,
    **beside: Any,
) -> Summary:
    """
    Report on a frame: who needs care first, how many results can be used, why not the rest, and what asking gains.

    Args:
        frame: as `interpret_frame` takes it.
        person: as `interpret_frame` takes it.
        row_id: the column by which rows are named whose care cannot wait; otherwise their number from 0.
        units: as `interpret_frame` takes it.
        columns: as `interpret_frame` takes it.
        rules: as `interpret_frame` takes it.
        time_zone: as `interpret_frame` takes it.
        beside: the other frames, `grip`, `hrv`, `sessions` and `hs_crp`.

    Raises:
        CaseError: as `interpret_frame`, or there is no column *row_id*.
    """
    rows = eager(frame)
    check_row_id(row_id, rows.columns)
    tally = Tally(rules)
    names: Sequence[Any] = range(len(rows)) if row_id is None else rows[row_id].to_list()
    count(tally, rows, names, person, units, columns, {"rules": rules, "time_zone": time_zone, **beside})
    return tally.summary()


def check_row_id(row_id: str | None, names: Sequence[str]) -> None:
    """
    Check that there is a column by which rows are named.

    Raises:
        CaseError: there is none.
    """
    if row_id is not None and row_id not in names:
        msg = f"row_id: the frame has no column {shown_key(row_id, names)}{suggestion(str(row_id), names)}"
        raise CaseError(msg)


def count(
    tally: Tally,
    rows: nw.DataFrame[Any],
    names: Sequence[Any],
    person: str | None,
    units: Mapping[str, str] | None,
    columns: Mapping[str, str | None] | None,
    options: dict[str, Any],
) -> None:
    """
    Count every row of a frame, by the answers as it is and as it would be.

    Args:
        tally: what counts.
        rows: of whole persons, where persons are told apart.
        names: by which rows are named whose care cannot wait.
        person: as `interpret_frame` takes it.
        units: as `interpret_frame` takes it.
        columns: as `interpret_frame` takes it.
        options: the rules, and what else `interpret_frame` takes.
    """
    asked = _Asked(rows, person, dict(columns or {}), options, units or {})
    said = asked.answers(_GIVEN)
    standing = said["standing_il6"]
    lacks = {ask.fact: asked.lacking(ask, standing) for ask in tally.asks}
    worth = [ask for ask in tally.asks if any(lacks[ask.fact])]
    states = {ask.fact: [ask] for ask in worth} | ({ALL: worth} if len(worth) > 1 else {})
    counts = {fact: asked.counting(asks, lacks, standing) for fact, asks in states.items()}
    methods = [method_of(_text(method)) for method in asked.cells("method")]
    for number, name in enumerate(names):
        if said[ERROR][number] is not None:
            tally.add_unread()
            continue
        tally.add(_seen(said, number, methods[number], lacks, counts), name)


def _seen(
    said: Mapping[str, list[Any]],
    number: int,
    method: str,
    lacks: Mapping[str, list[bool]],
    counts: Mapping[str, list[bool]],
) -> Seen:
    """Return what is counted of one row."""
    return Seen(
        said["standing_il6"][number],
        _parts(said["reasons"][number]),
        said["band"][number],
        said["care"][number],
        _parts(said["missing"][number]),
        method,
        frozenset(fact for fact, rows in lacks.items() if rows[number]),
        frozenset(fact for fact, rows in counts.items() if rows[number]),
    )


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(";")) if joined else ()


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


class _Asked:
    """A frame and how it is read: asked as it is, and again with facts stated that it lacks."""

    def __init__(
        self,
        rows: nw.DataFrame[Any],
        person: str | None,
        columns: dict[str, str | None],
        options: dict[str, Any],
        units: Mapping[str, str],
    ) -> None:
        self.rows, self.person, self.columns, self.options, self.units = rows, person, columns, options, units
        plan = Plan.of(
            rows.columns,
            person,
            units=units,
            columns=columns,
            rules=options["rules"],
            time_zone=options["time_zone"],
            give=(),
            keep=False,
        )
        self._column = {column.fact: column.name for column in plan.columns}

    def answers(
        self,
        give: Iterable[str],
        rows: nw.DataFrame[Any] | None = None,
        columns: Mapping[str, str | None] | None = None,
    ) -> dict[str, list[Any]]:
        """Interpret the frame and return columns of the verdicts as lists."""
        read = self.columns if columns is None else columns
        asked = self.rows if rows is None else rows
        return answers(asked.to_native(), self.person, give, units=self.units, columns=read, **self.options)

    def cells(self, fact: str) -> list[Any]:
        """Return what the frame holds of a fact, none where it is unknown."""
        column = self._column.get(fact)
        if column is not None:
            return [known(cell) for cell in self.rows[column].to_list()]
        stated = any(self.options.get(name) is not None for name, other in _BESIDE.items() if other == fact)
        return [stated or None] * len(self.rows)

    def lacking(self, ask: Ask, standing: Sequence[str | None]) -> list[bool]:
        """Tell which rows with a result lack a fact."""
        names = [*ask.unknown, *ask.known, *ask.unless]
        cells = {name: self.cells(name) for name in names}

        def lacks(at: int) -> bool:
            return ask.is_open(lambda name: cells[name][at])

        return [code is not None and lacks(at) for at, code in enumerate(standing)]

    def counting(
        self, asks: Iterable[Ask], lacks: Mapping[str, list[bool]], standing: Sequence[str | None]
    ) -> list[bool]:
        """Tell which rows that do not count would if the facts were stated where they are not."""
        asks = tuple(asks)
        gains = [code not in _COUNTING and any(lacks[ask.fact][at] for ask in asks) for at, code in enumerate(standing)]
        if not any(gains):
            return gains
        asked = self._stated(asks, lacks)
        if self.person is None:  # no row is the history of another
            asked = asked.filter(gains)
        names = {f"{_STATED}{name}": name for ask in asks for name in ask.states}
        read = {name: fact for name, fact in self.columns.items() if fact not in names.values()}
        read |= {self._column[name]: None for name in names.values() if name in self._column}
        found = iter(self.answers(("standing_il6",), asked, read | names)["standing_il6"])
        if self.person is None:
            return [is_asked and next(found) in _COUNTING for is_asked in gains]
        return [code in _COUNTING and is_asked for code, is_asked in zip(found, gains, strict=True)]

    def _stated(self, asks: Iterable[Ask], lacks: Mapping[str, list[bool]]) -> nw.DataFrame[Any]:
        """Return the frame with columns in which the answers stand where a fact is lacking."""
        stated: dict[str, list[str | None]] = {}
        for ask in asks:
            for name, fact in ask.states.items():
                before = stated.get(name) or [None if cell is None else str(cell) for cell in self.cells(name)]
                lacking = lacks[ask.fact]
                stated[name] = [str(fact) if lacks_it else cell for cell, lacks_it in zip(before, lacking, strict=True)]
        return self.rows.with_columns(
            nw.new_series(f"{_STATED}{name}", cells, nw.String(), backend=self.rows.implementation)
            for name, cells in stated.items()
        )
