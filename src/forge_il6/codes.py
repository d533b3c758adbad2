"""The public code strings: every enum serialises to the text that the protocol names."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = [
    "BAND_ORDER",
    "URGENT_RED_FLAGS",
    "Analyte",
    "Band",
    "Care",
    "Change",
    "Confounder",
    "CrossCheckCode",
    "CrpLevel",
    "Direction",
    "DoseStatus",
    "Exercise",
    "Firmness",
    "Grade",
    "GripState",
    "HrvState",
    "Il6Side",
    "Intervention",
    "LineState",
    "Pattern",
    "Persistence",
    "RedFlag",
    "Severity",
    "Sex",
    "Specimen",
    "StandingCode",
    "Status",
    "Trend",
    "TrendStated",
    "VitaminD",
]


class Code(StrEnum):
    """
    A public code: it equals its text, hashes and serialises as it, and has no order.

    Which of two codes comes first in the alphabet says nothing, so comparing them is a `TypeError`.
    """

    __hash__ = str.__hash__

    def __lt__(self, other: str, /) -> bool:
        mine, its = self._places(other)
        return mine < its

    def __le__(self, other: str, /) -> bool:
        mine, its = self._places(other)
        return mine <= its

    def __gt__(self, other: str, /) -> bool:
        mine, its = self._places(other)
        return mine > its

    def __ge__(self, other: str, /) -> bool:
        mine, its = self._places(other)
        return mine >= its

    def _places(self, other: object) -> tuple[int, int]:
        """Return the places of two codes in their order; an error where there is none, since text would compare."""
        msg = f"{type(self).__name__} and {type(other).__name__} have no order; sort by .value for the alphabet"
        raise TypeError(msg)


class Ordered(Code):
    """A code whose members stand in rising order, and compare by it with each other alone."""

    rank: int
    """The place of this code in its order, from 0."""

    def _places(self, other: object) -> tuple[int, int]:
        return (self.rank, other.rank) if type(other) is type(self) else super()._places(other)

    def __new__(cls, value: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        return member


class Analyte(Code):
    """What is judged."""

    IL6 = "il6"
    HS_CRP = "hs_crp"


class StandingCode(Ordered):
    """Whether a sample may speak about the baseline; the worst reason decides."""

    VALID = "valid"
    TENTATIVE = "tentative"
    UNVERIFIED = "unverified"
    VOID = "void"
    NOT_APPLICABLE = "not_applicable"


class Direction(Code):
    """Which way a condition pushes the result."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Band(Ordered):
    """Where a resting IL-6 lies."""

    OPTIMAL = "optimal"
    ABOVE_TARGET = "above_target"
    ELEVATED = "elevated"
    HIGH = "high"
    BEYOND_RANGE = "beyond_range"


BAND_ORDER = tuple(Band)


class Firmness(Ordered):
    """How much a band rests on."""

    NONE = "none"
    UNVERIFIED = "unverified"
    PROVISIONAL = "provisional"
    FIRM = "firm"


class Care(Ordered):
    """Who should look at this person, and how soon."""

    NONE = "none"
    REPEAT = "repeat"
    CLINICIAN_EVALUATION = "clinician_evaluation"
    SAME_DAY = "same_day"
    URGENT = "urgent"


class LineState(Code):
    """Whether the course lies beyond a line."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Persistence(Code):
    """What several counting readings say together."""

    PERSISTENT_ABOVE_3 = "persistent_above_3"
    CONSISTENT_ABOVE_2 = "consistent_above_2"
    PERSISTENT_ABOVE_TARGET = "persistent_above_target"
    NOT_ASSESSABLE = "not_assessable"
    NOT_PERSISTENT = "not_persistent"


class Trend(Code):
    """The direction of the course over six months."""

    INSUFFICIENT_DATA = "insufficient_data"
    RISING = "rising"
    DECLINING = "declining"
    VOLATILE = "volatile"
    POSSIBLE_RISE = "possible_rise"
    STABLE = "stable"


class Change(Code):
    """What the last two comparable readings say."""

    RISE = "rise"
    FALL = "fall"
    WITHIN_NOISE = "within_noise"
    NOT_COMPARABLE = "not_comparable"


class Pattern(Code):
    """What IL-6 and hs-CRP of one draw say together."""

    BOTH_LOW = "both_low"
    CRP_AVERAGE = "crp_average"
    CRP_ONLY = "crp_only"
    IL6_ONLY = "il6_only"
    IL6_LEADING = "il6_leading"
    BOTH_RAISED = "both_raised"
    SUSPENDED = "suspended"
    CRP_MISSING = "crp_missing"
    IL6_MISSING = "il6_missing"
    NOT_PAIRED = "not_paired"
    CRP_VOID = "crp_void"
    IL6_VOID = "il6_void"
    UNDETERMINED = "undetermined"


class Il6Side(Code):
    """On which side of the article's verdict line IL-6 lies."""

    NEAR_NORMAL = "near_normal"
    RAISED = "raised"


