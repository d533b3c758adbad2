"""Exports of wearables and training logs: what is read as which measure and kind, what is left out and why."""

from __future__ import annotations

import io
import json
import math
import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, Exercise, Reading, interpret
from forge_il6.interop.wearables import HrvReport, SessionReport, read_hrv, read_sessions
from forge_il6.interop.wearables.activities import ACTIVITIES, meant
from forge_il6.interop.wearables.records import SHAPES
from forge_il6.interop.wearables.sentences import NOTES, OMITTED
from forge_il6.interop.wearables.times import ahead_of_utc, at, length_of
from forge_il6.interop.wearables.variability import APPLE_TYPES, FIELDS
from place import ROOT

WATCH = "&lt;&lt;HKDevice: 0x28&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch&gt;"
SDNN = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
OWNER = "Waltraud Beispiel"


def sample(value: str = "41.5", start: str = "2026-10-05 23:50:00 +0200", kind: str = SDNN, device: str = WATCH) -> str:
    return (
        f'<Record type="{kind}" sourceName="{OWNER}s Watch" device="{device}" unit="ms" '
        f'startDate="{start}" endDate="{start}" value="{value}"><HeartRateVariabilityMetadataList/></Record>'
    )


def workout(
    name: str = "Running", start: str = "2026-10-05 17:00:00 +0200", end: str = "2026-10-05 17:45:00 +0200"
) -> str:
    return f'<Workout workoutActivityType="HKWorkoutActivityType{name}" startDate="{start}" endDate="{end}"/>'


def export(*elements: str, declared: str = "<!ELEMENT HealthData (Record|Workout)*>") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [{declared}]>\n'
    return f'{head}<HealthData locale="de_DE"><Me/>{"".join(elements)}</HealthData>'


def oura(**more: Any) -> dict[str, Any]:
    return {"id": OWNER, "day": "2026-10-06", "average_hrv": 44, "type": "long_sleep"} | more


def recovery(**more: Any) -> dict[str, Any]:
    score = {"recovery_score": 71, "hrv_rmssd_milli": 38.25}
    return {"cycle_id": 5, "created_at": "2026-10-06T05:40:00.000Z", "score_state": "SCORED", "score": score} | more


def auto_export(*workouts: dict[str, Any], **metric: Any) -> dict[str, Any]:
    named = {"name": "heart_rate_variability", "units": "ms", "data": []} | metric
    return {"data": {"metrics": [named], "workouts": list(workouts)}}


def omitted(report: HrvReport | SessionReport) -> list[str]:
    return [each.code for each in report.omitted]


def noted(report: HrvReport | SessionReport) -> list[str]:
    return [each.code for each in report.notes]


def hrv_of(source: Any, **options: Any) -> list[tuple[str, str, str]]:
    """Each day with its measure and value."""
    days = read_hrv(source, **options).days
    return [(str(day.on), "rmssd" if day.rmssd else "sdnn", str(day.rmssd or day.sdnn)) for day in days]


def one(source: Any, **options: Any) -> tuple[str, str, str]:
    """Kind, start and end of the one session."""
    (session,) = read_sessions(source, **options).sessions
    return session.kind.value, str(session.started_at), str(session.ended_at)


# --- which measure ---------------------------------------------------------------------------------

NIGHTS = [
    pytest.param(export(sample()), ("2026-10-05", "sdnn", "41.5 ms"), id="Apple Health"),
    pytest.param(
        auto_export(data=[{"qty": 41.5, "date": "2026-10-05 23:50:00 +0200"}]),
        ("2026-10-05", "sdnn", "41.5 ms"),
        id="Health Auto Export",
    ),
    pytest.param({"data": [oura()]}, ("2026-10-06", "rmssd", "44 ms"), id="Oura"),
    pytest.param({"records": [recovery()]}, ("2026-10-06", "rmssd", "38.25 ms"), id="WHOOP"),
    pytest.param(
        "Cycle start time,Cycle timezone,Heart rate variability (ms),Wake onset\n"
        "2026-10-05 23:10:00,UTC+02:00,57,2026-10-06 06:50:00\n",
        ("2026-10-06", "rmssd", "57 ms"),
        id="WHOOP, table",
    ),
    pytest.param(
        {"hrvSummary": {"calendarDate": "2026-10-06", "lastNightAvg": 52, "weeklyAvg": 49, "lastNight5MinHigh": 80}},
        ("2026-10-06", "rmssd", "52 ms"),
        id="Garmin",
    ),
    pytest.param(
        {"recharges": [{"date": "2026-10-06", "heart_rate_variability_avg": 36, "ans_charge": 2.1}]},
        ("2026-10-06", "rmssd", "36 ms"),
        id="Polar, interface",
    ),
    pytest.param(
        [{"night": "2026-10-06", "meanNightlyRecoveryRmssd": 36, "meanBaselineRmssd": 40, "recoveryIndicator": 5}],
        ("2026-10-06", "rmssd", "36 ms"),
        id="Polar, archive",
    ),
]


