"""
The JSON Schemas say what the classes accept.

For a case document one direction holds: what the schema refuses, the library refuses. For a verdict
document both hold, but for what only several of its parts say together.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from forge_il6 import ForgeError, Verdict, case_schema, interpret_case, verdict_schema
from forge_il6.codes import Code
from forge_il6.context import ConfounderEvent, Considered, Context, GripSession, HrvDay, Lifestyle, Session
from forge_il6.document import SCHEMA_VERSION, VerdictDocument
from forge_il6.fields import ALIASES
from forge_il6.interop.cases import read_json
from forge_il6.knowledge import measurands
from forge_il6.reading import HsCrp, Reading
from forge_il6.units import Measurand
from hostility import FROM_JSON, FULL_CASE, places, renamed, replaced
from place import PACKAGE, ROOT, needs_docstrings
from schema_files import COMMAND, FILES, main
from strategies import brief, case_documents

KEPT = PACKAGE / "schemas"
CONFORMANCE = ROOT.parent / "shared" / "conformance" / "cases.json"

CASE = Draft202012Validator(case_schema())
VERDICT = Draft202012Validator(verdict_schema())


def spelled_out(schema: Any, definitions: dict[str, Any]) -> Any:
    """Put each definition where it is referred to, so that thousands of documents are not spent on looking it up."""
    if isinstance(schema, list):
        return [spelled_out(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        assert {"$ref"} >= schema.keys() - {"description"}, "a keyword beside a reference would get lost"
        return spelled_out(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: spelled_out(value, definitions) for key, value in schema.items() if key != "$defs"}


SPELLED_OUT = Draft202012Validator(spelled_out(verdict_schema(), verdict_schema()["$defs"]))


def is_read(read: Callable[[], object]) -> bool:
    try:
        read()
    except ForgeError:
        return False
    return True


def is_case(document: Any) -> bool:
    """Whether the library gives a verdict."""
    return is_read(lambda: interpret_case(document))


def is_verdict(document: Any) -> bool:
    """Whether the library reads a verdict document."""
    return is_read(lambda: Verdict.from_dict(document))


def written_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case that was written by hand: vignettes, examples, vectors, and the one with every key."""
    yield "every key", FULL_CASE
    for path in sorted((ROOT / "tests" / "vignettes").glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))["case"]
    for path in sorted((ROOT / "examples").glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))
    if CONFORMANCE.exists():
        vectors = json.loads(CONFORMANCE.read_text(encoding="utf-8"))["cases"]
        yield from ((each["name"], each["case"]) for each in vectors if "expect" in each)


WRITTEN = dict(written_cases())


# --- the files -------------------------------------------------------------------------------------


@needs_docstrings
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_the_classes_give(name: str):
    """One place per fact: the schema is made from the classes."""
    kept = json.loads((KEPT / name).read_text(encoding="utf-8"))
    assert FILES[name]() == kept, f"{name} is not what the classes give: run {COMMAND}"


@needs_docstrings
def test_the_command_writes_every_file(tmp_path: Path):
    """The message above must help."""
    main(tmp_path)
    assert {name: (KEPT / name).read_bytes() for name in FILES} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir()
    }


def test_no_other_file_lies_beside_them():
    """Of the verdict every older version stays: documents of it are stored."""
    older = [f"verdict-{version}.schema.json" for version in range(1, SCHEMA_VERSION)]
    assert sorted([*FILES, *older]) == sorted(path.name for path in KEPT.iterdir())


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_every_version_of_the_verdict_has_its_schema(version: int):
    assert {"const": version} == verdict_schema(version)["properties"]["schema_version"]


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1, "1"])
def test_a_version_that_never_was_has_no_schema(version: Any):
    with pytest.raises(ForgeError, match=r"^version: got"):
        verdict_schema(version)


@pytest.mark.parametrize("schema", [case_schema, verdict_schema])
def test_a_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("schema", [case_schema, verdict_schema])
def test_a_schema_belongs_to_its_caller(schema):
    """A host may change the one it was given; the next caller gets it whole."""
    schema()["properties"].clear()
    assert {} != schema()["properties"]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


