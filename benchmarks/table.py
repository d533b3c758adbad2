"""The Markdown table, and its place in the documentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
PACKAGES = ("attrs", "pint", "zen-engine", "rule-engine")


class Row(NamedTuple):
    """One line of the table; everything but the first cell may be empty."""

    measured: str
    result: str
    ratio: str = ""
    target: str = ""
    met: str = ""


def micro(value: float) -> str:
    """Microseconds (or whatever small number) with about three digits."""
    digits = next((digits for digits, below in ((2, 10), (1, 100)) if value < below), 0)
    return f"{value:,.{digits}f}"


def markdown(rows: Iterable[Row], *, targets: bool = True) -> str:
    """The table, as wide as it needs to be to be read as plain text too; *targets* are for those who work on it."""
    shown = len(Row._fields) if targets else Row._fields.index("target")
    header = Row("Measured", "Result", "Ratio", "Target", "Met")
    lines: list[Sequence[str]] = [row[:shown] for row in (header, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(shown)]
    rule = [
        "-" * widths[0],
        *("-" * (width - 1) + ":" for width in widths[1:3]),
        *("-" * width for width in widths[3:]),
    ]
    return "\n".join(_line(line, widths) for line in [lines[0], rule, *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if column in (1, 2) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def machine() -> str:
    """One sentence on what the numbers were measured on."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Measured on {_cpu()}, {os.cpu_count()} cores, {platform.system()}, {python}; {packages}."


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def write(block: str, page: Path = PAGE, name: str = "benchmarks") -> Path:
    """Put the block between the two markers of the page."""
    begins, ends = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, begin, rest = page.read_text(encoding="utf-8").partition(begins)
    _, end, after = rest.partition(ends)
    if not (begin and end):
        raise SystemExit(f"docs/{page.name} lacks {begins} or {ends}")
    page.write_text(f"{before}{begin}\n{block}\n{end}{after}", encoding="utf-8")
    return page
