"""The command line: reports or verdicts out, a message that names the field, and never a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import forge_il6
from forge_il6 import Verdict, interpret_case
from forge_il6.__main__ import main
from forge_il6.shown.brief import deciding
from place import NAME, ROOT, environment

CASE: dict[str, Any] = {
    "reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", "fasting": True, "exercise": "none"},
    "context": {"age": 57, "hs_crp": "0.6 mg/L"},
}
GOOD = json.dumps(CASE)


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command in a folder of its own; return its exit status and what it wrote."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, **files: str | bytes) -> tuple[int, str, str]:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        status = main(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert all(len(line) <= 340 for line in captured.err.splitlines())
        return status, captured.out, captured.err

    return command


def process(*arguments: str, data: bytes = b"", where: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", NAME, *arguments],
        input=data,
        capture_output=True,
        cwd=where,
        env=environment(),
        timeout=120,
        check=False,
    )


# --- what comes out --------------------------------------------------------------------------------


def test_a_case_prints_its_report(run):
    """Design 2: the command prints the report."""
    status, out, err = run("case.json", case_json=GOOD)
    assert (0, "") == (status, err)
    assert str(interpret_case(CASE)) in out


@pytest.mark.parametrize("options, wanted", [
    ((), str),
    (("--full",), lambda verdict: verdict.to_text(full=True)),
    (("--for", "patient"), lambda verdict: verdict.for_patient()),
    (("--for", "clinician"), lambda verdict: verdict.for_clinician()),
])  # fmt: skip
def test_a_report_is_written_for_whoever_reads_it(run, options, wanted):
    """The same verdict, as an answer, in full, for the person and for a clinician."""
    status, out, _ = run(*options, "case.json", case_json=GOOD)

    assert 0 == status
    assert wanted(interpret_case(CASE)) == out.split("\n", 2)[2].strip("\n")


@pytest.mark.parametrize("audience", ["patient", "clinician"])
def test_the_explanations_are_printed_on_request(run, audience):
    """What the library explains a terminal shows too, for the same reader."""
    _, out, _ = run("--explain", "--for", audience, "case.json", case_json=GOOD)
    verdict = interpret_case(CASE)
    explained = [verdict.explain(finding, audience) for finding in deciding(verdict.document)]

    assert explained
    assert all("".join(each.split()) in "".join(out.split()) for each in explained)


def test_while_care_cannot_wait_nothing_is_explained_to_the_person(run):
    """Reading on would cost time."""
    urgent = json.dumps({"reading": {"il6": "120 pg/mL"}})
    _, plain, _ = run("--for", "patient", "case.json", case_json=urgent)
    _, explained, _ = run("--for", "patient", "--explain", "case.json", case_json=urgent)

    assert plain == explained


def test_a_case_prints_its_verdict_as_a_document(run):
    """With --json, one verdict a line, which reads back the same."""
    status, out, _ = run("--json", "case.json", case_json=GOOD)
    assert (0, 1) == (status, out.count("\n"))
    assert interpret_case(CASE) == Verdict.from_dict(json.loads(out))


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.json", f"[{GOOD}, {GOOD}]"),
        ("a.ndjson", f"{GOOD}\n\n{GOOD}\n"),
        ("a.jsonl", f"{GOOD}\r\n{GOOD}"),
        ("a.csv", "il6,fasting\n2.4 pg/mL,yes\n<1.5 pg/mL,no\n"),
        ("a.CSV", "il6\n2.4 pg/mL\n2.4 pg/mL\n"),
        ("a.txt", f"{GOOD}\n{GOOD}\n"),
        ("b.txt", f"\n [{GOOD},\n{GOOD}]"),
        ("c.txt", "\nil6\n2.4 pg/mL\n2.4 pg/mL\n".lstrip()),
    ],
)
def test_several_cases_stream_through(run, tmp_path, name, content):
    """The format is told by the option, the name or the first line."""
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    status, out, err = run("--json", name)
    assert (0, 2, "") == (status, len(out.splitlines()), err)


FEVER = json.dumps(CASE | {"context": {"red_flags": ["fever"]}})
NOT_FASTED = json.dumps({"reading": CASE["reading"] | {"fasting": None}, "context": CASE["context"]})


def test_one_report_on_all_cases_is_written_after_the_last(run):
    """Care first, by the place of the case; what cannot be read is counted, named as ever, and costs no other."""
    status, out, err = run("--summary", "text", "c.ndjson", c_ndjson=f"{GOOD}\n{{}}x\n{NOT_FASTED}\n{FEVER}\n")

    assert 2 == status
    assert "c.ndjson:2" in err
    assert out.startswith("4 rows, 1 could not be read; 2 of 3 with an IL-6 count")
    assert "c.ndjson:4" in out.split("How many can be used")[0]
    assert "67 % → 100 %" in out


@pytest.mark.parametrize("form, begins", [("html", "<!doctype html>"), ("json", '{"rows": 1')])
def test_the_report_on_all_cases_is_a_page_or_data(run, form, begins):
    status, out, _ = run("--summary", form, "case.json", case_json=GOOD)

    assert 0 == status
    assert out.startswith(begins)
    assert form == "html" or 1 == json.loads(out)["usable"]


def test_the_format_can_be_stated(run):
    """Where the name tells another, the option holds."""
    status, out, _ = run("--json", "--format", "csv", "case.json", case_json="il6\n2.4 pg/mL\n")
    assert (0, 1) == (status, len(out.splitlines()))


def test_a_byte_order_mark_is_no_part_of_the_text(run):
    """Editors write one."""
    for name, content in (("a_json", GOOD), ("a_csv", "il6\n2.4 pg/mL\n"), ("a_txt", GOOD)):
        assert 0 == run(name.replace("_", "."), **{name: b"\xef\xbb\xbf" + content.encode()})[0]


def test_an_example_of_each_format_in_the_repository_gets_its_verdict(run):
    """What a newcomer runs first."""
    examples = ROOT / "examples"
    if not examples.is_dir():
        pytest.skip("the examples are not beside the package")
    files = sorted(str(each) for each in examples.iterdir() if each.suffix in (".json", ".ndjson", ".csv"))
    status, out, err = run("--json", *files)
    assert (0, "") == (status, err)
    assert len(files) <= len(out.splitlines())


def test_no_file_is_a_mistake_that_shows_the_usage():
    """Exit status 2, as for every case that could not be read."""
    with pytest.raises(SystemExit) as caught:
        main([])
    assert 2 == caught.value.code


# --- what cannot be read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content, message",
    [
        (
            "a.json",
            '{"reading": {"il6": "1,2 pg/mL"}}',
            "forge-il6: a.json: il6: got '1,2 pg/mL'; a comma is ambiguous",
        ),
        (
            "a.json",
            '{"reading": {"il_6": 1}}',
            "forge-il6: a.json: reading: unknown key of 4 characters; did you mean 'il6'?",
        ),
        ("a.json", '{"raeding": {}}', "forge-il6: a.json: case: unknown key 'raeding'; did you mean 'reading'?"),
        ("a.json", "5", "forge-il6: a.json: case: got "),
        ("a.json", "", "forge-il6: a.json: no JSON at line 1"),
        ("a.json", '{"a": 1, "a": 2}', "forge-il6: a.json: the key of 1 characters stands twice"),
        ("a.json", '{"reading": {"il6": NaN}}', "forge-il6: a.json: NaN is no number"),
        ("a.json", "[" * 200_000, "forge-il6: a.json: nested too deeply"),
        ("a.txt", '{"a":' * 200_000, "forge-il6: a.txt: nested too deeply"),
        ("a.json", "9" * 10_000_000, "forge-il6: a.json: holds a number that cannot be read"),
        ("a.ndjson", f"{GOOD}\nnull\n", "forge-il6: a.ndjson:2: case: got None"),
        ("a.ndjson", f"{GOOD}\n" + "x" * 10_000_000, "forge-il6: a.ndjson:2: no JSON"),
        (
            "a.ndjson",
            f'{GOOD}\n{{"reading": {{"il6": "{"9" * 10_000_000}"}}}}',
            "forge-il6: a.ndjson:2: il6: 10000000 char",
        ),
        ("a.csv", 'il6\n2.4 pg/mL\n"1,2 pg/mL"\n', "forge-il6: a.csv:3: il6: got '1,2 pg/mL'"),
        ("a.csv", "ilsix\n2.4 pg/mL\n", "forge-il6: a.csv: unknown column of 5 characters"),
        ("a.csv", f"il6\n{'9' * 10_000_000}\n", "forge-il6: a.csv:2: field larger than field limit"),
        ("a.csv", "il6\n\x00\n", "forge-il6: a.csv:2: "),
        ("empty.csv", "", "forge-il6: empty.csv: the first row must name the columns"),
        ("empty.txt", "", "forge-il6: empty.txt: the first row must name the columns"),
        ("a.json", b'{"reading": "\xff"}', "forge-il6: a.json: is not UTF-8 text"),
        ("a.csv", b"il6\n\xff\n", "forge-il6: a.csv: is not UTF-8 text"),
        ("a.txt", b"\xff\xfe{\x00}\x00", "forge-il6: a.txt: is not UTF-8 text"),
        ("a.bin", bytes(range(128)) * 50, "forge-il6: a.bin: "),
    ],
    ids=lambda each: each[:30] if isinstance(each, str) else None,
)
def test_a_case_that_cannot_be_read_names_its_place_and_its_field(run, tmp_path, name, content, message):
    """Design 2: exit status 2, the error on standard error names the field, never a traceback."""
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    status, _, err = run(name)
    assert 2 == status
    assert err.startswith(message)


def test_a_case_that_cannot_be_read_does_not_stop_the_others(run):
    """The status says that one failed."""
    status, out, err = run("--json", "a.ndjson", "none.json", "b.json", a_ndjson=f"{GOOD}\n{{\n{GOOD}", b_json=GOOD)
    assert (2, 3, 2) == (status, len(out.splitlines()), len(err.splitlines()))


@pytest.mark.parametrize(
    "name", ["none.json", "none/none.csv", ".", "x" * 260, "a\nb.json", "é.json"], ids=lambda name: name[:9]
)
def test_a_file_that_is_not_there_is_said_so(run, name):
    """Missing, a folder, or a name that no file system takes."""
    status, out, err = run(name)
    assert (2, "") == (status, out)
    assert err.startswith("forge-il6: ")


# --- streams ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), b"il6\n2.4 pg/mL\n"], ids=["plain", "mark", "csv"]
)
def test_standard_input_is_read_for_a_dash(data):
    """A pipe has no name, so the first line tells the format."""
    done = process("--json", "-", data=data)
    assert (0, b"") == (done.returncode, done.stderr)
    assert "elevated" == json.loads(done.stdout)["band"]


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "standard input: the first row must name the columns"),
        (b"\xff\xfe", "-: is not UTF-8 text"),
        (b'{"reading": {"il6": 2.4}}', "standard input:1: il6: a number without a unit"),
        (b"[[[[", "standard input: no JSON"),
    ],
)
def test_standard_input_that_cannot_be_read_is_said_so(data, message):
    """The same manners as for a file."""
    done = process("-", data=data)
    assert (2, b"") == (done.returncode, done.stdout)
    assert done.stderr.decode().startswith(f"forge-il6: {message}")


def test_a_reader_who_has_seen_enough_ends_it_quietly(tmp_path):
    """A closed pipe is no error: `forge-il6 cases.ndjson | head -1`."""
    (tmp_path / "a.ndjson").write_text(f"{GOOD}\n" * 2_000, encoding="utf-8")
    command = [sys.executable, "-m", NAME, "a.ndjson"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(100)
        running.stdout.close()
        assert b"" == running.stderr.read()
        assert 0 == running.wait(timeout=60)


def test_a_terminal_that_cannot_show_a_character_gets_another(tmp_path):
    """The report holds lines and signs that an old code page has not."""
    (tmp_path / "a.json").write_text(GOOD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", NAME, "a.json"],
        capture_output=True,
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING="ascii"),
        timeout=60,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
    done.stdout.decode("utf-8")


def test_a_stream_without_a_file_behind_it_is_no_trouble(monkeypatch):
    """Notebooks and test runners replace the standard streams."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(GOOD))
    monkeypatch.setattr(sys, "stdout", out := io.StringIO())
    assert 0 == main(["--json", "-"])
    assert "elevated" == json.loads(out.getvalue())["band"]


