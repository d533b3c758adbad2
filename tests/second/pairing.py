"""Section 7 of the protocol: IL-6 and hs-CRP of one draw."""

from __future__ import annotations

from fractions import Fraction

from .case import Case
from .levels import CRP_ACUTE, CRP_LOW, VERDICT_LINE, Judged
from .quantities import Interval
from .standing import paired

CRP_AVERAGE_UP_TO = Fraction(3)
TABLE = {
    ("near_normal", "low"): "both_low", ("near_normal", "average"): "crp_average",
    ("near_normal", "raised"): "crp_only", ("raised", "low"): "il6_only",
    ("raised", "average"): "il6_leading", ("raised", "raised"): "both_raised",
}  # fmt: skip


def side(value: Interval) -> str | None:
    if value.above(VERDICT_LINE):
        return "raised"
    return "near_normal" if value.at_most(VERDICT_LINE) else None


def crp_level(value: Interval, *, conventional: bool) -> str | None:
    """The lines of 1, 3 and 10 mg/L; a conventional CRP says nothing below the second."""
    holds = {
        "acute": value.above(CRP_ACUTE),
        "raised": value.above(CRP_AVERAGE_UP_TO) and value.at_most(CRP_ACUTE),
        "average": value.at_least(CRP_LOW) and value.at_most(CRP_AVERAGE_UP_TO) and not conventional,
        "low": value.below(CRP_LOW) and not conventional,
    }
    return next((level for level, certain in holds.items() if certain), None)


def pattern(case: Case, index: Judged | None, crp: Judged | None, conventional: Judged | None) -> tuple[str, bool]:
    """The first that holds, and whether it is tentative."""
    if index is None:
        return "il6_missing", False
    of_draw = [entry for entry in (crp, conventional) if entry and paired(index[0], entry[0])]
    if not of_draw:
        return ("not_paired" if crp or conventional else "crp_missing"), False
    if any(entry[0].value.above(CRP_ACUTE) for entry in of_draw):
        return "suspended", True
    if index[1].code == "void":
        return "il6_void", False
    return table(index, of_draw[0], conventional=of_draw[0] is conventional)


def table(index: Judged, read: Judged, *, conventional: bool) -> tuple[str, bool]:
    """The table, for a pair whose IL-6 is not void."""
    void_but_low = read[1].void_directions == {"up"} and read[0].value.below(CRP_LOW) and not conventional
    if read[1].code == "void" and not void_but_low:
        return "crp_void", False
    cell = TABLE.get((side(index[0].value) or "", crp_level(read[0].value, conventional=conventional) or ""))
    weak = {"tentative", "unverified"}
    tentative = conventional or void_but_low or index[1].code in weak or read[1].code in weak
    return cell or "undetermined", tentative
