"""Numbers and bands as values: a scale has no gap and no overlap, at any point and for any interval."""

from __future__ import annotations

import copy
import itertools
import pickle
from collections.abc import Iterator
from decimal import ROUND_UP, Decimal, localcontext
from decimal import Context as DecimalContext
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import Amount, Band, Citation, Convention, Cut, ForgeError, Scale, Threshold, ThresholdError
from forge_il6.knowledge import sources, thresholds

SCALES = {name: value for name, value in vars(thresholds).items() if isinstance(value, Scale)}
COMPARATORS = ("<", "≤", ">", "≥")
OURS = Convention("chosen for this test")


class Step(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


def number(value: object, unit: str = "pg/mL") -> Threshold:
    return Threshold(value, unit, OURS)  # type: ignore[arg-type]


def scale(*cuts: object, starts_next: tuple[bool, ...] = (False, False)) -> Scale[Step]:
    named = zip("ab", cuts, starts_next, strict=False)
    return Scale(tuple(Step)[: len(cuts) + 1], tuple(Cut(name, number(at), side) for name, at, side in named))


# --- an independent account of where a point lies --------------------------------------------------


def step_of(point: Decimal | Fraction, within: Scale[Any]) -> StrEnum:
    """The step of a point, by asking every step whether its two ends admit it."""
    admitting = []
    ends = [None, *within.cuts, None]
    for code, (lower, upper) in zip(within.codes, itertools.pairwise(ends), strict=True):
        after = lower is None or point > lower.at.value or (point == lower.at.value and lower.starts_next)
        before = upper is None or point < upper.at.value or (point == upper.at.value and not upper.starts_next)
        if after and before:
            admitting.append(code)
    (only,) = admitting
    return only


def last_digit(value: Decimal) -> Decimal:
    """One in the last digit that a laboratory could print beside a number."""
    return Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0) - 1)


def points(within: Scale[Any]) -> Iterator[Decimal]:
    """Every cell of a scale: each cut, one digit to either side, a hair to either side, and between the cuts."""
    cuts = [cut.at.value for cut in within.cuts]
    for cut in cuts:
        for hair in (last_digit(cut), Decimal("1e-25")):
            yield from (cut - hair, cut, cut + hair)
    yield from ((lower + upper) / 2 for lower, upper in itertools.pairwise(cuts))
    yield from (min(cuts) / 10**6, min(cuts) / 2, max(cuts) * 2, max(cuts) * 10**6)


every_scale = pytest.mark.parametrize("within", SCALES.values(), ids=SCALES)


# --- points ----------------------------------------------------------------------------------------


def test_there_are_scales_to_prove() -> None:
    """A proof over nothing would pass for ever."""
    assert {"IL6_BANDS", "CRP_LEVELS", "IL6_SIDES"} <= SCALES.keys()


@every_scale
def test_every_point_lies_in_exactly_one_step(within: Scale[Any]) -> None:
    """Design 5: completeness and disjointness, proved over every cell."""
    unit = within.cuts[0].at.unit
    expected = {point: (step_of(point, within),) for point in points(within)}

    assert expected == {point: within.within(Amount(point, unit)) for point in points(within)}


@every_scale
def test_a_rational_point_lies_where_it_is(within: Scale[Any]) -> None:
    """Protocol 1: where a factor is no power of ten the value is an exact rational, and comparisons are exact."""
    unit, sliver = within.cuts[0].at.unit, Fraction(1, 3 * 10**30)
    rational = [Fraction(point) + shift for point in points(within) for shift in (-sliver, 0, sliver)]
    expected = {point: (step_of(point, within),) for point in rational}

    assert expected == {point: within.within(Amount(point, unit)) for point in rational}


@every_scale
def test_steps_rise_with_the_point(within: Scale[Any]) -> None:
    """More never lies lower, and every step is reached."""
    unit = within.cuts[0].at.unit
    steps = [within.within(Amount(point, unit))[0] for point in sorted(points(within))]

    assert list(within.codes) == list(dict.fromkeys(steps))
    assert sorted(steps, key=within.codes.index) == steps


