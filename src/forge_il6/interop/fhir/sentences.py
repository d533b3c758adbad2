"""What a FHIR reader says about what it left out or took with a reservation: one sentence for each code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..drugs import DRUG
from ..loinc import NOTED as OF_KINDS
from ..patients import LEFT_OUT, NOTED
from ..spellings import CAPITALS

__all__ = ["NOTES", "OMITTED"]

OMITTED: Final[Mapping[str, str]] = MappingProxyType(dict(LEFT_OUT) | {
    # the document
    "malformed": "It is not of the type that FHIR gives it, so the part that it belongs to is not read.",
    "no_resource": "The entry holds no resource.",
    "not_a_result": "Results stand in Observation and DiagnosticReport; this resource is of another type.",
    "deleted": "The Bundle says that this resource was deleted.",
    "superseded": "A newer version of the same resource stands in the document and is read instead.",
    "replaced": "A more final result of the same identifier, or code and time, stands in the document and is read.",
    "replaced_by": "{by} says that it replaces this result, and is read instead.",
    "versions_unclear": "The same id stands in the document with different contents, and nothing says which is newer.",
    "implicit_rules": "implicitRules change the meaning of the resource by rules that are not known here.",
    "modifier": "An unknown modifierExtension may change the meaning, negation included.",
    "drug_not_taken": "It is a drug that moves IL-6 or CRP, and its status does not say that it was taken.",
    "drug_undated": "It is a drug that moves IL-6 or CRP and is over, and nothing says since when.",
    "drug_of_another": "It is a drug that moves IL-6 or CRP, of somebody who has no result here.",
    "drug_later": "It is a drug that moves IL-6 or CRP, begun after the newest result.",
    "no_json": "The line is no JSON object.",
    # references
    "unresolved": "The reference leads to nothing in this document; give the resource along with it.",
    "ambiguous": "The reference fits several resources of this document.",
    "other_member": "The reference leads to a resource that is no Observation.",
    "unreferenced": "It is contained, but nothing in its container refers to it.",
    "container": "The resource that contains it is not read.",
    "withdrawn": "The report or panel that gives it is withdrawn, and no other one gives it.",
    "no_results": "The report refers to no Observation.",
    # the patient
    "no_subject": "It names no patient, and the Bundle is about several.",
    "subject_unclear": "Its subject cannot be told from another: give a reference, or an identifier with its system.",
    "subject_not_patient": "Its subject is no Patient.",
    "focus": "It is about something else than its subject (focus).",
    "another_patient": "It and what it belongs to name different patients.",
    # the status
    "status": "It has no status that FHIR knows.",
    "entered_in_error": "Its status is entered-in-error.",
    "cancelled": "Its status is cancelled.",
    "status_unknown": "Its status is unknown, so it may be withdrawn.",
    "registered": "Its status is registered: the result is not there yet.",
    # the code
    "not_read": "Its code names nothing that is read here.",
    "another_measurement": "{loinc} is {measured}.",
    "codes_disagree": "Its LOINC codes name different measurements, or one that is not known here.",
    "code_without_system": "Its code looks like LOINC but lacks the system http://loinc.org.",
    "own_code": "Its words say IL-6 or CRP, and its code is not LOINC's: give the code to read_fhir(codes=...).",
    "rmssd": "80404-7 is SDNN, but the text speaks of RMSSD; the two are never mixed.",
    # the value
    "no_value": "It has no value.",
    "data_absent": "A dataAbsentReason says that there is no value.",
    "several_values": "It has several values; FHIR allows one.",
    "range": "A range is not one result; give the result itself.",
    "ratio": "A ratio or titre is no concentration.",
    "integer": "A whole number without a unit is no result; write it as a valueQuantity with its unit.",
    "coded": "A coded value, a date, a flag or a reference is no number with a unit.",
    "sampled": "A series of samples is not one result.",
    "comparator": "Its comparator is not one of <, <=, >, >=.",
    "flag": "Its interpretation, off the scale, contradicts the comparator of the value or itself.",
    "no_unit": "The number has neither a unit nor a UCUM code.",
    "unit": "The unit is missing or not one of this measurand (case matters, except in the litre).",
    "unit_capitals": CAPITALS,
    "unit_ambiguous": "A molar or activity unit needs a factor that FHIR does not carry; give a mass per volume.",
    "units_disagree": "The unit text and the UCUM code do not say the same.",
    # the time
    "time": "Its time is no FHIR date or time of the calendar.",
    "time_imprecise": "A year or a month is too coarse for a result.",
    "time_skipped": "Its time does not exist in the time zone given: clocks went forward.",
    "several_times": "It has several effective times; FHIR allows one.",
    "timing": "A repeating effectiveTiming is not one time.",
    "period": "Its period has no end, runs backwards or spans more than a draw or recording can.",
    # the specimen
    "specimen_other": "The specimen is neither serum nor plasma.",
    "specimen_unsatisfactory": "The laboratory calls the specimen unsatisfactory.",
})  # fmt: skip

NOTES: Final[Mapping[str, str]] = MappingProxyType(dict(NOTED) | dict(OF_KINDS) | {
    "more_pages": "The Bundle is one page of several; the results of the next pages are not here.",
    "preliminary": "The result is preliminary and may change.",
    "report_preliminary": "The report or panel is not final yet; its results are read by their own status.",
    "report_status_unknown": "The status of the report is unknown; its results are read by their own status.",
    "older_fhir": "It is written as FHIR was before R4 (STU3, DSTU2), and read so; other results may be as well.",
    "qualified": "Another result qualifies it or interfered with it (related), and that was not looked at.",
    "comment": "It holds a comment or conclusion, and nobody read it.",
    "drug": DRUG,
    "subject_of_group": "It names no patient; the one that its report or panel names is taken.",
    "time_of_group": "It has no effective time; that of its report or panel is read.",
    "specimen_of_group": "It names no specimen; the one that its report or panel names is read.",
    "group_unclear": "Its reports or panels state several times or specimens, or one that cannot be used.",
    "time_of_specimen": "It has no effective time; that at which its specimen was collected is read.",
    "time_without_offset": "Its time of day has no offset; the day is read, or the time with read_fhir(time_zone=...).",
    "times_differ": "Its effective time and that at which its specimen was collected differ; check the draw.",
    "collected": "The time at which its specimen was collected cannot be used.",
    "subject_assumed": "It names no patient; the document is about one at most, so it is taken to be theirs.",
    "issued_early": "It was issued before its effective time; check the time of the draw.",
    "off_scale": "An interpretation says that the value is off the scale: it is read with that comparator.",
    "period_day": "The draw is a period within one day; the day is read, the time of day is not.",
    "method": "The method is no text of at most 200 printable characters and is not read.",
    "unit_part": "The unit text could not be compared with the UCUM code, which is the unit.",
    "reference_range": "No reference range gives one plain upper limit in a unit of IL-6; none is read.",
    "specimen": "The specimen is missing, withdrawn or of a type that is not certain; none is read.",
    "specimen_condition": "The specimen has a condition that is not known here.",
    "fasting": "The fasting status of the specimen is neither a code that is known here nor hours; it is not read.",
    "patient_unreadable": "birthDate or gender is missing in part, coarse or not known here, or may not be used.",
    "patient_disagrees": "The versions of the patient differ in birth date or sex; what differs is not read.",
})  # fmt: skip
