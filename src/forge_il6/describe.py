"""
Rules, numbers, sources and interventions, as Markdown.

Printed from the objects, so the text cannot say anything else than the code does. A host prints
the same pages for a rule set of its own; ``python -m forge_il6.describe docs`` writes those of
the standard one.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from .asking.rule import Rule
from .asking.ruleset import RuleSet
from .evidence import Convention, Figure, Source, verified
from .knowledge import STANDARD_NUMBERS
from .knowledge.findings import FINDINGS
from .knowledge.interventions import INTERVENTIONS, InterventionRecord
from .knowledge.sources import SOURCES
from .rules import STANDARD
from .threshold import Threshold
from .wording import Known

__all__ = [
    "PAGES",
    "describe_findings",
    "describe_for_review",
    "describe_interventions",
    "describe_rules",
    "describe_sources",
    "describe_thresholds",
    "main",
]

COMMAND: Final = "python -m forge_il6.describe docs"
"""What writes the pages of the documentation."""

_FAMILIES: Final = MappingProxyType(
    {
        "crp": "IL-6 and hs-CRP",
        "draw": "The draw",
        "grip": "Grip strength",
        "hrv": "Heart rate variability",
        "links": "Links with other markers",
        "secondary": "Secondary causes",
    }
)
_PRINTED: Final = "Printed from the objects of the package, so that it says what the code does."
_LETTERS: Final = (
    "The letter says what a number rests on: **A** the article, **L** the literature, **C** a convention with its "
    "reason and, where a record moved us that does not print the number, that record. A figure in quotation marks is "
    "repeated as its source prints it."
)
_OF_A_COHORT: Final = (
    "A risk figure describes a cohort and never the person whose sample was drawn. Intervals are 95 % confidence "
    "intervals. A text in [square brackets] is a description of our own."
)
_NOT_VERIFIED: Final = (
    "These rest on memory: no page was seen that prints them. No number, no sentence and no citation of a verdict "
    "rests on one; they stand here so that they can be checked."
)

# --- Markdown --------------------------------------------------------------------------------------


def _text(text: object) -> str:
    """Return one line in which nothing is taken for markup, and no pipe ends a cell."""
    line = re.sub(r"&(?=#?\w+;)", "&amp;", " ".join(str(text).split()))
    return re.sub(r"([\\`*\[\]|])", r"\\\1", line).replace("<", "&lt;")


def _code(text: object) -> str:
    """Return a short name as code; a pipe or a backtick in it would end the cell or the code."""
    return f"`{re.sub('[`|]', '', str(text))}`"


def _codes(names: Iterable[object]) -> str:
    return ", ".join(_code(name) for name in names)


def _page(title: str, *paragraphs: str) -> str:
    return "\n\n".join((f"# {title}", _PRINTED, *paragraphs)) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table; the cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(entries: Iterable[tuple[str, str]]) -> str:
    """Lay out named facts, leaving out the empty ones."""
    return "\n".join(f"- **{name}:** {value}" for name, value in entries if value)


def _source_link(source: Source) -> str:
    name = _text(re.sub(r"[\[\]]", "", source.short))
    return f"[{name}](sources.md#{source.key})" if SOURCES.get(source.key) is source else name


# --- rules -----------------------------------------------------------------------------------------


def describe_rules(rules: RuleSet = STANDARD) -> str:
    """Return every rule in the order in which it is asked: question, reason, facts and numbers."""
    return _page("Rules", _about(rules), *_families(rules))


def _about(rules: RuleSet) -> str:
    """Name the rule set and what sets it apart from the one it was made of."""
    changes = [
        ("Numbers replaced", _codes(dict.fromkeys(each.name for each in rules.overridden))),
        ("Rules taken away", _codes(rules.removed)),
        ("Rules added", _codes(rules.added)),
    ]
    named = " ".join(filter(None, (rules.name, rules.version and f"version {rules.version}")))
    opening = (
        f"Rule set: **{_text(named)}**, {len(rules)} rules, in the order in which they are asked. A rule is asked only "
        "when every fact that it asks for is known; of several answers under one name the later replaces the earlier."
    )
    return "\n\n".join(filter(None, (opening, _list(changes))))


def _families(rules: RuleSet) -> Iterator[str]:
    """Go through the rules in their order; a family that is taken up again says so."""
    seen: set[str] = set()
    for family, members in groupby(rules, key=_family):
        yield f"## {family}, continued" if family in seen else f"## {family}"
        seen.add(family)
        yield from (_rule(each) for each in members)


def _family(each: Rule[..., Any]) -> str:
    if not each.is_ours:
        return "Added by the host"
    module = each.function.__module__.rpartition(".")[2]
    return _FAMILIES.get(module, module.capitalize())


def _rule(each: Rule[..., Any]) -> str:
    numbers = (f"{_code(name)} {_number(value)}" for name, value in each.thresholds().items())
    facts = _list(
        (
            ("Asks for", _codes(each.facts) or "nothing"),
            ("Numbers", ", ".join(numbers)),
            ("Judges", _codes(each.judges)),
            ("Gives", _code(each.gives) if each.gives else ""),
            ("Works out", _code(each.works_out) if each.works_out else ""),
            ("Otherwise", "" if each.otherwise is None else _otherwise(each.otherwise)),
        )
    )
    return "\n\n".join(filter(None, (f"### {_question(each)}", _text(each.reason), facts)))


def _question(each: Rule[..., Any]) -> str:
    """Head a rule with what it asks; its id stands small beside it and is where links to it lead."""
    return f"{_text(each.asks)} <small>{_text(each.id)}</small> {{ #{_anchor(each.id)} }}"


def _otherwise(value: Any) -> str:
    """Write what a name holds where nothing answers; a working value that is empty has no text of its own."""
    if isinstance(value, tuple):
        value = ", ".join(f"{name} {state}" for name, state in value)
    if isinstance(value, bool):
        return _code(str(value).lower())
    return _code(value) if value else "empty"


# --- thresholds ------------------------------------------------------------------------------------


def describe_thresholds(rules: RuleSet = STANDARD) -> str:
    """Return every number with its unit, its basis and the rules that use it; replaced ones are marked."""
    opening = f"{_LETTERS} The name is the keyword by which `override` reaches a number of a rule."
    return _page("Thresholds", _about_numbers(rules), opening, *_numbers_by_family(rules), *_other_numbers(rules))


def _about_numbers(rules: RuleSet) -> str:
    replaced = len({each.name for each in rules.overridden})
    return (
        f"Rule set: **{_text(rules.name)}**, {len(rules.thresholds())} numbers, {replaced or 'none'} of them replaced."
    )


def _numbers_by_family(rules: RuleSet) -> Iterator[str]:
    """Show each number where it is first used."""
    shown: set[str] = set()
    families: dict[str, list[str]] = {}
    for each in rules:
        fresh = [name for name in each.thresholds() if name not in shown]
        shown.update(fresh)
        families.setdefault(_family(each), []).extend(fresh)
    numbers = rules.thresholds()
    for family, names in families.items():
        if names:
            rows = (_number_row(rules, name, numbers[name]) for name in names)
            yield f"## {family}"
            yield _table(("Name", "Value", "Unit", "Basis", "From", "Used by"), rows)


def _number_row(rules: RuleSet, name: str, threshold: Threshold) -> tuple[str, ...]:
    first = next((each for each in rules.overridden if each.name == name), None)
    value = _text(f"{threshold.value:f}")
    if first is not None:
        value = f"**{value}** (replaces {_text(first.standard)})"
    users = (f"[{_text(each.id)}](rules.md#{_anchor(each.id)})" for each in rules if name in each.thresholds())
    return (_code(name), value, _text(threshold.unit), threshold.basis.letter, _basis(threshold), ", ".join(users))


def _other_numbers(rules: RuleSet) -> Iterator[str]:
    """Show the numbers that no rule of this set declares, its own having been taken away."""
    others = {name: value for name, value in STANDARD_NUMBERS.items() if name not in rules.thresholds()}
    if others:
        yield "## Used outside the rules"
        yield "They word advice and cautions; no rule declares them, so an override does not reach them."
        rows = (_number_row(rules, name, value)[:-1] for name, value in others.items())
        yield _table(("Name", "Value", "Unit", "Basis", "From"), rows)


def _number(threshold: Threshold) -> str:
    return _text(f"{threshold.value:f} {threshold.unit}")


def _basis(threshold: Threshold) -> str:
    basis = threshold.basis
    if isinstance(basis, Convention):
        moved_by = f" ({_source_link(basis.source)})" if basis.source else ""
        return f"{_text(basis.reason)}{moved_by}"
    note = f" ({_text(basis.note)})" if basis.note else ""
    return f"{_source_link(basis.source)}: “{_text(basis.figure)}”{note}"


def _anchor(heading: str) -> str:
    """Return the anchor under which a heading is found."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


