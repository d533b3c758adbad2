"""
CSV with columns of any name: an explicit mapping, guesses that are reported, and a case for each row.

`guess_mapping` proposes, a person looks, `read_csv` reads row by row, and `read_patients` puts the
rows of one patient together: one IL-6 with its history and the hs-CRP nearest to it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any, Final

import attrs

from ...context import Context
from ...errors import AmbiguousUnitError, CaseError, UnitError, UnknownKeyError, excerpt, suggestion
from ...knowledge import measurands
from ...reading import HsCrp, Reading
from ...times import Draw, zone
from ...units import Measurand
from ..agreement import LATER_HS_CRP, agreeing, earlier_hs_crp
from ..cases import CELLS
from ..remarks import Ledger, Remark

__all__ = ["CsvMapping", "CsvPatient", "CsvRow", "guess_mapping", "read_csv", "read_patients"]

_FACTS: Final = tuple(CELLS)
_MEASURANDS: Final = {fact: cell.measurand for fact, cell in CELLS.items() if cell.measurand is not None}
_FLAGS: Final = frozenset(fact for fact, cell in CELLS.items() if cell.is_flag)
_NUMBER: Final = re.compile(r"[<>]?[0-9]+(?:[.,][0-9]+)?")
_UNKNOWN: Final = frozenset({"", "na", "n/a", "nan", "null"})
_DRAW_FACTS: Final = frozenset(HsCrp.keys()) - {"value", "molar_mass"}
_OF_THE_PERSON: Final = ("sex", "birth_date")
_TAKEN_OVER: Final = frozenset({*_OF_THE_PERSON, "time_zone", "hs_crp", "confounders", "pregnant"})
"""Facts of a row beside its reading that a case of another row holds as well."""


# --- the mapping -----------------------------------------------------------------------------------


@attrs.frozen
class CsvMapping:
    """
    Which column holds which fact of the case document.

    Examples:
        >>> CsvMapping({"IL-6": "il6", "taken": "drawn_at"}, units={"IL-6": "pg/mL"}).columns["taken"]
        'drawn_at'

    Raises:
        CaseError: a fact that cannot stand in a cell, two columns for one fact, a unit that is none.
    """

    columns: Mapping[str, str]
    """Name of the column to name of the fact; other columns are not read."""
    units: Mapping[str, str] = attrs.field(factory=dict)
    """Name of the column to the unit of its bare numbers."""
    time_zone: str | None = None
    """IANA name, for times without an offset."""
    patient: str | None = attrs.field(default=None, kw_only=True)
    """The column that tells patients apart."""
    delimiter: str = attrs.field(default=",", kw_only=True)
    """What separates cells."""
    guessed: tuple[Remark, ...] = attrs.field(default=(), kw_only=True)
    """Each guess: where the column is named, the fact as the code, and why."""
    ignored: tuple[Remark, ...] = attrs.field(default=(), kw_only=True)
    """Each column that no guess was made for, and why."""

    def __attrs_post_init__(self) -> None:
        if len(self.delimiter) != 1:
            msg = f"delimiter: got {excerpt(self.delimiter)}; give the one character that separates cells"
            raise CaseError(msg)
        facts = list(self.columns.values())
        for column, fact in self.columns.items():
            if fact not in _FACTS:
                msg = f"columns: {excerpt(fact)} is no fact of a cell{suggestion(str(fact), _FACTS)}"
                raise UnknownKeyError(msg)
            if facts.count(fact) > 1:
                msg = f"columns: two columns are given for {fact}, one of them {excerpt(column)}; keep one"
                raise CaseError(msg)
        for column, unit in self.units.items():
            measurand = _MEASURANDS.get(self.columns.get(column, ""))
            if measurand is None:
                msg = f"units: {excerpt(column)} is no column of an amount; name the column as the header does"
                raise UnknownKeyError(msg)
            if not _is_unit(unit, measurand):
                msg = f"units: {excerpt(unit)} is no unit of {measurand.name}; write it like '{measurand.unit}'"
                raise UnitError(msg)
        if self.time_zone is not None:
            zone(self.time_zone)

    def __str__(self) -> str:
        lines = [f"{column} -> {fact}{self._unit_shown(column)}" for column, fact in self.columns.items()]
        lines += [f"{self.patient} -> tells patients apart"] if self.patient else []
        return "\n".join([*lines, *(f"{each.where} is not read: {each.reason}" for each in self.ignored)])

    def _unit_shown(self, column: str) -> str:
        return f" in {self.units[column]}" if column in self.units else ""


def _is_unit(text: object, measurand: Measurand) -> bool:
    try:
        measurand.read("1", text, name="unit")
    except AmbiguousUnitError:
        return True  # the rows say what it needs
    except CaseError:
        return False
    return True


# --- guesses ---------------------------------------------------------------------------------------

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "il6": ("il_6", "interleukin_6", "interleukin6", "serum_il6", "serum_il_6", "plasma_il6", "plasma_il_6"),
    "hs_crp": (
        "hscrp", "high_sensitivity_crp", "high_sensitive_crp", "crp_hs", "high_sensitivity_c_reactive_protein",
        "hs_c_reactive_protein",
    ),
    "conventional_crp": ("crp", "c_reactive_protein"),
    "drawn_at": (
        "collected_at", "collection_time", "collection_date", "collection_datetime", "drawn", "draw_time", "draw_date",
        "date_drawn", "sample_date", "sample_time", "sampling_date", "sampled_at", "specimen_date", "date", "datetime",
    ),
    "vitamin_d": ("25_oh_d", "25ohd", "25_oh_vitamin_d", "25_hydroxyvitamin_d", "25_oh_vit_d"),
    "il10": ("il_10", "interleukin_10"),
    "lab_upper_limit": ("upper_limit", "reference_upper_limit", "upper_reference_limit", "uln"),
    "birth_date": ("date_of_birth", "dob", "birthdate"),
    "sex": ("gender",),
    "method": ("assay",),
    "medications": ("medication",),
}  # fmt: skip
_PATIENT: Final = (
    "patient",
    "patient_id",
    "patientid",
    "subject",
    "subject_id",
    "participant",
    "participant_id",
    "mrn",
)
_GUESSES: Final = {name: fact for fact in _FACTS for name in (fact, *_NAMES.get(fact, ()))}
_NOTED: Final = {
    "conventional_crp": "its name does not say high-sensitivity, so it is taken as the conventional test",
    "date": "a date alone in the name: taken as the day of the draw",
    "datetime": "a time alone in the name: taken as the time of the draw",
}
_PLAIN_UNITS: Final = dict.fromkeys(_FLAGS, frozenset({"y/n", "yes/no", "0/1", "1/0", "true/false"})) | {
    "sex": frozenset({"m/f", "f/m"}),
    "drawn_at": frozenset({"yyyy-mm-dd", "iso 8601"}),
    "birth_date": frozenset({"yyyy-mm-dd", "iso 8601"}),
    "age": frozenset({"y", "yr", "yrs", "year", "years"}),
    "fasting_hours": frozenset({"h", "hr", "hrs", "hours"}),
    "hours_since_exercise": frozenset({"h", "hr", "hrs", "hours"}),
    "hours_to_centrifugation": frozenset({"h", "hr", "hrs", "hours"}),
}
_UNIT_ENDS: Final = {
    f"{top}{between}{bottom.lower()}": f"{top}/{bottom}"
    for top in ("pg", "ng", "ug", "mg", "nmol")
    for bottom in ("mL", "dL", "L")
    for between in ("_", "_per_", "")
}


def guess_mapping(header: Sequence[str] | str, *, time_zone: str | None = None) -> CsvMapping:
    """
    Propose a mapping from the names of the columns; every guess and every column left out is reported.

    Args:
        header: the names of the columns, or the first line of the file.
        time_zone: IANA name, for times without an offset.

    Raises:
        CaseError: a line that is no row of names, or an unknown time zone.
    """
    delimiter = ","
    if isinstance(header, str):
        delimiter = max(",;\t|", key=header.count)
        try:
            header = next(csv.reader([header.removeprefix("\ufeff").rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error as error:
            msg = f"header: {error}; give the first line of the file, or the names of its columns"
            raise CaseError(msg) from None
    names = [name.strip() for name in header]
    found = {name: _guess(name) for name in names}
    claimed, given = Counter(fact for fact, _, _ in found.values() if fact), Counter(names)
    mapped: dict[str, tuple[str, str, str]] = {}
    ignored: list[Remark] = []
    for name, (fact, unit, why) in found.items():
        if not fact:
            ignored.append(Remark(name, "not_guessed", why))
        elif claimed[fact] > 1 or given[name] > 1:
            ignored.append(Remark(name, "several_columns", f"more than one column could be {fact}; map the right one"))
        else:
            mapped[name] = fact, unit, why
    if not any(fact for fact, _, _ in found.values()) and any(_NUMBER.fullmatch(name) for name in names):
        msg = "header: no column is known, and one is a number; the first line must name the columns"
        raise CaseError(msg)
    columns = {name: fact for name, (fact, _, _) in mapped.items() if fact != "patient"}
    return CsvMapping(
        columns,
        {name: unit for name, (_, unit, _) in mapped.items() if unit},
        time_zone,
        patient=next((name for name, (fact, _, _) in mapped.items() if fact == "patient"), None),
        delimiter=delimiter,
        guessed=tuple(Remark(name, fact, why) for name, (fact, _, why) in mapped.items()),
        ignored=tuple(ignored),
    )


def _guess(name: str) -> tuple[str, str, str]:
    """Return the fact, the unit and the reason that the name of a column suggests."""
    label, unit = _label_and_unit(name)
    if label in _PATIENT and not unit:
        return "patient", "", "its name says that it tells patients apart"
    fact = _GUESSES.get(label, "")
    if not fact:
        is_result_time = label.startswith(("result_", "report")) and label.endswith(("time", "date", "_at"))
        why = (
            "the time of a result is not the time of the draw" if is_result_time else "its name says nothing known here"
        )
        return "", "", f"{why}; map it where it holds a fact"
    measurand = _MEASURANDS.get(fact)
    if measurand is None:
        if unit and unit.lower() not in _PLAIN_UNITS.get(fact, ()):
            return "", "", f"{excerpt(unit)} is no unit of {fact} here; map it where it is"
        return fact, "", _NOTED.get(label, "its name")
    if unit and not _is_unit(unit, measurand):
        return "", "", f"{excerpt(unit)} is no unit of {measurand.name}; map it with its unit"
    shown = f"its unit is {unit}" if unit else "without a unit, so each cell must hold one"
    return fact, unit, f"{_NOTED.get(fact, 'its name')}; {shown}"


def _label_and_unit(name: str) -> tuple[str, str]:
    """Split the name of a column into its words and the unit that it ends in."""
    match = re.fullmatch(r"(.*?)\s*[(\[]([^()\[\]]*)[)\]]", name[:200]) or re.fullmatch(
        r"(\S.*?)[\s,]+(\S+/\S+)", name[:200]
    )
    if match is not None:
        return _words(match[1]), match[2].strip()
    words = _words(name[:200])
    for end, unit in _UNIT_ENDS.items():
        if words.endswith(f"_{end}"):
            return words.removesuffix(f"_{end}"), unit
    return words, ""


def _words(name: str) -> str:
    return re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")


# --- rows ------------------------------------------------------------------------------------------


@attrs.frozen
class CsvRow:
    """One row: where it stood, and its case document or what was wrong with it."""

    line: int
    document: dict[str, Any] | None = attrs.field(default=None, repr=False)
    error: CaseError | None = None
    patient: str | None = attrs.field(default=None, repr=False)


def read_csv(lines: Iterable[str], mapping: CsvMapping) -> Iterator[CsvRow]:
    """
    Yield each row as a case document, or with its error, which names the line and the column.

    Empty cells and NA are unknown; numbers have a decimal point; the unit of a number stands in its
    cell or in the mapping.

    Args:
        lines: the lines of the file, header first, or its whole text.
        mapping: which column holds what.
    """
    if isinstance(lines, str):
        lines = StringIO(lines, newline="")  # its characters would pass for lines
    rows = csv.reader(_without_mark(lines), strict=True, delimiter=mapping.delimiter)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header, mapping)
    except (CaseError, csv.Error) as error:
        yield CsvRow(1, error=CaseError(f"line 1: {error}"))
        return
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            swallowed = f"; a quote is not closed, and lines to {rows.line_num} went with it"
            yield CsvRow(line, error=CaseError(f"line {line}: {error}{swallowed if rows.line_num > line else ''}"))
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _row(line, header, row, mapping)


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    """Leave out the byte order mark that some programs put before the first line."""
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix("\ufeff")


def _check_header(header: list[str], mapping: CsvMapping) -> None:
    wanted = [*mapping.columns, *([mapping.patient] if mapping.patient else [])]
    for column in wanted:
        if header.count(column) != 1:
            state = "is not in the header" if column not in header else "stands twice in the header"
            msg = f"the column {excerpt(column)} {state}{suggestion(column, header) if column not in header else ''}"
            raise CaseError(msg)


def _row(line: int, header: list[str], row: list[str], mapping: CsvMapping) -> CsvRow:
    if len(row) != len(header):
        msg = f"line {line}: {len(row)} cells under {len(header)} columns; quote a cell that holds the separator"
        return CsvRow(line, error=CaseError(msg))
    cells = {
        name: text for name, cell in zip(header, row, strict=True) if (text := cell.strip()).lower() not in _UNKNOWN
    }
    patient = cells.get(mapping.patient) if mapping.patient else None
    document: dict[str, dict[str, Any]] = {"reading": {}, "context": {}}
    if mapping.time_zone is not None:
        document["context"]["time_zone"] = mapping.time_zone
    for column, fact in mapping.columns.items():
        if column not in cells:
            continue
        try:
            document[CELLS[fact].part][fact] = _fact(fact, cells[column], mapping.units.get(column))
        except CaseError as error:
            return CsvRow(line, error=type(error)(f"line {line}, column {excerpt(column)}: {error}"), patient=patient)
    try:
        _check(document)
    except CaseError as error:
        return CsvRow(line, error=type(error)(f"line {line}: {_discreet(document, error)}"), patient=patient)
    return CsvRow(line, {part: facts for part, facts in document.items() if facts}, patient=patient)


def _discreet(document: dict[str, dict[str, Any]], error: CaseError) -> str:
    """Return what an error says, but for a date of birth: it is shown to nobody."""
    born = str(document["context"].get("birth_date", ""))
    text = str(error)
    if born and (born in text or excerpt(born) in text):
        return "birth_date: it is no date before the draw that fits the age; write it as year-month-day"
    return text


def _fact(fact: str, text: str, unit: str | None) -> Any:
    """Turn a cell into what the case document holds."""
    if fact not in _MEASURANDS or unit is None:
        return CELLS[fact].read(text)
    measurand = _MEASURANDS[fact]
    if re.search(r"[]A-Za-zµμ] ?/", text) is None:
        return f"{text} {unit}"
    try:
        same = measurand.read(text, name=fact).factor == measurand.read("1", unit, name=fact).factor
    except UnitError:
        return text  # the checks of the reading say why it is refused
    if not same:
        msg = f"{fact}: the unit in the cell is not the {unit} of its column; correct one"
        raise UnitError(msg)
    return text


def _check(document: dict[str, dict[str, Any]]) -> None:
    """Read the facts once, so that an error names its line."""
    reading = Reading.from_dict(document["reading"], "reading")
    context = Context.from_dict(document["context"], "context")
    if reading.drawn_at is not None:
        Draw.of(reading.drawn_at, None if context.time_zone is None else zone(context.time_zone), "drawn_at")


# --- patients --------------------------------------------------------------------------------------


@attrs.frozen
class CsvPatient:
    """One case of one patient: a row's IL-6, what came before it, and the hs-CRP nearest to it."""

    line: int
    """The line of the IL-6; of the first row where there is none."""
    document: dict[str, Any] | None = attrs.field(default=None, repr=False)
    error: CaseError | None = None
    lines: tuple[int, ...] = ()
    """The lines that the document was made from."""
    left_out: tuple[Remark, ...] = ()
    """Each line of this patient that could not be used, wholly or in part, and why."""
    patient: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(eq=False)
