"""
What a decision says of one case: findings with their facts, actions, what is missing, numbers.

Nothing is decided here. Every finding is the answer of a rule; rule id, facts and thresholds are
added by this module, so that no rule can forget them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from decimal import Context as DecimalContext
from fractions import Fraction
from typing import Any, Final, NamedTuple, Self

from .asking.course import (
    Counting,
    Sample,
    as_cv,
    band_probabilities,
    fitted_fold,
    fold_between,
    log_sd,
    normal_quantile,
    out_of_log,
    sigma,
    span_days,
)
from .asking.facts import CASE_FACTS, DOCUMENT_NAMES, STATED_FACTS
from .asking.ruleset import Rule, RuleSet
from .codes import (
    Analyte,
    Band,
    Care,
    Change,
    Code,
    CrossCheckCode,
    Firmness,
    GripState,
    HrvState,
    LineState,
    Persistence,
    Severity,
    Sex,
    StandingCode,
    Status,
    Trend,
    VitaminD,
)
from .conclusions import (
    Action,
    Advice,
    CareReason,
    ChangeResult,
    Course,
    CourseReading,
    CrossCheck,
    Decision,
    Finding,
    InterventionAdvice,
    Level,
    Lines,
    NextDraw,
    Note,
    PersistenceResult,
    Reason,
    SetPoint,
    Standing,
    Standings,
    ThresholdUsed,
    TrendResult,
    VitaminDResult,
)
from .document import VerdictDocument
from .knowledge import STANDARD_NUMBERS, record_of
from .knowledge.assays import Assay
from .knowledge.findings import FOR_THE_WELL, FindingRecord
from .knowledge.interventions import INTERVENTIONS, InterventionRecord
from .knowledge.thresholds import IL6_BANDS
from .knowledge.words import (
    ACTIONS,
    BANDS,
    CARE_ACTIONS,
    CAUTIONS,
    DOSES,
    FIRMNESS,
    MISSING_ORDER,
    NEXT_DRAW,
    OPTIONAL,
    STATUS,
    SUMMARY,
    WITHHELD,
)
from .reading import Context, HsCrp, Reading
from .rules.exercise import exercise_timing_unclear as timing_unclear
from .threshold import Scale, Threshold
from .units import Amount, decimal_text

__all__ = ["Asked", "course_of", "explain"]

_HUNDREDTHS: Final = Decimal("0.01")
_QUANTIZING: Final = DecimalContext(prec=60, rounding=ROUND_FLOOR, traps=[])
_LONGEST_SENTENCE: Final = 140
_SHOWN_DIGITS: Final = 9
_PLURAL_UNITS: Final = frozenset({"hour", "day", "year", "reading"})


class Asked(NamedTuple):
    """A rule, what it was asked with, and what it answered."""

    rule: Rule[..., Any]
    facts: dict[str, Any]
    answer: Any
    analyte: Analyte | None = None

    @classmethod
    def of_case(cls, rules: RuleSet, facts: tuple[Any, ...]) -> list[Self]:
        """Ask the rules about a case."""
        return [cls(*entry) for entry in rules.trace(facts)]

    @classmethod
    def of_sample(
        cls, rules: RuleSet, facts: tuple[tuple[Any, ...], tuple[Any, ...]], analyte: Analyte, standing: Standing
    ) -> list[Self]:
        """Ask the rules about one analyte of one sample, and keep what its standing rests on."""
        near, _ = facts
        entries = [
            cls(*entry, analyte)
            for entry in rules.trace_sample(near)
            if analyte in entry[0].judges and entry[2] in standing.reasons
        ]
        heard = {entry.answer for entry in entries}
        unclear = [reason for reason in standing.reasons if reason not in heard]
        return entries + [cls(timing_unclear, {}, reason, analyte) for reason in unclear]


def explain(
    decision: Decision,
    rules: RuleSet,
    reading: Reading,
    context: Context,
    samples: tuple[Sample, ...] | None,
    asked: list[Asked],
) -> VerdictDocument:
    """Derive everything that is said of a case from what the rules were asked and answered."""
    standings, course = decision.standing, course_of(asked, samples, decision.standing.il6)
    worked_out = {(a.rule.gives or a.rule.works_out): a.answer for a in asked if a.rule.gives or a.rule.works_out}
    words = _Words(rules, {name: value for a in asked for name, value in a.facts.items()}, _worked_out_by(asked))
    care = max(
        (a.answer.care for a in asked if isinstance(a.answer, CareReason)), key=lambda c: c.rank, default=Care.NONE
    )
    words.is_acute = care.rank >= Care.SAME_DAY.rank
    findings = tuple(words.finding(a) for a in asked if _is_finding(a) and not _is_overtaken(a.answer, care))
    return VerdictDocument(
        applicable=decision.applicable,
        standing=standings,
        band=decision.band,
        possible_bands=decision.possible_bands,
        firmness=decision.firmness,
        care=decision.care,
        persistence=course.persistence,
        trend=course.trend,
        change=course.change,
        course=course.readings,
        pattern=decision.pattern,
        policy=decision.policy,
        findings=findings,
        actions=words.actions(findings, care),
        missing=tuple(_missing(rules, reading, context, standings, worked_out, asked)),
        next_draw=None if words.is_acute else _next_draw(words, reading, standings, asked, worked_out),
        set_point=_set_point(rules, worked_out),
        cross_checks=tuple(
            dict.fromkeys(
                CrossCheck(found.code, found.sentence)
                for found in (words.finding(a) for a in asked if isinstance(a.answer, _CHECKS))
            )
        ),
        vitamin_d=VitaminDResult(
            worked_out.get("vitamin_d_level", VitaminD.UNKNOWN),
            "" if context.vitamin_d is None else _shown(context.vitamin_d),
        ),
        interventions=tuple(_advice(a.answer) for a in _by_tier(asked)),
        measured=_measured(reading, context) | _moved_lines(rules, worked_out),
        summary=_summary(reading, context, standings, worked_out, care),
    )


def _is_overtaken(answer: Any, care: Care) -> bool:
    """Whether an answer asks only for a repeat while somebody already asks for a clinician."""
    return isinstance(answer, CareReason) and answer.code in FOR_THE_WELL and care.rank > answer.care.rank


def _is_finding(asked: Asked) -> bool:
    """Whether an answer is worth a finding: no working value, and no default that asked for nothing."""
    if asked.rule.works_out or not _code(asked.answer):
        return False
    return bool(asked.facts) or isinstance(asked.answer, Reason)


_CHECKS: Final = (GripState, HrvState, CrossCheckCode)


def _code(answer: Any) -> str:
    """Return the public code of an answer; working values have none."""
    if isinstance(answer, (Reason, CareReason, Note)):
        return answer.code
    return answer.value if isinstance(answer, Code) else ""


def _record(asked: Asked) -> FindingRecord | None:
    """Return what is known of the code of an answer; nothing of a host's own."""
    return record_of(_code(asked.answer), asked.facts)


