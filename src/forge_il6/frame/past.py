"""
What came before each row, over arrays: as much of it as the rules about a course can tell apart, and no more.

The draws of a person stand one after another, so those k draws before each row are the same arrays, k places back.
Nothing is decided here: a rule that asks about a course is asked about one row for all of which it would hear the
same. That is which draws count, how many of them lie beyond which line and since when, and how far a line through
them rises and scatters.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Self

import attrs
import numpy as np

from ..asking.course import Day, Sample, noise_limit, sigma
from ..asking.rule import AnyRule
from ..case import read_by_range
from ..codes import BAND_ORDER, Band, StandingCode
from ..conclusions import Standings
from ..judging import NOTHING_AGAINST
from ..reading import Reading
from ..rules.bands import is_beyond_range
from ..rules.care import is_witness
from ..rules.level import bands_of_day
from ..rules.persistence import sides_of_lines
from ..threshold import Threshold
from ..units import Amount
from .rows import Row

__all__ = [
    "ABOUT_COURSES",
    "ABOUT_LEVELS",
    "BEYOND_TWICE",
    "BY_DAYS",
    "COUNTING",
    "CRP_TWICE",
    "IN_UTC",
    "Drawn",
    "Numbers",
    "Past",
    "Seen",
    "bits_of_standing",
    "past_of",
]

COUNTING, LINES, TREND, SCATTER, CHANGE, SAME_BAND = "H1", "H3", "R2", "R3", "R4", "H6"
CRP_NOW, BEYOND_TWICE, CRP_TWICE, BEYOND_NOW, LEVEL = "E5", "E11", "E12", "H7a", "H9"
BY_DAYS: Final = (LINES, TREND, SCATTER, CHANGE)
"""The rules that ask for nothing but which draws count, and are asked about what is found here."""
ABOUT_COURSES: Final = frozenset({COUNTING, *BY_DAYS, SAME_BAND, CRP_NOW, BEYOND_TWICE, CRP_TWICE})
"""Every rule that decides and asks about earlier draws; whether the newest CRP is acute a row says by itself."""

ABOUT_LEVELS: Final = frozenset({BEYOND_NOW, LEVEL, "H11"})
"""The rules that ask about it and decide nothing: for the level that a person lives at, and a note."""

_BEYOND, _NOT_BEYOND = 0b010101, 0b101010
"""Two bits for each of the three lines: certainly beyond it, and certainly not."""
_SIDES: Final = 6
_TWO_LINES: Final = 0b001111
"""The bits of the two lower lines, of which some may be exceptions."""
_OF_TWO: Final = 4
_FLAGS: Final = 8
IL6_SAID, CRP_SAID, COUNTS, UNVERIFIED, POINT, OUT_OF_RANGE, ACUTE, IN_UTC = (1 << 6 + at for at in range(_FLAGS))
_FIRST_BAND: Final = 6 + _FLAGS
_BEYOND_RANGE: Final = 1 << _FIRST_BAND + BAND_ORDER.index(Band.BEYOND_RANGE)
_BANDS: Final = ((1 << len(BAND_ORDER)) - 1) << _FIRST_BAND
_EVERY_BIT: Final = (1 << _FIRST_BAND + len(BAND_ORDER)) - 1
_WIDTH: Final = 8
_PACKED: Final = np.array(
    [sum((bits >> at & 1) << _WIDTH * at for at in range(_OF_TWO)) for bits in range(1 << _OF_TWO)], dtype=np.int64
)
"""For the bits of two lines a number in which each has a byte of its own, so that all are counted at once."""
_CLOSE: Final = 1e-9
"""What lies so near to a line, relative to it, is asked about by itself: arrays end in other digits."""
_OF_A_LINE: Final = 2
"""So many days are used up by the line itself."""
_BLOCK: Final = 1 << 15
"""So many rows at a time stay in the cache of a core."""


class Seen(NamedTuple):
    """What is seen of one result."""

    bits: int
    compares: Hashable
    """Its method and matrix: results that share both compare."""


class Numbers(NamedTuple):
    """What the rules about a course compare with, as they hold it."""

    of: Mapping[str, Mapping[str, Any]]
    """For each rule its thresholds and scales by their names."""

    @classmethod
    def of_rules(cls, rules: Iterable[AnyRule]) -> Self:
        """Find them in rules."""
        return cls({each.id: dict(each.function.__kwdefaults__ or {}) for each in rules if each.id in ABOUT_COURSES})

    def at_least(self, rule: str, name: str) -> int:
        """Return the first whole number that reaches a threshold."""
        number: Threshold = self.of[rule][name]
        return math.ceil(number.value)

    def at_most(self, rule: str, name: str) -> int:
        """Return the last whole number that does not exceed it."""
        number: Threshold = self.of[rule][name]
        return math.floor(number.value)

    def folds(self, rule: str, *names: str) -> tuple[float, ...]:
        """Return thresholds in the order of their values."""
        return tuple(sorted(float(self.of[rule][name].value) for name in names))

    # --- what is seen of a draw --------------------------------------------------------------------

    def seen_of_il6(self, row: Row) -> Seen:
        """Say on which sides of the lines an IL-6 lies, as the rules themselves tell."""
        if row.reading is None or row.reading.il6 is None:
            return Seen(0, None)
        reading = read_by_range(row.reading)
        amount: Amount = reading.il6  # type: ignore[assignment]  # what was read by its range is still there
        return Seen(self._bits_of_il6(reading, amount), Sample(reading, None, NOTHING_AGAINST).method)

    def _bits_of_il6(self, reading: Reading, amount: Amount) -> int:
        of = self.of[LINES]
        sides = sides_of_lines(of["target"], of["verdict_line"], of["high_line"])
        day = Day(date.min, (amount,), reading.lab_upper_limit)
        bits = IL6_SAID | (0 if amount.comparator else POINT)
        for at, side in enumerate(sides):
            bits |= side.beyond(day) << 2 * at | side.not_beyond(day) << 2 * at + 1
        bands = bands_of_day(day, self.of[SAME_BAND]["il6_bands"], self.of[SAME_BAND]["highest_ceiling"])
        if len(bands) == 1:
            bits |= 1 << _FIRST_BAND + BAND_ORDER.index(bands[0])
        twice = self.of[BEYOND_TWICE]
        is_beyond = is_beyond_range(amount, reading.lab_upper_limit, twice["il6_bands"], twice["highest_ceiling"])
        return bits | (OUT_OF_RANGE if is_beyond else 0)

    def seen_of_crp(self, row: Row) -> Seen:
        """Say whether an hs-CRP is there, and acute."""
        amount = None if row.context is None else row.context.hs_crp_amount
        if amount is None:
            return Seen(0, None)
        is_acute = amount.above(self.of[CRP_TWICE]["crp_acute"].value)
        return Seen(CRP_SAID | (ACUTE if is_acute else 0), None)


def bits_of_standing(standings: Standings) -> tuple[int, int]:
    """Return what the standing of a sample says of its draw, and what it leaves of what else is seen of it."""
    il6, hs_crp = standings.il6, standings.hs_crp
    says, leaves = 0, _EVERY_BIT
    if il6 is not None:
        says |= COUNTS if il6.counts else UNVERIFIED if il6.code is StandingCode.UNVERIFIED else 0
    if not is_witness(il6):
        leaves ^= OUT_OF_RANGE
    if not is_witness(hs_crp):
        leaves ^= ACUTE
    return says, leaves


@attrs.frozen(eq=False)
class Drawn:
    """The draws of persons, person by person and oldest first."""

    before: Any
    """How many draws of its person came before each."""
    days: Any
    """The local day, in days since some day."""
    logs: Any
    """The logarithm of the IL-6."""
    own: Any
    """What is seen of it, and how its sample stands."""
    earlier: Any
    """The same as history of a later draw."""
    methods: Any
    """A number for its method and matrix."""


class Past(NamedTuple):
    """What the rules can hear of the draws before each row."""

    heard: Mapping[str, Any]
    """By rule: rows with equal numbers are the same to it, and nought says that there is nothing to hear."""
    near: Any
    """Whether a number lies too near to a line to be told of by arrays."""
    lacks_il6: Any
    """Whether a row without an IL-6 has an earlier one."""
    crp_ago: Any
    """How many places before the row the hs-CRP was drawn that is read with it: its own, or the newest; −1 for none."""
    points: Any
    """How many days count and are numbers."""
    level: Any
    """The mean of their logs."""
    in_utc: Any
    """Whether an earlier IL-6 was drawn at a time that does not say the local clock."""


def past_of(draws: Drawn, numbers: Numbers) -> Past:
    """Look back from every row."""
    size = len(draws.before)
    parts = [_Block(draws, numbers, at, min(at + _BLOCK, size)).past() for at in range(0, max(size, 1), _BLOCK)]
    heard = {rule: np.concatenate([part.heard[rule] for part in parts]) for rule in parts[0].heard}
    return Past(heard, *(np.concatenate([getattr(part, name) for part in parts]) for name in Past._fields[1:]))


# --- one block of rows -----------------------------------------------------------------------------


class _Ago(NamedTuple):
    """The draws so many places before each row."""

    bits: Any
    """Nothing where there are not so many."""
    days: Any
    """How many days before the row."""
    logs: Any
    methods: Any


class _Fit(NamedTuple):
    """A line through the logs of some days of each row."""

    n: Any
    """How many days they are."""
    mean: Any
    is_one: Any
    """Whether there are enough days, and they reach far enough."""
    fold: Any
    scatter: Any
    """As a share of what noise alone explains."""


class _Block:
    """Some rows with the draws before them, newest first: the row itself and then the others."""

    def __init__(self, draws: Drawn, numbers: Numbers, start: int, stop: int) -> None:
        self._numbers = numbers
        self._size = stop - start
        deepest = int(draws.before[start:stop].max(initial=0))
        self._ago = [_ago(draws, start, stop, places) for places in range(deepest + 1)]
        self._crp = self._newest_crp()
        self._newest, method = self._newest_counting()
        window = numbers.at_most(COUNTING, "window")
        self._kept = [
            np.where((each.methods == method) & (each.days - self._newest <= window), each.bits, 0)
            for each in self._ago
        ]
        """The bits of the draws that nothing sets apart from the newest counting one."""

    def past(self) -> Past:
        """Look back from each row."""
        points = [bits & (COUNTS | POINT) == COUNTS | POINT for bits in self._kept]
        trend, may, change = self._fitted(TREND, points), self._fitted_with_doubtful(points), self._changed(points)
        of_trend = self._numbers.folds(TREND, "rising", "declining", "possible_rise")
        of_change = self._numbers.folds(CHANGE, "change_rise", "change_fall")
        has_course = _any(self._size, (each.bits & IL6_SAID != 0 for each in self._ago[1:]))
        direction = np.where(trend.scatter > 1, len(of_trend) + 1, np.searchsorted(of_trend, trend.fold))
        heard = {
            LINES: self._lines(),
            TREND: np.where(trend.is_one, direction + 1, 0),
            SCATTER: np.where(may.is_one, (may.scatter > 1) + 1, 0),
            CHANGE: np.where(trend.n > 1, np.searchsorted(of_change, change) + 1, 0),
            SAME_BAND: self._same_band(),
            BEYOND_NOW: self._beyond_now() & has_course,
            LEVEL: (trend.n > 0) & has_course,
            BEYOND_TWICE: self._beyond_twice(),
            CRP_TWICE: self._crp_twice(),
        }
        near = trend.is_one & (_near(trend.scatter, (1.0,)) | _near(trend.fold, of_trend))
        near |= may.is_one & _near(may.scatter, (1.0,))
        near |= (trend.n > 1) & _near(change, of_change)
        return Past(
            heard={rule: key.astype(np.int32) for rule, key in heard.items()},
            near=near,
            lacks_il6=has_course & (self._ago[0].bits & IL6_SAID == 0),
            crp_ago=self._crp[0],
            points=trend.n,
            level=trend.mean,
            in_utc=_any(
                self._size, ((each.bits & IN_UTC != 0) & (each.bits & IL6_SAID != 0) for each in self._ago[1:])
            ),
        )

    def _newest_counting(self) -> tuple[Any, Any]:
        """Return how long before each row the newest counting draw was, and its method; −1 where there is none."""
        ago, method = np.full(self._size, -1, dtype=np.int32), np.full(self._size, -1, dtype=np.int32)
        for each in self._ago:
            is_it = (each.bits & COUNTS != 0) & (ago < 0)
            np.copyto(ago, each.days, where=is_it)
            np.copyto(method, each.methods, where=is_it)
        return ago, method

    def _newest_crp(self) -> tuple[Any, Any]:
        """Return how many places before each row the newest hs-CRP was drawn, and how many days; −1 where none was."""
        places, days = np.full(self._size, -1, dtype=np.int32), np.full(self._size, -1, dtype=np.int32)
        for place, each in enumerate(self._ago):
            is_it = (each.bits & CRP_SAID != 0) & (places < 0)
            np.copyto(places, np.int32(place), where=is_it)
            np.copyto(days, each.days, where=is_it)
        return places, days

    # --- lines -------------------------------------------------------------------------------------

    def _lines(self) -> Any:
        """Tell apart which of the newest days, weeks apart, lie beyond which line, and how many of all."""
        numbers = self._numbers
        lasting, has_partner = self._since(numbers.at_least(LINES, "persistence_gap"))
        referral, has_referral = self._since(numbers.at_least(LINES, "referral_gap"))
        doubt = np.full(self._size, _BEYOND, dtype=np.int32)
        for bits in self._kept:
            doubt &= np.where(bits & UNVERIFIED != 0, bits, _BEYOND)
        n, beyond = self._counted()
        key = (lasting & _TWO_LINES) | (referral & ~_TWO_LINES)
        for is_so in (has_partner, has_referral):
            key = key << 1 | is_so
        too_many = _exceptions(len(self._ago), numbers.of[LINES]["persistence_exception"])
        for count in beyond:
            key = key << 1 | too_many[count, n]
        return np.where(n >= numbers.at_least(LINES, "persistence_readings"), (key << _SIDES | doubt) + 1, 0)

    def _since(self, gap: int) -> tuple[Any, Any]:
        """
        Look at the newest counting day, the nearest so long before it and all between, or at the newest alone.

        Returns:
            For each line whether all lie beyond it and whether any does not; and whether there is a day so long before.
        """
        every, some = np.full(self._size, _EVERY_BIT, dtype=np.int32), np.zeros(self._size, dtype=np.int32)
        of_newest, is_over = np.zeros(self._size, dtype=np.int32), np.zeros(self._size, dtype=bool)
        for each, bits in zip(self._ago, self._kept, strict=True):
            is_asked = (bits & COUNTS != 0) & ~is_over
            every &= np.where(is_asked, bits, _EVERY_BIT)
            some |= np.where(is_asked, bits, 0)
            np.copyto(of_newest, bits, where=is_asked & (each.days == self._newest))
            is_over |= is_asked & (each.days - self._newest >= gap)
        seen = np.where(is_over, (every & _BEYOND) | (some & _NOT_BEYOND), of_newest)
        return seen & (_BEYOND | _NOT_BEYOND), is_over

    def _counted(self) -> tuple[Any, list[Any]]:
        """Count the days that count, and of the two lower lines those on each side."""
        n, packed = np.zeros(self._size, dtype=np.int64), np.zeros(self._size, dtype=np.int64)
        for bits in self._kept:
            counts = bits & COUNTS != 0
            n += counts
            packed += _PACKED[np.where(counts, bits, 0) & _TWO_LINES]
        return n, [packed >> _WIDTH * at & (1 << _WIDTH) - 1 for at in range(_OF_TWO)]

    # --- the same again ----------------------------------------------------------------------------

    def _same_band(self) -> Any:
        """Return whether an earlier counting day lies in the band of the row."""
        found = np.zeros(self._size, dtype=np.int32)
        for bits in self._kept[1:]:
            found |= np.where(bits & COUNTS != 0, bits, 0)
        return found & self._ago[0].bits & _BANDS != 0

    def _beyond_now(self) -> Any:
        """Return whether the newest counting day lies beyond the range."""
        found = np.zeros(self._size, dtype=bool)
        for each, bits in zip(self._ago, self._kept, strict=True):
            found |= (each.days == self._newest) & (bits & COUNTS != 0) & (bits & _BEYOND_RANGE != 0)
        return found

    def _beyond_twice(self) -> Any:
        """Return whether two draws beyond the range, none of which anything pushed up, lie far enough apart."""
        nearest, farthest = self._between(self._ago, OUT_OF_RANGE, self._numbers.at_most(BEYOND_TWICE, "window"))
        return farthest - nearest >= self._numbers.at_least(BEYOND_TWICE, "twice_gap")

    def _crp_twice(self) -> Any:
        """Return the same of acute CRP before that of the row among themselves, and with that of the row."""
        since = [each._replace(days=each.days - np.maximum(self._crp[1], 0)) for each in self._ago[1:]]
        nearest, farthest = self._between(since, ACUTE, self._numbers.at_most(CRP_TWICE, "window"))
        gap = self._numbers.at_least(CRP_TWICE, "twice_gap")
        return (farthest - nearest >= gap) * 1 + (farthest >= gap) * 2

    def _between(self, ago: Sequence[_Ago], kind: int, window: int) -> tuple[Any, Any]:
        """Return how long before each row the last and the first draw of a kind was; −1 where there is none."""
        nearest, farthest = np.full(self._size, -1, dtype=np.int32), np.full(self._size, -1, dtype=np.int32)
        for each in ago:
            is_one = (each.bits & kind != 0) & (each.days <= window)
            np.copyto(nearest, each.days, where=is_one & (nearest < 0))
            np.copyto(farthest, each.days, where=is_one)
        return nearest, farthest

    # --- statistics --------------------------------------------------------------------------------

    def _fitted(self, rule: str, days: Sequence[Any]) -> _Fit:
        """Fit a line through the logs of some days of each row, as `fitted` does."""
        n, times, logs = self._sums(days)
        least, span = self._numbers.at_least(rule, "trend_readings"), self._spans(days)
        some = np.maximum(n, 1)
        centre, mean = times / some, logs / some
        spread, both, squares = (np.zeros(self._size) for _ in range(3))
        for each, is_one in zip(self._ago, days, strict=True):
            off, about = (each.days - centre) * is_one, (each.logs - mean) * is_one
            spread += off * off
            both += off * about
            squares += about * about
        slope = both / np.where(spread > 0, spread, 1.0)
        rest = np.maximum(squares - slope * both, 0.0) / np.maximum(n - _OF_A_LINE, 1)
        limits = self._limits(rule)
        is_one = (n >= least) & (span >= self._numbers.at_least(rule, "trend_span"))
        scatter = np.where(n > _OF_A_LINE, np.sqrt(rest), 0.0) / limits[n]
        return _Fit(n, mean, is_one, np.exp(-slope * span), scatter)

    def _fitted_with_doubtful(self, points: Sequence[Any]) -> _Fit:
        """Do it again as if unverified draws counted, where there are any."""
        doubtful = [bits & UNVERIFIED != 0 for bits in self._kept]
        is_one = _any(self._size, doubtful)
        if not is_one.any():
            return _Fit(is_one, is_one, is_one, is_one, is_one)
        also = (doubt & (bits & POINT != 0) for doubt, bits in zip(doubtful, self._kept, strict=True))
        fit = self._fitted(SCATTER, [point | each for point, each in zip(points, also, strict=True)])
        return fit._replace(is_one=fit.is_one & is_one)

    def _sums(self, days: Sequence[Any]) -> tuple[Any, Any, Any]:
        """Return how many days there are, and the sums of their times and of their logs."""
        n, times, logs = np.zeros(self._size, dtype=np.int64), np.zeros(self._size), np.zeros(self._size)
        for each, is_one in zip(self._ago, days, strict=True):
            n += is_one
            times += each.days * is_one
            logs += each.logs * is_one
        return n, times, logs

    def _spans(self, days: Sequence[Any]) -> Any:
        """Return how many days lie between the first and the last."""
        last, first = np.full(self._size, -1, dtype=np.int32), np.full(self._size, -1, dtype=np.int32)
        for each, is_one in zip(self._ago, days, strict=True):
            np.copyto(last, each.days, where=is_one & (last < 0))
            np.copyto(first, each.days, where=is_one)
        return first - last

    def _limits(self, rule: str) -> Any:
        """Return for each number of days how far they scatter by noise alone."""
        of = self._numbers.of[rule]
        noise = sigma(of["within_person_cv"].value, of["analytical_cv"].value)
        percentile = of["noise_percentile"].value
        return np.array([noise_limit(noise, n - _OF_A_LINE, percentile) for n in range(len(self._ago) + 1)])

    def _changed(self, days: Sequence[Any]) -> Any:
        """Return the fold between the last two days."""
        found, change = np.zeros(self._size, dtype=np.int8), np.zeros(self._size)
        for each, is_one in zip(self._ago, days, strict=True):
            change += np.where(is_one & (found == 0), each.logs, 0.0) - np.where(is_one & (found == 1), each.logs, 0.0)
            found += is_one
        return np.exp(change)


def _ago(draws: Drawn, start: int, stop: int, places: int) -> _Ago:
    """Return what was drawn so many places before each row of a block."""
    is_there = draws.before[start:stop] >= places
    at = slice(start - places, stop - places) if start >= places else np.maximum(np.arange(start, stop) - places, 0)
    days = draws.days[start:stop] - draws.days[at]
    bits = draws.earlier[at] if places else draws.own[at]
    return _Ago(bits * is_there, days, draws.logs[at], draws.methods[at])


def _any(size: int, columns: Iterable[Any]) -> Any:
    """Return which rows any column says."""
    found = np.zeros(size, dtype=bool)
    for each in columns:
        found |= each
    return found


def _near(values: Any, lines: Iterable[float]) -> Any:
    """Return which values lie next to a line."""
    return _any(len(values), (np.abs(values / line - 1) < _CLOSE for line in lines))


def _exceptions(most: int, share: Threshold) -> Any:
    """Return for so many exceptions among so many days whether they are too many: counted, so that it is exact."""
    numbers = range(most + 1)
    return np.array([[count * share.value > of for of in numbers] for count in numbers], dtype=np.int32)
