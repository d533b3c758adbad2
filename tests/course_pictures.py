"""Draw the pictures of docs/course.md: each shows the verdict of the example that stands before it."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "course.md"
IMAGE = re.compile(r"!\[[^]]*\]\((pictures/[\w-]+\.svg)\)")


def pictures() -> Iterator[tuple[Path, str]]:
    """Run the examples of the page in order; yield each picture's path and its text."""
    names: dict[str, Any] = {}
    text = PAGE.read_text(encoding="utf-8")
    start = 0
    for image in IMAGE.finditer(text):
        for example in doctest.DocTestParser().get_examples(text[start : image.start()]):
            exec(compile(example.source, PAGE.name, "exec"), names)  # noqa: S102  (the page is our own)
        yield PAGE.parent / image[1], names["verdict"].course_svg()
        start = image.end()


if __name__ == "__main__":
    for path, svg in pictures():
        path.write_text(svg, encoding="utf-8")
