"""Files of draws in, files of verdicts out: row by row as a frame, in constant memory, and whole or not at all."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
pa = pytest.importorskip("pyarrow", reason="files are read by PyArrow")
pq = pytest.importorskip("pyarrow.parquet", reason="files are read by PyArrow")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")

from forge_il6 import STANDARD, CaseError, Convention, Threshold
from forge_il6.frame import describe, interpret_frame, sources
from forge_il6.frame.files import Told, describe_file, interpret_file

UNITS = {"il6": "pg/mL"}
ROWS = [
    {"row": number, "patient": f"p{number // 3:02}", "il6": il6, "fasting": fasting, "exercise": "none",
     "drawn_at": f"2026-{1 + number % 3 * 2:02}-05T08:10+01:00", "note": 'a "note", with a comma'}
    for number, (il6, fasting) in enumerate([(2.4, True), (3.3, True), (-1.0, None), (1.9, False), (None, True)] * 6)
]  # fmt: skip


@pytest.fixture(autouse=True)
def few_rows_at_a_time(monkeypatch):
    monkeypatch.setattr(sources, "ROWS", 7)


@pytest.fixture
def cohort(tmp_path):
    """A Parquet file of several row groups."""
    path = tmp_path / "cohort.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=10)
    return path


def as_text(rows: list[dict[str, Any]], path: Any) -> Any:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, rows[0])
            writer.writeheader()
            writer.writerows({key: "" if each is None else each for key, each in row.items()} for row in rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def expected(person: str | None = None, rules: Any = STANDARD) -> list[dict[str, Any]]:
    table = pa.Table.from_pylist(ROWS)
    found: list[dict[str, Any]] = interpret_frame(table, person, units=UNITS, rules=rules).to_pylist()
    return found


def read(path: Any) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def verdict(row: dict[str, Any]) -> tuple[Any, ...]:
    """The codes of a row, and whether there is an error: a door for text has words of its own."""
    return *(row[name] or None for name in ("band", "care", "persistence")), bool(row["error"])


FAILED = sum(row["il6"] == -1.0 for row in ROWS)


@pytest.mark.parametrize("person", [None, "patient"])
def test_a_file_is_answered_as_a_frame_is(cohort, tmp_path, person):
    told = interpret_file(cohort, tmp_path / "verdicts.parquet", person, units=UNITS)

    assert Told(len(ROWS), FAILED) == told
    assert expected(person) == read(tmp_path / "verdicts.parquet")
    assert ["cohort.parquet", "verdicts.parquet"] == sorted(each.name for each in tmp_path.iterdir())


@pytest.mark.parametrize("came", ["cohort.csv", "cohort.ndjson"])
@pytest.mark.parametrize("goes", ["verdicts.csv", "verdicts.ndjson", "verdicts.parquet"])
def test_text_goes_in_and_out(tmp_path, came, goes):
    source = as_text(ROWS, tmp_path / came)

    interpret_file(source, tmp_path / goes, "patient", units=UNITS)

    found = read(tmp_path / goes)
    assert [verdict(row) for row in expected("patient")] == [verdict(row) for row in found]
    assert [row["note"] for row in ROWS] == [row["note"] for row in found]


def test_a_number_of_text_keeps_its_digits(tmp_path):
    """As a float 2.995100000000000000001 would lie on another side of a line."""
    source = tmp_path / "cohort.ndjson"
    source.write_text('{"il6": 3.00000000000000000000000001}\n{"il6": 3.0}\n', encoding="utf-8")

    interpret_file(source, tmp_path / "out.parquet", units=UNITS, give=("possible_bands", "il6"), keep=False)

    assert "3.00000000000000000000000001 pg/mL" == read(tmp_path / "out.parquet")[0]["il6"]


def test_a_row_that_cannot_be_taken_apart_is_told_in_its_place(tmp_path):
    """A study that loses the failed rows counts wrongly."""
    lines = ("il6,exercise\n2.4 pg/mL,none\n2.4 pg/mL\n3.3 pg/mL,none,more\n\n1.9 pg/mL,none\n",
             '{"il6": "2.4 pg/mL", "exercise": "none"}\n{"il6": "2.4\n["il6"]\n{"il6": "1.9 pg/mL"}\n')  # fmt: skip
    for name, text in zip(("rows.csv", "rows.ndjson"), lines, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")

        told = interpret_file(tmp_path / name, tmp_path / "out.ndjson")

        rows = read(tmp_path / "out.ndjson")
        assert Told(4, 2) == told
        assert [False, True, True, False] == [bool(row["error"]) for row in rows]
        assert [None, None] == [row["care"] for row in rows[1:3]]
        assert [True, True] == [bool(row["care"]) for row in (rows[0], rows[3])]


@pytest.mark.parametrize(
    "line, match",
    [
        ('{"il6": "2 pg/mL", "ilsix": 3}', "a key that none of the first"),
        ('{"il6": {"value": 2}}', "is an object"),
        ('{"il6": "2 pg/mL", "il6": "20 pg/mL"}', "a key twice"),
        ("7", "no JSON object"),
    ],
)
def test_a_line_that_is_no_flat_row_is_told(tmp_path, line, match):
    rows = [*['{"il6": "2 pg/mL"}'] * 7, line]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")

    interpret_file(tmp_path / "rows.jsonl", tmp_path / "out.ndjson")

    assert match in read(tmp_path / "out.ndjson")[-1]["error"]


# --- stopped, and gone on with ---------------------------------------------------------------------


class Stopped(Exception):  # noqa: N818  (it stands for a power cut)
    pass


def stop_after(rows: int) -> Any:
    def watch(done: int, total: int | None) -> None:
        assert total in (None, len(ROWS))
        if done >= rows:
            raise Stopped

    return watch


@pytest.mark.parametrize("goes", ["verdicts.parquet", "verdicts.csv", "verdicts.ndjson"])
@pytest.mark.parametrize("rows", [1, 12, 25])
def test_a_run_that_was_stopped_is_gone_on_with_where_it_ended(cohort, tmp_path, goes, rows, monkeypatch):
    whole, target = tmp_path / f"whole{goes}", tmp_path / goes
    interpret_file(cohort, whole, "patient", units=UNITS)
    with pytest.raises(Stopped):
        interpret_file(cohort, target, "patient", units=UNITS, watch=stop_after(rows))

    assert not target.exists()
    read_again: list[int] = []
    told = interpret_file(
        cohort, target, "patient", units=UNITS, resume=True, watch=lambda done, _: read_again.append(done)
    )

    assert Told(len(ROWS), FAILED) == told
    assert read_again[0] > rows
    assert read(whole) == read(target)
    assert not (tmp_path / f"{goes}.parts").exists()


def test_a_part_that_the_journal_does_not_name_is_written_anew(cohort, tmp_path):
    """The power went between a part and the line about it, in the middle of that line."""
    target = tmp_path / "verdicts.csv"
    with pytest.raises(Stopped):
        interpret_file(cohort, target, units=UNITS, watch=stop_after(14))
    journal = tmp_path / "verdicts.csv.parts" / "done.ndjson"
    lines = journal.read_text(encoding="utf-8")
    journal.write_text(lines[:-9], encoding="utf-8")

    interpret_file(cohort, target, units=UNITS, resume=True)

    assert [verdict(row) for row in expected()] == [verdict(row) for row in read(target)]


def test_a_run_that_was_stopped_is_not_begun_anew_in_silence(cohort, tmp_path):
    target = tmp_path / "verdicts.parquet"
    with pytest.raises(Stopped):
        interpret_file(cohort, target, units=UNITS, watch=stop_after(7))

    with pytest.raises(CaseError, match="holds a run that was stopped; go on with it"):
        interpret_file(cohort, target, units=UNITS)
    strict = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))
    for asked, differs in (({"rules": strict}, "rules"), ({"person": "patient"}, "person"), ({"keep": False}, "keep")):
        with pytest.raises(CaseError, match=f"a run with another .*{differs}"):
            interpret_file(cohort, target, **{"units": UNITS, "resume": True, **asked})  # type: ignore[arg-type]


def test_to_go_on_where_nothing_was_begun_is_to_begin(cohort, tmp_path):
    """A nightly job says resume each time."""
    interpret_file(cohort, tmp_path / "verdicts.parquet", units=UNITS, resume=True)

    assert expected() == read(tmp_path / "verdicts.parquet")


@pytest.mark.parametrize("goes", ["verdicts.parquet", "verdicts.csv", "verdicts.ndjson"])
def test_a_file_without_rows_has_the_same_columns(tmp_path, goes):
    source = tmp_path / "empty.csv"
    source.write_text("il6,note\n", encoding="utf-8")

    assert Told(0, 0) == interpret_file(source, tmp_path / goes)
    if goes.endswith("parquet"):
        assert ["il6", "note", "verdict_il6"] == pq.read_schema(tmp_path / goes).names[:3]


# --- beside other files ----------------------------------------------------------------------------

PERSONS = [f"p{number:02}" for number in range(10)]
GRIP = [
    {"patient": who, "on": f"2026-0{month}-01", "value": 40.0 - month * 2} for who in PERSONS for month in (1, 3, 5)
]
SESSIONS = [{"patient": who, "kind": "resistance", "ended_at": f"2026-0{month}-04T18:00+01:00"}
            for who in sorted(["a00", *PERSONS[::2], "p07a", "z99"]) for month in (1, 3, 5)]  # fmt: skip
CRP = [{"patient": who, "value": f"{number}.5 mg/L", "drawn_at": "2026-01-05T08:10+01:00"}
       for number, who in enumerate(PERSONS)]  # fmt: skip
HRV = [{"patient": "p04", "on": "2026-03-01", "rmssd": "40 ms"}]
WITH_GRIP = UNITS | {"grip": "kg"}


def write(rows: list[dict[str, Any]], path: Any) -> Any:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=4)
        return path
    return as_text(rows, path)


@pytest.fixture
def beside(tmp_path):
    """Files of the same persons, of every form."""
    return {
        "grip": write(GRIP, tmp_path / "grip.parquet"), "sessions": write(SESSIONS, tmp_path / "sessions.csv"),
        "hs_crp": write(CRP, tmp_path / "crp.ndjson"), "hrv": write(HRV, tmp_path / "hrv.csv"),
    }  # fmt: skip


def as_frames() -> dict[str, Any]:
    rows = {"grip": GRIP, "sessions": SESSIONS, "hs_crp": CRP, "hrv": HRV}
    return {name: pa.Table.from_pylist(each) for name, each in rows.items()}


def test_files_of_the_same_persons_say_what_frames_of_them_say(cohort, tmp_path, beside):
    """Promise: however the batches fall, each person has every entry, and nobody another's."""
    interpret_file(cohort, tmp_path / "verdicts.parquet", "patient", units=WITH_GRIP, **beside)

    table = pa.Table.from_pylist(ROWS)
    expected = interpret_frame(table, "patient", units=WITH_GRIP, **as_frames()).to_pylist()
    assert expected == read(tmp_path / "verdicts.parquet")
    assert len({row["standing_il6"] for row in expected}) > 1
    assert expected != interpret_frame(table, "patient", units=UNITS).to_pylist()