@pytest.mark.parametrize("source, expected", NIGHTS)
def test_a_field_whose_measure_is_documented_becomes_a_day_of_that_measure(source, expected):
    """RMSSD and SDNN are never mixed (protocol 0)."""
    assert [expected] == hrv_of(source)


@pytest.mark.parametrize("source, expected", NIGHTS)
def test_a_text_an_open_file_and_its_bytes_say_the_same(source, expected):
    text = source if isinstance(source, str) else json.dumps(source)

    assert (
        [expected]
        == hrv_of(text)
        == hrv_of(text.encode())
        == hrv_of(io.StringIO(text))
        == hrv_of(io.BytesIO(text.encode()))
    )


@pytest.mark.parametrize(
    "record, why",
    [
        ({"day": "2026-10-06", "contributors": {"hrv_balance": 81}}, "score"),
        ({"date": "2026-10-06", "ans_charge": 3.5}, "score"),
        ({"recovery_score": 66}, "score"),
        ({"calendarDate": "2026-10-06", "weeklyAvg": 49}, "not_of_a_day"),
        ({"night": "2026-10-06", "meanBaselineRmssd": 40}, "not_of_a_day"),
        ({"date": "2026-10-06", "hrv": 63}, "undocumented"),
        ({"date": "2026-10-06", "night_hrv_ms": 63}, "undocumented"),
    ],
)
def test_a_score_and_a_number_that_is_only_called_hrv_are_no_milliseconds(record, why):
    """A score that became milliseconds would be a fall of the vagal tone that nobody had."""
    report = read_hrv({"data": [record]})

    assert () == report.days
    assert [why] == omitted(report)


def test_a_recovery_score_is_never_read_where_the_milliseconds_are_missing():
    report = read_hrv([recovery(score={"recovery_score": 71}), recovery(score_state="PENDING_SCORE", score=None)])

    assert ((), ["unscored", "unscored"]) == (report.days, omitted(report))


def test_another_app_that_writes_under_the_name_of_sdnn_is_left_out():
    report = read_hrv(export(sample(), sample("90", "2026-10-06 07:00:00 +0200", device="")))

    assert (1, ["other_app"]) == (len(report.days), omitted(report))


def test_a_nap_is_not_the_night():
    report = read_hrv([oura(), oura(type="late_nap", average_hrv=21)])

    assert (["44 ms"], ["not_the_night"]) == ([str(day.rmssd) for day in report.days], omitted(report))


def test_what_others_say_of_a_field_is_noted_once():
    nights = [{"calendarDate": f"2026-10-{day:02}", "lastNightAvg": 50} for day in range(1, 9)]
    report = read_hrv(nights)

    assert (8, ["meaning"]) == (len(report.days), noted(report))


def test_every_field_names_its_documentation():
    assert all(
        len(field.said_by) > len(field.provider) and field.said_by.startswith(field.provider) for field in FIELDS
    )


def test_two_providers_are_two_series():
    """Each device has a level of its own."""
    report = read_hrv([oura(), recovery()])

    assert ["Oura", "WHOOP"] == sorted(str(day.device) for day in report.days)


# --- which day -------------------------------------------------------------------------------------


def test_a_time_in_utc_is_placed_by_the_time_zone_and_else_noted():
    late = [recovery(created_at="2026-10-05T22:40:00Z")]

    assert ["2026-10-05"] == [day for day, *_ in hrv_of(late)]
    assert ["day_in_utc"] == noted(read_hrv(late))
    assert ["2026-10-06"] == [day for day, *_ in hrv_of(late, time_zone="Asia/Tokyo")]
    assert [] == noted(read_hrv(late, time_zone="Asia/Tokyo"))


def test_equal_values_of_one_time_are_one_and_different_ones_none():
    assert (1, ["duplicate"]) == (len(read_hrv([oura(), oura()]).days), omitted(read_hrv([oura(), oura()])))
    differ = read_hrv([oura(), oura(average_hrv=61)])
    assert ((), ["conflict", "conflict"]) == (differ.days, omitted(differ))


