"""
The names of what is read here, as laboratories of many languages write them.

A code is believed only where the words beside it do not name something else. What else there is, no list can hold;
so this one holds the names of what is read, the words that turn such a name into another measurement, and the words
that say nothing of what was measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["fact_named", "folded", "names_another"]

_LONGEST: Final = 300


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return words without what spelling may change: width, case, accents, and every mark between them."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    letters = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


class _Vocabulary(NamedTuple):
    """How one fact is called."""

    names: re.Pattern[str]
    others: re.Pattern[str]
    """What stands beside a name, or contains it, and makes it another measurement."""
    alone: frozenset[str] = frozenset()
    """Short names that mean something else in other company."""


_UNPARTED: Final = "|".join(folded(word) for word in ("受体", "受體", "受容体", "可溶性", "抗体", "抗體", "基因"))
"""Words that make any name another measurement, where no space parts them from it."""


def _pattern(names: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any of the names, one a line, as words of their own; *patterns* are added as they are."""
    found = [re.escape(folded(name)).replace(r"\ ", " ?") for name in names.split("\n") if name.strip()]
    return re.compile("(?<![a-z0-9])(?:" + "|".join([*found, *patterns]) + f")(?![a-z0-9])|{_UNPARTED}")


_ANOTHER: Final = """
receptor receptors rezeptor rezeptoren recepteur receptori receptora receptore recettore receptorius soluble soluvel
soluvel losliche loslicher loslich solubile antibody antibodies autoantibody autoantibodies anti antikorper
autoantikorper antistof antistoffen antistoff anticorps anticuerpo anticuerpos anticorpi anticorpo gene genes genotype
genotyp genotyping polymorphism polymorphismus mutation mutations variant variants rna mrna dna ratio quotient index
stimulated stimuliert release inhibitor antagonist agonist binding bindung bindend related precursor ige igg igm
expression allergy delta presence urine urin csf liquor fluid saliva
рецептор рецептора растворимый антитела антител ген полиморфизм 受体 受體 受容体 可溶性 抗体 抗體 基因 수용체 항체
"""
"""Words that make any name another measurement, or one in another fluid."""

_ANOTHER_WORDS: Final = "\n".join(_ANOTHER.split())
_INTERLEUKIN: Final = "|".join(
    [
        r"[a-z]{0,2}interl[eo][iu]?[ckq]h?i+n[a-z]*",
        *(
            folded(name)
            for name in (
                "白细胞介素", "白細胞介素", "白介素", "介白素", "介白質", "インターロイキン", "인터루킨", "인터류킨", "интерлейкин",
                "інтерлейкін", "ιντερλευκίνη", "אינטרלוקין", "انترلوكين", "إنترلوكين",
            )
        ),
    ]
)  # fmt: skip

_UNNUMBERED: Final = re.compile(f"(?:{_INTERLEUKIN})(?![a-z]| ?[0-9])")
"""The family alone, which contradicts none of its members."""

_VOCABULARIES: Final[Mapping[str, _Vocabulary]] = MappingProxyType(
    {
        "il6": _Vocabulary(
            re.compile(f"(?:(?<![a-z0-9])(?:hs ?|us ?)?(?:il|ил)|{_INTERLEUKIN}) ?6(?![a-z0-9])"),
            _pattern(_ANOTHER_WORDS, rf"(?:il|ил|{_INTERLEUKIN}) ?(?!6(?![0-9]))[0-9]+[a-z]*"),
        ),
        "crp": _Vocabulary(
            re.compile(
                "(?<![a-z0-9])(?:(?:hs|us|cardio|high ?sensitivity|s|p) ?)?crp(?: ?(?:hs|us|hp))?(?![a-z])|"
                + "|".join(
                    folded(name).replace(" ", " ?")
                    for name in (
                        "c reactive prot", "c reaktive", "c reaktiv", "c reakti", "c reactief", "proteine c reacti",
                        "proteina c reacti", "proteina c reati", "proteina c reatti", "proteina c ultrasens",
                        "creactive prot", "białko c", "реактивный белок", "реактивного белка", "срб", "反应蛋白",
                        "反應蛋白", "反応性蛋白", "反応性タンパク", "반응성 단백", "αντιδρώσα πρωτεΐνη", "reactive protein c",
                    )
                )
            ),
            _pattern(_ANOTHER_WORDS),
            frozenset({"pcr", "pcrus", "pcrhs", "pcras", "hspcr"}),
        ),
        "vitamin_d": _Vocabulary(
            re.compile(
                r"(?<![a-z0-9])(?:vit[a-z]{0,9}|d) ?(?:d[23]?|vit[a-z]{0,9})(?![a-z])|"
                r"(?<![0-9])25 ?(?:oh|hydroxy|hidroxi|idrossi|hydroksi)|hydroxy ?vitamin|calcidiol|calcifediol|calcifediolo|"
                + "|".join(folded(name) for name in ("витамин d", "витамин д", "维生素d", "維生素d", "ビタミンd", "비타민 d"))
            ),
            _pattern(_ANOTHER_WORDS, r"(?:1|24) ?(?:alpha ?)?25(?: ?[a-z0-9]+)*", "calcitriol", "[a-z0-9 ]*dihydroxy[a-z ]*"),
        ),
        "grip": _Vocabulary(
            re.compile("grip|griff|greif|hand ?(?:kraft|strength)|prehension|prension|dynamo|" + folded("握力")),
            _pattern("ratio\nindex\nendurance"),
        ),
        "hrv": _Vocabulary(
            re.compile("sdnn|hrv|variab|standard deviation|r ?r ?interval|nn ?interval"),
            _pattern("ratio\nindex\nlf\nhf"),
        ),
    }
)  # fmt: skip

