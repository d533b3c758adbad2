"""Frames of any engine in and out, through narwhals: what was read, and the same kind with answers beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import attrs
import narwhals as nw
import numpy as np

from ..errors import CaseError, discreet
from .cells import kind_of, taken

_NEAR = 1 << 14
"""Among so many rows most values occur."""
Kind = Literal["code", "list", "text"]

__all__ = ["Coded", "eager", "factorized", "later", "nulls", "opened", "with_answers"]


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
    """
    Return for each row the place of its value among the different ones, −1 where there is none, and those values.

    Values that no row has may stand among them, where an engine names all that there can be.
    """
    if series.dtype.is_integer():
        return _whole(series)
    if isinstance(series.dtype, nw.Boolean):
        return _flags(series)
    if isinstance(series.dtype, (nw.String, nw.Categorical, nw.Enum)):
        return _words(series)
    return _told_apart(series.to_list())


def _words(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Do it for text, as it is kept by each engine."""
    implementation, is_coded = series.implementation, not isinstance(series.dtype, nw.String)
    if implementation.is_pandas_like():
        return _words_of_pandas(nw.get_native_namespace(series), series.to_native(), is_coded=is_coded)
    if implementation.is_pyarrow():
        return _words_of_arrow(series.to_native(), is_coded=is_coded)
    if implementation.is_polars():
        return _words_of_polars(nw.get_native_namespace(series), series.to_native(), is_coded=is_coded)
    return _told_apart(series.to_list())


def _flags(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Do it for true and false."""
    unknown = nulls(series)
    flags = np.asarray((series if unknown is None else series.fill_null(value=False)).to_numpy(), dtype=bool)
    return _coded(flags.view(np.int8), unknown), (False, True)


def nulls(series: nw.Series[Any]) -> Any:
    """Return which rows of a column are empty; nothing where none is, which most engines know at once."""
    return np.asarray(series.is_null().to_numpy(), dtype=bool) if series.null_count() else None


def _coded(codes: Any, unknown: Any) -> Any:
    """Return codes with −1 for what is unknown."""
    return codes if unknown is None else np.where(unknown, np.int32(-1), codes)


def _words_of_pandas(pd: Any, native: Any, *, is_coded: bool) -> tuple[Any, tuple[Any, ...]]:
    if is_coded:
        return native.cat.codes.to_numpy(), tuple(native.cat.categories.tolist())
    codes, values = pd.factorize(native)
    return np.asarray(codes), tuple(values.tolist())


def _words_of_arrow(native: Any, *, is_coded: bool) -> tuple[Any, tuple[Any, ...]]:
    if is_coded and any(each.dictionary.null_count for each in native.chunks):
        native, is_coded = native.cast(native.type.value_type), False  # such dictionaries are not unified by PyArrow
    coded = (native.unify_dictionaries() if is_coded else native.dictionary_encode()).combine_chunks()
    places = coded.indices if not coded.indices.null_count else coded.indices.cast("int64").fill_null(-1)
    return places.to_numpy(zero_copy_only=False), tuple(coded.dictionary.to_pylist())


def _words_of_polars(pl: Any, native: Any, *, is_coded: bool) -> tuple[Any, tuple[Any, ...]]:
    """Take the places as they are kept where all values are named; else look which of them occur."""
    if not is_coded:
        native = native.cast(pl.Enum(native.drop_nulls().unique()))
    unknown = native.is_null().to_numpy() if native.null_count() else None
    physical = native.to_physical()
    codes = (physical if unknown is None else physical.fill_null(0)).to_numpy()
    if isinstance(native.dtype, pl.Enum):
        return _coded(codes, unknown), tuple(native.dtype.categories.to_list())
    known, stated = (native, codes) if unknown is None else (native.drop_nulls(), codes[~unknown])
    own = np.flatnonzero(np.bincount(stated))
    table = np.zeros(int(own[-1]) + 1 if len(own) else 1, dtype=kind_of(len(own)))
    table[own] = np.arange(len(own))
    values = known.gather([_first(stated, code) for code in own.tolist()])
    return _coded(taken(table, codes), unknown), tuple(values.to_list())


def _first(codes: Any, code: int) -> int:
    """Return the first row of a code that occurs."""
    near = codes[:_NEAR]
    return int(np.argmax((near if (near == code).any() else codes) == code))


def _whole(series: nw.Series[Any]) -> tuple[Any, tuple[Any, ...]]:
    """Do it for whole numbers."""
    known = ~np.asarray(series.is_null().to_numpy(), dtype=bool)
    own, places = np.unique(series.drop_nulls().to_numpy(), return_inverse=True)
    codes = np.full(len(known), -1, dtype=np.int64)
    codes[known] = places
    return codes, tuple(own.tolist())


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
        msg = "a frame of Spark is not collected here; take interpret_frame of forge_il6.spark"
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
    codes = pl.DataFrame({name: np.asarray(column.codes) for name, column in answers.items()})
    made = codes.select(_polars_column(pl, name, column) for name, column in answers.items())
    return native.hstack(made) if keep else made


def _polars_column(pl: Any, name: str, column: Coded) -> Any:
    """Take each row's value out of the different ones, behind which stands none: at the place −1 as well."""
    kind = _polars_type(pl, column)
    if not column.values:
        return pl.repeat(None, pl.len(), dtype=pl.String).cast(kind).alias(name)
    return pl.lit(pl.Series(name, [*column.values, None], dtype=kind)).gather(pl.col(name))


def _arrow(pa: Any, native: Any, answers: Mapping[str, Coded], *, keep: bool) -> Any:
    made = {name: _arrow_column(pa, column) for name, column in answers.items()}
    if not keep:
        return pa.table(made)
    for name, column in made.items():
        native = native.append_column(name, column)
    return native


def _arrow_column(pa: Any, column: Coded) -> Any:
    codes = np.asarray(column.codes)
    if not column.values:
        return pa.nulls(len(codes), pa.string() if column.kind == "text" else pa.dictionary(pa.int32(), pa.string()))
    if column.is_flag:
        return pa.array(codes == 1, mask=codes < 0)
    values, places = pa.array(list(column.values), pa.string()), _arrow_places(pa, codes.astype(np.int32))
    return values.take(places) if column.kind == "text" else pa.DictionaryArray.from_arrays(places, values)


def _arrow_places(pa: Any, codes: Any) -> Any:
    """Return codes as they are, those below nought as none: to fill in a mask costs several times as much."""
    known = codes >= 0
    bits = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.int32(), len(codes), [bits, pa.py_buffer(codes)])


def _any(frame: nw.DataFrame[Any], answers: Mapping[str, Coded], *, keep: bool) -> nw.DataFrame[Any]:
    made = [
        nw.new_series(
            name, column.to_list(), nw.Boolean() if column.is_flag else nw.String(), backend=frame.implementation
        )
        for name, column in answers.items()
    ]
    names: Sequence[str] = [] if keep else frame.columns
    return frame.with_columns(*made).drop(*names) if keep else frame.with_columns(*made).select(*answers)
