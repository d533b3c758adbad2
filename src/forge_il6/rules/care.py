"""
When a number is not for a wellness library.

Every rule answers with who should look, and how soon; the most urgent answer decides. The value
itself and the red flags are always judged, also where the sample is void or not applicable.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..asking.course import Sample
from ..asking.rule import rule
from ..codes import Band, Care, CrpLevel, StandingCode
from ..conclusions import CareReason, Note, Standing
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount
from .bands import scale_with_ceiling

URGENT_VALUE = CareReason("il6_urgent", Care.URGENT)
ACUTE_WITH_RED_FLAG = CareReason("il6_acute_with_red_flag", Care.URGENT)
ACUTE_VALUE = CareReason("il6_acute", Care.SAME_DAY)
RED_FLAG_WITH_IL6 = CareReason("red_flag_with_il6_beyond_range", Care.SAME_DAY)
RED_FLAG_WITH_CRP = CareReason("red_flag_with_acute_crp", Care.SAME_DAY)
RED_FLAG = CareReason("red_flag", Care.CLINICIAN_EVALUATION)
BEYOND_TWICE = CareReason("beyond_range_twice", Care.CLINICIAN_EVALUATION)
CRP_TWICE = CareReason("crp_acute_twice", Care.CLINICIAN_EVALUATION)
BEYOND_ONCE = CareReason("beyond_range_once", Care.REPEAT)
CRP_ONCE = CareReason("crp_acute_once", Care.REPEAT)
SAMPLE_VOID = CareReason("sample_void", Care.REPEAT)
SAMPLE_UNVERIFIED = CareReason("sample_unverified", Care.REPEAT)
EXPLAINED = Note("exercise_explains_value")

EXERCISE_VOIDS = frozenset({"myokine_window", "post_exercise_hold", "race_hold", "exercise_hold"})
_UNUSABLE = {StandingCode.VOID: SAMPLE_VOID, StandingCode.UNVERIFIED: SAMPLE_UNVERIFIED}


@rule("E2", asks="Does exercise void the sample?", works_out="exercise_explains", otherwise=False)
def explained_by_void(il6_standing: Standing) -> bool | None:
    """The article: exercise alone can raise IL-6 many times over."""
    return True if il6_standing.codes & EXERCISE_VOIDS else None


@rule("E3", asks="Was there any but light exercise lately?", works_out="exercise_explains")
def explained_by_exertion(
    hours_since_exertion: Decimal, *, exertion_window: Threshold = thresholds.EXERTION_WINDOW
) -> bool | None:
    """So soon after training even a high value is most likely the muscle's."""
    return True if hours_since_exertion < exertion_window.value else None


@rule("E4", asks="Is hs-CRP, or CRP, in the acute range?", works_out="crp_is_acute")
def crp_acute(crp_levels: tuple[CrpLevel, ...]) -> bool | None:
    """A hs-CRP of this size speaks of something acute."""
    return True if crp_levels == (CrpLevel.ACUTE,) else None


@rule("E5", asks="Is conventional CRP in the acute range?", works_out="crp_is_acute")
def conventional_crp_acute(conventional_crp: Amount, *, crp_acute: Threshold = thresholds.CRP_ACUTE) -> bool | None:
    """Coarse as it is, the conventional test sees this line well."""
    return True if conventional_crp.above(crp_acute.value) else None


@rule("E6", asks="Is IL-6 in the range of severe acute illness?", gives="urgent_care")
def urgent_value(il6: Amount, *, urgent_il6: Threshold = thresholds.URGENT_IL6) -> CareReason | None:
    """Values of this size belong to sepsis and severe inflammation; no exercise cancels that."""
    return URGENT_VALUE if il6.at_least(urgent_il6.value) else None


@rule("E7", asks="Is IL-6 in the acute range?", gives="acute_care")
def acute_value(
    il6: Amount,
    red_flag_stated: bool,
    exercise_explains: bool,
    *,
    acute_il6: Threshold = thresholds.ACUTE_IL6,
) -> CareReason | None:
    """From here on a clinician should look, unless exercise explains the value and nothing else speaks."""
    if not il6.at_least(acute_il6.value):
        return None
    if red_flag_stated:
        return ACUTE_WITH_RED_FLAG
    return None if exercise_explains else ACUTE_VALUE


@rule("E8", asks="Is there a red flag with an IL-6 beyond the range?", gives="red_flag_il6_care")
def red_flag_with_il6(red_flag_stated: bool, value_bands: tuple[Band, ...]) -> CareReason | None:
    """A symptom and a number that point the same way should not wait."""
    return RED_FLAG_WITH_IL6 if red_flag_stated and value_bands == (Band.BEYOND_RANGE,) else None


