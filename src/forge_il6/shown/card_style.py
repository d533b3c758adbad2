"""The frame that every piece of HTML of a verdict stands in."""

from __future__ import annotations

from typing import Final

__all__ = ["CARD"]

CARD: Final = (
    "max-width:46em;padding:12px 16px;border:1px solid rgba(128,128,128,0.5);border-radius:8px;line-height:1.45;"
    "text-align:left;white-space:normal;overflow-wrap:break-word"
)
