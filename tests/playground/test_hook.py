"""What the build writes into the page of the playground, and into no other."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from types import SimpleNamespace

import fates
import pytest
import reference
from case_form import as_html
from hook import CARDS, EXAMPLES, FORM, FRONT, NAMES, PAGE, SIZE, on_page_content, on_page_markdown, on_post_page

ROOT = Path(__file__).resolve().parents[2]
PLAYGROUND = SimpleNamespace(file=SimpleNamespace(src_uri=PAGE))
ELSEWHERE = SimpleNamespace(file=SimpleNamespace(src_uri="units.md"))


def policy(html: str, page: SimpleNamespace = PLAYGROUND) -> dict[str, list[str]]:
    """The content policy of a page: what may be loaded from where."""
    written = on_post_page(html, page=page, config=None)
    found = re.search(r'<head><meta http-equiv="Content-Security-Policy" content="([^"]*)">', written)
    parts = [part.split() for part in found[1].split(";")] if found else []
    return {name: sources for name, *sources in parts}


def test_the_page_gets_the_form_and_the_examples():
    html = on_page_content(f"{FORM}{EXAMPLES}", page=PLAYGROUND, config=None, files=None)
    cases = json.loads(html.partition('id="examples">')[2].partition("</script>")[0])

    assert html.startswith(as_html())
    assert [json.loads(path.read_text()) for path in sorted((ROOT / "examples").glob("*.json"))] == list(cases.values())


def test_the_page_asks_for_all_that_the_build_writes():
    """A place that nobody fills, or that is not there, would only show on the page."""
    text = (ROOT / "docs" / PAGE).read_text()

    assert [1, 1, 1] == [text.count(mark) for mark in (FORM, EXAMPLES, SIZE)]
    assert 1 == (ROOT / "docs" / FRONT).read_text().count(CARDS)
    assert 1 == (ROOT / "docs" / "reference.md").read_text().count(NAMES)


def test_the_front_page_gets_the_verdicts_and_the_reference_the_names():
    front, names = (SimpleNamespace(file=SimpleNamespace(src_uri=name)) for name in (FRONT, "reference.md"))

    assert fates.as_html() == on_page_content(CARDS, page=front, config=None, files=None)
    assert reference.as_markdown() == on_page_markdown(NAMES, page=names, config=None, files=None)
    assert NAMES == on_page_markdown(NAMES, page=front, config=None, files=None)


def test_no_example_can_end_the_script_that_holds_it():
    html = on_page_content(EXAMPLES, page=PLAYGROUND, config=None, files=None)

    assert 2 == html.count("<")
    assert "\\u003c1.5 pg/mL" in html


def test_nothing_is_loaded_from_elsewhere():
    rules = policy("<html><head></head></html>")

    assert ["'none'"] == rules["default-src"] == rules["form-action"] == rules["base-uri"]
    assert ["'self'"] == rules["connect-src"]
    assert ["'self'", "'wasm-unsafe-eval'"] == rules["script-src"]
    assert [] == [each for sources in rules.values() for each in sources if "//" in each or each == "*"]


def test_the_scripts_of_the_theme_run_and_no_others():
    scripts = policy("<html><head><script>one()</script></head><script src='x.js'></script><script>two()</script>")

    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in (b"one()", b"two()")]
    assert ["'self'", "'wasm-unsafe-eval'", *hashes] == scripts["script-src"]
    assert "'unsafe-inline'" not in scripts["script-src"]


@pytest.mark.parametrize("html", ["", f"<head>{FORM}{EXAMPLES}"])
def test_other_pages_stay_as_they_are(html):
    assert html == on_page_content(html, page=ELSEWHERE, config=None, files=None)
    assert html == on_post_page(html, page=ELSEWHERE, config=None)
