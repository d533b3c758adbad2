"""
The four decisions of the work item over whole columns, as a good engineer would write each by hand.

They read 26 bytes a row (three floats, the kind of exercise and the fever as small codes) and write one small code a
decision, since comparing and writing words would cost them most of their time.
"""

# ruff: noqa: PLR2004  (a decision written by hand has its numbers in place; that is what it stands for)

from __future__ import annotations

from itertools import product
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl

from work_item import INTENSE, KINDS, LONG, plain_python

__all__ = ["FOUR", "WORDS", "in_duckdb", "item", "row_by_row", "with_look_up", "with_polars", "with_select"]

FOUR: Final = ("standing_il6", "band", "pattern", "care")
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "standing_il6": ("valid", "tentative", "unverified", "void"),
    "band": ("optimal", "above_target", "elevated", "high", "beyond_range"),
    "pattern": (
        "both_low", "il6_only", "crp_average", "il6_leading", "crp_only", "both_raised", "suspended", "il6_void",
        "crp_void",
    ),
    "care": ("none", "repeat", "clinician_evaluation", "same_day"),
}  # fmt: skip
"""What each code means; none is the number behind the last."""
NONE: Final = len(WORDS["band"])
_KIND: Final = {kind: code for code, kind in enumerate(KINDS)}
MODERATE, RACE = _KIND["moderate"], _KIND["race"]
FIRST, LAST = _KIND[INTENSE[0]], _KIND[INTENSE[-1]]
FIRST_LONG, LAST_LONG = _KIND[LONG[0]], _KIND[LONG[-1]]
"""Kinds of one family follow each other, so that two comparisons tell a family."""
BLOCK: Final = 1 << 16


def item(draws: pl.DataFrame) -> pl.DataFrame:
    """What the four decisions need of some draws, in as few bytes as hold it."""
    return draws.select(
        "il6",
        "hs_crp",
        hours=pl.col("hours_since_exercise").fill_null(0.0),
        kind=pl.col("exercise").cast(pl.String).replace_strict(list(KINDS), range(len(KINDS)), return_dtype=pl.UInt8),
        fever=pl.col("red_flags").cast(pl.String) == "fever",
    ).rechunk()


def with_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """Lazy expressions of Polars."""
    return frame.lazy().select(_expressions()).collect()


def _expressions() -> list[pl.Expr]:
    kind, hours, fever = pl.col("kind"), pl.col("hours"), pl.col("fever")
    il6, crp, when = pl.col("il6"), pl.col("hs_crp"), pl.when
    intense, long = (kind >= FIRST) & (kind <= LAST), (kind >= FIRST_LONG) & (kind <= LAST_LONG)
    race, moderate = kind == RACE, kind == MODERATE
    void = ((intense | long) & (hours < 24)) | (race & (hours < 72)) | (moderate & (hours < 6))
    shaky = (long & (hours < 48)) | (race & (hours < 168)) | (moderate & (hours < 24))
    crp_void = (intense & (hours < 48)) | (long & (hours < 72)) | (race & (hours < 168))
    acute, raised, beyond = crp > 10, il6 > 2, (il6 > 7) | (crp > 10)
    standing = when(void).then(_say(3)).when(acute).then(_say(2)).when(shaky).then(_say(1)).otherwise(_say(0))
    band = (
        when(void).then(_say(NONE)).when(il6 < 1.2).then(_say(0)).when(il6 <= 2).then(_say(1))
        .when(il6 <= 3).then(_say(2)).when(il6 <= 7).then(_say(3)).otherwise(_say(4))
    )  # fmt: skip
    pattern = (
        when(acute).then(_say(6)).when(void).then(_say(7))
        .when(crp < 1).then(raised.cast(pl.UInt8)).when(crp_void).then(_say(8))
        .when(crp <= 3).then(raised.cast(pl.UInt8) + _say(2)).otherwise(raised.cast(pl.UInt8) + _say(4))
    )  # fmt: skip
    care = (
        when(fever & beyond).then(_say(3)).when(fever).then(_say(2)).when(beyond | void).then(_say(1))
        .otherwise(_say(0))
    )  # fmt: skip
    return [each.alias(name) for name, each in zip(FOUR, (standing, band, pattern, care), strict=True)]


def _say(code: int) -> pl.Expr:
    return pl.lit(code, pl.UInt8)


def with_select(columns: dict[str, Any]) -> dict[str, Any]:
    """Conditions of NumPy, chosen from by `select`."""
    il6, crp, hours, kind, fever = (columns[name] for name in ("il6", "hs_crp", "hours", "kind", "fever"))
    intense, long = (kind >= FIRST) & (kind <= LAST), (kind >= FIRST_LONG) & (kind <= LAST_LONG)
    race, moderate = kind == RACE, kind == MODERATE
    void = ((intense | long) & (hours < 24)) | (race & (hours < 72)) | (moderate & (hours < 6))
    shaky = (long & (hours < 48)) | (race & (hours < 168)) | (moderate & (hours < 24))
    crp_void = (intense & (hours < 48)) | (long & (hours < 72)) | (race & (hours < 168))
    acute, raised, beyond = crp > 10, (il6 > 2).view(np.uint8), (il6 > 7) | (crp > 10)
    codes = [np.uint8(code) for code in range(9)]
    return {
        "standing_il6": np.select([void, acute, shaky], [codes[3], codes[2], codes[1]], codes[0]),
        "band": np.select([void, il6 < 1.2, il6 <= 2, il6 <= 3, il6 <= 7], [codes[NONE], *codes[:4]], codes[4]),
        "pattern": np.select(
            [acute, void, crp < 1, crp_void, crp <= 3],
            [codes[6], codes[7], raised, codes[8], raised + codes[2]], raised + codes[4],
        ),
        "care": np.select([fever & beyond, fever, beyond | void], [codes[3], codes[2], codes[1]], codes[0]),
    }  # fmt: skip


