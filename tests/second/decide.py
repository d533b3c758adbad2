"""
A second implementation of the protocol, to be compared with the first.

It was written from the protocol alone, shares no code with the package, computes with fractions, and
gives the decisions without the words. Where the two differ, one of them has read the protocol wrongly.
"""

from __future__ import annotations

from typing import Any

from .advice import interventions, vitamin_d_code
from .case import Case, read_case
from .checks import cross_checks
from .course import change, counting_days, is_steady, persistence, point_means, trend
from .levels import BANDS, Judged, band_of, care, firmness, interference, possible_bands, set_point
from .pairing import pattern
from .quantities import Document, Refused
from .standing import Standing, judge, judge_all, not_applicable, twin

Decisions = dict[str, Any]


def decide(document: Document) -> Decisions:
    """The decisive parts of the verdict on a case document, or `{"refused": field}`."""
    try:
        return decisions(read_case(document))
    except Refused as refusal:
        return {"refused": str(refusal)}


def standing_of(judged: Judged | None) -> Document | None:
    if judged is None:
        return None
    standing: Standing = judged[1]
    return {"code": standing.code, "reasons": {reason.code: reason.direction for reason in standing.reasons}}


def decisions(case: Case) -> Decisions:
    applicable = not not_applicable(case)
    judged = judge_all(case.readings, case)
    index = next((entry for entry in judged if entry[0] is case.index), None)
    crps = judge_all([*filter(None, [case.crp]), *case.crp_history], case)
    crp = next((entry for entry in crps if entry[0] is case.crp), None)
    conventional = (case.conventional, judge(case.conventional, case)) if case.conventional else None

    days = counting_days(judged, case.index)
    means = point_means(days)
    course, persistent = trend(means), persistence(judged, days)
    together = pattern(case, index, crp, conventional) if applicable else None
    interfered = interference(index, crp)
    all_crps = crps + ([conventional] if conventional else [])
    cared = care(
        case, judged, all_crps, persistent_above_3=persistent[0] == "persistent_above_3", interfered=interfered
    )  # fmt: skip
    bands = possible_bands(*index) if index else list(BANDS) if applicable else []
    return {
        "applicable": applicable,
        "told_twice": index is not None and len([s for s in case.readings if twin(index[0], s)]) > 1,
        "standing": {"il6": standing_of(index), "hs_crp": standing_of(crp)},
        "band": band_of(*index) if index else None,
        "possible_bands": bands,
        "firmness": firmness(index, judged, days, steady=is_steady(judged, days)),
        "set_point": set_point(days, [value for _, value in means], course),
        "care": cared,
        "persistence": {"code": persistent[0], "lines": persistent[1], "n": len(days)},
        "trend": {"code": course, "n": len(means)},
        "change": {"code": change(days)},
        "pattern": None if together is None else {"code": together[0], "tentative": together[1]},
        "cross_checks": cross_checks(case, index, together[0] if together else None, applicable=applicable),
        "vitamin_d": {"code": vitamin_d_code(case) if applicable else "unknown"},
        "interventions": interventions(
            case, index, applicable=applicable, care=cared, lines=persistent[1]
        ),
        "findings": ["possible_interference"] if interfered else [],
    }  # fmt: skip
