"""
Within a cell of a frame every rule answers alike: exhaustively, for each combination of the cells of its facts.

A frame asks the rules about one row of each combination of cells. That is right only if no rule tells two numbers of
a cell apart. So each rule is asked with three numbers of each cell, just above its lower line, in the middle and just
below its upper line, to thirty digits. The numbers are watched: to compare them with a line of a frame is all that a
rule may do, so that no other number of the cell can lead elsewhere. Courses are asked about likewise, with days that
share their cells. Rules that answer with a number, and those of series, are named with the reason why a frame does not
ask them by cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Context as DecimalContext
from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any, NamedTuple, get_type_hints

import attrs
import pytest

from forge_il6 import STANDARD, CareReason, Context, Reading, Reason, StandingCode, rule
from forge_il6.asking.course import Counting, CrpResult, Sample
from forge_il6.asking.domains import STANDINGS, drawn
from forge_il6.asking.domains import _domain as values_of_kind
from forge_il6.asking.evaluate import deciding
from forge_il6.asking.facts import CrpsNearby, LaterEvent, OfOneDraw
from forge_il6.asking.rule import AnyRule
from forge_il6.case import Case
from forge_il6.codes import BAND_ORDER, Band, Care, CommonCause, Confounder, Intervention
from forge_il6.conclusions import CrpRead, Standing, Standings
from forge_il6.context import Considered
from forge_il6.deciding import decided
from forge_il6.knowledge import thresholds
from forge_il6.knowledge.assays import ASSAYS, Assay
from forge_il6.threshold import Scale, Threshold
from forge_il6.times import Draw
from forge_il6.units import Amount

np = pytest.importorskip("numpy", reason="frames need NumPy, which the extra frame brings")
pytest.importorskip("narwhals", reason="frames need narwhals, which the extra frame brings")

from forge_il6.frame.cells import place  # noqa: E402  (of the extra that is asked for above)
from forge_il6.frame.lines import LinesOf, ends_of_assays, lines_of_all  # noqa: E402
from forge_il6.frame.past import (  # noqa: E402
    ABOUT_COURSES,
    ABOUT_LEVELS,
    BY_DAYS,
    Drawn,
    Numbers,
    Past,
    bits_of_standing,
    past_of,
)
from forge_il6.frame.rows import Row  # noqa: E402

Lines = tuple[Decimal, ...]
HAIR = Decimal("1e-30")
"""How near to a line a number lies: closer than anything that is read."""
VALID, UNVERIFIED = STANDINGS[0], STANDINGS[2]
BY_VALUE = {
    "H8": "answers with a level",
    "H9": "answers with a level",
    "H10": "asks for the lines near a level",
    "H12": "answers with a reach",
    "H13": "asks for a level",
    "P22": "compares a logarithm",
}
"""Rules that tell numbers of one cell apart; they only add to a decision, and a frame takes what they say by value."""
SERIES = {"G4", "G4a", "G4b", "G4c", "G6", "G6a", "G6b", "V1", "V1a", "V1b", "V1c", "V3", "V3a", "V3b"}
"""Rules about grip and heart rate variability, which stand in frames of their own: such rows are asked one by one."""
COURSES = ABOUT_COURSES | ABOUT_LEVELS


BY_EXACT_VALUE = {"B2": "makes a line of the limit of a laboratory, of which a frame tells each apart"}


class Cell(NamedTuple):
    """What a frame calls a cell, and numbers or other values that share it."""

    key: Hashable
    values: tuple[Any, ...]


# --- numbers of one cell ---------------------------------------------------------------------------


class Watched(Decimal):
    """A number that may be compared, and tells with what; nothing else can be learnt of it."""

    compared: set[Decimal]

    @classmethod
    def among(cls, value: Decimal, compared: set[Decimal]) -> Watched:
        watched = cls(value)
        watched.compared = compared
        return watched


def _compares(name: str) -> Any:
    plain = getattr(Decimal, name)

    def compare(self: Watched, other: Any) -> Any:
        if self is not other:
            self.compared.add(Decimal(other))
        return plain(self, other)

    return compare


def _refuses(name: str) -> Any:
    def refuse(self: Watched, *_: object) -> Any:
        msg = f"a rule looked at a number by {name}, where it may only compare"
        raise AssertionError(msg)

    return refuse


for _name in ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"):
    setattr(Watched, _name, _compares(_name))
_SEEN = {*vars(Decimal), "__format__", "__str__", "__hash__"} - {
    *vars(Watched),
    "__new__",
    "__repr__",
    "__getattribute__",
}
for _name in sorted(_SEEN - {"__doc__", "__module__", "__slots__"}):
    setattr(Watched, _name, _refuses(_name))


@cache
def numbers(lines: Lines) -> tuple[Cell, ...]:
    """Return every cell among lines, with three numbers between two of them, and a line written in two ways."""
    lines = tuple(line for line in lines if line > 0)
    with localcontext(DecimalContext(prec=60)):
        edges = [Decimal(0), *lines, (lines[-1] if lines else Decimal(1)) * 1000]
        between = [(low + HAIR, (low + high) / 2, high - HAIR) for low, high in pairwise(edges)]
        on_lines = [(line, line.quantize(HAIR)) for line in lines]
    cells = [Cell(place(values[0], lines), values) for values in (*between, *on_lines)]
    assert all(place(value, lines) == cell.key for cell in cells for value in cell.values)
    assert {cell.key for cell in cells} == set(range(2 * len(lines) + 1))
    return tuple(cells)


def watched(lines: Lines) -> list[Cell]:
    """Return the same, each number with a note of what it is compared with; on lines that a frame knows, it must be."""
    return [Cell(cell.key, tuple(Watched.among(value, COMPARED) for value in cell.values)) for cell in numbers(lines)]


COMPARED: set[Decimal] = set()


@pytest.fixture(autouse=True)
def _nothing_compared() -> None:
    COMPARED.clear()


def strange(known: Iterable[Decimal]) -> set[Decimal]:
    """Return what numbers were compared with in a test, beside what is known."""
    return COMPARED - {*known, Decimal(0)}


def lines_of(each: AnyRule, unit: str) -> Lines:
    """Return the lines that a rule itself declares in a unit: coarser cells than those of a frame, if anything."""
    return LinesOf((each,)).in_unit(unit)


def amounts(each: AnyRule, unit: str, comparators: str) -> list[Cell]:
    """Return the cells of results: a comparator, the size of the unit as reported, and the place among the lines."""
    kinds = get_type_hints(each.function).values()
    lines = lines_of(each, unit)
    if carries(each) or Scale[Band] in kinds:
        lines = tuple(sorted({*lines, *lines_of_all(STANDARD).in_unit(unit)}))
    if Assay in kinds:
        lines = tuple(sorted({*lines, *ends_of_assays()}))
    factors = [Decimal(1), *(number.value for number in each.numbers.values() if number.value > 10**5)]
    return [
        Cell((sign, factor, cell.key), tuple(Amount(value, unit, sign, factor=factor) for value in cell.values))
        for sign in ("", *comparators)
        for factor in factors
        for cell in watched(lines)
    ]


def carries(each: AnyRule) -> bool:
    """Whether an answer hands a result on, so that it has to keep the cell of that result."""
    return any(kind in (Amount, CrpRead) for kind in each.answers or ())


def kept(answer: object) -> Hashable:
    """Return what an answer says; of a result that it hands on, the cell."""
    if isinstance(answer, Amount):
        return (
            answer.comparator,
            answer.unit,
            place(Decimal(answer.value), lines_of_all(STANDARD).in_unit(answer.unit)),
        )
    if isinstance(answer, CrpRead):
        return (kept(answer.amount), answer.levels, answer.standing, answer.conventional)
    return answer if isinstance(answer, Hashable) else repr(answer)


def unit_of(each: AnyRule, fact: str) -> str:
    units = {"hs_crp": "mg/L", "conventional_crp": "mg/L", "acute_crp": "mg/L", "vitamin_d": "ng/mL", "il10": "pg/mL"}
    return units.get(fact, "pg/mL")


def cells_of(each: AnyRule, fact: str, kind: Any, *, many: bool) -> Iterable[Cell]:
    """Return the cells of one fact of a rule; a value that is no number has a cell of its own."""
    if kind is Decimal:
        return [*watched(tuple(sorted({n.value for n in each.numbers.values()}))), Cell("nought", (Decimal(0),))]
    if kind is Amount:
        return amounts(each, unit_of(each, fact), "<>" if many else "<≤>≥")
    if kind is CrpRead:
        read = values_of_kind(CrpRead, each) or ()
        return [
            Cell(
                one,
                tuple(attrs.evolve(one, amount=Amount(Watched.among(Decimal(n), COMPARED), "mg/L")) for n in (1, 12)),
            )
            for one in read
        ]
    if kind in RECORDS:
        return RECORDS[kind](each)
    values = STANDINGS if kind is Standing else values_of_kind(kind, each)
    assert values is not None, f"{each.id}: {fact} is of a kind that this test cannot write out"
    return [Cell(value if isinstance(value, Hashable) else repr(value), (value,)) for value in values]


# --- numbers inside of records ---------------------------------------------------------------------


def later_events(each: AnyRule) -> Iterator[Cell]:
    for kind, lasts, days in product(Confounder, (False, True), watched(lines_of(each, "day"))):
        yield Cell((kind, lasts, days.key), tuple((LaterEvent(kind, value, lasts),) for value in days.values))


def of_one_draw(each: AnyRule) -> Iterator[Cell]:
    """A result of the same tube, and one drawn some hours before, on the same date or another."""
    now = drawn()
    for crp in amounts(each, "mg/L", "<≤>≥"):
        yield Cell(("tube", crp.key), tuple(OfOneDraw(now, (value,), None) for value in crp.values))
    seconds = timedelta(seconds=1)
    edges = [timedelta(hours=float(line)) for line in (0, *lines_of(each, "hour"), 48)]
    spans = [(low + seconds, (low + high) / 2, high - seconds) for low, high in pairwise(edges)]
    for crp, hours, same_date in product(
        amounts(each, "mg/L", "<>"), [*spans, *((edge,) for edge in edges)], (True, False)
    ):
        date = now.day if same_date else now.day - timedelta(days=1)
        others = [Draw(date, now.first - apart, now.last - apart, None) for apart in hours]
        found = [OfOneDraw(now, (), CrpsNearby([(other, value)])) for other in others for value in crp.values]
        yield Cell((crp.key, hours, same_date), tuple(found))


def considered(each: AnyRule) -> Iterator[Cell]:
    for kind in Intervention:
        yield Cell(kind, ((Considered(kind),),))
    for kind, unit, name in (
        (Intervention.MELATONIN_LOW_DOSE, "mg", "mg"),
        (Intervention.VITAMIN_D3_K2, "IU", "IU/day"),
    ):
        for dose in numbers(lines_of(each, name)):
            yield Cell((kind, dose.key), tuple((Considered(kind, f"{value:f} {unit}"),) for value in dose.values))


def reading(il6: Amount, limit: Decimal | None = None) -> Any:
    """Return what a rule asks of a reading, with a number that is watched."""
    own = None if limit is None else Amount(limit, "pg/mL")
    return SimpleNamespace(il6=il6, lab_upper_limit=own, method=None, specimen=None)


def limits_for(each: AnyRule) -> list[Decimal]:
    """Return limits of laboratories: a frame makes a line of each."""
    lines = lines_of(each, "pg/mL")
    return [*lines, *(line + 1 for line in lines[-1:])]


def newest_day(each: AnyRule) -> Iterator[Cell]:
    """The one sample of a day, by the limit of its laboratory, which a frame tells exactly, and soon after exercise."""
    limits = [None, *limits_for(each)]
    of_hours = lines_of(each, "hour")
    hours = [Cell(None, (None,)), *(watched(of_hours) if of_hours else ())]
    lines = tuple(sorted({*lines_of_all(STANDARD).in_unit("pg/mL"), *filter(None, limits)}))
    standings = [*STANDINGS[:4], Standing.weigh((Reason("myokine_window", StandingCode.VOID),))]
    for limit, standing, hard, il6 in product(limits, standings, hours, watched(lines)):
        samples = tuple(
            (
                Sample(
                    reading(Amount(value, "pg/mL"), limit), drawn(), standing, hours_since_hard=at, hours_since_race=at
                ),
            )
            for value, at in product(il6.values, hard.values)
        )
        yield Cell((limit, standing, hard.key, il6.key), samples)


RECORDS: dict[Any, Any] = {
    tuple[LaterEvent, ...]: later_events,
    OfOneDraw: of_one_draw,
    tuple[Considered, ...]: considered,
    tuple[Sample, ...]: newest_day,
    Assay: lambda _: [Cell(name, (assay,)) for name, assay in ASSAYS.items()],
    tuple[CommonCause, ...]: lambda _: [Cell("every", (tuple(CommonCause),))],
}
"""Facts that are written out here: most of them hold numbers of a cell."""
HOLD_NUMBERS = {Decimal, Amount, CrpRead, *RECORDS} - {Assay, tuple[CommonCause, ...]}


# --- each rule alone -------------------------------------------------------------------------------


def told_apart(each: AnyRule) -> Iterator[tuple[Hashable, ...]]:
    """Yield every combination of cells within which a rule answers in two ways."""
    hints = get_type_hints(each.function)
    kinds = [hints[fact] for fact in each.facts]
    many = sum(kind in HOLD_NUMBERS for kind in kinds) > 1 or Standing in kinds
    for combination in product(
        *(list(cells_of(each, f, k, many=many)) for f, k in zip(each.facts, kinds, strict=True))
    ):
        facts = product(*(cell.values for cell in combination))
        if len({kept(each.ask(*values)) for values in facts}) > 1:
            yield tuple(cell.key for cell in combination)


def known_to(each: AnyRule) -> set[Decimal]:
    """Return the lines with which a rule may compare: its own, and those of whatever it is given to compare with."""
    kinds = get_type_hints(each.function).values()
    given = [cut.at.value for cut in thresholds.IL6_BANDS.cuts] if Scale[Band] in kinds else []
    given += limits_for(each) if tuple[Sample, ...] in kinds else []
    return {*(number.value for number in each.numbers.values()), *given, *(ends_of_assays() if Assay in kinds else ())}


def holds_numbers(each: AnyRule) -> bool:
    return not HOLD_NUMBERS.isdisjoint(get_type_hints(each.function).values())


ALONE = [
    each for each in STANDARD if holds_numbers(each) and each.id not in {*COURSES, *BY_VALUE, *BY_EXACT_VALUE, *SERIES}
]


@pytest.mark.parametrize("each", ALONE, ids=lambda each: each.id)
def test_a_rule_answers_alike_within_a_cell(each):
    assert list(told_apart(each)) == []
    assert strange(known_to(each)) == set()


def test_every_other_rule_is_asked_about_no_number_or_told_by_value():
    """A new rule falls under one of these, or is asked above."""
    rest = [
        each
        for each in STANDARD
        if each not in ALONE and each.id not in {*COURSES, *BY_VALUE, *BY_EXACT_VALUE, *SERIES}
    ]
    by_cells = {each.id for each in (*STANDARD.sample_rules, *deciding(STANDARD.case_rules))}

    assert [each.id for each in rest if holds_numbers(each)] == []
    assert by_cells.isdisjoint({*BY_VALUE, *SERIES})


def test_the_lines_of_a_frame_are_those_of_every_rule():
    """So the cells of a frame are no wider than those in which each rule was asked."""
    every = lines_of_all(STANDARD)

    assert [n for each in STANDARD for n, t in each.numbers.items() if t.value not in every.in_unit(t.unit)] == []


CARE = CareReason("looked", Care.REPEAT)


@rule("X1", asks="Is it nearly raised?")
def peeks_at_a_result(il6: Amount, *, verdict_line: Threshold = thresholds.VERDICT_LINE) -> CareReason | None:
    return CARE if il6.above(verdict_line.value * 9 / 10) else None


@rule("X2", asks="Was it about noon?")
def peeks_at_the_clock(hour_of_day: Decimal, *, morning_end: Threshold = thresholds.MORNING_END) -> CareReason | None:
    return CARE if morning_end.value < hour_of_day < morning_end.value + 1 else None


@rule("X3", asks="Is the first digit a two?")
def peeks_at_digits(il6: Amount) -> CareReason | None:
    return CARE if f"{il6.value}".startswith("2") else None


@rule("X4", asks="Was it three weeks ago?")
def peeks_at_days(counting: Counting, *, persistence_gap: Threshold = thresholds.PERSISTENCE_GAP) -> CareReason | None:
    first, *_, last = (*counting.days, *counting.days)
    return CARE if (last.day - first.day).days >= persistence_gap.value * 3 / 2 else None


@rule("X5", asks="Is it in a narrow span?")
def peeks_between(il6: Amount, *, high_line: Threshold = thresholds.HIGH_LINE) -> CareReason | None:
    narrow = il6.above(high_line.value + Decimal("0.1")) and il6.below(high_line.value + Decimal("0.2"))
    return CARE if narrow else None


@pytest.mark.parametrize("each", [peeks_at_a_result, peeks_at_the_clock, peeks_between], ids=lambda each: each.id)
def test_a_rule_that_compares_with_more_than_its_thresholds_is_found(each):
    """Also where none of the numbers that are tried leads to another answer."""
    answers = [*told_apart(each)]

    assert strange(known_to(each))
    assert bool(answers) is (each is not peeks_between)


def test_a_rule_that_looks_at_the_digits_of_a_number_is_found():
    with pytest.raises(AssertionError, match="may only compare"):
        list(told_apart(peeks_at_digits))


# --- courses ---------------------------------------------------------------------------------------


@cache
def positions(lines: Lines, draws: int) -> tuple[Cell, ...]:
    """
    Return how many days before the newest each draw lies, told apart by the cells of the days between any two.

    Of two draws every number of days well beyond the widest window; of three the first and the last of a cell.
    """
    most = int(max(lines, default=Decimal(1)) * 3 / 2) + 3
    apart = [place(Decimal(day), lines) for day in range(most)]
    found: defaultdict[Hashable, list[tuple[int, ...]]] = defaultdict(list)
    if draws == 2:
        for gap in range(1, most):
            found[apart[gap]].append((gap, 0))
    else:
        for before in range(2, most):
            for between in range(1, before):
                key = apart[before], apart[between], apart[before - between]
                found[key].append((before, between, 0))
    return tuple(Cell(key, tuple(days) if draws == 2 else (days[0], days[-1])) for key, days in found.items())


def sample(il6: Amount, days: int, standing: Standing) -> Sample:
    return Sample(reading(il6), drawn(days), standing, is_index=not days)


def course_facts(each: AnyRule, samples: tuple[Sample, ...]) -> Iterator[tuple[tuple[Any, Any], tuple[Any, ...]]]:
    """Yield the facts of a rule about a course, by every band where it asks for that of the index draw."""
    counting = Counting.of(samples, thresholds.WINDOW.value)
    known = {"samples": samples, "counting": counting, "index_sample": samples[-1], "draw_day": drawn().day}
    counted = tuple(day.day for day in counting.days), tuple(day.day for day in counting.unverified)
    mask = tuple(next((n for n, days in enumerate(counted) if s.draw and s.draw.day in days), None) for s in samples)
    for band in BAND_ORDER if "band" in each.facts else (None,):
        yield (mask, band), tuple((known | {"band": band})[fact] for fact in each.facts)


def answers_of_pairs(each: AnyRule, values: tuple[int, ...]) -> dict[Hashable, set[Hashable]]:
    """Return what a rule answers about two draws: by which of them count, their cells, and the days between them."""
    il6 = watched(lines_of(each, "pg/mL"))
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for apart, earlier in product(positions(lines_of(each, "day"), 2), OTHERS):
        edges = (apart.values[0], apart.values[-1])
        for levels, days in product(product(il6, repeat=2), apart.values if earlier is VALID else edges):
            for number in values if days in edges else values[:1]:
                level = [
                    Amount(cell.values[(number + at) % len(cell.values)], "pg/mL") for at, cell in enumerate(levels)
                ]
                samples = tuple(map(sample, level, days, (earlier, VALID)))
                for mask, facts in course_facts(each, samples):
                    key = (mask, apart.key, earlier, tuple(cell.key for cell in levels))
                    found[key].add(kept(each.ask(*facts)))
    return found


OTHERS = (VALID, UNVERIFIED, STANDINGS[4])
PATTERNED = [STANDARD[name] for name in ("H3", "H6", "H7a", "E11")]


@pytest.mark.parametrize("each", PATTERNED, ids=lambda each: each.id)
def test_a_rule_answers_alike_about_two_draws_of_one_pattern(each):
    assert [key for key, said in answers_of_pairs(each, (0, 1, 2)).items() if len(said) > 1] == []
    assert strange(known_to(each)) == set()


def test_a_rule_that_counts_other_days_is_found():
    found = answers_of_pairs(peeks_at_days, (0,))

    assert [key for key, said in found.items() if len(said) > 1]


@pytest.mark.parametrize("name", ["E5", "E12"])
def test_a_rule_answers_alike_about_one_and_two_crp_of_one_pattern(name):
    """Days count from the day of the case, and from the newest result."""
    each = STANDARD[name]
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    crps, days = amounts(each, "mg/L", ">"), lines_of(each, "day")
    for crp, standing, day in product(crps, OTHERS, range(2 * int(max(days)))):
        said = {said_of(each.ask((CrpResult(value, standing, day),))) for value in crp.values}
        found[crp.key, standing, place(Decimal(day), days)] |= said
    for newest, apart, standing in product((0, 1), positions(days, 2), OTHERS):
        for (one, other), (at, (gap, _)) in product(product(crps, repeat=2), enumerate(apart.values)):
            earlier, later = (crp.values[-(at % 2)] for crp in (one, other))
            results = CrpResult(earlier, standing, newest + gap), CrpResult(later, VALID, newest)
            found[newest, apart.key, standing, one.key, other.key].add(said_of(each.ask(results)))

    assert [key for key, said in found.items() if len(said) > 1] == []
    assert strange(known_to(each)) == set()


def said_of(answer: Any) -> Hashable:
    """Return what is said of CRP: that one is acute, or why somebody should look."""
    return answer if answer is None else getattr(answer, "code", True)


# --- what arrays hear of courses -------------------------------------------------------------------


class Course(NamedTuple):
    """Draws, oldest first: what was measured, how many days before the last, and how the sample stands."""

    il6: tuple[Decimal, ...]
    days: tuple[int, ...]
    standings: tuple[Standing, ...]

    @property
    def samples(self) -> tuple[Sample, ...]:
        return tuple(map(sample, [Amount(value, "pg/mL") for value in self.il6], self.days, self.standings))


OF_ARRAYS = Numbers.of_rules(STANDARD)
LEVELS = [Decimal(each) for each in ("0.9", "1.2", "1.5", "2.0", "2.5", "3.0", "3.6", "7.0", "8", "10", "11")]
"""A number on each line that a course is compared with, and one between every two of them."""
BETWEEN = LEVELS[::2]


@cache
def bits_of(value: Decimal) -> int:
    return OF_ARRAYS.seen_of_il6(Row(0, Reading(f"{value} pg/mL"), Context())).bits


def heard_of(courses: list[Course]) -> Past:
    """Look back from every draw as a frame does, each course a person of its own."""
    rows = [
        (at, -days, value, standing)
        for each in courses
        for at, (value, days, standing) in enumerate(zip(*each, strict=True))
    ]
    stands = [bits_of_standing(Standings(il6=standing)) for *_, standing in rows]
    bits = [bits_of(value) & leaves | says for (_, _, value, _), (says, leaves) in zip(rows, stands, strict=True)]
    before, days, seen = (
        np.array(each, dtype=np.int32) for each in ([row[0] for row in rows], [row[1] for row in rows], bits)
    )
    logs, methods = np.log(np.array([float(value) for _, _, value, _ in rows])), np.zeros(len(rows), dtype=np.int32)
    drawn_rows = Drawn(before=before, days=days, logs=logs, own=seen, earlier=seen, methods=methods)
    return past_of(drawn_rows, OF_ARRAYS)


def few_courses() -> Iterator[Course]:
    """Yield two draws in every cell of both, three with every side of every line, and four that are high or low."""
    lines = LinesOf([STANDARD[name] for name in ABOUT_COURSES]).in_unit("day")
    for apart, earlier in product(positions(lines, 2), OTHERS):
        for days, il6 in product({apart.values[0], apart.values[-1]}, product(LEVELS, repeat=2)):
            yield Course(il6, days, (earlier, VALID))
    for apart, between in product(positions(lines, 3), OTHERS[:2]):
        days, levels = ({*apart.values}, BETWEEN[:4]) if between is VALID else (apart.values[:1], BETWEEN[:4:3])
        for at, il6 in product(days, product(levels, repeat=3)):
            yield Course(il6, at, (VALID, between, VALID))
    for days, il6 in product([(60, 40, 20, 0), (190, 100, 14, 0), (90, 28, 13, 0)], product(LEVELS[::3], repeat=4)):
        yield Course(il6, days, (VALID,) * 4)


class Heard(NamedTuple):
    """A course, the samples and the counting days that a rule is asked about, and what arrays hear of it."""

    course: Course
    facts: dict[str, Any]
    rules: dict[str, int]


@pytest.fixture(scope="module")
def looked_back() -> list[Heard]:
    """Courses of which arrays tell: no number of theirs lies too near to a line."""
    courses = [*few_courses()]
    past, last = heard_of(courses), np.cumsum([len(each.days) for each in courses]) - 1
    heard = zip(*(past.heard[name][last].tolist() for name in past.heard), strict=True)
    told = zip(courses, heard, past.near[last].tolist(), strict=True)
    return [Heard(each, facts_of(each), dict(zip(past.heard, of, strict=True))) for each, of, near in told if not near]


def facts_of(course: Course) -> dict[str, Any]:
    (band,) = thresholds.IL6_BANDS.within(Amount(course.il6[-1], "pg/mL"))
    counting = Counting.of(course.samples, thresholds.WINDOW.value)
    index = course.samples[-1]
    return {
        "samples": course.samples,
        "counting": counting,
        "index_sample": index,
        "draw_day": drawn().day,
        "band": band,
    }


@pytest.mark.parametrize("name", [*BY_DAYS, "H6", "H7a", "E11"])
def test_a_rule_answers_alike_about_courses_of_which_arrays_hear_the_same(name, looked_back):
    """Beside the result and the standing of the row itself, by which a frame tells rows apart anyway."""
    each = STANDARD[name]
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for course, facts, heard in looked_back:
        own = () if name in BY_DAYS else (course.il6[-1], course.standings[-1])
        found[heard[name], own].add(kept(each.ask(*(facts[fact] for fact in each.facts))))

    assert len({answer for said in found.values() for answer in said}) > 1
    assert [key for key, said in found.items() if len(said) > 1] == []


# --- cases -----------------------------------------------------------------------------------------


MOMENT = datetime(2026, 11, 16, 8, tzinfo=UTC)


def case_of(values: Iterable[Decimal], days: Iterable[int]) -> Case:
    *history, index = (
        Reading(f"{value:f} pg/mL", drawn_at=MOMENT - timedelta(days=day), fasting=True, exercise="none")
        for value, day in zip(values, days, strict=True)
    )
    return Case.of(index, Context(history=history), STANDARD)


def codes_of(values: Iterable[Decimal], days: Iterable[int]) -> Hashable:
    found = decided(case_of(values, days))
    return (found.standing, found.band, found.possible_bands, found.firmness, found.care, found.persistence)


def test_a_case_is_decided_alike_within_the_cells_of_its_two_draws():
    """Of trend and change the statistics decide, of which arrays hear."""
    of_course = LinesOf([STANDARD[name] for name in ("D12", "H1", "H3", "H6", "E11")])
    every, earlier = (numbers(lines.in_unit("pg/mL")) for lines in (lines_of_all(STANDARD), of_course))
    most = max(of_course.in_unit("pg/mL"))
    newest = [cell for cell in every if cell.values[-1] <= most]
    pairs = [*product(earlier, newest), *product(earlier[:1], (cell for cell in every if cell not in newest))]
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for apart, pair in product(positions(of_course.in_unit("day"), 2), pairs):
        for number in (0, 1):
            key = (apart.key, *(cell.key for cell in pair))
            found[key].add(codes_of((cell.values[-number] for cell in pair), apart.values[-number]))

    assert [key for key, said in found.items() if len(said) > 1] == []
