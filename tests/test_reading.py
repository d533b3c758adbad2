"""What the caller knows: every fact is checked at the door, and comes back out as it went in."""

from __future__ import annotations

import copy
import decimal
import itertools
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import (
    CaseError,
    Confounder,
    ConfounderEvent,
    Considered,
    Context,
    ContradictionError,
    Exercise,
    GripSession,
    HrvDay,
    HsCrp,
    Intervention,
    Lifestyle,
    Reading,
    RedFlag,
    Session,
    Sex,
    Specimen,
    TimeError,
    UnknownKeyError,
    ValueFormatError,
    context,
    interpret,
    interpret_case,
    reading,
)
from forge_il6.record import restated
from strategies import brief, context_documents, reading_documents

# The case document as it is published: every key of it.
READING: dict[str, Any] = {
    "il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", "fasting": True, "fasting_hours": 11,
    "exercise": "resistance", "hours_since_exercise": 36, "specimen": "serum", "method": "R&D Quantikine HS",
    "hours_to_centrifugation": 1, "at_rest": True, "indwelling_line": False, "haemolysed": False,
    "lab_upper_limit": "7 pg/mL", "molar_mass": 21500, "pg_per_iu": 10,
}  # fmt: skip
CONTEXT: dict[str, Any] = {
    "age": 57, "birth_date": "1969-02-28", "sex": "female", "pregnant": False, "time_zone": "Europe/Berlin",
    "as_of": "2026-11-30",
    "exercise_log": [{"kind": "resistance", "ended_at": "2026-11-18T19:30:00+01:00", "started_at": "2026-11-18"}],
    "hs_crp": {"value": "0.6 mg/L", "fasting_hours": 11, "drawn_at": "2026-11-20"},
    "hs_crp_history": [{"value": "<0.3 mg/L", "drawn_at": "2026-05-20"}],
    "conventional_crp": "5 mg/L",
    "history": [{"il6": "2.2 pg/mL", "drawn_at": "2026-05-20T08:10:00+02:00"}],
    "confounders": [{"kind": "minor_infection", "days_since": 5}, {"kind": "vaccination", "ended_on": "2026-10-02"}],
    "confounders_asked": True,
    "red_flags": ["fever"],
    "grip": [{"on": "2026-05-01", "value": "41 kg", "hand": "left", "device": "Jamar"}], "grip_trend": "stable",
    "consistent_training": True, "adequate_protein": True,
    "hrv": [{"on": "2026-11-01", "rmssd": "42 ms"}, {"on": "2026-11-02", "sdnn": "0.05 s", "device": "H10"}],
    "hrv_trend": "declining",
    "lifestyle": {"low_visceral_fat": True, "gut_barrier": True, "regular_aerobic": False, "adequate_vitamin_d": True,
                  "good_sleep": True},
    "vitamin_d": "80 nmol/L", "secondary_causes_excluded": False, "il10": "1.1 pg/mL", "muscle_mass_falling": True,
    "processing_speed_slowing": False, "dunedin_pace": "1.05", "bmi": "22.5", "medications": ["warfarin"],
    "contraindications": [], "considering": [{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
}  # fmt: skip

RECORDS: dict[type[Any], dict[str, Any]] = {
    Reading: READING,
    Context: CONTEXT,
    HsCrp: CONTEXT["hs_crp"],
    Session: CONTEXT["exercise_log"][0],
    ConfounderEvent: CONTEXT["confounders"][0],
    GripSession: CONTEXT["grip"][0],
    HrvDay: CONTEXT["hrv"][0],
    Lifestyle: CONTEXT["lifestyle"],
    Considered: CONTEXT["considering"][0],
}
EVERY_RECORD = pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)


class NAType:
    """Stands for pandas.NA, which is neither true nor false."""

    def __bool__(self):
        raise TypeError

    def __eq__(self, other: object) -> Any:
        return self

    def __ne__(self, other: object) -> Any:
        return self

    __hash__ = None  # type: ignore[assignment]


class NaTType:
    """Stands for pandas.NaT."""


QUANTITY_OF_NAN = pint.UnitRegistry().Quantity(float("nan"), "picogram / milliliter")
NO_VALUE = (
    float("nan"), Decimal("NaN"), Decimal("sNaN"), np.float64("nan"), np.float32("nan"), np.array(float("nan")),
    np.datetime64("NaT", "s"), np.timedelta64("NaT", "h"), NAType(), NaTType(),
    np.ma.masked, np.ma.array(3.0, mask=True), QUANTITY_OF_NAN,
)  # fmt: skip
EVERY_NO_VALUE = pytest.mark.parametrize("no_value", NO_VALUE, ids=brief)


class Hostile:
    """Anything that looks at it raises."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __repr__(self):
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]
    __str__ = __repr__


class Unchecked(Reading):
    """A reading that skips its checks."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Check nothing."""


def refusal(call: Callable[[], Any], kind: type[CaseError] = CaseError) -> str:
    with pytest.raises(kind) as caught:
        call()
    message = str(caught.value)
    assert len(message) <= 300
    assert message.isprintable()
    return message


# --- the document ----------------------------------------------------------------------------------


@EVERY_RECORD
def test_every_published_key_goes_in_and_comes_out_the_same(kind):
    """The Python classes use the same names as the case document."""
    assert RECORDS[kind] == kind.from_dict(RECORDS[kind]).to_dict()


@pytest.mark.parametrize("kind", [Reading, Context])
def test_every_key_is_published(kind):
    assert set(kind.keys()) == set(RECORDS[kind])


@given(reading_documents)
def test_a_reading_survives_its_document(document):
    """Round trip through the document is the identity."""
    reading = Reading.from_dict(document)
    assert reading == Reading.from_dict(json.loads(json.dumps(reading.to_dict())))


@given(context_documents)
def test_a_context_survives_its_document(document):
    """Round trip through the document is the identity."""
    context = Context.from_dict(document)
    assert context == Context.from_dict(json.loads(json.dumps(context.to_dict())))


@given(context_documents)
def test_a_document_written_twice_is_the_same_text(document):
    context = Context.from_dict(document)
    assert context.to_dict() == Context.from_dict(context.to_dict()).to_dict()


@pytest.mark.parametrize(
    "build",
    [
        lambda: Reading("2.4\n", "pg/mL"),
        lambda: Reading(" <2.4 ", " ng/L "),
        lambda: Reading(Decimal("1e-30"), "ng/mL"),
        lambda: Reading(Decimal("1e30"), "fg/mL"),
        lambda: Reading("0.1 pmol/L", molar_mass=Decimal("21500.5")),
        lambda: Reading(Reading("0.1 pmol/L", molar_mass=21_500).il6),
        lambda: attrs.evolve(Reading("0.1 pmol/L", molar_mass=21_500), molar_mass=28_000),
        lambda: attrs.evolve(Reading("0.1 IU/mL", pg_per_iu=10), pg_per_iu=None),
        lambda: Reading(fasting_hours=Decimal("9e29")),
        lambda: Reading(drawn_at=datetime(2026, 11, 20, 8, 10, 30, 123_456, tzinfo=ZoneInfo("Europe/Berlin"))),
        lambda: Reading(drawn_at=datetime(1900, 1, 1, 8, 10, 30, 123_456, tzinfo=ZoneInfo("America/New_York"))),
    ],
    ids=range(11),
)
def test_an_unusual_reading_survives_its_document(build):
    """Round trip through the document is the identity."""
    assert build() == Reading.from_dict(json.loads(json.dumps(build().to_dict())))


@pytest.mark.parametrize(
    "args, facts",
    [
        (("0" * 60 + "1", "pg/mL"), {}),
        ((Decimal("1." + "1" * 60), "pg/mL"), {}),
        ((Decimal("1." + "1" * 55), "pg/mL"), {}),
        ((Decimal("1e-30") * Decimal("1.111111111111111111111"), "pg/mL"), {}),
        ((), {"fasting_hours": Decimal("9." + "1" * 63)}),
        ((), {"fasting_hours": Decimal("9.111111111111111111111e-30")}),
    ],
    ids=range(6),
)
def test_a_number_too_long_for_a_document_is_refused_or_survives_it(args, facts):
    """Round trip through the document is the identity."""
    try:
        reading = Reading(*args, **facts)
    except ValueFormatError:
        return
    assert reading == Reading.from_dict(json.loads(json.dumps(reading.to_dict())))


def test_a_quantity_that_no_spelling_stands_for_survives_its_document(float_registry):
    reading = Reading(float_registry.Quantity(2.4e-9, "pound / gallon"))
    assert reading == Reading.from_dict(reading.to_dict())


@EVERY_RECORD
def test_what_is_known_of_a_record_is_told_by_its_keys(kind):
    assert set(RECORDS[kind]) == kind.from_dict(RECORDS[kind]).stated()
    assert set() == Reading().stated() == Context().stated()


@pytest.mark.parametrize("read", [HsCrp, lambda value: GripSession("2026-05-01", value), ConfounderEvent, Considered])
def test_an_entry_is_refused_where_none_stands_for_its_heart(read):
    assert "give" in refusal(lambda: read(None), ValueFormatError)


@EVERY_RECORD
def test_null_means_unknown(kind):
    """Absent and null both mean unknown."""
    required = {field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    document = {key: value if key in required | {"rmssd"} else None for key, value in RECORDS[kind].items()}
    assert kind.from_dict({k: v for k, v in document.items() if v is not None}) == kind.from_dict(document)


# --- unknown and absent keys -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "document, message",
    [
        ({"readin": {}}, "case: unknown key 'readin'; did you mean 'reading'?"),
        ({"reading": {"il_6": "2 pg/mL"}}, "reading: unknown key of 4 characters; did you mean 'il6'?"),
        ({"reading": {"fasting_hour": 9}}, "reading: unknown key 'fasting_hour'; did you mean 'fasting_hours'?"),
        ({"reading": {"unit": "pg/mL"}}, "reading: unknown key of 4 characters"),
        ({"context": {"histroy": []}}, "context: unknown key 'histroy'; did you mean 'history'?"),
        ({"context": {"hs-crp": "1 mg/L"}}, "context: unknown key 'hs-crp'; did you mean 'hs_crp'?"),
        ({"context": {"hs_crp": {"valu": "1 mg/L"}}}, "hs_crp: unknown key of 4 characters; did you mean 'value'?"),
        (
            {"context": {"history": [{}, {"drawn_on": ""}]}},
            "history[1]: unknown key 'drawn_…'; did you mean 'drawn_at'?",
        ),
        ({"context": {"exercise_log": [{"type": "hiit"}]}}, "exercise_log[0]: unknown key of 4 characters"),
        (
            {"context": {"confounders": [{"knd": "nsaid"}]}},
            "confounders[0]: unknown key of 3 characters; did you mean 'kind'?",
        ),
        ({"context": {"grip": [{"vaule": "41 kg"}]}}, "grip[0]: unknown key of 5 characters; did you mean 'value'?"),
        ({"context": {"hrv": [{"rmsd": "42 ms"}]}}, "hrv[0]: unknown key of 4 characters; did you mean 'rmssd'?"),
        ({"context": {"lifestyle": {"slep": True}}}, "lifestyle: unknown key of 4 characters"),
        (
            {"context": {"considering": [{"doze": "1 mg"}]}},
            "considering[0]: unknown key of 4 characters; did you mean 'dose'?",
        ),
        ({"reading": {7: 1}}, "reading: unknown key 7"),
    ],
    ids=str,
)
def test_an_unknown_key_is_refused_by_name(document, message):
    """Unknown keys are refused by name."""
    assert message == refusal(lambda: interpret_case(document), UnknownKeyError)


@EVERY_RECORD
def test_a_key_of_any_length_is_refused_briefly(kind):
    message = refusal(lambda: kind.from_dict({"k" * 10_000_000: 1}), UnknownKeyError)
    assert "k" * 41 not in message


@pytest.mark.parametrize(
    "document, field",
    [
        ({"hs_crp": {}}, "hs_crp"),
        ({"hs_crp": {"drawn_at": "2026-11-20"}}, "hs_crp"),
        ({"hs_crp_history": [{"drawn_at": "2026-11-20"}]}, "hs_crp_history[0]"),
        ({"confounders": [{"days_since": 5}]}, "confounders"),
        ({"grip": [{"on": "2026-05-01"}]}, "grip[0]"),
        ({"grip": [{"value": "41 kg"}]}, "grip[0]"),
        ({"hrv": [{"rmssd": "42 ms"}]}, "hrv[0]"),
        ({"hrv": [{"on": "2026-05-01"}]}, "hrv"),
        ({"considering": [{"dose": "5 mg"}]}, "considering"),
    ],
    ids=str,
)
def test_an_entry_without_its_heart_is_refused_by_name(document, field):
    """Errors name the field."""
    assert refusal(lambda: interpret_case({"context": document})).startswith(field)


@pytest.mark.parametrize("kind, heart", [(HsCrp, "value"), (ConfounderEvent, "kind"), (GripSession, "on"),
                                         (HrvDay, "on"), (Considered, "intervention")])  # fmt: skip
def test_a_part_of_a_case_without_its_heart_is_refused_by_its_name(kind, heart):
    for document in ({}, {heart: None}):
        assert f"{kind.__name__.lower()}: needs its {heart}" == refusal(
            lambda document=document: kind.from_dict(document)
        )


def test_an_error_names_the_entry_once():
    for grip in ({"on": "2026-05-01"}, {"on": "2026-05-01", "value": "41"}, 5):
        message = refusal(lambda grip=grip: interpret_case({"context": {"grip": [grip]}}))
        assert 1 == message.count("grip[0]")


class Endless(Mapping[str, Any]):
    """An object that tells of its only key without an end."""

    def __getitem__(self, key):
        return "2.4 pg/mL"

    def __iter__(self):
        return itertools.repeat("il6")

    def __len__(self):
        return 1


def test_an_object_that_tells_of_one_key_twice_is_refused():
    assert "il6" not in refusal(lambda: Reading.from_dict(Endless()))


@pytest.mark.parametrize("key", ["fasting_hours", "exercise", "il6"])
def test_a_part_of_a_case_has_a_name_without_being_given_one(key):
    assert refusal(lambda: Reading.from_dict({f"{key}_": 1})).startswith("reading: unknown key")


@pytest.mark.parametrize(
    "document, field",
    [
        ({"reading": {"il6": "2.4"}}, "il6"),
        ({"reading": {"lab_upper_limit": "seven"}}, "lab_upper_limit"),
        ({"reading": {"drawn_at": "today"}}, "drawn_at"),
        ({"context": {"history": [{"il6": "1 pg/mL", "drawn_at": "2026-01-01"}, {"il6": "2.4"}]}}, "history[1].il6"),
        ({"context": {"hs_crp": {"value": "1 mg/L", "fasting": "yes"}}}, "hs_crp.fasting"),
        ({"context": {"hs_crp": "0.6"}}, "hs_crp"),
        ({"context": {"hs_crp_history": [{"value": "0.6", "drawn_at": "2026-01-01"}]}}, "hs_crp_history[0]"),
        ({"context": {"hs_crp_history": ["0.6"]}}, "hs_crp_history[0]"),
        ({"context": {"exercise_log": [{"kind": "runing"}]}}, "exercise_log[0].kind"),
        ({"context": {"confounders": ["nsaid", "covid"]}}, "confounders[1].kind"),
        ({"context": {"red_flags": ["fever", "feverr"]}}, "red_flags[1]"),
        ({"context": {"medications": ["a", 5]}}, "medications[1]"),
        ({"context": {"lifestyle": {"good_sleep": "yes"}}}, "lifestyle.good_sleep"),
        ({"context": {"grip": [{"on": "2026-05-01", "value": "41"}]}}, "grip[0].value"),
        ({"context": {"hrv": [{"on": "2026-05-01", "rmssd": "42 kg"}]}}, "hrv[0].rmssd"),
        ({"context": {"considering": [{"intervention": "magic"}]}}, "considering[0].intervention"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_read_is_refused_by_its_path(document, field):
    """Errors name the field."""
    assert refusal(lambda: interpret_case(document)).startswith(field)


@pytest.mark.parametrize("value", ["2.4 pg/mL", [], 5, None, Hostile(), "x" * 10_000_000], ids=brief)
def test_what_is_no_case_document_is_refused(value):
    assert refusal(lambda: interpret_case(value)).startswith("case: ")


@pytest.mark.parametrize("value", ["2.4 pg/mL", {"il6": "2.4 pg/mL"}, 5, Hostile(), ["2.4 pg/mL"]], ids=brief)
def test_what_is_no_reading_is_refused_by_interpret(value):
    assert refusal(lambda: interpret(value)).startswith("reading")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*CONTEXT, *READING, "value"]), inner),
    max_leaves=6,
)


