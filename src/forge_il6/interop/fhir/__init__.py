"""FHIR: laboratory results in, verdicts out."""

from __future__ import annotations

from .out import (
    BAND_SYSTEM,
    FACT_SYSTEM,
    PROBLEM_SYSTEM,
    REASON_SYSTEM,
    FhirVersion,
    ResultStatus,
    write_fhir,
)
from .reader import FhirPatient, FhirReport, Remark, read_fhir, read_fhir_ndjson

__all__ = [
    "BAND_SYSTEM",
    "FACT_SYSTEM",
    "PROBLEM_SYSTEM",
    "REASON_SYSTEM",
    "FhirPatient",
    "FhirReport",
    "FhirVersion",
    "Remark",
    "ResultStatus",
    "read_fhir",
    "read_fhir_ndjson",
    "write_fhir",
]
