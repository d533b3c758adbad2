"""Typed records to and from plain JSON values: one walk over the type annotations, both ways."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from .errors import VerdictFormatError, discreet, shown_key, unknown_key

__all__ = ["LARGEST_COUNT", "LONGEST_TEXT", "fields_of", "read_record", "write"]

LARGEST_COUNT = 2**53 - 1
"""The largest whole number that every JSON reader keeps."""
LONGEST_TEXT = 100_000

Record = TypeVar("Record")


def write(value: Any) -> Any:
    """Turn a record, a code or a tuple of them into what JSON holds."""
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [write(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): write(entry) for key, entry in value.items()}
    if attrs.has(type(value)):
        return {name: write(getattr(value, name)) for name, _ in fields_of(type(value))}  # type: ignore[arg-type]  # a class is hashable
    return value


@cache
def fields_of(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Return the public fields of a record with their types."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(kind) if field.init)


def read_record(kind: type[Record], document: Any, name: str) -> Record:
    """
    Read a record of *kind*; every key must be there and nothing else.

    Raises:
        VerdictFormatError: names the path of what is missing, surplus or of another type.
    """
    if not isinstance(document, Mapping):
        msg = f"{name}: got {discreet(document)}; expected an object"
        raise VerdictFormatError(msg)
    fields = fields_of(kind)  # type: ignore[arg-type]  # a class is hashable
    known = [field for field, _ in fields]
    for key in document:
        if key not in known:
            raise VerdictFormatError(unknown_key(name, key, known))
    absent = [field for field in known if field not in document]
    if absent:
        msg = f"{name}: the key '{absent[0]}' is missing"
        raise VerdictFormatError(msg)
    return kind(**{field: _read(hint, document[field], f"{name}.{field}") for field, hint in fields})


def _is_in_bounds(value: Any) -> bool:
    """Whether a plain value keeps to what a document can hold: whole numbers count, and text has an end."""
    return len(value) <= LONGEST_TEXT if isinstance(value, str) else 0 <= value <= LARGEST_COUNT


def _step(key: Any) -> str:
    """Name an entry of a mapping, unless its key could name a person."""
    shown = shown_key(key)
    return shown.strip("'") if shown.startswith("'") else f"[{shown}]"


def _read(hint: Any, value: Any, name: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(next(h for h in inner if h is not type(None)), value, name)
    if origin is tuple and isinstance(value, (list, tuple)):
        return tuple(_read(inner[0], entry, f"{name}[{index}]") for index, entry in enumerate(value))
    if origin is not None and origin is not tuple and isinstance(value, Mapping):
        return {_read(inner[0], k, name): _read(inner[1], v, f"{name}.{_step(k)}") for k, v in value.items()}
    if isinstance(hint, type):
        if issubclass(hint, StrEnum) and isinstance(value, str) and value in hint._value2member_map_:
            return hint(value)
        if attrs.has(hint):
            return read_record(hint, value, name)
        if not issubclass(hint, StrEnum) and type(value) is hint and _is_in_bounds(value):
            return value
    msg = f"{name}: got {discreet(value)}, which this version cannot read back"
    raise VerdictFormatError(msg)
