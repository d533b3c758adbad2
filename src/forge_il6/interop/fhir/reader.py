"""
FHIR R4, R4B and R5 in: Observations, DiagnosticReports and Bundles to readings and parts of a context.

A document is untrusted: what is not certain is left out and reported, by position and type only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from ...codes import Sex
from ...context import Context, GripSession, HrvDay
from ...errors import CaseError
from ...knowledge.thresholds import PAIR_GAP
from ...reading import HsCrp, Reading
from ...times import Draw, hours_between, on_date, zone
from ...units import Amount
from ..agreement import agreeing, earlier_hs_crp
from ..cases import read_json
from ..remarks import Refusal, Remark
from .documents import Document, Node
from .parts import is_haemolysed, text_at
from .results import Result, Results
from .sentences import READ
from .times import Moment, day_of, time_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["FhirPatient", "FhirReport", "Remark", "read_fhir"]

_TYPES: Final = ("Observation", "DiagnosticReport", "Bundle")


@attrs.frozen(repr=False)
class FhirPatient:
    """The results of one patient."""

    reference: str | None = None
    """The reference to the patient or the fullUrl, for the caller to tell whose results these are; never printed."""
    readings: tuple[Reading, ...] = ()
    """Every IL-6, in the order of the document."""
    hs_crp: HsCrp | None = None
    """The hs-CRP nearest to the newest reading on its day; else the newest one."""
    hs_crp_history: tuple[HsCrp, ...] = ()
    """Every other hs-CRP, but for those drawn after both the newest reading and `hs_crp`."""
    conventional_crp: Amount | None = None
    """An ordinary CRP of the draw of the newest reading."""
    vitamin_d: Amount | None = None
    """The newest 25-OH-vitamin D."""
    grip: tuple[GripSession, ...] = ()
    hrv: tuple[HrvDay, ...] = ()
    birth_date: date | None = None
    sex: Sex | None = None

    def context(self, **facts: Any) -> Context:
        """
        Return the context; *facts* add to what the document says, or replace it.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        names = ("hs_crp", "hs_crp_history", "conventional_crp", "vitamin_d", "grip", "hrv", "birth_date", "sex")
        known = {name: value for name in names if (value := getattr(self, name))}
        return Context(**(known | facts))

    def case(self, **facts: Any) -> dict[str, Any]:
        """
        Return the case document: the newest reading, and everything else as its context.

        Raises:
            CaseError: a fact that `Context` cannot take.
        """
        key = facts.get("time_zone")
        index = _newest_reading(self.readings, None if key is None else zone(key))
        others = [each for each in self.readings if each is not index]
        if others:
            facts = {"history": others} | facts
        case = {} if index is None else {"reading": index.to_dict()}
        context = self.context(**facts).to_dict()
        return case | ({"context": context} if context else {})

    def __repr__(self) -> str:
        return f"<FhirPatient, {len(self.readings)} readings of IL-6>"


@attrs.frozen(repr=False)
class FhirReport:
    """What was read from a FHIR document, what was left out, and what is worth knowing of what was read."""

    patients: tuple[FhirPatient, ...] = ()
    read: tuple[Remark, ...] = ()
    """Where each result stood that was read, with the fact that it became."""
    omitted: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    def __repr__(self) -> str:
        counts = f"{len(self.patients)} patients, {len(self.read)} results read"
        return f"<FhirReport, {counts}, {len(self.omitted)} omissions, {len(self.notes)} notes>"


def read_fhir(document: Mapping[str, Any] | str) -> FhirReport:
    """
    Read an Observation, a DiagnosticReport or a Bundle of FHIR R4, R4B or R5.

    Examples:
        >>> report = read_fhir('''{"resourceType": "Observation", "status": "final",
        ...     "code": {"coding": [{"system": "http://loinc.org", "code": "26881-3"}]},
        ...     "effectiveDateTime": "2026-11-20T08:10:00+01:00",
        ...     "valueQuantity": {"value": 2.4, "unit": "pg/mL"}}''')
        >>> report.patients[0].readings[0].il6
        <2.4 pg/mL>
        >>> report.omitted
        ()

    Args:
        document: JSON text, or what a JSON parser made of it.

    Raises:
        CaseError: text that is no JSON, or a document of another type.
    """
    root = read_json(document, "FHIR") if isinstance(document, str) else document
    if not isinstance(root, Mapping):
        msg = f"FHIR: got {type(root).__name__}; give one resource as an object or as JSON text"
        raise CaseError(msg)
    kind = root.get("resourceType")
    if not isinstance(kind, str) or kind not in _TYPES:
        msg = f"FHIR: resourceType is not one of those that are read here: {', '.join(_TYPES)}"
        raise CaseError(msg)
    return _Reader(Document(root)).report()