class _Placed:
    """A row that was read, with its time."""

    line: int
    reading: dict[str, Any]
    context: dict[str, Any]
    draw: Draw | None

    @property
    def where(self) -> str:
        return f"line {self.line}"

    @property
    def order(self) -> Any:
        return (self.draw.first, self.draw.last) if self.draw else ()


def read_patients(lines: Iterable[str], mapping: CsvMapping, *, every_result: bool = False) -> Iterator[CsvPatient]:
    """
    Put the rows of each patient together: the newest IL-6 with its history, or every IL-6 in its turn.

    Rows are told apart by the column `CsvMapping.patient`, and a row without one is never joined
    with another. A confounder of an earlier row is kept, as ended on the day of that row; what else
    an earlier row says of the person, but for sex and date of birth, is not taken over.

    Args:
        lines: the lines of the file, header first, or its whole text.
        mapping: with the column that tells patients apart.
        every_result: yield a case for each IL-6, with what came before it as history.

    Raises:
        CaseError: the mapping names no column for the patient.
    """
    if mapping.patient is None:
        msg = "mapping: name the column that tells patients apart, such as patient='patient_id'"
        raise CaseError(msg)
    groups: dict[Any, list[CsvRow]] = {}
    for row in read_csv(lines, mapping):
        groups.setdefault(("", row.line) if row.patient is None else row.patient, []).append(row)
    for rows in groups.values():
        yield from _cases(rows, every_result=every_result)


