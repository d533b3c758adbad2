"""Tables: CSV files and rows in."""

from __future__ import annotations

from .guesses import guess_mapping
from .layouts import LAYOUTS, MIMIC, OMOP, PCORNET, SDTM, SYNTHEA, WELLNESS, Layout
from .mapping import CsvMapping, Results
from .patients import CsvPatient, read_patients
from .reports import RowPatient, RowReport, read_rows
from .rows import CsvRow, read_csv
from .sheets import sheet_lines

__all__ = [
    "LAYOUTS",
    "MIMIC",
    "OMOP",
    "PCORNET",
    "SDTM",
    "SYNTHEA",
    "WELLNESS",
    "CsvMapping",
    "CsvPatient",
    "CsvRow",
    "Layout",
    "Results",
    "RowPatient",
    "RowReport",
    "guess_mapping",
    "read_csv",
    "read_patients",
    "read_rows",
    "sheet_lines",
]
