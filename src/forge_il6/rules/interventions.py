"""
What may be tried, for this person: a status for each intervention, and what stands in its way.

First comes whether anything of the kind may be said at all; then each intervention by its tier.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from ..asking.rule import rule
from ..codes import (
    Band,
    DoseStatus,
    Intervention,
    LineState,
    Persistence,
    RedFlag,
    Status,
    VitaminD,
)
from ..conclusions import Advice, CareReason, Note, Standing
from ..context import Considered, Lifestyle
from ..knowledge import thresholds
from ..knowledge.interventions import INTERVENTIONS, drug_classes
from ..threshold import Scale, Threshold
from ..units import Amount

REFUSED = Note("self_administration_refused")
VITAMIN_D_HIGH = Note("vitamin_d_very_high")
VITAMIN_D_UNTESTED = Note("vitamin_d_not_tested")
PERSISTENT = (
    Persistence.PERSISTENT_ABOVE_TARGET,
    Persistence.CONSISTENT_ABOVE_2,
    Persistence.PERSISTENT_ABOVE_3,
)
Conditions = tuple[tuple[str, LineState], ...]
UNKNOWN_HABITS: Conditions = tuple((name, LineState.OPEN) for name in Lifestyle.keys())
HABIT_OF = {
    Intervention.VISCERAL_FAT_LOSS: "low_visceral_fat",
    Intervention.GUT_BARRIER: "gut_barrier",
    Intervention.ZONE2_AEROBIC: "regular_aerobic",
}
"""The habit that is in place where an intervention of the first tier is."""
CARDIAC = frozenset({RedFlag.CHEST_PAIN, RedFlag.NEW_BREATHLESSNESS})
Doses = tuple[DoseStatus | None, ...]
"""What is said of the dose of each plan, in their order; none where it is not of this kind or has no dose."""
DOSE = "dose"
"""The condition that a planned dose fails."""


# --- may anything be said? -------------------------------------------------------------------------


@rule("I2", asks="Is there a band that an intervention could move?", works_out="outlook", otherwise=Status.CONDITIONAL)
def banded_outlook(band: Band, il6_standing: Standing) -> Status | None:
    """An optimal IL-6 needs nothing; one beyond the range asks for a cause, not for habits."""
    if band is Band.BEYOND_RANGE:
        return Status.WITHHELD
    if not il6_standing.counts:
        return None
    return Status.NOT_INDICATED if band is Band.OPTIMAL else Status.SUPPORTED


@rule("I2a", asks="Can the baseline lie nowhere but beyond the range?", works_out="outlook")
def certainly_beyond_range(possible_bands: tuple[Band, ...]) -> Status | None:
    """A sample that was pushed down and still lies beyond the range asks for a cause all the same."""
    return Status.WITHHELD if possible_bands == (Band.BEYOND_RANGE,) else None


@rule("I2b", asks="Does an acute CRP suspend what IL-6 says?", works_out="outlook")
def with_acute_crp(acute_crp: Amount) -> Status:
    """While something acute is going on, the baseline is not known."""
    return Status.CONDITIONAL


@rule("I3", asks="Is a disease known that raises IL-6?", works_out="outlook")
def with_known_disease(secondary_disease: bool) -> Status | None:
    """With a known disease the treating clinician decides, and no habit is blamed."""
    return Status.WITHHELD if secondary_disease else None


@rule("I4", asks="Do reference values apply?", works_out="outlook")
def not_applicable(applicable: bool) -> Status | None:
    """Where nothing may be judged, nothing may be advised, whatever was measured."""
    return None if applicable else Status.WITHHELD


@rule("I6", asks="Is the value itself a matter of urgent care?", works_out="outlook")
def with_urgent_value(urgent_care: CareReason) -> Status:
    """Urgent care leaves no room for anything else."""
    return Status.WITHHELD


@rule("I6a", asks="Is there a red flag that cannot wait?", works_out="outlook")
def with_urgent_red_flag(urgent_red_flag_care: CareReason) -> Status:
    """Urgent care leaves no room for anything else."""
    return Status.WITHHELD


@rule("I7", asks="Is the value itself a matter for the same day?", works_out="outlook")
def with_acute_value(acute_care: CareReason) -> Status:
    """Acute care leaves no room for anything else."""
    return Status.WITHHELD


@rule("I8", asks="Is there a red flag with an IL-6 beyond the range?", works_out="outlook")
def with_red_flag_and_il6(red_flag_il6_care: CareReason) -> Status:
    """Acute care leaves no room for anything else."""
    return Status.WITHHELD


@rule("I9", asks="Is there a red flag with an acute CRP?", works_out="outlook")
def with_red_flag_and_crp(red_flag_crp_care: CareReason) -> Status:
    """Acute care leaves no room for anything else."""
    return Status.WITHHELD


def _unasked(kind: Intervention, outlook: Status, found: tuple[str, ...] = ()) -> Advice | None:
    """Withhold it, or find it not needed, whatever else is known; nothing where that is not so."""
    if outlook is Status.WITHHELD:
        return Advice(kind, outlook)
    if outlook is Status.NOT_INDICATED:
        return Advice(kind, outlook, cautions=found, because="optimal")
    return None


# --- what the person takes and plans ---------------------------------------------------------------


@rule("I11", asks="Which classes of drugs are stated?", works_out="stated_classes", otherwise=frozenset())
def stated_medications(medications: tuple[str, ...]) -> frozenset[str]:
    """Free text is matched by the words of known classes."""
    return drug_classes(medications)


@rule("I12", asks="Which conditions are stated?", works_out="stated_classes")
def stated_contraindications(contraindications: tuple[str, ...], stated_classes: frozenset[str]) -> frozenset[str]:
    """Free text is matched by the words of known conditions."""
    return drug_classes(contraindications) | stated_classes


def _interacting(kind: Intervention, classes: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in INTERVENTIONS[kind].interactions if name in classes)


@rule("I13", asks="What does the person plan?", works_out="planned", otherwise=frozenset())
def plans(considering: tuple[Considered, ...]) -> frozenset[Intervention]:
    """Whatever the dose."""
    return frozenset(each.intervention for each in considering)


def _as_planned(advice: Advice, found: tuple[str, ...], planned: frozenset[Intervention]) -> Advice:
    """What is planned and must not meet what was stated is a physician's question, unless it is not advised anyway."""
    is_open = advice.status not in (Status.WITHHELD, Status.NOT_SUPPORTED)
    if not found or not is_open or advice.intervention not in planned:
        return advice
    return attrs.evolve(advice, status=Status.DISCUSS_WITH_PHYSICIAN, unmet=found, because="", cautions=found)


