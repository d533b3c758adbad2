"""
Change one thing at a time, and see whether a test notices: ``python tests/mutants.py data`` or ``code``.

Data: every number a last digit up and down, every side of a cut, every entry of a table left out, values, units and
rules that answer alike exchanged, every direction, standing and severity. Code: every comparison, every ``and``, ``or``
and ``not``, every part of a condition, every condition and every answer. The file stays as it is: a process of its own
reads it changed (``mutant_runs.py``). A change that no test notices is printed with its place; those that mean the same
are listed below, each with its reason.
"""

from __future__ import annotations

import argparse
import ast
import functools
import importlib.abc
import importlib.machinery
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "src" / "forge_il6"
PAGE: Final = ROOT / "docs" / "tests-that-notice.md"
ASKED: Final = "FORGE_IL6_MUTANTS"
"""The environment variable that tells a process of pytest what to try: a file."""

ORDER: Final = "tests/rules/test_order.py"
REASONS: Final = ("tests/rules/test_reasons.py", "tests/rules/test_confounders.py")
VERDICTS: Final = ("tests/rules", "tests/test_golden.py", "tests/vignettes")
DATA: Final = {
    "rules/bands.py": (ORDER, "tests/rules/test_bands.py", *VERDICTS),
    "rules/care.py": (ORDER, "tests/rules/test_care.py", "tests/test_findings.py", *VERDICTS),
    "rules/confounders.py": (*REASONS, *VERDICTS),
    "rules/crp.py": (ORDER, "tests/rules/test_crp.py", *VERDICTS),
    "rules/draw.py": (*REASONS, "tests/rules/test_draw.py", *VERDICTS),
    "rules/exercise.py": (*REASONS, "tests/rules/test_exercise.py", "tests/test_settled.py", *VERDICTS),
    "rules/grip.py": (ORDER, "tests/rules/test_grip.py", "tests/test_body.py", *VERDICTS),
    "rules/hrv.py": (ORDER, "tests/rules/test_hrv.py", "tests/test_body.py", *VERDICTS),
    "rules/interventions.py": (ORDER, "tests/rules/test_interventions.py", *VERDICTS),
    "rules/level.py": (ORDER, "tests/rules/test_persistence.py", "tests/rules/test_trend.py", *VERDICTS),
    "rules/links.py": ("tests/rules/test_order.py", *VERDICTS),
    "rules/persistence.py": (ORDER, "tests/rules/test_persistence.py", "tests/test_course.py", *VERDICTS),
    "rules/secondary.py": (ORDER, "tests/rules/test_secondary.py", *VERDICTS),
    "rules/trend.py": (ORDER, "tests/rules/test_trend.py", "tests/test_course.py", *VERDICTS),
    "asking/body.py": ("tests/test_body.py", "tests/rules/test_grip.py", "tests/rules/test_hrv.py", *VERDICTS),
    "asking/course.py": ("tests/test_course.py", "tests/rules/test_trend.py", *VERDICTS),
    "asking/facts.py": (
        "tests/test_facts.py", "tests/test_interpret.py",
        "tests/test_training.py", "tests/test_settled.py", "tests/rules/test_care.py", "tests/rules/test_draw.py",
        "tests/rules/test_confounders.py", *VERDICTS,
    ),
    "asking/training.py": ("tests/test_training.py", "tests/rules/test_exercise.py", *VERDICTS),
    "knowledge/assays.py": ("tests/test_assays.py", "tests/rules/test_bands.py", "tests/test_golden.py"),
    "knowledge/findings.py": ("tests/test_describe.py", "tests/test_findings.py"),
    "knowledge/interventions.py": (
        "tests/test_describe.py", "tests/test_interventions_knowledge.py", "tests/rules/test_interventions.py",
    ),
    "knowledge/measurands.py": ("tests/test_measurands.py", "tests/test_reading.py", "tests/test_units.py"),
    "knowledge/populations.py": ("tests/test_cohort.py", "tests/test_describe.py"),
    "knowledge/thresholds.py": (*VERDICTS, "tests/test_describe.py", "tests/test_proof.py"),
    "codes.py": ("tests/test_codes.py", "tests/rules", "tests/test_golden.py"),
    "fields.py": ("tests/test_codes.py", "tests/test_reading.py"),
    "sizes.py": ("tests/test_measurands.py", "tests/test_units.py"),
    "units.py": ("tests/test_measurands.py", "tests/test_units.py"),
}  # fmt: skip
"""Where tables and numbers stand, and the tests nearest to them, the quickest first."""
RULES: Final = ("tests/rules", "tests/test_settled.py", "tests/test_golden.py", "tests/vignettes")
HL7: Final = ("tests/interop/test_hl7.py", "tests/interop/test_names.py", "tests/interop/test_one_set_of_facts.py",
              "tests/interop/test_exports.py", "tests/test_samples.py")  # fmt: skip
