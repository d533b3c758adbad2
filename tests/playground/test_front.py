"""What the front page and the reference are made of: the library itself, when the site is built."""

from __future__ import annotations

import inspect
from enum import StrEnum

import fates
import reference

import forge_il6
from forge_il6 import Band, Context, Reading, StandingCode

REST, TRAINING, FLU = map(fates.verdict_of, fates.FATES)


def test_one_number_has_three_fates():
    """The article's one idea: what the number means is decided by how it was drawn."""
    samples = [verdict.standing.il6 for verdict in (REST, TRAINING, FLU)]

    assert [StandingCode.VALID, StandingCode.VOID, StandingCode.VOID] == [sample.code for sample in samples]
    assert [Band.HIGH, None, None] == [verdict.band for verdict in (REST, TRAINING, FLU)]
    assert samples[1].reasons[0].code != samples[2].reasons[0].code


def test_every_fate_is_a_section_that_can_be_read_without_scripts():
    html = fates.as_html()

    assert 3 == html.count("<section ") == html.count('type="radio"')
    assert "<script" not in html
    assert [html.index(verdict.to_html()) for verdict in (REST, TRAINING, FLU)]


def test_the_first_fate_is_chosen():
    first, *others = fates.as_html().split('<input type="radio"')[1:]

    assert " checked" in first.partition(">")[0]
    assert [] == [each for each in others if " checked" in each.partition(">")[0]]


def test_the_reference_lists_every_public_name_once():
    entries = [line for line in reference.as_markdown().splitlines() if line.startswith(":::")]

    assert sorted(forge_il6.__all__) == sorted(entry.rpartition(".")[2] for entry in entries)
    assert len(set(entries)) == len(entries)


def test_the_reference_lists_every_code():
    text = reference.as_markdown()
    kinds = [getattr(forge_il6, name) for name in forge_il6.__all__]
    codes = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)]

    assert 15 < len(codes)
    for kind in codes:
        part = text.partition(f".{kind.__name__}\n")[2].partition(":::")[0]
        assert all(f"`{code.value}`" in part for code in kind)


def test_the_reference_lists_every_argument_of_a_case():
    text = reference.as_markdown()

    for kind in (Reading, Context):
        part = text.partition(f"{kind.__name__}(\n")[2].partition("\n)")[0]
        stated = [line.partition(":")[0].strip() for line in part.splitlines() if ":" in line]
        assert list(inspect.signature(kind).parameters) == stated