_SENSITIVE: Final = re.compile(
    "(?<![a-z])(?:hs|us|hp|ultra|ultra ?sens[a-z]*|hoch ?sens[a-z]*|high(?:ly)? ?sens[a-z]*|alta|sens[a-z]*)(?![a-z])"
)

_SAYS_NOTHING: Final = frozenset(
    [
        "a",
        "analyse",
        "analysis",
        "analysi",
        "analyt",
        "analyte",
        "and",
        "assay",
        "at",
        "bei",
        "blood",
        "blut",
        "by",
        "chemistry",
        "clia",
        "cobas",
        "con",
        "concentration",
        "conc",
        "cytokine",
        "cytokines",
        "d",
        "de",
        "del",
        "dem",
        "der",
        "des",
        "determination",
        "di",
        "die",
        "dosage",
        "du",
        "eclia",
        "elecsys",
        "elisa",
        "en",
        "et",
        "for",
        "from",
        "general",
        "haem",
        "hospital",
        "im",
        "immulite",
        "immunoassay",
        "immunology",
        "in",
        "index",
        "inflammation",
        "inflammatory",
        "ng",
        "pg",
        "mg",
        "ml",
        "l",
        "kg",
        "is",
        "la",
        "lab",
        "labo",
        "labor",
        "laboratory",
        "laboratorio",
        "laborwert",
        "le",
        "level",
        "levels",
        "local",
        "los",
        "mass",
        "measured",
        "measurement",
        "marker",
        "markers",
        "medida",
        "method",
        "moles",
        "molecular",
        "nachweis",
        "nd",
        "newest",
        "no",
        "normal",
        "number",
        "o",
        "observation",
        "of",
        "on",
        "or",
        "panel",
        "para",
        "parameter",
        "patient",
        "plasma",
        "plasmatico",
        "plasmatique",
        "point",
        "pour",
        "prof",
        "profile",
        "prueba",
        "quant",
        "quantitation",
        "quantitative",
        "quantitativ",
        "r",
        "range",
        "result",
        "results",
        "resultat",
        "resultado",
        "s",
        "sang",
        "sangre",
        "sangue",
        "screen",
        "ser",
        "serique",
        "serico",
        "serum",
        "siero",
        "specimen",
        "spiegel",
        "study",
        "substance",
        "suero",
        "taux",
        "test",
        "testing",
        "the",
        "u",
        "und",
        "unit",
        "untersuchung",
        "valeur",
        "valor",
        "valore",
        "value",
        "values",
        "volume",
        "vol",
        "wert",
        "y",
        "zytokin",
        "zytokine",
        "1",
        "2",
        "3",
        "4",
        "5",
        "血清",
        "血浆",
        "血漿",
        "结果",
        "測定",
        "检测",
        "濃度",
    ]
)
"""Words that do not say what was measured, so that they contradict nothing."""


def _called(fact: str) -> _Vocabulary:
    return _VOCABULARIES["crp" if fact in ("hs_crp", "conventional_crp") else fact]


def _is_named(fact: str, words: str) -> bool:
    """Whether folded words name the fact, and nothing that is made of it."""
    vocabulary = _called(fact)
    rest = _SENSITIVE.sub(" ", words).split()
    is_alone = bool(vocabulary.alone & set(rest)) and vocabulary.alone >= set(rest) - _SAYS_NOTHING
    return (is_alone or vocabulary.names.search(words) is not None) and vocabulary.others.search(words) is None


def _says_nothing(words: str) -> bool:
    """Whether no word says what was measured: words of no content, and numbers."""
    return all(word in _SAYS_NOTHING or word.isdigit() for word in words.split())


def names_another(fact: str, texts: Iterable[str | None]) -> bool:
    """Whether a text beside a code of *fact* names something else."""
    said = (_UNNUMBERED.sub(" ", folded(text)) for text in texts if text)
    return any(not _says_nothing(words) and not _is_named(fact, words) for words in said)


def fact_named(texts: Iterable[str | None]) -> str | None:
    """Return the fact that words name where no code does: ``il6`` or ``crp``, for a remark only."""
    said = [folded(text) for text in texts if text]
    return next((fact for fact in ("il6", "hs_crp") if any(_is_named(fact, words) for words in said)), None)
