"""Drugs that turn the meaning of an IL-6 or a CRP round: by ATC, RxNorm or SNOMED CT, or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..codes import Confounder
from .names import folded

__all__ = ["DRUG", "SOURCES", "SUBSTANCES", "Drug", "Substance", "drug_named"]

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


class Substance(NamedTuple):
    """One substance, or group of them: what it does, what it is called, and its codes."""

    drug: Drug
    names: tuple[str, ...] = ()
    """International names as several languages spell them, and brands."""
    atc: tuple[str, ...] = ()
    """Codes of WHO's ATC index, and the beginnings of those of a group; later ones replaced some of them."""
    rxnorm: str = ""
    """The ingredient in RxNorm, whose thousands of products are known by the names that they carry."""
    sct: tuple[str, ...] = ()
    """Products in SNOMED CT."""


SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "atc": "ATC/DDD Index, WHO Collaborating Centre for Drug Statistics Methodology, https://atcddd.fhi.no/",
        "rxnorm": "RxNorm, U.S. National Library of Medicine, https://www.nlm.nih.gov/research/umls/rxnorm/",
        "sct": "SNOMED CT, as the German Corona Consensus Data Set (GECCO) lists them, doi:10.1186/s12911-020-01374-w",
    }
)
"""Where the codes of each system come from; what could not be found there is known by its names alone."""

SUBSTANCES: Final = (
    Substance(_RECEPTOR, ("tocilizumab", "actemra", "roactemra", "tyenne"), ("L04AC07",), "612865", ("444649004",)),
    Substance(_RECEPTOR, ("sarilumab", "kevzara"), ("L04AC14",), sct=("763522001",)),
    Substance(_RECEPTOR, ("satralizumab", "enspryng"), ("L04AC19",)),
    Substance(_RECEPTOR, ("levilimab", "vobarilizumab")),
    Substance(_ANTI_IL6, ("siltuximab", "sylvant"), ("L04AC11",)),
    Substance(_ANTI_IL6, ("olokizumab", "ziltivekimab", "sirukumab", "clazakizumab")),
    Substance(_OTHER, ("anakinra", "kineret"), ("L04AC03",), "72435", ("395279009",)),
    Substance(_OTHER, ("rilonacept",), ("L04AC04",)),
    Substance(_OTHER, ("canakinumab", "ilaris"), ("L04AC08",)),
    Substance(_OTHER, ("golimumab", "simponi", "certolizumab", "cimzia"), ("L04AB",), sct=("416897008",)),
    Substance(_OTHER, ("adalimumab", "humira"), rxnorm="327361"),
    Substance(_OTHER, ("etanercept", "enbrel"), rxnorm="214555"),
    Substance(_OTHER, ("infliximab", "remicade"), rxnorm="191831"),
    Substance(_OTHER, ("tofacitinib", "xeljanz"), ("L04AF", "L04AA29")),
    Substance(_OTHER, ("baricitinib", "olumiant"), ("L04AA37",)),
    Substance(_OTHER, ("upadacitinib", "rinvoq"), ("L04AA44",)),
    Substance(_OTHER, ("filgotinib",), ("L04AA45",)),
    Substance(_OTHER, ("ruxolitinib",), ("L01EJ", "L01XE18"), sct=("703779004",)),
    Substance(_OTHER, ("fedratinib", "peficitinib")),
    Substance(_STEROID, ("prednisone", "prednison", "prednisona"), ("H02AB",), "8640"),
    Substance(_STEROID, ("prednisolone", "prednisolon", "prednisolona"), rxnorm="8638"),
    Substance(_STEROID, ("methylprednisolone", "methylprednisolon", "metilprednisolona"), rxnorm="6902"),
    Substance(_STEROID, ("dexamethasone", "dexamethason", "dexametasona"), rxnorm="3264"),
    Substance(_STEROID, ("hydrocortisone", "hydrocortison", "hidrocortisona"), rxnorm="5492"),
    Substance(_STEROID, ("betamethasone",), rxnorm="1514"),
    Substance(_STEROID, ("deflazacort", "triamcinolone")),
)  # fmt: skip

_NAMES: Final = {name: each.drug for each in SUBSTANCES for name in each.names}
_ATC: Final = {code: each.drug for each in SUBSTANCES for code in each.atc}
_RXNORM: Final = {each.rxnorm: each.drug for each in SUBSTANCES if each.rxnorm}
_SCT: Final = {code: each.drug for each in SUBSTANCES for code in each.sct}

_ATC_SYSTEMS: Final = frozenset(
    {"http://www.whocc.no/atc", "http://fhir.de/codesystem/bfarm/atc", "urn:oid:2.16.840.1.113883.6.73"}
)
_RXNORM_SYSTEMS: Final = frozenset({"http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"})
_SCT_SYSTEMS: Final = frozenset({"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"})
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
    if system in _SCT_SYSTEMS:
        return _SCT.get(code)
    if system not in _ATC_SYSTEMS:
        return None
    return next((drug for start, drug in _ATC.items() if code.startswith(start)), None)
