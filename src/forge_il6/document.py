"""
The verdict document as typed records, and their way to plain JSON values and back.

One walk over the type annotations serves both ways. A field without a default is a key that every
document must have. A field that comes later has a default, so that it breaks no stored document;
the minor version is raised with it.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from json.encoder import encode_basestring_ascii
from operator import attrgetter
from typing import Any, NamedTuple, Self, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from .advice import interventions, plans
from .asking.facts import CaseFacts, SampleFacts
from .codes import Analyte, Band, Care, Firmness
from .conclusions import (
    Action,
    ChangeResult,
    Course,
    CourseReading,
    CrossCheck,
    Decision,
    Finding,
    InterventionAdvice,
    MadeBy,
    NextDraw,
    PatternResult,
    PersistenceResult,
    PlanAdvice,
    Policy,
    Question,
    SetPoint,
    Standing,
    Standings,
    TrendResult,
    VitaminDResult,
)
from .context import Context
from .course_numbers import set_point
from .errors import VerdictFormatError, discreet, plain_text, shown_key, unknown_key
from .explain import Explained
from .fields import looked_at
from .reading import Reading
from .version import SIGNED_AS, __version__

__all__ = [
    "CAVEAT",
    "LARGEST_COUNT",
    "LONGEST_TEXT",
    "PRINTED",
    "SCHEMA_MINOR",
    "SCHEMA_VERSION",
    "JudgedResult",
    "VerdictDocument",
    "fields_of",
    "json_text",
    "read_record",
    "required_of",
    "write",
]

LARGEST_COUNT = 2**53 - 1
"""The largest whole number that every JSON reader keeps."""
LONGEST_TEXT = 100_000
PRINTED = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
"""A character that text may hold, as JSON Schema and Python both read it: all but those that command a terminal."""
_TEXT = re.compile(f"{PRINTED}*")
LONGEST_KEY = 40
_KEY = re.compile(r"[a-z][a-z0-9_]*")

SCHEMA_VERSION = 2
"""Raised where a key is renamed, taken away, gets another meaning or becomes one that every document must have."""
SCHEMA_MINOR = 0
"""Raised where keys are added: documents of any minor version are read, and what is not known here is named."""

_KNOWN_MINORS = {1: 2, SCHEMA_VERSION: SCHEMA_MINOR}
"""The versions that are read, each with its newest minor version."""
_MADE_BY = MadeBy(SIGNED_AS, __version__)

CAVEAT = (
    "IL-6 alone neither makes nor excludes a diagnosis. For a conversation with a clinician, no medical "
    "advice. Compare only within one laboratory and method."
)
"""What every verdict says once."""

Record = TypeVar("Record")


def write(value: Any) -> Any:
    """Turn a record, a code or a tuple of them into what JSON holds."""
    return _writer(value.__class__)(value)


@cache
def _writer(kind: type[Any]) -> Callable[[Any], Any]:
    """Return how values of a type are written, told once; text, which most of a document is, stands as it is."""
    if issubclass(kind, StrEnum):
        return attrgetter("_value_")
    if issubclass(kind, tuple):
        return lambda entries: [entry if type(entry) is str else _writer(entry.__class__)(entry) for entry in entries]
    if issubclass(kind, Mapping):
        return lambda entries: {str(key): write(entry) for key, entry in entries.items()}
    if attrs.has(kind):
        names = [name for name, _ in fields_of(kind)]
        values = attrgetter(*names, "__class__")  # one more, so that it is a tuple also of one field
        return lambda record: {
            name: value if type(value) is str else _writer(value.__class__)(value)
            for name, value in zip(names, values(record), strict=False)
        }
    return lambda value: value


def json_text(value: Any) -> str:
    """Write what `write` returns as JSON text; a part that verdicts share is written once and kept with it."""
    return _text_writer(value.__class__)(value)


@cache
def _text_writer(kind: type[Any]) -> Callable[[Any], str]:
    """Return how values of a type are written as JSON text, told once."""
    if issubclass(kind, StrEnum):
        return {code: encode_basestring_ascii(code.value) for code in kind}.__getitem__
    if issubclass(kind, tuple):
        return lambda entries: f"[{','.join(_texts(entries))}]"
    if issubclass(kind, Mapping):
        return lambda entries: (
            f"{{{','.join(map(':'.join, zip(_texts(entries), _texts(entries.values()), strict=True)))}}}"
        )
    return _record_writer(kind) if attrs.has(kind) else _PLAIN.get(kind, json.dumps)


def _record_writer(kind: type[Any]) -> Callable[[Any], str]:
    """Return how records of a type are written as JSON text."""
    names = [name for name, _ in fields_of(kind)]  # type: ignore[arg-type]  # a class is hashable
    values = attrgetter(*names, "__class__")  # one more, so that it is a tuple also of one field
    form = "{{" + ",".join(f'"{name}":{{}}' for name in names) + "}}"
    if not hasattr(kind, "json_text"):
        return lambda record: form.format(*_texts(values(record)[:-1]))
    return lambda record: record.json_text or _kept_text(record, form.format(*_texts(values(record)[:-1])))


_PLAIN: Mapping[type[Any], Callable[[Any], str]] = {
    bool: {True: "true", False: "false"}.__getitem__,
    int: str,
    type(None): lambda _: "null",
}


def _texts(values: Iterable[Any]) -> list[str]:
    return [
        encode_basestring_ascii(each) if each.__class__ is str else _text_writer(each.__class__)(each)
        for each in values
    ]


def _kept_text(record: Any, text: str) -> str:
    object.__setattr__(record, "json_text", text)
    return text


@cache
def fields_of(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Return the public fields of a record with their types."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(kind) if field.init)


@cache
def required_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a record that every document must have: those without a default."""
    return tuple(field.name for field in attrs.fields(kind) if field.init and field.default is attrs.NOTHING)


