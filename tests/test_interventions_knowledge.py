"""Every sentence that the library can emit: no dose of a prescription drug, no diagnosis, nothing too long."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from forge_il6 import STANDARD, Convention, Threshold, interpret_case
from forge_il6.codes import Grade, Intervention
from forge_il6.knowledge import interventions, words
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.interventions import DRUG_CLASSES, INTERVENTIONS, drug_classes
from forge_il6.wording import LONGEST_BASIS
from properties.promise_strategies import documents

TABLES: Mapping[str, Mapping[str, str]] = {
    name: value for name in words.__all__ if isinstance(value := getattr(words, name), Mapping)
}
MAPPED = {"CARE_ACTIONS"}
"""Tables from code to code, which hold no sentences."""

PRESCRIPTION = (
    "dasatinib", "tocilizumab", "sarilumab", "satralizumab", "siltuximab", "clazakizumab", "ziltivekimab",
    "canakinumab", "warfarin", "digoxin", "ciclosporin", "fluvoxamine", "thiazide", "prednisolone", "steroid", "statin",
)  # fmt: skip
DOSE = re.compile(
    r"\d[\d.,]*\s*(?:mg|mcg|µg|ug|g|iu|ml|tablets?|pills?|capsules?)\b(?!\s*/\s*(?:l|ml|dl)\b)", re.IGNORECASE
)
DIAGNOSIS = re.compile(
    r"\byou (?:have|suffer|are ill)\b|\bthis person has\b|\bthe person has\b(?! not)|\bis diagnosed\b|\bdiagnosis of\b"
    r"|\bconfirms\b|\bproves that\b|\bis due to\b|\bindicates (?:a |an )?(?:disease|cancer|infection|sepsis)\b"
    r"|\b(?:means|shows) (?:a |an )?(?:disease|cancer|infection|sepsis|autoimmun)",
    re.IGNORECASE,
)


def written() -> dict[str, str]:
    """Return every text of the knowledge and of the rules, by where it stands."""
    found = {f"{name}.{code}": text for name in set(TABLES) - MAPPED for code, text in TABLES[name].items()}
    found["WITHHELD"] = words.WITHHELD
    for code, record in FINDINGS.items():
        texts = (record.sentence, record.when_acute, record.in_summary)
        found |= {f"{code}[{n}]": text for n, text in enumerate(texts) if text}
    for code, record in INTERVENTIONS.items():
        texts = (record.name, record.article_grade, record.measure_first, *record.says, *record.safety)
        found |= {f"{code}[{n}]": text for n, text in enumerate((*texts, *record.interactions.values()))}
    for each in STANDARD:
        found |= {f"{each.id} asks": each.asks, f"{each.id} because": each.reason}
    return found


WRITTEN = written()


def said(document) -> list[str]:
    """Return every text of a verdict, its report first."""
    verdict = interpret_case(document)
    found = [str(verdict), verdict.summary]
    found += [finding.sentence for finding in verdict.findings]
    found += [action.sentence for action in verdict.actions]
    found += [check.sentence for check in verdict.cross_checks]
    for each in verdict.interventions:
        found += [*each.sentences, *each.safety, each.measure_first]
    for each in verdict.plans:
        found += [each.reason, each.dose, each.on_dose, *each.interactions, each.safety]
    return found


def doses_of_drugs(text):
    """Return sentences that hold both a prescription drug and a number with the unit of a dose."""
    parts = re.split(r"(?<=[.;!?])\s+|\n\s*\n|\n  [-!*\d]", text)
    return [part for part in parts if any(drug in part.casefold() for drug in PRESCRIPTION) and DOSE.search(part)]


# --- what may not be said --------------------------------------------------------------------------


OF_DASATINIB = INTERVENTIONS[Intervention.DASATINIB_QUERCETIN]


def test_every_record_is_a_value() -> None:
    """It can stand in a set, though it holds a mapping."""
    assert len(INTERVENTIONS) == len({*INTERVENTIONS.values()})


@pytest.mark.parametrize("where", sorted(WRITTEN))
def test_no_text_of_the_package_doses_a_drug_or_makes_a_diagnosis(where):
    """Sentences, records, and what the rules ask and why."""
    assert [] == doses_of_drugs(WRITTEN[where])
    assert not DIAGNOSIS.search(WRITTEN[where])


@settings(max_examples=60)
@given(documents())
def test_no_verdict_doses_a_drug_or_makes_a_diagnosis(document):
    """The report and every sentence of any case, its facts filled in."""
    for text in said(document):
        assert [] == doses_of_drugs(text)
        assert not DIAGNOSIS.search(text)


@pytest.mark.parametrize(
    "text",
    ["Dasatinib 100 mg for three days.", "Take 100mg of dasatinib.", "warfarin, 5 mg a day", "Dasatinib: 2 tablets"],
)
def test_a_dose_would_be_found(text):
    """The search is not blind."""
    assert doses_of_drugs(text)


@pytest.mark.parametrize("text", ["You have cancer.", "It confirms liver disease.", "This shows an infection."])
def test_a_diagnosis_would_be_found(text):
    """The search is not blind."""
    assert DIAGNOSIS.search(text)


@pytest.mark.parametrize("text", [*OF_DASATINIB.says, *OF_DASATINIB.safety])
def test_dasatinib_stands_beside_no_number_but_of_trials(text):
    """Not even a number without a unit, except the name of a gene."""
    assert not re.search(r"\d", text.replace("p16", ""))


def test_every_verdict_says_once_that_it_is_no_diagnosis():
    """Once, and not in every line."""
    report = str(interpret_case({"reading": {"il6": "3.4 pg/mL"}}))

    assert 1 == report.count("neither makes nor excludes a diagnosis")


# --- numbers and authority -------------------------------------------------------------------------

STUDIED = {f"{code}[{n}]" for code in INTERVENTIONS for n in (1, *range(3, 3 + len(INTERVENTIONS[code].says)))}
"""The grade in the words of the article, and what trials showed: figures of a source, which no override moves."""
NAMED = re.compile(r"IL-\d+|GLP-1|25-OH|CYP3A4|STAT3|COVID-19|Vitamin [DK]\d|p16|Zone \d|\b[DK]\d\b|hs-CRP")
COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b[ -](?:hour|day|week|month|year)s?\b"
    r"|\bwithin an? (?:hour|day|week|month|year)\b|\b(?:doubled|halved)\b",
    re.IGNORECASE,
)
DECIDED = {
    where: text for where, text in WRITTEN.items()
    if where not in STUDIED and not where.startswith(("LABELS.", "PICTURE.", "BANDS.")) and " " in text
}  # fmt: skip


@pytest.mark.parametrize("where", sorted(DECIDED))
def test_no_sentence_holds_a_number_that_an_override_would_leave_behind(where):
    """Design 5: a sentence takes its numbers from the thresholds that decided."""
    text = NAMED.sub("", re.sub(r"\{[\w,]+\}", "", DECIDED[where]))

    assert not re.search(r"\d", text)
    assert not COUNTED.search(text)


@pytest.mark.parametrize(
    "name, value, facts, said",
    [
        ("biotin_high_hold", 5, {"confounders": [{"kind": "biotin_high", "days_since": 4}]}, "5 days"),
        ("biotin_hold", 2, {"confounders": [{"kind": "biotin", "days_since": 1}]}, "2 days"),
        ("lowest_bmi", 17, {"bmi": "22"}, "17 kg/m2"),
        ("vitamin_d_upper_limit", 2000, {"vitamin_d": "15 ng/mL"}, "2000 IU/day"),
        ("vitamin_d_deficient", 12, {"vitamin_d": "11 ng/mL"}, "12 ng/mL"),
    ],
)
def test_an_override_shows_in_every_sentence_that_tells_its_number(name, value, facts, said):
    """The number of the standard is nowhere any more."""
    standard = STANDARD.thresholds()[name]
    rules = STANDARD.override(**{name: Threshold(value, standard.unit, Convention("clinic protocol 4.2"))})
    verdict = interpret_case({"reading": {"il6": "2.4 pg/mL"}, "context": {"age": 57, **facts}}, rules=rules)
    texts = [each.sentence for each in verdict.findings]
    texts += [text for each in verdict.interventions for text in (*each.sentences, *each.safety)]

    assert [text for text in texts if said in text]
    assert not [text for text in texts if re.search(rf"\b{standard.value} {standard.unit}", text)]


def test_a_line_that_a_host_moved_is_not_ascribed_to_the_article():
    """A sentence takes its authority, too, from the threshold that decided."""
    case = {"reading": {"il6": "2.8 pg/mL"}, "context": {"age": 57}}
    moved = STANDARD.override(verdict_line=Threshold("2.5", "pg/mL", Convention("clinic protocol 4.2")))

    def said(rules):
        return next(each.sentence for each in interpret_case(case, rules=rules).findings if each.code == "elevated")

    assert "the article's line of 2" in said(STANDARD)
    assert "article" not in said(moved)
    assert "2.5 pg/mL" in said(moved)


# --- length and completeness -----------------------------------------------------------------------

STANDS_FOR = {
    "il6": "1234567.89 pg/mL", "hours": "120.25", "days": "120", "fasting_hours": "9.75",
    "hours_to_centrifugation": "3.75", "crp_read": "conventional CRP 10.25 mg/L", "conventional_crp": "<10.25 mg/L",
    "ago": "120 days before the draw", "after": "during or right after", "before": "120.25 h before",
    "common_causes": ", ".join(words.COMMON_CAUSES.values()),
    "stated_il6": "1234567.89 pg/mL", "highest_il6": "1234567.89 pg/mL", "il6_beyond_range": "1234567.89 pg/mL",
    "hs_crp": "12.345 mg/L", "acute_crp": "123.45 mg/L",
    "flags": "new breathlessness, unintended weight loss and persistent joint swelling",
    "urgent_flags": "chest pain, new breathlessness and confusion",
    "assay": "Siemens ADVIA Centaur or Atellica", "likely_assay": "Siemens ADVIA Centaur or Atellica",
}  # fmt: skip
NUMBERS = {name: f"{each.value} {each.unit}s" for name, each in STANDARD.thresholds().items()}
LONGEST_AUTHORITY = words.AUTHORITIES[""].format(basis="x" * LONGEST_BASIS)


class Filled(dict[str, str]):
    """Every number with its unit and the longest authority, with one name or several."""

    def __missing__(self, key: str) -> str:
        if key.endswith("_note"):
            return ""  # said of the usual number alone, whose authority is short
        known = key.endswith("_whose") and set(key.removesuffix("_whose").split(",")) <= NUMBERS.keys()
        if not known:
            raise KeyError(key)
        return LONGEST_AUTHORITY


SENTENCES = {code: record.sentence for code, record in FINDINGS.items()} | {
    f"{code}, acute": record.when_acute for code, record in FINDINGS.items() if record.when_acute
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_the_sentence_of_a_finding_is_short_and_complete(text):
    """At most 140 characters with long facts filled in, a full stop, and only known names in braces."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    filled = text.format_map(Filled({**NUMBERS, **STANDS_FOR}))

    assert len(filled) <= 140
    assert text.endswith(".")
    assert not re.search(
        r"\d", re.sub(r"IL-\d+|GLP-1|25-OH|CRP|COVID-19|K2|D3", "", text.format_map(dict.fromkeys(names, "")))
    )


