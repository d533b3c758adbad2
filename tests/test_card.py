"""A verdict as a card: what it says, in which order, and what is left of it in a strict notebook."""

from __future__ import annotations

import json
import re
import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forge_il6 import STANDARD, Band, Convention, Note, Threshold, Verdict, interpret_case, rule
from forge_il6.codes import StandingCode
from forge_il6.document import VerdictDocument
from forge_il6.errors import VerdictFormatError, visible
from forge_il6.knowledge.words import BANDS, LABELS
from forge_il6.shown.brief import brief
from forge_il6.shown.card import as_html
from forge_il6.shown.palette import BAND_COLOURS
from forge_il6.shown.sections import reasons, sections
from marked_up import Node, parsed
from properties.promise_strategies import at, course, documents, judged, rested
from strategies import case_documents

ROOT = Path(__file__).resolve().parent.parent
VIGNETTES = sorted((ROOT / "tests" / "vignettes").glob("*.json"))
PAPERS = {"light": (255, 255, 255), "dark": (17, 17, 17), "slate": (56, 56, 56)}
"""The backgrounds of notebooks: white, JupyterLab's dark, Colab's dark."""
INKS = {"light": (33, 33, 33), "dark": (224, 224, 224), "slate": (224, 224, 224)}

CASES = {
    "rested": judged(rested("2.4 pg/mL"), hs_crp="0.6 mg/L"),
    "trained": judged(rested("38 pg/mL", exercise="hiit", hours_since_exercise=2)),
    "urgent": judged(rested("120 pg/mL")),
    "flagged": judged(rested("1.0 pg/mL"), red_flags=["fever"], hs_crp="0.5 mg/L"),
    "child": judged(rested("2.5 pg/mL"), age=10),
    "empty": interpret_case({}),
    "below": judged(rested("<1.5 pg/mL")),
    "above": judged(rested(">1000 pg/mL")),
    "tiny": judged(rested("0.0501 pg/mL")),
    "unverified": interpret_case({"reading": {"il6": "0.0017 ng/mL"}}),
    "course": course(("3.4 pg/mL", 120), ("<1.5 pg/mL", 60), ("3.6 pg/mL", 0)),
}


def card(verdict: Verdict) -> Node:
    return parsed(verdict._repr_html_())


def picture(top: Node) -> Node:
    (found,) = [node for node in top.walk() if node.attributes.get("role") == "img"]
    return found


def percent(node: Node, name: str) -> float:
    return float(node.style[name].removesuffix("%"))


def ends(node: Node) -> tuple[float, float]:
    return percent(node, "left"), percent(node, "left") + percent(node, "width")


def coloured(top: Node) -> list[Node]:
    """Return the boxes of the five bands, lowest first."""
    colours = ["#" + bytes(each.solid).hex() for each in BAND_COLOURS.values()]
    return [node for node in picture(top).walk() if node.style.get("background-color") in colours]


def mark(top: Node) -> Node:
    """Return the dot that stands for the reading."""
    (found,) = [node for node in picture(top).walk() if node.style.get("border-radius") == "50%"]
    return found


def underlined(top: Node) -> list[tuple[float, float]]:
    return [ends(node) for node in picture(top).walk() if node.style.get("top") == "50px"]


# --- markup ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_the_card_of_every_person_is_plain_html_that_a_strict_notebook_keeps(path):
    """Untrusted notebooks take away style sheets, scripts, classes and drawings, so the card has none."""
    verdict = interpret_case(json.loads(path.read_text(encoding="utf-8"))["case"])

    assert card(verdict).text.endswith(verdict.caveat)


@given(documents() | case_documents)
def test_no_case_breaks_the_card(document):
    """A card is total, well-formed and says its caveat once, whatever the case."""
    verdict = interpret_case(document)
    text = card(verdict).text

    assert text.count(verdict.caveat) == 1
    assert "cannot be shown" not in text
    assert "{" not in text


HOSTILE = (
    "</div><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' style='position:fixed",
    "<img src=x onerror=alert(1)>&lt;b&gt;&#60;",
    "\u202egnp\u2066 \x00\x1b[31m \ud800 <!-- ",
)


FREE = {
    "summary", "sentence", "citations", "rule", "caveat", "name", "version", "source", "conditions", "on_or_after",
    "without", "added", "drawn_at", "il6", "il6_as_reported", "missing", "sentences", "article_grade",
}  # fmt: skip
"""Keys of a verdict document under which stands text that is no code."""


