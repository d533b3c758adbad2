"""
What rules may answer, and the records of which a verdict is made.

Records only: a `Verdict` puts them together, and its document is written from their fields.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

import attrs

from .codes import (
    Band,
    Care,
    Change,
    CrpLevel,
    Direction,
    Firmness,
    Grade,
    Intervention,
    LineState,
    Pattern,
    Persistence,
    Severity,
    StandingCode,
    Status,
    Trend,
    VitaminD,
)
from .errors import visible
from .frozen import unalterable
from .units import Amount

__all__ = [
    "Action",
    "Advice",
    "CareReason",
    "ChangeResult",
    "Course",
    "CourseReading",
    "CrossCheck",
    "CrpRead",
    "Decision",
    "Finding",
    "InterventionAdvice",
    "Level",
    "Lines",
    "NextDraw",
    "Note",
    "Overridden",
    "PatternResult",
    "PersistenceResult",
    "PlanAdvice",
    "Policy",
    "PossibleAnswer",
    "Question",
    "Reach",
    "Reason",
    "SetPoint",
    "Standing",
    "StandingCodes",
    "Standings",
    "ThresholdUsed",
    "TrendResult",
    "VitaminDResult",
]

# --- what a rule may answer ------------------------------------------------------------------------


@unalterable
@attrs.frozen(cache_hash=True)
class Reason:
    """What speaks against a sample, how much, and which way it pushes the result."""

    code: str
    standing: StandingCode
    direction: Direction = Direction.UNKNOWN


@attrs.frozen(cache_hash=True)
class CareReason:
    """Why somebody should look at this person, and how soon."""

    code: str
    care: Care


@attrs.frozen(cache_hash=True)
class Note:
    """
    Something worth saying that decides nothing.

    A rule of a host brings its own *sentence* (at most 140 characters); the codes of this package
    have theirs in one place.
    """

    code: str
    severity: Severity = Severity.INFO
    sentence: str = ""


@unalterable
@attrs.frozen(cache_hash=True)
class Lines:
    """For each line of the scale, whether the course lies beyond it."""

    above_target: LineState
    above_2: LineState
    above_3: LineState


class Level(NamedTuple):
    """The level a person lives at: the mean of the logs of the counting days, and how many they are."""

    log: float
    n: int

    @classmethod
    def of(cls, logs: tuple[float, ...]) -> Self:
        """Take the mean of the logs, one for each day."""
        return cls(math.fsum(logs) / len(logs), len(logs))


@attrs.frozen
class CrpRead:
    """The CRP that is read beside IL-6: the hs-CRP of the draw, or what a conventional test can say."""

    amount: Amount
    levels: tuple[CrpLevel, ...]
    standing: Standing
    conventional: bool


class Reach(NamedTuple):
    """How far a person's own level may lie from its estimate, on the log scale."""

    sd: float
    half: float
    """From the estimate to either end of the interval."""


@attrs.frozen(cache_hash=True)
class Advice:
    """One intervention for this person: its status, why, and the conditions that are false or unknown."""

    intervention: Intervention
    status: Status
    unmet: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    dose_status: str = ""
    cautions: tuple[str, ...] = ()
    """Codes of further things to say."""
    because: str = ""
    """The code of the reason, where no condition decided."""
    apart_from_dose: Advice | None = None
    """What would hold with another dose, where a planned one decided."""


# --- parts of a verdict ----------------------------------------------------------------------------


@unalterable
@attrs.frozen(cache_hash=True, repr=False)
class Standing:
    """Whether one analyte of one sample may speak about the baseline, and every reason."""

    code: StandingCode
    reasons: tuple[Reason, ...] = ()
    counts: bool = attrs.field(init=False, eq=False, repr=False)
    """Whether the sample counts toward persistence and trend."""
    codes: frozenset[str] = attrs.field(init=False, eq=False, repr=False)
    """The codes of the reasons."""
    void_direction: Direction = attrs.field(init=False, eq=False, repr=False)
    """The one direction of all void reasons; unknown where they are mixed."""
    json_text: str = attrs.field(init=False, default="", eq=False, repr=False)
    """Its part of a document as JSON, once that was written: many verdicts share it."""

    def __attrs_post_init__(self) -> None:
        directions = {reason.direction for reason in self.reasons if reason.standing is StandingCode.VOID}
        only = directions.pop() if len(directions) == 1 else Direction.UNKNOWN
        object.__setattr__(self, "counts", self.code in (StandingCode.VALID, StandingCode.TENTATIVE))
        object.__setattr__(self, "codes", frozenset(reason.code for reason in self.reasons))
        object.__setattr__(self, "void_direction", only)

    def __repr__(self) -> str:
        reasons = ", ".join(f"{each.code} ({each.standing}, {each.direction})" for each in self.reasons)
        return f"<Standing {self.code}{': ' if reasons else ''}{reasons}>"

    def __rich_repr__(self) -> Iterator[Any]:
        yield self.code.value
        yield "reasons", [each.code for each in self.reasons], []

    @classmethod
    def weigh(cls, reasons: tuple[Reason, ...]) -> Self:
        """Let the worst reason decide; keep them all."""
        worst = max((reason.standing for reason in reasons), key=lambda code: code.rank, default=StandingCode.VALID)
        return cls(worst, reasons)


