"""
What a decision says of one case: findings with their facts, actions, numbers and one line.

Nothing is decided here. Every finding is the answer of a rule; rule id, facts and thresholds are
added by this module, so that no rule can forget them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain, starmap
from typing import Any, Final, NamedTuple

from .answered import Answered, Asked
from .asking.facts import drug_lasts
from .asking.ruleset import RuleSet
from .codes import (
    URGENT_RED_FLAGS,
    Analyte,
    Band,
    Care,
    CrossCheckCode,
    CrpLevel,
    GripState,
    HrvState,
    Pattern,
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
    NextDraw,
    Note,
    Reason,
    ThresholdUsed,
    VitaminDResult,
)
from .course_numbers import course
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
from .wording import is_shown, month_of, shown, since

__all__ = ["Explained"]

_LONGEST_SENTENCE: Final = 140
_MOST_NAMED: Final = 3
_CHECKS: Final = frozenset({GripState, HrvState, CrossCheckCode})


class Explained:
    """Derives what is said of a case from what the rules were asked and answered, each part when it is wanted."""

    def __init__(self, decision: Decision, case: Answered, if_it_counts: str = "") -> None:
        self.decision = decision
        self.case = case
        self.if_it_counts = if_it_counts
        """What is said in one line of a sample that some answers would let count."""

    @cached_property
    def care(self) -> Care:
        """The most urgent care that any answer asks for."""
        return _care(self.case)

    @cached_property
    def words(self) -> _Words:
        """What fills the sentences."""
        return _Words(self.case, self.care)

    @cached_property
    def course(self) -> Course:
        """The numbers of the course beside its codes."""
        return course(self.case)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every answer that is worth one, in writing."""
        told = (each for each in self.case.asked if _is_finding(each) and not _is_overtaken(each, self.care))
        return tuple(map(self.words.finding, told))

    def actions(self) -> tuple[Action, ...]:
        """Choose what follows from the findings, most urgent first."""
        return self.words.actions(self.findings, self.care)

    def missing(self) -> tuple[str, ...]:
        """Name what would sharpen the verdict, unless nobody should wait for it."""
        return () if self.care is Care.URGENT else missing(self.case)

    def next_draw(self) -> NextDraw | None:
        """Say what draw would settle what is open, unless acute care comes first."""
        return None if self.words.is_acute else next_draw(self.case)

    def cross_checks(self) -> tuple[CrossCheck, ...]:
        """Say each sign of the body once."""
        found = (each for each in self.case.asked if type(each.answer) in _CHECKS)
        return tuple(dict.fromkeys(CrossCheck(each.code, self.words.sentence(_facts(each), each)) for each in found))

    def vitamin_d(self) -> VitaminDResult:
        """Say where vitamin D lies."""
        measured = self.case.context.vitamin_d
        level = self.case.given.get("vitamin_d_level", VitaminD.UNKNOWN)
        return VitaminDResult(level, "" if measured is None else shown(measured))

    def measured(self) -> dict[str, str]:
        """Name the results, and the lines of the scale that hold for them alone."""
        return _measured(self.case) | _moved_lines(self.case)

    def summary(self) -> str:
        """Write the verdict in one line, the most urgent thing first."""
        before, after = foreword(self.case, self.decision), _summary_of_course(self.case, self.care, self.course)
        return " ".join((*before, _summary(self.case, self.care, self.if_it_counts), *after))


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
            numbers = dict(each.rule.numbers) if each.answer is not each.rule.otherwise else {}
            for name in each.facts:
                numbers |= behind.get(name, {})
            if isinstance(each.answer, Scale):
                numbers |= {cut.name: cut.at for cut in each.answer.cuts}
            behind[each.rule.works_out] = numbers
    return behind


def _facts(asked: Asked) -> dict[str, str]:
    """Write what an answer rests on."""
    of = {} if asked.analyte is None else {"analyte": asked.analyte.value}
    return of | {name: shown(value) for name, value in asked.facts.items() if is_shown(value)}


