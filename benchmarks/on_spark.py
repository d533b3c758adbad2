"""
What Spark does in a second on this machine: a job written in Spark SQL beside the same job through forge_il6.

``python benchmarks/on_spark.py --write`` needs PySpark 4 and Java, and puts the table into docs/spark.md. Both jobs
read one Parquet file and make the four decisions of the work item; that they decide alike is compared before any time
is reported. Rounds of all jobs take turns, and the best of each counts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from forge_il6.spark import interpret_frame
from table import machine
from work_item import INTENSE, KINDS, LONG, SEED

PAGE = Path(__file__).resolve().parent.parent / "docs" / "spark.md"
BEGIN, END = "<!-- spark:begin -->", "<!-- spark:end -->"
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L"}
FOUR = ("standing_il6", "band", "pattern", "care")
DRAWS_EACH = 5
COURSES = "forge_il6, persons with five draws: band, care, persistence, trend, change"
MANY, NODES, CORES_A_NODE, SHORT = 40_000_000, 10, 8, 120
NATIVE, SAME = "Spark SQL, by hand", "forge_il6, the same four columns"

_INTENSE, _LONG = (", ".join(map(repr, kinds)) for kinds in (INTENSE, LONG))
SQL = f"""
select case when void then 'void' when hs_crp > 10 then 'unverified' when warned then 'tentative' else 'valid' end
           as standing_il6,
       case when void then null when il6 < 1.2 then 'optimal' when il6 <= 2.0 then 'above_target'
            when il6 <= 3.0 then 'elevated' when il6 <= 7.0 then 'high' else 'beyond_range' end as band,
       case when hs_crp > 10 then 'suspended' when void then 'il6_void'
            when hs_crp < 1 then if(il6 > 2, 'il6_only', 'both_low') when crp_void then 'crp_void'
            when hs_crp <= 3 then if(il6 > 2, 'il6_leading', 'crp_average')
            else if(il6 > 2, 'both_raised', 'crp_only') end as pattern,
       case when il6 > 20 and hs_crp < 1 and not crp_void then 'clinician_evaluation'
            when il6 > 7 or hs_crp > 10 or void then 'repeat' else 'none' end as care
from (
    select il6, hs_crp,
           case when exercise in ({_INTENSE}) then hours_since_exercise < 24
                when exercise in ({_LONG}) then hours_since_exercise < 24
                when exercise = 'race' then hours_since_exercise < 72
                when exercise = 'moderate' then hours_since_exercise < 6 else false end as void,
           case when exercise in ({_LONG}) then hours_since_exercise < 48
                when exercise = 'race' then hours_since_exercise < 168
                when exercise = 'moderate' then hours_since_exercise < 24 else false end as warned,
           case when exercise in ({_INTENSE}) then hours_since_exercise < 48
                when exercise in ({_LONG}) then hours_since_exercise < 72
                when exercise = 'race' then hours_since_exercise < 168 else false end as crp_void
    from draws)
