"""Claims 60 and 74: autocracies do not move, and repressive states that join grow worse."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.estimation.grid import Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world
from rightful.estimation.paper_tests._panel import before, joined, on_practice

# First year of the sample: ten years before the treaty opened.
FIRST: Final = {"cat": 1975, "iccpr": 1957}
HALF: Final = 0.5


class HardCases(PaperTest):
    """CAT and ICCPR on physical integrity, of some states alone."""

    name = "hard_cases"
    title = "Autocracies and repressive states"
    needs = (*FIRST, "openness", "practice")
    asks: ClassVar = (
        Ask(
            "treaty_under_autocracy",
            (74,),
            "does joining change nothing under autocracy?",
            0,
            "having joined the CAT, under autocracy,",
            "SD of practice",
            0.1,
            "Autocracy: a political system that the year before was less open than the mean of "
            "1981-1990, our series, a proxy. None is less than .1 SD, as for claim 51. A state "
            "that opens up leaves the sample: what treaties do by opening it is not seen.",
        ),
        Ask(
            "treaty_where_repressive",
            (60, 74),
            "is practice worse after a repressive state has joined?",
            -1,
            "having joined the CAT, in states repressive when they joined,",
            "SD of practice",
            None,
            "Repressive: practice below the median of states in the year before joining; of those "
            "that have not joined, in more than half of their years. Who joins in a bad year "
            "would get better by itself, which tells against the claim. The mean over such "
            "states is tested, not that most of them grow worse.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid of both treaties among these states."""
        parts = []
        for treaty, first in FIRST.items():
            if ask.key == "treaty_under_autocracy":
                frame = material.frame.with_columns(openness_before="openness")
                frame = before(frame, ["openness_before"])
                chosen = "openness_before < 0"
            else:
                frame = with_repressive(material.frame, treaty, first)
                chosen = "repressive = 1"
            where = f"{chosen} AND year >= {first}"
            parts.append(on_practice(material, frame, treaty, (), treaty.upper(), where=where))
        return joined(*parts)

    def example(self, effect: float, seed: int) -> Material:
        """Return states all of them autocratic; joining moves practice by ``effect``.

        What the frame shows as practice is noise, so that who counts as repressive is chance.
        """
        return practice_world(
            seed,
            lambda frame, rng: {
                "cat": pl.col("treated"),
                "iccpr": pl.col("treated"),
                "openness": pl.lit(-1.0),
                "practice": pl.Series(rng.normal(size=frame.height)),
            },
            effect * pl.col("treated"),
        )


def with_repressive(frame: pl.DataFrame, treaty: str, first: int) -> pl.DataFrame:
    """Return the frame with ``repressive``: 0 or 1, the same in all years of a state.

    Judged in the year before a state joined, or over its years from ``first`` on where it has not;
    null where it was bound when the frame begins to speak of it, or practice is not known.
    """
    frame = frame.sort("ccode", "year")
    below = (pl.col("practice") < pl.col("practice").median().over("year")).cast(pl.Float64)
    rows = frame.select("ccode", "year", treaty, below=below)
    rows = before(rows.with_columns(before=pl.col("below")), ["before"])
    joined_in = rows.filter(pl.col(treaty) == 1).group_by("ccode").agg(pl.col("year").min())
    when = joined_in.join(rows, on=["ccode", "year"]).select("ccode", repressive="before")
    never = (
        rows.filter(pl.col("year") >= first)
        .join(joined_in, on="ccode", how="anti")
        .group_by("ccode")
        .agg(repressive=(pl.col("below").mean() > HALF).cast(pl.Float64))
    )
    return frame.join(pl.concat([when, never]), on="ccode", how="left", maintain_order="left")
