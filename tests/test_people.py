"""What people read: the default report, and the pages for the person and for the clinician, over every vignette."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from forge_il6 import Verdict, interpret_case
from forge_il6.codes import RedFlag
from forge_il6.knowledge import plain
from forge_il6.knowledge.findings import FINDINGS
from forge_il6.knowledge.words import ACTIONS, BANDS, DECIDES, UNDATED, WHERE_TO_GO
from forge_il6.shown.brief import MOST, brief, deciding
from forge_il6.shown.sections import is_acute, steps
from marked_up import parsed
from profiles import of_the_usual
from properties.promise_strategies import at, course, documents, judged, rested

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
    """A number that is said again looks like another number; a line that it lies on is another one."""
    verdict = VERDICTS[name]
    value = verdict.document.measured.get("il6")
    text = " ".join(str(verdict).split())

    assert value is None or len(re.findall(rf"(?<![\d.<>])(?<!line of )(?<!target of ){re.escape(value)}", text)) <= 1


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
        used = (f"{each.name.replace('_', ' ')} {each.value} {each.unit}" for each in finding.thresholds)
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
    text = " ".join(judged(rested("0.7 pg/mL"), red_flags=["night_sweats"]).for_patient().split())

    assert plain.SAID["symptom"] in text
    assert plain.SYMPTOMS["night_sweats"] in text.partition(plain.SAID["symptom"])[0]
    assert "below the target" not in text


def test_every_action_has_plain_words_or_is_a_matter_for_now() -> None:
    """An action that the person's page does not know would be silently left out."""
    of_care = {"seek_urgent_care", "see_clinician_same_day"}
    training = {"measure_both_before_training_change"}

    assert set() == ACTIONS.keys() - plain.STEPS.keys() - plain.ALSO.keys() - of_care - training


# --- what the facts exclude, suspend or name --------------------------------------------------------


@pytest.mark.parametrize("flag", ["chest_pain", "confusion", "fever", "blood_in_stool"])
def test_the_page_for_the_person_names_the_symptom_that_was_stated(flag: str) -> None:
    """A warning without its name is about nobody."""
    text = judged(rested("1.0 pg/mL"), red_flags=[flag]).for_patient()

    assert plain.SYMPTOMS[flag] in " ".join(text.split()).partition(plain.SAID["next"])[0]


def test_every_warning_symptom_has_plain_words() -> None:
    """A symptom without words would silently not be named."""
    assert set(RedFlag) == plain.SYMPTOMS.keys()


@pytest.mark.parametrize("context", [{"hs_crp": "14 mg/L"}, {"conventional_crp": "14 mg/L"}])
@pytest.mark.parametrize("il6", ["0.8 pg/mL", "2.4 pg/mL", "<3 pg/mL"])
def test_beside_an_acute_crp_no_band_is_read_and_the_answer_says_why(il6: str, context: dict[str, str]) -> None:
    """The pair is suspended: neither number is raised or low until what is acute has passed."""
    verdict = judged(rested(il6), **context)
    person = " ".join(verdict.for_patient().split())

    assert "CRP 14 mg/L" in verdict.summary
    assert "repeat both" in verdict.summary
    assert [] == [name for name in BANDS.values() if name in verdict.summary]
    assert plain.SAID["acute"] in person
    assert [] == [said for said in plain.BAND.values() if said.partition("{")[0] in person]


def test_beside_an_acute_crp_nobody_on_a_lasting_drug_is_told_to_repeat() -> None:
    """A date, or a repeat, would ask somebody to stop a medicine."""
    verdict = judged(rested("2.4 pg/mL"), hs_crp="14 mg/L", confounders=[{"kind": "chronic_steroids"}])

    assert "suspends" in verdict.summary
    assert "repeat" not in str(verdict)


def test_a_course_keeps_what_a_more_urgent_action_leaves_of_it() -> None:
    """Rising, and above the line again and again: look for the cause, and begin all the same, with one date."""
    verdict = course(("1.2 pg/mL", 160), ("2.1 pg/mL", 107), ("2.5 pg/mL", 50), ("2.9 pg/mL", 0))
    said = steps(verdict.document)

    assert ("rising", "consistent_above_2") == (verdict.trend.code, verdict.persistence.code)
    assert 1 == sum("not before" in step for step in said)
    assert UNDATED["begin_with_first_tier"] in said
    assert plain.UNDATED["begin_with_first_tier"] in " ".join(verdict.for_patient().split())