FHIR: Final = ("tests/interop/test_fhir.py", "tests/interop/test_datatypes.py", "tests/interop/test_names.py",
               "tests/interop/test_exports.py", "tests/interop/test_one_set_of_facts.py",
               "tests/interop/test_fhir_out.py", "tests/test_samples.py")  # fmt: skip
TABLES: Final = ("tests/interop/test_tables.py", "tests/interop/test_csv_mapping.py", "tests/interop/test_rows.py",
                 "tests/interop/test_names.py", "tests/interop/test_one_set_of_facts.py",
                 "tests/interop/test_exports.py", "tests/test_samples.py")  # fmt: skip
CDS: Final = ("tests/interop/test_cds_hooks.py",)
SETS: Final = ("tests/test_rule.py", "tests/test_proof.py", "tests/test_travel.py", "tests/test_settled.py",
               "tests/test_describe.py", "tests/test_provenance.py")  # fmt: skip
ASKING: Final = "tests/test_asking.py"
PREPARED: Final = ("tests/test_case.py", "tests/test_conditions.py", "tests/test_interpret.py")
DOCUMENTS: Final = ("tests/test_document.py", "tests/test_documents.py", "tests/test_schema.py",
                    "tests/test_golden.py")  # fmt: skip
READING: Final = ("tests/test_reading.py", "tests/test_codes.py", "tests/test_document.py", "tests/test_times.py")
SHARED: Final = tuple(dict.fromkeys(("tests/interop/test_one_draw.py", *HL7, *FHIR, *TABLES, "tests/test_feeds.py")))


def _all(pattern: str, tests: Sequence[str], *without: str) -> dict[str, tuple[str, ...]]:
    found = sorted(each.relative_to(PACKAGE).as_posix() for each in PACKAGE.glob(pattern))
    return {each: tuple(tests) for each in found if Path(each).stem not in without}


CODE: Final = {
    **_all("rules/[a-z]*.py", RULES),
    "rules/interventions.py": ("tests/test_statuses.py", *RULES),
    "rules/level.py": ("tests/test_course.py", *RULES),
    "asking/course.py": ("tests/test_course.py", *RULES),
    "asking/training.py": ("tests/test_training.py", *RULES),
    "asking/body.py": ("tests/test_body.py", *RULES),
    "asking/facts.py": ("tests/test_conditions.py", *RULES),
    "asking/answer.py": (ASKING, *SETS, *RULES),
    "asking/evaluate.py": (ASKING, *SETS, *RULES),
    "asking/digest.py": ("tests/test_digest.py", *SETS),
    "asking/proof.py": ("tests/test_proof.py", *SETS),
    "asking/rule.py": (ASKING, *SETS),
    "asking/ruleset.py": (ASKING, *SETS),
    "answered.py": (ASKING, "tests/test_questions.py", "tests/test_interpret.py", *RULES),
    "judging.py": (*PREPARED, *RULES),
    "case.py": (*PREPARED, *RULES),
    "deciding.py": (ASKING, *PREPARED, *RULES),
    "threshold.py": ("tests/test_threshold.py", "tests/test_rule.py"),
    "times.py": ("tests/test_times.py", "tests/test_reading.py"),
    "units.py": ("tests/test_measurands.py", "tests/test_units.py", "tests/test_reading.py"),
    "sizes.py": ("tests/test_measurands.py", "tests/test_units.py"),
    "knowledge/assays.py": ("tests/test_assays.py", "tests/rules"),
    "fields.py": ("tests/test_fields.py", *READING, "tests/test_hostile.py"),
    "reading.py": READING,
    "context.py": READING,
    "record.py": (*READING, "tests/test_trust.py", "tests/test_display.py"),
    "document.py": (*DOCUMENTS, "tests/test_hostile.py"),
    **_all("interop/hl7/[a-z]*.py", HL7, "sentences"),
    **_all("interop/fhir/[a-z]*.py", FHIR, "sentences", "out"),
    **_all("interop/tables/[a-z]*.py", TABLES, "layouts"),
    **_all("interop/cds/[a-z]*.py", CDS),
    **_all("interop/[a-z]*.py", SHARED, "agents", "mcp_server", "cds_hooks", "csv_mapping", "documents", "fhir_out",
           "worn"),
}  # fmt: skip
"""What decides, reads quantities, places times, and reads records of every kind; and the tests nearest to it."""

