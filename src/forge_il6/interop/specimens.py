"""What a sample was: the words and the codes of SNOMED CT and of HL7 tables for its material and what was added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final

import attrs

from ..codes import Specimen
from ..units import Number
from .names import folded

__all__ = ["Sample", "is_other", "says_blood", "specimen_named", "words_of"]

_LONGEST_WORDS: Final = 200

Code = tuple[str, str]
"""A code with its system: ``sct`` or the number of an HL7 table."""


@attrs.frozen
class Sample:
    """What is known of the sample of a result."""

    specimen: Specimen | None = None
    haemolysed: bool | None = None
    fasting: bool | None = None
    fasting_hours: Number | None = None


# --- words and codes -------------------------------------------------------------------------------

_WORDS: Final[Mapping[str, Specimen]] = MappingProxyType(
    {
        "serum": Specimen.SERUM,
        "serum specimen": Specimen.SERUM,
        "blood serum": Specimen.SERUM,
        "plasma": Specimen.PLASMA,
        "plasma specimen": Specimen.PLASMA,
        "edta plasma": Specimen.EDTA_PLASMA,
        "plasma edta": Specimen.EDTA_PLASMA,
        "k2 edta plasma": Specimen.EDTA_PLASMA,
        "k3 edta plasma": Specimen.EDTA_PLASMA,
        "plasma specimen with edta": Specimen.EDTA_PLASMA,
        "heparin plasma": Specimen.HEPARIN_PLASMA,
        "heparinized plasma": Specimen.HEPARIN_PLASMA,
        "heparinised plasma": Specimen.HEPARIN_PLASMA,
        "plasma heparin": Specimen.HEPARIN_PLASMA,
        "lithium heparin plasma": Specimen.HEPARIN_PLASMA,
        "li heparin plasma": Specimen.HEPARIN_PLASMA,
        "sodium heparin plasma": Specimen.HEPARIN_PLASMA,
        "citrate plasma": Specimen.CITRATE_PLASMA,
        "plasma citrate": Specimen.CITRATE_PLASMA,
        "sodium citrate plasma": Specimen.CITRATE_PLASMA,
        "plasma specimen with citrate": Specimen.CITRATE_PLASMA,
    }
)

_TYPES: Final[Mapping[Code, Specimen]] = MappingProxyType(
    {
        ("sct", "119364003"): Specimen.SERUM,
        ("sct", "119361006"): Specimen.PLASMA,
        ("sct", "708049000"): Specimen.EDTA_PLASMA,
        ("sct", "708048008"): Specimen.CITRATE_PLASMA,
        ("sct", "258958007"): Specimen.HEPARIN_PLASMA,
        ("0487", "SER"): Specimen.SERUM,
        ("0487", "ASERU"): Specimen.SERUM,
        ("0487", "CSERU"): Specimen.SERUM,
        ("0487", "TSERU"): Specimen.SERUM,
        ("0487", "PLAS"): Specimen.PLASMA,
    }
)
"""
Types of specimen; 0487 replaced table 0070 and kept its codes for these.

