"""Tables with one result a row, as portals, laboratories and databases export them."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, interpret, interpret_case
from forge_il6.interop.loinc import KIND_OF, KINDS, OMOP, REFUSED
from forge_il6.interop.names import fact_named, names_another
from forge_il6.interop.tables import (
    MIMIC,
    PCORNET,
    SYNTHEA,
    WELLNESS,
    CsvMapping,
    Results,
    RowReport,
    guess_mapping,
    read_csv,
    read_patients,
    read_rows,
)
from forge_il6.interop.tables import (
    OMOP as OMOP_TABLE,
)

EXPORTS = {
    "portal of an American laboratory": (
        "Test Name,Your Result,Units,Reference Range,Flag,Date Collected",
        "INTERLEUKIN 6 (IL-6) SERUM,3.1,pg/mL,0.0-13.0,,05/02/2025",
        "C-REACTIVE PROTEIN CARDIAC,0.8,mg/L,,,05/02/2025",
        {"dates": "mdy"},
    ),
    "copy of a patient portal": (
        "Component\tValue\tStandard Range\tUnits\tCollected",
        "Interleukin-6, Plasma\t3.1\t<=7.0\tpg/mL\tMay 2, 2025 7:45 AM",
        "High Sensitivity CRP\t0.8\t\tmg/L\tMay 2, 2025 7:45 AM",
        {"time_zone": "America/Chicago"},
    ),
    "service for athletes": (
        "Biomarker,Value,Unit,Date",
        "IL-6,3.1,pg/mL,2025-05-02",
        "hsCRP,0.8,mg/L,2025-05-02",
        {},
    ),
    "service for members": (
        "Biomarker Name,Category,Result,Units,Optimal Range,Date of Test",
        "Interleukin 6,Inflammation,3.1,pg/mL,,2025-05-02",
        "High-Sensitivity C-Reactive Protein (hs-CRP),Inflammation,0.8,mg/L,,2025-05-02",
        {},
    ),
    "British kit for the home": (
        "Marker,Your value,Unit of measure,Sample taken",
        "IL6,3.1,ng/L,02 May 2025",
        "CRP (high sensitivity),0.8,mg/L,02 May 2025",
        {},
    ),
    "German laboratory": (
        "PatNr;Auftragsnummer;Abnahmedatum;Uhrzeit;Analyt;Ergebnis;Einheit;Material",
        "5;A17;02.05.2025;07:45;Interleukin-6;3,1;pg/ml;Serum",
        "5;A17;02.05.2025;07:45;CRP hochsensitiv;0,8;mg/l;Serum",
        {"decimal": ",", "dates": "dmy", "time_zone": "Europe/Berlin"},
    ),
    "French laboratory": (
        "Date de prélèvement;Examen;Résultat;Unité;Valeurs de référence",
        "02/05/2025;Interleukine 6;3,1;pg/mL;",
        "02/05/2025;Protéine C réactive ultrasensible;0,8;mg/L;",
        {"decimal": ",", "dates": "dmy"},
    ),
    "spreadsheet with a mark": (
        "\ufeffDate,Analyte,Result,UOM",
        "2025-05-02 00:00:00,Interleukin 6 (IL-6),3.1,pg/mL",
        "2025-05-02 00:00:00,hs CRP,0.8,mg/L",
        {},
    ),
    "OMOP": (
        (
            "person_id,measurement_concept_id,measurement_date,measurement_datetime,operator_concept_id,value_as_number,"
            "unit_concept_id"
        ),
        "5,3023091,2025-05-02,2025-05-02 07:45:00,4172703,3.1,8845",
        "5,3010156,2025-05-02,2025-05-02 07:45:00,,0.8,8751",
        {"time_zone": "UTC"},
    ),
    "MIMIC": (
        "labevent_id,subject_id,specimen_id,itemid,charttime,storetime,value,valuenum,valueuom,label,fluid",
        "1,5,70,9,2025-05-02 07:45:00,2025-05-02 11:00:00,3.1,3.1,pg/mL,Interleukin-6,Blood",
        "2,5,70,8,2025-05-02 07:45:00,2025-05-02 11:00:00,0.8,0.8,mg/L,High-Sensitivity CRP,Blood",
        {"time_zone": "America/New_York"},
    ),
}


def read(*lines: str, **stated: Any) -> RowReport:
    return read_rows(lines, attrs.evolve(guess_mapping(lines[0]), **stated))


def il6(report: RowReport) -> list[str]:
    return [str(reading.il6) for patient in report.patients for reading in patient.readings]


# --- exports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("export", EXPORTS, ids=str)
def test_an_export_of_its_kind_is_read_from_its_header(export):
    """IL-6 and hs-CRP are recognised, dated and of one person; the caller states what no header can tell."""
    header, first, second, stated = EXPORTS[export]
    report = read(header, first, second, **stated)
    (patient,) = report.patients

    assert ["3.1 pg/mL"] == il6(report)
    assert "2025-05-02" == str(patient.readings[0].drawn_at)[:10]
    assert "0.8 mg/L" == str(getattr(patient.hs_crp, "value", None))
    assert () == report.omitted


@pytest.mark.parametrize("export", EXPORTS, ids=str)
def test_every_column_of_an_export_is_read_or_named(export):
    """Nothing is passed over in silence."""
    header = EXPORTS[export][0].removeprefix("\ufeff")
    mapping = guess_mapping(header)
    names = next(name for name in (header.split(mark) for mark in "\t;,") if len(name) > 1)

    assert set(names) == {*mapping.read_columns(), *(each.where for each in mapping.ignored)}
    assert set(names) == {each.where for each in (*mapping.guessed, *mapping.ignored)}


@pytest.mark.parametrize("export", EXPORTS, ids=str)
def test_the_rows_of_an_export_are_cases_as_well(export):
    """The three readers of tables go the same way."""
    header, first, second, stated = EXPORTS[export]
    mapping = attrs.evolve(guess_mapping(header), **stated)
    lines = [header, first, second]
    documents = [row.document or {} for row in read_csv(lines, mapping)]

    assert ["il6"] == [fact for fact in documents[0]["reading"] if fact == "il6"]
    assert "0.8" == documents[1]["context"]["hs_crp"].split()[0]
    if mapping.patient is not None:
        assert ["crp" in case.document["context"] or "hs_crp" in case.document["context"]
                for case in read_patients(lines, mapping) if case.document] == [True]  # fmt: skip


def test_a_table_of_records_is_read_as_its_lines_are():
    """Data frames and databases give records, with numbers, days and what is missing."""
    records = [
        {"Biomarker": "IL-6", "Value": 3.1, "Unit": "pg/mL", "Date": date(2025, 5, 2)},
        {"Biomarker": "hs-CRP", "Value": float("nan"), "Unit": "mg/L", "Date": None},
        {"Biomarker": "hs-CRP", "Value": "0.8", "Unit": "mg/L", "Date": datetime(2025, 5, 2)},
    ]
    report = read_rows(records, WELLNESS)

    assert ["3.1 pg/mL"] == il6(report)
    assert [("line 2", "unreadable")] == [(each.where, each.code) for each in report.omitted]
    assert ["midnight"] == [each.code for each in report.notes]


@pytest.mark.parametrize(
    "layout, header, row",
    [
        (OMOP_TABLE, "PERSON_ID,MEASUREMENT_CONCEPT_ID,MEASUREMENT_DATE,VALUE_AS_NUMBER,UNIT_CONCEPT_ID",
         "5,3023091,2025-05-02,3.1,8845"),
        (MIMIC, "subject_id,charttime,valuenum,valueuom,label", "5,2025-05-02,3.1,pg/mL,Interleukin 6"),
        (PCORNET, "patid,lab_loinc,specimen_date,result_num,result_unit", "5,26881-3,2025-05-02,3.1,pg/mL"),
        (SYNTHEA, "DATE,PATIENT,CODE,DESCRIPTION,VALUE,UNITS",
         "2025-05-02T07:45:00Z,5,26881-3,Interleukin 6 [Mass/volume] in Serum or Plasma,3.1,pg/mL"),
        (WELLNESS, "biomarker,value,unit", "Interleukin-6,3.1,pg/mL"),
    ],
    ids=["omop", "mimic", "pcornet", "synthea", "wellness"],
)  # fmt: skip
def test_a_ready_layout_allows_for_capitals_and_for_columns_that_a_site_leaves_out(layout, header, row):
    """Nobody fills in all of them."""
    assert ["3.1 pg/mL"] == il6(read_rows([header, row], layout))


def test_a_layout_without_its_results_is_no_table_of_them():
    """It would be empty in silence."""
    with pytest.raises(CaseError, match="'person_id', 'measurement_date'"):
        read_rows(["person_id,measurement_date", "5,2025-05-02"], OMOP_TABLE)


# --- comparators, units and words ------------------------------------------------------------------


@pytest.mark.parametrize(
    "modifier, number, sent, expected",
    [
        ("LT", "1.5", "", "<1.5 pg/mL"),
        ("GE", "5000", "", "≥5000 pg/mL"),
        ("EQ", "3.1", "", "3.1 pg/mL"),
        ("4171756", "1.5", "", "<1.5 pg/mL"),
        ("<", "<1.5", "", "<1.5 pg/mL"),
        ("", "1.5", "<1.5", "<1.5 pg/mL"),
        ("", "", "<1.5", "<1.5 pg/mL"),
        ("", "3.1", "3.10 pg/mL", "3.1 pg/mL"),
    ],
)
def test_a_comparator_is_found_wherever_a_table_keeps_it(modifier, number, sent, expected):
    """A number alone has lost what it says."""
    report = read(
        "LAB_LOINC,RESULT_MODIFIER,RESULT_NUM,RAW_RESULT,RESULT_UNIT", f"26881-3,{modifier},{number},{sent},pg/mL"
    )
    assert [expected] == il6(report)


@pytest.mark.parametrize(
    "modifier, number, sent",
    [
        ("GT", "<1.5", ""),
        ("OT", "1.5", ""),
        ("maybe", "1.5", ""),
        ("", "1.5", "2.5"),
        ("", "1.5", "see note"),
        ("", "", ""),
    ],
)
def test_a_value_that_its_columns_do_not_agree_on_is_left_out(modifier, number, sent):
    """Nothing says which of them is right."""
    report = read(
        "LAB_LOINC,RESULT_MODIFIER,RESULT_NUM,RAW_RESULT,RESULT_UNIT", f"26881-3,{modifier},{number},{sent},pg/mL"
    )
    assert ([], ["unreadable"]) == (il6(report), [each.code for each in report.omitted])


def test_a_unit_and_its_concept_that_differ_leave_the_result_out():
    """Between ng/mL and pg/mL lies a factor of a thousand."""
    report = read(
        "person_id,measurement_concept_id,value_as_number,unit_concept_id,unit_source_value", "5,3023091,3.1,8845,ng/mL"
    )
    assert ([], ["unreadable"]) == (il6(report), [each.code for each in report.omitted])


@pytest.mark.parametrize("word", ["QNS", "TNP", "pending", "Not detected", "hemolyzed"])
def test_a_word_for_no_result_is_shown_and_costs_its_cell_alone(word):
    """It is neither a number nor an error of the result beside it."""
    mapping = CsvMapping({"a": "il6", "b": "hs_crp"}, {"a": "pg/mL", "b": "mg/L"})
    (row,) = read_csv(["a,b", f"3.1,{word}"], mapping)
    (alone,) = read_csv(["a,b", f",{word}"], mapping)

    assert {"reading": {"il6": "3.1 pg/mL"}} == row.document
    assert [("line 2, column 'b'", "unreadable")] == [(each.where, each.code) for each in row.left_out]
    assert word in row.left_out[0].reason
    assert word in str(alone.error)


def test_an_error_counts_the_letters_of_the_cell_and_not_of_its_unit():
    """A text that may be a name is not shown."""
    (row,) = read_csv(["a", "Erika"], CsvMapping({"a": "il6"}, {"a": "pg/mL"}))
    assert "text of 5 characters" in str(row.error)


@pytest.mark.parametrize("cell", ["-", "?", "unknown", ".", "<NA>", "#N/A"])
def test_the_ways_of_writing_nothing_are_unknown(cell):
    """As an empty cell is."""
    (row,) = read_csv(["a,b", f"3.1,{cell}"], CsvMapping({"a": "il6", "b": "fasting"}, {"a": "pg/mL"}))
    assert ({"reading": {"il6": "3.1 pg/mL"}}, ()) == (row.document, row.left_out)


@pytest.mark.parametrize(
    "fact, cell",
    [("confounders", "a cold"), ("specimen", "synovial fluid"), ("pregnant", "third month"), ("haemolysed", "++")],
)
def test_a_cell_that_could_speak_against_the_result_costs_the_row(fact, cell):
    """Without it the result would look better than it is."""
    (row,) = read_csv(["a,b", f"3.1,{cell}"], CsvMapping({"a": "il6", "b": fact}, {"a": "pg/mL"}))
    assert (None, True) == (row.document, row.error is not None)


@pytest.mark.parametrize(
    "material, count", [("Serum", 1), ("Blood", 1), ("SER_PLAS", 1), ("CSF", 0), ("Pleural Fluid", 0)]
)
def test_the_column_of_the_specimen_of_a_table_of_results_is_read(material, count):
    """IL-6 of another fluid says nothing of blood."""
    report = read("LAB_LOINC,RESULT_NUM,RESULT_UNIT,SPECIMEN_SOURCE", f"26881-3,3.1,pg/mL,{material}")
    assert (count, 1 - count) == (len(il6(report)), len(report.omitted))


@pytest.mark.parametrize(
    "upper, limits, expected",
    [
        ("7", "", "7 pg/mL"),
        ("", "<7", "7 pg/mL"),
        ("", "0.0 - 6.4", "6.4 pg/mL"),
        ("", "0-7 pg/mL", "7 pg/mL"),
        ("", "see below", None),
        ("", "0-7 ng/mL", None),
        ("", "7-0", None),
    ],
)
def test_the_upper_limit_of_the_laboratory_takes_the_unit_of_the_result(upper, limits, expected):
    """One that cannot be read is noted."""
    report = read("Test,Value,Unit,Range High,Reference Range", f"IL-6,3.1,pg/mL,{upper},{limits}")
    limit = report.patients[0].readings[0].lab_upper_limit

    assert expected == (None if limit is None else str(limit))
    assert ([] if expected else ["reference_range"]) == [each.code for each in report.notes]


# --- numbers and days as a country writes them -----------------------------------------------------

GERMAN = CsvMapping({"v": "il6", "d": "drawn_at"}, {"v": "pg/mL"}, delimiter=";", decimal=",", dates="dmy")


@pytest.mark.parametrize(
    "cell, expected", [("3,1", "3.1 pg/mL"), ("< 1,5", "< 1.5 pg/mL"), ("3", "3 pg/mL"), ("3,1 pg/mL", "3.1 pg/mL")]
)
def test_a_decimal_comma_is_read_where_it_is_stated(cell, expected):
    """It is stated once for the table."""
    (row,) = read_csv(["v;d", f"{cell};02.05.2025"], GERMAN)
    assert {"reading": {"il6": expected, "drawn_at": "2025-05-02"}} == row.document


@pytest.mark.parametrize("cell", ["1.234,5", "1.234", "3,1,2", "1'234,5"])
def test_a_mark_of_thousands_is_refused_beside_a_decimal_comma(cell):
    """1.234 would be read a thousand times too small, or too large."""
    (row,) = read_csv(["v;d", f"{cell};02.05.2025"], GERMAN)
    assert "decimal comma" in str(row.error)


@pytest.mark.parametrize(
    "cell, order, expected",
    [
        ("02/05/2025", "dmy", "2025-05-02"),
        ("02/05/2025", "mdy", "2025-02-05"),
        ("5/2/2025 7:45 PM", "mdy", "2025-05-02T19:45:00"),
        ("5/2/2025 12:05 am", "mdy", "2025-05-02T00:05:00"),
        ("02.05.2025 07:45", "dmy", "2025-05-02T07:45:00"),
        ("2 May 2025", "ymd", "2025-05-02"),
        ("May 2, 2025", "ymd", "2025-05-02"),
        ("2025/05/02", "ymd", "2025-05-02"),
        ("2025-05-02 07:45", "dmy", "2025-05-02T07:45"),
    ],
)
def test_a_day_is_read_in_the_order_that_is_stated(cell, order, expected):
    """A month by its name and a year in front need no statement."""
    mapping = CsvMapping({"v": "il6", "d": "drawn_at"}, {"v": "pg/mL"}, "UTC", dates=order)
    (row,) = read_csv(["v,d", f'3.1,"{cell}"'], mapping)
    assert expected == (row.document or {})["reading"]["drawn_at"]


@pytest.mark.parametrize(
    "cell, order", [("02/05/2025", "ymd"), ("02.05.25", "dmy"), ("02/13/2025", "dmy"), ("31/04/2025", "dmy")]
)
def test_an_order_of_day_and_month_is_never_guessed(cell, order):
    """Not even where only one reading is a day: the next row may have two."""
    mapping = CsvMapping({"v": "il6", "d": "drawn_at"}, {"v": "pg/mL"}, dates=order)
    (row,) = read_csv(["v,d", f"3.1,{cell}"], mapping)
    said = str(row.error or row.left_out[0].reason)

    assert "drawn_at" not in (row.document or {}).get("reading", {})
    assert "dates=" in said or "four digits" in said


def test_a_day_and_a_clock_apart_are_one_time():
    """And where both state a day, it is the same day."""
    mapping = CsvMapping({"v": "il6", "d": "drawn_at"}, {"v": "pg/mL"}, "UTC", clock="t")
    rows = read_csv(["v,d,t", "3.1,2025-05-02,07:45", "3.1,2025-05-02,", "3.1,2025-05-02,2025-05-03T07:45"], mapping)
    drawn = [(row.document or {})["reading"].get("drawn_at") for row in rows]
    assert ["2025-05-02T07:45:00", "2025-05-02", None] == drawn


def test_the_unit_and_the_comparator_of_a_wide_table_can_stand_in_columns_of_their_own():
    """The header says whose they are."""
    lines = ["IL-6,IL-6 unit,IL-6 modifier,Date", "1.5,pg/mL,LT,2025-05-02"]
    mapping = guess_mapping(lines[0])
    (row,) = read_csv(lines, mapping)

    assert ({"IL-6": "IL-6 unit"}, {"IL-6": "IL-6 modifier"}) == (mapping.unit_in, mapping.comparator_in)
    assert "<1.5 pg/mL" == (row.document or {})["reading"]["il6"]


# --- what is measured ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, fact",
    [
        ("Interleukin 6 [Mass/volume] in Serum or Plasma", "il6"),
        ("Interleucina-6", "il6"),
        ("IL-6 im Serum", "il6"),
        ("C reactive protein [Mass/volume] in Serum or Plasma by High sensitivity method", "hs_crp"),
        ("PCR ultrasensible", "hs_crp"),
        ("C-reaktives Protein", "conventional_crp"),
        ("Vitamin D, 25-Hydroxy", "vitamin_d"),
        ("IL-6 receptor", None),
        ("sIL-6R", None),
        ("Anti-IL-6", None),
        ("IL-16", None),
        ("IL-6 gene", None),
        ("IL-6, CSF", None),
        ("PCR", None),
        ("Procalcitonin", None),
        ("1,25-OH vitamin D", None),
        ("", None),
    ],
)
def test_a_name_is_known_whole_or_not_at_all(name, fact):
    """By the names of what is read, and no list of what is not."""
    assert fact == fact_named(name)


@given(st.text(max_size=300))
def test_a_name_of_any_text_is_answered(text):
    """Total: a fact, or none; and a text that names a fact does not contradict it."""
    fact = fact_named(text)
    assert fact is None or not names_another(fact, [text])


def test_a_code_and_a_name_of_two_measurements_leave_the_row_out():
    """Nothing says which of the two is right."""
    report = read(
        "Code,Test,Value,Unit,Date",
        "30522-7,BNP,3.1,mg/L,2025-05-02",
        "26881-3,IL-6 receptor,3.1,pg/mL,2025-05-02",
        "30522-7,CRP,0.8,mg/L,2025-05-02",
    )

    assert [("line 2", "unreadable"), ("line 3", "unreadable")] == [(each.where, each.code) for each in report.omitted]
    assert "0.8 mg/L" == str(getattr(report.patients[0].hs_crp, "value", None))


def test_codes_and_names_of_the_caller_are_believed():
    """A laboratory may call it what it likes."""
    columns = Results(
        code="c", name="n", value="v", names={"Interleukin six": "il6"}, codes={"LAB77": "hs_crp"},
        units={"il6": "pg/mL", "hs_crp": "mg/L"},
    )  # fmt: skip
    mapping = CsvMapping({"d": "drawn_at"}, results=columns)
    report = read_rows(["c,n,v,d", "X1,interleukin SIX,3.1,2025-05-02", "LAB77,?,0.8,2025-05-02"], mapping)

    assert ["3.1 pg/mL"] == il6(report)
    assert "0.8 mg/L" == str(getattr(report.patients[0].hs_crp, "value", None))


@pytest.mark.parametrize("loinc", REFUSED)
def test_a_code_that_looks_alike_is_left_out_by_a_reason_of_its_own(loinc):
    """Moles, another fluid, a grip of no hand: each says what to do."""
    report = read("LOINC,Value,Unit,Date", f"{loinc},3.1,mg/L,2025-05-02")

    assert ((), ["not_read"]) == (report.patients, [each.code for each in report.omitted])
    assert REFUSED[loinc] in report.omitted[0].reason


@pytest.mark.parametrize("loinc", KINDS)
def test_every_code_of_the_table_is_read(loinc):
    """From rows as from every other feed, with what is worth knowing of it."""
    kind = KINDS[loinc]
    report = read(
        "LOINC,Value,Unit,Date", f"{loinc},3.1,{kind.measurand.unit},2025-05-02", "26881-3,2,pg/mL,2025-05-02"
    )
    (patient,) = report.patients
    held = {
        "il6": patient.readings, "hs_crp": patient.hs_crp, "conventional_crp": patient.conventional_crp,
        "vitamin_d": patient.vitamin_d, "grip": patient.grip, "hrv": patient.hrv,
    }  # fmt: skip

    assert held[kind.fact]
    assert ([kind.remark] if kind.remark else []) == [each.code for each in report.notes]
    assert kind.hand in ("", *(session.hand or "" for session in patient.grip))


def test_a_grip_without_a_day_is_left_out():
    """A course of sessions is one of days."""
    report = read("LOINC,Value,Unit", "83174-3,41,kg")
    assert ((), [("line 2", "unreadable")]) == (report.patients, [(each.where, each.code) for each in report.omitted])


def test_the_concepts_of_omop_stand_for_codes_that_are_read():
    """A concept is another name of a code."""
    assert {"il6", "hs_crp", "conventional_crp"} == {KINDS[loinc].fact for loinc in OMOP.values()}


# --- whose it is -----------------------------------------------------------------------------------


def test_rows_of_two_people_are_two_patients():
    """The hs-CRP of one is not read with the IL-6 of the other."""
    report = read(
        "patient_id,Test,Value,Unit,Date",
        "1,IL-6,3.1,pg/mL,2025-05-02",
        "2,hs-CRP,9,mg/L,2025-05-02",
        ",IL-6,1,pg/mL,2025-05-02",
    )

    assert ["1", "2"] == [patient.patient for patient in report.patients]
    assert [None, "9 mg/L"] == [None if each.hs_crp is None else str(each.hs_crp.value) for each in report.patients]
    assert [("line 4", "no_patient")] == [(each.where, each.code) for each in report.omitted]


@pytest.mark.parametrize("column", ["Patient initials", "Last name", "client_id", "PersonNr"])
def test_a_column_that_may_tell_people_apart_is_not_passed_over(column):
    """Two people must never become one."""
    with pytest.raises(CaseError, match="may tell patients apart"):
        read(f"{column},Test,Value,Unit", "A,IL-6,3.1,pg/mL", "B,IL-6,4,pg/mL")


def test_a_row_with_another_date_of_birth_is_not_the_same_person():
    """And the date is not shown."""
    report = read("Test,Value,Unit,DOB", "IL-6,3.1,pg/mL,1969-03-12", "IL-6,4,pg/mL,1969-03-13")

    assert (["3.1 pg/mL"], ["person"]) == (il6(report), [each.code for each in report.omitted])
    assert "1969" not in f"{report!r}{report.omitted}"


def test_results_of_one_specimen_are_of_one_draw_though_their_day_is_all_that_is_known():
    """What a table calls the draw tells what days alone cannot."""
    rows = ["subject_id,specimen_id,charttime,value,valuenum,valueuom,label"]
    rows += ["5,70,2025-05-02,3.1,3.1,pg/mL,IL-6", "5,70,2025-05-02,0.8,0.8,mg/L,hs-CRP"]
    apart = [rows[0], rows[1], rows[2].replace(",70,", ",71,")]

    def pattern(lines: list[str]) -> str:
        (patient,) = read(*lines).patients
        return interpret(list(patient.readings), patient.context(red_flags=[])).pattern.value

    assert ("il6_only", "not_paired") == (pattern(rows), pattern(apart))


# --- headers ---------------------------------------------------------------------------------------

LINES = ["patient_id,IL-6 (pg/mL),Date", "pat-4711,3.1,2025-05-02", "pat-4712,4.1,2025-05-02"]


@pytest.mark.parametrize(
    "given",
    [io.StringIO("\n".join(LINES)), LINES, iter(LINES), [f"{line}\n" for line in LINES], "\n".join(LINES)],
    ids=["file", "lines", "iterator", "lines with ends", "text"],
)
def test_of_a_whole_file_the_header_alone_is_looked_at(given):
    """No row of it becomes the name of a column, and nobody's identifier is printed."""
    mapping = guess_mapping(given)

    assert ({"IL-6 (pg/mL)": "il6", "Date": "drawn_at"}, "patient_id") == (mapping.columns, mapping.patient)
    assert "4711" not in f"{mapping}{mapping!r}"


