"""The command line as a tool for a study: every format in, one row or record out for every case, in order."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator

import attrs
import pytest

from forge_il6 import CaseError, ForgeError, UnknownKeyError
from forge_il6.__main__ import main
from forge_il6.interop.cases import cases_in
from forge_il6.interop.feeds import Wishes, mapping_from, read_cases
from forge_il6.interop.tables import CsvMapping
from test_command_line import process

RESULT = {
    "resourceType": "Observation",
    "status": "final",
    "subject": {"reference": "Patient/7"},
    "code": {"coding": [{"system": "http://loinc.org", "code": "26881-3"}]},
    "effectiveDateTime": "2026-11-20T08:10:00+01:00",
    "valueQuantity": {"value": 2.4, "unit": "pg/mL"},
}
BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": RESULT}]}
MESSAGE = (
    "MSH|^~\\&|LAB|X|Y|Z|20261120||ORU^R01|1|P|2.5\rPID|1||7^^^HOSP^MR\r"
    "OBR|1|||26881-3^IL6^LN|||20261120081000+0100\r"
    "OBX|1|NM|26881-3^Interleukin 6^LN||2.4|pg/mL|||||F\r"
)
WIDE = "patient_id,IL-6 (pg/mL),collection date,shoe\n7,2.4,2026-11-20,43\n8,bad,2026-11-20,44\n7,3.1,2026-08-20,43\n"
LONG = "Biomarker,Value,Unit,Date\nIL-6,2.4,pg/mL,2026-11-20\nIL-6,bad,pg/mL,2026-08-20\n"


@pytest.fixture
def table(tmp_path, capsys, monkeypatch):
    """Run the command on one file; return its status, its rows and what it said beside them."""
    monkeypatch.chdir(tmp_path)

    def command(name: str, content: str, *arguments: str) -> tuple[int, list[dict[str, str]], str]:
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
        status = main(["--to", "csv", *arguments, name])
        captured = capsys.readouterr()
        return status, list(csv.DictReader(io.StringIO(captured.out))), captured.err

    return command


# --- every format ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.json", json.dumps(BUNDLE, indent=1)),
        ("a.json", json.dumps(RESULT)),
        ("a.ndjson", json.dumps(RESULT) + "\n"),
        ("a.txt", json.dumps(BUNDLE)),
        ("a.hl7", MESSAGE),
        ("a.csv", MESSAGE),
        ("a.txt", "\n" + MESSAGE.replace("\r", "\r\n")),
        ("a.csv", WIDE.replace("8,bad,2026-11-20,44\n", "")),
        ("a.tsv", "IL-6 (pg/mL)\tpatient_id\tcollection date\n2.4\t7\t2026-11-20\n"),
        ("a.csv", "patient_id,Biomarker,Value,Unit,Date\n7,IL-6,2.4,pg/mL,2026-11-20\n"),
    ],
)
def test_a_format_is_told_by_what_stands_in_the_file(table, name, content):
    """One result and its person, whatever wraps them."""
    status, rows, _ = table(name, content, "--id")
    assert (0, "2.4 pg/mL", "") == (status, rows[0]["il6"], rows[0]["error"])
    assert rows[0]["id"].endswith("7")
    assert rows[0]["drawn_at"].startswith("2026-11-20")


@pytest.mark.parametrize("data", [json.dumps(BUNDLE, indent=1), MESSAGE, WIDE.splitlines()[0] + "\n7,2.4,2026-11-20,4"])
def test_standard_input_is_told_as_well(data):
    """A pipe has no name."""
    done = process("--to", "ndjson", "-", data=data.encode())
    assert (0, "2.4 pg/mL") == (done.returncode, json.loads(done.stdout)["il6"])


def test_whose_a_row_is_stands_there_only_where_it_is_asked_for(table):
    """An identifier is never printed unasked."""
    assert "id" not in table("a.csv", WIDE)[1][0]


def test_a_stated_format_that_is_another_is_said_so(table):
    """The message names both."""
    status, rows, err = table("a.json", json.dumps(RESULT), "--format", "json")
    assert 2 == status
    assert "FHIR" in rows[0]["error"]
    assert rows[0]["error"] in err


def test_a_feed_without_any_result_is_an_error(table):
    """An empty answer would pass for a healthy one."""
    status, rows, _ = table("a.hl7", MESSAGE.replace("26881-3", "2345-7"))
    assert (2, 1) == (status, len(rows))
    assert rows[0]["error"]


# --- every row -------------------------------------------------------------------------------------


def test_what_a_row_lost_stands_beside_what_was_read_of_it(table):
    """A IL-6 that cannot be read is no IL-6 that was not measured."""
    status, rows, _ = table(
        "a.csv", "IL-6 (pg/mL),hsCRP (mg/L),collection date\n2.4,0.6,2026-11-20\nbad,0.6,2026-11-20\n"
    )
    assert (0, ["", ""]) == (status, [row["error"] for row in rows])
    assert [False, True] == ["il6" in row["remarks"] and "line 3" in row["remarks"] for row in rows]


def test_an_il6_of_a_person_that_cannot_be_read_is_not_lost_beside_a_hs_crp_that_can(table):
    """Its row would be told of nowhere: the hs-CRP belongs to another reading, or to none."""
    content = "who,IL-6 (pg/mL),hsCRP (mg/L),Date\n1,2.4,0.6,2026-11-20\n1,bad,0.6,2026-10-22\n"
    status, rows, _ = table("a.csv", content, "--patient", "who", "--id")
    assert (2, ["a.csv:2", "a.csv:3"], ["1", "1"]) == (
        status,
        [row["where"] for row in rows],
        [row["id"] for row in rows],
    )
    assert [False, True] == [row["error"].startswith("a.csv:3: il6") for row in rows]


def test_a_file_of_xml_is_called_so(table):
    """FHIR is read as JSON."""
    status, rows, _ = table("a.xml", '<Bundle xmlns="http://hl7.org/fhir"/>')
    assert (2, True) == (status, "XML" in rows[0]["error"])


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.hl7", MESSAGE.replace("pg/mL", "PG/ML")),
        ("a.json", json.dumps(RESULT).replace("pg/mL", "PG/ML")),
        ("a.ndjson", json.dumps(RESULT).replace("pg/mL", "PG/ML") + "\n"),
        ("a.csv", LONG.replace("pg/mL", "PG/ML").replace("bad", "2.2")),
    ],
)
def test_units_in_capitals_are_read_where_it_is_stated(table, name, content):
    """In every format alike; without it they are refused."""
    assert [2, 0] == [table(name, content, *stated)[0] for stated in ((), ("--ucum-case-insensitive",))]


def test_a_row_that_cannot_be_read_stands_in_its_place_with_its_error(table):
    """A study that loses the failed rows counts wrongly."""
    status, rows, err = table("a.csv", WIDE)
    assert (2, ["a.csv:2", "a.csv:3", "a.csv:4"]) == (status, [row["where"] for row in rows])
    assert [False, True, False] == [bool(row["error"]) for row in rows]
    assert [True, False, True] == [bool(row["care"]) for row in rows]
    assert "shoe is not read" in err


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_cases_that_cannot_be_read_stand_in_their_places_in_every_form(tmp_path, capsys, form):
    """The three forms hold the same."""
    path = tmp_path / "a.ndjson"
    path.write_text('{"reading": {"il6": "2.4 pg/mL"}}\n{\n{"reading": {"il6": 5}}\n{}\n', encoding="utf-8")
    assert 2 == main(["--to", form, str(path)])
    out = capsys.readouterr().out
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
    else:
        rows = json.loads(out) if form == "json" else [json.loads(line) for line in out.splitlines()]
    assert [False, True, True, False] == [bool(row["error"]) for row in rows]
    assert len({tuple(row) for row in rows}) == 1


def test_a_file_that_is_not_there_is_a_row_too(capsys):
    """Nothing that was asked for is left out."""
    assert 2 == main(["--to", "json", "none.json"])
    assert "none.json" == json.loads(capsys.readouterr().out)[0]["where"]


def test_a_row_of_one_result_that_cannot_be_read_is_not_lost(table):
    """The results of a person are one case; what is left out of it stands beside it."""
    status, rows, _ = table("a.csv", LONG)
    assert (2, 2) == (status, len(rows))
    assert ["2.4 pg/mL", ""] == [row["il6"] for row in rows]
    assert rows[1]["where"] == "a.csv:3"
    assert rows[1]["error"]


def test_rows_of_one_person_are_put_together_by_a_column(table):
    """Each IL-6 with what came before it, in the order of the lines."""
    status, rows, _ = table(
        "a.csv", WIDE.replace("8,bad", "7,bad").replace("2026-11-20,44", "2026-10-20,44"), "--patient", "patient_id"
    )
    assert (2, ["2026-11-20", "2026-08-20"]) == (status, [row["drawn_at"] for row in rows if not row["error"]])
    assert ["a.csv:3"] == [row["where"] for row in rows if row["error"]]


@pytest.mark.parametrize("content", [WIDE, "patient_id,Biomarker,Value,Unit,Date\n7,IL-6,2.4,pg/mL,2026-11-20\n"])
def test_a_row_that_names_nobody_is_not_lost_where_rows_are_put_together(table, content):
    """It is joined with no other, and said."""
    status, rows, _ = table("a.csv", content + content.splitlines()[1].replace("7,", ",", 1), "--patient", "patient_id")
    assert 2 == status
    assert "patient" in rows[-1]["error"]


def test_cases_are_read_one_at_a_time():
    """Twenty thousand rows are never held together."""

    def endless() -> Iterator[str]:
        yield "who,IL-6 (pg/mL)\n"
        yield from (f"{number},2.4\n" for number in itertools.count())

    cases = itertools.islice(read_cases(endless(), "a.csv", Wishes()), 3)
    assert ["a.csv:2", "a.csv:3", "a.csv:4"] == [case.where for case in cases]


@pytest.mark.parametrize("text", ['il6,"fasting\n', "il6,fasting\n2.4 pg/mL\n", 'il6,fasting\n2.4 pg/mL,"yes\n'])
def test_a_row_or_header_that_cannot_be_split_is_an_error_in_its_place(text):
    """A quote that is not closed, and fewer cells than columns."""
    (case,) = cases_in(text.splitlines(keepends=True), "csv", "a.csv")
    assert isinstance(case.error, CaseError)
    assert str(case.error).startswith("a.csv")


# --- what is stated --------------------------------------------------------------------------------


def test_the_zone_that_a_case_or_a_mapping_states_goes_before_the_wish():
    stated, wished = "Europe/Berlin", Wishes(time_zone="America/New_York")
    case = {"reading": {"il6": "2.4 pg/mL"}, "context": {"time_zone": stated}}
    (found,) = read_cases([json.dumps(case)], "a.json", wished)
    mapping = CsvMapping({"x": "il6"}, {"x": "pg/mL"}, stated)
    (row,) = read_cases(["x\n", "2.4\n"], "a.csv", attrs.evolve(wished, mapping=mapping))
    assert [stated, stated] == [each.document["context"]["time_zone"] for each in (found, row)]


def test_a_context_that_is_none_stays_for_the_reading_to_refuse():
    (found,) = read_cases(['{"reading": {}, "context": "x"}'], "a.json", Wishes(time_zone="Europe/Berlin"))
    assert "x" == found.document["context"]


def test_a_file_says_which_column_holds_what(table, tmp_path):
    """Names that nobody can guess, a decimal comma and the order of the days."""
    stated = {
        "columns": {"x": "il6", "d": "drawn_at"}, "units": {"x": "pg/mL"}, "patient": "who",
        "delimiter": ";", "decimal": ",", "dates": "dmy",
    }  # fmt: skip
    (tmp_path / "map.json").write_text(json.dumps(stated), encoding="utf-8")
    status, rows, err = table("a.csv", "who;x;d\n7;2,4;20.11.2026\n", "--map", "map.json", "--id")
    assert (0, "") == (status, err)
    assert ("2.4 pg/mL", "2026-11-20", "7") == (rows[0]["il6"], rows[0]["drawn_at"], rows[0]["id"])


def test_a_file_of_columns_can_state_one_result_a_row():
    """As `Results` does."""
    mapping = mapping_from('{"results": {"name": "n", "value": "v", "units": {"il6": "pg/mL"}}}')
    assert mapping.results is not None
    assert "n" == mapping.results.name


@pytest.mark.parametrize(
    "text, kind",
    [
        ("[]", ForgeError),
        ("{", ForgeError),
        ('{"colums": {}}', UnknownKeyError),
        ('{"columns": ["il6"]}', ForgeError),
        ('{"columns": {"a": 1}}', ForgeError),
        ('{"columns": {}, "any_of": "yes"}', ForgeError),
        ('{"columns": {}, "delimiter": null}', ForgeError),
        ('{"columns": {"a": "ilsix"}}', UnknownKeyError),
        ('{"results": "name"}', ForgeError),
        ('{"results": {"nam": "a"}}', UnknownKeyError),
        ('{"guessed": []}', UnknownKeyError),
    ],
)
def test_a_file_of_columns_that_cannot_be_one_is_refused(text, kind):
    """By name, and never by an error of Python's."""
    with pytest.raises(kind):
        mapping_from(text)


