"""How much is tried: the examples of a property, and the places of what is tried everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final
from zlib import crc32

import pytest
from hypothesis import settings

__all__ = ["EVERYWHERE", "PROFILES", "of_the_usual", "part", "thinned", "usual"]

PROFILES: Final = {"default": 25, "soak": 1000, "quick": 15, "again": 5}
"""Examples of a property: at every change, before a release, beside other work, where the suite runs again."""

EVERYWHERE: Final = {
    "test_a_good_file_mutated_cell_by_cell_is_no_other_number",
    "test_a_good_message_mutated_field_by_field_is_no_other_number",
    "test_a_key_that_is_missing_or_another_is_kept_or_refused_by_our_error",
    "test_a_part_that_is_missing_or_told_twice_is_no_wrong_number",
    "test_a_verdict_document_is_read_by_both_or_by_neither",
    "test_a_wrong_type_anywhere_is_refused_or_left_out",
    "test_a_wrong_type_at_any_place_is_no_wrong_number_and_no_other_error",
    "test_an_absurd_number_gives_a_verdict_or_one_of_our_errors",
    "test_any_other_rule_can_be_left_out",
    "test_anything_anywhere_in_a_case_gets_a_verdict_or_our_error",
    "test_anything_anywhere_in_a_verdict_is_kept_whole_or_refused_by_our_error",
    "test_every_form_of_a_result_gives_the_identical_verdict",
    "test_every_patient_becomes_valid_fhir",
    "test_every_patient_can_be_drawn_by_both_writers",
}
"""Tests that try very much at hundreds of places; no place is known to matter more than the next."""
ONE_IN: Final = {"default": 4, "again": 10}
"""Which part of the places is tried, by profile; all of them in every other."""
MANY: Final = 8
ONE_OF_MANY: Final = {"again": 3}
"""Which part of the parameters of any other test is tried where it has many of them, by profile."""


def usual() -> int:
    """Return how many examples a property gets in this run, unless it asks for a share."""
    return settings().max_examples


def of_the_usual(share: float) -> settings:
    """Let a property have a share of the usual number: more where the rare decides, fewer where each takes long."""
    return settings(max_examples=max(1, round(share * usual())))


def part(things: Sequence[Any]) -> Sequence[Any]:
    """Return what is tried in this run of things that no test names one by one; all of them in the long one."""
    return things[:: {PROFILES[name]: share for name, share in ONE_IN.items()}.get(usual(), 1)]


def thinned(items: Iterable[pytest.Item], profile: str) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Part what is tried in this run from what is left for another one: of each test the first, and others by lot."""
    items = list(items)
    kept, left = list[pytest.Item](), list[pytest.Item]()
    parameters, seen = Counter(map(_test, items)), set[tuple[str, str]]()
    for item in items:
        test = _test(item)
        shares = ONE_IN if test[1] in EVERYWHERE else ONE_OF_MANY if parameters[test] > MANY else {}
        is_drawn = crc32(item.nodeid.encode()) % shares.get(profile, 1) == 0
        (kept if is_drawn or test not in seen else left).append(item)
        seen.add(test)
    return kept, left


def _test(item: pytest.Item) -> tuple[str, str]:
    """The file and the name of a test, without its parameters; an example of a page is a test of its own."""
    return item.nodeid.partition("::")[0], getattr(item, "originalname", item.nodeid)
