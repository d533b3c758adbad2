"""
The documentation for programs that read: ``llms.txt`` lists the pages, ``llms-full.txt`` holds their text.

Both are made from the navigation and the Markdown of the pages, so that they cannot say anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

INDEX, WHOLE = "llms.txt", "llms-full.txt"
DRAWN = frozenset({"playground.md", "notebook.md"})
"""Pages that live from what is drawn on them, and are listed only."""
_MARKUP = re.compile(r"<(style|script|svg|figure)\b.*?</\1>|<[^<>\n]+>|<!--.*?-->", re.DOTALL)


def pages(nav: Any, section: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield section, title and file of every page, in the order of the navigation."""
    for entry in nav:
        ((title, place),) = entry.items()
        if isinstance(place, str):
            yield section, title, place
        else:
            yield from pages(place, title)


def first_sentence(text: str) -> str:
    """Return the first sentence of a page, without markup."""
    plain = _MARKUP.sub("", text)
    paragraphs = (" ".join(each.split()) for each in plain.split("\n\n"))
    prose = next((each for each in paragraphs if re.match(r"[A-Z*\[`]", each)), "")
    sentence = re.split(r"(?<=[.:?])\s", re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", prose), maxsplit=1)[0]
    return sentence.strip("*")


def index(name: str, about: str, nav: Any, docs: Path) -> str:
    """Return the list of pages, each with its first sentence."""
    lines, before = [f"# {name}", "", f"> {about}"], None
    for section, title, place in pages(nav):
        if section != before:
            lines += ["", f"## {section}" if section else "", ""] if section else [""]
            before = section
        said = first_sentence((docs / place).read_text(encoding="utf-8"))
        lines.append(f"- [{title}]({Path(place).with_suffix('.html')}){': ' + said if said else ''}")
    return "\n".join(lines) + "\n"


def whole(nav: Any, docs: Path) -> str:
    """Return the text of every page, each after a line that names its file."""
    texts = (
        f"<!-- {place} -->\n\n{_MARKUP.sub('', (docs / place).read_text(encoding='utf-8')).strip()}\n"
        for _, _, place in pages(nav)
        if place not in DRAWN
    )
    return "\n".join(texts)


def write(site: Path, name: str, about: str, nav: Any, docs: Path) -> None:
    """Lay both files into the built site."""
    (site / INDEX).write_text(index(name, about, nav, docs), encoding="utf-8")
    (site / WHOLE).write_text(whole(nav, docs), encoding="utf-8")
