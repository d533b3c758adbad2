"""
The process that the package lives in: its locale, time zone and hash seed, its forks, its other copies, its files.

Each is tried in a process of its own, because it holds for the whole of one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forge_il6 import interpret_case
from hostility import FULL_CASE
from place import IMPORT_ROOT, NAME, PACKAGE, ROOT, environment

VIGNETTES = sorted((ROOT / "tests" / "vignettes").glob("*.json"))[::40]
CASES: list[Any] = [FULL_CASE, *(json.loads(path.read_text(encoding="utf-8"))["case"] for path in VIGNETTES)]
SAID = [[verdict.to_dict(), str(verdict)] for verdict in map(interpret_case, CASES)]


def run(script: str, given: str = "", **settings: str) -> str:
    """Run a script in a fresh process; what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(PYTHONIOENCODING="utf-8", **settings),
        timeout=120,
        check=False,
    )
    return done.stdout if done.returncode == 0 else f"{done.returncode}: {done.stderr[-2000:]}"


EVERY_CASE = f"""
import json, locale, sys, time
from importlib import import_module
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    locale.setlocale(locale.LC_ALL, "C")
time.tzset() if hasattr(time, "tzset") else None
package = import_module({NAME!r})
verdicts = [package.interpret_case(case) for case in json.load(sys.stdin)]
print(json.dumps([[verdict.to_dict(), str(verdict)] for verdict in verdicts]))
"""


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "PYTHONDEVMODE": "1"},
    ],
    ids=lambda settings: settings["TZ"],
)
def test_locale_time_zone_and_hash_seed_of_the_host_change_nothing(settings: dict[str, str]):
    """A comma for the point, an i without its dot, a day that has begun elsewhere: none is a fact of the case."""
    assert SAID == json.loads(run(EVERY_CASE, json.dumps(CASES), **settings))


FORK = f"""
import os, signal, sys, threading, time
from importlib import import_module
package = import_module({NAME!r})
case = {{"reading": {{"il6": "0.0024 ug/L", "drawn_at": "2026-11-20T08:10", "fasting": True, "exercise": "none"}},
         "context": {{"age": 57, "hs_crp": "0.06 mg/dL", "vitamin_d": "80 nmol/L", "time_zone": "Europe/Berlin"}}}}
for module in ("zoneinfo", "difflib"):
    import_module(module)  # who forks during an import has the locks of the importer, which nobody can mend
package.interpret_case({{}}).to_dict()
stop = threading.Event()
def work():
    while not stop.is_set():
        package.interpret_case(case).band
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
ended = []
for _ in range(8):
    time.sleep(0.01)
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os._exit(0 if package.interpret_case(case).band == "elevated" else 1)
    ended.append(os.waitpid(child, 0)[1])
stop.set()
for thread in threads:
    thread.join()
print(ended)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_while_other_threads_interpret_hangs_nobody():
    """A child that was forked while a thread converted its first unit waited for ever, for a lock that nobody held."""
    assert "[0, 0, 0, 0, 0, 0, 0, 0]" == run(FORK).strip()


COPIES = """
import json, sys
import one, two
case = json.load(sys.stdin)
first, second = one.interpret_case(case), two.interpret_case(case)
same = first.to_dict() == second.to_dict()
reading = one.Reading("2.4 pg/mL")
try:
    two.interpret(reading)
    refused = False
except two.CaseError:
    refused = True
print(same, refused, one.Reading is two.Reading, two.Verdict.from_dict(first.to_dict()) == second)
print(isinstance(one.CaseError("x"), two.ForgeError))
"""


def test_two_copies_in_one_process_are_strangers_that_agree(tmp_path: Path):
    """A host and its library may each carry one; neither trusts an object that it did not check itself."""
    for name in ("one", "two"):
        shutil.copytree(PACKAGE, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    said = run(COPIES, json.dumps(FULL_CASE), PYTHONPATH=path).split()

    assert ["True", "True", "False", "True", "False"] == said


TOUCHED = f"""
import json, os, sys, sysconfig, zoneinfo
from importlib import import_module
case = json.load(sys.stdin)
touched, watching = [], True
def hook(event, arguments):
    if watching and event.split(".")[0] in ("open", "socket", "subprocess", "shutil", "sqlite3", "urllib", "ftplib"):
        touched.append([event, str(arguments[0]), str(arguments[1]) if len(arguments) > 1 else ""])
    if watching and event in ("os.system", "os.remove", "os.rename", "os.mkdir", "os.exec", "os.putenv", "os.chmod"):
        touched.append([event, "", ""])
sys.addaudithook(hook)
package = import_module({NAME!r})
def everything(case):
    verdict = package.interpret_case(case)
    said = [str(verdict), verdict.to_text(full=True), verdict.to_html(), verdict.for_patient(), verdict.for_clinician()]
    said += [verdict.course_svg(), verdict.to_row(), verdict.to_dict(), repr(verdict)]
    said += [verdict.explain(each, "clinician") for each in verdict.findings]
    return package.Verdict.from_dict(verdict.to_dict())
everything(case)
first, touched = touched, []
case["reading"]["il6"] = "0.0034 ug/L"
case["context"]["hs_crp"]["value"] = "0.7 mg/L"
everything(case)
watching = False
homes = [*{{*sysconfig.get_paths().values()}}, *zoneinfo.TZPATH, os.path.dirname(os.path.dirname(package.__file__))]
homes += [os.path.dirname(import_module("attrs").__file__), os.path.dirname(os.__file__), {str(IMPORT_ROOT)!r}]
strange = [each for each in first if each[0] != "open" or each[2] not in ("r", "rb", "None")
           or not any(os.path.realpath(each[1]).startswith(os.path.realpath(home)) for home in homes)]
print(json.dumps([strange, touched, len(first)]))
"""


def test_nothing_but_its_own_modules_and_the_time_zones_is_opened_and_that_once():
    """It opens no socket, starts no program and writes no file; after the first case it opens nothing at all."""
    strange, later, opened = json.loads(run(TOUCHED, json.dumps(FULL_CASE)))

    assert ([], []) == (strange, later)
    assert opened > 0
