"""Frames of Spark: row by row the answers of a single machine, wherever the rows lie."""

from __future__ import annotations

import os
import random
import shutil
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
pa = pytest.importorskip("pyarrow", reason="frames of Spark travel as Arrow batches")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")

from forge_il6 import STANDARD, CaseError, Convention, Reason, RuleSetError, Threshold, rule
from forge_il6.codes import Analyte
from forge_il6.errors import MissingLibraryError
from forge_il6.frame import interpret_frame as on_one_machine
from forge_il6.spark import interpret_frame

BATCH = 7
"""So few rows a batch that most persons span two."""
MORNING = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L", "grip": "kg", "hrv": "ms"}
STRICT = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))


def at(days: int, hours: int) -> datetime:
    return MORNING + timedelta(days=days, hours=hours)


def draws(persons: int = 12, *, seed: int = 8) -> Any:
    """Draws of persons with several each, of some with none but a mistake, and of nobody."""
    dice = random.Random(seed)  # noqa: S311  (the same rows each time)
    rows: list[dict[str, Any]] = []
    for person in [*(f"p{number}" for number in range(persons)), None, None, None]:
        for draw in range(dice.choice([1, 2, 5, 9])):
            rows.append({
                "row": len(rows), "patient": person,
                "il6": dice.choice([None, -1.0, 11.0, *[1.9, 2.0, 2.4, 3.1, 3.3] * 4]),
                "hs_crp": dice.choice([None, "0.6", "<0.3 mg/L", "0.7", "12"]),
                "drawn_at": dice.choice([None, *[at(40 * draw, dice.choice([0, 0, 0, 9]))] * 9]),
                "fasting": dice.choice([None, False, *[True] * 9]),
                "exercise": dice.choice(["hiit", "walking the dog", *["none"] * 9]),
                "hours_since_exercise": 30.0 if dice.random() < 0.1 else None,
                "confounders": dice.choice([None, "", "statin"]), "age": 57 if person else 12,
                "a note. `of` ours": dice.choice(["a", None]),
            })  # fmt: skip
    dice.shuffle(rows)
    return pa.Table.from_pylist(rows)


def beside() -> dict[str, Any]:
    """What other frames say: of some persons, of one who has no draw, and of one something that cannot be read."""
    return {
        "grip": pa.table({
            "patient": ["p1", "p1", "p2", "nobody drawn"], "value": [44.0, 38.0, 41.0, 40.0],
            "on": ["2026-01-05", "2026-11-05", "2026-05-05", "2026-05-05"],
        }),
        "hrv": pa.table({"patient": ["p1", "p3"], "on": ["2026-03-01", "not a day"], "rmssd": [42.0, 40.0]}),
        "sessions": pa.table({
            "patient": ["p2", "p4"], "kind": ["hiit", "race"], "ended_at": [MORNING - timedelta(hours=10), MORNING],
        }),
        "hs_crp": pa.table({"patient": ["p5"], "value": ["0.7"], "drawn_at": [MORNING]}),
    }  # fmt: skip


# --- what holds without Spark ----------------------------------------------------------------------


def test_a_frame_of_another_engine_is_sent_to_its_own_door():
    with pytest.raises(CaseError, match=r"frame: .*forge_il6\.frame"):
        interpret_frame(draws(), units=UNITS)


def test_without_pyspark_the_error_says_what_is_needed(monkeypatch):
    class Frame:
        columns: tuple[str, ...] = ("il6",)
        mapInArrow = None  # noqa: N815  (the name of Spark)

    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingLibraryError, match="pyspark 4"):
        interpret_frame(Frame(), units=UNITS)


# --- in local mode ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A session on this machine, with two threads and one time zone of its own."""
    if not os.environ.get("FORGE_IL6_CLUSTERS"):
        pytest.skip("python3 dev.py clusters runs these")
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java 17")
    settings = {
        "spark.ui.enabled": False, "spark.sql.shuffle.partitions": 2, "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1", "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH,
        "spark.sql.session.timeZone": "Asia/Tokyo",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # a minute is too short for better compiled code
    }  # fmt: skip
    builder = sql.SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


pytestmark = pytest.mark.filterwarnings("ignore", "ignore::FutureWarning")


