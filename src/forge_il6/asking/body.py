"""Grip sessions and daily heart rate variability as series: what may be compared with what."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ..context import GripSession, HrvDay
from ..units import Number

__all__ = ["Fall", "Week", "falls", "weeks"]

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


def falls(sessions: Iterable[GripSession]) -> list[list[Fall]]:
    """
    Return, for each hand and device with at least two sessions, every later session's fall.

    The baseline is the first session; of several sessions on one day the best counts.
    """
    groups: defaultdict[Hashable, dict[date, Fraction]] = defaultdict(dict)
    for session in sessions:
        best = groups[_folded(session.hand), _folded(session.device)]
        best[session.on] = max(best.get(session.on, Fraction(0)), Fraction(session.value.value))
    series = []
    for best in groups.values():
        (start, baseline), *later = sorted(best.items())
        if later:
            series.append(
                [
                    Fall(on, baseline - value, baseline, Fraction((on - start).days) / _DAYS_PER_YEAR)
                    for on, value in later
                ]
            )
    return series


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


def weeks(
    days: Iterable[HrvDay], *, week_days: int, week_valid: int, baseline_days: int, baseline_valid: int
) -> list[tuple[Week, Week]]:
    """
    Return, for each measure and device, the last two weeks against the baseline before both.

    A series whose weeks or baseline have too few valid days is left out.
    """
    groups: defaultdict[Hashable, defaultdict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for day in days:
        measure, amount = ("rmssd", day.rmssd) if day.rmssd is not None else ("sdnn", day.sdnn)
        if amount is not None:
            groups[measure, _folded(day.device)][day.on].append(math.log(amount.value))
    found = []
    for series in groups.values():
        logs = {on: math.fsum(values) / len(values) for on, values in series.items()}
        this_week = _between(logs, 0, week_days)
        week_before = _between(logs, week_days, week_days)
        baseline = _between(logs, 2 * week_days, baseline_days)
        if min(len(this_week), len(week_before)) >= week_valid and len(baseline) >= max(baseline_valid, 2):
            mean = math.fsum(baseline) / len(baseline)
            sd = math.sqrt(math.fsum((x - mean) ** 2 for x in baseline) / (len(baseline) - 1))
            found.append(tuple(Week(math.fsum(w) / len(w), mean, sd) for w in (this_week, week_before)))
    return found  # type: ignore[return-value]


def _between(logs: dict[date, float], back: int, days: int) -> list[float]:
    """Return the values of so many days, the last of them *back* days before the newest."""
    newest = max(logs)
    return [log for day, log in sorted(logs.items()) if back <= (newest - day).days < back + days]