@pytest.mark.parametrize(
    "text, band",
    [
        ("0.001", Band.OPTIMAL),
        ("1.199", Band.OPTIMAL),
        ("1.2", Band.ABOVE_TARGET),
        ("1.20", Band.ABOVE_TARGET),
        ("2.0", Band.ABOVE_TARGET),
        ("2.001", Band.ELEVATED),
        ("3.0", Band.ELEVATED),
        ("3.001", Band.HIGH),
        ("7.0", Band.HIGH),
        ("7.001", Band.BEYOND_RANGE),
        ("5000", Band.BEYOND_RANGE),
    ],
)
def test_the_bands_of_il6_are_those_of_the_protocol(text: str, band: Band) -> None:
    """Protocol 3: x < 1.2, 1.2 ≤ x ≤ 2.0, 2.0 < x ≤ 3.0, 3.0 < x ≤ 7.0, x > 7.0."""
    assert (band,) == thresholds.IL6_BANDS.within(Amount(Decimal(text), "pg/mL"))


@pytest.mark.parametrize("text, level", [("0.99", 0), ("1.0", 1), ("3.0", 1), ("3.01", 2), ("10", 2), ("10.1", 3)])
def test_the_levels_of_hs_crp_are_those_of_the_protocol(text: str, level: int) -> None:
    """Protocol 7: low < 1.0, average 1.0–3.0, raised > 3.0 to 10, acute > 10."""
    codes = thresholds.CRP_LEVELS.codes

    assert ["low", "average", "raised", "acute"] == [code.value for code in codes]
    assert (codes[level],) == thresholds.CRP_LEVELS.within(Amount(Decimal(text), "mg/L"))


@every_scale
def test_the_decimal_context_of_the_host_moves_no_point(within: Scale[Any]) -> None:
    """Design 5: a host set its decimal context to two digits and 2.9951 became 3.0."""
    unit = within.cuts[0].at.unit
    cells = list(points(within))
    usual = [within.within(Amount(point, unit)) for point in cells]

    with localcontext(DecimalContext(prec=1, rounding=ROUND_UP)):
        assert usual == [within.within(Amount(point, unit)) for point in cells]


# --- intervals -------------------------------------------------------------------------------------


def admits(comparator: str, value: Decimal, point: Fraction) -> bool:
    return {"<": point < value, "≤": point <= value, ">": point > value, "≥": point >= value}[comparator]


def by_sampling(within: Scale[Any], comparator: str, value: Decimal) -> tuple[StrEnum, ...]:
    """The steps that points inside an interval lie in, found by trying them."""
    sliver = Fraction(1, 10**40)
    landmarks = [Fraction(each) for each in (value, *(cut.at.value for cut in within.cuts))]
    tried = {mark + shift for mark in landmarks for shift in (-sliver, 0, sliver, -mark / 2, mark)}
    inside = {step_of(point, within) for point in tried if point > 0 and admits(comparator, value, point)}
    return tuple(code for code in within.codes if code in inside)


@pytest.mark.parametrize("comparator", COMPARATORS)
@every_scale
def test_an_interval_lies_in_the_steps_of_its_points(within: Scale[Any], comparator: Any) -> None:
    """Protocol 1: a comparator is part of the value, and a result with one is an interval."""
    unit = within.cuts[0].at.unit
    expected = {value: by_sampling(within, comparator, value) for value in points(within)}

    assert expected == {value: within.within(Amount(value, unit, comparator)) for value in points(within)}


cuts = st.lists(st.decimals("0.001", "9000", places=3), min_size=1, max_size=2, unique=True).map(sorted)


@given(cuts, st.tuples(st.booleans(), st.booleans()), st.decimals("0.001", "9001", places=4), st.data())
def test_any_scale_and_any_result_agree_with_sampling(
    at: list[Decimal], sides: tuple[bool, bool], value: Decimal, data: st.DataObject
) -> None:
    """What holds for our scales holds for those that an override can make."""
    within = scale(*at, starts_next=sides)
    value = data.draw(st.sampled_from([value, *at]))
    comparator = data.draw(st.sampled_from(COMPARATORS))

    assert (step_of(value, within),) == within.within(Amount(value, "pg/mL"))
    assert by_sampling(within, comparator, value) == within.within(Amount(value, "pg/mL", comparator))


