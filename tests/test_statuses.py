"""
Every status of every intervention, for each combination of what its rule is asked with: finite, so all are tried.

Of the conditions of senolytics, ten of three states each, all are met but at most two.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest

from forge_il6 import STANDARD
from forge_il6.asking.rule import AnyRule
from forge_il6.codes import DoseStatus, Intervention, LineState, Status, VitaminD
from forge_il6.conclusions import Advice
from forge_il6.context import Lifestyle
from forge_il6.knowledge.interventions import DRUG_CLASSES

ADVISING = [each for each in STANDARD if Advice in (each.answers or ())]
SENOLYTICS = [STANDARD[name] for name in ("I71", "I73")]
ADVISED = {Status.IN_PLACE, Status.FIRST_LINE, Status.SUPPORTED}
OUTLOOKS = (Status.WITHHELD, Status.NOT_INDICATED, Status.CONDITIONAL, Status.SUPPORTED)
HABITS = [STANDARD["I63"].ask(Lifestyle(**dict.fromkeys(Lifestyle.keys(), kept))) for kept in (True, False, None)]


def conditions() -> Iterator[tuple[tuple[str, LineState], ...]]:
    """What `I70` can answer: every condition met, but for one or two."""
    met: Any = STANDARD["I70"].ask(LineState.YES, HABITS[0], *[LineState.YES] * 3, False)
    names = [name for name, _ in met]
    others = [state for state in LineState if state is not LineState.YES]
    for count in range(3):
        for wrong in combinations(range(len(names)), count):
            for states in product(others, repeat=count):
                found = dict(zip(wrong, states, strict=True))
                yield tuple((name, found.get(at, LineState.YES)) for at, name in enumerate(names))


DOSES = [(), (None,), *((each,) for each in DoseStatus), tuple(DoseStatus)]
CAN_BE: dict[str, list[Any]] = {
    "outlook": [*OUTLOOKS],
    "habit_conditions": HABITS,
    "conditions": [*conditions()],
    "stated_classes": [frozenset[str](), *(frozenset({name}) for name in DRUG_CLASSES)],
    "planned": [frozenset[Intervention](), frozenset(Intervention)],
    "vitamin_d_level": [*VitaminD],
    "vitamin_d_doses": DOSES,
    "melatonin_doses": DOSES,
    "melatonin_cautions": [(), (True,), (False,)],
    "weight_loss_barred": [True, False],
    "heart_symptoms": [True, False],
    "medications_stated": [True, False],
}


def every_advice(each: AnyRule) -> Iterator[tuple[dict[str, Any], Advice]]:
    for facts in product(*(CAN_BE[fact] for fact in each.facts)):
        said = each.ask(*facts)
        assert isinstance(said, Advice)
        yield dict(zip(each.facts, facts, strict=True)), said


@pytest.mark.parametrize("each", ADVISING, ids=lambda each: each.id)
def test_an_intervention_is_withheld_exactly_where_the_outlook_is(each):
    """And then nothing else is said of it: no dose, no caution, no condition."""
    for facts, said in every_advice(each):
        assert (said.status is Status.WITHHELD) is (facts["outlook"] is Status.WITHHELD), facts
        if said.status is Status.WITHHELD:
            assert said == Advice(said.intervention, Status.WITHHELD), facts


@pytest.mark.parametrize("each", ADVISING, ids=lambda each: each.id)
def test_what_was_stated_against_an_intervention_never_makes_it_an_advised_one(each):
    """A drug, a condition or a symptom takes advice away, and gives none."""
    against = [fact for fact in ("stated_classes", "weight_loss_barred", "heart_symptoms") if fact in each.facts]
    nothing = {"stated_classes": frozenset(), "weight_loss_barred": False, "heart_symptoms": False}
    said = {tuple(facts.values()): advice.status for facts, advice in every_advice(each)}
    for facts, _ in every_advice(each):
        clear = tuple((facts | {fact: nothing[fact] for fact in against}).values())
        assert said[tuple(facts.values())] not in ADVISED or said[clear] in ADVISED, facts


@pytest.mark.parametrize("each", SENOLYTICS, ids=lambda each: each.id)
def test_a_senolytic_is_discussed_exactly_where_every_condition_is_met(each):
    for facts, said in every_advice(each):
        is_met = facts["outlook"] is Status.SUPPORTED and all(
            state is LineState.YES for _, state in facts["conditions"]
        )
        assert (said.status is Status.DISCUSS_WITH_PHYSICIAN) is is_met, facts
        assert said.status not in ADVISED, facts
