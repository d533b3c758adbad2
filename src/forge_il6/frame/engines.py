"""Frames of any engine in and out, through narwhals: what was read, and the same kind with answers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import attrs
import narwhals as nw
import numpy as np

from ..errors import CaseError, discreet

Kind = Literal["code", "list", "text"]

__all__ = ["Coded", "eager", "factorized", "later", "opened", "with_answers"]


@attrs.frozen(eq=False)
class Coded:
    """One column of answers: few values, and for each row which of them it is."""

    values: tuple[str | bool, ...]
    """Each value once."""
    codes: Any
    """Integers: for each row the place of its value, or −1 for none."""
    kind: Kind = "text"
    """``code``: these are all values that there can be, in their order; ``list``: they are lists of codes."""

    @property
    def is_flag(self) -> bool:
        """Whether it holds true and false."""
        return self.values == (False, True)

    def to_list(self) -> list[str | bool | None]:
        """Write it out."""
        values = [*self.values, None]
        return [values[code] for code in self.codes]


def opened(frame: Any) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """
    Look at a frame through narwhals.

    Raises:
        CaseError: it is no frame that narwhals knows.
    """
    try:
        found: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except TypeError:
        msg = f"got {discreet(frame)}; give a frame of pandas, Polars, PyArrow or DuckDB"
        raise CaseError(msg) from None
    return found


def eager(frame: Any) -> nw.DataFrame[Any]:
    """
    Return the rows of a frame, collected where they are not there yet.

    Raises:
        CaseError: as `opened`.
    """
    found = opened(frame)
    return found if isinstance(found, nw.DataFrame) else found.collect()


def factorized(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Return for each row the place of its value among the different ones, −1 where there is none, and those values."""
    if series.dtype.is_integer():
        return _whole(series)
    if not isinstance(series.dtype, (nw.String, nw.Categorical, nw.Enum, nw.Boolean)):
        return _told_apart(series.to_list())
    implementation = series.implementation
    if implementation.is_pandas_like():
        codes, values = nw.get_native_namespace(series).factorize(series.to_native())
        return np.asarray(codes), tuple(values.tolist())
    if implementation.is_pyarrow():
        return _words_of_arrow(series.to_native(), is_coded=isinstance(series.dtype, (nw.Categorical, nw.Enum)))
    return _words_of_polars(series) if implementation.is_polars() else _told_apart(series.to_list())


def _words_of_arrow(native: Any, *, is_coded: bool) -> tuple[Any, tuple[Any, ...]]:
    coded = (native.unify_dictionaries() if is_coded else native.dictionary_encode()).combine_chunks()
    codes = coded.indices.cast("int64").fill_null(-1).to_numpy(zero_copy_only=False)
    return codes, tuple(coded.dictionary.to_pylist())