@pytest.mark.parametrize(
    "result, possible",
    [
        (("<", "1.2"), "optimal"),
        (("<", "1.5"), "optimal above_target"),
        (("≤", "1.2"), "optimal above_target"),
        (("<", "3"), "optimal above_target elevated"),
        ((">", "2"), "elevated high beyond_range"),
        (("≥", "2"), "above_target elevated high beyond_range"),
        ((">", "7.0"), "beyond_range"),
        (("≥", "7.0"), "high beyond_range"),
        ((">", "1000"), "beyond_range"),
    ],
    ids=str,
)
def test_what_a_comparator_leaves_open_is_what_the_protocol_says(result: tuple[str, str], possible: str) -> None:
    """Protocol 3: a comparator result gets a band only if its whole interval lies in one."""
    comparator, value = result
    within = thresholds.IL6_BANDS.within(Amount(Decimal(value), "pg/mL", comparator))  # type: ignore[arg-type]

    assert possible.split() == [code.value for code in within]


# --- a scale that cannot be written ----------------------------------------------------------------


def build(codes: object, *named: tuple[str, Threshold]) -> Scale[Any]:
    return Scale(codes, tuple(Cut(name, at) for name, at in named))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "codes, named, message",
    [
        ((Step.LOW,), [("a", number(1))], "need 0 cuts"),
        ((Step.LOW, Step.HIGH), [], "need 1 cuts"),
        (tuple(Step), [("a", number(1))], "need 2 cuts"),
        ((Step.LOW, Step.LOW), [("a", number(1))], "must differ"),
        (tuple(Step), [("a", number(2)), ("b", number(1))], "must lie below"),
        (tuple(Step), [("a", number(2)), ("b", number("2.0"))], "must lie below"),
        (tuple(Step), [("a", number(1)), ("b", number(2, "mg/L"))], "one unit"),
        ((Step.LOW, Step.HIGH), [("a", number(0))], "above zero"),
        ((Step.LOW, Step.HIGH), [("a", number(-1))], "above zero"),
    ],
)
def test_a_gap_or_an_overlap_cannot_be_written(
    codes: tuple[Step, ...], named: list[tuple[str, Threshold]], message: str
) -> None:
    """Design 5: bands written as strings left an empty grade and an overlap found at a patient's value."""
    with pytest.raises(ThresholdError, match=message):
        build(codes, *named)


def test_two_cuts_of_one_name_cannot_be_written() -> None:
    """An override reaches a cut by its name, so a name means one cut."""
    with pytest.raises(ThresholdError):
        build(tuple(Step), ("a", number(1)), ("a", number(2)))


@pytest.mark.parametrize("cuts", [(number(1),), (None,), ("1.2",)], ids=["threshold", "nothing", "text"])
def test_what_is_no_cut_is_refused_by_one_of_our_errors(cuts: tuple[object, ...]) -> None:
    """Design 4: errors.py names everything that the package may raise."""
    with pytest.raises(ForgeError):
        Scale((Step.LOW, Step.HIGH), cuts)  # type: ignore[arg-type]


def test_the_checks_of_a_scale_outlive_attrs_validators() -> None:
    """Design 5: safety checks live where no global switch reaches them."""
    with attrs.validators.disabled(), pytest.raises(ThresholdError):
        scale(2, 1)


# --- a scale that is moved -------------------------------------------------------------------------


def test_moving_a_cut_gives_a_new_scale_and_keeps_its_side() -> None:
    """A value is never changed in place, and 1.2 itself stays out of the target after the move."""
    old = thresholds.IL6_BANDS
    new = old.with_cuts({"target": number("1.4")})

    assert (Band.ABOVE_TARGET,) == old.within(Amount(Decimal("1.3"), "pg/mL"))
    assert (Band.OPTIMAL,) == new.within(Amount(Decimal("1.3"), "pg/mL"))
    assert (Band.ABOVE_TARGET,) == new.within(Amount(Decimal("1.4"), "pg/mL"))


