"""Typed records to plain JSON values and back: exactly, or refused by the path of what is wrong."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import STANDARD, Analyte, Note, Standing, Verdict, VerdictFormatError, interpret_case, rule
from forge_il6.document import SCHEMA_MINOR, Documented, VerdictDocument, read_record, required_of, write
from strategies import brief, case_documents


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@attrs.frozen
class Stone:
    colour: Colour
    weight: int = 1


@attrs.frozen
class Box:
    """A record with every kind of field that a verdict has."""

    name: str
    open: bool
    best: Stone | None
    stones: tuple[Stone, ...]
    colours: tuple[Colour, ...]
    labels: Mapping[str, str]
    secret: int = attrs.field(init=False, default=7)


BOX = Box("a", True, Stone(Colour.RED), (Stone(Colour.BLUE, 2),), (Colour.RED,), {"to": "you"})
WRITTEN: dict[str, Any] = {
    "name": "a", "open": True, "best": {"colour": "red", "weight": 1}, "stones": [{"colour": "blue", "weight": 2}],
    "colours": ["red"], "labels": {"to": "you"},
}  # fmt: skip


class Hostile:
    """Anything that looks at it raises."""

    def __repr__(self):
        raise RuntimeError

    __str__ = __repr__


def refusal(document: Any) -> str:
    with pytest.raises(VerdictFormatError) as caught:
        read_record(Box, document, "box")
    message = str(caught.value)
    assert len(message) <= 300
    return message


# --- records ---------------------------------------------------------------------------------------


def test_a_record_is_written_as_plain_values():
    assert WRITTEN == json.loads(json.dumps(write(BOX)))


def test_a_record_is_read_back_the_same():
    """Round trip through the document is the identity."""
    assert BOX == read_record(Box, json.loads(json.dumps(write(BOX))), "box")


def test_a_code_is_written_as_its_plain_text():
    assert (str, "red") == (type(write(Colour.RED)), write(Colour.RED))


def test_a_record_without_its_best_part_is_read_back_the_same():
    box = attrs.evolve(BOX, best=None, stones=(), colours=(), labels={})
    assert box == read_record(Box, write(box), "box")


@pytest.mark.parametrize(
    "surplus, message",
    [
        ({"nme": "b"}, "box: unknown key of 3 characters; did you mean 'name'?"),
        ({"stone": []}, "box: unknown key 'stone'; did you mean 'stones'?"),
        ({"secret": 8}, "box: unknown key of 6 characters"),
        ({7: 8}, "box: unknown key 7"),
        ({"best": {"color": "red"}}, "box.best: unknown key 'color'; did you mean 'colour'?"),
        (
            {"stones": [WRITTEN["best"], {"wait": 1}]},
            "box.stones[1]: unknown key of 4 characters; did you mean 'weight'?",
        ),
    ],
    ids=str,
)
def test_an_unknown_key_is_refused_by_its_path(surplus, message):
    """Unknown keys are refused by name."""
    assert message == refusal(WRITTEN | surplus)


def test_an_unknown_key_of_any_length_is_refused_briefly():
    assert "k" * 41 not in refusal(WRITTEN | {"k" * 10_000_000: 1})


@pytest.mark.parametrize("key", WRITTEN)
def test_an_absent_key_is_refused_by_name(key):
    document = {name: value for name, value in WRITTEN.items() if name != key}
    assert f"box: the key '{key}' is missing" == refusal(document)


def test_an_absent_key_of_a_part_is_refused_by_its_path():
    assert "box.stones[0]: the key 'colour' is missing" == refusal(WRITTEN | {"stones": [{"weight": 1}]})


def test_an_absent_key_with_a_default_takes_it():
    """A field that came later has a default, so that it breaks no stored document."""
    box = read_record(Box, WRITTEN | {"stones": [{"colour": "red"}]}, "box")
    assert (Stone(Colour.RED, 1),) == box.stones


def test_an_unknown_key_is_named_where_somebody_takes_the_names():
    unread: list[str] = []
    read = read_record(Box, WRITTEN | {"lid": "shut", "best": {"colour": "red", "weight": 1, "cut": 2}}, "box", unread)
    assert (BOX, ["box.lid", "box.best.cut"]) == (read, unread)


@pytest.mark.parametrize(
    "damage, path",
    [
        ({"name": None}, "box.name"),
        ({"name": 5}, "box.name"),
        ({"name": Hostile()}, "box.name"),
        ({"open": 1}, "box.open"),
        ({"open": "true"}, "box.open"),
        ({"best": "red"}, "box.best"),
        ({"best": {"colour": "green", "weight": 1}}, "box.best.colour"),
        ({"best": {"colour": None, "weight": 1}}, "box.best.colour"),
        ({"best": {"colour": "red", "weight": True}}, "box.best.weight"),
        ({"best": {"colour": "red", "weight": 1.0}}, "box.best.weight"),
        ({"best": {"colour": ["red"], "weight": 1}}, "box.best.colour"),
        ({"stones": None}, "box.stones"),
        ({"stones": "stones"}, "box.stones"),
        ({"stones": {"colour": "red", "weight": 1}}, "box.stones"),
        ({"stones": [None]}, "box.stones[0]"),
        ({"colours": ["red", "green"]}, "box.colours[1]"),
        ({"labels": []}, "box.labels"),
        ({"labels": {"to": None}}, "box.labels.to"),
        ({"labels": {5: "you"}}, "box.labels"),
        ({"labels": {"k" * 10_000_000: 5}}, "box.labels"),
        ({"name": {}}, "box.name"),
        ({"name": {"a": 1}}, "box.name"),
        ({"name": []}, "box.name"),
        ({"stones": {}}, "box.stones"),
        ({"colours": {}}, "box.colours"),
        ({"colours": "red"}, "box.colours"),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_a_value_of_another_type_is_refused_by_its_path(damage, path):
    assert refusal(WRITTEN | damage).startswith(path)


@pytest.mark.parametrize(
    "key, named", [("il6", "box.labels.il6"), ("hs_crp_drawn_at", "box.labels.hs_crp_drawn_at"),
                   ("Ada Lovelace", "box.labels.[of 12 characters]")]
)  # fmt: skip
def test_an_entry_is_named_by_the_words_of_known_facts_alone(key, named):
    """A key of a mapping could name a person."""
    assert f"{named}: got None, which this version cannot read back" == refusal(WRITTEN | {"labels": {key: None}})


@pytest.mark.parametrize(
    "key, named",
    [("k" * 40, "k" * 40), ("k" * 41, "[text of 41 characters]"), ("il_6", "il_6"), ("il-6", "[text of 4 characters]"),
     ("Ada", "[text of 3 characters]"), ("_a", "[text of 2 characters]"), (7, "[7]"), (None, "[None]")],
    ids=brief,
)  # fmt: skip
def test_a_key_that_is_not_read_is_named_where_it_is_written_like_one(key, named):
    unread: list[str] = []
    assert BOX == read_record(Box, WRITTEN | {key: 1}, "box", unread)
    assert [f"box.{named}"] == unread


@pytest.mark.parametrize(
    "kept, beyond",
    [({"name": "x" * 100_000}, {"name": "x" * 100_001}), ({"name": ""}, {"name": "a\x1b"}),
     ({"name": "a\tb\n"}, {"name": "a\0b"}),
     ({"best": {"colour": "red", "weight": 0}}, {"best": {"colour": "red", "weight": -1}}),
     ({"best": {"colour": "red", "weight": 2**53 - 1}}, {"best": {"colour": "red", "weight": 2**53}})],
    ids=["long", "commands", "breaks", "least", "most"],
)  # fmt: skip
def test_text_has_an_end_and_commands_nothing_and_numbers_count(kept, beyond):
    assert WRITTEN | kept == write(read_record(Box, WRITTEN | kept, "box"))
    assert "which this version cannot read back" in refusal(WRITTEN | beyond)


@pytest.mark.parametrize("document", [None, [], "box", 5, BOX, Hostile()], ids=brief)
def test_what_is_no_object_is_refused(document):
    assert refusal(document).startswith("box: got ")


# --- verdicts --------------------------------------------------------------------------------------

CASE: dict[str, Any] = {
    "reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", "fasting": True, "exercise": "none"},
    "context": {
        "age": 57, "hs_crp": "0.6 mg/L", "confounders": [{"kind": "poor_sleep", "days_since": 0}],
        "history": [{"il6": "2.2 pg/mL", "drawn_at": "2026-08-20T08:10:00+02:00", "fasting": True, "exercise": "none"}],
    },
}  # fmt: skip


def verdict_document() -> dict[str, Any]:
    return interpret_case(CASE).to_dict()


def plain(value: Any) -> bool:
    """Whether a value is what JSON holds, with every number but a count as text."""
    if isinstance(value, dict):
        return all(type(key) is str and plain(entry) for key, entry in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, bool)


@given(case_documents)
def test_every_verdict_survives_its_document(case):
    """Round trip through the document is the identity."""
    verdict = interpret_case(case)
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))
    assert (verdict, hash(verdict), verdict.to_dict()) == (again, hash(again), again.to_dict())


@given(case_documents)
def test_the_json_of_a_verdict_is_its_document(case: dict[str, Any]) -> None:
    """What is written at once holds the same keys and values in the same order, also where parts were kept."""
    verdict = interpret_case(case)
    assert json.dumps(verdict.to_dict()) == json.dumps(json.loads(verdict.to_json()))
    assert verdict.to_json() == Verdict.from_dict(verdict.to_dict()).to_json()


def test_what_a_host_says_in_any_letters_is_written_as_json():
    """Quotes, braces, other scripts and halves of letters stand in the JSON as they stand in the document."""
    said = 'a "quote" {and} a \\, ≥ µ 血 \ud800'

    @rule("X1", asks="?")
    def speaks(il6_standing: Standing) -> Note:
        return Note("speaks", sentence=said)

    verdict = interpret_case(CASE, rules=STANDARD + speaks)
    assert said in {each["sentence"] for each in json.loads(verdict.to_json())["findings"]}
    assert json.loads(verdict.to_json()) == verdict.to_dict()


def test_a_part_that_verdicts_share_is_written_once():
    """The same advice for two persons is one object, and its JSON is kept with it."""
    first, second = (interpret_case({"reading": {"il6": il6}}) for il6 in ("2.4 pg/mL", "2.5 pg/mL"))
    first.to_json()
    assert all(each.json_text for each in second.interventions)
    assert json.loads(second.to_json()) == second.to_dict() != first.to_dict()


@given(case_documents)
def test_a_verdict_document_is_plain_and_its_decimals_are_text(case):
    """Decimals are text."""
    assert plain(interpret_case(case).to_dict())


@given(case_documents)
def test_a_verdict_read_back_reads_the_same(case):
    verdict = interpret_case(case)
    assert str(verdict) == str(Verdict.from_dict(verdict.to_dict()))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda verdict: pickle.loads(pickle.dumps(verdict))])
def test_a_copied_verdict_is_the_same_verdict(again):
    verdict = interpret_case(CASE)
    assert verdict.to_dict() == again(verdict).to_dict()


def verdict_refusal(document: Any) -> str:
    with pytest.raises(VerdictFormatError) as caught:
        Verdict.from_dict(document)
    message = str(caught.value)
    assert len(message) <= 300
    return message


@pytest.mark.parametrize("version", [0, 3, "1", None, 1.5, 2.0, True, [], "9" * 10_000_000, Hostile()], ids=brief)
def test_a_document_of_another_version_is_refused(version):
    assert verdict_refusal(verdict_document() | {"schema_version": version}).startswith("schema_version: got ")


@pytest.mark.parametrize("document", [None, [], "verdict", {}, 2, Hostile()], ids=brief)
def test_what_is_no_verdict_document_is_refused(document):
    assert verdict_refusal(document).startswith("schema_version: got ")


NEEDED = ("schema_version", *required_of(VerdictDocument))


@pytest.mark.parametrize("key", NEEDED)
def test_a_key_without_which_a_verdict_says_nothing_is_needed(key):
    document = verdict_document()
    del document[key]
    assert key in verdict_refusal(document)


def test_what_was_decided_and_what_follows_from_it_is_always_needed():
    """No damaged document loses its urgent line and is read all the same."""
    decided = {"summary", "measured", "applicable", "standing", "band", "possible_bands", "firmness", "care", "pattern"}
    assert decided | {"persistence", "trend", "change", "findings", "actions", "vitamin_d", "policy"} <= set(NEEDED)


@pytest.mark.parametrize("key", [key for key in verdict_document() if key not in NEEDED])
def test_a_key_that_has_a_default_may_be_absent(key):
    document = verdict_document()
    del document[key]
    read = Verdict.from_dict(document)
    assert (document, read.decision, ()) == ({k: read.to_dict()[k] for k in document}, read.decision, read.unread)


# --- minor versions --------------------------------------------------------------------------------

TOMORROW = {"schema_minor": SCHEMA_MINOR + 1, "mood": "calm"}


def test_a_newer_minor_version_is_read_and_what_is_not_known_is_named():
    """A key that a later release adds breaks no older reader, and nothing is lost without a word."""
    document = verdict_document()
    document["persistence"] = {**document["persistence"], "until": "2026-08-20"}
    read = Verdict.from_dict(document | TOMORROW)
    assert ("verdict.mood", "verdict.persistence.until") == read.unread
    assert verdict_document() == read.to_dict()
    assert interpret_case(CASE) == read


def test_a_newer_minor_version_without_anything_unknown_is_kept_as_it_was():
    document = verdict_document() | {"schema_minor": SCHEMA_MINOR + 1}
    read = Verdict.from_dict(document)
    assert (document, ()) == (read.to_dict(), read.unread)


def test_a_document_from_before_minor_versions_is_read():
    document = verdict_document()
    del document["schema_minor"]
    assert verdict_document() == Verdict.from_dict(document).to_dict()


@pytest.mark.parametrize("minor", [None, *range(SCHEMA_MINOR + 1)])
def test_an_unknown_key_of_a_minor_version_that_is_known_is_refused(minor):
    """At a version that this reader knows, a key that it does not know is damage."""
    document = verdict_document() | {"mood": "calm"} | ({} if minor is None else {"schema_minor": minor})
    if minor is None:
        del document["schema_minor"]
    assert "verdict: unknown key of 4 characters" in verdict_refusal(document)


@pytest.mark.parametrize("minor", [None, "9", True, 9.5, -1, []], ids=repr)
def test_a_minor_version_that_is_no_count_is_refused(minor):
    damage = {"schema_minor": minor}
    assert verdict_refusal(verdict_document() | damage).startswith("verdict.schema_minor: got ")
    assert "verdict: unknown key" in verdict_refusal(verdict_document() | {"mood": "calm"} | damage)


@pytest.mark.parametrize("minor", range(3))
def test_a_document_of_version_1_is_brought_to_this_one(minor):
    """It did not say who made it, nor of which facts; a document of this version that calls itself 1 was altered."""
    document = verdict_document() | {"schema_version": 1, "schema_minor": minor}
    unsaid = {"made_by": None, "case_digest": ""}
    of_first = {key: value for key, value in document.items() if key not in unsaid}

    assert verdict_document() | unsaid == Verdict.from_dict(of_first).to_dict()
    for key in unsaid:
        assert "verdict: unknown key" in verdict_refusal(of_first | {key: document[key]})


def test_a_newer_minor_version_of_version_1_is_read_as_such():
    document = {key: value for key, value in verdict_document().items() if key not in ("made_by", "case_digest")}
    first = document | {"schema_version": 1, "mood": "calm"}
    assert ("verdict.mood",) == Verdict.from_dict(first | {"schema_minor": 3}).unread
    assert "verdict: unknown key" in verdict_refusal(first | {"schema_minor": 2})


def test_a_newer_minor_version_excuses_no_damage():
    for damage, path in (({"care": "soon"}, "verdict.care"), ({"measured": {"il6": 2.4}}, "verdict.measured.il6")):
        assert verdict_refusal(verdict_document() | TOMORROW | damage).startswith(path)
    assert "summary" in verdict_refusal({k: v for k, v in (verdict_document() | TOMORROW).items() if k != "summary"})


def test_the_name_of_a_key_that_is_not_read_repeats_nothing_personal():
    key = "Erika Mustermann, born 1969-03-02"
    (name,) = Verdict.from_dict(verdict_document() | TOMORROW | {"mood": "calm"} | {key: 1}).unread[1:]
    assert "Erika" not in name


def test_a_verdict_that_was_made_here_has_nothing_unread():
    assert () == interpret_case(CASE).unread


@pytest.mark.parametrize(
    "surplus, message",
    [
        ({"bnad": "high"}, "verdict: unknown key of 4 characters; did you mean 'band'?"),
        (
            {"standing": {"il6": None, "hs_cpr": None}},
            "verdict.standing: unknown key 'hs_cpr'; did you mean 'hs_crp'?",
        ),
    ],
    ids=str,
)
def test_an_unknown_key_of_a_verdict_is_refused_by_its_path(surplus, message):
    assert message == verdict_refusal(verdict_document() | surplus)


@pytest.mark.parametrize(
    "damage, path",
    [({"band": "elevatedd"}, "verdict.band"), ({"care": None}, "verdict.care"), ({"care": "REPEAT"}, "verdict.care"),
     ({"possible_bands": ["high", "low"]}, "verdict.possible_bands[1]"), ({"missing": [5]}, "verdict.missing[0]"),
     ({"applicable": "true"}, "verdict.applicable"), ({"measured": {"il6": 2.4}}, "verdict.measured.il6")],
    ids=lambda each: each if isinstance(each, str) else None,
)  # fmt: skip
def test_a_damaged_verdict_is_refused_by_its_path(damage, path):
    assert verdict_refusal(verdict_document() | damage).startswith(f"{path}: got ")


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container of a document with each of its keys."""
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