@pytest.mark.parametrize("value", [0, -4, "x", True, [1], {"a": 1}, math.inf, math.nan, Decimal("NaN"), "44 kg"])
def test_what_is_no_positive_number_of_ms_is_left_out(value):
    report = read_hrv([oura(average_hrv=value)])

    assert ((), ["value"]) == (report.days, omitted(report))


@pytest.mark.parametrize("day", [None, "", "yesterday", 20261006, "06/10/2026", "2026-13-01"])
def test_a_day_that_cannot_be_read_is_not_guessed(day):
    report = read_hrv([oura(day=day)])

    assert ((), ["undated"]) == (report.days, omitted(report))


# --- sessions --------------------------------------------------------------------------------------

BOUTS = [
    pytest.param(
        export(workout()),
        ("vigorous", "2026-10-05 17:00:00+02:00", "2026-10-05 17:45:00+02:00"),
        id="Apple Health",
    ),
    pytest.param(
        auto_export(
            {"name": "Outdoor Walk", "start": "2026-10-05 5:00:00 PM +0200", "end": "2026-10-05 5:45:00 PM +0200"}
        ),
        ("light", "2026-10-05 17:00:00+02:00", "2026-10-05 17:45:00+02:00"),
        id="Health Auto Export",
    ),
    pytest.param(
        [{"activity": "cycling", "start_datetime": "2026-10-05T17:00:00+02:00",
          "end_datetime": "2026-10-05T19:00:00+02:00"}],
        ("endurance", "2026-10-05 17:00:00+02:00", "2026-10-05 19:00:00+02:00"),
        id="Oura",
    ),
    pytest.param(
        [{"start": "2026-10-05T15:00:00Z", "end": "2026-10-05T16:00:00Z", "timezone_offset": "+02:00", "sport_id": 45,
          "sport_name": "weightlifting"}],
        ("resistance", "2026-10-05 17:00:00+02:00", "2026-10-05 18:00:00+02:00"),
        id="WHOOP",
    ),
    pytest.param(
        "Cycle timezone,Workout start time,Workout end time,Activity name\n"
        "UTC-05:00,2026-10-05 17:00:00,2026-10-05 18:00:00,HIIT\n",
        ("hiit", "2026-10-05 17:00:00-05:00", "2026-10-05 18:00:00-05:00"),
        id="WHOOP, table",
    ),
    pytest.param(
        [{"activityType": {"typeKey": "strength_training"}, "startTimeLocal": "2026-10-05 17:00:00",
          "startTimeGMT": "2026-10-05 15:00:00", "duration": 1800.0, "elapsedDuration": 3600.0}],
        ("resistance", "2026-10-05 17:00:00+02:00", "2026-10-05 18:00:00+02:00"),
        id="Garmin",
    ),
    pytest.param(
        [{"activityType": "RUNNING", "startTimeInSeconds": 1791212400, "startTimeOffsetInSeconds": 7200,
          "durationInSeconds": 3600}],
        ("vigorous", "2026-10-05 17:00:00+02:00", "2026-10-05 18:00:00+02:00"),
        id="Garmin Health",
    ),
    pytest.param(
        "Activity Type,Date,Favorite,Title,Distance,Time,Elapsed Time\n"
        f'Running,2026-10-05 17:00:00,false,"{OWNER}, lake","9.1","00:50:00","01:00:00"\n',
        ("vigorous", "2026-10-05 17:00:00", "2026-10-05 18:00:00"),
        id="Garmin, table",
    ),
    pytest.param(
        {"start-time": "2026-10-05T17:00:00.000", "start-time-utc-offset": 120, "duration": "PT1H31M", "sport": "OTHER",
         "detailed-sport-info": "RUNNING_TRAIL"},
        ("endurance", "2026-10-05 17:00:00+02:00", "2026-10-05 18:31:00+02:00"),
        id="Polar, interface",
    ),
    pytest.param(
        {"exercises": [{"startTime": "2026-10-05T17:00:00.000", "stopTime": "2026-10-05T18:00:00.000",
                        "timezoneOffset": 120, "sport": "STRENGTH_TRAINING"}]},
        ("resistance", "2026-10-05 17:00:00+02:00", "2026-10-05 18:00:00+02:00"),
        id="Polar, archive",
    ),
    pytest.param(
        "Date;Workout Name;Duration;Exercise Name;Set Order;Weight;Reps\n"
        "2026-10-05 17:00:00;Legs;1h;Squat;1;80;5\n2026-10-05 17:00:00;Legs;1h;Squat;2;80;5\n",
        ("resistance", "2026-10-05 17:00:00", "2026-10-05 18:00:00"),
        id="Strong",
    ),
    pytest.param(
        "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order\n1;2026-10-05 17:00:00;Legs;3600;Squat;1\n",
        ("resistance", "2026-10-05 17:00:00", "2026-10-05 18:00:00"),
        id="Strong, newer",
    ),
    pytest.param(
        '"title","start_time","end_time","exercise_title","set_index"\n'
        '"Legs","5 Oct 2026, 17:00","5 Oct 2026, 18:00","Squat","0"\n'
        '"Legs","5 Oct 2026, 17:00","5 Oct 2026, 18:00","Row","0"\n',
        ("resistance", "2026-10-05 17:00:00", "2026-10-05 18:00:00"),
        id="Hevy",
    ),
]  # fmt: skip


