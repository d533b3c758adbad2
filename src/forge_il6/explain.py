"""
What a decision says of one case: findings with their facts, actions, numbers and one line.

Nothing is decided here. Every finding is the answer of a rule; rule id, facts and thresholds are
added by this module, so that no rule can forget them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Final

from .advice import interventions, plans
from .answered import Answered, Asked
from .asking.facts import drug_lasts
from .codes import (
    URGENT_RED_FLAGS,
    Analyte,
    Care,
    CrossCheckCode,
    GripState,
    HrvState,
    RedFlag,
    Severity,
    StandingCode,
    VitaminD,
)
from .conclusions import (
    Action,
    CareReason,
    Course,
    CrossCheck,
    CrpRead,
    Decision,
    Finding,
    Note,
    Reason,
    ThresholdUsed,
    VitaminDResult,
)
from .course_numbers import course, set_point
from .document import VerdictDocument
from .evidence import Citation
from .knowledge import record_of
from .knowledge.assays import Assay
from .knowledge.findings import FOR_THE_WELL, FindingRecord
from .knowledge.words import ACTIONS, BANDS, CARE_ACTIONS, COMMON_CAUSES, FIRMNESS, MORE, RED_FLAGS, REPEATS, SUMMARY
from .missing import missing
from .next_draw import next_draw, next_gap
from .reading import HsCrp
from .threshold import Scale, Threshold
from .units import Amount
from .void import foreword, is_large, summary_of_void
from .wording import Known, is_shown, month_of, shown

__all__ = ["explain"]

_LONGEST_SENTENCE: Final = 140
_MOST_NAMED: Final = 3
_CHECKS: Final = (GripState, HrvState, CrossCheckCode)


def explain(decision: Decision, case: Answered, if_it_counts: str = "") -> VerdictDocument:
    """
    Derive everything that is said of a case from what the rules were asked and answered.

    Args:
        decision: what was decided.
        case: the case with everything that was asked about it.
        if_it_counts: what is said in one line of a sample that some answers would let count.
    """
    care = _care(case)
    words = _Words(case, care)
    findings = tuple(words.finding(a) for a in case.asked if _is_finding(a) and not _is_overtaken(a, care))
    numbers = course(case)
    return VerdictDocument.of(
        decision,
        numbers,
        findings=findings,
        actions=words.actions(findings, care),
        missing=() if care is Care.URGENT else missing(case),
        next_draw=None if words.is_acute else next_draw(case),
        set_point=set_point(case),
        cross_checks=_cross_checks(words, case),
        vitamin_d=_vitamin_d(case),
        interventions=interventions(case),
        plans=plans(case),
        measured=_measured(case) | _moved_lines(case),
        summary=" ".join(
            (*foreword(case, decision), _summary(case, care, if_it_counts), *_summary_of_course(case, care, numbers))
        ),
    )


# --- findings --------------------------------------------------------------------------------------


def _care(case: Answered) -> Care:
    """Return the most urgent care that any answer asks for."""
    asked_for = (each.answer.care for each in case.asked if isinstance(each.answer, CareReason))
    return max(asked_for, key=lambda care: care.rank, default=Care.NONE)


_CAN_WAIT: Final = {"measure_both_before_training_change"}
"""What asks only for an errand, which has time until somebody was seen."""


def _is_overtaken(asked: Asked, care: Care) -> bool:
    """Whether an answer asks only for a repeat, or for an errand, while somebody already asks for a clinician."""
    answer = asked.answer
    if isinstance(answer, CareReason):
        return answer.code in FOR_THE_WELL and care.rank > answer.care.rank
    return care.rank >= Care.SAME_DAY.rank and asked.code in _CAN_WAIT


def _is_finding(asked: Asked) -> bool:
    """Whether an answer is worth a finding: no working value, and no default that asked for nothing."""
    if asked.rule.works_out or not asked.code:
        return False
    return bool(asked.facts) or isinstance(asked.answer, Reason)


_STANDING_SEVERITY: Final = {StandingCode.VOID: Severity.WARNING, StandingCode.NOT_APPLICABLE: Severity.WARNING}
_CARE_SEVERITY: Final = {
    Care.REPEAT: Severity.CAUTION,
    Care.CLINICIAN_EVALUATION: Severity.WARNING,
    Care.SAME_DAY: Severity.URGENT,
    Care.URGENT: Severity.URGENT,
}


def _severity(answer: object, record: FindingRecord | None) -> Severity:
    """Follow what a reason decides; a host may make a note louder than it is here, and never quieter."""
    if isinstance(answer, Reason):
        return _STANDING_SEVERITY.get(answer.standing, Severity.CAUTION)
    if isinstance(answer, CareReason):
        return _CARE_SEVERITY[answer.care]
    known = Severity.INFO if record is None else record.severity
    return max(answer.severity, known, key=lambda each: each.rank) if isinstance(answer, Note) else known


def _numbers_behind(asked: Iterable[Asked]) -> dict[str, dict[str, Threshold]]:
    """Return the numbers behind each working value, so that what rests on it can name them."""
    behind: dict[str, dict[str, Threshold]] = {}
    for each in asked:
        if each.rule.works_out:
            numbers = dict(each.rule.thresholds()) if each.answer is not each.rule.otherwise else {}
            for name in each.facts:
                numbers |= behind.get(name, {})
            if isinstance(each.answer, Scale):
                numbers |= {cut.name: cut.at for cut in each.answer.cuts}
            behind[each.rule.works_out] = numbers
    return behind


class _Words:
    """Fills the sentences with the facts of the case and the numbers that hold for it."""

    def __init__(self, case: Answered, care: Care) -> None:
        self.care = care
        self.is_acute = care.rank >= Care.SAME_DAY.rank
        self.is_large = is_large(case)
        self.drug_lasts = drug_lasts(case.context)
        self.numbers = case.numbers
        self.behind = _numbers_behind(case.asked)
        facts = chain.from_iterable(each.facts.items() for each in case.asked)
        self.results = {name: shown(value) for name, value in facts if isinstance(value, (Amount, Assay, CrpRead))}
        self.results["common_causes"] = ", ".join(COMMON_CAUSES[each] for each in case.given.get("common_causes", ()))
        self.results["next_gap"] = Known({}, self.numbers)[next_gap(case)]
        self.results |= _flags(case)

    def finding(self, asked: Asked) -> Finding:
        """Write one answer as a finding, with everything it rests on."""
        facts = {name: shown(value) for name, value in asked.facts.items() if is_shown(value)}
        if asked.analyte is not None:
            facts = {"analyte": asked.analyte.value, **facts}
        used = dict(asked.rule.thresholds())
        for name in asked.facts:
            used |= self.behind.get(name, {})
        return Finding(
            code=asked.code,
            rule=asked.rule.id,
            severity=_severity(asked.answer, asked.record),
            asked=asked.rule.asks,
            facts=facts,
            thresholds=tuple(_used(name, threshold) for name, threshold in used.items()),
            sentence=self.sentence(facts, asked),
            citations=_citations(used.values()),
        )

    def sentence(self, facts: Mapping[str, str], asked: Asked) -> str:
        """Write the sentence of a finding: a host's own, ours, or what its rule says of itself."""
        own = asked.answer.sentence if isinstance(asked.answer, Note) else ""
        text = own or self._ours(facts, asked) or asked.rule.reason.split("\n")[0] or asked.rule.asks
        if asked.rule.judges == (Analyte.HS_CRP,):
            text = f"hs-CRP: {text[0].lower()}{text[1:]}" if text.startswith("Drawn") else f"hs-CRP: {text}"
        return text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1] + "…"

    def _ours(self, facts: Mapping[str, str], asked: Asked) -> str:
        """Fill the sentence of the record; nothing for a code of a host."""
        record = asked.record
        if record is None:
            return ""
        known = Known({**self.results, **facts}, self.numbers)
        for name, value in facts.items():
            if name.startswith(("hours_since_", "days_since_")):
                known[name.split("_")[0]] = value
        return (((self.is_acute or self.is_large) and record.when_acute) or record.sentence).format_map(known)

    def actions(self, findings: Iterable[Finding], care: Care) -> tuple[Action, ...]:
        """Choose what follows from the findings, most urgent first."""
        records = (record_of(finding.code, finding.facts) for finding in findings)
        wanted = {record.action for record in records if record is not None} | {CARE_ACTIONS.get(care, "")}
        if wanted & _WHEN_THE_COURSE_ASKS:
            wanted.discard("repeat_to_confirm")
        if self.is_acute:
            wanted &= _WHEN_URGENT if self.care is Care.URGENT else _WHEN_ACUTE
        wanted -= set(REPEATS) if self.drug_lasts else set([code for code in REPEATS if code in wanted][1:])
        known = Known(self.results, self.numbers)
        return tuple(Action(code, text.format_map(known)) for code, text in ACTIONS.items() if code in wanted)


