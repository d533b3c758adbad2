"""CSV with columns of any name: what is guessed, what is read, and that patients are never mixed."""

from __future__ import annotations

import contextlib
import cProfile
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, Context, ForgeError, Reading, interpret_case
from forge_il6.interop.cases import CELLS
from forge_il6.interop.tables import CsvMapping, CsvPatient, CsvRow, guess_mapping, read_csv, read_patients

MAPPING = CsvMapping(
    {"IL-6": "il6", "CRP": "hs_crp", "taken": "drawn_at", "sober": "fasting"},
    units={"IL-6": "pg/mL", "CRP": "mg/L"},
    time_zone="Europe/Berlin",
    patient="who",
)
HEADER = "who,IL-6,CRP,taken,sober\n"


def rows(text: str, mapping: CsvMapping = MAPPING) -> list[CsvRow]:
    return list(read_csv(io.StringIO(text), mapping))


def row(text: str) -> CsvRow:
    (only,) = rows(HEADER + text)
    return only


def error(text: str) -> str:
    found = row(text)
    assert None is found.document
    assert 300 >= len(str(found.error))
    return str(found.error)


def patients(text: str, **options: Any) -> list[CsvPatient]:
    return list(read_patients(io.StringIO(HEADER + text), MAPPING, **options))


# --- guesses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, fact, unit",
    [
        ("il6", "il6", None),
        ("IL-6 (pg/mL)", "il6", "pg/mL"),
        ("IL-6 [ng/L]", "il6", "ng/L"),
        ("IL-6 pg/mL", "il6", "pg/mL"),
        ("il6_pg_ml", "il6", "pg/mL"),
        ("Interleukin 6", "il6", None),
        ("interleukin_6", "il6", None),
        ("hsCRP (mg/dL)", "hs_crp", "mg/dL"),
        ("hs-CRP_mg_l", "hs_crp", "mg/L"),
        ("high_sensitivity_crp", "hs_crp", None),
        ("CRP (mg/L)", "conventional_crp", "mg/L"),
        ("25-OH-D (nmol/L)", "vitamin_d", "nmol/L"),
        ("collection_date", "drawn_at", None),
        ("Date", "drawn_at", None),
        ("age (years)", "age", None),
        ("Fasting (y/n)", "fasting", None),
        ("fasting hours (h)", "fasting_hours", None),
        ("Gender", "sex", None),
        ("DOB", "birth_date", None),
    ],
)
def test_a_usual_name_is_guessed_with_its_unit(name, fact, unit):
    """Each guess is reported with its reason."""
    mapping = guess_mapping([name])

    assert ({name: fact}, {name: unit} if unit else {}) == (mapping.columns, mapping.units)
    assert [(name, fact)] == [(guess.where, guess.code) for guess in mapping.guessed]
    assert mapping.guessed[0].reason


@pytest.mark.parametrize(
    "name, why",
    [
        ("IL-6 (baseline)", "'baseline' is no unit of IL-6"),
        ("IL-6 (PG/ML)", "'PG/ML' is no unit of IL-6"),
        ("log_il6", "nothing known"),
        ("IL-6R", "nothing known"),
        ("sIL-6", "nothing known"),
        ("result_datetime", "not the time of the draw"),
        ("reported_at", "not the time of the draw"),
        ("id", "nothing known"),
        ("age (months)", "'months' is no unit of age"),
        ("", "nothing known"),
        ("x" * 100_000, "nothing known"),
    ],
    ids=lambda each: each[:20],
)
def test_a_name_that_may_mean_something_else_is_not_guessed(name, why):
    """A column that is left out is reported with its reason."""
    mapping = guess_mapping([name])

    assert ({}, ()) == (mapping.columns, mapping.guessed)
    assert name == mapping.ignored[0].where
    assert why in mapping.ignored[0].reason


