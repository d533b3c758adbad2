"""What is known of an intervention, put beside its status for this person, and what is said of each plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from .answered import Answered
from .asking.ruleset import RuleSet, remembered
from .codes import DoseStatus, Intervention, Persistence, Status
from .conclusions import Advice, InterventionAdvice, PlanAdvice
from .context import Considered
from .knowledge.interventions import INTERVENTIONS, InterventionRecord
from .knowledge.words import ABOVE, AGAINST, BECAUSE, CAUTIONS, CONDITIONS, DOSES, PLANS, STATUS, WITHHELD, WITHHELD_BY
from .wording import Known, number_text, shown

__all__ = ["interventions", "plans"]

_SENOLYTICS = frozenset({Intervention.DASATINIB_QUERCETIN, Intervention.FISETIN})
_HIGH_DOSE = "melatonin_high_dose"


def interventions(case: Answered) -> tuple[InterventionAdvice, ...]:
    """Return what is said of each intervention, by tier; what says nothing of one result alone is shared."""
    advised = _advised(case)
    shared = case.rules.once(_shared) if case.is_usual else {}
    found: list[InterventionAdvice] = []
    for kind in INTERVENTIONS:
        if kind in advised:
            advice = advised[kind]
            above = _how_far_above(advice, case)
            own = _Own(advice, _withheld_by(case) if advice.status is Status.WITHHELD else "")
            say = partial(_advice, own, above, case)
            found.append(say() if above else remembered(shared, own, say))
    return tuple(found)


class _Own(NamedTuple):
    """What is said of an intervention rests on this alone, which holds codes and no result."""

    advice: Advice
    withheld_by: str


def _shared(_: RuleSet) -> dict[_Own, InterventionAdvice]:
    """Return what was said of equal answers."""
    return {}


def plans(case: Answered) -> tuple[PlanAdvice, ...]:
    """Return what is said of each thing that the person plans, in the order in which it was stated."""
    advised = _advised(case)
    return tuple(
        _plan(number, plan, advised[plan.intervention], case)
        for number, plan in enumerate(case.context.considering or ())
        if plan.intervention in advised
    )


def _advised(case: Answered) -> dict[Intervention, Advice]:
    answers = (each.answer for each in case.asked)
    return {answer.intervention: answer for answer in answers if isinstance(answer, Advice)}


def _advice(own: _Own, above: tuple[str, ...], case: Answered) -> InterventionAdvice:
    advice = own.advice
    record = INTERVENTIONS[advice.intervention]
    known = case.known({})
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
        sentences=(_status(advice, case), *(() if is_silent else (*above, *_said(advice, record, known)))),
        measure_first="" if is_silent else record.measure_first,
        safety=() if is_silent else _safety(advice, record, known),
        citations=() if is_silent else tuple(str(source) for source in record.sources),
    )


# --- the reason of a status ------------------------------------------------------------------------


def _status(advice: Advice, case: Answered) -> str:
    """Say the status with its reason; of what is withheld nothing is named."""
    if advice.status is Status.WITHHELD:
        return WITHHELD.format(reason=_withheld_by(case))
    reason = _reason(advice, case.known({}))
    return STATUS[advice.status].format(name=INTERVENTIONS[advice.intervention].name, reason=reason)


def _withheld_by(case: Answered) -> str:
    """Say which fact withholds everything: that of the last rule that did."""
    withholding = [each.facts for each in case.asked if each.name == "outlook" and each.answer is Status.WITHHELD]
    facts = withholding[-1] if withholding else {}
    return next((words for fact, words in WITHHELD_BY.items() if fact in facts), WITHHELD_BY[""])


def _reason(advice: Advice, known: Known) -> str:
    """Name the reason, or the conditions that forbid, that are false and that are not known."""
    against = [name for name in advice.unmet if name not in CONDITIONS]
    named = {
        "against": [AGAINST.get(name, name.replace("_", " ")) for name in against],
        "unmet": [CONDITIONS[name] for name in advice.unmet if name in CONDITIONS],
        "unknown": [CONDITIONS.get(name, name.replace("_", " ")) for name in advice.unknown],
    }
    parts = [BECAUSE[advice.because]] if advice.because in BECAUSE else []
    parts += [BECAUSE[kind].format(names=", ".join(names)) for kind, names in named.items() if names]
    return "; ".join(parts).format_map(known)


# --- an intervention -------------------------------------------------------------------------------


def _said(advice: Advice, record: InterventionRecord, known: Known) -> tuple[str, ...]:
    dose = (DOSES[advice.dose_status].format_map(known),) if advice.dose_status in DOSES else ()
    return (*dose, *record.says)


def _how_far_above(advice: Advice, case: Answered) -> tuple[str, ...]:
    """Say of senolytics how far above the target IL-6 lies, and what that target is."""
    persistence, il6 = case.given.get("persistence", Persistence.NOT_ASSESSABLE), case.reading.il6
    if advice.intervention not in _SENOLYTICS or advice.status is Status.NOT_INDICATED or persistence not in ABOVE:
        return ()
    target, facts, said = case.numbers["target"], dict[str, str](), [persistence.value]
    if il6 is not None and not il6.comparator:
        facts = {"il6": shown(il6), "times": number_text(float(il6.value) / float(target.value), (1.0,))}
        said.append("newest")
    if target.basis.letter == "A":
        said.append("median")
    return tuple(ABOVE[code].format_map(case.known(facts)) for code in said)


def _safety(advice: Advice, record: InterventionRecord, known: Known) -> tuple[str, ...]:
    """Say first what stands against it for this person, then what holds for everybody."""
    return (*_cautions(advice.cautions, record, known), *(text.format_map(known) for text in record.safety))


def _cautions(codes: Iterable[str], record: InterventionRecord, known: Known) -> tuple[str, ...]:
    notes = (record.interactions.get(code) or CAUTIONS.get(code, "") for code in codes)
    return tuple(dict.fromkeys(note.format_map(known) for note in notes if note))


# --- a plan ----------------------------------------------------------------------------------------


def _plan(number: int, plan: Considered, advice: Advice, case: Answered) -> PlanAdvice:
    """Say of one plan what holds for its own dose; a prescription drug has none."""
    known, dose = case.known({}), _dose_of(number, case)
    own = advice.apart_from_dose if advice.apart_from_dose and (dose is None or dose.fits) else advice
    if own.status is Status.WITHHELD:
        return PlanAdvice(plan.intervention, own.status, _status(own, case))
    record = INTERVENTIONS[plan.intervention]
    against = [code for code in own.cautions if code != _HIGH_DOSE]
    first = [PLANS[plan.intervention]] if plan.intervention in PLANS else []
    return PlanAdvice(
        code=plan.intervention,
        status=own.status,
        reason=" ".join((*first, _status(own, case))),
        dose="" if dose is None else plan.dose or "",
        dose_status="" if dose is None else dose.value,
        on_dose=" ".join(_on_dose(number, dose, case)),
        interactions=_cautions(against, record, known),
        safety=_first_safety(record, dose, known),
    )


def _first_safety(record: InterventionRecord, dose: DoseStatus | None, known: Known) -> str:
    """Say what is safe first of all; a limit that the verdict on the dose has named is not named again."""
    of_limit = dose is not None and "{vitamin_d_upper_limit}" in DOSES[dose]
    texts = (text for text in record.safety if not (of_limit and "{vitamin_d_upper_limit}" in text))
    return next((text.format_map(known) for text in texts), "")


def _dose_of(number: int, case: Answered) -> DoseStatus | None:
    """Return what the rules say of the dose of one plan."""
    judged = (case.given.get(name, ()) for name in ("melatonin_doses", "vitamin_d_doses"))
    return next((doses[number] for doses in judged if doses and doses[number] is not None), None)


def _on_dose(number: int, dose: DoseStatus | None, case: Answered) -> Iterator[str]:
    known, warned = case.known({}), case.given.get("melatonin_cautions", ())
    if dose is not None:
        yield DOSES[dose].format_map(known)
    if warned and warned[number]:
        yield CAUTIONS[_HIGH_DOSE].format_map(known)
