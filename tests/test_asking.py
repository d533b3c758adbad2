"""How rules are asked: which of them, how often, and what is kept of their answers."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from forge_il6 import (
    STANDARD,
    Analyte,
    Care,
    CareReason,
    Context,
    Convention,
    Note,
    Reading,
    Reason,
    Rule,
    RuleSet,
    RuleSetError,
    Standing,
    StandingCode,
    Threshold,
    rule,
)
from forge_il6.answered import Answered, Asked
from forge_il6.asking import ruleset
from forge_il6.asking.answer import answer
from forge_il6.asking.evaluate import deciding
from forge_il6.case import Case
from forge_il6.codes import BAND_ORDER
from forge_il6.deciding import decided
from forge_il6.units import Amount

URGENT = CareReason("clinic_urgent", Care.URGENT)
NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
FIVE = Amount(Decimal(5), "pg/mL")


def case(
    il6: str | None = "2.4 pg/mL", rules: RuleSet = STANDARD, context: Context | None = None, **facts: Any
) -> Case:
    return Case.of(Reading(il6, drawn_at=NOW, **facts), context, rules)


@rule("X1", asks="What does the clinic say where it says nothing?", works_out="word", otherwise="usual")
def silent() -> str | None:
    """It has no word of its own."""


@rule("X2", asks="Which word is it?")
def told(word: str) -> Note:
    """The word is told."""
    return Note(word)


# --- which rules are asked -------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [STANDARD, STANDARD + silent, STANDARD + silent + told])
def test_to_decide_is_asked_what_decides_and_what_that_rests_on(rules: RuleSet) -> None:
    """And whatever is a host's; what only adds, and what is worked out for that alone, waits for a reader."""
    kept = deciding(rules.case_rules)
    needed = {fact for each in kept for fact in each.facts}

    assert kept == tuple(
        each
        for each in rules.case_rules
        if each.name_given in needed or (not each.works_out and (each.decides or not each.is_ours))
    )
    assert 3 < len(kept) < len(rules.case_rules)


def test_for_one_answer_only_what_leads_to_it_is_asked() -> None:
    """A rule beside the way, and what rests on it, may cost anything."""

    @rule("X3", asks="Does it cost too much?", works_out="costly")
    def asked_in_vain(il6: Amount) -> bool:
        raise AssertionError(il6)

    @rule("X4", asks="Did it?")
    def of_the_costly(costly: bool) -> Note | None:
        return Note("costly") if costly else None

    found = answer(STANDARD + asked_in_vain + of_the_costly, "bands", {"il6": FIVE, "lab_upper_limit": FIVE})

    assert 5 == found.cuts[-1].at.value


# --- how often -------------------------------------------------------------------------------------


def test_a_rule_whose_facts_are_equal_is_not_asked_again() -> None:
    """Whoever asks about the same person once more reads the same facts anew; they are as good as those of before."""
    asked: list[Amount] = []

    @rule("X5", asks="How often is it asked?")
    def counted(il6: Amount) -> Note | None:
        asked.append(il6)
        return None

    first = case(rules=STANDARD + counted)
    before = first.rules.before(first.facts())
    equal = attrs.evolve(first, reading=Reading(Amount(Decimal("2.4"), "pg/mL"), drawn_at=NOW))
    assert equal.reading.il6 is not first.reading.il6

    assert decided(first) == decided(equal, before)
    assert [first.reading.il6] * 2 == asked  # for the answers of before, and where nothing was asked before

    decided(case("2.5 pg/mL", rules=first.rules), before)

    assert 3 == len(asked)


# --- what is kept of the answers -------------------------------------------------------------------


def test_a_rule_that_asks_for_nothing_may_have_nothing_to_say() -> None:
    """Its name holds what it holds otherwise, for every rule that asks for it."""
    one = case(rules=STANDARD + silent + told)
    before = one.rules.before(one.facts())

    assert Note("usual") in one.rules.ask_case(one.facts())
    assert Note("usual") in one.rules.ask_case_again(one.facts(), before)
    assert "usual" in one.answered().codes


def test_where_no_band_can_be_told_every_band_is_possible() -> None:
    """Unless the numbers are not made for the person at all."""
    assert BAND_ORDER == decided(case(None)).possible_bands
    assert () == decided(case(None, context=Context(age=12))).possible_bands


def test_of_a_sample_the_reasons_of_its_standing_are_kept_each_once() -> None:
    """What was asked of its other marker, at its other end, or answered without weight, is no part of it."""

    def heard(analyte: Analyte, reason: Reason) -> Asked:
        @rule(f"X {analyte} {reason.code}", asks="?", judges=analyte)
        def judging(hour_of_day: Decimal) -> Reason | None:
            return reason if hour_of_day else None

        return Asked(judging, {}, reason)

    late, early, other = (Reason(code, StandingCode.TENTATIVE) for code in ("late", "early", "other"))
    near = [heard(Analyte.IL6, late), heard(Analyte.IL6, other), heard(Analyte.HS_CRP, early)]
    far = [heard(Analyte.IL6, late), heard(Analyte.IL6, early)]

    assert [near[0]._replace(analyte=Analyte.IL6), far[1]._replace(analyte=Analyte.IL6)] == Asked.of_sample(
        [near, far], Analyte.IL6, Standing.weigh((late, early))
    )


