"""
Check by simulation how often the rules err: `python benchmarks/error_rates.py [--people N] [--seed N] [--write]`.

People are simulated: every reading is a true level times the noise of biology and of the assay.
Their readings are judged by the library itself. A first table shows what was found beside what the
choice of each rule promised, and it fails where one is farther off than chance and rounding allow.
Two more show how often persistence and trend raise a false alarm and how often they find what is
there; `--write` puts these into the documentation.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from forge_il6 import Context, Reading, Verdict, interpret
from forge_il6.asking.course import normal_quantile, sigma
from forge_il6.codes import Persistence, Trend
from forge_il6.knowledge.thresholds import ANALYTICAL_CV, NOISE_PERCENTILE, SET_POINT_PERCENTILE, WITHIN_PERSON_CV
from table import write

PAGE = Path(__file__).resolve().parent.parent / "docs" / "history.md"
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
LEVELS = (1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0)
"""The true levels of steady people."""
PERSISTENCE_DAYS = {2: (28,), 3: (56, 28), 4: (84, 56, 28), 6: (140, 112, 84, 56, 28)}
"""For each number of readings, how many days before the last one the others were drawn: four weeks apart."""
TREND_DAYS = {3: (180, 90, 0), 4: (180, 120, 60, 0), 6: (180, 144, 108, 72, 36, 0)}
"""For each number of readings, how many days before the last one each was drawn: evenly over half a year."""
PASSED = (Persistence.PERSISTENT_ABOVE_3, Persistence.CONSISTENT_ABOVE_2, Persistence.PERSISTENT_ABOVE_TARGET)
"""The codes whose line is passed, the highest first: what lies beyond a line lies beyond those below it."""
COURSES = {
    "steady": 1.0,
    "true rise to ×1.5": 1.5,
    "true rise to ×2": 2.0,
    "true rise to ×4": 4.0,
    "true fall to ×0.25": 0.25,
}
"""What becomes of the level over half a year."""
RESTLESS = {"level that jumps, CV 60 %": 0.6, "level that jumps, CV 100 %": 1.0}
"""How much the level itself varies beyond the ordinary noise, as a coefficient of variation."""


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
        """Judge a steady person by readings so many days ago, and one of today."""
        return self.course([(level, days) for days in (*days_ago, 0)])

    def course(self, levels_and_days: Sequence[tuple[float, int]]) -> Verdict:
        """Judge a person by one reading at each level, so many days ago; the last one is the newest."""
        *history, index = [self.reading(level, days) for level, days in levels_and_days]
        return interpret(index, Context(history=history))

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
        found = people.share(lambda v: v.set_point is not None and float(v.set_point.estimate) > 2, level, 60, 30)  # noqa: PLR2004
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
    changes = [people.verdict(1.6, 60).decision.change for _ in range(people.number)]
    for code in ("rise", "fall"):
        yield rate(people, f"A {code} where nothing changed", changes.count(code) / people.number, 0.05)


def volatility_lines(people: People) -> Iterator[Line]:
    """Scatter beyond what noise alone shows once in twenty, met by steady people."""
    for n, days in TREND_DAYS.items():
        found = people.share(lambda v: v.decision.trend is Trend.VOLATILE, 1.6, *days[:-1])
        yield rate(people, f"Volatile by noise alone, {n} readings", found, 0.05)


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


# --- what the rules of the course miss, and what they find -------------------------------------------


def persistence_table(people: People) -> Iterator[Sequence[str]]:
    """For each true level and number of readings, how often each line is found to be passed."""
    counts = tuple(PERSISTENCE_DAYS)
    yield "line", "true level", *(f"{n} readings" for n in counts)
    found = {(level, n): _passed(people, level, days) for level in LEVELS for n, days in PERSISTENCE_DAYS.items()}
    for place, line in enumerate(("`above_target`", "`above_2`", "`above_3`")):
        for level in LEVELS:
            yield line, f"{level} pg/mL", *(f"{found[level, n][place]:.0%}" for n in counts)


def _passed(people: People, level: float, days: Sequence[int]) -> tuple[float, ...]:
    """Return the shares of steady people for whom each of the three lines is yes, as the code tells it."""
    codes = [people.verdict(level, *days).decision.persistence for _ in range(people.number)]
    return tuple(sum(codes.count(code) for code in PASSED[: place + 1]) / people.number for place in (2, 1, 0))


def trend_table(people: People) -> Iterator[Sequence[str]]:
    """For each kind of course and number of readings, how often each trend is found."""
    codes = (Trend.VOLATILE, Trend.RISING, Trend.DECLINING, Trend.POSSIBLE_RISE, Trend.STABLE)
    yield "course", "readings", *(f"`{code.value}`" for code in codes)
    for name, n, draw in _courses(people):
        found = [people.course(draw()).decision.trend for _ in range(people.number)]
        yield name, str(n), *(f"{found.count(code) / people.number:.0%}" for code in codes)


def _courses(people: People) -> Iterator[tuple[str, int, Callable[[], list[tuple[float, int]]]]]:
    """Yield every course with its name, its number of readings, and how one person's levels are drawn."""
    for name, fold in COURSES.items():
        for n, days in TREND_DAYS.items():
            levels = [(1.6 * fold ** (1 - ago / days[0]), ago) for ago in days]
            yield name, n, lambda levels=levels: levels  # type: ignore[misc]
    for name, cv in RESTLESS.items():
        sd = math.sqrt(math.log1p(cv * cv))
        for n, days in TREND_DAYS.items():
            yield name, n, lambda days=days, sd=sd: [(1.6 * math.exp(people.random.gauss(0, sd)), ago) for ago in days]  # type: ignore[misc]


def as_markdown(rows: Iterator[Sequence[str]]) -> str:
    """Write a table; the first two columns are names, the others numbers."""
    header, *others = rows
    rule = ["---", "---", *["---:"] * (len(header) - 2)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *others))


def main() -> int:
    """Print the tables, write them if asked to, and fail where a promised figure does not agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many people each rate is found from")
    parser.add_argument("--seed", type=int, default=SEED, help="where the random numbers begin")
    parser.add_argument("--write", action="store_true", help="put the tables of the course into the documentation")
    options = parser.parse_args()
    people = People(options.people, options.seed)
    found = list(lines(people))
    print("| Asked | Found | Expected | Agrees |\n| --- | ---: | ---: | --- |")
    for line in found:
        print(f"| {line.asked} | {line.found} | {line.expected} | {'yes' if line.agrees else 'NO'} |")
    tables = {"persistence-rates": persistence_table(people), "trend-rates": trend_table(people)}
    for name, rows in tables.items():
        block = f"{as_markdown(rows)}\n\n{options.people:,} people for each rate, seed {options.seed}."
        print(f"\n{block}")
        if options.write:
            write(block, PAGE, name)
    return 0 if all(line.agrees for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
