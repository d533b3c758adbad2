"""What a reader of one field does where reading goes wrong, and how far it reads."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest

from forge_il6 import Context, Exercise, Reading, ValueFormatError, VerdictFormatError
from forge_il6.fields import flag, guarded, is_missing, looked_at, result
from forge_il6.knowledge.measurands import IL6


def broken(value, name):
    raise KeyError(name)


@pytest.mark.parametrize(
    "value",
    ["2", 2, 2.0, True, Decimal(2), date(2026, 11, 20), datetime(2026, 11, 20, 8)],
    ids=lambda v: type(v).__name__,
)
def test_an_error_over_a_plain_value_is_a_mistake_of_the_package_and_shows(value):
    with pytest.raises(KeyError, match="age"):
        guarded(broken, value, "age")


def test_an_error_over_a_foreign_value_names_the_field():
    with pytest.raises(ValueFormatError, match="age: got"):
        guarded(broken, object(), "age")


def test_a_few_codes_are_all_named_where_another_came_and_of_many_the_list_that_shows_them():
    """Ten kinds of training can be read in a line; two dozen confounders cannot."""
    with pytest.raises(ValueFormatError) as few:
        Reading("2 pg/mL", exercise="jog")
    with pytest.raises(ValueFormatError) as many:
        Context(confounders=["jog"])

    assert all(code in str(few.value) for code in Exercise)
    assert "list(Confounder)" in str(many.value)


class Text(str):
    """Text of a subclass, which may say anything of itself."""

    __slots__ = ()


class Unequal(str):
    """Text that says of itself that it is not what it is."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __ne__(self, other):
        return True


class Foreign(dict):
    """An object of a subclass."""


@pytest.mark.parametrize(
    "document, is_ours",
    [(None, True), ({"a": [{"b": (1, 2.0, True, None, "c", Decimal(2))}]}, True), ([], True), (object(), False),
     ({"a": [{"b": (1, {2})}]}, False), ({Text("a"): 1}, False), ({"a": Text("b")}, False), (Foreign(), False),
     ([[Foreign()]], False)],
    ids=repr,
)  # fmt: skip
def test_an_error_over_a_document_is_a_mistake_of_the_package_where_it_holds_what_json_holds(document, is_ours):
    """What is no type of JSON itself, however deep it lies, may have raised it."""
    error = pytest.raises(KeyError) if is_ours else pytest.raises(VerdictFormatError, match="verdict: holds an object")
    with error, looked_at(document, "verdict", VerdictFormatError):
        raise KeyError


class Magnitude:
    """What has a magnitude and no unit."""

    magnitude = float("nan")


class Quantity:
    """A quantity of any library; two are never equal."""

    units = "pg/mL"

    def __init__(self, magnitude):
        self.magnitude = magnitude


class Units:
    """What has a unit, and no magnitude but itself: a number of unyt."""

    units = "pg/mL"

    def __init__(self, number):
        self.number = number

    def __ne__(self, other):
        return self.number != other.number


@pytest.mark.parametrize(
    "value, expected",
    [(np.ma.array(57.0, mask=True), True), (np.ma.array(57.0, mask=False), False), (np.ma.masked, True),
     (np.ma.array([57.0], mask=[True]), False), (np.array([1.0, 2.0]), False),
     (Quantity(np.ma.masked), True), (Quantity(Decimal("sNaN")), True), (Quantity(2.4), False), (Magnitude(), False),
     (Units(float("nan")), True), (Units(57.0), False), (None, False), ("nan", False), (Unequal("2.4 pg/mL"), False)],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
def test_a_value_is_missing_where_it_is_one_value_that_says_so(value, expected):
    """A list of one masked entry is a list; what is masked says so, and what is not a number equals nothing."""
    assert expected is is_missing(value)


@pytest.mark.parametrize("value", [None, float("nan"), np.ma.masked], ids=repr)
def test_a_result_that_is_missing_is_unknown(value):
    assert result(value, "il6", measurand=IL6) is None


class bool_:  # noqa: N801  (the name is what is tried)
    """Bears the name of a flag of numpy, and is none."""


@pytest.mark.parametrize(
    "value, expected", [(np.True_, True), (np.False_, False), (True, True), (False, False), (np.nan, None)]
)
def test_a_flag_is_true_or_false_or_unknown(value, expected):
    assert expected is flag(value, "fasting")


def test_what_only_bears_the_name_of_a_flag_is_none():
    with pytest.raises(ValueFormatError, match="fasting: got"):
        flag(bool_(), "fasting")


@pytest.mark.parametrize("value", [np.array("fever"), "fever", b"fever", {"fever": True}, 5, np.int64(5)], ids=repr)
def test_what_is_no_list_is_refused_as_none(value):
    """Text is no list of its letters, and a document none of its keys."""
    with pytest.raises(ValueFormatError, match=r"red_flags: got .* give a list"):
        Context(red_flags=value)