@pytest.mark.parametrize("schema", [case_schema(), verdict_schema()], ids=["case", "verdict"])
def test_no_object_takes_a_key_that_it_does_not_name(schema):
    """Unknown keys are refused by name."""
    assert [False] * 9 < [each["additionalProperties"] for each in objects(schema)]
    assert all(each["additionalProperties"] is False for each in objects(schema))


@pytest.mark.parametrize(
    "kind", [Reading, Context, HsCrp, Session, ConfounderEvent, GripSession, HrvDay, Lifestyle, Considered]
)
def test_a_part_of_the_case_has_the_keys_of_its_class(kind):
    assert list(kind.keys()) == list(case_schema()["$defs"][kind.__name__]["properties"])


def test_a_verdict_has_every_key_and_needs_those_without_a_default():
    fields = [field for field in attrs.fields(VerdictDocument) if field.init]
    needed = [field.name for field in fields if field.default is attrs.NOTHING]
    assert [field.name for field in fields] == list(verdict_schema()["properties"])
    assert ["schema_version", *needed] == verdict_schema()["required"]


# --- what is accepted ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITTEN)
def test_a_case_written_by_hand_is_valid_and_so_is_its_verdict(name: str):
    case = WRITTEN[name]
    assert [] == list(CASE.iter_errors(case))
    assert [] == list(VERDICT.iter_errors(interpret_case(case).to_dict()))


@given(case_documents)
def test_every_case_that_gets_a_verdict_is_valid_and_so_is_its_verdict(case):
    """The schema never refuses what the library accepts."""
    assert [] == list(CASE.iter_errors(json.loads(json.dumps(case))))
    assert [] == list(VERDICT.iter_errors(interpret_case(case).to_dict()))


# --- what the schema of a case refuses, the library refuses -----------------------------------------


@pytest.mark.parametrize("path", list(places(FULL_CASE)), ids=lambda path: ".".join(map(str, path)))
def test_no_value_is_refused_by_the_schema_alone(path):
    """At every place of a case, everything that JSON may hold."""
    wrong = [
        brief(value)
        for value in FROM_JSON
        if is_case(changed := replaced(FULL_CASE, path, value)) and not CASE.is_valid(changed)
    ]
    assert [] == wrong


@given(case_documents, st.data())
def test_no_case_is_refused_by_the_schema_alone(case, data):
    """The same for any case, and for keys."""
    path = data.draw(st.sampled_from(list(places(case)) or [()]))
    changed = replaced(case, path, data.draw(st.sampled_from(FROM_JSON)))
    if path and data.draw(st.booleans()):
        changed = renamed(case, path, data.draw(st.sampled_from(["", "unit", "il6", "value", "kind"])))
    assert not is_case(changed) or CASE.is_valid(changed)


WRONG = (
    {"reading": {"il6": 2.4}}, {"reading": {"il6": "2.4"}}, {"reading": {"il6": "1,2 pg/mL"}},
    {"reading": {"il6": "2.4 Pg/mL"}}, {"reading": {"il6": "-1 pg/mL"}},
    {"reading": {"il6": "2.4 pg/mL", "unit": "pg"}},
    {"reading": {"fasting": "true"}}, {"reading": {"fasting": 1}}, {"reading": {"fasting_hours": -1}},
    {"reading": {"exercise": "swimming"}}, {"reading": {"drawn_at": "20.11.2026"}}, {"reading": {"drawn_at": 1}},
    {"reading": {"lab_upper_limit": ">7 pg/mL"}}, {"reading": []}, {"raeding": {}}, {"context": {"age": 151}},
    {"context": {"age": True}}, {"context": {"histroy": []}}, {"context": {"history": {}}},
    {"context": {"confounders": [{"days_since": 3}]}}, {"context": {"confounders": [None]}},
    {"context": {"confounders": "nsaid"}}, {"context": {"red_flags": [None]}}, {"context": {"hs_crp": {}}},
    {"context": {"hs_crp": "0.6 nmol/L"}}, {"context": {"grip": [{"on": "2026-05-01", "value": "<41 kg"}]}},
    {"context": {"medications": [None]}}, {"context": {"hrv": [{"rmssd": "42 ms"}]}}, [], "case", None,
)  # fmt: skip


