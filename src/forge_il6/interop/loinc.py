"""What a LOINC code of a result means here, and which codes that look alike are refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..errors import CaseError, discreet
from ..knowledge import measurands
from ..units import Measurand
from .names import folded, is_called_so, names_another
from .remarks import Refusal

__all__ = [
    "BLOOD",
    "KINDS",
    "KIND_OF",
    "NOTED",
    "OMOP",
    "REFUSED",
    "Codes",
    "Kind",
    "check_words",
    "is_loinc",
    "other_code",
]


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
        "52508-9": (
            "a code that some lists give for a grip of no hand, which no public source confirms; give a grip as "
            "83174-3 (right) or 83173-5 (left)"
        ),
        "108730-3": "a group of orders for IL-6, which may not be used to report a value",
    }
)
"""What each refused code is."""

OMOP: Final[Mapping[str, str]] = MappingProxyType({"3023091": "26881-3", "3010156": "30522-7", "3020460": "1988-5"})
"""
Standard concepts of OMOP, by their numbers in the OHDSI vocabularies, and the LOINC code that each stands for: as the
concept set of the N3C has IL-6, and the mapping of Finnish laboratories CRP and hs-CRP.
"""

_SYSTEMS: Final = frozenset({"ln", "loinc", "loinc.org", "2.16.840.1.113883.6.1"})


def is_loinc(system: str | None) -> bool:
    """Whether a coding system is LOINC, by its name in HL7, its web address or its number."""
    plain = (system or "").strip().casefold().removeprefix("http://").removeprefix("https://").removeprefix("urn:oid:")
    return plain.removeprefix("www.").rstrip("/") in _SYSTEMS


def check_words(kind: Kind, code: str, texts: Iterable[str | None]) -> None:
    """
    Check that the words beside a code do not name something else.

    Raises:
        Refusal: they do, and nothing says which of both is right.
    """
    if names_another(kind.fact, texts):
        raise Refusal("named_otherwise", loinc=code, measured=kind.measurand.name)


def other_code(texts: Iterable[str | None]) -> str:
    """Return why a result without a code that is known here is left out; its words may say that it is worth a look."""
    return "own_code" if is_called_so(texts) else "no_loinc"


class Codes:
    """What a caller says of codes and names that are not LOINC's: which fact each of them is."""

    def __init__(
        self, codes: Mapping[tuple[str, str], str] | None = None, names: Mapping[str, str] | None = None
    ) -> None:
        """
        Take the maps.

        Raises:
            CaseError: a fact that is not read here, or a code that is no pair of system and code.
        """
        self._codes: dict[tuple[str, str], Kind] = {}
        for pair, fact in (codes or {}).items():
            if not isinstance(pair, tuple) or len(pair) != 2 or not all(isinstance(each, str) for each in pair):  # noqa: PLR2004
                msg = "codes: give each as a pair of its system and itself, such as {('99LAB', 'IL6'): 'il6'}"
                raise CaseError(msg)
            self._codes[pair[0].casefold(), pair[1]] = _kind_of(fact, "codes")
        self._names = {folded(name): _kind_of(fact, "names") for name, fact in (names or {}).items()}

    def of(self, codes: Iterable[tuple[str | None, str]], texts: Iterable[str | None]) -> Kind | None:
        """Return what the caller says that one of the codes or names is."""
        coded = (self._codes.get(((system or "").casefold(), code)) for system, code in codes)
        named = (self._names.get(folded(text)) for text in texts if text)
        return next((kind for kind in (*coded, *named) if kind is not None), None)


def _kind_of(fact: object, name: str) -> Kind:
    if isinstance(fact, str) and fact in KIND_OF:
        return KIND_OF[fact]
    msg = f"{name}: {discreet(fact, [*KIND_OF])} is no fact that is read here: {', '.join(KIND_OF)}"
    raise CaseError(msg)
