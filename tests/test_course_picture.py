"""The drawn course: one layout, two writers, nothing lost, nothing cut off, nothing on top of anything else."""

from __future__ import annotations

import io
import json
import math
import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from runpy import run_path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

import forge_il6
from forge_il6 import (
    STANDARD,
    Context,
    Convention,
    ForgeError,
    MissingLibraryError,
    Reading,
    Reason,
    StandingCode,
    Threshold,
    Verdict,
    interpret,
    interpret_case,
    rule,
)
from forge_il6.errors import VerdictFormatError
from forge_il6.knowledge.words import CARE, PICTURE
from forge_il6.shown.picture.axes import TimeAxis, ValueAxis, ticks_of_dates, ticks_of_values
from forge_il6.shown.picture.figure import as_figure
from forge_il6.shown.picture.layout import CoursePicture, course_picture
from forge_il6.shown.picture.parts import STYLES, Box, shortened, text_width, wrapped
from forge_il6.shown.picture.svg import as_svg
from profiles import of_the_usual
from strategies import case_documents

PERSON = Context(age=57)
VIGNETTES = sorted((Path(__file__).parent / "vignettes").glob("*.json"))
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>&\"'$x^$%]]>"


def draw(il6, day, time="08:00+01:00", **facts):
    """A sample drawn as it should be, unless something else is said."""
    known = {"fasting_hours": 11, "exercise": "none", "specimen": "serum", "method": "R&D Quantikine HS", **facts}
    return Reading(f"{il6} pg/mL", drawn_at=f"{day}T{time}" if time else day, **known)


def hiit(il6, day, **facts):
    return draw(il6, day, exercise="hiit", hours_since_exercise=3, **facts)


def picture_of(verdict, context=None):
    return course_picture(verdict.document, context or (verdict._case and verdict._case.context))


def panel_of(picture, name="il6"):
    return next(panel for panel in picture.panels if panel.name == name)


def marks_of(picture, name="il6"):
    """The marks of readings, without the one of the level."""
    return [mark for mark in panel_of(picture, name).marks if mark.role != "level"]


def words_of(picture):
    return [text.words for text in picture.texts]


def lines_of(picture, role):
    return [line for line in panel_of(picture).lines if line.role == role]


RISING = [draw("1.1", "2026-07-01"), draw("1.6", "2026-08-20"), draw("1.9", "2026-10-05"), draw("3.4", "2026-11-20")]
BODY = Context(
    age=57,
    sex="male",
    hs_crp="0.6 mg/L",
    hs_crp_history=[{"value": "<0.3 mg/L", "drawn_at": "2026-09-20"}],
    grip=[
        {"on": f"2026-{month:02d}-01", "value": f"{45 - month} kg", "hand": hand, "device": "Jamar"}
        for month in range(5, 11)
        for hand in ("left", "right")
    ],
    hrv=[
        {"on": (date(2026, 5, 4) + timedelta(days=n)).isoformat(), "rmssd": f"{30 + n % 9} ms", "device": "strap"}
        for n in range(200)
    ],
)


# --- where the marks lie ---------------------------------------------------------------------------


def test_a_mark_lies_at_its_time_and_its_value():
    """A picture that is a little off is wrong."""
    panel = panel_of(picture_of(interpret(RISING, PERSON)))
    marks = [mark for mark in panel.marks if mark.role == "counts"]

    assert [1.1, 1.6, 1.9, 3.4] == pytest.approx([panel.values.value(mark.y) for mark in marks])
    days = [panel.times.days(mark.x) - panel.times.days(marks[0].x) for mark in marks]
    assert [0, 50, 96, 142] == pytest.approx(days)


def test_the_bands_end_where_the_scale_says():
    """Numbers live once; the picture has none of its own."""
    panel = panel_of(picture_of(interpret(RISING, PERSON)))

    tops = [panel.values.value(area.box.top) for area in panel.areas[:-1]]
    assert [1.2, 2.0, 3.0, 7.0] == pytest.approx(tops)
    assert (panel.frame.bottom, panel.frame.top) == (panel.areas[0].box.bottom, panel.areas[-1].box.top)


@pytest.mark.parametrize("exercise", ["none", "hiit"])
def test_the_laboratory_s_own_limit_is_drawn_as_the_ceiling(exercise):
    """A picture of other lines than those that decided would mislead."""
    facts = {"exercise": exercise, "hours_since_exercise": 3, "lab_upper_limit": "10 pg/mL"}
    panel = panel_of(picture_of(interpret([draw("8", "2026-10-20"), draw("8", "2026-11-20", **facts)], PERSON)))

    assert 10 == pytest.approx(panel.values.value(panel.areas[-1].box.bottom))