def _with_dose(advice: Advice, doses: Doses) -> Advice:
    """A planned dose outside its range makes the plan an unsupported one; several are told by the first that fails."""
    worst = min((dose for dose in doses if dose is not None), key=lambda dose: dose.fits, default=None)
    if advice.status is Status.WITHHELD or worst is None:
        return advice
    if worst.fits:
        return attrs.evolve(advice, dose_status=worst)
    unmet = (DOSE, *(name for name in advice.unmet if name in advice.cautions))
    return Advice(advice.intervention, Status.NOT_SUPPORTED, unmet, (), worst, advice.cautions, apart_from_dose=advice)


# --- habits ----------------------------------------------------------------------------------------


def _state(met: bool) -> LineState:
    return LineState.YES if met else LineState.NO


@rule("I63", asks="Which of the five habits are kept?", works_out="habit_conditions", otherwise=UNKNOWN_HABITS)
def habits(lifestyle: Lifestyle) -> Conditions:
    """Each habit is true, false or unknown; unknown is not kept."""
    stated = lifestyle.to_dict()
    return tuple((name, _state(stated[name]) if name in stated else LineState.OPEN) for name in Lifestyle.keys())


# --- tier 1 ----------------------------------------------------------------------------------------


def _first_line(kind: Intervention, outlook: Status, habit_conditions: Conditions, found: tuple[str, ...]) -> Advice:
    """Say of an intervention of the first tier whether it is in place, not needed, or comes first."""
    unasked = _unasked(kind, outlook, found)
    if unasked is not None and unasked.status is Status.WITHHELD:
        return unasked
    if (HABIT_OF[kind], LineState.YES) in habit_conditions:
        return Advice(kind, Status.IN_PLACE, cautions=found, because="habit")
    if unasked is not None:
        return unasked
    if outlook is Status.CONDITIONAL:
        return Advice(kind, Status.CONDITIONAL, unknown=("il6",))
    return Advice(kind, Status.FIRST_LINE, because="raised")


