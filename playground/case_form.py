"""
The form of the playground as HTML: every fact of a case document, once, in words for a visitor.

The names are those of `Reading`, `Context` and their records, and the choices are the public codes,
so the form cannot offer what the library does not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Literal

from forge_il6 import Confounder, Exercise, Intervention, RedFlag, Sex, Specimen, TrendStated

__all__ = ["FORM", "Fact", "Facts", "Listed", "as_html"]

Kind = Literal["text", "result", "number", "flag", "code", "codes", "words", "instant", "date"]


@dataclass(frozen=True)
class Fact:
    """One fact that a visitor may state: its name in the case document, and how it is asked for."""

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    codes: type[StrEnum] | None = None


@dataclass(frozen=True)
class Listed:
    """A list of the case document: each entry is a row with the same facts."""

    name: str
    label: str
    entry: str
    facts: tuple[Fact, ...]
    hint: str = ""
    empty: str = ""
    """What an empty list says, where it says something: asked, and none."""


@dataclass(frozen=True)
class Facts:
    """A group of the form; one that is folded is for those who know more."""

    label: str
    facts: tuple[Fact | Listed, ...]
    hint: str = ""
    folded: bool = False


WORDS: dict[StrEnum, str] = {
    Exercise.NONE: "none for a week",
    Exercise.LIGHT: "light, such as a walk",
    Exercise.MODERATE: "moderate, Zone 2",
    Exercise.HIIT: "intervals (HIIT)",
    Exercise.RESISTANCE: "resistance, weights",
    Exercise.ECCENTRIC: "eccentric or unaccustomed, such as downhill running",
    Exercise.ENDURANCE: "endurance for more than 90 minutes",
    Exercise.RACE: "a race, marathon or ultra",
    Exercise.UNKNOWN: "some, of a kind not known",
    Confounder.MINOR_INFECTION: "a cold or other minor infection",
    Confounder.FEBRILE_INFECTION: "an infection with fever, antibiotics or hospital",
    Confounder.COVID19: "COVID-19",
    Confounder.MINOR_SURGERY: "dental work, an injury or a tattoo",
    Confounder.MAJOR_SURGERY: "an operation, fracture or burn",
    Confounder.IL6_RECEPTOR_BLOCKER: "IL-6 receptor blocker, such as tocilizumab",
    Confounder.ANTI_IL6: "a drug that binds IL-6, such as siltuximab",
    Confounder.OTHER_IMMUNOMODULATOR: "another immunomodulator: anti-TNF, anti-IL-1, JAK, CAR-T",
    Confounder.SYSTEMIC_STEROIDS: "a course of steroids",
    Confounder.CHRONIC_STEROIDS: "long steroid treatment",
    Confounder.NSAID: "painkiller of the NSAID type, such as ibuprofen",
    Confounder.ORAL_OESTROGEN: "oestrogen by mouth",
    Confounder.POSTPARTUM: "a birth",
    Confounder.COLD_IMMERSION: "cold immersion, ice bath",
    Confounder.POOR_SLEEP: "a short night",
    Confounder.BINGE_ALCOHOL: "heavy drinking",
    Confounder.SECONDARY_DISEASE: "known autoimmune, bowel, kidney, liver or heart disease, cancer, chronic infection",
    Confounder.BIOTIN: "biotin, more than 5 mg a day",
    Confounder.BIOTIN_HIGH: "biotin, 10 mg a day or more",
    Specimen.PLASMA: "plasma, of a kind not known",
    Intervention.VITAMIN_D3_K2: "vitamin D3 with K2",
    Intervention.ZONE2_AEROBIC: "Zone 2 aerobic training",
    Intervention.MELATONIN_LOW_DOSE: "melatonin, low dose",
    Intervention.DASATINIB_QUERCETIN: "dasatinib with quercetin",
}
"""What a code is called where its own letters are no plain words."""

RESULT_FORM = "As the laboratory wrote it, with its unit and any < or >"

IL6 = Fact("il6", "IL-6", "result", f"{RESULT_FORM}: 2.4 pg/mL")
DRAWN_AT = Fact("drawn_at", "Drawn", "instant", "The date alone where the time is not known")
DRAW = (
    Fact("fasting_hours", "Hours fasting", "number"),
    Fact("exercise", "Last training", "code", codes=Exercise),
    Fact("hours_since_exercise", "Hours from its end to the draw", "number"),
    Fact("at_rest", "At rest when it was drawn", "flag"),
)
TUBE = (
    Fact("fasting", "Fasting, where the hours are not known", "flag"),
    Fact("specimen", "Tube", "code", codes=Specimen),
    Fact("hours_to_centrifugation", "Hours until the tube was spun", "number"),
    Fact("indwelling_line", "Drawn from a line that was in place", "flag"),
    Fact("haemolysed", "Haemolysed", "flag"),
)
ASSAY = (
    Fact("method", "Method of the laboratory", hint="Such as R&D Quantikine HS"),
    Fact("lab_upper_limit", "Upper limit of the laboratory", "result", "Such as 7 pg/mL"),
    Fact("molar_mass", "Molar mass in g/mol", "number", "Only for a result in mol"),
    Fact("pg_per_iu", "pg in one IU", "number", "Only for a result in IU"),
)
HS_CRP = Fact("value", "hs-CRP", "result", f"{RESULT_FORM}: 0.6 mg/L")


def of(part: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Name facts by the part of the case document they stand in."""
    return tuple(replace(fact, name=f"{part}.{fact.name}") for fact in facts)