@pytest.mark.parametrize("arguments", [("--time-zone", "Mars/Olympus"), ("--map", "none.json")], ids=" ".join)
def test_a_wish_that_cannot_be_met_is_said_before_anything_is_read(table, arguments):
    """Exit status 2, no row and no traceback."""
    status, rows, err = table("a.csv", WIDE, *arguments)
    assert (2, []) == (status, rows)
    assert err.startswith("forge-il6: ")


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", "il6,drawn_at\n2.4 pg/mL,2026-11-20T08:10\n"),
        ("a.json", '{"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10"}}'),
        ("a.hl7", MESSAGE.replace("+0100", "")),
        ("a.json", json.dumps(RESULT).replace("+01:00", "")),
        ("b.csv", WIDE.splitlines()[0] + "\n7,2.4,2026-11-20T08:10,43\n"),
    ],
)
def test_a_time_without_an_offset_takes_the_stated_zone(table, name, content):
    """In every format alike."""
    status, rows, _ = table(name, content, "--time-zone", "Europe/Berlin")
    assert (0, "") == (status, rows[0]["error"])
    assert rows[0]["drawn_at"].startswith("2026-11-20T08:10")


def test_a_slip_in_the_name_of_a_fact_is_refused_and_not_guessed_at(table):
    """A fact that is silently unread makes a result look better than it is."""
    status, rows, _ = table("a.csv", "il6,haemolysd\n2.4 pg/mL,yes\n")
    assert 2 == status
    assert "haemolysed" in rows[0]["error"]


