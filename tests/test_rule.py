"""What a rule is, what a set of rules can do, and how a host brings rules and numbers of its own."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import Any, Protocol, TypedDict, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import (
    STANDARD,
    Analyte,
    Band,
    Care,
    CareReason,
    CaseError,
    Context,
    Convention,
    Direction,
    ForgeError,
    Note,
    Pattern,
    Reading,
    Reason,
    Rule,
    RuleSet,
    RuleSetError,
    Scale,
    Severity,
    Standing,
    StandingCode,
    Threshold,
    ThresholdError,
    Verdict,
    interpret,
    interpret_case,
    rule,
)
from forge_il6.asking.facts import CaseFacts, SampleFacts
from forge_il6.case import Case
from forge_il6.codes import Confounder
from forge_il6.conclusions import Advice
from forge_il6.knowledge import thresholds
from place import needs_docstrings

CLINIC = Convention("clinic protocol 4.2")
NIGHT_END = Threshold(9, "hour of the day", CLINIC)

READING = Reading(
    "2.4 pg/mL",
    drawn_at="2026-11-20T08:10+01:00",
    fasting_hours=11,
    exercise="resistance",
    hours_since_exercise=30,
)
CONTEXT = Context(age=57, hs_crp="0.6 mg/L", red_flags=[])


def washout(hours: object, unit: str = "hour") -> Threshold:
    return Threshold(hours, unit, CLINIC)  # type: ignore[arg-type]


def number(value: object, unit: str) -> Threshold:
    return Threshold(value, unit, CLINIC)  # type: ignore[arg-type]


def il6(verdict: Verdict) -> Standing:
    """The standing of a sample with an IL-6."""
    assert verdict.standing.il6 is not None
    return verdict.standing.il6


# rules of a host, one for each kind of answer


@rule("X1", asks="Was the sample drawn before the clinic opened?", judges=Analyte.IL6)
def drawn_at_night(hour_of_day: Decimal, *, night_end: Threshold = NIGHT_END) -> Reason | None:
    """Before the clinic opens nobody watches how a sample is drawn."""
    return Reason("night_draw", StandingCode.VOID, Direction.UP) if hour_of_day < night_end.value else None


@rule("X2", asks="Does the clinic follow this patient?")
def followed(band: Band) -> Note:
    """The clinic keeps a list of everyone above the target."""
    return Note("followed", Severity.WARNING, f"The clinic follows everyone who is {band.value}.")


@rule("X3", asks="Should the clinic's doctor look at it today?")
def same_day(band: Band) -> CareReason | None:
    """The clinic wants to see an elevated result on the day it arrives."""
    return CareReason("clinic_same_day", Care.SAME_DAY) if band is Band.ELEVATED else None


@rule("X4", asks="Does the clinic read pairs at all?", gives="pattern")
def no_pairs(pattern: Pattern) -> Pattern | None:
    """The clinic's two laboratories do not agree, so a pair says nothing."""
    return Pattern.UNDETERMINED if pattern is Pattern.IL6_ONLY else None


# --- the declaration -------------------------------------------------------------------------------


@needs_docstrings
def test_the_signature_is_the_declaration() -> None:
    """Design 1: positional parameters are facts, keyword-only parameters are thresholds."""
    assert ("hour_of_day",) == drawn_at_night.facts
    assert {"night_end": NIGHT_END} == drawn_at_night.thresholds()
    assert "drawn_at_night" == drawn_at_night.name
    assert "Before the clinic opens nobody watches how a sample is drawn." == drawn_at_night.reason


def test_the_cuts_of_a_scale_are_thresholds_of_the_rule() -> None:
    """An override reaches a cut by its name, wherever the scale is used."""

    @rule("Y", asks="Which step?")
    def step(il6: Any, *, bands: Scale[Band] = thresholds.IL6_BANDS) -> Note | None:
        return None

    assert ["target", "verdict_line", "high_line", "ceiling"] == list(step.thresholds())


def with_default(il6: Any = None) -> None: ...
def with_plain_number(il6: Any, *, line: int = 3) -> None: ...
def without_number(il6: Any, *, line: Threshold) -> None: ...
def with_several(*facts: Any) -> None: ...
def with_anything(**numbers: Any) -> None: ...
def positional_only(il6: Any, /) -> None: ...
def threshold_as_fact(il6: Any, line: Threshold = NIGHT_END) -> None: ...


@pytest.mark.parametrize(
    "function",
    [
        with_default,
        with_plain_number,
        without_number,
        with_several,
        with_anything,
        positional_only,
        threshold_as_fact,
    ],
)
def test_a_parameter_is_a_fact_or_a_threshold(function: Callable[..., Any]) -> None:
    """A parameter that is neither would be a number or a fact that nobody can trace."""
    with pytest.raises(RuleSetError, match="rule Y"):
        rule("Y", asks="What?")(function)


class Callable_:  # noqa: N801  (a stand-in for what a host may decorate)
    def __call__(self, il6: Any, *, line: Threshold = NIGHT_END) -> None: ...


def plain(il6: Any, *, line: Threshold = NIGHT_END) -> Note:
    return Note("n", sentence=str(line))


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


@pytest.mark.parametrize(
    "function",
    [functools.lru_cache(plain), functools.partial(plain), Callable_(), logged(plain)],
    ids=["cached", "partial", "object", "wrapped"],
)
def test_what_is_no_plain_function_is_refused_or_obeys_an_override(function: Callable[..., Any]) -> None:
    """A wrapper hides the defaults that an override replaces; silently keeping the old number would be a lie."""
    try:
        mine = RuleSet((rule("Y", asks="What?")(function),)).override(line=number(10, "hour of the day"))
    except RuleSetError:
        return

    assert "10 hour of the day" == mine["Y"](READING.il6).sentence


