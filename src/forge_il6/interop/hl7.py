"""
HL7 v2 result messages (ORU^R01) into readings, one patient at a time.

Read from the top: `read_hl7` splits the text, finds the rows it knows by their LOINC code, lets
corrections replace what they correct, reads what still stands, and sorts it by patient. What is
left out is reported with its place and its reason; neither ever repeats what a patient is known by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, NamedTuple

import attrs

from ..codes import Sex
from ..errors import AmbiguousUnitError, CaseError, TimeError, UnitError, ValueFormatError
from ..knowledge import measurands
from ..reading import Context, HsCrp, Reading
from ..times import Draw, moment, zone
from ..units import Amount, Measurand, Number

__all__ = ["Hl7Patient", "Hl7Report", "PatientId", "Remark", "read_hl7"]

Kind = Literal["il6", "hs_crp", "conventional_crp", "vitamin_d"]

_LONGEST: Final = 50_000_000
_FAR: Final = datetime.max.replace(tzinfo=UTC)

_READ: Final[dict[str, tuple[Kind, Measurand]]] = {
    "26881-3": ("il6", measurands.IL6), "1988-5": ("conventional_crp", measurands.CRP),
    "30522-7": ("hs_crp", measurands.CRP), "71426-1": ("hs_crp", measurands.CRP),
    "62292-8": ("vitamin_d", measurands.VITAMIN_D), "1989-3": ("vitamin_d", measurands.VITAMIN_D),
}  # fmt: skip
_REFUSED: Final = {
    "49919-4": "IL-6 in cerebrospinal fluid, which says nothing about blood",
    "49732-1": "IL-6 in body fluid, which says nothing about blood",
    "44322-6": "the presence of IL-6, which is no amount",
    "108730-3": "an order for IL-6, which may not report a value",
}


# --- what the caller gets --------------------------------------------------------------------------


@attrs.frozen
class Remark:
    """Something that was left out, or that deserves a look: where it stood, and why."""

    position: str
    reason: str

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


class PatientId(NamedTuple):
    """One identifier of a patient, as PID-3 gives it."""

    value: str
    authority: str
    kind: str


@attrs.frozen
class Hl7Patient:
    """What the messages say of one patient; no printed form shows identifiers or the date of birth."""

    readings: tuple[Reading, ...]
    """The IL-6 results, oldest first."""
    hs_crp: HsCrp | None = None
    """The hs-CRP nearest to the newest IL-6, of the same local day where there is one."""
    hs_crp_history: tuple[HsCrp, ...] = ()
    conventional_crp: Amount | None = None
    vitamin_d: Amount | None = None
    sex: Sex | None = None
    time_zone: str | None = None
    birth_date: date | None = attrs.field(default=None, repr=False)
    identifiers: tuple[PatientId, ...] = attrs.field(default=(), repr=False)

    def context(self, **facts: Any) -> Context:
        """
        Return what was read as a context; *facts* adds to it or replaces parts of it.

        Raises:
            CaseError: a fact that the context cannot take.
        """
        names = ("hs_crp", "hs_crp_history", "conventional_crp", "vitamin_d", "sex", "time_zone", "birth_date")
        read = {name: getattr(self, name) or None for name in names}
        return Context(**(read | facts))


@attrs.frozen
class Hl7Report:
    """What was read, what was left out, and what deserves a look."""

    patients: tuple[Hl7Patient, ...]
    omitted: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def read_hl7(message: str, *, time_zone: str | None = None) -> Hl7Report:
    """
    Read one or several ORU^R01 messages, with or without MLLP framing.

    Args:
        message: the text, already decoded; lines may end in CR, LF or both.
        time_zone: IANA name for times without an offset; `Hl7Patient.context` takes it as well.

    Raises:
        CaseError: the text is no HL7 v2 message at all, or the time zone is unknown.
    """
    local = None if time_zone is None else zone(time_zone)
    report = _Report()
    people = _People(report)
    rows: list[_Row] = []
    for number, segments in _messages(message, report):
        rows += _rows(segments, f"message {number}", people, report)
    results: defaultdict[_Person, list[_Result]] = defaultdict(list)
    for row in _standing(rows, report):
        try:
            result = _result(row, local, report)
        except _LeftOutError as reason:
            report.omit(row.where, str(reason))
        else:
            results[row.person].append(result)
    patients = [_patient(each, results[each], time_zone, report) for each in people.everybody if each in results]
    return Hl7Report(tuple(patients), tuple(report.omitted), tuple(report.notes))


class _Report:
    """The report while it is written."""

    def __init__(self) -> None:
        self.omitted: list[Remark] = []
        self.notes: list[Remark] = []

    def omit(self, position: str, reason: str) -> None:
        self.omitted.append(Remark(position, reason))

    def note(self, position: str, reason: str) -> None:
        self.notes.append(Remark(position, reason))


class _LeftOutError(Exception):
    """A row that cannot be read; its text is the reason for the report."""


# --- messages and segments -------------------------------------------------------------------------


class _Syntax(NamedTuple):
    """The separators of one message, as MSH-1 and MSH-2 declare them; empty where one is not used."""

    field: str
    component: str = ""
    repetition: str = ""
    escape: str = ""
    subcomponent: str = ""

    def text(self, raw: str) -> str:
        """Turn one component into its text: a null is nothing, and escape sequences are what they stand for."""
        if raw == '""' or not self.escape or self.escape not in raw:
            return "" if raw == '""' else raw.strip()
        mark = re.escape(self.escape)
        return re.sub(f"{mark}([^{mark}]*){mark}", self._meant, raw).strip()

    def _meant(self, match: re.Match[str]) -> str:
        code, marks = match[1], dict(zip("FSRET", self, strict=True))
        if re.fullmatch("X(?:[0-9A-Fa-f]{2})+", code):
            return bytes.fromhex(code[1:]).decode("utf-8", "replace")
        return marks.get(code, match[0])  # an unknown sequence stays, and no number will be read from it


class _Segment(NamedTuple):
    """One line of a message."""

    name: str
    fields: list[str]
    syntax: _Syntax
    number: int
    is_whole: bool = True

    def repetitions(self, number: int) -> list[str]:
        """Return the repetitions of a field, as sent."""
        raw = self.fields[number].strip() if number < len(self.fields) else ""
        return raw.split(self.syntax.repetition) if self.syntax.repetition else [raw]

    def components(self, raw: str, length: int = 1) -> list[str]:
        """Return the components of one repetition as text, at least *length* of them."""
        sent = raw.split(self.syntax.component) if self.syntax.component else [raw]
        return [self.syntax.text(part) for part in sent] + [""] * (length - len(sent))

    def parts(self, number: int, length: int = 1) -> list[str]:
        """Return the components of the first repetition of a field."""
        return self.components(self.repetitions(number)[0], length)


def _messages(text: object, report: _Report) -> Iterator[tuple[int, list[_Segment]]]:
    """Yield the segments of each message; what stands before the first is reported."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise ValueFormatError(f"HL7: give text, decoded, of at most {_LONGEST} characters")
    lines = [line for line in re.split("[\r\n\x0b\x1c]+", str.__str__(text).lstrip("\ufeff")) if line.strip()]
    starts = [number for number, line in enumerate(lines) if line.startswith("MSH")]
    if not starts:
        raise CaseError("HL7: no segment begins with MSH; give whole messages, such as 'MSH|^~\\&|...'")
    for number, line in enumerate(lines[: starts[0]], start=1):
        if line[:3] not in ("FHS", "BHS"):
            report.omit(f"line {number}", "it stands before the first MSH segment")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        if segments := list(_segments(lines[start:end], f"message {number}", report)):
            yield number, segments


