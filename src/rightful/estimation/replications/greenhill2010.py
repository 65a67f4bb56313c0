"""Greenhill 2010: a state's practice follows that of its fellows in organizations."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import (
    PHYSINT_MEASURE,
    organization_context,
    with_physint,
)
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
)

YEARS: Final = "year >= 1982 AND year <= 2000"


def _design(state_effects: bool) -> Design:
    return Design(
        "physint",
        "igo_context",
        CONTROLS,
        lagged_outcome=True,
        state_effects=state_effects,
        year_effects=False,
        where=YEARS,
        singletons="leave_out",
    )


class Greenhill2010(Replication):
    """Physical integrity on the context of organizations a year before (greenhill2010)."""

    name = "greenhill2010"
    title = "Greenhill 2010: the company you keep"
    reference = "greenhill2010"
    sample = "137 states, 1982-2000"
    coding = (
        "for each organization the mean practice of its members, self left out; then the mean over "
        "the organizations that a state is in, a year before"
    )
    estimator = "a panel regression, last year's practice held"
    published = "a state's practice follows that of its fellow members, better or worse"
    differs = (
        "the printed tables are not in hand: the sign is the abstract's",
        "organizations and members are of COW IGO 3.0, full and associate members, the practice of "
        "CIRIGHTS 2022; every state that these rate is in, not 137",
        "controls are polity2, log GDP a head, log population and internal conflict (UCDP); trade "
        "and the regime's age are not used",
        "the fellows' mean moves with the whole world's, and with the standard of those who rate: "
        "the rows with year effects tell the one from the other",
        "fellows are often neighbours and like states: this is company, not yet influence",
    )
    needs = (*SPINE, *COMMON, "cirights", "igo")
    lacking = ("the author's panel of 137 states and its further controls",)
    specifications = (
        Specification("fellow members' practice", _design(False), PHYSINT_MEASURE, (1,)),
        Specification(
            "fellow members' practice, state effects",
            _design(True),
            PHYSINT_MEASURE,
            (1,),
            counts=False,
        ),
    )
    questions = (Question("igo_context", CONTROLS, where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return physical integrity (0 to 8), the fellows' mean and controls."""
        rows = with_controls(with_physint(spine(frames), frames), frames)
        context = organization_context(frames.tables["igo"], rows, "physint")
        return beside(rows, context, igo_context=pl.col("context"))

    def example(self) -> Frames:
        """Return made-up frames: five organizations, a state in those its code divides by."""
        sources = {
            "cirights": ("tort", "kill", "disap", "polpris"),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        made = made_up(sources, (), self.families)
        # The items of the source go from 0 to 2.
        scaled = [(pl.col(name) / 2).floor().alias(name) for name in sources["cirights"]]
        tables = dict(made.tables)
        tables["cirights"] = tables["cirights"].with_columns(scaled)
        keys = spine(made)
        tables["igo"] = pl.concat(
            keys.filter(pl.col("ccode") % number == 0).with_columns(
                igo=pl.lit(f"body{number}"), status=pl.lit(1)
            )
            for number in (1, 2, 3, 5, 7)
        )
        return Frames(tables, made.practice)
