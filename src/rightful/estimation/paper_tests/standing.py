"""Claim 96: a state that is shamed among the good has a reason of its own to change."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import moved, times

VIOLATES: Final = "violates_before = 1"
LIMITS: Final = (
    "State-years with violations. Concession: a formal step of the year after, mostly a treaty or "
    "a procedure accepted, by the record and analysts; words of regret are not in it. Blame: "
    "expected number of states in forums whose texts are at hand; none on record counts as none. "
    "Held: material pressure by our registers, the share of core treaties already joined (who has "
    "joined all has no step left), reviews, practice at its mean. The image itself is not seen: "
    "aid and trade that blame puts at risk would look the same."
)


class Standing(PaperTest):
    """Blame by states on a concession a year later, by the company that the state keeps."""

    name = "standing"
    title = "The loss of standing"
    needs = (
        *("blamed", "reviewed", "pressed", "core_share", "practice"),
        *("company", "concession", "violations"),
    )
    asks: ClassVar = (
        Ask(
            "standing_brings_concession",
            (96,),
            "does blame bring a concession rather where a state keeps good company?",
            1,
            "what a log point of blaming states does more for a SD of better company",
            "chance of a concession in a year",
            None,
            f"{LIMITS} How much standing counts: practice of its fellow members of organizations, "
            "to 2015, as those who are respected have more of a name to lose among them.",
        ),
        Ask(
            "blame_brings_concession",
            (96,),
            "does a state that was blamed concede a year later, material pressure held?",
            1,
            "a log point more of blaming states",
            "chance of a concession in a year",
            None,
            f"{LIMITS} One state may carry it: asked as blame_without_the_most_blamed.",
        ),
        Ask(
            "blame_without_the_most_blamed",
            (),
            "is it so without the state that was blamed most?",
            1,
            "a log point more of blaming states",
            "chance of a concession in a year",
            None,
            "The same, the state left out that most states blamed over all years (South Africa, "
            "which apartheid kept out of most treaties). Added after the answer with it was seen. "
            "A check, no claim.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of the interaction, or of blame itself."""
        frame = material.frame.with_columns(log_blamed=pl.col("blamed").log1p())
        if ask.key == "blame_without_the_most_blamed":
            frame = frame.filter(pl.col("ccode") != most_blamed(frame))
        frame = times(frame, "by_company", "log_blamed", "company")
        frame = moved(frame, "violations", "violates_before", 1)
        review = ("reviewed",) if frame["reviewed"].n_unique() > 1 else ()
        held = ("z_company", "pressed", "core_share", "practice", *review)
        alone = ask.key != "standing_brings_concession"
        treatment = "log_blamed" if alone else "by_company"
        controls = held if alone else ("log_blamed", *held)
        design = Design("concession", treatment, controls, where=VIOLATES, singletons="leave_out")
        return grid(frame, design, {OBSERVED: None}, "formal concessions")

    def example(self, effect: float, seed: int) -> Material:
        """Return concessions that are ``effect`` likelier after blame, and more so in company."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "blamed": pl.Series(rng.poisson(0.5, frame.height).astype(float)),
                "company": wandering(frame, rng),
                "pressed": pl.Series((rng.random(frame.height) < 0.2).astype(float)),
                "core_share": pl.Series(rng.random(frame.height)),
                "noise": pl.Series(rng.random(frame.height)),
                "violations": pl.lit(1.0),
                "practice": pl.col("regime"),
                "reviewed": pl.lit(0.0),
            },
        )
        more = effect * pl.col("blamed").log1p() * (1 + pl.col("company"))
        chance = 0.3 + more.shift(1).over("ccode").fill_null(0.0)
        frame = made.frame.with_columns(concession=(pl.col("noise") < chance).cast(pl.Float64))
        return Material(frame, made.practice)


def most_blamed(frame: pl.DataFrame) -> int:
    """Return the state that most states blamed, all years together."""
    total = frame.group_by("ccode").agg(pl.col("blamed").sum()).sort("blamed", "ccode")
    return int(total["ccode"][-1])
