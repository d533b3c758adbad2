"""
Frames against the same four decisions written by hand: ``python benchmarks/frames.py``; ``--write`` prints the docs.

Everything runs in turns in one process, by the clock. Answers are compared first; no time is asserted.
"""

# ruff: noqa: PLR2004  (a decision written by hand has its numbers in place; that is what it stands for)

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import numpy as np
import polars as pl

from forge_il6.frame import interpret_frame
from table import machine, write
from work_item import INTENSE, KINDS, LONG, plain_python

FOUR = ("standing_il6", "band", "pattern", "care")
CODES = (
    "standing_il6", "standing_hs_crp", "reasons", "reasons_hs_crp", "band", "possible_bands", "firmness", "care",
    "pattern", "pattern_tentative", "persistence", "trend", "change", "vitamin_d", "missing", "policy",
)  # fmt: skip
OF_COURSE = ("standing_il6", "band", "firmness", "care", "persistence", "trend", "change")
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L"}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "frames.md"
SEED = 20261120


def draws(rows: int) -> pl.DataFrame:
    """The cases of the work item, drawn by arrays: one value in ten on a line, none so high that it is an error."""
    chance = np.random.default_rng(SEED)
    kind = chance.integers(0, len(KINDS), rows)
    at = chance.integers(0, 1400, rows) * 1440 + chance.integers(0, 300, rows)
    first, hours = np.datetime64("2023-01-02T05:00", "us"), chance.integers(0, 480, rows)
    return pl.DataFrame(
        {
            "il6": _marker(chance, rows, 2.0, 0.8, 20.0, (1.2, 2.0, 3.0, 7.0)),
            "hs_crp": _marker(chance, rows, 1.6, 1.1, 80.0, (1.0, 3.0, 10.0)),
            "exercise": pl.Series(np.array(KINDS)[kind]).cast(pl.Categorical),
            "hours_since_exercise": pl.Series(np.where(kind == 0, np.nan, hours / 2)).fill_nan(None),
            "red_flags": pl.Series(np.where(chance.random(rows) < 0.05, "fever", "none")).cast(pl.Categorical),
            "fasting_hours": chance.integers(10, 15, rows),
            "age": chance.integers(18, 95, rows),
            "at_rest": True,
            "drawn_at": pl.Series(first + at.astype("timedelta64[m]")).dt.replace_time_zone("UTC"),
        }
    ).with_columns(pl.col("drawn_at").dt.convert_time_zone("Africa/Lagos"))  # one hour ahead, all year


def _marker(chance: Any, rows: int, median: float, spread: float, top: float, edges: tuple[float, ...]) -> Any:
    value = np.clip(median * chance.lognormal(0.0, spread, rows), 0.1, top)
    value = np.where(value < 10, np.round(value, 2), np.round(value, 1))
    return np.where(chance.random(rows) < 0.1, chance.choice(np.array(edges), rows), value)


def courses(persons: int, seed: int = SEED) -> pl.DataFrame:
    """Persons with five draws, weeks to months apart."""
    chance = np.random.default_rng(seed)
    rows = persons * 5
    days = chance.integers(20, 120, (persons, 5)).cumsum(axis=1).ravel() * 1440 + chance.integers(0, 180, rows)
    level = np.repeat(np.exp(chance.normal(np.log(1.8), 0.5, persons)), 5)
    trained = chance.random(rows) < 0.05
    return pl.DataFrame({
        "person": np.repeat(np.arange(persons), 5),
        "il6": np.clip(np.round(level * np.exp(chance.normal(0, 0.3, rows)), 2), 0.1, None),
        "exercise": pl.Series(np.where(trained, "hiit", "none")).cast(pl.Categorical),
        "hours_since_exercise": pl.Series(np.where(trained, 10.0, np.nan)).fill_nan(None),
        "fasting": True,
        "drawn_at": pl.Series(np.datetime64("2025-01-02T05:00", "us") + days.astype("timedelta64[m]"))
        .dt.replace_time_zone("UTC").dt.convert_time_zone("Africa/Lagos"),
    })  # fmt: skip


# --- by hand -----------------------------------------------------------------------------------------


