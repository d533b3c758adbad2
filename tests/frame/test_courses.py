"""Courses of persons: decided together over arrays, each as it is decided alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from engines import rows_of
from forge_il6 import STANDARD, Convention, Threshold
from forge_il6.asking.ruleset import RuleSet
from forge_il6.frame import courses, interpret_frame, persons
from forge_il6.frame.levels import numerals
from forge_il6.knowledge.thresholds import IL6_BANDS
from forge_il6.shown.row import COLUMNS
from forge_il6.wording import number_text
from profiles import of_the_usual

np = pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
pl = pytest.importorskip("polars", reason="the frames of these tests are of Polars")

GIVE = tuple(column.name for column in COLUMNS if column.name != "summary")
UNITS = {"il6": "pg/mL", "hs_crp": "mg/L", "conventional_crp": "mg/L", "lab_upper_limit": "pg/mL"}


def _override(rules: RuleSet, **numbers: int) -> RuleSet:
    basis = Convention("a clinic of these tests")
    units = rules.thresholds()
    return rules.override(**{name: Threshold(value, units[name].unit, basis) for name, value in numbers.items()})


RULES = {
    "standard": STANDARD,
    "with other windows": _override(
        STANDARD,
        persistence_gap=20,
        referral_gap=60,
        twice_gap=30,
        window=100,
        trend_readings=4,
        persistence_readings=3,
    ),
}
_values = s.numbers("0.5", "9").map(float) | st.sampled_from([1.2, 2.0, 3.0, 7.0, 2.4, 2.03, 1.6, 1.0, 4.06, 40.0])
_few_values = st.sampled_from([1.0, 2.4, 2.5, 2.6, 4.1, 8.0, 8.1])
"""Of which many share a cell, so that rows answer for others."""
COLUMN = {
    "il6": (pl.Float64, _values),
    "hs_crp": (pl.Float64, st.sampled_from([None, 0.5, 2.0, 10.0, 12.0, 12.0])),
    "conventional_crp": (pl.Float64, st.sampled_from([None, 2.0, 12.0])),
    "exercise": (pl.String, st.sampled_from(["none", "none", "none", "hiit", None])),
    "fasting": (pl.Boolean, st.sampled_from([True, True, None])),
    "age": (pl.Float64, st.sampled_from([17.0, 60.0, 60.0, 60.0])),
    "method": (pl.String, st.sampled_from([None, "x", "X", "Elecsys"])),
    "specimen": (pl.String, st.sampled_from([None, "serum", "edta_plasma"])),
    "lab_upper_limit": (pl.Float64, st.sampled_from([None, 5.0])),
    "pregnant": (pl.Boolean, st.sampled_from([None, False, False, True])),
    "red_flags": (pl.String, st.sampled_from([None, "none", "fever"])),
}
GAPS = st.sampled_from([0, 0.2, 1, 7, 13, 14, 15, 19, 20, 28, 29, 59, 60, 90, 91, 100, 183, 184])
"""Days between two draws: none, a part of one, and either side of every window."""


def _draws(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    facts = {name: each for name, (_, each) in COLUMN.items()} | {"il6": values}
    return st.lists(st.tuples(st.integers(1, 5), GAPS, st.fixed_dictionaries(facts)), min_size=2, max_size=24)


def _frame(
    draws: list[tuple[int, float, dict[str, Any]]], columns: set[str], zone: str, chance: Any, *, is_text: bool
) -> Any:
    at = dict.fromkeys(range(1, 6), datetime(2026, 3, 15, 2, 10))  # two o'clock, when clocks change a fortnight later
    rows: list[dict[str, Any]] = []
    for person, gap, facts in draws:
        at[person] += timedelta(days=gap)
        stated = {"fasting": True, "exercise": "none"} | {name: facts[name] for name in ("il6", *columns)}
        rows.append({"pid": person, "drawn_at": at[person], **stated})
    chance.shuffle(rows)
    kinds = {name: kind for name, (kind, _) in COLUMN.items()} | {"pid": pl.Int64}
    frame = pl.DataFrame({name: pl.Series([row[name] for row in rows], dtype=kinds.get(name)) for name in rows[0]})
    if zone == "UTC":
        frame = frame.with_columns(pl.col("drawn_at").dt.replace_time_zone("UTC"))
    return frame.with_columns(pl.col("drawn_at").dt.to_string("iso:strict")) if is_text else frame


@of_the_usual(0.25)
@given(
    _draws(_values | _values | _values | st.none()) | _draws(_few_values),
    st.sets(st.sampled_from(sorted(COLUMN.keys() - {"il6"})), max_size=1)
    | st.sets(st.sampled_from(sorted(COLUMN.keys() - {"il6"})), max_size=5),
    st.sampled_from(["Europe/Berlin", "UTC"]),
    st.sampled_from(sorted(RULES)),
    st.booleans(),
    st.sampled_from(["polars", "pandas", "pyarrow"]),
    st.randoms(use_true_random=False),
)
def test_courses_that_are_decided_together_say_what_each_says_alone(
    draws: list[tuple[int, float, dict[str, Any]]],
    columns: set[str],
    zone: str,
    rules: str,
    is_text: bool,
    engine: str,
    chance: Any,
) -> None:
    """`summary` is of a row alone, so who asks for it has every row interpreted by itself."""
    frame = _frame(draws, columns, zone, chance, is_text=is_text)
    units = {name: unit for name, unit in UNITS.items() if name in frame.columns}
    asked = {"units": units, "time_zone": None if zone == "UTC" else zone, "keep": False, "rules": RULES[rules]}

    given = {"polars": lambda: frame, "pandas": frame.to_pandas, "pyarrow": frame.to_arrow}[engine]()
    together = rows_of(interpret_frame(given, "pid", give=GIVE, **asked))
    alone = rows_of(interpret_frame(frame, "pid", give=(*GIVE, "summary"), **asked))

    assert [{name: value for name, value in row.items() if name != "summary"} for row in alone] == together


POOLS: dict[str, list[Any]] = {
    "il6": [1.0, 2.4, 2.5, 4.1, 4.2, 9.0],
    "fasting": [True, True, True, None],
    "exercise": ["none", "none", "none", "hiit"],
    "hs_crp": [0.5, 12.0, 12.0, None],
    "method": ["x", "X", "Elecsys"],
    "lab_upper_limit": [None, 4.0],
}


@pytest.mark.parametrize(
    "drawn",
    [["fasting"], ["hs_crp", "exercise"], ["method", "fasting"], ["lab_upper_limit"]],
    ids=" and ".join,
)
@pytest.mark.parametrize("rules", sorted(RULES))
def test_many_who_share_their_cells_say_what_each_says_alone(drawn: list[str], rules: str) -> None:
    """Few values and few gaps: nearly every row is answered for by the row of somebody else."""
    chance = np.random.default_rng(len(drawn) + sum(map(len, drawn)))
    people, most = 60, 6
    gaps = chance.choice([13, 14, 15, 20, 28, 29, 30, 59, 91, 101], (people, most))
    columns = {name: chance.choice(np.array(POOLS[name], dtype=object), people * most).tolist() for name in drawn}
    rows = {"fasting": [True] * (people * most), "exercise": ["none"] * (people * most)} | columns
    kinds = {name: kind for name, (kind, _) in COLUMN.items()}
    frame = pl.DataFrame(
        {
            "pid": np.repeat(np.arange(people), most),
            "il6": chance.choice(POOLS["il6"], people * most),
            **{name: pl.Series(values, dtype=kinds[name]) for name, values in rows.items()},
            "drawn_at": pl.Series(
                np.datetime64("2025-01-02T08:00", "us") + gaps.cumsum(axis=1).ravel() * np.timedelta64(1, "D")
            ),
        }
    )
    units = {name: unit for name, unit in UNITS.items() if name in frame.columns}
    asked: dict[str, Any] = {"units": units, "time_zone": "Europe/Berlin", "keep": False, "rules": RULES[rules]}

    together = rows_of(interpret_frame(frame, "pid", give=GIVE, **asked))
    alone = rows_of(interpret_frame(frame, "pid", give=(*GIVE, "summary"), **asked))

    wrong = [number for number, row in enumerate(alone) if {**together[number], "summary": row["summary"]} != row]
    assert not wrong


def _persons(people: int, seed: int) -> Any:
    """Persons with four resting draws, weeks to months apart."""
    chance = np.random.default_rng(seed)
    days = chance.integers(20, 90, (people, 4)).cumsum(axis=1).ravel()
    return pl.DataFrame(
        {
            "pid": np.repeat(np.arange(people), 4),
            "il6": np.round(np.exp(chance.normal(0.6, 0.5, people * 4)), 2),
            "fasting": True,
            "exercise": "none",
            "drawn_at": pl.Series(np.datetime64("2025-01-02T08:00", "us") + days.astype("timedelta64[D]")),
        }
    )


def test_persons_share_the_answers_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new person costs a whole case only where a rule can tell the course from every one before it."""
    asked: list[int] = []
    of_alone = persons.case_of

    def counted(*case: Any) -> Any:
        asked.append(1)
        return of_alone(*case)

    monkeypatch.setattr(courses, "case_of", counted)
    rules = _override(STANDARD, persistence_gap=15)
    wanted: dict[str, Any] = {"units": {"il6": "pg/mL"}, "time_zone": "Europe/Berlin", "rules": rules}

    interpret_frame(_persons(1500, 1), "pid", give=("persistence", "trend", "change", "care"), **wanted)
    first = len(asked)
    interpret_frame(_persons(1500, 2), "pid", give=("persistence", "trend", "change", "care"), **wanted)

    assert first < 600
    assert len(asked) - first < 60


