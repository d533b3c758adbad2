from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6 import STANDARD, Convention, Threshold, interpret_case
from forge_il6.codes import Band, Direction, StandingCode
from forge_il6.conclusions import Reason, Standing
from forge_il6.knowledge.thresholds import HIGHEST_CEILING, IL6_BANDS
from forge_il6.rules import bands
from forge_il6.units import Amount
from properties.promise_strategies import BANDS, at, codes, course, judged, possible, rested


@pytest.mark.parametrize(
    "value, wanted",
    [
        ("0.05", "optimal"),
        ("1.1", "optimal"),
        ("1.19", "optimal"),
        ("1.1999999999999999999999", "optimal"),
        ("1.2", "above_target"),
        ("1.20", "above_target"),
        ("2.0", "above_target"),
        ("2", "above_target"),
        ("2.0000000000000000000001", "elevated"),
        ("2.01", "elevated"),
        ("3.0", "elevated"),
        ("3.01", "high"),
        ("3.04", "high"),
        ("7.0", "high"),
        ("7.01", "beyond_range"),
        ("5000.5", "beyond_range"),
    ],
)
def test_band(value, wanted):
    """Every value has exactly one band, and nothing is rounded before it is compared."""
    verdict = judged(rested(f"{value} pg/mL"))

    assert (wanted, [wanted], "provisional") == (verdict.band, possible(verdict), verdict.firmness)


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("<1.5", ["optimal", "above_target"]),
        ("<1.2", ["optimal"]),
        ("<=1.2", ["optimal", "above_target"]),
        ("≤1.19", ["optimal"]),
        ("<2", ["optimal", "above_target"]),
        ("≤2", ["optimal", "above_target"]),
        ("<2.01", ["optimal", "above_target", "elevated"]),
        ("<3", ["optimal", "above_target", "elevated"]),
        ("≤7", ["optimal", "above_target", "elevated", "high"]),
        ("<7.01", BANDS),
        (">2", ["elevated", "high", "beyond_range"]),
        (">=2", ["above_target", "elevated", "high", "beyond_range"]),
        ("≥1.2", ["above_target", "elevated", "high", "beyond_range"]),
        (">1.19", BANDS),
        (">3", ["high", "beyond_range"]),
        (">7", ["beyond_range"]),
        ("≥7", ["high", "beyond_range"]),
        (">1000", ["beyond_range"]),
    ],
)
def test_a_comparator_is_an_interval(text, wanted):
    """A result with a comparator has a band only if its whole interval lies in one."""
    verdict = judged(rested(f"{text} pg/mL"))

    assert wanted == possible(verdict)
    assert (wanted[0] if len(wanted) == 1 else None) == verdict.band
    assert ("provisional" if len(wanted) == 1 else "none") == verdict.firmness


@pytest.mark.parametrize(
    "limit, value, wanted",
    [
        ("5 pg/mL", "5.0", "high"),
        ("5 pg/mL", "5.01", "beyond_range"),
        ("5 ng/L", "5.01", "beyond_range"),
        ("<5 pg/mL", "5.01", "beyond_range"),
        ("9.99 pg/mL", "10", "beyond_range"),
        ("10 pg/mL", "10", "high"),
        ("10 pg/mL", "10.01", "beyond_range"),
        ("10.01 pg/mL", "10", "high"),
        ("10.01 pg/mL", "10.01", "beyond_range"),
        ("13 pg/mL", "9.9", "high"),
        ("60 pg/mL", "34", "beyond_range"),
        ("3.01 pg/mL", "3.02", "beyond_range"),
        ("3.01 pg/mL", "3.01", "high"),
        ("3.0 pg/mL", "3.02", "high"),
        ("3.0 pg/mL", "7.01", "beyond_range"),
        ("2.9 pg/mL", "7.0", "high"),
    ],
)
def test_the_laboratory_moves_the_ceiling(limit, value, wanted):
    """The laboratory's own limit is the ceiling when it lies above 3.0, and 10 where it is higher; so for care."""
    verdict = judged(rested(f"{value} pg/mL", lab_upper_limit=limit))

    assert (wanted, "repeat" if wanted == "beyond_range" else "none") == (verdict.band, verdict.care)


@pytest.mark.parametrize("limit, wanted", [("5 pg/mL", "5"), ("60 pg/mL", "10")])
def test_the_ceiling_of_the_laboratory_is_shown_as_a_convention(limit, wanted):
    """A finding names the ceiling that was used."""
    verdict = judged(rested("6 pg/mL", lab_upper_limit=limit))
    (band,) = [finding for finding in verdict.findings if finding.rule == "B5"]

    assert ("ceiling", wanted, "C") in [(used.name, used.value, used.basis) for used in band.thresholds]


