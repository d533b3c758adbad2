"""
The words around the findings: labels of report, card and picture, actions, summaries and the next draw.

With `findings` and `mechanisms` these are all words of a verdict, so that a translation is three
more modules. Names in braces are facts of the case or thresholds of the rule set; no number stands
in the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "ABOVE",
    "ACTIONS",
    "AFTER_TRAINING",
    "AGAINST",
    "ASSUMES",
    "AUTHORITIES",
    "BANDS",
    "BECAUSE",
    "BOUNDS",
    "CARE",
    "CARE_ACTIONS",
    "CAUTIONS",
    "COMMON_CAUSES",
    "CONDITIONS",
    "DATED",
    "DECIDES",
    "DOSES",
    "FIRMNESS",
    "FLOORS",
    "LABELS",
    "MEANING",
    "MISSING",
    "MORE",
    "NEXT_DRAW",
    "NOTES",
    "OPTIONAL",
    "PHRASES",
    "PICTURE",
    "PLANS",
    "RED_FLAGS",
    "REPEATS",
    "SEVERITY",
    "SINCE",
    "SPANS",
    "STANDING",
    "STATUS",
    "SUMMARY",
    "UNDATED",
    "UNKNOWN",
    "WHERE_TO_GO",
    "WITHHELD",
    "WITHHELD_BY",
]

ACTIONS: Mapping[str, str] = MappingProxyType({
    "seek_urgent_care":
        "Seek urgent medical care now.",
    "see_clinician_same_day": "See a clinician today or tomorrow.",
    "clinician_evaluation": "Have a clinician evaluate this; bring this report.",
    "talk_to_treating_clinician":
        "Discuss it with the clinician who treats the disease or gives the drug; "
        "do not stop or delay a medicine for this test.",
    "exclude_secondary_causes":
        "Have autoimmune disease, hidden cancer, chronic infection and bowel inflammation excluded.",
    "ask_laboratory": "Ask the laboratory for the original result: unit, comparator and time.",
    "rule_out_interference":
        "Have the laboratory rule out interference: a diluted sample, a blocking reagent, another method.",
    "repeat_explained": "Repeat IL-6 at rest within {repeat_explained}; with any symptom, see a doctor today.",
    "repeat_when_acute_has_passed": "Repeat IL-6 and hs-CRP together after {repeat_from}, once well.",
    "repeat_beyond_range":
        "If well, repeat IL-6 after {repeat_from} and within {repeat_until}; if not well, see a clinician.",
    "repeat_rested":
        "Draw again rested: {washout} after hard training, {paired_washout} for hs-CRP too, fasted, in the morning.",
    "repeat_cleared": "Draw again when nothing disturbs the sample: fasted, rested, in the morning.",
    "verify_or_repeat": "Find out how it was drawn, or draw again fasted and rested.",
    "measure_both_before_training_change": "Measure IL-6 and hs-CRP before the training is changed.",
    "measure_hs_crp": "Measure hs-CRP in the same draw next time.",
    "measure_il6": "Measure IL-6 together with hs-CRP.",
    "measure_both_together": "Draw IL-6 and hs-CRP from one sample next time.",
    "take_no_more_vitamin_d": "Take no more vitamin D, and ask a doctor about this level.",
    "measure_vitamin_d": "Measure 25-OH-vitamin D before taking vitamin D.",
    "no_self_administration": "Do not take dasatinib on your own; if at all, it is a physician's decision.",
    "use_sensitive_assay": "For values near the target choose a high-sensitivity assay, and stay with it.",
    "look_for_cause_of_course":
        "Look for what moves it (illness, sleep, training, drugs); repeat within {course_repeat}, under the same "
        "conditions.",
    "begin_with_first_tier":
        "Begin with the first tier of habits, or keep to it; repeat IL-6 in {course_repeat}, under the same "
        "conditions.",
    "repeat_to_confirm": "Repeat with the same laboratory.",
})  # fmt: skip
"""What to do next, in order of urgency."""

CARE_ACTIONS: Mapping[str, str] = MappingProxyType({
    "urgent": "seek_urgent_care",
    "same_day": "see_clinician_same_day",
    "clinician_evaluation": "clinician_evaluation",
})  # fmt: skip
"""Which action follows from the care itself, whoever asked for it."""

DATED: Mapping[str, str] = MappingProxyType({
    "look_for_cause_of_course":
        "Look for what moves it (illness, sleep, training, drugs); repeat under the same conditions, "
        "not before {date}.",
    "begin_with_first_tier":
        "Begin with the first tier of habits (sleep, exercise, visceral fat, gut, vitamin D), or keep to it; repeat "
        "under the same conditions, not before {date}.",
})  # fmt: skip
"""Actions with a span of their own, as they are said where the day is known: one draw has one time."""

UNDATED: Mapping[str, str] = MappingProxyType({
    "begin_with_first_tier":
        "Begin with the first tier of habits (sleep, exercise, visceral fat, gut, vitamin D), or keep to it.",
})  # fmt: skip
"""What is left of an action where a more urgent one has named the next draw."""

COMMON_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "noise": "noise",
        "meal": "meal",
        "exercise": "exercise",
        "late_spin": "late spin",
        "receptor_blocker": "IL-6R blocker",
        "il6r_genotype": "IL-6R genes",
        "hepatic_synthesis": "liver synthesis",
    }
)
"""What raises IL-6 without hs-CRP more often than inflammation, in as few letters as one sentence leaves them."""

REPEATS: tuple[str, ...] = (
    "repeat_explained", "repeat_when_acute_has_passed", "repeat_beyond_range", "repeat_rested", "repeat_cleared",
    "verify_or_repeat", "repeat_to_confirm",
)  # fmt: skip
"""Actions that name a time for the next draw; a verdict gives one of them, the first that follows."""

RED_FLAGS: Mapping[str, str] = MappingProxyType({
    "chest_pain": "chest pain",
    "new_breathlessness": "new breathlessness",
    "confusion": "confusion",
    "fever": "fever",
    "night_sweats": "night sweats",
    "unintended_weight_loss": "unintended weight loss",
    "blood_in_stool": "blood in stool",
    "persistent_joint_swelling": "persistent joint swelling",
})  # fmt: skip
"""What each warning symptom is called, the most urgent first."""

MORE = "{count} more"
"""What is said of symptoms that a sentence has no room to name."""

OPTIONAL: frozenset[str] = frozenset({
    "lab_upper_limit", "conventional_crp", "il10", "grip", "grip_trend", "hrv", "hrv_trend", "muscle_mass_falling",
    "processing_speed_slowing", "dunedin_pace", "considering", "bmi", "medications", "contraindications", "lifestyle",
    "vitamin_d", "secondary_causes_excluded", "sex",
})  # fmt: skip
"""Facts that are asked for only where an answer depends on them."""

MISSING: Mapping[str, str] = MappingProxyType({
    "il6": "the IL-6 of this draw",
    "red_flags": "warning symptoms (fever, night sweats, weight loss …), or that there are none",
    "drawn_at": "when the sample was drawn",
    "time_zone": "the time zone of the draw, without which a time in UTC says nothing of the morning",
    "exercise": "the kind of the last training session",
    "hours_since_exercise": "the hours since it ended",
    "fasting": "whether the person was fasting",
    "at_rest": "whether the person was at rest",
    "confounders": "infections, vaccinations, drugs and the like, or that there were none",
    "hs_crp": "hs-CRP of the same draw",
    "consistent_training": "whether resistance training was consistent",
    "adequate_protein": "whether protein was adequate",
    "age": "the age",
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
"""What is asked for, the most useful first."""

NEXT_DRAW: Mapping[str, str] = MappingProxyType({
    "fasted": "fasted for {fasting_full} or more, hs-CRP from the same draw",
    "rested": "at rest, {washout} after hard training, {paired_washout} for hs-CRP, {race_caution} after a race",
    "morning": "in the morning, between {morning_start} and {morning_end}",
    "spun": "spun within {spin_caution}",
    "same_method": "with the same laboratory and method ({method})",
    "same_laboratory": "with the same laboratory, and its method noted",
})  # fmt: skip
"""What the next draw should look like."""

AUTHORITIES: Mapping[str, str] = MappingProxyType({
    "A": "the article's",
    "": "this rule set's ({basis})",
})  # fmt: skip
"""Whose a number is, by the letter of its basis: the article's own, or of whoever chose the rules, by name."""

