"""The exercise log: what a sorted log says is what its sessions say one by one, and long logs stay quick."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import Session, interpret_case
from forge_il6.asking.training import ExerciseFacts, ExerciseLog
from forge_il6.times import Draw, hours_between
from place import PACKAGE

START = datetime(2026, 1, 5, tzinfo=UTC)
WEIGHTS = {"hiit": "intense", "endurance": "eccentric", "race": "race", "moderate": "moderate"}
A_DAY = timedelta(hours=24)

instants = st.integers(0, 24 * 6).map(lambda hours: START + timedelta(hours=hours))
dates = st.integers(0, 6).map(lambda days: (START + timedelta(days=days)).date())
times = st.one_of(st.none(), instants, dates)


def in_order(started: datetime | date | None, ended: datetime | date | None) -> bool:
    """Whether a session can have begun before it ended."""
    if started is None or ended is None:
        return True
    return Draw.of(started, ZoneInfo("UTC"), "").first <= Draw.of(ended, ZoneInfo("UTC"), "").last


sessions = st.lists(
    st.tuples(st.sampled_from(sorted(WEIGHTS)), times, times).filter(lambda each: in_order(each[1], each[2])),
    max_size=7,
)


# --- one session at a time, as it is told in words -------------------------------------------------


def nearest(started: Draw | None, ended: Draw | None, draw: Draw) -> tuple[Decimal | None, bool]:
    """The fewest hours from the end of one session to the draw, and whether its timing can be told."""
    if started is not None and started.first > draw.last:
        return None, True
    if ended is None:
        return None, False
    if ended.last <= draw.first:
        return hours_between(ended.last, draw.first), True
    if ended.first <= draw.last or started is not None:
        return Decimal(0), True
    return None, ended.first > draw.last + A_DAY


def farthest(started: Draw | None, ended: Draw | None, draw: Draw) -> tuple[Decimal | None, bool]:
    """The most hours from the end of one session to the draw, and whether its timing can be told."""
    if started is not None and started.last > draw.first:
        return None, True
    if ended is None:
        return None, False
    if started is None and ended.last > draw.first:
        return None, ended.last > draw.first + A_DAY
    return (hours_between(ended.first, draw.last) if ended.first <= draw.last else Decimal(0)), True


Judge = Callable[[Draw | None, Draw | None, Draw], tuple[Decimal | None, bool]]


def one_by_one(log: list[tuple[str, Any, Any]], draw: Draw, judge: Judge) -> ExerciseFacts:
    """What a log says, every session looked at for itself."""
    hours: dict[str, Decimal] = {}
    clear = True
    for kind, started, ended in log:
        dated = any(isinstance(at, datetime) for at in (started, ended))
        begin, end = (None if at is None else Draw.of(at, ZoneInfo("UTC"), "") for at in (started, ended))
        passed, told = judge(begin, end, draw if dated else draw.by_the_clock)
        clear = clear and told
        if passed is not None:
            hours[WEIGHTS[kind]] = min(passed, hours.get(WEIGHTS[kind], passed))
    return ExerciseFacts(reported=True, clear=clear, **hours)


@given(log=sessions, at=st.one_of(instants, dates), ahead=st.integers(-12, 14))
def test_a_sorted_log_says_what_its_sessions_say_one_by_one(
    log: list[tuple[str, Any, Any]], at: Any, ahead: int
) -> None:
    """Bisection must not overlook a session that is vague, endless or under way, whatever the clock of the draw."""
    local = at.astimezone(timezone(timedelta(hours=ahead))) if isinstance(at, datetime) else at
    draw = Draw.of(local, None, "")
    sorted_log = ExerciseLog(tuple(Session(kind, ended, started) for kind, started, ended in log), None)

    assert one_by_one(log, draw, nearest) == sorted_log.nearest(draw)
    assert one_by_one(log, draw, farthest) == sorted_log.farthest(draw)


@pytest.mark.parametrize("zone, hours", [(None, (20, 44)), ("UTC", (25, 49)), ("Asia/Tokyo", (34, 58))])
def test_a_day_of_the_log_is_one_of_the_known_zone_or_else_of_the_clock_of_the_draw(
    zone: str | None, hours: tuple[int, int]
) -> None:
    """Eight in the evening in New York is one in the morning in Greenwich, and ten in Tokyo."""
    draw = Draw.of(datetime(2026, 1, 8, 20, tzinfo=timezone(timedelta(hours=-5))), None, "")
    log = ExerciseLog((Session("hiit", date(2026, 1, 7)),), ZoneInfo(zone) if zone else None)

    assert hours == (log.nearest(draw).intense, log.farthest(draw).intense)


# --- growth ----------------------------------------------------------------------------------------


def lines_run(document: dict[str, Any]) -> int:
    """How many lines of the package run while a case is interpreted; unlike time, always the same."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if frame.f_code.co_filename.startswith(str(PACKAGE)) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        interpret_case(document)
    finally:
        sys.settrace(before)
    return count


def on_day(n: int) -> str:
    return (date(2000, 1, 1) + timedelta(days=n)).isoformat()


def second(n: int) -> str:
    return (START + timedelta(seconds=n)).isoformat()


def history_of(n: int) -> list[dict[str, Any]]:
    return [{"il6": "2 pg/mL", "drawn_at": f"{on_day(each)}T00:00:00+00:00"} for each in range(n)]


def dates_only(n: int) -> dict[str, Any]:
    return {"history": history_of(n), "exercise_log": [{"kind": "hiit", "ended_at": on_day(each)} for each in range(n)]}


def long_sessions(n: int) -> dict[str, Any]:
    began = "1999-01-01T00:00:00+00:00"
    log = [{"kind": "hiit", "started_at": began, "ended_at": f"{on_day(each)}T00:00:00+00:00"} for each in range(n)]
    return {"history": history_of(n), "exercise_log": log}


def no_ends(n: int) -> dict[str, Any]:
    return {"history": history_of(n), "exercise_log": [{"kind": "hiit", "started_at": on_day(e)} for e in range(n)]}


def one_busy_day(n: int) -> dict[str, Any]:
    return {
        "history": [{"il6": "2 pg/mL", "drawn_at": second(each)} for each in range(n)],
        "exercise_log": [{"kind": "hiit", "ended_at": second(8 * each)} for each in range(n)],
    }


@pytest.mark.parametrize("context", [dates_only, long_sessions, no_ends, one_busy_day])
def test_a_log_and_a_history_twice_as_long_cost_twice_as_much(context: Callable[[int], dict[str, Any]]) -> None:
    """Every draw asks the log, so a log that is walked for each draw costs their product."""
    reading = {"il6": "3 pg/mL", "drawn_at": "2040-01-01T08:00:00+00:00"}
    once, twice = (lines_run({"reading": reading, "context": context(n)}) for n in (60, 120))

    assert once < twice < 2.3 * once


def test_the_lines_that_run_are_counted() -> None:
    """The test above would pass for ever if nothing were counted."""
    _, one, two = (  # the first time also makes what every later one shares
        lines_run({"reading": {"il6": "3 pg/mL", "drawn_at": "2040-01-01"}, "context": {"history": history_of(n)}})
        for n in (1, 1, 2)
    )

    assert 50 < one < two