@given(st.sampled_from([("reading", key) for key in READING] + [("context", key) for key in CONTEXT]), _json)
def test_any_json_in_place_of_any_fact_is_read_or_refused_by_our_error(place, value):
    """Impossible input raises one of ours."""
    part, key = place
    document = {"reading": dict(READING), "context": dict(CONTEXT)}
    document[part][key] = value
    refused = ""
    try:
        interpret_case(document)
    except CaseError as error:
        refused = str(error)
    assert len(refused) <= 300


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container of a document with each of its keys."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, entry in items:
        yield value, key
        yield from _places(entry)


@given(st.data())
def test_a_case_document_damaged_anywhere_is_read_or_refused_by_our_error(data):
    """Impossible input raises one of ours."""
    document = copy.deepcopy({"reading": READING, "context": CONTEXT})
    container, key = data.draw(st.sampled_from(list(_places(document))))
    if data.draw(st.booleans()):
        container[key] = data.draw(_json)
    else:
        del container[key]
    refused = ""
    try:
        interpret_case(document)
    except CaseError as error:
        refused = str(error)
    assert len(refused) <= 300


# --- what a data frame hands over ------------------------------------------------------------------

RESULTS = ("il6", "lab_upper_limit", "hs_crp", "conventional_crp", "vitamin_d", "il10")


