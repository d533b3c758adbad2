"""
Frames against the same four decisions written by hand: ``python benchmarks/frames.py``; ``--write`` prints the docs.

Everything runs in turns in one process, by the clock and by the time that its threads spend on processors, which other
work on the machine changes less. Answers are compared first; no time is asserted.
``--large`` adds 100 million draws, which come and go in batches.
"""

# ruff: noqa: PLR2004  (shares and sizes of made-up draws have their numbers in place)

from __future__ import annotations

import argparse
import gc
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from forge_il6.asking.ruleset import RuleSet
from forge_il6.frame import interpret_frame
from forge_il6.frame.draws import Draws
from forge_il6.frame.encoded import Batch
from forge_il6.frame.engines import opened
from forge_il6.frame.plan import Plan
from forge_il6.rules import STANDARD
from forge_il6.testing import cohort
from frames_by_hand import (
    FOUR,
    NONE,
    WORDS,
    in_duckdb,
    item,
    look_up_table,
    row_by_row,
    with_look_up,
    with_polars,
    with_select,
)
from table import machine, write
from work_item import KINDS

CODES = (
    "standing_il6", "standing_hs_crp", "reasons", "reasons_hs_crp", "band", "possible_bands", "firmness", "care",
    "pattern", "pattern_tentative", "persistence", "trend", "change", "vitamin_d", "missing", "policy",
)  # fmt: skip
OF_COURSE = ("standing_il6", "band", "firmness", "care", "persistence", "trend", "change")
FLAGS = ("none", "fever")
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L"}
Line = tuple[str, str, str]
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
            "exercise": pl.Series(np.array(KINDS)[kind]).cast(pl.Enum(KINDS)),
            "hours_since_exercise": pl.Series(np.where(kind == 0, np.nan, hours / 2)).fill_nan(None),
            "red_flags": pl.Series(np.where(chance.random(rows) < 0.05, "fever", "none")).cast(pl.Enum(FLAGS)),
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


# --- measuring ---------------------------------------------------------------------------------------


class Spent(NamedTuple):
    """The seconds of the fastest round, by the clock and of all processors together."""

    by_clock: float = float("inf")
    of_processors: float = float("inf")

    def or_faster(self, act: Callable[[], Any]) -> Spent:
        """Measure one more round."""
        gc.collect()
        start, began = perf_counter(), process_time()
        act()
        return Spent(min(self.by_clock, perf_counter() - start), min(self.of_processors, process_time() - began))

    def rates(self, count: int, of: str) -> tuple[str, str]:
        """Write how many that is a second, and a second of one core."""
        return _rate(count / self.by_clock, of), _rate(count / self.of_processors, of)

    def seconds(self) -> tuple[str, str]:
        """Write the seconds themselves."""
        return f"{self.by_clock:.1f} s", f"{self.of_processors:.1f} s"


def in_turns(jobs: dict[str, Callable[[], Any]], rounds: int = 3) -> dict[str, Spent]:
    """Measure each job some times, one after the other, so that none has a quiet minute for itself."""
    spent = dict.fromkeys(jobs, Spent())
    for _ in range(rounds):
        for name, act in jobs.items():
            spent[name] = spent[name].or_faster(act)
    return spent


def ask(given: Any, give: tuple[str, ...], person: str | None = None, rules: RuleSet = STANDARD) -> Any:
    """What is measured of this library."""
    units = UNITS if person is None else {"il6": "pg/mL"}
    return interpret_frame(given, person, units=units, give=give, rules=rules, keep=False)


def compared(frame: pl.DataFrame, by_hand: pl.DataFrame) -> None:
    """Stop where a contender answers otherwise than the library."""
    mine, columns = ask(frame, FOUR), _columns(by_hand)
    looked_up = with_look_up(columns, look_up_table())
    others: dict[str, Any] = {
        "Polars": with_polars(by_hand), "NumPy select": with_select(columns), "DuckDB": in_duckdb(by_hand.to_arrow()),
        "NumPy look-up": {name: looked_up[:, at] for at, name in enumerate(FOUR)},
    }  # fmt: skip
    for name in FOUR:
        words = pl.Series([*WORDS[name], *[None] * (NONE + 1 - len(WORDS[name]))], dtype=pl.String)
        for who, answers in others.items():
            if not words.gather(np.asarray(answers[name])).eq_missing(mine[name].cast(pl.String)).all():
                sys.exit(f"{who} says otherwise of {name}")


def _columns(by_hand: pl.DataFrame) -> dict[str, Any]:
    return {name: by_hand[name].to_numpy() for name in by_hand.columns}


def inside(frame: Any) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """What happens inside: columns to answers in codes, and the part of it that begins with numbers in their cells."""
    rows: Any = opened(frame)
    plan = Plan.of(list(rows.columns), None, UNITS, None, STANDARD, None, FOUR, keep=False)
    placed = Batch(rows, plan)
    return lambda: Draws(Batch(rows, plan)).answers(plan.give), lambda: Draws(placed).answers(plan.give)


