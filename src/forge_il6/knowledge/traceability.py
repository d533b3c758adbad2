"""
Where each sentence of the article went that holds a number, an instruction or a judgement.

A sentence is named by its section and a running number and told in our own words. It leads to
rules, interventions or sources, or a reason says why no rule follows from it; the tests that
cover it stand beside it. Tests are named from the folder of the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from ..codes import Intervention
from ..evidence import Source
from . import sources as s

__all__ = ["SECTIONS", "TRACES", "Trace"]


@attrs.frozen
class Trace:
    """One sentence of the article, where it leads, and what tests that."""

    locator: str
    """Section and running number, such as ``range.2``."""
    says: str
    """What the sentence says, in our own words."""
    rules: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    """The ids of the rules that follow from it."""
    interventions: tuple[Intervention, ...] = attrs.field(default=(), kw_only=True)
    sources: tuple[Source, ...] = attrs.field(default=(), kw_only=True)
    """The records that hold its figures, corrected where it errs."""
    no_rule: str = attrs.field(default="", kw_only=True)
    """Why no rule follows, where none does."""
    tests: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    """Each as ``file::test``, or the file of a vignette."""

    @property
    def section(self) -> str:
        """The section in which the sentence stands."""
        return self.locator.partition(".")[0]


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
_SENOLYTICS: Final = ("I61", "I63", "I65", "I66", "I67", "I68", "I69", "I70", "I71", "I73")

_COHORT_FIGURE: Final = "A figure of a cohort, which says nothing of one person; it is shown with its record."
_BIBLIOGRAPHY: Final = "It identifies a publication; the record holds the corrected citation."

TRACES: tuple[Trace, ...] = (
    # --- title and summary -------------------------------------------------------------------------
    Trace(
        "summary.1",
        "IL-6 is presented as upstream of inflammation and, on causal evidence, as something to treat directly.",
        sources=(s.IL6R_GENETICS_2012, s.IL6R_MR_2012, s.RIDKER_2017),
        no_rule="Overstated: the causal evidence concerns receptor signalling, and no trial lowered a resting IL-6.",
        tests=(_BOTH_KEPT,),
    ),
    Trace(
        "summary.2",
        "MESA: more deaths in the top third of IL-6, given as 1.98 for all and 1.55 for cardiovascular death.",
        sources=(s.KHAN_2024, s.FERREIRA_2024),
        no_rule=_COHORT_FIGURE,
        tests=(_FIGURE, _BOTH_KEPT, "test_evidence.py::test_no_citation_prints_what_the_article_got_wrong"),
    ),
    Trace(
        "summary.3",
        "Genetic studies and CANTOS with 10,061 participants are said to show that IL-6 signalling causes events.",
        sources=(s.IL6R_GENETICS_2012, s.IL6R_MR_2012, s.RIDKER_2017, s.RIDKER_2018),
        no_rule="A statement on mechanism; the trial's drug acts on IL-1 beta and the genetics on the receptor.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "summary.4",
        "What a number means depends on the circumstances in which it arose.",
        rules=("B4", "B5", "E15"),
        tests=("rules/test_exercise.py::test_exercise_bounds_the_baseline_from_above",),
    ),
    # --- the two natures ---------------------------------------------------------------------------
    Trace(
        "nature.1",
        "A house consensus of 2026 holds IL-6 to help repair or hasten ageing by its source and duration.",
        sources=(s.CONSENSUS_14,),
        no_rule="The year names a house label that nobody can look up.",
        tests=("test_evidence.py::test_the_article_has_eight_references",),
    ),
    Trace(
        "nature.2",
        "CANTOS is credited with 15 % fewer cardiovascular deaths and with the first trial proof of causation.",
        sources=(s.RIDKER_2017, s.RIDKER_2018),
        no_rule="Wrong outcome: the figure is that of a composite, and death was not significantly reduced.",
        tests=(_COMPOSITE, _FIGURE),
    ),
    # --- I: mechanism ------------------------------------------------------------------------------
    Trace(
        "mechanism.1",
        "A raised hs-CRP beside an IL-6 near normal points to another driver than IL-6.",
        rules=("P3",),
        tests=(_PATTERNS, "vignettes/hs_crp_alone_is_raised_other_drivers_than_il.json"),
    ),
    # --- II: the range -----------------------------------------------------------------------------
    Trace(
        "range.1",
        "One hard bout raises IL-6 two- to a hundredfold, and within 3 to 6 hours it is back.",
        rules=("T2", "T3", "T4", "T5", "T6", "T7", "T8"),
        sources=(s.ECCENTRIC_2003, s.TRAIL_RACE),
        tests=(_AFTER_EXERCISE, "vignettes/ten_times_normal_two_hours_after_intervals_is_muscle.json"),
    ),
    Trace(
        "range.2",
        "Measure at rest, with at least 24 hours between hard activity and the draw.",
        rules=("D7", "T0", "T1", "T2", "T3", "T4"),
        tests=(
            _AFTER_EXERCISE,
            "rules/test_draw.py::test_rest",
            "rules/test_care.py::test_exercise_explains_a_high_value",
        ),
    ),
    Trace(
        "range.3",
        "In hs-CRP exercise shows for 48 to 72 hours, longer than in IL-6.",
        rules=("T6", "T7", "T8", "T9"),
        sources=(s.KLEIVEN_2018, s.MARATHON_CRP),
        tests=(_CRP_AFTER_EXERCISE, "rules/test_exercise.py::test_one_tube_may_serve_il6_and_not_hs_crp"),
    ),
    Trace(
        "range.4",
        "What is drawn on the morning after hard training shows the muscle's healthy answer and no baseline.",
        rules=("T2", "E2", "E16"),
        tests=(_AFTER_EXERCISE, "vignettes/the_morning_after_leg_day_is_held_although_the.json"),
    ),
    Trace(
        "range.5",
        "Table: fasting and at rest, below 1.2 pg/mL is optimal and above 3.0 pg/mL is high.",
        rules=("B1", "B2", "B3", "B5", "B7", "E4", "E11", "E13", "D4", "D5", "D6"),
        tests=(_BAND, "properties/test_promises.py::test_every_cut_has_one_band"),
    ),
    Trace(
        "range.6",
        "Table: over six months stable or declining is good, rising or volatile is not.",
        rules=("H1", "R2", "E11", "E12"),
        tests=(
            "rules/test_trend.py::test_the_first_match_names_the_trend",
            "rules/test_trend.py::test_band_outranks_trend",
        ),
    ),
    Trace(
        "range.7",
        "The target of 1.2 is ascribed to the lower third of MESA and to its least mortality.",
        rules=("B1", "B7", "H3"),
        sources=(s.ARTICLE, s.KHAN_2024, s.FERREIRA_2024),
        tests=("test_evidence.py::test_the_target_names_the_median", _BOTH_KEPT),
    ),
    Trace(
        "range.8",
        "A meta-analysis of 9,087 older people gives 1.49 for death from all causes.",
        sources=(s.LI_2017,),
        no_rule=_COHORT_FIGURE,
        tests=(_FIGURE, _REFERENCE),
    ),
    Trace(
        "range.9",
        "IL-10 takes a specialist's assay and is on no usual panel.",
        rules=("P11",),
        tests=("rules/test_crp.py::test_il10_is_never_made_into_a_ratio",),
    ),
    Trace(
        "range.10",
        "The ratio of IL-6 to IL-10 is no longer tracked.",
        rules=("P11",),
        tests=("rules/test_crp.py::test_il10_is_never_made_into_a_ratio", "vignettes/no_ratio_is_made_of_il_10.json"),
    ),
    Trace(
        "range.11",
        "Time and again above 2.0 pg/mL on well-timed draws counts as a lasting signal that hastens ageing.",
        rules=("B1", "H1", "H3", "H4", "S6", "P1"),
        tests=(
            "rules/test_persistence.py::test_lines_of_two_readings",
            "rules/test_secondary.py::test_the_lasting_signal_is_the_articles_verdict_line",
        ),
    ),
    Trace(
        "range.12",
        "IL-6 is no stand-in for hs-CRP and foretells death beyond it.",
        rules=("P3",),
        sources=(s.FERREIRA_2024,),
        tests=(_PATTERNS, _FIGURE),
    ),
    Trace(
        "range.13",
        "In MESA a high IL-6 went with worse outcomes whatever the hs-CRP was.",
        sources=(s.FERREIRA_2024,),
        no_rule="A finding of a cohort; it is why both are asked for, and the sister paper is the one that shows it.",
        tests=(_FIGURE,),
    ),
    Trace(
        "range.14",
        "Measure IL-6 and hs-CRP both.",
        rules=("P8", "P9"),
        tests=("rules/test_crp.py::test_precedence", "vignettes/hs_crp_alone_cannot_say_what_drives_it.json"),
    ),
    # --- III.01: visceral fat and gut --------------------------------------------------------------
    Trace(
        "sources.1",
        "Less visceral fat, a sound gut through fibre and ferments, and Zone 2 training are the base.",
        rules=("I23", "I24", "I27"),
        interventions=(Intervention.VISCERAL_FAT_LOSS, Intervention.GUT_BARRIER, Intervention.ZONE2_AEROBIC),
        tests=(_GRADES, "rules/test_interventions.py::test_the_band_decides_what_may_be_said"),
    ),
    Trace(
        "sources.2",
        "These three yield most and come first.",
        interventions=(Intervention.VISCERAL_FAT_LOSS, Intervention.GUT_BARRIER, Intervention.ZONE2_AEROBIC),
        no_rule="An order and no question: the records carry the tier, and the answers follow it.",
        tests=(_TIER_ONE, "test_interventions_knowledge.py::test_the_records_are_in_the_order_of_the_tiers"),
    ),
    Trace(
        "sources.3",
        "All other measures rank behind the source of the signal.",
        interventions=tuple(Intervention),
        no_rule="An order and no question: the records carry the tier, and the answers follow it.",
        tests=(_TIER_ONE, "rules/test_interventions.py::test_the_first_tier_precedes_in_the_report"),
    ),
    # --- III.02: senolytics ------------------------------------------------------------------------
    Trace(
        "senolytics.1",
        "What is known of senolytics has to be graded with care.",
        rules=("I71", "I72", "I73"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.QUERCETIN_ALONE, Intervention.FISETIN),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.2",
        "Nine people on dasatinib with quercetin had fewer senescent cells and secreted factors after 11 days.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.HICKSON_2019,),
        no_rule="A small trial without controls grades the evidence; it decides nothing for one person.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "senolytics.3",
        "A randomised trial of 60 people is said to be on osteoporosis and hopeful in a subgroup.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.FARR_2024,),
        no_rule="Misdescribed: postmenopausal women, and the main goal was missed.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "senolytics.4",
        "Dasatinib is a prescription drug with side effects, never taken on one's own but under a physician.",
        rules=("I71", "I74"),
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        sources=(s.ZHU_2015, s.DASATINIB_LABEL),
        tests=(
            "rules/test_interventions.py::test_dasatinib_on_ones_own_is_refused_with_the_reason",
            "rules/test_interventions.py::test_a_dose_of_a_prescription_drug_is_repeated_nowhere",
            "vignettes/dasatinib_on_one_s_own_is_refused.json",
        ),
    ),
    Trace(
        "senolytics.5",
        "Without dasatinib quercetin is less well supported, since it leans on its partner.",
        rules=("I72",),
        interventions=(Intervention.QUERCETIN_ALONE,),
        sources=(s.OU_2020, s.ZHU_2015),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.6",
        "Less than 1 % of quercetin by mouth is taken up.",
        sources=(s.OU_2020,),
        no_rule="Roughly right for the unchanged substance only; the grade rests on trials and not on uptake.",
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.7",
        "Quercetin by itself may soothe inflammation a little but may not pass for a proven senolytic.",
        rules=("I72",),
        interventions=(Intervention.QUERCETIN_ALONE,),
        tests=(_GRADES, "rules/test_interventions.py::test_nothing_is_tried_where_something_else_comes_first"),
    ),
    Trace(
        "senolytics.8",
        "Of 10 flavonoids tried on cells fisetin was the strongest.",
        interventions=(Intervention.FISETIN,),
        sources=(s.YOUSEFZADEH_2018, s.ITP_FISETIN),
        no_rule="Laboratory evidence; it grades fisetin and decides nothing for one person.",
        tests=(_REFERENCE,),
    ),
    Trace(
        "senolytics.9",
        "Trials of fisetin in humans are few, and one arm is said to have ended early in the pandemic.",
        interventions=(Intervention.FISETIN,),
        no_rule="The stopped arm could not be verified; that human data are missing is in fisetin's record.",
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.10",
        "Two registered trials of fisetin are named.",
        rules=("I73",),
        interventions=(Intervention.FISETIN,),
        sources=(s.NCT06431932, s.NCT07195318),
        tests=("test_evidence.py::test_every_record_is_listed_once_under_its_own_key",),
    ),
    Trace(
        "senolytics.11",
        "Fisetin is given grade C while trials in humans are awaited.",
        rules=("I73",),
        interventions=(Intervention.FISETIN,),
        tests=(_GRADES,),
    ),
    Trace(
        "senolytics.12",
        "All senolytics are given grade C for IL-6 and rank behind fat, gut and aerobic training.",
        rules=("I71", "I72", "I73"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.QUERCETIN_ALONE, Intervention.FISETIN),
        tests=(_GRADES, _TIER_ONE),
    ),
    Trace(
        "senolytics.13",
        "Keep an eye on the trials.",
        no_rule="An errand for the editors of this package: new trials change records and grades, not a verdict.",
    ),
    # --- III.03: nutraceuticals --------------------------------------------------------------------
    Trace(
        "nutraceuticals.1",
        "Vitamin D given to the deficient is claimed to lower IL-6 reliably in randomised trials.",
        rules=("I33",),
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.CALTON_2017, s.VITAMIN_D_UMBRELLA_2022, s.MAZIDI_2018),
        tests=("rules/test_interventions.py::test_trials_do_not_support_the_claim_on_vitamin_d",),
    ),
    Trace(
        "nutraceuticals.2",
        "Measure 25-OH-vitamin D before anything is taken; 40 to 60 ng/mL is the aim.",
        rules=("I31", "I33", "I41"),
        interventions=(Intervention.VITAMIN_D3_K2,),
        sources=(s.IOM_2011, s.ENDOCRINE_2011, s.ENDOCRINE_2024),
        tests=(
            "rules/test_interventions.py::test_the_level_of_vitamin_d_decides",
            "rules/test_interventions.py::test_vitamin_d_is_tested_first",
        ),
    ),
    Trace(
        "nutraceuticals.3",
        "Melatonin of 0.5 to 1.0 mg is said to act on two pathways behind IL-6.",
        rules=("I35",),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        sources=(s.ZAREZADEH_2020,),
        tests=(_MELATONIN,),
    ),
    Trace(
        "nutraceuticals.4",
        "The low dose is to be taken half an hour to an hour before bed, for sleep and against inflammation.",
        rules=("I35", "I38"),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        tests=(_MELATONIN, _GRADES),
    ),
    Trace(
        "nutraceuticals.5",
        "From 5 to 10 mg melatonin may hold back the body's own; a low dose is held to be enough.",
        rules=("I35", "I37"),
        interventions=(Intervention.MELATONIN_LOW_DOSE,),
        sources=(s.ZAREZADEH_2020,),
        tests=(_MELATONIN, "vignettes/five_milligrams_of_melatonin_is_above_the_range_and.json"),
    ),
    Trace(
        "nutraceuticals.6",
        "That cold lowers IL-6 over the whole day is plausible but not reliably shown in humans.",
        rules=("I50",),
        interventions=(Intervention.COLD_EXPOSURE,),
        sources=(s.CAIN_2025,),
        tests=(_GRADES,),
    ),
    Trace(
        "nutraceuticals.7",
        "Regular cold may help by other ways; the rebound is promising and no protocol.",
        rules=("I50",),
        interventions=(Intervention.COLD_EXPOSURE,),
        tests=(_GRADES,),
    ),
    # --- IV: the audit -----------------------------------------------------------------------------
    Trace(
        "audit.1",
        "Draw at true rest, a day or more after training.",
        rules=("D7", "T2", "T3", "T4"),
        tests=(_AFTER_EXERCISE, "rules/test_draw.py::test_rest"),
    ),
    Trace(
        "audit.2",
        "The spike is gone in 3 to 6 hours, yet 24 are kept to be on the safe side.",
        rules=("T2", "T5"),
        tests=(_AFTER_EXERCISE,),
    ),
    Trace(
        "audit.3",
        "Fasting, in the morning, and on one day with hs-CRP, so that the two compare.",
        rules=("D4", "D5", "D6", "D8", "P2a", "P7"),
        tests=(
            "rules/test_draw.py::test_fasting_concerns_il6_only",
            "rules/test_draw.py::test_the_morning_begins_at_six_and_ends_at_eleven",
            "rules/test_crp.py::test_a_pair_is_of_one_local_date_and_half_a_day",
        ),
    ),
    Trace(
        "audit.4",
        "Never measure IL-6 without hs-CRP.",
        rules=("P8", "P9"),
        tests=("rules/test_crp.py::test_precedence", "test_interpret.py::test_the_most_useful_is_missing_first"),
    ),
    Trace(
        "audit.5",
        "A raised IL-6 with a normal hs-CRP may be early or confined to one place.",
        rules=("P3",),
        sources=(s.IL6R_GENETICS_2012, s.NISHIMOTO_2008),
        tests=(_PATTERNS, "vignettes/il_6_alone_is_raised_noise_and_meals_come.json"),
    ),
    Trace(
        "audit.6",
        "Both raised is read as body-wide inflammation in which the liver takes part.",
        rules=("P3",),
        tests=(_PATTERNS, "vignettes/both_are_raised_a_body_wide_response.json"),
    ),
    Trace(
        "audit.7",
        "From hs-CRP alone one does not learn whether IL-6 is what drives it.",
        rules=("P9",),
        tests=("rules/test_crp.py::test_a_case_without_il6", "vignettes/hs_crp_alone_cannot_say_what_drives_it.json"),
    ),
    Trace(
        "audit.8",
        "Compare with the course of grip strength.",
        rules=("G5", "G6", "G7"),
        sources=(s.BOHANNON_2019, s.TUTTLE_2020),
        tests=("rules/test_grip.py::test_a_decline_is_five_kilograms_or_a_fifth_of_a_low_baseline",),
    ),
    Trace(
        "audit.9",
        "A grip that weakens although training and protein are sufficient makes IL-6 suspect.",
        rules=("G8", "G9", "G10", "G11"),
        tests=(_SUSPECT, "rules/test_grip.py::test_a_lack_of_training_or_protein_explains_first"),
    ),
    Trace(
        "audit.10",
        "Both markers come before a change of training.",
        rules=("G12",),
        tests=("rules/test_grip.py::test_both_markers_come_before_a_change_of_training",),
    ),
    Trace(
        "audit.11",
        "Judge the load of senescent cells from the circumstances.",
        rules=_SENOLYTICS,
        tests=("rules/test_interventions.py::test_with_every_condition_met_a_physician_may_be_asked",),
    ),
    Trace(
        "audit.12",
        "No usual test of blood shows how many senescent cells there are.",
        rules=("I71",),
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        tests=("rules/test_interventions.py::test_no_routine_test_shows_the_burden",),
    ),
    Trace(
        "audit.13",
        "Research takes p16 in T cells for it, which no clinic offers.",
        interventions=(Intervention.DASATINIB_QUERCETIN,),
        no_rule="Nothing a person could bring to this library; the record of the intervention says so.",
        tests=("rules/test_interventions.py::test_no_routine_test_shows_the_burden",),
    ),
    Trace(
        "audit.14",
        "Above target for long, five good habits, and an age over 50: then a physician may be asked, never alone.",
        rules=(*_SENOLYTICS, "I74"),
        interventions=(Intervention.DASATINIB_QUERCETIN, Intervention.FISETIN),
        tests=(
            "rules/test_interventions.py::test_with_every_condition_met_a_physician_may_be_asked",
            "rules/test_interventions.py::test_each_habit_is_needed",
            "rules/test_interventions.py::test_the_51st_birthday_is_reached",
            "rules/test_interventions.py::test_a_physician_is_asked_only_when_every_condition_is_met",
        ),
    ),
    Trace(
        "audit.15",
        "Where IL-6 stays above 3.0 pg/mL, look for other causes.",
        rules=("H3", "H4", "S1", "S2"),
        sources=(s.HARRIS_1999,),
        tests=(_REFERRAL, "rules/test_secondary.py::test_persistently_above_three_asks_for_causes"),
    ),
    Trace(
        "audit.16",
        "Staying above 3.0 in spite of good habits calls for a clinician: autoimmunity, cancer, infection, bowel.",
        rules=("H3", "S1", "S2", "S3", "S4", "S5"),
        tests=(
            _REFERRAL,
            "rules/test_secondary.py::test_only_all_five_habits_change_the_wording",
            "vignettes/four_high_readings_send_for_a_clinician_whatever_the.json",
        ),
    ),
    # --- references --------------------------------------------------------------------------------
    Trace("references.1", "MESA, 2024.", sources=(s.KHAN_2024,), no_rule=_BIBLIOGRAPHY, tests=(_REFERENCE,)),
    Trace(
        "references.2",
        "MESA had 6,622 participants of several ethnic groups.",
        sources=(s.KHAN_2024,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.3",
        "MESA: 1.98 for death of any cause; 1.55 for cardiovascular death, with an upper end of 2.28.",
        sources=(s.KHAN_2024,),
        no_rule="A figure of a cohort, and one digit is off: the upper end is 2.30.",
        tests=(_FIGURE, _BOTH_KEPT),
    ),
    Trace("references.4", "The DOI of MESA.", sources=(s.KHAN_2024,), no_rule=_BIBLIOGRAPHY, tests=(_REFERENCE, _DOI)),
    Trace(
        "references.5",
        "A meta-analysis of 29 studies, placed in the Lancet of 2014.",
        sources=(s.KAPTOGE_2014,),
        no_rule="The wrong journal and group; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.6",
        "Per standard deviation 1.25 for coronary events, with a lower end of 1.18, and 1.17 for stroke.",
        sources=(s.KAPTOGE_2014, s.PAPADOPOULOS_2022),
        no_rule="Figures of cohorts: the lower end is 1.19, and for stroke another paper gives 1.19.",
        tests=(_FIGURE, _BOTH_KEPT),
    ),
    Trace(
        "references.7",
        "A DOI that leads to another paper.",
        sources=(s.KAPTOGE_2014,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.8",
        "A meta-analysis on the elderly, under the name of Xia and the year 2016.",
        sources=(s.LI_2017,),
        no_rule="Wrong authors and year; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.9",
        "It pools 9 studies with 9,087 people.",
        sources=(s.LI_2017,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.10",
        "Highest against lowest: 1.49 for any death and 1.69 for cardiovascular death.",
        sources=(s.LI_2017,),
        no_rule=_COHORT_FIGURE,
        tests=(_FIGURE,),
    ),
    Trace(
        "references.11",
        "A DOI that does not belong to it.",
        sources=(s.LI_2017,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace("references.12", "CANTOS, 2017.", sources=(s.RIDKER_2017,), no_rule=_BIBLIOGRAPHY, tests=(_REFERENCE,)),
    Trace(
        "references.13",
        "CANTOS had 10,061 participants.",
        sources=(s.RIDKER_2017,),
        no_rule=_COHORT_FIGURE,
        tests=("test_traceability.py::test_participants_are_those_of_the_record",),
    ),
    Trace(
        "references.14",
        "One arm of CANTOS: 0.85 (0.74–0.98), credited to cardiovascular death.",
        sources=(s.RIDKER_2017,),
        no_rule="The figure is that of the composite; a drug of a trial is nothing this library speaks of.",
        tests=(_COMPOSITE, _FIGURE),
    ),
    Trace(
        "references.15",
        "The DOI of CANTOS.",
        sources=(s.RIDKER_2017,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.16",
        "A review of inflammation in ageing, 2018.",
        sources=(s.FERRUCCI_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.17",
        "The DOI of that review.",
        sources=(s.FERRUCCI_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.18",
        "The pilot of dasatinib with quercetin, 2019, under its senior author's name.",
        sources=(s.HICKSON_2019,),
        no_rule="The wrong first author; the record holds the corrected citation.",
        tests=(_REFERENCE, _BOTH_KEPT),
    ),
    Trace(
        "references.19",
        "That pilot had nine participants.",
        sources=(s.HICKSON_2019,),
        no_rule=_COHORT_FIGURE,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.20",
        "Its result after 11 days: fewer senescent cells in fat and less of what they secrete.",
        sources=(s.HICKSON_2019,),
        no_rule="A small trial without controls grades the evidence; it decides nothing for one person.",
        tests=(_BOTH_KEPT,),
    ),
    Trace(
        "references.21",
        "A DOI that is not the pilot's.",
        sources=(s.HICKSON_2019,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.22",
        "Fisetin in mice and cells, 2018.",
        sources=(s.YOUSEFZADEH_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.23",
        "Strongest of 10 flavonoids; mice lived longer; human fat tissue outside the body improved.",
        sources=(s.YOUSEFZADEH_2018, s.ITP_FISETIN),
        no_rule="Laboratory evidence; it grades fisetin and decides nothing for one person.",
        tests=(_REFERENCE,),
    ),
    Trace(
        "references.24",
        "The DOI of that study.",
        sources=(s.YOUSEFZADEH_2018,),
        no_rule=_BIBLIOGRAPHY,
        tests=(_REFERENCE, _DOI),
    ),
    Trace(
        "references.25",
        "A house label that ties IL-6 to heart rate variability, muscle, thought and the pace of ageing.",
        rules=("V5", "L2", "L3", "L4"),
        sources=(s.CONSENSUS_14, s.WILLIAMS_2019),
        tests=("rules/test_hrv.py::test_a_sign_is_context_only_to_a_raised_il6_that_counts",),
    ),
)
