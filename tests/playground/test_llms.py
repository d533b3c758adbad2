"""What programs read of the documentation is its navigation and its text."""

import llms
import pytest

from place import ROOT

yaml = pytest.importorskip("yaml", reason="the navigation is read with PyYAML, which comes with MkDocs")


class Loader(yaml.SafeLoader):
    """Reads the navigation; what MkDocs alone understands is of no interest here."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def nav():
    return yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)["nav"]


def test_every_page_of_the_navigation_is_listed_with_what_it_says(nav):
    listed = llms.index("forge_il6", "From a result to a verdict", nav, DOCS)

    for section, title, place in llms.pages(nav):
        assert f"- [{title}]({place.removesuffix('.md')}.html)" in listed
        assert not section or f"\n## {section}\n" in listed
    assert "<" not in listed


def test_the_whole_text_holds_every_page_and_no_markup(nav):
    text = llms.whole(nav, DOCS)

    assert "<!-- hazards.md -->" in text
    assert "# Rules" in text
    assert "<div" not in text
    assert "<style" not in text
