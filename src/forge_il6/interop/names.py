"""
The names of what is read here, as laboratories of many languages write them: one vocabulary for every format.

A code is believed only where the words beside it do not name something else, and a name without a code is known whole
or not at all. What else there is, no list can hold; so this one holds the names of what is read, the words that turn
such a name into another measurement, and the words that say nothing of what was measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["fact_named", "folded", "is_called_so", "names_another"]

_LONGEST: Final = 300


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return words without what spelling may change: width, case, accents, and every mark between them."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    letters = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


class _Vocabulary(NamedTuple):
    """How one measurement is called."""

    names: re.Pattern[str]
    others: re.Pattern[str]
    """What stands beside a name, or contains it, and makes it another measurement."""
    alone: frozenset[str] = frozenset()
    """Short names that mean something else in other company."""
    whole: re.Pattern[str] | None = None
    """The names that say enough where no code stands beside them, if not all do."""


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
                "白细胞介素", "白細胞介素", "白介素", "介白素", "介白質", "インターロイキン", "인터루킨", "인터류킨",
                "интерлейкин", "інтерлейкін", "ιντερλευκίνη", "אינטרלוקין", "انترلوكين", "إنترلوكين",
            )
        ),
    ]
)  # fmt: skip

_UNNUMBERED: Final = re.compile(f"(?:{_INTERLEUKIN})(?![a-z]| ?[0-9])")
"""The family alone, which contradicts none of its members."""


def _interleukin(number: int) -> _Vocabulary:
    """Return how one interleukin is called; every other number, and its receptor, is something else."""
    family = f"(?:il|ил|{_INTERLEUKIN})"
    return _Vocabulary(
        re.compile(f"(?:(?<![a-z0-9])(?:hs ?|us ?)?(?:il|ил)|{_INTERLEUKIN}) ?{number}(?![a-z0-9])"),
        _pattern(
            _ANOTHER_WORDS,
            rf"{family} ?(?!{number}(?![0-9]))[0-9]+[a-z]*",
            rf"{family} ?{number} ?r(?: ?(?:a|b|alpha|beta))?",
        ),
    )


_CRP_WORDS: Final = (
    "c ?reactive prot[a-z]*", "c reakti[a-z]*(?: ?prot[a-z]*)?", "c reactief(?: (?:eiwit|prot[a-z]*))?",
    "prot[a-z]+ c ?rea[ct]+i[a-z]*", "prot[a-z]+ c (?=ultra ?sens)", "białko c ?reaktywn[a-z]*",
    "c ?reaktywn[a-z]* bia[a-zł]*", "reakti[a-z]* protein c", "reactive protein c",
    "с? ?реактивн[а-я]* бел[а-я]*(?: ?с)?",  # noqa: RUF001  (Russian)
    "срб", "c ?反应蛋白", "c ?反應蛋白", "c ?反応性(?:蛋白|タンパク)", "c ?반응성 ?단백[^ ]*",  # noqa: RUF001
    "c ?αντιδρωσα πρωτεινη",
)  # fmt: skip
_VITAMIN_D_WORDS: Final = (
    r"25 (?:oh|hydroxy) (?:vit(?:amine?)? )?d(?: total)?",
    r"25 ?ohd",
    r"25 hydroxyvitamine? d(?: total)?",
    r"25 oh vit d",
    r"vitamine? d(?: total)? 25 (?:oh|hydroxy)(?: total)?",
    r"25 hydroxyvitamine? d2 25 hydroxyvitamine? d3",
)
"""Names that say 25-OH and no part of it alone."""

_VOCABULARIES: Final[Mapping[str, _Vocabulary]] = MappingProxyType(
    {
        "il6": _interleukin(6),
        "il10": _interleukin(10),
        "crp": _Vocabulary(
            re.compile(
                "(?<![a-z0-9])(?:(?:hs|us|cardio|high ?sensitivity|s|p) ?)?crp(?: ?(?:hs|us|hp))?(?![a-z])|"
                + "|".join(unicodedata.normalize("NFKD", words) for words in _CRP_WORDS)
            ),
            _pattern(_ANOTHER_WORDS),
            frozenset({"pcr", "pcrus", "pcrhs", "pcras", "hspcr"}),
        ),
        "vitamin_d": _Vocabulary(
            re.compile(
                r"(?<![a-z0-9])(?:vit[a-z]{0,9}|d) ?(?:d[23]?|vit[a-z]{0,9})(?![a-z])|"
                r"(?<![0-9])25 ?(?:oh|hydroxy|hidroxi|idrossi|hydroksi)|hydroxy ?vitamin|calcidiol|calcifediol|"
                + "|".join(
                    folded(name) for name in ("витамин d", "витамин д", "维生素d", "維生素d", "ビタミンd", "비타민 d")
                )
            ),
            _pattern(
                _ANOTHER_WORDS, r"(?:1|24) ?(?:alpha ?)?25(?: ?[a-z0-9]+)*", "calcitriol", "[a-z0-9 ]*dihydroxy[a-z ]*"
            ),
            whole=re.compile(rf"\b(?:{'|'.join(sorted(_VITAMIN_D_WORDS, key=len, reverse=True))})\b"),
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
    "(?<![a-z])(?:hs|us|hp|ultra|ultra ?sens[a-z]*|hoch ?sens[a-z]*|high(?:ly)? ?sens[a-z]*|alta|sens[a-z]*)(?![a-z])|"
    "超敏|高敏|高感度"
)
_IS_SENSITIVE: Final = re.compile(f"{_SENSITIVE.pattern}|(?:hs|us)(?=crp|pcr)|(?<=crp|pcr)(?:hs|us|as)|cardiac|cardio")
"""What says of a CRP that it is the high-sensitivity one: what guards the heart is that."""

_WORDS_OF_A_NAME: Final = """
a analysis au blood by cardiac cardio concentration dans de du en f im immunoassay in la le level levels mass method of
or p plas plasma quant quantitative result s ser serpl serum spiegel test value volume wert 血清 血浆 血漿
"""
"""Words that leave a whole name what it is."""
_WORDS_OF_NOTHING: Final = """
analyse analysi analyt analyte and assay at bei blut chemistry clia cobas con conc cytokine cytokines d del dem der des
determination di die dosage eclia elecsys elisa et for from general haem hospital immulite immunology index inflammation
inflammatory ng pg mg ml l kg is lab labo labor laboratory laboratorio laborwert local los measured measurement marker
markers medida moles molecular nachweis nd newest no normal number o observation on panel para parameter patient
plasmatico plasmatique point pour prof profile prueba quantitation quantitativ r range results resultat resultado sang
sangre sangue screen serique serico siero specimen study substance suero taux testing the u und unit untersuchung valeur
valor valore values vol y zytokin zytokine 1 2 3 4 5 结果 測定 检测 濃度
"""
_OF_A_NAME: Final = frozenset(_WORDS_OF_A_NAME.split())
_SAYS_NOTHING: Final = _OF_A_NAME | set(_WORDS_OF_NOTHING.split())
"""Words that do not say what was measured, so that they contradict nothing beside a code."""


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
    return any(not _says_nothing(_SENSITIVE.sub(" ", words)) and not _is_named(fact, words) for words in said)


def is_called_so(texts: Iterable[str | None]) -> bool:
    """Whether words, where no code is known, speak of IL-6 or CRP, so that somebody should look: no more is read."""
    said = [folded(text) for text in texts if text]
    return any(_is_named(fact, words) for fact in ("il6", "hs_crp") for words in said)


@lru_cache(maxsize=1024)
def fact_named(name: str) -> str | None:
    """
    Return the fact that a name without a code means: a whole name of it, and nothing that could be another measurement.

    Examples:
        >>> fact_named("C-Reactive Protein (CRP), high sensitivity"), fact_named("IL-6 receptor, soluble")
        ('hs_crp', None)
    """
    words = folded(name)
    fact = next((each for each in ("il6", "il10", "crp", "vitamin_d") if _is_whole(each, words)), None)
    if fact != "crp":
        return fact
    return "hs_crp" if _IS_SENSITIVE.search(words) else "conventional_crp"


def _is_whole(fact: str, words: str) -> bool:
    """Whether folded words are a name of the fact from the first to the last."""
    if not _is_named(fact, words):
        return False
    vocabulary = _called(fact)
    rest, times = (vocabulary.whole or vocabulary.names).subn(" ", words)
    alone = vocabulary.alone if _IS_SENSITIVE.search(words) else frozenset[str]()  # PCR alone is another test
    left = set(_SENSITIVE.sub(" ", rest).split())
    return bool(times or left & alone) and left - alone <= _OF_A_NAME
