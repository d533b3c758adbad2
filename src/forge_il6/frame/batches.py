"""Rows that come in Arrow batches, one after the other: no person is parted, and answers stand beside their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from ..errors import MissingLibraryError
from .beside import Beside
from .engines import eager, with_answers
from .interpreting import answers_of
from .plan import Plan

__all__ = ["answered", "arrow", "instants", "whole_persons"]


def arrow() -> Any:
    """
    Return PyArrow, which is needed for such batches alone.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        import_module("pyarrow.compute")
        return import_module("pyarrow")
    except ModuleNotFoundError:
        msg = "this needs pyarrow, which is not installed; pip install pyarrow"
        raise MissingLibraryError(msg) from None


def whole_persons(tables: Iterable[Any], person: str) -> Iterator[Any]:
    """
    Yield tables that hold every row of each of their persons.

    Args:
        tables: in which the rows of a person follow each other; the last person of one may go on in the next.
        person: the column that tells persons apart; rows of nobody are not held back.
    """
    held: list[Any] = []
    for table in tables:
        start = _start_of_last(table[person]) if table.num_rows else 0
        goes_on = start == 0 and held and held[0][person][0] == table[person][0]
        if not goes_on:
            done = arrow().concat_tables([*held, table.slice(0, start)])
            held = []
            if done.num_rows:
                yield done
        if start < table.num_rows:
            held.append(table.slice(start))
    if held:
        yield arrow().concat_tables(held)


def _start_of_last(persons: Any) -> int:
    """Return where the rows of the last person begin; past the end, where they are nobody's."""
    last = persons[-1]
    found: int = arrow().compute.index(persons, last).as_py() if last.is_valid else -1
    return found if found >= 0 else len(persons)


def answered(table: Any, plan: Plan, names: Mapping[str, str], beside: Beside | None = None) -> Any:
    """
    Return a table with its answers, codes as plain text.

    Args:
        table: of whole persons, where persons are told apart.
        plan: what is asked.
        names: the name under which each answer stands.
        beside: what other frames say of the same persons.
    """
    answers = {names[name]: column for name, column in answers_of(eager(instants(table)), plan, beside).items()}
    whole: Any = with_answers(eager(table), answers, keep=plan.keep).to_native()
    return _recast(whole, arrow().types.is_dictionary, lambda kind: kind.value_type)


def instants(table: Any) -> Any:
    """Return the rows with their timestamps in UTC: their zone is that of a session or a file, and nobody's own."""
    pa = arrow()

    def is_instant(kind: Any) -> bool:
        return bool(pa.types.is_timestamp(kind)) and kind.tz is not None

    return _recast(table, is_instant, lambda kind: pa.timestamp(kind.unit, "UTC"))


def _recast(table: Any, is_meant: Callable[[Any], bool], instead: Callable[[Any], Any]) -> Any:
    for number, field in enumerate(table.schema):
        if is_meant(field.type):
            table = table.set_column(number, field.name, table[field.name].cast(instead(field.type)))
    return table
