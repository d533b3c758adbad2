"""The package copied into a host, under another name, with no metadata and no installed twin in sight."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import forge_il6
from host import COPY, COPY_LIBRARIES, LIBRARIES, VENDOR, follow, make, rewrite, steps
from place import PACKAGE
from profiles import part

VENDORED = f"{VENDOR}.forge_il6"

CASE = {
    "reading": {
        "il6": "0.0024 ng/mL",
        "drawn_at": "2026-11-20T08:10:00+01:00",
        "fasting_hours": 11,
        "exercise": "resistance",
        "hours_since_exercise": 3,
        "method": "Roche cobas",
    },
    "context": {
        "age": 57,
        "hs_crp": "0.06 mg/dL",
        "red_flags": [],
        "history": [
            {"il6": "3.3 ng/L", "drawn_at": "2026-08-20T08:00:00+02:00", "fasting": True, "exercise": "none"},
        ],
    },
}

ALONE = f"""
import sys

class NoTwin:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "forge_il6":
            raise AssertionError("the copy looked for " + name)

sys.meta_path.insert(0, NoTwin())
import {VENDORED} as copy
CASE = {CASE!r}
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host's source tree with a copy of the package inside, and nothing else of it."""
    root = tmp_path_factory.mktemp("host")
    follow(root, COPY)
    return root


@pytest.fixture(scope="module")
def whole_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host with copies of the package, of attrs and of pint, that refuses what is installed, and with our tests."""
    root = tmp_path_factory.mktemp("whole_host")
    make(root, offline=True)
    return root


def run(where: Path, *arguments: str, also: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a host's source tree on its path."""
    path = os.pathsep.join(str(each) for each in (where, also) if each)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **environment,
            "PYTHONPATH": path,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONOPTIMIZE": "",
            **settings,
        },
        cwd=where,
        timeout=600,
        check=False,
    )


def said(where: Path, script: str, *, also: Path | None = None) -> str:
    """Run a script that must succeed, and return what it printed."""
    done = run(where, "-c", script, also=also)
    assert 0 == done.returncode, done.stderr[-2000:]
    return done.stdout.strip()


# --- the copy alone --------------------------------------------------------------------------------


def test_a_copy_interprets_like_the_original(host: Path) -> None:
    """Design 5: relative imports only, literal version, data by package: a copy is a whole."""
    script = ALONE + "import json; print(json.dumps(copy.interpret_case(CASE).to_dict()))"

    assert forge_il6.interpret_case(CASE).to_dict() == json.loads(said(host, script))


def test_a_copy_reports_its_version_and_its_place(host: Path) -> None:
    """Design 5: a version looked up from installed metadata raises where there is none."""
    script = ALONE + "print(copy.__version__, copy.Reading.__module__, copy.ForgeError.__module__)"

    assert f"{forge_il6.__version__} {VENDORED}.reading {VENDORED}.errors" == said(host, script)


def test_the_report_of_a_copy_reads_the_same(host: Path) -> None:
    """What a person reads does not depend on where the package lies."""
    script = ALONE + "print(copy.interpret_case(CASE))"

    assert str(forge_il6.interpret_case(CASE)) == said(host, script)


def test_a_copy_brings_its_schemas(host: Path) -> None:
    """Data is found by package, whatever its name."""
    script = ALONE + "import json; print(json.dumps([copy.case_schema(), copy.verdict_schema()]))"

    assert [forge_il6.case_schema(), forge_il6.verdict_schema()] == json.loads(said(host, script))


def test_a_copy_raises_its_own_errors(host: Path) -> None:
    """A host catches what it vendored, in one line."""
    script = ALONE + (
        "errors = []\n"
        "for case in ({'reading': {'il6': '1,2 pg/mL'}}, {'reading': {'ilsix': 1}}, {'reading': {'il6': '2 Pg/mL'}}):\n"
        "    try:\n"
        "        copy.interpret_case(case)\n"
        "    except copy.ForgeError as error:\n"
        "        errors.append(type(error).__name__)\n"
        "print(*errors)"
    )

    assert "ValueFormatError UnknownKeyError UnitError" == said(host, script)


