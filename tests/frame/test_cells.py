"""
Rows that no rule can tell apart are decided once, and say what each would say alone.

The frames here hold few columns, so that rows share their cells, and values on every line and beside it.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from engines import rows_of
from forge_il6 import CaseError, interpret_case
from forge_il6.frame import interpret_frame
from forge_il6.frame.facts import FACTS
from forge_il6.knowledge.measurands import IL6
from forge_il6.shown.row import COLUMNS
from forge_il6.units import decimal_text, exact_number
from profiles import of_the_usual

np = pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
pl = pytest.importorskip("polars", reason="the frames of these tests are of Polars")

GIVE = tuple(column.name for column in COLUMNS if column.name != "summary")
"""Everything but the one answer that is of a row alone."""
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L", "lab_upper_limit": "ng/L", "vitamin_d": "ng/mL", "conventional_crp": "mg/dL"}
NO_NUMBERS = [0.0, -0.0, math.nan, -1.0, 1e-40, 1e40, math.inf]


def _numbers(low: str, high: str) -> st.SearchStrategy[Any]:
    return st.none() | s.numbers(low, high).map(float) | st.sampled_from([*NO_NUMBERS, float(low), float(high)])


def _near(value: float) -> st.SearchStrategy[float]:
    """A float and its neighbours, down to the last bit and across the twelfth digit."""
    return st.sampled_from([
        value, math.nextafter(value, 0), math.nextafter(value, 99), value * (1 + 3e-13), value * (1 - 3e-12),
    ])  # fmt: skip


_results = _numbers("0.01", "200") | s.numbers("0.5", "12").map(float).flatmap(_near)
_moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
_edges_of_the_clock = st.sampled_from([
    datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 6, 0),
    datetime(2026, 5, 5, 11, 0), datetime(2026, 5, 5, 10, 59), datetime(2026, 5, 5, 5, 59),
])  # fmt: skip
COLUMN: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "il6": (pl.Float64, _results),
    "hs_crp": (pl.Float64, _results),
    "fasting_hours": (pl.Float64, _numbers("0", "20")),
    "exercise": (pl.String, st.sampled_from([None, "none", "light", "hiit", "race", "eccentric", "moderate"])),
    "hours_since_exercise": (pl.Float64, _numbers("0", "200")),
    "hours_to_centrifugation": (pl.Float64, _numbers("0", "8")),
    "at_rest": (pl.Boolean, st.none() | st.booleans()),
    "fasting": (pl.Boolean, st.none() | st.booleans()),
    "age": (pl.Float64, st.none() | _numbers("15", "151")),
    "pregnant": (pl.Boolean, st.none() | st.booleans()),
    "red_flags": (pl.String, st.sampled_from([None, "none", "fever", "chest_pain; fever"])),
    "specimen": (pl.String, st.sampled_from([None, "serum", "edta"])),
    "method": (pl.String, st.sampled_from([None, "Elecsys", "Simoa", "x"])),
    "lab_upper_limit": (pl.Float64, st.none() | _numbers("1", "12")),
    "drawn_at": (pl.Datetime("us"), st.none() | _moments | _edges_of_the_clock),
    "birth_date": (pl.Date, st.none() | st.dates(date(1930, 1, 1), date(2026, 6, 1))),
    "minor_infection_days_since": (pl.Float64, st.none() | _numbers("0", "40")),
    "vaccination_ended_on": (pl.Date, st.none() | st.dates(date(2026, 5, 1), date(2026, 10, 1))),
    "cold_immersion_hours_since": (pl.Float64, st.none() | _numbers("0", "30")),
    "vitamin_d": (pl.Float64, _numbers("1", "150")),
    "conventional_crp": (pl.Float64, st.none() | _numbers("0.1", "30")),
}
_rows = st.lists(st.fixed_dictionaries({name: values for name, (_, values) in COLUMN.items()}), min_size=1, max_size=10)


def _frame(rows: list[dict[str, Any]], names: list[str], engine: str, zone: str) -> Any:
    frame = pl.DataFrame({name: pl.Series([row[name] for row in rows], dtype=COLUMN[name][0]) for name in names})
    if zone == "UTC" and "drawn_at" in names:
        frame = frame.with_columns(pl.col("drawn_at").dt.replace_time_zone("UTC"))
    return {"polars": lambda: frame, "pandas": frame.to_pandas, "pyarrow": frame.to_arrow}[engine]()


def _document(row: dict[str, Any], zone: str) -> dict[str, Any]:
    """A row as a case document."""
    parts: dict[str, dict[str, Any]] = {"reading": {}, "context": {} if zone == "UTC" else {"time_zone": zone}}
    for name, value in row.items():
        fact = FACTS[name]
        if value is None or value != value:  # noqa: PLR0124
            continue
        if name in UNITS:
            said: Any = f"{decimal_text(exact_number(value, name))} {UNITS[name]}"
        elif name == "red_flags":
            said = [] if value == "none" else value.split("; ")
        else:
            said = value.replace(tzinfo=UTC) if name == "drawn_at" and zone == "UTC" else value
        if fact.within:
            parts["context"].setdefault("confounders", []).append({"kind": fact.kind, fact.within: said})
        else:
            parts[fact.part][fact.key] = said
    return {part: facts for part, facts in parts.items() if facts}


def _said(row: dict[str, Any], zone: str) -> dict[str, Any]:
    try:
        verdict = interpret_case(_document(row, zone)).to_row()
    except CaseError as error:
        return dict.fromkeys(GIVE) | {"error": str(error)}
    return {name: verdict[name] for name in GIVE} | {"error": None}


@of_the_usual(0.25)
@given(
    _rows,
    st.sets(st.sampled_from(sorted(COLUMN)), min_size=1, max_size=8),
    st.sampled_from(["polars", "pandas", "pyarrow"]),
    st.sampled_from(["Europe/Berlin", "UTC", "America/New_York"]),
)
def test_rows_that_share_their_cells_say_what_each_says_alone(
    rows: list[dict[str, Any]], columns: set[str], engine: str, zone: str
) -> None:
    """Promise: a frame's row equals the single case, of whichever rows it stands among."""
    names = sorted(columns)
    frame = _frame(rows, names, engine, zone)
    units = {name: unit for name, unit in UNITS.items() if name in columns}
    time_zone = None if zone == "UTC" else zone

    out = interpret_frame(frame, units=units, time_zone=time_zone, give=GIVE, keep=False)

    assert [_said({name: row[name] for name in names}, zone) for row in rows] == rows_of(out)