def test_a_run_with_other_files_that_was_stopped_goes_on_in_the_middle_of_them(cohort, tmp_path, beside):
    whole, target = tmp_path / "whole.parquet", tmp_path / "verdicts.parquet"
    asked = {"person": "patient", "units": WITH_GRIP, **beside}
    interpret_file(cohort, whole, **asked)
    with pytest.raises(Stopped):
        interpret_file(cohort, target, **asked, watch=stop_after(12))

    with pytest.raises(CaseError, match="a run with another grip"):
        interpret_file(cohort, target, **{**asked, "grip": None}, resume=True)
    interpret_file(cohort, target, **asked, resume=True)

    assert read(whole) == read(target)


def test_an_entry_that_cannot_be_read_is_an_error_of_its_person_and_told_by_its_place(cohort, tmp_path):
    sessions = [row | ({"kind": "rowin"} if number == 7 else {}) for number, row in enumerate(SESSIONS)]
    nobody = [{**SESSIONS[0], "patient": None}]
    path = write(nobody + sessions, tmp_path / "sessions.parquet")

    interpret_file(cohort, tmp_path / "out.parquet", "patient", units=UNITS, sessions=path)

    wrong = [row for row in read(tmp_path / "out.parquet") if "sessions" in (row["error"] or "")]
    assert {"p02"} == {row["patient"] for row in wrong}
    assert all("sessions, row 8: kind" in row["error"] for row in wrong)


