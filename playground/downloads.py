"""
What the playground and its tests are made from that is not ours: pinned, fetched once, checked by its hash.

An npm package is fetched as the file the registry holds, so no Node is needed. What was fetched is
kept in a folder that git ignores, and checked again each time it is used.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["AXE", "PYODIDE", "DownloadError", "NpmPackage", "fetched", "files", "own_wheel", "wheels"]

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "downloads"
REGISTRY = "https://registry.npmjs.org"
PATIENCE_SECONDS = 60
LARGEST = 64 * 2**20


class DownloadError(Exception):
    """Something that the playground is made from could not be had, or is not what was pinned."""


@dataclass(frozen=True)
class NpmPackage:
    """A package of the npm registry, in one version, with the hash that the registry states for its file."""

    name: str
    version: str
    integrity: str

    @property
    def path(self) -> str:
        """Where the file lies below the registry."""
        return f"{self.name}/-/{self.name}-{self.version}.tgz"


PYODIDE = NpmPackage(
    "pyodide",
    "0.29.5",  # CPython 3.13, a version that the tests also run on
    "sha512-TkYrUv9m8QmfImADKRmpwZulL48E0uUaBSO+dvRQKyAJc0qh9gu7jn8btyHPh3NZm1r2IH2YrJhIr7Q2B9urAw==",
)
AXE = NpmPackage(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)


def fetched(package: NpmPackage, kept: Path = KEPT) -> bytes:
    """
    Return the file of a package, from what is kept or from the registry.

    Raises:
        DownloadError: the registry cannot be reached, or its file is not the pinned one.
    """
    place = kept / f"{package.name}-{package.version}.tgz"
    if place.exists() and _is_whole(content := place.read_bytes(), package.integrity):
        return content
    content = _download(package)
    if not _is_whole(content, package.integrity):
        raise DownloadError(
            f"{package.name} {package.version}: the file that came does not have the pinned hash {package.integrity}; "
            "nothing of it was used"
        )
    kept.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(place)
    return content


def _is_whole(content: bytes, integrity: str) -> bool:
    kind, _, stated = integrity.partition("-")
    return base64.b64encode(hashlib.new(kind, content).digest()).decode() == stated


def _download(package: NpmPackage) -> bytes:
    registry = (os.environ.get("npm_config_registry") or REGISTRY).rstrip("/")  # noqa: SIM112  (npm's own spelling)
    if not registry.startswith(("https://", "http://")):
        raise DownloadError("npm_config_registry: give the address of a registry, beginning with https://")
    url = f"{registry}/{package.path}"
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  (checked above)
            return answer.read(LARGEST)
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise DownloadError(
            f"{package.name} {package.version} could not be fetched from the npm registry ({reason}); "
            "the playground needs it. Set npm_config_registry where another registry is to be asked."
        ) from None


def files(package: NpmPackage, names: Iterable[str], kept: Path = KEPT) -> dict[str, bytes]:
    """Return the named files of a package."""
    with tarfile.open(fileobj=io.BytesIO(fetched(package, kept)), mode="r:gz") as archive:
        return {name: archive.extractfile(f"package/{name}").read() for name in names}  # type: ignore[union-attr]  # a file


def wheels(pins: Path, kept: Path = KEPT) -> list[Path]:
    """
    Return the wheels that a file of requirements pins by version and hash, in its order.

    Raises:
        DownloadError: pip could not fetch one, or its hash is another.
    """
    wanted = [line.split()[0].split("==") for line in pins.read_text(encoding="utf-8").splitlines() if "==" in line]
    folder = kept / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as unfinished:
            whole = Path(unfinished) / "whole"
            _pip("download", "-qq", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", pins, "-d", whole)
            whole.replace(folder)
    return [_wheel(folder, name, version) for name, version in wanted]


def _wheel(folder: Path, name: str, version: str) -> Path:
    stem = name.lower().replace("-", "_")
    return next(path for path in folder.glob("*.whl") if path.name.lower().startswith(f"{stem}-{version}-"))


def _pip(*arguments: str | Path) -> None:
    done = subprocess.run(  # noqa: S603  (pip of this environment, with arguments written here)
        [sys.executable, "-m", "pip", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DownloadError(f"pip could not fetch what the playground is made from:\n{done.stderr.strip()}")


def own_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout into *folder*."""
    done = subprocess.run(  # noqa: S603  (hatchling of this environment, with arguments written here)
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise DownloadError(f"hatchling could not build the wheel of this checkout:\n{done.stderr.strip()}")
    return next(folder.glob("forge_il6-*.whl"))
