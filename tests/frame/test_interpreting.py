"""A frame in, the same kind of frame out: each row says what its single case says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from engines import ENGINES, columns_of, rows_of
from forge_il6 import STANDARD, CaseError, Convention, Reading, Threshold, interpret, interpret_case
from forge_il6.frame import interpret_frame
from forge_il6.shown.row import COLUMNS
from place import NAME, environment
from profiles import of_the_usual

ROW = [column.name for column in COLUMNS]
engines = pytest.mark.parametrize("engine", sorted(ENGINES))
DRAWS: dict[str, list[Any]] = {
    "il6": [2.4, None, 0.9, 5000.0],
    "fasting": [True, True, None, True],
    "exercise": ["none", "none", "hiit", "none"],
    "hours_since_exercise": [None, None, 3.5, None],
    "hs_crp": ["0.6 mg/L", "<0.3 mg/L", None, "12 mg/L"],
    "note": ["a", "b", "c", "d"],
}
UNITS = {"il6": "pg/mL"}


def said_of(document: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What a single case says, as a row of a frame says it."""
    try:
        return interpret_case(document, **more).to_row() | {"error": None}
    except CaseError as error:
        return dict.fromkeys(ROW) | {"error": str(error)}


# --- the frame -------------------------------------------------------------------------------------


@engines
def test_rows_order_and_columns_are_those_of_the_frame(engine: str) -> None:
    frame = ENGINES[engine](DRAWS)

    out = interpret_frame(frame, units=UNITS)

    assert type(frame) is type(out)
    assert DRAWS == {name: columns_of(out)[name] for name in DRAWS}
    taken = {"il6", "hs_crp"}
    assert [*DRAWS, *(f"verdict_{name}" if name in taken else name for name in ROW), "error"] == list(columns_of(out))


@engines
def test_each_row_says_what_its_case_says(engine: str) -> None:
    documents = [
        {
            "reading": {"il6": "2.4 pg/mL", "fasting": True, "exercise": "none"}, "context": {"hs_crp": "0.6 mg/L"},
        },
        {"reading": {"fasting": True, "exercise": "none"}, "context": {"hs_crp": "<0.3 mg/L"}},
        {"reading": {"il6": "0.9 pg/mL", "exercise": "hiit", "hours_since_exercise": 3.5}},
        {
            "reading": {"il6": "5000 pg/mL", "fasting": True, "exercise": "none"}, "context": {"hs_crp": "12 mg/L"},
        },
    ]  # fmt: skip

    out = rows_of(interpret_frame(ENGINES[engine](DRAWS), units=UNITS, keep=False))

    assert [said_of(document) for document in documents] == out


@engines
def test_a_frame_without_rows_has_the_columns_of_any_other(engine: str) -> None:
    empty = interpret_frame(ENGINES[engine](DRAWS), units=UNITS)
    if engine == "duckdb":
        empty = interpret_frame(ENGINES[engine](DRAWS).filter("note = 'x'"), units=UNITS)
    elif engine == "pyarrow":
        empty = interpret_frame(ENGINES[engine](DRAWS).slice(0, 0), units=UNITS)
    else:
        empty = interpret_frame(ENGINES[engine](DRAWS).head(0), units=UNITS)

    columns = columns_of(empty)

    assert set(ROW) <= {name.removeprefix("verdict_") for name in columns}
    assert {0} == {len(column) for column in columns.values()}


def test_an_index_of_pandas_stays_and_aligns_nothing() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"il6": ["2.4 pg/mL", "0.9 pg/mL", "8 pg/mL"]}, index=[7, 7, 1])

    out = interpret_frame(frame)

    assert [7, 7, 1] == out.index.tolist()
    assert [["beyond_range"], ["optimal"]] == [out.loc[1:, "possible_bands"].tolist()[-1:], [out["band"].iloc[1]]]
    assert ["il6"] == list(frame.columns)


def test_a_lazy_frame_waits_until_it_is_collected() -> None:
    pl = pytest.importorskip("polars")
    collected: list[int] = []

    def noted(rows: Any) -> Any:
        collected.append(len(rows))
        return rows

    out = interpret_frame(pl.DataFrame({"il6": ["2.4 pg/mL"]}).lazy().map_batches(noted, schema={"il6": pl.String}))

    assert [] == collected
    assert out.collect_schema() == out.collect().schema
    assert collected


def test_another_thing_than_a_frame_is_refused() -> None:
    with pytest.raises(CaseError, match="frame of pandas, Polars, PyArrow or DuckDB"):
        interpret_frame([{"il6": "2.4 pg/mL"}])


