"""
Compare what the library says of a synthetic cohort with what is true of it.

`python benchmarks/known_truth.py [--persons N] [--seed N] [--write]`: the error of the set point, and how often
persistence and trend find what is there and what is not; `--write` puts the tables into the documentation. It fails
where the set point is farther off than its own interval says.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from error_rates import CHANCE, as_markdown
from forge_il6 import Reading, Verdict, interpret_case
from forge_il6.asking.course import sigma
from forge_il6.codes import LineState, Trend
from forge_il6.knowledge.assays import ASSAYS
from forge_il6.knowledge.thresholds import (
    ANALYTICAL_CV,
    HIGH_LINE,
    TARGET,
    VERDICT_LINE,
    WITHIN_PERSON_CV,
)
from forge_il6.testing import cohort, numbers_table
from table import write

PAGE = Path(__file__).resolve().parent.parent / "docs" / "populations.md"
SEED, PERSONS, DRAWS = 20_261_120, 4_000, 5
SPREAD = sigma(WITHIN_PERSON_CV.value, ANALYTICAL_CV.value)
COVERED = 0.95
"""How many of the intervals of a set point promise to hold the truth."""
FIFTH = 1.2
SEES = ASSAYS["R&D Quantikine HS"].name
"""The method in whose range nearly every level lies, and nearly every reading of it."""
UNTOUCHED = 1.0001
LINES = {"above_target": TARGET, "above_2": VERDICT_LINE, "above_3": HIGH_LINE}
FEWEST = 50
"""A figure of fewer persons is not printed."""


class Person(NamedTuple):
    """One synthetic person: what is said of all draws but the last, what is true, and the last draw."""

    verdict: Verdict
    level: float
    """The true level as the laboratory of the newest judged draw reads it."""
    course: str
    methods: frozenset[str | None]
    """By what the judged draws were measured."""
    one_laboratory: bool
    """Whether all of them were read alike."""
    following: float | None
    """The next reading, where it is of the same laboratory and nothing moved it."""


def persons_of(number: int, seed: int, unknown: float) -> Iterator[Person]:
    """Judge the first draws of everybody, all but the last."""
    made = cohort(number, seed=seed, draws=DRAWS + 1, unknown=unknown)
    truth: list[dict[str, Any]] = made.truth.to_dict("records")
    for place, (case, whole) in enumerate(zip(made.cases(held_back=1), made.cases(), strict=True)):
        *judged, after = truth[(DRAWS + 1) * place : (DRAWS + 1) * (place + 1)]
        index, newest = case["reading"], judged[-1]
        yield Person(
            interpret_case(case),
            newest["level"] * newest["reads"],
            newest["course"],
            frozenset(each.get("method") for each in (index, *case["context"]["history"])),
            len({each["reads"] for each in judged}) == 1,
            _value(whole["reading"], index, after),
        )


def _value(following: dict[str, Any], index: dict[str, Any], truth: dict[str, Any]) -> float | None:
    """Return the reading that followed, where it can be compared with what was expected of it."""
    is_moved = truth["exercise"] * truth["meal"] * truth["infection"] > UNTOUCHED
    if is_moved or following.get("method") != index.get("method") or following["il6"][0] in "<>":
        return None
    return float(Reading.from_dict(following, "reading").il6.value)


# --- the set point ---------------------------------------------------------------------------------


class Error(NamedTuple):
    """How far set points of so many readings lie from the truth."""

    persons: int
    scaled: float
    """The root mean square error on the log scale, in standard deviations of one reading."""
    ahead: float
    """The same against the next reading, of which one is the noise of that reading itself."""
    covered: float
    """The share of the intervals that hold the truth."""


def errors(people: Sequence[Person]) -> dict[int, Error]:
    """Return the errors of set points by their number of readings, of steady persons who stay with a laboratory."""
    found: dict[int, list[tuple[float, float | None, bool]]] = {}
    for each in people:
        point = each.verdict.set_point
        if point is None or each.course != "steady" or not each.one_laboratory:
            continue
        estimate, true = math.log(float(point.estimate)), math.log(each.level)
        ahead = None if each.following is None else math.log(each.following) - estimate
        held = float(point.low) <= each.level <= float(point.high)
        found.setdefault(point.n, []).append((estimate - true, ahead, held))
    return {n: _error(rows) for n, rows in sorted(found.items()) if len(rows) >= FEWEST}


def _error(rows: Sequence[tuple[float, float | None, bool]]) -> Error:
    ahead = [each for _, each, _ in rows if each is not None]
    return Error(
        len(rows),
        _scaled([off for off, _, _ in rows]),
        _scaled(ahead) if len(ahead) >= FEWEST else math.nan,
        sum(held for _, _, held in rows) / len(rows),
    )


def _scaled(offs: Sequence[float]) -> float:
    return math.sqrt(sum(off * off for off in offs) / len(offs)) / SPREAD


def set_point_table(found: dict[str, dict[int, Error]]) -> Iterator[Sequence[str]]:
    """For each number of readings: the error, what noise alone would leave, the next reading, and the interval."""
    yield "whose", "readings", "persons", "error", "at best", "next reading", "at best", "in the interval"
    for whose, of in found.items():
        for n, each in of.items():
            at_best, ahead = 1 / math.sqrt(n), math.sqrt(1 + 1 / n)
            next_one = "" if math.isnan(each.ahead) else f"{each.ahead:.2f}"
            numbers = (f"{each.scaled:.2f}", f"{at_best:.2f}", next_one, f"{ahead:.2f}", f"{each.covered:.0%}")
            yield whose, str(n), f"{each.persons:,}", *numbers


def agrees(found: dict[int, Error]) -> bool:
    """Whether set points by a method that sees every level lie as near the truth as they say, chance apart."""
    errors_off = [(each.scaled * math.sqrt(n) - 1) * math.sqrt(2 * each.persons) for n, each in found.items()]
    chance = math.sqrt(COVERED * (1 - COVERED))
    missed = [(each.covered - COVERED) / chance * math.sqrt(each.persons) for each in found.values()]
    return all(abs(off) < CHANCE for off in (*errors_off, *missed))


# --- persistence and trend -------------------------------------------------------------------------


def persistence_table(people: Sequence[Person]) -> Iterator[Sequence[str]]:
    """For each line, how often it is found passed by whether it is."""
    yield "line", "true level", "persons", "passed", "not passed", "open"
    for name, line in LINES.items():
        at = float(line.value)
        for said, low, high in (
            ("below it by a fifth or more", 0, at / FIFTH),
            ("within a fifth of it", at / FIFTH, at * FIFTH),
            ("above it by a fifth or more", at * FIFTH, math.inf),
        ):
            steady = [each for each in people if each.course == "steady" and each.one_laboratory]
            here = [each for each in steady if low <= each.level < high]
            states = [getattr(each.verdict.persistence.lines, name) for each in here]
            shares = (states.count(state) / len(here) for state in (LineState.YES, LineState.NO, LineState.OPEN))
            yield f"`{name}`", said, f"{len(here):,}", *(f"{share:.0%}" for share in shares)


def trend_table(people: Sequence[Person]) -> Iterator[Sequence[str]]:
    """For each course of the level, how often each trend is found where one can be told."""
    codes = (Trend.VOLATILE, Trend.RISING, Trend.DECLINING, Trend.POSSIBLE_RISE, Trend.STABLE)
    yield "course", "persons", "told of", *(f"`{code.value}`" for code in codes)
    for course in ("steady", "rising", "declining"):
        trends = [each.verdict.decision.trend for each in people if each.course == course]
        told = [code for code in trends if code is not Trend.INSUFFICIENT_DATA]
        shares = (told.count(code) / max(len(told), 1) for code in codes)
        yield course, f"{len(trends):,}", f"{len(told):,}", *(f"{share:.0%}" for share in shares)


def main() -> int:
    """Print the tables, write them if asked to, and fail where the set point is not what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help="how many persons each cohort has")
    parser.add_argument("--seed", type=int, default=SEED, help="where the random numbers begin")
    parser.add_argument("--write", action="store_true", help="put the tables into the documentation")
    options = parser.parse_args()
    known, missing = (list(persons_of(options.persons, options.seed, unknown)) for unknown in (0, 0.25))
    found = {
        "by a method that sees it": errors([each for each in known if each.methods == {SEES}]),
        "by every method": errors(known),
        "a quarter of the facts missing": errors(missing),
    }
    tables = {
        "set-point-errors": set_point_table(found),
        "known-persistence": persistence_table(known),
        "known-trends": trend_table(known),
    }
    for name, rows in tables.items():
        block = f"{as_markdown(rows)}\n\n{options.persons:,} persons with {DRAWS} draws each, seed {options.seed}."
        print(f"\n{block}")
        if options.write:
            write(block, PAGE, name)
    if options.write:
        write(numbers_table(), PAGE, "cohort-numbers")
    return 0 if agrees(found["by a method that sees it"]) else 1


if __name__ == "__main__":
    sys.exit(main())
