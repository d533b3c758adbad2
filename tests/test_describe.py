"""What is printed is what the objects say, and the pages of the documentation are what is printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import STANDARD, Citation, Convention, RuleSet, Threshold, interpret_case, rule
from forge_il6.describe import (
    COMMAND,
    PAGES,
    describe_findings,
    describe_for_review,
    describe_interventions,
    describe_rules,
    describe_sources,
    describe_thresholds,
    main,
)
from forge_il6.evidence import verified
from forge_il6.knowledge import STANDARD_NUMBERS
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.interventions import INTERVENTIONS
from forge_il6.knowledge.sources import SOURCES
from forge_il6.wording import Known
from place import ROOT, needs_docstrings

DOCS = ROOT / "docs"

HOSTILE = "a | b\n## <script>x</script> [c](d) `e` *f* &lt;"
CLINIC = Convention("clinic protocol 4.2")
LATE_AGE = Threshold(70, "year", Convention(HOSTILE))


@rule("X1", asks="Is it late | or `not`?")
def late(age: int, *, late_age: Threshold = LATE_AGE) -> None:
    """Nobody else asks <b>this</b>."""


HOST = STANDARD.override(washout=Threshold(36, "hour", CLINIC)).without("C12") + late
PRINTED = {name: describe() for name, describe in PAGES.items()}
ALL = PRINTED | {"host rules": describe_rules(HOST), "host thresholds": describe_thresholds(HOST)}


def cells(line: str) -> list[str]:
    """The cells of one row; an escaped pipe ends none."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def row(page: str, name: str) -> list[str]:
    """The row whose first cell is that name."""
    return next(cells(line) for line in page.splitlines() if line.startswith(f"| `{name}` |"))


# --- the pages of the documentation ----------------------------------------------------------------


@needs_docstrings
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_documentation_is_what_is_printed(name: str) -> None:
    """Design 5: tables in the docs are printed from the objects."""
    page = DOCS / name
    written = page.read_text(encoding="utf-8") if page.is_file() else ""

    assert PRINTED[name] == written, f"docs/{name} is not what the objects say: run {COMMAND}"


def test_the_command_writes_every_page(tmp_path: Path) -> None:
    """The message above must help."""
    assert 0 == main([str(tmp_path)])
    assert PRINTED == {page.name: page.read_text(encoding="utf-8") for page in sorted(tmp_path.iterdir())}


def test_what_a_reviewer_signs_is_one_document_with_every_rule_number_sentence_and_source(tmp_path: Path) -> None:
    assert main(["--review", str(tmp_path / "review.md")]) == 0
    document = (tmp_path / "review.md").read_text(encoding="utf-8")

    assert STANDARD.digest in document.split("\n## ")[0]
    assert [each.id for each in STANDARD if f"<small>{each.id}</small>" not in document] == []
    assert [name for name in STANDARD.thresholds() if f"| `{name}` |" not in document] == []
    assert [code for code in FINDINGS if f"| `{code}` |" not in describe_findings()] == []
    assert [key for key in SOURCES if f"### {key}" not in document] == []


def test_another_number_is_another_document_to_sign() -> None:
    other = STANDARD.override(washout=Threshold(36, "hour", Convention("clinic protocol 4.2")))

    assert STANDARD.digest not in describe_for_review(other)
    assert other.digest in describe_for_review(other)