# --- a rule alone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("hours, code", [(3, "myokine_window"), (23, "post_exercise_hold"), (24, None), (30.5, None)])
def test_a_rule_can_be_called_alone_with_plain_numbers(hours: float, code: str | None) -> None:
    """Design 1: a rule is still a function, and can be called alone in a notebook."""
    answer = STANDARD["T2"](hours)

    assert code == (answer and answer.code)


def test_a_rule_called_alone_takes_another_threshold() -> None:
    """A what-if needs no rule set."""
    assert None is STANDARD["T2"](30)
    assert "post_exercise_hold" == STANDARD["T2"](30, washout=washout(36)).code


def test_a_rule_called_alone_takes_text_results_as_read() -> None:
    """An amount comes from a reading and goes straight into a rule."""
    assert (Band.ELEVATED,) == STANDARD["B3"](READING.il6, thresholds.IL6_BANDS)


def test_a_rule_is_shown_by_its_id_and_its_question() -> None:
    """In a notebook a rule introduces itself."""
    assert "<Rule X1 drawn_at_night: Was the sample drawn before the clinic opened?>" == repr(drawn_at_night)


# --- a set of rules --------------------------------------------------------------------------------


def test_rules_are_added_and_taken_away_without_touching_the_original() -> None:
    """Design 1: a rule set is a value."""
    before = STANDARD.rules
    more = STANDARD + drawn_at_night
    fewer = more.without("X1", "T2")

    assert (*before, drawn_at_night) == more.rules
    assert [r.id for r in before if r.id != "T2"] == [r.id for r in fewer]
    assert before == STANDARD.rules
    assert () == STANDARD.policy.without
    assert ("X1", "T2") == fewer.policy.without


def test_two_sets_become_one_in_their_order() -> None:
    """The order of asking is what a reader sees."""
    mine = RuleSet((drawn_at_night, followed_by_nobody), name="mine")

    assert (*STANDARD.rules, *mine.rules) == (STANDARD + mine).rules
    assert STANDARD.name == (STANDARD + mine).name


@rule("X5", asks="Does anybody follow this patient?")
def followed_by_nobody(il6: Any) -> Note | None:
    """A rule that never speaks."""
    return None


def test_rules_are_found_by_their_id() -> None:
    """Reviews speak of T2, so a set does."""
    assert "after_exercise" == STANDARD["T2"].name
    assert len(STANDARD) == len(list(STANDARD)) == len(STANDARD.rules)


@pytest.mark.parametrize(
    "act, message",
    [
        (lambda: STANDARD["T22"], "no rule has the id 'T22'; did you mean 'T2'"),
        (lambda: STANDARD.without("T22"), "did you mean 'T2'"),
        (lambda: STANDARD + drawn_at_night + drawn_at_night, "rule X1: the id is used twice"),
        (lambda: STANDARD + STANDARD, "the id is used twice"),
        (lambda: STANDARD + cast("Any", plain), "decorate the function with @rule"),
        (lambda: STANDARD + cast("Any", "T2"), "decorate the function with @rule"),
    ],
)
def test_a_set_that_makes_no_sense_is_refused_with_the_way_out(act: Callable[[], Any], message: str) -> None:
    """Design 1: an error when the rule set is built, with a "did you mean"."""
    with pytest.raises(RuleSetError, match=message):
        act()


def asking(fact: str, judges: tuple[Analyte, ...] = ()) -> Rule[..., Any]:
    """A rule that asks for one fact by name."""
    namespace: dict[str, Any] = {}
    exec(f"def asks_for({fact}): return None", namespace)  # noqa: S102  (parameters are what is tested)
    return rule("Y", asks="What?", judges=judges)(namespace["asks_for"])


@pytest.mark.parametrize(
    "fact, judges, meant",
    [
        ("hours_since_intens", (Analyte.IL6,), "hours_since_intense"),
        ("hour_of_the_day", (Analyte.IL6,), "hour_of_day"),
        ("il_6", (), "il6"),
        ("vitamin_dd", (), "vitamin_d"),
        ("possible_band", (), "possible_bands"),
    ],
)
def test_a_fact_that_nobody_provides_is_named_with_a_suggestion(
    fact: str, judges: tuple[Analyte, ...], meant: str
) -> None:
    """Design 1: a rule that asks for something nobody provides is an error when the rule set is built."""
    with pytest.raises(RuleSetError, match=f"rule Y asks for '{fact}'.*did you mean '{meant}'"):
        _ = STANDARD + asking(fact, judges)


def test_a_rule_cannot_ask_for_what_comes_later() -> None:
    """The order of asking is the order in which the rules stand."""
    with pytest.raises(RuleSetError, match="rule X2 asks for 'band'"):
        RuleSet((followed, *STANDARD.rules))


@pytest.mark.parametrize("name", ["il6", "hs_crp", "samples", "bmi", "age", "two words", "None", "class", "9th"])
def test_an_answer_cannot_take_the_name_of_a_fact_or_no_name(name: str) -> None:
    """A fact that a rule could replace would be no fact."""
    with pytest.raises(RuleSetError, match="another"):
        _ = STANDARD + rule("Y", asks="What?", gives=name)(plain)


def speaking(il6: Any) -> CareReason:
    return CareReason("speaking", Care.NONE)


@pytest.mark.parametrize("name", ["rule_3", "answer_0", "facts", "ask", "__debug__", "__builtins__", "mine"])
def test_any_other_name_of_an_answer_is_refused_or_does_no_harm(name: str) -> None:
    """The names inside the compiled function are not the host's concern."""
    given = rule("Y", asks="What?", gives=name)(speaking)
    usual = interpret(READING, CONTEXT).band

    for rules in (lambda: STANDARD + given, lambda: RuleSet((given, *STANDARD.rules))):
        try:
            built = rules()
        except RuleSetError:
            continue
        assert usual is interpret(READING, CONTEXT, rules=built).band


def test_an_answer_and_a_working_value_cannot_share_a_name() -> None:
    """What later rules are told and what the verdict says would part."""
    working = rule("Y", asks="What?", works_out="band")(speaking)

    with pytest.raises(RuleSetError, match="another"):
        _ = STANDARD + working


