"""A verdict as one flat row, for tables, data frames and databases: which columns it has stands here once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import attrs

from ..codes import Analyte
from ..conclusions import Standing
from ..document import VerdictDocument

__all__ = ["COLUMNS", "as_row", "columns_table"]

Value = str | bool | None


@attrs.frozen
class Column:
    """One column: its name, what stands in it, and where that comes from."""

    name: str
    meaning: str
    read: Callable[[VerdictDocument], Value]


def as_row(document: VerdictDocument) -> dict[str, Value]:
    """Return the columns of a verdict in their order: codes as plain text, lists joined, none where nothing is said."""
    return {column.name: column.read(document) for column in COLUMNS}


def columns_table() -> str:
    """Print the columns as the table of the documentation."""
    lines = [f"| `{column.name}` | {column.meaning} |" for column in COLUMNS]
    return "\n".join(["| column | what stands in it |", "|---|---|", *lines])


def _joined(codes: Iterable[str]) -> str:
    """Join a list as cells of a case table hold it; text that stands in the list holds no semicolon."""
    return ";".join(str(code) for code in codes)


def _measured(analyte: Analyte) -> Callable[[VerdictDocument], Value]:
    return lambda document: document.measured.get(analyte)


def _reasons(standing: Standing | None) -> str:
    return "" if standing is None else _joined(reason.code for reason in standing.reasons)


def _code(standing: Standing | None) -> Value:
    return None if standing is None else standing.code.value


def _policy(document: VerdictDocument) -> str:
    """Name the rules; the document of the verdict tells what was changed about them."""
    policy = document.policy
    is_changed = policy.overridden or policy.without or policy.added
    return f"{policy.name} {policy.version}{' changed' if is_changed else ''}"


COLUMNS: Final[tuple[Column, ...]] = (
    Column("il6", "IL-6 as it was judged, in pg/mL, with its comparator", _measured(Analyte.IL6)),
    Column("hs_crp", "hs-CRP as it was judged, in mg/L, with its comparator", _measured(Analyte.HS_CRP)),
    Column("drawn_at", "when the sample was drawn", lambda it: it.drawn_at or None),
    Column("standing_il6", "whether the IL-6 may speak about the baseline", lambda it: _code(it.standing.il6)),
    Column("standing_hs_crp", "the same of hs-CRP", lambda it: _code(it.standing.hs_crp)),
    Column("reasons", "every reason of the standing of IL-6", lambda it: _reasons(it.standing.il6)),
    Column("reasons_hs_crp", "every reason of the standing of hs-CRP", lambda it: _reasons(it.standing.hs_crp)),
    Column("band", "where the value lies; none where it cannot be said", lambda it: it.band.value if it.band else None),
    Column("possible_bands", "every band that the facts leave open", lambda it: _joined(it.possible_bands)),
    Column("firmness", "how much the band rests on", lambda it: it.firmness.value),
    Column("care", "who should look at this person, and how soon", lambda it: it.care.value),
    Column("pattern", "what IL-6 and hs-CRP say together", lambda it: it.pattern.code.value if it.pattern else None),
    Column("pattern_tentative", "whether with a warning", lambda it: it.pattern.tentative if it.pattern else None),
    Column("persistence", "what several counting readings say", lambda it: it.persistence.code.value),
    Column("trend", "the direction of the course over six months", lambda it: it.trend.code.value),
    Column("change", "what the last two comparable readings say", lambda it: it.change.code.value),
    Column("set_point", "the level of this person, pg/mL", lambda it: it.set_point.estimate if it.set_point else None),
    Column("low", "the lower end of its 95 % interval, pg/mL", lambda it: it.set_point.low if it.set_point else None),
    Column("high", "the upper end of its 95 % interval, pg/mL", lambda it: it.set_point.high if it.set_point else None),
    Column("vitamin_d", "where 25-OH-vitamin D lies", lambda it: it.vitamin_d.code.value),
    Column("missing", "facts that would sharpen the verdict, the most useful first", lambda it: _joined(it.missing)),
    Column("summary", "the verdict in one line", lambda it: it.summary),
    Column("policy", "by which rules, in which version, and whether they were changed", _policy),
)  # fmt: skip
"""Every column, in its order. A name is never changed; columns may be added at the end."""
