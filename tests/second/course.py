"""Sections 5 and 6 of the protocol: persistence, trend and change."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache

from .case import Sample, days_between
from .levels import HIGH_LINE, TARGET, VERDICT_LINE, Judged, order
from .quantities import Interval, product

WINDOW, SPAN, PAIR_GAP, PAIR_GAP_3 = 183, 90, 14, 28
SIGMA = math.sqrt(math.log(1 + 0.30**2) + math.log(1 + 0.08**2))  # section 3: within person 30 %, assay 8 %
RISE, FALL = Fraction("2.03"), Fraction("0.49")  # section 6: the printed numbers decide


def day_of(judged: Judged) -> date | None:
    return judged[0].moment.day if judged[0].moment else None


def newest_of(judged: list[Judged], index: Sample | None) -> Judged:
    """The newest; where two methods share an instant, the index."""
    return max(judged, key=lambda entry: (*order(entry), entry[0] is index)) if len(judged) > 1 else judged[0]


def comparable(judged: list[Judged], newest: Judged) -> list[Judged]:
    """Of the method and matrix of the newest, within the window of it (a draw without a day stands alone)."""
    day = day_of(newest)
    return [
        entry
        for entry in judged
        if entry is newest
        or (
            day is not None and (own := day_of(entry)) is not None and entry[0].matrix == newest[0].matrix
            and days_between(own, day) <= WINDOW
        )
    ]  # fmt: skip


def counting_days(judged: list[Judged], index: Sample | None) -> list[list[Judged]]:
    """Section 5: the counting readings, oldest first, those of one local day together."""
    counting = [entry for entry in judged if entry[1].counts]
    undated = [entry for entry in counting if day_of(entry) is None]
    if undated:  # an index without a day is the newest, and comparable with nothing
        return [undated[:1]]
    if not counting:
        return []
    days: dict[date, list[Judged]] = {}
    for entry in sorted(comparable(counting, newest_of(counting, index)), key=order):
        days.setdefault(day_of(entry) or date.max, []).append(entry)
    return [days[day] for day in sorted(days)]


# --- 5 persistence ----------------------------------------------------------------------------------


LINES: dict[str, Fraction] = {"above_target": TARGET, "above_2": VERDICT_LINE, "above_3": HIGH_LINE}


def certainly(value: Interval, name: str, n: int = 1) -> tuple[bool, bool]:
    """Is a (product of n) certainly beyond the line, is it certainly not? Never through logarithms."""
    line = LINES[name] ** n
    if name == "above_target":
        return value.at_least(line), value.below(line)
    return value.above(line), value.at_most(line)


def day_state(day: list[Judged], name: str) -> tuple[bool, bool]:
    return certainly(product([sample.value for sample, _ in day]), name, len(day))


def line_state(days: list[list[Judged]], name: str) -> str:
    """One line: the pair and all between, and for the lower two lines a share of all."""
    dates = [day_of(day[0]) for day in days]
    states = [day_state(day, name) for day in days]
    gap = PAIR_GAP_3 if name == "above_3" else PAIR_GAP
    partners = [i for i, on in enumerate(dates) if on and dates[-1] and days_between(on, dates[-1]) >= gap]
    stretch = states[partners[-1] :] if partners else states[-1:]
    beyond, not_beyond = sum(yes for yes, _ in states), sum(no for _, no in states)
    if any(no for _, no in stretch) or (name != "above_3" and 3 * not_beyond > len(days)):
        return "no"
    enough = name == "above_3" or 3 * beyond >= 2 * len(days)
    return "yes" if partners and enough and all(yes for yes, _ in stretch) else "open"


def persistence(judged: list[Judged], days: list[list[Judged]]) -> tuple[str, dict[str, str]]:
    """The three lines and the code."""
    lines: dict[str, str] = dict.fromkeys(LINES, "open")
    if len(days) >= 2:
        unverified = [
            entry
            for entry in judged
            if entry[1].code == "unverified" and entry[0].matrix == days[-1][0][0].matrix
            and (on := day_of(entry)) and (last := day_of(days[-1][0]))
            and (on > last or days_between(on, last) <= WINDOW)  # a later one would have moved the window
        ]  # fmt: skip
        for name in LINES:
            state = line_state(days, name)
            doubted = any(not certainly(sample.value, name)[0] for sample, _ in unverified)
            lines[name] = "open" if state == "yes" and doubted else state
        for lower, upper in (("above_2", "above_3"), ("above_target", "above_2")):
            if lines[upper] == "yes":
                lines[lower] = "yes"
    for name, code in (
        ("above_3", "persistent_above_3"),
        ("above_2", "consistent_above_2"),
        ("above_target", "persistent_above_target"),
    ):
        if lines[name] == "yes":
            return code, lines
    return ("not_assessable" if "open" in lines.values() else "not_persistent"), lines


# --- 6 trend ----------------------------------------------------------------------------------------


def point_means(days: list[list[Judged]]) -> list[tuple[date | None, float]]:
    """The readings that are numbers, one mean a day, within the window of the newest of them."""
    means = list[tuple[date | None, float]]()
    for day in days:
        points = [float(point) for sample, _ in day if (point := sample.value.point) is not None]
        if points:
            means.append((day_of(day[0]), math.exp(sum(map(math.log, points)) / len(points))))
    return means


def trend(means: list[tuple[date | None, float]]) -> str:
    """Scatter first, then the fitted fold."""
    if len(means) < 3 or means[0][0] is None or means[-1][0] is None or days_between(means[0][0], means[-1][0]) < SPAN:
        return "insufficient_data"
    scatter, fold = fit(means)
    free = len(means) - 2
    if scatter > SIGMA * math.sqrt(chi_square_95(free) / free):
        return "volatile"
    for code, holds in (
        ("rising", fold >= 2.0),
        ("declining", fold <= 0.5),
        ("possible_rise", fold >= 1.6),
    ):
        if holds:
            return code
    return "stable"


def is_steady(judged: list[Judged], days: list[list[Judged]]) -> bool:
    """Not volatile, nor with its unverified readings: to know less of one must not make a band firmer (opening)."""
    if not days:
        return True
    newest = days[-1][-1]
    doubtful = [entry for entry in judged if entry[1].code == "unverified" and day_of(entry) is not None]
    together: dict[date, list[Judged]] = {}
    for entry in [*(entry for day in days for entry in day), *comparable([newest, *doubtful], newest)[1:]]:
        together.setdefault(day_of(entry) or date.max, []).append(entry)
    courses = (days, [together[day] for day in sorted(together)])
    return all(trend(point_means(course)) != "volatile" for course in courses)


def fit(means: list[tuple[date | None, float]]) -> tuple[float, float]:
    """Least squares of ln x on the day: the scatter about the line, and the fold over the span."""
    first = means[0][0]
    xs = [float(days_between(first, on)) for on, _ in means if first and on]
    ys = [math.log(value) for _, value in means]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(xs, ys, strict=True))
    return math.sqrt(rest / (len(xs) - 2)), math.exp(slope * (xs[-1] - xs[0]))


def bisect(below: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


@cache
def chi_square_95(free: int) -> float:
    """The 95 % quantile: P(free/2, x/2) by its series, which converges for every x."""

    def share(x: float) -> float:
        half, term, total, k = free / 2, 1.0, 0.0, 0
        term = math.exp(half * math.log(x / 2) - x / 2 - math.lgamma(half + 1))
        while term > 1e-17 * max(total, 1e-300):
            total, k = total + term, k + 1
            term *= (x / 2) / (half + k)
        return total

    return bisect(lambda x: share(x) < 0.95, 1e-9, 10.0 * free + 50)


def exact_means(days: list[list[Judged]]) -> list[tuple[Fraction, int]]:
    """For each day with a number: the product of its numbers and how many they are."""
    found = list[tuple[Fraction, int]]()
    for day in days:
        points = [point for sample, _ in day if (point := sample.value.point) is not None]
        if points:
            found.append((math.prod(points, start=Fraction(1)), len(points)))
    return found


def change(days: list[list[Judged]]) -> str:
    """The last two comparable readings; means of one day are compared exactly, by powers."""
    means = exact_means(days)
    if len(means) < 2:
        return "not_comparable"
    (before, n), (after, m) = means[-2:]
    if after**n >= RISE ** (n * m) * before**m:
        return "rise"
    return "fall" if after**n <= FALL ** (n * m) * before**m else "within_noise"