_STANDING_SEVERITY: Final = {StandingCode.VOID: Severity.WARNING, StandingCode.NOT_APPLICABLE: Severity.WARNING}
_CARE_SEVERITY: Final = {
    Care.REPEAT: Severity.CAUTION,
    Care.CLINICIAN_EVALUATION: Severity.WARNING,
    Care.SAME_DAY: Severity.URGENT,
    Care.URGENT: Severity.URGENT,
}


def _severity(answer: Any, record: FindingRecord | None) -> Severity:
    """Follow what a reason decides; a host may make a note louder than it is here, and never quieter."""
    if isinstance(answer, Reason):
        return _STANDING_SEVERITY.get(answer.standing, Severity.CAUTION)
    if isinstance(answer, CareReason):
        return _CARE_SEVERITY[answer.care]
    known = Severity.INFO if record is None else record.severity
    return max(answer.severity, known, key=lambda each: each.rank) if isinstance(answer, Note) else known


def _worked_out_by(asked: list[Asked]) -> dict[str, dict[str, Threshold]]:
    """Return the numbers behind each working value, so that what rests on it can name them."""
    behind: dict[str, dict[str, Threshold]] = {}
    for each in asked:
        if each.rule.works_out:
            numbers = dict(each.rule.thresholds())
            for name in each.facts:
                numbers |= behind.get(name, {})
            if isinstance(each.answer, Scale):
                numbers |= {cut.name: cut.at for cut in each.answer.cuts}
            behind[each.rule.works_out] = numbers
    return behind


