"""
Documents written by malice or mistake: each gets a verdict or an error of ours, in bounded time.

No message repeats what could name a person, wherever it stood.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import CaseError, Context, ForgeError, Verdict, VerdictFormatError, interpret_case
from forge_il6.interop.cases import cases_in, read_json
from forge_il6.interop.cds_hooks import read_feedback, respond
from forge_il6.interop.fhir import read_fhir
from hostility import FROM_JSON, FULL_CASE, IDENTIFIERS, NAME, RECORD, TRACES, places, renamed, replaced
from strategies import brief, case_documents

DEEP = 100_000


def nested(wrap: Callable[[Any], Any]) -> Any:
    """A value nested far deeper than any program recurses."""
    value: Any = None
    for _ in range(DEEP):
        value = wrap(value)
    return value


def ring() -> list[Any]:
    """A list that holds itself."""
    held: list[Any] = []
    held.append(held)
    return held


def loop() -> dict[str, Any]:
    """An object that is its own reading, context, history and value."""
    held: dict[str, Any] = {}
    held.update(reading=held, context=held, history=[held], hs_crp=held, value=held, kind=held)
    return held


class Hostile:
    """Whatever compares, prints, counts or converts it raises."""

    def __eq__(self, other=None):
        raise RuntimeError

    __ne__ = __bool__ = __str__ = __repr__ = __len__ = __float__ = __int__ = __eq__  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]


FROM_PYTHON: tuple[Any, ...] = (
    float("nan"), float("inf"), -float("inf"), 10**5000, -(10**5000), 5e-324, b"2.4 pg/mL", object, object(), Hostile(),
    "x" * 5_000_000, "9" * 5_000_000, "2.4 pg/mL" + " " * 5_000_000, "\u202e2.4 pg/mL", {1: 2}, {None: None},
    range(10**9), nested(lambda value: [value]), nested(lambda value: {"history": value}), ring(), loop(),
    int(RECORD), float(RECORD),
)  # fmt: skip


def assert_discreet(error: ForgeError) -> None:
    """A message is short and names nobody."""
    assert len(str(error)) <= 300
    assert [] == [trace for trace in TRACES if trace in str(error)]


@contextmanager
def within(seconds: int) -> Generator[None, None, None]:
    """Work no longer than that, by the clock of the processor; far more than is needed."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def tried(read: Callable[[], Any]) -> Any:
    """Return what came of it: a verdict that writes, prints and explains itself, or nothing after an error of ours."""
    try:
        verdict = read()
    except ForgeError as error:
        assert_discreet(error)
        return None
    document = verdict.to_dict()
    assert str(verdict)
    assert all(verdict.explain(finding, "clinician") for finding in verdict.findings)
    return document


# --- case documents --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", list(places(FULL_CASE)), ids=lambda path: ".".join(map(str, path)))
def test_anything_anywhere_in_a_case_gets_a_verdict_or_our_error(path):
    """Untrusted input: a clear error, nothing leaked, no hang."""
    with within(60):
        for value in (*FROM_JSON, *FROM_PYTHON):
            tried(lambda value=value: interpret_case(replaced(FULL_CASE, path, value)))


@pytest.mark.parametrize("path", list(places(FULL_CASE)), ids=lambda path: ".".join(map(str, path)))
def test_no_message_repeats_a_key_that_names_a_person(path):
    """Unknown keys are refused by name; a name of a person is no name of a key."""
    for key in (*IDENTIFIERS, "x" * 5_000_000, "\ud800", ""):
        changed = renamed(FULL_CASE, path, key)
        if changed is not FULL_CASE:
            with pytest.raises(CaseError) as caught:
                interpret_case(changed)
            assert_discreet(caught.value)


@pytest.mark.parametrize("path", list(places(FULL_CASE)), ids=lambda path: ".".join(map(str, path)))
def test_null_is_as_good_as_absent(path):
    """Absent and null both mean unknown."""
    *above, key = path
    part: Any = FULL_CASE
    for step in above:
        part = part[step]
    if isinstance(part, dict):
        absent = replaced(FULL_CASE, tuple(above), {name: value for name, value in part.items() if name != key})
        outcomes = [tried(lambda each=each: interpret_case(each)) for each in (replaced(FULL_CASE, path, None), absent)]
        assert outcomes[0] == outcomes[1]


def test_a_case_of_nothing_but_nulls_is_a_case_of_nothing():
    nothing = {"reading": dict.fromkeys(FULL_CASE["reading"]), "context": dict.fromkeys(FULL_CASE["context"])}
    assert interpret_case({}).to_dict() == interpret_case(nothing).to_dict()