CODES = [each.value for each in StandingCode]
"""What stands under a name of a result in an answer to a question."""


def tainted(value, text):
    """Put a text beside every free text of a document."""
    if isinstance(value, dict):
        return {
            key: plant(inner, text) if key in FREE and inner not in CODES else tainted(inner, text)
            for key, inner in value.items()
        }
    return [tainted(inner, text) for inner in value] if isinstance(value, list) else value


def plant(value, text):
    if isinstance(value, str):
        return value + text
    return [plant(inner, text) for inner in value] if isinstance(value, list) else tainted(value, text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", ["rested", "course", "trained"])
def test_foreign_text_stays_text(name, text):
    """Everything shown in HTML is escaped: foreign text adds words to the card, and no element or attribute."""
    plain = as_html(VerdictDocument.read(tainted(CASES[name].to_dict(), "x")))
    if visible(text) != text:  # what commands a terminal is no text of a document
        with pytest.raises(VerdictFormatError):
            VerdictDocument.read(tainted(CASES[name].to_dict(), text))
        text = visible(text)
    hostile = as_html(VerdictDocument.read(tainted(CASES[name].to_dict(), text)))

    assert parsed(plain).shape() == parsed(hostile).shape()
    assert not re.search("[\x00-\x08\x1b\u202e\u2066\ud800]", hostile)


def test_the_sentence_of_a_hosts_rule_is_escaped():
    """The words of a host are as foreign as the words of a laboratory."""

    @rule("X1", asks="Is it a host?")
    def host(il6: object) -> Note:
        """A host writes what it likes."""
        return Note("host", sentence="<b>bold</b> & brave")

    shown = interpret_case({"reading": rested()}, rules=STANDARD + host)._repr_html_()

    assert "&lt;b&gt;bold&lt;/b&gt; &amp; brave" in shown


@pytest.mark.parametrize("name", CASES)
def test_a_verdict_read_back_shows_the_same_card(name):
    """A card is written from the document, so one read back from a file is the same."""
    again = Verdict.from_dict(json.loads(json.dumps(CASES[name].to_dict())))

    assert CASES[name]._repr_html_() == again.to_html() == as_html(CASES[name].document)


class Broken:
    """A source whose case cannot be worked out."""

    def document(self, decision, if_it_counts):
        raise ValueError("private <detail>")


def test_a_verdict_that_cannot_be_worked_out_says_so_and_raises_nothing():
    """A rule of a host may raise anything: the notebook goes on, and the error's text, maybe private, stays unsaid."""
    shown = Verdict(CASES["rested"].decision, Broken())._repr_html_()

    assert "ValueError" in parsed(shown).text
    assert "private" not in shown


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_card_says_everything_that_the_report_says(name):
    """One decision about what is said serves every form of the report."""
    text = card(CASES[name]).text
    entries = [entry for section in sections(CASES[name].document) for entry in section.entries]

    assert [] == [entry for entry in entries if " ".join(entry.text.split()) not in text]
    assert [] == [entry for entry in entries if entry.value not in text]


@pytest.mark.parametrize("name", CASES)
def test_the_answer_comes_first_then_what_to_do_then_the_scale_then_why(name):
    """Whoever stops reading early has read what matters."""
    verdict, text = CASES[name], card(CASES[name]).text
    said = brief(verdict.document)
    drawn = [LABELS["scale"]] if name not in ("child", "empty", "urgent", "above", "flagged") else []
    order = [verdict.summary, *said.steps, *drawn, *(entry.text for entry in said.reasons), LABELS["findings"]]
    places = [text.find(words) for words in order]

    assert text.startswith(verdict.summary)
    assert -1 not in places
    assert sorted(places) == places


@pytest.mark.parametrize("name", ["urgent", "above"])
def test_while_care_cannot_wait_the_card_says_where_to_go_and_folds_the_rest(name):
    """A scale and a band beside an emergency are read as if there were time."""
    top = card(CASES[name])
    said = brief(CASES[name].document)

    assert said.where
    assert top.text.startswith(f"{said.answer} {said.where} {LABELS['for_clinician']} ")
    assert LABELS["scale"] not in top.text
    assert not any(BANDS[CASES[name].band] in row.text for row in top.all("tr"))


def folded(top: Node, title: str) -> Node:
    (found,) = [node for node in top.all("details") if node.all("summary")[0].text == title]
    return found


@pytest.mark.parametrize("severity, word", [("urgent", "Urgent:"), ("warning", "Warning:"), ("caution", "Note:")])
@pytest.mark.parametrize("name", CASES)
def test_severity_is_a_word(name, severity, word):
    """GitHub strips every style, so how severe a finding is cannot rest on one."""
    severe = {finding.sentence for finding in reasons(CASES[name].document) if finding.severity == severity}
    words = [node.text for node in folded(card(CASES[name]), LABELS["findings"]).all("strong")]

    assert words.count(word) == len(severe)


def test_acute_care_leaves_comfort_out():
    """Where somebody should look the same day, no line of the card soothes."""
    verdict = judged(rested("8 pg/mL"), red_flags=["fever"], hs_crp="0.5 mg/L", hrv_trend="stable", grip_trend="stable")

    assert verdict.care == "same_day"
    assert "stable" not in card(verdict).text


@pytest.mark.parametrize("name", CASES)
def test_tables_have_heads_and_long_parts_fold(name):
    """A screen reader names the row of every cell, and the authority waits until it is asked for."""
    top = card(CASES[name])

    assert all(node.attributes["scope"] in ("row", "col") for node in top.all("th"))
    assert all(row.elements[0].tag == "th" for body in top.all("tbody") for row in body.all("tr"))
    assert LABELS["authority"] in [node.text for node in top.all("summary")]
    assert (top.attributes["lang"], top.attributes["dir"]) == ("en", "ltr")


# --- the scale -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rested", "below", "tiny", "trained", "unverified", "course"])
def test_a_screen_reader_hears_the_value_the_band_and_the_range(name):
    """A picture without an alternative says nothing to somebody who cannot see it."""
    verdict = CASES[name]
    heard = picture(card(verdict)).attributes["aria-label"]

    assert verdict.to_dict()["measured"]["il6"] in heard
    assert all(BANDS[band] in heard for band in verdict.possible_bands)
    assert verdict.set_point is None or f"({verdict.set_point.low} – {verdict.set_point.high}" in heard


def test_what_the_picture_shows_is_said_below_it_too():
    """JupyterLab drops every aria attribute of output that it does not trust."""
    text = card(CASES["rested"]).text

    assert "above 2 up to 3" in text
    assert "Band: elevated" in text
    assert f"{LABELS['level_range']}: 1.32 – 4.36" in text


def test_the_ends_of_a_band_say_to_which_side_the_line_belongs():
    """A reading of exactly 1.2 is above target, one of exactly 2.0 still is."""
    text = card(CASES["rested"]).text

    assert "optimal below 1.2 · above target from 1.2 up to 2" in text
    assert "beyond range above 7" in text


@given(st.decimals("0.05", "34.99", places=2))
def test_the_mark_lies_in_the_box_of_its_band(value):
    """The picture shows what was decided."""
    verdict = interpret_case({"reading": rested(f"{value} pg/mL")})
    top = card(verdict)
    boxes = dict(zip(Band, map(ends, coloured(top)), strict=True))
    low, high = boxes[verdict.band]

    rounded = 0.02  # three numbers of two decimals, each off by half of the last
    assert low - rounded <= percent(mark(top), "left") <= high + rounded
    assert underlined(top) == [boxes[verdict.band]]
    assert all(left[1] == pytest.approx(right[0], abs=0.02) for left, right in pairwise(boxes.values()))


@pytest.mark.parametrize("value", ["0.05", "0.9", "1.5", "2.4", "6", "13", "34"])
def test_the_result_is_written_at_its_mark(value):
    """A label that begins, ends or centres elsewhere would point to another value, or leave the card."""
    top = card(interpret_case({"reading": {"il6": f"{value} pg/mL"}}))
    (label,) = [node for node in picture(top).walk() if node.style.get("top") == "0"]
    low, high = ends(label)
    at_mark = {"left": low, "right": high, "center": (low + high) / 2}[label.style["text-align"]]

    assert pytest.approx(percent(mark(top), "left"), abs=0.02) == at_mark
    assert -0.01 <= low
    assert 0.4 <= (high - low) / 100 <= 1.0001


def test_a_higher_value_lies_further_to_the_right():
    """A scale on which more is drawn as less would be worse than none."""
    values = ["0.7", "1.19", "1.2", "2.0", "2.01", "4", "6.9", "13"]
    places = [percent(mark(card(interpret_case({"reading": {"il6": f"{value} pg/mL"}}))), "left") for value in values]

    assert sorted(set(places)) == places


def test_the_range_of_the_level_is_drawn_around_the_reading():
    """One reading is compatible with a wide range, and the picture shows how wide."""
    top = card(CASES["rested"])
    (low, high), *_ = [ends(node) for node in picture(top).walk() if node.style.get("top") == "59px"]

    assert low < percent(mark(top), "left") < high


def test_a_void_sample_is_struck_from_the_scale():
    """A number that is no baseline must not look like one: hollow, struck through, and said."""
    top = card(CASES["trained"])
    shown = picture(top)

    assert ["38 pg/mL"] == [node.text for node in shown.all("s")]
    assert "38 pg/mL void" in shown.text
    assert mark(top).style["border"] == "2px solid"
    assert all("dashed" in node.style["border-top"] for node in shown.walk() if node.style.get("top") == "50px")
    assert len(underlined(top)) == len(CASES["trained"].possible_bands)


def test_a_sample_that_counts_is_not_struck():
    """The marks of a void sample mean nothing if others carry them."""
    top = card(CASES["rested"])

    assert top.all("s") == []
    assert mark(top).style["border"] == "6px solid"


@pytest.mark.parametrize("text, to_the_left, is_open", [
    ("<1.5", True, True), ("≤1.5", True, False), (">1.5", False, True), ("≥1.5", False, False),
])  # fmt: skip
def test_a_result_with_a_comparator_is_an_arrow(text, to_the_left, is_open):
    """Everything below 1.5 is an interval and no point; an open dot leaves its own value out."""
    top = card(judged(rested(f"{text} pg/mL")))
    (line,) = [ends(n) for n in picture(top).walk() if n.style.get("top") == "23px" and "width" in n.style]

    assert pytest.approx((0, percent(mark(top), "left")) if to_the_left else (percent(mark(top), "left"), 100)) == line
    assert is_open is (mark(top).style["border"] == "2px solid")


def test_a_ceiling_of_the_laboratory_is_drawn_where_it_decides():
    """A picture of other lines than those that decided would mislead."""
    verdict = judged(rested("9 pg/mL", lab_upper_limit="9.5 pg/mL"))
    top = card(verdict)
    low, high = ends(coloured(top)[3])

    assert verdict.band == "high"
    assert low < percent(mark(top), "left") < high
    assert "high above 3 up to 9.5" in top.text


@pytest.mark.parametrize("il6, wanted", [("2.1", {"2.05", "7"}), ("2.02", {"2", "7"}), ("1.0", {"1.95", "7"})])
def test_the_ends_of_the_band_are_written_before_other_lines(il6, wanted):
    """Where there is no room for every line, the reader sees those that decided."""
    close = {name: Threshold(value, "pg/mL", Convention("test")) for name, value in
             {"target": "1.95", "verdict_line": "2.0", "high_line": "2.05"}.items()}  # fmt: skip
    top = card(interpret_case({"reading": rested(f"{il6} pg/mL")}, rules=STANDARD.override(**close)))
    assert wanted == {node.text for node in picture(top).all("span")}


def test_the_course_folds():
    """What to do next is not lost below the readings; each has its row and its date."""
    top = card(course(*[("3.4 pg/mL", 20 * place) for place in range(13, 0, -1)]))
    rows = folded(top, LABELS["course"]).all("tr")

    assert 14 == len(rows)
    assert "2026" in rows[1].text
    assert {"scope": "col"}.items() <= rows[0].all("th")[0].attributes.items()


def test_lines_that_lie_close_together_do_not_run_into_each_other():
    """Text never overlaps on the narrowest screen; the names of the bands repeat every line."""
    close = {name: Threshold(value, "pg/mL", Convention("test")) for name, value in
             {"target": "1.95", "verdict_line": "2.0", "high_line": "2.05"}.items()}  # fmt: skip
    top = card(interpret_case({"reading": rested("0.06 pg/mL")}, rules=STANDARD.override(**close)))
    labels = [ends(node) for node in picture(top).all("span")]

    assert len(labels) < 4
    assert all(left[1] <= right[0] + 0.01 for left, right in pairwise(labels))
    assert "above 1.95 up to 2" in top.text.replace("from", "above")


@pytest.mark.parametrize("name", ["child", "empty", "flagged"])
def test_no_scale_is_drawn_where_no_band_applies_or_a_warning_symptom_outranks_it(name):
    """Adult bands around a child's value would judge it; a calm colour beside night sweats would calm."""
    assert LABELS["scale"] not in card(CASES[name]).text


@pytest.mark.parametrize("text", ["banana", "0 pg/mL", "NaN pg/mL", "1e-999999 pg/mL", "-1 pg/mL", ""])
def test_a_number_that_cannot_be_drawn_leaves_the_words(text):
    """A document that was written by others may hold anything."""
    document = CASES["rested"].to_dict()
    document["measured"] = {**document["measured"], "il6": text}

    assert LABELS["scale"] not in parsed(Verdict.from_dict(document).to_html()).text


# --- the page of the documentation -----------------------------------------------------------------


def test_the_documentation_shows_the_card_as_it_is():
    """If two places must agree, one is made from the other: run tests/notebook_card.py."""
    script = runpy.run_path(str(ROOT / "tests" / "notebook_card.py"))
    (shown,) = script["CARD"].findall(script["PAGE"].read_text(encoding="utf-8"))

    assert script["example"]().to_html() == shown


# --- light and dark --------------------------------------------------------------------------------


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(paper, tint):
    *colour, share = (float(part) for part in re.findall(r"[\d.]+", tint))
    return tuple(share * c + (1 - share) * p for c, p in zip(colour, paper, strict=True))


def test_the_formula_of_contrast_is_the_one_of_the_web():
    """WCAG 2.2: black on white is 21 to 1, and #767676 on white just passes 4.5."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", CASES)
def test_text_can_be_read_on_light_and_dark_paper(name, paper):
    """WCAG 2.2, 1.4.3: text keeps the colour of the notebook, and whatever is tinted behind it leaves 4.5 to 1."""
    nodes = list(card(CASES[name]).walk())
    behind = [node.style["background-color"] for node in nodes if "background-color" in node.style and node.text]

    assert not [node for node in nodes if "color" in node.style]
    assert all(contrast(over(PAPERS[paper], tint), INKS[paper]) >= 4.5 for tint in behind)


def test_lightness_tells_the_bands_above_the_target_apart():
    """Who sees no hue, or prints in grey, sees the bands darken as they rise."""
    for colours in ([each.solid for each in BAND_COLOURS.values()], [hexed(c.light) for c in BAND_COLOURS.values()]):
        brightness = [luminance(colour) for colour in colours[1:]]

        assert sorted(brightness, reverse=True) == brightness
        assert all(brighter / darker > 1.1 for brighter, darker in pairwise(brightness))


def test_the_two_ends_of_the_scale_differ_by_more_than_red_and_green():
    """The common colour blindness keeps blue apart from yellow: below the target is bluer, above it yellower."""
    blueness = [blue - (red + green) / 2 for red, green, blue in (each.solid for each in BAND_COLOURS.values())]

    assert blueness[0] > 0 > max(blueness[2:])


def hexed(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_the_frame_of_care_stands_out_on_light_and_dark_paper(paper):
    """WCAG 2.2, 1.4.11: what tells something without words has 3 to 1."""
    frames = [re.findall("#([0-9a-f]{6})", CASES[name]._repr_html_()) for name in ("urgent", "flagged")]

    assert all(contrast(bytes.fromhex(colour), PAPERS[paper]) >= 3 for found in frames for colour in found)
    assert all(frames)


def test_a_draw_before_the_index_is_in_the_course_table():
    """The course names each reading with its date and whether it counts."""
    top = card(judged(rested("2.5 pg/mL", method="a"), history=[rested("2.5 pg/mL", at(30), method="b")]))
    rows = [row.text for body in top.all("tbody") for row in body.all("tr")]

    assert any(row.startswith("2026-10-21") and "not counted: other method" in row for row in rows)


def test_a_number_of_an_unlikely_unit_is_drawn_on_no_scale():
    """The answer says that it tells nothing of a level; a mark among the bands would."""
    top = card(judged(rested("0.01 pg/mL")))

    assert [] == [node for node in top.walk() if node.attributes.get("role") == "img"]


def test_a_plan_is_shown_with_its_dose():
    """Not advised is a verdict on this dose, and not on any."""
    verdict = judged(considering=[{"intervention": "melatonin_low_dose", "dose": "5 mg"}])

    assert "(5 mg)" in card(verdict).text


def test_while_something_acute_suspends_the_pair_no_band_is_drawn():
    """The answer reads no band, so the picture shows none."""
    acute, calm = judged(rested("2.4 pg/mL"), hs_crp="14 mg/L"), judged(rested("2.4 pg/mL"), hs_crp="1.4 mg/L")

    assert LABELS["scale"] not in acute.to_html()
    assert LABELS["scale"] in calm.to_html()