# --- words -----------------------------------------------------------------------------------------


class _Words:
    """Fills the sentences with the facts of the case and the numbers of the rule set."""

    def __init__(
        self, rules: RuleSet, case_facts: Mapping[str, Any], worked_out_by: Mapping[str, Mapping[str, Threshold]]
    ) -> None:
        self.worked_out_by = worked_out_by
        self.is_acute = False
        self.numbers = dict(rules.thresholds())
        bands = case_facts.get("bands")
        if isinstance(bands, Scale):
            self.numbers |= {cut.name: cut.at for cut in bands.cuts}
        self.results = {name: _shown(value) for name, value in case_facts.items() if isinstance(value, (Amount, Assay))}

    def finding(self, asked: Asked) -> Finding:
        """Write one answer as a finding, with everything it rests on."""
        code = _code(asked.answer)
        facts = {name: _shown(value) for name, value in asked.facts.items() if _is_shown(value)}
        if asked.analyte is not None:
            facts = {"analyte": asked.analyte.value, **facts}
        used = dict(asked.rule.thresholds())
        for name in asked.facts:
            used |= self.worked_out_by.get(name, {})
        return Finding(
            code=code,
            rule=asked.rule.id,
            severity=_severity(asked.answer, _record(asked)),
            asked=asked.rule.asks,
            facts=facts,
            thresholds=tuple(_used(name, threshold) for name, threshold in used.items()),
            sentence=self.sentence(facts, asked),
            citations=tuple(dict.fromkeys(_citations(used.values()))),
        )

    def sentence(self, facts: Mapping[str, str], asked: Asked) -> str:
        """Write the sentence of a finding."""
        own = asked.answer.sentence if isinstance(asked.answer, Note) else ""
        known = _Known(self.numbers, {**self.results, **facts})
        for name, value in facts.items():
            if name.startswith(("hours_since_", "days_since_")):
                known[name.split("_")[0]] = value
        record = _record(asked)
        ours = "" if record is None else (self.is_acute and record.when_acute) or record.sentence
        text = own or ours.format_map(known) or asked.rule.reason.split("\n")[0] or asked.rule.asks
        if asked.rule.judges == (Analyte.HS_CRP,):
            text = f"hs-CRP: {text[0].lower()}{text[1:]}" if text.startswith("Drawn") else f"hs-CRP: {text}"
        return text if len(text) <= _LONGEST_SENTENCE else text[: _LONGEST_SENTENCE - 1] + "…"

    def number(self, name: str) -> Decimal:
        """Return a number of the rule set, or the standard one."""
        return (self.numbers.get(name) or STANDARD_NUMBERS[name]).value

    def actions(self, findings: Iterable[Finding], care: Care) -> tuple[Action, ...]:
        """Choose what follows from the findings, most urgent first."""
        records = (record_of(finding.code, finding.facts) for finding in findings)
        wanted = {record.action for record in records if record is not None}
        wanted |= {CARE_ACTIONS[care]} if care in CARE_ACTIONS else set()
        if "repeat_rested" in wanted:
            wanted.discard("repeat_cleared")
        if self.is_acute:
            wanted &= _WHEN_ACUTE
        if "seek_urgent_care" in wanted:
            wanted -= {"see_clinician_same_day", "clinician_evaluation"}
        return tuple(
            Action(code, text.format_map(_Known(self.numbers, self.results)))
            for code, text in ACTIONS.items()
            if code in wanted
        )


