"""
What the caller gets.

A `Verdict` is a `Decision` (codes, shared by every case in which the rules answered alike) and the
case it was made for. What the decision says of this case (findings with their facts, actions,
what is missing) is derived when somebody looks, or read back from a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, Self

import attrs

from . import report
from .audience import Audience, explanation
from .codes import (
    Analyte,
    Band,
    Care,
    Change,
    Firmness,
    Pattern,
    Persistence,
    Trend,
)
from .conclusions import (
    Action,
    ChangeResult,
    Course,
    CourseReading,
    CrossCheck,
    Finding,
    InterventionAdvice,
    NextDraw,
    PatternResult,
    PersistenceResult,
    Policy,
    SetPoint,
    Standings,
    TrendResult,
    VitaminDResult,
)
from .document import read_record, write
from .errors import VerdictFormatError, discreet
from .reading import Context

__all__ = [
    "Decision",
    "Explanation",
    "Verdict",
]

SCHEMA_VERSION = 1

CAVEAT = (
    "IL-6 alone neither makes nor excludes a diagnosis. This is information for a conversation with a "
    "clinician, no medical advice. Compare only results of the same laboratory and method."
)


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


@attrs.frozen
class Explanation:
    """What a decision says of one case."""

    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    missing: tuple[str, ...]
    next_draw: NextDraw | None
    set_point: SetPoint | None
    cross_checks: tuple[CrossCheck, ...]
    vitamin_d: VitaminDResult
    interventions: tuple[InterventionAdvice, ...]
    measured: Mapping[str, str]
    summary: str
    caveat: str = CAVEAT


class Source(Protocol):
    """Where a verdict gets what it says of its own case."""

    @property
    def context(self) -> Context | None:
        """The person; none where only a document is left."""
        ...

    def course(self) -> Course:
        """What the history says."""
        ...

    def explain(self) -> Explanation:
        """Derive findings, actions and everything else that is said of this case."""
        ...

    def tell(self) -> tuple[Course, Explanation]:
        """Give both, for the price of asking once."""
        ...


@attrs.frozen
class _Recorded:
    """A case as a document recorded it: nothing is decided anew."""

    _course: Course
    _explanation: Explanation

    @property
    def context(self) -> None:
        """No document holds the person."""

    def course(self) -> Course:
        return self._course

    def explain(self) -> Explanation:
        return self._explanation

    def tell(self) -> tuple[Course, Explanation]:
        return self._course, self._explanation


@attrs.frozen(eq=False, repr=False)
class Verdict:
    """
    What was decided, why, on whose authority, and what is missing.

    ``print(verdict)`` gives a report for a person; `to_dict` a versioned document for programs.
    Verdicts are equal when their documents are. A pickled verdict keeps what was decided when it
    was made.
    """

    decision: Decision
    _source: Source

    @property
    def applicable(self) -> bool:
        """Whether adult, non-pregnant reference values apply to this person at all."""
        return self.decision.applicable

    @property
    def standing(self) -> Standings:
        """Whether each sample may speak about the baseline, with every reason."""
        return self.decision.standing

    @property
    def band(self) -> Band | None:
        """Where the value lies; none where it cannot be said."""
        return self.decision.band

    @property
    def possible_bands(self) -> tuple[Band, ...]:
        """Every band that the facts leave open."""
        return self.decision.possible_bands

    @property
    def firmness(self) -> Firmness:
        """How much the band rests on."""
        return self.decision.firmness

    @property
    def care(self) -> Care:
        """Who should look at this person, and how soon."""
        return self.decision.care

    @property
    def pattern(self) -> Pattern | None:
        """What IL-6 and hs-CRP of one draw say together; none where nothing may be said."""
        return self.decision.pattern.code if self.decision.pattern else None

    @property
    def pattern_is_tentative(self) -> bool:
        """Whether a warning on either sample travels along with the pattern."""
        return self.decision.pattern is not None and self.decision.pattern.tentative

    @property
    def policy(self) -> Policy:
        """By which rules, in which version, with which overrides."""
        return self.decision.policy

    @property
    def persistence(self) -> PersistenceResult:
        """What several counting readings say together."""
        return self._source.course().persistence

    @property
    def trend(self) -> TrendResult:
        """The direction of the course over six months."""
        return self._source.course().trend

    @property
    def change(self) -> ChangeResult:
        """What the last two comparable readings say."""
        return self._source.course().change

    @property
    def course(self) -> Course:
        """Every reading of the history with its standing, and what they say together."""
        return self._source.course()

    @property
    def set_point(self) -> SetPoint | None:
        """The level this person lives at, with its 95 % interval; none without a counting reading."""
        return self._source.explain().set_point

    @property
    def cross_checks(self) -> tuple[CrossCheck, ...]:
        """What grip, heart rate variability and other signs add."""
        return self._source.explain().cross_checks

    @property
    def vitamin_d(self) -> VitaminDResult:
        """Where 25-OH-vitamin D lies."""
        return self._source.explain().vitamin_d

    @property
    def interventions(self) -> tuple[InterventionAdvice, ...]:
        """What may be tried, by tier, with its evidence and its conditions."""
        return self._source.explain().interventions

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every answer of every rule, with facts, thresholds and citations."""
        return self._source.explain().findings

    @property
    def actions(self) -> tuple[Action, ...]:
        """What to do next, most urgent first."""
        return self._source.explain().actions

    @property
    def missing(self) -> tuple[str, ...]:
        """What would sharpen the verdict, the most useful first, by its name in the case document."""
        return self._source.explain().missing

    @property
    def next_draw(self) -> NextDraw | None:
        """What draw would settle what is open; none where nothing is, or where acute care comes first."""
        return self._source.explain().next_draw

    @property
    def summary(self) -> str:
        """The verdict in one line."""
        return self._source.explain().summary

    @property
    def caveat(self) -> str:
        """What every verdict says once."""
        return self._source.explain().caveat

    def explain(self, finding: Finding, audience: Audience = "patient") -> str:
        """
        Say why a finding matters, and how strong the evidence is.

        Args:
            finding: one of `findings`.
            audience: ``"patient"`` for words that anybody can follow, ``"clinician"`` for mechanism,
                figures and sources.

        Raises:
            ForgeError: another audience.
        """
        return explanation(finding, audience)

    def course_svg(self) -> str:
        """
        Draw the course as SVG text, for a web page or a file; no further library is needed.

        Readings stand over time on the bands, with the trend, the level and every reason why one
        does not count; hs-CRP, grip and heart rate variability below where they were given. A
        verdict that was read back from a document holds the IL-6 course alone.

        Raises:
            ForgeError: the verdict was read back from a document with a result or time that
                cannot be drawn.
        """
        from .course_picture import course_picture  # noqa: PLC0415  (only who draws needs it)
        from .course_svg import as_svg  # noqa: PLC0415

        return as_svg(course_picture(self.to_dict(), self._source.context))

    def plot(self, *, dark: bool = False) -> Any:
        """
        Draw the same picture as a matplotlib figure, with axes of its own to draw on.

        Args:
            dark: for a dark page.

        Raises:
            MissingLibraryError: matplotlib is not installed; it comes with the extra ``plot``.
            ForgeError: as `course_svg`.
        """
        from .course_figure import as_figure  # noqa: PLC0415  (only who draws needs it)
        from .course_picture import course_picture  # noqa: PLC0415

        return as_figure(course_picture(self.to_dict(), self._source.context), dark=dark)

    def to_dict(self) -> dict[str, Any]:
        """Write the verdict document: stable, versioned, JSON-ready."""
        decision, (course, said) = self.decision, self._source.tell()
        return {
            "schema_version": SCHEMA_VERSION,
            "summary": said.summary,
            "measured": dict(said.measured),
            "applicable": decision.applicable,
            "standing": write(decision.standing),
            "band": decision.band and decision.band.value,
            "possible_bands": [band.value for band in decision.possible_bands],
            "firmness": decision.firmness.value,
            "set_point": write(said.set_point),
            "care": decision.care.value,
            "persistence": write(course.persistence),
            "trend": write(course.trend),
            "change": write(course.change),
            "course": write(course.readings),
            "pattern": write(decision.pattern),
            "cross_checks": write(said.cross_checks),
            "vitamin_d": write(said.vitamin_d),
            "interventions": write(said.interventions),
            "findings": write(said.findings),
            "actions": write(said.actions),
            "missing": list(said.missing),
            "next_draw": write(said.next_draw),
            "policy": write(decision.policy),
            "caveat": said.caveat,
        }

    def to_text(self, width: int = report.WIDTH, *, colour: bool = False) -> str:
        """
        Write the verdict as a report for a person, the most urgent line first; ``str(verdict)`` gives the same.

        Args:
            width: the columns that a line may take, at least 40.
            colour: whether to mark what is urgent with the colours of a terminal; nothing is said by colour alone.
        """
        return report.as_text(self.to_dict(), width, colour=colour)

    def to_html(self) -> str:
        """Write the verdict as a card: one element that needs no style sheet, with every foreign text escaped."""
        from .card import as_html  # noqa: PLC0415  (only a page needs it)

        return as_html(self.to_dict())

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """
        Read a verdict document back, exactly as it was decided.

        Raises:
            VerdictFormatError: the document is of another schema version, or is damaged.
        """
        found = document.get("schema_version") if isinstance(document, Mapping) else document
        if not isinstance(document, Mapping) or type(found) is not int or found != SCHEMA_VERSION:
            msg = f"schema_version: got {discreet(found)}; this version reads {SCHEMA_VERSION}"
            raise VerdictFormatError(msg)
        record = read_record(VerdictDocument, document, "verdict")
        _check_whole(record)
        decision = Decision(
            applicable=record.applicable,
            standing=record.standing,
            band=record.band,
            possible_bands=record.possible_bands,
            firmness=record.firmness,
            care=record.care,
            pattern=record.pattern,
            persistence=record.persistence.code,
            trend=record.trend.code,
            change=record.change.code,
            policy=record.policy,
        )
        course = Course(record.persistence, record.trend, record.change, record.course)
        said = Explanation(
            findings=record.findings,
            actions=record.actions,
            missing=record.missing,
            next_draw=record.next_draw,
            set_point=record.set_point,
            cross_checks=record.cross_checks,
            vitamin_d=record.vitamin_d,
            interventions=record.interventions,
            measured=record.measured,
            summary=record.summary,
            caveat=record.caveat,
        )
        return cls(decision, _Recorded(course, said))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return self is other or (self.decision == other.decision and self.to_dict() == other.to_dict())

    def __hash__(self) -> int:
        return hash((self.decision.band, self.decision.care, self.decision.standing))

    def __reduce__(self) -> tuple[Any, ...]:
        return Verdict.from_dict, (self.to_dict(),)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Verdict: {self.summary}>"

    def _repr_html_(self) -> str:
        """Show the verdict as a card; a verdict that cannot be worked out says so, and never breaks a notebook."""
        from .card import not_shown  # noqa: PLC0415  (only a notebook needs it)

        try:
            return self.to_html()
        except Exception as error:  # noqa: BLE001  (a rule of a host may raise anything)
            return not_shown(error)

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield "summary", self.summary
        yield "care", self.care.value
        yield "standing", self.standing
        yield "band", self.band and self.band.value
        yield "possible_bands", [band.value for band in self.possible_bands]
        yield "firmness", self.firmness.value
        yield "pattern", self.pattern and self.pattern.value