ASKED_BEFORE: Final = "a first look, which saves asking about equal facts once more; equal facts are answered alike"
ONE_DRAW: Final = "the mean of one draw is that draw, which answers for itself: a short way, and no other answer"
REMEMBERED: Final = "how many answers are remembered changes none of them"
NOTHING_TO_ROUND: Final = "a float of twelve digits or fewer rounds to itself, and so does what is not finite"
DIGITS_TO_SPARE: Final = "what can be read has far fewer digits, so the last of these is never used"
WITHOUT_EVENTS: Final = "a first look, which saves a copy: where nothing is stated nothing is replaced"
NO_LETTER_WRITTEN: Final = "it writes no number as text, so the letter before an exponent is never its own"
FAR_FROM_THE_END: Final = "no exponent that can be read comes near the largest, where alone this tells"
QUICK_FIRST: Final = "a first look at what nearly everything looks like; the whole grammar behind it reads the same"
DIGITS_ARE_COUNTED: Final = (
    "a first look, which saves counting the digits of what is short; the count behind it decides"
)
TEXT_FIRST: Final = "a first look at what most of a document is; the writer of its type writes text the same"
CONTEXTS: Final = ("ARITHMETIC", "_FLOAT_ROUNDING")
ONE_FAMILY: Final = "no name of a method holds words of both, so which is asked first decides nothing"
FIRST_LOOK: Final = "a first look at what nearly everybody states, which saves the slower one behind it"
OF_FACTS: Final = ("dict.fromkeys(EXERCISE_FACTS, 'exercise')", "dict.fromkeys(_FACT_OF.values(), 'confounders')")
IS_CRP: Final = "type(value) is not str and isinstance(value, (HsCrp, Mapping))"
IS_NO_DOCUMENT: Final = "type(document) is not dict and (not isinstance(document, Mapping))"
SAME: Final[dict[tuple[str, str], str]] = {
    ("context.py", "_zone_name: if isinstance(value, str): never"): FIRST_LOOK,
    ("context.py", f"_crp: without type(value) is not str in {IS_CRP[:60]}"): FIRST_LOOK,
    ("fields.py", "code: if type(value) is kind: never"): FIRST_LOOK,
    ("fields.py", "code: if (as_written := known.get(written)) is not None: never"): FIRST_LOOK,
    ("fields.py", "many: without value is None in value is None or is_missing(value)"): FIRST_LOOK,
    ("fields.py", "many: if type(value) not in (list, tuple): always"): FIRST_LOOK,
    ("record.py", f"_stated: without type(document) is not dict in {IS_NO_DOCUMENT[:60]}"): FIRST_LOOK,
    ("times.py", "moment: if _FIRST_YEAR <= read.year <= _LAST_YEAR: never"): FIRST_LOOK,
    **{
        ("asking/course.py", f"Day.{question}: {change}"): ONE_DRAW
        for question in ("above", "at_least", "below", "at_most")
        for change in ("if len(self.amounts) == 1: never", "1 -> 0")
    },
    **{("asking/course.py", f"_normal_quantile: 64 -> {other}"): REMEMBERED for other in (63, 65)},
    **{("asking/course.py", f"chi_square_quantile: 512 -> {other}"): REMEMBERED for other in (511, 513)},
    ("asking/evaluate.py", "_asked: if each.otherwise is not None: always"): (
        "where a name holds nothing otherwise, the line that is spared puts nothing in the place of nothing"
    ),
    ("asking/evaluate.py", "_namespace: if each.is_ours: never"): (
        "a rule that is asked is its function, and what ours answers its declaration allows: nothing is refused"
    ),
    ("asking/rule.py", "Rule.check: without () in self.answers or ()"): "each of our rules declares what it answers",
    ("asking/rule.py", "Rule.check: if self.is_ours and type(answer) in (self.answers or ()): never"): (
        "a short way for our own rules: what their declaration names there is room for, and it can be compared"
    ),
    (
        "asking/facts.py",
        f"DOCUMENT_NAMES: exchanged {' and '.join(each[:40] for each in OF_FACTS)}",
    ): "no fact stands in both, so which comes first decides nothing",
    ("asking/facts.py", "TIME_ARITHMETIC: 40 -> 41"): DIGITS_TO_SPARE,
    ("asking/facts.py", "TIME_ARITHMETIC: 40 -> 39"): DIGITS_TO_SPARE,
    **{
        ("case.py", f"Case._asked_of_samples: {change} in hs_crp is not None and crp is not None"): (
            "an hs-CRP has a standing and nothing else has one; the other half is for who reads types"
        )
        for change in ("And swapped", "without hs_crp is not None", "without crp is not None")
    },
    ("case.py", "Case._asked_of_samples: if own == facts: never"): ASKED_BEFORE,
    ("case.py", "_checked: if type(value) is kind: never"): (
        "a short way: what was altered after it was checked is refused before, so that looking once more finds nothing"
    ),
    ("judging.py", "Judge._weighed: if near is far: never"): ASKED_BEFORE,
    (
        "judging.py",
        "Judge.hs_crp: if type(crp) is not HsCrp and (not self.context.hs_crp_history): never",
    ): ASKED_BEFORE,
    ("judging.py", "Judge._far: if sample.is_index: never"): ASKED_BEFORE,
    (
        "judging.py",
        (
            "Judge._crps_of: without not (self.same_tube or self.has_dated_cr in isinstance(source, HsCrp) or not "
            "(self.same_tube or self.has"
        ),
    ): "where there is no CRP at all, none of them lies above a line; nobody needs to look",
    ("asking/facts.py", "CrpsNearby.any_above: if line not in self._beyond: always"): (
        "what was put in order once is put in the same order again"
    ),
    ("asking/facts.py", "Person.__init__: without () in context.confounders or ()"): WITHOUT_EVENTS,
    ("asking/facts.py", "Person.__init__: without log is None in log is None and context.exercise_log is not None"): (
        "sessions that are handed on are those of the same log in the same zone, sorted before"
    ),
    ("asking/facts.py", "sample_facts: if not person.events: never"): WITHOUT_EVENTS,
    ("document.py", "_writer: if type(entry) is str: never"): TEXT_FIRST,
    ("document.py", "_writer: if type(value) is str: never"): TEXT_FIRST,
    ("document.py", "_texts: if each.__class__ is str: never"): TEXT_FIRST,
    ("fields.py", "_NO_VALUES: without 'MaskedConstant'"): "a masked constant is a masked array of one entry as well",
    **{
        (
            "fields.py",
            f"{reader}: without type(value) is not {kind} in type(value) is not {kind} and is_missing(value)",
        ): ("text and whole numbers are never missing; to ask that first saves the look")
        for reader, kind in (("number", "int"), ("instant", "str"), ("result", "str"))
    },
    ("fields.py", "_no_code: 2 -> 3"): "no kind of code that can be stated has eleven to fifteen codes",
    ("interop/fhir/documents.py", "_hold_the_same: if len(one) != len(another): never"): (
        "a first look: two lists of different length cannot be paired, and what does not compare is not the same"
    ),
    ("interop/fhir/values.py", "amount_of: without '' in text_at(part, 'valueString') or ''"): (
        "no text and an empty one are refused alike"
    ),
    (
        "interop/hl7/specimens.py",
        "_source: 6 -> 7",
    ): "a list is filled up to what is read of it, and the seventh is not",
    ("interop/hl7/segments.py", "Segment.within: Sub swapped in length - len(parts)"): (
        "a list is filled up to what is read of it, and what is beyond is read by nobody"
    ),
    (
        "interop/tables/reports.py",
        "read_rows: without row.error is not None in row.is_header and row.error is not None",
    ): "of a header nothing but its error is told; the look is for who checks types",
    ("interop/tables/results.py", "result_in.cell: if column is None: never"): "no cell is found under no name",
    (
        "interop/tables/results.py",
        "_kind: without fact is not None in kind is None and fact is not None and (fact in KIND_OF) and ",
    ): "no fact is called nothing; the look is for who checks types",
    ("knowledge/assays.py", "assay_of: 1024 -> 1025"): REMEMBERED,
    ("knowledge/assays.py", "assay_of: 1024 -> 1023"): REMEMBERED,
    ("knowledge/assays.py", "ASSAYS: exchanged Roche Elecsys and Beckman Access"): ONE_FAMILY,
    ("knowledge/assays.py", "ASSAYS: exchanged Beckman Access and Siemens Immulite"): ONE_FAMILY,
    ("knowledge/assays.py", "ASSAYS: exchanged Siemens Centaur and R&D Quantikine HS"): ONE_FAMILY,
    ("knowledge/assays.py", "ASSAYS: exchanged R&D Quantikine HS and Meso Scale V-PLEX"): ONE_FAMILY,
    ("knowledge/assays.py", "ASSAYS: exchanged Meso Scale V-PLEX and Simoa"): ONE_FAMILY,
    ("knowledge/interventions.py", "InterventionRecord: kw_only=False"): "each is written by name all the same",
    **{("sizes.py", f"factor_of: 512 -> {other}"): REMEMBERED for other in (511, 513)},
    **{
        ("sizes.py", f"_DIVISION: 64 -> {other}"): "a factor that comes to an end has far fewer digits"
        for other in (63, 65)
    },
    ("times.py", "moment: LtE swapped in _DATE_LENGTH < len(value) <= LONGEST_TIME"): QUICK_FIRST,
    ("times.py", "moment: if type(value) is str and _DATE_LENGTH < len(value) <= LONGEST_: never"): QUICK_FIRST,
    ("times.py", "zone: Gt swapped in len(key) > LONGEST_TIME"): "no time zone has a name of forty characters",
    **{("units.py", f"ARITHMETIC: 400 -> {other}"): DIGITS_TO_SPARE for other in (399, 401)},
    **{("units.py", f"{name}: 1 -> 0"): NO_LETTER_WRITTEN for name in CONTEXTS},
    **{("units.py", f"{name}: 0 -> 1"): FAR_FROM_THE_END for name in CONTEXTS},
    **{("units.py", f"_COMMON: 1000 -> {other}"): REMEMBERED for other in (999, 1001)},
    ("units.py", "exact_number: 0 -> 1"): REMEMBERED,
    **{("units.py", f"_whole: 1024 -> {other}"): REMEMBERED for other in (1023, 1025)},
    ("units.py", "exact_number: 4 -> 5"): "a first look, which saves working with absurd numbers; the next one decides",
    **{("units.py", f"_MOST_SPELLINGS: 1000 -> {other}"): REMEMBERED for other in (999, 1001)},
    ("units.py", "_checked_size: Gt swapped in len(str(number)) > _MOST_DIGITS"): DIGITS_ARE_COUNTED,
    (
        "units.py",
        (
            "_checked_size: without len(str(number)) > _MOST_DIGITS in len(str(number)) > _MOST_DIGITS and "
            "len(number.as_tuple().di"
        ),
    ): DIGITS_ARE_COUNTED,
    ("units.py", "exact_number: LtE swapped in 0 <= value < _COMMON"): REMEMBERED,
    ("units.py", "Measurand._plain: if match and match[2] in self.identities: never"): QUICK_FIRST,
    ("units.py", "Measurand._ask_foreign: Gt swapped in abs(Fraction(ours) / Fraction(theirs) - 1) > _AGREEMENT"): (
        "no number of twelve digits lies exactly that far from a size of the table"
    ),
    ("units.py", "exact_number: And swapped in len(text) > _FLOAT_DIGITS and number.is_finite()"): NOTHING_TO_ROUND,
    ("units.py", "exact_number: if len(text) > _FLOAT_DIGITS and number.is_finite(): always"): NOTHING_TO_ROUND,
    ("units.py", "exact_number: Gt swapped in len(text) > _FLOAT_DIGITS"): NOTHING_TO_ROUND,
    **{
        ("units.py", f"exact_number: without {part} in len(text) > _FLOAT_DIGITS and number.is_finite()"): (
            NOTHING_TO_ROUND
        )
        for part in ("len(text) > _FLOAT_DIGITS", "number.is_finite()")
    },
}
"""Changes that mean the same, by file and description, each with its reason."""