# --- sources ---------------------------------------------------------------------------------------


def describe_sources() -> str:
    """Return every publication: citation, design, people, figures, what they cannot say, and what is corrected."""
    seen = verified(SOURCES.values())
    wrong = [each for each in seen if each.correction]
    rows = ((_source_link(each), _text(each.article_says), _text(each.correction)) for each in wrong)
    return _page(
        "Sources",
        f"{len(seen)} records. {_text(_OF_A_COHORT)}",
        "## Where the article is wrong",
        _table(("Record", "The article says", "Correct is"), rows),
        "## Records",
        *(_source(each) for each in seen),
        "## Not verified",
        _NOT_VERIFIED,
        *(_source(each) for each in SOURCES.values() if each not in seen),
        "### Single figures",
        _table(("Record", "Figure", "Measure", "Value", "95 % CI"), _remembered_figures(seen)),
    )


def _remembered_figures(seen: Iterable[Source]) -> Iterator[tuple[str, ...]]:
    """Go through the figures that no page showed, of records that were seen."""
    for each in seen:
        yield from ((_source_link(each), *row) for row in _figure_rows(each.remembered))


def _source(each: Source) -> str:
    doi = f" [doi {_text(each.doi)}](<{each.url}>)" if each.doi else ""
    citation = f"{_text(each.authors)}. {_text(each.title)}. *{_text(each.published_in)}* ({each.year}).{doi}"
    facts = _list(
        (
            ("Design", _text(each.design)),
            ("Participants", f"{each.n:,}" if each.n else ""),
            ("Population", _text(each.population)),
            ("Cannot say", _text(each.cannot_support)),
            ("The article says", _text(each.article_says)),
            ("Correct is", _text(each.correction)),
            ("Checked", "" if each.is_verified else "from memory; no page was seen"),
        )
    )
    return "\n\n".join(filter(None, (f"### {each.key}", citation, facts, _figures(each.figures))))


