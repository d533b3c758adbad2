"""The commands of a checkout: what their environments hold, and what they leave behind."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from place import ROOT
from profiles import EVERYWHERE, thinned

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, GROUPS = PYPROJECT["project"], PYPROJECT["dependency-groups"]
ASKED = {
    "dependencies": PROJECT["dependencies"],
    **PROJECT["optional-dependencies"],
    **{f"group {name}": wanted for name, wanted in GROUPS.items()},
}


@pytest.fixture(scope="module")
def dev() -> Any:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]  # the file is there
    spec.loader.exec_module(module)  # type: ignore[union-attr]  # the same
    return module


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- the lock --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASKED)
def test_the_lock_holds_what_the_project_asks_for_in_a_version_that_it_allows(dev: Any, name: str) -> None:
    """A requirement that is added or raised without `dev.py lock` is in no environment."""
    locked = dev.locked()
    for each in map(Requirement, ASKED[name]):
        versions = re.findall(r"^[\w.-]+==([^ ;\\]+)", locked[canonical(each.name)], flags=re.MULTILINE)
        assert versions, each
        assert [] == [version for version in versions if not each.specifier.contains(version)], each


def test_every_version_in_the_lock_has_hashes(dev: Any) -> None:
    """A run is repeated to the byte only where every file is the one that was locked."""
    versions = [
        each for block in dev.locked().values() for each in re.split(r"^(?=[\w.-]+==)", block, flags=re.MULTILINE)[1:]
    ]
    assert len(versions) > len(ASKED)
    assert [] == [each for each in versions if not re.search(r"--hash=sha256:[0-9a-f]{64}$", each, flags=re.MULTILINE)]


def test_an_environment_gets_what_is_locked_the_lowest_or_the_newest(dev: Any) -> None:
    lowest = [each.replace(">=", "==") for each in PROJECT["dependencies"]]
    pinned = dev.constraints(lowest=True).splitlines()

    assert dev.constraints() == "".join(dev.locked().values())
    assert [] == [each for each in lowest if each not in pinned]
    assert len(lowest) == sum(each.startswith(("attrs==", "pint==")) for each in pinned)
    assert "" == dev.constraints(newest=True)


# --- how much is tried -----------------------------------------------------------------------------


class Tried:
    """A test with a parameter, as pytest names it."""

    def __init__(self, name: str, parameter: int) -> None:
        self.originalname, self.nodeid = name, f"tests/test_a.py::{name}[{parameter}]"


@pytest.mark.parametrize(
    "profile, everywhere, of_many", [("default", 75, 300), ("again", 30, 100), ("quick", 300, 300), ("soak", 300, 300)]
)
def test_of_what_is_tried_at_many_places_a_run_tries_its_part(profile: str, everywhere: int, of_many: int) -> None:
    """What is left out of the short runs is in the long one; of a test with few parameters, all are in all of them."""
    tests = {name: [Tried(name, each) for each in range(count)]
             for name, count in ((min(EVERYWHERE), 300), ("test_many", 300), ("test_few", 8))}  # fmt: skip
    kept, left = thinned([each for some in tests.values() for each in some], profile)  # type: ignore[misc]  # stand-ins
    names = {each.nodeid for each in kept}
    counts = [sum(each.nodeid in names for each in some) for some in tests.values()]

    assert [pytest.approx(everywhere, rel=0.3), pytest.approx(of_many, rel=0.3), 8] == counts
    assert {some[0].nodeid for some in tests.values()} <= names
    assert len(kept) + len(left) == 608


def test_what_is_tried_everywhere_exists() -> None:
    """A test that gets another name is tried whole again."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))

    assert [] == [name for name in sorted(EVERYWHERE) if f"def {name}(" not in text]


# --- the long checks -------------------------------------------------------------------------------


def test_every_script_of_the_long_checks_exists(dev: Any) -> None:
    scripts = [part[0] for steps in dev.SOAK.values() for part in steps if part[0] != "-m"]

    assert len(scripts) > 3
    assert [] == [each for each in scripts if not (ROOT / each).is_file()]


def test_a_part_of_the_long_checks_that_does_not_exist_is_refused_by_name(dev: Any) -> None:
    with pytest.raises(SystemExit, match=r"mutant;.*mutants"):
        dev.soak(None, ["mcdc", "mutant"])


# --- releases of the documentation beside each other -----------------------------------------------


def test_releases_of_the_documentation_are_listed_newest_first(dev: Any, tmp_path: Path) -> None:
    """Ten is more than nine; what is no release, such as a folder of pictures, is not listed."""
    for name in ("0.9.0", "0.10.0", "0.2.1", "pictures"):
        (tmp_path / name).mkdir()
    dev.list_releases(tmp_path)
    listed = json.loads((tmp_path / "versions.json").read_text(encoding="utf-8"))

    assert ["0.10.0", "0.9.0", "0.2.1"] == [each["version"] for each in listed]
    assert [["latest"], [], []] == [each["aliases"] for each in listed]
    assert "0.10.0/index.html" in (tmp_path / "index.html").read_text(encoding="utf-8")
