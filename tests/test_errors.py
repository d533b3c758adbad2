"""One tree of errors, whose messages stay short and leak nothing."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import errors
from forge_il6.errors import ForgeError, UnitError, discreet, excerpt, shown_key, suggestion, unknown_key
from strategies import brief

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ForgeError)]


class Hostile:
    """Anything that shows itself raises."""

    def __repr__(self):
        raise RuntimeError

    __str__ = __repr__


class Liar(str):
    """Text that claims to be something else."""

    __slots__ = ()

    def __str__(self):
        raise RuntimeError

    __repr__ = __str__


@pytest.mark.parametrize("kind", KINDS)
def test_a_host_catches_every_error_in_one_line(kind):
    assert ForgeError in kind.__mro__
    assert ValueError in kind.__mro__


def test_every_error_of_the_tree_is_public():
    assert {kind.__name__ for kind in KINDS} <= set(errors.__all__)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_pickling_and_copying(kind):
    error = kind("il6: got '1,2 pg/mL'")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (kind, "il6: got '1,2 pg/mL'") == (type(again), str(again))


@given(st.text(max_size=2000))
def test_a_message_has_at_most_300_characters(text):
    """A message is at most 300 characters long."""
    assert len(str(ForgeError(text))) <= 300


@pytest.mark.parametrize("length, ends_with", [(299, "x"), (300, "x"), (301, "…"), (10**6, "…")])
def test_a_message_that_was_cut_says_so(length, ends_with):
    message = str(ForgeError("x" * length))
    assert (min(length, 300), ends_with) == (len(message), message[-1])


@pytest.mark.parametrize(
    "value, shown",
    [
        ("1,2 pg/mL", "'1,2 pg/mL'"),
        ("x" * 40, f"'{'x' * 40}'"),
        ("x" * 41, f"'{'x' * 40}…'"),
        ("9" * 10_000_000, f"'{'9' * 40}…'"),
        ("1.2\0\n\x1b[31m pg/mL", "'1.2???[31m pg/mL'"),
        ("\u202e2.1", "'?2.1'"),
        ("", "''"),
        (None, "None"),
        (True, "True"),
        (2.4, "2.4"),
        (10**20, "1" + "0" * 20),
        (10**10_000, "a value of type int"),
        (b"2.4 pg/mL", "a value of type bytes"),
        ({"name": "private"}, "a value of type dict"),
        (Hostile(), "a value of type Hostile"),
        (type("N" * 200, (), {})(), f"a value of type {'N' * 40}"),
    ],
    ids=brief,
)
def test_a_foreign_value_is_shown_short_and_printable(value, shown):
    """Errors name the field and the offending token only."""
    assert shown == excerpt(value)


def test_no_code_of_a_foreign_text_runs():
    assert "'2.4 pg'" == excerpt(Liar("2.4 pg"))


@given(st.text() | st.integers() | st.floats() | st.binary() | st.lists(st.text()))
def test_an_excerpt_is_one_printable_line(value):
    shown = excerpt(value)
    assert shown.isprintable()
    assert len(shown) <= 60


# --- what could name a person ----------------------------------------------------------------------

CODES = ("resistance", "eccentric", "none")


@pytest.mark.parametrize(
    "value",
    ["1,2 pg/mL", "<1.5", "≥ 2.4 Pg/mL", "1,234.5 pg/mL", "2.4-3.1 pg/mL", "2.4 mEq/L", "41 kgs", "0.0029951 ng/mL",
     "1e99 mg/L", "-2", "pg / dl", "PG/ML", "2.4 IU/mL", "m[IU]/L", "", "resistance"],
)  # fmt: skip
def test_what_looks_like_a_result_or_is_an_accepted_word_is_shown(value):
    """Errors name the field and the offending token."""
    assert f"'{value}'" == discreet(value, CODES)


@pytest.mark.parametrize(
    "value",
    ["Erika Mustermann", "MUSTERMANN^ERIKA", "mustermann", "erika@example.org", "MRN00123456", "078-05-1120",
     "0171 234 5678", "12345678", "12.08.1964", "1964-08-12", "2.4 pg/mL Erika Mustermann", "Erika 2.4 pg/mL",
     "<script>", "2.4 pg/mL\n", "9" * 10_000_000, "\ud800", "resistence", "Excentric", "Erika/Max", "2.4 Eva",
     "Ann / Bo"],
    ids=brief,
)  # fmt: skip
def test_what_could_name_a_person_is_counted_and_not_shown(value):
    """Patient data goes into no message: a column that was mixed up puts a name into any field."""
    assert f"text of {len(value)} characters" == discreet(value, CODES)


@pytest.mark.parametrize(
    "value, shown",
    [(999_999, "999999"), (-5, "-5"), (2.4, "2.4"), (float("nan"), "nan"), (float("-inf"), "-inf"), (True, "True"),
     (10**6, "a number of more than 6 digits"), (-1.0e6, "a number of more than 6 digits"),
     (10**400, "a number of more than 6 digits"), (["Erika"], "a value of type list")],
)  # fmt: skip
def test_a_number_long_enough_for_a_record_is_not_shown(value, shown):
    """A record number is a number, too."""
    assert shown == discreet(value)


@pytest.mark.parametrize(
    "key, shown",
    [("patient_name", "of 12 characters"), ("fastingHours", "of 12 characters; did you mean 'fasting_hours'?"),
     ("fasting_hour", "'fasting_hour'; did you mean 'fasting_hours'?"),
        ("fastign_hours", "'fastign_hours'"), ("fasting_hrs", "'fasting_…'"), ("hours_fasting", "'hours_fasting'"),
     ("drMustermannawn_at", "'…_at'"), ("erika_il6", "'…_il6'"),
     ("IL6", "'IL6'; did you mean 'il6'?"), ("Erika Mustermann", "of 16 characters"), (7, "7"),
     (12345678, "a number of more than 6 digits"), ("12345678", "of 8 characters"),
     ("k" * 41, "of 41 characters"), (("il6",), "a value of type tuple")],
    ids=str,
)  # fmt: skip
def test_of_an_unknown_key_the_known_words_are_shown(key, shown):
    """Unknown keys are refused by name, as far as they are ours; a column can be a person."""
    said = unknown_key("reading", key, ("il6", "fasting_hours", "drawn_at")).partition("; did")[0]
    assert f"reading: unknown key {shown}".partition("; did")[0] == said


@pytest.mark.parametrize("key, near", [("fastingHours", "fasting_hours"), ("IL6", "il6"), ("drawn", "drawn_at")])
def test_an_unknown_key_is_answered_with_the_nearest(key, near):
    assert f"; did you mean '{near}'?" in unknown_key("reading", key, ("il6", "fasting_hours", "drawn_at"))


@pytest.mark.parametrize("key, shown", [("drawn_at", "of 8 characters"), ("Erika", "of 5 characters")])
def test_a_key_beside_no_known_key_is_counted(key, shown):
    assert shown == shown_key(key)


@given(st.text() | st.integers() | st.floats() | st.binary() | st.lists(st.text()))
def test_what_is_shown_discreetly_is_one_short_printable_line(value):
    shown = discreet(value, CODES)
    assert shown.isprintable()
    assert len(shown) <= 60


def test_a_misspelt_name_is_answered_with_the_nearest():
    assert "; did you mean 'history'?" == suggestion("histroy", ("grip", "history", "hrv"))


@pytest.mark.parametrize("name", ["", "qqqq", "z" * 10_000_000], ids=brief)
def test_a_name_like_no_other_gets_no_suggestion(name):
    assert "" == suggestion(name, ("grip", "history", "hrv"))


def test_an_error_of_a_unit_is_an_error_of_the_case():
    with pytest.raises(errors.CaseError, match="no unit"):
        raise UnitError("il6: no unit")
