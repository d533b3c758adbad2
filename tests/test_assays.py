"""Every assay, written out a second time: its range, whose lines they are, and the names by which it is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6.knowledge.assays import ASSAYS, assay_of, default_assay
from forge_il6.knowledge.measurands import IL6

RANGES = {
    "Roche Elecsys": ("1.5", "5000"),
    "Beckman Access": ("2", "1500"),
    "Siemens Immulite": ("2", "1000"),
    "Siemens Centaur": ("3.0", "5500"),
    "R&D Quantikine HS": ("0.16", "10"),
    "Meso Scale V-PLEX": ("0.6", "490"),
    "Simoa": ("0.01", None),
}
"""In pg/mL; of Simoa no upper end is known."""

NAMES = {
    "Elecsys IL-6": "Roche Elecsys",
    "Roche, electrochemiluminescence": "Roche Elecsys",
    "cobas e 801": "Roche Elecsys",
    "Beckman Coulter": "Beckman Access",
    "Access 2": "Beckman Access",
    "UniCel DxI 800": "Beckman Access",
    "IMMULITE 2000 XPi": "Siemens Immulite",
    "Siemens IMMULITE 2000": "Siemens Immulite",
    "ADVIA Centaur XP": "Siemens Centaur",
    "Atellica IM": "Siemens Centaur",
    "Siemens Healthineers": "Siemens Centaur",
    "Quantikine ELISA": "R&D Quantikine HS",
    "HS600C": "R&D Quantikine HS",
    "Meso Scale Discovery": "Meso Scale V-PLEX",
    "MesoScale": "Meso Scale V-PLEX",
    "MSD multi-array": "Meso Scale V-PLEX",
    "V-PLEX Proinflammatory Panel 1": "Meso Scale V-PLEX",
    "Simoa HD-X": "Simoa",
    "Quanterix": "Simoa",
    "ELISA": None,
    "Luminex": None,
    "a method of our own": None,
}
"""What laboratories write, each with no more than one word that tells, and the assay that is meant."""


def il6(number, sign=""):
    return IL6.read(f"{sign}{number} pg/mL", name="il6")


def beside(number):
    """Return what lies a hundredth of the last digit below a number, and above it."""
    step = Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent) - 2)
    return Decimal(number) - step, Decimal(number) + step


def test_every_assay_has_its_range():
    ends = {name: (each.starts_at, each.ends_at) for name, each in ASSAYS.items()}

    assert set(RANGES) == set(ASSAYS)
    for name, (low, high) in RANGES.items():
        assert (Decimal(low), "pg/mL") == (ends[name][0].value, ends[name][0].unit)
        assert high is None or (Decimal(high), "pg/mL") == (ends[name][1].value, ends[name][1].unit)
        assert (high is None) == (ends[name][1] is None)


@pytest.mark.parametrize("name", RANGES)
def test_a_number_at_an_end_of_the_range_was_beyond_it(name):
    """And one beside it, or one with a comparator, is what it says."""
    low, high = RANGES[name]
    read = ASSAYS[name].read
    ends = {low: "<"} | ({high: ">"} if high else {})

    for end, sign in ends.items():
        assert il6(end, sign) == read(il6(end))
        for other in (*map(il6, beside(end)), il6(end, "<="), il6(end, ">")):
            assert other == read(other)


@pytest.mark.parametrize("written", NAMES)
def test_an_assay_is_known_by_its_names_in_any_letters(written):
    meant = NAMES[written]

    for text in (written, written.upper(), written.lower()):
        found = assay_of(text)
        assert meant == (found and found.name)


def test_every_word_of_an_assay_is_in_use_here():
    texts = [text.casefold() for text in NAMES]

    assert [] == [word for each in ASSAYS.values() for word in each.words if not any(word in text for text in texts)]


def test_the_lines_were_drawn_with_one_assay_and_the_most_widespread_is_suspected():
    assert ["R&D Quantikine HS"] == [name for name, each in ASSAYS.items() if each.drew_the_lines]
    assert default_assay().name == "Roche Elecsys"
