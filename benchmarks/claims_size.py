"""Size and power of every test of the paper's claims, in the made-up world that it carries.

python benchmarks/claims_size.py [--seeds 100] [--power 20] [--first 1001] [--tests NAME ...]
                                 [--keep FILE]

Size: worlds without an effect, and how often each verdict falls. Wrong is `holds` (and, beside it,
`holds conditionally`) where a claim names a side; `does not hold` where it names none, as then it
is true. Power: worlds with the effect that tests/estimation/test_paper_tests.py plants, and how
often it is found: `holds` or `holds conditionally` with a side, `does not hold` without one.
Intervals are exact (Clopper-Pearson, 95 %). --keep appends each answer to FILE, and takes from it
what is there already: a row a test, key, world and effect.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from scipy import stats

from rightful.estimation.paper_tests._answer import answers
from rightful.estimation.paper_tests._contract import Ask, test, tests

PLANTS = Path(__file__).parent.parent / "tests" / "estimation" / "test_paper_tests.py"
WORDS = ("holds", "holds conditionally", "does not hold", "cannot tell")
HEADER = (
    "| test | key | expected | worlds | holds | holds conditionally | does not hold "
    "| cannot tell | wrong (95 %) | planted | found (95 %) |\n" + "|---" * 11 + "|"
)
MOST_WRONG = 0.05
# Test, key, seed, effect.
At = tuple[str, str, int, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--power", type=int, default=20)
    parser.add_argument("--first", type=int, default=1001)
    parser.add_argument("--tests", nargs="+", default=tests())
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    kept = dict(read(asked.keep)) if asked.keep and asked.keep.exists() else {}
    plants = planted()
    over = []
    print(HEADER)
    for name in asked.tests:
        effect = plants.PLANTED[name]
        null = range(asked.first, asked.first + asked.seeds)
        found = range(asked.first, asked.first + asked.power)
        for one, seeds in ((0.0, null), (effect, found)):
            for seed in seeds:
                kept |= answered(name, seed, one, kept, asked.keep)
        for ask in test(name).asks:
            size = Counter(kept[name, ask.key, seed, 0.0] for seed in null)
            power = Counter(kept[name, ask.key, seed, effect] for seed in found)
            left_out = ask.key in plants.NOT_PLANTED
            print(line(name, ask, size, effect, Counter() if left_out else power), flush=True)
            if wrong(ask, size) > MOST_WRONG * size.total():
                over.append(f"{ask.key} {share(wrong(ask, size), size.total())}")
    print(f"\nwrong in more than {MOST_WRONG:.0%}: {', '.join(over) or 'none'}")


def planted() -> ModuleType:
    """Return the module that says what is planted, and what is not."""
    spec = importlib.util.spec_from_file_location("plants", PLANTS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answered(
    name: str, seed: int, effect: float, kept: dict[At, str], keep: Path | None
) -> dict[At, str]:
    """Return the verdicts of a test on one world, and keep those that are new."""
    if all((name, ask.key, seed, effect) in kept for ask in test(name).asks):
        return {}
    found: dict[At, str] = {
        (name, one.ask.key, seed, effect): one.verdict
        for one in answers(name, test(name).example(effect, seed))
    }
    if keep:
        with keep.open("a", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([*at, verdict] for at, verdict in found.items())
    return found


def read(keep: Path) -> Iterator[tuple[At, str]]:
    """Yield what was kept; of two answers to the same the later one counts."""
    with keep.open(newline="", encoding="utf-8") as file:
        for name, key, seed, effect, verdict in csv.reader(file):
            yield (name, key, int(seed), float(effect)), verdict


def wrong(ask: Ask, size: Counter[str]) -> int:
    """Return how many verdicts are false in worlds without an effect."""
    return size["does not hold" if ask.sign == 0 else "holds"]


def right(ask: Ask, power: Counter[str]) -> int:
    """Return how many verdicts find what is planted."""
    good = ("does not hold",) if ask.sign == 0 else ("holds", "holds conditionally")
    return sum(power[word] for word in good)


def share(count: int, of: int) -> str:
    """Return a share with its exact interval, in percent."""
    if not of:
        return "—"
    low = stats.beta.ppf(0.025, count, of - count + 1) if count else 0.0
    high = stats.beta.ppf(0.975, count + 1, of - count) if count < of else 1.0
    return f"{count / of:.0%} ({low:.0%}-{high:.0%})"


def line(name: str, ask: Ask, size: Counter[str], effect: float, power: Counter[str]) -> str:
    """Return a row of the table."""
    side = {1: "above zero", -1: "below zero", 0: "no effect"}[ask.sign]
    cells: Iterable[object] = (
        *(name, f"`{ask.key}`", side, size.total()),
        *(size[word] for word in WORDS),
        share(wrong(ask, size), size.total()),
        f"{effect:g}" if power else "—",
        share(right(ask, power), power.total()),
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
