"""
Any text that is read here as cases, one by one: which format it is, and each case with its place.

What a format leaves out is told as remarks beside the case, and a row that cannot be read is a case with its error.
"""

from __future__ import annotations

import csv
import itertools
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, get_args

import attrs

from ..errors import CaseError, UnknownKeyError, shown_key, suggestion
from ..times import zone
from .cases import CELLS, CaseText, Format, cases_in, read_json
from .fhir import FhirReport, read_fhir, read_fhir_ndjson
from .hl7 import Hl7Report, read_hl7
from .patients import Patient
from .remarks import Remark
from .tables import CsvMapping, Results, RowPatient, guess_mapping, read_csv, read_rows
from .tables.cells import DateOrder, Decimals
from .tables.patients import waiting_cases

__all__ = ["FORMS", "Form", "Wishes", "mapping_from", "read_cases"]

Form = Literal["json", "ndjson", "csv", "fhir", "fhir-ndjson", "hl7", "table"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

_SUFFIXES: Final[Mapping[str, Format]] = {
    "json": "json", "ndjson": "ndjson", "jsonl": "ndjson", "csv": "csv",
}  # fmt: skip
_HL7_STARTS: Final = ("MSH|", "FHS|", "BHS|")


@attrs.frozen
class Wishes:
    """
    What the caller states of a text.

    Raises:
        CaseError: the time zone is not known.
    """

    form: Form | None = None
    """Its format, where the text is not to tell it."""
    mapping: CsvMapping | None = None
    """The columns of a table, where its header is not to tell them."""
    patient: str | None = None
    """The column of a table by which the rows of one person are put together."""
    time_zone: str | None = None
    """For times without an offset, where the text itself does not say."""
    decimal: Decimals | None = None
    """What parts the decimals of a table, whatever says which columns it has."""
    dates: DateOrder | None = None
    """The order of day and month in a table, likewise."""
    ucum_case_insensitive: bool = False
    """Whether units are written as UCUM does where case does not matter (``PG/ML``), in feeds and in tables."""

    def __attrs_post_init__(self) -> None:
        if self.time_zone is not None:
            zone(self.time_zone)

    @property
    def of_feed(self) -> dict[str, Any]:
        """What the readers of FHIR and HL7 are told."""
        return {"time_zone": self.time_zone, "ucum_case_insensitive": self.ucum_case_insensitive}


def read_cases(lines: Iterable[str], name: str, wishes: Wishes) -> Iterator[CaseText]:
    """Yield the cases of a text, whose *name* stands in their places and may tell the format."""
    head, lines = _peeked(lines)
    if head.startswith("<"):
        msg = f"{name}: it is XML; FHIR is read as JSON, and the XML of wearables with --hrv and --sessions"
        yield CaseText(name, error=CaseError(msg))
        return
    form = wishes.form or _form_of(head, name, wishes)
    try:
        if form == "table":
            yield from _from_table(lines, head, name, wishes)
        elif form == "hl7":
            yield from _from_hl7(read_hl7("".join(lines), **wishes.of_feed), name)
        elif form == "fhir-ndjson":
            yield from _from_fhir(read_fhir_ndjson(lines, **wishes.of_feed), name)
        elif form == "fhir":
            yield from _from_fhir(read_fhir("".join(lines), **wishes.of_feed), name)
        else:
            yield from _from_documents(lines, form, name, wishes)
    except CaseError as error:
        yield CaseText(name, error=error)


# --- which format ----------------------------------------------------------------------------------


def _peeked(lines: Iterable[str]) -> tuple[str, Iterator[str]]:
    """Return the first line that is not blank, and all lines, unread."""
    rest = iter(lines)
    seen: list[str] = []
    for line in rest:
        seen.append(line)
        if line.strip():
            break
    return (seen[-1].strip() if seen else ""), itertools.chain(seen, rest)


def _form_of(head: str, name: str, wishes: Wishes) -> Form:
    """Tell the format by the first line, and by the end of the name where lines of several formats look alike."""
    if any(each is not None for each in (wishes.mapping, wishes.patient, wishes.decimal, wishes.dates)):
        return "table"
    if head.lstrip("\x0b").startswith(_HL7_STARTS):
        return "hl7"
    form = _SUFFIXES.get(name.rpartition(".")[2].lower()) or _plain_form(head)
    if form == "csv" and _is_foreign(head):
        return "table"
    if form == "ndjson" and '"resourceType"' in head and "resourceType" in _object_in(head):
        return "fhir-ndjson"
    return form


def _plain_form(head: str) -> Format:
    if not head.startswith(("{", "[")):
        return "csv"
    return "ndjson" if _object_in(head) else "json"


def _object_in(line: str) -> Mapping[str, Any]:
    """Return the object that a line holds by itself; an empty one where it holds none."""
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _is_foreign(head: str) -> bool:
    """Whether a header is another's: a name that is nearly a fact is a slip, which is refused and never guessed at."""
    try:
        names = [name.strip() for name in next(csv.reader([head]))]
        is_ours = all(name in CELLS or suggestion(name, CELLS) for name in names)
        return not is_ours and guess_mapping(head).tells_something
    except (CaseError, csv.Error, StopIteration):
        return False


# --- case documents --------------------------------------------------------------------------------


def _from_documents(lines: Iterable[str], form: Format, name: str, wishes: Wishes) -> Iterator[CaseText]:
    for case in cases_in(lines, form, name):
        if not isinstance(case.document, Mapping) or "resourceType" not in case.document:
            yield _in_zone(case, wishes.time_zone)
        elif wishes.form is None:
            yield from _from_fhir(read_fhir(case.document, **wishes.of_feed), case.where)
        else:
            msg = f"{case.where}: it is a resource of FHIR and was read as {form}; give --format fhir or fhir-ndjson"
            yield case._replace(document=None, error=CaseError(msg))


def _in_zone(case: CaseText, time_zone: str | None) -> CaseText:
    """Return a case with the time zone, where it states none."""
    if time_zone is None or not isinstance(case.document, Mapping):
        return case
    context = case.document.get("context")
    if not isinstance(context, Mapping | None) or (context or {}).get("time_zone") is not None:
        return case
    return case._replace(document={**case.document, "context": {**(context or {}), "time_zone": time_zone}})


# --- feeds -----------------------------------------------------------------------------------------


def _from_hl7(report: Hl7Report, name: str) -> Iterator[CaseText]:
    owners = [each.identifiers[0].value if each.identifiers else None for each in report.patients]
    return _from_report(name, report.patients, owners, (*report.omitted, *report.notes))


def _from_fhir(report: FhirReport, name: str) -> Iterator[CaseText]:
    owners = [each.reference for each in report.patients]
    return _from_report(name, report.patients, owners, (*report.omitted, *report.notes))


def _from_report(
    name: str, patients: Iterable[Patient], owners: Iterable[str | None], remarks: Iterable[Remark]
) -> Iterator[CaseText]:
    """Yield a case for each person, the remarks of all before the first; a report of nobody is an error."""
    told = tuple(f"{name}: {each}" for each in remarks)
    is_empty = True
    for number, (patient, owner) in enumerate(zip(patients, owners, strict=True), start=1):
        where, is_empty = f"{name}, patient {number}", False
        try:
            yield CaseText(where, patient.case(), None, owner, told)
        except CaseError as error:
            yield CaseText(where, None, error, owner, told)
        told = ()
    if is_empty:
        yield CaseText(name, None, CaseError(f"{name}: it holds no result that is read here"), None, told)


# --- tables ----------------------------------------------------------------------------------------


def _from_table(lines: Iterable[str], head: str, name: str, wishes: Wishes) -> Iterator[CaseText]:
    """Yield each row of a table, or each person of one with a result a row or a column that tells persons apart."""
    mapping = wishes.mapping or guess_mapping(head)
    mapping = attrs.evolve(
        mapping,
        patient=wishes.patient or mapping.patient,
        time_zone=mapping.time_zone or wishes.time_zone,
        decimal=wishes.decimal or mapping.decimal,
        dates=wishes.dates or mapping.dates,
        ucum_case_insensitive=wishes.ucum_case_insensitive or mapping.ucum_case_insensitive,
    )
    guessed = () if wishes.mapping else tuple(f"{name}: {each} (guessed)" for each in str(mapping).splitlines())
    if mapping.results is not None:
        cases = _from_results(lines, mapping, name)
    elif wishes.patient is not None:
        cases = _from_persons(lines, mapping, name)
    else:
        cases = _from_rows(lines, mapping, name)
    for case in cases:
        yield case._replace(remarks=(*guessed, *case.remarks))
        guessed = ()


def _from_rows(lines: Iterable[str], mapping: CsvMapping, name: str) -> Iterator[CaseText]:
    for row in read_csv(lines, mapping):
        where = f"{name}:{row.line}"
        error = _placed(row.error, row.line, where)
        told = tuple(f"{name}: {each}" for each in (*row.left_out, *row.notes) if each.reason not in str(error))
        yield CaseText(where, row.document, error, row.patient, told)


def _from_persons(lines: Iterable[str], mapping: CsvMapping, name: str) -> Iterator[CaseText]:
    """Yield every IL-6 of each person with what came before it, and every row that is lost, in the order of lines."""
    text = "".join(lines)
    cases = waiting_cases(text, mapping, every_result=True)
    lost = {line: case for line, case in _lost_rows(text, mapping, name).items() if line not in cases}
    told_of: set[Remark] = set()
    for line in sorted({*cases, *lost}):
        if line in lost:
            yield lost[line]
            continue
        case, where = cases[line](), f"{name}:{line}"
        new = [each for each in dict.fromkeys((*case.left_out, *case.notes)) if each not in told_of]
        told_of.update(new)
        told = tuple(f"{name}: {each}" for each in new if _line_of(each) not in {*lost, line if case.error else 0})
        yield CaseText(where, case.document, _placed(case.error, line, where), case.patient, told)


def _from_results(lines: Iterable[str], mapping: CsvMapping, name: str) -> Iterator[CaseText]:
    """Yield each person at the first of their lines, and every row that is lost, in the order of lines."""
    text = "".join(lines)
    report = read_rows(text, mapping)
    found = _lost_rows(text, mapping, name)
    told = tuple(f"{name}: {each}" for each in (*report.omitted, *report.notes) if _line_of(each) not in found)
    found |= {patient.line: _case_of(patient, f"{name}:{patient.line}") for patient in report.patients}
    for line in sorted(found):
        yield found[line]._replace(remarks=told)
        told = ()
    if not found:
        yield CaseText(name, None, CaseError(f"{name}: it holds no result that is read here"), None, told)


def _case_of(patient: RowPatient, where: str) -> CaseText:
    try:
        return CaseText(where, patient.case(), None, patient.patient)
    except CaseError as error:
        return CaseText(where, None, error, patient.patient)


def _lost_rows(text: str, mapping: CsvMapping, name: str) -> dict[int, CaseText]:
    """Return every row that is no case of a person, by its line: it, its IL-6 or whose it is cannot be read."""
    lost: dict[int, CaseText] = {}
    for row in read_csv(text, mapping):
        where = f"{name}:{row.line}"
        if row.error is not None:
            lost[row.line] = CaseText(where, None, _placed(row.error, row.line, where), row.patient)
        elif mapping.patient is not None and row.patient is None:
            lost[row.line] = CaseText(where, None, CaseError(f"{where}: no patient is named"))
        elif (unread := next((each for each in row.left_out if each.reason.startswith("il6: ")), None)) is not None:
            lost[row.line] = CaseText(where, None, CaseError(f"{where}: {unread.reason}"), row.patient)
    return lost


def _line_of(remark: Remark) -> int:
    """Return the line of a remark; nought where it names none."""
    number = remark.where.removeprefix("line ").partition(",")[0]
    return int(number) if number.isdecimal() else 0


def _placed(error: CaseError | None, line: int, where: str) -> CaseError | None:
    """Return an error of a line with the name of its file."""
    return error and type(error)(f"{where}: {str(error).removeprefix(f'line {line}: ')}")


# --- a mapping that a file states ------------------------------------------------------------------


def mapping_from(text: str, name: str = "map") -> CsvMapping:
    """
    Read the mapping of a table: the arguments of `CsvMapping`, with those of `Results` as ``results``.

    Args:
        text: a JSON object, or TOML where *name* ends so.
        name: what errors call it.

    Raises:
        CaseError: it is no such object, or the mapping cannot be one.
    """
    document = _arguments(CsvMapping, _toml(text, name) if name.endswith(".toml") else read_json(text, name), name)
    if "results" in document:
        document["results"] = Results(**_arguments(Results, document["results"], f"{name}: results"))
    document.setdefault("columns", {})
    return CsvMapping(**document)


def _toml(text: str, name: str) -> Any:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        msg = f"{name}: no TOML; write a table such as [columns], and under it lines such as 'IL-6' = 'il6'"
        raise CaseError(msg) from None


def _arguments(kind: type[Any], document: object, name: str) -> dict[str, Any]:
    """Check that an object names arguments alone, and that each is of its kind: text, a mapping of texts, a flag."""
    if not isinstance(document, Mapping):
        msg = f"{name}: give an object that names the columns"
        raise CaseError(msg)
    kinds = {each.name: str(each.type) for each in attrs.fields(kind) if each.name not in ("guessed", "ignored")}
    for key, value in document.items():
        if key not in kinds:
            msg = f"{name}: unknown key {shown_key(key, kinds)}{suggestion(key, kinds)}"
            raise UnknownKeyError(msg)
        if not _is_kind(value, kinds[key]):
            msg = f"{name}: {key}: it is written otherwise; {kinds[key]} is meant"
            raise CaseError(msg)
    return dict(document)


def _is_kind(value: object, kind: str) -> bool:
    if kind.startswith("Mapping"):
        return isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())
    if kind.startswith("Results"):
        return isinstance(value, Mapping)
    return isinstance(value, bool if kind == "bool" else str)
