"""
Exports of wearables and training logs into days of heart rate variability and sessions of an exercise log.

What a file is, is told by what it holds: XML, JSON, or a table. Its records become nights and bouts,
and which of them stand is decided as for every format. A remark names places and types, and nothing of the person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, Any, Final

import attrs

from ...context import Context, HrvDay, Session
from ...errors import CaseError
from ..cases import read_json
from ..remarks import Remark
from .apple import Export
from .elements import Listener, read_elements
from .gathered import Log
from .records import reads_hrv, reads_session, walk
from .tracks import NOTHING_OF_HRV, Gpx, Tcx

__all__ = ["HrvReport", "SessionReport", "read_hrv", "read_sessions"]

Source = str | bytes | IO[str] | IO[bytes] | Mapping[str, Any] | list[Any]
_PIECE: Final = 65_536
_LONGEST: Final = 200_000_000
"""Characters of JSON or of a table that are taken into memory; XML has no such limit, as nothing of it is kept."""
_NOT_UTF_8: Final = "wearable: the text is not UTF-8; export it again, or decode it before"
_ARCHIVE: Final = b"PK\x03\x04"
_DELIMITERS: Final = ",;\t"
_OF_WORKOUT: Final = ("date", "workout name", "start_time", "end_time", "title")
"""Columns that the sets of one workout share."""


# --- what the caller gets --------------------------------------------------------------------------


@attrs.frozen(repr=False)
class HrvReport:
    """The days that were read, oldest first, and what was left out or deserves a look; no printed form shows a day."""

    days: tuple[HrvDay, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    time_zone: str | None = None

    def context(self, **facts: Any) -> Context:
        """
        Return the days as a context; *facts* add to it.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        known: dict[str, Any] = {"hrv": self.days or None, "time_zone": self.time_zone}
        return Context(**(known | facts))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self.days)} days>"