@unalterable
@attrs.frozen(cache_hash=True)
class Standings:
    """The standing of each analyte; none where it was not measured."""

    il6: Standing | None = None
    hs_crp: Standing | None = None


@unalterable
@attrs.frozen(cache_hash=True)
class PatternResult:
    """What IL-6 and hs-CRP of one draw say together, and whether a warning travels along."""

    code: Pattern
    tentative: bool = False


@unalterable
@attrs.frozen(cache_hash=True)
class ThresholdUsed:
    """A number that took part in a decision, with what it rests on."""

    name: str
    value: str
    unit: str
    basis: str
    """A (the article), L (the literature) or C (a convention)."""
    source: str
    json_text: str = attrs.field(init=False, default="", eq=False, repr=False)
    """Its part of a document as JSON, once that was written: many verdicts share it."""


@attrs.frozen(cache_hash=True, repr=False)
class Finding:
    """One answer of one rule, with everything it rests on."""

    code: str
    rule: str
    severity: Severity
    asked: str
    facts: Mapping[str, str] = attrs.field(hash=False)
    thresholds: tuple[ThresholdUsed, ...]
    sentence: str
    citations: tuple[str, ...]

    def __repr__(self) -> str:
        return visible(f"<Finding {self.code} [{self.rule}], {self.severity}: {self.sentence}>")


@attrs.frozen(cache_hash=True)
class Action:
    """Something to do next; the most urgent comes first."""

    code: str
    sentence: str


@attrs.frozen(cache_hash=True)
class SetPoint:
    """What the counting readings say about the level this person lives at."""

    estimate: str
    """Geometric mean, pg/mL."""
    low: str
    high: str
    """The 95 % interval, pg/mL."""
    n: int
    """How many days of counting readings it rests on."""
    near_boundary: tuple[str, ...]
    """The lines that the interval crosses."""
    probabilities: Mapping[str, str] = attrs.field(hash=False)
    """The probability of each band."""
    assumes: str = ""
    """What interval and probabilities assume."""


@attrs.frozen(cache_hash=True)
class NextDraw:
    """What the next draw should look like to settle what is open."""

    on_or_after: str
    """The earliest date that helps, where it can be told."""
    conditions: tuple[str, ...]


@attrs.frozen(cache_hash=True)
class CourseReading:
    """One earlier reading as the course sees it."""

    drawn_at: str
    il6: str
    standing: Standing
    band: Band | None
    counted: bool
    excluded: str = ""
    """Why it does not count, as a code."""


@attrs.frozen(cache_hash=True)
class PersistenceResult:
    """The three lines of the course, and the code that follows from them."""

    code: Persistence
    lines: Lines
    n: int = 0
    """How many days of counting readings it was judged on."""
    beyond: int = 0
    """How many of them lie certainly beyond the line of the code; none where the code names no line."""
    since: str = ""
    """The oldest day that counts, where a line is named."""


@attrs.frozen(cache_hash=True)
class TrendResult:
    """The direction of the course; *fold* is the fitted change over *span_days*, *n* the days with a number."""

    code: Trend
    n: int = 0
    span_days: int = 0
    fold: str = ""
    cv: str = ""
    """The scatter about the fitted line as a coefficient of variation, in per cent."""


@attrs.frozen(cache_hash=True)
class ChangeResult:
    """The last two comparable readings."""

    code: Change
    fold: str = ""


@attrs.frozen(cache_hash=True, repr=False)
class Course:
    """What the history says: persistence, trend, change, and each reading with its standing."""

    persistence: PersistenceResult
    trend: TrendResult
    change: ChangeResult
    readings: tuple[CourseReading, ...] = ()

    def __repr__(self) -> str:
        codes = f"{self.persistence.code}, {self.trend.code}, {self.change.code}"
        return f"<Course of {len(self.readings)} readings: {codes}>"


