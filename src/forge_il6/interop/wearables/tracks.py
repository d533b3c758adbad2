"""
Recorded tracks: TCX and GPX, of which each activity or track is one session.

Times are instants, as both schemas have it; the end is the last one that was recorded. No place is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from .elements import Listener, place_of
from .gathered import Bout, Log
from .times import at, length_of

__all__ = ["NOTHING_OF_HRV", "Gpx", "Tcx"]

NOTHING_OF_HRV: Final = "wearable: this is a recorded track, which holds no heart rate variability; give it as sessions"
_OTHER: Final = "Other"


class _Track:
    """One activity: what it is called, and the first and the last time of it."""

    def __init__(self, where: str, name: str | None) -> None:
        self.where, self.name = where, name
        self.first: datetime | None = None
        self.last: datetime | None = None

    def hear(self, text: str | None) -> datetime | date | None:
        """Take a time; one that cannot be placed beside the others is none."""
        moment = at(text)
        if not isinstance(moment, datetime) or (self.first is not None and not _alike(moment, self.first)):
            return None
        self.first = moment if self.first is None else min(self.first, moment)
        self.last = moment if self.last is None else max(self.last, moment)
        return moment

    def bout(self) -> Bout:
        return Bout(self.where, self.name, self.first, self.last)


def _alike(one: datetime, other: datetime) -> bool:
    return (one.tzinfo is None) == (other.tzinfo is None)


class Tcx(Listener):
    """
    Training Center XML (Garmin's schema TrainingCenterDatabase v2): activities with their sport and laps.

    A sport is Running, Biking or Other. A lap states its start and its length; pauses show in the points alone.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._track: _Track | None = None
        self._lap: datetime | None = None

    def start(self, path: list[str], attributes: Mapping[str, str], number: int) -> None:
        """Begin an activity, or a lap of it."""
        if path[-1] == "Activity":
            sport = attributes.get("Sport")
            self._track = _Track(place_of(number, path[-1]), None if sport == _OTHER else sport)
        elif path[-1] == "Lap" and self._track is not None:
            began = self._track.hear(attributes.get("StartTime"))
            self._lap = began if isinstance(began, datetime) else None

    def end(self, path: list[str], text: str) -> None:
        """Take a time, the length of a lap, or the whole activity."""
        if self._track is None:
            return
        if path[-2:] == ["Trackpoint", "Time"]:
            self._track.hear(text.strip())
        elif path[-2:] == ["Lap", "TotalTimeSeconds"] and self._lap is not None:
            length = length_of(_number(text))
            if length is not None and self._track.last is not None:
                self._track.last = max(self._track.last, self._lap + length)
        elif path[-1] == "Activity":
            self._log.add_bout(self._track.bout())
            self._track = self._lap = None


class Gpx(Listener):
    """GPX (Topografix, version 1.1): tracks with their type, if one is stated, and points with their times."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._track: _Track | None = None

    def start(self, path: list[str], attributes: Mapping[str, str], number: int) -> None:  # noqa: ARG002  (it has none)
        """Begin a track."""
        if path[-1] == "trk":
            self._track = _Track(place_of(number, path[-1]), None)

    def end(self, path: list[str], text: str) -> None:
        """Take a time, the type, or the whole track: one without times is a plan, and nobody was there."""
        if self._track is None:
            return
        if path[-2:] == ["trkpt", "time"]:
            self._track.hear(text.strip())
        elif path[-2:] == ["trk", "type"]:
            self._track.name = text
        elif path[-1] == "trk":
            if self._track.last is None:
                self._log.remarks.omit(self._track.where, "no_times")
            else:
                self._log.add_bout(self._track.bout())
            self._track = None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
