"""
The words for the person whose result it is: short sentences and everyday words, for a reading age of twelve.

Keyed by the codes of a verdict, as `findings` and `words` are; a code without an entry here is left
out of these pages, and stands in the full report. Names in braces are filled in from the verdict; no
number of a rule stands in the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "AGAIN",
    "ALSO",
    "BAND",
    "BOUND",
    "CAN_GO",
    "COURSE",
    "DISTURBED",
    "MONTHS",
    "SAID",
    "STEPS",
    "SYMPTOMS",
    "UNDATED",
]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

SAID: Mapping[str, str] = MappingProxyType({
    "urgent":
        "Get medical help now. Go to an emergency department, or call the emergency number. Show them this page.",
    "same_day":
        "See a doctor today or tomorrow, and show them this page. If you get worse, go to an emergency department.",
    "number": "Your IL-6 is {il6}{reported}.",
    "reported": " (the laboratory wrote {text})",
    "no_il6": "No IL-6 result was given, so there is nothing to explain yet.",
    "what": "IL-6 is a messenger of inflammation in the blood.",
    "not_applicable": "The limits used here are made for adults who are not pregnant, so this number is not judged.",
    "unverified": "How the blood was taken is not known well, so this may not be your usual level.",
    "acute":
        "Your CRP, a second sign of inflammation, is very high: the body was fighting something. So "
        "neither number shows your usual level.",
    "open": "The result does not tell exactly where you are.",
    "not_usual": "This number does not show your usual level.",
    "no_higher": "Without that, it would be this or lower.",
    "no_lower": "Without that, it would be this or higher.",
    "may_point": "It can point to inflammation that lasts.",
    "disease": "A disease you have can raise it, so it says nothing about your habits.",
    "one": "One test cannot show your usual level.",
    "many": "Many adults are here.",
    "else": "Something else, such as an infection, may be behind it.",
    "named": "You named {symptoms}.",
    "symptom": "That counts more than any number: if it is new or strong, get help at once.",
    "unit": "The unit looks wrong, so this may be another test: ask the laboratory too.",
    "training_or_illness": "Training alone can do this, and so can illness.",
    "when": " on or after {date}",
    "next": "What to do:",
    "plan": "Ask a doctor or pharmacist before you start what you plan.",
    "worry":
        "See a doctor soon with fever, sweats at night or unwanted weight loss. Call the emergency number for chest "
        "pain, trouble breathing or confusion.",
    "caveat": "One blood value cannot show whether you are ill or healthy. Talk about it with a doctor.",
})  # fmt: skip
"""The sentences that do not depend on what was found, and those of the care and the standing."""

SYMPTOMS: Mapping[str, str] = MappingProxyType({
    "chest_pain": "chest pain",
    "new_breathlessness": "trouble breathing",
    "confusion": "confusion",
    "fever": "fever",
    "night_sweats": "sweats at night",
    "unintended_weight_loss": "unwanted weight loss",
    "blood_in_stool": "blood in the stool",
    "persistent_joint_swelling": "a joint that stays swollen",
})  # fmt: skip
"""What each warning symptom is called, the most urgent first."""

BOUND: Mapping[str, str] = MappingProxyType({"<": "below ", "≤": "at most ", ">": "above ", "≥": "at least "})
"""How a sign before a number is read aloud."""

BAND: Mapping[str, str] = MappingProxyType({
    "optimal": "This is below the target{target}.",
    "above_target": "This is not below the target{target}.",
    "elevated": "This is raised.",
    "high": "This is high.",
    "beyond_range": "This is very high.",
})  # fmt: skip

COURSE: Mapping[str, str] = MappingProxyType({
    "rising": "Over your tests it has gone up.",
    "declining": "Over your tests it has gone down.",
    "volatile": "Over your tests it goes up and down more than usual.",
    "possible_rise": "Over your tests it may be going up.",
    "persistent_above_3": "It was high in your newest tests.",
    "consistent_above_2": "It was raised in most of your tests, and in the newest.",
    "persistent_above_target": "It was not below the target in most of your tests.",
})  # fmt: skip
"""What several tests say together."""

CAN_GO: tuple[str, ...] = (
    SAID["what"], SAID["one"], COURSE["persistent_above_target"], COURSE["consistent_above_2"],
    COURSE["persistent_above_3"], SAID["no_higher"], SAID["no_lower"], SAID["many"], SAID["not_usual"],
    SAID["may_point"],
)  # fmt: skip
"""What a page that would grow too long leaves out, the most dispensable first."""

DISTURBED: Mapping[str, str] = MappingProxyType({
    "exercise": "The blood was taken too soon after training, and working muscles raise this value.",
    "meal": "The blood was taken too soon after food, and food can raise this value.",
    "rest": "You were not at rest, and moving can raise this value.",
    "tube": "The blood waited too long in the tube.",
    "line": "The blood came from a line in the vein, which can raise this value.",
    "haemolysis": "Blood cells broke in the tube.",
    "infection": "You had an infection not long before, which can raise this value.",
    "vaccination": "You had a vaccination not long before, which can raise this value.",
    "injury": "You had an operation or an injury not long before, which can raise this value.",
    "cold": "You had been in the cold, which can raise this value.",
    "pregnancy": "You had a baby not long before, which can raise this value.",
    "conflict": "Two different results carry the same time, so one of them is wrong.",
    "unit": "The unit looks wrong, so this may be another test.",
    "biotin": "Biotin, a vitamin, can make this test read too low.",
    "steroids": "Steroid medicine lowers this value, so a low number proves nothing.",
    "il6_receptor_blocker": "A medicine you have had changes this test.",
    "anti_il6": "A medicine you have had changes this test.",
    "other_immunomodulator": "A medicine you have had changes this value.",
    "": "Something disturbed this sample.",
})  # fmt: skip
"""What spoke against a sample, by the code of its mechanism."""

AGAIN = "Have it measured again{when}: in the morning, before breakfast, well rested, at the same laboratory."

STEPS: Mapping[str, str] = MappingProxyType({
    "clinician_evaluation": "Show this page to your doctor.",
    "exclude_secondary_causes": "Ask your doctor to look for the reason.",
    "talk_to_treating_clinician":
        "Ask the doctor who treats you what this number means. Do not stop or delay a medicine for this test.",
    "ask_laboratory": "Ask the laboratory to check the result and its unit.",
    "rule_out_interference": "Ask the laboratory to check the result in another way.",
    "no_self_administration": "Do not take dasatinib on your own; that is for a doctor to decide.",
    "take_no_more_vitamin_d": "Take no more vitamin D, and ask a doctor about it.",
    "measure_vitamin_d": "Have your vitamin D measured before you take any.",
    "repeat_explained":
        "If you feel ill, see a doctor today. If you feel well, have it measured again within days: in the morning, "
        "before breakfast, well rested.",
    "repeat_when_acute_has_passed": "When you are well again, have both values measured again{when}.",
    "repeat_beyond_range": f"If you feel ill, see a doctor. If you feel well: {AGAIN[0].lower()}{AGAIN[1:]}",
    "repeat_rested": AGAIN.replace("well rested", "after a time without hard training"),
    "repeat_cleared": AGAIN,
    "verify_or_repeat":
        "Find out how the blood was taken, or have it measured again{when}, well rested and before breakfast.",
    "look_for_cause_of_course":
        "Think about what has changed: illness, sleep, training or medicine. Then have it measured again{when}.",
    "begin_with_first_tier":
        "Good sleep and regular movement come first. Have it measured again{when}, at the same laboratory.",
    "repeat_to_confirm": AGAIN,
    "use_sensitive_assay": "Ask for a test that can measure low values, and stay with it.",
})  # fmt: skip
"""What to do next, the most important first."""

UNDATED: Mapping[str, str] = MappingProxyType({
    "begin_with_first_tier": "Good sleep and regular movement come first.",
})  # fmt: skip
"""What is left of a step where one before it has named the next test."""

ALSO: Mapping[str, str] = MappingProxyType({
    "measure_il6": "Have IL-6 measured too.",
    "measure_both_together": "Next time have IL-6 and hs-CRP measured from one sample.",
    "measure_hs_crp": "Next time have hs-CRP, a second sign of inflammation, measured too.",
    "": "Show this page to your doctor when you next see one.",
})  # fmt: skip
"""What to do where nothing of the above is to be done, the first that fits."""