def _segments(lines: list[str], where: str, report: _Report) -> Iterator[_Segment]:
    syntax = _syntax(lines[0])
    if syntax is None:
        report.omit(where, "MSH-1 and MSH-2 do not declare separators that can be used")
        return
    names = [line.split(syntax.field, 1)[0] for line in lines] + ["END"]
    for number, (name, line) in enumerate(zip(names, lines, strict=False), start=1):
        if re.fullmatch("[A-Z][A-Z0-9]{2}", name):
            fields = line.split(syntax.field)
            whole = re.fullmatch("[A-Z][A-Z0-9]{2}", names[number]) is not None
            yield _Segment(name, ["MSH", *fields] if number == 1 else fields, syntax, number, whole)
        else:
            report.omit(f"{where}, line {number}", "it is no segment, so the segment before it may be broken off")


def _syntax(header: str) -> _Syntax | None:
    """Read MSH-1 and MSH-2."""
    field = header[3:4]
    marks = header[4:].split(field, 1)[0][:4] if field else ""
    used = field + marks
    usable = marks and len(set(used)) == len(used) and used.isprintable()
    return _Syntax(field, *marks) if usable and not any(c.isalnum() or c.isspace() for c in used) else None


# --- patients --------------------------------------------------------------------------------------


@attrs.define(eq=False)
class _Person:
    """A patient while the messages are read."""

    identifiers: dict[PatientId, None] = attrs.field(factory=dict)
    birth_date: date | None = None
    sex: Sex | None = None

    def can_be(self, other: _Person) -> bool:
        """Whether nothing that is known of both contradicts that they are one."""
        pairs = ((self.birth_date, other.birth_date), (self.sex, other.sex))
        return all(None in pair or len(set(pair)) == 1 for pair in pairs)