@pytest.mark.parametrize("document", WRONG, ids=repr)
def test_what_is_plainly_wrong_is_refused_by_both(document):
    """A schema that refuses nothing would hold every promise above."""
    assert (False, False) == (CASE.is_valid(document), is_case(document))


BEYOND = {
    "zero": {"reading": {"il6": "0 pg/mL"}},
    "a unit that needs a factor": {"reading": {"il6": "2.4 pmol/L"}},
    "a number of absurd size": {"reading": {"hours_since_exercise": 1e40}},
    "text of absurd age": {"context": {"age": "151"}},
    "a date that is none": {"reading": {"drawn_at": "2026-02-30"}},
    "a year outside the calendar": {"context": {"birth_date": "1066-10-14"}},
    "an unknown time zone": {"context": {"time_zone": "Europe/Atlantis"}},
    "text that cannot be printed": {"reading": {"method": "Roche\u0007"}},
    "a dose that cannot be read": {
        "context": {"considering": [{"intervention": "melatonin_low_dose", "dose": "some"}]}
    },
    "two facts that contradict each other": {"reading": {"fasting": False, "fasting_hours": 12}},
    "two ends of one event": {"context": {"confounders": [{"kind": "covid19", "days_since": 9, "hours_since": 9}]}},
    "a day of both measures": {"context": {"hrv": [{"on": "2026-11-01", "rmssd": "42 ms", "sdnn": "50 ms"}]}},
    "a time that cannot be placed": {"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10"}},
    "a history without times": {"context": {"history": [{"il6": "2.4 pg/mL"}]}},
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_a_schema_cannot_say_stays_with_the_library(what):
    """The guide lists these; one that the schema has learnt to refuse should leave the list."""
    assert (True, False) == (CASE.is_valid(BEYOND[what]), is_case(BEYOND[what]))


# --- the forms of a field --------------------------------------------------------------------------

RESULTS: dict[str, Any] = {
    "il6": lambda text: {"reading": {"il6": text, "molar_mass": 21000, "pg_per_iu": 10}},
    "lab_upper_limit": lambda text: {"reading": {"lab_upper_limit": text, "molar_mass": 21000, "pg_per_iu": 10}},
    "hs_crp": lambda text: {"context": {"hs_crp": text}},
    "hs_crp.value": lambda text: {"context": {"hs_crp": {"value": text, "molar_mass": 115000}}},
    "conventional_crp": lambda text: {"context": {"conventional_crp": text}},
    "vitamin_d": lambda text: {"context": {"vitamin_d": text}},
    "il10": lambda text: {"context": {"il10": text}},
    "grip": lambda text: {"context": {"grip": [{"on": "2026-05-01", "value": text}]}},
    "rmssd": lambda text: {"context": {"hrv": [{"on": "2026-05-01", "rmssd": text}]}},
    "sdnn": lambda text: {"context": {"hrv": [{"on": "2026-05-01", "sdnn": text}]}},
}
UNITS = sorted({
    unit
    for each in vars(measurands).values()
    if isinstance(each, Measurand)
    for unit in (*each.spellings, *each.identities)
})  # fmt: skip


@pytest.mark.parametrize("field", RESULTS)
def test_every_unit_is_accepted_by_both_or_by_neither(field):
    """Every spelling of every measurand, micro written in each way, in every field that takes a result."""
    case = RESULTS[field]
    spelled = {written for unit in UNITS for written in (unit, unit.replace("u", "µ"), unit.replace("u", "mc"))}
    differing = [
        unit for unit in sorted(spelled) if CASE.is_valid(case(f"2.4 {unit}")) is not is_case(case(f"2.4 {unit}"))
    ]
    assert [] == differing
    assert 0 < sum(CASE.is_valid(case(f"2.4 {unit}")) for unit in spelled) < len(spelled)