@pytest.mark.parametrize("kind,step", [(np.float64, 1e-13), (np.float32, 6e-8)])
def test_a_number_is_on_a_line_exactly_where_a_single_case_reads_it_so(kind: Any, step: float) -> None:
    """Across the twelfth digit, to which a float is read, and for short floats from one to the next."""
    values = list((1.2 + np.arange(-80, 81) * step).astype(kind))
    frame = pl.DataFrame({"il6": np.array(values, dtype=kind)})

    out = interpret_frame(frame, units={"il6": "pg/mL"}, give=["band"])["band"].to_list()

    lines = [IL6.read(value, "pg/mL", name="il6").value >= exact_number("1.2", "line") for value in values]
    assert ["above_target" if beyond else "optimal" for beyond in lines] == out
    assert len(set(out)) == 2


def test_a_value_of_one_row_never_stands_in_the_error_of_another() -> None:
    """Two rows whose facts contradict each other share their cells and not their words."""
    frame = pl.DataFrame({"il6": ["2 pg/mL", "2 pg/mL"], "fasting": [True, True], "fasting_hours": [1.5, 2.5]})

    first, second = interpret_frame(frame, give=[])["error"]

    assert "1.5" in first
    assert "2.5" in second
    assert "1.5" not in second


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_words_that_an_engine_keeps_as_codes_are_words(engine: str) -> None:
    words = ["hiit", None, "none", "hiit"]
    frame = pl.DataFrame({"il6": ["2 pg/mL"] * 4, "exercise": words}, schema_overrides={"exercise": pl.Categorical})
    parts = {"polars": lambda: pl.concat([frame, frame]), "pandas": frame.to_pandas, "pyarrow": frame.to_arrow}
    coded = parts[engine]()

    out = rows_of(interpret_frame(coded, give=["reasons"]))

    plain = rows_of(interpret_frame(frame.with_columns(pl.col("exercise").cast(pl.String)), give=["reasons"]))
    assert [row["reasons"] for row in plain] == [row["reasons"] for row in out][:4]