def test_the_command_wants_a_folder_that_exists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the keyboard makes no new folder."""
    with pytest.raises(SystemExit):
        main([str(tmp_path / "dosc")])

    assert "is no folder" in capsys.readouterr().err


# --- what can be read ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_row_of_a_table_has_the_cells_of_its_head(name: str) -> None:
    """A pipe in a text would push what follows into the wrong column."""
    width = 0
    for line in ALL[name].splitlines():
        width = 0 if not line.startswith("|") else width or len(cells(line))
        assert not width or width == len(cells(line)), line


@pytest.mark.parametrize("name", ALL)
def test_no_heading_stands_twice(name: str) -> None:
    """A link finds one place."""
    headings = [line for line in ALL[name].splitlines() if line.startswith("#")]

    assert sorted(set(headings)) == sorted(headings)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_heading(name: str) -> None:
    """A page full of dead links would still be printed from the objects."""
    anchors = {
        (page, stated or re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")))
        for page, text in PRINTED.items()
        for heading, stated in re.findall(r"^#+ (.+?)(?: \{ #([\w-]+) \})?$", text, re.MULTILINE)
    }

    assert set() == set(re.findall(r"\]\((\w+\.md)#([\w-]+)\)", PRINTED[name])) - anchors


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_the_process_is_printed(name: str) -> None:
    """Two prints on two machines are one text: no addresses, no paths, no empty facts."""
    assert not re.search(r"0x[0-9a-f]{6}|<function|site-packages|:\*\* *$|\bNone\b(?! stated)", ALL[name], re.MULTILINE)
    assert ALL[name].endswith("\n")
    assert [] == [line for line in ALL[name].splitlines() if line != line.rstrip()]


@needs_docstrings
def test_a_hostile_text_is_no_markup() -> None:
    """A host's reason may hold anything; it is shown as text."""
    reason = row(describe_thresholds(HOST), "late_age")[4]

    assert r"a \| b ## &lt;script>x&lt;/script> \[c\](d) \`e\` \*f\* &amp;lt;" == reason
    page = describe_rules(HOST)
    assert r"### Is it late \| or \`not\`? <small>X1</small> { #x1 }" in page
    assert "Nobody else asks &lt;b>this&lt;/b>." in page


# --- rules and thresholds --------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [STANDARD, HOST], ids=["standard", "host"])
def test_every_rule_is_printed_in_the_order_in_which_it_is_asked(rules: RuleSet) -> None:
    """A reader sees what is asked, why, of what and by which numbers; the id stands small beside the question."""
    page = describe_rules(rules)

    headed = re.findall(r"^### .+\? <small>(.+)</small> \{ #[\w-]+ \}$", page, re.MULTILINE)
    assert [each.id for each in rules] == headed
    for each in rules:
        part = page.partition(f"<small>{each.id}</small>")[2].partition("\n#")[0]
        assert all(f"`{name}`" in part for name in (*each.facts, *each.thresholds()))


@needs_docstrings
def test_a_rule_shows_its_question_its_reason_and_its_numbers() -> None:
    """One rule, word by word."""
    headed = "### Is this person an adult? <small>D1</small> { #d1 }\n\n"
    part = describe_rules().partition(headed)[2].partition("\n\n###")[0]

    assert "No bands exist for children." in part
    assert "- **Asks for:** `age`" in part
    assert "- **Numbers:** `adult_age` 18 year" in part


@pytest.mark.parametrize("rules", [STANDARD, HOST], ids=["standard", "host"])
def test_every_number_is_printed_with_its_unit_basis_and_users(rules: RuleSet) -> None:
    """Every number once, those that no rule declares included."""
    page = describe_thresholds(rules)

    for name, threshold in {**STANDARD_NUMBERS, **rules.thresholds()}.items():
        assert 1 == page.count(f"| `{name}` |")
        _, value, unit, letter, said, *users = row(page, name)
        assert f"{threshold.value:f}" in value
        assert (threshold.unit, threshold.basis.letter) == (unit, letter)
        assert said
        expected = ", ".join(f"[{each.id}](rules.md#{each.id.lower()})" for each in rules if name in each.thresholds())
        assert ([expected] if expected else []) == users


def test_a_citation_repeats_the_figure_and_links_to_its_source() -> None:
    """Design 5: a citation repeats the number as printed."""
    cited = {name: t.basis for name, t in STANDARD.thresholds().items() if isinstance(t.basis, Citation)}

    assert cited
    for name, basis in cited.items():
        said = row(describe_thresholds(), name)[4]
        assert f"(sources.md#{basis.source.key})" in said
        assert f"“{basis.figure.replace('<', '&lt;')}”" in said


def test_a_replaced_number_stands_beside_the_standard_one() -> None:
    """An override brings its own basis and never hides what it replaced."""
    washout = row(describe_thresholds(HOST), "washout")

    assert ["**36** (replaces 24)", "hour", "C", "clinic protocol 4.2"] == washout[1:5]
    assert "1 of them replaced" in describe_thresholds(HOST)
    assert "replaces" not in describe_thresholds()


def test_a_number_replaced_twice_stands_beside_the_standard_one() -> None:
    """The second override replaces the first, and the reader wants the standard."""
    twice = HOST.override(washout=Threshold(48, "hour", CLINIC))

    assert "**48** (replaces 24)" == row(describe_thresholds(twice), "washout")[1]


