"""
Which column of a table holds what: an explicit mapping, and guesses that are reported.

`guess_mapping` proposes, and a person looks.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from ...errors import AmbiguousUnitError, CaseError, UnitError, UnknownKeyError, excerpt, suggestion
from ...reading import HsCrp
from ...times import zone
from ...units import Measurand
from ..cases import CELLS
from ..remarks import Remark

__all__ = ["MEASURANDS", "CsvMapping", "guess_mapping"]

FACTS: Final = tuple(CELLS)
MEASURANDS: Final = {fact: cell.measurand for fact, cell in CELLS.items() if cell.measurand is not None}
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
            if fact not in FACTS:
                msg = f"columns: {excerpt(fact)} is no fact of a cell{suggestion(str(fact), FACTS)}"
                raise UnknownKeyError(msg)
            if facts.count(fact) > 1:
                msg = f"columns: two columns are given for {fact}, one of them {excerpt(column)}; keep one"
                raise CaseError(msg)
        for column, unit in self.units.items():
            measurand = MEASURANDS.get(self.columns.get(column, ""))
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
_GUESSES: Final = {name: fact for fact in FACTS for name in (fact, *_NAMES.get(fact, ()))}
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
    names, delimiter = _names_in(header)
    found = {name: _guess(name) for name in names}
    claimed, given = Counter(fact for fact, _, _ in found.values() if fact), Counter(names)
    if not claimed and any(_NUMBER.fullmatch(name) for name in names):
        msg = "header: no column is known, and one is a number; the first line must name the columns"
        raise CaseError(msg)
    sole = {name: guess for name, guess in found.items() if guess[0] and claimed[guess[0]] == given[name] == 1}
    return CsvMapping(
        {name: fact for name, (fact, _, _) in sole.items() if fact != "patient"},
        {name: unit for name, (_, unit, _) in sole.items() if unit},
        time_zone,
        patient=next((name for name, (fact, _, _) in sole.items() if fact == "patient"), None),
        delimiter=delimiter,
        guessed=tuple(Remark(name, fact, why) for name, (fact, _, why) in sole.items()),
        ignored=tuple(_ignored(name, fact, why) for name, (fact, _, why) in found.items() if name not in sole),
    )


def _names_in(header: Sequence[str] | str) -> tuple[list[str], str]:
    """Return the names of the columns, and what separates them."""
    delimiter = ","
    if isinstance(header, str):
        delimiter = max(",;\t|", key=header.count)
        try:
            header = next(csv.reader([header.removeprefix("\ufeff").rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error as error:
            msg = f"header: {error}; give the first line of the file, or the names of its columns"
            raise CaseError(msg) from None
    return [name.strip() for name in header], delimiter


def _ignored(name: str, fact: str, why: str) -> Remark:
    if fact:
        return Remark(name, "several_columns", f"more than one column could be {fact}; map the right one")
    return Remark(name, "not_guessed", why)


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
    measurand = MEASURANDS.get(fact)
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