def by_hand() -> list[pl.Expr]:
    """The work item as expressions of Polars."""
    kind, hours = pl.col("exercise").cast(pl.String), pl.col("hours_since_exercise")
    il6, crp = pl.col("il6"), pl.col("hs_crp")
    fever, none = pl.col("red_flags").cast(pl.String) == "fever", pl.lit(None, pl.String)
    intense, long, race, moderate = kind.is_in(INTENSE), kind.is_in(LONG), kind == "race", kind == "moderate"
    void = (intense & (hours < 24)) | (long & (hours < 24)) | (race & (hours < 72)) | (moderate & (hours < 6))
    shaky = (long & (hours < 48)) | (race & (hours < 168)) | (moderate & (hours < 24))
    crp_void = (intense & (hours < 48)) | (long & (hours < 72)) | (race & (hours < 168))
    void, shaky, crp_void = (each.fill_null(value=False) for each in (void, shaky, crp_void))
    when, say = pl.when, pl.lit
    standing = (
        when(void).then(say("void")).when(crp > 10).then(say("unverified"))
        .when(shaky).then(say("tentative")).otherwise(say("valid"))
    )  # fmt: skip
    band = (
        when(void).then(none).when(il6 < 1.2).then(say("optimal")).when(il6 <= 2).then(say("above_target"))
        .when(il6 <= 3).then(say("elevated")).when(il6 <= 7).then(say("high")).otherwise(say("beyond_range"))
    )  # fmt: skip
    raised = il6 > 2
    pattern = (
        when(crp > 10).then(say("suspended")).when(void).then(say("il6_void"))
        .when(crp < 1).then(when(raised).then(say("il6_only")).otherwise(say("both_low")))
        .when(crp_void).then(say("crp_void"))
        .when(crp <= 3).then(when(raised).then(say("il6_leading")).otherwise(say("crp_average")))
        .otherwise(when(raised).then(say("both_raised")).otherwise(say("crp_only")))
    )  # fmt: skip
    beyond = (il6 > 7) | (crp > 10)
    care = (
        when(fever).then(when(beyond).then(say("same_day")).otherwise(say("clinician_evaluation")))
        .when(beyond | void).then(say("repeat")).otherwise(say("none"))
    )  # fmt: skip
    named = zip(FOUR, (standing, band, pattern, care), strict=True)
    return [each.alias(name) for name, each in named]


def in_duckdb(frame: Any) -> Any:
    """The same four in SQL."""
    given = duckdb.from_arrow(frame)
    intense, long = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (INTENSE, LONG))
    return given.query(
        "draws",
        f"""
        with timed as (select *, exercise as kind, coalesce(hours_since_exercise, 0) as hours from draws),
        judged as (select *,
          case when kind in ('none', 'light') then 'valid'
            when kind = 'moderate'
              then case when hours < 6 then 'void' when hours < 24 then 'tentative' else 'valid' end
            when kind = 'race'
              then case when hours < 72 then 'void' when hours < 168 then 'tentative' else 'valid' end
            when hours < 24 then 'void'
            when kind in ({long}) and hours < 48 then 'tentative' else 'valid' end as standing,
          case when kind in ({intense}) then hours < 48 when kind in ({long}) then hours < 72
            else kind = 'race' and hours < 168 end as crp_void from timed)
        select case when standing <> 'void' and hs_crp > 10 then 'unverified' else standing end as standing_il6,
          case when standing = 'void' then null when il6 < 1.2 then 'optimal' when il6 <= 2 then 'above_target'
            when il6 <= 3 then 'elevated' when il6 <= 7 then 'high' else 'beyond_range' end as band,
          case when hs_crp > 10 then 'suspended' when standing = 'void' then 'il6_void'
            when hs_crp < 1 then case when il6 > 2 then 'il6_only' else 'both_low' end
            when crp_void then 'crp_void'
            when hs_crp <= 3 then case when il6 > 2 then 'il6_leading' else 'crp_average' end
            when il6 > 2 then 'both_raised' else 'crp_only' end as pattern,
          case when red_flags = 'fever' then
              case when il6 > 7 or hs_crp > 10 then 'same_day' else 'clinician_evaluation' end
            when il6 > 7 or hs_crp > 10 or standing = 'void' then 'repeat' else 'none' end as care
        from judged""",  # noqa: S608  (our own words)
    ).to_arrow_table()