@pytest.mark.parametrize(
    "name, text, match",
    [
        ("s.csv", "patient,kind,ended_at\np00,hiit\n", "row 0: the row has 2 cells.*anybody's"),
        ("s.csv", "patient,kind\np01,hiit\np00,hiit\n", "not in the order of 'patient'"),
        ("s.csv", "who,kind\np01,hiit\n", "sessions: it has no column"),
        ("s.csv", "patient,kinds\np01,hiit\n", "nearly 'kind'"),
        ("s.ndjson", '{"patient": "p01", "kind": "hiit"}\n{"patient": "p01"\n', "no JSON"),
        ("s.csv", "patient,kind\np01,\xff\n", "s.csv: is not UTF-8"),
    ],
)
def test_another_file_that_could_lose_an_entry_is_refused(cohort, tmp_path, name, text, match):
    """A lost session would clear a sample."""
    (tmp_path / name).write_bytes(text.encode("latin-1"))

    with pytest.raises(CaseError, match=match):
        interpret_file(cohort, tmp_path / "out.parquet", "patient", units=UNITS, sessions=tmp_path / name)
    assert not (tmp_path / "out.parquet").exists()


def test_plain_numbers_of_another_file_without_a_unit_are_refused_before_any_row(cohort, tmp_path, beside):
    with pytest.raises(CaseError, match="units: grip holds plain numbers"):
        interpret_file(cohort, tmp_path / "out.parquet", "patient", units=UNITS, grip=beside["grip"])
    with pytest.raises(CaseError, match="sessions: no column of it says anything; name one of kind"):
        interpret_file(cohort, tmp_path / "out.parquet", "patient", units=UNITS, sessions=beside["hrv"])


