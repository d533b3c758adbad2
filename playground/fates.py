"""
One number, three fates: the cards of the front page, from verdicts that are made when the site is built.

The page holds all three as sections, one after the other. Where the browser can, three switches
show one at a time; that is style alone, so nothing is lost where it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from forge_il6 import Verdict, interpret_case

__all__ = ["FATES", "Fate", "as_html", "verdict_of"]

NUMBER = "3.4 pg/mL"
RESTED = {"drawn_at": "2026-11-20T08:10:00+01:00", "fasting_hours": 12, "exercise": "none", "at_rest": True}


@dataclass(frozen=True)
class Fate:
    """What had happened before the blood was drawn."""

    key: str
    label: str
    draw: dict[str, Any] = field(default_factory=dict[str, Any])
    confounders: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


FATES = (
    Fate("rest", "At rest"),
    Fate("training", "Three hours after training", {"exercise": "hiit", "hours_since_exercise": 3}),
    Fate("flu", "A week after the flu", confounders=[{"kind": "febrile_infection", "days_since": 7}]),
)
"""The same number each time; only the circumstances of the draw differ."""


def verdict_of(fate: Fate) -> Verdict:
    """Ask the library what this number says under these circumstances."""
    return interpret_case(
        {
            "reading": {"il6": NUMBER} | RESTED | fate.draw,
            "context": {"age": 57, "red_flags": [], "confounders": fate.confounders},
        }
    )


def as_html() -> str:
    """Write the switches and the three cards; the first is chosen."""
    switches = "".join(
        f'<input type="radio" name="fate" id="fate-{fate.key}"{" checked" if fate is FATES[0] else ""}>'
        f'<label for="fate-{fate.key}">{escape(fate.label)}</label>'
        for fate in FATES
    )
    return (
        f'<form class="fates" autocomplete="off"><fieldset><legend>The same {NUMBER}, drawn</legend>{switches}'
        f"{''.join(map(_section, FATES))}</fieldset></form>"
    )


def _section(fate: Fate) -> str:
    verdict = verdict_of(fate)
    band = verdict.band.value.replace("_", " ") if verdict.band else "no baseline"
    why = next(each.sentence for each in verdict.findings if each.severity == "warning")
    after = verdict.next_draw
    drawn = str(RESTED["drawn_at"]).partition("T")[0]
    again = (
        f"<p>Drawn {drawn}. Draw again on or after <strong>{escape(after.on_or_after)}</strong>.</p>" if after else ""
    )
    return (
        f'<section class="fate" id="says-{fate.key}" data-counts="{str(verdict.band is not None).lower()}">'
        f"<h3>{escape(fate.label)}: {escape(band)}</h3>"
        f'<p class="said">{escape(verdict.summary)}</p><p>{escape(why)}</p>{again}'
        f"<details><summary>The whole card</summary>{verdict.to_html()}</details></section>"
    )
