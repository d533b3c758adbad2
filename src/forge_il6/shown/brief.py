"""
The answer first: what a person reads of a verdict before anything else, in one order for every form of it.

Report, card, CDS card, playground and the pages for patient and clinician open with these parts. What
else a verdict says stands in `sections`, and is shown when somebody asks for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ..codes import Analyte, Care, Firmness, Pattern, Severity, StandingCode, Trend
from ..conclusions import Finding, Question
from ..document import JudgedResult, VerdictDocument
from ..knowledge import record_of
from ..knowledge.questions import SHORT
from ..knowledge.sources import SOURCES
from ..knowledge.words import BANDS, DECIDES, LABELS, MEANING, SUMMARY, WHERE_TO_GO
from .sections import NAMES, Entry, is_acute, plans, reasons, says_no_comfort, steps

__all__ = ["MOST", "Brief", "brief", "deciding", "is_converted", "is_in_doubt", "is_treated", "short_sources"]

MOST: Final = 3
"""So many reasons, and so many questions, are shown before somebody asks for more."""

_MOST_BESIDE_MORE: Final = 2
"""So many questions, where a course or a plan is to be read too."""
_SAID_BY_A_PLAN: Final = {"self_administration_refused": "dasatinib quercetin"}
"""A finding that the words of a plan repeat, with what that plan is about."""
_SAID_BY_THE_ANSWER: Final = frozenset({
    "provisional", "firm", "unverified", "near_boundary", "sample_void", "sample_unverified", "not_assessable",
    "insufficient_data", "not_comparable", "within_noise", "beyond_range_once", "crp_acute_once", "il6_void",
    "crp_void", "undetermined",
})  # fmt: skip
"""What headline and meaning say already."""
_TREATED: Final = frozenset({"il6_receptor_blocker", "anti_il6", "other_immunomodulator"})
"""What makes a sample a treated state."""
_COURSES_IN_THE_ANSWER: Final = frozenset({"consistent_above_2", "persistent_above_3"})
"""What lasts, and is told in the answer with the number of readings."""
_HIGH_RISK: Final = frozenset({Trend.RISING, Trend.VOLATILE})
"""Courses that outweigh a calm band."""
_ASKED: Final = frozenset({"exercise_not_reported", "fasting_not_reported"})
"""What stands among the questions."""
_SEVERAL_AT_ONCE: Final = "reading"
"""The question after all facts of a draw at once, which the conditional answer asks."""
_CANNOT_COUNT: Final = frozenset({StandingCode.VOID, StandingCode.NOT_APPLICABLE})
_OF_THE_DRAW: Final = frozenset({"exercise", "hours_since_exercise", "fasting", "fasting_hours"})
_SAID_BY_ANOTHER: Final = {
    "persistent_above_3": "persistently_high", "high": "persistently_high", "stable": "stable_and_high",
}  # fmt: skip
"""A finding that adds nothing where the other one is said."""
_EXPLAINED: Final = "exercise_explains_value"
_COULD_BE: Final = SUMMARY["training_or_more"].removeprefix("{il6}")
"""How the answer says of a large value that training could explain it, as that finding does."""
_OF_ASSAY: Final = "assay_cannot_see_target"
"""What explains a band that stays open."""


class Brief(NamedTuple):
    """What is read first."""

    answer: str
    """The verdict in one line: value, band and what carries it, or what to do now."""
    where: str
    """Where to go, while care cannot wait; then nothing else is said."""
    meaning: str
    """One sentence of meaning."""
    steps: tuple[str, ...]
    """What to do next; one date in all of them."""
    reasons: tuple[Entry, ...]
    """The deciding ones."""
    questions: tuple[Entry, ...]
    plans: tuple[Entry, ...]
    """What is planned: its status, its dose, and what it must not meet."""
    sources: tuple[str, ...]
    """Who is cited by the reasons, by author and year."""
    rules: str
    """By which rules, where a host changed any of them."""


def brief(document: VerdictDocument) -> Brief:
    """Say what is read first of a verdict."""
    where = WHERE_TO_GO.get(document.care, "")
    if where:
        return Brief(document.summary, where, "", (), (), (), (), (), "")
    found = [finding for finding in deciding(document) if not _is_said_already(document, finding)][:MOST]
    cited = dict.fromkeys(citation for finding in found for citation in finding.citations)
    return Brief(
        answer=_with_value_once(document),
        where="",
        meaning=" ".join(filter(None, (_meaning(document), _reported(document)))),
        steps=steps(document)[: 1 if document.firmness is Firmness.UNVERIFIED else MOST],
        reasons=tuple(Entry(_unvalued(each, document), each.rule, severity=each.severity) for each in found),
        questions=_questions(document)[: MOST if _is_alone(document) else _MOST_BESIDE_MORE],
        plans=plans(document, in_short=True),
        sources=short_sources(cited),
        rules=_rules(document),
    )


def _is_alone(document: VerdictDocument) -> bool:
    """Whether there is one reading, and nothing is planned."""
    return len(document.course) <= 1 and not document.plans


def _is_said_already(document: VerdictDocument, finding: Finding) -> bool:
    """Whether the answer says of the course or of the pair what a finding would repeat, or a plan does."""
    if finding.code == _EXPLAINED:
        return _COULD_BE in document.summary
    if finding.code in _SAID_BY_A_PLAN:
        return _SAID_BY_A_PLAN[finding.code] in {plan.label for plan in plans(document, in_short=True)}
    if finding.code == document.persistence.code:
        return finding.code in _COURSES_IN_THE_ANSWER
    pattern = document.pattern.code if document.pattern else ""
    return finding.code == pattern and "hs-CRP" in document.summary and not _asks_for_somebody(document)


def _with_value_once(document: VerdictDocument) -> str:
    """Give the verdict in one line; a bound that is the value itself points back to it."""
    il6 = document.result(Analyte.IL6)
    if il6 is None or not il6.text:
        return document.summary
    first, value, rest = document.summary.partition(il6.text)
    bound = il6.text.lstrip("<>≤≥")
    return first + value + rest.replace(bound, MEANING["that"])


def short_sources(citations: dict[str, None] | tuple[str, ...]) -> tuple[str, ...]:
    """Name sources by author and year; one that is not of this package stays as it is written."""
    return tuple(dict.fromkeys(_SHORT.get(each, each) for each in citations))


def _without_initials(short: str) -> str:
    """Leave the initials of an author out of a short name."""
    *names, year = short.split()
    return " ".join([names[0], *(name for name in names[1:] if not name.isupper()), year])


_SHORT: Final = {str(source): _without_initials(source.short) for source in SOURCES.values()}


# --- what it means ---------------------------------------------------------------------------------


def _meaning(document: VerdictDocument) -> str:
    """Say in one sentence what the result bounds; nothing that would calm beside a warning symptom."""
    il6 = document.result(Analyte.IL6)
    if il6 is None:
        return " ".join(
            MEANING["crp_alone"].format(crp=f"{NAMES[each.analyte]} {each.text}") for each in document.results()
        )
    if says_no_comfort(document) or il6.standing.code is StandingCode.NOT_APPLICABLE:
        return ""
    if il6.standing.code is StandingCode.VOID:
        return _bound(document)
    if document.firmness is Firmness.UNVERIFIED:
        return ""
    return " ".join(filter(None, (_named_band(document), _level(document))))


def _named_band(document: VerdictDocument) -> str:
    """Name the band where the headline says who should look, and nothing of the band."""
    if document.band is None or not _asks_for_somebody(document):
        return ""
    name = BANDS[document.band]
    return "" if name in document.summary else MEANING["band"].format(band=name)


def _asks_for_somebody(document: VerdictDocument) -> bool:
    """Whether the headline says who should look, and leaves the band to be said."""
    return document.care.rank >= Care.CLINICIAN_EVALUATION.rank


def _level(document: VerdictDocument) -> str:
    """Say what level the readings fit, and which lines it may lie on either side of."""
    point = document.set_point
    if point is None:
        return ""
    near = MEANING["near"].format(lines=" and ".join(point.near_boundary)) if point.near_boundary else ""
    kind = "level_one" if point.n == 1 else "level"
    return MEANING[kind].format(
        n=point.n, estimate=point.estimate, low=point.low, high=f"{point.high} pg/mL", near=near
    )


def _bound(document: VerdictDocument) -> str:
    """Say which bands a void sample leaves; how far its value bounds the level, the answer has said."""
    left = [BANDS[band] for band in document.possible_bands]
    if not left or is_treated(document) or is_in_doubt(document):
        return ""
    kind = "one_band" if len(left) == 1 else "all_bands" if len(left) == len(BANDS) else "bands"
    return MEANING[kind].format(first=left[0], last=left[-1])


def is_in_doubt(document: VerdictDocument) -> bool:
    """Whether the number may be of another unit or test, of which the answer has said that it tells nothing."""
    il6 = document.standing.il6
    return il6 is not None and "check_unit" in il6.codes


def is_treated(document: VerdictDocument) -> bool:
    """Whether a drug against IL-6 or the like is acting: what the level were without it, no number tells."""
    il6 = document.standing.il6
    return il6 is not None and not _TREATED.isdisjoint(il6.codes)


def _reported(document: VerdictDocument) -> str:
    """Give the result as the laboratory wrote it, where that differs."""
    il6 = document.result(Analyte.IL6)
    return MEANING["reported"].format(text=il6.as_reported) if il6 is not None and is_converted(il6) else ""


def is_converted(result: JudgedResult) -> bool:
    """Whether the laboratory wrote another unit than is shown; a zero more or less is the same result."""
    return result.as_reported.split()[-1:] != result.text.split()[-1:]


# --- why -------------------------------------------------------------------------------------------


def deciding(document: VerdictDocument) -> tuple[Finding, ...]:
    """Return the findings that decided, the weightiest first, each sentence once."""
    said = reasons(document)
    left_out = _SAID_BY_THE_ANSWER | (_ASKED if document.missing and not is_acute(document) else frozenset())
    codes = {finding.code for finding in said}
    left_out |= {code for code, other in _SAID_BY_ANOTHER.items() if other in codes}
    left_out |= {action.code for action in document.actions}
    left_out |= _not_yet(document)
    weighed = [(weight, finding) for finding in said if (weight := _weight(document, finding)) is not None]
    ordered = sorted(weighed, key=lambda each: each[0])
    once: dict[str, Finding] = {}
    for _, finding in ordered:
        if finding.code not in left_out:
            once.setdefault(finding.sentence.removeprefix("hs-CRP: ").lower(), finding)
    return tuple(once.values())


def _not_yet(document: VerdictDocument) -> frozenset[str]:
    """Return what rests on a sample that is not verified, and is no reason before it is."""
    pattern = document.pattern.code if document.pattern else None
    rests = (document.band, pattern if pattern is not Pattern.SUSPENDED else None)
    is_open = document.firmness is Firmness.UNVERIFIED
    return frozenset(code for code in rests if code is not None and is_open)


def _weight(document: VerdictDocument, finding: Finding) -> int | None:
    """Tell how much of the answer rests on a finding, least first; none where nothing does."""
    standing = document.standing
    of_crp = standing.hs_crp is not None and finding.code in standing.hs_crp.codes
    if finding.code in _HIGH_RISK:
        return 1
    if standing.il6 is not None and finding.code in standing.il6.codes and finding.facts.get("analyte") != "hs_crp":
        return 1
    if finding.severity.rank >= Severity.WARNING.rank and not of_crp:
        return 0
    by_code = {
        document.band: 2,
        document.persistence.code: 3,
        document.trend.code: 3,
        document.change.code: 4,
        document.pattern.code if document.pattern else None: 4,
        _OF_ASSAY: 5 if document.band else 2,
    }
    is_hosts = finding.rule in document.policy.added
    of_notes = 5 if finding.severity is not Severity.INFO or of_crp or is_hosts else None
    if _is_answered_by_a_step(document, finding):
        return None
    return by_code.get(finding.code, of_notes)


def _is_answered_by_a_step(document: VerdictDocument, finding: Finding) -> bool:
    """Whether a note only asks for what a step says."""
    record = record_of(finding.code, finding.facts)
    actions = {action.code for action in document.actions}
    return finding.severity is Severity.INFO and record is not None and record.action in actions


def _unvalued(finding: Finding, document: VerdictDocument) -> str:
    """Write a reason without the value, which the answer has shown."""
    il6 = document.result(Analyte.IL6)
    if il6 is None or not il6.text:
        return finding.sentence
    return finding.sentence.replace(f"IL-6 {il6.text}", "IL-6").replace(il6.text, "IL-6")


# --- what is asked, and on whose authority ---------------------------------------------------------


def _questions(document: VerdictDocument) -> tuple[Entry, ...]:
    """Ask what would change the verdict, with what it would; what the answer asks already is not asked twice."""
    said = {_SEVERAL_AT_ONCE, *_OF_THE_DRAW} if _asks_at_once(document) else set[str]()
    asked = (each for each in document.questions if each.fact not in said)
    return tuple(Entry(f"{SHORT.get(each.fact, each.asks)}{_decides(each)}", each.fact) for each in asked)


def _asks_at_once(document: VerdictDocument) -> bool:
    """Whether the answer is conditional: it asks for several facts of the draw at once."""
    return any(each.fact == _SEVERAL_AT_ONCE for each in document.questions)


def _decides(question: Question) -> str:
    """
    Name what depends on the answer: whom to see, else of everything that differs what weighs most.

    A document that was read back may name nothing that is known here.
    """
    raises = any(answer.care.rank >= Care.CLINICIAN_EVALUATION.rank for answer in question.answers)
    changes = {*question.changes} if raises else {*question.changes} - {"care"} or {"care"}
    if "standing" in changes:
        changes = changes - {"standing"} | {_of_standing(question)}
    return next((f" ({words})" for kind, words in DECIDES.items() if kind in changes), "")


def _of_standing(question: Question) -> str:
    """Name what of the standing differs: whether it can count, whether anybody is judged, or only a warning."""
    il6 = {answer.standing.il6 for answer in question.answers}
    codes = il6 | {answer.standing.hs_crp for answer in question.answers}
    if len({code in _CANNOT_COUNT for code in il6}) > 1:
        return "standing"
    if StandingCode.NOT_APPLICABLE in codes:
        return "judged"
    return "warned" if len(il6) > 1 else "hs_crp"


def _rules(document: VerdictDocument) -> str:
    """Name the rule set with what sets it apart; nothing of the standard as it is."""
    policy = document.policy
    changes = [f"{change.name} {change.value} {change.unit} ({change.source})" for change in policy.overridden]
    changes += [f"{LABELS['without']} {', '.join(policy.without)}"] if policy.without else []
    changes += [f"{LABELS['added']} {', '.join(policy.added)}"] if policy.added else []
    return f"{policy.name} {policy.version}, {', '.join(changes)}" if changes else ""
