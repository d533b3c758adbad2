"""
Show that each part of each compound condition decides on its own: ``python tests/mcdc.py``.

The tests of the rules run, and every ``and`` and ``or`` of the rules and of what asks them of a case writes down what
its parts were and what came of them. A part is shown where two evaluations differ in it and in what came of them, and
in no other part that was looked at in both. What has no such pair is named in ``COUPLED`` with the reason, or printed
with its place and fails. An ``or`` that only picks a value, such as ``events or ()``, is no condition.

``python tests/mcdc.py docs`` writes the table of the documentation.
"""

from __future__ import annotations

import ast
import builtins
import importlib.abc
import importlib.machinery
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "src" / "forge_il6"
WATCHED: Final = "FORGE_IL6_MCDC"
"""The environment variable that tells a process to watch."""
WRITTEN_TO: Final = "FORGE_IL6_MCDC_PAGE"
"""The environment variable that names the page into which the table is written."""
RECORDER: Final = "__mcdc__"
PAGE: Final = "design.md"
BEGINS, ENDS = "<!-- conditions:begin -->", "<!-- conditions:end -->"

FILES: Final = sorted(
    path.relative_to(PACKAGE).as_posix()
    for pattern in ("rules/[a-z]*.py", "asking/[a-z]*.py", "deciding.py", "judging.py", "case.py")
    for path in PACKAGE.glob(pattern)
    if path.stem not in ("canonical", "domains", "proof", "rule", "ruleset")
)
"""The rules, and what asks them of a case; how a set of rules is made and proved has no case."""
TESTS: Final = (
    "tests/test_case.py",
    "tests/rules", "tests/test_body.py", "tests/test_course.py", "tests/test_training.py", "tests/test_settled.py",
    "tests/test_conditions.py",
)  # fmt: skip
"""The tests nearest to them."""

COUPLED: Final = {
    ("case.py", "crp is not None"): "an hs-CRP has a standing exactly where there is one; a type checker asks",
    (
        "judging.py",
        "draw is None",
        "draw is None or other is None",
    ): "only an hs-CRP with a time of its own is measured against the IL-6",
    ("judging.py", "later is None"): "a CRP with a day gives the case its day",
    ("judging.py", "each.draw"): "only the index may have no time, and then it is the newest",
    ("judging.py", "index_draw is None"): "an hs-CRP without a time has the draw of the index; one "
    "with a time is compared with a known draw only",
}
"""
Parts that cannot differ alone from the one beside them, and why.

Each by its file and its text; where that text stands in several conditions, also by the whole condition.
"""

Seen = tuple[tuple[bool | None, ...], bool]
"""What each part was (none where it was not looked at), and what came of them."""


class Decision(NamedTuple):
    """One compound condition: where it stands, what it says, and its parts."""

    place: str
    line: int
    says: str
    parts: tuple[str, ...]
    is_test: bool
    """Whether it stands where only true or false is asked for."""


# --- what is watched -------------------------------------------------------------------------------


