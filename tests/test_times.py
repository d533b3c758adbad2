"""Instants, local dates and spans: nothing is measured by a wall clock."""

from __future__ import annotations

import decimal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import Context, ContradictionError, Reading, Session, StandingCode, TimeError, Verdict, interpret
from forge_il6.times import Draw, completed_years, hours_between, moment, on_date, whole_day, zone
from strategies import brief

BERLIN = ZoneInfo("Europe/Berlin")
SPRING_NIGHT = ("2026-03-28T08:00", "2026-03-29T08:00")
AUTUMN_NIGHT = ("2026-10-24T08:00", "2026-10-25T08:00")
AN_OFFSET = timezone(timedelta(hours=1))


class NoOffset(tzinfo):
    """A time zone that cannot say its offset."""

    def utcoffset(self, dt):
        raise RuntimeError


class Placeless(tzinfo):
    """A time zone that knows of no offset, so that its times are naive."""

    def utcoffset(self, dt):
        return None


class Day(date):
    """A date of another library."""


class Stamp(datetime):
    """A datetime of another library, as a data frame hands it out."""


class Broken(datetime):
    """A datetime of another library that writes itself as no time."""

    def isoformat(self, sep="T", timespec="auto"):
        return "not a time"


def placed(text: str, local_zone: ZoneInfo | None = BERLIN) -> Draw:
    return Draw.of(moment(text, "drawn_at"), local_zone, "drawn_at")


def quickest_refusal(read: Callable[[], object]) -> float:
    """Return the seconds of the quickest of some refusals; the others waited for the machine."""
    took: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        with pytest.raises(TimeError):
            read()
        took.append(time.perf_counter() - start)
    return min(took)


def after_training(ended_at: Any, drawn_at: Any) -> StandingCode:
    """Judge an IL-6 drawn after a vigorous session, both in Berlin."""
    log = [Session(kind="vigorous", ended_at=ended_at)]
    context = Context(age=57, time_zone="Europe/Berlin", exercise_log=log)
    standing = interpret(Reading("2.4 pg/mL", drawn_at=drawn_at, fasting=True), context).standing.il6
    assert standing is not None
    return standing.code


def born(birth_date: str, drawn_at: str, **facts: Any) -> Verdict:
    return interpret(Reading("2.4 pg/mL", drawn_at=drawn_at), Context(birth_date=birth_date, **facts))