# --- columns ---------------------------------------------------------------------------------------


@engines
def test_units_stand_beside_numbers_a_column_or_a_row(engine: str) -> None:
    frame = ENGINES[engine]({"x": [2.4, 0.0024], "u": ["pg/mL", "ng/mL"], "crp": [0.06, 0.06]})

    out = columns_of(interpret_frame(frame, columns={"x": "il6", "crp": "hs_crp"}, units={"x": "u", "hs_crp": "mg/dL"}))

    assert ["2.4 pg/mL", "2.4 pg/mL"] == out["il6"]
    assert ["0.6 mg/L", "0.6 mg/L"] == out["hs_crp"]


def test_text_with_a_comparator_takes_the_unit_of_its_column() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"il6": ["<1.5", "2.4", "2.4 pg/mL", "2.4 ng/mL"]})

    out = columns_of(interpret_frame(frame, units=UNITS))

    assert ["<1.5 pg/mL", "2.4 pg/mL", "2.4 pg/mL", None] == out["verdict_il6"]
    assert [True, True, True, False] == [error is None for error in out["error"]]


def test_plain_numbers_without_a_unit_are_refused_at_once() -> None:
    pl = pytest.importorskip("polars")

    with pytest.raises(CaseError, match=r"units=\{'il6': 'pg/mL'\}"):
        interpret_frame(pl.DataFrame({"il6": [2.4]}))


@pytest.mark.parametrize("slip", ["red_flag", "fasting_hour", "confounder", "Il6 "])
def test_a_column_that_is_nearly_a_fact_is_refused(slip: str) -> None:
    """A symptom under a name that nobody reads would be lost."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({slip: ["x"], "il6": ["2.4 pg/mL"]}) if slip != "Il6 " else pl.DataFrame({slip: ["x"]})

    with pytest.raises(CaseError, match="is nearly"):
        interpret_frame(frame)
    assert 1 == len(interpret_frame(frame, columns={slip: None}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "pid"}, {"columns": {"pid": "il6"}}, {"columns": {"il6": "ilsix"}}, {"units": {"il6": "pg/ml/h"}},
        {"units": {"fasting": "h"}}, {"units": {"x": "pg/mL"}}, {"give": ["bands"]}, {"time_zone": "Mars"},
        {"rules": None}, {"grip": {}}, {"columns": {"note": "il6"}},
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_exist_is_refused_by_name(wrong: dict[str, Any]) -> None:
    pl = pytest.importorskip("polars")

    with pytest.raises(CaseError):
        interpret_frame(pl.DataFrame({"il6": ["2 pg/mL"], "fasting": [True], "note": [""]}), **wrong)


def test_answers_that_are_wanted_come_alone_and_in_their_order() -> None:
    pl = pytest.importorskip("polars")

    out = interpret_frame(pl.DataFrame({"il6": ["2.4 pg/mL"]}), give=["care", "band"], keep=False)

    assert {"care": ["none"], "band": ["elevated"], "error": [None]} == out.to_dict(as_series=False)


def test_nested_facts_have_flat_names() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({
        "il6": ["2.4 pg/mL"], "fasting": [True], "exercise": ["none"], "drawn_at": ["2026-11-20T08:10+01:00"],
        "hs_crp": ["0.6 mg/L"], "hs_crp_drawn_at": ["2026-11-18T08:10+01:00"], "hs_crp_exercise": ["none"],
        "confounders": ["statin; minor_infection"], "minor_infection_days_since": [5], "red_flags": ["none"],
        "vaccination_ended_on": ["2026-10-02"], "lifestyle_good_sleep": [True], "melatonin_low_dose_dose": ["5 mg"],
    })  # fmt: skip
    context = {
        "hs_crp": {"value": "0.6 mg/L", "drawn_at": "2026-11-18T08:10+01:00", "exercise": "none"},
        "confounders": [
            "statin", {"kind": "minor_infection", "days_since": 5}, {"kind": "vaccination", "ended_on": "2026-10-02"},
        ],
        "red_flags": [], "lifestyle": {"good_sleep": True},
        "considering": [{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
    }  # fmt: skip
    reading = {"il6": "2.4 pg/mL", "fasting": True, "exercise": "none", "drawn_at": "2026-11-20T08:10+01:00"}

    (out,) = rows_of(interpret_frame(frame, keep=False))

    assert said_of({"reading": reading, "context": context}) == out


# --- every row its own -----------------------------------------------------------------------------


@of_the_usual(0.6)
@given(st.lists(s.case_documents, min_size=1, max_size=4))
def test_any_case_document_may_stand_in_the_cells_of_a_row(documents: list[dict[str, Any]]) -> None:
    """Promise: a frame's row equals the single case."""
    pd = pytest.importorskip("pandas")
    rows = [document.get("reading", {}) | document.get("context", {}) for document in documents]
    names = dict.fromkeys(name for row in rows for name in row)
    frame = pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in names}, index=range(len(rows))
    )

    assert [said_of(document) for document in documents] == rows_of(interpret_frame(frame, keep=False))


