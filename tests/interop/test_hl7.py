"""HL7 v2 result messages: what is read, what is left out and why, and that nothing is mixed or lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forge_il6 import CaseError, Context, Reading, Sex, TimeError, ValueFormatError, interpret
from forge_il6.interop.hl7 import Hl7Patient, Hl7Report, PatientId, read_hl7, segments
from forge_il6.interop.hl7.sentences import NOTES, OMITTED
from forge_il6.interop.hl7.times import When

SECRETS = ("4711007", "Mustermann", "Erika", "19690312", "Hauptstrasse")
PID = "PID|1||4711007^^^HOSP^MR||Mustermann^Erika||19690312|F|||Hauptstrasse 1^^Berlin"
IL6 = "26881-3^Interleukin 6^LN"
CRP = "30522-7^hs-CRP^LN"
TIME = "202611200810+0100"
MARKS = r"^~\&"


def obx(
    value: str = "2.4",
    *,
    code: str = IL6,
    kind: str = "NM",
    unit: str = "pg/mL",
    limits: str = "",
    flag: str = "",
    status: str = "F",
    time: str = "",
    sub: str = "",
    method: str = "",
) -> str:
    return f"OBX|1|{kind}|{code}|{sub}|{value}|{unit}|{limits}|{flag}|||{status}|||{time}|||{method}"


def message(*rows: str, pid: str = PID, time: str = TIME, kind: str = "ORU^R01", end: str = "\r") -> str:
    header = f"MSH|{MARKS}|LAB|HOSP|APP|FAC|20261121||{kind}|77|P|2.5.1"
    has_own_time = any(row.startswith("OBX") and row.split("|")[14:15] not in ([], [""]) for row in rows)
    order = [f"OBR|1|||PANEL|||{'' if has_own_time else time}"] if time else []
    return end.join([header, *([pid] if pid else []), *order, *rows]) + end


def spm(**fields: str) -> str:
    """Return an SPM segment with the fields given by their number, such as f4="SER"."""
    row = ["SPM"] + [""] * 24
    for name, value in fields.items():
        row[int(name.removeprefix("f"))] = value
    return "|".join(row)


def only(report: Hl7Report) -> Hl7Patient:
    assert 1 == len(report.patients), report
    return report.patients[0]


def il6_of(text: str) -> list[str]:
    return [str(each.il6) for patient in read_hl7(text).patients for each in patient.readings]


def why(text: str) -> str:
    """The code of the one reason for which a message yields no reading."""
    report = read_hl7(text)
    assert () == report.patients
    assert 1 == len(report.omitted), report
    return report.omitted[0].code


def noted(report: Hl7Report) -> list[str]:
    return [each.code for each in report.notes]


def left_out(report: Hl7Report) -> list[str]:
    return [each.code for each in report.omitted]


# --- a whole message -------------------------------------------------------------------------------


def test_a_message_becomes_readings_and_a_context_that_can_be_interpreted():
    """What was read works as input of `interpret`, patient by patient."""
    patient = only(read_hl7(message(obx(limits="<7"), obx("0.6", code=CRP, unit="mg/L"))))
    verdict = interpret(list(patient.readings), patient.context(red_flags=[]))

    assert ("elevated", "il6_only") == (verdict.band, verdict.pattern)
    assert "7 pg/mL" == str(patient.readings[0].lab_upper_limit)
    assert datetime(2026, 11, 20, 7, 10, tzinfo=UTC) == patient.readings[0].drawn_at
    assert (Sex.FEMALE, date(1969, 3, 12)) == (patient.sex, patient.birth_date)
    assert (PatientId("4711007", "HOSP", "MR"),) == patient.identifiers


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\n\n"], ids=repr)
@pytest.mark.parametrize("frame", ["{}", "\x0b{}\x1c\r", "\ufeff{}", "\n\x0b{}\x1c"], ids=repr)
def test_line_ends_and_framing_make_no_difference(frame, end):
    """Messages come with or without MLLP framing, and files are saved with any line end."""
    assert ["2.4 pg/mL"] == il6_of(frame.format(message(obx(), end=end)))


def test_several_messages_and_several_orders_are_read_in_time():
    """Several results per message, several OBR, several messages: oldest first."""
    first = message(obx("3.1"), "OBR|2|||PANEL|||202609010800+0200", obx("2.9"))
    second = message(obx("2.2", time="20261001"), obx("2.6", time="202612010800+0100"))

    assert ["2.9 pg/mL", "2.2 pg/mL", "3.1 pg/mL", "2.6 pg/mL"] == il6_of(first + second)


def test_patients_are_never_mixed():
    """Each PID has its own readings, also within one message and where a message has none."""
    other = PID.replace("4711007", "4711008")
    text = message(obx("1.1"), other, obx("2.2", time=TIME)) + message(obx("3.3"), pid="") + message(obx("4.4"), pid="")
    report = read_hl7(text)

    assert [["1.1 pg/mL"], ["2.2 pg/mL"], ["3.3 pg/mL"], ["4.4 pg/mL"]] == [
        [str(each.il6) for each in patient.readings] for patient in report.patients
    ]


@pytest.mark.parametrize(
    "other, joined",
    [
        (PID, True),
        (PID.replace("19690312", ""), True),
        (PID.replace("4711007^^^HOSP^MR", "999^^^NHS^NH~4711007^^^HOSP^MR"), True),
        (PID.replace("19690312", "19690313"), False),
        (PID.replace("|F|", "|M|"), False),
        (PID.replace("HOSP", "CLINIC"), False),
        (PID.replace("^MR", "^AN"), False),
        (PID.replace("4711007", "4711008"), False),
    ],
)
def test_two_messages_are_of_one_patient_only_when_an_identifier_says_so(other, joined):
    """A shared identifier joins, unless date of birth or sex contradict it."""
    report = read_hl7(message(obx("1.1")) + message(obx("2.2", time="20261001"), pid=other))
    assert (1 if joined else 2) == len(report.patients)


@pytest.mark.parametrize(
    "pids", [(PID, PID.replace("|F|", "||")), (PID.replace("|F|", "||"), PID)], ids=["first", "last"]
)
def test_what_one_message_says_of_a_person_holds_for_the_others(pids):
    report = read_hl7("".join(message(obx(time=f"2026100{at}"), pid=pid) for at, pid in enumerate(pids, start=1)))
    assert Sex.FEMALE is only(report).sex


@pytest.mark.parametrize("value", ["", "UNKNOWN", "0000000", "999999999", '""'])
def test_an_identifier_that_stands_for_nobody_joins_nobody(value):
    """Placeholders would mix every unidentified patient into one."""
    pid = PID.replace("4711007", value)
    report = read_hl7(message(obx("1.1"), pid=pid) + message(obx("2.2"), pid=pid))

    assert 2 == len(report.patients)
    assert ["patient_unknown", "patient_unknown"] == noted(report)


def test_an_identifier_that_two_patients_share_joins_nobody_any_more():
    """After a contradiction it cannot be told whose results a third message brings."""
    strangers = [PID, PID.replace("19690312", "19800101"), PID.replace("19690312", "")]
    report = read_hl7("".join(message(obx("1.1"), pid=pid) for pid in strangers))
    assert 3 == len(report.patients)
    assert ["patient_shared"] * 2 == noted(report)


def test_separators_are_those_that_the_message_declares():
    """MSH-1 and MSH-2 say which characters separate; others are text."""
    plain = message(obx("<^1.5", kind="SN"))
    other = plain.translate(str.maketrans({"|": "#", "^": "*", "~": "!", "\\": "/", "&": "%", "/": "\\"}))
    # the unit holds a slash, which is the escape character of this message
    other = other.replace("pg\\mL", "pg/E/mL")

    assert ["<1.5 pg/mL"] == il6_of(plain) == il6_of(other)


@pytest.mark.parametrize("marks", ["", "^^~&", "a~\\&", "^ \\&", "|"], ids=repr)
def test_separators_that_cannot_separate_leave_the_message_out(marks):
    """A message that cannot be split is reported whole."""
    assert "separators" == why(message(obx()).replace(MARKS, marks, 1))


@pytest.mark.parametrize("kind", ["ADT^A01", "ORU^R30", "OUL^R22", "", "ACK"])
def test_another_kind_of_message_is_left_out_by_name(kind):
    """Only ORU^R01 reports results as they are read here."""
    assert "not_oru" == why(message(obx(), kind=kind))


@pytest.mark.parametrize(
    "text", ["", "hello", "PID|1", "\x00", '{"a": 1}', 5, None, b"MSH|", "x" * 50_000_001], ids=lambda x: str(x)[:9]
)
def test_what_is_no_message_is_an_error(text):
    """No traceback of another kind."""
    with pytest.raises(CaseError, match=r"^HL7: ") as caught:
        read_hl7(text)
    assert 300 >= len(str(caught.value))


def test_a_row_broken_by_a_line_break_is_left_out():
    """A number cut in two would be another number."""
    report = read_hl7(message(obx().replace("2.4", "2\n.4")))

    assert () == report.patients
    assert ["no_segment", "broken_off"] == left_out(report)


def test_comments_are_noted_as_unread():
    """A comment may say that the sample was haemolysed."""
    report = read_hl7(message(obx(), "NTE|1||sample haemolysed"))
    assert [("message 1, segment 5 (NTE)", "comment")] == [(each.where, each.code) for each in report.notes]


# --- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("NM", "2.4", "2.4 pg/mL"),
        ("NM", "+2.4", "2.4 pg/mL"),
        ("NM", "<1.5", "<1.5 pg/mL"),
        ("SN", "<^5", "<5 pg/mL"),
        ("SN", "^5", "5 pg/mL"),
        ("SN", "=^5", "5 pg/mL"),
        ("SN", ">=^100", "≥100 pg/mL"),
        ("SN", "<=^7", "≤7 pg/mL"),
        ("ST", "2.4", "2.4 pg/mL"),
        ("ST", "< 1.5", "<1.5 pg/mL"),
        ("ST", "2.4 pg/mL", "2.4 pg/mL"),
        ("ST", "0.0024 ng/mL", None),
        ("TX", "2.4 ng/L", "2.4 pg/mL"),
        ("ST", r"\X3C\1.5", "<1.5 pg/mL"),
        ("ST", r"2.4 pg\X2f\mL", "2.4 pg/mL"),
    ],
)
def test_a_value_is_read_by_its_type(kind, value, expected):
    """NM, SN and text hold one number, with or without a comparator."""
    assert ([expected] if expected else []) == il6_of(message(obx(value, kind=kind)))


def test_text_with_its_own_unit_needs_no_other():
    """Some laboratories send the unit within the text."""
    assert ["<1.5 pg/mL"] == il6_of(message(obx("<1.5 pg/mL", kind="ST", unit="")))


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("SN", "1^-^5", "comparator"),
        ("SN", "^1^-^5", "structured"),
        ("SN", "^1^:^128", "structured"),
        ("SN", "^2^+", "structured"),
        ("SN", "^1^^5", "structured"),
        ("SN", "<>^5", "comparator"),
        ("SN", "<", "text"),
        ("SN", "^-5", "negative"),
        ("SN", "<^<5", "value"),
        ("NM", "", "no_value"),
        ("NM", '""', "no_value"),
        ("NM", "2,4", "comma"),
        ("NM", "-2.4", "negative"),
        ("NM", "0", "zero"),
        ("NM", "1 200", "value"),
        ("NM", "NaN", "text"),
        ("NM", "9**9**9", "value"),
        ("NM", "1e9999", "value"),
        ("NM", "9" * 1_000_000, "value"),
        ("NM", "2.4~2.6", "several_values"),
        ("NM", "2.4^2.6", "value_type"),
        ("ST", "not done", "text"),
        ("ST", "2.4 pmol/L", "unit_ambiguous"),
        ("ST", "2.4 Pg/mL", "no_unit"),
        ("ST", "0.0024 ng/mL", "units_disagree"),
        ("ST", r"2\.sp\4", "value"),
        ("CE", "2.4", "value_type"),
        ("ED", "2.4", "value_type"),
        ("", "2.4", "value_type"),
    ],
    ids=lambda each: each[:20],
)
def test_a_value_that_is_no_single_result_is_left_out_with_its_reason(kind, value, expected):
    """Never a wrong number."""
    assert expected == why(message(obx(value, kind=kind)))


@pytest.mark.parametrize(
    "value, flag, expected",
    [
        ("1.5", "<", "<1.5 pg/mL"),
        ("5000", ">", ">5000 pg/mL"),
        ("5000", "HH~>", ">5000 pg/mL"),
        ("<1.5", "<", "<1.5 pg/mL"),
        ("9", "H", "9 pg/mL"),
    ],
)
def test_a_flag_for_off_the_scale_is_a_comparator(value, flag, expected):
    """OBX-8 holds < or > where an analyser reached the end of its range and sent the end as the value."""
    assert [expected] == il6_of(message(obx(value, flag=flag)))


@pytest.mark.parametrize("value, flag", [("<1.5", ">"), ("1.5", "<~>")])
def test_a_flag_that_contradicts_the_value_leaves_it_out(value, flag):
    """Two statements about one number that cannot both be true."""
    assert "flag" == why(message(obx(value, flag=flag)))


# --- units -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit",
    [
        "pg/mL", "ng/L", "pg/ml^picogram per milliliter^UCUM", "pg/mL^ng/L^UCUM", "^pg/mL", "258^pg/mL^L",
        "pg/mL^PG/ML^ISO+", "pg/mL^^UCUM^258^pg/ml^L", r"pg\X2F\mL",
    ],
)  # fmt: skip
def test_every_spelling_of_a_unit_is_the_same_unit(unit):
    """UCUM, ISO+ or local text: 2.4 stays 2.4."""
    assert ["2.4 pg/mL"] == il6_of(message(obx(unit=unit)))


@pytest.mark.parametrize(
    "unit, expected",
    [
        ("", "no_unit"),
        ("pg/mL^ng/mL^UCUM", "units_disagree"),
        ("pg/mL^^UCUM^^ng/mL", "units_disagree"),
        ("pg/mL^pmol/L^UCUM", "unit_ambiguous"),
        ("Pg/mL", "unit"),
        ("Pg/mL^pg/mL^UCUM", "unit"),
        ("mg", "unit"),
        ("pmol/L", "unit_ambiguous"),
        ("[IU]/mL", "unit_ambiguous"),
    ],
)
def test_a_unit_that_cannot_be_trusted_leaves_the_result_out(unit, expected):
    """A unit is never guessed, and two that disagree are none."""
    assert expected == why(message(obx(unit=unit)))


def test_two_spellings_of_one_unit_are_no_part_that_is_unknown():
    assert [] == noted(read_hl7(message(obx(unit="pg/mL^ng/L^UCUM"))))


def test_a_unit_that_looks_right_is_shown():
    """Case is hard to see, so the reason shows the unit as sent."""
    (omitted,) = read_hl7(message(obx(unit="Pg/mL"))).omitted
    assert "Pg/mL" in omitted.reason


# --- reference ranges and methods ------------------------------------------------------------------


@pytest.mark.parametrize(
    "limits, expected",
    [
        ("<7", "7 pg/mL"),
        ("0-7", "7 pg/mL"),
        ("0.0 - 6.4", "6.4 pg/mL"),
        ("<= 7", "7 pg/mL"),
        ("≤7", "7 pg/mL"),
        ("0 – 7 ng/L", "7 pg/mL"),
        ("0 to 7", "7 pg/mL"),
    ],
)
def test_the_upper_limit_is_read_from_the_range(limits, expected):
    """The laboratory's own upper limit moves the ceiling."""
    report = read_hl7(message(obx(limits=limits)))
    assert expected == str(only(report).readings[0].lab_upper_limit)
    assert () == report.notes


