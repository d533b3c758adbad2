"""
One record a code: what a finding says, what follows from it, how loud it is, and why it is so.

A clinician reviews one record per finding; they stand in the reading order of the protocol. A
sentence has at most 140 characters once its facts are filled in. Names in braces are facts of the
case or thresholds of the rule set; no number stands in the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from ..codes import Severity
from . import mechanisms as m
from .mechanisms import Mechanism

__all__ = ["FINDINGS", "FOR_THE_WELL", "REASSURING", "FindingRecord"]


@attrs.frozen(kw_only=True)
class FindingRecord:
    """Everything that is known of one code, wherever it is said."""

    code: str
    sentence: str
    when_acute: str = ""
    """Said instead, while somebody should be seen at once; empty where nothing changes."""
    when_beyond: str = ""
    """Said instead beyond the range of background inflammation; empty where nothing changes."""
    in_summary: str = ""
    """How the one line of a verdict goes on where this is its pattern."""
    severity: Severity = Severity.INFO
    """Of a note, a band and the like. Reasons follow what they decide: the standing or the care."""
    action: str = ""
    """The code of what follows from it, one of `words.ACTIONS`."""
    is_reassuring: bool = False
    """Whether it stays unsaid while somebody should see a doctor at once."""
    is_for_the_well: bool = False
    """Whether it asks for a repeat by somebody well; unsaid where a clinician is asked for anyway."""
    mechanism: Mechanism
    """Why it is so, for a patient and for a clinician, and who says so."""


_RECORDS: Final = (
    # --- the sample -------------------------------------------------------------------------------------
    FindingRecord(
        code="under_age",
        sentence="Below {adult_age} this library holds no reference values; nothing is inferred from this result.",
        mechanism=m.CHILDHOOD,
    ),
    FindingRecord(
        code="pregnancy",
        sentence="Pregnancy raises these markers; adult reference values do not apply.",
        mechanism=m.PREGNANCY,
    ),
    FindingRecord(
        code="conflict",
        sentence="Two different values carry the same time; neither counts until the laboratory clears it up.",
        action="ask_laboratory",
        mechanism=m.CONFLICT,
    ),
    FindingRecord(
        code="myokine_window",
        sentence=("Drawn {after} exercise, when working muscle sends out IL-6: its healthy response, not a baseline."),
        when_acute="Drawn {after} exercise, which does not make this value harmless.",
        action="repeat_rested",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="post_exercise_hold",
        sentence="Drawn {after} exercise: still too soon to be a baseline.",
        action="repeat_rested",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="race_hold",
        sentence="Drawn {after} a race, which inflames for days: not yet a baseline.",
        action="repeat_rested",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="exercise_hold",
        sentence="Drawn too soon after exercise, whenever on its day that ended: not a baseline.",
        action="repeat_rested",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="crp_exercise_hold",
        sentence="Too soon for hs-CRP: drawn {after} exercise, which raises it for days.",
        action="repeat_rested",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="recent_exercise",
        sentence="Drawn {after} exercise: it may still be a little raised.",
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="exercise_not_reported",
        sentence="Training before the draw was not reported, so the sample cannot be verified.",
        mechanism=m.EXERCISE_UNKNOWN,
    ),
    FindingRecord(
        code="exercise_timing_unclear",
        sentence="When the last session ended cannot be told, so the sample cannot be verified.",
        mechanism=m.EXERCISE_UNKNOWN,
    ),
    FindingRecord(
        code="acute_phase",
        sentence="hs-CRP or CRP of this draw lies above {crp_acute}: something acute goes on, no baseline is read.",
        mechanism=m.CRP_ACUTE,
    ),
    FindingRecord(
        code="fasting_not_reported",
        sentence="Whether the person was fasting was not reported; a meal alone can double IL-6.",
        mechanism=m.MEAL,
    ),
    FindingRecord(
        code="not_fasting",
        sentence="Not drawn fasting: a meal alone can double IL-6 for hours.",
        mechanism=m.MEAL,
    ),
    FindingRecord(
        code="short_fast",
        sentence="The fast of {fasting_hours} h was shorter than {fasting_full}; the value may be a little high.",
        mechanism=m.MEAL,
    ),
    FindingRecord(
        code="not_at_rest",
        sentence="Not drawn at rest, so it is no baseline.",
        mechanism=m.REST,
    ),
    FindingRecord(
        code="not_morning",
        sentence="Drawn outside the morning hours in which readings compare best.",
        mechanism=m.TIME_OF_DAY,
    ),
    FindingRecord(
        code="slow_centrifugation",
        sentence="The tube stood {hours_to_centrifugation} h before it was spun; a small error is possible.",
        mechanism=m.TUBE,
    ),
    FindingRecord(
        code="late_centrifugation",
        sentence="The tube stood {hours_to_centrifugation} h before it was spun: the value is not reliable.",
        mechanism=m.TUBE,
    ),
    FindingRecord(
        code="indwelling_line",
        sentence="Drawn from a line that had been in place, around which tissue makes IL-6 of its own.",
        mechanism=m.LINE,
    ),
    FindingRecord(
        code="haemolysis",
        sentence="The sample was haemolysed; the laboratory's own judgement of it wins.",
        mechanism=m.HAEMOLYSIS,
    ),
    # --- confounders ------------------------------------------------------------------------------------
    FindingRecord(
        code="ended_after_the_draw",
        sentence="It ended only after this draw, or nobody knows since when it lasts: it may have moved this value.",
        mechanism=m.SAMPLE_UNVERIFIED,
    ),
    FindingRecord(
        code="minor_infection",
        sentence="A minor infection {ago} raises IL-6 and hs-CRP.",
        mechanism=m.INFECTION,
    ),
    FindingRecord(
        code="febrile_infection",
        sentence="A febrile infection {ago} raises IL-6 and hs-CRP.",
        mechanism=m.INFECTION,
    ),
    FindingRecord(
        code="covid19",
        sentence="COVID-19 {ago} can keep IL-6 up for weeks.",
        mechanism=m.INFECTION,
    ),
    FindingRecord(
        code="vaccination",
        sentence="A vaccination {ago} raises IL-6 and hs-CRP for a while.",
        mechanism=m.VACCINATION,
    ),
    FindingRecord(
        code="minor_surgery",
        sentence="Dental work, an injury or a tattoo {ago} raises IL-6 and hs-CRP.",
        mechanism=m.INJURY,
    ),
    FindingRecord(
        code="major_surgery",
        sentence="An operation, fracture or burn {ago} raises IL-6 and hs-CRP.",
        mechanism=m.INJURY,
    ),
    FindingRecord(
        code="il6_receptor_blocker",
        sentence="An IL-6 receptor blocker makes IL-6 pile up and CRP fall: neither number can be read.",
        action="talk_to_treating_clinician",
        mechanism=m.IL6_RECEPTOR_BLOCKER,
    ),
    FindingRecord(
        code="anti_il6",
        sentence="A drug that binds IL-6 disturbs the measurement: the number cannot be read.",
        action="talk_to_treating_clinician",
        mechanism=m.ANTI_IL6,
    ),
    FindingRecord(
        code="other_immunomodulator",
        sentence="A drug against inflammatory signals is acting: this is a treated state, no baseline.",
        action="talk_to_treating_clinician",
        mechanism=m.OTHER_IMMUNOMODULATOR,
    ),
    FindingRecord(
        code="systemic_steroids",
        sentence="A course of steroids lowers both markers: a low value proves nothing.",
        mechanism=m.STEROIDS,
    ),
    FindingRecord(
        code="chronic_steroids",
        sentence="Long steroid treatment lowers both markers somewhat.",
        action="talk_to_treating_clinician",
        mechanism=m.STEROIDS,
    ),
    FindingRecord(
        code="nsaid",
        sentence="An anti-inflammatory painkiller may have lowered the value a little.",
        mechanism=m.MILD_DRUGS,
    ),
    FindingRecord(
        code="statin",
        sentence="A statin may have lowered the value a little; the result still counts.",
        mechanism=m.MILD_DRUGS,
    ),
    FindingRecord(
        code="glp1_agonist",
        sentence="A GLP-1 agonist may have lowered the value somewhat; the result still counts.",
        mechanism=m.GLP1_AGONIST,
    ),
    FindingRecord(
        code="oral_oestrogen",
        sentence="Oestrogen by mouth raises hs-CRP through the liver.",
        mechanism=m.ORAL_OESTROGEN,
    ),
    FindingRecord(
        code="postpartum",
        sentence="A birth {ago} keeps IL-6 and hs-CRP up.",
        mechanism=m.PREGNANCY,
    ),
    FindingRecord(
        code="cold_immersion",
        sentence="Cold immersion {before} the draw raises IL-6.",
        mechanism=m.COLD,
    ),
    FindingRecord(
        code="poor_sleep",
        sentence="A short night may have raised the value a little.",
        mechanism=m.STRAIN,
    ),
    FindingRecord(
        code="acute_stress",
        sentence="Acute stress may have raised the value a little.",
        mechanism=m.STRAIN,
    ),
    FindingRecord(
        code="binge_alcohol",
        sentence="Heavy drinking may have raised the value a little.",
        mechanism=m.STRAIN,
    ),
    FindingRecord(
        code="night_shift",
        sentence="A night shift may have shifted the value.",
        mechanism=m.STRAIN,
    ),
    FindingRecord(
        code="biotin",
        sentence="Biotin within {biotin_hold} can make the assay read falsely low.",
        mechanism=m.BIOTIN,
    ),
    FindingRecord(
        code="biotin_high",
        sentence="High biotin within {biotin_high_hold} can make the assay read falsely low.",
        mechanism=m.BIOTIN,
    ),
    # --- bands ------------------------------------------------------------------------------------------
    FindingRecord(
        code="optimal",
        sentence="{il6} lies below {target_whose} target of {target}.",
        is_reassuring=True,
        mechanism=m.TARGET,
    ),
    FindingRecord(
        code="above_target",
        sentence="{il6} lies at or above {target_whose} target of {target}{target_note}.",
        mechanism=m.TARGET,
    ),
    FindingRecord(
        code="elevated",
        sentence="{il6} lies above {verdict_line_whose} line of {verdict_line}.",
        severity=Severity.CAUTION,
        mechanism=m.RAISED,
    ),
    FindingRecord(
        code="high",
        sentence="{il6} lies above {high_line_whose} high-risk line of {high_line}.",
        severity=Severity.WARNING,
        mechanism=m.RAISED,
    ),
    FindingRecord(
        code="beyond_range",
        sentence="{il6} lies beyond the range in which background inflammation is judged: look for another cause.",
        severity=Severity.WARNING,
        mechanism=m.BEYOND_RANGE,
    ),
    FindingRecord(
        code="unverified",
        sentence="The band is shown, but nothing else may rest on it.",
        mechanism=m.SAMPLE_UNVERIFIED,
    ),
    FindingRecord(
        code="provisional",
        sentence="Firm takes another counting reading in this band, and a course that scatters no more than chance.",
        action="repeat_to_confirm",
        mechanism=m.ONE_READING,
    ),
    FindingRecord(
        code="firm",
        sentence="At least one other counting reading lies in the same band.",
        mechanism=m.ONE_READING,
    ),
    FindingRecord(
        code="near_boundary",
        sentence="By ordinary variation the person's own level may lie on the other side of a line.",
        mechanism=m.ONE_READING,
    ),
    FindingRecord(
        code="methods_pooled",
        sentence=(
            "Readings without a named method or matrix were compared on trust; in the ill, methods differed threefold."
        ),
        severity=Severity.CAUTION,
        mechanism=m.METHODS,
    ),
    # --- the course -------------------------------------------------------------------------------------
    FindingRecord(
        code="persistent_above_3",
        sentence=(
            "The newest counting readings, {referral_gap} apart or more, all lie above {high_line}: causes have to be "
            "excluded."
        ),
        mechanism=m.SECONDARY_CAUSES,
    ),
    FindingRecord(
        code="consistent_above_2",
        sentence=(
            "The newest readings, {persistence_gap} apart or more, lie above {verdict_line}; of all, at most one in "
            "{persistence_exception} does not."
        ),
        mechanism=m.PERSISTENCE,
    ),
    FindingRecord(
        code="pro_ageing_signal",
        sentence="Staying above {verdict_line_whose} line is read as a pro-ageing signal, beyond what hs-CRP says.",
        severity=Severity.CAUTION,
        mechanism=m.AGEING_SIGNAL,
    ),
    FindingRecord(
        code="begin_with_first_tier",
        sentence="This has a consequence: begin with the first tier, and measure again in {course_repeat}.",
        severity=Severity.CAUTION,
        action="begin_with_first_tier",
        mechanism=m.AGEING_SIGNAL,
    ),
    FindingRecord(
        code="persistent_above_target",
        sentence=(
            "The newest readings, {persistence_gap} apart or more, lie at or above {target}; of all, at most one in "
            "{persistence_exception} does not."
        ),
        mechanism=m.PERSISTENCE,
    ),
    FindingRecord(
        code="not_assessable",
        sentence="The counting readings do not yet settle whether IL-6 is persistently raised.",
        mechanism=m.PERSISTENCE,
    ),
    FindingRecord(
        code="not_persistent",
        sentence="Not persistently raised: one of the newest readings, or too many of all, lies below the lines.",
        is_reassuring=True,
        mechanism=m.PERSISTENCE,
    ),
    FindingRecord(
        code="insufficient_data",
        sentence="Too few counting numbers over too short a time for a trend.",
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="rising",
        sentence="IL-6 rose to {rising} or more of its first level over the course: a high-risk pattern.",
        severity=Severity.CAUTION,
        action="look_for_cause_of_course",
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="declining",
        sentence="IL-6 fell to {declining} or less over the course.",
        is_reassuring=True,
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="volatile",
        sentence="IL-6 scatters more than a steady person's does by chance: a high-risk pattern.",
        severity=Severity.CAUTION,
        action="look_for_cause_of_course",
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="possible_rise",
        sentence="IL-6 may be rising; the change is not yet beyond chance.",
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="stable",
        sentence="IL-6 is stable, which says nothing of its level.",
        is_reassuring=True,
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="stable_and_high",
        sentence="Stable, high: steadily above {high_line} is no good sign. The band outranks the trend.",
        mechanism=m.TREND,
    ),
    FindingRecord(
        code="rise",
        sentence="The last reading is higher than the one before by more than chance explains.",
        mechanism=m.CHANGE,
    ),
    FindingRecord(
        code="fall",
        sentence="The last reading is lower than the one before by more than chance explains.",
        is_reassuring=True,
        mechanism=m.CHANGE,
    ),
    FindingRecord(
        code="within_noise",
        sentence="The last two readings differ no more than a steady person's do by chance.",
        is_reassuring=True,
        mechanism=m.CHANGE,
    ),
    FindingRecord(
        code="not_comparable",
        sentence="There are no two comparable readings.",
        mechanism=m.CHANGE,
    ),
    # --- the measurement --------------------------------------------------------------------------------
    FindingRecord(
        code="check_unit",
        sentence="Unit or size is unlike this test: another unit or analyte may be meant. The number is kept as given.",
        severity=Severity.WARNING,
        action="ask_laboratory",
        mechanism=m.UNIT,
    ),
    FindingRecord(
        code="assay_cannot_see_target",
        sentence="This assay ({assay}) begins above the target of {target}: it cannot show an optimal value.",
        severity=Severity.CAUTION,
        action="use_sensitive_assay",
        mechanism=m.ASSAY,
    ),
    FindingRecord(
        code="assay_unknown",
        sentence="The method is not known here; many routine assays cannot see values as low as the target.",
        mechanism=m.ASSAY,
    ),
    FindingRecord(
        code="comparator_probably_lost",
        sentence="{stated_il6} is exactly where {likely_assay} begins or ends: a < or > was probably lost.",
        severity=Severity.CAUTION,
        action="ask_laboratory",
        mechanism=m.ASSAY,
    ),
    FindingRecord(
        code="lines_from_another_method",
        sentence="The lines were drawn with a high-sensitivity R&D Systems ELISA; {assay} may read otherwise.",
        severity=Severity.CAUTION,
        mechanism=m.METHODS,
    ),
    # --- pairs ------------------------------------------------------------------------------------------
    FindingRecord(
        code="both_low",
        sentence="IL-6 is near normal, and {crp_read} is low.",
        in_summary="; {crp_read} is low",
        is_reassuring=True,
        mechanism=m.PAIR_NOT_RAISED,
    ),
    FindingRecord(
        code="crp_average",
        sentence="IL-6 is near normal, and {crp_read} is average.",
        in_summary="; {crp_read} is average",
        is_reassuring=True,
        mechanism=m.PAIR_NOT_RAISED,
    ),
    FindingRecord(
        code="crp_only",
        sentence=(
            "Beside a near-normal IL-6, {crp_read} is raised: residue of an illness, insulin resistance, oestrogen or "
            "body fat."
        ),
        in_summary="; {crp_read} is raised without it",
        mechanism=m.CRP_ONLY,
    ),
    FindingRecord(
        code="il6_only",
        sentence="Likelier: {common_causes}. Speculative: early or compartmentalised (CNS, gut).",
        when_beyond="{crp_read} is low beside it, which cancels nothing: so high an IL-6 asks for its own cause.",
        in_summary="; {crp_read} is low, which does not cancel it",
        mechanism=m.IL6_AHEAD,
    ),
    FindingRecord(
        code="il6_leading",
        sentence="IL-6 is raised while {crp_read} is only average.",
        in_summary="; {crp_read} is average, which does not cancel it",
        mechanism=m.IL6_AHEAD,
    ),
    FindingRecord(
        code="both_raised",
        sentence="IL-6 and {crp_read} are raised: a body-wide response, liver included; no sign of liver disease.",
        in_summary="; {crp_read} is raised too",
        mechanism=m.BOTH_RAISED,
    ),
    FindingRecord(
        code="suspended",
        sentence="With {crp_read} above {crp_acute} something acute hides the baseline; neither marker is interpreted.",
        in_summary="; {crp_read} is acute and suspends both",
        mechanism=m.CRP_ACUTE,
    ),
    FindingRecord(
        code="crp_missing",
        sentence="hs-CRP was not measured; the two markers say together what neither says alone.",
        action="measure_hs_crp",
        mechanism=m.ONE_MARKER,
    ),
    FindingRecord(
        code="il6_missing",
        sentence="hs-CRP alone cannot say whether the IL-6 pathway drives it; read it beside an IL-6 of the same draw.",
        action="measure_il6",
        mechanism=m.ONE_MARKER,
    ),
    FindingRecord(
        code="not_paired",
        sentence="IL-6 and hs-CRP are not known to be of one draw, so they are not read together.",
        action="measure_both_together",
        mechanism=m.NOT_TOGETHER,
    ),
    FindingRecord(
        code="crp_void",
        sentence="The CRP sample is void, so the two are not read together.",
        mechanism=m.NOT_TOGETHER,
    ),
    FindingRecord(
        code="il6_void",
        sentence="The IL-6 sample is void, so the two are not read together.",
        mechanism=m.NOT_TOGETHER,
    ),
    FindingRecord(
        code="undetermined",
        sentence="A result cannot be placed on one side of a line, so the two are not read together.",
        mechanism=m.NOT_TOGETHER,
    ),
    FindingRecord(
        code="il10_ratio_not_computed",
        sentence="No IL-6 to IL-10 ratio is computed: IL-10 has no routine assay and no line to compare with.",
        mechanism=m.IL10,
    ),
    FindingRecord(
        code="conventional_crp_not_paired",
        sentence="Conventional CRP is another test; beside an hs-CRP only its line of {crp_acute} is judged.",
        mechanism=m.CONVENTIONAL_CRP,
    ),
    FindingRecord(
        code="conventional_crp_read",
        sentence="Only a conventional CRP is known: above {crp_raised} raised, above {crp_acute} acute, and no finer.",
        action="measure_hs_crp",
        mechanism=m.CONVENTIONAL_CRP,
    ),
    FindingRecord(
        code="not_acute",
        sentence="A conventional CRP of {conventional_crp} is not acute; whether it is low or average it cannot tell.",
        mechanism=m.CONVENTIONAL_CRP,
    ),
    FindingRecord(
        code="one_draw_not_known",
        sentence="Whether IL-6 and hs-CRP are of one draw cannot be told from their dates; state both times.",
        mechanism=m.NOT_TOGETHER,
    ),
    FindingRecord(
        code="crp_never_cancels_il6",
        sentence="IL-6 carries information of its own: a normal hs-CRP never cancels a raised IL-6.",
        mechanism=m.IL6_AHEAD,
    ),
    # --- care -------------------------------------------------------------------------------------------
    FindingRecord(
        code="red_flag_urgent",
        sentence="Stated: {urgent_flags}. That needs medical care now, whatever the number.",
        action="seek_urgent_care",
        mechanism=m.RED_FLAG,
    ),
    FindingRecord(
        code="il6_urgent",
        sentence="{highest_il6} lies in the range of severe acute illness.",
        action="seek_urgent_care",
        mechanism=m.ACUTE,
    ),
    FindingRecord(
        code="il6_acute_with_red_flag",
        sentence="{highest_il6} together with {flags} can be a severe acute illness.",
        action="seek_urgent_care",
        mechanism=m.ACUTE,
    ),
    FindingRecord(
        code="il6_acute",
        sentence="{highest_il6} lies in the range of acute illness.",
        action="see_clinician_same_day",
        mechanism=m.ACUTE,
    ),
    FindingRecord(
        code="red_flag_with_il6_beyond_range",
        sentence="{il6_beyond_range} together with {flags} should not wait.",
        action="see_clinician_same_day",
        mechanism=m.RED_FLAG,
    ),
    FindingRecord(
        code="red_flag_with_acute_crp",
        sentence="A CRP of {acute_crp} together with {flags} should not wait.",
        action="see_clinician_same_day",
        mechanism=m.RED_FLAG,
    ),
    FindingRecord(
        code="red_flag",
        sentence="Stated: {flags}. It outranks every band; if new or severe, seek care now.",
        action="clinician_evaluation",
        mechanism=m.RED_FLAG,
    ),
    FindingRecord(
        code="beyond_range_twice",
        sentence="IL-6 lay beyond the range more than once: that needs a cause.",
        action="clinician_evaluation",
        mechanism=m.BEYOND_RANGE,
    ),
    FindingRecord(
        code="crp_acute_twice",
        sentence="CRP was above {crp_acute} more than once: that needs a cause.",
        action="clinician_evaluation",
        mechanism=m.CRP_ACUTE,
    ),
    FindingRecord(
        code="beyond_range_once",
        sentence="IL-6 lies beyond the range once: it is repeated before anything is made of it.",
        action="repeat_beyond_range",
        is_for_the_well=True,
        mechanism=m.BEYOND_RANGE,
    ),
    FindingRecord(
        code="crp_acute_once",
        sentence="A CRP of {acute_crp} is in the acute range: both markers are repeated once it has passed.",
        action="repeat_when_acute_has_passed",
        is_for_the_well=True,
        mechanism=m.CRP_ACUTE,
    ),
    FindingRecord(
        code="sample_void",
        sentence="The sample is void: it is drawn again, undisturbed.",
        action="repeat_cleared",
        mechanism=m.SAMPLE_VOID,
    ),
    FindingRecord(
        code="sample_unverified",
        sentence="What is missing about this draw may make it count: answers come before another draw.",
        severity=Severity.CAUTION,
        when_acute="What is missing about this draw leaves the sample unverified, and takes nothing from this value.",
        action="verify_or_repeat",
        mechanism=m.SAMPLE_UNVERIFIED,
    ),
    FindingRecord(
        code="exercise_explains_value",
        sentence=(
            "{highest_il6} could be exercise alone, and could be illness: repeat at rest, and soon; "
            "with any symptom, see a doctor today."
        ),
        action="repeat_explained",
        is_for_the_well=True,
        mechanism=m.EXERCISE,
    ),
    FindingRecord(
        code="possible_interference",
        sentence="{il6} beside an hs-CRP of {hs_crp} may be an error of the assay: antibodies, or a dirty tube.",
        action="rule_out_interference",
        mechanism=m.INTERFERENCE,
    ),
    # --- secondary causes -------------------------------------------------------------------------------
    FindingRecord(
        code="persistently_high",
        sentence="IL-6 stayed above {high_line}: a clinician should look for a cause.",
        action="clinician_evaluation",
        mechanism=m.SECONDARY_CAUSES,
    ),
    FindingRecord(
        code="exclude_secondary_causes",
        sentence="Autoimmune disease, hidden cancer, chronic infection and bowel inflammation are to be excluded.",
        severity=Severity.WARNING,
        action="exclude_secondary_causes",
        mechanism=m.SECONDARY_CAUSES,
    ),
    FindingRecord(
        code="high_despite_lifestyle",
        sentence="All five habits are stated good, so another cause than habits weighs more.",
        severity=Severity.WARNING,
        mechanism=m.SECONDARY_CAUSES,
    ),
    FindingRecord(
        code="secondary_causes_excluded",
        sentence="Secondary causes are stated to be excluded; this library cannot check it.",
        mechanism=m.SECONDARY_CAUSES,
    ),
    # --- the body ---------------------------------------------------------------------------------------
    FindingRecord(
        code="grip_not_assessed",
        sentence="Grip strength was not assessed.",
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_stable",
        sentence="Grip strength is stable.",
        is_reassuring=True,
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_improving",
        sentence="Grip strength is stated to improve.",
        is_reassuring=True,
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_possible_decline",
        sentence="Grip strength may be falling.",
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_confirmed_decline",
        sentence="Grip strength has fallen, seen in two sessions at least {grip_gap} apart.",
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_trend_contradicted",
        sentence="The stated course of grip contradicts its sessions; the sessions were judged.",
        severity=Severity.CAUTION,
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_too_old",
        sentence="No grip session lies within {grip_recent} before the draw, so its course is not assessed.",
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_without_baseline",
        sentence="No hand was measured on separate days by one device within {grip_baseline_reach}: not assessed.",
        mechanism=m.GRIP,
    ),
    FindingRecord(
        code="grip_explained_by_training",
        sentence="Grip is falling, and training or protein is lacking: that explains it first.",
        mechanism=m.MUSCLE,
    ),
    FindingRecord(
        code="grip_il6_suspect",
        sentence=(
            "Grip falls despite training and protein: a raised IL-6 is one of several explanations; the link is weak."
        ),
        mechanism=m.MUSCLE,
    ),
    FindingRecord(
        code="grip_look_elsewhere",
        sentence="Grip falls despite training and protein, but IL-6 is near normal: look elsewhere.",
        mechanism=m.MUSCLE,
    ),
    FindingRecord(
        code="measure_both_before_training_change",
        sentence="Measure IL-6 and hs-CRP before the training is changed.",
        action="measure_both_before_training_change",
        mechanism=m.MUSCLE,
    ),
    FindingRecord(
        code="hrv_not_assessed",
        sentence="Heart rate variability was not assessed.",
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_stable",
        sentence="Heart rate variability is stable.",
        is_reassuring=True,
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_improving",
        sentence="Heart rate variability is stated to improve.",
        is_reassuring=True,
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_declining",
        sentence="Heart rate variability lay below the person's own range in two spans of {hrv_week_days} in a row.",
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_marked_decline",
        sentence=(
            "Heart rate variability lay far below the person's own range in two spans of {hrv_week_days} in a row."
        ),
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_trend_contradicted",
        sentence="The stated course of heart rate variability contradicts its days; the days were judged.",
        severity=Severity.CAUTION,
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_too_old",
        sentence="The days of heart rate variability end more than {hrv_recent} before the draw: not assessed.",
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_too_few_days",
        sentence="Too few days for the last weeks and a baseline of {hrv_baseline_days}: not assessed.",
        mechanism=m.HRV,
    ),
    FindingRecord(
        code="hrv_il6_loop",
        sentence="Heart rate variability falls while IL-6 is raised: each can drive the other; the link is weak.",
        mechanism=m.AUTONOMIC,
    ),
    FindingRecord(
        code="hrv_alone",
        sentence="Heart rate variability falls while IL-6 is near normal: look for another reason.",
        mechanism=m.AUTONOMIC,
    ),
    FindingRecord(
        code="hrv_preserved",
        sentence="Heart rate variability holds although IL-6 is raised.",
        is_reassuring=True,
        mechanism=m.AUTONOMIC,
    ),
    FindingRecord(
        code="muscle_catabolism_link",
        sentence="Muscle mass falls while IL-6 is raised: a link from animals and the very ill, weak in others.",
        mechanism=m.MUSCLE,
    ),
    FindingRecord(
        code="cognition_link",
        sentence="Thinking slows while IL-6 is raised: an association in cohorts, no cause shown.",
        mechanism=m.BRAIN,
    ),
    FindingRecord(
        code="pace_link",
        sentence="The pace of ageing is above {pace_of_one} while IL-6 is raised: two measures that may share causes.",
        mechanism=m.PACE,
    ),
    # --- interventions ----------------------------------------------------------------------------------
    FindingRecord(
        code="vitamin_d_deficient",
        sentence="25-OH-vitamin D lies below {vitamin_d_deficient}: a deficiency.",
        mechanism=m.VITAMIN_D,
    ),
    FindingRecord(
        code="vitamin_d_below_target",
        sentence=(
            "25-OH-vitamin D lies below {vitamin_d_target_low_whose} target of {vitamin_d_target_low}; that target is "
            "no consensus."
        ),
        mechanism=m.VITAMIN_D,
    ),
    FindingRecord(
        code="vitamin_d_within_target",
        sentence="25-OH-vitamin D lies within {vitamin_d_target_low,vitamin_d_target_high_whose} target.",
        mechanism=m.VITAMIN_D,
    ),
    FindingRecord(
        code="vitamin_d_above_target",
        sentence="25-OH-vitamin D lies above {vitamin_d_target_high_whose} target of {vitamin_d_target_high}.",
        mechanism=m.VITAMIN_D,
    ),
    FindingRecord(
        code="vitamin_d_very_high",
        sentence="25-OH-vitamin D is at or above {vitamin_d_caution}, far above every target; more can harm.",
        severity=Severity.WARNING,
        action="take_no_more_vitamin_d",
        mechanism=m.VITAMIN_D_EXCESS,
    ),
    FindingRecord(
        code="vitamin_d_not_tested",
        sentence="Vitamin D is planned without a test: measure 25-OH-vitamin D first.",
        action="measure_vitamin_d",
        mechanism=m.VITAMIN_D,
    ),
    FindingRecord(
        code="self_administration_refused",
        sentence="Dasatinib with quercetin is refused without a physician: a prescription drug with grave risks.",
        severity=Severity.WARNING,
        action="no_self_administration",
        mechanism=m.SELF_ADMINISTRATION,
    ),
    FindingRecord(
        code="secondary_disease",
        sentence="A known disease raises IL-6: no background-inflammation label is given and no habit is blamed.",
        severity=Severity.WARNING,
        action="talk_to_treating_clinician",
        mechanism=m.SECONDARY_DISEASE,
    ),
    # --- background -------------------------------------------------------------------------------------
    FindingRecord(
        code="il6_sources",
        sentence=("Deep body fat, the gut and worn-out cells can all release IL-6; the number cannot name its source."),
        mechanism=m.ORIGIN,
    ),
    FindingRecord(
        code="trans_signalling",
        sentence="IL-6 helps repair by one way and drives inflammation by another; the number shows neither.",
        mechanism=m.TWO_WAYS,
    ),
    FindingRecord(
        code="cohort_figures",
        sentence=(
            "In large groups higher values went with earlier death; that is a figure of groups, not of a person."
        ),
        mechanism=m.GROUPS,
    ),
    FindingRecord(
        code="il6_rarely_tested",
        sentence="Routine blood tests rarely include IL-6: it has to be asked for by name.",
        mechanism=m.RARELY_TESTED,
    ),
)

FINDINGS: Mapping[str, FindingRecord] = MappingProxyType({record.code: record for record in _RECORDS})
"""Every record by its code; a level of vitamin D stands under ``vitamin_d_`` and its code."""

REASSURING: Final = frozenset(record.code for record in _RECORDS if record.is_reassuring)
"""Codes that stay unsaid while somebody should see a doctor at once."""

FOR_THE_WELL: Final = frozenset(record.code for record in _RECORDS if record.is_for_the_well)
"""Codes of a repeat when well, unsaid where a clinician is asked for anyway."""
