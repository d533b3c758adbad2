"""Section 9 of the protocol: vitamin D, the doses, and what each intervention is for this person."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .case import Case
from .levels import HIGH_LINE, Judged, band_of, possible_bands
from .quantities import Refused, number, plain, vitamin_d
from .standing import age, secondary_disease

HABITS = {"visceral_fat_loss": "low_visceral_fat", "gut_barrier": "gut_barrier", "zone2_aerobic": "regular_aerobic"}
LIFESTYLE = ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep")
SENOLYTICS = ("dasatinib_quercetin", "fisetin")
CODES = (*HABITS, "vitamin_d3_k2", "melatonin_low_dose", "cold_exposure", *SENOLYTICS, "quercetin_alone")
DOSE_FROM, DOSE_TO = Fraction("0.5"), Fraction(1)
DEFICIENT_BELOW, TARGET_FROM, TARGET_TO = Fraction(20), Fraction(40), Fraction(60)


def vitamin_d_code(case: Case) -> str:
    if "vitamin_d" not in case.context:
        return "unknown"
    value = vitamin_d(case.context["vitamin_d"])
    levels = {
        "deficient": value.below(DEFICIENT_BELOW),
        "below_target": value.at_least(DEFICIENT_BELOW) and value.below(TARGET_FROM),
        "within_target": value.at_least(TARGET_FROM) and value.at_most(TARGET_TO),
        "above_target": value.above(TARGET_TO),
    }
    return next((code for code, holds in levels.items() if holds), "unknown")


def dose_status(case: Case) -> str | None:
    """The dose of melatonin that the person plans: 0.5 to 1.0 mg, both in."""
    for plan in case.context.get("considering") or []:
        if isinstance(plan, dict) and plan["intervention"] == "melatonin_low_dose" and plan.get("dose") is not None:
            dose = plain(plan["dose"], "dose", "considering.dose")
            if dose < DOSE_FROM:
                return "dose_below_range"
            return "dose_within_range" if dose <= DOSE_TO else "dose_above_range"
    return None


def senolytic(case: Case, index: Judged | None, lines: dict[str, str]) -> str:
    """Every condition by what is stated of it: one false is `not_supported`, one unknown `conditional`."""
    context, years = case.context, age(case)
    lifestyle = context.get("lifestyle") or {}
    conditions: list[Any] = [
        {"yes": True, "no": False}.get(lines["above_target"]),
        None if years is None else years >= 51,
        *(lifestyle.get(habit) for habit in LIFESTYLE),
        not context.get("red_flags"),
        True if index and index[1].code != "void" and index[0].value.at_most(index[0].ceiling) else None,
    ]
    above_3 = lines["above_3"] == "yes" or (
        index is not None and band_of(*index) is not None and index[0].value.above(HIGH_LINE)
    )
    if above_3:
        conditions.append(context.get("secondary_causes_excluded"))
    if False in conditions:
        return "not_supported"
    return "conditional" if None in conditions else "discuss_with_physician"


def tier_1(case: Case, code: str, index: Judged | None) -> str | None:
    """In place, barred, or the first line for whom a counting reading stands above the target."""
    context = case.context
    if (context.get("lifestyle") or {}).get(HABITS[code]):
        return "in_place"
    if index is None or not index[1].counts or band_of(*index) is None:
        return None
    barred = "unintended_weight_loss" in case.red_flags or "eating_disorder" in (context.get("contraindications") or [])
    barred |= "bmi" in context and number(context["bmi"], "bmi") < Fraction("18.5")
    if code == "visceral_fat_loss" and barred:
        return None if band_of(*index) == "optimal" else "not_supported"
    return "not_indicated" if band_of(*index) == "optimal" else "first_line"


def interventions(
    case: Case, index: Judged | None, *, applicable: bool, care: str, lines: dict[str, str]
) -> dict[str, dict[str, str | None]]:
    """Status and dose of those that the protocol decides without room; `None`: the protocol leaves room."""
    for plan in case.context.get("considering") or []:
        name = plan["intervention"] if isinstance(plan, dict) else plan
        if name not in CODES:
            raise Refused("considering: not an intervention")
    beyond = index is not None and possible_bands(*index) == ["beyond_range"]
    withheld = beyond or not applicable or care in {"same_day", "urgent"} or secondary_disease(case)
    found: dict[str, dict[str, str | None]] = {}
    for code in CODES:
        status = None
        if withheld:
            status = "withheld"
        elif code in HABITS:
            status = tier_1(case, code, index)
            if care != "none" and status in {"first_line", "not_indicated"}:
                status = None  # another question comes first, and the protocol does not say how this then reads
        elif code in SENOLYTICS and not (index and band_of(*index) == "optimal"):
            half_known = (
                lines["above_target"] == "no" and "open" in lines.values()
            )  # false by its line, open by its code
            status = None if half_known else senolytic(case, index, lines)
        elif code == "melatonin_low_dose" and dose_status(case) in {"dose_below_range", "dose_above_range"}:
            status = "not_supported"
        elif code == "vitamin_d3_k2" and vitamin_d_code(case) in {"within_target", "above_target"}:
            status = "not_indicated"
        dose = dose_status(case) if code == "melatonin_low_dose" and not withheld else None
        found[code] = {"status": status, "dose_status": dose}
    return found
