"""Simmons 2009: treaties work where politics is neither settled nor closed. Cannot be run."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
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

YEARS: Final = "year >= 1982 AND year <= 2004"
BETWEEN: Final = "democracy > -7 AND democracy < 7"


class Simmons2009(Replication):
    """What her claims need and nobody has brought; one claim without its instruments beside."""

    name = "simmons2009"
    title = "Simmons 2009: mobilizing for human rights"
    reference = "simmons2009"
    sample = "about 1980 to 2004, by right; stable democracies, stable autocracies, those between"
    coding = "commitment to ICCPR, CEDAW, CAT and CRC, ratification predicted by instruments"
    estimator = "panels in two stages; separate samples by regime"
    published = (
        "positive effects on average, concentrated in states that are neither stable democracies "
        "nor stable autocracies; torture improves after the CAT only there"
    )
    differs = (
        "her instruments are not in hand, so that her estimator cannot be run; torture and the "
        "Convention against Torture are shown without them and do not count",
        "between stands for polity2 from -6 to 6 in the year, not for her coding of experience "
        "with democracy",
    )
    needs = (*SPINE, *COMMON, "cirights")
    lacking = (
        "her instruments: legal tradition (common law) of each state, the steps that its law asks "
        "for ratification, and commitment of its region, as she coded them",
        "her outcomes other than torture: religious freedom and fair trials as she coded them, "
        "executions, girls to boys in school, contraception, women at work, child labour, "
        "immunization",
        "her coding of regimes by experience with democracy, and of the rule of law",
    )
    specifications = tuple(
        Specification(
            f"the Convention against Torture, {where_said}, without instruments",
            Design("tort", "cat", CONTROLS, lag=1, where=where, singletons="leave_out"),
            "CIRI torture (0 worst, 2 best)",
            published,
            counts=False,
        )
        for where_said, where, published in (
            ("states between", f"{YEARS} AND {BETWEEN}", (1,)),
            ("all states", YEARS, (0, 1)),
        )
    )
    questions = (Question("cat", CONTROLS, where=f"{YEARS} AND {BETWEEN}"),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return torture (0 to 2), the Convention and controls."""
        rows = with_controls(with_treaties(spine(frames), frames, cat="CAT"), frames)
        return beside(rows, frames.tables["cirights"], tort=pl.col("tort"))

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "cirights": ("tort",),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        return made_up(sources, ("CAT",), self.families)
