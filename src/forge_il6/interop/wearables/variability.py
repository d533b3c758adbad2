"""
Which field of which provider is RMSSD and which is SDNN, and who says so.

A field that is not in the table is not read: a number that is called "HRV" can be either, or a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

__all__ = ["APPLE", "APPLE_TYPES", "FIELDS", "NOT_OF_A_DAY", "SCORES", "Field", "sounds_like_hrv"]

Measure = Literal["rmssd", "sdnn"]


class Field(NamedTuple):
    """One field that is known to be heart rate variability in milliseconds: a row of the table."""

    provider: str
    """Whose it is; two providers are two devices, whose days are never one series."""
    measure: Measure
    path: tuple[str, ...]
    """Where it stands in its record."""
    days: tuple[str, ...]
    """What tells its day, best first."""
    said_by: str
    """Which documentation says what it is."""
    is_said_by_maker: bool = True
    """Whether the maker's own description names the measure."""


_OURA: Final = "Oura help, Heart Rate Variability: calculated using rMSSD, the mean of all five-minute samples of sleep"
_WHOOP: Final = "WHOOP API, RecoveryScore.hrv_rmssd_milli: measured using RMSSD, in milliseconds"
_POLAR: Final = (
    "Polar BLE SDK, PolarNightlyRechargeData.meanNightlyRecoveryRMSSD: mean of RMSSD values from 0.5 to 4.5 hours of "
    "sleep, in ms; AccessLink describes heart_rate_variability_avg as of the same four hours"
)
_GARMIN: Final = (
    "Garmin Health API, HRV summaries: lastNightAvg is the average heart rate variability of the last night, in ms; "
    "that it is RMSSD is said by descriptions of the HRV status that are not Garmin's own"
)
_FITBIT: Final = (
    "Fitbit Web API, HRV Summary: dailyRmssd is the RMSSD of the main sleep of a date, in ms; deepRmssd is that of its "
    "deep sleep alone, and is not read"
)

FIELDS: Final[tuple[Field, ...]] = (
    Field("Oura", "rmssd", ("average_hrv",), ("day",), _OURA),
    Field("Oura", "rmssd", ("average hrv",), ("date", "day"), _OURA),
    Field("WHOOP", "rmssd", ("score", "hrv_rmssd_milli"), ("created_at",), _WHOOP),
    Field("WHOOP", "rmssd", ("heart rate variability (ms)",), ("wake onset", "cycle start time"), _WHOOP),
    Field("Garmin", "rmssd", ("lastNightAvg",), ("calendarDate",), _GARMIN, is_said_by_maker=False),
    Field("Garmin", "rmssd", ("lastnightavg",), ("calendardate",), _GARMIN, is_said_by_maker=False),
    Field("Fitbit", "rmssd", ("value", "dailyRmssd"), ("dateTime",), _FITBIT),
    Field("Polar", "rmssd", ("heart_rate_variability_avg",), ("date",), _POLAR),
    Field("Polar", "rmssd", ("meanNightlyRecoveryRmssd",), ("sleepResultDate", "night", "date"), _POLAR),
    Field("Polar", "rmssd", ("meanNightlyRecoveryRMSSD",), ("sleepResultDate", "night", "date"), _POLAR),
)
"""Fields of JSON records, and columns of tables in small letters."""

APPLE: Final = "Apple"

APPLE_TYPES: Final[Mapping[str, Measure]] = MappingProxyType({
    # HealthKit says of it: SDNN, the standard deviation of the intervals between normal heartbeats
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "sdnn",
    # HealthKit has it since version 27 and does not describe it yet, but its name tells
    "HKQuantityTypeIdentifierHeartRateVariabilityRMSSD": "rmssd",
    # Health Auto Export writes the samples of the SDNN type under this name
    "heart_rate_variability": "sdnn",
})  # fmt: skip
"""The types of Apple's Health that are heart rate variability."""

SCORES: Final = frozenset({
    "recovery_score", "recovery score %", "hrv_balance", "hrv balance score", "ans_charge", "ans_charge_status",
    "ansstatus", "ansrate", "nightly_recharge_status", "recoveryindicator", "hrv_status", "hrvstatus",
})  # fmt: skip
"""What a provider makes of heart rate variability and other things; it is never turned into milliseconds."""

NOT_OF_A_DAY: Final = frozenset({
    "weeklyavg", "lastnight5minhigh", "meanbaselinermssd", "sdbaselinermssd", "baseline", "hrvweeklyaverage",
})  # fmt: skip
"""What is in milliseconds, but of more or less than one day."""


def sounds_like_hrv(name: str) -> bool:
    """Whether a field calls itself heart rate variability."""
    folded = name.lower()
    return any(word in folded for word in ("hrv", "rmssd", "sdnn", "variability"))
