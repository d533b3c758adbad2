"""
A verdict in the order in which a person reads it: what is said in each part, and how much it asks for attention.

Written from the verdict document. What is left unsaid (comfort while somebody should see a doctor,
interventions before the sample is settled) is decided here, once for every form of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from ..codes import Severity
from ..knowledge.findings import REASSURING
from ..knowledge.words import BANDS, CARE, FIRMNESS, LABELS, MISSING, STANDING

__all__ = ["ANALYTES", "Document", "Entry", "Kind", "Section", "says_no_comfort", "sections"]

Document = Mapping[str, Any]
Kind = Literal[
    "summary", "care", "results", "why", "course", "next", "next_draw", "tried", "missing", "authority", "citations",
    "caveat",
]  # fmt: skip

ANALYTES: Final = (("il6", "IL-6"), ("hs_crp", "hs-CRP"))
"""The key of each analyte in the document, and its name."""

_ACUTE: Final = ("same_day", "urgent")
_RED_FLAG: Final = "red_flag"
_CARE_SEVERITY: Final = {
    "repeat": Severity.CAUTION, "clinician_evaluation": Severity.WARNING, "same_day": Severity.URGENT,
    "urgent": Severity.URGENT,
}  # fmt: skip
_STANDING_SEVERITY: Final = {
    "tentative": Severity.CAUTION, "unverified": Severity.WARNING, "void": Severity.WARNING,
    "not_applicable": Severity.WARNING,
}  # fmt: skip


class Entry(NamedTuple):
    """One thing that is said."""

    text: str
    label: str = ""
    """What it is about: an analyte, the id of a rule, a date, a tier."""
    value: str = ""
    """A result that it speaks of, or the grades of an intervention."""
    severity: Severity = Severity.INFO


class Section(NamedTuple):
    """A part of the report; one without a title goes on with what stands before it."""

    kind: Kind
    title: str
    entries: tuple[Entry, ...]


def says_no_comfort(document: Document) -> bool:
    """Whether comfort stays unsaid: a doctor is needed at once, or a warning symptom outranks every band."""
    return document["care"] in _ACUTE or any(finding["code"] == _RED_FLAG for finding in document["findings"])


def sections(document: Document) -> Iterator[Section]:
    """Yield every part of a verdict document that has something to say; the results even where there are none."""
    yield Section("summary", "", (Entry(document["summary"]),))
    if document["care"] != "none":
        care = Entry(CARE[document["care"]], LABELS["care"], severity=_CARE_SEVERITY[document["care"]])
        yield Section("care", "", (care,))
    yield Section("results", "", tuple(_results(document)))
    yield from _titled("why", _why(document))
    yield from _titled("course", map(_reading, document["course"]))
    yield from _titled("next", (Entry(action["sentence"]) for action in document["actions"]))
    yield from _titled("next_draw", _next_draw(document))
    yield from _titled("tried", _tried(document))
    yield from _titled("missing", (Entry(MISSING.get(name, name)) for name in document["missing"]))
    yield from _titled("authority", _authority(document))
    cited = dict.fromkeys(citation for finding in document["findings"] for citation in finding["citations"])
    yield Section("citations", "", tuple(map(Entry, cited)))
    yield Section("caveat", "", (Entry(document["caveat"]),))


def _titled(kind: Kind, entries: Iterable[Entry]) -> Iterator[Section]:
    listed = tuple(entries)
    if listed:
        yield Section(kind, LABELS[kind], listed)


def _results(document: Document) -> Iterator[Entry]:
    """Give each result with its standing, then the band and the level."""
    measured, standing = document["measured"], document["standing"]
    for key, name in ANALYTES:
        if key not in measured:
            continue
        reported = measured[f"{key}_as_reported"]
        note = "" if reported == measured[key] else f" ({LABELS['reported_as']} {reported})"
        code = standing[key]["code"]
        yield Entry(STANDING[code], name, f"{measured[key]}{note}", _STANDING_SEVERITY.get(code, Severity.INFO))
    if "il6" in measured:
        yield Entry(_band(document), LABELS["band"])
    point = document["set_point"]
    if point:
        days = LABELS["one_day"] if point["n"] == 1 else f"{point['n']} {LABELS['days']}"
        yield Entry(f"{point['estimate']} pg/mL ({point['low']} – {point['high']}, {days})", LABELS["level"])


def _band(document: Document) -> str:
    band, possible = document["band"], document["possible_bands"]
    if band:
        return f"{BANDS[band]}, {FIRMNESS[document['firmness']]}"
    if possible:
        return f"{' or '.join(BANDS[each] for each in possible)} ({LABELS['possible']})"
    return LABELS["no_band"]


def _why(document: Document) -> Iterator[Entry]:
    """Give each finding once, the most severe first; comfort has no place beside acute care or a warning symptom."""
    seen: set[str] = set()
    no_comfort = says_no_comfort(document)
    for finding in sorted(document["findings"], key=lambda each: -Severity(each["severity"]).rank):
        if no_comfort and finding["code"] in REASSURING:
            continue
        if finding["sentence"] not in seen:
            seen.add(finding["sentence"])
            yield Entry(finding["sentence"], finding["rule"], severity=Severity(finding["severity"]))


def _reading(reading: Document) -> Entry:
    """Name the band of an earlier reading or what stands against it, and why it does not count."""
    named = BANDS[reading["band"]] if reading["band"] else STANDING[reading["standing"]["code"]]
    why_not = f" ({LABELS['not_counted']}: {reading['excluded'].replace('_', ' ')})"
    return Entry(named + ("" if reading["counted"] else why_not), reading["drawn_at"][:10], reading["il6"])


def _next_draw(document: Document) -> Iterator[Entry]:
    """Describe the draw that would settle what is open."""
    draw = document["next_draw"]
    if draw is not None:
        if draw["on_or_after"]:
            yield Entry(f"{LABELS['on_or_after']} {draw['on_or_after']}")
        yield from map(Entry, draw["conditions"])


def _tried(document: Document) -> Iterator[Entry]:
    """List what may be tried, tier by tier; where it is withheld, not needed or not yet settled, say nothing of it."""
    if says_no_comfort(document) or any("il6" in advice["unknown"] for advice in document["interventions"]):
        return
    for advice in document["interventions"]:
        if advice["status"] not in ("withheld", "not_indicated"):
            grades = f"{LABELS['article']}: {advice['article_grade']}; {LABELS['evidence']}: {advice['evidence_grade']}"
            yield Entry(advice["sentences"][0], str(advice["tier"]), grades)


def _authority(document: Document) -> Iterator[Entry]:
    """Name the rule set and everything that sets it apart from the one it was made of."""
    policy = document["policy"]
    yield Entry(f"{policy['name']} {policy['version']}")
    for change in policy["overridden"]:
        yield Entry(
            f"{LABELS['overridden']} {change['name']}: {change['value']} {change['unit']} "
            f"({LABELS['instead_of']} {change['standard']}; {change['source']})"
        )
    if policy["without"]:
        yield Entry(f"{LABELS['without']} {', '.join(policy['without'])}")
    if policy["added"]:
        yield Entry(f"{LABELS['added']} {', '.join(policy['added'])}")
