"""
What is asked where a fact is not known, with the few answers whose decisions are compared.

One record a question, for a clinician to review: the fact, the sentence to a person, and each answer
with its facts as in the case document. No number stands here: each lies between numbers of
`thresholds`, so that an override moves the answer along with the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import attrs

from ..threshold import Threshold
from ..units import ARITHMETIC, decimal_text
from .assays import ASSAYS

__all__ = [
    "BESIDE_CRP",
    "JOINT",
    "LASTING",
    "LINES",
    "QUESTIONS",
    "SHORT",
    "WHERE",
    "Asks",
    "Between",
    "ClockReads",
    "DaysBefore",
    "Possible",
    "Same",
]

_MEASURED: Final = frozenset({"pg/mL", "mg/L"})
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_HALF: Final = Decimal(2)


@attrs.frozen
class Between:
    """
    A number told by the names of the numbers around it.

    It lies half way between two; half way to nothing below one; exactly at one, or at its double,
    where only that one bounds it. Where the two do not rise under an override there is none.
    """

    above: str = ""
    below: str = ""
    exactly: bool = False

    def text(self, numbers: Mapping[str, Threshold]) -> str | None:
        """Write the number as a case document holds it: with its unit where it is a result."""
        low, high = (numbers[name].value if name else None for name in (self.above, self.below))
        unit, value = numbers[self.above or self.below].unit, self._value(low, high)
        if value is None:
            return None
        return f"{decimal_text(value)} {unit}" if unit in _MEASURED else decimal_text(value)

    def _value(self, low: Decimal | None, high: Decimal | None) -> Decimal | None:
        if high is None:
            return low if self.exactly or low is None else ARITHMETIC.add(low, low)
        if low is not None and low >= high:
            return None
        return ARITHMETIC.divide(high if low is None else ARITHMETIC.add(low, high), _HALF)


@attrs.frozen
class Same:
    """What the index reading states of itself, so that an earlier reading can be compared with it."""

    fact: str


@attrs.frozen
class DaysBefore:
    """The time that lies a number of days, by its name, before the index draw."""

    number: str


@attrs.frozen
class ClockReads:
    """The time of the index draw as a local clock shows it that stood in the morning, or at another time."""

    morning: bool


@attrs.frozen
class Possible:
    """One possible answer: what is said, and the facts of a case document that it states."""

    code: str
    says: str
    reading: Mapping[str, Any] = _NONE
    context: Mapping[str, Any] = _NONE
    counts_if: str = ""
    """How a summary says it, for the answer that lets a sample count."""
    states: str = ""
    """How a question for several facts at once says what this answer states, where that is more."""


@attrs.frozen
class Asks:
    """One question: the fact as the case document names it, a sentence to a person, and the answers to try."""

    fact: str
    asks: str
    answers: tuple[Possible, ...]
    unknown: tuple[str, ...] = ()
    """Further facts that must not be stated either."""
    known: tuple[str, ...] = ()
    """Facts without which the question has no sense."""
    unless: Mapping[str, str] = _NONE
    """What must not be stated, as the case document writes it."""
    of_unknown: str = ""
    """Where the clock is asked for: `hour` of a day, or `zone` of an instant that says nothing of it."""
    of_every_reading: bool = False
    """Whether earlier readings that do not state the fact share the answer."""


def _hard(code: str, says: str, hours: Between) -> Possible:
    return Possible(code, says, {"exercise": "vigorous", "hours_since_exercise": hours})


def _after(code: str, says: str, hours: Between, counts_if: str = "") -> Possible:
    return Possible(code, says, {"hours_since_exercise": hours}, counts_if=counts_if)


def _event(kind: str, says: str, **since: Between) -> Possible:
    return Possible(kind, says, context={"confounders": ({"kind": kind, **since},)})


def _crp(code: str, says: str, value: Between) -> Possible:
    return Possible(code, says, context={"hs_crp": value})


def _il6(code: str, says: str, value: Between) -> Possible:
    return Possible(code, says, {"il6": value})


_BY_THE_CLOCK: Final = (
    Possible("morning", "From {morning_start} to before {morning_end}.", {"drawn_at": ClockReads(morning=True)}),
    Possible("other", "At another time.", {"drawn_at": ClockReads(morning=False)}),
)


def _yes_no(fact: str, yes: str, no: str) -> tuple[Possible, ...]:
    return Possible("yes", yes, {fact: True}), Possible("no", no, {fact: False})


_EARLIER_DRAW: Final[Mapping[str, Any]] = MappingProxyType({
    "drawn_at": DaysBefore("referral_gap"), "fasting_hours": Between("fasting_full", exactly=True),
    "exercise": "none", "at_rest": True, "method": Same("method"), "specimen": Same("specimen"),
})  # fmt: skip


def _earlier(code: str, says: str, value: Between) -> Possible:
    return Possible(code, says, context={"history": ({"il6": value, **_EARLIER_DRAW},)})


QUESTIONS: Final[tuple[Asks, ...]] = (
    Asks(
        "red_flags",
        "Is there chest pain, new breathlessness, confusion, fever, night sweats, weight loss, blood in the stool or a "
        "swollen joint?",
        (
            Possible("emergency", "Chest pain, new breathlessness or confusion.",
                     context={"red_flags": ("chest_pain",)}),
            Possible("warning", "Fever, night sweats, weight loss, blood in the stool or a swollen joint.",
                     context={"red_flags": ("fever",)}),
            Possible("none", "None of these.", context={"red_flags": ()}),
        ),
    ),
    Asks(
        "il6",
        "What was the IL-6 result?",
        (
            _il6("below_target", "Below {target}.", Between(below="target")),
            _il6("above_target", "{target} to {verdict_line}.", Between("target", "verdict_line")),
            _il6("elevated", "Above {verdict_line}, up to {high_line}.", Between("verdict_line", "high_line")),
            _il6("high", "Above {high_line}, up to {ceiling}.", Between("high_line", "ceiling")),
            _il6("beyond_range", "Above {ceiling}, below {acute_il6}.", Between("ceiling", "acute_il6")),
            _il6("acute", "{acute_il6} or more, below {urgent_il6}.", Between("acute_il6", "urgent_il6")),
            _il6("urgent", "{urgent_il6} or more.", Between("urgent_il6", exactly=True)),
        ),
    ),
    Asks(
        "exercise",
        "Did you train before the draw, and when did it end?",
        (
            _hard("within_myokine_window", "Hard training that ended less than {myokine_window} before the draw.",
                  Between(below="myokine_window")),
            _hard("within_washout", "Hard training that ended {myokine_window} to {washout} before the draw.",
                  Between("myokine_window", "washout")),
            _hard("within_crp_washout", "Hard training that ended {washout} to {crp_washout} before the draw.",
                  Between("washout", "crp_washout")),
            _hard("before_crp_washout", "Hard training that ended {crp_washout} or more before the draw.",
                  Between("crp_washout", exactly=True)),
            Possible("none", "None, or light movement only, in the week before.", {"exercise": "none"},
                     counts_if="had not trained for {washout} ({race_hold} after a race)",
                     states="had trained no more than lightly in the week before"),
        ),
        unknown=("hours_since_exercise", "exercise_log"),
    ),
    Asks(
        "exercise",
        "How hard was the training that was counted from?",
        (
            Possible("hard", "Hard: it left you out of breath or lifting weights.", {"exercise": "vigorous"}),
            Possible("race", "A race, a marathon or longer.", {"exercise": "race"}),
            Possible("moderate", "Moderate: you could talk throughout.", {"exercise": "moderate"}),
            Possible("light", "Light movement only.", {"exercise": "light"}),
        ),
        known=("hours_since_exercise",),
    ),
    Asks(
        "hours_since_exercise",
        "How many hours before the draw did the last training end?",
        (
            _after("within_myokine_window", "Less than {myokine_window}.", Between(below="myokine_window")),
            _after("within_washout", "{myokine_window} to {washout}.", Between("myokine_window", "washout")),
            _after("within_caution", "{washout} to {crp_caution}.", Between("washout", "crp_caution")),
            _after("long_ago", "{race_caution} or more.", Between("race_caution", exactly=True),
                   counts_if="had not trained for {race_caution}"),
        ),
        unknown=("exercise_log",),
        known=("exercise",),
        unless={"exercise": "none"},
    ),
    Asks(
        "fasting",
        "For how many hours before the draw had you eaten nothing?",
        (
            Possible("full", "{fasting_full} or more.", {"fasting_hours": Between("fasting_full", exactly=True)},
                     counts_if="had fasted for {fasting_full}"),
            Possible("short", "{fasting_short} to {fasting_full}.",
                     {"fasting_hours": Between("fasting_short", "fasting_full")}),
            Possible("not", "Less than {fasting_short}.", {"fasting_hours": Between(below="fasting_short")}),
        ),
        unknown=("fasting_hours",),
    ),
    Asks(
        "fasting_hours",
        "For how many hours before the draw had you eaten nothing?",
        (
            Possible("full", "{fasting_full} or more.", {"fasting_hours": Between("fasting_full", exactly=True)}),
            Possible("short", "{fasting_short} to {fasting_full}.",
                     {"fasting_hours": Between("fasting_short", "fasting_full")}),
        ),
        known=("fasting",),
    ),
    Asks(
        "hs_crp",
        "What was the hs-CRP of the same draw?",
        (
            _crp("low", "Below {crp_low}.", Between(below="crp_low")),
            _crp("average", "{crp_low} to {crp_raised}.", Between("crp_low", "crp_raised")),
            _crp("raised", "Above {crp_raised}, up to {crp_acute}.", Between("crp_raised", "crp_acute")),
            _crp("acute", "Above {crp_acute}.", Between("crp_acute")),
        ),
    ),
    Asks(
        "confounders",
        "Was there an infection, a vaccination, an operation, or a drug that acts on inflammation?",
        (
            _event("minor_infection", "An infection within {minor_infection_hold}.",
                   days_since=Between(below="minor_infection_hold")),
            _event("vaccination", "A vaccination within {vaccination_hold}.",
                   days_since=Between(below="vaccination_hold")),
            _event("il6_receptor_blocker", "Tocilizumab, sarilumab or satralizumab."),
            _event("other_immunomodulator", "Another drug that acts on the immune system, such as a TNF blocker."),
            _event("chronic_steroids", "Cortisone, taken for long."),
            _event("statin", "A statin, or a painkiller such as ibuprofen."),
            _event("biotin", "Biotin, more than 5 mg a day."),
            _event("secondary_disease", "A known autoimmune or bowel disease, cancer, or failure of heart, liver "
                   "or kidneys."),
            Possible("none", "None of these.", context={"confounders": ()}),
        ),
    ),
    Asks(
        "at_rest",
        "Were you at rest when the blood was drawn?",
        _yes_no("at_rest", "Yes.", "No, it was drawn in a hurry."),
    ),
    Asks("drawn_at", "At what time of day was the blood drawn?", _BY_THE_CLOCK, of_unknown="hour"),
    Asks("time_zone", "What did the clock show where the blood was drawn?", _BY_THE_CLOCK, of_unknown="zone"),
    Asks(
        "age",
        "How old are you?",
        (
            Possible("adult", "{adult_age} or older.", context={"age": Between("adult_age", exactly=True)}),
            Possible("minor", "Younger than {adult_age}.", context={"age": Between(below="adult_age")}),
        ),
        unknown=("birth_date",),
    ),
    Asks(
        "pregnant",
        "Are you pregnant?",
        (
            Possible("yes", "Yes.", context={"pregnant": True}),
            Possible("no", "No.", context={"pregnant": False}),
        ),
        unless={"sex": "male"},
    ),
    Asks(
        "indwelling_line",
        "Was the blood drawn from a line that had been in place for an hour or more?",
        _yes_no("indwelling_line", "Yes.", "No."),
    ),
    Asks(
        "hours_to_centrifugation",
        "How many hours did the tube stand before it was spun?",
        (
            Possible("in_time", "Up to {spin_caution}.",
                     {"hours_to_centrifugation": Between("spin_caution", exactly=True)}),
            Possible("late", "{spin_caution} to {spin_limit}.",
                     {"hours_to_centrifugation": Between("spin_caution", "spin_limit")}),
            Possible("too_late", "More than {spin_limit}.", {"hours_to_centrifugation": Between("spin_limit")}),
        ),
    ),
    Asks(
        "haemolysed",
        "Did the laboratory say that the sample was haemolysed?",
        _yes_no("haemolysed", "Yes.", "No."),
    ),
    Asks(
        "specimen",
        "Was it serum or plasma?",
        (
            Possible("serum", "Serum.", {"specimen": "serum"}),
            Possible("heparin_plasma", "Heparin plasma.", {"specimen": "heparin_plasma"}),
            Possible("edta_plasma", "EDTA plasma.", {"specimen": "edta_plasma"}),
        ),
        of_every_reading=True,
    ),
    Asks(
        "method",
        "By which method did the laboratory measure IL-6?",
        (
            Possible("sees_target", "One that measures below {target}.",
                     {"method": ASSAYS["R&D Quantikine HS"].name}),
            Possible("starts_above", "A routine one that begins above {target}.",
                     {"method": ASSAYS["Roche Elecsys"].name}),
        ),
        of_every_reading=True,
    ),
    Asks(
        "history",
        "Was IL-6 measured before, fasted and rested, by the same laboratory, {referral_gap} earlier or more?",
        (
            _earlier("below_target", "Yes: below {target}.", Between(below="target")),
            _earlier("above_target", "Yes: {target} to {verdict_line}.", Between("target", "verdict_line")),
            _earlier("elevated", "Yes: above {verdict_line}, up to {high_line}.", Between("verdict_line", "high_line")),
            _earlier("high", "Yes: above {high_line}, up to {ceiling}.", Between("high_line", "ceiling")),
            _earlier("beyond_range", "Yes: above {ceiling}.", Between("ceiling")),
            Possible("none", "No.", context={"history": ()}),
        ),
        known=("il6", "drawn_at"),
    ),
)  # fmt: skip
"""Every question, in the order in which it is asked where nothing else decides."""

SHORT: Final[Mapping[str, str]] = MappingProxyType({
    "red_flags": "Any warning symptom (fever, night sweats, chest pain …)?",
    "hs_crp": "What was the hs-CRP?",
    "confounders": "Any recent infection, vaccination, operation or drug against inflammation?",
    "fasting": "How many hours fasted?",
    "hours_since_exercise": "How many hours after the last training?",
    "indwelling_line": "Was it drawn from a line?",
    "hours_to_centrifugation": "How many hours before it was spun?",
    "haemolysed": "Was the sample haemolysed?",
    "history": "Was IL-6 measured before, by the same laboratory?",
})  # fmt: skip
"""The questions that are long, as a report that is read first asks them."""

JOINT: Final = Asks(
    "reading",
    "Is all of this true: you {conditions}?",
    (Possible("all", "Yes, all of it."), Possible("not_known", "Not known, or not all of it.")),
)
"""Asked where a sample counts only if several unknown facts are as they should be."""

LINES: Final[Mapping[str, str]] = MappingProxyType({
    "urgent": "Medical care is needed now.",
    "same_day": "A clinician should see this today or tomorrow.",
    "clinician_evaluation": "A clinician should evaluate this.",
    "no_il6": "Nothing can be said of an IL-6 that was not measured.",
    "il6": "IL-6",
    "not_applicable": "{il6} is not judged: adult reference values do not apply.",
    "void": "{il6} is no baseline; draw again.",
    "unverified": "{il6} is not verified yet: {band}{beside}.",
    "tentative": "{il6} counts, with a warning: {band}{beside}{lasting}.",
    "valid": "{il6} counts: {band}{beside}{lasting}.",
    "repeat": " The test is repeated once well.",
    "level": " It then fits a level of {low} to {high} pg/mL.",
    "if": "{il6} is {where} if you {conditions}",
    "open_if": "{il6} counts if you {conditions}; its band stays open",
    "then_level": "; then it fits a level of {low} to {high}.",
    "and": " and ",
    "open": "the band stays open",
})  # fmt: skip
"""An answer's own line, and the summary of a sample that would count if the answers were as they should be."""

WHERE: Final[Mapping[str, str]] = MappingProxyType({
    "optimal": "below {target_whose} {target}",
    "above_target": "between {target_whose} {target} and {verdict_line}",
    "elevated": "above {verdict_line_whose} {verdict_line}",
    "high": "above {high_line_whose} {high_line}",
    "beyond_range": "beyond the range of background inflammation",
})  # fmt: skip
"""Where a band lies, on whose authority."""

BESIDE_CRP: Final[Mapping[str, str]] = MappingProxyType({
    "both_low": " beside a low hs-CRP",
    "crp_average": " beside an average hs-CRP",
    "crp_only": " beside a raised hs-CRP",
    "il6_only": " beside a low hs-CRP",
    "il6_leading": " beside an average hs-CRP",
    "both_raised": " beside a raised hs-CRP",
    "suspended": ", but something acute comes first",
})  # fmt: skip

LASTING: Final[Mapping[str, str]] = MappingProxyType({
    "persistent_above_3": ", persistently above {high_line}",
    "consistent_above_2": ", consistently above {verdict_line}",
    "persistent_above_target": ", persistently above {target}",
})  # fmt: skip