UNORDERED: Final = {("knowledge/findings.py", "_RECORDS")}
"""Tables of which each entry is found by its code, in whatever order they stand, by file and name."""

SWAPPED: Final = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
NAMED: Final = {"UP": "DOWN", "DOWN": "UP", "UNKNOWN": "UP", "VOID": "WARN", "WARN": "VOID"}
"""How the rules name directions, and tables of reasons by their standing."""
JUDGED: Final = {"BOTH": "IL6", "IL6": "BOTH", "HS_CRP": "IL6"}
EXCHANGED: Final = {
    "Direction": {"UP": "DOWN", "DOWN": "UP", "UNKNOWN": "UP"},
    "StandingCode": {"VOID": "UNVERIFIED", "UNVERIFIED": "TENTATIVE", "TENTATIVE": "VOID", "NOT_APPLICABLE": "VOID"},
    "Care": {"URGENT": "SAME_DAY", "SAME_DAY": "URGENT", "CLINICIAN_EVALUATION": "REPEAT", "REPEAT": "NONE"},
    "Severity": {"INFO": "CAUTION", "CAUTION": "WARNING", "WARNING": "INFO"},
}
PREFIXES: Final = {"kilo": "", "": "milli", "deci": "centi", "centi": "milli", "milli": "micro", "micro": "nano",
                   "nano": "pico", "pico": "femto", "femto": "atto", "atto": "femto"}  # fmt: skip
