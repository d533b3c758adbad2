"""
From a reading and a context to a verdict.

Read from the top: `interpret` prepares the case, which asks the rules about each sample; `deciding`
asks about the case, and lets the answers decide. What a decision says of its case is derived by
`explain`, and what would change it by `questions`, when somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .asking.ruleset import RuleSet
from .case import Case
from .context import Context
from .deciding import decided
from .errors import CaseError, UnknownKeyError, discreet, unknown_key
from .fields import guarded
from .reading import Reading
from .rules import STANDARD
from .verdict import Verdict

__all__ = ["interpret", "interpret_case", "read_case"]


def interpret(
    reading: Reading | Sequence[Reading] | None,
    context: Context | None = None,
    *,
    rules: RuleSet = STANDARD,
) -> Verdict:
    """
    Interpret an IL-6 reading in the context of the person it belongs to.

    Args:
        reading: one reading; several, of which the newest is the index and the rest is history;
            or None, where the verdict says what an IL-6 would settle.
        context: what is known of the person; nothing, when left out.
        rules: the rule set; ``STANDARD + my_rule`` adds to it.

    Raises:
        CaseError: facts that cannot be placed in time or contradict each other.
    """
    case = Case.of(guarded(_unaltered, reading, "reading"), guarded(_unaltered, context, "context"), rules)
    return Verdict(decided(case), case)


def interpret_case(document: Mapping[str, Any], *, rules: RuleSet = STANDARD) -> Verdict:
    """
    Interpret one case document: ``{"reading": {...}, "context": {...}}``.

    Raises:
        CaseError: an unknown key, by name, or a value that its field cannot take.
    """
    reading, context = read_case(document)
    return interpret(reading, context, rules=rules)


def read_case(document: Mapping[str, Any]) -> tuple[Reading | None, Context | None]:
    """
    Read one case document, without deciding anything.

    Raises:
        CaseError: an unknown key, by name, or a value that its field cannot take.
    """
    reading, context = guarded(_parts, document, "case")
    return (
        None if reading is None else Reading.from_dict(reading, "reading"),
        None if context is None else Context.from_dict(context, "context"),
    )


def _unaltered(given: Any, name: str) -> Any:
    """Return what was given, where every record of it is the one that was checked; a subclass is built anew later."""
    if type(given) in (Reading, Context):
        given.check_sealed(name)
        return given
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)):
        return tuple(_unaltered(each, f"{name}[{number}]") for number, each in enumerate(given))
    return given


def _parts(document: Any, name: str) -> tuple[Any, Any]:
    """Return reading and context of a case document; another key is refused."""
    if not isinstance(document, Mapping):
        msg = f"{name}: got {discreet(document)}; give an object with the keys 'reading' and 'context'"
        raise CaseError(msg)
    stated: dict[str, Any] = {}
    for key in document:
        if key not in ("reading", "context"):
            raise UnknownKeyError(unknown_key(name, key, ("reading", "context")))
        if key in stated:
            msg = f"{name}: tells of {key} twice; give a plain object"
            raise CaseError(msg)
        stated[key] = document[key]
    return stated.get("reading"), stated.get("context")
