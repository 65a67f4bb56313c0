"""Claim 29: new democracies bind themselves most."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining

OPEN: Final = 0.5  # SD of 1981-1990 above their mean
YEARS: Final = 10
REGIME: Final = (
    "Democracy: openness of the political system half a SD above the mean of 1981-1990, our "
    "series, a proxy; new: not so in the five years before, in one's first ten years as one. Some "
    "thirty states that were open when they came to be count as old: they have no years before. "
    "Compared with autocracies and old democracies together, old democracies held apart."
)


def with_regime(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``new_democracy`` and ``old_democracy``, 0 or 1, null if not known."""
    is_open = (pl.col("openness") > OPEN).cast(pl.Float64)
    frame = frame.sort("ccode", "year").with_columns(is_open=is_open)
    turn = (pl.col("is_open") == 1) & (
        pl.max_horizontal(pl.col("is_open").shift(n).over("ccode") for n in range(1, 6)) == 0
    )
    frame = frame.with_columns(turned=pl.when(turn).then(pl.col("year")).cast(pl.Int64))
    since = pl.col("year") - pl.col("turned").forward_fill().over("ccode")
    young = (pl.col("is_open") == 1) & (since < YEARS).fill_null(value=False)
    known = pl.when(pl.col("is_open").is_not_null())
    return frame.with_columns(
        new_democracy=known.then(young.cast(pl.Float64)),
        old_democracy=known.then(((pl.col("is_open") == 1) & ~young).cast(pl.Float64)),
    )


class LockIn(PaperTest):
    """New democracy on joining treaties, and on accepting procedures that bind."""

    name = "lock_in"
    title = "New democracies lock themselves in"
    needs = ("openness",)
    asks: ClassVar = (
        Ask(
            "new_democracies_bind",
            (29,),
            "do new democracies accept complaints, visits and the court sooner?",
            1,
            "being a new democracy",
            "chance of accepting in a year",
            None,
            f"{HOW}. {REGIME}",
        ),
        Ask(
            "new_democracies_ratify",
            (29,),
            "do new democracies join the core treaties sooner?",
            1,
            "being a new democracy",
            "chance of joining in a year",
            None,
            f"{HOW}. {REGIME}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the chance of joining."""
        told = Material(
            with_regime(material.frame), {}, material.treaties, material.world, material.inherited
        )
        kind = "binding" if ask.key == "new_democracies_bind" else "core"
        rows = at_risk(told, kind, ["new_democracy", "old_democracy"])
        measure = "procedures that bind" if kind == "binding" else "core treaties"
        return joining(rows, "new_democracy", ("old_democracy",), measure)

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that is ``effect`` likelier for new democracies."""

        def moves(frame: pl.DataFrame) -> pl.Expr:
            new = with_regime(frame)["new_democracy"].shift(1)
            return effect * pl.lit(new).fill_null(0.0)

        made = joining_world(seed, moves, tuple("abcdefgh"), "binding")
        rows = made.treaties.with_columns(
            kind=pl.when(pl.col("treaty") < "e").then(pl.lit("binding")).otherwise(pl.lit("core"))
        )
        return Material(made.frame, {}, rows)