def test_lines_that_a_host_moved_are_drawn_where_it_moved_them():
    """The reference change follows an override as the bands do."""
    clinic = Convention("clinic protocol 4.2")
    rules = STANDARD.override(high_line=Threshold("3.5", "pg/mL", clinic), change_rise=Threshold("2.5", "fold", clinic))
    picture = picture_of(interpret(RISING, PERSON, rules=rules))
    panel = panel_of(picture)

    assert 3.5 == pytest.approx(panel.values.value(panel.areas[3].box.bottom))
    assert 2.5 * 1.9 == pytest.approx(max(panel.values.value(line.y1) for line in lines_of(picture, "change")))
    assert any("×2.5" in words for words in words_of(picture))


@pytest.mark.parametrize("facts", [{"age": 9}, {"age": 30, "pregnant": True}])
@pytest.mark.parametrize("hs_crp", ["0 mg/L", "0.6 mg/L"])
def test_no_bands_stand_behind_a_person_who_is_not_judged_by_them(facts, hs_crp):
    """A picture says no more than the verdict: adult bands do not apply."""
    picture = picture_of(interpret(draw("2.5", "2026-11-20"), Context(hs_crp=hs_crp, **facts)))

    assert ["il6", "hs_crp"] == [panel.name for panel in picture.panels]
    assert [] == [area for panel in picture.panels for area in panel.areas]
    assert [] == [line for panel in picture.panels for line in panel.lines if line.role == "cut"]
    assert {"elevated", "optimal", "low"}.isdisjoint(words_of(picture))
    assert [1, 1] == [len(panel.marks) for panel in picture.panels]


def test_a_change_within_chance_is_outlined_around_the_reading_before():
    """0.49 to 2.03 of it, from its day to the last."""
    picture = picture_of(interpret(RISING, PERSON))
    panel, lines = panel_of(picture), lines_of(picture, "change")
    before, last = [mark for mark in panel.marks if mark.role == "counts"][-2:]

    ends = sorted({round(panel.values.value(line.y1), 9) for line in lines})
    assert [0.49 * 1.9, 2.03 * 1.9] == pytest.approx(ends)
    assert min(line.x1 for line in lines) < before.x < last.x < max(line.x1 for line in lines)


def test_the_line_of_the_trend_has_the_fold_and_the_mean_of_the_verdict():
    """One fit: the line is drawn from the numbers that the verdict prints."""
    verdict = interpret(RISING, PERSON)
    picture = picture_of(verdict)
    (line,) = lines_of(picture, "trend")
    values = panel_of(picture).values
    fitted = [values.value(line.y1), values.value(line.y2)]

    assert float(verdict.trend.fold) == pytest.approx(fitted[1] / fitted[0])
    times = panel_of(picture).times
    days = [0, 50, 96, 142]
    at = (times.days(line.x1), times.days(line.x2))
    assert (at[0], at[0] + 142) == pytest.approx(at)
    share = math.fsum(days) / 4 / 142
    middle = math.log(fitted[0]) + share * math.log(fitted[1] / fitted[0])
    assert math.fsum(map(math.log, (1.1, 1.6, 1.9, 3.4))) / 4 == pytest.approx(middle)


def test_the_level_is_drawn_with_its_range():
    """What several readings say together stands beside them, where the course holds still."""
    verdict = interpret(RISING[:-1], PERSON)
    panel = panel_of(picture_of(verdict))
    (mark,) = (mark for mark in panel.marks if mark.role == "level")
    ends = {round(panel.values.value(line.y1), 6) for line in panel.lines if line.role == "level"}

    assert float(verdict.set_point.estimate) == pytest.approx(panel.values.value(mark.y))
    assert {float(verdict.set_point.low), float(verdict.set_point.high)} == ends


def test_draws_of_one_day_stand_beside_each_other_and_their_mean_is_what_changed():
    """Several draws of a day count as one; a single one of them is not the reading before."""
    day = [draw("1.8", "2026-10-20"), draw("3.2", "2026-10-20", "09:00+01:00")]
    picture = picture_of(interpret([*day, draw("2.4", "2026-11-20")], PERSON))
    highest = max(panel_of(picture).values.value(line.y1) for line in lines_of(picture, "change"))

    assert 3 == len(marks_of(picture))
    assert 2.03 * math.sqrt(1.8 * 3.2) == pytest.approx(highest)


def test_a_day_is_that_of_the_person_s_own_clock():
    """07:50 and 09:10 in Tokyo are one morning, though London changes its date between them."""
    morning = [draw("1.8", "2026-10-19", "22:50Z"), draw("3.2", "2026-10-20", "00:10Z")]
    picture = picture_of(
        interpret([*morning, draw("2.4", "2026-11-19", "23:00Z")], Context(age=57, time_zone="Asia/Tokyo"))
    )
    highest = max(panel_of(picture).values.value(line.y1) for line in lines_of(picture, "change"))

    assert 2.03 * math.sqrt(1.8 * 3.2) == pytest.approx(highest)


def test_times_with_other_offsets_stand_in_their_true_order():
    """Differences are taken between instants, not between wall clocks."""
    west, east = draw("2.2", "2026-11-18", "23:00-10:00"), draw("2.4", "2026-11-19", "10:00+14:00")
    picture = picture_of(interpret([west, east, draw("2.6", "2026-11-20")], PERSON))
    first, second, _ = sorted(marks_of(picture), key=lambda mark: mark.x)

    assert ("2.4", "2.2") == (first.says.split()[1], second.says.split()[1])


