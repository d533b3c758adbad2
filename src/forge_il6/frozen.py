"""
Records that many verdicts share, which nobody can alter: each field is written once.

A frozen attrs class refuses `record.code = ...`, and takes `object.__setattr__`. What one verdict
hands out is a part of others, of other persons, so it takes neither.
"""

from __future__ import annotations

from types import MemberDescriptorType
from typing import Any, Final, TypeVar

__all__ = ["unalterable"]

Kind = TypeVar("Kind", bound=type[Any])
_HASH: Final = "_attrs_cached_hash"
_LATER: Final = "json_text"
"""A slot that begins empty and takes what is worked out of the others, once."""


def unalterable(kind: Kind) -> Kind:
    """Let each slot of a class be written once."""
    for name, slot in [*vars(kind).items()]:
        if isinstance(slot, MemberDescriptorType) and name != _HASH:
            setattr(kind, name, _written_once(slot, is_later=name == _LATER))
    return kind


def _written_once(slot: MemberDescriptorType, *, is_later: bool) -> property:
    """Return what reads a slot as before, and sets it while it is empty."""

    def write(record: Any, value: Any) -> None:
        try:
            is_written = bool(slot.__get__(record)) or not is_later
        except AttributeError:
            is_written = False
        if is_written:
            msg = f"{type(record).__name__}.{slot.__name__} is shared between verdicts and cannot be altered"
            raise AttributeError(msg)
        slot.__set__(record, value)

    return property(slot.__get__, write)
