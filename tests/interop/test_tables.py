"""What a table says beside its results: which column is meant, what is told of a cell, and what of a row left over."""

from __future__ import annotations

import io
from typing import Any

import pytest

from forge_il6.interop.spellings import CAPITALS
from forge_il6.interop.tables import (
    CsvMapping,
    CsvPatient,
    Results,
    guess_mapping,
    patients,
    read_csv,
    read_patients,
    read_rows,
    sheet_lines,
)

WIDE = CsvMapping(
    {"v": "il6", "c": "hs_crp", "t": "drawn_at", "ill": "confounders", "as_of": "as_of", "age": "age"},
    units={"v": "pg/mL", "c": "mg/L"},
    patient="p",
)
LONG = CsvMapping({"t": "drawn_at"}, results=Results(name="test", value="value", unit="unit", limits="limits"))


def of_patients(*rows: str) -> list[CsvPatient]:
    return list(read_patients(["p,v,c,t,ill,as_of,age", *rows], WIDE))


def told(patient: CsvPatient) -> list[tuple[str, str]]:
    return [(each.where, each.code) for each in patient.left_out]


# --- headers ---------------------------------------------------------------------------------------


def test_of_an_open_file_no_more_than_the_header_is_taken():
    """Its rows are still there for what reads them."""
    file = io.StringIO("il6,drawn_at\n2.4 pg/mL,2026-11-20\n")
    mapping = guess_mapping(file)

    assert {"il6", "drawn_at"} == set(mapping.columns)
    assert "2.4 pg/mL,2026-11-20\n" == file.read()


def test_a_table_without_columns_maps_nothing():
    assert {} == guess_mapping([]).columns


@pytest.mark.parametrize("name, fact, unit", [("IL-6, pg/mL", "il6", "pg/mL"), ("hs-CRP g/L", "hs_crp", "g/L")])
def test_one_name_alone_is_a_name_with_its_unit_and_no_line(name, fact, unit):
    mapping = guess_mapping([name])
    assert ({name: fact}, {name: unit}) == (mapping.columns, mapping.units)


def test_a_mapping_shows_every_column_that_it_reads():
    mapping = CsvMapping({"a1": "il6"}, patient="b2", clock="c3", draw="d4")
    assert set(mapping.read_columns()) == {line.split(" -> ")[0] for line in str(mapping).splitlines()}


@pytest.mark.parametrize("length", [180, 181])
def test_as_many_unknown_columns_are_listed_as_have_room(length):
    header = ["x" * 38] * 4 + ["y" * (length - 4 * 42 - 2)]
    (row,) = read_csv([",".join(header)], CsvMapping({}))
    assert (length > 180) == str(row.error).endswith("…")


# --- cells -----------------------------------------------------------------------------------------


def test_a_name_in_the_column_of_the_day_is_not_repeated():
    """Columns are mixed up, and the name of a month is not all that stands between two numbers."""
    (row,) = read_csv(["t,v", "12 Erika 1969,2.4"], CsvMapping({"t": "drawn_at", "v": "il6"}, {"v": "pg/mL"}))
    assert row.error is not None
    assert "Erika" not in str(row.error)


def test_a_cell_that_cannot_be_is_left_out_and_its_row_is_read():
    (row,) = read_csv(["v,age", "2.4,-3"], CsvMapping({"v": "il6", "age": "age"}, {"v": "pg/mL"}))
    assert ("2.4 pg/mL", {}) == ((row.document or {})["reading"]["il6"], (row.document or {}).get("context", {}))
    assert ["line 2, column 'age'"] == [each.where for each in row.left_out]


def test_of_a_single_unit_in_capitals_the_way_out_is_told():
    report = read_rows(["t,test,value,unit,limits", "2026-11-20,hs-CRP,0.8,MG/L,"], LONG)
    (said,) = report.omitted
    assert CAPITALS in said.reason


def test_the_sheet_that_is_named_is_read():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for name, value in (("other", "1.1"), ("results", "2.4")):
        sheet = book.create_sheet(name)
        sheet.append(["il6"])
        sheet.append([value])
    held = io.BytesIO()
    book.save(held)

    assert ["il6\n", "2.4\n"] == list(sheet_lines(held, "results"))


# --- rows of a patient -----------------------------------------------------------------------------


def test_a_row_of_nobody_that_cannot_be_read_says_what_is_wrong_with_it():
    (found,) = of_patients(',"2,4",,2026-11-20,,,')
    assert "line 2: il6" in str(found.error)


def test_an_illness_after_the_last_result_is_told_as_not_used():
    (found,) = of_patients("7,2.4,,2026-01-01,,,", "7,,,2026-11-01,covid19,,")
    assert [("line 3", "not_used")] == told(found)


def test_a_hs_crp_after_the_day_of_the_question_is_refused_whichever_row_brings_it():
    """The rows agree on no case: one was asked before the other was drawn."""
    (found,) = of_patients("7,2.4,,2026-11-20,,2026-11-21,", "7,,0.8,2026-11-22,,,")
    assert found.document is None
    assert "line 2: hs_crp" in str(found.error)


@pytest.mark.parametrize(
    "il6, later", [("2026-11-20T23:00+01:00", "2026-11-21"), ("2026-11-20", "2026-11-21T00:30+01:00")]
)
def test_a_hs_crp_of_the_next_day_came_after_the_draw_though_an_hour_is_not_known(il6: str, later: str):
    """By the days, where one of the two is known to the day alone: it is no history of this draw."""
    mapping = CsvMapping({"v": "il6", "c": "hs_crp", "t": "drawn_at"}, {"v": "pg/mL", "c": "mg/L"})
    report = read_rows(["v,c,t", f"2.4,0.6,{il6}", f",9,{later}"], mapping)

    assert ["later_hs_crp"] == [each.code for each in report.omitted]
    assert () == report.patients[0].hs_crp_history


def test_of_more_hs_crp_than_a_case_holds_the_oldest_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patients, "MOST_RESULTS", 3)
    (found,) = of_patients(*(f"7,,0.8,2026-0{month}-01,,," for month in range(1, 7)), "7,2.4,,2026-09-01,,,")
    context: dict[str, Any] = (found.document or {})["context"]

    assert 3 == len(context["hs_crp_history"])
    assert [("line 2", "too_many"), ("line 3", "too_many")] == told(found)
    assert (4, 5, 6, 7, 8) == found.lines
