"""What is said of each row: by a single case, and for all rows as columns of few values and many codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple, cast

import numpy as np

from ..answered import Answered, Asked
from ..asking.evaluate import Asker, asker
from ..asking.facts import CaseFacts
from ..asking.ruleset import RuleSet
from ..case import Case
from ..codes import BAND_ORDER, Care, Change, Code, Firmness, Pattern, Persistence, StandingCode, Trend, VitaminD
from ..conclusions import Decision, SetPoint, VitaminDResult
from ..context import Context
from ..course_numbers import set_point
from ..deciding import decided
from ..document import VerdictDocument
from ..errors import CaseError
from ..explain import Explained
from ..questions import if_it_counts
from ..reading import Reading
from ..shown.row import COLUMNS
from .cells import blocks
from .engines import Coded, Kind
from .plan import ERROR
from .rows import Row

__all__ = ["TEXTS", "Answer", "Columns", "answer_of", "answer_of_row", "empty", "failed"]

Answer = tuple[str | bool | None, ...]
"""What is said of one row, in the order in which it was asked for."""

_CODES: Final[Mapping[str, Iterable[Code]]] = {
    "standing_il6": StandingCode, "standing_hs_crp": StandingCode, "band": BAND_ORDER, "firmness": Firmness,
    "care": Care, "pattern": Pattern, "persistence": Persistence, "trend": Trend, "change": Change,
    "vitamin_d": VitaminD,
}  # fmt: skip
_CLOSED: Final[Mapping[str, tuple[str | bool, ...]]] = {
    **{name: tuple(code.value for code in codes) for name, codes in _CODES.items()},
    "pattern_tentative": (False, True),
}
"""The columns that hold one of a few codes, all of which are known."""
TEXTS: Final = frozenset({"il6", "hs_crp", "drawn_at", "set_point", "low", "high", "summary"})
"""The columns that repeat what a row states, or are made of its numbers."""
_DRAWN: Final = "drawn_at"
_LISTS: Final = frozenset({"reasons", "reasons_hs_crp", "possible_bands", "missing", "policy"})
"""The columns that hold lists of codes, or a name: few of them, whatever the rows."""
_READ: Final[Mapping[str, Callable[[VerdictDocument], str | bool | None]]] = {
    column.name: column.read for column in COLUMNS
}


class _Coded(NamedTuple):
    """A part of the course, as far as its code."""

    code: Code


class _Glance:
    """What a row of a verdict is read from: the codes of the decision, and the rest worked out when it is wanted."""

    def __init__(self, case: Case, decision: Decision) -> None:
        self._case = case
        self._decision = decision
        self.standing, self.band, self.possible_bands = decision.standing, decision.band, decision.possible_bands
        self.firmness, self.care, self.pattern = decision.firmness, decision.care, decision.pattern
        self.policy = decision.policy
        self.persistence, self.trend = _Coded(decision.persistence), _Coded(decision.trend)
        self.change = _Coded(decision.change)

    @cached_property
    def _answered(self) -> Answered:
        return self._case.answered()

    @cached_property
    def _said(self) -> Explained:
        return Explained(self._decision, self._answered)

    @cached_property
    def _in_brief(self) -> Explained:
        return Explained(self._decision, _answered_in_brief(self._case))

    @cached_property
    def measured(self) -> dict[str, str]:
        return self._said.measured()

    @property
    def drawn_at(self) -> str:
        return self.measured.get("drawn_at", "")

    @cached_property
    def set_point(self) -> SetPoint | None:
        return set_point(self._answered)

    @property
    def vitamin_d(self) -> VitaminDResult:
        return self._in_brief.vitamin_d()

    @property
    def missing(self) -> tuple[str, ...]:
        return self._in_brief.missing()

    @property
    def summary(self) -> str:
        return Explained(self._decision, self._answered, if_it_counts(self._case, self._decision)).summary()


def _answered_in_brief(case: Case) -> Answered:
    """Ask the rules about a case without keeping what each was asked with, which codes do not need."""
    rules = case.rules
    answers = rules.once(_asker_of_all)(case.facts(traced=True))
    said = [
        Asked(each, {}, answer) for each, answer in zip(rules.case_rules, answers, strict=True) if answer is not None
    ]
    holds = {each.rule.gives: each for each in said}
    kept = [each for each in said if not each.rule.gives or holds[each.rule.gives] is each]
    return Answered(rules, case.reading, case.context, case.standings, case.samples, kept)


def _asker_of_all(rules: RuleSet) -> Asker:
    return asker(rules.case_rules, (*CaseFacts._fields, *rules.traced_facts), rules.left, everything=True)


def answer_of(reading: Reading | None, context: Context | None, rules: RuleSet, give: tuple[str, ...]) -> Answer:
    """Interpret one case, and say of it what is asked for; what is wrong with it is an answer too."""
    try:
        case = Case.of(reading, context, rules)
        seen = cast("VerdictDocument", _Glance(case, decided(case)))  # it has what a row is read from
        return tuple(None if name == ERROR else _READ[name](seen) for name in give)
    except CaseError as error:
        return failed(error, give)


def failed(error: CaseError, give: tuple[str, ...]) -> Answer:
    """Say that a row cannot be read, and why."""
    return tuple(str(error) if name == ERROR else None for name in give)


def _kind(name: str) -> Kind:
    return "code" if name in _CLOSED else "list" if name in _LISTS else "text"


def answer_of_row(row: Row, rules: RuleSet, give: tuple[str, ...]) -> Answer:
    """Say of one row what is asked for."""
    if row.error is not None:
        return failed(row.error, give)
    if give == (_DRAWN,):
        at = None if row.reading is None else row.reading.drawn_at
        return (None if at is None else at.isoformat(),)
    return answer_of(row.reading, row.context, rules, give)


class Columns:
    """Answers as they are collected, each told once."""

    def __init__(self, give: tuple[str, ...]) -> None:
        self.give = give
        self._values = [dict.fromkeys(_CLOSED.get(name, ())) for name in give]
        self._places: list[dict[Any, int]] = [{value: at for at, value in enumerate(each)} for each in self._values]
        self._codes: list[tuple[int, ...]] = []
        self._known: dict[Answer, int] = {}

    def add(self, answer: Answer) -> int:
        """Keep an answer, and return its place."""
        place = self._known.get(answer)
        if place is None:
            place = self._known[answer] = len(self._codes)
            self._codes.append(
                tuple(
                    -1 if value is None else places.setdefault(value, len(places))
                    for value, places in zip(answer, self._places, strict=True)
                )
            )
        return place

    def columns(self, places: Any) -> dict[str, Coded]:
        """Return the columns of rows whose answers stand at these places."""
        codes = np.array(self._codes, dtype=np.int32).reshape(-1, len(self.give))
        tables = [_narrow(codes[:, at], len(values)) for at, values in enumerate(self._places)]
        found = [np.empty(len(places), dtype=table.dtype) for table in tables]
        for rows in blocks(len(places)):
            at = places[rows].astype(np.int64)
            for table, column in zip(tables, found, strict=True):
                table.take(at, out=column[rows], mode="clip")  # they are in range, which a buffer would be checked for
        return {
            name: Coded(tuple(values), column, _kind(name))
            for name, values, column in zip(self.give, self._places, found, strict=True)
        }


def _narrow(codes: Any, values: int) -> Any:
    """Return codes, of which some are −1, in as few bytes as hold them."""
    return codes.astype(next(kind for kind in (np.int8, np.int16, np.int32) if values <= np.iinfo(kind).max))


def empty(give: tuple[str, ...]) -> dict[str, Coded]:
    """Return the columns of no rows."""
    return Columns(give).columns(np.zeros(0, dtype=np.int64))
