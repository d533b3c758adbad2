"""When blood was taken, as every feed tells it: midnight, the same needle, and what a caller says of its own codes."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forge_il6 import CaseError, ConfounderEvent
from forge_il6.interop.loinc import Codes
from forge_il6.interop.midnight import is_midnight, without_midnight
from forge_il6.interop.patients import Patient, Taken
from forge_il6.times import Draw

NEW_YORK = ZoneInfo("America/New_York")


def taken(at: str) -> Taken:
    return Taken(Draw.of(datetime.fromisoformat(at), None, "drawn_at"))


@pytest.mark.parametrize(
    "at, day",
    [
        ("2026-11-20T00:00:00+00:00", date(2026, 11, 20)),
        ("2026-11-20T05:00:00+00:00", date(2026, 11, 20)),
        ("2026-11-20T00:00:00-05:00", date(2026, 11, 20)),
    ],
)
def test_midnight_as_written_or_on_the_clock_of_the_person_is_the_day(at: str, day: date) -> None:
    """As written goes first: midnight in UTC is the day that was written, wherever the person lives."""
    assert day == without_midnight(datetime.fromisoformat(at), NEW_YORK)


def test_the_clock_of_the_host_makes_no_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the person lives is known to the caller alone."""
    at = datetime.fromisoformat("2026-11-20T05:00:00+00:00")
    monkeypatch.setenv("TZ", "America/New_York")
    if hasattr(time, "tzset"):
        time.tzset()
    try:
        assert not is_midnight(at)
    finally:
        monkeypatch.undo()
        if hasattr(time, "tzset"):
            time.tzset()


@pytest.mark.parametrize(
    "other, is_one",
    [
        ("2026-11-20T20:00:00+01:00", True),
        ("2026-11-20T20:00:01+01:00", False),
        ("2026-11-20T10:00:00+01:00", True),
        ("2026-11-19T23:00:00+01:00", False),
    ],
)
def test_two_of_one_day_and_half_a_day_are_of_one_draw(other: str, is_one: bool) -> None:
    assert is_one is taken("2026-11-20T08:00:00+01:00").is_with(taken(other))


def test_two_of_one_visit_are_of_one_draw_though_midnight_lies_between() -> None:
    first = taken("2026-11-19T23:00:00+01:00")
    assert [True, False] == [first.is_with(taken(f"2026-11-20T0{at}+01:00")) for at in ("1:00:00", "1:00:01")]


def test_a_drug_of_a_feed_leaves_the_question_about_all_others_open() -> None:
    patient = Patient(confounders=(ConfounderEvent("statin"),))
    assert patient.context().confounders_asked is False
    assert patient.context(confounders=["statin"]).confounders_asked is not False


@pytest.mark.parametrize("pair", ["IL", ("IL6",), ("99LAB", "IL6", "L"), ("99LAB", 6), (6, "IL6"), 5])
def test_a_code_of_the_caller_is_a_pair_of_texts(pair: Any) -> None:
    with pytest.raises(CaseError, match="codes"):
        Codes({pair: "il6"})
