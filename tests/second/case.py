"""The case document (design, section 3), read: draws with their facts, and what is refused (protocol 1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .quantities import (
    Clock,
    Concentration,
    Document,
    Interval,
    Moment,
    Refused,
    clock_of,
    concentration,
    hours_between,
    interval,
    known,
    number,
    power,
)

DRAW_KEYS = {
    "drawn_at", "fasting", "fasting_hours", "exercise", "hours_since_exercise", "specimen", "hours_to_centrifugation",
    "at_rest", "indwelling_line", "haemolysed", "method", "molar_mass",
}  # fmt: skip
READING_KEYS = DRAW_KEYS | {"il6", "lab_upper_limit", "pg_per_iu"}
CRP_KEYS = DRAW_KEYS | {"value"}
CONTEXT_KEYS = {
    "age", "birth_date", "sex", "pregnant", "time_zone", "as_of", "exercise_log", "hs_crp", "hs_crp_history",
    "conventional_crp", "history", "confounders", "confounders_asked", "red_flags", "grip", "grip_trend",
    "consistent_training", "adequate_protein", "hrv", "hrv_trend", "lifestyle", "vitamin_d",
    "secondary_causes_excluded", "il10", "muscle_mass_falling", "processing_speed_slowing", "dunedin_pace", "bmi",
    "medications", "contraindications", "considering",
}  # fmt: skip
RED_FLAGS = {
    "fever", "night_sweats", "unintended_weight_loss", "blood_in_stool", "persistent_joint_swelling",
    "new_breathlessness", "chest_pain", "confusion",
}  # fmt: skip
EXERCISE = {
    "none", "light", "moderate", "vigorous", "hiit", "resistance", "eccentric", "endurance", "race", "unknown",
}  # fmt: skip
PG_PER_ML, MG_PER_L = power(-9), power(-3)  # in g/L

# Section 3 and evidence 2.3: the ends of the ranges that the protocol speaks of, in pg/mL.
ASSAYS = {
    "roche": (Fraction("1.5"), Fraction(5000)),
    "beckman": (Fraction(2), Fraction(1500)),
    "centaur": (Fraction(3), Fraction(5500)),
    "quantikine": (Fraction("0.16"), Fraction(10)),
}
CEILING, LIMIT_COUNTS_ABOVE, LIMIT_AT_MOST = Fraction(7), Fraction(3), Fraction(10)


@dataclass(frozen=True)
class Sample:
    """One result of one draw, with the facts stated about it."""

    analyte: str
    result: Concentration
    moment: Moment | None
    drawn_at: Any
    facts: Document
    ceiling: Fraction = CEILING
    comparator_lost: bool = False
    accounts: tuple[Document, ...] = ()  # of exercise: where two are stated, the worse counts

    @property
    def value(self) -> Interval:
        return self.result.value

    @property
    def matrix(self) -> tuple[Any, Any]:
        """What two readings must share to be compared: unknown matches only unknown."""
        method = self.facts.get("method")
        return (method.strip().casefold() if method else None), self.facts.get("specimen")


@dataclass
class Case:
    """Everything of one document."""

    context: Document
    clock: Clock
    index: Sample | None = None
    draw: Moment | None = None
    drawn_at: Any = None
    history: list[Sample] = field(default_factory=list)
    crp: Sample | None = None
    conventional: Sample | None = None
    crp_history: list[Sample] = field(default_factory=list)

    @property
    def red_flags(self) -> list[str]:
        return self.context.get("red_flags") or []

    @property
    def readings(self) -> list[Sample]:
        """Every IL-6 of the case, the index first."""
        return ([self.index] if self.index else []) + self.history


def clean(document: Any, keys: set[str], where: str) -> Document:
    """Refuse unknown keys by name; absent, null and a missing value as an object all mean unknown."""
    if document is None:
        return {}
    for key in document:
        if key not in keys:
            raise Refused(f"{where}: unknown key {key}")
    return {key: value for key, value in document.items() if known(value) is not None}


def check_facts(facts: Document, where: str) -> None:
    """Refuse what contradicts itself (section 1: fasting means eight hours or more)."""
    for name in ("fasting_hours", "hours_since_exercise", "hours_to_centrifugation"):
        if name in facts:
            number(facts[name], f"{where}.{name}")
    if facts.get("exercise", "none") not in EXERCISE:
        raise Refused(f"{where}.exercise: not a kind")
    if (
        "fasting" in facts
        and "fasting_hours" in facts
        and facts["fasting"] != (number(facts["fasting_hours"], "") >= 8)
    ):
        raise Refused(f"{where}.fasting: contradicts fasting_hours")


def ceiling_of(facts: Document) -> Fraction:
    """Section 3: the laboratory's limit counts above 3.0, and up to 10."""
    if "lab_upper_limit" not in facts:
        return CEILING
    limit = concentration(
        facts["lab_upper_limit"], "lab_upper_limit", PG_PER_ML, facts.get("molar_mass"), facts.get("pg_per_iu")
    ).value.high
    return min(limit, LIMIT_AT_MOST) if limit is not None and limit > LIMIT_COUNTS_ABOVE else CEILING


