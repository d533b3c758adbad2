"""The door: a frame of draws in, the same kind of frame with a verdict a row out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import narwhals as nw

from ..asking.ruleset import RuleSet
from ..rules import STANDARD
from .answers import empty
from .beside import Beside
from .courses import answers_of_persons
from .draws import answers_of_draws
from .encoded import Batch
from .engines import Coded, later, opened, with_answers
from .plan import Plan, check_units

__all__ = ["answers_of", "interpret_frame"]

Frame = TypeVar("Frame")


def interpret_frame(
    frame: Frame,
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
) -> Frame:
    """
    Interpret every row of a frame, one draw a row; what cannot be read says why in ``error`` and costs no other row.

    Args:
        frame: of pandas, Polars (eager or lazy), PyArrow, DuckDB, or another engine of narwhals;
            its columns are named as the facts of the case document.
        person: the column that tells persons apart: a row's earlier rows are then its history.
        units: for results that are plain numbers their unit, or the column that holds it.
        columns: for columns with other names the fact that each holds; None where none is to be read.
        rules: the rule set.
        time_zone: IANA name, for times without an offset and for local dates.
        grip: a frame of sessions of the same persons, with the keys of `GripSession` as columns.
        hrv: the same of days of heart rate variability, as `HrvDay`.
        sessions: the same of training sessions, as `Session`.
        hs_crp: the same of hs-CRP results, as `HsCrp`.
        give: the columns of the verdict that are wanted, such as ``("band", "care")``; otherwise all.
        keep: whether the columns of the frame stand beside them; an answer whose name is taken is
            then called ``verdict_`` and its name.

    Raises:
        CaseError: a frame, a column, a unit or a fact that does not exist.
    """
    rows = opened(frame)
    schema = rows.collect_schema()
    plan = Plan.of(list(schema), person, units, columns, rules, time_zone, give, keep=keep)
    check_units(plan.columns, {name: kind.is_numeric() for name, kind in schema.items()})
    beside = Beside.of({"grip": grip, "hrv": hrv, "sessions": sessions, "hs_crp": hs_crp}, person, units or {})
    return cast("Frame", _answered(rows, plan, beside, plan.named(schema)))


def _answered(
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any], plan: Plan, beside: Beside | None, names: Mapping[str, str]
) -> Any:
    """Return the frame of the caller with answers under their names, as soon as its rows are there."""

    def answered(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        answers = answers_of(rows, plan, beside)
        return with_answers(rows, {names[name]: column for name, column in answers.items()}, keep=plan.keep)

    if isinstance(frame, nw.DataFrame):
        return answered(frame).to_native()
    return later(frame, answered, {names[name]: column for name, column in empty(plan.give).items()}, keep=plan.keep)


def answers_of(rows: nw.DataFrame[Any], plan: Plan, beside: Beside | None = None) -> dict[str, Coded]:
    """
    Answer for rows that are there: whole persons, where persons are told apart.

    Args:
        rows: of any engine.
        plan: what is asked of them.
        beside: what other frames say of the same persons.
    """
    if plan.person is None:
        return answers_of_draws(Batch(rows, plan), plan.give)
    return answers_of_persons(Batch(rows, plan), rows[plan.person], plan.give, beside)