class _People:
    """Tells patients apart; two are one only when an identifier says so and nothing contradicts it."""

    def __init__(self, report: _Report) -> None:
        self.everybody: list[_Person] = []
        self._known: dict[PatientId, _Person | None] = {}
        self._report = report

    def of(self, pid: _Segment | None, header: _Segment, where: str) -> _Person:
        """Return the patient of a PID segment; without one, somebody who is nobody else."""
        person = _Person() if pid is None else self._read(pid, header, where)
        found = {self._known[each] for each in person.identifiers if each in self._known}
        same = next(iter(found), None)
        if len(found) == 1 and same is not None and same.can_be(person):
            same.birth_date, same.sex = same.birth_date or person.birth_date, same.sex or person.sex
            same.identifiers.update(person.identifiers)
            self._known.update(dict.fromkeys(person.identifiers, same))
            return same
        if found or not person.identifiers:
            reason = "an identifier is shared by patients who differ" if found else "no identifier can be used"
            self._report.note(where, f"{reason}: joined with no other patient")
        for each in person.identifiers:  # what two have shared joins nobody any more
            self._known[each] = None if each in self._known else person
        self.everybody.append(person)
        return person

    def _read(self, pid: _Segment, header: _Segment, where: str) -> _Person:
        born, sex = _when(pid.parts(7, 2)), pid.parts(8)[0].upper()
        if born.problem:
            self._report.note(where, "the date of birth (PID-7) is no whole date, and not read")
        if sex not in ("F", "M", ""):
            self._report.note(where, "a sex (PID-8) other than F and M is taken as not known")
        day = born.given.date() if isinstance(born.given, datetime) else born.given
        return _Person(dict.fromkeys(_identifiers(pid, header)), day, {"F": Sex.FEMALE, "M": Sex.MALE}.get(sex))


def _identifiers(pid: _Segment, header: _Segment) -> Iterator[PatientId]:
    """Yield the identifiers of PID-3 (PID-2 in old messages) that can tell patients apart."""
    sender = " ".join(header.repetitions(3) + header.repetitions(4))
    for raw in pid.repetitions(3) if pid.parts(3)[0] else pid.repetitions(2):
        value, _, _, authority, kind = pid.components(raw, 5)[:5]
        is_filler = value == value[:1] * len(value) and value not in tuple("123456789")  # 000000, 999999
        if any(c.isdigit() for c in value) and not is_filler:
            yield PatientId(value, authority or sender, kind)


class _When(NamedTuple):
    """A time as read: what was given, or why it cannot be used."""

    given: datetime | date | None = None
    problem: str = ""
    note: str = ""


@attrs.frozen(eq=False)
class _Row:
    """An OBX whose code is known here."""

    segment: _Segment
    kind: Kind
    measurand: Measurand
    person: _Person
    order: _Segment | None
    where: str
    when: _When
    status: str
    key: tuple[_Person, str, str]
    """What tells one result from another, but for its time."""
    content: tuple[str, ...]