The codes of 0487 and 0371 stand in HL7 Terminology (https://terminology.hl7.org/CodeSystem/v2-0487), those of SNOMED CT
in its concept map to 0487; serum there is also acute, convalescent and of a trough.
"""

_ADDITIVES: Final[Mapping[Code, Specimen]] = MappingProxyType(
    {("0371", code): Specimen.HEPARIN_PLASMA for code in ("HEPA", "HEPL", "HEPN")}
    | {("0371", code): Specimen.EDTA_PLASMA for code in ("EDTK", "EDTK15", "EDTK75", "EDTN")}
    | {("0371", code): Specimen.CITRATE_PLASMA for code in ("C32", "C38")}
    | {("sct", code): Specimen.HEPARIN_PLASMA for code in ("1259913003", "1256102004", "50045009")}
    | {
        ("sct", code): Specimen.EDTA_PLASMA
        for code in ("69519002", "372628006", "1256100007", "1256101006", "387418006")
    }
    | {("sct", "412546005"): Specimen.CITRATE_PLASMA}
)
"""What plasma becomes with an additive: table 0371, and SNOMED CT as the European laboratory report lists it."""

_OTHER_CODES: Final = frozenset(
    {("sct", code) for code in ("258450006", "122575003", "119342007", "119339001", "119332005", "258441009")}
    | {
        ("0487", code)
        for code in (
            "AMN", "BIFL", "BX", "COL", "CSF", "DIAF", "DUFL", "EXUDTE", "FLD", "FLU", "GAST", "JNTFLD", "LAVG",
            "LSAC", "MAR", "MILK", "MLK", "PAFL", "PCFL", "PLR", "PUS", "QC3", "RANDU", "SAL", "SMN", "SNV", "SPT",
            "SPTC", "SPTT", "STL", "SWT", "TEAR", "TISS", "UR", "URC", "URT", "VITF", "WAT",
        )
    }
)  # fmt: skip
_BLOOD_CODES: Final = (
    _TYPES.keys()
    | {("sct", code) for code in ("119297000", "122555007", "122552005", "122554006", "258580003", "87612001")}
    | {("0487", code) for code in ("BLD", "BLDA", "BLDC", "BLDV", "PPP", "WB")}
)
"""Serum, plasma, and blood of whatever vessel; every other code of these systems is of something else."""
_UNNAMED: Final = frozenset({"UNK", "USPEC", "XXX"})
"""Codes that say, in whichever table, that the specimen is not told."""
_ALWAYS_OTHER: Final = frozenset({
    "cord", "umbilical", "menstrual", "quality", "control", "seminal", "pool", "pooled", "supernatant", "culture",
    "fetal", "foetal", "product",
})  # fmt: skip
"""What is not this person's blood, even where blood is its name."""
_OTHER_NOUNS: Final = frozenset({
    "amniotic", "ascites", "ascitic", "aspirate", "cerebrospinal", "csf", "fluid", "lavage", "liquor", "milk",
    "pleural", "saliva", "spinal", "sputum", "stool", "sweat", "synovial", "tissue", "urine",
})  # fmt: skip
"""Words that name another material, beside which blood is not the specimen, or not all of it."""
_BESIDE_BLOOD: Final = _ALWAYS_OTHER | _OTHER_NOUNS - {"tissue"}
"""What is not this person's blood though blood is named beside it; a tissue bank keeps blood as well."""
_DENIED: Final = re.compile(r"\b(?:not|no|non|without|kein|keine|ohne) [a-z]+")
_WORDS_OF_BLOOD: Final = """
blood plasma serum blut vollblut sang sangre sangue suero siero soro plasme plasmatique serique bloed blod krew
osocze surowica krev krv serumas veri kan szerum ver plazma serumi sera whole venous capillary serumprobe plasmaprobe
serumblut edta edtaplasma heparinplasma citratplasma citrate heparin кровь сыворотка плазма крови
血清 血浆 血漿 全血 血液 血
혈청 혈장 혈액 전혈 serums ser plas
"""
_BLOOD_NOUNS: Final = frozenset(folded(word) for word in _WORDS_OF_BLOOD.split())
"""Words for blood and for what is made of it, with what keeps it from clotting."""
_BLOOD_PART: Final = re.compile(
    "serum|plasma|blut|" + "|".join(folded(word) for word in ("血", "혈", "сыворот", "плазм"))
)
"""Stems of such words in languages that join them."""
_TINGED: Final = re.compile(r"\bblood (?:stained|tinged|contaminated)|\bbloody")
_WORDS_OF_NOTHING: Final = """
a adult biological by clot container collection draw drawn for from gel gold in ii iii iv lab laboratory local material
na no none not of other patient probe probenmaterial red sample separator specimen sst submitted the top tube type
und unknown unspecified venipuncture vial with muestra echantillon prelevement campione amostra monovette vacutainer
tubo
"""
_SAYS_NOTHING: Final = frozenset(_WORDS_OF_NOTHING.split())
"""Words that name no material."""


def words_of(text: str) -> str:
    """Return text without what spelling may change: case, hyphens, commas and spaces."""
    return " ".join(text[:_LONGEST_WORDS].casefold().replace("-", " ").replace(",", " ").split())


def is_other(words: AbstractSet[str], codes: AbstractSet[Code]) -> bool:
    """
    Whether a specimen is something else than blood, serum or plasma, by what is allowed and not by what is known.

    A code that is not known here passes where words beside it say blood; words that name no material say nothing.
    """
    if any(_is_other(text) for text in words):
        return True
    unknown = {code for code in codes - _BLOOD_CODES if code[1].upper() not in _UNNAMED}
    return bool(unknown) and (bool(unknown & _OTHER_CODES) or not any(says_blood(text) for text in words))


def says_blood(text: str) -> bool:
    """Whether words name blood, serum or plasma."""
    return text in _WORDS or not _BLOOD_NOUNS.isdisjoint(_nouns(text))


def _nouns(text: str) -> set[str]:
    return set(_TINGED.sub(" ", folded(text)).split())


def _is_other(text: str) -> bool:
    nouns = _nouns(text)
    if says_blood(text):
        return bool(_nouns(_DENIED.sub(" ", folded(text))) & _BESIDE_BLOOD)
    if any(_BLOOD_PART.search(noun) for noun in nouns) and not nouns & (_OTHER_NOUNS | _ALWAYS_OTHER):
        return False
    return any(noun not in _SAYS_NOTHING and not _is_number(noun) for noun in nouns)


def _is_number(noun: str) -> bool:
    """Whether a word is the name of one tube, as in T1."""
    return any(c.isdigit() for c in noun)


def specimen_named(
    words: AbstractSet[str], codes: AbstractSet[Code], additives: Iterable[Code] = ()
) -> Specimen | None:
    """Return the one specimen that words and codes name; the kind of plasma where one of them or an additive tells."""
    found = {_WORDS[word] for word in words if word in _WORDS} | {_TYPES[code] for code in codes if code in _TYPES}
    added = {_ADDITIVES[code] for code in additives if code in _ADDITIVES}
    if found and Specimen.SERUM not in found:
        found = (found | added) - {Specimen.PLASMA} or found
    elif added:
        return None  # no serum has an anticoagulant, and whole blood may be either
    return found.pop() if len(found) == 1 else None
