"""
A verdict in the order in which a person reads it: what is said in each part, and how much it asks for attention.

Report, card, CDS card, FHIR and playground take their words from these parts. What is left unsaid
(comfort while somebody should see a doctor, interventions before the sample is settled) is decided
here, once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..codes import Analyte, Care, Severity, StandingCode, Status
from ..conclusions import Action, CourseReading, Finding, InterventionAdvice, PlanAdvice
from ..document import JudgedResult, VerdictDocument
from ..knowledge.findings import REASSURING
from ..knowledge.words import BANDS, CARE, DATED, FIRMNESS, LABELS, MEANING, MISSING, REPEATS, STANDING, UNDATED

__all__ = [
    "NAMES",
    "Entry",
    "Section",
    "Sections",
    "band_of",
    "care_of",
    "day_of_next_draw",
    "is_acute",
    "is_said",
    "is_urgent",
    "plans",
    "reasons",
    "says_no_comfort",
    "sections",
    "steps",
]

NAMES: Final[Mapping[Analyte, str]] = MappingProxyType({Analyte.IL6: "IL-6", Analyte.HS_CRP: "hs-CRP"})
"""What each analyte is called."""

_RED_FLAG: Final = "red_flag"
_UNIT: Final = "check_unit"
_CARE_SEVERITY: Final = {
    Care.REPEAT: Severity.CAUTION, Care.CLINICIAN_EVALUATION: Severity.WARNING, Care.SAME_DAY: Severity.URGENT,
    Care.URGENT: Severity.URGENT,
}  # fmt: skip
_ENCOURAGED: Final = frozenset({Status.IN_PLACE, Status.FIRST_LINE, Status.SUPPORTED})
"""What stands in a list of things to try."""
_STANDING_SEVERITY: Final = {
    StandingCode.TENTATIVE: Severity.CAUTION, StandingCode.UNVERIFIED: Severity.WARNING,
    StandingCode.VOID: Severity.WARNING, StandingCode.NOT_APPLICABLE: Severity.WARNING,
}  # fmt: skip


class Entry(NamedTuple):
    """One thing that is said."""

    text: str
    label: str = ""
    """What it is about: an analyte, the id of a rule, a date, a tier, a fact by its name in the case document."""
    value: str = ""
    """A result that it speaks of, or the grades of an intervention."""
    severity: Severity = Severity.INFO

    @property
    def line(self) -> str:
        """The entry on one line, with what it is about."""
        return f"{self.label}{f' {self.value}' if self.value else ''}: {self.text}"


class Section(NamedTuple):
    """A part of what is said; one without a title goes on with what stands before it."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What the entries say."""
        return tuple(entry.text for entry in self.entries)


class Sections(NamedTuple):
    """Every part of a verdict, in the order in which they are read; one that has nothing to say has no entries."""

    summary: Section
    care: Section
    results: Section
    why: Section
    course: Section
    next: Section
    next_draw: Section
    tried: Section
    plans: Section
    not_advised: Section
    missing: Section
    authority: Section
    citations: Section
    caveat: Section


def sections(document: VerdictDocument) -> Sections:
    """Say a verdict, part by part; where care is urgent the care, its reason and the number, and nothing else."""
    said = _sections(document)
    if not is_urgent(document):
        return said
    nothing = {name: getattr(said, name)._replace(entries=()) for name in _NOT_WHEN_URGENT}
    return said._replace(**nothing)


_NOT_WHEN_URGENT: Final = ("course", "next_draw", "tried", "missing", "citations")


def _sections(document: VerdictDocument) -> Sections:
    cited = dict.fromkeys(citation for finding in document.findings for citation in finding.citations)
    return Sections(
        summary=_untitled([Entry(document.summary)]),
        care=_untitled(care_of(document)),
        results=_untitled(_results(document)),
        why=_titled("why", _why(document)),
        course=_titled("course", map(_reading, document.course)),
        next=_titled("next", map(Entry, steps(document))),
        next_draw=_titled("next_draw", _next_draw(document)),
        tried=_titled("tried", _tried(document)),
        plans=_titled("plans", plans(document)),
        not_advised=_titled("not_advised", _not_advised(document)),
        missing=_titled("missing", (Entry(MISSING.get(name, name), name) for name in document.missing)),
        authority=_titled("authority", _authority(document)),
        citations=_untitled(map(Entry, cited)),
        caveat=_untitled([Entry(document.caveat)]),
    )


def _titled(title: str, entries: Iterable[Entry]) -> Section:
    return Section(LABELS[title], tuple(entries))


def _untitled(entries: Iterable[Entry]) -> Section:
    return Section("", tuple(entries))


# --- what is said and what is not ------------------------------------------------------------------