@settings(max_examples=60)
@given(documents())
def test_every_finding_is_short(document):
    """At most 140 characters, never cut off, never with a hole."""
    for finding in interpret_case(document).findings:
        assert 0 < len(finding.sentence) <= 140
        assert not finding.sentence.endswith("…")
        assert "{" not in finding.sentence


# --- records ---------------------------------------------------------------------------------------


def test_the_records_are_in_the_order_of_the_tiers():
    """Each intervention once, with a known grade, something to say and a source."""
    records = list(INTERVENTIONS.values())

    assert list(Intervention) == [record.code for record in records]
    assert sorted(record.tier for record in records) == [record.tier for record in records]
    assert all(isinstance(record.evidence_grade, Grade) and record.says and record.sources for record in records)


def test_every_class_is_of_use_and_every_use_has_a_class():
    """A class that no intervention asks for, or an interaction that no text can trigger, is dead."""
    used = {name for record in interventions.INTERVENTIONS.values() for name in record.interactions}

    assert used == set(DRUG_CLASSES)


@pytest.mark.parametrize("name", sorted(DRUG_CLASSES))
def test_a_class_is_known_by_its_name_and_by_each_of_its_words(name):
    """In any letters, inside a longer text."""
    assert name in drug_classes((name,))
    for word in DRUG_CLASSES[name]:
        assert name in drug_classes((f"since 2019 {word.upper()}, daily",))
    assert frozenset() == drug_classes(("paracetamol", ""))


