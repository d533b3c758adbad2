"""The laws that hold for every module of the package, read from its source or tried in a fresh process."""

from __future__ import annotations

import ast
import inspect
import io
import json
import pkgutil
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_UP, Decimal, Inexact, InvalidOperation, localcontext
from decimal import Context as DecimalContext
from importlib import import_module
from pathlib import Path

import attrs
import pytest

import forge_il6
from forge_il6 import STANDARD, ForgeError, Scale, Threshold, interpret_case
from forge_il6.knowledge import thresholds
from place import NAME, PACKAGE, ROOT, VENDOR, environment, needs_docstrings

LADDER = (
    "errors",
    "version",
    "frozen",
    "markup",
    "codes",
    "evidence",
    "sizes",
    "units",
    "threshold",
    "times",
    "knowledge.sources",
    "knowledge.thresholds",
    "knowledge.measurands",
    "knowledge.assays",
    "knowledge.populations",
    "knowledge.interventions",
    "knowledge.mechanisms",
    "knowledge.findings",
    "knowledge.questions",
    "knowledge.words",
    "knowledge.plain",
    "knowledge",
    "fields",
    "record",
    "reading",
    "context",
    "conclusions",
    "asking.body",
    "asking.course",
    "asking.training",
    "asking.facts",
    "asking.rule",
    "asking.evaluate",
    "asking.domains",
    "asking.canonical",
    "asking.proof",
    "asking.digest",
    "asking.ruleset",
    "asking.answer",
    "asking",
    "rules.draw",
    "rules.exercise",
    "rules.confounders",
    "rules.bands",
    "rules.persistence",
    "rules.trend",
    "rules.level",
    "rules.crp",
    "rules.care",
    "rules.secondary",
    "rules.grip",
    "rules.hrv",
    "rules.links",
    "rules.interventions",
    "rules",
    "wording",
    "answered",
    "advice",
    "missing",
    "next_draw",
    "course_numbers",
    "void",
    "explain",
    "document",
    "shown.palette",
    "shown.scale",
    "shown.sections",
    "shown.brief",
    "shown.picture.parts",
    "shown.picture.axes",
    "shown.picture.series",
    "shown.picture.layout",
    "shown.picture.svg",
    "shown.picture.figure",
    "shown.picture",
    "shown.report",
    "shown.card_style",
    "shown.card_scale",
    "shown.card",
    "shown.row",
    "shown.people",
    "shown.audience",
    "shown",
    "judging",
    "case",
    "deciding",
    "questions",
    "verdict",
    "interpretation",
    "provenance",
    "summary",
    "describe",
    "schema",
    "__init__",
    "interop.cases",
    "interop.remarks",
    "interop.names",
    "interop.midnight",
    "interop.loinc",
    "interop.specimens",
    "interop.patients",
    "interop.off_scale",
    "interop.drugs",
    "interop.spellings",
    "interop.tables.cells",
    "interop.tables.mapping",
    "interop.tables.guesses",
    "interop.tables.layouts",
    "interop.tables.results",
    "interop.tables.rows",
    "interop.tables.patients",
    "interop.tables.reports",
    "interop.tables.sheets",
    "interop.tables",
    "interop.hl7.sentences",
    "interop.hl7.segments",
    "interop.hl7.times",
    "interop.hl7.values",
    "interop.hl7.people",
    "interop.hl7.specimens",
    "interop.hl7.rows",
    "interop.hl7.reader",
    "interop.hl7",
    "interop.fhir.sentences",
    "interop.fhir.parts",
    "interop.fhir.times",
    "interop.fhir.values",
    "interop.fhir.documents",
    "interop.fhir.specimens",
    "interop.fhir.standing",
    "interop.fhir.groups",
    "interop.fhir.results",
    "interop.fhir.medications",
    "interop.fhir.exports",
    "interop.fhir.reader",
    "interop.fhir.datatypes",
    "interop.fhir.out",
    "interop.fhir",
    "interop.cds.card",
    "interop.cds.hooks",
    "interop.cds",
    "interop.wearables.sentences",
    "interop.wearables.variability",
    "interop.wearables.activities",
    "interop.wearables.times",
    "interop.wearables.gathered",
    "interop.wearables.elements",
    "interop.wearables.apple",
    "interop.wearables.tracks",
    "interop.wearables.records",
    "interop.wearables.reader",
    "interop.wearables",
    "interop.csv_mapping",
    "interop.cds_hooks",
    "interop.fhir_out",
    "interop.documents",
    "interop.feeds",
    "interop.worn",
    "interop.agents",
    "interop.mcp_server",
    "interop",
    "frame.facts",
    "frame.plan",
    "frame.cells",
    "frame.numbering",
    "frame.engines",
    "frame.rows",
    "frame.answers",
    "frame.times",
    "frame.lines",
    "frame.watched",
    "frame.encoded",
    "frame.draws",
    "frame.beside",
    "frame.persons",
    "frame.levels",
    "frame.past",
    "frame.courses",
    "frame.interpreting",
    "frame.lists",
    "frame.description",
    "frame.batches",
    "frame.sources",
    "frame.streams",
    "frame.parts",
    "frame.files",
    "frame",
    "comparison",
    "testing",
    "spark",
    "command.files",
    "command.population",
    "command.cohorts",
    "command.verify",
    "command",
    "__main__",
)
"""Every module below those that it may import from; also the order in which to read them."""

