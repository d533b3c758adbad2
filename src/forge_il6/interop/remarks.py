"""What a reader of a feed says of what it read, took with a reservation or left out: one record for every format."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager

import attrs

__all__ = ["Ledger", "Refusal", "Remark"]


@attrs.frozen
class Remark:
    """Something that a report says of one place of a feed."""

    where: str
    """The place: a path, a segment, a line or a column. It holds positions and types, and no identifier."""
    code: str
    """A stable code, for programs."""
    reason: str
    """The same as a sentence, for people."""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class Refusal(Exception):  # noqa: N818  (it never leaves the readers: each turns it into a remark)
    """
    Why a part of a feed is not read.

    *below* is the path from the part to what was wrong, and *facts* fill the sentence of the code.
    """

    def __init__(self, code: str, below: str = "", **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.below = below
        self.facts = facts


class Ledger:
    """The remarks of a report while it is written; each code stands for one sentence."""

    def __init__(self, omitted: Mapping[str, str], notes: Mapping[str, str]) -> None:
        self.omitted: list[Remark] = []
        self.notes: list[Remark] = []
        self._sentences = (omitted, notes)

    def omit(self, where: str, code: str, **facts: str) -> None:
        """Write down that something was left out."""
        self.omitted.append(Remark(where, code, self._sentences[0][code].format(**facts)))

    def note(self, where: str, code: str, **facts: str) -> None:
        """Write down what is worth knowing of something that was read."""
        self.notes.append(Remark(where, code, self._sentences[1][code].format(**facts)))

    def refuse(self, where: str, refusal: Refusal) -> None:
        """Write down what a refusal left out of the part at *where*."""
        self.omit(where + refusal.below, refusal.code, **refusal.facts)

    @contextmanager
    def noting(self, where: str) -> Generator[None, None, None]:
        """Turn a refusal inside into an omission at *where*."""
        try:
            yield
        except Refusal as refusal:
            self.refuse(where, refusal)