_WHEN_THE_COURSE_ASKS: Final = {"look_for_cause_of_course", "begin_with_first_tier"}
"""What names a time for the next draw by itself."""
_WHEN_ACUTE: Final = {
    "seek_urgent_care", "see_clinician_same_day", "clinician_evaluation", "talk_to_treating_clinician",
    "ask_laboratory",
}  # fmt: skip
_WHEN_URGENT: Final = {"seek_urgent_care", "ask_laboratory"}


def _used(name: str, threshold: Threshold) -> ThresholdUsed:
    basis = threshold.basis
    return ThresholdUsed(name, str(threshold.value), threshold.unit, basis.letter, str(basis))


def _citations(used: Iterable[Threshold]) -> tuple[str, ...]:
    bases = (threshold.basis for threshold in used)
    return tuple(dict.fromkeys(str(basis.source) for basis in bases if isinstance(basis, Citation)))


# --- the rest --------------------------------------------------------------------------------------


def _cross_checks(words: _Words, case: Answered) -> tuple[CrossCheck, ...]:
    """Say each sign of the body once."""
    found = (words.finding(each) for each in case.asked if isinstance(each.answer, _CHECKS))
    return tuple(dict.fromkeys(CrossCheck(each.code, each.sentence) for each in found))


def _vitamin_d(case: Answered) -> VitaminDResult:
    measured = case.context.vitamin_d
    level = case.given.get("vitamin_d_level", VitaminD.UNKNOWN)
    return VitaminDResult(level, "" if measured is None else shown(measured))