FORM: tuple[Facts, ...] = (
    Facts("The result", (
        *of("reading", (IL6,)),
        Fact("context.hs_crp", "hs-CRP of the same draw", "result", "With its unit: 0.6 mg/L"),
    )),
    Facts("Warning symptoms", (
        Fact("context.red_flags", "Any of these?", "codes", codes=RedFlag),
    ), "With any of these, do not wait for a number: ask a doctor."),
    Facts("The draw", (
        *of("reading", (DRAWN_AT,)),
        Fact("context.time_zone", "Time zone", hint="Such as Europe/Berlin"),
        *of("reading", DRAW),
    ), folded=True),
    Facts("The person", (
        Fact("context.age", "Age in years", "number"),
        Fact("context.sex", "Sex", "code", codes=Sex),
        Fact("context.pregnant", "Pregnant", "flag"),
    ), folded=True),
    Facts("What else was going on", (
        Listed("context.confounders", "Illness, drugs and the like", "one more", (
            Fact("kind", "What", "code", codes=Confounder),
            Fact("days_since", "Days since it ended", "number", "Nothing if it lasts"),
            Fact("hours_since", "or hours since", "number"),
            Fact("ended_on", "or the day it ended", "date"),
        ), "Also vaccinations, operations, short nights", "Asked: none of them"),
    ), folded=True),
    Facts("Earlier readings", (
        Listed("context.history", "Earlier IL-6 results", "an earlier result",
               (IL6, DRAWN_AT, *DRAW, *TUBE, *ASSAY), "Two results weeks apart say more than one"),
        Listed("context.hs_crp_history", "Earlier hs-CRP results", "an earlier hs-CRP",
               (HS_CRP, DRAWN_AT, *DRAW, *TUBE, ASSAY[2])),
    ), folded=True),
    Facts("More about the sample", (
        *of("reading", (*TUBE, *ASSAY)),
        Fact("context.conventional_crp", "Conventional CRP", "result", "The coarse test, not hs-CRP: 5 mg/L"),
        Listed("context.exercise_log", "Training before the draw", "a session", (
            Fact("kind", "Kind", "code", codes=Exercise),
            Fact("started_at", "Began", "instant"),
            Fact("ended_at", "Ended", "instant"),
        ), "Instead of the hours: the library counts them for every reading", "Asked: no training at all"),
    ), folded=True),
    Facts("More about the person", (
        Fact("context.birth_date", "Born on", "date", "Instead of the age"),
        Fact("context.as_of", "Asked on", "instant", "A draw after it is refused"),
        Fact("context.bmi", "BMI in kg/m²", "number"),
        Fact("context.medications", "Medications", "words", "Separated by commas"),
        Fact("context.contraindications", "Other conditions", "words", "Separated by commas"),
        Fact("context.secondary_causes_excluded", "A doctor has excluded other causes", "flag"),
        Fact("context.vitamin_d", "25-OH-vitamin D", "result", "With its unit: 32 ng/mL"),
        Fact("context.il10", "IL-10", "result", "With its unit: 1.1 pg/mL"),
        Fact("context.dunedin_pace", "DunedinPACE", "number"),
    ), folded=True),
    Facts("Habits and the body", (
        Fact("context.lifestyle.low_visceral_fat", "Little visceral fat", "flag"),
        Fact("context.lifestyle.gut_barrier", "The gut is cared for", "flag"),
        Fact("context.lifestyle.regular_aerobic", "Regular aerobic training", "flag"),
        Fact("context.lifestyle.adequate_vitamin_d", "Enough vitamin D", "flag"),
        Fact("context.lifestyle.good_sleep", "Good sleep", "flag"),
        Fact("context.consistent_training", "Consistent resistance training", "flag"),
        Fact("context.adequate_protein", "Enough protein", "flag"),
        Fact("context.muscle_mass_falling", "Muscle mass is falling", "flag"),
        Fact("context.processing_speed_slowing", "Thinking has slowed", "flag"),
        Fact("context.grip_trend", "Course of grip strength", "code", codes=TrendStated),
        Fact("context.hrv_trend", "Course of heart rate variability", "code", codes=TrendStated),
        Listed("context.grip", "Grip strength", "a session", (
            Fact("on", "Day", "date"),
            Fact("value", "Best grip", "result", "With its unit: 41 kg"),
            Fact("hand", "Hand"),
            Fact("device", "Device"),
        )),
        Listed("context.hrv", "Heart rate variability", "a day", (
            Fact("on", "Day", "date"),
            Fact("rmssd", "RMSSD", "result", "With its unit: 42 ms"),
            Fact("sdnn", "or SDNN", "result", "With its unit: 50 ms"),
            Fact("device", "Device"),
        )),
        Listed("context.considering", "Being considered", "a plan", (
            Fact("intervention", "What", "code", codes=Intervention),
            Fact("dose", "Dose", hint="With its unit, where one is planned"),
        )),
    ), folded=True),
)  # fmt: skip
"""Every fact that a visitor can state, in the order of asking."""


