"""Case documents from text: JSON, NDJSON and CSV, one case at a time, each error with its place."""

from __future__ import annotations

import contextlib
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, ForgeError, UnknownKeyError, ValueFormatError, interpret_case
from forge_il6.interop.cases import CaseText, Format, cases_in, read_json

FORMATS: tuple[Format, ...] = ("json", "ndjson", "csv")
CASE = '{"reading": {"il6": "2.4 pg/mL"}}'


def cases(text: str, form: Format) -> list[CaseText]:
    return list(cases_in(io.StringIO(text, newline=""), form, "feed"))


def documents(text: str, form: Format) -> list[Any]:
    return [case.document for case in cases(text, form)]


def refusal(text: str, form: Format = "json") -> str:
    (case,) = cases(text, form)
    assert None is case.document
    assert isinstance(case.error, CaseError)
    assert 300 >= len(str(case.error))
    return str(case.error)


# --- JSON ------------------------------------------------------------------------------------------


def test_numbers_are_read_as_decimals():
    """2.4 is 2.4, and no binary neighbour of it."""
    assert {"a": Decimal("2.40"), "b": 3} == read_json('{"a": 2.40, "b": 3}')
    assert "2.40" == str(read_json("2.40"))


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "feed: no JSON at line 1, column 1"),
        ("{", "feed: no JSON at line 1, column 2"),
        ('{"a": 1,}', "feed: no JSON at line 1"),
        ('{"a":\n 01}', "feed: no JSON at line 2"),
        ("2.4 pg/mL", "feed: no JSON at line 1, column 5"),
        ('{"a": 1, "b": 2, "a": 3}', "feed: the key"),
        ('{"reading": {"il6": "1 pg/mL", "il6": "2 pg/mL"}}', "feed: the key"),
        ('{"a": NaN}', "feed: NaN is no number"),
        ('{"a": -Infinity}', "feed: -Infinity is no number"),
        ("[" * 100_000, "feed: nested too deeply"),
        ('{"a":' * 100_000, "feed: nested too deeply"),
        ("9" * 10_000, "feed: holds a number that cannot be read"),
        ('{"a": 1e' + "9" * 100 + "}", "feed: holds a number that cannot be read"),
        ('"\x00"', "feed: no JSON at line 1"),
    ],
    ids=lambda each: each[:24],
)
def test_text_that_is_no_json_is_refused_with_its_place(text, message):
    """The key that stands twice, the number that is none, and nesting without end included."""
    assert refusal(text).startswith(message)


def test_a_key_that_stands_twice_is_refused_wherever_it_stands():
    """The last of two would win silently."""
    with pytest.raises(ValueFormatError, match="stands twice"):
        read_json('{"context": {"history": [{"il6": 1, "il6": 2}]}}')


def test_a_list_is_a_case_for_each_entry():
    """Each case says where it stood."""
    assert [("feed[0]", {}), ("feed[1]", None), ("feed[2]", 5)] == [
        (case.where, case.document) for case in cases("[{}, null, 5]", "json")
    ]


# --- NDJSON ----------------------------------------------------------------------------------------


def test_a_line_is_a_case_and_a_broken_one_costs_only_itself():
    """Empty lines are passed over, and lines are counted as an editor counts them."""
    found = cases(f"{CASE}\n\n{{oops\n{CASE}\r\n", "ndjson")

    assert ["feed:1", "feed:3", "feed:4"] == [case.where for case in found]
    assert str(found[1].error).startswith("feed:3: no JSON")
    assert found[0].document == found[2].document == {"reading": {"il6": "2.4 pg/mL"}}


@pytest.mark.parametrize("length, expected", [(20_000_000, ""), (20_000_001, "feed:1: the line is longer")])
def test_a_line_longer_than_any_case_is_refused_unread(length, expected):
    """A feed may be broken."""
    (case,) = cases('"' + "x" * (length - 2) + '"', "ndjson")

    assert expected == str(case.error or "").partition(" than")[0]


# --- CSV -------------------------------------------------------------------------------------------


def test_a_row_is_a_case_by_the_names_of_facts():
    """Readings and context are told apart by the name; an empty cell is unknown."""
    text = "il6,fasting,age,confounders,red_flags\n2.4 pg/mL,yes,57,vaccination; nsaid,none\n,,,,\n<1.5 pg/mL,0,,,\n"
    assert [
        {
            "reading": {"il6": "2.4 pg/mL", "fasting": True},
            "context": {"age": "57", "confounders": ["vaccination", "nsaid"], "red_flags": []},
        },
        {"reading": {"il6": "<1.5 pg/mL", "fasting": False}},
    ] == documents(text, "csv")


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "feed: the first row must name the columns"),
        (",,\n", "feed: the first row must name the columns"),
        ("il6,agee\n", "feed: unknown column of 4 characters; did you mean 'age'?"),
        ("il6,history\n", "feed: unknown column of 7 characters"),
        ("il6,il6\n", "feed: the column 'il6' stands twice"),
        ("il6,age\n2.4 pg/mL\n", "feed:2: 1 cells under 2 columns"),
        ("il6\n2,4 pg/mL\n", "feed:2: 2 cells under 1 columns"),
        ('il6\n"2.4 pg/mL"x\n', "feed:2: "),
        ('il6\n"2.4 pg/mL\n', "feed:2: "),
        ('"il6"x\n', "feed: "),
    ],
)
def test_a_csv_that_cannot_be_read_is_refused_with_its_line(text, message):
    """A header that names no facts, rows of another length, and quotes that do not close."""
    assert refusal(text, "csv").startswith(message)


def test_an_unknown_column_is_an_unknown_key():
    """Unknown keys are refused by name."""
    (case,) = cases("ilsix\n", "csv")
    assert isinstance(case.error, UnknownKeyError)


def test_rows_after_a_broken_one_are_read():
    """One bad row costs one row."""
    text = 'il6,method\n2.4 pg/mL\n2.5 pg/mL,"two\nlines"\n2.6 pg/mL,x\n'
    found = cases(text, "csv")
    assert [("feed:2", False), ("feed:3", True), ("feed:5", True)] == [(c.where, c.error is None) for c in found]


def test_a_word_that_is_no_flag_is_left_for_the_reading_to_refuse():
    """The error names the field."""
    (case,) = cases("fasting\nmaybe\n", "csv")
    with pytest.raises(ForgeError, match="fasting: got text of 5 characters; give true or false"):
        interpret_case(case.document)


# --- any text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@given(text=st.text(max_size=200))
def test_any_text_gives_cases_or_errors(form, text):
    """Never a traceback of another kind."""
    for case in cases(text, form):
        if case.error is not None:
            assert 300 >= len(str(case.error))
            continue
        with contextlib.suppress(ForgeError):
            interpret_case(case.document)