# --- what is written of drugs and conditions -------------------------------------------------------

MEANT = {
    "warfarin 5 mg": {"warfarin", "anticoagulant"},
    "Coumadin": {"warfarin", "anticoagulant"},
    "Marcumar": {"warfarin", "anticoagulant"},
    "phenprocoumon": {"warfarin", "anticoagulant"},
    "acenocoumarol": {"warfarin", "anticoagulant"},
    "an anticoagulant": {"warfarin", "anticoagulant"},
    "a blood thinner": {"warfarin", "anticoagulant"},
    "oral anticoagulation": {"anticoagulant"},
    "apixaban": {"anticoagulant"},
    "rivaroxaban": {"anticoagulant"},
    "edoxaban": {"anticoagulant"},
    "dabigatran": {"anticoagulant"},
    "heparin": {"anticoagulant"},
    "enoxaparin": {"anticoagulant"},
    "aspirin 100 mg": {"antiplatelet"},
    "clopidogrel": {"antiplatelet"},
    "ticagrelor": {"antiplatelet"},
    "prasugrel": {"antiplatelet"},
    "dual antiplatelet therapy": {"antiplatelet"},
    "hypercalcemia": {"hypercalcaemia"},
    "a high calcium": {"hypercalcaemia"},
    "fluvoxamine 50 mg": {"fluvoxamine"},
    "ciclosporin": {"immunosuppressant"},
    "cyclosporine": {"immunosuppressant"},
    "tacrolimus": {"immunosuppressant"},
    "azathioprine": {"immunosuppressant"},
    "mycophenolate mofetil": {"immunosuppressant"},
    "methotrexate once a week": {"immunosuppressant"},
    "immunosuppressive therapy": {"immunosuppressant"},
    "immunodeficiency": {"immunosuppressant"},
    "carbamazepine": {"anticonvulsant", "cyp3a4"},
    "phenytoin": {"anticonvulsant", "cyp3a4"},
    "valproic acid": {"anticonvulsant"},
    "lamotrigine": {"anticonvulsant"},
    "anticonvulsants": {"anticonvulsant"},
    "epilepsy": {"anticonvulsant"},
    "benzodiazepines": {"sedative"},
    "zolpidem": {"sedative"},
    "zopiclone": {"sedative"},
    "diazepam": {"sedative"},
    "lorazepam": {"sedative"},
    "a sedative": {"sedative"},
    "opioids": {"sedative"},
    "a thiazide diuretic": {"thiazide"},
    "hydrochlorothiazide": {"thiazide"},
    "bendroflumethiazide": {"thiazide"},
    "chlortalidone": {"thiazide"},
    "chlorthalidone": {"thiazide"},
    "indapamide": {"thiazide"},
    "digoxin 0.125 mg": {"digoxin"},
    "digitoxin": {"digoxin"},
    "a CYP3A4 inhibitor": {"cyp3a4"},
    "ketoconazole": {"cyp3a4"},
    "itraconazole": {"cyp3a4"},
    "clarithromycin": {"cyp3a4"},
    "ritonavir": {"cyp3a4"},
    "rifampicin": {"cyp3a4"},
    "rifampin": {"cyp3a4"},
    "St John's wort": {"cyp3a4"},
    "grapefruit juice": {"cyp3a4"},
    "omeprazole": {"acid_blocker"},
    "pantoprazole": {"acid_blocker"},
    "esomeprazole": {"acid_blocker"},
    "famotidine": {"acid_blocker"},
    "antacids": {"acid_blocker"},
    "a proton pump inhibitor": {"acid_blocker"},
    "a PPI": {"acid_blocker"},
    "coronary artery disease": {"heart_disease"},
    "arrhythmia": {"heart_disease"},
    "atrial fibrillation": {"heart_disease"},
    "heart failure": {"heart_disease"},
    "angina": {"heart_disease"},
    "ischaemic heart disease": {"heart_disease"},
    "cardiac arrest in 2019": {"heart_disease"},
    "myocardial infarction": {"heart_disease"},
    "arterial hypertension": {"hypertension"},
    "high blood pressure": {"hypertension"},
    "Raynaud's phenomenon": {"raynaud"},
    "kidney stones": {"kidney_disease"},
    "renal failure": {"kidney_disease"},
    "CKD stage 3": {"kidney_disease"},
    "dialysis": {"kidney_disease"},
    "sarcoid of the lung": {"sarcoidosis"},
    "an eating disorder": {"eating_disorder"},
    "anorexia nervosa": {"eating_disorder"},
    "bulimia": {"eating_disorder"},
    "paracetamol": set(),
    "adrenaline": set(),
}
"""What people write of their drugs and conditions, each with one word that tells, and every class that is meant."""


