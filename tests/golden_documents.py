"""
Write what the rules of today say of every golden case: ``python tests/golden_documents.py``.

A document that a release has written stays as it is, for ever: only the entry of the version in hand is
written, and only where the document differs from the newest one that is kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forge_il6 import STANDARD, Convention, RuleSet, Threshold, __version__, interpret_case
from forge_il6.document import SCHEMA_VERSION

FOLDER = Path(__file__).resolve().parent / "golden"
TODAY = FOLDER / f"verdict-{SCHEMA_VERSION}"


def rules_of(entry: dict[str, Any]) -> RuleSet:
    """The standard rules, with the numbers that a case overrides."""
    standing = STANDARD.thresholds()
    clinic = Convention("clinic protocol 4.2")
    return STANDARD.override(
        **{name: Threshold(value, standing[name].unit, clinic) for name, value in entry.get("override", {}).items()}
    )


def today(entry: dict[str, Any]) -> dict[str, Any]:
    """The verdict document of a golden case by the rules of today."""
    return interpret_case(entry["case"], rules=rules_of(entry)).to_dict()


def newest(entry: dict[str, Any]) -> dict[str, Any]:
    """The verdict document that was kept last; an empty one for a case that is new."""
    return next(reversed(entry["verdicts"].values()), {})


def said(document: dict[str, Any]) -> dict[str, Any]:
    """What a document says, without who made it and the digest of the rules, which any edit of a rule makes another."""
    policy = {key: value for key, value in document.get("policy", {}).items() if key != "digest"}
    return {key: value for key, value in document.items() if key != "made_by"} | {"policy": policy}


def main() -> None:
    """Keep the documents of today where they are new."""
    for path in sorted(TODAY.glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        if said(newest(entry)) != said(document := today(entry)):
            entry["verdicts"][__version__] = document
            path.write_text(json.dumps(entry, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