def read_record(kind: type[Record], document: Any, name: str, unread: list[str] | None = None) -> Record:
    """
    Read a record of *kind*; a key that has no default must be there.

    Args:
        kind: the class of the record.
        document: an object of JSON.
        name: the path to it, for what is refused.
        unread: takes the paths of keys that are not known here; without it such a key is refused.

    Raises:
        VerdictFormatError: names the path of what is missing, surplus or of another type.
    """
    if not isinstance(document, Mapping):
        msg = f"{name}: got {discreet(document)}; expected an object"
        raise VerdictFormatError(msg)
    fields = fields_of(kind)  # type: ignore[arg-type]  # a class is hashable
    _look_for_surplus([field for field, _ in fields], document, name, unread)
    for field in required_of(kind):  # type: ignore[arg-type]  # a class is hashable
        if field not in document:
            msg = f"{name}: the key '{field}' is missing"
            raise VerdictFormatError(msg)
    given = ((field, hint) for field, hint in fields if field in document)
    return kind(**{field: _read(hint, document[field], f"{name}.{field}", unread) for field, hint in given})


def _look_for_surplus(known: list[str], document: Mapping[Any, Any], name: str, unread: list[str] | None) -> None:
    """Refuse a key that is not known here, or name it among what is not read."""
    for key in document:
        if key in known:
            continue
        if unread is None:
            raise VerdictFormatError(unknown_key(name, key, known))
        unread.append(f"{name}.{_step(key)}")