def is_acute(document: VerdictDocument) -> bool:
    """Whether somebody should see a doctor at once."""
    return document.care.rank >= Care.SAME_DAY.rank


def is_urgent(document: VerdictDocument) -> bool:
    """Whether care is so urgent that nothing else may stand beside it: no scale, no level, no earlier reading."""
    return document.care is Care.URGENT


def is_said(document: VerdictDocument, code: str) -> bool:
    """Whether a code may be said: no comfort where a doctor is needed at once or a warning symptom outranks it."""
    return code not in REASSURING or not says_no_comfort(document)


def says_no_comfort(document: VerdictDocument) -> bool:
    """Whether nothing may calm: care cannot wait, or a warning symptom was stated."""
    return is_acute(document) or any(finding.code == _RED_FLAG for finding in document.findings)


def reasons(document: VerdictDocument) -> tuple[Finding, ...]:
    """Return the findings that may be said, the most severe first."""
    by_gravity = sorted(document.findings, key=lambda finding: -finding.severity.rank)
    if is_urgent(document):
        return tuple(each for each in by_gravity if each.severity is Severity.URGENT or each.code == _UNIT)
    unsaid = REASSURING if says_no_comfort(document) else frozenset()
    return tuple(finding for finding in by_gravity if finding.code not in unsaid)


# --- the parts -------------------------------------------------------------------------------------


def care_of(document: VerdictDocument) -> tuple[Entry, ...]:
    """Say who should look at this person; nothing where nobody has to, for that would reassure."""
    care = document.care
    return () if care is Care.NONE else (Entry(CARE[care], LABELS["care"], severity=_CARE_SEVERITY[care]),)


def _results(document: VerdictDocument) -> Iterator[Entry]:
    """Give each result with its standing, then the band and the level; only the number where care is urgent."""
    if is_urgent(document):
        yield from (Entry(_number(each), NAMES[each.analyte]) for each in document.results())
        return
    yield from map(_result, document.results())
    if document.result(Analyte.IL6) is not None:
        yield Entry(_band(document), LABELS["band"])
    point = document.set_point
    if point is not None:
        days = LABELS["one_day"] if point.n == 1 else f"{point.n} {LABELS['days']}"
        yield Entry(f"{point.estimate} pg/mL ({point.low} – {point.high}, {days})", LABELS["level"])


def _result(result: JudgedResult) -> Entry:
    code = result.standing.code
    severity = _STANDING_SEVERITY.get(code, Severity.INFO)
    return Entry(STANDING[code], NAMES[result.analyte], _number(result), severity)


def _number(result: JudgedResult) -> str:
    note = "" if result.as_reported == result.text else f" ({LABELS['reported_as']} {result.as_reported})"
    return f"{result.text}{note}"


def _band(document: VerdictDocument) -> str:
    if document.band is not None:
        return band_of(document)
    if document.possible_bands:
        return f"{' or '.join(BANDS[each] for each in document.possible_bands)} ({LABELS['possible']})"
    return LABELS["no_band"]


def band_of(document: VerdictDocument) -> str:
    """Name the band with how much it rests on."""
    return "" if document.band is None else f"{BANDS[document.band]}, {FIRMNESS[document.firmness]}"


def _why(document: VerdictDocument) -> Iterator[Entry]:
    """Give each finding once."""
    said: dict[str, Entry] = {}
    for finding in reasons(document):
        entry = Entry(finding.sentence, finding.rule, severity=finding.severity)
        said.setdefault(finding.sentence, entry)
    yield from said.values()


_DRAWS: Final = frozenset({*REPEATS, "measure_both_together", "look_for_cause_of_course", "begin_with_first_tier"})
"""Actions that ask for another draw: one of them is enough, and the most urgent is said."""
_TO_CONFIRM: Final = "repeat_to_confirm"
_HAVE_THEIR_TIME: Final = frozenset({
    "repeat_explained", "repeat_beyond_range", "repeat_when_acute_has_passed", "verify_or_repeat",
})  # fmt: skip
"""Those whose sentence says when by itself, or that may need no draw at all."""


def steps(document: VerdictDocument) -> tuple[str, ...]:
    """Say what to do next, the most urgent first, with one date: the day from which a draw settles all that is open."""
    draws = [
        action for action in document.actions if action.code in _DRAWS and not _is_for_later(document, action.code)
    ]
    others = [action for action in document.actions if action.code not in _DRAWS]
    date = day_of_next_draw(document)
    order = sorted([*others, *draws[:1]], key=_turn)
    said = [_step(action, date) for action in order]
    said += [UNDATED[action.code] for action in draws[1:] if action.code in UNDATED]
    waits = date and not draws and not says_no_comfort(document)
    return (*said, MEANING["draw_again"].format(date=date)) if waits else tuple(said)


