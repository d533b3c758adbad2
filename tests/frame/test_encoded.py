"""Columns are read as they are kept: codes as codes, times by the clocks of their zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

# ruff: noqa: E402  (what is imported needs libraries that may be missing)
np = pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
nw = pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")
pl = pytest.importorskip("polars", reason="the columns of these tests are of Polars first")
pa = pytest.importorskip("pyarrow", reason="the columns of these tests are of PyArrow as well")
pd = pytest.importorskip("pandas", reason="the columns of these tests are of pandas as well")

from engines import rows_of
from forge_il6 import interpret_case
from forge_il6.frame import interpret_frame
from forge_il6.frame.engines import factorized
from forge_il6.frame.times import Times

# --- codes -----------------------------------------------------------------------------------------

WORDS = [None, "none", "hiit", "none", None, "race"]
FLAGS = [True, None, False, True]


def _enum(words: list[Any]) -> Any:
    """Fewer of the categories occur than there are, and in another order."""
    return pl.Series(words, dtype=pl.Enum(["race", "light", "hiit", "none"]))


def _of_a_slice(words: list[Any]) -> Any:
    """A column that begins with others than its first code, and is not whole."""
    return pl.Series(["zumba", *words, "yoga"], dtype=pl.Categorical)[1:-1]


def _of_chunks(words: list[Any]) -> Any:
    """Dictionaries of their own, one of which holds a word twice and one none."""
    first = pa.DictionaryArray.from_arrays(pa.array([2, 0, None, 1], pa.int32()), pa.array(["none", "none", None]))
    return pa.chunked_array([first, pa.array(words).dictionary_encode()])


COLUMNS: dict[str, Callable[[list[Any]], Any]] = {
    "polars text": pl.Series,
    "polars enum": _enum,
    "polars categorical": lambda words: pl.Series(words, dtype=pl.Categorical),
    "polars slice": _of_a_slice,
    "pandas text": lambda words: pd.Series(words, dtype="str"),
    "pandas objects": lambda words: pd.Series(words, dtype=object),
    "pandas category": lambda words: pd.Series(pd.Categorical(words, categories=["light", "race", "none", "hiit"])),
    "pyarrow text": lambda words: pa.chunked_array([words[:2], words[2:]]),
    "pyarrow small codes": lambda words: pa.chunked_array([pa.array(words).dictionary_encode().cast(
        pa.dictionary(pa.int8(), pa.string()))]),
}  # fmt: skip


def _read_back(column: Any) -> list[Any]:
    codes, values = factorized(nw.from_native(column, series_only=True))
    return [None if code < 0 else values[code] for code in np.asarray(codes).tolist()]


@pytest.mark.parametrize("words", [WORDS, WORDS[1:4], [None, None]], ids=["some", "all known", "none known"])
@pytest.mark.parametrize("name", COLUMNS)
def test_codes_mean_the_words_of_their_rows(name: str, words: list[Any]) -> None:
    if name == "pandas text" and int(pd.__version__.partition(".")[0]) < 3:
        pytest.skip("before pandas 3 such a column writes none as a word")

    assert words == _read_back(COLUMNS[name](words))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_without_rows_has_no_codes(name: str) -> None:
    assert [] == _read_back(COLUMNS[name]([None])[:0])


def test_dictionaries_of_chunks_mean_their_own_words() -> None:
    assert [None, "none", None, "none", *WORDS] == _read_back(_of_chunks(WORDS))


@pytest.mark.parametrize(
    "column", [pl.Series(FLAGS), pa.chunked_array([FLAGS]), pd.Series(FLAGS, dtype="boolean"), pd.Series([True, False])]
)  # fmt: skip
def test_flags_are_flags(column: Any) -> None:
    assert FLAGS[: len(column)] == _read_back(column) or [True, False] == _read_back(column)


# --- times -----------------------------------------------------------------------------------------

ZONES = [
    "Europe/Berlin", "America/New_York", "Africa/Lagos", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
    "Africa/Monrovia", "Africa/Casablanca", "America/St_Johns", "Antarctica/Troll", "UTC",
]  # fmt: skip
SECONDS = st.integers(
    int(datetime(1902, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
)
BERLIN_2026 = [
    int(datetime(2026, month, day, 1, tzinfo=UTC).timestamp()) + second
    for month, day in ((3, 29), (10, 25)) for second in (-1, 0, 1)
]  # fmt: skip


def _local(seconds: list[int], zone: str, time_zone: str | None = None) -> list[datetime]:
    frame = pl.DataFrame({"at": pl.Series(seconds, dtype=pl.Int64) * 1_000_000}).select(
        pl.col("at").cast(pl.Datetime("us", "UTC")).dt.convert_time_zone(zone)
    )
    local = Times.of(nw.from_native(frame)["at"], time_zone).local
    return [datetime(1970, 1, 1) + timedelta(microseconds=at) for at in local.tolist()]


@given(st.lists(SECONDS, min_size=1, max_size=20), st.sampled_from(ZONES), st.sampled_from([None, *ZONES]))
@example(BERLIN_2026, "Europe/Berlin", None)
@example(BERLIN_2026, "UTC", "Europe/Berlin")
def test_local_times_are_those_of_the_zone(seconds: list[int], zone: str, time_zone: str | None) -> None:
    """Two changes of the clocks are as many as there are, in whichever year and by whatever span."""
    expected = [
        datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(time_zone or zone)).replace(tzinfo=None)
        for second in seconds
    ]

    assert expected == _local(seconds, zone, time_zone)


@pytest.mark.parametrize("zone", ZONES)
def test_each_change_of_the_clocks_is_found_to_the_second(zone: str) -> None:
    """Seen from the years 1970 to 2037, hour by hour around each day on which they change."""
    at = ZoneInfo(zone)
    days = range(
        int(datetime(1970, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2037, 1, 1, tzinfo=UTC).timestamp()), 86_400
    )
    offsets = [datetime.fromtimestamp(day, at).utcoffset() for day in days]
    changing = [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]
    hours = [hour + second for day in changing for hour in range(day, day + 86_400, 1800) for second in (-1, 0)]

    expected = [datetime.fromtimestamp(hour, UTC).astimezone(at).replace(tzinfo=None) for hour in hours]
    assert not hours or expected == _local(hours, zone)


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_times_with_an_offset_say_what_a_single_case_says(engine: str, zone: str) -> None:
    """Whether a draw was in the morning is told by the clock of its zone; UTC alone does not tell it."""
    times = [datetime(2026, 3, 8, hour, minute, tzinfo=UTC) for hour in (5, 6, 7, 10, 11, 15, 16) for minute in (0, 59)]
    frame = pl.DataFrame(
        {"il6": "2.4 pg/mL", "fasting": True, "exercise": "none", "drawn_at": [*times, None]}
    ).with_columns(pl.col("drawn_at").dt.convert_time_zone(zone))
    of_engine = {"polars": frame, "pandas": frame.to_pandas(), "pyarrow": frame.to_arrow()}[engine]
    give = ("standing_il6", "reasons", "missing")

    out = rows_of(interpret_frame(of_engine, give=give, keep=False))

    reading = {"il6": "2.4 pg/mL", "fasting": True, "exercise": "none"}
    alone = [
        interpret_case(
            {"reading": reading | ({} if at is None else {"drawn_at": at.astimezone(ZoneInfo(zone))})}
        ).to_row()
        for at in [*times, None]
    ]
    assert [{name: row[name] for name in give} | {"error": None} for row in alone] == out