def of_draws(rows: int) -> list[Line]:
    """Measure everything but courses on so many draws."""
    frame = draws(rows)
    by_hand, arrow = item(frame), frame.to_arrow()
    compared(frame, by_hand)
    columns, table, theirs = _columns(by_hand), look_up_table(), by_hand.to_arrow()
    few, (to_codes, from_cells) = by_hand.head(20_000).to_pandas(), inside(arrow)
    ask(frame, CODES)
    jobs: dict[str, tuple[Callable[[], Any], int]] = {
        "what they read, copied": (lambda: [each.copy() for each in columns.values()], rows),
        "four decisions, NumPy comparisons and look-up, one core": (lambda: with_look_up(columns, table), rows),
        "four decisions, Polars lazy": (lambda: with_polars(by_hand), rows),
        "four decisions, DuckDB": (lambda: in_duckdb(theirs), rows),
        "four decisions, NumPy select": (lambda: with_select(columns), rows),
        "four decisions, pandas `apply`": (lambda: row_by_row(few), len(few)),
        "four decisions, **this library**, Polars": (lambda: ask(frame, FOUR), rows),
        "four decisions, **this library**, PyArrow": (lambda: ask(arrow, FOUR), rows),
        "four decisions, **this library**, inside: columns to codes": (to_codes, rows),
        "four decisions, **this library**, inside: cells to codes": (from_cells, rows),
        "every code of a row, **this library**, Polars": (lambda: ask(frame, CODES), rows),
        "every code of a row, **this library**, PyArrow": (lambda: ask(arrow, CODES), rows),
    }
    spent = in_turns({name: act for name, (act, _) in jobs.items()})
    return [(f"{_millions(rows)}: {name}", *spent[name].rates(count, "rows")) for name, (_, count) in jobs.items()]


def first_calls(rows: int) -> list[Line]:
    """Measure what a process pays once, for cases that it has not met: a rule set that just came knows none."""
    frame, found = draws(rows).to_arrow(), list[Line]()
    for name, give in (("four decisions", FOUR), ("every code of a row", CODES)):
        rules = pickle.loads(pickle.dumps(STANDARD))  # noqa: S301  (our own)
        spent = Spent().or_faster(partial(ask, frame, give, rules=rules))
        found.append((f"{_millions(rows)}: {name}, **this library**, first call", *spent.seconds()))
    return found


def streamed(rows: int, batch: int = 1_000_000) -> Line:
    """Measure draws that come in batches, none of which is kept; to make them is not counted."""
    each = [Spent().or_faster(partial(ask, draws(batch).to_arrow(), CODES)) for _ in range(rows // batch)]
    whole = Spent(*map(sum, zip(*each, strict=True)))
    what = f"{_millions(rows)} in batches: every code of a row, **this library**, PyArrow"
    return what, *whole.rates(rows, "rows")


def of_persons(persons: int) -> list[Line]:
    """Measure courses, and rows that are asked about one by one."""
    people, others, whole = courses(persons), courses(persons, SEED + 1), draws(1000)
    lone, course = people.head(1000), "courses of five draws, **this library**"
    first, further = (Spent().or_faster(partial(ask, each, OF_COURSE, "person")) for each in (people, others))
    steady = in_turns({course: partial(ask, people, OF_COURSE, "person")}, 2)[course]
    with_level = in_turns({course: partial(ask, people, (*OF_COURSE, "set_point", "low", "high"), "person")}, 2)[course]
    alone = Spent().or_faster(partial(ask, lone, (*OF_COURSE, "summary"), "person"))
    in_words = Spent().or_faster(partial(interpret_frame, whole, units=UNITS))
    return [
        (f"{course}, first call on {persons:,} persons", *first.seconds()),
        (f"{course}, as many other persons", *further.rates(persons, "persons")),
        (f"{course}, the first persons again", *steady.rates(persons, "persons")),
        (f"{course}, the same with set point, low and high", *with_level.rates(persons, "persons")),
        (f"{course}, with the line in words, row by row", *alone.rates(200, "persons")),
        ("everything with the line in words, **this library**, each row by itself", *in_words.rates(1000, "rows")),
    ]


def of_cohort(persons: int) -> list[Line]:
    """Measure persons as they are: several laboratories, meals, training, infections, and a fact in four unknown."""
    groups = [cohort(persons, seed=seed).draws for seed in range(SEED, SEED + 3)]
    spent = [Spent().or_faster(partial(interpret_frame, each, "person", give=OF_COURSE, keep=False)) for each in groups]
    which = ("first call on as many persons", "as many others", "as many others again")
    return [
        (f"cohort of {persons:,} persons, **this library**, {said}", *each.rates(persons, "persons"))
        for said, each in zip(which, spent, strict=True)
    ]


def _rate(per_second: float, of: str) -> str:
    return f"{per_second / 1e6:.2f} M {of}/s" if per_second >= 1e5 else f"{per_second:,.0f} {of}/s"


def _millions(rows: int) -> str:
    return f"{rows / 1e6:g} M draws"


def main() -> None:
    """Measure, print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/frames.md")
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--large", action="store_true", help="100 million draws in batches as well")
    options = parser.parse_args()
    table = [*first_calls(options.rows[0]), *(line for rows in options.rows for line in of_draws(rows))]
    if options.large:
        table.append(streamed(100_000_000))
    table += [*of_persons(options.persons), *of_cohort(options.persons // 5)]
    load = f"{os.getloadavg()[0]:.0f}"
    rows = (f"| {' | '.join(line)} |" for line in table)
    lines = ["| measured | by the clock | of one core |", "|---|---:|---:|", *rows]
    block = f"{machine()} Other work kept the machine at a load of {load}.\n\n" + "\n".join(lines)
    print(block)
    if options.write:
        write(block, PAGE, "frames")


if __name__ == "__main__":
    main()
