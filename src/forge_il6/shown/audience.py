"""
Why a finding is said, on request: in words that a patient can follow, or in those a clinician wants.

Nothing is decided or looked up here but the mechanism behind the finding's code; the finding brings
its own sentence, thresholds and citations.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from ..conclusions import Finding
from ..errors import ForgeError, excerpt, visible
from ..knowledge import record_of
from ..knowledge.mechanisms import Mechanism
from ..knowledge.words import PHRASES

__all__ = ["AUDIENCES", "Audience", "explanation"]

Audience = Literal["patient", "clinician"]
"""Who is to understand the explanation."""

AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


def explanation(finding: Finding, audience: Audience = "patient") -> str:
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
    record = record_of(finding.code, finding.facts)
    mechanism = None if record is None else record.mechanism
    if mechanism is None:
        parts = [finding.sentence, PHRASES["asked"].format(asked=finding.asked)]
    else:
        told = mechanism.patient if audience == "patient" else mechanism.clinician
        parts = [finding.sentence, told, PHRASES["strength"].format(strength=mechanism.strength)]
    if audience == "clinician":
        parts += _authority(finding, mechanism)
    return visible(" ".join(part for part in parts if part))


def _authority(finding: Finding, mechanism: Mechanism | None) -> list[str]:
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
