"""
The same verdict for two readers: a page in plain words for the person, a dense one for the clinician.

Both are written from the document of the verdict, as text and as HTML from the same parts. The page
for the person holds the number, what it means, what to do and when to worry; the page for the
clinician each deciding reason with its mechanism, its thresholds and its sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from ..codes import Analyte, Band, Firmness, Pattern, StandingCode, Status
from ..conclusions import Finding
from ..document import VerdictDocument
from ..knowledge import record_of
from ..knowledge.mechanisms import Mechanism
from ..knowledge.plain import (
    AGAIN,
    ALSO,
    BAND,
    BOUND,
    CAN_GO,
    COURSE,
    DISTURBED,
    MONTHS,
    SAID,
    STEPS,
    SYMPTOMS,
    UNDATED,
)
from ..knowledge.words import LABELS, PHRASES
from ..markup import Markup, element, list_of
from .brief import brief, deciding, is_converted, is_in_doubt, is_treated, short_sources
from .card_style import CARD
from .report import WIDTH, fitted
from .sections import day_of_next_draw, is_acute, says_no_comfort, sections

__all__ = ["as_page", "as_plain_text", "for_clinician", "for_patient"]

_MOST_WORDS: Final = 120
"""A page of more words is not read."""
_MOST_STEPS: Final = 2
_MOST_SYMPTOMS: Final = 3
_TREATING: Final = "talk_to_treating_clinician"
_RAISED: Final = frozenset({Band.ELEVATED, Band.HIGH})
"""Bands of which it may be said to a person that they can point to lasting inflammation."""
_MOST_REASONS: Final = 8
_WARNED: Final = frozenset({Status.NOT_SUPPORTED, Status.DISCUSS_WITH_PHYSICIAN})
"""What a plan must not simply begin with: its dose, what it meets, or that nothing supports it."""


class Part(NamedTuple):
    """Lines under a title; one without a title goes on with what stands before it."""

    title: str
    lines: tuple[str, ...]
    is_list: bool = False


def as_plain_text(parts: tuple[Part, ...], width: int) -> str:
    """Write parts as text."""
    return "\n\n".join("\n".join(_lines(part, width)) for part in parts)


def _lines(part: Part, width: int) -> Iterator[str]:
    if part.title:
        yield part.title
    for line in part.lines:
        yield from fitted("- " if part.is_list else "", line, width)


def as_page(parts: tuple[Part, ...]) -> str:
    """Write parts as one piece of HTML that needs nothing else."""
    return element("div", *map(_block, parts), lang="en", dir="ltr", role="region", aria_label="IL-6", style=CARD)


def _block(part: Part) -> Markup:
    title = element("p", element("strong", part.title), role="heading", aria_level="4") if part.title else ""
    if part.is_list:
        return element("div", title, list_of("ul", (element("span", line) for line in part.lines)))
    return element("div", title, *(element("p", line) for line in part.lines))


# --- for the person --------------------------------------------------------------------------------


def for_patient(document: VerdictDocument) -> tuple[Part, ...]:
    """Say number, meaning, next step and when to worry, in plain words."""
    number = _number(document)
    if is_acute(document):
        shown = " ".join(filter(None, (_symptoms(document), number, _doubt(document))))
        return (Part("", (SAID[document.care],)), Part("", (shown,)))
    rest = (
        Part(SAID["next"], tuple(_steps(document)), is_list=True),
        Part("", (SAID["worry"],)),
        Part("", (SAID["caveat"],)),
    )
    room = _MOST_WORDS - len(as_plain_text(rest, WIDTH).split())
    return (Part("", (_within(room, [each for each in (number, *_meaning(document)) if each]),)), *rest)


def _within(room: int, sentences: list[str]) -> str:
    """Join sentences that have room; of more, the most dispensable are left out."""
    for dispensable in CAN_GO:
        if len(" ".join(sentences).split()) > room and dispensable in sentences:
            sentences.remove(dispensable)
    return " ".join(sentences)


def _number(document: VerdictDocument) -> str:
    il6 = document.result(Analyte.IL6)
    if il6 is None:
        return SAID["no_il6"]
    reported = SAID["reported"].format(text=il6.as_reported) if is_converted(il6) else ""
    sign = il6.text[:1] if il6.text[:1] in BOUND else ""
    return SAID["number"].format(il6=BOUND.get(sign, "") + il6.text.removeprefix(sign), reported=reported)


def _symptoms(document: VerdictDocument) -> str:
    """Name the warning symptoms that were stated, the most urgent first."""
    stated = {code for finding in document.findings for code in finding.facts.get("red_flags", "").split(", ")}
    *most, last = [words for code, words in SYMPTOMS.items() if code in stated][:_MOST_SYMPTOMS] or [""]
    return SAID["named"].format(symptoms=f"{', '.join(most)} and {last}" if most else last) if last else ""


def _doubt(document: VerdictDocument) -> str:
    """Ask whether it is this test at all, where the unit looks wrong."""
    return SAID["unit"] if is_in_doubt(document) else ""


def _meaning(document: VerdictDocument) -> Iterator[str]:
    """Say what the number means; beside a warning symptom only that the symptom comes first."""
    il6 = document.result(Analyte.IL6)
    if says_no_comfort(document):
        yield _symptoms(document)
        yield SAID["symptom"]
    elif il6 is None:
        return
    elif il6.standing.code is StandingCode.NOT_APPLICABLE:
        yield SAID["not_applicable"]
    elif il6.standing.code is StandingCode.VOID:
        yield from _disturbed(document)
    else:
        if document.firmness is not Firmness.UNVERIFIED and not _is_suspended(document):
            yield SAID["what"]
        yield from _placed(document)


def _is_suspended(document: VerdictDocument) -> bool:
    """Whether something acute is going on, so that no level is read."""
    return document.pattern is not None and document.pattern.code is Pattern.SUSPENDED


def _disturbed(document: VerdictDocument) -> Iterator[str]:
    """Say what spoke against the sample, and what it bounds all the same."""
    standing = document.standing.il6
    if standing is None:
        return
    void = [each.code for each in standing.reasons if each.standing is StandingCode.VOID]
    mechanisms = (record_of(code) for code in void[:1])
    codes = [record.mechanism.code for record in mechanisms if record is not None]
    yield DISTURBED.get(codes[0] if codes else "", DISTURBED[""])
    yield SAID["not_usual"]
    if any(action.code == "repeat_explained" for action in document.actions):
        yield SAID["training_or_illness"]
    elif not is_treated(document):
        yield {"up": SAID["no_higher"], "down": SAID["no_lower"]}.get(standing.void_direction, "")


def _placed(document: VerdictDocument) -> Iterator[str]:
    """Say where the value lies, and what several tests say together; nothing of it beside an acute hs-CRP."""
    if _is_suspended(document):
        yield SAID["acute"]
        return
    if document.band is None:
        yield SAID["open"]
    else:
        yield BAND[document.band].format(target=_target(document))
    if document.band is Band.ABOVE_TARGET:
        yield SAID["many"]
    codes = {finding.code for finding in document.findings}
    if "secondary_disease" in codes:
        yield SAID["disease"]
    elif document.band is Band.BEYOND_RANGE:
        yield SAID["else"]
    elif document.band in _RAISED and document.firmness is not Firmness.UNVERIFIED:
        yield SAID["may_point"]
    if document.firmness is Firmness.UNVERIFIED:
        yield SAID["unverified"]
    elif document.persistence.n <= 1:
        yield SAID["one"]
    else:
        yield from (COURSE[code] for code in (document.trend.code, document.persistence.code) if code in COURSE)


def _target(document: VerdictDocument) -> str:
    """Give the target as the rules used it, where a finding brings it."""
    used = (each for finding in document.findings if finding.code == document.band for each in finding.thresholds)
    return next((f" of {each.value} {each.unit}" for each in used if each.name == "target"), "")


def _steps(document: VerdictDocument) -> Iterator[str]:
    """Say what to do, in plain words and with one date."""
    day = day_of_next_draw(document)
    when = SAID["when"].format(date=_day(day)) if day else ""
    codes = {action.code for action in document.actions}
    is_told_there = _TREATING in codes or says_no_comfort(document)
    said = list(_one_test(codes, when, is_dated=is_told_there))
    if day and not is_told_there and not any("again" in text for text in said):
        said.append(AGAIN.format(when=when))
    yield from said[:_MOST_STEPS] or [next(text for code, text in ALSO.items() if code in codes | {""})]
    if any(plan.status in _WARNED for plan in document.plans) and "no_self_administration" not in codes:
        yield SAID["plan"]


def _one_test(codes: set[str], when: str, *, is_dated: bool) -> Iterator[str]:
    """Say each step, the most important first; of those that ask for another test one, unless a doctor will."""
    for code, text in STEPS.items():
        if code not in codes:
            continue
        if "again" not in text:
            yield text
        elif not is_dated:
            is_dated = True
            yield text.format(when=when)
        elif code in UNDATED:
            yield UNDATED[code]


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# --- for the clinician -----------------------------------------------------------------------------


def for_clinician(document: VerdictDocument) -> tuple[Part, ...]:
    """Say everything a colleague asks for on one page: numbers, course, reasons with their basis, and the way on."""
    said, parts = brief(document), sections(document)
    head = (said.answer, *filter(None, (said.where, said.meaning)))
    results = tuple(entry.line for entry in parts.results.entries)
    drawn = (f"{LABELS['drawn']} {document.drawn_at}",) if document.drawn_at else ()
    wanted = (
        Part("", head),
        Part("", (*results, *drawn)),
        Part(parts.course.title, tuple(entry.line for entry in parts.course.entries), is_list=True),
        Part(parts.why.title, tuple(_reasoned(document)), is_list=True),
        Part(parts.next.title, parts.next.texts, is_list=True),
        Part(parts.next_draw.title, parts.next_draw.texts if not is_acute(document) else (), is_list=True),
        Part(parts.missing.title, tuple(each.text for each in said.questions), is_list=True),
        Part(parts.plans.title, tuple(entry.text for entry in parts.plans.entries), is_list=True),
        Part("", (*(entry.text for entry in parts.authority.entries), document.caveat)),
    )
    return tuple(part for part in wanted if part.lines)


def _reasoned(document: VerdictDocument) -> Iterator[str]:
    """Give each deciding reason with its mechanism, told once, its thresholds and its sources."""
    told: set[str] = set()
    for finding in deciding(document)[:_MOST_REASONS]:
        record = record_of(finding.code, finding.facts)
        mechanism = None if record is None else record.mechanism
        is_new = mechanism is not None and mechanism.code not in told
        told |= {mechanism.code} if mechanism else set()
        yield " ".join(filter(None, _because(finding, mechanism if is_new else None)))


def _because(finding: Finding, mechanism: Mechanism | None) -> Iterator[str]:
    yield f"{finding.sentence} [{finding.rule}]"
    if mechanism is not None:
        yield f"{mechanism.clinician} {PHRASES['strength'].format(strength=mechanism.strength)}"
    if finding.thresholds:
        used = "; ".join(f"{each.name} {each.value} {each.unit} [{each.basis}]" for each in finding.thresholds)
        yield PHRASES["used"].format(thresholds=used)
    known = [str(source) for source in mechanism.sources] if mechanism is not None else []
    cited = short_sources(tuple(dict.fromkeys((*finding.citations, *known))))
    if cited:
        yield PHRASES["sources"].format(sources=", ".join(cited))
