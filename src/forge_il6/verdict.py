"""
What the caller gets.

A `Verdict` is a `Decision` (codes, shared by every case in which the rules answered alike) and the
case it was made for. What the decision says of this case is one typed document, worked out once,
when somebody first looks, and kept; or read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

import attrs

from .case import Case
from .codes import Band, Care, Firmness, Pattern
from .conclusions import (
    Decision,
    Finding,
    Policy,
    Question,
    Standings,
)
from .context import Context
from .document import Documented, VerdictDocument, json_text, write
from .errors import ForgeError, visible
from .questions import if_it_counts, questions
from .shown import report
from .shown.audience import Audience, explanation

__all__ = ["Verdict"]


@attrs.frozen(eq=False, repr=False)
class Verdict(Documented):
    """
    What was decided, why, on whose authority, and what is missing.

    ``print(verdict)`` gives a report for a person; `to_dict` a versioned document for programs.
    Verdicts are equal when their documents are. A pickled verdict keeps what was decided when it
    was made.
    """

    decision: Decision
    _case: Case | None
    _document: VerdictDocument | None = None
    _questions: tuple[Question, ...] | None = None

    @property
    def document(self) -> VerdictDocument:
        """Everything that is said, as typed records: worked out once, when somebody first looks."""
        if self._questions is None:
            document, asked = self._said, questions(self._made_of, self.decision)
            object.__setattr__(self, "_document", attrs.evolve(document, questions=asked))
            object.__setattr__(self, "_questions", asked)
        return self._said

    @property
    def _said(self) -> VerdictDocument:
        """Everything but the questions, which ask the rules many times over and wait until somebody looks."""
        if self._document is None:
            case, decision = self._made_of, self.decision
            object.__setattr__(self, "_document", case.document(decision, if_it_counts(case, decision)))
        return self._document  # type: ignore[return-value]  # set above

    @property
    def _made_of(self) -> Case:
        if self._case is None:
            msg = "a verdict is made by interpret, or read by Verdict.from_dict"
            raise ForgeError(msg)
        return self._case

    def _person(self) -> Context | None:
        """Return the person; no document holds it."""
        return None if self._case is None else self._case.context

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
        return self.decision.policy if self._case is None else self._case.rules.signed_policy

    @property
    def unread(self) -> tuple[str, ...]:
        """What a document of a newer minor version held that this one does not know; empty for any other verdict."""
        return () if self._document is None else self._document.unread

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
        from .shown.picture.layout import course_picture  # noqa: PLC0415  (only who draws needs it)
        from .shown.picture.svg import as_svg  # noqa: PLC0415

        return as_svg(course_picture(self._said, self._person()))

    def plot(self, *, dark: bool = False) -> Any:
        """
        Draw the same picture as a matplotlib figure, with axes of its own to draw on.

        Args:
            dark: for a dark page.

        Raises:
            MissingLibraryError: matplotlib is not installed; it comes with the extra ``plot``.
            ForgeError: as `course_svg`.
        """
        from .shown.picture.figure import as_figure  # noqa: PLC0415  (only who draws needs it)
        from .shown.picture.layout import course_picture  # noqa: PLC0415

        return as_figure(course_picture(self._said, self._person()), dark=dark)

    def to_dict(self) -> dict[str, Any]:
        """Write the verdict document: stable, versioned, JSON-ready."""
        return write(self.document)  # type: ignore[no-any-return]  # a record becomes an object

    def to_json(self) -> bytes:
        """
        Write the same document as JSON, for a file, a queue or a response; quicker than writing `to_dict` out.

        Examples:
            >>> import json
            >>> from forge_il6 import interpret_case
            >>> verdict = interpret_case({"reading": {"il6": "2.4 pg/mL"}})
            >>> json.loads(verdict.to_json()) == verdict.to_dict()
            True
        """
        return json_text(self.document).encode("ascii")

    def to_row(self) -> dict[str, str | bool | None]:
        """
        Write the verdict as one flat row, for a table, a data frame or a database.

        Codes are plain text and lists are joined by semicolons; the columns, always the same, stand in the
        documentation of the command line.

        Examples:
            >>> from forge_il6 import interpret_case
            >>> row = interpret_case({"reading": {"il6": "2.4 pg/mL"}}).to_row()
            >>> row["il6"], row["standing_il6"], row["set_point"]
            ('2.4 pg/mL', 'unverified', None)
        """
        from .shown.row import as_row  # noqa: PLC0415  (only a table needs it)

        return as_row(self._said)

    def to_text(self, width: int = report.WIDTH, *, colour: bool = False, full: bool = False) -> str:
        """
        Write the verdict as a report for a person, the answer first; ``str(verdict)`` gives the same.

        Args:
            width: the columns that a line may take, at least 40.
            colour: whether to mark what is urgent with the colours of a terminal; nothing is said by colour alone.
            full: whether to go on after the answer, with all findings, the course, the numbers and the authority.
        """
        return report.as_text(self.document, width, colour=colour, full=full)

    def to_html(self) -> str:
        """Write the verdict as a card: one element that needs no style sheet, with every foreign text escaped."""
        from .shown.card import as_html  # noqa: PLC0415  (only a page needs it)

        return as_html(self.document)

    def for_patient(self, width: int = report.WIDTH, *, html: bool = False) -> str:
        """
        Write the verdict for the person whose result it is: number, meaning, next step, when to worry.

        Args:
            width: the columns of the text.
            html: whether to write one element of HTML instead, as `to_html` does.
        """
        from .shown import people  # noqa: PLC0415  (only who asks for a page needs it)

        parts = people.for_patient(self.document)
        return people.as_page(parts) if html else people.as_plain_text(parts, width)

    def for_clinician(self, width: int = report.WIDTH, *, html: bool = False) -> str:
        """
        Write the verdict on one page for a clinician: course, and each reason with mechanism, threshold and source.

        Args:
            width: the columns of the text.
            html: whether to write one element of HTML instead, as `to_html` does.
        """
        from .shown import people  # noqa: PLC0415  (only who asks for a page needs it)

        parts = people.for_clinician(self.document)
        return people.as_page(parts) if html else people.as_plain_text(parts, width)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """
        Read a verdict document back, exactly as it was decided.

        A document of a newer minor version is read as far as it is known here; `unread` names the rest.

        Raises:
            VerdictFormatError: the document is of another schema version, or is damaged.
        """
        record = VerdictDocument.read(document)
        return cls(record.decision(), None, record, record.questions)

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
        return f"<Verdict: {visible(self.summary)}>"

    def _repr_html_(self) -> str:
        """Show the verdict as a card; a verdict that cannot be worked out says so, and never breaks a notebook."""
        from .shown.card import not_shown  # noqa: PLC0415  (only a notebook needs it)

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
