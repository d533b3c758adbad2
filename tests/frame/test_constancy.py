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
from forge_il6.asking.course import Counting, CrpResult, Sample, noise_limit, sigma
from forge_il6.asking.domains import STANDINGS, drawn
from forge_il6.asking.domains import _domain as values_of_kind
from forge_il6.asking.evaluate import deciding
from forge_il6.asking.facts import CrpsNearby, LaterEvent, OfOneDraw
from forge_il6.asking.rule import AnyRule
from forge_il6.case import Case
from forge_il6.codes import BAND_ORDER, Band, Care, CommonCause, Confounder, Intervention
from forge_il6.conclusions import CrpRead, Standing
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
from forge_il6.frame.courses import _rules_of_history, change_of_many, fitted_many  # noqa: E402
from forge_il6.frame.lines import LinesOf, ends_of_assays, lines_of_all  # noqa: E402

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
BY_STATISTICS = ("R2", "R3", "R4")
"""Rules whose cells are those of a fitted fold, of a scatter, and of the fold between the last two."""
SERIES = {"G4", "G4a", "G4b", "G4c", "G6", "G6a", "G6b", "V1", "V1a", "V1b", "V1c", "V3", "V3a", "V3b"}
"""Rules about grip and heart rate variability, which stand in frames of their own: such rows are asked one by one."""
COURSES = {each.id for each in _rules_of_history(STANDARD)} | {"H1", "H7a", "H11"}


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


def strange(known: Iterable[Decimal]) -> set[Decimal]:
    """Return what numbers were compared with since they were last asked about, beside what is known; and forget it."""
    found = COMPARED - {*known, Decimal(0)}
    COMPARED.clear()
    return found


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
    return [limit for line in lines_of(each, "pg/mL") for limit in (line, line + 1)]


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

    Of two draws every number of days up to twice the widest window; of three the first and the last of a cell.
    """
    most = 2 * int(max(lines, default=Decimal(1))) + 3
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


def answers_of_courses(
    each: AnyRule, draws: int, values: tuple[int, ...], others: tuple[Standing, ...]
) -> dict[Hashable, set[Hashable]]:
    """Return what a rule answers within each pattern of a frame: which draws count, their cells, and their days."""
    il6 = watched(lines_of(each, "pg/mL"))
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for apart, earlier in product(positions(lines_of(each, "day"), draws), others):
        edges = (apart.values[0], apart.values[-1])
        for levels, days in product(product(il6, repeat=draws), apart.values if earlier is VALID else edges):
            for number in values if days in edges else values[:1]:
                level = [
                    Amount(cell.values[(number + at) % len(cell.values)], "pg/mL") for at, cell in enumerate(levels)
                ]
                samples = tuple(map(sample, level, days, (earlier, *[VALID] * (draws - 1))))
                for mask, facts in course_facts(each, samples):
                    key = (mask, apart.key, earlier, tuple(cell.key for cell in levels))
                    found[key].add(kept(each.ask(*facts)))
    return found


OTHERS = (VALID, UNVERIFIED, STANDINGS[4])
PATTERNED = [STANDARD[name] for name in ("H3", "H6", "H7a", "E11")]


@pytest.mark.parametrize("each", PATTERNED, ids=lambda each: each.id)
def test_a_rule_answers_alike_about_two_draws_of_one_pattern(each):
    assert [key for key, said in answers_of_courses(each, 2, (0, 1, 2), OTHERS).items() if len(said) > 1] == []
    assert strange(known_to(each)) == set()


def test_the_lines_of_a_course_of_three_draws_are_the_same_within_a_pattern():
    """The newest and the nearest one far enough before it are told apart by the days between any two."""
    found = answers_of_courses(STANDARD["H3"], 3, (0,), OTHERS[:1])

    assert len(found) > 1000
    assert [key for key, said in found.items() if len(said) > 1] == []


def test_a_rule_that_counts_other_days_is_found():
    found = answers_of_courses(peeks_at_days, 2, (0,), OTHERS)

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


@pytest.mark.parametrize("name", BY_STATISTICS)
def test_a_rule_answers_alike_about_courses_of_one_statistic(name):
    """Folds and scatter as a frame works them out, over arrays; what lies next to a line it asks about by itself."""
    each = STANDARD[name]
    days = -np.array([(0, 100, 200), (0, 92, 183), (0, 45, 91), (0, 45, 90), (0, 44, 89), (0, 30, 60)])
    values = [Decimal(n) / 10 for n in (8, 11, 13, 15, 17, 20, 25, 31, 44)]
    levels = [*product(values, repeat=3)]
    noise = noise_limit(sigma(thresholds.WITHIN_PERSON_CV.value, thresholds.ANALYTICAL_CV.value), 1, Decimal(95))
    lines, spans = [float(each) for each in lines_of(each, "fold")], lines_of(each, "day")
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for at, between in product(days, (VALID, UNVERIFIED)):
        logs = np.log(np.array(levels, dtype=float))[:, ::-1]
        everyone = np.ones_like(logs, dtype=bool)
        counts = everyone.copy()
        counts[:, 1] = between is VALID
        possible, counting = (fitted_many(np.broadcast_to(at, logs.shape), logs, mask) for mask in (everyone, counts))
        change = change_of_many(logs, counts)
        for row, level in enumerate(levels):
            numbers_of_row = [
                possible[1][row] / noise,
                counting[1][row] / noise,
                *(f[row] / x for x in lines for f in (counting[0], change)),
            ]
            if any(abs(number - 1) < 1e-9 for number in numbers_of_row):
                continue
            samples = tuple(
                map(sample, [Amount(n, "pg/mL") for n in level], (-at[::-1]).tolist(), (VALID, between, VALID))
            )
            (((mask, _), facts),) = course_facts(each, samples)
            cells = tuple(number > 1 for number in numbers_of_row)
            found[mask, tuple(place(Decimal(int(-day)), spans) for day in at), cells].add(each.ask(*facts))

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
    """Of trend and change the statistics decide, which are told apart above."""
    of_course = LinesOf([STANDARD[name] for name in ("D12", "H1", "H3", "H6", "E11")])
    il6, before = (numbers(lines.in_unit("pg/mL")) for lines in (lines_of_all(STANDARD), of_course))
    days = positions(of_course.in_unit("day"), 2)
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for apart, earlier, newest in product(days, before, il6):
        for number in (0, 1):
            values = (cell.values[-number] for cell in (earlier, newest))
            found[apart.key, earlier.key, newest.key].add(codes_of(values, apart.values[-number]))

    assert [key for key, said in found.items() if len(said) > 1] == []