@given(case_documents, st.data())
def test_any_case_changed_in_several_places_gets_a_verdict_or_our_error(case, data):
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(places(case)) or [()]))
        case = replaced(case, path, data.draw(st.sampled_from(FROM_JSON)))
        if not isinstance(case, dict):
            break
    tried(lambda: interpret_case(case))


@pytest.mark.parametrize("document", [*FROM_PYTHON, *(each for each in FROM_JSON if each != {})], ids=brief)
def test_what_is_no_case_document_gets_our_error(document):
    with pytest.raises(CaseError) as caught:
        interpret_case(document)
    assert_discreet(caught.value)


class Lying(Mapping[str, Any]):
    """An object that raises, or never ends, where it is looked at in one way."""

    def __init__(self, held: Mapping[str, Any], way: str) -> None:
        self._held, self._way = held, way

    def _look(self, way: str) -> None:
        if way == self._way:
            raise RuntimeError(NAME)

    def __getitem__(self, key: str) -> Any:
        self._look("get")
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        self._look("iter")
        return cycle(self._held) if self._way == "endless" else iter(self._held)

    def __len__(self) -> int:
        self._look("len")
        return len(self._held)

    def items(self) -> Any:
        self._look("items")
        return self._held.items()


OBSERVATION = {
    "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/1"},
    "code": {"coding": [{"system": "http://loinc.org", "code": "26881-3"}]},
    "valueQuantity": {"value": 2.4, "unit": "pg/mL", "system": "http://unitsofmeasure.org", "code": "pg/mL"},
}  # fmt: skip
HOOK = {
    "hook": "patient-view", "hookInstance": "1", "context": {"patientId": "1"}, "prefetch": {"patient": OBSERVATION},
}  # fmt: skip
DOORS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "case": (interpret_case, FULL_CASE), "context": (Context.from_dict, FULL_CASE["context"]),
    "verdict": (Verdict.from_dict, interpret_case({}).to_dict()),
    "fhir": (read_fhir, OBSERVATION), "fhir list": (lambda each: read_fhir([each]), OBSERVATION),
    "hook": (respond, HOOK), "feedback": (read_feedback, {"feedback": [{"card": "1", "outcome": "accepted"}]}),
}  # fmt: skip


@pytest.mark.parametrize("way", ["get", "iter", "len", "items", "endless"])
@pytest.mark.parametrize("door", DOORS)
def test_an_object_that_raises_where_it_is_looked_at_gets_our_error(door, way):
    """At every place of a document that a program hands over; what is not looked at may do as it likes."""
    read, document = DOORS[door]
    found = 0
    for path in places(document):
        at: Any = document
        for step in path:
            at = at[step]
        if isinstance(at, dict) and (way != "endless" or door in ("case", "context")):
            try:
                read(replaced(document, path, Lying(at, way)))
            except ForgeError as error:
                found += 1
                assert_discreet(error)
    assert found or way in ("iter", "len", "items") or (way == "endless" and door not in ("case", "context"))


def test_a_history_as_long_as_it_may_be_has_a_verdict_in_time():
    """Work grows with the list and no faster."""
    first = datetime(2000, 1, 1, tzinfo=UTC)
    history = [
        {"il6": "2.2 pg/mL", "drawn_at": (first + timedelta(minutes=90 * number)).isoformat(), "exercise": "none"}
        for number in range(10_000)
    ]
    context = {"history": history, "confounders": [{"kind": "vaccination", "ended_on": "2026-10-02"}] * 10}
    with within(120):
        document = interpret_case({"reading": FULL_CASE["reading"], "context": context}).to_dict()
    assert 10_001 == len(document["course"])


# --- JSON text -------------------------------------------------------------------------------------

TEXTS = {
    "a key twice": f'{{"reading": {{"{NAME}": 1, "{NAME}": 2}}}}',
    "a record number twice": f'{{"{RECORD}": 1, "{RECORD}": 2}}',
    "a name and no JSON": f'{{"reading": {NAME}}}',
    "text without end": f'{{"reading": {{"il6": "{NAME}',
    "a broken escape": f'{{"reading": {{"il6": "{NAME} \\x"}}}}',
    "a control character": f'{{"reading": {{"il6": "{NAME}\n"}}}}',
    "not a number": '{"reading": {"il6": NaN}}',
    "endless": '{"reading": {"hours_since_exercise": -Infinity}}',
    "a number of a million digits": '{"context": {"age": %s}}' % ("9" * 10**6),
    "a fraction of a million digits": '{"context": {"age": 0.%s}}' % ("9" * 10**6),
    "an exponent without end": '{"context": {"age": 1e%s}}' % ("9" * 1000),
    "a tiny number": '{"context": {"age": 1e-999999999}}',
    "lists without end": "[" * 10**6,
    "objects without end": '{"reading":' * 10**6,
    "half a character": '{"reading": {"method": "\\ud800"}}',
    "a key of half a character": '{"\\ud800": 1}',
    "a hundred thousand keys": json.dumps(dict.fromkeys(range(10**5))),
    "a list of a million": json.dumps({"context": {"red_flags": ["fever"] * 10**6}}),
    "a text of megabytes": json.dumps({"reading": {"il6": "x" * 10**7}}),
    "a key of megabytes": json.dumps({"x" * 10**7: 1}),
    "two marks of byte order": "\ufeff\ufeff{}",
    "a zero byte": "\0",
}


