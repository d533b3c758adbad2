"""One case with every key, the places of a document, and what may stand there by malice or mistake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

Path = tuple[Any, ...]

NAME: Final = "Erika Mustermann"
BORN: Final = "12.08.1964"
RECORD: Final = "0012345678"
IDENTIFIERS: Final = (NAME, BORN, RECORD, "MUSTERMANN^ERIKA", f"{NAME} {BORN}", f"2.4 pg/mL {NAME}", f"{NAME}\n2.4")
"""What names a person; no message may repeat any of it."""
TRACES: Final = ("Erika", "ERIKA", "Muster", "MUSTER", "1964", "12345678")

_DRAW: Final[dict[str, Any]] = {
    "exercise": "none", "hours_since_exercise": 40, "fasting": True, "fasting_hours": 11, "specimen": "serum",
    "hours_to_centrifugation": 1, "at_rest": True, "indwelling_line": False, "haemolysed": False,
}  # fmt: skip

FULL_CASE: Final[dict[str, Any]] = {
    "reading": {
        **_DRAW, "il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10:00+01:00", "method": "R&D Quantikine HS",
        "lab_upper_limit": "7 pg/mL", "molar_mass": 21000, "pg_per_iu": 10,
    },
    "context": {
        "age": 57, "birth_date": "1969-04-03", "sex": "female", "pregnant": False, "time_zone": "Europe/Berlin",
        "as_of": "2026-11-30",
        "exercise_log": [{"kind": "light", "ended_at": "2026-11-18T19:30:00+01:00",
                          "started_at": "2026-11-18T18:30:00+01:00"}],
        "hs_crp": {**_DRAW, "value": "0.6 mg/L", "drawn_at": "2026-11-20T08:10:00+01:00", "molar_mass": 115000},
        "hs_crp_history": [{"value": "0.7 mg/L", "drawn_at": "2026-08-01"}],
        "conventional_crp": "<5 mg/L",
        "history": [{**_DRAW, "il6": "2.2 pg/mL", "drawn_at": "2026-08-20T08:00:00+02:00",
                     "method": "R&D Quantikine HS"}],
        "confounders": [{"kind": "minor_infection", "days_since": 50},
                        {"kind": "vaccination", "ended_on": "2026-09-02"},
                        {"kind": "cold_immersion", "hours_since": 90}, "statin"],
        "red_flags": ["night_sweats"],
        "grip": [{"on": "2026-05-01", "value": "41 kg", "hand": "left", "device": "spring"},
                 {"on": "2026-11-01", "value": "35 kg", "hand": "left", "device": "spring"}],
        "grip_trend": "declining", "consistent_training": True, "adequate_protein": True,
        "hrv": [{"on": "2026-11-01", "rmssd": "42 ms", "device": "strap"}, {"on": "2026-11-02", "sdnn": "50 ms"}],
        "hrv_trend": "stable",
        "lifestyle": {"low_visceral_fat": True, "gut_barrier": True, "regular_aerobic": True,
                      "adequate_vitamin_d": True, "good_sleep": True},
        "vitamin_d": "32 ng/mL", "secondary_causes_excluded": False, "il10": "1.1 pg/mL",
        "muscle_mass_falling": True, "processing_speed_slowing": False, "dunedin_pace": 1.05, "bmi": 24,
        "medications": ["warfarin"], "contraindications": ["pacemaker"],
        "considering": [{"intervention": "melatonin_low_dose", "dose": "5 mg"}, "fisetin"],
    },
}  # fmt: skip
"""Every key of the case document, each with a value that is accepted."""

FROM_JSON: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 2.4, -0.0, 1e308, 10**40, "", " ", "none", "true", "2.4", "2.4 pg/mL", "-1 pg/mL",
    "1e99 mg/L", "NaN", "2026-11-20", "2026-13-45", "0001-01-01", "9999-12-31T23:59:59-23:59", "\0", "\ud800",
    "\uff11\uff12 pg/mL", "x" * 300, "9" * 300, [], [None], [[]], ["2.4 pg/mL"], {}, {"kind": None}, {"": {}},
    {"value": "1 mg/L", "valeu": 1}, *IDENTIFIERS, [NAME], {NAME: NAME}, {"kind": NAME}, {"value": NAME}, {RECORD: 1},
)  # fmt: skip
"""What JSON may hold where something else is expected."""


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in a document."""
    if isinstance(document, (dict, list)):
        for key in document if isinstance(document, dict) else range(len(document)):
            yield (*path, key)
            yield from places(document[key], (*path, key))


def replaced(document: Any, path: Path, value: Any) -> Any:
    """Return a document with something else at a path; nothing of it is shared with what was changed."""
    if not path:
        return value
    changed = dict(document) if isinstance(document, dict) else list(document)
    changed[path[0]] = replaced(document[path[0]], path[1:], value)
    return changed


def renamed(document: Any, path: Path, key: Any) -> Any:
    """Return a document with another key where a path ends; of a list, the document as it is."""
    *above, last = path
    part = document
    for step in above:
        part = part[step]
    if not isinstance(part, dict):
        return document
    return replaced(document, tuple(above), {key if name == last else name: value for name, value in part.items()})
