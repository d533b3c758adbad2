"""
Run tests over and over, each time with one change of the package: what ``mutants.py`` asks pytest for.

Every change is tried in a process of its own, which is forked where the imports are done. There are two ways. To
*reread* imports the package and the tests anew, with one file changed: right for every change, and a second or two
each. To *exchange* gives a function, where all is imported, the changed code, and asks the tests that call it, the
quickest first: a tenth of that, and right for what only the call of a function shows. What is not noticed that way
is reread.
"""

from __future__ import annotations

import ast
import cProfile
import functools
import gc
import importlib
import importlib.util
import json
import os
import pickle
import resource
import select
import signal
import sys
import time
import types
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

import mutants

PATIENCE: Final = 100.0
"""How many seconds one change may take where it is asked for; what takes longer comes to no end, and is noticed."""
AGES: Final = 1e6
ROOM: Final = 6 << 30
"""How many bytes a process may ask for: a change may let it ask for ever."""

_TOOL: Final = 4
"""Of the tools that may watch at once, one that neither a profiler nor hypothesis is."""

Place = tuple[str, int]
"""A function: the file of the package, and its first line."""


class Trial:
    """What is to be tried, and where the answers go."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.kind: str = asked["kind"]
        self.changes: list[tuple[str, int]] = [(place, number) for place, number in asked["changes"]]
        self.stages: dict[str, list[str]] = asked["stages"]
        self.exchanging: bool = asked["exchanging"]
        self.enough: float = asked["enough"]
        self._answers = Path(asked["answers"])

    def answer(self, place: str, number: int | None, by: str) -> None:
        """Write down which test noticed a change; an empty name where none did."""
        with self._answers.open("a", encoding="utf-8") as lines:
            print(json.dumps([place, number, by]), file=lines)


def apart(work: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Return what comes of work in a process of its own; a word about it where it does not come to an end."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        os._exit(_in_the_child(work, writer))
    os.close(writer)
    read, ends = bytearray(), time.monotonic() + patience
    while select.select([reader], [], [], max(0.0, ends - time.monotonic()))[0]:
        some = os.read(reader, 1 << 16)
        if not some:
            break
        read += some
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reader)
    os.waitpid(child, 0)
    return pickle.loads(read) if read else "(it came to no end)"


def _in_the_child(work: Callable[[], Any], writer: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    try:
        answer = work()
    except BaseException as error:  # noqa: BLE001  (a change may raise anything, and raising is noticed)
        answer = f"({type(error).__name__})"
    with os.fdopen(writer, "wb") as out:
        pickle.dump(answer, out)
    return 0


def first_failure(session: pytest.Session, items: Sequence[pytest.Item], enough: float = float("inf")) -> str:
    """Run tests until one fails, and return its name; an empty one where none did."""
    ends = time.monotonic() + enough
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return item.nodeid
        if time.monotonic() > ends:
            break
    return ""


# --- rereading -------------------------------------------------------------------------------------


def reread(session: pytest.Session, trial: Trial) -> None:
    """Try every change where the package and the tests are imported anew."""
    files = {place: _files(stages) for place, stages in trial.stages.items()}
    for file in dict.fromkeys(file for of_place in files.values() for file in of_place):
        imported = apart(functools.partial(_imported, session, file), patience=AGES)
        if isinstance(imported, str):
            trial.answer("", None, imported)
            return
        _warm(imported)
    trial.answer("", None, "")
    for place, stages in files.items():
        apart(functools.partial(_reread, session, trial, place, stages), patience=AGES)


def _reread(session: pytest.Session, trial: Trial, place: str, files: list[str]) -> None:
    """
    Try the changes of one file where all is imported that does not rest on it.

    The tests that noticed the changes before are asked first, all parameters of them: neighbours are noticed alike.
    """
    for name in _apart_from(mutants.module(place)):
        importlib.import_module(name)
    gc.freeze()  # a fork that counts what nobody frees would copy all of it
    latest: list[str] = []
    for number in (number for each, number in trial.changes if each == place):
        changed = mutants.Changed(place, trial.kind, number)
        by, ends = "", time.monotonic() + trial.enough
        for asked in (latest, *([file] for file in files)):
            if time.monotonic() > ends:
                break
            by = apart(functools.partial(_with_change, session, changed, asked)) if asked else ""
            if by:
                function = by.partition("[")[0]
                if "::" in function:
                    latest = [function, *(each for each in latest if each != function)][:5]
                break
        trial.answer(place, number, by)


def _apart_from(module: str) -> list[str]:
    """The modules of rules, knowledge and what they stand on that import neither a module nor anything that does."""
    imports = {mutants.module(path.relative_to(mutants.PACKAGE).as_posix()): path
               for pattern in ("*.py", "[akr]*/*.py") for path in mutants.PACKAGE.glob(pattern)}  # fmt: skip
    imported = {name: set(_imports(name, path)) for name, path in imports.items() if not name.endswith("__main__")}
    resting = {module}
    while more := {name for name, needed in imported.items() if needed & resting} - resting:
        resting |= more
    return sorted(set(imported) - resting - {"forge_il6.spark"})


def _imports(name: str, path: Path) -> Iterator[str]:
    """Every module that is imported with a module, its packages among them; the outermost one imports late."""
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    for each in ast.parse(path.read_bytes()).body:
        if isinstance(each, ast.ImportFrom) and each.level:
            base = ".".join(
                [*package.split(".")[: len(package.split(".")) - each.level + 1], *filter(None, [each.module])]
            )
            for one in (base, *(f"{base}.{alias.name}" for alias in each.names)):
                yield from (".".join(one.split(".")[:n]) for n in range(2, one.count(".") + 2))
    yield from (".".join(name.split(".")[:n]) for n in range(2, name.count(".") + 1))


def _imported(session: pytest.Session, file: str) -> str | list[str]:
    """Run tests where nothing is changed: the first that fails, or what was imported for them."""
    return _asked(session, [file]) or sorted(sys.modules)


def _files(stages: Sequence[str]) -> list[str]:
    """Every file of tests that the stages name, once, in their order."""
    found: dict[str, None] = {}
    for stage in stages:
        path = mutants.ROOT / stage
        under = sorted(path.glob("**/test_*.py")) if path.is_dir() else [path]
        found |= dict.fromkeys(each.relative_to(mutants.ROOT).as_posix() for each in under)
    return list(found)


def _warm(names: Sequence[str]) -> None:
    """Import what others have written, so that no process needs to."""
    for name in names:
        module = sys.modules.get(name)
        if module is None and not name.startswith(("forge_il6", "tests", "test_")):
            try:
                spec = importlib.util.find_spec(name)
            except (ImportError, ValueError):
                continue
            if spec is not None and spec.origin and "site-packages" in spec.origin:
                importlib.import_module(name)


def _with_change(session: pytest.Session, changed: mutants.Changed, asked: list[str]) -> str:
    sys.meta_path.insert(0, changed)
    return _asked(session, asked)


def _asked(session: pytest.Session, asked: list[str]) -> str:
    """Collect and run tests, in the order in which they are asked; the name of the first that fails, or of its file."""
    try:
        session.perform_collect(asked)
    except pytest.UsageError:  # nothing is found in a file that cannot be imported
        if not session.testsfailed:
            raise
    return asked[0].partition("::")[0] if session.testsfailed else first_failure(session, session.items)


# --- exchanging ------------------------------------------------------------------------------------


def exchange(session: pytest.Session, trial: Trial) -> None:
    """Try every change where only the code of its functions is another."""
    for place in trial.stages:
        importlib.import_module(mutants.module(place))
    watched = apart(functools.partial(_watched, session), patience=AGES)
    if isinstance(watched, str):
        trial.answer("", None, watched)
        return
    trial.answer("", None, "")
    callers, seconds = watched
    laid_out = Memory()
    gc.freeze()  # a fork that counts what nobody frees would copy all of it
    noticed: dict[int, int] = {}
    for turn, (place, number) in enumerate(trial.changes):
        tree = ast.parse((mutants.PACKAGE / place).read_bytes())
        line = mutants.changes(trial.kind, tree)[number].line
        asked = sorted(
            callers.get((place, _function(tree, line)), ()),
            key=lambda each: (-noticed[each] if each in noticed else 1, seconds[each]),
        )
        items = [session.items[each] for each in asked]
        changed = mutants.Changed(place, trial.kind, number)
        by = apart(functools.partial(_exchanged, session, laid_out, changed, items, trial.enough), PATIENCE)
        trial.answer(place, number, by)
        place_of = {item.nodeid: each for item, each in zip(items, asked, strict=True)}
        if by in place_of:
            noticed[place_of[by]] = turn


def _watched(session: pytest.Session) -> str | tuple[dict[Place, list[int]], list[float]]:
    """Run every test once, and write down which functions it calls and how long it takes."""
    callers: dict[Place, list[int]] = {}
    seconds: list[float] = []
    inside = f"{mutants.PACKAGE}{os.sep}"
    memory = Memory()
    for number, (item, after) in enumerate(zip(session.items, [*session.items[1:], None], strict=True)):
        memory.forget()
        begun = time.monotonic()
        with _calls() as called:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        seconds.append(time.monotonic() - begun)
        if session.testsfailed:
            return item.nodeid
        for code in called:
            if code.co_filename.startswith(inside):
                place = (code.co_filename.removeprefix(inside), code.co_firstlineno)
                callers.setdefault(place, []).append(number)
    return callers, seconds


@contextmanager
def _calls() -> Generator[set[types.CodeType]]:
    """Collect the code of every function that is called; Python 3.12 tells each once, which costs next to nothing."""
    called: set[types.CodeType] = set()
    if sys.version_info < (3, 12):
        profile = cProfile.Profile(builtins=False)
        with profile:
            yield called
        called |= {each.code for each in profile.getstats() if isinstance(each.code, types.CodeType)}
        return

    def started(code: types.CodeType, _offset: int) -> Any:
        called.add(code)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(_TOOL, "mutants")
    sys.monitoring.register_callback(_TOOL, sys.monitoring.events.PY_START, started)
    sys.monitoring.set_events(_TOOL, sys.monitoring.events.PY_START)
    sys.monitoring.restart_events()
    yield called
    sys.monitoring.free_tool_id(_TOOL)


def _function(tree: ast.AST, line: int) -> int:
    """The first line of the innermost function around a line, its decorators among them."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    inner = max(around, key=lambda node: node.lineno)
    return min([inner.lineno, *(each.lineno for each in inner.decorator_list)])


