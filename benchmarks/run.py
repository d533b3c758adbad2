"""
Measure everything in one run and print the table: `python benchmarks/run.py`; `--write` puts it into the docs.

It fails only where two contenders give different answers. No time is asserted: the table says what was met.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

import library
from contenders import CONTENDERS, FORGE, FORGE_ALONE, PLAIN
from stopwatch import Job, Timing, rounds, summary, timings
from table import Row, machine, markdown, micro, write
from work_item import Case, cases

Chunks = Sequence[Sequence[Case]]

FLOOR, AIM = 70, 27
"""Times plain Python on the work item: a rule engine in Rust, and the fastest interpreter of expressions in C++."""
MOST_FULLEST = 4
"""Times the typical case."""
MOST_PER_READING = 1.5
"""Times the cost of a reading in a history of BASE_LENGTH; more would not be linear."""
BASE_LENGTH = 100
MOST_IMPORT = 1.3
"""Times `import attrs`."""
MOST_BYTES = 1000
"""Per retained verdict."""

ROUNDS = 50
LEAST_PER_ROUND = 2_000
"""In shorter rounds cold caches, not the code, decide what plain Python costs."""
NOT_INSTALLED = "not installed"


def main() -> int:
    """Run every measurement, print the table, and write it if asked to."""
    options = _options()
    everything = list(cases(options.cases))
    size = max(LEAST_PER_ROUND, len(everything) // ROUNDS)
    chunks = [everything[start : start + size] for start in range(0, len(everything), size)]
    jobs = installed()

    _say(f"{len(everything):,} cases, first pass: equal answers")
    first = first_pass(jobs, chunks)
    _say("second pass: steady state")
    steady = timings(jobs, chunks)
    rows = list(work_item_rows(first, steady))
    if FORGE in steady:
        rows += library_rows(chunks, options.verdicts, steady[PLAIN])
    else:
        rows.append(Row("forge_il6: everything else", NOT_INSTALLED))

    contenders = "; ".join(job.name for job in jobs)
    opening, end = machine(), f"Equal answers in all {len(everything):,} cases: {contenders}."
    print(f"{opening}\n\n{markdown(rows)}\n\n{end}")
    if options.write:
        page = write(f"{opening}\n\n{markdown(rows, targets=False)}\n\n{end}")
        _say(f"written to docs/{page.name}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument(
        "--cases", type=int, default=100_000, help="seeded cases of the work item (default %(default)s)"
    )
    parser.add_argument("--verdicts", type=int, default=100_000, help="verdicts kept for the memory row (%(default)s)")
    return parser.parse_args()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def installed() -> list[Job]:
    """The contenders that this environment has, the yardstick first."""
    found: list[Job] = []
    for name, make in CONTENDERS.items():
        try:
            found.append(make())
        except ImportError as error:
            _say(f"{name}: {NOT_INSTALLED} ({error})")
    return found


def first_pass(jobs: Sequence[Job], chunks: Chunks) -> dict[str, Timing]:
    """Every case for the first time, on the clock; stop at the first answer that differs from plain Python's."""
    seen: dict[str, list[float]] = {job.name: [] for job in jobs}
    expected: Sequence[object] = ()
    for done in rounds(jobs, chunks):
        seen[done.job].append(done.microseconds)
        if done.job == PLAIN:
            expected = done.answers
        for case, right, answer in zip(done.cases, expected, done.answers, strict=True):
            if right != answer:
                raise SystemExit(f"answers differ on {case}\n  {PLAIN}: {right}\n  {done.job}: {answer}")
    return summary(seen)


def work_item_rows(first: dict[str, Timing], steady: dict[str, Timing]) -> Iterator[Row]:
    """The same decision by each contender, against plain Python in the same pass."""
    plain = steady[PLAIN].best
    for name in CONTENDERS:
        label = f"Work item: {name}"
        if name not in steady:
            yield Row(label, NOT_INSTALLED)
            continue
        if name == FORGE:
            times = first[FORGE].mean / first[PLAIN].mean
            yield _against_plain(f"{label}, first pass (mean)", first[FORGE].mean, times, judged=True)
        yield _against_plain(label, steady[name].best, steady[name].best / plain, judged=name in (FORGE, FORGE_ALONE))


def _against_plain(label: str, microseconds: float, times: float, *, judged: bool) -> Row:
    row = _timed(label, microseconds, times)
    if not judged:
        return row
    met = "yes, and the aim" if times <= AIM else "yes" if times <= FLOOR else "no"
    return row._replace(target=f"≤ {FLOOR} × plain, aim {AIM} ×", met=met)