def test_a_rule_set_of_a_host_says_what_sets_it_apart() -> None:
    """What was changed stands on top."""
    page = describe_rules(HOST)

    assert "- **Numbers replaced:** `washout`" in page
    assert "- **Rules taken away:** `C12`" in page
    assert "- **Rules added:** `X1`" in page
    assert page.index("## Added by the host") < page.index("<small>X1</small>")
    assert "replaced" not in describe_rules().partition("##")[0].replace("replaces", "")


def test_a_rule_set_of_one_rule_is_described() -> None:
    """A host need not start from the standard set."""
    mine = RuleSet((late,), name="mine | own")

    assert ["X1"] == re.findall("^### .+<small>(.+)</small>", describe_rules(mine), re.MULTILINE)
    assert r"**mine \| own**" in describe_thresholds(mine)


# --- sources, interventions ------------------------------------------------------------------------


@pytest.mark.parametrize("key", SOURCES)
def test_every_source_is_printed_whole(key: str) -> None:
    """Protocol 10: figures with interval, population and what they cannot say; both versions where one is wrong."""
    source = SOURCES[key]
    part = PRINTED["sources.md"].partition(f"### {key}\n")[2].partition("\n### ")[0]
    plain = re.sub(r"\\(.)", r"\1", part).replace("&lt;", "<")

    texts = (source.authors, source.title, source.published_in, source.design, source.population)
    for text in (*texts, source.cannot_support, source.article_says, source.correction, source.url):
        assert text in plain
    for figure in source.figures:
        assert all(text in plain for text in (figure.what, figure.value, figure.measure, figure.interval))
    assert ("from memory; no page" in part) is not source.is_verified
    assert source.n is None or f"{source.n:,}" in part


def test_what_the_article_has_wrong_stands_together_at_the_top() -> None:
    """Protocol 10: the corrected one is printed, with a note."""
    top = describe_sources().partition("## Records")[0]

    assert sum(bool(source.correction) for source in verified(SOURCES.values())) == top.count("](sources.md#")


def test_what_is_not_verified_stands_by_itself_at_the_end() -> None:
    """No record and no figure from memory stands among those that were seen."""
    seen, _, rest = describe_sources().partition("## Not verified")
    unseen = [source for source in SOURCES.values() if not source.is_verified]

    assert unseen
    for source in unseen:
        assert f"### {source.key}\n" not in seen
        assert f"### {source.key}\n" in rest
    for source in verified(SOURCES.values()):
        assert f"### {source.key}\n" in seen
        assert rest.count(f"(sources.md#{source.key})") == len(source.remembered)


@pytest.mark.parametrize("code", INTERVENTIONS)
def test_every_intervention_is_printed_whole(code: str) -> None:
    """Protocol 9: article grade, evidence grade, what to measure first, safety, citations."""
    record = INTERVENTIONS[code]
    part = describe_interventions().partition(f"### {record.name}\n")[2].partition("\n### ")[0]

    for text in (
        record.article_grade,
        record.evidence_grade,
        *record.says,
        record.measure_first,
        *(each.format_map(Known({})) for each in record.safety),
    ):
        assert text in part
    assert all(meaning in part for meaning in record.interactions.values())
    assert all(f"(sources.md#{source.key})" in part for source in record.sources)


def test_an_override_reaches_every_number_that_is_known() -> None:
    """Also those that only a sentence tells, such as when to repeat."""
    assert set(STANDARD_NUMBERS) == set(STANDARD.thresholds())
    assert "Used outside the rules" not in describe_thresholds()
    assert "`crp_washout`" in describe_thresholds(STANDARD.without("T6")).partition("## Used outside the rules")[2]


@pytest.mark.parametrize(
    "case, name, was, now",
    [
        ({"reading": {"il6": "8 pg/mL", "fasting": True, "exercise": "none"}}, "repeat_until", "28 days", "21 days"),
        ({"reading": {"il6": "2 pg/mL"}, "context": {"hs_crp": "14 mg/L"}}, "repeat_from", "14 days", "10 days"),
    ],
)
def test_an_action_tells_the_number_of_the_rule_set(case: dict[str, Any], name: str, was: str, now: str) -> None:
    """A clinic that repeats sooner says so in its actions."""
    number = Threshold(now.partition(" ")[0], "day", Convention("clinic protocol 4.2"))

    def said(rules: RuleSet) -> str:
        return " ".join(action.sentence for action in interpret_case(case, rules=rules).actions)

    assert was in said(STANDARD)
    assert was not in said(STANDARD.override(**{name: number}))
    assert now in said(STANDARD.override(**{name: number}))