def test_a_rule_that_judges_a_sample_gives_nothing_else() -> None:
    """What a sample is worth is weighed from reasons, and from nothing else."""
    with pytest.raises(RuleSetError, match="judges a sample"):
        _ = STANDARD + rule("Y", asks="What?", judges=Analyte.IL6, gives="mine")(lambda age: None)


@pytest.mark.parametrize(
    "rules", [None, STANDARD.rules, "STANDARD", drawn_at_night], ids=["none", "tuple", "text", "rule"]
)
def test_interpret_takes_a_rule_set_only(rules: object) -> None:
    """The error says what to write."""
    with pytest.raises(CaseError, match="STANDARD"):
        interpret(READING, CONTEXT, rules=rules)  # type: ignore[arg-type]


CASES = [
    (READING, CONTEXT),
    (None, CONTEXT),
    (Reading("2.4 pg/mL"), None),
    (
        Reading("2.4 pg/mL", drawn_at="2026-11-20", fasting=True),
        Context(exercise_log=[{"kind": "resistance", "ended_at": "2026-11-19"}]),
    ),
    (
        Reading(
            "<1.5 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting=True, exercise="none", lab_upper_limit="7 ng/L"
        ),
        Context(
            age=17,
            history=[{"il6": "3 pg/mL", "drawn_at": "2026-10-01T08:00Z", "exercise": "none", "fasting": True}],
        ),
    ),
    (
        READING,
        Context(history=[{"il6": "3 pg/mL", "drawn_at": "2026-10-01T08:00Z", "exercise": "none", "fasting": True}]),
    ),
]


def left_out(rule_id: str) -> RuleSet | None:
    """The standard set without one rule; none where another rule needs it."""
    try:
        return STANDARD.without(rule_id)
    except RuleSetError:
        return None


SMALLER = {each.id: rules for each in STANDARD if (rules := left_out(each.id)) is not None}


@pytest.mark.parametrize("rule_id", [each.id for each in STANDARD if each.id not in SMALLER])
def test_a_rule_that_others_need_cannot_be_left_out(rule_id: str) -> None:
    """The error names the rule that needs it and what for."""
    with pytest.raises(RuleSetError, match=r"rule \w+ asks for '\w+'"):
        STANDARD.without(rule_id)


@pytest.mark.parametrize("rule_id", sorted(SMALLER))
def test_any_other_rule_can_be_left_out(rule_id: str) -> None:
    """Design 1: rules can be taken away, so every smaller set gives a whole verdict and says what is gone."""
    rules = SMALLER[rule_id]
    for reading, context in CASES:
        verdict = interpret(reading, context, rules=rules)
        assert (rule_id,) == verdict.policy.without
        assert rule_id in str(verdict)
        assert verdict.to_dict() == Verdict.from_dict(verdict.to_dict()).to_dict()


# --- overrides -------------------------------------------------------------------------------------


def test_an_override_decides_and_says_so() -> None:
    """Design 1: an override brings its own basis, keeps the unit, and shows in every finding that used it."""
    rules = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))
    usual, strict = interpret(READING, CONTEXT), interpret(READING, CONTEXT, rules=rules)
    used = [t for finding in strict.findings for t in finding.thresholds if t.name == "washout"]

    assert (StandingCode.VALID, StandingCode.VOID) == (il6(usual).code, il6(strict).code)
    assert used
    assert {("36", "hour", "C", "convention: clinic protocol 4.2")} == {
        (t.value, t.unit, t.basis, t.source) for t in used
    }


