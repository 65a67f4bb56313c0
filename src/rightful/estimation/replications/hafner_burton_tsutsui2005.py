"""Hafner-Burton and Tsutsui 2005: promises are empty, links to civil society are not."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._outcomes import (
    CORE_SIX,
    NO_INGOS,
    PTS_MEASURE,
    SOCIETY_PROXY,
    SOCIETY_SOURCE,
    with_core_six,
    with_pts,
    with_society,
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

YEARS: Final = "year >= 1976 AND year <= 1999"
SECRETARIATS: Final = (
    "log of one plus human rights NGOs with their secretariat in the state (Murdie)"
)


def _probit(treatment: str, *controls: str) -> Design:
    return Design(
        "respect_pts",
        treatment,
        (*controls, *CONTROLS),
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=YEARS,
    )


class HafnerBurtonTsutsui2005(Replication):
    """Political terror on core treaties and on links to civil society (hafnerburton2005)."""

    name = "hafner_burton_tsutsui2005"
    title = "Hafner-Burton and Tsutsui 2005: the paradox of empty promises"
    reference = "hafnerburton2005"
    sample = "153 states, 1976-1999"
    coding = "how many of six core treaties bind a state; its citizens' memberships in INGOs"
    estimator = "ordered probit, last year's repression held, errors clustered by state"
    published = (
        "commitment to the core treaties goes with more repression, links to international civil "
        "society with less"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's",
        SOCIETY_PROXY,
        f"a second proxy stands beside and does not count: {SECRETARIATS}, out of the panel of "
        "spilker2013",
        "terror is the State Department's score, Amnesty's where there is none",
        "controls are polity2, log GDP a head, log population and internal conflict (UCDP); "
        "trade, war between states and the regime's age are not used",
    )
    needs = (*SPINE, *COMMON, "pts")
    helps = (SOCIETY_SOURCE, "pta_repression")
    lacking = (NO_INGOS, "the authors' panel of 153 states and its further controls")
    specifications = (
        Specification(
            "six core treaties, civil society held",
            _probit("treaties", "civil_society"),
            PTS_MEASURE,
            (-1,),
            "ordered_probit",
        ),
        Specification(
            "civil society (the proxy), treaties held",
            _probit("civil_society", "treaties"),
            PTS_MEASURE,
            (1,),
            "ordered_probit",
        ),
        Specification(
            "six core treaties, civil society not held",
            _probit("treaties"),
            PTS_MEASURE,
            (-1,),
            "ordered_probit",
            counts=False,
        ),
        Specification(
            "secretariats of human rights NGOs (a second proxy), treaties held",
            _probit("secretariats", "treaties"),
            PTS_MEASURE,
            (1,),
            "ordered_probit",
            counts=False,
        ),
    )
    questions = (
        Question("treaties", CONTROLS, where=YEARS),
        Question("civil_society", ("treaties", *CONTROLS), where=YEARS),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return terror turned, treaties (0 to 6), the proxies and controls."""
        rows = with_controls(with_core_six(spine(frames), frames), frames)
        rows = with_society(with_pts(rows, frames), frames)
        if "pta_repression" in frames.tables:
            table = frames.tables["pta_repression"]
            rows = beside(rows, table, secretariats=pl.col("hro_secretariats").log1p())
        return rows

    def example(self) -> Frames:
        """Return made-up frames."""
        sources = {
            "pts": ("pts_s", "pts_a"),
            "polity": ("polity2",),
            "gdp_pop": ("gdppc", "population"),
            "conflict": ("internal_conflict",),
            SOCIETY_SOURCE: ("v2x_cspart",),
            "pta_repression": ("hro_secretariats",),
        }
        return made_up(sources, tuple(CORE_SIX.values()), self.families)