@pytest.mark.parametrize(
    "limits", ["> 5", "7-0", "0,0-7,0", "negative", "0-7 ng/mL", "0-7 pmol/L", "1-2-3", "<0", "9" * 100]
)
def test_a_range_without_an_upper_limit_is_noted(limits):
    """The result stands without it."""
    report = read_hl7(message(obx(limits=limits)))
    assert None is only(report).readings[0].lab_upper_limit
    assert ["reference_range"] == noted(report)


def test_the_range_of_a_result_with_its_unit_in_the_text_takes_that_unit():
    report = read_hl7(message(obx("2.4 pg/mL", kind="ST", unit="", limits="0-7")))
    assert "7 pg/mL" == str(only(report).readings[0].lab_upper_limit)


def test_the_range_of_another_measurement_than_il6_is_not_asked_for():
    """No limit of a laboratory moves what is said of it."""
    report = read_hl7(message(obx(), obx("0.6", code=CRP, unit="mg/L", limits="negative")))
    assert () == report.notes


@pytest.mark.parametrize(
    "sent, method", [("ELECSYS", "ELECSYS"), ("E^Elec\x1bsys^L", "Elec sys"), (f"E^{'x' * 201}", "x" * 200)]
)
def test_a_method_is_its_text_or_its_code_without_what_commands_a_terminal(sent, method):
    """Of two hundred characters at most."""
    assert method == only(read_hl7(message(obx(method=sent)))).readings[0].method


