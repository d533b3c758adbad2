"""Reading the package's HTML back, as strictly as no browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

TAGS = frozenset({
    "caption", "details", "div", "li", "ol", "p", "s", "small", "span", "strong", "summary", "table", "tbody", "td",
    "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that JupyterLab keeps in output that it does not trust, as far as they are used here."""

ATTRIBUTES = frozenset({"aria-label", "aria-level", "dir", "lang", "role", "scope", "style"})
"""Attributes that may be written. The same sanitizer drops ``role`` and ``aria-``, so no fact rests on them."""

PROPERTIES = frozenset({
    "background-color", "border", "border-collapse", "border-left", "border-left-width", "border-radius",
    "border-right", "border-right-width", "border-top", "border-width", "box-sizing", "cursor", "display",
    "font-size", "font-weight", "height", "left", "line-height", "margin", "margin-left", "margin-right",
    "max-width", "overflow-wrap", "padding", "padding-left", "position", "table-layout", "text-align", "top",
    "vertical-align", "white-space", "width",
})  # fmt: skip
"""CSS properties that it keeps, as far as they are used here."""

VALUE = re.compile(r"(?:(?:[a-z0-9.%#-]+|rgba\(\d+,\d+,\d+,0\.\d+\))(?: |$))+")


class Node:
    """One element with what stands in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []

    @property
    def style(self) -> dict[str, str]:
        return dict(rule.split(":", 1) for rule in self.attributes.get("style", "").split(";") if rule)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else f" {child.raw} " for child in self.children)

    @property
    def text(self) -> str:
        """What is read when every style and attribute is gone."""
        return " ".join(self.raw.split())

    @property
    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    def all(self, tag: str) -> list[Node]:
        return [node for node in self.walk() if node.tag == tag]

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(node.tag, tuple(node.attributes)) for node in self.walk()]


def must(holds: bool, found: object) -> None:
    """Fail with what was found; an assert outside of a test file is gone under ``python -OO``."""
    if not holds:
        raise AssertionError(found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        must(len(node.attributes) == len(attrs), f"<{tag}> repeats an attribute")
        self.open[-1].children.append(node)
        self.open.append(node)

    def handle_endtag(self, tag):
        must(self.open.pop().tag == tag, f"</{tag}> closes another element")

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data):
        raise AssertionError(f"an instruction: {data}")


def parsed(markup: str) -> Node:
    """Read HTML of one element in which every element is closed, and which uses nothing but what is listed above."""
    markup.encode("utf-8")
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    (root,) = reader.open
    (top,) = root.children
    if isinstance(top, str):
        raise TypeError(top)
    for node in top.walk():
        must(node.tag in TAGS, node.tag)
        must(node.attributes.keys() <= ATTRIBUTES, node.attributes.keys())
        must(node.style.keys() <= PROPERTIES, node.style.keys() - PROPERTIES)
        must(all(VALUE.fullmatch(value) for value in node.style.values()), node.style)
    return top
