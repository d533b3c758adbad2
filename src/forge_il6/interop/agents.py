"""
What a program that calls tools is told: short answers, care first, questions instead of guesses.

Each function takes and gives plain JSON values, keeps nothing between two calls, and reads no file
but the schemas of this package. A fact that is missing stays missing: nothing here has a default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple

from ..codes import Care
from ..conclusions import PossibleAnswer, Question
from ..errors import CaseError, ForgeError, discreet
from ..interpretation import interpret_case
from ..schema import case_schema
from ..verdict import Verdict

__all__ = ["MOST", "Tool", "check_case", "describe_facts", "explain_finding", "interpret_il6", "tools"]

MOST: Final = 2_048
"""Bytes of an answer, as UTF-8: a caller reads it word by word, and pays for each."""
_PARTS: Final[Mapping[str, str]] = {
    "reading": "Reading", "context": "Context", "hs_crp": "HsCrp", "confounders": "ConfounderEvent",
    "exercise_log": "Session", "grip": "GripSession", "hrv": "HrvDay", "lifestyle": "Lifestyle",
    "considering": "Considered",
}  # fmt: skip
_AUDIENCES: Final = ("patient", "clinician")


class Tool(NamedTuple):
    """A function that a program may call, what it is for, and what it takes."""

    name: str
    about: str
    takes: dict[str, Any]
    answer: Callable[[Mapping[str, Any]], dict[str, Any]]


# --- the four tools --------------------------------------------------------------------------------


def describe_facts(asked: Mapping[str, Any]) -> dict[str, Any]:
    """
    Say which facts can be stated in one part of a case, and what each means.

    Args:
        asked: `part`, such as ``reading`` or ``confounders``; `after`, the last name of the page before.

    Raises:
        CaseError: a part or a name that does not exist.
    """
    part = _one_of(asked, "part", _PARTS)
    facts = _inlined(case_schema())["$defs"][_PARTS[part]]["properties"]
    names = list(facts)
    if "after" in asked:
        names = names[names.index(_one_of(asked, "after", names)) + 1 :]
    described = [{"name": name, "means": facts[name].get("description", "")} | _codes(facts[name]) for name in names]
    return _fitted({"part": part, "facts": described, "every_fact": "optional; leave out what nobody told you"})


def check_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Say whether a case document can be read, which of its facts would be read, and what is wrong with it."""
    try:
        interpret_case(case)
    except ForgeError as error:
        return _fitted({"can_be_read": False, "error": str(error)})
    stated = {part: sorted(name for name, value in facts.items() if value is not None) for part, facts in case.items()}
    return _fitted({"can_be_read": True, "stated": stated})


def interpret_il6(case: Mapping[str, Any]) -> dict[str, Any]:
    """
    Interpret a case document: care first, then the answer, then what would change it.

    Raises:
        CaseError: as `interpret_case`.
    """
    verdict = interpret_case(case)
    answer: dict[str, Any] = {"care": verdict.care.value, "summary": verdict.summary}
    if verdict.care is not Care.URGENT:  # nothing then stands beside what has to be done now
        answer |= _decided(verdict)
    return _fitted(answer | {"caveat": verdict.caveat})


def explain_finding(asked: Mapping[str, Any]) -> dict[str, Any]:
    """
    Say why a finding of a case matters and how strong the evidence is.

    Args:
        asked: `case`, the case document; `code` of the finding; `audience`, ``patient`` or ``clinician``.

    Raises:
        CaseError: as `interpret_case`, or a code that the case does not lead to.
    """
    audience = _one_of(asked, "audience", _AUDIENCES)
    case = asked.get("case")
    verdict = interpret_case(case if isinstance(case, Mapping) else {})
    found = {each.code: each for each in verdict.findings}
    code = _one_of(asked, "code", tuple(found))
    text = verdict.explain(found[code], "patient" if audience == "patient" else "clinician")
    return _fitted({"code": code, "sentence": found[code].sentence, "explanation": text})


# --- short answers ---------------------------------------------------------------------------------


def _decided(verdict: Verdict) -> dict[str, Any]:
    """Return what was decided in codes, the next draw, and what would change it."""
    standing = {"il6": verdict.standing.il6, "hs_crp": verdict.standing.hs_crp}
    return {
        "standing": {name: [each.code.value, *sorted(each.codes)] for name, each in standing.items() if each},
        "band": verdict.band and verdict.band.value,
        "possible_bands": [each.value for each in verdict.possible_bands],
        "firmness": verdict.firmness.value,
        "pattern": verdict.pattern and verdict.pattern.value,
        "persistence": verdict.persistence.code.value,
        "trend": verdict.trend.code.value,
        "next": [each.sentence for each in verdict.actions],
        "questions": [_question(each) for each in verdict.questions],
        "findings": [each.code for each in verdict.findings],
        "rules": f"{verdict.policy.name} {verdict.policy.version}".strip(),
    }


