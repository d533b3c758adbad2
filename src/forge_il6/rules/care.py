"""
When a number is not for a wellness library.

Every rule answers with who should look, and how soon; the most urgent answer decides. The value
itself and the red flags are always judged, also where the sample is void or not applicable. Lines
of value hold for the newest IL-6 of the case and for every other of its local day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..asking.course import CrpResult, Sample
from ..asking.rule import rule
from ..codes import URGENT_RED_FLAGS, Band, Care, Direction, RedFlag, StandingCode
from ..conclusions import CareReason, Note, Standing
from ..knowledge import thresholds
from ..threshold import Scale, Threshold
from ..units import Amount
from .bands import is_beyond_range

URGENT_RED_FLAG = CareReason("red_flag_urgent", Care.URGENT)
URGENT_VALUE = CareReason("il6_urgent", Care.URGENT)
ACUTE_WITH_RED_FLAG = CareReason("il6_acute_with_red_flag", Care.URGENT)
ACUTE_VALUE = CareReason("il6_acute", Care.SAME_DAY)
RED_FLAG_WITH_IL6 = CareReason("red_flag_with_il6_beyond_range", Care.SAME_DAY)
RED_FLAG_WITH_CRP = CareReason("red_flag_with_acute_crp", Care.SAME_DAY)
RED_FLAG = CareReason("red_flag", Care.CLINICIAN_EVALUATION)
BEYOND_TWICE = CareReason("beyond_range_twice", Care.CLINICIAN_EVALUATION)
CRP_TWICE = CareReason("crp_acute_twice", Care.CLINICIAN_EVALUATION)
INTERFERENCE = CareReason("possible_interference", Care.CLINICIAN_EVALUATION)
BEYOND_ONCE = CareReason("beyond_range_once", Care.REPEAT)
CRP_ONCE = CareReason("crp_acute_once", Care.REPEAT)
EXPLAINED = CareReason("exercise_explains_value", Care.REPEAT)
SAMPLE_VOID = CareReason("sample_void", Care.REPEAT)
SAMPLE_UNVERIFIED = Note("sample_unverified")

EXERCISE_VOIDS = frozenset({"myokine_window", "post_exercise_hold", "race_hold", "exercise_hold"})
ANSWERABLE = frozenset({"exercise_not_reported", "exercise_timing_unclear", "fasting_not_reported"})
"""Reasons that an answer can take away, so that no blood has to be drawn again."""


# --- the newest day --------------------------------------------------------------------------------


def _highest(amounts: list[Amount]) -> Amount | None:
    """Return the result whose lower bound lies highest."""
    first, *others = amounts or (None,)
    return max(amounts, key=lambda each: (each.at_least(each.value), each.value, each.comparator)) if others else first


def _may_be_exercise(sample: Sample, hard: Threshold, race: Threshold) -> bool:
    """Whether exercise voids the sample and ended so lately that it may be all of the value."""
    after_hard = sample.hours_since_hard is not None and sample.hours_since_hard < hard.value
    after_race = sample.hours_since_race is not None and sample.hours_since_race < race.value
    return (after_hard or after_race) and bool(sample.standing.codes & EXERCISE_VOIDS)


@rule("E1", asks="Which IL-6 of the newest day lies highest?", works_out="highest_il6")
def highest_of_day(newest_day: tuple[Sample, ...]) -> Amount | None:
    """Of several results of a day none takes away what another says."""
    return _highest([sample.amount for sample in newest_day])


@rule("E2", asks="May exercise alone explain it?", works_out="exercise_explains", otherwise=False)
def exercise_explains(
    newest_day: tuple[Sample, ...],
    *,
    acute_il6: Threshold = thresholds.ACUTE_IL6,
    explained_window: Threshold = thresholds.EXPLAINED_WINDOW,
    race_explained_window: Threshold = thresholds.RACE_EXPLAINED_WINDOW,
) -> bool | None:
    """The article: exercise alone can raise IL-6 many times over; hard exercise does, and for hours, not for days."""
    acute = [sample for sample in newest_day if sample.amount.at_least(acute_il6.value)]
    explained = [sample for sample in acute if _may_be_exercise(sample, explained_window, race_explained_window)]
    return True if acute and explained == acute else None


@rule("E4", asks="Which IL-6 of the newest day lies beyond the range?", works_out="il6_beyond_range")
def beyond_range_of_day(
    newest_day: tuple[Sample, ...],
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
) -> Amount | None:
    """Each by the limit of the laboratory that measured it."""
    return _highest([s.amount for s in newest_day if _is_beyond_range(s, il6_bands, highest_ceiling)])


def _is_beyond_range(sample: Sample, scale: Scale[Band], highest: Threshold) -> bool:
    return is_beyond_range(sample.amount, sample.reading.lab_upper_limit, scale, highest)


@rule("E5", asks="Is the newest CRP in the acute range?", works_out="acute_crp")
def newest_crp_acute(
    crp_results: tuple[CrpResult, ...],
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
    crp_reach: Threshold = thresholds.CRP_REACH,
) -> Amount | None:
    """Of CRP the newest known counts, near the draw; coarse as it is, the conventional test sees this line well."""
    newest = _newest(crp_results)
    if newest is not None and abs(newest) > crp_reach.value:
        return None
    acute = [each for each in crp_results if each.amount.above(crp_acute.value)]
    return _highest([each.amount for each in acute if each.days_before == newest])


def _newest(results: tuple[CrpResult, ...]) -> int | None:
    """Return how many days before the case the newest result was drawn; one of a draw without a day is the newest."""
    days = _days(results)
    return min(days, default=None) if len(days) == len(results) else None


def _days(results: Iterable[CrpResult]) -> list[int]:
    """Return how many days before the case results were drawn, of those that have a day."""
    return [each.days_before for each in results if each.days_before is not None]


# --- care ------------------------------------------------------------------------------------------


@rule("E6", asks="Is IL-6 in the range of severe acute illness?", gives="urgent_care")
def urgent_value(highest_il6: Amount, *, urgent_il6: Threshold = thresholds.URGENT_IL6) -> CareReason | None:
    """Values of this size belong to sepsis and severe inflammation; no exercise cancels that."""
    return URGENT_VALUE if highest_il6.at_least(urgent_il6.value) else None


@rule("E6a", asks="Is there a red flag that cannot wait?", gives="urgent_red_flag_care")
def urgent_red_flag(red_flags: tuple[RedFlag, ...]) -> CareReason | None:
    """Chest pain, new breathlessness and confusion are seen at once, whatever the number."""
    return URGENT_RED_FLAG if any(flag in URGENT_RED_FLAGS for flag in red_flags) else None


@rule("E7", asks="Is IL-6 in the acute range?", gives="acute_care")
def acute_value(
    highest_il6: Amount, exercise_explains: bool, *, acute_il6: Threshold = thresholds.ACUTE_IL6
) -> CareReason | None:
    """From here on a clinician should look, unless exercise may explain the value and nothing else speaks."""
    return None if exercise_explains or not highest_il6.at_least(acute_il6.value) else ACUTE_VALUE


@rule("E7a", asks="Is IL-6 in the acute range with a red flag?", gives="acute_care")
def acute_value_with_red_flag(
    highest_il6: Amount, red_flags: tuple[RedFlag, ...], *, acute_il6: Threshold = thresholds.ACUTE_IL6
) -> CareReason | None:
    """With a symptom beside it no exercise explains such a value."""
    return ACUTE_WITH_RED_FLAG if red_flags and highest_il6.at_least(acute_il6.value) else None


@rule("E8", asks="Is there a red flag with an IL-6 beyond the range?", gives="red_flag_il6_care")
def red_flag_with_il6(red_flags: tuple[RedFlag, ...], il6_beyond_range: Amount) -> CareReason | None:
    """A symptom and a number that point the same way should not wait."""
    return RED_FLAG_WITH_IL6 if red_flags else None


@rule("E9", asks="Is there a red flag with an acute CRP?", gives="red_flag_crp_care")
def red_flag_with_crp(red_flags: tuple[RedFlag, ...], acute_crp: Amount) -> CareReason | None:
    """A symptom and a number that point the same way should not wait."""
    return RED_FLAG_WITH_CRP if red_flags else None


@rule("E10", asks="Is there a red flag?")
def red_flag(red_flags: tuple[RedFlag, ...]) -> CareReason | None:
    """Red flags outrank every band."""
    return RED_FLAG if red_flags else None


@rule("E11", asks="Was IL-6 beyond the range twice?")
def beyond_range_twice(
    samples: tuple[Sample, ...],
    draw_day: date,
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
    twice_gap: Threshold = thresholds.TWICE_GAP,
    window: Threshold = thresholds.WINDOW,
) -> CareReason | None:
    """A value beyond the range that comes back, each by its own laboratory's limit, needs a cause."""
    beyond = [
        (draw_day - sample.draw.day).days
        for sample in samples
        if sample.draw and is_witness(sample.standing) and _is_beyond_range(sample, il6_bands, highest_ceiling)
    ]
    return BEYOND_TWICE if _twice(beyond, twice_gap, window) else None


