"""
Compare the package with the second implementation.

`python tests/second/run.py --cases 100000 --seed 1` compares everything; of a document that differs the
first difference is told, since the others mostly follow from it. `--section 7` keeps to the documents of
one section, `--only care,firmness` to the decisions whose names begin so. Which package is compared is
what Python imports: another checkout is compared with `PYTHONPATH=its/src`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the folder of the tests, where `second` lives

from second.compare import Difference, differences, kind, smallest
from second.generator import SECTIONS, document
from second.quantities import Document

Kind = tuple[str, str, str]


def compare_section(
    section: str, cases: int, seed: int, only: tuple[str, ...]
) -> tuple[int, Counter[Kind], dict[Kind, tuple[Document, Difference]]]:
    """Return how many agreed, how often each kind of difference came, and a first example of each."""
    random, agreed = Random(f"{seed} {section}"), 0  # noqa: S311  (a seed that can be told again)
    kinds, examples = Counter[Kind](), dict[Kind, tuple[Document, Difference]]()
    for _ in range(cases):
        case = document(section, random)
        found = differences(case, only)
        agreed += not found
        for difference in found[:1]:
            kinds[kind(difference)] += 1
            examples.setdefault(kind(difference), (case, difference))
    return agreed, kinds, examples


def main() -> int:
    """Run every section, print how many agreed, and the smallest document of each kind of difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=13_000, help="in all, shared among the sections")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--section", help="only the sections that begin so")
    parser.add_argument("--examples", type=int, default=3, help="how many differences of a section are shown")
    parser.add_argument("--only", default="", help="only decisions whose names begin so, with commas between")
    options = parser.parse_args()
    only = tuple(options.only.split(","))
    sections = [name for name in SECTIONS if name.startswith(options.section or "")]
    each, agreed_in_all = max(1, options.cases // len(sections)), 0
    for section in sections:
        agreed, kinds, examples = compare_section(section, each, options.seed, only)
        agreed_in_all += agreed
        print(f"{section}: {agreed} of {each} agree", flush=True)
        for found, times in kinds.most_common(options.examples):
            case, difference = examples[found]
            path, mine, theirs = difference
            print(f"  {times} times {path}: second implementation {mine}, package {theirs}")
            print(f"    {json.dumps(smallest(case, difference, only), ensure_ascii=False)}", flush=True)
    print(f"{agreed_in_all} of {each * len(sections)} agree (seed {options.seed})")
    return int(agreed_in_all != each * len(sections))


if __name__ == "__main__":
    sys.exit(main())