def row_by_row(frame: Any) -> Any:
    """The same by pandas, a Python function a row."""
    columns = ["exercise", "hours_since_exercise", "il6", "hs_crp", "red_flags"]
    return frame[columns].apply(lambda row: plain_python(*row.iloc[:4], row.iloc[4] == "fever"), axis=1)


# --- measuring ---------------------------------------------------------------------------------------


def best(act: Callable[[], Any], rounds: int = 3) -> float:
    """The seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(rounds):
        gc.collect()
        start = perf_counter()
        act()
        seconds.append(perf_counter() - start)
    return min(seconds)


def rows_of_table(rows: int, persons: int) -> list[tuple[str, str]]:
    """Measure everything, the first call first."""
    frame, people = draws(rows), courses(persons)
    arrow, few = frame.to_arrow(), frame.head(min(rows, 20_000)).to_pandas()

    def ask(given: Any, give: tuple[str, ...], person: str | None = None) -> Any:
        units = UNITS if person is None else {"il6": "pg/mL"}
        return interpret_frame(given, person, units=units, give=give, keep=False)

    start = perf_counter()
    mine = ask(frame, FOUR)
    found = [(f"this library, four decisions, first call on {rows:,} rows", _seconds(perf_counter() - start))]
    theirs = frame.lazy().select(by_hand()).collect()
    for name in FOUR:
        if mine[name].cast(pl.String).to_list() != theirs[name].to_list():
            sys.exit(f"{name}: the answers differ")
    speeds: list[tuple[str, Callable[[], Any], int]] = [
        ("Polars lazy, four decisions by hand", lambda: frame.lazy().select(by_hand()).collect(), rows),
        ("DuckDB, four decisions by hand", lambda: in_duckdb(arrow), rows),
        ("pandas `apply`, four decisions by hand", lambda: row_by_row(few), len(few)),
        ("this library, four decisions, Polars", lambda: ask(frame, FOUR), rows),
        ("this library, four decisions, PyArrow", lambda: ask(arrow, FOUR), rows),
    ]
    found += [(name, _rate(count / best(act), "rows")) for name, act, count in speeds]
    start = perf_counter()
    ask(arrow, CODES)
    found.append((f"this library, every code of a row, first call on {rows:,} rows", _seconds(perf_counter() - start)))
    found += [
        ("this library, every code of a row, Polars", _rate(rows / best(lambda: ask(frame, CODES)), "rows")),
        ("this library, every code of a row, PyArrow", _rate(rows / best(lambda: ask(arrow, CODES)), "rows")),
    ]
    start = perf_counter()
    ask(people, OF_COURSE, "person")
    first = _seconds(perf_counter() - start)
    found.append((f"this library, courses of five draws, first call on {persons:,} persons", first))
    others = courses(persons, SEED + 1)
    start = perf_counter()
    ask(others, OF_COURSE, "person")
    further = persons / (perf_counter() - start)
    found.append(("this library, courses of five draws, as many other persons", _rate(further, "persons")))
    steady = persons / best(lambda: ask(people, OF_COURSE, "person"), 2)
    found.append(("this library, courses of five draws, patterns all known", _rate(steady, "persons")))
    lone = people.head(1000)
    alone = 200 / best(lambda: ask(lone, (*OF_COURSE, "set_point"), "person"), 1)
    found.append(("this library, courses of five draws, row by row", _rate(alone, "persons")))
    whole = frame.head(1000)
    found.append((
        "this library, everything with the line in words, each row by itself",
        _rate(1000 / best(lambda: interpret_frame(whole, units=UNITS), 1), "rows"),
    ))  # fmt: skip
    return found


def _rate(per_second: float, of: str) -> str:
    return f"{per_second / 1e6:.2f} M {of}/s" if per_second >= 1e5 else f"{per_second:,.0f} {of}/s"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"


def main() -> None:
    """Measure, print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/frames.md")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=10_000)
    options = parser.parse_args()
    table = rows_of_table(options.rows, options.persons)
    load = f"{os.getloadavg()[0]:.0f}"
    lines = ["| measured | result |", "|---|---:|", *(f"| {name} | {result} |" for name, result in table)]
    block = f"{machine()} Other work kept the machine at a load of {load}.\n\n" + "\n".join(lines)
    print(block)
    if options.write:
        write(block, PAGE, "frames")


if __name__ == "__main__":
    main()
