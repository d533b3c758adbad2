"""The names of what is read: words that contradict a code, and words that do not."""

from __future__ import annotations

import pytest

from forge_il6.interop.drugs import SUBSTANCES, Substance, drug_named
from forge_il6.interop.names import fact_named, is_called_so, names_another


@pytest.mark.parametrize(
    "fact, words",
    [
        ("il6", "İnterlökin-6"),
        ("il6", "Интерлейкин-6"),
        ("il6", "ＩＬ－６"),
        ("il6", "Interleukin 6 [Mass/volume] in Serum or Plasma"),
        ("hs_crp", "CRP ultrasensible"),
        ("hs_crp", "PCR-us"),
        ("hs_crp", "Protéine C réactive"),
        ("hs_crp", "超敏C反应蛋白"),
        ("conventional_crp", "C-reaktives Protein"),
        ("vitamin_d", "25(OH)D"),
        ("vitamin_d", "25-hydroxyvitamin D2+D3"),
    ],
)
def test_a_name_of_the_measurand_does_not_contradict_its_code(fact: str, words: str) -> None:
    assert not names_another(fact, [words])


@pytest.mark.parametrize(
    "fact, words",
    [
        ("il6", "Interleukin-16"),
        ("il6", "sIL-6R"),
        ("il6", "白介素6受体"),
        ("il6", "IL-6 R alpha"),
        ("hs_crp", "białko C"),
        ("il6", "IL-6/IL-10 ratio"),
        ("hs_crp", "SARS-CoV-2 PCR"),
        ("hs_crp", "NT-proBNP"),
        ("vitamin_d", "1,25-dihydroxyvitamin D"),
        ("vitamin_d", "Vitamin B12"),
        ("vitamin_d", "Vitamin D binding protein"),
    ],
)
def test_another_measurement_contradicts_the_code(fact: str, words: str) -> None:
    assert names_another(fact, [words])


@pytest.mark.parametrize("words", ["", "Result", "Serum level", "4711", None])
def test_words_that_say_nothing_contradict_nothing_and_name_nothing(words: str | None) -> None:
    assert not names_another("il6", [words])
    assert not is_called_so([words])


@pytest.mark.parametrize(
    "name, fact",
    [
        ("白介素-6", "il6"),
        ("Интерлейкин-6", "il6"),
        ("IL-10", "il10"),
        ("超敏C反应蛋白", "hs_crp"),
        ("С-реактивный белок", "conventional_crp"),
        ("PCR ultrasensible", "hs_crp"),
        ("PCRus", "hs_crp"),
        ("PCR", None),
        ("IL6 range", None),
        ("hs troponin", None),
        ("Vitamin D", None),
    ],
)
def test_one_vocabulary_tells_a_whole_name_and_a_contradiction(name: str, fact: str | None) -> None:
    """What is known whole never contradicts its own code."""
    assert fact == fact_named(name)
    assert fact is None or not names_another(fact, [name])


@pytest.mark.parametrize("substance", SUBSTANCES, ids=lambda each: each.names[0])
def test_a_drug_is_one_by_each_of_its_names_and_codes(substance: Substance) -> None:
    systems = {"atc": "http://www.whocc.no/atc", "rxnorm": "http://www.nlm.nih.gov/research/umls/rxnorm"}
    codes = [(systems["atc"], code) for code in substance.atc] + [
        ("http://snomed.info/sct", code) for code in substance.sct
    ]
    codes += [(systems["rxnorm"], substance.rxnorm)] if substance.rxnorm else []
    found = [drug_named([code], []) for code in codes] + [drug_named([], [name]) for name in substance.names]

    assert {substance.drug} == set(found)
