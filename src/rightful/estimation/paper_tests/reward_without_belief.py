"""Claim 39: rewards move conduct and leave talk as it was."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._panel import joined
from rightful.estimation.paper_tests._pressed_world import pressed_world
from rightful.estimation.paper_tests._turns import (
    HOW,
    SPOKEN,
    TALK,
    practice_after,
    prepared,
    talk_after,
    with_talk,
)
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS

AID: Final = {"log_aid": "aid of all donors", "log_us_aid": "aid of the USA"}
RECEIVED: Final = (
    "Aid: log of 1 + million dollars, in its SD between state-years; that of all donors, of which "
    "recipients alone are listed, and that of the United States to any state. Little of it is a "
    "reward for rights: what else brings aid, a disaster or a new ally, is not held"
)


class RewardWithoutBelief(PaperTest):
    """Aid on conduct and on talk of the three years after."""

    name = "reward_without_belief"
    title = "Conduct without belief: aid"
    needs = (*ALWAYS, TALK, *AID)
    asks: ClassVar = (
        Ask(
            "aid_talk",
            (39,),
            "does talk of norms stay as it was where more aid is received?",
            0,
            "a SD more of the log of aid",
            "SD of talk of norms",
            0.1,
            f"{RECEIVED}. {SPOKEN}.",
        ),
        Ask(
            "aid_conduct",
            (39,),
            "does conduct mend where more aid is received?",
            1,
            "a SD more of the log of aid",
            "SD of practice, mean of the three years after",
            None,
            f"{RECEIVED}. {HOW}. The other half of the claim.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of aid on talk or on conduct."""
        frame = prepared(material.frame)
        if ask.key == "aid_talk":
            frame = with_talk(frame)
        parts = []
        for column, measure in AID.items():
            rows = frame.drop_nulls(column).with_columns(pl.col(column) / pl.col(column).std())
            parts.append(
                talk_after(rows, column, measure)
                if ask.key == "aid_talk"
                else practice_after(material, rows, column, measure)
            )
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return conduct and talk that a SD of aid moves by half of ``effect``."""
        return pressed_world(effect, seed)