def test_two_columns_for_one_fact_are_both_left_to_the_caller():
    """Guessing which of two is right would be reading a wrong number."""
    mapping = guess_mapping(["il6", "IL-6 (pg/mL)", "age"])
    assert ({"age": "age"}, 2) == (mapping.columns, len(mapping.ignored))


def test_ordinary_crp_is_never_guessed_to_be_hs_crp():
    """A different test, and the reason says so."""
    assert "conventional" in guess_mapping(["CRP"]).guessed[0].reason


@pytest.mark.parametrize("delimiter", list(",;\t|"), ids=repr)
def test_a_header_line_tells_its_delimiter(delimiter):
    """Spreadsheets of some countries write semicolons."""
    mapping = guess_mapping(delimiter.join(["patient_id", "il6_pg_ml", "date"]) + "\r\n", time_zone="UTC")
    text = delimiter.join(["patient_id", "il6_pg_ml", "date"]) + "\n" + delimiter.join(["7", "2.4", "2026-11-20"])

    assert ("patient_id", delimiter) == (mapping.patient, mapping.delimiter)
    assert {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20"} == (rows(text, mapping)[0].document or {})["reading"]


def test_columns_that_could_all_be_one_fact_are_left_to_the_caller_however_many():
    """A hostile header must not cost the square of its length."""
    names = [f"il{'-' * (n % 190 + 1)}6{'!' * (n // 190)}" for n in range(20_000)]
    mapping = guess_mapping(names)

    assert {} == mapping.columns
    assert {"several_columns"} == {each.code for each in mapping.ignored}
    assert len(names) == len(mapping.ignored)


def test_a_file_without_a_header_is_refused_and_not_repeated():
    """The first row of such a file is a patient."""
    with pytest.raises(CaseError, match="header") as caught:
        guess_mapping("4711;Mustermann;<2.4")
    assert [] == [name for name in ("4711", "Mustermann") if name in str(caught.value)]


def test_a_mapping_can_be_read_by_a_person():
    """Inspectable: what is read, in which unit, and what is not."""
    assert [
        "IL-6 (pg/mL) -> il6 in pg/mL",
        "subject -> tells patients apart",
        "ward is not read: its name says nothing known here; map it where it holds a fact",
    ] == str(guess_mapping(["subject", "IL-6 (pg/mL)", "ward"])).splitlines()


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"columns": {"a": "ilsix"}}, "columns: 'ilsix' is no fact of a cell"),
        ({"columns": {"a": "histroy"}}, "columns: 'histroy' is no fact"),
        ({"columns": {"a": "history"}}, "columns: 'history' is no fact"),
        ({"columns": {"a": "il6", "b": "il6"}}, "columns: two columns are given for il6"),
        ({"columns": {"a": "il6"}, "units": {"il6": "pg/mL"}}, "units: 'il6' is no column of an amount"),
        ({"columns": {"a": "age"}, "units": {"a": "years"}}, "units: 'a' is no column of an amount"),
        ({"columns": {"a": "il6"}, "units": {"a": "Pg/mL"}}, "units: 'Pg/mL' is no unit of IL-6"),
        ({"columns": {"a": "il6"}, "time_zone": "Europe/Atlantis"}, "time_zone: "),
        ({"columns": {"a": "il6"}, "delimiter": "||"}, "delimiter: got '||'"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused_by_name(arguments, message):
    """Before a single row is read."""
    with pytest.raises(CaseError) as caught:
        CsvMapping(**arguments)
    assert str(caught.value).startswith(message)


def test_a_cell_holds_one_value_a_flag_or_a_list_of_words():
    """What a cell may hold follows from the fields: a new fact has its column without a second list."""
    assert {"confounders", "red_flags", "medications", "contraindications"} == {
        name for name, cell in CELLS.items() if cell.is_list
    }
    assert {
        "fasting", "at_rest", "indwelling_line", "haemolysed", "pregnant", "consistent_training", "adequate_protein",
        "confounders_asked",
        "secondary_causes_excluded", "muscle_mass_falling", "processing_speed_slowing",
    } == {name for name, cell in CELLS.items() if cell.is_flag}  # fmt: skip
    assert {
        "exercise_log", "hs_crp_history", "history", "grip", "hrv", "lifestyle", "considering",
    } == {*Reading.keys(), *Context.keys()} - set(CELLS)  # fmt: skip


# --- rows ------------------------------------------------------------------------------------------


def test_a_row_becomes_a_case_document():
    """Numbers take the unit of their column, empty cells are unknown."""
    found = row("7,2.4,,2026-11-20T08:10,yes\n")

    assert (2, "7") == (found.line, found.patient)
    assert {
        "reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10", "fasting": True},
        "context": {"time_zone": "Europe/Berlin"},
    } == found.document
    assert "elevated" == interpret_case(found.document or {}).band


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "NaN", "null"])
def test_an_empty_cell_is_unknown(cell):
    """Unknown, never zero."""
    assert "il6" not in (row(f"7,{cell},0.6,,\n").document or {}).get("reading", {})


