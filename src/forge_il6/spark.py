"""
Frames of Apache Spark: the arguments and the columns of `forge_il6.frame`, wherever the rows lie.

Rows go to Python in Arrow batches and no person is called for alone. Where persons are told apart, the rows of
each are brought together by one shuffle, and a person who spans two batches is kept until the last row is there.
It needs PySpark 4, which the user brings, and the extra ``frame`` on every machine.

Examples:
    >>> from forge_il6.spark import interpret_frame  # doctest: +SKIP
    >>> verdicts = interpret_frame(draws, person="patient", units={"il6": "pg/mL"})  # doctest: +SKIP
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial, reduce
from importlib import import_module
from itertools import repeat
from typing import Any, Final

import attrs

from .asking.ruleset import RuleSet
from .errors import CaseError, MissingLibraryError, discreet, excerpt
from .frame.answers import empty
from .frame.batches import answered, arrow, whole_persons
from .frame.beside import Beside
from .frame.plan import Plan, check_units
from .rules import STANDARD

__all__ = ["interpret_frame"]

_DRAWS: Final = "draws"
_WHOSE, _FROM = "forge_il6_whose", "forge_il6_from"
"""Columns of a shuffle that carries the rows of several frames."""
_UNHASHED: Final = ("map<", "variant")
"""Types of columns that Spark does not hash."""


@attrs.frozen
class Job:
    """What every machine is told: how rows are read and answered, and what goes with them."""

    plan: Plan
    names: Mapping[str, str]
    """The name under which each answer stands."""
    columns: Mapping[str, tuple[str, ...]]
    """The columns that came along: of the draws, and of each other frame."""
    units: Mapping[str, str]

    @property
    def beside(self) -> tuple[str, ...]:
        """The other frames that came along."""
        return tuple(name for name in self.columns if name != _DRAWS)


def interpret_frame(
    frame: Any,
    person: str | None = None,
    *,
    units: Mapping[str, str] | None = None,
    columns: Mapping[str, str | None] | None = None,
    rules: RuleSet = STANDARD,
    time_zone: str | None = None,
    grip: Any = None,
    hrv: Any = None,
    sessions: Any = None,
    hs_crp: Any = None,
    give: Iterable[str] | None = None,
    keep: bool = True,
) -> Any:
    """
    Interpret every row of a frame of Spark; the arguments are those of `forge_il6.frame.interpret_frame`.

    Nothing is computed before Spark is asked for rows. A timestamp with a time zone is an instant: the zone of the
    Spark session is not taken for that of the person, so say *time_zone* or have a column of that name.

    Args:
        frame: one row a draw.
        person: the column that tells persons apart; the rows of each are brought together.
        units: as there.
        columns: as there.
        rules: the rule set; rules of your own have to be importable on every machine.
        time_zone: as there.
        grip: another frame of Spark, whose column *person* is of the same type.
        hrv: the same.
        sessions: the same.
        hs_crp: the same.
        give: as there.
        keep: as there.

    Raises:
        CaseError: a frame, a column, a unit or a fact that does not exist.
        RuleSetError: a rule that the other machines would not find.
    """
    names = _columns(frame, "frame")
    plan = Plan.of(names, person, units, columns, rules, time_zone, give, keep=keep)
    check_units(plan.columns, _are_numbers(frame))
    given = {"grip": grip, "hrv": hrv, "sessions": sessions, "hs_crp": hs_crp}
    others = {name: other for name, other in given.items() if other is not None}
    _check(others, frame, person, units or {})
    return _mapped({_DRAWS: frame, **others}, plan, plan.named(names), units or {})


def _mapped(frames: Mapping[str, Any], plan: Plan, names: Mapping[str, str], units: Mapping[str, str]) -> Any:
    """Return the frame of answers, which Spark works out when it is asked for rows."""
    wanted = {name: each.columns if plan.keep or name != _DRAWS else _read(plan) for name, each in frames.items()}
    job = Job(plan, names, {name: tuple(each) for name, each in wanted.items()}, units)
    sent, schema = pickle.dumps(job), _schema(frames[_DRAWS], job)
    numbered = {name: _numbered(each, wanted[name]) for name, each in frames.items()}
    if plan.person is None:
        return numbered[_DRAWS].mapInArrow(partial(_one_by_one, sent), schema)
    whose = {name: numbered[name].columns[job.columns[name].index(plan.person)] for name in frames}
    return _brought_together(numbered, whose).mapInArrow(partial(_told_apart, sent), schema)


# --- where Spark is asked from ---------------------------------------------------------------------


def _sql() -> Any:
    try:
        return import_module("pyspark.sql")
    except ModuleNotFoundError:
        msg = "frames of Spark need pyspark 4, which is not installed"
        raise MissingLibraryError(msg) from None


def _columns(frame: Any, name: str) -> list[str]:
    """
    Return the columns of a frame.

    Raises:
        CaseError: it is no frame of Spark, or two columns have one name.
    """
    if not hasattr(frame, "mapInArrow"):
        msg = f"{name}: got {discreet(frame)}; give a DataFrame of Spark, or use forge_il6.frame for other frames"
        raise CaseError(msg)
    columns: list[str] = frame.columns
    twice = next((each for number, each in enumerate(columns) if each in columns[:number]), None)
    if twice is not None:
        msg = f"{name}: two columns are called {excerpt(twice)}; rename one"
        raise CaseError(msg)
    return columns


def _are_numbers(frame: Any) -> dict[str, bool]:
    kinds = _sql().types.NumericType
    return {field.name: isinstance(field.dataType, kinds) for field in frame.schema.fields}


def _check(others: Mapping[str, Any], frame: Any, person: str | None, units: Mapping[str, str]) -> None:
    """
    Check what stands beside the draws here, and not on some machine after an hour.

    Raises:
        CaseError: no column of persons or one of another type, or a column that is nearly a fact.
    """
    pa = arrow()
    for name, other in others.items():
        _columns(other, name)
    kinds = {name: _are_numbers(other) for name, other in others.items()}
    empties = {
        name: pa.table(
            {column: pa.nulls(0, pa.float64() if is_number else pa.null()) for column, is_number in of.items()}
        )
        for name, of in kinds.items()
    }
    Beside.of(empties, person, units)
    for name, other in others.items():
        ours, theirs = (each.schema[person].dataType.simpleString() for each in (frame, other))
        if ours != theirs:
            msg = f"{name}: its column {excerpt(person)} holds {theirs} and that of the draws {ours}; cast one of them"
            raise CaseError(msg)


def _numbered(frame: Any, columns: Iterable[str]) -> Any:
    """Return some columns of a frame under plain names: Spark does not send every name that it holds."""
    escaped = [name.replace("`", "``") for name in columns]
    chosen = [_sql().functions.col(f"`{name}`") for name in escaped]
    return frame.select(*chosen).toDF(*(f"column_{number}" for number in range(len(chosen))))


def _read(plan: Plan) -> list[str]:
    """Return the names of the columns that are read."""
    read = [name for each in plan.columns for name in (each.name, each.unit_in) if name is not None]
    return list(dict.fromkeys([*read, *([] if plan.person is None else [plan.person])]))


def _schema(frame: Any, job: Job) -> Any:
    """Return the columns that come out, with their types."""
    types = _sql().types
    answers = [
        types.StructField(job.names[name], types.BooleanType() if column.is_flag else types.StringType())
        for name, column in empty(job.plan.give).items()
    ]
    return types.StructType([*(frame.schema.fields if job.plan.keep else ()), *answers])


def _brought_together(frames: Mapping[str, Any], whose: Mapping[str, str]) -> Any:
    """Bring the rows of each person to one machine, one after the other; a row of nobody may lie anywhere."""
    if len(frames) == 1:
        return _in_order(frames[_DRAWS], whose[_DRAWS])
    functions = _sql().functions
    parts = [
        each.select(
            functions.col(whose[name]).alias(_WHOSE),
            functions.lit(name).alias(_FROM),
            functions.struct(*each.columns).alias(name),
        )
        for name, each in frames.items()
    ]
    return _in_order(reduce(lambda some, more: some.unionByName(more, allowMissingColumns=True), parts), _WHOSE)


def _in_order(frame: Any, person: str) -> Any:
    """Shuffle by person; rows of nobody, which may be many, are spread by what stands in them."""
    functions = _sql().functions
    kinds = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
    hashed = [name for name, kind in kinds.items() if not any(each in kind for each in _UNHASHED)]
    apart = functions.when(functions.col(person).isNull(), functions.xxhash64(*hashed))
    return frame.repartition(functions.col(person), apart).sortWithinPartitions(person)


# --- where the rows are ----------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _received(sent: bytes) -> Job:
    """Return what was sent, read once in each process."""
    job: Job = pickle.loads(sent)  # noqa: S301  (written above)
    return job


def _one_by_one(sent: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Answer for batches of draws that have nothing to do with each other."""
    job = _received(sent)
    for table in _tables(batches):
        yield from answered(table.rename_columns(job.columns[_DRAWS]), job.plan, job.names).to_batches()


def _told_apart(sent: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Answer for batches in the order of their persons."""
    job = _received(sent)
    tables = _tables(batches)
    if not job.beside:
        named = (table.rename_columns(job.columns[_DRAWS]) for table in tables)
        for table in whole_persons(named, job.plan.person or ""):
            yield from answered(table, job.plan, job.names).to_batches()
        return
    for table in whole_persons(tables, _WHOSE):
        others = {name: _part(table, name, job.columns[name]) for name in job.beside}
        draws = _part(table, _DRAWS, job.columns[_DRAWS])
        if draws.num_rows:
            beside = Beside.of(others, job.plan.person, job.units, lambda _: repeat(None))
            yield from answered(draws, job.plan, job.names, beside).to_batches()


def _tables(batches: Iterable[Any]) -> Iterator[Any]:
    return (arrow().Table.from_batches([batch]) for batch in batches)


def _part(table: Any, name: str, columns: Iterable[str]) -> Any:
    """Return the rows of one frame out of a shuffle of several."""
    rows = table.filter(arrow().compute.equal(table[_FROM], name))[name].combine_chunks()
    return arrow().Table.from_arrays(rows.flatten(), names=list(columns))