OUTSIDE = ("interop", "frame", "spark", "describe", "schema", "shown.picture.figure", "testing", "command", "__main__")
"""Where the world begins: files, streams and libraries for them."""

ASKED_BACK = (("asking.ruleset", "comparison"),)
"""A method whose work rests on its own class: it asks the module below for it once it is called, and not before."""

LONGEST_FUNCTION = 50
LONGEST_MODULE = 700

CASE = {
    "reading": {
        "il6": "2.4 pg/mL",
        "drawn_at": "2026-11-20T08:10:00+01:00",
        "fasting_hours": 11,
        "exercise": "resistance",
        "hours_since_exercise": 36,
        "specimen": "serum",
        "method": "R&D Quantikine HS",
        "hours_to_centrifugation": 1,
        "at_rest": True,
        "lab_upper_limit": "7 pg/mL",
    },
    "context": {
        "age": 57,
        "hs_crp": "0.6 mg/L",
        "history": [
            {"il6": "2.21 pg/mL", "drawn_at": "2026-06-20T08:00:00+02:00", "fasting": True, "exercise": "none"},
            {"il6": "0.0029951 ng/mL", "drawn_at": "2026-08-20T08:00:00+02:00", "fasting": True, "exercise": "none"},
        ],
        "confounders": [{"kind": "vaccination", "days_since": 9}],
        "red_flags": [],
        "grip": [{"on": "2026-05-01", "value": "90.4 lb"}],
        "hrv": [{"on": "2026-11-01", "rmssd": "42 ms"}],
        "vitamin_d": "80 nmol/L",
        "il10": "1.1 pg/mL",
        "considering": [{"intervention": "melatonin_low_dose", "dose": "5 mg"}],
    },
}
"""A case that asks most rules."""

NO_CASES = (
    {"reading": {"il6": "-1 pg/mL"}},
    {"reading": {"il6": "1,2 pg/mL"}},
    {"reading": {"il6": "2.4 Pg/mL"}},
    {"reading": {"il6": 2.4}},
    {"reading": {"il6": "0 pg/mL"}},
    {"reading": {"il6": "2.4 pg/mL", "fasting": False, "fasting_hours": 12}},
    {"reading": {"il6": "2.4 pg/mL", "drawn_at": "2026-11-20T08:10"}},
    {"reading": {"ilsix": "2.4 pg/mL"}},
    {"context": {"age": -3}},
    {"context": {"age": float("inf")}},
    {"context": {"confounders": ["a cold"]}},
    {"context": {"history": [{"il6": "2.4 pg/mL"}]}},
)
"""What must be refused under any circumstances."""


# --- reading the source ----------------------------------------------------------------------------


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
SOURCES = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}
CORE = sorted(name for name in FILES if not {name, name.split(".")[0]} & set(OUTSIDE))
RULE_MODULES = sorted(name for name in FILES if name.split(".")[0] == "rules")


def package_of(name: str) -> list[str]:
    """The dotted path from which a module's relative imports start."""
    parts = [] if name == "__init__" else name.split(".")
    return parts if FILES[name].name == "__init__.py" else parts[:-1]


