"""The playground as a visitor meets it: lazy, private, usable by hand, keyboard and ear, on a phone and on paper."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from downloads import AXE, files
from playwright.sync_api import Browser, Page, expect

from .conftest import Visit, visiting

PHONE = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
AT_REST = {
    "reading": {"il6": "3.4 pg/mL", "drawn_at": "2026-11-20T08:10", "fasting_hours": 12, "exercise": "none"},
    "context": {"age": 57, "time_zone": "Europe/Berlin", "hs_crp": "1.6 mg/L", "red_flags": [], "confounders": []},
}


def fragment(case: Any) -> str:
    text = case if isinstance(case, str) else json.dumps(case)
    return "#case=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def bring(visit: Visit, case: Any) -> Page:
    """Open a link with a case in a page that keeps its Python."""
    page = visit.page
    page.locator("#empty").click()
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = {fragment(case)!r}")
    expect(page.locator("#brought")).to_be_visible()
    return page


def unfold(page: Page) -> None:
    """Show the whole form: what is not asked first is folded."""
    page.locator("#case details").evaluate_all("all => all.forEach(each => each.open = true)")


def ask(page: Page) -> dict[str, Any]:
    """Press the button and return the verdict document that the page shows."""
    page.get_by_role("button", name="Interpret").click()
    expect(page.locator("#result")).to_be_visible()
    return json.loads(page.locator("#document").text_content() or "")


def refusal(page: Page) -> str:
    page.get_by_role("button", name="Interpret").click()
    alert = page.get_by_role("alert")
    expect(alert).not_to_be_empty()
    return alert.text_content() or ""


def kept(page: Page) -> str:
    """Everything that a page can keep in a browser."""
    return page.evaluate("""async () => JSON.stringify([
        {...localStorage}, {...sessionStorage}, document.cookie, await indexedDB.databases(), await caches.keys(),
        (await navigator.serviceWorker.getRegistrations()).length, history.state, location.href,
    ])""")


# --- a case ----------------------------------------------------------------------------------------


def test_a_result_typed_in_gets_its_verdict(visit: Visit):
    page = visit.open()
    unfold(page)
    page.locator("#case-reading-il6").fill("3.4 pg/mL")
    page.get_by_label("hs-CRP of the same draw").fill("1.6 mg/L")
    page.get_by_label("Drawn on").fill("2026-11-20")
    page.get_by_label("Drawn at this time").fill("08:10")
    page.get_by_label("Hours fasting").fill("12")
    page.get_by_label("Last training").select_option("none")
    page.get_by_label("none of these", exact=True).check()
    page.get_by_label("Asked: none of them").check()
    page.get_by_label("Age in years").fill("57")

    verdict = ask(page)

    assert ("high", "provisional", "none") == (verdict["band"], verdict["firmness"], verdict["care"])
    assert not {"red_flags", "confounders", "drawn_at", "exercise", "fasting"} & set(verdict["missing"])
    expect(page.get_by_role("heading", name="Verdict")).to_be_focused()
    assert verdict["summary"] == page.locator("#heard").text_content()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the case").click()
    assert AT_REST == json.loads(Path(download.value.path()).read_text())


def test_what_is_left_empty_is_left_out(visit: Visit):
    """Unknown is an answer: an empty field is no statement."""
    page = visit.open()
    unfold(page)
    page.get_by_label("Time zone").fill("")
    page.locator("#case-reading-il6").fill("3.4 pg/mL")
    page.get_by_role("button", name="JSON", exact=True).click()

    assert {"reading": {"il6": "3.4 pg/mL"}} == json.loads(page.get_by_label("The case document").input_value())


def test_an_urgent_case_says_so_first(python: Visit):
    page = bring(python, {"reading": {"il6": "38 pg/mL"}, "context": {"red_flags": ["fever"]}})

    verdict = ask(page)

    assert "urgent" == verdict["care"]
    assert (page.locator("#report").text_content() or "").startswith(verdict["summary"])
    assert "Urgent" == verdict["summary"][:6]
    assert verdict["summary"] == page.locator("#heard").text_content()


def test_a_verdict_does_not_stand_beside_another_case(python: Visit):
    page = bring(python, AT_REST)
    ask(page)
    expect(page.locator("#stale")).to_be_hidden()

    page.get_by_label("Hours fasting").fill("2")
    expect(page.locator("#stale")).to_be_visible()
    page.get_by_label("Hours fasting").fill("12")
    expect(page.locator("#stale")).to_be_hidden()
    page.locator("#case-reading-il6").fill("oops")
    refusal(page)

    expect(page.locator("#result")).to_be_hidden()


def test_rows_are_added_and_taken_away(python: Visit):
    page = bring(python, {"reading": {"il6": "2 pg/mL"}, "context": {"confounders": []}})
    group = page.get_by_role("group", name="Illness, drugs and the like")
    page.get_by_role("button", name="Add one more").click()
    expect(group.get_by_label("What")).to_be_focused()
    expect(group.get_by_label("Asked: none of them")).not_to_be_checked()
    group.get_by_label("What").select_option("vaccination")
    group.get_by_label("Days since it ended").fill("5")

    assert "void" == ask(page)["standing"]["il6"]["code"]

    group.get_by_role("button", name="Remove").click()
    assert "void" != ask(page)["standing"]["il6"]["code"]


def test_one_question_is_asked_at_a_time(python: Visit):
    """The most useful comes first; what nobody knows is not asked again."""
    page = bring(python, {"reading": {"il6": "2 pg/mL"}})
    ask(page)
    first = page.locator("#next-asks").text_content()

    page.get_by_role("button", name="I do not know").click()

    expect(page.locator("#next-asks")).to_be_focused()
    second = page.locator("#next-asks").text_content()
    assert first != second
    ask(page)
    expect(page.locator("#next-asks")).to_have_text(second or "")


def test_a_question_leads_to_its_field(python: Visit):
    page = bring(python, {"reading": {"il6": "2 pg/mL"}, "context": {"red_flags": []}})
    ask(page)

    page.locator("#next button").filter(has_text="nter it").click()

    assert page.evaluate("document.getElementById('case').contains(document.activeElement)")


def test_an_answer_is_put_into_the_case(python: Visit):
    """What an answer states stands in the form afterwards, beside what stood there before."""
    page = bring(python, AT_REST)
    whole = page.evaluate(
        """async () => (await import("./playground/cases.js")).answered(
            {
                reading: {il6: "3 pg/mL"},
                context: {age: "57", history: [{il6: "2 pg/mL", fasting_hours: "9"}, {il6: "1 pg/mL"}]},
            },
            {reading: {exercise: "none"}, context: {red_flags: []}, every_reading: {fasting_hours: "10"}},
        )"""
    )

    assert {"il6": "3 pg/mL", "exercise": "none"} == whole["reading"]
    assert {
        "age": "57",
        "red_flags": [],
        "history": [{"il6": "2 pg/mL", "fasting_hours": "9"}, {"il6": "1 pg/mL", "fasting_hours": "10"}],
    } == whole["context"]


def test_answers_that_are_clicked_lead_where_they_said(python: Visit):
    """The buttons of real questions: each puts its answer into the case, and the verdict says what it promised."""
    page = bring(python, {"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10"},
                          "context": {"time_zone": "Europe/Berlin", "hs_crp": "0.6 mg/L"}})  # fmt: skip
    verdict = ask(page)
    assert ("unverified", "red_flags") == (verdict["firmness"], verdict["questions"][0]["fact"])

    answer(page, "None of these.")
    assert [] == page.locator("#case-reading-il6").evaluate_all("all => all.filter(each => !each.value)")
    expect(page.locator("#taken")).to_be_hidden()
    promised = page.locator("#next button").filter(has_text="Yes, all of it.").locator("small").text_content() or ""
    verdict = answer(page, "Yes, all of it.")

    assert "counts" in promised
    assert ("elevated", "provisional", "il6_only") == (verdict["band"], verdict["firmness"], verdict["pattern"]["code"])
    expect(page.locator("#case-reading-exercise")).to_have_value("none")
    expect(page.locator("#taken")).to_be_visible()
    verdict = answer(page, "A vaccination within")
    assert "void" == verdict["standing"]["il6"]["code"]


def answer(page: Page, says: str) -> dict[str, Any]:
    """Click an answer and return the verdict of the case with it."""
    before = page.locator("#document").text_content() or ""
    page.locator("#next button").filter(has_text=says).click()
    expect(page.locator("#document")).not_to_have_text(before)
    expect(page.locator("#result")).to_be_visible()
    return json.loads(page.locator("#document").text_content() or "")


def test_a_warning_symptom_is_marked_by_its_own_name(python: Visit):
    """Who has night sweats must not read that fever was named."""
    page = bring(python, {"reading": {"il6": "2.4 pg/mL"}})
    ask(page)
    page.locator("#next button").filter(has_text="Fever, night sweats").click()
    expect(page.locator("#taken")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('[data-fact=\"context.red_flags\"]') !== null")
    page.get_by_label("night sweats").check()

    assert "with night sweats" in ask(page)["summary"]


def test_another_case_leaves_nothing_of_the_link(visit: Visit):
    """The address would still hand the case of the link to whoever gets it next."""
    page = visit.open(fragment(AT_REST))
    expect(page.locator("#brought")).to_be_visible()
    page.get_by_label("Try").select_option("thirty eight with fever is urgent")

    expect(page.locator("#brought")).to_be_hidden()
    assert "" == page.evaluate("location.hash")


def test_inside_another_page_no_case_is_shown(browser: Browser, address: str):
    """A policy in the page cannot forbid a frame, so the page itself looks whether it is in one."""
    with visiting(browser, address) as visit:
        visit.page.goto(f"{address}/index.html")
        visit.page.evaluate(
            """async (to) => new Promise((done) => {
                const frame = Object.assign(document.createElement("iframe"), { src: to, onload: done });
                document.body.append(frame);
            })""",
            f"{address}/playground.html{fragment(AT_REST)}",
        )
        inner = visit.page.frames[-1]

        expect(inner.locator("#no-script a")).to_be_visible()
        expect(inner.locator("#play")).to_be_hidden()
        assert "3.4" not in (inner.locator("#case-reading-il6").input_value() or "")
        assert "#" not in (inner.locator("#no-script a").get_attribute("href") or "")


def test_an_example_is_interpreted_at_once(python: Visit):
    """An example is ours: nobody has to look at it first, and no link has brought it."""
    page = bring(python, AT_REST)

    page.get_by_label("Try").select_option("thirty eight with fever is urgent")

    expect(page.locator("#result")).to_be_visible()
    expect(page.locator("#result")).to_have_attribute("data-care", "urgent")
    expect(page.locator("#brought")).to_be_hidden()


def test_a_history_is_drawn(python: Visit):
    rows = [{"il6": "3.1 pg/mL", "drawn_at": "2026-09-05"}, {"il6": "2.9 pg/mL", "drawn_at": "2026-07-05"}]
    page = bring(python, {"reading": {"il6": "3.4 pg/mL", "drawn_at": "2026-11-20"}, "context": {"history": rows}})
    ask(page)

    expect(page.locator("#course svg")).to_be_visible()
    bring(python, AT_REST)
    ask(page)
    expect(page.locator("#course-part")).to_be_hidden()


def test_a_rule_leads_to_its_page(python: Visit):
    """Whoever wonders about an answer reads the rule that gave it."""
    page = bring(python, AT_REST)
    ask(page)
    links = page.locator("#rules a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    rules = page.evaluate("fetch('rules.html').then(answer => answer.text())")

    assert links
    assert [] == [link for link in links if f'id="{link.removeprefix("rules.html#")}"' not in rules]


# --- before Python is there ------------------------------------------------------------------------


@pytest.mark.parametrize("text, advised", [("3.4", True), ("3,4 pg/mL", True), ("high", True), ("<1.5 pg/mL", False)])
def test_a_field_is_looked_at_before_python_is_there(python: Visit, text, advised):
    page = python.page
    page.locator("#empty").click()
    page.locator("#case-reading-il6").fill(text)
    page.locator("#case-context-hs_crp").focus()

    expect(page.locator(".advice")).to_have_count(int(advised))
    page.locator("#case-reading-il6").fill("3.4 pg/mL")
    page.locator("#case-context-hs_crp").focus()
    expect(page.locator(".advice")).to_have_count(0)


def test_a_warning_symptom_needs_no_verdict(visit: Visit):
    page = visit.open()
    expect(page.locator("#now")).to_be_hidden()

    page.get_by_label("chest pain").check()
    expect(page.locator("#now")).to_contain_text("ask a doctor now")
    page.get_by_label("chest pain").uncheck()
    expect(page.locator("#now")).to_be_hidden()


def test_the_button_that_was_pressed_can_still_be_read(python: Visit):
    """The pointer rests on what it pressed, and letters in the colour of their ground are none."""
    page = python.page
    for name in ("JSON", "Form"):
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        page.wait_for_timeout(300)
        expect(button).to_have_attribute("aria-pressed", "true")
        assert 2 == len(set(button.evaluate("b => [getComputedStyle(b).color, getComputedStyle(b).backgroundColor]")))


# --- wrong input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case, control",
    [
        ({"reading": {"il6": "2,4 pg/mL"}}, "case-reading-il6"),
        ({"reading": {"il6": "2.4"}}, "case-reading-il6"),
        ({"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10"}}, "case-reading-drawn_at-day"),
        ({"reading": {"il6": "2.4 pg/mL", "fasting": False, "fasting_hours": 12}}, "case-reading-fasting"),
        ({"reading": {"il6": "2.4 pg/mL", "hours_to_centrifugation": -1}}, "case-reading-hours_to_centrifugation"),
        ({"context": {"age": "old"}}, "case-context-age"),
        ({"context": {"hs_crp": "1 nmol/L"}}, "case-context-hs_crp"),
        ({"context": {"time_zone": "Mars/Olympus"}}, "case-context-time_zone"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_beside_its_field(python: Visit, case, control):
    """An error names the field: the page brings the visitor there."""
    page = bring(python, case)

    message = refusal(page)

    field = page.locator(f"#{control}")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_in_viewport()
    expect(page.locator(f".fact:has(#{control}) .problem")).to_have_text(message)


def test_wrong_input_of_a_row_is_told_in_that_row(python: Visit):
    rows = [{"il6": "2 pg/mL", "drawn_at": "2026-01-05"}, {"il6": "2 pq/mL", "drawn_at": "2026-02-05"}]
    page = bring(python, {"reading": {"il6": "2 pg/mL"}, "context": {"history": rows}})

    message = refusal(page)

    row = page.locator("[data-list='context.history'] > ol > li").nth(1)
    expect(row.get_by_role("textbox", name="IL-6", exact=True)).to_be_focused()
    expect(row.locator(".problem")).to_have_text(message)
    assert "did you mean 'pg/mL'" in message


def test_an_error_goes_when_it_is_corrected(python: Visit):
    page = bring(python, {"reading": {"il6": "2.4"}})
    refusal(page)

    page.locator("#case-reading-il6").fill("2.4 pg/mL")

    assert "above_target" != ask(page)["band"]
    assert [0, 0] == [page.locator(".problem").count(), page.locator("[aria-invalid]").count()]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"reading": {"ilsix": 3}}',
        '{"reading": {"il6": "1 pg/mL", "il6": "9 pg/mL"}}',
        "[1, 2]",
        "[" * 5000,
        "NaN",
    ],
)
def test_a_document_that_is_none_is_refused_as_text(python: Visit, text):
    page = python.page
    page.get_by_role("button", name="JSON", exact=True).click()
    page.get_by_label("The case document").fill(text)

    assert refusal(page)
    expect(page.get_by_label("The case document")).to_be_focused()
    expect(page.get_by_label("The case document")).to_have_value(text)
    expect(page.locator("#result")).to_be_hidden()
    page.locator("#empty").click()


# --- by keyboard, by ear, small, on paper ----------------------------------------------------------


def test_a_case_can_be_told_by_keyboard_alone(visit: Visit):
    page = visit.open()

    def tab_to(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = "(each => each.id || each.value || each.textContent)(document.activeElement)"
            if page.evaluate(focused) == name:
                return
        pytest.fail(f"the keyboard does not reach {name}")

    tab_to("case-reading-il6")
    page.keyboard.type("38 pg/mL")
    tab_to("fever")
    page.keyboard.press("Space")
    tab_to("The draw")
    page.keyboard.press("Enter")
    tab_to("case-reading-exercise")
    page.keyboard.type("none")
    tab_to("ask")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Verdict")).to_be_focused()
    assert "urgent" == json.loads(page.locator("#document").text_content() or "")["care"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('result').contains(document.activeElement)")


def test_enter_in_a_field_asks(visit: Visit):
    page = visit.open()
    page.locator("#case-reading-il6").fill("3.4 pg/mL")
    page.keyboard.press("Enter")

    expect(page.locator("#result")).to_be_visible()


@pytest.mark.parametrize("case", [AT_REST, {"reading": {"il6": "38 pg/mL"}, "context": {"red_flags": ["fever"]}}])
def test_nothing_sticks_out_of_a_narrow_screen(browser: Browser, address: str, case):
    with visiting(browser, address, **PHONE) as visit:
        page = visit.open(fragment(case))
        unfold(page)
        for button in page.locator("[data-add]").all():
            button.click()
            button.locator("xpath=..").get_by_role("button", name="Remove").click()
        ask(page)
        for group in page.locator("#result details").all():
            group.evaluate("each => each.open = true")
        page.get_by_role("button", name="JSON", exact=True).click()

        assert 320 == page.evaluate("document.documentElement.scrollWidth")
        for each in page.locator("#play :is(input, select, button, pre, textarea)").all():
            box = each.bounding_box() if each.is_visible() else None
            assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 320)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_the_way_of_those_who_see_hear_or_move_otherwise(browser: Browser, address: str, scheme):
    """axe finds nothing serious, before a verdict, with one, with an error, and in the text."""
    axe = files(AXE, ["axe.min.js"])["axe.min.js"].decode()
    with visiting(browser, address, color_scheme=scheme) as visit:
        page = visit.open(fragment(AT_REST))
        unfold(page)
        for button in page.locator("[data-add]").all():
            button.click()
        page.evaluate(axe)
        found = serious(page)
        ask(page)
        for group in page.locator("#result details").all():
            group.evaluate("each => each.open = true")
        found |= serious(page)
        page.locator("#case-reading-il6").fill("wrong")
        refusal(page)
        found |= serious(page)
        page.get_by_role("button", name="JSON", exact=True).click()
        found |= serious(page)

    assert {} == found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["index", "for-you", "for-engineers", "notebook", "course", "documents", "reference", "404"]
)
def test_every_page_of_the_documentation_can_be_read(browser: Browser, address: str, name, scheme):
    """Header, search, navigation, links and code are held to the same contrast as the playground."""
    axe = files(AXE, ["axe.min.js"])["axe.min.js"].decode()
    with visiting(browser, address, color_scheme=scheme) as visit:
        visit.page.goto(f"{address}/{name}.html")
        visit.page.evaluate(axe)

        assert {} == serious(visit.page)


def serious(page: Page) -> dict[str, str]:
    """What axe calls serious or critical, with the first place of each."""
    page.wait_for_timeout(400)  # colours that change slowly have changed
    found = page.evaluate("axe.run(document)")["violations"]
    return {
        each["id"]: each["nodes"][0]["html"][:200] + each["nodes"][0]["failureSummary"]
        for each in found
        if each["impact"] in ("serious", "critical")
    }


def test_the_paper_holds_the_verdict_and_no_form(python: Visit):
    page = bring(python, AT_REST)
    ask(page)
    page.emulate_media(media="print")

    expect(page.locator("#verdict")).to_be_visible()
    expect(page.get_by_text("Not medical advice", exact=True)).to_be_visible()
    assert [] == [each for each in page.locator("#play :is(button, input, select)").all() if each.is_visible()]
    page.emulate_media(media="screen")


def test_nothing_of_the_card_is_folded_on_paper(python: Visit):
    """Nobody can unfold paper; on whose authority a verdict stands is printed with it."""
    page = bring(python, AT_REST)
    ask(page)
    folded = page.locator("#card details")
    before = folded.evaluate_all("all => all.map(each => each.open)")
    page.pdf()

    assert {False} == set(before)
    assert [True] * len(before) == folded.evaluate_all("all => all.map(each => each.open)")


def test_what_is_folded_in_the_documentation_is_printed(browser: Browser, address: str):
    with visiting(browser, address) as visit:
        visit.page.goto(f"{address}/notebook.html")
        folded = """[...document.querySelectorAll(".md-content details li")]
            .filter(each => !each.checkVisibility({contentVisibilityAuto: true})).length"""
        assert visit.page.locator(".md-content details li").count() == visit.page.evaluate(folded) > 0
        visit.page.emulate_media(media="print")
        visit.page.wait_for_function(f"{folded} === 0")  # the page is laid out anew at the next frame


# --- private and lazy ------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_form_is_touched(visit: Visit):
    """15 MB belong to those who want a verdict; who types a result need not wait for them afterwards."""
    page = visit.open()
    page.wait_for_timeout(500)
    before = [url for url in visit.requests if "/playground/" in url]

    with page.context.expect_event("request", lambda request: request.url.endswith("pyodide.asm.wasm")):
        page.locator("#case-reading-il6").focus()

    ours = {"page.js", "form.js", "engine.js", "cases.js", "checks.js", "playground.css"}
    assert ours == {url.rpartition("/")[2] for url in before}


def test_no_request_leaves_the_site(visit: Visit):
    page = visit.open(fragment({"reading": {"il6": "3.4 pg/mL"}, "context": {"vitamin_d": "80 nmol/L"}}))
    ask(page)
    page.get_by_role("button", name="Copy a link").click()

    assert 20 < len(visit.requests)
    assert [] == [
        url for url in visit.requests if not url.removeprefix("blob:").startswith(visit.address) or "3.4" in url
    ]
    assert [] == [url for url in visit.requests if "?" in url]


def test_the_browser_holds_python_to_the_site(browser: Browser, address: str):
    """The policy of the page binds the thread that Python runs in: a stranger gets no request."""
    context = browser.new_context()
    visit = Visit(context.new_page(), address)
    page = visit.open(fragment(AT_REST))
    ask(page)
    elsewhere = address.replace("127.0.0.1", "localhost")  # the same server under another name
    reach = "url => fetch(url).then(() => 'reached', () => 'refused')"

    assert "reached" == page.evaluate(reach, f"{address}/index.html")
    assert "refused" == page.evaluate(reach, f"{elsewhere}/index.html")
    assert "reached" == page.workers[0].evaluate(reach, f"{address}/index.html")
    assert "refused" == page.workers[0].evaluate(reach, f"{elsewhere}/index.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'ran = 1'}))")
    assert "undefined" == page.evaluate("typeof ran")
    context.close()


def test_nothing_is_stored(visit: Visit):
    page = visit.open()
    page.locator("#case-reading-il6").fill("3.1415 pg/mL")
    page.get_by_label("Method of the laboratory").evaluate("each => each.closest('details').open = true")
    page.get_by_label("Method of the laboratory").fill("unmistakable")
    ask(page)
    page.get_by_role("button", name="Copy a link").click()
    storage, session, cookie, databases, caches, workers, state, href = json.loads(kept(page))

    assert ["/.__palette"] == list(storage), "the colours of the theme, and nothing else"
    assert [{}, "", [], [], 0, None] == [session, cookie, databases, caches, workers, state]
    assert "#" not in href
    assert "unmistakable" not in kept(page)
    page.reload()
    expect(page.locator("#case-reading-il6")).to_have_value("")


# --- links -----------------------------------------------------------------------------------------


def test_a_link_brings_the_case_and_asks_nobody(visit: Visit):
    page = visit.open(fragment(AT_REST))
    first = ask(page)
    page.get_by_role("button", name="Copy a link").click()
    link = page.locator("#link").input_value()

    page.goto("about:blank")
    page.goto(link)

    expect(page.locator("#brought")).to_be_visible()
    expect(page.locator("#result")).to_be_hidden()
    expect(page.locator("#case-reading-il6")).to_have_value("3.4 pg/mL")
    assert first == ask(page)


@pytest.mark.parametrize(
    "damaged", ["#case=", "#case=%", "#case=!!!", "#case=" + "A" * 20_000, "#case=" + "_____w", "#case=gICA"]
)
def test_a_damaged_link_says_so(python: Visit, damaged):
    page = python.page
    page.locator("#empty").click()
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = {damaged!r}")

    expect(page.get_by_role("alert")).to_contain_text("damaged or too long")
    expect(page.locator("#case-reading-il6")).to_have_value("")


def test_a_key_that_stands_twice_is_shown_as_it_came_and_refused(python: Visit):
    """A parser that takes the last would show another case than the one that was sent."""
    text = '{"reading": {"il6": "60 pg/mL"}, "reading": {"il6": "0.6 pg/mL"}}'
    page = bring(python, text)

    expect(page.get_by_label("The case document")).to_have_value(text)
    page.get_by_role("button", name="Form", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("key twice")
    assert refusal(page)
    expect(page.locator("#result")).to_be_hidden()


def test_a_key_inside_a_text_stands_once(python: Visit):
    page = bring(python, {"reading": {"il6": "3 pg/mL", "method": 'a "il6": b'}})

    expect(page.locator("#case-reading-method")).to_have_value('a "il6": b')


HOSTILE = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script>"


def test_what_a_link_brings_is_never_run(visit: Visit):
    page = visit.open(
        fragment({"reading": {"il6": "3 pg/mL", "method": HOSTILE}, "context": {"medications": [HOSTILE]}})
    )
    expect(page.get_by_label("Method of the laboratory")).to_have_value(HOSTILE)

    ask(page)
    page.wait_for_timeout(300)

    assert "broken in" != page.title()
    assert 0 == page.locator("img[src=x]").count()


@pytest.mark.parametrize(
    "case",
    [
        {"reading": {"il6": "3 pg/mL"}, "context": {"hs_crp": {"value": "1 mg/L", "drawn_at": "2026-01-01"}}},
        {"reading": {"il6": "3 pg/mL", "drawn_at": "2026-11-20T08:10:30+01:00"}},
        {"reading": {"il6": "3 pg/mL", "specimen": "edta"}},
        {"reading": {"il6": "3 pg/mL", "__proto__x": 1}},
        {"reading": {"il6": "3 pg/mL", "fasting": "true"}},
        {"reading": ["3 pg/mL"]},
        {"reading": {"il6": True}},
    ],
)
def test_a_case_that_the_form_cannot_show_in_full_stays_text(python: Visit, case):
    """Nothing of a case is lost on the way into the form."""
    page = bring(python, case)

    expect(page.get_by_label("The case document")).to_be_visible()
    assert case == json.loads(page.get_by_label("The case document").input_value())
    page.get_by_role("button", name="Form").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot show all of this case")
    expect(page.get_by_label("The case document")).to_be_visible()


def test_the_form_keeps_every_digit(python: Visit):
    text = '{"reading": {"il6": "2.40 pg/mL", "fasting_hours": 10.10000000000000000001}, "context": {"age": 57.0}}'
    page = bring(python, text)

    expect(page.get_by_label("Hours fasting")).to_have_value("10.10000000000000000001")
    page.get_by_role("button", name="JSON", exact=True).click()

    assert {
        "reading": {"il6": "2.40 pg/mL", "fasting_hours": "10.10000000000000000001"},
        "context": {"age": "57.0"},
    } == (json.loads(page.get_by_label("The case document").input_value()))


# --- stopping --------------------------------------------------------------------------------------


def test_what_takes_too_long_can_be_stopped_and_begun_again(visit: Visit):
    page = visit.open(fragment(AT_REST))
    page.route("**/pyodide.asm.wasm", lambda route: None)
    page.get_by_role("button", name="Interpret").click()
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_role("alert")).to_have_text("Stopped.")
    expect(page.locator("#result")).to_be_hidden()
    page.unroute_all()
    assert "high" == ask(page)["band"]


def test_a_site_without_its_parts_says_so(browser: Browser, address: str):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/python_stdlib.zip", lambda route: route.fulfill(status=404))
    page.goto(f"{address}/playground.html{fragment(AT_REST)}")

    assert "404" in refusal(page)
    context.close()


def test_a_page_opened_from_a_folder_says_what_it_needs(browser: Browser):
    from .conftest import SITE  # noqa: PLC0415  (there is none where nobody asked for these tests)

    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{(Path(SITE or '') / 'playground.html').resolve().as_uri()}")

    expect(page.locator("#no-script")).to_be_visible()
    expect(page.locator("#play")).to_be_hidden()
    context.close()
