"""A real feed, where it lies beside the repository: every result gets a verdict or a clear error."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from forge_il6 import CaseError, Verdict, interpret_case
from forge_il6.interop.tables import CsvMapping, CsvPatient, guess_mapping, read_csv, read_patients

FEED = Path(__file__).resolve().parents[2] / "shared" / "samples" / "tongji-wuhan-2020-il6-hscrp.csv"
MAPPING = CsvMapping(
    {"interleukin_6": "il6", "high_sensitivity_crp": "hs_crp", "result_datetime": "drawn_at"},
    units={"interleukin_6": "pg/mL", "high_sensitivity_crp": "mg/L"},
    time_zone="Asia/Shanghai",
    patient="patient_id",
)
RANGE_ENDS = (Decimal("1.5"), Decimal(5000))

pytestmark = pytest.mark.skipif(not FEED.exists(), reason="the sample feed is not beside the repository")


@pytest.fixture(scope="module")
def cases() -> list[CsvPatient]:
    with FEED.open(encoding="utf-8", newline="") as lines:
        found = list(read_patients(lines, MAPPING, every_result=True))
    return [case for case in found if case.document is None or "il6" in case.document.get("reading", {})]


@pytest.fixture(scope="module")
def verdicts(cases: list[CsvPatient]) -> list[Verdict | CaseError]:
    return [verdict_or_error(case) for case in cases]


def verdict_or_error(case: CsvPatient) -> Verdict | CaseError:
    if case.document is None:
        assert case.error is not None
        return case.error
    try:
        return interpret_case(case.document)
    except CaseError as error:
        return error


def test_the_names_of_the_columns_are_guessed_but_for_the_time_of_the_result():
    """The time of a result is not the time of the draw; saying that it stands for it is the caller's."""
    with FEED.open(encoding="utf-8", newline="") as lines:
        mapping = guess_mapping(lines.readline())

    assert {"interleukin_6": "il6", "high_sensitivity_crp": "hs_crp"} == mapping.columns
    assert "patient_id" == mapping.patient
    assert {"source_sheet", "source_row", "result_datetime"} == {each.where for each in mapping.ignored}


def test_every_row_is_read():
    """No row of this feed is broken."""
    with FEED.open(encoding="utf-8", newline="") as lines:
        assert [] == [row.error for row in read_csv(lines, MAPPING) if row.error is not None]


def test_every_result_gets_a_verdict_or_a_clear_error(verdicts: list[Verdict | CaseError]):
    """272 results, and no exception of another kind."""
    assert 272 == len(verdicts)
    assert all(len(str(each)) <= 300 for each in verdicts if isinstance(each, CaseError))


def test_results_at_the_end_of_a_range_are_flagged(cases: list[CsvPatient], verdicts: list[Verdict | CaseError]):
    """Exactly 1.5 and exactly 5000 pile up where an assay begins and ends: a comparator was probably lost."""
    values = [Decimal((case.document or {})["reading"]["il6"].split()[0]) for case in cases]
    flagged = [
        value
        for value, verdict in zip(values, verdicts, strict=True)
        if isinstance(verdict, Verdict) and "comparator_probably_lost" in {f.code for f in verdict.findings}
    ]

    assert Counter({RANGE_ENDS[0]: 27, RANGE_ENDS[1]: 3}) == Counter(flagged)
    assert [value for value in values if value in RANGE_ENDS] == flagged


def test_nothing_is_firm_where_exercise_and_fasting_are_unknown(verdicts: list[Verdict | CaseError]):
    """Hospital feeds do not say how blood was drawn, and an unknown fact never counts as fine."""
    firm = [each for each in verdicts if isinstance(each, Verdict) and each.firmness not in ("unverified", "none")]
    assert [] == firm
