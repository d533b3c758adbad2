"""A frame described and compared as a whole: the same as its rows one by one."""

from __future__ import annotations

from typing import Any

import pytest

nw: Any = pytest.importorskip("narwhals", reason="frames are read through narwhals")
pd: Any = pytest.importorskip("pandas", reason="most frames of these tests are of pandas")

# ruff: noqa: E402  (what follows cannot be imported without them)

from forge_il6 import STANDARD, CaseError, Convention, Threshold, interpret_case
from forge_il6.comparison import COMPARED
from forge_il6.frame import describe, interpret_frame
from forge_il6.interpretation import read_case
from forge_il6.summary import Summary, Tally, seen
from forge_il6.testing import cohort

MADE = cohort(12, seed=8, draws=1)
STRICTER = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))
ROW = {
    "il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10+01:00", "fasting_hours": 11.0, "exercise": "none",
    "hours_since_exercise": None, "red_flags": "none", "method": "R&D Quantikine HS",
}  # fmt: skip


def rows(*changes: dict[str, Any]) -> Any:
    return pd.DataFrame([ROW | change for change in changes])


def gains(found: Summary) -> dict[str, tuple[int, int]]:
    return {each.fact: (each.unknown, each.more) for each in found.gains}


def test_a_frame_is_described_as_its_cases_are_one_by_one() -> None:
    """One definition of what is counted, and two ways to it."""
    tally = Tally(STANDARD)
    for number, case in enumerate(MADE.cases()):
        tally.add(seen(*read_case(case), tally.asks, STANDARD), number)

    assert tally.summary().to_dict() == describe(MADE.draws).to_dict()


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_every_engine_is_described_alike(engine: Any) -> None:
    pytest.importorskip(engine)
    same = cohort(3, seed=8, draws=2, engine=engine)

    assert describe(cohort(3, seed=8, draws=2).draws, "person").to_dict() == describe(same.draws, "person").to_dict()


def test_a_lazy_frame_and_a_relation_are_described_too() -> None:
    pl: Any = pytest.importorskip("polars")
    duckdb: Any = pytest.importorskip("duckdb")
    arrow = cohort(3, seed=8, draws=1, engine="pyarrow").draws
    expected = describe(cohort(3, seed=8, draws=1).draws).to_dict()

    assert expected == describe(pl.from_arrow(arrow).lazy()).to_dict()
    assert expected["standing"] == describe(duckdb.sql("select * from arrow")).to_dict()["standing"]


def test_what_is_asked_for_is_stated_only_where_it_is_missing() -> None:
    """Empty text, None and NaN are all unknown; a stated meal stays stated."""
    frame = rows({}, {"fasting_hours": None}, {"fasting_hours": 3.0}, {"exercise": " "}, {"exercise": "hiit"})
    found = describe(frame)

    assert {"fasting": (1, 1), "exercise": (1, 1), "hours_since_exercise": (1, 1), "all": (3, 3)} == gains(found)
    assert 1 == found.usable


def test_nothing_is_gained_by_a_fact_that_no_counting_hangs_on() -> None:
    """Who is not judged is not asked, and who counts already gains nothing."""
    found = describe(rows({"age": 12, "fasting_hours": None}, {"age": 57}))

    assert {"fasting": (1, 0)} == gains(found)


def test_a_fact_without_a_column_is_missing_everywhere() -> None:
    frame = rows({}, {}).drop(columns=["fasting_hours", "method"])
    found = describe(frame)

    assert {"fasting": (2, 2)} == gains(found)
    assert 2 == found.missing["method"]


def test_columns_of_other_names_are_described_under_the_names_of_the_facts() -> None:
    frame = rows({"fasting_hours": None}).rename(columns={"fasting_hours": "fasted", "il6": "IL6"})
    found = describe(frame, columns={"fasted": "fasting_hours", "IL6": "il6"})

    assert {"fasting": (1, 1)} == gains(found)


