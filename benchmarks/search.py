"""Time searches over every statement of the store and three copies of them, beside SQLite FTS5.

python benchmarks/search.py [--runs 5] [--copies 1 3] [--most 10]

Prints, for each number of copies: documents, seconds to build, megabytes on disk, then milliseconds
a query (median, 95th percentile and slowest over all queries and runs) for ours, snippets and
reading of the query included, and for FTS5 (porter stemming, bm25(), its own snippet(), a count of
all hits), with the ratio of the two in the same run. Queries that FTS5 cannot be asked (filters by
code, words in any order within reach) are timed for ours alone. Peak memory is the process's.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl

from rightful.discourse.search.filters import Filters
from rightful.discourse.search.find import search
from rightful.discourse.search.index import build_index
from rightful.record.statements import statements
from rightful.record.store import Store
from rightful.study.searches import article_rows, with_rights

# What is asked of ours, and the same in FTS5's own words (None: it cannot say it).
QUERIES: list[tuple[str, Filters, str | None]] = [
    (words, Filters(), peer)
    for words, peer in (
        ("torture", "torture"),
        ("sovereignty", "sovereignty"),
        ("disappearances", "disappearances"),
        ("habeas corpus", "habeas AND corpus"),
        ("rights", "rights"),
        ("the", "the"),
        ("the of and to in", "the AND of AND and AND to AND in"),
        ("human rights", "human AND rights"),
        ("death penalty moratorium", "death AND penalty AND moratorium"),
        ("internal affairs interference", "internal AND affairs AND interference"),
        ("torture OR ill-treatment", 'torture OR "ill treatment"'),
        (
            "women OR children OR migrants OR minorities",
            "women OR children OR migrants OR minorities",
        ),
        ("freedom AND (press OR expression)", "freedom AND (press OR expression)"),
        ("(women OR girls) AND violence", "(women OR girls) AND violence"),
        ("torture NOT convention", "torture NOT convention"),
        ("rights NOT human", "rights NOT human"),
        ("detention -arbitrary", "detention NOT arbitrary"),
        ('"human rights"', '"human rights"'),
        ('"rule of law"', '"rule of law"'),
        ('"the rights of the child"', '"the rights of the child"'),
        (
            '"non-interference in the internal affairs"',
            '"non interference in the internal affairs"',
        ),
        ('"double standards"', '"double standards"'),
        ('"death penalty" AND abolition', '"death penalty" AND abolition'),
        (
            '"national human rights institution" Paris',
            '"national human rights institution" AND paris',
        ),
        ("tortur*", "tortur*"),
        ("discriminat*", "discriminat*"),
        ("in*", "in*"),
        ('"of the"', '"of the"'),
        ("self-determination", '"self determination"'),
        ("xyzzyx", "xyzzyx"),
        ('"enforced disappearance"~3', None),
        ('"torture allegations"~5', None),
        ('"rights of the people"~5', None),
        ("NOT rights", None),
        ("人权", None),
    )
] + [
    ("torture", Filters(state=(811,)), None),
    ("rights", Filters(first=1990, last=2000), None),
    ("prison", Filters(forum="upr_dialogue"), None),
    ("accept*", Filters(response="accepted"), None),
    ("women", Filters(right="torture"), None),
    ("*", Filters(state=(710,)), None),
    ("*", Filters(article="ICCPR"), None),
    ("torture OR killing", Filters(addressee=(811,), forum="upr_recommendation"), None),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--frame", type=Path, help="statements as Parquet, in place of the store's")
    asked = parser.parse_args()
    said = with_rights(pl.read_parquet(asked.frame) if asked.frame else statements(Store()))
    if not said.height:
        sys.exit("the store holds no statements: rightful pull")
    for copies in asked.copies:
        with tempfile.TemporaryDirectory() as name:
            measured(Path(name), _copied(said, copies), asked.runs, asked.most)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def _copied(said: pl.DataFrame, copies: int) -> pl.DataFrame:
    parts = [said.with_columns(pl.format("{}#{}", "statement", pl.lit(n))) for n in range(copies)]
    return pl.concat(parts)


def measured(folder: Path, said: pl.DataFrame, runs: int, most: int) -> None:
    facts = build_index(folder / "index", said, None, article_rows(Store()))
    began = time.perf_counter()
    peer = _fts5(folder / "peer.db", said)
    took, size = time.perf_counter() - began, (folder / "peer.db").stat().st_size
    print(f"\n{facts.statements} statements and {facts.articles} articles")
    print(f"  built: ours {facts.seconds:.1f} s, {facts.size / 1e6:.0f} MB", end="; ")
    print(f"FTS5 {took:.1f} s, {size / 1e6:.0f} MB")
    ours, theirs, ratios = [], [], []
    for words, filters, text in QUERIES:
        # Arguments are bound now: the loop goes on.
        own, total = timed(partial(_search, folder / "index", words, filters, most), runs)
        ours += own
        line = f"  {f'{words} {filters.as_dict() or str()}':<52.52} {total:>7}"
        line += f" {statistics.median(own):8.2f} ms"
        if text is not None:
            other, peer_total = timed(partial(_ask, peer, text, most), runs)
            theirs += other
            ratios.append(statistics.median(other) / statistics.median(own))
            line += f"   FTS5 {peer_total:>7} {statistics.median(other):8.2f} ms"
        print(line)
    told(f"ours, {len(QUERIES)} queries", ours)
    told(f"FTS5, {len(ratios)} queries", theirs)
    print(f"  FTS5 / ours: median {statistics.median(ratios):.1f}, least {min(ratios):.2f}")


def _search(folder: Path, words: str, filters: Filters, most: int) -> int:
    return search(folder, words, filters, most).total


def timed(ask: Callable[[], int], runs: int) -> tuple[list[float], int]:
    total = ask()  # warm, as the second search of a session
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return times, total


def told(title: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(
        f"  {title:<22} median {statistics.median(times):7.2f}  95 % {cuts[-1]:7.2f}"
        f"  max {max(times):7.2f} ms"
    )


def _fts5(path: Path, said: pl.DataFrame) -> sqlite3.Connection:
    peer = sqlite3.connect(path)
    peer.execute(
        "CREATE VIRTUAL TABLE said USING fts5(id UNINDEXED, text, tokenize='porter unicode61')"
    )
    peer.executemany("INSERT INTO said VALUES (?, ?)", said.select("statement", "text").iter_rows())
    peer.execute("INSERT INTO said(said) VALUES ('optimize')")
    peer.commit()
    return peer


def _ask(peer: sqlite3.Connection, text: str, most: int) -> int:
    peer.execute(
        "SELECT id, text, snippet(said, 1, '[', ']', '…', 40) FROM said WHERE said MATCH ?"
        " ORDER BY rank LIMIT ?",
        (text, most),
    ).fetchall()
    found = peer.execute("SELECT count(*) FROM said WHERE said MATCH ?", (text,)).fetchone()
    return int(found[0])


if __name__ == "__main__":
    main()