@rule("I21", asks="Is the person's BMI too low to lose weight?", works_out="weight_loss_barred", otherwise=False)
def underweight(bmi: Decimal, *, lowest_bmi: Threshold = thresholds.LOWEST_BMI) -> bool | None:
    """Underweight people must not lose weight."""
    return True if bmi < lowest_bmi.value else None


@rule("I22", asks="Is weight being lost without intent?", works_out="weight_loss_barred")
def losing_already(red_flags: tuple[RedFlag, ...]) -> bool | None:
    """Weight lost without intent is a warning sign, not a success."""
    return True if RedFlag.UNINTENDED_WEIGHT_LOSS in red_flags else None


@rule("I23", asks="Is losing visceral fat advised?")
def visceral_fat_loss(
    outlook: Status,
    habit_conditions: Conditions,
    weight_loss_barred: bool,
    stated_classes: frozenset[str],
    planned: frozenset[Intervention],
) -> Advice:
    """The article's first source of chronic IL-6; what bars it is named."""
    kind = Intervention.VISCERAL_FAT_LOSS
    found = _interacting(kind, stated_classes) + (("weight_loss_barred",) if weight_loss_barred else ())
    advice = _first_line(kind, outlook, habit_conditions, found)
    if found and advice.status in (Status.FIRST_LINE, Status.CONDITIONAL):
        return Advice(kind, Status.NOT_SUPPORTED, unmet=found, cautions=found)
    return _as_planned(advice, found, planned)


@rule("I24", asks="Are fermented foods and fibre advised?")
def gut_barrier(
    outlook: Status,
    habit_conditions: Conditions,
    stated_classes: frozenset[str],
    planned: frozenset[Intervention],
) -> Advice:
    """The article's second source of chronic IL-6."""
    kind = Intervention.GUT_BARRIER
    found = _interacting(kind, stated_classes)
    return _as_planned(_with_care(_first_line(kind, outlook, habit_conditions, found), found), found, planned)


def _with_care(advice: Advice, found: tuple[str, ...]) -> Advice:
    """What was stated has to be settled before somebody begins."""
    if not found or advice.status not in (Status.FIRST_LINE, Status.CONDITIONAL):
        return advice
    return Advice(advice.intervention, Status.CONDITIONAL, found, advice.unknown, cautions=found)


@rule("I26", asks="Were symptoms of the heart stated?", works_out="heart_symptoms", otherwise=False)
def heart_symptoms(red_flags: tuple[RedFlag, ...]) -> bool:
    """Chest pain and new breathlessness come before any training."""
    return bool(CARDIAC.intersection(red_flags))


@rule("I27", asks="Is regular aerobic exercise advised?")
def zone2_aerobic(
    outlook: Status,
    habit_conditions: Conditions,
    heart_symptoms: bool,
    stated_classes: frozenset[str],
    planned: frozenset[Intervention],
) -> Advice:
    """The article's anchor against chronic inflammation."""
    kind = Intervention.ZONE2_AEROBIC
    found = _interacting(kind, stated_classes) + (("heart_symptoms",) if heart_symptoms else ())
    return _as_planned(_with_care(_first_line(kind, outlook, habit_conditions, found), found), found, planned)


# --- tier 2 ----------------------------------------------------------------------------------------


@rule("I31", asks="Where does 25-OH-vitamin D lie?", gives="vitamin_d_level", otherwise=VitaminD.UNKNOWN)
def vitamin_d_level(vitamin_d: Amount, *, levels: Scale[VitaminD] = thresholds.VITAMIN_D_LEVELS) -> VitaminD | None:
    """Deficient by one line; a target above it is no consensus."""
    first, *others = levels.within(vitamin_d)
    return None if others else first


@rule("I32", asks="Is 25-OH-vitamin D very high?")
def vitamin_d_very_high(
    vitamin_d: Amount, *, vitamin_d_caution: Threshold = thresholds.VITAMIN_D_CAUTION
) -> Note | None:
    """Far above every target more is not better."""
    return VITAMIN_D_HIGH if vitamin_d.at_least(vitamin_d_caution.value) else None