@pytest.mark.parametrize("days, ago", [(0, "on the day of the draw"), (1, "the day before"), (5, "5 days before")])
@pytest.mark.parametrize("kind", ["minor_infection", "covid19", "vaccination", "minor_surgery"])
def test_days_before_a_draw_are_said_as_people_say_them(kind: str, days: int, ago: str) -> None:
    """Nothing happened 0 days, or 1 days, before a draw."""
    verdict = judged(confounders=[{"kind": kind, "days_since": days}])

    assert ago in next(finding.sentence for finding in verdict.findings if finding.code == kind)


def test_training_under_way_was_no_hours_ago() -> None:
    """An hour of 0 is a session that was not over, or had just ended."""
    text = str(judged(rested("3.4 pg/mL", exercise="hiit", hours_since_exercise=0)))

    assert "0 h" not in text
    assert "right after" in text


def test_a_large_value_after_training_is_explained_once() -> None:
    """What the answer says is no reason for it."""
    verdict = judged(rested("40 pg/mL", exercise="hiit", hours_since_exercise=3))
    text, person = " ".join(str(verdict).split()), " ".join(verdict.for_patient().split())

    assert 1 == text.count("could be illness") == text.count("3 h after")
    assert "with any symptom, see a doctor today" in text
    assert plain.SAID["training_or_illness"] in person
    assert plain.SAID["no_higher"] not in person


def test_a_limit_is_named_once_in_a_plan() -> None:
    """The verdict on a dose names the limit, so that the safety of the plan has room for something else."""
    verdict = judged(considering=[{"intervention": "vitamin_d3_k2", "dose": "5000 IU"}], vitamin_d="18 ng/mL")

    assert 1 == str(verdict).count("upper limit")


def test_a_unit_that_cannot_be_is_a_question_on_the_page_for_the_person_too() -> None:
    """Nobody should run to an emergency department for a slip of a unit without being told of it."""
    verdict = judged(rested("2.4 mg/L"))

    assert "urgent" == verdict.care
    assert plain.SAID["unit"] in " ".join(verdict.for_patient().split())


def test_what_depends_on_an_answer_is_not_said_to_count_where_nothing_can() -> None:
    """A sample that a drug voids does not count, whatever else is answered."""
    verdict = judged(rested("18 pg/mL"), confounders=[{"kind": "il6_receptor_blocker"}], red_flags=[])

    assert all(DECIDES["standing"] not in question.text for question in brief(verdict.document).questions)


@pytest.mark.parametrize(
    "il6, method", [("2 pg/mL", "Roche Elecsys"), ("1.2 pg/mL", "Roche Elecsys"), ("2 pg/mL", None)]
)
def test_a_line_as_high_as_the_value_is_still_named(il6: str, method: str | None) -> None:
    """The value is shown once, and a line of the same number is no value."""
    for reading in ({"il6": il6, "method": method}, rested(il6, method=method)):
        verdict = interpret_case({"reading": {name: each for name, each in reading.items() if each is not None}})
        text, said = " ".join(str(verdict).split()), brief(verdict.document)

        assert "1.that" not in text
        assert "1.IL-6" not in text
        assert "target of IL-6" not in text
        assert [] == [each.text for each in said.reasons if each.text.count("IL-6") > each.text.count("IL-6 ")]


def test_a_lone_number_is_told_to_the_person_on_a_condition() -> None:
    """Nothing may rest on a sample of which nothing is known."""
    text = " ".join(interpret_case({"reading": {"il6": "2.4 pg/mL"}}).for_patient().split())

    placed = plain.BAND["elevated"]

    assert placed not in text
    assert plain.SAID["if"].format(placed=f"{placed[0].lower()}{placed[1:]}") in text


@pytest.mark.parametrize("kind", ["il6_receptor_blocker", "anti_il6", "other_immunomodulator"])
def test_a_drug_that_explains_a_high_value_is_named_without_taking_the_urgency(kind: str) -> None:
    """Who sees this person has to hear of the drug; that somebody must is not softened."""
    verdict = judged(rested("120 pg/mL"), confounders=[{"kind": kind}])
    report, person = " ".join(str(verdict).split()), " ".join(verdict.for_patient().split())

    assert "urgent" == verdict.care
    assert report.endswith(WHERE_TO_GO["on_drug"])
    assert WHERE_TO_GO["urgent"] in report
    assert person.startswith(plain.SAID["urgent"])
    assert person.endswith(plain.SAID["on_drug"])
    assert words(report) <= MOST_WHEN_URGENT