def test_the_method_is_read():
    """The assay decides what can be seen at all."""
    text = message(obx(method="ELECSYS^Roche Elecsys IL-6^L", unit="pg/mL"))
    assert "Roche Elecsys IL-6" == only(read_hl7(text)).readings[0].method


# --- codes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["IL6^Interleukin^L^26881-3^IL-6^LN", "26881-3^^LN^IL6^^L", "26881-3^^ln"])
def test_il6_is_known_by_its_loinc_code_first_or_alternate(code):
    """OBX-3 holds a code and an alternate one."""
    assert ["2.4 pg/mL"] == il6_of(message(obx(code=code)))


@pytest.mark.parametrize(
    "code, expected, named",
    [
        ("49919-4^^LN", "another_measurement", "49919-4"),
        ("49732-1^^LN", "another_measurement", "49732-1"),
        ("44322-6^^LN", "another_measurement", "44322-6"),
        ("108730-3^^LN", "another_measurement", "108730-3"),
        ("IL6^^L^108730-3^^LN", "another_measurement", "108730-3"),
        ("26881-3^^LN^49919-4^^LN", "another_measurement", "49919-4"),
        ("26881-3^^LN^30522-7^^LN", "codes_disagree", ""),
        ("26881-3", "no_loinc", ""),
        ("26881-3^^L", "no_loinc", ""),
        ("IL6^Interleukin 6^L", "own_code", ""),
        ("CRPH^CRP, hs^L", "own_code", ""),
        ("IL6^sIL-6 receptor^L", "no_loinc", ""),
        ("2345-7^^LN", "not_read", "LOINC 2345-7"),
        ("83174-3^^LN", "not_read", "LOINC 83174-3"),
        ("Mustermann^^LN", "not_read", "The code in OBX-3"),
        ("", "no_loinc", ""),
    ],
)
def test_another_code_is_left_out_by_name(code, expected, named):
    """What is no IL-6 in serum or plasma is refused, and nothing is guessed from a name."""
    text = message(obx(code=code))

    assert expected == why(text)
    assert named in read_hl7(text).omitted[0].reason


def test_hs_crp_conventional_crp_and_vitamin_d_go_where_they_belong():
    """Ordinary CRP is a different test and never becomes hs-CRP."""
    rows = [
        obx(), obx("0.6", code="71426-1^^LN", unit="mg/L"), obx("12", code="1988-5^^LN", unit="mg/L"),
        obx("80", code="62292-8^^LN", unit="nmol/L"),
    ]  # fmt: skip
    context = only(read_hl7(message(*rows))).context()

    assert "0.6 mg/L" == str(context.hs_crp_amount)
    assert ("12 mg/L", "80 nmol/L") == (str(context.conventional_crp), context.vitamin_d and context.vitamin_d.text)


# --- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "time, expected",
    [
        ("20261120", date(2026, 11, 20)),
        ("2026112008", date(2026, 11, 20)),
        ("20261120081000^D", date(2026, 11, 20)),
        ("202611200810", datetime(2026, 11, 20, 8, 10)),
        ("20261120081030.5", datetime(2026, 11, 20, 8, 10, 30, 500_000)),
        ("202611200810Z", None),
        ("202611200810-0500", datetime(2026, 11, 20, 13, 10, tzinfo=UTC)),
        ("202611200810+0000", datetime(2026, 11, 20, 8, 10, tzinfo=UTC)),
    ],
)
def test_a_time_has_the_precision_that_it_states(time, expected):
    """A date alone is that day; an hour without minutes is no instant."""
    report = read_hl7(message(obx(time=time)))
    assert [expected] if expected else [] == [each.drawn_at for patient in report.patients for each in patient.readings]


@pytest.mark.parametrize(
    "time, expected",
    [
        ("2026", "time_imprecise"),
        ("202611", "time_imprecise"),
        ("20261120^L", "time_imprecise"),
        ("20261320", "time_calendar"),
        ("00011120", "time_calendar"),
        ("2026-11-20", "time"),
        ("202611200810+9900", "time"),
        ("Erika", "time"),
        ("9" * 99, "time"),
    ],
)
def test_a_time_that_cannot_be_placed_leaves_the_result_out(time, expected):
    """A result in the wrong month would be a wrong history."""
    assert expected == why(message(obx(time=time)))


def test_the_time_of_a_row_outranks_that_of_its_order():
    """OBX-14 is the row's own."""
    assert date(2026, 10, 1) == only(read_hl7(message(obx(time="20261001")))).readings[0].drawn_at


def test_a_time_without_an_offset_needs_a_time_zone():
    """It can be given when reading or later."""
    text = message(obx(), time="202611200810")
    patient = only(read_hl7(text))

    with pytest.raises(TimeError, match="time_zone"):
        interpret(list(patient.readings), patient.context())
    later = interpret(list(patient.readings), patient.context(time_zone="Europe/Berlin"))
    patient = only(read_hl7(text, time_zone="Europe/Berlin"))
    assert later == interpret(list(patient.readings), patient.context())


def test_a_local_time_that_a_clock_change_skipped_leaves_the_result_out():
    """That hour did not happen."""
    report = read_hl7(message(obx(), time="202603290230"), time_zone="Europe/Berlin")
    assert ["time_skipped"] == left_out(report)


def test_an_unknown_time_zone_is_an_error():
    """It is the caller's, and no message's."""
    with pytest.raises(TimeError, match="time_zone"):
        read_hl7(message(obx()), time_zone="Europe/Atlantis")


def test_of_several_results_those_without_a_time_are_left_out():
    """A history cannot be ordered without times."""
    report = read_hl7(message(obx("2.2"), obx("2.6", time="20261001"), time=""))
    assert (1, ["undated"]) == (len(only(report).readings), left_out(report))


def test_a_single_result_without_a_time_is_read():
    """One reading can be interpreted without its time; the verdict says what is missing."""
    patient = only(read_hl7(message(obx(), obx("0.6", code=CRP, unit="mg/L"), time="")))
    assert "il6_only" == interpret(list(patient.readings), patient.context()).pattern


# --- statuses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["F", "C", "P", "A", "B", "V", ""])
def test_a_result_that_stands_is_read(status):
    """A preliminary result is read and noted, and so is one without a status."""
    report = read_hl7(message(obx(status=status)))
    assert 1 == len(only(report).readings)
    assert (status in ("F", "V")) == (not report.notes)


@pytest.mark.parametrize("status", [*"DWXINORSU", "Z", "Erika"])
def test_a_status_without_a_result_leaves_the_row_out(status):
    """What is deleted, wrong, unverified or unknown is no result."""
    assert ("status" if status in set("DWXINORSU") else "status_unknown") == why(message(obx(status=status)))


def test_a_correction_replaces_what_it_corrects():
    """A C supersedes an earlier F of the same code, sub-id and time, and nothing else."""
    text = message(obx("24"), obx("2.2", sub="2")) + message(obx("2.4", status="C"))
    report = read_hl7(text)

    assert ["2.2 pg/mL", "2.4 pg/mL"] == sorted(str(each.il6) for each in only(report).readings)
    assert [("message 1, segment 4 (OBX)", "replaced")] == [(each.where, each.code) for each in report.omitted]
    assert "message 2, segment 4 (OBX)" in report.omitted[0].reason


@pytest.mark.parametrize("status", ["D", "W", "X"])
def test_a_withdrawal_takes_the_earlier_result_with_it(status):
    """A result that was posted as wrong must not stay because its message came first."""
    report = read_hl7(message(obx("24")) + message(obx("24", status=status)))
    assert ((), 2) == (report.patients, len(report.omitted))