"""  # noqa: S608  (of our own words)
"""The work item by hand, without a fever; an acute hs-CRP of the same draw leaves IL-6 unverified."""


def draws(rows: int) -> pa.Table:
    """Seeded draws of persons with five each, at rest and fasting, with every kind of exercise before them."""
    dice = np.random.default_rng(SEED)
    kinds = dice.integers(0, len(KINDS), rows)
    hours = np.round(dice.integers(0, 480, rows) / 2, 1)
    first = np.datetime64("2023-01-02T07:00:00", "us")
    days = (np.arange(rows) % DRAWS_EACH) * 70 + dice.integers(0, 30, rows)
    return pa.table({
        "patient": np.arange(rows) // DRAWS_EACH,
        "il6": np.round(np.clip(2.0 * np.exp(0.8 * dice.standard_normal(rows)), 0.1, 30), 2),
        "hs_crp": np.round(np.clip(1.6 * np.exp(1.1 * dice.standard_normal(rows)), 0.1, 80), 2),
        "drawn_at": pa.array(first + days.astype("timedelta64[D]"), pa.timestamp("us", "UTC")),
        "exercise": np.array(KINDS)[kinds],
        "hours_since_exercise": pa.array(hours, mask=kinds == KINDS.index("none")),
        "fasting_hours": dice.integers(10, 15, rows).astype(float),
        "at_rest": np.ones(rows, dtype=bool),
        "age": dice.integers(18, 95, rows).astype(float),
    })  # fmt: skip


def passed_on(batches: Any) -> Any:
    """What it costs to bring rows to Python and back, and nothing else."""
    for batch in batches:
        yield batch.select(list(FOUR))


def jobs(spark: Any, frame: Any, persons: int) -> dict[str, Callable[[], Any]]:
    """Every job by what the table calls it; that of courses takes a part of the persons."""
    frame.createOrReplaceTempView("draws")
    four = "il6, hs_crp, exercise, hours_since_exercise, fasting_hours, at_rest, age"
    one_by_one = frame.selectExpr(*four.split(", "))
    native = spark.sql(SQL)
    return {
        NATIVE: lambda: native,
        "the same, its answers brought to Python and back": lambda: native.mapInArrow(passed_on, native.schema),
        SAME: lambda: interpret_frame(one_by_one, units=UNITS, give=FOUR, keep=False),
        COURSES: lambda: interpret_frame(
            frame.where(frame["patient"] < persons),
            "patient",
            units=UNITS,
            give=("band", "care", "persistence", "trend", "change"),
            keep=False,
        ),
    }


def check(made: dict[str, Callable[[], Any]]) -> None:
    """
    Compare how often each combination of answers came.

    Raises:
        SystemExit: the two jobs do not decide alike.
    """
    counted = [
        {tuple(row[:4]): row[4] for row in made[name]().groupBy(*FOUR).count().collect()} for name in (NATIVE, SAME)
    ]
    if counted[0] != counted[1]:
        differing = {key for key in counted[0].keys() | counted[1].keys() if counted[0].get(key) != counted[1].get(key)}
        sys.exit(f"the two jobs differ in {sorted(map(str, differing))[:5]}")


def timed(made: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the best time of each job, in seconds; they take turns."""
    best = dict.fromkeys(made, float("inf"))
    for _ in range(rounds):
        for name, job in made.items():
            start = time.perf_counter()
            job().write.format("noop").mode("overwrite").save()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def table(rows: Mapping[str, int], cores: int, best: Mapping[str, float]) -> str:
    """Write the times as Markdown."""
    native = best[NATIVE]
    lines = []
    for name, spent in best.items():
        ratio = "" if rows[name] != rows[NATIVE] else f"{spent / native:.1f} ×"
        speed = rows[name] / spent
        lines.append(f"| {name} | {rows[name]:,} | {spent:.1f} s | {speed:,.0f} | {speed / cores:,.0f} | {ratio} |")
    return "\n".join([
        f"{machine()} Draws in Parquet, Spark in local mode with {cores} threads.",
        "",
        "| job | rows | time | rows a second | a core | against Spark SQL |",
        "|---|---:|---:|---:|---:|---:|",
        *lines,
        "",
        outlook({name: rows[name] / spent / cores for name, spent in best.items()}),
    ])  # fmt: skip


def outlook(a_core: Mapping[str, float]) -> str:
    """Say what more machines would do, from what one core did here."""
    cores = NODES * CORES_A_NODE
    four, courses = (minutes(MANY / (a_core[name] * cores)) for name in (SAME, COURSES))
    return (
        f"Tasks share nothing, so n cores do n times what one does, as long as disks and the shuffle keep up. At these "
        f"figures {NODES} nodes with {CORES_A_NODE} cores each answer {MANY:,} draws in four columns in {four}, and as "
        f"courses of persons in {courses}. That is reckoned from the table and not measured."
    )


def minutes(seconds: float) -> str:
    """Write a time as one says it."""
    return f"{seconds / 60:,.0f} minutes" if seconds >= SHORT else f"{seconds:,.0f} seconds"


def session(cores: int) -> Any:
    """Start Spark on this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  (it takes its time)

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 50_000).getOrCreate()
    spark.conf.set("spark.sql.shuffle.partitions", 2 * cores)
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def main() -> None:
    """Measure, and print the table or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=20_000, help="of whom courses are asked")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the table into docs/spark.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draws.parquet"
        pq.write_table(draws(options.rows), path, row_group_size=100_000)
        spark = session(options.cores)
        made = jobs(spark, spark.read.parquet(str(path)), options.persons)
        check(made)
        rows = dict.fromkeys(made, options.rows) | {COURSES: DRAWS_EACH * options.persons}
        found = table(rows, options.cores, timed(made, options.rounds))
        spark.stop()
    print(found)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{found}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
