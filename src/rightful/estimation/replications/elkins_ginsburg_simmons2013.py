"""Elkins, Ginsburg and Simmons 2013: treaties, constitutions and practice. Cannot be run."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

# The best score of Freedom House is 1, the worst 7.
TURN: Final = 8


class ElkinsGinsburgSimmons2013(Replication):
    """What the claims need and nobody has brought; the treaty's half of one beside."""

    name = "elkins_ginsburg_simmons2013"
    title = "Elkins, Ginsburg and Simmons 2013: getting to rights"
    reference = "elkins2013"
    sample = "680 constitutional systems, 74 rights; Freedom House from 1972"
    coding = "ratified the ICCPR; the right stands in the constitution"
    estimator = "models with random effects of states"
    published = (
        "constitutions grow like the Universal Declaration after 1948; ratifying the ICCPR brings "
        "its rights into constitutions; treaty and constitution both go with better practice"
    )
    differs = (
        "constitutions by year are not in hand, so that neither likeness nor adoption nor the "
        "constitution's part in practice can be estimated",
        "the treaty's half of the last claim is shown beside, without the constitution, pooled and "
        "not with random effects, and does not count",
    )
    needs = (*SPINE, *COMMON, "freedom_house")
    lacking = (
        "constitutions by year, right by right (Comparative Constitutions Project): the source of "
        "the likeness, of the adoption and of the mediator",
        "likeness of each constitution to the Universal Declaration",
    )
    families = ("physical_integrity", "empowerment")
    specifications = (
        Specification(
            "the Civil Covenant and civil liberties, without constitutions",
            Design(
                "liberties",
                "iccpr",
                CONTROLS,
                state_effects=False,
                year_effects=False,
                where="year >= 1973 AND year <= 2010",
            ),
            "Freedom House's civil liberties, turned (1 fewest, 7 most)",
            (1,),
            counts=False,
        ),
    )
    questions = (
        Question("iccpr", CONTROLS, where="year <= 2010", family="empowerment"),
        Question("iccpr", CONTROLS, where="year <= 2010"),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return civil liberties turned, the Covenant and controls."""
        rows = with_controls(with_treaties(spine(frames), frames, iccpr="ICCPR"), frames)
        return beside(rows, frames.tables["freedom_house"], liberties=TURN - pl.col("cl"))

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "freedom_house": ("cl",),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        return made_up(sources, ("ICCPR",), self.families)