@attrs.frozen(cache_hash=True)
class CrossCheck:
    """What grip, heart rate variability and other signs of the body add."""

    code: str
    sentence: str = ""


@attrs.frozen(cache_hash=True)
class VitaminDResult:
    """Where 25-OH-vitamin D lies."""

    code: VitaminD
    value: str = ""


@unalterable
@attrs.frozen(cache_hash=True, repr=False)
class InterventionAdvice:
    """One intervention for this person: two grades, a status, and what stands in its way."""

    code: Intervention
    tier: int
    status: Status
    article_grade: str
    evidence_grade: Grade
    unmet: tuple[str, ...] = ()
    """Conditions stated false."""
    unknown: tuple[str, ...] = ()
    """Conditions not stated."""
    dose_status: str = ""
    sentences: tuple[str, ...] = ()
    measure_first: str = ""
    safety: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    json_text: str = attrs.field(init=False, default="", eq=False, repr=False)
    """Its part of a document as JSON, once that was written: many verdicts share it."""

    def __repr__(self) -> str:
        return f"<InterventionAdvice {self.code}, tier {self.tier}: {self.status}>"


@attrs.frozen(cache_hash=True, repr=False)
class PlanAdvice:
    """One thing that the person plans: what is said of the dose, of the plan, and of what it must not meet."""

    code: Intervention
    status: Status
    reason: str
    """Why it has this status."""
    dose: str = ""
    """As stated, where it could be read; never of a prescription drug."""
    dose_status: str = ""
    on_dose: str = ""
    """The verdict on the dose."""
    interactions: tuple[str, ...] = ()
    """What it means with medications and conditions that were stated."""
    safety: str = ""
    """What holds for everybody."""

    def __repr__(self) -> str:
        return f"<PlanAdvice {self.code}: {self.status}>"


@unalterable
@attrs.frozen(cache_hash=True)
class Overridden:
    """An override as the policy shows it: old number, new number, and the new basis."""

    name: str
    value: str
    unit: str
    standard: str
    basis: str
    source: str


@unalterable
@attrs.frozen(cache_hash=True)
class Policy:
    """By which rules the verdict was made."""

    name: str
    version: str
    overridden: tuple[Overridden, ...] = ()
    without: tuple[str, ...] = ()
    """Ids of rules that were taken away."""
    added: tuple[str, ...] = ()
    """Ids of rules that a host added."""
    digest: str = attrs.field(default="", eq=False)
    """64 hexadecimal digits over the source of every rule and every number; sets of one digest decide alike."""
    json_text: str = attrs.field(init=False, default="", eq=False, repr=False)
    """Its part of a document as JSON, once that was written: many verdicts share it."""


@unalterable
@attrs.frozen(cache_hash=True)
class MadeBy:
    """The software that made a document."""

    name: str
    version: str


@unalterable
@attrs.frozen(cache_hash=True)
class Decision:
    """Every code of a verdict: shared by all cases in which the rules answered alike."""

    applicable: bool
    standing: Standings
    band: Band | None
    possible_bands: tuple[Band, ...]
    firmness: Firmness
    care: Care
    pattern: PatternResult | None
    persistence: Persistence
    trend: Trend
    change: Change
    policy: Policy


# --- what would change it --------------------------------------------------------------------------


@attrs.frozen(cache_hash=True)
class StandingCodes:
    """The standing of each analyte without its reasons; none where it was not measured."""

    il6: StandingCode | None = None
    hs_crp: StandingCode | None = None


@attrs.frozen(cache_hash=True)
class PossibleAnswer:
    """One possible answer to a question, and the decision that stating it leads to."""

    code: str
    says: str
    states: str
    """The facts that it states, as a case document in JSON; `every_reading` holds those that earlier readings share."""
    standing: StandingCodes
    band: Band | None
    firmness: Firmness
    care: Care
    pattern: Pattern | None
    persistence: Persistence
    summary: str
    low: str = ""
    """The level that a sample fits which this answer lets count, pg/mL, 95 %: its low end."""
    high: str = ""


@attrs.frozen(cache_hash=True)
class Question:
    """A fact that is not known, and what each answer would change."""

    fact: str
    """As the case document names it; `reading` where several facts of the draw are asked at once."""
    asks: str
    answers: tuple[PossibleAnswer, ...]
    changes: tuple[str, ...]
    """Which of standing, band, firmness, care, pattern and persistence differ between the answers."""
