"""How the properties run, and the pint registries that a host may bring."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pint
import pytest
from hypothesis import HealthCheck, settings

from place import needs_docstrings

# A slow machine is no failing test, and a case document is a large thing to draw. Where CI is set, the same commit
# gets the same examples; elsewhere each run draws its own.
_PATIENCE: dict[str, Any] = {
    "deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": bool(os.environ.get("CI")),
}  # fmt: skip

for _name, _examples in {"default": 25, "soak": 1000, "quick": 15, "again": 5}.items():
    settings.register_profile(_name, max_examples=_examples, **_PATIENCE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def new_registry(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Make another registry; what pint reads of its own definitions is read once for each type of number."""
    kept = tmp_path_factory.mktemp("pint")

    def make(non_int_type: Any = float) -> Any:
        return pint.UnitRegistry(non_int_type=non_int_type, cache_folder=kept / non_int_type.__name__)

    return make


@pytest.fixture(scope="session")
def float_registry(new_registry: Callable[..., Any]) -> Any:
    return new_registry()


@pytest.fixture(scope="session")
def decimal_registry(new_registry: Callable[..., Any]) -> Any:
    return new_registry(Decimal)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One page shows the reason of a rule, which is its docstring."""
    for item in items:
        if item.name == "your-own-rules.md":
            item.add_marker(needs_docstrings)
