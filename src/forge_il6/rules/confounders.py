"""
What else moved the result: infections, wounds, drugs, birth, cold, a bad night.

Each rule asks for the days (or hours) since one kind of event ended, 0 while it lasts. Direction
matters: a result pushed up still bounds the baseline from above, one pushed down from below.
"""

from __future__ import annotations

from decimal import Decimal

from ..asking.facts import LASTING_DRUGS, LaterEvent
from ..asking.rule import rule
from ..codes import Analyte, Confounder, Direction, StandingCode
from ..conclusions import Reason
from ..knowledge import thresholds
from ..threshold import Threshold

IL6, HS_CRP, BOTH = Analyte.IL6, Analyte.HS_CRP, (Analyte.IL6, Analyte.HS_CRP)
UP, DOWN, UNKNOWN = Direction.UP, Direction.DOWN, Direction.UNKNOWN

VOID = {(kind, way): Reason(kind.value, StandingCode.VOID, way) for kind in Confounder for way in Direction}
MAYBE = {kind: Reason(kind.value, StandingCode.UNVERIFIED) for kind in Confounder}
WARN = {(kind, way): Reason(kind.value, StandingCode.TENTATIVE, way) for kind in Confounder for way in Direction}


@rule("C1", asks="Was there a minor infection lately?", judges=BOTH)
def after_minor_infection(
    days_since_minor_infection: Decimal,
    *,
    minor_infection_hold: Threshold = thresholds.MINOR_INFECTION_HOLD,
) -> Reason | None:
    """A cold moves both markers long after it feels over."""
    return VOID[Confounder.MINOR_INFECTION, UP] if days_since_minor_infection < minor_infection_hold.value else None


@rule("C2", asks="Was there an infection with fever, antibiotics or hospital lately?", judges=BOTH)
def after_febrile_infection(
    days_since_febrile_infection: Decimal,
    *,
    febrile_infection_hold: Threshold = thresholds.FEBRILE_INFECTION_HOLD,
) -> Reason | None:
    """A serious infection echoes longer than a cold."""
    return (
        VOID[Confounder.FEBRILE_INFECTION, UP] if days_since_febrile_infection < febrile_infection_hold.value else None
    )


@rule("C3", asks="Was there a coronavirus infection lately?", judges=BOTH)
def after_covid19(
    days_since_covid19: Decimal,
    *,
    covid19_hold: Threshold = thresholds.COVID19_HOLD,
    covid19_caution: Threshold = thresholds.COVID19_CAUTION,
) -> Reason | None:
    """Many convalescents still have a raised IL-6 weeks after COVID-19."""
    if days_since_covid19 < covid19_hold.value:
        return VOID[Confounder.COVID19, UP]
    return WARN[Confounder.COVID19, UP] if days_since_covid19 < covid19_caution.value else None


@rule("C4", asks="Was there a vaccination lately?", judges=BOTH)
def after_vaccination(
    days_since_vaccination: Decimal,
    *,
    vaccination_hold: Threshold = thresholds.VACCINATION_HOLD,
    vaccination_caution: Threshold = thresholds.VACCINATION_CAUTION,
) -> Reason | None:
    """A vaccination stirs both markers for days; that is it working."""
    if days_since_vaccination < vaccination_hold.value:
        return VOID[Confounder.VACCINATION, UP]
    return WARN[Confounder.VACCINATION, UP] if days_since_vaccination < vaccination_caution.value else None


@rule("C5", asks="Was there dental work, an injury or a tattoo lately?", judges=BOTH)
def after_minor_surgery(
    days_since_minor_surgery: Decimal,
    *,
    minor_surgery_hold: Threshold = thresholds.MINOR_SURGERY_HOLD,
) -> Reason | None:
    """Healing tissue raises both markers."""
    return VOID[Confounder.MINOR_SURGERY, UP] if days_since_minor_surgery < minor_surgery_hold.value else None


