"""What the playground computes: the text of a case document in, all that the page shows out, as JSON text."""

import json
import re
from typing import Any

from forge_il6 import Care, CaseError, ForgeError, Verdict, interpret_case
from forge_il6.interop.cases import read_json
from forge_il6.shown.sections import sections

FIELD = re.compile(r"[a-z_0-9]+(?:\[\d+\])?(?:\.[a-z_0-9]+(?:\[\d+\])?)*(?=: )")
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)
DEEPEST = 20


def answer(text: str) -> str:
    """Interpret a case; an error says which field it is about."""
    try:
        refuse_depth(text)
        said = shown(interpret_case(read_json(text, "case")))
    except ForgeError as error:
        field = FIELD.match(str(error))
        said = {"error": str(error), "field": field[0] if field else None}
    return json.dumps(said, ensure_ascii=False)


def refuse_depth(text: str) -> None:
    """Refuse text that is nested deeply before it is read: in a browser it would break Python itself."""
    depth = 0
    for found in BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise CaseError("case: nested too deeply; a case document has few levels")


def shown(verdict: Verdict) -> dict[str, Any]:
    """Everything that is shown of a verdict."""
    return {
        "summary": verdict.summary,
        "care": verdict.care.value,
        "questions": questions(verdict),
        "card": verdict.to_html(),
        "course": verdict.course_svg() if verdict.document.course else "",
        "rules": {finding.rule: finding.asked for finding in verdict.findings},
        "document": json.dumps(verdict.to_dict(), ensure_ascii=False, indent=2),
    } | pages(verdict)


def pages(verdict: Verdict) -> dict[str, str]:
    """The whole report and the pages for one reader each, as far as this library writes them."""
    if not hasattr(verdict, "for_patient"):
        return {"report": str(verdict)}
    return {
        "patient": verdict.for_patient(html=True),
        "clinician": verdict.for_clinician(html=True),
        "report": verdict.to_text(full=True),
    }


def questions(verdict: Verdict) -> list[dict[str, Any]]:
    """What to ask next, the most useful first: what each answer leads to, or what is missing where nobody says that."""
    document = verdict.document
    if not hasattr(document, "questions"):
        missing = sections(document).missing.entries if verdict.care is not Care.URGENT else ()
        return [{"fact": entry.label, "asks": f"Can you say this: {entry.text}?", "answers": []} for entry in missing]
    return [
        {
            "fact": question.fact,
            "asks": question.asks,
            "answers": [
                {"says": each.says, "states": json.loads(each.states), "summary": each.summary}
                for each in question.answers
            ],
        }
        for question in document.questions
    ]