@rule("I40", asks="Are planned doses of vitamin D within the upper limit?", works_out="vitamin_d_doses", otherwise=())
def vitamin_d_doses(
    considering: tuple[Considered, ...], *, vitamin_d_upper_limit: Threshold = thresholds.VITAMIN_D_UPPER_LIMIT
) -> Doses:
    """The institutes' upper limit holds without a doctor."""
    return tuple(
        None if each.units is None else _within_limit(each.units, vitamin_d_upper_limit) for each in considering
    )


def _within_limit(units: Decimal, limit: Threshold) -> DoseStatus:
    return DoseStatus.ABOVE_UPPER_LIMIT if units > limit.value else DoseStatus.WITHIN_UPPER_LIMIT


@rule("I33", asks="Is vitamin D with K2 advised?")
def vitamin_d3_k2(
    outlook: Status,
    vitamin_d_level: VitaminD,
    stated_classes: frozenset[str],
    vitamin_d_doses: Doses,
    planned: frozenset[Intervention],
) -> Advice:
    """A deficiency is treated for its own sake; trials do not show that IL-6 falls."""
    kind = Intervention.VITAMIN_D3_K2
    if outlook is Status.WITHHELD:
        return Advice(kind, outlook)
    found = _interacting(kind, stated_classes)
    advice = _as_planned(_vitamin_d_by_level(kind, vitamin_d_level, found), found, planned)
    return _with_dose(advice, vitamin_d_doses)


def _vitamin_d_by_level(kind: Intervention, level: VitaminD, found: tuple[str, ...]) -> Advice:
    if level in (VitaminD.WITHIN_TARGET, VitaminD.ABOVE_TARGET):
        return Advice(kind, Status.NOT_INDICATED, cautions=found, because=f"vitamin_d_{level}")
    if found:
        return Advice(kind, Status.DISCUSS_WITH_PHYSICIAN, unmet=found, cautions=found)
    if level is VitaminD.DEFICIENT:
        return Advice(kind, Status.SUPPORTED, because="vitamin_d_deficient")
    if level is VitaminD.UNKNOWN:
        return Advice(kind, Status.CONDITIONAL, unknown=("vitamin_d",))
    return Advice(kind, Status.CONDITIONAL, unmet=("deficient",))


@rule("I35", asks="Do planned doses of melatonin lie in the range?", works_out="melatonin_doses", otherwise=())
def melatonin_doses(
    considering: tuple[Considered, ...],
    *,
    melatonin_low: Threshold = thresholds.MELATONIN_LOW,
    melatonin_high: Threshold = thresholds.MELATONIN_HIGH,
) -> Doses:
    """Both ends lie in the range."""
    return tuple(
        None if each.amount is None else _within_range(each.amount, melatonin_low, melatonin_high)
        for each in considering
    )


def _within_range(dose: Amount, low: Threshold, high: Threshold) -> DoseStatus:
    if dose.value > high.value:
        return DoseStatus.ABOVE_RANGE
    return DoseStatus.BELOW_RANGE if dose.value < low.value else DoseStatus.WITHIN_RANGE


@rule("I37", asks="Do planned doses of melatonin reach the caution?", works_out="melatonin_cautions", otherwise=())
def melatonin_cautions(
    considering: tuple[Considered, ...], *, melatonin_warning: Threshold = thresholds.MELATONIN_WARNING
) -> tuple[bool, ...]:
    """The fear is for the body's own production; human data do not show that."""
    return tuple(each.amount is not None and each.amount.value >= melatonin_warning.value for each in considering)


@rule(
    "I37b",
    asks="Were medications stated, if only that there are none?",
    works_out="medications_stated",
    otherwise=False,
)
def medications_given(medications: tuple[str, ...]) -> bool:
    """An empty list means asked and none."""
    return True


@rule("I38", asks="Is low-dose melatonin advised?")
def melatonin_low_dose(
    outlook: Status,
    stated_classes: frozenset[str],
    melatonin_doses: Doses,
    melatonin_cautions: tuple[bool, ...],
    medications_stated: bool,
    planned: frozenset[Intervention],
) -> Advice:
    """The article supports a low dose; trials do not yet."""
    kind = Intervention.MELATONIN_LOW_DOSE
    found = _interacting(kind, stated_classes)
    advice = _as_planned(_melatonin(kind, outlook, found, medications_stated), found, planned)
    advice = _with_dose(advice, melatonin_doses)
    warned = any(melatonin_cautions) and advice.status is not Status.WITHHELD
    return attrs.evolve(advice, cautions=("melatonin_high_dose", *advice.cautions)) if warned else advice