NOTES: Mapping[str, str] = MappingProxyType({
    "target": ", as does about half of a large cohort",
})  # fmt: skip
"""What is known of a usual number, and of no other that a host puts in its place."""

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
    "unverified": "unverified: nothing rests on it yet",
    "provisional": "provisional: not yet settled",
    "firm": "firm: a second reading agrees",
})  # fmt: skip

ASSUMES = "a flat prior on the log scale: nothing is known of how common each level is"
"""What a set point assumes."""

BOUNDS: Mapping[str, str] = MappingProxyType({
    "": "at most {value}",
    "≤": "at most {value}",
    "<": "below {value}",
})  # fmt: skip
"""How far up a baseline can lie where everything pushes up, by the comparator of the result."""

FLOORS: Mapping[str, str] = MappingProxyType({
    "": "at least {value}",
    "≥": "at least {value}",
    ">": "above {value}",
})  # fmt: skip
"""How far down a baseline can lie where everything pushes down, by the comparator of the result."""

AFTER_TRAINING: Mapping[str, str] = MappingProxyType({
    "hours": "{after} training",
    "": "soon after training",
})  # fmt: skip

SINCE: Mapping[str, str] = MappingProxyType({
    "ago": "{count} days before the draw",
    "ago 0": "on the day of the draw",
    "ago 1": "the day before the draw",
    "after": "{count} h after",
    "after 0": "during or right after",
    "before": "{count} h before",
    "before 0": "right before",
})  # fmt: skip
"""How days and hours between something and the draw are said; some counts have a form of their own."""

