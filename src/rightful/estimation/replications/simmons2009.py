"""Simmons 2009: treaties work where politics is neither settled nor closed.

Cannot be run: two of her instruments, and most of her outcomes, are not in hand.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replication_design import LINEAR
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    DOUBTFUL,
    REGIONS,
    SPINE,
    beside,
    made_up,
    spine,
    with_controls,
    with_neighbours,
    with_treaties,
)

YEARS: Final = "year >= 1982 AND year <= 2004"
BETWEEN: Final = "democracy > -7 AND democracy < 7"
# Samples in words, as conditions, and the signs that she claims.
SAMPLES: Final = (
    ("states between", f"{YEARS} AND {BETWEEN}", (1,)),
    ("all states", YEARS, (0, 1)),
)


def _test(said: str, where: str, published: tuple[int, ...], instrument: str) -> Specification:
    design = Design(
        "tort",
        "cat",
        CONTROLS,
        lag=1,
        where=where,
        singletons="leave_out",
        instruments=(instrument,) if instrument else (),
    )
    how = "neighbours' treaties as the instrument" if instrument else "without instruments"
    return Specification(
        f"the Convention against Torture, {said}, {how}",
        design,
        "CIRI torture (0 worst, 2 best)",
        published,
        "instruments" if instrument else LINEAR,
        counts=False,
    )


class Simmons2009(Replication):
    """What her claims need and nobody has brought; beside, one claim as far as it can be run."""

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
        "of her three kinds of instruments one can be made here, so that her estimator cannot be "
        "run as she did; torture and the Convention against Torture are shown with that one and "
        "without any, and do not count",
        DOUBTFUL,
        "between stands for polity2 from -6 to 6 in the year, not for her coding of experience "
        "with democracy",
    )
    needs = (*SPINE, *COMMON, "cirights")
    helps = (REGIONS,)
    lacking = (
        "her instruments: legal tradition (common law) of each state, the steps that its law asks "
        "for ratification, and commitment of its region, as she coded them",
        "her outcomes other than torture: religious freedom and fair trials as she coded them, "
        "executions, girls to boys in school, contraception, women at work, child labour, "
        "immunization",
        "her coding of regimes by experience with democracy, and of the rule of law",
    )
    specifications = tuple(
        _test(said, where, published, instrument)
        for instrument in ("", "neighbours_cat")
        for said, where, published in SAMPLES
    )
    questions = (Question("cat", CONTROLS, where=f"{YEARS} AND {BETWEEN}"),)

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return torture (0 to 2), the Convention, neighbours' share in it and controls."""
        rows = with_neighbours(with_treaties(spine(frames), frames, cat="CAT"), frames, "cat")
        rows = with_controls(rows, frames)
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
