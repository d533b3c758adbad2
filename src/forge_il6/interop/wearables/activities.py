"""
What a provider's name of an activity means as a kind of exercise, with the reason.

A name tells what was done and seldom how hard. Where it leaves that open the heavier kind is taken: a hold that is
too long costs another draw, one that is too short calls training an inflammation.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, NamedTuple

from ...codes import Exercise

__all__ = ["ACTIVITIES", "LONG", "Activity", "Meant", "at_least", "meant", "words_of"]

LONG: Final = timedelta(minutes=90)
"""Endurance is longer than this (protocol 2.1)."""


class Activity(NamedTuple):
    """Names that mean one kind of exercise: a row of the table."""

    words: frozenset[str]
    """Any of these in the name."""
    kind: Exercise
    when_long: Exercise
    """The kind where it took longer than `LONG`, or may have."""
    reason: str


def _row(words: str, kind: Exercise, when_long: Exercise | None, reason: str) -> Activity:
    return Activity(frozenset(words.split()), kind, when_long or kind, reason)


ACTIVITIES: Final[tuple[Activity, ...]] = (
    _row(
        "race racing marathon ultramarathon ultra triathlon ironman",
        Exercise.RACE, None, "a race by its name; free titles are not searched for it",
    ),
    _row(
        "hiit interval intervals tabata crossfit bootcamp sprint sprints",
        Exercise.HIIT, Exercise.ENDURANCE, "intervals of high intensity by their name",
    ),
    _row(
        "strength weight weights weightlifting weightlifter powerlifting lifting bodybuilding calisthenics core",
        Exercise.RESISTANCE, None, "work against resistance; pauses make a session long, not endurance",
    ),
    _row(
        "run runs running jog jogging treadmill cycling biking bike ride riding spinning spin cycle swim swims "
        "swimming rowing rower row skiing ski skating elliptical stairs stair stairmaster climbing hike hikes hiking "
        "rucking cardio kayaking paddling paddle mountaineering rope cross multisport multi sport handcycling",
        Exercise.VIGOROUS, Exercise.ENDURANCE, "the name does not say how hard it was, so the heavier is taken",
    ),
    _row(
        "yoga pilates barre golf dance dancing",
        Exercise.MODERATE, Exercise.MODERATE, "from gentle to moderate under one name, so the heavier is taken",
    ),
    _row(
        "walk walks walking",
        Exercise.LIGHT, Exercise.MODERATE, "light; a long walk is taken as moderate",
    ),
    _row(
        "stretching flexibility mobility mind cooldown tai chi taichi qigong recovery",
        Exercise.LIGHT, None, "light by its name",
    ),
)  # fmt: skip
"""Heaviest first: the first row with a word of the name decides."""

_RESTING: Final = frozenset({
    "meditation", "meditating", "breathing", "breathwork", "breath", "mindfulness", "mindful", "nap", "relaxation",
    "rest", "bath", "compression", "sauna", "massage", "sleep",
})  # fmt: skip
"""What is no training at all."""

_AT_LEAST: Final = {"moderate": Exercise.MODERATE, "hard": Exercise.VIGOROUS}
"""Oura API, workout intensity: easy, moderate, hard. It can make a kind heavier, never lighter."""
_GENTLE: Final = (Exercise.LIGHT, Exercise.MODERATE)
_APPLE: Final = "HKWorkoutActivityType"
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_NAME: Final = 200


class Meant(NamedTuple):
    """What a name means, and the codes of what is worth knowing of that."""

    kind: Exercise | None
    """The kind; none where it is no training."""
    notes: tuple[str, ...] = ()


def words_of(name: object) -> list[str]:
    """Return the words of an activity's name, however a provider joins them."""
    text = name[:_LONGEST_NAME] if isinstance(name, str) else ""
    return re.findall(r"[a-z]+", _CAMEL.sub(" ", text.removeprefix(_APPLE)).lower())


def meant(name: object, length: timedelta | None) -> Meant:
    """Return the kind of exercise of an activity of that length."""
    words = set(words_of(name))
    for row in ACTIVITIES:
        if row.words & words:
            is_open = length is None and row.kind is not row.when_long
            is_long = length is None or length > LONG
            return Meant(row.when_long if is_long else row.kind, ("long_unknown",) if is_open else ())
    return Meant(None) if words & _RESTING else Meant(Exercise.UNKNOWN, ("kind_unknown",))


def at_least(kind: Exercise | None, intensity: object) -> Exercise | None:
    """Return the kind, or the one that a stated intensity makes of it where that is heavier."""
    least = _AT_LEAST.get(intensity) if isinstance(intensity, str) else None
    is_heavier = least is not None and kind in _GENTLE and (kind is Exercise.LIGHT or least is Exercise.VIGOROUS)
    return least if is_heavier else kind
