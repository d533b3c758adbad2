"""The files of the command line: cases, the mapping of a table, the exports of wearables."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from ..errors import CaseError, suggestion
from ..interop.cases import CaseText
from ..interop.feeds import Wishes, mapping_from, read_cases
from ..interop.tables import LAYOUTS, CsvMapping
from ..interop.tables.sheets import is_workbook, sheet_lines
from ..interop.worn import Worn

__all__ = ["COLUMNAR", "all_cases", "wishes_of", "worn_by"]

COLUMNAR: Final = ".parquet"
"""The ending of a file of rows that is no text."""


def wishes_of(options: argparse.Namespace) -> Wishes:
    """
    Return what the options state of the texts.

    Raises:
        CaseError: a mapping that cannot be read, or an unknown time zone.
    """
    mapping = _mapping(options.map)
    return Wishes(
        options.format,
        mapping,
        options.patient,
        options.time_zone,
        options.decimal,
        options.dates,
        ucum_case_insensitive=options.ucum_case_insensitive,
    )


def _mapping(name: str | None) -> CsvMapping | None:
    """Return a layout by its name, or read the file that says which column of a table holds what."""
    if name is None:
        return None
    if name.lower() in LAYOUTS:
        return LAYOUTS[name.lower()].mapping
    if not Path(name).exists():
        msg = f"{name}: no such file, and no layout{suggestion(name, LAYOUTS)}; layouts are {', '.join(LAYOUTS)}"
        raise CaseError(msg)
    with _readable(name):
        return mapping_from(Path(name).read_text(encoding="utf-8-sig"), name)


def worn_by(options: argparse.Namespace) -> Worn:
    """
    Read the exports of wearables.

    Raises:
        CaseError: a file that cannot be read, or is none of the formats.
    """
    with contextlib.ExitStack() as stack:
        hrv, sessions = (_export(name, stack) for name in (options.hrv, options.sessions))
        return Worn(hrv, sessions, options.time_zone)


def _export(name: str | None, stack: contextlib.ExitStack) -> IO[bytes] | None:
    if name is None:
        return None
    stack.enter_context(_readable(name))
    return stack.enter_context(Path(name).open("rb"))


@contextlib.contextmanager
def _readable(name: str) -> Generator[None]:
    """Say of a file that cannot be read which one it is, and why."""
    try:
        yield
    except OSError as error:
        msg = f"{name}: {error.strerror or 'cannot be read'}"
    except UnicodeDecodeError:
        msg = f"{name}: is not UTF-8 text"
    else:
        return
    raise CaseError(msg)


def all_cases(files: Iterable[str], wishes: Wishes) -> Iterator[CaseText]:
    """Yield the cases of every file; a file that cannot be read is one with its error."""
    for name in files:
        try:
            with _readable(name), _opened(name, wishes) as lines:
                yield from read_cases(lines, "standard input" if name == "-" else name, wishes)
        except CaseError as error:
            yield CaseText(name, error=error)


def _opened(name: str, wishes: Wishes) -> contextlib.AbstractContextManager[Iterable[str]]:
    """Open a file, as its lines or those of the first sheet of a workbook."""
    if name == "-":
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdin.reconfigure(encoding="utf-8-sig")  # type: ignore[union-attr]
        return contextlib.nullcontext(sys.stdin)
    path = Path(name)
    if path.suffix.lower() == COLUMNAR:
        msg = f"{name}: a file of rows goes into another with --to FILE, or into a report with --summary"
        raise CaseError(msg)
    if is_workbook(path):
        decimal = wishes.decimal or ("." if wishes.mapping is None else wishes.mapping.decimal)
        return contextlib.nullcontext(sheet_lines(path, decimal=decimal))
    return path.open(encoding="utf-8-sig", newline="")
