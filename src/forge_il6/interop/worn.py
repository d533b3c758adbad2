"""What one person's wearables say, put beside the cases of that person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from ..errors import CaseError
from .cases import CaseText
from .wearables import read_hrv, read_sessions

__all__ = ["Worn"]


class Worn:
    """
    The exports of one person's wearables, and a training log.

    Raises:
        CaseError: a file is none of the formats; see `read_hrv` and `read_sessions`.
    """

    def __init__(
        self, hrv: IO[bytes] | None = None, sessions: IO[bytes] | None = None, time_zone: str | None = None
    ) -> None:
        """Read the files; *time_zone* is the person's, for times without an offset."""
        self.remarks: list[str] = []
        """What was left out of them or read with a reservation."""
        self._facts: dict[str, list[dict[str, Any]]] = {}
        self._owners: set[str | None] = set()
        if hrv is not None:
            days = read_hrv(hrv, time_zone=time_zone)
            self._facts["hrv"] = [each.to_dict() for each in days.days]
            self.remarks += [f"hrv: {each}" for each in (*days.omitted, *days.notes)]
        if sessions is not None:
            log = read_sessions(sessions, time_zone=time_zone)
            self._facts["exercise_log"] = [each.to_dict() for each in log.sessions]
            self.remarks += [f"sessions: {each}" for each in (*log.omitted, *log.notes)]

    def beside(self, case: CaseText) -> CaseText:
        """Return a case with what the files say; a case of another person than the first is an error."""
        stated = {fact: entries for fact, entries in self._facts.items() if entries}
        context = case.document.get("context") if isinstance(case.document, Mapping) else None
        if not stated or not isinstance(case.document, Mapping) or not isinstance(context, Mapping | None):
            return case
        self._owners.add(case.patient)
        twice = next((fact for fact in stated if (context or {}).get(fact) is not None), None)
        if len(self._owners) > 1:
            msg = f"{case.where}: the wearables are one person's, and this case is another's; give each its own files"
        elif twice is not None:
            msg = f"{case.where}: {twice}: the case states it, and a file of a wearable too; keep one"
        else:
            return case._replace(document={**case.document, "context": {**(context or {}), **stated}})
        return case._replace(document=None, error=CaseError(msg))