def test_a_sample_without_a_date_stands_apart():
    """Nobody knows where on the axis it belongs."""
    history = [draw("2.2", "2026-06-20"), draw("2.8", "2026-08-20")]
    picture = picture_of(
        interpret(Reading("2.4 pg/mL", fasting_hours=11, exercise="none"), Context(age=57, history=history))
    )
    undated = marks_of(picture)[-1]

    assert undated.x > panel_of(picture).times.right
    assert PICTURE["undated"] in words_of(picture)
    assert undated.says.startswith(PICTURE["undated"])


# --- what a mark says ------------------------------------------------------------------------------


def test_a_void_sample_is_hollow_with_its_reason_beside_it():
    """A reading that does not count must not look like one that does."""
    picture = picture_of(interpret([draw("2.2", "2026-10-20"), hiit("8", "2026-11-20")], PERSON))
    valid, void = marks_of(picture)

    assert (True, False) == (valid.filled, void.filled)
    assert "8, void: myokine window" in words_of(picture)
    assert "myokine window" in void.says


@pytest.mark.parametrize(
    "facts, shape, filled, role",
    [
        ({}, "circle", True, "counts"),
        ({"haemolysed": True}, "square", True, "counts"),
        ({"exercise": None}, "diamond", False, "apart"),
        ({"exercise": "hiit", "hours_since_exercise": 3}, "circle", False, "apart"),
        ({"method": "Roche Elecsys"}, "cross", True, "apart"),
        ({"specimen": "edta_plasma"}, "cross", True, "apart"),
    ],
)
def test_each_kind_of_reading_has_a_shape_of_its_own(facts, shape, filled, role):
    """Readable without colour: what a reading is shows in its shape."""
    mark = marks_of(picture_of(interpret([draw("2.2", "2026-10-20", **facts), draw("2.4", "2026-11-20")], PERSON)))[0]

    assert (shape, filled, role) == (mark.shape, mark.filled, mark.role)


def test_no_two_kinds_look_alike():
    """The legend would not tell them apart."""
    from forge_il6.shown.picture.layout import _KINDS  # noqa: PLC0415

    assert len(_KINDS) == len({(shape, filled) for shape, filled, _ in _KINDS.values()})


@pytest.mark.parametrize("comparator, down", [("<", True), ("≤", True), (">", False), ("≥", False)])
def test_a_result_with_a_comparator_has_an_arrow_to_where_it_lies(comparator, down):
    """An interval is not a point."""
    picture = picture_of(interpret(draw(f"{comparator}2.5", "2026-11-20"), PERSON))
    (mark,) = marks_of(picture)
    shaft, *_ = lines_of(picture, "counts")

    assert mark.x == shaft.x1 == shaft.x2
    assert down is (shaft.y2 > mark.y)
    assert PICTURE["comparator"] in words_of(picture)
    assert f"{comparator}2.5" in words_of(picture)


def test_the_newest_reading_stands_above_all_and_hollow_ones_above_filled_ones():
    """What is drawn later hides what is drawn before."""
    readings = [hiit("2.2", "2026-09-20"), draw("2.2", "2026-10-20"), draw("2.4", "2026-11-20")]
    says = [mark.says.split()[1] + mark.says.split()[-1] for mark in marks_of(picture_of(interpret(readings, PERSON)))]

    assert ["2.2counts", "2.2window)", "2.4counts"] == says


def test_every_reason_stands_beside_its_mark_or_below_the_picture():
    """Nothing is left out because there was no room for it."""
    readings = [hiit(f"{2 + n % 5}.{n:02d}", (date(2026, 6, 1) + timedelta(days=n)).isoformat()) for n in range(60)]
    picture = picture_of(interpret(readings, PERSON))
    labelled = sum(words.endswith("void: myokine window") for words in words_of(picture))
    after = words_of(picture)[words_of(picture).index(f"{PICTURE['unlabelled']}:") + 1 :]
    note = " ".join(after)
    told, more = len(re.findall(r"2026-\d\d-\d\d \d", note)), int(re.findall(r"and (\d+) more", note)[0])

    assert 60 == len(marks_of(picture))
    assert 60 == labelled + told + more
    assert labelled > 0
    assert note.startswith("void: myokine window: ")


def test_a_long_number_is_cut_and_never_rounded():
    """No display rounds across a line."""
    picture = picture_of(interpret(draw("2.999999999999", "2026-11-20"), PERSON))

    assert "2.99999999…" in words_of(picture)


# --- what else was measured ------------------------------------------------------------------------


def test_hs_crp_grip_and_heart_rate_variability_have_panels_of_their_own():
    """They share the dates with IL-6 and nothing else."""
    picture = picture_of(interpret(RISING, BODY))

    assert ["il6", "hs_crp", "grip", "rmssd"] == [panel.name for panel in picture.panels]
    assert 1 == len({panel.times for panel in picture.panels})
    assert [2, 12, 200] == [len(marks_of(picture, name)) for name in ("hs_crp", "grip", "rmssd")]


