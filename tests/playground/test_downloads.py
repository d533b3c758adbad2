"""Nothing that was fetched is used unless it is what was pinned, and a failure says what to do."""

from __future__ import annotations

import base64
import hashlib
import http.server
import io
import re
import tarfile
import threading
from pathlib import Path

import pytest
from downloads import AXE, PYODIDE, DownloadError, NpmPackage, fetched, files, wheels

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


@pytest.fixture
def registry(monkeypatch):
    """A registry on this machine: what it was asked for, and what it answers."""

    class Registry(http.server.BaseHTTPRequestHandler):
        asked: list[str] = []  # noqa: RUF012  (the one list of this one server)
        content = THING

        def do_GET(self):
            self.asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.content)

        def log_message(self, format, *args):  # noqa: A002  (the name of the base class)
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Registry)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{server.server_port}/")
    yield Registry
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_package_is_fetched_once_and_kept(registry, tmp_path):
    first = files(pinned(THING), ["readme"], tmp_path)
    second = files(pinned(THING), ["readme"], tmp_path)

    assert {"readme": b"hello"} == first == second
    assert ["/thing/-/thing-1.0.0.tgz"] == registry.asked


def test_what_is_not_the_pinned_file_is_refused_and_not_kept(registry, tmp_path):
    registry.content = archive(readme=b"other")

    with pytest.raises(DownloadError, match="does not have the pinned hash"):
        fetched(pinned(THING), tmp_path)

    assert [] == list(tmp_path.iterdir())


def test_a_kept_file_that_was_damaged_is_fetched_anew(registry, tmp_path):
    (tmp_path / "thing-1.0.0.tgz").write_bytes(THING[:-1])

    assert THING == fetched(pinned(THING), tmp_path)
    assert THING == (tmp_path / "thing-1.0.0.tgz").read_bytes()


def test_a_registry_that_cannot_be_reached_is_named_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")

    with pytest.raises(DownloadError, match=r"thing 1\.0\.0 could not be fetched.*npm_config_registry"):
        fetched(pinned(THING), tmp_path)


def test_a_registry_is_an_address_on_the_web(monkeypatch, tmp_path):
    """A file: address would read whatever lies on the machine."""
    monkeypatch.setenv("npm_config_registry", tmp_path.as_uri())

    with pytest.raises(DownloadError, match="beginning with https://"):
        fetched(pinned(THING), tmp_path)


def test_every_npm_package_is_pinned_by_a_whole_hash():
    for package in (PYODIDE, AXE):
        kind, _, digest = package.integrity.partition("-")
        assert ("sha512", 64) == (kind, len(base64.b64decode(digest)))


@pytest.mark.parametrize("name", ["always.txt", "for-units.txt"])
def test_every_wheel_is_pinned_by_version_and_hash(name):
    lines = [line for line in (PINS / name).read_text().splitlines() if not line.startswith("#")]

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
