"""Everything this package may raise: one tree, so that a host can catch it in one line."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "AmbiguousUnitError",
    "CaseError",
    "ContradictionError",
    "ForgeError",
    "MissingLibraryError",
    "RuleSetError",
    "ThresholdError",
    "TimeError",
    "UnitError",
    "UnknownKeyError",
    "ValueFormatError",
    "VerdictFormatError",
    "excerpt",
    "suggestion",
]

_LONGEST_TOKEN = 40
_LONGEST_MESSAGE = 300


class ForgeError(ValueError):
    """
    The root of every error of this package.

    A message names the field, what came, what is accepted and the way out. It is at most 300
    characters long and repeats foreign text only as a short excerpt, never at length.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…")


class CaseError(ForgeError):
    """A reading, a context or a case document that cannot be read."""


class UnknownKeyError(CaseError):
    """A key that no case document of this version has."""


class ValueFormatError(CaseError):
    """A value that is no measured quantity, or not of the type its field needs."""


class UnitError(CaseError):
    """A unit that is missing, unknown, or of another dimension than the measurand."""


class AmbiguousUnitError(UnitError):
    """A unit whose conversion depends on something the caller has not said (molar mass, IU factor)."""


class TimeError(CaseError):
    """A time without an offset, in the wrong order, or outside the calendar."""


class ContradictionError(CaseError):
    """Two facts of one case that cannot both be true."""


class ThresholdError(ForgeError):
    """A threshold or scale that is not well formed: no basis, wrong unit, cuts that do not rise."""


class RuleSetError(ForgeError):
    """A rule or rule set that is not well formed: a fact nobody provides, an id used twice."""


class VerdictFormatError(ForgeError):
    """A verdict document that this version cannot read back."""


class MissingLibraryError(ForgeError, ImportError):
    """A library that an extra of this package brings is not installed."""


def excerpt(value: object) -> str:
    """
    Show a foreign value inside a message: printable, quoted, at most 40 characters.

    Text is cut before it is looked at, and a value that is no text or plain number is shown by its
    type only, so no hostile ``__repr__`` runs and nothing private leaks at length.
    """
    if isinstance(value, str):
        head = str.__str__(value[: _LONGEST_TOKEN + 1])
        shown = "".join(c if c.isprintable() else "?" for c in head[:_LONGEST_TOKEN])
        return f"'{shown}…'" if len(head) > _LONGEST_TOKEN else f"'{shown}'"
    if value is None or type(value) in (bool, float):
        return repr(value)
    if type(value) is int and value.bit_length() <= 2 * _LONGEST_TOKEN:
        return repr(value)
    return f"a value of type {type(value).__name__[:_LONGEST_TOKEN]}"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to *name*, or nothing."""
    import difflib  # noqa: PLC0415  (only an error needs it)

    near = difflib.get_close_matches(name[:_LONGEST_TOKEN], list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
