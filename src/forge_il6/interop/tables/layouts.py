"""
Layouts of tables that many share, as mappings, each with who describes its columns.

What a site leaves out or writes in capitals is allowed for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .mapping import CsvMapping, Results

__all__ = ["LAYOUTS", "MIMIC", "OMOP", "PCORNET", "SDTM", "SYNTHEA", "WELLNESS", "Layout"]

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

SDTM: Final = CsvMapping(
    {"LBDTC": "drawn_at", "LBSPEC": "specimen", "LBMETHOD": "method"},
    results=Results(name="LBTEST", code="LBLOINC", value="LBORRES", unit="LBORRESU", upper="LBORNRHI"),
    draw="LBREFID",
    patient="USUBJID",
    any_of=True,
)
"""The domain `LB` of CDISC SDTM: results of a trial as they were reported, in their original units."""

WELLNESS: Final = CsvMapping(
    {"Date": "drawn_at"},
    results=Results(name="Biomarker", value="Value", unit="Unit", limits="Reference Range"),
    any_of=True,
)
"""What services for oneself export: Biomarker, Value, Unit, Date; one person."""


class Layout(NamedTuple):
    """A layout by its name: a row of the table."""

    mapping: CsvMapping
    table: str
    """Which table it is."""
    said_by: str
    """Which documentation describes its columns."""


LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "omop": Layout(
            OMOP,
            "`measurement`: concepts of IL-6, hs-CRP and CRP, of units and comparators",
            "OMOP CDM v5.4, MEASUREMENT; HL7 FHIR to OMOP, logical model Measurement",
        ),
        "mimic": Layout(
            MIMIC,
            "`labevents` with `label` and `fluid` of `d_labitems` joined to it",
            "MIMIC-IV documentation, hosp: labevents, d_labitems",
        ),
        "pcornet": Layout(
            PCORNET,
            "`LAB_RESULT_CM`, with its modifiers",
            "PCORnet CDM v6, LAB_RESULT_CM; HL7 CDMH, code system pcornet-result-modifier",
        ),
        "synthea": Layout(SYNTHEA, "`observations.csv`", "Synthea wiki, CSV File Data Dictionary"),
        "sdtm": Layout(
            SDTM,
            "domain `LB`, as reported",
            "CDISC SDTM, LB, as the R package Rsdtm describes it in sdtm_example_dataverse_lb",
        ),
        "wellness": Layout(
            WELLNESS,
            "`Biomarker,Value,Unit,Date`, with `Reference Range`",
            "no service documents it; the header that public programs read and write most often",
        ),
    }
)
"""Every layout that is known by a name."""
