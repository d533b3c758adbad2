"""
Case documents that love edges, from a plain `random.Random`: each line and a last digit either side.

`document(section, random)` gives one; the sections are the keys of `SECTIONS`. The same seed gives the
same documents on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]

BERLIN = ZoneInfo("Europe/Berlin")
IL6_LINES = ("0.05", "1.2", "1.5", "2.0", "3.0", "5", "7.0", "10", "20", "35", "100", "10000")
COURSE_LINES = ("1.2", "2.0", "3.0", "0.9", "1.6", "2.4", "3.4", "3.9")
CRP_LINES = ("0.02", "0.4", "1.0", "3.0", "5", "10", "18")
IL6_UNITS = {"pg/mL": 0, "ng/L": 0, "ng/mL": -3, "ug/L": -3, "µg/l": -3, "mcg/L": -3, "fg/mL": 3, "mg/L": -6}
CRP_UNITS = {"mg/L": 0, "mg/dL": -1, "ug/mL": 0, "ng/mL": 3, "g/L": -3, "ug/L": 3}
METHODS = ("Roche Elecsys IL-6", "Beckman Access IL-6", "R&D Quantikine HS", "Siemens ADVIA Centaur", "A", "B")
SPECIMENS = ("serum", "heparin_plasma", "edta_plasma", "citrate_plasma", "plasma")
KINDS = ("light", "moderate", "vigorous", "hiit", "resistance", "eccentric", "endurance", "race", "unknown")
EXERCISE_HOURS = (0, 6, 24, 48, 72, 168)
CONFOUNDER_DAYS: dict[str, tuple[int, ...]] = {
    "minor_infection": (14,), "febrile_infection": (28,), "covid19": (28, 90), "vaccination": (7, 14),
    "minor_surgery": (14,), "major_surgery": (28,), "il6_receptor_blocker": (84,), "anti_il6": (168,),
    "other_immunomodulator": (0,), "systemic_steroids": (14,), "chronic_steroids": (0,), "nsaid": (0,), "statin": (0,),
    "glp1_agonist": (0,), "oral_oestrogen": (0,), "postpartum": (90, 365), "poor_sleep": (1,), "acute_stress": (1,),
    "binge_alcohol": (1,), "night_shift": (1,), "secondary_disease": (0,), "cold_immersion": (1,), "biotin": (1,),
    "biotin_high": (3,),
}  # fmt: skip
CONFOUNDER_HOURS: dict[str, tuple[int, ...]] = {
    "cold_immersion": (6, 24),
    "biotin": (24,),
    "biotin_high": (72,),
    "poor_sleep": (24,),
}
RED_FLAGS = (
    "fever", "night_sweats", "unintended_weight_loss", "blood_in_stool", "persistent_joint_swelling",
    "new_breathlessness", "chest_pain", "confusion",
)  # fmt: skip
LIFESTYLE = ("low_visceral_fat", "gut_barrier", "regular_aerobic", "adequate_vitamin_d", "good_sleep")
COURSE_GAPS = (1, 7, 13, 14, 15, 27, 28, 29, 45, 60, 89, 90, 91, 120, 150, 182, 183, 184, 200)
DRAW_CLOCKS = ("08:00", "08:00", "08:00", "05:59", "06:00", "10:59", "11:00", "05:00", "00:00", "15:10", "23:30")
DRAW_DAYS = ("2026-11-16", "2026-11-16", "2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26")


class Edges:
    """A source of facts at and beside their limits."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def often(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def pick(self, things: Any) -> Any:
        return self.random.choice(list(things))

    def digit(self, line: str) -> Decimal:
        """The line, or a last digit either side."""
        number = Decimal(line)
        step = Decimal((0, (1,), min(int(number.as_tuple().exponent), -1) - self.random.randrange(2)))
        return number + self.pick((-1, 0, 0, 1)) * step

    def result(self, lines: tuple[str, ...], units: dict[str, int], comparators: int = 12) -> str:
        number, unit = self.digit(self.pick(lines)), next(iter(units))
        if self.often(15):
            unit = self.pick(units)
        comparator = self.pick(("<", "≤", "<=", ">", "≥", ">=")) if self.often(comparators) else ""
        return f"{comparator}{number.scaleb(units[unit]):f} {unit}"

    def il6(self, lines: tuple[str, ...] = IL6_LINES, comparators: int = 12) -> str:
        return self.result(lines, IL6_UNITS if lines is IL6_LINES else {"pg/mL": 0, "ng/L": 0}, comparators)

    def crp(self, comparators: int = 12) -> str:
        return self.result(CRP_LINES, CRP_UNITS, comparators)

    def hours(self, limits: tuple[int, ...]) -> float:
        """A limit in hours, a tenth either side, or somewhere between."""
        limit = self.pick(limits)
        return max(0, self.pick((limit, limit, round(limit - 0.1, 1), round(limit + 0.1, 1), round(limit + 3.5, 1))))

    def truth(self) -> Any:
        return self.pick((True, False, None))

    def draw(self) -> datetime:
        """The index draw, in Berlin, the nights of the clock change included."""
        day, clock = self.pick(DRAW_DAYS), self.pick(DRAW_CLOCKS)
        if day in {"2026-03-29", "2026-10-25"} and self.often(30):
            clock = self.pick(("01:59", "03:00", "03:30"))
        return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=BERLIN)

    def spell(self, moment: datetime) -> str:
        """Write one instant, mostly with the local offset, now and then in UTC or another one."""
        if self.often(10):
            return moment.astimezone(UTC).isoformat().replace("+00:00", self.pick(("Z", "+00:00")))
        return moment.isoformat()

    def earlier(self, moment: datetime, days: int) -> datetime:
        """So many calendar days before, at a time of its own."""
        local = moment.replace(tzinfo=None) - timedelta(days=days, minutes=self.pick((0, 0, 0, 30, 60)))
        return local.replace(tzinfo=BERLIN).astimezone(UTC).astimezone(BERLIN)