@pytest.mark.parametrize(
    "value, time", [("see report", ""), ("2,4", ""), ("2.4", "2026"), ("2.4", "Erika"), ("2.4", "20261120")]
)
def test_a_correction_that_cannot_be_read_still_takes_the_wrong_result_away(value, time):
    """Better no number than one that the laboratory has taken back."""
    report = read_hl7(message(obx("24")) + message(obx(value, status="C", time=time)))
    assert "24 pg/mL" not in str(report.patients)


def test_a_correction_at_another_offset_is_of_the_same_time():
    """08:10+01:00 is 07:10 UTC."""
    text = message(obx("24")) + message(obx("2.4", status="C", time="202611200710+0000"))
    assert ["2.4 pg/mL"] == il6_of(text)


def test_a_correction_of_a_result_that_is_not_there_is_noted():
    """The wrong one may have been read from another text."""
    report = read_hl7(message(obx(status="C", time="20261001"), obx("3.3", time=TIME)))
    assert "nothing_to_replace" in noted(report)
    assert 2 == len(only(report).readings)


def test_a_final_result_replaces_its_preliminary_one():
    """P, then F: one result."""
    assert ["2.4 pg/mL"] == il6_of(message(obx("2.3", status="P")) + message(obx("2.4")))


def test_a_message_that_came_twice_counts_once():
    """Interfaces deliver at least once; a repeated result is no second draw."""
    report = read_hl7(message(obx(time="20261120")) * 3)
    assert (1, 2) == (len(only(report).readings), len(report.omitted))


def test_two_final_values_of_one_instant_are_both_there_for_the_verdict_to_refuse():
    """Two different values for one instant are void with reason conflict."""
    patient = only(read_hl7(message(obx("2.4")) + message(obx("3.4"))))
    verdict = interpret(list(patient.readings), patient.context())
    assert verdict.standing.il6 is not None
    assert "conflict" in verdict.standing.il6.codes


# --- hs-CRP beside IL-6 ----------------------------------------------------------------------------


def test_the_hs_crp_of_the_same_needle_is_nearer_than_one_of_the_same_day():
    """Within two hours midnight does not part a draw; half a day parts two of one date."""
    rows = [
        obx(time="202611200100+0100"), obx("9", code=CRP, unit="mg/L", time="202611192350+0100"),
        obx("0.8", code=CRP, unit="mg/L", time="202611190800+0100"),
        obx("0.6", code=CRP, unit="mg/L", time="202611201800+0100"),
    ]  # fmt: skip
    report = read_hl7(message(*rows))
    patient = only(report)

    assert "9 mg/L" == str(patient.hs_crp and patient.hs_crp.value)
    assert ["0.8 mg/L"] == [str(each.value) for each in patient.hs_crp_history]
    assert ["later_hs_crp"] == left_out(report)


@pytest.mark.parametrize("code, unit", [(CRP, "mg/L"), ("1988-5^^LN", "mg/L"), ("62292-8^^LN", "ng/mL")])
def test_two_values_of_one_time_are_both_left_out(code, unit):
    """Nothing says which of them is right, and the same value twice is one result."""
    first, second = (obx(value, code=code, unit=unit, sub=value) for value in ("12", "6"))
    again = obx("12.0", code=code, unit=unit, sub="3")

    assert ["conflict", "conflict"] == left_out(read_hl7(message(obx(), first, second)))
    assert ["duplicate"] == left_out(read_hl7(message(obx(), first, again)))


def test_a_pair_of_one_order_is_of_one_draw_even_where_only_the_day_is_known():
    """One order at one time is one needle; two orders of one day may be two."""
    il6, crp = obx(), obx("0.6", code=CRP, unit="mg/L")
    together = only(read_hl7(message(il6, crp, time="20261120"))).context(time_zone="UTC")
    apart = only(read_hl7(message(il6, "OBR|2|||P|||20261120", crp, time="20261120"))).context(time_zone="UTC")

    assert [None, date(2026, 11, 20)] == [getattr(each.hs_crp, "drawn_at", None) for each in (together, apart)]


@pytest.mark.parametrize("numbers, pattern", [(("A1", "A1"), "il6_only"), (("A1", "A2"), "not_paired")])
@pytest.mark.parametrize("fields", ["|{}", "||{}"])
def test_orders_of_one_number_are_one_order(fields, numbers, pattern):
    """Results come as they are ready: the number of the order (OBR-2, OBR-3) joins what one tube gave."""
    first, second = (f"OBR|1{fields.format(number)}" for number in numbers)
    results = obx(time="20261120"), obx("0.6", code=CRP, unit="mg/L", time="20261120")
    patient = only(read_hl7(message(first, results[0], time="") + message(second, results[1], time="")))

    assert pattern == interpret(list(patient.readings), patient.context(time_zone="UTC")).pattern


@pytest.mark.parametrize("number, pattern", [("T1", "il6_only"), ("T2", "not_paired")])
def test_orders_of_one_specimen_are_of_one_draw(number, pattern):
    """SPM-2 names the tube."""
    il6 = message(obx(time="20261120"), spm(f2="T1", f4="SER"))
    crp = message(obx("0.6", code=CRP, unit="mg/L", time="20261120"), spm(f2=number, f4="SER"))
    patient = only(read_hl7(il6 + crp))

    assert pattern == interpret(list(patient.readings), patient.context(time_zone="UTC")).pattern


def test_a_conventional_crp_of_another_day_is_left_out():
    """It has no history to stand in."""
    report = read_hl7(message(obx(time=TIME), obx("12", code="1988-5^^LN", unit="mg/L", time="20261001")))
    assert None is only(report).conventional_crp
    assert ["another_draw"] == left_out(report)


def test_an_older_vitamin_d_is_left_out_with_its_reason():
    """Nothing disappears silently."""
    level = {"code": "1989-3^^LN", "unit": "ng/mL"}
    report = read_hl7(message(obx(), obx("20", time="20260101", **level), obx("32", time="20261001", **level)))
    assert "32 ng/mL" == str(only(report).vitamin_d)
    assert ["older"] == left_out(report)


def test_a_context_takes_further_facts():
    """What the messages cannot know is added by the caller."""
    patient = only(read_hl7(message(obx())))
    assert Context(age=57, sex="male", birth_date="1969-03-12") == patient.context(age=57, sex="male")


# --- hostile messages ------------------------------------------------------------------------------

GOOD = message(
    obx(limits="<7", method="E^Elecsys^L"),
    obx("<^0.3", kind="SN", code=CRP, unit="mg/L^milligram per liter^UCUM", flag="N~<"),
    obx("24", status="C"),
    "NTE|1||note",
    spm(f4="SER^Serum^HL70487", f6="SST", f11="P", f17=TIME, f18=TIME, f24="HEM"),
    "OBR|2||F77|PANEL|||20261001||||||F^Fasting^HL70916||SER&Serum&HL70070",
    obx("80", code="62292-8^^LN", unit="nmol/L", time="20261001"),
    obx("2.6", kind="ST", unit="", time="20261001080000.5+0200"),
    obx("2.8 ng/L", kind="ST", unit="", time="20261001080100+0200"),
)  # fmt: skip
NUMBERS = {"2.4", "<0.3", "24", "80", "2.6", "2.8"}
PARTS = [
    "", '""', "^", "^^^^^^^", "~", "~~", "&", "\\", "\\X\\", "\\XZZ\\", "\\X00\\", "\\.br\\", "\\H\\", "|", "\x00",
    "\r", "\n", "\x1c", "MSH|", "OBX|", "PID|", "٢.٤", "9" * 100_000, "Mustermann", "4711007", "-", "NaN", "1e999",
    "20261120", "20261120^20261121", "LN", "26881-3", "30522-7^^LN", "49919-4^^LN", "1988-5^^LN", "<", ">", "SN", "ST",
    "CE", "D", "W", "P", "C", "U", "CSF", "Q", "RH",
]  # fmt: skip


def interpreted(text: str) -> Hl7Report | None:
    """Read and interpret; only the reading may be refused, with an error of the package's own tree."""
    try:
        report = read_hl7(text)
    except CaseError as error:
        assert_silent(str(error))
        return None
    for patient in report.patients:  # what was read is ready to interpret
        interpret(list(patient.readings), patient.context(time_zone="UTC"))
    return report