def _question(each: Question) -> dict[str, Any]:
    """Return a question to put to the person, and the decision that each answer leads to."""
    return {"fact": each.fact, "asks": each.asks, "answers": [_answer(said) for said in each.answers]}


def _answer(said: PossibleAnswer) -> dict[str, Any]:
    leads_to = {"care": said.care.value, "band": said.band and said.band.value}
    return {"says": said.says, "states": json.loads(said.states), **leads_to}


def _fitted(answer: dict[str, Any]) -> dict[str, Any]:
    """
    Return an answer of at most `MOST` bytes.

    The longest list gives up its last entries, or where there is none the longest text its last words; `left_out`
    counts them.
    """
    left_out: dict[str, int] = {}
    while _size(answer) > MOST:
        shortened = {name: value for name, value in answer.items() if isinstance(value, (list, str)) and len(value) > 1}
        name = max(shortened, key=lambda each: (isinstance(shortened[each], list), _size(shortened[each])))
        left_out[name] = left_out.get(name, 0) + 1
        answer = answer | {name: _without_its_end(shortened[name]), "left_out": left_out}
    return answer


def _without_its_end(value: list[Any] | str) -> list[Any] | str:
    return value[:-1] if isinstance(value, list) else value.rpartition(" ")[0] or value[: len(value) // 2]


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def _one_of(asked: Mapping[str, Any], name: str, accepted: Collection[str]) -> str:
    found = asked.get(name)
    if isinstance(found, str) and found in accepted:
        return found
    msg = f"{name}: got {discreet(found)}; accepted: {', '.join(accepted)}"
    raise CaseError(msg)


# --- what a tool takes -----------------------------------------------------------------------------


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which every reference is replaced by what it names: many clients follow none."""
    parts = schema.get("$defs", {})

    def inline(value: Any) -> Any:
        if isinstance(value, list):
            return [inline(each) for each in value]
        if not isinstance(value, dict):
            return value
        named = parts[value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
        return {key: inline(each) for key, each in {**named, **value}.items() if key != "$ref"}

    whole: dict[str, Any] = inline(schema)
    return whole


def _codes(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the codes that a fact can have, where it has codes."""
    kinds = [fact, *fact.get("anyOf", ())]
    found = [kind["enum"] for kind in kinds if "enum" in kind]
    return {"codes": [code for code in found[0] if code is not None]} if found else {}


def _of_case() -> dict[str, Any]:
    kept = ("type", "properties", "required", "additionalProperties")
    return {key: value for key, value in _inlined(case_schema()).items() if key in kept}


def _of(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def tools() -> tuple[Tool, ...]:
    """Return the tools, each with the schema of what it takes."""
    case = _of_case()
    part = {"type": "string", "enum": list(_PARTS), "description": "The part of a case."}
    after = {"type": "string", "description": "The last name of the page before; leave out for the first page."}
    code = {"type": "string", "description": "The code of a finding of this case."}
    audience = {"type": "string", "enum": list(_AUDIENCES), "description": "For whom it is said."}
    return (
        Tool("describe_facts", _ABOUT_FACTS, _of({"part": part, "after": after}, "part"), describe_facts),
        Tool("check_case", _ABOUT_CHECK, case, check_case),
        Tool("interpret_il6", _ABOUT_INTERPRET, case, interpret_il6),
        Tool(
            "explain_finding", _ABOUT_EXPLAIN,
            _of({"case": case, "code": code, "audience": audience}, "case", "code", "audience"), explain_finding,
        ),
    )  # fmt: skip


_ABOUT_FACTS: Final = "The facts that a case can state, by part, with their meaning and codes. Every fact is optional."
_ABOUT_CHECK: Final = "Whether a case can be read, and what is wrong with it. Decides nothing."
_ABOUT_INTERPRET: Final = (
    "Interpret a blood interleukin-6 result with what is known of the draw and the person. State only what somebody "
    "told you: a missing fact is asked for in `questions` and must never be guessed or filled in. Read `care` first. "
    "Not a diagnosis."
)
_ABOUT_EXPLAIN: Final = "Why a finding of a case matters and how strong the evidence is, for a patient or a clinician."
