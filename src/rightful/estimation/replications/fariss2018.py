"""Fariss 2018: whoever ratifies more respects rights more."""

from __future__ import annotations

import polars as pl

from rightful.core.names import CORE_TREATIES
from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replication_design import LINEAR, UNCLUSTERED
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
LONG = "year >= 1966 AND year <= 2010"
YEARS = "year >= 1981 AND year <= 2010"
SINGLE = {"cat": "CAT", "iccpr": "ICCPR", "icescr": "ICESCR", "cedaw": "CEDAW", "icerd": "ICERD"}


def _treaty(
    label: str,
    treatment: str,
    outcome: tuple[str, str, str],
    where: str,
    *,
    counts: bool,
    estimator: str = LINEAR,
) -> Specification:
    column, measure, standard = outcome
    design = Design(
        column, treatment, CONTROLS, state_effects=False, year_effects=False, where=where
    )
    return Specification(label, design, measure, (1,), estimator, standard=standard, counts=counts)


class Fariss2018(Replication):
    """Single treaties and their number on the latent scores (fariss2018)."""

    name = "fariss2018"
    title = "Fariss 2018: ratification and compliance"
    reference = "fariss2018"
    sample = "states of the latent scores to 2010; from 1966 here, when the first treaty opened"
    coding = "single treaties, their number and share, and a latent variable of commitment"
    estimator = "least squares in several specifications, with democracy, income and population"
    published = "ratification goes with more respect, by several measures and specifications"
    differs = (
        "the file is not in hand; the sign is that of the abstract",
        "single treaties are five of the core ones (CRC has hardly a non-party), their number is "
        "that of the nine; his other instruments and his latent commitment are not rerun",
        "scores are his version 2.04; under the constant standard the scores of Schnakenberg and "
        "Fariss (1981-2010) stand beside",
        "controls are polity2, log GDP a head and log population, a year before; errors are "
        "clustered by state, and beside that, for the number, robust with rows taken as "
        "independent",
    )
    needs = (*SPINE, *COMMON, *LATENT)
    lacking = ("his file of commitments and latent variable of commitment",)
    specifications = (
        _treaty("number of core treaties", "core_count", CHANGING, LONG, counts=True),
        *(
            _treaty(instrument, column, CHANGING, LONG, counts=True)
            for column, instrument in SINGLE.items()
        ),
        _treaty(
            "number, errors not clustered",
            "core_count",
            CHANGING,
            LONG,
            counts=False,
            estimator=UNCLUSTERED,
        ),
        _treaty("number, constant standard", "core_count", CONSTANT, YEARS, counts=False),
        *(
            _treaty(f"{instrument}, constant standard", column, CONSTANT, YEARS, counts=False)
            for column, instrument in SINGLE.items()
        ),
    )
    questions = (
        Question("core_count", CONTROLS, where=LONG),
        *(Question(column, CONTROLS, where=LONG) for column in SINGLE),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return scores, single treaties, how many of the nine bind (0 to 9), and controls."""
        each = {f"core_{i}": name for i, name in enumerate(CORE_TREATIES)}
        rows = with_treaties(spine(frames), frames, **SINGLE, **each)
        count = pl.sum_horizontal(*each, ignore_nulls=False)
        rows = rows.with_columns(core_count=count).drop(*each)
        return with_controls(with_latent(rows, frames), frames)

    def example(self) -> Frames:
        """Return made-up frames."""
        return made_up(COMMON_COLUMNS | LATENT_COLUMNS, CORE_TREATIES, self.families)
