"""What is known of an intervention, put beside its status for this person."""

from __future__ import annotations

from functools import partial

from .answered import Answered
from .asking.ruleset import RuleSet, remembered
from .codes import Status
from .conclusions import Advice, InterventionAdvice
from .knowledge.interventions import INTERVENTIONS, InterventionRecord
from .knowledge.words import CAUTIONS, DOSES, STATUS, WITHHELD
from .wording import Known

__all__ = ["interventions"]


def interventions(case: Answered) -> tuple[InterventionAdvice, ...]:
    """Return what may be tried, by tier."""
    advised = [each.answer for each in case.asked if isinstance(each.answer, Advice)]
    order = list(INTERVENTIONS)
    shared = case.rules.once(_shared) if case.is_usual else {}
    known = case.known({})
    advised.sort(key=lambda each: order.index(each.intervention))
    return tuple(remembered(shared, each, partial(_advice, each, known)) for each in advised)


def _shared(_: RuleSet) -> dict[Advice, InterventionAdvice]:
    """Return what is said of equal answers, which hold codes and nothing of a case."""
    return {}


def _advice(advice: Advice, known: Known) -> InterventionAdvice:
    record = INTERVENTIONS[advice.intervention]
    is_silent = advice.status is Status.WITHHELD
    return InterventionAdvice(
        code=record.code,
        tier=record.tier,
        status=advice.status,
        article_grade=record.article_grade,
        evidence_grade=record.evidence_grade,
        unmet=advice.unmet,
        unknown=advice.unknown,
        dose_status=advice.dose_status,
        sentences=(WITHHELD,) if is_silent else _said(advice, record, known),
        measure_first="" if is_silent else record.measure_first,
        safety=() if is_silent else _safety(advice, record, known),
        citations=() if is_silent else tuple(str(source) for source in record.sources),
    )


def _said(advice: Advice, record: InterventionRecord, known: Known) -> tuple[str, ...]:
    dose = (DOSES[advice.dose_status].format_map(known),) if advice.dose_status else ()
    return (STATUS[advice.status].format(name=record.name), *dose, *record.says)


def _safety(advice: Advice, record: InterventionRecord, known: Known) -> tuple[str, ...]:
    """Say first what stands against it for this person, then what holds for everybody."""
    notes = (record.interactions.get(code) or CAUTIONS.get(code, "") for code in advice.cautions)
    return tuple(text.format_map(known) for text in (*notes, *record.safety) if text)