def test_a_row_that_cannot_be_read_costs_no_other() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"il6": ["2.4 pg/mL", "-1 pg/mL", "1,2 pg/mL", "2.4 pg/mL"], "age": [57.0, 50.0, 50.0, 200.0]})

    out = columns_of(interpret_frame(frame))

    assert ["elevated", None, None, None] == out["band"]
    assert [False, True, True, True] == [error is not None for error in out["error"]]
    assert "at most 150" in out["error"][3]


def test_a_rule_set_of_the_caller_decides() -> None:
    pl = pytest.importorskip("polars")
    mine = STANDARD.override(verdict_line=Threshold("2.5", "pg/mL", Convention("clinic protocol")))
    frame = pl.DataFrame({"il6": ["2.4 pg/mL"]})

    assert ["above_target"] == columns_of(interpret_frame(frame, rules=mine))["band"]
    assert ["elevated"] == columns_of(interpret_frame(frame))["band"]


# --- persons ---------------------------------------------------------------------------------------


def _course(*draws: tuple[str, str, str]) -> dict[str, list[Any]]:
    return {
        "pid": [who for who, _, _ in draws],
        "drawn_at": [at for _, at, _ in draws],
        "il6": [il6 for _, _, il6 in draws],
        "fasting": [True] * len(draws),
        "exercise": ["none"] * len(draws),
    }


@engines
def test_the_earlier_rows_of_a_person_are_the_history_of_a_row(engine: str) -> None:
    """Rows may stand in any order, and so may persons."""
    frame = _course(
        ("b", "2026-11-20T08:00+01:00", "2.4 pg/mL"),
        ("a", "2026-11-20T08:00+01:00", "3.4 pg/mL"),
        ("a", "2026-06-20T08:00+02:00", "1.1 pg/mL"),
        ("b", "2026-08-20T08:00+02:00", "2.2 pg/mL"),
        ("a", "2026-08-20T08:00+02:00", "3.3 pg/mL"),
    )
    rows = list(zip(frame["pid"], frame["drawn_at"], frame["il6"], strict=True))
    expected = [
        interpret(
            [
                Reading(il6, drawn_at=at, fasting=True, exercise="none")
                for other, at, il6 in rows
                if other == who and datetime.fromisoformat(at) <= datetime.fromisoformat(now)
            ]
        ).to_row()
        | {"error": None}
        for who, now, _ in rows
    ]

    assert expected == rows_of(interpret_frame(ENGINES[engine](frame), "pid", keep=False))


def test_two_rows_of_one_instant_contradict_each_other() -> None:
    pl = pytest.importorskip("polars")
    frame = _course(("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"), ("a", "2026-11-20T07:00Z", "3.4 pg/mL"))

    out = columns_of(interpret_frame(pl.DataFrame(frame), "pid"))

    assert ["conflict", "conflict"] == out["reasons"]


def test_a_row_without_a_person_or_a_time_has_no_history_and_is_none() -> None:
    pl = pytest.importorskip("polars")
    frame = _course(
        ("a", "2026-08-20T08:00+02:00", "2.2 pg/mL"), ("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"),
        ("a", None, "2.4 pg/mL"), (None, "2026-11-20T08:00+01:00", "2.4 pg/mL"), (None, None, "2.3 pg/mL"),
    )  # fmt: skip

    out = columns_of(interpret_frame(pl.DataFrame(frame), "pid"))

    assert ["provisional", "firm", "provisional", "provisional", "provisional"] == out["firmness"]


def test_an_earlier_row_that_cannot_be_read_is_no_history() -> None:
    pl = pytest.importorskip("polars")
    frame = _course(
        ("a", "2026-07-20T08:00+02:00", "2.2"), ("a", "2026-08-20T08:00+02:00", "2.2 pg/mL"),
        ("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"),
    )  # fmt: skip

    out = columns_of(interpret_frame(pl.DataFrame(frame), "pid"))

    assert [None, "provisional", "firm"] == out["firmness"]
    assert [True, False, False] == [error is not None for error in out["error"]]