def test_hs_crp_lies_on_lines_of_its_own():
    """1, 3 and 10 mg/L."""
    panel = panel_of(picture_of(interpret(RISING, BODY)), "hs_crp")

    assert [1, 3, 10] == pytest.approx([panel.values.value(area.box.top) for area in panel.areas[:-1]])


def test_an_hs_crp_of_the_history_does_not_look_judged():
    """Only the hs-CRP of the index is judged as a sample."""
    earlier, index = marks_of(picture_of(interpret(RISING, BODY)), "hs_crp")

    assert ("triangle", False) == (earlier.shape, earlier.filled)
    assert ("circle", True) == (index.shape, index.filled)


def test_a_void_hs_crp_is_hollow_beside_a_valid_il6():
    """The two are judged apart, so they are drawn apart."""
    reading = draw("2.4", "2026-11-20", exercise="resistance", hours_since_exercise=36)
    picture = picture_of(interpret(reading, Context(age=57, hs_crp="0.6 mg/L")))

    assert [True, False] == [marks_of(picture, name)[0].filled for name in ("il6", "hs_crp")]
    assert "0.6, void: crp exercise hold" in words_of(picture)


def test_an_hs_crp_of_zero_is_drawn_at_the_end_of_its_axis():
    """A logarithm of zero is no place."""
    picture = picture_of(interpret(RISING, Context(age=57, hs_crp="0 mg/L")))

    assert panel_of(picture, "hs_crp").frame.bottom == marks_of(picture, "hs_crp")[0].y


def test_two_hands_have_two_shapes_and_are_named():
    """A hand is compared with itself alone."""
    picture = picture_of(interpret(RISING, BODY))

    assert 2 == len({(mark.shape, mark.filled) for mark in marks_of(picture, "grip")})
    assert {"left, Jamar", "right, Jamar"} <= set(words_of(picture))


def test_many_devices_are_counted_where_there_is_no_room_to_name_them():
    """The line of their names ends where the page ends."""
    grip = [{"on": "2026-05-01", "value": "40 kg", "device": f"dynamometer number {n}"} for n in range(30)]
    picture = picture_of(interpret(RISING, Context(age=57, grip=grip)))
    named = sum("dynamometer" in words for words in words_of(picture))

    assert f"and {30 - named} more" in words_of(picture)


def test_a_verdict_read_back_draws_the_course_of_il6_alone():
    """A document holds the IL-6 course and no other series."""
    verdict = interpret(RISING, BODY)
    again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))

    assert ["il6"] == [panel.name for panel in picture_of(again).panels]


def test_a_verdict_read_back_draws_the_very_same_il6():
    """One way from the document to the picture."""
    verdict = interpret([hiit("8", "2026-06-20"), *RISING], PERSON)

    assert verdict.course_svg() == Verdict.from_dict(verdict.to_dict()).course_svg()


# --- care first ------------------------------------------------------------------------------------


def test_the_most_urgent_comes_first():
    """The title and the description open with who should look at this person, and how soon."""
    verdict = interpret([*RISING[:-1], draw("140", "2026-11-20")], Context(age=57, red_flags=["confusion"]))
    picture = picture_of(verdict)

    assert "urgent" == verdict.care.value
    first = [text.words for text in picture.texts if text.role == "urgent"]
    assert " ".join(first).startswith(verdict.summary)
    assert first[-1].endswith(CARE["urgent"])
    assert "urgent" == picture.texts[0].role
    assert picture.description.startswith(verdict.summary)


def test_what_reassures_is_not_drawn_while_somebody_should_see_a_doctor():
    """Falling to 40 is no good news at 40; a strong hand is none either."""
    falling = [draw("400", "2026-07-01"), draw("160", "2026-08-20"), draw("90", "2026-10-05"), draw("40", "2026-11-20")]
    acute = interpret(falling, BODY)
    calm = interpret([draw(f"{n}", str(r.drawn_at)[:10]) for n, r in zip((9, 5, 3, 2), falling, strict=True)], BODY)

    assert ("declining", "same_day") == (acute.trend.code.value, acute.care.value)
    assert [] == lines_of(picture_of(acute), "trend") + lines_of(picture_of(acute), "change")
    assert 1 == len(lines_of(picture_of(calm), "trend"))
    assert not any("variability is stable" in words for words in words_of(picture_of(acute)))
    assert any("variability is stable" in words for words in words_of(picture_of(calm)))


def test_every_picture_carries_the_caveat():
    """A picture travels alone."""
    verdict = interpret(RISING, PERSON)
    picture = picture_of(verdict)

    assert verdict.caveat in " ".join(words_of(picture))
    assert verdict.caveat in picture.description


# --- room ------------------------------------------------------------------------------------------


