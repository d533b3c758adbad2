from __future__ import annotations

from decimal import Decimal

import pytest

from forge_il6 import ContradictionError
from forge_il6.rules import draw
from properties.promise_strategies import BANDS, at, day, judged, possible, reasons, rested, standing

ELEVATED = BANDS.index("elevated")


@pytest.mark.parametrize(
    "facts, wanted",
    [
        ({"fasting_hours": "10.01"}, "valid"),
        ({"fasting_hours": "10"}, "valid"),
        ({"fasting_hours": "9.99"}, "tentative"),
        ({"fasting_hours": "8"}, "tentative"),
        ({"fasting_hours": "7.99"}, "void"),
        ({"fasting_hours": 0}, "void"),
        ({"fasting_hours": None, "fasting": True}, "valid"),
        ({"fasting_hours": None, "fasting": False}, "void"),
        ({"fasting_hours": None}, "unverified"),
        ({"fasting_hours": 8, "fasting": True}, "tentative"),
        ({"fasting_hours": "7.99", "fasting": False}, "void"),
    ],
)
def test_fasting_concerns_il6_only(facts, wanted):
    """A short or unknown fast speaks against IL-6 and never against hs-CRP."""
    verdict = judged(rested(**facts), hs_crp="2 mg/L")

    assert (wanted, "valid") == (standing(verdict), standing(verdict, "hs_crp"))


@pytest.mark.parametrize("stated", [{"fasting": False}, {"fasting_hours": 3}, {"fasting": False, "fasting_hours": 3}])
def test_a_meal_is_one_reason_however_it_was_stated(stated):
    """Where both are known the hours speak."""
    assert ["not_fasting"] == reasons(judged(rested(**{"fasting_hours": None, **stated})))


@pytest.mark.parametrize("fasting, hours", [(False, 8), (False, "8.01"), (False, 12), (True, "7.99"), (True, 0)])
def test_fasting_that_contradicts_itself_is_refused(fasting, hours):
    """A fast that is true and too short, or false and long enough, cannot both be."""
    with pytest.raises(ContradictionError, match="fasting"):
        judged(rested(fasting=fasting, fasting_hours=hours))


def test_a_meal_bounds_the_baseline_from_above():
    """A meal only pushes up, so the baseline is at most the value."""
    verdict = judged(rested("2.5 pg/mL", fasting_hours=3))

    assert BANDS[: ELEVATED + 1] == possible(verdict)


@pytest.mark.parametrize("at_rest, wanted", [(True, "valid"), (False, "void"), (None, "valid")])
def test_rest(at_rest, wanted):
    """A draw not at rest is void, and silence about rest is asked for instead."""
    verdict = judged(rested(at_rest=at_rest))

    assert wanted == standing(verdict)
    assert (at_rest is None) == ("at_rest" in verdict.missing)


@pytest.mark.parametrize(
    "clock, wanted",
    [
        ("05:59:59", "tentative"),
        ("06:00:00", "valid"),
        ("10:59:59", "valid"),
        ("11:00:00", "tentative"),
        ("00:00:00", "tentative"),
        ("23:59:59", "tentative"),
    ],
)
def test_the_morning_begins_at_six_and_ends_at_eleven(clock, wanted):
    """A draw outside the morning carries a warning."""
    verdict = judged(rested(drawn_at=f"2026-11-20T{clock}+01:00"))

    assert wanted == standing(verdict)


@pytest.mark.parametrize(
    "drawn_at, zone, wanted",
    [
        ("2026-11-20T08:00:00+00:00", "America/New_York", "tentative"),
        ("2026-11-20T13:00:00+00:00", "America/New_York", "valid"),
        ("2026-11-20T08:00:00", "Asia/Tokyo", "valid"),
        ("2026-11-20T08:00:00+05:45", None, "valid"),
    ],
)
def test_the_clock_is_local(drawn_at, zone, wanted):
    """Local time is that of the time zone when given, else that of the stated offset."""
    context = {} if zone is None else {"time_zone": zone}

    assert wanted == standing(judged(rested(drawn_at=drawn_at), **context))


def test_time_of_day_has_no_known_direction():
    """A warning never bounds the value: the band stays."""
    verdict = judged(rested("2.5 pg/mL", drawn_at="2026-11-20T15:00:00+00:00"))

    assert (verdict.band, possible(verdict)) == ("elevated", ["elevated"])


