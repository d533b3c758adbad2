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
    "ACTIONS",
    "AUTHORITIES",
    "BANDS",
    "CARE",
    "CARE_ACTIONS",
    "CAUTIONS",
    "DOSES",
    "FIRMNESS",
    "LABELS",
    "MEANING",
    "MISSING",
    "NEXT_DRAW",
    "OPTIONAL",
    "PHRASES",
    "PICTURE",
    "SEVERITY",
    "SPANS",
    "STANDING",
    "STATUS",
    "SUMMARY",
    "WHERE_TO_GO",
    "WITHHELD",
]

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
    "repeat_to_confirm": "Repeat with the same laboratory.",
})  # fmt: skip
"""What to do next, in order of urgency."""

CARE_ACTIONS: Mapping[str, str] = MappingProxyType({
    "urgent": "seek_urgent_care",
    "same_day": "see_clinician_same_day",
    "clinician_evaluation": "clinician_evaluation",
})  # fmt: skip
"""Which action follows from the care itself, whoever asked for it."""

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
    "": "this rule set's",
})  # fmt: skip
"""Whose a number is, by the letter of its basis: the article's own, or of whoever chose the rules."""

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
    "drawn": "Drawn",
    "for_clinician": "For the clinician",
    "more_missing": "What else would sharpen this",
    "findings": "All findings",
    "numbers": "The sample and its numbers",
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
    "dose_below_range": "The planned dose lies below {melatonin_low_whose} range.",
    "dose_within_range": "The planned dose lies within {melatonin_low_whose} range.",
    "dose_above_range": "The planned dose lies above {melatonin_high_whose} range.",
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

MEANING: Mapping[str, str] = MappingProxyType({
    "no_higher": "Without what disturbed it the value would be no higher: {band}, or a lower band.",
    "no_lower": "Without what disturbed it the value would be no lower: {band}, or a higher band.",
    "stays": "Without what disturbed it the band would still be {band}.",
    "no_bound": "What disturbed it leaves every band open, from {first} to {last}.",
    "unverified": "Nothing rests on it until that is known.",
    "level_one": "One reading fits a usual level from {low} to {high}{near}.",
    "level": "{n} days of readings put the usual level at {estimate}, between {low} and {high}{near}.",
    "near": ", on either side of {lines}",
    "reported": "The laboratory reported {text}.",
    "band": "The band is {band}.",
    "not_before": "{sentence}; not before {date}.",
    "draw_again": "Draw again, not before {date}.",
    "sources": "Sources: {sources}.",
    "rules": "Rules: {rules}.",
})  # fmt: skip
"""What an answer means, in one sentence, and the lines around it."""