def test_a_table_in_which_no_column_is_known_is_an_error_that_lists_its_columns():
    """It is no table of empty cases."""
    lines = ["Ward,Bed,Date", "Erika,12,2025-05-02"]
    mapping = guess_mapping(lines[0])
    (row,) = read_csv(lines, mapping)

    assert "'Ward', 'Bed', 'Date'" in str(row.error)
    assert "Erika" not in str(row.error)
    with pytest.raises(CaseError, match="'Ward'"):
        read_rows(lines, mapping)


def test_a_file_without_a_header_is_not_listed():
    """Its first row is a patient."""
    lines = ["Mustermann,2025-05-02,3.1"]
    (row,) = read_csv(lines, CsvMapping({}))
    assert "Mustermann" not in str(row.error)


CELLS = st.sampled_from(["IL-6", "hs-CRP", "26881-3", "3.1", "<", "", "QNS", "pg/mL", "mg/L", "2025-05-02", "x"])


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5))
def test_every_row_of_results_is_read_or_told(table):
    """Nothing disappears silently, and every case can be interpreted."""
    lines = ["Code,Test,Modifier,Value,Unit,Date", *(",".join(row) for row in table)]
    mapping = guess_mapping(lines[0])
    for row in read_csv(lines, mapping):
        assert (row.document is None) != (row.error is None)
        if row.document is not None:
            interpret_case(row.document)
    for patient in read_rows(lines, mapping).patients:
        interpret_case(patient.case())


def test_the_columns_of_results_are_checked_by_name():
    """Before a row is read."""
    for wrong in ({"value": "v"}, {"name": "n"}, {"name": "n", "value": "v", "names": {"x": "ilsix"}},
                  {"name": "n", "value": "v", "units": {"il6": "Pg/mL"}}):  # fmt: skip
        with pytest.raises(CaseError):
            Results(**wrong)
    for stated in ({"decimal": ";"}, {"dates": "dym"}, {"unit_in": {"x": "y"}}):
        with pytest.raises(CaseError):
            CsvMapping({"a": "il6"}, **stated)
    assert set(KIND_OF) >= {"il6", "hs_crp"}
