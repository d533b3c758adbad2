"""
A file of draws in, a file of verdicts out or a report on them all, in the order of the rows and however large it is.

It needs PyArrow beside what frames need. Parquet, CSV and NDJSON go in and out in any combination.

Examples:
    >>> interpret_file("cohort.parquet", "verdicts.parquet", units={"il6": "pg/mL"})  # doctest: +SKIP
    Told(rows=40000000, failed=112)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple

from .. import __version__
from ..asking.ruleset import RuleSet
from ..errors import CaseError, excerpt
from ..rules import STANDARD
from ..summary import Summary, Tally
from .batches import answered, arrow, instants
from .description import check_row_id, count
from .engines import eager
from .parts import Parts
from .plan import ERROR, Plan, check_units
from .sources import WRONG, Source, form_of, opened_file, readable
from .streams import Persons, Stream

__all__ = ["Told", "describe_file", "interpret_file"]

Named = str | PathLike[str]
"""The name of a file."""
Watch = Callable[[int, int | None], None]
"""What is called with the number of rows that are done, and of all rows where the file says so."""

_ASKED: Final = ("columns", "person", "time_zone", "give", "keep")


class Told(NamedTuple):
    """What became of the rows of a file."""

    rows: int
    failed: int
    """How many of them could not be interpreted; the column ``error`` says why."""


def interpret_file(
    source: Named,
    target: Named,
    person: str | None = None,
    *,
    units: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    rules: RuleSet = STANDARD,
    time_zone: str | None = None,
    grip: Named | None = None,
    hrv: Named | None = None,
    sessions: Named | None = None,
    hs_crp: Named | None = None,
    give: Iterable[str] | None = None,
    keep: bool = True,
    resume: bool = False,
    watch: Watch | None = None,
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
        grip: a file of sessions of the same persons, in the same order, as the frame there.
        hrv: the same.
        sessions: the same.
        hs_crp: the same.
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
    others = {"grip": grip, "hrv": hrv, "sessions": sessions, "hs_crp": hs_crp}
    with readable(path):
        file = opened_file(path)
        plan = Plan.of(file.columns, person, units, columns, rules, time_zone, give, keep=keep)
        return _interpreted(_stream(file, plan, others, units or {}), end, plan, watch, resume=resume)


def _stream(file: Source, plan: Plan, others: Mapping[str, Named | None], units: Mapping[str, str]) -> Stream:
    """
    Open the files that stand beside one, and check them all.

    Raises:
        CaseError: as `interpret_file`.
    """
    check_units(plan.columns, file.are_numbers)
    opened = {name: opened_file(Path(each)) for name, each in others.items() if each is not None}
    stream = Stream(file, opened, plan.person, units)
    stream.check()
    return stream


def _interpreted(stream: Stream, end: Path, plan: Plan, watch: Watch | None, *, resume: bool) -> Told:
    file = stream.draws
    names = plan.named(file.columns)
    _check_flat(file, end, keep=plan.keep)
    with readable(end):
        parts = Parts(end, _job(stream, plan), resume=resume)
    for each in stream.parts(parts.rows):
        _keep(parts, _said(each, plan, names, stream.units), names[ERROR])
        if watch is not None:
            watch(parts.rows, file.total)
    if not parts.rows:
        _keep(parts, _said(Persons(file.empty, {}, {}), plan, names, {}), names[ERROR])
    with readable(end):
        parts.finish()
    return Told(parts.rows, parts.failed)


def _keep(parts: Parts, table: Any, error: str) -> None:
    parts.add(table, table.num_rows - table[error].null_count)


def _job(stream: Stream, plan: Plan) -> dict[str, Any]:
    """Return what has to be the same for a run to be gone on with."""
    asked = {name: repr(getattr(plan, name)) for name in _ASKED}
    beside = {name: repr(_stated(each.path)) for name, each in stream.others.items()}
    return {
        **_stated(stream.draws.path), **asked, **beside,
        "units": repr(sorted(stream.units.items())), "rules": plan.rules.digest, "version": __version__,
    }  # fmt: skip


def _stated(path: Path) -> dict[str, Any]:
    stated = path.stat()
    return {"source": path.name, "size": stated.st_size, "time of the source": stated.st_mtime_ns}


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


def _said(each: Persons, plan: Plan, names: Mapping[str, str], units: Mapping[str, str]) -> Any:
    """Return the rows with their answers; a row that could not be taken apart has nothing but its error."""
    table, beside = each.draws, each.beside(plan.person, units)
    if WRONG not in table.column_names:
        return answered(table, plan, names, beside)
    wrong = table[WRONG]
    whole = answered(table.drop_columns([WRONG]), plan, names, beside)
    if wrong.null_count == len(wrong):
        return whole
    pc = arrow().compute
    for name, stands in names.items():
        column = whole[stands]
        nothing = arrow().scalar(None, column.type)
        said = pc.coalesce(wrong, column) if name == ERROR else pc.if_else(pc.is_valid(wrong), nothing, column)
        whole = whole.set_column(whole.column_names.index(stands), stands, said)
    return whole


def describe_file(
    source: Named,
    person: str | None = None,
    *,
    row_id: str | None = None,
    units: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    rules: RuleSet = STANDARD,
    time_zone: str | None = None,
    watch: Watch | None = None,
    **beside: Named | None,
) -> Summary:
    """
    Report on every row of a file, as `describe` does on a frame; the other arguments are those of `interpret_file`.

    Args:
        source: as there.
        person: as there.
        row_id: the column by which rows are named whose care cannot wait; otherwise their number from 0.
        units: as there.
        columns: as there.
        rules: as there.
        time_zone: as there.
        watch: as there.
        beside: the other files, `grip`, `hrv`, `sessions` and `hs_crp`.

    Raises:
        CaseError: as `interpret_file`, or there is no column *row_id*.
    """
    path = Path(source)
    with readable(path):
        file = opened_file(path)
        check_row_id(row_id, file.columns)
        plan = Plan.of(file.columns, person, units, columns, rules, time_zone, (), keep=False)
        stream = _stream(file, plan, beside, units or {})
        tally, done = Tally(rules), 0
        for each in stream.parts(0):
            rows, numbers = _taken_apart(each.draws, tally, done)
            options = {"rules": rules, "time_zone": time_zone, **each.others}
            count(tally, rows, numbers if row_id is None else rows[row_id].to_list(), person, units, columns, options)
            done += each.draws.num_rows
            if watch is not None:
                watch(done, file.total)
    return tally.summary()


def _taken_apart(table: Any, tally: Tally, start: int) -> tuple[Any, list[int]]:
    """Return the rows that could be taken apart with their numbers in the file; the others are counted as unread."""
    numbers = range(start, start + table.num_rows)
    if WRONG not in table.column_names:
        return eager(instants(table)), list(numbers)
    is_whole = table[WRONG].is_null()
    kept = is_whole.to_pylist()
    for each in kept:
        if not each:
            tally.add_unread()
    rows = table.filter(is_whole).drop_columns([WRONG])
    return eager(instants(rows)), [number for number, each in zip(numbers, kept, strict=True) if each]