@pytest.mark.parametrize("source, expected", BOUTS)
def test_a_record_of_training_becomes_a_session_with_its_kind_and_end(source, expected):
    assert expected == one(source)


# --- recorded tracks, Strava, Fitbit ---------------------------------------------------------------


def tcx(sport: str = "Running", lap: str = "<TotalTimeSeconds>600.5</TotalTimeSeconds>", points: str = "") -> str:
    return (
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>2026-10-05T15:00:00Z</Id><Notes>{OWNER}</Notes>'
        f'<Lap StartTime="2026-10-05T15:00:00Z">{lap}<Track>{points}</Track></Lap></Activity>'
        "</Activities></TrainingCenterDatabase>"
    )


def point(at: str) -> str:
    return f"<Trackpoint><Time>{at}</Time><AltitudeMeters>4</AltitudeMeters></Trackpoint>"


def gpx(*tracks: str) -> str:
    return f'<gpx version="1.1"><metadata><time>2020-01-01T00:00:00Z</time></metadata>{"".join(tracks)}</gpx>'


def track(*times: str, kind: str = "<type>cycling</type>") -> str:
    points = "".join(f'<trkpt lat="1" lon="2"><time>{time}</time></trkpt>' for time in times)
    return f'<trk><name>{OWNER}</name><link href="x"><type>text/html</type></link>{kind}<trkseg>{points}</trkseg></trk>'


@pytest.mark.parametrize(
    "source, expected",
    [
        (tcx(), ("vigorous", "15:10:00")),
        (tcx(points=point("2026-10-05T15:00:01Z") + point("2026-10-05T16:40:00.250Z")), ("endurance", "16:40:00")),
        (tcx(points=point("2026-10-05T15:02:00Z")), ("vigorous", "15:10:00")),
        (tcx("Biking", lap=""), ("vigorous", "15:00:00")),
        (tcx("Other"), ("unknown", "15:10:00")),
        (gpx(track("2026-10-05T15:00:00Z", "2026-10-05T16:10:00Z")), ("vigorous", "16:10:00")),
        (gpx(track("2026-10-05T15:00:00Z", "2026-10-05T16:10:00Z", kind="")), ("unknown", "16:10:00")),
        (tcx().replace("<Activity ", "<a:Activity ").replace("</Activity>", "</a:Activity>"), ("vigorous", "15:10:00")),
    ],
)
def test_a_recorded_track_ends_with_what_was_recorded_last(source, expected):
    """Pauses show in the points alone, and the end is what a draw is counted from."""
    (session,) = read_sessions(source).sessions
    assert expected == (session.kind.value, f"{session.ended_at:%H:%M:%S}")
    assert "2026-10-05 15:00:00+00:00" == str(session.started_at)


def test_a_track_without_times_is_a_plan_and_no_training():
    """Nobody was there; a log that counted it would void a sample."""
    report = read_sessions(gpx(track(), track("2026-10-05T15:00:00Z")))
    assert (1, ["no_times"]) == (len(report.sessions), [each.code for each in report.omitted])


@pytest.mark.parametrize("source", [tcx(), gpx(track("2026-10-05T15:00:00Z"))])
def test_a_track_holds_no_heart_rate_variability(source):
    with pytest.raises(CaseError, match="sessions"):
        read_hrv(source)


@pytest.mark.parametrize("kind", ["TrainingCenterDatabase", "gpx"])
def test_a_track_is_guarded_as_every_xml_is(kind):
    """No entity, no depth and no element beyond measure."""
    for text in (
        f'<!DOCTYPE {kind} [<!ENTITY a "b">]><{kind}>&a;</{kind}>',
        f'<!DOCTYPE {kind} [<!ENTITY a SYSTEM "file:///etc/hostname">]><{kind}>&a;</{kind}>',
        f"<{kind}>{'<a>' * 200}",
        f"<{kind}>{'x' * 3_000_000}</{kind}>",
    ):
        with pytest.raises(CaseError):
            read_sessions(io.StringIO(text))