@pytest.mark.parametrize("limit, is_own", [("9.99", True), ("10", True), ("10.01", False)])
def test_a_ceiling_is_the_laboratorys_own_up_to_the_highest(limit, is_own):
    """At the highest ceiling both say the same number, and the laboratory is the one that said it."""
    scale = bands.scale_with_ceiling(IL6_BANDS, Amount(Decimal(limit), "pg/mL"), HIGHEST_CEILING)

    assert scale is not None
    assert (bands.OWN_LIMIT if is_own else HIGHEST_CEILING.basis) == scale.cuts[-1].at.basis


def test_a_high_line_above_every_ceiling_leaves_the_usual_scale():
    """A clinic's own lines never make a case that cannot be judged."""
    moved = {
        "high_line": Threshold(11, "pg/mL", Convention("test")),
        "ceiling": Threshold(20, "pg/mL", Convention("test")),
    }
    document = {"reading": rested("12 pg/mL", lab_upper_limit="60 pg/mL")}

    assert "high" == interpret_case(document, rules=STANDARD.override(**moved)).band


@pytest.mark.parametrize(
    "result, wanted",
    [
        ("2.4 pg/mL", False),
        ("2.4 ng/L", False),
        ("0.0024 ng/mL", False),
        ("0.0024 ug/L", False),
        ("2.4E-6 mg/L", True),
        ("10000 pg/mL", False),
        ("10000.01 pg/mL", True),
        ("10.1 ng/mL", True),
        ("9999 pg/mL", False),
        pytest.param(">10000 pg/mL", True),
        pytest.param("<20000 pg/mL", False),
    ],
)
def test_check_unit(result, wanted):
    """A unit or a size unlike IL-6 is asked about, and the number is kept as given."""
    assert wanted == ("check_unit" in codes(judged(rested(result))))


@pytest.mark.parametrize(
    "method, wanted",
    [
        ("Roche Elecsys IL-6", True),
        ("Beckman Access", True),
        ("ADVIA Centaur", True),
        ("R&D Quantikine HS", False),
        ("MSD V-PLEX", False),
        ("Simoa", False),
        ("a method of our own", False),
        (None, False),
    ],
)
def test_an_assay_that_cannot_see_the_target(method, wanted):
    """Where the method's range starts above 1.2, the verdict says so."""
    assert wanted == ("assay_cannot_see_target" in codes(judged(rested(method=method))))


@pytest.mark.parametrize("target, is_blind", [("1.49", True), ("1.5", False), ("1.51", False)])
def test_an_assay_that_begins_at_the_target_sees_it(target, is_blind):
    """What lies below it is reported as below it, which is all that the target asks."""
    rules = STANDARD.override(target=Threshold(target, "pg/mL", Convention("test")))
    verdict = interpret_case({"reading": rested("4 pg/mL", method="Roche Elecsys")}, rules=rules)

    assert is_blind is ("assay_cannot_see_target" in codes(verdict))


@pytest.mark.parametrize(
    "method, wanted",
    [
        (None, True),
        ("Roche Elecsys", False),
        pytest.param("a method of our own", True),
    ],
)
def test_an_unknown_assay(method, wanted):
    """Where the method is not known, many assays cannot see 1.2."""
    assert wanted == ("assay_unknown" in codes(judged(rested(method=method))))


@pytest.mark.parametrize(
    "result, method, wanted",
    [
        ("1.5 pg/mL", None, True),
        ("1.51 pg/mL", None, False),
        ("1.49 pg/mL", None, False),
        ("<1.5 pg/mL", None, False),
        ("5000 pg/mL", None, True),
        (">5000 pg/mL", None, False),
        ("1.5 pg/mL", "a method of our own", True),
        ("1.5 pg/mL", "Roche Elecsys", True),
        ("10 pg/mL", "R&D Quantikine HS", True),
        ("30 pg/mL", "Simoa", False),
        ("1.5 pg/mL", "R&D Quantikine HS", False),
        ("2 pg/mL", "Beckman Access", True),
        ("3.0 pg/mL", "Siemens Centaur", True),
    ],
)
def test_a_comparator_that_was_probably_lost(result, method, wanted):
    """A number exactly at an end of the assay's range was probably reported with < or >."""
    assert wanted == ("comparator_probably_lost" in codes(judged(rested(result, method=method))))


