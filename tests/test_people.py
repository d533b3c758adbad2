"""What people read: the default report, and the pages for the person and for the clinician, over every vignette."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from forge_il6 import Verdict, interpret_case
from forge_il6.knowledge import plain
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.words import ACTIONS
from forge_il6.shown.brief import MOST, brief, deciding
from forge_il6.shown.sections import is_acute
from marked_up import parsed
from properties.promise_strategies import documents, judged, rested

ROOT = Path(__file__).resolve().parent.parent
FILES = (*sorted((ROOT / "tests" / "vignettes").glob("*.json")), *sorted((ROOT / "examples").glob("*.json")))
CONFORMANCE = ROOT.parent / "shared" / "conformance" / "cases.json"
"""The public vectors of the protocol, read too where they lie beside the repository."""
VECTORS = json.loads(CONFORMANCE.read_text(encoding="utf-8"))["cases"] if CONFORMANCE.is_file() else ()
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES} | {
    each["name"]: each for each in VECTORS if "error_mentions" not in each
}
VERDICTS = {name: interpret_case(case.get("case", case)) for name, case in CASES.items()}

MOST_WORDS = 200
MOST_OF_A_LONE_NUMBER = 120
MOST_WHEN_URGENT = 60
MOST_FOR_A_PATIENT = 120

NOT_FOR_A_PATIENT = (
    "void", "baseline", "counting", "spun", "hours", "the article", "unverified", "provisional", "persist", "marker",
    "clinician", "haemolysed", "standing", "band", "assay", "set point", "None", "{",
)  # fmt: skip
"""Words of the trade; who has no doctor in the family cannot act on them."""


def words(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text without the marks of its lists."""
    flat = " ".join(re.sub(r"^\s*(?:[-*!]+|\d+\.)\s", "", line) for line in text.splitlines())
    return [each.strip() for each in re.split(r"(?<=[.:?])\s+(?=[A-Z])", flat) if each.strip()]


def plain_dates(text: str) -> set[str]:
    return {
        date(int(year), plain.MONTHS.index(month) + 1, int(day)).isoformat()
        for day, month, year in re.findall(rf"(\d+) ({'|'.join(plain.MONTHS)}) (\d+)", text.replace("\n", " "))
    }


@pytest.mark.parametrize("name", VERDICTS)
def test_a_report_is_short_enough_to_be_read(name: str) -> None:
    """An answer of five hundred words is none; one that cannot wait is two lines."""
    most = MOST_WHEN_URGENT if is_acute(VERDICTS[name].document) else MOST_WORDS

    assert words(str(VERDICTS[name])) <= most


@pytest.mark.parametrize("il6", ["0.8 pg/mL", "1.6 pg/mL", "2.4 pg/mL", "3.4 pg/mL", "9 pg/mL", "<1.5 pg/mL"])
def test_a_lone_number_gets_a_short_answer(il6: str) -> None:
    """Of a number alone little can be said, so little is said."""
    assert words(str(interpret_case({"reading": {"il6": il6}}))) <= MOST_OF_A_LONE_NUMBER


@pytest.mark.parametrize("name", VERDICTS)
def test_the_page_for_the_person_is_short_and_uses_no_word_of_the_trade(name: str) -> None:
    """A page that needs a dictionary helps nobody."""
    text = VERDICTS[name].for_patient()

    assert words(text) <= MOST_FOR_A_PATIENT
    assert [] == [each for each in NOT_FOR_A_PATIENT if each in " ".join(text.split())]


@pytest.mark.parametrize("name", VERDICTS)
def test_there_is_one_date_and_every_page_names_the_same(name: str) -> None:
    """Two days for one blood test are two questions; the day is the one of the next draw."""
    verdict = VERDICTS[name]
    draw = verdict.next_draw.on_or_after if verdict.next_draw else ""
    reported = set(re.findall(r"\d{4}-\d\d-\d\d", str(verdict)))

    assert reported <= {draw}
    assert plain_dates(verdict.for_patient()) <= {draw}


@pytest.mark.parametrize("name", VERDICTS)
def test_no_sentence_is_said_twice(name: str) -> None:
    """Who reads a thing twice looks for the difference."""
    for text in (str(VERDICTS[name]), VERDICTS[name].for_patient()):
        said = sentences(text)

        assert sorted(set(said)) == sorted(said)


