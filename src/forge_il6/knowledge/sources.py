"""
Every publication, once: the record that holds, and the article's version where it differs.

The name of a constant in lower case is its key. What no page gave is left empty. A text in [square
brackets] is ours: it describes a title, or names a record whose authors were not noted. An undated
page carries the year in which it was consulted. A record whose confidence is remembered, and the
remembered figures of another, were seen in no page: nothing that a person reads names them, but for
the section of the printed list that says so.

A risk figure describes a cohort and never the person whose sample was drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..evidence import Figure, Source

_CONSULTED: Final = 2026

# --- the article -----------------------------------------------------------------------------------

ARTICLE = Source(
    key="article",
    authors="The Forge",
    year=2026,
    title="IL-6: The Master Signal of Inflammaging",
    published_in="The Forge (undated web article; it speaks of 2026)",
    design="secondary: a health article with a reference list of eight, no data of its own",
    population="none of its own; its main numbers come from cohorts aged 45 to 84 or 60 and over",
    figures=(
        Figure(what="resting, fasting target", value="< 1.2", measure="pg/mL"),
        Figure(what="verdict line for a persistent signal", value="2.0", measure="pg/mL"),
        Figure(what="high-risk line", value="> 3.0", measure="pg/mL"),
        Figure(what="least time after intense exercise", value="24", measure="hour"),
        Figure(what="return to baseline after exercise", value="3–6", measure="hour"),
        Figure(what="exercise effect on hs-CRP", value="48–72", measure="hour"),
        Figure(what="transient rise after exercise", value="2–100", measure="fold"),
        Figure(what="25-OH-vitamin D target", value="40–60", measure="ng/mL"),
        Figure(what="melatonin before sleep", value="0.5–1.0", measure="mg"),
        Figure(what="melatonin that may hold back the body's own", value="5–10", measure="mg"),
        Figure(what="age from which the senolytic question is put", value="over 50", measure="year"),
    ),
    cannot_support="That its lines are validated limits, or that a serum IL-6 below one of them prevents events.",
    article_says="1.2 pg/mL is the lowest-tercile threshold of MESA and carries the lowest mortality risk",
    correction="1.2 pg/mL is the MESA median, so about half of that cohort lies at or above the article's target.",
)

CONSENSUS_14 = Source(
    key="consensus_14",
    authors="The Forge",
    year=2026,
    title="Consensus 14 Metadata",
    published_in="[house label, no publication]",
    design="none: a label of the house",
    cannot_support="Anything: nobody can look it up.",
    article_says="listed as the eighth reference",
    correction="It is a house label and no publication, and must not be rendered as a citation.",
)

# --- IL-6 and outcomes: cohorts and meta-analyses --------------------------------------------------

KHAN_2024 = Source(
    key="khan_2024",
    authors="Khan MS, Talha KM, Maqsood MH, et al",
    year=2024,
    title="Interleukin-6 and Cardiovascular Events in Healthy Adults: MESA",
    published_in="JACC Adv 3(8):101063. PMID 39077632",
    doi="10.1016/j.jacadv.2024.101063",
    design="prospective multi-ethnic cohort (MESA), median follow-up 14 years; read as abstract",
    n=6622,
    population="US adults aged 45 to 84, median 62, free of cardiovascular disease at baseline",
    figures=(
        Figure(
            what="all-cause death, highest against lowest tercile", measure="HR", value="1.98", interval="1.67–2.36"
        ),
        Figure(what="cardiovascular death, same contrast", measure="HR", value="1.55", interval="1.05–2.30"),
        Figure(what="non-cardiovascular death, same contrast", measure="HR", value="2.05", interval="1.65–2.56"),
        Figure(what="heart failure, same contrast, not significant", measure="HR", value="1.48", interval="0.99–2.19"),
    ),
    cannot_support=(
        "That the effect is independent of hs-CRP (the abstract only says adjusted), that 1.2 pg/mL bounds a tercile, "
        "or that lowering IL-6 prolongs life."
    ),
    article_says=(
        "cardiovascular death HR 1.55 (1.05–2.28), independent of hs-CRP, healthy adults; "
        "1.2 pg/mL as the lowest-tercile threshold"
    ),
    correction=(
        "The interval for cardiovascular death ends at 2.30, 1.2 pg/mL is the MESA median, healthy means free of "
        "cardiovascular disease, and independence from hs-CRP is shown in the sister paper."
    ),
)

FERREIRA_2024 = Source(
    key="ferreira_2024",
    authors="[MESA sister paper]",
    year=2024,
    title=(
        "Comparison of interleukin-6 and high-sensitivity C-reactive protein for cardiovascular risk assessment: "
        "findings from the MESA study"
    ),
    published_in="hal-04475163",
    design="prospective multi-ethnic cohort (MESA), IL-6 and hs-CRP adjusted for each other",
    n=6614,
    population="US adults aged 45 to 84 (MESA)",
    figures=(
        Figure(what="MACE by IL-6 after adjustment for hs-CRP", measure="HR", value="1.44", interval="1.25–1.64"),
        Figure(what="MACE by hs-CRP after adjustment for IL-6", measure="HR", value="1.06", interval="0.93–1.20"),
        Figure(what="median IL-6", value="1.2", measure="pg/mL"),
        Figure(what="participants with IL-6 of 1.2 pg/mL or more", value="3309"),
        Figure(what="median hs-CRP", value="1.9", measure="mg/L"),
        Figure(what="rank correlation of IL-6 with hs-CRP", measure="rho", value="0.53"),
    ),
    cannot_support="That IL-6 causes the events, or that 1.2 pg/mL separates healthy from ill: it is the median.",
)

KAPTOGE_2014 = Source(
    key="kaptoge_2014",
    authors="Kaptoge S, Seshasai SRK, Gao P, et al",
    year=2014,
    title=(
        "Inflammatory cytokines and risk of coronary heart disease: new prospective study and updated meta-analysis"
    ),
    published_in="Eur Heart J 35(9):578-589. PMID 24026779",
    doi="10.1093/eurheartj/eht367",
    design="new prospective study with updated meta-analysis of up to 29 population-based studies",
    population="general populations",
    figures=(
        Figure(
            what="non-fatal myocardial infarction or coronary death, per SD of IL-6",
            measure="RR",
            value="1.25",
            interval="1.19–1.32",
        ),
    ),
    cannot_support="Any cut-off: the association is about log-linear. Nor a figure for stroke.",
    article_says=(
        "The Lancet 2014, Emerging Risk Factors Collaboration, doi 10.1016/S0140-6736(13)62185-7; RR 1.25 (1.18–1.32); "
        "ischaemic stroke RR 1.17 (1.11–1.24)"
    ),
    correction=(
        "The paper is Eur Heart J 2014;35:578-589 with RR 1.25 (1.19–1.32), and its abstract has no stroke figure: "
        "1.17 there is TNF-alpha and coronary disease (1.09–1.25)."
    ),
)

PAPADOPOULOS_2022 = Source(
    key="papadopoulos_2022",
    authors="Papadopoulos A, et al",
    year=2022,
    title=(
        "Circulating Interleukin-6 Levels and Incident Ischemic Stroke: "
        "A Systematic Review and Meta-analysis of Prospective Studies"
    ),
    published_in="Neurology 98(10):e1002",
    design="meta-analysis of 11 prospective population-based studies",
    n=27411,
    population="general populations",
    figures=(Figure(what="ischaemic stroke, per SD of log IL-6", measure="RR", value="1.19", interval="1.10–1.28"),),
    cannot_support="Causation, or a threshold.",
    article_says="ischaemic stroke RR 1.17 (1.11–1.24), credited to Kaptoge 2014",
    correction="For ischaemic stroke the traceable figure is RR 1.19 (1.10–1.28), from this meta-analysis.",
)

LI_2017 = Source(
    key="li_2017",
    authors="Li H, Liu W, Xie J",
    year=2017,
    title=(
        "Circulating interleukin-6 levels and cardiovascular and all-cause mortality in the elderly population: "
        "a meta-analysis"
    ),
    published_in="Arch Gerontol Geriatr 73:257-262",
    design="meta-analysis of 9 prospective studies, highest against lowest category",
    n=9087,
    population="people aged 60 and over",
    figures=(
        Figure(
            what="all-cause death, highest against lowest category", measure="RR", value="1.49", interval="1.33–1.67"
        ),
        Figure(what="cardiovascular death, same contrast", measure="RR", value="1.69", interval="1.27–2.25"),
    ),
    cannot_support="A cut-off: the categories differ from study to study. Nor anything below the age of 60.",
    article_says="Xia DY et al. 2016, doi 10.1016/j.atherosclerosis.2016.06.010; highest against lowest tercile",
    correction=(
        "Authors, year, journal and DOI were wrong: this is Li, Liu and Xie 2017, and it pools highest against lowest "
        "category, not tercile."
    ),
)

HARRIS_1999 = Source(
    key="harris_1999",
    authors="Harris TB, et al",
    year=1999,
    title="Associations of elevated interleukin-6 and C-reactive protein levels with mortality in the elderly",
    published_in="Am J Med 106(5):506-512",
    doi="10.1016/s0002-9343(99)00066-2",
    design="prospective population-based cohort (Iowa), mean follow-up 4.6 years",
    n=1293,
    population="healthy, non-disabled adults aged 65 and over",
    figures=(
        Figure(what="top quartile of IL-6 begins at", value="3.19", measure="pg/mL"),
        Figure(what="death, top quartile against lowest", measure="RR", value="1.9", interval="1.2–3.1"),
        Figure(
            what="death, IL-6 of 3.19 pg/mL or more with CRP of 2.78 mg/L or more",
            measure="RR",
            value="2.6",
            interval="1.6–4.3",
        ),
    ),
    cannot_support="That 3.0 pg/mL is a validated limit, or that it holds for younger people or another assay.",
)

DANESH_2008 = Source(
    key="danesh_2008",
    authors="Danesh et al",
    year=2008,
    title=(
        "Long-Term Interleukin-6 Levels and Subsequent Risk of Coronary Heart Disease: "
        "Two New Prospective Studies and a Systematic Review"
    ),
    published_in="PLoS Med 5(4):e78. PMC2288623",
    design="two prospective cohorts with repeat measurements, and a systematic review",
    population="general populations",
    figures=(
        Figure(what="regression dilution ratio over 4 years", measure="ratio", value="0.41", interval="0.28–0.53"),
        Figure(what="regression dilution ratio over 12 years", measure="ratio", value="0.35"),
    ),
    cannot_support="That one reading stands for a person's level years later.",
)

UK_BIOBANK_2025 = Source(
    key="uk_biobank_2025",
    authors="[UK Biobank proteomics]",
    year=2025,
    title="[IL-6 by proteomics and cardiovascular events in UK Biobank]",
    published_in="congress report 2025",
    design="prospective cohort, adjusted; relative units of a proteomics platform",
    n=49461,
    population="UK adults (UK Biobank)",
    figures=(
        Figure(what="MACE, adjusted", measure="HR", value="1.63", interval="1.46–1.82"),
        Figure(what="cardiovascular death, adjusted", measure="HR", value="1.95", interval="1.62–2.35"),
    ),
    cannot_support="Any line in pg/mL: the platform gives relative units. Nor causation.",
)

SHABANI_2021 = Source(
    key="shabani_2021",
    authors="Shabani M, Bakhshi H, Ostovaneh MR, et al",
    year=2021,
    title=(
        "Temporal change in inflammatory biomarkers and risk of cardiovascular events: the Multi-ethnic Study of "
        "Atherosclerosis"
    ),
    published_in="ESC Heart Fail 8(5):3769-3782. PMC8497383",
    doi="10.1002/ehf2.13445",
    design="prospective cohort (MESA) with repeated measurement",
    n=2258,
    population="US adults without cardiovascular events, mean age 62",
    figures=(Figure(what="median change of IL-6 per year", value="+0.24", measure="pg/mL"),),
    cannot_support="The course of one person; a pool of healthy people gives +0.05 pg/mL a year (Said 2021).",
)

ROSE_JOHN_2012 = Source(
    key="rose_john_2012",
    authors="Rose-John S",
    year=2012,
    title=(
        "IL-6 Trans-Signaling via the Soluble IL-6 Receptor: Importance for the Pro-Inflammatory Activities of IL-6"
    ),
    published_in="Int J Biol Sci 8(9):1237-1247. PMC3491447",
    doi="10.7150/ijbs.4989",
    design="narrative review of laboratory and animal work",
    figures=(
        Figure(what="trans-signalling by the soluble receptor", value="pro-inflammatory"),
        Figure(what="classic signalling by the membrane-bound receptor", value="regenerative or anti-inflammatory"),
    ),
    cannot_support="Which of the two acts in a person: a serum IL-6 does not show it.",
)

# --- IL-6 and causation: genetics and trials -------------------------------------------------------

IL6R_GENETICS_2012 = Source(
    key="il6r_genetics_2012",
    authors="IL6R Genetics Consortium and Emerging Risk Factors Collaboration",
    year=2012,
    title="Interleukin-6 receptor pathways in coronary heart disease: a collaborative meta-analysis of 82 studies",
    published_in="Lancet 379:1205-1213",
    doi="10.1016/S0140-6736(11)61931-4",
    design="genetic association: one functional variant of the receptor (Asp358Ala)",
    population="82 studies of coronary disease, risk factors and inflammation markers",
    figures=(
        Figure(what="serum IL-6 per 358Ala allele", value="+14.6", measure="%"),
        Figure(what="CRP per 358Ala allele", value="-7.5", measure="%"),
        Figure(what="coronary risk per 358Ala allele", value="-3.4", measure="%"),
    ),
    cannot_support=(
        "That a high serum IL-6 is harmful in itself: the protective allele raises it. A later study of variants for "
        "the serum level points the other way (Navarese 2026)."
    ),
    article_says="genetic studies make the IL-6 reading causal (no reference given)",
    correction="The causal finding belongs to receptor signalling; the protective allele raises serum IL-6.",
)

IL6R_MR_2012 = Source(
    key="il6r_mr_2012",
    authors="IL6R Mendelian Randomisation Analysis Consortium",
    year=2012,
    title=(
        "The interleukin-6 receptor as a target for prevention of coronary heart disease: "
        "a mendelian randomisation analysis"
    ),
    published_in="Lancet 379:1214-1224",
    doi="10.1016/S0140-6736(12)60110-X",
    design="mendelian randomisation on variants of the receptor gene",
    cannot_support="That a lifestyle change which lowers serum IL-6 lowers coronary risk.",
    article_says="genetic studies make the IL-6 reading causal (no reference given)",
    correction="The instrument is receptor signalling, not the serum concentration of IL-6.",
)

NAVARESE_2026 = Source(
    key="navarese_2026",
    authors="Navarese EP, et al",
    year=2026,
    title="Causal effects of inflammation on long-term mortality: a mendelian randomization study",
    published_in="Aging (Albany NY) 18(1):45-59",
    doi="10.18632/aging.206352",
    design="mendelian randomisation on variants for serum IL-6 and for its soluble receptor",
    population="genome-wide studies of more than 750,000 people, deaths over a median of 11.7 years",
    figures=(
        Figure(what="death, genetically higher IL-6, per SD", measure="OR", value="1.05", interval="1.02–1.08"),
        Figure(
            what="death, genetically higher soluble receptor, per SD", measure="OR", value="0.95", interval="0.91–0.98"
        ),
    ),
    cannot_support="That lowering a serum IL-6 by habit or drug prolongs life; older evidence on the receptor differs.",
)

RIDKER_2017 = Source(
    key="ridker_2017",
    authors="Ridker PM, et al. (CANTOS)",
    year=2017,
    title="Antiinflammatory Therapy with Canakinumab for Atherosclerotic Disease",
    published_in="N Engl J Med 377:1119-1131",
    doi="10.1056/NEJMoa1707914",
    design="randomised placebo-controlled trial of an antibody to IL-1 beta, secondary prevention",
    n=10061,
    population="prior myocardial infarction and hs-CRP of 2 mg/L or more",
    figures=(
        Figure(
            what="non-fatal infarction, non-fatal stroke or cardiovascular death, middle-dose arm (P=0.021)",
            measure="HR",
            value="0.85",
            interval="0.74–0.98",
        ),
        Figure(what="same composite, lowest-dose arm", measure="HR", value="0.93"),
        Figure(
            what="same composite, highest-dose arm (P=0.031, did not pass multiplicity)",
            measure="HR",
            value="0.86",
            interval="0.75–0.99",
        ),
        Figure(what="death from any cause, and cardiovascular death", value="no significant difference"),
        Figure(
            what="fatal infection per 100 person-years, three arms from the lowest dose up, 0.18 on placebo",
            value="0.31, 0.28, 0.34",
        ),
    ),
    cannot_support=(
        "Fewer deaths, primary prevention, or a direct test of IL-6: the target is IL-1 beta. "
        "Fatal infections were more frequent than on placebo."
    ),
    article_says="15 % less cardiovascular mortality, HR 0.85 (0.74–0.98); first trial proof for the IL-6 pathway",
    correction=(
        "HR 0.85 (0.74–0.98) is the primary composite of infarction, stroke and cardiovascular death; death was not "
        "significantly reduced, and the drug acts on IL-1 beta."
    ),
    remembered=(
        Figure(
            what="cardiovascular death, middle-dose arm, not significant",
            measure="HR",
            value="0.90",
            interval="0.73–1.11",
        ),
        Figure(what="all-cause death, all arms (P=0.31)", measure="HR", value="0.94", interval="0.83–1.06"),
    ),
)

RIDKER_2018 = Source(
    key="ridker_2018",
    authors="Ridker PM, et al",
    year=2018,
    title=(
        "Modulation of the interleukin-6 signalling pathway and incidence rates of atherosclerotic events and "
        "all-cause mortality: analyses from the Canakinumab Anti-Inflammatory Thrombosis Outcomes Study (CANTOS)"
    ),
    published_in="Eur Heart J 39:3499-3507",
    doi="10.1093/eurheartj/ehy310",
    design="secondary analysis of CANTOS by IL-6 reached on treatment",
    population="CANTOS participants on canakinumab against placebo",
    figures=(
        Figure(what="study median of IL-6 on treatment", value="1.65", measure="ng/L"),
        Figure(what="MACE, below 1.65 ng/L on treatment", measure="HR", value="0.68", interval="0.56–0.82"),
        Figure(
            what="cardiovascular death, below 1.65 ng/L on treatment", measure="HR", value="0.48", interval="0.34–0.68"
        ),
        Figure(what="all-cause death, below 1.65 ng/L on treatment", measure="HR", value="0.52", interval="0.40–0.68"),
    ),
    cannot_support="A treatment target: the groups formed after randomisation and may be confounded.",
)

ZEUS_2025 = Source(
    key="zeus_2025",
    authors="Ridker PM, Baeres FMM, Hveplund A, et al. (ZEUS)",
    year=2025,
    title=(
        "Rationale, Design, and Baseline Clinical Characteristics of the Ziltivekimab Cardiovascular Outcomes Trial: "
        "Interleukin-6 Inhibition and Atherosclerotic Event Rate Reduction"
    ),
    published_in="JAMA Cardiol",
    doi="10.1001/jamacardio.2025.4491",
    design="randomised placebo-controlled trial of an antibody to IL-6; design and baseline only",
    n=6376,
    population="atherosclerotic disease, chronic kidney disease and hs-CRP of 2 mg/L or more, mean age 69.5",
    figures=(Figure(what="median IL-6 at baseline", value="4.9", measure="pg/mL"),),
    cannot_support="Any effect of lowering IL-6: the outcome is pending.",
)

FERRUCCI_2018 = Source(
    key="ferrucci_2018",
    authors="Ferrucci L & Fabbri E",
    year=2018,
    title="Inflammageing: chronic inflammation in ageing, cardiovascular disease, and frailty",
    published_in="Nat Rev Cardiol 15:505-522",
    doi="10.1038/s41569-018-0064-2",
    design="narrative review",
    cannot_support="Benefit of lowering IL-6 outside cardiovascular disease, which it calls controversial.",
)

# --- variation of IL-6 and hs-CRP ------------------------------------------------------------------

KNUDSEN_2008 = Source(
    key="knudsen_2008",
    authors="Knudsen et al",
    year=2008,
    title=(
        "Pre-analytical and biological variability in circulating interleukin 6 in healthy subjects and patients with "
        "rheumatoid arthritis"
    ),
    published_in="Biomarkers 13:59-78",
    doi="10.1080/13547500701615017",
    design="laboratory study with serial sampling, R&D ELISA",
    n=318,
    population="healthy Danish adults; within-person variation in 27 of them",
    figures=(
        Figure(what="within-person CV over 1 month", value="27", measure="%"),
        Figure(what="within-person CV at 6 months", value="31", measure="%"),
        Figure(what="within-person CV at 12 months", value="26", measure="%"),
        Figure(what="change that the authors call real", value="> 60", measure="%"),
        Figure(what="median in plasma", value="1.3", measure="pg/mL"),
        Figure(what="median in serum", value="1.4", measure="pg/mL"),
        Figure(what="delay to processing without effect", value="3", measure="hour"),
    ),
    cannot_support="A change on another assay, or the variation of people who are ill.",
)

SMC_2013 = Source(
    key="smc_2013",
    authors="[PMID 24128872]",
    year=2013,
    title="[Biological variation and reference range of IL-6, TNF-alpha and IL-17A by single-molecule counting]",
    published_in="PMID 24128872",
    design="serial sampling with a single-molecule counting assay",
    population="apparently healthy people and attenders of a cardiovascular clinic",
    figures=(
        Figure(what="within-person CV, three cytokines", value="21–57", measure="%"),
        Figure(what="between-person CV, three cytokines", value="22–53", measure="%"),
        Figure(what="index of individuality", measure="ratio", value="0.65–1.6"),
        Figure(what="reference change value", value="63–161", measure="%"),
        Figure(what="95th percentile of IL-6", value="4.45", measure="pg/mL"),
    ),
    cannot_support="A figure for IL-6 alone: the ranges span three cytokines.",
)

BEAVER_DAM = Source(
    key="beaver_dam",
    authors="[Beaver Dam cohort]",
    year=2013,
    title="Long-term variability of inflammatory markers and associated factors in a population-based cohort",
    published_in="J Am Geriatr Soc 61(8):1269-1276",
    design="prospective population-based cohort, two IL-6 measurements ten years apart",
    population="residents of Beaver Dam, middle-aged and older",
    figures=(
        Figure(what="same IL-6 tertile ten years later", value="50.8", measure="%"),
        Figure(what="geometric mean at the start and ten years later", value="1.54 to 1.78"),
    ),
    cannot_support="What a person's IL-6 does within months.",
)

MACY_1997 = Source(
    key="macy_1997",
    authors="Macy et al",
    year=1997,
    title=(
        "Variability in the measurement of C-reactive protein in healthy subjects: implications for reference "
        "intervals and epidemiological applications"
    ),
    published_in="Clin Chem 43:52-58",
    doi="10.1093/clinchem/43.1.52",
    design="biological variation study",
    population="healthy subjects",
    figures=(
        Figure(what="hs-CRP, within-person CV", value="42.2", measure="%"),
        Figure(what="hs-CRP, between-person CV", value="92.5", measure="%"),
        Figure(what="hs-CRP, analytical CV", value="5.2", measure="%"),
        Figure(what="hs-CRP, critical difference", value="118", measure="%"),
    ),
    cannot_support="The variation of IL-6.",
)

EUBIVAS_2019 = Source(
    key="eubivas_2019",
    authors="Carobene A, Aarsand AK, Guerra E, et al. (EuBIVAS)",
    year=2019,
    title=(
        "European Biological Variation Study (EuBIVAS): Within- and Between-Subject Biological Variation Data for 15 "
        "Frequently Measured Proteins"
    ),
    published_in="Clin Chem 65(8):1031-1041",
    doi="10.1373/clinchem.2019.304618",
    design="biological variation study, weekly samples over ten weeks; CRP among 15 proteins",
    n=91,
    population="healthy adults aged 21 to 69",
    cannot_support="The variation of IL-6, which the study did not cover.",
    remembered=(Figure(what="hs-CRP, within-person CV, about", value="34", measure="%"),),
)

BOGATY_2013 = Source(
    key="bogaty_2013",
    authors="Bogaty et al",
    year=2013,
    title="Time Variability of C-Reactive Protein: Implications for Clinical Risk Stratification",
    published_in="PLoS One 8(4):e60759",
    design="prospective serial sampling over a year",
    population="stable adults with and without coronary disease",
    figures=(Figure(what="changed hs-CRP risk category at least once in a year", value="46", measure="%"),),
    cannot_support="A risk class from one hs-CRP result.",
)

# --- hs-CRP: classes and what moves it -------------------------------------------------------------

PEARSON_2003 = Source(
    key="pearson_2003",
    authors="Pearson TA, et al. (AHA/CDC)",
    year=2003,
    title=(
        "Markers of inflammation and cardiovascular disease: application to clinical and public health practice: "
        "A statement for healthcare professionals from the Centers for Disease Control and Prevention and the "
        "American Heart Association"
    ),
    published_in="Circulation 107:499-511",
    doi="10.1161/01.CIR.0000052939.59093.45",
    design="consensus statement",
    population="adults assessed for cardiovascular risk, metabolically stable",
    figures=(
        Figure(what="hs-CRP low", value="< 1.0", measure="mg/L"),
        Figure(what="hs-CRP average", value="1.0–3.0", measure="mg/L"),
        Figure(what="hs-CRP high", value="> 3.0", measure="mg/L"),
        Figure(what="discard, look for infection or inflammation, repeat", value="> 10", measure="mg/L"),
        Figure(what="two samples apart, about", value="2", measure="week"),
    ),
    cannot_support="The cause of a raised hs-CRP, or a class for conventional CRP.",
)

JUPITER = Source(
    key="jupiter",
    authors="Ridker PM, Danielson E, Fonseca FAH, et al. (JUPITER)",
    year=2008,
    title="Rosuvastatin to Prevent Vascular Events in Men and Women with Elevated C-Reactive Protein",
    published_in="N Engl J Med 359:2195-2207",
    design="randomised trial of a statin; cited for its entry criterion only",
    n=17802,
    population="apparently healthy men from 50 and women from 60 years, LDL cholesterol below 130 mg/dL",
    figures=(Figure(what="hs-CRP at entry", value=">= 2.0", measure="mg/L"),),
    cannot_support="A class of hs-CRP for people outside the trial.",
)

CRP_RECOVERY_2002 = Source(
    key="crp_recovery_2002",
    authors="[BMC Cardiovasc Disord 2002;2:9]",
    year=2002,
    title="[Within-person variation of CRP, by sex and oral contraceptive use]",
    published_in="BMC Cardiovasc Disord 2:9",
    design="test-retest study; the recovery time is quoted from an earlier source",
    population="healthy adults without recent infection",
    figures=(
        Figure(what="CRP back at baseline after an acute stimulus", value="12–14", measure="day"),
        Figure(what="re-sample men above", value="1.75", measure="mg/L"),
    ),
    cannot_support="The recovery of IL-6, or cardiovascular meaning of CRP raised by oral oestrogen.",
)

CRP_AGREEMENT = Source(
    key="crp_agreement",
    authors="[Agreement of hs-CRP and CRP, 590 patients]",
    year=_CONSULTED,
    title="Agreement between high-sensitivity C-reactive protein and C-reactive protein assays",
    published_in="[congress abstract; consulted as abstract]",
    design="comparison of both tests by risk class, 2017 and 2018",
    n=590,
    population="patients of a cardiology clinic",
    figures=(
        Figure(what="agreement of risk classes", measure="kappa", value="0.87"),
        Figure(what="agreement on the highest class", value="100", measure="%"),
    ),
    cannot_support="That a low conventional CRP is as exact as a low hs-CRP.",
)

WIDE_RANGE_CRP = Source(
    key="wide_range_crp",
    authors="[Wide-range CRP, 15,780 people]",
    year=_CONSULTED,
    title=(
        "The ability of the wide range CRP assay to classify individuals with low grade inflammation into "
        "cardiovascular risk groups"
    ),
    published_in="[journal not noted; consulted as abstract]",
    design="comparison of both tests by risk class, values above 5 mg/L left out",
    n=15780,
    population="apparently healthy adults at a yearly check",
    figures=(Figure(what="agreement of risk classes with the lower line at 0.9 mg/L", measure="kappa", value="0.87"),),
    cannot_support="The same agreement with the lower line at 1 mg/L, or above 5 mg/L.",
)

# --- children --------------------------------------------------------------------------------------

SEPIASHVILI_2021 = Source(
    key="sepiashvili_2021",
    authors="Sepiashvili L, Alli Z, Bohn MK, et al. (CALIPER)",
    year=2021,
    title=(
        "Complex biological patterns of soluble cytokines and CD163 in childhood necessitating age-specific reference "
        "intervals for evidence-based clinical interpretation"
    ),
    published_in="Clin Biochem 98:35-41",
    doi="10.1016/j.clinbiochem.2021.09.004",
    design="reference intervals on one automated platform (Ella)",
    n=311,
    population="healthy children and adolescents aged 1 to 19 years",
    figures=(Figure(what="IL-6 by age and sex", value="level"),),
    cannot_support="Reference values for another method; its limits are not kept here.",
)

# --- assays ----------------------------------------------------------------------------------------

COVID_TESTS_2021 = Source(
    key="covid_tests_2021",
    authors="[PMC8512798]",
    year=2021,
    title="[Review of tests for COVID-19; its table 5 lists the automated IL-6 assays]",
    published_in="Sensors 21(19):6581. PMC8512798",
    design="review; cited for the measuring intervals in its table 5",
    figures=(
        Figure(what="Roche Elecsys IL-6, measuring range", value="1.5–5000", measure="pg/mL"),
        Figure(what="Siemens ADVIA Centaur IL-6, measuring range", value="3.0–5500", measure="pg/mL"),
        Figure(what="Beckman Access IL-6, measuring range", value="2–1500", measure="pg/mL"),
    ),
    cannot_support="That any of these assays can certify a value below 1.2 pg/mL.",
)

ROCHE_ELECSYS = Source(
    key="roche_elecsys",
    authors="Roche Diagnostics",
    year=2020,
    title="Elecsys IL-6",
    published_in="product page and instructions for use (US emergency authorisation 2020)",
    design="manufacturer's statement; traceable to NIBSC 89/548",
    population="reference limit from healthy people",
    figures=(
        Figure(what="measuring range", value="1.5–5000", measure="pg/mL"),
        Figure(what="functional sensitivity", value="5", measure="pg/mL"),
        Figure(what="upper reference limit, 95th percentile", value="< 7", measure="pg/mL"),
        Figure(what="biotin tolerated below", value="50", measure="ng/mL"),
        Figure(what="haemolysis index tolerated below", value="2522"),
    ),
    cannot_support="A value below 1.5 pg/mL, or a band derived from a high-sensitivity assay.",
    remembered=(Figure(what="limit of quantitation", value="2.5", measure="pg/mL"),),
)

SIEMENS_CENTAUR = Source(
    key="siemens_centaur",
    authors="Siemens Healthineers",
    year=2020,
    title="ADVIA Centaur IL-6",
    published_in="US emergency authorisation 2020, as listed in PMC8512798",
    design="manufacturer's statement",
    figures=(Figure(what="measuring range", value="3.0–5500", measure="pg/mL"),),
    cannot_support="A value below 3.0 pg/mL.",
    remembered=(Figure(what="limit of quantitation elsewhere, about", value="2.7", measure="pg/mL"),),
)

SIEMENS_IMMULITE = Source(
    key="siemens_immulite",
    authors="Siemens Healthineers",
    year=_CONSULTED,
    title="IMMULITE IL-6",
    published_in="manufacturer's data (undated)",
    design="manufacturer's statement",
    figures=(Figure(what="measuring range, about", value="2–1000", measure="pg/mL"),),
    cannot_support="A value below 2 pg/mL.",
    confidence="remembered",
)

BECKMAN_ACCESS = Source(
    key="beckman_access",
    authors="Beckman Coulter",
    year=2020,
    title="Access IL-6",
    published_in="US emergency authorisation 2020, as listed in PMC8512798",
    design="manufacturer's statement",
    figures=(
        Figure(what="measuring range", value="2–1500", measure="pg/mL"),
        Figure(what="upper reference limit", value="< 6", measure="pg/mL"),
        Figure(what="centrifuge within", value="2", measure="hour"),
    ),
    cannot_support="A value below 2 pg/mL as reported in the US.",
    remembered=(Figure(what="limit of detection, about", value="0.5", measure="pg/mL"),),
)

RD_QUANTIKINE_HS = Source(
    key="rd_quantikine_hs",
    authors="R&D Systems",
    year=_CONSULTED,
    title="Quantikine HS human IL-6 (HS600)",
    published_in="manufacturer's data (undated)",
    design="manufacturer's statement; the high-sensitivity ELISA that MESA used",
    figures=(
        Figure(what="sensitivity", value="0.04–0.09", measure="pg/mL"),
        Figure(what="measuring range, about", value="0.16–10", measure="pg/mL"),
        Figure(what="analytical CV at 1 pg/mL, high-sensitivity ELISA", value="6–10", measure="%"),
    ),
    cannot_support="A value above 10 pg/mL without dilution.",
    confidence="remembered",
)

MSD_VPLEX = Source(
    key="msd_vplex",
    authors="Meso Scale Discovery",
    year=_CONSULTED,
    title="V-PLEX human IL-6",
    published_in="manufacturer's data (undated)",
    design="manufacturer's statement",
    figures=(
        Figure(what="limit of detection, about", value="0.06", measure="pg/mL"),
        Figure(what="lower limit of quantitation, about", value="0.6", measure="pg/mL"),
        Figure(what="upper limit of quantitation, about", value="490", measure="pg/mL"),
    ),
    cannot_support="Comparison with a Roche result: the methods differ about threefold.",
    confidence="remembered",
)

RIVNAK_2015 = Source(
    key="rivnak_2015",
    authors="Rivnak AJ, Rissin DM, Kan CW, et al",
    year=2015,
    title="A Fully-Automated, Six-Plex Single Molecule Immunoassay for Measuring Cytokines in Blood",
    published_in="J Immunol Methods 424:20-27. PMC10502417",
    doi="10.1016/j.jim.2015.04.017",
    design="laboratory study of single-molecule arrays (Simoa)",
    population="plasma of people with Crohn's disease, serum of people with diabetes and of healthy people",
    figures=(
        Figure(what="limit of detection, six cytokines, IL-6 among them", value="0.01–0.03", measure="pg/mL"),
        Figure(what="average imprecision of the signal", value="4.2", measure="%"),
    ),
    cannot_support="Comparison with another method.",
)

PRIETO_2010 = Source(
    key="prieto_2010",
    authors="Prieto et al",
    year=2010,
    title="New quantitative electrochemiluminescence method (ECLIA) for interleukin-6 (IL-6) measurement",
    published_in="Clin Chem Lab Med 48:835-838",
    design="independent evaluation of the Roche assay",
    figures=(
        Figure(what="limit of detection", value="2.63", measure="pg/mL"),
        Figure(what="total CV", value="3.7–8.0", measure="%"),
    ),
    cannot_support="The precision of any assay at 1 pg/mL.",
)

LMAE064 = Source(
    key="lmae064",
    authors="Gant Kanegusuku A, Carll T, Yeo KTJ",
    year=2024,
    title="Analytical evaluation of the automated interleukin-6 assay on the Roche cobas e602 analyzer",
    published_in="Lab Med. PMID 39126709",
    doi="10.1093/labmed/lmae064",
    design="method comparison, Roche Elecsys against Meso Scale V-PLEX",
    n=43,
    population="patients with IL-6 of 1.5 to 1,891 pg/mL",
    figures=(
        Figure(what="Roche on V-PLEX", measure="y =", value="2.95x - 32.7"),
        Figure(what="slope, Roche on V-PLEX", measure="slope", value="2.95"),
        Figure(what="mean difference", value="73", measure="%"),
        Figure(what="intra-assay CV, mid to high range", value="< 3", measure="%"),
        Figure(what="inter-assay CV, mid to high range", value="< 5", measure="%"),
        Figure(what="biotin tolerated below", value="50", measure="ng/mL"),
    ),
    cannot_support="A conversion factor for one person's result, or how far the methods differ at 1 to 3 pg/mL.",
)

BHATRAJU_2023 = Source(
    key="bhatraju_2023",
    authors="Bhatraju et al",
    year=2023,
    title=(
        "Differential absolute plasma IL-6 concentrations between two immunoassay platforms in intensive care unit "
        "patients with COVID-19"
    ),
    published_in="Future Medicine",
    design="method comparison, Roche Elecsys against Meso Scale",
    population="intensive care patients with COVID-19",
    figures=(Figure(what="thresholds higher on Roche", value="3.0–3.4", measure="fold"),),
    cannot_support="The ratio of the methods at resting concentrations.",
)

THOMPSON_2012 = Source(
    key="thompson_2012",
    authors="Thompson et al",
    year=2012,
    title="Critical Appraisal of Four IL-6 Immunoassays",
    published_in="PLoS One 7(2):e30659. PMC3276568",
    design="comparison of four assays on plasma drawn through a line during intravenous glucose",
    figures=(
        Figure(what="correlation of MSD, R&D HS and ultrasensitive Luminex", measure="r", value="0.47–0.94"),
        Figure(what="plasma samples out of range, standard Luminex panel", value="35", measure="%"),
        Figure(what="IL-6 at the start of the test", value="0.90", measure="pg/mL"),
        Figure(what="IL-6 after 3 h of line and intravenous glucose", value="4.25", measure="pg/mL"),
    ),
    cannot_support="Whether the line or the glucose raised IL-6; the sample is no baseline either way.",
)

SAID_2021 = Source(
    key="said_2021",
    authors="Said et al",
    year=2021,
    title="Defining IL-6 levels in healthy individuals: A meta-analysis",
    published_in="J Med Virol",
    doi="10.1002/jmv.26654",
    design="meta-analysis over unlike methods",
    population="healthy adult donors",
    figures=(
        Figure(what="pooled IL-6", value="5.19", measure="pg/mL", interval="4.63–5.74"),
        Figure(what="range of reported values", value="0–43.5", measure="pg/mL"),
        Figure(what="rise per year of age", value="+0.05", measure="pg/mL"),
    ),
    cannot_support="A reference range: at four times the MESA median it shows how far methods differ.",
)

GAINES_DAS_1993 = Source(
    key="gaines_das_1993",
    authors="Gaines Das & Poole",
    year=1993,
    title="[The WHO international standard for IL-6, 89/548]",
    published_in="J Immunol Methods 160:147",
    doi="10.1016/0022-1759(93)90172-4",
    design="international collaborative study",
    cannot_support="A conversion for an assay calibrated otherwise.",
    remembered=(
        Figure(what="ampoule of 1 ug", value="100,000", measure="IU"),
        Figure(what="one IU, hence", value="10", measure="pg"),
    ),
)

LOINC = Source(
    key="loinc",
    authors="LOINC",
    year=_CONSULTED,
    title="[Code pages: 26881-3, 30522-7, 62292-8, 83174-3, 83173-5, 80404-7 and others]",
    published_in="loinc.org and laboratory catalogues (undated pages)",
    design="code system",
    cannot_support="That two results under one code were measured by comparable methods.",
)

# --- laboratories: limits and handling -------------------------------------------------------------

MAYO_IL6 = Source(
    key="mayo_il6",
    authors="Mayo Clinic Laboratories",
    year=_CONSULTED,
    title="[Test catalogue: interleukin-6]",
    published_in="test catalogue (undated page)",
    design="laboratory's statement",
    figures=(
        Figure(what="upper reference limit", value="< 6.4", measure="pg/mL"),
        Figure(what="upper reference limit of an older MSD panel", value="< 17.4", measure="pg/mL"),
    ),
    cannot_support=(
        "Absence of disease from a normal result. "
        "Antibodies to IL-6 given as drugs interfere; gross haemolysis rejects serum, not EDTA plasma."
    ),
)

ARUP_HANDLING = Source(
    key="arup_handling",
    authors="ARUP Laboratories",
    year=_CONSULTED,
    title="[Test directory: interleukin-6, limits and specimen handling]",
    published_in="test directory (undated page)",
    design="laboratory's statement",
    figures=(
        Figure(what="upper reference limit", value="<= 5", measure="pg/mL"),
        Figure(what="separate from cells within", value="2", measure="hour"),
        Figure(what="hold biotin above 5 mg/day for", value="24", measure="hour"),
    ),
    cannot_support="Limits or handling for another laboratory's method.",
)

LABCORP_IL6 = Source(
    key="labcorp_il6",
    authors="Labcorp",
    year=_CONSULTED,
    title="Interleukin-6, Serum",
    published_in="test catalogue (undated page)",
    design="laboratory's statement; Roche Elecsys",
    figures=(Figure(what="reference range", value="0–13", measure="pg/mL"),),
    cannot_support="A cardiovascular or ageing claim: the label says not FDA cleared or approved.",
)

LABCORP_PATIENTS = Source(
    key="labcorp_patients",
    authors="Labcorp",
    year=_CONSULTED,
    title="Patient Test Information: Interleukin-6",
    published_in="information for patients (undated page)",
    design="laboratory's statement",
    figures=(Figure(what="how often IL-6 is ordered", value="not frequently"),),
    cannot_support="How often it is ordered in another country.",
)

# --- what a program of this kind is held to --------------------------------------------------------

FDA_CDS_2026 = Source(
    key="fda_cds_2026",
    authors="US Food and Drug Administration",
    year=2026,
    title="[Guidance on clinical decision support software]",
    published_in="FDA, 6 January 2026, re-issued on 29 January 2026 (seen in secondary sources)",
    design="regulatory text",
    population="recommendations to professionals",
    cannot_support="That recommendations to patients are excluded from regulation: the exclusion is for professionals.",
)

MDCG_2019_11 = Source(
    key="mdcg_2019_11",
    authors="Medical Device Coordination Group",
    year=2025,
    title="[MDCG 2019-11 rev. 1, qualification and classification of software]",
    published_in="European Commission, June 2025 (seen in secondary sources)",
    design="regulatory text",
    population="medical device software in the European Union",
    cannot_support="That one purpose covers a whole program: it asks each module for an intended purpose.",
)

# --- acute range -----------------------------------------------------------------------------------

FDA_EUA_IL6 = Source(
    key="fda_eua_il6",
    authors="US Food and Drug Administration",
    year=2020,
    title="[Emergency use authorisations of IL-6 assays in COVID-19]",
    published_in="FDA",
    design="regulatory text",
    population="confirmed COVID-19, risk of intubation with mechanical ventilation",
    figures=(Figure(what="cut for the risk of intubation", value="35", measure="pg/mL"),),
    cannot_support="A cut for anybody without COVID-19, or any claim on heart disease or ageing.",
)

SEPSIS_MEDIANS = Source(
    key="sepsis_medians",
    authors="Medizin-Zentrum Dortmund",
    year=_CONSULTED,
    title="Interleukin 6",
    published_in="directory of analyses, with data of Roche (undated page)",
    design="laboratory's statement, quoting the manufacturer for orientation",
    population="acutely ill patients by severity",
    figures=(
        Figure(what="median in SIRS", value="60", measure="pg/mL"),
        Figure(what="median in sepsis", value="130", measure="pg/mL"),
        Figure(what="median in severe sepsis", value="350", measure="pg/mL"),
        Figure(what="median in septic shock", value="650", measure="pg/mL"),
        Figure(what="upper reference limit, 95th percentile", value="< 7", measure="pg/mL"),
    ),
    cannot_support="A diagnosis of sepsis, or its exclusion: the ranges overlap widely.",
)

COVID_VENTILATION_2020 = Source(
    key="covid_ventilation_2020",
    authors="[PMC7233239]",
    year=2020,
    title="Elevated levels of IL-6 and CRP predict the need for mechanical ventilation in COVID-19",
    published_in="J Allergy Clin Immunol 146(1):128-136. PMC7233239",
    design="hospital cohort with a temporally separate validation",
    population="hospital patients with COVID-19",
    figures=(Figure(what="IL-6 that predicted ventilation", value="> 80", measure="pg/mL"),),
    cannot_support="A limit outside the hospital or outside COVID-19.",
)

COCHRANE_SEPSIS = Source(
    key="cochrane_sepsis",
    authors="[Cochrane CD011811]",
    year=2019,
    title="Plasma interleukin-6 concentration for the diagnosis of sepsis in critically ill adults",
    published_in="Cochrane Database Syst Rev, CD011811",
    design="systematic review of diagnostic accuracy",
    population="critically ill adults with suspected sepsis",
    cannot_support="IL-6 alone as a test for sepsis, which it found inadequate.",
    confidence="remembered",
)

# --- the draw: time of day, meal, tube -------------------------------------------------------------

NILSONNE_2016 = Source(
    key="nilsonne_2016",
    authors="Nilsonne et al",
    year=2016,
    title="Diurnal Variation of Circulating Interleukin-6 in Humans: A Meta-Analysis",
    published_in="PLoS One 11(11):e0165799",
    design="meta-analysis of 43 studies",
    n=1100,
    population="people sampled at least twice within 24 hours",
    figures=(Figure(what="most conspicuous effect", value="trough in the morning"),),
    cannot_support="A correction for time of day: single studies disagree on the peak.",
)

EMERSON_2017 = Source(
    key="emerson_2017",
    authors="Emerson et al",
    year=2017,
    title=(
        "Magnitude and Timing of the Postprandial Inflammatory Response to a High-Fat Meal in Healthy Adults: "
        "A Systematic Review"
    ),
    published_in="Adv Nutr 8(2):213-225",
    design="systematic review of single high-fat meals",
    population="healthy adults",
    figures=(
        Figure(what="IL-6 before the meal, about", value="1.4", measure="pg/mL"),
        Figure(what="IL-6 at its peak, about", value="2.9", measure="pg/mL"),
        Figure(what="time to the peak, about", value="6", measure="hour"),
    ),
    cannot_support="An effect on CRP, which did not change.",
)

DELAYED_SPIN = Source(
    key="delayed_spin",
    authors="[PMID 40428180]",
    year=2025,
    title="Impact of Delayed Centrifugation on Interleukin 6 Determination in Human Blood",
    published_in="Diagnostics (Basel). PMID 40428180",
    design="laboratory study, tubes left at 20 °C for 24 to 48 hours",
    population="healthy people and critically ill patients",
    figures=(
        Figure(what="rise in serum, up to", value="12", measure="fold"),
        Figure(what="rise in heparin plasma, up to", value="50", measure="fold"),
        Figure(what="EDTA plasma", value="falls"),
    ),
    cannot_support="What a delay of a few hours does.",
)

# --- what moves a baseline -------------------------------------------------------------------------

ECCENTRIC_2003 = Source(
    key="eccentric_2003",
    authors="[Int J Sports Med]",
    year=2003,
    title="Interleukin-6 expression after repeated bouts of eccentric exercise",
    published_in="Int J Sports Med. PMID 12582947",
    doi="10.1055/s-2003-37197",
    design="two bouts of eccentric knee extension, sampled to 96 hours",
    n=8,
    population="men",
    figures=(Figure(what="IL-6 peaks after eccentric exercise at", value="6", measure="hour"),),
    cannot_support="A general clearance time for exercise.",
    article_says="IL-6 is back at baseline 3–6 hours after exercise (no reference given)",
    correction="After eccentric exercise IL-6 only peaked at 6 hours, so 3–6 hours is no general clearance time.",
    remembered=(Figure(what="first author", value="Willoughby"),),
)

TRAIL_RACE = Source(
    key="trail_race",
    authors="Miles MP, Walker EE, Conant SB, Hogan SP, Kidd JR",
    year=2006,
    title=(
        "Carbohydrate Influences Plasma Interleukin-6 But Not C-Reactive Protein or Creatine Kinase Following a 32-Km "
        "Mountain Trail Race"
    ),
    published_in="Int J Sport Nutr Exerc Metab 16:36-46",
    design="field study",
    n=32,
    population="trail runners",
    figures=(Figure(what="IL-6 at the finish of 32 km", value="33–40", measure="pg/mL"),),
    cannot_support="The rise after a single resistance or interval session.",
    article_says="a resistance session or HIIT bout raises IL-6 2–100-fold (no reference given)",
    correction=(
        "2–100-fold is the article's range, and its upper end belongs to races; resistance sessions and HIIT give 1.5- "
        "to 5-fold."
    ),
)

INTERVALS_2016 = Source(
    key="intervals_2016",
    authors="[Appl Physiol Nutr Metab]",
    year=2016,
    title=(
        "Interleukin-6 and associated cytokine responses to an acute bout of high-intensity interval exercise: the "
        "effect of exercise intensity and volume"
    ),
    published_in="Appl Physiol Nutr Metab 41(8):803-808. PMID 27377137",
    doi="10.1139/apnm-2015-0640",
    design="crossover of three interval sessions",
    n=10,
    population="five men and five women",
    figures=(
        Figure(what="IL-6 after the hardest session", value="2.70", measure="fold"),
        Figure(what="IL-6 after the easiest session", value="1.40", measure="fold"),
    ),
    cannot_support="The rise after a race, or the highest that an interval session can cause.",
)

WASKIEWICZ_2025 = Source(
    key="waskiewicz_2025",
    authors="Waśkiewicz Z, Mukhambet Z, Azerbayev D, Bondarev S",
    year=2025,
    title="Inflammatory Response to Ultramarathon Running: A Review of IL-6, CRP, and TNF-alpha",
    published_in="Int J Mol Sci 26(13):6317",
    doi="10.3390/ijms26136317",
    design="review of about 80 field studies of races beyond 42.2 km",
    population="ultramarathon runners",
    figures=(
        Figure(what="IL-6 near baseline within", value="24–48", measure="hour"),
        Figure(what="IL-6 at the finish", value="dozens to thousands of times the baseline"),
        Figure(what="CRP above baseline for", value="2–3", measure="day"),
    ),
    cannot_support="When the last runner is back at baseline: it says usually, and near.",
)

ULTRA_2016 = Source(
    key="ultra_2016",
    authors="[Sports Med Open]",
    year=2016,
    title="[IL-6 in the days after an ultra-endurance race]",
    published_in="Sports Med Open",
    doi="10.1186/s40798-016-0045-0",
    design="field study with serial sampling",
    n=8,
    population="ultra-endurance athletes",
    figures=(Figure(what="IL-6 at baseline at", value="48", measure="hour"),),
    cannot_support="When IL-6 is at baseline in everybody: eight athletes of one race.",
)

KLEIVEN_2018 = Source(
    key="kleiven_2018",
    authors="Kleiven et al",
    year=2018,
    title="High physical fitness is associated with reduction in basal- and exercise-induced inflammation",
    published_in="Scand J Med Sci Sports 28(1):172-179. PMID 28314078",
    design="observational study around a 91-km mountain bike race",
    population="recreational cyclists",
    figures=(
        Figure(what="CRP before the race", value="0.9", measure="mg/L"),
        Figure(what="CRP 24 hours after the race", value="11.6", measure="mg/L"),
    ),
    cannot_support="The effect of an ordinary session.",
    article_says="a 48–72 hour exercise effect on hs-CRP (no reference given)",
    correction="48–72 hours is a lower bound: CRP was 11.6 mg/L at 24 hours here and raised 3 days after a marathon.",
)

MARATHON_CRP = Source(
    key="marathon_crp",
    authors="[PMC6267712]",
    year=2018,
    title=(
        "Relationship between oxygen cost and C-reactive protein response to marathon running in college "
        "recreational runners"
    ),
    published_in="Open Access J Sports Med 9. PMC6267712",
    design="observational study, sampled for three days after a marathon",
    population="recreational college runners",
    figures=(
        Figure(what="CRP peaks on day", value="1", measure="day"),
        Figure(what="CRP still raised on day", value="3", measure="day"),
    ),
    cannot_support="When CRP is back at baseline, since sampling ended on day 3; nor the course of IL-6.",
)

TSAI_2005 = Source(
    key="tsai_2005",
    authors="Tsai et al",
    year=2005,
    title="Effect of influenza vaccine on markers of inflammation and lipid profile",
    published_in="J Lab Clin Med",
    design="before-and-after study of influenza vaccination",
    population="healthy adults",
    figures=(
        Figure(what="IL-6 raised on day", value="1", measure="day"),
        Figure(what="CRP raised on days", value="1–3", measure="day"),
        Figure(what="both gone by day", value="7", measure="day"),
    ),
    cannot_support="The course after another vaccine.",
)

BOLODEOKU = Source(
    key="bolodeoku",
    authors="Bolodeoku et al",
    year=2023,
    title=(
        "Presence of Elevated Interleukin-6 (IL-6) in the Blood of COVID-19 Convalescent Patients (40-93 Days) Post "
        "Onset of Symptoms Could be an Indicator of Ongoing Activation of the Immune System"
    ),
    published_in="Scientific Archives 4(4)",
    design="uncontrolled cross-section of convalescents",
    n=28,
    population="convalescents from COVID-19, 40 to 93 days after onset",
    figures=(
        Figure(what="above 7 pg/mL", value="19/28"),
        Figure(what="days after onset", value="40–93", measure="day"),
    ),
    cannot_support="How often IL-6 stays raised: small and without controls.",
)

LONG_COVID_2021 = Source(
    key="long_covid_2021",
    authors="[Post-acute COVID-19 cohort]",
    year=2021,
    title=(
        "Markers of immune activation and inflammation in individuals with post-acute sequelae of SARS-CoV-2 infection"
    ),
    published_in="medRxiv (preprint)",
    design="recovery cohort, early and late sampling",
    population="people recovered from SARS-CoV-2, with and without lasting symptoms",
    figures=(Figure(what="IL-6 late in recovery, lasting symptoms against none", value="1.44", measure="fold"),),
    cannot_support="That IL-6 causes the symptoms.",
)

KNEE_SURGERY_2020 = Source(
    key="knee_surgery_2020",
    authors="[BMC Musculoskelet Disord 2020]",
    year=2020,
    title=(
        "Normal trajectory of Interleukin-6 and C-reactive protein in the perioperative period of total knee "
        "arthroplasty under an enhanced recovery after surgery scenario"
    ),
    published_in="BMC Musculoskelet Disord",
    design="prospective serial sampling around knee replacement",
    population="patients with primary total knee replacement",
    figures=(
        Figure(what="IL-6 peaks at", value="48", measure="hour"),
        Figure(what="IL-6 back at baseline at", value="2", measure="week"),
    ),
    cannot_support="The course after another operation or with a complication.",
)

NISHIMOTO_2008 = Source(
    key="nishimoto_2008",
    authors="Nishimoto et al",
    year=2008,
    title="[Why serum IL-6 and its soluble receptor rise under tocilizumab]",
    published_in="Blood 112(10):3959",
    doi="10.1182/blood-2008-05-155846",
    design="pharmacodynamic study",
    population="rheumatoid arthritis and Castleman disease on a receptor antibody",
    figures=(
        Figure(what="serum IL-6 under receptor blockade", value="rises markedly"),
        Figure(what="CRP under receptor blockade", value="normalises"),
    ),
    cannot_support="Any reading of IL-6 or hs-CRP as a baseline while the receptor is blocked.",
)

DASATINIB_LABEL = Source(
    key="dasatinib_label",
    authors="[Dasatinib prescribing information]",
    year=_CONSULTED,
    title="[Warnings, precautions and interactions]",
    published_in="prescribing information (undated page)",
    design="regulatory text",
    population="patients treated for leukaemia",
    cannot_support=(
        "Use outside a prescription. It warns of myelosuppression, bleeding, effusion, pulmonary arterial "
        "hypertension, QT prolongation, harm to the unborn, and interactions by CYP3A4 and gastric acid."
    ),
)

# --- grip ------------------------------------------------------------------------------------------

BOHANNON_2019 = Source(
    key="bohannon_2019",
    authors="Bohannon",
    year=2019,
    title="Minimal clinically important difference for grip strength: a systematic review",
    published_in="J Phys Ther Sci 31:75-78. PMC6348186",
    design="systematic review",
    figures=(Figure(what="meaningful or detectable change of grip", value="5.0–6.5", measure="kg"),),
    cannot_support="The cause of a change.",
)

EWGSOP2 = Source(
    key="ewgsop2",
    authors="[EWGSOP2]",
    year=2019,
    title="[Revised European consensus on sarcopenia]",
    published_in="European Working Group on Sarcopenia in Older People (cuts seen in secondary sources)",
    design="consensus",
    population="older adults",
    figures=(
        Figure(what="low grip, men", value="< 27", measure="kg"),
        Figure(what="low grip, women", value="< 16", measure="kg"),
    ),
    cannot_support="A decline: a single value below a cut is low grip, not falling grip.",
)

AWGS_2019 = Source(
    key="awgs_2019",
    authors="[AWGS 2019]",
    year=2019,
    title="[Asian consensus on sarcopenia]",
    published_in="Asian Working Group for Sarcopenia (cuts seen in a secondary source)",
    design="consensus",
    population="older adults in Asia",
    figures=(
        Figure(what="low grip, men", value="< 28", measure="kg"),
        Figure(what="low grip, women", value="< 18", measure="kg"),
    ),
    cannot_support="A decline.",
)

SDOC_2020 = Source(
    key="sdoc_2020",
    authors="Bhasin S, Travison TG, Manini TM, et al. (SDOC)",
    year=2020,
    title="Sarcopenia Definition: The Position Statements of the Sarcopenia Definition and Outcomes Consortium",
    published_in="J Am Geriatr Soc 68:1410-1418 (cuts as in the consortium's analysis PMC7508260)",
    doi="10.1111/jgs.16372",
    design="consensus",
    population="older adults",
    figures=(
        Figure(what="low grip, men", value="< 35.5", measure="kg"),
        Figure(what="low grip, women", value="< 20", measure="kg"),
    ),
    cannot_support="A decline.",
)

DENT_2018 = Source(
    key="dent_2018",
    authors="Dent E, Morley JE, Cruz-Jentoft AJ, et al",
    year=2018,
    title="International Clinical Practice Guidelines for Sarcopenia (ICFSR): Screening, Diagnosis and Management",
    published_in="J Nutr Health Aging 22(10):1148-1161",
    doi="10.1007/s12603-018-1139-9",
    design="guideline",
    population="older adults",
    figures=(Figure(what="screening for sarcopenia every", value="1", measure="year"),),
    cannot_support="How recent a grip measurement has to be to stand beside an IL-6.",
)

DODDS_2014 = Source(
    key="dodds_2014",
    authors="Dodds et al",
    year=2014,
    title="Grip Strength across the Life Course: Normative Data from Twelve British Studies",
    published_in="PLoS One 9(12):e113637",
    design="pooled cross-sections of twelve population studies",
    population="British general population",
    figures=(
        Figure(what="peak grip, men aged 29 to 39", value="51", measure="kg"),
        Figure(what="peak grip, women aged 26 to 42", value="31", measure="kg"),
    ),
    cannot_support="The course of one person.",
)

FREDERIKSEN_2006 = Source(
    key="frederiksen_2006",
    authors="Frederiksen et al",
    year=2006,
    title="Age trajectories of grip strength: cross-sectional and longitudinal data among 8,342 Danes aged 46 to 102",
    published_in="Ann Epidemiol 16:554-562",
    design="population surveys with follow-up",
    population="Danes, decline estimated between 50 and 85 years",
    figures=(
        Figure(what="expected loss per year, men", value="0.59", measure="kg"),
        Figure(what="expected loss per year, women", value="0.31", measure="kg"),
    ),
    cannot_support="The loss of people who train.",
)

NEWCASTLE_85 = Source(
    key="newcastle_85",
    authors="[Newcastle 85+ Study]",
    year=2016,
    title=(
        "Grip Strength Decline and Its Determinants in the Very Old: Longitudinal Findings from the Newcastle 85+ Study"
    ),
    published_in="PLoS One 11(9):e0163183. PMC5026378",
    design="prospective cohort",
    population="people aged 85 and over",
    figures=(Figure(what="loss per year, men", value="1.13", measure="kg"),),
    cannot_support="The loss at younger ages.",
)

TUTTLE_2020 = Source(
    key="tuttle_2020",
    authors="Tuttle et al",
    year=2020,
    title=(
        "Markers of inflammation and their association with muscle strength and mass: "
        "A systematic review and meta-analysis"
    ),
    published_in="Ageing Res Rev 64:101185",
    design="meta-analysis of correlations, 168 articles",
    population="adults, with and without disease",
    figures=(Figure(what="IL-6 with grip", measure="r", value="-0.13"),),
    cannot_support="That IL-6 causes a loss of grip, or explains much of one.",
    article_says="a raised IL-6 is a primary mechanistic suspect for falling grip (no reference given)",
    correction="The human association is weak (r = -0.13), so IL-6 is one of several explanations.",
)

# --- heart rate variability ------------------------------------------------------------------------

PLEWS_2014 = Source(
    key="plews_2014",
    authors="Plews et al",
    year=2014,
    title="Monitoring training with heart-rate variability: how much compliance is needed for valid assessment?",
    published_in="Int J Sports Physiol Perform 9(5):783-790. PMID 24334285",
    design="re-sampling of daily recordings of ln RMSSD",
    population="trained triathletes",
    figures=(Figure(what="least valid days per week", value="3", measure="day"),),
    cannot_support="What a fall of HRV means for inflammation.",
)

PLEWS_BUCHHEIT = Source(
    key="plews_buchheit",
    authors="[Plews and Buchheit]",
    year=_CONSULTED,
    title="[Smallest worthwhile change of ln RMSSD, a working practice]",
    published_in="monitoring practice (undated)",
    design="practice rule",
    population="athletes",
    figures=(Figure(what="smallest worthwhile change, of the baseline SD or CV", measure="times", value="0.5"),),
    cannot_support="A clinical limit.",
    confidence="remembered",
)

HRV_CV_2015 = Source(
    key="hrv_cv_2015",
    authors="[IJSPP 10:994]",
    year=2015,
    title="[Days needed for the weekly CV of ln RMSSD]",
    published_in="Int J Sports Physiol Perform 10:994",
    design="re-sampling of daily recordings",
    figures=(Figure(what="least days for the weekly CV", value="5", measure="day"),),
    cannot_support="What a fall of HRV means for inflammation.",
)

HRV_RELIABILITY_2023 = Source(
    key="hrv_reliability_2023",
    authors="[Eur J Appl Physiol s00421-023-05373-3]",
    year=2023,
    title="[Inter-day reliability of HRV in healthy, highly active younger and older adults]",
    published_in="Eur J Appl Physiol (online)",
    doi="10.1007/s00421-023-05373-3",
    design="test-retest study",
    population="healthy, highly active younger and older adults",
    figures=(Figure(what="between-day CV over all metrics", value="3.5–36.5", measure="%"),),
    cannot_support="The variation of wrist or ring devices.",
    remembered=(
        Figure(what="day-to-day CV of ln RMSSD", value="3–10", measure="%"),
        Figure(what="day-to-day CV of raw RMSSD", value="15–30", measure="%"),
    ),
)

RING_USERS_2020 = Source(
    key="ring_users_2020",
    authors="[Smart ring users]",
    year=2020,
    title=(
        "Age, sex and underlying heart rate as determinants of nocturnal heart rate variability among wearable smart "
        "ring users"
    ),
    published_in="Eur Heart J 41(Suppl 2)",
    design="cross-section of device users, conference abstract",
    population="about 104,000 users of a smart ring",
    figures=(Figure(what="HRV with age and with higher heart rate", value="falls"),),
    cannot_support="A normal range for one person.",
)

WILLIAMS_2019 = Source(
    key="williams_2019",
    authors="Williams et al",
    year=2019,
    title="Heart rate variability and inflammation: A meta-analysis of human studies",
    published_in="Brain Behav Immun 80:219-226",
    doi="10.1016/j.bbi.2019.03.009",
    design="meta-analysis of correlations, 51 studies",
    figures=(
        Figure(what="markers of inflammation with HRV", value="generally negative"),
        Figure(what="strongest links with inflammation", value="SDNN and HF-HRV"),
    ),
    cannot_support="A direction of cause, or a strong link of RMSSD with IL-6.",
    article_says="IL-6 suppresses HRV in a self-reinforcing loop (no reference given)",
    correction="Human data show an association, strongest for SDNN and HF-HRV, and no direction of cause.",
    remembered=(Figure(what="IL-6 with HRV, about", measure="r", value="-0.1 to -0.2"),),
)

# --- weight, exercise, diet ------------------------------------------------------------------------

BULMER_2025 = Source(
    key="bulmer_2025",
    authors="Bulmer & Avenell",
    year=2025,
    title=(
        "The effect of dietary weight-loss interventions on the inflammatory markers interleukin-6 and TNF-alpha in "
        "adults with obesity: A systematic review and meta-analysis of randomized controlled clinical trials"
    ),
    published_in="Obes Rev",
    doi="10.1111/obr.13910",
    design="meta-analysis of 12 randomised trials of at least 12 months",
    population="adults with obesity",
    figures=(Figure(what="sustained weight loss needed to lower IL-6", value="> 5", measure="%"),),
    cannot_support="An effect in people of normal weight, or of visceral fat as such.",
)

IMAYAMA_2012 = Source(
    key="imayama_2012",
    authors="Imayama I, Ulrich CM, Alfano CM, et al",
    year=2012,
    title=(
        "Effects of a caloric restriction weight loss diet and exercise on inflammatory biomarkers in "
        "overweight/obese postmenopausal women: a randomized controlled trial"
    ),
    published_in="Cancer Res 72(9):2314-2326",
    doi="10.1158/0008-5472.CAN-11-3092",
    design="randomised trial of 12 months: diet, exercise, both, or neither",
    n=438,
    population="overweight or obese postmenopausal women",
    figures=(
        Figure(what="IL-6 fell against control, diet", value="0.34", measure="pg/mL", interval="0.13–0.55"),
        Figure(
            what="IL-6 fell against control, diet with exercise", value="0.32", measure="pg/mL", interval="0.15–0.49"
        ),
    ),
    cannot_support="An effect of exercise without weight loss.",
    remembered=(Figure(what="IL-6 at 12 months against control", value="-24", measure="%"),),
)

FONTANA_2007 = Source(
    key="fontana_2007",
    authors="Fontana L, Eagon JC, Trujillo ME, Scherer PE, Klein S",
    year=2007,
    title="Visceral Fat Adipokine Secretion Is Associated With Systemic Inflammation in Obese Humans",
    published_in="Diabetes 56(4):1010-1013",
    design="blood from portal vein and radial artery during surgery",
    n=25,
    population="extremely obese patients during gastric bypass",
    figures=(
        Figure(what="IL-6 in the portal vein above that in the artery, about", value="50", measure="%"),
        Figure(what="portal IL-6 with systemic CRP", measure="r", value="0.544"),
    ),
    cannot_support="How much of a person's serum IL-6 comes from fat.",
)

ZHENG_2019 = Source(
    key="zheng_2019",
    authors="Zheng et al",
    year=2019,
    title=(
        "Effect of Aerobic Exercise on Inflammatory Markers in Healthy Middle-Aged and Older Adults: "
        "A Systematic Review and Meta-Analysis of Randomized Controlled Trials"
    ),
    published_in="Front Aging Neurosci 11:98",
    design="meta-analysis of 11 randomised trials",
    n=1250,
    population="healthy middle-aged and older adults",
    figures=(Figure(what="reduction of IL-6 by aerobic exercise", measure="SMD", value="0.75", interval="0.31–1.19"),),
    cannot_support=(
        "The size of the effect: the abstract prints the same figures for TNF-alpha, and a later pool of 38 trials "
        "found -0.16. Zone 2 was not tested."
    ),
)

WANG_2023 = Source(
    key="wang_2023",
    authors="Wang YH, Tan J, Zhou HH, Cao M, Zou Y",
    year=2023,
    title=(
        "Long-term exercise training and inflammatory biomarkers in healthy subjects: a meta-analysis of randomized "
        "controlled trials"
    ),
    published_in="Front Psychol 14",
    doi="10.3389/fpsyg.2023.1253329",
    design="meta-analysis of 38 randomised trials of aerobic, resistance and mixed training",
    n=2557,
    population="healthy adults, mean ages from 21 to 86 years",
    figures=(
        Figure(what="IL-6, training against control", measure="SMD", value="-0.16", interval="-0.30–-0.03"),
        Figure(what="CRP, training against control", measure="SMD", value="-0.18", interval="-0.31–-0.06"),
    ),
    cannot_support="Zone 2 as such, or the size of the effect in pg/mL.",
)

RESISTANCE_2025 = Source(
    key="resistance_2025",
    authors="[Arch Gerontol Geriatr 130]",
    year=2025,
    title="[Pooled trials of resistance training and inflammation]",
    published_in="Arch Gerontol Geriatr 130:105731",
    design="meta-analysis of 19 randomised trials",
    population="older adults",
    figures=(Figure(what="IL-6, resistance training alone", value="not significant"),),
    cannot_support="That resistance training alone lowers IL-6.",
)

TAYEBI_2025 = Source(
    key="tayebi_2025",
    authors="Tayebi et al",
    year=2025,
    title="Impact of aerobic exercise on chronic inflammation in older adults: a systematic review and meta-analysis",
    published_in="BMC Sports Sci Med Rehabil 17:229",
    design="meta-analysis of controlled trials",
    population="older adults",
    figures=(
        Figure(what="session", value="30–60", measure="minute"),
        Figure(what="intensity, of maximal heart rate", value="60–80", measure="%"),
        Figure(what="sessions per week", value="2–3"),
    ),
    cannot_support="Zone 2 as such, which was not tested.",
)

WASTYK_2021 = Source(
    key="wastyk_2021",
    authors="Wastyk et al",
    year=2021,
    title="Gut-microbiota-targeted diets modulate human immune status",
    published_in="Cell 184:4137-4153",
    design="randomised trial, fermented food against fibre",
    n=36,
    population="healthy adults",
    figures=(
        Figure(what="inflammatory proteins lower on fermented food, IL-6 among them", value="19"),
        Figure(what="of these, lower on fibre", value="0"),
    ),
    cannot_support="A lasting effect on IL-6, or any effect of fibre on it.",
)

FU_2022 = Source(
    key="fu_2022",
    authors="Fu et al",
    year=2022,
    title=(
        "Associations between dietary fiber intake and cardiovascular risk factors: "
        "An umbrella review of meta-analyses of randomized controlled trials"
    ),
    published_in="Front Nutr 9",
    design="umbrella review of meta-analyses",
    figures=(
        Figure(what="TNF-alpha with more fibre", value="lower"),
        Figure(what="CRP with more fibre", value="not significant"),
    ),
    cannot_support="An effect of fibre on IL-6: no such result was seen.",
)

DIET_METS_2022 = Source(
    key="diet_mets_2022",
    authors="[Front Nutr 2022, diet in metabolic syndrome]",
    year=2022,
    title=(
        "Effects of Dietary Intervention on Inflammatory Markers in Metabolic Syndrome: "
        "A Systematic Review and Meta-Analysis"
    ),
    published_in="Front Nutr 9",
    design="meta-analysis of dietary trials",
    population="people with metabolic syndrome",
    figures=(
        Figure(
            what="IL-6, diet against control, p=0.02 (interval as printed, a sign is likely lost)",
            measure="SMD",
            value="-0.30",
            interval="-0.55–0.04",
        ),
    ),
    cannot_support="An effect in people without metabolic syndrome; the printed interval and p disagree.",
)

SCHWINGSHACKL_2014 = Source(
    key="schwingshackl_2014",
    authors="Schwingshackl L, Hoffmann G",
    year=2014,
    title=(
        "Mediterranean dietary pattern, inflammation and endothelial function: a systematic review and meta-analysis "
        "of intervention trials"
    ),
    published_in="Nutr Metab Cardiovasc Dis 24(9):929-939",
    doi="10.1016/j.numecd.2014.03.003",
    design="meta-analysis of 17 randomised trials of at least 12 weeks",
    n=2300,
    population="adults from 19 years on",
    figures=(
        Figure(
            what="IL-6, Mediterranean diet against control, weighted mean difference",
            value="-0.42",
            measure="pg/mL",
            interval="-0.73–-0.11",
        ),
    ),
    cannot_support="Which part of the diet does it; the trials differ (I² 81 %).",
)

MEDITERRANEAN_2025 = Source(
    key="mediterranean_2025",
    authors="[Nutr Rev nuaf213]",
    year=2025,
    title="[Pooled trials of the Mediterranean diet and inflammation]",
    published_in="Nutr Rev",
    doi="10.1093/nutrit/nuaf213",
    design="meta-analysis of 33 randomised trials",
    n=3476,
    figures=(Figure(what="IL-6, Mediterranean diet against control", value="lower"),),
    cannot_support="The size of the effect: no figure for IL-6 was noted.",
)

KAVYANI_2022 = Source(
    key="kavyani_2022",
    authors="Kavyani Z, Musazadeh V, Fathi S, et al",
    year=2022,
    title="Efficacy of the omega-3 fatty acids supplementation on inflammatory biomarkers: An umbrella meta-analysis",
    published_in="Int Immunopharmacol 111:109104",
    doi="10.1016/j.intimp.2022.109104",
    design="umbrella meta-analysis of 32 meta-analyses",
    population="adults under various health conditions",
    figures=(Figure(what="IL-6, omega-3 against control", measure="ES", value="-0.22", interval="-0.39–-0.05"),),
    cannot_support="An effect in healthy people, or its size in pg/mL.",
)

# --- drugs that lower IL-6 by the way --------------------------------------------------------------

REN_2025 = Source(
    key="ren_2025",
    authors="Ren Y, Chen Y, Zheng W, et al",
    year=2025,
    title="[Pooled trials of GLP-1 receptor agonists and markers of inflammation]",
    published_in="Diabetes Obes Metab 27(7):3607-3626",
    doi="10.1111/dom.16366",
    design="meta-analysis of 52 randomised trials",
    n=4734,
    population="people with type 2 diabetes",
    figures=(
        Figure(
            what="IL-6, GLP-1 receptor agonist against control", measure="SMD", value="-0.76", interval="-1.32–-0.20"
        ),
    ),
    cannot_support="The size of the effect in one person, or in people without diabetes.",
)

ALRASHEED_2026 = Source(
    key="alrasheed_2026",
    authors="Alrasheed T, Mostafa MEA, Madkhali MA, Khairy HA",
    year=2026,
    title=(
        "Inflammatory biomarker response to GLP-1 receptor agonists versus other glucose-lowering medications in "
        "patients with type 2 diabetes: a systematic review and meta-analysis"
    ),
    published_in="Front Endocrinol",
    doi="10.3389/fendo.2025.1734549",
    design="meta-analysis of 40 randomised trials",
    n=6029,
    population="people with type 2 diabetes",
    figures=(
        Figure(
            what="IL-6, GLP-1 receptor agonist against insulin", measure="SMD", value="-0.24", interval="-0.46–-0.02"
        ),
    ),
    cannot_support="A fall of IL-6 against placebo.",
)

GLP1_25_STUDIES = Source(
    key="glp1_25_studies",
    authors="[Pool of 25 studies of GLP-1 receptor agonists]",
    year=_CONSULTED,
    title="[GLP-1 receptor agonists and metabolic inflammation in type 2 diabetes]",
    published_in="[journal not noted; consulted as abstract]",
    design="meta-analysis of 25 studies, 13 for IL-6",
    n=1878,
    population="people with type 2 diabetes",
    figures=(
        Figure(
            what="IL-6, GLP-1 receptor agonist against control, not significant",
            measure="SMD",
            value="-0.52",
            interval="-1.34–0.29",
        ),
    ),
    cannot_support="That these drugs lower IL-6 reliably: I² was 96 %.",
)

# --- vitamin D -------------------------------------------------------------------------------------

CALTON_2017 = Source(
    key="calton_2017",
    authors="Calton et al",
    year=2017,
    title=(
        "The impact of cholecalciferol supplementation on the systemic inflammatory profile: a systematic review and "
        "meta-analysis of high-quality randomized controlled trials"
    ),
    published_in="Eur J Clin Nutr 71:931-943",
    design="meta-analysis of high-quality randomised trials",
    population="adults free of acute inflammatory disease",
    figures=(
        Figure(
            what="IL-6, vitamin D against control, weighted mean difference, not significant",
            value="+0.10",
            measure="pg/mL",
            interval="-0.17–0.37",
        ),
    ),
    cannot_support=(
        "That vitamin D lowers IL-6, or lowers it more where more was lacking: there was no effect to grow. It does "
        "not speak against treating a deficiency."
    ),
    article_says=(
        "vitamin D lowers IL-6 consistently in trials of deficient people, in proportion to the deficiency (no "
        "reference given)"
    ),
    correction="Pooled trials show no lower IL-6: +0.10 pg/mL (-0.17–0.37), and another meta-analysis found a rise.",
)

VITAMIN_D_UMBRELLA_2022 = Source(
    key="vitamin_d_umbrella_2022",
    authors="[Pharmacol Res 2022;106484]",
    year=2022,
    title="[Umbrella review of 23 meta-analyses on vitamin D and inflammation]",
    published_in="Pharmacol Res",
    doi="10.1016/j.phrs.2022.106484",
    design="umbrella meta-analysis of 23 meta-analyses",
    figures=(
        Figure(what="IL-6, not significant", measure="ES", value="-0.35", interval="-0.80–0.10"),
        Figure(what="CRP", measure="ES", value="-0.42"),
        Figure(what="TNF-alpha", measure="ES", value="-0.27"),
    ),
    cannot_support="That vitamin D lowers IL-6.",
)

MAZIDI_2018 = Source(
    key="mazidi_2018",
    authors="Mazidi et al",
    year=2018,
    title=(
        "Impact of vitamin D supplementation on C-reactive protein; a systematic review and meta-analysis of "
        "randomized controlled trials"
    ),
    published_in="BMC Nutr",
    design="meta-analysis of randomised trials",
    figures=(
        Figure(
            what="IL-6, vitamin D against control, weighted mean difference",
            value="+0.67",
            measure="pg/mL",
            interval="0.29–1.06",
        ),
    ),
    cannot_support="That vitamin D lowers IL-6: here it rose.",
)

IOM_2011 = Source(
    key="iom_2011",
    authors="Institute of Medicine",
    year=2011,
    title="[Dietary reference intakes for calcium and vitamin D]",
    published_in="National Academies Press",
    design="guideline",
    population="general population",
    figures=(
        Figure(what="25-OH-vitamin D adequate", value="20", measure="ng/mL"),
        Figure(what="25-OH-vitamin D of concern above", value="50", measure="ng/mL"),
        Figure(what="upper level of intake", value="4,000", measure="IU/day"),
    ),
    cannot_support="A target of 40–60 ng/mL.",
)

UCSF_VITAMIN_D = Source(
    key="ucsf_vitamin_d",
    authors="UCSF Clinical Laboratories",
    year=2016,
    title="Vitamin D, 25-Hydroxy",
    published_in="laboratory manual",
    design="laboratory's statement",
    figures=(Figure(what="1 ug/L, which is 1 ng/mL, of 25-OH-vitamin D", value="2.496", measure="nmol/L"),),
    cannot_support="A target for 25-OH-vitamin D.",
)

ENDOCRINE_2011 = Source(
    key="endocrine_2011",
    authors="Endocrine Society",
    year=2011,
    title="Evaluation, Treatment, and Prevention of Vitamin D Deficiency",
    published_in="Endocrine Society guideline, replaced in 2024",
    design="guideline, superseded",
    figures=(Figure(what="25-OH-vitamin D to be kept above", value="30", measure="ng/mL"),),
    cannot_support="A present target: the 2024 guideline replaced it.",
    remembered=(Figure(what="25-OH-vitamin D preferred", value="40–60", measure="ng/mL"),),
)

ENDOCRINE_2024 = Source(
    key="endocrine_2024",
    authors="Endocrine Society",
    year=2024,
    title="Vitamin D for the Prevention of Disease: An Endocrine Society Clinical Practice Guideline",
    published_in="J Clin Endocrinol Metab 109(8):1907-1947",
    doi="10.1210/clinem/dgae290",
    design="guideline",
    population="people without an established reason to test or treat",
    cannot_support="A target for 25-OH-vitamin D or routine testing: it gives none and suggests against it.",
    article_says="a 25-OH-vitamin D target of 40–60 ng/mL (no reference given)",
    correction="40–60 ng/mL is no consensus: the guideline of 2024 sets no target and suggests against routine tests.",
)

# --- melatonin, cold, senolytics -------------------------------------------------------------------

ZAREZADEH_2020 = Source(
    key="zarezadeh_2020",
    authors="Zarezadeh et al",
    year=2020,
    title=(
        "Melatonin supplementation and pro-inflammatory mediators: "
        "a systematic review and meta-analysis of clinical trials"
    ),
    published_in="Eur J Nutr 59:1803-1813",
    doi="10.1007/s00394-019-02123-0",
    design="meta-analysis of clinical trials, 3 to 25 mg a day",
    n=749,
    population="people with a disease",
    figures=(
        Figure(
            what="IL-6, weighted mean difference (impossible for baselines of 1 to 3)",
            value="-30.25",
            measure="pg/mL",
            interval="-41.45–-19.06",
        ),
        Figure(what="heterogeneity I²", value="99", measure="%"),
    ),
    cannot_support="An effect size, or any effect of 0.5–1.0 mg.",
    article_says="0.5–1.0 mg is mechanistically sufficient against IL-6 (no reference given)",
    correction="Trials used 3 to 25 mg a day, with more effect from 10 mg and 12 weeks on; none supports 0.5–1.0 mg.",
)

MELATONIN_2021 = Source(
    key="melatonin_2021",
    authors="[Brain Behav Immun 93]",
    year=2021,
    title="[Second pool of trials of melatonin and inflammation]",
    published_in="Brain Behav Immun 93:245",
    design="meta-analysis of clinical trials",
    figures=(
        Figure(what="IL-6, melatonin against control", measure="SMD", value="-3.84"),
        Figure(what="IL-6, after trimming for missing studies", measure="SMD", value="-1.91", interval="-2.98–-0.83"),
    ),
    cannot_support="An effect size: a fall of four standard deviations is implausible.",
)

CAIN_2025 = Source(
    key="cain_2025",
    authors="Cain et al",
    year=2025,
    title="Effects of cold-water immersion on health and wellbeing: A systematic review and meta-analysis",
    published_in="PLoS One 20(1):e0317615",
    design="meta-analysis of randomised trials",
    population="healthy adults",
    figures=(
        Figure(what="inflammation right after immersion", measure="SMD", value="1.03"),
        Figure(what="inflammation one hour after immersion", measure="SMD", value="1.26"),
    ),
    cannot_support="A lasting fall of IL-6 with regular cold exposure.",
)

ZHU_2015 = Source(
    key="zhu_2015",
    authors="Zhu et al",
    year=2015,
    title="The Achilles' heel of senescent cells: from transcriptome to senolytic drugs",
    published_in="Aging Cell",
    design="cell and mouse experiments",
    population="cells and mice",
    cannot_support="An effect in people.",
    article_says="dasatinib makes senescent cell membranes permeable (no reference given)",
    correction=(
        "D+Q disable pro-survival networks (ephrin/SRC, PI3K, BCL-xL, p21, PAI-2); dasatinib is a targeted kinase "
        "inhibitor."
    ),
)

HICKSON_2019 = Source(
    key="hickson_2019",
    authors="Hickson LJ, Langhi Prata LGP, Bobart SA, et al",
    year=2019,
    title=(
        "Senolytics decrease senescent cells in humans: Preliminary report from a clinical trial of Dasatinib plus "
        "Quercetin in individuals with diabetic kidney disease"
    ),
    published_in="EBioMedicine 47:446-456. PMID 31542391",
    doi="10.1016/j.ebiom.2019.08.069",
    design="open-label pilot without a control arm, sampled 11 days after the course",
    n=9,
    population="people with diabetic kidney disease",
    figures=(Figure(what="circulating IL-1 alpha", value="fell"),),
    cannot_support="Efficacy or safety: nine people, no control arm. Nor use outside a trial.",
    remembered=(
        Figure(what="circulating IL-6", value="fell"),
        Figure(what="a published correction", value="exists"),
    ),
    article_says="Kirkland JL et al. 2019, doi 10.1016/j.ebiom.2019.01.052; effect within 11 days",
    correction=(
        "First author and DOI were wrong: this is Hickson 2019;47:446-456, with sampling 11 days after the course, "
        "and Kirkland is senior author."
    ),
)

FARR_2024 = Source(
    key="farr_2024",
    authors="Farr JN, et al",
    year=2024,
    title=(
        "Effects of intermittent senolytic therapy on bone metabolism in postmenopausal women: "
        "a phase 2 randomized controlled trial"
    ),
    published_in="Nat Med. NCT04313634",
    doi="10.1038/s41591-024-03096-2",
    design="phase 2 randomised controlled trial",
    n=60,
    population="postmenopausal women, not selected for osteoporosis",
    figures=(Figure(what="primary endpoint, CTx at 20 weeks, missed", measure="P", value="0.611"),),
    cannot_support="Benefit of D+Q, or any effect on IL-6, which its abstract does not report.",
    article_says="a phase 2 trial in osteoporosis, n=60, exploratory positive in the treatment subgroup",
    correction=(
        "The women were postmenopausal, not osteoporotic, the primary endpoint was missed, and signals appeared only "
        "in the highest tertile of T-cell p16."
    ),
)

STAMINA = Source(
    key="stamina",
    authors="[STAMINA]",
    year=2025,
    title=(
        "A pilot study of senolytics to improve cognition and mobility in older adults at risk for Alzheimer's disease"
    ),
    published_in="eBioMedicine. PMC11907475",
    design="single-arm pilot of D+Q",
    n=12,
    population="older adults at risk of Alzheimer's disease",
    figures=(Figure(what="TNF-alpha", value="signal"),),
    cannot_support="Efficacy: twelve people, no control arm. Nor an effect on IL-6.",
)

GONZALES_2023 = Source(
    key="gonzales_2023",
    authors="Gonzales MM, Garbarino VR, Kautz TF, et al",
    year=2023,
    title="Senolytic therapy in mild Alzheimer's disease: a phase 1 feasibility trial",
    published_in="Nat Med 29(10):2481-2488. NCT04063124",
    doi="10.1038/s41591-023-02543-w",
    design="open-label pilot of D+Q without a control arm, 12 weeks",
    n=5,
    population="people with early Alzheimer's disease, mean age 76",
    figures=(Figure(what="IL-6 in the cerebrospinal fluid rose", measure="P", value="0.008"),),
    cannot_support="Harm or benefit: five people, no control arm, and no IL-6 in serum.",
)

OU_2020 = Source(
    key="ou_2020",
    authors="Ou et al",
    year=2020,
    title=(
        "Impact of quercetin on systemic levels of inflammation: a meta-analysis of randomised controlled human trials"
    ),
    published_in="Int J Food Sci Nutr 71(2):152-163",
    design="meta-analysis of randomised trials, 5 for IL-6",
    figures=(Figure(what="IL-6 overall", value="no effect"),),
    cannot_support="An effect of quercetin alone on IL-6; only subgroups moved.",
)

YOUSEFZADEH_2018 = Source(
    key="yousefzadeh_2018",
    authors="Yousefzadeh MJ, et al",
    year=2018,
    title="Fisetin is a senotherapeutic that extends health and lifespan",
    published_in="EBioMedicine 36:18-28",
    doi="10.1016/j.ebiom.2018.09.015",
    design="cell, tissue and mouse experiments",
    population="mice; murine and human cells; human fat tissue outside the body",
    figures=(Figure(what="flavonoids tested, fisetin the most potent", value="10"),),
    cannot_support="An effect in people, or a longer life: a later programme in mice found none.",
)

ITP_FISETIN = Source(
    key="itp_fisetin",
    authors="NIA Interventions Testing Program",
    year=2023,
    title=(
        "Astaxanthin and meclizine extend lifespan in UM-HET3 male mice; fisetin, SG1002 (hydrogen sulfide donor), "
        "dimethyl fumarate, mycophenolic acid, and 4-phenylbutyrate do not significantly affect lifespan in either sex "
        "at the doses and schedules used"
    ),
    published_in="NIA Interventions Testing Program",
    design="multi-site lifespan study",
    population="genetically mixed mice",
    figures=(Figure(what="lifespan with fisetin", value="no gain"),),
    cannot_support="What fisetin does in people.",
)

NCT06431932 = Source(
    key="nct06431932",
    authors="[NCT06431932]",
    year=_CONSULTED,
    title="Pilot Trial of Fisetin in Healthy Volunteers and Older Patients With Multimorbidity",
    published_in="ClinicalTrials.gov NCT06431932 (undated copy)",
    design="registered pilot, Copenhagen: 20 open-label, then 40 randomised",
    n=60,
    population="healthy volunteers; older patients with several chronic diseases",
    cannot_support="Any effect: no results.",
)

NCT07195318 = Source(
    key="nct07195318",
    authors="[NCT07195318]",
    year=_CONSULTED,
    title="[Registered trial of fisetin, not found under this number]",
    published_in="ClinicalTrials.gov NCT07195318 (not seen)",
    design="registration",
    cannot_support="Anything: the record was not seen.",
    article_says="an ongoing fisetin trial",
    correction="The number could not be verified; a listing of a like trial in 120 people showed no number.",
    confidence="remembered",
)

NCT04210986 = Source(
    key="nct04210986",
    authors="[NCT04210986]",
    year=2024,
    title="Senolytic Drugs Attenuate Osteoarthritis-Related Articular Cartilage Degeneration: A Clinical Trial",
    published_in="ClinicalTrials.gov NCT04210986 (completed, results posted 2024)",
    design="randomised placebo-controlled trial of fisetin",
    n=75,
    population="people with knee osteoarthritis",
    cannot_support="An effect on IL-6: results are posted, the effect was not seen here.",
)

# --- all of them -----------------------------------------------------------------------------------

_ALL: tuple[Source, ...] = (
    ARTICLE,
    CONSENSUS_14,
    KHAN_2024,
    FERREIRA_2024,
    KAPTOGE_2014,
    PAPADOPOULOS_2022,
    LI_2017,
    HARRIS_1999,
    DANESH_2008,
    UK_BIOBANK_2025,
    SHABANI_2021,
    ROSE_JOHN_2012,
    IL6R_GENETICS_2012,
    IL6R_MR_2012,
    NAVARESE_2026,
    RIDKER_2017,
    RIDKER_2018,
    ZEUS_2025,
    FERRUCCI_2018,
    KNUDSEN_2008,
    SMC_2013,
    BEAVER_DAM,
    MACY_1997,
    EUBIVAS_2019,
    BOGATY_2013,
    PEARSON_2003,
    JUPITER,
    CRP_RECOVERY_2002,
    CRP_AGREEMENT,
    WIDE_RANGE_CRP,
    SEPIASHVILI_2021,
    COVID_TESTS_2021,
    ROCHE_ELECSYS,
    SIEMENS_CENTAUR,
    SIEMENS_IMMULITE,
    BECKMAN_ACCESS,
    RD_QUANTIKINE_HS,
    MSD_VPLEX,
    RIVNAK_2015,
    PRIETO_2010,
    LMAE064,
    BHATRAJU_2023,
    THOMPSON_2012,
    SAID_2021,
    GAINES_DAS_1993,
    LOINC,
    MAYO_IL6,
    ARUP_HANDLING,
    LABCORP_IL6,
    LABCORP_PATIENTS,
    FDA_CDS_2026,
    MDCG_2019_11,
    FDA_EUA_IL6,
    SEPSIS_MEDIANS,
    COVID_VENTILATION_2020,
    COCHRANE_SEPSIS,
    NILSONNE_2016,
    EMERSON_2017,
    DELAYED_SPIN,
    ECCENTRIC_2003,
    TRAIL_RACE,
    INTERVALS_2016,
    WASKIEWICZ_2025,
    ULTRA_2016,
    KLEIVEN_2018,
    MARATHON_CRP,
    TSAI_2005,
    BOLODEOKU,
    LONG_COVID_2021,
    KNEE_SURGERY_2020,
    NISHIMOTO_2008,
    DASATINIB_LABEL,
    BOHANNON_2019,
    EWGSOP2,
    AWGS_2019,
    SDOC_2020,
    DENT_2018,
    DODDS_2014,
    FREDERIKSEN_2006,
    NEWCASTLE_85,
    TUTTLE_2020,
    PLEWS_2014,
    PLEWS_BUCHHEIT,
    HRV_CV_2015,
    HRV_RELIABILITY_2023,
    RING_USERS_2020,
    WILLIAMS_2019,
    BULMER_2025,
    IMAYAMA_2012,
    FONTANA_2007,
    ZHENG_2019,
    WANG_2023,
    RESISTANCE_2025,
    TAYEBI_2025,
    WASTYK_2021,
    FU_2022,
    DIET_METS_2022,
    SCHWINGSHACKL_2014,
    MEDITERRANEAN_2025,
    KAVYANI_2022,
    REN_2025,
    ALRASHEED_2026,
    GLP1_25_STUDIES,
    CALTON_2017,
    VITAMIN_D_UMBRELLA_2022,
    MAZIDI_2018,
    IOM_2011,
    UCSF_VITAMIN_D,
    ENDOCRINE_2011,
    ENDOCRINE_2024,
    ZAREZADEH_2020,
    MELATONIN_2021,
    CAIN_2025,
    ZHU_2015,
    HICKSON_2019,
    FARR_2024,
    STAMINA,
    GONZALES_2023,
    OU_2020,
    YOUSEFZADEH_2018,
    ITP_FISETIN,
    NCT06431932,
    NCT07195318,
    NCT04210986,
)

SOURCES: Mapping[str, Source] = MappingProxyType({source.key: source for source in _ALL})
"""Every record by its key."""

ARTICLE_REFERENCES: tuple[Source, ...] = (
    KHAN_2024,
    KAPTOGE_2014,
    LI_2017,
    RIDKER_2017,
    FERRUCCI_2018,
    HICKSON_2019,
    YOUSEFZADEH_2018,
    CONSENSUS_14,
)
"""The article's eight references in its order, each as the corrected record."""