@pytest.mark.parametrize(
    "cell, expected",
    [("<1.5", "<1.5 pg/mL"), (" 2.4 ", "2.4 pg/mL"), ("2.4 ng/L", "2.4 ng/L"), ("2.4 pg / mL", "2.4 pg / mL")],
)
def test_a_cell_may_hold_a_comparator_or_its_unit(cell, expected):
    """A unit in the cell must be the one of its column."""
    assert expected == (row(f"7,{cell},,,\n").document or {})["reading"]["il6"]


@pytest.mark.parametrize(
    "text, message",
    [
        ('7,"2,4",,,\n', "line 2: il6: got '2,4'; a comma is ambiguous"),
        ("7,0,,,\n", "line 2: il6: got '0 pg/mL'; no assay measures zero"),
        ("7,-1,,,\n", "line 2: il6: got '-1'; a result cannot be negative"),
        ("7,2.4 ng/mL,,,\n", "line 2: il6: the unit in the cell is not the pg/mL of its column"),
        ("7,2.4 Pg/mL,,,\n", "line 2: il6: the unit 'Pg/mL'"),
        ("7,,2.4 nmol/L,,\n", "line 2: hs_crp: the unit 'nmol/L' is refused"),
        ("7,,,yesterday,\n", "line 2: drawn_at: got text of 9 characters; write an ISO 8601 time"),
        ("7,,,2026-03-29T02:30,\n", "line 2: drawn_at: 2026-03-29T02:30:00 does not exist"),
        ("7,2.4,,20.11.2026,\n", "line 2: drawn_at: got '20.11.2026'; say which comes first with dates='dmy'"),
        ("7,,,,maybe\n", "line 2: fasting: got text of 5 characters; give true or false"),
        ("7,2,4,,,\n", "line 2: 6 cells under 5 columns"),
        ("7,2.4\n", "line 2: 2 cells under 5 columns"),
        ('7,"2.4"x,,,\n', "line 2: "),
    ],
)
def test_a_row_that_cannot_be_read_carries_an_error_with_its_line(text, message):
    """The error names the line, and says what to do."""
    assert error(text).startswith(message)


def test_of_a_time_without_an_offset_the_day_is_read_and_the_time_zone_asked_for():
    """The day is certain, and the hour belongs to a clock that nobody named."""
    (found,) = rows("v,taken\n2.4 pg/mL,2026-11-20T08:10\n", CsvMapping({"v": "il6", "taken": "drawn_at"}))

    assert {"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20"}} == found.document
    assert ["no_offset"] == [note.code for note in found.notes]


def test_a_number_without_any_unit_is_refused():
    """Between pg/mL and IU/mL lies a factor of ten."""
    (found,) = rows("IL-6\n2.4\n", CsvMapping({"IL-6": "il6"}))
    assert "without a unit" in str(found.error)


