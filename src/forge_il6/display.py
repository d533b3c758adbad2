"""How the records of a case look in a notebook and in a rich terminal: the facts that are known, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .markup import Markup

__all__ = ["Displayed"]

_FEW: Final = 3
"""So many entries of a list are shown; more are counted, and unfold."""


class Displayed:
    """A record that knows how to write itself as a part of the case document."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Write this record: known facts only, JSON-ready."""
        raise NotImplementedError

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield from self.to_dict().items()

    def _repr_html_(self) -> str:
        """Show the known facts as a table."""
        from .markup import table  # noqa: PLC0415  (only a notebook needs it)

        rows = ((name.replace("_", " "), _cell(value)) for name, value in self.to_dict().items())
        return table(type(self).__name__, (), rows)


def _cell(value: Any) -> Markup | str:
    from .markup import element, list_of  # noqa: PLC0415  (the same)

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {_cell(fact)}" for name, fact in value.items())
    if not isinstance(value, list):
        return str(value)
    if not value:
        return "none"
    entries = list_of("ul", (element("span", _cell(entry)) for entry in value))
    return entries if len(value) <= _FEW else element("details", element("summary", f"{len(value)} entries"), entries)