@rule("C6", asks="Was there an operation, a fracture or a burn lately?", judges=BOTH)
def after_major_surgery(
    days_since_major_surgery: Decimal,
    *,
    major_surgery_hold: Threshold = thresholds.MAJOR_SURGERY_HOLD,
) -> Reason | None:
    """A large wound raises both markers for weeks."""
    return VOID[Confounder.MAJOR_SURGERY, UP] if days_since_major_surgery < major_surgery_hold.value else None


@rule("C7", asks="Is an IL-6 receptor blocker acting (IL-6)?", judges=IL6)
def on_il6_receptor_blocker(
    days_since_il6_receptor_blocker: Decimal,
    *,
    receptor_blocker_hold: Threshold = thresholds.RECEPTOR_BLOCKER_HOLD,
) -> Reason | None:
    """With its receptor blocked IL-6 piles up in the blood: the number no longer means inflammation."""
    return (
        VOID[Confounder.IL6_RECEPTOR_BLOCKER, UP]
        if days_since_il6_receptor_blocker < receptor_blocker_hold.value
        else None
    )


@rule("C8", asks="Is an IL-6 receptor blocker acting (hs-CRP)?", judges=HS_CRP)
def crp_on_il6_receptor_blocker(
    days_since_il6_receptor_blocker: Decimal,
    *,
    receptor_blocker_hold: Threshold = thresholds.RECEPTOR_BLOCKER_HOLD,
) -> Reason | None:
    """With the receptor blocked the liver stops making CRP: a low value no longer means calm."""
    return (
        VOID[Confounder.IL6_RECEPTOR_BLOCKER, DOWN]
        if days_since_il6_receptor_blocker < receptor_blocker_hold.value
        else None
    )


@rule("C9", asks="Is a drug that binds IL-6 acting?", judges=BOTH)
def on_anti_il6(
    days_since_anti_il6: Decimal,
    *,
    anti_il6_hold: Threshold = thresholds.ANTI_IL6_HOLD,
) -> Reason | None:
    """The drug holds IL-6 in the blood and disturbs assays, in either direction."""
    return VOID[Confounder.ANTI_IL6, UNKNOWN] if days_since_anti_il6 < anti_il6_hold.value else None


@rule("C10", asks="Is another drug against inflammatory signals acting?", judges=BOTH)
def on_other_immunomodulator(
    days_since_other_immunomodulator: Decimal,
    *,
    immunomodulator_hold: Threshold = thresholds.IMMUNOMODULATOR_HOLD,
) -> Reason | None:
    """A treated state is no baseline; which way the drug pushes depends on it."""
    lasting = days_since_other_immunomodulator <= immunomodulator_hold.value
    return VOID[Confounder.OTHER_IMMUNOMODULATOR, UNKNOWN] if lasting else None


@rule("C11", asks="Was there a course of steroids lately?", judges=BOTH)
def after_systemic_steroids(
    days_since_systemic_steroids: Decimal,
    *,
    steroids_hold: Threshold = thresholds.STEROIDS_HOLD,
) -> Reason | None:
    """Steroids lower both markers: a low value proves nothing."""
    return VOID[Confounder.SYSTEMIC_STEROIDS, DOWN] if days_since_systemic_steroids < steroids_hold.value else None


@rule("C12", asks="Are steroids taken all the time?", judges=BOTH)
def on_chronic_steroids(
    days_since_chronic_steroids: Decimal, *, while_taken: Threshold = thresholds.WHILE_TAKEN
) -> Reason | None:
    """Long steroid treatment lowers both markers somewhat."""
    return WARN[Confounder.CHRONIC_STEROIDS, DOWN] if days_since_chronic_steroids <= while_taken.value else None


@rule("C13", asks="Is an anti-inflammatory painkiller taken?", judges=BOTH)
def on_nsaid(days_since_nsaid: Decimal, *, while_taken: Threshold = thresholds.WHILE_TAKEN) -> Reason | None:
    """These drugs lower both markers a little."""
    return WARN[Confounder.NSAID, DOWN] if days_since_nsaid <= while_taken.value else None


