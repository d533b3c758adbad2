"""What a single field may hold: flags, numbers, text, codes, times and lists, each read by one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from .codes import Code, Specimen
from .errors import TimeError, ValueFormatError, discreet, suggestion
from .times import moment, on_date
from .units import exact_number

__all__ = [
    "ALIASES",
    "LONGEST_TEXT",
    "MOST_RESULTS",
    "MOST_STATED",
    "birth_date",
    "code",
    "day",
    "flag",
    "instant",
    "is_missing",
    "many",
    "number",
    "text",
]

MOST_RESULTS = 10_000
"""In a list of results or sessions: a reading every day for a generation."""
MOST_STATED = 200
"""In a list of anything else that is said of a person."""
LONGEST_TEXT = 200

CodeType = TypeVar("CodeType", bound=Code)


def is_missing(value: Any) -> bool:
    """Whether a data frame means "no value": NaN, NaT and NA are unknown, like None."""
    if type(value).__name__ in ("NAType", "NaTType"):
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  (only NaN differs from itself)
    except Exception:  # noqa: BLE001  (arrays and hostile objects; the typed reader will refuse them)
        return False


def flag(value: Any, name: str) -> bool | None:
    """Read true or false; none where it is unknown."""
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if is_missing(value):
        return None
    msg = f"{name}: got {discreet(value)}; give true or false, or leave it out when unknown"
    raise ValueFormatError(msg)


def number(value: Any, name: str, most: int | None = None) -> Decimal | None:
    """Read an exact number of at most *most*; none where it is unknown."""
    if type(value) is not int and is_missing(value):
        return None
    exact = exact_number(value, name)
    if most is not None and exact > most:
        msg = f"{name}: got {discreet(str(exact))}; give at most {most}"
        raise ValueFormatError(msg)
    return exact


def text(value: Any, name: str) -> str | None:
    """Read one line of printable text; none where it is empty or unknown."""
    if isinstance(value, str):
        words = " ".join(str.__str__(value[: LONGEST_TEXT + 1]).split())
        if len(value) > LONGEST_TEXT or not words.isprintable():
            msg = f"{name}: give at most {LONGEST_TEXT} printable characters"
            raise ValueFormatError(msg)
        return words or None
    if is_missing(value):
        return None
    msg = f"{name}: got {discreet(value)}; give text"
    raise ValueFormatError(msg)


ALIASES: Mapping[str, str] = {
    "edta": "edta_plasma", "heparin": "heparin_plasma", "citrate": "citrate_plasma", "zone2": "moderate",
    "strength": "resistance", "marathon": "race", "ultra": "race", "oral_estrogen": "oral_oestrogen",
    "weight_loss": "unintended_weight_loss", "joint_swelling": "persistent_joint_swelling",
    "breathlessness": "new_breathlessness", "f": "female", "m": "male",
}  # fmt: skip


def code(kind: type[CodeType], value: Any, name: str) -> CodeType | None:
    """Read a code of *kind*, forgiving its case, its spaces and its known aliases; none where it is unknown."""
    if type(value) is kind:
        return value
    if isinstance(value, str):
        if (known_code := kind._value2member_map_.get(str.__str__(value))) is not None:
            return known_code  # type: ignore[return-value]
        folded = str.__str__(value[: LONGEST_TEXT + 1]).strip().lower().replace(" ", "_").replace("-", "_")
        known = kind._value2member_map_
        found = known.get(folded) or known.get(ALIASES.get(folded, ""))
        if found is not None:
            return found  # type: ignore[return-value]
        accepted = [member.value for member in kind]
        few = len(accepted) <= len(Specimen) * 2
        listed = ", ".join(accepted) if few else f"the {len(accepted)} codes that list({kind.__name__}) shows"
        msg = f"{name}: got {discreet(value, accepted)}; accepted: {listed}{suggestion(folded, accepted)}"
        raise ValueFormatError(msg)
    if is_missing(value):
        return None
    msg = f"{name}: got {discreet(value)}; give one of its codes as text"
    raise ValueFormatError(msg)


def instant(value: Any, name: str) -> datetime | date | None:
    """Read an instant, or a date where the time is unknown; none where both are."""
    return None if type(value) is not str and is_missing(value) else moment(value, name)


def day(value: Any, name: str) -> date | None:
    """Read a calendar date; none where it is unknown."""
    return None if is_missing(value) else on_date(value, name)


def birth_date(value: Any, name: str) -> date | None:
    """Read a date of birth as `day` does; no error repeats it."""
    try:
        return day(value, name)
    except TimeError:
        msg = f"{name}: no date can be read; write it as year, month and day, such as 1969-11-20"
        raise TimeError(msg) from None


def many(value: Any, name: str, read: Callable[[Any, str], Any], most: int = MOST_STATED) -> tuple[Any, ...] | None:
    """Read a list of at most *most* entries; an error names the entry."""
    if type(value) not in (list, tuple):
        if is_missing(value):
            return None
        is_flat = isinstance(value, (str, bytes, Mapping)) or getattr(value, "ndim", None) == 0
        if is_flat or not isinstance(value, Iterable):
            msg = f"{name}: got {discreet(value)}; give a list, which may be empty"
            raise ValueFormatError(msg)
    entries = []
    for index, entry in enumerate(value):
        if index >= most:
            msg = f"{name}: more than {most} entries; give the ones that matter"
            raise ValueFormatError(msg)
        entries.append(read(entry, f"{name}[{index}]"))
    return tuple(entries)
