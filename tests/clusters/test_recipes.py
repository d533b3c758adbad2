"""The recipes of docs/spark.md for other engines, run as they stand there."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
pa = pytest.importorskip("pyarrow", reason="the recipes pass Arrow tables on")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")

from forge_il6.frame import interpret_frame
from place import ROOT

RECIPES = dict(
    re.findall(
        r'^```python title="(.+?)"\n(.+?)^```', (ROOT / "docs/spark.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
)
DRAWS = pa.table({
    "row": range(12), "patient": ["a", "b", "c", None] * 3, "il6": [2.4, 3.3, 1.9, -1.0] * 3,
    "drawn_at": [f"2026-0{1 + 2 * (number // 4)}-05T08:10+01:00" for number in range(12)],
    "fasting": [True] * 12, "exercise": ["none"] * 12,
})  # fmt: skip

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not os.environ.get("FORGE_IL6_CLUSTERS"), reason="python3 dev.py clusters runs these"),
]


@pytest.fixture(scope="module")
def ray():
    found = pytest.importorskip("ray", reason="Ray is not installed")
    found.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    found.data.DataContext.get_current().default_hash_shuffle_parallelism = 2
    yield found
    found.shutdown()


def run(title: str) -> Any:
    names: dict[str, Any] = {"draws": DRAWS, "__name__": "recipe"}
    exec(RECIPES[title], names)  # noqa: S102  (our own page)
    return names["verdicts"]


def codes(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Of each row its number and its codes, whatever stands for nothing."""
    told = sorted(rows, key=lambda row: row["row"])
    return [
        tuple(row[name] if isinstance(row[name], (int, str)) else None for name in ("row", "band", "care"))
        for row in told
    ]


def expected(person: str | None = None) -> list[tuple[Any, ...]]:
    return codes(interpret_frame(DRAWS, person, units={"il6": "pg/mL"}).to_pylist())


def test_ray_maps_batches(ray):
    assert expected() == codes(run("Ray Data").take_all())


def test_ray_brings_persons_together(ray):
    assert expected("patient") == codes(run("Ray Data, persons").take_all())


def test_dask_maps_partitions():
    pytest.importorskip("dask.dataframe", reason="Dask is not installed")

    assert expected() == codes(run("Dask").compute().to_dict("records"))


def test_dask_brings_persons_together():
    pytest.importorskip("dask.dataframe", reason="Dask is not installed")

    assert expected("patient") == codes(run("Dask, persons").compute().to_dict("records"))


def test_daft_calls_it_for_batches_of_columns():
    pytest.importorskip("daft", reason="Daft is not installed")

    rows = run("Daft").to_pylist()

    assert expected() == codes([row | row["verdict"] for row in rows])


def test_every_recipe_is_run():
    """A recipe that nobody runs goes wrong unnoticed."""
    assert {"Ray Data", "Ray Data, persons", "Dask", "Dask, persons", "Daft"} == RECIPES.keys()
