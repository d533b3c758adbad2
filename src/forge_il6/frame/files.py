"""
A file of draws in, a file of verdicts out, in the order of the rows and however large it is.

It needs PyArrow beside what frames need. Parquet, CSV and NDJSON go in and out in any combination.

Examples:
    >>> interpret_file("cohort.parquet", "verdicts.parquet", units={"il6": "pg/mL"})  # doctest: +SKIP
    Told(rows=40000000, failed=112)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple

from .. import __version__
from ..asking.ruleset import RuleSet
from ..errors import CaseError, excerpt
from ..rules import STANDARD
from .batches import answered, arrow, whole_persons
from .parts import Parts
from .plan import ERROR, Plan, check_units
from .sources import WRONG, Source, form_of, opened_file, readable

__all__ = ["Told", "interpret_file"]

_ASKED: Final = ("columns", "person", "time_zone", "give", "keep")


class Told(NamedTuple):
    """What became of the rows of a file."""

    rows: int
    failed: int
    """How many of them could not be interpreted; the column ``error`` says why."""


def interpret_file(
    source: str | PathLike[str],
    target: str | PathLike[str],
    person: str | None = None,
    *,
    units: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    rules: RuleSet = STANDARD,
    time_zone: str | None = None,
    give: Iterable[str] | None = None,
    keep: bool = True,
    resume: bool = False,
    watch: Callable[[int, int | None], None] | None = None,
) -> Told:
    """
    Interpret every row of a file; the arguments in the middle are those of `interpret_frame`.

    Args:
        source: a file whose name ends in ``.parquet``, ``.csv``, ``.tsv``, ``.ndjson`` or ``.jsonl``.
        target: the same; it appears when it is whole, and until then its parts stand in a folder beside it.
        person: the column that tells persons apart; the rows have to be in its order.
        units: as there.
        columns: as there.
        rules: as there.
        time_zone: as there.
        give: as there.
        keep: as there.
        resume: whether to go on with a run that was stopped.
        watch: called with the number of rows that are done, and of all rows where the file says so.

    Raises:
        CaseError: a file that cannot be read or written, whose rows are not in the order of persons, or whose
            columns are not what is asked for; a run that was stopped and is not gone on with.
    """
    path, end = Path(source), Path(target)
    form_of(end)
    with readable(path):
        file = opened_file(path)
        plan = Plan.of(file.columns, person, units, columns, rules, time_zone, give, keep=keep)
        return _interpreted(file, end, plan, watch, resume=resume)


def _interpreted(
    file: Source, end: Path, plan: Plan, watch: Callable[[int, int | None], None] | None, *, resume: bool
) -> Told:
    check_units(plan.columns, file.are_numbers)
    names = plan.named(file.columns)
    _check_flat(file, end, keep=plan.keep)
    with readable(end):
        parts = Parts(end, _job(file.path, plan), resume=resume)
    for table in _in_parts(file, plan, parts.rows):
        _keep(parts, _said(table, plan, names), names[ERROR])
        if watch is not None:
            watch(parts.rows, file.total)
    if not parts.rows:
        _keep(parts, _said(file.empty, plan, names), names[ERROR])
    with readable(end):
        parts.finish()
    return Told(parts.rows, parts.failed)


def _keep(parts: Parts, table: Any, error: str) -> None:
    parts.add(table, table.num_rows - table[error].null_count)


def _job(path: Path, plan: Plan) -> dict[str, Any]:
    """Return what has to be the same for a run to be gone on with."""
    stated = path.stat()
    asked = {name: repr(getattr(plan, name)) for name in _ASKED}
    file = {"source": path.name, "size": stated.st_size, "time of the source": stated.st_mtime_ns}
    return {**file, **asked, "rules": plan.rules.digest, "version": __version__}


def _check_flat(file: Source, target: Path, *, keep: bool) -> None:
    """
    Check that what is kept can be written.

    Raises:
        CaseError: a column of lists or objects, which CSV has not.
    """
    if form_of(target) != "csv" or not keep:
        return
    nested = next((field.name for field in file.empty.schema if arrow().types.is_nested(field.type)), None)
    if nested is not None:
        msg = f"{target}: the column {excerpt(nested)} holds lists or objects, which CSV cannot; write Parquet"
        raise CaseError(msg)


def _in_parts(file: Source, plan: Plan, start: int) -> Iterator[Any]:
    """Yield the rows from one on: whole persons, where persons are told apart."""
    tables = file.tables(start)
    if plan.person is None:
        return tables
    return whole_persons(_in_order(tables, plan.person, file.path), plan.person)


def _in_order(tables: Iterable[Any], person: str, path: Path) -> Iterator[Any]:
    """
    Check that nobody comes back, by the order in which persons stand; rows of nobody stand anywhere.

    Raises:
        CaseError: somebody might.
    """
    pa = arrow()
    last: list[Any] = []
    for table in tables:
        keys = table[person].drop_null()
        if pa.types.is_dictionary(keys.type):
            keys = keys.cast(keys.type.value_type)
        keys = pa.chunked_array([*last, *keys.chunks], keys.type)
        if pa.compute.any(pa.compute.greater(keys[:-1], keys[1:])).as_py():
            msg = (
                f"{path}: its rows are not in the order of {excerpt(person)}, so a person might come back; sort it by "
                "that column first, such as with ORDER BY of DuckDB, or interpret it as a frame"
            )
            raise CaseError(msg)
        last = [keys[-1:].combine_chunks()] if len(keys) else []
        yield table


def _said(table: Any, plan: Plan, names: Mapping[str, str]) -> Any:
    """Return the rows with their answers; a row that could not be taken apart has nothing but its error."""
    if WRONG not in table.column_names:
        return answered(table, plan, names)
    wrong = table[WRONG]
    whole = answered(table.drop_columns([WRONG]), plan, names)
    if wrong.null_count == len(wrong):
        return whole
    pc = arrow().compute
    for name, stands in names.items():
        column = whole[stands]
        nothing = arrow().scalar(None, column.type)
        said = pc.coalesce(wrong, column) if name == ERROR else pc.if_else(pc.is_valid(wrong), nothing, column)
        whole = whole.set_column(whole.column_names.index(stands), stands, said)
    return whole
