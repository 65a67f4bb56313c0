"""Fariss 2014: held to one standard, respect has improved, and parties to a treaty with it."""

from __future__ import annotations

import polars as pl

from rightful.core.names import HEADLINE
from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replication_design import LINEAR, PRACTICE, UNCLUSTERED, Sign
from rightful.estimation.replications._latent import (
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


def _treaty(
    label: str,
    outcome: tuple[str, str, str],
    published: tuple[Sign, ...],
    *,
    lagged_outcome: bool = False,
    family: str = "",
    counts: bool = True,
    estimator: str = LINEAR,
) -> Specification:
    column, measure, standard = outcome
    design = Design(
        column,
        "cat",
        CONTROLS,
        lagged_outcome=lagged_outcome,
        state_effects=False,
        year_effects=False,
        where=YEARS,
    )
    return Specification(
        label,
        design,
        measure,
        published,
        estimator,
        family=family,
        standard=standard,
        counts=counts,
    )


OURS = "our estimates of physical integrity"


class Fariss2014(Replication):
    """Scores under a changing and under a constant standard on the treaty (fariss2014)."""

    name = "fariss2014"
    title = "Fariss 2014: the changing standard and the Convention against Torture"
    reference = "fariss2014"
    sample = "states 1949-2010; the regressions on the treaty 1981-2010 here"
    coding = "a state has ratified from the year in which the treaty binds it"
    estimator = "least squares of each score on ratification, with democracy, income and population"
    published = (
        "respect has improved; under the changing standard parties to the Convention against "
        "Torture respect rights more, which contradicts the earlier negative association"
    )
    differs = (
        "the regression tables are not in hand: positive under the changing standard and not "
        "positive under the constant one are taken as published",
        "the changing standard is his version 2.04, the constant one the scores of Schnakenberg "
        "and Fariss from CIRI alone (1981-2010), both as published means; our own estimates of "
        "both, with their draws, stand beside",
        "controls are polity2, log GDP a head (Fariss and others 2022) and log population, a year "
        "before; errors are clustered by state, and beside that robust with rows taken as "
        "independent: whether the positive sign is clear turns on this",
        "the test with last year's score held stands beside: the score is itself smoothed over "
        "years",
        "its critique by Cingranelli and Filippov is `cingranelli_filippov2018`",
    )
    needs = (*SPINE, *COMMON, *LATENT)
    specifications = (
        _treaty("CAT, changing standard", CHANGING, (1,)),
        _treaty("CAT, constant standard", CONSTANT, (-1, 0)),
        _treaty(
            "CAT, changing, last year's held", CHANGING, (1,), lagged_outcome=True, counts=False
        ),
        _treaty(
            "CAT, constant, last year's held", CONSTANT, (-1, 0), lagged_outcome=True, counts=False
        ),
        _treaty(
            "CAT, changing, errors not clustered",
            CHANGING,
            (1,),
            counts=False,
            estimator=UNCLUSTERED,
        ),
        _treaty(
            "CAT, changing standard, ours",
            (PRACTICE, OURS, "changing"),
            (1,),
            family=HEADLINE,
            counts=False,
        ),
        _treaty(
            "CAT, constant standard, ours",
            (PRACTICE, OURS, "constant"),
            (-1, 0),
            family=HEADLINE,
            counts=False,
        ),
    )
    questions = (Question("cat", CONTROLS, where=YEARS),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return both scores, the treaty and controls."""
        rows = with_treaties(spine(frames), frames, cat="CAT")
        return with_controls(with_latent(rows, frames), frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        return made_up(COMMON_COLUMNS | LATENT_COLUMNS, ("CAT",), self.families)