def test_lists_stand_between_semicolons():
    """An empty list, asked and none, is written none."""
    mapping = CsvMapping({"a": "confounders", "b": "red_flags"})
    (found,) = rows("a,b\nvaccination; poor_sleep,none\n", mapping)
    assert {"confounders": ["vaccination", "poor_sleep"], "red_flags": []} == (found.document or {})["context"]


@pytest.mark.parametrize(
    "header, message",
    [
        ("IL6,CRP,taken,sober,who\n", "line 1: the column 'IL-6' is not in the header; did you mean 'IL6'?"),
        ("who,IL-6,IL-6,CRP,taken,sober\n", "line 1: the column 'IL-6' stands twice in the header"),
        ("", "line 1: the column 'IL-6' is not in the header"),
    ],
)
def test_a_header_without_a_mapped_column_is_an_error(header, message):
    """A column that is not there is not unknown in every row."""
    (found,) = rows(header + "1,2,3,4,5\n")
    assert message == str(found.error)


def test_later_rows_are_read_after_a_broken_one():
    """One bad row costs one row, and line numbers count lines, also after a cell of several."""
    text = HEADER + '7,"2.4",,,\n\n7,bad,,,\n"a\nb",2.5,,,\n8,2.6,,,\n'
    assert [(2, True), (4, False), (5, True), (7, True)] == [(each.line, each.error is None) for each in rows(text)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_text_of_a_file_reads_as_its_lines_do(end):
    """A text is made of characters, which must not pass for lines; a quoted cell may hold a line end."""
    lines = [HEADER.rstrip(), f'"Erika{end}B",2.4,0.6,2026-11-20T08:10,yes', "B,3.1,,2026-11-21T08:10,no", ""]
    text = end.join(lines)

    assert list(read_csv(io.StringIO(text, newline=""), MAPPING)) == list(read_csv(text, MAPPING))
    assert [None, None] == [each.error for each in read_csv(text, MAPPING)]
    assert 2 == len(list(read_patients(text, MAPPING)))


def test_lines_that_an_open_quote_takes_with_it_are_reported():
    """Nothing disappears silently."""
    good, broken = rows(HEADER + '7,2.4,,2026-11-20,\n7,"2.5,,2026-11-20,\n7,2.6,,2026-11-20,\n')

    assert (None, None) == (good.error, broken.document)
    assert "lines to 4" in str(broken.error)


def test_a_byte_order_mark_is_no_part_of_a_name():
    """Spreadsheets write one."""
    assert None is rows("\ufeff" + HEADER + "7,2.4,,,\n")[0].error


@given(st.text(max_size=200))
def test_any_text_gives_rows_or_errors(text):
    """Total, for every text; only errors of the package's own tree come from a verdict."""
    found = rows(text) + rows(HEADER + text)
    with contextlib.suppress(CaseError):  # a first line that is no row of cells
        found += rows(text, guess_mapping(text.split("\n", 1)[0], time_zone="UTC"))
    for each in found:
        assert (each.document is None) != (each.error is None)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "7", "8", "2.4", "<1", "2026-11-20", "2026-11-20T08:00", "yes", "x,y"]),
            min_size=5,
            max_size=5,
        ),
        max_size=6,
    )
)
def test_every_row_of_a_patient_is_used_or_left_out(table):
    """Nothing disappears silently, and every document can be interpreted."""
    text = "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in table)
    for each in patients(text, every_result=True):
        assert (each.document is None) != (each.error is None)
        if each.document is not None:
            interpret_case(each.document)


# --- patients --------------------------------------------------------------------------------------


