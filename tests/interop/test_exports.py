"""Headers as public programs and portals write them, what laboratories put into a cell, ready layouts, workbooks."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, interpret_case
from forge_il6.interop.loinc import OMOP as OMOP_CODES
from forge_il6.interop.tables import (
    LAYOUTS,
    CsvMapping,
    Results,
    guess_mapping,
    read_csv,
    read_patients,
    read_rows,
    sheet_lines,
)
from forge_il6.interop.tables.cells import without_mark
from place import ROOT

PAGE = (ROOT / "docs" / "interop-hl7-csv.md").read_text(encoding="utf-8")

# Headers that public programs read or write as exports of laboratories and wellness services; the rows are made here.
HEADERS = {
    "tracker of a home dialysis app": (
        "date,marker,value,unit,ref_low,ref_high,timing,note",
        "2026-06-01,IL-6,3.1,pg/mL,0,7,pre,",
    ),
    "chart of laboratory values": (
        "date,marker,value,units,range_low,range_high",
        "2026-06-01,Interleukin 6,3.1,pg/mL,0,7",
    ),
    "bloodwork with a laboratory": (
        "Biomarker,Value,Unit,Reference_Min,Reference_Max,Date,Lab",
        "Interleukin-6,3.1,pg/mL,0,7,2026-06-01,Some Laboratory",
    ),
    "biomarkers with limits": (
        "biomarker,value,unit,date,reference_low,reference_high",
        "IL-6,3.1,pg/mL,2026-06-01,0,7",
    ),
    "biological age": ("Biomarker,Value,Unit,Measurement Date", "IL6,3.1,pg/mL,2026-06-01"),
    "timeline of a wellness service": (
        "Date,Biomarker,Value,Unit,Status",
        "2026-06-01,Interleukin 6 (IL-6),3.1,pg/mL,normal",
    ),
    "hospital laboratory": (
        "mrn,collected_date,test_code,test_name,value,unit,ref_low,ref_high",
        "7,2026-06-01,IL6,Interleukin 6,3.1,pg/mL,0,7",
    ),
    "laboratory with codes": (
        "patient_id,patient_name,loinc,test_name,value,unit,flag,date",
        "7,Somebody,26881-3,IL-6,3.1,pg/mL,N,2026-06-01",
    ),
    "portal": ("Test Name,Result,Units,Reference Range,Flag", "Interleukin 6,3.1 H,pg/mL,0-7,H"),
    "report with its method": ("Test Name,Result,Unit,Normal Range,Method", "IL-6,3.1,pg/mL,0.0-7.0,ECLIA"),
    "doctor's records": ("patient_id,test_name,value,unit,test_date,is_abnormal", "2,IL-6,3.1,pg/mL,2026-06-01,false"),
    "trial": (
        "STUDYID,DOMAIN,USUBJID,LBSEQ,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBORNRLO,LBORNRHI,LBSTRESN,VISIT,LBDTC",
        "S,LB,S-7,1,IL6,Interleukin 6,3.1,pg/mL,0,7,3.1,BASELINE,2026-06-01",
    ),
}


@pytest.mark.parametrize("header, row", HEADERS.values(), ids=HEADERS)
def test_il6_is_recognised_under_every_public_header_and_each_unread_column_is_named(header, row):
    """Ten of ten: nothing but the header tells what the columns are."""
    mapping = guess_mapping(header)
    (patient,) = read_rows([header, row], attrs.evolve(mapping, ignored=())).patients

    assert ["3.1 pg/mL"] == [str(each.il6) for each in patient.readings]
    assert set(header.split(",")) == {*mapping.read_columns(), *(each.where for each in mapping.ignored)}
    if "date" in header.lower() or "LBDTC" in header:
        assert [date(2026, 6, 1)] == [each.drawn_at for each in patient.readings]
    if any(word in header.lower() for word in ("high", "max", "range", "lbornrhi")):
        assert [7] == [each.lab_upper_limit.value for each in patient.readings if each.lab_upper_limit]


# --- marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, result",
    [
        ("5.2 H", "5.2 pg/mL"),
        ("5.2*", "5.2 pg/mL"),
        ("<1.5 L", "<1.5 pg/mL"),
        ("5.2 (HH)", "5.2 pg/mL"),
        ("H 5.2", "5.2 pg/mL"),
        ("5.2 high", "5.2 pg/mL"),
        ("5.2 ↑ pg/mL", "5.2 pg/mL"),
        ("5.2 pg/mL L", "5.2 pg/mL"),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_a_value_with_a_mark_is_read_and_the_mark_told(cell, result, wide):
    """A mark says where the value lies in the laboratory's own range, which is read elsewhere or not at all."""
    header = "IL-6 (pg/mL)" if wide else "Biomarker,Value,Unit"
    line = cell if wide else f"IL-6,{cell},pg/mL"

    (row,) = read_csv([header, line], guess_mapping(header))

    assert result == (row.document or {})["reading"]["il6"]
    assert ["mark"] == [each.code for each in row.notes]


