"""What a LOINC code of a result means here, and which codes that look alike are refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..knowledge import measurands
from ..units import Measurand

__all__ = ["BLOOD", "KINDS", "REFUSED", "Kind"]


class Kind(NamedTuple):
    """What is measured, and the fact of a case that it becomes."""

    fact: str
    measurand: Measurand
    hand: str = ""
    remark: str = ""
    """The code of what is worth knowing of every such result."""


_HS_CRP: Final = Kind("hs_crp", measurands.CRP)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "26881-3": Kind("il6", measurands.IL6),
        "30522-7": _HS_CRP,
        "71426-1": _HS_CRP,
        "1988-5": Kind("conventional_crp", measurands.CRP),
        "62292-8": Kind("vitamin_d", measurands.VITAMIN_D),
        "1989-3": Kind("vitamin_d", measurands.VITAMIN_D, remark="d3_only"),
        "83174-3": Kind("grip", measurands.BODY_FORCE, "right"),
        "83173-5": Kind("grip", measurands.BODY_FORCE, "left"),
        "80404-7": Kind("hrv", measurands.HRV),
    }
)

BLOOD: Final = frozenset({"il6", "hs_crp", "conventional_crp", "vitamin_d"})
"""The facts that are measured in a sample of blood."""

REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "49919-4": "IL-6 in cerebrospinal fluid; its levels say nothing about blood",
        "49732-1": "IL-6 in a body fluid other than blood",
        "44322-6": "the presence of IL-6, yes or no, and no concentration",
        "108730-3": "a group of orders for IL-6, which may not be used to report a value",
    }
)
"""What each refused code is."""
