"""The numbers beside the codes: of the course, of each of its readings, and of the level this person lives at."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from .answered import Answered
from .asking.answer import answer
from .asking.course import (
    Counting,
    Day,
    Sample,
    as_cv,
    band_probabilities,
    fitted,
    fold_between,
    out_of_log,
    span_days,
)
from .codes import Change, LineState, Persistence, Trend
from .conclusions import (
    ChangeResult,
    Course,
    CourseReading,
    Level,
    Lines,
    PersistenceResult,
    Reach,
    SetPoint,
    TrendResult,
)
from .knowledge.words import ASSUMES
from .threshold import Threshold
from .units import decimal_text
from .wording import number_text, shown

__all__ = ["course", "set_point"]

_FOLDS: Final = ("rising", "declining", "possible_rise", "change_rise", "change_fall")
_ALL_OPEN: Final = Lines(LineState.OPEN, LineState.OPEN, LineState.OPEN)


def course(case: Answered) -> Course:
    """Put the numbers of the course beside its codes."""
    counting: Counting | None = case.given.get("counting")
    days = () if counting is None else counting.point_days
    return Course(
        _persistence(case, counting),
        _trend(case, days),
        _change(case, days),
        _readings(case, counting),
    )


def _persistence(case: Answered, counting: Counting | None) -> PersistenceResult:
    code, lines = case.given.get("persistence", Persistence.NOT_ASSESSABLE), case.given.get("lines") or _ALL_OPEN
    if counting is None or not counting.days:
        return PersistenceResult(code, lines, _alone(case))
    beyond = _BEYOND.get(code)
    found = 0 if beyond is None else sum(beyond(day, case.numbers) for day in counting.days)
    return PersistenceResult(code, lines, len(counting.days), found, counting.days[0].day.isoformat() if found else "")


_BEYOND: Final[Mapping[Persistence, Callable[[Day, Mapping[str, Threshold]], bool]]] = {
    Persistence.PERSISTENT_ABOVE_3: lambda day, numbers: day.above(numbers["high_line"].value),
    Persistence.CONSISTENT_ABOVE_2: lambda day, numbers: day.above(numbers["verdict_line"].value),
    Persistence.PERSISTENT_ABOVE_TARGET: lambda day, numbers: day.at_least(numbers["target"].value),
}
"""Whether a day lies beyond the line that a code names."""


def _alone(case: Answered, *, as_number: bool = False) -> int:
    """Return how many samples count where there is no history: the one there is, or none."""
    alone, il6 = case.standings.il6, case.reading.il6
    counts = case.samples is None and alone is not None and alone.counts
    return int(counts and (not as_number or (il6 is not None and il6.is_point)))


def _trend(case: Answered, days: tuple[Day, ...]) -> TrendResult:
    code, span = case.given.get("trend", Trend.INSUFFICIENT_DATA), span_days(days)
    n = len(days) or _alone(case, as_number=True)
    if code is Trend.INSUFFICIENT_DATA or not span:
        return TrendResult(code, n, span)
    fit = fitted(days)
    return TrendResult(code, n, span, _fold(case, fit.fold), f"{100 * as_cv(fit.scatter):.1f}")


def _change(case: Answered, days: tuple[Day, ...]) -> ChangeResult:
    code = case.given.get("change", Change.NOT_COMPARABLE)
    return ChangeResult(code, _fold(case, float(fold_between(*days[-2:]))) if len(days) > 1 else "")


def _fold(case: Answered, fold: float) -> str:
    return number_text(fold, [float(case.usual[name].value) for name in _FOLDS])


def _readings(case: Answered, counting: Counting | None) -> tuple[CourseReading, ...]:
    excluded = counting.excluded if counting else ()
    return tuple(_reading(case, *each) for each in zip(case.samples or (), excluded, strict=True))


def _reading(case: Answered, sample: Sample, why: str) -> CourseReading:
    """Say of one reading what the same rules say of it, on the scale of its own laboratory."""
    reading = sample.reading
    facts = {"il6": sample.amount, "il6_standing": sample.standing, "lab_upper_limit": reading.lab_upper_limit}
    return CourseReading(
        drawn_at="" if reading.drawn_at is None else reading.drawn_at.isoformat(),
        il6=shown(sample.amount),
        standing=sample.standing,
        band=answer(case.rules, "band", facts),
        counted=not why,
        excluded=why,
    )


def set_point(case: Answered) -> SetPoint | None:
    """Say at what level this person lives, how sure that is, and which lines the rules find near it."""
    level: Level | None = case.given.get("level")
    reach: Reach | None = case.given.get("reach")
    if level is None or reach is None:
        return None
    scale = case.bands
    lines = [float(cut.at.value) for cut in scale.cuts]
    chances = band_probabilities(level.log, reach.sd, scale)
    return SetPoint(
        estimate=number_text(out_of_log(level.log), lines),
        low=number_text(math.exp(level.log - reach.half), lines),
        high=number_text(math.exp(level.log + reach.half), lines),
        n=level.n,
        near_boundary=tuple(decimal_text(line) for line in case.given.get("lines_near", ())),
        assumes=ASSUMES,
        probabilities={code.value: f"{chance:.3f}" for code, chance in zip(scale.codes, chances, strict=True)},
    )