def test_an_override_shows_in_the_policy_the_document_and_the_report() -> None:
    """By which numbers a verdict was made is part of the verdict."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD.override(washout=washout(36)))
    shown = {
        "name": "washout",
        "value": "36",
        "unit": "hour",
        "standard": "24",
        "basis": "C",
        "source": "convention: clinic protocol 4.2",
    }

    assert [shown] == verdict.to_dict()["policy"]["overridden"]
    assert verdict == Verdict.from_dict(verdict.to_dict())
    assert "washout" in str(verdict)
    assert "clinic protocol 4.2" in str(verdict)
    assert () == interpret(READING, CONTEXT).policy.overridden


@pytest.mark.parametrize("name", sorted(STANDARD.thresholds()))
def test_an_override_changes_only_what_names_it(name: str) -> None:
    """Design 7: every rule that does not use the number is the same object as before."""
    old = STANDARD.thresholds()[name]
    new = Threshold(old.value * Decimal("1.01") if old.value else 1, old.unit, CLINIC)
    changed = STANDARD.override(**{name: new})

    for before, after in zip(STANDARD, changed, strict=True):
        expected = before.thresholds() | ({name: new} if name in before.thresholds() else {})
        assert expected == after.thresholds()
        assert (name not in before.thresholds()) == (before is after)
    assert old is STANDARD.thresholds()[name]


def test_overridden_rules_keep_everything_else() -> None:
    """Only the number moves: id, question, reason, name and facts stay."""
    before = STANDARD["T2"]
    after = STANDARD.override(washout=washout(36))["T2"]

    for part in ("id", "asks", "judges", "gives", "works_out", "otherwise", "answers", "facts", "name", "reason"):
        assert getattr(before, part) == getattr(after, part)


def test_a_rule_with_a_closure_can_be_overridden() -> None:
    """A host makes rules in a loop, and each keeps what it closed over."""

    def made(code: str) -> Rule[..., Any]:
        def closing(il6: Any, *, line: Threshold = NIGHT_END) -> Note:
            return Note(code, sentence=str(line))

        return rule(code, asks="What?")(closing)

    rules = RuleSet((made("A"), made("B"))).override(line=number(10, "hour of the day"))

    assert ["A", "B"] == [each(READING.il6).code for each in rules]
    assert {"10 hour of the day"} == {each(READING.il6).sentence for each in rules}


@pytest.mark.parametrize(
    "name, new, error, message",
    [
        ("washout", washout(1, "day"), ThresholdError, "give a Threshold in 'hour'"),
        ("washout", washout(36, "hours"), ThresholdError, "give a Threshold in 'hour'"),
        ("washout", 36, ThresholdError, "with its basis"),
        ("washout", "36 hour", ThresholdError, "with its basis"),
        ("washout", None, ThresholdError, "with its basis"),
        ("washot", washout(36), RuleSetError, "no rule uses 'washot'; did you mean 'washout'"),
        ("WASHOUT", washout(36), RuleSetError, "no rule uses"),
        ("il6_bands", washout(36), RuleSetError, "no rule uses"),
        ("target", number("2.0", "pg/mL"), ThresholdError, "must lie below"),
        ("target", number("2.5", "pg/mL"), ThresholdError, "must lie below 'verdict_line'"),
        ("target", number(0, "pg/mL"), ThresholdError, "above zero"),
        ("ceiling", number("2.9", "pg/mL"), ThresholdError, "'high_line' .* must lie below 'ceiling'"),
        ("crp_low", number("3.0", "mg/L"), ThresholdError, "must lie below"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(name: str, new: Any, error: type[Exception], message: str) -> None:
    """Design 1: it brings its own basis, keeps the unit, and leaves no gap in a scale."""
    with pytest.raises(error, match=message):
        STANDARD.override(**{name: new})


@pytest.mark.parametrize(
    "cuts, band",
    [
        ({"high_line": "7.5", "ceiling": "9.0"}, Band.ELEVATED),
        ({"ceiling": "9.0", "high_line": "7.5"}, Band.ELEVATED),
        ({"high_line": "2.5", "ceiling": "2.9"}, Band.BEYOND_RANGE),
        ({"ceiling": "2.9", "high_line": "2.5"}, Band.BEYOND_RANGE),
        ({"target": "8", "verdict_line": "8.5", "high_line": "9", "ceiling": "9.5"}, Band.OPTIMAL),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value,
)
def test_cuts_that_rise_only_together_can_be_overridden_together(cuts: dict[str, str], band: Band) -> None:
    """The error for one of them says "override both", so both must be possible, up and down and in any order."""
    rules = STANDARD.override(**{name: number(value, "pg/mL") for name, value in cuts.items()})

    assert band is interpret(attrs.evolve(READING, il6="7.2 pg/mL"), CONTEXT, rules=rules).band


def test_the_order_of_overrides_does_not_matter() -> None:
    """Two numbers that have nothing to do with each other cannot be in each other's way."""
    both = {"washout": washout(36), "fasting_full": number(12, "hour")}
    at_once = STANDARD.override(**both)
    in_turn = STANDARD.override(fasting_full=both["fasting_full"]).override(washout=both["washout"])

    assert at_once.thresholds() == in_turn.thresholds()
    assert sorted(o.name for o in at_once.policy.overridden) == sorted(o.name for o in in_turn.policy.overridden)


