"""
Fuzz the doors: ``python tests/fuzz/run.py --seconds 60``, or ``python dev.py fuzz --seconds 60``.

By a mutator of our own, whose seed is printed and repeats the run; with ``--atheris`` by Atheris, where it is
installed, which is led by what was reached. What was found stands in ``build/fuzz`` and is tried again with
``--again FILE``. An input that found something belongs into the corpus once it is mended.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Never

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzz.mutator import inputs
from fuzz.targets import TARGETS

HERE = Path(__file__).resolve().parent
FOUND = HERE.parent.parent / "build" / "fuzz"


def corpus(name: str) -> list[bytes]:
    """Return the inputs that a target begins with."""
    return [path.read_bytes() for path in sorted((HERE / "corpus" / name).iterdir())]


def fuzz(
    target: Callable[[bytes], None], begin: Sequence[bytes], seed: int, seconds: float, most: int | None = None
) -> tuple[int, bytes | None]:
    """Try changed inputs for some seconds; return how many, and the first that is a finding."""
    end = time.monotonic() + seconds
    tried = 0
    for data in itertools.islice(itertools.chain(begin, inputs(begin, seed)), most):
        if time.monotonic() > end:
            break
        tried += 1
        try:
            target(data)
        except Exception:  # noqa: BLE001  (whatever is raised is a finding)
            return tried, data
    return tried, None


def kept(name: str, data: bytes) -> Path:
    """Keep what was found."""
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def by_atheris(names: Sequence[str], seconds: float) -> int:
    """
    Let Atheris fuzz each target, led by the branches of the package that an input reaches.

    Each in a process of its own, for Atheris ends the one that it fuzzes in; the modules that count are imported once.
    """
    atheris: Any = import_module("atheris")  # which is there for few systems, and has no types
    with atheris.instrument_imports(include=["forge_il6"]):
        for module in [each for each in sys.modules if each.startswith(("forge_il6", "fuzz.targets"))]:
            del sys.modules[module]
        from fuzz.targets import TARGETS as INSTRUMENTED  # noqa: PLC0415  (the same targets, of modules that count)
    failed = False
    for name in names:
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if not child:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                _fuzz_by_atheris(atheris, name, INSTRUMENTED[name], round(seconds / len(names)))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
        failed |= status != 0
        say(f"{name}: " + "\n".join(lines[-60:] if status else lines[-1:]))
    return int(failed)


def _fuzz_by_atheris(atheris: Any, name: str, target: Callable[[bytes], None], seconds: int) -> Never:
    reached = FOUND / f"corpus-{name}"
    reached.mkdir(parents=True, exist_ok=True)
    options = [sys.argv[0], str(reached), str(HERE / "corpus" / name), f"-max_total_time={seconds}"]
    atheris.Setup([*options, f"-artifact_prefix={FOUND}/{name}-", "-max_len=20000"], target)
    atheris.Fuzz()
    os._exit(0)


def say(line: str) -> None:
    """Print a line as soon as it is true."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Fuzz every target in turn, or the one that is named."""
    parser = argparse.ArgumentParser(description="Fuzz what takes text from outside.")
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--target", choices=TARGETS, help="one alone")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--atheris", action="store_true", help="by Atheris, where it is installed")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try one input, with --target")
    options = parser.parse_args()
    names = [options.target] if options.target else [*TARGETS]
    if options.again:
        TARGETS[names[0]](options.again.read_bytes())
        return 0
    if options.atheris and not find_spec("atheris"):
        say("Atheris is for Linux alone; the mutator takes its place")
    elif options.atheris:
        return by_atheris(names, options.seconds)
    failed = False
    for name in names:
        tried, found = fuzz(TARGETS[name], corpus(name), options.seed, options.seconds / len(names))
        say(f"{name}: {tried} inputs, seed {options.seed}")
        if found is not None:
            failed = True
            say(f"  found {kept(name, found)}")
            try:
                TARGETS[name](found)
            except Exception:  # noqa: BLE001  (it is shown)
                traceback.print_exc()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
