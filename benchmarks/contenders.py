"""The work item for each contender. Each function returns a job, or raises ImportError where a package is missing."""

# ruff: noqa: PLC0415  (each package is imported by its own contender, so that a missing one stops no other)

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from stopwatch import Arguments, Job
from work_item import INTENSE, LONG, Answer, Case, plain_python

Facts = dict[str, Any]
Node = dict[str, Any]

PLAIN = "plain `if`/`else` on floats"
FORGE = "forge_il6, inputs from text"
FORGE_ALONE = "forge_il6, `interpret` alone"
ZEN_EXPRESSIONS = "zen-engine, expressions"
ZEN_GRAPH = "zen-engine, decision tables"
RULE_ENGINE = "rule-engine, expressions"
ZEN_ACCOUNT = "The work item by zen-engine with its trace, JSON to JSON"


def plain() -> Job:
    """The yardstick: floats in, four strings out."""
    return Job(PLAIN, lambda chunk: [tuple(_facts(case).values()) for case in chunk], plain_python)


def forge() -> Job:
    """forge_il6 from text to verdict: typed, checked inputs are built on the clock."""
    from forge_il6 import interpret

    inputs = forge_inputs()

    def decide(il6: str, hs_crp: str, case: Case, red_flags: list[str]) -> tuple[Any, ...]:
        verdict = interpret(*inputs(il6, hs_crp, case, red_flags))
        return verdict.standing.il6.code, verdict.band, verdict.pattern, verdict.care

    return Job(FORGE, texts, decide)


def forge_prebuilt() -> Job:
    """forge_il6 where reading and context exist already; both are new in every round."""
    from forge_il6 import Context, Reading, interpret

    inputs = forge_inputs()

    def decide(reading: Reading, context: Context) -> tuple[Any, ...]:
        verdict = interpret(reading, context)
        return verdict.standing.il6.code, verdict.band, verdict.pattern, verdict.care

    return Job(FORGE_ALONE, lambda chunk: [inputs(*given) for given in texts(chunk)], decide)


def forge_inputs() -> Callable[[str, str, Case, list[str]], Arguments]:
    """How the work item becomes a reading and a context."""
    from forge_il6 import Context, Reading

    def inputs(il6: str, hs_crp: str, case: Case, red_flags: list[str]) -> Arguments:
        reading = Reading(
            il6,
            drawn_at=case.drawn_at,
            fasting_hours=case.fasting_hours,
            exercise=case.kind,
            hours_since_exercise=case.hours,
            at_rest=True,
        )
        return reading, Context(age=case.age, hs_crp=hs_crp, red_flags=red_flags)

    return inputs


def texts(chunk: Sequence[Case]) -> list[Arguments]:
    """What forge_il6 gets: the markers as text with their units."""
    return [(f"{case.il6} pg/mL", f"{case.hs_crp} mg/L", case, ["fever"] if case.fever else []) for case in chunk]


def zen_graph() -> Job:
    """
    zen-engine with a graph of decision tables, as its editor would save it.

    The engine is given the graph through its static loader, which compiles it once;
    `create_decision(...).evaluate` was found to be more than ten times slower and would not be a fair contender.
    """
    engine = _engine()

    def decide(facts: Facts) -> tuple[Any, ...]:
        result = engine.evaluate("work_item", facts)["result"]
        return result["timing"], result.get("band"), result["pattern"], result["care"]  # it leaves out what is null

    return Job(ZEN_GRAPH, _dictionaries, decide)


def _engine() -> Any:
    import zen

    return zen.ZenEngine({"loader": {"type": "static", "content": {"work_item": _decision_graph()}}})


def zen_account() -> Job:
    """The same graph, with what every table was asked and answered: facts as JSON in, the account as JSON out."""
    engine = _engine()

    def account(facts: str) -> bytes:
        return json.dumps(engine.evaluate("work_item", json.loads(facts), {"trace": True})).encode()

    return Job(ZEN_ACCOUNT, lambda chunk: [(json.dumps(_facts(case)),) for case in chunk], account)


