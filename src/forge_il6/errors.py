"""Everything this package may raise: one tree, so that a host can catch it in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

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
    "discreet",
    "excerpt",
    "plain_text",
    "shown_key",
    "suggestion",
    "unknown_key",
    "visible",
]

_LONGEST_TOKEN = 40
_LONGEST_MESSAGE = 300
_TWO_LETTERS = 2
_SHORTEST_SLIP = 6
"""Letters of a known key of which a slip is shown: many a short name is one letter away from a short word."""
_LARGEST_SHOWN, _ENDLESS = 10**6, float("inf")
_FIGURE = r"[+−–-]?(?:[0-9]{1,6}(?:[.,'][0-9]{3})?(?:[.,][0-9]{1,12})?|\.[0-9]{1,12})(?:[eE][+-]?[0-9]{1,3})?"
_ONE_UNIT = (
    r"(?i:(?:mc|[kmuµμnpfadc])?(?:g|mol|iu|\[iu\]|u|ie|ui|eq|m|l|s|n|kat)"
    r"|[kgm]?gs|gm|gr|lt|lbf?s?|kgf|sec|min|hr?|days?|mmhg|cells?|%)"
)
_UNIT = rf"{_ONE_UNIT}(?: ?/ ?{_ONE_UNIT})"
_RESULT = re.compile(rf" *(?:[<>=≤≥~]{{0,2}} ?{_FIGURE}(?: ?[-–] ?{_FIGURE})? ?(?:{_UNIT}|{_ONE_UNIT})?|{_UNIT}) *")
"""A figure with a unit, a range, or a unit alone: what a result looks like and a name does not."""
_WORDS = re.compile("([_ .-])")


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


def plain_text(value: object) -> str | None:
    """Return text as exactly `str`, whatever a subclass of it may say of itself; nothing where it is no text."""
    if type(value) is str:
        return value
    text: Any = value
    return str.__str__(text) if issubclass(type(text), str) else None


def visible(text: str) -> str:
    """Return text as one line that commands no terminal: what cannot be printed is shown as its escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else ascii(c)[1:-1] for c in text)


def excerpt(value: object) -> str:
    """
    Show a foreign value inside a message: printable, quoted, at most 40 characters.

    Text is cut before it is looked at, and a value that is no text or plain number is shown by its
    type only, so no hostile ``__repr__`` runs and nothing private leaks at length.
    """
    if (text := plain_text(value)) is not None:
        head = text[: _LONGEST_TOKEN + 1]
        shown = "".join(c if c.isprintable() else "?" for c in head[:_LONGEST_TOKEN])
        return f"'{shown}…'" if len(head) > _LONGEST_TOKEN else f"'{shown}'"
    if value is None or type(value) in (bool, float):
        return repr(value)
    if type(value) is int and value.bit_length() <= 2 * _LONGEST_TOKEN:
        return repr(value)
    return f"a value of type {type(value).__name__[:_LONGEST_TOKEN]}"


def discreet(value: object, known: Iterable[str] = ()) -> str:
    """
    Show a foreign value of a case, unless it could name a person.

    Text is shown where it looks like a result or is one of the *known* words; a number where it has
    at most 6 digits before the point. Of anything else only the kind and the length are told: a
    column that was mixed up puts a name or a record number into any field, and many a name is
    nearly a word that is accepted.
    """
    if (text := plain_text(value)) is not None:
        head = text[: _LONGEST_TOKEN + 1]
        is_harmless = not head or (len(head) <= _LONGEST_TOKEN and (_RESULT.fullmatch(head) or head in known))
        return excerpt(text) if is_harmless else f"text of {len(text)} characters"
    if (type(value) is int or type(value) is float) and _LARGEST_SHOWN <= abs(value) < _ENDLESS:
        return "a number of more than 6 digits"
    return excerpt(value)


def shown_key(key: object, known: Iterable[str] = ()) -> str:
    """
    Show of a foreign key the words of which the *known* keys are made, the others as ``…``.

    A slip of one letter in a long key is shown as it is. Where nothing is known, only the length is
    told: the columns of a table, and so its keys, can be persons.
    """
    text = plain_text(key)
    if text is None:
        return discreet(key)
    if len(text) <= _LONGEST_TOKEN and any(_is_slip_of(each, text) for each in known):
        return excerpt(text)
    words = {word for each in known for word in _WORDS.split(each.lower())[::2]} - {""}
    parts = _WORDS.split(text) if len(text) <= _LONGEST_TOKEN else []
    if not any(part.lower() in words for part in parts):
        return f"of {len(text)} characters"
    shown = (part if number % 2 or part.lower() in words else "…" for number, part in enumerate(parts))
    return f"'{''.join(shown)}'"


def _is_slip_of(known: str, text: str) -> bool:
    """Whether a text is a known word with one letter too many, too few or wrong, or two that changed places."""
    if len(known) < _SHORTEST_SLIP or abs(len(known) - len(text)) > 1:
        return False
    same = [a == b for a, b in zip(known, text, strict=False)]
    start = same.index(False) if False in same else len(same)
    end = next((n for n in range(len(same) - start) if known[-1 - n] != text[-1 - n]), len(same) - start)
    rest, other = known[start : len(known) - end], text[start : len(text) - end]
    return max(len(rest), len(other)) <= 1 or (rest == other[::-1] and len(rest) == _TWO_LETTERS)


def unknown_key(name: str, key: object, known: Iterable[str]) -> str:
    """Say that *name* has no such key, and which one may be meant."""
    listed = list(known)
    text = plain_text(key)
    near = "" if text is None else suggestion(text, listed)
    return f"{name}: unknown key {shown_key(key, listed)}{near}"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name nearest to *name*, or nothing."""
    near = _near((plain_text(name) or "")[:_LONGEST_TOKEN], known)
    return f"; did you mean '{near}'?" if near else ""


def _near(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to *name*, whatever its case; empty where none is near."""
    import difflib  # noqa: PLC0415  (only an error needs it)

    folded = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), folded, n=1)
    return folded[near[0]] if near else ""
