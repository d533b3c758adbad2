"""Drugs that turn the meaning of an IL-6 or a CRP round: by ATC, by RxNorm, or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..codes import Confounder
from .names import folded

__all__ = ["DRUG", "Drug", "drug_named"]

DRUG: Final = "It is a drug that moves IL-6 or CRP, read as the confounder {kind}; ask for others all the same."
"""What every format says of one."""


class Drug(NamedTuple):
    """What a drug does to the markers: once given, and while it is taken."""

    once: Confounder
    taken: Confounder


_RECEPTOR: Final = Drug(Confounder.IL6_RECEPTOR_BLOCKER, Confounder.IL6_RECEPTOR_BLOCKER)
_ANTI_IL6: Final = Drug(Confounder.ANTI_IL6, Confounder.ANTI_IL6)
_OTHER: Final = Drug(Confounder.OTHER_IMMUNOMODULATOR, Confounder.OTHER_IMMUNOMODULATOR)
_STEROID: Final = Drug(Confounder.SYSTEMIC_STEROIDS, Confounder.CHRONIC_STEROIDS)

_ATC: Final[Mapping[str, Drug]] = MappingProxyType(
    {
        "L04AC07": _RECEPTOR,  # tocilizumab
        "L04AC14": _RECEPTOR,  # sarilumab
        "L04AC19": _RECEPTOR,  # satralizumab
        "L04AC11": _ANTI_IL6,  # siltuximab
        "L04AC03": _OTHER,  # anakinra
        "L04AC08": _OTHER,  # canakinumab
        "L04AB": _OTHER,  # TNF inhibitors
        "L04AF": _OTHER,  # JAK inhibitors
        "L04AA29": _OTHER,  # tofacitinib, before its group had a code
        "L04AA37": _OTHER,  # baricitinib, likewise
        "L04AA44": _OTHER,  # upadacitinib, likewise
        "L04AA45": _OTHER,  # filgotinib, likewise
        "H02AB": _STEROID,  # glucocorticoids for systemic use
    }
)
"""Codes, and the beginnings of codes of groups, as the WHO's ATC index gives them."""


def _each(names: tuple[str, ...], drug: Drug) -> dict[str, Drug]:
    return dict.fromkeys(names, drug)


_NAMES: Final[Mapping[str, Drug]] = MappingProxyType(
    _each(("tocilizumab", "sarilumab", "satralizumab", "levilimab", "vobarilizumab"), _RECEPTOR)
    | _each(("siltuximab", "olokizumab", "ziltivekimab", "sirukumab", "clazakizumab"), _ANTI_IL6)
    | _each(
        (
            "anakinra", "canakinumab", "rilonacept", "etanercept", "infliximab", "adalimumab", "golimumab",
            "certolizumab",
            "tofacitinib", "baricitinib", "upadacitinib", "filgotinib", "ruxolitinib", "fedratinib", "peficitinib",
        ),
        _OTHER,
    )
    | _each(
        (
            "prednisolone", "prednisolon", "prednisolona", "prednisone", "prednison", "prednisona",
            "methylprednisolone",
            "methylprednisolon", "metilprednisolona", "dexamethasone", "dexamethason", "dexametasona", "betamethasone",
            "hydrocortisone", "hydrocortison", "hidrocortisona", "deflazacort", "triamcinolone",
        ),
        _STEROID,
    )
    | _each(("actemra", "roactemra", "tyenne", "kevzara", "enspryng"), _RECEPTOR)
    | _each(("sylvant",), _ANTI_IL6)
    | _each(
        (
            "kineret", "ilaris", "humira", "enbrel", "remicade", "simponi", "cimzia", "xeljanz", "olumiant", "rinvoq",
        ),
        _OTHER,
    )
)  # fmt: skip
"""International names as several languages spell them, and brands of the drugs that have one."""

_RXNORM: Final[Mapping[str, Drug]] = MappingProxyType(
    {
        "612865": _RECEPTOR,  # tocilizumab
        "72435": _OTHER,  # anakinra
        "214555": _OTHER,  # etanercept
        "191831": _OTHER,  # infliximab
        "327361": _OTHER,  # adalimumab
        "8640": _STEROID,  # prednisone
        "8638": _STEROID,  # prednisolone
        "6902": _STEROID,  # methylprednisolone
        "3264": _STEROID,  # dexamethasone
        "5492": _STEROID,  # hydrocortisone
    }
)
"""Ingredients of RxNorm; its thousands of products are known by the names that they carry."""

_ATC_SYSTEMS: Final = frozenset(
    {"http://www.whocc.no/atc", "http://fhir.de/codesystem/bfarm/atc", "urn:oid:2.16.840.1.113883.6.73"}
)
_RXNORM_SYSTEMS: Final = frozenset({"http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"})
_LOCAL: Final = re.compile(
    r"\b(?:eye|ear|nasal|nose|cream|creme|ointment|salbe|topical|lotion|gel|drops|tropfen|ophthalmic|otic|rectal|"
    r"inhal[a-z]*|augen[a-z]*|ohren[a-z]*|shampoo|intra ?articular)\b"
)
"""Words of a form that acts where it is put."""


def drug_named(codes: Iterable[tuple[str | None, str]], texts: Iterable[str | None]) -> Drug | None:
    """Return the drug that codes or words name; none where it is no drug that is known here."""
    said = [folded(text) for text in texts if text]
    coded = [_coded((system or "").casefold(), code.upper()) for system, code in codes]
    named = [_NAMES.get(word) for text in said for word in text.split()]
    found = next((drug for drug in (*coded, *named) if drug is not None), None)
    return None if found is _STEROID and any(_LOCAL.search(text) for text in said) else found


def _coded(system: str, code: str) -> Drug | None:
    if system in _RXNORM_SYSTEMS:
        return _RXNORM.get(code)
    if system not in _ATC_SYSTEMS:
        return None
    return next((drug for start, drug in _ATC.items() if code.startswith(start)), None)
