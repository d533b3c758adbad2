"""Section 1 of the protocol: quantities as exact intervals, times, and what is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Document = dict[str, Any]


class Refused(Exception):  # noqa: N818  (the protocol's word)
    """The document cannot be read; the text names the field."""


# --- intervals: a result is an interval, a plain number is a point ----------------------------------


@dataclass(frozen=True)
class Interval:
    """From `low` to `high` (None: without end); each end belongs to it or, when open, does not."""

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def point(self) -> Fraction | None:
        """The number, if it is one."""
        return self.low if self.low == self.high else None

    def above(self, line: Fraction) -> bool:
        """Certainly > line."""
        return self.low > line or (self.low == line and self.low_open)

    def at_least(self, line: Fraction) -> bool:
        """Certainly ≥ line."""
        return self.low >= line

    def at_most(self, line: Fraction) -> bool:
        """Certainly ≤ line."""
        return self.high is not None and self.high <= line

    def below(self, line: Fraction) -> bool:
        """Certainly < line."""
        return self.high is not None and (self.high < line or (self.high == line and self.high_open))


def product(values: list[Interval]) -> Interval:
    """Multiply intervals; compared with line ** n this is the geometric mean, without a root."""
    low, high, low_open, high_open = Fraction(1), Fraction(1), False, False
    for value in values:
        low *= value.low
        low_open |= value.low_open
        high = None if high is None or value.high is None else high * value.high
        high_open |= value.high_open
    return Interval(low, high, low_open, high_open)


# --- numbers and units -----------------------------------------------------------------------------


GRAMMAR = re.compile(
    r"\s*(<=|>=|[≤≥<>])? *([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,2}))? *([A-Za-zµμ\[].*?)\s*", re.ASCII
)
PREFIX = {"": 0, "k": 3, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18}
LITRE = {"": 0, "c": -2, "d": -1, "m": -3, "u": -6, "n": -9}
MG_PER_L = Fraction(1, 1000)  # in g/L


def power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def per_litre(unit: str) -> tuple[str, Fraction] | None:
    """Read a unit per volume: what is counted (`g`, `mol` or `IU`) and how many of it per litre."""
    text = re.sub(r"^mc(?=g|mol)", "u", unit.replace(" ", "").replace("µ", "u").replace("μ", "u"))
    match = re.fullmatch(r"([kmunpfa]?)(g|mol|IU|U|\[IU\]|\[iU\])/([cdmun]?|mc)[lL]", text)
    if not match:
        return None
    amount, what, volume = match.groups()
    if what not in {"g", "mol"}:
        what = "IU"
    return what, power(PREFIX[amount] - LITRE["u" if volume == "mc" else volume])


def parse(text: Any, field: str) -> tuple[str, Fraction, str]:
    """Split a result into comparator, number and unit, by the closed grammar."""
    match = GRAMMAR.fullmatch(text) if isinstance(text, str) and len(text) <= 64 else None
    if not match:
        raise Refused(f"{field}: not one number with its unit")
    comparator, digits, exponent, unit = match.groups()
    number = Fraction(digits) * power(int(exponent or 0))
    return {"<=": "≤", ">=": "≥", None: ""}.get(comparator, comparator), number, unit


def interval(comparator: str, number: Fraction) -> Interval:
    match comparator:
        case "<":
            return Interval(Fraction(0), number, high_open=True)
        case "≤":
            return Interval(Fraction(0), number)
        case ">":
            return Interval(number, None, low_open=True)
        case "≥":
            return Interval(number, None)
        case _:
            return Interval(number, number)


@dataclass(frozen=True)
class Concentration:
    """A result in its canonical unit, and whether it was reported in mg/L or a larger unit."""

    value: Interval
    large_unit: bool


def concentration(
    text: Any, field: str, canonical: Fraction, molar_mass: Any = None, pg_per_iu: Any = None
) -> Concentration:
    """Read a mass per volume; `canonical` is the size of the canonical unit in g/L."""
    comparator, size, unit = parse(text, field)
    found = per_litre(unit)
    if found is None:
        raise Refused(f"{field}: unknown unit; give it in pg/mL or another mass per volume")
    what, factor = found
    if what == "mol":
        if molar_mass is None:
            raise Refused(f"{field}: mol needs a molar mass")
        factor *= number(molar_mass, "molar_mass")
    if what == "IU":
        if pg_per_iu is None:
            raise Refused(f"{field}: IU needs pg_per_iu")
        factor *= number(pg_per_iu, "pg_per_iu") * power(-12)
    return Concentration(interval(comparator, size * factor / canonical), what == "g" and factor >= MG_PER_L)


OTHER_UNITS = {
    "vitamin_d": {"nmol/L": 1 / Fraction("2.496")},
    "grip": {
        "kg": Fraction(1), "kgf": Fraction(1), "N": 1 / Fraction("9.80665"),
        **dict.fromkeys(("lb", "lbs", "lbf", "[lb_av]", "[lbf_av]"), Fraction("0.45359237")),
    },
    "hrv": {"ms": Fraction(1), "s": Fraction(1000)},
    "dose": {"mg": Fraction(1), "ug": power(-3), "µg": power(-3), "μg": power(-3), "mcg": power(-3), "g": power(3)},
}  # fmt: skip


def plain(text: Any, kind: str, field: str) -> Fraction:
    """Read a quantity that is one number, in the canonical unit of its kind."""
    comparator, size, unit = parse(text, field)
    if comparator or unit not in OTHER_UNITS[kind]:
        raise Refused(f"{field}: unknown unit")
    return size * OTHER_UNITS[kind][unit]


def vitamin_d(text: Any) -> Interval:
    """25-OH-vitamin D in ng/mL, exactly (nmol/L is a rational)."""
    comparator, size, unit = parse(text, "vitamin_d")
    if unit in OTHER_UNITS["vitamin_d"]:
        return interval(comparator, size * OTHER_UNITS["vitamin_d"][unit])
    return concentration(text, "vitamin_d", power(-6)).value


def known(value: Any) -> Any:
    """Turn a missing value given as an object into None."""
    return None if isinstance(value, float | Decimal) and math.isnan(value) else value


def number(value: Any, field: str) -> Fraction:
    """Read a bare number: hours, days, an age. A float stands for its shortest text, of 12 digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Refused(f"{field}: not a number")
    try:
        found = Fraction(f"{value:.12g}" if isinstance(value, float) else str(value))
    except ValueError:
        raise Refused(f"{field}: not a number") from None
    if found < 0:
        raise Refused(f"{field}: negative")
    return found


