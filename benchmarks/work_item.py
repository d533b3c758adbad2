"""
The one decision that every contender makes, and the seeded cases it is made on.

The work item is a slice of what a verdict holds: may the sample speak after exercise, in which band does IL-6 lie,
what do IL-6 and hs-CRP say together, and who should look at the person. Everything else is kept unremarkable
(fasting, at rest, a morning draw, an adult), so that the slice alone decides and all answers can be compared.
"""

# ruff: noqa: PLR2004  (a decision written by hand has its numbers in place; that is what it stands for)

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

SEED = 20261120
"""Any number would do; this one makes two runs comparable."""

INTENSE = ("vigorous", "hiit", "resistance", "unknown")
LONG = ("eccentric", "endurance")
KINDS = ("none", "light", "moderate", *INTENSE, *LONG, "race")

_FIRST_DRAW = datetime(2023, 1, 2, 6, 0, tzinfo=timezone(timedelta(hours=1)))
_EDGE = 0.1
"""Share of the values that are put exactly on a line, where contenders would disagree first."""


class Case(NamedTuple):
    """One person's morning: an IL-6, the hs-CRP of the same tube, and the last exercise before it."""

    kind: str
    hours: float | None
    """Hours from the end of the last session; not given where there was none."""
    il6: str
    """pg/mL, as a laboratory prints it, without the unit."""
    hs_crp: str
    """mg/L, likewise."""
    fever: bool
    drawn_at: str
    fasting_hours: int
    age: int


class Answer(NamedTuple):
    """What every contender must agree on, as the public codes."""

    timing: str
    """valid, tentative, unverified or void: the standing of IL-6, after exercise and beside an acute hs-CRP."""
    band: str | None
    """None when the sample is void."""
    pattern: str
    care: str
    """What the three flags (fever, IL-6 beyond its ceiling, hs-CRP above 10 mg/L) and a void sample ask for."""


def cases(count: int, seed: int = SEED) -> Iterator[Case]:
    """Seeded cases: every kind of exercise, hours up to ten days, skewed markers, one value in ten on a line."""
    draw = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    for _ in range(count):
        kind = draw.choice(KINDS)
        drawn_at = _FIRST_DRAW + timedelta(days=draw.randrange(1400), minutes=draw.randrange(300))
        yield Case(
            kind=kind,
            hours=None if kind == "none" else _hours(draw),
            il6=_marker(draw, median=2.0, spread=0.8, top=19.5, edges=("1.2", "2.0", "3.0", "7.0")),
            hs_crp=_marker(draw, median=1.6, spread=1.1, top=80.0, edges=("1.0", "3.0", "10.0")),
            fever=draw.random() < 0.05,
            drawn_at=drawn_at.isoformat(timespec="minutes"),
            fasting_hours=draw.randrange(10, 15),
            age=draw.randrange(18, 95),
        )


def _hours(draw: random.Random) -> float:
    if draw.random() < _EDGE:
        return draw.choice((6.0, 24.0, 48.0, 72.0, 168.0))
    longest = draw.choice((24, 72, 240))
    return draw.randrange(2 * longest) / 2


def _marker(draw: random.Random, *, median: float, spread: float, top: float, edges: tuple[str, ...]) -> str:
    if draw.random() < _EDGE:
        return draw.choice(edges)
    value = min(max(median * draw.lognormvariate(0.0, spread), 0.1), top)
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def plain_python(  # noqa: C901, PLR0912, PLR0915  (it stands for what people write by hand)
    kind: str,
    hours: float,
    il6: float,
    hs_crp: float,
    fever: bool,  # noqa: FBT001  (timed by position, like the rest)
) -> tuple[str, str | None, str, str]:
    """Decide by hand: plain `if` and `else` on floats, no types, no units, no reasons. The yardstick of every ratio."""
    timing = "valid"
    crp_void = False
    if kind in ("none", "light"):
        pass
    elif kind == "moderate":
        if hours < 6:
            timing = "void"
        elif hours < 24:
            timing = "tentative"
    elif kind == "race":
        crp_void = hours < 168
        if hours < 72:
            timing = "void"
        elif hours < 168:
            timing = "tentative"
    elif kind in ("eccentric", "endurance"):
        crp_void = hours < 72
        if hours < 24:
            timing = "void"
        elif hours < 48:
            timing = "tentative"
    else:
        crp_void = hours < 48
        if hours < 24:
            timing = "void"

    acute = hs_crp > 10.0
    if acute and timing != "void":
        timing = "unverified"

    band: str | None
    if timing == "void":
        band = None
    elif il6 < 1.2:
        band = "optimal"
    elif il6 <= 2.0:
        band = "above_target"
    elif il6 <= 3.0:
        band = "elevated"
    elif il6 <= 7.0:
        band = "high"
    else:
        band = "beyond_range"

    if acute:
        pattern = "suspended"
    elif timing == "void":
        pattern = "il6_void"
    elif hs_crp < 1.0:
        pattern = "il6_only" if il6 > 2.0 else "both_low"
    elif crp_void:
        pattern = "crp_void"
    elif hs_crp <= 3.0:
        pattern = "il6_leading" if il6 > 2.0 else "crp_average"
    else:
        pattern = "both_raised" if il6 > 2.0 else "crp_only"

    beyond = il6 > 7.0
    if fever:
        care = "same_day" if beyond or acute else "clinician_evaluation"
    elif beyond or acute or timing == "void":
        care = "repeat"
    else:
        care = "none"
    return timing, band, pattern, care
