"""The public codes: what they equal, and which of them have an order."""

from __future__ import annotations

import itertools
import operator
import pickle

import pytest

from forge_il6 import Band, Care, Exercise, Firmness, Severity, StandingCode, Status, fields
from forge_il6 import codes as public
from forge_il6.codes import Code, Confounder, CrpLevel, Ordered, RedFlag, Sex, Specimen

KINDS = [each for each in vars(public).values() if isinstance(each, type) and issubclass(each, Code) and len(each)]
ORDERED = [Band, Care, CrpLevel, Firmness, Severity, StandingCode]
COMPARED = [operator.lt, operator.le, operator.gt, operator.ge]


def test_the_codes_with_an_order_are_these():
    """Where one end is worse or firmer; everything else is a list of kinds."""
    assert sorted(kind.__name__ for kind in ORDERED) == sorted(k.__name__ for k in KINDS if issubclass(k, Ordered))


@pytest.mark.parametrize("kind", ORDERED)
def test_an_ordered_code_compares_by_rank(kind):
    """As text `elevated` comes before `optimal`, and `clinician_evaluation` before `none`."""
    members = list(kind)

    assert members == sorted(members)
    assert (members[0], members[-1]) == (min(members), max(members))
    for compare in COMPARED:
        for one, other in itertools.product(members, repeat=2):
            assert compare(members.index(one), members.index(other)) is compare(one, other)


def test_the_greatest_care_is_the_most_urgent():
    assert Care.CLINICIAN_EVALUATION is max([Care.CLINICIAN_EVALUATION, Care.NONE])
    assert Band.ELEVATED > Band.OPTIMAL


@pytest.mark.parametrize("compare", COMPARED)
@pytest.mark.parametrize(
    "one, other",
    [
        (Care.NONE, Band.OPTIMAL),
        (Care.NONE, "urgent"),
        ("urgent", Care.NONE),
        (Exercise.LIGHT, Exercise.RACE),
        (Status.FIRST_LINE, "supported"),
        (Severity.INFO, 1),
        (Firmness.NONE, None),
    ],
)
def test_what_has_no_order_together_is_not_compared(one, other, compare):
    """Text would answer by the alphabet, and nobody would see it."""
    with pytest.raises(TypeError):
        compare(one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_is_its_text_all_the_same(kind):
    for code in kind:
        assert code == code.value
        assert hash(code) == hash(code.value)
        assert code is pickle.loads(pickle.dumps(code))


ALIASES = {
    Specimen: {"edta": "edta_plasma", "heparin": "heparin_plasma", "citrate": "citrate_plasma"},
    Exercise: {"zone2": "moderate", "strength": "resistance", "marathon": "race", "ultra": "race"},
    Confounder: {"oral_estrogen": "oral_oestrogen"},
    RedFlag: {
        "weight_loss": "unintended_weight_loss", "joint_swelling": "persistent_joint_swelling",
        "breathlessness": "new_breathlessness",
    },
    Sex: {"f": "female", "m": "male"},
}  # fmt: skip
"""Other words for a code, by what they are a code of."""


@pytest.mark.parametrize("kind", ALIASES, ids=lambda kind: kind.__name__)
def test_another_word_for_a_code_is_read_as_that_code(kind):
    for word, meant in ALIASES[kind].items():
        assert kind(meant) == fields.code(kind, f" {word.upper().replace('_', ' ')} ", "x")
    assert {word for each in ALIASES.values() for word in each} == set(fields.ALIASES)
