"""
HTML as values: text is escaped when it is put into an element, and only an element is markup.

Elements carry inline styles alone. A notebook that does not trust its output takes away style sheets,
scripts and every attribute that is on no list, so nothing here depends on them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

__all__ = ["Markup", "element", "escaped", "list_of", "table"]

_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, a new line and a tab apart
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of the text around it
    "\ud800-\udfff\ufffe\uffff]"  # what no encoding can write
)
_CELL: Final = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"
_ROW_HEAD: Final = f"{_CELL};font-weight:normal;white-space:nowrap"
_HEAD: Final = f"{_CELL};font-weight:bold"
_TABLE: Final = "border-collapse:collapse;margin:4px 0;table-layout:auto;font-size:100%"
"""The size is said because a page without a document type gives a table its own."""
_CAPTION: Final = "text-align:left;font-weight:bold;padding:2px 0"


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """Return text as markup that shows it and nothing else; markup stays what it is."""
    return text if isinstance(text, Markup) else Markup(_quoted(text))


def _quoted(text: object) -> str:
    return html.escape(_UNSHOWN.sub("\ufffd", str(text)))


def element(name: str, *content: object, **attributes: str) -> Markup:
    """Return an element; an underscore in the name of an attribute is a hyphen, and an empty one is left out."""
    given = "".join(f' {key.replace("_", "-")}="{_quoted(value)}"' for key, value in attributes.items() if value)
    return Markup(f"<{name}{given}>{''.join(map(escaped, content))}</{name}>")


def list_of(name: str, items: Iterable[Markup]) -> Markup:
    """Return an ordered (``ol``) or unordered (``ul``) list."""
    entries = (element("li", item, style="margin:2px 0") for item in items)
    return element(name, *entries, style="margin:4px 0;padding-left:1.6em")


def table(caption: object, heads: Iterable[object], rows: Iterable[Iterable[object]]) -> Markup:
    """Return a table with a caption; the first cell of a row is its head, as is every one of *heads*."""
    titles = [element("th", head, scope="col", style=_HEAD) for head in heads]
    body = (
        element(
            "tr",
            element("th", first, scope="row", style=_ROW_HEAD),
            *(element("td", each, style=_CELL) for each in rest),
        )
        for first, *rest in rows
    )
    return element(
        "table",
        element("caption", caption, style=_CAPTION) if caption else "",
        element("thead", element("tr", *titles)) if titles else "",
        element("tbody", *body),
        style=_TABLE,
    )
