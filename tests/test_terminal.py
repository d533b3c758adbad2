"""
Nothing that is printed commands a terminal: not a verdict that somebody altered, not a rule of a host, not a file name.

What is printed goes into terminals, logs and mails; an escape sequence there hides lines, renames windows or worse.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import STANDARD, Convention, Note, Threshold, Verdict, VerdictFormatError, interpret_case, rule
from forge_il6.__main__ import main
from forge_il6.errors import visible
from forge_il6.shown.report import fitted
from hostility import FULL_CASE, places, replaced
from place import needs_docstrings

ESCAPES = ("\x1b]0;pwned\x07", "\x1b[2J", "\x1b[8m", "\x9b31m", "\x08\x08", "\x7f", "\x00", "\x1b(0")
COURSE = {
    **FULL_CASE,
    "context": {**FULL_CASE["context"], "red_flags": [], "hs_crp": "0.6 mg/L", "hs_crp_history": None},
}
WHOLE = interpret_case(COURSE).to_dict()
DOCUMENT: dict[str, Any] = {key: part[:2] if isinstance(part, list) else part for key, part in WHOLE.items()}
"""A verdict with every record, and one or two entries in each list."""


def commands(text: str) -> list[str]:
    """The characters that command a terminal or turn a line round; a new line is none."""
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def refused(path: tuple[Any, ...], escape: str) -> str:
    """What is said of a document with an escape sequence behind one of its texts; empty where it is read."""
    try:
        Verdict.from_dict(replaced(DOCUMENT, path, f"{at(DOCUMENT, path)}{escape}"))
    except VerdictFormatError as error:
        return str(error)
    return ""


def test_no_text_of_a_verdict_document_may_command():
    """In `course[].il6` an escape sequence reached the report."""
    paths = [path for path in places(DOCUMENT) if isinstance(at(DOCUMENT, path), str)]
    said = [refused(path, ESCAPES[number % len(ESCAPES)]) for number, path in enumerate(paths)]
    assert len(paths) > len(ESCAPES)
    assert [] == [path for path, each in zip(paths, said, strict=True) if not each or commands(each)]


@pytest.mark.parametrize("escape", ESCAPES, ids=ascii)
def test_no_escape_sequence_is_read_back(escape: str):
    assert refused(("course", 0, "il6"), escape)
    assert refused(("summary",), escape)


def test_no_key_of_a_verdict_document_may_command():
    measured = {**DOCUMENT["measured"], "\x1b[2J": "1"}
    with pytest.raises(VerdictFormatError) as caught:
        Verdict.from_dict(DOCUMENT | {"measured": measured})
    assert [] == commands(str(caught.value))


CLINIC = Convention("our protocol \x1b[2J 4.2 \u202e")


@rule("X1", asks="Is this \x1b[8m ours?")
def of_the_house(age: object, *, sill: Threshold = Threshold(1, "year", CLINIC)) -> Note | None:  # noqa: B008
    """A sentence \x1b]0;pwned\x07 of the house\u202e."""
    return Note("of_the_house") if age is not None and sill.value else None


@needs_docstrings
def test_no_rule_of_a_host_commands_what_prints_it():
    """Questions, sentences and bases of a host are text as well."""
    verdict = interpret_case(COURSE, rules=(STANDARD + of_the_house).override(target=Threshold("1.9", "pg/mL", CLINIC)))
    finding = next(each for each in verdict.findings if each.rule == "X1")
    again = (str(verdict), repr(verdict), verdict.to_text(full=True), verdict.for_patient(), verdict.for_clinician())
    shown = (*again, repr(finding), *(verdict.explain(finding, reader) for reader in ("patient", "clinician")))

    assert "\\x1b]0;pwned" in repr(finding)
    assert [] == [text for text in shown if commands(text)]


def test_what_a_line_begins_with_commands_as_little_as_its_text():
    """Date and value of a course stand before its lines."""
    assert ["\\x1b[2J a \\x07"] == fitted("\x1b[2J ", "a \x07", 40)


@pytest.mark.parametrize(
    "text, shown",
    [("3.2 pg/mL", "3.2 pg/mL"), ("a\nb\tc", "a b c"), ("\x1b[8m", "\\x1b[8m"), ("\u202e", "\\u202e"),
     ("\ud800", "\\ud800"), ("a\xa0b", "a b"), ("µg · é", "µg · é")],
    ids=ascii,
)  # fmt: skip
def test_what_cannot_be_printed_is_shown_as_its_escape(text: str, shown: str):
    assert shown == visible(text)


@pytest.mark.parametrize("options", [[], ["--json"], ["--to", "csv"], ["--to", "ndjson"]], ids=str)
def test_the_name_of_a_file_commands_no_terminal(options: list[str], tmp_path: Path, capsys: Any):
    """Who unpacks an archive has files of any name."""
    good, bad = tmp_path / "\x1b[31ma.json", tmp_path / "\x1b[31mb.json"
    try:
        good.write_text('{"reading": {"il6": "2.4 pg/mL"}}')
        bad.write_text("{")
    except OSError:
        pytest.skip("this system has no such file names")
    assert 2 == main([*options, str(good), str(bad), str(tmp_path / "\x1b[31mnone.json")])
    printed = capsys.readouterr()
    assert "\\x1b[31mb.json" in printed.err
    assert [] == commands(printed.out + printed.err)
