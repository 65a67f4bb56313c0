"""Claim 73: no aid follows on joining a treaty."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import joined

# First year of the sample: ten years before the treaty opened.
FIRST: Final = {"cat": 1975, "iccpr": 1957}
HELD: Final = ("log_gdp", "log_population", "openness")
NEW: Final = 3  # years in which a reward would show
OUTCOMES: Final = {"aid_follows": "log_aid", "us_aid_follows": "log_us_aid"}
LIMITS: Final = (
    "Economy, population and openness of the political system held. Logs of 1 + million constant "
    "dollars, in the three years after joining against the years before; states that the World "
    "Bank lists as recipients. Aid for other ends hides a small reward; agreements on trade and "
    "investment are not in hand"
)


class Rewards(PaperTest):
    """Having newly joined the CAT or the ICCPR on aid."""

    name = "rewards"
    title = "Rewards for ratification"
    needs = (*FIRST, *OUTCOMES.values(), *HELD)
    asks: ClassVar = (
        Ask(
            "aid_follows",
            (73,),
            "does no more aid of all donors follow on joining?",
            0,
            "having newly joined the CAT",
            "SD of the log of aid",
            0.1,
            f"{LIMITS}. All donors together, not rich democracies alone.",
        ),
        Ask(
            "us_aid_follows",
            (73,),
            "does no more aid of the United States follow on joining?",
            0,
            "having newly joined the CAT",
            "SD of the log of aid",
            0.1,
            f"{LIMITS}. Obligations of fiscal years, economic and military, to 2015.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of both treaties; having joined longer ago is held."""
        listed = pl.when(pl.col("log_aid").is_not_null())
        frame = material.frame.with_columns(aid=listed.then(pl.col(OUTCOMES[ask.key])))
        frame = frame.with_columns(pl.col("aid") / pl.col("aid").std())
        parts = []
        for treaty, first in FIRST.items():
            design = Design(
                "aid",
                "newly",
                ("longer", *HELD),
                where=f"year >= {first}",
                singletons="leave_out",
            )
            mine = frame.with_columns(
                newly=newly(treaty),
                longer=(pl.col(f"since_{treaty}") > NEW).cast(pl.Float64),
            )
            parts.append(grid(mine, design, {OBSERVED: None}, f"aid ({treaty.upper()})"))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return aid that rises by ``effect`` in the years after joining."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "since_cat": pl.col("treated").cum_sum().over("ccode"),
                "since_iccpr": pl.col("treated").cum_sum().over("ccode"),
                "noise": pl.Series(rng.normal(size=frame.height)),
                **{name: wandering(frame, rng) for name in HELD},
            },
        )
        aid = pl.col("noise") + effect * newly("cat").shift(1).over("ccode").fill_null(0.0)
        return Material(made.frame.with_columns(log_aid=aid, log_us_aid=aid), made.practice)


def newly(treaty: str) -> pl.Expr:
    """Return 1 in the first years after joining, else 0; null where not known."""
    return pl.col(f"since_{treaty}").is_between(1, NEW).cast(pl.Float64)
