"""The numbers beside the codes: of the course, of each of its readings, and of the level this person lives at."""

from __future__ import annotations

import math
from typing import Final

from .answered import Answered
from .asking.answer import answer
from .asking.course import (
    Counting,
    Day,
    Sample,
    as_cv,
    band_probabilities,
    fitted_fold,
    fold_between,
    log_sd,
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
        PersistenceResult(
            case.given.get("persistence", Persistence.NOT_ASSESSABLE),
            case.given.get("lines") or _ALL_OPEN,
            _counted(case, counting),
        ),
        _trend(case, days),
        _change(case, days),
        _readings(case, counting),
    )


def _counted(case: Answered, counting: Counting | None) -> int:
    """Return how many days count; without a history the one sample does, or none."""
    alone = case.standings.il6
    return int(alone is not None and alone.counts) if counting is None else len(counting.days)


def _trend(case: Answered, days: tuple[Day, ...]) -> TrendResult:
    code, span = case.given.get("trend", Trend.INSUFFICIENT_DATA), span_days(days)
    if code is Trend.INSUFFICIENT_DATA or not span:
        return TrendResult(code, len(days), span)
    return TrendResult(code, len(days), span, _fold(case, fitted_fold(days)), f"{100 * as_cv(log_sd(days)):.1f}")


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
        probabilities={code.value: f"{chance:.3f}" for code, chance in zip(scale.codes, chances, strict=True)},
    )
