"""
A verdict as the cards of CDS Hooks 2.0: what somebody sees on opening a chart.

Written from the document of the verdict, so that a verdict read back from a file gives the same cards. A
card informs: it suggests no change to the record, names no diagnosis, and a chart without a card is
no all-clear. Field by field after https://cds-hooks.hl7.org/2.0/#card-attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from ...codes import Analyte, Care, Severity, StandingCode
from ...conclusions import Finding, Policy
from ...document import JudgedResult, VerdictDocument
from ...knowledge.findings import FOR_THE_WELL
from ...knowledge.sources import SOURCES
from ...knowledge.thresholds import REPEAT_FROM, WINDOW
from ...knowledge.words import CARE, LABELS, STANDING
from ...shown.brief import MOST, brief, deciding
from ...shown.sections import NAMES, is_acute, is_urgent, reasons, sections
from ...times import on_date
from ...verdict import Verdict

__all__ = ["INDICATORS", "TOPIC", "URGENCY", "Card", "cards", "markdown", "unread_card"]

URGENCY: Final = ("critical", "warning", "info")
"""The indicators of the specification, the most urgent first."""

INDICATORS: Final[Mapping[Care, str]] = {
    Care.NONE: "info",
    Care.REPEAT: "info",
    Care.CLINICIAN_EVALUATION: "warning",
    Care.SAME_DAY: "critical",
    Care.URGENT: "critical",
}
"""How urgent a card is by the care of its verdict; a repeat that the value itself asks for is a warning."""

TOPIC: Final = {
    "system": "http://loinc.org",
    "code": "26881-3",
    "display": "Interleukin 6 [Mass/volume] in Serum or Plasma",
}
"""What every card is about, for a client that filters."""

_BY_VALUE: Final = FOR_THE_WELL
_LONGEST_SUMMARY: Final = 139
_NAMESPACE: Final = UUID("ac87fe31-41cd-4e4a-97a5-23e3895ecb71")
_SOURCE_OF: Final = {str(source): source for source in SOURCES.values() if source.url}

_DRAWN: Final = "Drawn {on}"
_DRAWN_AGO: Final = "Drawn {on}, {age} days ago"
_PAST: Final = "{results}, drawn {age} days ago, asked for a clinician at once: check what followed, and measure again."
_PAST_DETAIL: Final = "Judged as of the day of the draw; what was to be done at once is not repeated here."
_VOID_ASIDE: Final = "This is about the baseline only, and takes nothing from any other card."
_CHANGED: Final = "Judged by rules that differ from the standard: {changes}"
_UNREAD: Final = "Not every IL-6 or CRP result could be read; left out and not judged: {n}."
_RECORD: Final = "About the record"

Card = dict[str, Any]
"""A card as a JSON object."""


# --- which cards -----------------------------------------------------------------------------------


def cards(
    verdict: Verdict, *, as_of: date | None = None, remarks: Sequence[str] = (), hook_instance: str = ""
) -> list[Card]:
    """
    Return the cards of a verdict, the most urgent first; none where there is nothing to do or to know.

    Examples:
        >>> from forge_il6 import Context, Reading, interpret
        >>> verdict = interpret(Reading("38 pg/mL", drawn_at="2026-11-20"), Context(red_flags=["fever"]))
        >>> [(card["indicator"], card["summary"]) for card in cards(verdict)]
        [('critical', 'Urgent: medical care is needed now, because of IL-6 38 pg/mL with fever.')]

    Args:
        verdict: made, or read back from its document.
        as_of: the day on which the chart is open. A draw more than `WINDOW` days before it gives no
            card; one of `REPEAT_FROM` days or more is no emergency of today. Left out, every
            draw is taken to be recent.
        remarks: what to say of the record, as plain text.
        hook_instance: the identifier of the hook call. It goes into the ``uuid`` of each card,
            which would otherwise be a fingerprint of the result.

    Raises:
        TimeError: *as_of* is no date.
    """
    view = _View(verdict.document, None if as_of is None else on_date(as_of, "as_of"))
    if view.is_old:
        return []
    return [_card(view.document.policy, hook_instance, chosen) for chosen in _chosen(view, remarks)]


class _View:
    """What a verdict says, and what the choice of cards asks of it."""

    def __init__(self, document: VerdictDocument, as_of: date | None) -> None:
        self.document = document
        self.said = sections(document)
        self.care = document.care
        self.drawn_on = document.drawn_at[:10]
        self.age = _age(self.drawn_on, as_of)
        self.is_old = self.age is not None and self.age > WINDOW.value
        self.is_acute = is_acute(document)
        self.is_past = self.is_acute and self.age is not None and self.age >= REPEAT_FROM.value
        self.is_for_clinician = self.care.rank >= Care.CLINICIAN_EVALUATION.rank
        self.il6 = document.result(Analyte.IL6)
        self.void = [each for each in document.results() if each.standing.code is StandingCode.VOID]
        said = reasons(document)
        self.deciding = deciding(document)
        self.findings = [each for each in said if each.severity is not Severity.INFO or not self.is_acute]
        void_reasons = {(each.analyte, reason.code) for each in self.void for reason in each.standing.reasons}
        self.of_void = [each for each in self.findings if (each.facts.get("analyte"), each.code) in void_reasons]
        self.of_rest = [each for each in self.findings if each not in self.of_void]

    @property
    def indicator(self) -> str:
        asked_by_value = any(finding.code in _BY_VALUE for finding in self.document.findings)
        if self.is_past or (asked_by_value and INDICATORS[self.care] == "info"):
            return "warning"
        return INDICATORS[self.care]

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has anything to do, and no finding about an IL-6 is more than information."""
        is_informing = all(each.severity is Severity.INFO for each in self.of_rest)
        return self.care is Care.NONE and (self.il6 is None or is_informing)


