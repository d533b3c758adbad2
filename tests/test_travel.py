"""How a set of rules goes to another process, and the digest by which both sides know that it is the same."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import subprocess
import sys
import textwrap
import zipfile
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import FunctionType

import attrs
import pytest

from forge_il6 import (
    STANDARD,
    Convention,
    Direction,
    Reading,
    Reason,
    Rule,
    RuleSet,
    RuleSetError,
    StandingCode,
    Threshold,
    interpret,
    rule,
)
from forge_il6.codes import Analyte
from forge_il6.knowledge import thresholds
from place import NAME, PACKAGE, environment

CLINIC = Convention("clinic protocol 4.2")
NIGHT_END = Threshold(9, "hour of the day", CLINIC)
LATER = Threshold(10, "hour of the day", CLINIC)
NIGHT = Reason("drawn_at_night", StandingCode.TENTATIVE, Direction.UP)
STRICT = STANDARD.override(washout=Threshold(36, "hour", CLINIC))
READING = Reading("2.4 pg/mL", drawn_at="2026-11-20T08:10+01:00", fasting_hours=11, exercise="hiit",
                  hours_since_exercise=30)  # fmt: skip


@rule("X1", asks="Was it drawn at night?", judges=Analyte.IL6)
def drawn_at_night(hour_of_day: Decimal, *, night_end: Threshold = NIGHT_END) -> Reason | None:
    """A clinic's own rule, in a module that can be imported."""
    return NIGHT if hour_of_day < night_end.value else None


@rule("X4", asks="Was it drawn at night, once more?", judges=Analyte.IL6)
def drawn_at_night_too(hour_of_day: Decimal, *, night_end: Threshold = NIGHT_END) -> Reason | None:
    """Uses the number of the first."""
    return NIGHT if hour_of_day < night_end.value else None


def made_inside() -> Rule[..., Reason | None]:
    @rule("X2", asks="Was it drawn at night?", judges=Analyte.IL6)
    def local(hour_of_day: Decimal) -> Reason | None:
        return None

    return local


def made_with(code: str) -> RuleSet:
    reason = Reason(code, StandingCode.TENTATIVE)

    @rule("X2", asks="Was it drawn at night?", judges=Analyte.IL6)
    def local(hour_of_day: Decimal) -> Reason | None:
        return reason

    return RuleSet((local,))


def from_text(body: str) -> RuleSet:
    """A rule of which there is no source, as at a prompt."""
    names: dict[str, object] = {"Decimal": Decimal, "Reason": Reason, "NIGHT": NIGHT}
    exec(f"def written(hour_of_day: Decimal) -> Reason | None:\n    {body}\n", names)  # noqa: S102  (a prompt does it)
    function = names["written"]
    assert isinstance(function, FunctionType)
    return RuleSet((Rule("X3", "Was it drawn at night?", function, (Analyte.IL6,)),))


def python(script: str, *options: str, path: Path | None = None, **more: str) -> str:
    where = environment(**more)
    if path is not None:
        where["PYTHONPATH"] = f"{path}:{where['PYTHONPATH']}"
    command = [sys.executable, *options, "-c", textwrap.dedent(script)]
    return subprocess.run(command, env=where, capture_output=True, text=True, check=True).stdout.strip()


# --- there and back --------------------------------------------------------------------------------

SETS = {
    "the standard": STANDARD,
    "an override": STRICT,
    "a cut of a scale": STANDARD.override(high_line=Threshold("2.9", "pg/mL", CLINIC)),
    "without rules": STANDARD.without("T2", "I11"),
    "a rule of one's own": STANDARD + drawn_at_night,
    "all of it": (STRICT + drawn_at_night).without("D8").override(night_end=LATER),
}


@pytest.mark.parametrize("rules", SETS.values(), ids=SETS)
def test_a_rule_set_comes_back_as_it_was(rules):
    again = pickle.loads(pickle.dumps(rules))

    assert rules.digest == again.digest
    assert rules.policy == again.policy
    assert rules.thresholds() == again.thresholds()
    assert [each.id for each in rules] == [each.id for each in again]
    assert rules.left == again.left
    assert interpret(READING, rules=rules).to_dict() == interpret(READING, rules=again).to_dict()


def test_a_rule_that_was_added_after_an_override_keeps_its_own_number_on_the_way():
    rules = (STANDARD + drawn_at_night).override(night_end=LATER) + drawn_at_night_too

    again = pickle.loads(pickle.dumps(rules))

    assert ["10", "9"] == [str(again[name].numbers["night_end"].value) for name in ("X1", "X4")]


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
@pytest.mark.parametrize("value", [STRICT, STANDARD["T2"], made_inside()], ids=["set", "rule", "local"])
def test_a_copy_of_what_never_changes_is_itself(duplicate, value):
    assert value is duplicate(value)


def test_a_pool_of_new_processes_is_handed_rules():
    """A spawned process has imported nothing."""
    judge = partial(interpret, rules=STRICT)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        (there,) = pool.map(judge, [READING])

    assert interpret(READING, rules=STRICT).to_dict() == there.to_dict()
    assert interpret(READING).to_dict() != there.to_dict()


# --- what cannot travel ----------------------------------------------------------------------------