def parts_of(node: ast.expr) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Yield each part of a compound condition, as the place where it stands in the tree."""
    if isinstance(node, ast.BoolOp):
        for place, each in enumerate(node.values):
            yield from _part(node, "values", place, each)
    elif isinstance(node, ast.UnaryOp):
        yield from _part(node, "operand", None, node.operand)


def _part(owner: ast.AST, name: str, place: int | None, node: ast.expr) -> Iterator[tuple[ast.AST, str, int | None]]:
    if isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and _is_denied(node)):
        yield from parts_of(node)
    else:
        yield owner, name, place


def _is_denied(node: ast.UnaryOp) -> bool:
    """Whether this says "not" of a compound condition; of a single part it belongs to the part."""
    inner = node.operand
    while isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
        inner = inner.operand
    return isinstance(node.op, ast.Not) and isinstance(inner, ast.BoolOp)


class Watched(ast.NodeTransformer):
    """Lets every compound condition of a tree say what its parts were."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.found: list[Decision] = []
        self._tests: set[int] = set()

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Remember what is asked for true or false."""
        tests = [getattr(node, "test", None), *getattr(node, "ifs", ())]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            tests.append(node.operand)
        self._tests |= {id(each) for each in tests if each is not None}
        return super().generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """Wrap a condition and its parts; what stands inside a part is a condition of its own."""
        places = list(parts_of(node))
        number = len(self.found)
        says = tuple(ast.unparse(_taken(*each)) for each in places)
        self.found.append(Decision(self.place, node.lineno, ast.unparse(node), says, id(node) in self._tests))
        for part, (owner, name, place) in enumerate(places):
            inner = self.visit(_taken(owner, name, place))
            _put(owner, name, place, _told("part", self.place, number, ast.Constant(part), inner))
        return ast.copy_location(_told("came", self.place, number, _told("begins", self.place, number), node), node)


def _taken(owner: Any, name: str, place: int | None) -> ast.expr:
    found = getattr(owner, name)
    return found if place is None else found[place]


def _put(owner: Any, name: str, place: int | None, value: ast.expr) -> None:
    if place is None:
        setattr(owner, name, value)
    else:
        getattr(owner, name)[place] = value


def _told(method: str, place: str, number: int, *rest: ast.expr) -> ast.Call:
    recorder = ast.Attribute(ast.Name(RECORDER, ast.Load()), method, ast.Load())
    return ast.Call(recorder, [ast.Constant(place), ast.Constant(number), *rest], [])


def decisions(place: str) -> list[Decision]:
    """Return every compound condition of a file, in the order of its tree."""
    watched = Watched(place)
    watched.visit(ast.parse((PACKAGE / place).read_bytes()))
    return watched.found


# --- a process that watches ------------------------------------------------------------------------


class Recorder:
    """Keeps what every condition was seen as; one condition may be asked while a part of another is looked at."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], set[Seen]] = {}
        self.true_or_false: set[tuple[str, int]] = set()
        """Those of which true or false itself came."""
        self._open = threading.local()

    def _stack(self) -> list[tuple[str, int, dict[int, bool]]]:
        found: list[tuple[str, int, dict[int, bool]]] | None = getattr(self._open, "stack", None)
        if found is None:
            found = self._open.stack = []
        return found

    def _own(self, place: str, number: int) -> dict[int, bool]:
        """Return the parts of the condition that is being looked at; one that raised is forgotten."""
        stack = self._stack()
        while stack[-1][:2] != (place, number):
            stack.pop()
        return stack[-1][2]

    def begins(self, place: str, number: int) -> None:
        """Begin to look at a condition."""
        self._stack().append((place, number, {}))

    def part(self, place: str, number: int, part: int, value: Any) -> Any:
        """Keep what a part was."""
        self._own(place, number)[part] = bool(value)
        return value

    def came(self, place: str, number: int, _begun: None, value: Any) -> Any:
        """Keep what came of a condition."""
        parts = self._own(place, number)
        self._stack().pop()
        count = max(parts) + 1
        self.seen.setdefault((place, number), set()).add((tuple(map(parts.get, range(count))), bool(value)))
        if isinstance(value, bool):
            self.true_or_false.add((place, number))
        return value


class Watching(importlib.abc.MetaPathFinder):
    """Finds the files that are watched, and reads them so."""

    names: Final = {".".join(["forge_il6", *Path(each).with_suffix("").parts]): each for each in FILES}

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        """Find one of them as Python would, with a reader of its own."""
        if fullname not in self.names:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found is not None:
            found.loader = _Reader(fullname, str(PACKAGE / self.names[fullname]))
        return found


class _Reader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:
        tree = Watched(Watching.names[fullname]).visit(ast.parse(Path(self.path).read_bytes()))
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


def pytest_sessionfinish(session: Any) -> None:
    """Print what is shown and what is not, write it into the page, and fail where a part is neither shown nor named."""
    found = Shown(getattr(builtins, RECORDER))
    print("\n" + found.table(), *found.open, *found.needless, sep="\n")
    if found.open or found.needless:
        session.exitstatus = 1
    page = os.environ.get(WRITTEN_TO)
    if page:
        text = Path(page).read_text(encoding="utf-8")
        head, rest = text.split(BEGINS)
        Path(page).write_text(f"{head}{BEGINS}\n{found.table()}\n{ENDS}{rest.split(ENDS)[1]}", encoding="utf-8")


