"""
Check by simulation how often the rules err: `python benchmarks/error_rates.py [--people N] [--seed N]`.

Steady people are simulated: every reading is a true level times the noise of biology and of the
assay. Their readings are judged by the library itself; the table shows what was found beside what
the choice of each rule promised. It fails where one is farther off than chance and rounding allow.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from forge_il6 import Context, Reading, Verdict, interpret
from forge_il6.asking.course import as_cv, noise_limit, normal_quantile, sigma
from forge_il6.knowledge.thresholds import ANALYTICAL_CV, NOISE_PERCENTILE, SET_POINT_PERCENTILE, WITHIN_PERSON_CV

SEED, PEOPLE = 20_261_120, 4_000
INDEX_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
CHANCE = 4.0
"""How many standard errors a simulated rate may lie off."""
ROUNDING = 0.0051
"""The promised rates are whole per cent."""
BANDS = ("optimal", "above_target", "elevated", "high or beyond")
BAND_TABLE = {
    "1.0": (0.73, 0.26, 0.01, 0.00),
    "1.2": (0.50, 0.45, 0.05, 0.00),
    "1.6": (0.17, 0.60, 0.21, 0.02),
    "2.0": (0.05, 0.45, 0.41, 0.09),
    "2.4": (0.01, 0.26, 0.49, 0.23),
    "3.0": (0.00, 0.09, 0.41, 0.50),
    "4.0": (0.00, 0.01, 0.16, 0.83),
}
"""For each true level, how often one reading lands in each band."""
VOLATILE = {3: 57, 4: 52, 5: 50, 6: 48}
"""For each number of readings, the coefficient of variation that noise alone exceeds once in twenty."""


class Line(NamedTuple):
    """What was asked, found and expected, and whether the two agree."""

    asked: str
    found: str
    expected: str
    agrees: bool


class People:
    """Steady people whose readings vary by biology and by the assay, each on the log scale."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self.random = random.Random(seed)  # noqa: S311  (a simulation)
        self.spreads = [math.sqrt(math.log1p((float(cv.value) / 100) ** 2)) for cv in (WITHIN_PERSON_CV, ANALYTICAL_CV)]

    def reading(self, level: float, days_ago: int = 0) -> Reading:
        """Draw one rested reading around a true level."""
        noise = sum(self.random.gauss(0, spread) for spread in self.spreads)
        value = level * math.exp(noise)
        return Reading(
            il6=f"{value:.9f} pg/mL",
            drawn_at=INDEX_AT - timedelta(days=days_ago),
            fasting_hours=12,
            at_rest=True,
            exercise="none",
        )

    def verdict(self, level: float, *days_ago: int) -> Verdict:
        """Judge a steady person by readings so many days ago, the last of them today."""
        history = [self.reading(level, days) for days in days_ago]
        return interpret(self.reading(level), Context(history=history))

    def share(self, of: Callable[[Verdict], bool], level: float, *days_ago: int) -> float:
        """Return the share of people of whom it is said."""
        return sum(of(self.verdict(level, *days_ago)) for _ in range(self.number)) / self.number


def rate(people: People, asked: str, found: float, expected: float) -> Line:
    """Compare a simulated rate with the promised one."""
    error = math.sqrt(max(expected, 0.005) * (1 - min(expected, 0.995)) / people.number)
    return Line(asked, f"{found:.1%}", f"{expected:.0%}", abs(found - expected) <= CHANCE * error + ROUNDING)


def computed(asked: str, found: float, expected: float, unit: str, digits: int = 0) -> Line:
    """Compare a computed number with the promised one, to the digits it was promised with."""
    shown = f"{found:+.{digits}f}" if unit == " %" and "change" in asked else f"{found:.{digits}f}"
    return Line(asked, f"{shown}{unit}", f"{expected:.{digits}f}{unit}", round(found, digits) == expected)


def persistence_lines(people: People) -> Iterator[Line]:
    """Two of two readings beyond a line, four weeks apart."""
    for line, name, rates in (
        ("2.0", "above_2", {1.6: 0.05, 2.4: 0.53, 3.0: 0.83}),
        ("3.0", "above_3", {2.0: 0.01, 2.4: 0.05, 4.0: 0.69}),
    ):
        for level, expected in rates.items():
            found = people.share(lambda v, n=name: getattr(v.persistence.lines, n) == "yes", level, 28)
            yield rate(people, f"2 of 2 readings > {line} at a true {level}", found, expected)


