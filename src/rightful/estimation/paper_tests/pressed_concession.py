"""Claim 148: a pressed state gives in without agreeing, and its words follow years later."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._around import mean_of
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import before
from rightful.estimation.paper_tests._stacked import Stack, stacked

LATER, EARLIER = (5, 10), (-5, -1)
HELD: Final = ("openness", "practice", "core_share")
HALF: Final = 0.5
LIMITS: Final = (
    "Years under pressure, by our own registers of sanctions for rights and of agendas of the "
    "UN, mostly recalled, up to and with the first concession of each spell: states that gave in "
    "are compared with those that were pressed and had not yet; many of them did in the years in "
    "which their later words fall, which hides an effect. Concession: joining a treaty or "
    "accepting a procedure, which is on record; what is conceded in speeches is too rare for our "
    "coder (of its spread a fiftieth is seen). Such steps spread by themselves: who joins may "
    "have begun to change, and no step is known to be made without agreeing. Words before, "
    "openness, practice and bonds are held; pressure after is not, and may go on. "
)


class PressedConcession(PaperTest):
    """The first concession of a spell of pressure on talk of norms five to ten years later."""

    name = "pressed_concession"
    title = "Concession under pressure"
    needs = ("pressed", "steps", "talk_norm", "mobilization", *HELD)
    asks: ClassVar = (
        Ask(
            "pressed_words_follow",
            (148,),
            "does a pressed state that gave in speak of norms more five to ten years later, than "
            "pressed states that did not?",
            1,
            "the first concession of a spell of pressure",
            "SD of talk of norms, five to ten years later",
            None,
            LIMITS,
        ),
        Ask(
            "pressed_twice_words_follow",
            (148,),
            "does it where it was pressed from home as well?",
            1,
            "the first concession of a spell, with mobilization at home in its upper half,",
            "SD of talk of norms, five to ten years later",
            None,
            f"{LIMITS}Force from home: our chance of mobilization above its median.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over pressed state-years up to the first concession."""
        rows = first_concessions(material.frame)
        if ask.key == "pressed_twice_words_follow":
            rows = rows.filter(pl.col("mobilization") > material.frame["mobilization"].median())
        asked = Stack("later", "concedes", ("earlier", *HELD), "ccode", "year", "", "talk of norms")
        return stacked(rows, asked)

    def example(self, effect: float, seed: int) -> Material:
        """Return pressed states whose talk is higher by ``effect`` from five years after."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "openness": wandering(frame, rng),
                "practice": wandering(frame, rng),
                "core_share": pl.Series(rng.random(frame.height)),
                "mobilization": pl.Series(rng.random(frame.height)),
                "pressed": pl.Series((rng.random(frame.height) < 0.7).astype(float)),
                "steps": pl.Series((rng.random(frame.height) < 0.15).astype(float)),
                "noise": pl.Series(rng.normal(size=frame.height)),
            },
        )
        gave_in = ((pl.col("pressed") > HALF) & (pl.col("steps") > 0)).cast(pl.Float64)
        frame = made.frame.with_columns(gave_in=gave_in)
        since = [
            pl.col("gave_in").shift(years).over("ccode").fill_null(0.0)
            for years in range(LATER[0], LATER[1] + 1)
        ]
        return Material(
            frame.with_columns(talk_norm=pl.col("noise") + effect * pl.sum_horizontal(since)), {}
        )


def first_concessions(frame: pl.DataFrame) -> pl.DataFrame:
    """Return years under pressure up to and with the first concession of each spell.

    ``concedes`` 0/1; ``later`` and ``earlier``: talk of norms five to ten years after, and the
    five years before, in SD; what is held is of the year before.
    """
    told = mean_of(mean_of(frame, "talk_norm", *LATER, "later"), "talk_norm", *EARLIER, "earlier")
    rows = before(told, list(HELD)).sort("ccode", "year")
    same = (pl.col("pressed") == pl.col("pressed").shift(1)) & (
        pl.col("year") == pl.col("year").shift(1) + 1
    )
    step = (pl.col("steps") > 0).cast(pl.Int64)
    rows = rows.with_columns(spell=(~same).fill_null(value=True).cum_sum().over("ccode"))
    given = (step.cum_sum() - step).over("ccode", "spell")
    rows = rows.filter(pl.col("pressed") > HALF, given == 0)
    return rows.with_columns(
        concedes=step.cast(pl.Float64),
        later=pl.col("later") / frame["talk_norm"].std(),
        earlier=pl.col("earlier") / frame["talk_norm"].std(),
    )