def assert_silent(text: str) -> None:
    assert [] == [secret for secret in SECRETS if secret in text]


def numbers(report: Hl7Report) -> set[str]:
    """Return the number of every result that was read, as the message wrote it."""
    amounts = [each.il6 for patient in report.patients for each in patient.readings]
    for patient in report.patients:
        amounts += [each.value for each in (patient.hs_crp, *patient.hs_crp_history) if each is not None]
        amounts += [each for each in (patient.conventional_crp, patient.vitamin_d) if each is not None]
    return {each.text.partition(" ")[0] for each in amounts if each is not None}


def fields_of(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.removesuffix("\r").split("\r")]


def written(lines: list[list[str]]) -> str:
    return "\r".join("|".join(fields) for fields in lines) + "\r"


def assert_no_other_number(text: str, *, is_value: bool = False) -> None:
    """Read a damaged message: an error of ours, or numbers of the good one, and nobody's name in what is said."""
    report = interpreted(text)
    if report is not None:
        assert_silent(f"{report.omitted} {report.notes}")
        assert is_value or numbers(report) <= NUMBERS


def test_the_message_to_damage_is_whole():
    """A test of damage shows nothing where the good message says nothing."""
    report = read_hl7(GOOD)

    assert {"24", "<0.3", "80", "2.8"} == numbers(report)
    assert ["replaced", "no_unit"] == left_out(report)
    assert True is only(report).readings[-1].haemolysed


@pytest.mark.parametrize("part", PARTS, ids=lambda part: repr(part)[:12])
def test_a_good_message_mutated_field_by_field_is_no_other_number(part):
    """Every field, component and repetition: an error or a report, no name, and no number but the mutated one."""
    lines = fields_of(GOOD)
    for at, fields in enumerate(lines):
        for number, field in enumerate(fields):
            is_value = fields[0] == "OBX" and number in (2, 5, 6, 8)
            for separator in ("", "^", "~"):
                parts = field.split(separator) if separator else [field]
                for place in range(len(parts) if separator and len(parts) > 1 else not separator):
                    damaged = (separator or "^").join([*parts[:place], part, *parts[place + 1 :]])
                    changed = [*fields[:number], damaged, *fields[number + 1 :]]
                    text = written([*lines[:at], changed, *lines[at + 1 :]])
                    assert_no_other_number(text, is_value=is_value)


def test_a_message_cut_anywhere_is_no_other_number():
    """A broken connection halves numbers, units and times."""
    for end in range(len(GOOD)):
        assert_no_other_number(GOOD[:end])


def test_segments_lost_doubled_or_out_of_order_make_no_other_number():
    """Interfaces lose, repeat and reorder lines."""
    lines = fields_of(GOOD)
    for at, fields in enumerate(lines):
        assert_no_other_number(written(lines[:at] + lines[at + 1 :]))
        assert_no_other_number(written([*lines[:at], fields, *lines[at:]]))
        for other in range(len(lines)):
            assert_no_other_number(written([*lines[:at], lines[other], *lines[at + 1 :]]))


def test_no_printed_form_shows_who_the_patient_is():
    """Reports land in logs."""
    report = read_hl7(
        GOOD + message(obx(value="Mustermann", kind="ST"), obx(unit="Mustermann"), obx(code="Mustermann"))
    )
    assert_silent(f"{report!r} {report} {report.patients[0]!r}")


@given(st.text(alphabet="MSHPIDOBXR|^~\\&\r\n0123456789.-<>=LNF \x0b\x1c\x00é", max_size=300))
def test_any_text_gives_a_report_or_an_error(text):
    """Total, for every text."""
    interpreted(text)
    interpreted(f"MSH|{MARKS}|A|B|C|D|||ORU^R01\r" + text)


def test_every_row_is_read_or_left_out():
    """Nothing disappears silently."""
    rows = [obx(str(1 + n / 10), sub=str(n), code=code, status=status) for n, (code, status) in enumerate(
        (code, status) for code in (IL6, CRP, "2345-7^^LN", "x") for status in "FCPDWXZ"
    )]  # fmt: skip
    report = read_hl7(message(*rows))
    patient = only(report)
    read = len(patient.readings) + len(patient.hs_crp_history) + (patient.hs_crp is not None)

    assert len(rows) == read + len(report.omitted)


def many(count: int, **facts: Any) -> str:
    return message(*(obx(time=f"2026112008{n % 60:02}{n // 60 % 60:02}", **facts) for n in range(count)))


@pytest.mark.parametrize("statuses", ["F", "FC", "CF", "FW", "P"])
def test_a_long_message_takes_time_in_proportion(statuses):
    """Thousands of rows and their corrections are read within seconds."""
    text = "".join(many(2_000, status=status) for status in statuses)
    assert read_hl7(text).omitted is not None


def test_an_order_of_many_specimens_takes_time_in_proportion():
    """Each specimen is read once, and not again for each of the results that were made from it."""
    tubes = [spm(f4="SER", f17=f"202611{19 + n % 2}{n // 60 % 24:02}{n % 60:02}", f18="20261121") for n in range(1_500)]
    report = read_hl7(message(*(obx(time=f"2026{n % 12 + 1:02}{n % 28 + 1:02}") for n in range(1_500)), *tubes))

    assert 75 == len(only(report).readings)  # of 84 days, nine lie after the receipt
    assert {"times_differ", "time_of_result"} <= set(noted(report))


# --- specimens -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, additive, expected",
    [
        ("SER^Serum^HL70487", "", "serum"),
        ("SER", "", "serum"),
        ("PLAS^Plasma^HL70487", "", "plasma"),
        ("PLAS^Plasma^HL70487", "HEPL^Lithium/Li Heparin^HL70371", "heparin_plasma"),
        ("PLAS", "HEPN", "heparin_plasma"),
        ("PLAS", "EDTK75", "edta_plasma"),
        ("PLAS", "EDTN~NONE", "edta_plasma"),
        ("PLAS", "C32", "citrate_plasma"),
        ("119361006^Plasma specimen^SCT", "1256102004^Heparin lithium^SCT", "heparin_plasma"),
        ("258958007^^SCT", "", "plasma"),
        ("708049000^^SCT^PLAS^Plasma^HL70487", "", "edta_plasma"),
        ("X^Lithium-heparin plasma^L", "", "heparin_plasma"),
        ("SER", "SST", "serum"),
    ],
)
def test_the_type_of_a_specimen_is_read_with_its_additive(kind, additive, expected):
    """SPM-4 of table 0487 or SNOMED CT says serum or plasma, SPM-6 of table 0371 what kind of plasma."""
    report = read_hl7(message(obx(), spm(f4=kind, f6=additive)))

    assert expected == only(report).readings[0].specimen
    assert () == report.notes


@pytest.mark.parametrize(
    "specimens",
    [
        [{"f4": ""}], [{"f4": "BLD^Whole blood^HL70487"}], [{"f4": "119361006^^LN"}], [{"f4": "X^tube 3^L"}],
        [{"f4": "SER", "f6": "HEPL"}], [{"f4": "PLAS", "f6": "HEPL~EDTK"}], [{"f4": "SER"}, {"f4": "PLAS"}],
    ],
    ids=str,
)  # fmt: skip
def test_a_specimen_that_is_not_certain_is_left_open_and_noted(specimens):
    """Readings of different matrices are never compared, so a guess could make a trend."""
    report = read_hl7(message(obx(), *(spm(**each) for each in specimens)))

    assert None is only(report).readings[0].specimen
    assert ["specimen"] == noted(report)


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"f4": "CSF^Cerebral spinal fluid^HL70487"}, "specimen_other"),
        ({"f4": "122575003^Urine^SCT"}, "specimen_other"),
        ({"f4": "X^Saliva^L"}, "specimen_other"),
        ({"f4": "X^Urine (catheter)^L"}, "specimen_other"),
        ({"f4": "QC3"}, "specimen_other"),
        ({"f4": "ORH^Erika^HL70487"}, "specimen_other"),
        ({"f4": "PAFL^Pancreatic fluid^HL70487"}, "specimen_other"),
        ({"f4": "^Gelenkpunktat"}, "specimen_other"),
        ({"f4": "SER^Peritoneal dialysate^HL70487"}, "specimen_other"),
        ({"f4": "309201001^^SCT"}, "specimen_other"),
        ({"f4": "BLDCO^Cord blood^HL70487"}, "specimen_other"),
        ({"f4": "SER", "f11": "Q"}, "specimen_role"),
        ({"f4": "SER", "f11": "L^Pool^HL70369"}, "specimen_role"),
        ({"f4": "SER", "f21": "RH^Hemolysis^HL70490"}, "specimen_rejected"),
        ({"f4": "SER", "f21": "^Erika Mustermann spilt it"}, "specimen_rejected"),
    ],
    ids=str,
)
def test_a_specimen_that_cannot_speak_for_the_patient_leaves_the_result_out(fields, expected):
    """Another fluid, a control sample or a specimen that the laboratory rejected is no result of this person."""
    text = message(obx(), spm(f4="SER"), spm(**fields))
    report = read_hl7(text)

    assert expected == why(text)
    assert_silent(str(report.omitted))
    assert ("haemolysis" in report.omitted[0].reason) == ("RH" in fields.get("f21", ""))