def assert_readable(picture: CoursePicture):
    """All words lie on the page, and none on other words or on a mark."""
    page = Box(0, 0, picture.width, picture.height)
    boxes = [(text.words, text.box) for text in picture.texts]
    marks = [mark for panel in picture.panels for mark in panel.marks]

    assert [] == [words for words, box in boxes if not page.holds(box)]
    assert [] == [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)]
    solid = [Box(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]
    assert [] == [(words, mark) for words, box in boxes for mark in solid if box.overlaps(mark)]
    for panel in picture.panels:
        for mark in panel.marks:
            reach = (panel.frame.left <= mark.x <= panel.frame.right, panel.frame.top <= mark.y <= panel.frame.bottom)
            assert (True, True) == reach, mark
        for line in panel.lines:
            assert panel.frame.left - 1 <= min(line.x1, line.x2) <= max(line.x1, line.x2) <= panel.frame.right + 1
            assert panel.frame.top - 1 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= panel.frame.bottom + 1


dates = st.dates(date(2020, 1, 1), date(2026, 11, 20)) | st.dates(date(2026, 11, 10), date(2026, 11, 20))
values = st.floats(-2, 5).map(lambda log: f"{10**log:.3g}") | st.sampled_from(["1.2", "2", "3", "7"])
circumstances = st.sampled_from([
    {}, {"haemolysed": True}, {"exercise": None}, {"exercise": "hiit", "hours_since_exercise": 3}, {"method": "x"},
    {"exercise": "race", "hours_since_exercise": 90, "hours_to_centrifugation": 5, "at_rest": False},
])  # fmt: skip
readings = st.builds(
    lambda sign, value, day, hour, facts: draw(
        f"{sign}{Decimal(value):f}", day.isoformat(), f"{hour:02d}:00+01:00", **facts
    ),
    st.sampled_from(["", "", "", "<", ">"]),
    values,
    dates,
    st.integers(0, 23),
    circumstances,
)
courses = st.lists(readings, min_size=1, max_size=30)


def laid_out(course, *, with_body, is_ill):
    """The picture of a course, with or without the other series and a warning symptom."""
    names = ("hs_crp", "hs_crp_history", "grip", "hrv") if with_body else ()
    context = Context(age=57, red_flags=["fever"] if is_ill else [], **{name: getattr(BODY, name) for name in names})
    newest = [draw("2.4", "2026-11-21")] if with_body else []  # an hs-CRP of the history is older than the index
    return picture_of(interpret([*course, *newest], context))


@given(courses, st.booleans(), st.booleans())
def test_words_never_lie_on_words_or_marks_and_nothing_is_cut_off(course, with_body, is_ill):
    """However many readings, however close together, however far apart."""
    assert_readable(laid_out(course, with_body=with_body, is_ill=is_ill))


@given(case_documents)
def test_whatever_can_be_interpreted_can_be_drawn(document):
    """Every case document that has a verdict has a picture, read back as well."""
    verdict = interpret_case(document)
    assert_readable(picture_of(verdict))
    assert_readable(picture_of(Verdict.from_dict(verdict.to_dict())))
    ET.fromstring(verdict.course_svg())  # noqa: S314  (our own text)


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_patient_can_be_drawn_by_both_writers(path):
    """Patients as files."""
    verdict = interpret_case(json.loads(path.read_text(encoding="utf-8"))["case"])

    picture = picture_of(verdict)  # laid out once for both

    assert_readable(picture)
    ET.fromstring(as_svg(picture))  # noqa: S314  (our own text)
    FigureCanvasAgg(as_figure(picture)).draw()


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_estimate_of_a_width_is_never_too_small(weight):
    """The room of words is told without a font, so it must hold for a wide one."""
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(100, 72)
    ours = {character for words in PICTURE.values() for character in words} | set("…×–≤≥")

    too_wide = {}
    for character in sorted(ours | {chr(code) for code in range(0x20, 0x7F)}):
        advance = font.load_char(ord(character)).linearHoriAdvance / 65536
        if advance > text_width(character, 100, bold=weight == "bold"):
            too_wide[character] = advance
    assert {} == too_wide


@of_the_usual(0.4)
@given(courses, st.booleans(), st.booleans())
def test_matplotlib_sets_each_text_inside_the_room_it_was_given(course, with_body, is_ill):
    """Text boxes as the renderer measures them, so the proof of no overlap holds for the figure as well."""
    picture = laid_out(course, with_body=with_body, is_ill=is_ill)
    canvas = FigureCanvasAgg(as_figure(picture))
    canvas.draw()
    (page,) = (axes for axes in canvas.figure.axes if axes.get_label() == "page")

    for planned, drawn in zip(picture.texts, page.texts, strict=True):
        x0, y0, x1, y1 = drawn.get_window_extent(canvas.get_renderer()).extents
        room = planned.box
        assert x0 >= room.left - 1, planned
        assert x1 <= room.right + 1, planned
        assert picture.height - y1 >= room.top - 1, planned
        assert picture.height - y0 <= room.bottom + 1, planned


def test_thousands_of_readings_are_drawn_without_a_hang():
    """A feed of a lifetime is drawn; labels are limited, and the rest is counted."""
    start = datetime(2000, 1, 1, 8)
    readings = [hiit("2.4", (start + timedelta(days=3 * n)).date().isoformat()) for n in range(3000)]
    picture = picture_of(interpret(readings, PERSON))

    assert 3000 == len(marks_of(picture))
    assert len(picture.texts) < 100
    assert any("and 29" in words for words in words_of(picture))


@given(st.text(max_size=60), st.floats(1, 300), st.integers(1, 4))
def test_wrapped_words_keep_to_their_width_and_their_number_of_lines(words, width, most):
    """A hostile document may hold any text; a single sign is the least that can be shown."""
    lines = list(wrapped(words, 10, width, most))

    assert len(lines) <= most
    assert all(text_width(line, 10) <= width or line == "…" for line in lines)


def test_words_that_were_cut_show_it():
    """A shortened name must not pass for another."""
    assert "abc" == shortened("abc", 10, 100)
    assert "abc…" == shortened("abcdefghij", 10, text_width("abc…", 10) + 0.01)


# --- axes ------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1900, 1, 1), datetime(8999, 12, 31)), st.floats(0, 2_000_000))
def test_dates_are_labelled_at_round_places_and_far_enough_apart(start, days):
    """From two hours to seven thousand years."""
    end = start + min(timedelta(days=days), datetime(9000, 12, 31) - start)
    axis = TimeAxis.around([start, end], 80, 600)
    ticks = ticks_of_dates(axis)

    assert ticks
    assert all(axis.left <= tick.at <= axis.right for tick in ticks)
    assert all(b.at - a.at > text_width(a.words, 10.5) for a, b in pairwise(ticks))
    assert [tick.words for tick in ticks] == sorted({tick.words for tick in ticks})


def test_a_tick_stands_where_its_date_begins():
    """2026-09 is the first of September at midnight."""
    axis = TimeAxis.around([datetime(2026, 8, 1), datetime(2026, 11, 1)], 0, 276)

    assert [("2026-08", 0), ("2026-09", 93), ("2026-10", 183), ("2026-11", 276)] == [
        (tick.words, pytest.approx(tick.at)) for tick in ticks_of_dates(axis)
    ]


@given(st.lists(st.floats(1e-30, 1e30), min_size=1), st.booleans())
def test_every_value_lies_on_its_axis_away_from_both_ends(numbers, is_log):
    """Nothing is cut off."""
    axis = ValueAxis.around(numbers, (100, 300), 22, is_log=is_log)

    assert all(122 - 1e-6 <= axis.y(number) <= 278 + 1e-6 for number in numbers)
    for number in numbers:
        assert number == pytest.approx(axis.value(axis.y(number)), rel=1e-6, abs=1e-9 * (axis.high - axis.low))
    assert any(100 <= tick.at <= 300 for tick in ticks_of_values(axis))


# --- SVG -------------------------------------------------------------------------------------------


@rule("X1", asks="Is it hostile?", judges=forge_il6.Analyte.IL6)
def hostile_reason(fasting: bool) -> Reason:
    """A host may name its reasons as it likes."""
    return Reason(HOSTILE, StandingCode.VOID)


def hostile_verdict():
    context = Context(
        age=57, grip=[{"on": "2026-05-01", "value": "40 kg", "device": HOSTILE}, {"on": "2026-06-01", "value": "39 kg"}]
    )
    return interpret(
        [draw("2.2", "2026-10-20", fasting=True), draw("2.4", "2026-11-20")], context, rules=STANDARD + hostile_reason
    )


def test_hostile_words_are_escaped_and_shown_as_they_are():
    """Everything shown is escaped."""
    text = hostile_verdict().course_svg()
    root = ET.fromstring(text)  # noqa: S314  (our own text)
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]

    assert "<script" not in text
    assert any(HOSTILE in words for words in shown)
    assert [] == [element.tag for element in root.iter() if element.tag == f"{SVG}script"]


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x9b"])
def test_a_document_with_control_characters_is_never_drawn(sign):
    """XML has no way to write them."""
    with pytest.raises(VerdictFormatError):
        Verdict.from_dict(interpret(RISING, PERSON).to_dict() | {"summary": f"a{sign}b"})