def test_strava_counts_in_utc_and_says_who_says_so():
    head = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Elapsed Time,Distance"
    rows = ['1,"Oct 5, 2026, 3:00:00 PM",Evening,Ride,5460,40,5460.0,40000', '2,"Oct 6, 2026, 12:05:00 AM",,Yoga,x,,x,']
    report = read_sessions("\n".join([head, *rows]))

    assert [("endurance", "2026-10-05 16:31:00+00:00"), ("moderate", "2026-10-06")] == [
        (each.kind.value, str(each.ended_at)) for each in report.sessions
    ]
    assert ["utc_by_others", "no_length"] == [each.code for each in report.notes]


def test_fitbit_is_read_by_its_own_name_and_no_other_value_is():
    """A breathing rate stands in the same shape."""
    document = {
        "hrv": [{"value": {"dailyRmssd": 34.9, "deepRmssd": 31.6}, "dateTime": "2026-10-05"}],
        "br": [{"value": {"breathingRate": 17.8}, "dateTime": "2026-10-05"}],
    }
    report = read_hrv(document)
    assert [("2026-10-05", "34.9 ms", "Fitbit")] == [(str(d.on), str(d.rmssd), d.device) for d in report.days]
    assert () == report.omitted == report.notes


@pytest.mark.parametrize(
    "name, minutes, kind",
    [
        ("running", 90, Exercise.VIGOROUS),
        ("running", 91, Exercise.ENDURANCE),
        ("running", None, Exercise.ENDURANCE),
        ("HKWorkoutActivityTypeHighIntensityIntervalTraining", 25, Exercise.HIIT),
        ("HKWorkoutActivityTypeTraditionalStrengthTraining", 120, Exercise.RESISTANCE),
        ("functional_strength_training", None, Exercise.RESISTANCE),
        ("walking", 90, Exercise.LIGHT),
        ("walking", 91, Exercise.MODERATE),
        ("race walking", 50, Exercise.RACE),
        ("Tai Chi", 60, Exercise.LIGHT),
        ("power yoga", 60, Exercise.MODERATE),
        ("basket weaving", 60, Exercise.UNKNOWN),
        (None, 60, Exercise.UNKNOWN),
        (17, 60, Exercise.UNKNOWN),
        ("meditation", 20, None),
    ],
)
def test_a_name_means_a_kind_and_the_heavier_one_where_it_leaves_that_open(name, minutes, kind):
    """Longer than 90 min is endurance (protocol 2.1); of an unknown kind or length the stricter hold is kept."""
    assert kind is meant(name, None if minutes is None else timedelta(minutes=minutes)).kind


@pytest.mark.parametrize("row", ACTIVITIES, ids=lambda row: min(row.words))
def test_not_to_know_the_length_is_never_lighter_than_to_know_it(row):
    """Knowing less never makes a verdict firmer (protocol, opening)."""
    weights = [
        Exercise.LIGHT,
        Exercise.MODERATE,
        Exercise.VIGOROUS,
        Exercise.HIIT,
        Exercise.RESISTANCE,
        Exercise.ENDURANCE,
    ]
    name = min(row.words)
    known = [meant(name, timedelta(minutes=minutes)).kind for minutes in (10, 300)]
    if row.kind is not Exercise.RACE:
        assert weights.index(meant(name, None).kind) == max(weights.index(kind) for kind in known)
    assert row.reason


def test_a_word_stands_in_one_row_alone():
    words = [word for row in ACTIVITIES for word in row.words]

    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    "intensity, kind", [("hard", "vigorous"), ("moderate", "moderate"), ("easy", "light"), (7, "light")]
)
def test_a_stated_intensity_makes_a_kind_heavier_and_never_lighter(intensity, kind):
    times = {"start_datetime": "2026-10-05T17:00:00+02:00", "end_datetime": "2026-10-05T17:30:00+02:00"}

    assert kind == one([times | {"activity": "walking", "intensity": intensity}])[0]
    assert "resistance" == one([times | {"activity": "strength", "intensity": intensity}])[0]


def test_a_race_is_told_by_the_event_and_not_by_a_title():
    run = {"activityType": {"typeKey": "running"}, "startTimeLocal": "2026-10-05 09:00:00", "duration": 1500.0}

    assert "race" == one([run | {"eventType": {"typeKey": "race"}}])[0]
    assert "vigorous" == one([run | {"activityName": "no race today"}])[0]


def test_rest_is_no_training():
    breathing = {"type": "breathing", "start_datetime": "2026-10-05T17:00:00Z", "end_datetime": "2026-10-05T17:10:00Z"}
    report = read_sessions([breathing])

    assert ((), ["not_training"]) == (report.sessions, omitted(report))


