"""A value of which its laboratory says that it lies off the scale of the assay: the comparator that it lost."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final, Literal

import attrs

from ..units import Amount
from .remarks import Refusal

__all__ = ["bounded"]

_SAY: Final = {"<": "<", "≤": "<", ">": ">", "≥": ">"}
"""What a flag says that agrees with a comparator."""


def bounded(amount: Amount, codes: AbstractSet[str]) -> Amount:
    """
    Return a value as the bound that the flags ``<`` and ``>`` among *codes* make of it, or as it is.

    Raises:
        Refusal: the flags contradict the value, or each other.
    """
    flags = codes & {"<", ">"}
    if flags <= {_SAY.get(amount.comparator)}:
        return amount
    if len(flags) > 1 or amount.comparator:
        raise Refusal("flag")
    flag: Literal["<", ">"] = "<" if "<" in flags else ">"
    return attrs.evolve(amount, comparator=flag, text=f"{flag}{amount.text}")
