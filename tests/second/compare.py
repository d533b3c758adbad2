"""Both implementations side by side, and the smallest document that shows where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from forge_il6 import interpret_case

from .decide import Decisions, decide
from .pairing import TABLE
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


def reasons_of(standing: Document | None, analyte: str) -> set[str] | None:
    """
    The reason codes, of exercise only the worst.

    The session with the worst consequence counts; how the others are told is left open, and so are the
    codes of what is not reported, of a void whose phase is not known, and of the phases of hs-CRP.
    """
    if standing is None:
        return None
    codes = set(standing["reasons"])
    rest = codes - PHASES - UNVERIFIED_EXERCISE - {"recent_exercise"}
    rest = {code for code in rest if "exercise" not in code}
    if phases := codes - rest - UNVERIFIED_EXERCISE - {"recent_exercise"}:
        return rest | (phases if analyte == "il6" else {"exercise_hold"})
    if codes & UNVERIFIED_EXERCISE:
        return rest | {"exercise_unverified"}
    return codes


def same_reasons(mine: Document | None, theirs: Document | None, analyte: str) -> bool:
    ours, others = reasons_of(mine, analyte), reasons_of(theirs, analyte)
    if ours is None or others is None:
        return ours is others
    if ours & PHASES and others & PHASES:
        within = "exercise_hold" in ours | others or ours >= others & PHASES
        return bool(within) and ours - PHASES == others - PHASES
    return ours == others


def differences(document: Document, only: tuple[str, ...] = ("",)) -> list[Difference]:
    """
    Every decision on which the two differ; what the protocol leaves open is not compared.

    `only` keeps the decisions whose names begin so.
    """
    try:
        mine, theirs = decide(document), product(document)
    except Exception as error:  # noqa: BLE001  (an answer or a refusal by name was promised, whatever the case)
        return [("crashed", "", f"{type(error).__name__}: {error}")]
    if "refused" in mine or "refused" in theirs:
        agreed = ("refused" in mine) == ("refused" in theirs)
        return [] if agreed else [("refused", mine.get("refused", "read"), theirs.get("refused", "read"))]
    found = [(path, ours, other) for path, ours, other, same in compared(mine, theirs) if not same]
    return [difference for difference in found if difference[0].startswith(only)]


def compared(mine: Decisions, theirs: Decisions) -> Iterator[tuple[str, Any, Any, bool]]:
    """Every decision, in the order in which one rests on another: the first difference is the likely root."""
    has_index = mine["standing"]["il6"] is not None
    alone = mine["care"] == "urgent"  # section 4: the care, the named reason and the number, and nothing else
    yield plain("applicable", mine, theirs)
    if (
        has_index or not mine["persistence"]["n"]
    ):  # else of a history alone section 4 settles the care, and nothing more
        yield from compare_sample(mine, theirs)
        yield from compare_levels(mine, theirs, alone=alone)
    for path in ("persistence.n", *(f"persistence.lines.{line}" for line in mine["persistence"]["lines"])):
        yield plain(path, mine, theirs)
    for path in ("persistence.code", "trend.n", "trend.code", "change.code"):
        yield plain(path, mine, theirs)
    if has_index and not alone:
        yield compare_set_point(mine["set_point"], theirs["set_point"])
        ours, other = set(mine["cross_checks"]), set(theirs["cross_checks"])
        yield "cross_checks", sorted(ours - other), sorted(other - ours), ours == other
    yield plain("vitamin_d.code", mine, theirs)
    yield plain("care", mine, theirs)
    yield from compare_interventions(mine, theirs)


def compare_sample(mine: Decisions, theirs: Decisions) -> Iterator[tuple[str, Any, Any, bool]]:
    for analyte in ("il6", "hs_crp"):
        ours, other = mine["standing"][analyte], theirs["standing"][analyte]
        same = mine["told_twice"] or same_reasons(ours, other, analyte)  # which account's reasons are told is left open
        yield f"standing.{analyte}.reasons", ours, other, same
        yield plain(f"standing.{analyte}.code", mine, theirs)


def compare_levels(mine: Decisions, theirs: Decisions, *, alone: bool) -> Iterator[tuple[str, Any, Any, bool]]:
    yield plain("band", mine, theirs)
    if not alone:
        yield plain("possible_bands", mine, theirs)
    yield plain("firmness", mine, theirs)
    yield plain("pattern.code", mine, theirs)
    if at(mine, "pattern.code") in TABLE.values():
        yield plain("pattern.tentative", mine, theirs)
    ours, other = ("possible_interference" in verdict["findings"] for verdict in (mine, theirs))
    yield "possible_interference", ours, other, ours == other


def compare_set_point(ours: float | None, other: float | None) -> tuple[str, Any, Any, bool]:
    """Present or not, and the same to the digits that are printed."""
    if ours is None or other is None:
        return "set_point", ours, other, ours is other
    return "set_point", ours, other, abs(ours - other) <= 0.006 * ours


def compare_interventions(mine: Decisions, theirs: Decisions) -> Iterator[tuple[str, Any, Any, bool]]:
    il6 = mine["standing"]["il6"]
    settled = il6 is not None and il6["code"] in ("valid", "tentative")
    for code, decided in mine["interventions"].items():
        if code in ("dasatinib_quercetin", "fisetin") and not settled:
            continue  # whether a level that does not count lies below the ceiling is left open
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
            if key != "drawn_at":  # a draw without its time is another question, not a smaller one
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


def smallest(document: Document, difference: Difference, only: tuple[str, ...] = ("",)) -> Document:
    """Shrink to what shows a difference of the same kind: the same decision, and the same answers."""

    def shows(less: Document) -> bool:
        return any(kind(found) == kind(difference) for found in differences(less, only)[:1])

    return shrink(document, shows)


def kind(difference: Difference) -> tuple[str, str, str]:
    """What makes two differences alike: the decision and both answers; of a refusal the side, not the sentence."""
    path, mine, theirs = difference
    if path == "refused":
        return path, str(mine == "read"), str(theirs == "read")
    if path.startswith("standing.") and path.endswith(".reasons"):
        return path, str(sorted(extra(mine, theirs))), str(sorted(extra(theirs, mine)))
    if path == "set_point":
        return path, str(mine is None), str(theirs is None)
    return path, str(mine), str(theirs)


def extra(one: Document | None, other: Document | None) -> set[str]:
    return set((one or {}).get("reasons", ())) - set((other or {}).get("reasons", ()))
