"""Timing that is fair between contenders: the same cases, in the same minute, in turns."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import starmap
from time import process_time_ns
from typing import Any, NamedTuple

from work_item import Case

Arguments = tuple[Any, ...]


class Job(NamedTuple):
    """Something to time."""

    name: str
    prepare: Callable[[Sequence[Case]], list[Arguments]]
    """Makes the arguments of one round, outside the clock and anew for each round, so that no object is met twice."""
    act: Callable[..., Any]
    """What runs on the clock, once per tuple of arguments."""


class Round(NamedTuple):
    """One chunk of cases done by one job."""

    job: str
    cases: Sequence[Case]
    answers: list[Any]
    microseconds: float
    """Per call."""


class Timing(NamedTuple):
    """Microseconds of the processor per call, over all rounds: what other programs do meanwhile does not count."""

    best: float
    """The least disturbed round: what the code costs."""
    mean: float
    """All rounds together: what somebody waiting for the whole pass pays."""


def rounds(jobs: Sequence[Job], chunks: Sequence[Sequence[Case]]) -> Iterator[Round]:
    """Let every job do the first chunk, then every job the second, and so on."""
    for chunk in chunks:
        for job in jobs:
            yield one_round(job, chunk)


def one_round(job: Job, chunk: Sequence[Case]) -> Round:
    """Prepare, then run on the clock. The garbage collector stays on, as in real use, but starts with a clean slate."""
    arguments = job.prepare(chunk)
    gc.collect()
    gc.freeze()  # otherwise whoever makes objects pays for walking through the cases of everybody
    start = process_time_ns()
    answers = list(starmap(job.act, arguments))
    elapsed = process_time_ns() - start
    gc.unfreeze()
    return Round(job.name, chunk, answers, elapsed / 1000 / len(arguments))


def timings(jobs: Sequence[Job], chunks: Sequence[Sequence[Case]]) -> dict[str, Timing]:
    """Best and mean for each job, by its name."""
    seen: dict[str, list[float]] = {job.name: [] for job in jobs}
    for done in rounds(jobs, chunks):
        seen[done.job].append(done.microseconds)
    return summary(seen)


def summary(seen: dict[str, list[float]]) -> dict[str, Timing]:
    """Rounds of equal length, put together."""
    return {name: Timing(min(each), statistics.fmean(each)) for name, each in seen.items()}