@pytest.mark.parametrize(
    "cell", ["5.2 H H", "5.2 e", "5.2 N/A", "5.2 x2", "3 - 4", "5.2 L 3", "+5.2", "5.2 h", "#REF!", "<LOD"]
)
def test_what_is_no_mark_leaves_the_value_out_and_shows_or_counts_what_came(cell):
    (row,) = read_csv(["Biomarker,Value,Unit", f"IL-6,{cell},pg/mL"], guess_mapping("Biomarker,Value,Unit"))

    assert row.document is None
    assert ["unreadable"] == [each.code for each in row.left_out]


@given(st.text(alphabet="0123456789.<>HLN*↑() pgm/L", max_size=14))
def test_a_mark_never_changes_a_digit_or_a_comparator(text):
    """Whatever is taken off, the digits and signs are those that stood there."""
    plain, mark = without_mark(text)
    assert [c for c in text if c in "0123456789.<>"] == [c for c in plain if c in "0123456789.<>"]
    assert bool(mark) or text == plain


def test_a_grip_of_the_left_hand_is_no_low_value():
    """L marks a result of blood alone."""
    mapping = CsvMapping(
        {"d": "drawn_at"}, results=Results(code="c", value="v", unit="u", codes={"G": "grip"}), patient=None
    )
    (row,) = read_csv(["d,c,v,u", "2026-06-01,G,41 L,kg"], mapping)
    assert row.document is None


# --- layouts ---------------------------------------------------------------------------------------

