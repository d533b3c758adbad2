"""
Change one thing at a time, and see whether a test notices: ``python tests/mutants.py data`` or ``code``.

Data: every number a last digit up and down, every side of a cut, every entry of a table left out, every direction,
standing and severity exchanged. Code: every comparison, every ``and``, ``or`` and ``not``, every condition. The file
stays as it is: a process of its own reads it changed. A change that no test notices is printed with its place; those
that mean the same are listed below, each with its reason.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import itertools
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "src" / "forge_il6"
CHANGED: Final = "FORGE_IL6_MUTANT"
"""The environment variable that tells a process what to change: the file, and the number of the change."""

DATA: Final = {
    "knowledge/thresholds.py": ("tests/test_describe.py", "tests/rules", "tests/test_golden.py"),
    "knowledge/assays.py": ("tests/test_assays.py", "tests/rules/test_bands.py", "tests/test_golden.py"),
    "knowledge/interventions.py": ("tests/test_interventions_knowledge.py", "tests/rules/test_interventions.py"),
    "knowledge/measurands.py": ("tests/test_measurands.py", "tests/test_units.py", "tests/test_reading.py"),
    "asking/facts.py": ("tests/rules", "tests/test_training.py", "tests/test_settled.py"),
    "codes.py": ("tests/test_codes.py", "tests/rules", "tests/test_golden.py"),
    "fields.py": ("tests/test_codes.py", "tests/test_reading.py"),
    "rules/bands.py": ("tests/rules", "tests/test_golden.py"),
    "rules/care.py": ("tests/test_findings.py", "tests/rules/test_care.py", "tests/rules", "tests/test_golden.py"),
    "rules/confounders.py": ("tests/rules/test_reasons.py", "tests/rules", "tests/test_golden.py"),
    "rules/crp.py": ("tests/rules/test_crp.py", "tests/rules", "tests/test_golden.py"),
    "rules/draw.py": ("tests/rules/test_reasons.py", "tests/rules", "tests/test_golden.py"),
    "rules/exercise.py": (
        "tests/rules/test_reasons.py",
        "tests/rules",
        "tests/test_settled.py",
        "tests/test_golden.py",
    ),
    "rules/interventions.py": ("tests/rules", "tests/test_golden.py"),
    "rules/persistence.py": ("tests/rules", "tests/test_course.py", "tests/test_golden.py"),
    "units.py": ("tests/test_measurands.py", "tests/test_units.py"),
}
"""Where tables and numbers stand, and the tests nearest to them, the quickest first."""
CODE: Final = {
    **{f"rules/{each.name}": ("tests/rules", "tests/test_settled.py", "tests/test_golden.py")
       for each in sorted((PACKAGE / "rules").glob("[a-z]*.py"))},
    "asking/course.py": ("tests/test_course.py", "tests/rules"),
    "asking/training.py": ("tests/test_training.py", "tests/rules"),
    "asking/body.py": ("tests/test_body.py", "tests/rules"),
    "asking/facts.py": ("tests/rules", "tests/test_settled.py"),
    "judging.py": ("tests/rules", "tests/test_settled.py", "tests/test_interpret.py"),
    "case.py": ("tests/rules", "tests/test_interpret.py", "tests/test_settled.py"),
    "deciding.py": ("tests/rules",),
    "threshold.py": ("tests/test_threshold.py",),
    "times.py": ("tests/test_times.py",),
    "units.py": ("tests/test_units.py",),
}  # fmt: skip
"""What decides, reads quantities and places times."""
AFTER: Final = ("tests/second/test_agreement.py", "tests/vignettes")
"""Asked where the nearest did not notice: a second implementation, and the vignettes."""

REMEMBERED: Final = "how many answers are remembered changes none of them"
NOTHING_TO_ROUND: Final = "a float of twelve digits or fewer rounds to itself, and so does what is not finite"
SAME: Final[dict[tuple[str, str], str]] = {
    ("knowledge/assays.py", "1024 -> 1025"): REMEMBERED,
    ("knowledge/assays.py", "1024 -> 1023"): REMEMBERED,
    ("units.py", "Gt swapped in len(str(number)) > _MOST_DIGITS"): (
        "a first look, which saves counting the digits of what is short; the count behind it decides"
    ),
    ("units.py", "And swapped in len(text) > _FLOAT_DIGITS and number.is_finite()"): NOTHING_TO_ROUND,
    ("units.py", "if len(text) > _FLOAT_DIGITS and number.is_finite(): always"): NOTHING_TO_ROUND,
    ("units.py", "without ''"): "a sign is one of the grammar's or none at all, never an empty text",
}
"""Changes that mean the same, by file and description, each with its reason."""

SWAPPED: Final = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
EXCHANGED: Final = {
    "Direction": {"UP": "DOWN", "DOWN": "UP", "UNKNOWN": "UP"},
    "StandingCode": {"VOID": "UNVERIFIED", "UNVERIFIED": "TENTATIVE", "TENTATIVE": "VOID", "NOT_APPLICABLE": "VOID"},
    "Care": {"URGENT": "SAME_DAY", "SAME_DAY": "URGENT", "CLINICIAN_EVALUATION": "REPEAT", "REPEAT": "NONE"},
}
NUMBER: Final = re.compile(r"\d+(\.\d+)?")


class Change(NamedTuple):
    """One change of a tree: what it says, and how it is made."""

    line: int
    says: str
    make: Callable[[], None]


def _set(owner: Any, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(owner, name, value)


def _without(owner: Any, names: Sequence[str], place: int) -> Callable[[], None]:
    def make() -> None:
        for name in names:
            getattr(owner, name).pop(place)

    return make


# --- what can be changed ---------------------------------------------------------------------------


def numbers(tree: ast.AST) -> Iterator[Change]:
    """Every number that is written as one, its last digit up and down."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        text = str(node.value)
        if not isinstance(node.value, int | str) or not NUMBER.fullmatch(text):
            continue
        digits = len(text.partition(".")[2])
        for step in (1, -1):
            whole = int(text.replace(".", "")) + step
            if whole < 0:
                continue
            padded = str(whole).rjust(digits + 1, "0")
            other = f"{padded[:-digits]}.{padded[-digits:]}" if digits else padded
            yield Change(node.lineno, f"{text} -> {other}", _set(node, "value", type(node.value)(other)))


