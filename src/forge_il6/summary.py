"""
A report on many results: who needs care first, how many can be used, why not the rest, and what asking would gain.

`Tally` counts verdicts one by one and holds nothing of any person but the numbers of the rows whose care cannot wait;
`Summary` is what it found, as text, HTML and data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from .answered import numbers_of
from .asking.ruleset import RuleSet
from .case import Case
from .codes import BAND_ORDER, Band, Care, StandingCode
from .context import Context
from .deciding import decided
from .errors import CaseError
from .knowledge.assays import assay_of
from .knowledge.questions import QUESTIONS, Between
from .knowledge.words import BANDS, CARE, MISSING, STANDING
from .markup import Markup, element, table
from .reading import Reading
from .record import read_facts, restated
from .shown.palette import BAND_COLOURS
from .threshold import Threshold
from .verdict import Verdict
from .wording import Known

__all__ = ["ALL", "Ask", "Gain", "Seen", "Summary", "Tally", "asks_of", "method_of", "seen"]

ALL: Final = "all"
"""All facts at once whose answers may let a sample count."""
_COUNTING: Final = frozenset({StandingCode.VALID.value, StandingCode.TENTATIVE.value})
_NOT_COUNTING: Final = (StandingCode.VOID, StandingCode.UNVERIFIED)
_UNKNOWN_METHOD, _OTHER_METHOD = "not recorded", "another method"
_OPEN: Final = "open"
_MOST_NAMED: Final = 20
_WHOLE: Final = 100
_NUMBER: Final = re.compile(r"[\d,]+(?: %)?(?: → \d+ %)?")


# --- what may be asked -----------------------------------------------------------------------------


@attrs.frozen
class Ask:
    """A fact of the draw whose answer may let a sample count, and the answer that does."""

    fact: str
    says: str
    """What the answer says of the person, behind *if they*."""
    states: Mapping[str, Any]
    """The facts of the reading that it states."""
    unknown: tuple[str, ...]
    """What must not be stated for the question to be open."""
    known: tuple[str, ...]
    """What must be."""
    unless: Mapping[str, str]

    def is_open(self, value: Callable[[str], Any]) -> bool:
        """Whether it can be asked where these are the facts."""
        return (
            all(value(name) is None for name in self.unknown)
            and all(value(name) is not None for name in self.known)
            and all(value(name) != other for name, other in self.unless.items())
        )


def asks_of(rules: RuleSet) -> tuple[Ask, ...]:
    """Return what may be asked so that a sample counts, with the numbers of a rule set."""
    numbers = numbers_of(rules)
    words = Known({}, numbers)
    asks = (
        Ask(
            each.fact,
            answer.counts_if.format_map(words),
            {name: _stated(fact, numbers) for name, fact in answer.reading.items()},
            (each.fact, *each.unknown),
            each.known,
            each.unless,
        )
        for each in QUESTIONS
        for answer in each.answers
        if answer.counts_if
    )
    return tuple(ask for ask in asks if None not in ask.states.values())


def _stated(fact: Any, numbers: Mapping[str, Threshold]) -> Any:
    """Write a fact of an answer; none where the numbers in force leave no room for it."""
    return fact.text(numbers) if isinstance(fact, Between) else fact


# --- counting --------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """What is counted of one row; equal rows are counted together."""

    standing: str | None
    """Of IL-6; none where none was measured."""
    reasons: tuple[str, ...]
    band: str | None
    care: str
    missing: tuple[str, ...]
    method: str
    open: frozenset[str]
    """The facts that could be asked for."""
    counts_if: frozenset[str]
    """Those, and `ALL`, whose answers would let the sample count that does not."""


def method_of(method: str | None) -> str:
    """Return the family of assays of a method; a name that is not known here is not repeated."""
    if method is None:
        return _UNKNOWN_METHOD
    assay = assay_of(method)
    return _OTHER_METHOD if assay is None else assay.name


def seen(
    reading: Reading | Sequence[Reading] | None, context: Context | None, asks: Iterable[Ask], rules: RuleSet
) -> Seen:
    """
    Return what is counted of one case: what is decided of it, and what would be if it were asked for.

    Raises:
        CaseError: as `interpret`.
    """
    case = Case.of(reading, context, rules)
    decision = decided(case)
    standing = decision.standing.il6
    open_asks = [ask for ask in asks if standing is not None and ask.is_open(lambda name: _value(case, name))]
    return Seen(
        None if standing is None else standing.code.value,
        () if standing is None else tuple(reason.code for reason in standing.reasons),
        decision.band and decision.band.value,
        decision.care.value,
        tuple(Verdict(decision, case).missing),
        method_of(case.reading.method),
        frozenset(ask.fact for ask in open_asks),
        frozenset() if standing is None or standing.counts else frozenset(_letting_count(case, open_asks)),
    )


def _value(case: Case, name: str) -> Any:
    return getattr(case.context if hasattr(case.context, name) else case.reading, name)


def _letting_count(case: Case, asks: Sequence[Ask]) -> Iterator[str]:
    for ask in asks:
        if _counts(case, ask.states):
            yield ask.fact
    if asks and _counts(case, {name: fact for ask in asks for name, fact in ask.states.items()}):
        yield ALL


def _counts(case: Case, states: Mapping[str, Any]) -> bool:
    """Ask the same rules again with more facts stated."""
    try:
        reading = restated(case.reading, read_facts(Reading, states))
        again = decided(Case.of(reading, case.context, case.rules)).standing.il6
    except CaseError:
        return False
    return again is not None and again.counts


class Tally:
    """Counts rows one by one, in memory that does not grow with them."""

    def __init__(self, rules: RuleSet) -> None:
        self.asks = asks_of(rules)
        self._seen: Counter[Seen] = Counter()
        self._unread = 0
        self._named: dict[str, list[str]] = {}

    def add(self, row: Seen, where: object) -> None:
        """
        Count a row.

        Args:
            row: what was decided of it.
            where: its number or id, by which it is named where its care cannot wait.
        """
        self._seen[row] += 1
        if row.care != Care.NONE and len(named := self._named.setdefault(row.care, [])) < _MOST_NAMED:
            named.append(str(where))

    def add_unread(self) -> None:
        """Count a row that could not be read."""
        self._unread += 1

    def summary(self) -> Summary:
        """Return what was found so far."""
        tested = {row: count for row, count in self._seen.items() if row.standing is not None}
        care = _counted((row.care, count) for row, count in self._seen.items())
        return Summary(
            rows=self._seen.total() + self._unread,
            unread=self._unread,
            tested=sum(tested.values()),
            care=tuple(
                CareList(code.value, care[code.value], tuple(self._named[code.value]))
                for code in reversed(Care)
                if code in self._named
            ),
            standing=_counted((row.standing or "", count) for row, count in tested.items()),
            reasons=_counted(
                ((row.standing or "", reason), count) for row, count in tested.items() for reason in row.reasons
            ),
            gains=tuple(self._gains(tested)),
            missing=_counted((fact, count) for row, count in self._seen.items() for fact in row.missing),
            bands=_counted(
                ((row.method, row.band or _OPEN), count) for row, count in tested.items() if row.standing in _COUNTING
            ),
        )

    def _gains(self, tested: Mapping[Seen, int]) -> Iterator[Gain]:
        """Yield what each question would gain, the best first, and all of them together."""
        single = [
            Gain(ask.fact, ask.says, *_of_fact(tested, ask.fact))
            for ask in self.asks
            if any(ask.fact in row.open for row in tested)
        ]
        yield from sorted(single, key=lambda gain: -gain.more)
        if len(single) > 1:
            more = sum(count for row, count in tested.items() if ALL in row.counts_if)
            yield Gain(ALL, "", sum(count for row, count in tested.items() if row.open), more)


def _of_fact(tested: Mapping[Seen, int], fact: str) -> tuple[int, int]:
    """Return for how many rows a fact is not recorded, and how many would count with it."""
    unknown = sum(count for row, count in tested.items() if fact in row.open)
    return unknown, sum(count for row, count in tested.items() if fact in row.counts_if)


def _counted(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, count in pairs:
        found[key] += count
    return found


# --- what was found --------------------------------------------------------------------------------


@attrs.frozen
class CareList:
    """The rows of one care: how many, and the first of them by number or id."""

    code: str
    count: int
    rows: tuple[str, ...]


@attrs.frozen
class Gain:
    """What asking for one fact would gain."""

    fact: str
    """As the case document names it; `all` for every one of them together."""
    says: str
    """The answer with which the samples would count."""
    unknown: int
    """For how many rows with an IL-6 it is not recorded."""
    more: int
    """How many of these would count with that answer and do not now."""


class Part(NamedTuple):
    """One table of the report."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen(eq=False, repr=False)
