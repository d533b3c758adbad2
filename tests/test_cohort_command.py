"""The command line from one file of rows into another."""

from __future__ import annotations

import csv
import sys

import pytest

from forge_il6.__main__ import main
from forge_il6.command import cohorts
from place import NAME

ROWS = "id,patient,il6,fasting,exercise\n" + "".join(
    f"{number},p{number // 2},{value},true,none\n" for number, value in enumerate(["2.4", "3.3", "-1", "1.9"])
)


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command in a folder of its own; return its exit status and what it wrote."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cohort.csv").write_text(ROWS, encoding="utf-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def with_frames():
    for name in ("pyarrow", "narwhals", "numpy"):
        pytest.importorskip(name, reason="files of rows are read by PyArrow, as frames")


def read(path):
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_row_of_a_file_stands_in_the_other_in_order(run, tmp_path, with_frames):
    status, out, err = run("cohort.csv", "--to", "verdicts.csv", "--unit", "il6=pg/mL", "--patient", "patient")

    rows = read(tmp_path / "verdicts.csv")
    assert (2, "", "forge-il6: 1 of 4 rows got no verdict; the column error says why\n") == (status, out, err)
    assert ["0", "1", "2", "3"] == [row["id"] for row in rows]
    assert ["elevated", "high", "", "above_target"] == [row["band"] for row in rows]
    assert [False, False, True, False] == [bool(row["error"]) for row in rows]


def test_a_column_can_be_told_and_left_out(run, tmp_path, with_frames):
    run("cohort.csv", "--to", "a.csv", "--unit", "il6=pg/mL", "--column", "fasting=", "--column", "exercise=")
    run("cohort.csv", "--to", "b.csv", "--unit", "il6=pg/mL")

    first, second = (read(tmp_path / name)[0]["standing_il6"] for name in ("a.csv", "b.csv"))
    assert ("unverified", "valid") == (first, second)


def test_only_the_answers_that_are_wanted_are_given(run, tmp_path, with_frames):
    run("cohort.csv", "--to", "verdicts.csv", "--unit", "il6=pg/mL", "--give", "band, care")

    assert ["band", "care", "error"] == list(read(tmp_path / "verdicts.csv")[0])[-3:]


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_a_file_of_rows_has_a_report(run, tmp_path, with_frames, form):
    status, out, err = run("cohort.csv", "--summary", form, "--unit", "il6=pg/mL", "--patient", "patient")

    assert (2, "forge-il6: 1 of 4 rows could not be read\n") == (status, err)
    assert {"text": "4 rows, 1 could not be read", "html": "<!doctype html>", "json": '{"rows": 4, "unread": 1'}[
        form
    ] in out


def test_training_of_the_same_persons_stands_in_a_file_beside(run, tmp_path, with_frames):
    """Who trained an hour before the draw has no baseline."""
    (tmp_path / "draws.csv").write_text(
        "patient,il6,fasting,drawn_at\np0,2.4,true,2026-11-20T08:00+01:00\np1,2.4,true,2026-11-20T08:00+01:00\n",
        encoding="utf-8",
    )
    (tmp_path / "training.csv").write_text(
        "patient,kind,ended_at\np0,hiit,2026-11-20T07:00+01:00\np1,hiit,2026-11-01T07:00+01:00\n", encoding="utf-8"
    )

    run("draws.csv", "--to", "v.csv", "--unit", "il6=pg/mL", "--patient", "patient", "--sessions", "training.csv")

    assert ["void", "valid"] == [row["standing_il6"] for row in read(tmp_path / "v.csv")]


def test_a_run_that_is_stopped_says_how_to_go_on(run, tmp_path, monkeypatch, with_frames):
    def stopped(*_args, **_asked):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"{NAME}.frame.files.answered", stopped)
        status, _, err = run("cohort.csv", "--to", "verdicts.csv", "--unit", "il6=pg/mL")

    assert 130 == status
    assert "--resume goes on" in err
    assert not (tmp_path / "verdicts.csv").exists()
    assert 2 == run("cohort.csv", "--to", "verdicts.csv", "--unit", "il6=pg/mL", "--resume")[0]
    assert 4 == len(read(tmp_path / "verdicts.csv"))


def test_progress_is_shown_on_a_terminal_only(run, monkeypatch, with_frames):
    pytest.importorskip("rich", reason="the bar is of rich")
    assert "Interpreting" not in run("cohort.csv", "--to", "a.csv", "--unit", "il6=pg/mL")[2]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    with cohorts._watching() as watch:
        assert watch is not None
        watch(2, 4)
        watch(4, None)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["cohort.csv", "cohort.csv", "--to", "v.csv"], "takes one file of rows, not 2"),
        (["-", "--to", "v.csv"], "not standard input"),
        (["cohort.csv", "--to", "v.csv", "--json"], "--json: has no effect with --to FILE"),
        (["cohort.csv", "--to", "v.csv", "--map", "omop"], "--map: has no effect with --to FILE"),
        (["cohort.csv", "--to", "csv", "--resume"], "--resume: has an effect only with --to FILE"),
        (["cohort.csv", "--unit", "il6=pg/mL"], "--unit: has an effect only with --to FILE or --summary"),
        (["cohort.csv", "--grip", "grip.csv"], "--grip: has an effect only with --to FILE or --summary"),
        (["cohort.csv", "--to", "csv", "--give", "band"], "--give: has an effect only with --to FILE"),
        (["cohort.csv", "--to", "v.csv", "--summary", "text"], "--summary: ask for the report by itself"),
        (["cohort.csv", "--to", "v.csv", "--decimal", ","], "--decimal: has no effect with --to FILE"),
        (["cohort.parquet", "--summary", "text", "--resume"], "--resume: has an effect only with --to FILE"),
        (
            ["cohort.parquet", "--summary", "text", "--map", "omop"],
            "--map: has no effect on a report on a file of rows",
        ),
        (["cohort.parquet"], "goes into another with --to FILE, or into a report"),
    ],
)
def test_what_would_have_no_effect_is_refused(run, arguments, said):
    status, out, err = run(*arguments)

    assert (2, "") == (status, out)
    assert said in err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--unit", "pg/mL"], "--unit: give a column"),
        (["--unit", "il6=pg/nL"], "units: "),
        (["--unit", "ilsix=pg/mL"], "units: the frame has no column"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run, arguments, said, with_frames):
    status, _, err = run("cohort.csv", "--to", "v.csv", *arguments)

    assert 2 == status
    assert err.startswith(f"forge-il6: {said}")
    assert 1 == err.count("\n")


def test_a_word_that_is_neither_form_nor_file_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["cohort.csv", "--to", "exel"])
    assert "name a file such as verdicts.parquet" in capsys.readouterr().err


def test_without_the_extra_the_error_names_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "narwhals", None)
    for name in [name for name in sys.modules if name.startswith(f"{NAME}.frame")]:
        monkeypatch.delitem(sys.modules, name)

    status, _, err = run("cohort.csv", "--to", "v.csv", "--unit", "il6=pg/mL")

    assert 2 == status
    assert "forge-il6[frame]" in err
