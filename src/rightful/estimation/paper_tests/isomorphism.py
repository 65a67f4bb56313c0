"""Claims 44 and 46: states join as their peers do, and not because they are pressed."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import joining_world
from rightful.estimation.paper_tests._risk import HOW, at_risk, joining


class Isomorphism(PaperTest):
    """Peers' bonds and pressure on the chance of joining the nine core treaties."""

    name = "isomorphism"
    title = "Isomorphism without pressure"
    needs = ("pressed", "region")
    asks: ClassVar = (
        Ask(
            "pressure_ratify",
            (46,),
            "does pressure from abroad hasten ratification?",
            0,
            "a year of public pressure",
            "SD of the yearly event of joining",
            0.05,
            f"{HOW}. Pressure: a sanction for rights or a place on an agenda of the UN, by our own "
            "registers, mostly recalled; aid is not in hand.",
        ),
        Ask(
            "peers_ratify",
            (44,),
            "do states join sooner where more of their region have?",
            1,
            "having all instead of none of the region bound the year before",
            "chance of joining in a year",
            None,
            f"{HOW}. A region is one group of peers; what its states share beside each other's "
            "example looks the same.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return both regressors' grids; each holds the other."""
        rows = at_risk(material, "core", ["pressed"], {"peers": "peers"})
        if ask.key == "peers_ratify":
            return joining(rows, "peers", ("pressed",), "core treaties")
        return joining(rows, "pressed", ("peers",), "core treaties", sd=True)

    def example(self, effect: float, seed: int) -> Material:
        """Return joining that pressure, and peers, move by ``effect``."""
        return joining_world(
            seed,
            lambda _: effect * pl.col("pressed").shift(1).over("ccode"),
            tuple("abcdefgh"),
            "core",
            by_peers=effect,
        )