@rule("C14", asks="Is a statin taken?", judges=BOTH)
def on_statin(days_since_statin: Decimal, *, while_taken: Threshold = thresholds.WHILE_TAKEN) -> Reason | None:
    """Statins lower both markers a little; the result still counts."""
    return WARN[Confounder.STATIN, DOWN] if days_since_statin <= while_taken.value else None


@rule("C24", asks="Is a GLP-1 agonist taken?", judges=BOTH)
def on_glp1_agonist(
    days_since_glp1_agonist: Decimal, *, while_taken: Threshold = thresholds.WHILE_TAKEN
) -> Reason | None:
    """These drugs lower both markers somewhat, beyond the weight that is lost; the result still counts."""
    return WARN[Confounder.GLP1_AGONIST, DOWN] if days_since_glp1_agonist <= while_taken.value else None


@rule("C23", asks="Are oral oestrogens taken?", judges=HS_CRP)
def on_oral_oestrogen(
    days_since_oral_oestrogen: Decimal, *, while_taken: Threshold = thresholds.WHILE_TAKEN
) -> Reason | None:
    """Oestrogen by mouth raises hs-CRP through the liver, without cardiovascular meaning."""
    return WARN[Confounder.ORAL_OESTROGEN, UP] if days_since_oral_oestrogen <= while_taken.value else None


@rule("C15", asks="Was there a birth in the last year?", judges=BOTH)
def after_birth(
    days_since_postpartum: Decimal,
    *,
    postpartum_hold: Threshold = thresholds.POSTPARTUM_HOLD,
    postpartum_caution: Threshold = thresholds.POSTPARTUM_CAUTION,
) -> Reason | None:
    """IL-6 stays raised for months after a birth."""
    if days_since_postpartum < postpartum_hold.value:
        return VOID[Confounder.POSTPARTUM, UP]
    return WARN[Confounder.POSTPARTUM, UP] if days_since_postpartum < postpartum_caution.value else None


@rule("C16", asks="Was there cold immersion in the last day?", judges=IL6)
def after_cold_immersion(
    hours_since_cold_immersion: Decimal,
    *,
    cold_hold: Threshold = thresholds.COLD_HOLD,
    cold_caution: Threshold = thresholds.COLD_CAUTION,
) -> Reason | None:
    """Cold raises IL-6 for hours."""
    if hours_since_cold_immersion < cold_hold.value:
        return VOID[Confounder.COLD_IMMERSION, UP]
    return WARN[Confounder.COLD_IMMERSION, UP] if hours_since_cold_immersion < cold_caution.value else None


@rule("C17", asks="Was the night before short?", judges=BOTH)
def after_poor_sleep(
    days_since_poor_sleep: Decimal, *, acute_strain_caution: Threshold = thresholds.ACUTE_STRAIN_CAUTION
) -> Reason | None:
    """A short night raises both markers a little."""
    return WARN[Confounder.POOR_SLEEP, UP] if days_since_poor_sleep < acute_strain_caution.value else None


@rule("C18", asks="Was there acute stress shortly before the draw?", judges=BOTH)
def after_acute_stress(
    days_since_acute_stress: Decimal, *, acute_strain_caution: Threshold = thresholds.ACUTE_STRAIN_CAUTION
) -> Reason | None:
    """Acute stress raises IL-6 for hours."""
    return WARN[Confounder.ACUTE_STRESS, UP] if days_since_acute_stress < acute_strain_caution.value else None


@rule("C19", asks="Was there heavy drinking shortly before the draw?", judges=BOTH)
def after_binge_alcohol(
    days_since_binge_alcohol: Decimal, *, acute_strain_caution: Threshold = thresholds.ACUTE_STRAIN_CAUTION
) -> Reason | None:
    """Heavy drinking inflames gut and liver for a day."""
    return WARN[Confounder.BINGE_ALCOHOL, UP] if days_since_binge_alcohol < acute_strain_caution.value else None


