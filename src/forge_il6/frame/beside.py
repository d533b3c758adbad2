"""What other frames say of the same persons: grip, heart rate variability, training sessions and hs-CRP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import count, repeat
from typing import Any, Final

import attrs
import narwhals as nw

from .. import fields
from ..context import GripSession, HrvDay, Session
from ..errors import CaseError, TimeError, UnitError, shown_key
from ..interop.cases import Cell
from ..reading import HsCrp
from ..record import Record, reader_of
from .engines import eager
from .facts import Fact, named_like, pruned, stated

__all__ = ["KINDS", "NOTHING_BESIDE", "Beside", "Entries"]


def _flag(field: attrs.Attribute[Any]) -> Cell | None:
    return Cell("", is_flag=True, is_list=False, measurand=None) if reader_of(field) is fields.flag else None


KINDS: Final[Mapping[str, type[Record]]] = {
    "grip": GripSession, "hrv": HrvDay, "sessions": Session, "hs_crp": HsCrp,
}  # fmt: skip
"""The frames that stand beside the draws, by the names of their arguments, and what a row of each is."""
_FACTS: Final = {
    name: {
        field.name: Fact("", field.name, cell=_flag(field), measurand=field.metadata.get("measurand"))
        for field in attrs.fields(kind)
    }
    for name, kind in KINDS.items()
}
_UNIT: Final = "unit"


@attrs.frozen
class Entries:
    """What other frames say of one person, or what is wrong with it."""

    of: Mapping[str, tuple[Any, ...]]
    error: CaseError | None = None


NOTHING_BESIDE: Final = Entries({})


class Beside:
    """Every entry of every person."""

    def __init__(self, entries: Mapping[Hashable, Entries]) -> None:
        self._entries = entries

    @classmethod
    def of(
        cls,
        frames: Mapping[str, Any],
        person: str | None,
        units: Mapping[str, str],
        numbers: Callable[[str], Iterable[int | None]] = lambda _: count(),
    ) -> Beside | None:
        """
        Read the frames that are given; a row that cannot be read is an error of its person.

        Args:
            frames: by the names of their arguments.
            person: the column that tells persons apart, in each of them.
            units: of plain numbers.
            numbers: by which the rows of each frame are told; none where they lie in no order.

        Raises:
            CaseError: there is no column of the person, or none that says anything.
            UnitError: a column of plain numbers that stands for results, without a unit.
        """
        given = {name: frame for name, frame in frames.items() if frame is not None}
        if not given:
            return None
        if person is None:
            msg = f"{next(iter(given))}: name the column that tells persons apart in both frames with person="
            raise CaseError(msg)
        found: dict[Hashable, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        wrong: dict[Hashable, CaseError] = {}
        for name, frame in given.items():
            rows = _rows(name, eager(frame), person, units)
            for number, (whose, cells) in zip(numbers(name), rows, strict=False):
                try:
                    found[whose][name].append(_entry(name, cells, units.get(name)))
                except CaseError as error:
                    where = name if number is None else f"{name}, row {number}"
                    wrong.setdefault(whose, type(error)(f"{where}: {error}"))
        of = {whose: {name: tuple(each) for name, each in parts.items()} for whose, parts in found.items()}
        return cls({whose: Entries(of.get(whose, {}), wrong.get(whose)) for whose in {*of, *wrong}})

    def person(self, whose: Hashable) -> Entries:
        """Return what is said of one person; of whom a frame has no row nothing is known by it."""
        return self._entries.get(whose, NOTHING_BESIDE)


def _rows(
    name: str, frame: nw.DataFrame[Any], person: str, units: Mapping[str, str]
) -> Iterator[tuple[Hashable, dict[str, Any]]]:
    """Yield whose each row is, and its cells by the keys of its kind."""
    if person not in frame.columns:
        msg = f"{name}: it has no column {shown_key(person)} that tells persons apart"
        raise CaseError(msg)
    known = (*KINDS[name].keys(), _UNIT)
    keys = {
        column: "value" if column == name else named_like(column, known) for column in frame.columns if column != person
    }
    _check_columns(name, frame, keys, units)
    lists = {key: frame[column].to_list() for column, key in keys.items() if key is not None}
    rows = zip(*lists.values(), strict=True) if lists else repeat((), len(frame))
    for whose, cells in zip(frame[person].to_list(), rows, strict=True):
        yield whose, dict(zip(lists, cells, strict=True))


def _check_columns(
    name: str, frame: nw.DataFrame[Any], keys: Mapping[str, str | None], units: Mapping[str, str]
) -> None:
    """Refuse at once what would be an error of every row."""
    if not {*KINDS[name].keys()} & {*keys.values()}:
        msg = f"{name}: no column of it says anything; name one of {', '.join(KINDS[name].keys())}"
        raise CaseError(msg)
    for column, key in keys.items():
        measurand = None if key in (None, _UNIT) else _FACTS[name][str(key)].measurand
        is_bare = name not in units and _UNIT not in keys.values() and frame.schema[column].is_numeric()
        if measurand is not None and is_bare:
            msg = (
                f"units: {name} holds plain numbers; say in which unit, such as "
                f"units={{{name!r}: {measurand.unit!r}}}, or in a column '{_UNIT}'"
            )
            raise UnitError(msg)


def _entry(name: str, cells: dict[str, Any], unit: str | None) -> Any:
    """
    Read one row.

    Raises:
        CaseError: it cannot be read, or has no time where it needs one.
    """
    own = pruned(cells.pop(_UNIT, None)) or unit
    facts = _FACTS[name]
    known = {key: stated(facts[key], key, cell, own) for key, cell in cells.items()}
    entry = KINDS[name].from_dict({key: value for key, value in known.items() if value is not None}, name)
    if isinstance(entry, HsCrp) and entry.drawn_at is None:
        msg = "drawn_at: a result beside the draws needs its time"
        raise TimeError(msg)
    return entry
