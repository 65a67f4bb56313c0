"""Claim 87: governments answer early blame with nationalism."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests.backlash import BLAMED, EARLY, blamed_world, with_early

TALK: Final = ("talk_sovereignty", "talk_counter_accusation")


class Defiance(PaperTest):
    """Blame by states on defiant words in the General Debate a year later."""

    name = "defiance"
    title = "Nationalism in answer to blame"
    needs = (*TALK, "practice", "blamed", "reviewed", "early_stage")
    asks: ClassVar = (
        Ask(
            "blame_answered_with_nationalism",
            (87,),
            "does a state that was blamed claim sovereignty and turn on its critics a year later?",
            1,
            "a log point more of blaming states the year before",
            "share of its passages on rights",
            None,
            "Nationalism: claims of sovereignty and counter-accusations in the General Debate, by "
            "our coder; what is said at home is not in hand, and an answer in the same year's "
            "session is missed. A passage that does both counts twice. State-years in which the "
            "rules of 1999 leave no phase beyond tactical concessions, practice held at its mean. "
            f"{BLAMED}",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over state-years with a speech."""
        del ask
        frame = with_early(material.frame).with_columns(
            defiance=pl.sum_horizontal(TALK, ignore_nulls=False)
        )
        review = ("reviewed",) if frame["reviewed"].n_unique() > 1 else ()
        controls = ("practice", *review)
        design = Design("defiance", "log_blamed", controls, where=EARLY, singletons="leave_out")
        return grid(frame, design, {OBSERVED: None}, "sovereignty and counter-accusation")

    def example(self, effect: float, seed: int) -> Material:
        """Return defiance that rises by -``effect`` after blame."""
        made = blamed_world(seed, pl.lit(0.0))
        rise = -effect * pl.col("blamed").log1p().shift(1).over("ccode").fill_null(0.0)
        frame = made.frame.with_columns(
            talk_sovereignty=rise + 0.1 * pl.col("urgent_actions"),
            talk_counter_accusation=0.1 * pl.col("rivalry"),
        )
        return Material(frame, made.practice)
