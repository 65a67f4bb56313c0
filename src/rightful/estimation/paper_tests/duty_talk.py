"""Claim 23: powerful states speak of duty more, while it changes nothing in what they do."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE
from rightful.core.posterior import Posterior
from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._around import mean_of
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import on_practice

POWERFUL: Final = 0.75  # above this rank by size a state is one of the largest fourth
SAID: Final = (-4, 0)  # with the lag of a year: the five years before
LIMITS: Final = (
    "Power: the economy (GDP), as capabilities are not in hand. Talk of norms: the share of a "
    "General Debate's rights passages that avow or advance one, by our coder's chances. "
)


class DutyTalk(PaperTest):
    """Size of the economy on talk of norms; talk of the powerful on their own practice."""

    name = "duty_talk"
    title = "Talk of duty"
    needs = ("log_gdp", "talk_norm", "openness")
    asks: ClassVar = (
        Ask(
            "powerful_talk_of_duty",
            (23,),
            "do states speak of norms more, the larger their economy is in the world?",
            1,
            "an economy twice as large, as a share of the world's,",
            "SD of talk of norms",
            None,
            f"{LIMITS}Openness is held. Few states change their place by much: cells without "
            "effects of states compare great states with small ones, and may say something else.",
        ),
        Ask(
            "powerful_talk_helps",
            (23,),
            "is practice of the largest fourth of states better after they spoke of norms more?",
            1,
            "a SD more talk of norms in the five years before, among the largest fourth of states,",
            "SD of practice",
            0.1,
            f"{LIMITS}The claim says that it changes nothing, so this answer counts the other "
            "way: it must stay below a tenth of a SD, half the usual doubt about one state-year. "
            "Openness is held. A state that mends may come to speak so first: talk that goes "
            "before practice need not move it, and cells with practice of the year before say "
            "what it adds in a year.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of size on talk, or of talk on practice of the powerful."""
        frame = material.frame
        if ask.key == "powerful_talk_of_duty":
            world = pl.col("log_gdp").exp().sum().over("year").log()
            rows = frame.with_columns(
                size=(pl.col("log_gdp") - world) / np.log(2),
                talk=pl.col("talk_norm") / pl.col("talk_norm").std(),
            )
            design = Design("talk", "size", ("openness",), singletons="leave_out")
            return grid(rows, design, {OBSERVED: None}, "talk of norms")
        rank = pl.col("log_gdp").rank().over("year") / pl.col("log_gdp").count().over("year")
        rows = mean_of(frame, "talk_norm", *SAID, "talk").with_columns(
            talk=pl.when(rank > POWERFUL).then(pl.col("talk") / pl.col("talk").std())
        )
        return on_practice(material, rows, "talk", ("openness",), "")

    def example(self, effect: float, seed: int) -> Material:
        """Return talk that grows with size, by ``effect``, and practice with talk."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "log_gdp": wandering(frame, rng) * 2,
                "openness": wandering(frame, rng),
                "noise": pl.Series(rng.normal(size=frame.height)),
            },
        )
        world = pl.col("log_gdp").exp().sum().over("year").log()
        frame = made.frame.with_columns(share=pl.col("log_gdp") - world)
        said = effect * pl.col("share").shift(1).over("ccode").fill_null(0.0) + pl.col("noise")
        frame = frame.with_columns(talk_norm=said)
        talk = mean_of(frame, "talk_norm", *SAID, "talk")["talk"]
        before = frame.select("ccode", talk=talk / talk.std())
        moves = before.select(pl.col("talk").shift(1).over("ccode").fill_null(0.0)).to_series()
        practice = {
            standard: Posterior(
                one.ccode,
                one.year,
                (one.draws + effect * moves.to_numpy()).astype(np.float32),
                one.name,
            )
            for standard, one in made.practice[HEADLINE].items()
        }
        return Material(frame, {HEADLINE: practice})
