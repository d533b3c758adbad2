"""The engines of frames that are tested: each makes its kind of frame, and reads one back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")

Columns = dict[str, list[Any]]


def _pandas(columns: Columns) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def _polars(columns: Columns) -> Any:
    return pytest.importorskip("polars").DataFrame(columns, strict=False)


def _polars_lazy(columns: Columns) -> Any:
    return _polars(columns).lazy()


def _arrow(columns: Columns) -> Any:
    return pytest.importorskip("pyarrow").table(columns)


def _duckdb(columns: Columns) -> Any:
    return pytest.importorskip("duckdb").from_arrow(_arrow(columns))


ENGINES: dict[str, Callable[[Columns], Any]] = {
    "pandas": _pandas, "polars": _polars, "polars lazy": _polars_lazy, "pyarrow": _arrow, "duckdb": _duckdb,
}  # fmt: skip


def columns_of(frame: Any) -> Columns:
    """The columns of a frame of any engine as plain lists, with None for what is unknown."""
    nw = pytest.importorskip("narwhals")
    found = nw.from_native(frame)
    rows = found if isinstance(found, nw.DataFrame) else found.collect()
    return {name: [_known(each) for each in rows[name].to_list()] for name in rows.columns}


def _known(value: Any) -> Any:
    return None if type(value).__name__ == "NAType" or value != value else value  # noqa: PLR0124  (NaN alone differs)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The same, row by row."""
    columns = columns_of(frame)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
