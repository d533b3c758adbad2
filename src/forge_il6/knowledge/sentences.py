"""
Every sentence of a verdict, in one place, so that a translation is one more module.

A finding's sentence has at most 140 characters once its facts are filled in. Names in braces are
facts of the case or thresholds of the rule set; no number stands in the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "ACTIONS",
    "ACTION_FOR",
    "BANDS",
    "CARE",
    "CARE_ACTIONS",
    "CAUTIONS",
    "DOSES",
    "FINDINGS",
    "FIRMNESS",
    "LABELS",
    "MISSING",
    "MISSING_ORDER",
    "NEXT_DRAW",
    "OPTIONAL",
    "PATTERNS",
    "PICTURE",
    "REASSURING",
    "SEVERITY",
    "SPANS",
    "STANDING",
    "STATUS",
    "SUMMARY",
    "WHEN_WELL",
    "WITHHELD",
]

FINDINGS: Mapping[str, str] = MappingProxyType({
    # the sample
    "under_age": "Below {adult_age} this library holds no reference values; nothing is inferred from this result.",
    "pregnancy": "Pregnancy raises these markers; adult reference values do not apply.",
    "conflict": "Two different values carry the same time; neither counts until the laboratory clears it up.",
    "myokine_window": "Drawn {hours} h after exercise: this is the healthy response of working muscle, not a baseline.",
    "myokine_window_acute": "Drawn {hours} h after exercise, which does not make this value harmless.",
    "post_exercise_hold": "Drawn {hours} h after exercise: still too soon to be a baseline.",
    "race_hold": "Drawn {hours} h after a race, which inflames for days: not yet a baseline.",
    "recent_exercise": "Drawn {hours} h after exercise: it may still be a little raised.",
    "exercise_not_reported": "Training before the draw was not reported, so the sample cannot be verified.",
    "exercise_timing_unclear": "When the last session ended cannot be told, so the sample cannot be verified.",
    "fasting_not_reported": "Whether the person was fasting was not reported; a meal alone can double IL-6.",
    "not_fasting": "Not drawn fasting: a meal alone can double IL-6 for hours.",
    "short_fast": "The fast of {fasting_hours} h was shorter than {fasting_full}; the value may be a little high.",
    "not_at_rest": "Not drawn at rest, so it is no baseline.",
    "not_morning": "Drawn outside the morning hours in which readings compare best.",
    "slow_centrifugation": "The tube stood {hours_to_centrifugation} h before it was spun; a small error is possible.",
    "late_centrifugation": "The tube stood {hours_to_centrifugation} h before it was spun: the value is not reliable.",
    "indwelling_line": "Drawn from a line that had been in place, around which tissue makes IL-6 of its own.",
    "haemolysis": "The sample was haemolysed; the laboratory's own judgement of it wins.",
    # confounders
    "minor_infection": "A minor infection {days} days before the draw raises both markers.",
    "febrile_infection": "A febrile infection {days} days before the draw raises both markers.",
    "covid19": "COVID-19 {days} days before the draw can keep IL-6 up for weeks.",
    "vaccination": "A vaccination {days} days before the draw raises both markers for a while.",
    "minor_surgery": "Dental work, an injury or a tattoo {days} days before the draw raises both markers.",
    "major_surgery": "An operation, fracture or burn {days} days before the draw raises both markers.",
    "il6_receptor_blocker": "An IL-6 receptor blocker makes IL-6 pile up and CRP fall: neither number can be read.",
    "anti_il6": "A drug that binds IL-6 disturbs the measurement: the number cannot be read.",
    "other_immunomodulator": "A drug against inflammatory signals is acting: this is a treated state, no baseline.",
    "systemic_steroids": "A course of steroids lowers both markers: a low value proves nothing.",
    "chronic_steroids": "Long steroid treatment lowers both markers somewhat.",
    "nsaid": "An anti-inflammatory painkiller may have lowered the value a little.",
    "statin": "A statin may have lowered the value a little; the result still counts.",
    "oral_oestrogen": "Oestrogen by mouth raises hs-CRP through the liver.",
    "postpartum": "A birth {days} days before the draw keeps both markers up.",
    "cold_immersion": "Cold immersion {hours} h before the draw raises IL-6.",
    "poor_sleep": "A short night may have raised the value a little.",
    "acute_stress": "Acute stress may have raised the value a little.",
    "binge_alcohol": "Heavy drinking may have raised the value a little.",
    "night_shift": "A night shift may have shifted the value.",
    "biotin": "Biotin within a day can make the assay read falsely low.",
    "biotin_high": "High biotin within three days can make the assay read falsely low.",
    # bands
    "optimal": "{il6} lies below the article's target of {target}.",
    "above_target": "{il6} lies at or above the article's target of {target}, as does about half of a large cohort.",
    "elevated": "{il6} lies above the article's line of {verdict_line}.",
    "high": "{il6} lies above the article's high-risk line of {high_line}.",
    "beyond_range": "{il6} lies beyond the range in which background inflammation is judged: look for another cause.",
    "unverified": "The band is shown, but nothing else may rest on it.",
    "provisional": "It rests on one counting reading in this band; one reading cannot place a person in a band.",
    "firm": "At least one other counting reading lies in the same band.",
    "near_boundary": "By ordinary variation the person's own level may lie on the other side of a line.",
    "methods_pooled":
        "Readings without a named method or matrix were compared on trust; in the ill, methods differed threefold.",
    # the course
    "persistent_above_3":
        "Every recent counting reading lies above {high_line}, weeks apart: causes have to be excluded.",
    "consistent_above_2": "Every counting reading lies above {verdict_line}, weeks apart.",
    "pro_ageing_signal": "The article reads this as a lasting pro-ageing signal, beyond what hs-CRP says.",
    "persistent_above_target": "Every counting reading lies at or above the target of {target}, weeks apart.",
    "not_assessable": "The counting readings do not yet settle whether IL-6 is persistently raised.",
    "not_persistent": "The counting readings do not all lie above any line: IL-6 is not persistently raised.",
    "insufficient_data": "Too few counting numbers over too short a time for a trend.",
    "rising": "IL-6 at least doubled over the course: by the article a high-risk pattern.",
    "declining": "IL-6 at least halved over the course.",
    "volatile": "IL-6 varies more than a steady person's does by chance: by the article a high-risk pattern.",
    "possible_rise": "IL-6 may be rising; the change is not yet beyond chance.",
    "stable": "IL-6 is stable, which says nothing of its level: the band outranks the trend.",
    "rise": "The last reading is higher than the one before by more than chance explains.",
    "fall": "The last reading is lower than the one before by more than chance explains.",
    "within_noise": "The last two readings differ no more than a steady person's do by chance.",
    "not_comparable": "There are no two comparable readings.",
    # the measurement
    "check_unit": "Its unit or size is unlike any IL-6: it may be another analyte. The number is kept as given.",
    "assay_cannot_see_target":
        "This assay ({assay}) begins above the target of {target}: it cannot show an optimal value.",
    "assay_unknown": "The method is not known here; many routine assays cannot see values as low as the target.",
    "comparator_probably_lost": "{il6} is exactly where {likely_assay} begins or ends: a < or > was probably lost.",
    # pairs
    "both_low": "IL-6 and hs-CRP are both low.",
    "crp_average": "IL-6 is near normal and hs-CRP average.",
    "crp_only": "hs-CRP is raised without IL-6: residue of an illness, insulin resistance, oestrogen or body fat.",
    "il6_only":
        "IL-6 is raised without hs-CRP: first think of noise, a meal, exercise, a late spin, drugs or genetics.",
    "il6_leading": "IL-6 is raised while hs-CRP is only average.",
    "both_raised": "Both are raised: a body-wide response in which the liver takes part; no sign of liver disease.",
    "suspended": "hs-CRP is above {crp_acute}: something acute hides the baseline, and neither marker is interpreted.",
    "crp_missing": "hs-CRP was not measured; the two markers say together what neither says alone.",
    "il6_missing": "IL-6 was not measured; hs-CRP alone cannot say whether the IL-6 pathway drives it.",
    "not_paired": "IL-6 and hs-CRP are not of one draw, so they are not read together.",
    "crp_void": "The hs-CRP sample is void, so the two are not read together.",
    "il6_void": "The IL-6 sample is void, so the two are not read together.",
    "undetermined": "A result spans a line, so the two cannot be read together.",
    "il10_ratio_not_computed":
        "No IL-6 to IL-10 ratio is computed: IL-10 has no routine assay and no line to compare with.",
    "conventional_crp_not_paired": "Conventional CRP is another test; only its line of {crp_acute} is judged.",
    # care
    "il6_urgent": "{il6} lies in the range of severe acute illness.",
    "il6_acute_with_red_flag": "{il6} together with a warning symptom can be a severe acute illness.",
    "il6_acute": "{il6} lies in the range of acute illness.",
    "red_flag_with_il6_beyond_range": "A warning symptom together with {il6} should not wait.",
    "red_flag_with_acute_crp": "A warning symptom together with an acute CRP should not wait.",
    "red_flag": "A warning symptom was stated; it outranks every band. If it is new or severe, seek care at once.",
    "beyond_range_twice": "IL-6 lay beyond the range more than once: that needs a cause.",
    "crp_acute_twice": "hs-CRP was acute more than once: that needs a cause.",
    "beyond_range_once": "IL-6 lies beyond the range once: it is repeated before anything is made of it.",
    "crp_acute_once": "CRP is in the acute range: both markers are repeated once it has passed.",
    "sample_void": "The sample is void and settles nothing.",
    "sample_unverified": "The sample could not be verified and settles nothing.",
    "exercise_explains_value":
        "At rest {il6} would ask for a doctor; here exercise explains it, and a rested draw decides.",
    # secondary causes
    "persistently_high": "IL-6 stayed above {high_line}: a clinician should look for a cause.",
    "exclude_secondary_causes":
        "Autoimmune disease, hidden cancer, chronic infection and bowel inflammation are to be excluded.",
    "high_despite_lifestyle": "All five habits are stated good, so another cause than habits weighs more.",
    "secondary_causes_excluded": "Secondary causes are stated to be excluded; this library cannot check it.",
    # the body
    "grip_not_assessed": "Grip strength was not assessed.",
    "grip_stable": "Grip strength is stable.",
    "grip_improving": "Grip strength is stated to improve.",
    "grip_possible_decline": "Grip strength may be falling.",
    "grip_confirmed_decline": "Grip strength has fallen, seen in two sessions at least {grip_gap} apart.",
    "grip_trend_contradicted": "The stated course of grip contradicts its sessions; the sessions were judged.",
    "grip_explained_by_training": "Grip is falling, and training or protein is lacking: that explains it first.",
    "grip_il6_suspect":
        "Grip falls despite training and protein: a raised IL-6 is one of several explanations; the link is weak.",
    "grip_look_elsewhere": "Grip falls despite training and protein, but IL-6 is near normal: look elsewhere.",
    "measure_both_before_training_change": "Measure IL-6 and hs-CRP before the training is changed.",
    "hrv_not_assessed": "Heart rate variability was not assessed.",
    "hrv_stable": "Heart rate variability is stable.",
    "hrv_improving": "Heart rate variability is stated to improve.",
    "hrv_declining": "Heart rate variability lay below the person's own range for two weeks.",
    "hrv_marked_decline": "Heart rate variability lay far below the person's own range for two weeks.",
    "hrv_trend_contradicted": "The stated course of heart rate variability contradicts its days; the days were judged.",
    "hrv_il6_loop": "Heart rate variability falls while IL-6 is raised: each can drive the other; the link is weak.",
    "hrv_alone": "Heart rate variability falls while IL-6 is near normal: look for another reason.",
    "hrv_preserved": "Heart rate variability holds although IL-6 is raised.",
    "muscle_catabolism_link":
        "Muscle mass falls while IL-6 is raised: a link from animals and the very ill, weak in others.",
    "cognition_link": "Thinking slows while IL-6 is raised: an association in cohorts, no cause shown.",
    "pace_link": "The pace of ageing is above one while IL-6 is raised: two measures that may share causes.",
    # interventions
    "vitamin_d_deficient": "25-OH-vitamin D lies below {vitamin_d_deficient}: a deficiency.",
    "vitamin_d_below_target":
        "25-OH-vitamin D lies below the article's target of {vitamin_d_target_low}; that target is no consensus.",
    "vitamin_d_within_target": "25-OH-vitamin D lies within the article's target.",
    "vitamin_d_above_target": "25-OH-vitamin D lies above the article's target of {vitamin_d_target_high}.",
    "vitamin_d_very_high": "25-OH-vitamin D is far above every target; more can harm.",
    "vitamin_d_not_tested": "Vitamin D is planned without a test: measure 25-OH-vitamin D first.",
    "self_administration_refused":
        "Dasatinib with quercetin is refused without a physician: a prescription drug with grave risks.",
    "secondary_disease":
        "A known disease raises IL-6: no background-inflammation label is given and no habit is blamed.",
    # background
    "il6_sources": "Deep body fat, the gut and worn-out cells can all release IL-6; the number cannot name its source.",
    "trans_signalling": "IL-6 helps repair by one way and drives inflammation by another; the number shows neither.",
    "cohort_figures":
        "In large groups higher values went with earlier death; that is a figure of groups, not of a person.",
    "il6_rarely_tested": "Routine blood tests rarely include IL-6: it has to be asked for by name.",
})  # fmt: skip

REASSURING: frozenset[str] = frozenset({
    "optimal", "not_persistent", "stable", "declining", "within_noise", "fall", "both_low", "crp_average",
    "grip_stable", "grip_improving", "hrv_stable", "hrv_improving", "hrv_preserved", "exercise_explains_value",
})  # fmt: skip
"""Findings that stay unsaid while somebody should see a doctor at once."""

ACTIONS: Mapping[str, str] = MappingProxyType({
    "seek_urgent_care":
        "Seek urgent medical care now; sooner still with fever, confusion, breathlessness or chest pain.",
    "see_clinician_same_day": "See a clinician today or tomorrow.",
    "clinician_evaluation": "Have a clinician evaluate this; bring this report.",
    "talk_to_treating_clinician":
        "Discuss the result with the clinician who treats the known disease or gives the drug.",
    "exclude_secondary_causes":
        "Have autoimmune disease, hidden cancer, chronic infection and bowel inflammation excluded.",
    "ask_laboratory": "Ask the laboratory for the original result: unit, comparator and time.",
    "repeat_when_acute_has_passed": "Repeat IL-6 and hs-CRP together after {repeat_from}, once well.",
    "repeat_beyond_range": "If well, repeat IL-6 in {repeat_from} to {repeat_until}; if not well, see a clinician.",
    "repeat_rested":
        "Draw again rested: {washout} after hard training, {paired_washout} for hs-CRP too, fasted, in the morning.",
    "repeat_cleared": "Draw again when what disturbed this sample has passed: fasted, rested, in the morning.",
    "verify_or_repeat": "State what is missing about this draw, or repeat it fasted, rested and in the morning.",
    "measure_both_before_training_change": "Measure IL-6 and hs-CRP before the training is changed.",
    "measure_hs_crp": "Measure hs-CRP in the same draw next time.",
    "measure_il6": "Measure IL-6 together with hs-CRP.",
    "measure_both_together": "Draw IL-6 and hs-CRP from one sample next time.",
    "measure_vitamin_d": "Measure 25-OH-vitamin D before taking vitamin D.",
    "no_self_administration": "Do not take dasatinib on your own; if at all, it is a physician's decision.",
    "use_sensitive_assay": "For values near the target choose a high-sensitivity assay, and stay with it.",
    "repeat_to_confirm": "Repeat with the same laboratory after {repeat_from} or more: one reading proves little.",
})  # fmt: skip
"""What to do next, in order of urgency."""

ACTION_FOR: Mapping[str, str] = MappingProxyType({
    "il6_urgent": "seek_urgent_care",
    "il6_acute_with_red_flag": "seek_urgent_care",
    "il6_acute": "see_clinician_same_day",
    "red_flag_with_il6_beyond_range": "see_clinician_same_day",
    "red_flag_with_acute_crp": "see_clinician_same_day",
    "red_flag": "clinician_evaluation",
    "beyond_range_twice": "clinician_evaluation",
    "crp_acute_twice": "clinician_evaluation",
    "persistently_high": "clinician_evaluation",
    "exclude_secondary_causes": "exclude_secondary_causes",
    "measure_both_before_training_change": "measure_both_before_training_change",
    "beyond_range_once": "repeat_beyond_range",
    "crp_acute_once": "repeat_when_acute_has_passed",
    "secondary_disease": "talk_to_treating_clinician",
    "il6_receptor_blocker": "talk_to_treating_clinician",
    "anti_il6": "talk_to_treating_clinician",
    "other_immunomodulator": "talk_to_treating_clinician",
    "conflict": "ask_laboratory",
    "check_unit": "ask_laboratory",
    "comparator_probably_lost": "ask_laboratory",
    "sample_void": "repeat_cleared",
    "sample_unverified": "verify_or_repeat",
    "myokine_window": "repeat_rested",
    "post_exercise_hold": "repeat_rested",
    "race_hold": "repeat_rested",
    "vitamin_d_not_tested": "measure_vitamin_d",
    "self_administration_refused": "no_self_administration",
    "crp_missing": "measure_hs_crp",
    "il6_missing": "measure_il6",
    "not_paired": "measure_both_together",
    "assay_cannot_see_target": "use_sensitive_assay",
    "provisional": "repeat_to_confirm",
})  # fmt: skip
"""Which action follows from which finding."""

WHEN_WELL: frozenset[str] = frozenset({"beyond_range_once", "crp_acute_once"})
"""What is repeated once and when well; unsaid where a clinician is asked for anyway."""

CARE_ACTIONS: Mapping[str, str] = MappingProxyType({
    "urgent": "seek_urgent_care",
    "same_day": "see_clinician_same_day",
    "clinician_evaluation": "clinician_evaluation",
})  # fmt: skip
"""Which action follows from the care itself, whoever asked for it."""

MISSING_ORDER: tuple[str, ...] = (
    "il6", "red_flags", "drawn_at", "exercise", "hours_since_exercise", "fasting", "at_rest", "confounders",
    "hs_crp", "consistent_training", "adequate_protein", "age", "pregnant", "method", "hours_to_centrifugation",
    "specimen", "indwelling_line", "haemolysed",
    "lifestyle", "vitamin_d", "secondary_causes_excluded", "medications", "contraindications", "bmi", "sex",
)  # fmt: skip
"""What is asked for, the most useful first."""

OPTIONAL: frozenset[str] = frozenset({
    "lab_upper_limit", "conventional_crp", "il10", "grip", "grip_trend", "hrv", "hrv_trend", "muscle_mass_falling",
    "processing_speed_slowing", "dunedin_pace", "considering", "bmi", "medications", "contraindications", "lifestyle",
    "vitamin_d", "secondary_causes_excluded", "sex",
})  # fmt: skip
"""Facts that are asked for only where an answer depends on them."""

MISSING: Mapping[str, str] = MappingProxyType({
    "il6": "an IL-6 result",
    "red_flags": "warning symptoms (fever, night sweats, weight loss …), or that there are none",
    "drawn_at": "when the sample was drawn",
    "exercise": "the kind of the last training session",
    "hours_since_exercise": "the hours since it ended",
    "fasting": "whether the person was fasting",
    "at_rest": "whether the person was at rest",
    "confounders": "infections, vaccinations, drugs and the like, or that there were none",
    "hs_crp": "hs-CRP of the same draw",
    "age": "the age",
    "consistent_training": "whether resistance training was consistent",
    "adequate_protein": "whether protein was adequate",
    "pregnant": "whether the person is pregnant",
    "method": "the laboratory's method",
    "hours_to_centrifugation": "how long the tube stood before it was spun",
    "specimen": "serum or plasma",
    "indwelling_line": "whether it was drawn from a line",
    "haemolysed": "whether the sample was haemolysed",
    "lifestyle": "the five habits: visceral fat, gut, aerobic exercise, vitamin D, sleep",
    "vitamin_d": "25-OH-vitamin D",
    "secondary_causes_excluded": "whether secondary causes have been excluded",
    "medications": "the medications taken, or that there are none",
    "contraindications": "other conditions that matter, or that there are none",
    "bmi": "the BMI",
    "sex": "the sex",
})  # fmt: skip

NEXT_DRAW: Mapping[str, str] = MappingProxyType({
    "fasted": "fasted for {fasting_full} or more, hs-CRP from the same draw",
    "rested": "at rest, {washout} after hard training, {paired_washout} for hs-CRP, {race_caution} after a race",
    "morning": "in the morning, between {morning_start} and {morning_end}",
    "spun": "spun within {spin_caution}",
    "same_method": "with the same laboratory and method ({method})",
    "same_laboratory": "with the same laboratory, and its method noted",
})  # fmt: skip
"""What the next draw should look like."""

BANDS: Mapping[str, str] = MappingProxyType({
    "optimal": "optimal",
    "above_target": "above target",
    "elevated": "elevated",
    "high": "high",
    "beyond_range": "beyond range",
})  # fmt: skip

SPANS: Mapping[str, str] = MappingProxyType({
    "from": "from {line}",
    "above": "above {line}",
    "below": "below {line}",
    "up_to": "up to {line}",
})  # fmt: skip
"""The ends of a band, each with or without the line itself."""

SEVERITY: Mapping[str, str] = MappingProxyType({
    "urgent": "Urgent:",
    "warning": "Warning:",
    "caution": "Note:",
    "info": "",
})  # fmt: skip
"""How much a finding asks for attention, where no colour says it."""

FIRMNESS: Mapping[str, str] = MappingProxyType({
    "none": "no band",
    "unverified": "unverified: the draw was not fully reported",
    "provisional": "provisional: one reading in this band",
    "firm": "firm: a second reading agrees",
})  # fmt: skip

PATTERNS: Mapping[str, str] = MappingProxyType({
    "both_low": "; hs-CRP is low too",
    "crp_average": "; hs-CRP is average",
    "crp_only": "; hs-CRP is raised without it",
    "il6_only": "; hs-CRP is low",
    "il6_leading": "; hs-CRP is average",
    "both_raised": "; hs-CRP is raised too",
    "suspended": "; an acute hs-CRP suspends both",
})  # fmt: skip

SUMMARY: Mapping[str, str] = MappingProxyType({
    "urgent": "Urgent: medical care is needed now, with {results}.",
    "same_day": "{results} should be seen by a clinician today or tomorrow.",
    "clinician_evaluation": "{results} should be evaluated by a clinician.",
    "no_il6": "No IL-6 was measured, so nothing can be said of it.",
    "not_applicable": "{il6} is not judged: adult reference values do not apply.",
    "myokine": "{il6} is the healthy response of working muscle, not a baseline; draw again rested.",
    "void": "{il6} is no baseline: the sample is void; draw again.",
    "open": "{il6} leaves the band open: {possible}.",
    "band": "{il6} is {band} ({firmness}){pattern}.",
})  # fmt: skip

CARE: Mapping[str, str] = MappingProxyType({
    "none": "nothing here asks for a clinician",
    "repeat": "repeat the test",
    "clinician_evaluation": "have a clinician evaluate this",
    "same_day": "see a clinician today or tomorrow",
    "urgent": "seek medical care now",
})  # fmt: skip

STANDING: Mapping[str, str] = MappingProxyType({
    "valid": "a usable sample",
    "tentative": "usable, with a warning",
    "unverified": "not verified, because something about the draw was not reported",
    "void": "void as a baseline",
    "not_applicable": "not judged",
})  # fmt: skip

LABELS: Mapping[str, str] = MappingProxyType({
    "care": "Care",
    "why": "Why",
    "next": "What to do next",
    "missing": "What would sharpen this",
    "authority": "On whose authority",
    "next_draw": "The next draw",
    "on_or_after": "on or after",
    "tried": "What may be tried, in this order",
    "article": "article",
    "evidence": "evidence for IL-6",
    "withheld": "Nothing is advised here: another question comes first.",
    "course": "The course, oldest first",
    "band": "Band",
    "level": "Level",
    "reported_as": "reported as",
    "possible": "still possible",
    "no_band": "none",
    "one_day": "95 % range from one reading",
    "days": "days of readings, 95 % range",
    "not_counted": "not counted",
    "overridden": "overridden",
    "instead_of": "instead of",
    "without": "without the rules",
    "added": "with the host's own rules",
    "scale": "The scale, in pg/mL",
    "level_range": "95 % range of the level",
    "struck": "void",
    "not_shown": "This verdict cannot be shown: working it out raised {error}. Print it to see where.",
    "tier": "Tier",
    "date": "Date",
    "band_or_standing": "Band, or why there is none",
})  # fmt: skip

WITHHELD = "Nothing is advised here: another question comes first."

STATUS: Mapping[str, str] = MappingProxyType({
    "first_line": "{name}: comes first, before anything else.",
    "conditional": "{name}: depends on what is not yet known or settled.",
    "supported": "{name}: the article supports it for this person.",
    "not_indicated": "{name}: not needed for this result.",
    "discuss_with_physician": "{name}: a question for a physician, nothing to start alone.",
    "not_supported": "{name}: not supported for this person.",
})  # fmt: skip

CAUTIONS: Mapping[str, str] = MappingProxyType({
    "weight_loss_barred": "Underweight or losing weight without intent: losing more is no aim.",
    "heart_symptoms": "Symptoms of the heart were stated: have them cleared before training.",
    "melatonin_high_dose": "The article warns that such a dose may hold back the body's own melatonin.",
})  # fmt: skip

DOSES: Mapping[str, str] = MappingProxyType({
    "dose_below_range": "The planned dose lies below the article's range.",
    "dose_within_range": "The planned dose lies within the article's range.",
    "dose_above_range": "The planned dose lies above the article's range.",
    "dose_within_upper_limit": "The planned dose stays within the upper limit.",
    "dose_above_upper_limit": "The planned dose lies above the upper limit: not without a doctor.",
})  # fmt: skip

PICTURE: Mapping[str, str] = MappingProxyType({
    "il6": "IL-6, pg/mL",
    "hs_crp": "hs-CRP, mg/L",
    "grip": "Grip strength, kg",
    "rmssd": "Heart rate variability (RMSSD), ms",
    "sdnn": "Heart rate variability (SDNN), ms",
    "valid": "usable",
    "tentative": "usable, with a warning",
    "unverified": "not verified",
    "void": "void",
    "not_applicable": "not judged",
    "apart": "usable, but not compared",
    "earlier": "earlier hs-CRP, as stated",
    "comparator": "arrow: reported as below or above",
    "trend": "line through the readings that count: ×{fold} in {days} days",
    "change": "a change between ×{low} and ×{high} may be chance",
    "level": "level {estimate} pg/mL, 95 % range {low} – {high}",
    "level_slot": "level",
    "undated": "no date",
    "no_il6": "No IL-6 was measured.",
    "unlabelled": "Not counted, and not labelled above",
    "more": "and {count} more",
    "counted": "counts",
    "description": "{il6} over time on the bands {bands}.",
})  # fmt: skip
"""The words of a drawn course."""
