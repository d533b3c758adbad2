"""Case documents: a rested draw with every supporting fact stated, and strategies that vary it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from forge_il6 import Verdict, interpret_case

INDEX_AT = datetime(2026, 11, 20, 8, tzinfo=timezone(timedelta(hours=1)))
"""The index draw of every case here, unless a test says otherwise: a local time, so that the hour of day is known."""

BANDS = ["optimal", "above_target", "elevated", "high", "beyond_range"]


def at(days: float = 0, hours: float = 0) -> str:
    """Return the time that lies so many days and hours before the index draw."""
    return (INDEX_AT - timedelta(days=days, hours=hours)).isoformat()


def day(days: int) -> str:
    """Return the date that lies so many days before the index draw."""
    return (INDEX_AT - timedelta(days=days)).date().isoformat()


def rested(il6: str | None = "1.6 pg/mL", drawn_at: str | None = at(), **facts: Any) -> dict[str, Any]:
    """Return a reading that supports itself in every respect; a fact given as None is left out."""
    stated = {"il6": il6, "drawn_at": drawn_at, "fasting_hours": 12, "at_rest": True, "exercise": "none"} | facts
    return {name: value for name, value in stated.items() if value is not None}


def judged(reading: dict[str, Any] | None = None, **context: Any) -> Verdict:
    """Interpret one reading, a rested one unless given, in a context."""
    return interpret_case({"reading": rested() if reading is None else reading, "context": context})


def course(*il6_and_days: tuple[str, float], **context: Any) -> Verdict:
    """Interpret rested readings, each with how many days before the index draw it was drawn."""
    *history, index = [rested(il6, at(days)) for il6, days in il6_and_days]
    return judged(index, history=history, **context)


def reasons(verdict: Verdict, analyte: str = "il6") -> list[str]:
    """Return the codes of the reasons against one analyte."""
    return [reason.code for reason in getattr(verdict.standing, analyte).reasons]


def standing(verdict: Verdict, analyte: str = "il6") -> str:
    """Return the standing of one analyte as its code."""
    return getattr(verdict.standing, analyte).code.value


def codes(verdict: Verdict) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in verdict.findings]


def possible(verdict: Verdict) -> list[str]:
    """Return the possible bands as codes."""
    return [band.value for band in verdict.possible_bands]


# --- strategies ------------------------------------------------------------------------------------

CUTS = ["1.19", "1.2", "1.21", "1.99", "2.0", "2.01", "2.99", "3.0", "3.01", "6.99", "7.0", "7.01", "35", "100"]
numbers = st.sampled_from(CUTS) | st.decimals("0.05", "200", places=2).map(str)
comparators = st.sampled_from(["", "", "", "<", "<=", ">", ">="])
results = st.builds(lambda sign, number: f"{sign}{number} pg/mL", comparators, numbers)
points = numbers.map(lambda number: f"{number} pg/mL")
crp_results = st.sampled_from(["0.5", "0.99", "1.0", "2", "3.0", "3.01", "<5", "10", "10.1", ">12", "40"]).map(
    lambda number: f"{number} mg/L"
)

EXERCISE = ["none", "light", "moderate", "vigorous", "hiit", "resistance", "eccentric", "endurance", "race", "unknown"]
EVENTS = [
    "minor_infection", "febrile_infection", "covid19", "vaccination", "minor_surgery", "major_surgery",
    "il6_receptor_blocker", "anti_il6", "other_immunomodulator", "systemic_steroids", "chronic_steroids", "nsaid",
    "statin", "glp1_agonist", "oral_oestrogen", "postpartum", "cold_immersion", "poor_sleep", "acute_stress",
    "binge_alcohol", "night_shift", "biotin", "biotin_high",
]  # fmt: skip
RED_FLAGS = [
    "fever", "night_sweats", "unintended_weight_loss", "blood_in_stool", "persistent_joint_swelling",
    "new_breathlessness", "chest_pain", "confusion",
]  # fmt: skip

hours = st.sampled_from([0, 3, 5.99, 6, 23.99, 24, 47.99, 48, 71.99, 72, 167.99, 168, 400])


def _optional(**facts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=facts)


draw_facts = _optional(
    fasting_hours=st.sampled_from([0, 7.99, 8, 9.99, 10, 14]),
    at_rest=st.booleans(),
    exercise=st.sampled_from(EXERCISE),
    hours_since_exercise=hours,
    specimen=st.sampled_from(["serum", "heparin_plasma", "edta_plasma", "plasma"]),
    method=st.sampled_from(["Roche Elecsys", "MSD V-PLEX", "a method of our own"]),
    hours_to_centrifugation=st.sampled_from([0.5, 2, 2.01, 4, 4.01]),
    indwelling_line=st.booleans(),
    haemolysed=st.booleans(),
    lab_upper_limit=st.sampled_from(["2 pg/mL", "5 pg/mL", "7 ng/L", "10 pg/mL", "12 pg/mL", "60 pg/mL"]),
)
times = st.sampled_from([0, 3, 14, 28, 45, 90, 130, 183, 184]).flatmap(
    lambda days: st.sampled_from([at(days, 0), at(days, 1), at(days, -9), day(days)])
)
adverse_events = st.lists(
    st.builds(
        lambda kind, time: {"kind": kind} | time,
        st.sampled_from([*EVENTS, "secondary_disease"]),
        st.sampled_from(
            [
                {},
                {"days_since": 0},
                {"days_since": 13},
                {"hours_since": 5},
                {"hours_since": 24},
                {"ended_on": day(20)},
                {"ended_on": day(1)},
                {"ended_on": day(-2)},
            ]
        ),
    ),
    max_size=3,
)
sessions = st.lists(
    st.builds(
        lambda kind, ends: {"kind": kind} | ends,
        st.sampled_from(EXERCISE),
        st.sampled_from([
            {}, {"ended_at": at(0, 30)}, {"ended_at": day(1)}, {"ended_at": at(0, -3)}, {"ended_at": at(40)},
            {"started_at": at(0, 1), "ended_at": at(0, -1)}, {"started_at": at(0, -2)}, {"ended_at": day(0)},
        ]),
    ),
    max_size=4,
)  # fmt: skip


grips = st.lists(
    st.builds(
        lambda on, value: {"on": on, "value": value},
        st.sampled_from([-1, 0, 14, 200, 365, 366, 1090, 1100]).map(day),
        st.sampled_from(["40 kg", "37.5 kg", "35 kg", "24 kg"]),
    ),
    max_size=4,
)


@st.composite
def readings(draw: st.DrawFn, drawn_at: str | None = None) -> dict[str, Any]:
    """Draw any reading that can be read."""
    found = draw(draw_facts)
    if draw(st.integers(0, 9)):
        found["il6"] = draw(results)
    if drawn_at is not None:
        found["drawn_at"] = drawn_at
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw any valid case document: known and unknown facts, adverse and supporting ones."""
    context: dict[str, Any] = draw(
        _optional(
            age=st.sampled_from([17, 18, 57]),
            pregnant=st.booleans(),
            sex=st.sampled_from(["female", "male"]),
            time_zone=st.sampled_from(["UTC", "Europe/Berlin"]),
            confounders=adverse_events,
            red_flags=st.lists(st.sampled_from(RED_FLAGS), max_size=2),
            exercise_log=sessions,
            conventional_crp=crp_results,
            il10=st.just("3 pg/mL"),
            grip=grips,
            grip_trend=st.sampled_from(["declining", "stable", "rising"]),
            consistent_training=st.booleans(),
            adequate_protein=st.booleans(),
            hrv_trend=st.sampled_from(["declining", "stable", "rising"]),
            muscle_mass_falling=st.booleans(),
            dunedin_pace=st.sampled_from(["1", "1.01"]),
            hs_crp=crp_results
            | st.builds(
                lambda value, facts, time: {"value": value} | facts | time,
                crp_results,
                draw_facts.map(lambda f: {k: v for k, v in f.items() if k not in ("method", "lab_upper_limit")}),
                st.sampled_from([{}, {"drawn_at": at(0, 2)}, {"drawn_at": at(3)}, {"drawn_at": day(0)}]),
            ),
            hs_crp_history=st.lists(
                st.builds(lambda value, time: {"value": value, "drawn_at": time}, crp_results, times), max_size=3
            ),
            history=st.lists(times.flatmap(readings), max_size=6),
        )
    )
    index = draw(readings(draw(st.sampled_from([at(0, -12), (INDEX_AT + timedelta(days=1)).date().isoformat()]))))
    document: dict[str, Any] = {"reading": index, "context": context}
    if draw(st.booleans()) and "history" not in context:
        index.pop("drawn_at")
        context.pop("hs_crp_history", None)  # it could be newer than a hs-CRP that has a time of its own
    return document


@st.composite
def supported(
    draw: st.DrawFn, least: int = 0, of: st.SearchStrategy[str] = results
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Draw an index reading and a history of one method, within half a year, in which every fact supports."""
    days = draw(st.lists(st.integers(1, 183), min_size=least, max_size=5, unique=True))
    history = [rested(draw(of), at(n)) for n in sorted(days, reverse=True)]
    return rested(draw(of)), history