def imported(name: str) -> Iterator[tuple[str, int]]:
    """Every module of the package that a module imports from, wherever the import stands, with its line."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package_of(name)
            base = base[: len(base) - (node.level - 1)] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                whole = ".".join([*base, alias.name])
                yield (whole if whole in FILES else ".".join(base) or "__init__"), node.lineno


def foreign(name: str) -> Iterator[tuple[str, int, bool]]:
    """Every module from elsewhere that a module imports, with its line and whether it waits inside a function."""
    tree = TREES[name]
    waiting = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in waiting
        elif isinstance(node, ast.ImportFrom) and not node.level:
            # a host that copied attrs and pint too has made `import attrs` into `from host import attrs`
            modules = [alias.name for alias in node.names] if node.module == VENDOR else [node.module or ""]
            yield from ((module, node.lineno, id(node) in waiting) for module in modules)


def called(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The last name of everything that is called, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield f".{node.func.attr}", node.lineno


def at(name: str, line: int) -> str:
    return f"{FILES[name].relative_to(PACKAGE)}:{line}"


# --- the ladder ------------------------------------------------------------------------------------


def test_every_module_has_its_place_on_the_ladder() -> None:
    """Design 4: one ladder, also the order in which to read."""
    unplaced = sorted(FILES.keys() - set(LADDER))

    assert [] == unplaced, (
        f"add {unplaced} to LADDER in tests/test_architecture.py, below everything that it imports from "
        "and above everything that imports from it; then the same line in docs/design.md"
    )


def test_no_module_stands_twice_on_the_ladder() -> None:
    """A place that could be either of two would hold nothing."""
    assert sorted(set(LADDER)) == sorted(LADDER)


def test_the_design_shows_this_ladder() -> None:
    """If two places must agree they are compared: a reader follows docs/design.md, the laws follow LADDER."""
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```text\n(errors\.py .*?)^```", design, re.MULTILINE | re.DOTALL)
    rungs = dict.fromkeys(f"{name.split('.')[0]}/" if "." in name else f"{name}.py" for name in LADDER)
    packages = {name.removesuffix("/") for name in rungs if name.endswith("/")}

    assert [name for name in rungs if name.removesuffix(".py") not in packages] == re.findall(
        r"^\S+", shown, re.MULTILINE
    )


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_module_imports_only_from_modules_above_it(name: str) -> None:
    """Design 4: a file imports only from files above it, inside functions and under TYPE_CHECKING as well."""
    above = LADDER[: LADDER.index(name)] if name in LADDER else ()
    known = (*above, *(other for asker, other in ASKED_BACK if asker == name))
    upward = [f"{at(name, line)} imports {other}" for other, line in imported(name) if other not in known]

    assert [] == upward


@pytest.mark.parametrize("name, other", ASKED_BACK)
def test_what_is_asked_back_is_asked_once_it_is_called(name: str, other: str) -> None:
    """An upward import that ran when a module is read would be a circle."""
    tree = TREES[name]
    waiting = {
        node.lineno
        for inside in ast.walk(tree)
        if isinstance(inside, ast.FunctionDef)
        or (isinstance(inside, ast.If) and "TYPE_CHECKING" in ast.dump(inside.test))
        for node in ast.walk(inside)
        if isinstance(node, ast.ImportFrom)
    }

    assert {line for found, line in imported(name) if found == other} <= waiting


ENGINE = sorted(
    name for name in FILES if name.split(".")[0] in ("asking", "case", "explain", "interpretation", "judging")
)


def test_the_engine_names_no_rule() -> None:
    """Any rule can be taken away or replaced; the engine asks a set, and knows only which one is the standard."""
    named = {(name, other) for name in ENGINE for other, _ in imported(name) if other.split(".")[0] == "rules"}

    assert {("interpretation", "rules")} == named


def test_the_walk_sees_imports_that_hide() -> None:
    """The walk is worth nothing if it overlooks an import inside a function."""
    hidden = sum(waits for name in FILES for _, _, waits in foreign(name))
    seen = {other for name in FILES for other, _ in imported(name)}

    assert hidden > 0
    assert {"errors", "knowledge.sources", "rules.draw"} <= seen


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_package_never_names_itself(name: str) -> None:
    """Design 5: relative imports only, so that the package can be copied under another name."""
    named = [at(name, line) for module, line, _ in foreign(name) if module.split(".")[0] == forge_il6.__name__]
    asked_for = [at(name, line) for call, line in called(TREES[name]) if call in ("__import__", ".import_module")]

    assert [] == named + asked_for


def test_every_public_name_is_where_the_package_says() -> None:
    """Type checkers read one list and programs another, so the two are compared."""
    homes = {
        alias.asname or alias.name: node.module
        for node in ast.walk(TREES["__init__"])
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
        if alias.name != "__version__"  # which a package has, and does not offer by name
    }

    assert sorted(homes) == sorted(forge_il6.__all__)
    assert set(homes) <= set(dir(forge_il6))
    for name, home in homes.items():
        assert getattr(import_module(f"{forge_il6.__name__}.{home}"), name) is getattr(forge_il6, name)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    """Both hasattr and from-imports rely on it."""
    with pytest.raises(AttributeError, match="interprete"):
        forge_il6.interprete  # noqa: B018  (looking is the test)


@pytest.mark.parametrize("name", CORE)
def test_the_core_needs_the_standard_library_attrs_and_later_pint(name: str) -> None:
    """Design 5: pint loads only when a quantity goes out, and nothing else is needed."""
    allowed = sys.stdlib_module_names | {"attrs"}
    wrong = [
        f"{at(name, line)} imports {module}"
        for module, line, waits in foreign(name)
        if module.split(".")[0] not in allowed and not (module.split(".")[0] == "pint" and waits)
    ]

    assert [] == wrong


def test_only_the_door_for_quantities_knows_pint() -> None:
    """Design 5: pint never travels past units.py."""
    assert ["units"] == [name for name in sorted(FILES) if any(m.split(".")[0] == "pint" for m, _, _ in foreign(name))]


def test_only_the_writer_of_figures_knows_matplotlib_and_only_once_it_draws() -> None:
    """Design 5: an extra is imported inside the function that needs it, so the package imports without it."""
    found = {name for name in FILES for module, _, _ in foreign(name) if module.split(".")[0] == "matplotlib"}

    assert {"shown.picture.figure"} == found
    assert [] == [
        f"{at('shown.picture.figure', line)} imports {module}"
        for module, line, waits in foreign("shown.picture.figure")
        if module.split(".")[0] not in sys.stdlib_module_names and not waits
    ]


# --- what is said ----------------------------------------------------------------------------------

SAYING = [*sorted(name for name in FILES if name.startswith("shown.")), "interop.fhir.out", "interop.cds.card"]
"""What reads the document of a verdict."""


@pytest.mark.parametrize("name", SAYING)
def test_no_key_of_a_verdict_document_is_named_where_it_is_read(name: str) -> None:
    """The document is typed records, whose fields a type checker knows; by a text only tables of words are asked."""
    keys = [
        f"{at(name, node.lineno)}: {ast.unparse(node)}"
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Subscript)
        and (isinstance(node.slice, ast.JoinedStr) or isinstance(getattr(node.slice, "value", None), str))
        and not (isinstance(node.value, ast.Name) and node.value.id.isupper())
    ]

    assert [] == keys
    assert "to_dict" not in {call.lstrip(".") for call, _ in called(TREES[name])}


# --- what the core leaves alone --------------------------------------------------------------------

WORLD = frozenset({
    "asyncio", "ctypes", "ftplib", "getpass", "http", "importlib", "logging", "multiprocessing", "os", "pathlib",
    "pickle", "platform", "random", "secrets", "shutil", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys",
    "tempfile", "time", "urllib", "uuid", "warnings",
})  # fmt: skip
DEEDS = frozenset({"print", "open", "input", "breakpoint", "eval", ".now", ".utcnow", ".today", ".write_text", ".open"})


@pytest.mark.parametrize("name", CORE)
def test_the_core_writes_nothing_and_reaches_for_nothing(name: str) -> None:
    """Design 5: the library never logs, writes or opens a socket; protocol 11: no clock, no randomness."""
    # a public name is fetched when it is first used, and so is one that has moved
    allowed = {"importlib"} if name in ("__init__", "reading") else set()
    reached = [
        f"{at(name, line)}: {module}" for module, line, _ in foreign(name) if module.split(".")[0] in WORLD - allowed
    ]
    done = [f"{at(name, line)}: {call}" for call, line in called(TREES[name]) if call in DEEDS]

    assert [] == reached + done


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_check_is_an_assert(name: str) -> None:
    """python -O drops every assert, and a check must not go with it."""
    assert [] == [at(name, node.lineno) for node in ast.walk(TREES[name]) if isinstance(node, ast.Assert)]


# --- modules and functions -------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_function_fits_on_a_screen(name: str) -> None:
    """Design 6: a function fits on a screen and mostly in ten lines."""
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}

    assert {} == {function: lines for function, lines in lengths.items() if lines > LONGEST_FUNCTION}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_module_tells_one_story(name: str) -> None:
    """A module opens with a sentence; one that does something is not endless, one of records alone may be long."""
    tree = TREES[name]
    does_something = any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in ast.walk(tree))

    assert ast.get_docstring(tree), f"{at(name, 1)} has no docstring"
    assert not does_something or len(SOURCES[name].splitlines()) <= LONGEST_MODULE


def test_no_module_is_a_drawer() -> None:
    """Design 4: no utils, helpers, core, common, constants."""
    drawers = {"utils", "util", "helpers", "core", "common", "constants", "misc"}

    assert set() == drawers & {part for name in FILES for part in name.split(".")}


# --- rules -----------------------------------------------------------------------------------------

NAMES_WITH_DIGITS = re.compile(
    r"\b[A-Za-z]+_?\d\w*|IL-6|IL-10|COVID-19|GLP-1|\w*_\w+|Zone 2|tier \d|25-OH", re.IGNORECASE
)
COUNTED_TIME = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty-four)\b[ -]"
    r"(?:to \w+ )?(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)


def strings(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def is_number(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def labels(tree: ast.Module) -> set[int]:
    """The strings that name something and measure nothing: ids of rules, the version of the rule set."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    ids = {id(call.args[0]) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "rule"}
    return ids | {id(word.value) for call in calls for word in call.keywords if word.arg == "version"}


