"""
A verdict as a report for a person: the most urgent line first, then what was decided and why.

Written from the verdict document, so that a verdict read back from a file prints the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .knowledge.sentences import BANDS, CARE, FIRMNESS, LABELS, MISSING, REASSURING, STANDING

__all__ = ["as_text"]

_WIDTH: Final = 88
_SEVERITIES: Final = ("urgent", "warning", "caution", "info")
_MARKS: Final = {"urgent": "!! ", "warning": "! ", "caution": "- ", "info": "- "}

Document = Mapping[str, Any]


def as_text(document: Document, width: int = _WIDTH) -> str:
    """Write a verdict document as plain text of at most *width* columns."""
    lines = [line for part in _parts(document) for line in _wrapped(part, width)]
    return "\n".join(lines).strip("\n")


def _wrapped(part: tuple[str, str], width: int) -> list[str]:
    lead, text = part
    if not text:
        return [lead]
    return textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead)) or [lead]


def _parts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every line of the report as its lead and its text."""
    yield "", document["summary"]
    if document["care"] != "none":
        yield "", f"{LABELS['care']}: {CARE[document['care']]}"
    yield from _results(document)
    yield from _section(LABELS["why"], _why(document))
    yield from _course(document)
    yield from _section(LABELS["next"], (("  * ", action["sentence"]) for action in document["actions"]))
    yield from _section(LABELS["next_draw"], _next_draw(document))
    yield from _section(LABELS["tried"], _tried(document))
    yield from _section(LABELS["missing"], (("  - ", MISSING.get(name, name)) for name in document["missing"]))
    yield from _section(LABELS["authority"], _authority(document))
    yield "", ""
    yield "", document["caveat"]


def _section(title: str, parts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    listed = list(parts)
    if listed:
        yield "", ""
        yield title, ""
        yield from listed


def _results(document: Document) -> Iterator[tuple[str, str]]:
    measured, standing = document["measured"], document["standing"]
    yield "", ""
    for key, name in (("il6", "IL-6"), ("hs_crp", "hs-CRP")):
        if key not in measured:
            continue
        reported = measured[f"{key}_as_reported"]
        note = "" if reported == measured[key] else f" ({LABELS['reported_as']} {reported})"
        yield f"{name:8}", f"{measured[key]}{note}: {STANDING[standing[key]['code']]}"
    if "il6" in measured:
        band, possible = document["band"], document["possible_bands"]
        named = (
            BANDS[band] if band else " or ".join(BANDS[each] for each in possible) if possible else LABELS["no_band"]
        )
        firm = f", {FIRMNESS[document['firmness']]}" if band else f" ({LABELS['possible']})" if possible else ""
        yield f"{LABELS['band']:8}", f"{named}{firm}"
    point = document["set_point"]
    if point:
        days = LABELS["one_day"] if point["n"] == 1 else f"{point['n']} {LABELS['days']}"
        yield f"{LABELS['level']:8}", f"{point['estimate']} pg/mL ({point['low']} – {point['high']}, {days})"


def _why(document: Document) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    is_acute = document["care"] in ("same_day", "urgent")
    ordered = sorted(document["findings"], key=lambda finding: _SEVERITIES.index(finding["severity"]))
    for finding in ordered:
        if is_acute and finding["code"] in REASSURING:
            continue
        if finding["sentence"] not in seen:
            seen.add(finding["sentence"])
            yield f"  {_MARKS[finding['severity']]}", f"{finding['sentence']} [{finding['rule']}]"


def _course(document: Document) -> Iterator[tuple[str, str]]:
    if not document["course"]:
        return
    rows = (
        (
            f"  {reading['drawn_at'][:10]:10}  {reading['il6']:>14}  ",
            (BANDS[reading["band"]] if reading["band"] else STANDING[reading["standing"]["code"]])
            + ("" if reading["counted"] else f" ({LABELS['not_counted']}: {reading['excluded'].replace('_', ' ')})"),
        )
        for reading in document["course"]
    )
    yield from _section(LABELS["course"], rows)


def _next_draw(document: Document) -> Iterator[tuple[str, str]]:
    """Describe the draw that would settle what is open."""
    draw = document["next_draw"]
    if draw is not None:
        if draw["on_or_after"]:
            yield "  - ", f"{LABELS['on_or_after']} {draw['on_or_after']}"
        yield from (("  - ", condition) for condition in draw["conditions"])


def _tried(document: Document) -> Iterator[tuple[str, str]]:
    """List what may be tried, tier by tier; where it is withheld, not needed or not yet settled, say nothing of it."""
    if any("il6" in advice["unknown"] for advice in document["interventions"]):
        return
    for advice in document["interventions"]:
        if advice["status"] in ("withheld", "not_indicated"):
            continue
        grades = f"{LABELS['article']}: {advice['article_grade']}; {LABELS['evidence']}: {advice['evidence_grade']}"
        yield f"  {advice['tier']} ", f"{advice['sentences'][0]} ({grades})"


def _authority(document: Document) -> Iterator[tuple[str, str]]:
    policy = document["policy"]
    yield "  ", f"{policy['name']} {policy['version']}"
    for change in policy["overridden"]:
        yield (
            "  ",
            (
                f"{LABELS['overridden']} {change['name']}: {change['value']} {change['unit']} "
                f"({LABELS['instead_of']} {change['standard']}; {change['source']})"
            ),
        )
    if policy["without"]:
        yield "  ", f"{LABELS['without']} {', '.join(policy['without'])}"
    if policy["added"]:
        yield "  ", f"{LABELS['added']} {', '.join(policy['added'])}"
    cited = dict.fromkeys(citation for finding in document["findings"] for citation in finding["citations"])
    for citation in cited:
        yield "  - ", citation