@EVERY_NO_VALUE
@pytest.mark.parametrize("key", [key for key in READING if key not in RESULTS])
def test_a_missing_value_is_an_unknown_fact_of_the_draw(key, no_value):
    """NaN becomes unknown at the door, before any rule."""
    assert Reading() == Reading(**{key: no_value})


@EVERY_NO_VALUE
@pytest.mark.parametrize("key", [key for key in CONTEXT if key not in RESULTS])
def test_a_missing_value_is_an_unknown_fact_of_the_person(key, no_value):
    """NaN becomes unknown at the door, before any rule."""
    assert Context() == Context(**{key: no_value})


@EVERY_NO_VALUE
@pytest.mark.parametrize(
    "read",
    [
        HsCrp,
        lambda value: GripSession("2026-05-01", value),
        lambda value: HrvDay("2026-05-01", rmssd=value),
    ],
    ids=["hs_crp", "grip", "hrv"],
)
def test_an_entry_whose_result_is_missing_is_no_entry(read, no_value):
    """An entry says nothing without its result, so the error names what is accepted and the way out."""
    assert "give" in refusal(lambda: read(no_value), ValueFormatError)


@EVERY_NO_VALUE
@pytest.mark.parametrize("unit", [None, "pg/mL"])
def test_a_missing_result_is_unknown_with_and_without_its_unit(unit, no_value):
    """Protocol 1: a missing value as an object is unknown everywhere, in a reading as in a context."""
    assert Reading() == Reading(no_value, unit)