def _melatonin(kind: Intervention, outlook: Status, found: tuple[str, ...], medications_stated: bool) -> Advice:
    unasked = _unasked(kind, outlook, found)
    if unasked is not None:
        return unasked
    if found:
        return Advice(kind, Status.DISCUSS_WITH_PHYSICIAN, unmet=found, cautions=found)
    open_il6 = ("il6",) if outlook is Status.CONDITIONAL else ()
    unknown = open_il6 if medications_stated else (*open_il6, "medications")
    if unknown:
        return Advice(kind, Status.CONDITIONAL, unknown=unknown)
    return Advice(kind, Status.SUPPORTED, because="low_dose")


@rule("I41", asks="Is vitamin D planned without a test?")
def vitamin_d_not_tested(
    considering: tuple[Considered, ...], vitamin_d_level: VitaminD, outlook: Status
) -> Note | None:
    """Test first."""
    planned = any(each.intervention is Intervention.VITAMIN_D3_K2 for each in considering)
    untested = vitamin_d_level is VitaminD.UNKNOWN and outlook is not Status.WITHHELD
    return VITAMIN_D_UNTESTED if planned and untested else None


# --- tier 3 ----------------------------------------------------------------------------------------


@rule("I50", asks="Is cold exposure advised?")
def cold_exposure(outlook: Status, stated_classes: frozenset[str], planned: frozenset[Intervention]) -> Advice:
    """Promising by the article, unproven by trials."""
    kind = Intervention.COLD_EXPOSURE
    found = _interacting(kind, stated_classes)
    return _as_planned(_unasked(kind, outlook, found) or _unproven(kind, found), found, planned)


def _unproven(kind: Intervention, found: tuple[str, ...]) -> Advice:
    return Advice(kind, Status.NOT_SUPPORTED, unmet=found, cautions=found, because="" if found else "not_shown")


# --- tier 4 ----------------------------------------------------------------------------------------


@rule("I61", asks="Is the person old enough for senolytics?", works_out="age_condition", otherwise=LineState.OPEN)
def over_50(age_at_draw: Decimal, *, senolytic_age: Threshold = thresholds.SENOLYTIC_AGE) -> LineState:
    """They are spoken of for people past middle age."""
    return _state(age_at_draw >= senolytic_age.value)


@rule("I65", asks="Can the IL-6 lie beyond the range?", works_out="range_condition", otherwise=LineState.OPEN)
def within_range(possible_bands: tuple[Band, ...]) -> LineState:
    """Beyond the range another cause is looked for."""
    if Band.BEYOND_RANGE not in possible_bands:
        return LineState.YES
    return LineState.NO if possible_bands == (Band.BEYOND_RANGE,) else LineState.OPEN


@rule("I66", asks="Is IL-6 persistently above the target?", works_out="course_condition")
def persistent(persistence: Persistence) -> LineState:
    """One reading, or a course that is still open, proves nothing."""
    return LineState.OPEN if persistence is Persistence.NOT_ASSESSABLE else _state(persistence in PERSISTENT)


@rule("I67", asks="Is IL-6 persistently above the high line?", works_out="above_high_line", otherwise=LineState.NO)
def persistently_above_high_line(persistence: Persistence) -> LineState:
    """By the course, whatever the newest reading says."""
    return _state(persistence is Persistence.PERSISTENT_ABOVE_3)


@rule("I68", asks="Can the IL-6 lie above the high line?", works_out="above_high_line")
def newest_above_high_line(possible_bands: tuple[Band, ...], above_high_line: LineState) -> LineState | None:
    """By the newest reading, whatever the course says."""
    if above_high_line is LineState.YES or Band.HIGH not in possible_bands:
        return None
    return LineState.YES if possible_bands == (Band.HIGH,) else LineState.OPEN


@rule("I68a", asks="Must secondary causes be excluded first?", works_out="causes_condition", otherwise=LineState.OPEN)
def causes_to_exclude(above_high_line: LineState) -> LineState | None:
    """Only above the high line."""
    return LineState.YES if above_high_line is LineState.NO else None


