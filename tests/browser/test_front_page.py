"""The front page as a visitor meets it: three fates of one number, with scripts and without, and no line cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .conftest import visiting

FATES = ("rest", "training", "flu")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_switch_shows_its_fate_and_no_other(browser: Browser, address: str, scripts):
    with visiting(browser, address, java_script_enabled=scripts) as visit:
        page = visit.page
        page.goto(f"{address}/index.html")
        for chosen in FATES:
            page.locator(f"label[for=fate-{chosen}]").click()

            assert [chosen] == [each for each in FATES if page.locator(f"#says-{each}").is_visible()]


def test_the_switches_move_by_keyboard(browser: Browser, address: str):
    with visiting(browser, address) as visit:
        page = visit.page
        page.goto(f"{address}/index.html")
        page.locator("#fate-rest").focus()
        page.keyboard.press("ArrowRight")

        expect(page.locator("#says-training")).to_be_visible()


def test_all_three_fates_are_on_paper(browser: Browser, address: str):
    with visiting(browser, address) as visit:
        page = visit.page
        page.goto(f"{address}/index.html")
        page.emulate_media(media="print")

        assert list(FATES) == [each for each in FATES if page.locator(f"#says-{each}").is_visible()]


@pytest.mark.parametrize("width", [390, 900])
def test_the_way_to_the_playground_is_on_the_first_screen(browser: Browser, address: str, width):
    with visiting(browser, address, viewport={"width": width, "height": 850}) as visit:
        page = visit.page
        page.goto(f"{address}/index.html")

        expect(page.get_by_role("link", name="Now yours")).to_be_in_viewport()
        expect(page.locator("#says-rest .said")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["index", "start", "for-engineers", "reference", "your-own-rules"])
def test_no_line_of_code_is_cut(browser: Browser, address: str, name):
    """A line that ends at the edge of a phone says something else than the one that was written."""
    with visiting(browser, address, viewport={"width": 390, "height": 800}) as visit:
        visit.page.goto(f"{address}/{name}.html")
        blocks = visit.page.locator(".md-content pre > code")

        assert 0 < blocks.count()
        cut = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"
        assert [] == blocks.evaluate_all(cut)