@pytest.mark.parametrize("what", TEXTS)
def test_hostile_text_gets_our_error_in_time(what):
    """Duplicate keys, nesting, huge numbers, megabytes, halves of characters."""
    with within(60), pytest.raises(CaseError) as caught:
        interpret_case(read_json(TEXTS[what], "feed"))
    assert_discreet(caught.value)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
@pytest.mark.parametrize("what", TEXTS)
def test_hostile_text_costs_a_feed_one_case(form, what):
    with within(60):
        for case in cases_in(iter([TEXTS[what]]), form, "feed"):
            if case.error is not None:
                assert_discreet(case.error)
            else:
                tried(lambda case=case: interpret_case(case.document))


def test_the_first_row_of_a_feed_without_a_header_is_not_repeated():
    """A file without its header has a patient where the names of the columns should be."""
    (case,) = cases_in(iter([f"{NAME},12.08.1964,2.4 pg/mL\n"]), "csv", "feed")
    assert_discreet(case.error)


# --- verdict documents -----------------------------------------------------------------------------


def verdict_document() -> dict[str, Any]:
    """A verdict with every record, and one or two entries in each list."""
    document = interpret_case(FULL_CASE).to_dict()
    return document | {
        key: document[key][:2] for key in ("interventions", "findings", "actions", "cross_checks", "course")
    }


VERDICT = verdict_document()


@pytest.mark.parametrize("path", list(places(VERDICT)), ids=lambda path: ".".join(map(str, path)))
def test_anything_anywhere_in_a_verdict_is_kept_whole_or_refused_by_our_error(path):
    """What is read back is written again as it was: nothing lost, nothing changed."""
    with within(60):
        for value in (*FROM_JSON, *FROM_PYTHON):
            changed = replaced(VERDICT, path, value)
            document = tried(lambda changed=changed: Verdict.from_dict(changed))
            assert document is None or document == changed


@pytest.mark.parametrize("path", list(places(VERDICT)), ids=lambda path: ".".join(map(str, path)))
def test_a_key_that_is_missing_or_another_is_kept_or_refused_by_our_error(path):
    for key in IDENTIFIERS:
        changed = renamed(VERDICT, path, key)
        document = tried(lambda changed=changed: Verdict.from_dict(changed))
        assert document is None or document == changed


@pytest.mark.parametrize("document", [*FROM_PYTHON, *FROM_JSON], ids=brief)
def test_what_is_no_verdict_document_gets_our_error(document):
    with pytest.raises(VerdictFormatError) as caught:
        Verdict.from_dict(document)
    assert_discreet(caught.value)


@pytest.mark.parametrize("analyte", ["il6", "hs_crp"])
def test_a_result_without_its_standing_is_refused(analyte):
    """Parts that do not belong together would print a report that is not true."""
    for changed in (
        replaced(VERDICT, ("standing", analyte), None),
        replaced(VERDICT, ("measured",), {"drawn_at": VERDICT["measured"]["drawn_at"]}),
        renamed(VERDICT, ("measured", f"{analyte}_as_reported"), "as_reported"),
    ):
        with pytest.raises(VerdictFormatError, match=r"^verdict\.measured: .* belong together"):
            Verdict.from_dict(changed)


def test_an_intervention_without_a_sentence_is_refused():
    with pytest.raises(VerdictFormatError, match=r"^verdict\.interventions\[1\]\.sentences: "):
        Verdict.from_dict(replaced(VERDICT, ("interventions", 1, "sentences"), []))


def test_a_caveat_is_kept_as_it_was_written():
    """A verdict is read back exactly as it was decided."""
    changed = VERDICT | {"caveat": "What an older release said once."}
    verdict = Verdict.from_dict(json.loads(json.dumps(changed)))
    assert ("What an older release said once.", changed) == (verdict.caveat, verdict.to_dict())