BESIDE: Final = {"pound": "kilogram", "kilogram_force": "newton", "newton": "kilogram_force"}
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
    """Every switch; that two lists are of one length is held by what makes them, not by ``strict``."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.keyword)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, bool)
            and (node.arg, node.value.value) != ("strict", True)
        ):
            yield Change(
                node.value.lineno, f"{node.arg}={not node.value.value}", _set(node.value, "value", not node.value.value)
            )


def _tables(tree: ast.AST) -> Iterator[ast.expr]:
    """What a module holds, but for its public names and its types, which decide nothing."""
    for each in ast.iter_child_nodes(tree):
        if isinstance(each, ast.Assign | ast.AnnAssign) and not isinstance(each.value, ast.Subscript | None):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            if not any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                yield each.value


def rows(tree: ast.AST) -> Iterator[Change]:
    """Every entry of a table."""
    for node in itertools.chain.from_iterable(map(ast.walk, _tables(tree))):
        names = ("keys", "values") if isinstance(node, ast.Dict) else ("elts",)
        if not isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List) or isinstance(
            getattr(node, "ctx", None), ast.Store
        ):
            continue
        entries = getattr(node, names[0])
        for place, each in enumerate(entries):
            if each is not None:
                said = _name(each) if isinstance(each, ast.Call) else ast.unparse(each)[:60]
                beside = f": {ast.unparse(node.values[place])[:40]}" if isinstance(node, ast.Dict) else ""
                yield Change(each.lineno, f"without {said}{beside}", _without(node, names, place))


def order(tree: ast.AST) -> Iterator[Change]:
    """
    Two neighbours of a table exchanged: values of a dict, entries of a list of calls, and rules that answer alike.

    Rules of different names are asked by name, so what stands between them is no order.
    """
    answers = dict(_answers(tree))
    for node in itertools.chain.from_iterable(map(ast.walk, _tables(tree))):
        if isinstance(node, ast.Dict):
            yield from _exchanges(node.values, range(len(node.values)))
        elif isinstance(node, ast.Tuple | ast.List) and all(isinstance(each, ast.Call) for each in node.elts):
            yield from _exchanges(node.elts, range(len(node.elts)))
        elif isinstance(node, ast.Tuple):
            for name in dict.fromkeys(answers.values()):
                of_name = [n for n, each in enumerate(node.elts) if answers.get(ast.unparse(each)) == name]
                yield from _exchanges(node.elts, of_name)


def _answers(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each rule of a module that answers under a name, and the name."""
    for node in ast.walk(tree):
        for each in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            for keyword in each.keywords if isinstance(each, ast.Call) else ():
                if keyword.arg in ("gives", "works_out") and isinstance(node, ast.FunctionDef):
                    yield node.name, ast.unparse(keyword.value)


