"""The report on many results: counts, care first, and what asking would gain by the same rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from forge_il6 import STANDARD, Convention, RuleSet, Threshold
from forge_il6.interpretation import read_case
from forge_il6.summary import ALL, Summary, Tally, asks_of, method_of, seen

GOOD: dict[str, Any] = {
    "il6": "2.4 pg/mL",
    "drawn_at": "2026-11-20T08:10+01:00",
    "fasting_hours": 11,
    "exercise": "none",
    "at_rest": True,
    "method": "R&D Quantikine HS",
}


def case(context: Mapping[str, Any] | None = None, without: tuple[str, ...] = (), **facts: Any) -> dict[str, Any]:
    reading = {name: value for name, value in (GOOD | facts).items() if name not in without}
    return {"reading": reading, "context": {"age": 57, "red_flags": [], "confounders": []} | dict(context or {})}


def summary(*cases: dict[str, Any], rules: RuleSet = STANDARD, unread: int = 0) -> Summary:
    tally = Tally(rules)
    for number, each in enumerate(cases):
        tally.add(seen(*read_case(each), tally.asks, rules), number)
    for _ in range(unread):
        tally.add_unread()
    return tally.summary()


def gains(found: Summary) -> dict[str, tuple[int, int]]:
    return {each.fact: (each.unknown, each.more) for each in found.gains}


NO_FAST, NO_TRAINING = ("fasting_hours",), ("exercise",)


def test_what_counts_and_what_does_not_is_counted() -> None:
    found = summary(case(), case(exercise="hiit", hours_since_exercise=3), case(without=NO_FAST), unread=2)

    assert (5, 2, 3, 1) == (found.rows, found.unread, found.tested, found.usable)
    assert {"valid": 1, "void": 1, "unverified": 1} == dict(found.standing)
    assert 1 == found.reasons["unverified", "fasting_not_reported"]
    assert 1 == found.reasons["void", "myokine_window"]


def test_asking_gains_the_rows_that_would_count_with_the_answer_and_no_other() -> None:
    """Fasting is not recorded for three; one of them is void by training, whatever was eaten."""
    trained = {"exercise": "hiit", "hours_since_exercise": 3}
    found = summary(case(), case(without=NO_FAST), case(without=NO_FAST), case(without=NO_FAST, **trained))

    assert {"fasting": (3, 2)} == gains(found)
    assert "had fasted for 10 hours" == found.gains[0].says


def test_a_row_that_lacks_two_facts_counts_only_with_both() -> None:
    found = summary(case(without=(*NO_FAST, *NO_TRAINING)), case(without=NO_FAST))

    assert {"fasting": (2, 1), "exercise": (1, 0), ALL: (2, 2)} == gains(found)
    assert ALL == found.gains[-1].fact


def test_hours_without_a_kind_are_asked_for_by_name() -> None:
    found = summary(case(exercise="hiit"))

    assert {"hours_since_exercise": (1, 1)} == gains(found)


def test_nobody_is_asked_what_is_stated_or_what_would_change_nothing() -> None:
    """A meal that was stated is no missing fact, and a person who is not judged gains nothing."""
    fed, child = case(fasting=False, without=NO_FAST), case({"age": 12}, without=NO_FAST)

    assert {} == gains(summary(fed))
    assert {"fasting": (1, 0)} == gains(summary(child))


def test_an_answer_takes_its_number_from_the_rules_in_force() -> None:
    """A clinic that asks for twelve hours must not be told that ten let a sample count."""
    twelve = STANDARD.override(fasting_full=Threshold(12, "hour", Convention("clinic protocol 4.2")))
    found = summary(case(without=NO_FAST), rules=twelve)

    assert "had fasted for 12 hours" == found.gains[0].says
    assert {"12"} == {str(ask.states["fasting_hours"]) for ask in asks_of(twelve) if ask.fact == "fasting"}
    assert {"fasting": (1, 1)} == gains(found)


def test_a_rule_set_without_the_rule_of_a_number_still_knows_what_to_ask() -> None:
    """Who takes the rule on fasting away has a question without an effect, and no error."""
    fasting = next(each.id for each in STANDARD if "fasting_full" in each.thresholds())
    found = summary(case(without=NO_FAST), rules=STANDARD.without(fasting))

    assert "had fasted for 10 hours" == found.gains[0].says


def test_care_comes_first_the_most_urgent_before_all_and_by_number_alone() -> None:
    rows = (case(), case({"red_flags": ["chest_pain"]}), case(il6="40 pg/mL"), case({"red_flags": ["fever"]}))
    found = summary(*rows)

    assert [("urgent", 1, ("1",)), ("same_day", 1, ("2",)), ("clinician_evaluation", 1, ("3",))] == [
        (each.code, each.count, each.rows) for each in found.care
    ]
    text = str(found)
    assert text.index("seek medical care now") < text.index("How many can be used")
    assert text.index("seek medical care now") < text.index("see a clinician today")


def test_of_many_rows_the_first_are_named_and_all_are_counted() -> None:
    """A report on forty million rows must not be forty million rows long."""
    found = summary(*[case({"red_flags": ["fever"]})] * 25)

    assert 25 == found.care[0].count
    assert [str(number) for number in range(20)] == list(found.care[0].rows)
    assert ", …" in str(found)


def test_bands_stand_by_method_and_only_of_rows_that_count() -> None:
    found = summary(
        case(),
        case(il6="0.9 pg/mL"),
        case(method="Roche Elecsys", il6="<1.5 pg/mL"),
        case(without=("method",)),
        case(without=NO_FAST),
    )

    assert {
        ("R&D Quantikine HS", "elevated"): 1,
        ("R&D Quantikine HS", "optimal"): 1,
        ("Roche Elecsys", "open"): 1,
        ("not recorded", "elevated"): 1,
    } == dict(found.bands)


def test_a_method_that_is_not_known_is_not_repeated() -> None:
    """A column that was mixed up puts a name into any field."""
    assert "another method" == method_of("Erika Mustermann")
    assert "Mustermann" not in str(summary(case(method="Erika Mustermann"))) + summary(case(method="E. M.")).to_html()
    assert ("R&D Quantikine HS", "not recorded") == (method_of("quantikine"), method_of(None))


def test_what_is_missing_is_counted_by_the_names_of_the_case_document() -> None:
    found = summary(case(), case(without=("method",)), {"context": {"age": 57}})

    assert 2 == found.missing["method"]
    assert 1 == found.missing["il6"]
    assert 3 == found.missing["hs_crp"]
    assert 2 == found.tested


def test_nothing_at_all_is_no_error() -> None:
    found = summary()

    assert (0, 0) == (found.rows, found.usable)
    assert "0 rows" in str(found)
    assert found.to_html()


def test_the_report_is_data_text_and_html_alike() -> None:
    found = summary(case(), case(without=NO_FAST), case({"red_flags": ["fever"]}), unread=1)
    data = json.loads(json.dumps(found.to_dict()))

    assert (4, 1, 3, 2) == tuple(data[name] for name in ("rows", "unread", "tested", "usable"))
    assert [{"code": "clinician_evaluation", "count": 1, "rows": ["2"]}] == data["care"]
    for said in (str(found), found.to_html().replace("\N{NO-BREAK SPACE}", " ")):
        assert "2 of 3 with an IL-6 count toward a baseline (67 %)" in said
        assert "67 % → 100 %" in said
    assert found.to_html() == found._repr_html_()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>'])
def test_an_id_of_the_caller_is_escaped(name: str) -> None:
    tally = Tally(STANDARD)
    tally.add(seen(*read_case(case({"red_flags": ["fever"]})), tally.asks, STANDARD), name)
    html = tally.summary().to_html()

    assert name not in html
    assert "<script" not in html
    assert "<img" not in html


def test_the_names_of_the_bands_stand_on_their_colours() -> None:
    """Nothing rests on colour alone, and each colour is that of the card."""
    html = summary(case()).to_html()

    assert "rgba(86,160,211,0.35)" in html
    assert "above target" in html
