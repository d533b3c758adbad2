"""
The records of providers: what a JSON object, or a row of a table by its columns, says.

A record is known by the names it holds, wherever in a document it stands. What a provider's documentation says of
each is in the table of `variability`; here is only how its times are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from .gathered import Bout, Log, Night
from .times import ahead_of_utc, at, epoch, in_offset, length_of, number
from .variability import APPLE, APPLE_TYPES, FIELDS, NOT_OF_A_DAY, SCORES, Field, sounds_like_hrv

__all__ = ["SHAPES", "reads_hrv", "reads_session", "walk"]

Row = Mapping[str, Any]
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_DEEPEST: Final = 40
_PLAIN_SECONDS: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,9})?")
_SHORT_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_SECONDS: Final = 60
_MILLISECONDS: Final = 1000
_UNCLEAR: Final = ("clock_unclear",)
_LONG_SLEEP: Final = "long_sleep"


def walk(document: Any, read: Callable[[str, Row], bool]) -> int:
    """Show every object of a document to *read*, which says whether it was its own; return how many were."""
    count = 0
    waiting: list[tuple[str, Any, int]] = [("$", document, 0)]
    while waiting:
        where, node, depth = waiting.pop()
        if isinstance(node, Mapping) and read(where, node):
            count += 1
        elif depth < _DEEPEST:
            waiting += reversed([(at_key, value, depth + 1) for at_key, value in _inside(where, node)])
    return count


def _inside(where: str, node: Any) -> Iterator[tuple[str, Any]]:
    """Yield what an object or a list holds, each with its place; a key that is no name is not shown."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, (Mapping, list)):
                yield f"{where}.{key if isinstance(key, str) and _KEY.fullmatch(key) else '?'}", value
    elif isinstance(node, list):
        yield from ((f"{where}[{index}]", value) for index, value in enumerate(node))


def _found(record: Row, path: tuple[str, ...]) -> Any:
    """Return what stands at a path; none where the path ends before."""
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


# --- heart rate variability ------------------------------------------------------------------------


def reads_hrv(where: str, record: Row, log: Log) -> bool:
    """Tell *log* what a record says of heart rate variability; whether it said anything of it."""
    name, samples = record.get("name"), record.get("data")
    if isinstance(name, str) and name in APPLE_TYPES and isinstance(samples, list):
        _metric(where, APPLE_TYPES[name], record.get("units"), samples, log)
        return True
    for field in FIELDS:
        if field.path[0] in record and any(day in record for day in field.days):
            if len(field.path) > 1 and not _is_of(record, field):
                continue
            _night(where, record, field, log)
            return True
    return _refused(where, record, log)


def _is_of(record: Row, field: Field) -> bool:
    """Whether the outer name of a path is that of this provider: other records have a score or a value too."""
    inner = record.get(field.path[0])
    is_of_cycle = "cycle_id" in record and field.path[0] == "score"  # WHOOP's, also where there is no score yet
    holds_it = isinstance(inner, Mapping) and field.path[1] in inner
    return holds_it or (is_of_cycle and isinstance(inner, Mapping | None))


def _night(where: str, record: Row, field: Field, log: Log) -> None:
    """Read one value of one night."""
    value = _found(record, field.path)
    if record.get("score_state", "SCORED") != "SCORED" or value is None or value == "":
        log.remarks.omit(where, "unscored")
        return
    if field.path == ("average_hrv",) and record.get("type", _LONG_SLEEP) != _LONG_SLEEP:
        log.remarks.omit(where, "not_the_night")
        return
    day = next((day for day in field.days if record.get(day)), field.days[0])
    when = at(record.get(day))
    notes = [] if field.is_said_by_maker else ["meaning"]
    notes += ["day_in_utc"] if isinstance(when, datetime) and when.tzinfo is UTC else []
    notes += ["day_of_start"] if day == "cycle start time" else []
    log.add_night(Night(where, field.provider, field.measure, _with_unit(value, "ms"), when, tuple(notes)))


def _with_unit(value: Any, unit: Any) -> str:
    """Return a number with its unit as text; nothing where it is no number at all."""
    is_plain = isinstance(value, str) or number(value) is not None
    return f"{value} {unit}" if is_plain and isinstance(unit, str) else ""


def _metric(where: str, measure: str, unit: Any, samples: list[Any], log: Log) -> None:
    """Read the samples of one metric of Health Auto Export."""
    for index, sample in enumerate(samples):
        if isinstance(sample, Mapping):
            text = _with_unit(sample.get("qty"), unit)
            night = Night(f"{where}.data[{index}]", APPLE, measure, text, at(sample.get("date")), ("apps_differ",))
            log.add_night(night)


