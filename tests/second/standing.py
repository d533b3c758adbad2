"""Section 2 of the protocol: may this sample speak about the baseline?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from .case import Case, Sample, age_at, days_between, index_day, one_draw
from .quantities import Document, hours_between, number

LEVELS = ("valid", "tentative", "unverified", "void", "not_applicable")
COUNTING = {"valid", "tentative"}


@dataclass(frozen=True)
class Reason:
    """One thing against a sample."""

    code: str
    level: str
    direction: str


@dataclass(frozen=True)
class Standing:
    """The worst of the reasons, all of which are kept."""

    reasons: tuple[Reason, ...] = ()
    excused: bool = False  # section 4: exercise voids the sample and ended so lately that it may be all of it

    @property
    def code(self) -> str:
        return max((reason.level for reason in self.reasons), key=LEVELS.index, default="valid")

    @property
    def counts(self) -> bool:
        return self.code in COUNTING

    @property
    def void_directions(self) -> set[str]:
        return {reason.direction for reason in self.reasons if reason.level == "void"}


# --- 2.1 exercise -----------------------------------------------------------------------------------

# Row of the table: hours of H and of W for IL-6, then for hs-CRP (H below the first, W below the second).
ROWS: dict[str, dict[str, tuple[int, int]]] = {
    "intense": {"il6": (24, 24), "hs_crp": (48, 72)},
    "heavy": {"il6": (24, 48), "hs_crp": (72, 72)},
    "race": {"il6": (72, 168), "hs_crp": (168, 168)},
    "moderate": {"il6": (6, 24), "hs_crp": (0, 24)},
    "light": {"il6": (0, 0), "hs_crp": (0, 0)},
}
ROW_OF = {
    "none": "light", "light": "light", "moderate": "moderate", "race": "race", "eccentric": "heavy",
    "endurance": "heavy", "vigorous": "intense", "hiit": "intense", "resistance": "intense", "unknown": "intense",
}  # fmt: skip
MYOKINE_HOURS, POST_EXERCISE_HOURS = 6, 24
EXCUSE_HOURS = {"intense": 6, "heavy": 6, "race": 24}  # section 4


@dataclass(frozen=True)
class Answer:
    """What one session, at one end of what is known of it, means for a sample."""

    level: str
    code: str = ""
    excuse: bool = False

    @property
    def rank(self) -> int:
        return LEVELS.index(self.level)


CLEAR, UNCLEAR = Answer("valid"), Answer("unverified", "exercise_timing_unclear")


def after(row: str, hours: Fraction, analyte: str) -> Answer:
    """The table of 2.1, with the phase of a void."""
    hold, warn = ROWS[row][analyte]
    if hours < hold:
        phase = "myokine_window" if hours < MYOKINE_HOURS else "post_exercise_hold"
        if hours >= POST_EXERCISE_HOURS:
            phase = "race_hold" if analyte == "il6" else "exercise_hold"
        return Answer("void", phase, hours < EXCUSE_HOURS.get(row, 0))
    return Answer("tentative", "recent_exercise") if hours < warn else CLEAR


def session_answers(session: Document, sample: Sample, case: Case) -> list[Answer]:
    """What a logged session means: one answer, or one for each end of a day given as a date alone."""
    row = ROW_OF[session.get("kind") or "unknown"]
    if row == "light":
        return [CLEAR]
    draw = sample.moment.instant if sample.moment else None
    if draw is None:
        return [UNCLEAR]
    started = case.clock.moment(session["started_at"], "started_at").instant if session.get("started_at") else None
    if started and started > draw:
        return [CLEAR]
    if not session.get("ended_at"):
        return [UNCLEAR]
    return [ended(row, end, started, draw, sample.analyte) for end in ends_of(session["ended_at"], sample, case)]


def ends_of(ended_at: Any, sample: Sample, case: Case) -> list[datetime]:
    """The instant, or both ends of the local day."""
    end = case.clock.moment(ended_at, "ended_at")
    if end.instant is not None:
        return [end.instant]
    return [
        case.clock.midnight(end.day, sample.drawn_at),
        case.clock.midnight(end.day + timedelta(days=1), sample.drawn_at),
    ]


def ended(row: str, end: datetime, started: datetime | None, draw: datetime, analyte: str) -> Answer:
    hours = hours_between(end, draw)
    if hours >= 0:
        return after(row, hours, analyte)
    if started is not None:  # it began before the draw: under way
        return after(row, Fraction(0), analyte)
    return UNCLEAR if hours >= -24 else CLEAR


def stated_answers(account: Document, sample: Sample, case: Case) -> list[Answer]:
    """What the reading itself says of exercise; a kind without hours is left to a log that knows such a session."""
    kind, hours = account.get("exercise"), account.get("hours_since_exercise")
    if kind is None and hours is None:
        return []
    row = ROW_OF[kind or "unknown"]
    if row == "light":
        return [CLEAR]
    if hours is not None:
        return [after(row, number(hours, "hours_since_exercise"), sample.analyte)]
    return [CLEAR] if logged(row, sample, case) else [UNCLEAR]


def logged(row: str, sample: Sample, case: Case) -> bool:
    """Does the log hold a session of this weight that ended, or at least began, before the draw?"""
    draw = sample.moment.instant if sample.moment else None
    for session in case.context.get("exercise_log") or []:
        if draw is None or ROW_OF[session.get("kind") or "unknown"] != row or not session.get("ended_at"):
            continue
        started = case.clock.moment(session["started_at"], "").instant if session.get("started_at") else None
        if ends_of(session["ended_at"], sample, case)[0] <= draw or (started is not None and started <= draw):
            return True
    return False


def exercise(sample: Sample, case: Case) -> tuple[list[Reason], bool]:
    """The exercise answer, compared at both ends of every date before anything else is weighed."""
    log = case.context.get("exercise_log")
    sources = [stated_answers(account, sample, case) for account in (sample.facts, *sample.accounts)]
    sources += [session_answers(session, sample, case) for session in log or []]
    sources = [answers for answers in sources if answers]
    if not sources and log is None:
        return [Reason("exercise_not_reported", "unverified", "unknown")], False
    least = max((min(answers, key=lambda a: a.rank) for answers in sources), key=lambda a: a.rank, default=CLEAR)
    most = max((max(answers, key=lambda a: a.rank) for answers in sources), key=lambda a: a.rank, default=CLEAR)
    if least.rank != most.rank:
        return [Reason(UNCLEAR.code, "unverified", "unknown")], False
    if least.level == "void":
        certain = [answers for answers in sources if all(answer.level == "void" for answer in answers)]
        phases = {answers[0].code for answers in certain if len({answer.code for answer in answers}) == 1}
        codes = sorted(phases) or ["exercise_hold"]
        excused = any(all(answer.excuse for answer in answers) for answers in certain)
        return [Reason(code, "void", "up") for code in codes], excused
    return ([Reason(least.code, least.level, "up")] if least.level != "valid" else []), False


# --- 2.2 fasting, time of day, tube -----------------------------------------------------------------


def fasting(facts: Document) -> list[Reason]:
    hours = facts.get("fasting_hours")
    if hours is not None:
        if number(hours, "") >= 10:
            return []
        return [
            Reason("short_fast", "tentative", "up")
            if number(hours, "") >= 8
            else Reason("not_fasting", "void", "up")
        ]  # fmt: skip
    match facts.get("fasting"):
        case None:
            return [Reason("fasting_not_reported", "unverified", "up")]
        case False:
            return [Reason("not_fasting", "void", "up")]
        case _:
            return []


LATE_SPIN = {"serum": "up", "heparin_plasma": "up", "edta_plasma": "down"}


def tube(sample: Sample) -> list[Reason]:
    """Rest, clock, spin, line and haemolysis: the same for both analytes."""
    facts, found = sample.facts, list[Reason]()
    if facts.get("at_rest") is False:
        found.append(Reason("not_at_rest", "void", "up"))
    clock = sample.moment.clock if sample.moment else None
    if clock is not None and not timedelta(hours=6) <= clock < timedelta(hours=11):
        found.append(Reason("not_morning", "tentative", "unknown"))
    if (spin := facts.get("hours_to_centrifugation")) is not None:
        if number(spin, "") > 4:
            direction = LATE_SPIN.get(facts.get("specimen", ""), "unknown")
            found.append(Reason("late_centrifugation", "void", direction))
        elif number(spin, "") > 2:
            found.append(Reason("slow_centrifugation", "tentative", "unknown"))
    if facts.get("indwelling_line"):
        found.append(Reason("indwelling_line", "void", "up"))
    if facts.get("haemolysed"):
        found.append(Reason("haemolysis", "tentative", "unknown"))
    return found


def check_unit(sample: Sample) -> list[Reason]:
    """A number that cannot be this analyte in this unit is a question."""
    value, point = sample.value, sample.value.point
    if sample.analyte == "il6":
        wrong = sample.result.large_unit or value.above(Fraction(10_000))
        wrong |= point is not None and point < Fraction("0.05")
    else:
        wrong = point is not None and point < Fraction("0.02")
    return [Reason("check_unit", "void", "unknown")] if wrong else []


# --- 2.3 confounders --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """A row of the table: H below `hold`, W below `warn` (days, or hours), and which way each analyte is pushed."""

    hold: int
    warn: int
    il6: str | None
    hs_crp: str | None
    hours: bool = False
    lasts: bool = False  # an infection or a course of drug, not an event of one moment
    drug: bool = False  # "a drug that lasts"
    while_taken: str = ""  # H or W on the drug itself, whatever the hold


EFFECTS = {
    "minor_infection": Effect(14, 14, "up", "up", lasts=True),
    "febrile_infection": Effect(28, 28, "up", "up", lasts=True),
    "covid19": Effect(28, 90, "up", "up", lasts=True),
    "vaccination": Effect(7, 14, "up", "up"),
    "minor_surgery": Effect(14, 14, "up", "up"),
    "major_surgery": Effect(28, 28, "up", "up"),
    "il6_receptor_blocker": Effect(84, 84, "up", "down", lasts=True, drug=True, while_taken="void"),
    "anti_il6": Effect(168, 168, "unknown", "unknown", lasts=True, drug=True, while_taken="void"),
    "other_immunomodulator": Effect(0, 0, "unknown", "unknown", lasts=True, drug=True, while_taken="void"),
    "systemic_steroids": Effect(14, 14, "down", "down", lasts=True),
    "chronic_steroids": Effect(0, 0, "down", "down", lasts=True, drug=True, while_taken="tentative"),
    "nsaid": Effect(0, 0, "down", "down", while_taken="tentative"),
    "statin": Effect(0, 0, "down", "down", while_taken="tentative"),
    "glp1_agonist": Effect(0, 0, "down", "down", while_taken="tentative"),
    "oral_oestrogen": Effect(0, 0, None, "up", while_taken="tentative"),
    "postpartum": Effect(90, 365, "up", "up"),
    "cold_immersion": Effect(6, 24, "up", None, hours=True),
    **dict.fromkeys(("poor_sleep", "acute_stress", "binge_alcohol", "night_shift"), Effect(0, 24, "up", "up", True)),
    "biotin": Effect(24, 24, "down", "down", hours=True, lasts=True),
    "biotin_high": Effect(72, 72, "down", "down", hours=True, lasts=True),
}


def kind_of(entry: Any) -> str:
    return entry if isinstance(entry, str) else entry["kind"]


def time_of(entry: Any) -> tuple[str, Any]:
    """Which time is stated, and which."""
    if isinstance(entry, dict):
        for key in ("days_since", "hours_since", "ended_on"):
            if entry.get(key) is not None:
                return key, entry[key]
    return "", 0


def still_lasts(entry: Any) -> bool:
    """Given without an end, or with 0 days."""
    key, value = time_of(entry)
    return key != "ended_on" and number(value, key or "days_since") == 0


def since(entry: Any, effect: Effect, sample: Sample, case: Case) -> Fraction:
    """How long before this sample it ended (days, or hours where the limit is in hours); negative: after it."""
    key, value = time_of(entry)
    today, day = index_day(case), sample.moment.day if sample.moment else None
    if key == "ended_on":
        end = case.clock.day(value, "ended_on")
        if day is None:
            return Fraction(0)
        return hours_after_day(end, sample, case) if effect.hours else Fraction(days_between(end, day))
    gap = Fraction(days_between(day, today) if day and today else 0)
    gap_hours = gap * 24
    if sample.moment and case.draw and sample.moment.instant and case.draw.instant:
        gap_hours = hours_between(sample.moment.instant, case.draw.instant)
    if still_lasts(entry):  # 0 at the index draw, and at what is of one draw with it or later
        here = gap_hours <= 0 or one_draw(sample.moment, case.draw)
        return -(Fraction(0) if here else gap_hours if effect.hours else gap)
    ago = number(value, key)
    if key == "hours_since":
        return (ago - gap_hours) / (1 if effect.hours else 24)
    return ago * 24 - gap_hours if effect.hours else ago - gap


def hours_after_day(end: date, sample: Sample, case: Case) -> Fraction:
    """Limits in hours count from the latest possible end of a date."""
    if sample.moment is None:
        msg = "only a sample with a time lies after a day"
        raise ValueError(msg)
    if (days := days_between(end, sample.moment.day)) < 0:
        return Fraction(days * 24)
    if sample.moment.instant is None:
        return Fraction(max(0, days - 1) * 24)
    midnight = case.clock.midnight(end + timedelta(days=1), sample.drawn_at)
    return max(Fraction(0), hours_between(midnight, sample.moment.instant))


def confounded(entry: Any, sample: Sample, case: Case) -> list[Reason]:
    """What one confounder means for one sample."""
    kind = kind_of(entry)
    effect = EFFECTS.get(kind)
    direction = getattr(effect, sample.analyte, None)
    if effect is None or direction is None:
        return []
    ago = since(entry, effect, sample, case)
    if ago < 0:  # earlier readings: without effect, unless it is of a kind that lasts
        began_unknown = effect.drug and still_lasts(entry)
        ended_soon = effect.lasts and -ago < effect.hold
        return [Reason(kind, "unverified", direction)] if began_unknown or ended_soon else []
    if ago < effect.hold:
        return [Reason(kind, "void", direction)]
    if ago == 0 and effect.while_taken:
        return [Reason(kind, effect.while_taken, direction)]
    return [Reason(kind, "tentative", direction)] if ago < effect.warn else []


def drug_lasts(case: Case) -> bool:
    """Section 2.3: on a drug that lasts there is no next draw."""
    return any(
        EFFECTS[kind_of(entry)].drug and still_lasts(entry)
        for entry in case.context.get("confounders") or []
        if kind_of(entry) in EFFECTS
    )


def secondary_disease(case: Case) -> bool:
    return any(kind_of(entry) == "secondary_disease" for entry in case.context.get("confounders") or [])


# --- 2: the person, the pair, the twins -------------------------------------------------------------


def age(case: Case) -> Fraction | None:
    if "age" in case.context:
        return number(case.context["age"], "age")
    day = index_day(case)
    if "birth_date" in case.context and day:
        born = case.clock.day(case.context["birth_date"], "birth_date")
        return Fraction(age_at(born, day)) if born <= day else None  # a day of asking before it tells no age
    return None


def not_applicable(case: Case) -> list[Reason]:
    """A property of the person at the index draw, whether or not anything was measured."""
    years, found = age(case), list[Reason]()
    if case.context.get("pregnant"):
        found.append(Reason("pregnancy", "not_applicable", "unknown"))
    if years is not None and years < 18:
        found.append(Reason("under_age", "not_applicable", "unknown"))
    return found


def paired(il6: Sample | None, crp: Sample | None) -> bool:
    """Section 7: at most 12 h apart and on one local date, or at most 2 h apart."""
    if il6 is None or crp is None:
        return False
    a, b = il6.moment, crp.moment
    if a is b:  # a hs-CRP without a time of its own is of the same draw
        return True
    if a is None or b is None or a.instant is None or b.instant is None:
        return False
    return one_draw(a, b) or (a.day == b.day and abs(hours_between(a.instant, b.instant)) <= 12)


def acute_phase(sample: Sample, case: Case) -> list[Reason]:
    if sample.analyte != "il6":
        return []
    of_the_draw = [crp for crp in (case.crp, case.conventional, *case.crp_history) if paired(sample, crp)]
    if any(crp and crp.value.above(Fraction(10)) for crp in of_the_draw):
        return [Reason("acute_phase", "unverified", "up")]
    return []


def judge(sample: Sample, case: Case) -> Standing:
    """Everything against one sample, its twins apart."""
    exercised, excused = exercise(sample, case)
    reasons = [*not_applicable(case), *exercised, *tube(sample), *acute_phase(sample, case)]
    if sample.analyte == "il6":
        reasons += fasting(sample.facts)
    if sample is not case.conventional:  # the table asks it of IL-6 and hs-CRP; the ordinary test reads no low values
        reasons += check_unit(sample)
    for entry in case.context.get("confounders") or []:
        reasons += confounded(entry, sample, case)
    return Standing(tuple(dict.fromkeys(reasons)), excused)


def judge_all(samples: list[Sample], case: Case) -> list[tuple[Sample, Standing]]:
    """Judge samples; one value told twice counts once, by its worse account, and two values are a conflict."""
    alone, judged = [judge(sample, case) for sample in samples], list[tuple[Sample, Standing]]()
    for sample, own in zip(samples, alone, strict=True):
        twins = [(other, standing) for other, standing in zip(samples, alone, strict=True) if twin(sample, other)]
        if any(other is not sample for other, _ in twins) and any(sample is not kept for kept in first_of(twins)):
            continue
        if len({other.value for other, _ in twins}) > 1:
            own = Standing((*own.reasons, Reason("conflict", "void", "unknown")), own.excused)  # noqa: PLW2901
        elif len(twins) > 1:
            reasons = dict.fromkeys(reason for _, standing in twins for reason in standing.reasons)
            own = Standing(tuple(reasons), any(standing.excused for _, standing in twins))  # noqa: PLW2901
        judged.append((sample, own))
    return judged


def first_of(twins: list[tuple[Sample, Standing]]) -> list[Sample]:
    """One value counts once: the first that tells it. Several values are all kept, for care."""
    return [twins[0][0]] if len({sample.value for sample, _ in twins}) == 1 else []


def twin(a: Sample, b: Sample) -> bool:
    """One instant, one method and one matrix."""
    if a is b:
        return True
    same = a.moment and b.moment and a.moment.instant is not None and a.moment.instant == b.moment.instant
    return bool(same) and a.matrix == b.matrix