def test_sessions_beside_the_draws_are_not_asked_for() -> None:
    """Who brought a log has answered: of whom it has no row nothing is known, and nothing is assumed."""
    frame = rows({"exercise": None}).assign(person="a")
    log = pd.DataFrame({"person": ["a"], "kind": ["hiit"], "ended_at": ["2026-11-01T08:00+01:00"]})

    assert 1 == gains(describe(frame, "person"))["exercise"][1]
    assert "exercise" not in gains(describe(frame, "person", sessions=log))


def test_a_row_that_cannot_be_read_costs_no_other() -> None:
    found = describe(rows({}, {"il6": "2.4"}, {"il6": "2,4 pg/mL"}))

    assert (3, 2, 1, 1) == (found.rows, found.unread, found.tested, found.usable)


def test_rows_whose_care_cannot_wait_are_named_by_number_or_by_the_column_of_the_caller() -> None:
    frame = rows({}, {"red_flags": "chest_pain"}).assign(sample=["S1", "S2"])

    assert ("1",) == describe(frame).care[0].rows
    assert ("S2",) == describe(frame, row_id="sample").care[0].rows
    with pytest.raises(CaseError, match="did you mean 'sample'"):
        describe(frame, row_id="smaple")


def test_the_rules_of_the_caller_describe() -> None:
    frame = rows({"exercise": "hiit", "hours_since_exercise": 30.0})

    assert (1, 0) == (describe(frame).usable, describe(frame, rules=STRICTER).usable)


def test_an_empty_frame_is_described() -> None:
    assert 0 == describe(rows({}).head(0)).rows


def test_a_frame_is_compared_row_by_row() -> None:
    """The counts are those of the columns that each rule set gives."""
    frame = rows({"exercise": "hiit", "hours_since_exercise": 30.0}, {}, {"il6": "?"})
    found = STANDARD.compare(STRICTER, frame)

    assert (2, 1, (2,)) == (found.cases, found.changed, found.unread)
    assert [("valid", "void", (0,))] == [(each.before, each.after, each.examples) for each in found.of("standing_il6")]


def test_every_kind_of_frame_is_known_as_one() -> None:
    """Anything else would be taken for a list of cases, column by column."""
    pl: Any = pytest.importorskip("polars")
    duckdb: Any = pytest.importorskip("duckdb")
    frame = rows({"exercise": "hiit", "hours_since_exercise": 30.0}, {})
    polars = pl.from_pandas(frame)

    for each in (polars, polars.lazy(), polars.to_arrow(), duckdb.from_arrow(polars.to_arrow())):
        assert (2, 1) == ((found := STANDARD.compare(STRICTER, each)).cases, found.changed), type(each)


def test_a_frame_of_persons_is_compared_with_their_histories() -> None:
    made = cohort(5, seed=8, draws=3)
    found = STANDARD.compare(STRICTER, made.draws, person="person")
    give = list(COMPARED)
    columns = [
        interpret_frame(made.draws, "person", rules=rules, give=give, keep=False) for rules in (STANDARD, STRICTER)
    ]
    before, after = (each[give].astype(object).where(each[give].notna(), None) for each in columns)
    differs = [list(one) != list(two) for one, two in zip(before.to_numpy(), after.to_numpy(), strict=True)]

    assert sum(differs) == found.changed
    assert 15 == found.cases


def test_how_a_frame_is_read_is_no_word_to_other_cases() -> None:
    with pytest.raises(CaseError, match="person"):
        STANDARD.compare(STRICTER, [], person="person")


def test_the_newest_row_of_a_synthetic_person_is_their_case() -> None:
    """Rows and case documents of one cohort tell the same persons."""
    made = cohort(8, seed=4, draws=3)
    newest = interpret_frame(made.draws, "person", give=COMPARED).groupby("person").tail(1)
    rows = newest[list(COMPARED)].astype(object).where(newest[list(COMPARED)].notna(), None).to_dict("records")
    told = [interpret_case(case).to_row() for case in made.cases()]

    assert [{name: each[name] for name in COMPARED} for each in told] == rows
