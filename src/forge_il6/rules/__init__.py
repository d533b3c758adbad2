"""The table of contents: every rule, in the order in which it is asked."""

from __future__ import annotations

from ..asking.ruleset import RuleSet
from . import (
    bands,
    care,
    confounders,
    crp,
    draw,
    exercise,
    grip,
    hrv,
    interventions,
    level,
    links,
    persistence,
    secondary,
    trend,
)

__all__ = ["STANDARD"]

STANDARD = RuleSet(
    (
        *draw.RULES,
        *exercise.RULES,
        *confounders.RULES,
        *bands.RULES,
        *persistence.RULES,
        *trend.RULES,
        *level.RULES,
        *crp.RULES,
        *care.RULES,
        *interventions.OUTLOOK,
        *secondary.RULES,
        *links.SIDE,
        *grip.RULES,
        *hrv.RULES,
        *links.RULES,
        *interventions.RULES,
    ),
    name="forge_il6 standard",
    version="2",
)