class Memory:
    """What of the package lies in memory: its functions by the file they come from, and its stores of answers."""

    def __init__(self) -> None:
        inside = f"{mutants.PACKAGE}{os.sep}"
        self._functions: dict[str, list[types.FunctionType]] = {}
        self._stores: list[Any] = []
        for each in gc.get_objects():
            if isinstance(each, types.FunctionType) and each.__code__.co_filename.startswith(inside):
                self._functions.setdefault(each.__code__.co_filename, []).append(each)
            elif isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("forge_il6"):
                self._stores.append(each)

    def forget(self, file: str = "") -> None:
        """Empty every store of answers; what is read once and for all, such as pint, stays but for a file's own."""
        for each in self._stores:
            code = each.__wrapped__.__code__
            if code.co_argcount or code.co_kwonlyargcount or code.co_filename == file:
                each.cache_clear()

    def give(self, changed: mutants.Changed) -> bool:
        """Give the functions of a file their changed code; whether any has other code now."""
        given = False
        codes = {(each.co_qualname, each.co_firstlineno): each for each in _codes(changed.code)}
        for each in self._functions.get(str(changed.place), ()):
            code = codes.get((each.__code__.co_qualname, each.__code__.co_firstlineno))
            if code is not None and code != each.__code__:
                if code.co_freevars != each.__code__.co_freevars:
                    return False
                each.__code__ = code
                given = True
        return given


def _exchanged(
    session: pytest.Session, memory: Memory, changed: mutants.Changed, items: Sequence[pytest.Item], enough: float
) -> str:
    if not memory.give(changed):
        return ""
    memory.forget(str(changed.place))
    return first_failure(session, items, enough)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _codes(each)


# --- as a plugin -----------------------------------------------------------------------------------


def _trial() -> Trial | None:
    asked = os.environ.get(mutants.ASKED)
    return Trial(json.loads(Path(asked).read_text(encoding="utf-8"))) if asked else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Reread: nothing is collected where it would be imported unchanged."""
    trial = _trial()
    if trial is None or trial.exchanging:
        return None
    reread(session, trial)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Exchange: the tests are collected, and run by nobody else."""
    trial = _trial()
    if trial is None:
        return None
    if trial.exchanging and not session.testsfailed:
        exchange(session, trial)
    return True
