"""Both implementations side by side: what they say of one document, and the smallest document that shows a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from forge_il6 import interpret_case

from .decide import Decisions, decide
from .quantities import Document

Difference = tuple[str, Any, Any]

PHASES = {"myokine_window", "post_exercise_hold", "race_hold", "exercise_hold"}
UNVERIFIED_EXERCISE = {"exercise_not_reported", "exercise_timing_unclear"}


def product(document: Document) -> Decisions:
    """What the package decides, in the shape of `decide`."""
    try:
        verdict = interpret_case(document).to_dict()
    except ValueError as error:
        return {"refused": str(error)}
    standing = {
        analyte: None
        if found is None
        else {
            "code": found["code"],
            "reasons": {reason["code"]: reason["direction"] for reason in found["reasons"]},
            "void": {reason["code"] for reason in found["reasons"] if reason["standing"] == "void"},
        }
        for analyte, found in verdict["standing"].items()
    }
    estimate = verdict["set_point"]["estimate"] if verdict["set_point"] else None
    return verdict | {
        "standing": standing,
        "set_point": None if estimate is None else float(estimate),
        "cross_checks": [check["code"] for check in verdict["cross_checks"]],
        "interventions": {entry["code"]: entry for entry in verdict["interventions"]},
        "findings": [finding["code"] for finding in verdict["findings"]],
    }


def reasons_of(standing: Document | None, analyte: str) -> Any:
    """Reason codes that can be compared: the protocol names no code for some of them, and hs-CRP has no phase."""
    if standing is None:
        return None
    codes = set[str]()
    for code in standing["reasons"]:
        if code in UNVERIFIED_EXERCISE:
            codes.add("exercise_unverified")
        elif analyte == "hs_crp" and "exercise" in code or (analyte == "hs_crp" and code in PHASES):
            codes.add("exercise")
        else:
            codes.add(code)
    if codes & PHASES:  # the session with the worst consequence counts; several may share the worst
        codes -= {"recent_exercise", "exercise_unverified"}
    return codes


def same_reasons(mine: Document | None, theirs: Document | None, analyte: str) -> bool:
    ours, others = reasons_of(mine, analyte), reasons_of(theirs, analyte)
    if ours is None or others is None:
        return ours == others
    if ours & PHASES and others & PHASES:
        may_differ = "exercise_hold" in ours or ours & PHASES >= others & PHASES
        return bool(may_differ) and ours - PHASES == others - PHASES
    return ours == others


def differences(document: Document) -> list[Difference]:
    """Every decision on which the two differ; what the protocol leaves open is not compared."""
    mine, theirs = decide(document), product(document)
    if "refused" in mine or "refused" in theirs:
        agreed = ("refused" in mine) == ("refused" in theirs)
        return [] if agreed else [("refused", mine.get("refused", "read"), theirs.get("refused", "read"))]
    return [(path, ours, other) for path, ours, other, same in compared(mine, theirs) if not same]


def compared(mine: Decisions, theirs: Decisions) -> Iterator[tuple[str, Any, Any, bool]]:
    for path in ("applicable", "care", "vitamin_d.code", "change.code", "trend.code", "trend.n"):
        yield plain(path, mine, theirs)
    for path in ("persistence.code", "persistence.n", *(f"persistence.lines.{line}" for line in mine["persistence"]["lines"])):
        yield plain(path, mine, theirs)
    yield from compare_interventions(mine, theirs)
    ours, other = ("possible_interference" in verdict["findings"] for verdict in (mine, theirs))
    yield "possible_interference", ours, other, ours == other
    if mine["standing"]["il6"] is None and mine["persistence"]["n"]:
        return  # a history without an index reading: section 4 settles its care, and nothing more
    yield plain("standing.il6.code", mine, theirs)
    yield plain("standing.hs_crp.code", mine, theirs)
    for analyte in ("il6", "hs_crp"):
        ours, other = mine["standing"][analyte], theirs["standing"][analyte]
        yield f"standing.{analyte}.reasons", ours, other, same_reasons(ours, other, analyte)
    for path in ("band", "firmness", "pattern.code"):
        yield plain(path, mine, theirs)
    if (mine["pattern"] or {}).get("code") in {"both_low", "crp_average", "crp_only", "il6_only", "il6_leading", "both_raised"}:
        yield plain("pattern.tentative", mine, theirs)
    if mine["care"] == "urgent":
        return  # section 4: the care, the named reason and the number stand alone
    yield plain("possible_bands", mine, theirs)
    ours, other = set(mine["cross_checks"]), set(theirs["cross_checks"])
    yield "cross_checks", sorted(ours - other), sorted(other - ours), ours == other
    ours, other = mine["set_point"], theirs["set_point"]
    same = ours is other or (ours is not None and other is not None and abs(ours - other) <= 0.006 * ours + 1e-9)
    yield "set_point", ours, other, same


def compare_interventions(mine: Decisions, theirs: Decisions) -> Iterator[tuple[str, Any, Any, bool]]:
    for code, decided in mine["interventions"].items():
        for field in ("status", "dose_status"):
            ours, other = decided[field], theirs["interventions"][code][field] or None
            if ours is not None:
                yield f"interventions.{code}.{field}", ours, other, ours == other


def plain(path: str, mine: Decisions, theirs: Decisions) -> tuple[str, Any, Any, bool]:
    ours, other = at(mine, path), at(theirs, path)
    return path, ours, other, ours == other


def at(decisions: Any, path: str) -> Any:
    for step in path.split("."):
        decisions = None if decisions is None else decisions.get(step)
    return decisions


# --- the smallest document --------------------------------------------------------------------------


def smaller(node: Any) -> Iterator[Any]:
    """Every document with one key or one entry less."""
    if isinstance(node, dict):
        for key in node:
            yield {other: value for other, value in node.items() if other != key}
        for key, value in node.items():
            for less in smaller(value):
                yield {**node, key: less}
    elif isinstance(node, list):
        for place in range(len(node)):
            yield node[:place] + node[place + 1 :]
        for place, value in enumerate(node):
            for less in smaller(value):
                yield [*node[:place], less, *node[place + 1 :]]


def shrink(document: Document, shows: Callable[[Document], bool]) -> Document:
    """Delete keys and entries as long as the difference shows."""
    found = True
    while found:
        found = False
        for less in smaller(document):
            try:
                shown = shows(less)
            except Exception:  # noqa: BLE001  (what cannot be read is no smaller example)
                shown = False
            if shown:
                document, found = less, True
                break
    return document


def smallest(document: Document, difference: Difference) -> Document:
    """Shrink to what shows a difference of the same kind: the same decision, and the same answers."""

    def shows(less: Document) -> bool:
        return any(kind(found) == kind(difference) for found in differences(less))

    return shrink(document, shows)


def kind(difference: Difference) -> tuple[str, str, str]:
    """What makes two differences alike: the decision and both answers; of a refusal the side, not the sentence."""
    path, mine, theirs = difference
    if path == "refused":
        return path, str(mine == "read"), str(theirs == "read")
    if path.startswith("standing.") and path.endswith(".reasons"):
        return path, *(str(sorted(only(a, b))) for a, b in ((mine, theirs), (theirs, mine)))
    if path == "set_point":
        return path, str(mine is None), str(theirs is None)
    return path, str(mine), str(theirs)


def only(one: Document | None, other: Document | None) -> set[str]:
    return set((one or {}).get("reasons", ())) - set((other or {}).get("reasons", ()))