@EVERY_NO_VALUE
def test_a_missing_unit_is_none_beside_a_result_that_has_its_own(no_value):
    assert Reading("2.4 pg/mL") == Reading("2.4 pg/mL", no_value)


@EVERY_NO_VALUE
@pytest.mark.parametrize("key", RESULTS)
def test_a_missing_result_of_the_person_is_unknown(key, no_value):
    """The same for what the context holds, and for the laboratory's limit."""
    kind = Reading if key in READING else Context

    assert kind() == kind(**{key: no_value})


@pytest.mark.parametrize("written", ["nan", "NaN", "nan pg/mL", np.str_("nan")])
def test_the_text_nan_is_refused(written):
    """Protocol 1: a missing value is an object, and text that says so is a mistake in a file."""
    assert "il6" in refusal(lambda: Reading(written))
    assert "il6" in refusal(lambda: Reading(written, "pg/mL"))
    assert "age" in refusal(lambda: Context(age=written))


@EVERY_NO_VALUE
def test_a_session_of_a_missing_kind_is_a_session_of_unknown_kind(no_value):
    """A missing number passed the rule on half of the data frame engines."""
    assert Exercise.UNKNOWN is Session(kind=no_value, ended_at="2026-11-20T06:10+01:00").kind


@EVERY_NO_VALUE
def test_a_missing_kind_of_session_clears_no_sample(no_value):
    """A fact that is not given is never assumed fine."""
    session = Session(kind=no_value, ended_at="2026-11-20T06:10+01:00")
    verdict = interpret(
        Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting=True), Context(exercise_log=[session])
    )
    assert verdict.band is None


@EVERY_NO_VALUE
def test_a_missing_entry_is_no_red_flag(no_value):
    """A fact that is not given is never assumed true."""
    try:
        flags = Context(red_flags=["fever", no_value]).red_flags
    except CaseError:
        return
    assert (RedFlag.FEVER,) == flags


@EVERY_NO_VALUE
def test_a_confounder_whose_end_is_missing_lasts(no_value):
    """Adverse facts weaken when stated."""
    assert ConfounderEvent("nsaid") == ConfounderEvent("nsaid", days_since=no_value)


def test_a_column_of_the_other_variability_may_be_empty():
    empty: Any = float("nan")
    assert HrvDay("2026-05-01", "42 ms") == HrvDay("2026-05-01", "42 ms", empty)


@pytest.mark.parametrize(
    "number", [11.5, "11.5", Decimal("11.5"), np.float64(11.5), np.float32(11.5), np.float16(11.5), np.array(11.5)]
)
def test_a_number_of_any_type_is_the_same_fact(number):
    assert Reading(fasting_hours=Decimal("11.5")) == Reading(fasting_hours=number)