class CrpLevel(Ordered):
    """Where hs-CRP lies by the AHA/CDC lines."""

    LOW = "low"
    AVERAGE = "average"
    RAISED = "raised"
    ACUTE = "acute"


class GripState(Code):
    """The course of grip strength."""

    NOT_ASSESSED = "grip_not_assessed"
    STABLE = "grip_stable"
    IMPROVING = "grip_improving"
    POSSIBLE_DECLINE = "grip_possible_decline"
    CONFIRMED_DECLINE = "grip_confirmed_decline"


class HrvState(Code):
    """The course of heart rate variability."""

    NOT_ASSESSED = "hrv_not_assessed"
    STABLE = "hrv_stable"
    IMPROVING = "hrv_improving"
    DECLINING = "hrv_declining"
    MARKED_DECLINE = "hrv_marked_decline"


class CrossCheckCode(Code):
    """What the body says together with IL-6."""

    GRIP_IL6_SUSPECT = "grip_il6_suspect"
    GRIP_LOOK_ELSEWHERE = "grip_look_elsewhere"
    GRIP_EXPLAINED_BY_TRAINING = "grip_explained_by_training"
    HRV_IL6_LOOP = "hrv_il6_loop"
    HRV_ALONE = "hrv_alone"
    HRV_PRESERVED = "hrv_preserved"
    MUSCLE_CATABOLISM_LINK = "muscle_catabolism_link"
    COGNITION_LINK = "cognition_link"
    PACE_LINK = "pace_link"


class DoseStatus(Code):
    """How a planned dose relates to the range that the article or an authority names."""

    BELOW_RANGE = "dose_below_range"
    WITHIN_RANGE = "dose_within_range"
    ABOVE_RANGE = "dose_above_range"
    WITHIN_UPPER_LIMIT = "dose_within_upper_limit"
    ABOVE_UPPER_LIMIT = "dose_above_upper_limit"

    @property
    def fits(self) -> bool:
        """Whether the dose is one that may be taken."""
        return self in (DoseStatus.WITHIN_RANGE, DoseStatus.WITHIN_UPPER_LIMIT)


class VitaminD(Code):
    """Where 25-OH-vitamin D lies."""

    DEFICIENT = "deficient"
    BELOW_TARGET = "below_target"
    WITHIN_TARGET = "within_target"
    ABOVE_TARGET = "above_target"
    UNKNOWN = "unknown"


class Intervention(Code):
    """What the article proposes, in the order of its tiers."""

    VISCERAL_FAT_LOSS = "visceral_fat_loss"
    GUT_BARRIER = "gut_barrier"
    ZONE2_AEROBIC = "zone2_aerobic"
    VITAMIN_D3_K2 = "vitamin_d3_k2"
    MELATONIN_LOW_DOSE = "melatonin_low_dose"
    COLD_EXPOSURE = "cold_exposure"
    DASATINIB_QUERCETIN = "dasatinib_quercetin"
    QUERCETIN_ALONE = "quercetin_alone"
    FISETIN = "fisetin"


class Status(Code):
    """What an intervention is for this person."""

    IN_PLACE = "in_place"
    FIRST_LINE = "first_line"
    CONDITIONAL = "conditional"
    SUPPORTED = "supported"
    NOT_INDICATED = "not_indicated"
    DISCUSS_WITH_PHYSICIAN = "discuss_with_physician"
    NOT_SUPPORTED = "not_supported"
    WITHHELD = "withheld"


