"""Tables: CSV files and rows in."""

from __future__ import annotations

from .mapping import CsvMapping, CsvPatient, CsvRow, guess_mapping, read_csv, read_patients

__all__ = ["CsvMapping", "CsvPatient", "CsvRow", "guess_mapping", "read_csv", "read_patients"]