def sides(tree: ast.AST) -> Iterator[Change]:
    """Every switch of a table."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.keyword)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, bool)
        ):
            yield Change(
                node.value.lineno, f"{node.arg}={not node.value.value}", _set(node.value, "value", not node.value.value)
            )


def _tables(tree: ast.AST) -> Iterator[ast.expr]:
    """What a module holds, but for the list of its public names, which decides nothing."""
    for each in ast.iter_child_nodes(tree):
        if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            if not any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                yield each.value


def rows(tree: ast.AST) -> Iterator[Change]:
    """Every entry of a table that has two or more."""
    for node in itertools.chain.from_iterable(map(ast.walk, _tables(tree))):
        names = ("keys", "values") if isinstance(node, ast.Dict) else ("elts",)
        if not isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List) or isinstance(
            getattr(node, "ctx", None), ast.Store
        ):
            continue
        entries = getattr(node, names[0])
        for place, each in enumerate(entries if len(entries) > 1 else ()):
            if each is not None:
                yield Change(each.lineno, f"without {ast.unparse(each)[:60]}", _without(node, names, place))


def codes(tree: ast.AST) -> Iterator[Change]:
    """Every direction, standing and care, for another one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            other = EXCHANGED.get(node.value.id, {}).get(node.attr)
            if other:
                yield Change(node.lineno, f"{node.value.id}.{node.attr} -> {other}", _set(node, "attr", other))


def operators(tree: ast.AST) -> Iterator[Change]:
    """Every comparison, ``and``, ``or``, ``+`` and ``-``, for its neighbour or opposite."""
    for node in _in_functions(tree):
        if isinstance(node, ast.Compare):
            for place, each in enumerate(node.ops):
                if type(each) in SWAPPED:
                    ops = [*node.ops[:place], SWAPPED[type(each)](), *node.ops[place + 1 :]]
                    yield Change(
                        node.lineno,
                        f"{type(each).__name__} swapped in {ast.unparse(node)[:60]}",
                        _set(node, "ops", ops),
                    )
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPPED:
            says = f"{type(node.op).__name__} swapped in {ast.unparse(node)[:60]}"
            yield Change(node.lineno, says, _set(node, "op", SWAPPED[type(node.op)]()))