def test_the_state_of_a_specimen_is_read():
    """Haemolysis and fasting are facts of the draw, of both analytes."""
    order = "OBR|2|||PANEL|||202611210810+0100||||||F^Fasting^HL70916||SER&Serum&HL70070^HEPL"
    report = read_hl7(
        message(
            obx(), spm(f4="SER", f24="HEM^Hemolyzed^HL70493"), order, obx("2.6"),
            "OBR|3|||PANEL|||20261001||||||F^Fasting^HL70916", obx("0.6", code=CRP, unit="mg/L"),
        )
    )  # fmt: skip
    first, second = only(report).readings

    assert (True, None) == (first.haemolysed, first.fasting)
    assert (None, True) == (second.haemolysed, second.fasting)
    assert ["specimen"] == noted(report)  # serum with heparin is neither
    assert True is only(report).hs_crp.fasting


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"f24": "FROZ"}, "specimen_condition"),
        ({"f24": "HEM~CLOT"}, "specimen_condition"),
        ({"f22": "P"}, "specimen_quality"),
        ({"f23": "I"}, "specimen_quality"),
        ({"f17": "202611190810+0100"}, "times_differ"),
        ({"f18": "202611200809+0100"}, "received_early"),
    ],
    ids=str,
)
def test_what_speaks_against_a_specimen_is_noted(fields, expected):
    """Nothing disappears silently."""
    assert [expected] == noted(read_hl7(message(obx(), spm(f4="SER", **fields))))


@pytest.mark.parametrize(
    "source, expected",
    [
        ("SER&Serum&HL70070", "serum"),
        ("SER", "serum"),
        ("PLAS^HEPL", "heparin_plasma"),
        ("Serum", "serum"),
        ("119361006&Plasma&SCT^EDTK&&HL70371", "edta_plasma"),
        ("^Blood serum", "serum"),
    ],
)
def test_the_specimen_source_of_an_old_order_is_read(source, expected):
    """Before version 2.7, OBR-15 told what SPM-4 tells now."""
    order = f"OBR|1|||PANEL|||{TIME}||||||||{source}"
    report = read_hl7(message(order, obx(), time=""))

    assert expected == only(report).readings[0].specimen
    assert () == report.notes


@pytest.mark.parametrize("source", ["CSF&Spinal&HL70070", "^Ascites", "^Synovial fluid"])
def test_an_old_order_of_another_fluid_is_left_out(source):
    """OBR-15 is no blood, whatever the LOINC code says; also where its text alone is there."""
    assert "specimen_other" == why(message(f"OBR|1|||PANEL|||{TIME}||||||||{source}", obx(), time=""))


def test_an_additive_alone_names_no_other_fluid():
    """It stands where the text of a code would."""
    report = read_hl7(message(f"OBR|1|||PANEL|||{TIME}||||||||^HEPA&Heparin&HL70371", obx(), time=""))
    assert only(report).readings[0].specimen is None


def test_an_offset_may_be_written_with_a_colon():
    """As ISO 8601 writes it."""
    report = read_hl7(message(obx(), time="20261120081000+01:00"))
    assert "2026-11-20T08:10:00+01:00" == only(report).readings[0].drawn_at.isoformat()


def test_a_specimen_belongs_to_the_order_that_it_follows():
    """In ORU^R01 the specimens of an order stand after its results."""
    report = read_hl7(message(obx(), spm(f4="SER"), "OBR|2|||PANEL|||202611210810+0100", obx("2.6"), spm(f4="PLAS")))
    assert ["serum", "plasma"] == [each.specimen for each in only(report).readings]


def test_specimens_before_their_order_are_not_read():
    """Nobody can tell whether each belongs to the order before it or after it."""
    text = message(spm(f4="SER"), "OBR|1|||PANEL|||" + TIME, obx(), spm(f4="CSF"), time="")
    report = read_hl7(text)

    assert None is only(report).readings[0].specimen
    assert ["specimen_misplaced", "specimen_misplaced"] == noted(report)


# --- whose time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row, order, collected, expected, said",
    [
        ("202611201810+0100", "202611200900+0100", "", (9, 0), ["row_time"]),
        ("202611201810+0100", "", "202611200700+0100", (7, 0), ["row_time", "time_of_specimen"]),
        ("202611200810+0100", "", "", (8, 10), ["time_of_row"]),
        ("202611200900+0100", "202611200900+0100", "", (9, 0), []),
        ("202611200900+0100", "202611200800+0000", "", (8, 0), []),
        ("", "202611200900+0100", "202611200700+0100", (9, 0), ["times_differ"]),
        ("", "", "202611200700+0100", (7, 0), ["time_of_specimen"]),
        ("", "", "202611200700+0100^202611200700+0100", (7, 0), ["time_of_specimen"]),
    ],
)
def test_the_time_of_the_order_goes_before_that_of_the_specimen_and_of_the_row(row, order, collected, expected, said):
    """OBR-7, else SPM-17, else OBX-14, which in most feeds is the time of the result."""
    report = read_hl7(message("OBR|1|||PANEL|||" + order, obx(time=row), spm(f4="SER", f17=collected), time=""))
    drawn_at = only(report).readings[0].drawn_at

    assert isinstance(drawn_at, datetime)
    assert expected == (drawn_at.hour, drawn_at.minute)
    assert said == sorted(noted(report))


@pytest.mark.parametrize(
    "order, row, expected, said",
    [
        ({14: "202611200800+0100"}, {14: TIME}, None, "time_of_result"),
        ({22: TIME}, {14: TIME}, None, "time_of_result"),
        ({22: "202611200710+0000"}, {14: TIME}, None, "time_of_result"),
        ({}, {14: TIME, 19: "202611200800+0100"}, None, "time_of_result"),
        ({7: TIME, 14: "202611190700+0100"}, {}, 8, "received_early"),
        ({7: TIME}, {19: "202611190700+0100"}, 8, "analysed_early"),
        ({7: TIME, 22: TIME}, {}, 8, "reported_then"),
    ],
)
def test_what_lies_after_receipt_or_analysis_is_no_draw(order, row, expected, said):
    """OBR-14, OBX-19 and OBR-22 bound the draw: of OBX-14 nothing is left, and of OBR-7 it is said."""
    rows = [["OBR", "1", "", "", "PANEL", *[""] * 20], [*obx().split("|"), *[""] * 3]]
    for fields, stated in zip(rows, (order, row), strict=True):
        for number, at in stated.items():
            fields[number] = at
    report = read_hl7(message(*("|".join(fields) for fields in rows), time=""))
    drawn_at = only(report).readings[0].drawn_at

    assert expected == (drawn_at.hour if isinstance(drawn_at, datetime) else None)
    assert [said] == noted(report)


def test_a_time_of_the_order_that_cannot_be_gives_way_to_that_of_the_specimen():
    """Two statements of the draw, of which receipt leaves one."""
    order = f"OBR|1|||PANEL|||202611201200+0100|||||||{TIME}"
    report = read_hl7(message(order, obx(), spm(f4="SER", f17="202611200700+0100"), time=""))

    assert datetime(2026, 11, 20, 6, 0, tzinfo=UTC) == only(report).readings[0].drawn_at
    assert ["time_of_specimen"] == noted(report)