def sentences(name: str) -> Iterator[tuple[int, str]]:
    """Every text inside a module with its line: questions, reasons, other strings and comments."""
    tree = TREES[name]
    passed_over = labels(tree)
    if isinstance(tree.body[0], ast.Expr):
        passed_over.add(id(tree.body[0].value))  # no finding prints the docstring of a module
    yield from ((node.lineno, text) for node, text in strings(tree) if id(node) not in passed_over)
    for token in tokenize.generate_tokens(io.StringIO(SOURCES[name]).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], re.sub(r"noqa: [A-Z0-9, ]+", "", token.string)


@pytest.mark.parametrize("name", RULE_MODULES)
def test_a_rule_contains_no_number(name: str) -> None:
    """Design 5: numbers live once, in knowledge, each with its basis."""
    numbers = [
        f"{at(name, node.lineno)}: {node.value}"
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float, complex))
        and type(node.value) is not bool
    ]
    passed_over = labels(TREES[name])
    texts = ((node, text) for node, text in strings(TREES[name]) if id(node) not in passed_over)
    hidden = [f"{at(name, node.lineno)}: {text!r}" for node, text in texts if is_number(text)]

    found = numbers + hidden

    assert [] == found, "\n".join(found)


TEXT_OR_NUMBER = {"str", "bytes", "int", "float", "timedelta", "type[Any]"}
"""What equals another only where it is the same in every way that matters: no Decimal, no record, no object."""