def _named(results: Iterable[JudgedResult]) -> str:
    return " and ".join(f"{NAMES[each.analyte]} {each.text}" for each in results)


def _age(drawn_on: str, as_of: date | None) -> int | None:
    """Return the days since the draw; none where that cannot be told, which never makes a card less urgent."""
    try:
        return (as_of - date.fromisoformat(drawn_on)).days if as_of is not None else None
    except ValueError:
        return None


class _Chosen(NamedTuple):
    """What a card says, and the findings whose sources it links."""

    summary: str
    indicator: str
    lines: list[str]
    findings: Sequence[Finding] = ()


def _chosen(view: _View, remarks: Sequence[str]) -> list[_Chosen]:
    """Choose the cards: what the person needs comes before what the sample is worth."""
    if not view.is_for_clinician and view.il6 in view.void:
        return [_main(view, view.findings, remarks)]
    chosen = []
    if not view.is_quiet:
        chosen.append(_main(view, view.findings if view.is_for_clinician else view.of_rest, remarks))
    if view.void and not is_urgent(view.document):
        chosen.append(_void(view, is_aside=bool(chosen)))
    return chosen


def _main(view: _View, findings: Sequence[Finding], remarks: Sequence[str]) -> _Chosen:
    """Say what is read first of a verdict, in its order; the numbers stand where a card has its detail."""
    said, first = view.said, brief(view.document)
    lines = _results(view)
    lines += [f"- {markdown(first.meaning)}"] if first.meaning else []
    lines += ["", markdown(_PAST_DETAIL)] if view.is_past else _section(said.next.title, said.next.texts)
    first_reasons = [each for each in view.deciding if each in findings][:MOST] or list(findings)[:MOST]
    lines += _section(said.why.title, _sentences(first_reasons))
    if not view.is_acute:
        lines += _section(said.missing.title, [each.text for each in first.questions])
        lines += _section(said.plans.title, [each.text for each in first.plans])
        lines += _section(said.next_draw.title, said.next_draw.texts)
    lines += _section(_RECORD, [*remarks, *_changes(view.document.policy)])
    lines += ["", markdown(view.document.caveat)]
    return _Chosen(_summary(view, findings), view.indicator, lines, findings)


def _summary(view: _View, findings: Sequence[Finding]) -> str:
    """Return the verdict in one line; where it is too long for a card, what is to be done without the numbers."""
    if view.is_past:
        named = (_named(view.document.results()), NAMES[Analyte.IL6])
        full, short = (_PAST.format(results=each, age=view.age) for each in named)
    elif view.il6 is None and findings and not view.is_for_clinician:
        full = short = findings[0].sentence
    else:
        full, short = view.document.summary, f"{NAMES[Analyte.IL6]}: {CARE[view.care]}"
    text = _line(full)
    if len(text) > _LONGEST_SUMMARY and view.care is not Care.NONE:
        text = _line(short)
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1] + "…"


