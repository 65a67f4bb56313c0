"""Hathaway 2002: who ratifies the torture convention does not torture less."""

from __future__ import annotations

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._panel import (
    COMMON,
    COMMON_COLUMNS,
    CONTROLS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

YEARS = "year >= 1985 AND year <= 1999"
MEASURE = "Hathaway's torture scale, turned (1 most torture, 5 none)"


def _torture(label: str, *, lagged_outcome: bool) -> Specification:
    design = Design(
        "torture",
        "cat",
        CONTROLS,
        lagged_outcome=lagged_outcome,
        state_effects=False,
        year_effects=False,
        where=YEARS,
    )
    return Specification(label, design, MEASURE, (-1, 0), "ordered_logit")


class Hathaway2002(Replication):
    """Her torture scale on the Convention against Torture (hathaway2002)."""

    name = "hathaway2002"
    title = "Hathaway 2002: treaties and torture"
    reference = "hathaway2002"
    sample = "up to 166 states, torture 1985-1999"
    coding = "a state has ratified from the year in which the treaty binds it"
    estimator = "comparisons of means, then regressions with controls of state and time"
    published = (
        "no treaty goes reliably with better practice; the regional treaties on torture, and some "
        "others, go with worse"
    )
    differs = (
        "the printed tables are not in hand: her result is taken as 'not better', worse and no "
        "clear change both agreeing with it",
        "her torture scale is as distributed with the latent scores, 1985 to 1999, and turned so "
        "that higher is more respect",
        "controls are polity2, log GDP a head, log population and internal conflict (UCDP), a year "
        "before; her growth, aid, trade, war between states and newness of the regime are not used",
        "an ordered logit stands for her regressions; errors are clustered by state",
        "the regional treaties are not rerun: no table in hand dates their parties",
        "the other four outcomes (genocide, fair trial, civil liberty, women in parliament) are "
        "not rerun",
    )
    needs = (*SPINE, *COMMON, "hathaway")
    lacking = (
        "her fair-trial index, genocide and women's legislative share as she coded them",
        "dated parties to the regional treaties on torture and to the regional charters",
    )
    specifications = (
        _torture("Convention against Torture, pooled", lagged_outcome=False),
        _torture("Convention against Torture, last year's held", lagged_outcome=True),
    )
    questions = (Question("cat", CONTROLS, where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return torture (1 to 5, 5 none), the treaty and controls."""
        rows = with_treaties(spine(frames), frames, cat="CAT")
        rows = beside(rows, frames.tables["hathaway"], torture=6 - pl.col("torture"))
        return with_controls(rows, frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = COMMON_COLUMNS | {"hathaway": ("torture",)}
        return made_up(sources, ("CAT",), self.families)