class _Basis(NamedTuple):
    """The numbers behind a finding, and who says so."""

    thresholds: tuple[ThresholdUsed, ...]
    citations: tuple[str, ...]


class _Shared:
    """What findings of one rule set have in common, whatever the case: the numbers of its rules, in writing."""

    def __init__(self, rules: RuleSet) -> None:
        self.of_rules: dict[str, _Basis] = {}
        self._own = rules.thresholds()
        self._written: dict[str, ThresholdUsed] = {}

    def basis(self, *numbers: Mapping[str, Threshold]) -> _Basis:
        """Write numbers; of one name the last holds."""
        used = {name: threshold for each in numbers for name, threshold in each.items()}
        return _Basis(tuple(starmap(self._used, used.items())), _citations(used.values()))

    def _used(self, name: str, threshold: Threshold) -> ThresholdUsed:
        """Write a number; only one of the set itself is kept, since the limits of laboratories are without end."""
        if self._own.get(name) is not threshold:
            return _used(name, threshold)
        if name not in self._written:
            self._written[name] = _used(name, threshold)
        return self._written[name]


_RESULTS: Final = frozenset({Amount, Assay, CrpRead})


class _Words:
    """Fills the sentences with the facts of the case and the numbers that hold for it."""

    def __init__(self, case: Answered, care: Care) -> None:
        self.case = case
        self.care = care
        self.is_acute = care.rank >= Care.SAME_DAY.rank
        self.is_large = is_large(case)
        self.drug_lasts = drug_lasts(case.context)
        self.shared = case.rules.once(_Shared)
        self.behind = _numbers_behind(case.asked)
        facts = chain.from_iterable(each.facts.items() for each in case.asked)
        results = {name: value for name, value in facts if type(value) in _RESULTS}
        self.results = {name: shown(value) for name, value in results.items()}
        self.results["common_causes"] = ", ".join(COMMON_CAUSES[each] for each in case.given.get("common_causes", ()))
        self.results["next_gap"] = case.known({})[next_gap(case)]
        self.results |= _flags(case)

    def finding(self, asked: Asked) -> Finding:
        """Write one answer as a finding, with everything it rests on."""
        facts = _facts(asked)
        basis = self._basis(asked)
        return Finding(
            code=asked.code,
            rule=asked.rule.id,
            severity=_severity(asked.answer, asked.record),
            asked=asked.rule.asks,
            facts=facts,
            thresholds=basis.thresholds,
            sentence=self.sentence(facts, asked),
            citations=basis.citations,
        )

    def _basis(self, asked: Asked) -> _Basis:
        """Return the numbers behind an answer: those of its rule, which its findings share, and of what it rests on."""
        behind = [self.behind[name] for name in asked.facts if self.behind.get(name)]
        if behind:
            return self.shared.basis(asked.rule.numbers, *behind)
        found = self.shared.of_rules.get(asked.rule.id)
        if found is None:
            found = self.shared.of_rules[asked.rule.id] = self.shared.basis(asked.rule.numbers)
        return found

    def sentence(self, facts: Mapping[str, str], asked: Asked) -> str:
        """Write the sentence of a finding: a host's own, ours, or what its rule says of itself."""
        own = asked.answer.sentence if isinstance(asked.answer, Note) else ""
        text = own or self._ours(facts, asked) or asked.rule.reason.split("\n")[0] or asked.rule.asks
        if asked.rule.judges == (Analyte.HS_CRP,):
            text = _of_hs_crp(text)
        return text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1] + "…"

    def _ours(self, facts: Mapping[str, str], asked: Asked) -> str:
        """Fill the sentence of the record; nothing for a code of a host."""
        record = asked.record
        if record is None:
            return ""
        text = self._text(record)
        if "{" not in text:
            return text
        known = self.case.known({**self.results, **facts})
        for name, value in facts.items():
            if name.startswith(("hours_since_", "days_since_")):
                known.update(since(value))
        return text.format_map(known)

    def _text(self, record: FindingRecord) -> str:
        """Choose the words: a sentence may have others where care cannot wait, and beyond the range."""
        if (self.is_acute or self.is_large) and record.when_acute:
            return record.when_acute
        is_beyond = self.case.given.get("band") is Band.BEYOND_RANGE
        return (is_beyond and record.when_beyond) or record.sentence

    def actions(self, findings: Iterable[Finding], care: Care) -> tuple[Action, ...]:
        """Choose what follows from the findings, most urgent first."""
        records = (record_of(finding.code, finding.facts) for finding in findings)
        wanted = {record.action for record in records if record is not None} | {CARE_ACTIONS.get(care, "")}
        if wanted & _WHEN_THE_COURSE_ASKS:
            wanted.discard("repeat_to_confirm")
        if self.is_acute:
            wanted &= _WHEN_URGENT if self.care is Care.URGENT else _WHEN_ACUTE
        wanted -= set(REPEATS) if self.drug_lasts else set([code for code in REPEATS if code in wanted][1:])
        known = self.case.known(self.results)
        return tuple(Action(code, text.format_map(known)) for code, text in ACTIONS.items() if code in wanted)