@pytest.mark.parametrize("drawn_at", [None, pytest.param("2026-11-20")])
def test_an_unknown_time_is_asked_for_and_costs_nothing(drawn_at):
    """Without a time of day there is no penalty, but the time is missing."""
    verdict = judged(rested(drawn_at=drawn_at))

    assert standing(verdict) == "valid"
    assert "drawn_at" in verdict.missing


@pytest.mark.parametrize("specimen", ["serum", "heparin_plasma", "edta_plasma"])
@pytest.mark.parametrize(
    "hours, wanted", [("2", "valid"), ("2.01", "tentative"), ("4", "tentative"), ("4.01", "void"), (None, "valid")]
)
def test_hours_to_centrifugation(specimen, hours, wanted):
    """Up to two hours are fine, up to four a warning, more void the sample."""
    verdict = judged(rested(specimen=specimen, hours_to_centrifugation=hours))

    assert wanted == standing(verdict)
    assert (hours is None) == ("hours_to_centrifugation" in verdict.missing)


@pytest.mark.parametrize(
    "specimen, wanted",
    [
        ("serum", BANDS[: ELEVATED + 1]),
        ("heparin_plasma", BANDS[: ELEVATED + 1]),
        ("edta_plasma", BANDS[ELEVATED:]),
        (None, BANDS),
    ],
)
def test_a_late_spin_pushes_by_specimen(specimen, wanted):
    """Serum and heparin read falsely high, EDTA falsely low; of an unknown tube nothing is known."""
    verdict = judged(rested("2.5 pg/mL", specimen=specimen, hours_to_centrifugation=5))

    assert wanted == possible(verdict)


def test_opposite_directions_leave_every_band_open():
    """Where one void reason pushes up and another down, nothing bounds the baseline."""
    verdict = judged(rested("2.5 pg/mL", specimen="edta_plasma", hours_to_centrifugation=5, fasting_hours=2))

    assert possible(verdict) == BANDS


def test_a_warning_does_not_blur_the_direction_of_a_void():
    """Possible bands rest on the void reasons alone."""
    verdict = judged(rested("2.5 pg/mL", fasting_hours=2, haemolysed=True, drawn_at="2026-11-20T15:00:00+00:00"))

    assert BANDS[: ELEVATED + 1] == possible(verdict)


@pytest.mark.parametrize("line, wanted", [(True, "void"), (False, "valid"), (None, "valid")])
def test_a_line_in_place(line, wanted):
    """A draw from a line that was in place is void and reads too high."""
    verdict = judged(rested("2.5 pg/mL", indwelling_line=line))

    assert wanted == standing(verdict)
    assert (BANDS[: ELEVATED + 1] if line else ["elevated"]) == possible(verdict)


@pytest.mark.parametrize("haemolysed, wanted", [(True, "tentative"), (False, "valid"), (None, "valid")])
def test_haemolysis_is_a_warning(haemolysed, wanted):
    """A haemolysed sample still counts, with a warning."""
    assert wanted == standing(judged(rested(haemolysed=haemolysed)))


@pytest.mark.parametrize(
    "context, wanted",
    [
        ({"age": "17.99"}, False),
        ({"age": 18}, True),
        ({"birth_date": "2008-11-21"}, False),
        ({"birth_date": "2008-11-20"}, True),
        ({"pregnant": True}, False),
        ({"pregnant": False}, True),
        ({}, True),
    ],
)
def test_who_is_judged(context, wanted):
    """Children and pregnant women are not judged, and nothing is inferred from their result."""
    verdict = judged(rested("2.5 pg/mL"), hs_crp="2 mg/L", **context)

    assert wanted == verdict.applicable
    assert ("valid" if wanted else "not_applicable") == standing(verdict) == standing(verdict, "hs_crp")
    assert (["elevated"] if wanted else []) == possible(verdict)
    assert wanted is (verdict.band is not None) is (verdict.pattern is not None) is (verdict.set_point is not None)


def test_not_applicable_outranks_void_and_keeps_its_reasons():
    """The worst standing wins, and every reason is kept."""
    verdict = judged(rested(fasting_hours=2, haemolysed=True), pregnant=True)

    assert standing(verdict) == "not_applicable"
    assert {"pregnancy", "not_fasting", "haemolysis"} == set(reasons(verdict))


def test_age_is_that_at_the_index_draw():
    """Whom the numbers are for is a property of the person, by the calendar, and not of each sample."""
    earlier = rested(drawn_at="2026-10-01T08:00:00+00:00")
    verdict = judged(rested(), history=[earlier], birth_date="2008-11-01")

    assert [each.standing.code.value for each in verdict.course.readings] == ["valid", "valid"]


