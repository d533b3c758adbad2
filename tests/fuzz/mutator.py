"""
A plain mutator: from a corpus and a seed to inputs that are nearly right, the same ones every time.

Inputs of JSON are changed in their values and keys as well as in their bytes, since hardly any change of a byte gets
past a parser.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

__all__ = ["inputs"]

_MOST_CHANGES: Final = 4
_LONGEST: Final = 20_000
_WORDS: Final[tuple[bytes, ...]] = (
    b"<", b">=", b"-", b".", b",", b"e30", b"1e-99", b"9" * 40, b"0", b"NaN", b"Infinity", b"null", b"true", b"[]",
    b"pg/mL", b"ng/L", b"\xc2\xb5g/L", b"IU/mL", b"mg/L", b"2026-11-20", b"2026-02-30", b"9999-12-31T23:59:59-23:59",
    b"T08:10:00+01:00", b"\x00", b"\x1b[2J", b"\xff", b"\xe2\x80\xae", b"\r", b"\n", b"|", b"^", b"~", b"\\", b"&",
    b";", b"\t", b"Europe/Berlin", b"none", b"unknown", b"race", b"serum", b"covid19", b"fever", b"26881-3", b"30522-7",
    b"entered-in-error", b"\xf0\x9f\xa9\xb8", b"\xed\xa0\x80", b"<script>", b"=cmd()", b"../..",
)  # fmt: skip
_VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2.4, 10**30, 1e308, "", " ", "x" * 300, "2.4 pg/mL", "<1.5 pg/mL", "2,4 pg/mL", "NaN",
    "2026-11-20", "2026-11-20T08:10:00+01:00", "2026-13-45", "none", "hiit", "fever", [], [None], {"value": "1 mg/L"},
    "\u001b[2J", "\ud800", "\u202e",
)  # fmt: skip


def inputs(corpus: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield changed inputs without end; a corpus and a seed give the same ones every time."""
    chance = random.Random(seed)  # noqa: S311  (chance that can be repeated, and no secret)
    while True:
        data = chance.choice(corpus)
        if chance.random() < 0.6:
            data = _restructured(data, chance)
        for _ in range(chance.randrange(_MOST_CHANGES)):
            data = _changed(data, corpus, chance)
        yield data[:_LONGEST]


def _changed(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """Change a few bytes: away, twice, another, a word of the trade, or the end of another input."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((1, 1, 2, 4, 16, 64)))
    what = chance.randrange(6)
    if what == 0:
        return data[:start] + data[end:]
    if what == 1:
        return data[:end] + data[start:]
    if what == 2:
        return data[:start] + bytes([chance.randrange(256)]) + data[end:]
    if what == 3:
        other = chance.choice(corpus)
        return data[:start] + other[chance.randrange(len(other) + 1) :]
    kept = end if what == 4 else start
    return data[:start] + chance.choice(_WORDS) + data[kept:]


def _restructured(data: bytes, chance: random.Random) -> bytes:
    """Change values and keys of a JSON text; other text as it is."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for _ in range(1 + chance.randrange(_MOST_CHANGES)):
        document = _altered(document, chance)
    return json.dumps(document).encode()


def _altered(document: Any, chance: random.Random) -> Any:
    """Change one place of a document, anywhere in it."""
    held = list(document) if isinstance(document, dict) else list(range(len(document))) if _is_list(document) else []
    if not held or chance.random() < 0.15:
        return chance.choice(_VALUES)
    key = chance.choice(held)
    changed = dict(document) if isinstance(document, dict) else list(document)
    what = chance.randrange(8)
    if what == 0:
        del changed[key]
    elif what == 1 and isinstance(changed, list):
        changed.append(changed[key])
    elif what == 1:
        changed[chance.choice(held)] = changed[key]
    else:
        changed[key] = _altered(changed[key], chance)
    return changed


def _is_list(document: Any) -> bool:
    return isinstance(document, list)
