"""
What a caller may write: strategies for results, readings, contexts and whole case documents.

A strategy over numbers draws every threshold of the package and its two neighbours one last digit
away; `at_every_threshold` makes sure that none of them is left to chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, TypeVar

from hypothesis import example
from hypothesis import strategies as st

from forge_il6 import (
    Confounder,
    Context,
    Exercise,
    Intervention,
    Reading,
    RedFlag,
    Sex,
    Specimen,
    Threshold,
    TrendStated,
)
from forge_il6.knowledge import thresholds
from forge_il6.knowledge.assays import ASSAYS

Strategy = st.SearchStrategy
Test = TypeVar("Test", bound=Callable[..., Any])
Document = dict[str, Any]

COMPARATORS: Final = ("", "<", "≤", "<=", ">", "≥", ">=")


def brief(value: Any) -> str:
    """Name a parameter of a test: text by its beginning, anything else by its type."""
    return ascii(value[:24]) if isinstance(value, str) else type(value).__name__


# --- numbers ---------------------------------------------------------------------------------------


def last_digit_neighbours(number: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return a number and the two numbers that differ from it by one in its last digit."""
    step = Decimal((0, (1,), int(number.as_tuple().exponent)))
    return number - step, number, number + step


def _all_thresholds() -> Iterable[Threshold]:
    yield from (value for value in vars(thresholds).values() if isinstance(value, Threshold))
    for assay in ASSAYS.values():
        yield from filter(None, (assay.starts_at, assay.ends_at))


THRESHOLD_NUMBERS: Final = tuple(
    sorted({near for line in _all_thresholds() for near in last_digit_neighbours(line.value) if near >= 0})
)


def at_every_threshold(argument: str) -> Callable[[Test], Test]:
    """Try a property at every threshold above zero and its neighbours, besides what chance draws."""

    def decorate(test: Test) -> Test:
        for number in THRESHOLD_NUMBERS:
            if number:
                test = example(**{argument: number})(test)
        return test

    return decorate


def numbers(low: str = "0", high: str = "100", places: int = 3) -> Strategy[Decimal]:
    """Draw exact numbers; the thresholds in their range and the ends of it are drawn often."""
    near = [number for number in THRESHOLD_NUMBERS if Decimal(low) <= number <= Decimal(high)]
    return st.sampled_from([Decimal(low), Decimal(high), *near]) | st.decimals(low, high, places=places)


il6_values: Final = numbers("0.001", "20000")
"""IL-6 in pg/mL."""

crp_values: Final = numbers("0.01", "400")
"""CRP in mg/L."""


# --- results as text -------------------------------------------------------------------------------

# How many places the decimal point moves from the canonical unit to each spelling.
IL6_UNITS: Final[Mapping[str, int]] = {
    "pg/mL": 0, "pg/ml": 0, "ng/L": 0, "ng/l": 0, "pg / mL": 0, "fg/uL": 0,
    "fg/mL": 3, "pg/L": 3, "pg/l": 3, "pg/dL": 2, "pg/uL": -3,
    "ng/mL": -3, "ng/ml": -3, "ug/L": -3, "µg/L": -3, "μg/L": -3, "mcg/L": -3, "µg / l": -3, "ng/dL": -1, "ng/cL": -2,
}  # fmt: skip
IL6_UNITS_TO_CHECK: Final[Mapping[str, int]] = {
    "mg/L": -6, "mg/l": -6, "ug/mL": -6, "µg/ml": -6, "mcg/mL": -6, "ng/uL": -6, "ng/µL": -6, "mg/dL": -7, "mg/mL": -9,
    "g/L": -9, "g/dL": -10, "kg/L": -12,
}  # fmt: skip
"""Units in which nobody reports IL-6: it may be another analyte."""
CRP_UNITS: Final[Mapping[str, int]] = {"mg/L": 0, "mg/l": 0, "ug/mL": 0, "µg/mL": 0, "mg/dL": -1, "ng/mL": 3, "g/L": -3}
VITAMIN_D_UNITS: Final[Mapping[str, int]] = {"ng/mL": 0, "ng/ml": 0, "ug/L": 0, "µg/L": 0}
GRIP_UNITS: Final[Mapping[str, int]] = {"kg": 0, "kgf": 0}
HRV_UNITS: Final[Mapping[str, int]] = {"ms": 0, "s": -3, "us": 3, "µs": 3}
DOSE_UNITS: Final[Mapping[str, int]] = {"mg": 0, "ug": 3, "µg": 3, "mcg": 3, "g": -3}


