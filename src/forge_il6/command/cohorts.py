"""
A file of rows in, a file of verdicts or one report out, however large.

``forge-il6 cohort.parquet --to verdicts.parquet``, ``forge-il6 cohort.parquet --summary html``.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Generator
from typing import Any, Final

from ..errors import CaseError, ForgeError, visible
from .files import COLUMNAR
from .population import written

__all__ = ["PRINTED", "add_options", "interpreted", "is_asked_for", "printed_or_file"]

PRINTED: Final = ("json", "ndjson", "csv")
"""What rows are printed as; anything else after ``--to`` is the name of a file."""
Watch = Callable[[int, int | None], None]
_FAILED, _STOPPED = 2, 130
_WITHOUT_EFFECT: Final = {
    "json": "--json", "full": "--full", "audience": "--for", "explain": "--explain", "format": "--format",
    "map": "--map", "id": "--id", "decimal": "--decimal", "dates": "--dates",
    "ucum_case_insensitive": "--ucum-case-insensitive",
}  # fmt: skip
"""What has no effect on a file of rows."""
_OF_ROWS: Final = {"unit": "--unit", "column": "--column", "grip": "--grip", "hs_crp": "--hs-crp"}
"""What says how a file of rows is read, and so has an effect on nothing else."""
_OF_FILES: Final = {"give": "--give", "resume": "--resume"}
"""What has an effect only where rows go into a file."""


def printed_or_file(value: str) -> str:
    """Read what stands after ``--to``: a form in which rows are printed, or the name of a file."""
    if value not in PRINTED and "." not in value:
        msg = f"choose {', '.join(PRINTED)}, or name a file such as verdicts.parquet"
        raise argparse.ArgumentTypeError(msg)
    return value


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how a file of rows is read."""
    rows = "a file of rows"
    parser.add_argument(
        "--unit", action="append", metavar="COLUMN=UNIT", help=f"of {rows}: the unit of numbers, or its column"
    )
    parser.add_argument(
        "--column", action="append", metavar="COLUMN=FACT", help=f"of {rows}: what a column holds; empty for nothing"
    )
    parser.add_argument("--grip", metavar="FILE", help=f"beside {rows}: another with the grip of the same persons")
    parser.add_argument("--hs-crp", metavar="FILE", help=f"beside {rows}: another with the hs-CRP of the same persons")
    parser.add_argument(
        "--give", metavar="NAME,NAME", help="with --to FILE: the answers that are wanted, such as band,care"
    )
    parser.add_argument("--resume", action="store_true", help="with --to FILE: go on with a run that was stopped")


def is_asked_for(options: argparse.Namespace) -> bool:
    """
    Whether the one file is a file of rows: they go into another, or one report is asked for on them.

    Raises:
        CaseError: an option that has no effect there, or has one only there.
    """
    is_file = bool(options.to) and options.to not in PRINTED
    is_rows = is_file or (bool(options.summary) and _are_rows(options))
    if is_file and options.summary:
        msg = "--summary: ask for the report by itself, without --to FILE"
        raise CaseError(msg)
    idle = {} if is_file else _OF_FILES if is_rows else _OF_ROWS | _OF_FILES
    stray = next((name for key, name in idle.items() if getattr(options, key)), None)
    if stray is not None:
        msg = f"{stray}: has an effect only with --to FILE{'' if stray in _OF_FILES.values() else ' or --summary'}"
        raise CaseError(msg)
    stray = next((name for key, name in _WITHOUT_EFFECT.items() if is_rows and getattr(options, key)), None)
    if stray is not None:
        msg = f"{stray}: has no effect {'with --to FILE' if is_file else 'on a report on a file of rows'}"
        raise CaseError(msg)
    return is_rows


def _are_rows(options: argparse.Namespace) -> bool:
    """Whether a report is asked for on rows: of Parquet always, of text where an option says how they are read."""
    return any(name.lower().endswith(COLUMNAR) for name in options.files) or any(
        getattr(options, key) for key in _OF_ROWS
    )


def interpreted(options: argparse.Namespace) -> int:
    """Interpret the rows of one file, and return the exit status; what is wrong goes to standard error."""
    try:
        with _watching() as watch:
            said, failed = _summary(options, watch) if options.summary else _file(options, watch)
    except ForgeError as error:
        sys.stderr.write(f"forge-il6: {visible(str(error))}\n")
        return _FAILED
    except KeyboardInterrupt:
        way = "" if options.summary else "; the same with --resume goes on where it ended"
        sys.stderr.write(f"forge-il6: stopped{way}\n")
        return _STOPPED
    sys.stdout.write(said)
    if failed:
        sys.stderr.write(f"forge-il6: {failed}\n")
    return _FAILED if failed else 0


def _file(options: argparse.Namespace, watch: Watch | None) -> tuple[str, str]:
    """Write the file; return nothing to print, and how many rows failed."""
    from ..frame.files import interpret_file  # noqa: PLC0415  (it needs the extra frame)

    give = None if options.give is None else [name.strip() for name in options.give.split(",") if name.strip()]
    told = interpret_file(
        _only(options), options.to, options.patient, **_reading(options), give=give, resume=options.resume, watch=watch
    )
    failed = f"{told.failed:,} of {told.rows:,} rows got no verdict; the column error says why" if told.failed else ""
    return "", failed


def _summary(options: argparse.Namespace, watch: Watch | None) -> tuple[str, str]:
    """Return the report, and how many rows could not be read."""
    from ..frame.files import describe_file  # noqa: PLC0415  (it needs the extra frame)

    found = describe_file(_only(options), options.patient, **_reading(options), watch=watch)
    return (
        f"{written(found, options.summary)}\n",
        f"{found.unread:,} of {found.rows:,} rows could not be read" if found.unread else "",
    )


def _reading(options: argparse.Namespace) -> dict[str, Any]:
    """Return how the rows are read, and what stands beside them."""
    return {
        "units": _pairs("--unit", options.unit),
        "columns": {name: fact or None for name, fact in _pairs("--column", options.column).items()},
        "time_zone": options.time_zone,
        **{name: getattr(options, name) for name in ("grip", "hrv", "sessions", "hs_crp")},
    }


def _only(options: argparse.Namespace) -> str:
    files: list[str] = options.files
    if len(files) != 1 or files[0] == "-":
        asked = "--summary of rows" if options.summary else "--to FILE"
        msg = f"{asked} takes one file of rows, not {'standard input' if files == ['-'] else len(files)}"
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
def _watching() -> Generator[Watch | None]:
    """Show progress on a terminal, where rich is installed; text does not say how many rows there are."""
    try:
        from rich.console import Console  # noqa: PLC0415  (an optional extra)
        from rich.progress import Progress, TextColumn  # noqa: PLC0415
    except ImportError:
        yield None
        return
    if not sys.stderr.isatty():
        yield None
        return
    shown = (*Progress.get_default_columns(), TextColumn("{task.completed:,.0f} rows"))
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task: Any = progress.add_task("Interpreting", total=None)

        def watch(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield watch