def read_il6(document: Any, clock: Clock, where: str) -> tuple[Sample | None, Document, Moment | None]:
    """Read a reading; one without an IL-6 is no sample, but still has its draw."""
    facts = clean(document, READING_KEYS, where)
    check_facts(facts, where)
    moment = clock.moment(facts["drawn_at"], f"{where}.drawn_at") if "drawn_at" in facts else None
    if "il6" not in facts:
        return None, facts, moment
    result = concentration(facts["il6"], f"{where}.il6", PG_PER_ML, facts.get("molar_mass"), facts.get("pg_per_iu"))
    if result.value.high == 0 or result.value.point == 0:
        raise Refused(f"{where}.il6: zero")
    lost = False
    method = (facts.get("method") or "").casefold()
    for name, (start, end) in ASSAYS.items():
        if name in method and result.value.point in {start, end}:  # section 3: it was < or > of that end
            result = replace(result, value=interval("<" if result.value.point == start else ">", result.value.low))
            lost = True
    return Sample("il6", result, moment, facts.get("drawn_at"), facts, ceiling_of(facts), lost), facts, moment


def read_crp(document: Any, case: Case, facts_of_draw: Document, where: str, *, inherits: bool) -> Sample:
    """Read a hs-CRP (section 7): without a time of its own it is of the same draw and inherits its facts."""
    own = clean({"value": document} if isinstance(document, str) else document, CRP_KEYS, where)
    check_facts(own, where)
    result = concentration(own.get("value"), f"{where}.value", MG_PER_L, own.get("molar_mass"))
    if "drawn_at" in own:
        moment = case.clock.moment(own["drawn_at"], f"{where}.drawn_at")
        same = inherits and case.draw is not None and (moment.day == case.draw.day or one_draw(moment, case.draw))
        shared = {"exercise", "hours_since_exercise", "fasting", "fasting_hours"} if same else set[str]()
        drawn_at: Any = own["drawn_at"]
    else:
        moment, drawn_at = case.draw, case.drawn_at
        shared = DRAW_KEYS - {"drawn_at", "method", "molar_mass"}
    facts = {key: value for key, value in facts_of_draw.items() if key in shared} | own
    if "drawn_at" in own and "hours_since_exercise" not in own:
        shift_hours(facts, case.draw, moment)
    accounts = (exercise_account(facts_of_draw),) if "drawn_at" not in own and "exercise" in own else ()
    return Sample("hs_crp", result, moment, drawn_at, facts, accounts=accounts)


def shift_hours(facts: Document, draw: Moment | None, own: Moment) -> None:
    """Inherited hours are those of one session: to another draw they are as many more or fewer."""
    if "hours_since_exercise" not in facts or draw is None or draw.instant is None or own.instant is None:
        return
    hours = number(facts["hours_since_exercise"], "hours_since_exercise") + hours_between(draw.instant, own.instant)
    if hours >= 0:
        facts["hours_since_exercise"] = str(hours)
    else:  # the session came after this draw, and what came before it is not known
        del facts["hours_since_exercise"]
        facts.pop("exercise", None)


def exercise_account(facts: Document) -> Document:
    return {key: facts[key] for key in ("exercise", "hours_since_exercise") if key in facts}