def _refused(where: str, record: Row, log: Log) -> bool:
    """Say of a record that is not in the table which of its fields are not read, and why."""
    stated = [(key, value) for key, value in record.items() if isinstance(key, str)]
    named = [key for key, value in stated if isinstance(value, str) or number(value) is not None]
    codes = [
        "score" if key.lower() in SCORES else "not_of_a_day" if key.lower() in NOT_OF_A_DAY else "undocumented"
        for key in named
        if key.lower() in SCORES | NOT_OF_A_DAY or (sounds_like_hrv(key) and number(record[key]) is not None)
    ]
    for code in dict.fromkeys(codes):
        log.remarks.omit(where, code)
    return bool(codes)


# --- sessions --------------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """How one kind of record of one provider is known, and what reads it."""

    needs: frozenset[str]
    read: Callable[[str, Row], Bout]
    said_by: str
    """Who describes it."""


def reads_session(where: str, record: Row, log: Log) -> bool:
    """Tell *log* of the session that a record is; whether it is one."""
    for shape in SHAPES:
        if shape.needs <= record.keys():
            log.add_bout(shape.read(where, record))
            return True
    return False


def _oura(where: str, record: Row) -> Bout:
    """Oura API v2, workout: local times with their offset; activity; intensity easy, moderate or hard."""
    started, ended = at(record.get("start_datetime")), at(record.get("end_datetime"))
    return Bout(where, record.get("activity"), started, ended, intensity=record.get("intensity"))


def _oura_session(where: str, record: Row) -> Bout:
    """Oura API v2, session: breathing, meditation, nap, relaxation, rest or a look at the body's status."""
    return Bout(where, "rest", at(record.get("start_datetime")), at(record.get("end_datetime")))


def _whoop(where: str, record: Row) -> Bout:
    """WHOOP API, workout: instants in UTC, and the offset of the place."""
    ahead = ahead_of_utc(record.get("timezone_offset"))
    started, ended = (in_offset(at(record.get(key)), ahead) for key in ("start", "end"))
    return Bout(where, record.get("sport_name"), started, ended)


def _garmin(where: str, record: Row) -> Bout:
    """Garmin Connect, activity: its start in UTC and on the local clock, lengths in seconds, pauses in the elapsed."""
    if (milliseconds := number(record.get("startTimeLocal"))) is not None:
        return _garmin_archive(where, record, milliseconds)
    local, utc = at(record.get("startTimeLocal")), at(record.get("startTimeGMT"))
    started = local
    if isinstance(local, datetime) and isinstance(utc, datetime):
        started = in_offset(utc.replace(tzinfo=UTC), local.replace(tzinfo=None) - utc.replace(tzinfo=None))
    length = length_of(record.get("elapsedDuration")) or length_of(record.get("duration"))
    is_race = _found(record, ("eventType", "typeKey")) == "race"
    return Bout(where, "race" if is_race else _found(record, ("activityType", "typeKey")), started, None, length)


def _garmin_archive(where: str, record: Row, milliseconds: float) -> Bout:
    """Garmin's archive of an account: numbers whose unit no documentation tells; their day as milliseconds is taken."""
    local = epoch(milliseconds / _MILLISECONDS)
    return Bout(where, record.get("activityType"), None, None if local is None else local.date(), notes=_UNCLEAR)


def _garmin_health(where: str, record: Row) -> Bout:
    """Garmin Health API, activity summary: seconds since 1970, the offset of the device in seconds, a length."""
    started = epoch(record.get("startTimeInSeconds"))
    offset = number(record.get("startTimeOffsetInSeconds"))
    ahead = None if offset is None else ahead_of_utc(offset / _SECONDS)
    length = length_of(record.get("durationInSeconds"))
    return Bout(where, record.get("activityType"), in_offset(started, ahead), None, length)


def _polar(where: str, record: Row) -> Bout:
    """
    Polar AccessLink, exercise: a start, minutes ahead of UTC, an ISO 8601 length.

    A start that is marked as UTC beside another offset is local in one reading and UTC in the other: the day is kept.
    """
    started = at(_either(record, "start_time"))
    ahead = ahead_of_utc(_either(record, "start_time_utc_offset"))
    detailed = _either(record, "detailed_sport_info")
    name = detailed if isinstance(detailed, str) and detailed else record.get("sport")
    length = length_of(record.get("duration"))
    if isinstance(started, datetime) and started.tzinfo is not None and ahead and started.utcoffset() != ahead:
        return Bout(where, name, None, started.date(), length, notes=_UNCLEAR)
    return Bout(where, name, in_offset(started, ahead), None, length)


def _either(record: Row, name: str) -> Any:
    """Return a field whose words are joined by lines below or by hyphens, as two releases of one interface do."""
    return record.get(name, record.get(name.replace("_", "-")))


