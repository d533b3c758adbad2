"""
The public API as a type checker sees it.

Never run: mypy and pyright check it in strict mode. `assert_type` states what a caller gets; a
`type: ignore` with its code states what a caller is kept from, since an unused one is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_type

from forge_il6 import (
    STANDARD,
    Amount,
    Analyte,
    Band,
    Care,
    CareReason,
    Context,
    Convention,
    Exercise,
    Finding,
    Firmness,
    HsCrp,
    Note,
    Pattern,
    Reading,
    Reason,
    RedFlag,
    Rule,
    RuleSet,
    Scale,
    Session,
    Severity,
    Standing,
    StandingCode,
    Threshold,
    Verdict,
    interpret,
    interpret_case,
    rule,
)


def a_verdict_is_typed(verdict: Verdict) -> None:
    assert_type(verdict.applicable, bool)
    assert_type(verdict.band, Band | None)
    assert_type(verdict.possible_bands, tuple[Band, ...])
    assert_type(verdict.firmness, Firmness)
    assert_type(verdict.care, Care)
    assert_type(verdict.pattern, Pattern | None)
    assert_type(verdict.standing.il6, Standing | None)
    assert_type(verdict.findings, tuple[Finding, ...])
    assert_type(verdict.missing, tuple[str, ...])
    assert_type(verdict.summary, str)
    assert_type(verdict.to_dict(), dict[str, Any])
    assert_type(verdict.to_json(), bytes)
    assert_type(Verdict.from_dict({}), Verdict)
    assert_type(verdict.findings[0].severity, Severity)
    assert_type(verdict.findings[0].facts, Mapping[str, str])
    assert_type(verdict.findings[0].citations, tuple[str, ...])


def what_may_be_none_must_be_asked(verdict: Verdict) -> str:
    return verdict.band.value  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]


def interpret_takes_one_reading_several_or_none(reading: Reading, context: Context) -> None:
    assert_type(interpret(reading), Verdict)
    assert_type(interpret([reading, reading], context), Verdict)
    assert_type(interpret((reading,), context, rules=STANDARD), Verdict)
    assert_type(interpret(None, context), Verdict)
    assert_type(interpret_case({"reading": {"il6": "2.4 pg/mL"}}), Verdict)


def rules_are_given_by_name(reading: Reading, context: Context) -> None:
    interpret(reading, context, STANDARD)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_set_of_rules_is_no_list(reading: Reading) -> None:
    interpret(reading, rules=[])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def facts_are_read_from_what_a_caller_has() -> None:
    reading = Reading(
        "2.4 pg/mL",
        drawn_at="2026-11-20T08:10+01:00",
        fasting_hours=11,
        exercise="resistance",
        hours_since_exercise=36.5,
        lab_upper_limit="7 pg/mL",
    )
    Reading(2.4, "ng/L", drawn_at=datetime(2026, 11, 20, 8, 10), fasting=True)
    Reading(Decimal("2.4"), "pg/mL", drawn_at=date(2026, 11, 20))
    context = Context(
        age=57,
        sex="female",
        hs_crp="0.6 mg/L",
        red_flags=["fever"],
        confounders=[{"kind": "vaccination", "days_since": 9}],
        history=[reading],
        grip=[{"on": "2026-05-01", "value": "41 kg"}],
        lifestyle={"good_sleep": True},
    )
    assert_type(reading.il6, Amount | None)
    assert_type(reading.fasting_hours, Decimal | None)
    assert_type(context.history, tuple[Reading, ...] | None)
    assert_type(context.red_flags is None, bool)
    assert_type(Reading.from_dict({}), Reading)
    assert_type(Context.from_dict({}), Context)
    assert_type(context.to_dict(), dict[str, Any])


def a_misspelt_fact_is_an_error() -> None:
    Context(aeg=57)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_fact_of_another_type_is_an_error() -> None:
    Context(age=[57])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Reading("2.4 pg/mL", fasting="yes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Session(kind=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_entry_has_the_types_that_it_was_read_into() -> None:
    crp = HsCrp("0.6 mg/L", "2026-11-20")
    assert_type(crp.value, Amount)
    assert_type(crp.drawn_at, datetime | date | None)
    assert_type(Session("race").kind, Exercise)
    assert_type(Context(red_flags=["fever"]).red_flags, tuple[RedFlag, ...] | None)


def an_amount_is_exact(amount: Amount) -> None:
    assert_type(amount.value, Decimal | Fraction)
    assert_type(amount.unit, str)
    assert_type(amount.is_point, bool)
    assert_type(amount.above(Decimal("1.2")), bool)


def values_are_frozen(threshold: Threshold, reading: Reading) -> None:
    threshold.unit = "day"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    reading.fasting = True  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


LIMIT = Threshold(9, "hour of the day", Convention("clinic protocol 4.2"))
Threshold("1.2", "pg/mL", Convention("text is exact"))
Threshold(0.5, "fold", Convention("a float stands for its shortest text"))


def a_number_needs_its_basis() -> None:
    Threshold(36, "hour")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Threshold(36, "hour", "clinic protocol 4.2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@rule("X1", asks="Was the sample drawn before the clinic opened?", judges=Analyte.IL6)
def drawn_at_night(hour_of_day: Decimal, *, night_end: Threshold = LIMIT) -> Reason | None:
    """Before the clinic opens nobody watches how a sample is drawn."""
    return Reason("night_draw", StandingCode.VOID) if hour_of_day < night_end.value else None


@rule("X2", asks="Does the clinic follow this patient?")
def followed(band: Band) -> Note:
    """The clinic keeps a list."""
    return Note("followed", sentence=f"The clinic follows everyone who is {band.value}.")


def a_rule_is_still_a_function() -> None:
    assert_type(drawn_at_night(Decimal(8)), Reason | None)
    assert_type(drawn_at_night(Decimal(8), night_end=LIMIT), Reason | None)
    assert_type(followed(Band.HIGH), Note)
    assert_type(drawn_at_night.id, str)
    assert_type(drawn_at_night.facts, tuple[str, ...])
    assert_type(drawn_at_night.thresholds(), dict[str, Threshold])


def a_rule_keeps_the_types_of_its_parameters() -> None:
    drawn_at_night("8 o'clock")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    drawn_at_night(Decimal(8), night_end=9)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    drawn_at_night()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_rule_set_is_a_value() -> None:
    assert_type(STANDARD, RuleSet)
    assert_type(STANDARD + drawn_at_night + followed, RuleSet)
    assert_type(STANDARD + STANDARD, RuleSet)
    assert_type(STANDARD.without("T2", "T3"), RuleSet)
    assert_type(STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2"))), RuleSet)
    assert_type(STANDARD["T2"], Rule[..., Any])
    assert_type([each.asks for each in STANDARD], list[str])


def only_rules_are_added() -> None:
    STANDARD + len  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnusedExpression]


def an_override_is_a_threshold() -> None:
    STANDARD.override(washout=36)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_scale_knows_its_codes(scale: Scale[Band], amount: Amount) -> None:
    assert_type(scale.codes, tuple[Band, ...])
    assert_type(scale.within(amount), tuple[Band, ...])
    assert_type(scale.with_cuts({"target": Threshold("1.4", "pg/mL", Convention("ours"))}), Scale[Band])


def care_reasons_are_typed() -> CareReason:
    return CareReason("clinic", "today")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
