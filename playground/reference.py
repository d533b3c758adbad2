"""The reference of the public names: each under where it is written, every code, and every argument of a case."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import StrEnum

import forge_il6
from forge_il6 import Context, Reading

__all__ = ["as_markdown"]

ARGUMENTS = (Reading, Context)
"""What a caller fills in: every argument is shown, those of the base as well."""


def as_markdown() -> str:
    """Write one entry a public name, in the order of the alphabet; codes have their members beside them."""
    homes = sorted(forge_il6._HOME.items())  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # only the package knows
    return "\n\n".join(_entry(f"forge_il6.{home}.{name}", getattr(forge_il6, name)) for name, home in homes)


def _entry(place: str, value: object) -> str:
    name = place.rpartition(".")[2]
    entry = f"::: {place}\n    options:\n      heading: {name}\n"
    if isinstance(value, type) and issubclass(value, StrEnum):
        codes = ", ".join(f"`{code.value}`" for code in value)
        return f"{entry}      members: false\n      inherited_members: false\n\nIts codes: {codes}."
    if value in ARGUMENTS:
        return f"{entry}      inherited_members: true\n\n```python\n{name}(\n{''.join(_arguments(value))})\n```"
    return entry


def _arguments(kind: object) -> Iterator[str]:
    """Write every argument with what it takes; all of them may be left out."""
    by_name = False
    for each in inspect.signature(kind).parameters.values():  # type: ignore[arg-type]  # a class is called
        if each.kind is each.KEYWORD_ONLY and not by_name:
            by_name = True
            yield "    *,\n"
        yield f"    {each.name}: {each.annotation} = {each.default!r},\n"
