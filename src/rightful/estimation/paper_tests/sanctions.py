"""Claim 16: sanctions over rights, and aid held back, leave no mark on practice."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._around import mean_draws
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._imposed import NEEDS as SANCTIONS
from rightful.estimation.paper_tests._imposed import SAID, imposed
from rightful.estimation.paper_tests._panel import MEANS, joined
from rightful.estimation.paper_tests._pressed_world import pressed_world
from rightful.estimation.paper_tests._stacked import Stack, renamed, stacked
from rightful.estimation.paper_tests._turns import (
    HELD,
    HOW,
    TURN,
    earlier,
    practice_after,
    prepared,
)
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS

# The midpoint change of aid that fell to a half.
HALVED: Final = -2 / 3
AID: Final = (
    "Aid received from all donors. Why it fell is not recorded: a donor may have held it back, or "
    "a need have passed; conditions tied to aid are not in hand"
)


class Sanctions(PaperTest):
    """A sanction that begins, and aid that is halved, on practice of the three years after."""

    name = "sanctions"
    title = "Enforcement by foreign policy"
    needs = (*SANCTIONS, *ALWAYS, "aid_change")
    asks: ClassVar = (
        Ask(
            "sanctions_practice",
            (16,),
            "do people fare as well after a sanction over rights as they would have without?",
            0,
            "a sanction for rights that begins",
            "SD of practice, mean of the three years after",
            0.1,
            f"{SAID}. {HOW}. Senders choose whom they press: what happened in the year of the "
            "sanction and drew it, a coup or a massacre, is not held and looks like an effect to "
            "the worse (practice_before_sanctions looks for the fall before). Nothing is said of "
            "what lasting or heavy sanctions do.",
        ),
        Ask(
            "aid_halved_practice",
            (16,),
            "do people fare as well after aid was halved as they would have otherwise?",
            0,
            "a year in which aid fell to half or less",
            "SD of practice, mean of the three years after",
            0.1,
            f"{AID}. {HOW}.",
        ),
        Ask(
            "practice_before_sanctions",
            (),
            "was practice already falling when a sanction for rights began?",
            -1,
            "a sanction for rights that begins in the next year",
            "SD of practice in the year before it",
            None,
            f"{SAID}. Held are practice two and three years before, openness and armed conflict. "
            "A check of the test beside it: sanctions that are drawn by a fall cannot be told from "
            "what the fall would have led to.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of what begins on what follows it, or on what went before."""
        frame = prepared(material.frame)
        if ask.key == "aid_halved_practice":
            return aid_halved(material, frame)
        if ask.key == "practice_before_sanctions":
            return _before(material, frame)
        return joined(
            *(
                practice_after(material, one.rows, TURN, one.measure, one.more, of=one.of)
                for one in imposed(frame)
            )
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that sanctions and halved aid move by ``effect``."""
        return pressed_world(effect, seed)


def aid_halved(material: Material, frame: pl.DataFrame) -> Grid:
    """Return the grid of a year in which aid fell to half or less on practice after it."""
    fell = (pl.col("aid_change") <= HALVED).cast(pl.Float64).alias("aid_halved")
    rows = frame.filter(pl.col("aid_change").is_not_null()).with_columns(fell)
    return practice_after(material, rows, "aid_halved", "aid of all donors")


def _before(material: Material, frame: pl.DataFrame) -> Grid:
    parts = []
    for standard, column in MEANS.items():
        told = earlier(frame, column, 3)
        for one in imposed(told)[1:]:
            draws = mean_draws(material.practice[HEADLINE][standard], one.rows, (-1,), 1)
            controls = (f"{column}_2", f"{column}_3", *HELD, *one.more)
            asked = Stack("practice_drawn", TURN, controls, "ccode", "year", "", one.measure)
            parts.append(
                renamed(stacked(one.rows, asked, {standard: draws}), outcome="practice before")
            )
    return joined(*parts)