class Summary:
    """What was found in many results; ``print(summary)`` gives a report, `to_html` and `to_dict` the same."""

    rows: int
    unread: int
    """Rows that could not be read; they are in no other count."""
    tested: int
    """Rows with an IL-6."""
    care: tuple[CareList, ...]
    """The most urgent first; rows that need no care are not listed."""
    standing: Mapping[str, int]
    reasons: Mapping[tuple[str, str], int]
    """By standing and reason; a row may have several."""
    gains: tuple[Gain, ...]
    missing: Mapping[str, int]
    bands: Mapping[tuple[str, str], int]
    """By method and band, of the rows that count."""

    @property
    def usable(self) -> int:
        """How many rows count toward a baseline."""
        return sum(count for code, count in self.standing.items() if code in _COUNTING)

    def to_dict(self) -> dict[str, Any]:
        """Write the report as JSON-ready data."""
        return {
            "rows": self.rows,
            "unread": self.unread,
            "tested": self.tested,
            "usable": self.usable,
            "care": [attrs.asdict(each) for each in self.care],
            "standing": dict(self.standing),
            "reasons": [{"standing": code, "reason": reason, "count": n} for (code, reason), n in self.reasons.items()],
            "gains": [attrs.asdict(each) for each in self.gains],
            "missing": dict(self.missing),
            "bands": [{"method": method, "band": band, "count": n} for (method, band), n in self.bands.items()],
        }

    def __str__(self) -> str:
        tables = (f"{part.title}\n{_as_text(part)}" for part in self._parts())
        return "\n\n".join([self._head(), *tables])

    def __repr__(self) -> str:
        return f"<Summary: {self._head()}>"

    def to_html(self) -> Markup:
        """Write the report as one element of HTML that needs no style sheet, with every foreign text escaped."""
        shown = (
            table(part.title, map(_coloured, part.heads), (map(_shown, row, _of_numbers(part)) for row in part.rows))
            for part in self._parts()
        )
        return element("div", element("p", element("strong", self._head())), *shown, lang="en", dir="ltr")

    def _repr_html_(self) -> str:
        return self.to_html()

    def _head(self) -> str:
        unread = f", {self.unread:,} could not be read" if self.unread else ""
        usable = f"{self.usable:,} of {self.tested:,} with an IL-6 count toward a baseline"
        return f"{self.rows:,} rows{unread}; {usable} ({self._share(self.usable)})"

    def _share(self, count: int) -> str:
        return f"{_WHOLE * count / self.tested:.0f} %" if self.tested else "0 %"

    def _parts(self) -> Iterator[Part]:
        """Yield every table that has a row, care first."""
        parts = (self._care(), self._standing(), self._reasons(), self._gains(), self._missing(), self._bands())
        return (part for part in parts if part.rows)

    def _care(self) -> Part:
        rows = tuple((CARE[each.code], f"{each.count:,}", _first(each)) for each in self.care)
        return Part("Care first", ("care", "rows", "which"), rows)

    def _standing(self) -> Part:
        rows = tuple(
            (STANDING[code.value], f"{count:,}", self._share(count))
            for code in StandingCode
            if (count := self.standing.get(code.value, 0))
        )
        return Part("How many can be used", ("IL-6", "rows", "share"), rows)

    def _reasons(self) -> Part:
        found = sorted(self.reasons.items(), key=lambda each: (-each[1], each[0]))
        rows = tuple(
            (code, reason, f"{count:,}", self._share(count))
            for place in _NOT_COUNTING
            for (code, reason), count in found
            if code == place.value
        )
        return Part("What stands against the others", ("standing", "reason", "rows", "share"), rows)

    def _gains(self) -> Part:
        rows = tuple(
            (
                "all of these" if each.fact == ALL else f"{each.fact}: if they {each.says}",
                self._share(each.unknown),
                f"{each.more:,}",
                f"{self._share(self.usable)} → {self._share(self.usable + each.more)}",
            )
            for each in self.gains
        )
        return Part(self._most_gained(), ("fact", "not recorded", "would count too", "usable"), rows)

    def _most_gained(self) -> str:
        """Return the title of what asking would gain, with the one fact that would gain most."""
        title = "What asking would gain"
        best = next((each for each in self.gains if each.fact != ALL and each.more), None)
        if best is None:
            return title
        unknown, more = self._share(best.unknown), self._share(best.more)
        return f"{title}: {best.fact} was not recorded for {unknown}, and with it {more} more would count"

    def _missing(self) -> Part:
        known = self.rows - self.unread
        rows = tuple(
            (name, MISSING.get(name, ""), f"{count:,}", f"{_WHOLE * count / known:.0f} %")
            for name, count in sorted(self.missing.items(), key=lambda each: (-each[1], each[0]))
        )
        return Part("What is not recorded", ("fact", "what it is", "rows", "share"), rows)

    def _bands(self) -> Part:
        methods = sorted({method for method, _ in self.bands}, key=lambda each: (each == _UNKNOWN_METHOD, each))
        names = [*(band.value for band in BAND_ORDER), _OPEN]
        rows = tuple(
            (method, *(f"{self.bands.get((method, name), 0):,}" for name in names), f"{self._of(method):,}")
            for method in methods
        )
        heads = ("method", *(BANDS.get(name, _OPEN) for name in names), "rows")
        return Part("Bands by method, of the rows that count", heads, rows)

    def _of(self, method: str) -> int:
        return sum(count for (each, _), count in self.bands.items() if each == method)