ROWS = {
    "omop": (
        "person_id,measurement_concept_id,measurement_date,operator_concept_id,value_as_number,unit_concept_id",
        "7,3023091,2026-06-01,4171756,3.1,8845",
    ),
    "mimic": (
        "labevent_id,subject_id,specimen_id,itemid,charttime,value,valuenum,valueuom,ref_range_upper,label,fluid",
        "1,7,3,4,2026-06-01 00:00:00,<3.1,3.1,pg/mL,7,Interleukin-6,Blood",
    ),
    "pcornet": (
        "PATID,SPECIMEN_SOURCE,LAB_LOINC,SPECIMEN_DATE,RESULT_NUM,RESULT_MODIFIER,RESULT_UNIT,RAW_LAB_NAME",
        "7,SER_PLAS,26881-3,2026-06-01,3.1,LT,pg/mL,IL-6",
    ),
    "synthea": (
        "DATE,PATIENT,ENCOUNTER,CATEGORY,CODE,DESCRIPTION,VALUE,UNITS,TYPE",
        "2026-06-01,7,e,laboratory,26881-3,Interleukin 6 [Mass/volume] in Serum or Plasma,<3.1,pg/mL,numeric",
    ),
    "sdtm": (
        "STUDYID,USUBJID,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBSPEC,LBDTC",
        "S,7,IL6,Interleukin 6,<3.1,pg/mL,SERUM,2026-06-01",
    ),
    "wellness": ("Biomarker,Value,Unit,Date", "IL-6,<3.1,pg/mL,2026-06-01"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_reads_its_table_and_names_who_describes_it(name):
    (patient,) = read_rows(ROWS[name], LAYOUTS[name].mapping).patients

    (reading,) = patient.readings
    assert ("<3.1 pg/mL", date(2026, 6, 1)) == (str(reading.il6), reading.drawn_at)
    assert (None if name == "wellness" else "7") == patient.patient
    assert LAYOUTS[name].said_by


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_page_shows_every_layout_with_its_source(name):
    layout = LAYOUTS[name]
    assert f"| `{name}` | {layout.table} | {layout.said_by} |" in PAGE


def test_the_concepts_of_omop_are_those_of_the_codes():
    """IL-6 is never another number."""
    assert {"3023091": "26881-3", "3010156": "30522-7", "3020460": "1988-5"} == dict(OMOP_CODES)


# --- rows of one patient ---------------------------------------------------------------------------

COLUMNS = [
    "p", "o", "drawn_at", "il6", "hs_crp", "birth_date", "age", "sex", "pregnant", "as_of", "time_zone", "confounders",
]  # fmt: skip
TIMES = st.sampled_from([
    "", "2026-01-05", "2026-03-29T02:30", "2026-03-29T08:00+02:00", "2026-03-28T23:30-05:00", "1969-12-31",
    "2026-03-30T01:00+09:00",
])  # fmt: skip
FACTS = st.fixed_dictionaries(
    {
        "p": st.sampled_from(["1", "1", "1", "2", ""]),
        "o": st.sampled_from(["", "A"]),
        "drawn_at": TIMES,
        "il6": st.sampled_from(["", "2.4", "400"]),
        "hs_crp": st.sampled_from(["", "0.6"]),
        "birth_date": st.sampled_from(["", "", "1970-01-01", "2026-03-29"]),
        "age": st.sampled_from(["", "", "56", "40"]),
        "sex": st.sampled_from(["", "", "male"]),
        "pregnant": st.sampled_from(["", "", "yes"]),
        "as_of": st.sampled_from(["", "", "2026-06-01", "2026-03-29T00:00Z"]),
        "time_zone": st.sampled_from(["", "", "Europe/Berlin", "Asia/Tokyo"]),
        "confounders": st.sampled_from(["", "none", "statin"]),
    }
)


@given(st.lists(FACTS, min_size=1, max_size=5), st.sampled_from([None, "Europe/Berlin"]), st.booleans())
def test_rows_make_no_case_that_cannot_be_interpreted(rows, time_zone, every):
    """What the rows of one patient say together is checked as what each says alone."""
    mapping = CsvMapping(
        {name: name for name in COLUMNS[2:]},
        units={"il6": "pg/mL", "hs_crp": "mg/L"}, time_zone=time_zone, patient="p", draw="o",
    )  # fmt: skip
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    found = [*read_patients(lines, mapping, every_result=every), *read_csv(lines, mapping)]

    for each in found:
        if each.error is None:
            interpret_case(each.document)
        else:
            assert "1970" not in str(each.error)  # no date of birth is repeated


@pytest.mark.parametrize(
    "rows",
    [
        "1,1990-01-01,2,,\n1,1991-02-02,2,1991-01-01,\n",
        "1,1990-01-01,2,1950-01-01,\n1,1991-02-02,2,,30\n",
    ],
)
def test_rows_that_no_one_person_can_have_are_told_with_their_line(rows):
    mapping = CsvMapping(
        {"d": "drawn_at", "v": "il6", "b": "birth_date", "a": "age"}, units={"v": "pg/mL"}, patient="p"
    )
    (case,) = read_patients("p,d,v,b,a\n" + rows, mapping)

    assert str(case.error).startswith("line ")
    assert "birth_date" in str(case.error)


def test_a_number_of_the_draw_pairs_an_hs_crp_with_its_il6():
    """Dates alone cannot tell one draw from two; a number of the order or the specimen does."""
    mapping = CsvMapping(
        {"d": "drawn_at", "v": "il6", "c": "hs_crp"}, units={"v": "pg/mL", "c": "mg/L"}, patient="p", draw="o"
    )
    text = "p,o,d,v,c\n1,{},2026-11-20,2.4,\n1,B,2026-11-20,,0.6\n"
    (paired,), (apart,) = (read_patients(text.format(number), mapping) for number in "BA")

    assert "il6_only" == interpret_case(paired.document).pattern
    assert "not_paired" == interpret_case(apart.document).pattern


# --- workbooks -------------------------------------------------------------------------------------


def workbook(*rows: list[Any], name: str = "Results") -> io.BytesIO:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    held.seek(0)
    return held


def test_a_sheet_is_read_as_its_text_would_be():
    """Numbers are exact, a day is a day, an error of the sheet is no result, and lines are those of the sheet."""
    lines = list(
        sheet_lines(
            workbook(
                ["Patient ID", "Biomarker", "Value", "Unit", "Date"],
                [7, "IL-6", 2.4, "pg/mL", datetime(2026, 11, 20)],
                [],
                [7, "hsCRP", 0.00001, "mg/L", datetime(2026, 11, 20, 8, 10)],
                [8, "IL-6", "#REF!", "pg/mL", None],
            )
        )
    )
    rows = list(read_csv(lines, guess_mapping(lines[0])))

    assert "7,IL-6,2.4,pg/mL,2026-11-20\n" == lines[1]
    assert "7,hsCRP,0.00001,mg/L,2026-11-20T08:10:00\n" == lines[3]
    assert [2, 4, 5] == [row.line for row in rows]
    assert "#REF!" in str(rows[-1].error)


def test_a_decimal_comma_holds_for_the_text_of_a_sheet_and_its_numbers_alike():
    lines = list(sheet_lines(workbook(["IL-6"], [2.4], ["2,5"]), decimal=","))
    rows = read_csv(lines, CsvMapping({"IL-6": "il6"}, {"IL-6": "pg/mL"}, decimal=","))
    assert ["2.4 pg/mL", "2.5 pg/mL"] == [(row.document or {})["reading"]["il6"] for row in rows]


def test_what_is_no_workbook_or_has_no_such_sheet_is_said_so(tmp_path):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "no sheet")
    path: Path = tmp_path / "a.xlsx"
    path.write_text("no archive", encoding="utf-8")

    for source, sheet in (
        (other, None),
        (path, None),
        (workbook(["IL-6"]), "Elsewhere"),
        (workbook([None], [1]), None),
    ):
        with pytest.raises(CaseError):
            list(sheet_lines(source, sheet))
