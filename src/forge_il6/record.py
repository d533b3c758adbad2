"""
What every record of a case shares: it checks what it is given, reads and writes its document, and shows itself.

A fact is stated once, as a field: its type, its reader, its limits, and the sentence below it. What
a caller may give, the schema, the page of facts and the columns of a table follow from that field.
Readers are converters, and what several facts say together is looked at when a record is made; no
global switch turns off either. What was checked is then sealed: a record that somebody altered by
force is refused where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, wraps
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self, TypeVar

import attrs

from .codes import Code
from .errors import CaseError, UnknownKeyError, discreet, plain_text, unknown_key
from .fields import guarded
from .units import Amount, decimal_text

if TYPE_CHECKING:
    from .markup import Markup

__all__ = ["ONE_WORD", "Record", "facts", "read_facts", "reader_of", "restated", "settle"]

settle = object.__setattr__
"""Set a fact of a frozen record while it is made."""

AnyRecord = TypeVar("AnyRecord", bound="Record")
_FEW: Final = 3
"""So many entries of a list are shown; more are counted, and unfold."""
ONE_WORD: Final = "one_word"
"""Marks a field whose entries say enough by their code alone, so that a cell of a table can hold them."""
_READER: Final = "reader"


# --- how a fact is checked -------------------------------------------------------------------------


def facts(_record: type[Any], stated: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """
    Let each field of a record read its value under its own name, within the limits of its metadata.

    What may be given by position stands first, and what a record adds before what it shares.
    """
    shared = {field.name for field in stated if _READER in field.metadata}
    read = [field if field.converter is None or field.name in shared else _named(field) for field in stated]
    return sorted(read, key=lambda field: (field.kw_only, field.name in shared))


def _named(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    """Return a field whose converter knows its name, and which remembers its reader."""
    return field.evolve(converter=_bound(field), metadata={**field.metadata, _READER: field.converter})


def _bound(field: attrs.Attribute[Any]) -> Callable[[Any], Any]:
    """Return the reader of a field as it is called with a value alone."""
    read: Callable[..., Any] = field.converter  # type: ignore[assignment]  # attrs types it by what it takes
    name, may_be_unknown = field.name, field.default is None
    limits = {limit: value for limit, value in field.metadata.items() if limit != ONE_WORD}

    @wraps(read)
    def read_fact(value: Any) -> Any:
        return None if value is None and may_be_unknown else guarded(read, value, name, **limits)

    return read_fact


def reader_of(field: attrs.Attribute[Any]) -> Any:
    """Return the function that reads a field."""
    return field.metadata.get(_READER)


def read_facts(kind: type[Record], stated: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read some facts of a record by the readers of their fields.

    Raises:
        CaseError: a value that its field cannot take.
    """
    readers: dict[str, Any] = {field.name: field.converter for field in attrs.fields(kind)}
    return {name: readers[name](value) for name, value in stated.items()}


def restated(record: AnyRecord, read: Mapping[str, Any]) -> AnyRecord:
    """
    Return a checked record in which facts that were read stand in the place of its own.

    Raises:
        CaseError: a fact that contradicts the others.
    """
    if not read:
        return record
    again = object.__new__(type(record))
    names, values_of = _every_field(type(record))  # type: ignore[arg-type]  # a class is hashable
    for name, value in zip(names, values_of(record), strict=True):
        settle(again, name, value)
    for name, value in read.items():
        settle(again, name, value)
    if again.waiting.isdisjoint(read):
        again.check_agreement()
        settle(again, "_sealed", _Seal.of(again))
    else:
        again.__attrs_post_init__()
    return again


@cache
def _every_field(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Record], tuple[Any, ...]]]:
    """Return the fields of a record, and what takes all their values at once."""
    names = tuple(field.name for field in attrs.fields(kind))
    return names, attrgetter(*names)


# --- what was checked -------------------------------------------------------------------------------

_PARTS: Final = attrgetter("value", "unit", "comparator", "text", "factor")
"""What an amount is made of."""


class _Seal(NamedTuple):
    """What a record held when it was checked."""

    facts: tuple[Any, ...]
    amounts: tuple[Amount, ...]
    parts: tuple[tuple[Any, ...], ...]
    """Of each amount."""
    below: tuple[Record, ...]
    """The records that it holds; each has a seal of its own."""

    @classmethod
    def of(cls, record: Record) -> Self:
        """Take down what a record holds now."""
        facts = _every_field(type(record))[1](record)  # type: ignore[arg-type]  # a class is hashable
        amounts: list[Amount] = []
        below: list[Record] = []
        for fact in facts:
            if type(fact) is Amount:
                amounts.append(fact)
            elif type(fact) is tuple:
                below += (each for each in fact if isinstance(each, Record))
            elif isinstance(fact, Record):
                below.append(fact)
        return cls(facts, tuple(amounts), tuple(map(_PARTS, amounts)), tuple(below))

    def holds_of(self, record: Record) -> bool:
        """Whether a record still holds the very same."""
        facts = _every_field(type(record))[1](record)  # type: ignore[arg-type]  # a class is hashable
        for amount, parts in zip(self.amounts, self.parts, strict=True):
            if not all(map(is_, _PARTS(amount), parts)):
                return False
        return all(map(is_, facts, self.facts))


# --- records ---------------------------------------------------------------------------------------


