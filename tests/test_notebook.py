"""The example notebook: what is committed is what it says when it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from place import ROOT, environment

NOTEBOOK = ROOT / "examples" / "one-persons-baseline.ipynb"

RUN = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[2])
"""

DRAWN = {"image/png"}
"""What another version of matplotlib draws with other bytes."""


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def said(cell: dict[str, Any]) -> list[Any]:
    """What a reader sees below a cell: printed text and every form of a result, a drawing by its form alone."""
    outputs: list[Any] = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        if DRAWN & data.keys():
            outputs.append(sorted(data))
        elif data:
            outputs.append({form: "".join(text) for form, text in data.items()})
        elif outputs and isinstance(outputs[-1], str):  # a slow machine sends in two parts what is printed in one
            outputs[-1] += "".join(output.get("text", ""))
        else:
            outputs.append("".join(output.get("text", "")))
    return outputs


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The cells after a run in a kernel of this environment."""
    folder = tmp_path_factory.mktemp("notebook")
    places = {name: str(folder) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(NOTEBOOK), str(folder / "run.ipynb")],
        capture_output=True,
        text=True,
        env=environment(**places),
        timeout=300,
        check=False,
    )
    assert 0 == done.returncode, done.stderr[-3000:]
    return cells(folder / "run.ipynb")


@pytest.mark.parametrize("number", range(len(cells(NOTEBOOK))))
def test_a_cell_says_what_is_committed_below_it(executed: list[dict[str, Any]], number: int) -> None:
    """A notebook is read far more often than it is run. After a change: jupyter execute --inplace."""
    committed = cells(NOTEBOOK)[number]

    assert committed["source"] == executed[number]["source"]
    assert said(committed) == said(executed[number])


def test_the_story_ends_in_a_settled_baseline() -> None:
    """From the first confusing result to a firm band; the card, the picture and the figure are all shown."""
    forms = [form for cell in cells(NOTEBOOK) for output in cell["outputs"] for form in output.get("data", {})]
    summaries = [text for cell in cells(NOTEBOOK) for shown in said(cell) if isinstance(shown, dict)
                 for form, text in shown.items() if form == "text/plain" and text.startswith("<Verdict")]  # fmt: skip

    assert {"text/html", "image/svg+xml", "image/png"} <= set(forms)
    assert " if you had " in summaries[0]
    assert "optimal (firm" in summaries[-1]