def cached(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function that remembers what it answered."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(each).split("(")[0].rpartition(".")[2] for each in node.decorator_list}
            if names & {"lru_cache", "cache"}:
                yield node


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_is_remembered_by_what_only_compares_equal(name: str) -> None:
    """Design 5: 5 equals 5.00, and a cache would put one person's text into another's document."""
    found = [
        f"{at(name, node.lineno)}: {node.name}, by its argument {argument.arg}"
        for node in cached(TREES[name])
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.annotation is None or ast.unparse(argument.annotation) not in TEXT_OR_NUMBER
    ]

    assert [] == found, "\n".join(found)


def test_a_cache_over_a_value_of_a_case_would_be_found() -> None:
    """The law sees both spellings and every kind of argument."""
    source = "@lru_cache(maxsize=3)\ndef a(x: Decimal): ...\n@functools.cache\ndef b(*, y): ...\ndef c(z): ..."

    assert ["a", "b"] == [node.name for node in cached(ast.parse(source))]


@pytest.mark.parametrize("name", RULE_MODULES)
def test_a_rule_repeats_no_number_in_words(name: str) -> None:
    """Design 5: a threshold in a comment or a sentence stays behind when the number changes."""
    found = [
        f"{at(name, line)}: {text.strip()[:90]}"
        for line, text in sentences(name)
        if re.search(r"\d", NAMES_WITH_DIGITS.sub("", text)) or COUNTED_TIME.search(text)
    ]

    assert [] == found, "\n".join(found)


@needs_docstrings
@pytest.mark.parametrize("rule", STANDARD.rules, ids=lambda rule: rule.id)
def test_a_rule_asks_a_question_and_gives_its_reason(rule: forge_il6.Rule) -> None:
    """Design 1: documentation reads the rule, so the rule must say what it asks and why."""
    assert rule.asks.endswith("?")
    assert rule.asks[0].isupper()
    assert inspect.getdoc(rule.function), f"rule {rule.id} has no docstring"


def test_rule_ids_are_unique() -> None:
    """A finding names the rule that made it, and nothing else by that name."""
    assert {} == {rule_id: n for rule_id, n in Counter(rule.id for rule in STANDARD).items() if n > 1}


def test_every_rule_of_every_module_is_in_the_standard_set() -> None:
    """A rule that was written and never asked would be a promise nobody keeps."""
    written = set()
    for info in pkgutil.iter_modules([str(PACKAGE / "rules")], f"{forge_il6.__name__}.rules."):
        module = import_module(info.name)
        written |= {value.id for value in vars(module).values() if isinstance(value, forge_il6.Rule)}

    assert written == {rule.id for rule in STANDARD}


@pytest.mark.parametrize("rule", STANDARD.rules, ids=lambda rule: rule.id)
def test_the_name_of_a_threshold_is_the_name_of_its_constant(rule: forge_il6.Rule) -> None:
    """Design 1: the keyword is the override key, and the constant of that name is the one place of the number."""
    for name, threshold in rule.thresholds().items():
        assert getattr(thresholds, name.upper(), None) is threshold, f"rule {rule.id}: {name}"


@pytest.mark.parametrize("rule", STANDARD.rules, ids=lambda rule: rule.id)
def test_a_scale_in_a_rule_is_the_one_of_knowledge(rule: forge_il6.Rule) -> None:
    """A scale made inside a rule would be a second place for its cuts."""
    known = [value for value in vars(thresholds).values() if isinstance(value, Scale)]
    scales = [value for value in rule.parameters.values() if isinstance(value, Scale)]

    assert [] == [scale for scale in scales if not any(scale is other for other in known)]


# --- no state --------------------------------------------------------------------------------------

CHANGES = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "sort", "update",
})  # fmt: skip


