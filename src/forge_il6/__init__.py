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

from .version import __version__ as __version__

# One statement a module, where the sorting of imports would write one a name.
# isort: off
if TYPE_CHECKING:
    from .asking.rule import (
        Rule as Rule,
        rule as rule,
    )
    from .asking.ruleset import RuleSet as RuleSet
    from .codes import (
        Analyte as Analyte,
        Band as Band,
        Care as Care,
        Change as Change,
        Confounder as Confounder,
        Direction as Direction,
        Exercise as Exercise,
        Firmness as Firmness,
        Intervention as Intervention,
        LineState as LineState,
        Pattern as Pattern,
        Persistence as Persistence,
        RedFlag as RedFlag,
        Severity as Severity,
        Sex as Sex,
        Specimen as Specimen,
        StandingCode as StandingCode,
        Status as Status,
        Trend as Trend,
        TrendStated as TrendStated,
        VitaminD as VitaminD,
    )
    from .conclusions import (
        CareReason as CareReason,
        Finding as Finding,
        Note as Note,
        Reason as Reason,
        Standing as Standing,
    )
    from .context import (
        ConfounderEvent as ConfounderEvent,
        Considered as Considered,
        Context as Context,
        GripSession as GripSession,
        HrvDay as HrvDay,
        Lifestyle as Lifestyle,
        Session as Session,
    )
    from .describe import (
        describe_interventions as describe_interventions,
        describe_rules as describe_rules,
        describe_sources as describe_sources,
        describe_thresholds as describe_thresholds,
    )
    from .errors import (
        AmbiguousUnitError as AmbiguousUnitError,
        CaseError as CaseError,
        ContradictionError as ContradictionError,
        ForgeError as ForgeError,
        MissingLibraryError as MissingLibraryError,
        RuleSetError as RuleSetError,
        ThresholdError as ThresholdError,
        TimeError as TimeError,
        UnitError as UnitError,
        UnknownKeyError as UnknownKeyError,
        ValueFormatError as ValueFormatError,
        VerdictFormatError as VerdictFormatError,
    )
    from .evidence import (
        Citation as Citation,
        Convention as Convention,
        Figure as Figure,
        Source as Source,
    )
    from .interpretation import (
        interpret as interpret,
        interpret_case as interpret_case,
    )
    from .provenance import verify as verify
    from .reading import (
        HsCrp as HsCrp,
        Reading as Reading,
    )
    from .rules import STANDARD as STANDARD
    from .schema import (
        case_schema as case_schema,
        verdict_schema as verdict_schema,
    )
    from .threshold import (
        Cut as Cut,
        Scale as Scale,
        Threshold as Threshold,
    )
    from .units import Amount as Amount
    from .verdict import Verdict as Verdict
# isort: on


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
    "context": (
        "ConfounderEvent",
        "Considered",
        "Context",
        "GripSession",
        "HrvDay",
        "Lifestyle",
        "Session",
    ),
    "provenance": ("verify",),
    "reading": (
        "HsCrp",
        "Reading",
    ),
    "asking.rule": (
        "Rule",
        "rule",
    ),
    "asking.ruleset": ("RuleSet",),
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
"""
Where each public name lives: importing the package loads nothing until a name is used.

Type checkers follow import statements alone, so the names stand above for them once more; a test compares the two.
"""

_HOME = {name: module for module, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # checkers take the imports above; they cannot read a list that is made
    __all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if (module := _HOME.get(name)) is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    home = import_module(f".{module}", __name__)
    globals().update({each: getattr(home, each) for each in _HOMES[module]})
    return globals()[name]


def __dir__() -> list[str]:
    return sorted([*_HOME, "__version__"])