@pytest.mark.parametrize("at", ["20261120000000+0100", "202611200000", "20261120000000.000+0000"])
@pytest.mark.parametrize("place", ["order", "row", "specimen"])
def test_midnight_exactly_is_the_day(place, at):
    """Systems that know the day alone write it so; a draw at midnight would be none of the morning."""
    of = dict.fromkeys(("order", "row", "specimen"), "") | {place: at}
    report = read_hl7(
        message(f"OBR|1|||P|||{of['order']}", obx(time=of["row"]), spm(f4="SER", f17=of["specimen"]), time="")
    )

    assert date(2026, 11, 20) == only(report).readings[0].drawn_at
    assert "midnight" in noted(report)


def test_a_message_may_be_sent_at_midnight():
    """Its time is a machine's, and its offset counts."""
    text = message(obx(), time="202611200810").replace("|20261121|", "|202611210000+0100|")
    assert datetime(2026, 11, 20, 7, 10, tzinfo=UTC) == only(read_hl7(text)).readings[0].drawn_at


# --- words and codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "26881-3^Ferritin^LN", "26881-3^IL-6 soluble receptor^LN", "26881-3^Interleukin 10^LN",
        "26881-3^IL-6^LN^X^LDH^L",
        "26881-3^IL6 gene^LN", "26881-3^anti-IL-6^LN", "26881-3^^LN^^^^^^Ferritin",
    ],
)  # fmt: skip
def test_words_that_name_something_else_leave_the_result_out(code):
    """Nothing says which of both is right, so neither is believed."""
    assert "named_otherwise" == why(message(obx(code=code)))


@pytest.mark.parametrize(
    "words",
    ["", "IL6", "Interleukine-6 (sérum)", "ИЛ-6", "白介素6", "Result", "Interleukina 6", "S-IL 6", "Cytokine 4"],
)
def test_words_of_every_language_and_words_that_say_nothing_do_not_contradict(words):
    """It is known by the names that it has, and a name that says nothing is none."""
    assert ["2.4 pg/mL"] == il6_of(message(obx(code=f"26881-3^{words}^LN")))


@pytest.mark.parametrize("system", ["LN", "LOINC", "http://loinc.org", "https://loinc.org/", "2.16.840.1.113883.6.1"])
def test_loinc_is_known_by_its_names(system):
    """Its name in table 0396, its web address and its number are one."""
    assert ["2.4 pg/mL"] == il6_of(message(obx(code=f"26881-3^Interleukin 6^{system}")))


def test_a_caller_says_what_its_own_codes_and_names_are():
    """Local codes are not guessed, and need not be."""
    text = message(obx(code="IL6^Interleukin 6^99LAB"), obx("0.6", code="4711^Entz. empf.^L", unit="mg/L"))
    patient = only(read_hl7(text, codes={("99LAB", "IL6"): "il6"}, names={"ENTZ EMPF": "hs_crp"}))

    assert ["2.4 pg/mL"] == [str(each.il6) for each in patient.readings]
    assert patient.hs_crp is not None
    with pytest.raises(CaseError, match="codes"):
        read_hl7(text, codes={("99LAB", "IL6"): "interleukin"})
    with pytest.raises(CaseError, match="codes"):
        read_hl7(text, codes={"IL6": "il6"})  # type: ignore[dict-item]


# --- cancelled orders ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["X", "Y"])
def test_a_cancelled_order_takes_its_results_with_it(status):
    """OBR-25: no results are available, or no order is on record."""
    order = f"OBR|1|P|F|PANEL|||{TIME}" + "|" * 18 + status
    assert "order_cancelled" == why(message(order, obx(), time=""))


@pytest.mark.parametrize("common", ["ORC|CA|P", "ORC|OC|P", "ORC|CR|P", "ORC|SC|P|||CA"])
def test_an_order_is_cancelled_before_its_results_too(common):
    """ORC belongs to the OBR that follows it, and to no other."""
    text = message(common, f"OBR|1|P|F|PANEL|||{TIME}", obx(), f"OBR|2|Q|G|PANEL|||{TIME}", obx("3.1"), time="")
    report = read_hl7(text)

    assert ["3.1 pg/mL"] == [str(each.il6) for each in only(report).readings]
    assert ["order_cancelled"] == left_out(report)


def test_a_cancelled_order_withdraws_what_it_brought_before():
    """A later message cancels what an earlier one reported."""
    cancelled = f"OBR|1|||PANEL|||{TIME}" + "|" * 18 + "X"
    report = read_hl7(message(obx()) + message(cancelled, obx(), time=""))

    assert () == report.patients
    assert ["replaced", "order_cancelled"] == left_out(report)


def test_a_message_of_another_fluid_alone_is_left_out_wherever_its_specimen_stands():
    """Which order it belongs to does not matter where no specimen is blood."""
    text = message(spm(f4="CSF"), "OBR|1|||PANEL|||" + TIME, obx(), time="")
    assert "specimen_other" == why(text)


def test_a_collection_over_hours_is_that_day_and_one_over_days_is_no_draw():
    """A range has no one instant."""
    hours, days = "202611200700+0100^202611200900+0100", "202611200700+0100^202611220900+0100"
    report = read_hl7(message("OBR|1", obx(), spm(f4="SER", f17=hours), time=""))

    assert date(2026, 11, 20) == only(report).readings[0].drawn_at
    assert ["day_only", "time_of_specimen"] == noted(report)
    assert "period" == why(message("OBR|1", obx(), spm(f4="SER", f17=days), time=""))


def test_a_collection_of_which_only_the_end_is_known_is_no_time():
    """The draw may have begun on any day before."""
    assert "time" == why(message(obx(), spm(f4="SER", f17="^202611200810+0100"), time=""))


@pytest.mark.parametrize("one, other", [("+0100", ""), ("", "+0100")])
def test_a_time_with_an_offset_is_not_certainly_the_same_as_one_without(one, other):
    local, placed = (When(datetime.fromisoformat(f"2026-11-20T08:10:00{each}")) for each in (one, other))
    assert not local.is_same_instant(placed)
    assert local.is_same_instant(local)


def test_two_specimens_of_different_times_give_no_time():
    """It cannot be told from which of them the result came."""
    text = message(
        "OBR|1", obx(), spm(f4="SER", f17="202611200700+0100"), spm(f4="SER", f17="202611210700+0100"), time=""
    )
    assert None is only(read_hl7(text)).readings[0].drawn_at


def test_the_offset_of_the_message_is_that_of_its_times():
    """MSH-7 states the offset for the whole message; a time zone that the caller knows goes before it."""
    text = message(obx(), time="202611200810").replace("|20261121|", "|202611211200+0100|")
    report = read_hl7(text)

    assert datetime(2026, 11, 20, 7, 10, tzinfo=UTC) == only(report).readings[0].drawn_at
    assert ["offset_of_message"] == noted(report)
    assert datetime(2026, 11, 20, 8, 10) == only(read_hl7(text, time_zone="UTC")).readings[0].drawn_at


def test_a_draw_after_its_message_is_noted():
    """Nobody reports a sample that is not drawn yet."""
    assert ["sent_early"] == noted(read_hl7(message(obx(), time="202611220810+0100")))


def test_a_date_of_birth_after_a_result_is_not_read():
    """It would make the whole case impossible."""
    report = read_hl7(message(obx(), time="19690101"))

    assert None is only(report).birth_date
    assert ["birth_date_late"] == noted(report)
    assert_silent(str(report.notes))


def test_a_message_for_training_says_so():
    """MSH-11 tells made-up results from real ones."""
    assert ["not_production"] == noted(read_hl7(message(obx()).replace("|P|2.5.1", "|T|2.5.1")))


# --- corrections -----------------------------------------------------------------------------------


def ordered(value: str, status: str, filler: str = "F77", time: str = TIME) -> str:
    return message(f"OBR|1||{filler}|PANEL|||{time}", obx(value, status=status), time="")


def test_a_correction_of_the_time_replaces_the_result_of_its_order():
    """The order number tells which result was meant where the time itself was wrong."""
    corrected = "202611200710+0100"
    assert ["2.4 pg/mL"] == il6_of(ordered("2.4", "F") + ordered("2.4", "C", time=corrected))
    assert 2 == len(il6_of(ordered("2.4", "F") + ordered("2.4", "C", filler="F78", time=corrected)))