class Grade(Code):
    """Strength of evidence for lowering resting IL-6 in humans."""

    A_MINUS_B = "A−/B"
    B = "B"
    C = "C"
    C_MINUS = "C−"
    D_C_MINUS = "D/C−"
    D = "D"


class Severity(Ordered):
    """How much attention a finding asks for."""

    INFO = "info"
    CAUTION = "caution"
    WARNING = "warning"
    URGENT = "urgent"


class Exercise(Code):
    """The kind of the last session before the draw."""

    NONE = "none"
    LIGHT = "light"
    MODERATE = "moderate"
    VIGOROUS = "vigorous"
    HIIT = "hiit"
    RESISTANCE = "resistance"
    ECCENTRIC = "eccentric"
    ENDURANCE = "endurance"
    RACE = "race"
    UNKNOWN = "unknown"


class Confounder(Code):
    """What else may have moved the result."""

    MINOR_INFECTION = "minor_infection"
    FEBRILE_INFECTION = "febrile_infection"
    COVID19 = "covid19"
    VACCINATION = "vaccination"
    MINOR_SURGERY = "minor_surgery"
    MAJOR_SURGERY = "major_surgery"
    IL6_RECEPTOR_BLOCKER = "il6_receptor_blocker"
    ANTI_IL6 = "anti_il6"
    OTHER_IMMUNOMODULATOR = "other_immunomodulator"
    SYSTEMIC_STEROIDS = "systemic_steroids"
    CHRONIC_STEROIDS = "chronic_steroids"
    NSAID = "nsaid"
    STATIN = "statin"
    GLP1_AGONIST = "glp1_agonist"
    ORAL_OESTROGEN = "oral_oestrogen"
    POSTPARTUM = "postpartum"
    COLD_IMMERSION = "cold_immersion"
    POOR_SLEEP = "poor_sleep"
    ACUTE_STRESS = "acute_stress"
    BINGE_ALCOHOL = "binge_alcohol"
    NIGHT_SHIFT = "night_shift"
    SECONDARY_DISEASE = "secondary_disease"
    BIOTIN = "biotin"
    BIOTIN_HIGH = "biotin_high"


class CommonCause(Code):
    """What raises IL-6 without hs-CRP more often than inflammation does, in the order of telling."""

    NOISE = "noise"
    MEAL = "meal"
    EXERCISE = "exercise"
    LATE_SPIN = "late_spin"
    RECEPTOR_BLOCKER = "receptor_blocker"
    IL6R_GENOTYPE = "il6r_genotype"
    HEPATIC_SYNTHESIS = "hepatic_synthesis"


class RedFlag(Code):
    """Symptoms that outrank every band."""

    FEVER = "fever"
    NIGHT_SWEATS = "night_sweats"
    UNINTENDED_WEIGHT_LOSS = "unintended_weight_loss"
    BLOOD_IN_STOOL = "blood_in_stool"
    PERSISTENT_JOINT_SWELLING = "persistent_joint_swelling"
    NEW_BREATHLESSNESS = "new_breathlessness"
    CHEST_PAIN = "chest_pain"
    CONFUSION = "confusion"


URGENT_RED_FLAGS = frozenset({RedFlag.CHEST_PAIN, RedFlag.NEW_BREATHLESSNESS, RedFlag.CONFUSION})
"""Symptoms that are seen at once, whatever the number."""


class Specimen(Code):
    """What the blood became before it was measured."""

    SERUM = "serum"
    HEPARIN_PLASMA = "heparin_plasma"
    EDTA_PLASMA = "edta_plasma"
    CITRATE_PLASMA = "citrate_plasma"
    PLASMA = "plasma"


class Sex(Code):
    """Sex, for the age-expected loss of grip."""

    FEMALE = "female"
    MALE = "male"


class TrendStated(Code):
    """A course that the caller has judged elsewhere."""

    DECLINING = "declining"
    STABLE = "stable"
    RISING = "rising"
