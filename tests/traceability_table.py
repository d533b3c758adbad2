"""
Where each sentence of the article went.

A sentence is named by its section and a running number, told in our own words, and recognised by a
digest; its text is not kept here. Number 0 is the heading of the section. A sentence is said by
codes of a verdict, which rules give, by interventions or by the records of its sources; or a reason
says why none does. The tests that cover it stand beside it, named from the folder of the tests.

``python tests/traceability_table.py docs`` writes the page of the documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from forge_il6.codes import Intervention
from forge_il6.describe import _anchor, _code, _codes, _page, _source_link, _table, _text
from forge_il6.evidence import Source, verified
from forge_il6.knowledge import sources as s

PAGE: Final = "traceability.md"
COMMAND: Final = "python tests/traceability_table.py docs"
"""What writes the page."""


@attrs.frozen
class Trace:
    """One sentence of the article, where it leads, and what tests that."""

    locator: str
    """Section and running number, such as ``range.2``."""
    digest: str
    """The first eight digits of the SHA-256 of the sentence, its white space folded."""
    says: str
    """What the sentence says, in our own words."""
    codes: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    """The codes of a verdict that say it, or say what is right of it."""
    rules: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    """The ids of the rules that follow from it."""
    interventions: tuple[Intervention, ...] = attrs.field(default=(), kw_only=True)
    sources: tuple[Source, ...] = attrs.field(default=(), kw_only=True, converter=verified)
    """The records that hold its figures, corrected where it errs."""
    no_rule: str = attrs.field(default="", kw_only=True)
    """Why no rule follows and no code says it, where that is so."""
    tests: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    """Each as ``file::test``, or the file of a vignette."""

    @property
    def section(self) -> str:
        """The section in which the sentence stands."""
        return self.locator.partition(".")[0]

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of its section."""
        return self.locator.endswith(".0")


SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "summary": "IL-6: The Master Signal",
        "nature": "The Dual-Nature Messenger",
        "mechanism": "I. The Mechanism",
        "range": "II. The Forge Range",
        "protocol": "III. The Forge Protocol",
        "sources": "01. ",
        "senolytics": "02. ",
        "nutraceuticals": "03. ",
        "audit": "IV. Actionable",
        "references": "References",
    }
)
"""The sections by which a sentence is located, each with the words that begin its heading."""

_FIGURE: Final = "test_evidence.py::test_a_figure_is_the_printed_one"
_REFERENCE: Final = "test_evidence.py::test_a_reference_is_the_corrected_one"
_BOTH_KEPT: Final = "test_evidence.py::test_the_article_and_its_correction_are_both_kept"
_DOI: Final = "test_evidence.py::test_a_doi_is_well_formed"
_COMPOSITE: Final = "test_evidence.py::test_the_trial_figure_belongs_to_the_composite_and_not_to_death"
_GRADES: Final = "rules/test_interventions.py::test_both_grades_stand_beside_every_status"
_TIER_ONE: Final = "rules/test_interventions.py::test_the_first_tier_always_precedes"
_AFTER_EXERCISE: Final = "rules/test_exercise.py::test_il6_after_exercise"
_CRP_AFTER_EXERCISE: Final = "rules/test_exercise.py::test_hs_crp_after_exercise"
_BAND: Final = "rules/test_bands.py::test_band"
_PATTERNS: Final = "rules/test_crp.py::test_the_table"
_MELATONIN: Final = "rules/test_interventions.py::test_the_dose_of_melatonin"
_SUSPECT: Final = "rules/test_grip.py::test_il6_is_a_suspect_only_when_it_is_certainly_raised"
_REFERRAL: Final = "rules/test_secondary.py::test_the_referral_is_never_gated_on_lifestyle"
_BACKGROUND: Final = "rules/test_secondary.py::test_background_is_told_only_of_a_raised_il6_that_counts"
_TWO_WAYS: Final = "rules/test_secondary.py::test_the_two_ways_are_told_of_a_lasting_il6"
_RARELY: Final = "rules/test_crp.py::test_without_il6_it_is_said_that_it_is_rarely_tested"
_EXPLAINED: Final = "test_explanations.py::test_every_finding_is_explained_to_both_audiences"
_SIGNS: Final = "rules/test_hrv.py::test_a_sign_is_context_only_to_a_raised_il6_that_counts"
_RATIO: Final = "rules/test_crp.py::test_il10_is_never_made_into_a_ratio"
_VITAMIN_D: Final = "rules/test_interventions.py::test_trials_do_not_support_the_claim_on_vitamin_d"
_COLD: Final = "rules/test_confounders.py::test_windows_of_one_analyte"
_SENOLYTICS: Final = ("I61", "I63", "I65", "I66", "I67", "I68", "I69", "I70", "I71", "I73")

_COHORT_FIGURE: Final = "A figure of a cohort, which says nothing of one person; it is shown with its record."
_HEADING: Final = "A heading; what it announces follows in the sentences below it."
_BIBLIOGRAPHY: Final = "It identifies a publication; the record holds the corrected citation."