FULL = Context(
    age=57,
    sex="male",
    hs_crp="0.6 mg/L",
    history=[
        {"il6": "3 pg/mL", "drawn_at": "2026-10-01T08:00Z", "exercise": "none", "fasting": True},
        {"il6": "2 pg/mL", "drawn_at": "2026-07-01T08:00Z", "exercise": "none", "fasting": True},
    ],
    grip=[{"on": f"2026-{month:02}-01", "value": f"{45 - month} kg"} for month in range(1, 10)],
    hrv=[
        {"on": f"2026-{month:02}-{day:02}", "rmssd": f"{40 + day % 3} ms"} for month in (9, 10) for day in range(1, 29)
    ],
    vitamin_d="30 ng/mL",
    considering=[{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
)


@pytest.mark.parametrize("name", sorted(STANDARD.thresholds()))
def test_an_absurd_number_gives_a_verdict_or_one_of_our_errors(name: str) -> None:
    """A host may set a number to nothing or to a million; a traceback from inside is no answer."""
    unit = STANDARD.thresholds()[name].unit
    for value in ("0", "1e-9", "1e6"):
        with suppress(ForgeError):
            verdict = interpret(READING, FULL, rules=STANDARD.override(**{name: number(value, unit)}))
            assert str(Decimal(value)) == verdict.to_dict()["policy"]["overridden"][0]["value"]
            assert name in verdict.to_text(full=True)


def test_a_host_that_denies_all_variation_gets_a_verdict_or_one_of_our_errors() -> None:
    """Both coefficients of variation at zero leave a set point without width."""
    none = number(0, "%")
    with suppress(ForgeError):
        verdict = interpret(READING, FULL, rules=STANDARD.override(within_person_cv=none, analytical_cv=none))
        assert Band.ELEVATED.value == verdict.to_dict()["band"]


def test_one_name_cannot_mean_two_units() -> None:
    """An override in days must never end up in a rule that counts hours."""

    @rule("Y", asks="What?")
    def own(il6: Any, *, washout: Threshold = Threshold(2, "day", CLINIC)) -> Note | None:  # noqa: B008
        return None

    with pytest.raises((RuleSetError, ThresholdError)):
        (STANDARD + own).override(washout=Threshold(3, "day", CLINIC))


# --- rules of a host, end to end -------------------------------------------------------------------


def finding(verdict: Verdict, rule_id: str) -> dict[str, Any]:
    (found,) = (each for each in verdict.to_dict()["findings"] if each["rule"] == rule_id)
    return found


def test_a_host_can_judge_a_sample() -> None:
    """A reason of a host weighs like one of ours, and the engine writes down what it rests on."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD + drawn_at_night)
    found = finding(verdict, "X1")

    assert (StandingCode.VOID, None, Care.REPEAT) == (il6(verdict).code, verdict.band, verdict.care)
    assert (Band.OPTIMAL, Band.ABOVE_TARGET, Band.ELEVATED) == verdict.possible_bands
    assert ("night_draw", "warning") == (found["code"], found["severity"])
    assert {"analyte": "il6", "hour_of_day": "8.16"} == found["facts"]
    assert ["night_end"] == [used["name"] for used in found["thresholds"]]
    assert (drawn_at_night.reason or drawn_at_night.asks) == found["sentence"]  # python -OO drops the reason
    assert found["sentence"] in " ".join(str(verdict).split())


def test_a_host_can_say_something() -> None:
    """A note of a host brings its own sentence, and decides nothing."""
    usual, verdict = interpret(READING, CONTEXT), interpret(READING, CONTEXT, rules=STANDARD + followed)
    found = finding(verdict, "X2")

    assert ("followed", "warning") == (found["code"], found["severity"])
    assert "The clinic follows everyone who is elevated." == found["sentence"]
    assert {"band": "elevated"} == found["facts"]
    assert usual.decision == attrs.evolve(verdict.decision, policy=usual.policy)


def test_a_host_can_ask_for_care() -> None:
    """A care reason of a host outranks a lesser one, and what to do follows from it."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD + same_day)
    found = finding(verdict, "X3")

    assert Care.SAME_DAY is verdict.care
    assert ("clinic_same_day", "urgent") == (found["code"], found["severity"])
    assert (same_day.reason or same_day.asks) == found["sentence"]  # python -OO drops the reason
    assert "see_clinician_same_day" in [action.code for action in verdict.actions]


def test_a_rule_without_a_docstring_says_what_it_asked() -> None:
    """A finding without a sentence would be a line that says nothing."""

    @rule("X5", asks="Is this the clinic's own patient?")
    def own_patient(il6: Any) -> Note:
        return Note("own_patient")

    verdict = interpret(READING, CONTEXT, rules=STANDARD + own_patient)

    assert "Is this the clinic's own patient?" == finding(verdict, "X5")["sentence"]


def test_a_host_can_make_an_exception() -> None:
    """Default first, then exceptions: the later answer holds, and the earlier one is not found."""
    usual, verdict = interpret(READING, CONTEXT), interpret(READING, CONTEXT, rules=STANDARD + no_pairs)

    assert (Pattern.IL6_ONLY, Pattern.UNDETERMINED) == (usual.pattern, verdict.pattern)
    assert "undetermined" == finding(verdict, "X4")["code"]
    assert "il6_only" not in [found.code for found in verdict.findings]


def test_an_exception_that_does_not_apply_changes_nothing() -> None:
    """An answer of None is no answer."""
    reading = attrs.evolve(READING, il6="1.0 pg/mL")
    usual, verdict = interpret(reading, CONTEXT), interpret(reading, CONTEXT, rules=STANDARD + no_pairs)

    assert usual.to_dict() == verdict.to_dict() | {"policy": usual.to_dict()["policy"]}


def test_the_policy_names_the_rules_that_a_host_added() -> None:
    """By whose rules a verdict was made is part of the verdict."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD + no_pairs + followed)

    assert ("X4", "X2") == verdict.policy.added
    assert "X4" in str(verdict)
    assert () == interpret(READING, CONTEXT).policy.added


def test_an_answer_can_be_asked_for_by_a_later_rule_of_the_host() -> None:
    """Design 1: facts may be the conclusion of an earlier rule, asked for by name."""

    @rule("Y1", asks="What does the clinic say?", gives="clinic_note")
    def first(il6: Any) -> Note:
        """The first of two rules."""
        return Note("clinic_note", sentence="The clinic says something.")

    @rule("Y2", asks="What follows from it?")
    def second(clinic_note: Note) -> CareReason:
        """The second of two rules."""
        return CareReason(f"after_{clinic_note.code}", Care.CLINICIAN_EVALUATION)

    verdict = interpret(READING, CONTEXT, rules=STANDARD + first + second)

    assert Care.CLINICIAN_EVALUATION is verdict.care
    assert {"clinic_note", "after_clinic_note"} <= {found.code for found in verdict.findings}


def test_a_verdict_with_rules_of_a_host_can_be_kept() -> None:
    """A verdict keeps what was decided, also where the rules that decided it are gone."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD + drawn_at_night + followed + same_day)

    assert verdict == pickle.loads(pickle.dumps(verdict))
    assert verdict.to_dict() == Verdict.from_dict(verdict.to_dict()).to_dict()
    assert str(verdict) == str(Verdict.from_dict(verdict.to_dict()))


def test_a_rule_is_not_asked_when_a_fact_is_unknown() -> None:
    """Design 1: an unknown fact means the rule is not asked, and missing grows."""
    asked = []

    @rule("Y", asks="Is this person very thin?")
    def thin(bmi: Decimal) -> CareReason | None:
        """A very thin person is seen by a doctor first."""
        asked.append(bmi)
        return None

    rules = STANDARD + thin
    without, given = interpret(READING, CONTEXT, rules=rules), attrs.evolve(CONTEXT, bmi=17)

    assert "bmi" in without.missing
    assert [] == asked
    assert "bmi" not in interpret(READING, given, rules=rules).missing
    assert {Decimal(17)} == set(asked)


@pytest.mark.parametrize("answer", [["elevated"], {"band": "elevated"}, {1}], ids=["list", "dict", "set"])
def test_an_answer_that_cannot_be_compared_is_refused(answer: object) -> None:
    """Equal answers share one decision, so an answer must be a value."""

    @rule("Y", asks="What?")
    def mutable(il6: Any) -> Any:
        return answer

    with pytest.raises(RuleSetError, match="answer with"):
        interpret(READING, CONTEXT, rules=STANDARD + mutable)


@pytest.mark.parametrize(
    "answer", [["x"], {"x": 1}, "void", True, StandingCode.VOID, Note("x")], ids=lambda value: type(value).__name__
)
def test_a_rule_about_a_sample_answers_with_a_reason(answer: object) -> None:
    """Nothing else can be weighed, and the error names the rule."""

    @rule("Y", asks="What?", judges=Analyte.IL6)
    def other(hour_of_day: Decimal) -> Any:
        return answer

    with pytest.raises(RuleSetError, match="rule Y"):
        interpret(READING, CONTEXT, rules=STANDARD + other)


# --- what a rule may answer ------------------------------------------------------------------------


def lying(value: Any, annotation: Any = "Note | None", **declared: Any) -> Rule[..., Any]:
    """A rule of a host whose answer is that value, whatever its return annotation says."""

    def liar(il6: Any) -> Any:
        return value

    liar.__annotations__["return"] = annotation
    return rule("Y", asks="What?", **declared)(liar)


class Speaking(Protocol):
    code: str


class Spoken(TypedDict):
    code: str


Said = Note
"""Another name for the same type."""
URGENT = CareReason("clinic_urgent", Care.URGENT)


@pytest.mark.parametrize(
    "value, annotation, declared",
    [
        (URGENT, "Note | None", {}),
        (URGENT, Note, {}),
        ("see a doctor", "Note | None", {}),
        ("see a doctor", Any, {}),
        ("see a doctor", "a name that | nobody knows", {}),
        (True, Any, {}),
        (3, Any, {}),
        (Band.HIGH, "CareReason", {}),
        (Reason("x", StandingCode.VOID), "Note | CareReason", {}),
        ("elevated", "Band", {"gives": "band"}),
        ("elevated", Any, {"gives": "band"}),
        (True, "tuple[Band, ...] | None", {"gives": "possible_bands"}),
        ("no", "bool | None", {"works_out": "exercise_explains"}),
    ],
)
def test_an_answer_that_the_declaration_does_not_allow_names_the_rule(
    value: object, annotation: object, declared: dict[str, str]
) -> None:
    """A call for urgent care under the name of a note, or a plain text, would vanish in silence."""
    with pytest.raises(RuleSetError, match="rule Y"):
        str(interpret(READING, CONTEXT, rules=STANDARD + lying(value, annotation, **declared)))


@pytest.mark.parametrize(
    "value, annotation, declared",
    [
        (URGENT, "CareReason | None", {}),
        (URGENT, "Note | CareReason | None", {}),
        (URGENT, Any, {}),
        (URGENT, "a name that | nobody knows", {}),
        (Note("n", sentence="x"), "Note", {}),
        (Band.HIGH, "Band", {"gives": "band"}),
        (2, "float", {"works_out": "share"}),
        ("a text", "str", {"works_out": "dose"}),
        ((Band.HIGH,), "tuple[Band, ...] | None", {"gives": "possible_bands"}),
        (URGENT, "Speaking", {"gives": "mine"}),
        (URGENT, "Spoken", {"gives": "mine"}),
        (None, "Note | None", {}),
    ],
)
def test_an_answer_that_the_declaration_allows_is_heard(
    value: object, annotation: object, declared: dict[str, str]
) -> None:
    """The check must refuse nothing that is right."""
    verdict = interpret(READING, CONTEXT, rules=STANDARD + lying(value, annotation, **declared))

    assert (Care.URGENT if value is URGENT else Care.NONE) is verdict.care
    assert str(verdict)


@pytest.mark.parametrize(
    "annotation, declared",
    [("str", {}), ("bool | None", {}), ("str | None", {"gives": "mine"}), ("Note", {"judges": Analyte.IL6})],
)
def test_a_declared_answer_that_would_go_nowhere_is_refused_at_once(annotation: str, declared: dict[str, Any]) -> None:
    """What can be told from the declaration need not wait for a patient."""
    with pytest.raises(RuleSetError, match="rule Y"):
        lying(None, annotation, **declared)


def test_an_annotation_is_read_as_python_reads_it() -> None:
    """Another spelling of the same type is the same declaration."""
    spelt = ("Note | None", "Note|None", "(Note | None)", "Said | None", Note | None, Said | None)

    assert {(Note, type(None))} == {lying(None, annotation).answers for annotation in spelt}


def test_a_refused_answer_is_not_repeated() -> None:
    """What a rule says may speak of a person, and an error must not."""
    with pytest.raises(RuleSetError) as refused:
        interpret(READING, CONTEXT, rules=STANDARD + lying("Erika Mustermann", Any))

    assert "Mustermann" not in str(refused.value)


def test_a_name_keeps_its_kind_of_answer() -> None:
    """What asks for a band by its name must never be given a note."""
    with pytest.raises(RuleSetError, match="rule Y"):
        _ = STANDARD + lying(None, "Note | None", gives="band")


def test_a_note_of_a_host_is_checked_by_interpret_and_not_only_by_a_reader() -> None:
    """A feed that reads nothing but care must hear of a rule that meant care and declared a note."""
    with pytest.raises(RuleSetError, match="rule Y must not answer with"):
        _ = interpret(READING, CONTEXT, rules=STANDARD + lying(URGENT)).care


# --- what a name holds otherwise -------------------------------------------------------------------


def with_words(otherwise: Any = None) -> RuleSet:
    """A set with two rules of one name, both of which may have nothing to say, and one that hears them."""

    @rule("Y1", asks="Is it heavy?", works_out="word", otherwise=otherwise)
    def heavy(bmi: Decimal) -> str | None:
        return "heavy" if bmi > 30 else None

    @rule("Y2", asks="Is it light?", works_out="word")
    def light(bmi: Decimal) -> str | None:
        return "light" if bmi < 20 else None

    @rule("Y3", asks="What is the word?")
    def word_found(il6: Any, word: str) -> Note:
        return Note(f"word_{word}", sentence="A word.")

    return STANDARD + heavy + light + word_found


def words(rules: RuleSet, bmi: int | None) -> list[str]:
    found = interpret(READING, attrs.evolve(CONTEXT, bmi=bmi), rules=rules).findings
    return [each.code for each in found if each.code.startswith("word_")]


@pytest.mark.parametrize("bmi, word", [(35, "heavy"), (18, "light"), (25, "usual"), (None, "usual")])
def test_a_name_holds_its_otherwise_where_no_rule_answers(bmi: int | None, word: str) -> None:
    """Whether a rule was not asked or had nothing to say, later rules hear the same."""
    assert [f"word_{word}"] == words(with_words("usual"), bmi)


def test_without_otherwise_a_name_without_an_answer_is_unknown() -> None:
    """The rule that asks for it is not asked, as for any other fact."""
    assert [] == words(with_words(), 25)


@pytest.mark.parametrize("gone, bmi, word", [(["Y1"], 35, "usual"), (["Y1"], 18, "light"), (["Y1", "Y2"], 18, "usual")])
def test_what_a_name_holds_otherwise_stays_when_its_rule_is_taken_away(gone: list[str], bmi: int, word: str) -> None:
    """It belongs to the name; a rule that explains care must not take care away with it."""
    assert [f"word_{word}"] == words(with_words("usual").without(*gone), bmi)


def test_taking_away_what_excuses_a_value_never_takes_away_care() -> None:
    """Without the rules on exercise a value in the acute range is excused by nothing."""
    rules = STANDARD.without("E2")
    acute = attrs.evolve(READING, il6="40 pg/mL", hours_since_exercise=3)

    assert Care.SAME_DAY is interpret(acute, CONTEXT, rules=rules).care


def test_a_name_has_one_otherwise_said_by_its_first_rule() -> None:
    """Two would be a question of order."""
    with pytest.raises(RuleSetError, match="rule Y"):
        _ = STANDARD + lying(None, "bool | None", works_out="exercise_explains", otherwise=True)


def test_otherwise_needs_a_name() -> None:
    """A note that is said where nothing speaks would be said always."""
    with pytest.raises(RuleSetError, match="rule Y"):
        lying(None, otherwise=Note("n"))


def test_what_holds_otherwise_is_no_finding() -> None:
    """Nobody answered, so nothing was found."""
    verdict = interpret(READING, None)

    assert {"R2", "R4", "H4", "G5", "V2", "I31"}.isdisjoint(each.rule for each in verdict.findings)


# --- what may be asked for -------------------------------------------------------------------------


def test_every_kind_of_event_has_its_fact() -> None:
    """A kind without a field would never reach a rule; a known disease has no end to count from."""
    counted = {name.partition("_since_")[2] for name in SampleFacts._fields if "_since_" in name}
    of_exercise = {"intense", "eccentric", "race", "moderate"}

    assert {kind.value for kind in Confounder} - {"secondary_disease"} == counted - of_exercise


def test_every_fact_of_a_draw_or_a_case_is_asked_for_by_a_rule() -> None:
    """A fact that nobody asks for is worked out in vain; `facts` of a rule lists what it asks for."""
    asked = {fact for each in STANDARD for fact in each.facts}

    assert set() == {*SampleFacts._fields, *CaseFacts._fields} - asked


# --- compiled and traced ---------------------------------------------------------------------------

RESULTS = st.builds(
    "{}{} pg/mL".format,
    st.sampled_from(["", "", "", "<", "≤", ">", "≥"]),
    st.sampled_from(["0.5", "1.199", "1.2", "1.5", "2.0", "2.001", "3.0", "3.4", "7.0", "7.1", "35", "100", "5000"]),
)
CRP = st.builds("{} mg/L".format, st.sampled_from(["0.99", "1.0", "3.0", "3.1", "10", "10.1", "<1", ">5"]))
HOURS = st.sampled_from([0, 5, 6, 23.9, 24, 36, 48, 72, 100, 200])
KINDS = st.sampled_from(["none", "light", "moderate", "vigorous", "resistance", "eccentric", "race", "unknown"])
FLAGS = st.booleans()


def drawn(month: int) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "drawn_at": st.integers(1, 28).map(lambda day: f"2026-{month:02}-{day:02}T08:10:00+01:00"),
        "il6": RESULTS,
    }


STATED = {
    "fasting_hours": st.sampled_from([5, 8, 9.5, 10, 12]),
    "hours_since_exercise": HOURS,
    "exercise": KINDS.filter(lambda kind: kind != "none"),
    "at_rest": FLAGS,
    "specimen": st.sampled_from(["serum", "edta_plasma"]),
    "method": st.sampled_from(["Roche cobas", "R&D Quantikine HS", "something else"]),
    "hours_to_centrifugation": st.sampled_from([1, 3, 5]),
    "lab_upper_limit": st.sampled_from(["2 pg/mL", "5 pg/mL", "10 pg/mL"]),
    "haemolysed": FLAGS,
    "indwelling_line": FLAGS,
}
READINGS = st.fixed_dictionaries(drawn(11), optional=STATED)
HISTORY = st.lists(
    st.integers(5, 10).flatmap(lambda month: st.fixed_dictionaries(drawn(month), optional=STATED)), max_size=3
)
CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.sampled_from([17, 18, 57]),
        "pregnant": FLAGS,
        "hs_crp": CRP,
        "conventional_crp": CRP,
        "history": HISTORY,
        "hs_crp_history": st.lists(
            st.fixed_dictionaries({"value": CRP, "drawn_at": st.just("2026-09-01")}), max_size=2
        ),
        "red_flags": st.sampled_from([[], ["fever"]]),
        "confounders": st.sampled_from(
            [
                [],
                [{"kind": "vaccination", "days_since": 5}],
                [{"kind": "il6_receptor_blocker"}, {"kind": "biotin"}],
                [{"kind": "secondary_disease"}],
            ]
        ),
        "il10": st.just("1.1 pg/mL"),
        "vitamin_d": st.sampled_from(["18 ng/mL", "50 ng/mL"]),
        "grip_trend": st.sampled_from(["declining", "stable"]),
        "hrv_trend": st.sampled_from(["declining", "rising"]),
        "consistent_training": FLAGS,
        "adequate_protein": FLAGS,
        "muscle_mass_falling": FLAGS,
    },
)
SETS = {
    "standard": STANDARD,
    "overridden": STANDARD.override(washout=washout(36), ceiling=number("6.4", "pg/mL")),
    "with a host's": STANDARD + drawn_at_night + followed + same_day + no_pairs,
}


