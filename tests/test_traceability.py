"""Every sentence of the article that holds a number or an instruction leads somewhere, and back."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from forge_il6 import STANDARD
from forge_il6.knowledge.interventions import INTERVENTIONS
from forge_il6.knowledge.sources import ARTICLE_REFERENCES, SOURCES
from forge_il6.knowledge.traceability import SECTIONS, TRACES, Trace

TESTS = Path(__file__).resolve().parent
ARTICLE = TESTS.parent.parent / "shared" / "reference" / "article.txt"

needs_article = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article's text is not kept in the repository")

# --- reading the article ---------------------------------------------------------------------------

NAMES = re.compile(r"IL-\d+[αβ]?|25\(OH\)D|25-OH|\b[DK][23]\b|NLRP3|STAT3|p16(?:INK4a)?|Zone 2|COVID-19|Phase 2")
"""Names with a digit in them, which are no numbers."""

VERBS = (
    "Always", "Assess", "Check", "Cross-Reference", "Exclude", "Measure", "Monitor", "Test", "target",
)  # fmt: skip
INSTRUCTION = re.compile(
    rf"(?:^|[—:;] )(?:{'|'.join(VERBS)})\b"
    r"|\b(?:must|should|requires?|requiring|warrants?|cannot)\b"
)
"""A sentence or clause that begins with an imperative, or one that obliges."""

JUDGEMENT = re.compile(
    r"\b(?:not a baseline|opposite things|different inflammatory driver|removed from|surrogate|irrespective|first-order"
    r"|secondary to|[Gg]rade:? C|weaker|discontinued|consistently reduces|may suggest|confirms|suspect|blood test"
    r"|research context|insulin sensitivity)\b"
)
"""Words by which a sentence says what to make of a result, or how well a measure is supported."""

POINTS = re.compile(r"(\bet al|\bvs|\b[A-Z])\.")
ENDS = re.compile(r"(?<=[.!?])”?\s+(?=[A-Z“\d]|n=|hs-CRP)")


def sentences(line: str) -> list[str]:
    """Split a line of the article into sentences; a point of an abbreviation ends none."""
    held = POINTS.sub(lambda match: match[1] + "\0", line.removeprefix("- "))
    return [part.replace("\0", ".") for part in ENDS.split(held)]


def leads_somewhere(sentence: str) -> bool:
    """Whether a sentence holds a number, an instruction or a judgement."""
    has_number = re.search(r"\d", NAMES.sub("", sentence))
    return bool(has_number or INSTRUCTION.search(sentence) or JUDGEMENT.search(sentence))


def article_sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the article that leads somewhere, with its section; headings of sections are left out."""
    section = ""
    for line in ARTICLE.read_text(encoding="utf-8").splitlines():
        begun = next((name for name, heading in SECTIONS.items() if line.startswith(heading)), "")
        section = begun or section
        if not begun:
            yield from ((section, sentence) for sentence in sentences(line) if leads_somewhere(sentence))


# --- from the article ------------------------------------------------------------------------------


@needs_article
def test_every_sentence_that_leads_somewhere_has_its_entry() -> None:
    """Protocol 10: every sentence that holds a number or an instruction; nothing was forgotten."""
    found = Counter(section for section, _ in article_sentences())

    assert found == Counter(trace.section for trace in TRACES)


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
    """Every sentence that leads somewhere, numbered within its section."""
    counted: Counter[str] = Counter()
    located: dict[str, str] = {}
    for section, sentence in article_sentences():
        counted[section] += 1
        located[f"{section}.{counted[section]}"] = sentence
    return located


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w.%+-]+", text.casefold())


def runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every eight consecutive words."""
    return zip(*(words[start:] for start in range(8)), strict=False)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", NAMES.sub("", text)))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Drawn after 24 hours.", True),
        ("IL-6 is central.", False),
        ("Test both.", True),
        ("It must be cold.", True),
        ("Markers: target low values.", True),
        ("This is not a baseline.", True),
        ("This is biological adaptation.", False),
    ],
)
def test_a_sentence_is_known_by_a_number_an_imperative_or_a_judgement(text: str, expected: bool) -> None:
    """The comparison above is worth no more than this reading."""
    assert expected is leads_somewhere(text)


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
    expected = [f"{name}.{number}" for name in SECTIONS for number in range(1, sections.count(name) + 1)]

    assert expected == [trace.locator for trace in TRACES]


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_an_entry_leads_to_a_rule_or_says_why_not(trace: Trace) -> None:
    """Protocol 10: rule, or a written reason why not."""
    assert trace.says
    assert bool(trace.rules) is not bool(trace.no_rule)


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.locator)
def test_what_an_entry_names_exists(trace: Trace) -> None:
    """A rule that was renamed or removed takes its sentences with it."""
    assert set() == set(trace.rules) - {rule.id for rule in STANDARD}
    assert set() == set(trace.interventions) - set(INTERVENTIONS)
    assert all(SOURCES[source.key] is source for source in trace.sources)
    for named in (trace.rules, trace.interventions, trace.sources, trace.tests):
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
