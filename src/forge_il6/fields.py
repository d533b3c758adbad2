"""
What a single fact may hold: flags, numbers, text, codes, times, results and lists, each read by one function.

A reader takes a value and the name of its field, for messages; what else limits it stands beside
the field that it reads (`record.facts`). The type of its first parameter is what a caller may give,
the type of its answer what the field holds, so type checkers need no other list.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from .codes import Code, Specimen
from .errors import ForgeError, TimeError, ValueFormatError, discreet, plain_text, suggestion
from .times import moment, on_date
from .units import Amount, HasUnits, Measurand, exact_number, is_number

__all__ = [
    "ALIASES",
    "LONGEST_TEXT",
    "MOST_RESULTS",
    "MOST_STATED",
    "NumberLike",
    "ResultLike",
    "TimeLike",
    "birth_date",
    "code",
    "day",
    "factor",
    "flag",
    "guarded",
    "instant",
    "is_missing",
    "many",
    "measured",
    "needed",
    "number",
    "result",
    "text",
    "texts",
]

MOST_RESULTS = 10_000
"""In a list of results or sessions: a reading every day for a generation."""
MOST_STATED = 200
"""In a list of anything else that is said of a person."""
LONGEST_TEXT = 200

NumberLike = int | float | Decimal | str
TimeLike = datetime | date | str
ResultLike = Amount | HasUnits | str
CodeType = TypeVar("CodeType", bound=Code)
Entry = TypeVar("Entry")

_OWN_TYPES = frozenset({str, int, float, bool, Decimal, date, datetime})
_NO_VALUES = frozenset({"NAType", "NaTType", "MaskedConstant"})


def guarded(read: Callable[..., Entry], value: object, name: str, **limits: Any) -> Entry:
    """
    Read a value; whatever a foreign object raises while it is looked at becomes an error that names its field.

    Raises:
        CaseError: the value is refused, or cannot be looked at.
    """
    try:
        return read(value, name, **limits)
    except (ForgeError, MemoryError):
        raise
    except Exception:
        if type(value) in _OWN_TYPES:
            raise  # a mistake of this package, which must show
        msg = f"{name}: got {discreet(value)} that raises an error when it is read; give plain text or a number"
        raise ValueFormatError(msg) from None


@contextmanager
def looked_at(document: object, name: str, refusal: type[ForgeError] = ValueFormatError) -> Generator[None]:
    """
    Look at a document that a program handed over: what an object in it raises becomes an error of ours.

    Args:
        document: what JSON holds; anything else in it may raise whatever it likes.
        name: what it is, for what is refused.
        refusal: the class of the error.

    Raises:
        ForgeError: of the class *refusal*.
    """
    try:
        yield
    except (ForgeError, MemoryError):
        raise
    except Exception:
        if _is_json(document):
            raise  # a mistake of this package, which must show
        msg = f"{name}: holds an object that raises an error when it is read; give what JSON holds"
        raise refusal(msg) from None


def _is_json(document: object) -> bool:
    """Whether everything in a document is of the types of JSON themselves, and of no subclass that may say anything."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if type(each) is dict:
            waiting += (*each, *each.values())
        elif type(each) in (list, tuple):
            waiting += cast("list[Any]", each)
        elif type(each) not in (str, int, float, bool, Decimal, type(None)):
            return False
    return True


def is_missing(value: Any) -> bool:
    """Whether a data frame means "no value": NaN, NaT, NA and what is masked are unknown, like None."""
    if type(value).__name__ in _NO_VALUES:
        return True
    if issubclass(type(value), str):
        return False
    if issubclass(type(value), (int, float, Decimal)):
        return not is_number(value)
    try:
        if hasattr(value, "magnitude") and hasattr(value, "units"):
            return is_missing(value.magnitude)
        return bool(value != value) or _is_masked(value)  # noqa: PLR0124  (only NaN differs from itself)
    except Exception:  # noqa: BLE001  (arrays and hostile objects; the typed reader will refuse them)
        return False


def _is_masked(value: Any) -> bool:
    """Whether this is a masked array of one entry."""
    mask = getattr(value, "mask", None)
    return getattr(mask, "ndim", None) == 0 and bool(mask)


def flag(value: bool | None, name: str = "value") -> bool | None:  # noqa: FBT001  (the value is what is read)
    """Read true or false; none where it is unknown."""
    if value is True or value is False or (type(value).__name__ in ("bool_", "bool") and hasattr(value, "dtype")):
        return bool(value)
    if is_missing(value):
        return None
    msg = f"{name}: got {discreet(value)}; give true or false, or leave it out when unknown"
    raise ValueFormatError(msg)


