"""Who shames whom: pairs of states by year, and whether allies and neighbours are spared."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.discourse.diffusion.intervals import SHARE, Finding, Floats, percentile_interval

DRAWS: Final = 1999
FEWEST: Final = 30  # pairs
PAIR: Final = ("sender", "target", "year")
Ints = NDArray[np.int64]


def dyads(acts: pl.DataFrame, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return who shames whom in which year.

    Parameters
    ----------
    acts
        Coded acts (``core.coding.CODED``, or ``ccode, year, act, target, probability`` of it).
    by
        Columns of ``acts`` that pairs are also split by (``forum``).

    Returns
    -------
    pl.DataFrame
        ``sender, target, year``, ``expected`` passages that shame, ``chance`` that at least one
        does, ``passages``; sorted. Targets that are not named, and states that blame themselves,
        are left out.
    """
    p = pl.col("probability")
    return (
        acts.filter(
            pl.col("act") == "shame",
            pl.col("ccode").is_not_null(),
            pl.col("year").is_not_null(),
            pl.col("target").is_not_null(),
            pl.col("target") != pl.col("ccode"),
            p.is_not_null(),
        )
        .group_by(pl.col("ccode").alias("sender"), "target", "year", *by)
        .agg(
            p.sum().alias("expected"),
            (1 - (1 - p).product()).alias("chance"),
            pl.len().cast(pl.Int64).alias("passages"),
        )
        .sort("year", "sender", "target", *by)
    )


def spared(
    pairs: pl.DataFrame, ties: pl.DataFrame, name: str, draws: int = DRAWS, seed: int = 1
) -> Finding:
    """Say whether states shame those they are tied to less than chance would have it.

    Parameters
    ----------
    pairs
        As ``dyads`` returns it.
    ties
        ``sender, target, year`` of pairs that are tied.
    name
        What those tied are called: allies.

    In each draw of the null the targets of a year change places among its shamers.
    """
    question = f"are {name} shamed less than others?"
    pairs = pairs.sort("year", "sender", "target")
    chance = pairs["chance"].to_numpy()
    if pairs.height < FEWEST:
        said = f"Whether {name} are blamed less, these texts cannot tell."
        return Finding(question, None, None, None, "share of shaming", pairs.height,
                       pairs["sender"].n_unique(), "cannot tell", said,
                       f"{pairs.height} pairs; {FEWEST} are asked for")  # fmt: skip
    sender, target, year = (pairs[one].to_numpy().astype(np.int64) for one in PAIR)
    tied, codes = _lookup(pairs, ties)
    sender, target = np.searchsorted(codes, sender), np.searchsorted(codes, target)
    when = year - int(year.min())
    random = np.random.default_rng(seed)

    def share(of: Ints) -> float:
        other = of != sender
        return float((tied[when, sender, of] & other) @ chance / (other @ chance))

    seen = share(target)
    nulls: Floats = np.array(
        [
            share(target[np.argsort(year + random.random(year.size), kind="stable")])
            for _ in range(draws)
        ]
    )
    low, high = percentile_interval(seen - nulls)
    rarer = (1 + int((nulls <= seen).sum())) / (1 + draws)
    oftener = (1 + int((nulls >= seen).sum())) / (1 + draws)
    sure = 2 * min(rarer, oftener) <= 1 - SHARE
    verdict = ("yes" if seen < nulls.mean() else "no") if sure else "cannot tell"
    told = f"{seen:.0%} of shaming, where chance gives {nulls.mean():.0%}"
    said = {
        "yes": f"{_opened(name)} are blamed less: {told}.",
        "no": f"{_opened(name)} are blamed more: {told}.",
    }.get(verdict, f"Whether {name} are blamed less, these texts cannot tell.")
    return Finding(
        question=question,
        estimate=seen - float(nulls.mean()),
        low=low,
        high=high,
        unit="share of shaming beyond chance",
        n=pairs.height,
        clusters=pairs["sender"].n_unique(),
        verdict=verdict,
        said=said,
        why="" if sure else "chance gives as much",
    )


def _lookup(pairs: pl.DataFrame, ties: pl.DataFrame) -> tuple[NDArray[np.bool_], Ints]:
    """Return years x senders x targets, whether tied, and the codes that number states."""
    codes: Ints = np.unique(pl.concat([pairs["sender"], pairs["target"]]).to_numpy())
    first, last = (int(one) for one in np.quantile(pairs["year"].to_numpy(), [0, 1]))
    held = ties.filter(
        pl.col("year").is_between(first, last),
        pl.col("sender").is_in(codes.tolist()),
        pl.col("target").is_in(codes.tolist()),
    )
    tied = np.zeros((last - first + 1, codes.size, codes.size), dtype=bool)
    places = [np.searchsorted(codes, held[one].to_numpy()) for one in PAIR[:2]]
    tied[held["year"].to_numpy() - first, places[0], places[1]] = True
    return tied, codes


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
