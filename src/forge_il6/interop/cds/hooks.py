"""
CDS Hooks 2.0 without a web framework: discovery, a hook request to its cards, and feedback.

Plain dictionaries in and out; `examples/cds_hooks_service.py` puts them on HTTP. A request is
untrusted: it is refused as a whole where it is malformed or speaks of another patient, and errors
name fields, never what a patient is known by. Nothing is fetched: an access token is not looked at.
After https://cds-hooks.hl7.org/2.0/ and its hook ``patient-view``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final

import attrs

from ...asking.ruleset import RuleSet
from ...errors import CaseError, ValueFormatError
from ...fields import looked_at
from ...interpretation import interpret
from ...knowledge.thresholds import WINDOW
from ...rules import STANDARD
from ...times import on_date
from ..cases import read_json
from ..fhir.reader import FhirPatient, FhirReport, read_fhir
from ..fhir.times import day_of, time_of
from ..remarks import Refusal, Remark
from .card import URGENCY, Card, cards, unread_card

__all__ = [
    "EXTENSION",
    "HOOK",
    "SERVICE_ID",
    "Feedback",
    "HookError",
    "PrefetchError",
    "cards",
    "discovery",
    "read_feedback",
    "respond",
]

HOOK: Final = "patient-view"
SERVICE_ID: Final = "forge-il6"
EXTENSION: Final = "forge_il6"
"""The key in ``extension`` under which a response accounts for the record."""

_LOINC: Final = {"il6": ("26881-3",), "crp": ("30522-7", "71426-1", "48421-2", "1988-5")}
_TOKEN: Final = "{{context.patientId}}"  # noqa: S105  (a prefetch token, which is a placeholder)
_PAGE: Final = 200
"""One result a day over the days that count, and some; newest first, so that a limit cuts the oldest."""

_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_PLACE: Final = re.compile(r"Bundle\.entry\[(\d+)\](?:\.resource)?")
_LINK: Final = re.compile(r"Bundle\.link\[(\d+)\]")

_ORDINARY: Final = frozenset({
    "deleted", "superseded", "replaced", "replaced_by", "duplicate", "not_a_result", "another_draw", "older",
    "not_read", "another_measurement", "entered_in_error", "cancelled", "registered", "data_absent", "no_value",
    "later_hs_crp",
})  # fmt: skip
"""Omissions without a card of their own: what was left out is no result of IL-6 or CRP, or is told elsewhere."""

_DOUBTS: Final = frozenset({
    "preliminary", "report_preliminary", "off_scale", "issued_early", "birth_date_late", "comment", "qualified",
    "times_differ",
})  # fmt: skip
"""Notes of which a clinician should hear: they concern the value, its time or the reference values."""

_LATER_CRP: Final = Remark(
    "prefetch.crp", "later_hs_crp", "A hs-CRP drawn after the IL-6 and its pair is not judged here."
)
"""What the cards say of it, once: on a ward CRP goes on after the one IL-6."""


class HookError(CaseError):
    """A request that cannot be answered; *status* is the HTTP status that says so."""

    status: ClassVar[int] = 400


class PrefetchError(HookError):
    """A request without the results that it takes, which the specification answers with 412."""

    status: ClassVar[int] = 412


@attrs.frozen
class Feedback:
    """What became of a card; the comment of the user is free text and is not kept."""

    card: str
    """The ``uuid`` of the card."""
    outcome: str
    """``accepted`` or ``overridden``."""
    at: datetime
    """When it was acted upon."""
    reason: tuple[str, str] | None = None
    """System and code of the reason for overriding it, where one was chosen."""


# --- discovery -------------------------------------------------------------------------------------


def discovery() -> dict[str, Any]:
    """
    Return the answer to ``GET {base}/cds-services``.

    Examples:
        >>> discovery()["services"][0]["prefetch"]["il6"]
        'Observation?patient={{context.patientId}}&code=http://loinc.org|26881-3&_sort=-date&_count=200'
    """
    searches = {key: ",".join(f"http://loinc.org|{code}" for code in codes) for key, codes in _LOINC.items()}
    queries = {
        key: f"Observation?patient={_TOKEN}&code={codes}&_sort=-date&_count={_PAGE}" for key, codes in searches.items()
    }
    service = {
        "hook": HOOK,
        "id": SERVICE_ID,
        "title": "Interleukin-6 in context",
        "description": "What the newest IL-6 says about the baseline, what disturbed the sample, and who should look.",
        "prefetch": {"patient": f"Patient/{_TOKEN}", **queries},
    }
    return {"services": [service]}


_KEYS: Final = ("patient", *_LOINC)


# --- a hook request --------------------------------------------------------------------------------


def respond(
    request: Mapping[str, Any] | str | bytes,
    *,
    as_of: date | None = None,
    time_zone: str | None = None,
    ucum_case_insensitive: bool = False,
    rules: RuleSet = STANDARD,
) -> dict[str, Any]:
    """
    Answer ``POST {base}/cds-services/forge-il6``: the cards of the newest IL-6 of the patient in context.

    A record without an IL-6 gives no card. What was left out of the record, and what is worth
    knowing of the rest, stands under ``extension`` by place and code.

    Args:
        request: JSON text, or what a JSON parser made of it.
        as_of: the day on which the chart is open; `cards` says what it is for.
        time_zone: IANA name of where the patients of this service live; a time in UTC alone does not tell the clock.
        ucum_case_insensitive: whether the record writes units as UCUM does where case does not matter.
        rules: the rule set.

    Raises:
        PrefetchError: a prefetch key is missing, or holds an error of the client's server.
        HookError: anything else that is no request of this hook about one patient.
        TimeError: *as_of* is no date, or the time zone is unknown.
    """
    with looked_at(request, "request", HookError):
        return _responded(request, as_of, time_zone, rules, is_caseless=ucum_case_insensitive)


def _responded(
    request: Mapping[str, Any] | str | bytes,
    as_of: date | None,
    time_zone: str | None,
    rules: RuleSet,
    *,
    is_caseless: bool,
) -> dict[str, Any]:
    """Answer as `respond` says."""
    today = None if as_of is None else on_date(as_of, "as_of")
    asked = _object(_parsed(request), "request")
    if asked.get("hook") != HOOK:
        msg = f"hook: this service answers '{HOOK}'"
        raise HookError(msg)
    instance = _text(asked, "hookInstance", "hookInstance")
    record = _Record(asked.get("prefetch"), _patient_id(asked), _base(asked))
    report, patient = record.read(time_zone, is_caseless=is_caseless)
    found = [
        *_cards_of(patient, rules, as_of=today, remarks=_doubts(record, report), hook_instance=instance),
        *_unread(record, report, rules, as_of=today, hook_instance=instance),
    ]
    found.sort(key=lambda card: URGENCY.index(card["indicator"]))
    account = {"omitted": record.listed(report.omitted), "notes": record.listed(report.notes)}
    account = {key: listed for key, listed in account.items() if listed}
    return {"cards": found} | ({"extension": {EXTENSION: account}} if account else {})


def _patient_id(request: Mapping[str, Any]) -> str:
    found = _text(_object(request.get("context"), "context"), "patientId", "context.patientId")
    if _ID.fullmatch(found) is None:
        msg = "context.patientId: is no FHIR id, which has 1 to 64 letters, digits, '-' and '.'"
        raise HookError(msg)
    return found


def _doubts(record: _Record, report: FhirReport) -> list[str]:
    """Say what a clinician should hear of the record, beside what the verdict says."""
    later = any(each.code == _LATER_CRP.code for each in report.omitted)
    return record.said([each for each in report.notes if each.code in _DOUBTS] + [_LATER_CRP] * later)


def _cards_of(
    patient: FhirPatient, rules: RuleSet, *, as_of: date | None, remarks: list[str], hook_instance: str
) -> list[Card]:
    """Return the cards of the verdict; none without an IL-6."""
    if not patient.readings:
        return []
    try:
        verdict = interpret(list(patient.readings), patient.context(), rules=rules)
    except CaseError as error:
        msg = f"prefetch: the results cannot be read together: {error}"
        raise HookError(msg) from None
    return cards(verdict, as_of=as_of, remarks=remarks, hook_instance=hook_instance)


def _unread(
    record: _Record, report: FhirReport, rules: RuleSet, *, as_of: date | None, hook_instance: str
) -> list[Card]:
    """Return the card of the results that could not be read, where there are any."""
    unread = [each for each in report.omitted if each.code not in _ORDINARY and not record.is_old(each.where, as_of)]
    if not unread:
        return []
    is_il6 = any(record.place(each.where).startswith("prefetch.il6") for each in unread)
    return [unread_card(rules.policy, record.said(unread), is_il6=is_il6, hook_instance=hook_instance)]


class _Record:
    """The resources of a prefetch as one Bundle, so that one reader sorts out whose they are."""

    def __init__(self, prefetch: object, patient_id: str, base: str) -> None:
        answers = {} if prefetch is None else _object(prefetch, "prefetch")
        missing = [key for key in _KEYS if key not in answers]
        if missing:
            msg = (
                f"prefetch: {', '.join(missing)} missing; give every key of the discovery, with null for nothing found"
            )
            raise PrefetchError(msg)
        self.entries: list[object] = []
        self.links: list[object] = []
        self._places: list[str] = []
        self._link_places: list[str] = []
        self._add(_patient_of(answers["patient"], patient_id, base), "prefetch.patient")
        for key in _LOINC:
            self._take(answers[key], f"prefetch.{key}")

    def _add(self, entry: object, place: str) -> None:
        self.entries.append(entry)
        self._places.append(place)

    def _take(self, answer: object, place: str) -> None:
        if answer is None:
            return
        resource = _resource(answer, place)
        if resource["resourceType"] != "Bundle":
            self._add({"resource": resource}, place)
            return
        if resource.get("implicitRules") is not None:
            msg = f"{place}: implicitRules change its meaning by rules that are not known here"
            raise HookError(msg)
        for number, entry in enumerate(_list(resource.get("entry", []), f"{place}.entry")):
            self._add(entry, f"{place}.entry[{number}]")
        for number, link in enumerate(_list(resource.get("link") or [], f"{place}.link")):
            self.links.append(link)
            self._link_places.append(f"{place}.link[{number}]")

    def read(self, time_zone: str | None = None, *, is_caseless: bool = False) -> tuple[FhirReport, FhirPatient]:
        """
        Read the results of the patient in context.

        Raises:
            HookError: a result or a Patient of somebody else, or of whom it cannot be told.
        """
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": self.entries, "link": self.links}
        report = read_fhir(bundle, time_zone=time_zone, ucum_case_insensitive=is_caseless)
        if len(report.patients) != 1:
            msg = (
                "prefetch: holds somebody else than the patient of context.patientId, or names them in a way that "
                "cannot be told; nothing is judged. Absolute references are resolved by fhirServer"
            )
            raise HookError(msg)
        return report, report.patients[0]

    def place(self, where: str) -> str:
        """Return where something stood in the request."""
        place = _PLACE.sub(lambda found: self._places[int(found[1])], where, count=1)
        return _LINK.sub(lambda found: self._link_places[int(found[1])], place, count=1)

    def is_old(self, where: str, as_of: date | None) -> bool:
        """Whether something stood in a result that is certainly too old to count for anything today."""
        entry = _PLACE.match(where)
        try:
            resource = _object(self.entries[int(entry[1])], where).get("resource") if entry else None
            drawn = time_of(_object(resource, where).get("effectiveDateTime"), where)
        except (HookError, Refusal):
            return False
        return as_of is not None and (as_of - day_of(drawn)).days > WINDOW.value

    def said(self, about: list[Remark]) -> list[str]:
        """Write what is said of the record as sentences, each with its place."""
        return [f"{each.reason} ({self.place(each.where)})" for each in about]

    def listed(self, said: tuple[Remark, ...]) -> list[dict[str, str]]:
        return [{"where": self.place(each.where), "code": each.code, "reason": each.reason} for each in said]


def _patient_of(answer: object, patient_id: str, base: str) -> dict[str, Any]:
    """Return the entry of the patient in context: as the record has it, or by the id alone."""
    resource: Mapping[str, Any] = {"resourceType": "Patient", "id": patient_id}
    if answer is not None:
        resource = _resource(answer, "prefetch.patient")
        if resource["resourceType"] != "Patient" or resource.get("id") != patient_id:
            msg = "prefetch.patient: is not the Patient whose id is context.patientId"
            raise HookError(msg)
    return {"resource": resource} | ({"fullUrl": f"{base}/Patient/{patient_id}"} if base else {})


def _resource(answer: object, place: str) -> Mapping[str, Any]:
    resource = _object(answer, place)
    kind = _text(resource, "resourceType", f"{place}.resourceType")
    if kind == "OperationOutcome":
        msg = f"{place}: holds an error of the FHIR server instead of the results"
        raise PrefetchError(msg)
    return resource


def _base(request: Mapping[str, Any]) -> str:
    """Return the address of the FHIR server, by which absolute references are told."""
    if request.get("fhirServer") is None:
        return ""
    base = _text(request, "fhirServer", "fhirServer")
    if not base.startswith(("https://", "http://")):
        msg = "fhirServer: is no http or https address"
        raise HookError(msg)
    return base.rstrip("/")


# --- feedback --------------------------------------------------------------------------------------


def read_feedback(document: Mapping[str, Any] | str | bytes) -> tuple[Feedback, ...]:
    """
    Read the body of ``POST {base}/cds-services/forge-il6/feedback``.

    Raises:
        HookError: no list of feedback as the specification describes it.
    """
    with looked_at(document, "request", HookError):
        listed = _list(_object(_parsed(document), "request").get("feedback"), "feedback")
        return tuple(_feedback(each, f"feedback[{number}]") for number, each in enumerate(listed))


def _feedback(entry: object, place: str) -> Feedback:
    told = _object(entry, place)
    outcome = _text(told, "outcome", f"{place}.outcome")
    if outcome not in ("accepted", "overridden"):
        msg = f"{place}.outcome: give 'accepted' or 'overridden'"
        raise HookError(msg)
    if outcome == "accepted":
        _list(told.get("acceptedSuggestions"), f"{place}.acceptedSuggestions")
    at = _instant(told, "outcomeTimestamp", f"{place}.outcomeTimestamp")
    return Feedback(_text(told, "card", f"{place}.card"), outcome, at, _reason(told, f"{place}.overrideReason"))


def _reason(told: Mapping[str, Any], place: str) -> tuple[str, str] | None:
    if told.get("overrideReason") is None:
        return None
    reason = _object(told["overrideReason"], place).get("reason")
    if reason is None:
        return None
    coding = _object(reason, f"{place}.reason")
    return _text(coding, "system", f"{place}.reason.system"), _text(coding, "code", f"{place}.reason.code")


# --- parts of a request ----------------------------------------------------------------------------


def _parsed(document: Mapping[str, Any] | str | bytes) -> object:
    """Read JSON; an error repeats nothing of the text."""
    try:
        text = document.decode("utf-8-sig") if isinstance(document, bytes) else document
        return read_json(text, "request") if isinstance(text, str) else text
    except UnicodeDecodeError:
        msg = "request: is no UTF-8"
        raise HookError(msg) from None
    except ValueFormatError:
        msg = "request: a key stands twice in one object, or NaN or Infinity stands for a number"
        raise HookError(msg) from None
    except CaseError as error:
        raise HookError(str(error)) from None


def _object(value: object, place: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    msg = f"{place}: {'missing' if value is None else 'of another type'}; give an object"
    raise HookError(msg)


def _list(value: object, place: str) -> list[Any]:
    if isinstance(value, list):
        return value
    msg = f"{place}: {'missing' if value is None else 'of another type'}; give a list"
    raise HookError(msg)


def _text(part: Mapping[str, Any], key: str, place: str) -> str:
    value = part.get(key)
    if isinstance(value, str) and value:
        return value
    msg = f"{place}: {'missing' if value is None else 'of another type, or empty'}; give text"
    raise HookError(msg)


def _instant(part: Mapping[str, Any], key: str, place: str) -> datetime:
    try:
        found = time_of(_text(part, key, place), "")
    except Refusal:
        found = None
    if isinstance(found, datetime):
        return found
    msg = f"{place}: give an instant with its offset, such as 2026-11-20T08:10:00Z"
    raise HookError(msg)
