"""What is said of a whole frame as plain lists, whatever its engine: for whoever counts and compares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from .engines import eager
from .facts import pruned
from .interpreting import interpret_frame

__all__ = ["answers", "known"]


def answers(frame: Any, person: str | None, give: Iterable[str], **reading: Any) -> dict[str, list[Any]]:
    """
    Interpret a frame and return columns of its verdicts, none where nothing is said.

    Args:
        frame: as `interpret_frame` takes it.
        person: as `interpret_frame` takes it.
        give: which columns; the error always comes along.
        reading: what else `interpret_frame` takes.

    Raises:
        CaseError: as `interpret_frame`.
    """
    found = interpret_frame(eager(frame).to_native(), person, give=give, keep=False, **reading)
    answered = nw.from_native(found, eager_only=True)
    return {name: list(map(known, answered[name].to_list())) for name in answered.columns}


def known(cell: Any) -> Any:
    """Return what stands in a cell; none where it is empty in any way."""
    value = pruned(cell)
    return None if isinstance(value, str) and not value.strip() else value