# --- reading a time --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-11-20T08:10+01:00", datetime(2026, 11, 20, 8, 10, tzinfo=AN_OFFSET)),
        ("2026-11-20 08:10:30.5+01:00", datetime(2026, 11, 20, 8, 10, 30, 500_000, tzinfo=AN_OFFSET)),
        ("2026-11-20T07:10Z", datetime(2026, 11, 20, 7, 10, tzinfo=UTC)),
        (" 2026-11-20T08:10 ", datetime(2026, 11, 20, 8, 10)),
        ("20261120T0810", datetime(2026, 11, 20, 8, 10)),
        ("2026-11-20", date(2026, 11, 20)),
        ("20261120", date(2026, 11, 20)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_iso_8601_text_is_an_instant_or_a_date(text, expected):
    assert (type(expected), expected) == (type(moment(text, "drawn_at")), moment(text, "drawn_at"))


def test_a_datetime_is_read_by_what_it_is_and_not_by_what_it_writes():
    assert moment(datetime(2026, 11, 20), "drawn_at") == moment(Broken(2026, 11, 20), "drawn_at")


@pytest.mark.parametrize(
    "value",
    [
        "", "   ", "\0", "2026", "2026-11", "08:10", "20.11.2026", "11/20/2026", "2026-13-20", "2026-02-29",
        "2026-11-20T25:00", "2026-11-20T08:60", "2026-11-20T08:10+25:00", "2026-11-20T08:10 Europe/Berlin", "yesterday",
        "2026-11-20T08:10\0", "2026-11-20T08:10\0+01:00", "2026-11-20\0", "٢٠٢٦-١١-٢٠", "２０２６-11-20", "1899-12-31",
        "9001-01-01", "0001-01-01", "1899-12-31T23:59", "9001-01-01T00:00Z", "2026-11-20T08:10" + " " * 40,
        "9" * 10_000_000, 20261120, 1.7e9, True, b"2026-11-20", datetime(1800, 1, 1),
        datetime(2026, 11, 20, tzinfo=NoOffset()), object(),
    ],
    ids=brief,
)  # fmt: skip
def test_what_is_no_time_is_refused(value):
    with pytest.raises(TimeError) as caught:
        moment(value, "drawn_at")
    message = str(caught.value)
    assert message.startswith("drawn_at: ")
    assert message.isprintable()
    assert len(message) <= 300
    assert "9" * 41 not in message


@pytest.mark.parametrize("text", ["9" * 10_000_000, "2026-11-20T08:10+01:00" * 100_000, "\0" * 10_000_000], ids=brief)
def test_a_refused_time_takes_no_time(text):
    assert quickest_refusal(lambda: moment(text, "drawn_at")) < 0.05


@pytest.mark.parametrize("key", ["x" * 10_000_000, "a/" * 5_000_000], ids=brief)
def test_a_refused_time_zone_takes_no_time(key):
    """To ask the system for a name as long as that takes a third of a second."""
    assert quickest_refusal(lambda: zone(key)) < 0.05


@given(st.text(max_size=45) | st.text("0123456789-T:+Z. W\0", max_size=30))
def test_any_text_is_a_time_or_a_clear_error(text):
    read, message = None, ""
    try:
        read = moment(text, "drawn_at")
    except TimeError as error:
        message = str(error)
    assert len(message) <= 300
    assert read is None or read == moment(read.isoformat(), "drawn_at")


def test_a_datetime_of_another_library_becomes_one_of_our_own():
    read = moment(Stamp(2026, 11, 20, 8, 10, tzinfo=BERLIN), "drawn_at")
    assert (datetime, datetime(2026, 11, 20, 8, 10, tzinfo=BERLIN)) == (type(read), read)


def test_a_date_of_another_library_becomes_one_of_our_own():
    read = moment(Day(2026, 11, 20), "drawn_at")
    assert (date, date(2026, 11, 20)) == (type(read), read)


def test_a_zone_that_knows_of_no_offset_leaves_a_time_without_one():
    read = moment(datetime(2026, 11, 20, 8, 10, tzinfo=Placeless()), "drawn_at")
    assert isinstance(read, datetime)
    assert (None, datetime(2026, 11, 20, 8, 10)) == (read.tzinfo, read)


def test_a_time_has_at_most_forty_characters():
    """One more is no time any longer, though it were blanks."""
    assert date(2026, 11, 20) == moment("2026-11-20".ljust(40), "drawn_at")
    with pytest.raises(TimeError):
        moment("2026-11-20".ljust(41), "drawn_at")


@pytest.mark.parametrize(
    "text, is_shown",
    [("2026-13-20", True), ("2026-11-20T25:00", True), ("20.11.2026", True), ("1969-13-20", False), ("Ada 2026", False),
     ("Lovelace, A.", False)],
)  # fmt: skip
def test_a_refused_time_is_repeated_only_where_it_looks_like_one_of_this_century(text, is_shown):
    """A name or a date of birth in the wrong column must not come back in an error."""
    with pytest.raises(TimeError) as caught:
        moment(text, "drawn_at")
    assert is_shown is (text in str(caught.value))


def test_a_zone_is_replaced_by_its_offset_at_that_instant():
    """Same-zone datetimes subtract by wall clock."""
    winter, summer = (moment(datetime(2026, month, 20, 8, tzinfo=BERLIN), "x") for month in (1, 7))
    assert isinstance(winter, datetime)
    assert isinstance(summer, datetime)
    assert [timezone] * 2 == [type(winter.tzinfo), type(summer.tzinfo)]
    assert [timedelta(hours=1), timedelta(hours=2)] == [winter.utcoffset(), summer.utcoffset()]


@pytest.mark.parametrize("fold, offset", [(0, 2), (1, 1)])
def test_the_hour_that_comes_twice_keeps_the_turn_that_a_datetime_states(fold, offset):
    read = moment(datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=BERLIN), "x")
    assert isinstance(read, datetime)
    assert timedelta(hours=offset) == read.utcoffset()


def test_the_date_of_an_instant_is_taken_as_written():
    assert date(2026, 11, 20) == on_date("2026-11-20T23:30-05:00", "on")