# --- cells and a table -------------------------------------------------------------------------------

_HOURS: Final = (6.0, 24.0, 48.0, 72.0, 168.0)
_IL6_WITHIN: Final = (1.0, 1.5, 2.5, 5.0, 9.0)
_CRP_WITHIN: Final = (0.5, 2.0, 5.0, 20.0)
_HOURS_WITHIN: Final = (0.0, *_HOURS)


def look_up_table() -> Any:
    """Four answers of each cell, packed into one word, asked of the decision for one row."""
    table = np.zeros(len(_IL6_WITHIN) * len(_CRP_WITHIN) * len(_HOURS_WITHIN) * len(KINDS) * 2, dtype=np.uint32)
    for at, (il6, crp, hours, kind, fever) in enumerate(
        product(_IL6_WITHIN, _CRP_WITHIN, _HOURS_WITHIN, KINDS, (False, True))
    ):
        said = plain_python(kind, hours, il6, crp, fever)
        codes = [NONE if word is None else WORDS[name].index(word) for name, word in zip(FOUR, said, strict=True)]
        table[at] = np.array(codes, dtype=np.uint8).view(np.uint32)[0]
    return table


def with_look_up(columns: dict[str, Any], table: Any) -> Any:
    """Comparisons of NumPy added up to a cell, and one look-up; block by block, so that all stays in the cache."""
    answers = np.empty(len(columns["il6"]), dtype=np.uint32)
    for start in range(0, len(answers), BLOCK):
        rows = slice(start, start + BLOCK)
        answers[rows] = table.take(cells({name: values[rows] for name, values in columns.items()}))
    return answers.view(np.uint8).reshape(-1, len(FOUR))


def cells(columns: dict[str, Any]) -> Any:
    """The cell of each row."""
    il6, crp, hours = columns["il6"], columns["hs_crp"], columns["hours"]
    of_il6 = _count([il6 >= 1.2, il6 > 2, il6 > 3, il6 > 7])
    of_crp = _count([crp >= 1, crp > 3, crp > 10])
    of_both = of_il6 * np.uint8(len(_CRP_WITHIN)) + of_crp
    of_times = _count([hours >= line for line in _HOURS]) * np.uint8(len(KINDS)) + columns["kind"]
    of_all = of_both.astype(np.int64)
    of_all *= len(_HOURS_WITHIN) * len(KINDS)
    of_all += of_times
    of_all *= 2
    of_all += columns["fever"]
    return of_all


def _count(conditions: list[Any]) -> Any:
    first, *others = conditions
    total = first.view(np.uint8).copy()
    for each in others:
        total += each.view(np.uint8)
    return total


# --- others ------------------------------------------------------------------------------------------


def in_duckdb(frame: Any) -> Any:
    """One statement of SQL, over Arrow and back to it."""
    given: Any = duckdb.from_arrow(frame)
    return given.query(
        "draws",
        f"""
        with judged as (select *, hs_crp > 10 as acute, il6 > 7 or hs_crp > 10 as beyond, il6 > 2 as raised,
          case when kind < {MODERATE} then false when kind = {MODERATE} then hours < 6
            when kind = {RACE} then hours < 72 else hours < 24 end as void,
          case when kind = {MODERATE} then hours < 24 when kind = {RACE} then hours < 168
            else kind >= {FIRST_LONG} and hours < 48 end as shaky,
          case when kind < {FIRST} then false when kind <= {LAST} then hours < 48
            when kind <= {LAST_LONG} then hours < 72 else hours < 168 end as crp_void from draws)
        select (case when void then 3 when acute then 2 when shaky then 1 else 0 end)::utinyint as standing_il6,
          (case when void then {NONE} when il6 < 1.2 then 0 when il6 <= 2 then 1 when il6 <= 3 then 2
            when il6 <= 7 then 3 else 4 end)::utinyint as band,
          (case when acute then 6 when void then 7 when hs_crp < 1 then raised::utinyint when crp_void then 8
            when hs_crp <= 3 then 2 + raised::utinyint else 4 + raised::utinyint end)::utinyint as pattern,
          (case when fever and beyond then 3 when fever then 2 when beyond or void then 1 else 0 end)::utinyint as care
        from judged""",  # noqa: S608  (our own words)
    ).to_arrow_table()


def row_by_row(frame: Any) -> Any:
    """A Python function a row, by pandas."""

    def decided(row: Any) -> tuple[str, str | None, str, str]:
        return plain_python(KINDS[row["kind"]], row["hours"], row["il6"], row["hs_crp"], row["fever"])

    return frame.apply(decided, axis=1)