DENIED = {
    "no warfarin": set(),
    "Not on warfarin; no digoxin": set(),
    "kein Marcumar, ASS 100 mg, aspirin": {"antiplatelet"},
    "no NSAIDs": set(),
    "no warfarin dose missed": {"warfarin", "anticoagulant"},
    "no aspirin, warfarin 5 mg": {"warfarin", "anticoagulant"},
    "warfarin, no aspirin": {"warfarin", "anticoagulant"},
    "no known allergy to warfarin": {"warfarin", "anticoagulant"},
    "warfarin stopped": {"warfarin", "anticoagulant"},
    "warfarin without aspirin": {"warfarin", "anticoagulant", "antiplatelet"},
    "since 2019 no warfarin": {"warfarin", "anticoagulant"},
}
"""Only a drug that is denied and nothing else is none: who may take it is not reassured."""


@pytest.mark.parametrize("written", DENIED)
def test_a_drug_that_is_denied_is_none_and_one_in_doubt_is_taken(written):
    assert DENIED[written] == drug_classes((written,)) == drug_classes((written.upper(), "vitamin C"))


@pytest.mark.parametrize("written", MEANT)
def test_what_people_write_means_its_classes_and_no_others(written):
    assert MEANT[written] == drug_classes((written,)) == drug_classes(("vitamin C", f"since 2019 {written.upper()}"))