def test_what_a_copy_makes_survives_pickling(host: Path) -> None:
    """A pickle names the place where its classes live, and that is the host's."""
    script = ALONE + (
        "import pickle\n"
        "verdict = copy.interpret_case(CASE)\n"
        "reading = copy.Reading.from_dict(CASE['reading'])\n"
        "for value in (verdict, reading, verdict.findings, verdict.standing, copy.Convention('x')):\n"
        "    data = pickle.dumps(value)\n"
        "    assert b'bigplatform' in data\n"
        "    print(pickle.loads(data) == value)"
    )

    assert ["True"] * 5 == said(host, script).split()


def test_a_host_adds_rules_and_numbers_to_a_copy(host: Path) -> None:
    """Everything that the guide shows works on the copy too."""
    script = ALONE + (
        "@copy.rule('X1', asks='Is it this clinic?')\n"
        "def here(il6, *, line: copy.Threshold = copy.Threshold(1, 'pg/mL', copy.Convention('ours'))):\n"
        "    '''This is the clinic.'''\n"
        "    return copy.Note('here')\n"
        "rules = copy.STANDARD + here\n"
        "rules = rules.override(washout=copy.Threshold(2, 'hour', copy.Convention('clinic protocol 4.2')))\n"
        "verdict = copy.interpret_case(CASE, rules=rules)\n"
        "print(verdict.standing.il6.code, 'here' in [f.code for f in verdict.findings])"
    )

    assert "valid True" == said(host, script)


def test_a_copy_has_its_command_line(host: Path) -> None:
    """A case in, a verdict out, by the name that the host gave it."""
    case = host / "case.json"
    case.write_text(json.dumps(CASE), encoding="utf-8")
    done = run(host, "-m", VENDORED, "--json", str(case))

    assert (0, "") == (done.returncode, done.stderr)
    assert forge_il6.interpret_case(CASE).to_dict() == json.loads(done.stdout)


