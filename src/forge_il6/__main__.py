"""
The command line: cases and laboratory feeds in, reports, rows or verdict documents out.

Exit status: 0 when every case got a verdict, 2 when one could not be read (standard error names
the field). Cases stream through one by one.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Self, TextIO, get_args

from . import __version__
from .command import verify
from .command.cohorts import PRINTED, add_options, interpreted, is_asked_for, printed_or_file
from .command.files import all_cases, wishes_of, worn_by
from .command.population import SUMMARIES, Population
from .errors import CaseError, ForgeError, visible
from .interop.cases import CaseText
from .interop.feeds import FORMS
from .interop.tables import LAYOUTS
from .interop.tables.cells import DateOrder, Decimals
from .interpretation import interpret_case
from .shown.audience import AUDIENCES, Audience
from .shown.brief import deciding
from .shown.report import NARROWEST, WIDTH, fitted
from .shown.row import COLUMNS
from .shown.sections import is_acute
from .verdict import Verdict

__all__ = ["main"]

_FAILED: Final = 2
_VERIFY: Final = "verify"
"""The one word that is no file; a file of that name is ./verify."""
_WIDEST: Final = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    options = None if given[:1] == [_VERIFY] else _parser().parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return verify.main(given[1:]) if options is None else _run(options)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="forge-il6",
        description="Interpret IL-6 results. A report for each case, or its verdict document with --json.",
        epilog="Formats: cases as JSON, NDJSON and CSV; FHIR as JSON and NDJSON; HL7 v2; other tables, also as .xlsx. "
        "forge-il6 verify VERDICT [CASE] says whether this version would decide the same.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="case documents; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print verdict documents, one a line")
    parser.add_argument(
        "--full", action="store_true", help="print everything that a verdict says, not the answer alone"
    )
    parser.add_argument(
        "--for", choices=AUDIENCES, dest="audience", help="print a page for the person, or one for a clinician"
    )
    parser.add_argument("--explain", action="store_true", help="print for each deciding finding why it is so")
    _add_reading(parser)
    parser.add_argument(
        "--to",
        type=printed_or_file,
        metavar=f"{{{','.join(PRINTED)}}}|FILE",
        help="print one flat row for every case, or its error; FILE (.parquet, .csv, .ndjson): from one file of rows",
    )
    parser.add_argument(
        "--summary", choices=SUMMARIES, help="print one report on all cases: care first, what can be used, and why not"
    )
    add_options(parser)
    parser.add_argument("--id", action="store_true", help="with --to: add whose row it is, as the file says")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="auto: on a terminal without NO_COLOR"
    )
    parser.add_argument("--version", action="version", version=f"forge-il6 {__version__}")
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """Add what says how the files are to be read."""
    parser.add_argument("--format", choices=FORMS, help="where a file itself does not tell")
    parser.add_argument(
        "--map",
        metavar="FILE",
        help=f"JSON or TOML that says which column holds what, or a layout: {', '.join(LAYOUTS)}; else guessed",
    )
    parser.add_argument("--patient", metavar="COLUMN", help="put the rows of one person together by this column")
    parser.add_argument("--decimal", choices=get_args(Decimals), help="what parts the decimals of a table")
    parser.add_argument("--dates", choices=get_args(DateOrder), help="the order of day, month and year in a table")
    parser.add_argument(
        "--ucum-case-insensitive", action="store_true", help="units in capitals are UCUM where case does not matter"
    )
    parser.add_argument(
        "--hrv", metavar="FILE", help="one person's heart rate variability, from a wearable; or as --grip"
    )
    parser.add_argument(
        "--sessions", metavar="FILE", help="the same person's training, from a wearable or a log; or as --grip"
    )
    parser.add_argument("--time-zone", metavar="NAME", help="for times without an offset, such as Europe/Berlin")


def _run(options: argparse.Namespace) -> int:
    try:
        if is_asked_for(options):
            return interpreted(options)
        wishes, worn = wishes_of(options), worn_by(options)
    except CaseError as error:
        _complain(error)
        return _FAILED
    for remark in worn.remarks:
        _complain(remark)
    failed = 0
    with _writer(options) as put:
        for case in _watched(map(worn.beside, all_cases(options.files, wishes))):
            for remark in case.remarks:
                _complain(remark)
            verdict, wrong = _judged(case)
            if wrong is not None:
                failed += 1
                _complain(wrong)
            put(case, verdict, wrong)
    sys.stdout.flush()
    return _FAILED if failed else 0


def _complain(said: object) -> None:
    """Write one line to standard error; the name of a file may hold anything."""
    sys.stderr.write(f"forge-il6: {visible(str(said))}\n")


def _judged(case: CaseText) -> tuple[Verdict | None, str | None]:
    """Return the verdict of a case, or what is wrong with it and where."""
    try:
        if case.error is not None:
            raise case.error
        return interpret_case(case.document), None
    except ForgeError as error:
        return None, str(error) if str(error).startswith(case.where) else f"{case.where}: {error}"


# --- what is written -------------------------------------------------------------------------------


def _writer(options: argparse.Namespace) -> Written | Population:
    if options.summary:
        return Population(options.summary)
    if options.to:
        return Rows(options)
    return Documents() if options.json else Reports(options)


class Written(contextlib.AbstractContextManager["Written"]):
    """Writes each case as soon as it is judged, so that nothing is held."""

    def __call__(self, case: CaseText, verdict: Verdict | None, error: str | None) -> None:
        """Write a case, or what is wrong with it."""
        raise NotImplementedError

    def __exit__(self, *_: object) -> None:
        """Write what comes after the last case."""


class Reports(Written):
    """A report for each verdict."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._width, self._colour = _width(sys.stdout), _is_coloured(options.color, sys.stdout)

    def __call__(self, case: CaseText, verdict: Verdict | None, _error: str | None) -> None:
        """Write a report under its title, where there are several."""
        if verdict is None:
            return
        files = self._options.files
        title = f"{visible(case.where)}\n" if len(files) > 1 or case.where != files[0] else ""
        said = _said(verdict, self._options, self._width, colour=self._colour)
        sys.stdout.write(f"{'─' * self._width}\n{title}\n{said}\n\n")


