"""
A person's samples in order: who counts, what a day with several draws says, and the statistics.

The statistics stand on the log scale: IL-6 varies by a factor, not by an amount. Their sources
are those of the two coefficients of variation; the formulas are textbook ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import attrs

from ..conclusions import Standing
from ..reading import Reading
from ..threshold import Scale
from ..times import Draw
from ..units import Amount, Number

__all__ = [
    "Counting",
    "CrpResult",
    "Day",
    "Fit",
    "Sample",
    "band_probabilities",
    "chi_square_quantile",
    "fitted",
    "fold_between",
    "noise_limit",
    "out_of_log",
    "sigma",
    "span_days",
]

_SIGNIFICANT: Final = 12
_LARGEST_VARIANCE: Final = 700.0
"""On the log scale; the exponential of more is beyond a float."""


class Sample(NamedTuple):
    """One reading of a person, placed in time, with its standing."""

    reading: Reading
    draw: Draw | None
    standing: Standing
    is_index: bool = False
    duplicate: bool = False
    hours_since_hard: Decimal | None = None
    """Since the last intense, eccentric or endurance session at its earliest end; told of the newest day alone."""
    hours_since_race: Decimal | None = None

    @property
    def amount(self) -> Amount:
        """The IL-6 of the reading."""
        return self.reading.il6  # type: ignore[return-value]

    @property
    def method(self) -> tuple[str | None, str | None]:
        """Method and matrix: only samples that share both compare, and unknown matches only unknown."""
        method = self.reading.method
        return (None if method is None else " ".join(method.casefold().split()), self.reading.specimen)


class CrpResult(NamedTuple):
    """One hs-CRP, or CRP, of a person."""

    amount: Amount
    standing: Standing | None
    days_before: int | None
    """Calendar days before the day of the case, negative after it; none where it is of a draw without a day."""


def _product(numbers: list[int]) -> int:
    """Multiply exactly, in a tree, so that many numbers stay quick."""
    while len(numbers) > 1:
        paired = [a * b for a, b in zip(numbers[::2], numbers[1::2], strict=False)]
        numbers = paired + numbers[len(paired) * 2 :]
    return numbers[0]


@attrs.frozen
class Day:
    """
    The counting draws of one local day; several stand for their geometric mean, compared exactly.

    The mean of n draws lies above a line where their product lies above its n-th power. The
    product is worked out once, as a fraction that nobody reduces: every line asks for it.
    """

    day: date
    amounts: tuple[Amount, ...]
    lab_upper_limit: Amount | None = None
    """The limit that its laboratory gave; of several draws the last one's."""
    _whole: list[tuple[int, int]] = attrs.field(init=False, factory=list, eq=False, repr=False)

    def _beside(self, line: Number) -> tuple[int, int]:
        """Return the product of the draws and the power of the line, both as multiples of one fraction."""
        if not self._whole:
            ratios = [amount.value.as_integer_ratio() for amount in self.amounts]
            self._whole.append((_product([n for n, _ in ratios]), _product([n for _, n in ratios])))
        (numerator, denominator), (upper, lower) = self._whole[0], line.as_integer_ratio()
        n = len(self.amounts)
        return numerator * lower**n, denominator * upper**n

    def _any(self, *comparators: str) -> bool:
        return any(amount.comparator in comparators for amount in self.amounts)

    def above(self, line: Number) -> bool:
        """Whether the mean certainly lies above *line*."""
        if len(self.amounts) == 1:
            return self.amounts[0].above(line)
        product, power = self._beside(line)
        return not self._any("<", "≤") and (product > power or (product == power and self._any(">")))

    def at_least(self, line: Number) -> bool:
        """Whether the mean certainly lies at or above *line*."""
        if len(self.amounts) == 1:
            return self.amounts[0].at_least(line)
        product, power = self._beside(line)
        return not self._any("<", "≤") and product >= power

    def below(self, line: Number) -> bool:
        """Whether the mean certainly lies below *line*."""
        if len(self.amounts) == 1:
            return self.amounts[0].below(line)
        product, power = self._beside(line)
        return not self._any(">", "≥") and (product < power or (product == power and self._any("<")))

    def at_most(self, line: Number) -> bool:
        """Whether the mean certainly lies at or below *line*."""
        if len(self.amounts) == 1:
            return self.amounts[0].at_most(line)
        product, power = self._beside(line)
        return not self._any(">", "≥") and product <= power

    @property
    def points(self) -> tuple[Amount, ...]:
        """The draws that are numbers and no intervals."""
        return tuple(amount for amount in self.amounts if not amount.comparator)

    @property
    def log(self) -> float:
        """The mean of the natural logarithms of the point draws."""
        return math.fsum(math.log(amount.value) for amount in self.points) / len(self.points)


