"""
The JSON Schemas (draft 2020-12) of the case document and of the verdict document.

They are files, so that a validator of any language can use them. A schema knows keys, types and the
form of each value. What only several values say together stays with the library.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Final

from .document import SCHEMA_VERSION
from .errors import ForgeError, excerpt

__all__ = ["CASE_FILE", "CASE_VERSION", "VERDICT_FILE", "case_schema", "verdict_schema"]

CASE_VERSION: Final = 1
CASE_FILE: Final = f"case-{CASE_VERSION}.schema.json"
VERDICT_FILE: Final = f"verdict-{SCHEMA_VERSION}.schema.json"

_FOLDER: Final = "schemas"


def case_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of the case document.

    It refuses no document that `interpret_case` accepts.
    """
    return _kept(CASE_FILE)


def verdict_schema(version: int = SCHEMA_VERSION) -> dict[str, Any]:
    """
    Return the JSON Schema of the verdict document.

    It accepts what `Verdict.to_dict` writes, and refuses nothing of its version that `Verdict.from_dict` reads.

    Args:
        version: an older schema version, of documents that were stored.

    Raises:
        ForgeError: there is no such version.
    """
    if version not in range(1, SCHEMA_VERSION + 1):
        msg = f"version: got {excerpt(version)}; there are 1 to {SCHEMA_VERSION}"
        raise ForgeError(msg)
    return _kept(VERDICT_FILE.replace(str(SCHEMA_VERSION), str(version)))


def _kept(name: str) -> dict[str, Any]:
    text = resources.files(__package__ or "").joinpath(_FOLDER, name).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