@pytest.mark.parametrize("at", ["2.0", "2.1", "0", "-1"])
def test_a_cut_cannot_be_moved_past_its_neighbour(at: str) -> None:
    """Cuts that no longer rise would be a gap."""
    with pytest.raises(ThresholdError):
        thresholds.IL6_BANDS.with_cuts({"target": number(at)})


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))], ids=["copy", "deep", "pickle"]
)
@every_scale
def test_a_copied_scale_is_the_same_scale(within: Scale[Any], again: Any) -> None:
    """A scale is a value, so a copy equals it, hashes like it and answers like it."""
    twin = again(within)
    unit = within.cuts[0].at.unit

    assert within == twin
    assert hash(within) == hash(twin)
    assert [within.within(Amount(p, unit)) for p in points(within)] == [
        twin.within(Amount(p, unit)) for p in points(within)
    ]


# --- thresholds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [36, 36.0, "36", Decimal(36), Decimal("36.0")], ids=repr)
def test_a_number_may_be_given_in_any_plain_type(value: object) -> None:
    """However it is written, the number is an exact Decimal."""
    threshold = number(value, "hour")

    assert type(threshold.value) is Decimal
    assert 36 == threshold.value


def test_a_float_stands_for_its_shortest_text() -> None:
    """0.1 means one tenth and not the binary fraction beside it."""
    assert Decimal("0.1") == number(0.1).value


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "-Infinity", Decimal("sNaN"), True, None, "two", "1,2", "", b"1", [1], 1j],
    ids=repr,
)
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    """A NaN compares false with everything, so every rule would pass."""
    with pytest.raises(ThresholdError, match="threshold value"):
        number(value)


class Reads:
    """What a host may have read from somewhere: no number, although it looks like one."""

    def __str__(self) -> str:
        return "3"


class Changing(Decimal):
    """A number that a host has made another kind of, which may compare as it likes."""


@pytest.mark.parametrize("value", [True, None, [3], Reads(), Changing(3)], ids=repr)
def test_what_is_of_no_plain_type_is_refused_and_the_plain_types_are_named(value: object) -> None:
    """What merely reads like a number was never meant as one."""
    with pytest.raises(ThresholdError, match="give a number, or its text"):
        number(value)


def test_a_scale_of_one_step_has_no_cut() -> None:
    """Everything lies in it."""
    assert (Step.LOW,) == Scale((Step.LOW,), ()).within(Amount(Decimal(3), "pg/mL"))


@pytest.mark.parametrize("unit", ["", None, 5], ids=repr)
def test_a_number_needs_its_unit(unit: object) -> None:
    """24 of what, nobody could say."""
    with pytest.raises(ThresholdError, match="threshold unit"):
        number(24, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("basis", [None, "", "clinic protocol 4.2", Citation, sources.KNUDSEN_2008], ids=str)
def test_a_number_needs_its_basis(basis: object) -> None:
    """Design 1: each default is an object that carries number, unit and basis."""
    with pytest.raises(ThresholdError, match="threshold basis"):
        Threshold(24, "hour", basis)  # type: ignore[arg-type]


def test_a_threshold_is_a_value() -> None:
    """Equal parts make equal thresholds, also after pickling, and none can be changed."""
    threshold = number("1.2")

    assert number("1.2") == threshold
    assert threshold == pickle.loads(pickle.dumps(threshold))
    assert 1 == len({threshold, number("1.2")})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        threshold.value = Decimal(2)  # type: ignore[misc]


@pytest.mark.parametrize("broken", [{"value": "NaN"}, {"unit": ""}, {"basis": None}], ids=str)
def test_a_changed_copy_is_checked_again(broken: dict[str, Any]) -> None:
    """Design 5: evolved frozen objects elsewhere skip their checks."""
    with pytest.raises(ThresholdError):
        attrs.evolve(number(24, "hour"), **broken)


def test_a_threshold_reads_as_number_unit_and_basis() -> None:
    """Design 2: what a host writes is what it sees."""
    threshold = Threshold(36, "hour", Convention("clinic protocol 4.2"))

    assert "36 hour" == str(threshold)
    assert "Threshold(36 hour; convention: clinic protocol 4.2)" == repr(threshold)