def digits(number: Decimal) -> tuple[str, ...]:
    """Write a number in every accepted way: with zeros at either end, and with an exponent."""
    plain, (sign, figures, exponent) = format(number, "f"), number.as_tuple()
    whole = str(Decimal((sign, figures, 0)))
    padded = f"{plain}0" if "." in plain else f"{plain}.0"
    return plain, padded, f"0{plain}", f"{whole}e{int(exponent)}", f"{whole}E{int(exponent):+}"


def spellings(number: Decimal, units: Mapping[str, int]) -> Iterable[str]:
    """Write a number of the canonical unit in every accepted way, in every unit."""
    for unit, shift in units.items():
        for text in digits(number.scaleb(shift)):
            yield from (f"{text} {unit}", f"{text}{unit}", f"  {text}  {unit} ")


def results(values: Strategy[Decimal], units: Mapping[str, int], comparators: Iterable[str] = ("",)) -> Strategy[str]:
    """Draw a result as a laboratory may write it."""
    return st.builds(
        lambda number, sign, unit, style: f"{sign}{digits(number.scaleb(units[unit]))[style]} {unit}",
        values,
        st.sampled_from(list(comparators)),
        st.sampled_from(list(units)),
        st.integers(0, 4),
    )


il6_texts: Final = results(il6_values, {**IL6_UNITS, **IL6_UNITS_TO_CHECK}, COMPARATORS)
crp_texts: Final = results(crp_values, CRP_UNITS, COMPARATORS)


# --- facts of a document ---------------------------------------------------------------------------


def _written(number: Decimal) -> Strategy[Any]:
    return st.sampled_from([str(number), float(number)])


def _facts(low: str, high: str, places: int = 2) -> Strategy[Any]:
    return numbers(low, high, places).flatmap(_written)


def _codes(kind: Any) -> Strategy[str]:
    return st.sampled_from([member.value for member in kind])


def _dates(first: date, last: date) -> Strategy[str]:
    return st.dates(first, last).map(date.isoformat)


def _times(first: datetime, last: datetime) -> Strategy[str]:
    offsets = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-5, minutes=-30))])
    return st.datetimes(first, last, timezones=offsets).map(datetime.isoformat)


_words: Final = st.text("abcdefgh XYZ-&.0123456789", min_size=1, max_size=20).filter(str.strip)
_hours: Final = _facts("0", "400")
_INDEX_FROM, _INDEX_TO = datetime(2026, 6, 1), datetime(2026, 11, 30)
_HISTORY_FROM, _HISTORY_TO = datetime(2025, 6, 1), datetime(2026, 5, 28)
_index_times: Final = _times(_INDEX_FROM, _INDEX_TO) | _dates(_INDEX_FROM.date(), _INDEX_TO.date())
_history_times: Final = _times(_HISTORY_FROM, _HISTORY_TO) | _dates(_HISTORY_FROM.date(), _HISTORY_TO.date())


def _without_contradiction(document: Document) -> Document:
    """Leave out a statement on fasting that the hours contradict."""
    hours = document.get("fasting_hours")
    if hours is not None and "fasting" in document:
        document["fasting"] = Decimal(str(hours)) >= thresholds.FASTING_SHORT.value
    return document


_draw_facts: Final[dict[str, Strategy[Any]]] = {
    "fasting": st.booleans(),
    "fasting_hours": _facts("0", "20"),
    "exercise": _codes(Exercise),
    "hours_since_exercise": _hours,
    "specimen": _codes(Specimen),
    "hours_to_centrifugation": _facts("0", "8"),
    "at_rest": st.booleans(),
    "indwelling_line": st.booleans(),
    "haemolysed": st.booleans(),
}
_methods: Final = st.sampled_from(list(ASSAYS)) | _words
_MOLAR_UNITS: Final = {"pmol/L": 0, "fmol/mL": 0, "fmol/L": 3}
_ACTIVITY_UNITS: Final = {"IU/mL": 0, "[IU]/mL": 0, "mIU/mL": 3}
_in_moles: Final = st.fixed_dictionaries(
    {"il6": results(numbers("0.001", "10"), _MOLAR_UNITS), "molar_mass": numbers("21000", "28000").map(str)}
)
_in_activity: Final = st.fixed_dictionaries(
    {"il6": results(numbers("0.001", "10"), _ACTIVITY_UNITS), "pg_per_iu": numbers("1", "100").map(str)}
)
_measured: Final = st.fixed_dictionaries({"il6": il6_texts}) | st.just(dict[str, Any]()) | _in_moles | _in_activity