# --- times -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A draw: its local date, and where it is known the instant; `clock` is the local time of day."""

    day: date
    instant: datetime | None = None
    clock: timedelta | None = None

    def before(self, other: Moment) -> bool:
        if self.instant is None or other.instant is None:
            return self.day < other.day
        return self.instant < other.instant


@dataclass(frozen=True)
class Clock:
    """How times of this case are read."""

    zone: tzinfo | None

    def moment(self, value: Any, field: str) -> Moment:
        """Read a date, or a time with its offset."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            return Moment(self.day(value, field))
        try:
            local = datetime.fromisoformat(str(value))
        except ValueError:
            raise Refused(f"{field}: not a time") from None
        if local.tzinfo is None and self.zone is None:
            raise Refused(f"{field}: no offset; give time_zone")
        utc = local.tzinfo is not None and local.utcoffset() == timedelta(0)
        if local.tzinfo is None:
            local = local.replace(tzinfo=self.zone)
            if local.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
                raise Refused(f"{field}: does not exist in the time zone")
        elif self.zone is not None:
            local = local.astimezone(self.zone)
        clock = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        return Moment(local.date(), local.astimezone(UTC), None if utc and self.zone is None else clock)

    @staticmethod
    def day(value: Any, field: str) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise Refused(f"{field}: not a date") from None

    def midnight(self, day: date, near: Any) -> datetime:
        """The instant at which a local day begins; without a zone by the offset of the time `near`."""
        zone = self.zone or datetime.fromisoformat(str(near)).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def clock_of(context: Document) -> Clock:
    name = context.get("time_zone")
    try:
        return Clock(None if name is None else ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("time_zone: not known") from None


def hours_between(earlier: datetime, later: datetime) -> Fraction:
    """Hours from one instant to another, in UTC: a spring night has 23."""
    gap = later.astimezone(UTC) - earlier.astimezone(UTC)
    return Fraction(gap // timedelta(microseconds=1), 3_600_000_000)