def _rows(segments: list[_Segment], where: str, people: _People, report: _Report) -> Iterator[_Row]:
    """Yield the rows of one message that are known here."""
    header, person, order = segments[0], None, None
    kind, event = header.parts(9, 2)[:2]
    if kind != "ORU" or event not in ("R01", ""):
        report.omit(where, "MSH-9 does not say ORU^R01, the message that reports results")
        return
    for segment in segments[1:]:
        place = f"{where}, segment {segment.number} ({segment.name})"
        if segment.name == "PID" or (segment.name == "OBX" and person is None):
            is_pid = segment.name == "PID"
            person, order = people.of(segment if is_pid else None, header, place), None if is_pid else order
        if segment.name == "OBR":
            order = segment
        elif segment.name == "OBX" and person is not None:
            try:
                yield _row(segment, person, order, place)
            except _LeftOutError as reason:
                report.omit(place, str(reason))
        elif segment.name in ("NTE", "SPM"):
            report.note(place, "what it says of the results or the specimen is not read")


def _row(segment: _Segment, person: _Person, order: _Segment | None, where: str) -> _Row:
    code = _code(segment)
    when, status = _when(segment.parts(14, 2)), segment.parts(11)[0].upper()
    if order is not None:
        when = _when(order.parts(7, 2)) if when == _When() else when
        status = status or order.parts(25)[0].upper()
    key = (person, code, segment.parts(4)[0])
    content = tuple(each for number in (2, 5, 6, 8) for each in (*segment.repetitions(number), ""))
    return _Row(segment, *_READ[code], person, order, where, when, status, key, content)


def _code(segment: _Segment) -> str:
    """Return the LOINC code of a row that is read here, from the code of OBX-3 or an alternate one."""
    parts = segment.parts(3, 12)
    stated = [(parts[at], parts[at + 2].upper()) for at in (0, 3, 9)]
    codes = list(dict.fromkeys(code for code, system in stated if code and system in ("LN", "LOINC")))
    refused = next((code for code in codes if code in _REFUSED), None)
    if refused:
        raise _LeftOutError(f"LOINC {refused} is {_REFUSED[refused]}")
    if len(codes) > 1:
        raise _LeftOutError("two LOINC codes that differ name one result")
    if not codes:
        raise _LeftOutError("OBX-3 gives no code of the coding system LN, and local codes are not guessed")
    if codes[0] not in _READ:
        shown = f"LOINC {codes[0]}" if re.fullmatch("[0-9]{1,7}-[0-9]", codes[0]) else "the code in OBX-3"
        raise _LeftOutError(f"{shown} is no result that is read here")
    return codes[0]


_TIME: Final = re.compile(
    r"([0-9]{4})(?:([0-9]{2})([0-9]{2})?)?(?:([0-9]{2})(?:([0-9]{2})([0-9]{2})?)?)?(\.[0-9]{1,6})?"
    r"([+-](?:0[0-9]|1[0-4])[0-5][0-9])?"
)


def _when(parts: list[str]) -> _When:
    """Read an HL7 time with its precision; an hour without minutes is that day."""
    text, precision = parts[:2]
    match = _TIME.fullmatch(text)
    if match is None:
        return _When(problem="its time is no HL7 time, such as 202611200810+0100") if text else _When()
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    if day is None or precision in ("Y", "L"):
        return _When(problem="its time is coarser than a day, so it cannot be placed")
    iso, note = f"{year}-{month}-{day}", ""
    if minute is not None and precision not in ("D", "H"):
        iso += f"T{hour}:{minute}:{second or '00'}{fraction or ''}" + (f"{offset[:3]}:{offset[3:]}" if offset else "")
    elif hour is not None:
        note = "its time is known to the day or hour only, and taken as that day"
    try:
        return _When(moment(iso, "time"), note=note)
    except TimeError:
        return _When(problem="its time is not in the calendar")


# --- statuses --------------------------------------------------------------------------------------

_REPLACING: Final = frozenset("CADWX")
_RESULT: Final = frozenset({"F", "C", "A", "V", "P", ""})
_NO_RESULT: Final = {
    "D": "deleted", "I": "the specimen is still in the laboratory", "N": "not asked", "O": "an order and no result",
    "R": "not verified yet", "S": "a partial result", "U": "a change of status without its result",
    "W": "posted as wrong", "X": "the result cannot be obtained",
}  # fmt: skip


