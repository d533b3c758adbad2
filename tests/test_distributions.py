"""What is built to be installed: the wheel and the source distribution."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import BytesParser
from pathlib import Path, PurePosixPath

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.metadata import Metadata

import bill_of_materials
import forge_il6
from place import ROOT

VERSION = forge_il6.__version__
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
INFO = f"forge_il6-{VERSION}.dist-info"
KINDS = {".py", ".typed", ".json"}
"""What a package of this kind is made of: code, the mark of its types, data."""

LEFT_BEHIND = (
    ".git", ".venv*", "__pycache__", ".coverage*", ".hypothesis", ".*_cache", "build", "dist", "site",
)  # fmt: skip
JUNK = (".venv/x.py", ".venv-lowest/x.py", "build/x.py", "dist/x.whl", "site/x.html", ".coverage",
        ".hypothesis/x", "src/forge_il6/__pycache__/x.pyc", "tests/__pycache__/x.pyc")  # fmt: skip


def tree(folder: Path) -> Path:
    """Copy the checkout, without what tools left behind."""
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_BEHIND)))


def built(source: Path, folder: Path) -> tuple[Path, Path]:
    """Build wheel and source distribution of a tree."""
    folder.mkdir()
    (wheel,) = WheelBuilder(str(source)).build(directory=str(folder), versions=["standard"])
    (sdist,) = SdistBuilder(str(source)).build(directory=str(folder), versions=["standard"])
    return Path(wheel), Path(sdist)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tree(tmp_path_factory.mktemp("checkout") / "tree")


@pytest.fixture(scope="module")
def distributions(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Both, built of a tree in which tools have left behind what they leave."""
    worn = tree(tmp_path_factory.mktemp("worn") / "tree")
    for name in JUNK:
        (worn / name).parent.mkdir(parents=True, exist_ok=True)
        (worn / name).write_text("junk", encoding="utf-8")
    return built(worn, worn.parent / "out")


@pytest.fixture(scope="module")
def wheel(distributions: tuple[Path, Path]) -> zipfile.ZipFile:
    return zipfile.ZipFile(distributions[0])


@pytest.fixture(scope="module")
def sdist(distributions: tuple[Path, Path]) -> dict[str, tarfile.TarInfo]:
    """Every file of the source distribution by its path in the checkout."""
    with tarfile.open(distributions[1]) as archive:
        return {str(PurePosixPath(*PurePosixPath(each.name).parts[1:])): each for each in archive.getmembers()}


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    return BytesParser().parsebytes(wheel.read(f"{INFO}/METADATA"))


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# --- the wheel -------------------------------------------------------------------------------------


def test_the_wheel_holds_the_package_its_licence_and_nothing_else(wheel: zipfile.ZipFile, checkout: Path) -> None:
    """No test, no cache and no stray file is installed at a host's."""
    package = {f"forge_il6/{name}" for name in files(checkout / "src" / "forge_il6")}
    kept = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE", "sboms/forge-il6.cdx.json")
    about = {f"{INFO}/{name}" for name in kept}

    assert package | about == set(wheel.namelist())
    assert set() == {PurePosixPath(name).suffix for name in package} - KINDS
    assert {"forge_il6/py.typed", "forge_il6/__init__.py", "forge_il6/rules/__init__.py"} <= package


def test_the_wheel_is_for_every_machine(distributions: tuple[Path, Path], wheel: zipfile.ZipFile) -> None:
    """Pure Python: one wheel for all."""
    assert f"forge_il6-{VERSION}-py3-none-any.whl" == distributions[0].name
    assert {0o644} == {stat.S_IMODE(each.external_attr >> 16) for each in wheel.infolist()}


def test_the_record_of_the_wheel_lists_every_file(wheel: zipfile.ZipFile) -> None:
    """What is not recorded is not removed when the package is."""
    rows = list(csv.reader(wheel.read(f"{INFO}/RECORD").decode().splitlines()))

    assert sorted(wheel.namelist()) == sorted(row[0] for row in rows)
    assert [f"{INFO}/RECORD"] == [name for name, digest, _ in rows if not digest.startswith("sha256=")]


def test_the_metadata_say_what_the_project_says(wheel: zipfile.ZipFile, metadata: Message) -> None:
    """An installer reads them, and nothing else, to decide what fits."""
    Metadata.from_email(wheel.read(f"{INFO}/METADATA"), validate=True)

    assert ("forge-il6", VERSION) == (metadata["Name"], metadata["Version"])
    assert (">=3.11", "MIT") == (metadata["Requires-Python"], metadata["License-Expression"])
    assert ["LICENSE"] == metadata.get_all("License-File")
    assert sorted(PROJECT["optional-dependencies"]) == sorted(metadata.get_all("Provides-Extra") or [])
    needed = [each for each in metadata.get_all("Requires-Dist") or [] if "extra ==" not in each]
    assert sorted(PROJECT["dependencies"]) == sorted(needed)
    assert PROJECT["classifiers"] == metadata.get_all("Classifier")