def built(reading: dict[str, Any], context: dict[str, Any], rules: RuleSet) -> Case:
    return Case.of(Reading.from_dict(reading), Context.from_dict(context), rules)


@pytest.mark.parametrize("rules", SETS.values(), ids=SETS)
@given(reading=READINGS, context=CONTEXTS)
def test_the_compiled_rules_answer_as_the_traced_ones(
    rules: RuleSet, reading: dict[str, Any], context: dict[str, Any]
) -> None:
    """What decides and what explains must never part: both ask the same rules with the same facts."""
    case = built(reading, context, rules)
    facts = case.facts()
    answered = dict(zip(rules.decisive_rules, rules.ask_case(facts), strict=True))
    holds = {each.gives: each for each, answer in answered.items() if answer is not None and each.gives}
    expected = {
        each.id: answer
        for each, answer in answered.items()
        if answer is not None and (not each.gives or holds[each.gives] is each)
    }
    traced = rules.trace(case.facts(traced=True))
    decisive = {each.id for each in rules.decisive_rules}

    assert expected == {each.id: answer for each, _, answer in traced if each.id in decisive}
    assert [each.id for each, _, _ in traced] == [each.id for each in rules if each.id in {e.id for e, _, _ in traced}]


@pytest.mark.parametrize("rules", SETS.values(), ids=SETS)
@given(reading=READINGS, context=CONTEXTS, other=READINGS, elsewhere=CONTEXTS)
def test_rules_that_are_asked_again_answer_as_those_that_are_asked_anew(
    rules: RuleSet, reading: dict[str, Any], context: dict[str, Any], other: dict[str, Any], elsewhere: dict[str, Any]
) -> None:
    """What an answer does not touch is kept from before, and whatever was answered before changes nothing."""
    before = rules.before(built(reading, context, rules).facts())
    for case in (built(other, context, rules), built(reading, elsewhere, rules), built(other, elsewhere, rules)):
        assert rules.ask_case(case.facts()) == rules.ask_case_again(case.facts(), before)