def _figures(figures: tuple[Figure, ...]) -> str:
    if not figures:
        return ""
    return _table(("Figure", "Measure", "Value", "95 % CI"), _figure_rows(figures))


def _figure_rows(figures: tuple[Figure, ...]) -> Iterator[tuple[str, ...]]:
    for each in figures:
        yield (_text(each.what), _text(each.measure), _text(each.value), _text(each.interval) or "–")


# --- interventions ---------------------------------------------------------------------------------


def describe_interventions() -> str:
    """Return every intervention by tier: both grades, what may be said, what to measure first, safety, sources."""
    tiers = groupby(INTERVENTIONS.values(), key=lambda record: record.tier)
    parts = [part for tier, records in tiers for part in (f"## Tier {tier}", *map(_intervention, records))]
    return _page(
        "Interventions",
        "What the article proposes, tier by tier; the first always precedes. The evidence grade is for lowering a "
        "resting IL-6 in humans. Whether anything is said of them to one person, and with which conditions unmet, is "
        "decided by the [rules](rules.md).",
        *parts,
    )


def _intervention(record: InterventionRecord) -> str:
    rows = [(_text(name.replace("_", " ")), _text(meaning)) for name, meaning in record.interactions.items()]
    interactions = _table(("With", "It means"), rows) if rows else ""
    facts = _list(
        (
            ("Code", _code(record.code)),
            ("Grade in the article", _text(record.article_grade)),
            ("Grade of the evidence", _text(record.evidence_grade)),
            ("What may be said", " ".join(map(_text, record.says))),
            ("Measure first", _text(record.measure_first)),
            ("Safety", " ".join(_text(each.format_map(Known({}))) for each in record.safety)),
            ("Sources", ", ".join(map(_source_link, record.sources))),
        )
    )
    return "\n\n".join(filter(None, (f"### {_text(record.name)}", facts, interactions)))


# --- what a reviewer signs -------------------------------------------------------------------------


def describe_findings() -> str:
    """Return every sentence that a verdict can say, with its severity and what follows from it."""
    opening = "Words in braces are filled in: a number in force, or a fact of the case."
    heads = ("Code", "Sentence", "Said instead in acute care, or beyond the range", "Severity", "Action")
    rows = (
        (_code(each.code), _text(each.sentence), _text(" / ".join(filter(None, (each.when_acute, each.when_beyond)))),
         each.severity.value, each.action and _code(each.action))
        for each in FINDINGS.values()
    )  # fmt: skip
    return _page("Findings", opening, _table(heads, rows))


def describe_for_review(rules: RuleSet = STANDARD) -> str:
    """
    Return everything that a clinician reviews, as one document: rules, numbers, sentences, interventions, sources.

    The digest at its head is that of the rule set, and changes with every rule and every number. Whoever
    signs the document signs that digest.
    """
    opening = (
        f"Rule set **{_text(rules.name)}**, version {_text(rules.version or 'none')}, digest {_code(rules.digest)}. "
        "A verdict of another digest was decided by other rules or numbers, and is not what was reviewed."
    )
    signed = _table(("Reviewed by", "Role", "Date", "Signature", "Objections"), [(" ", " ", " ", " ", " ")])
    parts = (
        describe_rules(rules), describe_thresholds(rules), describe_findings(), describe_interventions(),
        describe_sources(),
    )  # fmt: skip
    inner = (re.sub(r"^#", "##", part, flags=re.MULTILINE).replace(f"{_PRINTED}\n\n", "").strip() for part in parts)
    return _page("For clinical review", opening, signed, *inner)


# --- the pages -------------------------------------------------------------------------------------

PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "rules.md": describe_rules,
        "thresholds.md": describe_thresholds,
        "sources.md": describe_sources,
        "interventions.md": describe_interventions,
    }
)
"""The pages of the documentation that are printed, by file name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages into a folder, or what a reviewer signs into a file; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m forge_il6.describe", description="Write the printed pages.")
    to = parser.add_mutually_exclusive_group(required=True)
    to.add_argument("folder", type=Path, nargs="?", help="an existing folder, such as docs")
    to.add_argument("--review", type=Path, metavar="FILE", help="one document for a clinical review, with its digest")
    options = parser.parse_args(arguments)
    if options.review:
        options.review.write_text(describe_for_review(), encoding="utf-8", newline="\n")
        return 0
    folder: Path = options.folder
    if not folder.is_dir():
        parser.error(f"{folder} is no folder")
    for name, describe in PAGES.items():
        (folder / name).write_text(describe(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
