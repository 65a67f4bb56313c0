"""Passages for training alone: coded once, so that they teach the coder and never judge it.

Half are drawn at random within each forum, half with the chance that the coder gives them of a rare
act. No document of the held-out split is among them.
"""

from __future__ import annotations

import itertools
import random
from typing import Final

import polars as pl

from rightful.study.coding.draw import population
from rightful.study.coding.sample import Passage, passage_of

SEED: Final = 20261128
# Passages per group of speakers.
WANTED: Final[dict[str, int]] = {
    "general_debate": 1300,
    "upr_under_review": 600,
    "upr_reviewing": 250,
    "country_report": 100,
    "security_council": 80,
    "upr_recommendation": 40,
    "upr_pledge": 30,
}
# Acts that a draw at random finds too seldom.
RARE: Final = (
    "deny_norm",
    "deny_fact",
    "claim_sovereignty",
    "counter_accuse",
    "evade",
    "concede",
    "promise",
    "recognize",
    "invoke",
    "justify",
    "shame",
    "promote",
)
PER_DOCUMENT: Final = 3


def silver(
    statements: pl.DataFrame,
    probabilities: pl.DataFrame,
    held: set[str],
    units: set[str],
    seed: int = SEED,
) -> list[Passage]:
    """Return passages in random order, masked.

    Parameters
    ----------
    statements
        Columns as ``STATEMENTS``.
    probabilities
        Columns ``statement`` and the acts of ``RARE``: what the coder thinks of each.
    held, units
        Statements of the held-out split, whose documents are shut out, and of the whole gold
        sample, which are not drawn again.
    """
    people = population(statements)
    shut = set(people.filter(pl.col("statement").is_in(list(held)))["document"])
    free = people.with_row_index("place").filter(
        ~pl.col("document").is_in(list(shut)), ~pl.col("statement").is_in(list(units))
    )
    known = free.join(probabilities.select("statement", *RARE), on="statement", how="left")
    chance = random.Random(seed)
    taken: dict[str, int] = {}
    chosen = [
        one
        for group, wanted in WANTED.items()
        for one in _drawn(
            known.filter(pl.col("group") == group).sort("statement"), group, wanted, taken, chance
        )
    ]
    chance.shuffle(chosen)
    at = {name: i for i, name in enumerate(people["statement"])}
    return [
        passage_of(people, at, place, f"S{i + 1:04d}", stratum, 1.0, "silver")
        for i, (place, stratum) in enumerate(chosen)
    ]


def _drawn(
    mine: pl.DataFrame, group: str, wanted: int, taken: dict[str, int], chance: random.Random
) -> list[tuple[int, str]]:
    """Return (row of the population, stratum) of one group, and count its documents in ``taken``.

    Turns go round: as many at random as for all rare acts together.
    """
    rows = list(zip(mine["place"].to_list(), mine["document"].to_list(), strict=True))
    at_random = list(range(len(rows)))
    chance.shuffle(at_random)
    by_act = {act: _likely(mine[act], at_random, chance) for act in RARE}
    queues = [(group, iter(at_random))]
    queues += [(f"{group}:{act}", iter(order)) for act, order in by_act.items()]
    turns = [queues[0]] * len(RARE) + queues[1:]
    found: dict[int, str] = {}
    for stratum, queue in itertools.chain.from_iterable(itertools.repeat(turns, len(rows))):
        if len(found) >= min(wanted, len(rows)):
            break
        for i in queue:
            place, document = rows[i]
            if place not in found and taken.get(document, 0) < PER_DOCUMENT:
                found[place] = stratum
                taken[document] = taken.get(document, 0) + 1
                break
    return list(found.items())


def _likely(chances: pl.Series, order: list[int], chance: random.Random) -> list[int]:
    """Return rows, the likeliest of an act in front, shaken so that not only they are drawn."""
    shaken = {i: (chances[i] or 0.0) * chance.random() ** 0.5 for i in order}
    return sorted(order, key=lambda i: -shaken[i])