def _void(view: _View, *, is_aside: bool) -> _Chosen:
    """Say of a void sample what disturbed it; nothing in it weakens the card above."""
    void = STANDING[StandingCode.VOID]
    named = f"{_named(view.void)}: {void}"
    short = f"{' and '.join(NAMES[each.analyte] for each in view.void)}: {void}"
    lines = [*_results(view), *_section(view.said.why.title, _sentences(view.of_void))]
    lines += ["", markdown(_VOID_ASIDE if is_aside else view.document.caveat)]
    return _Chosen(named if len(named) <= _LONGEST_SUMMARY else short, "info", lines, view.of_void)


def unread_card(policy: Policy, reasons: Sequence[str], *, is_il6: bool, hook_instance: str = "") -> Card:
    """
    Return the card that says that results could not be read, and why; silence would pass for a result.

    It is a warning where an IL-6 is among them: the newest may be the one that was not judged.
    """
    lines = [f"- {markdown(reason)}" for reason in reasons]
    indicator = "warning" if is_il6 else "info"
    return _card(policy, hook_instance, _Chosen(_UNREAD.format(n=len(reasons)), indicator, lines))


# --- one card --------------------------------------------------------------------------------------


def _card(policy: Policy, hook_instance: str, chosen: _Chosen) -> Card:
    card: Card = {
        "summary": chosen.summary,
        "indicator": chosen.indicator,
        "detail": "\n".join(chosen.lines).strip("\n"),
        "source": {"label": _line(f"{policy.name} {policy.version}"), "topic": dict(TOPIC)},
    }
    links = _links(chosen.findings)
    card |= {"links": links} if links else {}
    return card | {"uuid": str(uuid5(_NAMESPACE, json.dumps([hook_instance, card], sort_keys=True)))}


def _links(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Link the sources of the findings that have a DOI; an address of a host's own is not followed."""
    cited = dict.fromkeys(citation for finding in findings for citation in finding.citations)
    known = [_SOURCE_OF[citation] for citation in cited if citation in _SOURCE_OF]
    return [{"label": f"{each.short}: {each.title}", "url": each.url, "type": "absolute"} for each in known]


def _results(view: _View) -> list[str]:
    """Say each result with what its sample is worth, and when it was drawn."""
    lines = [each.line for each in view.said.results.entries if each.value or is_urgent(view.document)]
    if view.drawn_on:
        drawn = _DRAWN_AGO if view.age is not None and view.age > 1 else _DRAWN
        lines.append(drawn.format(on=view.drawn_on, age=view.age))
    return [f"- {markdown(line)}" for line in lines]


def _section(title: str, sentences: Sequence[str]) -> list[str]:
    return ["", f"**{markdown(title)}**", "", *(f"- {markdown(each)}" for each in sentences)] if sentences else []


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.sentence for finding in findings))


def _changes(policy: Policy) -> list[str]:
    """Say by which numbers and rules a host departs from the standard."""
    changes = [f"{each.name} {each.value} {each.unit} ({each.source})" for each in policy.overridden]
    changes += [f"{LABELS['without']} {', '.join(policy.without)}"] if policy.without else []
    changes += [f"{LABELS['added']} {', '.join(policy.added)}"] if policy.added else []
    return [_CHANGED.format(changes="; ".join(changes))] if changes else []


# --- text ------------------------------------------------------------------------------------------

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ACTIVE: Final = re.compile(
    r"[\\`*_\[\]#|~!$]"  # emphasis, code, links, images, headings, tables, strikethrough, formulas
    r"|@|:(?=//)|(?<=www)\.",  # addresses that are made links without any markup
    re.IGNORECASE,
)
_LIST: Final = re.compile(r"^([-+=]|\d{1,9}(?=[.)](?:\s|$)))")
"""What would open a list, or underline a heading, at the beginning of a line."""


def _line(text: str) -> str:
    """Return text as one line of printable characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def markdown(text: str) -> str:
    r"""
    Write plain text so that GitHub Flavored Markdown shows it as it is: no markup, no link, no HTML.

    Examples:
        >>> print(markdown("<b>R&D</b> *new* [x](http://y)"))
        &lt;b&gt;R&amp;D&lt;/b&gt; \*new\* \[x\](http\://y)
    """
    escaped = _ACTIVE.sub(r"\\\g<0>", _line(text))
    return _LIST.sub(_escaped_mark, escaped).translate(_ENTITIES)


def _escaped_mark(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