def _exchanges(entries: list[ast.expr], places: Sequence[int]) -> Iterator[Change]:
    for one, other in itertools.pairwise(places):
        if ast.dump(entries[one]) != ast.dump(entries[other]):
            says = f"exchanged {_name(entries[one])} and {_name(entries[other])}"
            yield Change(entries[one].lineno, says, functools.partial(_exchange, entries, one, other))


def _name(node: ast.expr) -> str:
    """What an entry calls itself, or the beginning of it."""
    first = node.args[0] if isinstance(node, ast.Call) and node.args else node
    is_name = first is not node and isinstance(first, ast.Constant)
    return str(ast.literal_eval(first)) if is_name else ast.unparse(node)[:40]


def _exchange(entries: list[ast.expr], one: int, other: int) -> None:
    entries[one], entries[other] = entries[other], entries[one]


def units(tree: ast.AST) -> Iterator[Change]:
    """Every name of a unit that stands as a value or in a pair, for its neighbour."""
    for node in itertools.chain.from_iterable(map(ast.walk, _tables(tree))):
        named = node.values if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.Tuple) else ()
        keys = map(ast.unparse, filter(None, node.keys)) if isinstance(node, ast.Dict) else itertools.repeat("")
        for key, each in zip(keys, named, strict=False):
            text = each.value if isinstance(each, ast.Constant) else None
            first = text.partition(" / ")[0] if isinstance(text, str) else ""
            if other := _neighbour(first):
                changed = str(text).replace(first, other, 1)
                yield Change(each.lineno, f"{key} {text} -> {changed}".strip(), _set(each, "value", changed))


def _neighbour(unit: str) -> str:
    """The unit beside one: a thousand times as small, or of another definition; an empty text for what is none."""
    if unit in BESIDE:
        return BESIDE[unit]
    prefix = next((each for each in PREFIXES if each and unit.startswith(each)), "")
    base = unit.removeprefix(prefix)
    return f"{PREFIXES[prefix]}{base}" if base in ("gram", "mole", "count", "second", "liter") else ""


