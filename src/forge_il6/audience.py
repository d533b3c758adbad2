"""
Why a finding is said, on request: in words that a patient can follow, or in those a clinician wants.

Nothing is decided or looked up here but the mechanism behind the finding's code; the finding brings
its own sentence, thresholds and citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, Protocol, get_args

from .errors import ForgeError, excerpt
from .knowledge.explanations import EXPLANATIONS, PHRASES, Mechanism

__all__ = ["AUDIENCES", "Audience", "FindingLike", "ThresholdLike", "explanation"]

Audience = Literal["patient", "clinician"]
"""Who is to understand the explanation."""

AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


class ThresholdLike(Protocol):
    """A number that took part in a decision, with what it rests on."""

    @property
    def name(self) -> str:
        """Its override name."""
        ...

    @property
    def value(self) -> str:
        """The number as text."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...

    @property
    def basis(self) -> str:
        """A, L or C."""
        ...

    @property
    def source(self) -> str:
        """Who says so."""
        ...


class FindingLike(Protocol):
    """What an explanation needs to know of a finding."""

    @property
    def code(self) -> str:
        """What was found."""
        ...

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        ...

    @property
    def asked(self) -> str:
        """The question of its rule."""
        ...

    @property
    def thresholds(self) -> Sequence[ThresholdLike]:
        """The numbers it was compared with."""
        ...

    @property
    def citations(self) -> Sequence[str]:
        """Who says so."""
        ...


def explanation(finding: FindingLike, audience: Audience = "patient") -> str:
    """
    Say in a short paragraph why a finding is said and how sure that is.

    A clinician also gets the thresholds used with their basis, and the citations. A finding of a
    host's own rule, whose mechanism nobody here knows, is explained by the question of its rule.

    Args:
        finding: one of ``verdict.findings``.
        audience: ``"patient"`` or ``"clinician"``.

    Raises:
        ForgeError: another audience.
    """
    if not isinstance(audience, str) or audience not in AUDIENCES:
        accepted = " or ".join(f"'{each}'" for each in AUDIENCES)
        msg = f"audience: got {excerpt(audience)}; give {accepted}"
        raise ForgeError(msg)
    mechanism = EXPLANATIONS.get(finding.code)
    if mechanism is None:
        parts = [finding.sentence, PHRASES["asked"].format(asked=finding.asked)]
    else:
        told = mechanism.patient if audience == "patient" else mechanism.clinician
        parts = [finding.sentence, told, PHRASES["strength"].format(strength=mechanism.strength)]
    if audience == "clinician":
        parts += _authority(finding, mechanism)
    return " ".join(part for part in parts if part)


def _authority(finding: FindingLike, mechanism: Mechanism | None) -> list[str]:
    """Return the thresholds of a finding with their basis, then everybody it cites, each once."""
    used = [
        PHRASES["threshold"].format(
            name=each.name, value=each.value, unit=each.unit, basis=each.basis, source=each.source
        )
        for each in finding.thresholds
    ]
    known = [str(source) for source in mechanism.sources] if mechanism else []
    cited = list(dict.fromkeys(text.rstrip(".") for text in (*finding.citations, *known)))
    said: list[str] = []
    if used:
        said.append(PHRASES["thresholds"].format(thresholds="; ".join(used)))
    if cited:
        said.append(PHRASES["sources"].format(sources="; ".join(cited)))
    return said