@pytest.mark.parametrize("number", [11, "11", 11.0, np.int64(11), np.uint8(11), np.array(11), np.float32(11)])
def test_a_whole_number_of_any_type_is_the_same_fact(number):
    assert Reading(fasting_hours=11) == Reading(fasting_hours=number)


@pytest.mark.parametrize("flag", [True, np.bool_(1), np.True_])
def test_a_numpy_boolean_is_a_fact(flag):
    assert True is Reading(fasting=flag).fasting


@pytest.mark.parametrize(
    "value", ["true", "yes", "", 1, 0, 1.0, np.int64(1), np.array([True]), [], b"1", Hostile()], ids=brief
)
@pytest.mark.parametrize("key", ["fasting", "at_rest", "indwelling_line", "haemolysed"])
def test_what_is_neither_true_nor_false_is_refused(key, value):
    assert refusal(lambda: Reading(**{key: value}), ValueFormatError).startswith(f"{key}: got ")


@pytest.mark.parametrize(
    "value",
    [True, np.bool_(1), "eleven", "11 h", "1,5", "", "-1", -1, float("inf"), "١١", "11\0", 10**40, 10**10_000,
     "9" * 10_000_000, [11], {}, b"11", 2j, np.array([11.0]), np.array([1.0, 2.0]), Hostile()],
    ids=brief,
)  # fmt: skip
@pytest.mark.parametrize("key", ["fasting_hours", "hours_since_exercise", "hours_to_centrifugation", "molar_mass"])
def test_what_is_no_number_is_refused(key, value):
    assert refusal(lambda: Reading(**{key: value}), ValueFormatError).startswith(f"{key}: ")


@pytest.mark.parametrize("age, accepted", [(0, True), ("57", True), (150, True), (150.1, False), (151, False)])
def test_an_age_has_a_limit(age, accepted):
    try:
        read = Context(age=age).age is not None
    except ValueFormatError:
        read = False
    assert accepted is read


# --- codes, words, lists ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written, code",
    [
        ("resistance", Exercise.RESISTANCE),
        (" HIIT ", Exercise.HIIT),
        ("Zone2", Exercise.MODERATE),
        ("marathon", Exercise.RACE),
        (Exercise.RACE, Exercise.RACE),
        (np.str_("race"), Exercise.RACE),
    ],
)
def test_a_code_is_read_in_its_usual_spellings(written, code):
    assert code is Reading(exercise=written).exercise


@pytest.mark.parametrize("kind, key", [(Exercise, "exercise"), (Specimen, "specimen")])
def test_every_code_reads_itself(kind, key):
    assert list(kind) == [getattr(Reading(**{key: code.value}), key) for code in kind]


@pytest.mark.parametrize("kind, read", [(Confounder, ConfounderEvent), (Sex, lambda sex: Context(sex=sex))])
def test_a_misspelt_code_is_refused_with_the_nearest(kind, read):
    for code in kind:
        assert f"did you mean '{code}'?" in refusal(lambda code=code: read(f"{code}x"), ValueFormatError)


@pytest.mark.parametrize(
    "value", ["", "jog", 5, True, b"race", [], {}, Hostile(), Sex.MALE, "x" * 10_000_000], ids=brief
)
def test_what_is_no_code_is_refused(value):
    message = refusal(lambda: Reading(exercise=value), ValueFormatError)
    assert message.startswith("exercise: got ")
    assert "x" * 41 not in message


def test_words_of_nothing_but_spaces_are_unknown():
    assert (None, None) == (Reading(method="").method, Reading(method=" \n\t").method)
    assert ("warfarin",) == Context(medications=["", "warfarin", " "]).medications


@pytest.mark.parametrize("fact", ["molar_mass", "pg_per_iu"])
def test_a_factor_of_zero_is_unknown(fact):
    """It multiplies nothing; an export writes it where nobody filled the field in."""
    assert Reading() == Reading(**{fact: 0})


def test_spaces_in_words_are_forgiven():
    assert "R&D Quantikine HS" == Reading(method="  R&D \n Quantikine\tHS ").method


@pytest.mark.parametrize(
    "value", ["x" * 201, "x" * 10_000_000, "Roche\0", "Roche\x1b[31m", 5, b"Roche", [], Hostile()], ids=brief
)
def test_what_is_no_short_printable_text_is_refused(value):
    message = refusal(lambda: Reading(method=value), ValueFormatError)
    assert message.startswith("method: ")
    assert "x" * 41 not in message


@pytest.mark.parametrize("key", ["history", "exercise_log", "confounders", "red_flags", "grip", "hrv", "medications"])
@pytest.mark.parametrize("value", ["fever", b"fever", {}, {"kind": "nsaid"}, 5, True])
def test_what_is_no_list_is_refused(key, value):
    assert refusal(lambda: Context(**{key: value}), ValueFormatError).startswith(f"{key}: ")


@pytest.mark.parametrize("wrap", [list, tuple, iter, np.array, lambda flags: (flag for flag in flags)])
def test_any_series_of_entries_is_a_list(wrap):
    assert (RedFlag.FEVER, RedFlag.CONFUSION) == Context(red_flags=wrap(["fever", "confusion"])).red_flags


def test_an_endless_list_is_refused():
    assert refusal(lambda: Context(red_flags=iter(lambda: "fever", None))).startswith("red_flags: more than 200")