def test_the_bill_of_materials_says_what_the_metadata_say(wheel: zipfile.ZipFile, metadata: Message) -> None:
    """PEP 770: whoever scans an installation finds what the package is and needs."""
    written = wheel.read(f"{INFO}/sboms/forge-il6.cdx.json").decode()
    needed = [each for each in metadata.get_all("Requires-Dist") or [] if "extra ==" not in each]

    assert bill_of_materials.text() == written, f"{bill_of_materials.COMMAND} writes it anew"
    listed = json.loads(written)["components"]
    assert sorted(needed) == sorted(each["properties"][0]["value"] for each in listed)


def test_the_readme_is_the_page_of_the_package(metadata: Message) -> None:
    """A package index shows it, and has to know that it is Markdown."""
    assert "text/markdown" == metadata["Description-Content-Type"]
    assert (ROOT / "README.md").read_bytes() == metadata.get_payload(decode=True)


def test_the_command_is_installed_by_its_name(wheel: zipfile.ZipFile) -> None:
    """README: after installation the same command is also called forge-il6."""
    expected = ["[console_scripts]", "forge-il6 = forge_il6.__main__:main"]

    assert expected == wheel.read(f"{INFO}/entry_points.txt").decode().split("\n")[:2]


def test_the_examples_of_the_readme_run_on_what_the_wheel_holds(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """What a new user installs and types first. `dev.py dist` does it in an empty environment as well."""
    wheel.extractall(tmp_path / "installed")  # noqa: S202  (built a moment ago)
    script = (
        "import doctest, forge_il6\n"
        f"failed, tried = doctest.testfile({str(ROOT / 'README.md')!r}, module_relative=False, encoding='utf-8')\n"
        "print(failed, tried > 0, forge_il6.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PYTHONIOENCODING": "utf-8"},
        timeout=120,
        check=False,
    )
    place = tmp_path / "installed" / "forge_il6" / "__init__.py"

    assert 0 == done.returncode, done.stderr[-2000:]
    assert f"0 True {place}" == done.stdout.strip()


# --- the source distribution -----------------------------------------------------------------------


def test_the_source_distribution_holds_the_whole_checkout(
    sdist: dict[str, tarfile.TarInfo], checkout: Path, distributions: tuple[Path, Path]
) -> None:
    """Whoever has it can build, test, document and measure; how a server runs all that stays here."""
    kept = {name for name in files(checkout) if not name.startswith(".ci/")}

    assert f"forge_il6-{VERSION}.tar.gz" == distributions[1].name
    assert kept | {"PKG-INFO"} == set(sdist)
    assert {"LICENSE", "README.md", "dev.py", "pyproject.toml", "tests/host.py", "docs/vendoring.md"} <= kept


def test_a_source_distribution_tells_nothing_of_who_built_it(sdist: dict[str, tarfile.TarInfo]) -> None:
    """Names and numbers of an account are nobody's concern."""
    assert {(0, 0, "", "")} == {(each.uid, each.gid, each.uname, each.gname) for each in sdist.values()}


def digests(built: Iterable[Path]) -> list[str]:
    """What says that files are the same; two that differ by megabytes are compared for ever to tell where."""
    return [hashlib.sha256(each.read_bytes()).hexdigest() for each in built]


# --- twice -----------------------------------------------------------------------------------------


def test_two_builds_are_the_same_to_the_last_byte(
    distributions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody can check that a published file was made of this source: folder, umask and clock leave no trace."""
    other = tree(tmp_path / "elsewhere" / "named otherwise")
    for path in other.rglob("*"):
        path.chmod(0o700 if path.is_dir() or path.stat().st_mode & 0o100 else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    usual = built(other, tmp_path / "usual")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated, again = built(other, tmp_path / "dated"), built(tree(tmp_path / "third"), tmp_path / "again")

    assert digests(distributions) == digests(usual)
    assert digests(dated) == digests(again)
    assert digests(usual)[0] != digests(dated)[0]  # the date that was asked for is the date that is written


def test_the_wheel_of_a_source_distribution_is_the_wheel_of_the_checkout(
    distributions: tuple[Path, Path], tmp_path: Path
) -> None:
    """Distributors build from the source distribution; they must get what everybody gets."""
    with tarfile.open(distributions[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    wheel, _ = built(tmp_path / f"forge_il6-{VERSION}", tmp_path / "out")

    assert digests([distributions[0]]) == digests([wheel])


def test_these_tests_build_with_what_an_installer_builds_with() -> None:
    """Two places name the backend, and they have to agree."""
    assert set() == set(PYPROJECT["build-system"]["requires"]) - set(PYPROJECT["dependency-groups"]["test"])
