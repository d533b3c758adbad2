"""Apple Health's export.xml: samples of heart rate variability, and workouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .elements import Listener, place_of
from .gathered import Bout, Log, Night
from .times import at, length_of
from .variability import APPLE, APPLE_TYPES, SCORES, sounds_like_hrv

__all__ = ["Export"]

_MINUTES: Final = 60


class Export(Listener):
    """Tells a log what an export says, of sessions or of heart rate variability."""

    is_flat = True

    def __init__(self, log: Log, *, sessions: bool) -> None:
        self._log = log
        self._name, self._read = ("Workout", _workout) if sessions else ("Record", _record)

    def start(self, path: list[str], attributes: Mapping[str, str], number: int) -> None:
        """Read an element, all of which stands in its attributes."""
        if path[-1] == self._name:
            self._read(place_of(number, self._name), attributes, self._log)


def _record(where: str, attributes: Mapping[str, str], log: Log) -> None:
    """Read a sample of heart rate variability."""
    kind = attributes.get("type", "")
    measure = APPLE_TYPES.get(kind)
    if measure is None:
        if sounds_like_hrv(kind) and kind not in SCORES:
            log.remarks.omit(where, "undocumented")
        return
    if "manufacturer:Apple" not in attributes.get("device", ""):
        log.remarks.omit(where, "other_app")
        return
    text = f"{attributes.get('value', '')} {attributes.get('unit', '')}"
    log.add_night(Night(where, APPLE, measure, text, at(attributes.get("startDate"))))


def _workout(where: str, attributes: Mapping[str, str], log: Log) -> None:
    length = None
    if attributes.get("durationUnit") == "min":
        try:
            length = length_of(float(attributes.get("duration", "")) * _MINUTES)
        except ValueError:
            length = None
    started, ended = at(attributes.get("startDate")), at(attributes.get("endDate"))
    log.add_bout(Bout(where, attributes.get("workoutActivityType"), started, ended, length))