_LEFT_OUT: Final = {
    "unreadable": "{why}",
    "undated": "It is one of several rows, and it has no time.",
    "in_pregnancy": "It was drawn in pregnancy, which no history can say.",
    "conflict": "Another row of the same time states another hs-CRP; neither is read.",
    "later_hs_crp": LATER_HS_CRP,
    "not_used": "It adds nothing to this case.",
    "not_taken": "What it says of {facts} holds for its own day, and is not taken over.",
}


def _cases(rows: list[CsvRow], *, every_result: bool) -> Iterator[CsvPatient]:
    """Yield the cases of one patient."""
    patient = rows[0].patient
    if patient is None:
        nobody = CaseError(f"line {rows[0].line}: no patient is named, so the row is joined with no other")
        yield CsvPatient(rows[0].line, error=rows[0].error or nobody)
        return
    ledger = Ledger(_LEFT_OUT, {})
    for row in rows:
        if row.error is not None:
            ledger.omit(f"line {row.line}", "unreadable", why=str(row.error).removeprefix(f"line {row.line}: "))
    placed = [_placed(row) for row in rows if row.error is None]
    if len(placed) > 1:
        for each in placed:
            if each.draw is None:
                ledger.omit(each.where, "undated")
        placed = sorted((each for each in placed if each.draw is not None), key=lambda each: each.order)
    try:
        person = _person(placed)
    except CaseError as error:
        yield CsvPatient(rows[0].line, error=error, patient=patient)
        return
    results = [each for each in placed if "il6" in each.reading]
    chosen = (results if every_result else results[-1:]) or placed[-1:]
    if not chosen:
        first = next((row.error for row in rows if row.error is not None), None)
        nothing = CaseError(f"line {rows[0].line}: of several rows of this patient none has a time")
        yield CsvPatient(rows[0].line, error=first or nothing, left_out=tuple(ledger.omitted), patient=patient)
    for index in chosen:
        seen = placed if index is chosen[-1] or not every_result else [row for row in placed if _is_by(row, index)]
        known = [row for row in seen if _is_by(row, index)] if every_result else seen
        own = Ledger(_LEFT_OUT, {})
        own.omitted += ledger.omitted
        yield _case(index, known, seen, person, own, patient)


