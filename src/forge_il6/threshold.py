"""A number with its unit and its basis, and a scale made of such numbers."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from operator import ge
from typing import Any, Generic, Protocol, TypeVar

import attrs

from .errors import ThresholdError, excerpt
from .evidence import Basis, Citation, Convention
from .units import Amount, Number

__all__ = ["Cut", "Scale", "Threshold"]

Code = TypeVar("Code", bound=StrEnum)


class Measured(Protocol):
    """Anything that can say for certain on which side of a line it lies."""

    def above(self, line: Number) -> bool:
        """Whether it certainly lies above *line*."""
        ...

    def at_least(self, line: Number) -> bool:
        """Whether it certainly lies at or above *line*."""
        ...

    def below(self, line: Number) -> bool:
        """Whether it certainly lies below *line*."""
        ...

    def at_most(self, line: Number) -> bool:
        """Whether it certainly lies at or below *line*."""
        ...


def _exact(value: object) -> Any:
    """Read the number of a threshold; a float stands for its shortest text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        msg = f"threshold value: got {excerpt(value)}; give a number, or its text"
        raise ThresholdError(msg)
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        msg = f"threshold value: got {excerpt(value)}; give a finite number"
        raise ThresholdError(msg)
    return number


@attrs.frozen(cache_hash=True)
class Threshold:
    """
    One number that a rule compares with, its unit, and what it rests on.

    Examples:
        >>> Threshold(36, "hour", Convention("clinic protocol 4.2"))
        Threshold(36 hour; convention: clinic protocol 4.2)

    Raises:
        ThresholdError: the number is not finite, the unit is empty, or there is no basis.
    """

    value: Decimal = attrs.field(converter=_exact)
    unit: str
    basis: Basis

    def __attrs_post_init__(self) -> None:
        if type(self.value) is not Decimal:  # converters can be bypassed, this cannot
            msg = "threshold value: give a number, or its text"
            raise ThresholdError(msg)
        if not isinstance(self.unit, str) or not self.unit:
            msg = "threshold unit: name the unit in words, such as 'hour' or 'pg/mL'"
            raise ThresholdError(msg)
        if not isinstance(self.basis, (Citation, Convention)):
            msg = (
                f"threshold basis: got {excerpt(self.basis)}; a number needs a Citation or a Convention "
                "that says where it comes from"
            )
            raise ThresholdError(msg)

    def __repr__(self) -> str:
        return f"Threshold({self.value} {self.unit}; {self.basis})"

    def __rich_repr__(self) -> Iterator[Any]:
        yield str(self)
        yield "basis", str(self.basis)

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


@attrs.frozen(cache_hash=True)
class Cut:
    """Where one step of a scale ends and the next begins."""

    name: str
    """The name by which an override reaches it."""
    at: Threshold
    starts_next: bool = False
    """Whether the cut value itself already belongs to the upper step (``x < 1.2`` below)."""


@attrs.frozen(cache_hash=True)
class Scale(Generic[Code]):
    """
    Codes in rising order and the cuts between them: no gap and no overlap can be written.

    Raises:
        ThresholdError: the numbers of codes and cuts do not fit, the cuts do not strictly rise,
            or their units differ.
    """

    codes: tuple[Code, ...]
    cuts: tuple[Cut, ...]
    _values: tuple[Decimal, ...] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        codes, cuts = self.codes, self.cuts
        if any(not isinstance(cut, Cut) for cut in cuts) or len({cut.name for cut in cuts}) < len(cuts):
            msg = "scale: give each cut as a Cut with a name of its own"
            raise ThresholdError(msg)
        values = tuple([cut.at.value for cut in cuts])
        if len(codes) != len(cuts) + 1 or len(set(codes)) != len(codes):
            msg = f"scale: {len(codes)} codes need {len(codes) - 1} cuts and must differ"
            raise ThresholdError(msg)
        if any(value <= 0 for value in values):
            msg = "scale: cuts lie above zero"
            raise ThresholdError(msg)
        if any(map(ge, values, values[1:])):
            raise _not_rising(cuts)
        if len({cut.at.unit for cut in cuts}) > 1:
            msg = "scale: all cuts must have one unit"
            raise ThresholdError(msg)
        object.__setattr__(self, "_values", values)

    @property
    def logs(self) -> tuple[float, ...]:
        """The natural logarithms of the cuts."""
        return tuple(math.log(value) for value in self._values)

    def within(self, measured: Measured) -> tuple[Code, ...]:
        """Return every step that a result can lie in: one for a point, several for an interval across a cut."""
        if type(measured) is Amount and not measured.comparator:
            only = self._step(measured.value)
            return self.codes[only : only + 1]
        passed = sum(
            measured.at_least(cut.at.value) if cut.starts_next else measured.above(cut.at.value) for cut in self.cuts
        )
        unreached = sum(
            measured.below(cut.at.value) if cut.starts_next else measured.at_most(cut.at.value) for cut in self.cuts
        )
        return self.codes[passed : len(self.codes) - unreached]

    def _step(self, value: Number) -> int:
        index = bisect_left(self._values, value)
        at_cut = index < len(self.cuts) and self._values[index] == value
        return index + 1 if at_cut and self.cuts[index].starts_next else index

    def with_cuts(self, moved: Mapping[str, Threshold]) -> Scale[Code]:
        """Return the same scale with some cuts moved, all at once."""
        cuts = tuple(Cut(cut.name, moved[cut.name], cut.starts_next) if cut.name in moved else cut for cut in self.cuts)
        return Scale(self.codes, cuts)


def _not_rising(cuts: tuple[Cut, ...]) -> ThresholdError:
    """Name the first two cuts that do not rise."""
    lower, upper = next((low, high) for low, high in pairwise(cuts) if low.at.value >= high.at.value)
    return ThresholdError(
        f"scale: cut '{lower.name}' ({lower.at}) must lie below '{upper.name}' ({upper.at}); "
        "override both, or choose a number in between"
    )