def is_witness(standing: Standing | None) -> bool:
    """Whether a result can be one of two: nothing that voids it can have pushed it up."""
    reasons = () if standing is None else standing.reasons
    return all(each.direction is Direction.DOWN for each in reasons if each.standing is StandingCode.VOID)


def _twice(days_before: list[int], gap: Threshold, window: Threshold) -> bool:
    """Whether two of the days of the last half year lie at least the gap apart."""
    recent = [days for days in days_before if days <= window.value]
    return bool(recent) and max(recent) - min(recent) >= gap.value


@rule("E12", asks="Was CRP acute twice?")
def crp_acute_twice(
    crp_results: tuple[CrpResult, ...],
    *,
    crp_acute: Threshold = thresholds.CRP_ACUTE,
    twice_gap: Threshold = thresholds.TWICE_GAP,
    window: Threshold = thresholds.WINDOW,
) -> CareReason | None:
    """An acute CRP that comes back needs a cause."""
    acute = _days([each for each in crp_results if each.amount.above(crp_acute.value) and is_witness(each.standing)])
    if not acute:
        return None
    newest = min(_days(crp_results))
    return CRP_TWICE if _twice([days - newest for days in acute], twice_gap, window) else None


@rule("E13", asks="Is the newest IL-6 beyond the range?")
def beyond_range_once(
    newest_day: tuple[Sample, ...],
    drug_lasts: bool,
    *,
    il6_bands: Scale[Band] = thresholds.IL6_BANDS,
    highest_ceiling: Threshold = thresholds.HIGHEST_CEILING,
    repeat_from: Threshold = thresholds.REPEAT_FROM,
    repeat_until: Threshold = thresholds.REPEAT_UNTIL,
) -> CareReason | None:
    """Once and well it is repeated; a void sample is drawn again anyway, and an unverified one asks for answers."""
    newest = next(iter(newest_day))
    if drug_lasts or not _is_beyond_range(newest, il6_bands, highest_ceiling):
        return None
    return None if newest.standing.code in (StandingCode.VOID, StandingCode.UNVERIFIED) else BEYOND_ONCE


