"""Time how a term's spread, echoes and the tests of discourse are found in the store's corpora.

python benchmarks/talk_diffusion.py [--term "human security"] [--runs 3] [--tests]

Prints passages and words of the General Debate at hand, then seconds (median of runs) of one whole
`rightful diffusion TERM`, of echoes with their null, of texts that lead, and peak memory. With
--tests also of all tests of discourse, codes included.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable

import polars as pl

from rightful.discourse.diffusion import terms
from rightful.discourse.diffusion.echoes import echoes
from rightful.discourse.diffusion.phrases import plain_column
from rightful.discourse.diffusion.texts_lead import texts_lead
from rightful.record.regions import with_region
from rightful.record.store import Store
from rightful.study.diffusions import diffusion, texts
from rightful.study.talk_tests import discourse_tests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--term", default="human security")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tests", action="store_true")
    asked = parser.parse_args()
    store = Store()
    ready = terms.prepared(with_region(texts(store)[0]))
    print(f"{ready.height} passages, {ready['words'].sum()} words")
    laws = store.table("treaty_texts").select(
        name="instrument", year="adopted", plain=plain_column(pl.col("text"))
    )
    timed("diffusion", lambda: diffusion(asked.term, store=store), asked.runs)
    timed("echoes", lambda: echoes(ready, laws["plain"]), asked.runs)
    timed("texts that lead", lambda: texts_lead(ready, laws), asked.runs)
    if asked.tests:
        timed("tests of discourse", lambda: discourse_tests(store), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def timed(name: str, ask: Callable[[], object], runs: int) -> None:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    print(f"{name:<20} {statistics.median(times):6.2f} s")


if __name__ == "__main__":
    main()