TRACES: tuple[Trace, ...] = (
    # --- title and summary -------------------------------------------------------------------------
    Trace("summary.0", "27581ae3", "The title: IL-6 directs inflammation in ageing.", no_rule=_HEADING),
    Trace(
        "summary.1",
        "26b00dbe",
        "IL-6 is presented as upstream of inflammation and, on causal evidence, as something to treat directly.",
        sources=(s.IL6R_GENETICS_2012, s.IL6R_MR_2012, s.RIDKER_2017),
        no_rule="Overstated: the causal evidence concerns receptor signalling, and no trial lowered a resting IL-6.",
        tests=(_BOTH_KEPT,),
    ),
    Trace(
        "summary.2",
        "737bf6d2",
        "The kinds of evidence that the article says it rests on.",
        no_rule="A line of labels; every record says its own design.",
    ),
    Trace("summary.3", "8f1a46db", "The summary begins.", no_rule=_HEADING),
    Trace(
        "summary.4",
        "23ad3690",
        "MESA: more deaths in the top third of IL-6, given as 1.98 for all and 1.55 for cardiovascular death.",
        rules=("S8",),
        sources=(s.KHAN_2024, s.FERREIRA_2024),
        tests=(
            _FIGURE,
            _BOTH_KEPT,
            _BACKGROUND,
            "test_evidence.py::test_no_citation_prints_what_the_article_got_wrong",
        ),
        codes=(
            "cohort_figures",
            "elevated",
            "high",
        ),
    ),
    Trace(
        "summary.5",
        "c9af579b",
        "Genetic studies and CANTOS with 10,061 participants are said to show that IL-6 signalling causes events.",
        rules=("S6", "S8"),
        sources=(s.IL6R_GENETICS_2012, s.IL6R_MR_2012, s.NAVARESE_2026, s.RIDKER_2017, s.RIDKER_2018),
        tests=(_REFERENCE, _BOTH_KEPT, _BACKGROUND),
        codes=(
            "pro_ageing_signal",
            "cohort_figures",
        ),
    ),
    Trace(
        "summary.6",
        "bf7f83a7",
        "From exercise IL-6 calms; raised at rest, from fat, worn-out cells and the gut, it is called inflammaging.",
        rules=("E15", "S7"),
        sources=(s.FONTANA_2007, s.FERRUCCI_2018),
        tests=(_BACKGROUND, _AFTER_EXERCISE),
        codes=(
            "il6_sources",
            "myokine_window",
        ),
    ),
    Trace(
        "summary.7",
        "e2a4b18e",
        "What a number means depends on the circumstances in which it arose.",
        rules=("B4", "B5", "E15"),
        tests=("rules/test_exercise.py::test_exercise_bounds_the_baseline_from_above",),
        codes=(
            "myokine_window",
            "exercise_explains_value",
            "provisional",
        ),
    ),
    # --- the two natures ---------------------------------------------------------------------------
    Trace("nature.0", "ce46d105", "The section on the two natures.", no_rule=_HEADING),
    Trace(
        "nature.1",
        "826eec6b",
        "Formerly all inflammation was held to be bad.",
        no_rule="A look back that says nothing of a result.",
    ),
    Trace(
        "nature.2",
        "c854c28e",
        "A house consensus of 2026 holds IL-6 to help repair or hasten ageing by its source and duration.",
        sources=(s.CONSENSUS_14,),
        no_rule="The year names a house label that nobody can look up.",
        tests=("test_evidence.py::test_the_article_has_eight_references",),
    ),
    Trace(
        "nature.3",
        "45919e0a",
        "Working muscle releases IL-6 for a while, which moves sugar and fat and calms inflammation.",
        rules=("T2", "E15"),
        sources=(s.ECCENTRIC_2003, s.TRAIL_RACE),
        tests=(_AFTER_EXERCISE, _EXPLAINED),
        codes=("myokine_window",),
    ),
    Trace(
        "nature.4",
        "54838b60",
        "That is an adaptation.",
        no_rule="A comment on the sentence before it, which has its rules.",
    ),
    Trace(
        "nature.5",
        "35f55142",
        "Lasting release by fat, senescent cells and the gut makes the secretory phenotype behind diseases of age.",
        rules=("S7", "S9"),
        sources=(s.FONTANA_2007, s.ROSE_JOHN_2012, s.FERRUCCI_2018),
        tests=(_BACKGROUND, _TWO_WAYS),
        codes=(
            "il6_sources",
            "trans_signalling",
        ),
    ),
    Trace(
        "nature.6",
        "25494722",
        "CANTOS is credited with 15 % fewer cardiovascular deaths and with the first trial proof of causation.",
        rules=("S8",),
        sources=(s.RIDKER_2017, s.RIDKER_2018, s.ZEUS_2025),
        tests=(_COMPOSITE, _FIGURE, _BACKGROUND),
        codes=("cohort_figures",),
    ),
    # --- I: mechanism ------------------------------------------------------------------------------
    Trace("mechanism.0", "52e6993a", "The section on mechanism.", no_rule=_HEADING),
    Trace(
        "mechanism.1",
        "feb309ed",
        "IL-6 reaches the brain and acts on organs by its bound receptor and, to inflame, by its soluble one.",
        rules=("S9", "L3"),
        sources=(s.ROSE_JOHN_2012, s.NAVARESE_2026),
        tests=(_TWO_WAYS, _SIGNS),
        codes=(
            "trans_signalling",
            "cognition_link",
        ),
    ),
    Trace(
        "mechanism.2", "ef727d7b", "A list of consequences begins.", no_rule="It announces the sentences that follow."
    ),
    Trace(
        "mechanism.3",
        "4458ef95",
        "IL-6 is what mainly makes the liver produce CRP and fibrinogen.",
        rules=("P3",),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS, _EXPLAINED),
        codes=(
            "both_low",
            "both_raised",
        ),
    ),
    Trace(
        "mechanism.4",
        "82efb0f9",
        "That is why IL-6 stands above hs-CRP: one instructs, the other reports.",
        rules=("P3", "P8", "P9"),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS, _EXPLAINED),
        codes=(
            "both_raised",
            "crp_missing",
            "il6_missing",
        ),
    ),
    Trace(
        "mechanism.5",
        "0748e501",
        "A raised hs-CRP beside an IL-6 near normal points to another driver than IL-6.",
        rules=("P3",),
        tests=(_PATTERNS, "vignettes/hs_crp_alone_is_raised_other_drivers_than_il.json"),
        codes=("crp_only",),
    ),
    Trace(
        "mechanism.6",
        "d6a66179",
        "In the brain IL-6 is said to turn the resident immune cells from protecting to harming.",
        rules=("L3",),
        tests=(_SIGNS, _EXPLAINED),
        codes=("cognition_link",),
    ),
    Trace(
        "mechanism.7",
        "f8ba8f25",
        "From this come loss of myelin and slower thinking in midlife, it says.",
        rules=("L3",),
        tests=(_SIGNS, _EXPLAINED),
        codes=("cognition_link",),
    ),
    Trace(
        "mechanism.8",
        "c449dd33",
        "A lasting IL-6 is said to break muscle down by JAK/STAT3 and myostatin.",
        rules=("L2", "G9"),
        sources=(s.TUTTLE_2020,),
        tests=(_SIGNS, _SUSPECT),
        codes=(
            "muscle_catabolism_link",
            "grip_il6_suspect",
        ),
    ),
    Trace(
        "mechanism.9",
        "662b56ed",
        "So muscle is hard to keep, since training and protein work against that signal.",
        rules=("L2", "G8"),
        sources=(s.TUTTLE_2020,),
        tests=(_SIGNS, _SUSPECT),
        codes=(
            "muscle_catabolism_link",
            "grip_explained_by_training",
        ),
    ),
    Trace(
        "mechanism.10",
        "370f4cab",
        "IL-6 is said to lower the tone of the vagus and with it a brake on inflammation.",
        rules=("V5",),
        sources=(s.WILLIAMS_2019,),
        tests=(_SIGNS, _BOTH_KEPT),
        codes=("hrv_il6_loop",),
    ),
    Trace(
        "mechanism.11",
        "974842dd",
        "A loop: IL-6 lowers heart rate variability, and its lack lets inflammation rise.",
        rules=("V5",),
        sources=(s.WILLIAMS_2019,),
        tests=(_SIGNS, _BOTH_KEPT),
        codes=("hrv_il6_loop",),
    ),
    Trace(
        "mechanism.12",
        "634f9611",
        "Heart rate variability and inflammation are held to act on each other.",
        rules=("V5",),
        sources=(s.WILLIAMS_2019,),
        tests=(_SIGNS, _BOTH_KEPT),
        codes=(
            "hrv_il6_loop",
            "hrv_alone",
            "hrv_preserved",
        ),
    ),
    # --- II: the range -----------------------------------------------------------------------------
    Trace("range.0", "83959b4c", "The section on the range.", no_rule=_HEADING),
    Trace(
        "range.1",
        "a5307281",
        "Laboratories seldom measure IL-6 in routine, mostly where autoimmunity or acute illness is suspected.",
        rules=("P20",),
        sources=(s.LABCORP_PATIENTS,),
        tests=(_RARELY,),
        codes=("il6_rarely_tested",),
    ),
    Trace(
        "range.2",
        "a7d51f61",
        "The article reads a resting IL-6 as the signal above hs-CRP.",
        rules=("P3", "P9"),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS,),
        codes=(
            "il6_only",
            "il6_missing",
        ),
    ),
    Trace(
        "range.3",
        "61fe3318",
        "One hard bout raises IL-6 two- to a hundredfold, and within 3 to 6 hours it is back.",
        rules=("T2", "T3", "T4", "T5", "T6", "T7", "T8"),
        sources=(s.ECCENTRIC_2003, s.TRAIL_RACE, s.INTERVALS_2016, s.WASKIEWICZ_2025, s.ULTRA_2016),
        tests=(_AFTER_EXERCISE, "vignettes/ten_times_normal_two_hours_after_intervals_is_muscle.json"),
        codes=(
            "myokine_window",
            "post_exercise_hold",
            "recent_exercise",
            "race_hold",
        ),
    ),
    Trace(
        "range.4",
        "1c1877b7",
        "Measure at rest, with at least 24 hours between hard activity and the draw.",
        rules=("D7", "T0", "T1", "T2", "T3", "T4"),
        tests=(
            _AFTER_EXERCISE,
            "rules/test_draw.py::test_rest",
            "rules/test_care.py::test_exercise_explains_a_high_value",
        ),
        codes=(
            "not_at_rest",
            "post_exercise_hold",
            "exercise_not_reported",
        ),
    ),
    Trace(
        "range.5",
        "7dd9680b",
        "In hs-CRP exercise shows for 48 to 72 hours, longer than in IL-6.",
        rules=("T6", "T7", "T8", "T9"),
        sources=(s.KLEIVEN_2018, s.MARATHON_CRP),
        tests=(_CRP_AFTER_EXERCISE, "rules/test_exercise.py::test_one_tube_may_serve_il6_and_not_hs_crp"),
        codes=(
            "post_exercise_hold",
            "recent_exercise",
            "race_hold",
        ),
    ),
    Trace(
        "range.6",
        "a3ea774f",
        "What is drawn on the morning after hard training shows the muscle's healthy answer and no baseline.",
        rules=("T2", "E2", "E16"),
        tests=(_AFTER_EXERCISE, "vignettes/the_morning_after_leg_day_is_held_although_the.json"),
        codes=("post_exercise_hold",),
    ),
    Trace(
        "range.7",
        "76ed06e0",
        "The head of the table.",
        no_rule="It names the columns; the rows below have their entries.",
    ),
    Trace(
        "range.8",
        "3e5bc477",
        "Table: fasting and at rest, below 1.2 pg/mL is optimal and above 3.0 pg/mL is high.",
        rules=("B1", "B2", "B3", "B5", "B7", "E4", "E11", "E13", "H6", "H7a", "D4", "D5", "D6"),
        tests=(_BAND, "properties/test_promises.py::test_every_cut_has_one_band"),
        codes=(
            "optimal",
            "above_target",
            "elevated",
            "high",
            "not_fasting",
            "short_fast",
            "fasting_not_reported",
        ),
    ),
    Trace(
        "range.9",
        "25c3b3dc",
        "Table: over six months stable or declining is good, rising or volatile is not.",
        rules=("H1", "R2", "E11", "E12"),
        tests=(
            "rules/test_trend.py::test_the_first_match_names_the_trend",
            "rules/test_trend.py::test_band_outranks_trend",
        ),
        codes=(
            "rising",
            "volatile",
            "stable",
            "declining",
            "insufficient_data",
        ),
    ),
    Trace(
        "range.10",
        "9bcc2930",
        "The target of 1.2 is ascribed to the lower third of MESA and to its least mortality.",
        rules=("B1", "B7", "H3"),
        sources=(s.ARTICLE, s.KHAN_2024, s.FERREIRA_2024),
        tests=("test_evidence.py::test_the_target_names_the_median", _BOTH_KEPT),
        codes=(
            "optimal",
            "above_target",
        ),
    ),
    Trace(
        "range.11",
        "fe18b071",
        "A meta-analysis of 9,087 older people gives 1.49 for death from all causes.",
        rules=("S8",),
        sources=(s.LI_2017,),
        tests=(_FIGURE, _REFERENCE, _BACKGROUND),
        codes=("cohort_figures",),
    ),
    Trace(
        "range.12",
        "f0e87686",
        "The ratio of IL-6 to IL-10 was once a metric of the article.",
        rules=("P11",),
        tests=(_RATIO,),
        codes=("il10_ratio_not_computed",),
    ),
    Trace(
        "range.13",
        "c90e5a29",
        "IL-10 takes a specialist's assay and is on no usual panel.",
        rules=("P11",),
        tests=("rules/test_crp.py::test_il10_is_never_made_into_a_ratio",),
        codes=("il10_ratio_not_computed",),
    ),
    Trace(
        "range.14",
        "60c3c2e6",
        "As a thought the ratio is useful; as an everyday marker it is out of reach.",
        rules=("P11",),
        tests=(_RATIO,),
        codes=("il10_ratio_not_computed",),
    ),
    Trace(
        "range.15",
        "52a585fe",
        "The ratio of IL-6 to IL-10 is no longer tracked.",
        rules=("P11",),
        tests=("rules/test_crp.py::test_il10_is_never_made_into_a_ratio", "vignettes/no_ratio_is_made_of_il_10.json"),
        codes=("il10_ratio_not_computed",),
    ),
    Trace(
        "range.16",
        "282d82c5",
        "Time and again above 2.0 pg/mL on well-timed draws counts as a lasting signal that hastens ageing.",
        rules=("B1", "H1", "H3", "H4", "S6", "P1"),
        tests=(
            "rules/test_persistence.py::test_lines_of_two_readings",
            "rules/test_secondary.py::test_the_lasting_signal_is_the_articles_verdict_line",
        ),
        codes=(
            "consistent_above_2",
            "pro_ageing_signal",
        ),
    ),
    Trace(
        "range.17",
        "a04550b4",
        "IL-6 is no stand-in for hs-CRP and foretells death beyond it.",
        rules=("P3",),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS, _FIGURE),
        codes=(
            "il6_only",
            "pro_ageing_signal",
        ),
    ),
    Trace(
        "range.18",
        "fac326e9",
        "In MESA a high IL-6 went with worse outcomes whatever the hs-CRP was.",
        rules=("P3", "S6"),
        sources=(s.FERREIRA_2024,),
        tests=(_FIGURE, _PATTERNS),
        codes=(
            "pro_ageing_signal",
            "il6_only",
        ),
    ),
    Trace(
        "range.19",
        "ec7d5b3b",
        "Measure IL-6 and hs-CRP both.",
        rules=("P8", "P9"),
        tests=("rules/test_crp.py::test_precedence", "vignettes/hs_crp_alone_cannot_say_what_drives_it.json"),
        codes=(
            "crp_missing",
            "il6_missing",
        ),
    ),
    # --- III ---------------------------------------------------------------------------------------
    Trace("protocol.0", "25877bf3", "The part on what to do.", no_rule=_HEADING),
    # --- III.01: visceral fat and gut --------------------------------------------------------------
    Trace("sources.0", "f789f52b", "The section on fat and gut.", no_rule=_HEADING),
    Trace(
        "sources.1",
        "15bbeb55",
        "Outside autoimmunity, deep fat and endotoxin from a leaky gut are the two largest sources one can change.",
        rules=("S7", "I23", "I24"),
        interventions=(Intervention.VISCERAL_FAT_LOSS, Intervention.GUT_BARRIER),
        sources=(s.FONTANA_2007,),
        tests=(_BACKGROUND, _GRADES),
        codes=("il6_sources",),
    ),
    Trace(
        "sources.2",
        "62926720",
        "Less fat with better insulin (fasting insulin shows it), fibre and ferments, and Zone 2 are the base.",
        rules=("I23", "I24", "I27"),
        interventions=(Intervention.VISCERAL_FAT_LOSS, Intervention.GUT_BARRIER, Intervention.ZONE2_AEROBIC),
        sources=(s.FONTANA_2007, s.WANG_2023, s.SCHWINGSHACKL_2014),
        tests=(_GRADES, "rules/test_interventions.py::test_the_band_decides_what_may_be_said"),
    ),
    Trace(
        "sources.3",
        "afbbadc7",
        "These three yield most and come first.",
        interventions=(Intervention.VISCERAL_FAT_LOSS, Intervention.GUT_BARRIER, Intervention.ZONE2_AEROBIC),
        no_rule="An order and no question: the records carry the tier, and the answers follow it.",
        tests=(_TIER_ONE, "test_interventions_knowledge.py::test_the_records_are_in_the_order_of_the_tiers"),
    ),
    Trace(
        "sources.4",
        "63ecd3cc",
        "All other measures rank behind the source of the signal.",
        interventions=tuple(Intervention),
        no_rule="An order and no question: the records carry the tier, and the answers follow it.",
        tests=(_TIER_ONE, "rules/test_interventions.py::test_the_first_tier_precedes_in_the_report"),
    ),
    # --- III.02: senolytics ------------------------------------------------------------------------
    Trace("senolytics.0", "83b9b09b", "The section on senolytics, with grade C.", no_rule=_HEADING),
    Trace(
        "senolytics.1",
        "1d47a359",
        "Senescent cells are called a proven source of lasting IL-6.",
        rules=("S7",),
        sources=(s.FERRUCCI_2018,),
        tests=(_BACKGROUND, _EXPLAINED),
        codes=("il6_sources",),
    ),
    Trace(
        "senolytics.2",
        "c38299f7",
        "They gather with age and keep IL-6 up where habits alone do not help.",
        rules=("S7", "S3"),
        sources=(s.FERRUCCI_2018,),
        tests=(_BACKGROUND, _REFERRAL),
        codes=(
            "il6_sources",
            "high_despite_lifestyle",
        ),
    ),
    Trace(
        "senolytics.3",
        "3c533eed",
        "What is known of senolytics has to be graded with care.",
        rules=("I71", "I72", "I73"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.QUERCETIN_ALONE, Intervention.FISETIN),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.4",
        "86ea1065",
        "Of the senolytic pairs only this one has shown fewer senescent cells in people.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.HICKSON_2019, s.GONZALES_2023),
        no_rule="Evidence that grades the pair; it decides nothing for one person.",
        tests=(_REFERENCE, _GRADES),
    ),
    Trace(
        "senolytics.5",
        "ead432bb",
        "Nine people on dasatinib with quercetin had fewer senescent cells and secreted factors after 11 days.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.HICKSON_2019,),
        no_rule="A small trial without controls grades the evidence; it decides nothing for one person.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "senolytics.6",
        "b9982971",
        "A randomised trial of 60 people is said to be on osteoporosis and hopeful in a subgroup.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.FARR_2024,),
        no_rule="Misdescribed: postmenopausal women, and the main goal was missed.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "senolytics.7",
        "03dc1889",
        "Dasatinib is a prescription drug with side effects, never taken on one's own but under a physician.",
        rules=("I71", "I74"),
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.ZHU_2015, s.DASATINIB_LABEL),
        tests=(
            "rules/test_interventions.py::test_dasatinib_on_ones_own_is_refused_with_the_reason",
            "rules/test_interventions.py::test_a_dose_of_a_prescription_drug_is_repeated_nowhere",
            "vignettes/dasatinib_on_one_s_own_is_refused.json",
        ),
        codes=("self_administration_refused",),
    ),
    Trace(
        "senolytics.8",
        "c6244ea8",
        "Without dasatinib quercetin is less well supported, since it leans on its partner.",
        rules=("I72",),
        interventions=(Intervention.QUERCETIN_ALONE,),
        sources=(s.OU_2020, s.ZHU_2015),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.9",
        "65da107c",
        "Less than 1 % of quercetin by mouth is taken up.",
        sources=(s.OU_2020,),
        no_rule="Roughly right for the unchanged substance only; the grade rests on trials and not on uptake.",
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.10",
        "0a5810fb",
        "Quercetin by itself may soothe inflammation a little but may not pass for a proven senolytic.",
        rules=("I72",),
        interventions=(Intervention.QUERCETIN_ALONE,),
        tests=(_GRADES, "rules/test_interventions.py::test_nothing_is_tried_where_something_else_comes_first"),
    ),
    Trace(
        "senolytics.11",
        "015ae412",
        "Of 10 flavonoids tried on cells fisetin was the strongest.",
        interventions=(Intervention.FISETIN,),
        sources=(s.YOUSEFZADEH_2018, s.ITP_FISETIN),
        no_rule="Laboratory evidence; it grades fisetin and decides nothing for one person.",
        tests=(_REFERENCE,),
    ),
    Trace(
        "senolytics.12",
        "ab1722e4",
        "Trials of fisetin in humans are few, and one arm is said to have ended early in the pandemic.",
        interventions=(Intervention.FISETIN,),
        no_rule="The stopped arm could not be verified; that human data are missing is in fisetin's record.",
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.13",
        "6964a352",
        "Two registered trials of fisetin are named.",
        rules=("I73",),
        interventions=(Intervention.FISETIN,),
        sources=(s.NCT06431932, s.NCT07195318),
        tests=("test_evidence.py::test_every_record_is_listed_once_under_its_own_key",),
    ),
    Trace(
        "senolytics.14",
        "3b7207ef",
        "Fisetin is given grade C while trials in humans are awaited.",
        rules=("I73",),
        interventions=(Intervention.FISETIN,),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.15",
        "b15a4629",
        "All senolytics are given grade C for IL-6 and rank behind fat, gut and aerobic training.",
        rules=("I71", "I72", "I73"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.QUERCETIN_ALONE, Intervention.FISETIN),
        tests=(_GRADES, _TIER_ONE),
    ),
    Trace(
        "senolytics.16",
        "8308c483",
        "Keep an eye on the trials.",
        no_rule="An errand for the editors of this package: new trials change records and grades, not a verdict.",
    ),
    # --- III.03: nutraceuticals --------------------------------------------------------------------
    Trace("nutraceuticals.0", "ab26a026", "The section on nutraceuticals.", no_rule=_HEADING),
    Trace(
        "nutraceuticals.1",
        "f3438eac",
        "Vitamin D is presented as a hormone that acts on the immune system.",
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.VITAMIN_D_UMBRELLA_2022,),
        no_rule="A mechanism; what counts for a person is its effect, which the trials do not show.",
        tests=(_VITAMIN_D,),
    ),
    Trace(
        "nutraceuticals.2",
        "5485acb7",
        "Nearly all cells of the immune system carry its receptor.",
        no_rule="A mechanism without a question that a rule could ask.",
    ),
    Trace(
        "nutraceuticals.3",
        "919937f8",
        "A lack is said to weaken the cells that hold IL-6 back.",
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.CALTON_2017,),
        no_rule="A mechanism; pooled trials show no fall of IL-6 from it.",
        tests=(_VITAMIN_D,),
    ),
    Trace(
        "nutraceuticals.4",
        "799f94fd",
        "Given to the deficient, vitamin D is claimed to lower IL-6 in trials, the more the greater the lack.",
        rules=("I33",),
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.CALTON_2017, s.VITAMIN_D_UMBRELLA_2022, s.MAZIDI_2018),
        tests=(_VITAMIN_D, _BOTH_KEPT),
        codes=("vitamin_d_deficient",),
    ),
    Trace(
        "nutraceuticals.5",
        "5e8789a2",
        "Measure 25-OH-vitamin D before anything is taken; 40 to 60 ng/mL is the aim.",
        rules=("I31", "I33", "I41"),
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.IOM_2011, s.ENDOCRINE_2011, s.ENDOCRINE_2024),
        tests=(
            "rules/test_interventions.py::test_the_level_of_vitamin_d_decides",
            "rules/test_interventions.py::test_vitamin_d_is_tested_first",
        ),
        codes=(
            "vitamin_d_not_tested",
            "vitamin_d_deficient",
            "vitamin_d_below_target",
            "vitamin_d_within_target",
            "vitamin_d_above_target",
        ),
    ),
    Trace(
        "nutraceuticals.6",
        "43ed22b8",
        "Melatonin of 0.5 to 1.0 mg is said to act on two pathways behind IL-6.",
        rules=("I35",),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        sources=(s.ZAREZADEH_2020,),
        tests=(_MELATONIN,),
    ),
    Trace(
        "nutraceuticals.7",
        "0e90fb18",
        "Against inflammation melatonin acts otherwise than for sleep.",
        no_rule="A comment on the sentence before it, which has its rules.",
    ),
    Trace(
        "nutraceuticals.8",
        "a90ca782",
        "The low dose is to be taken half an hour to an hour before bed, for sleep and against inflammation.",
        rules=("I35", "I38"),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        tests=(_MELATONIN, _GRADES),
    ),
    Trace(
        "nutraceuticals.9",
        "4021d2c0",
        "From 5 to 10 mg melatonin may hold back the body's own; a low dose is held to be enough.",
        rules=("I35", "I37"),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        sources=(s.ZAREZADEH_2020,),
        tests=(_MELATONIN, "vignettes/five_milligrams_of_melatonin_is_above_the_range_and.json"),
    ),
    Trace(
        "nutraceuticals.10",
        "fa00e012",
        "Cold raises IL-6 at once, as part of making heat.",
        rules=("C16",),
        interventions=(Intervention.COLD_EXPOSURE,),
        sources=(s.CAIN_2025,),
        tests=(_GRADES, _COLD),
        codes=("cold_immersion",),
    ),
    Trace(
        "nutraceuticals.11",
        "b8598f46",
        "That cold lowers IL-6 over the whole day is plausible but not reliably shown in humans.",
        rules=("I50",),
        interventions=(Intervention.COLD_EXPOSURE,),
        sources=(s.CAIN_2025,),
        tests=(_GRADES,),
    ),
    Trace(
        "nutraceuticals.12",
        "611309ad",
        "Regular cold may help by other ways; the rebound is promising and no protocol.",
        rules=("I50",),
        interventions=(Intervention.COLD_EXPOSURE,),
        tests=(_GRADES,),
    ),
    # --- IV: the audit -----------------------------------------------------------------------------
    Trace("audit.0", "16fb47bd", "The section on the audit.", no_rule=_HEADING),
    Trace(
        "audit.1",
        "12cb9e9c",
        "Draw at true rest, a day or more after training.",
        rules=("D7", "T2", "T3", "T4"),
        tests=(_AFTER_EXERCISE, "rules/test_draw.py::test_rest"),
        codes=(
            "not_at_rest",
            "post_exercise_hold",
        ),
    ),
    Trace(
        "audit.2",
        "41168cee",
        "The spike is gone in 3 to 6 hours, yet 24 are kept to be on the safe side.",
        rules=("T2", "T5"),
        tests=(_AFTER_EXERCISE,),
        codes=(
            "myokine_window",
            "post_exercise_hold",
        ),
    ),
    Trace(
        "audit.3",
        "e0298cf1",
        "Fasting, in the morning, and on one day with hs-CRP, so that the two compare.",
        rules=("D4", "D5", "D6", "D8", "P2a", "P7"),
        tests=(
            "rules/test_draw.py::test_fasting_concerns_il6_only",
            "rules/test_draw.py::test_the_morning_begins_at_six_and_ends_at_eleven",
            "rules/test_crp.py::test_a_pair_is_of_one_local_date_and_half_a_day",
        ),
        codes=(
            "not_fasting",
            "not_morning",
            "not_paired",
        ),
    ),
    Trace(
        "audit.4",
        "2442286c",
        "Never measure IL-6 without hs-CRP.",
        rules=("P8", "P9"),
        tests=("rules/test_crp.py::test_precedence", "test_interpret.py::test_the_most_useful_is_missing_first"),
        codes=(
            "crp_missing",
            "il6_missing",
        ),
    ),
    Trace(
        "audit.5",
        "367274a3",
        "Each marker tells what the other does not.",
        rules=("P3", "P8", "P9"),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS,),
        codes=(
            "crp_missing",
            "il6_missing",
        ),
    ),
    Trace(
        "audit.6",
        "f2154f40",
        "A raised IL-6 with a normal hs-CRP may be early or confined to one place.",
        rules=("P3", "P21", "P22"),
        sources=(s.IL6R_GENETICS_2012, s.NISHIMOTO_2008),
        tests=(_PATTERNS, "vignettes/il_6_alone_is_raised_noise_and_meals_come.json"),
        codes=("il6_only",),
    ),
    Trace(
        "audit.7",
        "63f5d8b7",
        "Both raised is read as body-wide inflammation in which the liver takes part.",
        rules=("P3",),
        tests=(_PATTERNS, "vignettes/both_are_raised_a_body_wide_response.json"),
        codes=("both_raised",),
    ),
    Trace(
        "audit.8",
        "47cf4504",
        "From hs-CRP alone one does not learn whether IL-6 is what drives it.",
        rules=("P9",),
        tests=("rules/test_crp.py::test_a_case_without_il6", "vignettes/hs_crp_alone_cannot_say_what_drives_it.json"),
        codes=("il6_missing",),
    ),
    Trace(
        "audit.9",
        "d4bd6a56",
        "Compare with the course of grip strength.",
        rules=("G5", "G6", "G7"),
        sources=(s.BOHANNON_2019, s.TUTTLE_2020),
        tests=("rules/test_grip.py::test_a_decline_is_five_kilograms_or_a_fifth_of_a_low_baseline",),
        codes=(
            "grip_stable",
            "grip_possible_decline",
            "grip_confirmed_decline",
        ),
    ),
    Trace(
        "audit.10",
        "1f3ff101",
        "A lasting IL-6 is said to waste muscle whatever the training.",
        rules=("L2", "G9"),
        sources=(s.TUTTLE_2020,),
        tests=(_SIGNS, _SUSPECT),
        codes=(
            "muscle_catabolism_link",
            "grip_il6_suspect",
        ),
    ),
    Trace(
        "audit.11",
        "37edaf10",
        "A grip that weakens although training and protein are sufficient makes IL-6 suspect.",
        rules=("G8", "G9", "G10", "G11"),
        tests=(_SUSPECT, "rules/test_grip.py::test_a_lack_of_training_or_protein_explains_first"),
        codes=(
            "grip_il6_suspect",
            "grip_look_elsewhere",
            "grip_explained_by_training",
        ),
    ),
    Trace(
        "audit.12",
        "3d535ce3",
        "Both markers come before a change of training.",
        rules=("G12",),
        tests=("rules/test_grip.py::test_both_markers_come_before_a_change_of_training",),
        codes=("measure_both_before_training_change",),
    ),
    Trace(
        "audit.13",
        "279a9a4f",
        "Judge the load of senescent cells from the circumstances.",
        rules=_SENOLYTICS,
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.FISETIN),
        tests=("rules/test_interventions.py::test_with_every_condition_met_a_physician_may_be_asked",),
    ),
    Trace(
        "audit.14",
        "ee7b3aa7",
        "No usual test of blood shows how many senescent cells there are.",
        rules=("I71",),
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        tests=("rules/test_interventions.py::test_no_routine_test_shows_the_burden",),
    ),
    Trace(
        "audit.15",
        "a3fd306a",
        "Research takes p16 in T cells for it, which no clinic offers.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        no_rule="Nothing a person could bring to this library; the record of the intervention says so.",
        tests=("rules/test_interventions.py::test_no_routine_test_shows_the_burden",),
    ),
    Trace(
        "audit.16",
        "c1f7f6f8",
        "Above target for long, five good habits, and an age over 50: then a physician may be asked, never alone.",
        rules=(*_SENOLYTICS, "I74"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.FISETIN),
        tests=(
            "rules/test_interventions.py::test_with_every_condition_met_a_physician_may_be_asked",
            "rules/test_interventions.py::test_each_habit_is_needed",
            "rules/test_interventions.py::test_the_51st_birthday_is_reached",
            "rules/test_interventions.py::test_a_physician_is_asked_only_when_every_condition_is_met",
        ),
        codes=("self_administration_refused",),
    ),
    Trace(
        "audit.17",
        "7f2ab365",
        "Where IL-6 stays above 3.0 pg/mL, look for other causes.",
        rules=("H3", "H4", "S1", "S2"),
        sources=(s.HARRIS_1999,),
        tests=(_REFERRAL, "rules/test_secondary.py::test_persistently_above_three_asks_for_causes"),
        codes=(
            "persistent_above_3",
            "exclude_secondary_causes",
        ),
    ),
    Trace(
        "audit.18",
        "af57151f",
        "Staying above 3.0 in spite of good habits calls for a clinician: autoimmunity, cancer, infection, bowel.",
        rules=("H3", "S1", "S2", "S3", "S4", "S5"),
        tests=(
            _REFERRAL,
            "rules/test_secondary.py::test_only_all_five_habits_change_the_wording",
            "vignettes/four_high_readings_send_for_a_clinician_whatever_the.json",
        ),
        codes=(
            "persistently_high",
            "exclude_secondary_causes",
            "high_despite_lifestyle",
        ),
    ),
    # --- references --------------------------------------------------------------------------------
    Trace("references.0", "69824d3b", "The list of references.", no_rule=_HEADING),
    Trace(
        "references.1", "d5412287", "MESA, 2024.", sources=(s.KHAN_2024,), no_rule=_BIBLIOGRAPHY, tests=(_REFERENCE,)
    ),
    Trace(
        "references.2",
        "309cc16f",
        "MESA had 6,622 participants of several ethnic groups.",
        sources=(s.KHAN_2024,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.3",
        "20fa8d88",
        "MESA: 1.98 for death of any cause; 1.55 for cardiovascular death, with an upper end of 2.28.",
        rules=("S8",),
        sources=(s.KHAN_2024,),
        tests=(_FIGURE, _BOTH_KEPT, _BACKGROUND),
        codes=("cohort_figures",),
    ),
    Trace(
        "references.4",
        "25318040",
        "MESA held in every ethnic group and, it says, whatever the hs-CRP.",
        sources=(s.KHAN_2024, s.FERREIRA_2024),
        no_rule="The abstract only says adjusted; the sister paper shows it, and its record says so.",
        tests=(_FIGURE, _BOTH_KEPT),
    ),
    Trace(
        "references.5",
        "38760b04",
        "The DOI of MESA.",
        sources=(s.KHAN_2024,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.6",
        "476ffb5e",
        "A meta-analysis of 29 studies, placed in the Lancet of 2014.",
        sources=(s.KAPTOGE_2014,),
        no_rule="The wrong journal and group; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.7",
        "d56ac432",
        "Per standard deviation 1.25 for coronary events, with a lower end of 1.18, and 1.17 for stroke.",
        sources=(s.KAPTOGE_2014, s.PAPADOPOULOS_2022),
        no_rule="Figures of cohorts: the lower end is 1.19, and for stroke another paper gives 1.19.",
        tests=(_FIGURE, _BOTH_KEPT),
    ),
    Trace(
        "references.8",
        "e06535f0",
        "A DOI that leads to another paper.",
        sources=(s.KAPTOGE_2014,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.9",
        "da9d89bc",
        "A meta-analysis on the elderly, under the name of Xia and the year 2016.",
        sources=(s.LI_2017,),
        no_rule="Wrong authors and year; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.10",
        "1f231f21",
        "It pools 9 studies with 9,087 people.",
        sources=(s.LI_2017,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.11",
        "b1cb7113",
        "Highest against lowest: 1.49 for any death and 1.69 for cardiovascular death.",
        rules=("S8",),
        sources=(s.LI_2017,),
        tests=(_FIGURE, _BACKGROUND),
        codes=("cohort_figures",),
    ),
    Trace(
        "references.12",
        "f24fdbdb",
        "A DOI that does not belong to it.",
        sources=(s.LI_2017,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.13",
        "d185570a",
        "CANTOS, 2017.",
        sources=(s.RIDKER_2017,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.14",
        "a8202da5",
        "CANTOS had 10,061 participants.",
        sources=(s.RIDKER_2017,),
        no_rule=_COHORT_FIGURE,
        tests=("test_traceability.py::test_participants_are_those_of_the_record",),
    ),
    Trace(
        "references.15",
        "66ec1745",
        "One arm of CANTOS: 0.85 (0.74–0.98), credited to cardiovascular death.",
        rules=("S8",),
        sources=(s.RIDKER_2017,),
        tests=(_COMPOSITE, _FIGURE, _BACKGROUND),
        codes=("cohort_figures",),
    ),
    Trace(
        "references.16",
        "90242066",
        "CANTOS is called the first causal trial evidence for the pathway.",
        rules=("S8",),
        sources=(s.RIDKER_2017, s.ZEUS_2025),
        tests=(_BACKGROUND, _BOTH_KEPT),
        codes=("cohort_figures",),
    ),
    Trace(
        "references.17",
        "4404d0cb",
        "The DOI of CANTOS.",
        sources=(s.RIDKER_2017,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.18",
        "f75fd098",
        "A review of inflammation in ageing, 2018.",
        sources=(s.FERRUCCI_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.19",
        "30dba6a3",
        "The review is called canonical for secreted factors and the two natures of IL-6.",
        sources=(s.FERRUCCI_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.20",
        "54de33a5",
        "The DOI of that review.",
        sources=(s.FERRUCCI_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.21",
        "0cb21240",
        "The pilot of dasatinib with quercetin, 2019, under its senior author's name.",
        sources=(s.HICKSON_2019,),
        no_rule="The wrong first author; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.22",
        "f68f1319",
        "That pilot had nine participants.",
        sources=(s.HICKSON_2019,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.23",
        "40187cc6",
        "Its result after 11 days: fewer senescent cells in fat and less of what they secrete.",
        sources=(s.HICKSON_2019,),
        no_rule="A small trial without controls grades the evidence; it decides nothing for one person.",
        tests=(_BOTH_KEPT,),
    ),
    Trace(
        "references.24",
        "a1f1aca4",
        "A DOI that is not the pilot's.",
        sources=(s.HICKSON_2019,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.25",
        "8156dfba",
        "Fisetin in mice and cells, 2018.",
        sources=(s.YOUSEFZADEH_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.26",
        "d0330ba0",
        "Strongest of 10 flavonoids; mice lived longer; human fat tissue outside the body improved.",
        sources=(s.YOUSEFZADEH_2018, s.ITP_FISETIN),
        no_rule="Laboratory evidence; it grades fisetin and decides nothing for one person.",
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.27",
        "d349c323",
        "Randomised human data on fisetin are awaited.",
        rules=("I73",),
        interventions=(Intervention.FISETIN,),
        sources=(s.NCT04210986,),
        tests=(_GRADES,),
    ),
    Trace(
        "references.28",
        "0a8e02e4",
        "The DOI of that study.",
        sources=(s.YOUSEFZADEH_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.29",
        "ec9240d6",
        "A house label that ties IL-6 to heart rate variability, muscle, thought and the pace of ageing.",
        rules=("V5", "L2", "L3", "L4"),
        sources=(s.CONSENSUS_14, s.WILLIAMS_2019),
        tests=("rules/test_hrv.py::test_a_sign_is_context_only_to_a_raised_il6_that_counts",),
        codes=(
            "hrv_il6_loop",
            "muscle_catabolism_link",
            "cognition_link",
            "pace_link",
        ),
    ),
)


# --- the page --------------------------------------------------------------------------------------


def describe_traceability() -> str:
    """Return where each sentence of the article went, as Markdown."""
    sentences = [trace for trace in TRACES if not trace.is_heading]
    said = sum(bool(trace.codes or trace.interventions) for trace in sentences)
    return _page(
        "Traceability",
        f"The article has {len(sentences)} sentences, references included, under {len(TRACES) - len(sentences)} "
        f"headings. {said} sentences are said, or corrected, by a code of a verdict or by an intervention; for the "
        f"other {len(sentences) - said} a reason says why none says them. Each is told in our own words and located by "
        "section and running number; number 0 is the heading. Tests are named from the folder `tests`.",
        *(part for name, traces in groupby(TRACES, key=lambda each: each.section) for part in _section(name, traces)),
    )


def _section(name: str, traces: Iterator[Trace]) -> Iterator[str]:
    yield f"## {name.capitalize()}"
    yield f"The section that begins with “{_text(SECTIONS[name].strip())}”."
    yield _table(("Sentence", "In our words", "Said by", "Leads to", "Tests"), map(_row, traces))


def _row(trace: Trace) -> tuple[str, ...]:
    links = ", ".join(f"[{name}](rules.md#{_anchor(name)})" for name in trace.rules)
    parts = (
        f"Rules {links}." if links else f"No rule: {_text(trace.no_rule)}",
        f"Sources {', '.join(map(_source_link, trace.sources))}." if trace.sources else "",
    )
    return (
        trace.locator,
        _text(trace.says),
        _codes((*trace.codes, *trace.interventions)) or "–",
        " ".join(filter(None, parts)),
        "<br>".join(map(_code, trace.tests)),
    )


def main(arguments: Sequence[str]) -> None:
    """Write the page into a folder."""
    (folder,) = arguments
    (Path(folder) / PAGE).write_text(describe_traceability(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
