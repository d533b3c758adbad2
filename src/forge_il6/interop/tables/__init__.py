"""Tables: CSV files and rows in."""

from __future__ import annotations

from .guesses import guess_mapping
from .layouts import MIMIC, OMOP, PCORNET, SYNTHEA, WELLNESS
from .mapping import CsvMapping, Results
from .patients import CsvPatient, read_patients
from .reports import RowPatient, RowReport, read_rows
from .rows import CsvRow, read_csv

__all__ = [
    "MIMIC",
    "OMOP",
    "PCORNET",
    "SYNTHEA",
    "WELLNESS",
    "CsvMapping",
    "CsvPatient",
    "CsvRow",
    "Results",
    "RowPatient",
    "RowReport",
    "guess_mapping",
    "read_csv",
    "read_patients",
    "read_rows",
]
