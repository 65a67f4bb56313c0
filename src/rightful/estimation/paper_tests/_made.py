"""Made-up worlds for the paper's tests: what is claimed is in them, or is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.names import HEADLINE, STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._panel import KEY, MEANS
from rightful.estimation.simulator import World, draw_world

Floats = NDArray[np.float64]
SMALL: Final = World(states=60, years=30, draws=8, by_peers=2.0, rate=-3.0)
REGIONS: Final = 6


def practice_world(
    seed: int,
    columns: Callable[[pl.DataFrame, np.random.Generator], Mapping[str, pl.Expr | pl.Series]],
    adds: pl.Expr | None = None,
    families: Mapping[str, tuple[str, ...]] | None = None,
    world: World = SMALL,
) -> Material:
    """Return a world of the simulator with more columns, and practice moved by ``adds``.

    ``columns`` sees the frame (ccode, year, treated, regime); ``adds`` is an expression over it,
    of the year before, in units of practice.
    """
    drawn = draw_world(world, seed)
    rng = np.random.default_rng(seed + 1)
    frame = drawn.frame.with_columns(region=pl.col("ccode").cast(pl.Int64) % REGIONS)
    for name, value in columns(frame, rng).items():
        frame = frame.with_columns(value.alias(name))
    moved = np.zeros(frame.height)
    if adds is not None:
        before = adds.shift(1).over("ccode").fill_null(0.0)
        moved = frame.select(before.cast(pl.Float64)).to_series().to_numpy()
    practice = {
        family: {
            standard: Posterior(
                drawn.outcomes[standard].ccode,
                drawn.outcomes[standard].year,
                (drawn.outcomes[standard].draws + moved).astype(np.float32),
                family,
            )
            for standard in standards
        }
        for family, standards in (families or {HEADLINE: STANDARDS}).items()
    }
    return Material(frame, practice)


def with_means(made: Material) -> pl.DataFrame:
    """Return the frame of a made-up world with the mean of practice by each standard."""
    frame = made.frame
    for standard, name in MEANS.items():
        one = made.practice[HEADLINE][standard]
        mine = pl.DataFrame(
            {"ccode": one.ccode, "year": one.year, name: one.draws.mean(axis=0).astype(np.float64)}
        ).with_columns(pl.col(key).cast(frame.schema[key]) for key in KEY)
        frame = frame.join(mine, on=KEY, how="left", maintain_order="left")
    return frame


def wandering(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Return a series that moves slowly within states, of SD about 1."""
    values = np.empty(frame.height)
    code = frame["ccode"].to_numpy()
    for row in range(frame.height):
        new = row == 0 or code[row] != code[row - 1]
        values[row] = rng.normal() if new else 0.9 * values[row - 1] + 0.44 * rng.normal()
    return pl.Series(values)


def joining_world(
    seed: int,
    moves: Callable[[pl.DataFrame], pl.Expr],
    treaties: tuple[str, ...],
    kind: str,
    by_peers: float = 0.0,
) -> Material:
    """Return states that join treaties at a yearly chance of .06, moved by ``moves`` last year.

    ``moves`` is an expression over ccode, year, region, new, pressed, openness, in chances;
    ``by_peers`` is how far having all instead of none of its peers bound moves a state.
    """
    rng = np.random.default_rng(seed)
    frame = draw_world(SMALL, seed).frame.select("ccode", "year")
    first = pl.col("year").min().over("ccode")
    frame = frame.with_columns(
        region=pl.col("ccode").cast(pl.Int64) % REGIONS,
        born=first.cast(pl.Int64),
        age=(pl.col("year") - first).cast(pl.Int64),
        pressed=pl.Series((rng.random(frame.height) < 0.2).astype(float)),
        openness=wandering(frame, rng),
    )
    late = pl.col("born") > frame["year"].min()
    frame = frame.with_columns(new=((pl.col("age") <= 10) & late).cast(pl.Float64))
    chance = 0.06 + frame.select(moves(frame).cast(pl.Float64)).to_series().fill_null(0.0)
    shares = np.random.default_rng([seed, 1])
    for treaty in treaties:
        peers = pl.Series(shares.random(frame.height)).alias(f"peers_{treaty}")
        frame = frame.with_columns(peers)
        drawn = frame.select(pl.col(peers.name).shift(1).over("ccode").fill_null(0.0)).to_series()
        joins = rng.random(frame.height) < (chance + by_peers * drawn).to_numpy()
        frame = frame.with_columns(pl.Series(joins.astype(float)).alias(treaty)).with_columns(
            pl.col(treaty).cum_max().over("ccode")
        )
    frame = frame.with_columns(
        *(pl.col(t).cum_sum().over("ccode").alias(f"since_{t}") for t in treaties),
    )
    rows = [{"treaty": t, "opened": 1900, "kind": kind} for t in treaties]
    return Material(frame, {}, pl.DataFrame(rows))