def test_persons_of_another_type_are_refused_before_any_row(cohort, tmp_path):
    path = write([{"patient": 7, "kind": "hiit"}], tmp_path / "sessions.parquet")

    with pytest.raises(CaseError, match="holds int64 and that of the draws string"):
        interpret_file(cohort, tmp_path / "out.parquet", "patient", units=UNITS, sessions=path)
    with pytest.raises(CaseError, match="tells persons apart"):
        interpret_file(cohort, tmp_path / "out.parquet", units=UNITS, sessions=path)


# --- a report --------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [None, "patient"])
@pytest.mark.parametrize("row_id", [None, "row"])
def test_a_file_is_described_as_a_frame_is(cohort, person, row_id):
    watched: list[int] = []

    found = describe_file(cohort, person, row_id=row_id, units=UNITS, watch=lambda done, _: watched.append(done))

    expected = describe(pa.Table.from_pylist(ROWS), person, row_id=row_id, units=UNITS)
    assert expected.to_dict() == found.to_dict()
    assert len(ROWS) == watched[-1]
    assert len(watched) > 3


def test_a_file_is_described_with_the_files_beside_it(cohort, beside):
    found = describe_file(cohort, "patient", units=WITH_GRIP, **beside)

    frames = as_frames()
    assert describe(pa.Table.from_pylist(ROWS), "patient", units=WITH_GRIP, **frames).to_dict() == found.to_dict()


