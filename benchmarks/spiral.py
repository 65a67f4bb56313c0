"""Phases of all states under all readings, rules and latent model: seconds and memory.

    python benchmarks/spiral.py

One process, from the shipped baseline: evidence gathered, rules run, the latent model fitted on all
states and smoothed. No program at hand runs such rules, so the interpreter stands beside plain
enumeration of every completion, on patterns of the record.
"""

from __future__ import annotations

import resource
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np

from rightful.record.baseline import Baseline, shipped
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.interpreter import Answers, possible
from rightful.spiral.language import Node
from rightful.spiral.rules import MARKED, RuleSet
from rightful.spiral.units import AT_LARGE, unit
from rightful.study.spiral_evidence import gathered, panels
from rightful.study.spiral_latent import fit_shipped, latent_smoothed
from rightful.study.spiral_phases import phases_of

SAMPLE = 200
MOST_OPEN = 10


def main() -> None:
    start = time.perf_counter()
    found = gathered(Baseline(shipped()), unit(AT_LARGE), Thresholds(), own=False)
    held = panels(found, Thresholds())
    evidence = time.perf_counter()
    told = phases_of(held)
    rules = time.perf_counter()
    print(f"{told.year.size} state-years, {len(found.rows)} rows of evidence")
    print(f"evidence {evidence - start:.2f} s, rules of three readings {rules - evidence:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        fit_shipped(Path(folder))
    fitted = time.perf_counter()
    latent_smoothed(found, held)
    smoothed = time.perf_counter()
    print(f"latent model fitted (evidence gathered anew) {fitted - rules:.2f} s, "
          f"smoothed {smoothed - fitted:.2f} s")  # fmt: skip
    print(f"all of it {smoothed - start:.2f} s")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    beside(told.answers[MARKED])


def beside(told: Answers) -> None:
    """Time the interpreter beside plain enumeration on the same patterns."""
    patterns = np.unique(told.values, axis=0)
    few = patterns[(patterns == -1).sum(axis=1) <= MOST_OPEN][:SAMPLE]
    start = time.perf_counter()
    ours = possible(Answers(told.rules, few))
    middle = time.perf_counter()
    plain = [_enumerated(told.rules, pattern) for pattern in few]
    end = time.perf_counter()
    same = sum(int(bits).bit_count() <= len(names) for bits, names in zip(ours, plain, strict=True))
    print(f"{len(few)} patterns: enumeration takes {(end - middle) / (middle - start):.0f} times "
          f"as long; {same} sets no wider than its own")  # fmt: skip


def _enumerated(rules: RuleSet, pattern: np.ndarray) -> set[str]:
    open_ = [i for i, value in enumerate(pattern) if value == -1]
    found = set()
    for choice in product([False, True], repeat=len(open_)):
        whole = [value == 1 for value in pattern]
        for i, value in zip(open_, choice, strict=True):
            whole[i] = value
        found.add(next(rule.phase for rule in rules.rules if _holds(rule.when, rules, whole)))
    return found


def _holds(node: Node, rules: RuleSet, whole: list[bool]) -> bool:
    if node.leaf is not None:
        return whole[rules.places[node.leaf]]
    parts = [_holds(part, rules, whole) for part in node.parts]
    if node.kind == "not":
        return not parts[0]
    if node.kind == "count":
        return sum(parts) == node.count
    return all(parts) if node.kind == "all" else any(parts)


if __name__ == "__main__":
    main()