def test_every_module_of_a_copy_can_be_imported_first(host: Path) -> None:
    """A host may reach for one module before the rest; none needs another to have been there."""
    names = [
        ".".join([VENDORED, *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
        for path in part(sorted(PACKAGE.rglob("[!_]*.py")))
    ]
    script = ALONE + (
        "from importlib import import_module\n"
        f"import_module({VENDORED!r})\n"  # as Python does before any module in it
        "always = set(sys.modules)\n"
        f"for name in {names!r}:\n"
        f"    for loaded in [each for each in sys.modules if each.startswith({VENDORED!r}) and each not in always]:\n"
        "        del sys.modules[loaded]\n"
        "        package, _, module = loaded.rpartition('.')\n"
        "        vars(sys.modules[package]).pop(module, None) if package in sys.modules else None\n"
        "    print(import_module(name).__name__)"
    )

    assert names == said(host, script).split()


# --- the copy beside copies of attrs and pint ------------------------------------------------------


def test_every_step_of_the_guide_is_found() -> None:
    """Steps that nobody finds are steps that nobody tries."""
    assert ["", ""] == [name for name, _ in steps(COPY)]
    assert ["", "rewrite_imports.py", ""] == [name for name, _ in steps(COPY_LIBRARIES)]


def test_the_suite_holds_for_a_copy_beside_copies_of_attrs_and_pint(whole_host: Path) -> None:
    """Design 5: the suite also runs on a copy under another name. This is a part; `dev.py test --vendored` runs all."""
    some = ("README.md", "tests/vignettes", "tests/test_document.py")
    done = run(whole_host, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some, PYTEST_ADDOPTS="", PYTHONWARNINGS="")
    passed = re.search(r"(\d+) passed", done.stdout)

    assert 0 == done.returncode, done.stdout[-4000:]
    assert passed
    assert 200 < int(passed[1])


def test_a_copy_uses_the_attrs_and_pint_beside_it(whole_host: Path) -> None:
    """A library that was rewritten by halves would go on using what is installed, until nothing is."""
    script = (
        "import json, sys\n"
        f"import {VENDORED} as copy\n"
        f"document = copy.interpret_case({CASE!r}).to_dict()\n"
        "hash(copy.STANDARD['T2'].thresholds()['washout'])\n"
        "copy.Reading('2.4 pg/mL').il6.quantity\n"
        "print(json.dumps([document, sorted(sys.modules)]))"
    )
    document, modules = json.loads(said(whole_host, script))
    copied = {"attr", *LIBRARIES} - {"typing_extensions"}  # which new Pythons do not need

    assert forge_il6.interpret_case(CASE).to_dict() == document
    assert set() == {name.partition(".")[0] for name in modules} & {"forge_il6", "attr", *LIBRARIES}
    assert set() == {f"{VENDOR}.{name}" for name in copied} - set(modules)


def test_a_copy_reads_the_quantities_of_the_pint_that_is_installed(whole_host: Path) -> None:
    """The host's own program knows nothing of the pint that was copied for us."""
    script = (
        f"import pint, {VENDORED} as copy\n"
        "ureg = pint.UnitRegistry()\n"
        "il6 = copy.Reading(ureg.Quantity(0.0024, 'ng/mL')).il6\n"
        "print(il6, isinstance(il6.quantity_in(ureg), ureg.Quantity), isinstance(il6.quantity, pint.Quantity))"
    )

    assert "2.4 pg/mL True False" == said(whole_host, script)


@pytest.mark.parametrize("reaches", ["attrs", "attr", "pint", "typing_extensions", "forge_il6", "forge_il6.errors"])
def test_the_host_of_the_suite_refuses_what_a_copy_must_not_need(whole_host: Path, reaches: str) -> None:
    """A guard that lets everything through would make the tests above pass for ever."""
    script = (
        "import attrs, pint, types\n"  # the host itself may, and having done so opens no door to a copy
        "copy = types.ModuleType('bigplatform._vendor.forge_il6.units')\n"
        f"exec('import {reaches}', vars(copy))"
    )
    done = run(whole_host, "-c", script)

    assert 1 == done.returncode
    assert "AssertionError" in done.stderr
    assert f"reached for the installed {reaches}" in done.stderr


def test_the_host_of_the_suite_refuses_the_original(whole_host: Path) -> None:
    """Whoever asks for it, and however."""
    for asks in ("import forge_il6", "import importlib; importlib.import_module('forge_il6')"):
        done = run(whole_host, "-c", asks, also=PACKAGE.parent)

        assert 1 == done.returncode
        assert "AssertionError: something reached for forge_il6" in done.stderr


# --- two copies in one process ---------------------------------------------------------------------

BOTH = f"""
import pickle
import forge_il6 as one
import {VENDORED} as other
CASE = {CASE!r}
"""


def test_two_copies_decide_alike_and_share_nothing(host: Path) -> None:
    """A platform vendors one and a plug-in installs another; neither knows of the other."""
    script = BOTH + (
        "import sys\n"
        "mine, theirs = one.interpret_case(CASE), other.interpret_case(CASE)\n"
        "print(mine.to_dict() == theirs.to_dict(), mine == theirs, mine == one.interpret_case(CASE))\n"
        "print(one.ForgeError is other.ForgeError, one.STANDARD is other.STANDARD, one.Band is other.Band)\n"
        "print(issubclass(other.ForgeError, one.ForgeError), pickle.loads(pickle.dumps(theirs)) == theirs)\n"
        "print(one.STANDARD.digest == other.STANDARD.digest)\n"
    )

    expected = ["True False True", "False False False", "False True", "True"]
    assert expected == said(host, script, also=PACKAGE.parent).split("\n")


def test_an_override_in_one_copy_is_none_in_the_other(host: Path) -> None:
    """No registry and no global state, so nothing can leak."""
    script = BOTH + (
        "strict = one.STANDARD.override(washout=one.Threshold(2, 'hour', one.Convention('clinic protocol 4.2')))\n"
        "mine, theirs = one.interpret_case(CASE, rules=strict), other.interpret_case(CASE)\n"
        "print(mine.standing.il6.code, theirs.standing.il6.code)\n"
        "print(len(one.STANDARD) == len(other.STANDARD), len(other.STANDARD.overridden))"
    )

    assert ["valid void", "True 0"] == said(host, script, also=PACKAGE.parent).split("\n")


def test_one_copy_refuses_the_objects_of_the_other(host: Path) -> None:
    """An object that another copy checked was not checked here."""
    script = BOTH + (
        "reading = other.Reading.from_dict(CASE['reading'])\n"
        "convention = other.Convention('x')\n"
        "for act in (\n"
        "    lambda: one.interpret(reading),\n"
        "    lambda: one.interpret(None, other.Context(age=57)),\n"
        "    lambda: one.interpret(None, rules=other.STANDARD),\n"
        "    lambda: one.Threshold(1, 'hour', convention),\n"
        "    lambda: one.STANDARD + other.STANDARD,\n"
        "    lambda: one.STANDARD.override(washout=other.Threshold(36, 'hour', convention)),\n"
        "):\n"
        "    try:\n"
        "        print(act())\n"
        "    except one.ForgeError as error:\n"
        "        print(type(error).__name__)"
    )
    expected = ["CaseError", "CaseError", "CaseError", "ThresholdError", "RuleSetError", "ThresholdError"]

    assert expected == said(host, script, also=PACKAGE.parent).split()


def test_two_copies_read_quantities_of_one_registry(host: Path) -> None:
    """Design 5: a foreign quantity is converted with its own registry; nothing is set or registered."""
    script = BOTH + (
        "import pint\n"
        "ureg = pint.UnitRegistry()\n"
        "shared = pint.application_registry.get()\n"
        "value = ureg.Quantity(0.0024, 'nanogram / milliliter')\n"
        "print(*(str(each.Reading(value).il6) for each in (one, other, one)))\n"
        "print(pint.application_registry.get() is shared)\n"
        "back = one.Reading(value).il6.quantity_in(ureg), other.Reading(value).il6.quantity_in(ureg)\n"
        "print(back[0] == back[1])"
    )

    assert ["2.4 pg/mL 2.4 pg/mL 2.4 pg/mL", "True", "True"] == said(host, script, also=PACKAGE.parent).split("\n")


# --- two copies of different versions --------------------------------------------------------------

WASHED_OUT = {
    "reading": {**CASE["reading"], "hours_since_exercise": 30},
    "context": {"age": 57},
}
"""A sample that counts after 24 hours, and would not after 36."""


@pytest.fixture(scope="module")
def later_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A host whose copy is of a later version, in which one number and one sentence are others."""
    root = tmp_path_factory.mktemp("later_host")
    follow(root, COPY)
    package = root / VENDORED.replace(".", "/")
    rewrite(package / "version.py", {r'^__version__ = ".+"$': '__version__ = "99.0"'})
    rewrite(package / "knowledge" / "thresholds.py", {r"^(WASHOUT = Threshold\(\s*)24": r"\g<1>36"})
    return root


def test_copies_of_two_versions_each_decide_by_their_own_numbers(later_host: Path) -> None:
    """Design 5: two copies of different versions live in one process; whichever is asked first."""
    for first in ("one", "other"):
        script = (
            BOTH
            + f"case = {WASHED_OUT!r}\n"
            + f"{first}.interpret_case(case)\n"
            + "for each in (one, other, one):\n"
            + "    verdict = each.interpret_case(case)\n"
            + "    washout = each.STANDARD['T2'].thresholds()['washout'].value\n"
            + "    print(each.__version__, washout, verdict.standing.il6.code, verdict.to_dict()['band'])\n"
        )
        mine = f"{forge_il6.__version__} 24 valid elevated"

        assert [mine, "99.0 36 void None", mine] == said(later_host, script, also=PACKAGE.parent).split("\n")


def test_copies_of_two_versions_read_the_documents_of_each_other(later_host: Path) -> None:
    """A document says what was decided, so it is no concern of the reader which numbers he would have used."""
    script = (
        BOTH
        + f"case = {WASHED_OUT!r}\n"
        + "for writer, reader in ((one, other), (other, one)):\n"
        + "    document = writer.interpret_case(case).to_dict()\n"
        + "    print(reader.Verdict.from_dict(document).to_dict() == document, document['band'])\n"
    )

    assert ["True elevated", "True None"] == said(later_host, script, also=PACKAGE.parent).split("\n")
