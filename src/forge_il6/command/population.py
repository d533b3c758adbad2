"""One report on all cases of the command line, written after the last of them."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Final

from ..interop.cases import CaseText
from ..interpretation import read_case
from ..markup import element
from ..rules import STANDARD
from ..summary import Summary, Tally, seen
from ..verdict import Verdict

__all__ = ["SUMMARIES", "Population", "written"]

SUMMARIES: Final = ("text", "html", "json")
"""The forms of the report."""


class Population(contextlib.AbstractContextManager["Population"]):
    """Counts the cases, and holds nothing of them but the places of those whose care cannot wait."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._tally = Tally(STANDARD)

    def __call__(self, case: CaseText, verdict: Verdict | None, _error: str | None) -> None:
        """Count a case, or that it could not be read."""
        if verdict is None:
            self._tally.add_unread()
        else:
            self._tally.add(seen(*read_case(case.document), self._tally.asks, STANDARD), case.where)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write the report, unless the cases broke off: half of them would look like all."""
        if kind is None:
            sys.stdout.write(f"{written(self._tally.summary(), self._form)}\n")


def written(summary: Summary, form: str) -> str:
    """Return the report in one of its forms."""
    if form == "json":
        return json.dumps(summary.to_dict(), ensure_ascii=False)
    return _page(summary) if form == "html" else str(summary)


def _page(summary: Summary) -> str:
    """Put the report into a page of its own."""
    head = '<meta charset="utf-8"><title>IL-6</title>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>{element("body", summary.to_html())}</html>'