@pytest.mark.parametrize("il6", ["12 pg/mL", "38 mg/L", ">0.04 ng/mL", "120 pg/mL"])
@pytest.mark.parametrize("crp", ["14 mg/L", "0.6 ug/L"])
def test_what_cannot_wait_is_two_lines_whatever_comes_together(il6: str, crp: str) -> None:
    """Three symptoms, a drug and an odd unit leave the report as short as one of them."""
    flags = ["unintended_weight_loss", "blood_in_stool", "persistent_joint_swelling"]
    verdict = judged(rested(il6), red_flags=flags, hs_crp=crp, confounders=[{"kind": "anti_il6"}])

    assert is_acute(verdict.document)
    assert words(str(verdict)) <= MOST_WHEN_URGENT


def test_without_a_drug_none_is_named_beside_urgent_care() -> None:
    """Nobody is told of a medicine that nobody stated."""
    verdict = judged(rested("120 pg/mL"))

    assert WHERE_TO_GO["on_drug"] not in " ".join(str(verdict).split())
    assert plain.SAID["on_drug"] not in " ".join(verdict.for_patient().split())


def test_an_earlier_value_that_cannot_wait_is_named_to_the_person() -> None:
    """Nobody is sent to a doctor with nothing to explain."""
    text = judged({"drawn_at": at()}, history=[rested("36 pg/mL", at(2)), rested("38 pg/mL", at(1))]).for_patient()

    assert "38 pg/mL" in text
    assert plain.SAID["no_il6"] not in " ".join(text.split())


def test_a_clinician_reads_numbers_as_they_are_written() -> None:
    """A unit in the singular behind twelve, or a name of the code, looks like a slip of the whole page."""
    text = " ".join(course(("3.2 pg/mL", 60), ("3.4 pg/mL", 0), hs_crp="0.6 mg/L").for_clinician().split())

    assert "pair gap 12 hours [C]" in text
    assert "_" not in text.replace("forge_il6", "")


def test_of_a_sample_that_leaves_everything_open_no_band_is_named_to_the_clinician() -> None:
    """Beside care that cannot wait, the word optimal calms."""
    text = judged(rested("38 pg/mL"), confounders=[{"kind": "il6_receptor_blocker"}]).for_clinician()

    assert "optimal" not in text


MANY_PLANS = [
    {"intervention": "vitamin_d3_k2", "dose": "5000 IU"}, {"intervention": "melatonin_low_dose", "dose": "5 mg"},
    {"intervention": "fisetin"},
]  # fmt: skip


def test_what_stands_against_a_plan_is_named_in_its_one_line() -> None:
    """Of a plan the first thing to know is what it must not meet."""
    verdict = judged(considering=MANY_PLANS, medications=["warfarin", "fluvoxamine"])
    vitamin, melatonin, _ = (entry.text for entry in brief(verdict.document).plans)

    assert "warfarin" in vitamin
    assert "above the upper limit" in vitamin
    assert "fluvoxamine" in melatonin
    assert "above the article's range" in melatonin
    assert all(each.on_dose in " ".join(verdict.to_text(full=True).split()) for each in verdict.plans)


def test_a_plan_is_warned_of_whatever_comes_before_it() -> None:
    """Two more urgent steps leave no room for it, but the warning stays."""
    verdict = judged(
        rested("1.0 pg/mL"), red_flags=["night_sweats"], confounders=[{"kind": "anti_il6"}],
        considering=[{"intervention": "dasatinib_quercetin"}],
    )  # fmt: skip
    text = " ".join(verdict.for_patient().split())

    assert plain.SAID["plan"] in text or plain.STEPS["no_self_administration"] in text


CROWDED = {
    "converted and planned": rested("0.002 ng/mL", method="Roche Elecsys", exercise="race", hours_since_exercise=1),
    "of a line": rested(">0.012 ng/mL", method="Roche Elecsys", indwelling_line=True),
    "not known": {"il6": "120 pg/dL", "method": "Roche Elecsys"},
}


@pytest.mark.parametrize("flags", [[], ["night_sweats", "blood_in_stool", "persistent_joint_swelling"]])
@pytest.mark.parametrize("kind", ["secondary_disease", "poor_sleep", "anti_il6"])
@pytest.mark.parametrize("name", CROWDED)
def test_whatever_comes_together_no_page_grows_too_long(name: str, kind: str, flags: list[str]) -> None:
    """A page that says everything is not read."""
    verdict = judged(
        CROWDED[name], confounders=[{"kind": kind}], red_flags=flags, considering=MANY_PLANS, hs_crp="14 mg/L"
    )

    assert words(str(verdict)) <= MOST_WORDS
    assert words(verdict.for_patient()) <= MOST_FOR_A_PATIENT


@of_the_usual(0.6)
@given(documents())
def test_no_page_for_a_person_grows_too_long(document: dict[str, object]) -> None:
    """Whatever comes together, the page is read in a minute."""
    assert words(interpret_case(document).for_patient()) <= MOST_FOR_A_PATIENT
