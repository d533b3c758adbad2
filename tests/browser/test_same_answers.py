"""What the browser says of a case is what CPython says of it, byte for byte."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Visit

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("answer", ROOT / "docs" / "playground" / "answer.py")


def told_cases() -> dict[str, Any]:
    """Every case that is written down in the repository, and the public vectors where they lie beside it."""
    cases = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "examples").glob("*.json"))}
    for path in sorted((ROOT / "tests" / "vignettes").glob("*.json")):
        cases[path.stem] = json.loads(path.read_text())["case"]
    vectors = ROOT.parent / "shared" / "conformance" / "cases.json"
    if vectors.exists():
        cases |= {each["name"]: each["case"] for each in json.loads(vectors.read_text())["cases"]}
    return cases


@pytest.fixture(scope="module")
def answers(python: Visit) -> list[tuple[str, str, str]]:
    """The name of each case, what CPython answers, and what the browser answers."""
    assert SPEC is not None
    assert SPEC.loader is not None
    module = importlib.util.module_from_spec(SPEC)
    SPEC.loader.exec_module(module)
    cases = told_cases()
    texts = [json.dumps(case, ensure_ascii=False) for case in cases.values()]
    said = python.page.evaluate(
        """async texts => {
            const { interpret } = await import("./playground/engine.js");
            const said = [];
            for (const text of texts) said.push(await interpret(text));
            return said;
        }""",
        texts,
    )
    return [(name, module.answer(text), each) for name, text, each in zip(cases, texts, said, strict=True)]


def test_a_browser_and_cpython_say_the_same_of_every_case(answers):
    """Equal input gives an equal verdict: the document, the report, the card and the errors, to the byte."""
    differing = [name for name, here, there in answers if json.loads(here) != there]
    sizes = [len(there.get("document", "")) for _, _, there in answers]

    assert [] == differing
    assert 100 < len(answers)
    assert 2_000 < max(sizes)


def test_verdict_documents_are_equal_bytes(answers):
    """The documents as a program compares them: sorted keys, letters as they are."""

    def written(text: str) -> bytes:
        return json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False).encode()

    pairs = [
        (name, written(json.loads(here)["document"]), written(there["document"]))
        for name, here, there in answers
        if "document" in there
    ]

    assert [] == [name for name, here, there in pairs if here != there]
    assert 90 < len(pairs)