def _polar_flow(where: str, record: Row) -> Bout:
    """Polar Flow, training session of a data export: local times and minutes ahead of UTC."""
    ahead = ahead_of_utc(record.get("timezoneOffset"))
    started, ended = (in_offset(at(record.get(key)), ahead) for key in ("startTime", "stopTime"))
    return Bout(where, record.get("sport"), started, ended)


def _auto_export(where: str, record: Row) -> Bout:
    """Health Auto Export, workout: name, start and end with their offset."""
    return Bout(where, record.get("name"), at(record.get("start")), at(record.get("end")))


def _whoop_row(where: str, record: Row) -> Bout:
    """WHOOP, workouts.csv: times on the clock of the cycle's time zone."""
    ahead = ahead_of_utc(record.get("cycle timezone"))
    started, ended = (in_offset(at(record.get(f"workout {key} time")), ahead) for key in ("start", "end"))
    return Bout(where, record.get("activity name"), started, ended)


def _garmin_row(where: str, record: Row) -> Bout:
    """Garmin Connect, Activities.csv: a local start, and lengths of which the elapsed one holds the pauses."""
    length = length_of(record.get("elapsed time")) or length_of(record.get("time"))
    return Bout(where, record.get("activity type"), at(record.get("date")), None, length)


def _strava_row(where: str, record: Row) -> Bout:
    """Strava, activities.csv of an archive: a start in UTC, as others say, and seconds with the pauses."""
    started = at(record.get("activity date"))
    if isinstance(started, datetime) and started.tzinfo is None:
        started = started.replace(tzinfo=UTC)
    elapsed = record.get("elapsed time", "")
    length = length_of(float(elapsed)) if _PLAIN_SECONDS.fullmatch(elapsed) else None
    return Bout(where, record.get("activity type"), started, None, length, notes=("utc_by_others",))


def _strong_row(where: str, record: Row) -> Bout:
    """Strong: one set a row, with the local start and the length of its workout."""
    seconds = record.get("duration (sec)", "")
    stated = (
        int(seconds) if _SHORT_NUMBER.fullmatch(seconds) else record.get("duration") or record.get("workout duration")
    )
    return Bout(where, "strength", at(record.get("date")), None, length_of(stated))


def _hevy_row(where: str, record: Row) -> Bout:
    """Hevy: one set a row, with the local start and end of its workout."""
    return Bout(where, "strength", at(record.get("start_time")), at(record.get("end_time")))


def _shape(needs: str, read: Callable[[str, Row], Bout], said_by: str) -> _Shape:
    return _Shape(frozenset(needs.split(", ")), read, said_by)


_OURA: Final = "Oura API v2, Workout (schema PublicWorkout) and Session"
_WHOOP: Final = "WHOOP API, Workout (https://developer.whoop.com/docs/developing/user-data/workout)"
_ACCESSLINK: Final = "Polar AccessLink, Exercises"
_UNDOCUMENTED: Final = "as public programs read it; its maker documents no columns"

SHAPES: Final = (
    _shape("activity, start_datetime, end_datetime", _oura, _OURA),
    _shape("type, start_datetime, end_datetime", _oura_session, _OURA),
    _shape("start, end, sport_id", _whoop, _WHOOP),
    _shape("start, end, sport_name", _whoop, _WHOOP),
    _shape("activityType, startTimeLocal, duration", _garmin, f"Garmin Connect, activities, {_UNDOCUMENTED}"),
    _shape(
        "activityType, startTimeInSeconds, durationInSeconds", _garmin_health, "Garmin Health API, Activity Summaries"
    ),
    _shape("sport, start_time, duration", _polar, _ACCESSLINK),
    _shape("sport, start-time, duration", _polar, _ACCESSLINK),
    _shape("sport, startTime, stopTime", _polar_flow, f"Polar Flow, archive, {_UNDOCUMENTED}"),
    _shape("name, start, end", _auto_export, "Health Auto Export, wiki, API Export - JSON Format"),
    _shape("workout start time, workout end time, activity name", _whoop_row, f"WHOOP, archive, {_UNDOCUMENTED}"),
    _shape("activity type, date, time, title", _garmin_row, f"Garmin Connect, Activities.csv, {_UNDOCUMENTED}"),
    _shape("activity id, activity date, activity type, elapsed time", _strava_row, f"Strava, archive, {_UNDOCUMENTED}"),
    _shape("date, workout name, exercise name, set order", _strong_row, f"Strong, export, {_UNDOCUMENTED}"),
    _shape("start_time, end_time, exercise_title", _hevy_row, f"Hevy, export, {_UNDOCUMENTED}"),
)
"""Every record of a session that is known, most telling first."""