@pytest.mark.parametrize("field", RESULTS)
@given(data=st.data())
def test_every_form_of_a_result_is_accepted_by_both_or_by_neither(field, data):
    """Comparators, blanks, exponents, strokes: the pattern is the grammar."""
    unit = data.draw(
        st.sampled_from(["pg/mL", "mg / L", "ug  /l", "mcg/dL", "nmol/L", "IU/mL", "kg", "ms", "[lbf_av]"])
    )
    parts = [
        data.draw(st.sampled_from(["", " ", "\t", "\n", "x"])),
        data.draw(st.sampled_from(["", "<", "<=", "≤", ">", ">=", "≥", "=", "~", "< ", "<<"])),
        data.draw(st.sampled_from(["2.4", "2", ".5", "2.", "2.4e0", "24E-1", "2.4e+1", "2e", "1,2", "+2", "-2", "２"])),
        data.draw(st.sampled_from(["", " ", "   ", "\t"])),
        unit,
        data.draw(st.sampled_from(["", " ", "\r\n", "\f", ".", " x"])),
    ]
    case = RESULTS[field]("".join(parts))
    assert CASE.is_valid(case) is is_case(case)


CODED: dict[str, Any] = {
    "Exercise": lambda code: {"reading": {"exercise": code}},
    "Specimen": lambda code: {"reading": {"specimen": code}},
    "Sex": lambda code: {"context": {"sex": code}},
    "Confounder": lambda code: {"context": {"confounders": [{"kind": code}]}},
    "RedFlag": lambda code: {"context": {"red_flags": [code]}},
    "TrendStated": lambda code: {"context": {"grip_trend": code}},
    "Intervention": lambda code: {"context": {"considering": [code]}},
}


def code_spellings() -> list[str]:
    codes = [part["anyOf"][0]["enum"] for name, part in case_schema()["$defs"].items() if name in CODED]
    return sorted({*itertools.chain(*codes), *ALIASES})


@pytest.mark.parametrize("kind", CODED)
def test_every_spelling_of_a_code_is_accepted_by_both_or_by_neither(kind):
    """Case, spaces, hyphens and aliases are forgiven, and nothing else is."""
    case = CODED[kind]
    for code in code_spellings():
        changes = (("_", " "), ("_", "-"), ("_", "  "), ("_", ""), ("k", "\u212a"), ("e", "\u00e9"))
        forms = [code.replace(old, new) for old, new in changes]
        forms += [code, code.upper(), code.title(), f" {code}\u00a0", f"{code}s", code[:-1]]
        assert [] == [form for form in forms if CASE.is_valid(case(form)) is not is_case(case(form))]


def test_every_kind_of_code_that_a_case_holds_is_tried():
    kinds = {each.__name__ for each in Code.__subclasses__()} & set(case_schema()["$defs"])
    assert set(CODED) == kinds


TIMES = [
    "2026-11-20", "20261120", "2026-W47-5", "2026W475", "2026-11-20T08:10", "2026-11-20 08:10:00", "20261120T0810",
    "2026-11-20T08", "2026-11-20T08:10:00Z", "2026-11-20T08:10:00.123456+01:00", "2026-11-20T08:10:00,5-0530",
    "2026-11-20T08:10:00+01:00:30", " 2026-11-20 ", "2026-W47-5T08:10Z", "2026W475 0810+01",
]  # fmt: skip


@pytest.mark.parametrize("text", TIMES)
def test_every_form_of_a_time_is_valid(text):
    """ISO 8601 has many forms."""
    case = {"reading": {"drawn_at": text}, "context": {"time_zone": "UTC"}}
    assert (True, True) == (CASE.is_valid(case), is_case(case))


@given(st.text("0123456789-:TWZ+., ", max_size=30) | st.datetimes().map(str) | st.dates().map(str))
def test_no_time_is_refused_by_the_schema_alone(text):
    case = {"reading": {"drawn_at": text}, "context": {"time_zone": "UTC"}}
    assert CASE.is_valid(case) or not is_case(case)