LONGEST = {
    "history": (10_000, Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00")),
    "exercise_log": (10_000, Session("hiit")),
    "grip": (10_000, GripSession("2026-05-01", "41 kg")),
    "hrv": (10_000, HrvDay("2026-11-01", rmssd="42 ms")),
    "hs_crp_history": (10_000, HsCrp("0.6 mg/L", drawn_at="2026-11-20T08:10+01:00")),
    "confounders": (200, ConfounderEvent("nsaid")),
    "red_flags": (200, RedFlag.FEVER),
    "medications": (200, "x" * 200),
    "contraindications": (200, "x" * 200),
}


@pytest.mark.parametrize("key", LONGEST)
def test_a_list_is_read_up_to_its_length_and_refused_beyond_it(key):
    """A reading every day for a generation; of anything else what a person can be asked for."""
    most, entry = LONGEST[key]

    assert getattr(Context(**{key: [entry] * most}), key)
    assert refusal(lambda: Context(**{key: [entry] * (most + 1)})).startswith(f"{key}: more than {most}")


def test_text_is_read_up_to_its_length():
    assert "x" * 200 == Reading(method="x" * 200).method


def test_an_empty_list_means_asked_and_none():
    """An empty list means asked and none."""
    assert () == Context(confounders=[]).confounders
    assert Context() != Context(confounders=[])


@pytest.mark.parametrize("entry", ["nsaid", Confounder.NSAID, {"kind": "nsaid"}, ConfounderEvent("nsaid")])
def test_an_entry_may_be_its_code_its_document_or_its_record(entry):
    assert (ConfounderEvent("nsaid"),) == Context(confounders=[entry]).confounders


@pytest.mark.parametrize(
    "entry", ["fisetin", Intervention.FISETIN, {"intervention": "fisetin"}, Considered("fisetin")], ids=repr
)
def test_a_plan_may_be_its_code_its_document_or_its_record(entry):
    assert (Considered("fisetin"),) == Context(considering=[entry]).considering


@pytest.mark.parametrize("crp", ["0.6 ug/mL", {"value": "0.06 mg/dL"}, HsCrp("600 ng/mL")])
def test_a_crp_may_be_text_its_document_or_its_record(crp):
    expected = interpret(Reading("2.4 pg/mL"), Context(hs_crp="0.6 mg/L")).to_dict() | {"measured": None}
    assert expected == interpret(Reading("2.4 pg/mL"), Context(hs_crp=crp)).to_dict() | {"measured": None}


def test_a_time_zone_may_be_given_as_such():
    assert "Europe/Berlin" == Context(time_zone=ZoneInfo("Europe/Berlin")).time_zone


@pytest.mark.parametrize("key", ["Europe/Berlinn", UTC], ids=str)
def test_a_time_zone_that_is_none_is_refused(key):
    """An unknown name would only show where a time is placed, and an offset alone knows no summer."""
    assert refusal(lambda: Context(time_zone=key)).startswith("time_zone: ")


def test_a_person_is_optimised_where_all_five_habits_are_stated_true():
    best = Lifestyle(*[True] * 5)
    assert best.is_optimised is True
    for each in Lifestyle.keys():
        for less in (False, None):
            assert attrs.evolve(best, **{each: less}).is_optimised is False


@pytest.mark.parametrize("asked, is_known", [(None, True), (True, True), (False, False)])
def test_all_confounders_are_known_unless_only_some_were_told(asked, is_known):
    context = Context(confounders=["nsaid"], confounders_asked=asked)
    assert (context.confounders if is_known else None) == context.all_confounders


@pytest.mark.parametrize("a_day", ["", "/d", " / Day"])
@pytest.mark.parametrize(
    "intervention, dose, amount, units",
    [("melatonin_low_dose", "500 ug", "0.5 mg", None), ("vitamin_d3_k2", "25 ug", None, 1000),
     ("vitamin_d3_k2", "2000 IU", None, 2000), ("quercetin_alone", "two capsules", None, None)],
)  # fmt: skip
def test_a_dose_is_read_by_the_day_where_a_limit_waits_for_it(intervention, dose, amount, units, a_day):
    """Of other interventions no dose has a limit here, and the words are kept."""
    plan = Considered(intervention, dose + a_day)
    assert (amount, units) == (plan.amount and str(plan.amount), plan.units)
    assert (dose + a_day).strip() == plan.dose


@pytest.mark.parametrize("intervention", Intervention)
def test_a_plan_needs_no_dose(intervention):
    plan = Considered(intervention)
    assert (None, None) == (plan.amount, plan.units)


@pytest.mark.parametrize("dose", ["5 mg/L", "5 mg/days", "day", "/d", "a lot"])
@pytest.mark.parametrize("intervention", ["melatonin_low_dose", "vitamin_d3_k2"])
def test_a_dose_that_a_limit_waits_for_and_that_is_none_is_refused(intervention, dose):
    assert refusal(lambda: Considered(intervention, dose)).startswith("dose: ")


# --- contradictions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fasting, hours, agree",
    [(True, 7, False), (True, "7.999999", False), (True, 8, True), (True, 9, True), (False, 7, True), (False, 8, False),
     (False, 9, False), (False, "7.999999", True)],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Reading, HsCrp])
def test_fasting_and_its_hours_may_not_contradict_each_other(kind, fasting, hours, agree):
    """Contradictions (false with 8 or more, true with less than 8) are refused."""
    facts: dict[str, Any] = {"fasting": fasting, "fasting_hours": hours}
    agreed = True
    try:
        kind("1 mg/L", **facts)
    except ContradictionError:
        agreed = False
    assert agree is agreed


@pytest.mark.parametrize(
    "ends",
    [
        {"days_since": 5, "hours_since": 2},
        {"days_since": 5, "ended_on": "2026-10-02"},
        {"hours_since": 1, "ended_on": "2026-10-02"},
    ],
)
def test_a_confounder_ends_once(ends):
    assert "give one" in refusal(lambda: ConfounderEvent("nsaid", **ends), ContradictionError)