def _check_whole(record: VerdictDocument) -> None:
    """Refuse a document whose parts are each well formed and do not belong together."""
    for analyte in Analyte:
        given = (analyte in record.measured, f"{analyte}_as_reported" in record.measured)
        if given != (getattr(record.standing, analyte) is not None,) * 2:
            msg = f"verdict.measured: a result, its text as reported and its standing belong together ({analyte})"
            raise VerdictFormatError(msg)
    for number, advice in enumerate(record.interventions):
        if not advice.sentences:
            msg = f"verdict.interventions[{number}].sentences: an intervention without a sentence"
            raise VerdictFormatError(msg)


@attrs.frozen(kw_only=True)
class VerdictDocument:
    """The verdict document as typed fields, for reading it back."""

    schema_version: int
    summary: str
    measured: Mapping[str, str]
    applicable: bool
    standing: Standings
    band: Band | None
    possible_bands: tuple[Band, ...]
    firmness: Firmness
    set_point: SetPoint | None
    care: Care
    persistence: PersistenceResult
    trend: TrendResult
    change: ChangeResult
    course: tuple[CourseReading, ...]
    pattern: PatternResult | None
    cross_checks: tuple[CrossCheck, ...]
    vitamin_d: VitaminDResult
    interventions: tuple[InterventionAdvice, ...]
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    missing: tuple[str, ...]
    next_draw: NextDraw | None
    policy: Policy
    caveat: str