@rule("E14", asks="Is the newest CRP to be repeated?")
def crp_acute_once(
    acute_crp: Amount, drug_lasts: bool, *, repeat_from: Threshold = thresholds.REPEAT_FROM
) -> CareReason | None:
    """Once: it is repeated when the acute process has passed."""
    return None if drug_lasts else CRP_ONCE


@rule("E15", asks="Must the newest sample be drawn again?")
def sample_void(newest_day: tuple[Sample, ...], drug_lasts: bool) -> CareReason | None:
    """A void sample settles nothing; while a drug lasts another one would settle as little."""
    newest = next(iter(newest_day))
    return SAMPLE_VOID if newest.standing.code is StandingCode.VOID and not drug_lasts else None


@rule("E15a", asks="Would answers make the sample count?")
def sample_unverified(il6_standing: Standing) -> Note | None:
    """An unverified sample asks for answers, not for blood."""
    if il6_standing.code is not StandingCode.UNVERIFIED:
        return None
    open_reasons = {each.code for each in il6_standing.reasons if each.standing is StandingCode.UNVERIFIED}
    return SAMPLE_UNVERIFIED if open_reasons <= ANSWERABLE else None


@rule("E16", asks="May a high value be exercise alone?")
def explained_value(
    highest_il6: Amount,
    exercise_explains: bool,
    red_flag_stated: bool,
    *,
    acute_il6: Threshold = thresholds.ACUTE_IL6,
    urgent_il6: Threshold = thresholds.URGENT_IL6,
    repeat_explained: Threshold = thresholds.REPEAT_EXPLAINED,
) -> CareReason | None:
    """It may be exercise and may be illness, so it is drawn again at rest, and soon."""
    in_range = highest_il6.at_least(acute_il6.value) and not highest_il6.at_least(urgent_il6.value)
    return EXPLAINED if exercise_explains and in_range and not red_flag_stated else None


@rule("E17", asks="Is a high IL-6 beside a low hs-CRP an error of the assay?")
def possible_interference(
    il6: Amount,
    il6_standing: Standing,
    hs_crp: Amount,
    hs_crp_standing: Standing,
    same_draw: bool,
    *,
    interference_il6: Threshold = thresholds.INTERFERENCE_IL6,
    crp_low: Threshold = thresholds.CRP_LOW,
) -> CareReason | None:
    """An IL-6 of this size makes the liver answer; where it does not, antibodies or a dirty tube come to mind."""
    unlike = il6.above(interference_il6.value) and hs_crp.below(crp_low.value) and hs_crp_standing.counts
    return INTERFERENCE if unlike and same_draw and "check_unit" not in il6_standing.codes else None


RULES = (
    highest_of_day,
    exercise_explains,
    beyond_range_of_day,
    newest_crp_acute,
    urgent_value,
    urgent_red_flag,
    acute_value,
    acute_value_with_red_flag,
    red_flag_with_il6,
    red_flag_with_crp,
    red_flag,
    beyond_range_twice,
    crp_acute_twice,
    beyond_range_once,
    crp_acute_once,
    sample_void,
    sample_unverified,
    explained_value,
    possible_interference,
)