def in_a_script() -> Rule[..., Reason | None]:
    """A rule as a script or a notebook defines it."""
    function = FunctionType(drawn_at_night.function.__code__, globals(), "drawn_at_night")
    function.__kwdefaults__ = {"night_end": NIGHT_END}
    function.__module__ = "__main__"
    return Rule("X1", "Was it drawn at night?", function, (Analyte.IL6,))


@pytest.mark.parametrize(
    "stranger",
    [
        made_inside(),
        in_a_script(),
        Rule("X5", "Is it a lambda?", lambda hour_of_day: None, (Analyte.IL6,)),
        attrs.evolve(drawn_at_night, id="X6"),
    ],
    ids=["local", "script", "lambda", "another id"],
)
def test_a_rule_that_another_process_would_not_find_is_refused_with_the_way_out(stranger):
    for value in (stranger, STANDARD + stranger):
        with pytest.raises(RuleSetError, match=rf"rule {stranger.id} cannot travel.*@rule at the top of a module"):
            pickle.dumps(value)


def test_a_rule_that_is_not_installed_here_is_named(monkeypatch):
    data = pickle.dumps(STANDARD + drawn_at_night)
    monkeypatch.delitem(globals(), "drawn_at_night")

    with pytest.raises(RuleSetError, match=r"drawn_at_night.*install"):
        pickle.loads(data)


def test_rules_that_decide_otherwise_here_are_refused(tmp_path):
    """The digest of both sides is compared, and the error names the set."""
    clinic = tmp_path / "clinic_rules.py"
    text = textwrap.dedent(f"""
        from {NAME} import Analyte, Reason, StandingCode, rule

        @rule("X9", asks="Is it early?", judges=Analyte.IL6)
        def early(hour_of_day: object) -> Reason | None:
            return Reason("early", StandingCode.TENTATIVE)
    """)
    kept = tmp_path / "kept"
    clinic.write_text(text, encoding="utf-8")
    python(
        f"import pickle, clinic_rules, {NAME} as it; "
        f"open({str(kept)!r}, 'wb').write(pickle.dumps(it.STANDARD + clinic_rules.early))",
        path=tmp_path,
    )
    clinic.write_text(text.replace("TENTATIVE", "VOID"), encoding="utf-8")
    load = f"""
        import pickle
        try: pickle.loads(open({str(kept)!r}, "rb").read())
        except Exception as error: print(type(error).__name__, error)
    """

    said = python(load, "-B", path=tmp_path)

    assert said.startswith("RuleSetError the rules of <RuleSet forge_il6 standard")
    assert "digest" in said
    assert "install the same version" in said


# --- the digest ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options, seed",
    [((), "1"), (("-O",), "2"), (("-OO",), "3")],
    ids=["plain", "without asserts", "without docstrings"],
)
def test_the_digest_is_the_same_in_every_process(options, seed):
    script = f"from {NAME} import STANDARD; print(STANDARD.digest, STANDARD.without('I11').digest)"

    assert f"{STANDARD.digest} {STANDARD.without('I11').digest}" == python(script, *options, PYTHONHASHSEED=seed)


def test_the_digest_can_be_worked_out_from_an_archive(tmp_path):
    """Where there is no file, the source comes from whoever loaded the module."""
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as whole:
        top = PACKAGE.parents[NAME.count(".")]
        for path in (top / NAME.partition(".")[0]).rglob("*.py"):
            whole.write(path, path.relative_to(top))

    script = f"import sys; sys.path.insert(0, {str(archive)!r}); from {NAME} import STANDARD as it; print(it.digest)"

    assert STANDARD.digest == python(script, "-P")


def test_every_number_counts_in_the_digest_its_last_digit_and_its_side():
    digests = {STANDARD.digest}
    moved = [number for number in STANDARD.thresholds().items() if number[1].value > 1]
    for name, number in moved[::20]:
        digests.add(STANDARD.override(**{name: attrs.evolve(number, value=number.value + Decimal("0.0001"))}).digest)

    assert 1 + len(moved[::20]) == len(digests)


def test_the_digest_does_not_hang_on_who_says_so_or_what_the_set_is_called():
    same = attrs.evolve(thresholds.WASHOUT, basis=CLINIC)

    assert STANDARD.digest == STANDARD.override(washout=same).digest
    assert STANDARD.digest == RuleSet(STANDARD.rules, name="another", version="7").digest


def test_the_digest_tells_rules_apart_by_order_presence_and_what_stays_behind():
    first, second, *rest = STANDARD.rules
    sets = (STANDARD, STANDARD.without("T2"), STANDARD + drawn_at_night, RuleSet((second, first, *rest)),
            RuleSet((drawn_at_night,)), RuleSet((drawn_at_night,), left={"outlook": 1}),
            RuleSet((drawn_at_night,), left={"outlook": 2}))  # fmt: skip

    assert len(sets) == len({rules.digest for rules in sets})


def test_a_rule_made_by_a_function_is_told_by_what_that_function_gave_it():
    assert made_with("one").digest == made_with("one").digest
    assert made_with("one").digest != made_with("two").digest


def test_a_rule_that_nobody_wrote_down_is_told_by_its_compiled_code():
    """At a prompt there is no source, and a digest that passed over such a rule would hold for any."""
    assert from_text("return None").digest == from_text("return None").digest
    assert from_text("return None").digest != from_text("return NIGHT").digest


def test_the_digest_is_worked_out_once():
    assert STRICT.digest is STRICT.digest