def codes(tree: ast.AST) -> Iterator[Change]:
    """Every direction, standing, care and severity for another one, and what a rule judges."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMED:
            yield Change(node.lineno, f"{node.id} -> {NAMED[node.id]}", _set(node, "id", NAMED[node.id]))
        elif isinstance(node, ast.keyword) and node.arg == "judges" and isinstance(node.value, ast.Name):
            other = JUDGED[node.value.id]
            says = f"judges={node.value.id} -> {other}"
            yield Change(node.value.lineno, says, _set(node.value, "id", other))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
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


def operands(tree: ast.AST) -> Iterator[Change]:
    """Every part of an ``and`` or ``or`` left out."""
    for node in _in_functions(tree):
        if isinstance(node, ast.BoolOp):
            for place, each in enumerate(node.values):
                says = f"without {ast.unparse(each)[:40]} in {ast.unparse(node)[:60]}"
                rest = [*node.values[:place], *node.values[place + 1 :]]
                yield Change(each.lineno, says, _set(node, "values", [_nothing(node), *rest]))


def _nothing(node: ast.BoolOp) -> ast.expr:
    """What changes no ``and`` or ``or`` that it stands first in."""
    return ast.copy_location(ast.Constant(isinstance(node.op, ast.And)), node)


def returns(tree: ast.AST) -> Iterator[Change]:
    """Every answer: none at all, or true for false and false for true."""
    for node in _in_functions(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            now = node.value.value if isinstance(node.value, ast.Constant) else ...
            if now is not None:
                other = not now if isinstance(now, bool) else None
                says = f"return {other} instead of {ast.unparse(node.value)[:60]}"
                yield Change(node.lineno, says, _set(node, "value", ast.copy_location(ast.Constant(other), node)))


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


def _first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, with its decorators."""
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])


KINDS: Final = {"data": (numbers, sides, rows, order, units, codes), "code": (operators, operands, conditions, returns)}


def changes(kind: str, tree: ast.Module) -> list[Change]:
    """Every change of a kind that a tree allows, in the order of its lines, each with the name around it."""
    found = sorted(itertools.chain.from_iterable(make(tree) for make in KINDS[kind]), key=lambda each: each.line)
    return [each._replace(says=f"{_around(tree, each.line)}: {each.says}") for each in found]


def _around(tree: ast.AST, line: int) -> str:
    """The names of the classes and the function, or of the table, around a line."""
    for each in ast.iter_child_nodes(tree):
        if not isinstance(each, ast.stmt) or not _first_line(each) <= line <= (each.end_lineno or 0):
            continue
        if isinstance(each, ast.ClassDef | ast.FunctionDef):
            return ".".join(filter(None, [each.name, _around(each, line)]))
        if isinstance(each, ast.Assign | ast.AnnAssign) and not isinstance(tree, ast.FunctionDef):
            return ast.unparse(each.targets[0] if isinstance(each, ast.Assign) else each.target)
    return ""


# --- a file that is read changed -------------------------------------------------------------------


def module(place: str) -> str:
    """The name under which a file of the package is imported."""
    return ".".join(["forge_il6", *Path(place).with_suffix("").parts]).removesuffix(".__init__")


class Changed(importlib.abc.MetaPathFinder):
    """Finds the one module that is to be changed, and reads it so."""

    def __init__(self, place: str, kind: str, number: int) -> None:
        self.place, self.kind, self.number = PACKAGE / place, kind, number
        self.name = module(place)
        tree = ast.parse(self.place.read_bytes())
        changes(kind, tree)[number].make()
        self.code: types.CodeType = compile(ast.fix_missing_locations(tree), str(self.place), "exec")
        """The module, compiled as it is changed."""

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
        return self.changed.code


# --- trying ----------------------------------------------------------------------------------------


def tried(
    kind: str, asked: Sequence[tuple[str, int]], *, exchanging: bool = False, enough: float
) -> Iterator[tuple[str, int, str]]:
    """Yield each change with the test that noticed it; an empty name where none did."""
    stages = {place: {"data": DATA, "code": CODE}[kind][place] for place, _ in asked}
    with tempfile.TemporaryDirectory() as folder:
        answers, question = Path(folder, "answers"), Path(folder, "question")
        question.write_text(
            json.dumps({"kind": kind, "changes": asked, "stages": stages, "exchanging": exchanging, "enough": enough,
                        "answers": str(answers)}),
            encoding="utf-8",
        )  # fmt: skip
        answers.touch()
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "mutant_runs",
             *sorted({test for tests in stages.values() for test in tests})],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_settings(question),
        )  # fmt: skip
        try:
            told = yield from _told(running, answers)
            if told < len(asked):
                msg = f"only {told} of {len(asked)} changes were tried; run the tests that are named for them alone"
                raise RuntimeError(msg)
        finally:
            running.kill()
            running.wait()


def _settings(question: Path) -> dict[str, str]:
    """The same examples each time; a failure is forgotten, for the next change is another program."""
    paths = os.pathsep.join([str(PACKAGE.parent), str(ROOT / "tests")])
    return os.environ | {ASKED: str(question), "HYPOTHESIS_PROFILE": "quick", "CI": "1", "PYTHONPATH": paths}


def _told(running: subprocess.Popen[bytes], answers: Path) -> Generator[tuple[str, int, str], None, int]:
    """Yield what is answered while the tests run, and return how many answers that were."""
    told = 0
    with answers.open(encoding="utf-8") as lines:
        over = False
        while not over:
            over = running.poll() is not None
            while line := lines.readline():
                place, number, by = json.loads(line)
                if number is None and by:
                    msg = f"{by} fails where nothing is changed; that would look like a change that is noticed"
                    raise RuntimeError(msg)
                if number is not None:
                    told += 1
                    yield place, number, by
            time.sleep(0.05)
    return told