@pytest.mark.parametrize("hours, wanted", [("7.99", "not_fasting"), ("8", "short_fast"), ("10", None)])
def test_the_rule_alone(hours, wanted):
    """The rule is a plain function of its fact."""
    answer = draw.short_fast(Decimal(hours))

    assert wanted == (answer and answer.code)


ALL = ["optimal", "above_target", "elevated", "high", "beyond_range"]


@pytest.mark.parametrize(
    "il6, wanted",
    [
        ("0.0499 pg/mL", "void"),
        ("0.05 pg/mL", "valid"),
        ("0.0501 pg/mL", "valid"),
        ("<0.04 pg/mL", "valid"),
        ("10000 pg/mL", "valid"),
        ("10000.1 pg/mL", "void"),
        (">10000 pg/mL", "void"),
        (">9999 pg/mL", "valid"),
        ("0.0000024 mg/L", "void"),
        ("0.0000000024 g/L", "void"),
        ("0.00024 ug/dL", "valid"),
        ("2.4 fg/mL", "void"),
    ],
)
def test_a_number_that_cannot_be_il6_in_its_unit_is_a_question(il6, wanted):
    """A unit of mg/L or larger, or a size beyond any assay, may be another unit or another analyte."""
    verdict = judged(rested(il6))

    assert wanted == standing(verdict)
    assert ("check_unit" in reasons(verdict)) is (wanted == "void")
    if wanted == "void":
        assert (None, None) == (verdict.band, verdict.set_point)
        assert [each.value for each in verdict.possible_bands] == ALL
        assert verdict.summary.startswith(f"Is IL-6 {il6} really")


def test_a_question_about_the_unit_stands_before_the_care():
    """2.4 mg/L keeps its care by absolute value, and is asked about first."""
    verdict = judged(rested("2.4 mg/L"))

    assert verdict.care == "urgent"
    assert verdict.summary.index("Is IL-6 2.4 mg/L really") < verdict.summary.index("Urgent")


def test_a_unit_that_came_through_a_molar_mass_is_no_question():
    """A caller who states the molar mass knows which unit was meant."""
    assert standing(judged(rested("0.1 pmol/L", molar_mass=21000))) == "valid"


@pytest.mark.parametrize(
    "crp, wanted", [("0.0199 mg/L", "void"), ("0.02 mg/L", "valid"), ("0.6 ug/L", "void"), ("<0.01 mg/L", "valid")]
)
def test_a_number_that_no_test_can_see_is_no_hs_crp(crp, wanted):
    """Below what any high-sensitivity test sees it was written in another unit."""
    verdict = judged(hs_crp=crp)

    assert wanted == standing(verdict, "hs_crp")
    assert (verdict.pattern == "crp_void") is (wanted == "void")


@pytest.mark.parametrize(
    "context, wanted",
    [
        ({"hs_crp": "10 mg/L"}, "valid"),
        ({"hs_crp": "10.1 mg/L"}, "unverified"),
        ({"hs_crp": ">10 mg/L"}, "unverified"),
        ({"hs_crp": ">5 mg/L"}, "valid"),
        ({"conventional_crp": "10.1 mg/L"}, "unverified"),
        ({"hs_crp": {"value": "14 mg/L", "drawn_at": at(0, 12)}}, "valid"),
        ({"hs_crp": {"value": "14 mg/L", "drawn_at": at(0, -12)}}, "unverified"),
        ({"hs_crp": {"value": "14 mg/L", "drawn_at": at(1)}}, "valid"),
        ({"hs_crp": {"value": "14 mg/L", "haemolysed": True, "indwelling_line": True}}, "unverified"),
        ({"hs_crp_history": [{"value": "14 mg/L", "drawn_at": at()}]}, "unverified"),
        ({"hs_crp_history": [{"value": "14 mg/L", "drawn_at": day(0)}]}, "valid"),
    ],
)
def test_an_acute_crp_of_the_same_draw_leaves_il6_unverified(context, wanted):
    """Whatever that CRP's own sample is worth, something acute is going on."""
    verdict = judged(**context)

    assert wanted == standing(verdict)
    assert (["acute_phase"] if wanted == "unverified" else []) == reasons(verdict)


def test_an_acute_crp_of_an_earlier_draw_leaves_the_earlier_reading_unverified():
    """Every reading is judged beside the CRP of its own draw."""
    crp = [{"value": "14 mg/L", "drawn_at": at(30)}]
    verdict = judged(history=[rested(drawn_at=at(30)), rested(drawn_at=at(60))], hs_crp_history=crp)

    assert [each.standing.code.value for each in verdict.course.readings] == ["valid", "unverified", "valid"]


