"""Section 8 of the protocol: grip, heart rate variability and the other links."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

from .case import Case, days_between, index_day
from .levels import Judged, band_of
from .pairing import side
from .quantities import Document, number, plain
from .standing import secondary_disease

YEAR = Fraction("365.25")
EXPECTED_LOSS = {"male": Fraction("0.59"), "female": Fraction("0.31"), None: Fraction("0.31")}  # kg a year, evidence 3
STATED = {"declining": "possible_decline", "stable": "stable", "rising": "improving"}


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


# --- grip -------------------------------------------------------------------------------------------


GRIP_STATES = ("grip_not_assessed", "grip_stable", "grip_possible_decline", "grip_confirmed_decline")


def grip_series(case: Case, today: date | None) -> list[list[tuple[date, Fraction]]]:
    """The sessions up to the draw, hand and device kept apart: of each, the best value of each day."""
    series: dict[Any, dict[date, Fraction]] = {}
    for entry in case.context.get("grip") or []:
        on, value = case.clock.day(entry["on"], "grip.on"), plain(entry["value"], "grip", "grip.value")
        if today is None or on <= today:
            best = series.setdefault((entry.get("hand"), entry.get("device")), {})
            best[on] = max(best.get(on, Fraction(0)), value)
    return [sorted(best.items()) for best in series.values()]


def grip_state(case: Case) -> str:
    """Where there is no series that can be judged, what the caller has judged elsewhere."""
    today, stated = index_day(case), case.context.get("grip_trend")
    judged = [series_state(series, today, case.context.get("sex")) for series in grip_series(case, today)]
    state = max(judged, key=GRIP_STATES.index, default=GRIP_STATES[0])
    return f"grip_{STATED[stated]}" if stated and state == GRIP_STATES[0] else state


def series_state(series: list[tuple[date, Fraction]], today: date | None, sex: str | None) -> str:
    newest, value = series[-1]
    since = years_before(newest, 3)
    series = [session for session in series if session[0] >= since]
    if len(series) < 2 or (today and days_between(newest, today) > 365):
        return "grip_not_assessed"
    start, baseline = series[0]
    limit = Fraction(5) if baseline >= 25 else baseline / 5
    low = [on for on, strength in series[1:] if baseline - strength >= limit]
    if newest in low and any(days_between(on, newest) >= 14 for on in low):
        return "grip_confirmed_decline"
    expected = EXPECTED_LOSS[sex] * days_between(start, newest) / YEAR
    fall = baseline - value
    return "grip_possible_decline" if fall > Fraction("2.5") and fall > 2 * expected else "grip_stable"


def grip_reading(case: Case, state: str, level: str | None, *, attributes: bool) -> list[str]:
    if state not in {"grip_possible_decline", "grip_confirmed_decline"}:
        return []
    lived = [case.context.get(name) for name in ("consistent_training", "adequate_protein")]
    if False in lived:
        return ["grip_explained_by_training"]
    if None in lived:
        return []
    if level == "raised":
        return ["grip_il6_suspect"] if attributes else []
    return ["grip_look_elsewhere"] if level == "near_normal" else []


# --- heart rate variability -------------------------------------------------------------------------


HRV_STATED = {"declining": "hrv_declining", "stable": "hrv_stable", "rising": "hrv_improving", None: "hrv_not_assessed"}


def hrv_state(case: Case) -> str:
    """Where there is no series that can be judged, what the caller has judged elsewhere."""
    today = index_day(case)
    days = hrv_days(case.context.get("hrv") or [], case, today)
    return week_state(days, today) or HRV_STATED[case.context.get("hrv_trend")]


def week_state(days: dict[date, float], today: date | None) -> str | None:
    """The last two weeks against the four before them."""
    last = max(days, default=None)
    if last is None or (today and days_between(last, today) > 14):
        return None

    def between(oldest: int, newest: int) -> list[float]:
        return [value for on, value in days.items() if newest <= days_between(on, last) <= oldest]

    base, weeks = between(41, 14), [between(13, 7), between(6, 0)]
    if len(base) < 14 or any(len(week) < 3 for week in weeks):
        return None
    mean = sum(base) / len(base)
    spread = math.sqrt(sum((value - mean) ** 2 for value in base) / (len(base) - 1))
    means = [sum(week) / len(week) for week in weeks]
    if all(week < mean - spread for week in means):
        return "hrv_marked_decline"
    return "hrv_declining" if all(week < mean - spread / 2 for week in means) else "hrv_stable"


def hrv_days(entries: list[Document], case: Case, today: date | None) -> dict[date, float]:
    days: dict[date, list[float]] = {}
    for entry in entries:
        on = case.clock.day(entry["on"], "hrv.on")
        if entry.get("rmssd") is not None and (today is None or on <= today):
            days.setdefault(on, []).append(math.log(plain(entry["rmssd"], "hrv", "hrv.rmssd")))
    return {on: sum(values) / len(values) for on, values in days.items()}


def hrv_reading(state: str, level: str | None, *, attributes: bool) -> list[str]:
    if state in {"hrv_declining", "hrv_marked_decline"}:
        if level == "near_normal":
            return ["hrv_alone"]
        return ["hrv_il6_loop"] if level == "raised" and attributes else []
    preserved = state in {"hrv_stable", "hrv_improving"} and level == "raised" and attributes
    return ["hrv_preserved"] if preserved else []


# --- all --------------------------------------------------------------------------------------------


def links(context: Document, level: str | None, *, attributes: bool) -> list[str]:
    if level != "raised" or not attributes:
        return []
    pace: Any = context.get("dunedin_pace")
    stated = {
        "muscle_catabolism_link": context.get("muscle_mass_falling"),
        "cognition_link": context.get("processing_speed_slowing"),
        "pace_link": pace is not None and number(pace, "dunedin_pace") > 1,
    }
    return [code for code, holds in stated.items() if holds]


def cross_checks(case: Case, index: Judged | None, pattern: str | None, *, applicable: bool) -> list[str]:
    """Every code; nothing is inferred for whom the protocol does not apply."""
    if not applicable:
        return ["grip_not_assessed", "hrv_not_assessed"]
    level = side(index[0].value) if index and index[1].counts else None
    beyond = index is not None and band_of(*index) == "beyond_range"
    attributes = not (beyond or secondary_disease(case) or pattern == "suspended")
    grip, hrv = grip_state(case), hrv_state(case)
    return [
        grip,
        *grip_reading(case, grip, level, attributes=attributes),
        hrv,
        *hrv_reading(hrv, level, attributes=attributes),
        *links(case.context, level, attributes=attributes),
    ]