def _reading_documents(times: Strategy[str], *, dated: bool) -> Strategy[Document]:
    when = {"drawn_at": times}
    rest = st.fixed_dictionaries(
        when if dated else {},
        optional={
            **({} if dated else when),
            **_draw_facts,
            "method": _methods,
            "lab_upper_limit": results(numbers("1", "50"), IL6_UNITS),
        },
    )
    return st.builds(lambda measured, facts: _without_contradiction({**measured, **facts}), _measured, rest)


reading_documents: Final = _reading_documents(_index_times, dated=False)
"""The part `reading` of a case document."""

_history: Final = st.lists(_reading_documents(_history_times, dated=True), max_size=4)
_hs_crp: Final = crp_texts | st.fixed_dictionaries(
    {"value": crp_texts}, optional={"drawn_at": _index_times, **_draw_facts}
).map(_without_contradiction)
_sessions: Final = st.fixed_dictionaries({"kind": _codes(Exercise)}, optional={"ended_at": _index_times})
_ends: Final = (
    st.just(dict[str, Any]())
    | st.fixed_dictionaries({"days_since": _facts("0", "400", 0)})
    | st.fixed_dictionaries({"hours_since": _hours})
    | st.fixed_dictionaries({"ended_on": _dates(_HISTORY_FROM.date(), _INDEX_TO.date())})
)
_confounders: Final = _codes(Confounder) | st.builds(lambda kind, end: {"kind": kind, **end}, _codes(Confounder), _ends)
_grip: Final = st.fixed_dictionaries(
    {"on": _dates(_HISTORY_FROM.date(), _INDEX_TO.date()), "value": results(numbers("1", "80", 1), GRIP_UNITS)},
    optional={"hand": st.sampled_from(["left", "right"]), "device": _words},
)
_hrv: Final = st.builds(
    lambda on, name, value: {"on": on, name: value},
    _dates(_HISTORY_FROM.date(), _INDEX_TO.date()),
    st.sampled_from(["rmssd", "sdnn"]),
    results(numbers("1", "200", 1), HRV_UNITS),
)
_lifestyle: Final = st.fixed_dictionaries(
    {},
    optional={
        name: st.booleans()
        for name in ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep")
    },
)
_considering: Final = st.fixed_dictionaries(
    {"intervention": _codes(Intervention)}, optional={"dose": results(numbers("0.1", "20", 1), DOSE_UNITS)}
)
_age: Final = (
    st.just(dict[str, Any]())
    | st.fixed_dictionaries({"age": _facts("0", "110", 0)})
    | st.fixed_dictionaries({"birth_date": _dates(date(1920, 2, 29), date(2012, 2, 29))})
)
_context_facts: Final = st.fixed_dictionaries(
    {},
    optional={
        "sex": _codes(Sex),
        "pregnant": st.booleans(),
        "time_zone": st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]),
        "as_of": _dates(date(2026, 12, 2), date(2027, 12, 31)),
        "exercise_log": st.lists(_sessions, max_size=3),
        "hs_crp": _hs_crp,
        "hs_crp_history": st.lists(st.fixed_dictionaries({"value": crp_texts, "drawn_at": _history_times}), max_size=2),
        "conventional_crp": crp_texts,
        "history": _history,
        "confounders": st.lists(_confounders, max_size=3),
        "confounders_asked": st.booleans(),
        "red_flags": st.lists(_codes(RedFlag), max_size=2),
        "grip": st.lists(_grip, max_size=3),
        "grip_trend": _codes(TrendStated),
        "consistent_training": st.booleans(),
        "adequate_protein": st.booleans(),
        "hrv": st.lists(_hrv, max_size=3),
        "hrv_trend": _codes(TrendStated),
        "lifestyle": _lifestyle,
        "vitamin_d": results(numbers("0.1", "200", 1), VITAMIN_D_UNITS),
        "secondary_causes_excluded": st.booleans(),
        "il10": results(numbers("0.1", "50", 1), IL6_UNITS),
        "muscle_mass_falling": st.booleans(),
        "processing_speed_slowing": st.booleans(),
        "dunedin_pace": _facts("0.5", "1.5"),
        "bmi": _facts("14", "50", 1),
        "medications": st.lists(_words, max_size=2),
        "contraindications": st.lists(_words, max_size=2),
        "considering": st.lists(_considering, max_size=2),
    },
)

context_documents: Final[Strategy[Document]] = st.builds(lambda age, facts: {**age, **facts}, _age, _context_facts)
"""The part `context` of a case document."""

case_documents: Final[Strategy[Document]] = st.fixed_dictionaries(
    {}, optional={"reading": reading_documents, "context": context_documents}
)
"""Whole case documents: every one of them has a verdict."""

readings: Final = reading_documents.map(Reading.from_dict)
contexts: Final = context_documents.map(Context.from_dict)