def _is_in_bounds(value: Any) -> bool:
    """Whether a plain value keeps to what a document can hold: numbers count, text has an end and commands nothing."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and _TEXT.fullmatch(value) is not None
    return bool(0 <= value <= LARGEST_COUNT)


def _step(key: Any) -> str:
    """Name a key of a later version, where it is written like one; a document that somebody altered may hold others."""
    text = plain_text(key)
    return text if text is not None and len(text) <= LONGEST_KEY and _KEY.fullmatch(text) else f"[{discreet(key)}]"


def _entry(key: Any) -> str:
    """Name an entry of a mapping by the words of the facts that are known; its key could name a person."""
    shown = shown_key(key, (*SampleFacts._fields, *CaseFacts._fields, *Reading.keys(), *Context.keys()))
    return shown.strip("'") if shown.startswith("'") else f"[{shown}]"


def _read(hint: Any, value: Any, name: str, unread: list[str] | None) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _read(next(h for h in inner if h is not type(None)), value, name, unread)
    if origin is tuple and isinstance(value, (list, tuple)):
        return tuple(_read(inner[0], entry, f"{name}[{index}]", unread) for index, entry in enumerate(value))
    if origin is Mapping and isinstance(value, Mapping):
        return {
            _read(inner[0], key, name, None): _read(inner[1], entry, f"{name}.{_entry(key)}", None)
            for key, entry in value.items()
        }
    if isinstance(hint, type):
        if issubclass(hint, StrEnum) and isinstance(value, str) and value in hint._value2member_map_:
            return hint(value)
        if attrs.has(hint):
            return read_record(hint, value, name, unread)
        if type(value) is hint and _is_in_bounds(value):
            return value
    msg = f"{name}: got {discreet(value)}, which this version cannot read back"
    raise VerdictFormatError(msg)


class JudgedResult(NamedTuple):
    """One result that was judged, with what its sample is worth."""

    analyte: Analyte
    text: str
    as_reported: str
    standing: Standing
    drawn_at: str
    """When its sample was drawn, where that was said of this result."""


@attrs.frozen(kw_only=True)
class VerdictDocument:
    """Everything a verdict says, as the document holds it: what every report, card and format is made from."""

    schema_version: int = SCHEMA_VERSION
    schema_minor: int = SCHEMA_MINOR
    """Raised where keys are added."""
    summary: str
    measured: Mapping[str, str]
    applicable: bool
    standing: Standings
    band: Band | None
    possible_bands: tuple[Band, ...]
    firmness: Firmness
    set_point: SetPoint | None = None
    care: Care
    persistence: PersistenceResult
    trend: TrendResult
    change: ChangeResult
    course: tuple[CourseReading, ...] = ()
    pattern: PatternResult | None
    cross_checks: tuple[CrossCheck, ...] = ()
    vitamin_d: VitaminDResult
    interventions: tuple[InterventionAdvice, ...] = ()
    plans: tuple[PlanAdvice, ...] = ()
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    missing: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    next_draw: NextDraw | None = None
    policy: Policy
    caveat: str = CAVEAT
    made_by: MadeBy | None
    """The software that made the document; none in one that was of version 1, which did not say."""
    case_digest: str
    """64 hexadecimal digits over every fact that was stated; empty in a document that was of version 1."""
    unread: tuple[str, ...] = attrs.field(init=False, default=(), eq=False)
    """The paths of keys of a newer minor version that this one does not know; they are no part of the document."""

    @classmethod
    def read(cls, document: Any) -> Self:
        """
        Read a verdict document back, exactly as it was decided.

        What a newer minor version has added is left out, and named in `unread`; a key that this
        minor version should know, and does not, is refused.

        Raises:
            VerdictFormatError: the document is of another schema version, or is damaged.
        """
        with looked_at(document, "verdict", VerdictFormatError):
            return cls._read(document)

    @classmethod
    def _read(cls, document: Any) -> Self:
        found = document.get("schema_version") if isinstance(document, Mapping) else document
        if not isinstance(document, Mapping) or type(found) is not int or found not in _KNOWN_MINORS:
            msg = f"schema_version: got {discreet(found)}; this version reads {' and '.join(map(str, _KNOWN_MINORS))}"
            raise VerdictFormatError(msg)
        minor = document.get("schema_minor", 0)
        unread: list[str] | None = [] if type(minor) is int and minor > _KNOWN_MINORS[found] else None
        record = read_record(cls, document if found == SCHEMA_VERSION else _of_first(document), "verdict", unread)
        _check_whole(record)
        if unread or found != SCHEMA_VERSION:  # what is written again is of this version
            record = attrs.evolve(record, schema_version=SCHEMA_VERSION, schema_minor=SCHEMA_MINOR)
        object.__setattr__(record, "unread", tuple(unread or ()))
        return record

    @classmethod
    def of(cls, said: Explained, case_digest: str) -> Self:
        """Put what is said of a case beside what was decided: the one place where a key gets its value."""
        decision = said.decision
        return cls(
            summary=said.summary(),
            measured=said.measured(),
            applicable=decision.applicable,
            standing=decision.standing,
            band=decision.band,
            possible_bands=decision.possible_bands,
            firmness=decision.firmness,
            set_point=set_point(said.case),
            care=decision.care,
            persistence=said.course.persistence,
            trend=said.course.trend,
            change=said.course.change,
            course=said.course.readings,
            pattern=decision.pattern,
            cross_checks=said.cross_checks(),
            vitamin_d=said.vitamin_d(),
            interventions=interventions(said.case),
            plans=plans(said.case),
            findings=said.findings,
            actions=said.actions(),
            missing=said.missing(),
            next_draw=said.next_draw(),
            policy=said.case.rules.signed_policy,
            made_by=_MADE_BY,
            case_digest=case_digest,
        )

    def result(self, analyte: Analyte) -> JudgedResult | None:
        """Return the result of an analyte; none where it was not measured."""
        standing = self.standing.il6 if analyte is Analyte.IL6 else self.standing.hs_crp
        if standing is None:
            return None
        drawn_at = self.drawn_at if analyte is Analyte.IL6 else self.measured.get(f"{analyte}_drawn_at", "")
        text, as_reported = self.measured[analyte], self.measured[f"{analyte}_as_reported"]
        return JudgedResult(analyte, text, as_reported, standing, drawn_at)

    def results(self) -> tuple[JudgedResult, ...]:
        """Return every result, IL-6 first."""
        return tuple(result for result in map(self.result, Analyte) if result is not None)

    @property
    def drawn_at(self) -> str:
        """When the sample was drawn, where it was said."""
        return self.measured.get("drawn_at", "")

    def decision(self) -> Decision:
        """Return what was decided: the codes alone."""
        return Decision(
            applicable=self.applicable,
            standing=self.standing,
            band=self.band,
            possible_bands=self.possible_bands,
            firmness=self.firmness,
            care=self.care,
            pattern=self.pattern,
            persistence=self.persistence.code,
            trend=self.trend.code,
            change=self.change.code,
            policy=self.policy,
        )


def _of_first(document: Mapping[Any, Any]) -> dict[Any, Any]:
    """Bring a document of version 1 to the keys of this one: it did not say who made it, nor of which facts."""
    unsaid = {"made_by": None, "case_digest": ""}
    for key in unsaid:
        if key in document:
            raise VerdictFormatError(unknown_key("verdict", key, ()))
    return {**document, **unsaid}


def _check_whole(record: VerdictDocument) -> None:
    """Refuse a document whose parts are each well formed and do not belong together."""
    for analyte in Analyte:
        given = (analyte in record.measured, f"{analyte}_as_reported" in record.measured)
        if given != (getattr(record.standing, analyte) is not None,) * 2:
            msg = f"verdict.measured: a result, its text as reported and its standing belong together ({analyte})"
            raise VerdictFormatError(msg)
    for number, advice in enumerate(record.interventions):
        if not advice.sentences:
            msg = f"verdict.interventions[{number}].sentences: an intervention without a sentence"
            raise VerdictFormatError(msg)


class Documented:
    """
    Something with a verdict document, from which it reads what is said.

    A key of the document has three mentions, all in this file: its field, its value in
    `VerdictDocument.of`, and here the property under which a caller finds it.
    """

    __slots__ = ()

    @property
    def document(self) -> VerdictDocument:
        """Everything that is said, as typed records."""
        raise NotImplementedError

    @property
    def _said(self) -> VerdictDocument:
        """Everything but the questions, which cost most and wait until somebody looks."""
        return self.document

    @property
    def persistence(self) -> PersistenceResult:
        """What several counting readings say together."""
        return self._said.persistence

    @property
    def trend(self) -> TrendResult:
        """The direction of the course over six months."""
        return self._said.trend

    @property
    def change(self) -> ChangeResult:
        """What the last two comparable readings say."""
        return self._said.change

    @property
    def course(self) -> Course:
        """Every reading of the history with its standing, and what they say together."""
        document = self._said
        return Course(document.persistence, document.trend, document.change, document.course)

    @property
    def set_point(self) -> SetPoint | None:
        """The level this person lives at, with its 95 % interval; none without a counting reading."""
        return self._said.set_point

    @property
    def cross_checks(self) -> tuple[CrossCheck, ...]:
        """What grip, heart rate variability and other signs add."""
        return self._said.cross_checks

    @property
    def vitamin_d(self) -> VitaminDResult:
        """Where 25-OH-vitamin D lies."""
        return self._said.vitamin_d

    @property
    def interventions(self) -> tuple[InterventionAdvice, ...]:
        """What may be tried, by tier, with its evidence and its conditions."""
        return self._said.interventions

    @property
    def plans(self) -> tuple[PlanAdvice, ...]:
        """What is said of each thing that the person plans, in the order in which it was stated."""
        return self._said.plans

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every answer of every rule, with facts, thresholds and citations."""
        return self._said.findings

    @property
    def actions(self) -> tuple[Action, ...]:
        """What to do next, most urgent first."""
        return self._said.actions

    @property
    def missing(self) -> tuple[str, ...]:
        """What would sharpen the verdict, the most useful first, by its name in the case document."""
        return self._said.missing

    @property
    def questions(self) -> tuple[Question, ...]:
        """What each answer to what is not known would change, by asking the same rules again; the first matter most."""
        return self.document.questions

    @property
    def next_draw(self) -> NextDraw | None:
        """What draw would settle what is open; none where nothing is, or where acute care comes first."""
        return self._said.next_draw

    @property
    def summary(self) -> str:
        """The verdict in one line."""
        return self._said.summary

    @property
    def made_by(self) -> MadeBy | None:
        """The software that made the document; none where it was of version 1, which did not say."""
        return self._said.made_by

    @property
    def case_digest(self) -> str:
        """Sixty-four hexadecimal digits over every fact that was stated; empty where nobody said."""
        return self._said.case_digest

    @property
    def caveat(self) -> str:
        """What every verdict says once."""
        return self._said.caveat
