"""Claim 77: after ratifying, a state that changes nothing is criticized less."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world
from rightful.estimation.paper_tests._panel import MEANS, joined

TREATIES: Final = ("cat", "iccpr")


class Shield(PaperTest):
    """Ratification on public blame a year later, practice held."""

    name = "shield"
    title = "The shield"
    needs = (*TREATIES, *MEANS.values(), "blamed", "reviewed")
    asks: ClassVar = (
        Ask(
            "treaty_shields",
            (60, 77),
            "is a state blamed by fewer others once it has ratified, its practice held?",
            -1,
            "having joined the CAT the year before",
            "log of 1 + states that blame it",
            None,
            "Blame in forums whose texts are at hand, mostly the General Debate and, 2008-2014, "
            "reviews (held): a state-year without any counts as none. Practice is held at its "
            "mean; its doubt is not carried here.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid for both treaties, practice held by each standard."""
        del ask
        frame = material.frame.with_columns(
            log_blamed=pl.col("blamed").log1p(),
            # Reviews fall in the year of the outcome; controls are taken a year before.
            review=pl.col("reviewed").shift(-1).over("ccode").fill_null(0.0),
        )
        parts = []
        for treaty in TREATIES:
            for standard, held in MEANS.items():
                controls = (held, "review") if frame["review"].n_unique() > 1 else (held,)
                design = Design(
                    "log_blamed",
                    treaty,
                    controls,
                    where="year >= 1967",
                    singletons="leave_out",
                )
                measure = f"blame ({treaty.upper()}; practice by the {standard} standard)"
                parts.append(grid(frame, design, {OBSERVED: None}, measure))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return blame whose log falls by -``effect`` after joining."""
        made = practice_world(
            seed,
            lambda _, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "practice": pl.col("regime"),
                "practice_constant": pl.col("regime"),
                "reviewed": pl.lit(0.0),
                "noise": pl.Series(rng.normal(size=_.height)),
            },
        )
        log_blamed = 3 + 0.4 * pl.col("noise") + effect * pl.col("treated").shift(1).over("ccode")
        frame = made.frame.with_columns(blamed=log_blamed.fill_null(3.0).exp() - 1)
        return Material(frame, made.practice)
