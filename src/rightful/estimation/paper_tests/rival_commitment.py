"""Claim 30: who minds relative gains does not join what a rival has joined."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining

TREATIES = "abcdefgh"


class RivalCommitment(PaperTest):
    """The share of rivals that a treaty binds, on joining it."""

    name = "rival_commitment"
    title = "Rivals and relative gains"
    needs = ("rivals_cat", "others_cat")
    asks: ClassVar = (
        Ask(
            "rivals_deter",
            (30,),
            "do states join later where more of their rivals have?",
            -1,
            "having all instead of none of one's rivals bound the year before",
            "chance of joining in a year",
            None,
            f"{HOW}. Rivals: states of the region more than a SD of ideal points away in the "
            "General Assembly, as no list of rivalries is in hand; the region's other states are "
            "held. What a whole region shares, its rivals share too, which hides deterrence. That "
            "a rival does not deter is what minding one's own gains alone would give, and is no "
            "proof of it: a treaty on rights yields no gains that a rival could take.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of rivals' bonds; those of the region's others are held."""
        del ask
        rows = at_risk(material, "core", [], {"rivals": "rivals", "others": "others"})
        return joining(rows, "rivals", ("others",), "core treaties")

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that rivals' bonds move by ``effect``, in chances."""
        made = joining_world(seed, lambda _: pl.lit(0.0), tuple(TREATIES), "core")
        rng = np.random.default_rng(seed + 1)
        frame = made.frame
        for name in (*TREATIES, "cat"):
            shares = [
                pl.Series(f"{who}_{name}", rng.random(frame.height)) for who in ("rivals", "others")
            ]
            frame = frame.with_columns(shares)
        for name in TREATIES:
            moved = pl.col(f"rivals_{name}").shift(1).over("ccode").fill_null(0.0)
            chance = frame.select(0.2 + effect * moved).to_series().to_numpy()
            joins = pl.Series((rng.random(frame.height) < chance).astype(float)).alias(name)
            frame = frame.with_columns(joins).with_columns(pl.col(name).cum_max().over("ccode"))
            frame = frame.with_columns(pl.col(name).cum_sum().over("ccode").alias(f"since_{name}"))
        return Material(frame, {}, made.treaties)