# --- layouts, workbooks, wearables -----------------------------------------------------------------

SESSIONS = """Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Duration (sec)
2026-11-19 18:00:00,Legs,Squat,1,100,5,3600
"""
NIGHTS = json.dumps({"data": [{"id": "1", "average_hrv": 42, "day": "2026-11-18", "type": "long_sleep"}]})


def test_a_layout_is_taken_by_its_name(table):
    """A person stands at the first of their lines, a row that is lost at its own."""
    content = (
        "person_id,measurement_concept_id,measurement_date,value_as_number,unit_concept_id\n"
        "6,3023091,2025-05-02,,8845\n5,3023091,2025-05-02,3.1,8845\n5,3010156,2025-05-02,0.8,8751\n"
    )
    status, rows, _ = table("a.csv", content, "--map", "OMOP", "--id")
    assert (2, [("a.csv:2", "6", ""), ("a.csv:3", "5", "3.1 pg/mL")]) == (
        status, [(row["where"], row["id"], row["il6"]) for row in rows],
    )  # fmt: skip
    assert [True, False] == [bool(row["error"]) for row in rows]


def test_a_mapping_can_be_written_in_toml(table, tmp_path):
    (tmp_path / "m.toml").write_text(
        'decimal = ","\ndates = "dmy"\ndelimiter = ";"\n[columns]\nd = "drawn_at"\nx = "il6"\n[units]\nx = "pg/mL"\n',
        encoding="utf-8",
    )
    status, rows, _ = table("a.csv", "d;x\n02.05.2025;3,1\n", "--map", "m.toml")
    assert (0, "3.1 pg/mL", "2025-05-02") == (status, rows[0]["il6"], rows[0]["drawn_at"])