@rule("I69", asks="Have secondary causes been excluded?", works_out="causes_condition")
def causes_stated(secondary_causes_excluded: bool, above_high_line: LineState) -> LineState | None:
    """Stated by the caller; it matters only where IL-6 lies above the high line."""
    return _state(secondary_causes_excluded) if above_high_line is LineState.YES else LineState.YES


@rule("I70", asks="Which conditions of senolytics are met?", works_out="conditions")
def senolytic_conditions(
    age_condition: LineState,
    habit_conditions: Conditions,
    range_condition: LineState,
    course_condition: LineState,
    causes_condition: LineState,
    red_flag_stated: bool,
) -> Conditions:
    """All of them, or a physician need not be troubled."""
    return (
        ("persistence", course_condition),
        ("age", age_condition),
        *habit_conditions,
        ("il6", range_condition),
        ("red_flags", _state(not red_flag_stated)),
        ("secondary_causes_excluded", causes_condition),
    )


def _senolytic(kind: Intervention, outlook: Status, conditions: Conditions, classes: frozenset[str]) -> Advice:
    found = _interacting(kind, classes)
    unasked = _unasked(kind, outlook, found)
    if unasked is not None:
        return unasked
    unmet = tuple(name for name, state in conditions if state is LineState.NO)
    unknown = tuple(name for name, state in conditions if state is LineState.OPEN)
    if outlook is Status.CONDITIONAL:
        unknown = ("il6", *(name for name in unknown if name != "il6"))
    if unmet or unknown:
        status = Status.NOT_SUPPORTED if unmet else Status.CONDITIONAL
        return Advice(kind, status, unmet, unknown, cautions=found)
    return Advice(kind, Status.DISCUSS_WITH_PHYSICIAN, cautions=found, because="every_condition")


@rule("I71", asks="May dasatinib with quercetin be discussed with a physician?")
def dasatinib_quercetin(outlook: Status, conditions: Conditions, stated_classes: frozenset[str]) -> Advice:
    """A prescription drug against leukaemia: at most a question for a physician, and never a dose."""
    return _senolytic(Intervention.DASATINIB_QUERCETIN, outlook, conditions, stated_classes)


@rule("I72", asks="Is quercetin alone supported?")
def quercetin_alone(outlook: Status, stated_classes: frozenset[str]) -> Advice:
    """Alone it is no validated senolytic, whatever else holds."""
    kind = Intervention.QUERCETIN_ALONE
    found = _interacting(kind, stated_classes)
    return _unasked(kind, outlook, found) or _unproven(kind, found)


@rule("I73", asks="May fisetin be discussed with a physician?")
def fisetin(outlook: Status, conditions: Conditions, stated_classes: frozenset[str]) -> Advice:
    """Within a trial, or not at all."""
    return _senolytic(Intervention.FISETIN, outlook, conditions, stated_classes)


@rule("I74", asks="Is dasatinib with quercetin planned?")
def self_administration(considering: tuple[Considered, ...], outlook: Status) -> Note | None:
    """It is refused, with the reason; where something urgent comes first, nothing is said of it at all."""
    planned = any(each.intervention is Intervention.DASATINIB_QUERCETIN for each in considering)
    return REFUSED if planned and outlook is not Status.WITHHELD else None


OUTLOOK = (
    banded_outlook,
    with_acute_crp,
    certainly_beyond_range,
    with_known_disease,
    not_applicable,
    with_urgent_value,
    with_urgent_red_flag,
    with_acute_value,
    with_red_flag_and_il6,
    with_red_flag_and_crp,
)
RULES = (
    stated_medications,
    stated_contraindications,
    plans,
    habits,
    underweight,
    losing_already,
    visceral_fat_loss,
    gut_barrier,
    heart_symptoms,
    zone2_aerobic,
    vitamin_d_level,
    vitamin_d_very_high,
    vitamin_d_doses,
    vitamin_d_not_tested,
    vitamin_d3_k2,
    melatonin_doses,
    melatonin_cautions,
    medications_given,
    melatonin_low_dose,
    cold_exposure,
    over_50,
    within_range,
    persistent,
    persistently_above_high_line,
    newest_above_high_line,
    causes_to_exclude,
    causes_stated,
    senolytic_conditions,
    dasatinib_quercetin,
    quercetin_alone,
    fisetin,
    self_administration,
)
