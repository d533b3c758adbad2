"""What the readers of wearables say of what they left out or took with a reservation: one sentence for each code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["NOTES", "OMITTED"]

OMITTED: Final[Mapping[str, str]] = MappingProxyType({
    # heart rate variability
    "score": "It is a score, a status or a change, and no heart rate variability in ms.",
    "not_of_a_day": "It is a mean of a week, a highest value or a usual level, and not the value of one day.",
    "undocumented": "No documentation that is known here says whether it is RMSSD or SDNN.",
    "other_app": "Its device is not named as Apple's: other apps write RMSSD under the name of SDNN.",
    "not_the_night": "It is a nap or a rest; the value of a day is that of its long sleep.",
    "unscored": "It is not scored (yet), so it holds no result.",
    "value": "It is not one plain, positive number with a unit of time.",
    "undated": "It states no day that can be read.",
    "duplicate": "The same value stands there once more, and is read from that place.",
    "conflict": "Another value of the same time says something else.",
    "too_many": "A case holds no more of them than the newer ones.",
    # sessions
    "no_times": "It is a track without times, so a plan or a map, and no training that was done.",
    "not_training": "It is rest or meditation, and no training.",
    # the file
    "row": "The row has more or fewer cells than there are columns.",
})  # fmt: skip

NOTES: Final[Mapping[str, str]] = MappingProxyType({
    "meaning": "That it is RMSSD is told by others; the maker's description of the field does not say it.",
    "apps_differ": "It is SDNN by its name; an app that wrote another measure under that name cannot be told apart.",
    "day_of_start": "No end of the sleep is stated; the day on which it or its cycle began is taken.",
    "day_in_utc": "Its time is in UTC, and the day there is taken; give time_zone to place it.",
    "more_pages": "The document says that more pages follow; what is on them is not known.",
    "local_time": "Its times have no offset; the context needs the time_zone of the person.",
    "clock_unclear": "Its clock cannot be told; the day alone is taken.",
    "utc_by_others": "That its times are in UTC is told by others; its maker does not document it.",
    "no_length": "Neither its end nor its length can be read; the day of its start is taken as that of its end.",
    "no_time": "No time of it can be read; it stands without one, so that no draw passes as rested for its sake.",
    "kind_unknown": "What was done is not known here; it counts as intense.",
    "long_unknown": "How long it was is not known; it is taken as longer than 90 minutes.",
})  # fmt: skip
