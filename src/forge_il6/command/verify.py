"""``forge-il6 verify VERDICT [CASE]``: whether this version would decide a stored verdict the same way."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import CaseError, ForgeError, visible
from ..interop.cases import read_json
from ..provenance import verify

__all__ = ["main"]

_DIFFERS: Final = 1
_FAILED: Final = 2


def main(arguments: Sequence[str]) -> int:
    """Verify one verdict; the exit status is 0 where all is the same, 1 where not, and 2 where it cannot be told."""
    parser = argparse.ArgumentParser(
        prog="forge-il6 verify",
        description="Say whether this version would decide a stored verdict the same way, and what differs.",
        epilog="Exit status: 0 the same, 1 not the same or not to be told without the case, 2 an error.",
    )
    parser.add_argument("verdict", metavar="VERDICT", help="a verdict document; - reads standard input")
    parser.add_argument("case", metavar="CASE", nargs="?", help="the case document that was decided")
    options = parser.parse_args(arguments)
    try:
        case = None if options.case is None else _document(options.case)
        found = verify(_document(options.verdict), case)
    except ForgeError as error:
        sys.stderr.write(f"forge-il6: {visible(str(error))}\n")
        return _FAILED
    sys.stdout.write("".join(f"{visible(line)}\n" for line in str(found).splitlines()))
    return 0 if found else _DIFFERS


def _document(name: str) -> Any:
    """Read one JSON file."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        msg = f"{name}: {error.strerror or 'cannot be read'}"
        raise CaseError(msg) from None
    except UnicodeDecodeError:
        msg = f"{name}: is not UTF-8 text"
        raise CaseError(msg) from None
    return read_json(text, name)