def _words_of_polars(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    native, pl = series.to_native(), nw.get_native_namespace(series)
    if isinstance(series.dtype, (nw.Categorical, nw.Enum)):
        return _polars_places(native)
    values = native.drop_nulls().unique()
    codes = native.replace_strict(values, pl.Series(range(len(values)), dtype=pl.Int32), default=-1)
    return codes.fill_null(-1).to_numpy(), tuple(values.to_list())


def _whole(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Do the same for whole numbers."""
    known = ~np.asarray(series.is_null().to_numpy(), dtype=bool)
    own, places = np.unique(series.drop_nulls().to_numpy(), return_inverse=True)
    codes = np.full(len(known), -1, dtype=np.int64)
    codes[known] = places
    return codes, tuple(own.tolist())


def _polars_places(native: Any) -> tuple[Any, tuple[Any, ...]]:
    """Do the same for a column of Polars that is kept as places already."""
    physical = native.to_physical()
    codes = np.where(native.is_null().to_numpy(), -1, physical.fill_null(0).to_numpy().astype(np.int64))
    own = np.flatnonzero(np.bincount(codes[codes >= 0])) if len(codes) else codes
    table = np.full((int(own[-1]) if len(own) else 0) + 2, -1, dtype=np.int32)
    table[own] = np.arange(len(own))
    values = native.gather([int(np.argmax(codes == each)) for each in own]).to_list()
    return table[codes], tuple(values)


def _told_apart(values: list[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Do the same for any values, by their type and their text: nothing is one because it compares equal."""
    places: dict[Any, int] = {}
    kept: list[Any] = []
    codes = np.empty(len(values), dtype=np.int64)
    for number, value in enumerate(values):
        if value is None:
            codes[number] = -1
            continue
        place = places.setdefault((type(value), repr(value)), len(kept))
        if place == len(kept):
            kept.append(value)
        codes[number] = place
    return codes, tuple(kept)


def later(
    frame: nw.LazyFrame[Any],
    answer: Callable[[nw.DataFrame[Any]], nw.DataFrame[Any]],
    empty: Mapping[str, Coded],
    *,
    keep: bool,
) -> Any:
    """
    Return a lazy frame with answers: of Polars they wait until it is collected, of any other engine they are there.

    Args:
        frame: what is asked about.
        answer: what answers, once rows are there.
        empty: the columns of answers, without rows.
        keep: whether the columns of the frame stand beside them.

    Raises:
        CaseError: a frame of Spark, whose rows are not collected here.
    """
    if frame.implementation.is_polars():
        schema = _polars_schema(nw.get_native_namespace(frame), frame.to_native(), empty, keep=keep)

        def collected(rows: Any) -> Any:
            return answer(nw.from_native(rows, eager_only=True)).to_native()

        return frame.to_native().map_batches(collected, schema=schema)
    if frame.implementation.is_spark_like():
        msg = "a frame of Spark is not collected here; map this function over its batches with mapInArrow"
        raise CaseError(msg)
    return answer(frame.collect()).lazy(backend=frame.implementation).to_native()


def _polars_schema(pl: Any, native: Any, empty: Mapping[str, Coded], *, keep: bool) -> dict[str, Any]:
    kept = dict(native.collect_schema()) if keep else {}
    return kept | {name: _polars_type(pl, column) for name, column in empty.items()}


def _polars_type(pl: Any, column: Coded) -> Any:
    if column.is_flag:
        return pl.Boolean
    if column.kind == "code":
        return pl.Enum(list(column.values))
    return pl.Categorical if column.kind == "list" else pl.String


def with_answers(frame: nw.DataFrame[Any], answers: Mapping[str, Coded], *, keep: bool) -> nw.DataFrame[Any]:
    """Return the same kind of frame with columns of answers, beside its own or alone; rows and order are its own."""
    implementation, library = frame.implementation, nw.get_native_namespace(frame)
    if implementation.is_pandas_like():
        native = _pandas(library, frame.to_native(), answers, keep=keep)
    elif implementation.is_polars():
        native = _polars(library, frame.to_native(), answers, keep=keep)
    elif implementation.is_pyarrow():
        native = _arrow(library, frame.to_native(), answers, keep=keep)
    else:
        return _any(frame, answers, keep=keep)
    return nw.from_native(native, eager_only=True)


def _pandas(pd: Any, native: Any, answers: Mapping[str, Coded], *, keep: bool) -> Any:
    columns = {name: _pandas_column(pd, column) for name, column in answers.items()}
    made = pd.DataFrame(columns, index=native.index)
    return pd.concat([native, made], axis=1) if keep and native.shape[1] else made


def _pandas_column(pd: Any, column: Coded) -> Any:
    if column.is_flag:
        values = np.asarray(column.codes) == 1
        return pd.array(np.where(column.codes < 0, None, values), dtype="boolean")
    if column.kind != "text":
        return pd.Categorical.from_codes(column.codes, list(column.values))
    values = np.array([*column.values, None], dtype=object)
    return pd.array(values[column.codes], dtype="str" if _has_text(pd) else object)


def _has_text(pd: Any) -> bool:
    """Whether pandas has a type for text: before version 3 it would write none as a word."""
    return int(pd.__version__.partition(".")[0]) > 2  # noqa: PLR2004  (the last version without)


def _polars(pl: Any, native: Any, answers: Mapping[str, Coded], *, keep: bool) -> Any:
    made = [_polars_column(pl, name, column) for name, column in answers.items()]
    return native.with_columns(made) if keep else pl.DataFrame(made)


def _polars_column(pl: Any, name: str, column: Coded) -> Any:
    """Take each row's value out of the different ones, behind which stands none."""
    values = pl.Series(name, [*column.values, None], dtype=_polars_type(pl, column))
    places = np.asarray(column.codes)
    return values.gather(np.where(places < 0, len(column.values), places).astype(np.uint32))


def _arrow(pa: Any, native: Any, answers: Mapping[str, Coded], *, keep: bool) -> Any:
    made = {name: _arrow_column(pa, column) for name, column in answers.items()}
    if not keep:
        return pa.table(made)
    for name, column in made.items():
        native = native.append_column(name, column)
    return native


def _arrow_column(pa: Any, column: Coded) -> Any:
    codes = np.asarray(column.codes)
    unknown = codes < 0
    if column.is_flag:
        return pa.array(codes == 1, mask=unknown)
    places, values = pa.array(codes.astype(np.int32), mask=unknown), pa.array(list(column.values), pa.string())
    return values.take(places) if column.kind == "text" else pa.DictionaryArray.from_arrays(places, values)


def _any(frame: nw.DataFrame[Any], answers: Mapping[str, Coded], *, keep: bool) -> nw.DataFrame[Any]:
    made = [
        nw.new_series(
            name, column.to_list(), nw.Boolean() if column.is_flag else nw.String(), backend=frame.implementation
        )
        for name, column in answers.items()
    ]
    names: Sequence[str] = [] if keep else frame.columns
    return frame.with_columns(*made).drop(*names) if keep else frame.with_columns(*made).select(*answers)