UNKNOWN: Mapping[str, str] = MappingProxyType({
    "ago": "at an unknown time before the draw",
    "after": "at an unknown time after",
    "before": "at an unknown time before",
    "": "unknown",
})  # fmt: skip
"""What is said in the place of something that nobody knows."""

SUMMARY: Mapping[str, str] = MappingProxyType({
    "urgent": "Urgent: medical care is needed now, because of {reason}.",
    "same_day": "{reason} should be seen by a clinician today or tomorrow.",
    "clinician_evaluation": "{reason} should be evaluated by a clinician.",
    "history_alone": "The newest IL-6 of the history is {newest}; give it as the reading to have it judged.",
    "no_il6": "No IL-6 was measured, so nothing can be said of it.",
    "not_applicable": "{il6} is not judged: adult reference values do not apply.",
    "nobody": "This person is not judged: adult reference values do not apply.",
    "check_unit": "Is {as_reported} really this test in this unit? Ask the laboratory.",
    "not_raised": "Not raised even {after}: {il6}; at rest {bound}.",
    "training": "{il6} is training's own rise, not a baseline; at rest it is {bound}; draw again rested.",
    "training_or_more": "{il6} is no baseline: it could be exercise alone, and could be illness.",
    "void_bounded": "{il6} is no baseline: the sample is void, and the baseline is {bound}; draw again.",
    "void": "{il6} is no baseline: the sample is void; draw again.",
    "unit_open": "Until that is settled the number says nothing of a level.",
    "on_drug": "{il6} cannot be read while the drug is taken: a question for the clinician who gives it.",
    "open": "{il6} leaves the band open: {possible}.",
    "suspended": "{crp_read} is acute and suspends the pair: {il6} is not read now; repeat both once well.",
    "suspended_on_drug":
        "{crp_read} is acute and suspends the pair: {il6} is not read now. Ask the clinician who gives the drug.",
    "band": "{il6} is {band} ({firmness}){pattern}.",
    "consistent_above_2": "Above {verdict_line} in {beyond} of {n} readings since {since}.",
    "persistent_above_3": "Above {high_line} in {beyond} of {n} readings since {since}.",
    "rising": "It rises: {fold} in {days}.",
    "volatile": "It scatters more than chance explains.",
    "stable_and_high": "Stable, high.",
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
    "unverified": "not verified: something about the draw is open",
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
    "not_advised": "What is not advised now, and why",
    "plans": "What is planned",
    "article": "article",
    "evidence": "evidence for IL-6",
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
    "drawn": "Drawn",
    "for_clinician": "For the clinician",
    "more_missing": "What else would sharpen this",
    "findings": "All findings",
    "numbers": "The sample and its numbers",
    "band_or_standing": "Band, or why there is none",
})  # fmt: skip

