"""What a LOINC code of a result means here, and which codes that look alike are refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..knowledge import measurands
from ..units import Measurand

__all__ = ["BLOOD", "KINDS", "KIND_OF", "NOTED", "OMOP", "REFUSED", "Kind"]


class Kind(NamedTuple):
    """All that is known here of one measurement: a row of the table, and nothing of it stands elsewhere."""

    fact: str
    """The fact of a case that it becomes."""
    measurand: Measurand
    read: str
    """What a report says of a result that was read."""
    hand: str = ""
    is_blood: bool = True
    """Whether it is measured in a sample of blood."""
    remark: str = ""
    """The code of what is worth knowing of every such result."""
    noted: str = ""
    """The same as a sentence."""


_IL6: Final = Kind("il6", measurands.IL6, "Read as a reading of IL-6.")
_HS_CRP: Final = Kind("hs_crp", measurands.CRP, "Read as a hs-CRP.")
_CRP: Final = Kind("conventional_crp", measurands.CRP, "Read as an ordinary CRP.")
_VITAMIN_D: Final = Kind("vitamin_d", measurands.VITAMIN_D, "Read as 25-OH-vitamin D.")
_VITAMIN_D3: Final = _VITAMIN_D._replace(
    remark="d3_only", noted="It is vitamin D3 alone; D2, where present, comes on top."
)
_GRIP: Final = Kind("grip", measurands.BODY_FORCE, "Read as grip strength.", is_blood=False)
_HRV: Final = Kind("hrv", measurands.HRV, "Read as a day of heart rate variability (SDNN).", is_blood=False)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "26881-3": _IL6,
        "30522-7": _HS_CRP,
        "71426-1": _HS_CRP,
        "1988-5": _CRP,
        "48421-2": _CRP._replace(
            remark="capillary", noted="It was measured in capillary blood, from a prick and no vein."
        ),
        "62292-8": _VITAMIN_D,
        "83070-3": _VITAMIN_D,
        "1989-3": _VITAMIN_D3,
        "14635-7": _VITAMIN_D3,
        "83174-3": _GRIP._replace(hand="right"),
        "83173-5": _GRIP._replace(hand="left"),
        "80404-7": _HRV,
    }
)

KIND_OF: Final[Mapping[str, Kind]] = MappingProxyType({kind.fact: kind for kind in reversed(list(KINDS.values()))})
"""The first kind of each fact, for feeds that name the fact themselves."""

BLOOD: Final = frozenset(kind.fact for kind in KINDS.values() if kind.is_blood)
"""The facts that are measured in a sample of blood."""

NOTED: Final[Mapping[str, str]] = MappingProxyType({kind.remark: kind.noted for kind in KINDS.values() if kind.remark})
"""What every format says of a kind of result that is worth a remark."""

REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "49919-4": "IL-6 in cerebrospinal fluid; its levels say nothing about blood",
        "49732-1": "IL-6 in a body fluid other than blood",
        "44322-6": "the presence of IL-6, yes or no, and no concentration",
        "76486-0": "hs-CRP in moles, which need a molar mass; ask for the result in mg/L (30522-7)",
        "76485-2": "CRP in moles, which need a molar mass; ask for the result in mg/L (1988-5)",
        "52508-9": "a grip that does not name its hand; give it as 83174-3 (right) or 83173-5 (left)",
        "108730-3": "a group of orders for IL-6, which may not be used to report a value",
    }
)
"""What each refused code is."""

OMOP: Final[Mapping[str, str]] = MappingProxyType({"3023091": "26881-3", "3010156": "30522-7", "3020460": "1988-5"})
"""Standard concepts of OMOP, by their numbers in the OHDSI vocabularies, and the LOINC code that each stands for."""
