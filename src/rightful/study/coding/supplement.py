"""More passages of rare acts: drawn from what the rules hit, since a sample of all talk holds few.

Selected by the rules, they can say how often a hit is right and never how much the rules miss; the
table of units marks them ``targeted``, with the number of hits each stands for.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Set
from typing import Final

import polars as pl

from rightful.study.coding.draw import population, split_by_document
from rightful.study.coding.sample import Passage, passage_of

# Passages drawn per act; fewer where the rules hit fewer.
WANTED: Final[dict[str, int]] = {
    "deny_norm": 40,
    "claim_sovereignty": 40,
    "counter_accuse": 30,
    "invoke": 30,
    "deny_fact": 25,
    "justify": 25,
    "evade": 20,
    "concede": 20,
}
PER_DOCUMENT: Final = 2
SEED: Final = 20261127


def supplement(
    statements: pl.DataFrame,
    hits: Mapping[str, set[str]],
    held: set[str],
    judged: Set[str] = frozenset(),
    seed: int = SEED,
) -> list[Passage]:
    """Return targeted passages in random order, masked.

    Parameters
    ----------
    statements
        Columns as ``STATEMENTS``.
    hits
        Act -> statements in which the rules see it.
    held
        Statements of the sample already drawn, which are not drawn again.
    judged
        Those of them that are held out.
    """
    people = population(statements)
    chance = random.Random(seed)
    chosen: dict[str, tuple[str, float]] = {}
    documents = dict(people.select("statement", "document").iter_rows())
    taken: dict[str, int] = {}
    for act, wanted in WANTED.items():
        pool = sorted(name for name in hits.get(act, set()) - held if name in documents)
        chance.shuffle(pool)
        mine: list[str] = []
        for name in pool:
            if len(mine) == wanted:
                break
            if name in chosen or taken.get(documents[name], 0) >= PER_DOCUMENT:
                continue
            taken[documents[name]] = taken.get(documents[name], 0) + 1
            mine.append(name)
        for name in mine:
            chosen[name] = (f"targeted:{act}", len(pool) / len(mine))
    order = sorted(chosen)
    chance.shuffle(order)
    split = split_by_document(
        [documents[name] for name in order], tuple(chosen[name][0] for name in order), seed
    )
    # A document of a unit held out is held out whole.
    shut = {documents[name] for name in judged if name in documents}
    split = [
        "held" if documents[name] in shut else part for name, part in zip(order, split, strict=True)
    ]
    places = {name: i for i, name in enumerate(people["statement"])}
    return [
        passage_of(people, places, places[name], f"T{i + 1:03d}", *chosen[name], split[i])
        for i, name in enumerate(order)
    ]