@attrs.frozen
class Counting:
    """The counting days of a person, oldest first, and the samples beside them that can only raise doubt."""

    days: tuple[Day, ...]
    unverified: tuple[Day, ...]
    """Samples that are unverified, or (as the latest day there is) have no date."""
    excluded: tuple[str, ...]
    """For each sample in order, why it does not count; empty where it does."""

    @classmethod
    def of(cls, samples: tuple[Sample, ...], window_days: Number) -> Counting:
        """
        Choose the counting samples: valid or tentative, of one method and matrix, within the window.

        Args:
            samples: oldest first.
            window_days: how far back from the newest counting sample the window reaches.
        """
        newest = next((s for s in reversed(samples) if s.standing.counts and s.draw and not s.duplicate), None)
        days: dict[date, list[Sample]] = {}
        unverified: list[Day] = []
        excluded = []
        for sample in samples:
            why = _exclusion(sample, newest, window_days)
            excluded.append(why)
            if not why:
                days.setdefault(sample.draw.day, []).append(sample)  # type: ignore[union-attr]
            elif sample.duplicate:
                continue
            elif why in ("unverified", "no_draw_time") and not _apart(sample, newest, window_days):
                unverified.append(Day(sample.draw.day if sample.draw else date.max, (sample.amount,)))
        ordered = tuple(_day(day, drawn) for day, drawn in sorted(days.items()))
        return cls(ordered, tuple(unverified), tuple(excluded))

    @property
    def point_days(self) -> tuple[Day, ...]:
        """The days with at least one draw that is a number."""
        return tuple(day for day in self.days if day.points)

    @property
    def possible_point_days(self) -> tuple[Day, ...]:
        """The same with every unverified draw of a known day among them, as if it counted."""
        doubtful = [day for day in self.unverified if day.points and day.day != date.max]
        drawn: dict[date, tuple[Amount, ...]] = {}
        for day in (*self.point_days, *doubtful):
            drawn[day.day] = drawn.get(day.day, ()) + day.amounts
        return tuple(Day(day, amounts) for day, amounts in sorted(drawn.items()))


def _day(day: date, drawn: list[Sample]) -> Day:
    return Day(day, tuple(sample.amount for sample in drawn), drawn[-1].reading.lab_upper_limit)


def _exclusion(sample: Sample, newest: Sample | None, window_days: Number) -> str:
    if not sample.standing.counts:
        return sample.standing.code.value
    if sample.draw is None:
        return "no_draw_time"
    if sample.duplicate:
        return "duplicate"
    return _apart(sample, newest, window_days)


def _apart(sample: Sample, newest: Sample | None, window_days: Number) -> str:
    """Say what sets a sample apart from the newest counting one, if anything."""
    if newest is None:
        return "no_counting_reading"
    (method, matrix), (its_method, its_matrix) = sample.method, newest.method
    if method != its_method:
        return "other_method"
    if matrix != its_matrix:
        return "other_matrix"
    if sample.draw is None:
        return ""
    return "outside_window" if (newest.draw.day - sample.draw.day).days > window_days else ""  # type: ignore[union-attr]


# --- statistics ------------------------------------------------------------------------------------


def sigma(within_person_cv: Decimal, analytical_cv: Decimal) -> float:
    """Return the log-scale SD of one reading around its set point; the CVs are in per cent."""
    parts = (float(cv) / 100 for cv in (within_person_cv, analytical_cv))
    return math.sqrt(math.fsum(math.log1p(cv * cv) for cv in parts))


def normal_quantile(percent: Decimal) -> float:
    """Return the standard normal quantile of a probability in per cent."""
    return _normal_quantile(float(percent) / 100)


