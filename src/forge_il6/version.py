"""Under which name and version this package signs what it makes."""

from __future__ import annotations

from typing import Final

__all__ = ["SIGNED_AS", "__version__"]

SIGNED_AS: Final = "forge_il6"
"""The same for a copy in another package."""

__version__ = "0.2.0"
