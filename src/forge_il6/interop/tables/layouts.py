"""Layouts of tables that many share, as mappings: what a site leaves out or writes in capitals is allowed for."""

from __future__ import annotations

from typing import Final

from .mapping import CsvMapping, Results

__all__ = ["MIMIC", "OMOP", "PCORNET", "SYNTHEA", "WELLNESS"]

OMOP: Final = CsvMapping(
    {"measurement_date": "drawn_at"},
    results=Results(
        code="measurement_concept_id",
        value="value_as_number",
        text="value_source_value",
        unit="unit_source_value",
        unit_concept="unit_concept_id",
        comparator="operator_concept_id",
        upper="range_high",
    ),
    clock="measurement_datetime",
    patient="person_id",
    any_of=True,
)
"""The table `measurement` of the OMOP Common Data Model, version 5."""

MIMIC: Final = CsvMapping(
    {"charttime": "drawn_at", "fluid": "specimen"},
    results=Results(name="label", value="valuenum", text="value", unit="valueuom", upper="ref_range_upper"),
    draw="specimen_id",
    patient="subject_id",
    any_of=True,
)
"""The table `labevents` of MIMIC-IV, with the columns `label` and `fluid` of `d_labitems` joined to it."""

PCORNET: Final = CsvMapping(
    {"SPECIMEN_DATE": "drawn_at", "SPECIMEN_SOURCE": "specimen"},
    results=Results(
        name="RAW_LAB_NAME",
        code="LAB_LOINC",
        value="RESULT_NUM",
        text="RAW_RESULT",
        unit="RESULT_UNIT",
        comparator="RESULT_MODIFIER",
        upper="NORM_RANGE_HIGH",
    ),
    clock="SPECIMEN_TIME",
    draw="LAB_ORDER_ID",
    patient="PATID",
    any_of=True,
)
"""The table `LAB_RESULT_CM` of the PCORnet Common Data Model, version 6."""

SYNTHEA: Final = CsvMapping(
    {"DATE": "drawn_at"},
    results=Results(name="DESCRIPTION", code="CODE", value="VALUE", unit="UNITS"),
    patient="PATIENT",
    any_of=True,
)
"""The file `observations.csv` of Synthea."""

WELLNESS: Final = CsvMapping(
    {"Date": "drawn_at"},
    results=Results(name="Biomarker", value="Value", unit="Unit"),
    any_of=True,
)
"""What portals and services for oneself export: Biomarker, Value, Unit, Date; one person."""