def test_half_a_sign_gives_well_formed_xml():
    """A lone surrogate cannot be written as UTF-8."""
    document = interpret(RISING, PERSON).to_dict() | {"summary": "a\ud800 b"}
    root = ET.fromstring(Verdict.from_dict(document).course_svg().encode())  # noqa: S314  (our own text)

    assert "a? b" == root.findtext(f"{SVG}title")


def test_foreign_scripts_are_held_to_the_room_they_were_given():
    """A sign of another script may be wider than any estimate."""
    grip = [{"on": "2026-05-01", "value": "40 kg", "device": "握力計 ﷽"}, {"on": "2026-06-01", "value": "39 kg"}]
    root = ET.fromstring(interpret(RISING, Context(age=57, grip=grip)).course_svg())  # noqa: S314  (our own text)
    (foreign,) = (each for each in root.iter(f"{SVG}text") if "握力計" in (each.text or ""))
    plain = [each for each in root.iter(f"{SVG}text") if (each.text or "").isascii()]

    size, length = float(foreign.get("font-size")), float(foreign.get("textLength"))

    assert text_width(foreign.text, size) == pytest.approx(length, abs=0.01)
    assert [] == [each.text for each in plain if each.get("textLength")]


def test_svg_tells_the_picture_to_those_who_do_not_see_it():
    """A title, a description of every reading, and one role for the whole."""
    verdict = interpret([hiit("8", "2026-09-20"), draw("2.4", "2026-11-20")], PERSON)
    root = ET.fromstring(verdict.course_svg())  # noqa: S314  (our own text)
    title, description = root[0], root[1]
    told = description.text or ""

    assert ("img", f"{title.get('id')} {description.get('id')}") == (root.get("role"), root.get("aria-labelledby"))
    assert verdict.summary == title.text
    assert "2026-09-20  8 pg/mL: void (myokine window)" in told
    assert "2026-11-20  2.4 pg/mL: counts" in told


