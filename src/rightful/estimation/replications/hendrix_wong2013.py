"""Hendrix and Wong 2013: shaming helps in autocracies, and nowhere else."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import (
    PHYSINT_MEASURE,
    with_physint,
    with_shaming,
)
from rightful.estimation.replications._panel import (
    COMMON,
    CONTROLS,
    SPINE,
    made_up,
    spine,
    with_controls,
)
from rightful.estimation.replications._shaming_example import with_registers

# Where polity2 lies and what was published of shaming there.
REGIMES: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "autocracies": ("democracy <= -6", (1,)),
    "hybrid regimes": ("democracy > -6 AND democracy < 6", (-1, 0)),
    "democracies": ("democracy >= 6", (-1, 0)),
}
SHAMERS: Final = {
    "news": ("the news", "year >= 1981 AND year <= 2010"),
    "urgent": ("Amnesty International", "year >= 1992 AND year <= 2014"),
}


def _test(shamer: str, regime: str) -> Specification:
    name, years = SHAMERS[shamer]
    where, published = REGIMES[regime]
    design = Design(
        "physint",
        shamer,
        CONTROLS,
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=f"{years} AND {where}",
        singletons="leave_out",
    )
    return Specification(f"{name}, {regime}", design, PHYSINT_MEASURE, published)


class HendrixWong2013(Replication):
    """Physical integrity on shaming, by kind of regime (hendrix2013)."""

    name = "hendrix_wong2013"
    title = "Hendrix and Wong 2013: when is the pen truly mighty?"
    reference = "hendrix2013"
    sample = "a panel of states with press and Amnesty shaming of the year before"
    coding = "autocracies, hybrids and democracies by Polity; shaming by the press and by Amnesty"
    estimator = "panel models, last year's practice held"
    published = (
        "shaming goes with better practice in autocracies, with none or worse in democracies and "
        "hybrid regimes"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's",
        "separate samples by polity2 (-6 and below, 6 and above) stand for the authors' products "
        "of shaming and regime",
        "articles of the New York Times (1980-2010) stand for their Western press; a state without "
        "an article in these years is read as not shamed, which the list does not promise",
        "urgent actions stand for Amnesty International's background reports, from 1991 on",
        "practice is the sum of four items of CIRIGHTS 2022, least squares; controls are polity2, "
        "log GDP a head, log population and internal conflict (UCDP)",
        "the shamed are those who do worst: last year's practice does not hold all of that",
    )
    needs = (*SPINE, *COMMON, "cirights")
    helps = ("news", "urgent_actions")
    lacking = (
        "counts of Newsweek and the Economist, and of Amnesty's background reports (Ron, Ramos and "
        "Rodgers 2005)",
        "the authors' panel and further controls",
    )
    specifications = tuple(_test(shamer, regime) for shamer in SHAMERS for regime in REGIMES)
    questions = tuple(
        Question(shamer, CONTROLS, where=f"{years} AND {where}", measure=f"practice in {regime}")
        for shamer, (_, years) in SHAMERS.items()
        for regime, (where, _) in REGIMES.items()
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return physical integrity (0 to 8), shaming and controls."""
        rows = with_physint(with_controls(spine(frames), frames), frames)
        return with_shaming(rows, frames)

    def example(self) -> Frames:
        """Return made-up frames, polity2 from -10 to 10."""
        sources = {
            "cirights": ("tort", "kill", "disap", "polpris"),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
        }
        made = with_registers(made_up(sources, (), self.families))
        tables = dict(made.tables)
        ccode, year = pl.col("ccode").cast(pl.Int64), pl.col("year").cast(pl.Int64)
        spread = (7 * ccode**2 + 3 * year**2 + ccode * year) % 21 - 10
        tables["polity"] = tables["polity"].with_columns(polity2=spread)
        return Frames(tables, made.practice)