_WHEN_ACUTE: Final = {
    "seek_urgent_care", "see_clinician_same_day", "clinician_evaluation", "talk_to_treating_clinician",
    "ask_laboratory",
}  # fmt: skip


class _Known(dict[str, str]):
    """A sentence's facts and numbers; what is not known here reads as unknown, and never raises."""

    def __init__(self, numbers: Mapping[str, Threshold], facts: Mapping[str, str]) -> None:
        super().__init__(facts)
        self._numbers = numbers

    def __missing__(self, key: str) -> str:
        number = self._numbers.get(key) or STANDARD_NUMBERS.get(key)
        if number is not None:
            return _with_unit(number)
        return "an unknown number of" if key in ("hours", "days") else "unknown"


def _used(name: str, threshold: Threshold) -> ThresholdUsed:
    basis = threshold.basis
    return ThresholdUsed(name, str(threshold.value), threshold.unit, basis.letter, str(basis))


def _citations(used: Iterable[Threshold]) -> Iterable[str]:
    for threshold in used:
        source = getattr(threshold.basis, "source", None)
        if source is not None:
            yield str(source)


def _with_unit(threshold: Threshold) -> str:
    plural = "s" if threshold.unit in _PLURAL_UNITS and threshold.value != 1 else ""
    return f"{decimal_text(threshold.value)} {threshold.unit}{plural}"


def _is_shown(value: Any) -> bool:
    return isinstance(value, (str, bool, Decimal, Amount, Assay, Standing, tuple)) and not (
        isinstance(value, tuple) and value and not isinstance(value[0], Code)
    )


def _shown(value: Any) -> str:
    """Write a fact for a finding; no display rounds across a line."""
    write = next((write for kind, write in _WRITERS if isinstance(value, kind)), str)
    return write(value)


_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "true" if value else "false"),
    (Decimal, lambda value: decimal_text(_QUANTIZING.quantize(value, _HUNDREDTHS) if value.is_finite() else value)),
    (Amount, lambda value: f"{value.comparator}{decimal_text(value.value, _SHOWN_DIGITS)} {value.unit}"),
    (Assay, lambda value: value.name),
    (Standing, lambda value: value.code.value),
    (tuple, lambda value: ", ".join(str(entry) for entry in value)),
)
"""How each kind of fact is written; the first kind that fits."""


# --- interventions ---------------------------------------------------------------------------------


def _by_tier(asked: list[Asked]) -> list[Asked]:
    advised = [a for a in asked if isinstance(a.answer, Advice)]
    order = list(INTERVENTIONS)
    return sorted(advised, key=lambda a: order.index(a.answer.intervention))


def _advice(advice: Advice) -> InterventionAdvice:
    """Put what is known of an intervention beside its status for this person."""
    record = INTERVENTIONS[advice.intervention]
    is_silent = advice.status is Status.WITHHELD
    notes = [record.interactions.get(code) or CAUTIONS.get(code, "") for code in advice.cautions]
    return InterventionAdvice(
        code=record.code,
        tier=record.tier,
        status=advice.status,
        article_grade=record.article_grade,
        evidence_grade=record.evidence_grade,
        unmet=advice.unmet,
        unknown=advice.unknown,
        dose_status=advice.dose_status,
        sentences=(WITHHELD,) if is_silent else _said(advice, record),
        measure_first="" if is_silent else record.measure_first,
        safety=() if is_silent else (*(note for note in notes if note), *record.safety),
        citations=() if is_silent else tuple(str(source) for source in record.sources),
    )


