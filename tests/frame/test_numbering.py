"""What was said of a combination of cells is looked up, for as many rows as there are, and asked about once."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
np = pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")

from forge_il6 import STANDARD, Convention, Threshold
from forge_il6.frame import cells, interpret_frame, numbering
from forge_il6.frame.cells import EXACTLY, Cells
from forge_il6.frame.numbering import NEVER_MET, Memory, Numbering, told

SIZES = st.lists(st.sampled_from([1, 2, 3, 7, 40, 256, 300]), min_size=1, max_size=6)


def _cells(sizes: list[int], rows: list[list[int]]) -> list[Cells]:
    """Columns with so many cells each, a row of numbers modulo those."""
    return [
        Cells(np.array([row[at] % size for row in rows]), tuple((f"column {at}", key) for key in range(size)))
        for at, size in enumerate(sizes)
    ]


@st.composite
def _batches(draw: st.DrawFn) -> tuple[list[Cells], list[Cells]]:
    """Two batches of rows of the same columns, many of which are alike."""
    sizes = draw(SIZES)
    row = st.lists(st.integers(0, 3) | st.integers(0, 299), min_size=len(sizes), max_size=len(sizes))
    rows = st.lists(row, min_size=1, max_size=12)
    return _cells(sizes, draw(rows)), _cells(sizes, draw(rows))


def _combinations(columns: list[Cells]) -> list[tuple[Any, ...]]:
    return list(zip(*(each.ids.tolist() for each in columns), strict=True))


def _numbers_of(known: Numbering, columns: list[Cells]) -> list[int]:
    numbers = np.arange(len(set(_combinations(columns))) + 100)
    found: list[int] = known.look_up(columns, known.with_answers(numbers)).tolist()
    return found


@given(_batches(), st.sampled_from([1, 10, 4096]))
def test_equal_combinations_have_one_number_and_others_another(
    batches: tuple[list[Cells], list[Cells]], most: int
) -> None:
    """Numbers stay what they are when others are met, and a numbering that somebody holds does not change."""
    first, second = batches
    grown = Numbering.of(first, most).grown(first)
    assert grown is not None
    known, numbers, rows = grown
    again = known.grown(second)
    assert again is not None
    larger, further, new = again

    of_each = dict(zip([*_combinations(first), *_combinations(second)], [*numbers, *further], strict=True))
    assert len(of_each) == len(set(of_each.values()))
    assert NEVER_MET not in of_each.values()
    assert [of_each[key] for key in _combinations(first)] == _numbers_of(larger, first)
    assert [of_each[key] if key in set(_combinations(first)) else NEVER_MET for key in _combinations(second)] == (
        _numbers_of(known, second)
    )
    assert [*range(1, len(of_each) + 1)] == [*numbers[rows], *further[new]]


def _asked_once(memory: Memory, columns: list[Cells], asked: list[Any]) -> list[Any]:
    """Ask what a combination is called: by its own keys, so that a wrong answer is seen."""

    def answer(keys: list[Any], _: Any) -> Iterable[Any]:
        asked.extend(keys)
        return [str(key) for key in keys]

    said = told(memory, "what", columns, answer)
    return [said.keys[place] for place in said.ids.tolist()]


def _names(columns: list[Cells]) -> list[str]:
    return [
        str(tuple(each.keys[cell] for each, cell in zip(columns, row, strict=True))) for row in _combinations(columns)
    ]


@given(_batches(), st.sampled_from([0, 60, 1 << 23]))
def test_each_combination_is_asked_about_once_however_little_room_there_is(
    batches: tuple[list[Cells], list[Cells]], room: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "_MOST_PLACES", room)
        memory: Memory = {}
        asked: list[Any] = []
        for columns in (*batches, *batches):
            asked.clear()

            assert _names(columns) == _asked_once(memory, columns, asked)
            assert len(set(asked)) == len(asked)
        assert asked == [] or room < 1 << 23


def test_what_is_of_somebodys_own_is_kept_nowhere() -> None:
    columns = [Cells(np.array([0, 1]), (("above", "2"), (EXACTLY, "2.41")))]
    memory: Memory = {}

    assert _names(columns) == _asked_once(memory, columns, [])
    assert {} == memory


def test_only_some_numberings_are_kept() -> None:
    """Words come in any order, so that one stream of batches could make any number of them."""
    memory: Memory = {}
    for number in range(50):
        _asked_once(memory, [Cells(np.array([0]), (("word", number),))], [])

    assert 8 >= len(memory)


# --- frames ----------------------------------------------------------------------------------------

UNITS = {"il6": "pg/mL"}
MANY: dict[str, list[Any]] = {
    "il6": [2.4, None, 0.9, 1.2, float("nan"), 3.0, -1.0, 0.0, 1e-310, float("inf"), 7.0],
    "age": [57, 40, 18, 150, 151, 0, 30, 30, 30, 30, 30],
    "exercise": ["none", "hiit", None, "race", "none", "none", "none", "none", "none", "none", "hiit"],
    "hours_since_exercise": [None, 3.5, None, 72.0, None, None, 0.0, -0.0, 24.0, None, 24.0],
    "fasting": [True, False, None, True, True, True, True, True, True, True, True],
}
GIVE = ("band", "care", "reasons", "pattern_tentative", "missing")


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
def test_many_blocks_of_rows_say_what_one_row_says(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last block is not a whole one."""
    pl = pytest.importorskip("polars")
    few, copies = pl.DataFrame(MANY), 5
    monkeypatch.setattr(cells, "_BLOCK", 16)
    many = pl.concat([few] * copies)
    of_engine = {"polars": many, "pandas": many.to_pandas(), "pyarrow": many.to_arrow()}[engine]

    alone = interpret_frame(few, units=UNITS, give=GIVE, keep=False)
    together = pl.DataFrame(interpret_frame(of_engine, units=UNITS, give=GIVE, keep=False))

    for name in (*GIVE, "error"):
        kind = pl.Boolean if name == "pattern_tentative" else pl.String
        expected = pl.concat([alone[name].cast(kind)] * copies)
        assert expected.eq_missing(together[name].cast(kind)).all(), name
    assert {True, False} == {error is None for error in alone["error"]}


def test_threads_that_share_a_rule_set_answer_as_one_does() -> None:
    """What they learn of new combinations at one time may be lost, and never be wrong."""
    pl = pytest.importorskip("polars")
    mine = STANDARD.override(verdict_line=Threshold("2.5", "pg/mL", Convention("clinic protocol")))
    frames = [
        pl.DataFrame({"il6": [0.5 + number / 7 + at for at in range(9)], "fasting": True, "exercise": "none"})
        for number in range(8)
    ]

    def band(frame: Any) -> list[str]:
        found: list[str] = interpret_frame(frame, units=UNITS, rules=mine, give=("band",))["band"].to_list()
        return found

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(band, frames * 3))

    again = STANDARD.override(verdict_line=Threshold("2.5", "pg/mL", Convention("clinic protocol")))
    assert [
        interpret_frame(frame, units=UNITS, rules=again, give=("band",))["band"].to_list() for frame in frames * 3
    ] == together
