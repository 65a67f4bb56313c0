"""Spilker and Boehmelt 2013: once selection is heeded, trade agreements do not tame repression."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import TURN
from rightful.estimation.replications._panel import SPINE, beside, made_up, spine

SOURCE: Final = "pta_repression"
MEASURE: Final = "Political terror as the authors have it, turned (1 most terror, 5 least)"
THEIRS: Final = (
    "treaties_lag",
    "density_lag",
    "durable_lag",
    "polity2_lag",
    "log_gdppc_lag",
    "log_trade_lag",
)
COLUMNS: Final = ("hard_law_lag", "any_law", *THEIRS)
HARD: Final = Design(
    "respect_theirs",
    "hard_law_lag",
    THEIRS,
    lag=0,
    state_effects=False,
    year_effects=False,
    where="year >= 1977 AND year <= 2009",
)


class SpilkerBohmelt2013(Replication):
    """Repression on hard human rights standards in trade agreements (spilker2013)."""

    name = "spilker_bohmelt2013"
    title = "Spilker and Boehmelt 2013: trade agreements and repression revisited"
    reference = "spilker2013"
    sample = "147 states, 1977-2009: the authors' own file"
    coding = "in a trade agreement that can withhold benefits over human rights, the year before"
    estimator = "ordered logit after genetic matching of states with and without such agreements"
    published = (
        "no effect of hard standards once states with and without them are matched, against "
        "Hafner-Burton 2005, who found that they help"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's, those of ratification the "
        "online appendix's",
        "pairs are matched by the nearest chance of treatment, within a caliper, not by genetic "
        "search",
        "errors are clustered by state; the authors' dummies of repression two years before are "
        "not used",
        "4,115 of the file's 4,117 rows: two state-years lie outside the state's life; Germany "
        "before and after 1990 are two states here",
    )
    needs = (*SPINE, SOURCE)
    lacking = ("the authors' matched sample and scripts",)
    specifications = (
        Specification(
            "hard standards, matched", HARD, MEASURE, (0,), "ordered_logit", matched=True
        ),
        Specification(
            "any human rights in the agreement, matched",
            replace(HARD, treatment="any_law"),
            MEASURE,
            (0,),
            "ordered_logit",
            matched=True,
        ),
        Specification(
            "hard standards, not matched (Hafner-Burton 2005's claim)",
            HARD,
            MEASURE,
            (1,),
            "ordered_logit",
            counts=False,
        ),
        Specification(
            "ratified treaties (ICCPR, CAT), not matched",
            replace(HARD, treatment="treaties_lag", controls=("hard_law_lag", *THEIRS[1:])),
            MEASURE,
            (-1,),
            "ordered_logit",
            counts=False,
        ),
    )
    questions = (
        Question("hard_law_lag", THEIRS, lag=0),
        Question("treaties_lag", ("hard_law_lag", *THEIRS[1:]), lag=0),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return the authors' columns, repression turned."""
        columns = {name: pl.col(name) for name in COLUMNS}
        turned = TURN - pl.col("repression")
        return beside(spine(frames), frames.tables[SOURCE], respect_theirs=turned, **columns)

    def example(self) -> Frames:
        """Return made-up frames; the flags are whether a made-up number is high."""
        made = made_up({SOURCE: ("repression", *COLUMNS)}, (), self.families)
        flags = [(pl.col(name) > 2).cast(pl.Int64) for name in ("hard_law_lag", "any_law")]
        tables = dict(made.tables)
        tables[SOURCE] = tables[SOURCE].with_columns(flags)
        return Frames(tables, made.practice)