@attrs.frozen(repr=False)
class SessionReport:
    """The sessions that were read, oldest first, and what was left out or deserves a look."""

    sessions: tuple[Session, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    time_zone: str | None = None

    def context(self, **facts: Any) -> Context:
        """
        Return the sessions as a context; *facts* add to it.

        A file without a session is no word that there was none, so it leaves the log unknown.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        known: dict[str, Any] = {"exercise_log": self.sessions or None, "time_zone": self.time_zone}
        return Context(**(known | facts))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self.sessions)} sessions>"


def read_hrv(source: Source, *, time_zone: str | None = None) -> HrvReport:
    """
    Read heart rate variability from an export of a wearable.

    Args:
        source: the text, an open file (for Apple Health best in binary), or what a JSON parser made of it.
        time_zone: IANA name of the person, for times without an offset and for the day of a time in UTC.

    Raises:
        CaseError: the source is none of the formats, holds no record of the kind that is known, or the time zone
            is unknown.
    """
    log = Log(time_zone)
    _read(source, log, sessions=False)
    days = log.days()
    return HrvReport(days, log.remarks.told(notes=False), log.remarks.told(notes=True), time_zone)


def read_sessions(source: Source, *, time_zone: str | None = None) -> SessionReport:
    """
    Read training sessions from an export of a wearable or a training log.

    A log tells of every session or it tells too little: state what the file does not hold as well.

    Args:
        source: as for `read_hrv`.
        time_zone: IANA name of the person, for times without an offset.

    Raises:
        CaseError: as `read_hrv`.
    """
    log = Log(time_zone)
    _read(source, log, sessions=True)
    sessions = log.sessions()
    return SessionReport(sessions, log.remarks.told(notes=False), log.remarks.told(notes=True), time_zone)


# --- what it is ------------------------------------------------------------------------------------


def _read(source: Source, log: Log, *, sessions: bool) -> None:
    """Find out what the source is, and tell *log* what it says."""
    read = reads_session if sessions else reads_hrv
    if isinstance(source, (Mapping, list)):
        _from_document(source, log, read)
        return
    pieces = _pieces(source)
    head = next(pieces, "")
    if isinstance(head, bytes) and head.startswith(_ARCHIVE):
        msg = "wearable: this is an archive; unpack it, and give the file inside, such as export.xml"
        raise CaseError(msg)
    start = head[:_PIECE].decode("utf-8", "replace") if isinstance(head, bytes) else head[:_PIECE]
    start = start.removeprefix("\ufeff").lstrip()
    pieces = chain([head], pieces)
    if start.startswith("<"):
        _from_xml(pieces, log, sessions=sessions)
    elif start.startswith(("{", "[")):
        _from_document(read_json(_text(pieces), "wearable"), log, read)
    elif start:
        _from_table(_text(pieces), log, read)
    else:
        msg = "wearable: the source is empty; give an export as text, as an open file, or as parsed JSON"
        raise CaseError(msg)


def _pieces(source: object) -> Iterator[str | bytes]:
    """Yield a text or the content of an open file piece by piece."""
    if isinstance(source, (str, bytes)):
        yield from (source[start : start + _PIECE] for start in range(0, len(source), _PIECE))
        return
    read: Callable[[int], Any] | None = getattr(source, "read", None)
    if read is None:
        msg = "wearable: give an export as text, as an open file, or as parsed JSON"
        raise CaseError(msg)
    try:
        while piece := read(_PIECE):
            if not isinstance(piece, (str, bytes)):
                msg = "wearable: the open file gives neither text nor bytes"
                raise CaseError(msg)
            yield piece
    except UnicodeError:
        raise CaseError(_NOT_UTF_8) from None


def _text(pieces: Iterable[str | bytes]) -> str:
    """Put the pieces together, up to what fits into memory."""
    kept: list[str | bytes] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _LONGEST:
            msg = f"wearable: longer than {_LONGEST} characters; split the export"
            raise CaseError(msg)
        kept.append(piece)
    try:
        return b"".join(each if isinstance(each, bytes) else each.encode() for each in kept).decode("utf-8-sig")
    except UnicodeError:
        raise CaseError(_NOT_UTF_8) from None


_TRACKS: Final[Mapping[str, Callable[[Log], Listener]]] = {"TrainingCenterDatabase": Tcx, "gpx": Gpx}


def _from_xml(pieces: Iterable[str | bytes], log: Log, *, sessions: bool) -> None:
    listeners: dict[str, Listener] = {"HealthData": Export(log, sessions=sessions)}
    if sessions:
        listeners |= {name: kind(log) for name, kind in _TRACKS.items()}
    read_elements(pieces, listeners, {} if sessions else dict.fromkeys(_TRACKS, NOTHING_OF_HRV))


Reads = Callable[[str, Mapping[str, Any], Log], bool]


def _from_document(document: Any, log: Log, read: Reads) -> None:
    if not walk(document, lambda where, record: read(where, record, log)):
        msg = "wearable: no record that is known stands in this JSON; the documentation lists the formats"
        raise CaseError(msg)
    if isinstance(document, Mapping) and document.get("next_token"):
        log.remarks.note("$.next_token", "more_pages")


def _from_table(text: str, log: Log, read: Reads) -> None:
    """Read a table with a header; sets of one workout repeat its time and are one session."""
    first = text[: text.find("\n") + 1] or text
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _Table([cell.strip().lower() for cell in next(rows, [])])
        names.check(read)
        for row in rows:
            if any(row):
                names.tell(rows.line_num, row, log, read)
    except csv.Error as error:
        msg = f"wearable: no table that can be read at line {rows.line_num}: {error}"
        raise CaseError(msg) from None


class _Table:
    """The columns of a table, and the workouts of which a row was told."""

    def __init__(self, header: list[str]) -> None:
        self._header = header
        self._is_of_sets = {"exercise name", "exercise_title"} & set(header)
        self._told: set[tuple[str, ...]] = set()

    def check(self, read: Reads) -> None:
        """
        Try the columns without a row.

        Raises:
            CaseError: they are those of no format that is known.
        """
        if not read("", dict.fromkeys(self._header, ""), Log(None)):
            msg = "wearable: the columns are those of no export that is known; the documentation lists the formats"
            raise CaseError(msg)

    def tell(self, line: int, row: list[str], log: Log, read: Reads) -> None:
        """Read a row, unless its workout was told of."""
        if len(row) != len(self._header):
            log.remarks.omit(f"line {line}", "row")
            return
        record = {name: cell.strip() for name, cell in zip(self._header, row, strict=True)}
        if self._is_of_sets:
            workout = tuple(record.get(name, "") for name in _OF_WORKOUT)
            if workout in self._told:
                return
            self._told.add(workout)
        read(f"line {line}", record, log)
