"""Where the package under test lies, and under which name: here, or as a copy inside another package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import forge_il6

NAME = forge_il6.__name__
PACKAGE = Path(forge_il6.__file__).resolve().parent
IMPORT_ROOT = PACKAGE.parents[NAME.count(".")]
"""The folder from which a fresh process imports it."""
VENDOR = NAME.rpartition(".")[0]
"""The package that holds the copies; empty where the package is no copy."""
ROOT = Path(__file__).resolve().parent.parent
"""The checkout, or the tree that stands for it: documentation, examples and tests."""

needs_docstrings = pytest.mark.skipif(sys.flags.optimize > 1, reason="python -OO drops the docstrings that this reads")


def environment(**more: str) -> dict[str, str]:
    """The environment in which a fresh process finds the package."""
    path = os.pathsep.join(dict.fromkeys([str(IMPORT_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]))
    return {**os.environ, "PYTHONPATH": path, **more}
