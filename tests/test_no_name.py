"""
No error repeats what could name a person, wherever it stood and however near it is to an accepted word.

The names are common ones of many languages; of 337 that were tried once, every field and every key gave some back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from forge_il6 import Context, ForgeError, Reading, Verdict, interpret_case
from forge_il6.interop.cases import cases_in, read_json
from hostility import FULL_CASE, places, renamed, replaced

NAMES = """
    Grace Dale Martin Michael Erika Max Rose Will Mark Hope Faith Grant Drew Rich May June April Ann Eva Bo Al Ed Jo Lu
    Mia Leon Paul Anna Laura Peter Thomas Maria Jose Juan Carlos Luis Ana Carmen Pierre Marie Jean Luc Olga Ivan Igor
    Anastasia Mohammed Ali Fatima Omar Aisha Yusuf Wei Li Ming Chen Hiroshi Yuki Sakura Min Ji Soo Priya Raj Arjun
    Lakshmi Kwame Ama Chidi Ngozi Thandi Sven Astrid Lars Ingrid Björn Søren Zoë René François Jürgen Łukasz Agnieszka
    Dimitri Eleni Giulia Marco Matteo Sofia Race Male Femi Stacy Tracy Marcus Stein Celeste Serena Light Hunter Endy

    Mustermann Smith Johnson Brown Jones Miller Davis Garcia Rodriguez Wilson Moore Taylor Anderson Jackson Harris Young
    King Wright Hill Green Baker Nelson Carter Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Bell Murphy
    Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Neumann Schwarz
    Nguyen Tran Kim Park Lee Wang Zhang Liu Yang Ng Singh Kumar Patel Sharma Khan Hussein Ibrahim Okafor Mensah Nkosi
    Silva Santos Oliveira Souza Pereira Ferreira Novak Horvath Kowalski Petrov Ivanov Popescu Rossi Russo Ferrari
    Statin Steele Feveren Gripton Handley Strong Watts Moles Litreson Gramm Unitt Stillman Stables Vaccaro Covington
""".split()  # noqa: SIM905  (a list of words, to be read as one)


def written(name: str) -> Iterator[str]:
    """A name as tables, exports and people write it."""
    yield from (name, name.lower(), name.upper(), f"{name.lower()}_il6")


def said_of(read: Callable[[], object]) -> str:
    """What an error says, if there is one."""
    try:
        read()
    except ForgeError as error:
        return str(error)
    return ""


def words(said: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", said.casefold()))


def repeats(name: str, said: str, of_another: str, accepted: str = "") -> bool:
    """Whether a message holds a name that neither the message on another text nor an accepted word explains."""
    return name.casefold() in words(said) - words(of_another) - words(accepted)


NOBODY = "qqqqq"


CODES: dict[str, Callable[[str], object]] = {
    "exercise": lambda text: Reading("2 pg/mL", exercise=text),
    "specimen": lambda text: Reading("2 pg/mL", specimen=text),
    "il6": Reading,
    "a number": lambda text: Reading("2 pg/mL", fasting_hours=text),
    "unit beside": lambda text: Reading("2", text),
    "unit behind": lambda text: Reading(f"2.4 {text}"),
    "unit of two": lambda text: Reading(f"2.4 {text}/{text}"),
    "drawn_at": lambda text: Reading("2 pg/mL", drawn_at=text),
    "sex": lambda text: Context(sex=text),
    "time_zone": lambda text: Context(time_zone=text),
    "confounders": lambda text: Context(confounders=[text]),
    "red_flags": lambda text: Context(red_flags=[text]),
    "considering": lambda text: Context(considering=[text]),
    "grip_trend": lambda text: Context(grip_trend=text),
    "a key of the reading": lambda text: Reading.from_dict({text: 1}),
    "a key of the context": lambda text: Context.from_dict({text: 1}),
    "a key of the case": lambda text: interpret_case({text: 1}),
    "a key twice": lambda text: read_json(f'{{"{text}": 1, "{text}": 2}}', "feed"),
}
"""The doors that know words to suggest; each is tried with every name."""
ACCEPTED = {
    "exercise": "race light", "sex": "male", "confounders": "statin", "unit of two": "al ng min",
}  # fmt: skip
"""Names that are words of ours: what is accepted may be said."""


@pytest.mark.parametrize("door", CODES)
def test_a_name_near_an_accepted_word_is_not_repeated(door: str):
    """ "Grace" is nearly "race", and "Dale" nearly "male"."""
    read, accepted = CODES[door], ACCEPTED.get(door, "")
    of_another = said_of(lambda: read(NOBODY))
    told = {(name, text): said_of(lambda text=text: read(text)) for name in NAMES for text in written(name)}
    assert len(NAMES) < len([said for said in told.values() if said])
    assert [] == [said for (name, _), said in told.items() if repeats(name, said, of_another, accepted)]


NEAREST = ("Grace", "Dale", "Martin", "Mark", "Eva", "Light", "Ng", "Handley", "mustermann_erika", "Stein")


@pytest.mark.parametrize("path", list(places(FULL_CASE)), ids=lambda path: ".".join(map(str, path)))
def test_no_place_of_a_case_repeats_a_name(path: tuple[Any, ...]):
    """Every field, as its value and as its key."""
    for change in (replaced, renamed):
        of_another = said_of(lambda change=change: interpret_case(change(FULL_CASE, path, NOBODY)))
        for name in NEAREST:
            said = said_of(lambda change=change, name=name: interpret_case(change(FULL_CASE, path, name)))
            assert not repeats(name.split("_")[0], said, of_another, "light"), said


@pytest.mark.parametrize("column", ["drawn_at", "il6", "exercise", "hs_crp"])
def test_a_name_inside_a_column_is_not_repeated(column: str):
    """`drMustermannawn_at` is nearly `drawn_at`."""
    for name in NAMES:
        for header in (column[:2] + name + column[2:], f"{column}_{name}", name):
            (case,) = cases_in(iter([f"{header},age\n", "1,2\n"]), "csv", "feed")
            assert not repeats(name, str(case.error), "feed"), case.error


@pytest.mark.parametrize("key", ["band", "findings", "policy", "standing"])
def test_a_verdict_document_that_was_altered_repeats_no_name(key: str):
    """A key beside the known ones, a value in the place of one, and a key of a mapping with a value of another type."""
    document = interpret_case(FULL_CASE).to_dict()
    finding = document["findings"][0]
    for name in NEAREST:
        altered = (
            document | {key: name},
            document | {f"{key}{name}": 1},
            document | {"findings": [finding | {"facts": {name: 1}}]},
            document | {"measured": {**document["measured"], name: 1}},
        )
        for each in altered:
            said = said_of(lambda each=each: Verdict.from_dict(each))
            assert said
            assert not repeats(name.split("_")[0], said, "")
