"""
The answer first: what a person reads of a verdict before anything else, in one order for every form of it.

Report, card, CDS card, playground and the pages for patient and clinician open with these parts. What
else a verdict says stands in `sections`, and is shown when somebody asks for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ..codes import Analyte, Care, Direction, Firmness, Severity, StandingCode, Trend
from ..conclusions import Finding, Question
from ..document import JudgedResult, VerdictDocument
from ..knowledge import record_of
from ..knowledge.sources import SOURCES
from ..knowledge.words import BANDS, DECIDES, LABELS, MEANING, WHERE_TO_GO
from .sections import NAMES, Entry, is_acute, reasons, says_no_comfort, steps

__all__ = ["MOST", "Brief", "brief", "deciding", "is_converted", "short_sources"]

MOST: Final = 3
"""So many reasons, and so many questions, are shown before somebody asks for more."""

_SAID_BY_THE_ANSWER: Final = frozenset({
    "provisional", "firm", "unverified", "near_boundary", "sample_void", "sample_unverified", "not_assessable",
    "insufficient_data", "not_comparable", "within_noise", "beyond_range_once", "crp_acute_once", "il6_void",
    "crp_void", "undetermined",
})  # fmt: skip
"""What headline and meaning say already."""
_HIGH_RISK: Final = frozenset({Trend.RISING, Trend.VOLATILE})
"""Courses that outweigh a calm band."""
_ASKED: Final = frozenset({"exercise_not_reported", "fasting_not_reported"})
"""What stands among the questions."""
_SEVERAL_AT_ONCE: Final = "reading"
"""The question after all facts of a draw at once, which the conditional answer asks."""
_OF_THE_DRAW: Final = frozenset({"exercise", "hours_since_exercise", "fasting", "fasting_hours"})
_SAID_BY_ANOTHER: Final = {"persistent_above_3": "persistently_high", "high": "persistently_high"}
"""A finding that adds nothing where the other one is said."""


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
    sources: tuple[str, ...]
    """Who is cited by the reasons, by author and year."""
    rules: str
    """By which rules, where a host changed any of them."""


def brief(document: VerdictDocument) -> Brief:
    """Say what is read first of a verdict."""
    where = WHERE_TO_GO.get(document.care, "")
    if where:
        return Brief(document.summary, where, "", (), (), (), (), "")
    found = deciding(document)[:MOST]
    cited = dict.fromkeys(citation for finding in found for citation in finding.citations)
    return Brief(
        answer=document.summary,
        where="",
        meaning=" ".join(filter(None, (_reported(document), _meaning(document)))),
        steps=steps(document)[: 1 if document.firmness is Firmness.UNVERIFIED else MOST],
        reasons=tuple(Entry(_unvalued(each, document), each.rule, severity=each.severity) for each in found),
        questions=_questions(document)[:MOST],
        sources=short_sources(cited),
        rules=_rules(document),
    )


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
        return ". ".join(f"{NAMES[each.analyte]} {each.text}" for each in document.results())
    if says_no_comfort(document) or il6.standing.code is StandingCode.NOT_APPLICABLE:
        return ""
    if il6.standing.code is StandingCode.VOID:
        return _bound(document, il6.standing.void_direction)
    if document.firmness is Firmness.UNVERIFIED:
        return "" if _asks_at_once(document) else MEANING["unverified"]
    named = MEANING["band"].format(band=BANDS[document.band]) if document.band and _asks_for_somebody(document) else ""
    return " ".join(filter(None, (named, _level(document))))


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


def _bound(document: VerdictDocument, direction: Direction) -> str:
    """Say what a void sample still bounds."""
    open_bands = [BANDS[band] for band in document.possible_bands]
    if not open_bands:
        return ""
    lowest, highest = open_bands[0], open_bands[-1]
    if direction is Direction.UP:
        return MEANING["no_higher" if len(open_bands) > 1 else "stays"].format(band=highest)
    if direction is Direction.DOWN:
        return MEANING["no_lower" if len(open_bands) > 1 else "stays"].format(band=lowest)
    return MEANING["no_bound"].format(first=lowest, last=highest)


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
    left_out |= {document.band} if document.band and document.firmness is Firmness.UNVERIFIED else frozenset()
    weighed = [(weight, finding) for finding in said if (weight := _weight(document, finding)) is not None]
    ordered = sorted(weighed, key=lambda each: each[0])
    once: dict[str, Finding] = {}
    for _, finding in ordered:
        if finding.code not in left_out:
            once.setdefault(finding.sentence.removeprefix("hs-CRP: ").lower(), finding)
    return tuple(once.values())


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
    }
    is_hosts = finding.rule in document.policy.added
    of_notes = 5 if finding.severity is not Severity.INFO or of_crp or is_hosts else None
    if _is_answered_by_a_step(document, finding):
        return None
    return by_code.get(finding.code, of_notes)  # type: ignore[call-overload, no-any-return]  # codes are text


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
    return tuple(Entry(f"{each.asks} ({_decides(each)})", each.fact) for each in asked)


def _asks_at_once(document: VerdictDocument) -> bool:
    """Whether the answer is conditional: it asks for several facts of the draw at once."""
    return any(each.fact == _SEVERAL_AT_ONCE for each in document.questions)


def _decides(question: Question) -> str:
    """Name what depends on the answer: whom to see, else of everything that differs what weighs most."""
    raises = any(answer.care.rank >= Care.CLINICIAN_EVALUATION.rank for answer in question.answers)
    changes = {*question.changes} if raises else {*question.changes} - {"care"} or {"care"}
    return next(words for kind, words in DECIDES.items() if kind in changes)


def _rules(document: VerdictDocument) -> str:
    """Name the rule set with what sets it apart; nothing of the standard as it is."""
    policy = document.policy
    changes = [f"{change.name} {change.value} {change.unit} ({change.source})" for change in policy.overridden]
    changes += [f"{LABELS['without']} {', '.join(policy.without)}"] if policy.without else []
    changes += [f"{LABELS['added']} {', '.join(policy.added)}"] if policy.added else []
    return f"{policy.name} {policy.version}, {', '.join(changes)}" if changes else ""