def by_row(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        ({name: value for name, value in row.items() if name != "drawn_at"} for row in rows), key=lambda row: row["row"]
    )


def both(spark, table, **asked):
    """The answers of Spark and of one machine, in one order."""
    others = {name: asked.pop(name) for name in ("grip", "hrv", "sessions", "hs_crp") if name in asked}
    there = {name: spark.createDataFrame(each) for name, each in others.items()}
    found = interpret_frame(spark.createDataFrame(table).repartition(3), units=UNITS, **asked, **there)
    rows = [row.asDict() for row in found.collect()]
    return by_row(on_one_machine(table, units=UNITS, **asked, **others).to_pylist()), by_row(rows)


def test_draws_are_answered_as_on_one_machine(spark):
    expected, found = both(spark, draws())

    assert expected == found
    assert any(row["error"] for row in found)
    assert any(row["band"] for row in found)


def test_courses_are_answered_as_on_one_machine(spark):
    """Persons span batches, rows of nobody are spread, and the zone of the session is not that of anybody."""
    expected, found = both(spark, draws(), person="patient", rules=STRICT, time_zone="Europe/Berlin")

    assert expected == found
    assert {"persistent_above_target", "consistent_above_2"} & {row["persistence"] for row in found}
    assert all("changed" in row["policy"] for row in found if row["policy"])


def test_what_other_frames_say_is_brought_to_its_person(spark):
    expected, found = both(spark, draws(), person="patient", time_zone="Europe/Berlin", **beside())
    # a row of a frame of Spark has no number
    expected = [row | {"error": row["error"] and row["error"].replace("hrv, row 1:", "hrv:")} for row in expected]

    assert expected == found
    assert any((row["error"] or "").startswith("hrv:") for row in found)


def test_somebody_with_most_of_the_rows_spans_many_batches_and_is_answered_as_on_one_machine(spark):
    """A skewed person: ten batches of one, beside persons of one row each."""
    skewed = [
        {
            "row": row, "patient": "p1" if row < BATCH * 10 else f"q{row}", "il6": (1.9, 2.4, 3.3)[row % 3],
            "drawn_at": at(9 * row, 0), "fasting": True, "exercise": "none",
        } for row in range(BATCH * 13)
    ]  # fmt: skip
    expected, found = both(spark, pa.Table.from_pylist(skewed), person="patient", time_zone="Europe/Berlin")

    assert expected == found
    assert len({row["persistence"] for row in found}) > 1


def test_only_what_is_wanted_comes_out(spark):
    table = draws()
    frame = interpret_frame(spark.createDataFrame(table), "patient", units=UNITS, give=("care", "band"), keep=False)

    assert ["care", "band", "error"] == frame.columns
    assert table.num_rows == frame.count()


@rule("X1", asks="Is it mine?", judges=Analyte.IL6)
def of_this_script(fasting: bool) -> Reason | None:
    return None


def test_what_would_fail_far_away_is_refused_here(spark, monkeypatch):
    """Before any row is read: columns, units, persons of two types, and rules that no machine would find."""
    frame = spark.createDataFrame(draws())
    grip = spark.createDataFrame(beside()["grip"])
    twin = frame.select("il6", "il6")
    numbered = grip.withColumn("patient", grip["value"])
    for asked, match in (
        ({}, "il6 holds plain numbers"),
        ({"units": UNITS, "person": "patiend"}, "person: the frame has no column"),
        ({"units": {"il6": "pg/mL", "hs_crp": "mg/L"}, "person": "patient", "grip": grip}, "grip holds plain numbers"),
        (
            {"units": UNITS, "person": "patient", "grip": numbered},
            "'patient' holds double and that of the draws string",
        ),
        ({"units": UNITS, "person": "patient", "grip": grip.drop("patient")}, "grip: it has no column"),
        ({"units": UNITS, "grip": grip}, "grip: name the column that tells persons apart"),
    ):
        with pytest.raises(CaseError, match=match):
            interpret_frame(frame, **asked)
    with pytest.raises(CaseError, match="two columns are called 'il6'"):
        interpret_frame(twin, units=UNITS)
    monkeypatch.setattr(of_this_script.function, "__module__", "__main__")
    with pytest.raises(RuleSetError, match="rule X1 cannot travel"):
        interpret_frame(frame, units=UNITS, rules=STANDARD + of_this_script)