# --- patients --------------------------------------------------------------------------------------


class _Reader:
    """Gathers the results of a document by patient."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.results = Results(document)
        self.read: list[Remark] = []

    def report(self) -> FhirReport:
        by_patient: defaultdict[Hashable, list[Result]] = defaultdict(list)
        resources: defaultdict[Hashable, list[Node]] = defaultdict(list)
        for node in self.document.of_type("Patient"):
            resources[node.identity].append(node)
        for result in self.results.found:
            by_patient[result.patient].append(result)
        keys = dict.fromkeys([key for key in resources if resources[key][0].container is None] + list(by_patient))
        patients = tuple(self._patient(key, by_patient[key], resources[key]) for key in keys)
        ledger = self.document.ledger
        return FhirReport(patients, tuple(self.read), tuple(ledger.omitted), tuple(ledger.notes))

    def _patient(self, key: Hashable, found: list[Result], resources: list[Node]) -> FhirPatient:
        of: defaultdict[str, list[Result]] = defaultdict(list)
        for result in found:
            of[result.kind.fact].append(result)
        readings = self._made(self._dated(of["il6"]), _reading)
        index = _newest_reading(readings)
        hs_crp, hs_crp_history = self._hs_crps(self._certain(of["hs_crp"]), index)
        anchor = index if index is not None else hs_crp
        birth_date, sex = self._person(resources)
        days = [day_of(result.at) for result in found if result.at is not None]
        if birth_date is not None and days and min(days) < birth_date:
            self._say(resources[0].where, "birth_date_late")
            birth_date = None
        return FhirPatient(
            reference=_reference(key, resources),
            readings=readings,
            hs_crp=hs_crp,
            hs_crp_history=hs_crp_history,
            conventional_crp=self._conventional(self._certain(of["conventional_crp"]), anchor),
            vitamin_d=self._vitamin_d(self._certain(of["vitamin_d"])),
            grip=self._made(of["grip"], _grip),
            hrv=self._made(of["hrv"], _hrv),
            birth_date=birth_date,
            sex=sex,
        )

    def _omit(self, result: Result, code: str) -> None:
        self.document.ledger.omit(result.where, code)

    def _say(self, where: str, code: str) -> None:
        self.document.ledger.note(where, code)

    def _took(self, result: Result) -> None:
        self.read.append(Remark(result.where, result.kind.fact, READ[result.kind.fact]))

    def _made(self, found: Iterable[Result], make: Callable[[Result], Any]) -> tuple[Any, ...]:
        """Make a record of each result; what the library refuses is left out."""
        made = self._possible(found, make)
        for result, _ in made:
            self._took(result)
        return tuple(record for _, record in made)

    def _possible(self, found: Iterable[Result], make: Callable[[Result], Any]) -> list[tuple[Result, Any]]:
        """Return each result with its record, as far as the library does not refuse it."""
        made = []
        for result in found:
            try:
                made.append((result, make(result)))
            except CaseError:
                self._omit(result, "value")
        return made

    def _hs_crps(self, found: list[Result], index: Reading | None) -> tuple[HsCrp | None, tuple[HsCrp, ...]]:
        """Return the hs-CRP beside the newest reading, and its history."""
        made = self._possible(found, _hs_crp)
        hs_crp = _nearest(tuple(crp for _, crp in made), index)
        case = [_draw(each.drawn_at) for each in (index, hs_crp) if each is not None]
        known = earlier_hs_crp(made, lambda each: _draw(each[0].at), case, lambda each, code: self._omit(each[0], code))
        for result, _ in known:
            self._took(result)
        return hs_crp, tuple(crp for _, crp in known if crp is not hs_crp)

    def _dated(self, found: list[Result]) -> list[Result]:
        """Leave out readings without a time where there are several: the newest could not be told."""
        if len(found) > 1:
            for result in found:
                if result.at is None:
                    self._omit(result, "undated")
            return [result for result in found if result.at is not None]
        return found

    def _certain(self, found: list[Result]) -> list[Result]:
        """Leave out what is told twice, and results of one time that contradict each other."""
        return agreeing(found, lambda result: result.at, lambda result: result.amount, self._omit)

    def _conventional(self, found: list[Result], anchor: Reading | HsCrp | None) -> Amount | None:
        """Take an ordinary CRP of the draw of the anchor."""
        drawn_at = None if anchor is None else anchor.drawn_at
        own = [r for r in found if anchor is None or (drawn_at is not None and _is_pair(r.at, drawn_at))]
        best = min(own, key=lambda r: _apart(r.at, drawn_at), default=None) if drawn_at else _latest(own)
        return self._single(found, best, "another_draw")

    def _vitamin_d(self, found: list[Result]) -> Amount | None:
        """Take the newest vitamin D."""
        dated = [result for result in found if result.at is not None]
        return self._single(found, _latest(dated) if dated else next(iter(found), None), "older")

    def _single(self, found: list[Result], best: Result | None, code: str) -> Amount | None:
        for result in found:
            if result is not best:
                self._omit(result, code)
        if best is None:
            return None
        self._took(best)
        return best.amount

    def _person(self, resources: list[Node]) -> tuple[date | None, Sex | None]:
        """Read birth date and sex, as far as all versions of the patient agree."""
        facts = [self._facts(node) for node in resources]
        born, sexes = {born for born, _ in facts}, {sex for _, sex in facts}
        if len(born) > 1 or len(sexes) > 1:
            self._say(resources[0].where, "patient_disagrees")
        return born.pop() if len(born) == 1 else None, sexes.pop() if len(sexes) == 1 else None

    def _facts(self, node: Node) -> tuple[date | None, Sex | None]:
        """Read birth date and sex of one version of a patient."""
        resource = node.resource
        try:
            if resource.get("implicitRules") is not None:
                raise Refusal("implicit_rules")
            is_haemolysed(resource, known=False)
            sex = {"female": Sex.FEMALE, "male": Sex.MALE}.get(text_at(resource, "gender") or "")
            born = None if resource.get("birthDate") is None else time_of(resource["birthDate"], ".birthDate")
        except Refusal:
            self._say(node.where, "patient_unreadable")
            return None, None
        if born is None or isinstance(born, datetime) or sex is None:
            self._say(node.where, "patient_unreadable")
        return None if isinstance(born, datetime) else born, sex


def _reading(result: Result) -> Reading:
    return Reading(result.amount, method=result.method, lab_upper_limit=result.upper, **result.draw())


def _hs_crp(result: Result) -> HsCrp:
    return HsCrp(result.amount, **result.draw())


def _grip(result: Result) -> GripSession:
    return GripSession(on_date(result.at, "on"), result.amount, result.kind.hand)


def _hrv(result: Result) -> HrvDay:
    return HrvDay(on_date(result.at, "on"), sdnn=result.amount)


def _reference(key: Hashable, resources: list[Node]) -> str | None:
    """Return what a caller knows the patient by."""
    if resources:
        return resources[0].url or resources[0].name
    return "|".join(str(part) for part in key[1:]).removeprefix("/") or None if isinstance(key, tuple) else None


# --- times -----------------------------------------------------------------------------------------


def _draw(at: Moment | None) -> Draw | None:
    return None if at is None else Draw.of(at, None, "drawn_at")


def _placed(at: Moment, local: ZoneInfo | None = None) -> tuple[datetime, datetime]:
    draw = Draw.of(at, local, "drawn_at")
    return draw.first, draw.last


def _latest(found: list[Result]) -> Result | None:
    return max(found, key=lambda result: _placed(result.at), default=None)  # type: ignore[arg-type]


def _newest_reading(readings: tuple[Reading, ...], local: ZoneInfo | None = None) -> Reading | None:
    """Return the reading that `interpret` would take as the index reading."""
    dated = [reading for reading in readings if reading.drawn_at is not None]
    if not dated:
        return next(iter(readings), None)
    return max(dated, key=lambda reading: (_placed(reading.drawn_at, local), str(reading.to_dict())))  # type: ignore[arg-type]


def _nearest(crps: tuple[HsCrp, ...], index: Reading | None) -> HsCrp | None:
    """Return the hs-CRP of the draw of the index reading; else the newest."""
    drawn_at = None if index is None else index.drawn_at
    own = [crp for crp in crps if drawn_at is not None and _is_pair(crp.drawn_at, drawn_at)]
    if own:
        return min(own, key=lambda crp: _apart(crp.drawn_at, drawn_at))
    return max(crps, key=lambda crp: _placed(crp.drawn_at), default=None)  # type: ignore[arg-type]


def _is_pair(at: Moment | None, other: Moment) -> bool:
    """Whether two draws are of one date, as written, and no farther apart than a pair may be, as far as is known."""
    return at is not None and day_of(at) == day_of(other) and _apart(at, other) <= PAIR_GAP.value


def _apart(at: Moment | None, other: Moment | None) -> Decimal:
    if isinstance(at, datetime) and isinstance(other, datetime):
        return hours_between(_placed(other)[0], _placed(at)[0]).copy_abs()
    return PAIR_GAP.value
