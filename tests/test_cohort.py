"""Synthetic persons whose true levels are known: what is made of a seed, and that it is what it says."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

np: Any = pytest.importorskip("numpy", reason="a cohort is made of arrays")
pytest.importorskip("narwhals", reason="a cohort stands in frames")
pd: Any = pytest.importorskip("pandas", reason="the frames of these tests are of pandas")

# ruff: noqa: E402  (what follows cannot be imported without them)

from forge_il6 import CaseError, Context, Reading, Threshold, interpret_case
from forge_il6.codes import Exercise
from forge_il6.interop.cases import CELLS
from forge_il6.knowledge import populations as p
from forge_il6.knowledge.measurands import CRP, IL6
from forge_il6.knowledge.thresholds import ANALYTICAL_CV, WITHIN_PERSON_CV
from forge_il6.testing import Cohort, cohort, numbers_table
from place import ROOT

PAGE = ROOT / "docs" / "populations.md"

LARGE = cohort(6_000, seed=11, draws=3, unknown=0)
SMALL = cohort(60, seed=3)


def sd(*cvs: Threshold) -> float:
    return math.sqrt(sum(math.log1p((float(cv.value) / 100) ** 2) for cv in cvs))


def first_draws(made: Cohort) -> Any:
    return ~made.truth["person"].duplicated().to_numpy()


def test_the_same_seed_makes_the_same_cohort_and_another_another() -> None:
    same, other = cohort(60, seed=3), cohort(60, seed=4)

    pd.testing.assert_frame_equal(SMALL.draws, same.draws)
    pd.testing.assert_frame_equal(SMALL.truth, same.truth)
    assert not SMALL.draws["il6"].equals(other.draws["il6"])


def test_every_person_has_their_draws_the_oldest_first() -> None:
    made = cohort(7, seed=1, draws=4)

    assert (7, 28, 28) == (made.persons, len(made.draws), len(made.truth))
    assert [4] * 7 == made.draws.groupby("person").size().tolist()
    assert made.draws.groupby("person")["drawn_at"].apply(lambda at: at.is_monotonic_increasing).all()
    assert made.draws["person"].equals(made.truth["person"])


def test_every_column_is_a_fact_that_a_table_can_hold() -> None:
    """A column that no reader knew would be passed over in silence."""
    assert set(SMALL.draws.columns) <= {*CELLS, "person", "minor_infection_ended_on"}


def test_every_case_is_read_and_decided() -> None:
    """A cohort that the library refuses would test nothing."""
    cases = list(SMALL.cases())
    verdicts = [interpret_case(case) for case in cases]

    assert 60 == len(cases)
    assert all(4 == len(case["context"]["history"]) for case in cases)
    assert {True} == {verdict.applicable for verdict in verdicts}
    assert len({verdict.band for verdict in verdicts}) >= 4
    assert {"valid", "unverified", "void"} <= {verdict.standing.il6.code.value for verdict in verdicts}


def test_levels_are_log_normal_about_the_median_of_their_source() -> None:
    rows = first_draws(LARGE)
    age = LARGE.draws["age"].to_numpy()[rows]
    ageing = np.log(float(p.IL6_PER_DECADE.value)) * (age - float(p.MEDIAN_AGE.value)) / 10
    logs = np.log(LARGE.truth["level"].to_numpy()[rows]) - ageing

    assert float(p.IL6_MEDIAN.value) == pytest.approx(math.exp(np.median(logs)), rel=0.04)
    assert sd(p.IL6_BETWEEN_CV) == pytest.approx(logs.std(), rel=0.04)
    assert 0 == pytest.approx(((logs - logs.mean()) ** 3).mean() / logs.std() ** 3, abs=0.15)


def test_a_draw_varies_about_its_level_by_body_and_assay() -> None:
    """What exercise, meals and infections did taken away, the noise of the sources remains."""
    truth, draws = LARGE.truth, LARGE.draws
    seen = (draws["method"] == "R&D Quantikine HS") & ~draws["il6"].str.contains("[<>]")
    values = draws["il6"][seen].str.split(" ").str[0].astype(float)
    moved = (truth["exercise"] * truth["meal"] * truth["infection"])[seen]
    logs = np.log(values / (truth["level"][seen] * moved)).to_numpy()
    calm = logs[(truth["level"][seen] < 4).to_numpy() & (moved < 1.5).to_numpy()]  # the range cuts off what is larger

    assert 0 == pytest.approx(calm.mean(), abs=0.02)
    assert sd(WITHIN_PERSON_CV, ANALYTICAL_CV) == pytest.approx(calm.std(), rel=0.05)


def test_measured_il6_and_hs_crp_go_together_as_their_source_says() -> None:
    """The levels are linked more closely than what is measured, so the link is set for what is measured."""
    rows = first_draws(LARGE) & (LARGE.truth["infection"] == 1) & LARGE.draws["hs_crp"].notna()
    rows &= (LARGE.draws["method"] == "R&D Quantikine HS") & (LARGE.truth["exercise"] * LARGE.truth["meal"] < 1.05)
    il6 = LARGE.draws["il6"][rows].str.extract(r"([\d.]+)")[0].astype(float)
    crp = LARGE.draws["hs_crp"][rows].str.extract(r"([\d.]+)")[0].astype(float)
    ranks = np.corrcoef(il6.rank(), crp.rank())[0, 1]

    assert float(p.IL6_WITH_CRP.value) == pytest.approx(ranks, abs=0.07)


def test_a_result_beyond_the_range_of_its_method_stands_with_its_comparator() -> None:
    """No laboratory reports a number that its method cannot see."""
    by_method = LARGE.draws.groupby("method")["il6"]

    assert by_method.apply(lambda texts: texts.str.startswith("<1.5 pg/mL").any())["Roche Elecsys"]
    assert "<0.0006 ng/mL" in set(by_method.get_group("Meso Scale V-PLEX"))
    roche = by_method.get_group("Roche Elecsys")
    plain = roche[~roche.str.contains("[<>]")].str.split(" ").str[0].astype(float)
    assert plain.min() >= 1.5


def test_every_laboratory_reports_in_its_own_unit() -> None:
    units = LARGE.draws["il6"].str.split(" ").str[1]

    assert {"pg/mL", "ng/mL", "ng/L"} == set(units)
    assert {"mg/L", "mg/dL"} == set(LARGE.draws["hs_crp"].dropna().str.split(" ").str[1])
    assert {4} == {len(p.LABORATORIES)} == {LARGE.draws["method"].nunique()}


@pytest.mark.parametrize("unknown", [0, 0.25, 1])
def test_as_many_facts_are_missing_as_is_asked(unknown: float) -> None:
    made = cohort(1_500, seed=5, draws=2, unknown=unknown)

    for name in ("exercise", "fasting_hours", "method", "specimen", "at_rest", "age", "sex", "red_flags"):
        assert unknown == pytest.approx(made.draws[name].isna().mean(), abs=0.035), name


def test_who_did_not_train_has_no_hours_since() -> None:
    rested = LARGE.draws["exercise"] == "none"

    assert LARGE.draws["hours_since_exercise"][rested].isna().all()
    assert LARGE.draws["hours_since_exercise"][~rested].notna().all()


def test_a_steady_level_does_not_move_and_a_rising_one_does() -> None:
    truth = LARGE.truth
    ends = truth.groupby("person")["level"].agg(["first", "last"])
    course = truth.groupby("person")["course"].first()
    ratio = ends["last"] / ends["first"]

    assert (abs(ratio[course == "steady"] - 1) < 1e-9).all()
    assert (ratio[course == "rising"] > 1).all()
    assert (ratio[course == "declining"] < 1).all()
    assert float(p.CHANGING_SHARE.value) / 100 == pytest.approx((course != "steady").mean(), abs=0.02)


def test_exercise_and_meals_move_a_draw_for_their_hours_alone() -> None:
    truth, draws = LARGE.truth, LARGE.draws

    assert (truth["meal"][draws["fasting_hours"] >= 10] == 1).all()
    assert (truth["meal"][draws["fasting_hours"].between(3, 8)] > 1.2).all()
    hard = draws["exercise"].isin(["hiit", "resistance"])
    assert (truth["exercise"][hard & (draws["hours_since_exercise"] > 6)] == 1).all()
    assert (truth["exercise"][hard & (draws["hours_since_exercise"] < 3)] > 1.5).all()
    assert truth["exercise"][draws["exercise"] == "race"].max() > 10


@pytest.mark.parametrize(
    "asked, named",
    [
        ({"persons": 0}, "persons"),
        ({"persons": 2.5}, "persons"),
        ({"draws": True}, "draws"),
        ({"unknown": 2}, "unknown"),
    ],
)
def test_a_cohort_that_cannot_be_made_is_refused_by_what_is_wrong(asked: dict[str, Any], named: str) -> None:
    with pytest.raises(CaseError, match=named):
        cohort(**{"persons": 3, "seed": 1} | asked)


def test_one_person_with_one_draw_is_a_cohort() -> None:
    made = cohort(1, seed=1, draws=1)
    (case,) = made.cases()

    assert [] == case["context"]["history"]
    assert Reading.from_dict(case["reading"], "reading")
    assert Context.from_dict(case["context"], "context")


def test_draws_can_be_held_back() -> None:
    """Who foresees the next draw must not have seen it."""
    whole, before = next(SMALL.cases()), next(SMALL.cases(held_back=1))

    assert whole["context"]["history"][-1] == before["reading"]
    assert whole["context"]["history"][:-1] == before["context"]["history"]
    assert [] == list(cohort(3, seed=1, draws=1).cases(held_back=1))


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_the_frames_are_of_the_engine_that_is_asked_for(engine: Any) -> None:
    """The rows are the same in every engine, and unknown is null in each."""
    pytest.importorskip(engine)
    made = cohort(60, seed=3, engine=engine)
    names = made.draws.columns if engine == "polars" else made.draws.column_names
    rows = made.draws.to_dicts() if engine == "polars" else made.draws.to_pylist()
    expected = SMALL.draws.astype(object).where(SMALL.draws.notna(), None)

    assert SMALL.draws["at_rest"].isna().any()

    assert list(SMALL.draws.columns) == list(names)
    assert expected.to_dict("records") == rows


@pytest.mark.skipif(not PAGE.is_file(), reason="a copy has no pages")
def test_the_page_prints_every_number_of_the_simulation() -> None:
    """If two places must agree, one is made from the other: run benchmarks/known_truth.py --write."""
    page = PAGE.read_text(encoding="utf-8")

    assert f"<!-- cohort-numbers:begin -->\n{numbers_table()}\n<!-- cohort-numbers:end -->" in page


def test_who_rests_or_walks_has_the_level_and_nothing_on_top() -> None:
    assert {1} == {p.KINDS[kind].peak.value for kind in (Exercise.NONE, Exercise.LIGHT)}


def test_every_number_of_the_page_has_a_value() -> None:
    """A number that nobody can read is no basis."""
    assert [] == [row for row in numbers_table().splitlines() if "unknown |" in row]


@pytest.mark.parametrize("lab", p.LABORATORIES, ids=lambda lab: lab.assay.name)
def test_the_numbers_of_a_laboratory_are_in_its_units(lab: p.Laboratory) -> None:
    """One pg/mL, and one mg/L, as it writes them."""
    assert 1 == IL6.read(Fraction(1, lab.per_pg), lab.il6_unit, name="il6").value
    assert 1 == CRP.read(Fraction(1, lab.crp_per_mg), lab.crp_unit, name="hs_crp").value


def test_the_shares_of_sessions_and_of_laboratories_are_whole() -> None:
    assert 100 == sum(kind.share.value for kind in p.KINDS.values())
    assert 100 == sum(each.share.value for each in p.LABORATORIES)
