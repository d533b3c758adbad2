"""What the HL7 v2 reader says about what it left out or took with a reservation: one sentence for each code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..loinc import NOTED as OF_KINDS
from ..patients import LEFT_OUT, NOTED
from ..spellings import CAPITALS

__all__ = ["NOTES", "OMITTED"]

OMITTED: Final[Mapping[str, str]] = MappingProxyType(dict(LEFT_OUT) | {
    # the message
    "before_first": "It stands before the first MSH segment.",
    "separators": "MSH-1 and MSH-2 do not declare separators that can be used.",
    "no_segment": "It is no segment, so the segment before it may be broken off.",
    "broken_off": "The next line does not begin a segment, so this one may be broken off.",
    "not_oru": "MSH-9 does not say ORU^R01, the message that reports results.",
    # the code
    "another_measurement": "LOINC {loinc} is {measured}.",
    "codes_disagree": "Two LOINC codes that differ name one result (OBX-3).",
    "no_loinc": "OBX-3 gives no code of the coding system LN, and local codes are not guessed.",
    "own_code": "Its words say IL-6 or CRP, and its code is not LOINC's: give the code to read_hl7(codes=...).",
    "not_read": "{named} names nothing that is read here.",
    # the value
    "no_value": "It has no value (OBX-5).",
    "several_values": "It has several values in one row (OBX-5).",
    "value_type": "The value (OBX-2, OBX-5) is no number and no plain text.",
    "comparator": "The comparator of the structured number is unknown (OBX-5).",
    "structured": "The structured number is {shape}, and no single result (OBX-5).",
    "text": "The value is text and no number (OBX-5).",
    "comma": "A comma in the value is ambiguous, decimal or thousands (OBX-5).",
    "negative": "The value is negative (OBX-5).",
    "zero": "The value is zero (OBX-5): {why}.",
    "value": "The value is not one number as it should be (OBX-5).",
    "flag": "The abnormal flag (OBX-8) contradicts the comparator of the value.",
    # the unit
    "no_unit": "No unit of {measurand} stands with the value (OBX-5, OBX-6).",
    "unit": "The unit{unit} (OBX-6) is none of {measurand}; case matters, litres apart.",
    "unit_capitals": CAPITALS,
    "unit_ambiguous": "A molar or activity unit needs a factor that HL7 does not carry; ask for a mass per volume.",
    "units_disagree": "Two statements of the unit (OBX-5, OBX-6) disagree.",
    # the time
    "time": "Its time is no HL7 time, such as 202611200810+0100.",
    "time_imprecise": "Its time is coarser than a day, so it cannot be placed.",
    "time_calendar": "Its time is not in the calendar.",
    "time_skipped": "Its time does not exist in the time zone given: clocks went forward.",
    "period": "Its specimen was collected over more than a day (SPM-17).",
    # the status
    "status": "It is {state} (OBX-11 {status}).",
    "status_unknown": "Its status is none that HL7 knows (OBX-11).",
    "order_cancelled": "Its order was cancelled (ORC-1, ORC-5, OBR-25).",
    "replaced": "It is replaced or withdrawn by {by}.",
    "late": "It is preliminary, and {earlier} is the final result of the same time.",
    "repeated": "It says what {earlier} says.",
    # the specimen
    "specimen_other": "Its specimen is neither serum nor plasma.",
    "specimen_role": "Its specimen is not that of one patient, but a control, a calibrator or a pool (SPM-11).",
    "specimen_rejected": "The laboratory rejected its specimen (SPM-21){why}.",
})  # fmt: skip

NOTES: Final[Mapping[str, str]] = MappingProxyType(dict(NOTED) | dict(OF_KINDS) | {
    # the message and the patient
    "not_production": "MSH-11 says that the message is for training or debugging.",
    "comment": "It is a comment, and nobody read it.",
    "patient_shared": "An identifier is shared by patients who differ: joined with no other patient.",
    "patient_unknown": "No identifier can be used: joined with no other patient.",
    "birth_date": "The date of birth (PID-7) is no whole date, and not read.",
    "sex": "A sex (PID-8) other than F and M is taken as not known.",
    # the status
    "preliminary": "It is preliminary (OBX-11 P): a final result may differ.",
    "no_status": "No status is stated (OBX-11).",
    "nothing_to_replace": "It corrects or withdraws a result that is not in this text (OBX-11 {status}).",
    # the value
    "flag": "The abnormal flag (OBX-8) says off the scale: read as {flag}.",
    "unit_part": "A part of the unit (OBX-6) could not be compared with {unit}.",
    "reference_range": "No upper limit can be read from the reference range (OBX-7).",
    # the time
    "day_only": "Its time is known to the day or hour only, and taken as that day.",
    "offset_of_message": "Its time has no offset; that of MSH-7 is taken, as the standard says.",
    "time_of_specimen": "OBR-7 states no time that can be the draw; that of its specimen is taken (SPM-17).",
    "time_of_result": "OBX-14 is its only time, and cannot be the draw (OBR-14, OBR-22, OBX-19, SPM-18); it has none.",
    "time_of_row": "OBX-14 is its only time, and read as the draw; in many feeds it is that of the result: check it.",
    "row_time": "OBX-14 says another time, which is that of the result; that of the draw is taken (OBR-7, SPM-17).",
    "times_differ": "Its time and that of its specimen (SPM-17) differ; check the time of the draw.",
    "received_early": "Its specimen was received (OBR-14, SPM-18) before the time of the draw; check both.",
    "analysed_early": "It was analysed (OBX-19) before the time of the draw; check both.",
    "reported_then": "The time of the draw is that of the report (OBR-22); check it.",
    "sent_early": "The message was sent (MSH-7) before the time of the draw; check both.",
    # the specimen
    "specimen": "The type of its specimen is missing, not certain, or not that of the others; none is read.",
    "specimen_misplaced": "It stands before the order that it could belong to, so no specimen of the message is read.",
    "specimen_condition": "Its specimen has a condition that is not known here (SPM-24).",
    "specimen_quality": "The laboratory calls its specimen poor or inappropriate (SPM-22, SPM-23).",
})  # fmt: skip