@pytest.mark.parametrize(
    "key",
    ["Europe/Berlinn", "", "../../etc/passwd", "/etc/passwd", "Europe/Berlin\0", "UTC+1", "x" * 10_000_000],
    ids=brief,
)
def test_an_unknown_time_zone_is_refused(key):
    with pytest.raises(TimeError, match=r"^time_zone: .* is not known here") as caught:
        zone(key)
    assert len(str(caught.value)) <= 300


# --- spans -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("night, hours", [(SPRING_NIGHT, 23), (AUTUMN_NIGHT, 25)])
def test_differences_are_taken_in_utc(night, hours):
    """A spring night is 23 h, not 24."""
    evening, morning = (placed(text) for text in night)
    assert hours == hours_between(evening.first, morning.first)


@pytest.mark.parametrize(
    "ended_at, drawn_at, standing",
    [
        ("2026-03-28T08:00", "2026-03-29T08:00", "void"),
        ("2026-03-28T07:01", "2026-03-29T08:00", "void"),
        ("2026-03-28T07:00", "2026-03-29T08:00", "valid"),
        ("2026-10-24T08:00", "2026-10-25T08:00", "valid"),
        ("2026-10-24T09:00", "2026-10-25T08:00", "valid"),
        ("2026-10-24T09:01", "2026-10-25T08:00", "void"),
        ("2026-11-19T08:00", "2026-11-20T08:00", "valid"),
        ("2026-11-19T08:01", "2026-11-20T08:00", "void"),
    ],
)
@pytest.mark.parametrize("written", ["text", "datetime"])
def test_a_night_with_a_clock_change_is_not_24_hours(ended_at, drawn_at, standing, written):
    """Same-zone datetimes subtract by wall clock: 23 h passed, 24 h counted; exactly 24.0 h passes."""
    times: list[Any] = [ended_at, drawn_at]
    if written == "datetime":
        times = [datetime.fromisoformat(text).replace(tzinfo=BERLIN) for text in times]
    assert standing == after_training(*times)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_hours_are_exact_to_the_microsecond(start, span):
    hours = hours_between(start.replace(tzinfo=UTC), (start + span).replace(tzinfo=UTC))
    microseconds = (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds
    assert microseconds == round(hours * 3_600_000_000)


def test_hours_are_negative_when_reversed():
    evening, morning = (placed(text).first for text in SPRING_NIGHT)
    assert -23 == hours_between(morning, evening)


def test_the_decimal_context_of_a_host_does_not_bend_hours():
    start, end = (datetime(2026, 11, 20, 8, minute, tzinfo=UTC) for minute in (0, 20))
    expected = (hours_between(start, end), placed("2026-11-20T08:20").hour_of_day)
    with decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact, decimal.Rounded])):
        assert expected == (hours_between(start, end), placed("2026-11-20T08:20").hour_of_day)


# --- placing a draw --------------------------------------------------------------------------------


def test_a_time_without_an_offset_needs_a_time_zone():
    """A time without an offset needs `Context.time_zone`; without one it is refused with that advice."""
    with pytest.raises(TimeError, match=r"^drawn_at: .*has no offset.*time_zone"):
        interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10"))


def test_a_time_without_an_offset_is_placed_in_the_time_zone():
    assert datetime(2026, 11, 20, 7, 10, tzinfo=UTC) == placed("2026-11-20T08:10").first


@pytest.mark.parametrize(
    "text, day, hour",
    [
        ("2026-11-20T08:15+01:00", date(2026, 11, 20), "8.25"),
        ("2026-11-20T08:15", date(2026, 11, 20), "8.25"),
        ("2026-11-20T23:30Z", date(2026, 11, 21), "0.5"),
        ("2026-11-20T23:30-05:00", date(2026, 11, 21), "5.5"),
        ("2026-11-20T00:30+14:00", date(2026, 11, 19), "11.5"),
    ],
)
def test_local_date_and_time_are_those_of_the_time_zone(text, day, hour):
    """Local time and date: in `time_zone` when given."""
    assert (day, Decimal(hour)) == (placed(text).day, placed(text).hour_of_day)


def test_local_date_and_time_are_those_of_the_offset_without_a_time_zone():
    """Local time and date: in the stated offset where no `time_zone` is given."""
    draw = placed("2026-11-20T23:30-05:00", None)
    assert (date(2026, 11, 20), Decimal("23.5")) == (draw.day, draw.hour_of_day)


