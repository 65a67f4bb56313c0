"""Cingranelli and Filippov 2018: let all items matter alike, and nothing has improved."""

from __future__ import annotations

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replication_design import PRACTICE, Sign
from rightful.estimation.replications._latent import (
    ADDITIVE,
    CHANGING,
    CONSTANT,
    LATENT,
    LATENT_COLUMNS,
    with_latent,
)
from rightful.estimation.replications._panel import (
    COMMON,
    COMMON_COLUMNS,
    SPINE,
    made_up,
    spine,
    with_controls,
    with_treaties,
)

CONTROLS = ("democracy", "log_gdppc", "log_population")
YEARS = "year >= 1981 AND year <= 2010"
OURS = "our estimates of physical integrity"


def _trend(
    label: str,
    outcome: tuple[str, str, str],
    published: tuple[Sign, ...],
    *,
    family: str = "",
    counts: bool = True,
) -> Specification:
    column, measure, standard = outcome
    design = Design(
        column, "decades", lag=0, year_effects=False, where=YEARS, singletons="leave_out"
    )
    return Specification(
        label,
        design,
        measure,
        published,
        family=family,
        standard=standard,
        counts=counts,
        turned=False,
    )


class CingranelliFilippov2018(Replication):
    """The trend of each score within states (cingranelli2018)."""

    name = "cingranelli_filippov2018"
    title = "Cingranelli and Filippov 2018: are practices improving?"
    reference = "cingranelli2018"
    sample = "states with latent scores; 1981-2010 here, the years of both scores"
    coding = "decades since 1980, within states"
    estimator = "the measurement model refitted; here the trend of published scores within states"
    published = (
        "with all items mattering alike practice has not improved; the rise of the latent scores "
        "comes of the rare, gravest violations in the model"
    )
    differs = (
        "their refits of the model (lesser violations replaced by noise, equal discriminations) "
        "are not rerun: the sum of CIRI's four items, in which all matter alike, stands for the "
        "second",
        "the trend is a slope in decades within states, errors clustered by state; added years "
        "would leave nothing of it, so it is judged without",
        "that the latent scores rise is Fariss's result and the object of theirs: it counts as "
        "the first half of their claim",
        "trends of our own estimates under both standards stand beside, draws carried",
        "the grid shows the Convention against Torture as in `fariss2014`",
    )
    needs = (*SPINE, *COMMON, *LATENT)
    lacking = ("refits of the latent scores with noise for the lesser violations",)
    specifications = (
        _trend("trend, changing standard", CHANGING, (1,)),
        _trend("trend, all items alike", ADDITIVE, (-1, 0)),
        _trend("trend, constant standard", CONSTANT, (-1, 0), counts=False),
        _trend(
            "trend, changing standard, ours",
            (PRACTICE, OURS, "changing"),
            (1,),
            family=HEADLINE,
            counts=False,
        ),
        _trend(
            "trend, constant standard, ours",
            (PRACTICE, OURS, "constant"),
            (-1, 0),
            family=HEADLINE,
            counts=False,
        ),
    )
    questions = (Question("cat", CONTROLS, where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return scores, decades since 1980, the treaty and controls."""
        rows = with_treaties(spine(frames), frames, cat="CAT")
        rows = rows.with_columns(decades=(pl.col("year") - 1980) / 10)
        return with_controls(with_latent(rows, frames), frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        return made_up(COMMON_COLUMNS | LATENT_COLUMNS, ("CAT",), self.families)