def _is_by(row: _Placed, index: _Placed) -> bool:
    """Whether a row was drawn by the day of the index row: a later one was not known then."""
    return row.draw is None or index.draw is None or row.draw.day <= index.draw.day


def _placed(row: CsvRow) -> _Placed:
    document = row.document or {}
    reading, context = document.get("reading", {}), document.get("context", {})
    drawn_at: datetime | date | None = Reading(drawn_at=reading.get("drawn_at")).drawn_at
    key = context.get("time_zone")
    draw = None if drawn_at is None else Draw.of(drawn_at, None if key is None else zone(key), "drawn_at")
    return _Placed(row.line, reading, context, draw)


def _person(rows: list[_Placed]) -> dict[str, Any]:
    """Return what holds for every row of a patient; rows that disagree are not of one person."""
    person: dict[str, Any] = {}
    for row in rows:
        read = Context(**{name: row.context[name] for name in _OF_THE_PERSON if name in row.context}).to_dict()
        for name, value in read.items():
            if person.setdefault(name, value) != value:
                msg = f"line {row.line}: {name} differs from another row of this patient; are they one person?"
                raise CaseError(msg)
    return person


def _case(
    index: _Placed, known: list[_Placed], seen: list[_Placed], person: dict[str, Any], ledger: Ledger, patient: str
) -> CsvPatient:
    """Make one document: the index row whole, earlier IL-6 as history, each hs-CRP with its own draw."""
    pregnant = {row for row in known if row is not index and row.context.get("pregnant")}
    others = [row for row in known if row is not index and row not in pregnant and row.order <= index.order]
    history = [row for row in others if "il6" in row.reading]
    crps = _crps(index, [row for row in known if row not in pregnant], ledger)
    own = {name: value for name, value in index.context.items() if name != "hs_crp"}
    context = person | own | _hs_crp(index, *crps)
    events = [event for row in others for event in _events(row)]
    if events:
        context["confounders"] = [*context.get("confounders", ()), *events]
    if history:
        context["history"] = [row.reading for row in history]
    used = {index, *history, *crps, *(row for row in others if _events(row))}
    told = {each.where for each in ledger.omitted if each.code in ("conflict", "later_hs_crp")}
    for row in seen:
        if row in pregnant:
            ledger.omit(row.where, "in_pregnancy")
        elif row not in used and row.where not in told:
            ledger.omit(row.where, "not_used")
        elif row is not index and (facts := [name for name in row.context if name not in _TAKEN_OVER]):
            ledger.omit(row.where, "not_taken", facts=", ".join(facts))
    document = {part: facts for part, facts in (("reading", index.reading), ("context", context)) if facts}
    lines = tuple(sorted({row.line for row in used}))
    return CsvPatient(index.line, document, lines=lines, left_out=tuple(ledger.omitted), patient=patient)