@pytest.mark.parametrize("text", ["[columns", "columns = 5", "[columns]\nx = 5", "nothing = 1"])
def test_a_mapping_that_is_none_is_refused_by_name(text):
    with pytest.raises(ForgeError, match=r"m\.toml"):
        mapping_from(text, "m.toml")


def test_a_decimal_comma_and_the_order_of_dates_are_stated_beside_a_guess(table):
    """What no header can tell needs no file of its own."""
    german = "Datum;Uhrzeit;IL-6 [pg/ml]\n02.05.2025;07:45;3,1\n"
    status, rows, _ = table("a.csv", german, "--decimal", ",", "--dates", "dmy", "--time-zone", "Europe/Berlin")
    assert (0, "3.1 pg/mL", "2025-05-02T07:45:00") == (status, rows[0]["il6"], rows[0]["drawn_at"])
    assert 2 == table("a.csv", german)[0]


def test_a_name_that_is_no_layout_and_no_file_lists_the_layouts(table):
    status, _, err = table("a.csv", WIDE, "--map", "omo")
    assert 2 == status
    assert "omop" in err


def test_a_workbook_is_the_table_of_its_first_sheet(tmp_path, capsys, monkeypatch):
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (["Biomarker", "Value", "Unit", "Date"], ["IL-6", 2.4, "pg/mL", "2026-11-20"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    monkeypatch.chdir(tmp_path)

    assert 0 == main(["--to", "ndjson", "a.xlsx"])
    assert "2.4 pg/mL" == json.loads(capsys.readouterr().out)["il6"]


@pytest.fixture
def worn(tmp_path):
    """Write the exports of one person, and return the options that name them."""
    (tmp_path / "strong.csv").write_text(SESSIONS, encoding="utf-8")
    (tmp_path / "oura.json").write_text(NIGHTS, encoding="utf-8")
    return ["--sessions", "strong.csv", "--hrv", "oura.json", "--time-zone", "Europe/Berlin"]


def test_a_wearable_stands_beside_the_case(table, worn):
    """Training of the evening before voids the sample, as it would in the case itself."""
    case = json.dumps({"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:00:00"}})
    assert "void" == table("a.json", case, *worn)[1][0]["standing_il6"]
    assert "unverified" == table("a.json", case, "--time-zone", "Europe/Berlin")[1][0]["standing_il6"]


def test_a_wearable_is_one_persons(table, worn):
    """Training of somebody else would void or clear a sample in silence."""
    _, rows, _ = table("a.csv", WIDE.replace("bad", "2.2"), *worn)
    assert [False, True, True] == [bool(row["error"]) for row in rows]


def test_what_the_case_states_itself_is_not_replaced(table, worn):
    case = json.dumps({"reading": {"il6": "2.4 pg/mL"}, "context": {"exercise_log": []}})
    status, rows, _ = table("a.json", case, *worn)
    assert 2 == status
    assert "exercise_log" in rows[0]["error"]


@pytest.mark.parametrize("option", ["--hrv", "--sessions"])
@pytest.mark.parametrize("name", ["nowhere.csv", "other.csv"])
def test_an_export_that_cannot_be_read_is_said_so_before_any_case(table, tmp_path, option, name):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    status, rows, err = table("a.csv", WIDE, option, name)
    assert (2, []) == (status, rows)
    assert err.startswith("forge-il6: ")
