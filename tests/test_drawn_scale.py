"""The band scale as pictures show it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import STANDARD, Band, Convention, Threshold, interpret_case
from forge_il6.knowledge.thresholds import IL6_BANDS
from forge_il6.shown.scale import LogAxis, bands_of

CASE = {"reading": {"il6": "2.4 pg/mL"}}


def test_the_bands_are_those_of_the_scale_end_to_end() -> None:
    """Numbers live once: the picture has none of its own."""
    bands = bands_of(interpret_case(CASE).document)

    assert tuple(Band) == tuple(each.band for each in bands)
    assert [cut.at.value for cut in IL6_BANDS.cuts] == [each.high for each in bands[:-1]]
    assert [each.high for each in bands[:-1]] == [each.low for each in bands[1:]]
    assert (None, None) == (bands[0].low, bands[-1].high)


def test_a_cut_that_a_host_moved_is_drawn_where_it_was_moved_to() -> None:
    """A picture of other lines than those that decided would mislead."""
    rules = STANDARD.override(high_line=Threshold("3.5", "pg/mL", Convention("clinic protocol 4.2")))
    bands = bands_of(interpret_case(CASE, rules=rules).document)

    assert [Decimal("3.5")] == [each.high for each in bands if each.band is Band.ELEVATED]


def test_a_cut_that_was_moved_twice_is_drawn_where_it_decides() -> None:
    """A clinic overrides the numbers of its network: the last one decides, so it is shown, and once."""
    network, clinic = (Threshold(value, "pg/mL", Convention("protocol")) for value in ("3.5", "4"))
    rules = STANDARD.override(high_line=network).override(high_line=clinic)
    document = interpret_case({"reading": {"il6": "3.7 pg/mL"}}, rules=rules).document
    (shown,) = document.policy.overridden

    assert ("elevated", "4", "3.0") == (document.band, shown.value, shown.standard)
    assert [Decimal(4)] == [each.high for each in bands_of(document) if each.band is Band.ELEVATED]


@pytest.mark.parametrize("value, share", [(0.1, 0.0), (1, 0.0), (10, 0.5), (100, 1.0), (1e9, 1.0)])
def test_a_value_lies_by_its_logarithm_and_never_outside(value: float, share: float) -> None:
    """IL-6 varies by a factor, not by an amount."""
    assert share == pytest.approx(LogAxis(1, 100).share(value))


@given(st.lists(st.floats(1e-6, 1e9), min_size=1).map(tuple))
def test_an_axis_around_values_holds_them_all(values: tuple[float, ...]) -> None:
    """Nothing is cut off."""
    axis = LogAxis.around(values)

    assert all(0 < axis.share(value) < 1 for value in values)