def _crps(index: _Placed, rows: list[_Placed], ledger: Ledger) -> list[_Placed]:
    """
    Return the rows with a hs-CRP: first the index row, or else the nearest to it, then those that are its history.

    Those of one time that contradict each other are left out, and so is what was drawn later.
    """

    def leave_out(row: _Placed, code: str) -> None:
        if code != "duplicate":
            ledger.omit(row.where, code)

    found = sorted((row for row in rows if "hs_crp" in row.context), key=lambda row: row is not index)
    certain = agreeing(
        found, lambda row: row.order, lambda row: measurands.CRP.read(row.context["hs_crp"], name="hs_crp"), leave_out
    )
    nearest_first = sorted(certain, key=lambda row: _distance(row, index))
    case = [row.draw for row in (index, *nearest_first[:1])]
    return earlier_hs_crp(nearest_first, lambda row: row.draw, case, leave_out)


def _events(row: _Placed) -> list[dict[str, Any]]:
    """Return the confounders of an earlier row, dated by that row."""
    day = None if row.draw is None else row.draw.day
    return [{"kind": kind, "ended_on": day and day.isoformat()} for kind in row.context.get("confounders", ())]


def _hs_crp(index: _Placed, nearest: _Placed | None = None, *others: _Placed) -> dict[str, Any]:
    """Return the hs-CRP of the row itself, or else the nearest to it; the other ones are its history."""
    if nearest is None:
        return {}
    documents = [_hs_crp_document(row) for row in others]
    own = nearest.context["hs_crp"] if nearest is index else _hs_crp_document(nearest)
    return {"hs_crp": own, "hs_crp_history": documents} if documents else {"hs_crp": own}


def _distance(row: _Placed, index: _Placed) -> Any:
    if row is index or row.draw is None or index.draw is None:
        return row is not index, False, 0
    apart = abs(row.draw.first - index.draw.first).total_seconds()
    return True, row.draw.day != index.draw.day, apart


def _hs_crp_document(row: _Placed) -> dict[str, Any]:
    facts = {name: value for name, value in row.reading.items() if name in _DRAW_FACTS}
    return {"value": row.context["hs_crp"], **facts}
