"""Claim 31: where pressure is taken away, respect for rights goes with it."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._panel import KEY, joined
from rightful.estimation.paper_tests._pressed_world import pressed_world
from rightful.estimation.paper_tests._turns import HOW, TURN, practice_after, prepared, turns
from rightful.estimation.paper_tests._turns import NEEDS as ALWAYS
from rightful.estimation.paper_tests.sanctions import AID, aid_halved

LISTS: Final = {"rights_sanction": "the list", "sanction_in_register": "our register"}


class PressureOff(PaperTest):
    """The end of sanctions, and aid that is halved, on practice of the three years after."""

    name = "pressure_off"
    title = "Pressure taken away"
    needs = (*LISTS, *ALWAYS, "aid_change")
    asks: ClassVar = (
        Ask(
            "sanctions_end_practice",
            (31,),
            "does practice fall once the last sanction for rights has ended?",
            -1,
            "the end of sanctions for rights, against their going on,",
            "SD of practice, mean of the three years after",
            None,
            f"Ends in the list, 1990-2018, in our own register, mostly recalled, and there once "
            f"more where practice was better in the year before the end than in the year before "
            f"the beginning (by the changing standard): respect that pressure may have brought. "
            f"{HOW}. Sanctions are lifted because practice mends or is thought to: what senders "
            "saw and we do not hold works against the claim.",
        ),
        Ask(
            "aid_end_practice",
            (31,),
            "does practice fall after aid was halved?",
            -1,
            "a year in which aid fell to half or less",
            "SD of practice, mean of the three years after",
            None,
            f"{AID}. {HOW}.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of an end on what follows it."""
        frame = prepared(material.frame)
        if ask.key == "aid_end_practice":
            return aid_halved(material, frame)
        ends = {
            f"any sender, {told}": turns(frame, column, into=0.0) for column, told in LISTS.items()
        }
        mended = with_start(frame, "sanction_in_register", "practice")
        better = turns(mended, "sanction_in_register", into=0.0).filter(
            pl.col("practice_1") > pl.col("at_start")
        )
        ends["any sender, our register, practice had mended"] = better
        return joined(
            *(practice_after(material, rows, TURN, measure) for measure, rows in ends.items())
        )

    def example(self, effect: float, seed: int) -> Material:
        """Return practice that falls by ``-effect`` when a sanction ends or aid is halved."""
        return pressed_world(-effect, seed, halved=effect)


def with_start(frame: pl.DataFrame, column: str, of: str) -> pl.DataFrame:
    """Return the frame with ``at_start``: ``of`` in the year before the latest spell began.

    The spell is that in force now or, in the year after it ended, the one that ended. Null where
    the frame does not see it begin.
    """
    was = pl.col(column).shift(1).over("ccode")
    begins = frame.sort(KEY).with_columns(
        at_start=pl.when((pl.col(column) == 1) & (was == 0)).then(pl.col(f"{of}_1")),
        unseen=(pl.col(column) == 1) & was.is_null(),
    )
    run = (pl.col("at_start").is_not_null() | pl.col("unseen")).cast(pl.Int64).cum_sum()
    return (
        begins.with_columns(run=run.over("ccode"))
        .with_columns(pl.col("at_start").first().over("ccode", "run"))
        .drop("run", "unseen")
    )
