"""
The package and the second implementation give the same decisions.

Some hundred cases of each section in the ordinary suite, thousands in the long one; `run.py` takes any number.
"""

import json
from random import Random

import pytest

from profiles import usual
from second.compare import differences, smallest
from second.generator import SECTIONS, document

CASES = 4 * usual()  # a section


@pytest.mark.parametrize("section", SECTIONS)
def test_both_implementations_decide_alike(section):
    random = Random(f"ordinary {section}")  # noqa: S311  (the same cases on every machine)
    for _ in range(CASES):
        case = document(section, random)
        if found := differences(case):
            less = smallest(case, found[0])
            says = "\n".join(
                f"{path}: second implementation {mine}, package {theirs}" for path, mine, theirs in differences(less)
            )
            pytest.fail(f"{json.dumps(less, ensure_ascii=False)}\n{says}")
