"""
What a synthetic person is made of: each number of the simulation, once, with its basis.

Nothing here decides anything about a real person. What no source gives is a convention: a round
number that makes the draws of a cohort as mixed as those of a laboratory, and not an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from ..codes import Exercise, Specimen
from ..evidence import Basis, Citation, Convention
from ..threshold import Threshold
from . import sources as s
from .assays import ASSAYS, Assay

__all__ = ["KINDS", "LABORATORIES", "Kind", "Laboratory"]

# --- the person ------------------------------------------------------------------------------------

YOUNGEST = Threshold(45, "year", Convention("where the cohort begins whose median the level is", s.FERREIRA_2024))
OLDEST = Threshold(84, "year", Convention("where the cohort ends whose median the level is", s.FERREIRA_2024))
MEDIAN_AGE = Threshold(62, "year", Convention("the median of the same cohort, whose level is the median", s.KHAN_2024))
IL6_MEDIAN = Threshold("1.2", "pg/mL", Citation(s.FERREIRA_2024, "1.2 pg/mL"))
IL6_BETWEEN_CV = Threshold(
    53, "%", Citation(s.SMC_2013, "22–53 %", "the far end, since a population differs more than its healthy members")
)
IL6_PER_DECADE = Threshold(
    "1.16", "fold", Citation(s.BEAVER_DAM, "1.54 to 1.78", "the second over the first, ten years apart")
)
CRP_MEDIAN = Threshold("1.9", "mg/L", Citation(s.FERREIRA_2024, "1.9 mg/L"))
CRP_BETWEEN_CV = Threshold("92.5", "%", Citation(s.MACY_1997, "92.5 %"))
CRP_WITHIN_CV = Threshold("42.2", "%", Citation(s.MACY_1997, "42.2 %"))
CRP_ANALYTICAL_CV = Threshold("5.2", "%", Citation(s.MACY_1997, "5.2 %"))
IL6_WITH_CRP = Threshold("0.53", "rho", Citation(s.FERREIRA_2024, "0.53"))

# --- the course ------------------------------------------------------------------------------------

CHANGING_SHARE = Threshold(10, "%", Convention("a tenth of the persons have a level that moves, half of them upwards"))
LEAST_CHANGE = Threshold(2, "fold", Convention("a change over half a year that a trend should see"))
MOST_CHANGE = Threshold(4, "fold", Convention("a change over half a year that nobody should miss"))
SHORTEST_GAP = Threshold(21, "day", Convention("three weeks from draw to draw"))
LONGEST_GAP = Threshold(56, "day", Convention("eight weeks from draw to draw"))

# --- the draw --------------------------------------------------------------------------------------

MORNING_SHARE = Threshold(85, "%", Convention("most blood is drawn in the morning"))
FASTED_SHARE = Threshold(75, "%", Convention("three of four come fasted"))
JUST_EATEN = Threshold(
    "0.5", "hour", Convention("who is not fasted has eaten between half an hour and eight hours before")
)
LONGEST_FAST = Threshold(14, "hour", Convention("who is fasted has slept over it and skipped breakfast, no more"))
LAST_DRAW = Threshold(17, "o'clock", Convention("when a laboratory has taken its last blood"))
MEAL_PEAK = Threshold("2.07", "fold", Citation(s.EMERSON_2017, "1.4 to 2.9 pg/mL", "the second over the first"))
MEAL_PEAK_AT = Threshold(6, "hour", Citation(s.EMERSON_2017, "6 h"))
INFECTIONS = Threshold(2, "per year", Convention("two colds a year"))
INFECTION_IL6 = Threshold(4, "fold", Convention("a cold at its height; it wears off evenly on the log scale"))
INFECTION_CRP = Threshold(8, "fold", Convention("hs-CRP rises further than IL-6 in a cold"))
SWITCH_SHARE = Threshold(5, "%", Convention("one draw in twenty goes to another laboratory"))
CRP_SHARE = Threshold(80, "%", Convention("hs-CRP is ordered beside four IL-6 of five"))
CRP_STARTS_AT = Threshold("0.2", "mg/L", Convention("below it a laboratory reports <0.2"))
FEVER_SHARE = Threshold(1, "%", Convention("one in a hundred names a symptom that outranks every band"))
UNKNOWN_SHARE = Threshold(
    25,
    "%",
    Convention("each fact is missing in one of four records: of the draw itself each time, of the rest for good"),
)

# --- exercise --------------------------------------------------------------------------------------


def _rise(value: str, basis: Basis) -> Threshold:
    return Threshold(value, "fold", basis)


def _gone(value: int, basis: Basis) -> Threshold:
    return Threshold(value, "hour", basis)


@attrs.frozen
class Kind:
    """A kind of last session: how often it is met, and what it does to IL-6."""

    share: Threshold
    """Of all draws."""
    peak: Threshold
    peak_at: Threshold
    gone_at: Threshold


_NO_RISE: Final = _rise("1", Convention("it does not move IL-6"))
_AT_ONCE: Final = _gone(0, Convention("highest at the end of the session"))
_CLEARED: Final = _gone(6, Citation(s.ARTICLE, "return to baseline within 3–6 hours", "the far end of the span"))
_HARD: Final = _rise("2.70", Citation(s.INTERVALS_2016, "2.70 fold"))


def _share(value: int) -> Threshold:
    return Threshold(value, "%", Convention("a mix of people of whom a third trains hard in the days before a draw"))


KINDS: Final[Mapping[Exercise, Kind]] = MappingProxyType({
    Exercise.NONE: Kind(_share(30), _NO_RISE, _AT_ONCE, _CLEARED),
    Exercise.LIGHT: Kind(_share(15), _NO_RISE, _AT_ONCE, _CLEARED),
    Exercise.MODERATE: Kind(_share(20), _rise("1.40", Citation(s.INTERVALS_2016, "1.40 fold")), _AT_ONCE, _CLEARED),
    Exercise.RESISTANCE: Kind(_share(15), _HARD, _AT_ONCE, _CLEARED),
    Exercise.HIIT: Kind(_share(12), _HARD, _AT_ONCE, _CLEARED),
    Exercise.ECCENTRIC: Kind(
        _share(6), _HARD, _gone(6, Citation(s.ECCENTRIC_2003, "6 h")),
        _gone(24, Convention("back by the next day, as after any hard session")),
    ),
    Exercise.RACE: Kind(
        _share(2), _rise("30", Convention("33–40 pg/mL at the finish, from a level of 1.2", s.TRAIL_RACE)), _AT_ONCE,
        _gone(48, Citation(s.WASKIEWICZ_2025, "24–48 h", "the far end of the span")),
    ),
})  # fmt: skip
"""What was done last before a draw."""
JUST_TRAINED = Threshold("0.5", "hour", Convention("nobody is drawn while still out of breath"))
LONGEST_AGO = Threshold(96, "hour", Convention("a last session lies at most four days back, evenly spread"))

# --- laboratories ----------------------------------------------------------------------------------


@attrs.frozen
class Laboratory:
    """One laboratory: what it measures with and how it reports."""

    share: Threshold
    """Of all persons whose usual laboratory it is."""
    assay: Assay
    il6_unit: str
    per_pg: int
    """By how much a number in pg/mL is divided in this unit."""
    digits: int
    upper_limit: Threshold | None
    reads: Threshold
    """What it makes of a true 1 pg/mL, the method that drew the lines being the measure."""
    specimen: Specimen
    crp_unit: str
    crp_per_mg: int
    """By how much a number in mg/L is divided in this unit."""


def _persons(value: int) -> Threshold:
    reason = "half of the persons by a method that sees the target, half by another"
    return Threshold(value, "%", Convention(reason))


_TRUE: Final = _rise("1", Convention("the measure itself, or a method of which no ratio is known"))
_ROUTINE: Final = _rise(
    "1.57", Convention("its 95th percentile, 7 pg/mL, over that by single molecules, 4.45 pg/mL", s.ROCHE_ELECSYS)
)

LABORATORIES: Final[tuple[Laboratory, ...]] = (
    Laboratory(_persons(35), ASSAYS["R&D Quantikine HS"], "pg/mL", 1, 2, None, _TRUE, Specimen.SERUM, "mg/L", 1),
    Laboratory(
        _persons(15), ASSAYS["Meso Scale V-PLEX"], "ng/mL", 1000, 5, None, _TRUE, Specimen.EDTA_PLASMA, "mg/L", 1
    ),
    Laboratory(
        _persons(35), ASSAYS["Roche Elecsys"], "pg/mL", 1, 1,
        Threshold(7, "pg/mL", Citation(s.ROCHE_ELECSYS, "< 7 pg/mL (95th percentile)")), _ROUTINE,
        Specimen.SERUM, "mg/L", 1,
    ),
    Laboratory(
        _persons(15), ASSAYS["Beckman Access"], "ng/L", 1, 1,
        Threshold(6, "pg/mL", Convention("the limit that its users are given")), _TRUE,
        Specimen.HEPARIN_PLASMA, "mg/dL", 10,
    ),
)  # fmt: skip
"""Where blood is measured."""