def test_rows_of_one_patient_become_one_case_with_its_history():
    """The newest IL-6 is the index, earlier ones are its history, the hs-CRP is the nearest."""
    (found,) = patients(
        "7,2.2,,2026-09-01T08:00,yes\n7,2.6,,2026-11-20T08:00,yes\n7,,9,2026-11-19T23:50,\n7,,0.6,2026-11-20T18:00,\n"
    )
    document = found.document or {}

    assert (3, (2, 3, 4, 5), ()) == (found.line, found.lines, found.left_out)
    assert "2.6 pg/mL" == document["reading"]["il6"]
    assert ["2.2 pg/mL"] == [each["il6"] for each in document["context"]["history"]]
    assert {"value": "0.6 mg/L", "drawn_at": "2026-11-20T18:00"} == document["context"]["hs_crp"]
    assert ["9 mg/L"] == [each["value"] for each in document["context"]["hs_crp_history"]]
    assert "il6_only" == interpret_case(document).pattern


def test_every_result_can_have_its_own_case_without_knowing_the_future():
    """What was drawn later was not known then."""
    first, second = patients("7,2.2,0.5,2026-09-01,yes\n7,2.6,0.6,2026-11-20,yes\n", every_result=True)

    assert {"time_zone": "Europe/Berlin", "hs_crp": "0.5 mg/L"} == (first.document or {})["context"]
    assert ["2.2 pg/mL"] == [each["il6"] for each in (second.document or {})["context"]["history"]]


def test_patients_are_never_mixed():
    """A row without a patient is joined with none."""
    found = patients("7,2.2,,2026-09-01,\n8,2.6,,2026-11-20,\n,1.1,,2026-09-01,\n,1.2,,2026-10-01,\n")

    assert ["7", "8", None, None] == [each.patient for each in found]
    assert not any("history" in (each.document or {}).get("context", {}) for each in found)
    assert ["line 4: no patient", "line 5: no patient"] == [str(each.error)[:18] for each in found[2:]]


def test_rows_that_contradict_each_other_are_no_one_person():
    """Two dates of birth under one identifier are two people."""
    mapping = CsvMapping({"born": "birth_date", "v": "il6", "t": "drawn_at"}, {"v": "pg/mL"}, patient="p")
    text = "p,born,v,t\n7,1969-03-12,2.2,2026-01-01\n7,1969-03-13,2.4,2026-02-01\n"
    (found,) = read_patients(io.StringIO(text), mapping)
    assert "line 3: birth_date differs from another row" in str(found.error)
    assert "1969" not in str(found.error)


def test_a_confounder_of_an_earlier_row_is_dated_by_that_row():
    """It must not be taken as lasting at the newest draw, nor be forgotten at its own."""
    mapping = CsvMapping({"c": "confounders", "v": "il6", "t": "drawn_at"}, {"v": "pg/mL"}, patient="p")
    text = "p,c,v,t\n7,covid19,9.2,2026-01-01\n7,none,2.4,2026-11-01\n"
    (found,) = read_patients(io.StringIO(text), mapping)
    assert [{"kind": "covid19", "ended_on": "2026-01-01"}] == (found.document or {})["context"]["confounders"]


def test_a_draw_in_pregnancy_is_no_history():
    """No history can say so, and the row is reported as left out."""
    mapping = CsvMapping({"g": "pregnant", "v": "il6", "t": "drawn_at"}, {"v": "pg/mL"}, patient="p")
    text = "p,g,v,t\n7,yes,9.2,2026-01-01\n7,no,2.4,2026-11-01\n"
    (found,) = read_patients(io.StringIO(text), mapping)
    assert "history" not in (found.document or {})["context"]
    assert [("line 2", "in_pregnancy")] == [(each.where, each.code) for each in found.left_out]


def test_rows_that_cannot_be_used_are_reported_with_their_patient():
    """An error, and a row without a time beside others."""
    (found,) = patients('7,2.2,,2026-09-01,\n7,"2,4",,2026-10-01,\n7,2.6,,,\n')
    assert [("line 3, column 'IL-6'", "unreadable"), ("line 4", "undated")] == [
        (each.where, each.code) for each in found.left_out
    ]
    assert (2, (2,)) == (found.line, found.lines)


