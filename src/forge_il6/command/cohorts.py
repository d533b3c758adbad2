"""A file of rows in and a file of verdicts out, however large: ``forge-il6 cohort.parquet --to verdicts.parquet``."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Generator
from typing import Any, Final

from ..errors import CaseError, ForgeError, visible

__all__ = ["PRINTED", "add_options", "interpreted", "is_asked_for", "printed_or_file"]

PRINTED: Final = ("json", "ndjson", "csv")
"""What rows are printed as; anything else after ``--to`` is the name of a file."""
_FAILED, _STOPPED = 2, 130
_WITHOUT_EFFECT: Final = {
    "json": "--json", "full": "--full", "audience": "--for", "explain": "--explain", "format": "--format",
    "map": "--map", "hrv": "--hrv", "sessions": "--sessions", "id": "--id",
}  # fmt: skip
_ALONE: Final = {"unit": "--unit", "column": "--column", "resume": "--resume"}


def printed_or_file(value: str) -> str:
    """Read what stands after ``--to``: a form in which rows are printed, or the name of a file."""
    if value not in PRINTED and "." not in value:
        msg = f"choose {', '.join(PRINTED)}, or name a file such as verdicts.parquet"
        raise argparse.ArgumentTypeError(msg)
    return value


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how a file of rows is read."""
    parser.add_argument(
        "--unit", action="append", metavar="COLUMN=UNIT", help="with --to FILE: the unit of numbers, or its column"
    )
    parser.add_argument(
        "--column",
        action="append",
        metavar="COLUMN=FACT",
        help="with --to FILE: what a column holds; empty for nothing",
    )
    parser.add_argument("--resume", action="store_true", help="with --to FILE: go on with a run that was stopped")


def is_asked_for(options: argparse.Namespace) -> bool:
    """
    Whether rows go from one file into another.

    Raises:
        CaseError: an option that has no effect there, or has one only there.
    """
    is_file = bool(options.to) and options.to not in PRINTED
    stray = next(
        (name for key, name in (_WITHOUT_EFFECT if is_file else _ALONE).items() if getattr(options, key)), None
    )
    if stray is not None:
        msg = f"{stray}: has {'no effect with' if is_file else 'an effect only with'} --to FILE"
        raise CaseError(msg)
    return is_file


def interpreted(options: argparse.Namespace) -> int:
    """Interpret the rows of one file into another, and return the exit status; what is wrong goes to standard error."""
    try:
        from ..frame.files import interpret_file  # noqa: PLC0415  (it needs the extra frame)

        with _watching() as watch:
            told = interpret_file(
                _only(options.files),
                options.to,
                options.patient,
                units=_pairs("--unit", options.unit),
                columns={name: fact or None for name, fact in _pairs("--column", options.column).items()},
                time_zone=options.time_zone,
                resume=options.resume,
                watch=watch,
            )
    except ForgeError as error:
        sys.stderr.write(f"forge-il6: {visible(str(error))}\n")
        return _FAILED
    except KeyboardInterrupt:
        sys.stderr.write("forge-il6: stopped; the same with --resume goes on where it ended\n")
        return _STOPPED
    if told.failed:
        sys.stderr.write(f"forge-il6: {told.failed} of {told.rows} rows got no verdict; the column error says why\n")
    return _FAILED if told.failed else 0


def _only(files: list[str]) -> str:
    if len(files) != 1 or files[0] == "-":
        msg = f"--to FILE takes one file of rows, not {'standard input' if files == ['-'] else len(files)}"
        raise CaseError(msg)
    return files[0]


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for each in given or ():
        name, sign, value = each.rpartition("=")
        if not sign or not name:
            msg = f"{option}: give a column and what it is, such as il6=pg/mL"
            raise CaseError(msg)
        pairs[name] = value
    return pairs


@contextlib.contextmanager
def _watching() -> Generator[Callable[[int, int | None], None] | None]:
    """Show progress on a terminal, where rich is installed."""
    try:
        from rich.console import Console  # noqa: PLC0415  (an optional extra)
        from rich.progress import Progress  # noqa: PLC0415
    except ImportError:
        yield None
        return
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task: Any = progress.add_task("Interpreting", total=None)

        def watch(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield watch