# --- times of sessions -----------------------------------------------------------------------------


def test_without_an_end_the_day_of_the_start_is_the_end():
    report = read_sessions("Date,Workout Name,Exercise Name,Set Order\n2026-10-05 17:00:00,Legs,Squat,1\n")

    assert [(Exercise.RESISTANCE, date(2026, 10, 5))] == [(each.kind, each.ended_at) for each in report.sessions]
    assert ["no_length", "local_time"] == noted(report)


def test_every_session_that_is_read_with_the_zone_can_be_judged():
    """A local time in the hour that clocks skip would refuse the whole case."""
    header = "Date,Workout Name,Duration,Exercise Name,Set Order\n"
    starts = ("2026-03-29 02:30:00", "2026-03-29 01:50:00", "2026-10-25 02:30:00", "2026-04-01 17:00:00", "soon")
    rows = [f"{start},legs{length},{length},Squat,1\n" for start in starts for length in ("", "1h")]
    report = read_sessions("".join([header, *rows]), time_zone="Europe/Berlin")
    verdict = interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:00"), report.context())

    assert len(rows) == len(report.sessions) + omitted(report).count("duplicate")
    assert "exercise_timing_unclear" in [each.code for each in verdict.findings]


def test_a_session_whose_time_cannot_be_read_is_kept_so_that_nothing_passes_as_rested():
    report = read_sessions(export(workout(start="?", end="?")))

    assert [None] == [each.ended_at for each in report.sessions]
    assert ["no_time", "long_unknown"] == noted(report)
    verdict = interpret(Reading("2.4 pg/mL", drawn_at="2026-10-20T08:00+02:00"), report.context())
    assert "exercise_timing_unclear" in [each.code for each in verdict.findings]


def test_a_local_time_needs_the_zone_of_the_person_and_says_so_once():
    runs = [f"Running,2026-10-0{day} 17:00:00,a,00:30:00\n" for day in (5, 6)]
    rows = "".join(["Activity Type,Date,Title,Time\n", *runs])

    assert ["local_time"] == noted(read_sessions(rows))
    report = read_sessions(rows, time_zone="Europe/Berlin")
    assert ([], "Europe/Berlin") == (noted(report), report.context().time_zone)


def test_a_local_time_that_clocks_skipped_is_that_day():
    row = "Activity Type,Date,Title,Time\nRunning,2026-03-29 02:10:00,a,00:30:00\n"
    report = read_sessions(row, time_zone="Europe/Berlin")

    assert ([date(2026, 3, 29)], ["clock_unclear"]) == ([each.ended_at for each in report.sessions], noted(report))


def test_a_start_marked_as_utc_beside_another_offset_is_that_day():
    """One release writes local times with a Z and one without; three hours decide over a draw."""
    both = {"start-time": "2026-10-05T10:40:02Z", "start-time-utc-offset": 180, "duration": "PT1H", "sport": "RUNNING"}
    report = read_sessions(both)

    assert [date(2026, 10, 5)] == [each.ended_at for each in report.sessions]
    assert "clock_unclear" in noted(report)


def test_numbers_whose_unit_is_not_documented_give_a_day_alone():
    archive = {"activityType": "running", "startTimeLocal": 1791219600000.0, "duration": 3600000.0}
    report = read_sessions([archive])

    assert [(None, date(2026, 10, 5))] == [(each.started_at, each.ended_at) for each in report.sessions]


def test_an_end_before_its_start_is_that_day():
    report = read_sessions(export(workout(end="2026-10-05 16:00:00 +0200")))

    assert ([date(2026, 10, 5)], True) == (
        [each.ended_at for each in report.sessions],
        "clock_unclear" in noted(report),
    )


def test_a_page_that_is_not_the_last_is_noted():
    times = {"start_datetime": "2026-10-05T17:00:00+02:00", "end_datetime": "2026-10-05T17:30:00+02:00"}
    report = read_sessions({"data": [times | {"activity": "walking"}], "next_token": "abc"})

    assert ["more_pages"] == noted(report)


def test_a_session_that_two_pages_hold_is_one():
    report = read_sessions(export(workout(), workout()))

    assert (1, ["duplicate"]) == (len(report.sessions), omitted(report))


def test_a_file_without_sessions_is_no_word_that_there_were_none():
    """An empty log means none (protocol 2.1), and that would count for the person."""
    assert None is read_sessions(export()).context().exercise_log
    assert None is read_hrv(export()).context().hrv