@rule("E9", asks="Is there a red flag with an acute hs-CRP?", gives="red_flag_crp_care")
def red_flag_with_crp(red_flag_stated: bool, crp_is_acute: bool) -> CareReason | None:
    """A symptom and a number that point the same way should not wait."""
    return RED_FLAG_WITH_CRP if red_flag_stated and crp_is_acute else None


@rule("E10", asks="Is there a red flag?")
def red_flag(red_flag_stated: bool) -> CareReason | None:
    """Red flags outrank every band."""
    return RED_FLAG if red_flag_stated else None


@rule("E11", asks="Was IL-6 beyond the range twice?")
def beyond_range_twice(
    samples: tuple[Sample, ...],
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    twice_gap: Threshold = thresholds.TWICE_GAP,
    window: Threshold = thresholds.WINDOW,
) -> CareReason | None:
    """A value beyond the range that comes back, each by its own laboratory's limit, needs a cause."""
    dated = [(sample.draw.day, sample) for sample in samples if sample.draw]
    beyond = [day for day, sample in dated if _is_beyond_range(sample, il6_bands)]
    newest = max((day for day, _ in dated), default=date.min)
    return BEYOND_TWICE if _twice(beyond, newest, twice_gap, window) else None


def _is_beyond_range(sample: Sample, scale: Scale[Band]) -> bool:
    limit = sample.reading.lab_upper_limit
    own = scale if limit is None else scale_with_ceiling(scale, limit) or scale
    speaks = sample.standing.code.rank <= StandingCode.UNVERIFIED.rank
    return speaks and own.within(sample.amount) == (Band.BEYOND_RANGE,)


def _twice(days: list[date], newest: date, gap: Threshold, window: Threshold) -> bool:
    """Whether two of the days of the last half year lie at least the gap apart."""
    recent = [day for day in days if (newest - day).days <= window.value]
    return bool(recent) and (max(recent) - min(recent)).days >= gap.value


@rule("E12", asks="Was hs-CRP acute twice?")
def crp_acute_twice(
    crp_results: tuple[tuple[date, Amount], ...],
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
    twice_gap: Threshold = thresholds.TWICE_GAP,
    window: Threshold = thresholds.WINDOW,
) -> CareReason | None:
    """An acute hs-CRP that comes back needs a cause."""
    acute = [day for day, amount in crp_results if amount.above(crp_acute.value)]
    newest = max((day for day, _ in crp_results), default=date.min)
    return CRP_TWICE if _twice(acute, newest, twice_gap, window) else None


@rule("E13", asks="Is IL-6 beyond the range?")
def beyond_range_once(il6_standing: Standing, value_bands: tuple[Band, ...]) -> CareReason | None:
    """Once and well: it is repeated before anything is made of it; a void sample is repeated anyway."""
    is_void = il6_standing.code is StandingCode.VOID
    return BEYOND_ONCE if value_bands == (Band.BEYOND_RANGE,) and not is_void else None


@rule("E14", asks="Is hs-CRP acute?")
def crp_acute_once(crp_is_acute: bool) -> CareReason | None:
    """Once: it is repeated when the acute process has passed."""
    return CRP_ONCE if crp_is_acute else None


@rule("E15", asks="Must the sample be drawn again?")
def sample_unusable(il6_standing: Standing) -> CareReason | None:
    """A void or unverified sample settles nothing."""
    return _UNUSABLE.get(il6_standing.code)


@rule("E16", asks="Is a high value explained by exercise?")
def explained_value(
    il6: Amount,
    red_flag_stated: bool,
    exercise_explains: bool,
    *,
    acute_il6: Threshold = thresholds.ACUTE_IL6,
    urgent_il6: Threshold = thresholds.URGENT_IL6,
) -> Note | None:
    """The value would ask for a doctor at rest; after training it asks for a second, rested draw."""
    explained = exercise_explains and not red_flag_stated
    in_range = il6.at_least(acute_il6.value) and not il6.at_least(urgent_il6.value)
    return EXPLAINED if explained and in_range else None


RULES = (
    explained_by_void,
    explained_by_exertion,
    crp_acute,
    conventional_crp_acute,
    urgent_value,
    acute_value,
    red_flag_with_il6,
    red_flag_with_crp,
    red_flag,
    beyond_range_twice,
    crp_acute_twice,
    beyond_range_once,
    crp_acute_once,
    sample_unusable,
    explained_value,
)
