"""The axes of a course: dates across, values upward, and where each is labelled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, Self

from ...units import decimal_text
from ..scale import LogAxis

__all__ = ["TimeAxis", "ValueAxis", "ticks_of_dates", "ticks_of_values"]

EPOCH: Final = datetime.combine(date(1970, 1, 1), time())  # on the person's own clock, without an offset
_DAY: Final = timedelta(days=1)
_SHORTEST: Final = 2.0  # days: dates are the finest labels there are
_LONGEST_TICK: Final = 6
_WIDE: Final = 5  # times: a narrower logarithmic axis may hold no 1, 2, 3 or 5
_SMALLEST: Final = 1e-6  # of the value: a smaller difference is no difference to the eye


class TimeAxis(NamedTuple):
    """Instants of one clock from left to right, in days since 1970."""

    first: float
    last: float
    left: float
    right: float

    @classmethod
    def around(cls, instants: Iterable[datetime], left: float, right: float) -> Self | None:
        """Return an axis that holds every instant; none where there is none."""
        days = [(instant - EPOCH) / _DAY for instant in instants]
        if not days:
            return None
        middle, half = (min(days) + max(days)) / 2, max(_SHORTEST, max(days) - min(days)) / 2
        return cls(middle - half, middle + half, left, right)

    def x(self, instant: datetime) -> float:
        """Return where an instant stands."""
        return self.at((instant - EPOCH) / _DAY)

    def at(self, days: float) -> float:
        """Return where a day since 1970 stands."""
        return self.left + (days - self.first) * self.scale

    def days(self, x: float) -> float:
        """Return the instant that stands at a place."""
        return self.first + (x - self.left) / self.scale

    @property
    def scale(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / (self.last - self.first)


class ValueAxis(NamedTuple):
    """Values upward, by their logarithms or plainly."""

    low: float
    high: float
    top: float
    bottom: float
    is_log: bool = True

    @classmethod
    def around(cls, values: Iterable[float], frame: tuple[float, float], pad: float, *, is_log: bool = True) -> Self:
        """Return an axis between the *frame*'s top and bottom that keeps every value *pad* away from both."""
        (top, bottom), known = frame, tuple(values)
        wider = pad / (bottom - top - 2 * pad)
        if is_log:
            inner = LogAxis.around(known)
            factor = (inner.high / inner.low) ** wider
            return cls(inner.low / factor, inner.high * factor, top, bottom)
        low, high = min(known), max(known)
        margin = max((high - low) * wider, abs(high) * _SMALLEST) if low < high else abs(high) / 8 or 1.0
        return cls(low - margin, high + margin, top, bottom, is_log=False)

    def y(self, value: float) -> float:
        """Return where a value stands; beyond the axis at its end."""
        if self.is_log:
            share = LogAxis(self.low, self.high).share(value)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def value(self, y: float) -> float:
        """Return the value that stands at a place."""
        share = (self.bottom - y) / (self.bottom - self.top)
        if self.is_log:
            return float(self.low * math.exp(share * math.log(self.high / self.low)))
        return self.low + share * (self.high - self.low)


class Tick(NamedTuple):
    """A labelled place on an axis."""

    at: float
    words: str


# --- dates -----------------------------------------------------------------------------------------

_STEPS: Final = (
    *(("day", n) for n in (1, 2, 7, 14)),
    *(("month", n) for n in (1, 2, 3, 6)),
    *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
_NEED: Final = {"day": 92.0, "month": 66.0, "year": 48.0}
"""How much room the date of each kind needs."""
_SHOWN: Final = {"day": 10, "month": 7, "year": 4}
"""How many characters of an ISO date each kind shows."""
_AS_DAYS: Final = {"day": 1.0, "month": 28.0, "year": 365.0}


def ticks_of_dates(axis: TimeAxis) -> tuple[Tick, ...]:
    """Return the dates that label an axis: as many as there is room for."""
    kind, step = next(
        ((kind, step) for kind, step in _STEPS if step * _AS_DAYS[kind] * axis.scale >= _NEED[kind]), _STEPS[-1]
    )
    return tuple(
        Tick(axis.x(start), start.date().isoformat()[: _SHOWN[kind]])
        for start in _starts(EPOCH + axis.first * _DAY, EPOCH + axis.last * _DAY, kind, step)
    )


def _starts(first: datetime, last: datetime, kind: str, step: int) -> Iterator[datetime]:
    """Yield where each day, month or year of a round number begins."""
    if kind == "day":
        number = math.ceil((first - EPOCH) / _DAY / step) * step
        while EPOCH + number * _DAY <= last:
            yield EPOCH + number * _DAY
            number += step
        return
    months = step if kind == "month" else 12 * step
    number = (first.year * 12 + first.month - 1) // months * months
    while (year := number // 12) <= last.year:
        start = datetime.combine(date(max(year, 1), number % 12 + 1, 1), time())
        if first <= start <= last:
            yield start
        number += months


# --- values ----------------------------------------------------------------------------------------


def ticks_of_values(axis: ValueAxis, lines: Iterable[Decimal] = ()) -> Iterator[Tick]:
    """Yield the values that may label an axis, the most useful first: the lines of its scale, then round numbers."""
    for line in lines:
        words = decimal_text(line)
        words = words if len(words) <= _LONGEST_TICK else words[:_LONGEST_TICK] + "…"
        yield Tick(axis.y(float(line)), words)
    is_wide = axis.is_log and axis.high > _WIDE * axis.low
    yield from _decades(axis) if is_wide else _round_numbers(axis)


def _decades(axis: ValueAxis) -> Iterator[Tick]:
    exponents = range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
    for digit in (1, 3, 2, 5):
        for exponent in exponents:
            value = float(f"{digit}e{exponent}")
            if axis.low <= value <= axis.high:
                plain = decimal_text(Decimal((0, (digit,), exponent)))
                yield Tick(axis.y(value), plain if len(plain) <= _LONGEST_TICK else f"{digit}e{exponent}")


def _round_numbers(axis: ValueAxis) -> Iterator[Tick]:
    """Yield round numbers, about five to an axis."""
    rough = (axis.high - axis.low) / 5
    exponent = math.floor(math.log10(rough))
    step = next(step for step in (float(f"{d}e{exponent}") for d in (1, 2, 5, 10, 20)) if step >= rough)
    number = math.ceil(axis.low / step)
    while number * step <= axis.high:
        plain = f"{number * step:.{max(0, -exponent)}f}"
        yield Tick(axis.y(number * step), plain if len(plain) <= _LONGEST_TICK else f"{number * step:.3g}")
        number += 1
