"""
Answered rows on their way into a file: kept in parts beside it until all are there.

A part counts once the journal names it, and the file appears under its name when it is whole. So a run that was
stopped leaves no file that looks whole, and another one goes on where it ended.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from ..errors import CaseError
from .batches import arrow
from .sources import form_of

__all__ = ["Parts"]

_JOURNAL: Final = "done.ndjson"
_UNFINISHED: Final = "unfinished"
_BLOCK: Final = 1 << 20


class Parts:
    """The parts of one file."""

    def __init__(self, target: Path, job: Mapping[str, Any], *, resume: bool) -> None:
        """
        Begin, or go on with what is there.

        Args:
            target: the file to be.
            job: what is done, as JSON holds it; only the same job is gone on with.
            resume: whether to go on with a run that was stopped; where there is none, the file is begun.

        Raises:
            CaseError: a run was stopped and is not gone on with, or was another one.
        """
        self._target = target
        self._write, self._join = _FORMS[form_of(target)]
        self._folder = target.with_name(f"{target.name}.parts")
        self.rows = self.failed = self._count = 0
        if self._folder.exists():
            self._go_on(job, resume=resume)
        else:
            self._folder.mkdir()
            self._note(job)

    def _go_on(self, job: Mapping[str, Any], *, resume: bool) -> None:
        if not resume:
            msg = f"{self._folder} holds a run that was stopped; go on with it (resume), or remove that folder"
            raise CaseError(msg)
        journal = self._folder / _JOURNAL
        lines = journal.read_text(encoding="utf-8").split("\n") if journal.exists() else [""]
        noted = [json.loads(line) for line in lines[:-1]]
        before = noted[0] if noted else dict(job)
        other = sorted(key for key in {*job, *before} if job.get(key) != before.get(key))
        if other:
            msg = f"{self._folder} holds a run with another {', '.join(other)}; remove that folder, and begin anew"
            raise CaseError(msg)
        for part in noted[1:]:
            self._counted(part)
        whole = "".join(f"{line}\n" for line in lines[:-1])  # the last line of a run that was cut off may be half a one
        journal.write_text(whole, encoding="utf-8")
        if not noted:
            self._note(job)

    def _counted(self, part: Mapping[str, int]) -> None:
        self._count += 1
        self.rows += part["rows"]
        self.failed += part["failed"]

    def add(self, table: Any, failed: int) -> None:
        """Keep some rows, of which so many could not be interpreted."""
        unfinished = self._folder / _UNFINISHED
        self._write(unfinished, table, first=self._count == 0)
        _settle(unfinished)
        unfinished.replace(self._part(self._count))
        part = {"rows": table.num_rows, "failed": failed}
        self._note(part)
        self._counted(part)

    def _part(self, number: int) -> Path:
        return self._folder / f"{number:06}"

    def _note(self, line: Mapping[str, Any]) -> None:
        with (self._folder / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(line) + "\n")
            journal.flush()
            os.fsync(journal.fileno())

    def finish(self) -> None:
        """Put the parts together under the name of the file."""
        unfinished = self._folder / _UNFINISHED
        self._join(unfinished, [self._part(number) for number in range(self._count)])
        _settle(unfinished)
        unfinished.replace(self._target)
        shutil.rmtree(self._folder)


def _settle(path: Path) -> None:
    """Wait until a file is on the disk, and not only on its way."""
    with path.open("rb+") as written:
        os.fsync(written.fileno())


# --- the forms -------------------------------------------------------------------------------------


def _parquet() -> Any:
    return import_module("pyarrow.parquet")


def _write_parquet(path: Path, table: Any, *, first: bool) -> None:  # noqa: ARG001  (each form is written the same way)
    _parquet().write_table(table, path)


def _join_parquet(path: Path, parts: list[Path]) -> None:
    """Write the parts into one file, each as a row group or several."""
    with _parquet().ParquetWriter(path, _parquet().read_schema(parts[0])) as whole:
        for part in parts:
            whole.write_table(_parquet().read_table(part))


def _write_csv(path: Path, table: Any, *, first: bool) -> None:
    arrow()
    writer = import_module("pyarrow.csv")
    writer.write_csv(table, path, writer.WriteOptions(include_header=first, quoting_style="needed"))


def _write_ndjson(path: Path, table: Any, *, first: bool) -> None:  # noqa: ARG001  (as above)
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for batch in table.to_batches(1000):
            lines.writelines(json.dumps(_plain(row), ensure_ascii=False) + "\n" for row in batch.to_pylist())


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: times and exact numbers as text, nothing for what is no number."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, float) and value - value != 0:  # NaN and the infinite
        return None
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def _join_text(path: Path, parts: list[Path]) -> None:
    with path.open("wb") as whole:
        for part in parts:
            with part.open("rb") as text:
                shutil.copyfileobj(text, whole, _BLOCK)


_FORMS: Final[Mapping[str, tuple[Callable[..., None], Callable[[Path, list[Path]], None]]]] = {
    "parquet": (_write_parquet, _join_parquet),
    "csv": (_write_csv, _join_text),
    "ndjson": (_write_ndjson, _join_text),
}
