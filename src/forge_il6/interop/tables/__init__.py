"""Tables: CSV files and rows in."""

from __future__ import annotations

from .mapping import CsvMapping, guess_mapping
from .patients import CsvPatient, read_patients
from .rows import CsvRow, read_csv

__all__ = ["CsvMapping", "CsvPatient", "CsvRow", "guess_mapping", "read_csv", "read_patients"]
