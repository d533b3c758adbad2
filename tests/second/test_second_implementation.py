"""The second implementation itself: the examples that the protocol gives, and its public vectors where they lie."""

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from second.compare import shrink
from second.course import SIGMA, chi_square_95
from second.decide import decide
from second.generator import SECTIONS, document

DRAW = "2026-11-16T08:00:00+01:00"
CONFORMANCE = Path(__file__).resolve().parents[3] / "shared" / "conformance"
VECTORS, SETTLED = CONFORMANCE / "cases.json", CONFORMANCE / "settled.json"
LEFT_OPEN = ("missing", "next_draw")  # what the second implementation does not decide


def reading(il6: str = "2.4 pg/mL", **facts: Any) -> dict[str, Any]:
    return {"il6": il6, "drawn_at": DRAW, "fasting": True, "at_rest": True, "exercise": "none"} | facts


def verdict(il6: str = "2.4 pg/mL", context: dict[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
    return decide({"reading": reading(il6, **facts), "context": context or {}})


def earlier(*pairs: tuple[str, str], **facts: Any) -> dict[str, Any]:
    return {"history": [reading(il6, drawn_at=f"{day}T08:00:00+01:00", **facts) for il6, day in pairs]}


def at(found: Any, path: str) -> Any:
    for step in path.split("."):
        found = None if found is None else found.get(step)
    return found


def test_every_public_vector_holds():
    if not VECTORS.exists():
        pytest.skip("the public vectors do not lie beside this checkout")
    wrong = list[str]()
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]:
        found = decide(vector["case"])
        if "error_mentions" in vector:
            wrong += [] if "refused" in found else [f"{vector['name']}: was read"]
            continue
        for path, wanted in vector["expect"].items():
            if path.startswith(LEFT_OPEN):
                continue
            value = at(found, path.removesuffix(" includes"))
            if not (wanted in (value or ()) if path.endswith(" includes") else value == wanted):
                wrong.append(f"{vector['name']}: {path} is {value}, wanted {wanted}")
    assert not wrong


# What `wanted` says in words, as decisions.
WANTED: dict[str, dict[str, Any]] = {
    "D1a": {"persistence.code": "consistent_above_2", "firmness": "firm"},
    "D1b": {"persistence.code": "consistent_above_2", "firmness": "firm"},
    "D2a": {"care": "same_day"},
    "D2b": {"care": "same_day", "standing.il6.reasons": {"not_fasting": "up", "exercise_timing_unclear": "unknown"}},
    "D3a": {"standing.il6.code": "unverified"},
    "D3b": {"standing.il6.code": "unverified"},
    "D4a": {"standing.il6": {"code": "void", "reasons": {"biotin": "down"}}},
    "D4b": {"standing.il6": {"code": "void", "reasons": {"biotin": "down"}}},
    "D5a": {"care": "clinician_evaluation"},
    "D5c": {"care": "clinician_evaluation"},
    "D5d": {"care": "repeat"},
    "D6a": {"standing.il6.code": "unverified"},
    "D6b": {"standing.il6.code": "unverified"},
    "D7a": {"care": "urgent"},
    "D8a": {"applicable": False, "interventions.gut_barrier.status": "withheld"},
    "D8b": {"applicable": False, "interventions.gut_barrier.status": "withheld"},
    "D9": {"standing.il6.code": "void", "standing.hs_crp.code": "void"},
    "D10a": {"cross_checks": ["grip_confirmed_decline", "hrv_declining"]},
    "D11": {"trend.n": 1},
    "D11b": {"trend.n": 1},
    "D12": {"standing.il6.reasons": {"exercise_hold": "up", "not_morning": "unknown"}},
    "A1": {"persistence.lines.above_target": "open"},
    "A2": {"standing.il6.code": "valid"},
    "A3": {"persistence.n": 0},
    "A5": {"standing.il6.code": "valid"},
    "A7": {"pattern.code": "suspended", "cross_checks": ["grip_confirmed_decline", "hrv_declining"]},
    "A8": {"change.code": "within_noise"},
}


def test_every_settled_case_is_decided_as_it_was_settled():
    if not SETTLED.exists():
        pytest.skip("the settled cases do not lie beside this checkout")
    cases = {entry["id"]: entry["case"] for entry in json.loads(SETTLED.read_text("utf-8"))["cases"] if "case" in entry}
    assert cases.keys() == WANTED.keys()
    found = {name: {path: at(decide(cases[name]), path) for path in wanted} for name, wanted in WANTED.items()}
    assert found == WANTED


@pytest.mark.parametrize("same", ["1.2 pg/mL", "1.2 ng/L", "0.0012 ng/mL", "1.2E-3 µg/L", "1200 fg/mL", "0.0012mcg/l"])
def test_a_unit_change_changes_nothing(same):
    assert verdict(same) == verdict("1.2 pg/mL")


@pytest.mark.parametrize(
    "text",
    ["1,2 pg/mL", "2.4", "-1 pg/mL", "nan pg/mL", "2.4 pmol/L", "2.4 IU/mL", "2.4 Pg/mL", "0 pg/mL", "1 2 pg/mL"],
)
def test_what_is_no_quantity_is_refused(text):
    assert "refused" in verdict(text)


def test_a_molar_mass_makes_an_amount_readable():
    assert verdict("0.1 pmol/L", molar_mass=21000)["band"] == "elevated"  # 2.1 pg/mL


@pytest.mark.parametrize(
    "il6, bands",
    [
        ("<1.5 pg/mL", ["optimal", "above_target"]),
        ("<1.2 pg/mL", ["optimal"]),
        ("<3 pg/mL", ["optimal", "above_target", "elevated"]),
        (">2 pg/mL", ["elevated", "high", "beyond_range"]),
        (">1000 pg/mL", ["beyond_range"]),
    ],
)
def test_a_comparator_leaves_the_bands_that_its_interval_reaches(il6, bands):
    assert verdict(il6)["possible_bands"] == bands


def test_a_spring_night_has_twenty_three_hours():
    case = {
        "reading": reading(drawn_at="2026-03-29T08:00:00+02:00", exercise=None),
        "context": {"exercise_log": [{"kind": "resistance", "ended_at": "2026-03-28T08:00:00+01:00"}]},
    }
    assert decide(case)["standing"]["il6"]["code"] == "void"


def test_both_ends_of_a_date_decide_or_the_timing_is_unverified():
    log = {"time_zone": "Europe/Berlin", "exercise_log": [{"kind": "hiit", "ended_at": "2026-11-15"}]}
    found = verdict("38 pg/mL", log, fasting=False, exercise=None)
    assert found["care"] == "same_day"
    assert found["standing"]["il6"]["reasons"].keys() == {"not_fasting", "exercise_timing_unclear"}


def test_two_values_of_one_instant_are_a_conflict_and_two_methods_are_none():
    other = reading("1.9 pg/mL")
    assert "conflict" in verdict("2.4 pg/mL", {"history": [other]})["standing"]["il6"]["reasons"]
    found = verdict("2.4 pg/mL", {"history": [other | {"method": "R&D Quantikine HS"}]}, method="Roche Elecsys")
    assert found["standing"]["il6"]["code"] == "valid"


def test_the_order_of_the_history_decides_nothing():
    twins = [reading(drawn_at="2026-10-01T08:00:00+02:00", method=method) for method in "AB"]
    found = [verdict(context={"history": order}, method="B") for order in (twins, twins[::-1])]
    assert found[0] == found[1]
    assert found[0]["persistence"]["code"] == "consistent_above_2"
    assert found[0]["firmness"] == "firm"


def test_biotin_of_a_date_counts_from_the_latest_end_of_that_day():
    context = {"time_zone": "Europe/Berlin", "confounders": [{"kind": "biotin", "ended_on": "2026-11-15"}]}
    assert verdict("0.9 pg/mL", context)["standing"]["il6"] == {"code": "void", "reasons": {"biotin": "down"}}


def test_on_a_receptor_blocker_earlier_readings_are_unverified_and_nothing_is_repeated():
    context = earlier(("2.9 pg/mL", "2026-10-08"), ("2.9 pg/mL", "2026-08-08")) | {
        "confounders": ["il6_receptor_blocker"]
    }
    found = verdict(context=context)
    assert (found["care"], found["persistence"]["n"]) == ("none", 0)


@pytest.mark.parametrize(
    "kind, hours, care",
    [
        ("resistance", 5.9, "repeat"),
        ("resistance", 6, "same_day"),
        ("moderate", 5, "same_day"),
        ("race", 23.9, "repeat"),
        ("race", 24, "same_day"),
    ],
)
def test_exercise_explains_hours_and_not_days(kind, hours, care):
    assert verdict("80 pg/mL", exercise=kind, hours_since_exercise=hours)["care"] == care


def test_a_child_twice_beyond_the_range_is_seen_by_a_clinician():
    found = verdict("20 pg/mL", earlier(("25 pg/mL", "2026-10-01")) | {"age": 16})
    assert (found["applicable"], found["care"]) == (False, "clinician_evaluation")


def test_an_unverified_reading_never_supports_a_yes():
    history = [
        reading("<=2 pg/mL", drawn_at="2026-08-16T08:00:00+02:00", exercise=None),
        reading("3.1 pg/mL", drawn_at="2026-10-01T08:00:00+02:00"),
    ]
    assert verdict("3.5 pg/mL", {"history": history})["persistence"]["lines"]["above_target"] == "open"


def test_a_mean_of_one_day_lies_on_the_line_exactly():
    history = earlier(("1.6 pg/mL", "2026-10-01"))["history"]
    history.append(reading("2.5 pg/mL", drawn_at="2026-10-01T09:00:00+01:00"))  # the mean is 2.0, which is not above it
    lines = verdict("2.4 pg/mL", {"history": history})["persistence"]["lines"]
    assert (lines["above_target"], lines["above_2"]) == ("yes", "no")


def test_the_printed_reference_change_decides():
    assert verdict("0.4925 pg/mL", earlier(("1 pg/mL", "2026-10-01")))["change"]["code"] == "within_noise"
    assert verdict("0.49 pg/mL", earlier(("1 pg/mL", "2026-10-01")))["change"]["code"] == "fall"


@pytest.mark.parametrize("free, quantile", [(1, 3.8415), (2, 5.9915), (3, 7.8147), (10, 18.3070)])
def test_the_quantile_of_chi_square_is_the_tabulated_one(free, quantile):
    assert chi_square_95(free) == pytest.approx(quantile, abs=1e-4)


def test_the_noise_of_one_reading_is_that_of_the_printed_interval():
    assert pytest.approx(1.82, abs=0.005) == 2.718281828 ** (1.96 * SIGMA)


def test_a_conventional_crp_is_read_for_what_it_can_say():
    assert verdict("3.6 pg/mL", {"conventional_crp": "5 mg/L"})["pattern"] == {"code": "both_raised", "tentative": True}
    assert verdict("3.6 pg/mL", {"conventional_crp": "<5 mg/L"})["pattern"]["code"] == "undetermined"


def test_beyond_the_range_no_cross_check_attributes_anything_to_il6():
    context = {
        "hrv_trend": "declining",
        "grip_trend": "declining",
        "consistent_training": True,
        "adequate_protein": True,
    }
    assert verdict("8 pg/mL", context)["cross_checks"] == ["grip_possible_decline", "hrv_declining"]
    assert {"grip_il6_suspect", "hrv_il6_loop"} <= set(verdict("6 pg/mL", context)["cross_checks"])


def test_an_exact_rational_lies_on_the_line_of_vitamin_d():
    assert verdict(context={"vitamin_d": "49.92 nmol/L"})["vitamin_d"]["code"] == "below_target"
    assert verdict(context={"vitamin_d": "49.91 nmol/L"})["vitamin_d"]["code"] == "deficient"
    assert Fraction("49.92") / Fraction("2.496") == 20


@pytest.mark.parametrize("section", SECTIONS)
def test_the_same_seed_gives_the_same_documents_and_each_is_answered(section):
    cases = [document(section, Random(f"{section} {seed}")) for seed in range(40)]  # noqa: S311
    assert cases == [document(section, Random(f"{section} {seed}")) for seed in range(40)]  # noqa: S311
    for case in cases:
        json.dumps(case)
        assert decide(case)


def test_shrinking_keeps_what_shows_the_difference():
    case = {"reading": reading(), "context": {"age": 50, "red_flags": ["fever", "confusion"]}}
    less = shrink(case, lambda other: "confusion" in other.get("context", {}).get("red_flags", []))
    assert less == {"context": {"red_flags": ["confusion"]}}
