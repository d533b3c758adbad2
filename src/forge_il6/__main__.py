"""
The command line: case documents in, reports or verdict documents out.

Exit status: 0 when every case got a verdict, 2 when one could not be read (standard error names
the field). Several cases stream through one by one.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TextIO

from . import __version__
from .errors import CaseError, ForgeError
from .interop.cases import CaseText, Format, cases_in
from .interpretation import interpret_case
from .shown.audience import AUDIENCES, Audience
from .shown.brief import deciding
from .shown.report import NARROWEST, WIDTH, fitted
from .shown.sections import is_acute
from .verdict import Verdict

__all__ = ["main"]

_FORMATS: Final[dict[str, Format]] = {
    ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv",
}  # fmt: skip
_FAILED: Final = 2
_WIDEST: Final = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return _run(options)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="forge-il6",
        description="Interpret IL-6 results. A report for each case, or its verdict document with --json.",
        epilog="Formats: JSON (one case or a list), NDJSON (one case a line), CSV (a header of fact names).",
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
    parser.add_argument("--format", choices=("json", "ndjson", "csv"), help="where the name of a file does not tell")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="auto: on a terminal without NO_COLOR"
    )
    parser.add_argument("--version", action="version", version=f"forge-il6 {__version__}")
    return parser


def _run(options: argparse.Namespace) -> int:
    failed = 0
    several = len(options.files) > 1
    width, colour = _width(sys.stdout), _is_coloured(options.color, sys.stdout)
    for case in _watched(_all_cases(options)):
        try:
            if case.error is not None:
                raise case.error
            verdict = interpret_case(case.document)
        except ForgeError as error:
            failed += 1
            lead = "" if str(error).startswith(case.where) else f"{case.where}: "
            sys.stderr.write(f"forge-il6: {lead}{error}\n")
            continue
        if options.json:
            sys.stdout.write(json.dumps(verdict.to_dict(), ensure_ascii=False) + "\n")
        else:
            title = f"{case.where}\n" if several or case.where != options.files[0] else ""
            said = _said(verdict, options, width, colour=colour)
            sys.stdout.write(f"{'─' * width}\n{title}\n{said}\n\n")
    sys.stdout.flush()
    return _FAILED if failed else 0


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


def _all_cases(options: argparse.Namespace) -> Iterator[CaseText]:
    for name in options.files:
        try:
            with _opened(name) as stream:
                form, lines = _form_of(name, options.format, stream)
                yield from cases_in(lines, form, "standard input" if name == "-" else name)
        except OSError as error:
            yield CaseText(name, error=CaseError(f"{name}: {error.strerror or 'cannot be read'}"))
        except UnicodeDecodeError:
            yield CaseText(name, error=CaseError(f"{name}: is not UTF-8 text"))


def _opened(name: str) -> contextlib.AbstractContextManager[TextIO]:
    if name != "-":
        return Path(name).open(encoding="utf-8-sig", newline="")
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdin.reconfigure(encoding="utf-8-sig")  # type: ignore[union-attr]
    return contextlib.nullcontext(sys.stdin)


def _form_of(name: str, stated: Format | None, stream: TextIO) -> tuple[Format, Iterable[str]]:
    """Tell the format by the option, by the name, or by the first lines; return the lines unread."""
    if stated is not None:
        return stated, stream
    suffix = Path(name).suffix.lower()
    if suffix in _FORMATS:
        return _FORMATS[suffix], stream
    seen = list(itertools.islice((line for line in stream), 1))
    while seen and not seen[-1].strip():
        more = next(stream, None)
        if more is None:
            break
        seen.append(more)
    first = seen[-1].strip() if seen else ""
    lines = itertools.chain(seen, stream)
    if first[:1] not in "{[" or not first:
        return "csv", lines
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        whole = False
    return ("ndjson" if whole else "json"), lines


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
