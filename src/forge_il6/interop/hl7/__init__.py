"""HL7 v2: laboratory messages in."""

from __future__ import annotations

from .reader import Hl7Patient, Hl7Report, PatientId, Remark, read_hl7

__all__ = ["Hl7Patient", "Hl7Report", "PatientId", "Remark", "read_hl7"]