def _standing(rows: Iterable[_Row], report: _Report) -> list[_Row]:
    """Return the rows that still stand after every correction, deletion and repetition of this text."""
    final, preliminary = _Register(), _Register()
    for row in rows:
        replaced = preliminary.take(row) if row.status in _REPLACING | _RESULT - {"P"} else []
        replaced += final.take(row) if row.status in _REPLACING else []
        for each in replaced:
            report.omit(each.where, f"replaced or withdrawn by {row.where}")
        if row.status in _REPLACING and not replaced:
            report.note(row.where, f"it corrects or withdraws a result that is not in this text (OBX-11 {row.status})")
        if not row.segment.is_whole:
            report.omit(row.where, "the segment is broken off by a line that is no segment")
        elif row.status not in _RESULT:
            reason = _NO_RESULT.get(row.status)
            report.omit(row.where, f"{reason} (OBX-11 {row.status})" if reason else "its status (OBX-11) is unknown")
        elif (earlier := final.same(row)) is not None:
            report.omit(row.where, f"it repeats {earlier.where}")
        else:
            (preliminary if row.status == "P" else final).add(row)
    for row in preliminary.rows:
        report.note(row.where, "preliminary (OBX-11 P): a final result may differ")
    return [*final.rows, *preliminary.rows]


class _Register:
    """The rows that stand, to be found by what they measure and when."""

    def __init__(self) -> None:
        self.rows: dict[_Row, None] = {}
        self._at: defaultdict[Any, list[_Row]] = defaultdict(list)
        self._sent: dict[Any, _Row] = {}

    def add(self, row: _Row) -> None:
        given = row.when.given
        day = given.date() if isinstance(given, datetime) else given
        for place in ((row.key, given), (row.key, "day", day), (row.key, "all")):
            self._at[place].append(row)
        self._sent[row.key, row.when.given, row.content] = row
        self.rows[row] = None

    def take(self, row: _Row) -> list[_Row]:
        """Take out what a row replaces: the same measurement at the same time, or at a time that can be the same."""
        given = row.when.given
        if row.when.problem:
            places: list[Any] = [(row.key, "all")]  # it cannot be told which, so none of them stands
        elif isinstance(given, datetime):
            places = [(row.key, given), (row.key, given.date())]
        else:
            places = [(row.key, "day", given)]
        found = [each for place in places for each in self._at.pop(place, ()) if each in self.rows]
        for each in found:
            del self.rows[each]
        return found

    def same(self, row: _Row) -> _Row | None:
        """Return the row that said the same before: a message may come twice."""
        earlier = self._sent.get((row.key, row.when.given, row.content))
        return earlier if earlier in self.rows else None


# --- one result ------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Result:
    """A row that was read, and placed on the calendar as far as its time is known."""

    row: _Row
    amount: Amount
    day: date | None
    instant: datetime | None
    upper_limit: Amount | None
    method: str | None

    def gap(self, other: _Result) -> tuple[bool, Any]:
        """How far another result lies away; one of the same local day is nearer than any other."""
        if self.instant is None or other.instant is None:
            return True, _FAR - _FAR
        return self.day != other.day, abs(self.instant - other.instant)


def _result(row: _Row, local: Any, report: _Report) -> _Result:
    if row.when.problem:
        raise _LeftOutError(row.when.problem)
    unit = _unit(row, report)
    amount = _flagged(row, _amount(row, unit), report)
    day, instant = _place(row.when.given, local)
    if row.when.note:
        report.note(row.where, row.when.note)
    if not row.status:
        report.note(row.where, "no status is stated (OBX-11)")
    limit = _upper_limit(row, unit or amount.text.lstrip("<>=≤≥ .0123456789"), report)
    code, text = row.segment.parts(17, 2)[:2]
    method = "".join(c if c.isprintable() else " " for c in text or code)[:200]
    return _Result(row, amount, day, instant, limit, method or None)


def _place(given: datetime | date | None, local: Any) -> tuple[date | None, datetime | None]:
    """Return the local day and an instant to order by; without a zone, a time without an offset stands as written."""
    if given is None:
        return None, None
    around: Any = local or (None if isinstance(given, datetime) and given.tzinfo else UTC)
    try:
        draw = Draw.of(given, around, "time")
    except TimeError:
        raise _LeftOutError("its time does not exist in the time zone given (clocks went forward)") from None
    return draw.day, draw.first


