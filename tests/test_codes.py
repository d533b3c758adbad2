"""The public codes: what they equal, and which of them have an order."""

from __future__ import annotations

import itertools
import operator
import pickle

import pytest

from forge_il6 import Band, Care, Exercise, Firmness, Severity, StandingCode, Status
from forge_il6 import codes as public
from forge_il6.codes import Code, CrpLevel, Ordered

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