# --- what came of it -------------------------------------------------------------------------------

MARKS: Final = ("<!-- what came of the changes, written by tests/mutants.py -->", "<!-- until here -->")
HEAD: Final = ("| file | kind | changes | mean the same | tried | noticed |", "|---|---|--:|--:|--:|--:|")


class Row(NamedTuple):
    """What came of one kind of change of one file."""

    file: str
    kind: str
    changes: int
    same: int
    tried: int
    noticed: int

    def __str__(self) -> str:
        return f"| {' | '.join(map(str, (f'`{self.file}`', *self[1:])))} |"

    @classmethod
    def read(cls, line: str) -> Row:
        """Read a row of the page."""
        file, kind, *counts = (each.strip(" `") for each in line.strip("|").split("|"))
        return cls(file, kind, *map(int, counts))


def kept(text: str) -> dict[tuple[str, str], Row]:
    """The rows that a page holds."""
    lines = text.partition(MARKS[0])[2].partition(MARKS[1])[0].split("\n")
    rows = [Row.read(line) for line in lines if line.startswith("| `")]
    return {(row.file, row.kind): row for row in rows}


def page(text: str, new: Sequence[Row]) -> str:
    """A page with new rows among those that it holds, and their sums."""
    held = kept(text) | {(row.file, row.kind): row for row in new}
    lines = [*HEAD, *(str(held[each]) for each in sorted(held, key=lambda each: (each[1], each[0])))]
    for kind in KINDS:
        of_kind = [row[2:] for row in held.values() if row.kind == kind]
        sums = [sum(column) for column in zip(*of_kind, strict=True)]
        lines += [f"| **together** | {kind} | {' | '.join(map(str, sums))} |"] if sums else []
    before, _, rest = text.partition(MARKS[0])
    return "\n".join([f"{before}{MARKS[0]}", "", *lines, "", f"{MARKS[1]}{rest.partition(MARKS[1])[2]}"])


def same(place: str, says: str) -> bool:
    """Whether a change is one of those that mean the same."""
    return (place, says) in SAME or any(
        place == file and says.startswith(f"{table}: exchanged ") for file, table in UNORDERED
    )


def lot(kind: str, place: str, sample: int | None, seed: int) -> tuple[list[Change], list[int]]:
    """The changes of a file, and the numbers of those to try: all that mean something else, or some of them by lot."""
    every = changes(kind, ast.parse((PACKAGE / place).read_bytes()))
    others = [number for number, change in enumerate(every) if not same(place, change.says)]
    if sample and sample < len(others):
        others = sorted(random.Random(f"{seed} {kind} {place}").sample(others, sample))  # noqa: S311  (no secret)
    return every, others


def noticed(kind: str, asked: Sequence[tuple[str, int]], enough: float) -> Iterator[tuple[str, int, str]]:
    """Yield each change with the test that noticed it: code is exchanged first, and what is left is reread."""
    left = list(asked)
    if kind == "code":
        left = []
        for place, number, by in tried(kind, asked, exchanging=True, enough=enough):
            if by:
                yield place, number, by
            else:
                left.append((place, number))
    if left:
        yield from tried(kind, left, enough=enough)


def main() -> int:
    """Try every change, or some of them by lot, and print what nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--file", action="append", help="only this file of the package; may be given more than once")
    parser.add_argument("--sample", type=int, help="of each file so many of the changes, by lot")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--enough", type=float, default=30, help="seconds after which no further test is asked")
    parser.add_argument("--write", action="store_true", help=f"keep the counts in {PAGE.relative_to(ROOT)}")
    options = parser.parse_args()
    places = options.file or list({"data": DATA, "code": CODE}[options.kind])
    lots = {place: lot(options.kind, place, options.sample, options.seed) for place in places}
    asked = [(each, number) for each, (_, some) in lots.items() for number in some]
    seen = dict.fromkeys(places, 0)
    for place, number, by in noticed(options.kind, asked, options.enough):
        seen[place] += bool(by)
        if not by:
            change = lots[place][0][number]
            print(f"{place}:{change.line}: {change.says}", flush=True)
    new = [
        Row(place, options.kind, len(every), sum(same(place, each.says) for each in every), len(some), seen[place])
        for place, (every, some) in lots.items()
    ]
    tried_, noticed_ = (sum(getattr(row, name) for row in new) for name in ("tried", "noticed"))
    print(f"{noticed_} of {tried_} changes noticed")
    if options.write:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), new), encoding="utf-8", newline="\n")
    return int(noticed_ < tried_)


if __name__ == "__main__":
    sys.exit(main())
