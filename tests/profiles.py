"""How many examples are tried: each property says its share, the profile of the run says of how many."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["of_the_usual", "usual"]


def usual() -> int:
    """Return how many examples a property gets in this run, unless it asks for a share."""
    return settings().max_examples


def of_the_usual(share: float) -> settings:
    """Let a property have a share of the usual number: more where the rare decides, fewer where each takes long."""
    return settings(max_examples=max(1, round(share * usual())))