def _said(advice: Advice, record: InterventionRecord) -> tuple[str, ...]:
    dose = (DOSES[advice.dose_status],) if advice.dose_status else ()
    return (STATUS[advice.status].format(name=record.name), *dose, *record.says)


# --- the rest --------------------------------------------------------------------------------------


def _measured(reading: Reading, context: Context) -> dict[str, str]:
    """Name the results, exact and as reported, and when they were drawn; an hs-CRP of the same draw has no own time."""
    found = {}
    if reading.il6 is not None:
        found = {"il6": _shown(reading.il6), "il6_as_reported": reading.il6.text or str(reading.il6)}
    crp = context.hs_crp_amount
    if crp is not None:
        found |= {"hs_crp": _shown(crp), "hs_crp_as_reported": crp.text or str(crp)}
    if reading.drawn_at is not None:
        found["drawn_at"] = reading.drawn_at.isoformat()
    if isinstance(context.hs_crp, HsCrp) and context.hs_crp.drawn_at is not None:
        found["hs_crp_drawn_at"] = context.hs_crp.drawn_at.isoformat()
    return found


def _moved_lines(rules: RuleSet, worked_out: Mapping[str, Any]) -> dict[str, str]:
    """Name the lines of the scale that hold for this result alone, such as a ceiling of its laboratory."""
    usual = {**STANDARD_NUMBERS, **rules.thresholds()}
    scale: Scale[Band] = worked_out.get("bands", IL6_BANDS)
    lines = {cut.name: cut.at for cut in scale.cuts}
    return {name: str(line) for name, line in lines.items() if name in usual and line.value != usual[name].value}


def _missing(
    rules: RuleSet,
    reading: Reading,
    context: Context,
    standings: Standings,
    worked_out: Mapping[str, Any],
    asked: list[Asked],
) -> list[str]:
    """Name what would sharpen the verdict, the most useful first."""
    asked_for = set(_unknown_about_the_draw(reading, context, standings))
    known = set(worked_out) | {name for name in STATED_FACTS if _stated(name, reading, context) is not None}
    known |= {name for name in CASE_FACTS if name not in STATED_FACTS}
    for each in rules.case_rules:
        unknown = {fact for fact in each.facts if fact not in known}
        if unknown <= STATED_FACTS:
            asked_for |= unknown - OPTIONAL if each.is_ours else unknown
    for advice in (a.answer for a in asked if isinstance(a.answer, Advice)):
        asked_for |= {
            DOCUMENT_NAMES.get(name, name) for name in advice.unknown if name in STATED_FACTS | set(DOCUMENT_NAMES)
        }
    if context.grip is not None and context.sex is None:
        asked_for.add("sex")
    ordered = [name for name in MISSING_ORDER if name in asked_for]
    return ordered + sorted(asked_for - set(ordered))


def _stated(name: str, reading: Reading, context: Context) -> Any:
    return getattr(context, name, None) if hasattr(context, name) else getattr(reading, name, None)


def _unknown_about_the_draw(reading: Reading, context: Context, standings: Standings) -> Iterable[str]:
    stated = {**reading.to_dict(), **context.to_dict()}
    reasons = {reason.code for s in (standings.il6, standings.hs_crp) if s is not None for reason in s.reasons}
    yield from (name for name in _ASKED_OF_EVERYONE if name not in stated)
    if "exercise_not_reported" in reasons or not {"exercise", "exercise_log"} & stated.keys():
        yield from ("exercise", *({"hours_since_exercise"} - stated.keys()))
    if "exercise_timing_unclear" in reasons:
        yield "hours_since_exercise"
    if not {"fasting", "fasting_hours"} & stated.keys():
        yield "fasting"
    if not {"age", "birth_date"} & stated.keys():
        yield "age"
    if context.pregnant is None and context.sex is not Sex.MALE:
        yield "pregnant"
    if not isinstance(reading.drawn_at, datetime):
        yield "drawn_at"


