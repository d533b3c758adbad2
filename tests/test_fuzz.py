"""
A short fuzz of every door, always with the same inputs; ``python dev.py fuzz --seconds 3600`` is the long one.

What is promised of each door stands in `fuzz/targets.py`.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable

import pytest

from forge_il6 import ForgeError
from fuzz.mutator import inputs
from fuzz.run import corpus, fuzz
from fuzz.targets import TARGETS, BrokenPromiseError
from place import ROOT, environment

MOST = {"quantity": 400, "verdict": 60, "table": 40}
"""Inputs of the short run; of doors that interpret what they read, fewer."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_door_keeps_its_promises_for_what_is_nearly_right(name: str):
    """A result or an error of ours, the same one the second time, and what is written is read back."""
    tried, found = fuzz(TARGETS[name], corpus(name), seed=20261120, seconds=60, most=MOST.get(name, 12))
    assert found is None, found
    assert len(corpus(name)) < tried


@pytest.mark.parametrize("name", TARGETS)
def test_most_of_a_corpus_is_read(name: str, monkeypatch: pytest.MonkeyPatch):
    """Inputs that are refused at once would fuzz the first check alone."""
    refused: list[ForgeError] = []
    init = ForgeError.__init__
    monkeypatch.setattr(ForgeError, "__init__", lambda self, said: (refused.append(self), init(self, said))[1])
    read = 0
    for data in corpus(name):
        refused.clear()
        TARGETS[name](data)
        read += len(refused) <= 6
    assert read * 2 > len(corpus(name))


def planted(kind: type[Exception]) -> Callable[[bytes], None]:
    """A door with a fault that one changed byte meets."""

    def target(data: bytes) -> None:
        if b"\x1b" in data:
            raise kind

    return target


@pytest.mark.parametrize("kind", [BrokenPromiseError, RuntimeError, RecursionError, UnicodeDecodeError.__mro__[1]])
def test_a_fault_that_was_planted_is_found(kind: type[Exception]):
    """A fuzzer that finds nothing proves nothing."""
    _, found = fuzz(planted(kind), corpus("quantity"), seed=1, seconds=30)
    assert found is not None
    assert b"\x1b" in found


def test_a_seed_gives_the_same_inputs_every_time():
    """What was found is found again."""
    first, again, other = (
        list(itertools.islice(inputs(corpus("case"), seed), 50)) for seed in (1, 1, 2)
    )  # fmt: skip
    assert first == again
    assert first != other


def test_the_command_tells_what_it_tried():
    command = [sys.executable, str(ROOT / "tests" / "fuzz" / "run.py"), "--seconds", "1", "--target", "quantity"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120, check=False)
    assert 0 == done.returncode, done.stderr
    assert "quantity: " in done.stdout
    assert "seed" in done.stdout
