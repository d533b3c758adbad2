"""
What the article proposes, once each: tier, both grades, what to measure first, safety, sources.

No dose of a prescription drug stands here or anywhere else in the package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from ..codes import Grade, Intervention
from ..evidence import Source, verified
from . import sources as s

__all__ = ["DRUG_CLASSES", "INTERVENTIONS", "InterventionRecord", "drug_classes"]


@attrs.frozen(kw_only=True)
class InterventionRecord:
    """One intervention as the article proposes it and the literature grades it."""

    code: Intervention
    tier: int
    name: str
    article_grade: str
    evidence_grade: Grade
    """For lowering resting IL-6 in humans."""
    says: tuple[str, ...]
    """What may be said of it."""
    measure_first: str = ""
    safety: tuple[str, ...] = ()
    interactions: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Class of a drug or condition to what it means here."""
    sources: tuple[Source, ...] = attrs.field(default=(), converter=verified)


_ALL = (
    InterventionRecord(
        code=Intervention.VISCERAL_FAT_LOSS,
        tier=1,
        name="Losing visceral fat",
        article_grade="first-order",
        evidence_grade=Grade.A_MINUS_B,
        says=(
            "Trials lowered IL-6 where more than 5 % of body weight was lost and kept off.",
            "The article would shrink this fat by making insulin work better; fasting insulin shows whether it does.",
        ),
        measure_first="waist or body composition, weight, and fasting insulin",
        safety=(
            "Not with a BMI below {lowest_bmi}, an eating disorder, or weight lost without intent.",
            "Frail people need protein and strength training beside it.",
        ),
        interactions={"eating_disorder": "An eating disorder rules weight loss out."},
        sources=(s.BULMER_2025, s.IMAYAMA_2012, s.FONTANA_2007),
    ),
    InterventionRecord(
        code=Intervention.GUT_BARRIER,
        tier=1,
        name="Fermented foods and fibre",
        article_grade="first-order",
        evidence_grade=Grade.C,
        says=(
            "In one small trial IL-6 fell with fermented foods, and with fibre it did not.",
            "A Mediterranean diet is better supported: IL-6 fell by 0.42 pg/mL (95 % CI 0.11–0.73) in 17 trials.",
        ),
        safety=(
            "Care with histamine intolerance, weak immunity, narrowed bowel; take drugs at another time than fibre.",
        ),
        interactions={"immunosuppressant": "With weak immunity ask first before eating live cultures."},
        sources=(s.WASTYK_2021, s.FU_2022, s.SCHWINGSHACKL_2014, s.MEDITERRANEAN_2025),
    ),
    InterventionRecord(
        code=Intervention.ZONE2_AEROBIC,
        tier=1,
        name="Regular aerobic exercise",
        article_grade="first-order",
        evidence_grade=Grade.B,
        says=(
            "In 38 pooled trials training lowered IL-6 a little: SMD -0.16 (95 % CI -0.30 to -0.03).",
            "Zone 2 as such was not tested, and resistance training alone showed no effect.",
            "The rise of IL-6 during a session is expected and useful.",
        ),
        safety=("With heart symptoms have them cleared first.", "Hold training before the next draw."),
        interactions={"heart_disease": "With heart disease have the training cleared first."},
        sources=(s.WANG_2023, s.RESISTANCE_2025, s.ZHENG_2019, s.TAYEBI_2025),
    ),
    InterventionRecord(
        code=Intervention.VITAMIN_D3_K2,
        tier=2,
        name="Vitamin D3 with K2",
        article_grade="yes, if deficient",
        evidence_grade=Grade.D,
        says=(
            "The article claims that it lowers IL-6; pooled randomised trials do not support that.",
            "Nor do they show an effect that grows with the deficiency: there was none to grow.",
            "A deficiency is treated for its own sake.",
        ),
        measure_first="25-OH-vitamin D",
        safety=(
            "The upper limit is {vitamin_d_upper_limit}.",
            "Care with high calcium, kidney stones, sarcoidosis and kidney disease.",
        ),
        interactions={
            "warfarin": "Vitamin K2 works against warfarin: not without the clinician who doses it.",
            "hypercalcaemia": "With a high calcium vitamin D is the clinician's decision.",
            "thiazide": "With a thiazide vitamin D can raise calcium.",
            "digoxin": "With digoxin a high calcium is dangerous.",
            "kidney_disease": "With kidney disease vitamin D is the clinician's decision.",
            "sarcoidosis": "With sarcoidosis vitamin D can raise calcium.",
        },
        sources=(s.CALTON_2017, s.VITAMIN_D_UMBRELLA_2022, s.MAZIDI_2018, s.IOM_2011, s.ENDOCRINE_2024),
    ),
    InterventionRecord(
        code=Intervention.MELATONIN_LOW_DOSE,
        tier=2,
        name="Melatonin, low dose",
        article_grade="0.5–1.0 mg, 30–60 min before sleep",
        evidence_grade=Grade.D,
        says=(
            "A low dose is proposed; trials used more, in the ill, with results too odd to use.",
            "What a label promises and a tablet holds often differ.",
        ),
        safety=("Not before driving; not in pregnancy.",),
        interactions={
            "anticoagulant": "With drugs against clotting bleeding can increase.",
            "antiplatelet": "With drugs against clotting bleeding can increase.",
            "fluvoxamine": "Fluvoxamine raises melatonin many times over.",
            "immunosuppressant": "Melatonin may work against immunosuppressants.",
            "anticonvulsant": "Melatonin can change how drugs against seizures work.",
            "sedative": "With sedatives sleepiness adds up.",
        },
        sources=(s.ZAREZADEH_2020, s.MELATONIN_2021),
    ),
    InterventionRecord(
        code=Intervention.COLD_EXPOSURE,
        tier=3,
        name="Cold exposure",
        article_grade="directionally promising",
        evidence_grade=Grade.D,
        says=("Cold raises inflammation at once; a lasting fall of IL-6 has not been shown.",),
        safety=(
            "Not with coronary disease, arrhythmia, uncontrolled blood pressure, Raynaud or in pregnancy; never alone.",
            "Hold it before the next draw.",
        ),
        interactions={
            "heart_disease": "Heart disease rules cold immersion out.",
            "hypertension": "High blood pressure can rise dangerously in cold water.",
            "raynaud": "Raynaud's disease rules cold immersion out.",
        },
        sources=(s.CAIN_2025,),
    ),
    InterventionRecord(
        code=Intervention.DASATINIB_QUERCETIN,
        tier=4,
        name="Dasatinib with quercetin",
        article_grade="C",
        evidence_grade=Grade.C_MINUS,
        says=(
            "Dasatinib is a prescription drug against leukaemia: a physician's decision only, never self-administered.",
            "The human evidence is one open trial of nine people and a randomised trial that missed its goal.",
            "In five people with early Alzheimer's disease the marker rose in the fluid around the brain.",
            "No routine test shows how many senescent cells a person has; p16 is a research method.",
        ),
        safety=("It can harm blood formation, heart, lungs and an unborn child, and cause bleeding.",),
        interactions={
            "cyp3a4": "Drugs that act on CYP3A4 change its level dangerously.",
            "acid_blocker": "Drugs against stomach acid change its uptake.",
            "anticoagulant": "Bleeding can increase.",
            "antiplatelet": "Bleeding can increase.",
        },
        sources=(s.HICKSON_2019, s.FARR_2024, s.GONZALES_2023, s.ZHU_2015, s.DASATINIB_LABEL),
    ),
    InterventionRecord(
        code=Intervention.QUERCETIN_ALONE,
        tier=4,
        name="Quercetin alone",
        article_grade="weak",
        evidence_grade=Grade.D_C_MINUS,
        says=("Alone it is no validated senolytic, and pooled trials show no effect on IL-6 overall.",),
        safety=("Care with drugs against clotting, ciclosporin and kidney disease.",),
        interactions={
            "anticoagulant": "With drugs against clotting bleeding can increase.",
            "immunosuppressant": "It can change the level of ciclosporin.",
            "cyp3a4": "It can change the level of drugs that CYP3A4 breaks down.",
            "kidney_disease": "With kidney disease it is better left alone.",
        },
        sources=(s.OU_2020,),
    ),
    InterventionRecord(
        code=Intervention.FISETIN,
        tier=4,
        name="Fisetin",
        article_grade="C",
        evidence_grade=Grade.D,
        says=(
            "Within a trial only: no randomised human result on IL-6 has been published.",
            "Mice lived longer in one laboratory; the independent testing programme did not confirm it.",
        ),
        safety=("Not in pregnancy.",),
        interactions={"anticoagulant": "With drugs against clotting bleeding can increase."},
        sources=(s.YOUSEFZADEH_2018, s.ITP_FISETIN, s.NCT06431932),
    ),
)