_ASKED_OF_EVERYONE: Final = (
    "il6", "hs_crp", "at_rest", "method", "hours_to_centrifugation", "specimen", "indwelling_line", "haemolysed",
    "confounders", "red_flags",
)  # fmt: skip


def _next_draw(
    words: _Words, reading: Reading, standings: Standings, asked: list[Asked], worked_out: Mapping[str, Any]
) -> NextDraw | None:
    """Say what draw would settle what is open: when, and under which circumstances."""
    standing = standings.il6
    if standing is None or standing.code is StandingCode.NOT_APPLICABLE:
        return None
    settled = worked_out.get("firmness") is Firmness.FIRM
    if standing.counts and settled and worked_out.get("persistence") is not Persistence.NOT_ASSESSABLE:
        return None
    waits = [_remaining_days(each) for each in asked if isinstance(each.answer, Reason)]
    if standing.counts:
        gap = "referral_gap" if worked_out.get("band") is Band.HIGH else "persistence_gap"
        waits.append(Fraction(words.number(gap)))
    on = ""
    if reading.drawn_at is not None:
        drawn = reading.drawn_at.date() if isinstance(reading.drawn_at, datetime) else reading.drawn_at
        on = (drawn + timedelta(days=math.ceil(max(waits, default=_NOW)))).isoformat()
    known = _Known(words.numbers, {"method": reading.method or ""})
    same = "same_method" if reading.method else "same_laboratory"
    return NextDraw(
        on, tuple(NEXT_DRAW[code].format_map(known) for code in ("fasted", "rested", "morning", "spun", same))
    )


_NOW: Final = Fraction(0)
_DAYS_EACH: Final = {"day": Fraction(1), "hour": Fraction(1, 24)}


def _remaining_days(asked: Asked) -> Fraction:
    """Return how many days a condition still disturbs samples; none where that is no matter of time."""
    for unit, days in _DAYS_EACH.items():
        since = next((value for name, value in asked.facts.items() if name.startswith(f"{unit}s_since_")), None)
        holds = [threshold.value for threshold in asked.rule.thresholds().values() if threshold.unit == unit]
        if since is not None and holds:
            return max(_NOW, (Fraction(max(holds)) - Fraction(since)) * days)
    return _NOW


def _set_point(rules: RuleSet, worked_out: Mapping[str, Any]) -> SetPoint | None:
    level: Level | None = worked_out.get("level")
    if level is None:
        return None
    scale: Scale[Band] = worked_out.get("bands", IL6_BANDS)
    use = {**STANDARD_NUMBERS, **rules.thresholds()}
    spread = sigma(use["within_person_cv"].value, use["analytical_cv"].value) / math.sqrt(level.n)
    reach = normal_quantile(use["set_point_percentile"].value) * spread
    lines = [float(cut.at.value) for cut in scale.cuts]
    low, high = math.exp(level.log - reach), math.exp(level.log + reach)
    chances = band_probabilities(level.log, spread, scale)
    return SetPoint(
        estimate=_number_text(out_of_log(level.log), lines),
        low=_number_text(low, lines),
        high=_number_text(high, lines),
        n=level.n,
        near_boundary=tuple(decimal_text(cut.at.value) for cut in scale.cuts if low < float(cut.at.value) < high),
        probabilities={code.value: f"{chance:.3f}" for code, chance in zip(scale.codes, chances, strict=True)},
    )


def _number_text(value: float, lines: Iterable[float]) -> str:
    """Write a number to three digits, or to as many more as keep it on its side of every line."""
    texts = [f"{value:.{digits}g}" for digits in range(3, 17)]
    keeps_its_side = (
        text
        for text in texts
        if all((float(text) > line) == (value > line) and (float(text) < line) == (value < line) for line in lines)
    )
    return decimal_text(Decimal(next(keeps_its_side, texts[-1])))


