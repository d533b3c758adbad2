"""Guesses at what the columns of a table hold, by their names alone: each is reported, and a person looks."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ...errors import CaseError, excerpt
from ..cases import CELLS
from ..names import fact_named
from ..remarks import Remark
from .cells import is_number
from .mapping import FACTS, MEASURANDS, CsvMapping, Results, is_unit

__all__ = ["guess_mapping"]

_Guess = tuple[str, str, str]
"""What a column holds, in which unit, and why."""

_FLAGS: Final = frozenset(fact for fact, cell in CELLS.items() if cell.is_flag)

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "drawn_at": (
        "collected_at", "collection_time", "collection_date", "collection_datetime", "drawn", "draw_time", "draw_date",
        "date_drawn", "sample_date", "sample_time", "sampling_date", "sampled_at", "specimen_date", "date", "datetime",
        "charttime", "measurement_date", "measurement_datetime", "observation_date", "collected", "collected_on",
        "date_collected",
        "collected_date", "collection_date_time", "test_date", "date_of_test", "date_tested", "drawn_on", "datum",
        "abnahme", "abnahmedatum", "entnahmedatum", "probendatum", "date_de_prelevement", "date_prelevement",
        "prelevement", "fecha", "fecha_de_extraccion", "lbdtc",
    ),
    "lab_upper_limit": ("upper_limit", "reference_upper_limit", "upper_reference_limit", "uln"),
    "birth_date": ("date_of_birth", "dob", "birthdate"),
    "sex": ("gender",),
    "method": ("assay", "lbmethod"),
    "medications": ("medication",),
    "specimen": (
        "specimen_source", "specimen_type", "sample_type", "sample_material", "material", "probenmaterial", "probenart",
        "matrix", "fluid", "nature_prelevement", "lbspec",
    ),
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
    "patid",
    "person_id",
    "pat_id",
    "patienten_id",
    "patientennummer",
    "id_patient",
    "numero_patient",
    "patnr",
    "pat_nr",
    "patientennr",
    "patienten_nr",
    "patient_no",
    "patient_number",
    "subjid",
    "usubjid",
    "medical_record_number",
    "nhs_number",
    "ipp",
)
_WHO: Final = re.compile(
    "(?:^|_)(?:pat|patient|patienten|person|subject|participant|member|client|mrn)(?:_|[a-z]*nr|id|$)"
    "|(?:^|full_?|last_?|first_?|sur|vor|nach)names?$"
)
"""What the name of a column holds that may tell people apart."""
_WHEN_TAKEN: Final = re.compile(
    "(?:^|_)(?:collect(?:ed|ion)|drawn|taken|sampled|prelevement|[a-z]*abnahme|[a-z]*entnahme)(?:_|$)"
)
_NOT_TAKEN: Final = re.compile("result|report|receiv|medic|by|site|type|method|id|place|drug|number|center|centre")
_CLOCKS: Final = frozenset({
    "collection_time", "draw_time", "sample_time", "specimen_time", "measurement_time", "time", "time_collected",
    "collected_time", "uhrzeit", "abnahmezeit", "entnahmezeit", "heure", "heure_de_prelevement", "hora",
})  # fmt: skip
"""The time of day, where another column holds the day."""
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "biomarker", "biomarker_name", "marker", "marker_name", "test", "test_name", "analyte", "analyte_name",
        "component", "component_name", "lab_test", "test_description", "description", "label", "raw_lab_name",
        "parameter", "assay_name", "observation", "observation_name", "result_name", "lab_name",
        "analyt", "untersuchung",
        "bezeichnung", "messgrosse", "analyse", "examen", "libelle", "parametre", "prueba", "lbtest",
        "name",
    ),
    "code": ("lab_loinc", "loinc", "loinc_code", "loinc_num", "lbloinc", "measurement_concept_id", "test_code", "code"),
    "value": (
        "result_num", "value_as_number", "valuenum", "numeric_value", "numeric_result", "value", "result",
        "result_value", "test_result", "your_result", "your_value", "observation_value", "lab_value", "test_value",
        "wert", "ergebnis", "messwert", "resultat",
        "valeur", "resultado", "lborres",
    ),
    "text": ("raw_result", "value_source_value", "value"),
    "unit": (
        "unit", "units", "uom", "valueuom", "result_unit", "result_units", "unit_of_measure", "units_of_measure",
        "unit_source_value", "value_unit", "observation_unit", "lab_unit", "test_unit", "einheit",
        "masseinheit", "unite", "unites", "unidad", "unidades",
        "lborresu",
    ),
    "upper": (
        "norm_range_high", "ref_range_upper", "range_high", "reference_high", "ref_high", "upper_reference",
        "upper_limit", "lab_upper_limit", "reference_upper_limit", "upper_reference_limit", "uln", "reference_max",
        "ref_max", "ref_upper", "range_max", "normal_max", "upper", "lbornrhi",
    ),
    "limits": (
        "reference_range", "standard_range", "normal_range", "reference_interval", "ref_range", "range",
        "referenzbereich", "normbereich", "valeurs_de_reference", "reference",
    ),
    "unit_concept": ("unit_concept_id",),
    "comparator": ("result_modifier", "operator_concept_id", "comparator", "operator", "modifier", "comparateur"),
}  # fmt: skip
"""How the columns of one result a row are called; of several in one table the first of a line is taken."""
_DRAWS: Final = (
    "specimen_id",
    "accession",
    "accession_number",
    "order_id",
    "lab_order_id",
    "auftragsnummer",
    "lbrefid",
)
_OF_WIDE: Final = frozenset(MEASURANDS) - {"lab_upper_limit"}
"""Facts whose own column says that the table has a column for each result."""
_KNOWN: Final = frozenset(name for names in (*_NAMES.values(), *_PARTS.values(), _PATIENT, _CLOCKS) for name in names)
_GUESSES: Final = {name: fact for fact in FACTS for name in (fact, *_NAMES.get(fact, ()))}
_BESIDE: Final = {
    "unit": "unit",
    "units": "unit",
    "uom": "unit",
    "comparator": "comparator",
    "modifier": "comparator",
    "operator": "comparator",
}
"""How the column beside a result ends that holds its unit or its comparator."""
_NOTHING_KNOWN: Final = "its name says nothing known here"
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


def guess_mapping(header: Iterable[str] | str, *, time_zone: str | None = None) -> CsvMapping:
    """
    Propose a mapping from the names of the columns; every guess and every column left out is reported.

    Args:
        header: the names of the columns, the first line of the file, or an open file, of which that line is read.
        time_zone: IANA name, for times without an offset.

    Raises:
        CaseError: a line that is no row of names, or an unknown time zone.
    """
    names, delimiter = _names_in(header)
    found = {name: _guess(name) for name in names}
    of_results = {} if any(fact in _OF_WIDE for fact, _, _ in found.values()) else _parts(names)
    found |= {name: (f"the {part}", "", "its name") for part, name in of_results.items()}
    beside = _beside(found)
    found |= {name: (what, "", "its name") for what, name in beside.items()}
    claimed, given = Counter(fact for fact, _, _ in found.values() if fact), Counter(names)
    if not claimed and any(is_number(name) for name in names):
        msg = "header: no column is known, and one is a number; the first line must name the columns"
        raise CaseError(msg)
    sole = {name: guess for name, guess in found.items() if guess[0] and claimed[guess[0]] == given[name] == 1}
    facts = {name: fact for name, (fact, _, _) in sole.items() if fact in FACTS}
    return CsvMapping(
        facts,
        {name: unit for name, (_, unit, _) in sole.items() if unit},
        time_zone,
        patient=_sole_of("patient", sole),
        delimiter=delimiter,
        results=_results(of_results),
        clock=_sole_of("the time of day", sole),
        draw=_sole_of("the draw", sole),
        unit_in=_belonging("the unit of ", sole, facts),
        comparator_in=_belonging("the comparator of ", sole, facts),
        guessed=tuple(Remark(name, fact, why) for name, (fact, _, why) in sole.items()),
        ignored=tuple(_ignored(name, fact, why) for name, (fact, _, why) in found.items() if name not in sole),
    )


def _results(parts: dict[str, str]) -> Results | None:
    """Return the columns of one result a row, where a name or a code and a value were found."""
    if not parts:
        return None
    held: dict[str, str | None] = dict.fromkeys(_PARTS) | parts
    return Results(
        name=held["name"], code=held["code"], value=held["value"], text=held["text"], unit=held["unit"],
        unit_concept=held["unit_concept"], comparator=held["comparator"], upper=held["upper"], limits=held["limits"],
    )  # fmt: skip


def _sole_of(what: str, sole: dict[str, _Guess]) -> str | None:
    return next((name for name, (fact, _, _) in sole.items() if fact == what), None)


def _belonging(what: str, sole: dict[str, _Guess], facts: dict[str, str]) -> dict[str, str]:
    """Return which column stands beside which: that of a unit, that of a comparator."""
    columns = {fact: name for name, fact in facts.items()}
    held = {fact.removeprefix(what): name for name, (fact, _, _) in sole.items() if fact.startswith(what)}
    return {columns[fact]: name for fact, name in held.items() if fact in columns}


def _parts(names: list[str]) -> dict[str, str]:
    """Return the columns of a table of one result a row, by their part; nothing where it is no such table."""
    labels = {_words(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for part, known in _PARTS.items():
        label = next((each for each in known if each in labels and labels[each] not in found.values()), None)
        if label is not None:
            found[part] = labels[label]
    return found if ("name" in found or "code" in found) and ("value" in found or "text" in found) else {}


def _beside(found: dict[str, _Guess]) -> dict[str, str]:
    """Return the columns that tell of other ones: the time of day beside a day, the draw."""
    labels = {_words(name): name for name in reversed(list(found))}
    dated = [label for label, name in labels.items() if found[name][0] == "drawn_at"]
    clock = [label for label in labels if label in _CLOCKS]
    draws = [label for label in _DRAWS if label in labels]
    told: dict[str, str] = {"the draw": draws[0]} if draws else {}
    days = [label for label in dated if label not in _CLOCKS]
    if len(days) == 1 and len(clock) == 1:
        told["the time of day"] = clock[0]
    elif sorted(each.endswith("datetime") for each in days) == [False, True]:
        told["the time of day"] = next(each for each in days if each.endswith("datetime"))
    return {what: labels[label] for what, label in told.items()}


_DELIMITERS: Final = ",;\t|"


def _names_in(header: Iterable[str] | str) -> tuple[list[str], str]:
    """Return the names of the columns, and what separates them; nothing but the first line of a file is looked at."""
    names = header if isinstance(header, str) else _line_or_names(header)
    if not isinstance(names, str):
        return [name.strip() for name in names], ","
    line = names.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])], delimiter
    except csv.Error as error:
        msg = f"header: {error}; give the first line of the file, or the names of its columns"
        raise CaseError(msg) from None


def _line_or_names(header: Iterable[str]) -> str | list[str]:
    """Return the first of many lines, or the names of columns."""
    if isinstance(header, Iterator) or hasattr(header, "readline"):
        return next(iter(header), "")
    names = list(header)
    if not names:
        return []
    first = str(names[0])
    counts = [(first.count(mark), mark) for mark in _DELIMITERS]
    most, mark = max(counts)
    is_lines = "\n" in first or (len(names) > 1 and most and all(str(each).count(mark) == most for each in names[1:9]))
    return first if is_lines else [str(each) for each in names]


def _ignored(name: str, fact: str, why: str) -> Remark:
    if fact:
        return Remark(name, "several_columns", f"more than one column could be {fact}; map the right one")
    if _WHO.search(_words(name)):
        return Remark(name, "may_be_patient", "it may tell patients apart; map it with patient, where it does")
    return Remark(name, "not_guessed", why)


def _guess(name: str) -> _Guess:
    """Return the fact, the unit and the reason that the name of a column suggests."""
    label, unit = _label_and_unit(name)
    if label in _PATIENT and not unit:
        return "patient", "", "its name says that it tells patients apart"
    fact = _fact(label)
    if not fact:
        return ("", "", f"{_NOTHING_KNOWN}; map it where it holds a fact") if unit else _without_fact(label)
    measurand = MEASURANDS.get(fact)
    if measurand is None:
        if unit and unit.lower() not in _PLAIN_UNITS.get(fact, ()):
            return "", "", f"{excerpt(unit)} is no unit of {fact} here; map it where it is"
        return fact, "", _NOTED.get(label, "its name")
    if unit and not is_unit(unit, measurand):
        return "", "", f"{excerpt(unit)} is no unit of {measurand.name}; map it with its unit"
    shown = f"its unit is {unit}" if unit else "without a unit, so each cell must hold one"
    return fact, unit, f"{_NOTED.get(fact, 'its name')}; {shown}"


def _fact(label: str) -> str:
    return _GUESSES.get(label) or fact_named(label) or ""


def _without_fact(label: str) -> _Guess:
    """Return what a column holds that is no fact of its own: a time by its words, a unit, a comparator; or nothing."""
    if _WHEN_TAKEN.search(label) and not _NOT_TAKEN.search(label):
        return "drawn_at", "", "its name says that it is when the sample was taken"
    own, _, end = label.rpartition("_")
    what = next((part for known, part in _BESIDE.items() if known == end), None)
    if what is not None and (fact := _fact(own)) in MEASURANDS:
        return f"the {what} of {fact}", "", "its name"
    is_result_time = label.startswith(("result_", "report")) and label.endswith(("time", "date", "_at"))
    why = "the time of a result is not the time of the draw" if is_result_time else _NOTHING_KNOWN
    return "", "", f"{why}; map it where it holds a fact"


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
    """Return the words of a name; a capital within one begins the next, unless they are known as one."""
    joined = _joined(name)
    return joined if joined in _KNOWN else _joined(re.sub("(?<=[a-z])(?=[A-Z][a-z])", "_", name[:200]))


def _joined(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name[:200].lower().replace("ß", "ss"))
    return re.sub("[^a-z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c))).strip("_")