def number(value: NumberLike | None, name: str = "value", *, most: int | None = None) -> Decimal | None:
    """Read an exact number of at most *most*; none where it is unknown."""
    if type(value) is not int and is_missing(value):
        return None
    exact = exact_number(value, name)
    if most is not None and exact > most:
        msg = f"{name}: got {discreet(str(exact))}; give at most {most}"
        raise ValueFormatError(msg)
    return exact


def factor(value: NumberLike | None, name: str = "value") -> Decimal | None:
    """Read what a unit is multiplied by; none where it is unknown, or zero, which multiplies nothing."""
    return number(value, name) or None


def text(value: str | None, name: str = "value") -> str | None:
    """Read one line of printable text; none where it is empty or unknown."""
    if (written := plain_text(value)) is not None:
        words = " ".join(written[:LONGEST_TEXT].split())
        if len(written) > LONGEST_TEXT or not words.isprintable():
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


def code(kind: type[CodeType], value: CodeType | str | None, name: str) -> CodeType | None:
    """Read a code of *kind*, forgiving its case, its spaces and its known aliases; none where it is unknown."""
    if type(value) is kind:
        return value
    written = plain_text(value)
    if written is None:
        if is_missing(value):
            return None
        msg = f"{name}: got {discreet(value)}; give one of its codes as text"
        raise ValueFormatError(msg)
    known = cast("Mapping[str, CodeType]", kind._value2member_map_)
    if (as_written := known.get(written)) is not None:
        return as_written
    folded = written[:LONGEST_TEXT].strip().lower().replace(" ", "_").replace("-", "_")
    found = known.get(folded) or known.get(ALIASES.get(folded, ""))
    if found is None:
        raise _no_code(kind, written, folded, name)
    return found


def _no_code(kind: type[Code], written: str, folded: str, name: str) -> ValueFormatError:
    """Say which codes there are."""
    accepted = [member.value for member in kind]
    few = len(accepted) <= len(Specimen) * 2
    listed = ", ".join(accepted) if few else f"the {len(accepted)} codes that list({kind.__name__}) shows"
    return ValueFormatError(
        f"{name}: got {discreet(written, accepted)}; accepted: {listed}{suggestion(folded, accepted)}"
    )


def instant(value: TimeLike | None, name: str = "value") -> datetime | date | None:
    """Read an instant, or a date where the time is unknown; none where both are."""
    return None if type(value) is not str and is_missing(value) else moment(value, name)


def day(value: TimeLike | None, name: str = "value") -> date | None:
    """Read a calendar date; none where it is unknown."""
    return None if is_missing(value) else on_date(value, name)


def birth_date(value: TimeLike | None, name: str = "value") -> date | None:
    """Read a date of birth as `day` does; no error repeats it."""
    try:
        return day(value, name)
    except TimeError:
        msg = f"{name}: no date can be read; write it as year, month and day, such as 1969-11-20"
        raise TimeError(msg) from None


def result(value: ResultLike | None, name: str = "value", **limits: Any) -> Amount | None:
    """Read a result of the *measurand* among its limits; none where it is unknown."""
    if value is None or (type(value) is not str and is_missing(value)):
        return None
    return measured(value, name, **limits)


def measured(value: ResultLike, name: str = "value", **limits: Any) -> Amount:
    """Read a result that an entry cannot be without; what is given with it goes to `Measurand.read`."""
    measurand: Measurand = limits.pop("measurand")
    return measurand.read(value, limits.pop("unit", None), name=name, **limits)


def many(
    value: Iterable[Any] | None, name: str, read: Callable[[Any, str], Entry], most: int = MOST_STATED
) -> tuple[Entry, ...] | None:
    """Read a list of at most *most* entries; an error names the entry."""
    if value is None or is_missing(value):
        return None
    if type(value) not in (list, tuple):
        is_flat = isinstance(value, (str, bytes, Mapping)) or getattr(value, "ndim", None) == 0
        if is_flat or not isinstance(value, Iterable):
            msg = f"{name}: got {discreet(value)}; give a list, which may be empty"
            raise ValueFormatError(msg)
    entries: list[Entry] = []
    for index, entry in enumerate(value):
        if index >= most:
            msg = f"{name}: more than {most} entries; give the ones that matter"
            raise ValueFormatError(msg)
        entries.append(guarded(read, entry, f"{name}[{index}]"))
    return tuple(entries)


def needed(fact: Entry | None, name: str) -> Entry:
    """Refuse an entry that lacks what it cannot be without."""
    if fact is None:
        msg = f"{name}: got no value; give one, or leave the whole entry out"
        raise ValueFormatError(msg)
    return fact


def texts(value: Iterable[str] | None, name: str = "value") -> tuple[str, ...] | None:
    """Read a list of texts; empty ones are left out."""
    entries = many(value, name, text)
    return None if entries is None else tuple(entry for entry in entries if entry)