INTERVENTIONS: Mapping[Intervention, InterventionRecord] = MappingProxyType({record.code: record for record in _ALL})
"""Every intervention, in the order of the tiers."""

DRUG_CLASSES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "warfarin": (
        "warfarin", "coumadin", "marcumar", "phenprocoumon", "acenocoumarol", "anticoagulant", "blood thinner",
    ),
    "antiplatelet": ("aspirin", "clopidogrel", "ticagrelor", "prasugrel", "antiplatelet"),
    "anticoagulant": (
        "anticoagul", "blood thinner", "apixaban", "rivaroxaban", "edoxaban", "dabigatran", "heparin", "enoxaparin",
        "warfarin", "coumadin", "marcumar", "phenprocoumon", "acenocoumarol",
    ),
    "hypercalcaemia": ("hypercalc", "high calcium"),
    "fluvoxamine": ("fluvoxamine",),
    "immunosuppressant": (
        "ciclosporin", "cyclosporine", "tacrolimus", "azathioprine", "mycophenolate", "methotrexate", "immunosuppress",
        "immunodeficien",
    ),
    "anticonvulsant": ("carbamazepine", "phenytoin", "valpro", "lamotrigine", "anticonvulsant", "epilepsy"),
    "sedative": ("benzodiazepine", "zolpidem", "zopiclone", "diazepam", "lorazepam", "sedative", "opioid"),
    "thiazide": (
        "thiazide", "hydrochlorothiazide", "bendroflumethiazide", "chlortalidone", "chlorthalidone", "indapamide",
    ),
    "digoxin": ("digoxin", "digitoxin"),
    "cyp3a4": (
        "cyp3a4", "ketoconazole", "itraconazole", "clarithromycin", "ritonavir", "rifampicin", "rifampin",
        "st john's wort", "grapefruit", "carbamazepine", "phenytoin",
    ),
    "acid_blocker": ("omeprazole", "pantoprazole", "esomeprazole", "famotidine", "antacid", "proton pump", "ppi"),
    "heart_disease": (
        "coronary", "arrhythmia", "atrial fibrillation", "heart failure", "angina", "heart disease", "cardiac",
        "infarct",
    ),
    "hypertension": ("hypertension", "high blood pressure"),
    "raynaud": ("raynaud",),
    "kidney_disease": ("kidney", "renal", "ckd", "dialysis"),
    "sarcoidosis": ("sarcoid",),
    "eating_disorder": ("eating disorder", "anorexia", "bulimia"),
})  # fmt: skip
"""Words by which free text about medications and conditions is recognised."""


_CLAUSE = re.compile(r"[,;.:()\n]+")
_DENIED = r"(?:no|not|not on|not taking|never|without|denies|kein|keine|keinen|ohne|nicht) "
"""What denies the drug right behind it, where nothing else follows: "no warfarin", but not "no warfarin missed"."""


def drug_classes(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the classes that any of the texts speaks of, and does not deny."""
    clauses = [" ".join(clause.split()) for text in texts for clause in _CLAUSE.split(text.casefold())]
    return frozenset(
        name
        for name, words in DRUG_CLASSES.items()
        if name in clauses or any(_speaks_of(each, words) for each in clauses)
    )


def _speaks_of(clause: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words begins somewhere in a clause; "renal" does not begin in "adrenaline"."""
    return any(
        re.search(rf"\b{re.escape(word)}", clause) and not re.fullmatch(rf"{_DENIED}{re.escape(word)}\w*", clause)
        for word in words
    )
