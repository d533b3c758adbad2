"""
What comes in is checked, or refused by an error of ours: objects that were altered by force, objects that lie.

A frozen record can be altered all the same, by whoever has code in the process; a subclass may say anything of itself.
"""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
import pytest

from forge_il6 import (
    Amount,
    CaseError,
    Context,
    ForgeError,
    HsCrp,
    Reading,
    Verdict,
    context,
    interpret,
    interpret_case,
)
from forge_il6 import reading as readings
from forge_il6.interop.cases import cases_in, read_json
from forge_il6.interop.cds import respond
from forge_il6.interop.fhir import read_fhir
from forge_il6.interop.hl7 import read_hl7
from forge_il6.record import Record
from hostility import FULL_CASE
from place import ROOT

RECORDS = sorted(
    {each for module in (readings, context) for _, each in inspect.getmembers(module, inspect.isclass)
     if issubclass(each, Record) and each is not Record},
    key=lambda each: each.__name__,
)  # fmt: skip


def whole() -> tuple[Reading, Context]:
    """A case with every key."""
    return Reading.from_dict(FULL_CASE["reading"]), Context.from_dict(FULL_CASE["context"])


def every_record(record: Record) -> Iterator[Record]:
    """A record, and every record below it."""
    yield record
    for key in record.keys():
        held = getattr(record, key)
        for each in held if isinstance(held, tuple) else (held,):
            if isinstance(each, Record):
                yield from every_record(each)


PLACES = [
    (number, key)
    for number, record in enumerate([each for part in whole() for each in every_record(part)])
    for key in record.keys()
]
ALTERED: tuple[Any, ...] = ("junk", None, -1, object(), float("nan"), ("junk",), True)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0]}.{place[1]}")
def test_a_record_that_was_altered_is_refused_by_our_error(place: tuple[int, str]):
    """Altered readings ended in AttributeError, InvalidOperation or TypeError, or in a verdict."""
    number, key = place
    for value in ALTERED:
        reading, person = whole()
        record = [each for part in (reading, person) for each in every_record(part)][number]
        if getattr(record, key) is not value:
            object.__setattr__(record, key, value)
            with pytest.raises(CaseError, match="altered after it was checked"):
                interpret(reading, person)


@pytest.mark.parametrize("part", ["value", "unit", "comparator", "text", "factor"])
def test_an_amount_that_was_altered_is_refused_by_our_error(part: str):
    for place in ("il6", "lab_upper_limit"):
        reading, person = whole()
        object.__setattr__(getattr(reading, place), part, Decimal(-7))
        with pytest.raises(CaseError, match="altered after it was checked"):
            interpret([reading], person)


def test_a_record_that_was_altered_goes_into_no_other():
    reading, _ = whole()
    object.__setattr__(reading, "fasting", "no")
    with pytest.raises(CaseError, match="altered after it was checked"):
        Context(history=[reading])


def test_a_record_that_no_constructor_made_is_refused():
    with pytest.raises((CaseError, AttributeError)):
        interpret(object.__new__(Reading))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_no_live_record_takes_another_state(kind: type[Record]):
    """`__setstate__` changed a frozen reading, without a check."""
    assert not hasattr(kind, "__setstate__")


def test_what_was_not_altered_stays_as_good_as_it_was():
    """Copies, pickles and records of records are checked anew, and hold the same."""
    reading, person = whole()
    usual = interpret(reading, person).to_dict()
    for again in (copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))):
        assert usual == interpret(again(reading), again(person)).to_dict()


# --- what verdicts share ---------------------------------------------------------------------------


def records_of(verdict: Verdict) -> dict[int, Any]:
    """Every record that can be reached from a verdict, by its identity."""
    seen: dict[int, Any] = {}
    waiting: list[Any] = [verdict.decision, verdict.document, verdict.policy]
    while waiting:
        each = waiting.pop()
        if attrs.has(type(each)) and id(each) not in seen:
            seen[id(each)] = each
            waiting += (getattr(each, field.name) for field in attrs.fields(type(each)))
        elif isinstance(each, (tuple, frozenset)):
            waiting += each
        elif isinstance(each, Mapping):
            waiting += each.values()
    return seen