def test_a_patient_without_any_row_that_can_be_read_is_an_error():
    """It does not vanish."""
    (found,) = patients('7,"2,4",,2026-10-01,\n')
    assert "line 2: il6" in str(found.error)


def test_grouping_needs_the_column_of_the_patient():
    """Otherwise everybody would be one."""
    with pytest.raises(CaseError, match="tells patients apart"):
        list(read_patients(["il6\n"], CsvMapping({"il6": "il6"})))


def test_no_printed_form_shows_who_the_patient_is():
    """Rows land in logs."""
    text = "4711007,2.2,,2026-09-01,\n4711007,x,,2026-09-01,\n"
    assert "4711007" not in f"{rows(HEADER + text)!r} {patients(text)!r}"


# --- what a case does not take over ----------------------------------------------------------------


def test_a_row_that_adds_nothing_to_its_case_is_reported():
    """Nothing disappears silently: neither a row without a result nor what an older row says of the person."""
    columns = {"v": "il6", "t": "drawn_at", "d": "vitamin_d", "a": "age", "c": "hs_crp"}
    mapping = CsvMapping(columns, {"v": "pg/mL", "d": "ng/mL", "c": "mg/L"}, patient="p")
    text = "p,v,t,d,a,c\n7,2.2,2026-01-01,30,57,\n7,,2026-02-01,20,,\n7,2.4,2026-03-01,,57,\n7,,2026-06-01,,,9\n"
    (newest,) = read_patients(io.StringIO(text), mapping)
    *_, last = read_patients(io.StringIO(text), mapping, every_result=True)

    assert [("line 2", "not_taken"), ("line 3", "not_used")] == [(each.where, each.code) for each in newest.left_out]
    assert "vitamin_d, age" in newest.left_out[0].reason
    assert ("line 5", "not_used") in [(each.where, each.code) for each in last.left_out]


def test_two_hs_crp_of_one_time_are_both_left_out():
    """Nothing says which of them is right, also where one stands beside the IL-6."""
    text = "7,2.2,0.6,2026-09-01T08:00,\n7,,6,2026-09-01T08:00,\n"
    (found,) = patients(text)
    (same,) = patients(text.replace(",6,", ",0.60,"))

    assert [("line 2", "conflict"), ("line 3", "conflict")] == [(each.where, each.code) for each in found.left_out]
    assert "crp_missing" == interpret_case(found.document).pattern
    assert ["not_used"] == [each.code for each in same.left_out]
    assert "il6_only" == interpret_case(same.document).pattern


# --- damage ----------------------------------------------------------------------------------------

SECRETS = ("pat-4711", "Mustermann", "Erika", "Hauptstrasse", "1969-03-12")
WHOLE = CsvMapping(
    {"IL-6": "il6", "CRP": "hs_crp", "taken": "drawn_at", "sober": "fasting", "tube": "specimen", "born": "birth_date",
     "max": "lab_upper_limit"},
    units={"IL-6": "pg/mL", "CRP": "mg/L", "max": "pg/mL"},
    time_zone="Europe/Berlin",
    patient="who",
)  # fmt: skip
GOOD = [
    ["who", "name", "IL-6", "CRP", "taken", "sober", "tube", "born", "max"],
    ["pat-4711", "Mustermann", "2.2", "0.6", "2026-09-01T08:00", "yes", "serum", "1969-03-12", "7"],
    ["pat-4711", "Erika", "<1.5", "", "2026-10-01", "no", "serum", "1969-03-12", "7"],
    ["pat-4711", "Hauptstrasse", "2.6 pg/mL", "0.9 mg/L", "2026-11-20T08:00", "yes", "", "1969-03-12", ""],
]
NUMBERS = {"2.2", "0.6", "<1.5", "2.6", "0.9", "7"}
WRONG = [
    "", " ", "x", "\x00", '"', '""', "'", ",", ";", "\n", "\r", "\t", "0", "-1", "1e999", "NaN", "9" * 5000,
    "a" * 200_000, "2,4", "2.4 pmol/L", "2.4 Pg/mL", "Mustermann", "true", "2026-13-01", "2026-11-20T08:00+01:00",
    "٢.٤", "=1+1", "\ufeff",
]  # fmt: skip


