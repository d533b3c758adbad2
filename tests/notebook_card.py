"""Put the card of the example in docs/notebook.md into that page anew."""

from __future__ import annotations

import re
from pathlib import Path

from forge_il6 import Context, Reading, Verdict, interpret

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebook.md"
CARD = re.compile(r'^<div lang="en".*$', re.MULTILINE)


def example() -> Verdict:
    """Interpret the reading of that page."""
    return interpret(
        Reading(
            "2.4 pg/mL",
            drawn_at="2026-11-20T08:10+01:00",
            fasting_hours=11,
            at_rest=True,
            exercise="resistance",
            hours_since_exercise=36,
        ),
        Context(age=57, hs_crp="0.6 mg/L"),
    )


if __name__ == "__main__":
    card = example().to_html()
    PAGE.write_text(CARD.sub(lambda _: card, PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
