"""Rows that come in batches: no person is parted, and nobody's rows are held."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
pa = pytest.importorskip("pyarrow", reason="these batches are PyArrow's")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")

from forge_il6.frame import interpret_frame
from forge_il6.frame.batches import whole_persons


def tables(whose: list[Any], at: int) -> list[Any]:
    rows = pa.table({"patient": whose, "row": list(range(len(whose)))})
    return [rows.slice(start, at) for start in range(0, rows.num_rows, at)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_no_person_is_parted_whatever_the_batches(size):
    """Two batches may share a person, and a person may span many batches."""
    whose = [None, None, None, "a", "b", "b", "b", "b", "b", "b", "c", "d", "d"]

    found = [table.to_pylist() for table in whole_persons(tables(whose, size), "patient")]

    assert list(range(len(whose))) == [row["row"] for table in found for row in table]
    for person in ("a", "b", "c", "d"):
        assert 1 == sum(any(row["patient"] == person for row in table) for table in found)


def test_rows_of_nobody_are_not_held():
    """A million rows without a person would be held as one."""
    assert [2, 2, 1] == [table.num_rows for table in whole_persons(tables([None] * 5, 2), "patient")]


def test_a_person_whose_key_is_no_number_stands_alone_as_on_one_machine():
    assert [2, 1] == [table.num_rows for table in whole_persons(tables([float("nan")] * 3, 2), "patient")]


def test_a_batch_may_hold_nobody_at_all():
    """Where persons are sorted, the first batches are those of rows without one."""
    nobody = pa.table({
        "patient": pa.nulls(2, pa.string()), "il6": [2.4, 1.9], "fasting": [True, True], "exercise": ["none", "none"],
        "drawn_at": [datetime(2026, 11, 20, 7, 10, tzinfo=UTC)] * 2,
    })  # fmt: skip

    found = interpret_frame(nobody, "patient", units={"il6": "pg/mL"}, give=("band",), keep=False)

    assert ["elevated", "above_target"] == found["band"].to_pylist()