def line_of(cells: list[str]) -> str:
    return ",".join(cells) + "\n"


def numbers(document: Any) -> set[str]:
    """Return every number of a case document that is a result."""
    if isinstance(document, dict):
        own = {
            document[key] for key in ("il6", "hs_crp", "value", "lab_upper_limit") if isinstance(document.get(key), str)
        }
        return {each.split()[0] for each in own} | {n for each in document.values() for n in numbers(each)}
    return {n for each in document for n in numbers(each)} if isinstance(document, list) else set()


def assert_no_other_number(text: str, *, is_value: bool = False, is_named: bool = True) -> None:
    """Read damaged rows: errors of ours or cases, no number but those of the file, and nobody's name."""
    for every_result in (False, True):
        found = list(read_patients(io.StringIO(text), WHOLE, every_result=every_result))
        told = f"{found!r} {[str(each.error) for each in found]} {rows(text, WHOLE)!r}"
        assert [] == [name for name in SECRETS if name in told and (name != SECRETS[1] or is_named)]
        for each in found:
            assert (each.document is None) != (each.error is None)
            if each.document is not None:
                assert is_value or numbers(each.document) <= NUMBERS
                with contextlib.suppress(ForgeError):
                    interpret_case(each.document)


def test_the_file_to_damage_is_whole():
    """A test of damage shows nothing where the good file says nothing."""
    (found,) = read_patients(io.StringIO("".join(map(line_of, GOOD))), WHOLE)

    assert ((), (2, 3, 4)) == (found.left_out, found.lines)
    assert NUMBERS == numbers(found.document)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: repr(wrong)[:12])
def test_a_good_file_mutated_cell_by_cell_is_no_other_number(wrong):
    """Every cell, quoted and not: an error or a case, and no number but the mutated one."""
    for at, cells in enumerate(GOOD):
        for number in range(len(cells)):
            for cell in (wrong, '"' + wrong.replace('"', '""') + '"'):
                changed = [*cells[:number], cell, *cells[number + 1 :]]
                text = "".join(map(line_of, [*GOOD[:at], changed, *GOOD[at + 1 :]]))
                # a name that stands where a fact should is shown as that fact, so that it can be mended
                assert_no_other_number(text, is_value=number in (2, 3, 8), is_named=number in (0, 1))


def test_a_file_cut_anywhere_or_with_rows_lost_doubled_or_exchanged_is_no_other_number():
    """Exports break off, and people edit them."""
    lines = [line_of(cells) for cells in GOOD]
    whole = "".join(lines)
    for end in range(len(whole)):
        assert_no_other_number(whole[:end])
    for at, line in enumerate(lines):
        assert_no_other_number("".join(lines[:at] + lines[at + 1 :]))
        assert_no_other_number("".join([*lines[:at], line, *lines[at:]]))
        assert_no_other_number("".join([*lines[:at], *lines[at + 1 :], line]))


def test_a_column_lost_or_doubled_is_an_error_and_no_other_number():
    """A shifted column would be another fact."""
    for number in range(len(GOOD[0])):
        lost = [cells[:number] + cells[number + 1 :] for cells in GOOD]
        doubled = [[*cells[: number + 1], *cells[number:]] for cells in GOOD]
        shifted = [GOOD[0], *(cells[:number] + cells[number + 1 :] for cells in GOOD[1:])]
        for table in (lost, doubled, shifted):
            assert_no_other_number("".join(map(line_of, table)))