@pytest.mark.parametrize("give", [["band", "persistence"], ["set_point"]])
def test_times_as_text_are_looked_back_on_as_well(give: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A line through the days is far from every line here, so that no row is asked about by itself."""
    rows = pl.DataFrame(
        {
            "pid": ["a", "a", "b", "b"],
            "il6": [2.4, 2.5, 1.0, 1.1],
            "fasting": True,
            "exercise": "none",
            "drawn_at": ["2026-01-10T08:00", "2026-02-20T08:00", "2026-03-28T08:00", "2026-03-30T08:00"],
        }
    )
    wanted: dict[str, Any] = {"units": {"il6": "pg/mL"}, "time_zone": "Europe/Berlin", "give": give, "keep": False}
    expected = {"persistence": ["not_assessable", "consistent_above_2", "not_assessable", "not_persistent"]}
    expected |= {"band": ["elevated", "elevated", "optimal", "optimal"], "set_point": ["2.4", "2.45", "1", "1.05"]}

    monkeypatch.setattr(courses, "_row_by_row", lambda *_: pytest.fail("asked about by itself"))

    out = interpret_frame(rows, "pid", **wanted)
    assert {name: expected[name] for name in give} == {name: out[name].to_list() for name in give}


def test_a_frame_without_times_has_levels_too() -> None:
    rows = pl.DataFrame({"pid": ["a", "b"], "il6": [2.4, 0.9], "fasting": True, "exercise": "none"})

    out = interpret_frame(rows, "pid", units={"il6": "pg/mL"}, give=["set_point"], keep=False)

    assert ["2.4", "0.9"] == out["set_point"].to_list()


@pytest.mark.parametrize("size", [60, 61])
def test_a_long_course_is_answered_as_a_short_one(size: int) -> None:
    rows = pl.DataFrame(
        {
            "pid": ["a"] * size,
            "il6": ["2.4 pg/mL"] * size,
            "fasting": True,
            "exercise": "none",
            "drawn_at": [datetime(2025, 1, 1, 8) + timedelta(days=3 * day) for day in range(size)],
        }
    )

    out = interpret_frame(rows, "pid", time_zone="Europe/Berlin", give=["persistence", "trend", "set_point"])

    assert ["not_assessable"] * 5 + ["consistent_above_2"] * (size - 5) == out["persistence"].to_list()
    assert out["trend"].to_list()[-1] == "stable"
    assert out["set_point"].to_list()[-1] == "2.4"


def _near(line: float) -> Iterator[float]:
    for step in (-3e-3, -1e-3, -1e-12, 0, 1e-12, 1e-3, 3e-3):
        yield line * (1 + step)


@given(
    st.lists(
        st.floats(1e-6, 1e6) | st.sampled_from([each for cut in IL6_BANDS.cuts for each in _near(float(cut.at.value))]),
        min_size=1,
        max_size=40,
    )
)
def test_many_numbers_are_written_as_each_of_them(values: list[float]) -> None:
    lines = tuple(float(cut.at.value) for cut in IL6_BANDS.cuts)

    places, texts, near = numerals(np.array(values), lines)

    for value, place, is_near in zip(values, places.tolist(), near.tolist(), strict=True):
        assert is_near or number_text(value, lines) == texts[place]


def test_what_lies_far_from_every_line_and_half_is_told_by_arrays() -> None:
    _, texts, near = numerals(np.array([0.7134, 2.404, 2.396, 51.26]), (1.2, 2.0))

    assert ["0.713", "2.4", "51.3"] == sorted(texts, key=Decimal)
    assert not near.any()


def test_a_row_that_is_read_with_an_earlier_result_never_answers_for_one_that_has_none_before_it() -> None:
    """Both state no IL-6; the first is asked about with that of its person, the second with nobody's."""
    trained = {"fasting": True, "exercise": "hiit", "hours_since_exercise": 20.0, "hs_crp": 2.9}
    draws = [("a", 2, 2.4), ("a", 5, None), ("b", 3, None), ("b", 4, None)]
    rows = [
        {"who": who, "drawn_at": datetime(2026, month, 2, 8, 50), "il6": il6, **trained} for who, month, il6 in draws
    ]
    asked: dict[str, Any] = {"units": {"il6": "pg/mL", "hs_crp": "mg/L"}, "time_zone": "Europe/Berlin", "keep": False}
    names = ("care", "set_point")

    together = rows_of(interpret_frame(pl.DataFrame(rows), "who", give=names, **asked))
    alone = rows_of(interpret_frame(pl.DataFrame(rows), "who", give=(*names, "summary"), **asked))

    assert [{name: row[name] for name in (*names, "error")} for row in alone] == together