@pytest.mark.parametrize(
    "result, method, wanted",
    [
        ("1.5 pg/mL", "Roche Elecsys", "<1.5 pg/mL"),
        ("0.0015 ng/mL", "cobas", "<1.5 pg/mL"),
        ("1.49 pg/mL", "Roche Elecsys", "1.49 pg/mL"),
        ("1.51 pg/mL", "Roche Elecsys", "1.51 pg/mL"),
        ("≤1.5 pg/mL", "Roche Elecsys", "≤1.5 pg/mL"),
        ("5000 pg/mL", "Roche Elecsys", ">5000 pg/mL"),
        ("4999.9 pg/mL", "Roche Elecsys", "4999.9 pg/mL"),
        ("2 pg/mL", "Beckman Access", "<2 pg/mL"),
        ("3.0 pg/mL", "Siemens Centaur", "<3 pg/mL"),
        ("10 pg/mL", "R&D Quantikine HS", ">10 pg/mL"),
        ("1.5 pg/mL", None, "1.5 pg/mL"),
        ("1.5 pg/mL", "a method of our own", "1.5 pg/mL"),
    ],
)
def test_the_end_of_a_known_range_is_read_as_what_it_was(result, method, wanted):
    """A plain number at the end of the method's range was below it, or above it; the text stays as reported."""
    verdict = judged(rested(result, method=method))
    measured = verdict.to_dict()["measured"]

    assert (wanted, result) == (measured["il6"], measured["il6_as_reported"])


def test_an_earlier_reading_at_the_end_of_the_range_is_an_interval_too():
    """What was below the range is no number for a level, wherever it stands."""
    earlier = rested("1.5 pg/mL", at(30), method="Roche Elecsys")
    verdict = judged(rested("1.6 pg/mL", method="Roche Elecsys"), history=[earlier])

    assert ("provisional", "<1.5 pg/mL") == (verdict.firmness, verdict.document.course[0].il6)


@pytest.mark.parametrize(
    "method, wanted",
    [
        ("R&D Quantikine HS", False),
        ("Roche Elecsys", True),
        ("MSD V-PLEX", True),
        ("Simoa", True),
        ("a method of our own", False),
        (None, False),
    ],
)
def test_lines_of_another_method(method, wanted):
    """The lines come from one high-sensitivity method; a known other one gets the note."""
    assert wanted == ("lines_from_another_method" in codes(judged(rested(method=method))))


def test_a_value_at_the_target_does_not_lie_above_it():
    """1.2 is not below the target, and not above it either."""
    verdict = judged(rested("1.2 pg/mL"))
    (sentence,) = [finding.sentence for finding in verdict.findings if finding.code == "above_target"]

    assert "lies above" not in sentence


@pytest.mark.parametrize(
    "result", ["3.04 pg/mL", "2.001 pg/mL", "1.1999999999999 pg/mL", "7.00000000000000000001 pg/mL"]
)
def test_no_display_rounds_across_a_line(result):
    """The number is shown as exactly as it was reported."""
    verdict = judged(rested(result))

    assert result in verdict.summary
    assert all(result in each.sentence for each in verdict.findings if each.code in BANDS)


def test_one_reading_beside_an_empty_history_is_provisional():
    """An empty history adds nothing."""
    assert judged(history=[]).firmness == "provisional"


@pytest.mark.parametrize(
    "earlier, wanted", [("2.9 pg/mL", "firm"), ("3.01 pg/mL", "provisional"), ("<3 pg/mL", "provisional")]
)
def test_firm_takes_a_second_reading_in_the_same_band(earlier, wanted):
    """A band is firm when another counting reading certainly lies in it."""
    assert wanted == course((earlier, 30), ("2.5 pg/mL", 0)).firmness


@pytest.mark.parametrize(
    "code, direction, left",
    [
        ("not_applicable", "unknown", []),
        ("void", "up", ["optimal", "above_target", "elevated"]),
        ("void", "down", ["elevated", "high", "beyond_range"]),
        ("void", "unknown", BANDS),
        ("unverified", "up", ["elevated"]),
        ("tentative", "down", ["elevated"]),
    ],
)
def test_a_void_sample_bounds_the_baseline_and_of_a_child_there_is_none(code, direction, left):
    """None at all is an answer of its own, and not the silence of a rule that says nothing."""
    reason = Reason("a reason", StandingCode(code), Direction(direction))

    assert left == list(bands.possible_bands((Band.ELEVATED,), Standing.weigh((reason,))))


def test_the_rule_alone():
    """A rule is a plain function: a number at the cut is counted upwards only at the target."""
    found = [bands.bands_of_value(Amount(cut.at.value, "pg/mL"), IL6_BANDS)[0].value for cut in IL6_BANDS.cuts]

    assert found == ["above_target", "above_target", "elevated", "high"]
