"""
Compiles an archive of Python modules: the browser need not do it at every first case.

This runs in the Python of the playground, for bytecode belongs to one version of Python.
"""

from __future__ import annotations

import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]  # where py_compile has it from
from importlib.util import source_hash

__all__ = ["as_bytecode"]

RULES = "forge_il6/rules/"
"""Whose source stays beside the bytecode: the digest of the rules is made of it."""


def as_bytecode(source: str, compiled: str) -> None:
    """Write *source* anew with each module as bytecode in its place; everything else stays as it is."""
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(compiled, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.infolist():
            if not entry.is_dir():
                name, content = _compiled(entry.filename, old.read(entry))
                new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
                if entry.filename.startswith(RULES):
                    new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)


def _compiled(name: str, content: bytes) -> tuple[str, bytes]:
    """Return a module as bytecode that never looks for its source: mostly there is none to look for."""
    if not name.endswith(".py"):
        return name, content
    code = compile(content, name, "exec", dont_inherit=True)
    return f"{name}c", bytes(_code_to_hash_pyc(code, source_hash(content), checked=False))