def _first(care: CareList) -> str:
    return ", ".join(care.rows) + (", …" if care.count > len(care.rows) else "")


def _as_text(part: Part) -> str:
    """Lay a table out in columns: words to the left, numbers to the right."""
    lines = [part.heads, *part.rows]
    columns = list(zip(*lines, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = _of_numbers(part)
    return "\n".join(f"  {_line(line, widths, right)}".rstrip() for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = zip(cells, widths, right, strict=True)
    return "  ".join(cell.rjust(width) if is_number else cell.ljust(width) for cell, width, is_number in placed)


def _of_numbers(part: Part) -> list[bool]:
    """Return of each column whether all of it is numbers."""
    return [all(map(_NUMBER.fullmatch, column)) for column in zip(*part.rows, strict=True)]


def _shown(cell: str, is_number: bool) -> Markup | str:  # noqa: FBT001  (of its column)
    """Set a number to the right, with its sign on one line."""
    if not is_number:
        return cell
    return element("div", cell.replace(" ", "\N{NO-BREAK SPACE}"), style="text-align:right")


def _coloured(head: str) -> Markup | str:
    """Show the name of a band on the ground that its colour is everywhere else."""
    band = next((band for band in Band if BANDS[band] == head), None)
    if band is None:
        return head
    red, green, blue = BAND_COLOURS[band].solid
    return element("span", head, style=f"padding:0 4px;background-color:rgba({red},{green},{blue},0.35)")