@given(st.text("0123456789.eE+- ", max_size=12) | st.integers(-5, 10**9) | st.decimals(-5, 200, places=14))
def test_no_number_is_refused_by_the_schema_alone(number):
    """Numbers as the library reads them from JSON: exact."""
    text = json.dumps(str(number)) if isinstance(number, str) else str(number)
    for name in ("age", "bmi"):
        case = read_json(f'{{"context": {{"{name}": {text}}}}}')
        assert CASE.is_valid(case) or not is_case(case)


@pytest.mark.parametrize(
    "name, entry, most",
    [("red_flags", "fever", 200), ("medications", "warfarin", 200), ("confounders", "statin", 200),
     ("considering", "fisetin", 200), ("exercise_log", {}, 10_000), ("hs_crp_history", {"value": "1 mg/L"}, 10_000),
     ("grip", {"on": "2026-05-01", "value": "41 kg"}, 10_000), ("history", {}, 10_000),
     ("hrv", {"on": "2026-05-01", "rmssd": "41 ms"}, 10_000)],
)  # fmt: skip
def test_a_list_has_the_same_end_for_both(name, entry, most):
    """A list without end is refused before it costs anything."""
    assert most == case_schema()["$defs"]["Context"]["properties"][name]["maxItems"]
    assert is_read(lambda: Context(**{name: [entry] * most}))
    assert not is_read(lambda: Context(**{name: [entry] * (most + 1)}))


# --- verdicts --------------------------------------------------------------------------------------


def brief_verdict() -> dict[str, Any]:
    """A verdict document with every record and one entry in each list."""
    document = interpret_case(FULL_CASE).to_dict()
    document["findings"] = [next(each for each in document["findings"] if each["thresholds"] and each["facts"])]
    document["policy"]["overridden"] = [
        {"name": "washout", "value": "36", "unit": "hour", "standard": "24", "basis": "C", "source": "protocol 4.2"}
    ]
    for key in ("interventions", "actions", "cross_checks", "course"):
        document[key] = document[key][:1]
    return document


BRIEF = brief_verdict()
MANY = (*FROM_JSON, 1.0, 2**53, 2**53 - 1, "x" * 100_001, "high", "rise")
TOGETHER = ("belong together", "without a sentence")


def assert_agreement(document: Any) -> None:
    """Both read it or neither does, but for a part missing its other half, and 1.0 for a whole number."""
    is_valid, error = SPELLED_OUT.is_valid(document), ""
    try:
        Verdict.from_dict(document)
    except ForgeError as refused:
        error = str(refused)
    if is_valid is bool(error):
        assert is_valid, "the schema alone refuses it"
        assert any(words in error for words in TOGETHER) or any(type(each) is float for each in values(document))


def values(document: Any) -> Iterator[Any]:
    for path in places(document):
        yield reduce(lambda part, step: part[step], path, document)


@pytest.mark.parametrize("path", list(places(BRIEF)), ids=lambda path: ".".join(map(str, path)))
def test_a_verdict_document_is_read_by_both_or_by_neither(path):
    """At every place of a verdict, everything that JSON may hold, and another key."""
    for value in MANY:
        assert_agreement(replaced(BRIEF, path, value))
    for key in ("", "code", "il6", 'x"'):
        assert_agreement(renamed(BRIEF, path, key))


@given(case_documents, st.data())
def test_any_verdict_document_is_read_by_both_or_by_neither(case, data):
    """The same for any verdict, changed anywhere."""
    document = interpret_case(case).to_dict()
    path = data.draw(st.sampled_from(list(places(document))))
    assert_agreement(replaced(document, path, data.draw(st.sampled_from(FROM_JSON))))


def test_a_decimal_that_was_read_exactly_is_valid_as_well():
    """The library reads JSON numbers as Decimal."""
    case = copy.deepcopy(FULL_CASE)
    case["context"]["dunedin_pace"] = Decimal("1.050")
    assert (True, True) == (CASE.is_valid(case), is_case(case))