class Record:
    """A frozen record of a case."""

    __slots__ = ("_sealed",)
    __attrs_attrs__: ClassVar[Any]
    _sealed: _Seal
    waiting: ClassVar[frozenset[str]] = frozenset()
    """Facts that are read only once others are known, and those that they wait for."""

    def __attrs_post_init__(self) -> None:
        """Look at what several facts say together, read what waits for other facts, and seal what was checked."""
        self.check_agreement()
        self.read_waiting()
        settle(self, "_sealed", _Seal.of(self))

    def check_agreement(self) -> None:
        """
        Look at what several facts say together.

        Raises:
            CaseError: a fact that contradicts the others.
        """

    def read_waiting(self) -> None:
        """
        Read what waits for other facts.

        Raises:
            CaseError: a value that its field cannot take.
        """

    def check_sealed(self, name: str) -> None:
        """
        Check that every fact is still the one that was checked, in the records below as well.

        Raises:
            CaseError: the record was altered after it was made, or never made by its constructor.
        """
        seal = getattr(self, "_sealed", None)
        if seal is None or not seal.holds_of(self):
            msg = f"{name}: a {type(self).__name__} that was altered after it was checked; make it anew from its facts"
            raise CaseError(msg)
        for each in seal.below:
            each.check_sealed(name)

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys of this part of the document, in order."""
        return _keys(cls)  # type: ignore[arg-type]  # a class is hashable

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], name: str = "") -> Self:
        """
        Read this part of a case document.

        Raises:
            UnknownKeyError: a key that is not one of `keys`, by name.
            CaseError: a value that its field cannot take.
        """
        name = name or cls.__name__.lower()
        stated = guarded(_stated, document, name)
        known = cls.keys()
        for key in stated:
            if key not in known:
                raise UnknownKeyError(unknown_key(name, key, known))
        for field in attrs.fields(cls):
            if field.default is attrs.NOTHING and stated.get(field.name) is None:
                msg = f"{name}: needs its {field.name}"
                raise CaseError(msg)
        return cls(**stated)

    @classmethod
    def of(cls, value: Any, name: str) -> Self:
        """Read an entry of a list: a record of this class or its document."""
        if type(value) is cls:
            value.check_sealed(name)
            return value
        if issubclass(type(value), cls):
            return cls(**{key: getattr(value, key) for key in cls.keys()})
        try:
            return cls.from_dict(value, name)
        except UnknownKeyError:
            raise
        except CaseError as error:
            text = str(error)
            raise (error if text.startswith(name) else type(error)(f"{name}.{text}")) from None

    def stated(self) -> set[str]:
        """Return the keys of the facts that are known."""
        return {key for key in self.keys() if getattr(self, key) is not None}

    def to_dict(self) -> dict[str, Any]:
        """Write this part of a case document: known facts only, JSON-ready."""
        return {key: _written(value) for key in self.keys() if (value := getattr(self, key)) is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), {key: getattr(self, key) for key in self.keys() if getattr(self, key) is not None})

    def __repr__(self) -> str:
        known = ((key, getattr(self, key)) for key in self.keys())
        return f"{type(self).__name__}({', '.join(f'{k}={_shown(v)}' for k, v in known if v is not None)})"

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        yield from self.to_dict().items()

    def _repr_html_(self) -> str:
        """Show the known facts as a table."""
        from .markup import table  # noqa: PLC0415  (only a notebook needs it)

        rows = ((name.replace("_", " "), _cell(value)) for name, value in self.to_dict().items())
        return table(type(self).__name__, (), rows)


@cache
def _keys(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind) if field.eq)


def _stated(document: Any, name: str) -> dict[str, Any]:
    """Return what a document states, by keys that are plain text."""
    if type(document) is not dict and not isinstance(document, Mapping):
        msg = f"{name}: got {discreet(document)}; give an object with the keys of the case document"
        raise CaseError(msg)
    stated: dict[str, Any] = {}
    for key in document:
        if (plain := plain_text(key)) is None:
            raise UnknownKeyError(unknown_key(name, key, ()))
        if plain in stated:
            msg = f"{name}: tells of one key twice; give a plain object"  # an endless one would never end
            raise CaseError(msg)
        stated[plain] = document[key]
    return stated


def _again(kind: Callable[..., Any], stated: dict[str, Any]) -> Any:
    """Build a record anew after unpickling, so that its checks run again."""
    try:
        return kind(**stated)
    except TypeError:
        msg = f"{kind.__name__}: the pickled facts are not those of this class; make the record anew"
        raise CaseError(msg) from None


# --- how a fact is written and shown ---------------------------------------------------------------


def _written(value: Any) -> Any:
    """Turn a fact back into what a case document holds."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Amount):
        return value.text or str(value)
    if isinstance(value, Code):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else decimal_text(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return [_written(entry) for entry in value] if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if isinstance(value, tuple) and len(value) > _FEW:
        return f"<{len(value)} entries>"
    if isinstance(value, (Amount, Decimal, Code)):
        return repr(_written(value))
    return repr(value)


def _cell(value: Any) -> Markup | str:
    from .markup import element, list_of  # noqa: PLC0415  (only a notebook needs it)

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {_cell(fact)}" for name, fact in value.items())
    if not isinstance(value, list):
        return str(value)
    if not value:
        return "none"
    entries = list_of("ul", (element("span", _cell(entry)) for entry in value))
    return entries if len(value) <= _FEW else element("details", element("summary", f"{len(value)} entries"), entries)
