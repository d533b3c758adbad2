"""Wearables and training logs: heart rate variability and sessions in."""

from __future__ import annotations

from .reader import HrvReport, SessionReport, read_hrv, read_sessions

__all__ = ["HrvReport", "SessionReport", "read_hrv", "read_sessions"]