def one_draw(a: Moment | None, b: Moment | None) -> bool:
    """Section 7: at most two hours apart they are one draw, whatever date an offset gives each."""
    return (
        a is not None and b is not None and a.instant is not None and b.instant is not None
        and abs(hours_between(a.instant, b.instant)) <= 2
    )  # fmt: skip


def age_at(born: date, day: date) -> int:
    """By the calendar, never by dividing days."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_times(case: Case) -> None:
    """Section 1: nothing lies in the future, nobody is drawn before birth, nothing in the history is newer."""
    context, samples = case.context, [*case.readings, *case.crp_history, *filter(None, [case.crp])]
    moments = [sample.moment for sample in samples if sample.moment] + ([case.draw] if case.draw else [])
    if "as_of" in context:
        as_of = case.clock.moment(context["as_of"], "as_of")
        if any(as_of.before(moment) for moment in moments):
            raise Refused("drawn_at: after as_of")
    if "birth_date" in context:
        born = case.clock.day(context["birth_date"], "birth_date")
        if any(moment.day < born for moment in moments):
            raise Refused("birth_date: after the draw")
        if "age" in context and case.draw and int(number(context["age"], "age")) != age_at(born, case.draw.day):
            raise Refused("age: contradicts birth_date")
    newest_crp = case.crp.moment if case.crp and case.crp.moment else case.draw
    for history, newest in ((case.history, case.draw), (case.crp_history, newest_crp)):
        moments = [sample.moment for sample in history if sample.moment]
        if newest and case.draw and any(newest.before(on) and case.draw.before(on) for on in moments):
            raise Refused("history: newer than the index")


def check_confounders(context: Document, clock: Clock) -> None:
    for entry in context.get("confounders") or []:
        if isinstance(entry, dict):
            clean(entry, {"kind", "days_since", "hours_since", "ended_on"}, "confounders")
            stated = [key for key in ("days_since", "hours_since", "ended_on") if entry.get(key) is not None]
            if len(stated) > 1:
                raise Refused("confounders: more than one time")
            for key in {"days_since", "hours_since"} & set(stated):
                number(entry[key], key)
            if "ended_on" in stated:
                clock.day(entry["ended_on"], "ended_on")


def read_case(document: Document) -> Case:
    """Read a document, or refuse it."""
    top = clean(document, {"reading", "context"}, "case")
    context = clean(top.get("context"), CONTEXT_KEYS, "context")
    clock = clock_of(context)
    if unknown := set(context.get("red_flags") or []) - RED_FLAGS:
        raise Refused(f"red_flags: {unknown}")
    check_confounders(context, clock)
    case = Case(context, clock)
    case.index, facts, case.draw = read_il6(top.get("reading"), clock, "reading")
    case.drawn_at = facts.get("drawn_at")
    for entry in context.get("history") or []:
        sample, _, moment = read_il6(entry, clock, "history")
        if moment is None:
            raise Refused("history: every reading needs its drawn_at")
        if sample:
            case.history.append(sample)
    if "hs_crp" in context:
        case.crp = read_crp(context["hs_crp"], case, facts, "hs_crp", inherits=True)
    if "conventional_crp" in context:
        case.conventional = read_crp(context["conventional_crp"], case, facts, "conventional_crp", inherits=True)
    for entry in context.get("hs_crp_history") or []:
        case.crp_history.append(read_crp(entry, case, facts, "hs_crp_history", inherits=True))
    check_times(case)
    if case.index and case.crp and case.crp.accounts:  # one draw, two accounts of exercise: the worse counts for both
        case.index = replace(case.index, accounts=(exercise_account(case.crp.facts),))
    return case


def index_day(case: Case) -> date | None:
    """The local date from which ages, days and windows are counted."""
    if case.draw:
        return case.draw.day
    others = [sample.moment.day for sample in [*case.readings, *filter(None, [case.crp])] if sample.moment]
    if others:
        return max(others)
    return case.clock.moment(case.context["as_of"], "as_of").day if "as_of" in case.context else None


def days_between(earlier: date, later: date) -> int:
    return (later - earlier) // timedelta(days=1)