def test_a_row_that_cannot_be_taken_apart_is_counted_as_unread(tmp_path):
    (tmp_path / "rows.csv").write_text("il6,red_flags\n2.4 pg/mL\n2.4 pg/mL,chest_pain\n", encoding="utf-8")

    found = describe_file(tmp_path / "rows.csv")

    assert (2, 1, ("1",)) == (found.rows, found.unread, found.care[0].rows)
    with pytest.raises(CaseError, match="row_id: "):
        describe_file(tmp_path / "rows.csv", row_id="rows")


# --- what is refused -------------------------------------------------------------------------------


def test_rows_that_are_not_in_the_order_of_persons_are_refused(tmp_path):
    """Somebody who comes back later would have lost a part of their history."""
    source = as_text([*ROWS, {**ROWS[0], "patient": "p01"}], tmp_path / "cohort.csv")

    with pytest.raises(CaseError, match=r"not in the order of 'patient'.*sort it"):
        interpret_file(source, tmp_path / "verdicts.csv", "patient", units=UNITS)
    assert not (tmp_path / "verdicts.csv").exists()


def test_rows_of_nobody_may_stand_anywhere(tmp_path):
    nobody = {**ROWS[0], "patient": None}
    source = as_text([nobody, *ROWS[:6], nobody, *ROWS[6:], nobody], tmp_path / "cohort.csv")

    assert len(ROWS) + 3 == interpret_file(source, tmp_path / "verdicts.csv", "patient", units=UNITS).rows


@pytest.mark.parametrize(
    "name, content, match",
    [
        ("cohort.parquet", b"no parquet at all", "is damaged, or of another form"),
        ("cohort.csv", b"il6\n\xff\n", "is not UTF-8 text"),
        ("cohort.csv", b'il6\n"2 pg/mL\n', "line 2: a quotation mark"),
        ("cohort.csv", b"il6,il6\n2 pg/mL,3\n", "two columns have one name"),
        ("cohort.xls", b"", "ends in .parquet, .csv"),
        ("cohort.csv", b"ill6\n2 pg/mL\n", "nearly 'il6'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_leaves_nothing_that_looks_whole(tmp_path, name, content, match):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CaseError, match=match):
        interpret_file(tmp_path / name, tmp_path / "verdicts.csv")
    assert not (tmp_path / "verdicts.csv").exists()


def test_a_file_that_is_not_there_or_cannot_be_written_is_named(tmp_path, cohort):
    with pytest.raises(CaseError, match=r"nothing\.csv: No such file"):
        interpret_file(tmp_path / "nothing.csv", tmp_path / "verdicts.csv")
    with pytest.raises(CaseError, match=r"nowhere.*: No such file"):
        interpret_file(cohort, tmp_path / "nowhere" / "verdicts.csv", units=UNITS)


def test_plain_numbers_without_a_unit_are_refused_before_any_row(cohort, tmp_path):
    with pytest.raises(CaseError, match="il6 holds plain numbers"):
        interpret_file(cohort, tmp_path / "verdicts.csv")


def test_lists_do_not_go_into_csv(tmp_path):
    source = tmp_path / "cohort.parquet"
    pq.write_table(pa.table({"il6": ["2 pg/mL"], "red_flags": [["fever"]]}), source)

    with pytest.raises(CaseError, match="'red_flags' holds lists"):
        interpret_file(source, tmp_path / "verdicts.csv")
    assert 1 == interpret_file(source, tmp_path / "verdicts.ndjson").rows
