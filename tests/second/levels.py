"""Sections 3 and 4 of the protocol: bands, firmness, set-point and care."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from .case import Case, Sample, days_between, index_day
from .quantities import Interval, product
from .standing import Standing, drug_lasts, paired

BANDS = ("optimal", "above_target", "elevated", "high", "beyond_range")
Judged = tuple[Sample, Standing]

TARGET, VERDICT_LINE, HIGH_LINE = Fraction("1.2"), Fraction(2), Fraction(3)
SAME_DAY, URGENT = Fraction(35), Fraction(100)
INTERFERENCE = Fraction(20)
CRP_LOW, CRP_ACUTE = Fraction(1), Fraction(10)
URGENT_FLAGS = {"chest_pain", "new_breathlessness", "confusion"}


# --- 3 bands ----------------------------------------------------------------------------------------


def bands_of(value: Interval, ceiling: Fraction, n: int = 1) -> list[str]:
    """Every band that the interval reaches; of a product of n readings, every band that their mean reaches."""
    target, verdict, high, ceiling = (line**n for line in (TARGET, VERDICT_LINE, HIGH_LINE, ceiling))
    reaches = {
        "optimal": not value.at_least(target),
        "above_target": not value.below(target) and not value.above(verdict),
        "elevated": not value.at_most(verdict) and not value.above(high),
        "high": not value.at_most(high) and not value.above(ceiling),
        "beyond_range": not value.at_most(ceiling),
    }
    return [band for band in BANDS if reaches[band]]


def band_of(sample: Sample, standing: Standing) -> str | None:
    bands = bands_of(sample.value, sample.ceiling)
    return bands[0] if len(bands) == 1 and standing.code in {"valid", "tentative", "unverified"} else None


def possible_bands(sample: Sample, standing: Standing) -> list[str]:
    """Section 2.3: where all void reasons push up the value is an upper bound, where all push down a lower one."""
    bands = bands_of(sample.value, sample.ceiling)
    if standing.code == "not_applicable":
        return []
    if standing.code != "void":
        return bands
    match standing.void_directions:
        case directions if directions == {"up"}:
            return list(BANDS[: BANDS.index(bands[-1]) + 1])
        case directions if directions == {"down"}:
            return list(BANDS[BANDS.index(bands[0]) :])
        case _:
            return list(BANDS)


def firmness(index: Judged | None, judged: list[Judged], days: list[list[Judged]], *, steady: bool) -> str:
    """
    `days` are the counting readings, those of one local day together.

    A day with an unverified reading of another band is no second witness: as a counting one it would have moved the
    mean of that day, and knowing less must not make the band firmer (opening of the protocol).
    """
    band = band_of(*index) if index else None
    if index is None or band is None:
        return "none"
    if not index[1].counts:
        return "unverified"
    others = [day for day in days if all(sample is not index[0] for sample, _ in day)]
    same = any(day_band(day) == band and not doubted(day, judged, band) for day in others)
    return "firm" if same and steady else "provisional"


def doubted(day: list[Judged], judged: list[Judged], band: str) -> bool:
    """Does an unverified reading of that day, of the same method and matrix, lie elsewhere than in the band?"""
    first = day[0][0]
    return any(
        standing.code == "unverified" and sample.matrix == first.matrix
        and sample.moment and first.moment and sample.moment.day == first.moment.day
        and day_band([(sample, standing)]) != band
        for sample, standing in judged
    )  # fmt: skip


def day_band(day: list[Judged]) -> str | None:
    """The band of the geometric mean of one day."""
    bands = bands_of(product([sample.value for sample, _ in day]), day[-1][0].ceiling, len(day))
    return bands[0] if len(bands) == 1 else None


def set_point(days: list[list[Judged]], means: list[float], trend: str) -> float | None:
    """The geometric mean of the counting readings, or none where nothing may rest on it."""
    moving = trend in {"rising", "declining", "volatile"}
    if moving or not means or day_band(days[-1]) == "beyond_range":
        return None
    return math.exp(sum(map(math.log, means)) / len(means))


# --- 4 care -----------------------------------------------------------------------------------------


def newest_day(case: Case, judged: list[Judged]) -> list[Judged]:
    """The newest IL-6 of the case first (the index, where there is one), then the others of its local day."""
    if not judged:
        return []
    newest = next((entry for entry in judged if entry[0] is case.index), None) or max(judged, key=order)
    day = newest[0].moment.day if newest[0].moment else None
    same = [entry for entry in judged if day and entry[0].moment and entry[0].moment.day == day]
    return [newest, *(entry for entry in same if entry is not newest)]


def order(judged: Judged) -> tuple[date, float]:
    moment = judged[0].moment
    if moment is None:
        msg = "only samples with a time have an order"
        raise ValueError(msg)
    return moment.day, moment.instant.timestamp() if moment.instant else 0.0


def value_care(sample: Sample, standing: Standing, *, red_flag: bool) -> str:
    """The lines of 35 and 100 pg/mL, and what exercise explains; the lower bound of a comparator counts."""
    low = sample.value.low
    if low >= URGENT or (low >= SAME_DAY and red_flag):
        return "urgent"
    if low >= SAME_DAY:
        return "repeat" if standing.excused else "same_day"
    return "same_day" if red_flag and sample.value.above(sample.ceiling) else "none"


def once_care(sample: Sample, standing: Standing) -> str:
    """A void sample is drawn again, and so is one beyond the range; an unverified one asks for answers."""
    beyond = sample.value.above(sample.ceiling)
    again = standing.code == "void" or (beyond and standing.code != "unverified")
    return "repeat" if again else "none"


def may_witness(standing: Standing) -> bool:
    """A void result counts as one of two only where every void reason pushes down."""
    return not standing.void_directions or standing.void_directions == {"down"}


def twice(days: list[date], today: date | None) -> bool:
    """At least 14 days apart, within 183 days."""
    recent = [day for day in days if today is None or 0 <= days_between(day, today) <= 183]
    return any(days_between(first, second) >= 14 for first in recent for second in recent)


def beyond_twice(judged: list[Judged], today: date | None) -> bool:
    return twice(
        [
            sample.moment.day
            for sample, standing in judged
            if sample.moment and sample.value.above(sample.ceiling) and may_witness(standing)
        ],
        today,
    )


def crp_care(crps: list[Judged], case: Case, today: date | None) -> tuple[bool, bool]:
    """Is the newest known CRP, within 28 days of the draw, above 10 mg/L; and is it so twice?"""
    dated = [(sample.moment.day if sample.moment else today, sample, standing) for sample, standing in crps]
    near = [entry for entry in dated if entry[0] is None or today is None or abs(days_between(entry[0], today)) <= 28]
    newest = max((entry[0] for entry in dated if entry[0]), default=None)
    if case.draw is None and any(entry[0] is None for entry in dated):
        newest = None
    once = any(entry[0] == newest and entry[1].value.above(CRP_ACUTE) for entry in near)
    acute = [day for day, sample, standing in dated if day and sample.value.above(CRP_ACUTE) and may_witness(standing)]
    return once, twice(acute, newest or today)


def interference(index: Judged | None, crp: Judged | None) -> bool:
    """Section 7: IL-6 > 20 with a counting hs-CRP < 1 of the same draw."""
    if index is None or crp is None or not paired(index[0], crp[0]):
        return False
    question = any(reason.code == "check_unit" for reason in index[1].reasons)  # no level, no pattern
    return not question and index[0].value.above(INTERFERENCE) and crp[1].counts and crp[0].value.below(CRP_LOW)


def care(case: Case, judged: list[Judged], crps: list[Judged], *, persistent_above_3: bool, interfered: bool) -> str:
    """The worst of everything in the table of section 4."""
    flags, today = bool(case.red_flags), index_day(case)
    found, newest = {"none"}, newest_day(case, judged)
    found |= {value_care(sample, standing, red_flag=flags) for sample, standing in newest}
    acute, acute_twice = crp_care(crps, case, today)
    if URGENT_FLAGS & set(case.red_flags):
        found.add("urgent")
    if flags and acute:
        found.add("same_day")
    if persistent_above_3 or flags or interfered or acute_twice or beyond_twice(judged, today):
        found.add("clinician_evaluation")
    if newest and not drug_lasts(case):
        found |= {once_care(*entry) for entry in newest[:1]}
    if acute and not drug_lasts(case):
        found.add("repeat")
    return max(found, key=("none", "repeat", "clinician_evaluation", "same_day", "urgent").index)
