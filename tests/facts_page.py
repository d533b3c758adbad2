"""
Print the tables of facts from the fields of the records: ``python tests/facts_page.py`` writes them into docs/facts.md.

What a code means to a person, and everything between the tables, is written there by hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from forge_il6.context import Context, Lifestyle
from forge_il6.reading import Reading
from forge_il6.record import Record
from schema_files import field_docs

COMMAND: Final = "python tests/facts_page.py"
PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "facts.md"
TABLES: Final[tuple[type[Record], ...]] = (Reading, Context, Lifestyle)

_HEAD: Final = "| name | what it says |\n|---|---|\n"


def table(kind: type[Record]) -> str:
    """The facts of a record, each with the sentence below its field."""
    said = field_docs(kind)
    return _HEAD + "".join(f"| `{name}` | {said[name].rstrip('.')} |\n" for name in kind.keys())


def printed(page: str) -> str:
    """The page with its tables as the fields have them; each stands under the heading that names its record."""
    for kind in TABLES:
        under = re.compile(
            rf"(^## [^\n]*`{kind.__name__}`\n.*?){re.escape(_HEAD)}(?:\|[^\n]*\n)+", re.MULTILINE | re.DOTALL
        )
        page, made = under.subn(lambda found, kind=kind: found[1] + table(kind), page, count=1)
        if not made:
            msg = f"{PAGE.name} has no table under a heading that names {kind.__name__}"
            raise ValueError(msg)
    return page


if __name__ == "__main__":
    PAGE.write_text(printed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