def single_lines(people: People) -> Iterator[Line]:
    """One reading beyond a line, which the rules call provisional for this reason."""
    for line, bands, rates in (
        ("2.0", {"elevated", "high", "beyond_range"}, {1.6: 0.23, 2.4: 0.73, 3.0: 0.91}),
        ("3.0", {"high", "beyond_range"}, {2.0: 0.09, 4.0: 0.83}),
    ):
        for level, expected in rates.items():
            found = people.share(lambda v, b=bands: v.band in b, level)
            yield rate(people, f"1 reading > {line} at a true {level}", found, expected)


def mean_lines(people: People) -> Iterator[Line]:
    """The geometric mean of three, as the set point estimates it."""
    for level, expected in {1.6: 0.10, 2.4: 0.85, 3.0: 0.99}.items():
        found = people.share(lambda v: v.set_point is not None and float(v.set_point.estimate) > 2, level, 90, 45)  # noqa: PLR2004
        yield rate(people, f"Geometric mean of 3 > 2.0 at a true {level}", found, expected)


def change_lines(people: People) -> Iterator[Line]:
    """The reference change value, computed and then met by people in whom nothing changed."""
    spread = sigma(WITHIN_PERSON_CV.value, ANALYTICAL_CV.value)
    reach = normal_quantile(NOISE_PERCENTILE.value) * math.sqrt(2) * spread
    yield computed("One-sided 95 % reference change, up", 100 * math.expm1(reach), 103, " %")
    yield computed("One-sided 95 % reference change, down", 100 * math.expm1(-reach), -51, " %")
    interval = normal_quantile(SET_POINT_PERCENTILE.value) * spread
    yield computed("95 % range of the set point, low end", math.exp(-interval), 0.55, " ×", 2)
    yield computed("95 % range of the set point, high end", math.exp(interval), 1.82, " ×", 2)
    changes = [people.verdict(1.6, 60).change.code for _ in range(people.number)]
    for code in ("rise", "fall"):
        yield rate(people, f"A {code} where nothing changed", changes.count(code) / people.number, 0.05)


def volatility_lines(people: People) -> Iterator[Line]:
    """The limit of what noise alone shows, computed and then met by steady people."""
    spread = sigma(WITHIN_PERSON_CV.value, ANALYTICAL_CV.value)
    for n, expected in VOLATILE.items():
        limit = noise_limit(spread, n, NOISE_PERCENTILE.value)
        yield computed(f"Volatility limit of {n} readings, CV", 100 * as_cv(limit), expected, " %")
        found = sum(_log_sd(people, n) > limit for _ in range(people.number)) / people.number
        yield rate(people, f"Beyond that limit by noise alone, {n} readings", found, 0.05)


def _log_sd(people: People, n: int) -> float:
    return statistics.stdev(sum(people.random.gauss(0, spread) for spread in people.spreads) for _ in range(n))


def band_lines(people: People) -> Iterator[Line]:
    """Where one reading lands, for a person who lives at a level."""
    for level, rates in BAND_TABLE.items():
        bands = [str(people.verdict(float(level)).band) for _ in range(people.number)]
        counts = [*(bands.count(band) for band in BANDS[:3]), bands.count("high") + bands.count("beyond_range")]
        for band, count, expected in zip(BANDS, counts, rates, strict=True):
            yield rate(people, f"One reading is {band} at a true {level}", count / people.number, expected)


def lines(people: People) -> Iterator[Line]:
    """Yield every figure in the order of the table."""
    yield from single_lines(people)
    yield from persistence_lines(people)
    yield from mean_lines(people)
    yield from change_lines(people)
    yield from volatility_lines(people)
    yield from band_lines(people)


def main() -> int:
    """Print the table, and fail where a figure does not agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many people each rate is found from")
    parser.add_argument("--seed", type=int, default=SEED, help="where the random numbers begin")
    options = parser.parse_args()
    found = list(lines(People(options.people, options.seed)))
    print("| Asked | Found | Expected | Agrees |\n| --- | ---: | ---: | --- |")
    for line in found:
        print(f"| {line.asked} | {line.found} | {line.expected} | {'yes' if line.agrees else 'NO'} |")
    print(f"\n{options.people:,} steady people for each rate, seed {options.seed}.")
    return 0 if all(line.agrees for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
