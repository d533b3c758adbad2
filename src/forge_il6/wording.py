"""How facts and numbers are written into a sentence: exact, with their unit, and on their side of every line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal
from decimal import Context as DecimalContext
from functools import cache
from typing import Any, Final

from .codes import Code
from .conclusions import CrpRead, Standing
from .evidence import Basis, Convention
from .knowledge import STANDARD_NUMBERS
from .knowledge.assays import Assay
from .knowledge.plain import MONTHS
from .knowledge.words import AUTHORITIES, NOTES, SINCE, UNKNOWN
from .threshold import Threshold
from .units import Amount, decimal_text

__all__ = ["LONGEST_BASIS", "Known", "is_shown", "month_of", "number_text", "shown", "since"]

_HUNDREDTHS: Final = Decimal("0.01")
_QUANTIZING: Final = DecimalContext(prec=60, rounding=ROUND_FLOOR, traps=[])
_SHOWN_DIGITS: Final = 9
_PLURAL_UNITS: Final = frozenset({"hour", "day", "year", "reading"})
_FEWEST_DIGITS, _MOST_DIGITS = 3, 17
_WHOSE: Final = "_whose"
_NOTE: Final = "_note"
LONGEST_BASIS: Final = 30
"""So many characters of what a number rests on stand in a sentence; the report names it in full."""


class Known(dict[str, str]):
    """
    A sentence's facts and numbers; what is not known here reads as unknown, and never raises.

    The name of a number gives it with its unit; with ``_whose`` behind it, on whose authority it
    stands, so that a number that a host replaced is not ascribed to the article. Where several
    numbers decide, ``low,high_whose`` asks them all: the article's only while each of them is.
    With ``_note`` behind it, what is known of the usual number alone, and nothing of another.
    """

    def __init__(
        self,
        facts: Mapping[str, str],
        numbers: Mapping[str, Threshold] = STANDARD_NUMBERS,
        texts: dict[str, str] | None = None,
    ) -> None:
        super().__init__(facts)
        self._numbers = numbers
        self._texts: dict[str, str] = {} if texts is None else texts
        """What was written of these numbers before."""

    def __missing__(self, key: str) -> str:
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = self._written(key)
        return text

    def _written(self, key: str) -> str:
        if key.endswith(_NOTE):
            return self._note(key.removesuffix(_NOTE))
        names = key.removesuffix(_WHOSE).split(",")
        numbers = [self._numbers[name] for name in names if name in self._numbers]
        if len(numbers) == len(names):
            return _whose(numbers) if key.endswith(_WHOSE) else _with_unit(numbers[0])
        return UNKNOWN.get(key, UNKNOWN[""])

    def _note(self, name: str) -> str:
        return NOTES[name] if self._numbers.get(name) == STANDARD_NUMBERS[name] else ""


def _whose(numbers: Iterable[Threshold]) -> str:
    """Name the authority behind numbers: of the first that is not the article's, with what it rests on."""
    bases = [number.basis for number in numbers]
    other = next((basis for basis in bases if basis.letter not in AUTHORITIES), None)
    return AUTHORITIES[bases[0].letter] if other is None else AUTHORITIES[""].format(basis=_named(other))


def _named(basis: Basis) -> str:
    """Name what a number rests on in a few words: the reason of a convention, or author and year."""
    text = basis.reason if isinstance(basis, Convention) else basis.source.short
    return textwrap.shorten(text, LONGEST_BASIS, placeholder=" …") if len(text) > LONGEST_BASIS else text


def _with_unit(threshold: Threshold) -> str:
    number = decimal_text(threshold.value)
    if threshold.unit == "fold":
        return f"×{number}"
    plural = "s" if threshold.unit in _PLURAL_UNITS and threshold.value != 1 else ""
    return f"{number} {threshold.unit}{plural}"


def is_shown(value: object) -> bool:
    """Whether a fact stands in a finding: no sample, no scale, no other working value."""
    if isinstance(value, tuple):
        return not value or isinstance(value[0], Code)
    return isinstance(value, (str, bool, Decimal, Amount, Assay, Standing, CrpRead))


def shown(value: object) -> str:
    """Write a fact for a finding; no display rounds across a line."""
    return _writer_of(type(value))(value)  # type: ignore[arg-type]  # a class is hashable


@cache
def _writer_of(kind: type[Any]) -> Callable[[Any], str]:
    return next((write for known, write in _WRITERS if issubclass(kind, known)), str)


_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "true" if value else "false"),
    (Decimal, lambda value: decimal_text(_QUANTIZING.quantize(value, _HUNDREDTHS) if value.is_finite() else value)),
    (Amount, lambda value: f"{value.comparator}{decimal_text(value.value, _SHOWN_DIGITS)} {value.unit}"),
    (Assay, lambda value: value.name),
    (Standing, lambda value: value.code.value),
    (CrpRead, lambda value: f"{'conventional CRP' if value.conventional else 'hs-CRP'} {shown(value.amount)}"),
    (tuple, lambda value: ", ".join(str(entry) for entry in value)),
)
"""How each kind of fact is written; the first kind that fits."""


def number_text(value: float, lines: Iterable[float]) -> str:
    """Write a number to three digits, or to as many more as keep it on its side of every line."""
    lines, text = tuple(lines), ""
    for digits in range(_FEWEST_DIGITS, _MOST_DIGITS):
        text = f"{value:.{digits}g}"
        if all(_side(float(text), line) == _side(value, line) for line in lines):
            break
    return decimal_text(Decimal(text))


def _side(value: float, line: float) -> int:
    return (value > line) - (value < line)


def since(count: str) -> dict[str, str]:
    """Say so many days or hours in every way in which a sentence may ask for them."""
    return {name: SINCE.get(f"{name} {count}", said).format(count=count) for name, said in SINCE.items()}


def month_of(iso: str) -> str:
    """Name month and year of a day, if any: a day of the past beside that of the next draw would be taken for it."""
    if not iso:
        return ""
    year, month, _ = iso.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