def test_every_word_of_a_class_is_in_use_here():
    """A word that a class knows and this table does not has nobody who would miss it."""
    folded = [text.casefold() for text in MEANT]
    words = {word for words in DRUG_CLASSES.values() for word in words}

    assert [] == [word for word in sorted(words) if not any(re.search(rf"\b{re.escape(word)}", t) for t in folded)]


RULED_BY = {
    "visceral_fat_loss": {"eating_disorder"},
    "gut_barrier": {"immunosuppressant"},
    "zone2_aerobic": {"heart_disease"},
    "vitamin_d3_k2": {"warfarin", "hypercalcaemia", "thiazide", "digoxin", "kidney_disease", "sarcoidosis"},
    "melatonin_low_dose": {
        "anticoagulant", "antiplatelet", "fluvoxamine", "immunosuppressant", "anticonvulsant", "sedative",
    },
    "cold_exposure": {"heart_disease", "hypertension", "raynaud"},
    "dasatinib_quercetin": {"cyp3a4", "acid_blocker", "anticoagulant", "antiplatelet"},
    "quercetin_alone": {"anticoagulant", "immunosuppressant", "cyp3a4", "kidney_disease"},
    "fisetin": {"anticoagulant"},
}  # fmt: skip
"""What each intervention does not go together with."""
TIERS = {
    "visceral_fat_loss": (1, "A−/B"), "gut_barrier": (1, "C"), "zone2_aerobic": (1, "B"), "vitamin_d3_k2": (2, "D"),
    "melatonin_low_dose": (2, "D"), "cold_exposure": (3, "D"), "dasatinib_quercetin": (4, "C−"),
    "quercetin_alone": (4, "D/C−"), "fisetin": (4, "D"),
}  # fmt: skip


def test_each_intervention_has_its_tier_its_grade_and_what_it_does_not_go_with():
    assert RULED_BY == {code.value: set(record.interactions) for code, record in INTERVENTIONS.items()}
    assert TIERS == {code.value: (record.tier, record.evidence_grade.value) for code, record in INTERVENTIONS.items()}