def test_the_two_variabilities_are_never_mixed():
    """RMSSD and SDNN are never mixed."""
    message = refusal(lambda: HrvDay("2026-05-01", rmssd="42 ms", sdnn="50 ms"), ContradictionError)
    assert "either rmssd or sdnn" in message


@pytest.mark.parametrize("limit", [">7 pg/mL", "≥7 pg/mL"])
def test_an_upper_limit_is_no_lower_limit(limit):
    assert refusal(lambda: Reading(lab_upper_limit=limit)).startswith("lab_upper_limit: ")


@pytest.mark.parametrize(
    "started, ended, agree",
    [("2026-11-20T07:00Z", "2026-11-20T08:00+01:00", True), ("2026-11-20T07:01Z", "2026-11-20T08:00+01:00", False),
     ("2026-11-20T08:00", "2026-11-20T08:00", True), ("2026-11-20T08:01", "2026-11-20T08:00", False),
     ("2026-11-20T09:00", "2026-11-20T08:00Z", True), ("2026-11-20T09:00Z", "2026-11-20T08:00", True),
     ("2026-11-20", "2026-11-20T08:00Z", True), ("2026-11-20T08:00Z", "2026-11-20", True),
     (None, "2026-11-20T08:00Z", True), ("2026-11-20T08:00Z", None, True)],
)  # fmt: skip
def test_a_session_may_not_end_before_it_starts_where_both_times_can_be_compared(started, ended, agree):
    """A date alone, or an offset that only one of them states, leaves it open which came first."""
    with nullcontext() if agree else pytest.raises(TimeError, match="exercise_log: started_at lies after ended_at"):
        Session(started_at=started, ended_at=ended)


# --- checks that nothing turns off -----------------------------------------------------------------


@pytest.fixture
def _without_validators() -> Iterator[None]:
    attrs.validators.set_disabled(True)
    yield
    attrs.validators.set_disabled(False)


IMPOSSIBLE = pytest.mark.parametrize(
    "kind, facts",
    [
        (Reading, {"il6": "2.4"}),
        (Reading, {"fasting_hours": -1}),
        (Reading, {"fasting": True, "fasting_hours": 2}),
        (Context, {"age": "old"}),
        (Context, {"history": [5]}),
        (HsCrp, {"value": "1 pg"}),
        (Session, {"kind": "jog"}),
        (ConfounderEvent, {"kind": "nsaid", "days_since": 1, "hours_since": 1}),
        (GripSession, {"on": "2026-05-01", "value": "41 N/m"}),
        (HrvDay, {"on": "2026-05-01", "rmssd": None}),
        (Lifestyle, {"good_sleep": "yes"}),
        (Considered, {"intervention": "magic"}),
    ],
    ids=str,
)


@IMPOSSIBLE
@pytest.mark.usefixtures("_without_validators")
def test_checks_survive_a_process_that_turned_validators_off(kind, facts):
    """Attrs validators can be switched off for the whole process; safety checks cannot."""
    refusal(lambda: kind(**facts))


@IMPOSSIBLE
def test_a_record_forged_past_its_checks_is_refused_when_it_is_copied_or_unpickled(kind, facts):
    """Unpickled and `evolve`d frozen objects are checked again."""
    forged = kind.from_dict(RECORDS[kind])
    for name, value in facts.items():
        object.__setattr__(forged, name, value)
    for again in (copy.copy, attrs.evolve, lambda record: pickle.loads(pickle.dumps(record))):
        refusal(lambda again=again: again(forged))


@EVERY_RECORD
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, attrs.evolve, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copied_record_is_the_same_record(kind, again):
    record = kind.from_dict(RECORDS[kind])
    found = again(record)
    assert (record, hash(record), record.to_dict()) == (found, hash(found), found.to_dict())


@EVERY_RECORD
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_record_survives_every_pickle_protocol(kind, protocol):
    record = kind.from_dict(RECORDS[kind])
    assert record == pickle.loads(pickle.dumps(record, protocol))


@pytest.mark.parametrize("facts", [{"fasting": True}, {"il6": "3 ng/L", "fasting_hours": Decimal(9)}, {}], ids=str)
def test_a_record_in_which_facts_are_restated_is_the_record_that_is_made_of_them(facts):
    """A data frame reads each value once, and puts it into many persons."""
    before = Reading("2.4 pg/mL", lab_upper_limit="7 pg/mL", exercise="none")
    after = restated(before, facts)

    assert attrs.evolve(before, **facts) == after
    assert (after is before) is (not facts)
    assert (after.il6 is before.il6) is ("il6" not in facts)
    after.check_sealed("reading")
    assert Reading("2.4 pg/mL", lab_upper_limit="7 pg/mL", exercise="none") == before


@pytest.mark.parametrize("facts", [{"fasting_hours": Decimal(2)}, {"il6": "3 mmHg"}], ids=str)
def test_a_restated_fact_is_checked_against_the_others(facts):
    with pytest.raises(CaseError):
        restated(Reading("2.4 pg/mL", fasting=True), facts)


def test_a_changed_fact_is_checked_against_the_others():
    with pytest.raises(ContradictionError):
        attrs.evolve(Reading.from_dict(READING), fasting=False)


def test_interpret_checks_a_reading_whose_class_skipped_it():
    """`interpret` trusts no object it did not check."""
    forged: Any = Unchecked("2.4", fasting=False, fasting_hours=11)
    assert refusal(lambda: interpret(forged))
    assert refusal(lambda: Context(history=[forged]))


def test_no_class_skips_the_reading_of_a_single_fact():
    """Readers are converters, which a subclass and a switch of attrs leave alone."""
    with attrs.validators.disabled():
        assert "fasting_hours" in refusal(lambda: Unchecked(fasting_hours="many"))