def test_a_time_in_utc_alone_does_not_say_what_the_local_clock_showed():
    """A system that writes UTC says so of every time, wherever the blood was drawn."""
    assert placed("2026-11-20T08:15Z", None).hour_of_day is None


@pytest.mark.parametrize(
    "text, local_zone, is_whole_day",
    [("2026-11-20", BERLIN, True), ("2026-11-20", None, True), ("2026-11-20T08:15", BERLIN, False),
     ("2026-11-20T08:15Z", None, False), ("2026-10-25T02:30", BERLIN, False)],
)  # fmt: skip
def test_only_of_a_date_alone_no_more_than_the_day_is_known(text, local_zone, is_whole_day):
    """Of a time in UTC the hour is not known, of one that came twice the instant; both are no whole day."""
    assert is_whole_day is placed(text, local_zone).is_whole_day


def test_a_local_time_that_comes_twice_is_both_instants():
    draw = placed("2026-10-25T02:30")
    assert [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)] == [draw.first, draw.last]
    assert not draw.is_exact


@pytest.mark.parametrize(
    "drawn_at, standing",
    [("2026-10-26T01:29", "void"), ("2026-10-26T01:30", "unverified"), ("2026-10-26T02:29", "unverified"),
     ("2026-10-26T02:30", "tentative")],
)  # fmt: skip
def test_a_session_that_ended_in_the_hour_that_comes_twice_decides_only_if_both_turns_agree(drawn_at, standing):
    assert standing == after_training("2026-10-25T02:30", drawn_at)


