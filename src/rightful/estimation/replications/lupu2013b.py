"""Lupu 2013b: the Civil Covenant helps freedoms that courts can prove. Cannot be run."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import PHYSINT_MEASURE
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

YEARS: Final = "year >= 1982 AND year <= 2007"
FREEDOMS: Final = {
    "speech": "speech",
    "assn": "assembly and association",
    "rel_free": "religion",
}


def _matched(outcome: str, label: str, measure: str, published: tuple[int, ...]) -> Specification:
    design = Design(
        outcome, "iccpr", CONTROLS, state_effects=False, year_effects=False, where=YEARS
    )
    return Specification(
        f"the Civil Covenant and {label}, matched without treaty ideal points",
        design,
        measure,
        published,
        "ordered_logit",
        matched=True,
        counts=False,
    )


class Lupu2013b(Replication):
    """What the claim needs and nobody has brought; matches without ideal points beside."""

    name = "lupu2013b"
    title = "Lupu 2013: best evidence"
    reference = "lupu2013b"
    sample = "states that could ratify the ICCPR, CIRI's years"
    coding = "bound by the ICCPR; the independence of courts and the cost of proof"
    estimator = "matching on treaty ideal points and covariates, then regression"
    published = (
        "the ICCPR improves speech, assembly, association and religion and not personal integrity, "
        "whose violations courts find hard to prove"
    )
    differs = (
        "treaty ideal points are not in hand, and matching without them is not the author's: what "
        "is shown does not count",
        "CIRI rates assembly and association as one",
        "judicial independence is not held apart",
    )
    needs = (*SPINE, *COMMON, "cirights")
    lacking = (
        "ideal points of states over treaties (W-NOMINATE on the record of ratifications), as the "
        "author scaled them",
        "his coding of judicial independence and of the cost of proof by right",
    )
    families = ("physical_integrity", "empowerment")
    specifications = (
        *(
            _matched(column, name, "CIRI, 0 worst, 2 best", (1,))
            for column, name in FREEDOMS.items()
        ),
        _matched("physint", "personal integrity", PHYSINT_MEASURE, (0,)),
    )
    questions = (
        Question("iccpr", CONTROLS, where=YEARS, family="empowerment"),
        Question("iccpr", CONTROLS, where=YEARS),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return three freedoms (0 to 2), physical integrity, the Covenant and controls."""
        rows = with_controls(with_treaties(spine(frames), frames, iccpr="ICCPR"), frames)
        four = pl.col("tort") + pl.col("kill") + pl.col("disap") + pl.col("polpris")
        columns = {name: pl.col(name) for name in FREEDOMS}
        return beside(rows, frames.tables["cirights"], physint=four, **columns)

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "cirights": (*FREEDOMS, "tort", "kill", "disap", "polpris"),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        made = made_up(sources, ("ICCPR",), self.families)
        # The items of the source go from 0 to 2.
        scaled = [(pl.col(name) / 2).floor().alias(name) for name in sources["cirights"]]
        tables = dict(made.tables)
        tables["cirights"] = tables["cirights"].with_columns(scaled)
        return Frames(tables, made.practice)