# --- parts of a document ----------------------------------------------------------------------------


def sound(moment: str, value: str, **facts: Any) -> Document:
    """A reading with nothing against it."""
    return {"il6": value, "drawn_at": moment, "fasting": True, "exercise": "none", **facts}


def start(edges: Edges, value: str | None = None, percent_zone: int = 50) -> tuple[Document, Document, datetime]:
    """A reading and an empty context."""
    moment = edges.draw()
    reading = sound(edges.spell(moment), value or edges.il6(("1.2", "2.0", "2.4", "3.0"), 5))
    context: Document = {"time_zone": "Europe/Berlin"} if edges.often(percent_zone) else {}
    return reading, context, moment


def case(reading: Document | None, context: Document) -> Document:
    """Put both together; where an exercise ended on a date alone, a time zone says which day that was."""
    if any(len(str(entry.get("ended_at"))) == 10 for entry in context.get("exercise_log") or []):
        context["time_zone"] = "Europe/Berlin"
    found: Document = {} if reading is None else {"reading": reading}
    return found | ({"context": context} if context else {})


def session(edges: Edges, moment: datetime) -> Document:
    """One entry of an exercise log, around the draw."""
    entry: Document = {"kind": None if edges.often(4) else edges.pick(KINDS)}
    if edges.often(4):
        return entry
    if edges.often(30):
        entry["ended_at"] = (moment.date() - timedelta(days=edges.pick((-1, 0, 0, 1, 1, 2, 3, 7, 8)))).isoformat()
        return entry
    minutes = edges.pick((-24 * 60, -60, 0, 6 * 60, 24 * 60, 48 * 60, 72 * 60, 168 * 60, 300, 1380)) + edges.pick(
        (-1, 0, 1)
    )
    end = (moment.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(BERLIN)
    entry["ended_at"] = edges.spell(end)
    if edges.often(30):
        entry["started_at"] = (end.astimezone(UTC) - timedelta(hours=1)).astimezone(BERLIN).isoformat()
    return entry


def exercise_facts(edges: Edges, reading: Document, context: Document, moment: datetime) -> None:
    """Stated, logged, both or neither."""
    del reading["exercise"]
    way = edges.pick(("stated", "stated", "logged", "both", "kind", "hours", "neither", "empty"))
    if way in {"stated", "both", "kind"}:
        reading["exercise"] = edges.pick((*KINDS, "none"))
    if (way in {"stated", "both"} and reading["exercise"] != "none") or way == "hours":
        reading["hours_since_exercise"] = edges.hours(EXERCISE_HOURS)
    if way in {"logged", "both"} or (way == "kind" and edges.often(60)):
        context["exercise_log"] = [session(edges, moment) for _ in range(edges.pick((1, 1, 1, 2, 3)))]
    if way == "empty":
        context["exercise_log"] = []


def tube_facts(edges: Edges, reading: Document) -> None:
    if edges.often(50):
        hours = edges.hours((8, 10))
        reading["fasting_hours"], reading["fasting"] = hours, hours >= 8
        if edges.often(30):
            del reading["fasting"]
    elif edges.often(50):
        reading["fasting"] = edges.truth()
    for name in ("at_rest", "indwelling_line", "haemolysed"):
        if edges.often(30):
            reading[name] = edges.truth()
    if edges.often(50):
        reading["hours_to_centrifugation"] = edges.hours((2, 4))
        reading["specimen"] = edges.pick((*SPECIMENS, None))


def confounder(edges: Edges, moment: datetime) -> Any:
    kind: str = edges.pick(CONFOUNDER_DAYS)
    days = max(0, edges.pick(CONFOUNDER_DAYS[kind]) + edges.pick((-1, 0, 0, 1, -3)))
    match edges.pick(("bare", "object", "days", "days", "hours", "date", "date", "after")):
        case "bare":
            return kind
        case "object":
            return {"kind": kind}
        case "days":
            return {"kind": kind, "days_since": days}
        case "hours":
            return {"kind": kind, "hours_since": edges.hours(CONFOUNDER_HOURS.get(kind, (days * 24,)))}
        case "after" if edges.often(30):
            return {"kind": kind, "ended_on": (moment.date() + timedelta(days=edges.pick((1, 2, 20)))).isoformat()}
        case _:
            return {"kind": kind, "ended_on": (moment.date() - timedelta(days=days)).isoformat()}


def history(edges: Edges, moment: datetime, size: int, *, spoiled: int = 20, dated: int = 0) -> list[Document]:
    """Earlier readings, at the gaps that the protocol speaks of, some of them void, unverified or of another method."""
    entries = list[Document]()
    for _ in range(size):
        at = edges.earlier(moment, edges.pick(COURSE_GAPS))
        entry = sound(edges.spell(at), edges.il6(COURSE_LINES, 8))
        if edges.often(spoiled):
            entry |= edges.pick((
                {"fasting": False}, {"exercise": None}, {"at_rest": False}, {"haemolysed": True}, {"fasting_hours": 9},
                {"method": "B"}, {"specimen": "edta_plasma"}, {"il6": "9 pg/mL"}, {"exercise": "hiit"},
                {"exercise": "resistance", "hours_since_exercise": 24}, {"il6": "1.5 pg/mL", "method": METHODS[0]},
                {"hours_to_centrifugation": 5, "specimen": "edta_plasma"}, {"lab_upper_limit": "5 pg/mL"},
            ))  # fmt: skip
        if edges.often(dated):
            entry["drawn_at"] = at.date().isoformat()
        entries.append(entry)
    return entries


def twin(edges: Edges, entry: Document) -> Document:
    """The same draw told again, with one thing different."""
    return {key: value for key, value in entry.items() if key != "lab_upper_limit"} | edges.pick((
        {}, {"il6": "2.1 pg/mL"}, {"method": "B"}, {"specimen": "serum"}, {"exercise": None}, {"fasting": False},
        {"haemolysed": True}, {"method": "B", "il6": "3.3 pg/mL"}, {"fasting_hours": 9},
    ))  # fmt: skip


def grip(edges: Edges, moment: datetime) -> list[Document]:
    """Sessions around the limits of kilograms, gaps and ages."""
    base = edges.pick((Decimal(46), Decimal(25), Decimal("24.9"), Decimal(30)))
    limit = Decimal(5) if base >= 25 else base / 5
    newest = edges.pick((0, 1, 30, 364, 365, 366, -3))
    days = sorted(
        {newest, newest + edges.pick((13, 14, 15, 60)), newest + edges.pick((200, 900, 1094, 1095, 1096, 1097))}
    )
    entries = list[Document]()
    for place, back in enumerate(reversed(days)):
        fall = edges.pick((limit, Decimal("2.5"), Decimal(1), limit + 2)) + edges.pick(
            (Decimal("-0.1"), 0, Decimal("0.1"))
        )
        value = base if place == 0 else base - fall
        entry: Document = {"on": (moment.date() - timedelta(days=back)).isoformat(), "value": f"{value} kg"}
        if edges.often(10):
            entry["hand"] = edges.pick(("left", "right"))
        entries.append(entry)
    return entries


def hrv(edges: Edges, moment: datetime) -> list[Document]:
    """Six weeks of days, with gaps, the last of them up to three weeks before the draw."""
    last, drop, missing = edges.pick((0, 1, 13, 14, 15)), edges.pick((0, 2, 4, 6, 10, 20)), edges.pick((0, 20, 50))
    return [
        {
            "on": (moment.date() - timedelta(days=last + back)).isoformat(),
            "rmssd": f"{50 + (back * 7) % 13 - (drop if back < edges.pick((7, 14, 14)) else 0)} ms",
        }
        for back in range(42)
        if back == 0 or not edges.often(missing)
    ]


# --- sections ---------------------------------------------------------------------------------------


def quantities(edges: Edges) -> Document:
    """1: units, comparators, molar masses."""
    reading, context, _ = start(edges, edges.result(IL6_LINES, IL6_UNITS, 20))
    if edges.often(8):
        reading |= {"il6": f"{edges.pick(('0.1', '0.05', '2.4'))} pmol/L"} | edges.pick(({}, {"molar_mass": 21000}))
    if edges.often(5):
        reading |= {"il6": f"{edges.pick(('0.12', '0.2'))} IU/mL"} | edges.pick(({}, {"pg_per_iu": 10}))
    if edges.often(30):
        context["hs_crp"] = edges.crp()
    if edges.often(5):
        wrong = ("1,2 pg/mL", "2.4", "nan pg/mL", "2.4 Pg/mL", "0 pg/mL", "1 2 pg/mL", "-1 pg/mL", "inf pg/mL", "2 kg")
        reading["il6"] = edges.pick(wrong)
    if edges.often(30):
        context["vitamin_d"] = edges.pick(
            (f"{edges.digit(edges.pick(('20', '40', '60')))} ng/mL", "49.92 nmol/L", "49.91 nmol/L")
        )
    return case(reading, context)


def times(edges: Edges) -> Document:
    """1: offsets, zones, dates, ages at birthdays, what lies in the future."""
    reading, context, moment = start(edges)
    match edges.pick(range(20)):
        case 0 | 1 | 2 | 3 | 4:
            reading["drawn_at"] = moment.astimezone(UTC).isoformat()
        case 5 | 6:
            reading["drawn_at"] = moment.date().isoformat()
        case 7:
            reading["drawn_at"] = moment.replace(tzinfo=None).isoformat()
        case 8:
            del reading["drawn_at"]
            return case_with_age(edges, reading, context, moment)  # which is the newest could not be told
        case 9:
            later = (moment.astimezone(UTC) + timedelta(minutes=1)).astimezone(BERLIN)
            context["history"] = [sound(later.isoformat(), "2 pg/mL")]
            return case(reading, context)
        case _:
            pass
    if edges.often(30):
        context["history"] = history(edges, moment, edges.pick((1, 2)))
    return case_with_age(edges, reading, context, moment)


def case_with_age(edges: Edges, reading: Document, context: Document, moment: datetime) -> Document:
    """A birthday at the draw or a day either side of it, and the day on which the case is read."""
    if edges.often(20):
        context["as_of"] = (moment.date() + timedelta(days=edges.pick((-1, 0, 1)))).isoformat()
    if edges.often(40):
        birthday = moment.date() + timedelta(days=edges.pick((-1, 0, 1)))
        context["birth_date"] = birthday.replace(year=birthday.year - edges.pick((18, 51, 0, 57))).isoformat()
    elif edges.often(30):
        context["age"] = edges.pick((17, 18, 50, 51))
    return case(reading, context)


def exercise(edges: Edges) -> Document:
    """2.1, and what it explains (4)."""
    reading, context, moment = start(edges, edges.il6(("0.9", "2.4", "3.4", "35", "50", "100"), 5))
    exercise_facts(edges, reading, context, moment)
    if edges.often(40):
        context["hs_crp"] = edges.crp(5)
    if edges.often(20):
        reading |= edges.pick(({"fasting": False}, {"haemolysed": True}, {"at_rest": False}))
    if edges.often(30):
        context["history"] = history(edges, moment, edges.pick((1, 2)))
        if edges.often(50):  # what the readings do not say, one log may know for all
            for entry in context["history"]:
                entry.pop("exercise", None)
                at = datetime.fromisoformat(entry["drawn_at"])
                context.setdefault("exercise_log", []).append(session(edges, at))
    if edges.often(10):
        context["red_flags"] = [edges.pick(RED_FLAGS)]
    return case(reading, context)


def tube(edges: Edges) -> Document:
    """2.2."""
    reading, context, _ = start(edges)
    tube_facts(edges, reading)
    if edges.often(40):
        context["hs_crp"] = edges.crp(5)
    return case(reading, context)


def confounders(edges: Edges) -> Document:
    """2.3, with earlier readings and a hs-CRP."""
    reading, context, moment = start(edges)
    context["confounders"] = [confounder(edges, moment) for _ in range(edges.pick((1, 1, 1, 2)))]
    if edges.often(20):
        context["confounders_asked"] = edges.often(50)  # what is stated counts, whether or not it is all
    if edges.often(40):
        context["history"] = history(edges, moment, edges.pick((1, 2, 3)), spoiled=5)
    if edges.often(40):
        context["hs_crp"] = edges.crp(5)
    return case(reading, context)


def bands(edges: Edges) -> Document:
    """3: lines, comparators, the laboratory's limit, the ends of ranges."""
    reading, context, moment = start(edges, edges.il6(comparators=25))
    if edges.often(30):
        reading["lab_upper_limit"] = f"{edges.digit(edges.pick(('3.0', '5', '7.0', '10', '13')))} pg/mL"
    if edges.often(40):
        reading["method"] = edges.pick(METHODS)
        if edges.often(60):
            reading["il6"] = f"{edges.digit(edges.pick(('1.5', '2', '3.0', '5000', '1500')))} pg/mL"
    if edges.often(25):
        reading |= edges.pick(({"fasting": False}, {"exercise": None}, {"haemolysed": True}, {"at_rest": False}))
    if edges.often(15):
        context["confounders"] = [edges.pick(("biotin", "minor_infection", "systemic_steroids", "anti_il6"))]
    if edges.often(30):
        context["history"] = [entry | {"method": reading.get("method")} for entry in history(edges, moment, 1)]
    return case(reading, context)


def care(edges: Edges) -> Document:
    """4: absolute values, red flags, twice, children, drugs, a history without an index."""
    reading, context, moment = start(edges, edges.il6(("2.4", "5", "7.0", "9", "20", "35", "100"), 10))
    if edges.often(40):
        context["red_flags"] = edges.random.sample(RED_FLAGS, edges.pick((0, 1, 1, 2)))
    if edges.often(40):
        exercise_facts(edges, reading, context, moment)
    if edges.often(40):
        context["hs_crp"] = edges.crp()
    if edges.often(60):
        context["history"] = history(edges, moment, edges.pick((1, 2)))
        for entry in context["history"]:
            entry["il6"] = edges.il6(("7.0", "9", "20", "35", "100", "2.4"), 5)
        if edges.often(20):
            context["history"][0]["drawn_at"] = (moment.astimezone(UTC) - timedelta(minutes=30)).isoformat()
    if edges.often(25):
        context["hs_crp_history"] = [
            {
                "value": edges.crp(5),
                "drawn_at": edges.earlier(moment, edges.pick((13, 14, 15, 27, 28, 29, 183, 184))).isoformat(),
            }
            for _ in range(edges.pick((1, 2)))
        ]
    if edges.often(15):
        context |= edges.pick(({"age": 16}, {"pregnant": True}))
    if edges.often(20):
        context["confounders"] = [confounder(edges, moment)]
    return case(None if edges.often(10) else reading, context)


def course(edges: Edges) -> Document:
    """5 and 6: persistence, trend, change, set-point."""
    reading, context, moment = start(edges, edges.il6(COURSE_LINES, 8))
    context["history"] = history(edges, moment, edges.pick((1, 2, 2, 3, 3, 4, 5, 6)), dated=4)
    if edges.often(15):
        reading |= edges.pick(({"fasting": False}, {"exercise": None}, {"haemolysed": True}))
    return case(reading, context)


def twins(edges: Edges) -> Document:
    """1 and 5: one instant told twice, two methods, shared local days."""
    reading, context, moment = start(edges, edges.il6(COURSE_LINES, 3))
    entries = history(edges, moment, edges.pick((1, 2)), spoiled=10)
    entries.append(twin(edges, edges.pick((reading, *entries))))
    if edges.often(30):
        entries.append(twin(edges, edges.pick(entries)))
    if edges.often(40):
        same_day = moment.astimezone(UTC) - timedelta(minutes=edges.pick((10, 120)))
        entries.append(sound(same_day.astimezone(BERLIN).isoformat(), edges.il6(COURSE_LINES, 3)))
    edges.random.shuffle(entries)
    context["history"] = entries
    return case(reading, context)


def own_crp(edges: Edges, moment: datetime) -> Document:
    """A hs-CRP with facts of its own, among them the time of its draw."""
    own: Document = {"value": edges.crp()}
    if edges.often(60):
        minutes = edges.pick((-720, -120, 0, 60, 120, 720, 1440, 7 * 1440)) + edges.pick((-1, 0, 1))
        own["drawn_at"] = edges.spell((moment.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(BERLIN))
    if edges.often(40):
        own["exercise"] = edges.pick((*KINDS, "none"))
        if own["exercise"] != "none" and edges.often(85):
            own["hours_since_exercise"] = edges.hours(EXERCISE_HOURS)
    if edges.often(15):
        tube_facts(edges, own)
    return own


def pairing(edges: Edges) -> Document:
    """7: hs-CRP of the draw, of its own draw, conventional; with what each states of exercise."""
    reading, context, moment = start(edges, edges.il6(("1.2", "2.0", "3.0", "7.0", "20", "22"), 12))
    if edges.often(80):
        own = own_crp(edges, moment)
        context["hs_crp"] = own if len(own) > 1 or edges.often(20) else own["value"]
        if "drawn_at" in own and edges.often(15):
            context["hs_crp_history"] = [own | edges.pick(({}, {"value": "2.1 mg/L"}, {"haemolysed": True}))]
    if edges.often(30):
        context["conventional_crp"] = edges.crp()
    if edges.often(40):
        exercise_facts(edges, reading, context, moment)
    if edges.often(25):
        tube_facts(edges, reading)
    if edges.often(20):
        context["confounders"] = [confounder(edges, moment)]
    return case(None if edges.often(5) else reading, context)


def cross_checks(edges: Edges) -> Document:
    """8."""
    reading, context, moment = start(edges, edges.il6(("1.2", "2.0", "3.0", "7.0"), 8), percent_zone=100)
    facts: dict[str, tuple[int, Any]] = {
        "grip": (60, lambda: grip(edges, moment)),
        "hrv": (30, lambda: hrv(edges, moment)),
        "grip_trend": (40, lambda: edges.pick(("declining", "stable", "rising"))),
        "hrv_trend": (40, lambda: edges.pick(("declining", "stable", "rising"))),
        "consistent_training": (85, lambda: edges.pick((True, True, True, False))),
        "adequate_protein": (85, lambda: edges.pick((True, True, True, False))),
        "sex": (30, lambda: edges.pick(("male", "female"))),
        "muscle_mass_falling": (30, edges.truth),
        "processing_speed_slowing": (30, edges.truth),
        "dunedin_pace": (40, lambda: edges.pick((0.99, 1, 1.01))),
        "hs_crp": (30, edges.crp),
        "confounders": (10, lambda: ["secondary_disease"]),
    }
    context |= {name: make() for name, (percent, make) in facts.items() if edges.often(percent)}
    if edges.often(25):
        reading |= edges.pick(({"fasting": False}, {"exercise": None}, {"haemolysed": True}))
    return case(reading, context)


def interventions(edges: Edges) -> Document:
    """9: habits, senolytics, doses, vitamin D."""
    reading, context, moment = start(edges, edges.il6(("1.2", "2.0", "3.0", "7.0"), 3))
    context["history"] = history(edges, moment, edges.pick((0, 1, 2)), spoiled=5)
    context["lifestyle"] = {name: edges.pick((True, True, True, True, False, None)) for name in LIFESTYLE}
    if edges.often(85):
        context["age"] = edges.pick((50, 51, 58, 58, 17))
    if edges.often(30):
        context["secondary_causes_excluded"] = edges.truth()
    if edges.often(40):
        context["vitamin_d"] = edges.pick((f"{edges.digit(edges.pick(('20', '40', '60', '100')))} ng/mL", "100 nmol/L"))
    if edges.often(40):
        dose = f"{edges.digit(edges.pick(('0.5', '1.0', '5')))} mg"
        context["considering"] = [
            {"intervention": "melatonin_low_dose", "dose": edges.pick((dose, "500 ug", "499 ug"))}
        ]
    if edges.often(30):
        context["red_flags"] = edges.random.sample(RED_FLAGS, edges.pick((0, 1)))
    if edges.often(20):
        context |= edges.pick(
            ({"bmi": 18.4}, {"bmi": 18.5}, {"contraindications": ["eating_disorder"]}, {"contraindications": []})
        )
    if edges.often(15):
        context["confounders"] = [edges.pick(("secondary_disease", "statin", "glp1_agonist"))]
    if edges.often(15):
        reading |= edges.pick(({"fasting": False}, {"exercise": None}, {"haemolysed": True}))
    return case(reading, context)


def everything(edges: Edges) -> Document:
    """All sections at once."""
    document = edges.pick((care, course, pairing, cross_checks, interventions, twins))(edges)
    for other in edges.random.sample([exercise, tube, confounders, pairing, interventions, cross_checks], 2):
        more = other(edges)
        document["context"] = more.get("context", {}) | document.get("context", {})
    return document


SECTIONS: dict[str, Callable[[Edges], Document]] = {
    "1 quantities": quantities, "1 times": times, "1 twins": twins, "2.1 exercise": exercise, "2.2 tube": tube,
    "2.3 confounders": confounders, "3 bands": bands, "4 care": care, "5, 6 course": course, "7 pairing": pairing,
    "8 cross-checks": cross_checks, "9 interventions": interventions, "all": everything,
}  # fmt: skip


def document(section: str, random: Random) -> Document:
    """One case document of a section."""
    return SECTIONS[section](Edges(random))
