"""
Interpret an interleukin-6 result in the context of the person it belongs to.

Examples:
    >>> from forge_il6 import Context, Reading, interpret
    >>> verdict = interpret(
    ...     Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting_hours=11,
    ...             exercise="resistance", hours_since_exercise=36),
    ...     Context(age=57, hs_crp="0.6 mg/L"),
    ... )
    >>> verdict.band.value, verdict.pattern.value
    ('elevated', 'il6_only')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .codes import (
        Analyte,
        Band,
        Care,
        Change,
        Confounder,
        Direction,
        Exercise,
        Firmness,
        Intervention,
        LineState,
        Pattern,
        Persistence,
        RedFlag,
        Severity,
        Sex,
        Specimen,
        StandingCode,
        Status,
        Trend,
        TrendStated,
        VitaminD,
    )
    from .conclusions import (
        CareReason,
        Finding,
        Note,
        Reason,
        Standing,
    )
    from .describe import (
        describe_interventions,
        describe_rules,
        describe_sources,
        describe_thresholds,
    )
    from .errors import (
        AmbiguousUnitError,
        CaseError,
        ContradictionError,
        ForgeError,
        MissingLibraryError,
        RuleSetError,
        ThresholdError,
        TimeError,
        UnitError,
        UnknownKeyError,
        ValueFormatError,
        VerdictFormatError,
    )
    from .evidence import Citation, Convention, Figure, Source
    from .interpretation import interpret, interpret_case
    from .reading import (
        ConfounderEvent,
        Considered,
        Context,
        GripSession,
        HrvDay,
        HsCrp,
        Lifestyle,
        Reading,
        Session,
    )
    from .rules import STANDARD
    from .ruleset import Rule, RuleSet, rule
    from .schema import case_schema, verdict_schema
    from .threshold import Cut, Scale, Threshold
    from .units import Amount
    from .verdict import (
        Verdict,
    )

__version__ = "0.1.0"

_HOMES = {
    "codes": (
        "Analyte",
        "Band",
        "Care",
        "Change",
        "Confounder",
        "Direction",
        "Exercise",
        "Firmness",
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
    ),
    "conclusions": (
        "CareReason",
        "Finding",
        "Note",
        "Reason",
        "Standing",
    ),
    "describe": (
        "describe_interventions",
        "describe_rules",
        "describe_sources",
        "describe_thresholds",
    ),
    "errors": (
        "AmbiguousUnitError",
        "CaseError",
        "ContradictionError",
        "ForgeError",
        "MissingLibraryError",
        "RuleSetError",
        "ThresholdError",
        "TimeError",
        "UnitError",
        "UnknownKeyError",
        "ValueFormatError",
        "VerdictFormatError",
    ),
    "evidence": (
        "Citation",
        "Convention",
        "Figure",
        "Source",
    ),
    "interpretation": (
        "interpret",
        "interpret_case",
    ),
    "reading": (
        "ConfounderEvent",
        "Considered",
        "Context",
        "GripSession",
        "HrvDay",
        "HsCrp",
        "Lifestyle",
        "Reading",
        "Session",
    ),
    "ruleset": (
        "Rule",
        "RuleSet",
        "rule",
    ),
    "rules": ("STANDARD",),
    "schema": (
        "case_schema",
        "verdict_schema",
    ),
    "threshold": (
        "Cut",
        "Scale",
        "Threshold",
    ),
    "units": ("Amount",),
    "verdict": ("Verdict",),
}
"""Where each public name lives: importing the package loads nothing until a name is used."""

__all__ = [
    "STANDARD",
    "AmbiguousUnitError",
    "Amount",
    "Analyte",
    "Band",
    "Care",
    "CareReason",
    "CaseError",
    "Change",
    "Citation",
    "Confounder",
    "ConfounderEvent",
    "Considered",
    "Context",
    "ContradictionError",
    "Convention",
    "Cut",
    "Direction",
    "Exercise",
    "Figure",
    "Finding",
    "Firmness",
    "ForgeError",
    "GripSession",
    "HrvDay",
    "HsCrp",
    "Intervention",
    "Lifestyle",
    "LineState",
    "MissingLibraryError",
    "Note",
    "Pattern",
    "Persistence",
    "Reading",
    "Reason",
    "RedFlag",
    "Rule",
    "RuleSet",
    "RuleSetError",
    "Scale",
    "Session",
    "Severity",
    "Sex",
    "Source",
    "Specimen",
    "Standing",
    "StandingCode",
    "Status",
    "Threshold",
    "ThresholdError",
    "TimeError",
    "Trend",
    "TrendStated",
    "UnitError",
    "UnknownKeyError",
    "ValueFormatError",
    "Verdict",
    "VerdictFormatError",
    "VitaminD",
    "case_schema",
    "describe_interventions",
    "describe_rules",
    "describe_sources",
    "describe_thresholds",
    "interpret",
    "interpret_case",
    "rule",
    "verdict_schema",
]


def __getattr__(name: str) -> Any:
    for module, public in _HOMES.items():
        if name in public:
            home = import_module(f".{module}", __name__)
            globals().update({each: getattr(home, each) for each in public})
            return globals()[name]
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