def local_names(function: ast.FunctionDef) -> set[str]:
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    stored = (node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return {argument.arg for argument in given if argument} | set(stored)


def root_of(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def writes(function: ast.FunctionDef) -> Iterator[int]:
    """The lines on which a function writes to something that it did not make."""
    own = local_names(function)
    for node in ast.walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            yield node.lineno
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            yield from [node.lineno] * (root_of(node) not in own)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            yield from [node.lineno] * (root_of(node.func.value) not in own)


@pytest.mark.parametrize("name", RULE_MODULES)
def test_no_rule_writes_to_anything_outside_itself(name: str) -> None:
    """Protocol 11: no global state; a rule answers and does nothing else."""
    functions = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef)]

    assert [] == [at(name, line) for function in functions for line in writes(function)]


def test_interpreting_leaves_the_rule_modules_as_they_were() -> None:
    """What the source does not show, the objects would."""

    def state() -> dict[str, str]:
        modules = (import_module(f"{forge_il6.__name__}.{name}") for name in RULE_MODULES)
        return {
            f"{module.__name__}.{name}": repr(value)
            for module in modules
            for name, value in vars(module).items()
            if isinstance(value, (dict, list, set)) and not name.startswith("__")
        }

    before = state()
    interpret_case(CASE).to_dict()

    assert before
    assert before == state()


# --- in a fresh process ----------------------------------------------------------------------------


