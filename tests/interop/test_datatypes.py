"""The times and names that are written to FHIR, each at the edge of what an instant can hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forge_il6 import Analyte, Context, Reading, TimeError, VerdictFormatError, interpret
from forge_il6.interop.fhir.datatypes import checked, date_time, instant, instant_text, name_of, value_of
from forge_il6.knowledge.measurands import IL6

BERLIN = ZoneInfo("Europe/Berlin")
RECORDED = datetime.fromisoformat("2026-12-01T00:00:00+01:00")


def test_one_key_has_one_name_and_two_keys_have_two():
    assert name_of("a") == name_of("a") != name_of("b")
    assert name_of("a").startswith("urn:uuid:")


@pytest.mark.parametrize("value", ["2026-11-20", "2026-11-20T08:10:00", "2026-11-20T08:10"])
def test_a_day_or_a_time_without_an_offset_is_no_instant(value):
    with pytest.raises(TimeError, match="FHIR wants an instant"):
        instant(value, "recorded")


@pytest.mark.parametrize(
    "written, wanted",
    [
        ("2026-11-20T08:10:00+14:00", "2026-11-20T08:10:00+14:00"),
        ("2026-11-20T08:10:00-14:00", "2026-11-20T08:10:00-14:00"),
        ("2026-11-20T08:10:00+14:01", "2026-11-19T18:09:00Z"),
        ("2026-11-20T08:10:00-14:01", "2026-11-20T22:11:00Z"),
        ("2026-11-20T08:10:00+00:53:28", "2026-11-20T07:16:32Z"),
        ("2026-11-20T08:10:00+01:00", "2026-11-20T08:10:00+01:00"),
    ],
)
def test_an_offset_that_fhir_cannot_hold_becomes_utc(written, wanted):
    """Whole minutes and at most fourteen hours; the instant is the same."""
    assert wanted == instant_text(datetime.fromisoformat(written))


@pytest.mark.parametrize(
    "drawn_at, zone, wanted",
    [
        ("2026-11-20", None, "2026-11-20"),
        ("2026-11-20", BERLIN, "2026-11-20"),
        ("2026-11-20T08:10:00", None, "2026-11-20"),
        ("2026-11-20T08:10:00", BERLIN, "2026-11-20T08:10:00+01:00"),
        ("2026-11-20T08:10:00+05:45", BERLIN, "2026-11-20T08:10:00+05:45"),
        ("2026-10-25T02:30:00", BERLIN, "2026-10-25"),
        ("2026-10-25T03:30:00", BERLIN, "2026-10-25T03:30:00+01:00"),
    ],
)
def test_a_draw_is_written_as_exactly_as_it_is_known(drawn_at, zone, wanted):
    """A clock time that comes twice in a night, or stands nowhere, leaves its day."""
    assert wanted == date_time(drawn_at, zone, RECORDED, "drawn_at")


def test_nothing_is_recorded_before_it_was_drawn():
    with pytest.raises(TimeError, match="recorded"):
        date_time("2026-12-02", None, RECORDED, "drawn_at")


def test_a_draw_may_be_recorded_at_its_own_instant_and_not_before():
    at = RECORDED.isoformat()
    assert at == date_time(at, None, RECORDED, "drawn_at")
    with pytest.raises(TimeError, match="recorded"):
        date_time(at, None, RECORDED - timedelta(microseconds=1), "drawn_at")


@pytest.mark.parametrize(
    "text, wanted", [("24 pg/mL", "24"), ("2.4 pg/mL", "2.4"), ("100000000000000000000 pg/mL", "1e+20")]
)
def test_a_number_is_written_as_short_as_it_is(text, wanted):
    """A whole one without a point, and one of many noughts with its exponent."""
    result = interpret(Reading(text), Context()).document.result(Analyte.IL6)
    assert result is not None
    assert wanted == repr(value_of(result, IL6)["valueQuantity"]["value"])


@pytest.mark.parametrize("text", ["", " ", "a\x00b", "\ud800", "\uffff"])
def test_a_text_that_fhir_cannot_hold_is_not_written(text):
    assert {"a": ["b\tc\n"]} == checked({"a": ["b\tc\n"]}, "x")
    with pytest.raises(VerdictFormatError, match=r"x\.a\[0\]"):
        checked({"a": [text]}, "x")