def _is_for_later(document: VerdictDocument, code: str) -> bool:
    """Whether another draw would only make a band firmer, while a warning symptom asks for somebody first."""
    return code == _TO_CONFIRM and says_no_comfort(document)


def day_of_next_draw(document: VerdictDocument) -> str:
    """Return the day before which no draw helps, if one has to wait for any."""
    day = document.next_draw.on_or_after if document.next_draw else ""
    return "" if day == document.drawn_at[:10] else day


def _turn(action: Action) -> int:
    """Return when an action is said: whom to ask, then another draw, then what else to measure with it."""
    if action.code in _DRAWS:
        return 1
    return 2 if action.code.startswith("measure_") else 0


def _step(action: Action, date: str) -> str:
    if not date or action.code not in _DRAWS or action.code in _HAVE_THEIR_TIME:
        return action.sentence
    if action.code in DATED:
        return DATED[action.code].format(date=date)
    return MEANING["not_before"].format(sentence=action.sentence.removesuffix("."), date=date)


def _reading(reading: CourseReading) -> Entry:
    """Name the band of an earlier reading or what stands against it, and why it does not count."""
    named = STANDING[reading.standing.code] if reading.band is None else BANDS[reading.band]
    why_not = "" if reading.counted else f" ({LABELS['not_counted']}: {reading.excluded.replace('_', ' ')})"
    return Entry(f"{named}{why_not}", reading.drawn_at[:10], reading.il6)


def _next_draw(document: VerdictDocument) -> Iterator[Entry]:
    """Describe the draw that would settle what is open."""
    draw = document.next_draw
    if draw is not None:
        if draw.on_or_after:
            yield Entry(f"{LABELS['on_or_after']} {draw.on_or_after}")
        yield from map(Entry, draw.conditions)


def _tried(document: VerdictDocument) -> Iterator[Entry]:
    """List what is in place, comes first or may be tried, tier by tier; what is planned has a part of its own."""
    planned = {plan.code for plan in document.plans}
    if not says_no_comfort(document):
        found = (each for each in document.interventions if each.status in _ENCOURAGED and each.code not in planned)
        yield from map(_intervention, found)


def plans(document: VerdictDocument, *, in_short: bool = False) -> tuple[Entry, ...]:
    """Say of each plan its dose, its status and what it must not meet; beside a warning symptom nothing encourages."""
    said = (plan for plan in document.plans if plan.status is not Status.WITHHELD)
    if says_no_comfort(document):
        said = (plan for plan in said if plan.status not in _ENCOURAGED)
    return tuple(_plan(plan, in_short=in_short) for plan in said)


def _plan(plan: PlanAdvice, *, in_short: bool) -> Entry:
    """Write a plan; in short with the first sentence of its reason alone, but with all that warns."""
    reason = f"{plan.reason.removesuffix('.').partition('. ')[0]}." if in_short else plan.reason
    text = " ".join(filter(None, (reason, plan.on_dose, *plan.interactions, plan.safety)))
    severity = Severity.INFO if plan.status in _ENCOURAGED else Severity.CAUTION
    return Entry(text, plan.code.replace("_", " "), plan.dose, severity)


def _not_advised(document: VerdictDocument) -> Iterator[Entry]:
    """Name what is not advised, with the reason; nothing where it is withheld, or waits for an IL-6 that counts."""
    if says_no_comfort(document) or any(Analyte.IL6 in advice.unknown for advice in document.interventions):
        return
    unsaid = {plan.code for plan in document.plans}
    for advice in document.interventions:
        if advice.status not in (*_ENCOURAGED, Status.WITHHELD) and advice.code not in unsaid:
            yield _intervention(advice)


def _intervention(advice: InterventionAdvice) -> Entry:
    grades = f"{LABELS['article']}: {advice.article_grade}; {LABELS['evidence']}: {advice.evidence_grade}"
    return Entry(advice.sentences[0], str(advice.tier), grades)


def _authority(document: VerdictDocument) -> Iterator[Entry]:
    """Name the rule set and everything that sets it apart from the one it was made of."""
    policy = document.policy
    yield Entry(f"{policy.name} {policy.version}")
    for change in policy.overridden:
        yield Entry(
            f"{LABELS['overridden']} {change.name}: {change.value} {change.unit} "
            f"({LABELS['instead_of']} {change.standard}; {change.source})"
        )
    if policy.without:
        yield Entry(f"{LABELS['without']} {', '.join(policy.without)}")
    if policy.added:
        yield Entry(f"{LABELS['added']} {', '.join(policy.added)}")