def test_what_is_read_judges_a_draw():
    log = read_sessions(export(workout(start="2026-10-05 06:00:00 +0200", end="2026-10-05 07:00:00 +0200")))
    verdict = interpret(Reading("2.4 pg/mL", drawn_at="2026-10-05T08:00+02:00"), log.context())

    assert "void" == verdict.standing.il6.code.value


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-10-05 17:00:00 +0200", "2026-10-05T17:00:00+02:00"),
        ("2026-10-05 5:00:00\u202fPM", "2026-10-05T17:00:00"),
        ("2026-10-05 12:10:00 AM", "2026-10-05T00:10:00"),
        ("2026-10-05T17:00:00.123Z", "2026-10-05T17:00:00+00:00"),
        ("5 Oct 2026, 17:00", "2026-10-05T17:00:00"),
        ("2026-10-05", "2026-10-05"),
        ("2026-10-05 13:00:00 PM", None),
        ("05.10.2026 17:00", None),
        ("10/5/2026 17:00", None),
        ("31 Feb 2026, 17:00", None),
        ("x" * 1000, None),
        (1791212400, None),
    ],
)
def test_a_time_is_read_as_phones_write_it_and_never_guessed(text, expected):
    read = at(text)

    assert expected == (None if read is None else read.isoformat())


@pytest.mark.parametrize(
    "text, minutes",
    [("PT2H44M", 164), ("PT45M30S", 45.5), ("01:05:00", 65), ("0:49:12.4", 49.2), ("1h 5m", 65), ("45min", 45),
     (90, 1.5), ("30:00", None), ("", None), ("PT", None), (0, None), (-5, None), (10**9, None), (True, None),
     (math.nan, None)],
)  # fmt: skip
def test_a_length_is_read_where_it_is_clear(text, minutes):
    """Two figures with a colon can be hours and minutes or minutes and seconds."""
    assert (None if minutes is None else timedelta(minutes=minutes)) == length_of(text)


@pytest.mark.parametrize(
    "text, minutes", [("UTC+01:00", 60), ("-05:00", -300), ("UTCZ", 0), (330, 330), ("CET", None), (10**6, None)]
)
def test_an_offset_is_read_where_it_is_one(text, minutes):
    assert (None if minutes is None else timedelta(minutes=minutes)) == ahead_of_utc(text)


# --- hostile files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared", ['<!ENTITY a "x">', '<!ENTITY % a "x">', '<!ENTITY a SYSTEM "file:///etc/hostname">']
)
@pytest.mark.parametrize("read", [read_hrv, read_sessions])
def test_a_file_that_declares_an_entity_is_refused(declared, read):
    with pytest.raises(CaseError, match="entity"):
        read(export(sample(), workout(), declared=declared))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "<a/>", "<html><body>x</body></html>", export(sample())[:-20],
     "{", "{}", "[]", "[1, 2]", "null", "true",
     "a,b\n1,2\n", "a\x00b,c\n1,2\n", '{"a": NaN}', "[" * 100_000, b"\xff\xfe\xfa,\n1,2\n", '"a,b\n', 7, None],
)  # fmt: skip
@pytest.mark.parametrize("read", [read_hrv, read_sessions])
def test_what_is_no_export_is_an_error_of_ours(text, read):
    with pytest.raises(CaseError):
        read(text)


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7", "utf-32", "shift_jis"])
def test_an_encoding_that_cannot_be_read_is_an_error_of_ours(encoding):
    with pytest.raises(CaseError, match="line"):
        read_hrv(
            f'<?xml version="1.0" encoding="{encoding}"?><HealthData><a b="\u30c6"/></HealthData>'.encode() + b"\xff"
        )


def test_a_text_that_cannot_be_encoded_is_an_error_of_ours():
    for text in ("<HealthData>\ud800</HealthData>", "{\ud800", "a,\ud800\n1,2\n"):
        with pytest.raises(CaseError):
            read_sessions(text)


def test_an_open_file_that_is_no_text_is_an_error_of_ours():
    with pytest.raises(CaseError, match="UTF-8"):
        read_hrv(io.TextIOWrapper(io.BytesIO(b"a,b\n\xff\xfe\n"), encoding="utf-8"))
    with pytest.raises(CaseError, match="unpack"):
        read_hrv(io.BytesIO(b"PK\x03\x04" + bytes(100)))


def test_an_end_outside_the_calendar_is_no_time():
    run = {"activityType": {"typeKey": "running"}, "startTimeLocal": "9000-12-31 23:30:00", "duration": 3600}
    report = read_sessions([run, run | {"startTimeLocal": "9999-12-31 23:30:00"}])

    assert [None, None] == [each.ended_at for each in report.sessions]
    assert ["no_time", "no_time"] == [code for code in noted(report) if code == "no_time"]