def test_the_numbers_of_a_case_are_those_of_the_rules_until_a_laboratory_has_its_own() -> None:
    """What is said of numbers alone is shared then, and of a case with its own line it is that case's."""
    rules = STANDARD.override(high_line=Threshold(4, "pg/mL", Convention("clinic protocol 4.2")))
    one, other = (case(il6, rules).answered() for il6 in ("2.4 pg/mL", "3.4 pg/mL"))
    own, alike = (case(rules=rules, lab_upper_limit=FIVE).answered() for _ in range(2))

    def lines(answered: Answered) -> list[Decimal]:
        return [answered.numbers[name].value for name in ("target", "high_line", "ceiling")]

    assert [one.is_usual, other.is_usual, own.is_usual] == [True, True, False]
    assert [Decimal("1.2"), 4, 7] == lines(one)
    assert [Decimal("1.2"), 4, 5] == lines(own)
    assert one.numbers is one.usual
    assert one.texts is other.texts
    assert own.texts is not alike.texts
    assert [{}, {}] == [one.texts, own.texts]


# --- what a rule may answer ------------------------------------------------------------------------


def answering(annotation: Any, **declared: Any) -> Rule[..., Any]:
    """A rule of a host that declares what it answers."""

    def said(il6: Amount) -> Any:
        raise AssertionError(il6)

    said.__annotations__["return"] = annotation
    return rule("X6", asks="What is it?", **declared)(said)


@pytest.mark.parametrize(
    "said, annotation, declared",
    [
        (URGENT, Any, {}),
        (URGENT, object, {}),
        (URGENT, "CareReason | None", {}),
        (2, float, {"works_out": "share"}),
        (2, "Note | float", {"works_out": "share"}),
        (["cannot", "be", "compared"], Any, {"works_out": "several"}),
        (BAND_ORDER, "tuple[Band, ...]", {"gives": "mine"}),
    ],
)
def test_an_answer_within_the_declaration_is_heard(said: object, annotation: Any, declared: dict[str, Any]) -> None:
    """Where none can be told by a class, what has an effect is."""
    answering(annotation, **declared).check(said)


@pytest.mark.parametrize(
    "said, annotation, declared, instead",
    [
        (3, Any, {}, "answer with a code, a CareReason or a Note"),
        ("three", "Note | float", {"works_out": "share"}, "its declaration says Note, float, int"),
        (URGENT, Note, {}, "its declaration says Note"),
        (Note("word"), Any, {"judges": Analyte.IL6}, "must answer with a Reason"),
        (["cannot", "be", "compared"], Any, {"gives": "mine"}, "cannot be compared"),
    ],
)
def test_an_answer_beyond_the_declaration_is_refused_and_what_is_accepted_is_named(
    said: object, annotation: Any, declared: dict[str, Any], instead: str
) -> None:
    """Where something is wrong with a rule, its author hears what to write instead."""
    with pytest.raises(RuleSetError, match=instead):
        answering(annotation, **declared).check(said)


def test_each_of_our_rules_declares_what_it_answers() -> None:
    """So its answers were held to their declaration by whoever wrote it."""
    assert all(each.answers for each in STANDARD)


def test_an_answer_that_is_shown_and_one_that_is_not_never_share_a_name() -> None:
    """Whatever their types: what the verdict says and what later rules are told would part."""
    with pytest.raises(RuleSetError, match="both an answer and a working value"):
        RuleSet((answering(Any, gives="mine"), attrs.evolve(answering(Any, works_out="mine"), id="X7")))


# --- sets that travel, and what they remember ------------------------------------------------------


def test_a_set_whose_rules_are_others_here_does_not_arrive() -> None:
    """What was decided there would not be what is decided here."""
    arrive, (found, given) = STANDARD.__reduce__()

    assert STANDARD.digest == arrive(found, given).digest
    with pytest.raises(RuleSetError, match="not the same here"):
        arrive("0" * 64, given)


def test_what_was_built_is_built_once_and_the_memory_of_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It starts afresh where it is full."""
    monkeypatch.setattr(ruleset, "_MOST_REMEMBERED", 2)
    memory: dict[int, str] = {}
    built: list[int] = []

    for key in (1, 1, 2, 1, 3):
        assert str(key) == ruleset.remembered(memory, key, lambda key=key: built.append(key) or str(key))

    assert [1, 2, 3] == built
    assert [3] == list(memory)
