"""Grip sessions and daily heart rate variability as series: what may be compared with what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from ..context import GripSession, HrvDay
from ..times import years_before
from ..units import Number

__all__ = ["Fall", "Logs", "Sessions", "Week", "falls", "grip_courses", "hrv_courses", "last_weeks", "recent"]

V = TypeVar("V")
_DAYS_PER_YEAR = Fraction(36525, 100)


class Fall(NamedTuple):
    """How far grip lies below its baseline session, on one day."""

    on: date
    kilograms: Fraction
    baseline: Number
    years: Fraction
    """Since the baseline session."""

    @property
    def percent(self) -> Fraction:
        """The fall as a share of the baseline."""
        return 100 * self.kilograms / Fraction(self.baseline) if self.baseline else Fraction(0)

    def expected(self, loss_per_year: Decimal, multiple: Decimal) -> Fraction:
        """Return the fall that ageing alone would explain, so many times over."""
        return Fraction(loss_per_year) * Fraction(multiple) * self.years


Sessions = dict[date, Fraction]
"""One hand by one device: the best value of each day, oldest first."""


def grip_courses(sessions: Iterable[GripSession], until: date = date.max) -> tuple[Sessions, ...]:
    """Return the sessions up to a day, each hand and device apart; of several on one day the best counts."""
    groups: defaultdict[Hashable, dict[date, Fraction]] = defaultdict(dict)
    for session in sessions:
        if session.on <= until:
            best = groups[_folded(session.hand), _folded(session.device)]
            best[session.on] = max(best.get(session.on, Fraction(0)), Fraction(session.value.value))
    return tuple(dict(sorted(best.items())) for best in groups.values())


def recent(courses: Iterable[dict[date, V]], day: date, days: Decimal) -> tuple[dict[date, V], ...]:
    """Return the series whose newest day lies at most so many days before a day."""
    return tuple(course for course in courses if (day - max(course)).days <= days)


def falls(course: Sessions, years: int) -> list[Fall]:
    """
    Return how far every session lies below the baseline; empty where there is nothing to compare.

    The baseline is the first session that lies at most so many calendar years before the newest.
    """
    oldest = years_before(max(course), years)
    (start, baseline), *later = ((on, value) for on, value in course.items() if on >= oldest)
    return [Fall(on, baseline - value, baseline, Fraction((on - start).days) / _DAYS_PER_YEAR) for on, value in later]


def _folded(name: str | None) -> str | None:
    return None if name is None else " ".join(name.casefold().split())


class Week(NamedTuple):
    """The mean of ln HRV of one week against the baseline before it, in baseline SDs."""

    mean: float
    baseline_mean: float
    baseline_sd: float

    def below(self, sds: float) -> bool:
        """Whether the week lies below the baseline mean by more than so many SDs."""
        return self.mean < self.baseline_mean - sds * self.baseline_sd


Logs = dict[date, float]
"""One measure by one device: the mean of ln HRV of each day."""


def hrv_courses(days: Iterable[HrvDay], until: date = date.max) -> tuple[Logs, ...]:
    """Return the days up to one of them, each measure and device apart."""
    groups: defaultdict[Hashable, defaultdict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for day in days:
        if day.on <= until:
            for measure, amount in (("rmssd", day.rmssd), ("sdnn", day.sdnn)):
                if amount is not None:
                    groups[measure, _folded(day.device)][day.on].append(math.log(amount.value))
    return tuple({on: math.fsum(logs) / len(logs) for on, logs in group.items()} for group in groups.values())


def last_weeks(
    logs: Logs, *, week_days: int, week_valid: int, baseline_days: int, baseline_valid: int
) -> tuple[Week, Week] | None:
    """Return the last two weeks against the baseline before both; none where either has too few valid days."""
    this_week = _between(logs, 0, week_days)
    week_before = _between(logs, week_days, week_days)
    baseline = _between(logs, 2 * week_days, baseline_days)
    if min(len(this_week), len(week_before)) < week_valid or len(baseline) < max(baseline_valid, 2):
        return None
    mean = math.fsum(baseline) / len(baseline)
    sd = math.sqrt(math.fsum((x - mean) ** 2 for x in baseline) / (len(baseline) - 1))
    return Week(math.fsum(this_week) / len(this_week), mean, sd), Week(
        math.fsum(week_before) / len(week_before), mean, sd
    )


def _between(logs: dict[date, float], back: int, days: int) -> list[float]:
    """Return the values of so many days, the last of them *back* days before the newest."""
    newest = max(logs)
    return [log for day, log in sorted(logs.items()) if back <= (newest - day).days < back + days]
