"""
Write the bill of materials that the wheel carries: ``python tests/bill_of_materials.py``.

CycloneDX, as PEP 770 lets a wheel hold it. It names the package, and what it needs at run time by the requirement
that `pyproject.toml` states; which version is installed is known to the environment alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from forge_il6 import __version__

COMMAND = "python tests/bill_of_materials.py"
ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "forge-il6.cdx.json"
LICENCES = {"attrs": "MIT", "pint": "BSD-3-Clause"}


def component(name: str, licence: str, **more: Any) -> dict[str, Any]:
    """One component, by its name in the package index."""
    return {
        "type": "library",
        "bom-ref": name,
        "name": name,
        **more,
        "licenses": [{"license": {"id": licence}}],
        "purl": f"pkg:pypi/{name}" + (f"@{more['version']}" if "version" in more else ""),
    }


def bill() -> dict[str, Any]:
    """The bill, in the order that its schema shows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=!~ ]", each, maxsplit=1)[0]: each for each in project["dependencies"]}
    required = [
        component(name, LICENCES[name], scope="required", properties=[{"name": "python:requirement", "value": each}])
        for name, each in sorted(needed.items())
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(project["name"], project["license"], version=__version__)},
        "components": required,
        "dependencies": [{"ref": project["name"], "dependsOn": sorted(needed)}, *({"ref": n} for n in sorted(needed))],
    }


def text() -> str:
    """The bill as it is kept."""
    return json.dumps(bill(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