@given(st.data())
def test_a_verdict_document_damaged_anywhere_is_read_or_refused_by_our_error(data):
    """Impossible input raises one of ours."""
    document = copy.deepcopy(verdict_document())
    container, key = data.draw(st.sampled_from(list(places(document))))
    container[key] = data.draw(st.none() | st.integers() | st.floats() | st.text() | st.lists(st.none()) | st.just({}))
    refused = ""
    try:
        Verdict.from_dict(document).to_dict()
    except VerdictFormatError as error:
        refused = str(error)
    assert len(refused) <= 300


# --- results ---------------------------------------------------------------------------------------


def test_a_result_brings_its_standing_and_its_own_time():
    """Whoever shows a result needs no key of the document, and an hs-CRP of the same draw has no time of its own."""
    reading = {"il6": "0.0024 ng/mL", "drawn_at": "2026-11-20T08:00:00+00:00", "fasting": True, "exercise": "none"}
    crp = {"value": "0.6 mg/L", "drawn_at": "2026-11-19T08:00:00+00:00"}
    alone, apart = (
        interpret_case({"reading": reading, "context": {"hs_crp": hs_crp}}).document for hs_crp in ("0.6 mg/L", crp)
    )
    (il6, same), (_, other) = alone.results(), apart.results()

    assert (Analyte.IL6, "2.4 pg/mL", "0.0024 ng/mL") == (il6.analyte, il6.text, il6.as_reported)
    assert (il6.standing, same.standing) == (alone.standing.il6, alone.standing.hs_crp)
    assert (reading["drawn_at"], "") == (il6.drawn_at, same.drawn_at)
    assert crp["drawn_at"] == other.drawn_at


SAID = [name for name, each in vars(Documented).items() if isinstance(each, property) and not name.startswith("_")]


@pytest.mark.parametrize("name", sorted({*SAID} - {"document", "course"}))
def test_a_verdict_says_what_its_document_holds(name):
    verdict = interpret_case(CASE)
    assert getattr(verdict, name) is not None
    assert getattr(verdict.document, name) == getattr(verdict, name)


def test_the_course_of_a_verdict_is_its_readings_with_what_they_say_together():
    verdict = interpret_case(CASE)
    document = verdict.document
    assert (document.course, document.persistence) == (verdict.course.readings, verdict.course.persistence)
    assert (document.trend, document.change) == (verdict.course.trend, verdict.course.change)


def test_what_was_not_measured_is_no_result():
    """Nothing is said of a sample that nobody drew."""
    document = interpret_case({"context": {"hs_crp": "0.6 mg/L"}}).document

    assert document.result(Analyte.IL6) is None
    assert [Analyte.HS_CRP] == [each.analyte for each in document.results()]