def _fold_text(fold: float) -> str:
    names = ("rising", "declining", "possible_rise", "change_rise", "change_fall")
    return _number_text(fold, [float(STANDARD_NUMBERS[name].value) for name in names])


def course_of(asked: list[Asked], samples: tuple[Sample, ...] | None, alone: Standing | None) -> Course:
    """Put the numbers of the course beside its codes."""
    worked_out = {(a.rule.gives or a.rule.works_out): a.answer for a in asked if a.rule.gives or a.rule.works_out}
    counting: Counting | None = worked_out.get("counting")
    days = () if counting is None else counting.point_days
    trend, change = worked_out.get("trend", Trend.INSUFFICIENT_DATA), worked_out.get("change", Change.NOT_COMPARABLE)
    n = len(counting.days) if counting is not None else int(alone is not None and alone.counts)
    return Course(
        PersistenceResult(worked_out.get("persistence", Persistence.NOT_ASSESSABLE), _lines(worked_out), n),
        _trend(trend, days),
        ChangeResult(change, _fold_text(float(fold_between(*days[-2:]))) if len(days) > 1 else ""),
        tuple(
            _course_reading(s, why, worked_out)
            for s, why in zip(samples or (), counting.excluded if counting else (), strict=True)
        ),
    )


def _lines(worked_out: Mapping[str, Any]) -> Lines:
    return worked_out.get("lines") or Lines(LineState.OPEN, LineState.OPEN, LineState.OPEN)


def _trend(code: Trend, days: tuple[Any, ...]) -> TrendResult:
    span = span_days(days)
    if code is Trend.INSUFFICIENT_DATA or not span:
        return TrendResult(code, len(days), span)
    return TrendResult(code, len(days), span, _fold_text(fitted_fold(days)), f"{100 * as_cv(log_sd(days)):.1f}")


def _course_reading(sample: Sample, why: str, worked_out: Mapping[str, Any]) -> CourseReading:
    bands: Scale[Band] = worked_out.get("bands", IL6_BANDS)
    within = bands.within(sample.amount)
    named = within[0] if len(within) == 1 and sample.standing.code.rank <= StandingCode.UNVERIFIED.rank else None
    at = sample.reading.drawn_at
    return CourseReading(
        drawn_at="" if at is None else at.isoformat(),
        il6=_shown(sample.amount),
        standing=sample.standing,
        band=named,
        counted=not why,
        excluded=why,
    )


def _summary(
    reading: Reading, context: Context, standings: Standings, worked_out: Mapping[str, Any], care: Care
) -> str:
    """Write the verdict in one line, the most urgent thing first."""
    il6 = "" if reading.il6 is None else f"IL-6 {_shown(reading.il6)}"
    crp = "" if context.hs_crp_amount is None else f"hs-CRP {_shown(context.hs_crp_amount)}"
    known = {"results": " and ".join(filter(None, (il6, crp))) or "This person", "il6": il6}
    if care.rank >= Care.CLINICIAN_EVALUATION.rank:
        return SUMMARY[care.value].format_map(known)
    if standings.il6 is None:
        return SUMMARY["no_il6"]
    band, possible = worked_out.get("band"), worked_out.get("possible_bands", ())
    code = standings.il6.code
    if code is StandingCode.NOT_APPLICABLE:
        return SUMMARY["not_applicable"].format_map(known)
    if code is StandingCode.VOID:
        window = "myokine" if "myokine_window" in standings.il6.codes else "void"
        return SUMMARY[window].format_map(known)
    if band is None:
        known["possible"] = " or ".join(BANDS[each] for each in possible)
        return SUMMARY["open"].format_map(known)
    paired = record_of(worked_out.get("pattern", ""))
    pattern = "" if paired is None else paired.in_summary
    known |= {"band": BANDS[band], "firmness": FIRMNESS[worked_out.get("firmness", "none")], "pattern": pattern}
    return SUMMARY["band"].format_map(known)