def _amount(row: _Row, unit: str | None) -> Amount:
    kind, sent = row.segment.parts(2)[0].upper(), row.segment.repetitions(5)
    parts = row.segment.components(sent[0])
    if not any(parts):
        raise _LeftOutError("no value (OBX-5)")
    if len(sent) > 1:
        raise _LeftOutError("several values in one row (OBX-5)")
    if kind == "SN":
        return _number(row, _structured(parts), unit)
    if kind not in ("NM", "ST", "TX", "FT") or len(parts) > 1:
        raise _LeftOutError("the value (OBX-2, OBX-5) is no number and no plain text")
    return _number(row, parts[0].removeprefix("+") if kind == "NM" else parts[0], unit)


def _structured(parts: list[str]) -> str:
    """Turn a structured number into text: a comparator and one number."""
    comparator, number, separator, second = [*parts, "", "", ""][:4]
    if comparator not in ("", "=", "<", "<=", ">", ">="):
        raise _LeftOutError("the comparator of the structured number is unknown")
    if separator or second:
        shown = {"-": "a range", ":": "a ratio", "/": "a ratio"}.get(separator, "more than one number")
        raise _LeftOutError(f"the structured number is {shown}, and no single result")
    if not number.removeprefix("+")[:1].isdigit():
        raise _LeftOutError(_unreadable(number))
    return comparator.removeprefix("=") + number.removeprefix("+")


def _number(row: _Row, text: str, unit: str | None) -> Amount:
    """Read a value by the grammar of the library, with the unit in it or beside it."""
    measurand, holds_unit = row.measurand, unit is None or re.search(r"[]A-Za-z] ?/", text) is not None
    try:
        amount = measurand.read(text, None if holds_unit else unit, name="OBX-5")
    except AmbiguousUnitError as error:
        raise _LeftOutError(str(error)) from None
    except UnitError:
        raise _LeftOutError(f"no unit of {measurand.name} stands with the value (OBX-5, OBX-6)") from None
    except CaseError:
        raise _LeftOutError(_unreadable(text, measurand.zero_refused)) from None
    if unit is not None and amount.factor != _meaning(measurand, unit):
        raise _LeftOutError("the unit in the value and the unit beside it (OBX-6) disagree")
    return amount


def _unreadable(text: str, zero: str = "") -> str:
    """Say why a value is no result, without repeating it: free text may hold anything."""
    digits = {c for c in text if c.isdigit()}
    if not digits:
        return "the value is text and no number"
    if "," in text:
        return "a comma in the value is ambiguous (decimal or thousands)"
    if text.startswith(("-", "−", "–")):
        return "the value is negative"
    return f"the value is zero: {zero}" if zero and digits == {"0"} else "the value is not one number as it should be"


def _flagged(row: _Row, amount: Amount, report: _Report) -> Amount:
    """Apply the abnormal flags < and >, by which an analyser says that a value is the end of its range."""
    flags = {row.segment.components(raw)[0] for raw in row.segment.repetitions(8)} & {"<", ">"}
    agreeing = {"": set(), "<": {"<"}, "≤": {"<"}, ">": {">"}, "≥": {">"}}[amount.comparator]
    if flags <= agreeing:
        return amount
    if len(flags) > 1 or amount.comparator:
        raise _LeftOutError("the abnormal flag (OBX-8) contradicts the comparator of the value")
    flag: Literal["<", ">"] = "<" if "<" in flags else ">"
    report.note(row.where, f"the abnormal flag (OBX-8) says off the scale: read as {flag}")
    return attrs.evolve(amount, comparator=flag, text=f"{flag}{amount.text}")


_UNIT_CODES: Final = ("", "UCUM", "ISO+", "ANS+")


def _unit(row: _Row, report: _Report) -> str | None:
    """Return the unit of OBX-6; identifier, text and alternates must mean the same."""
    identifier, text, system, *alternate = row.segment.parts(6, 5)[:5]
    stated = [each for each in (identifier, text, *alternate) if each]
    if not stated:
        return None
    meanings = {each: _meaning(row.measurand, each) for each in stated}
    readable = [each for each in stated if meanings[each] is not None]
    if not readable or (identifier and meanings[identifier] is None and system.upper() in _UNIT_CODES):
        shown = f" {stated[0]}" if re.fullmatch(r"[A-Za-zµμ\[\]]{1,6}/[A-Za-z]{1,3}", stated[0]) else ""
        raise _LeftOutError(f"the unit{shown} (OBX-6) is none of {row.measurand.name}'s; case matters, litres apart")
    if len({meanings[each] for each in readable}) > 1:
        raise _LeftOutError("the identifier and the text of the unit (OBX-6) disagree")
    if any(meanings[each] is None and each.lower() != readable[0].lower() for each in stated):
        report.note(row.where, f"a part of the unit (OBX-6) could not be compared with {readable[0]}")
    return readable[0]


