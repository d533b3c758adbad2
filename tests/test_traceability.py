"""Every sentence of the article leads somewhere or says why not, and back."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from forge_il6 import STANDARD
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.interventions import INTERVENTIONS
from forge_il6.knowledge.sources import ARTICLE_REFERENCES, SOURCES
from place import ROOT
from traceability_table import COMMAND, PAGE, SECTIONS, TRACES, Trace, describe_traceability

TESTS = Path(__file__).resolve().parent
_KEPT = Path("shared", "reference", "article.txt")
ARTICLE = next((folder / _KEPT for folder in TESTS.parents if (folder / _KEPT).is_file()), ROOT / _KEPT)

needs_article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article's text is not kept in the repository")

# --- reading the article ---------------------------------------------------------------------------

NAMES = re.compile(r"IL-\d+[αβ]?|25\(OH\)D|25-OH|\b[DK][23]\b|NLRP3|STAT3|p16(?:INK4a)?|Zone 2|COVID-19|Phase 2")
"""Names with a digit in them, which are no numbers."""

POINTS = re.compile(r"(\bet al|\bvs|\b[A-Z])\.")
ENDS = re.compile(r"(?<=[.!?])”?\s+(?=[A-Z“\d]|n=|hs-CRP)")


def sentences(line: str) -> list[str]:
    """Split a line of the article into sentences; a point of an abbreviation ends none."""
    held = POINTS.sub(lambda match: match[1] + "\0", line.removeprefix("- "))
    return [part.replace("\0", ".") for part in ENDS.split(held)]


def article_sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the article with its locator; the heading of a section is its number 0."""
    section, number = "", 0
    for line in ARTICLE.read_text(encoding="utf-8").splitlines():
        begun = next((name for name, heading in SECTIONS.items() if line.startswith(heading)), "")
        section, number = (begun, -1) if begun else (section, number)
        for sentence in [line] if begun else sentences(line):
            if re.search(r"\w", sentence):
                number += 1
                yield f"{section}.{number}", sentence


def digest(sentence: str) -> str:
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:8]


# --- from the article ------------------------------------------------------------------------------


@needs_article
def test_every_sentence_has_its_entry() -> None:
    """Protocol 10: nothing was forgotten, and no entry stands beside another sentence."""
    found = [(locator, digest(sentence)) for locator, sentence in article_sentences()]

    assert found == [(trace.locator, trace.digest) for trace in TRACES]


def test_the_table_holds_every_sentence_of_the_article() -> None:
    """Where the article is not at hand, the count is."""
    assert (123, 10) == (sum(not trace.is_heading for trace in TRACES), sum(trace.is_heading for trace in TRACES))
    assert all(re.fullmatch("[0-9a-f]{8}", trace.digest) for trace in TRACES)
    assert len(TRACES) == len({trace.digest for trace in TRACES})


@needs_article
def test_an_entry_tells_its_sentence_in_other_words() -> None:
    """The article belongs to its authors: no entry repeats eight words in a row."""
    article = words_of(ARTICLE.read_text(encoding="utf-8"))
    theirs = set(runs(article))

    assert {} == {trace.locator: shared for trace in TRACES if (shared := theirs & set(runs(words_of(trace.says))))}


@needs_article
def test_an_entry_names_no_number_that_its_sentence_lacks() -> None:
    """An entry beside the wrong sentence, or with a slip of a digit, shows here."""
    located = by_locator()
    strange = {trace.locator: numbers(trace.says) - numbers(located[trace.locator]) for trace in TRACES}

    assert {} == {locator: slips for locator, slips in strange.items() if slips}


@needs_article
def test_participants_are_those_of_the_record() -> None:
    """Where a sentence counts the participants of a study, one of its records has the same count."""
    located = by_locator()
    counted = {
        trace: int(match[1].replace(",", ""))
        for trace in TRACES
        if (match := re.search(r"\bn=(\d+(?:,\d{3})*)", located[trace.locator]))
    }

    assert len(counted) > 5
    assert [] == [trace.locator for trace, n in counted.items() if n not in {source.n for source in trace.sources}]


def by_locator() -> dict[str, str]:
    return dict(article_sentences())


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w.%+-]+", text.casefold())


def runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every eight consecutive words."""
    return zip(*(words[start:] for start in range(8)), strict=False)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", NAMES.sub("", text)))


@pytest.mark.parametrize(
    "line, expected",
    [
        ("- Khan M.S. et al. found it. n=9, all well.", ["Khan M.S. et al. found it.", "n=9, all well."]),
        ("Highest vs. lowest third.", ["Highest vs. lowest third."]),
        ("A title: “of a paper.” 9 studies.", ["A title: “of a paper.", "9 studies."]),
    ],
)
def test_a_line_is_split_into_sentences(line: str, expected: list[str]) -> None:
    """An abbreviation ends no sentence."""
    assert expected == sentences(line)


# --- the entries -----------------------------------------------------------------------------------


def test_the_entries_of_a_section_are_numbered_in_the_order_of_the_article() -> None:
    """A locator finds one sentence."""
    sections = [trace.section for trace in TRACES]
    expected = [f"{name}.{number}" for name in SECTIONS for number in range(sections.count(name))]

    assert expected == [trace.locator for trace in TRACES]


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_an_entry_leads_to_a_rule_or_says_why_not(trace: Trace) -> None:
    """Protocol 10: rule, or a written reason why not."""
    assert trace.says
    assert bool(trace.rules) is not bool(trace.no_rule)


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_what_follows_from_a_sentence_is_said_by_a_code(trace: Trace) -> None:
    """Every sentence with the code that says it, or the reason why none does; no code without a rule."""
    assert set() == set(trace.codes) - set(FINDINGS)
    assert trace.rules or not trace.codes
    assert trace.codes or trace.interventions or trace.no_rule


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_what_an_entry_names_exists(trace: Trace) -> None:
    """A rule that was renamed or removed takes its sentences with it."""
    assert set() == set(trace.rules) - {rule.id for rule in STANDARD}
    assert set() == set(trace.interventions) - set(INTERVENTIONS)
    assert all(SOURCES[source.key] is source for source in trace.sources)
    for named in (trace.codes, trace.rules, trace.interventions, trace.sources, trace.tests):
        assert sorted(Counter(named).values()) == [1] * len(named)


# --- back to the article ---------------------------------------------------------------------------

RESTS_ON_ARTICLE = sorted(
    rule.id for rule in STANDARD if any(number.basis.letter == "A" for number in rule.thresholds().values())
)


@pytest.mark.parametrize("rule_id", RESTS_ON_ARTICLE)
def test_a_rule_with_a_number_of_the_article_is_traced_to_its_sentence(rule_id: str) -> None:
    """The way back: nothing claims the article's authority without a sentence of it."""
    assert rule_id in {name for trace in TRACES for name in trace.rules}


def test_every_intervention_and_reference_of_the_article_is_traced() -> None:
    """What the article proposes and cites stands in one of its sentences."""
    assert set(INTERVENTIONS) == {code for trace in TRACES for code in trace.interventions}
    assert set() == set(ARTICLE_REFERENCES) - {source for trace in TRACES for source in trace.sources}


# --- to the tests ----------------------------------------------------------------------------------


def defined(path: Path) -> set[str]:
    """Every test that a file defines, read without running it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def exists(name: str) -> bool:
    file, _, test = name.partition("::")
    path = TESTS / file
    return path.is_file() and (test in defined(path) if path.suffix == ".py" else not test)


@pytest.mark.parametrize("name", sorted({test for trace in TRACES for test in trace.tests}))
def test_a_named_test_exists(name: str) -> None:
    """A test that was renamed leaves its sentence without cover."""
    assert exists(name)


@pytest.mark.parametrize("name", ["rules/test_bands.py::test_nothing", "test_bands.py", "rules/test_bands.py"])
def test_a_test_that_does_not_exist_is_noticed(name: str) -> None:
    """The search is not blind."""
    assert not exists(name)


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_what_follows_from_a_sentence_is_tested(trace: Trace) -> None:
    """Protocol 10: a sentence leads to tests, unless nothing at all follows from it."""
    follows = trace.rules or trace.interventions or trace.sources

    assert bool(trace.tests) is bool(follows)


# --- the page of the documentation -----------------------------------------------------------------


def test_the_page_of_the_documentation_is_what_is_printed() -> None:
    """Design 5: tables in the docs are printed from the objects."""
    path = ROOT / "docs" / PAGE
    if not path.parent.is_dir():
        pytest.skip("the documentation is not beside the tests")

    assert path.read_text(encoding="utf-8") == describe_traceability(), f"print it again: {COMMAND}"


def test_every_sentence_is_printed_with_what_says_it_and_where_it_leads() -> None:
    """Protocol 10: sentence, codes, rule or reason, tests."""
    lines = [line for line in describe_traceability().splitlines() if re.match(r"\| \w+\.\d", line)]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]

    assert [trace.locator for trace in TRACES] == [first for first, *_ in rows]
    for trace, (_, says, said_by, leads, tests) in zip(TRACES, rows, strict=True):
        assert trace.says == says
        assert all(f"`{code}`" in said_by for code in (*trace.codes, *trace.interventions))
        assert all(f"[{rule_id}](rules.md#" in leads for rule_id in trace.rules)
        assert trace.no_rule in leads
        assert all(f"`{test}`" in tests for test in trace.tests)