VIGNETTES = sorted((ROOT / "tests" / "vignettes").glob("*.json"))[::8]


def test_nothing_that_verdicts_share_can_be_altered():
    """An altered Standing was another person's verdict, before and after."""
    cases = [FULL_CASE, *(json.loads(path.read_text(encoding="utf-8"))["case"] for path in VIGNETTES)]
    before = [interpret_case(case) for case in cases]
    usual = [(verdict.to_dict(), verdict.to_json()) for verdict in before]
    owners = Counter(key for verdict in before for key in records_of(verdict))
    shared = [
        each for key, each in {k: v for it in before for k, v in records_of(it).items()}.items() if owners[key] > 1
    ]
    assert {"Decision", "Standing", "Standings", "Policy", "ThresholdUsed"} <= {type(each).__name__ for each in shared}
    for record in shared:
        for field in attrs.fields(type(record)):
            if field.name == "json_text" and not record.json_text:
                continue  # it takes the others as text, once
            with pytest.raises(AttributeError):
                object.__setattr__(record, field.name, None)
            with pytest.raises(AttributeError):
                object.__delattr__(record, field.name)
        if hasattr(record, "__setstate__"):
            with pytest.raises(AttributeError):
                record.__setstate__({field.name: None for field in attrs.fields(type(record))})
    after = [interpret_case(case) for case in cases]
    assert usual == [(verdict.to_dict(), verdict.to_json()) for verdict in before]
    assert usual == [(verdict.to_dict(), verdict.to_json()) for verdict in after]


def test_what_cannot_be_altered_can_be_copied():
    """Records travel, and hold what they held."""
    standing = interpret_case(FULL_CASE).standing.il6
    for again in (copy.copy(standing), copy.deepcopy(standing), pickle.loads(pickle.dumps(standing))):
        assert (standing, repr(standing)) == (again, repr(again))


# --- objects that lie ------------------------------------------------------------------------------


def lying(base: type, name: str = "") -> Any:
    """A subclass that raises whenever it is asked, by whichever method."""

    def raises(*_: object, **__: object) -> Any:
        raise RuntimeError(f"boom of {name or base.__name__}")

    spared = {
        "__new__",
        "__init__",
        "__class__",
        "__del__",
        "__getattribute__",
        "__init_subclass__",
        "__subclasshook__",
    }
    methods = {each: raises for each in dir(base) if callable(getattr(base, each)) and each not in spared}
    return type(f"Lying{base.__name__}", (base,), methods)


LIARS: dict[str, Callable[[Any], Any]] = {
    "str": lambda value: lying(str)(value if isinstance(value, str) else "x"),
    "float": lambda _: lying(float)(50.0),
    "int": lambda _: lying(int)(50),
    "Decimal": lambda _: lying(Decimal)("50"),
    "datetime": lambda _: lying(datetime)(2026, 11, 20, 8),
    "date": lambda _: lying(date)(2026, 11, 20),
    "list": lambda value: lying(list)(value if isinstance(value, list) else [value]),
    "tuple": lambda value: lying(tuple)([value]),
    "dict": lambda value: lying(dict)(value if isinstance(value, dict) else {}),
    "masked": lambda _: np.ma.masked,
    "array": lambda _: np.array(["x", None], dtype=object),
    "mapping": lambda _: RaisingMapping(),
    "sequence": lambda _: RaisingSequence(),
    "class": lambda _: Pretender(),
}
"""Each makes a lying value in the place of an honest one."""


