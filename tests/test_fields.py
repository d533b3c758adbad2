"""What a reader of one field does where reading goes wrong, and how far it reads."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from forge_il6 import Context, Exercise, Reading, ValueFormatError
from forge_il6.fields import guarded


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