WITHHELD = "Nothing is advised here: {reason}."

WITHHELD_BY: Mapping[str, str] = MappingProxyType({
    "secondary_disease": "with the known disease its clinician decides",
    "urgent_care": "a doctor comes first",
    "urgent_red_flag_care": "a doctor comes first",
    "acute_care": "a doctor comes first",
    "red_flag_il6_care": "a doctor comes first",
    "red_flag_crp_care": "a doctor comes first",
    "band": "so high an IL-6 asks for its cause first",
    "possible_bands": "so high an IL-6 asks for its cause first",
    "applicable": "adult reference values do not apply",
    "il6_standing": "adult reference values do not apply",
    "hs_crp_standing": "adult reference values do not apply",
    "": "another question comes first",
})  # fmt: skip
"""Why nothing is advised, by the fact that withholds it."""

STATUS: Mapping[str, str] = MappingProxyType({
    "in_place": "{name}: in place; it stays the first thing ({reason}).",
    "first_line": "{name}: comes first, before anything else ({reason}).",
    "conditional": "{name}: not yet ({reason}).",
    "supported": "{name}: may be tried ({reason}).",
    "not_indicated": "{name}: not needed ({reason}).",
    "discuss_with_physician": "{name}: a question for a physician, nothing to start alone ({reason}).",
    "not_supported": "{name}: not advised ({reason}).",
})  # fmt: skip
"""What an intervention is for this person, with the reason."""

BECAUSE: Mapping[str, str] = MappingProxyType({
    "habit": "the habit was stated",
    "raised": "IL-6 is not below the target of {target}",
    "optimal": "IL-6 is below the target of {target}",
    "vitamin_d_within_target": "25-OH-vitamin D already lies in range",
    "vitamin_d_above_target": "25-OH-vitamin D already lies above {vitamin_d_target_high}",
    "vitamin_d_deficient": "25-OH-vitamin D is below {vitamin_d_deficient}",
    "low_dose": "{melatonin_low,melatonin_high_whose} low dose, and nothing that was stated stands against it",
    "every_condition": "every condition is met",
    "not_shown": "not shown to lower IL-6",
    "unmet": "not met: {names}",
    "against": "against it: {names}",
    "unknown": "not known: {names}",
})  # fmt: skip
"""The reason of a status; the last three name the conditions that are false, that forbid, and that are not known."""

CONDITIONS: Mapping[str, str] = MappingProxyType({
    "il6": "a resting IL-6 that counts",
    "persistence": "an IL-6 persistently at or above {target}",
    "age": "an age of {senolytic_age} or more",
    "low_visceral_fat": "low visceral fat",
    "gut_barrier": "a gut barrier that is cared for",
    "regular_aerobic": "regular aerobic exercise",
    "adequate_vitamin_d": "adequate vitamin D",
    "good_sleep": "good sleep",
    "secondary_causes_excluded": "secondary causes excluded",
    "medications": "the medications taken",
    "vitamin_d": "25-OH-vitamin D, which is tested first",
    "deficient": "a deficiency, below {vitamin_d_deficient}",
})  # fmt: skip
"""What an intervention depends on, as it is named where it is false or not known."""

AGAINST: Mapping[str, str] = MappingProxyType({
    "red_flags": "a warning symptom",
    "dose": "the planned dose",
    "weight_loss_barred": "underweight, or weight lost without intent",
    "heart_symptoms": "symptoms of the heart",
})  # fmt: skip
"""What forbids an intervention; a drug or a condition goes by its own name."""

