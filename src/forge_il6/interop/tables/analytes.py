"""What laboratories and people call the measurements that are read here; every other name is another measurement."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["contradicts", "fact_named"]

_LONGEST: Final = 200
_MARKS: Final = (
    ("il6", r"il ?6|interl[a-z]{4,6}n[ae]? ?6"),
    ("il10", r"il ?10|interl[a-z]{4,6}n[ae]? ?10"),
    ("hs crp", r"(?:hs|us) ?crp|crp ?(?:hs|us)"),
    ("crp", r"c reacti(?:ve|f) protein|c reaktives protein|prote?ine? c reacti(?:ve|va)|reaktivt protein c|crp"),
    ("hs crp", r"pcr (?=hs|us|ultra|alta)"),
    ("hs", r"hs|us|high(?:ly)? sensi[a-z]+|hoch ?sensi[a-z]+|ultra ?sensi[a-z]+|alta sensi[a-z]+|cardiac|cardio"),
    ("d", r"25 (?:oh|hydroxy) (?:vit(?:amine?)? )?d(?: total)?|25 ?ohd|25 hydroxyvitamine? d|25 oh vit d"),
    ("d", r"vitamine? d(?: total)? 25 (?:oh|hydroxy)(?: total)?|25 hydroxyvitamine? d2 25 hydroxyvitamine? d3"),
)
"""Each way in which a name is written, as the mark that it leaves; the longer way stands first."""
_WITHOUT_MEANING: Final = frozenset({
    "", "a", "analysis", "au", "blood", "by", "concentration", "dans", "de", "du", "en", "f", "im", "immunoassay", "in",
    "la", "le", "level", "levels", "mass", "method", "of", "or", "p", "plas", "plasma", "quant", "quantitative",
    "result", "s", "ser", "serpl", "serum", "spiegel", "test", "value", "volume", "wert",
})  # fmt: skip
"""Words that leave a name what it is; "receptor", "soluble" and "antibody" are none."""
_FACTS: Final = {
    frozenset({"il6"}): "il6",
    frozenset({"il10"}): "il10",
    frozenset({"hs", "crp"}): "hs_crp",
    frozenset({"crp"}): "conventional_crp",
    frozenset({"d"}): "vitamin_d",
}


def fact_named(name: str) -> str | None:
    """
    Return the fact that a name means: a whole name of it, and nothing that could be another measurement.

    Examples:
        >>> fact_named("C-Reactive Protein (CRP), high sensitivity"), fact_named("IL-6 receptor, soluble")
        ('hs_crp', None)
    """
    marks, rest = _marks(name)
    return None if rest else _FACTS.get(marks)


def contradicts(name: str, fact: str) -> bool:
    """Whether a name beside a code of *fact* says something else; an ordinary name of CRP can stand for both tests."""
    marks, rest = _marks(name)
    named = _FACTS.get(marks)
    is_same = named == fact or (named, fact) == ("conventional_crp", "hs_crp")
    return bool(rest or marks) and (bool(rest) or not is_same)


def _marks(name: str) -> tuple[frozenset[str], set[str]]:
    """Return the marks that a name leaves, and the words that mean something else."""
    text = unicodedata.normalize("NFKD", name[:_LONGEST].casefold())
    words = " ".join(re.sub("[^a-z0-9]+", " ", "".join(c for c in text if not unicodedata.combining(c))).split())
    marks: set[str] = set()
    for mark, pattern in _MARKS:
        words, times = re.subn(rf"\b(?:{pattern})\b", " ", words)
        marks |= set(mark.split()) if times else set()
        words = " ".join(words.split())
    return frozenset(marks), set(words.split()) - _WITHOUT_MEANING