@pytest.mark.parametrize("drawn_at", ["2026-11-20T23:30:00Z", "2026-11-20T23:30:00+00:00"])
def test_a_time_in_utc_says_nothing_of_the_morning(drawn_at):
    """The hour of the day is unknown without a time zone: no penalty, and a question."""
    unknown, known = judged(rested(drawn_at=drawn_at)), judged(rested(drawn_at=drawn_at), time_zone="Europe/Berlin")

    assert (standing(unknown), standing(known)) == ("valid", "tentative")
    assert "time_zone" in unknown.missing
    assert "time_zone" not in known.missing
    assert "time_zone" not in judged(rested(drawn_at="2026-11-20T23:30:00+01:00")).missing


@pytest.mark.parametrize("context", [{"pregnant": True}, {"age": 17}, {"birth_date": "2009-01-01", "as_of": day(0)}])
def test_whom_the_numbers_are_not_for_is_told_whatever_was_measured(context):
    """It is a property of the person: vitamin D alone is not advised on either."""
    verdict = judged(rested(None, drawn_at=None), vitamin_d="15 ng/mL", **context)

    assert not verdict.applicable
    assert verdict.summary.startswith("This person is not judged")
    assert () == verdict.possible_bands
    assert {each.status.value for each in verdict.interventions} == {"withheld"}


def test_of_a_history_alone_its_newest_reading_gives_the_age():
    """Without an index reading the newest date of the case is the day on which the person is judged."""
    history = [rested(drawn_at=at(0)), rested(drawn_at=at(400))]
    birth = {"birth_date": "2008-11-20"}

    assert judged(rested(None, drawn_at=None), history=history, **birth).applicable
    assert not judged(rested(None, drawn_at=None), history=history[1:], **birth).applicable


@pytest.mark.parametrize("matrix", [{"method": "B"}, {"specimen": "edta_plasma"}])
def test_two_methods_or_matrices_of_one_tube_are_two_measurements(matrix):
    """Only two values of one method and matrix contradict each other."""
    verdict = judged(rested("2.4 pg/mL"), history=[rested("1.9 pg/mL", **matrix)])

    assert standing(verdict) == "valid"


def test_the_order_of_a_history_decides_nothing():
    """One result told twice, under two methods, is found whichever stands first."""
    twice = [rested("2.4 pg/mL", at(40), method=method) for method in ("A", "B")]
    first, second = (
        judged(rested("2.4 pg/mL", method="B"), history=history) for history in (twice, list(reversed(twice)))
    )

    assert first.firmness == "firm"
    assert first.to_dict() | {"case_digest": ""} == second.to_dict() | {"case_digest": ""}


@pytest.mark.parametrize("person", [{"age": 17}, {"age": 30, "pregnant": True}])
def test_where_nothing_may_be_judged_nothing_is_inferred_from_what_else_is_stated(person):
    """No cross-check, no level of vitamin D, no cause that is excluded: adult lines stand behind each of them."""
    verdict = judged(
        rested("2.4 pg/mL"), **person, vitamin_d="15 ng/mL", grip_trend="declining", hrv_trend="declining",
        consistent_training=True, adequate_protein=True, muscle_mass_falling=True, processing_speed_slowing=True,
        dunedin_pace="1.1", secondary_causes_excluded=True, conventional_crp="2 mg/L",
        lifestyle={"low_visceral_fat": True}, considering=[{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
    )  # fmt: skip

    assert {"grip_not_assessed", "hrv_not_assessed"} == {each.code for each in verdict.cross_checks}
    assert (None, "unknown") == (verdict.pattern, verdict.vitamin_d.code)
    assert {"withheld"} == {each.status for each in (*verdict.interventions, *verdict.plans)}
    assert {"vitamin_d_deficient", "secondary_causes_excluded"}.isdisjoint(each.code for each in verdict.findings)


@pytest.mark.parametrize("il6", ["2.4 pg/mL", None])
@pytest.mark.parametrize("person, code", [({"age": 17}, "under_age"), ({"age": 30, "pregnant": True}, "pregnancy")])
def test_where_nothing_may_be_judged_the_reason_is_said(person, code, il6):
    """Nothing has a standing there, and without IL-6 nothing that could have one; yet somebody asks why."""
    assert code in {each.code for each in judged(rested(il6), **person).findings}
