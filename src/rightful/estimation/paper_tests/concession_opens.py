"""Claim 90: a concession opens room, and people at home take it."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._opened import (
    MOBILIZATION,
    NEEDS,
    SAID,
    after_step,
    around,
    into_the_year,
    raised,
)
from rightful.estimation.paper_tests._panel import joined

DEBATE: Final = {"freedom of expression": "free_expression"}
LIMITS: Final = (
    "State-years with violations. Concession: a formal step, mostly a treaty or a procedure "
    "accepted, by the record and analysts; what a government grants in words or by releasing "
    f"people is seen in a dozen states only, and steps often follow each other. {SAID} "
    "Whether they do is asked as concession_comes_with_reform."
)


class ConcessionOpens(PaperTest):
    """A formal concession on protests, civil society and free speech in the three years after."""

    name = "concession_opens"
    title = "Concessions open room"
    needs = (*NEEDS, *MOBILIZATION.values(), *DEBATE.values(), "concession", "violations")
    asks: ClassVar = (
        Ask(
            "concession_mobilizes",
            (90,),
            "do people organize more in the three years after a concession?",
            1,
            "a formal concession",
            "SD of mobilization",
            None,
            "Protests of 50 people or more (1990-2019), and participation in civil society as "
            f"experts see it. {LIMITS}",
        ),
        Ask(
            "concession_frees_debate",
            (90,),
            "does a government lose control of the debate in the three years after a concession?",
            1,
            "a formal concession",
            "SD of freedom of expression",
            None,
            f"Control of the debate: freedom of expression as experts see it, a proxy. {LIMITS}",
        ),
        Ask(
            "concession_comes_with_reform",
            (),
            "does the political system open in the very year of a concession?",
            1,
            "a formal concession",
            "SD of openness",
            None,
            "The same rows and controls, on the change of openness from the year before to the "
            "year of the concession: where it shows, what follows may be the reform's. A check, no "
            "claim.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of every measure over state-years with violations."""
        if ask.key == "concession_comes_with_reform":
            rows = around(material.frame, MOBILIZATION["civil society"])
            conceding = into_the_year(rows.filter(pl.col("violations") == 1))
            return after_step(conceding, "concession", "openness")
        measures = MOBILIZATION if ask.key == "concession_mobilizes" else DEBATE
        parts = []
        for measure, column in measures.items():
            rows = around(material.frame, column).filter(pl.col("violations") == 1)
            parts.append(after_step(rows, "concession", measure))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return mobilization and debate that rise by ``effect`` after a concession."""
        made = practice_world(
            seed,
            lambda frame, rng: {
                "concession": pl.Series((rng.random(frame.height) < 0.1).astype(float)),
                "violations": pl.lit(1.0),
                "practice": pl.col("regime"),
                "openness": wandering(frame, rng),
            },
        )
        frame = raised(made.frame, "concession", effect, seed)
        return Material(frame.with_columns(free_expression="civil_society"), made.practice)