def _timed(label: str, microseconds: float, times: float, of: str = "plain") -> Row:
    return Row(label, f"{micro(microseconds)} µs", f"{micro(times)} × {of}")


def library_rows(chunks: Chunks, verdicts: int, plain: Timing) -> Iterator[Row]:
    """What only forge_il6 does."""
    _say("readings and documents")
    timed = timings(library.jobs(), [chunk[:200] for chunk in chunks])
    best = {name: timing.best for name, timing in timed.items()} | {PLAIN: plain.best}
    yield from _interpret_rows(best)
    yield from _reading_rows(best)
    yield from _document_rows(best)
    _say("histories")
    yield from _history_rows(library.history_microseconds(repeats=5))
    _say("fresh processes")
    yield from _import_rows()
    _say("memory")
    yield from _memory_rows(verdicts)


def _yes(met: bool) -> str:  # noqa: FBT001  (it says a truth value in words)
    return "yes" if met else "no"


def _interpret_rows(best: dict[str, float]) -> Iterator[Row]:
    typical, fullest = best[library.TYPICAL], best[library.FULLEST]
    yield _timed("`interpret`, typical case, inputs prebuilt", typical, typical / best[PLAIN])
    times = fullest / typical
    yield _timed("`interpret`, fullest case, inputs prebuilt", fullest, times, of="typical")._replace(
        target=f"≤ {MOST_FULLEST} × typical", met=_yes(times <= MOST_FULLEST)
    )


def _reading_rows(best: dict[str, float]) -> Iterator[Row]:
    for name, label, limit in (
        (library.READING, "`Reading` from text, value alone", 3),
        (library.READING_FACTS, "`Reading` from text, with draw time and facts", None),
        (library.READING_PINT, "`Reading` from a pint quantity, known unit", 5),
    ):
        if name not in best:
            yield Row(label, "pint not installed")
            continue
        row = _timed(label, best[name], best[name] / best[PLAIN])
        yield row if limit is None else row._replace(target=f"< {limit} µs", met=_yes(best[name] < limit))


def _document_rows(best: dict[str, float]) -> Iterator[Row]:
    for name in (*library.DOCUMENT_ROWS, *library.EXCHANGE_ROWS):
        if name not in best:
            yield Row(name, NOT_INSTALLED)
            continue
        beside = library.COMPARED.get(name)
        if beside is None or beside.row not in best:
            yield _timed(name, best[name], best[name] / best[PLAIN])
            continue
        times = best[name] / best[beside.row]
        target = f"≤ {beside.at_most} × {beside.name}"
        yield _timed(name, best[name], times, of=beside.name)._replace(target=target, met=_yes(times <= beside.at_most))


def _history_rows(per_reading: dict[int, float]) -> Iterator[Row]:
    base = f"n = {BASE_LENGTH}"
    for length, microseconds in per_reading.items():
        times = microseconds / per_reading[BASE_LENGTH]
        row = _timed(f"History of {length:,} readings, per reading", microseconds, times, of=base)
        target = f"≤ {MOST_PER_READING} × {base} (linear)"
        yield row._replace(target=target, met=_yes(times <= MOST_PER_READING)) if length > BASE_LENGTH else row


def _import_rows() -> Iterator[Row]:
    taken = library.import_milliseconds(("attrs", "forge_il6"), repeats=40)
    attrs, forge = taken["attrs"], taken["forge_il6"]
    met = _yes(forge <= MOST_IMPORT * attrs)
    yield Row("`import attrs`, fresh process", f"{micro(attrs)} ms")
    yield Row(
        "`import forge_il6`, fresh process",
        f"{micro(forge)} ms",
        f"{micro(forge / attrs)} × attrs",
        f"≤ {MOST_IMPORT} × attrs",
        met,
    )
    loaded = library.loads_pint()
    label = "pint after the import and a verdict in pg/mL"
    yield Row(label, "loaded" if loaded else "not loaded", "", "not loaded", _yes(not loaded))
    yield Row("First verdict of a process", f"{micro(library.first_call_milliseconds(repeats=10))} ms")


def _memory_rows(verdicts: int) -> Iterator[Row]:
    kept = library.retained_bytes(verdicts)
    label = f"Memory per retained verdict, {verdicts:,} of them"
    yield Row(label, f"{kept:,.0f} bytes", "", f"< {MOST_BYTES:,} bytes", _yes(kept < MOST_BYTES))
    few = max(1, verdicts // 10)
    looked_at = library.retained_bytes(few, looked_at=True)
    yield Row(f"The same after its findings were read, {few:,} of them", f"{looked_at:,.0f} bytes")


if __name__ == "__main__":
    sys.exit(main())