def test_two_pictures_of_one_page_do_not_share_their_names():
    """An id stands once in a page."""
    ids = [
        element.get("id")
        for verdict in (interpret(RISING, PERSON), interpret(RISING[:2], PERSON))
        for element in ET.fromstring(verdict.course_svg()).iter()  # noqa: S314  (our own text)
        if element.get("id")
    ]

    assert 4 == len(set(ids)) == len(ids)


def test_every_mark_of_the_layout_is_in_the_svg_with_its_words():
    """A pointer on a mark asks what it is."""
    verdict = interpret(RISING, BODY)
    root = ET.fromstring(verdict.course_svg())  # noqa: S314  (our own text)
    told = [each.text for path in root.iter(f"{SVG}path") for each in path]
    picture = picture_of(verdict)

    assert [mark.says for panel in picture.panels for mark in panel.marks] == told


def test_svg_brings_nothing_from_elsewhere_and_styles_nothing_but_itself():
    """It works as an image and inside a page, and a page of its own keeps its looks."""
    text = interpret(RISING, BODY).course_svg()
    root = ET.fromstring(text)  # noqa: S314  (our own text)
    rules = re.findall(r"([^{}]+)\{", root.findtext(f"{SVG}style", ""))

    assert [] == re.findall(r"(?:href|url\(|@import|src=)", text)
    assert [] == [each for each in rules if not each.startswith(("@media", ".forge-il6-course "))]


SAME = """
from forge_il6 import Context, Reading, interpret
readings = [Reading(f"{n}.2 pg/mL", drawn_at=f"2026-0{n}-10T08:00Z") for n in range(1, 9)]
grip = [{"on": f"2026-0{n}-10", "value": "40 kg", "device": d} for n in range(1, 9) for d in "abc"]
import hashlib, sys
text = interpret(readings, Context(age=57, grip=grip)).course_svg()
print(hashlib.sha256(text.encode()).hexdigest(), "matplotlib" in sys.modules)
"""


def fresh(script, **environment):
    """Run a script in a fresh process."""
    known = {**os.environ, "PYTHONPATH": str(Path(forge_il6.__file__).parent.parent), **environment}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, env=known, check=False
    )
    assert 0 == done.returncode, done.stderr[-1500:]
    return done.stdout.strip()


