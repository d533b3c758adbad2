"""
Canonical cases: courses, series and plans at every line and window that the rules declare.

What rests on a whole course cannot be written out value by value. So each kind has a few shapes: one to four draws,
each on a line or just above it, as far apart as a window is wide, a day less and a day more; grip and heart rate
variability likewise; every plan at every dose, beside every medication. Along an axis of a grid one value grows and
all else stands still, so that a neighbour shows what growing alone did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import combinations, product
from typing import Any, Final, NamedTuple

from ..codes import Confounder, Direction, Intervention, RedFlag, Specimen, StandingCode
from ..conclusions import Standing
from ..context import ConfounderEvent, Considered, GripSession, HrvDay, Lifestyle
from ..errors import ForgeError
from ..knowledge.assays import ASSAYS, Assay
from ..knowledge.interventions import DRUG_CLASSES
from ..reading import Reading
from ..threshold import Threshold
from ..units import Amount
from .course import CrpResult, Sample
from .domains import STANDINGS, beyond, drawn, points, standing_of
from .rule import AnyRule

__all__ = ["Facts", "Grid", "Lines", "courses", "crp_courses", "details", "grip_series", "hrv_series", "one_draw",
           "outranking", "pairs", "plans"]  # fmt: skip

Facts = dict[str, Any]
_ONE: Final = Decimal(1)
_IL6, _CRP = "pg/mL", "mg/L"
_VALID: Final = STANDINGS[0]
_EARLIER: Final = (
    _VALID,
    standing_of(StandingCode.UNVERIFIED),
    *(standing_of(StandingCode.VOID, way) for way in (Direction.UP, Direction.DOWN)),
)
"""The standings of an earlier sample that tell apart whether it counts, and what it witnesses."""
_MOST_DAYS: Final = 4
_TYPICAL_GRIP, _TYPICAL_LOG = Decimal(40), (3.6, 3.8)
_HABITS: Final = Lifestyle(**dict.fromkeys(Lifestyle.keys(), True))
_LATE: Final = Decimal(1000)
"""Hours after which no two samples are of one draw."""


class Grid(NamedTuple):
    """Facts of which some grow, each along its axis, while the rest stands still."""

    axes: tuple[Sequence[Any], ...]
    facts: Callable[[tuple[Any, ...]], Facts]


class Lines:
    """The numbers of the rules that ask for some facts, by unit."""

    def __init__(self, rules: Iterable[AnyRule], facts: Iterable[str]) -> None:
        wanted = frozenset(facts)
        self._values: defaultdict[str, set[Decimal]] = defaultdict(set)
        for each in rules:
            if not wanted or not wanted.isdisjoint(each.facts):
                for number in each.numbers.values():
                    self._values[number.unit].add(number.value)

    def of(self, unit: str) -> list[Decimal]:
        """Return them in a unit, rising."""
        return sorted(self._values[unit])

    def amounts(self, unit: str) -> list[Amount]:
        """Return a result below the first, and one on and one just above each: below it holds what the last says."""
        lines = [each for each in self.of(unit) if each > 0] or [_ONE]
        return [Amount(each, unit) for each in sorted({lines[0] / 2, *lines, *map(beyond, lines)})]

    def days(self) -> list[int]:
        """Return the whole days of every window, one less and one more, and nought."""
        around = {int(each) + step for each in self.of("day") for step in (-1, 0, 1)}
        return sorted({0, *(day for day in around if day >= 0)})


# --- samples ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _reading(il6: str, limit: str = "") -> Reading:
    return Reading(il6, lab_upper_limit=limit or None)


def _sample(il6: Amount, days: int = 0, standing: Standing = _VALID, **more: Any) -> Sample:
    reading = _reading(str(il6), str(more.pop("limit", "")))
    return Sample(reading, drawn(days), standing, is_index=not days, **more)


def _of_samples(samples: tuple[Sample, ...]) -> Facts:
    """Return the facts of a case with these samples, oldest first, of which the last is the index."""
    index, day = samples[-1], drawn().day
    same_day = tuple(each for each in reversed(samples) if each.draw is not None and each.draw.day == day)
    is_course = len(samples) > 1
    return {
        "il6": index.amount, "stated_il6": index.amount, "il6_measured": True, "il6_standing": index.standing,
        "samples": samples if is_course else None, "index_sample": index if is_course else None,
        "newest_day": same_day, "draw_day": day, "crp_measured": False, "lifestyle": _HABITS,
        "lab_upper_limit": index.reading.lab_upper_limit,
    }  # fmt: skip


def one_draw(every: Lines, standings: Iterable[Standing], newest: Lines) -> Iterator[Grid]:
    """Yield a single draw at every line: for every standing, soon after exercise, and by the limit of a laboratory."""
    hours = [each for line in newest.of("hour") for each in (line / 2, line)]
    exerted = [{name: each} for name in ("hours_since_hard", "hours_since_race") for each in hours]
    for standing in standings:
        yield _single(every, standing)
        for each in exerted if standing.code is StandingCode.VOID else ():
            yield _single(every, standing, **each)
    for limit, standing in product(newest.amounts(_IL6), STANDINGS):
        yield _single(every, standing, limit=limit)


def _single(lines: Lines, standing: Standing, **more: Any) -> Grid:
    return Grid((lines.amounts(_IL6),), partial(_indexed, standing, {}, more))


def _indexed(standing: Standing, rest: Facts, more: Facts, at: tuple[Any, ...]) -> Facts:
    """Return the facts of a single draw, with the rest beside it and more said of the sample itself."""
    return {**_of_samples((_sample(at[0], 0, standing, **more),)), **rest}


def courses(lines: Lines) -> Iterator[Grid]:
    """Yield two to four draws at every line that a course is compared with, and as far apart as each window is wide."""
    days, il6 = lines.days(), lines.amounts(_IL6)
    windows = [0, *map(int, lines.of("day"))]
    for gap in days:
        yield Grid((il6, il6), partial(_course, (gap, 0), (_VALID, _VALID)))
    for gap, standing in product(windows, _EARLIER[1:]):
        yield Grid((il6, il6), partial(_course, (gap, 0), (standing, _VALID)))
    for gap, standing in product(windows, STANDINGS):
        yield Grid((il6[:1], il6), partial(_course, (gap, 0), (_VALID, standing)))
    for line in lines.of(_IL6):
        values = [Amount(each, _IL6) for each in (line, beyond(line))]
        for before, between in combinations(reversed(days), 2):
            yield Grid((values,) * 3, partial(_course, (before, between, 0), (_VALID,) * 3))
        yield from _longer(values, lines)
    yield from _folds(lines)


def _longer(values: list[Amount], lines: Lines) -> Iterator[Grid]:
    """Yield courses whose draws lie exactly a window apart, of as many days as a rule counts; one draw is doubtful."""
    days = [int(each) for each in lines.of("day")]
    for count in range(3, _MOST_DAYS + 1):
        for before, doubtful in product(combinations(reversed(days), count - 1), range(-1, count)):
            standings = tuple(_EARLIER[1] if at == doubtful else _VALID for at in range(count))
            yield Grid((values,) * count, partial(_course, (*before, 0), standings))
    for count in range(_MOST_DAYS + 1, max([0, *(int(each) + 1 for each in lines.of("reading"))]) + 1):
        before = tuple(range(count - 1, 0, -1))
        yield Grid((values[1:],) * (count - 1) + (values,), partial(_course, (*before, 0), (_VALID,) * count))


def _folds(lines: Lines) -> Iterator[Grid]:
    """Yield courses that rise, fall or scatter by every fold, over every span; the middle one may be doubtful."""
    folds = lines.of("fold")
    line = next(iter(lines.of(_IL6)), None)
    if line is None or not folds:
        return
    first, values = Amount(line, _IL6), [Amount(line * each, _IL6) for each in sorted({*folds, _ONE, max(folds) ** 2})]
    for days, between in product(lines.days(), _EARLIER[:2]):
        yield Grid(([first], values, values), partial(_course, (days, days // 2, 0), (_VALID, between, _VALID)))


def _course(days: tuple[int, ...], standings: tuple[Standing, ...], il6: tuple[Amount, ...]) -> Facts:
    return _of_samples(tuple(map(_sample, il6, days, standings)))


# --- beside IL-6 -----------------------------------------------------------------------------------


def crp_courses(lines: Lines) -> Iterator[Grid]:
    """Yield one and two results of CRP at every line, at every age, as far apart as each window is wide."""
    crp, days = lines.amounts(_CRP), lines.days()
    for newest, standing in product((None, *days), _EARLIER):
        yield Grid((crp,), partial(_crp, newest, standing))
    for newest, gap, standing in product((days[0], days[-1]), days, _EARLIER):
        yield Grid((crp, crp), partial(_crps, newest, gap, _VALID, standing))
        yield Grid((crp, crp), partial(_crps, newest, gap, standing, _VALID))


def _crp(days: int | None, standing: Standing, at: tuple[Any, ...]) -> Facts:
    return {"crp_results": (CrpResult(at[0], standing, days),)}


def _crps(newest: int, gap: int, one: Standing, other: Standing, at: tuple[Any, ...]) -> Facts:
    return {"crp_results": (CrpResult(at[0], one, newest), CrpResult(at[1], other, newest + gap))}


def pairs(every: Lines, paired: Lines) -> Iterator[Grid]:
    """
    Yield an IL-6 beside every hs-CRP, standing and distance, and beside a conventional CRP; and CRP alone.

    IL-6 lies at the lines of the *paired* rules, which ask for it or for CRP.
    """
    some = (_VALID, standing_of(StandingCode.UNVERIFIED), *_EARLIER[2:])
    crp = every.amounts(_CRP)
    for standing, at, crp_standing, together in product(STANDINGS, crp, some, (True, False)):
        yield from _with_il6(paired, standing, {
            "hs_crp": at, "hs_crp_standing": crp_standing, "crp_measured": True, "may_share_date": together,
            "hours_apart": Decimal(0) if together else _LATE, "crp_results": (CrpResult(at, crp_standing, 0),),
        })  # fmt: skip
    for standing, at, crp_standing in product(STANDINGS, crp, some):
        yield from _with_il6(paired, standing, {"conventional_crp": at, "conventional_crp_standing": crp_standing})
    yield from _paired_apart(paired)


def _with_il6(lines: Lines, standing: Standing, rest: Facts) -> Iterator[Grid]:
    """Yield the rest without an IL-6, and beside ever more of it."""
    yield Grid(((None,),), partial(_unmeasured, rest))
    yield _beside(lines, standing, rest)


def _unmeasured(rest: Facts, _: tuple[Any, ...]) -> Facts:
    return {**rest, "il6_measured": False}


def _paired_apart(paired: Lines) -> Iterator[Grid]:
    """Yield two markers that were drawn as far apart as hours can tell, at most and at least."""
    for apart, shares in product(points(paired.of("hour")), (True, False)):
        for least in {Decimal(0), apart}:
            yield _beside(paired, _VALID, {
                "hs_crp": Amount(Decimal(2), _CRP), "hs_crp_standing": _VALID, "crp_measured": True,
                "hours_apart": apart, "least_hours_apart": least, "may_share_date": shares,
            })  # fmt: skip


def outranking(every: Lines) -> Iterator[Grid]:
    """Yield what outranks a band: symptoms, a disease, a person whom the numbers are not for, a drug, an acute CRP."""
    flags = (None, (), (RedFlag.CHEST_PAIN,), (RedFlag.FEVER,))
    acute = CrpResult(every.amounts(_CRP)[-1], _VALID, 0)
    for standing, red_flags, disease, applicable, lasts in product(
        STANDINGS, flags, (None, True), (True, False), (False, True)
    ):
        yield _beside(every, standing, {
            "red_flags": red_flags, "red_flag_stated": bool(red_flags), "secondary_disease": disease,
            "applicable": applicable, "drug_lasts": lasts,
        })  # fmt: skip
    for standing, red_flags in product(STANDINGS, flags):
        yield _beside(every, standing, {"red_flags": red_flags, "crp_results": (acute,)})


def details(every: Lines, tube: Lines) -> Iterator[Grid]:
    """Yield what only tells one result from another beside the same decision: how its tube fared, and its method."""
    low = {"hs_crp": every.amounts(_CRP)[0], "hs_crp_standing": _VALID, "crp_measured": True,
           "hours_apart": Decimal(0), "may_share_date": True}  # fmt: skip
    told: list[Facts] = [{"hours_to_centrifugation": each} for each in points(tube.of("hour"))]
    told += [{"specimen": each} for each in Specimen]
    told += [{"all_confounders": each} for each in ((), *((ConfounderEvent(kind),) for kind in Confounder))]
    for each in told:
        yield _beside(every, _VALID, low | each)
    for assay in ASSAYS.values():
        ends = sorted({each.value for each in (assay.starts_at, assay.ends_at) if each is not None})
        stated = [Amount(each, _IL6) for end in ends for each in (end, beyond(end))]
        yield Grid((stated,), partial(_indexed, _VALID, _known(assay), {}))


def _known(assay: Assay) -> Facts:
    return {"assay": assay, "likely_assay": assay, "method_unknown": False}


def _beside(every: Lines, standing: Standing, rest: Facts) -> Grid:
    return Grid((every.amounts(_IL6),), partial(_indexed, standing, rest, {}))


# --- the body --------------------------------------------------------------------------------------


def _days_before(days: int) -> date:
    return drawn().day - timedelta(days=days)


def grip_series(lines: Lines) -> Iterator[Grid]:
    """
    Yield one to three sessions whose last values fall by every number of kilograms and per cent, ever further.

    The baseline lies on the line of a low one, just beside it, or well above; the sessions lie a window apart.
    """
    low = max(lines.of("kg"), default=_TYPICAL_GRIP)
    for base in (low / 2, low, beyond(low), _TYPICAL_GRIP):
        falls = {Decimal(0), *lines.of("kg"), *(base * each / 100 for each in lines.of("%"))}
        lost = sorted(each for fall in falls for each in (fall, beyond(fall)) if each < base)
        for age, is_drawn in product(_years_and_days(lines), (True, False)):
            yield Grid(((Decimal(0),),), partial(_grips, base, (age,), is_drawn))
            yield Grid((lost,), partial(_grips, base, (age, 0), is_drawn))
        for gap in lines.days():
            yield Grid((lost, lost), partial(_grips, base, (gap + 1, gap, 0), True))  # noqa: FBT003  (the draw is known)


def _years_and_days(lines: Lines) -> list[int]:
    years = (date(drawn().day.year - int(each), drawn().day.month, drawn().day.day) for each in lines.of("year"))
    spans = [(drawn().day - each).days for each in years]
    return sorted({*lines.days(), *(span + step for span in spans for step in (-1, 0, 1))})


def _grips(base: Decimal, days: tuple[int, ...], is_drawn: bool, lost: tuple[Decimal, ...]) -> Facts:  # noqa: FBT001
    """Return sessions of one hand, of which the first is the baseline and the last ones fell."""
    values = [base, *(base - each for each in lost)][: len(days)]
    sessions = tuple(GripSession(_days_before(on), f"{value} kg") for on, value in zip(days, values, strict=True))
    return {"grip": sessions, "draw_day": drawn().day if is_drawn else None}


def hrv_series(lines: Lines, week: int) -> Iterator[Grid]:
    """Yield days whose last two weeks fall by every share of a standard deviation, with as many days as are needed."""
    falls = [0.0, *(float(each) + step for each in lines.of("SD") for step in (-0.01, 0.01))]
    days, most = lines.days(), max(lines.days())
    for baseline in days:
        yield Grid((falls, falls), partial(_hrv, week, (baseline, week), 0, True))  # noqa: FBT003
    for valid in filter(week.__ge__, days):
        yield Grid((falls, falls), partial(_hrv, week, (most, valid), 0, True))  # noqa: FBT003
    for ended, is_drawn in product(days, (True, False)):
        yield Grid((falls[:1],) * 2, partial(_hrv, week, (most, week), ended, is_drawn))


def _hrv(week: int, valid: tuple[int, int], ended: int, is_drawn: bool, falls: tuple[float, float]) -> Facts:  # noqa: FBT001
    """Return so many valid days of a baseline that varies and of the two weeks after it, which lie below its mean."""
    low, high = _TYPICAL_LOG
    of_baseline, of_week = valid
    mean, sd = (low + high) / 2, (high - low) / 2
    logs = {(1 - at) * week + day: mean - fall * sd for at, fall in enumerate(falls) for day in range(of_week)}
    logs |= {2 * week + day: low if day % 2 else high for day in range(of_baseline)}
    days = tuple(_hrv_day(ended + back, round(log, 6)) for back, log in logs.items())
    return {"hrv": days, "draw_day": drawn().day if is_drawn else None}


@lru_cache(maxsize=65536)
def _hrv_day(days_before: int, log: float) -> HrvDay:
    return HrvDay(_days_before(days_before), f"{Decimal(2.718281828459045**log):.6f} ms")


# --- plans -----------------------------------------------------------------------------------------


def plans(numbers: Iterable[Threshold], bands: Lines) -> Iterator[Grid]:
    """Yield every plan at every dose, and beside every medication and condition that is known by name."""
    il6 = bands.amounts(_IL6)
    units = {"mg": "mg", "IU/day": "IU"}
    doses = [f"{at} {units[each.unit]}" for each in numbers if each.unit in units
             for at in (each.value, beyond(each.value), each.value / 2)]  # fmt: skip
    for plan in (Considered(kind) for kind in Intervention):
        yield _planning(il6, {"considering": (plan,), "medications": ()})
    for plan in filter(None, (_dosed(kind, dose) for kind in Intervention for dose in doses)):
        yield _planning(il6, {"considering": (plan,)})
    for name, kind, stated in product(DRUG_CLASSES, Intervention, ("medications", "contraindications")):
        yield _planning(il6[:1], {"considering": (Considered(kind),), stated: (name,)})


def _planning(il6: list[Amount], plans: Facts) -> Grid:
    return Grid((il6,), partial(_indexed, _VALID, plans, {}))


def _dosed(kind: Intervention, dose: str) -> Considered | None:
    """Return a plan with a dose; none where doses of its kind are not read, or in another unit."""
    try:
        plan = Considered(kind, dose)
    except ForgeError:
        return None
    return None if plan.amount is None and plan.units is None else plan
