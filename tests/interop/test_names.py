"""The names of what is read: words that contradict a code, and words that do not."""

from __future__ import annotations

import pytest

from forge_il6.interop.drugs import SUBSTANCES, Substance, drug_named, is_in_doubt
from forge_il6.interop.names import fact_named, is_called_so, names_another
from forge_il6.interop.specimens import is_other, words_of
from forge_il6.interop.spellings import limit_in, plain_unit
from forge_il6.knowledge.measurands import IL6


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
        ("il6", "IL6 récept. sol."),
        ("il6", "IL-6 sR"),
        ("il6", "IL-6-Ak"),
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


@pytest.mark.parametrize(
    "words",
    [
        "no tocilizumab", "kein Tocilizumab", "Tocilizumab: nein", "sans tocilizumab", "tocilizumab discontinued",
        "Tocilizumab abgesetzt", "allergy to tocilizumab", "tocilizumab-naive", "tocilizumab or placebo",
        "Tocilizumab-Spiegel", "never had tocilizumab", "planned: tocilizumab",
    ],
)  # fmt: skip
def test_words_that_deny_a_drug_or_speak_of_something_else_leave_it_in_doubt(words: str) -> None:
    assert is_in_doubt([words])


@pytest.mark.parametrize("words", ["Tocilizumab 162 mg sc", "RoActemra", "prednisolone 5 mg daily", "tocilizumab-aazg"])
def test_a_drug_with_its_dose_is_in_no_doubt(words: str) -> None:
    assert not is_in_doubt([words])


@pytest.mark.parametrize("form", ["eye drops", "nasal", "ointment"])
def test_a_drug_that_acts_where_it_is_put_is_none_only_where_it_is_a_steroid(form: str) -> None:
    """No antibody is used so; what stands beside its name is a word of something else."""
    local, other = drug_named((), [f"prednisolone {form}"]), drug_named((), [f"tocilizumab {form}"])
    assert (True, False) == (local is None, other is None)


def test_a_code_without_its_system_names_no_drug() -> None:
    assert drug_named([(None, "L04AC07")], []) is None


@pytest.mark.parametrize("length, wanted", [(39, "pg/mL"), (40, "pg/mL"), (41, None)])
def test_a_unit_is_read_up_to_its_length(length: int, wanted: str | None) -> None:
    unit = "pg/mL{" + "x" * (length - 7) + "}"
    assert (wanted or unit) == plain_unit(unit)


@pytest.mark.parametrize(
    "limits, wanted", [("0-7", "7"), ("<7", "7"), ("6.9-7", "7"), ("7-7", None), ("9-7", None), ("<0", None)]
)
def test_a_range_ends_above_its_beginning(limits: str, wanted: str | None) -> None:
    limit = limit_in(limits, IL6, "pg/mL")
    assert wanted == (None if limit is None else str(limit.value))


@pytest.mark.parametrize(
    "words",
    [
        "Serumprobe, pleural", "Vollblutprobe, urine",
        "Nabelschnurblut", "脐带血", "sang de cordon", "Bone marrow blood", "Whole blood stimulated with LPS",
        "Kontrollserum", "Poolserum", "Serum (donor)", "Dried blood spot", "Trockenblut", "Red blood cells",
        "Serum (dialysate)", "not serum", "kein Serum", "no blood", "fetal bovine serum",
    ],
)  # fmt: skip
def test_blood_in_a_word_is_not_this_persons_blood(words: str) -> None:
    """Nor is what was made of it: cells, a lysate, blood that was stimulated in a tube."""
    assert is_other({words_of(words)}, set())


@pytest.mark.parametrize(
    "words",
    [
        "Serum, not haemolysed", "Blood, non-fasting", "Serum clot activator", "Whole blood (EDTA)", "血清",
        "Blut, nicht nüchtern", "Kapillarblut", "Serum without gel", "Blood, venous", "Blood tissue bank",
    ],
)  # fmt: skip
def test_what_is_said_of_blood_leaves_it_blood(words: str) -> None:
    assert not is_other({words_of(words)}, set())
