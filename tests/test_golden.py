"""
Verdict documents that were kept, and two promises about them.

The first holds for ever: a document that any release has written is read, printed and written again
as it was. The second is about today: a case gets the document that was kept last. It may change, on
purpose, with a line in the changelog: ``python tests/golden_documents.py`` then keeps the new one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import golden_documents
from forge_il6 import Verdict, VerdictFormatError, __version__, verdict_schema
from forge_il6.document import SCHEMA_VERSION
from golden_documents import TODAY, newest, rules_of, said, today

FOLDERS = sorted(TODAY.parent.glob("verdict-*"))
ENTRIES: dict[str, dict[str, Any]] = {
    f"{folder.name}/{path.stem}": json.loads(path.read_text(encoding="utf-8"))
    for folder in FOLDERS
    for path in sorted(folder.glob("*.json"))
}
KEPT = {f"{name} of {release}": each for name, entry in ENTRIES.items() for release, each in entry["verdicts"].items()}
SCHEMA = verdict_schema()
CURRENT = [name for name in ENTRIES if name.startswith(TODAY.name)]


def of_its_time(written: Any, kept: Any) -> Any:
    """Leave out of a document the keys that the kept one is too old to have."""
    if isinstance(written, dict) and isinstance(kept, dict):
        return {key: of_its_time(value, kept[key]) for key, value in written.items() if key in kept}
    if isinstance(written, list) and isinstance(kept, list) and len(written) == len(kept):
        return [of_its_time(*each) for each in zip(written, kept, strict=True)]
    return written


def test_leaving_out_later_keys_hides_no_change():
    """The helper takes away keys and nothing else."""
    assert {"a": 2} == of_its_time({"a": 2, "b": 1}, {"a": 1})
    assert {"a": [{"b": 1}]} == of_its_time({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]})
    assert {"a": [1]} == of_its_time({"a": [1]}, {"a": [1, 2]})


@pytest.mark.parametrize("name", KEPT)
def test_a_document_that_was_kept_is_read_as_it_was(name: str):
    """A verdict is read back exactly as it was decided, in ten years too; keys that came later have their default."""
    version = {"schema_version": SCHEMA_VERSION} | ({"schema_minor": 0} if "schema_minor" in KEPT[name] else {})
    kept = KEPT[name] | (version if KEPT[name]["schema_version"] < SCHEMA_VERSION else {})
    assert kept == of_its_time(Verdict.from_dict(KEPT[name]).to_dict(), kept)


@pytest.mark.parametrize("name", KEPT)
def test_a_document_that_was_kept_prints_its_report(name: str):
    """The report is written from the document: its own summary and its own caveat."""
    report = " ".join(str(Verdict.from_dict(KEPT[name])).split())
    assert report.startswith(KEPT[name]["summary"].partition(";")[0])
    if KEPT[name]["care"] not in ("same_day", "urgent"):  # where to go, and nothing after it
        assert report.endswith(KEPT[name]["caveat"])


@pytest.mark.parametrize("name", KEPT)
def test_a_document_that_was_kept_explains_its_findings(name: str):
    verdict = Verdict.from_dict(KEPT[name])
    assert all(verdict.explain(finding, "clinician").startswith(finding.sentence) for finding in verdict.findings)


@pytest.mark.parametrize("name", CURRENT)
def test_a_case_gets_the_document_that_was_kept_last(name: str):
    """A change of a verdict is seen; keep it with ``python tests/golden_documents.py``, and say so in the changelog."""
    assert said(newest(ENTRIES[name])) == said(today(ENTRIES[name]))


@pytest.mark.parametrize("name", CURRENT)
def test_an_override_is_what_its_document_says(name: str):
    """The one golden case with numbers of a clinic names them; no other does."""
    overridden = rules_of(ENTRIES[name]).overridden
    assert set(ENTRIES[name].get("override", {})) == {each.name for each in overridden}


def reached(value: Any, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every record and every code of a document, by the name that the schema gives it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield name, value if "enum" in SCHEMA["$defs"][name] else None
        yield from reached(value, SCHEMA["$defs"][name])
    elif "anyOf" in schema and value is not None:
        yield from reached(value, schema["anyOf"][0])
    elif isinstance(value, list):
        for each in value:
            yield from reached(each, schema["items"])
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from reached(each, schema["properties"][key]) if "properties" in schema else ()


def test_the_documents_together_hold_every_record_and_every_code():
    """What no golden document holds, no golden document protects."""
    parts = SCHEMA["$defs"].items()
    wanted = {
        (name, code) for name, part in parts for code in part.get("enum", [None]) if name not in ("text", "count")
    }
    found = {each for name in CURRENT for each in reached(newest(ENTRIES[name]), SCHEMA)}
    assert set() == wanted - found


@pytest.mark.parametrize("name", CURRENT)
def test_every_document_of_this_schema_version_is_valid(name: str):
    validator = Draft202012Validator(SCHEMA)
    assert [] == [error for each in ENTRIES[name]["verdicts"].values() for error in validator.iter_errors(each)]


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One golden case in a folder of its own."""
    path = Path(shutil.copy(min(TODAY.glob("*.json")), tmp_path))
    monkeypatch.setattr(golden_documents, "TODAY", tmp_path)
    return path


def test_the_command_leaves_alone_what_is_the_same(elsewhere: Path):
    before = elsewhere.read_bytes()
    golden_documents.main()
    assert before == elsewhere.read_bytes()


def test_the_command_keeps_what_an_older_release_has_written(elsewhere: Path):
    """Rewriting on purpose never takes away a document that must be read for ever."""
    entry = json.loads(elsewhere.read_text(encoding="utf-8"))
    old = newest(entry) | {"summary": "What an older release said."}
    elsewhere.write_text(json.dumps(entry | {"verdicts": {"0.0.1": old}}), encoding="utf-8")
    golden_documents.main()
    assert {"0.0.1": old, __version__: today(entry)} == json.loads(elsewhere.read_text(encoding="utf-8"))["verdicts"]


# --- another schema version ------------------------------------------------------------------------


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 0, str(SCHEMA_VERSION), None])
def test_a_document_of_another_schema_version_is_refused_by_that_name(version: object):
    """A newer document may hold what this version cannot know: it is refused whole, before anything is read."""
    document = newest(ENTRIES[CURRENT[0]]) | {"schema_version": version, "a_key_of_tomorrow": 1}
    with pytest.raises(
        VerdictFormatError, match=rf"^schema_version: got .*; this version reads 1 and {SCHEMA_VERSION}$"
    ):
        Verdict.from_dict(document)