def test_a_working_value_of_a_host_that_compares_like_nothing_else_is_asked_for_again() -> None:
    """A host may work out anything, and no comparison of its own decides whether a rule is asked."""

    class Odd:
        def __init__(self, flags: tuple[Any, ...]) -> None:
            self.flags = flags

        def __eq__(self, _: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    @rule("X1", asks="?", works_out="odd")
    def odd(red_flags: tuple[Any, ...]) -> Odd:
        return Odd(red_flags)

    @rule("X2", asks="?", gives="told")
    def told(odd: Odd) -> Note:
        return Note("flagged" if odd.flags else "calm")

    rules = STANDARD + odd + told
    calm, flagged = (built({}, {"red_flags": flags}, rules).facts() for flags in ([], ["fever"]))

    assert rules.ask_case(flagged) == rules.ask_case_again(flagged, rules.before(calm))
    assert Note("flagged") in rules.ask_case_again(flagged, rules.before(calm))


@pytest.mark.parametrize("rules", SETS.values(), ids=SETS)
@given(reading=READINGS, context=CONTEXTS)
def test_what_is_found_is_what_was_decided(rules: RuleSet, reading: dict[str, Any], context: dict[str, Any]) -> None:
    """Every reason of a standing and every care that was decided can be found, with its rule."""
    verdict = interpret_case({"reading": reading, "context": context}, rules=rules)
    found = {each.code for each in verdict.findings}
    standings = [standing for standing in (verdict.standing.il6, verdict.standing.hs_crp) if standing]

    assert {reason.code for standing in standings for reason in standing.reasons} <= found
    assert verdict.band is None or verdict.band.value in found
    assert {each.rule for each in verdict.findings} <= {each.id for each in rules}


# --- memory ----------------------------------------------------------------------------------------


def _is_advice(key: Any) -> bool:
    return isinstance(key, Advice) or (isinstance(key, tuple) and any(isinstance(part, Advice) for part in key))


def test_the_memory_of_decisions_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed in which no two cases are alike must not fill the machine, and forgetting must not change an answer."""
    monkeypatch.setattr(import_module(RuleSet.__module__), "_MOST_REMEMBERED", 10)

    @rule("Y1", asks="What?")
    def unlike(il6: Any) -> CareReason:
        return CareReason(f"value_{il6.value}", Care.CLINICIAN_EVALUATION)

    @rule("Y2", asks="What?", judges=Analyte.IL6)
    def also_unlike(fasting_hours: Decimal) -> Reason:
        return Reason(f"fasted_{fasting_hours}", StandingCode.TENTATIVE)

    rules = STANDARD + unlike + also_unlike
    for n, hours in [(n, n % 30) for n in range(1, 60)] * 2:
        reading = attrs.evolve(READING, il6=f"2.{n:03} pg/mL", fasting_hours=10 + hours)
        verdict = interpret(reading, CONTEXT, rules=rules)
        assert (f"fasted_{10 + hours}",) == tuple(reason.code for reason in il6(verdict).reasons)
        assert Band.ELEVATED is verdict.band
        assert 6 < len(verdict.interventions)

    kept = {
        field.name: value for field in attrs.fields(RuleSet) if isinstance(value := getattr(rules, field.name), dict)
    }
    worked_out = kept.pop("_kept").values()
    of_advice = (each for each in worked_out if isinstance(each, dict) and _is_advice(next(iter(each))))
    memories = [*kept.values(), *of_advice]
    assert 3 <= len(memories)
    assert all(1 <= len(memory) <= 10 for memory in memories)


def test_equal_answers_share_one_decision() -> None:
    """A retained verdict is small because what it decided is kept once."""
    one, other = (interpret(attrs.evolve(READING, il6=text), CONTEXT) for text in ("2.4 pg/mL", "2.41 pg/mL"))

    assert one.decision is other.decision
    assert one != other