class RaisingMapping(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise RuntimeError("boom")

    __iter__ = __len__ = __getitem__  # type: ignore[assignment]


class RaisingSequence(Sequence[Any]):
    def __getitem__(self, key: Any) -> Any:
        raise RuntimeError("boom")

    __len__ = __getitem__  # type: ignore[assignment]


class Pretender:
    """Says of itself that it is whatever it is asked for, and raises then."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("boom")


class Zone(tzinfo):
    def utcoffset(self, dt: datetime | None) -> timedelta:
        raise RuntimeError("boom")


def read_or_refused(read: Callable[[], object]) -> None:
    """What is read is read by the base type; anything else is an error of ours."""
    try:
        read()
    except ForgeError as error:
        assert "boom" not in str(error)  # noqa: PT017  (that it is ours is the test)


@pytest.mark.parametrize("liar", LIARS)
def test_a_value_that_lies_is_read_by_its_base_type_or_refused_by_our_error(liar: str):
    """Reading(np.ma.masked, "pg/mL") was a ValueError of int(), and a str with its own __getitem__ a RuntimeError."""
    for part, kind in (("reading", Reading), ("context", Context)):
        for key, value in FULL_CASE[part].items():
            lie = LIARS[liar](value)
            read_or_refused(lambda kind=kind, key=key, lie=lie: kind(**{key: lie}))
            read_or_refused(lambda part=part, key=key, lie=lie: interpret_case({part: {key: lie}}))
    lie = LIARS[liar]("2.4 pg/mL")
    read_or_refused(lambda: Reading(lie, "pg/mL"))
    read_or_refused(lambda: Reading(2.4, lie))
    read_or_refused(lambda: HsCrp(lie))


@pytest.mark.parametrize("liar", LIARS)
def test_a_door_is_shut_to_what_lies_by_our_error(liar: str):
    """Everything that takes what comes from outside: a host catches one tree of errors."""
    lie = LIARS[liar]("x")
    document = interpret_case(FULL_CASE).to_dict()
    doors: tuple[Callable[[], object], ...] = (
        lambda: interpret(lie), lambda: interpret(None, lie), lambda: interpret([lie]), lambda: interpret_case(lie),
        lambda: interpret_case({"reading": lie, "context": lie}),
        lambda: Verdict.from_dict(lie), lambda: Verdict.from_dict(document | {"summary": lie}),
        lambda: Verdict.from_dict(document | {"band": lie}), lambda: Verdict.from_dict(document | {"findings": [lie]}),
        lambda: Verdict.from_dict(document | {"measured": lie}), lambda: Verdict.from_dict(document | {"course": lie}),
    )  # fmt: skip
    for door in doors:
        read_or_refused(door)


@pytest.mark.parametrize(
    "lie",
    [lying(str)("x"), lying(str)("{}"), b"x", 7, None],
    ids=["text", "json", "bytes", "int", "none"],
)
def test_a_reader_of_a_format_is_shut_to_what_is_no_text_by_our_error(lie: Any):
    for read in (read_fhir, read_hl7, respond, read_json, lambda text: list(cases_in(iter([text]), "csv", "feed"))):
        read_or_refused(lambda read=read: read(lie))


@pytest.mark.parametrize(
    "number, held",
    [(lying(float)(50.0), "50 pg/mL"), (lying(int)(50), "50 pg/mL"), (lying(Decimal)("50"), "50 pg/mL")],
    ids=["float", "int", "Decimal"],
)
def test_a_number_that_lies_is_the_number_of_its_base(number: Any, held: str):
    """A float whose __float__ said 0.5 was read as 0.5."""
    amount = Reading(number, "pg/mL").il6
    assert isinstance(amount, Amount)
    assert held == str(amount)


def test_a_time_that_lies_is_the_time_of_its_base():
    class Later(datetime):
        def isoformat(self, *_: object, **__: object) -> str:
            return "2030-01-01T00:00+00:00"

    assert datetime(2026, 11, 20, 8) == Reading("2 pg/mL", drawn_at=Later(2026, 11, 20, 8)).drawn_at
    read_or_refused(lambda: Reading("2 pg/mL", drawn_at=datetime(2026, 11, 20, 8, tzinfo=Zone())))