def test_interpret_reads_a_checked_subclass_as_the_reading_it_is():
    assert interpret(Reading("2.4 pg/mL")) == interpret(Unchecked("2.4 pg/mL"))  # type: ignore[arg-type]


def test_a_checked_subclass_in_a_history_is_the_reading_it_is():
    earlier: Any = Unchecked("2.2 pg/mL", drawn_at="2026-05-20", method="Simoa")
    plain = Reading("2.2 pg/mL", drawn_at="2026-05-20", method="Simoa")
    assert Context(history=[plain]) == Context(history=[earlier])


@EVERY_RECORD
def test_what_no_constructor_made_was_never_checked(kind):
    assert "entry" in refusal(lambda: object.__new__(kind).check_sealed("entry"))


@EVERY_RECORD
def test_a_record_cannot_be_changed(kind):
    record = kind.from_dict(RECORDS[kind])
    with pytest.raises(AttributeError):
        setattr(record, next(iter(RECORDS[kind])), None)
    assert not hasattr(record, "__dict__")


@EVERY_RECORD
def test_equal_records_are_one_key(kind):
    assert 1 == len({kind.from_dict(RECORDS[kind]), kind.from_dict(RECORDS[kind])})


def test_the_decimal_context_of_a_host_has_no_influence():
    """The host's decimal context has no influence."""
    expected = [kind.from_dict(document).to_dict() for kind, document in RECORDS.items()]
    with decimal.localcontext(
        decimal.Context(prec=2, traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation])
    ):
        assert expected == [kind.from_dict(document).to_dict() for kind, document in RECORDS.items()]


# --- how it shows itself ---------------------------------------------------------------------------


def test_a_reading_shows_what_is_known_and_nothing_else():
    assert "Reading(il6='<1.5 ng/L', fasting=True, fasting_hours='11.5')" == repr(
        Reading("<1.5 ng/L", fasting=True, fasting_hours=11.5)
    )


def test_three_entries_are_listed():
    flags = ["fever", "confusion", "night_sweats"]
    assert flags == [each for each in flags if each in repr(Context(red_flags=flags))]
    assert "<4 entries>" in repr(Context(red_flags=[*flags, "fever"]))


def test_a_long_history_is_counted_and_not_listed():
    history = [Reading("2 pg/mL", drawn_at=date(2026, 1, day)) for day in range(1, 29)]
    assert "Context(history=<28 entries>)" == repr(Context(history=history))


def test_the_unit_of_a_number_is_read_into_the_result():
    reading = Reading(2.4, "ng/L", drawn_at=datetime(2026, 11, 20, 8, tzinfo=UTC))
    assert (None, "2.4 ng/L") == (reading.unit, reading.to_dict()["il6"])


# --- objects that raise, and numbers that lie -------------------------------------------------------


class Evasive(str):
    """Text whose own methods cannot be trusted."""

    __slots__ = ()

    def __getitem__(self, key: object) -> str:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError

    def strip(self, *_: object) -> str:
        raise RuntimeError


class Quantity:
    """Looks like a quantity until somebody asks for its number."""

    units = "pg/mL"

    @property
    def magnitude(self) -> float:
        raise RuntimeError


class Faceless:
    """Raises when asked for anything, its class included."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError

    def __iter__(self) -> Iterator[object]:
        raise RuntimeError


class Low(float):
    """A number that gives itself out for another."""

    def __float__(self) -> float:
        return 0.5

    def __repr__(self) -> str:
        return "0.5"


class Few(int):
    """The same of whole numbers."""

    def __int__(self) -> int:
        return 1

    __index__ = __int__


FACTS = [(kind, key) for kind, values in ((Reading, READING), (Context, CONTEXT)) for key in values]


STRANGE: dict[str, Callable[[], object]] = {
    "text": lambda: Evasive("3 pg/mL"),
    "quantity": Quantity,
    "faceless": Faceless,
    "hostile": Hostile,
    "document": lambda: {"kind": Faceless(), "value": Faceless()},
    "list": lambda: [Faceless()],
    "masked": lambda: np.ma.masked_array([1.0], [True]),
}
"""By what makes them, since pytest itself looks at its values."""


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("kind, key", FACTS, ids=[key for _, key in FACTS])
def test_whatever_an_object_raises_is_an_error_of_ours(kind, key, strange):
    """A host catches one tree of errors; what stands in a frame may be anything."""
    refused = None
    try:
        kind(**{key: STRANGE[strange]()})
    except CaseError as error:
        refused = str(error)
    assert refused is None or key in refused


@pytest.mark.parametrize("kind, key", FACTS, ids=[key for _, key in FACTS])
def test_text_of_a_subclass_is_read_as_the_text_it_is(kind, key):
    value = (READING if kind is Reading else CONTEXT)[key]
    if isinstance(value, str):
        assert kind(**{key: value}) == kind(**{key: Evasive(value)})


def test_a_number_is_what_it_is_and_not_what_it_says():
    """A subclass may answer anything; the base class knows the number."""
    assert "50 pg/mL" == str(Reading(Low(50.0), "pg/mL").il6)
    assert Decimal(57) == Context(age=Few(57)).age


@pytest.mark.parametrize("name", ["ConfounderEvent", "Considered", "Context", "GripSession", "HrvDay", "Lifestyle"])
def test_what_has_moved_is_found_where_it_was(name):
    """For one release a host may import from the old place."""
    assert getattr(context, name) is getattr(reading, name)


@pytest.mark.parametrize("name", ["Person", "_zone_name"])
def test_the_old_place_offers_nothing_else(name):
    with pytest.raises(AttributeError):
        getattr(reading, name)