@pytest.mark.parametrize("text", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59:59"])
def test_a_local_time_that_the_clocks_skipped_is_refused(text):
    with pytest.raises(TimeError, match=r"^drawn_at: .* does not exist in the time zone given"):
        placed(text)


@pytest.mark.parametrize("text", ["2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T01:59", "2026-10-25T03:00"])
def test_a_local_time_beside_a_clock_change_is_one_instant(text):
    assert placed(text).is_exact


@pytest.mark.parametrize("day, hours", [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-20", 24)])
def test_a_date_alone_is_that_whole_local_day(day, hours):
    draw = placed(day)
    assert (date.fromisoformat(day), None, hours) == (draw.day, draw.hour_of_day, hours_between(draw.first, draw.last))


def test_a_date_without_a_time_zone_is_that_day_anywhere_on_earth():
    first, last = whole_day(date(2026, 11, 20), None)
    assert datetime(2026, 11, 19, 10, tzinfo=UTC) == first
    assert datetime(2026, 11, 21, 14, tzinfo=UTC) == last


@pytest.mark.parametrize("text", ["1900-01-01", "9000-12-31", "1900-01-01T00:00+14:00", "9000-12-31T23:59-12:00"])
@pytest.mark.parametrize("local_zone", [None, BERLIN, ZoneInfo("Pacific/Kiritimati")])
def test_the_ends_of_the_calendar_can_be_placed(text, local_zone):
    assert placed(text, local_zone).first <= placed(text, local_zone).last


# --- order -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_of", ["2026-11-19", "2026-11-20T08:09+01:00", "2026-11-20T07:09Z"])
def test_a_draw_after_the_day_of_asking_is_refused(as_of):
    """A draw after `Context.as_of` (when given) is refused."""
    with pytest.raises(TimeError, match=r"^drawn_at: .* lies after as_of"):
        interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00"), Context(as_of=as_of))


@pytest.mark.parametrize("as_of", ["2026-11-20", "2026-11-20T08:10+01:00", "2026-11-20T07:10Z", "2026-11-21"])
def test_a_draw_on_the_day_of_asking_is_read(as_of):
    assert interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00"), Context(as_of=as_of)).applicable


@pytest.mark.parametrize("earlier", ["2026-11-21", "2026-11-20T08:11+01:00"])
def test_a_history_newer_than_the_index_reading_is_refused(earlier):
    """A history newer than the index reading is refused."""
    history = [Reading("2.2 pg/mL", drawn_at=earlier)]
    with pytest.raises(TimeError, match=r"^history\[0\]\.drawn_at: .* is newer"):
        interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00"), Context(history=history, time_zone="UTC"))


def test_a_history_without_a_time_is_refused():
    """Every history entry has its `drawn_at`."""
    with pytest.raises(TimeError, match=r"^history\[1\]\.drawn_at: every reading of a history needs its time"):
        interpret(
            Reading("2.4 pg/mL", drawn_at="2026-11-20"),
            Context(history=[Reading("2 pg/mL", drawn_at="2026-05-01"), Reading("2 pg/mL")]),
        )


def test_two_values_for_one_instant_are_void_both():
    """Two different values for one instant are void with reason `conflict`, both."""
    history = [Reading("3.4 pg/mL", drawn_at="2026-11-20T07:10Z")]
    verdict = interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00"), Context(history=history))
    standings = [each.standing for each in verdict.course.readings]
    assert [StandingCode.VOID] * 2 == [standing.code for standing in standings]
    assert ["conflict"] * 2 == [reason.code for standing in standings for reason in standing.reasons[:1]]


def test_a_session_that_starts_after_its_end_is_refused():
    with pytest.raises(TimeError, match="started_at lies after ended_at"):
        Session(started_at="2026-11-20T09:00+01:00", ended_at="2026-11-20T07:59Z")


@pytest.mark.parametrize("negative", [-1, -0.01, Decimal(-1), "-1"])
@pytest.mark.parametrize("fact", ["hours_since_exercise", "fasting_hours", "hours_to_centrifugation"])
def test_negative_hours_are_refused(fact, negative):
    """Negative hours are refused."""
    with pytest.raises(ValueError, match=rf"^{fact}: got '-"):
        Reading("2.4 pg/mL", **{fact: negative})


# --- ages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "on, years",
    [
        ("2026-02-28", 17),
        ("2026-03-01", 18),
        ("2028-02-28", 19),
        ("2028-02-29", 20),
        ("2008-02-29", 0),
        ("2009-02-28", 0),
    ],
)
def test_a_leap_day_birthday_falls_on_the_first_of_march(on, years):
    """Ages by the calendar, never by dividing days."""
    assert years == completed_years(date(2008, 2, 29), date.fromisoformat(on))


@pytest.mark.parametrize(
    "birth_date, drawn_at, applicable",
    [
        ("2008-11-20", "2026-11-20T08:10+01:00", True),
        ("2008-11-21", "2026-11-20T08:10+01:00", False),
        ("2008-02-29", "2026-02-28", False),
        ("2008-02-29", "2026-03-01", True),
        ("2008-11-21", "2026-11-20T23:30-05:00", False),
    ],
)
def test_an_age_is_that_of_the_local_date_of_the_draw(birth_date, drawn_at, applicable):
    assert applicable is born(birth_date, drawn_at).applicable


def test_an_age_is_that_of_the_date_in_the_time_zone():
    assert born("2008-11-21", "2026-11-20T23:30-05:00", time_zone="Europe/Berlin").applicable


def test_a_birth_after_the_draw_is_refused():
    """A birth date after the draw is refused."""
    with pytest.raises(TimeError, match=r"^birth_date: it lies after the draw of 2026-11-20"):
        born("2026-11-21", "2026-11-20")


@pytest.mark.parametrize("age", [39, 43, "43.5"])
def test_an_age_that_contradicts_the_birth_date_is_refused(age):
    with pytest.raises(ContradictionError, match=r"^age: .* contradicts birth_date"):
        born("1985-01-01", "2026-11-20", age=age)


def test_a_stated_age_is_the_age_at_the_index_draw():
    """A reading of twelve years ago was drawn from a younger person, and contradicts nothing."""
    history = [Reading("2.2 pg/mL", drawn_at="2014-11-20T08:10+01:00")]
    index = Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00")
    verdict = interpret(index, Context(age=57, birth_date="1969-04-03", history=history))
    assert 2 == len(verdict.course.readings)


@given(st.dates(date(1920, 1, 1), date(2010, 12, 31)), st.dates(date(2011, 1, 1), date(2040, 12, 31)))
def test_a_year_is_completed_on_the_birthday_and_not_before(birth, on):
    years = completed_years(birth, on)
    assert (birth.year + years, birth.month, birth.day) <= (on.year, on.month, on.day)
    assert (birth.year + years + 1, birth.month, birth.day) > (on.year, on.month, on.day)