def test_equal_cases_give_equal_bytes_in_every_process_and_without_matplotlib():
    """Deterministic: no clock, no randomness."""
    first, second = (fresh(SAME, PYTHONHASHSEED=seed, TZ=zone) for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")))

    assert first == second
    assert first.endswith(" False")


# --- matplotlib ------------------------------------------------------------------------------------


def test_both_writers_put_every_mark_at_the_same_place():
    """One layout: a figure and an SVG cannot disagree."""
    picture = picture_of(interpret([hiit("8", "2026-06-20"), *RISING], BODY))
    canvas = FigureCanvasAgg(as_figure(picture))
    canvas.draw()

    for panel in picture.panels:
        (axes,) = (each for each in canvas.figure.axes if each.get_label() == panel.name)
        drawn = [line for line in axes.lines if line.get_marker() not in ("", "None", None)]
        places = [place for line in drawn for place in axes.transData.transform(line.get_xydata())]
        assert len(panel.marks) == len(places)
        for mark, (x, y) in zip(panel.marks, places, strict=True):
            assert (mark.x, mark.y) == pytest.approx((x, picture.height - y), abs=0.01)


def test_the_axes_of_a_figure_are_dates_and_values():
    """A host draws on them in data coordinates."""
    verdict = interpret(RISING, BODY)
    figure, picture = verdict.plot(), picture_of(verdict)
    axes = figure.axes[0]
    axes.plot([datetime(2026, 8, 20, 8)], [1.6], marker="*", scalex=False, scaley=False)
    FigureCanvasAgg(figure).draw()
    (x, y) = axes.transData.transform(axes.lines[-1].get_xydata())[0]
    second = sorted(marks_of(picture), key=lambda mark: mark.x)[1]

    assert ["il6", "hs_crp", "grip", "rmssd", "page"] == [each.get_label() for each in figure.axes]
    assert ("log", "linear") == (axes.get_yscale(), figure.axes[2].get_yscale())
    assert (second.x, second.y) == pytest.approx((x, picture.height - y), abs=1)


def test_a_figure_leaves_no_trace():
    """No pyplot, no setting changed, nothing to close."""
    script = (
        "import matplotlib; before = dict(matplotlib.rcParams)\n"
        "from forge_il6 import Reading, interpret\n"
        "figure = interpret(Reading('2.4 pg/mL')).plot(); figure._repr_png_()\n"
        "same = before == dict(matplotlib.rcParams)\n"
        "from matplotlib import pyplot; print(pyplot.get_fignums(), same)"
    )

    assert "[] True" == fresh(script)


def test_a_host_s_own_style_does_not_break_the_figure():
    """Mathematics, TeX and layouts of the host are its own affair."""
    style = {"text.usetex": True, "figure.constrained_layout.use": True, "lines.marker": "o", "axes.grid": True}
    with mpl.rc_context(style):
        canvas = FigureCanvasAgg(hostile_verdict().plot())
        canvas.draw()
    (page,) = (axes for axes in canvas.figure.axes if axes.get_label() == "page")

    assert any(HOSTILE in text.get_text() for text in page.texts)


def test_signs_that_the_font_lacks_are_replaced_without_a_warning():
    """A warning would be an error in a strict host."""
    grip = [{"on": "2026-05-01", "value": "40 kg", "device": "握力計"}, {"on": "2026-06-01", "value": "39 kg"}]
    canvas = FigureCanvasAgg(interpret(RISING, Context(age=57, grip=grip)).plot())
    canvas.draw()

    assert any("???" in text.get_text() for text in canvas.figure.axes[-1].texts)


def test_a_notebook_shows_the_figure():
    """Without pyplot nobody else would."""
    assert interpret(RISING, PERSON).plot()._repr_png_().startswith(b"\x89PNG")


def test_a_dark_figure_has_a_dark_page():
    """For a dark notebook."""
    colours = [interpret(RISING, PERSON).plot(dark=dark).get_facecolor() for dark in (False, True)]

    assert [True, False] == [sum(colour[:3]) > 1.5 for colour in colours]


def test_a_figure_is_written_to_any_format():
    """It is an ordinary figure."""
    written = io.BytesIO()
    interpret(RISING, BODY).plot().savefig(written, format="pdf")

    assert written.getvalue().startswith(b"%PDF")


def test_without_matplotlib_the_error_names_the_extra_and_the_way_out(monkeypatch):
    """An extra that is not installed is a mistake to correct."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    with pytest.raises(MissingLibraryError, match=r"matplotlib.*'plot'.*course_svg"):
        interpret(RISING, PERSON).plot()
    with pytest.raises(ImportError):
        interpret(RISING, PERSON).plot()


# --- colour ----------------------------------------------------------------------------------------


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "step0", "step1", "step2", "step3", "step4"])
def test_words_and_marks_stand_out_on_every_ground(page, ground):
    """WCAG 2: 4.5 for text, 3 for signs."""

    def against(role):
        return contrast(getattr(STYLES[role], page), getattr(STYLES[ground], page))

    assert {} == {role: against(role) for role in ("ink", "muted") if against(role) < 4.5}
    assert {} == {role: against(role) for role in ("counts", "apart", "trend", "level", "change") if against(role) < 3}


# --- damaged documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, value",
    [("il6", "banana"), ("il6", "-2 pg/mL"), ("il6", "1e999999 pg/mL"), ("il6", "NaN"), ("drawn_at", "yesterday")],
)
def test_a_damaged_document_is_refused_by_the_name_of_its_field(key, value):
    """Untrusted input: a clear error."""
    document = interpret(RISING, PERSON).to_dict()
    document["course"][1][key] = value

    with pytest.raises(ForgeError, match=re.escape(f"course[1].{key}")):
        Verdict.from_dict(document).course_svg()


def test_an_svg_is_written_from_any_picture_alike():
    """The method is the two steps, and nothing else."""
    verdict = interpret(RISING, BODY)

    assert as_svg(picture_of(verdict)) == verdict.course_svg()


# --- the pictures of the documentation -------------------------------------------------------------


def test_the_pictures_of_the_documentation_are_drawn_from_its_examples():
    """A picture in the docs that nobody draws anew would show what once was."""
    script = Path(__file__).resolve().with_name("course_pictures.py")
    pictures = list(run_path(str(script))["pictures"]())
    page = (script.parent.parent / "docs" / "course.md").read_text(encoding="utf-8")

    assert page.count(".svg)") == len(pictures) == 3
    stale = [path.name for path, svg in pictures if path.read_text(encoding="utf-8") != svg]
    assert [] == stale, "run python tests/course_pictures.py"
