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
from profiles import PROFILES, thinned

# A slow machine is no failing test, and a case document is a large thing to draw. Where CI is set, the same commit
# gets the same examples; elsewhere each run draws its own.
_PATIENCE: dict[str, Any] = {
    "deadline": None, "suppress_health_check": [HealthCheck.too_slow], "derandomize": bool(os.environ.get("CI")),
}  # fmt: skip

for _name, _examples in PROFILES.items():
    settings.register_profile(_name, max_examples=_examples, **_PATIENCE)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
settings.load_profile(_PROFILE)


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One page shows the reason of a rule, which is its docstring; of what is tried everywhere a part is tried."""
    for item in items:
        if item.name == "your-own-rules.md":
            item.add_marker(needs_docstrings)
    is_whole_run = not config.option.keyword and not any("::" in each for each in config.args)
    if is_whole_run:
        items[:], left = thinned(items, _PROFILE)
        config.hook.pytest_deselected(items=left)