class Documents(Written):
    """A verdict document a line."""

    def __call__(self, _case: CaseText, verdict: Verdict | None, _error: str | None) -> None:
        """Write one."""
        if verdict is not None:
            sys.stdout.write(json.dumps(verdict.to_dict(), ensure_ascii=False) + "\n")


class Rows(Written):
    """A flat row for every case in its order: also for one that could not be read, with its error."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._form = options.to
        self._columns = ["where", *(["id"] if options.id else []), *(each.name for each in COLUMNS), "remarks", "error"]
        self._count = 0

    def __enter__(self) -> Self:
        """Write the header."""
        if self._form == "csv":
            self._line(self._columns)
        return self

    def __call__(self, case: CaseText, verdict: Verdict | None, error: str | None) -> None:
        """Write one row."""
        said: dict[str, Any] = {} if verdict is None else verdict.to_row()
        values = said | {"where": case.where, "id": case.patient, "remarks": " ".join(case.remarks), "error": error}
        row = {column: values.get(column) for column in self._columns}
        if self._form == "csv":
            self._line(str(each).lower() if isinstance(each, bool) else each and visible(each) for each in row.values())
        else:
            lead = "" if self._form == "ndjson" else ",\n" if self._count else "[\n"
            sys.stdout.write(lead + json.dumps(row, ensure_ascii=False) + ("\n" if self._form == "ndjson" else ""))
        self._count += 1

    def __exit__(self, *_: object) -> None:
        """Close the list."""
        if self._form == "json":
            sys.stdout.write("\n]\n" if self._count else "[]\n")

    def _line(self, cells: Iterable[Any]) -> None:
        csv.writer(sys.stdout, lineterminator="\n").writerow(cells)


def _said(verdict: Verdict, options: argparse.Namespace, width: int, *, colour: bool) -> str:
    """Write a verdict for whoever is to read it, with the explanations where they are asked for."""
    if options.audience:
        page = verdict.for_patient(width) if options.audience == "patient" else verdict.for_clinician(width)
    else:
        page = verdict.to_text(width, colour=colour, full=options.full)
    return "\n\n".join(
        [page, *(_explained(verdict, options.audience or "clinician", width) if options.explain else ())]
    )


def _explained(verdict: Verdict, audience: Audience, width: int) -> Iterator[str]:
    """Yield why each deciding finding is so; while care cannot wait nothing is explained to the person."""
    if audience == "patient" and is_acute(verdict.document):
        return
    for finding in deciding(verdict.document):
        yield "\n".join(fitted("", verdict.explain(finding, audience), width))


def _width(stream: TextIO) -> int:
    """Return the columns of a terminal, within reason; a report in a file has its usual ones."""
    if not stream.isatty():
        return WIDTH
    return max(NARROWEST, min(shutil.get_terminal_size((WIDTH, 0)).columns, _WIDEST))


def _is_coloured(wish: str, stream: TextIO) -> bool:
    """Tell whether to write colours: as wished, or on a terminal that shows them unless NO_COLOR is set."""
    if wish != "auto":
        return wish == "always"
    shows = sys.platform != "win32" or "WT_SESSION" in os.environ or "TERM" in os.environ
    return stream.isatty() and shows and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")


def _watched(cases: Iterator[CaseText]) -> Iterable[Any]:
    """Show progress on a terminal, when reports do not go to that terminal and rich is installed."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        return cases
    try:
        from rich.console import Console  # noqa: PLC0415  (an optional extra)
        from rich.progress import track  # noqa: PLC0415
    except ImportError:
        return cases
    return track(cases, description="Interpreting", console=Console(stderr=True), transient=True)


if __name__ == "__main__":
    sys.exit(main())
