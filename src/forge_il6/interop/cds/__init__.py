"""CDS Hooks: verdicts as cards in a record system."""

from __future__ import annotations

from .hooks import (
    EXTENSION,
    HOOK,
    SERVICE_ID,
    Feedback,
    HookError,
    PrefetchError,
    cards,
    discovery,
    read_feedback,
    respond,
)

__all__ = [
    "EXTENSION",
    "HOOK",
    "SERVICE_ID",
    "Feedback",
    "HookError",
    "PrefetchError",
    "cards",
    "discovery",
    "read_feedback",
    "respond",
]