def test_an_illness_of_an_earlier_row_is_over_on_its_day_for_a_later_one() -> None:
    pl = pytest.importorskip("polars")
    course = _course(
        ("a", "2026-08-20T08:00+02:00", "2.2 pg/mL"), ("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"),
    )  # fmt: skip

    out = columns_of(interpret_frame(pl.DataFrame(course | {"confounders": ["minor_infection", None]}), "pid"))

    assert ["void", "valid"] == out["standing_il6"]
    assert ["none", "provisional"] == out["firmness"]


def test_an_hs_crp_of_an_earlier_row_is_not_of_a_later_draw() -> None:
    pl = pytest.importorskip("polars")
    course = _course(
        ("a", "2026-08-20T08:00+02:00", "2.2 pg/mL"), ("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"),
    )  # fmt: skip

    out = columns_of(interpret_frame(pl.DataFrame(course | {"hs_crp": [0.6, None]}), "pid", units={"hs_crp": "mg/L"}))

    assert ["il6_only", "not_paired"] == out["pattern"]


@engines
def test_other_frames_join_by_person_and_time(engine: str) -> None:
    make = ENGINES[engine]
    draws = make(_course(("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"), ("b", "2026-11-20T08:00+01:00", "2.4 pg/mL")))
    crps = make({
        "pid": ["a", "a", "b"], "value": [0.6, 8.0, 4.0],
        "drawn_at": ["2026-11-20T08:30+01:00", "2026-08-20T08:30+02:00", "2026-11-21T08:30+01:00"],
    })  # fmt: skip
    sessions = make({"pid": ["b"], "kind": ["hiit"], "ended_at": ["2026-11-20T06:00+01:00"]})

    out = columns_of(interpret_frame(draws, "pid", hs_crp=crps, sessions=sessions, units={"hs_crp": "mg/L"}))

    assert ["il6_only", "crp_missing"] == out["pattern"]
    assert ["valid", "void"] == out["standing_il6"]


def test_grip_and_heart_rate_variability_of_other_frames_reach_the_rules() -> None:
    """They add no column of their own; a host's rule tells that they came."""
    pl = pytest.importorskip("polars")
    draws = pl.DataFrame(_course(("a", "2026-11-20T08:00+01:00", "2.4 pg/mL")))
    grip = pl.DataFrame({"pid": ["a"], "on": [date(2026, 5, 1)], "value": [41.0], "hand": ["left"]})
    hrv = pl.DataFrame({"pid": ["a"], "on": [date(2026, 11, 1)], "rmssd": ["0.042 s"]})

    without, given_both = (
        columns_of(interpret_frame(draws, "pid", grip=each, hrv=hrv, units={"grip": "kg"}))["missing"]
        for each in (None, grip)
    )

    assert "sex" not in without[0].split(";")
    assert "sex" in given_both[0].split(";")


def test_an_entry_that_cannot_be_read_is_an_error_of_its_person() -> None:
    """A session that is lost would clear a sample."""
    pl = pytest.importorskip("polars")
    draws = pl.DataFrame(
        _course(("a", "2026-11-20T08:00+01:00", "2.4 pg/mL"), ("b", "2026-11-20T08:00+01:00", "2 pg/mL"))
    )
    sessions = pl.DataFrame({"pid": ["a"], "kind": ["hitt"], "ended_at": ["2026-11-20T06:00+01:00"]})

    out = columns_of(interpret_frame(draws, "pid", sessions=sessions))

    assert [None, "valid"] == out["standing_il6"]
    assert out["error"][0].startswith("sessions, row 0: ")


# --- the package -----------------------------------------------------------------------------------


def test_the_package_imports_no_library_of_frames() -> None:
    code = f"import {NAME} as p, sys; p.interpret; print(sorted({{'narwhals', 'numpy', 'pandas'}} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())

    assert "[]" == done.stdout.strip()


def test_without_its_libraries_the_door_says_what_to_install() -> None:
    code = (
        "import sys, json; sys.modules['narwhals'] = None\n"
        f"try: import {NAME}.frame\n"
        "except Exception as error: print(json.dumps([type(error).__name__, str(error)]))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())

    kind, said = json.loads(done.stdout)
    assert "MissingLibraryError" == kind
    assert "forge-il6[frame]" in said


def test_a_decimal_is_a_number_like_any_other() -> None:
    pd = pytest.importorskip("pandas")

    out = interpret_frame(pd.DataFrame({"il6": [Decimal("2.40"), 2]}), units=UNITS)

    assert ["2.4 pg/mL", "2 pg/mL"] == out["verdict_il6"].tolist()