def _of_hs_crp(text: str) -> str:
    """Say that a sentence is about hs-CRP, unless it says so itself."""
    if "hs-CRP" in text:
        return text
    return f"hs-CRP: {text[0].lower()}{text[1:]}" if text.startswith("Drawn") else f"hs-CRP: {text}"


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
        return SUMMARY[care.value].format(reason=_reason(case, care))
    known = {"il6": "" if case.reading.il6 is None else f"IL-6 {shown(case.reading.il6)}"}
    standing = case.standings.il6
    newest = case.given.get("highest_il6")
    if standing is None:
        return SUMMARY["no_il6"] if newest is None else SUMMARY["history_alone"].format(newest=shown(newest))
    if standing.code is StandingCode.NOT_APPLICABLE:
        return SUMMARY["not_applicable"].format_map(known)
    if standing.code is StandingCode.VOID:
        return summary_of_void(case)
    if case.given.get("pattern") is Pattern.SUSPENDED:
        known["crp_read"] = shown(case.given["crp_read"])
        return SUMMARY["suspended_on_drug" if drug_lasts(case.context) else "suspended"].format_map(known)
    return if_it_counts or _summary_of_band(known, case.given)


def _reason(case: Answered, care: Care) -> str:
    """Name what asks for somebody: the number, and with it every warning symptom that was stated."""
    il6, flags = case.given.get("highest_il6"), _flags(case)
    crp = case.context.hs_crp_amount if any(flags.values()) or il6 is None or _crp_asks(case, care) else None
    named = (f"{name} {shown(value)}" for name, value in (("IL-6", il6), ("hs-CRP", crp)) if value is not None)
    results = " and ".join(named)
    if flags["urgent_flags"]:
        return f"{flags['urgent_flags']} ({results})" if results else flags["urgent_flags"]
    if not flags["flags"]:
        return results or "This person"
    return f"{results} with {flags['flags']}" if results else flags["flags"].capitalize()


def _crp_asks(case: Answered, care: Care) -> bool:
    """Whether hs-CRP took part in what asks for somebody: it is acute, or unlike an IL-6 below care of the day."""
    unlike = care is Care.CLINICIAN_EVALUATION and "possible_interference" in case.codes
    return unlike or CrpLevel.ACUTE in case.given.get("crp_levels", ())


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
    known = case.known(
        {"beyond": str(lasting.beyond), "n": str(lasting.n), "since": month_of(lasting.since)}
        | {"fold": f"×{trend.fold}", "days": f"{trend.span_days} days"}
    )
    codes = {lasting.code.value, trend.code.value} | {each.code for each in case.asked if isinstance(each.answer, Note)}
    return tuple(SUMMARY[code].format_map(known) for code in _OF_COURSE if code in codes)


_OF_COURSE: Final = ("persistent_above_3", "consistent_above_2", "rising", "volatile", "stable_and_high")
"""What of a course stands in the one line of a verdict."""