# --- what is shown ---------------------------------------------------------------------------------


def shown(seen: Iterable[Seen], count: int) -> list[bool]:
    """Return for each part whether two evaluations show that it decides on its own."""
    found = [False] * count
    padded = [((*parts, *[None] * (count - len(parts))), came) for parts, came in seen]
    for (one, came), (other, otherwise) in itertools.combinations(padded, 2):
        apart = [n for n in range(count) if None not in (one[n], other[n]) and one[n] != other[n]]
        if came != otherwise and len(apart) == 1:
            found[apart[0]] = True
    return found


def _picks(recorder: Recorder, key: tuple[str, int], decision: Decision) -> bool:
    """Whether a condition is none, and picks a value: it was seen, and neither true nor false ever came of it."""
    return not decision.is_test and key in recorder.seen and key not in recorder.true_or_false


def coupled(decision: Decision, part: str) -> tuple[str, ...] | None:
    """Return under which name it is said that a part cannot differ alone; none where that is not said."""
    names = ((decision.place, part), (decision.place, part, decision.says))
    return next((name for name in names if name in COUPLED), None)


class Shown:
    """What the tests show of every condition."""

    def __init__(self, recorder: Recorder) -> None:
        self._rows: list[str] = []
        self._named: dict[tuple[str, ...], Decision] = {}
        self.open: list[str] = []
        """Parts that have no pair, and of which nobody says why."""
        for place in FILES:
            self._look_at(place, recorder)
        self.needless = [f"named, and has a pair: {' '.join(name)}" for name in COUPLED if name not in self._named]
        """Parts that are named as coupled and are none."""

    def _look_at(self, place: str, recorder: Recorder) -> None:
        every = [((place, number), each) for number, each in enumerate(decisions(place))]
        asked = [(key, each) for key, each in every if not _picks(recorder, key, each)]
        pairs = [(each, shown(recorder.seen.get(key, ()), len(each.parts))) for key, each in asked]
        without = [
            (decision, part)
            for decision, found in pairs
            for part, has_pair in zip(decision.parts, found, strict=True)
            if not has_pair
        ]
        for decision, part in without:
            name = coupled(decision, part)
            if name is None:
                self.open.append(f"no pair: {place}:{decision.line}: {part}  in  {decision.says}")
            else:
                self._named[name] = decision
        parts = sum(len(found) for _, found in pairs)
        if every:
            counts = (len(every), len(every) - len(asked), parts, parts - len(without), len(without))
            self._rows.append(f"| `{place}` | {' | '.join(map(str, counts))} |")

    def table(self) -> str:
        """Return a row for each file, and below them each part that cannot differ alone."""
        heads = ["| file | `and`, `or` | pick a value | parts | shown | coupled |", "|---|--:|--:|--:|--:|--:|"]
        whys = ["", "| coupled | in the condition | of | why it cannot differ alone |", "|---|---|---|---|"]
        named = self._named.items()
        whys += [f"| `{name[1]}` | `{each.says}` | `{each.place}` | {COUPLED[name]} |" for name, each in named]
        return "\n".join([*heads, *self._rows, *whys])


def main() -> int:
    """Run the nearest tests once, and print what they show; write it into the documentation of a folder, if given."""
    settings = os.environ | {
        WATCHED: "1",
        "HYPOTHESIS_PROFILE": "quick",
        "CI": "1",  # the same examples each time
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(ROOT / "tests")]),
    }
    if len(sys.argv) > 1:
        settings[WRITTEN_TO] = str(Path(sys.argv[1]).resolve() / PAGE)
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "mcdc"]
    return subprocess.run([*command, *TESTS], cwd=ROOT, env=settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
elif os.environ.get(WATCHED):  # as a plugin of pytest, before any test imports the package
    setattr(builtins, RECORDER, Recorder())
    sys.meta_path.insert(0, Watching())