@given(
    st.sampled_from(["", "<", ">", "≤", "≥"]),
    st.decimals(min_value="0.001", max_value=9000, places=3),
    st.sampled_from(["pg/mL", "ng/L", "ng/mL"]),
    st.sampled_from(["2026-11-20T08:10+01:00", "2026-11-20"]),
    st.sampled_from(["serum", "edta_plasma", None]),
    st.booleans() | st.none(),
    st.booleans(),
)
def test_a_reading_written_as_a_row_is_the_same_reading(sign, number, unit, at, specimen, fasting, beside):
    """Reading, row, Reading: to the last digit, with the unit in the cell or in the mapping."""
    wanted = Reading(f"{sign}{number} {unit}", drawn_at=at, specimen=specimen, fasting=fasting)
    columns = {"IL-6": "il6", "taken": "drawn_at", "tube": "specimen", "sober": "fasting"}
    mapping = CsvMapping(columns, {"IL-6": unit} if beside else {})
    cells = [
        f"{sign}{number}" + ("" if beside else f" {unit}"),
        at,
        specimen or "",
        "" if fasting is None else str(fasting),
    ]
    (found,) = rows(line_of(list(columns)) + line_of(cells), mapping)

    assert wanted == Reading.from_dict((found.document or {})["reading"])


# --- long courses ----------------------------------------------------------------------------------

COURSE = CsvMapping(
    {"t": "drawn_at", "v": "il6", "c": "hs_crp", "k": "confounders"}, {"v": "pg/mL", "c": "mg/L"}, patient="p"
)


def course(count: int, *, confounders: str = "none", il6: str = "2.1") -> str:
    """Write one row a day."""
    days = (date(1990, 1, 1) + timedelta(days=number) for number in range(count))
    return "p,t,v,c,k\n" + "".join(f"7,{day}T08:00Z,{il6},{1 + day.day % 3},{confounders}\n" for day in days)


@pytest.mark.parametrize("every_result", [False, True])
def test_a_case_holds_as_many_confounders_as_it_can_and_says_which_rows_had_no_room(every_result):
    """An older row goes whole: without its confounder its IL-6 would count for more than it is worth."""
    *_, found = read_patients(course(250, confounders="statin"), COURSE, every_result=every_result)
    document = found.document or {}
    context = document["context"]

    interpret_case(document)
    assert (200, 199, 199) == tuple(len(context[name]) for name in ("confounders", "history", "hs_crp_history"))
    assert [("line 2", "too_many"), ("line 51", "too_many")] == [
        (each.where, each.code) for each in (found.left_out[0], found.left_out[-1])
    ]
    assert set(range(2, 252)) == {*found.lines} | {int(each.where.split()[1]) for each in found.left_out}


def test_a_confounder_that_two_rows_of_a_day_state_is_one():
    """Two rows of one morning tell of one event."""
    text = "p,t,v,c,k\n" + "7,2026-01-01,2.1,,statin\n" * 250 + "7,2026-02-01,2.1,,none\n"
    (found,) = read_patients(text, COURSE)

    interpret_case(found.document)
    assert [{"kind": "statin", "ended_on": "2026-01-01"}] == (found.document or {})["context"]["confounders"]


def test_a_case_holds_as_many_results_as_it_can():
    """What has no room is told, and the case is one that can be interpreted."""
    (found,) = read_patients(course(10_003), COURSE)

    context = (found.document or {})["context"]

    interpret_case(found.document)
    assert 10_000 == len(context["history"]) == len(context["hs_crp_history"])
    assert ["too_many"] * 2 == [each.code for each in found.left_out]


def test_every_result_of_a_long_course_takes_time_in_proportion():
    """Twice the rows ask for twice the work, counted in calls, and not for four times as much."""

    def calls(count: int) -> int:
        text, profile = course(count, confounders="statin"), cProfile.Profile()
        profile.enable()
        assert count == sum(1 for _ in read_patients(text, COURSE, every_result=True))
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)
    assert calls(400) < 2.2 * calls(200)