@pytest.mark.parametrize("name", VERDICTS)
def test_the_value_is_shown_once(name: str) -> None:
    """A number that is said again looks like another number."""
    verdict = VERDICTS[name]
    value = verdict.document.measured.get("il6")
    text = " ".join(str(verdict).split())

    assert value is None or len(re.findall(rf"(?<![\d.<>]){re.escape(value)}", text)) <= 1


@pytest.mark.parametrize("name", VERDICTS)
def test_one_day_of_readings_is_no_course(name: str) -> None:
    """Plural and singular follow the number of readings."""
    verdict = VERDICTS[name]
    meaning = brief(verdict.document).meaning

    assert ("One reading" in meaning) <= (verdict.set_point is not None and verdict.set_point.n == 1)
    assert ("your tests" in verdict.for_patient()) <= (verdict.persistence.n > 1)


@pytest.mark.parametrize("name", VERDICTS)
def test_at_most_three_reasons_and_three_questions_stand_first(name: str) -> None:
    """The deciding ones; the rest waits until somebody asks."""
    said = brief(VERDICTS[name].document)

    assert len(said.reasons) <= MOST
    assert len(said.questions) <= MOST


@pytest.mark.parametrize("name", VERDICTS)
def test_the_full_report_holds_every_finding(name: str) -> None:
    """What is left out first is not lost."""
    verdict = VERDICTS[name]
    text = " ".join(verdict.to_text(full=True).split())

    assert all(finding.sentence in text for finding in deciding(verdict.document))
    assert words(text) > words(str(verdict))


@pytest.mark.parametrize("name", VERDICTS)
def test_the_page_for_the_clinician_gives_each_reason_its_mechanism_and_sources(name: str) -> None:
    """A colleague asks why, by which line, and who says so."""
    verdict = VERDICTS[name]
    text = "".join(verdict.for_clinician().split())

    for finding in deciding(verdict.document)[:MOST]:
        used = (f"{each.name} {each.value} {each.unit} [{each.basis}]" for each in finding.thresholds)
        wanted = (finding.sentence, FINDINGS[finding.code].mechanism.clinician, *used)

        assert [] == [each for each in wanted if "".join(each.split()) not in text]
    assert all("".join(reading.il6.split()) in text for reading in verdict.course.readings)


@pytest.mark.parametrize("name", VERDICTS)
def test_both_pages_are_plain_html_too(name: str) -> None:
    """A page of a portal shows the same words."""
    verdict = VERDICTS[name]
    for text, page in ((verdict.for_patient(), verdict.for_patient(html=True)),
                       (verdict.for_clinician(), verdict.for_clinician(html=True))):  # fmt: skip
        shown = "".join(parsed(page).text.split())

        assert "".join(re.sub(r"^- ", "", line) for line in text.splitlines()).replace(" ", "") == shown


@given(documents())
def test_every_verdict_has_both_pages(document: dict[str, object]) -> None:
    """The pages are total, and a verdict that was read back gives the same."""
    verdict = interpret_case(document)
    again = Verdict.from_dict(verdict.to_dict())

    assert (verdict.for_patient(), verdict.for_clinician()) == (again.for_patient(), again.for_clinician())
    assert "{" not in verdict.for_patient() + verdict.for_clinician()


@pytest.mark.parametrize("il6", ["38 pg/mL", "120 pg/mL"])
def test_a_person_who_should_go_now_reads_that_first(il6: str) -> None:
    """Nothing calms, and nothing delays."""
    verdict = judged(rested(il6))
    text = " ".join(verdict.for_patient().split())

    assert text.startswith(plain.SAID[verdict.care])
    assert il6 in text
    assert plain.SAID["worry"] not in text


def test_beside_a_warning_symptom_no_band_is_named_to_the_person() -> None:
    """A perfect number beside night sweats must not calm anybody."""
    text = judged(rested("0.7 pg/mL"), red_flags=["night_sweats"]).for_patient()

    assert plain.SAID["symptom"] in " ".join(text.split())
    assert "below the target" not in text


def test_every_action_has_plain_words_or_is_a_matter_for_now() -> None:
    """An action that the person's page does not know would be silently left out."""
    of_care = {"seek_urgent_care", "see_clinician_same_day"}
    training = {"measure_both_before_training_change"}

    assert set() == ACTIONS.keys() - plain.STEPS.keys() - plain.ALSO.keys() - of_care - training