@pytest.mark.parametrize("order", ["F W", "F C W", "P F W", "F F W", "F A D", "P C X"])
def test_what_was_withdrawn_last_is_gone(order):
    """Whatever came before: a result that the laboratory took back is no result."""
    assert [] == il6_of("".join(ordered("2.4", status) for status in order.split()))


@pytest.mark.parametrize("order", ["W F", "F W F", "F C", "P F C", "C", "F W C"])
def test_what_was_sent_again_stands(order):
    """The last word counts."""
    assert ["2.4 pg/mL"] == il6_of("".join(ordered("2.4", status) for status in order.split()))


def test_a_preliminary_result_after_the_final_one_says_nothing_new():
    """Messages arrive out of order; the final one stands."""
    for late in ("2.4", "2.3"):
        report = read_hl7(ordered("2.4", "F") + ordered(late, "P"))
        assert ["2.4 pg/mL"] == [str(each.il6) for each in only(report).readings]
        assert ["late" if late == "2.3" else "repeated"] == left_out(report)


def test_a_segment_that_goes_on_in_another_is_left_out():
    """ADD continues the segment before it, so its last value may be half a number."""
    assert "broken_off" == why(message(obx(), "ADD|4|pg/mL"))


@pytest.mark.parametrize(
    "envelope", ["FHS|^~\\&|A\rBHS|^~\\&|A\r{}BTS|1\rFTS|1\r", "BHS|^~\\&\r{0}BTS|1\rBHS|^~\\&\r{0}BTS|1\r"]
)
def test_a_batch_is_read_message_by_message(envelope):
    """FHS, BHS, BTS and FTS wrap messages and say nothing of results."""
    report = read_hl7(envelope.format(message(obx())))
    assert ["2.4 pg/mL"] == [str(each.il6) for each in only(report).readings]
    assert set(left_out(report)) <= {"repeated"}


# --- there and back --------------------------------------------------------------------------------

AMOUNTS = st.builds(
    "{}{}".format,
    st.sampled_from(["", "<", ">", "≤", "≥"]),
    st.decimals(min_value="0.001", max_value=9000, places=3).map(lambda number: f"{number:f}"),
)
DRAWS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
OFFSETS = st.sampled_from(["+0000", "+0100", "-0500", "+0545"])


@given(AMOUNTS, st.sampled_from(["pg/mL", "ng/L", "ng/mL"]), DRAWS, OFFSETS, st.sampled_from(["NM", "ST", "SN"]))
def test_a_reading_written_as_a_row_is_the_same_reading(amount, unit, at, offset, kind):
    """Reading, OBX, Reading: to the last digit."""
    number = amount.lstrip("<>≤≥")
    sign = amount.removesuffix(number)
    spelt = {"≤": "<=", "≥": ">="}.get(sign, sign)
    value = f"{spelt}^{number}" if kind == "SN" else f"{spelt}{number}"
    assume(at.time() != time())
    text = message(obx(value, kind=kind, unit=unit, time=f"{at:%Y%m%d%H%M}{offset}"), spm(f4="SER"))
    wanted = Reading(f"{amount} {unit}", drawn_at=f"{at:%Y-%m-%dT%H:%M}{offset[:3]}:{offset[3:]}", specimen="serum")
    (found,) = only(read_hl7(text)).readings

    assert (wanted.il6, wanted.drawn_at, wanted.specimen) == (found.il6, found.drawn_at, found.specimen)


@pytest.mark.parametrize("code", [*OMITTED, *NOTES])
def test_every_code_has_one_sentence_and_is_used(code):
    """A code without a place in a reader would be a promise that nobody keeps."""
    folder = Path(__import__(read_hl7.__module__, fromlist=["x"]).__file__).parent
    readers = [*folder.glob("*.py"), *(folder.parent / name for name in ("loinc.py", "patients.py", "off_scale.py"))]
    source = "".join(path.read_text(encoding="utf-8") for path in readers if "sentences" not in path.name)

    assert f'"{code}"' in source
    assert all(sentences[code].endswith(".") for sentences in (OMITTED, NOTES) if code in sentences)


# --- orders and tubes ------------------------------------------------------------------------------


def order(number: str, *, filler: str = "F1", placer: str = "P1", service: str = "IL6", status: str = "") -> str:
    return "|".join(["OBR", number, placer, filler, service, "", "", TIME, *[""] * 17, status])


@pytest.mark.parametrize(
    "cancelling",
    [
        [order("1", status="X")],
        ["ORC|CA|P1|F1", order("1")],
        ["ORC|CA|P1|F1"],
        ["ORC|CA||F1"],
        ["ORC|CA|P1"],
        ["ORC|RE|P1|F1||CA", order("1")],
    ],
)
def test_a_cancelled_order_without_results_takes_those_of_before_with_it(cancelling: list[str]) -> None:
    """It says so by its number alone, and needs no row of its own."""
    first = message(order("1"), obx(), time="")
    report = read_hl7(first + message(*cancelling, time=""))

    assert ((), ["order_cancelled"]) == (report.patients, [each.code for each in report.omitted])


@pytest.mark.parametrize(
    "cancelling",
    [
        [order("1", filler="F2", status="X")],
        [order("1", service="GLU", status="X")],
        [order("1", filler="", placer="P2", status="X")],
        ["ORC|DC|P1|F1"],
    ],
)
def test_another_order_or_one_that_ended_cancels_nothing(cancelling: list[str]) -> None:
    """A number of the sender can stand for many orders; a discontinued order was done until then."""
    report = read_hl7(message(order("1"), obx(), time="") + message(*cancelling, time=""))
    assert ["2.4 pg/mL"] == [str(each.il6) for each in only(report).readings]


def test_a_result_that_only_the_sender_numbers_is_cancelled_by_that_number() -> None:
    """Also where the laboratory gave the cancelled order a number of its own."""
    first = message(order("1", filler=""), obx(), time="")
    report = read_hl7(first + message("ORC|CA|P1|F1", time=""))
    assert ((), ["order_cancelled"]) == (report.patients, left_out(report))


@pytest.mark.parametrize("known_as", ["", "4711007^^^HOSP^MR~4711008^^^HOSP^MR"], ids=["nobody", "two"])
def test_a_cancellation_that_names_no_one_patient_cancels_nothing(known_as: str) -> None:
    first = message(order("1"), obx(), time="")
    other = message(order("1"), obx("3.1"), time="", pid=PID.replace("4711007", "4711008"))
    unnamed = message("ORC|CA||F1", time="", pid=PID.replace("4711007^^^HOSP^MR", known_as))
    assert 2 == len(read_hl7(first + other + unnamed).patients)


def test_the_order_of_another_patient_is_not_cancelled() -> None:
    """Two patients can have orders of one number."""
    other = PID.replace("4711007", "4711008")
    report = read_hl7(message(order("1"), obx(), time="") + message("ORC|CA||F1", pid=other, time=""))
    assert 1 == len(only(report).readings)


def test_several_tubes_of_one_day_tell_the_day() -> None:
    """The time of the result is no draw where tubes tell of theirs."""
    tubes = [spm(f4="SER", f17=f"2026112008{minute}+0100") for minute in ("10", "50")]
    report = read_hl7(message(obx(time="202611211200+0100"), *tubes, time=""))
    assert date(2026, 11, 20) == only(report).readings[0].drawn_at


def test_one_group_of_orders_is_one_draw_where_days_alone_are_known() -> None:
    """ORC-4 ties what was ordered together."""
    rows = [["ORC|RE|||G1", "OBR|1|||A|||20261120", obx()]]
    rows += [["ORC|RE|||G1", "OBR|2|||B|||20261120", obx("0.6", code=CRP, unit="mg/L")]]
    patient = only(read_hl7(message(*rows[0], *rows[1], time="")))
    assert "il6_only" == interpret(list(patient.readings), patient.context()).pattern.value


@pytest.mark.parametrize("spare, is_read", [(1, True), (0, True), (-1, False)])
def test_a_text_is_read_up_to_its_length_and_refused_beyond_it(spare, is_read, monkeypatch):
    text = message(obx())
    monkeypatch.setattr(segments, "_LONGEST", len(text) + spare)

    if is_read:
        assert 1 == len(read_hl7(text).patients)
    else:
        with pytest.raises(ValueFormatError, match="of at most"):
            read_hl7(text)