def _measured(case: Answered) -> dict[str, str]:
    """Name the results, exact and as reported, and when they were drawn; an hs-CRP of the same draw has no own time."""
    il6, crp, own = case.reading.il6, case.context.hs_crp_amount, case.context.hs_crp
    found: dict[str, str] = {}
    if il6 is not None:
        found |= {"il6": shown(il6), "il6_as_reported": il6.text or str(il6)}
    if crp is not None:
        found |= {"hs_crp": shown(crp), "hs_crp_as_reported": crp.text or str(crp)}
    if case.reading.drawn_at is not None:
        found["drawn_at"] = case.reading.drawn_at.isoformat()
    if isinstance(own, HsCrp) and own.drawn_at is not None:
        found["hs_crp_drawn_at"] = own.drawn_at.isoformat()
    return found


def _moved_lines(case: Answered) -> dict[str, str]:
    """Name the lines of the scale that hold for this result alone, such as a ceiling of its laboratory."""
    usual, lines = case.usual, {cut.name: cut.at for cut in case.bands.cuts}
    return {name: str(line) for name, line in lines.items() if name in usual and line.value != usual[name].value}


def _summary(case: Answered, care: Care, if_it_counts: str) -> str:
    """Write the verdict in one line, the most urgent thing first."""
    if care.rank >= Care.CLINICIAN_EVALUATION.rank:
        return SUMMARY[care.value].format(reason=_reason(case))
    known = {"il6": "" if case.reading.il6 is None else f"IL-6 {shown(case.reading.il6)}"}
    standing = case.standings.il6
    newest = case.given.get("highest_il6")
    if standing is None:
        return SUMMARY["no_il6"] if newest is None else SUMMARY["history_alone"].format(newest=shown(newest))
    if standing.code is StandingCode.NOT_APPLICABLE:
        return SUMMARY["not_applicable"].format_map(known)
    if standing.code is StandingCode.VOID:
        return summary_of_void(case)
    return if_it_counts or _summary_of_band(known, case.given)


def _reason(case: Answered) -> str:
    """Name what asks for somebody: the number, and with it every warning symptom that was stated."""
    il6, crp, flags = case.given.get("highest_il6"), case.context.hs_crp_amount, _flags(case)
    named = (f"{name} {shown(value)}" for name, value in (("IL-6", il6), ("hs-CRP", crp)) if value is not None)
    results = " and ".join(named)
    if flags["urgent_flags"]:
        return f"{flags['urgent_flags']} ({results})" if results else flags["urgent_flags"]
    if not flags["flags"]:
        return results or "This person"
    return f"{results} with {flags['flags']}" if results else flags["flags"].capitalize()


def _flags(case: Answered) -> dict[str, str]:
    """Name the warning symptoms that were stated, the most urgent first."""
    stated = set(case.context.red_flags or ())
    return {"flags": _named(stated), "urgent_flags": _named(stated & URGENT_RED_FLAGS)}


def _named(flags: Collection[RedFlag]) -> str:
    """Name each; of more than a sentence holds the most urgent, and how many more there are."""
    names = [words for code, words in RED_FLAGS.items() if code in flags]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED - 1 :] = [MORE.format(count=len(names) - _MOST_NAMED + 1)]
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _summary_of_band(known: Mapping[str, str], given: Mapping[str, Any]) -> str:
    band = given.get("band")
    if band is None:
        possible = " or ".join(BANDS[each] for each in given.get("possible_bands", ()))
        return SUMMARY["open"].format_map({**known, "possible": possible})
    paired = record_of(given.get("pattern", ""))
    crp = {"crp_read": shown(given["crp_read"])} if "crp_read" in given else {}
    pattern = "" if paired is None else paired.in_summary.format_map(crp)
    firmness = FIRMNESS[given.get("firmness", "none")]
    return SUMMARY["band"].format_map({**known, "band": BANDS[band], "firmness": firmness, "pattern": pattern})


def _summary_of_course(case: Answered, care: Care, numbers: Course) -> tuple[str, ...]:
    """Say what lasts and what moves; beside care of the same day only that care is said."""
    if care.rank >= Care.SAME_DAY.rank:
        return ()
    lasting, trend = numbers.persistence, numbers.trend
    known = Known(
        {"beyond": str(lasting.beyond), "n": str(lasting.n), "since": month_of(lasting.since)}
        | {"fold": f"×{trend.fold}", "days": f"{trend.span_days} days"},
        case.numbers,
    )
    codes = {lasting.code.value, trend.code.value} | {each.code for each in case.asked if isinstance(each.answer, Note)}
    return tuple(SUMMARY[code].format_map(known) for code in _OF_COURSE if code in codes)


_OF_COURSE: Final = ("persistent_above_3", "consistent_above_2", "rising", "volatile", "stable_and_high")
"""What of a course stands in the one line of a verdict."""