def _meaning(measurand: Measurand, spelling: str) -> Number | None:
    """Return the factor that a unit stands for; none where it is not known."""
    try:
        return measurand.read("1", spelling, name="OBX-6").factor
    except AmbiguousUnitError as error:
        raise _LeftOutError(str(error)) from None
    except CaseError:
        return None


_NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_RANGE: Final = re.compile(rf"(?:({_NUMBER}) ?(?:-|–|to) ?|(?:<=?|≤) ?)({_NUMBER}) ?([^0-9 ].{{0,30}})?")


def _upper_limit(row: _Row, unit: str, report: _Report) -> Amount | None:
    """Return the upper end of the reference range (OBX-7) of an IL-6 result."""
    text = " ".join(row.segment.parts(7)[0].split())
    if not text or row.kind != "il6":
        return None
    match = _RANGE.fullmatch(text)
    try:
        if match is not None and float(match[1] or 0) < float(match[2]):
            limit = row.measurand.read(match[2], unit, name="OBX-7")
            if match[3] is None or _meaning(row.measurand, match[3]) == limit.factor:
                return limit
    except (_LeftOutError, CaseError):
        pass
    report.note(row.where, "no upper limit can be read from the reference range (OBX-7)")
    return None


# --- one patient -----------------------------------------------------------------------------------


def _patient(person: _Person, results: list[_Result], time_zone: str | None, report: _Report) -> Hl7Patient:
    """Put together what stands of one patient."""
    of_kind: defaultdict[Kind, list[_Result]] = defaultdict(list)
    for result in results:
        of_kind[result.row.kind].append(result)
    il6 = _dated(of_kind["il6"], None, report)
    index = il6[-1] if il6 else None
    hs_crp = _dated(of_kind["hs_crp"], index, report)[::-1]
    crp = _dated(of_kind["conventional_crp"], index, report)[::-1]
    vitamin_d = _dated(of_kind["vitamin_d"], None, report)[::-1]
    if index is not None:
        hs_crp, crp = sorted(hs_crp, key=index.gap), sorted(crp, key=index.gap)
    is_apart = bool(crp) and index is not None and crp[0].day != index.day
    for each in crp if is_apart else crp[1:]:
        report.omit(each.row.where, "a conventional CRP is used only beside the newest IL-6, of the same day")
    for each in vitamin_d[1:]:
        report.omit(each.row.where, "there is a newer vitamin D")
    return Hl7Patient(
        readings=tuple(
            Reading(each.amount, drawn_at=each.row.when.given, method=each.method, lab_upper_limit=each.upper_limit)
            for each in il6
        ),
        hs_crp=_hs_crp(hs_crp[0], index) if hs_crp else None,
        hs_crp_history=tuple(_hs_crp(each, None) for each in sorted(hs_crp[1:], key=lambda each: each.instant or _FAR)),
        conventional_crp=crp[0].amount if crp and not is_apart else None,
        vitamin_d=vitamin_d[0].amount if vitamin_d else None,
        sex=person.sex,
        time_zone=time_zone,
        birth_date=person.birth_date,
        identifiers=tuple(person.identifiers),
    )


def _dated(results: list[_Result], index: _Result | None, report: _Report) -> list[_Result]:
    """Return the results that can be placed, oldest first: by time, or a single one as of the order of the IL-6."""
    kept = []
    for result in results:
        same_order = index is None or (index.instant is None and index.row.order is result.row.order)
        if result.instant is not None or (len(results) == 1 and same_order):
            kept.append(result)
        else:
            report.omit(result.row.where, "it has no time, so it cannot be placed beside the other results")
    return sorted(kept, key=lambda each: each.instant or _FAR)


def _hs_crp(result: _Result, index: _Result | None) -> HsCrp:
    """Return a hs-CRP with its time; at the very time of the IL-6, it is of the same draw."""
    given = result.row.when.given
    same_draw = index is not None and isinstance(given, datetime) and given == index.row.when.given
    return HsCrp(result.amount, drawn_at=None if same_draw else given)