def zen_expressions() -> Job:
    """zen-engine without a graph: one compiled expression for each conclusion, fed by hand from one to the next."""
    import zen

    return Job(ZEN_EXPRESSIONS, _dictionaries, _chained(lambda text: zen.compile_expression(text).evaluate))


def rule_engine() -> Job:
    """rule-engine: one compiled rule for each conclusion, fed by hand from one to the next."""
    import rule_engine as package  # type: ignore[import-untyped]

    return Job(RULE_ENGINE, _dictionaries, _chained(lambda text: package.Rule(text).evaluate))


CONTENDERS: dict[str, Callable[[], Job]] = {
    PLAIN: plain,
    FORGE: forge,
    FORGE_ALONE: forge_prebuilt,
    ZEN_EXPRESSIONS: zen_expressions,
    ZEN_GRAPH: zen_graph,
    RULE_ENGINE: rule_engine,
}
"""The makers, in the order of the table, by a name that is known also where the package is missing."""


def _facts(case: Case) -> Facts:
    """What the others get: numbers already made into floats, which favours them."""
    hours = 0.0 if case.hours is None else case.hours
    return {
        "kind": case.kind,
        "hours": hours,
        "il6": float(case.il6),
        "hs_crp": float(case.hs_crp),
        "fever": case.fever,
    }


def _dictionaries(chunk: Sequence[Case]) -> list[Arguments]:
    return [(_facts(case),) for case in chunk]


# --- expressions: one text that zen-engine and rule-engine both read --------------------------------------------------


