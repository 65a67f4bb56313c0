"""Claim 19: states that respect rights seldom punish violators, rivals more and allies less."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import MEANS, before
from rightful.estimation.paper_tests._stacked import Stack, joined, renamed, stacked

PAIR: Final = ["sender", "ccode", "year"]
OTHER: Final = ("openness", "log_gdp")
TABLES: Final = ("rights_sanctions", "alliance_with_sender", "distance_to_sender")
WHO: Final = (
    "Pairs of the United States or the European Union with a state whose practice was in the "
    "lower half of that year's, 1990-2018, no sanction for rights in force. The outcome is a "
    "sanction with rights among its goals imposed in the year, divided by its base rate, which "
    "stands in the name of the measure. Effects of states are of the target, of years of sender "
    "and year; practice, openness and size of the target are held. There are two senders, so "
    "errors are by target alone and nothing is told of other states that respect rights; most "
    "others impose nothing of their own"
)


class SenderTies(PaperTest):
    """What ties a sender to a violator, on the sanction it imposes for rights."""

    name = "sender_ties"
    title = "Allies spared, rivals punished"
    needs = (*TABLES, *MEANS.values(), *OTHER)
    asks: ClassVar = (
        Ask(
            "rivals_punished",
            (19,),
            "does a state of worse rights draw sanctions sooner from a sender it votes against?",
            1,
            "a SD more distance to the sender in the General Assembly",
            "times the base rate of a sanction for rights",
            None,
            f"{WHO}. No list of rivalries is in hand: distance of ideal points stands for it, and "
            "a quarrel over rights moves votes too.",
        ),
        Ask(
            "allies_spared",
            (19,),
            "does a state of worse rights draw fewer sanctions from a sender that defends it?",
            -1,
            "being promised defence by the sender",
            "times the base rate of a sanction for rights",
            None,
            f"{WHO}. Alliance: a promise of defence; of the Union, the share of its members that "
            "gave one. With effects of states it is told from targets that one of the two "
            "defends, and from the few whose pacts began or ended.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return both ties' grids; each holds the other."""
        ties = ("distance", "allied")
        first = ties[0] if ask.key == "rivals_punished" else ties[1]
        other = tuple(tie for tie in ties if tie != first)
        parts = []
        for standard, held in MEANS.items():
            rows, rate = at_risk(material, held)
            measure = (
                f"sanctions for rights (practice by the {standard} standard; {rate:.1%} of "
                f"{rows.height} pairs a year)"
            )
            controls = (*other, held, *OTHER)
            asked = Stack("imposed", first, controls, "ccode", "sender_year", "sender", measure)
            parts.append(renamed(stacked(rows, asked), outcome="sanction for rights"))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return sanctions of chance .1, moved by ``effect`` for a SD of distance."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "practice": wandering(frame, rng),
                "practice_constant": wandering(frame, rng),
                "openness": wandering(frame, rng),
                "log_gdp": wandering(frame, rng),
            },
        )
        rng = np.random.default_rng(seed + 2)
        key = made.frame.select("ccode", "year")
        pairs = pl.concat(
            key.select(pl.lit(one).alias("sender"), "ccode", "year") for one in (1, 2)
        )
        rows = pairs.with_columns(
            distance=pl.Series(rng.normal(size=pairs.height)),
            allied=pl.Series((rng.random(pairs.height) < 0.3).astype(float)),
            luck=pl.Series(rng.random(pairs.height)),
            in_force=pl.lit(0.0),
        ).sort(PAIR)
        tie = (pl.col("distance") - 2 * pl.col("allied")).shift(1).over("sender", "ccode")
        chance = 0.15 + effect * tie.fill_null(0.0)
        rows = rows.with_columns(imposed=(pl.col("luck") < chance).cast(pl.Float64))
        tables = {
            "rights_sanctions": rows.select(*PAIR, "in_force", "imposed"),
            "alliance_with_sender": rows.select(*PAIR, "allied"),
            "distance_to_sender": rows.select(*PAIR, "distance"),
        }
        return Material(made.frame, {}, tables=tables)


def at_risk(material: Material, practice: str) -> tuple[pl.DataFrame, float]:
    """Return pair-years that could see a sanction imposed, and the share that did.

    ``imposed`` is divided by that share; ``distance`` has SD 1; ties and ``practice`` are those
    of the year before.
    """
    told = {name: material.tables[name] for name in TABLES}
    later = (pl.col("year") + 1).alias("year")
    ties = told["distance_to_sender"].join(told["alliance_with_sender"], on=PAIR)
    states = before(material.frame.select("ccode", "year", practice, *OTHER), [practice, *OTHER])
    half = pl.col(practice) < pl.col(practice).median().over("year")
    rows = (
        told["rights_sanctions"]
        .filter(pl.col("in_force") == 0)
        .join(ties.with_columns(later.cast(ties.schema["year"])), on=PAIR)
        .join(states.filter(half), on=["ccode", "year"])
        .drop_nulls()
        .sort(PAIR)
    )
    rate = float(rows["imposed"].mean())  # type: ignore[arg-type]
    return (
        rows.with_columns(
            pl.col("imposed") / rate,
            pl.col("distance") / pl.col("distance").std(),
            sender_year=pl.col("sender").cast(pl.Int64) * 10_000 + pl.col("year").cast(pl.Int64),
        ),
        rate,
    )