@lru_cache(maxsize=64)
def _normal_quantile(probability: float) -> float:
    return _quantile(_normal_cdf, probability, -40.0, 40.0)


def _normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def _quantile(cdf: Callable[[float], float], probability: float, low: float, high: float) -> float:
    """Invert a distribution function by bisection, down to neighbouring floats."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if cdf(middle) < probability else (low, middle)
    return middle


def span_days(days: tuple[Day, ...]) -> int:
    """Return the calendar days from the first day to the last."""
    return (days[-1].day - days[0].day).days if days else 0


class Fit(NamedTuple):
    """A straight line through ln x over time."""

    fold: float
    """What the line makes of the span of the days."""
    scatter: float
    """How far the days lie off the line: the root of their squares over the degrees of freedom."""
    free: int
    """The degrees of freedom: two of the days are used up by the line itself."""


def fitted(days: tuple[Day, ...]) -> Fit:
    """Fit ln x on time by least squares."""
    start = days[0].day
    times, logs = [(day.day - start).days for day in days], [day.log for day in days]
    centre, mean = math.fsum(times) / len(times), math.fsum(logs) / len(logs)
    spread = math.fsum((t - centre) ** 2 for t in times)
    slope = math.fsum((t - centre) * log for t, log in zip(times, logs, strict=True)) / (spread or 1.0)
    squares = math.fsum((log - mean - slope * (t - centre)) ** 2 for t, log in zip(times, logs, strict=True))
    free = len(days) - 2
    # what is left of days that lie on the line is no scatter, but the last digits of the arithmetic
    return Fit(out_of_log(slope * times[-1]), round(math.sqrt(squares / max(free, 1)), _SIGNIFICANT), free)


def fold_between(earlier: Day, later: Day) -> Fraction:
    """Return the fold between two days: exact for single draws, to 12 digits for means of a day."""
    before, after = earlier.points, later.points
    if len(before) == len(after) == 1:
        return Fraction(after[0].value) / Fraction(before[0].value)
    return Fraction(str(out_of_log(later.log - earlier.log)))


def out_of_log(log: float) -> float:
    """Return the number of a logarithm to 12 significant digits, so that what is exactly 2 on paper is 2 here."""
    return float(f"{math.exp(log):.{_SIGNIFICANT}g}")


def noise_limit(sd: float, free: int, percent: Decimal) -> float:
    """Return the upper limit, under noise alone, of a log-scale scatter with so many degrees of freedom."""
    return sd * math.sqrt(chi_square_quantile(float(percent) / 100, free) / free) if free > 0 else math.inf


def as_cv(log_scale_sd: float) -> float:
    """Return a log-scale SD as a coefficient of variation; one beyond all measure stays a number."""
    return math.sqrt(math.expm1(min(log_scale_sd**2, _LARGEST_VARIANCE)))


@lru_cache(maxsize=512)
def chi_square_quantile(probability: float, degrees: int) -> float:
    """Return the quantile of the chi-square distribution."""
    return _quantile(lambda x: _chi_square_cdf(x, degrees), probability, 0.0, 10.0 * degrees + 100.0)


def _chi_square_cdf(x: float, degrees: int) -> float:
    """Return the regularised lower incomplete gamma function P(k/2, x/2), by its power series."""
    a, half = degrees / 2, x / 2
    if half <= 0:
        return 0.0
    term = total = 1 / a
    denominator = a
    while term > total * 1e-17:
        denominator += 1
        term *= half / denominator
        total += term
    return total * math.exp(-half + a * math.log(half) - math.lgamma(a))


def band_probabilities(centre: float, spread: float, scale: Scale[Any]) -> tuple[float, ...]:
    """Return the probability of each step of a scale for a set point known on the log scale."""
    if not spread:
        at = scale.within(Amount(Decimal(repr(math.exp(centre))), ""))
        return tuple(float(code in at) for code in scale.codes)
    below = [_normal_cdf((math.log(cut.at.value) - centre) / spread) for cut in scale.cuts]
    edges = [0.0, *below, 1.0]
    return tuple(upper - lower for lower, upper in pairwise(edges))