def _quoted(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


EXPRESSIONS = {
    "exercise": f"""
        kind in [{_quoted("none", "light")}] ? 'valid' :
        kind == 'moderate' ? (hours < 6 ? 'void' : (hours < 24 ? 'tentative' : 'valid')) :
        (kind == 'race' ? (hours < 72 ? 'void' : (hours < 168 ? 'tentative' : 'valid')) :
        (hours < 24 ? 'void' : (kind in [{_quoted(*LONG)}] and hours < 48 ? 'tentative' : 'valid')))
    """,
    "timing": """
        exercise != 'void' and hs_crp > 10.0 ? 'unverified' : exercise
    """,
    "crp_void": f"""
        kind in [{_quoted(*INTENSE)}] ? hours < 48 :
        (kind in [{_quoted(*LONG)}] ? hours < 72 : (kind == 'race' and hours < 168))
    """,
    "band": """
        timing == 'void' ? null : (il6 < 1.2 ? 'optimal' : (il6 <= 2.0 ? 'above_target' :
        (il6 <= 3.0 ? 'elevated' : (il6 <= 7.0 ? 'high' : 'beyond_range'))))
    """,
    "pattern": """
        hs_crp > 10.0 ? 'suspended' : (timing == 'void' ? 'il6_void' :
        (hs_crp < 1.0 ? (il6 > 2.0 ? 'il6_only' : 'both_low') : (crp_void ? 'crp_void' :
        (hs_crp <= 3.0 ? (il6 > 2.0 ? 'il6_leading' : 'crp_average') : (il6 > 2.0 ? 'both_raised' : 'crp_only')))))
    """,
    "care": """
        fever ? (il6 > 7.0 or hs_crp > 10.0 ? 'same_day' : 'clinician_evaluation') :
        (il6 > 7.0 or hs_crp > 10.0 or timing == 'void' ? 'repeat' : 'none')
    """,
}
"""Each conclusion in the order of asking; a later one may use an earlier one by its name."""


def _chained(compiled: Callable[[str], Callable[[Facts], Any]]) -> Callable[[Facts], tuple[Any, ...]]:
    """All expressions in their order, on a copy of the facts that grows."""
    steps = [(name, compiled(" ".join(text.split()))) for name, text in EXPRESSIONS.items()]

    def decide(given: Facts) -> tuple[Any, ...]:
        facts = dict(given)
        for name, evaluate in steps:
            facts[name] = evaluate(facts)
        return tuple(facts[name] for name in Answer._fields)

    return decide


# --- decision tables --------------------------------------------------------------------------------------------------

INTENSE_KINDS, LONG_KINDS = _quoted(*INTENSE), _quoted(*LONG)
TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "exercise": (
        ("kind", "hours"),
        ("exercise", "crp_void"),
        (
            "'none', 'light' | | 'valid' | false",
            "'moderate' | < 6 | 'void' | false",
            "'moderate' | < 24 | 'tentative' | false",
            "'moderate' | | 'valid' | false",
            f"{INTENSE_KINDS} | < 24 | 'void' | true",
            f"{INTENSE_KINDS} | < 48 | 'valid' | true",
            f"{LONG_KINDS} | < 24 | 'void' | true",
            f"{LONG_KINDS} | < 48 | 'tentative' | true",
            f"{LONG_KINDS} | < 72 | 'valid' | true",
            "'race' | < 72 | 'void' | true",
            "'race' | < 168 | 'tentative' | true",
            " | | 'valid' | false",
        ),
    ),
    "timing": (
        ("exercise", "hs_crp"),
        ("timing",),
        (
            "'void' | | 'void'",
            " | > 10.0 | 'unverified'",
            "'tentative' | | 'tentative'",
            " | | 'valid'",
        ),
    ),
    "band": (
        ("timing", "il6"),
        ("band",),
        (
            "'void' | | null",
            " | < 1.2 | 'optimal'",
            " | <= 2.0 | 'above_target'",
            " | <= 3.0 | 'elevated'",
            " | <= 7.0 | 'high'",
            " | | 'beyond_range'",
        ),
    ),
    "pattern": (
        ("hs_crp", "timing", "crp_void", "il6"),
        ("pattern",),
        (
            "> 10.0 | | | | 'suspended'",
            " | 'void' | | | 'il6_void'",
            "< 1.0 | | | > 2.0 | 'il6_only'",
            "< 1.0 | | | | 'both_low'",
            " | | true | | 'crp_void'",
            "<= 3.0 | | | > 2.0 | 'il6_leading'",
            "<= 3.0 | | | | 'crp_average'",
            " | | | > 2.0 | 'both_raised'",
            " | | | | 'crp_only'",
        ),
    ),
    "care": (
        ("fever", "il6", "hs_crp", "timing"),
        ("care",),
        (
            "true | > 7.0 | | | 'same_day'",
            "true | | > 10.0 | | 'same_day'",
            "true | | | | 'clinician_evaluation'",
            " | > 7.0 | | | 'repeat'",
            " | | > 10.0 | | 'repeat'",
            " | | | 'void' | 'repeat'",
            " | | | | 'none'",
        ),
    ),
}
"""Name: what is asked, what is concluded, and the rows, read from the top; an empty cell accepts everything."""


def _decision_graph() -> Node:
    """The tables one after the other, each handing on what it was given."""
    nodes = [
        _node("request", "inputNode"),
        *(_table(name, *table) for name, table in TABLES.items()),
        _node("response", "outputNode"),
    ]
    names = [node["id"] for node in nodes]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in pairwise(names)
    ]
    graph: Node = json.loads(json.dumps({"nodes": nodes, "edges": edges}))
    return graph


def _node(name: str, kind: str, content: Node | None = None) -> Node:
    node: Node = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else node | {"content": content}


def _table(name: str, asked: tuple[str, ...], concluded: tuple[str, ...], rows: tuple[str, ...]) -> Node:
    columns = (*asked, *(f"={field}" for field in concluded))
    return _node(
        name,
        "decisionTableNode",
        {
            "hitPolicy": "first",
            "passThrough": True,
            "executionMode": "single",
            "inputField": None,
            "outputPath": None,
            "inputs": [{"id": field, "name": field, "field": field} for field in asked],
            "outputs": [{"id": f"={field}", "name": field, "field": field} for field in concluded],
            "rules": [
                {"_id": f"{name}-{number}"}
                | {column: cell.strip() for column, cell in zip(columns, row.split("|"), strict=True)}
                for number, row in enumerate(rows, 1)
            ],
        },
    )