# --- HTML ------------------------------------------------------------------------------------------


def as_html(form: Iterable[Facts] = FORM) -> str:
    """Write the form; everything that is no markup of ours is escaped."""
    return "\n".join(_group(group) for group in form)


def _group(group: Facts) -> str:
    hint = f'<p class="hint">{escape(group.hint)}</p>' if group.hint else ""
    inner = f'{hint}<div class="facts">{"".join(_asked(fact) for fact in group.facts)}</div>'
    label = escape(group.label)
    if group.folded:
        return f"<details><summary>{label}</summary>{inner}</details>"
    return f"<fieldset><legend>{label}</legend>{inner}</fieldset>"


def _asked(fact: Fact | Listed) -> str:
    if isinstance(fact, Listed):
        return _list(fact)
    return {"codes": _boxes, "instant": _instant}.get(fact.kind, _control)(fact)


def _identity(fact: Fact | Listed) -> str:
    return "case-" + fact.name.replace(".", "-")


def _hint(fact: Fact | Listed) -> tuple[str, str]:
    """Return the hint of a control, and the attribute that names it."""
    if not fact.hint:
        return "", ""
    where = f"{_identity(fact)}-hint"
    return f'<span class="hint" id="{where}">{escape(fact.hint)}</span>', f' aria-describedby="{where}"'


def _control(fact: Fact) -> str:
    """One label, one control."""
    identity, (hint, described) = _identity(fact), _hint(fact)
    names = f'id="{identity}" data-fact="{fact.name}" data-kind="{fact.kind}"{described}'
    if fact.kind in ("code", "flag"):
        control = f"<select {names}>{_options(fact)}</select>"
    else:
        kind = {"number": 'type="text" inputmode="decimal"', "date": 'type="date"'}.get(fact.kind, 'type="text"')
        control = f'<input {kind} {names} autocomplete="off" autocapitalize="off" spellcheck="false">'
    return f'<div class="fact"><label for="{identity}">{escape(fact.label)}</label>{control}{hint}</div>'


def _options(fact: Fact) -> str:
    if fact.kind == "flag":
        choices = [("true", "yes"), ("false", "no")]
    else:
        choices = [(code.value, word(code)) for code in fact.codes or ()]
    options = (f'<option value="{value}">{escape(text)}</option>' for value, text in choices)
    return f'<option value="">not known</option>{"".join(options)}'


def word(code: StrEnum) -> str:
    """Say a code in words."""
    return WORDS.get(code, code.value.replace("_", " "))


def _boxes(fact: Fact) -> str:
    """A box for every code, and one that says that there are none of them."""
    boxes = "".join(
        f'<label><input type="checkbox" value="{code.value}"> {escape(word(code))}</label>' for code in fact.codes or ()
    )
    return (
        f'<fieldset class="boxes wide" id="{_identity(fact)}" data-fact="{fact.name}" data-kind="codes">'
        f"<legend>{escape(fact.label)}</legend>"
        f'<label><input type="checkbox" data-none> none of these</label>{boxes}</fieldset>'
    )


def _instant(fact: Fact) -> str:
    """A day, and a time where it is known; an offset shows once a case brings one."""
    identity, (hint, described) = _identity(fact), _hint(fact)
    label = escape(fact.label)
    return (
        f'<div class="fact" data-fact="{fact.name}" data-kind="instant" id="{identity}">'
        f'<label for="{identity}-day">{label} on</label><span class="instant">'
        f'<input type="date" id="{identity}-day" data-part="day"{described}>'
        f'<input type="time" data-part="time" aria-label="{label} at this time">'
        f'<input type="text" data-part="offset" aria-label="Offset from UTC" size="6" hidden></span>{hint}</div>'
    )


def _list(listed: Listed) -> str:
    """A list: its rows, a template for one more, and a box for "asked: none"."""
    identity, (hint, described) = _identity(listed), _hint(listed)
    none = f'<label class="none"><input type="checkbox" data-none> {escape(listed.empty)}</label>'
    more = escape(f"Add {listed.entry}")
    row = "".join(_asked(replace(fact, name=f"{listed.name}.{fact.name}")) for fact in listed.facts)
    row = row.replace(f'data-fact="{listed.name}.', 'data-fact="')
    return (
        f'<div class="list wide" role="group" aria-labelledby="{identity}-label"{described} id="{identity}" '
        f'data-list="{listed.name}"><div class="head"><strong id="{identity}-label">{escape(listed.label)}</strong>'
        f'{none if listed.empty else ""}</div>{hint}<ol></ol><button type="button" data-add>{more}</button>'
        f'<template><li><div class="facts">{row}</div>'
        f'<button type="button" data-remove>Remove</button></li></template></div>'
    )
