"""
One short text that stands for a set of rules: equal where they would decide alike, whoever works it out.

It is made of the source of every rule and of every number. The source of a rule is the whole module in
which it stands, for a rule rests on the functions and records around it as much as on itself; import lines
are left out, for a copy of the package has others. Names, versions and bases decide nothing and are left out.
"""

from __future__ import annotations

import hashlib
import linecache
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

import attrs

from ..threshold import Scale, Threshold
from .rule import AnyRule

__all__ = ["digest"]

_IMPORT: Final = re.compile(r"\s*(?:import|from)\s")


def digest(rules: Iterable[AnyRule], left: Mapping[str, object]) -> str:
    """
    Return the digest of rules in their order: 64 hexadecimal digits.

    Args:
        rules: the rules.
        left: what names hold whose rule was taken away.
    """
    sha = hashlib.sha256()
    for line in (*_lines(rules), *(f"left {name} {_written(left[name])}" for name in sorted(left))):
        sha.update(f"{line}\n".encode())
    return sha.hexdigest()


def _lines(rules: Iterable[AnyRule]) -> Iterator[str]:
    """Yield every rule and, where it is first met, the source of its module."""
    written: set[str] = set()
    for each in rules:
        function: Any = each.function
        yield " ".join(["rule", each.id, function.__qualname__, each.gives, each.works_out, *each.judges, *each.facts])
        yield f"otherwise {_written(each.otherwise)}"
        yield from (f"number {name} {_number(value)}" for name, value in each.parameters.items())
        yield from (f"bound {_bound(cell)}" for cell in function.__closure__ or ())
        file = function.__code__.co_filename
        if file in written:
            continue
        if source := _module(function):
            written.add(file)
        yield source or _compiled(function.__code__)


def _number(value: Threshold | Scale[Any]) -> str:
    if isinstance(value, Threshold):
        return str(value)
    cuts = (f"{cut.name} {cut.at} {cut.starts_next}" for cut in value.cuts)
    return " ".join(["scale", *value.codes, *cuts])


def _module(function: types.FunctionType) -> str:
    """Return the module of a function as it was written; empty where that cannot be read."""
    lines = linecache.getlines(function.__code__.co_filename, function.__globals__)
    return "\n".join(line.rstrip() for line in lines if not _IMPORT.match(line))


def _compiled(code: types.CodeType) -> str:
    """Write a function as it was compiled, which only the same version of Python does in the same way."""
    constants = (_compiled(each) if isinstance(each, types.CodeType) else _written(each) for each in code.co_consts)
    return " ".join([code.co_code.hex(), *code.co_names, *constants])


def _bound(cell: types.CellType) -> str:
    try:
        return _written(cell.cell_contents)
    except ValueError:  # a name that its function has not given a value yet
        return "unbound"


def _written(value: object) -> str:  # noqa: PLR0911  (one kind of value a line)
    """Write a value so that it reads the same in every process, sets included; of a foreign object its type alone."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, (Threshold, Scale)):
        return _number(value)
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(_written, value)))}}}"
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(_written, value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_written(key)}: {_written(held)}' for key, held in value.items())}}}"
    if attrs.has(type(value)):
        return f"{type(value).__name__}{_written(attrs.astuple(value, recurse=False))}"  # type: ignore[arg-type]
    return repr(value) if isinstance(value, (str, int, float, Decimal, bytes, type(None))) else type(value).__qualname__