def python(script: str, *flags: str, **settings: str) -> str:
    """Run a script in a fresh interpreter that finds this package, and return what it printed."""
    done = subprocess.run(
        [sys.executable, *flags, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        env=environment(**settings),
        timeout=120,
        check=False,
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    return done.stdout


LOADED = """
import json, sys
before = set(sys.modules)
from forge_il6 import Context, Reading, interpret
imported = set(sys.modules) - before
interpret(Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="none"))
interpret(Reading(2.4, "ng/L", lab_upper_limit="7 ng/L"), Context(age=57, hs_crp="0.6 mg/L")).to_dict()
print(json.dumps([sorted(imported), sorted(set(sys.modules) - before)]))
"""
HEAVY = frozenset({
    "asyncio", "concurrent", "email", "html", "http", "importlib.metadata", "logging", "multiprocessing", "numpy",
    "pint", "rich", "socket", "sqlite3", "ssl", "subprocess", "tkinter", "unittest", "urllib.request", "xml",
})  # fmt: skip


def test_importing_and_reading_the_usual_units_loads_nothing_heavy() -> None:
    """Design 5: what a unit means is a table of our own, so pint loads only where a quantity goes out."""
    homes = {name.split(".")[0] for name in (NAME, attrs.__name__, attrs.define.__module__)}
    for loaded in json.loads(python(LOADED)):
        assert homes == {name.split(".")[0] for name in loaded} - sys.stdlib_module_names
        assert set() == HEAVY & {name.removeprefix(f"{VENDOR}.") for name in loaded}


def test_pint_is_loaded_by_the_first_quantity_that_goes_out() -> None:
    """The test above would pass for ever if pint went by another name."""
    script = 'import sys; from forge_il6 import Reading; Reading("0.0024 ng/mL").il6{}; print(*sys.modules)'
    asked = [python(script.format(each)).split() for each in ("", ".quantity")]

    assert [False, True] == ["pint" in [name.removeprefix(f"{VENDOR}.") for name in names] for names in asked]


TOUCHES = f"""
import sys
from forge_il6 import interpret_case
case = {CASE!r}
interpret_case(case).to_dict()
touched = []
watching = False
def hook(event, arguments):
    if watching and event.split(".")[0] in ("open", "socket", "os", "subprocess", "import", "shutil", "sqlite3"):
        touched.append(event)
sys.addaudithook(hook)
watching = True
verdict = interpret_case(case)
text, document = str(verdict), verdict.to_dict()
type(verdict).from_dict(document)
watching = False
print(touched)
"""


def test_interpreting_touches_no_file_and_no_network() -> None:
    """Protocol 11: deterministic, no network; design 5: the library never writes or opens a socket."""
    assert "[]" == python(TOUCHES).strip()


WITHOUT_DOCSTRINGS = f"""
import json
from forge_il6 import ForgeError, Threshold, Convention, interpret_case
kept = []
for case in {NO_CASES!r}:
    try:
        interpret_case(case)
    except ForgeError as error:
        kept.append(type(error).__name__)
    else:
        kept.append(None)
try:
    Threshold(36, "hour", None)
except ForgeError as error:
    kept.append(type(error).__name__)
verdict = interpret_case({CASE!r})
print(json.dumps([kept, verdict.to_dict(), str(verdict), __debug__]))
"""


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_without_asserts_and_docstrings_everything_is_the_same(flag: str) -> None:
    """repo-review lost its messages under -OO, and asserts go under -O; ours must not."""
    script = WITHOUT_DOCSTRINGS.replace("inf", 'float("inf")')
    *usual, debug = json.loads(python(script, PYTHONOPTIMIZE=""))
    *bare, no_debug = json.loads(python(script, flag))

    assert (True, False) == (debug, no_debug)
    assert None not in usual[0]
    assert usual == bare


THREADS = """
import sys, threading
from decimal import Decimal
import pint
sys.setswitchinterval(1e-6)
plain, exact, shared = pint.UnitRegistry(), pint.UnitRegistry(non_int_type=Decimal), pint.get_application_registry()
units = "nanogram / milliliter"
values = [
    plain.Quantity(0.0024, units), exact.Quantity(Decimal("0.0024"), units), shared.Quantity(0.0024, units),
    "0.0024 ng/mL",
]
start, verdicts, errors = threading.Barrier(16), [], []
def run(value):
    start.wait()
    try:
        from forge_il6 import Context, Reading, interpret
        reading = Reading(value, drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="none")
        verdict = interpret(reading, Context(age=57, hs_crp="0.06 mg/dL", vitamin_d="80 nmol/L"))
        verdicts.append((verdict.band.value, str(verdict.to_dict())))
    except BaseException as error:
        errors.append(repr(error))
threads = [threading.Thread(target=run, args=(values[number % len(values)],)) for number in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(errors, len(verdicts), len(set(verdicts)), verdicts[0][0])
"""


def test_sixteen_threads_agree_from_the_first_call_on() -> None:
    """Design 5: a shared lazy registry fails under threads; what a unit means needs none."""
    assert "[] 16 1 elevated" == python(THREADS).strip()


# --- under hostile settings of the host ------------------------------------------------------------


def outcomes() -> list[object]:
    """Everything that the package says of one case and of all that is no case."""
    verdict = interpret_case(CASE)
    said: list[object] = [verdict.to_dict(), str(verdict)]
    for case in NO_CASES:
        try:
            said.append(interpret_case(case))
        except ForgeError as error:
            said.append((type(error), str(error)))
    return said


@pytest.mark.parametrize(
    "hostile",
    [
        DecimalContext(prec=2, rounding=ROUND_UP),
        DecimalContext(prec=1, Emin=-1, Emax=1),
        DecimalContext(prec=3, traps=[Inexact, InvalidOperation]),
        DecimalContext(prec=28, capitals=0, clamp=1),
    ],
    ids=["two digits", "one digit, no exponents", "traps", "clamped"],
)
def test_the_decimal_context_of_the_host_changes_nothing(hostile: DecimalContext) -> None:
    """Design 5: a host set its decimal context to two digits and 2.9951 became 3.0."""
    usual = outcomes()
    with localcontext(hostile):
        assert usual == outcomes()


HOSTILE = f"""
import decimal, json
decimal.setcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP))
from forge_il6 import interpret_case
verdict = interpret_case({CASE!r})
print(json.dumps([verdict.to_dict(), str(verdict)]))
"""


def test_the_decimal_context_of_the_host_changes_nothing_at_the_first_call() -> None:
    """What is worked out once and remembered, such as a factor, is worked out in a context of our own as well."""
    verdict = interpret_case(CASE)

    assert [verdict.to_dict(), str(verdict)] == json.loads(python(HOSTILE))


@pytest.mark.parametrize("case", NO_CASES, ids=str)
def test_checks_stand_when_attrs_validators_are_switched_off(case: dict[str, object]) -> None:
    """Design 5: attrs validators can be switched off for the whole process; our checks cannot."""
    with attrs.validators.disabled(), pytest.raises(ForgeError):
        interpret_case(case)


def test_a_threshold_needs_its_basis_when_attrs_validators_are_switched_off() -> None:
    """The same for what a host brings to the rules."""
    with attrs.validators.disabled(), pytest.raises(forge_il6.ThresholdError):
        Threshold(36, "hour", None)  # type: ignore[arg-type]


# --- the text of the repository --------------------------------------------------------------------

READABLE = frozenset(
    {".py", ".md", ".toml", ".yml", ".yaml", ".cff", ".json", ".csv", ".ndjson", ".txt", ".css", ".html"}
)
OWN_TEXT = ("src", "docs", "tests", "examples", "benchmarks", ".ci")
UNWANTED = re.compile(
    r"\bissue\b|\bissues? ?#?\d"
    r"|\bsessions? ?(?:no\.? ?|#)?\d|\b(?:this|next|previous|another|parallel|working|coding) session\b"
    r"|\btickets?\b"
    r"|(?<![\w.:/])/(?:work|tmp|home|root|Users|mnt)\b|\b[A-Z]:\\\\?\w",
    re.IGNORECASE,
)


def own_texts() -> Iterator[Path]:
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in READABLE)
    for folder in OWN_TEXT:
        for path in sorted((ROOT / folder).rglob("*")):
            is_text = path.suffix in READABLE or path.parent.name == ".ci"
            if path.is_file() and is_text and "__pycache__" not in path.parts and path != Path(__file__).resolve():
                yield path


def test_the_repository_speaks_of_its_subject_only() -> None:
    """How the work was organised, and on which machine, is nobody's concern who reads it."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in own_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := UNWANTED.search(line))
    ]

    assert [] == found


@pytest.mark.parametrize(
    "text",
    ["see issue 2", "Ticket", "session 3", "in this session", "/" + "tmp/x.csv", "open('/" + "home/me')", "C:\\data"],
)
def test_the_pattern_finds_what_it_is_for(text: str) -> None:
    """A pattern that matches nothing would pass for ever."""
    assert UNWANTED.search(text)


@pytest.mark.parametrize(
    "text", ["the last session ended", "one grip session", "https://x.org/work/1", "tissue", "pg/mL"]
)
def test_the_pattern_leaves_training_sessions_alone(text: str) -> None:
    """A session of training or of grip is a word of this subject."""
    assert not UNWANTED.search(text)