def test_the_version_is_that_of_the_package(capsys):
    """One version, written once."""
    with pytest.raises(SystemExit):
        main(["--version"])
    assert f"forge-il6 {forge_il6.__version__}\n" == capsys.readouterr().out


# --- on a terminal ---------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_a_terminal(tmp_path, monkeypatch):
    """Run the command on a terminal of so many columns; return what it showed."""
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    (tmp_path / "case.json").write_text(GOOD, encoding="utf-8")

    def command(*arguments: str, **environment_of_terminal: str) -> str:
        for name, value in environment_of_terminal.items():
            monkeypatch.setenv(name, value)
        screen = Terminal()
        monkeypatch.setattr(sys, "stdout", screen)
        assert 0 == main([*arguments, str(tmp_path / "case.json")])
        return screen.getvalue()

    return command


def test_a_terminal_gets_colour(on_a_terminal):
    """Colour where the terminal has it."""
    assert "\x1b[1m" in on_a_terminal()


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_wants_none_gets_none(on_a_terminal, setting):
    """NO_COLOR is respected, whatever it says, and a terminal that shows none is believed."""
    assert "\x1b" not in on_a_terminal(**setting)


def test_an_empty_no_color_forbids_nothing(on_a_terminal):
    """https://no-color.org: when present and not an empty string."""
    assert "\x1b[1m" in on_a_terminal(NO_COLOR="")


def test_a_wish_outranks_the_terminal(on_a_terminal, run):
    """What somebody writes on the command line is meant."""
    assert "\x1b[1m" in on_a_terminal("--color", "always", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("--color", "never")


def test_a_file_gets_no_colour(run):
    """Plain otherwise."""
    status, out, _ = run("a.json", a_json=GOOD)

    assert 0 == status
    assert "\x1b" not in out


@pytest.mark.parametrize("columns, widest", [("200", 100), ("72", 72), ("40", 40), ("7", 40)])
def test_a_report_is_as_wide_as_its_terminal_within_reason(on_a_terminal, columns, widest):
    """Lines longer than a hundred columns are hard to read, and under forty nothing fits."""
    lines = on_a_terminal("--color", "never", COLUMNS=columns).splitlines()

    assert widest == len(lines[0])
    assert widest >= max(map(len, lines))