def conditions(tree: ast.AST) -> Iterator[Change]:
    """Every condition, always and never."""
    for node in _in_functions(tree):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            for value in (True, False) if not isinstance(node, ast.While) else (False,):
                says = f"if {ast.unparse(node.test)[:60]}: {'always' if value else 'never'}"
                yield Change(node.lineno, says, _set(node, "test", ast.copy_location(ast.Constant(value), node.test)))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            says = f"without not in {ast.unparse(node)[:60]}"
            yield Change(
                node.lineno, says, lambda node=node: node.__dict__.update(op=ast.UAdd(), operand=_truth(node.operand))
            )


def _truth(node: ast.expr) -> ast.expr:
    """The value of an expression as true or false, so that a sign before it changes nothing."""
    return ast.copy_location(ast.Call(ast.Name("bool", ast.Load()), [node], []), node)


def _in_functions(tree: ast.AST) -> Iterator[ast.AST]:
    seen: set[int] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in itertools.chain.from_iterable(map(ast.walk, function.body)):
                if id(node) not in seen:
                    seen.add(id(node))
                    yield node


KINDS: Final = {"data": (numbers, sides, rows, codes), "code": (operators, conditions)}


def changes(kind: str, tree: ast.AST) -> list[Change]:
    """Every change of a kind that a tree allows, in the order of its lines."""
    return sorted(itertools.chain.from_iterable(make(tree) for make in KINDS[kind]), key=lambda each: each.line)


# --- a process that reads one file changed ---------------------------------------------------------


class Changed(importlib.abc.MetaPathFinder):
    """Finds the one module that is to be changed, and reads it so."""

    def __init__(self, place: str, kind: str, number: int) -> None:
        self.place, self.kind, self.number = PACKAGE / place, kind, number
        self.name = ".".join(["forge_il6", *Path(place).with_suffix("").parts]).removesuffix(".__init__")

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.name:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is not None:
            found.loader = _Reader(fullname, str(self.place), self)
        return found


class _Reader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, changed: Changed) -> None:
        super().__init__(name, path)
        self.changed = changed

    def get_code(self, fullname: str) -> Any:
        tree = ast.parse(Path(self.path).read_bytes())
        changes(self.changed.kind, tree)[self.changed.number].make()
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


def read_changed() -> None:
    """Let this process read the file that the environment names changed."""
    wanted = os.environ.get(CHANGED)
    if wanted:
        place, kind, number = wanted.split(":")
        sys.meta_path.insert(0, Changed(place, kind, int(number)))


# --- trying ----------------------------------------------------------------------------------------


def fails(tests: Sequence[str], change: str = "") -> bool:
    """Whether any of the tests fails where one change is made; none is made where none is named."""
    settings = os.environ | {
        CHANGED: change,
        "HYPOTHESIS_PROFILE": "quick",
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(ROOT / "tests")]),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "-p",
        "mutants",
        *tests,
    ]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False).returncode != 0


def tried(kind: str, place: str, number: int, change: Change) -> tuple[str, Change, bool]:
    """One change, and whether it is noticed by the nearest tests or by those that are asked after them."""
    nearest = {"data": DATA, "code": CODE}[kind][place]
    return place, change, any(fails([each], f"{place}:{kind}:{number}") for each in (*nearest, *AFTER))


def main() -> int:
    """Try every change, or some of them by lot, and print what nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--file", action="append", help="only this file of the package; may be given more than once")
    parser.add_argument("--sample", type=int, help="so many of the changes, by lot")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    places = options.file or list({"data": DATA, "code": CODE}[options.kind])
    every = [
        (place, number, change)
        for place in places
        for number, change in enumerate(changes(options.kind, ast.parse((PACKAGE / place).read_bytes())))
        if (place, change.says) not in SAME
    ]
    if options.sample and options.sample < len(every):
        every = random.Random(options.seed).sample(every, options.sample)  # noqa: S311  (a lot, no secret)
    asked = sorted({test for place in places for test in {"data": DATA, "code": CODE}[options.kind][place]} | {*AFTER})
    if any(fails([each]) for each in asked):
        parser.error("a test fails where nothing is changed; that would look like a change that is noticed")
    survived = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for place, change, noticed in pool.map(lambda each: tried(options.kind, each[0], each[1], each[2]), every):
            if not noticed:
                survived += 1
                print(f"{place}:{change.line}: {change.says}", flush=True)
    print(f"{len(every) - survived} of {len(every)} changes noticed", flush=True)
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main())
else:
    read_changed()  # as a plugin of pytest, before any test imports the package