def test_an_element_beyond_all_measure_is_refused_before_it_is_taken_in():
    endless = io.StringIO(f'<HealthData><Record type="{"x" * 3_000_000}"/></HealthData>')
    with pytest.raises(CaseError, match="longer"):
        read_hrv(endless)


def test_a_default_that_a_file_declares_is_not_copied_to_its_elements():
    declared = f'<!ATTLIST Record type CDATA "{SDNN}">'

    assert () == read_hrv(export("<Record/>", declared=declared)).omitted


def test_remarks_of_one_code_are_counted_from_some_number_on():
    """A phone holds years of samples; the same remark for each is one fact."""
    report = read_hrv(export(*[sample(device="")] * 500))

    assert 201 == len(report.omitted)
    assert report.omitted[-1].reason.startswith("300 more")


def test_no_remark_error_or_printed_form_shows_the_person():
    titled = {"data": {OWNER: [oura(average_hrv=OWNER), oura(day=OWNER)]}}
    hrv, log = read_hrv(titled), read_sessions(BOUTS[7].values[0])
    shown = [repr(hrv), repr(log), *map(str, (*hrv.omitted, *hrv.notes, *log.omitted, *log.notes))]
    with pytest.raises(CaseError) as error:
        read_hrv(f"{OWNER},b\n1,2\n")

    assert ["undated", "value"] == sorted(omitted(hrv))
    assert not [each for each in (*shown, str(error.value)) if OWNER in each]


def test_every_code_has_a_sentence_of_its_own():
    assert len({*OMITTED.values(), *NOTES.values()}) == len(OMITTED) + len(NOTES)


NAMES = (
    "score cycle_id created_at average_hrv day name data qty date units start end sport start_time duration "
    "activityType start-time-utc-offset startTimeLocal startTimeGMT startTimeInSeconds durationInSeconds "
    "startTimeOffsetInSeconds lastNightAvg calendarDate"
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats()
JSON = st.recursive(
    PLAIN | st.sampled_from(["2026-10-05T17:00:00Z", "running", "PT1H", "heart_rate_variability"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, min_size=2, max_size=6)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused_as_an_error_of_ours(document):
    for read in (read_hrv, read_sessions):
        with suppress(CaseError):
            read(document)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_read_or_refused_as_an_error_of_ours(text):
    for read in (read_hrv, read_sessions):
        with suppress(CaseError):
            read(text)


def test_times_that_are_far_away_are_refused_and_nothing_breaks():
    huge = {"activityType": "RUNNING", "startTimeInSeconds": 10**18, "durationInSeconds": 60}

    assert [None] == [each.ended_at for each in read_sessions([huge]).sessions]
    late = {
        "activityType": "RUNNING",
        "startTimeInSeconds": datetime(9999, 12, 31).timestamp(),
        "durationInSeconds": 100_000,
    }
    assert 1 == len(read_sessions([late]).sessions)


# --- the page --------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "interop-wearables.md").read_text(encoding="utf-8")


def test_the_page_shows_every_field_that_is_read():
    rows = [line for line in PAGE.splitlines() if "| RMSSD |" in line or "| SDNN |" in line]
    shown = {name.lower() for row in rows for name in re.findall("`([^`]+)`", row)}

    assert {field.path[-1].lower() for field in FIELDS} | {name.lower() for name in APPLE_TYPES} == shown


def test_the_page_shows_who_describes_each_record_of_training():
    for shape in SHAPES:
        maker, _, rest = shape.said_by.partition(", as public programs")
        assert f"- {maker}" in PAGE
        assert bool(rest) == (PAGE.index(f"- {maker}") > PAGE.index("documents no columns"))


def test_the_page_shows_every_kind_that_a_name_means():
    rows = re.findall(r"^\| ([^|`]+) \| `(\w+)` \| `(\w+)` \|$", PAGE, re.MULTILINE)
    shown = [(kind, when_long) for _, kind, when_long in rows]

    assert [(row.kind.value, row.when_long.value) for row in ACTIVITIES] == shown
    for (words, *_), row in zip(rows, ACTIVITIES, strict=True):
        first = re.split("[,; ]", words)[0].lower()
        assert first in row.words


def test_every_code_that_the_page_names_exists():
    named = set(re.findall(r"\(`(\w+)`\)", PAGE))

    assert {"conflict", "meaning", "no_time"} <= named <= OMITTED.keys() | NOTES.keys()