@rule("C20", asks="Was there a night shift shortly before the draw?", judges=BOTH)
def after_night_shift(
    days_since_night_shift: Decimal, *, acute_strain_caution: Threshold = thresholds.ACUTE_STRAIN_CAUTION
) -> Reason | None:
    """Work at night shifts the daily rhythm of both markers."""
    return WARN[Confounder.NIGHT_SHIFT, UP] if days_since_night_shift < acute_strain_caution.value else None


@rule("C21", asks="Was biotin in a raised amount taken shortly before?", judges=BOTH)
def on_biotin(
    days_since_biotin: Decimal,
    *,
    biotin_hold: Threshold = thresholds.BIOTIN_HOLD,
) -> Reason | None:
    """Biotin can make a sandwich assay read falsely low."""
    return VOID[Confounder.BIOTIN, DOWN] if days_since_biotin < biotin_hold.value else None


@rule("C22", asks="Was biotin in a very large amount taken lately?", judges=BOTH)
def on_high_biotin(
    days_since_biotin_high: Decimal,
    *,
    biotin_high_hold: Threshold = thresholds.BIOTIN_HIGH_HOLD,
) -> Reason | None:
    """A large amount of biotin takes days to clear."""
    return VOID[Confounder.BIOTIN_HIGH, DOWN] if days_since_biotin_high < biotin_high_hold.value else None


@rule("C25", asks="Did something that lasts end only after this draw?", judges=BOTH)
def ended_after_the_draw(
    later_events: tuple[LaterEvent, ...],
    *,
    minor_infection_hold: Threshold = thresholds.MINOR_INFECTION_HOLD,
    febrile_infection_hold: Threshold = thresholds.FEBRILE_INFECTION_HOLD,
    covid19_hold: Threshold = thresholds.COVID19_HOLD,
    receptor_blocker_hold: Threshold = thresholds.RECEPTOR_BLOCKER_HOLD,
    anti_il6_hold: Threshold = thresholds.ANTI_IL6_HOLD,
    steroids_hold: Threshold = thresholds.STEROIDS_HOLD,
    biotin_hold: Threshold = thresholds.BIOTIN_HOLD,
    biotin_high_hold: Threshold = thresholds.BIOTIN_HIGH_HOLD,
) -> Reason | None:
    """An illness that ended soon after a draw was there at it; a drug of unknown start may have been."""
    holds = {
        Confounder.MINOR_INFECTION: minor_infection_hold,
        Confounder.FEBRILE_INFECTION: febrile_infection_hold,
        Confounder.COVID19: covid19_hold,
        Confounder.IL6_RECEPTOR_BLOCKER: receptor_blocker_hold,
        Confounder.ANTI_IL6: anti_il6_hold,
        Confounder.SYSTEMIC_STEROIDS: steroids_hold,
        Confounder.BIOTIN: biotin_hold,
        Confounder.BIOTIN_HIGH: biotin_high_hold,
    }
    for event in later_events:
        hold = holds.get(event.kind)
        if (event.lasts and event.kind in LASTING_DRUGS) or (hold is not None and event.days < hold.value):
            return MAYBE[event.kind]
    return None


RULES = (
    after_minor_infection,
    after_febrile_infection,
    after_covid19,
    after_vaccination,
    after_minor_surgery,
    after_major_surgery,
    on_il6_receptor_blocker,
    crp_on_il6_receptor_blocker,
    on_anti_il6,
    on_other_immunomodulator,
    after_systemic_steroids,
    on_chronic_steroids,
    on_nsaid,
    on_statin,
    on_glp1_agonist,
    on_oral_oestrogen,
    after_birth,
    after_cold_immersion,
    after_poor_sleep,
    after_acute_stress,
    after_binge_alcohol,
    after_night_shift,
    on_biotin,
    on_high_biotin,
    ended_after_the_draw,
)