ABOVE: Mapping[str, str] = MappingProxyType({
    "persistent_above_target": "Persistently at or above {target}.",
    "consistent_above_2": "Persistently above {verdict_line}.",
    "persistent_above_3": "Persistently above {high_line}.",
    "newest": "The newest IL-6, {il6}, is {times} times the target of {target}.",
    "median": "That target is only the middle value of a cohort.",
})  # fmt: skip
"""How far above the target IL-6 lies, where senolytics are spoken of."""

CAUTIONS: Mapping[str, str] = MappingProxyType({
    "weight_loss_barred": "Underweight or losing weight without intent: losing more is no aim.",
    "heart_symptoms": "Symptoms of the heart were stated: have them cleared before training.",
    "melatonin_high_dose":
        "By {melatonin_warning_whose} caution from {melatonin_warning} on, it may hold back the body's own melatonin.",
})  # fmt: skip

DOSES: Mapping[str, str] = MappingProxyType({
    "dose_below_range": "The planned dose lies below {melatonin_low_whose} range, from {melatonin_low}.",
    "dose_within_range": "The planned dose lies within {melatonin_low,melatonin_high_whose} range.",
    "dose_above_range": "The planned dose lies above {melatonin_high_whose} range, up to {melatonin_high}.",
    "dose_within_upper_limit": "The planned dose stays within the upper limit of {vitamin_d_upper_limit}.",
    "dose_above_upper_limit":
        "The planned dose lies above the upper limit of {vitamin_d_upper_limit}: not without a doctor.",
})  # fmt: skip

PLANS: Mapping[str, str] = MappingProxyType({
    "dasatinib_quercetin":
        "Dasatinib with quercetin without a physician is refused: a prescription drug with grave risks, and no dose "
        "is named here.",
})  # fmt: skip
"""What is said first of a plan, whatever its status."""

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

PHRASES: Mapping[str, str] = MappingProxyType({
    "asked": "The rule asked: {asked}",
    "strength": "Evidence: {strength}",
    "threshold": "{name} {value} {unit} [{basis}, {source}]",
    "thresholds": "Thresholds (A the article, L the literature, C a convention): {thresholds}.",
    "used": "Thresholds: {thresholds}.",
    "sources": "Sources: {sources}.",
})  # fmt: skip
"""How an explanation is put together."""

WHERE_TO_GO: Mapping[str, str] = MappingProxyType({
    "urgent": "Go to an emergency department, or call the emergency number.",
    "same_day": "Call a doctor's practice or an urgent-care clinic; if it gets worse, go to an emergency department.",
})  # fmt: skip
"""What stands after care that cannot wait, and nothing after it."""

DECIDES: Mapping[str, str] = MappingProxyType({
    "care": "whom to see",
    "standing": "whether it counts",
    "judged": "whether it is judged",
    "warned": "whether with a warning",
    "hs_crp": "whether hs-CRP counts",
    "band": "the band",
    "pattern": "the two together",
    "firmness": "how firm it is",
    "persistence": "whether it lasts",
})  # fmt: skip
"""What depends on the answer to a question, the weightiest first."""

MEANING: Mapping[str, str] = MappingProxyType({
    "all_bands": "That leaves every band open.",
    "bands": "That leaves open the bands from {first} to {last}.",
    "that": "that",
    "one_band": "That leaves one band: {first}.",
    "crp_alone": "{crp} alone cannot say whether IL-6 drives it.",
    "level_one": "One reading fits a usual level from {low} to {high}{near}.",
    "level": "Readings of {n} days put the usual level at {estimate}, between {low} and {high}{near}.",
    "near": ", on either side of {lines}",
    "reported": "The laboratory reported {text}.",
    "band": "The band is {band}.",
    "not_before": "{sentence}; not before {date}.",
    "draw_again": "Draw again, not before {date}.",
    "sources": "Sources: {sources}.",
    "rules": "Rules: {rules}.",
})  # fmt: skip
"""What an answer means, in one sentence, and the lines around it."""
